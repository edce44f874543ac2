/** Goal: no run is faster than it was told, whatever the clock does. Method: a clock that only sleeping moves, and jumps. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { startPace } from "./pace.ts";

function clockAt(startMs: number) {
  let nowMs = startMs;
  let sleptMs = 0;
  return {
    nowMs: () => nowMs,
    sleep: async (ms: number, signal: AbortSignal) => {
      await Promise.resolve();
      signal.throwIfAborted();
      nowMs += ms;
      sleptMs += ms;
    },
    pass: (ms: number) => (nowMs += ms),
    sleptMs: () => sleptMs,
  };
}

test("pace: ten pieces of a megabyte at a megabyte a second take nine seconds, in their order", async () => {
  const clock = clockAt(0);
  const pace = startPace(1_000_000, clock, new AbortController().signal);
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 10 }, async (_, at) => {
      await pace.turn(1_000_000);
      order.push(at);
    }),
  );
  assert.equal(clock.sleptMs(), 9000);
  assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("pace: time that passed by itself is not waited for, and is not saved up", async () => {
  const clock = clockAt(0);
  const pace = startPace(1_000_000, clock, new AbortController().signal);
  await pace.turn(1_000_000);
  clock.pass(60_000);
  await pace.turn(1_000_000);
  assert.equal(clock.sleptMs(), 0);
  await pace.turn(1_000_000);
  assert.equal(clock.sleptMs(), 1000);
});

test("pace: a clock that is put back makes no wait longer, and what was read at once is owed", async () => {
  const clock = clockAt(1e12);
  const pace = startPace(1_000_000, clock, new AbortController().signal);
  pace.owe(5_000_000);
  clock.pass(-86_400_000);
  await pace.turn(1_000_000);
  assert.equal(clock.sleptMs(), 5000);
});

test("pace: whoever waits hears that the run was stopped", async () => {
  const abort = new AbortController();
  const pace = startPace(1_000_000, clockAt(0), abort.signal);
  await pace.turn(1_000_000);
  const waiting = pace.turn(1);
  abort.abort(new Error("stopped"));
  await assert.rejects(waiting, /stopped/);
  await assert.rejects(pace.turn(1), /stopped/);
});
