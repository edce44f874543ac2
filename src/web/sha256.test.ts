/**
 * Goal: an upload's hash is the one that everybody else computes. Method: Node's own SHA-256 is the judge, over all lengths
 * around the borders of blocks and over pieces of random sizes.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import * as fc from "fast-check";
import { Sha256 } from "./sha256.ts";

function judge(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

test("sha256: every length up to three blocks", () => {
  for (let length = 0; length <= 192; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => index * 7);
    const hash = new Sha256();
    hash.update(bytes);
    assert.equal(hash.hex(), judge(bytes), String(length));
  }
});

test("sha256: it does not matter how the bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (pieces) => {
      const hash = new Sha256();
      for (const piece of pieces) hash.update(piece);
      assert.equal(hash.hex(), judge(Buffer.concat(pieces)));
    }),
  );
});
