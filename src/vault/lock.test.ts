import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { placeContext } from "../../test/conformance/place.ts";
import { restic, resticOk } from "../../test/interop/restic.ts";
import { FaultyPlace, randomOf } from "../../test/simulation/faulty-place.ts";
import { MemoryPlace } from "../../test/simulation/memory-place.ts";
import { FivefoldError } from "../model/error.ts";
import type { Place } from "../model/place.ts";
import type { Clock, RunContext } from "../model/run.ts";
import { Secret } from "../model/secret.ts";
import { FolderPlace } from "../place/folder.ts";
import { newMasterKey } from "./crypto.ts";
import type { MasterKey } from "./crypto.ts";
import { addKey } from "./key.ts";
import type { Lock, LockTimes } from "./lock.ts";
import { LOCK_TIMES, LockFile, takeLock } from "./lock.ts";
import { Repository } from "./repository.ts";

const CONFIG = { version: 2, id: "5f".repeat(32), polynomial: 0x3da3358b4dc173n } as const;
const MODULE = new URL("../place/open.ts", import.meta.url).href;
const MINUTE = 60_000;

interface Timer {
  readonly dueMs: number;
  readonly end: () => void;
}

/** A clock whose time passes as soon as nobody has anything else to do. */
class QuickClock implements Clock {
  #nowMs = Date.UTC(2026, 10, 22);
  #timers: Timer[] = [];
  #isPumping = false;

  nowMs(): number {
    return this.#nowMs;
  }

