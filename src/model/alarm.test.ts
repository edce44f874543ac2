/** Goal: people hear of each trouble once, and once that it is over. Method: days of facts, one after the other. */

import assert from "node:assert/strict";
import test from "node:test";
import type { AlarmFacts } from "./alarm.ts";
import { NOTHING_TOLD, NO_ALARMS, newsOf, nextBytes, troublesOf } from "./alarm.ts";

const DAY = 86_400_000;
const CALM: AlarmFacts = {
  nowMs: 1000 * DAY,
  jobs: [
    {
      name: "night",
      isLate: false,
      wholeMs: 999 * DAY,
      isVault: true,
      isEnabled: true,
      checkedMs: 999 * DAY,
      sinceMs: 0,
    },
  ],
  places: [{ name: "usb", isAway: false, freeBytes: 1e9, lastBytes: 1e6 }],
  seenMs: { usb: 1000 * DAY },
  undoUntilMs: null,
  limits: NO_ALARMS,
};

function kinds(more: Partial<AlarmFacts>): readonly string[] {
  return troublesOf({ ...CALM, ...more }).map(({ kind }) => kind);
}

test("alarm: what is a trouble and what is none", () => {
  assert.deepEqual(kinds({}), []);
  const [job] = CALM.jobs;
  const [place] = CALM.places;
  assert.ok(job !== undefined && place !== undefined);
  assert.deepEqual(kinds({ jobs: [{ ...job, isLate: true }] }), ["jobLate"]);
  assert.deepEqual(kinds({ jobs: [{ ...job, checkedMs: 960 * DAY }] }), ["unchecked"]);
  assert.deepEqual(kinds({ jobs: [{ ...job, checkedMs: 960 * DAY, isVault: false }] }), []);
  const away = [{ ...place, isAway: true, freeBytes: null }];
  assert.deepEqual(kinds({ places: away, seenMs: { usb: 997 * DAY } }), []);
  assert.deepEqual(kinds({ places: away, seenMs: { usb: 995 * DAY } }), ["placeAway"]);
  const patient = { awayDays: 10, uncheckedDays: 60 };
  assert.deepEqual(kinds({ places: away, seenMs: { usb: 995 * DAY }, limits: patient }), []);
  assert.deepEqual(kinds({ jobs: [{ ...job, checkedMs: 960 * DAY }], limits: patient }), []);
  assert.deepEqual(kinds({ places: [{ ...place, freeBytes: 1.9e6 }] }), ["spaceShort"]);
  assert.deepEqual(kinds({ undoUntilMs: 1000 * DAY + 1 }), ["undoEnding"]);
  assert.deepEqual(kinds({ undoUntilMs: 1002 * DAY }), []);
});

test("alarm: what a vault's next backup may take is the largest of its last ones, and never nothing", () => {
  assert.equal(nextBytes([]), null);
  assert.equal(nextBytes([0, 10]), 64 * 1024 * 1024);
  assert.equal(nextBytes([9e9, 1e9, 5e9, 0, 0, 0, 0, 0]), 5e9);
});

test("alarm: one message per trouble, one when it is over, a summary each week", () => {
  let told = NOTHING_TOLD;
  const heard: string[] = [];
  for (let day = 0; day < 30; day++) {
    const nowMs = (1000 + day) * DAY;
    const isLate = day >= 3 && day < 9;
    const late = { kind: "jobLate", job: "night", sinceMs: 999 * DAY } as const;
    const { news, told: next } = newsOf(told, isLate ? [late] : [], nowMs);
    told = next;
    for (const { kind } of news.began) heard.push(`${day} ${kind}`);
    for (const { kind } of news.ended) heard.push(`${day} no ${kind}`);
    if (news.isWeekly) heard.push(`${day} week`);
  }
  assert.deepEqual(heard, ["3 jobLate", "7 week", "9 no jobLate", "14 week", "21 week", "28 week"]);
});
