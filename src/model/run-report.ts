/** What is told of a run that has ended: the facts from which a face writes its report. */

import type { FivefoldError } from "./error.ts";
import type { PartId } from "./part.ts";
import type { RunId, RunRecord } from "./run.ts";
import type { PartRecord, SnapshotId } from "./snapshot.ts";
import type { TakenRoom } from "./source.ts";

/** A restore that can be undone. */
export interface OpenUndo {
  readonly run: RunId;
  /** Of the snapshot that it brought back, ISO 8601. */
  readonly takenAt: string;
  /** ISO 8601, UTC. */
  readonly doneAt: string;
  /** From then on the next run that writes closes it; ISO 8601, UTC. */
  readonly untilAt: string;
  /** What giving it up would free, by device. */
  readonly rooms: readonly TakenRoom[];
}

/** What a run learnt on its way, as far as it came. */
export interface RunFacts {
  /** Where the backup lies that was read or written: a place's name or a folder. */
  readonly place?: string;
  /** Of that backup, ISO 8601. */
  readonly takenAt?: string;
  /** What came back, or was saved. */
  readonly parts?: readonly PartRecord[];
  /** What of them came back, where it was not all; parts that came back as a whole have no paths. */
  readonly only?: ReadonlyMap<PartId, readonly string[]>;
  /** Written into this folder; nothing was replaced. */
  readonly target?: string;
  /** How a check looked: at every byte, or at the structure only. */
  readonly isEveryByteRead?: boolean;
  /** The state before a restore, or what was worked until an undo. */
  readonly safety?: { readonly place: string; readonly snapshot: SnapshotId } | null;
  readonly undo?: OpenUndo;
}

export interface RunReport extends RunFacts {
  /** The app's name. */
  readonly app: string;
  readonly record: RunRecord;
  /** What ended the run. */
  readonly error: FivefoldError | null;
}
