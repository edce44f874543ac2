// Goal: a date reads as somebody wrote it who speaks the language, and a month's page has each day once, in its column.
// Method: sentences of native speakers word for word; the page against plain counting; conversions there and back.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  addDays,
  addMonths,
  dateFrom,
  dateOf,
  dayIn,
  firstWeekdayOf,
  monthOf,
  monthPage,
  startOf,
  typedDate,
  weekdayOf,
} from "./calendar.ts";
import { LANGUAGES } from "./choose.ts";
import { Dates } from "./dates.ts";

const AT = "2026-11-22T01:35:00Z";

function plain(text: string): string {
  return text.replaceAll(/[\u2066\u2069]/g, "");
}

test("dates: a full date is composed as each language writes it", () => {
  const full = Object.fromEntries(
    LANGUAGES.map((code) => [code, plain(new Dates(code, null, "UTC").full(AT))]),
  );
  assert.deepEqual(full, {
    en: "Sunday, November 22, 2026 at 01:35",
    fa: "یکشنبه ۱ آذر ۱۴۰۵، ساعت ۰۱:۳۵",
    pt: "domingo, 22 de novembro de 2026 às 01:35",
    de: "Sonntag, 22. November 2026 um 01:35",
    fr: "dimanche 22 novembre 2026 à 01:35",
  });
});

test("dates: short ones have two digits for day and month and a whole year", () => {
  const short = LANGUAGES.map((code) => plain(new Dates(code, null, "UTC").short(AT)));
  assert.deepEqual(short, ["2026-11-22", "۱۴۰۵/۰۹/۰۱", "22/11/2026", "22.11.2026", "22/11/2026"]);
});

test("dates: in Persian times and short dates are isolated, so that they do not turn round", () => {
  const dates = new Dates("fa", null, "UTC");
  assert.equal(dates.time(AT), "\u2066۰۱:۳۵\u2069");
  assert.equal(dates.short(AT), "\u2066۱۴۰۵/۰۹/۰۱\u2069");
  assert.ok(dates.full(AT).endsWith("\u2066۰۱:۳۵\u2069"));
});

test("dates: midnight is 00:00 in every language", () => {
  for (const code of LANGUAGES) {
    const time = plain(new Dates(code, null, "UTC").time("2026-11-22T00:00:00Z"));
    assert.match(time, /^(?:00:00|۰۰:۰۰)$/);
  }
});

test("dates: what is near is told by its day", () => {
  const now = Date.parse("2026-11-22T14:05:00Z");
  const near = (code: "en" | "fa" | "de", at: string): string =>
    plain(new Dates(code, null, "UTC").near(at, now));
  assert.equal(near("en", "2026-11-22T14:05:00Z"), "today 14:05");
  assert.equal(near("en", "2026-11-21T23:59:00Z"), "yesterday 23:59");
  assert.equal(near("en", "2026-11-16T08:00:00Z"), "Monday 08:00");
  assert.equal(near("en", "2026-11-15T08:00:00Z"), "2026-11-15 08:00");
  assert.equal(near("de", "2026-11-23T01:00:00Z"), "morgen 01:00");
  assert.equal(near("fa", "2026-11-22T01:35:00Z"), "امروز ۰۱:۳۵");
});

test("dates: the day is the one of the reader's zone", () => {
  assert.equal(dateOf(Date.parse("2026-11-21T21:00:00Z"), "Asia/Tehran"), "2026-11-22");
  const dates = new Dates("fa", null, "Asia/Tehran");
  assert.equal(plain(dates.full("2026-11-21T22:05:00Z")), "یکشنبه ۱ آذر ۱۴۰۵، ساعت ۰۱:۳۵");
  assert.equal(dateOf(Date.parse(startOf("2026-11-22"))), "2026-11-22");
});

