/**
 * Goal: the three usual jobs do what they promise on real data for two years, whatever the computer, its clock and its disk
 * do meanwhile. Method: the real worker with real backups of the small app on a memory disk, a clock that the test turns, and
 * reboots, sleep, days off, clocks that jump both ways, runs that are stopped and full disks, from a seed that is printed. In the
 * short tests: twelve days around a change of clocks.
 */

import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { TestContext } from "node:test";
import test from "node:test";
import type { Fivefold, JobStatus, JobWorker } from "../../src/fivefold.ts";
import { systemCode } from "../../src/model/error.ts";
import type { Job } from "../../src/model/job.ts";
import { nightlyJob, weekdaysJob, workingJob } from "../../src/model/job.ts";
import { describe, must, run } from "../fixtures/command.ts";
import type { World } from "../fixtures/job-world.ts";
import { world } from "../fixtures/job-world.ts";
import { quietWatch } from "../fixtures/library.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = "Europe/Berlin";
const WEEK = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"] as const;

/** What a day is like. */
interface Day {
  /** The computer is off, all day. */
  readonly isOff: boolean;
  /** It sleeps at night, and wakes at nine. */
  readonly sleeps: boolean;
  readonly reboots: boolean;
  /** Its clock is wrong by so much; 0: right. */
  readonly skewMs: number;
  /** Not a byte is free, all day. */
  readonly isFull: boolean;
  /** The service is stopped while it makes the nightly backup, and started again. */
  readonly isStopped: boolean;
  /** Somebody works. */
  readonly isWorkedOn: boolean;
}

const QUIET: Day = {
  isOff: false,
  sleeps: false,
  reboots: false,
  skewMs: 0,
  isFull: false,
  isStopped: false,
  isWorkedOn: false,
};

function isDisturbed({ isOff, sleeps, skewMs, isFull, isStopped }: Day): boolean {
  return isOff || sleeps || skewMs !== 0 || isFull || isStopped;
}

/** A wall time in Berlin as a moment; one that a night leaves out is an hour later. */
function wall(date: Date, hours: number, minutes: number): number {
  const local = Date.UTC(
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    hours,
    minutes,
  );
  const offsetAt = (ms: number): number => {
    const parts = new Intl.DateTimeFormat("en", { timeZone: ZONE, timeZoneName: "longOffset" });
    const name = parts.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign = "+", hour = "0"] = /GMT([+-])(\d+)/.exec(name) ?? [];
    return (sign === "-" ? -1 : 1) * Number(hour) * HOUR;
  };
  return local - offsetAt(local - offsetAt(local));
}

/** The computer: its service is started anew at each boot, its true time is told apart from what its clock says. */
class Computer implements AsyncDisposable {
  readonly world: World;
  readonly #disk: string;
  #fivefold: Fivefold | null = null;
  #worker: JobWorker | null = null;
  #skewMs = 0;
  /** Whether the disk is one of its own, that may be filled. */
  readonly #mayFill: boolean;

  constructor(given: World, disk: string, mayFill: boolean) {
    this.world = given;
    this.#disk = disk;
    this.#mayFill = mayFill;
  }

  async boot(): Promise<void> {
    await this[Symbol.asyncDispose]();
    this.#fivefold = await this.world.open();
    this.#worker = await this.world.worker(this.#fivefold);
  }

