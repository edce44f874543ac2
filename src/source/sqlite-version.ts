/**
 * When is an SQLite database unchanged? Its version says so without reading it (contracts.md section 4).
 *
 * The version holds size, mtime, ctime and inode of the database and of its WAL, bytes 24-28 and 92-100 of the database
 * header, the WAL's header and bytes 8-48 of the `-shm` file: the WAL's salt alone misses commits into a restarted WAL.
 * Equal versions, equal content; one that cannot be trusted carries the run that took it and so equals none to come.
 */

import type { BigIntStats } from "node:fs";
import {
  closeSync,
  fstatSync,
  openSync,
  readSync,
  readdirSync,
  readlinkSync,
  statSync,
} from "node:fs";
import { systemCode } from "../model/error.ts";
import type { RunContext } from "../model/run.ts";

const UNTRUSTED = " untrusted ";
/** File times tick coarsely: a change right after the version was taken could leave them as they were. */
const YOUNG_MS = 2000;

type Ranges = readonly (readonly [from: number, to: number])[];
const DATABASE_COUNTERS: Ranges = [
  [24, 28],
  [92, 100],
];
const FORMAT_VERSIONS: Ranges = [[18, 20]];
const WAL_HEADER: Ranges = [[0, 32]];
const WAL_INDEX: Ranges = [[8, 48]];

export interface SqliteVersion {
  /** The version without the WAL's ctime: opening a database as root changes that and nothing else. */
  readonly settled: string;
  readonly version: string;
  readonly isTrusted: boolean;
  /** Of the database and its WAL together. */
  readonly sizeBytes: number;
  /** A WAL with something in it. */
  readonly hasWal: boolean;
  /** As the database's header says; `false` too where it must not be opened. */
  readonly isWalMode: boolean;
  /** A rollback journal that a dead or busy writer left. */
  readonly hasJournal: boolean;
}

/** Takes the version of the database at a path, which must exist and be resolved. Take it before the content is opened. */
export function takeVersion(path: string, context: RunContext): SqliteVersion {
  // Closing any descriptor of a file drops all locks that this process holds on it: a connection elsewhere in this
  // process, as in an application that embeds us, would lose them. Then nothing is opened and the content is read.
  const isOurs = isOpenHere([path, `${path}-wal`, `${path}-shm`]);
  const ask = isOurs ? lookOutside : lookInside;
  const wal = ask(`${path}-wal`, WAL_HEADER);
  const database = ask(path, DATABASE_COUNTERS);
  if (database === null) {
    throw Object.assign(new Error(`ENOENT: no such file: ${path}`), { code: "ENOENT" });
  }
  const hasWal = wal !== null && wal.stat.size > 0n;
  const shared = hasWal ? ask(`${path}-shm`, WAL_INDEX) : null;
  const journal = lookOutside(`${path}-journal`);
  const hasJournal = journal !== null && journal.stat.size > 0n;
  const mode = isOurs ? "" : (lookInside(path, FORMAT_VERSIONS)?.bytes[0] ?? "");
  const pieces = ["sqlite 1", ...tell(database)];
  // An empty WAL holds no commit; SQLite makes and removes such files as connections come and go.
  if (hasWal) pieces.push("wal", ...tell(wal), "shm", ...(shared?.bytes ?? []));
  const newestMs = Math.max(newest(database.stat), hasWal ? newest(wal.stat) : 0);
  const isReadable = !hasWal || (shared?.bytes[0]?.length ?? 0) === 80;
  const isTrusted =
    !isOurs && !hasJournal && isReadable && context.clock.nowMs() - newestMs >= YOUNG_MS;
  const version = pieces.join(" ");
  const walChangedAt = pieces.indexOf("wal") + 3;
  const settled = hasWal ? pieces.toSpliced(walChangedAt, 1) : pieces;
  return {
    settled: settled.join(" "),
    version: isTrusted ? version : untrusted(version, context),
    isTrusted,
    sizeBytes: Number(database.stat.size) + (hasWal ? Number(wal.stat.size) : 0),
    hasWal,
    isWalMode: mode === "0202",
    hasJournal,
  };
}

/** Tells whether a database with version `now` is still what a snapshot with version `known` holds. */
export function isUnchanged(known: string | null, now: SqliteVersion): boolean {
  return known !== null && now.isTrusted && known === now.version;
}

/**
 * The version to remember of content read between `before` and `after`. SQLite, run by root, gives the WAL its owner at
 * every opening, which changes its ctime: where that alone differs, `after` is what the next run will see.
 */
export function versionOf(before: SqliteVersion, after: SqliteVersion): string {
  if (!before.isTrusted || before.settled !== after.settled) return before.version;
  return after.version.split(UNTRUSTED)[0] ?? before.version;
}

/** The version of content that must be read again next time whatever the files say. */
export function untrusted(version: string, context: RunContext): string {
  return version.includes(UNTRUSTED) ? version : version + UNTRUSTED + context.run;
}

interface Seen {
  readonly stat: BigIntStats;
  /** Hexadecimal digits of the ranges that were asked for, shorter at the file's end. */
  readonly bytes: readonly string[];
}

function lookOutside(path: string): Seen | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : { stat, bytes: [] };
}

function lookInside(path: string, ranges: Ranges): Seen | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    throw error;
  }
  try {
    const stat = fstatSync(descriptor, { bigint: true });
    const bytes = ranges.map(([from, to]) => {
      const buffer = Buffer.alloc(to - from);
      const count = readSync(descriptor, buffer, 0, buffer.length, from);
      return buffer.toString("hex", 0, count);
    });
    return { stat, bytes };
  } finally {
    closeSync(descriptor);
  }
}

function tell({ stat, bytes }: Seen): string[] {
  return [
    String(stat.size),
    String(stat.mtimeNs),
    String(stat.ctimeNs),
    String(stat.ino),
    ...bytes,
  ];
}

function newest(stat: BigIntStats): number {
  return Number((stat.mtimeNs > stat.ctimeNs ? stat.mtimeNs : stat.ctimeNs) / 1_000_000n);
}

/** Tells whether this process has one of the files open; only Linux can say. */
export function isOpenHere(paths: readonly string[]): boolean {
  let descriptors: string[];
  try {
    descriptors = readdirSync("/proc/self/fd");
  } catch {
    return false; // no /proc: the usual case, nothing else in this process, is assumed
  }
  return descriptors.some((descriptor) => {
    try {
      return paths.includes(readlinkSync(`/proc/self/fd/${descriptor}`));
    } catch {
      return false; // the descriptor that read the list itself is gone
    }
  });
}