test("calendar: the page of a Persian month begins with its Saturday", () => {
  const page = monthPage({ calendar: "persian", year: 1405, month: 9 }, firstWeekdayOf("fa"));
  const [first] = page;
  assert.deepEqual(
    first?.map(({ day, isInMonth }) => (isInMonth ? day : -day)),
    [-30, 1, 2, 3, 4, 5, 6],
  );
  assert.equal(page.flat().filter(({ isInMonth }) => isInMonth).length, 30);
  assert.equal(page.flat().find(({ isInMonth }) => isInMonth)?.date, "2026-11-22");
});

test("calendar: titles and heads of a month's page", () => {
  const month = { calendar: "persian", year: 1405, month: 9 } as const;
  const persian = new Dates("fa");
  assert.equal(persian.monthTitle(month), "آذر ۱۴۰۵");
  assert.deepEqual(
    persian.weekdays().map(({ name }) => name),
    ["شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه"],
  );
  const november = { calendar: "gregorian", year: 2026, month: 11 } as const;
  const titles = LANGUAGES.filter((code) => code !== "fa").map((code) =>
    new Dates(code).monthTitle(november),
  );
  assert.deepEqual(titles, ["November 2026", "novembro de 2026", "November 2026", "novembre 2026"]);
  const heads = LANGUAGES.map((code) => new Dates(code).weekdays()[0]?.name);
  assert.deepEqual(heads, ["Sunday", "شنبه", "domingo", "Montag", "lundi"]);
});

test("calendar: every language's week begins where `Intl` says that it does", () => {
  const locales = { en: "en-US", fa: "fa-IR", pt: "pt-BR", de: "de-DE", fr: "fr-FR" };
  for (const code of LANGUAGES) {
    const locale = new Intl.Locale(locales[code]) as Intl.Locale & {
      getWeekInfo(): { readonly firstDay: number };
    };
    assert.equal(firstWeekdayOf(code), locale.getWeekInfo().firstDay, code);
  }
});

const calendars = fc.constantFrom("gregorian" as const, "persian" as const);
const dates = fc.integer({ min: -20_000, max: 40_000 }).map((days) => addDays("2000-01-01", days));

test("calendar: a day of either calendar goes there and back", () => {
  fc.assert(
    fc.property(calendars, dates, (calendar, date) => {
      const { year, month, day } = dayIn(calendar, date);
      assert.equal(dateFrom(calendar, year, month, day), date);
    }),
  );
});

test("calendar: a page has whole weeks, its month's days each once, and starts on the first weekday", () => {
  const first = fc.integer({ min: 1, max: 7 });
  fc.assert(
    fc.property(calendars, dates, first, (calendar, date, weekday) => {
      const month = monthOf(calendar, date);
      const page = monthPage(month, weekday);
      const days = page.flat();
      assert.ok(
        page.every((week) => week.length === 7 && weekdayOf(week[0]?.date ?? "") === weekday),
      );
      assert.ok(page.length >= 4 && page.length <= 6);
      assert.ok(
        days.every((each, at) => at === 0 || each.date === addDays(days[at - 1]?.date ?? "", 1)),
      );
      const own = days.filter(({ isInMonth }) => isInMonth);
      assert.ok(own.every((each, at) => each.day === at + 1 && each.month === month.month));
      assert.ok(own.some((each) => each.date === date));
      assert.deepEqual(addMonths(addMonths(month, 17), -17), month);
    }),
  );
});

test("calendar: a typed day is read in any digits and either calendar", () => {
  for (const text of [
    "۱۴۰۵/۹/۱",
    "١٤٠٥/٠٩/٠١",
    "1405-09-01",
    "2026-11-22",
    "22.11.2026",
    "22/11/2026",
  ])
    assert.equal(typedDate(text), "2026-11-22", text);
  for (const text of ["", "1405/13/1", "31.11.2026", "1/2/3", "1406/12/30", "yesterday"])
    assert.equal(typedDate(text), null, text);
  assert.equal(typedDate("1403/12/30"), "2025-03-20", "a leap year");
});
