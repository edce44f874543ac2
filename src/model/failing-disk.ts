/**
 * How a disk that is failing shows: the system gives EIO for it, whoever reads or writes.
 *
 * Windows' ERROR_CRC and ERROR_IO_DEVICE come as EIO, too. SQLite has numbers of its own for it (sqlite.org/rescode.html):
 * SQLITE_IOERR_READ, _WRITE, _FSYNC, _DIR_FSYNC, _FSTAT, and _CORRUPTFS, which is what a read that gives EIO becomes.
 */

import type { Facts } from "./error.ts";
import { FivefoldError, systemCode } from "./error.ts";
import type { Finding } from "./run.ts";

const FAILING = "EIO";
const SQLITE_FAILING = new Set([1, 3, 4, 5, 7, 33].map((kind) => 10 | (kind << 8)));

/** Whether the system, or SQLite, threw this because a disk is failing. */
export function isFailing(thrown: unknown): boolean {
  if (systemCode(thrown) === FAILING) return true;
  if (typeof thrown !== "object" || thrown === null || !("errcode" in thrown)) return false;
  return typeof thrown.errcode === "number" && SQLITE_FAILING.has(thrown.errcode);
}

/** Codes that speak of the app's own data; those of places and backups speak of another disk. */
const OF_LIVE_DATA = /^(?:SOURCE|ENTRY|ATTRIBUTES|METADATA|TENANTS)_/;

/** Says that a finding about the app's data, or its error, came from a disk that is failing. */
export function isFromFailingDisk({ code, facts }: Pick<Finding, "code" | "facts">): boolean {
  return OF_LIVE_DATA.test(code) && saysFailing(facts);
}

/** Rooms name the system's code so or so. */
function saysFailing({ reason, system, code }: Facts): boolean {
  return [reason, system, code].includes(FAILING);
}

/**
 * Gives what was thrown while something was staged beside the app's data as DISK_FAILING with `path`, where it is a disk
 * failing; `null` for all else, and for a place of backups that fails.
 */
export function failingDisk(thrown: unknown, path: string): FivefoldError | null {
  const isSo = thrown instanceof FivefoldError ? isFromFailingDisk(thrown) : isFailing(thrown);
  if (!isSo) return null;
  return new FivefoldError("DISK_FAILING", { path, system: FAILING }, { cause: thrown });
}
