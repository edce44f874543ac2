/**
 * Runs in a process of its own: counts the tables of a live SQLite database, and looks which records are only in it or
 * only in a snapshot's copy of it.
 *
 * A process, because the vendor's query may never end, and SQLite in a thread cannot be stopped from outside. Everything is
 * read in one transaction, read-only; a database that nobody has open is read as immutable, so that nothing is written
 * beside it.
 */

import type { SQLOutputValue } from "node:sqlite";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { RecordList } from "../model/difference.ts";
import type { TableRows } from "../model/snapshot.ts";
import { RecordRuns } from "./record-runs.ts";
import { countTables, tableNames } from "./sqlite-tables.ts";

export interface SqliteQuestion {
  /** The live database. */
  readonly path: string;
  /** "immutable": nobody has it open; "copy": it is one of ours, and what its journal holds may be played back. */
  readonly access: "immutable" | "reader" | "copy";
  readonly newest: {
    readonly query: string;
    /** The database as the snapshot has it, which nobody else uses. */
    readonly copy: string;
    /** Does not exist; holds what the query found in the copy, so that memory does not have to. */
    readonly found: string;
  } | null;
}

/** One or two come: the tables, then the newest records; or how far it came. */
export type SqliteAnswer =
  | { readonly kind: "tables"; readonly tables: readonly TableRows[] }
  | { readonly kind: "newest"; readonly onlyNow: RecordList; readonly onlyThen: RecordList }
  | {
      readonly kind: "failed";
      readonly what: "tables" | "newest";
      /** SQLite's own, extended; `null`: something else went wrong. */
      readonly errcode: number | null;
      readonly message: string;
    };

/** SQLite soon waits long between two looks, so that an app that writes without pause would never be seen idle. */
const BUSY_TIMEOUT_MS = 20;
const BUSY_ATTEMPTS = 250;
const SQLITE_BUSY = 5;

function answer(question: SqliteQuestion, tell: (answer: SqliteAnswer) => void): void {
  const fail = (what: "tables" | "newest", thrown: unknown): void => {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    tell({ kind: "failed", what, errcode: errcodeOf(thrown), message });
  };
  let live: DatabaseSync;
  try {
    live = openLive(question);
  } catch (thrown) {
    fail("tables", thrown);
    return;
  }
  try {
    const tables = countTables(live, tableNames(live), (thrown) => fail("tables", thrown));
    tell({ kind: "tables", tables });
  } catch (thrown) {
    fail("tables", thrown);
  }
  try {
    if (question.newest !== null) tell({ kind: "newest", ...compareNewest(live, question.newest) });
  } catch (thrown) {
    fail("newest", thrown);
  } finally {
    live.close();
  }
}

/** Opened, with a read transaction begun: everything after it sees one moment. */
function openLive({ path, access }: SqliteQuestion): DatabaseSync {
  const location = access === "immutable" ? immutable(path) : path;
  const options = { readOnly: access !== "copy", timeout: BUSY_TIMEOUT_MS };
  for (let attempt = 1; ; attempt++) {
    const database = new DatabaseSync(location, options);
    try {
      database.exec("pragma query_only = 1; begin; select 1 from sqlite_schema limit 1");
      return database;
    } catch (thrown) {
      database.close();
      const isBusy = ((errcodeOf(thrown) ?? 0) & 0xff) === SQLITE_BUSY;
      if (!isBusy || attempt === BUSY_ATTEMPTS) throw thrown;
    }
  }
}

function compareNewest(
  live: DatabaseSync,
  { query, copy, found }: NonNullable<SqliteQuestion["newest"]>,
): { readonly onlyNow: RecordList; readonly onlyThen: RecordList } {
  using kept = new DatabaseSync(immutable(copy), { readOnly: true });
  using values = new DatabaseSync(found);
  values.exec(`pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -16000;
    create table value(name text primary key, is_here integer) without rowid; begin`);
  const keep = values.prepare("insert or ignore into value values(?, 0)");
  for (const name of names(kept, query)) keep.run(name);
  const meet = values.prepare("update value set is_here = 1 where name = ?");
  const onlyNow = new RecordRuns();
  for (const name of names(live, query)) if (meet.run(name).changes === 0) onlyNow.add(name);
  const onlyThen = new RecordRuns();
  const missed = values.prepare("select count(*) as missed from value where is_here = 0").get();
  if (Number(missed?.["missed"]) > 0) {
    const isMissed = values.prepare("select 1 from value where name = ? and is_here = 0");
    // Asked again for the query's own order.
    for (const name of names(kept, query)) if (isMissed.get(name) !== undefined) onlyThen.add(name);
  }
  return { onlyNow: onlyNow.list(), onlyThen: onlyThen.list() };
}

/** The first column of each row as text; nothing is not a name. */
function* names(database: DatabaseSync, query: string): Generator<string> {
  const statement = database.prepare(query);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  for (const row of statement.iterate()) {
    const [value] = row as unknown as readonly SQLOutputValue[];
    if (value instanceof Uint8Array) yield Buffer.from(value).toString("hex");
    else if (value !== null && value !== undefined) yield String(value);
  }
}

function immutable(path: string): string {
  return `${pathToFileURL(path).href}?immutable=1`;
}

function errcodeOf(thrown: unknown): number | null {
  if (typeof thrown !== "object" || thrown === null || !("errcode" in thrown)) return null;
  return typeof thrown.errcode === "number" ? thrown.errcode : null;
}

process.once("message", (question: SqliteQuestion) => {
  answer(question, (each) => void process.send?.(each));
  process.disconnect();
});
