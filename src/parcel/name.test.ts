/**
 * Goal: a parcel's name is legal everywhere, says the right local day, sorts as time does, and never is another's by
 * mistake. Method: the edges of clocks and calendars by hand, each name of people that some system refuses, and
 * properties over all moments and all text.
 */

import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { FivefoldError } from "../model/error.ts";
import type { Calendar, ParcelNaming, WeekdayNames } from "../model/parcel.ts";
import { CALENDARS, NAME_MISTAKES, calendarOf } from "../model/parcel.ts";
import { idKey, unsafeName } from "../model/part.ts";
import {
  checkWeekdays,
  chosenName,
  freeName,
  incompleteName,
  nearestName,
  parcelName,
} from "./name.ts";

const DAYS: WeekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MOMENT: ParcelNaming = { kind: "moment" };
const DAILY: ParcelNaming = { kind: "daily" };
const WEEKDAY: ParcelNaming = { kind: "weekday", names: DAYS };

function named(
  naming: ParcelNaming,
  at: string | number,
  timeZone = "UTC",
  calendar: Calendar = "gregorian",
  extension = ".zip",
): string {
  const atMs = typeof at === "number" ? at : Date.parse(at);
  return parcelName(naming, { atMs, timeZone, calendar, extension });
}

function refused(name: string, extension = ".zip"): readonly [string, string | null] {
  try {
    chosenName(name, extension);
  } catch (thrown) {
    assert.ok(thrown instanceof FivefoldError && thrown.code === "PARCEL_NAME_WRONG");
    const { what, suggestion } = thrown.facts;
    assert.equal(thrown.facts["name"], name);
    assert.ok(typeof what === "string" && (typeof suggestion === "string" || suggestion === null));
    return [what, suggestion];
  }
  return assert.fail(`${name} was accepted`);
}

for (const [at, zone, calendar, moment, daily, weekday] of [
  ["2026-11-22T01:35:00Z", "UTC", "gregorian", "2026-11-22 01-35-00", "2026-11-22 A", "Sun"],
  ["2026-11-22T01:35:00.999Z", "UTC", "persian", "1405-09-01 01-35-00", "1405-09-01 A", "Sun"],
  // midnight is 00, never 24
  ["2026-11-22T00:00:00Z", "UTC", "gregorian", "2026-11-22 00-00-00", "2026-11-22 A", "Sun"],
  // the day is the zone's, on both sides of the date line and at half hours
  [
    "2026-12-31T10:00:00Z",
    "Pacific/Kiritimati",
    "gregorian",
    "2027-01-01 00-00-00",
    "2027-01-01 A",
    "Fri",
  ],
  ["2027-01-01T11:59:59Z", "Etc/GMT+12", "gregorian", "2026-12-31 23-59-59", "2026-12-31 A", "Thu"],
  ["2026-03-20T20:30:00Z", "Asia/Tehran", "persian", "1405-01-01 00-00-00", "1405-01-01 A", "Sat"],
  ["2026-03-20T20:29:59Z", "Asia/Tehran", "persian", "1404-12-29 23-59-59", "1404-12-29 A", "Fri"],
  [
    "2026-11-22T18:15:00Z",
    "Asia/Kathmandu",
    "gregorian",
    "2026-11-23 00-00-00",
    "2026-11-23 A",
    "Mon",
  ],
  ["2026-11-22T18:29:59Z", "+05:30", "gregorian", "2026-11-22 23-59-59", "2026-11-22 A", "Sun"],
  // leap years of both calendars: 2028, and 1403, which ended on 30 Esfand
  ["2028-02-29T12:00:00Z", "UTC", "gregorian", "2028-02-29 12-00-00", "2028-02-29 A", "Tue"],
  ["2025-03-20T12:00:00Z", "UTC", "persian", "1403-12-30 12-00-00", "1403-12-30 A", "Thu"],
  ["2025-03-21T12:00:00Z", "UTC", "persian", "1404-01-01 12-00-00", "1404-01-01 A", "Fri"],
  // clocks forward: 02:00 becomes 03:00
  [
    "2026-03-29T00:59:59Z",
    "Europe/Berlin",
    "gregorian",
    "2026-03-29 01-59-59",
    "2026-03-29 A",
    "Sun",
  ],
  [
    "2026-03-29T01:00:00Z",
    "Europe/Berlin",
    "gregorian",
    "2026-03-29 03-00-00",
    "2026-03-29 A",
    "Sun",
  ],
  // a computer whose battery is empty, and one that counts wildly
  [0, "UTC", "gregorian", "1970-01-01 00-00-00", "1970-01-01 A", "Thu"],
  [-1e15, "UTC", "persian", "1348-10-11 00-00-00", "1348-10-11 A", "Thu"],
  [8.64e15, "Pacific/Kiritimati", "gregorian", "9999-12-30 14-00-00", "9999-12-30 A", "Thu"],
] as const)
  test(`parcelName: ${at} in ${zone}, ${calendar}`, () => {
    assert.deepEqual(
      [MOMENT, DAILY, WEEKDAY].map((naming) => named(naming, at, zone, calendar)),
      [`${moment}.zip`, `${daily}.zip`, `${weekday}.zip`],
    );
  });

