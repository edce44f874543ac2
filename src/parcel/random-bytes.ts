/**
 * Bytes that can be read at any place: a file, a part of other bytes, an object in a place, memory.
 *
 * A zip is read from its end, and an inner zip where it lies in the outer one; both want nothing but this. What worker threads
 * can read as well has a plain description of itself: file descriptors belong to the whole process, so a thread reads the very
 * file that was opened, even when another one has taken its name meanwhile.
 */

import { closeSync, constants, fstatSync, openSync, read, readSync } from "node:fs";
import { FivefoldError } from "../model/error.ts";
import type { Place } from "../model/place.ts";
import { readWhole } from "../model/place.ts";
import type { RunContext } from "../model/run.ts";

/** How a thread reads the same bytes: plain data. */
export type BytesConfig =
  | { readonly kind: "file"; readonly descriptor: number }
  | { readonly kind: "memory"; readonly bytes: Uint8Array }
  | { readonly kind: "slice"; readonly of: BytesConfig; readonly start: number }
  | { readonly kind: "unveiled"; readonly of: BytesConfig; readonly unveil: UnveilConfig };

/** What deciphers bytes in place, wherever they stand; made again in a thread from its plain description. */
export interface UnveilConfig {
  readonly key: Uint8Array;
}

/** `bytes` stood at `at` in the ciphered text, and are plain afterwards. */
export type Unveil = (bytes: Uint8Array, at: number) => void;

export interface RandomBytes {
  /** For messages: the file's path. */
  readonly label: string;
  readonly sizeBytes: number;
  /** `null`: only this thread can read them. */
  readonly config: BytesConfig | null;
  /**
   * Gives exactly `length` bytes from `at` on, in memory that belongs to the caller.
   *
   * @throws PARCEL_CUT_OFF when they end before, what the system says
   */
  read(at: number, length: number): Promise<Buffer>;
}

/** The same, at once; for threads. Gives how many bytes were read, less than `length` only at the end. */
export type ReadNow = (into: Uint8Array, at: number, length: number) => number;

/** So little is read at once: to wait for another thread would take ten times as long as the reading itself. */
const SMALL_BYTES = 8192;

/** A regular file, open until it is disposed. */
export class FileBytes implements RandomBytes, Disposable {
  readonly label: string;
  readonly sizeBytes: number;
  readonly config: BytesConfig;
  #descriptor: number;

  /** @throws PARCEL_NOT_ZIP when it is no regular file, what the system says */
  constructor(path: string) {
    this.label = path;
    // a named pipe would wait for its other end for ever
    this.#descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(this.#descriptor);
    if (!stats.isFile()) {
      this[Symbol.dispose]();
      throw new FivefoldError("PARCEL_NOT_ZIP", { path });
    }
    this.sizeBytes = stats.size;
    this.config = { kind: "file", descriptor: this.#descriptor };
  }

  async read(at: number, length: number): Promise<Buffer> {
    requireWithin(this, at, length);
    const bytes = Buffer.allocUnsafeSlow(length);
    for (let have = 0; have < length;) {
      const count =
        length <= SMALL_BYTES
          ? readSync(this.#descriptor, bytes, have, length - have, at + have)
          : await readSome(this.#descriptor, bytes, have, at + have);
      if (count === 0) throw cutOff(this);
      have += count;
    }
    return bytes;
  }

  [Symbol.dispose](): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    this.#descriptor = -1;
  }
}

/** `length` bytes of other bytes, from `start` on. */
export function sliceOf(
  of: RandomBytes,
  start: number,
  length: number,
  label = of.label,
): RandomBytes {
  requireWithin(of, start, length);
  return {
    label,
    sizeBytes: length,
    config: of.config === null ? null : { kind: "slice", of: of.config, start },
    async read(at, wanted) {
      requireWithin(this, at, wanted);
      return of.read(start + at, wanted);
    },
  };
}

/** Ciphered bytes, deciphered as they are read. */
export function unveiled(of: RandomBytes, config: UnveilConfig, unveil: Unveil): RandomBytes {
  return {
    label: of.label,
    sizeBytes: of.sizeBytes,
    config: of.config === null ? null : { kind: "unveiled", of: of.config, unveil: config },
    async read(at, length) {
      const bytes = await of.read(at, length);
      unveil(bytes, at);
      return bytes;
    },
  };
}

/** Bytes in memory. */
export function memoryBytes(bytes: Uint8Array, label: string): RandomBytes {
  return {
    label,
    sizeBytes: bytes.length,
    config: { kind: "memory", bytes },
    async read(at, length) {
      requireWithin(this, at, length);
      return Buffer.from(bytes.subarray(at, at + length));
    },
  };
}

/** An object in a place, read by ranges. */
export function placeBytes(
  place: Place,
  key: string,
  sizeBytes: number,
  context: RunContext,
): RandomBytes {
  return {
    label: `${place.label}/${key}`,
    sizeBytes,
    config: null,
    async read(at, length) {
      requireWithin(this, at, length);
      if (length === 0) return Buffer.alloc(0);
      const bytes = await readWhole(place.get(key, { start: at, end: at + length }, context));
      if (bytes.length !== length) throw cutOff(this);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    },
  };
}

/** Opens in a thread what `RandomBytes.config` describes. */
export function readerOf(config: BytesConfig, unveilOf: (config: UnveilConfig) => Unveil): ReadNow {
  switch (config.kind) {
    case "file":
      return (into, at, length) => {
        let have = 0;
        while (have < length) {
          const count = readSync(config.descriptor, into, have, length - have, at + have);
          if (count === 0) break;
          have += count;
        }
        return have;
      };
    case "memory":
      return (into, at, length) => {
        const piece = config.bytes.subarray(at, at + length);
        into.set(piece);
        return piece.length;
      };
    case "slice": {
      const of = readerOf(config.of, unveilOf);
      return (into, at, length) => of(into, config.start + at, length);
    }
    case "unveiled": {
      const of = readerOf(config.of, unveilOf);
      const unveil = unveilOf(config.unveil);
      return (into, at, length) => {
        const have = of(into, at, length);
        unveil(into.subarray(0, have), at);
        return have;
      };
    }
  }
}

/** Bytes that were there when the file was opened, or that its own records promise, are not. */
export function cutOff(bytes: {
  readonly label: string;
  readonly sizeBytes: number;
}): FivefoldError {
  return new FivefoldError("PARCEL_CUT_OFF", { path: bytes.label, sizeBytes: bytes.sizeBytes });
}

function requireWithin(bytes: RandomBytes, at: number, length: number): void {
  if (at < 0 || length < 0 || at + length > bytes.sizeBytes) throw cutOff(bytes);
}

function readSome(descriptor: number, bytes: Buffer, have: number, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(descriptor, bytes, have, bytes.length - have, at, (error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}
