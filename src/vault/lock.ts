/**
 * Restic's lock files: shared ones beside one another, an exclusive one alone.
 *
 * Whoever wants a lock looks for others, writes his own, and looks again. A lock is written anew every five minutes under
 * a new name, before the old one goes; one that is older than thirty minutes belongs to nobody. Locks of other machines
 * are never judged before that. Of our own dead processes there is evidence in the home (machine, start of the machine,
 * process, start of the process), because restic's file has only host name and process number, and both may be in use
 * again: by that evidence their locks are removed at once.
 *
 * `lock-thread.ts` refreshes, so that no synchronous work of this thread can make a lock old; it is begun when the lock
 * has been held for some seconds, long before the first refreshing. Where a place cannot be
 * opened again there (a place in memory), this thread refreshes by the run's clock.
 *
 * `restic unlock` sends SIGHUP to find out whether a lock's process lives: while a lock is held, SIGHUP does nothing.
 *
 * @see restic design.rst, "Locks"
 */

import { hash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { FivefoldError, systemCode } from "../model/error.ts";
import { contentOf, isLocal } from "../model/place.ts";
import type { PlaceConfig } from "../model/place.ts";
import type { RunContext, RunId } from "../model/run.ts";
import type { MasterKey } from "./crypto.ts";
import type { Repository } from "./repository.ts";

/** All in milliseconds. */
export interface LockTimes {
  /** When the thread is begun: a run that is over before does not pay for it. */
  readonly begin: number;
  /** A lock this old is written anew. */
  readonly refresh: number;
  /** A lock this old may be removed by anybody. */
  readonly stale: number;
  /** One of ours this old is given up, well before others may think so. */
  readonly lost: number;
  /** From writing a lock to looking for others again. */
  readonly settle: number;
  /** How often the age is looked at: timers stand still while a computer sleeps. */
  readonly poll: number;
  /** The first wait for a lock that is taken; the next ones are twice as long, up to twelve times. */
  readonly retry: number;
}

const MINUTE = 60_000;

/** Restic's own, but for the thread. */
export const LOCK_TIMES: LockTimes = {
  begin: 10_000,
  refresh: 5 * MINUTE,
  stale: 30 * MINUTE,
  lost: 22.5 * MINUTE,
  settle: 200,
  poll: 1000,
  retry: 5000,
};

/** How another thread opens the place again: the URL of a module that exports `openPlace(config)`. */
export interface Reopen {
  readonly module: string;
  readonly config: PlaceConfig;
}

export interface LockOptions {
  readonly isExclusive: boolean;
  readonly reopen: Reopen | null;
  /** The home's folder of evidence; `null`: none is kept. */
  readonly evidence: string | null;
  /** How long to wait for others; 0: not at all. */
  readonly waitMs: number;
  readonly times?: LockTimes;
}

/** A lock file as restic writes it, without its time. */
export interface LockOwner {
  readonly exclusive: boolean;
  readonly hostname: string;
  readonly username: string;
  readonly pid: number;
  readonly uid?: number;
  readonly gid?: number;
}

export interface FoundLock extends LockOwner {
  readonly id: string;
  readonly timeMs: number;
}

/** What a thread needs to refresh a lock. */
export interface LockThreadSetup {
  readonly reopen: Reopen;
  readonly key: MasterKey;
  readonly owner: LockOwner;
  readonly evidence: string | null;
  readonly times: LockTimes;
  readonly run: RunId;
  readonly id: string;
  readonly nowMs: number;
  /** One number: the state below. The thread begins only when it can set RUNNING. */
  readonly state: Int32Array<SharedArrayBuffer>;
}

export const STARTING = 0;
export const RUNNING = 1;
export const CANCELLED = 2;

export type ToLockThread =
  /** The run's clock; between two of them the thread counts on by itself. */
  { readonly kind: "time"; readonly nowMs: number } | { readonly kind: "stop" };

export type FromLockThread =
  | { readonly kind: "refreshed"; readonly id: string; readonly timeMs: number }
  | { readonly kind: "lost"; readonly message: string }
  /** Nothing happens to the lock any more. */
  | { readonly kind: "stopped"; readonly id: string };

/**
 * Takes a lock and keeps it fresh until it is disposed of. Work under the lock uses `lock.signal`.
 *
 * @throws VAULT_LOCKED; VAULT_DAMAGED when a lock file cannot be read; PLACE_READ_ONLY
 */
export async function takeLock(
  repository: Repository,
  options: LockOptions,
  context: RunContext,
): Promise<Lock> {
  const times = options.times ?? LOCK_TIMES;
  const owner = lockOwner(options.isExclusive);
  const file = new LockFile(repository, owner, options.evidence);
  // Where every reader sees a file as soon as it exists, two that look after writing cannot miss each other; whoever
  // works alone waits all the same.
  const settleMs = isLocal(repository.place) && !options.isExclusive ? 0 : times.settle;
  const until = context.clock.nowMs() + options.waitMs;
  let waitMs = times.retry;
  for (;;) {
    const others = await removeDeadLocks(repository, options.evidence, context, times);
    let other = conflict(others, owner);
    if (other === null) {
      try {
        await file.write(context);
        if (settleMs > 0) await context.clock.sleep(settleMs, context.signal);
        other = conflict(await readLocks(repository, file.id, context), owner);
      } catch (thrown) {
        // The first error is the one to tell.
        await file.remove(context).catch(ignore);
        throw thrown;
      }
      if (other === null) return new Lock(file, options, times, context);
      await file.remove(context);
    }
    const leftMs = until - context.clock.nowMs();
    if (leftMs <= 0) {
      const { hostname: host, username: user, pid, exclusive: isExclusive, timeMs } = other;
      const since = new Date(timeMs).toISOString();
      const facts = { place: repository.place.label, host, user, pid, isExclusive, since };
      throw new FivefoldError("VAULT_LOCKED", facts);
    }
    await context.clock.sleep(Math.min(waitMs, leftMs), context.signal);
    waitMs = Math.min(waitMs * 2, times.retry * 12);
  }
}

/**
 * Removes locks of our own dead processes, by the evidence, and locks that nobody has refreshed for too long. Gives the
 * others.
 */
export async function removeDeadLocks(
  repository: Repository,
  evidence: string | null,
  context: RunContext,
  times: LockTimes = LOCK_TIMES,
): Promise<readonly FoundLock[]> {
  if (evidence !== null) await removeByEvidence(repository, evidence, context);
  const living: FoundLock[] = [];
  for (const lock of await readLocks(repository, null, context)) {
    if (context.clock.nowMs() - lock.timeMs <= times.stale) living.push(lock);
    else await repository.remove("locks", lock.id, context);
  }
  return living;
}

export class Lock implements AsyncDisposable {
  /** Aborted with the run, or with VAULT_LOCK_LOST when the lock could not be kept. */
  readonly signal: AbortSignal;
  readonly #file: LockFile;
  readonly #times: LockTimes;
  readonly #context: RunContext;
  readonly #lost = new AbortController();
  readonly #stop = new AbortController();
  /** Ends when nobody refreshes any more. */
  readonly #refreshing: Promise<void>;
  #isReleased = false;

  constructor(file: LockFile, options: LockOptions, times: LockTimes, context: RunContext) {
    this.#file = file;
    this.#times = times;
    // Giving the lock back, and keeping it until then, is possible after the run was cancelled, too.
    this.#context = { ...context, signal: new AbortController().signal };
    this.signal = AbortSignal.any([context.signal, this.#lost.signal]);
    process.on("SIGHUP", ignore);
    const { reopen } = options;
    const refreshing =
      reopen === null ? this.#refreshHere() : this.#refreshInThread(options, reopen);
    this.#refreshing = refreshing.catch((thrown: unknown) => this.#lose(thrown));
  }

  /** The name of the lock file as it is now. */
  get id(): string | null {
    return this.#file.id;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#stop.abort();
    await this.#refreshing;
    process.off("SIGHUP", ignore);
    // What was done under the lock is done: a lock that cannot be removed now is removed by the next command, by its
    // evidence, and must not turn a good run into a failed one.
    await this.#file.remove(this.#context).catch(ignore);
  }

  #lose(cause: unknown): void {
    if (this.#stop.signal.aborted) return;
    const facts = { place: this.#file.repository.place.label };
    this.#lost.abort(new FivefoldError("VAULT_LOCK_LOST", facts, { cause }));
  }

  async #refreshHere(): Promise<void> {
    const { clock } = this.#context;
    for (;;) {
      try {
        await clock.sleep(nextLookMs(this.#file, clock.nowMs(), this.#times), this.#stop.signal);
      } catch (thrown) {
        if (this.#stop.signal.aborted) return;
        throw thrown;
      }
      const failure = await keepFresh(this.#file, this.#times, this.#context);
      if (failure !== null) throw failure;
    }
  }

  /** Waits, without keeping the process alive, and tells whether the lock was given back meanwhile. */
  #endsWithin(ms: number): Promise<boolean> {
    const { signal } = this.#stop;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(signal.aborted), ms);
      timer.unref();
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  async #refreshInThread(options: LockOptions, reopen: Reopen): Promise<void> {
    if (this.#times.begin > 0 && (await this.#endsWithin(this.#times.begin))) return;
    const { repository, owner, id } = this.#file;
    const { clock, run } = this.#context;
    const setup: LockThreadSetup = {
      reopen,
      key: repository.key,
      owner,
      evidence: options.evidence,
      times: this.#times,
      run,
      id: id ?? "",
      nowMs: this.#file.writtenMs,
      state: new Int32Array(new SharedArrayBuffer(4)),
    };
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const worker = new Worker(new URL(`./lock-thread.${extension}`, import.meta.url), {
      workerData: setup,
      // The main thread's own flags ("--input-type") may forbid a module from a file.
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    worker.unref();
    const tell = (message: ToLockThread): void => worker.postMessage(message, []);
    let lateLooks = 0;
    const watch = setInterval(() => {
      tell({ kind: "time", nowMs: clock.nowMs() });
      // The thread itself gives up earlier; this is for one that hangs. One late look may be a computer that woke up.
      const ageMs = clock.nowMs() - this.#file.writtenMs;
      lateLooks = ageMs > (this.#times.lost + this.#times.stale) / 2 ? lateLooks + 1 : 0;
      if (lateLooks >= 2) this.#lose(new Error("the lock's thread does not answer"));
    }, this.#times.poll * 10);
    watch.unref();
    try {
      await new Promise<void>((resolve) => {
        const end = (cause: unknown): void => {
          this.#lose(cause);
          resolve();
        };
        worker.on("message", (message: FromLockThread) => {
          if (message.kind === "refreshed") this.#file.adopt(message.id, message.timeMs);
          if (message.kind === "lost") this.#lose(new Error(message.message));
          if (message.kind === "stopped") {
            this.#file.adopt(message.id, this.#file.writtenMs);
            resolve();
          }
        });
        worker.on("error", end);
        worker.on("exit", () => end(new Error("the lock's thread ended")));
        this.#stop.signal.addEventListener("abort", () => {
          // A thread that has not begun has nothing to finish.
          if (Atomics.compareExchange(setup.state, 0, STARTING, CANCELLED) === STARTING)
            return resolve();
          worker.ref();
          tell({ kind: "stop" });
          // A thread that hangs in a place that does not answer must not hold up the end for ever.
          setTimeout(resolve, this.#times.poll * 30).unref();
        });
      });
    } finally {
      clearInterval(watch);
      await worker.terminate();
    }
  }
}

/** The file of one lock that is held, under its changing names. */
export class LockFile {
  readonly repository: Repository;
  readonly owner: LockOwner;
  readonly #evidence: string | null;
  #id: string | null = null;
  #writtenMs = 0;
  /** Written by us, no longer of use, and perhaps still there. */
  readonly #leftovers = new Set<string>();

  constructor(repository: Repository, owner: LockOwner, evidence: string | null) {
    this.repository = repository;
    this.owner = owner;
    this.#evidence = evidence;
  }

  get id(): string | null {
    return this.#id;
  }

  get writtenMs(): number {
    return this.#writtenMs;
  }

  /** Takes over what another thread wrote. */
  adopt(id: string, writtenMs: number): void {
    this.#id = id;
    this.#writtenMs = writtenMs;
  }

  /** Writes the lock with the present time; the one before goes afterwards, so that there is always one. */
  async write(context: RunContext): Promise<void> {
    const before = this.#id;
    const nowMs = context.clock.nowMs();
    const id = await this.#store(nowMs, context);
    this.adopt(id, nowMs);
    if (before !== null) this.#leftovers.add(before);
    await this.tidy(context);
  }

  /**
   * Writes a lock anew that others may already have thought dead: only when it is still there, before and after. Gives
   * false when it is not: somebody may be removing what we rely on.
   */
  async writeLate(settleMs: number, context: RunContext): Promise<boolean> {
    const before = this.#id;
    if (before === null || !(await this.#exists(before, context))) return false;
    const nowMs = context.clock.nowMs();
    const id = await this.#store(nowMs, context);
    this.#leftovers.add(id);
    await context.clock.sleep(settleMs, context.signal);
    const isKept = await this.#exists(before, context);
    if (isKept) {
      this.adopt(id, nowMs);
      this.#leftovers.delete(id);
      this.#leftovers.add(before);
    }
    await this.tidy(context);
    return isKept;
  }

  async remove(context: RunContext): Promise<void> {
    if (this.#id !== null) this.#leftovers.add(this.#id);
    this.#id = null;
    await this.tidy({ ...context, signal: new AbortController().signal });
  }

  /** Removes what we wrote and need no more. */
  async tidy(context: RunContext): Promise<void> {
    for (const id of this.#leftovers) {
      await this.repository.remove("locks", id, context);
      if (this.#evidence !== null) await rm(join(this.#evidence, id), { force: true });
      this.#leftovers.delete(id);
    }
  }

  /** Not compressed, which restic reads in every format; the evidence is there before the lock is. */
  async #store(nowMs: number, context: RunContext): Promise<string> {
    const { cipher, place, config } = this.repository;
    const json = JSON.stringify({ time: new Date(nowMs).toISOString(), ...this.owner });
    const sealed = cipher.seal(Buffer.from(json));
    const id = hash("sha256", sealed, "hex");
    if (this.#evidence !== null)
      await writeEvidence(this.#evidence, id, evidenceOf(config.id, place.label));
    try {
      await place.put(`locks/${id}`, contentOf(sealed), context);
    } catch (thrown) {
      // A far place may have stored it and only the answer was lost.
      this.#leftovers.add(id);
      throw thrown;
    }
    return id;
  }

  async #exists(id: string, context: RunContext): Promise<boolean> {
    for await (const lock of this.repository.list("locks", context))
      if (lock.id === id) return true;
    return false;
  }
}

/** When to look after the lock again; after a failure soon. */
export function nextLookMs(file: LockFile, nowMs: number, times: LockTimes): number {
  const dueMs = file.writtenMs + times.refresh - nowMs;
  return Math.max(dueMs, times.refresh / 10);
}

/** Writes the lock anew when it is time; gives why it is lost, `null` while it is not. */
export async function keepFresh(
  file: LockFile,
  times: LockTimes,
  context: RunContext,
): Promise<Error | null> {
  const ageMs = context.clock.nowMs() - file.writtenMs;
  if (ageMs < times.refresh) return null;
  try {
    if (ageMs < times.lost) await file.write(context);
    else if (!(await file.writeLate(times.settle, context)))
      return new Error("the lock was removed by somebody else");
    return null;
  } catch (thrown) {
    if (context.clock.nowMs() - file.writtenMs < times.lost) return null;
    return thrown instanceof Error
      ? thrown
      : new Error("the lock cannot be written", { cause: thrown });
  }
}

/** Gives a lock that stands in the way: any for an exclusive one, an exclusive one for a shared one. */
function conflict(others: readonly FoundLock[], owner: LockOwner): FoundLock | null {
  return others.find(({ exclusive }) => exclusive || owner.exclusive) ?? null;
}

async function readLocks(
  repository: Repository,
  own: string | null,
  context: RunContext,
): Promise<readonly FoundLock[]> {
  const locks: FoundLock[] = [];
  for await (const { id, sizeBytes } of repository.list("locks", context)) {
    // Empty files are what places without atomic writing leave; restic passes over them, too.
    if (id === own || sizeBytes === 0) continue;
    const plain = await repository.read("locks", id, context).catch((thrown: unknown) => {
      if (thrown instanceof FivefoldError && thrown.code === "OBJECT_MISSING") return null;
      throw thrown;
    });
    if (plain !== null) locks.push(readLock(plain, id, repository));
  }
  return locks;
}

function readLock(plain: Uint8Array, id: string, repository: Repository): FoundLock {
  let json: Readonly<Record<string, unknown>>;
  try {
    json = JSON.parse(Buffer.from(plain).toString("utf8")) as typeof json;
  } catch (cause) {
    throw repository.damaged(`locks/${id}`, "json", cause);
  }
  const { time, exclusive, hostname: host, username, pid } = json;
  const timeMs = typeof time === "string" ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(timeMs)) throw repository.damaged(`locks/${id}`, "time");
  return {
    id,
    timeMs,
    exclusive: exclusive === true,
    hostname: typeof host === "string" ? host : "",
    username: typeof username === "string" ? username : "",
    pid: typeof pid === "number" ? pid : 0,
  };
}

function lockOwner(exclusive: boolean): LockOwner {
  const owner = { exclusive, hostname: hostname(), username: "", pid: process.pid };
  try {
    const { username, uid, gid } = userInfo();
    // Like restic, which leaves out zeros.
    return { ...owner, username, ...(uid > 0 && { uid }), ...(gid > 0 && { gid }) };
  } catch (thrown) {
    // In a container a user may have no name.
    if (systemCode(thrown) === null) throw thrown;
    return owner;
  }
}

/** Whose a lock is, said so that it can be found out whether he still lives. "" where the system does not tell. */
interface Evidence {
  readonly vault: string;
  readonly place: string;
  readonly host: string;
  /** Changes with every start of the machine. */
  readonly bootId: string;
  /** Stays the same over starts of the machine. */
  readonly machineId: string;
  /** The space of process numbers: each container has its own. */
  readonly pidSpace: string;
  readonly pid: number;
  /** Tells a process from a later one with the same number. */
  readonly startedAt: string;
}

function evidenceOf(vault: string, place: string): Evidence {
  return {
    vault,
    place,
    host: hostname(),
    bootId: orEmpty(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    machineId: orEmpty(() => readFileSync("/etc/machine-id", "utf8").trim()),
    pidSpace: orEmpty(() => readlinkSync("/proc/self/ns/pid")),
    pid: process.pid,
    startedAt: processOf(process.pid)?.startedAt ?? "",
  };
}

/** Tells what Linux knows of a process; `null` when it does not run, or the system has no /proc. */
function processOf(pid: number): { readonly startedAt: string; readonly isZombie: boolean } | null {
  const text = orEmpty(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The name in brackets may hold anything; the state follows it, and the start is 19 fields later.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  const startedAt = fields[19];
  return startedAt === undefined ? null : { startedAt, isZombie: state === "Z" || state === "X" };
}

/** True only when it is certain; whoever cannot be judged is left to the thirty minutes. */
function isDead(evidence: Evidence, here: Evidence): boolean {
  if (evidence.host !== here.host || evidence.machineId !== here.machineId) return false;
  const isSameSpace = evidence.pidSpace === here.pidSpace;
  if (evidence.bootId === here.bootId) return isSameSpace && !isAlive(evidence);
  // A fenced service in a container sees another number of the same start than we do.
  return here.machineId !== "" && !(isSameSpace && isAlive(evidence));
}

/** Where the system does not tell when a process began, its number decides. */
function isAlive({ pid, startedAt }: Evidence): boolean {
  if (!isRunning(pid)) return false;
  const found = processOf(pid);
  return found === null || (!found.isZombie && found.startedAt === startedAt);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return systemCode(thrown) !== "ESRCH";
  }
}

/** Ends the name of evidence that is being written, so that nobody reads half of it. */
const UNFINISHED = ".new";

/** Where the home is full there is none: a dead process's lock is then judged by its age, as others' are. */
async function writeEvidence(folder: string, id: string, evidence: Evidence): Promise<void> {
  const temporary = join(folder, `${id}${UNFINISHED}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(temporary, JSON.stringify(evidence), { mode: 0o600 });
    await rename(temporary, join(folder, id));
  } catch (thrown) {
    if (systemCode(thrown) !== "ENOSPC") throw thrown;
    await rm(temporary, { force: true });
  }
}

async function removeByEvidence(
  repository: Repository,
  folder: string,
  context: RunContext,
): Promise<void> {
  const here = evidenceOf(repository.config.id, repository.place.label);
  for (const name of await namesIn(folder)) {
    const [id = "", rest] = name.split(".", 2);
    if (rest !== undefined) {
      // Its writer was killed before the lock was there; whoever is writing now needs no minute.
      const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Infinity }));
      if (context.clock.nowMs() - mtimeMs > MINUTE) await rm(join(folder, name), { force: true });
      continue;
    }
    const evidence = await readEvidence(join(folder, id));
    if (evidence === null || !isDead(evidence, here)) continue;
    if (evidence.vault !== here.vault || evidence.place !== here.place) continue;
    await repository.remove("locks", id, context);
    await rm(join(folder, id), { force: true });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^[0-9a-f]{64}(?:\.new)?$/.test(name));
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") return [];
    throw thrown;
  }
}

async function readEvidence(path: string): Promise<Evidence | null> {
  try {
    const json = JSON.parse(await readFile(path, "utf8")) as Evidence;
    const isWhole = typeof json.pid === "number" && typeof json.host === "string";
    return isWhole ? json : null;
  } catch (thrown) {
    // Gone meanwhile, or torn by a power cut: then it proves nothing.
    if (thrown instanceof SyntaxError || systemCode(thrown) === "ENOENT") return null;
    throw thrown;
  }
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}

function ignore(): void {}
