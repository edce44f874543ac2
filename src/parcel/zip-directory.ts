/**
 * The central directory of a zip that may be a stranger's: believed only where it is what our writer would have written.
 *
 * Every record must be, byte for byte, what `centralRecord` makes of the entry that was read from it; names must be safe on every system
 * and one of a kind there; entries come depth first with their parents; together they fill the file up to the directory.
 * The records stay as bytes, and an entry is read again when it is asked for: a million of them find room in 300 MB.
 */

import { randomBytes } from "node:crypto";
import { compareNames } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import { HEAD_NAME, MANIFEST_NAME } from "../model/layout.ts";
import { idKey } from "../model/part.ts";
import type { RandomBytes } from "./random-bytes.ts";
import { PlainRecords, packedBytes } from "./plain-record.ts";
import type { RecordFacts } from "./plain-record.ts";
import { mostContent } from "./unpack.ts";
import { findDirectory, strangersNames } from "./zip-end.ts";
import {
  STORED,
  centralName,
  centralRecord,
  centralRecordLength,
  hasOwnField,
  localHeader,
  localHeaderBytes,
  readCentralRecord,
} from "./zip-format.ts";
import type { Directory, ZipEntry } from "./zip-format.ts";
import { isComponent, unsafeZipName } from "./zip-name.ts";
import { disagreement } from "./zip-read-work.ts";

/** No system's links lead to longer paths. */
const LONGEST_TARGET = 0xffff;
/** Folders without a record of their own, one in the other: part ids have a few names, not dozens. */
const MOST_IMPLIED = 32;
const AES = 99;

/**
 * What a zip is: a parcel; a parcel within another that hides its names; one part within a parcel. What is wrong with a zip
 * within a parcel is damage, whoever made it.
 */
export type ZipShape = "parcel" | "content" | "part";

interface Folder {
  /** "" or "a/b/". */
  readonly prefix: string;
  /** Whether entries in it come in the order of their true names. */
  readonly isOrdered: boolean;
  last: string | null;
}

/** Reads the directory of a zip. @throws all that PARCEL_* has, but for what concerns passwords */
export async function readDirectory(bytes: RandomBytes, shape: ZipShape): Promise<ZipDirectory> {
  const end = await findDirectory(bytes, shape !== "parcel");
  const records = await bytes.read(end.offset, end.sizeBytes);
  if (shape === "parcel") requireOurs(records, bytes.label);
  const directory = new ZipDirectory(bytes, records, end, shape);
  await directory.read();
  return directory;
}

/** Finds out whether a directory that is not ours was one. @throws PARCEL_FOREIGN, PARCEL_CHANGED, PARCEL_HOSTILE */
export function requireOurs(records: Buffer, path: string): void {
  if (strangersNames(records, 1)[0] === HEAD_NAME && hasOwnField(records, 0)) return;
  const names = new Set(strangersNames(records, 1 << 16));
  if (!names.has(HEAD_NAME) || !names.has(MANIFEST_NAME)) {
    // one flipped bit in the first record must not make a stranger of it
    if (hasOwnField(records, 0)) throw damaged(path, null, "directory");
    throw new FivefoldError("PARCEL_FOREIGN", { path });
  }
  for (let at = 0; ;) {
    const length = centralRecordLength(records, at);
    if (length === null) break;
    if (isOldCipher(records, at)) throw hostile(path, centralName(records, at), "zipcrypto");
    at += length;
  }
  throw new FivefoldError("PARCEL_CHANGED", { path, entry: null, what: "field" });
}

export class ZipDirectory {
  readonly entryCount: number;
  /** Where the directory begins, and the last entry ends. */
  readonly offset: number;
  readonly #bytes: RandomBytes;
  readonly #records: Buffer;
  readonly #shape: ZipShape;
  /** Where each record begins, and the last ends. */
  readonly #at: Uint32Array;
  readonly #offsets: Float64Array;
  readonly #names: NameTable;
  readonly #plain: PlainRecords;

  constructor(bytes: RandomBytes, records: Buffer, end: Directory, shape: ZipShape) {
    this.#bytes = bytes;
    this.#records = records;
    this.#shape = shape;
    this.entryCount = end.entryCount;
    this.offset = end.offset;
    this.#at = new Uint32Array(end.entryCount + 1);
    this.#offsets = new Float64Array(end.entryCount);
    this.#plain = new PlainRecords(records);
    this.#names = new NameTable(end.entryCount, (index) => bareName(this.name(index)));
  }

