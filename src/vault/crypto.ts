/**
 * Restic's encryption: AES-256-CTR, then Poly1305-AES over the ciphertext.
 *
 * Sealed bytes are 16 bytes of nonce, the ciphertext, 16 bytes of authentication tag. The tag's one-time key is r from
 * the master key and AES-128 of the nonce under k. A tag is compared in constant time before anything is decrypted.
 *
 * @see restic design.rst, "Keys, Encryption and MAC"
 */

import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import type { Cipheriv, KeyObject } from "node:crypto";
import { DATA, Kernel } from "./kernel.ts";

/** What every sealed piece is longer than its content. */
export const SEAL_BYTES = 32;
const NONCE_BYTES = 16;
const TAG_BYTES = 16;
const BLOCK_BYTES = 16;
/** What is no larger is sealed with the block cipher that is at hand. */
const SMALL_BYTES = 16 << 10;
const NO_BYTES = Buffer.alloc(0);
/** Where the content begins in a piece that was opened in place. */
export const CONTENT_AT = NONCE_BYTES;

/** A sealed piece in the kernel's memory. */
export interface Piece {
  readonly at: number;
  readonly length: number;
}

/** What `openAll` needs of scratch memory for a piece of so many bytes. */
export const scratchBytes = (length: number): number => blockCount(length) * BLOCK_BYTES;

const blockCount = (length: number): number =>
  Math.max(0, Math.ceil((length - SEAL_BYTES) / BLOCK_BYTES));

export interface MasterKey {
  /** 32 bytes: AES-256. */
  readonly encrypt: Uint8Array;
  /** 16 bytes: AES-128, makes the tag's one-time key from the nonce. */
  readonly macK: Uint8Array;
  /** 16 bytes: the tag's multiplier; masked as Poly1305 asks when it is used. */
  readonly macR: Uint8Array;
}

export function newMasterKey(): MasterKey {
  return { encrypt: randomBytes(32), macK: randomBytes(16), macR: randomBytes(16) };
}

/** Seals and opens under one master key, in a kernel's memory. One per thread: it keeps cipher contexts. */
export class Cipher {
  readonly kernel: Kernel;
  readonly #key: KeyObject;
  readonly #nonceKey: Cipheriv;
  readonly #blocks: Cipheriv;
  readonly #macR: Uint8Array;
  #random = NO_BYTES;
  /** The tags' one-time keys for the nonces in `#random`. */
  #tagKeys = NO_BYTES;
  #randomAt = 0;

  constructor(key: MasterKey, kernel: Kernel) {
    this.kernel = kernel;
    this.#key = createSecretKey(key.encrypt);
    this.#nonceKey = createCipheriv("aes-128-ecb", key.macK, null);
    this.#nonceKey.setAutoPadding(false);
    this.#blocks = createCipheriv("aes-256-ecb", this.#key, null);
    this.#blocks.setAutoPadding(false);
    this.#macR = key.macR;
  }

