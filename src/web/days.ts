/**
 * Months and days in the calendar of a language, for a page that shows one month at a time.
 *
 * Days are named as "2026-11-22" in the time zone of the computer, whatever the calendar; what a calendar makes of them
 * is asked of the browser.
 */

const DAY_MS = 86_400_000;

/** "2026-11-22": the day of a moment where the computer is. */
export function dayOf(at: string | number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Noon of a day, which no summer time moves into another one; milliseconds since 1970 UTC. */
export function noonOf(day: string): number {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date, 12).getTime();
}

export interface Month {
  /** "آذر ۱۴۰۵" */
  readonly title: string;
  /** Of seven days each; `null` before the first and after the last of the month. */
  readonly weeks: readonly (readonly (Day | null)[])[];
  /** Some day of the month before, and of the one after. */
  readonly before: string;
  readonly after: string;
}

export interface Day {
  readonly day: string;
  /** Its number in the month, in the digits of the language. */
  readonly number: string;
}

/** The week from its first day on, short. */
export function weekdays(locale: string): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: "narrow" });
  // 2026-11-22 is a Sunday.
  const sunday = noonOf("2026-11-22");
  return Array.from({ length: 7 }, (_, index) =>
    format.format(sunday + ((firstWeekday(locale) + index) % 7) * DAY_MS),
  );
}

/** 0 for Sunday. People in Iran begin on Saturday. */
function firstWeekday(locale: string): number {
  const [language] = locale.split("-");
  if (language === "fa") return 6;
  return language === "de" || language === "fr" ? 1 : 0;
}

export function monthOf(day: string, locale: string): Month {
  const month = new Intl.DateTimeFormat(locale, { year: "numeric", month: "numeric" });
  const number = new Intl.DateTimeFormat(locale, { day: "numeric" });
  const isSame = (ms: number): boolean => month.format(ms) === month.format(noonOf(day));
  let first = noonOf(day);
  while (isSame(step(first, -1))) first = step(first, -1);
  const days: (Day | null)[] = [];
  const offset = (new Date(first).getDay() - firstWeekday(locale) + 7) % 7;
  for (let blank = 0; blank < offset; blank++) days.push(null);
  let ms = first;
  for (; isSame(ms); ms = step(ms, 1)) {
    const dayNumber = number.formatToParts(ms).find(({ type }) => type === "day")?.value ?? "";
    days.push({ day: dayOf(ms), number: dayNumber });
  }
  while (days.length % 7 !== 0) days.push(null);
  return {
    title: new Intl.DateTimeFormat(locale, { year: "numeric", month: "long" }).format(first),
    weeks: Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7)),
    before: dayOf(step(first, -1)),
    after: dayOf(ms),
  };
}

/** Noon some days on, whatever summer time does in between. */
function step(ms: number, days: number): number {
  const date = new Date(ms);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, 12).getTime();
}
