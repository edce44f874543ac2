/**
 * WinZip's AE-2 with 256 bits: keys from the password, AES in counter mode, HMAC-SHA1 cut to 80 bits.
 *
 * An encrypted entry is 16 bytes of salt, 2 of verifier, the ciphertext, 10 of MAC over the ciphertext. The counter is
 * little-endian and begins at 1 with every entry, so two entries under one password must never share a salt.
 *
 * @see WinZip, "AES Encryption Information: Encryption Specification AE-1 and AE-2"; RFC 8018 for PBKDF2
 */

import { createCipheriv, createHmac, timingSafeEqual } from "node:crypto";
import type { Cipheriv, Hmac } from "node:crypto";
import { openStretch } from "./zip-stretch.ts";
import type { Stretch } from "./zip-stretch.ts";

export const SALT_BYTES = 16;
export const VERIFIER_BYTES = 2;
const KEY_BYTES = 32;
const BLOCK_BYTES = 16;
const SEGMENT_BYTES = 64 << 10;

/** What one salt and the password give. */
export interface EntryKeys {
  readonly encrypt: Uint8Array;
  readonly mac: Uint8Array;
  /** Tells most wrong passwords without reading the entry: one in 65,536 passes. */
  readonly verifier: Uint8Array;
}

/** Makes entries' keys from one password. */
export class KeyDeriver {
  readonly #stretch: Stretch;

  constructor(password: string) {
    this.#stretch = openStretch(Buffer.from(password));
  }

  derive(salt: Uint8Array): EntryKeys {
    return splitKeys(this.#stretch(salt));
  }
}

function splitKeys(bytes: Buffer): EntryKeys {
  return {
    encrypt: bytes.subarray(0, KEY_BYTES),
    mac: bytes.subarray(KEY_BYTES, 2 * KEY_BYTES),
    verifier: bytes.subarray(2 * KEY_BYTES),
  };
}

/** Memory that ciphers of one thread share, one after another. */
const blocks = new Uint32Array(SEGMENT_BYTES / 4);
const scratch = new Uint32Array(SEGMENT_BYTES / 4);
const scratchBytes = new Uint8Array(scratch.buffer);

/** AES-256 in counter mode as AE-2 has it; enciphering and deciphering are the same. */
export class CounterMode {
  readonly #cipher: Cipheriv;

  constructor(key: Uint8Array) {
    this.#cipher = createCipheriv("aes-256-ecb", key, null);
    this.#cipher.setAutoPadding(false);
  }

  /** Works on `bytes` in place; they stand at `position` in the entry's plain or cipher text. */
  apply(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.length;) {
      const at = position + done;
      const skip = at % BLOCK_BYTES;
      const length = Math.min(SEGMENT_BYTES - skip, bytes.length - done);
      const piece = bytes.subarray(done, done + length);
      const count = Math.ceil((skip + length) / BLOCK_BYTES);
      const stream = this.#keyStream((at - skip) / BLOCK_BYTES + 1, count);
      scratchBytes.set(piece, skip);
      const words = count * 4;
      for (let word = 0; word < words; word++) {
        scratch[word] = (scratch[word] ?? 0) ^ (stream[word] ?? 0);
      }
      piece.set(scratchBytes.subarray(skip, skip + length));
      done += length;
    }
  }

  #keyStream(first: number, count: number): Uint32Array {
    // 2^32 blocks are 64 GiB: the counter's second word is needed, more never
    for (let block = 0; block < count; block++) {
      const number = first + block;
      blocks[block * 4] = number >>> 0;
      blocks[block * 4 + 1] = Math.floor(number / 2 ** 32);
    }
    const stream = this.#cipher.update(new Uint8Array(blocks.buffer, 0, count * BLOCK_BYTES));
    return stream.byteOffset % 4 === 0
      ? new Uint32Array(stream.buffer, stream.byteOffset, count * 4)
      : new Uint32Array(Uint8Array.from(stream).buffer);
  }
}

/** Begins an entry's MAC; it is given all of the ciphertext in order. */
export function beginMac(keys: EntryKeys): Hmac {
  return createHmac("sha1", keys.mac);
}

/** Ends a MAC: the 10 bytes that stand behind the ciphertext. */
export function endMac(mac: Hmac): Buffer {
  return mac.digest().subarray(0, 10);
}

/** Compares in constant time. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
