/**
 * Dates and times as each language writes them, in the zone of whoever reads.
 *
 * In Persian they are composed from parts, because the ready-made patterns put year and weekday where nobody would. The
 * time of day has 24 hours in every language and is isolated in Persian, so that it does not turn round in a sentence.
 */

import type { Calendar } from "../model/parcel.ts";
import { calendarOf } from "../model/parcel.ts";
import type { Month } from "./calendar.ts";
import { addDays, dateFrom, dateOf, firstWeekdayOf } from "./calendar.ts";
import type { LanguageCode } from "./choose.ts";
import { LOCALES } from "./locales.ts";

const LEFT_TO_RIGHT = "\u2066";
const END = "\u2069";

/** 5 January 2026 was a Monday. */
const A_MONDAY = "2026-01-05";

/** Milliseconds since 1970, or ISO 8601. */
export type Moment = number | string;

export class Dates {
  readonly code: LanguageCode;
  readonly calendar: Calendar;
  readonly #locale: string;
  readonly #timeZone: string | undefined;
  /** To make one takes a hundred times as long as to use it. */
  readonly #formats = new Map<string, Intl.DateTimeFormat>();

  /** `timeZone`: `null` is the one of this computer. */
  constructor(
    code: LanguageCode,
    calendar: Calendar | null = null,
    timeZone: string | null = null,
  ) {
    this.code = code;
    this.calendar = calendar ?? calendarOf(code);
    const name = this.calendar === "persian" ? "persian" : "gregory";
    this.#locale = `${LOCALES[code]}-u-ca-${name}`;
    this.#timeZone = timeZone ?? undefined;
  }

  /** «یکشنبه ۱ آذر ۱۴۰۵، ساعت ۰۱:۳۵», "Sonntag, 22. November 2026 um 01:35". */
  full(at: Moment): string {
    if (this.code === "fa") return `${this.day(at)}، ساعت ${this.time(at)}`;
    return this.#format({ dateStyle: "full", timeStyle: "short", hourCycle: "h23" }, at);
  }

  /** «یکشنبه ۱ آذر ۱۴۰۵», "Sonntag, 22. November 2026". */
  day(at: Moment): string {
    if (this.code !== "fa") return this.#format({ dateStyle: "full" }, at);
    const parts = this.#parts(
      { weekday: "long", day: "numeric", month: "long", year: "numeric" },
      at,
    );
    return `${parts("weekday")} ${parts("day")} ${parts("month")} ${parts("year")}`;
  }

  /** For tables: «۱۴۰۵/۰۹/۰۱», "22.11.2026". */
  short(at: Moment): string {
    const parts = this.#parts({ day: "2-digit", month: "2-digit", year: "numeric" }, at);
    const [year, month, day] = [parts("year"), parts("month"), parts("day")];
    switch (this.code) {
      case "fa":
        return `${LEFT_TO_RIGHT}${year}/${month}/${day}${END}`;
      case "en":
        // Nobody has to guess which of two numbers is the month.
        return `${year}-${month}-${day}`;
      case "de":
        return `${day}.${month}.${year}`;
      case "fr":
      case "pt":
        return `${day}/${month}/${year}`;
    }
  }

  /** "01:35". */
  time(at: Moment): string {
    const time = this.#format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at);
    return this.code === "fa" ? `${LEFT_TO_RIGHT}${time}${END}` : time;
  }

  /** A time of day as it stands in settings, "01:35", in the language's digits. */
  clock(time: string): string {
    const digits = time.replaceAll(/\d/g, (digit) => this.dayNumber(Number(digit)));
    return this.code === "fa" ? `${LEFT_TO_RIGHT}${digits}${END}` : digits;
  }

  /** For tables: `short` with the time. */
  stamp(at: Moment): string {
    return `${this.short(at)} ${this.time(at)}`;
  }

  /** "today 14:05", "yesterday 14:05", a weekday within the last six days, else the date with its time. */
  near(at: Moment, nowMs: number): string {
    const today = dateOf(nowMs, this.#timeZone);
    const date = dateOf(msOf(at), this.#timeZone);
    const word = this.#nearWord(date, today, at);
    return word === null ? this.stamp(at) : `${word} ${this.time(at)}`;
  }

  #nearWord(date: string, today: string, at: Moment): string | null {
    const relative = new Intl.RelativeTimeFormat(LOCALES[this.code], { numeric: "auto" });
    if (date === today) return relative.format(0, "day");
    if (date === addDays(today, -1)) return relative.format(-1, "day");
    if (date === addDays(today, 1)) return relative.format(1, "day");
    if (date < today && date > addDays(today, -7)) return this.#format({ weekday: "long" }, at);
    return null;
  }

  /** «آذر ۱۴۰۵», "November 2026": over the page of a month. */
  monthTitle({ calendar, year, month }: Month): string {
    const date = dateFrom(calendar, year, month, 1) ?? A_MONDAY;
    const parts = this.#parts({ month: "long", year: "numeric", timeZone: "UTC" }, date);
    return this.code === "pt"
      ? `${parts("month")} de ${parts("year")}`
      : `${parts("month")} ${parts("year")}`;
  }

  /** The heads of a month's page, from the week's first day on: what is written and what is read aloud. */
  weekdays(): readonly { readonly letters: string; readonly name: string }[] {
    const first = firstWeekdayOf(this.code);
    return Array.from({ length: 7 }, (_, at) => {
      const day = addDays(A_MONDAY, first - 1 + at);
      const width = this.code === "fa" ? "narrow" : "short";
      return {
        letters: this.#format({ weekday: width, timeZone: "UTC" }, day),
        name: this.#format({ weekday: "long", timeZone: "UTC" }, day),
      };
    });
  }

  /** A day's number on a month's page, in the language's digits. */
  dayNumber(day: number): string {
    return new Intl.NumberFormat(LOCALES[this.code], { useGrouping: false }).format(day);
  }

  #parts(options: Intl.DateTimeFormatOptions, at: Moment): (type: string) => string {
    const parts = this.#formatter(options).formatToParts(msOf(at));
    return (type) => parts.find((part) => part.type === type)?.value ?? "";
  }

  #format(options: Intl.DateTimeFormatOptions, at: Moment): string {
    return this.#formatter(options).format(msOf(at));
  }

  #formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    const zone = this.#timeZone === undefined ? {} : { timeZone: this.#timeZone };
    const made =
      this.#formats.get(key) ?? new Intl.DateTimeFormat(this.#locale, { ...zone, ...options });
    this.#formats.set(key, made);
    return made;
  }
}

function msOf(at: Moment): number {
  return typeof at === "number" ? at : Date.parse(at);
}