  /** Seals `plain` into the kernel's memory at `at`; gives the sealed length. The memory must have room for it. */
  sealInto(plain: Uint8Array, at: number): number {
    const { nonce, tagKey } = this.#nonce();
    const contentAt = at + NONCE_BYTES;
    this.kernel.bytes.set(nonce, at);
    if (plain.length > SMALL_BYTES) {
      const cipher = createCipheriv("aes-256-ctr", this.#key, nonce);
      this.kernel.bytes.set(cipher.update(plain), contentAt);
    } else if (plain.length > 0) this.#sealSmall(plain, at);
    const end = contentAt + plain.length;
    const tag = this.kernel.poly1305(contentAt, plain.length, this.#macR, tagKey);
    this.kernel.bytes.set(tag, end);
    return plain.length + SEAL_BYTES;
  }

  /** Preparing a cipher would cost more than the enciphering; the nonce is at `at`. */
  #sealSmall(plain: Uint8Array, at: number): void {
    const { kernel } = this;
    const blocks = Math.ceil(plain.length / BLOCK_BYTES);
    const scratch = at + plain.length + SEAL_BYTES;
    kernel.reserve(scratch + blocks * BLOCK_BYTES - DATA);
    kernel.bytes.set(plain, at + NONCE_BYTES);
    kernel.countBlocks(at, scratch, blocks);
    const counted = kernel.bytes.subarray(scratch, scratch + blocks * BLOCK_BYTES);
    kernel.bytes.set(this.#blocks.update(counted), scratch);
    kernel.combine(at + NONCE_BYTES, scratch, plain.length);
  }

  /** Opens what lies in the kernel's memory at `at`; `null` when the tag is wrong. The result is a buffer of its own. */
  openAt(at: number, length: number): Buffer | null {
    if (length < SEAL_BYTES) return null;
    const bytes = this.kernel.bytes;
    const nonce = bytes.subarray(at, at + NONCE_BYTES);
    const plainLength = length - SEAL_BYTES;
    const tag = this.#tag(nonce, at + NONCE_BYTES, plainLength);
    const end = at + NONCE_BYTES + plainLength;
    if (!timingSafeEqual(tag, bytes.subarray(end, end + TAG_BYTES))) return null;
    const decipher = createDecipheriv("aes-256-ctr", this.#key, nonce);
    return decipher.update(bytes.subarray(at + NONCE_BYTES, end));
  }

  /**
   * Opens many small pieces of the kernel's memory at once and in place: the content of a piece at `at` then begins at
   * `at + CONTENT_AT`. For small pieces, preparing a cipher for each would cost more than the deciphering. `scratch` is where
   * the memory has room for `scratchBytes` of all pieces. Says of each piece whether its tag was right; what was not is left.
   */
  openAll(pieces: readonly Piece[], scratch: number): readonly boolean[] {
    const { kernel } = this;
    const nonces = Buffer.allocUnsafe(pieces.length * NONCE_BYTES);
    let end = scratch;
    for (const [number, { at, length }] of pieces.entries()) {
      kernel.bytes.copy(nonces, number * NONCE_BYTES, at, at + NONCE_BYTES);
      const blocks = blockCount(length);
      kernel.countBlocks(at, end, blocks);
      end += blocks * BLOCK_BYTES;
    }
    const tagKeys = this.#nonceKey.update(nonces);
    kernel.bytes.set(this.#blocks.update(kernel.bytes.subarray(scratch, end)), scratch);
    let stream = scratch;
    return pieces.map(({ at, length }, number) => {
      const from = stream;
      stream += blockCount(length) * BLOCK_BYTES;
      const plainLength = length - SEAL_BYTES;
      if (plainLength < 0) return false;
      const tagKey = tagKeys.subarray(number * NONCE_BYTES, (number + 1) * NONCE_BYTES);
      const tag = kernel.poly1305(at + NONCE_BYTES, plainLength, this.#macR, tagKey);
      const tagAt = at + length - TAG_BYTES;
      if (!timingSafeEqual(tag, kernel.bytes.subarray(tagAt, tagAt + TAG_BYTES))) return false;
      kernel.combine(at + CONTENT_AT, from, plainLength);
      return true;
    });
  }

  /** Seals into a buffer of its own. */
  seal(plain: Uint8Array): Buffer {
    this.kernel.reserve(plain.length + SEAL_BYTES);
    const length = this.sealInto(plain, DATA);
    return Buffer.from(this.kernel.bytes.subarray(DATA, DATA + length));
  }

  /** Opens bytes that lie anywhere; `null` when the tag is wrong. */
  open(sealed: Uint8Array): Buffer | null {
    this.kernel.reserve(sealed.length);
    this.kernel.bytes.set(sealed, DATA);
    return this.openAt(DATA, sealed.length);
  }

  #nonce(): { nonce: Buffer; tagKey: Buffer } {
    if (this.#randomAt === this.#random.length) {
      this.#random = randomBytes(8192);
      this.#tagKeys = this.#nonceKey.update(this.#random);
      this.#randomAt = 0;
    }
    const from = this.#randomAt;
    this.#randomAt += NONCE_BYTES;
    return {
      nonce: this.#random.subarray(from, this.#randomAt),
      tagKey: this.#tagKeys.subarray(from, this.#randomAt),
    };
  }

  #tag(nonce: Uint8Array, at: number, length: number): Buffer {
    return this.kernel.poly1305(at, length, this.#macR, this.#nonceKey.update(nonce));
  }
}
