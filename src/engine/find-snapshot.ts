/** Which snapshot a person means: an id, the beginning of one, or "latest" (contracts.md section 2). */

import { FivefoldError } from "../model/error.ts";
import type { RunContext } from "../model/run.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Store } from "../model/store.ts";
import type { Choice } from "./choice.ts";
import { isEverything } from "./choice.ts";
import { selectEntries } from "./paths.ts";

export const LATEST = "latest";

/**
 * "latest" is the newest snapshot of the app that is complete, never one from before a restore: of everything when
 * nothing was chosen, else the newest that holds what was chosen. `purpose`: as for `selectEntries`.
 *
 * @throws SNAPSHOT_MISSING, SNAPSHOT_AMBIGUOUS; TENANT_UNKNOWN, PART_UNKNOWN, PATH_UNKNOWN when there are backups and none
 *   holds what was chosen: what the newest full one lacks, without one the newest
 */
export async function findSnapshot(
  word: string,
  appId: string,
  choice: Choice,
  store: Store,
  context: RunContext,
  purpose: "target" | "look" = "target",
): Promise<Snapshot> {
  const snapshots = await listSnapshots(store, context);
  if (word !== LATEST) return snapshotNamed(word, snapshots);
  const isAll = isEverything(choice);
  const candidates = snapshots
    .filter(({ reason, isComplete }) => reason !== "safety" && isComplete)
    .filter((snapshot) => snapshot.appId === appId && (!isAll || snapshot.scope === "full"));
  let lack: { readonly error: FivefoldError; readonly isOfFull: boolean } | null = null;
  for (const snapshot of candidates.toReversed()) {
    const error = isAll ? null : await lackOf(snapshot, choice, store, context, purpose);
    if (error === null) return snapshot;
    const isOfFull = snapshot.scope === "full";
    if (lack === null || (isOfFull && !lack.isOfFull)) lack = { error, isOfFull };
  }
  throw lack?.error ?? new FivefoldError("SNAPSHOT_MISSING", { snapshot: LATEST });
}

/** Oldest first. */
export async function listSnapshots(
  store: Pick<Store, "list">,
  context: RunContext,
): Promise<readonly Snapshot[]> {
  const snapshots: Snapshot[] = [];
  for await (const snapshot of store.list(context)) snapshots.push(snapshot);
  return snapshots.toSorted((a, b) => Date.parse(a.takenAt) - Date.parse(b.takenAt));
}

/** @throws SNAPSHOT_MISSING, SNAPSHOT_AMBIGUOUS */
export function snapshotNamed(word: string, snapshots: readonly Snapshot[]): Snapshot {
  // a parcel's name is its id, and may have capital letters
  const same = snapshots.find(({ id }) => id === word);
  if (same !== undefined) return same;
  const begin = word.toLowerCase();
  const found = begin === "" ? [] : snapshots.filter(({ id }) => id.startsWith(begin));
  const [first] = found;
  const exact = found.find(({ id }) => id === begin);
  if (exact !== undefined) return exact;
  if (first === undefined) throw new FivefoldError("SNAPSHOT_MISSING", { snapshot: word });
  if (found.length > 1)
    throw new FivefoldError("SNAPSHOT_AMBIGUOUS", {
      snapshot: word,
      snapshots: found.slice(0, 20).map(({ id }) => id),
    });
  return first;
}

/** Says which chosen tenant, part or path is not in the snapshot, `null` when all are. */
async function lackOf(
  snapshot: Snapshot,
  choice: Choice,
  store: Store,
  context: RunContext,
  purpose: "target" | "look",
): Promise<FivefoldError | null> {
  await using reader = await store.open(snapshot.id, context);
  try {
    await selectEntries(reader, null, choice, purpose, context.signal);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError)) throw thrown;
    return thrown;
  }
}
