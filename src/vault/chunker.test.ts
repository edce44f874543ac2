// Goal: chunks are restic's: sizes, completeness, independence from how the bytes come, locality of a change.
// Method: properties over random streams; equality with restic's own borders is in test/interop.
import assert from "node:assert/strict";
import { hash, randomBytes } from "node:crypto";
import { test } from "node:test";
import {
  Chunker,
  LONGEST_CHUNK,
  SHORTEST_CHUNK,
  degreeOf,
  isIrreducible,
  newPolynomial,
} from "./chunker.ts";
import { DATA, Kernel } from "./kernel.ts";

const polynomial = newPolynomial();
const chunker = new Chunker(new Kernel(0), polynomial);

/** Ids of the chunks, the stream given in reads of at most `step` bytes. */
function cut(stream: Buffer, step: number): { ids: string[]; sizes: number[] } {
  const ids: string[] = [];
  const sizes: number[] = [];
  let at = 0;
  const total = chunker.cut(
    (target, offset, length) => {
      const count = stream.copy(target, offset, at, at + Math.min(length, step));
      at += count;
      return count;
    },
    (chunk) => {
      ids.push(hash("sha256", chunk, "hex"));
      sizes.push(chunk.length);
    },
  );
  assert.equal(total, stream.length);
  return { ids, sizes };
}

/** Lengths of the chunks, each searched for at once in the whole stream. */
function bordersOf(stream: Buffer): readonly number[] {
  const kernel = new Kernel(stream.length);
  kernel.setPolynomial(polynomial);
  kernel.bytes.set(stream, DATA);
  const lengths: number[] = [];
  for (let at = 0; at < stream.length; at += lengths.at(-1) ?? 0) {
    const most = Math.min(stream.length - at, LONGEST_CHUNK);
    const found = most < SHORTEST_CHUNK ? -1 : kernel.border(DATA + at, SHORTEST_CHUNK, most);
    lengths.push(found < 0 ? most : found);
  }
  return lengths;
}

test("chunker: all bytes in chunks between the bounds, however they are read or pushed", () => {
  for (const length of [0, 1, SHORTEST_CHUNK - 1, SHORTEST_CHUNK, SHORTEST_CHUNK + 1, 20_000_000]) {
    const stream = randomBytes(length);
    const whole = cut(stream, length + 1);
    for (const size of whole.sizes.slice(0, -1)) {
      assert.ok(size >= SHORTEST_CHUNK && size <= LONGEST_CHUNK);
    }
    assert.deepEqual(whole.sizes, bordersOf(stream));
    for (const step of [70_001, 1_000_003]) assert.deepEqual(cut(stream, step).ids, whole.ids);
    const pushed: string[] = [];
    const emit = (chunk: Buffer): void => void pushed.push(hash("sha256", chunk, "hex"));
    for (let at = 0; at < length; at += 777_777)
      chunker.push(stream.subarray(at, at + 777_777), emit);
    chunker.end(emit);
    assert.deepEqual(pushed, whole.ids);
  }
});

test("chunker: without a border a chunk is as long as it may be", () => {
  // Bytes of one value have one fingerprint everywhere; with ones it is no border.
  const { sizes } = cut(Buffer.alloc(20 << 20, 1), 1 << 22);
  assert.deepEqual(sizes, [LONGEST_CHUNK, LONGEST_CHUNK, 4 << 20]);
});

test("chunker: an insertion changes the chunks around it and no others", () => {
  const stream = randomBytes(30_000_000);
  const before = cut(stream, 1 << 22).ids;
  const changed = Buffer.concat([
    stream.subarray(0, 10_000_000),
    randomBytes(7),
    stream.subarray(10_000_000),
  ]);
  const after = new Set(cut(changed, 1 << 22).ids);
  const lost = before.filter((id) => !after.has(id));
  assert.ok(
    lost.length >= 1 && lost.length <= 3,
    `${lost.length} of ${before.length} chunks changed`,
  );
});

test("chunker: new polynomials are irreducible, of degree 53, and not all the same", () => {
  const made = new Set(Array.from({ length: 5 }, newPolynomial));
  assert.ok(made.size > 1);
  for (const each of made) assert.ok(isIrreducible(each) && degreeOf(each) === 53);
  assert.ok(isIrreducible(0x3da3358b4dc173n));
  assert.ok(!isIrreducible(0x3da3358b4dc172n));
  assert.ok(!isIrreducible(0x3da3358b4dc175n));
});
