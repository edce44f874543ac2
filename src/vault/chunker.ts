/**
 * Splits bytes at borders that depend on the content, so that an insertion moves only its own chunk.
 *
 * Chunks are 512 KiB to 8 MiB, about 1 MiB on average; only the last may be shorter. A border lies where the Rabin
 * fingerprint of the last 64 bytes has 20 zero bits. The polynomial comes from the vault's config: same polynomial, same
 * borders as restic's.
 *
 * @see restic design.rst, "Backups and Deduplication"
 */

import { randomBytes } from "node:crypto";
import { DATA } from "./kernel.ts";
import type { Kernel } from "./kernel.ts";

export const SHORTEST_CHUNK = 512 << 10;
export const LONGEST_CHUNK = 8 << 20;
const REFILL = 1 << 20;
const CAPACITY = LONGEST_CHUNK + REFILL;
/** What most chunks do with. */
const USUAL = 4 << 20;
const DEGREE = 53;

/** Reads up to `length` bytes into `target` at `at`; 0 at the end. */
export type Fill = (target: Buffer, at: number, length: number) => number;
/** Takes a view of the next chunk, valid during the call. */
export type Emit = (chunk: Buffer) => void;

/** Cuts one stream after another, in a kernel's memory. */
export class Chunker {
  readonly #kernel: Kernel;
  #from = 0;
  #have = 0;
  /** Lengths up to this are known to be no border of the present chunk. */
  #searched = 0;

  constructor(kernel: Kernel, polynomial: bigint) {
    this.#kernel = kernel;
    kernel.reserve(CAPACITY);
    kernel.setPolynomial(polynomial);
  }

  /** Cuts a whole stream that can be read at once; gives its length in bytes. */
  cut(fill: Fill, emit: Emit): number {
    this.begin();
    let total = 0;
    const count = (chunk: Buffer): void => {
      total += chunk.length;
      emit(chunk);
    };
    this.cutOn(fill, count, Infinity);
    return total;
  }

  /** Goes on with a stream until at least `wanted` bytes are cut; `true`: it is at its end, and the next one may begin. */
  cutOn(fill: Fill, emit: Emit, wanted: number): boolean {
    for (let emitted = 0; emitted < wanted;) {
      this.#makeRoom();
      const read = fill(this.#kernel.bytes, DATA + this.#have, REFILL);
      if (read === 0) {
        this.end(emit);
        return true;
      }
      this.#have += read;
      emitted += this.#drain(emit, false);
    }
    return false;
  }

  /** Takes the next piece of a stream that comes in pieces; gives the number of bytes emitted. */
  push(piece: Uint8Array, emit: Emit): number {
    let emitted = 0;
    for (let at = 0; at < piece.length;) {
      this.#makeRoom();
      const length = Math.min(piece.length - at, REFILL);
      this.#kernel.bytes.set(piece.subarray(at, at + length), DATA + this.#have);
      this.#have += length;
      at += length;
      emitted += this.#drain(emit, false);
    }
    return emitted;
  }

  /** Ends the stream and is ready for the next; gives the number of bytes emitted. */
  end(emit: Emit): number {
    const emitted = this.#drain(emit, true);
    this.begin();
    return emitted;
  }

  /** Forgets a stream that was not brought to its end. */
  begin(): void {
    this.#from = 0;
    this.#have = 0;
    this.#searched = 0;
  }

  /**
   * Makes sure that a refill fits; what is left of a drain is shorter than the longest chunk, so it always can. Moves what is
   * left sooner than it must, while it is little: memory that is never reached is never taken.
   */
  #makeRoom(): void {
    if (this.#from === 0 || this.#have + REFILL <= USUAL) return;
    this.#kernel.bytes.copyWithin(DATA, DATA + this.#from, DATA + this.#have);
    this.#have -= this.#from;
    this.#from = 0;
  }

  /** Emits all chunks whose end is certain. */
  #drain(emit: Emit, isAtEnd: boolean): number {
    let emitted = 0;
    while (this.#have > this.#from) {
      const start = DATA + this.#from;
      const available = this.#have - this.#from;
      const most = Math.min(available, LONGEST_CHUNK);
      const first = Math.max(SHORTEST_CHUNK, this.#searched + 1);
      let length = first > most ? -1 : this.#kernel.border(start, first, most);
      if (length < 0) {
        if (most < LONGEST_CHUNK && !isAtEnd) {
          this.#searched = most;
          break;
        }
        length = most;
      }
      emit(this.#kernel.bytes.subarray(start, start + length));
      this.#searched = 0;
      this.#from += length;
      emitted += length;
    }
    return emitted;
  }
}

/** Makes a random irreducible polynomial of degree 53 over GF(2), as a new vault needs. */
export function newPolynomial(): bigint {
  for (;;) {
    const random = randomBytes(8).readBigUInt64LE() & ((1n << BigInt(DEGREE + 1)) - 1n);
    const candidate = random | (1n << BigInt(DEGREE)) | 1n;
    if (isIrreducible(candidate)) return candidate;
  }
}

export function degreeOf(polynomial: bigint): number {
  return polynomial === 0n ? -1 : polynomial.toString(2).length - 1;
}

function modulo(a: bigint, b: bigint): bigint {
  const degree = degreeOf(b);
  let rest = a;
  while (degreeOf(rest) >= degree) rest ^= b << BigInt(degreeOf(rest) - degree);
  return rest;
}

function multiply(a: bigint, b: bigint, polynomial: bigint): bigint {
  let product = 0n;
  for (let bit = 0n; b >> bit > 0n; bit++) if ((b >> bit) & 1n) product ^= a << bit;
  return modulo(product, polynomial);
}

function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonDivisor(b, modulo(a, b));
}

/** Rabin's test: x^(2^53) = x modulo p, and no factor of degree 1 (53 is prime, so 1 is its only proper divisor). */
export function isIrreducible(polynomial: bigint): boolean {
  const degree = degreeOf(polynomial);
  let power = 2n;
  const powers: bigint[] = [power];
  for (let i = 0; i < degree; i++) {
    power = multiply(power, power, polynomial);
    powers.push(power);
  }
  if (powers[degree] !== modulo(2n, polynomial)) return false;
  for (let divisor = 1; divisor < degree; divisor++) {
    if (degree % divisor !== 0) continue;
    if (commonDivisor(polynomial, (powers[divisor] ?? 0n) ^ 2n) !== 1n) return false;
  }
  return true;
}
