/** Goal: what people choose of jobs is judged by values alone. Method: the borders of each rule. */

import assert from "node:assert/strict";
import test from "node:test";
import type { Job } from "./job.ts";
import {
  alarmHoursOf,
  fileWeekdays,
  isCron,
  isTimeZone,
  jobNamed,
  minutesOf,
  nightlyJob,
  unsafeJobName,
  weekdaysJob,
  workingJob,
} from "./job.ts";

const PERSIAN = [
  "دوشنبه",
  "سه\u200Cشنبه",
  "چهارشنبه",
  "پنج\u200Cشنبه",
  "جمعه",
  "شنبه",
  "یک\u200Cشنبه",
] as const;

test("job: the three that most people want", () => {
  const since = "2026-11-28T00:00:00.000Z";
  const night = nightlyJob("night", since);
  assert.deepEqual(night.keep, { daily: 7, weekly: 4, monthly: 12 });
  assert.deepEqual([night.into.kind, night.when.kind], ["vault", "clock"]);
  const { into } = weekdaysJob("week", since, PERSIAN);
  assert.ok(into.kind === "parcel" && into.naming.kind === "weekday");
  assert.deepEqual(into.naming.names[1], "سهشنبه");
  const working = workingJob("work", since);
  assert.equal(working.onlyWhenChanged, true);
  assert.deepEqual(working.when, { kind: "every", minutes: 5, whileInUse: false });
});

test("job: weekdays in files have nothing in them that nobody sees", () => {
  assert.ok(!fileWeekdays(PERSIAN).join("").includes("\u200C"));
});

test("job: a name is a file name without a comma, and found whatever its case", () => {
  assert.deepEqual(["a", "a,b", "", "con", "a/b"].map(unsafeJobName), [
    null,
    "character",
    "empty",
    "device",
    "separator",
  ]);
  const jobs: readonly Job[] = [nightlyJob("Äpfel", "")];
  assert.equal(jobNamed(jobs, "a\u0308pfel")?.name, "Äpfel");
  assert.equal(jobNamed(jobs, "birnen"), null);
});

test("job: cron expressions are told from what is none", () => {
  for (const good of ["0 3 * * *", "*/15 8-18 * * MON-FRI", "0 0 1,15 jan *", "30 0 3 * * 7"])
    assert.ok(isCron(good), good);
  for (const bad of [
    "",
    "0 3 * *",
    "60 3 * * *",
    "0 24 * * *",
    "0 3 0 * *",
    "0 3 * * XYZ",
    "5-1 * * * *",
    "* * * * */0",
  ])
    assert.ok(!isCron(bad), bad);
});

test("job: times of day and time zones", () => {
  assert.deepEqual(["00:00", "23:59", "24:00", "7:00"].map(minutesOf), [0, 1439, null, null]);
  assert.deepEqual(["Asia/Tehran", "+03:30", "UTC", "Mars/Base"].map(isTimeZone), [
    true,
    true,
    true,
    false,
  ]);
});

test("job: people are alarmed after a second one was missed, and not over a weekend", () => {
  const night = nightlyJob("night", "");
  assert.equal(alarmHoursOf(night), 50);
  assert.equal(alarmHoursOf({ ...night, alarmAfterHours: 3 }), 3);
  assert.equal(alarmHoursOf(workingJob("work", "")), 96);
  const when = { kind: "every", minutes: 6000, whileInUse: false } as const;
  assert.equal(alarmHoursOf({ ...night, when }), 202);
});
