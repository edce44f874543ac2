// Goal: contexts that live on give standard frames, and damage is told instead of thrown or passed on. Method: Node's own
// one-piece calls as the judge, frames cut and changed at every byte.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { openCompressor, openDecompressor } from "./zstd.ts";

const texts = [0, 1, 100, 5000, 70_000, 1_500_000].map((length) =>
  Buffer.from("row 17; invoice open; ".repeat(length / 20 + 1)).subarray(0, length),
);

test("zstd: frames from one context are whole frames that anybody decompresses", () => {
  const compress = openCompressor(3);
  for (const plain of [...texts, ...texts.toReversed(), randomBytes(300_000)]) {
    assert.ok(zstdDecompressSync(compress(plain)).equals(plain));
  }
});

test("zstd: a level changes the result", () => {
  const plain = Buffer.concat(
    Array.from({ length: 2000 }, (_, i) => Buffer.from(`${i * 7919} row`)),
  );
  const sizes = [1, 19].map((level) => Buffer.from(openCompressor(level)(plain)).length);
  assert.ok((sizes[1] ?? 0) < (sizes[0] ?? 0), sizes.join(" "));
});

test("zstd: a frame gives its content, and only at its right size", () => {
  const decompress = openDecompressor();
  for (const plain of texts.slice(1)) {
    const frame = zstdCompressSync(plain);
    const got = decompress(frame, plain.length);
    assert.ok(got !== null && Buffer.from(got).equals(plain));
    assert.equal(decompress(frame, plain.length - 1), null);
    assert.equal(decompress(frame, plain.length + 1), null);
  }
});

test("zstd: a damaged frame is null or the right content, and the next frame is not harmed", () => {
  const decompress = openDecompressor();
  const plain = texts[2] ?? Buffer.alloc(0);
  const frame = zstdCompressSync(plain);
  for (let at = 0; at < frame.length; at++) {
    const cut = decompress(frame.subarray(0, at), plain.length);
    assert.equal(cut, null);
    const changed = Buffer.from(frame);
    changed[at] = (changed[at] ?? 0) ^ 0x41;
    const got = decompress(changed, plain.length);
    assert.ok(got === null || got.length === plain.length);
    const next = decompress(frame, plain.length);
    assert.ok(next !== null && Buffer.from(next).equals(plain));
  }
});
