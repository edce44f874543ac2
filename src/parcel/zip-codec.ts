/**
 * Deflate and zstd with contexts that live on: for small files, making a context costs more than compressing.
 *
 * Node offers contexts that live on only inside its streams, so the stream's handle is driven directly. That is not
 * documented; therefore each is tried out when it is made, and when it does not answer as expected, the documented one-piece
 * calls are used instead: slower, as valid. A file cut into pieces is one legal stream when the pieces' results are joined.
 */

import {
  constants,
  createDeflateRaw,
  createZstdCompress,
  deflateRawSync,
  inflateRawSync,
  zstdCompressSync,
  zstdDecompressSync,
} from "node:zlib";
import type { Transform } from "node:stream";

/** Compresses one piece; `isLast` ends the stream. The result is a view, valid until the next call. */
export type Compress = (plain: Uint8Array, isLast: boolean) => Uint8Array;

interface Handle {
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
    outputLength: number,
  ): void;
  reset(): void;
}

interface Driven {
  readonly handle: Handle;
  /** After a write: [room left in the output, input left]. */
  readonly state: Uint32Array;
}

const SLACK = 1024;
const GROWTH = 2;
const CHUNK_BYTES = 64 << 10;
const PROBE = Buffer.from("fivefold ".repeat(64));

/** More than any of both makes of incompressible bytes. */
const roomFor = (length: number): number => length + (length >> 7) + SLACK;

function driven(stream: Transform): Driven | null {
  stream.on("error", () => undefined);
  if (!("_handle" in stream) || !("_writeState" in stream)) return null;
  const { _handle: handle, _writeState: state } = stream;
  if (typeof handle !== "object" || handle === null) return null;
  if (!("writeSync" in handle) || !("reset" in handle)) return null;
  if (!(state instanceof Uint32Array)) return null;
  return { handle: handle as Handle, state };
}

function drive(context: Driven, flushOf: (isLast: boolean) => number, after: () => void): Compress {
  let output = Buffer.allocUnsafeSlow(roomFor(CHUNK_BYTES));
  return (plain, isLast) => {
    if (output.length < roomFor(plain.length)) {
      // what is too small becomes garbage that is found late: seldom is better
      output = Buffer.allocUnsafeSlow(Math.max(roomFor(plain.length), GROWTH * output.length));
    }
    context.state.fill(1);
    const { handle, state } = context;
    handle.writeSync(flushOf(isLast), plain, 0, plain.length, output, 0, output.length);
    const [left = 0, unread = 1] = state;
    if (unread !== 0 || left === 0) throw new Error("a compressor left input behind");
    after();
    return output.subarray(0, output.length - left);
  };
}

/** Tries a compressor twice: its context must begin anew by itself. */
function isRight(compress: Compress, inverse: (bytes: Uint8Array) => Buffer): boolean {
  try {
    return [1, 2].every(() => inverse(compress(PROBE, true)).equals(PROBE));
  } catch {
    return false; // this Node's streams are built differently
  }
}

/** Raw deflate's joined pieces, too. */
function isRightInPieces(compress: Compress): boolean {
  if (!isRight(compress, inflateRawSync)) return false;
  const first = Buffer.from(compress(PROBE, false));
  return isRight(
    (plain) => Buffer.concat([first, compress(plain, true)]),
    (bytes) => inflateRawSync(bytes).subarray(PROBE.length),
  );
}

/** Raw deflate for one thread; a piece that is not the last ends at a byte, and the next begins with an empty window. */
export function openDeflate(level: number): Compress {
  const options = { level, memLevel: 9 };
  const { Z_FINISH, Z_FULL_FLUSH } = constants;
  const flushOf = (isLast: boolean): number => (isLast ? Z_FINISH : Z_FULL_FLUSH);
  const context = driven(createDeflateRaw({ ...options, chunkSize: CHUNK_BYTES }));
  if (context !== null) {
    const compress = drive(context, flushOf, () => context.handle.reset());
    if (isRightInPieces(compress)) return compress;
  }
  return (plain, isLast) => deflateRawSync(plain, { ...options, finishFlush: flushOf(isLast) });
}

