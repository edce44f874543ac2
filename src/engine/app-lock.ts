/**
 * One writer per app, across homes and users: a SQLite file held in BEGIN EXCLUSIVE, which the system frees at death.
 *
 * The file lies in the aside area of the app's folder. Who may only read it there holds it shared: that keeps writers
 * out, and two such cannot write to the app. Where none can be made, the home's own lock is all there is. Beside the
 * file stands who holds it, for messages only. What somebody else may have planted there is refused, never passed over.
 */

import { randomBytes } from "node:crypto";
import { lstat, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import type { Stats } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { RunContext } from "../model/run.ts";
import { throwIfCancelled } from "./meter.ts";

export interface AppLockOptions {
  /** The app's name or id, for messages. */
  readonly app: string;
  /** The folder of fivefold.yaml. */
  readonly appFolder: string;
  /** A folder used where nothing can be made in the app's; it is made when it is absent. */
  readonly home: string;
  /** How long to wait for another holder; 0: not at all. */
  readonly waitMs: number;
}

const POLL_MS = 100;

/**
 * Takes the lock; disposing the result frees it.
 *
 * @throws APP_LOCKED with the holder's pid and run, CANCELLED, HOME_UNWRITABLE; ASIDE_IMPOSSIBLE when the app's folder has
 *   a `.fivefold` that is not to be trusted, or a lock in it that is none
 */
export async function lockApp(
  { app, appFolder, home, waitMs }: AppLockOptions,
  context: RunContext,
): Promise<AsyncDisposable> {
  const folders = [join(appFolder, ".fivefold"), home];
  const until = context.clock.nowMs() + waitMs;
  for (;;) {
    throwIfCancelled(context.signal);
    await requireTrusted(join(appFolder, ".fivefold"), appFolder);
    const attempt = await tryLock(folders, context);
    if (typeof attempt !== "string") return attempt;
    if (context.clock.nowMs() >= until)
      throw new FivefoldError("APP_LOCKED", { app, ...(await holderIn(attempt)) });
    await context.clock.sleep(POLL_MS, context.signal);
  }
}

/** Gives the lock, or the folder in which somebody else has it. */
async function tryLock(
  folders: readonly string[],
  context: RunContext,
): Promise<AsyncDisposable | string> {
  let failure: unknown;
  for (const folder of folders) {
    try {
      const database = await openLock(folder);
      if (database === null) return folder;
      const isOwner = await writeHolder(folder, context);
      return {
        async [Symbol.asyncDispose]() {
          if (isOwner) await rm(holderPath(folder), { force: true });
          database.close();
        },
      };
    } catch (thrown) {
      if (thrown instanceof FivefoldError) throw thrown;
      failure = thrown; // nothing can be made there: the next folder, or the error below
    }
  }
  throw new FivefoldError("HOME_UNWRITABLE", { path: folders.at(-1) ?? "" }, { cause: failure });
}

/** A link, no folder, or (as root) a stranger's: nothing is made in it and nothing followed. @throws ASIDE_IMPOSSIBLE */
async function requireTrusted(aside: string, appFolder: string): Promise<void> {
  const found = await lstatOf(aside);
  if (found === null) return;
  if (!found.isDirectory()) {
    throw planted(aside, found.isSymbolicLink() ? "link" : "notFolder");
  }
  if (process.geteuid?.() === 0 && found.uid !== 0 && found.uid !== (await stat(appFolder)).uid) {
    throw planted(aside, "owner");
  }
  const lock = join(aside, "lock");
  const file = await lstatOf(lock);
  if (file !== null && !file.isFile())
    throw planted(lock, file.isSymbolicLink() ? "link" : "notFile");
}

function planted(path: string, what: string): FivefoldError {
  return new FivefoldError("ASIDE_IMPOSSIBLE", { path, what });
}

/** `null`: not there, or not to be seen by this user, who can then make nothing there either. */
async function lstatOf(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
}

/** Opens and locks the file; `null` when another process has it. */
async function openLock(folder: string): Promise<DatabaseSync | null> {
  const path = join(folder, "lock");
  let database: DatabaseSync;
  let begin = "BEGIN EXCLUSIVE";
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    database = new DatabaseSync(path, { timeout: 0 });
  } catch {
    database = new DatabaseSync(path, { timeout: 0, readOnly: true });
    begin = "BEGIN; SELECT count(*) FROM sqlite_schema";
  }
  try {
    database.exec(begin);
    return database;
  } catch (thrown) {
    database.close();
    const code = sqliteCode(thrown);
    if (code === SQLITE_BUSY) return null;
    // Another lock instead would let two writers in, one of each.
    if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) throw planted(path, "damaged");
    throw thrown;
  }
}

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

function sqliteCode(thrown: unknown): number | null {
  if (typeof thrown !== "object" || thrown === null || !("errcode" in thrown)) return null;
  return typeof thrown.errcode === "number" ? thrown.errcode & 0xff : null;
}

function holderPath(folder: string): string {
  return join(folder, "lock.holder");
}

/** Says whether it could be written; the lock holds without it. */
async function writeHolder(folder: string, { run, clock }: RunContext): Promise<boolean> {
  const holder = { pid: process.pid, run, since: new Date(clock.nowMs()).toISOString() };
  // Not to be guessed, so that nothing can wait there for what is written.
  const draft = `${holderPath(folder)}.${randomBytes(12).toString("hex")}`;
  try {
    await writeFile(draft, `${JSON.stringify(holder)}\n`, { flag: "wx" });
    await rename(draft, holderPath(folder));
    return true;
  } catch {
    await rm(draft, { force: true });
    return false;
  }
}

/** Who holds it, as far as is known: the file may be a dead holder's, or not yet written. */
async function holderIn(
  folder: string,
): Promise<{ readonly pid: number | null; readonly run: string | null }> {
  try {
    const value: unknown = JSON.parse(await readFile(holderPath(folder), "utf8"));
    if (typeof value !== "object" || value === null) return { pid: null, run: null };
    const pid = "pid" in value && typeof value.pid === "number" ? value.pid : null;
    const run = "run" in value && typeof value.run === "string" ? value.run : null;
    return { pid, run };
  } catch {
    return { pid: null, run: null };
  }
}
