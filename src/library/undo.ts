/** What a restore's undo is to whoever looks at it: until when it is possible, what it takes, and what giving it up would free. */

import { statSync } from "node:fs";
import path from "node:path";
import type { RestoreRecord } from "../engine/journal.ts";
import type { ErrorCode } from "../model/error.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { OpenUndo } from "../model/run-report.ts";
import type { TakenRoom } from "../model/source.ts";

const DAY_MS = 86_400_000;

export function openUndo(
  { run, takenAt, atMs }: RestoreRecord,
  rooms: readonly TakenRoom[],
  undoDays: number,
): OpenUndo {
  const doneAt = new Date(atMs).toISOString();
  const untilAt = new Date(atMs + undoDays * DAY_MS).toISOString();
  return { run, takenAt, doneAt, untilAt, rooms };
}

/** What somebody says who had too little room. */
const SHORT: ReadonlySet<ErrorCode> = new Set(["SPACE_SHORT", "PLACE_FULL", "HOME_UNWRITABLE"]);

/** The folders that an error found too little room in, also as the cause of a turned back restore. */
export function shortFolders(error: FivefoldError): readonly string[] {
  const { cause } = error;
  const isTurnedBack = error.code === "RESTORE_TURNED_BACK";
  const short = isTurnedBack && cause instanceof FivefoldError ? cause : error;
  if (!SHORT.has(short.code)) return [];
  const { path: at, folder, place, reason } = short.facts;
  if (short.code === "HOME_UNWRITABLE" && reason !== "ENOSPC" && reason !== "EDQUOT") return [];
  return [at, folder, place].filter(
    (each) => typeof each === "string" && path.isAbsolute(each),
  ) as readonly string[];
}

/** Says with an error of too little room how much giving up the undo would free there; any other error stays as it is. */
export function withUndoBytes(error: FivefoldError, rooms: readonly TakenRoom[]): FivefoldError {
  const devices = new Set(shortFolders(error).map(deviceOf));
  const undoBytes = rooms
    .filter(({ device }) => devices.has(device))
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (undoBytes === 0) return error;
  return new FivefoldError(error.code, { ...error.facts, undoBytes }, { cause: error.cause });
}

/** Of the nearest folder that exists, as `TakenRoom` names it; `null` when nobody can say. */
function deviceOf(folder: string): string | null {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      return String(statSync(at, { bigint: true }).dev);
    } catch (thrown) {
      if (systemCode(thrown) !== "ENOENT" || at === path.dirname(at)) return null;
    }
  }
}