  /** The computer sleeps, and no timer runs meanwhile. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = { dueMs: this.#nowMs + ms, end: resolve };
      this.#timers.push(timer);
      const leave = (): void => {
        this.#timers = this.#timers.filter((each) => each !== timer);
        reject(signal.reason as Error);
      };
      if (signal.aborted) leave();
      else signal.addEventListener("abort", leave, { once: true });
      if (!this.#isPumping) {
        this.#isPumping = true;
        setImmediate(() => this.#pump());
      }
    });
  }

  #pump(): void {
    const next = this.#timers.toSorted((one, other) => one.dueMs - other.dueMs)[0];
    if (next === undefined) {
      this.#isPumping = false;
      return;
    }
    this.#timers = this.#timers.filter((each) => each !== next);
    this.#nowMs = Math.max(this.#nowMs, next.dueMs);
    next.end();
    setImmediate(() => this.#pump());
  }
}

function contextOf(clock: Clock, signal = new AbortController().signal): RunContext {
  return { ...placeContext(signal), clock };
}

async function memoryVault(clock: Clock, place: Place = new MemoryPlace()): Promise<Repository> {
  return Repository.create(place, newMasterKey(), CONFIG, contextOf(clock));
}

interface Taking {
  readonly isExclusive?: boolean;
  readonly evidence?: string | null;
  readonly waitMs?: number;
}

function take(repository: Repository, context: RunContext, how: Taking = {}): Promise<Lock> {
  const options = { isExclusive: false, evidence: null, waitMs: 0, reopen: null, ...how };
  return takeLock(repository, options, context);
}

async function codeOf(deed: Promise<unknown>): Promise<string> {
  const thrown: unknown = await deed.then(
    () => "nothing thrown",
    (error: unknown) => error,
  );
  return thrown instanceof FivefoldError ? thrown.code : String(thrown);
}

async function lockTimes(repository: Repository, context: RunContext): Promise<readonly number[]> {
  const times: number[] = [];
  for await (const { id } of repository.list("locks", context)) {
    const json = JSON.parse((await repository.read("locks", id, context)).toString()) as {
      time: string;
    };
    times.push(Date.parse(json.time));
  }
  return times;
}

/** Another machine's lock. */
async function strangersLock(
  repository: Repository,
  timeMs: number,
  more: object = {},
): Promise<string> {
  const json = {
    time: new Date(timeMs).toISOString(),
    exclusive: true,
    hostname: "elsewhere",
    username: "somebody",
    pid: 1,
    ...more,
  };
  return repository.write("locks", Buffer.from(JSON.stringify(json)), placeContext());
}

test("lock: shared ones go together, an exclusive one goes alone", async () => {
  const clock = new QuickClock();
  const context = contextOf(clock);
  const repository = await memoryVault(clock);
  const one = await take(repository, context);
  const two = await take(repository, context);
  assert.equal(await codeOf(take(repository, context, { isExclusive: true })), "VAULT_LOCKED");
  await one[Symbol.asyncDispose]();
  assert.equal(await codeOf(take(repository, context, { isExclusive: true })), "VAULT_LOCKED");
  await two[Symbol.asyncDispose]();
  await two[Symbol.asyncDispose]();
  const alone = await take(repository, context, { isExclusive: true });
  for (const isExclusive of [true, false]) {
    const thrown: unknown = await take(repository, context, { isExclusive }).catch(
      (error) => error,
    );
    assert.ok(thrown instanceof FivefoldError);
    assert.equal(thrown.code, "VAULT_LOCKED");
    assert.equal(thrown.exit, 11);
    assert.equal(thrown.facts["pid"], process.pid);
    assert.equal(thrown.facts["isExclusive"], true);
  }
  assert.equal((await lockTimes(repository, context)).length, 1);
  await alone[Symbol.asyncDispose]();
  assert.deepEqual(await lockTimes(repository, context), []);
});

test("lock: whoever waits gets it when the other is done, or is told after the wait", async () => {
  const clock = new QuickClock();
  const context = contextOf(clock);
  const repository = await memoryVault(clock);
  const first = await take(repository, context, { isExclusive: true });
  const beganMs = clock.nowMs();
  const waitMs = 3 * MINUTE;
  assert.equal(await codeOf(take(repository, context, { waitMs })), "VAULT_LOCKED");
  assert.ok(clock.nowMs() - beganMs >= waitMs && clock.nowMs() - beganMs < waitMs + MINUTE);
  const control = new AbortController();
  const cancelled = take(repository, contextOf(clock, control.signal), { waitMs });
  control.abort(new FivefoldError("CANCELLED"));
  assert.equal(await codeOf(cancelled), "CANCELLED");
  const second = take(repository, context, { waitMs });
  await first[Symbol.asyncDispose]();
  await (await second)[Symbol.asyncDispose]();
});

test("lock: in any order of events an exclusive one is alone", async () => {
  // Several takers at once on a place where operations overtake each other; over many seeds.
  let alone = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const clock = new QuickClock();
    const context = contextOf(clock);
    const random = randomOf(seed);
    const repository = await memoryVault(clock, new FaultyPlace(new MemoryPlace(), [], random));
    const held = new Set<boolean>();
    let shared = 0;
    await Promise.all(
      [0, 1, 2, 3].map(async () => {
        const isExclusive = random() < 0.5;
        await clock.sleep(Math.floor(random() * 300), context.signal);
        const waitMs = random() < 0.5 ? 0 : 20_000;
        const lock = await take(repository, context, { isExclusive, waitMs }).catch(() => null);
        if (lock === null) return;
        assert.ok(!held.has(true), `seed ${seed}`);
        assert.ok(!isExclusive || held.size === 0, `seed ${seed}`);
        held.add(isExclusive);
        if (isExclusive) alone++;
        else shared++;
        await clock.sleep(Math.floor(random() * 2000), context.signal);
        if (isExclusive || --shared === 0) held.delete(isExclusive);
        await lock[Symbol.asyncDispose]();
      }),
    );
    assert.deepEqual(await lockTimes(repository, context), [], `seed ${seed}`);
  }
  assert.ok(alone > 50, String(alone));
});

