/** Goal: a job that is opened and saved stays what it was, and what cannot be is named. Method: drafts, changed in one thing each. */

import assert from "node:assert/strict";
import test from "node:test";
import type { JobDraft, JobWish } from "./job-form.ts";
import { draftOf, newDraft, timeIn, wishOf } from "./job-form.ts";

const WEEK: readonly string[] = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"];
const NEW: JobDraft = { ...newDraft(WEEK), name: "night" };

function wrong(change: Partial<JobDraft>): readonly string[] {
  return [...wishOf({ ...NEW, ...change }).wrong];
}

test("job form: a new one is everything, every night, with a history of a year", () => {
  const { wish, wrong: mistakes } = wishOf(NEW);
  assert.deepEqual([...mistakes], []);
  assert.deepEqual(wish.when, { kind: "clock", at: "01:00", days: [], timeZone: null });
  assert.deepEqual(wish.keep, { daily: 7, weekly: 4, monthly: 12 });
  assert.equal(wish.into.kind, "vault");
});

test("job form: what was opened and not changed stays as it is", () => {
  const whens: readonly JobWish["when"][] = [
    { kind: "clock", at: "22:30", days: ["friday"], timeZone: "Asia/Tehran" },
    { kind: "every", minutes: 5, whileInUse: true },
    { kind: "cron", expression: "0 3 * * MON-FRI", timeZone: null },
    { kind: "after", job: "night" },
    { kind: "drive", place: "usb" },
  ];
  const nothing = { place: null, name: null, weekdays: null };
  const intos: readonly JobWish["into"][] = [
    { ...nothing, kind: "vault", naming: null },
    { ...nothing, kind: "parcel", naming: "daily", place: "usb" },
    { ...nothing, kind: "parcel", naming: "chosen", name: "for the tax adviser" },
    { ...nothing, kind: "parcel", naming: "weekday", weekdays: WEEK },
  ];
  for (const when of whens)
    for (const into of intos) {
      const job: JobWish = {
        name: "x",
        what: { tenants: ["acme"], parts: ["login"] },
        into,
        copies: ["nas"],
        when,
        keep: into.kind === "vault" ? { last: "unlimited", daily: 3, within: "1y6m" } : null,
        onlyWhenChanged: true,
        alarmAfterHours: 30,
        bytesPerSecond: 2_500_000,
      };
      const { wish, wrong: mistakes } = wishOf(draftOf(job, WEEK));
      assert.deepEqual(wish, job);
      assert.deepEqual([...mistakes], []);
    }
});

test("job form: what cannot be is named by its field", () => {
  assert.deepEqual(wrong({ name: " " }), ["name"]);
  assert.deepEqual(wrong({ name: "a,b" }), ["name"]);
  assert.deepEqual(wrong({ isEverything: false }), ["what"]);
  assert.deepEqual(wrong({ form: "chosen" }), ["fileName"]);
  assert.deepEqual(wrong({ form: "weekday", weekdays: WEEK.with(2, " ") }), ["weekdays"]);
  assert.deepEqual(wrong({ at: "24:00" }), ["at"]);
  assert.deepEqual(wrong({ when: "every", minutes: "0" }), ["minutes"]);
  assert.deepEqual(wrong({ when: "cron", cron: "every day" }), ["cron"]);
  assert.deepEqual(wrong({ when: "after" }), ["after"]);
  assert.deepEqual(wrong({ alarmHours: "soon" }), ["alarmHours"]);
  assert.deepEqual(wrong({ limit: "fast" }), ["limit"]);
  assert.deepEqual(wrong({ limit: "0,01" }), ["limit"]);
  assert.deepEqual(wrong({ limit: "0,5" }), []);
  assert.deepEqual(wrong({ counts: { ...NEW.counts, weekly: "-1" } }), ["weekly"]);
  // a rule that is not asked for cannot be wrong
  assert.deepEqual(wrong({ form: "weekday", counts: { ...NEW.counts, weekly: "-1" } }), []);
});

test("job form: times of day as people type them", () => {
  const typed = ["9:30", "09:30", "9.30", "23:59", "24:00", "9:3", "", "noon"];
  assert.deepEqual(typed.map(timeIn), ["09:30", "09:30", "09:30", "23:59", null, null, null, null]);
});

test("job form: a copy into the place itself is none", () => {
  const { wish } = wishOf({ ...NEW, place: "usb", copies: ["usb", "nas"] });
  assert.deepEqual(wish.copies, ["nas"]);
});
