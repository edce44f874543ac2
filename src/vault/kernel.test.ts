// Goal: the kernels compute what the standards say. Method: published vectors, plain references in JavaScript over random
// bytes of every length around a block, and the committed binary built again from its source.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { buildKernel } from "../../kernel/build.ts";
import { newPolynomial } from "./chunker.ts";
import { DATA, Kernel, testKernel } from "./kernel.ts";

const kernel = new Kernel(1 << 20);

const little = (bytes: Uint8Array): bigint =>
  BigInt(`0x${Buffer.from(bytes.toReversed()).toString("hex")}`);

/** RFC 8439 section 2.5, with big integers. */
function referencePoly1305(message: Uint8Array, r: Uint8Array, s: Uint8Array): string {
  const prime = (1n << 130n) - 5n;
  const clamped = little(r) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16) {
    const block = message.subarray(at, at + 16);
    sum = ((sum + little(block) + (1n << BigInt(8 * block.length))) * clamped) % prime;
  }
  const tag = (sum + little(s)) & ((1n << 128n) - 1n);
  const bytes = Buffer.from(tag.toString(16).padStart(32, "0"), "hex");
  return Buffer.from(bytes.toReversed()).toString("hex");
}

test("kernel: Poly1305 equals the reference at every length around its blocks", () => {
  const lengths = [...Array(200).keys(), 1000, 4095, 4096, 4103, 100_000];
  for (const length of lengths) {
    const [message, r, s] = [randomBytes(length), randomBytes(16), randomBytes(16)];
    kernel.bytes.set(message, DATA);
    const tag = kernel.poly1305(DATA, length, r, s).toString("hex");
    assert.equal(tag, referencePoly1305(message, r, s), `length ${length}`);
  }
});

test("kernel: Poly1305 carries right where sums come close to the prime", () => {
  // All bits set, with the largest multiplier, is where a lost carry would show.
  const r = Buffer.from("ffffff0ffcffff0ffcffff0ffcffff0f", "hex");
  for (const length of [16, 32, 48, 64, 80, 128, 1024]) {
    for (const fill of [0xff, 0xfb, 0xfa, 0x00]) {
      const message = Buffer.alloc(length, fill);
      const s = Buffer.alloc(16, 0xff);
      kernel.bytes.set(message, DATA);
      const tag = kernel.poly1305(DATA, length, r, s).toString("hex");
      assert.equal(tag, referencePoly1305(message, r, s), `${length} times ${fill}`);
    }
  }
});

/** Fingerprint of the 64 bytes before `end`, bit by bit. */
function referenceDigest(bytes: Uint8Array, end: number, polynomial: bigint): bigint {
  let digest = 0n;
  for (const byte of bytes.subarray(end - 64, end)) {
    digest = (digest << 8n) | BigInt(byte);
    for (let bit = 60n; bit >= 53n; bit--) {
      if ((digest >> bit) & 1n) digest ^= polynomial << (bit - 53n);
    }
  }
  return digest;
}

test("kernel: a border is exactly where the fingerprint ends in 20 zero bits", () => {
  // Three polynomials over 3 MiB each: every reported border is one, and a slow walk over a window finds none before.
  for (let round = 0; round < 3; round++) {
    const polynomial = newPolynomial();
    const bytes = randomBytes(3 << 20);
    kernel.reserve(bytes.length);
    kernel.bytes.set(bytes, DATA);
    kernel.setPolynomial(polynomial);
    let from = 64;
    for (let found = 0; found < 6; found++) {
      const length = kernel.border(DATA, from, bytes.length);
      const to = length < 0 ? Math.min(from + 3000, bytes.length) : length;
      if (length > 0) assert.equal(referenceDigest(bytes, length, polynomial) & 0xfffffn, 0n);
      for (let end = Math.max(from, to - 3000); end < to; end++) {
        assert.notEqual(referenceDigest(bytes, end, polynomial) & 0xfffffn, 0n);
      }
      if (length < 0) break;
      from = length + 1;
    }
  }
});

test("kernel: segments side by side miss no border and invent none", () => {
  // Zeros everywhere but for a few bytes give borders at places that can be told: where 64 zeros have gone by.
  const bytes = Buffer.alloc(200_000);
  for (const at of [1000, 9000, 20_000, 20_050, 36_864, 40_960, 100_001]) bytes[at] = 1;
  kernel.reserve(bytes.length);
  kernel.bytes.set(bytes, DATA);
  const polynomial = 0x3da3358b4dc173n;
  kernel.setPolynomial(polynomial);
  for (let from = 64; from < 110_000; from += 977) {
    let expected = from;
    while (referenceDigest(bytes, expected, polynomial) % (1n << 20n) !== 0n) expected++;
    assert.equal(kernel.border(DATA, from, bytes.length), expected);
  }
});

test("kernel: the self-test passes here and the committed binary is what its source gives", async () => {
  testKernel(kernel);
  const committed = readFileSync(new URL("kernel.wasm", import.meta.url));
  assert.ok(committed.equals(await buildKernel()), "run `npm run kernel` and commit the result");
});