/** Zstandard for one thread: every call makes a whole frame. */
export function openZstd(level: number): Compress {
  const params: Record<number, number> = { [constants.ZSTD_c_compressionLevel]: level };
  const context = driven(createZstdCompress({ params, chunkSize: CHUNK_BYTES }));
  if (context !== null) {
    // its reset would forget the level, and a frame that is ended needs none
    const flushOf = (): number => constants.ZSTD_e_end;
    const compress = drive(context, flushOf, () => undefined);
    if (isRight(compress, zstdDecompressSync)) return compress;
  }
  return (plain) => zstdCompressSync(plain, { params, pledgedSrcSize: plain.length });
}

/** Compresses the next piece of a stream; gives what is ready by now, in views that are valid until the next is asked for. */
export type CompressStream = (plain: Uint8Array, isLast: boolean) => Iterable<Uint8Array>;

/**
 * Zstandard over pieces in order: one frame, since libarchive reads no second one in a zip. Zstd's own `workers` share the
 * work. Where the handle cannot be driven, every piece is a frame, which other programs read.
 */
export function openZstdStream(level: number, workers: number): CompressStream {
  const shared = zstdStream(level, workers);
  if (shared !== null) return shared;
  const compress = openZstd(level);
  return (plain, isLast) => (plain.length === 0 ? [] : [compress(plain, isLast)]);
}

const STREAM_BYTES = 1 << 20;
const STREAM_JOB_BYTES = 4 << 20;

function zstdStream(level: number, workers: number): CompressStream | null {
  const params: Record<number, number> = { [constants.ZSTD_c_compressionLevel]: level };
  if (workers > 0) {
    params[constants.ZSTD_c_nbWorkers] = workers;
    params[constants.ZSTD_c_jobSize] = STREAM_JOB_BYTES;
  }
  try {
    const context = driven(createZstdCompress({ params, chunkSize: CHUNK_BYTES }));
    if (context === null) return null;
    const stream = (plain: Uint8Array, isLast: boolean): Iterable<Uint8Array> =>
      streamed(context, plain, isLast);
    const tried = [...stream(PROBE, false), ...stream(PROBE, true)].map((each) =>
      Buffer.from(each),
    );
    return zstdDecompressSync(Buffer.concat(tried)).length === 2 * PROBE.length ? stream : null;
  } catch {
    // this Node's zstd knows no workers, or its streams are built differently
    return workers > 0 ? zstdStream(level, 0) : null;
  }
}

function* streamed(context: Driven, plain: Uint8Array, isLast: boolean): Iterable<Uint8Array> {
  const output = Buffer.allocUnsafe(STREAM_BYTES);
  const flush = isLast ? constants.ZSTD_e_end : constants.ZSTD_e_continue;
  for (let at = 0; ;) {
    context.state.fill(1);
    const { handle, state } = context;
    handle.writeSync(flush, plain, at, plain.length - at, output, 0, output.length);
    const [left = 0, unread = 0] = state;
    if (left < output.length) yield Buffer.from(output.subarray(0, output.length - left));
    at = plain.length - unread;
    // an output that is not full was all there is
    if (unread === 0 && left > 0) return;
  }
}

/** CRC-32 of two texts joined, from each one's and the second's length. */
export function joinCrc(first: number, second: number, secondBytes: number): number {
  let factor = 0x8000_0000; // the polynomial 1, bits reversed
  let power = 0x0080_0000; // x^8: one byte
  for (let left = secondBytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) factor = multiply(power, factor);
    power = multiply(power, power);
  }
  return (multiply(factor, first) ^ second) >>> 0;
}

/** Product of two polynomials modulo CRC-32's. */
function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = 31; bit >= 0; bit--) {
    if ((a >>> bit) & 1) product ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ 0xedb8_8320 : shifted >>> 1;
  }
  return product >>> 0;
}
