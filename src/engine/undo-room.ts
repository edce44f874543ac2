/**
 * The room that the undo of a restore takes: measured when the restore is done, and remembered in the journal, so that
 * whoever lists, asks or runs short of room later need not walk through all that lies aside.
 */

import { FivefoldError } from "../model/error.ts";
import type { RunContext } from "../model/run.ts";
import type { TakenRoom } from "../model/source.ts";
import type { SourceOf } from "./backup.ts";
import type { Journal, RestoreRecord } from "./journal.ts";

/** Gives what was remembered, else measures it; one sum a device. */
export async function undoRooms(
  record: RestoreRecord,
  sourceOf: SourceOf,
  context: RunContext,
): Promise<readonly TakenRoom[]> {
  if (record.rooms !== null) return record.rooms;
  const rooms = new Map<string, TakenRoom>();
  for (const { part, source } of record.parts) {
    const room = await sourceOf(source).taken(part, { ...context, run: record.run });
    if (room === null) continue;
    const before = rooms.get(room.device);
    const sizeBytes = (before?.sizeBytes ?? 0) + room.sizeBytes;
    rooms.set(room.device, { ...(before ?? room), sizeBytes });
  }
  return [...rooms.values()];
}

/**
 * Measures what a restore that was just done keeps for its undo, and remembers it. Where that is not possible, nothing
 * else is said of the restore: it is measured again when it is asked for. The caller holds the app lock.
 */
export async function measureUndo(
  record: RestoreRecord,
  sourceOf: SourceOf,
  journal: Journal,
  context: RunContext,
): Promise<readonly TakenRoom[]> {
  let rooms: readonly TakenRoom[] = [];
  try {
    rooms = await undoRooms(record, sourceOf, context);
    await journal.write(record.run, context.clock.nowMs(), { kind: "measured", rooms });
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError)) throw thrown;
  }
  return rooms;
}
