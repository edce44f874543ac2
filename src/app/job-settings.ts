/**
 * The jobs in settings.yaml: their schema, what is wrong with one, and how one is written.
 *
 * As everywhere in the settings all scalars are read as text (document.ts).
 */

import { z } from "zod";
import type { Job, JobStore, JobWhen } from "../model/job.ts";
import {
  LONGEST_ALARM_HOURS,
  LONGEST_MINUTES,
  WEEKDAYS,
  isCron,
  isTimeZone,
  jobNamed,
  minutesOf,
  unsafeJobName,
} from "../model/job.ts";
import type { KeepCount, KeepRule } from "../model/keep.ts";
import { KEEP_COUNTS, KEEP_SPANS, keepSpanText, readKeepSpan } from "../model/keep.ts";
import type { ParcelNaming, WeekdayNames } from "../model/parcel.ts";
import { idKey } from "../model/part.ts";
import { LEAST_SPEED, MOST_SPEED, readSpeed, speedText } from "../model/speed.ts";
import type { Mistake, Way } from "./document.ts";

const text = z.string().min(1);
export const yesOrNo = z.enum(["yes", "no", "true", "false"]);

const KEEP_SCHEMA = z.strictObject({
  last: text.optional(),
  hourly: text.optional(),
  daily: text.optional(),
  weekly: text.optional(),
  monthly: text.optional(),
  yearly: text.optional(),
  within: text.optional(),
  withinHourly: text.optional(),
  withinDaily: text.optional(),
  withinWeekly: text.optional(),
  withinMonthly: text.optional(),
  withinYearly: text.optional(),
});

export const JOB_SCHEMA = z.strictObject({
  name: text,
  tenants: z.array(text).optional(),
  parts: z.array(text).optional(),
  into: z
    .strictObject({
      kind: z.enum(["vault", "parcel"]),
      place: text.optional(),
      naming: z.enum(["moment", "daily", "weekday", "chosen"]).optional(),
      name: text.optional(),
      weekdays: z.array(text).optional(),
    })
    .optional(),
  copies: z.array(text).optional(),
  when: z.strictObject({
    at: text.optional(),
    days: z.array(z.enum(WEEKDAYS)).optional(),
    everyMinutes: text.optional(),
    whileInUse: yesOrNo.optional(),
    cron: text.optional(),
    after: text.optional(),
    drive: text.optional(),
    timeZone: text.optional(),
  }),
  keep: KEEP_SCHEMA.optional(),
  onlyWhenChanged: yesOrNo.optional(),
  enabled: yesOrNo.optional(),
  alarmAfterHours: text.optional(),
  limit: text.optional(),
  since: text.optional(),
});

type Written = z.output<typeof JOB_SCHEMA>;

export type Wrong = (
  what: Mistake["what"],
  way: Way,
  rest?: Partial<Pick<Mistake, "found" | "expected" | "other">>,
) => void;

/** Reads what the schema let through; what cannot be is told to `wrong`, and the jobs are not to be used then. */
export function readJobs(written: readonly Written[], wrong: Wrong): readonly Job[] {
  const seen = new Map<string, string>();
  const jobs = written.map((each, index): Job => {
    const at: Way = ["jobs", index];
    const way = [...at, "name"];
    const { name } = each;
    const unsafe = name.includes(",") ? null : unsafeJobName(name);
    if (name.includes(",")) wrong("numberWrong", way, { found: name, expected: "," });
    if (unsafe !== null) wrong("idUnsafe", way, { found: name, expected: unsafe });
    const other = seen.get(idKey(name));
    if (other !== undefined) wrong("idTwice", way, { found: name, other });
    seen.set(idKey(name), name);
    const since = each.since ?? null;
    if (since !== null && Number.isNaN(Date.parse(since)))
      wrong("numberWrong", [...at, "since"], { found: since, expected: "ISO 8601" });
    const hours = each.alarmAfterHours;
    return {
      name,
      what: { tenants: each.tenants ?? [], parts: each.parts ?? [] },
      into: readStore(each.into, [...at, "into"], wrong),
      copies: each.copies ?? [],
      when: readWhen(each.when, [...at, "when"], wrong),
      keep: each.keep === undefined ? null : readKeep(each.keep, [...at, "keep"], wrong),
      onlyWhenChanged: isYes(each.onlyWhenChanged),
      isEnabled: each.enabled === undefined || isYes(each.enabled),
      alarmAfterHours:
        hours === undefined
          ? null
          : readNumber(hours, LONGEST_ALARM_HOURS, [...at, "alarmAfterHours"], wrong),
      bytesPerSecond: each.limit === undefined ? null : readLimit(each.limit, at, wrong),
      since,
    };
  });
  jobs.forEach((job, index) => {
    const { when } = job;
    if (when.kind !== "after" || !isCircular(job, jobs)) return;
    wrong("choiceWrong", ["jobs", index, "when", "after"], {
      found: when.job,
      expected: jobs
        .filter((each) => each !== job && !isCircular(each, jobs))
        .map((each) => each.name)
        .join(", "),
    });
  });
  return jobs;
}