test("lock: is written anew every five minutes, the old one goes after", async () => {
  const clock = new QuickClock();
  const context = contextOf(clock);
  const repository = await memoryVault(clock);
  await using lock = await take(repository, context);
  const ids = new Set<string | null>();
  for (let minute = 0; minute < 60; minute++) {
    await clock.sleep(MINUTE, context.signal);
    ids.add(lock.id);
    const [timeMs, ...more] = await lockTimes(repository, context);
    assert.deepEqual(more, []);
    assert.ok(clock.nowMs() - (timeMs ?? 0) <= 5 * MINUTE + 1000);
  }
  assert.ok(ids.size >= 11 && ids.size <= 13, String(ids.size));
  assert.ok(!lock.signal.aborted);
});

test("lock: one that cannot be refreshed is given up well before others may remove it", async () => {
  // From the twentieth operation on all fail, as on a drive that was pulled out.
  const clock = new QuickClock();
  const context = contextOf(clock);
  const faults = Array.from({ length: 1000 }, (_, at) => ({
    operation: at + 20,
    kind: "error" as const,
  }));
  const inner = new MemoryPlace();
  const key = newMasterKey();
  const bare = await Repository.create(inner, key, CONFIG, context);
  const repository = await Repository.open(new FaultyPlace(inner, faults), key, context);
  await using lock = await take(repository, context);
  await once(lock.signal, "abort");
  assert.ok(lock.signal.reason instanceof FivefoldError);
  assert.equal(lock.signal.reason.code, "VAULT_LOCK_LOST");
  const ageMs = clock.nowMs() - Math.max(...(await lockTimes(bare, context)));
  assert.ok(ageMs >= LOCK_TIMES.lost && ageMs < LOCK_TIMES.stale - MINUTE, String(ageMs / MINUTE));
});

test("lock: a single failure to refresh is made good", async () => {
  // A fault of each kind at each operation of the first refresh.
  for (const kind of ["error", "errorAfter"] as const) {
    for (let operation = 1; operation < 25; operation++) {
      const clock = new QuickClock();
      const context = contextOf(clock);
      const inner = new MemoryPlace();
      const key = newMasterKey();
      await Repository.create(inner, key, CONFIG, context);
      const place = new FaultyPlace(inner, [{ operation, kind }]);
      await using lock = await Repository.open(place, key, context)
        .then((repository) => take(repository, context))
        .catch(() => null);
      if (lock === null) {
        // A taker who failed leaves nothing that keeps others out.
        const repository = await Repository.open(inner, key, context);
        assert.deepEqual(await lockTimes(repository, context), [], `${kind} ${operation}`);
        continue;
      }
      await clock.sleep(41 * MINUTE, context.signal);
      assert.equal(place.struck.length, 1, `${kind} ${operation}`);
      assert.ok(!lock.signal.aborted, `${kind} ${operation}`);
      const repository = await Repository.open(inner, key, context);
      assert.equal((await lockTimes(repository, context)).length, 1, `${kind} ${operation}`);
      await lock[Symbol.asyncDispose]();
      assert.deepEqual(await lockTimes(repository, context), [], `${kind} ${operation}`);
    }
  }
});

test("lock: after a long sleep it is kept when it is still there, and lost when it is not", async () => {
  for (const isRemoved of [false, true]) {
    const clock = new QuickClock();
    const context = contextOf(clock);
    const place = new MemoryPlace();
    const repository = await memoryVault(clock, place);
    await using lock = await take(repository, context);
    clock.jump(8 * 60 * MINUTE);
    if (isRemoved) place.objects.delete(`locks/${lock.id}`);
    await clock.sleep(6 * MINUTE, context.signal);
    assert.equal(lock.signal.aborted, isRemoved);
    const times = await lockTimes(repository, context);
    assert.equal(times.length, isRemoved ? 0 : 1);
  }
});

