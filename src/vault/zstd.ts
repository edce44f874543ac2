/**
 * Zstandard with contexts that live on: for small pieces, making a context costs more than compressing.
 *
 * Node offers contexts that live on only inside its streams, so the stream's handle is driven directly. That is not
 * documented; therefore it is tried out when a codec is made, and when it does not answer as expected, the documented one-piece calls
 * are used instead: slower, equal in result.
 */

import {
  constants,
  createZstdCompress,
  createZstdDecompress,
  zstdCompressSync,
  zstdDecompressSync,
} from "node:zlib";
import type { Transform } from "node:stream";

/** Compresses one frame; the result is a view, valid until the next call. */
export type Compress = (plain: Uint8Array) => Uint8Array;
/** Gives exactly `size` bytes as a view, valid until the next call, or `null` when the frame is damaged or of another size. */
export type Decompress = (frame: Uint8Array, size: number) => Uint8Array | null;

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
}

interface Driven {
  readonly handle: Handle;
  /** After a write: [room left in the output, input left]. */
  readonly state: Uint32Array;
}

const SLACK = 1024;
const PROBE = Buffer.from("fivefold ".repeat(64));

/** A frame's block of at least 4 bytes holds at most 128 KiB: what claims more is damaged, and gets no memory. */
const mostOf = (frameLength: number): number => (frameLength >> 2) * (128 << 10);

const roomFor = (length: number): number => length + (length >> 7) + SLACK;

function driven(stream: Transform): Driven | null {
  // A stream that meets damage says so twice: to the caller, who sees the state, and as an event nobody listens to.
  stream.on("error", () => undefined);
  if (!("_handle" in stream) || !("_writeState" in stream)) return null;
  const { _handle: handle, _writeState: state } = stream;
  if (typeof handle !== "object" || handle === null || !("writeSync" in handle)) return null;
  if (!(state instanceof Uint32Array)) return null;
  return { handle: handle as Handle, state };
}

/** A compressor for one thread. `level` 1 to 19; 3 is restic's "auto". */
export function openCompressor(level: number): Compress {
  const params = { [constants.ZSTD_c_compressionLevel]: level };
  const inOnePiece: Compress = (plain) =>
    zstdCompressSync(plain, {
      params,
      chunkSize: roomFor(plain.length),
      pledgedSrcSize: plain.length,
    });
  const context = driven(createZstdCompress({ params, chunkSize: 65_536 }));
  if (context === null) return inOnePiece;
  let output = Buffer.allocUnsafeSlow(roomFor(1 << 20));
  const compress: Compress = (plain) => {
    if (output.length < roomFor(plain.length))
      output = Buffer.allocUnsafeSlow(roomFor(plain.length));
    context.state.fill(1);
    context.handle.writeSync(
      constants.ZSTD_e_end,
      plain,
      0,
      plain.length,
      output,
      0,
      output.length,
    );
    const [left = 0, unread = 1] = context.state;
    if (unread !== 0) throw new Error("zstd left input behind");
    return output.subarray(0, output.length - left);
  };
  try {
    // twice: the context must begin a new frame by itself
    const isRight = [1, 2].every(() => zstdDecompressSync(compress(PROBE)).equals(PROBE));
    return isRight ? compress : inOnePiece;
  } catch {
    return inOnePiece; // this Node's streams are built differently
  }
}

/** A decompressor for one thread. */
export function openDecompressor(): Decompress {
  const inOnePiece: Decompress = (frame, size) => {
    try {
      const plain = zstdDecompressSync(frame, { maxOutputLength: size + 1 });
      return plain.length === size ? plain : null;
    } catch {
      return null; // a damaged frame; the caller says where
    }
  };
  let context = driven(createZstdDecompress({ chunkSize: 65_536 }));
  if (context === null) return inOnePiece;
  let output = Buffer.allocUnsafeSlow(roomFor(1 << 20));
  const decompress: Decompress = (frame, size) => {
    if (size > mostOf(frame.length)) return null;
    if (context === null) return inOnePiece(frame, size);
    if (output.length < size + 1) output = Buffer.allocUnsafeSlow(roomFor(size));
    // a write that fails says nothing here: what the last one said must not be taken for its answer
    context.state.fill(1);
    context.handle.writeSync(
      constants.ZSTD_e_continue,
      frame,
      0,
      frame.length,
      output,
      0,
      size + 1,
    );
    const [left = 0, unread = 1] = context.state;
    if (unread === 0 && left === 1) return output.subarray(0, size);
    // A context that met damage is in no known state: take a new one, and judge the frame by the documented call.
    context = driven(createZstdDecompress({ chunkSize: 65_536 }));
    return inOnePiece(frame, size);
  };
  try {
    const frame = zstdCompressSync(PROBE);
    const isRight = [1, 2].every(() => {
      const plain = decompress(frame, PROBE.length);
      return plain !== null && PROBE.equals(plain);
    });
    return isRight ? decompress : inOnePiece;
  } catch {
    return inOnePiece; // this Node's streams are built differently
  }
}
