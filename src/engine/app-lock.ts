/**
 * One writer per app, across homes and users: a SQLite file held in BEGIN EXCLUSIVE, which the system frees at death.
 *
 * The file lies in the aside area of the app's folder. The area has the rights of that folder, and from root its owner,
 * too: whoever may work on the app meets there. Who may only read the file holds it shared, which keeps writers out, and
 * the home's own lock beside it, which keeps out others of the same home. Where there is no area and none can be made,
 * the home's lock is all there is; one that is there and closed to us is refused. Beside the file stands who holds it,
 * for messages only. What somebody else may have planted there is refused, never passed over.
 */

import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import {
  access,
  link,
  lstat,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
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
 *   a `.fivefold` that is not to be trusted or closed to this user, or a lock in it that is none
 */
export async function lockApp(
  options: AppLockOptions,
  context: RunContext,
): Promise<AsyncDisposable> {
  const { app, waitMs } = options;
  const until = context.clock.nowMs() + waitMs;
  for (;;) {
    throwIfCancelled(context.signal);
    const attempt = await tryLock(options, context);
    if (typeof attempt !== "string") return attempt;
    if (context.clock.nowMs() >= until) {
      const { pid, run } = await holderIn(attempt);
      throw new FivefoldError("APP_LOCKED", { app, pid, run });
    }
    await context.clock.sleep(POLL_MS, context.signal);
  }
}

/** Gives the lock, or the folder in which somebody else has it. */
async function tryLock(
  { appFolder, home }: AppLockOptions,
  context: RunContext,
): Promise<AsyncDisposable | string> {
  const aside = join(appFolder, ".fivefold");
  await using held = new AsyncDisposableStack();
  await requireTrusted(aside, appFolder);
  const reach = await prepare(aside, appFolder);
  if (reach !== null) {
    const database = await openLock(aside, reach);
    if (database === null) return aside;
    held.use(await keep(database, aside, context));
  }
  if (reach !== "write") {
    const database = await openHomeLock(home);
    if (database === null) return home;
    held.use(await keep(database, home, context));
  }
  return held.move();
}

async function keep(
  database: DatabaseSync,
  folder: string,
  context: RunContext,
): Promise<AsyncDisposable> {
  const isNoted = await writeHolder(folder, context);
  return {
    async [Symbol.asyncDispose]() {
      if (isNoted) await rm(holderPath(folder), { force: true });
      database.close();
    },
  };
}

/** What this user may do with the lock in the area. */
type Reach = "read" | "write";

/**
 * Makes the area and the lock in it where that is possible; `null`: there is none.
 *
 * @throws ASIDE_IMPOSSIBLE when it is there and this user may not even read it
 */
async function prepare(aside: string, appFolder: string): Promise<Reach | null> {
  const lock = join(aside, "lock");
  try {
    const rights = await stat(appFolder);
    await makeArea(aside, rights);
    await makeLock(lock, rights);
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    // What could not be made may be there all the same.
  }
  if (await allows(lock, constants.R_OK | constants.W_OK)) return "write";
  if (await allows(lock, constants.R_OK)) return "read";
  if ((await lstatOf(aside)) === null || (await isAbsent(lock))) return null;
  throw planted(lock, "closed");
}

async function allows(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode);
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return false;
  }
}

async function isAbsent(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return false;
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    return code === "ENOENT" || code === "ENOTDIR";
  }
}

const IS_WINDOWS = process.platform === "win32";

/** Nothing is followed: a link that is put there in between is an error. */
async function makeArea(aside: string, rights: Stats): Promise<void> {
  try {
    await mkdir(aside, { mode: 0o700 });
  } catch (thrown) {
    if (systemCode(thrown) !== "EEXIST") throw thrown;
  }
  if (IS_WINDOWS) return; // the folder's rights are inherited
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const folder = await open(aside, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    await openUp(folder, 0o711, rights);
  } finally {
    await folder.close();
  }
}

/**
 * Puts an empty lock there, with its rights from the first moment. The file itself is never opened by us: closing it
 * again would free a lock that this process holds on it.
 */
