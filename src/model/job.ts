/**
 * A job: a standing order to back up, as plain data; and the three that most people want.
 *
 * What is due when is decided in `job/schedule.ts`; here stands what people chose.
 */

import type { KeepRule } from "./keep.ts";
import type { ParcelNaming, WeekdayNames } from "./parcel.ts";
import { idKey, unsafeName } from "./part.ts";

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When a job is due. Times of day are wall time in `timeZone`; `null`: the computer's own, as it is then. */
export type JobWhen =
  /** At this time on each of these days; no days: on every day. */
  | {
      readonly kind: "clock";
      /** "01:00", "23:59". */
      readonly at: string;
      readonly days: readonly Weekday[];
      readonly timeZone: string | null;
    }
  /** So long after the last success. `whileInUse`: only while somebody has the app open. */
  | { readonly kind: "every"; readonly minutes: number; readonly whileInUse: boolean }
  /** Five fields, or six with seconds in front. */
  | { readonly kind: "cron"; readonly expression: string; readonly timeZone: string | null }
  /** Each time another job has succeeded. */
  | { readonly kind: "after"; readonly job: string }
  /** When the drive of that place was plugged in. */
  | { readonly kind: "drive"; readonly place: string };

/** Where a job's backups go. `place`: a name of the settings or a folder; `null`: where backups usually go. */
export type JobStore =
  | { readonly kind: "vault"; readonly place: string | null }
  | { readonly kind: "parcel"; readonly place: string | null; readonly naming: ParcelNaming };

export interface Job {
  /** Unlike all others' after case folding; a legal file name without a comma. */
  readonly name: string;
  /** Ids or patterns, a union; both empty: everything. */
  readonly what: { readonly tenants: readonly string[]; readonly parts: readonly string[] };
  readonly into: JobStore;
  /** Places, other than that of `into`, that get a copy of each backup. */
  readonly copies: readonly string[];
  readonly when: JobWhen;
  /** What stays of this job's own backups; `null`: everything. */
  readonly keep: KeepRule | null;
  /** Nothing changed: no backup is made, and that is a success. */
  readonly onlyWhenChanged: boolean;
  readonly isEnabled: boolean;
  /** Without a success for so many hours people are alarmed; `null`: as `alarmHoursOf` has it. */
  readonly alarmAfterHours: number | null;
  /** Its runs read and write so many bytes a second at most, see `model/speed.ts`; `null`: as fast as they can. */
  readonly bytesPerSecond: number | null;
  /** When it was given, ISO 8601, UTC: nothing is owed from before. `null`: written by hand, owed at once. */
  readonly since: string | null;
}

export const LONGEST_MINUTES = 43_200;
export const LONGEST_ALARM_HOURS = 87_600;

/** Every night at one o'clock: everything, with a history of a year. */
export function nightlyJob(name: string, since: string): Job {
  return {
    ...EVERYTHING,
    name,
    since,
    into: { kind: "vault", place: null },
    when: { kind: "clock", at: "01:00", days: [], timeZone: null },
    keep: { daily: 7, weekly: 4, monthly: 12 },
  };
}

/** One file per weekday, overwritten after a week. `names`: as files are called, see `fileWeekdays`. */
export function weekdaysJob(name: string, since: string, names: WeekdayNames): Job {
  return {
    ...EVERYTHING,
    name,
    since,
    into: { kind: "parcel", place: null, naming: { kind: "weekday", names: fileWeekdays(names) } },
    when: { kind: "clock", at: "20:00", days: [], timeZone: null },
  };
}

/** One file a day, renewed every five minutes while people work and change something. */
export function workingJob(name: string, since: string): Job {
  return {
    ...EVERYTHING,
    name,
    since,
    into: { kind: "parcel", place: null, naming: { kind: "daily" } },
    when: { kind: "every", minutes: 5, whileInUse: false },
    onlyWhenChanged: true,
  };
}

/** The three that most people want. */
export const USUAL_JOBS = ["nightly", "weekdays", "working"] as const;
export type UsualJob = (typeof USUAL_JOBS)[number];

/** One of the three, as it is when nobody changes it. `names`: the days of the week, from Monday on. */
export function usualJob(kind: UsualJob, name: string, since: string, names: WeekdayNames): Job {
  switch (kind) {
    case "nightly":
      return nightlyJob(name, since);
    case "weekdays":
      return weekdaysJob(name, since, names);
    case "working":
      return workingJob(name, since);
    default:
      return kind satisfies never;
  }
}

