import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type { KeepCandidate, KeepRule } from "./keep.ts";
import { isEmptyRule, keep, planForget, readKeepSpan } from "./keep.ts";
import type { Snapshot, SnapshotId } from "./snapshot.ts";

// What restic would say is compared in test/interop/keep.test.ts; here is what we add to it.

const NOW = Date.UTC(2026, 10, 22);

function candidate(takenAt: string, more: Partial<KeepCandidate> = {}): KeepCandidate {
  const id = takenAt as SnapshotId;
  return { id, takenAt, isComplete: true, isPinned: false, tags: [], ...more };
}

function snapshot(day: number, more: Partial<Snapshot> = {}): Snapshot {
  return {
    id: `${day}` as SnapshotId,
    appId: "kontor",
    takenAt: `2026-11-${String(day).padStart(2, "0")}T00:00:00Z`,
    scope: "full",
    reason: "scheduled",
    isComplete: true,
    host: "h",
    paths: ["/"],
    tags: [],
    sizeBytes: null,
    ...more,
  };
}

function kept(candidates: readonly KeepCandidate[], rule: KeepRule): Record<string, string> {
  return Object.fromEntries(
    keep(candidates, rule, NOW).map(({ id, reasons }) => [id, reasons.join()]),
  );
}

test("keep: only complete snapshots count, and unfinished ones stay until a newer one is complete", () => {
  const candidates = [
    candidate("2026-11-01T00:00:00Z", { isComplete: false }),
    candidate("2026-11-02T00:00:00Z"),
    candidate("2026-11-03T00:00:00Z", { isComplete: false }),
    candidate("2026-11-04T00:00:00Z"),
    candidate("2026-11-05T00:00:00Z", { isComplete: false }),
    candidate("2026-11-06T00:00:00Z", { isComplete: false }),
  ];
  assert.deepEqual(kept(candidates, { last: 2 }), {
    "2026-11-06T00:00:00Z": "unfinished",
    "2026-11-05T00:00:00Z": "unfinished",
    "2026-11-04T00:00:00Z": "newest,last",
    "2026-11-02T00:00:00Z": "last",
  });
  const broken = candidates.filter(({ isComplete }) => !isComplete);
  assert.equal(Object.keys(kept(broken, { last: 1 })).length, broken.length);
});

test("keep: the newest complete one, pinned ones and ones without a readable time never go", () => {
  const candidates = [
    candidate("2020-01-01T00:00:00Z", { isPinned: true }),
    candidate("2020-01-02T00:00:00Z", { isPinned: true, isComplete: false }),
    candidate("2026-01-01T00:00:00Z"),
    candidate("2026-01-02T00:00:00Z"),
    candidate("yesterday"),
    candidate("2026-13-45T00:00:00Z"),
  ];
  assert.deepEqual(kept(candidates, { tags: [["never"]] }), {
    "2026-01-02T00:00:00Z": "newest",
    "2020-01-02T00:00:00Z": "pinned",
    "2020-01-01T00:00:00Z": "pinned",
    yesterday: "timeless",
    "2026-13-45T00:00:00Z": "timeless",
  });
});

test("keep: an empty rule forgets nothing", () => {
  const none = { years: 0, months: 0, days: 0, hours: 0 };
  const candidates = [candidate("2020-01-01T00:00:00Z"), candidate("2026-01-01T00:00:00Z")];
  for (const rule of [
    {},
    { last: 0, daily: 0 },
    { within: none, withinDaily: none },
    { tags: [] },
  ]) {
    assert.ok(isEmptyRule(rule));
    assert.equal(keep(candidates, rule, NOW).length, 2);
  }
  for (const rule of [{ last: 1 }, { yearly: "unlimited" }, { tags: [["a"]] }] as const)
    assert.ok(!isEmptyRule(rule));
});

test("keep: days are those of the snapshot's own clock, weeks are ISO weeks", () => {
  // Half past midnight in Tehran and half an hour before midnight there lie on one day in UTC.
  const tehran = [
    candidate("2026-11-20T23:30:00+03:30"),
    candidate("2026-11-21T00:30:00+03:30"),
    candidate("2026-11-21T23:00:00+03:30"),
  ];
  assert.deepEqual(kept(tehran, { daily: 2 }), {
    "2026-11-21T23:00:00+03:30": "newest,daily",
    "2026-11-20T23:30:00+03:30": "daily",
  });
  // 2 January 2027 is a Saturday of week 53 of 2026, as 28 December is its Monday.
  const weeks = [
    candidate("2026-12-27T12:00:00Z"),
    candidate("2026-12-28T12:00:00Z"),
    candidate("2027-01-02T12:00:00Z"),
  ];
  assert.deepEqual(Object.keys(kept(weeks, { weekly: 2 })), [
    "2027-01-02T12:00:00Z",
    "2026-12-27T12:00:00Z",
  ]);
  // In 2027 each week from Monday to Sunday is one, from the first to the last.
  for (let monday = Date.UTC(2027, 0, 4, 8); monday < Date.UTC(2028, 0, 3); monday += 604_800_000) {
    const days = [0, 1, 2, 3, 4, 5, 6, 7].map((day) =>
      candidate(new Date(monday + day * 86_400_000).toISOString()),
    );
    const starts = Object.keys(kept(days, { weekly: "unlimited" })).toReversed();
    const sunday = days[6]?.takenAt;
    assert.deepEqual(starts.slice(-2), [sunday, days[7]?.takenAt], sunday);
  }
});

