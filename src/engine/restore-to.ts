/** Writes chosen parts of a snapshot into an empty folder; swaps nothing. */

import type { Entries } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import type { Finding, NotIncluded, RunContext } from "../model/run.ts";
import type { PartRecord } from "../model/snapshot.ts";
import type { StagedRecord } from "../model/source.ts";
import type { SnapshotReader } from "../model/store.ts";
import { identityOf, incompleteness, requireCounts } from "./backup.ts";
import type { RecordSelection } from "./choice.ts";
import { startMeter, throwIfCancelled } from "./meter.ts";
import type { PathSelection } from "./paths.ts";
import { wantedOf } from "./paths.ts";

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
 * Writes each part to `<target>/<part id>/…`. That the snapshot is incomplete is a finding.
 *
 * @throws TARGET_NOT_EMPTY, SPACE_SHORT before anything is written; SNAPSHOT_DAMAGED, CANCELLED, what the target throws
 */
export async function restoreTo(
  reader: SnapshotReader,
  selection: RecordSelection & Partial<PathSelection>,
  target: Target,
  context: RunContext,
): Promise<RestoreToResult> {
  const meter = startMeter(context);
  for (const finding of incompleteness(reader)) meter.context.report({ kind: "finding", finding });
  for (const notIncluded of selection.notIncluded)
    meter.context.report({ kind: "notIncluded", notIncluded });
  const { folder } = target;
  if (!(await target.isEmpty())) throw new FivefoldError("TARGET_NOT_EMPTY", { path: folder });
  const neededBytes = selection.records.reduce((sum, record) => sum + record.sizeBytes, 0);
  const freeBytes = await target.freeBytes();
  if (neededBytes > freeBytes)
    throw new FivefoldError("SPACE_SHORT", { path: folder, neededBytes, freeBytes });
  for (const record of selection.records) {
    throwIfCancelled(context.signal);
    meter.stage("stage", record.id, record);
    const isWanted = wantedOf(selection.only?.get(record.id));
    const flow = meter.flow(reader.read(record.id, isWanted));
    try {
      await target.write(identityOf(record), flow.entries, meter.context);
      requireCounts(record, flow.count(), reader);
    } catch (thrown) {
      throwIfCancelled(context.signal);
      throw thrown;
    } finally {
      flow.end();
    }
  }
  const { findings, notIncluded } = meter;
  const outcome = findings.length === 0 ? "done" : "incomplete";
  return { outcome, parts: selection.records, findings, notIncluded };
}
