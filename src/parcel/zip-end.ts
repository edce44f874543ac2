/**
 * Finds the central directory from a file's two ends, and says what a file is that has none where ours has it.
 *
 * A parcel begins with the header of `fivefold.json` and ends with an end record without a comment. What begins so and does not end so was cut
 * off: a file inside it may be a zip itself, and then the last bytes can look like an end; but that end speaks of offsets that
 * count from another beginning.
 */

import { FivefoldError } from "../model/error.ts";
import { HEAD_NAME } from "../model/layout.ts";
import type { RandomBytes } from "./random-bytes.ts";
import {
  CENTRAL_BYTES,
  END64_BYTES,
  END_BYTES,
  LOCATOR_BYTES,
  centralName,
  centralRecordLength,
  endRecords,
  readEndRecords,
} from "./zip-format.ts";
import type { Directory } from "./zip-format.ts";

const TAIL_BYTES = END64_BYTES + LOCATOR_BYTES + END_BYTES;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
const END_SIGNATURE = Buffer.from("PK\u0005\u0006", "latin1");
const LOCAL_SIGNATURE = Buffer.from("PK\u0003\u0004", "latin1");
const LONGEST_RECORD = CENTRAL_BYTES + 3 * 0xffff;

/** More entries than any parcel has: what claims more is no parcel, and gets no memory. */
const MOST_ENTRIES = 1 << 24;
const MOST_DIRECTORY_BYTES = 2 ** 31;

/**
 * @param isInner the zip lies in a parcel: whatever is wrong with it is damage, whoever made it
 * @throws PARCEL_NOT_ZIP, PARCEL_FOREIGN, PARCEL_CUT_OFF, PARCEL_DAMAGED, PARCEL_CHANGED, PARCEL_HOSTILE
 */
export async function findDirectory(bytes: RandomBytes, isInner: boolean): Promise<Directory> {
  const { label: path, sizeBytes } = bytes;
  const head = await bytes.read(0, Math.min(sizeBytes, LOCAL_BYTES + HEAD_NAME.length));
  const tailBytes = Math.min(sizeBytes, TAIL_BYTES);
  const tail = await bytes.read(sizeBytes - tailBytes, tailBytes);
  const end = readEndRecords(tail);
  const damaged = (): FivefoldError =>
    new FivefoldError("PARCEL_DAMAGED", { path, entry: null, what: "directory" });
  if (isInner) {
    if (end === null || !isAtEnd(end, sizeBytes, tail)) throw damaged();
    return withinLimits(end, path);
  }
  const isOurBeginning = beginsLikeOurs(head);
  if (end === null) throw await withoutEnd(bytes, isOurBeginning, startsLikeZip(head));
  if (isAtEnd(end, sizeBytes, tail)) return withinLimits(end, path);
  const start = sizeBytes - END_BYTES - end.sizeBytes;
  if (isOurBeginning) {
    const hasDirectory = await isOurDirectory(bytes, end.offset);
    throw hasDirectory ? damaged() : cutOff(path, sizeBytes);
  }
  if (await isOurDirectory(bytes, start)) throw hostile(path, "prepended");
  if (await isOurDirectory(bytes, end.offset)) throw damaged();
  throw new FivefoldError("PARCEL_FOREIGN", { path });
}

/** What a list wants to know, at the cost of one small read: whether the file ends as a zip ends. */
export async function hasEnd(bytes: RandomBytes): Promise<boolean> {
  const tailBytes = Math.min(bytes.sizeBytes, TAIL_BYTES);
  const tail = await bytes.read(bytes.sizeBytes - tailBytes, tailBytes);
  const end = readEndRecords(tail);
  return end !== null && isAtEnd(end, bytes.sizeBytes, tail);
}

/** Whether the file begins with the header of `fivefold.json`, as far as there is any of it, at least the signature. */
export function beginsLikeOurs(head: Buffer): boolean {
  if (!startsLikeZip(head)) return false;
  if (head.length < LOCAL_BYTES) return true;
  const name = head.subarray(LOCAL_BYTES, LOCAL_BYTES + HEAD_NAME.length).toString("latin1");
  return head.readUInt16LE(26) === HEAD_NAME.length && HEAD_NAME.startsWith(name);
}

