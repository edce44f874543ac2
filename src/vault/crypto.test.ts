// Goal: what is sealed opens, and nothing else does; restic's own bytes open. Method: random contents, every single bit
// flipped, and a vector that was sealed by hand with OpenSSL's primitives.
import assert from "node:assert/strict";
import { createCipheriv, randomBytes } from "node:crypto";
import { test } from "node:test";
import { CONTENT_AT, Cipher, SEAL_BYTES, newMasterKey, scratchBytes } from "./crypto.ts";
import { DATA, Kernel } from "./kernel.ts";

const key = newMasterKey();
const cipher = new Cipher(key, new Kernel(1 << 16));

test("crypto: any content opens to itself, and is 32 bytes longer sealed", () => {
  for (const length of [0, 1, 15, 16, 17, 63, 64, 65, 1000, 300_000]) {
    const plain = randomBytes(length);
    const sealed = cipher.seal(plain);
    assert.equal(sealed.length, length + SEAL_BYTES);
    assert.ok(cipher.open(sealed)?.equals(plain));
  }
});

test("crypto: no bit of nonce, ciphertext or tag can be flipped", () => {
  const sealed = cipher.seal(randomBytes(37));
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const forged = Buffer.from(sealed);
    forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.equal(cipher.open(forged), null);
  }
  assert.equal(cipher.open(sealed.subarray(0, 31)), null);
  assert.equal(new Cipher(newMasterKey(), new Kernel(0)).open(sealed), null);
});

test("crypto: nonces do not repeat, and the ciphertext is AES-256 in counter mode", () => {
  const plain = Buffer.alloc(100);
  const nonces = new Set<string>();
  for (let count = 0; count < 2000; count++) {
    const sealed = cipher.seal(plain);
    nonces.add(sealed.toString("hex", 0, 16));
    const expected = createCipheriv("aes-256-ctr", key.encrypt, sealed.subarray(0, 16)).update(
      plain,
    );
    assert.ok(sealed.subarray(16, 116).equals(expected));
  }
  assert.equal(nonces.size, 2000);
});

test("crypto: many pieces opened at once have what each holds, and the forged ones are told and left", () => {
  const kernel = new Kernel(1 << 20);
  const many = new Cipher(key, kernel);
  const contents = [0, 1, 7, 8, 15, 16, 17, 100, 4096, 65_000].map((length) => randomBytes(length));
  const sealed = contents.map((content) => cipher.seal(content));
  const forged = sealed.map((bytes, number) => {
    const copy = Buffer.from(bytes);
    const at = (number * 7) % copy.length;
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  });
  const all = [...sealed, ...forged, Buffer.alloc(31)];
  let end = DATA;
  const pieces = all.map((bytes) => {
    kernel.bytes.set(bytes, end);
    end += bytes.length;
    return { at: end - bytes.length, length: bytes.length };
  });
  kernel.reserve(end - DATA + all.reduce((sum, { length }) => sum + scratchBytes(length), 0));
  const opened = many.openAll(pieces, end);
  assert.deepEqual(
    opened,
    all.map((_, number) => number < sealed.length),
  );
  for (const [number, { at, length }] of pieces.entries()) {
    const from = number < sealed.length ? at + CONTENT_AT : at;
    const expected = contents[number] ?? all[number] ?? Buffer.alloc(0);
    const to = number < sealed.length ? at + CONTENT_AT + expected.length : at + length;
    assert.ok(kernel.bytes.subarray(from, to).equals(expected), `piece ${number}`);
  }
});

test("crypto: blocks count on over every carry as OpenSSL's counter mode does", () => {
  const kernel = new Kernel(1 << 16);
  const starts = [
    "00".repeat(16),
    "ff".repeat(16),
    `${"00".repeat(8)}${"ff".repeat(7)}fe`,
    "7f".repeat(16),
  ];
  for (const start of starts) {
    const nonce = Buffer.from(start, "hex");
    kernel.bytes.set(nonce, DATA);
    kernel.countBlocks(DATA, DATA + 16, 600);
    const blocks = createCipheriv("aes-256-ecb", key.encrypt, null).update(
      kernel.bytes.subarray(DATA + 16, DATA + 16 + 9600),
    );
    const expected = createCipheriv("aes-256-ctr", key.encrypt, nonce).update(Buffer.alloc(9600));
    assert.ok(blocks.equals(expected.subarray(0, blocks.length)), start);
    assert.equal(blocks.length, 9600);
  }
});
