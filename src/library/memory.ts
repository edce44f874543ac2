/**
 * What the catalog saves: a vault's snapshots are read once, and what a place held is known when it is away. Nothing that
 * changes a backup is decided by it.
 */

import { z } from "zod";
import type { FivefoldError } from "../model/error.ts";
import { asFivefoldError } from "../model/error.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Watch } from "./given.ts";
import type { Installation } from "./installation.ts";
import { placeSights, runRecords } from "./standing.ts";
import type { At, Spot } from "./vaults.ts";

/** What a place held when it was seen last. */
export interface KnownBackups {
  readonly place: string;
  /** Milliseconds since 1970 UTC. */
  readonly seenMs: number;
  /** Oldest first. */
  readonly snapshots: readonly Snapshot[];
}

const SEEN = z.object({ owner: z.string(), seenMs: z.number(), count: z.number() });
/** The one row of a place. */
const ROW = "seen";

export function recallSnapshots(
  { catalog }: Installation,
  owner: string,
): ReadonlyMap<string, Snapshot> {
  const texts = catalog.read("snapshot", owner);
  // Written below, and proved by the catalog.
  return new Map([...texts].map(([id, text]) => [id, JSON.parse(text) as Snapshot]));
}

/** `before`: ids that are remembered already and need not be written again. */
export function rememberSnapshots(
  { catalog, clock }: Installation,
  { config }: Spot,
  owner: string,
  before: ReadonlySet<string>,
  snapshots: readonly Snapshot[],
): void {
  const ids = new Set<string>(snapshots.map(({ id }) => id));
  const fresh = snapshots.filter(({ id }) => !before.has(id));
  catalog.write("snapshot", owner, new Map(fresh.map((each) => [each.id, JSON.stringify(each)])));
  // Of a folder of files nobody told what was remembered.
  const old = owner === config.path ? catalog.read("snapshot", owner).keys() : before;
  catalog.forget(
    "snapshot",
    owner,
    [...old].filter((id) => !ids.has(id)),
  );
  const seen = { owner, seenMs: clock.nowMs(), count: ids.size };
  catalog.write("place", config.path, new Map([[ROW, JSON.stringify(seen)]]));
}

/** What a place held when it was seen last; `null`: nobody remembers, or not all of it. @throws PLACE_UNKNOWN */
export function knownBackups(installation: Installation, at: At): KnownBackups | null {
  const { catalog, vaults } = installation;
  const { name, config } = vaults.spot(at);
  const text = catalog.find("place", config.path, [ROW]).get(ROW);
  if (text === undefined) return null;
  const { owner, seenMs, count } = SEEN.parse(JSON.parse(text));
  const snapshots = [...recallSnapshots(installation, owner).values()];
  if (snapshots.length !== count) return null;
  const ordered = snapshots.toSorted((a, b) => Date.parse(a.takenAt) - Date.parse(b.takenAt));
  return { place: name, seenMs, snapshots: ordered };
}

/** What was read again. */
export interface RebuiltCatalog {
  readonly runCount: number;
  readonly places: readonly {
    readonly name: string;
    /** `null`: it could not be listed, as `trouble` says. */
    readonly backupCount: number | null;
    readonly trouble: FivefoldError | null;
  }[];
}

/** Throws away what is remembered and reads records and places anew. */
export async function rebuildCatalog(
  installation: Installation,
  watch: Watch,
): Promise<RebuiltCatalog> {
  const { list } = await import("./contents.ts");
  installation.catalog.clear();
  const { length: runCount } = await runRecords(installation, Infinity);
  const places: RebuiltCatalog["places"][number][] = [];
  for (const { name, kind } of await placeSights(installation)) {
    watch.signal.throwIfAborted();
    if (kind === "empty") continue;
    try {
      const { length } = await list(installation, name, watch);
      places.push({ name, backupCount: length, trouble: null });
    } catch (thrown) {
      watch.signal.throwIfAborted();
      const trouble = asFivefoldError(thrown);
      if (trouble.code === "INTERNAL") throw thrown;
      places.push({ name, backupCount: null, trouble });
    }
  }
  return { runCount, places };
}
