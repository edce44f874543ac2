// Red, amber and green, and why. Method: facts that differ from good ones in one thing each.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { SafetyFacts } from "./home-state.ts";
import { isSheetDue, safetyOf } from "./home-state.ts";

const DAY = 86_400_000;
const NOW = 1000 * DAY;

const usual = {
  name: "usual",
  isDefault: true,
  isAway: false,
  device: "1",
  isSameDevice: true,
  completeAtMs: NOW - DAY,
};
const drive = { ...usual, name: "drive", isDefault: false, device: "2", isSameDevice: false };

const GOOD: SafetyFacts = {
  nowMs: NOW,
  appTrouble: null,
  missingTenants: [],
  last: { takenAtMs: NOW - DAY, isComplete: true },
  failedCode: null,
  places: [usual, drive],
  checkedAtMs: NOW - DAY,
  sheet: { isThere: true, isConfirmed: true },
  areSettingsWrong: false,
  hasUnfinished: false,
  troubles: [],
  stoppedJobs: [],
  unsent: null,
};

function concernsOf(facts: Partial<SafetyFacts>): readonly string[] {
  return safetyOf({ ...GOOD, ...facts }).concerns.map(({ what }) => what);
}

test("home: all is well on two devices", () => {
  assert.deepEqual(safetyOf(GOOD), { level: "green", concerns: [], deviceCount: 2 });
});

test("home: never, too old, and an app that cannot be read are red", () => {
  const never = { last: null, places: [{ ...usual, completeAtMs: null }], checkedAtMs: null };
  assert.deepEqual(concernsOf(never), ["never"]);
  assert.equal(safetyOf({ ...GOOD, ...never }).level, "red");
  const aged = [{ ...drive, completeAtMs: NOW - 4 * DAY }];
  const old = { last: { takenAtMs: NOW - 4 * DAY, isComplete: true }, places: aged };
  assert.deepEqual(concernsOf(old), ["old"]);
  assert.equal(safetyOf({ ...GOOD, ...old }).concerns[0]?.facts["dayCount"], 4);
  assert.deepEqual(concernsOf({ appTrouble: "TENANTS_UNREADABLE" }), ["appUnreadable"]);
  assert.equal(safetyOf({ ...GOOD, hasUnfinished: true }).level, "red");
  const [missing] = safetyOf({ ...GOOD, missingTenants: ["Acme"] }).concerns;
  assert.deepEqual(missing?.facts, { tenants: ["Acme"], tenantCount: 1 });
  assert.equal(missing?.level, "red");
});

test("home: what could be better is amber", () => {
  const amber: readonly (readonly [Partial<SafetyFacts>, string])[] = [
    [{ places: [usual] }, "sameDevice"],
    [{ places: [usual, { ...drive, device: null }] }, "sameDevice"],
    [{ places: [{ ...usual, isAway: true, completeAtMs: null }, drive] }, "placeAway"],
    [{ sheet: { isThere: true, isConfirmed: false } }, "sheetUnconfirmed"],
    [{ last: { takenAtMs: NOW - DAY, isComplete: false } }, "incomplete"],
    [{ checkedAtMs: null }, "unchecked"],
    [{ checkedAtMs: NOW - 36 * DAY }, "unchecked"],
    [{ failedCode: "SPACE_SHORT" }, "lastFailed"],
    [{ areSettingsWrong: true }, "settingsWrong"],
  ];
  for (const [facts, what] of amber) {
    assert.deepEqual(concernsOf(facts), [what]);
    assert.equal(safetyOf({ ...GOOD, ...facts }).level, "amber", what);
  }
});

test("home: the worst comes first, and devices that cannot be told apart are one", () => {
  const facts = { appTrouble: "X", places: [usual], areSettingsWrong: true };
  assert.deepEqual(concernsOf(facts), ["appUnreadable", "settingsWrong", "sameDevice"]);
  const unknown = [drive, { ...drive, device: null }, { ...drive, device: null }];
  assert.equal(safetyOf({ ...GOOD, places: unknown }).deviceCount, 2);
});

test("home: what people are told of by mail stands here, too, and nothing twice", () => {
  assert.deepEqual(
    concernsOf({
      troubles: [
        { kind: "jobLate", job: "night", sinceMs: null },
        { kind: "placeAway", place: "drive", sinceMs: 0 },
        { kind: "unchecked", job: "night", sinceMs: null },
        { kind: "unchecked", job: "other", sinceMs: null },
        { kind: "spaceShort", place: "drive", freeBytes: 1, neededBytes: 2 },
        { kind: "undoEnding", untilMs: NOW },
      ],
      stoppedJobs: ["night"],
      unsent: { way: "mail.example.org", answer: "535 no" },
    }),
    [
      "keepingStopped",
      "jobLate",
      "spaceShort",
      "unchecked",
      "placeUnseen",
      "alarmUnsent",
      "undoEnding",
    ],
  );
  const away = { ...usual, isAway: true };
  assert.deepEqual(
    concernsOf({
      places: [away, drive],
      troubles: [{ kind: "placeAway", place: "usual", sinceMs: 0 }],
    }),
    ["placeAway"],
  );
});

test("home state: the sheet is asked back a year after somebody had it in hand, and not before", () => {
  const confirmedAtMs = Date.UTC(2026, 0, 10);
  assert.equal(
    isSheetDue(null, confirmedAtMs),
    false,
    "what was never confirmed is a concern, no reminder",
  );
  assert.equal(isSheetDue(confirmedAtMs, Date.UTC(2027, 0, 9)), false);
  assert.equal(isSheetDue(confirmedAtMs, Date.UTC(2027, 0, 10)), true);
});
