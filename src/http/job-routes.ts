/** Jobs: shown, added, changed, run now; and the worker that runs them as long as the server does. */

import type { z } from "zod";
import type { Fivefold, JobEnd, JobStatus, JobWords, JobWorker, Watch } from "../fivefold.ts";
import { calendarOf, jobWorker } from "../fivefold.ts";
import { alarmText } from "../language/alarm-text.ts";
import { parcelReadme } from "../language/parcel-readme.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { Job, JobStore, JobWhen } from "../model/job.ts";
import { alarmHoursOf, fileWeekdays, minutesOf, usualJob, usualOf } from "../model/job.ts";
import type { KeepRule } from "../model/keep.ts";
import { KEEP_COUNTS, KEEP_SPANS, keepSpanText, readKeepSpan } from "../model/keep.ts";
import type { WeekdayNames } from "../model/parcel.ts";
import { idKey } from "../model/part.ts";
import type { Language } from "../language/language.ts";
import type { JobView, ROUTES } from "./contract.ts";
import { lookingOn } from "./open-app.ts";
import type { Office, Responders } from "./office.ts";
import { problemOf } from "./problem.ts";
import type { Yield } from "./runs.ts";

type Names =
  | "GET /api/jobs"
  | "POST /api/jobs"
  | "PATCH /api/jobs/:name"
  | "DELETE /api/jobs/:name"
  | "POST /api/jobs/:name/preview"
  | "POST /api/jobs/:name/accept"
  | "POST /api/jobs/:name/run";

export function jobRoutes(office: Office): Responders<Names> {
  const { app, audit, remembered, signal } = office;
  const viewOf = async (name: string, language: Language): Promise<JobView> =>
    jobView(await app.look(async (fivefold) => await fivefold.job(name, remembered)), language);
  const changed = (name: string): void => {
    remembered.delete(idKey(name));
    app.renew();
    office.changed();
  };
  return {
    "GET /api/jobs": async ({ language }) => ({
      jobs: (await app.look(async (fivefold) => await fivefold.jobs(remembered))).map((each) =>
        jobView(each, language),
      ),
    }),
    "POST /api/jobs": async ({ body, session, language }) => {
      const since = new Date(office.nowMs()).toISOString();
      const job = await app.look(async (fivefold) => {
        if (body.kind === "own") return await fivefold.addJob(ownJob(body, since, language));
        const names = new Set((await fivefold.jobs()).map((each) => idKey(each.job.name)));
        const name = freeName(body.name ?? body.kind, names);
        const usual = usualJob(body.kind, name, since, language.weekdays());
        const wanted: Job = {
          ...usual,
          what: { tenants: body.what.tenants, parts: body.what.parts },
          into: { ...usual.into, place: body.place },
          copies: body.copies,
          when: body.at === null ? usual.when : timeOf(usual, body.at),
        };
        // Whoever asks for a history on the page is shown its emergency sheet there.
        if (wanted.into.kind === "vault" && wanted.into.place === null)
          await initWhereMissing(fivefold, signal);
        return await fivefold.addJob(wanted);
      });
      changed(job.name);
      await audit.note(session.user, "addJob", { job: job.name });
      return await viewOf(job.name, language);
    },
    "PATCH /api/jobs/:name": async ({ params, body, session, language }) => {
      const { name } = params;
      const { isEnabled, when, copies, keep, onlyWhenChanged, alarmAfterHours, what, into } = body;
      const { bytesPerSecond } = body;
      const change: Partial<Omit<Job, "name">> = {
        ...(isEnabled !== undefined && { isEnabled }),
        ...(when !== undefined && { when }),
        ...(copies !== undefined && { copies }),
        ...(keep !== undefined && { keep: keep === null ? null : ruleOf(keep) }),
        ...(onlyWhenChanged !== undefined && { onlyWhenChanged }),
        ...(alarmAfterHours !== undefined && { alarmAfterHours }),
        ...(bytesPerSecond !== undefined && { bytesPerSecond }),
        ...(what !== undefined && { what: { tenants: what.tenants, parts: what.parts } }),
        ...(into !== undefined && { into: storeOf(into, language) }),
      };
      await app.look(async (fivefold) => await fivefold.changeJob(name, change));
      changed(name);
      const names = Object.keys(change);
      await audit.note(session.user, "changeJob", { job: name, names });
      return await viewOf(name, language);
    },
    "POST /api/jobs/:name/preview": async ({ params, body }) => {
      const { stay, go } = await app.look(async (fivefold) => {
        const { job } = await fivefold.job(params.name);
        return await fivefold.previewKeep(job, ruleOf(body.keep), lookingOn(signal));
      });
      return { stayCount: stay.length, go: go.map(({ id, takenAt }) => ({ id, takenAt })) };
    },
    "POST /api/jobs/:name/accept": async ({ params, session, language }) => {
      await app.look(async (fivefold) => await fivefold.acceptApp(params.name, lookingOn(signal)));
      changed(params.name);
      await audit.note(session.user, "acceptApp", { job: params.name });
      return await viewOf(params.name, language);
    },
    "DELETE /api/jobs/:name": async ({ params, session }) => {
      await app.look(async (fivefold) => await fivefold.removeJob(params.name));
      changed(params.name);
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

/** A name that is not taken: "nightly", "nightly 2". */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const wish = number === 1 ? name : `${name} ${number}`;
    if (!taken.has(idKey(wish))) return wish;
  }
}

function timeOf({ when }: Job, at: string): JobWhen {
  if (when.kind !== "clock" || minutesOf(at) === null)
    throw new FivefoldError("USAGE_WRONG", { what: "valueWrong", value: at, option: "at" });
  return { ...when, at };
}

async function initWhereMissing(fivefold: Fivefold, signal: AbortSignal): Promise<void> {
  try {
    await fivefold.init(null, lookingOn(signal));
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError) || thrown.code !== "VAULT_EXISTS") throw thrown;
  }
}

