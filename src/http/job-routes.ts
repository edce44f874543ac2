/** Jobs: shown, added, changed, run now; and the worker that runs them as long as the server does. */

import type { JobEnd, JobStatus, JobWords, JobWorker, Watch } from "../fivefold.ts";
import { calendarOf, jobWorker } from "../fivefold.ts";
import { alarmText } from "../language/alarm-text.ts";
import { parcelReadme } from "../language/parcel-readme.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { Job } from "../model/job.ts";
import { minutesOf, nightlyJob, weekdaysJob, workingJob } from "../model/job.ts";
import type { KeepRule } from "../model/keep.ts";
import type { Language } from "../language/language.ts";
import type { JobView } from "./contract.ts";
import type { Office, Responders } from "./office.ts";
import { problemOf } from "./problem.ts";
import type { Yield } from "./runs.ts";

type Names =
  | "GET /api/jobs"
  | "POST /api/jobs"
  | "PATCH /api/jobs/:name"
  | "DELETE /api/jobs/:name"
  | "POST /api/jobs/:name/run";

export function jobRoutes(office: Office): Responders<Names> {
  const { app, audit } = office;
  const viewOf = async (name: string, language: Language): Promise<JobView> =>
    jobView(await app.look(async (fivefold) => await fivefold.job(name)), language);
  const changed = (): void => {
    app.renew();
    office.changed();
  };
  return {
    "GET /api/jobs": async ({ language }) => ({
      jobs: (await app.look(async (fivefold) => await fivefold.jobs(office.jobMemories))).map(
        (each) => jobView(each, language),
      ),
    }),
    "POST /api/jobs": async ({ body, session, language }) => {
      const since = new Date(office.nowMs()).toISOString();
      const name = body.name ?? body.kind;
      const usual =
        body.kind === "nightly"
          ? nightlyJob(name, since)
          : body.kind === "weekdays"
            ? weekdaysJob(name, since, language.weekdays())
            : workingJob(name, since);
      const { when } = usual;
      const { at } = body;
      if (at !== null && minutesOf(at) === null)
        throw new FivefoldError("USAGE_WRONG", { what: "valueWrong", value: at, option: "at" });
      const job = await app.look(
        async (fivefold) =>
          await fivefold.addJob({
            ...usual,
            what: { tenants: body.what.tenants, parts: body.what.parts },
            into: { ...usual.into, place: body.place },
            copies: body.copies,
            when: when.kind === "clock" && at !== null ? { ...when, at } : when,
          }),
      );
      changed();
      await audit.note(session.user, "addJob", { job: job.name });
      return await viewOf(job.name, language);
    },
    "PATCH /api/jobs/:name": async ({ params, body, session, language }) => {
      const { name } = params;
      const { isEnabled, when, copies, keep, onlyWhenChanged, alarmAfterHours, what } = body;
      const change: Partial<Omit<Job, "name">> = {
        ...(isEnabled !== undefined && { isEnabled }),
        ...(when !== undefined && { when }),
        ...(copies !== undefined && { copies }),
        ...(keep !== undefined && { keep: keep === null ? null : ruleOf(keep) }),
        ...(onlyWhenChanged !== undefined && { onlyWhenChanged }),
        ...(alarmAfterHours !== undefined && { alarmAfterHours }),
        ...(what !== undefined && { what: { tenants: what.tenants, parts: what.parts } }),
      };
      await app.look(async (fivefold) => await fivefold.changeJob(name, change));
      changed();
      await audit.note(session.user, "changeJob", { job: name });
      return await viewOf(name, language);
    },
    "DELETE /api/jobs/:name": async ({ params, session }) => {
      await app.look(async (fivefold) => await fivefold.removeJob(params.name));
      changed();
      await audit.note(session.user, "removeJob", { job: params.name });
      return {};
    },
    "POST /api/jobs/:name/run": async ({ params, session, language }) => {
      const { job } = await app.look(async (fivefold) => await fivefold.job(params.name));
      const { run } = await office.runs.start({
        verb: "backup",
        user: session.user,
        job: job.name,
        writes: true,
        work: async (watch) => {
          try {
            await using fivefold = await app.take();
            const words = wordsOf(language);
            return yieldOf(await fivefold.runJob(job.name, words, watch));
          } finally {
            app.renew();
          }
        },
      });
      await audit.note(session.user, "runJob", { job: job.name, run });
      return { run };
    },
  };
}