/** Which of the three a job is, whatever it is called and at what time; `null`: one that people made themselves. */
export function usualOf({ what, into, when, onlyWhenChanged }: Job): UsualJob | null {
  if (what.tenants.length > 0 || what.parts.length > 0) return null;
  const isDaily = when.kind === "clock" && when.days.length === 0;
  if (into.kind === "vault") return isDaily ? "nightly" : null;
  if (into.naming.kind === "weekday") return isDaily ? "weekdays" : null;
  const isWorking = into.naming.kind === "daily" && when.kind === "every" && onlyWhenChanged;
  return isWorking ? "working" : null;
}

/** Whether a job's backups or their copies go to a place. `isPlace`: whether a name is that place's. */
export function usesPlace({ into, copies }: Job, isPlace: (name: string) => boolean): boolean {
  return (into.place !== null && isPlace(into.place)) || copies.some(isPlace);
}

const EVERYTHING = {
  what: { tenants: [], parts: [] },
  copies: [],
  keep: null,
  onlyWhenChanged: false,
  isEnabled: true,
  alarmAfterHours: null,
  bytesPerSecond: null,
} as const satisfies Partial<Job>;

/**
 * Weekdays as files are called: without the invisible joiner that Persian writes inside words, because nobody can type it
 * into a search, and old programs show a box for it.
 */
export function fileWeekdays(names: WeekdayNames): WeekdayNames {
  const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = names.map((each) =>
    each.replaceAll("\u200C", ""),
  );
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

/** After how many hours without a success people are alarmed: what it says, else two of its intervals and some hours. */
export function alarmHoursOf({ alarmAfterHours, when }: Job): number {
  if (alarmAfterHours !== null) return alarmAfterHours;
  switch (when.kind) {
    case "clock":
      return when.days.length === 0 ? 50 : 24 * 7 + 26;
    // People sleep, and go on holiday: a job of minutes that rests for a long weekend is no trouble.
    case "every":
      return Math.max(96, (when.minutes / 60) * 2 + 2);
    case "cron":
    case "after":
      return 24 * 7 + 26;
    case "drive":
      return 24 * 31;
    default:
      return when satisfies never;
  }
}

/** What a job's name can be wrong for, `null` when it can be one. A comma would cut a tag of a vault in two. */
export function unsafeJobName(name: string): string | null {
  if (name.includes(",")) return "character";
  return unsafeName(name);
}

/** The job of that name, `null` when there is none. */
export function jobNamed(jobs: readonly Job[], name: string): Job | null {
  return jobs.find((each) => idKey(each.name) === idKey(name)) ?? null;
}

/** What is tagged in a vault, and written into a parcel's head: which job made a backup. */
export function jobTag(name: string): string {
  return `${JOB_TAG}${name}`;
}

const JOB_TAG = "job:";

/** The job that a snapshot's tags name, `null` when they name none. */
export function jobOf(tags: readonly string[]): string | null {
  return tags.find((tag) => tag.startsWith(JOB_TAG))?.slice(JOB_TAG.length) ?? null;
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Minutes since midnight, `null` when it is no time of day. */
export function minutesOf(at: string): number | null {
  const [, hours, minutes] = TIME.exec(at) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** Whether there is such a time zone: an IANA name, "UTC", "+03:30". */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

const MONTHS = "JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC".split(",");
const DAYS = "SUN,MON,TUE,WED,THU,FRI,SAT".split(",");

/** Seconds, minutes, hours, days of the month, months, days of the week, as numbers or by name. */
const CRON_FIELDS: readonly (readonly [first: number, last: number, names: readonly string[]])[] = [
  [0, 59, []],
  [0, 59, []],
  [0, 23, []],
  [1, 31, []],
  [1, 12, MONTHS],
  [0, 7, DAYS],
];

/** Whether a text is a cron expression: five fields, or six with the seconds first. */
export function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) return false;
  const known = CRON_FIELDS.slice(6 - fields.length);
  return fields.every((field, at) => {
    const [first, last, names] = known[at] ?? [0, 0, []];
    return field.split(",").every((piece) => isCronPiece(piece.toUpperCase(), first, last, names));
  });
}

function isCronPiece(
  piece: string,
  first: number,
  last: number,
  names: readonly string[],
): boolean {
  const [range = "", step, more] = piece.split("/");
  if (more !== undefined || (step !== undefined && !/^[1-9]\d{0,2}$/.test(step))) return false;
  if (range === "*") return true;
  const ends = range.split("-").map((end) => {
    const named = names.indexOf(end);
    if (named !== -1) return named + first;
    return /^\d{1,2}$/.test(end) ? Number(end) : Number.NaN;
  });
  const [from = Number.NaN, to = from] = ends;
  return ends.length <= 2 && from >= first && to <= last && from <= to;
}