test("keep: a span reaches back from the newest, so that a long pause forgets nothing", () => {
  const candidates = [
    candidate("2020-03-02T12:00:00Z"),
    candidate("2020-03-04T00:00:00Z"),
    candidate("2020-03-31T00:00:00Z"),
  ];
  const within = { years: 0, months: 1, days: 0, hours: 0 };
  // A month before 31 March 2020 is 31 February, which is 2 March.
  assert.equal(keep(candidates, { within }, NOW).length, 3);
  const days = { ...within, months: 0, days: 28 };
  assert.equal(keep(candidates, { within: days }, NOW).length, 2);
  // Exactly as old as the span is too old, by restic's rule; a nanosecond makes the difference.
  const hours = { ...within, months: 0, hours: 5 };
  const close = [
    candidate("2020-03-31T00:00:00.000000001Z"),
    candidate("2020-03-30T19:00:00.000000002Z"),
    candidate("2020-03-30T21:00:00.000000001+02:00"),
    candidate("2020-03-30T18:00:00Z"),
  ];
  assert.deepEqual(
    keep(close, { within: hours }, NOW).map(({ id }) => id),
    ["2020-03-31T00:00:00.000000001Z", "2020-03-30T19:00:00.000000002Z"],
  );
  const ages = { ...within, years: 999_999 };
  assert.equal(keep(candidates, { within: ages }, NOW).length, 3);
});

test("keep: whatever the rule, the newest complete one stays and a wider rule keeps no less", () => {
  const count = fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined });
  const time = fc.date({ min: new Date(0), max: new Date(NOW), noInvalidDate: true });
  const rules = fc.record({
    last: count,
    hourly: count,
    daily: count,
    weekly: count,
    yearly: count,
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(time, fc.boolean()), { selector: ([each]) => each.getTime() }),
      rules,
      (times, given) => {
        const rule = JSON.parse(JSON.stringify(given)) as KeepRule;
        const candidates = times.map(([date, isComplete]) =>
          candidate(date.toISOString(), { isComplete }),
        );
        const ids = new Set(keep(candidates, rule, NOW).map(({ id }) => id));
        const complete = candidates.filter((each) => each.isComplete).map(({ takenAt }) => takenAt);
        const newest = complete.reduce((one, other) => (one > other ? one : other), "");
        if (newest !== "") assert.ok(ids.has(newest as SnapshotId));
        if (isEmptyRule(rule)) return;
        const wider = { ...rule, last: (rule.last === undefined ? 0 : Number(rule.last)) + 1 };
        const more = new Set(keep(candidates, wider, NOW).map(({ id }) => id));
        for (const id of ids) assert.ok(more.has(id));
      },
    ),
  );
});

test("planForget: rules count per app, job and scope; safety snapshots have their own", () => {
  const snapshots = [
    snapshot(1),
    snapshot(2),
    snapshot(3, { scope: "partial" }),
    snapshot(4, { appId: "other" }),
    snapshot(5, { appId: null }),
    snapshot(6, { tags: ["job:hourly"] }),
    snapshot(7, { reason: "safety", isComplete: false }),
    snapshot(8, { reason: "safety" }),
    snapshot(9, { tags: ["job:hourly"] }),
    snapshot(10),
    snapshot(11, { scope: "partial" }),
    snapshot(12, { scope: "partial" }),
  ];
  const holdings = new Map(["3", "11", "12"].map((id) => [id as SnapshotId, ["tenant acme"]]));
  const rules = {
    appId: "kontor",
    rule: { last: 1 },
    safetyRule: {},
    pinned: new Set(["1"]),
    holdings,
  };
  const { keep: staying, forget } = planForget(snapshots, rules, NOW);
  assert.deepEqual(forget.map(Number), [2, 3, 11, 6]);
  assert.deepEqual(
    staying.map(({ id }) => Number(id)),
    [10, 1, 12, 9, 8, 7],
  );
  const strict = planForget(snapshots, { ...rules, safetyRule: { last: 1 } }, NOW);
  assert.deepEqual(strict.forget.map(Number), [2, 3, 11, 6, 7]);
});

test("planForget: what holds other tenants or parts is another group, and what is not known stays", () => {
  const held: Readonly<Record<string, readonly string[]>> = {
    1: ["tenant acme"],
    2: ["tenant acme"],
    3: ["tenant beta"],
    4: ["tenant acme", "tenant beta"],
    5: ["part login"],
    6: ["part login"],
    9: ["tenant acme"],
  };
  const snapshots = [
    ...[1, 2, 3, 4, 7, 8].map((day) => snapshot(day, { scope: "tenant" })),
    ...[5, 6].map((day) => snapshot(day, { scope: "parts" })),
    snapshot(9, { scope: "partial" }),
  ];
  const holdings = new Map(Object.entries(held).map(([id, each]) => [id as SnapshotId, each]));
  const rules = { appId: "kontor", rule: { last: 1 }, safetyRule: {}, pinned: new Set("") };
  const { forget } = planForget(snapshots, { ...rules, holdings }, NOW);
  assert.deepEqual(forget.map(Number), [1, 5]);
});

test("keep span: restic's form is read, anything else is refused", () => {
  assert.deepEqual(readKeepSpan("1y5m7d2h"), { years: 1, months: 5, days: 7, hours: 2 });
  assert.deepEqual(readKeepSpan(" 14d "), { years: 0, months: 0, days: 14, hours: 0 });
  for (const text of ["", "7", "d", "0d", "-7d", "7w", "1d 2h", "7D", "1e3d"])
    assert.equal(readKeepSpan(text), null, text);
});
