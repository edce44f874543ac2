/**
 * Goal: a job runs when people expect it, whatever the computer and its clock do. Method: single moments at the borders, and two
 * simulated years of a computer that is rebooted, sleeps, travels, loses its clock and fills its disk, from seeds.
 */

import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import type { ErrorCode } from "../model/error.ts";
import type { Job, JobWhen } from "../model/job.ts";
import { nightlyJob, workingJob } from "../model/job.ts";
import type { JobPast, Surroundings } from "./schedule.ts";
import { NO_PAST, dueOf, isDue, pauseMs, waitingJobs } from "./schedule.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function at(text: string): number {
  return Date.parse(text);
}

function around(nowMs: number, more: Partial<Surroundings> = {}): Surroundings {
  const nothing = { isInUse: false, followedMs: null, arrivedMs: null };
  return { nowMs, timeZone: "Europe/Berlin", ...nothing, ...more };
}

function succeeded(startedMs: number, tookMs = MINUTE): JobPast {
  return { success: { startedMs, endedMs: startedMs + tookMs }, failure: null };
}

function failed(startedMs: number, code: ErrorCode | null, count = 1, before = NO_PAST): JobPast {
  return { ...before, failure: { startedMs, endedMs: startedMs + MINUTE, code, count } };
}

function nightly(time: string, more: Partial<Extract<JobWhen, { kind: "clock" }>> = {}): Job {
  const job = nightlyJob("night", "2026-01-01T12:00:00Z");
  return { ...job, when: { kind: "clock", at: time, days: [], timeZone: null, ...more } };
}

/** The next moment, as UTC. */
function next(job: Job, past: JobPast, nowMs: number, more: Partial<Surroundings> = {}): string {
  const { atMs } = dueOf(job, past, around(nowMs, more));
  return atMs === null ? "never" : new Date(atMs).toISOString().slice(0, 16);
}

/** The next moment after a success at one. */
function after(job: Job, successMs: number): string {
  return next(job, succeeded(successMs), successMs + 2 * MINUTE);
}

test("schedule: a new job owes nothing from before it was given, one written by hand is owed at once", () => {
  const job = nightly("01:00");
  assert.equal(next(job, NO_PAST, at("2026-01-01T13:00:00Z")), "2026-01-02T00:00");
  assert.ok(isDue({ ...job, since: null }, NO_PAST, around(at("2026-01-01T13:00:00Z"))));
  const paused = { ...job, isEnabled: false };
  assert.equal(next(paused, NO_PAST, at("2027-01-01T13:00:00Z")), "never");
});

test("schedule: after a fortnight off, last night's run is made up for once", () => {
  const job = nightly("01:00");
  const back = at("2026-02-15T09:00:00Z");
  assert.ok(isDue(job, succeeded(at("2026-02-01T00:00:00Z")), around(back)));
  assert.equal(next(job, succeeded(back), back + HOUR), "2026-02-16T00:00");
});

test("schedule: a time that spring leaves out comes right after the gap, one that autumn repeats comes once", () => {
  const job = nightly("02:30");
  // Berlin: 29 March 2026 02:00 becomes 03:00, 25 October 03:00 becomes 02:00
  assert.equal(after(job, at("2026-03-28T01:30:00Z")), "2026-03-29T01:00");
  assert.equal(after(job, at("2026-03-29T01:00:00Z")), "2026-03-30T00:30");
  assert.equal(after(job, at("2026-10-24T00:30:00Z")), "2026-10-25T00:30");
  assert.equal(after(job, at("2026-10-25T00:30:00Z")), "2026-10-26T01:30");
});

test("schedule: wall time is the job's zone's, else the computer's, and follows it", () => {
  const last = succeeded(at("2026-06-01T12:00:00Z"));
  const now = at("2026-06-01T13:00:00Z");
  assert.equal(next(nightly("01:00"), last, now), "2026-06-01T23:00");
  const timeZone = "America/New_York";
  assert.equal(next(nightly("01:00"), last, now, { timeZone }), "2026-06-02T05:00");
  const tehran = nightly("01:00", { timeZone: "Asia/Tehran" });
  assert.equal(next(tehran, last, now, { timeZone }), "2026-06-01T21:30");
  const offset = nightly("01:00", { timeZone: "+05:45" });
  assert.equal(next(offset, last, now, { timeZone }), "2026-06-01T19:15");
});

