// Goal: whatever is compressed here is read by everybody. Method: Node's own one-piece calls as the judge, pieces of every
// kind in any number, and checksums joined against checksums of the joined.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { crc32, inflateRawSync, zstdDecompressSync } from "node:zlib";
import * as fc from "fast-check";
import { joinCrc, openDeflate, openZstd, openZstdStream } from "./zip-codec.ts";

const text = Buffer.from("row 17; invoice open; ".repeat(70_000));
const pieces = [
  text,
  Buffer.alloc(0),
  randomBytes(1_500_000),
  Buffer.alloc(9_000_000),
  text.subarray(0, 1),
];

for (const [name, open, inverse] of [
  ["deflate", openDeflate, inflateRawSync],
  ["zstd", openZstd, zstdDecompressSync],
] as const) {
  test(`zip-codec: ${name} in one piece is whole, again and again`, () => {
    const compress = open(1);
    for (const piece of [...pieces, ...pieces]) {
      if (piece.length === 0 && name === "zstd") continue; // is no frame
      assert.ok(inverse(compress(piece, true)).equals(piece));
    }
  });
}

test("zip-codec: deflate in pieces is one stream", () => {
  const compress = openDeflate(6);
  const joined = Buffer.concat([
    ...pieces.map((piece) => Buffer.from(compress(piece, false))),
    compress(text, true),
  ]);
  assert.ok(inflateRawSync(joined).equals(Buffer.concat([...pieces, text])));
});

for (const workers of [0, 2]) {
  test(`zip-codec: zstd in pieces is one frame, again and again (${workers} workers)`, () => {
    const compress = openZstdStream(3, workers);
    for (let round = 0; round < 3; round++) {
      const made: Buffer[] = [];
      for (const [at, piece] of [...pieces, text].entries()) {
        for (const ready of compress(piece, at === pieces.length)) made.push(Buffer.from(ready));
      }
      // it stops behind the first frame
      assert.ok(zstdDecompressSync(Buffer.concat(made)).equals(Buffer.concat([...pieces, text])));
    }
  });
}

test("zip-codec: a level changes the result", () => {
  const rows = Buffer.from(Array.from({ length: 5000 }, (_, i) => `${i * 7919} row`).join(""));
  assert.ok(openDeflate(9)(rows, true).length < openDeflate(1)(rows, true).length);
  assert.ok(openZstd(19)(rows, true).length < openZstd(1)(rows, true).length);
});

test("zip-codec: joined checksums are the checksum of the joined", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.uint8Array({ maxLength: 500 }), (a, b) => {
      assert.equal(joinCrc(crc32(a), crc32(b), b.length), crc32(Buffer.concat([a, b])));
    }),
  );
  const long = Buffer.alloc((1 << 20) + 3, 7);
  assert.equal(joinCrc(crc32(text), crc32(long), long.length), crc32(Buffer.concat([text, long])));
});