  name(index: number): string {
    return centralName(this.#records, this.#at[index] ?? 0);
  }

  /** What reading an entry needs; the object is used again by the next call. */
  facts(index: number): RecordFacts {
    const at = this.#at[index] ?? 0;
    const isPlain = this.#plain.read(at, (this.#at[index + 1] ?? 0) - at);
    return isPlain ? this.#plain.facts : this.entry(index);
  }

  entry(index: number): ZipEntry {
    const entry = readCentralRecord(this.#records, this.#at[index] ?? 0);
    if (entry === null) throw damaged(this.#bytes.label, null, "directory");
    return entry;
  }

  /** Position of the entry with exactly this name, -1 when there is none. */
  find(name: string): number {
    const index = this.#names.find(bareName(name));
    return index >= 0 && this.name(index) === name ? index : -1;
  }

  /** The records of the given entries, one behind the other, in memory of their own. */
  recordsOf(indices: readonly number[]): Uint8Array {
    return Buffer.concat(
      indices.map((index) =>
        this.#records.subarray(this.#at[index] ?? 0, this.#at[index + 1] ?? 0),
      ),
    );
  }

  /** Positions of `count` entries from `first` on, in the order in which their data lies in the file. */
  inFileOrder(first: number, count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, at) => first + at);
    const offsets = this.#offsets;
    let isOrdered = true;
    for (let index = first + 1; index < first + count && isOrdered; index++)
      isOrdered = (offsets[index] ?? 0) > (offsets[index - 1] ?? 0);
    return isOrdered ? order : order.toSorted((a, b) => (offsets[a] ?? 0) - (offsets[b] ?? 0));
  }

  /** Reads all records and judges them. @throws PARCEL_DAMAGED, PARCEL_CHANGED, PARCEL_HOSTILE */
  async read(): Promise<void> {
    const records = this.#records;
    const ends = new Float64Array(this.entryCount);
    const folders: Folder[] = [{ prefix: "", isOrdered: this.#shape === "part", last: null }];
    const plain = this.#plain;
    let at = 0;
    for (let index = 0; index < this.entryCount; index++) {
      const length = centralRecordLength(records, at);
      if (length === null) throw damaged(this.#bytes.label, null, "directory");
      this.#at[index] = at;
      let entry: RecordFacts;
      let headerBytes: number;
      if (plain.read(at, length)) {
        entry = plain.facts;
        ({ headerBytes } = plain);
      } else {
        const read = this.#recordAt(at, length);
        headerBytes = localHeaderBytes(read);
        entry = read;
      }
      at += length;
      this.#at[index + 1] = at;
      this.#offsets[index] = entry.offset;
      ends[index] = entry.offset + headerBytes + entry.storedBytes;
      const what = unsafeName(entry) ?? wrongSize(entry) ?? this.#misplaced(entry, index, folders);
      if (what !== null) throw await this.#suspicion(this.entry(index), what);
    }
    if (at !== records.length) throw damaged(this.#bytes.label, null, "directory");
    await this.#requireTiles(ends);
  }

  #recordAt(at: number, length: number): ZipEntry {
    const path = this.#bytes.label;
    const records = this.#records;
    const entry = readCentralRecord(records, at);
    if (entry !== null && isCanonical(entry, records, at, length)) return entry;
    const name = centralName(records, at);
    if (isOldCipher(records, at)) throw hostile(path, name, "zipcrypto");
    if (hasComment(records, at)) throw hostile(path, name, "comment");
    if (!hasOwnField(records, at)) {
      throw new FivefoldError("PARCEL_CHANGED", { path, entry: name, what: "field" });
    }
    throw damaged(path, name, "header");
  }

  /** Says what is wrong with an entry's place in the tree; keeps `folders`, those that are open, the outermost first. */
  #misplaced(entry: RecordFacts, index: number, folders: Folder[]): string | null {
    const bare = bareName(entry.name);
    const prefix = bare.slice(0, bare.lastIndexOf("/") + 1);
    let folder = folders.at(-1);
    while (folder !== undefined && !bare.startsWith(folder.prefix)) {
      folders.pop();
      folder = folders.at(-1);
    }
    if (folder === undefined) return "order";
    if (folder.prefix !== prefix) {
      const what = folder.prefix === "" ? this.#implied(prefix) : this.#without(prefix);
      if (what !== null) return what;
    } else if (folder.isOrdered) {
      const name = entry.trueName ?? bare.slice(prefix.length);
      const isBehind = folder.last === null || compareNames(folder.last, name) < 0;
      if (!isBehind) return folder.last === name ? "name.twice" : "order";
      folder.last = name;
    }
    const clash = this.#names.add(bare, index);
    if (clash !== null) return clash;
    if (entry.kind === "directory")
      folders.push({ prefix: entry.name, isOrdered: true, last: null });
    return null;
  }

  /** A part's folder needs no record of the folders above it; but then these are nothing else either. */
  #implied(prefix: string): string | null {
    let depth = 0;
    for (let cut = prefix.indexOf("/"); cut >= 0; cut = prefix.indexOf("/", cut + 1)) {
      if (++depth > MOST_IMPLIED) return "order";
      const above = prefix.slice(0, cut);
      const found = this.#names.find(above);
      if (found >= 0) return this.#insteadOf(found, above);
      const clash = this.#names.addImplied(above);
      if (clash !== null) return clash;
    }
    return null;
  }

  #without(prefix: string): string {
    const above = prefix.slice(0, -1);
    const found = this.#names.find(above);
    return found < 0 ? "order" : this.#insteadOf(found, above);
  }

  /** Something has the name that the folder above an entry should have. */
  #insteadOf(index: number, above: string): string {
    const { kind, name } = this.entry(index);
    if (kind === "link") return "link.through";
    if (kind === "file") return "name.twice";
    return bareName(name) === above ? "order" : "name.case";
  }

