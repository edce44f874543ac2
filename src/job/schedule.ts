/**
 * When a job is due: a pure function of what people chose, of its past, of now, and of the time zone.
 *
 * Due is reckoned from the last success and never from a tick, so that a computer that was off, asleep or set to another
 * time catches up once. What lies in the future of now was written by a clock that was wrong, and is not believed.
 */

import { Cron } from "croner";
import type { ErrorCode, Facts } from "../model/error.ts";
import { ERRORS } from "../model/error.ts";
import type { Job, JobWhen } from "../model/job.ts";
import { minutesOf } from "../model/job.ts";

/** What is known of a job from its runs. Milliseconds since 1970 UTC. */
export interface JobPast {
  /** When the last run that succeeded began and ended. */
  readonly success: { readonly startedMs: number; readonly endedMs: number } | null;
  /** The last run, where it did not succeed. */
  readonly failure: JobFailure | null;
}

export interface JobFailure {
  readonly startedMs: number;
  readonly endedMs: number;
  /** `null`: it died with its program, or came to an end that was none. */
  readonly code: ErrorCode | null;
  /** Runs in a row that did not succeed, at least 1. */
  readonly count: number;
  /** What the sentence of its code needs. */
  readonly facts?: Facts;
}

export const NO_PAST: JobPast = { success: null, failure: null };

/** What the moment is like. */
export interface Surroundings {
  readonly nowMs: number;
  /** The computer's. */
  readonly timeZone: string;
  /** Somebody has the app open. */
  readonly isInUse: boolean;
  /** When the job that this one follows last succeeded; `null`: never, or it follows none. */
  readonly followedMs: number | null;
  /**
   * When the place that this job waits for arrived: its drive was plugged in, or it answers again that a run found missing.
   * `null`: it is not there, nobody saw it come, or the job waits for none. Whatever from outside makes a job due comes in here.
   */
  readonly arrivedMs: number | null;
}

