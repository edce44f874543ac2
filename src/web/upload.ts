/**
 * Sends a backup file in pieces to the server. What arrived stays there: after a lost connection it goes on from the
 * server's own count, and at the end both compare the SHA-256.
 */

import { Unreachable, call, sendPiece } from "./api.ts";
import { Sha256 } from "./sha256.ts";

const PIECE_BYTES = 4 * 1024 * 1024;
const AGAIN_MS = 2000;

export interface Uploaded {
  readonly id: string;
  readonly path: string;
}

/** @throws FivefoldError what the server refuses; the signal's reason when it is aborted. */
export async function upload(
  file: File,
  signal: AbortSignal,
  advanced: (doneBytes: number) => void,
): Promise<Uploaded> {
  const { id } = await again(signal, () =>
    call("POST /api/uploads", { body: { name: file.name, sizeBytes: file.size } }),
  );
  try {
    const hash = new Sha256();
    for (let offset = 0; offset < file.size;) {
      const piece = file.slice(offset, offset + PIECE_BYTES);
      hash.update(new Uint8Array(await piece.arrayBuffer()));
      await sendWhole(id, file, offset, piece.size, signal);
      offset += piece.size;
      advanced(offset);
    }
    const sha256 = hash.hex();
    return await again(signal, () =>
      call("POST /api/uploads/:id/done", { params: { id }, body: { sha256 } }),
    );
  } catch (thrown) {
    // The server throws away what nobody goes on with, sooner or later; this only makes room at once.
    await call("DELETE /api/uploads/:id", { params: { id } }).catch(() => undefined);
    throw thrown;
  }
}

/** Sends one piece until all of it has arrived; a part of it may have arrived before. */
async function sendWhole(
  id: string,
  file: File,
  offset: number,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<void> {
  const end = offset + sizeBytes;
  let from = offset;
  while (from < end) {
    signal.throwIfAborted();
    try {
      await sendPiece(`/api/uploads/${id}?offset=${String(from)}`, file.slice(from, end), signal);
      return;
    } catch (thrown) {
      if (!(thrown instanceof Unreachable)) throw thrown;
      signal.throwIfAborted();
      await wait(signal);
      const there = await again(signal, () => call("GET /api/uploads/:id", { params: { id } }));
      from = Math.min(end, Math.max(offset, there.offset));
    }
  }
}

async function again<Value>(signal: AbortSignal, ask: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await ask();
    } catch (thrown) {
      if (!(thrown instanceof Unreachable)) throw thrown;
      await wait(signal);
    }
  }
}

async function wait(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), AGAIN_MS);
  const onAbort = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}
