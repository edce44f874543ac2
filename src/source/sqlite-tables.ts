/** Which tables an SQLite database has, and how many rows are in them. */

import type { DatabaseSync } from "node:sqlite";
import { compareNames } from "../model/entry.ts";
import type { TableRows } from "../model/snapshot.ts";

/** Ordinary tables in the order of their names. */
export function tableNames(database: DatabaseSync): string[] {
  // Views have no rows of their own; virtual tables have no root page, and their shadow tables are ordinary ones.
  const rows = database
    .prepare(
      String.raw`select name from sqlite_schema where type = 'table' and rootpage > 0 and name not like 'sqlite\_%' escape '\'`,
    )
    .all();
  return rows.map((row) => String(row["name"])).toSorted(compareNames);
}

/** Those that cannot be counted are missing, and `trouble` is told why. */
export function countTables(
  database: DatabaseSync,
  names: readonly string[],
  trouble: (thrown: unknown) => void,
): TableRows[] {
  const tables: TableRows[] = [];
  for (const name of names) {
    try {
      const row = database.prepare(`select count(*) as rows from ${quote(name)}`).get();
      tables.push({ name, rows: Number(row?.["rows"]) });
    } catch (thrown) {
      trouble(thrown);
    }
  }
  return tables;
}

/** A name as SQL takes it, whatever is in it. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
