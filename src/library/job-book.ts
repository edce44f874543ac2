/**
 * The jobs of an app: what people chose and what came of it, told and changed; and the worker that runs them. Between two
 * looks the worker remembers what was not worth writing down.
 */

import type { JobMemory } from "../app/job-memory.ts";
import type { JobOrder, KnownJob } from "../job/worker.ts";
import { Worker, nextRunMs } from "../job/worker.ts";
import type { AlarmWords } from "../model/alarm.ts";
import type { FivefoldError } from "../model/error.ts";
import type { Job } from "../model/job.ts";
import { alarmHoursOf, usesPlace } from "../model/job.ts";
import { idKey } from "../model/part.ts";
import type { Clock } from "../model/run.ts";
import type { Settings } from "../model/settings.ts";
import { Arrivals } from "./arrivals.ts";
import { contextOf, newRun, systemClock } from "./given.ts";
import type { Watch } from "./given.ts";
import type { Installation } from "./installation.ts";
import { openSources } from "./installation.ts";
import type { JobEnd, JobWords } from "./jobs.ts";
import { folderOf } from "./jobs.ts";

/** How a job stands; moments are milliseconds since 1970 UTC. */
export interface JobStatus extends KnownJob {
  /** Where its backups go, as people know it. */
  readonly place: string;
  /** When it runs next, `null`: it rests, or waits for something that nobody can foresee. Before now: at once. */
  readonly nextMs: number | null;
  /** Whose wall clock that is. */
  readonly timeZone: string;
  /** The last whole backup, or that nothing had changed since one. */
  readonly wholeMs: number | null;
  /** It has been without one for longer than its time limit. */
  readonly isLate: boolean;
  /** How the last run ended; `null`: there was none. */
  readonly lastOutcome: "done" | "unchanged" | "incomplete" | "failed" | null;
  readonly memory: JobMemory;
}

const HOUR_MS = 3_600_000;

/** `remembered`: what is newer than what was written down. */
export async function jobStatuses(
  installation: Installation,
  remembered: ReadonlyMap<string, JobMemory> = new Map(),
): Promise<readonly JobStatus[]> {
  const { afterDeath, recallJob } = await import("../app/job-memory.ts");
  const settings = await installation.readSettings();
  const nowMs = installation.clock.nowMs();
  const computers = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known: { readonly entry: KnownJob; readonly memory: JobMemory }[] = [];
  for (const job of settings.jobs) {
    const written = afterDeath(await recallJob(installation.home, job.name), nowMs);
    const newer = remembered.get(idKey(job.name));
    const isNewer = newer !== undefined && latest(newer, nowMs) >= latest(written, nowMs);
    const memory = isNewer ? newer : written;
    const { success, failure, owed } = memory;
    known.push({ entry: { job, past: { success, failure }, owed }, memory });
  }
  const entries = known.map(({ entry }) => entry);
  const now = { nowMs, timeZone: computers, arrivedMs: () => null };
  return known.map(({ entry, memory }): JobStatus => {
    const { job } = entry;
    const { when } = job;
    const own = when.kind === "clock" || when.kind === "cron" ? when.timeZone : null;
    const wholeMs = memory.whole?.endedMs ?? null;
    const fromMs = wholeMs ?? (job.since === null ? -Infinity : Date.parse(job.since));
    return {
      ...entry,
      place: folderOf(installation, job),
      nextMs: nextRunMs(entry, entries, now),
      timeZone: own ?? computers,
      wholeMs,
      isLate: job.isEnabled && nowMs - fromMs > alarmHoursOf(job) * HOUR_MS,
      lastOutcome: lastOutcomeOf(memory),
      memory,
    };
  });
}

function lastOutcomeOf({ success, failure, whole, isUnchanged }: JobMemory) {
  if (failure !== null) return "failed";
  if (success === null) return null;
  if (success.startedMs !== whole?.startedMs) return "incomplete";
  return isUnchanged ? "unchanged" : "done";
}

/** @throws JOB_UNKNOWN */
export async function jobStatus(
  installation: Installation,
  name: string,
  remembered?: ReadonlyMap<string, JobMemory>,
): Promise<JobStatus> {
  const { requireJob } = await import("../app/settings.ts");
  const all = await jobStatuses(installation, remembered);
  const wanted = requireJob(installation.settings, name);
  const found = all.find((each) => each.job.name === wanted.name);
  const { FivefoldError } = await import("../model/error.ts");
  if (found === undefined) throw new FivefoldError("JOB_UNKNOWN", { job: name });
  return found;
}

/** The last moment that it tells of; one in the future was written by a clock that was wrong, and tells nothing. */
function latest({ success, failure }: JobMemory, nowMs: number): number {
  const known = [success?.endedMs ?? -Infinity, failure?.endedMs ?? -Infinity];
  return Math.max(...known.filter((ms) => ms <= nowMs), -Infinity);
}