type OwnWish = Extract<z.output<(typeof ROUTES)["POST /api/jobs"]["body"]>, { kind: "own" }>;

function ownJob(wish: OwnWish, since: string, language: Language): Job {
  const { name, what, into, copies, when, keep, onlyWhenChanged } = wish;
  const { alarmAfterHours, bytesPerSecond } = wish;
  return {
    name,
    what: { tenants: what.tenants, parts: what.parts },
    into: storeOf(into, language),
    copies,
    when,
    keep: keep === null ? null : ruleOf(keep),
    onlyWhenChanged,
    isEnabled: true,
    alarmAfterHours,
    bytesPerSecond,
    since,
  };
}

/** Days of the week that nobody named are called as in the caller's language, from now on. */
function storeOf(into: JobView["into"], language: Language): JobStore {
  const { kind, place, naming, name, weekdays } = into;
  if (kind === "vault") return { kind, place };
  switch (naming) {
    case "weekday":
      return { kind, place, naming: { kind: naming, names: weekOf(weekdays, language) } };
    case "chosen":
      return { kind, place, naming: { kind: naming, name: name ?? "" } };
    case "daily":
    case "moment":
      return { kind, place, naming: { kind: naming } };
    case null:
      return { kind, place, naming: { kind: "moment" } };
    default:
      return naming satisfies never;
  }
}

function weekOf(names: readonly string[] | null, language: Language): WeekdayNames {
  const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] =
    names ?? fileWeekdays(language.weekdays());
  return [
    monday ?? "",
    tuesday ?? "",
    wednesday ?? "",
    thursday ?? "",
    friday ?? "",
    saturday ?? "",
    sunday ?? "",
  ];
}

function ruleOf(keep: NonNullable<JobView["keep"]>): KeepRule {
  const rule: Record<string, unknown> = {};
  for (const name of KEEP_COUNTS) if (keep[name] !== undefined) rule[name] = keep[name];
  for (const name of KEEP_SPANS) {
    const text = keep[name];
    if (text === undefined) continue;
    const span = readKeepSpan(text);
    if (span === null)
      throw new FivefoldError("USAGE_WRONG", { what: "valueWrong", value: text, option: name });
    rule[name] = span;
  }
  return rule;
}

function keepView(rule: KeepRule): NonNullable<JobView["keep"]> {
  const view: Record<string, unknown> = {};
  for (const name of KEEP_COUNTS) if (rule[name] !== undefined) view[name] = rule[name];
  for (const name of KEEP_SPANS) {
    const span = rule[name];
    if (span !== undefined) view[name] = keepSpanText(span);
  }
  return view;
}

function intoView(into: JobStore): JobView["into"] {
  const { kind, place } = into;
  const nothing = { naming: null, name: null, weekdays: null };
  if (into.kind === "vault") return { kind, place, ...nothing };
  const { naming } = into;
  return {
    kind,
    place,
    naming: naming.kind,
    name: naming.kind === "chosen" ? naming.name : null,
    weekdays: naming.kind === "weekday" ? [...naming.names] : null,
  };
}

function jobView(status: JobStatus, language: Language): JobView {
  const { job, place, nextMs, timeZone, wholeMs, isLate, past, owed, memory } = status;
  const iso = (ms: number | null): string | null =>
    ms === null ? null : new Date(ms).toISOString();
  const { failure } = past;
  const outcome = status.lastOutcome;
  const lastAt = iso((failure ?? past.success)?.endedMs ?? null);
  const { stopped } = memory;
  return {
    name: job.name,
    usual: usualOf(job),
    what: { tenants: [...job.what.tenants], parts: [...job.what.parts], paths: [] },
    into: intoView(job.into),
    copies: [...job.copies],
    when: job.when.kind === "clock" ? { ...job.when, days: [...job.when.days] } : { ...job.when },
    keep: job.keep === null ? null : keepView(job.keep),
    onlyWhenChanged: job.onlyWhenChanged,
    isEnabled: job.isEnabled,
    alarmAfterHours: job.alarmAfterHours,
    bytesPerSecond: job.bytesPerSecond,
    alarmHours: alarmHoursOf(job),
    place,
    nextAt: iso(nextMs),
    timeZone,
    lastGoodAt: iso(wholeMs),
    last: outcome === null || lastAt === null ? null : { at: lastAt, outcome },
    isLate,
    keepingStopped:
      stopped === null || job.keep === null
        ? null
        : { code: "KEEPING_STOPPED", part: null, path: null, facts: stopped.facts },
    failure:
      failure === null
        ? null
        : {
            at: iso(failure.endedMs) ?? "",
            count: failure.count,
            problem:
              failure.code === null
                ? null
                : problemOf(new FivefoldError(failure.code, failure.facts), language),
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
    words: {
      ...wordsOf(language),
      alarm: async (code, report) =>
        alarmText(code === null ? await office.ownLanguage() : await office.language(code), report),
    },
    remembered: office.remembered,
    isTaken: async () => runs.writing !== null || (await office.elsewhere.run()) !== null,
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
