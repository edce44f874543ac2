/**
 * Writes restored files, synchronously: runs of zeros become holes, and large files go past the system's cache.
 *
 * Through the cache every 4 KiB cost a copy and a page of memory, and what the app itself reads is pushed out; direct writing
 * (O_DIRECT) costs neither, and the data is on the disk when it returns. It wants aligned memory, offsets and lengths: bytes
 * are collected in aligned memory, and what is left at a piece's ends goes through the cache.
 */

import {
  closeSync,
  constants,
  fchmodSync,
  ftruncateSync,
  openSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { systemCode } from "../model/error.ts";

/** Windows has no O_NOFOLLOW; there, creating with O_EXCL and listing by lstat keep links out. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
const DIRECT = constants.O_DIRECT ?? 0;

/** Sectors and pages are no larger than this on all but a few disks, where the system refuses and is asked no more. */
const BLOCK_BYTES = 4096;
const BUFFER_BYTES = 2 << 20;
/** What files are made with: nobody else reads what is not whole. */
const MODE = 0o600;
/** Files that are smaller go through the cache. */
const LARGE_BYTES = 1 << 20;
const HOLE_BYTES = 64 << 10;
const ZEROS = Buffer.alloc(HOLE_BYTES);

/** One per thread; files are written one after another, each in one piece or a large one in several. */
export class FileWriter {
  #path: string | Buffer = "";
  /** -1: not open. */
  #cached = -1;
  #direct = -1;
  #buffer: Buffer | null = null;
  /** Where the buffer's first byte stands in the file: always a whole number of blocks. */
  #base = 0;
  /** Bytes of the buffer before this belong to another piece. */
  #from = 0;
  #filled = 0;
  #at = 0;
  /** Whether the file may still be shorter than what was given. */
  #isHoleAtEnd = true;
  #isRefused = DIRECT === 0;

  /** Where the next byte goes. */
  get position(): number {
    return this.#at;
  }

  /** Opens a file, made anew or there already, for writing from `at` on. @throws what the system says */
  open(path: string | Buffer, isNew: boolean, at: number, sizeBytes: number): void {
    this.#path = path;
    this.#at = at;
    this.#isHoleAtEnd = true;
    const create = isNew ? constants.O_CREAT | constants.O_EXCL : 0;
    if (sizeBytes >= LARGE_BYTES && !this.#isRefused) this.#openDirect(create, at);
    else this.#openCached(create);
  }

  write(content: Uint8Array): void {
    if (this.#buffer === null || this.#direct < 0) {
      this.#isHoleAtEnd = writeSparse(this.#cached, content, this.#at);
      this.#at += content.length;
      return;
    }
    for (let done = 0; done < content.length;) {
      const length = Math.min(this.#buffer.length - this.#filled, content.length - done);
      this.#buffer.set(content.subarray(done, done + length), this.#filled);
      this.#filled += length;
      done += length;
      if (this.#filled === this.#buffer.length) this.#flush(this.#buffer);
    }
    this.#at += content.length;
  }

  /** Writes what was collected; `isLast`: this piece ends the file. */
  end(isLast: boolean): void {
    if (this.#buffer !== null && this.#direct >= 0 && this.#filled > this.#from) {
      this.#flush(this.#buffer);
    }
    if (isLast && this.#isHoleAtEnd) {
      ftruncateSync(this.#direct < 0 ? this.#cached : this.#direct, this.#at);
    }
  }

  /** Gives the file its permissions: last, because what may only be read cannot be opened for writing again. `false`: refused. */
  setMode(mode: number): boolean {
    if (mode === MODE) return true;
    try {
      fchmodSync(this.#direct < 0 ? this.#cached : this.#direct, mode);
      return true;
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
      return false;
    }
  }

  close(): void {
    for (const descriptor of [this.#cached, this.#direct]) {
      if (descriptor >= 0) closeSync(descriptor);
    }
    this.#cached = -1;
    this.#direct = -1;
  }

  #openCached(create: number): void {
    this.#cached = openSync(this.#path, constants.O_WRONLY | NO_FOLLOW | create, MODE);
  }

  #openDirect(create: number, at: number): void {
    try {
      this.#direct = openSync(this.#path, constants.O_WRONLY | NO_FOLLOW | DIRECT | create, MODE);
    } catch (thrown) {
      if (systemCode(thrown) !== "EINVAL") throw thrown;
      this.#isRefused = true;
      if (create !== 0) removeMade(this.#path);
      this.#openCached(create);
      return;
    }
    // a resizable buffer is made of whole pages
    this.#buffer ??= Buffer.from(new ArrayBuffer(BUFFER_BYTES, { maxByteLength: BUFFER_BYTES }));
    this.#from = at % BLOCK_BYTES;
    this.#filled = this.#from;
    this.#base = at - this.#from;
  }

  /** Writes the buffer: whole blocks directly, but for zeros; a block that another piece shares through the cache. */
  #flush(buffer: Buffer): void {
    const firstWhole = this.#from > 0 ? BLOCK_BYTES : 0;
    const lastWhole = this.#filled - (this.#filled % BLOCK_BYTES);
    if (firstWhole > 0) this.#put(buffer, this.#from, Math.min(firstWhole, this.#filled));
    this.#isHoleAtEnd = false;
    let from = firstWhole;
    for (let here = firstWhole; here < lastWhole; here += HOLE_BYTES) {
      const length = Math.min(HOLE_BYTES, lastWhole - here);
      this.#isHoleAtEnd = isZero(buffer, here, length);
      if (!this.#isHoleAtEnd) continue;
      this.#put(buffer, from, here);
      from = here + length;
    }
    this.#put(buffer, from, lastWhole);
    if (lastWhole >= firstWhole && this.#filled > lastWhole) {
      this.#put(buffer, lastWhole, this.#filled);
      this.#isHoleAtEnd = false;
    }
    this.#base += this.#filled;
    this.#from = 0;
    this.#filled = 0;
  }

  #put(buffer: Buffer, from: number, to: number): void {
    if (to <= from) return;
    const isWhole = from % BLOCK_BYTES === 0 && to % BLOCK_BYTES === 0;
    if (isWhole && !this.#isRefused) {
      try {
        writeFully(this.#direct, buffer, from, to, this.#base);
        return;
      } catch (thrown) {
        if (systemCode(thrown) !== "EINVAL") throw thrown;
        this.#isRefused = true; // it opens such files, but does not write them
      }
    }
    if (this.#cached < 0) this.#openCached(0);
    writeFully(this.#cached, buffer, from, to, this.#base);
  }
}

/** Some file systems make the file before they say that they cannot write it so. */
function removeMade(path: string | Buffer): void {
  try {
    unlinkSync(path);
  } catch (thrown) {
    if (systemCode(thrown) !== "ENOENT") throw thrown;
  }
}

function isZero(content: Uint8Array, from: number, length: number): boolean {
  return content[from] === 0 && ZEROS.compare(content, from, from + length, 0, length) === 0;
}

/** Writes all but long runs of zeros; tells whether the content ended in such a run. */
function writeSparse(descriptor: number, content: Uint8Array, at: number): boolean {
  let from = 0;
  let isHole = false;
  for (let here = 0; here < content.length; here += HOLE_BYTES) {
    const length = Math.min(HOLE_BYTES, content.length - here);
    isHole = isZero(content, here, length);
    if (!isHole) continue;
    writeFully(descriptor, content, from, here, at);
    from = here + length;
  }
  writeFully(descriptor, content, from, content.length, at);
  return isHole;
}

/** `base`: where the content's first byte stands in the file. */
function writeFully(
  descriptor: number,
  content: Uint8Array,
  from: number,
  to: number,
  base: number,
): void {
  for (let at = from; at < to;) {
    at += writeSync(descriptor, content, at, to - at, base + at);
  }
}
