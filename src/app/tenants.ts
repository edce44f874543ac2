/**
 * Who the app's tenants are at this moment: from its login database, a list, folders or files.
 *
 * A SQLite database is read as if it were not ours: read-only, waiting for its writers, and without leaving files beside
 * it where that can be avoided. An idle WAL database is opened as immutable (an ordinary reader would make `-wal` and
 * `-shm`), and what changed meanwhile is read again.
 */

import { copyFile, mkdtemp, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { compareNames } from "../model/entry.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import { isFailing } from "../model/failing-disk.ts";
import type { TenantId } from "../model/part.ts";
import { idKey, unsafeName } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import type { Description, TenantsFrom } from "./description.ts";
import type { Position } from "./document.ts";
import { mistake, mistaken } from "./document.ts";
import { idPattern } from "./locate.ts";

/**
 * SQLite itself soon waits 100 ms between two looks, and an app that writes without pause is never seen idle then. So it
 * is asked for a short time only, often.
 */
const BUSY_TIMEOUT_MS = 20;
const BUSY_ATTEMPTS = 500;
const LATER_FILES = /-(wal|shm|journal)$/;

export interface FoundTenant {
  readonly id: TenantId;
  readonly title: string;
  readonly isOffline: boolean;
}

export interface FoundTenants {
  readonly tenants: readonly FoundTenant[];
  /** Folders that are no tenants because their name begins with a dot. */
  readonly hidden: readonly string[];
}

interface Row {
  readonly id: unknown;
  readonly title: unknown;
  readonly isOffline: boolean;
  readonly position: Position;
}

/**
 * Finds the tenants in the order of their source. `scratch` is a folder for a private copy of a database that cannot be
 * read where it lies.
 *
 * @throws TENANTS_UNREADABLE, TENANT_UNSAFE, DESCRIPTION_WRONG (the query gives no id)
 */
export async function findTenants(
  description: Description,
  scratch: string,
  context: RunContext,
): Promise<FoundTenants> {
  const from = description.tenants?.from;
  if (!from) return { tenants: [], hidden: [] };
  const unreadable = (source: string, cause: unknown, position = from.position): FivefoldError =>
    new FivefoldError(
      "TENANTS_UNREADABLE",
      {
        path: source,
        description: description.file,
        line: position.line,
        column: position.column,
        reason:
          systemCode(cause) === "ERR_SQLITE_ERROR" ? "sqlite" : (systemCode(cause) ?? "error"),
        message: cause instanceof Error ? cause.message : String(cause),
        ...(isFailing(cause) && { system: "EIO" }),
      },
      { cause },
    );
  switch (from.kind) {
    case "list": {
      return { tenants: safe(from.list, description), hidden: [] };
    }
    case "query": {
      let rows: readonly Readonly<Record<string, unknown>>[];
      try {
        rows = await query(from.path, from.query, scratch, context);
      } catch (cause) {
        context.signal.throwIfAborted();
        throw unreadable(from.path, cause, from.queryPosition);
      }
      return { tenants: safe(rowsOf(rows, from, description), description), hidden: [] };
    }
    case "folders":
      return await folders(from, description, unreadable);
    case "files":
      return await files(from, description, unreadable);
    default:
      return from satisfies never;
  }
}

function safe(rows: readonly Row[], description: Description): readonly FoundTenant[] {
  const before = new Map<string, string>();
  return rows.map(({ id, title, isOffline, position }) => {
    const text = typeof id === "bigint" ? String(id) : id;
    const refuse = (reason: string, other: string | null): FivefoldError =>
      new FivefoldError("TENANT_UNSAFE", {
        path: description.file,
        line: position.line,
        column: position.column,
        tenant: typeof text === "string" ? text : String(text),
        reason,
        other,
      });
    if (typeof text !== "string") throw refuse("type", null);
    const reason = unsafeName(text);
    if (reason !== null) throw refuse(reason, null);
    const other = before.get(idKey(text));
    if (other !== undefined) throw refuse("twice", other);
    before.set(idKey(text), text);
    const isShown = (typeof title === "string" && title.trim() !== "") || typeof title === "bigint";
    return { id: text as TenantId, title: isShown ? String(title) : text, isOffline };
  });
}

function rowsOf(
  rows: readonly Readonly<Record<string, unknown>>[],
  from: Extract<TenantsFrom, { kind: "query" }>,
  description: Description,
): readonly Row[] {
  return rows.map((row) => {
    const columns = new Map(
      Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]),
    );
    if (!columns.has("id"))
      throw mistaken("DESCRIPTION_WRONG", description.file, [
        mistake("queryWithoutId", from.queryPosition, {
          at: "tenants.from.query",
          found: [...columns.keys()].join(", "),
          expected: "id, title, offline",
        }),
      ]);
    return {
      id: columns.get("id"),
      title: columns.get("title"),
      isOffline: isTrue(columns.get("offline")),
      position: from.queryPosition,
    };
  });
}

function isTrue(value: unknown): boolean {
  if (typeof value === "string") return !/^\s*(0|no?|f(alse)?|off)?\s*$/i.test(value);
  return value !== null && value !== undefined && value !== 0n && value !== 0;
}

/** Runs one SELECT on a database that others may be writing to. */
async function query(
  file: string,
  sql: string,
  scratch: string,
  context: RunContext,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  await stat(file); // SQLite's own message for a missing file does not say that it is missing
  for (let attempt = 0; attempt < 3; attempt++) {
    const before = await idleSign(file);
    if (before === null) break;
    try {
      const rows = select(`${pathToFileURL(file).href}?immutable=1`, sql);
      if ((await idleSign(file)) === before) return rows;
    } catch (cause) {
      // A page that changed under an immutable reader looks damaged; when nothing changed, it is.
      if ((await idleSign(file)) === before) throw cause;
    }
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return select(file, sql);
    } catch (cause) {
      if (needsCopy(cause)) return await queryCopy(file, sql, scratch);
      if (primaryCode(cause) !== SQLITE_BUSY || attempt === BUSY_ATTEMPTS) throw cause;
    }
    await context.clock.sleep(attempt % 5, context.signal);
  }
}