test("parcelName: when clocks are put back an hour's names come twice, and the later gets a number", () => {
  const first = named(MOMENT, "2026-10-25T00:30:00Z", "Europe/Berlin");
  const second = named(MOMENT, "2026-10-25T01:30:00Z", "Europe/Berlin");
  assert.deepEqual([first, second], ["2026-10-25 02-30-00.zip", "2026-10-25 02-30-00.zip"]);
  assert.equal(
    freeName(second, ".zip", (name) => name === first),
    "2026-10-25 02-30-00 (2).zip",
  );
});

test("parcelName: a zone that is not there and a moment that is none are refused", () => {
  assert.throws(() => named(MOMENT, 0, "Mars/Olympus"), RangeError);
  assert.throws(() => named(MOMENT, Number.NaN), RangeError);
});

const MOMENTS = fc.integer({ min: 0, max: Date.UTC(9999, 11, 29) });
const ZONES = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "Asia/Tehran",
  "America/Sao_Paulo",
  "Pacific/Kiritimati",
  "Etc/GMT+12",
  "Australia/Lord_Howe",
  "-03:30",
);

test("parcelName: every name is one legal file name of ASCII letters, whenever and wherever", () => {
  const naming = fc.constantFrom(MOMENT, DAILY, WEEKDAY);
  fc.assert(
    fc.property(
      naming,
      MOMENTS,
      ZONES,
      fc.constantFrom(...CALENDARS),
      (each, at, zone, calendar) => {
        const name = named(each, at, zone, calendar, ".kontor-backup");
        assert.equal(unsafeName(name), null);
        assert.match(
          name,
          /^(?:\d{4}-\d\d-\d\d (?:\d\d-\d\d-\d\d|A)|[A-Z][a-z]{2})\.kontor-backup$/,
        );
      },
    ),
  );
});

test("parcelName: names sort as time does where no clock is put back, with numbers and marks too", () => {
  const still = fc.constantFrom("UTC", "+05:30", "-12:00", "+14:00");
  fc.assert(
    fc.property(MOMENTS, MOMENTS, still, fc.constantFrom(...CALENDARS), (a, b, zone, calendar) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)];
      const [first, second] = [early, late].map((at) => named(MOMENT, at, zone, calendar));
      assert.ok(first !== undefined && second !== undefined && first <= second);
      if (Math.floor(early / 1000) === Math.floor(late / 1000)) assert.equal(first, second);
      else {
        assert.ok(freeName(first, ".zip", (name) => name === first) < second);
        assert.ok(incompleteName(first, ".zip") < second);
      }
      assert.ok(named(DAILY, early, zone, calendar) <= named(DAILY, late, zone, calendar));
    }),
  );
});