test("lock: another machine's is respected for thirty minutes, and not longer", async () => {
  const clock = new QuickClock();
  const context = contextOf(clock);
  const repository = await memoryVault(clock);
  await strangersLock(repository, clock.nowMs() - 29 * MINUTE);
  assert.equal(await codeOf(take(repository, context)), "VAULT_LOCKED");
  clock.jump(2 * MINUTE);
  await (await take(repository, context))[Symbol.asyncDispose]();
  assert.deepEqual(await lockTimes(repository, context), []);
  // The same host name is no proof either: containers share names.
  const { hostname } = new LockFile(repository, ownerHere(), null).owner;
  await strangersLock(repository, clock.nowMs(), { hostname, pid: 2 ** 22 - 1 });
  assert.equal(await codeOf(take(repository, context)), "VAULT_LOCKED");
  // A clock that goes before ours is no reason to remove anything.
  const ahead = await memoryVault(clock);
  await strangersLock(ahead, clock.nowMs() + 60 * MINUTE);
  assert.equal(await codeOf(take(ahead, context)), "VAULT_LOCKED");
});

function ownerHere(): LockFile["owner"] {
  const hostname = readFileSync("/proc/sys/kernel/hostname", "utf8").trim();
  return { exclusive: true, hostname, username: "", pid: process.pid };
}

test("lock: a damaged lock file stops everybody, an empty one nobody", async () => {
  const clock = new QuickClock();
  const context = contextOf(clock);
  const place = new MemoryPlace();
  const repository = await memoryVault(clock, place);
  place.objects.set(`locks/${"ab".repeat(32)}`, new Uint8Array(0));
  place.objects.set("locks/notes.txt", Buffer.from("a person's"));
  await (await take(repository, context, { isExclusive: true }))[Symbol.asyncDispose]();
  place.objects.set(`locks/${"ab".repeat(32)}`, Buffer.from("torn"));
  assert.equal(await codeOf(take(repository, context)), "VAULT_DAMAGED");
  place.objects.delete(`locks/${"ab".repeat(32)}`);
  await repository.write("locks", Buffer.from("{}"), context);
  assert.equal(await codeOf(take(repository, context)), "VAULT_DAMAGED");
});

// ── processes of this machine ────────────────────────────────────────────────────────────────────────────────────────

interface Here {
  readonly folder: string;
  readonly evidence: string;
  readonly key: MasterKey;
  readonly repository: Repository;
}

async function folderVault(t: TestContext): Promise<Here> {
  const base = mkdtempSync(join(tmpdir(), "fivefold-lock-"));
  t.after(() => rmSync(base, { recursive: true, force: true }));
  const folder = join(base, "vault");
  const evidence = join(base, "home", "locks");
  const context = placeContext();
  const { createPlace } = await import("../place/open.ts");
  const place = await createPlace({ kind: "folder", path: folder });
  const cost = { N: 16, r: 1, p: 1 };
  const { master } = await addKey(place, new Secret("x"), newMasterKey(), cost, context);
  return {
    folder,
    evidence,
    key: master,
    repository: await Repository.create(place, master, CONFIG, context),
  };
}

/** The address of a module, as it stands in source text. */
function url(path: string): string {
  return JSON.stringify(new URL(path, import.meta.url).href);
}

