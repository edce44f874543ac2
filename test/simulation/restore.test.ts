/**
 * Goal: whatever happens, an app is exactly old or exactly new. Method: whole lives of simulated apps, each decided by
 * a seed; processes die, fail and are cancelled at any touch of the world, and others go on after them. A seed that
 * fails is named: FIVEFOLD_TEST_SEED=<n> runs that one alone; FIVEFOLD_TEST_LONG=1 runs a hundred times as many.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Life } from "./scenario.ts";
import { live } from "./scenario.ts";

const only = process.env["FIVEFOLD_TEST_SEED"];
const count = process.env["FIVEFOLD_TEST_LONG"] === "1" ? 100_000 : 1000;

test("simulation: an app is exactly old or exactly new, whatever happens", async () => {
  const lives: Life[] = [];
  const seeds =
    only === undefined ? Array.from({ length: count }, (_, seed) => seed) : [Number(only)];
  for (const seed of seeds) {
    try {
      lives.push(await live(seed));
    } catch (cause) {
      throw new Error(`seed ${seed} failed: ${String(cause)}`, { cause });
    }
  }
  if (only !== undefined) return;
  // A simulation that never meets an end proves nothing about it.
  const met = (pick: (one: Life) => string): ReadonlySet<string> => new Set(lives.map(pick));
  const endings = [
    "result",
    "death",
    "CANCELLED",
    "RESTORE_TURNED_BACK",
    "RESTORE_STUCK",
    "SPACE_SHORT",
  ];
  for (const ending of endings)
    assert.ok(met((one) => one.restoreEnding).has(ending), `no restore ended with ${ending}`);
  for (const state of ["done", "turnedBack", "none"])
    assert.ok(met((one) => one.state).has(state), `no restore was settled as ${state}`);
  const ways = [
    "undo",
    "close",
    "again",
    "againTurnedBack",
    "expire",
    "returned",
    "accepted",
    "undoWithLoss",
  ];
  for (const way of ways)
    assert.ok(met((one) => one.afterwards).has(way), `nobody went on with ${way}`);
});
