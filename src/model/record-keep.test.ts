/*
 * Goal: records of runs stay few, and none that tells something goes before its time. Method: two years of a five-minute job
 * with failures and restores in between, and the rule alone on chosen records.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { recordsToDrop } from "./record-keep.ts";
import type { KeptFacts } from "./record-keep.ts";
import type { RunId } from "./run.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2030, 0, 1, 12);

function record(ageMs: number, more: Partial<KeptFacts> = {}): KeptFacts {
  const startedAt = new Date(NOW_MS - ageMs).toISOString();
  const run = `${startedAt}-${Math.random()}` as RunId;
  return { run, verb: "backup", job: "w", startedAt, outcome: "done", findings: [], ...more };
}

test("records: two years of a five-minute job leave some thousands, and thinning again takes no more", () => {
  const all: KeptFacts[] = [];
  for (let ageMs = 730 * DAY_MS; ageMs > 0; ageMs -= 300_000) all.push(record(ageMs));
  const odd = [400, 300, 200, 20, 9].map((days) => record(days * DAY_MS, { outcome: "failed" }));
  const restores = [700, 500, 100].map((days) => record(days * DAY_MS, { verb: "restore" }));
  const byHand = record(100 * DAY_MS, { job: null });
  const sorted = [...all, ...odd, ...restores, byHand].toSorted((a, b) =>
    a.startedAt < b.startedAt ? -1 : 1,
  );
  const dropped = new Set(recordsToDrop(sorted, NOW_MS));
  const left = sorted.filter(({ run }) => !dropped.has(run));
  assert.ok(all.length > 200_000 && left.length < 2600, String(left.length));
  for (const each of [...odd.slice(1), ...restores, byHand]) assert.ok(!dropped.has(each.run));
  assert.ok(dropped.has(odd[0]?.run ?? ""), "after a year a failure goes");
  const days = new Set(left.map(({ startedAt }) => startedAt.slice(0, 10)));
  for (let day = 1; day < 365; day++) {
    const date = new Date(NOW_MS - day * DAY_MS).toISOString().slice(0, 10);
    assert.ok(days.has(date), date);
  }
  assert.deepEqual(recordsToDrop(left, NOW_MS), []);
});

test("records: the last of a day stays, each job and verb for itself; a clock that ran away takes nothing of the newest", () => {
  const old = 30 * DAY_MS;
  const many = Array.from({ length: 1000 }, (_, count) => record(1000 - count));
  const [first, last] = [record(old + 1000), record(old)];
  const other = record(old + 500, { job: "v" });
  const check = record(old + 400, { verb: "check" });
  assert.deepEqual(recordsToDrop([first, other, check, last, ...many], NOW_MS), [first.run]);
  assert.deepEqual(recordsToDrop(many, NOW_MS + 9000 * DAY_MS), []);
});