/** Follows what a job waits for; true where that is nobody, or the job itself in the end. */
function isCircular(job: Job, jobs: readonly Job[]): boolean {
  let at: Job = job;
  for (let steps = 0; at.when.kind === "after"; steps++) {
    const before = jobNamed(jobs, at.when.job);
    if (before === null || steps > jobs.length) return true;
    at = before;
  }
  return false;
}

export function isYes(word: z.output<typeof yesOrNo> | undefined): boolean {
  return word === "yes" || word === "true";
}

export function readNumber(found: string, most: number, way: Way, wrong: Wrong): number {
  const number = /^\d{1,9}$/.test(found) ? Number(found) : 0;
  if (number < 1 || number > most) wrong("numberWrong", way, { found, expected: `1 – ${most}` });
  return number;
}

function readLimit(found: string, way: Way, wrong: Wrong): number | null {
  const speed = readSpeed(found);
  const expected = `${speedText(LEAST_SPEED)} – ${speedText(MOST_SPEED)}`;
  if (speed === null) wrong("numberWrong", [...way, "limit"], { found, expected });
  return speed;
}

function readStore(into: Written["into"], way: Way, wrong: Wrong): JobStore {
  const place = into?.place ?? null;
  if (into === undefined || into.kind === "vault") {
    for (const key of ["naming", "name", "weekdays"] as const)
      if (into?.[key] !== undefined)
        wrong("keyNeedsOther", [...way, key], { found: key, expected: "kind: parcel" });
    return { kind: "vault", place };
  }
  return { kind: "parcel", place, naming: readNaming(into, way, wrong) };
}

function readNaming(
  { naming = "moment", name, weekdays }: NonNullable<Written["into"]>,
  way: Way,
  wrong: Wrong,
): ParcelNaming {
  if (naming !== "chosen" && name !== undefined)
    wrong("keyNeedsOther", [...way, "name"], { found: "name", expected: "naming: chosen" });
  if (naming !== "weekday" && weekdays !== undefined)
    wrong("keyNeedsOther", [...way, "weekdays"], {
      found: "weekdays",
      expected: "naming: weekday",
    });
  switch (naming) {
    case "moment":
    case "daily":
      return { kind: naming };
    case "chosen":
      if (name === undefined) wrong("keyMissing", way, { expected: "name" });
      return { kind: "chosen", name: name ?? "" };
    case "weekday": {
      const names = weekdays ?? [];
      if (weekdays === undefined) wrong("keyMissing", way, { expected: "weekdays" });
      else if (!isWeek(names))
        wrong("numberWrong", [...way, "weekdays"], { found: String(names.length), expected: "7" });
      return { kind: "weekday", names: isWeek(names) ? names : ["", "", "", "", "", "", ""] };
    }
    default:
      return naming satisfies never;
  }
}

function isWeek(names: readonly string[]): names is WeekdayNames {
  return names.length === 7;
}

/** What of `when` says which kind it is, and what may stand beside. */
const KINDS = {
  at: ["days", "timeZone"],
  everyMinutes: ["whileInUse"],
  cron: ["timeZone"],
  after: [],
  drive: [],
} as const;

