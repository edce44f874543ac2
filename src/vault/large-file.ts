/**
 * A large file is cut by one thread and stored by all: the one reads ahead and finds the borders of its chunks, the others
 * read, hash, compress and seal these.
 *
 * The file is read twice, which costs a fiftieth of what is done with it. Both must have read the same file: all compare its
 * facts with those that the first reading began with. When they differ, nothing is concluded from it, and the file is
 * stored by one thread in one go, which knows what to do about files that change.
 */

import { FivefoldError } from "../model/error.ts";
import { FILE_STORED } from "./thread-work.ts";
import type { FilesReply, Reply } from "./thread-work.ts";
import type { Threads } from "./threads.ts";

/** Files from here on are stored by all threads. */
export const LARGE_FILE = 64 << 20;
/** What one thread is given of a file at once. */
const SHARE_BYTES = 4 << 20;
/** What cutting costs, in bytes stored. */
const CUT_COST = 1 << 20;

type Cut = Extract<Reply, { kind: "cut" }>;

/**
 * Stores a file by all threads. `facts` as in a job of files; `null`: it was not the same all the time, cannot be read, or is
 * not wanted any more.
 */
export async function storeLarge(
  threads: Threads,
  stream: number,
  path: string | Buffer,
  facts: BigInt64Array,
  isWanted: () => boolean,
): Promise<FilesReply | null> {
  const stored: Promise<Reply>[] = [];
  let known = facts;
  let at = 0;
  let count = 0;
  let isSame = true;
  const cut = async (): Promise<Cut> => {
    const wanted = isSame && isWanted() ? path : null;
    const work = { kind: "cut", stream, path: wanted, facts: known } as const;
    const reply = await threads.runOn(stream, work, CUT_COST);
    if (reply.kind !== "cut") throw new FivefoldError("INTERNAL", { message: "not cut" });
    return reply;
  };
  let cutting: Promise<Cut> | null = cut();
  while (cutting !== null) {
    const { lengths, isEnd, isSame: wasSame, facts: noted }: Cut = await cutting;
    known = noted;
    isSame &&= wasSame;
    // cutting goes on before what is cut is stored, so that no thread waits for it
    cutting = isEnd ? null : cut();
    cutting?.catch(() => undefined); // thrown when it is awaited
    for (const [from, to, bytes] of sharesOf(lengths)) {
      const job = {
        kind: "chunks",
        path,
        at,
        lengths: lengths.slice(from, to),
        facts: known,
      } as const;
      const share = threads.run(job, bytes);
      share.catch(() => undefined);
      stored.push(share);
      at += bytes;
    }
    count += lengths.length;
    await threads.room();
  }
  const ids: Uint8Array[] = [];
  for (const reply of await Promise.all(stored)) {
    if (reply.kind !== "chunks") throw new FivefoldError("INTERNAL", { message: "no chunks" });
    isSame &&= reply.isSame;
    ids.push(reply.ids);
  }
  if (!isSame) return null;
  return {
    kind: "files",
    ids: Buffer.concat(ids),
    counts: Uint32Array.of(count),
    sizes: Float64Array.of(at),
    states: Uint8Array.of(FILE_STORED),
    facts: known,
    codes: [],
  };
}

/** Runs of chunks of about `SHARE_BYTES`: first, behind the last, and their bytes. */
function* sharesOf(lengths: Uint32Array): Generator<readonly [number, number, number]> {
  let from = 0;
  let bytes = 0;
  for (const [number, length] of lengths.entries()) {
    bytes += length;
    if (bytes < SHARE_BYTES && number + 1 < lengths.length) continue;
    yield [from, number + 1, bytes];
    from = number + 1;
    bytes = 0;
  }
}
