/** Opens one AE-2 entry from front to back: keys from its salt, the verifier, the text, at the end the MAC. */

import type { Hmac } from "node:crypto";
import type { Unveil, UnveilConfig } from "./random-bytes.ts";
import { CounterMode, SALT_BYTES, VERIFIER_BYTES, beginMac, endMac, isSame } from "./zip-aes.ts";
import type { EntryKeys, KeyDeriver } from "./zip-aes.ts";
import { AES_BYTES, AES_HEAD_BYTES, AES_MAC_BYTES } from "./zip-format.ts";

/** Deciphers the text of an AE-2 entry at any place; its MAC must have been proved before. */
export function unveilWith(config: UnveilConfig): Unveil {
  const cipher = new CounterMode(config.key);
  return (bytes, at) => cipher.apply(bytes, at);
}

export class Unsealing {
  readonly #deriver: KeyDeriver;
  readonly #head = Buffer.alloc(AES_HEAD_BYTES);
  readonly #seal = Buffer.alloc(AES_MAC_BYTES);
  readonly #textBytes: number;
  /** How many of the stored bytes came. */
  #came = 0;
  #open: { readonly keys: EntryKeys; readonly cipher: CounterMode; readonly mac: Hmac } | null =
    null;

  constructor(deriver: KeyDeriver, storedBytes: number) {
    this.#deriver = deriver;
    this.#textBytes = storedBytes - AES_BYTES;
  }

  /** Deciphers the next stored bytes in place; gives those of them that are text, `null` when the password is another. */
  open(stored: Uint8Array): Uint8Array | null {
    const start = this.#came;
    this.#came += stored.length;
    if (start < AES_HEAD_BYTES) {
      const part = stored.subarray(0, AES_HEAD_BYTES - start);
      this.#head.set(part, start);
      if (this.#came >= AES_HEAD_BYTES && !this.#begin()) return null;
    }
    const sealAt = AES_HEAD_BYTES + this.#textBytes;
    const from = Math.min(Math.max(AES_HEAD_BYTES - start, 0), stored.length);
    const to = Math.min(Math.max(sealAt - start, from), stored.length);
    const seal = stored.subarray(to);
    if (seal.length > 0 && this.#came > sealAt) this.#seal.set(seal, start + to - sealAt);
    const text = stored.subarray(from, to);
    if (this.#open !== null && text.length > 0) {
      this.#open.mac.update(text);
      this.#open.cipher.apply(text, start + from - AES_HEAD_BYTES);
    }
    return text;
  }

  /** Asked once, when all came. */
  isSealed(): boolean {
    return this.#open !== null && isSame(endMac(this.#open.mac), this.#seal);
  }

  /** The key of the text, for reading it at any place; `null` before the head came. */
  get textKey(): Uint8Array | null {
    return this.#open?.keys.encrypt ?? null;
  }

  #begin(): boolean {
    const keys = this.#deriver.derive(this.#head.subarray(0, SALT_BYTES));
    const verifier = this.#head.subarray(SALT_BYTES, SALT_BYTES + VERIFIER_BYTES);
    if (!isSame(keys.verifier, verifier)) return false;
    this.#open = { keys, cipher: new CounterMode(keys.encrypt), mac: beginMac(keys) };
    return true;
  }
}
