/**
 * Compares a tree of files as it is now with one in a snapshot: both streams are walked in step, in their common order.
 *
 * Nothing is read but metadata, and however many files there are, only a batch of each stream and a few names are held.
 */

import type { FilesDifference } from "../model/difference.ts";
import type { Entries } from "../model/entry.ts";
import { ChangeCount, Cursor, bytesOf, comparePaths, isSameEntry } from "../model/in-step.ts";

/** `then` is what the snapshot has of what a restore would write; what is left out on both sides is in neither. */
export async function compareFiles(
  now: Entries,
  then: Entries,
): Promise<Omit<FilesDifference, "findings">> {
  const [added, changed, removed] = [new ChangeCount(), new ChangeCount(), new ChangeCount()];
  let unchangedCount = 0;
  let liveBytes = 0;
  let unsavedBytes = 0;
  await using live = new Cursor(now);
  await using kept = new Cursor(then);
  for (;;) {
    if (live.isSpent) await live.fill();
    if (kept.isSpent) await kept.fill();
    const { entry: here } = live;
    const { entry: there } = kept;
    if (here === null && there === null) break;
    const order = here === null ? 1 : there === null ? -1 : comparePaths(here.path, there.path);
    if (here !== null && order <= 0) liveBytes += bytesOf(here);
    if (here !== null && there !== null && order === 0 && here.kind === there.kind) {
      if (here.kind !== "directory" && !isSameEntry(here, there)) {
        changed.add(there);
        unsavedBytes += bytesOf(here);
      } else if (here.kind !== "directory") unchangedCount++;
    } else {
      if (here !== null && order <= 0) {
        removed.add(here);
        unsavedBytes += bytesOf(here);
      }
      if (there !== null && order >= 0) added.add(there);
    }
    if (order <= 0) live.take();
    if (order >= 0) kept.take();
  }
  const changes = { added: added.all(), changed: changed.all(), removed: removed.all() };
  return { kind: "files", ...changes, unchangedCount, liveBytes, unsavedBytes };
}