  set skewMs(skewMs: number) {
    this.world.clock.turn(skewMs - this.#skewMs);
    this.#skewMs = skewMs;
  }

  get trueMs(): number {
    return this.world.clock.nowMs() - this.#skewMs;
  }

  /** Goes on to a true moment, and lets the service look. */
  async lookAt(trueMs: number): Promise<void> {
    assert.ok(trueMs >= this.trueMs, "time goes on");
    this.world.clock.turn(trueMs - this.trueMs);
    await this.#worker?.look();
  }

  /** As `lookAt`; the service is stopped as soon as something is stored, and started again. */
  async stopAt(trueMs: number): Promise<void> {
    const stopped: Promise<void>[] = [];
    this.world.onReport((progress) => {
      const worker = this.#worker;
      if (progress.kind === "stage" && progress.stage === "store" && worker !== null)
        stopped.push(worker[Symbol.asyncDispose]());
    });
    await this.lookAt(trueMs);
    this.world.onReport(() => undefined);
    await Promise.all(stopped);
    await this.boot();
  }

  work(): void {
    appendFileSync(path.join(this.world.app, "tenants/t1/files/a.txt"), `${this.trueMs}\n`);
  }

  fill(): void {
    if (!this.#mayFill) return;
    const { bavail, bsize } = statfsSync(this.#disk);
    try {
      writeFileSync(path.join(this.#disk, "filler"), Buffer.alloc(bavail * bsize, 1));
    } catch (thrown) {
      if (systemCode(thrown) !== "ENOSPC") throw thrown;
    }
  }

  free(): void {
    rmSync(path.join(this.#disk, "filler"), { force: true });
  }

  async status(name: string): Promise<JobStatus> {
    assert.ok(this.#fivefold !== null);
    return await this.#fivefold.job(name);
  }

  get fivefold(): Fivefold {
    assert.ok(this.#fivefold !== null);
    return this.#fivefold;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker?.[Symbol.asyncDispose]();
    await this.#fivefold?.[Symbol.asyncDispose]();
    this.#worker = null;
    this.#fivefold = null;
  }
}

interface Counts {
  days: number;
  nights: number;
  made: number;
  unchanged: number;
}

async function live(
  t: TestContext,
  first: Date,
  days: readonly Day[],
  disk: string | null,
): Promise<Counts> {
  const startMs = wall(first, 0, 30);
  const since = new Date(startMs - DAY).toISOString();
  const w = await world(t, [], startMs);
  const place = disk ?? path.join(w.folder, "disk");
  mkdirSync(path.join(place, "vault"), { recursive: true });
  const parcels = path.join(place, "parcels");
  {
    await using fivefold = await w.open();
    await fivefold.addPlace("disk", path.join(place, "vault"));
    await fivefold.init("disk", quietWatch());
    const at = (job: Job, time: string): Job => ({
      ...job,
      when: { kind: "clock", at: time, days: [], timeZone: ZONE },
    });
    await fivefold.addJob(at(nightlyJob("night", since), "01:00"));
    const folder = (job: Job): Job => {
      assert.ok(job.into.kind === "parcel");
      return { ...job, into: { ...job.into, place: parcels } };
    };
    await fivefold.addJob(folder(at(weekdaysJob("week", since, WEEK), "20:00")));
    const workings = path.join(place, "working");
    const working = workingJob("work", since);
    assert.ok(working.into.kind === "parcel");
    await fivefold.addJob({ ...working, into: { ...working.into, place: workings } });
  }
  await using computer = new Computer(w, place, disk !== null);
  await computer.boot();
  const counts: Counts = { days: 0, nights: 0, made: 0, unchanged: 0 };
  const ends = (name: string): readonly string[] =>
    w.ends.filter(([job]) => job === name).map(([, kind]) => kind);
  let quietDays = 0;
  for (const [index, day] of days.entries()) {
    const date = new Date(first.getTime() + index * DAY);
    const said = `day ${index}, ${date.toISOString().slice(0, 10)}`;
    counts.days++;
    if (day.isOff) {
      quietDays = 0;
      continue;
    }
    w.ends.length = 0;
    w.errors.length = 0;
    computer.skewMs = day.skewMs;
    if (day.isFull) computer.fill();
    if (day.reboots || days[index - 1]?.isOff === true) await computer.boot();
    if (day.isStopped) await computer.stopAt(wall(date, 1, 1));
    else if (!day.sleeps) await computer.lookAt(wall(date, 1, 1));
    await computer.lookAt(wall(date, 9, 0));
    if (day.isWorkedOn) computer.work();
    await computer.lookAt(wall(date, 9, 6));
    await computer.lookAt(wall(date, 9, 12));
    await computer.lookAt(wall(date, 20, 1));
    await computer.lookAt(wall(date, 20, 30));
    computer.free();
    const codes = w.errors.map(({ code }) => code);
    const isAllowed = (code: string): boolean =>
      (day.isFull && /FULL|SPACE_SHORT/.test(code)) || (day.isStopped && code === "CANCELLED");
    assert.ok(codes.every(isAllowed), `${said}: ${codes.join(", ")}`);
    const [night, week] = [await computer.status("night"), await computer.status("week")];
    if (!day.isFull || disk === null) {
      assert.equal(night.past.failure, null, said);
      assert.equal(night.isLate, false, said);
      // whatever was missed is made up for on the same day
      assert.ok(w.clock.nowMs() - (night.wholeMs ?? 0) < DAY, said);
      assert.ok(w.clock.nowMs() - (week.wholeMs ?? 0) < DAY, said);
    }
    counts.nights += ends("night").length;
    counts.made += ends("work").filter((kind) => kind === "made").length;
    counts.unchanged += ends("work").filter((kind) => kind === "unchanged").length;
    // an undisturbed day after an undisturbed one has each exactly once, and a new file only for new work
    if (!isDisturbed(day) && quietDays > 0) {
      assert.deepEqual(ends("night"), ["made"], said);
      assert.deepEqual(ends("week"), ["made"], said);
      const made = ends("work").filter((kind) => kind === "made").length;
      // a file that was written less than two seconds before it is looked at is looked at once more
      assert.ok(day.isWorkedOn ? made === 1 || made === 2 : made <= 1, `${said}: ${made} files`);
    }
    quietDays = isDisturbed(day) ? 0 : quietDays + 1;
    const names = readdirSync(parcels).map((name) => name.replace(/\.zip$/, ""));
    assert.ok(
      names.every((name) => WEEK.some((each) => each === name)),
      `${said}: ${names.join(", ")}`,
    );
    if (index % 30 === 29) await requireKept(computer, said);
  }
  await requireKept(computer, "at the end");
  const names = readdirSync(parcels).toSorted();
  if (quietDays > 7) {
    assert.deepEqual(names, WEEK.map((name) => `${name}.zip`).toSorted());
    for (const { id, takenAt } of await computer.fivefold.list(parcels, quietWatch())) {
      const local = new Date(Date.parse(takenAt) + 2 * HOUR);
      assert.equal(id, `${WEEK[(local.getUTCDay() + 6) % 7]}.zip`);
      assert.ok(w.clock.nowMs() - Date.parse(takenAt) < 7 * DAY);
    }
  }
  const { value } = await computer.fivefold.check("disk", true, quietWatch());
  assert.deepEqual(value.findings, []);
  return counts;
}

/** A year's history takes the room of a year's history: the rule is kept, and only whole backups are there. */
async function requireKept(computer: Computer, said: string): Promise<void> {
  const all = await computer.fivefold.list("disk", quietWatch());
  assert.ok(all.length >= 1 && all.length <= 7 + 4 + 12 + 4, `${said}: ${all.length}`);
  assert.ok(
    all.every(({ isComplete, tags }) => isComplete && tags.includes("job:night")),
    said,
  );
}

test("jobs: twelve days around a change of clocks, with sleep, a reboot, a stop, days off and a wrong clock", async (t) => {
  const days: Day[] = Array.from({ length: 12 }, () => QUIET);
  days[1] = { ...QUIET, isWorkedOn: true };
  days[2] = { ...QUIET, sleeps: true };
  days[3] = { ...QUIET, isOff: true };
  days[5] = { ...QUIET, isStopped: true };
  // the night of the change itself is undisturbed: day 6 is 31 March 2030
  days[7] = { ...QUIET, reboots: true, isWorkedOn: true };
  days[8] = { ...QUIET, skewMs: 40 * HOUR };
  days[9] = { ...QUIET, skewMs: -3 * HOUR };
  const counts = await live(t, new Date("2030-03-25T00:00:00Z"), days, null);
  assert.ok(counts.nights >= 11 && counts.nights <= 14, JSON.stringify(counts));
});

/** Numbers from 0 to 1, the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) | 0;
    const mixed = state ^ (state + Math.imul(state ^ (state >>> 7), state | 61));
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function twoYears(seed: number): readonly Day[] {
  const next = chance(seed);
  const days: Day[] = [];
  while (days.length < 720) {
    const isWorkedOn = next() < 0.3;
    const kind = next();
    const length = 1 + Math.floor(next() * 3);
    const repeated = (day: Day): void => {
      for (let each = 0; each < length; each++) days.push(day);
    };
    if (kind < 0.03) repeated({ ...QUIET, isOff: true });
    else if (kind < 0.035)
      for (let each = 0; each < 15; each++) days.push({ ...QUIET, isOff: true });
    else if (kind < 0.08) days.push({ ...QUIET, sleeps: true, isWorkedOn });
    else if (kind < 0.1) repeated({ ...QUIET, skewMs: Math.ceil(next() * 400) * HOUR });
    else if (kind < 0.12) repeated({ ...QUIET, skewMs: -Math.ceil(next() * 48) * HOUR });
    else if (kind < 0.15) repeated({ ...QUIET, isFull: true, isWorkedOn });
    else if (kind < 0.17) days.push({ ...QUIET, isStopped: true });
    else days.push({ ...QUIET, reboots: next() < 0.1, isWorkedOn });
  }
  for (let each = 0; each < 10; each++) days.push(QUIET);
  return days;
}

if (process.env["FIVEFOLD_TEST_LONG"] === "1")
  if (process.getuid?.() === 0)
    test("jobs: two years of reboots, sleep, days off, wrong clocks, stops and full disks", async (t) => {
      const seed = Number(process.env["FIVEFOLD_TEST_SEED"] ?? "6");
      const days = twoYears(seed).slice(0, Number(process.env["FIVEFOLD_TEST_DAYS"] ?? "10000"));
      t.diagnostic(`seed ${seed}, ${days.length} days`);
      const w = await must(["mktemp", "-d"]);
      const disk = w.toString().trim();
      await must(["mount", "-t", "tmpfs", "-o", "size=96m", "fivefold-test", disk]);
      try {
        const counts = await live(t, new Date("2030-01-01T00:00:00Z"), days, disk);
        t.diagnostic(JSON.stringify(counts));
      } finally {
        await must(["umount", disk]);
        rmSync(disk, { recursive: true });
      }
    });
  else
    test("jobs: two years (in a namespace of its own)", async () => {
      const env = { ...process.env };
      delete env["NODE_TEST_CONTEXT"]; // else the inner runner would speak to a runner that is not there
      const own = [process.execPath, import.meta.filename];
      const ended = await run(["unshare", "--user", "--map-root-user", "--mount", ...own], { env });
      assert.equal(ended.status, 0, describe(ended));
    });
