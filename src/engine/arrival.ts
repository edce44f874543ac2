/** Whether a tenant that was brought along may come in: its id must be free, or somebody decided that it replaces. */

import type { Absence } from "../model/absence.ts";
import { FivefoldError } from "../model/error.ts";
import { idKey, unsafeName } from "../model/part.ts";
import type { TenantId } from "../model/part.ts";
import type { PartRecord, TableRows, TenantRecord } from "../model/snapshot.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { ChangedPart } from "./away.ts";
import { renamed } from "./renamed.ts";

/** How it is to come in. */
export interface ArrivalWish {
  /** Takes the place of one with the same id. */
  readonly replaces: boolean;
  /** Another id; `null`: its own. */
  readonly as: string | null;
  /** Another title; `null`: its own. */
  readonly title: string | null;
}

/**
 * Gives the snapshot as it is to come in, and its tenant.
 *
 * @throws USAGE_WRONG when the snapshot has not exactly one tenant; TENANT_UNSAFE
 */
export function arriving(
  reader: SnapshotReader,
  wish: ArrivalWish,
): { readonly reader: SnapshotReader; readonly tenant: TenantRecord } {
  const [own, ...others] = reader.manifest.tenants;
  if (own === undefined || others.length > 0)
    throw new FivefoldError("USAGE_WRONG", { what: "importTenant" });
  const id = (wish.as ?? own.id) as TenantId;
  const reason = unsafeName(id);
  if (reason !== null) throw new FivefoldError("TENANT_UNSAFE", { tenant: id, reason });
  const tenant = { id, title: wish.title ?? own.title };
  const isSame = id === own.id && tenant.title === own.title;
  return { reader: isSame ? reader : renamed(reader, own.id, tenant), tenant };
}

/** What is here already under the id. */
export interface Occupied {
  /** Of the app's list. */
  readonly live: readonly TenantRecord[];
  /** Whether data of a part of it lies here. */
  readonly hasData: boolean;
}

/** @throws TENANT_EXISTS */
export function requireFree({ id }: TenantRecord, { live, hasData }: Occupied): void {
  const listed = live.find((each) => idKey(each.id) === idKey(id));
  if (listed !== undefined)
    throw new FivefoldError("TENANT_EXISTS", { tenant: listed.id, where: "list" });
  if (hasData) throw new FivefoldError("TENANT_EXISTS", { tenant: id, where: "data" });
}

/**
 * A tenant comes home over what it left behind only when that was left alone, and only newer than it left.
 *
 * @throws TENANT_CHANGED with both sides' dates and rows, TENANT_EXISTS
 */
export function requireUnchanged(
  absence: Absence,
  changed: readonly ChangedPart[],
  { manifest }: SnapshotReader,
): void {
  const { tenant, title, awayAt } = absence;
  if (Date.parse(manifest.takenAt) < Date.parse(absence.takenAt))
    throw new FivefoldError("TENANT_EXISTS", { tenant, where: "list" });
  if (changed.length === 0) return;
  const ids = new Set(changed.map(({ id }) => id));
  const left = absence.parts.filter(({ id }) => ids.has(id));
  const back = manifest.parts.filter(({ id }) => ids.has(id));
  throw new FivefoldError("TENANT_CHANGED", {
    tenant,
    name: title,
    awayAt,
    takenAt: manifest.takenAt,
    parts: [...ids],
    left: left.flatMap(rowsOf),
    here: changed.flatMap(rowsOf),
    there: back.flatMap(rowsOf),
  });
}

const NAMED = 12;

/** "invoice: 1204" for every table of a database. */
function rowsOf({ tables }: Pick<PartRecord, "tables">): readonly string[] {
  const said = (tables ?? []).map(({ name, rows }: TableRows) => `${name}: ${rows}`);
  return said.length > NAMED ? [...said.slice(0, NAMED), "…"] : said;
}