  /** Entries fill the file: sorted, each begins where the one before ends. Then none overlaps another. */
  async #requireTiles(ends: Float64Array): Promise<void> {
    const count = ends.length;
    // mostly they lie in the order in which they are listed
    let isTiled = count > 0 && this.#offsets[0] === 0 && ends[count - 1] === this.offset;
    for (let index = 1; index < count && isTiled; index++)
      isTiled = this.#offsets[index] === ends[index - 1];
    isTiled ||= count > 0 && this.#isTiledAnyhow(ends);
    if (isTiled || (count === 0 && this.offset === 0)) return;
    const order = this.inFileOrder(0, this.entryCount);
    let before = 0;
    for (const index of order) {
      const start = this.#offsets[index] ?? 0;
      const end = ends[index] ?? 0;
      if (start !== before || end > this.offset) {
        const isOverlap = start < before || end > this.offset;
        throw await this.#suspicion(this.entry(index), isOverlap ? "overlap" : "gap");
      }
      before = end;
    }
    throw damaged(this.#bytes.label, null, "directory");
  }

  #isTiledAnyhow(ends: Float64Array): boolean {
    const starts = this.#offsets.toSorted();
    const sortedEnds = ends.toSorted();
    if (starts[0] !== 0 || sortedEnds.at(-1) !== this.offset) return false;
    return starts.every((start, index) => index === 0 || start === sortedEnds[index - 1]);
  }

  /**
   * What a person is told of an entry that is not as it should be: that it was made so, unless its own header says
   * otherwise by one byte, as damage would have it.
   */
  async #suspicion(entry: ZipEntry, what: string): Promise<FivefoldError> {
    const path = this.#bytes.label;
    const header = localHeader(entry);
    const isThere = entry.offset + header.length <= this.#bytes.sizeBytes;
    if (!isThere) return damaged(path, entry.name, "header");
    const found = await this.#bytes.read(entry.offset, header.length);
    if (!found.equals(header) && disagreement(found, header) === "header") {
      return damaged(path, entry.name, "header");
    }
    if (["order", "gap", "record", "name"].includes(what)) {
      return new FivefoldError("PARCEL_CHANGED", { path, entry: entry.name, what });
    }
    return hostile(path, entry.name, what);
  }
}

function bareName(name: string): string {
  return name.endsWith("/") ? name.slice(0, -1) : name;
}

function isCanonical(entry: ZipEntry, records: Buffer, at: number, length: number): boolean {
  try {
    const record = centralRecord(entry);
    return record.length === length && record.compare(records, at, at + length) === 0;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false; // a value that no field of ours can hold
    throw thrown;
  }
}

function unsafeName(entry: RecordFacts): string | null {
  const what = unsafeZipName(entry.name);
  // what is merely impossible on some system was written by another program, not to deceive
  if (what === "empty") return "name";
  if (what === "character") return entry.name.includes(":") ? "name.drive" : "name";
  if (what !== null) return `name.${what}`;
  return entry.trueName === null || isComponent(entry.trueName) ? null : "name.parent";
}

