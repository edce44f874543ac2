/**
 * Enters tenants in a copy of a login database by the vendor's own statement. The live database is not opened here.
 *
 * Values are bound, never pasted. What the statement must not do is looked at afterwards: it takes no tenant off the list
 * and no row out of any table.
 */

import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { FivefoldError } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import type { Enrolment } from "../model/source.ts";

/**
 * Changes the database at `path`, which nobody else uses. It is on disk, in one file, on return.
 *
 * @throws TENANT_UNREGISTRABLE with SQLite's own message, or when the tenant is not on the list afterwards
 */
export function enrolTenants(path: string, part: Part, enrolment: Enrolment): void {
  let tenant = "";
  const refuse = (what: string, message: string | null, cause?: unknown): FivefoldError => {
    const facts = { part: part.id, tenant, what, message };
    return new FivefoldError("TENANT_UNREGISTRABLE", facts, { cause });
  };
  try {
    using database = new DatabaseSync(path);
    const listed = listOf(database, enrolment.query);
    const rows = rowsOf(database);
    database.exec("begin immediate");
    const statement = database.prepare(enrolment.statement);
    statement.setAllowUnknownNamedParameters(true); // a statement may do without the title
    for (const { id, title } of enrolment.tenants) {
      tenant = id;
      statement.run({ id, title });
    }
    database.exec("commit");
    const now = new Set(listOf(database, enrolment.query));
    const missing = enrolment.tenants.find(({ id }) => !now.has(id));
    if (missing !== undefined) {
      tenant = missing.id;
      throw refuse("notListed", null);
    }
    const gone = listed.find((id) => !now.has(id)) ?? lessIn(rows, rowsOf(database));
    if (gone !== undefined) throw refuse("removes", gone);
    database.exec("pragma wal_checkpoint(truncate)");
  } catch (thrown) {
    if (thrown instanceof FivefoldError) throw thrown;
    throw refuse("sqlite", thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
  for (const ending of ["-wal", "-shm"]) rmSync(path + ending, { force: true });
}

/** Ids as the query lists them now; whether one of them is away does not matter here. */
function listOf(database: DatabaseSync, query: string): readonly string[] {
  const statement = database.prepare(query);
  statement.setReadBigInts(true);
  return statement.all().flatMap((row) => {
    const [, id] = Object.entries(row).find(([name]) => name.toLowerCase() === "id") ?? [];
    return typeof id === "string" || typeof id === "bigint" ? [String(id)] : [];
  });
}

/** How many rows each table has that can be counted without the application's own functions. */
function rowsOf(database: DatabaseSync): ReadonlyMap<string, number> {
  const tables = database
    .prepare("select name from sqlite_schema where type = 'table' and rootpage > 0")
    .all();
  return new Map(
    tables.map(({ name }) => {
      const quoted = `"${String(name).replaceAll('"', '""')}"`;
      const row = database.prepare(`select count(*) as rows from ${quoted}`).get();
      return [String(name), Number(row?.["rows"])];
    }),
  );
}

/** Names a table that has fewer rows than before. */
function lessIn(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): string | undefined {
  return [...before.keys()].find((name) => (after.get(name) ?? 0) < (before.get(name) ?? 0));
}
