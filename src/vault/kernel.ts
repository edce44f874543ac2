/**
 * The WebAssembly kernel: Poly1305, Rabin borders and the counting of counter mode over its own linear memory.
 *
 * SHA-256, AES, zstd and CRC come from Node; these two do not, and plain JavaScript is several times slower. Callers put
 * bytes into `bytes` from `DATA` on (everything below is the kernel's own). Growing the memory detaches old views, so
 * `bytes` must be asked for again after `reserve`.
 */

import { readFileSync } from "node:fs";
import { FivefoldError } from "../model/error.ts";

/** First offset that callers may use. */
export const DATA = 65_536;

const PAGE = 65_536;
const KEY = 5_632;
const TAG = 5_696;

interface Exports {
  prepare(polynomial: bigint): void;
  border(start: number, from: number, to: number): number;
  poly1305(at: number, length: number, key: number, out: number): void;
  countBlocks(nonce: number, out: number, count: number): void;
  combine(at: number, stream: number, length: number): void;
}

/** What is used of the global; TypeScript knows it only together with a browser's other globals. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => KernelModule;
  readonly Memory: new (size: { readonly initial: number }) => Memory;
  readonly Instance: new (module: KernelModule, imports: object) => { readonly exports: unknown };
};

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The kernel's code, compiled; it may be sent to other threads. */
export interface KernelModule {
  readonly [Symbol.toStringTag]?: string;
}

/** Compiles the kernel's code: some milliseconds. */
export function compileKernel(): KernelModule {
  return new WebAssembly.Module(readFileSync(new URL("kernel.wasm", import.meta.url)));
}

export class Kernel {
  readonly #memory: Memory;
  readonly #exports: Exports;
  #bytes: Buffer;

  /** `capacity`: bytes that callers may use from `DATA` on; `reserve` makes it more. */
  constructor(capacity: number, module = compileKernel()) {
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil((DATA + capacity) / PAGE) });
    const abort = (): never => {
      throw new FivefoldError("INTERNAL", { message: "the kernel aborted" });
    };
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory, abort } });
    this.#exports = instance.exports as Exports;
    this.#bytes = Buffer.from(this.#memory.buffer);
  }

  /** All of the memory; valid until the next `reserve`. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Makes sure that `capacity` bytes can be used from `DATA` on. */
  reserve(capacity: number): void {
    const missing = DATA + capacity - this.#bytes.length;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / PAGE));
    this.#bytes = Buffer.from(this.#memory.buffer);
  }

  /** Sets the polynomial of degree 53 that `border` uses. */
  setPolynomial(polynomial: bigint): void {
    this.#exports.prepare(polynomial);
  }

  /** Length of the chunk that begins at `start`, between `from` (at least 64) and `to` bytes; -1: no border there. */
  border(start: number, from: number, to: number): number {
    return this.#exports.border(start, from, to);
  }

  /** Poly1305 of the bytes at `at` under the one-time key `r` (16 bytes), `s` (16 bytes): a view, valid until the next call. */
  poly1305(at: number, length: number, r: Uint8Array, s: Uint8Array): Buffer {
    this.#bytes.set(r, KEY);
    this.#bytes.set(s, KEY + 16);
    this.#exports.poly1305(at, length, KEY, TAG);
    return this.#bytes.subarray(TAG, TAG + 16);
  }

  /** Writes `count` blocks to `out` that count on from the 16 bytes at `nonce`, big-endian. */
  countBlocks(nonce: number, out: number, count: number): void {
    this.#exports.countBlocks(nonce, out, count);
  }

  /** Exclusive or of the bytes at `at` with those at `stream`, in place. */
  combine(at: number, stream: number, length: number): void {
    this.#exports.combine(at, stream, length);
  }
}

/**
 * Proves the kernel on this machine with known answers, before it is trusted with data.
 *
 * @throws INTERNAL
 * @see RFC 8439 section 2.5.2 for the Poly1305 vector; the border was computed with restic's chunker.
 */
export function testKernel(kernel: Kernel): void {
  const key = Buffer.from(
    "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b",
    "hex",
  );
  const message = Buffer.from("Cryptographic Forum Research Group");
  kernel.bytes.set(message, DATA);
  const tag = kernel.poly1305(DATA, message.length, key.subarray(0, 16), key.subarray(16));
  if (tag.toString("hex") !== "a8061dc1305136c6c22b8baf0c0127a9") {
    throw new FivefoldError("INTERNAL", { message: "Poly1305 computes wrongly on this machine" });
  }
  // A window of zeros has the fingerprint 0, which is a border: the first length looked at is the answer.
  kernel.bytes.fill(0, DATA, DATA + 4096);
  kernel.setPolynomial(0x3da3358b4dc173n);
  if (kernel.border(DATA, 512, 4096) !== 512) {
    throw new FivefoldError("INTERNAL", {
      message: "Rabin borders are computed wrongly on this machine",
    });
  }
}