/** @throws JOB_EXISTS, VAULT_MISSING, PLACE_UNKNOWN, SETTINGS_WRONG, HOME_UNWRITABLE, PARCEL_NAME_WRONG */
export async function addJob(installation: Installation, job: Job): Promise<Job> {
  const { withJob } = await import("../app/settings.ts");
  const { jobNamed } = await import("../model/job.ts");
  const { FivefoldError } = await import("../model/error.ts");
  const { forgetJob } = await import("../app/job-memory.ts");
  await installation.readSettings();
  await requireSound(installation, job);
  await installation.changeSettings((settings) => {
    if (jobNamed(settings.jobs, job.name) !== null)
      throw new FivefoldError("JOB_EXISTS", { job: job.name });
    return withJob(settings, job);
  });
  await forgetJob(installation.home, job.name);
  return job;
}

/**
 * What would be wrong every night is told now.
 *
 * @throws VAULT_MISSING, PLACE_UNKNOWN, PARCEL_NAME_WRONG
 */
async function requireSound(installation: Installation, job: Job): Promise<void> {
  const { FivefoldError } = await import("../model/error.ts");
  const { vaults, clock, extension } = installation;
  for (const place of [job.into.place, ...job.copies]) vaults.spot(place);
  if (job.into.kind === "vault" && job.into.place === null) {
    // the usual one is made by people, so that they see its key
    const { holdsVault } = await import("./vaults.ts");
    const spot = vaults.spot(null);
    if (!(await holdsVault(spot, { ...contextOf(quiet(), newRun(clock)) })))
      throw new FivefoldError("VAULT_MISSING", { place: spot.name, earlier: null });
  }
  if (job.into.kind === "parcel") {
    const { parcelName } = await import("../parcel/name.ts");
    const naming = { atMs: clock.nowMs(), timeZone: "UTC", calendar: "gregorian" } as const;
    parcelName(job.into.naming, { ...naming, extension });
  }
}

/** @throws JOB_UNKNOWN, JOB_FOLLOWED, SETTINGS_WRONG, HOME_UNWRITABLE */
export async function removeJob(installation: Installation, name: string): Promise<Job> {
  const { requireJob, withoutJob } = await import("../app/settings.ts");
  const { forgetJob } = await import("../app/job-memory.ts");
  const { FivefoldError } = await import("../model/error.ts");
  const gone = requireJob(await installation.readSettings(), name);
  await installation.changeSettings((settings) => {
    const followers = settings.jobs.filter(
      ({ when }) => when.kind === "after" && idKey(when.job) === idKey(gone.name),
    );
    if (followers.length > 0)
      throw new FivefoldError("JOB_FOLLOWED", {
        job: gone.name,
        jobs: followers.map((each) => each.name),
      });
    return withoutJob(settings, name);
  });
  await forgetJob(installation.home, gone.name);
  return gone;
}

/** @throws JOB_UNKNOWN, VAULT_MISSING, PLACE_UNKNOWN, PARCEL_NAME_WRONG, SETTINGS_WRONG, HOME_UNWRITABLE */
export async function changeJob(
  installation: Installation,
  name: string,
  change: Partial<Omit<Job, "name">>,
): Promise<Job> {
  const { requireJob, withJob } = await import("../app/settings.ts");
  const changed = (settings: Settings): Job => ({ ...requireJob(settings, name), ...change });
  const wish = changed(await installation.readSettings());
  // A job that lost its place can still be told to rest.
  if (change.into !== undefined || change.copies !== undefined)
    await requireSound(installation, wish);
  await installation.changeSettings((settings) => withJob(settings, changed(settings)));
  return requireJob(installation.settings, name);
}

/**
 * Takes a place off the list; its backups stay. With `isSure` also one that jobs use: those that write there rest from then
 * on, others make no copy there any more. Gives the jobs that rest.
 *
 * @throws PLACE_UNKNOWN, PLACE_USED, SETTINGS_WRONG, HOME_UNWRITABLE
 */
export async function removePlace(
  installation: Installation,
  name: string,
  isSure: boolean,
): Promise<readonly Job[]> {
  const { placeNamed, withoutPlace } = await import("../app/settings.ts");
  const { FivefoldError } = await import("../model/error.ts");
  let resting: readonly Job[] = [];
  await installation.changeSettings((settings) => {
    const place = placeNamed(settings, name);
    const isPlace = (each: string): boolean =>
      idKey(each) === idKey(place.name) || each === place.config.path;
    const users = settings.jobs.filter((job) => usesPlace(job, isPlace));
    if (users.length > 0 && !isSure)
      throw new FivefoldError("PLACE_USED", {
        place: place.name,
        jobs: users.map((each) => each.name),
      });
    const rests = (job: Job): boolean => job.into.place !== null && isPlace(job.into.place);
    resting = users.filter(rests);
    const jobs = settings.jobs.map((job) => ({
      ...job,
      isEnabled: job.isEnabled && !rests(job),
      copies: job.copies.filter((each) => !isPlace(each)),
    }));
    return { ...withoutPlace(settings, name), jobs };
  });
  return resting;
}

