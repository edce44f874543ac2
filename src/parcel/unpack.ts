/**
 * Unpacks one entry's data after another with contexts that live on, and never makes a byte more than the entry said.
 *
 * Node offers contexts that live on only inside its streams, so their handles are driven directly. That is not documented; therefore it
 * is tried out when a context is made, and when it does not answer as expected, the documented one-piece calls are used instead:
 * slower and with more memory, equal in result.
 */

import {
  constants,
  createInflateRaw,
  createZstdDecompress,
  deflateRawSync,
  inflateRawSync,
  zstdCompressSync,
  zstdDecompressSync,
} from "node:zlib";
import type { Transform } from "node:stream";
import { DEFLATED, STORED } from "./zip-format.ts";
import type { Method } from "./zip-format.ts";

/** More came out than was said, less came out, or the data is not what the method makes. */
export type Unpacked = "right" | "bomb" | "short" | "broken";

/** Gets pieces of content: views, valid during the call. */
export type Emit = (piece: Uint8Array) => void;

interface Handle {
  reset(): void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
    outputLength: number,
  ): void;
}

interface Driven {
  readonly handle: Handle;
  /** After a write: [room left in the output, input left]. */
  readonly state: Uint32Array;
}

const OUTPUT_BYTES = 256 << 10;
/** What no write leaves behind: a write that fails says nothing. */
const UNSAID = 0xffff_ffff;
/** The writer's frames have windows of 4 MiB at most; a stranger's claim gets no more memory than a bit more than that. */
const WINDOW_LOG = 23;

const FROM_DEFLATE = { whole: constants.Z_FINISH, part: constants.Z_SYNC_FLUSH };
const FROM_ZSTD = { whole: constants.ZSTD_e_continue, part: constants.ZSTD_e_continue };
const ZSTD_PARAMS = { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG };

function driven(stream: Transform): Driven | null {
  // a stream that meets damage also says so as an event, to nobody
  stream.on("error", () => undefined);
  if (!("_handle" in stream) || !("_writeState" in stream)) return null;
  const { _handle: handle, _writeState: state } = stream;
  if (typeof handle !== "object" || handle === null) return null;
  if (!("writeSync" in handle) || !("reset" in handle)) return null;
  return state instanceof Uint32Array ? { handle: handle as Handle, state } : null;
}

/** The largest content that so many packed bytes can hold: what claims more lies. */
export function mostContent(method: Method, packedBytes: number): number {
  if (method === STORED) return packedBytes;
  // deflate: 258 bytes from two bits; zstd: 128 KiB from a block of four bytes
  return method === DEFLATED ? packedBytes * 1032 + 1032 : packedBytes * (32 << 10);
}

/** One per thread; entries one after another: `begin`, `push` until `isLast`. */
export class Unpacker {
  readonly #output = Buffer.allocUnsafeSlow(OUTPUT_BYTES);
  readonly #contexts = new Map<Method, Driven | null>();
  #method: Method = STORED;
  #sizeBytes = 0;
  #made = 0;
  /** Where contexts cannot be driven: all that came. */
  #whole: Uint8Array[] = [];

  begin(method: Method, sizeBytes: number): void {
    this.#method = method;
    this.#sizeBytes = sizeBytes;
    this.#made = 0;
    this.#whole = [];
    if (method !== STORED) this.#context()?.handle.reset();
  }

  /** Once it says anything but "right", nothing more may be pushed. */
  push(packed: Uint8Array, isLast: boolean, emit: Emit): Unpacked {
    if (this.#method === STORED) {
      this.#made += packed.length;
      if (this.#made > this.#sizeBytes) return "bomb";
      if (packed.length > 0) emit(packed);
    } else {
      const context = this.#context();
      const said =
        context === null
          ? this.#inOnePiece(packed, isLast, emit)
          : this.#drive(context, packed, isLast, emit);
      if (said !== "right") {
        // a context that met damage is in no known state
        this.#contexts.delete(this.#method);
        return said;
      }
    }
    return isLast && this.#made < this.#sizeBytes ? "short" : "right";
  }

  #drive({ handle, state }: Driven, packed: Uint8Array, isLast: boolean, emit: Emit): Unpacked {
    const output = this.#output;
    const flush = this.#method === DEFLATED ? FROM_DEFLATE : FROM_ZSTD;
    for (let at = 0; ;) {
      const room = Math.min(output.length, this.#sizeBytes - this.#made + 1);
      state.fill(UNSAID);
      const left = packed.length - at;
      handle.writeSync(isLast ? flush.whole : flush.part, packed, at, left, output, 0, room);
      const [free = UNSAID, unread = UNSAID] = state;
      if (free === UNSAID) return "broken";
      const made = room - free;
      this.#made += made;
      if (this.#made > this.#sizeBytes) return "bomb";
      if (made > 0) emit(output.subarray(0, made));
      // something lies behind the end
      if (made === 0 && unread === left && unread > 0) return "broken";
      at = packed.length - unread;
      if (unread === 0 && free > 0) return "right";
    }
  }

  #inOnePiece(packed: Uint8Array, isLast: boolean, emit: Emit): Unpacked {
    this.#whole.push(Uint8Array.from(packed));
    if (!isLast) return "right";
    const bytes = Buffer.concat(this.#whole);
    this.#whole = [];
    try {
      const maxOutputLength = this.#sizeBytes + 1;
      const content =
        this.#method === DEFLATED
          ? inflateRawSync(bytes, { maxOutputLength })
          : zstdDecompressSync(bytes, { maxOutputLength, params: ZSTD_PARAMS });
      this.#made = content.length;
      if (content.length > this.#sizeBytes) return "bomb";
      if (content.length > 0) emit(content);
      return "right";
    } catch (thrown) {
      const isLong = thrown instanceof RangeError; // longer than maxOutputLength
      return isLong ? "bomb" : "broken";
    }
  }

  #context(): Driven | null {
    let context = this.#contexts.get(this.#method);
    if (context === undefined) {
      context = this.#method === DEFLATED ? openInflate() : openZstd();
      this.#contexts.set(this.#method, context);
    }
    return context;
  }
}

function openInflate(): Driven | null {
  const context = driven(createInflateRaw({ chunkSize: 65_536 }));
  return context !== null && answers(context, deflateRawSync(PROBE)) ? context : null;
}

function openZstd(): Driven | null {
  const context = driven(createZstdDecompress({ chunkSize: 65_536, params: ZSTD_PARAMS }));
  return context !== null && answers(context, zstdCompressSync(PROBE)) ? context : null;
}

const PROBE = Buffer.from("fivefold ".repeat(64));

/** Twice: the context must begin anew when it is told to. */
function answers({ handle, state }: Driven, packed: Uint8Array): boolean {
  const output = Buffer.alloc(PROBE.length + 1);
  return [1, 2].every(() => {
    handle.reset();
    output.fill(0);
    state.fill(UNSAID);
    handle.writeSync(constants.Z_SYNC_FLUSH, packed, 0, packed.length, output, 0, output.length);
    const [free, unread] = state;
    return free === 1 && unread === 0 && output.subarray(0, PROBE.length).equals(PROBE);
  });
}