function select(location: string, sql: string): readonly Readonly<Record<string, unknown>>[] {
  const database = new DatabaseSync(location, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all();
  } finally {
    database.close();
  }
}

/**
 * Gives what identifies the state of a WAL database that nobody has open (there is no WAL), `null` for every other.
 * Only such a database may be read as immutable.
 */
async function idleSign(file: string): Promise<string | null> {
  await using handle = await open(file, "r");
  const header = Buffer.alloc(100);
  const { bytesRead } = await handle.read(header, 0, header.length, 0);
  const isWal = bytesRead === header.length && header[18] === 2 && header[19] === 2;
  if (!isWal) return null;
  for (const suffix of ["-wal", "-journal"]) {
    try {
      const { size } = await stat(`${file}${suffix}`);
      if (size > 0 || suffix === "-wal") return null;
    } catch (cause) {
      if (systemCode(cause) !== "ENOENT") throw cause;
    }
  }
  const { size, mtimeNs, ctimeNs, ino } = await handle.stat({ bigint: true });
  return [size, mtimeNs, ctimeNs, ino, header.toString("hex", 24, 28)].join(" ");
}

const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_CANTOPEN = 14;

/** Gives SQLite's code without what its extended form adds, `null` for what is not SQLite's. */
function primaryCode(cause: unknown): number | null {
  if (typeof cause !== "object" || cause === null || !("errcode" in cause)) return null;
  return Number(cause.errcode) & 0xff;
}

/** A journal that is to be rolled back first, or a `-shm` that cannot be made. */
function needsCopy(cause: unknown): boolean {
  const code = primaryCode(cause);
  return code === SQLITE_READONLY || code === SQLITE_CANTOPEN;
}

async function queryCopy(
  file: string,
  sql: string,
  scratch: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const folder = await mkdtemp(path.join(scratch, "tenants-"));
  try {
    const copy = path.join(folder, "copy.db");
    await copyFile(file, copy);
    for (const suffix of ["-wal", "-journal"]) {
      try {
        await copyFile(`${file}${suffix}`, `${copy}${suffix}`);
      } catch (cause) {
        if (systemCode(cause) !== "ENOENT") throw cause;
      }
    }
    const database = new DatabaseSync(copy);
    try {
      const statement = database.prepare(sql);
      statement.setReadBigInts(true);
      return statement.all();
    } finally {
      database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Unreadable = (source: string, cause: unknown) => FivefoldError;

async function folders(
  from: Extract<TenantsFrom, { kind: "folders" }>,
  description: Description,
  unreadable: Unreadable,
): Promise<FoundTenants> {
  const names = await namesIn(from.path, unreadable);
  const found: Row[] = [];
  const hidden: string[] = [];
  for (const name of names) {
    if (name === ".fivefold") continue;
    try {
      const isFolder = (await stat(path.join(from.path, name))).isDirectory();
      if (!isFolder) continue;
    } catch (cause) {
      // A link that leads nowhere, or a folder that went meanwhile, is no tenant; what cannot be looked at may be one.
      if (systemCode(cause) === "ENOENT" || systemCode(cause) === "ELOOP") continue;
      throw unreadable(path.join(from.path, name), cause);
    }
    if (name.startsWith(".")) hidden.push(name);
    else found.push({ id: name, title: name, isOffline: false, position: from.position });
  }
  return { tenants: safe(found, description), hidden };
}

async function files(
  from: Extract<TenantsFrom, { kind: "files" }>,
  description: Description,
  unreadable: Unreadable,
): Promise<FoundTenants> {
  const pattern = idPattern(from.pattern, description.rules);
  const names = await namesIn(pattern.folder, unreadable);
  const present = new Set(names);
  const found: Row[] = [];
  for (const name of names) {
    const id = pattern.idIn(name);
    const isBeside = LATER_FILES.test(name) && present.has(name.replace(LATER_FILES, ""));
    if (id === null || id.startsWith(".") || isBeside) continue;
    // Joined by hand: an unsafe name must be refused by name, not looked up somewhere else.
    const isSafe = unsafeName(id) === null;
    try {
      if (isSafe && !(await stat(pattern.pathFor(id))).isFile()) continue;
    } catch (cause) {
      if (["ENOENT", "ENOTDIR", "ELOOP"].includes(systemCode(cause) ?? "")) continue;
      throw unreadable(pattern.pathFor(id), cause);
    }
    found.push({ id, title: id, isOffline: false, position: from.position });
  }
  return { tenants: safe(found, description), hidden: [] };
}

async function namesIn(folder: string, unreadable: Unreadable): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted(compareNames);
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

/** Gives the ids for which a pattern finds something on the disk, whatever the login database says. */
export async function idsOnDisk(
  pattern: string,
  description: Description,
): Promise<readonly TenantId[]> {
  const sought = idPattern(pattern, description.rules);
  let names: readonly string[];
  try {
    names = await readdir(sought.folder);
  } catch (cause) {
    if (["ENOENT", "ENOTDIR"].includes(systemCode(cause) ?? "")) return [];
    throw cause;
  }
  return names
    .flatMap((name) => sought.idIn(name) ?? [])
    .filter((id) => unsafeName(id) === null && !id.startsWith("."))
    .toSorted(compareNames) as TenantId[];
}
