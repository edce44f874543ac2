/**
 * Packs: files that hold sealed blobs one after another, then a sealed header that lists them, then the header's length.
 *
 * A header entry is the blob's type (0 data, 1 tree; plus 2: compressed), its sealed length, its content's length when
 * compressed, and its id: 37 or 41 bytes, numbers little-endian. A pack's name is the SHA-256 of its bytes.
 *
 * @see restic design.rst, "Pack Format"
 */

import { hash } from "node:crypto";
import { FivefoldError } from "../model/error.ts";
import { DATA_BLOB, ID_BYTES, TREE_BLOB } from "./blob-index.ts";
import type { BlobKind } from "./blob-index.ts";
import { SEAL_BYTES } from "./crypto.ts";
import type { Cipher } from "./crypto.ts";
import { DATA } from "./kernel.ts";

/** A pack is closed when it has reached this size; restic's have 16 MiB, but each thread keeps two in memory. */
export const PACK_BYTES = 12 << 20;
const PLAIN_ENTRY = 37;
const COMPRESSED_ENTRY = 41;
const LENGTH_FIELD = 4;
/** Keeps headers small when blobs are tiny. */
const MOST_BLOBS = 20_000;

/** A blob's place as a pack's header tells it. */
export interface PackedBlob {
  readonly kind: BlobKind;
  readonly offset: number;
  readonly length: number;
  /** 0 when it is not compressed. */
  readonly rawLength: number;
  /** Where its id stands in the header. */
  readonly idAt: number;
}

/** A finished pack. */
export interface Pack {
  /** 64 hex digits. */
  readonly id: string;
  /** The file's bytes, in memory of their own that other threads see too. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** The header as it was before sealing. */
  readonly header: Uint8Array<ArrayBuffer>;
}

export function* readHeader(header: Uint8Array): Generator<PackedBlob> {
  const view = Buffer.from(header.buffer, header.byteOffset, header.length);
  let at = 0;
  let offset = 0;
  while (at < view.length) {
    const type = view[at] ?? 0;
    const isCompressed = type === 2 || type === 3;
    const size = isCompressed ? COMPRESSED_ENTRY : PLAIN_ENTRY;
    if (type > 3 || at + size > view.length) {
      throw new FivefoldError("PACK_DAMAGED", { what: "header" });
    }
    const length = view.readUInt32LE(at + 1);
    const rawLength = isCompressed ? view.readUInt32LE(at + 5) : 0;
    const kind = (type & 1) === 1 ? TREE_BLOB : DATA_BLOB;
    yield { kind, offset, length, rawLength, idAt: at + size - ID_BYTES };
    offset += length;
    at += size;
  }
}

/** Bytes that header and length field take for so many blobs. */
export function headerBytes(plainCount: number, compressedCount: number): number {
  return plainCount * PLAIN_ENTRY + compressedCount * COMPRESSED_ENTRY + SEAL_BYTES + LENGTH_FIELD;
}

/** Where the sealed header lies in a pack of `size` bytes, from its last four bytes; `null` when they cannot be right. */
export function headerRange(
  lengthField: Uint8Array,
  size: number,
): { start: number; end: number } | null {
  const view = Buffer.from(lengthField.buffer, lengthField.byteOffset, lengthField.length);
  const length = view.readUInt32LE(0);
  const end = size - LENGTH_FIELD;
  if (length < SEAL_BYTES || length > end) return null;
  return { start: end - length, end };
}

/** Memory for a pack of the usual size with the longest header; one large blob may need more. */
const MEMORY_BYTES = PACK_BYTES + (PACK_BYTES >> 3) + (1 << 20);

/**
 * Builds one pack after another, each in memory that is given away with it. The memory is shared: moving it to the thread
 * that stores it would make the engine's collector there believe that much has been allocated.
 */
export class PackBuilder {
  readonly #cipher: Cipher;
  #bytes: Uint8Array<SharedArrayBuffer> | null = null;
  #size = 0;
  #count = 0;
  #header = Buffer.allocUnsafeSlow(64 * 1024);
  #headerSize = 0;

  constructor(cipher: Cipher) {
    this.#cipher = cipher;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get isFull(): boolean {
    return this.#size >= PACK_BYTES || this.#count >= MOST_BLOBS;
  }

  /** Tells whether a blob of so many bytes should rather open the next pack, which keeps memory bounded. */
  isTooSmallFor(bytes: number): boolean {
    return this.#count > 0 && this.#size + bytes > PACK_BYTES + (PACK_BYTES >> 3);
  }

  /** Gives memory of an earlier pack, so that the next one needs no new. */
  reuse(memory: SharedArrayBuffer): void {
    if (memory.byteLength >= MEMORY_BYTES) this.#bytes ??= new Uint8Array(memory);
  }

  /** Seals a blob into the pack; `rawLength` is 0 when `content` is not compressed. */
  add(content: Uint8Array, kind: BlobKind, id: Uint8Array, rawLength: number): void {
    const length = this.#append(content);
    this.#note(length, kind, id, rawLength);
  }

  /** Puts a blob in that is sealed already, under the same key. */
  addSealed(sealed: Uint8Array, kind: BlobKind, id: Uint8Array, rawLength: number): void {
    this.#room(sealed.length).set(sealed, this.#size);
    this.#size += sealed.length;
    this.#note(sealed.length, kind, id, rawLength);
  }

  /** Ends the pack. */
  finish(): Pack {
    const header = new Uint8Array(this.#header.subarray(0, this.#headerSize));
    const sealed = this.#append(header);
    const memory = this.#room(LENGTH_FIELD).buffer;
    new DataView(memory).setUint32(this.#size, sealed, true);
    const bytes = new Uint8Array(memory, 0, this.#size + LENGTH_FIELD);
    this.#bytes = null;
    this.#size = 0;
    this.#count = 0;
    this.#headerSize = 0;
    return { id: hash("sha256", bytes, "hex"), bytes, header };
  }

  /** Seals in the kernel's memory, which only has to hold one blob; gives the sealed length. */
  #append(plain: Uint8Array): number {
    const { kernel } = this.#cipher;
    kernel.reserve(plain.length + SEAL_BYTES);
    const length = this.#cipher.sealInto(plain, DATA);
    // a buffer's copy is one move of memory; `set` goes word by word where one side is shared
    kernel.bytes.copy(this.#room(length), this.#size, DATA, DATA + length);
    this.#size += length;
    return length;
  }

  #room(length: number): Uint8Array<SharedArrayBuffer> {
    const wanted = Math.max(MEMORY_BYTES, this.#size + length);
    if (this.#bytes === null) this.#bytes = new Uint8Array(new SharedArrayBuffer(wanted));
    else if (this.#bytes.length < this.#size + length) {
      const wide = new Uint8Array(new SharedArrayBuffer(wanted + MEMORY_BYTES));
      wide.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = wide;
    }
    return this.#bytes;
  }

  #note(length: number, kind: BlobKind, id: Uint8Array, rawLength: number): void {
    if (this.#headerSize + COMPRESSED_ENTRY > this.#header.length) {
      this.#header = Buffer.concat([this.#header], this.#header.length * 2);
    }
    const header = this.#header;
    let at = this.#headerSize;
    header[at] = kind + (rawLength > 0 ? 2 : 0);
    at = header.writeUInt32LE(length, at + 1);
    if (rawLength > 0) at = header.writeUInt32LE(rawLength, at);
    header.set(id, at);
    this.#headerSize = at + ID_BYTES;
    this.#count++;
  }
}