test("parcelName: a weekday comes again after a week, and seven days have seven names", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e13 }), (at) => {
      const day = 86_400_000;
      const week = Array.from({ length: 7 }, (_, index) => named(WEEKDAY, at + index * day));
      assert.equal(new Set(week).size, 7);
      assert.equal(named(WEEKDAY, at + 7 * day), week[0]);
    }),
  );
});

test("parcelName: the seven names are the job's, in any script; a wrong one is told on every day", () => {
  const names: WeekdayNames = [
    "دوشنبه",
    "سه شنبه",
    "چهارشنبه",
    "پنجشنبه",
    "جمعه",
    "شنبه",
    "یکشنبه",
  ];
  const at = "2026-11-22T12:00:00Z";
  assert.equal(named({ kind: "weekday", names }, at, "Asia/Tehran", "persian"), "یکشنبه.zip");
  const mistaken = (first: string, second: string): unknown => {
    const wrong: WeekdayNames = [first, second, "Wed", "Thu", "Fri", "Sat", "Sun"];
    try {
      named({ kind: "weekday", names: wrong }, at);
    } catch (thrown) {
      return thrown instanceof FivefoldError && [thrown.facts["name"], thrown.facts["what"]];
    }
    return null;
  };
  assert.deepEqual(mistaken("Mon", "a:b"), ["a:b", "character"]);
  assert.deepEqual(mistaken("Jour", "JOUR"), ["JOUR", "weekdayTwice"]);
  assert.deepEqual(mistaken("Wed.zip", "Tue"), ["Wed", "weekdayTwice"]);
  assert.deepEqual(mistaken("Mon", ""), ["", "empty"]);
  checkWeekdays(DAYS, ".zip");
});

test("chosenName: the extension is added when there is none, the app's own or .zip", () => {
  const own = ".kontor-backup";
  assert.equal(chosenName("Before the move", ".zip"), "Before the move.zip");
  assert.equal(chosenName("Before the move", own), "Before the move.kontor-backup");
  assert.equal(chosenName("Umzug.ZIP", own), "Umzug.ZIP");
  assert.equal(chosenName("Umzug.Kontor-Backup", own), "Umzug.Kontor-Backup");
  assert.equal(chosenName("Version 1.2", ".zip"), "Version 1.2.zip");
  assert.equal(chosenName("invoice.pdf", ".zip"), "invoice.pdf.zip");
  assert.equal(chosenName("Cafe\u0301", ".zip"), "Caf\u00e9.zip");
  assert.equal(chosenName("می\u200cخواهم", ".zip"), "می\u200cخواهم.zip");
});

for (const [name, what, suggestion] of [
  ["", "empty", null],
  [".zip", "empty", null],
  ["\u200c", "empty", null],
  [".", "dots", null],
  ["..", "dots", null],
  ["../x", "separator", "x.zip"],
  ["a/b", "separator", "a-b.zip"],
  ["C:\\backup", "separator", "C-backup.zip"],
  ["12:30", "character", "12-30.zip"],
  ['what? "this"', "character", "what- -this.zip"],
  ["a\nb", "control", "ab.zip"],
  ["a\u202egnp", "control", "agnp.zip"],
  ["a\ud800", "control", "a\ufffd.zip"],
  ["con", "device", "con_.zip"],
  ["NUL.zip", "device", "NUL_.zip"],
  ["com1.2026.zip", "device", "com1_.2026.zip"],
  ["aux .old", "device", "aux_.old.zip"],
  ["LPT²", "device", "LPT²_.zip"],
  ["conin$", "device", "conin$_.zip"],
  ["Monday ", "ending", "Monday.zip"],
  ["Monday .zip", "ending", "Monday.zip"],
  ["Monday..zip", "ending", "Monday.zip"],
  [" Monday", "beginning", "Monday.zip"],
  [".hidden", "beginning", "hidden.zip"],
  ["2026-11-22 A", "automatic", "2026-11-22.zip"],
  ["2026-11-22 a.zip", "automatic", "2026-11-22.zip"],
  ["Umzug (incomplete)", "incomplete", "Umzug.zip"],
  ["Umzug (Incomplete).zip", "incomplete", "Umzug.zip"],
  ["content.zip", "reserved", "content_.zip"],
  ["CONTENT", "reserved", "CONTENT_.zip"],
  ["x".repeat(197), "long", `${"x".repeat(195)}.zip`],
  ["ش".repeat(99), "long", `${"ش".repeat(97)}.zip`],
  ["👨‍👩‍👧‍👦".repeat(8), "long", `${"👨‍👩‍👧‍👦".repeat(7)}.zip`],
] as const)
  test(`chosenName: ${JSON.stringify(name.slice(0, 30))} is refused as ${what}`, () => {
    assert.deepEqual(refused(name), [what, suggestion]);
  });

