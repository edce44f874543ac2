/**
 * Reads a parcel's `SHA256SUMS` as it streams by, strictly: one line for each file that it must name, in the directory's order,
 * each exactly as our writer writes it.
 */

import { createHash } from "node:crypto";
import { sumsLine } from "../model/layout.ts";

export const SUM_BYTES = 32;
const HEX_BYTES = SUM_BYTES * 2;
const BACKSLASH = 0x5c;
const LINE_END = 0x0a;
/** A zip's longest name, each byte of it escaped, with what stands before and behind. */
const LONGEST_LINE = 2 * 0xffff + HEX_BYTES + 4;

/** The file that the next line must name. */
export interface ListedFile {
  readonly name: string;
  /** Where its hash goes. */
  readonly sum: Uint8Array;
}

export class SumsReader {
  readonly #files: Iterator<ListedFile>;
  readonly #hash = createHash("sha256");
  #rest: Buffer = Buffer.alloc(0);
  #isRight = true;

  /** `seen` is given each line with its file, for the hashes over a part's lines. */
  readonly #seen: (line: Uint8Array, file: ListedFile) => void;

  constructor(files: Iterable<ListedFile>, seen: (line: Uint8Array, file: ListedFile) => void) {
    this.#files = files[Symbol.iterator]();
    this.#seen = seen;
  }

  /** False from the first wrong byte on: nothing more need be read then. */
  push(piece: Uint8Array): boolean {
    if (!this.#isRight) return false;
    this.#hash.update(piece);
    const bytes = Buffer.concat([this.#rest, piece]);
    let from = 0;
    for (let at = bytes.indexOf(LINE_END); at >= 0 && this.#isRight;) {
      this.#line(bytes.subarray(from, at + 1));
      from = at + 1;
      at = bytes.indexOf(LINE_END, from);
    }
    this.#rest = Buffer.from(bytes.subarray(from));
    // A line that never ends would be gathered for ever.
    if (this.#rest.length > LONGEST_LINE) this.#isRight = false;
    return this.#isRight;
  }

  /** The hash of all that came, and whether every line was right and none is missing. */
  end(): { readonly sha256: string; readonly isRight: boolean } {
    const isRight = this.#isRight && this.#rest.length === 0 && this.#files.next().done === true;
    return { sha256: this.#hash.digest("hex"), isRight };
  }

  #line(line: Buffer): void {
    const next = this.#files.next();
    if (next.done === true) {
      this.#isRight = false;
      return;
    }
    const file = next.value;
    const hexAt = line[0] === BACKSLASH ? 1 : 0;
    const sum = Buffer.from(line.subarray(hexAt, hexAt + HEX_BYTES).toString("latin1"), "hex");
    this.#isRight = sum.length === SUM_BYTES && sumsLine(sum, file.name).equals(line);
    if (!this.#isRight) return;
    file.sum.set(sum);
    this.#seen(line, file);
  }
}