/** Whether somebody has the app's data open. */
export async function isInUse(installation: Installation, watch: Watch): Promise<boolean> {
  const run = newRun(installation.clock);
  const context = { ...contextOf(watch, run), report: () => undefined };
  await using scratch = await installation.scratch(run);
  const { parts } = await installation.discover(scratch, context);
  const sourceOf = await openSources();
  for (const { part, source } of parts)
    if ((await sourceOf(source).busy(part)).length > 0) return true;
  return false;
}

/** What a worker asks of an app; `Fivefold` is one. */
export interface JobApp {
  jobs(remembered?: ReadonlyMap<string, JobMemory>): Promise<readonly JobStatus[]>;
  runJob(name: string, words: JobWords, watch: Watch): Promise<JobEnd>;
  copyOwed(name: string, words: JobWords, watch: Watch): Promise<JobEnd>;
  isInUse(watch: Watch): Promise<boolean>;
  placesThere(places: readonly string[]): Promise<ReadonlyMap<string, boolean>>;
  watchAlarms(words: AlarmWords, watch: Watch): Promise<unknown>;
  ping(what: "start" | "success" | "fail", job: string, watch: Watch): Promise<void>;
}

export interface JobWorkerOptions {
  /** Opens the app for one piece of work, as its description and settings are then. */
  readonly app: <Value>(work: (app: JobApp) => Promise<Value>) => Promise<Value>;
  readonly words: JobWords & AlarmWords;
  /** Runs it with somebody who watches, and gives what it gives; a server shows it like a run of a person's. */
  readonly execute: (order: JobOrder, work: (watch: Watch) => Promise<JobEnd>) => Promise<JobEnd>;
  /** A run that people started works. */
  readonly isTaken: () => boolean | Promise<boolean>;
  readonly tell: (error: FivefoldError, job: Job | null) => void;
  /** A run ended, whatever it gave. */
  readonly ended?: (job: Job, end: JobEnd) => void;
  /** What is newer than what was written down, by `idKey` of the job; others may look into it. */
  readonly remembered?: Map<string, JobMemory>;
  readonly clock?: Clock;
}

/** Runs an app's jobs from `start` until it is disposed of. */
export function jobWorker(options: JobWorkerOptions): Worker {
  const { app, words, execute, isTaken, tell, ended, clock = systemClock } = options;
  const { remembered = new Map<string, JobMemory>() } = options;
  let watchedMs = -Infinity;
  const arrivals = new Arrivals();
  return new Worker({
    clock,
    timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    known: async () =>
      await app(async (each) => {
        const jobs = await each.jobs(remembered);
        const waitedFor = missedPlaces(jobs);
        if (waitedFor.length > 0) arrivals.look(await each.placesThere(waitedFor), clock.nowMs());
        return jobs;
      }),
    run: async (order, signal) => {
      const { job, isCopying } = order;
      const tellMonitor = async (what: "start" | "success" | "fail"): Promise<void> =>
        await app(async (each) => await each.ping(what, job.name, quiet()));
      await tellMonitor("start");
      const failed = async (): Promise<void> => await tellMonitor("fail");
      const end = await whenFailing(
        failed,
        async () =>
          await execute(order, async (watch) => {
            const both = { ...watch, signal: AbortSignal.any([watch.signal, signal]) };
            return await app(async (each) =>
              isCopying
                ? await each.copyOwed(job.name, words, both)
                : await each.runJob(job.name, words, both),
            );
          }),
      );
      await tellMonitor("success");
      remembered.set(idKey(job.name), end.memory);
      ended?.(job, end);
    },
    isTaken,
    isInUse: async () => await app(async (each) => await each.isInUse(quiet())),
    arrivedMs: (place) => arrivals.of(place),
    looked: async () => {
      const nowMs = clock.nowMs();
      if (nowMs >= watchedMs && nowMs - watchedMs < WATCH_MS) return;
      watchedMs = nowMs;
      await app(async (each) => await each.watchAlarms(words, quiet()));
    },
    tell,
  });
}

/** The places that a job's last run, or a copy that it owes, found missing. */
function missedPlaces(jobs: readonly JobStatus[]): readonly string[] {
  return jobs.flatMap(({ job, past, owed }) => {
    const isMissed = past.failure?.code === "PLACE_MISSING";
    const own = isMissed && job.into.place !== null ? [job.into.place] : [];
    const copies = owed.filter(({ code }) => code === "PLACE_MISSING");
    return [...own, ...copies.map(({ place }) => place)];
  });
}

/** Absence is looked for this often. */
const WATCH_MS = 600_000;

/** Does something more where the work fails, and fails as the work did. */
async function whenFailing<Value>(
  failed: () => Promise<void>,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (thrown) {
    await failed();
    throw thrown;
  }
}

/** Somebody who neither looks on nor stops anything. */
function quiet(): Watch {
  return {
    signal: new AbortController().signal,
    started: () => undefined,
    report: () => undefined,
    settled: () => undefined,
    made: () => undefined,
  };
}
