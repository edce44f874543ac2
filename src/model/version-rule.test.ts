// Goal: a range means what it says, and who decides about a version never guesses. Method: tables, and properties on versions of any length.

import assert from "node:assert/strict";
import { test } from "node:test";
import { array, assert as holds, nat, property } from "fast-check";
import { compareVersions, fitnessOf, isInRange, parseRange } from "./version-rule.ts";

const versions = array(nat(30), { minLength: 1, maxLength: 4 });

test("compareVersions: is an order, by numbers and not by letters, in which 12 is 12.0", () => {
  assert.ok((compareVersions("12.10", "12.9") ?? 0) > 0);
  assert.equal(compareVersions("12", "12.0.0"), 0);
  assert.ok((compareVersions("9007199254740993", "9007199254740992") ?? 0) > 0);
  for (const other of ["", "12.", "v12", "12.4-beta", "twelve", "12 4"])
    assert.equal(compareVersions("12", other), null, other);
  holds(
    property(versions, versions, (one, other) => {
      const order = compareVersions(one.join("."), other.join(".")) ?? Number.NaN;
      const back = compareVersions(other.join("."), one.join(".")) ?? Number.NaN;
      assert.equal(Math.sign(order) + Math.sign(back), 0);
      const at = [0, 1, 2, 3].find((place) => (one[place] ?? 0) !== (other[place] ?? 0));
      const expected = at === undefined ? 0 : Math.sign((one[at] ?? 0) - (other[at] ?? 0));
      assert.equal(Math.sign(order), expected);
    }),
  );
});

test("parseRange: reads comparisons, and names the word that is none", () => {
  for (const good of [">=12", ">=12 <13", " =12.4.1 ", "<1 >=0"])
    assert.notEqual(typeof parseRange(good), "string", good);
  const wrong = { ">= 12": ">=", "12": "12", "^12": "^12", ">=12 <v13": "<v13", "~>1": "~>1" };
  for (const [range, word] of Object.entries(wrong)) assert.equal(parseRange(range), word);
  assert.equal(parseRange(" "), " ");
});

test("isInRange: all comparisons hold", () => {
  const range = parseRange(">=12 <13");
  assert.ok(typeof range !== "string");
  const cases = {
    "12": true,
    "12.0": true,
    "12.99.1": true,
    "13": false,
    "13.0.0": false,
    "11.9": false,
  };
  for (const [version, expected] of Object.entries(cases))
    assert.equal(isInRange(version, range), expected, version);
  assert.equal(isInRange("winter", range), null);
});

test("fitnessOf: older data may be migrated, newer never, and what cannot be compared is said", () => {
  const rule = { version: "12.4", restores: ">=12 <13", canMigrate: false };
  const verdict = (backup: string, more: Partial<typeof rule> = {}): string =>
    fitnessOf(backup, { ...rule, ...more }).verdict;
  assert.equal(verdict("12.1"), "fits");
  assert.equal(verdict("11"), "unfit");
  assert.equal(verdict("11", { canMigrate: true }), "fits");
  assert.equal(verdict("13", { canMigrate: true }), "unfit");
  assert.equal(verdict(""), "unknown");
  assert.equal(fitnessOf("", { ...rule, restores: null }).verdict, "fits", "no rule, no doubt");
  const needs = (backup: string): boolean =>
    fitnessOf(backup, { ...rule, canMigrate: true }).needsMigration;
  assert.deepEqual(["12.4", "12.4.0", "12.3", "12.5", "winter"].map(needs), [
    false,
    false,
    true,
    true,
    true,
  ]);
  assert.equal(fitnessOf("12.3", rule).needsMigration, false);
});
