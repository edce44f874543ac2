/**
 * Runs in a worker thread: looks through a copy of an SQLite database that nobody else uses, and counts its tables.
 *
 * The copy is opened as immutable, so that nothing is written beside it.
 */

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { freemem } from "node:os";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type { TableRows } from "../model/snapshot.ts";
import { countTables, quote, tableNames } from "./sqlite-tables.ts";

export interface SqliteCheckOrder {
  readonly path: string;
  /** "quick" leaves out what costs most: whether every index agrees with its table. */
  readonly depth: "quick" | "full";
}

export interface SqliteCheckAnswer {
  /** What SQLite says is wrong, in its own words; empty: nothing. */
  readonly problems: readonly string[];
  /** Ordinary tables with their row counts, in the order of their names; those that cannot be counted are missing. */
  readonly tables: readonly TableRows[];
}

/** What the application brings along itself and we lack: no sign of damage. */
const NEEDS_APPLICATION =
  /^(no such (collation sequence|function|module|tokenizer)|unknown (function|tokenizer)|unable to use function)/;
const PROBLEM_LIMIT = 20;

/** Bytes that are read at once. */
const PIECE_BYTES = 1 << 20;
const CACHE_KIBIBYTES = 16 * 1024;

/**
 * Has the system read the file from its beginning to its end, where it fits into half of the memory that is free. A check
 * goes from page to page in the order of trees: on a file that was just written past the system's memory it would wait for
 * the disk at every page, five times as long as it works.
 */
function readThrough(path: string): void {
  const file = openSync(path, "r");
  try {
    if (fstatSync(file).size > freemem() / 2) return;
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    while (readSync(file, piece) > 0);
  } finally {
    closeSync(file);
  }
}

function check(order: SqliteCheckOrder): SqliteCheckAnswer {
  let database: DatabaseSync;
  try {
    if (order.depth === "full") readThrough(order.path);
    const url = pathToFileURL(order.path);
    url.search = "?immutable=1";
    database = new DatabaseSync(url, { readOnly: true, enableForeignKeyConstraints: false });
    // SQLite's own 2 MB make it read most pages more than once.
    database.exec(`pragma cache_size = -${CACHE_KIBIBYTES}`);
  } catch (error) {
    return { problems: [messageOf(error)], tables: [] };
  }
  try {
    const names = tableNames(database);
    const problems = problemsOf(database, order.depth, names);
    // Damage is among the problems already; anything else only cannot be counted here.
    return { problems, tables: countTables(database, names, () => undefined) };
  } catch (error) {
    return { problems: [messageOf(error)], tables: [] };
  } finally {
    database.close();
  }
}

function problemsOf(
  database: DatabaseSync,
  depth: SqliteCheckOrder["depth"],
  tables: readonly string[],
): string[] {
  const pragma = depth === "quick" ? "quick_check" : "integrity_check";
  const whole = ask(database, `pragma ${pragma}(${PROBLEM_LIMIT})`);
  if (whole !== null) return whole;
  // One table needs a collation or function that only the application has: the others can still be looked through.
  const problems: string[] = [];
  for (const table of tables) {
    const found =
      ask(database, `pragma ${pragma}(${quote(table)})`) ??
      ask(database, `pragma quick_check(${quote(table)})`) ??
      [];
    problems.push(...found);
  }
  return problems.slice(0, PROBLEM_LIMIT);
}

/** `null`: cannot be asked here. */
function ask(database: DatabaseSync, sql: string): string[] | null {
  try {
    const rows = database.prepare(sql).all();
    const texts = rows.map((row) => String(Object.values(row)[0]));
    return texts.length === 1 && texts[0] === "ok" ? [] : texts;
  } catch (error) {
    const message = messageOf(error);
    return NEEDS_APPLICATION.test(message) ? null : [message];
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port has no origins
parentPort?.postMessage(check(workerData as SqliteCheckOrder));
