/** Goal: a speed is read as people write it and told as they would. Method: examples, and every speed there and back. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { LEAST_SPEED, MOST_SPEED, readSpeed, speedText } from "./speed.ts";

test("readSpeed: with and without a space, in units of a thousand and of 1024", () => {
  const known: readonly (readonly [string, number | null])[] = [
    ["20MB/s", 20_000_000],
    ["20 MB/s", 20_000_000],
    ["1.5 GB/s", 1_500_000_000],
    ["2,5 mb/s", 2_500_000],
    ["500 kB", 500_000],
    ["1MiB/s", 1_048_576],
    ["20", null],
    ["0 MB/s", null],
    ["1 kB/s", null],
    ["fast", null],
    ["20 MB/h", null],
    ["-20 MB/s", null],
  ];
  for (const [text, bytes] of known) assert.equal(readSpeed(text), bytes, text);
});

test("speedText: is read back as the same speed", () => {
  assert.equal(speedText(20_000_000), "20 MB/s");
  assert.equal(speedText(1_500_000), "1.5 MB/s");
  assert.equal(speedText(1_048_576), "1048.576 kB/s");
  fc.assert(
    fc.property(fc.integer({ min: LEAST_SPEED, max: MOST_SPEED }), (bytes) => {
      assert.equal(readSpeed(speedText(bytes)), bytes);
    }),
  );
});
