/**
 * Takes one entry's stored bytes in pieces, gives its content in pieces, and says at the end what is wrong with it.
 *
 * Stored bytes are proved by a CRC of their own, so what a person is told can be exact: bytes that are not those that were
 * written are damage; bytes that are, and yet make something else than they claim, were made to deceive.
 */

import { hash, createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { Unpacker } from "./unpack.ts";
import type { Emit } from "./unpack.ts";
import { Unsealing } from "./unsealing.ts";
import type { KeyDeriver } from "./zip-aes.ts";
import type { RecordFacts } from "./plain-record.ts";

export type Wrong =
  /** The stored bytes are not those that were written. */
  | "stored"
  /** They are, but do not unpack, or to other content. */
  | "content"
  /** Somebody without the password changed them, or it is another one whose two bytes of proof happen to agree. */
  | "seal"
  /** The content is not what SHA256SUMS says. */
  | "sum"
  | "password"
  | "size.false"
  | "bomb";

export class EntryProof {
  readonly #unpacker = new Unpacker();
  readonly #deriver: KeyDeriver | null;
  #entry: RecordFacts | null = null;
  #unsealing: Unsealing | null = null;
  #sum: Uint8Array | null = null;
  #hash: Hash | null = null;
  #wholeSum: Uint8Array | null = null;
  #wantsSum = false;
  #came = 0;
  #storedCrc = 0;
  #crc = 0;
  #wrong: Wrong | null = null;

  /** `deriver`: of the password; `null` without one. */
  constructor(deriver: KeyDeriver | null) {
    this.#deriver = deriver;
  }

  /** `sum`: the content's SHA-256, `null` when nothing is known of it. */
  begin(entry: RecordFacts, sum: Uint8Array | null): void {
    this.#entry = entry;
    this.#sum = sum;
    this.#wantsSum = sum !== null;
    this.#hash = null;
    this.#wholeSum = null;
    this.#came = 0;
    this.#storedCrc = 0;
    this.#crc = 0;
    this.#wrong = null;
    this.#unsealing = null;
    if (entry.isEncrypted) {
      if (this.#deriver === null) this.#wrong = "password";
      else this.#unsealing = new Unsealing(this.#deriver, entry.storedBytes);
    }
    if (entry.kind !== "directory") this.#unpacker.begin(entry.method, entry.sizeBytes);
  }

  /** Gives the next stored bytes, which may be deciphered in place. Nothing is emitted any more once something is wrong. */
  push(stored: Uint8Array, emit: Emit): void {
    const entry = this.#entry;
    if (entry === null) return;
    this.#storedCrc = crc32(stored, this.#storedCrc);
    this.#came += stored.length;
    const isLast = this.#came >= entry.storedBytes;
    if (this.#wrong !== null || (stored.length === 0 && !isLast)) return;
    let packed = stored;
    if (this.#unsealing !== null) {
      const opened = this.#unsealing.open(stored);
      if (opened === null) {
        this.#wrong = "password";
        return;
      }
      packed = opened;
    }
    // from outside the unpacker a piece is content that came whole, or one of many
    const isWhole = isLast && this.#came === stored.length && entry.sizeBytes <= WHOLE_BYTES;
    const said = this.#unpacker.push(packed, isLast, (piece) => {
      if (!entry.isEncrypted) this.#crc = crc32(piece, this.#crc);
      if (this.#wantsSum) this.#addToSum(piece, isWhole && piece.length === entry.sizeBytes);
      emit(piece);
    });
    if (said === "bomb") this.#wrong = "bomb";
    else if (said === "short") this.#wrong = "size.false";
    else if (said === "broken") this.#wrong = "content";
  }

  /** `null`: all is right. */
  end(): Wrong | null {
    const entry = this.#entry;
    if (entry === null) return null;
    if (this.#came !== entry.storedBytes || this.#storedCrc !== entry.storedCrc) return "stored";
    if (this.#wrong === "password") return "password";
    if (this.#unsealing?.isSealed() === false) return "seal";
    if (this.#wrong !== null) return this.#wrong;
    if (this.#crc !== entry.crc32) return "content";
    return this.#sum !== null && !this.#isSum(this.#sum) ? "sum" : null;
  }

  #addToSum(piece: Uint8Array, isWhole: boolean): void {
    // for small content, making a hash that takes pieces costs more than hashing
    if (isWhole) this.#wholeSum = hash("sha256", piece, "buffer");
    else (this.#hash ??= createHash("sha256")).update(piece);
  }

  #isSum(sum: Uint8Array): boolean {
    const made = this.#wholeSum ?? (this.#hash ?? createHash("sha256")).digest();
    return Buffer.from(sum.buffer, sum.byteOffset, sum.length).equals(made);
  }
}

const WHOLE_BYTES = 128 << 10;
