/**
 * Backup and copy: from sources, or from another snapshot, into a store.
 *
 * Databases are captured first, then files, then settings and workspaces, then credentials; the manifest is last. What
 * a source cannot read becomes a finding while other parts go on; an error of the store ends the run.
 */

import type { App } from "../model/app.ts";
import type { Finding, NotIncluded, RunContext } from "../model/run.ts";
import type { PartRecord, Reason, Snapshot } from "../model/snapshot.ts";
import type { Source, SourceConfig } from "../model/source.ts";
import type { SnapshotReader, Store } from "../model/store.ts";
import type { RecordSelection, Selection } from "./choice.ts";

/** Opens a source; the engine never knows which kinds there are. */
export type SourceOf = (config: SourceConfig) => Source;

export interface BackupRequest {
  readonly app: App;
  readonly selection: Selection;
  readonly reason: Reason;
  /** The settings without secrets, word for word. */
  readonly settings: string;
  /** Name and version of this program. */
  readonly program: string;
}

/** How backup and copy end when they end with a snapshot. */
export interface SnapshotResult {
  readonly outcome: "done" | "incomplete";
  readonly snapshot: Snapshot;
  readonly parts: readonly PartRecord[];
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
}

/**
 * Takes a snapshot of the chosen parts.
 *
 * @throws what the store throws; the first part's own error when not one part could be read; CANCELLED
 */
export declare function backup(
  request: BackupRequest,
  store: Store,
  sourceOf: SourceOf,
  context: RunContext,
): Promise<SnapshotResult>;

export interface CopyRequest {
  readonly reader: SnapshotReader;
  /** Of the store that the reader came from. */
  readonly from: Store["kind"];
  /** Chosen by `selectRecords(reader.manifest, …)`. */
  readonly selection: RecordSelection;
  /** `null`: the snapshot's own. */
  readonly reason: Reason | null;
}

/**
 * Copies chosen parts of a snapshot into another store; the moment it was taken at stays.
 *
 * Counts, sizes and, between stores of one kind, fingerprints or names, times and modes are compared on both ends.
 *
 * @throws SNAPSHOT_DAMAGED when one end is not what the manifest says; what the store throws
 */
export declare function copy(
  request: CopyRequest,
  store: Store,
  context: RunContext,
): Promise<SnapshotResult>;
