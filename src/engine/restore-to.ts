/** Writes chosen parts of a snapshot into an empty folder; swaps nothing. */

import type { Entries } from "../model/entry.ts";
import type { Part } from "../model/part.ts";
import type { Finding, NotIncluded, RunContext } from "../model/run.ts";
import type { PartRecord } from "../model/snapshot.ts";
import type { StagedRecord } from "../model/source.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { RecordSelection } from "./choice.ts";

/** The folder that parts are written into; the composition root makes it from the source room's own writing. */
export interface Target {
  /** For messages. */
  readonly folder: string;
  /** Absent counts as empty. */
  isEmpty(): Promise<boolean>;
  /** Bytes free where the folder is, or will be. */
  freeBytes(): Promise<number>;
  /** Writes one part to `<folder>/<part id>`, on disk on return. */
  write(part: Part, entries: Entries, context: RunContext): Promise<StagedRecord>;
}

export interface RestoreToResult {
  readonly outcome: "done" | "incomplete";
  readonly parts: readonly PartRecord[];
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
}

/**
 * Writes each part to `<target>/<part id>/…`.
 *
 * @throws TARGET_NOT_EMPTY, SPACE_SHORT before anything is written; SNAPSHOT_DAMAGED
 */
export declare function restoreTo(
  reader: SnapshotReader,
  selection: RecordSelection,
  target: Target,
  context: RunContext,
): Promise<RestoreToResult>;
