/** Finds the borders of a large file's chunks step by step, and nothing else: the chunks are stored by others. */

import { closeSync, fstatSync, readSync } from "node:fs";
import type { Chunker } from "./chunker.ts";
import { isUnchanged, noteFacts, openListed } from "./file-facts.ts";

/** How far cutting goes in one step. */
const WINDOW_BYTES = 16 << 20;

/** One step: the lengths of the next chunks; at the end, whether the file was the same all the time. */
export interface Step {
  readonly lengths: Uint32Array;
  readonly isEnd: boolean;
  readonly isSame: boolean;
}

export class FileCutter {
  readonly #chunker: Chunker;
  readonly #descriptor: number;
  readonly #facts: BigInt64Array;
  #sizeBytes = 0;

  /** Opens the file; facts that are not known are noted. The chunker serves one file at a time. @throws what the system says */
  constructor(path: string | Uint8Array, facts: BigInt64Array, chunker: Chunker) {
    this.#facts = facts;
    this.#chunker = chunker;
    chunker.begin();
    this.#descriptor = openListed(typeof path === "string" ? path : Buffer.from(path));
    if (facts[2] === 0n) noteFacts(fstatSync(this.#descriptor, { bigint: true }), 0, facts);
  }

  /** Closes the file at its end. */
  next(): Step {
    const lengths: number[] = [];
    const read = (target: Buffer, at: number, length: number): number =>
      readSync(this.#descriptor, target, at, length, null);
    const isEnd = this.#chunker.cutOn(read, (chunk) => lengths.push(chunk.length), WINDOW_BYTES);
    for (const length of lengths) this.#sizeBytes += length;
    let isSame = true;
    if (isEnd) {
      const now = fstatSync(this.#descriptor, { bigint: true });
      isSame = now.isFile() && isUnchanged(now, this.#sizeBytes, 0, this.#facts);
      this.close();
    }
    return { lengths: Uint32Array.from(lengths), isEnd, isSame };
  }

  /** Before its end. */
  close(): void {
    closeSync(this.#descriptor);
  }
}
