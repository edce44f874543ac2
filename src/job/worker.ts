/**
 * Runs jobs by themselves: looks what is due, one run at a time, the one that has waited longest first.
 *
 * It keeps nothing that a kill could lose: what was done is asked for before each look. While a run that people started
 * works, it waits; a run of its own that is stopped ends cleanly.
 */

import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { Job } from "../model/job.ts";
import { jobNamed } from "../model/job.ts";
import type { Clock } from "../model/run.ts";
import type { JobFailure, JobPast, Surroundings } from "./schedule.ts";
import { againAt, dueOf, passes, pauseMs, waitingJobs } from "./schedule.ts";

/** A copy that failed. */
export interface OwedCopy extends JobFailure {
  readonly place: string;
}

/** A job and what came of it so far. */
export interface KnownJob {
  readonly job: Job;
  readonly past: JobPast;
  /** Copies that are still to be made of the last backup. */
  readonly owed: readonly OwedCopy[];
}

/** What is to be done. */
export interface JobOrder {
  readonly job: Job;
  /** Only copies that are owed. */
  readonly isCopying: boolean;
}

export interface WorkerOptions {
  readonly clock: Clock;
  /** The computer's, as it is now. */
  readonly timeZone: () => string;
  /** All jobs as they are now. @throws what reading them meets; it is asked again later */
  readonly known: () => Promise<readonly KnownJob[]>;
  /** Does it, whatever comes of it being known to `known` from then on. */
  readonly run: (order: JobOrder, signal: AbortSignal) => Promise<void>;
  /** People's own run works: ours wait. */
  readonly isTaken: () => boolean | Promise<boolean>;
  /** Somebody has the app open; asked only where it matters. */
  readonly isInUse: () => Promise<boolean>;
  /** When a place arrived that was not there; `null`: it is not there, or nobody saw it come. */
  readonly arrivedMs: (place: string) => number | null;
  /** After each look, for whoever watches over absence. */
  readonly looked: () => Promise<void>;
  /** A run failed, or what is due could not be found out. */
  readonly tell: (error: FivefoldError, job: Job | null) => void;
}

/** Looks this often; a look costs less than a thousandth of that. */
const LOOK_MS = 15_000;

export class Worker implements AsyncDisposable {
  readonly #options: WorkerOptions;
  readonly #abort = new AbortController();
  #working: Promise<void> | null = null;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Begins to look, and goes on until it is disposed of. */
  start(): void {
    this.#working ??= this.#work();
  }

  /** Does all that is due now, one after the other, each at most once; gives how many runs that were. */
  async look(): Promise<number> {
    // Whatever a clock does meanwhile: no job keeps the others from their turn.
    const done = new Set<string>();
    while (!this.#abort.signal.aborted) {
      const order = await this.#next(done);
      if (order === null) break;
      done.add(keyOf(order));
      try {
        await this.#options.run(order, this.#abort.signal);
      } catch (thrown) {
        this.#options.tell(asFivefoldError(thrown), order.job);
      }
    }
    return done.size;
  }

  /** Stops what it does and waits for its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { clock, tell } = this.#options;
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        await this.look();
        if (!signal.aborted) await this.#options.looked();
      } catch (thrown) {
        tell(asFivefoldError(thrown), null);
      }
      try {
        await clock.sleep(LOOK_MS, signal);
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      }
    }
  }

  async #next(done: ReadonlySet<string>): Promise<JobOrder | null> {
    const { clock, known, isTaken, isInUse } = this.#options;
    if (await isTaken()) return null;
    const jobs = await known();
    const nowMs = clock.nowMs();
    const pastOf = (job: Job): JobPast =>
      jobs.find((each) => each.job === job)?.past ?? { success: null, failure: null };
    const aroundOf = (job: Job): Surroundings => this.#around(job, jobs, nowMs);
    const waiting = waitingJobs(
      jobs.map(({ job }) => job),
      pastOf,
      aroundOf,
    );
    const copying = jobs.find(
      ({ job, owed }) =>
        job.isEnabled &&
        owed.some((each) => isOwedNow(each, nowMs, this.#options.arrivedMs(each.place))) &&
        !done.has(keyOf({ job, isCopying: true })),
    );
    for (const { job } of waiting) {
      if (done.has(keyOf({ job, isCopying: false }))) continue;
      const waits = job.when.kind === "every" && job.when.whileInUse && !(await isInUse());
      if (!waits) return { job, isCopying: false };
    }
    return copying === undefined ? null : { job: copying.job, isCopying: true };
  }

  #around(job: Job, jobs: readonly KnownJob[], nowMs: number): Surroundings {
    return surroundingsOf(job, jobs, {
      nowMs,
      timeZone: this.#options.timeZone(),
      arrivedMs: this.#options.arrivedMs,
    });
  }
}

function keyOf({ job, isCopying }: JobOrder): string {
  return `${isCopying ? "copy" : "run"} ${job.name}`;
}

/** A copy that failed for a reason that may pass is tried again like a run; every other one each hour. */
export function isOwedNow(
  { code, count, endedMs }: JobFailure,
  nowMs: number,
  arrivedMs: number | null = null,
): boolean {
  const pause = passes(code) ? pauseMs(count) : pauseMs(Infinity);
  return endedMs > nowMs || againAt({ code, endedMs }, endedMs + pause, arrivedMs) <= nowMs;
}

/** What the moment is like for a job; whether the app is in use is asked last, and taken for yes here. */
export function surroundingsOf(
  { when, into }: Job,
  jobs: readonly Pick<KnownJob, "job" | "past">[],
  now: {
    readonly nowMs: number;
    readonly timeZone: string;
    readonly arrivedMs: (place: string) => number | null;
  },
): Surroundings {
  const { nowMs, timeZone } = now;
  const all = jobs.map(({ job }) => job);
  const followed = when.kind === "after" ? jobNamed(all, when.job) : null;
  const past = jobs.find(({ job }) => job === followed)?.past ?? null;
  const place = when.kind === "drive" ? when.place : into.place;
  return {
    nowMs,
    timeZone,
    isInUse: true,
    followedMs: past?.success?.endedMs ?? null,
    arrivedMs: place === null ? null : now.arrivedMs(place),
  };
}

/** When a job runs next, as a moment; `null`: nothing is known that would make it run. */
export function nextRunMs(
  known: KnownJob,
  jobs: readonly KnownJob[],
  now: Parameters<typeof surroundingsOf>[2],
): number | null {
  return dueOf(known.job, known.past, surroundingsOf(known.job, jobs, now)).atMs;
}