async function makeLock(path: string, rights: Stats): Promise<void> {
  if ((await lstatOf(path)) !== null) return;
  const draft = `${path}.${randomBytes(12).toString("hex")}`;
  const file = await open(draft, "wx", 0o600);
  try {
    if (!IS_WINDOWS) await openUp(file, 0o644, rights);
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (thrown) {
    if (systemCode(thrown) === "EEXIST") return;
    // FAT knows neither hard links nor rights.
    await (await open(path, "a", 0o600)).close();
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Gives what is ours, or as root anybody's, the rights of the app's folder, and at least `least`. In an area that several
 * may write to, nobody can take away what another has put aside.
 */
async function openUp(file: FileHandle, least: number, rights: Stats): Promise<void> {
  const found = await file.stat();
  const user = process.geteuid?.();
  if (user !== 0 && user !== found.uid) return;
  if (user === 0 && (found.uid !== rights.uid || found.gid !== rights.gid))
    await file.chown(rights.uid, rights.gid);
  const isFolder = found.isDirectory();
  const own = (rights.mode & (isFolder ? 0o777 : 0o666)) | least;
  const sticky = isFolder && (own & 0o022) !== 0 ? 0o1000 : 0;
  const wanted = (found.mode & 0o6000) | sticky | own;
  if ((found.mode & 0o7777) !== wanted) await file.chmod(wanted);
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
async function openLock(folder: string, reach: Reach): Promise<DatabaseSync | null> {
  const path = join(folder, "lock");
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: 0, readOnly: reach === "read" });
    // No journal beside it: a dead user's would be in the way of others.
    database.exec("PRAGMA journal_mode = MEMORY");
    database.exec(
      reach === "write" ? "BEGIN EXCLUSIVE" : "BEGIN; SELECT count(*) FROM sqlite_schema",
    );
    return database;
  } catch (thrown) {
    database?.close();
    const code = sqliteCode(thrown);
    if (code === SQLITE_BUSY) return null;
    // Another lock instead would let two writers in, one of each.
    if (code === SQLITE_CANTOPEN) throw planted(path, "closed");
    if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) throw planted(path, "damaged");
    throw thrown;
  }
}

/** @throws HOME_UNWRITABLE */
async function openHomeLock(home: string): Promise<DatabaseSync | null> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    return await openLock(home, "write");
  } catch (cause) {
    if (cause instanceof FivefoldError) throw cause;
    throw new FivefoldError("HOME_UNWRITABLE", { path: home }, { cause });
  }
}

const SQLITE_BUSY = 5;
const SQLITE_CANTOPEN = 14;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

function sqliteCode(thrown: unknown): number | null {
  if (typeof thrown !== "object" || thrown === null || !("errcode" in thrown)) return null;
  return typeof thrown.errcode === "number" ? thrown.errcode & 0xff : null;
}

/** A run of another process that has the lock. */
export interface OtherRun {
  readonly pid: number;
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/**
 * The run of another process that has the lock; `null`: nobody has it, or this process, or nobody can tell. Only where
 * somebody says that he has it is the lock itself tried, so that nobody who takes it meanwhile meets us.
 */
export async function otherHolder({
  appFolder,
  home,
}: Pick<AppLockOptions, "appFolder" | "home">): Promise<OtherRun | null> {
  for (const folder of [join(appFolder, ".fivefold"), home]) {
    const { pid, run, since } = await holderIn(folder);
    if (pid === null || run === null || since === null) continue;
    if (pid === process.pid || !isAlive(pid)) continue;
    if (await isHeld(folder)) return { pid, run, startedAt: since };
  }
  return null;
}

async function isHeld(folder: string): Promise<boolean> {
  if ((await lstatOf(join(folder, "lock"))) === null) return false;
  try {
    const database = await openLock(folder, "read");
    database?.close();
    return database === null;
  } catch (thrown) {
    if (thrown instanceof FivefoldError) return false;
    throw thrown;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return systemCode(thrown) === "EPERM";
  }
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
async function holderIn(folder: string): Promise<{
  readonly pid: number | null;
  readonly run: string | null;
  readonly since: string | null;
}> {
  try {
    const value: unknown = JSON.parse(await readFile(holderPath(folder), "utf8"));
    if (typeof value !== "object" || value === null) return NOBODY;
    const pid = "pid" in value && typeof value.pid === "number" ? value.pid : null;
    const run = "run" in value && typeof value.run === "string" ? value.run : null;
    const since = "since" in value && typeof value.since === "string" ? value.since : null;
    return { pid, run, since };
  } catch {
    return NOBODY;
  }
}

const NOBODY = { pid: null, run: null, since: null };
