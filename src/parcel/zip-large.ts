/**
 * One large entry while its pieces are written, and the shared memory that pieces lie in.
 *
 * The pieces' results come in any order and are taken in theirs: the hash runs over exactly the bytes that were compressed.
 */

import { createHash } from "node:crypto";
import type { Hash, Hmac } from "node:crypto";
import { FivefoldError } from "../model/error.ts";
import { beginMac, endMac } from "./zip-aes.ts";
import type { EntryKeys } from "./zip-aes.ts";
import { joinCrc } from "./zip-codec.ts";
import { ZSTANDARD, localHeaderBytes } from "./zip-format.ts";
import type { Method } from "./zip-format.ts";
import { zipEntryOf } from "./zip-waiting.ts";
import type { Fresh, PreviousEntry, Waiting } from "./zip-waiting.ts";
import { PIECE_BYTES, STORED_PIECE_BYTES } from "./zip-work.ts";
import type { PieceReply, Slot } from "./zip-work.ts";

/** Where a large content comes from. */
export type LargeFrom =
  | { readonly kind: "file"; readonly path: string | Uint8Array }
  | {
      readonly kind: "bytes";
      readonly bytes: () => AsyncIterable<Uint8Array>;
      readonly sizeBytes: number;
    }
  | { readonly kind: "copy"; readonly previous: PreviousEntry };

export interface Large {
  readonly waiting: Waiting;
  readonly from: LargeFrom;
  readonly isStored: boolean;
  readonly isPlain: boolean;
  attempt: number;
}

/** How a large entry is stored. */
export interface Shape {
  /** As it is expected, which decides the header's length. */
  readonly sizeBytes: number;
  readonly method: Method;
  readonly isEncrypted: boolean;
  readonly key: {
    readonly salt: Uint8Array;
    readonly keys: EntryKeys;
  } | null;
  /** The pieces are this entry's stored bytes. */
  readonly copy: PreviousEntry | null;
}

/** A large entry while its pieces are written: takes the pieces' results in order, whatever order they come in. */
export class LargeRun {
  readonly large: Large;
  readonly shape: Shape;
  readonly fresh: Fresh | null;
  readonly headBytes: number;
  readonly pieces: Promise<void>[] = [];
  facts: readonly bigint[] = [];
  posted = 0;
  /** What the giver of its bytes has thrown. */
  trouble: unknown = null;
  sizeBytes = 0;
  storedBytes = 0;
  crc = 0;
  storedCrc = 0;
  /** Why a piece could not be read. */
  code: string | null = null;
  readonly #hash: Hash = createHash("sha256");
  readonly #mac: Hmac | null;
  /** By the thread that made all pieces. */
  #madeMac: Uint8Array | null = null;
  readonly #plain = new Map<number, Uint8Array>();
  readonly #replies = new Map<
    number,
    { reply: PieceReply; stored: Uint8Array; give: () => void }
  >();
  #hashed = 0;
  #taken = 0;

  constructor(large: Large, shape: Shape, fresh: Fresh | null) {
    this.large = large;
    this.shape = shape;
    this.fresh = fresh;
    this.#mac = shape.key === null ? null : beginMac(shape.key.keys);
    this.headBytes = localHeaderBytes(
      zipEntryOf(large.waiting, fresh, {
        method: shape.method,
        isEncrypted: shape.isEncrypted,
        crc32: 0,
        sizeBytes: shape.sizeBytes,
        storedBytes: 0,
        storedCrc: 0,
        offset: 0,
      }),
    );
  }

  /** A piece is in its slot: it is hashed as soon as those before are. */
  hashPlain(number: number, plain: Uint8Array): void {
    if (this.shape.copy !== null) {
      this.#hashed++;
      return;
    }
    this.#plain.set(number, plain);
    for (;;) {
      const next = this.#plain.get(this.#hashed);
      if (next === undefined) break;
      this.#plain.delete(this.#hashed++);
      this.#hash.update(next);
    }
    this.#takeNext();
  }

  /** A piece is written; `give` frees its slot when nothing of it is needed any more. */
  take(number: number, reply: PieceReply, stored: Uint8Array, give: () => void): void {
    this.#replies.set(number, { reply, stored, give });
    this.#takeNext();
  }

  #takeNext(): void {
    for (;;) {
      const next = this.#replies.get(this.#taken);
      if (next === undefined || (this.shape.copy === null && this.#hashed <= this.#taken)) return;
      this.#replies.delete(this.#taken++);
      const { reply, stored, give } = next;
      this.code ??= reply.code;
      this.sizeBytes += reply.read;
      this.crc = joinCrc(this.crc, reply.crc, reply.read);
      this.storedCrc = joinCrc(this.storedCrc, reply.storedCrc, reply.storedBytes);
      this.storedBytes += reply.storedBytes;
      this.#madeMac ??= reply.mac;
      if (this.shape.method !== ZSTANDARD) this.#mac?.update(stored);
      give();
    }
  }

  /** Resolves when all pieces are written. */
  async ended(): Promise<void> {
    await Promise.all(this.pieces);
  }

  isWholeCopy(): boolean {
    const former = this.shape.copy?.entry;
    return this.storedBytes === former?.storedBytes && this.storedCrc === former.storedCrc;
  }

  sha256(): Uint8Array {
    return this.#hash.digest();
  }

  mac(): Uint8Array {
    if (this.#madeMac !== null) return this.#madeMac;
    if (this.#mac === null) throw new FivefoldError("INTERNAL", { message: "not encrypted" });
    return endMac(this.#mac);
  }
}

/** Shared memory for pieces: few, so that memory does not grow with files. */
export class Slots {
  static readonly #MOST = 4;
  readonly #free: Slot[] = [];
  readonly #waiting: { resolve: (slot: Slot) => void; reject: (error: unknown) => void }[] = [];
  #made = 0;
  #failure: unknown = null;

  take(): Promise<Slot> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const slot = this.#free.pop();
    if (slot !== undefined) return Promise.resolve(slot);
    if (this.#made < Slots.#MOST) {
      const plain = new Uint8Array(new SharedArrayBuffer(PIECE_BYTES));
      const stored = new Uint8Array(new SharedArrayBuffer(STORED_PIECE_BYTES));
      return Promise.resolve({ number: this.#made++, plain, stored });
    }
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  give(slot: Slot): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(slot);
    else next.resolve(slot);
  }

  /** Nothing will be given back any more. */
  fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