/** Names in a stranger's directory, as far as its records can be read; at most `most`. */
export function strangersNames(directory: Buffer, most: number): readonly string[] {
  const names: string[] = [];
  for (let at = 0; names.length < most;) {
    const length = centralRecordLength(directory, at);
    if (length === null) break;
    names.push(centralName(directory, at));
    at += length;
  }
  return names;
}

function startsLikeZip(head: Buffer): boolean {
  return head.length >= 4 && head.subarray(0, 4).equals(LOCAL_SIGNATURE);
}

/** Whether these are the end records that stand there, with the directory right before them. */
function isAtEnd(end: Directory, sizeBytes: number, tail: Buffer): boolean {
  const records = endRecords(end);
  return (
    end.offset + end.sizeBytes + records.length === sizeBytes &&
    tail.length >= records.length &&
    tail.subarray(tail.length - records.length).equals(records)
  );
}

function withinLimits(end: Directory, path: string): Directory {
  const { entryCount, sizeBytes } = end;
  if (
    entryCount > MOST_ENTRIES ||
    sizeBytes > MOST_DIRECTORY_BYTES ||
    entryCount * CENTRAL_BYTES > sizeBytes
  )
    throw hostile(path, "entries.many");
  return end;
}

async function withoutEnd(
  bytes: RandomBytes,
  isOurBeginning: boolean,
  isZipBeginning: boolean,
): Promise<FivefoldError> {
  const { label: path, sizeBytes } = bytes;
  const found = await endSomewhere(bytes);
  if (isOurBeginning) {
    // only an end that counts from this very beginning is this file's own
    if (found !== null && found.isConsistent) return hostile(path, "comment");
    return cutOff(path, sizeBytes);
  }
  if (found === null) return new FivefoldError("PARCEL_NOT_ZIP", { path });
  if (found.isOurs) return hostile(path, found.isConsistent ? "comment" : "prepended");
  const isZip = isZipBeginning || found.hasComment;
  return new FivefoldError(isZip ? "PARCEL_FOREIGN" : "PARCEL_NOT_ZIP", { path });
}

interface FoundEnd {
  /** A comment reaches to the file's end; else something unknown stands behind. */
  readonly hasComment: boolean;
  /** The directory ends where the end record begins, counted from the file's beginning. */
  readonly isConsistent: boolean;
  readonly isOurs: boolean;
}

/** Looks for an end record with a comment, or with something behind it. */
async function endSomewhere(bytes: RandomBytes): Promise<FoundEnd | null> {
  const { sizeBytes } = bytes;
  const length = Math.min(sizeBytes, END_BYTES + LONGEST_COMMENT);
  const start = sizeBytes - length;
  const tail = await bytes.read(start, length);
  let found: FoundEnd | null = null;
  for (let at = tail.lastIndexOf(END_SIGNATURE); at >= 0;) {
    if (at + END_BYTES <= tail.length) {
      const directoryBytes = tail.readUInt32LE(at + 12);
      const offset = tail.readUInt32LE(at + 16);
      const isConsistent = offset + directoryBytes === start + at;
      const endsFile = at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length;
      if (isConsistent || (endsFile && found === null)) {
        const isOurs = await isOurDirectory(bytes, start + at - directoryBytes);
        found = { hasComment: endsFile, isConsistent, isOurs };
        if (isConsistent) return found;
      }
    }
    if (at === 0) break;
    at = tail.lastIndexOf(END_SIGNATURE, at - 1);
  }
  return found;
}

async function isOurDirectory(bytes: RandomBytes, at: number): Promise<boolean> {
  if (at < 0 || at >= bytes.sizeBytes) return false;
  const length = Math.min(bytes.sizeBytes - at, LONGEST_RECORD);
  const record = await bytes.read(at, length);
  return strangersNames(record, 1)[0] === HEAD_NAME;
}

function cutOff(path: string, sizeBytes: number): FivefoldError {
  return new FivefoldError("PARCEL_CUT_OFF", { path, sizeBytes });
}

function hostile(path: string, what: string): FivefoldError {
  return new FivefoldError("PARCEL_HOSTILE", { path, entry: null, what });
}