/** What the sizes of an entry cannot be. */
function wrongSize(entry: RecordFacts): string | null {
  const { kind, name, method, isEncrypted, crc32, sizeBytes, storedBytes, storedCrc } = entry;
  if ((kind === "directory") !== name.endsWith("/")) return "record";
  if (kind === "directory") {
    if (method !== STORED || isEncrypted || crc32 !== 0 || storedCrc !== 0) return "record";
    return sizeBytes === 0 && storedBytes === 0 ? null : "size.false";
  }
  if (kind === "link" && (method !== STORED || sizeBytes > LONGEST_TARGET)) return "size.false";
  if (isEncrypted && crc32 !== 0) return "record";
  const packed = packedBytes(entry);
  if (packed < 0) return "size.false";
  if (method === STORED) return packed === sizeBytes ? null : "size.false";
  return sizeBytes <= mostContent(method, packed) ? null : "size.false";
}

function isOldCipher(records: Buffer, at: number): boolean {
  return (records.readUInt16LE(at + 8) & 1) === 1 && records.readUInt16LE(at + 10) !== AES;
}

function hasComment(records: Buffer, at: number): boolean {
  return records.readUInt16LE(at + 32) > 0;
}

/**
 * Finds names that some file system takes for one: NFC, case folded. Open addressing over hashes with a secret start, so that a
 * stranger cannot make them collide; if they do all the same, that ends it.
 */
class NameTable {
  readonly #slots: Int32Array;
  readonly #hashes: Uint32Array;
  readonly #nameOf: (index: number) => string;
  /** Folders that only their contents' names tell of, by key. */
  readonly #impliedKeys = new Map<string, string>();
  readonly #seed = randomBytes(8);
  readonly #start = this.#seed.readUInt32LE(0);
  readonly #factor = this.#seed.readUInt32LE(4) | 1;
  #collisions = 0;

  constructor(count: number, nameOf: (index: number) => string) {
    let size = 16;
    while (size < count * 2) size *= 2;
    this.#slots = new Int32Array(size).fill(-1);
    this.#hashes = new Uint32Array(count);
    this.#nameOf = nameOf;
  }

  /** Position of the entry that has this name or one that some system takes for it, -1 when there is none. */
  find(name: string): number {
    const key = idKey(name);
    return this.#slots[this.#slotOf(key, this.#hash(key))] ?? -1;
  }

  /** Says how the name clashes with one that is there already, `null` when it does not. */
  add(name: string, index: number): string | null {
    const key = idKey(name);
    if (this.#impliedKeys.size > 0) {
      const implied = this.#impliedKeys.get(key);
      if (implied !== undefined) return implied === name ? "order" : "name.case";
    }
    const hash = this.#hash(key);
    const slot = this.#slotOf(key, hash);
    const found = this.#slots[slot] ?? -1;
    if (found >= 0) return this.#nameOf(found) === name ? "name.twice" : "name.case";
    if (this.#collisions > this.#hashes.length + 1000) return "entries.many";
    this.#slots[slot] = index;
    this.#hashes[index] = hash;
    return null;
  }

  addImplied(name: string): string | null {
    const key = idKey(name);
    const before = this.#impliedKeys.get(key);
    if (before !== undefined) return before === name ? null : "name.case";
    this.#impliedKeys.set(key, name);
    return null;
  }

  #hash(key: string): number {
    let hash = this.#start;
    for (let at = 0; at < key.length; at++) {
      hash = Math.imul(hash ^ key.charCodeAt(at), this.#factor);
      hash ^= hash >>> 15;
    }
    return hash >>> 0;
  }

  /** The slot of the key, or the free one where it belongs. */
  #slotOf(key: string, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot] ?? -1;
      if (found < 0) return slot;
      if (this.#hashes[found] !== hash) continue;
      if (idKey(this.#nameOf(found)) === key) return slot;
      this.#collisions++;
      if (this.#collisions > this.#hashes.length + 1000) return slot;
    }
  }
}

function damaged(path: string, entry: string | null, what: string): FivefoldError {
  return new FivefoldError("PARCEL_DAMAGED", { path, entry, what });
}

function hostile(path: string, entry: string | null, what: string): FivefoldError {
  return new FivefoldError("PARCEL_HOSTILE", { path, entry, what });
}
