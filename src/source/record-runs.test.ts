// Goal: records are told as people say them, and however many there are, a few are told. Method: lists with and without
// gaps, in both orders; a property with fast-check.

import assert from "node:assert/strict";
import { test } from "node:test";
import { array, assert as holds, integer, property, uniqueArray } from "fast-check";
import { RecordRuns } from "./record-runs.ts";

function said(values: readonly string[]): string {
  const runs = new RecordRuns();
  for (const value of values) runs.add(value);
  const list = runs.list();
  const text = (all: typeof list.runs): string =>
    all.map(({ first, last }) => (first === last ? first : `${first}..${last}`)).join(" ");
  const last = list.lastRuns.length === 0 ? "" : ` … ${text(list.lastRuns)}`;
  return `${list.recordCount}: ${text(list.runs)}${last}`;
}

test("records: numbers that run on are one run, with or without letters and zeros before them", () => {
  assert.equal(said([]), "0: ");
  assert.equal(said(["1042", "1043", "1044"]), "3: 1042..1044");
  assert.equal(said(["R-0009", "R-0010", "R-0012"]), "3: R-0009..R-0010 R-0012");
  assert.equal(said(["9", "10", "11"]), "3: 9..11");
  assert.equal(said(["2025-7", "2026-8"]), "2: 2025-7 2026-8");
  assert.equal(said(["a", "a", "b"]), "2: a b");
  assert.equal(said(["9".repeat(30), "1".repeat(30)]), `2: ${"9".repeat(30)} ${"1".repeat(30)}`);
});

test("records: the newest may come first", () => {
  assert.equal(said(["1044", "1043", "1042", "7"]), "4: 1042..1044 7");
});

test("records: of many runs the first and the last are told", () => {
  const odd = Array.from({ length: 5000 }, (_, at) => String(at * 2 + 1));
  assert.equal(said(odd), "5000: 1 3 5 7 9 11 … 9995 9997 9999");
  assert.equal(said(odd.slice(0, 9)), "9: 1 3 5 7 9 11 13 15 17");
});

test("records: nothing is told that was not there, and what is told is counted right", () => {
  holds(
    property(uniqueArray(integer({ min: 0, max: 60 })), (values) => {
      const runs = new RecordRuns();
      for (const value of values) runs.add(String(value));
      const { recordCount, runs: all, lastRuns } = runs.list();
      const told = [...all, ...lastRuns].flatMap(({ first, last }) =>
        Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at),
      );
      assert.equal(recordCount, values.length);
      assert.equal(new Set(told).size, told.length);
      for (const each of told) assert.ok(values.includes(each));
      if (lastRuns.length === 0) assert.equal(told.length, values.length);
    }),
  );
  holds(
    property(array(integer({ min: 0, max: 9 })), (values) => {
      const runs = new RecordRuns();
      for (const value of values) runs.add(String(value));
      assert.ok(runs.list().recordCount <= values.length);
    }),
  );
});
