/**
 * What somebody types to make or change a job, and what it means. Pure: numbers come with digits 0 to 9, whatever keyboard
 * they were typed on.
 */

import type { JobWhen, Weekday } from "../model/job.ts";
import {
  LONGEST_ALARM_HOURS,
  LONGEST_MINUTES,
  isCron,
  minutesOf,
  unsafeJobName,
} from "../model/job.ts";
import type { KeepCount } from "../model/keep.ts";
import { LEAST_SPEED, MOST_SPEED } from "../model/speed.ts";

const MEGABYTE = 1_000_000;

/** What a job has that can be typed; a job as the server tells of it is one. */
export interface JobWish {
  readonly name: string;
  readonly what: { readonly tenants: readonly string[]; readonly parts: readonly string[] };
  readonly into: {
    readonly kind: "vault" | "parcel";
    readonly place: string | null;
    readonly naming: "moment" | "chosen" | "weekday" | "daily" | null;
    readonly name: string | null;
    readonly weekdays: readonly string[] | null;
  };
  readonly copies: readonly string[];
  readonly when: JobWhen;
  readonly keep: Counts | null;
  readonly onlyWhenChanged: boolean;
  readonly alarmAfterHours: number | null;
  readonly bytesPerSecond: number | null;
}

/** A keep rule; spans as they are written, since nobody changes them here. */
type Counts = { readonly [Name in CountName]?: KeepCount | undefined } & Readonly<
  Partial<Record<string, unknown>>
>;

export const COUNT_NAMES = ["last", "hourly", "daily", "weekly", "monthly", "yearly"] as const;
export type CountName = (typeof COUNT_NAMES)[number];

/** How its backups are kept: with a history in one place, or as files. */
export const JOB_FORMS = ["history", "moment", "daily", "weekday", "chosen"] as const;
export type JobForm = (typeof JOB_FORMS)[number];

export interface JobDraft {
  readonly name: string;
  readonly isEverything: boolean;
  readonly tenants: readonly string[];
  readonly parts: readonly string[];
  readonly form: JobForm;
  readonly fileName: string;
  /** From Monday on. */
  readonly weekdays: readonly string[];
  /** `null`: the usual one. */
  readonly place: string | null;
  readonly copies: readonly string[];
  readonly when: JobWhen["kind"];
  readonly at: string;
  readonly days: readonly Weekday[];
  readonly minutes: string;
  readonly whileInUse: boolean;
  readonly cron: string;
  readonly after: string;
  readonly drive: string;
  readonly timeZone: string | null;
  readonly keepsAll: boolean;
  readonly counts: Readonly<Record<CountName, string>>;
  /** The rest of its rule, which nobody changes here. */
  readonly spans: Readonly<Record<string, unknown>>;
  readonly onlyWhenChanged: boolean;
  /** "": as usual for its kind. */
  readonly alarmHours: string;
  /** Megabytes a second; "": as fast as it can. */
  readonly limit: string;
}

const NO_COUNTS: JobDraft["counts"] = {
  last: "",
  hourly: "",
  daily: "",
  weekly: "",
  monthly: "",
  yearly: "",
};

/** A new one: everything, every night, with a history. `weekdays`: in the language of whoever makes it. */
export function newDraft(weekdays: readonly string[]): JobDraft {
  return {
    name: "",
    isEverything: true,
    tenants: [],
    parts: [],
    form: "history",
    fileName: "",
    weekdays,
    place: null,
    copies: [],
    when: "clock",
    at: "01:00",
    days: [],
    minutes: "60",
    whileInUse: false,
    cron: "",
    after: "",
    drive: "",
    timeZone: null,
    keepsAll: false,
    counts: { ...NO_COUNTS, daily: "7", weekly: "4", monthly: "12" },
    spans: {},
    onlyWhenChanged: false,
    alarmHours: "",
    limit: "",
  };
}

export function draftOf(job: JobWish, weekdays: readonly string[]): JobDraft {
  const { what, into, when, keep } = job;
  const blank = newDraft(into.weekdays ?? weekdays);
  const spans = Object.entries(keep ?? {}).filter(
    ([name]) => !COUNT_NAMES.some((each) => each === name),
  );
  const counts: Record<CountName, string> = { ...NO_COUNTS };
  for (const name of COUNT_NAMES) counts[name] = String(keep?.[name] ?? "");
  return {
    ...blank,
    name: job.name,
    isEverything: what.tenants.length === 0 && what.parts.length === 0,
    tenants: what.tenants,
    parts: what.parts,
    form: into.kind === "vault" ? "history" : (into.naming ?? "moment"),
    fileName: into.name ?? "",
    place: into.place,
    copies: job.copies,
    when: when.kind,
    ...(when.kind === "clock" && { at: when.at, days: when.days, timeZone: when.timeZone }),
    ...(when.kind === "every" && {
      minutes: String(when.minutes),
      whileInUse: when.whileInUse,
    }),
    ...(when.kind === "cron" && { cron: when.expression, timeZone: when.timeZone }),
    ...(when.kind === "after" && { after: when.job }),
    ...(when.kind === "drive" && { drive: when.place }),
    keepsAll: keep === null,
    counts: keep === null ? blank.counts : counts,
    spans: Object.fromEntries(spans),
    onlyWhenChanged: job.onlyWhenChanged,
    alarmHours: job.alarmAfterHours === null ? "" : String(job.alarmAfterHours),
    limit: job.bytesPerSecond === null ? "" : String(job.bytesPerSecond / MEGABYTE),
  };
}

