/**
 * Writes one restored file after another, synchronously: the file is made new, links are not followed, runs of zeros become holes.
 */

import { closeSync, constants, fchmodSync, ftruncateSync, openSync, writeSync } from "node:fs";

import { systemCode } from "../model/error.ts";

/** Windows has no O_NOFOLLOW; there, creating with O_EXCL and listing by lstat keep links out. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;
/** Nobody else reads a file that is being written. */
const MODE = 0o600;
const HOLE_BYTES = 64 << 10;
const ZEROS = Buffer.alloc(HOLE_BYTES);

export class ContentFile {
  /** -1: not open. */
  #descriptor = -1;
  #at = 0;
  #endsInHole = false;

  /** @throws what the system says, as all here do */
  open(path: string | Uint8Array): void {
    const name = typeof path === "string" ? path : Buffer.from(path);
    this.#descriptor = openSync(name, FLAGS, MODE);
    this.#at = 0;
    this.#endsInHole = false;
  }

  write(content: Uint8Array): void {
    let from = 0;
    for (let here = 0; here < content.length; here += HOLE_BYTES) {
      const length = Math.min(HOLE_BYTES, content.length - here);
      this.#endsInHole = length === HOLE_BYTES && isZero(content, here, length);
      if (!this.#endsInHole) continue;
      this.#put(content, from, here);
      from = here + length;
    }
    this.#put(content, from, content.length);
    this.#at += content.length;
  }

  /** Gives the file its length when it ends in a hole, and its permissions; false: the file system does not take them. */
  end(mode: number): boolean {
    if (this.#endsInHole) ftruncateSync(this.#descriptor, this.#at);
    if (mode === MODE) return true;
    try {
      fchmodSync(this.#descriptor, mode);
      return true;
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
      return false;
    }
  }

  close(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    this.#descriptor = -1;
  }

  #put(content: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to;) {
      at += writeSync(this.#descriptor, content, at, to - at, this.#at + at);
    }
  }
}

function isZero(content: Uint8Array, from: number, length: number): boolean {
  return content[from] === 0 && ZEROS.compare(content, from, from + length, 0, length) === 0;
}
