/** Reads a parcel's head from the first 4 KiB of its file: what a list shows, and what must be known before anything else is believed. */

import { crc32 } from "node:zlib";
import { FivefoldError } from "../model/error.ts";
import { HEAD_NAME, readParcelHead } from "../model/layout.ts";
import type { ParcelHead } from "../model/layout.ts";
import type { RandomBytes } from "./random-bytes.ts";
import { requireOurs } from "./zip-directory.ts";
import { beginsLikeOurs, findDirectory, hasEnd } from "./zip-end.ts";
import { localHeaderLength } from "./zip-format.ts";

const HEAD_READ_BYTES = 4096;
/** A directory up to this is read to tell whether a file was a parcel before another program packed it anew. */
const SMALL_DIRECTORY_BYTES = 1 << 20;

/**
 * Reads the head and makes sure that the file has an end; nothing else is looked at.
 *
 * @throws PARCEL_NOT_ZIP, PARCEL_FOREIGN, PARCEL_CHANGED, PARCEL_CUT_OFF, PARCEL_DAMAGED, PARCEL_HOSTILE, LAYOUT_NEWER
 */
export async function readHeadOf(bytes: RandomBytes): Promise<ParcelHead> {
  const first = await bytes.read(0, Math.min(bytes.sizeBytes, HEAD_READ_BYTES));
  if (!beginsLikeOurs(first) || !(await hasEnd(bytes))) throw await diagnosis(bytes);
  const damaged = new FivefoldError("PARCEL_DAMAGED", {
    path: bytes.label,
    entry: HEAD_NAME,
    what: "header",
  });
  const start = localHeaderLength(first);
  if (start === null) throw await diagnosis(bytes);
  // stored, not encrypted: otherwise another program wrote it
  if (first.readUInt16LE(8) !== 0) throw await diagnosis(bytes);
  const length = first.readUInt32LE(22);
  if (start + length > first.length) throw damaged;
  const content = first.subarray(start, start + length);
  if (crc32(content) !== first.readUInt32LE(14)) throw damaged;
  try {
    return readParcelHead(content);
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError) || thrown.code === "LAYOUT_NEWER") throw thrown;
    // a document of this name that is none of ours
    throw await diagnosis(bytes);
  }
}

/** What a file is that does not begin and end like a parcel. */
async function diagnosis(bytes: RandomBytes): Promise<FivefoldError> {
  const { label: path } = bytes;
  try {
    const end = await findDirectory(bytes, false);
    if (end.sizeBytes > SMALL_DIRECTORY_BYTES) return new FivefoldError("PARCEL_FOREIGN", { path });
    requireOurs(await bytes.read(end.offset, end.sizeBytes), path);
  } catch (thrown) {
    if (thrown instanceof FivefoldError) return thrown;
    throw thrown;
  }
  return new FivefoldError("PARCEL_DAMAGED", { path, entry: HEAD_NAME, what: "header" });
}
