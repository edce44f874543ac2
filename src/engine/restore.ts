/**
 * Restore and its ways back. The old state stands until "done" is on disk, and again from "undoing" on.
 *
 * Order: stage, validate, safety snapshot, ready, swap, done. Every fact is in the journal before the world is touched;
 * every step may be repeated by a new process. The caller holds the app lock.
 */

import type { Finding, NotIncluded, RunContext, RunId } from "../model/run.ts";
import type { PartRecord } from "../model/snapshot.ts";
import type { SnapshotReader, Store } from "../model/store.ts";
import type { BackupRequest, SourceOf } from "./backup.ts";
import type { Journal, JournalState, SnapshotName } from "./journal.ts";
import type { RestorePlan } from "./restore-plan.ts";

/** Where the present state is kept before it is replaced, and what the snapshot says of itself. */
export interface Safety {
  readonly store: Store;
  readonly place: string;
  readonly app: BackupRequest["app"];
  readonly settings: string;
  readonly program: string;
}

export interface RestoreRequest {
  readonly plan: RestorePlan;
  readonly reader: SnapshotReader;
  /** The place's name or folder that the reader came from, for the journal. */
  readonly place: string;
  /** `null`: none is taken; the old data itself still lies aside until the restore is closed. */
  readonly safety: Safety | null;
}

export interface RestoreResult {
  readonly outcome: "done" | "incomplete";
  readonly parts: readonly PartRecord[];
  readonly safety: SnapshotName | null;
  /** An older restore whose undo was given up by this one. */
  readonly closed: RunId | null;
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
}

/**
 * Brings the planned parts back.
 *
 * @throws before anything is begun: RESTORE_OPEN, SPACE_SHORT, APP_BUSY, ASIDE_IMPOSSIBLE. Afterwards, everything being
 *   as before: RESTORE_TURNED_BACK with the cause, or CANCELLED. RESTORE_STUCK when turning back failed, too; `settle`
 *   then tries again.
 */
export declare function restore(
  request: RestoreRequest,
  sourceOf: SourceOf,
  journal: Journal,
  context: RunContext,
): Promise<RestoreResult>;

/** What `settle` ended. */
export interface Settled {
  readonly run: RunId;
  readonly was: JournalState;
  readonly is: JournalState;
}

export interface SettleChoice {
  /** What becomes of a restore that is staged and validated but was not swapped. */
  readonly ready: "leave" | "apply" | "turnBack";
  /** Restores done longer ago are closed; `null`: none is. */
  readonly undoDays: number | null;
}

/**
 * Ends what a dead process left open. To be called before every run that writes.
 *
 * @throws APP_BUSY while somebody has a half-swapped part open; RESTORE_STUCK when a step fails again
 */
export declare function settle(
  choice: SettleChoice,
  sourceOf: SourceOf,
  journal: Journal,
  context: RunContext,
): Promise<readonly Settled[]>;

export interface UndoResult {
  readonly outcome: "done" | "incomplete";
  readonly run: RunId;
  /** Work done since the restore. */
  readonly safety: SnapshotName | null;
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
}

/**
 * Goes back to before the last restore, after a safety snapshot of what has been worked since.
 *
 * @throws UNDO_MISSING, RESTORE_OPEN, APP_BUSY; what the safety snapshot's store throws (nothing is changed then);
 *   RESTORE_STUCK when a step back failed, `settle` tries again
 */
export declare function undo(
  safety: Safety | null,
  sourceOf: SourceOf,
  journal: Journal,
  context: RunContext,
): Promise<UndoResult>;

/**
 * Gives up the undo of the last restore and frees its room.
 *
 * @throws UNDO_MISSING when there is nothing to close, RESTORE_OPEN
 */
export declare function close(
  sourceOf: SourceOf,
  journal: Journal,
  context: RunContext,
): Promise<RunId>;
