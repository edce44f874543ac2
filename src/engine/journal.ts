/**
 * The memory of restores: one append-only file in the home, one fact a line, on disk before the world is touched.
 *
 * States: begun, ready, swapping, swapped, done, closed; undoing; turnedBack (contracts.md section 6). `cleared` is the
 * side fact that nothing of the run lies aside any more. A torn last line, left by a death, is no fact.
 */

import type { ErrorCode } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import type { RunId } from "../model/run.ts";
import type { PartRecord, SnapshotId } from "../model/snapshot.ts";
import type { SourceConfig } from "../model/source.ts";

/** A part with the source it was resolved to then, so that an edited description cannot misdirect an unswap. */
export interface JournalPart {
  readonly part: Part;
  readonly source: SourceConfig;
  readonly record: PartRecord;
}

/** Names a snapshot for people and for opening it again. */
export interface SnapshotName {
  /** The place's name or folder, as the faces know it. */
  readonly place: string;
  readonly snapshot: SnapshotId;
}

export type JournalFact =
  | {
      readonly kind: "begun";
      readonly from: SnapshotName;
      /** Of the snapshot, ISO 8601. */
      readonly takenAt: string;
      /** In the order of swapping: outer parts first. */
      readonly parts: readonly JournalPart[];
    }
  | { readonly kind: "ready"; readonly safety: SnapshotName | null }
  | { readonly kind: "swapping" }
  | { readonly kind: "swapped" }
  | { readonly kind: "done" }
  | { readonly kind: "undoing"; readonly safety: SnapshotName | null }
  | { readonly kind: "turnedBack"; readonly code: ErrorCode | null }
  | { readonly kind: "closed" }
  | { readonly kind: "cleared" };

export type JournalState = Exclude<JournalFact["kind"], "cleared">;

/** One restore as the journal knows it. */
export interface RestoreRecord {
  readonly run: RunId;
  readonly state: JournalState;
  /** When it reached that state, in milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly from: SnapshotName;
  readonly takenAt: string;
  readonly parts: readonly JournalPart[];
  /** Of the state before the restore. */
  readonly safety: SnapshotName | null;
  /** Of the state before the undo. */
  readonly undoSafety: SnapshotName | null;
  /** Nothing of this run lies aside any more. */
  readonly isCleared: boolean;
}

/** The file system calls that the journal makes; the simulation gives its own. */
export interface JournalFile {
  /** Everything in the file; no bytes when there is none. */
  read(): Promise<Uint8Array>;
  /** Puts bytes at the end; they may be lost, or kept in part, by a death before `sync` returns. */
  append(bytes: Uint8Array): Promise<void>;
  /** On return everything appended, and the file's name, survive a power cut. */
  sync(): Promise<void>;
}

/** The journal's file in a home folder. */
export declare function journalFile(path: string): JournalFile;

export declare class Journal {
  /** @throws JOURNAL_DAMAGED when a line before the last is no fact, or facts stand in an impossible order */
  static open(file: JournalFile): Promise<Journal>;
  /** Oldest first. */
  get restores(): readonly RestoreRecord[];
  /** The restore that can be undone, `null` when there is none. */
  get undoable(): RestoreRecord | null;
  /** Restores that a dead process left in the middle: everything but done, closed and turned back with nothing left aside. */
  get open(): readonly RestoreRecord[];
  /** Writes a fact; it is on disk on return. */
  write(run: RunId, atMs: number, fact: JournalFact): Promise<void>;
}
