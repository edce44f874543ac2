/** Where objects lie: a folder, a drive, a bucket. A place knows keys and bytes, nothing of snapshots. */

import type { Bytes, Content } from "./entry.ts";
import type { RunContext } from "./run.ts";

/** `start` inclusive, `end` exclusive, in bytes. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ObjectInfo {
  /** "data/3f/3f9a…": names separated by "/", ASCII. */
  readonly key: string;
  readonly sizeBytes: number;
}

/** Write-only. E-mail is an outbox and no place, so the types forbid a vault by e-mail. */
export interface Outbox {
  /**
   * Stores the content under the key, replacing what was there. Whoever reads meanwhile, or dies, sees the whole old
   * object or the whole new one; on return the new one survives a power cut.
   *
   * @throws PLACE_FULL, PLACE_READ_ONLY, PLACE_UNREACHABLE
   */
  put(key: string, content: Content, context: RunContext): Promise<void>;
}

export interface Place extends Outbox {
  /** For messages: the folder's path, the bucket's address. Never secret. */
  readonly label: string;
  /**
   * Reads an object, or the given range of it.
   *
   * @throws OBJECT_MISSING when there is none, OBJECT_SHORT when it ends before the range does, PLACE_UNREACHABLE
   */
  get(key: string, range: ByteRange | null, context: RunContext): Bytes;
  /** Looks for one object, as cheaply as the place can: `null` when there is none. @throws PLACE_UNREACHABLE */
  find(key: string, context: RunContext): Promise<ObjectInfo | null>;
  /**
   * Objects whose key begins with `prefix` ("" or ending in "/"), in no order; half-written ones never appear. A prefix with
   * no object lists nothing. "here": only those with no further "/" behind the prefix.
   */
  list(prefix: string, context: RunContext, depth?: "all" | "here"): AsyncIterable<ObjectInfo>;
  /** Removes the object; that it is not there is no error. */
  remove(key: string, context: RunContext): Promise<void>;
}

/** A file that is made where an object will lie, under a name that no list shows. Without `commit` it is removed. */
export interface ObjectDraft extends AsyncDisposable {
  /** There is no such file yet. */
  readonly path: string;
  /**
   * Gives the finished and synced file the key's name, as `put` does. `mayReplace`: whether an object that is there may be
   * replaced.
   *
   * @throws OBJECT_EXISTS when it may not, and what `put` throws
   */
  commit(key: string, mayReplace: boolean): Promise<void>;
}

/** A place whose objects are files on this machine, so that worker threads may read and write them there. */
export interface LocalPlace extends Place {
  localPath(key: string): string;
  draft(context: RunContext): Promise<ObjectDraft>;
}

export function isLocal(place: Place): place is LocalPlace {
  return "localPath" in place;
}

/** How a place is opened again: plain data, so that it can go to another thread or into the settings. */
export type PlaceConfig = { readonly kind: "folder"; readonly path: string };

/** Reads all bytes of a small object into one piece. */
export async function readWhole(bytes: Bytes): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    pieces.push(piece);
    length += piece.length;
  }
  if (pieces.length === 1 && pieces[0]) return pieces[0];
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Wraps bytes in memory as content. */
export function contentOf(bytes: Uint8Array): Content {
  return {
    sizeBytes: bytes.length,
    async *bytes() {
      yield bytes;
    },
  };
}