test("schedule: weekly on chosen days", () => {
  const job = nightly("20:00", { days: ["friday", "monday"] });
  // 2026-06-01 is a Monday
  assert.equal(after(job, at("2026-06-01T18:00:00Z")), "2026-06-05T18:00");
  assert.equal(after(job, at("2026-06-05T18:00:00Z")), "2026-06-08T18:00");
});

test("schedule: a cron expression is kept like a time", () => {
  const when = { kind: "cron", expression: "*/15 8-9 * * MON-FRI", timeZone: null } as const;
  const job = { ...nightly("01:00"), when };
  assert.equal(after(job, at("2026-06-05T07:45:00Z")), "2026-06-08T06:00");
});

test("schedule: what a wrong clock wrote does not hold a job back for years", () => {
  const now = at("2026-06-01T12:00:00Z");
  for (const job of [nightly("01:00"), workingJob("work", "2026-01-01T00:00:00Z")]) {
    assert.ok(isDue(job, succeeded(at("2031-01-01T00:00:00Z")), around(now)), job.name);
    const future = failed(at("2031-01-01T00:00:00Z"), "APP_LOCKED", 9);
    assert.ok(isDue(job, future, around(now)), job.name);
    const given = { ...job, since: "2031-01-01T00:00:00Z" };
    const { atMs } = dueOf(given, NO_PAST, around(now));
    assert.ok(atMs !== null && atMs <= now + DAY, job.name);
  }
  // corrected by twenty minutes: what was done at one is not done again at one
  const corrected = around(at("2026-06-01T22:50:00Z"));
  const { atMs } = dueOf(nightly("01:00"), succeeded(at("2026-06-01T23:05:00Z")), corrected);
  assert.equal(atMs, at("2026-06-02T23:00:00Z"));
});

test("schedule: what may pass is tried again with growing pauses, the rest at the job's next time", () => {
  const job = nightly("01:00");
  const start = at("2026-06-01T23:00:00Z");
  const before = succeeded(start - DAY, 1000);
  const now = start + 2 * MINUTE;
  assert.equal(next(job, failed(start, "APP_LOCKED", 1, before), now), "2026-06-01T23:02");
  assert.equal(next(job, failed(start, "PLACE_MISSING", 4, before), now), "2026-06-01T23:09");
  assert.equal(next(job, failed(start, null, 99, before), now), "2026-06-02T00:01");
  assert.equal(next(job, failed(start, "PLACE_FULL", 1, before), now), "2026-06-02T23:00");
  assert.deepEqual(
    [1, 2, 3, 7, 50].map(pauseMs),
    [1, 2, 4, 60, 60].map((each) => each * MINUTE),
  );
  const working = workingJob("work", "2026-01-01T00:00:00Z");
  assert.equal(next(working, failed(start, "PLACE_FULL", 1, before), now), "2026-06-01T23:05");
  assert.equal(next(working, failed(start, "PLACE_FULL", 6, before), now), "2026-06-01T23:33");
});

test("schedule: a file that takes long to write comes less often, a history does not", () => {
  const working = workingJob("work", "2026-01-01T00:00:00Z");
  const start = at("2026-06-01T08:00:00Z");
  assert.equal(next(working, succeeded(start, 10_000), start), "2026-06-01T08:05");
  assert.equal(next(working, succeeded(start, 3 * MINUTE), start), "2026-06-01T08:30");
  const vault: Job = { ...working, into: { kind: "vault", place: null } };
  assert.equal(next(vault, succeeded(start, 3 * MINUTE), start), "2026-06-01T08:05");
});