function readWhen(written: Written["when"], way: Way, wrong: Wrong): JobWhen {
  const kinds = Object.keys(KINDS) as readonly (keyof typeof KINDS)[];
  const given = kinds.filter((kind) => written[kind] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    wrong("keysExclusive", way, { expected: kinds.filter((each) => each !== "drive").join(", ") });
    return { kind: "drive", place: "" };
  }
  const beside: readonly string[] = KINDS[kind];
  for (const key of ["days", "whileInUse", "timeZone"] as const)
    if (written[key] !== undefined && !beside.includes(key)) {
      const owners = kinds.filter((each) => (KINDS[each] as readonly string[]).includes(key));
      wrong("keyNeedsOther", [...way, key], { found: key, expected: owners.join(", ") });
    }
  const timeZone = written.timeZone ?? null;
  if (timeZone !== null && !isTimeZone(timeZone))
    wrong("numberWrong", [...way, "timeZone"], { found: timeZone, expected: "Europe/Berlin" });
  const found = written[kind] ?? "";
  switch (kind) {
    case "at":
      if (minutesOf(found) === null)
        wrong("numberWrong", [...way, kind], { found, expected: "00:00 – 23:59" });
      return { kind: "clock", at: found, days: [...new Set(written.days)], timeZone };
    case "everyMinutes": {
      const minutes = readNumber(found, LONGEST_MINUTES, [...way, kind], wrong);
      return { kind: "every", minutes, whileInUse: isYes(written.whileInUse) };
    }
    case "cron":
      if (!isCron(found)) wrong("numberWrong", [...way, kind], { found, expected: "0 3 * * *" });
      return { kind: "cron", expression: found, timeZone };
    case "after":
      return { kind: "after", job: found };
    case "drive": {
      // The schedule knows what to do with it; nobody sees drives come yet.
      const others = kinds.filter((each) => each !== kind);
      wrong("keyLater", [...way, kind], { found: kind, expected: others.join(", ") });
      return { kind: "drive", place: found };
    }
    default:
      return kind satisfies never;
  }
}

function readKeep(written: NonNullable<Written["keep"]>, way: Way, wrong: Wrong): KeepRule {
  const rule: Record<string, unknown> = {};
  for (const key of KEEP_COUNTS) {
    const found = written[key];
    if (found === undefined) continue;
    const count: KeepCount = found === "unlimited" ? found : Number(found);
    if (found !== "unlimited" && !/^\d{1,9}$/.test(found))
      wrong("numberWrong", [...way, key], { found, expected: "0 – 999999999, unlimited" });
    rule[key] = count;
  }
  for (const key of KEEP_SPANS) {
    const found = written[key];
    if (found === undefined) continue;
    const span = readKeepSpan(found);
    if (span === null) wrong("numberWrong", [...way, key], { found, expected: "1y6m7d12h" });
    else rule[key] = span;
  }
  return rule;
}

/** A job as settings.yaml has it; what is as by default is left out. */
export function writtenJob(job: Job): Readonly<Record<string, unknown>> {
  const { name, what, into, copies, keep, since } = job;
  return {
    name,
    ...(what.tenants.length > 0 && { tenants: what.tenants }),
    ...(what.parts.length > 0 && { parts: what.parts }),
    into: writtenStore(into),
    ...(copies.length > 0 && { copies }),
    when: writtenWhen(job.when),
    ...(keep !== null && { keep: writtenKeep(keep) }),
    ...(job.onlyWhenChanged && { onlyWhenChanged: "yes" }),
    ...(!job.isEnabled && { enabled: "no" }),
    ...(job.alarmAfterHours !== null && { alarmAfterHours: job.alarmAfterHours }),
    ...(job.bytesPerSecond !== null && { limit: speedText(job.bytesPerSecond) }),
    ...(since !== null && { since }),
  };
}

function writtenStore(into: JobStore): Readonly<Record<string, unknown>> {
  const place = into.place !== null && { place: into.place };
  if (into.kind === "vault") return { kind: into.kind, ...place };
  const { naming } = into;
  return {
    kind: into.kind,
    ...place,
    naming: naming.kind,
    ...(naming.kind === "chosen" && { name: naming.name }),
    ...(naming.kind === "weekday" && { weekdays: naming.names }),
  };
}

function writtenWhen(when: JobWhen): Readonly<Record<string, unknown>> {
  switch (when.kind) {
    case "clock":
      return {
        at: when.at,
        ...(when.days.length > 0 && { days: when.days }),
        ...(when.timeZone !== null && { timeZone: when.timeZone }),
      };
    case "every":
      return { everyMinutes: when.minutes, ...(when.whileInUse && { whileInUse: "yes" }) };
    case "cron":
      return {
        cron: when.expression,
        ...(when.timeZone !== null && { timeZone: when.timeZone }),
      };
    case "after":
      return { after: when.job };
    case "drive":
      return { drive: when.place };
    default:
      return when satisfies never;
  }
}

function writtenKeep(rule: KeepRule): Readonly<Record<string, unknown>> {
  const written: Record<string, unknown> = {};
  for (const key of KEEP_COUNTS) if (rule[key] !== undefined) written[key] = rule[key];
  for (const key of KEEP_SPANS) {
    const span = rule[key];
    if (span === undefined) continue;
    written[key] = keepSpanText(span);
  }
  return written;
}
