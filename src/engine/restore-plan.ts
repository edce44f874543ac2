/** A restore as a value, shown before it is done. Making it reads the manifest and asks the sources; nothing is touched. */

import type { App, LocatedPart } from "../model/app.ts";
import type { NotIncluded, RunContext } from "../model/run.ts";
import type { PartRecord, Scope, Snapshot, TenantRecord } from "../model/snapshot.ts";
import type { Holder, Room } from "../model/source.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { SourceOf } from "./backup.ts";
import type { Choice } from "./choice.ts";

export interface PlannedPart extends LocatedPart {
  readonly record: PartRecord;
  readonly room: Room;
  readonly holders: readonly Holder[];
}

/** Sums over all parts that are staged on one device. */
export interface DeviceRoom {
  readonly device: string;
  readonly folder: string;
  readonly neededBytes: number;
  readonly freeBytes: number;
}

export interface RestorePlan {
  readonly snapshot: Snapshot;
  readonly scope: Scope;
  /** In the order of swapping: outer parts first. */
  readonly parts: readonly PlannedPart[];
  readonly rooms: readonly DeviceRoom[];
  /** Live tenants that the snapshot does not know: left alone. */
  readonly untouchedTenants: readonly TenantRecord[];
  /** Tenants that come back but are not in the live login database. */
  readonly unregisteredTenants: readonly TenantRecord[];
  readonly notIncluded: readonly NotIncluded[];
}

/** Finds where a part of a snapshot lives today, `null` when the description has no such part. */
export type Locate = (record: PartRecord) => LocatedPart | null;

/**
 * Plans the return of chosen parts to where the description says that they live.
 *
 * `app.tenants` may be empty when the login database is broken; `locate` must work without it.
 *
 * @throws SNAPSHOT_FOREIGN when it is another app's; TENANT_UNKNOWN, PART_UNKNOWN, CHOICE_EMPTY; ASIDE_IMPOSSIBLE
 */
export declare function planRestore(
  reader: SnapshotReader,
  app: Pick<App, "id" | "tenants" | "loginPart">,
  choice: Choice,
  locate: Locate,
  sourceOf: SourceOf,
  context: RunContext,
): Promise<RestorePlan>;