test("schedule: while the app is in use, after another job, when a drive comes", () => {
  const working = workingJob("work", "2026-01-01T00:00:00Z");
  const inUse: Job = { ...working, when: { kind: "every", minutes: 5, whileInUse: true } };
  const start = at("2026-06-01T08:00:00Z");
  const later = start + HOUR;
  assert.deepEqual(dueOf(inUse, succeeded(start), around(later)).waitsForUse, true);
  assert.ok(!isDue(inUse, succeeded(start), around(later)));
  assert.ok(isDue(inUse, succeeded(start), around(later, { isInUse: true })));
  const follower: Job = { ...working, when: { kind: "after", job: "night" } };
  assert.equal(next(follower, succeeded(start), later), "never");
  assert.ok(!isDue(follower, succeeded(start), around(later, { followedMs: start - DAY })));
  assert.ok(isDue(follower, succeeded(start), around(later, { followedMs: start + MINUTE })));
  const drive: Job = { ...working, when: { kind: "drive", place: "usb" } };
  assert.equal(next(drive, succeeded(start), later), "never");
  assert.ok(isDue(drive, succeeded(start), around(later, { arrivedMs: later })));
});

test("schedule: a place that is there again makes the run due that found it missing, and no other", () => {
  const job = nightly("01:00");
  const start = at("2026-06-01T23:00:00Z");
  const missing = failed(start, "PLACE_MISSING", 7);
  const now = start + 5 * MINUTE;
  assert.equal(next(job, missing, now), "2026-06-02T00:01");
  assert.equal(next(job, missing, now, { arrivedMs: now }), "2026-06-01T23:05");
  assert.ok(isDue(job, missing, around(now, { arrivedMs: now })));
  // it came before the run that did not find it: that was another time
  assert.ok(!isDue(job, missing, around(now, { arrivedMs: start - HOUR })));
  assert.ok(!isDue(job, failed(start, "PLACE_FULL", 7), around(now, { arrivedMs: now })));
  assert.ok(!isDue(job, succeeded(start), around(now, { arrivedMs: now })));
});

test("schedule: late jobs queue up by how long they have waited", () => {
  const now = at("2026-06-10T08:00:00Z");
  const jobs = [nightly("05:00"), { ...nightly("03:00"), name: "earlier" }];
  const past = succeeded(at("2026-06-01T08:00:00Z"));
  const order = waitingJobs(
    jobs,
    () => past,
    () => around(now),
  );
  assert.deepEqual(
    order.map(({ job }) => job.name),
    ["earlier", "night"],
  );
});

// ---- two years

interface Event {
  readonly kind: "off" | "travel" | "back" | "forth" | "fail" | "kill" | "full";
  /** Hours until then from the event before. */
  readonly afterHours: number;
  /** Its length or size: hours. */
  readonly hours: number;
}

const EVENT: fc.Arbitrary<Event> = fc.record({
  kind: fc.constantFrom("off", "travel", "back", "forth", "fail", "kill", "full"),
  afterHours: fc.integer({ min: 1, max: 24 * 40 }),
  hours: fc.integer({ min: 1, max: 24 * 20 }),
});

const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Tehran", "Australia/Lord_Howe", "UTC"];

/** A run, in true time and as the computer's clock had it. */
interface SimulatedRun {
  readonly trueMs: number;
  readonly clockMs: number;
  readonly isSuccess: boolean;
}

/** A computer over two years: true time goes on, its clock may be wrong, its memory is what the schedule is given. */
function live(job: Job, events: readonly Event[]): readonly SimulatedRun[] {
  const runs: SimulatedRun[] = [];
  const startMs = at("2026-01-01T00:00:00Z");
  const endMs = startMs + 2 * 365 * DAY;
  let trueMs = startMs;
  let skewMs = 0;
  let zone = 0;
  let past = NO_PAST;
  let offUntil = 0;
  let fails: { readonly untilMs: number; readonly code: ErrorCode | null } | null = null;
  const queue = [...events];
  let eventMs = startMs + (queue[0]?.afterHours ?? Infinity) * HOUR;
  while (trueMs < endMs) {
    for (let event = queue[0]; event !== undefined && eventMs <= trueMs; event = queue[0]) {
      const untilMs = trueMs + event.hours * HOUR;
      if (event.kind === "off") offUntil = untilMs;
      else if (event.kind === "travel") zone = (zone + event.hours) % ZONES.length;
      else if (event.kind === "back") skewMs = -event.hours * HOUR;
      else if (event.kind === "forth") skewMs = event.hours * HOUR;
      else {
        const code = { fail: "APP_LOCKED", kill: null, full: "PLACE_FULL" } as const;
        fails = { untilMs, code: code[event.kind] };
      }
      queue.shift();
      eventMs += (queue[0]?.afterHours ?? Infinity) * HOUR;
    }
    if (trueMs < offUntil) {
      trueMs = offUntil;
      continue;
    }
    const nowMs = trueMs + skewMs;
    const here = around(nowMs, { timeZone: ZONES[zone] ?? "UTC" });
    const due = dueOf(job, past, here);
    if (due.atMs !== null && due.atMs <= nowMs) {
      const isSuccess = fails === null || trueMs >= fails.untilMs;
      runs.push({ trueMs, clockMs: nowMs, isSuccess });
      const count = (past.failure?.count ?? 0) + 1;
      past = isSuccess
        ? succeeded(nowMs)
        : { ...past, ...failed(nowMs, fails?.code ?? null, count, past) };
      trueMs += 2 * MINUTE;
      continue;
    }
    // to the next thing that can happen, as a worker that sleeps until then, and at least each hour
    const dueMs = due.atMs === null ? Infinity : due.atMs - skewMs;
    trueMs = Math.min(
      trueMs + HOUR,
      Math.max(dueMs, trueMs + MINUTE),
      Math.max(eventMs, trueMs + 1),
    );
  }
  return runs;
}