/** Fields that cannot be as they are. */
export type WrongField =
  | "name"
  | "what"
  | "fileName"
  | "weekdays"
  | "at"
  | "minutes"
  | "cron"
  | "after"
  | "alarmHours"
  | "limit"
  | CountName;

/** Files that replace one another have nothing to be kept less of. */
export function hasKeepRule(form: JobForm): boolean {
  return form === "history" || form === "moment" || form === "daily";
}

/** What a draft means; `wrong`: not empty where it cannot be done as it is. */
export function wishOf(draft: JobDraft): {
  readonly wish: JobWish;
  readonly wrong: ReadonlySet<WrongField>;
} {
  const wrong = new Set<WrongField>();
  const name = draft.name.trim();
  if (name === "" || unsafeJobName(name) !== null) wrong.add("name");
  const isEmpty = draft.tenants.length === 0 && draft.parts.length === 0;
  if (!draft.isEverything && isEmpty) wrong.add("what");
  const fileName = draft.fileName.trim();
  if (draft.form === "chosen" && fileName === "") wrong.add("fileName");
  const weekdays = draft.weekdays.map((each) => each.trim());
  const areWeekdays = weekdays.length === 7 && !weekdays.includes("");
  if (draft.form === "weekday" && !areWeekdays) wrong.add("weekdays");
  const hours = draft.alarmHours.trim();
  const alarmAfterHours = hours === "" ? null : numberIn(hours, LONGEST_ALARM_HOURS);
  if (hours !== "" && alarmAfterHours === null) wrong.add("alarmHours");
  const limit = draft.limit.trim();
  const bytesPerSecond = limit === "" ? null : speedIn(limit);
  if (limit !== "" && bytesPerSecond === null) wrong.add("limit");
  const wish: JobWish = {
    name,
    what: draft.isEverything
      ? { tenants: [], parts: [] }
      : { tenants: draft.tenants, parts: draft.parts },
    into: {
      kind: draft.form === "history" ? "vault" : "parcel",
      place: draft.place,
      naming: draft.form === "history" ? null : draft.form,
      name: draft.form === "chosen" ? fileName : null,
      weekdays: draft.form === "weekday" ? weekdays : null,
    },
    copies: draft.copies.filter((each) => each !== draft.place),
    when: whenOf(draft, wrong),
    keep: draft.keepsAll || !hasKeepRule(draft.form) ? null : ruleOf(draft, wrong),
    onlyWhenChanged: draft.onlyWhenChanged,
    alarmAfterHours,
    bytesPerSecond,
  };
  return { wish, wrong };
}

function whenOf(draft: JobDraft, wrong: Set<WrongField>): JobWhen {
  const { timeZone } = draft;
  switch (draft.when) {
    case "clock": {
      const at = timeIn(draft.at);
      if (at === null) wrong.add("at");
      return { kind: "clock", at: at ?? "", days: draft.days, timeZone };
    }
    case "every": {
      const minutes = numberIn(draft.minutes, LONGEST_MINUTES);
      if (minutes === null) wrong.add("minutes");
      return { kind: "every", minutes: minutes ?? 0, whileInUse: draft.whileInUse };
    }
    case "cron": {
      const expression = draft.cron.trim();
      if (!isCron(expression)) wrong.add("cron");
      return { kind: "cron", expression, timeZone };
    }
    case "after":
      if (draft.after === "") wrong.add("after");
      return { kind: "after", job: draft.after };
    case "drive":
      return { kind: "drive", place: draft.drive };
    default:
      return draft.when satisfies never;
  }
}

function ruleOf(draft: JobDraft, wrong: Set<WrongField>): Counts {
  const rule: Record<string, unknown> = { ...draft.spans };
  for (const name of COUNT_NAMES) {
    const text = draft.counts[name].trim();
    if (text === "") continue;
    if (text === "unlimited") rule[name] = text;
    else if (/^\d{1,9}$/.test(text)) rule[name] = Number(text);
    else wrong.add(name);
  }
  return rule;
}

/** "1:5" is none, "9.30" and "9:30" are "09:30"; `null`: no time of day. */
export function timeIn(text: string): string | null {
  const [, hours, minutes] = /^(\d{1,2})[:.٫٬](\d{2})$/.exec(text.trim()) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const time = `${hours.padStart(2, "0")}:${minutes}`;
  return minutesOf(time) === null ? null : time;
}

/** "2", "2.5", "2,5" and "2٫5" megabytes a second. */
function speedIn(text: string): number | null {
  const [, whole, part = "0"] = /^(\d{1,6})(?:[.,٫](\d{1,6}))?$/.exec(text) ?? [];
  const speed = Math.round(Number(`${whole}.${part}`) * MEGABYTE);
  return speed >= LEAST_SPEED && speed <= MOST_SPEED ? speed : null;
}

function numberIn(text: string, most: number): number | null {
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : null;
}