function ruleOf(keep: NonNullable<JobView["keep"]>): KeepRule {
  const { last, hourly, daily, weekly, monthly, yearly } = keep;
  return {
    ...(last !== undefined && { last }),
    ...(hourly !== undefined && { hourly }),
    ...(daily !== undefined && { daily }),
    ...(weekly !== undefined && { weekly }),
    ...(monthly !== undefined && { monthly }),
    ...(yearly !== undefined && { yearly }),
  };
}

function jobView(status: JobStatus, language: Language): JobView {
  const { job, place, nextMs, timeZone, wholeMs, isLate, past, owed } = status;
  const iso = (ms: number | null): string | null =>
    ms === null ? null : new Date(ms).toISOString();
  const { failure } = past;
  const { into } = job;
  return {
    name: job.name,
    what: { tenants: [...job.what.tenants], parts: [...job.what.parts], paths: [] },
    into:
      into.kind === "vault"
        ? { kind: into.kind, place: into.place, naming: null }
        : { kind: into.kind, place: into.place, naming: into.naming.kind },
    copies: [...job.copies],
    when: job.when.kind === "clock" ? { ...job.when, days: [...job.when.days] } : { ...job.when },
    keep: job.keep === null ? null : ruleOf(job.keep),
    onlyWhenChanged: job.onlyWhenChanged,
    isEnabled: job.isEnabled,
    alarmAfterHours: job.alarmAfterHours,
    place,
    nextAt: iso(nextMs),
    timeZone,
    lastGoodAt: iso(wholeMs),
    isLate,
    failure:
      failure === null
        ? null
        : {
            at: iso(failure.endedMs) ?? "",
            count: failure.count,
            problem:
              failure.code === null ? null : problemOf(new FivefoldError(failure.code), language),
          },
    owedCount: owed.length,
  };
}

export function wordsOf({ code }: Pick<Language, "code">): JobWords {
  const encoder = new TextEncoder();
  return { readme: (facts) => encoder.encode(parcelReadme(facts)), calendar: calendarOf(code) };
}

/** What everybody is told of a job’s run. */
export function yieldOf({ record, place, kind, sinceMs }: JobEnd): Yield {
  const since = sinceMs === null ? null : new Date(sinceMs).toISOString();
  return { record, place, result: kind === "unchanged" ? { unchangedSince: since } : null };
}

/**
 * Runs jobs as long as the server serves an app. A run is shown like a person's as soon as it makes a backup; that nothing
 * had changed is shown with its job only.
 */
export async function startJobs(
  office: Office,
  tell: (error: FivefoldError, job: string | null) => void,
): Promise<JobWorker> {
  const { app, runs } = office;
  const language = await office.ownLanguage();
  const worker = await jobWorker({
    app: async (work) => await app.look(work),
    remembered: office.jobMemories,
    words: {
      ...wordsOf(language),
      alarm: async (code, report) =>
        alarmText(code === null ? await office.ownLanguage() : await office.language(code), report),
    },
    isTaken: () => runs.writing !== null,
    execute: async ({ job, isCopying }, work) => {
      const abort = new AbortController();
      const ended = Promise.withResolvers<JobEnd>();
      // whoever shows it hears of a failure, too; without anybody, it is thrown below
      ended.promise.catch(() => undefined);
      let shown: Watch | null = null;
      const show = (): void => {
        const order = { verb: isCopying ? "copy" : "backup", user: "", writes: true } as const;
        const starting = runs.start({
          ...order,
          job: job.name,
          work: async (watch) => {
            shown = watch;
            watch.signal.addEventListener("abort", () => abort.abort(), { once: true });
            return yieldOf(await ended.promise);
          },
        });
        // somebody was faster: ours comes later
        starting.catch(() => abort.abort());
      };
      const watch: Watch = {
        signal: abort.signal,
        started: (run) => {
          if (shown === null) show();
          shown?.started(run);
        },
        report: (progress) => shown?.report(progress),
        settled: (settled) => shown?.settled(settled),
        made: (made) => shown?.made(made),
        reported: (file) => shown?.reported?.(file),
      };
      try {
        const end = await work(watch);
        ended.resolve(end);
        return end;
      } catch (thrown) {
        ended.reject(asFivefoldError(thrown));
        throw thrown;
      }
    },
    ended: (_job, { kind }) => {
      if (kind === "unchanged") return;
      app.renew();
      office.changed();
    },
    tell: (error, job) => tell(error, job?.name ?? null),
  });
  worker.start();
  return worker;
}
