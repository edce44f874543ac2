/** Which backup of which app is meant by somebody who knows nothing of what a place holds. */

import { FivefoldError } from "./error.ts";
import type { Snapshot } from "./snapshot.ts";

/** The apps that have backups, in the order of their names. */
export function appsOf(snapshots: readonly Snapshot[]): readonly string[] {
  return [...new Set(snapshots.flatMap(({ appId }) => appId ?? []))].toSorted();
}

/**
 * Says which app is meant: the only one, or the one that was named.
 *
 * @throws APP_AMBIGUOUS, APP_UNKNOWN with the apps that there are
 */
export function appMeant(snapshots: readonly Snapshot[], appId: string | null): string {
  const apps = appsOf(snapshots);
  if (appId !== null && !apps.includes(appId))
    throw new FivefoldError("APP_UNKNOWN", { app: appId, apps });
  const [first = ""] = appId === null ? apps : [appId];
  if (appId === null && apps.length > 1) throw new FivefoldError("APP_AMBIGUOUS", { apps });
  return first;
}

/**
 * The backups of an app, the one to recover first: complete ones of everything, then incomplete ones of everything, then
 * chosen companies or parts, last what was kept before a restore; of each the newest first.
 */
export function inOrderOfUse(snapshots: readonly Snapshot[], appId: string): readonly Snapshot[] {
  return snapshots
    .filter((snapshot) => snapshot.appId === appId)
    .toSorted((a, b) => rank(a) - rank(b) || Date.parse(b.takenAt) - Date.parse(a.takenAt));
}

function rank({ reason, scope, isComplete }: Snapshot): number {
  if (reason === "safety") return 3;
  if (scope !== "full") return 2;
  return isComplete ? 0 : 1;
}

/** Whether a backup is what "latest" means: complete and of everything. */
export function isWhole(snapshot: Snapshot): boolean {
  return rank(snapshot) === 0;
}