export interface Due {
  /** From when on it is due: not after now, it is. `null`: nothing is known that would make it so. */
  readonly atMs: number | null;
  /** It would be due, and waits for somebody to open the app. */
  readonly waitsForUse: boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A clock that is put back by no more than this has been corrected: what lies behind it has happened. */
const CORRECTION_MS = HOUR_MS;
/** A run that writes a whole file each time takes at most a tenth of all time. */
const STRETCH = 10;
const LONGEST_PAUSE_MS = HOUR_MS;

/** When a job is due next, the past being what it is; a paused one never is. */
export function dueOf(job: Job, past: JobPast, around: Surroundings): Due {
  if (!job.isEnabled) return { atMs: null, waitsForUse: false };
  const atMs = momentOf(job, past, around);
  const { when } = job;
  const waits = when.kind === "every" && when.whileInUse && !around.isInUse;
  return { atMs, waitsForUse: waits && atMs !== null && atMs <= around.nowMs };
}

export function isDue(job: Job, past: JobPast, around: Surroundings): boolean {
  const { atMs, waitsForUse } = dueOf(job, past, around);
  return atMs !== null && atMs <= around.nowMs && !waitsForUse;
}

function momentOf(job: Job, past: JobPast, around: Surroundings): number | null {
  const { nowMs } = around;
  const { success, failure } = believed(job, past, nowMs);
  const since = job.since === null ? null : Date.parse(job.since);
  // Given in the future by a clock that was wrong: as if it had just been.
  const sinceMs = since === null ? null : Math.min(since, nowMs);
  if (failure === null) return regular(job, success?.startedMs ?? null, sinceMs, success, around);
  // Who stopped it wants to be rid of it for a while; a service that was stopped makes up for it.
  const pause = failure.code === "CANCELLED" ? LONGEST_PAUSE_MS : pauseMs(failure.count);
  const againMs = againAt(failure, failure.endedMs + pause, around.arrivedMs);
  const nextMs = regular(job, failure.startedMs, sinceMs, success, around);
  if (passes(failure.code)) return nextMs === null ? againMs : Math.min(againMs, nextMs);
  // A job of minutes that needs a person does not fail every few minutes until one comes.
  if (nextMs !== null && job.when.kind === "every") return Math.max(againMs, nextMs);
  return nextMs;
}

/** A place that is there again is not kept waiting until the pause is over. */
export function againAt(
  { code, endedMs }: Pick<JobFailure, "code" | "endedMs">,
  pausedMs: number,
  arrivedMs: number | null,
): number {
  const isThere = code === "PLACE_MISSING" && arrivedMs !== null && arrivedMs > endedMs;
  return isThere ? Math.min(pausedMs, arrivedMs) : pausedMs;
}

/** What of a past can be true. */
function believed(job: Job, { success, failure }: JobPast, nowMs: number): JobPast {
  const { when } = job;
  const graceMs =
    when.kind === "every" ? Math.min(CORRECTION_MS, when.minutes * MINUTE_MS) : CORRECTION_MS;
  const isTrue = success !== null && success.startedMs <= nowMs + graceMs;
  const isRecent = failure !== null && failure.endedMs <= nowMs;
  return { success: isTrue ? success : null, failure: isRecent ? failure : null };
}

/** The first moment at which the job is to run after its last run, or after it was given: without both, for ever. */
function regular(
  { when, into }: Job,
  lastRunMs: number | null,
  sinceMs: number | null,
  success: JobPast["success"],
  around: Surroundings,
): number | null {
  const fromMs = lastRunMs ?? sinceMs;
  switch (when.kind) {
    case "clock":
    case "cron":
      if (fromMs === null) return 0;
      return nextTime(when, fromMs, around.timeZone);
    case "every": {
      if (lastRunMs === null) return fromMs ?? 0;
      const tookMs = success === null ? 0 : Math.max(0, success.endedMs - success.startedMs);
      const stretched = into.kind === "parcel" ? tookMs * STRETCH : 0;
      return lastRunMs + Math.max(when.minutes * MINUTE_MS, stretched);
    }
    case "after": {
      const { followedMs } = around;
      return followedMs !== null && followedMs > (fromMs ?? -Infinity) ? followedMs : null;
    }
    case "drive": {
      const { arrivedMs } = around;
      return arrivedMs !== null && arrivedMs > (fromMs ?? -Infinity) ? arrivedMs : null;
    }
    default:
      return when satisfies never;
  }
}

/**
 * The next time of the wall clock after a moment, as a moment. A time that the night of a change leaves out comes right after
 * it; one that comes twice comes once.
 */
function nextTime(
  when: Extract<JobWhen, { kind: "clock" | "cron" }>,
  fromMs: number,
  computersZone: string,
): number | null {
  const expression = when.kind === "cron" ? when.expression : expressionOf(when);
  const cron = new Cron(expression, { timezone: when.timeZone ?? computersZone, paused: true });
  return cron.nextRun(new Date(fromMs))?.getTime() ?? null;
}

function expressionOf({ at, days }: Extract<JobWhen, { kind: "clock" }>): string {
  const minutes = minutesOf(at) ?? 0;
  const on = days.length === 0 ? "*" : days.map((day) => day.slice(0, 3).toUpperCase()).join(",");
  return `${minutes % 60} ${Math.floor(minutes / 60)} * * ${on}`;
}

/** One minute, then twice as much each time, up to an hour. */
export function pauseMs(count: number): number {
  return Math.min(LONGEST_PAUSE_MS, MINUTE_MS * 2 ** Math.min(count - 1, 16));
}

/** Failures that may pass by themselves: as the error table has it, a drive that comes back, stops and sudden deaths. */
export function passes(code: ErrorCode | null): boolean {
  if (code === null || code === "PLACE_MISSING" || code === "CANCELLED") return true;
  return ERRORS[code].retry === "later";
}

/** A job that is due, and since when. */
export interface Waiting {
  readonly job: Job;
  readonly sinceMs: number;
}

/** The jobs that are due now, the one that has waited longest first; alike ones in the order of the settings. */
export function waitingJobs(
  jobs: readonly Job[],
  pastOf: (job: Job) => JobPast,
  aroundOf: (job: Job) => Surroundings,
): readonly Waiting[] {
  return jobs
    .flatMap((job): Waiting[] => {
      const [past, around] = [pastOf(job), aroundOf(job)];
      const { atMs } = dueOf(job, past, around);
      return atMs !== null && isDue(job, past, around) ? [{ job, sinceMs: atMs }] : [];
    })
    .toSorted((one, other) => one.sinceMs - other.sinceMs);
}