/** Another process that takes a lock, says so, and keeps it. */
async function holder(
  t: TestContext,
  here: Here,
  isExclusive: boolean,
  times: LockTimes = LOCK_TIMES,
): Promise<ChildProcess> {
  const { encrypt, macK, macR } = here.key;
  const hex = [encrypt, macK, macR].map((part) => Buffer.from(part).toString("hex"));
  const script = `
    import { Repository } from ${url("repository.ts")};
    import { takeLock } from ${url("lock.ts")};
    import { openPlace } from ${url("../place/open.ts")};
    const [encrypt, macK, macR] = ${JSON.stringify(hex)}.map((each) => Buffer.from(each, "hex"));
    const config = { kind: "folder", path: ${JSON.stringify(here.folder)} };
    const clock = { nowMs: () => Date.now(), sleep: (ms) => new Promise((end) => setTimeout(end, ms)) };
    const context = { run: "r", signal: new AbortController().signal, clock, report() {} };
    const repository = await Repository.open(openPlace(config), { encrypt, macK, macR }, context);
    const lock = await takeLock(repository, {
      isExclusive: ${isExclusive},
      reopen: { module: ${url("../place/open.ts")}, config },
      evidence: ${JSON.stringify(here.evidence)},
      waitMs: 0,
      times: ${JSON.stringify(times)},
    }, context);
    console.log("held");
    process.stdin.once("data", async () => { await lock[Symbol.asyncDispose](); process.exit(); });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

test("lock: that of a killed process of ours is removed by the next command", async (t) => {
  const here = await folderVault(t);
  const context = placeContext();
  const child = await holder(t, here, true);
  const { evidence } = here;
  assert.equal(await codeOf(take(here.repository, context, { evidence })), "VAULT_LOCKED");
  await kill(child);
  // Without the home nobody knows whose it is.
  assert.equal(await codeOf(take(here.repository, context)), "VAULT_LOCKED");
  const unfinished = join(evidence, `${"cd".repeat(32)}.new`);
  writeFileSync(unfinished, "{");
  const lock = await take(here.repository, context, { evidence, isExclusive: true });
  assert.deepEqual(readdirSync(evidence).length, 2, "it may be being written");
  utimesSync(unfinished, 0, 0);
  assert.equal(await codeOf(take(here.repository, context, { evidence })), "VAULT_LOCKED");
  assert.deepEqual(readdirSync(evidence), [lock.id]);
  await lock[Symbol.asyncDispose]();
  assert.deepEqual(readdirSync(evidence), []);
  assert.deepEqual(readdirSync(join(here.folder, "locks")), []);
});

test("lock: what the evidence says of a process decides, and only what is certain", async (t) => {
  // The evidence of a living process is changed in one point each time.
  const here = await folderVault(t);
  const context = placeContext();
  const child = await holder(t, here, true);
  const [id = ""] = readdirSync(here.evidence);
  const path = join(here.evidence, id);
  const truth = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  assert.equal(truth["pid"], child.pid);
  const restart = { bootId: "before", machineId: "the same" };
  const certain: readonly object[] = [
    { startedAt: "1" },
    { pid: 2 ** 22 - 1 },
    ...(truth["machineId"] === "" ? [] : [{ bootId: restart.bootId, startedAt: "1" }]),
  ];
  const uncertain: readonly object[] = [
    {},
    // a fenced service in a container sees another number of the same start
    { bootId: restart.bootId },
    { host: "elsewhere", pid: 2 ** 22 - 1 },
    { pidSpace: "pid:[1]", pid: 2 ** 22 - 1 },
    { ...restart, pid: 2 ** 22 - 1 },
    { vault: "00".repeat(32), startedAt: "1" },
    { place: "/elsewhere", startedAt: "1" },
  ];
  for (const change of uncertain) {
    writeFileSync(path, JSON.stringify({ ...truth, ...change }));
    const code = await codeOf(take(here.repository, context, { evidence: here.evidence }));
    assert.equal(code, "VAULT_LOCKED", JSON.stringify(change));
  }
  writeFileSync(path, "{ torn");
  const torn = take(here.repository, context, { evidence: here.evidence });
  assert.equal(await codeOf(torn), "VAULT_LOCKED");
  const sealed = readFileSync(join(here.folder, "locks", id));
  for (const change of certain) {
    writeFileSync(join(here.folder, "locks", "new"), sealed);
    renameSync(join(here.folder, "locks", "new"), join(here.folder, "locks", id));
    writeFileSync(path, JSON.stringify({ ...truth, ...change }));
    const lock = await take(here.repository, context, { evidence: here.evidence });
    await lock[Symbol.asyncDispose]();
    assert.deepEqual(readdirSync(here.evidence), [], JSON.stringify(change));
    assert.deepEqual(readdirSync(join(here.folder, "locks")), []);
  }
});

test("lock: killed in the middle of refreshing, it leaves nothing that the next command cannot remove", async (t) => {
  // The child writes its lock anew without pause; it is killed when a random number of names has been seen.
  const here = await folderVault(t);
  const { evidence } = here;
  for (let round = 0; round < 4; round++) {
    const times = { ...LOCK_TIMES, refresh: 1, poll: 1, begin: 0 };
    const child = await holder(t, here, round % 2 === 0, times);
    const seen = new Set<string>();
    const enough = 2 + Math.floor(Math.random() * 4);
    while (seen.size < enough) {
      for (const name of readdirSync(join(here.folder, "locks"))) seen.add(name);
      await new Promise(setImmediate);
    }
    await kill(child);
    const lock = await take(here.repository, placeContext(), { evidence, isExclusive: true });
    await lock[Symbol.asyncDispose]();
    assert.deepEqual(
      readdirSync(evidence).filter((name) => !name.endsWith(".new")),
      [],
    );
    assert.deepEqual(
      readdirSync(join(here.folder, "locks")).filter((name) => !name.includes("-tmp-")),
      [],
    );
  }
});

const QUICK: LockTimes = {
  begin: 0,
  refresh: 100,
  stale: 60_000,
  lost: 20_000,
  settle: 20,
  poll: 20,
  retry: 50,
};

test("lock: a main thread that does nothing else for a long time does not starve the refreshing", async (t) => {
  // The main thread blocks itself and looks at the folder with synchronous calls only.
  const here = await folderVault(t);
  const config = { kind: "folder", path: here.folder } as const;
  const reopen = { module: MODULE, config };
  const options = { isExclusive: false, reopen, evidence: here.evidence, waitMs: 0, times: QUICK };
  const lock = await takeLock(here.repository, options, placeContext());
  const still = new Int32Array(new SharedArrayBuffer(4));
  const seen = new Set<string>();
  for (let look = 0; look < 1000 && seen.size < 5; look++) {
    for (const name of readdirSync(join(here.folder, "locks")))
      if (/^[0-9a-f]{64}$/.test(name)) seen.add(name);
    Atomics.wait(still, 0, 0, 20);
  }
  assert.ok(seen.size >= 5, String(seen.size));
  await lock[Symbol.asyncDispose]();
  assert.ok(!lock.signal.aborted);
  assert.deepEqual(readdirSync(join(here.folder, "locks")), []);
  assert.deepEqual(readdirSync(here.evidence), []);
});

test("lock: a run of a few seconds pays for no thread", async (t) => {
  // A module that cannot be opened would end the run if the thread were begun.
  const here = await folderVault(t);
  const config = { kind: "folder", path: here.folder } as const;
  const reopen = { module: new URL("missing.ts", import.meta.url).href, config };
  const times = { ...QUICK, begin: 60_000 };
  const options = { isExclusive: false, reopen, evidence: null, waitMs: 0, times };
  const lock = await takeLock(here.repository, options, placeContext());
  await lock[Symbol.asyncDispose]();
  assert.ok(!lock.signal.aborted);
  assert.deepEqual(readdirSync(join(here.folder, "locks")), []);
});

test("lock: a drive that goes away, or a thread that cannot begin, ends the run with a clear error", async (t) => {
  const here = await folderVault(t);
  const config = { kind: "folder", path: here.folder } as const;
  const times = { ...QUICK, lost: 400 };
  const options = { isExclusive: true, evidence: null, waitMs: 0, times };
  const signals: AbortSignal[] = [];
  {
    const reopen = { module: MODULE, config };
    await using lock = await takeLock(here.repository, { ...options, reopen }, placeContext());
    renameSync(here.folder, `${here.folder}-away`);
    await aborted(lock.signal);
    signals.push(lock.signal);
    renameSync(`${here.folder}-away`, here.folder);
  }
  {
    const reopen = { module: new URL("missing.ts", import.meta.url).href, config };
    await using lock = await takeLock(here.repository, { ...options, reopen }, placeContext());
    await aborted(lock.signal);
    signals.push(lock.signal);
  }
  for (const { reason } of signals) {
    assert.ok(reason instanceof FivefoldError);
    assert.equal(reason.code, "VAULT_LOCK_LOST");
  }
  assert.deepEqual(readdirSync(join(here.folder, "locks")), []);
});

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

test("lock: restic respects ours, we respect restic's", async (t) => {
  const here = await folderVault(t);
  const { folder, evidence } = here;
  const context = placeContext();
  const place = new FolderPlace(folder);
  assert.equal(place.label, folder);
  writeFileSync(join(folder, "..", "file"), "to back up");
  const backup = ["backup", "--quiet", join(folder, "..", "file")];
  resticOk(folder, "x", backup);

  const exclusive = await take(here.repository, context, { isExclusive: true });
  const refused = restic(folder, "x", ["check"]);
  // Restic says so with status 11 since version 0.17.
  assert.ok([1, 11].includes(refused.status ?? 0), refused.stderr);
  assert.match(refused.stderr, /locked exclusively by PID/);
  assert.match(
    resticOk(folder, "x", ["--no-lock", "list", "locks"]),
    new RegExp(exclusive.id ?? "-"),
  );
  const cat = ["--no-lock", "cat", "lock", exclusive.id ?? ""];
  const fields = Object.keys(JSON.parse(resticOk(folder, "x", cat)) as object);
  assert.deepEqual(fields.slice(0, 5), ["time", "exclusive", "hostname", "username", "pid"]);
  // Restic asks by SIGHUP whether we live; we do, and the lock stays.
  resticOk(folder, "x", ["unlock"]);
  assert.deepEqual(readdirSync(join(folder, "locks")), [exclusive.id]);
  await exclusive[Symbol.asyncDispose]();
  resticOk(folder, "x", ["check"]);

  const shared = await take(here.repository, context);
  resticOk(folder, "x", backup);
  assert.notEqual(restic(folder, "x", ["check"]).status, 0);
  await shared[Symbol.asyncDispose]();

  const writing = spawn("restic", ["--no-cache", "-r", folder, "backup", "--quiet", "--stdin"], {
    stdio: ["pipe", "ignore", "inherit"],
    env: { ...process.env, RESTIC_PASSWORD: "x" },
  });
  t.after(() => writing.kill("SIGKILL"));
  // The first megabyte is taken from the pipe only when restic has its lock.
  await new Promise((resolve) => writing.stdin.write(Buffer.alloc(1 << 20), resolve));
  const thrown: unknown = await take(here.repository, context, { isExclusive: true }).catch(
    (error) => error,
  );
  assert.ok(thrown instanceof FivefoldError && thrown.code === "VAULT_LOCKED", String(thrown));
  assert.equal(thrown.facts["pid"], writing.pid);
  await (await take(here.repository, context))[Symbol.asyncDispose]();
  writing.stdin.end();
  assert.deepEqual(await once(writing, "exit"), [0, null]);

  // Killed: restic removes the lock of a dead process of this machine itself.
  const child = await holder(t, here, false);
  assert.notEqual(restic(folder, "x", ["check"]).status, 0);
  resticOk(folder, "x", ["unlock"]);
  assert.equal(readdirSync(join(folder, "locks")).length, 1, "a living process keeps its lock");
  assert.equal(child.exitCode, null);
  await kill(child);
  resticOk(folder, "x", ["unlock"]);
  resticOk(folder, "x", ["check"]);
  await (
    await take(here.repository, context, { isExclusive: true, evidence })
  )[Symbol.asyncDispose]();
  assert.deepEqual(readdirSync(evidence), []);
});
