/** What keeps snapshots. A vault implements it, a shelf implements it; `copy` works between any two. */

import type { Entries, Entry } from "./entry.ts";
import type { Part, PartId } from "./part.ts";
import type { IsWanted } from "./path.ts";
import type { Finding, RunContext } from "./run.ts";
import type { Closing, Draft, PartRecord, Snapshot, SnapshotId, StoredPart } from "./snapshot.ts";
import type { Manifest } from "./layout.ts";

export interface Store {
  readonly kind: "vault" | "shelf";
  list(context: RunContext): AsyncIterable<Snapshot>;
  begin(draft: Draft, context: RunContext): Promise<SnapshotWriter>;
  /** @throws SNAPSHOT_MISSING, SNAPSHOT_DAMAGED, SNAPSHOT_FOREIGN (no manifest), LAYOUT_NEWER */
  open(id: SnapshotId, context: RunContext): Promise<SnapshotReader>;
  forget(ids: readonly SnapshotId[], context: RunContext): Promise<void>;
}

/** No commit, no snapshot. Parts are added one after another. Disposing without a commit leaves nothing that a list shows. */
export interface SnapshotWriter extends AsyncDisposable {
  /** What the parent snapshot says of a part, `null` without one. */
  known(part: PartId): PartRecord | null;
  /**
   * Stores a part. What `entries` throws is thrown on as it is; the part is then not in the snapshot, and the next one
   * may be added: nothing of the failed one counts for it.
   */
  add(part: Part, entries: Entries): Promise<StoredPart>;
  /** Writes the manifest last; the snapshot is complete when the closing has no findings. */
  commit(closing: Closing): Promise<Snapshot>;
}

export interface SnapshotReader extends AsyncDisposable {
  readonly snapshot: Snapshot;
  readonly manifest: Manifest;
  /**
   * SNAPSHOT_DAMAGED is thrown no later than an entry's end. File contents may be `WritableContent`. The root is always
   * given; of the rest, with `isWanted`, what is wanted, and nothing else has to be read for it.
   */
  read(part: PartId, isWanted?: IsWanted): Entries;
  /** Reads every byte of the part and compares it with what the store knows of it. */
  check(part: PartId): Promise<readonly Finding[]>;
}

/** One entry that two snapshots do not have alike; `null`: it is not in that one. Of folders only their contents count. */
export interface EntryChange {
  readonly before: Entry | null;
  readonly after: Entry | null;
}

/** A reader that finds what changed until another snapshot, and reads nothing of what is the same in both. */
export interface ChangeReader extends SnapshotReader {
  /**
   * In the order of the streams; a file counts as changed when its content or its mode is. `null`: that one's store keeps
   * entries in another way, and both streams have to be walked.
   */
  changesUntil(part: PartId, later: SnapshotReader): AsyncIterable<readonly EntryChange[]> | null;
}

/** Tells whether the reader brings its own way to compare. */
export function isChangeReader(reader: SnapshotReader): reader is ChangeReader {
  return "changesUntil" in reader;
}
