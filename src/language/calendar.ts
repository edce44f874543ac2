/**
 * Days as people count them, in the Gregorian and the Persian calendar, and the page of a month for a date picker.
 *
 * Pure: a day is "2026-11-22", its Gregorian date without a time; the calendar's own numbers come from `Intl`, which knows
 * the Persian leap years. Nothing here reads a clock.
 */

import type { Calendar } from "../model/parcel.ts";
import type { LanguageCode } from "./choose.ts";
import { latinDigits } from "./fold.ts";

/** A month of either calendar; months count from 1. */
export interface Month {
  readonly calendar: Calendar;
  readonly year: number;
  readonly month: number;
}

export interface CalendarDay extends Month {
  readonly day: number;
  /** "2026-11-22". */
  readonly date: string;
}

/** A day on the page of a month; days of its neighbours fill the first and the last week. */
export interface PageDay extends CalendarDay {
  readonly isInMonth: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const PERSIAN = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  timeZone: "UTC",
});

/** As `Intl` numbers weekdays: 1 is Monday, 7 is Sunday. A table, for browsers that do not say. */
const FIRST_WEEKDAY: Readonly<Record<LanguageCode, number>> = { en: 7, fa: 6, pt: 7, de: 1, fr: 1 };

/** Monday is 1, Sunday is 7: the day that a week begins with where the language is spoken. */
export function firstWeekdayOf(code: LanguageCode): number {
  return FIRST_WEEKDAY[code];
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(date: string): number {
  return new Date(msOf(date)).getUTCDay() || 7;
}

/** The day of a moment in the zone of this computer, or the given one: "2026-11-22". */
export function dateOf(atMs: number, timeZone?: string): string {
  if (timeZone === undefined) {
    // Lists ask this thousands of times.
    const at = new Date(atMs);
    return isoDate(at.getFullYear(), at.getMonth() + 1, at.getDate());
  }
  const parts = numbersOf(formatIn(timeZone), atMs);
  return isoDate(parts.year, parts.month, parts.day);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** To make one takes a hundred times as long as to use it. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", timeZone } as const;
  const made = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", options);
  formats.set(timeZone, made);
  return made;
}

/** The first moment of the day in this computer's zone, as ISO 8601. */
export function startOf(date: string): string {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, day).toISOString();
}

export function addDays(date: string, dayCount: number): string {
  return textOf(msOf(date) + dayCount * DAY_MS);
}

export function dayIn(calendar: Calendar, date: string): CalendarDay {
  const ms = msOf(date);
  if (calendar === "gregorian") {
    const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
    return { calendar, year, month, day, date };
  }
  return { calendar, ...numbersOf(PERSIAN, ms), date };
}

/**
 * The Gregorian date of a day that a calendar numbers, `null` when there is no such day: month 13, or 30 Esfand in a year
 * that has no leap day.
 */
export function dateFrom(calendar: Calendar, year: number, month: number, day: number) {
  if (![year, month, day].every(Number.isInteger)) return null;
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1 || year > 9999) return null;
  if (calendar === "gregorian") {
    const date = isoDate(year, month, day);
    return textOf(Date.parse(`${date}T00:00:00Z`)) === date ? date : null;
  }
  // The new year is near 21 March; months one to six have 31 days, the others 30.
  const before = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30;
  const guessed = Date.UTC(year + 621, 2, 21) + (before + day - 1) * DAY_MS;
  for (const off of [0, -1, 1, -2, 2]) {
    const numbers = numbersOf(PERSIAN, guessed + off * DAY_MS);
    if (numbers.year === year && numbers.month === month && numbers.day === day)
      return textOf(guessed + off * DAY_MS);
  }
  return null;
}

export function monthOf(calendar: Calendar, date: string): Month {
  const { year, month } = dayIn(calendar, date);
  return { calendar, year, month };
}

export function addMonths({ calendar, year, month }: Month, monthCount: number): Month {
  const all = year * 12 + (month - 1) + monthCount;
  return { calendar, year: Math.floor(all / 12), month: (((all % 12) + 12) % 12) + 1 };
}

/** The weeks of a month, each of seven days, beginning with the weekday `first` (1 is Monday). */
export function monthPage(month: Month, first: number): readonly (readonly PageDay[])[] {
  const start = firstOf(month);
  const end = firstOf(addMonths(month, 1));
  const weeks: (readonly PageDay[])[] = [];
  let date = addDays(start, -((weekdayOf(start) - first + 7) % 7));
  while (date < end) {
    const week: PageDay[] = [];
    for (let at = 0; at < 7; at++) {
      week.push({ ...dayIn(month.calendar, date), isInMonth: date >= start && date < end });
      date = addDays(date, 1);
    }
    weeks.push(week);
  }
  return weeks;
}

/**
 * Reads a typed day: year, month and day in this order or the other way round, in any digits, with "/", "-" or "." between
 * them. The year has four digits: it says the order and, from 1300 to 1500, that it is Persian. `null`: it is no day.
 */
export function typedDate(text: string): string | null {
  const match = /^\s*(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})\s*$/.exec(latinDigits(text));
  if (match === null) return null;
  const [, a = "", b = "", c = ""] = match;
  if (a.length > 2 === c.length > 2) return null;
  const [year, day] = (a.length > 2 ? [a, c] : [c, a]).map(Number) as [number, number];
  const isPersian = year >= 1300 && year <= 1500;
  if (!isPersian && year < 1600) return null;
  return dateFrom(isPersian ? "persian" : "gregorian", year, Number(b), day);
}

function firstOf({ calendar, year, month }: Month): string {
  const date = dateFrom(calendar, year, month, 1);
  if (date === null) throw new RangeError(`There is no month ${year}-${month}.`);
  return date;
}

function numbersOf(formatter: Intl.DateTimeFormat, ms: number) {
  const parts = { year: 0, month: 0, day: 0 };
  for (const { type, value } of formatter.formatToParts(ms))
    if (type === "year" || type === "month" || type === "day") parts[type] = Number(value);
  return parts;
}

function msOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function textOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function isoDate(year: number, month: number, day: number): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}
