/**
 * Looks at a Kontor app without Fivefold's help, so that two looks can be compared: every entry, every byte, every row.
 *
 * A database counts as equal page for page but for two counters on its first page, which SQLite itself moves whenever a
 * database is copied by its backup interface. Excluded files (temporary ones, the cache) are not looked at.
 */

import { hash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

/** By path inside the app: one line that is different when anything of the entry is different. */
export type State = ReadonlyMap<string, string>;

/** Where SQLite keeps "file change counter" and "version-valid-for" (file format, section 1.3). */
const COUNTERS = [
  [24, 28],
  [92, 96],
] as const;

/** The hash of a database as it stands on the disk, without SQLite's counters. */
export function databaseHash(file: string): string {
  const log = fs.statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (log !== undefined && log.size > 0) throw new Error(`${file}-wal has not been written back`);
  const bytes = fs.readFileSync(file);
  for (const [from, to] of COUNTERS) bytes.fill(0, from, to);
  return hash("sha256", bytes);
}

/** Every table of a database with its number of rows. */
export function rowCounts(file: string): Readonly<Record<string, number>> {
  const database = new DatabaseSync(file);
  try {
    const tables = database
      .prepare("select name from sqlite_master where type = 'table' order by name")
      .all()
      .map((row) => String(row["name"]));
    return Object.fromEntries(
      tables.map((table) => {
        const count = database.prepare(`select count(*) as n from "${table}"`).get();
        return [table, Number(count?.["n"])];
      }),
    );
  } finally {
    database.close();
  }
}

/** Looks at everything that the description protects. `tenants` are the ids of the open ones. */
export function stateOf(folder: string, tenants: readonly string[]): State {
  const state = new Map<string, string>();
  const roots = [
    "data/settings",
    "data/credentials",
    "data/workspaces",
    ...tenants.map((id) => `data/tenants/${id}/files`),
  ];
  for (const root of roots) walk(folder, root, root === "data/workspaces", state);
  for (const file of ["data/login.db", ...tenants.map((id) => `data/tenants/${id}/tenant.db`)]) {
    const whole = path.join(folder, file);
    state.set(
      file,
      fs.existsSync(whole)
        ? `database ${(fs.statSync(whole).mode & 0o7777).toString(8)} ${databaseHash(whole)}`
        : "gone",
    );
  }
  return state;
}

function walk(folder: string, at: string, hasExcluded: boolean, state: Map<string, string>): void {
  const whole = path.join(folder, at);
  const stat = fs.lstatSync(whole, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) {
    state.set(at, "gone");
    return;
  }
  const common = `${(stat.mode & 0o7777n).toString(8)} ${stat.uid}:${stat.gid}`;
  if (stat.isSymbolicLink()) {
    state.set(at, `link to ${fs.readlinkSync(whole)}, ${stat.mtimeNs}`);
  } else if (stat.isDirectory()) {
    // Excluded files come and go in these folders, which moves the folders' times.
    state.set(at, `folder ${common}${hasExcluded ? "" : ` ${stat.mtimeNs}`}`);
    for (const name of fs.readdirSync(whole)) {
      if (hasExcluded && (name.endsWith(".tmp") || name === "cache")) continue;
      walk(folder, `${at}/${name}`, hasExcluded, state);
    }
  } else {
    const links = stat.nlink > 1n ? ` ${stat.nlink} links` : "";
    const content = hash("sha256", fs.readFileSync(whole));
    state.set(at, `file ${common} ${stat.size} ${stat.mtimeNs}${links} ${content}`);
  }
}

/** Says in one line each how two looks differ. */
export function differences(before: State, after: State): readonly string[] {
  const lines: string[] = [];
  for (const [at, was] of before) {
    const is = after.get(at) ?? "gone";
    if (is !== was) lines.push(is === "gone" ? `${at} is gone` : `${at}: was ${was}, is ${is}`);
  }
  for (const at of after.keys()) if (!before.has(at)) lines.push(`${at} is new`);
  return lines;
}
