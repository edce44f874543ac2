/**
 * Goal: a file has exactly the bytes that were written, with holes where there were long runs of zeros, however its pieces
 * lie to the disk's blocks. Method: contents of stretches of zeros and noise, cut at random into pieces that two writers write
 * in any order, as threads do; each is compared with what `readFileSync` finds.
 */

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  array,
  assert as assertProperty,
  boolean,
  constantFrom,
  nat,
  oneof,
  property,
  tuple,
} from "fast-check";
import { FileWriter } from "./file-writer.ts";

const NOISE = randomBytes(3 << 20);
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** `[length, isZero]` stretches as one content. */
function contentOf(stretches: readonly (readonly [number, boolean])[]): Buffer {
  return Buffer.concat(
    stretches.map(([length, isZero]) =>
      isZero ? Buffer.alloc(length) : NOISE.subarray(0, length),
    ),
  );
}

function writePiece(
  writer: FileWriter,
  path: string,
  content: Buffer,
  [from, to]: readonly [number, number],
  options: { readonly isNew: boolean; readonly blobBytes: number },
): void {
  writer.open(path, options.isNew, from, content.length);
  try {
    for (let at = from; at < to; at += options.blobBytes) {
      writer.write(content.subarray(at, Math.min(to, at + options.blobBytes)));
    }
    assert.equal(writer.position, to);
    writer.end(to === content.length);
  } finally {
    writer.close();
  }
}

test("file writer: what was written in pieces is what is there", () => {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-writer-"));
  const writers = [new FileWriter(), new FileWriter()] as const;
  let number = 0;
  const length = oneof(
    nat(200_000),
    constantFrom(0, 1, 4095, 4096, 4097, 65_536, 1 << 20, NOISE.length),
  );
  try {
    assertProperty(
      property(
        array(tuple(length, boolean()), { maxLength: 6 }),
        array(nat(9 << 20), { maxLength: 3 }),
        constantFrom(1000, 4096, 65_536, 700_001, 8 << 20),
        boolean(),
        (stretches, cuts, blobBytes, isReversed) => {
          const content = contentOf(stretches);
          const path = join(folder, String(number++));
          const ends = cuts.map((cut) => cut % (content.length + 1)).toSorted((a, b) => a - b);
          const borders = [0, ...ends, content.length];
          const pieces = borders
            .slice(1)
            .map((end, at): readonly [number, number] => [borders[at] ?? 0, end]);
          if (pieces.length > 1) closeSync(openSync(path, "wx"));
          if (isReversed) pieces.reverse();
          for (const [at, piece] of pieces.entries()) {
            const writer = writers[at % 2] ?? writers[0];
            const isNew = pieces.length === 1;
            writePiece(writer, path, content, piece, { isNew, blobBytes });
          }
          const found = readFileSync(path);
          rmSync(path);
          assert.equal(found.length, content.length);
          assert.equal(hashOf(found), hashOf(content));
        },
      ),
      { numRuns: 150 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("file writer: a long run of zeros takes no room on the disk", () => {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-writer-"));
  try {
    for (const tail of [0, 5000]) {
      const content = contentOf([
        [1 << 20, false],
        [32 << 20, true],
        [tail, false],
      ]);
      const path = join(folder, String(tail));
      const piece = [0, content.length] as const;
      writePiece(new FileWriter(), path, content, piece, { isNew: true, blobBytes: 1 << 20 });
      const { size, blocks } = statSync(path);
      assert.equal(size, content.length);
      assert.equal(hashOf(readFileSync(path)), hashOf(content));
      // Windows counts no blocks
      if (process.platform === "linux") assert.ok(blocks * 512 < 2 << 20, String(blocks));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("file writer: a file that must be new is not written when it is there", () => {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-writer-"));
  const path = join(folder, "file");
  try {
    closeSync(openSync(path, "wx"));
    for (const sizeBytes of [1, 8 << 20]) {
      const writer = new FileWriter();
      assert.throws(() => writer.open(path, true, 0, sizeBytes), { code: "EEXIST" });
    }
    assert.equal(readFileSync(path).length, 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