test("schedule: two years of reboots, sleep, travels, wrong clocks, failures and full disks", () => {
  const job = { ...nightly("01:00"), since: "2026-01-01T00:00:00Z" };
  fc.assert(
    fc.property(fc.array(EVENT, { maxLength: 40 }), (events) => {
      const runs = live(job, events);
      const good = runs.filter(({ isSuccess }) => isSuccess);
      const disturbed = events.reduce((sum, { hours }) => sum + hours, 0) / 24;
      const jumps = events.filter(({ kind }) => kind === "back" || kind === "forth").length;
      const travels = events.filter(({ kind }) => kind === "travel").length;
      // once a day but for what was off or failed, and once more for a jump or a travel
      assert.ok(good.length >= 730 - disturbed - events.length - 2, `${good.length} too few`);
      assert.ok(good.length <= 732 + 2 * jumps + travels + events.length, `${good.length} many`);
      // never twice at once: catching up is one run
      for (const [index, run] of good.entries()) {
        const before = good[index - 1];
        if (before === undefined || jumps > 0 || travels > 0) continue;
        const sameDay = Math.floor((run.trueMs - before.trueMs) / HOUR);
        assert.ok(sameDay >= 0 && run.trueMs > before.trueMs);
      }
    }),
    { numRuns: 8, seed: 6 },
  );
});

test("schedule: undisturbed, two years have one run for each of their nights, also where clocks change", () => {
  for (const [zone, time] of [
    ["Europe/Berlin", "02:30"],
    ["Asia/Tehran", "00:00"],
    ["Australia/Lord_Howe", "01:45"],
    ["America/Sao_Paulo", "00:00"],
  ] as const) {
    const job = { ...nightly(time, { timeZone: zone }), since: "2026-01-01T00:00:00Z" };
    const runs = live(job, []);
    const days = new Set(
      runs.map(({ trueMs }) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(trueMs)),
    );
    assert.ok(runs.length >= 729 && runs.length <= 731, `${zone}: ${runs.length}`);
    assert.equal(days.size, runs.length, zone);
  }
});

test("schedule: every five minutes over a month, with a wrong clock in between", () => {
  const job = workingJob("work", "2026-01-01T00:00:00Z");
  fc.assert(
    fc.property(fc.array(EVENT, { maxLength: 6 }), (events) => {
      // true time goes on: no jump of the clock may stop it for longer than its interval
      const short = events.map((each) => ({ ...each, afterHours: (each.afterHours % 90) + 1 }));
      const calm = short.filter(({ kind }) => kind === "back" || kind === "forth");
      const until = at("2026-02-01T00:00:00Z");
      const runs = live(job, calm).filter(({ trueMs }) => trueMs < until);
      for (const [index, run] of runs.entries()) {
        const before = runs[index - 1];
        if (before === undefined) continue;
        assert.ok(run.trueMs - before.trueMs <= 11 * MINUTE, `${run.trueMs - before.trueMs}`);
      }
    }),
    { numRuns: 6, seed: 6 },
  );
});
