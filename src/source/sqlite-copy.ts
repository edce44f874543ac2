/**
 * One consistent copy of a live SQLite database, page for page, and the check that runs beside its storing.
 *
 * The copy is SQLite's own online backup in one step inside one read transaction. In WAL mode writers go on meanwhile;
 * with a rollback journal they wait as long as the step takes.
 */

import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { DatabaseSync, backup } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { FivefoldError } from "../model/error.ts";
import { isFailing } from "../model/failing-disk.ts";
import type { RunContext } from "../model/run.ts";
import type { SqliteCheckAnswer, SqliteCheckOrder } from "./sqlite-check.ts";
import type { SqliteVersion } from "./sqlite-version.ts";

const MAGIC = "SQLite format 3\0";
/** More pages than a database can have: one step, so that no writer makes the copy begin again. */
const ALL_PAGES = 2 ** 31 - 1;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const RETRY_MS = 25;
/** A writer that holds the database longer than this is no passing one. */
const PATIENCE_MS = 60_000;
const SCHEMA_COOKIE = 40;

export interface Copied {
  /** How long writers had to wait, `null` when they did not (WAL). */
  readonly heldMs: number | null;
}

/**
 * Copies the live database at `path` into a new file at `target`.
 *
 * @throws SOURCE_BUSY, SOURCE_DAMAGED, SOURCE_ENCRYPTED, SOURCE_UNREADABLE
 */
export async function copyDatabase(
  path: string,
  target: string,
  seen: SqliteVersion,
  context: RunContext,
): Promise<Copied> {
  let database: DatabaseSync | null = null;
  try {
    database = openLive(path, seen);
    await beginReading(database, path, context);
    const startedAt = context.clock.nowMs();
    const mode = textOf(database, "journal_mode");
    const cookie = Number(textOf(database, "schema_version"));
    // An empty database has no page to copy; SQLite takes an empty file for one.
    if (Number(textOf(database, "page_count")) > 0) {
      await backup(database, target, { rate: ALL_PAGES });
      restoreSchemaCookie(target, cookie);
    } else closeSync(openSync(target, "wx", 0o600));
    database.exec("commit");
    return { heldMs: mode === "wal" ? null : context.clock.nowMs() - startedAt };
  } catch (error) {
    throw explain(error, path);
  } finally {
    database?.close();
  }
}

/**
 * Read-only wherever that leaves the folder as it is. A read-only connection cannot remove the `-wal` and `-shm` files
 * that it makes for a resting WAL database, and cannot take back what a dead writer left in a journal; a normal one can.
 */
function openLive(path: string, seen: SqliteVersion): DatabaseSync {
  const needsWriting = seen.hasJournal || (!seen.hasWal && seen.isWalMode);
  if (needsWriting) {
    try {
      return prepare(new DatabaseSync(path, { timeout: 0, readOnly: false }));
    } catch {
      // not ours to write: reading is enough in most cases
    }
  }
  return prepare(new DatabaseSync(path, { timeout: 0, readOnly: true }));
}

function prepare(database: DatabaseSync): DatabaseSync {
  database.exec("pragma query_only = 1");
  return database;
}

/** Opens a read transaction: everything after it sees one moment. */
async function beginReading(
  database: DatabaseSync,
  path: string,
  context: RunContext,
): Promise<void> {
  const startedAt = context.clock.nowMs();
  for (;;) {
    try {
      database.exec("begin; select 1 from sqlite_schema limit 1");
      return;
    } catch (error) {
      if (database.isTransaction) database.exec("rollback");
      if (!isBusy(error)) throw error;
      if (context.clock.nowMs() - startedAt > PATIENCE_MS) {
        throw new FivefoldError("SOURCE_BUSY", { path }, { cause: error });
      }
    }
    await context.clock.sleep(RETRY_MS, context.signal);
  }
}

/** The backup counts its copying as a change of the schema; the application never made one. */
function restoreSchemaCookie(target: string, cookie: number): void {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(cookie >>> 0);
  const descriptor = openSync(target, "r+");
  try {
    writeSync(descriptor, bytes, 0, 4, SCHEMA_COOKIE);
  } finally {
    closeSync(descriptor);
  }
}

function textOf(database: DatabaseSync, pragma: string): string {
  const row = database.prepare(`pragma ${pragma}`).get();
  return row === undefined ? "" : String(Object.values(row)[0]);
}

/** Whether somebody else holds the database. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_BUSY || code === SQLITE_LOCKED;
}

/** SQLite's code without what its extended form adds, `null` for what is not SQLite's. */
export function sqliteCode(error: unknown): number | null {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return null;
  return typeof error.errcode === "number" ? error.errcode & 0xff : null;
}

const SQLITE_NOTADB = 26;
const SQLITE_CORRUPT = 11;

/** Gives what SQLite said of a live database as our error; everything else as it is. */
export function explain(error: unknown, path: string): unknown {
  const code = sqliteCode(error);
  if (code === null) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (code === SQLITE_NOTADB || code === SQLITE_CORRUPT) {
    const kind = code === SQLITE_NOTADB && looksEncrypted(path);
    return new FivefoldError(
      kind ? "SOURCE_ENCRYPTED" : "SOURCE_DAMAGED",
      { path, reason },
      { cause: error },
    );
  }
  if (isBusy(error)) return new FivefoldError("SOURCE_BUSY", { path }, { cause: error });
  const system = isFailing(error) ? { system: "EIO" } : {};
  return new FivefoldError("SOURCE_UNREADABLE", { path, reason, ...system }, { cause: error });
}

/** An encrypted database has no SQLite header and bytes as even as dice. */
function looksEncrypted(path: string): boolean {
  const start = readHeader(path, 4096);
  if (start.length < 512 || start.toString("latin1", 0, 16) === MAGIC) return false;
  const counts = new Map<number, number>();
  for (const byte of start) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / start.length;
    bits -= share * Math.log2(share);
  }
  return bits > 7.2;
}

function readHeader(path: string, length: number): Buffer {
  const descriptor = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, length, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** A check under way in its own thread. */
export interface SqliteCheck extends AsyncDisposable {
  readonly answer: Promise<SqliteCheckAnswer>;
}

/** Starts checking a copy; the thread ends by itself, or when the check is disposed. */
export function startCheck(order: SqliteCheckOrder): SqliteCheck {
  // Compiled, this file and the worker's end in .js.
  const file = import.meta.url.endsWith(".ts") ? "./sqlite-check.ts" : "./sqlite-check.js";
  const worker = new Worker(new URL(file, import.meta.url), { workerData: order });
  const answer = new Promise<SqliteCheckAnswer>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new FivefoldError("CANCELLED")));
  });
  answer.catch(() => undefined); // whoever asks gets the error; nobody asking is no crash
  return {
    answer,
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