test("chosenName: the longest name has room for marks and numbers on every file system", () => {
  const longest = chosenName("x".repeat(196), ".zip");
  const all = freeName(incompleteName(longest, ".zip"), ".zip", (name) => !name.includes("(99)"));
  assert.ok(Buffer.byteLength(all) <= 255 - 30, String(Buffer.byteLength(all)));
});

test("chosenName: whatever people write, the name or the suggestion is legal everywhere and stays", () => {
  const tricky = fc.constantFrom(
    "con",
    ".",
    " ",
    "/",
    "\\",
    ":",
    "a",
    "zip",
    "A",
    "2026-11-22",
    "$",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 120 }),
    fc.string({ unit: "grapheme", maxLength: 120 }),
    fc.array(tricky).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(".zip", ".kontor-backup"), (name, extension) => {
      let whole: string;
      try {
        whole = chosenName(name, extension);
      } catch (thrown) {
        assert.ok(thrown instanceof FivefoldError && thrown.code === "PARCEL_NAME_WRONG");
        assert.ok(NAME_MISTAKES.some((each) => each === thrown.facts["what"]));
        const { suggestion } = thrown.facts;
        if (suggestion === null) return;
        whole = String(suggestion);
      }
      assert.equal(unsafeName(whole), null);
      assert.ok(Buffer.byteLength(whole) <= 200);
      assert.equal(chosenName(whole, extension), whole);
    }),
    { numRuns: 2000 },
  );
});

test("incompleteName: the mark stands before the extension", () => {
  assert.equal(incompleteName("2026-11-22 A.zip", ".zip"), "2026-11-22 A (incomplete).zip");
  assert.equal(incompleteName("Mon.x-backup", ".x-backup"), "Mon (incomplete).x-backup");
  assert.equal(incompleteName("Mon.ZIP", ".x-backup"), "Mon (incomplete).ZIP");
});

test("freeName: the first number that nobody has, and none when the name is free", () => {
  const taken = new Set(["a.zip", "a (2).zip", "a (3).zip"].map(idKey));
  const isTaken = (name: string): boolean => taken.has(idKey(name));
  assert.equal(freeName("A.zip", ".zip", isTaken), "A (4).zip");
  assert.equal(freeName("b.zip", ".zip", isTaken), "b.zip");
});

test("calendarOf: Persian for Persian, else Gregorian", () => {
  assert.deepEqual(["fa", "fa-IR", "fa_IR.UTF-8", "FA", "en", "de-DE", "fan", ""].map(calendarOf), [
    "persian",
    "persian",
    "persian",
    "persian",
    "gregorian",
    "gregorian",
    "gregorian",
    "gregorian",
  ]);
});

test("nearestName: an app's own name becomes one that every system takes, or none", () => {
  assert.equal(nearestName("Kontor sheet", ".pdf"), "Kontor sheet.pdf");
  assert.equal(nearestName("A/B: <C> sheet", ".pdf"), "A-B- -C- sheet.pdf");
  assert.equal(nearestName("برگهٔ کنتور", ".pdf"), "برگهٔ کنتور.pdf");
  assert.equal(nearestName("con", ".pdf"), "con_.pdf");
  assert.equal(nearestName("...", ".pdf"), null);
});
