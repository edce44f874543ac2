/**
 * Writes the bytes of one new object: small pieces are gathered, large objects go past the system's cache where it lets them.
 *
 * A backup writes much that nobody reads again soon. Through the cache that costs a copy and a page of memory for every
 * 4 KiB, and pushes out what the app itself is reading; direct writing (O_DIRECT) costs neither. It needs aligned memory,
 * offsets and lengths: bytes are collected in aligned memory, and the file's last block is written whole and cut off.
 */

import type { FileHandle } from "node:fs/promises";
import { systemCode } from "../model/error.ts";

/** Sectors and pages are no larger than this on all but a few disks, where the system refuses and is asked no more. */
const BLOCK_BYTES = 4096;
const BUFFER_BYTES = 2 << 20;
/** Smaller pieces are gathered to this size. */
const GATHER_BYTES = 1 << 20;
/** Smaller objects are not worth the trouble. */
export const DIRECT_BYTES = 2 << 20;

/** What a writer writes to, opened anew. */
export interface Target {
  /** Opens the new file past the cache; `null` where that cannot be. */
  openDirect(): Promise<FileHandle | null>;
  open(): Promise<FileHandle>;
  /** Removes what `openDirect` made: the system would not write it. */
  discard(): Promise<void>;
}

/** Aligned memory that is used again and again, and whether the disk takes direct writing. */
export class DirectMemory {
  readonly #free: Buffer[] = [];
  isRefused = false;

  take(): Buffer {
    // a resizable buffer is made of whole pages
    return (
      this.#free.pop() ??
      Buffer.from(new ArrayBuffer(BUFFER_BYTES, { maxByteLength: BUFFER_BYTES }))
    );
  }

  giveBack(memory: Buffer): void {
    this.#free.push(memory);
  }
}

/** Writes one object's pieces in order; `sizeBytes` is `null` when it is not known before. */
export class ObjectWriter implements AsyncDisposable {
  readonly #target: Target;
  readonly #memory: DirectMemory;
  #file: FileHandle;
  #isDirect: boolean;
  #buffer: Buffer;
  #filled = 0;
  #writtenBytes = 0;

  private constructor(
    target: Target,
    memory: DirectMemory,
    file: FileHandle,
    isDirect: boolean,
    buffer: Buffer,
  ) {
    this.#target = target;
    this.#memory = memory;
    this.#file = file;
    this.#isDirect = isDirect;
    this.#buffer = buffer;
  }

  static async open(
    target: Target,
    sizeBytes: number | null,
    memory: DirectMemory,
  ): Promise<ObjectWriter> {
    const isLarge = sizeBytes !== null && sizeBytes >= DIRECT_BYTES;
    const direct = isLarge && !memory.isRefused ? await target.openDirect() : null;
    const file = direct ?? (await target.open());
    const room = Math.min(sizeBytes ?? GATHER_BYTES, GATHER_BYTES);
    const buffer = direct === null ? Buffer.allocUnsafe(room) : memory.take();
    return new ObjectWriter(target, memory, file, direct !== null, buffer);
  }

  /** The file itself, for syncing. */
  get file(): FileHandle {
    return this.#file;
  }

  /** Bytes that were given so far. */
  get sizeBytes(): number {
    return this.#writtenBytes + this.#filled;
  }

  async write(piece: Uint8Array): Promise<void> {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    let from = 0;
    while (from < piece.length) {
      if (!this.#isDirect && this.#filled === 0 && piece.length - from >= this.#buffer.length) {
        await this.#put(piece, from, piece.length);
        return;
      }
      const length = Math.min(this.#buffer.length - this.#filled, piece.length - from);
      // a buffer's copy is one move of memory; `set` goes word by word where one side is shared
      bytes.copy(this.#buffer, this.#filled, from, from + length);
      this.#filled += length;
      from += length;
      if (this.#filled === this.#buffer.length) await this.#flush();
    }
  }

  /** Everything has been given to the system on return; not yet synced. */
  async end(): Promise<void> {
    if (this.#filled > 0) await this.#flush();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isDirect) this.#memory.giveBack(this.#buffer);
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    const length = this.#filled;
    const whole = this.#isDirect ? Math.ceil(length / BLOCK_BYTES) * BLOCK_BYTES : length;
    this.#buffer.fill(0, length, whole);
    try {
      await this.#put(this.#buffer, 0, whole);
    } catch (thrown) {
      const isRefused = this.#isDirect && systemCode(thrown) === "EINVAL";
      if (!isRefused || this.#writtenBytes > 0) throw thrown;
      await this.#openAgain();
      await this.#put(this.#buffer, 0, length);
    }
    if (this.#isDirect && whole > length) {
      this.#writtenBytes -= whole - length;
      await this.#file.truncate(this.#writtenBytes);
    }
    this.#filled = 0;
  }

  /** The system opens the file for direct writing, but does not take it: from now on through the cache. */
  async #openAgain(): Promise<void> {
    this.#memory.isRefused = true;
    this.#isDirect = false;
    await this.#file.close();
    await this.#target.discard();
    this.#file = await this.#target.open();
  }

  async #put(bytes: Uint8Array, from: number, to: number): Promise<void> {
    for (let at = from; at < to;) {
      const { bytesWritten } = await this.#file.write(bytes, at, to - at, this.#writtenBytes);
      at += bytesWritten;
      this.#writtenBytes += bytesWritten;
    }
  }
}
