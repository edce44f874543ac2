// Goal: entries are enciphered as WinZip's specification says. Method: Node's pbkdf2 and a block by block reference for
// keys and counter mode at every alignment, a published HMAC vector; that other programs open the result is tested with the writer.
import assert from "node:assert/strict";
import { createCipheriv, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { test } from "node:test";
import * as fc from "fast-check";
import { CounterMode, KeyDeriver, beginMac, endMac, isSame } from "./zip-aes.ts";

/** Counter mode with one call of the block cipher for each block. */
function reference(key: Uint8Array, bytes: Uint8Array, position: number): Buffer {
  const out = Buffer.from(bytes);
  for (let at = 0; at < out.length; at++) {
    const number = Math.floor((position + at) / 16) + 1;
    const block = Buffer.alloc(16);
    block.writeBigUInt64LE(BigInt(number));
    const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
    out[at] = (out[at] ?? 0) ^ (cipher.update(block)[(position + at) % 16] ?? 0);
  }
  return out;
}

test("zip-aes: keys are PBKDF2's for any password and salt", () => {
  const passwords = [
    "",
    "a",
    "correct horse",
    "گذرواژه",
    "x".repeat(64),
    "y".repeat(65),
    "z".repeat(200),
  ];
  for (const password of passwords) {
    const deriver = new KeyDeriver(password);
    for (let round = 0; round < 3; round++) {
      const salt = randomBytes(16);
      const { encrypt, mac, verifier } = deriver.derive(salt);
      const expected = pbkdf2Sync(password, salt, 1000, 66, "sha1");
      assert.deepEqual(Buffer.concat([encrypt, mac, verifier]), expected);
    }
  }
});

test("zip-aes: counter mode equals the reference at any position and length", () => {
  const key = randomBytes(32);
  const mode = new CounterMode(key);
  const positions = fc.oneof(fc.nat(70_000), fc.constantFrom(2 ** 36 - 8, 2 ** 36, 2 ** 40 + 3));
  fc.assert(
    fc.property(positions, fc.uint8Array({ maxLength: 80 }), (position, bytes) => {
      const got = Buffer.from(bytes);
      mode.apply(got, position);
      assert.deepEqual(got, reference(key, bytes, position));
    }),
  );
});

test("zip-aes: a long text is the same in one piece and in many, and its own inverse", () => {
  const mode = new CounterMode(randomBytes(32));
  const plain = randomBytes(300_001);
  const whole = Buffer.from(plain);
  mode.apply(whole, 0);
  const pieces = Buffer.from(plain);
  for (let at = 0, length = 1; at < pieces.length; at += length, length = (length * 3) % 100_003) {
    mode.apply(pieces.subarray(at, at + length), at);
  }
  assert.ok(pieces.equals(whole));
  assert.ok(!whole.equals(plain));
  mode.apply(whole.subarray(100_000), 100_000);
  assert.ok(whole.subarray(100_000).equals(plain.subarray(100_000)));
});

test("zip-aes: the MAC is HMAC-SHA1's first ten bytes", () => {
  const keys = new KeyDeriver("p").derive(randomBytes(16));
  const mac = beginMac(keys);
  mac.update("ab");
  mac.update("c");
  const got = endMac(mac);
  const expected = createHmac("sha1", keys.mac).update("abc").digest().subarray(0, 10);
  assert.deepEqual(got, expected);
  assert.ok(isSame(got, expected));
  assert.ok(!isSame(got, Buffer.alloc(10)));
  assert.ok(!isSame(got, expected.subarray(1)));
});
