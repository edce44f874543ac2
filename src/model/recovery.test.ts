import assert from "node:assert/strict";
import { test } from "node:test";
import { FivefoldError } from "./error.ts";
import { appMeant, appsOf, inOrderOfUse, isWhole } from "./recovery.ts";
import type { Snapshot, SnapshotId } from "./snapshot.ts";

// Goal: somebody who knows nothing of a place is offered the backup that brings most back. Method: made-up lists.

function snapshot(id: string, more: Partial<Snapshot> = {}): Snapshot {
  return {
    id: id as SnapshotId,
    appId: "kontor",
    takenAt: `2026-11-${id.padStart(2, "0")}T00:00:00Z`,
    scope: "full",
    reason: "manual",
    isComplete: true,
    host: "h",
    paths: ["/"],
    tags: [],
    sizeBytes: null,
    ...more,
  };
}

test("recovery: complete and of everything comes first, however old; what was kept before a restore last", () => {
  const all = [
    snapshot("1"),
    snapshot("2"),
    snapshot("3", { isComplete: false }),
    snapshot("4", { scope: "partial" }),
    snapshot("5", { scope: "tenant" }),
    snapshot("6", { reason: "safety" }),
    snapshot("7", { appId: "farm" }),
    snapshot("8", { appId: null }),
  ];
  assert.deepEqual(
    inOrderOfUse(all, "kontor").map(({ id }) => id),
    ["2", "1", "3", "5", "4", "6"],
  );
  assert.deepEqual(
    all.filter(isWhole).map(({ id }) => id),
    ["1", "2", "7", "8"],
  );
});

test("recovery: the only app is meant; of several one has to be named, and one that is there", () => {
  const one = [snapshot("1"), snapshot("2")];
  const two = [...one, snapshot("3", { appId: "farm" })];
  const refuses = (appId: string | null, code: string, list = two): void => {
    assert.throws(
      () => appMeant(list, appId),
      (thrown) => thrown instanceof FivefoldError && thrown.code === code,
    );
  };
  assert.deepEqual(appsOf(two), ["farm", "kontor"]);
  assert.equal(appMeant(one, null), "kontor");
  assert.equal(appMeant(two, "farm"), "farm");
  refuses(null, "APP_AMBIGUOUS");
  refuses("shop", "APP_UNKNOWN");
  refuses("farm", "APP_UNKNOWN", one);
});
