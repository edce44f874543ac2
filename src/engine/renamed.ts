/** A snapshot of one tenant, read as if it were another's: ids and titles change, contents do not. */

import type { Manifest } from "../model/layout.ts";
import type { PartId, TenantId } from "../model/part.ts";
import type { TenantRecord } from "../model/snapshot.ts";
import type { SnapshotReader } from "../model/store.ts";

/** Gives every part id `tenants/<from>/…` as `tenants/<to>/…`; others stay. `reader` is disposed with the result. */
export function renamed(reader: SnapshotReader, from: TenantId, to: TenantRecord): SnapshotReader {
  const [before, after] = [`tenants/${from}/`, `tenants/${to.id}/`];
  const replace = (id: string, [one, other]: readonly [string, string]): string =>
    id.startsWith(one) ? other + id.slice(one.length) : id;
  const there = (id: PartId): PartId => replace(id, [before, after]) as PartId;
  const back = (id: PartId): PartId => replace(id, [after, before]) as PartId;
  const { manifest: whole } = reader;
  const ofTenant = (tenant: TenantId | null): TenantId | null => (tenant === from ? to.id : tenant);
  const manifest: Manifest = {
    ...whole,
    tenants: whole.tenants.map((each) => (each.id === from ? to : each)),
    parts: whole.parts.map((part) => ({
      ...part,
      id: there(part.id),
      tenant: ofTenant(part.tenant),
    })),
    notIncluded: whole.notIncluded.map((each) => ({
      ...each,
      name: replace(each.name, [before, after]),
      part: each.part === null ? null : there(each.part),
    })),
  };
  return {
    snapshot: reader.snapshot,
    manifest,
    read: (part, isWanted) => reader.read(back(part), isWanted),
    check: async (part) =>
      (await reader.check(back(part))).map((finding) => ({ ...finding, part })),
    [Symbol.asyncDispose]: async () => {
      await reader[Symbol.asyncDispose]();
    },
  };
}
