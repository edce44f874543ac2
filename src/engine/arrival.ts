/** Whether a tenant that was brought along may come in: its id must be free, or somebody decided that it replaces. */

import type { Absence } from "../model/absence.ts";
import { FivefoldError } from "../model/error.ts";
import { idKey, unsafeName } from "../model/part.ts";
import type { TenantId } from "../model/part.ts";
import type { PartRecord, TenantRecord } from "../model/snapshot.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { PartHere } from "./away.ts";
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
  here: readonly PartHere[],
  { manifest }: SnapshotReader,
): void {
  const { tenant, title, awayAt } = absence;
  if (Date.parse(manifest.takenAt) < Date.parse(absence.takenAt))
    throw new FivefoldError("TENANT_EXISTS", { tenant, where: "list" });
  const changed = here.filter(({ isChanged }) => isChanged);
  if (changed.length === 0) return;
  const sides = [absence.parts, here, manifest.parts].map(rowsOf);
  const [left = [], now = [], there = []] = sides.map((side) =>
    [...side]
      .filter(([table, rows]) => sides.some((other) => other.get(table) !== rows))
      .map(([table, rows]) => `${table}: ${rows}`),
  );
  throw new FivefoldError("TENANT_CHANGED", {
    tenant,
    name: title,
    awayAt,
    takenAt: manifest.takenAt,
    parts: changed.map(({ id }) => id),
    left: theFirst(left),
    here: theFirst(now),
    there: theFirst(there),
  });
}

const NAMED = 12;

function theFirst(rows: readonly string[]): readonly string[] {
  return rows.length > NAMED ? [...rows.slice(0, NAMED), "…"] : rows;
}

/** Rows of every table; of tables with one name in several databases, their sum. */
function rowsOf(parts: readonly Pick<PartRecord, "tables">[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { tables } of parts)
    for (const { name, rows } of tables ?? []) sums.set(name, (sums.get(name) ?? 0) + rows);
  return sums;
}
