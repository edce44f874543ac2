/**
 * The zip that parcels are, to the byte: headers, our own extra field, end records.
 *
 * Every field has exactly one legal value, decided by the entry alone: `localHeader` and `centralRecord` are functions
 * of a `ZipEntry`. A reader parses a central record, builds both again from what it got, and compares; so any changed
 * bit is found. The parsers here look only at lengths; whether a value is the right one is told by that comparison.
 *
 * @see PKWARE APPNOTE.TXT 6.3.10; WinZip "AE-1 and AE-2"; Info-ZIP proginfo/extrafld.txt for 0x5455 and 0x7875
 */

import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import { bytesOfText, textOfBytes } from "../model/entry.ts";
import type { Attribute, Entry, Origin, Owner } from "../model/entry.ts";

export const STORED = 0;
export const DEFLATED = 8;
export const ZSTANDARD = 93;
const AES = 99;

export type Method = typeof STORED | typeof DEFLATED | typeof ZSTANDARD;

/** What AE-2 with 256 bits puts before the ciphertext (salt, verifier) and behind it (MAC). */
export const AES_HEAD_BYTES = 18;
export const AES_MAC_BYTES = 10;
export const AES_BYTES = AES_HEAD_BYTES + AES_MAC_BYTES;

/** Sizes from here on are written as Zip64: low enough that no compression pushes the stored size above 32 bits. */
export const ZIP64_SIZE = 0xf000_0000;
const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;

/** More attributes than this do not fit into an entry's fields beside the rest. */
export const MOST_ATTRIBUTE_BYTES = 32 << 10;
/** The longest name a zip can hold. */
export const LONGEST_NAME = MAX_16;

/** One entry as the central directory has it. */
export interface ZipEntry {
  /** The whole name in the zip; a directory's ends in "/". */
  readonly name: string;
  /** The last name as the source has it where the zip's had to differ, else `null`. */
  readonly trueName: string | null;
  readonly kind: Entry["kind"];
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly modifiedNs: bigint;
  readonly owner: Owner | null;
  readonly origin: Origin | null;
  readonly attributes: readonly Attribute[];
  readonly method: Method;
  readonly isEncrypted: boolean;
  /** Of the content; 0 when encrypted, as AE-2 has it. */
  readonly crc32: number;
  readonly sizeBytes: number;
  /** What lies between the local header and the next one, with AE-2's salt, verifier and MAC. */
  readonly storedBytes: number;
  /** CRC-32 of exactly those bytes. */
  readonly storedCrc: number;
  /** Of the local header. */
  readonly offset: number;
}

const LOCAL_SIGNATURE = 0x0403_4b50;
const CENTRAL_SIGNATURE = 0x0201_4b50;
const END_SIGNATURE = 0x0605_4b50;
const END64_SIGNATURE = 0x0606_4b50;
const LOCATOR_SIGNATURE = 0x0706_4b50;

const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;
export const LOCATOR_BYTES = 20;
export const END64_BYTES = 56;

const ZIP64_FIELD = 0x0001;
const AES_FIELD = 0x9901;
const TIME_FIELD = 0x5455;
const OWNER_FIELD = 0x7875;
/** "F5". */
const OWN_FIELD = 0x3546;
const OWN_VERSION = 1;
const HAS_ORIGIN = 1;
const HAS_NAMES = 2;
const HAS_TRUE_NAME = 4;
const HAS_ATTRIBUTES = 8;
const IS_LINK = 16;

/** Unix, version 6.3 of the specification. */
const MADE_BY = (3 << 8) | 63;
const UTF8_FLAG = 1 << 11;
const ENCRYPTED_FLAG = 1;

const TYPE_BITS = { file: 0o100_000, directory: 0o040_000, link: 0o120_000 } as const;
const TYPE_MASK = 0o170_000;
const DOS_DIRECTORY = 0x10;

/**
 * The type that everybody sees. An encrypted link is shown as a file: libarchive does not decipher a link's target, and gives
 * up the whole zip at the first one.
 */
const shownKind = ({ kind, isEncrypted }: ZipEntry): Entry["kind"] =>
  kind === "link" && isEncrypted ? "file" : kind;

const SECOND_NS = 1_000_000_000n;

/** Seconds, rounded down, and the nanoseconds within. */
function splitNs(ns: bigint): { seconds: bigint; rest: number } {
  const rest = ((ns % SECOND_NS) + SECOND_NS) % SECOND_NS;
  return { seconds: (ns - rest) / SECOND_NS, rest: Number(rest) };
}

const FIRST_DOS_SECOND = 315_532_800n; // 1980-01-01T00:00:00Z
const LAST_DOS_SECOND = 4_354_819_199n; // 2107-12-31T23:59:59Z

/** DOS date and time in one number, the date in the upper half: UTC, two seconds fine, 1980 to 2107. */
export function dosTime(modifiedNs: bigint): number {
  let { seconds } = splitNs(modifiedNs);
  if (seconds < FIRST_DOS_SECOND) seconds = FIRST_DOS_SECOND;
  if (seconds > LAST_DOS_SECOND) seconds = LAST_DOS_SECOND;
  const time = new Date(Number(seconds) * 1000);
  const date =
    ((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
  const clock =
    (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1);
  return ((date << 16) | clock) >>> 0;
}

const isLarge = (entry: ZipEntry): boolean => entry.sizeBytes >= ZIP64_SIZE;
const isFar = (entry: ZipEntry): boolean => entry.offset >= MAX_32;

function versionNeeded(entry: ZipEntry): number {
  if (entry.method === ZSTANDARD) return 63;
  if (entry.isEncrypted) return 51;
  return isLarge(entry) || isFar(entry) ? 45 : 20;
}

/** Writes numbers and bytes one behind the other. */
class Bytes {
  readonly buffer: Buffer;
  at = 0;

  constructor(length: number) {
    this.buffer = Buffer.alloc(length);
  }

  u8(value: number): void {
    this.at = this.buffer.writeUInt8(value, this.at);
  }

  u16(value: number): void {
    this.at = this.buffer.writeUInt16LE(value, this.at);
  }

  u32(value: number): void {
    this.at = this.buffer.writeUInt32LE(value, this.at);
  }

  u64(value: number): void {
    this.u32(value % 2 ** 32);
    this.u32(Math.floor(value / 2 ** 32));
  }

  big(value: bigint): void {
    this.at = this.buffer.writeBigUInt64LE(BigInt.asUintN(64, value), this.at);
  }

  bytes(value: Uint8Array): void {
    this.buffer.set(value, this.at);
    this.at += value.length;
  }
}

const TIME_BYTES = 9;
const OWNER_BYTES = 15;
const AES_FIELD_BYTES = 11;

function hasTime(entry: ZipEntry): boolean {
  const { seconds } = splitNs(entry.modifiedNs);
  return seconds === BigInt.asIntN(32, seconds);
}

/** Bytes of the extra fields that both headers have alike. */
function sharedExtraBytes(entry: ZipEntry): number {
  return (
    (entry.isEncrypted ? AES_FIELD_BYTES : 0) +
    (hasTime(entry) ? TIME_BYTES : 0) +
    (entry.owner === null ? 0 : OWNER_BYTES)
  );
}

function sharedExtra(to: Bytes, entry: ZipEntry): void {
  if (entry.isEncrypted) {
    to.u16(AES_FIELD);
    to.u16(7);
    to.u16(2); // AE-2
    to.u16(0x4541); // "AE"
    to.u8(3); // 256 bits
    to.u16(entry.method);
  }
  if (hasTime(entry)) {
    to.u16(TIME_FIELD);
    to.u16(5);
    to.u8(1); // the modification time only
    to.u32(Number(BigInt.asUintN(32, splitNs(entry.modifiedNs).seconds)));
  }
  if (entry.owner !== null) {
    to.u16(OWNER_FIELD);
    to.u16(11);
    to.u8(1);
    to.u8(4);
    to.u32(entry.owner.uid);
    to.u8(4);
    to.u32(entry.owner.gid);
  }
}

/** What both headers have alike, from the version needed to the sizes. */
function sharedHead(to: Bytes, entry: ZipEntry): void {
  const time = dosTime(entry.modifiedNs);
  to.u16(versionNeeded(entry));
  to.u16(UTF8_FLAG | (entry.isEncrypted ? ENCRYPTED_FLAG : 0));
  to.u16(entry.isEncrypted ? AES : entry.method);
  to.u32(time);
  to.u32(entry.isEncrypted ? 0 : entry.crc32);
  to.u32(isLarge(entry) ? MAX_32 : entry.storedBytes);
  to.u32(isLarge(entry) ? MAX_32 : entry.sizeBytes);
}

/** How long `localHeader` will be; neither sizes below the Zip64 border nor the offset matter. */
export function localHeaderBytes(entry: ZipEntry): number {
  const name = Buffer.byteLength(entry.name);
  return LOCAL_BYTES + name + (isLarge(entry) ? 20 : 0) + sharedExtraBytes(entry);
}

/** The header before an entry's data. */
export function localHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name);
  const zip64 = isLarge(entry) ? 20 : 0;
  const extra = zip64 + sharedExtraBytes(entry);
  const to = new Bytes(LOCAL_BYTES + name.length + extra);
  to.u32(LOCAL_SIGNATURE);
  sharedHead(to, entry);
  to.u16(name.length);
  to.u16(extra);
  to.bytes(name);
  if (zip64 > 0) {
    to.u16(ZIP64_FIELD);
    to.u16(16);
    to.u64(entry.sizeBytes);
    to.u64(entry.storedBytes);
  }
  sharedExtra(to, entry);
  return to.buffer;
}

/** Where the data begins: behind the header of so many bytes, of which the first 30 are given; `null`: no local header. */
export function localHeaderLength(bytes: Uint8Array): number | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (head.length < LOCAL_BYTES || head.readUInt32LE(0) !== LOCAL_SIGNATURE) return null;
  return LOCAL_BYTES + head.readUInt16LE(26) + head.readUInt16LE(28);
}

/** Bytes that the attributes take in our own field. */
export function attributeBytes(attributes: readonly Attribute[]): number {
  let length = 2;
  for (const { name, value } of attributes) length += 6 + bytesOfText(name).length + value.length;
  return length;
}

/** Our own field's content: what zip has no place for. */
function ownField(entry: ZipEntry): Buffer {
  const { origin, owner, attributes } = entry;
  const hasNames = owner !== null && (owner.user !== "" || owner.group !== "");
  const user = bytesOfText(hasNames ? owner.user : "");
  const group = bytesOfText(hasNames ? owner.group : "");
  const trueName = entry.trueName === null ? null : bytesOfText(entry.trueName);
  const flags =
    (origin === null ? 0 : HAS_ORIGIN) |
    (hasNames ? HAS_NAMES : 0) |
    (trueName === null ? 0 : HAS_TRUE_NAME) |
    (attributes.length === 0 ? 0 : HAS_ATTRIBUTES) |
    (shownKind(entry) === entry.kind ? 0 : IS_LINK);
  const to = new Bytes(
    18 +
      (origin === null ? 0 : 32) +
      (hasNames ? 2 + user.length + group.length : 0) +
      (trueName === null ? 0 : 2 + trueName.length) +
      (attributes.length === 0 ? 0 : attributeBytes(attributes)),
  );
  const modified = splitNs(entry.modifiedNs);
  to.u8(OWN_VERSION);
  to.u8(flags);
  to.u32(modified.rest);
  to.big(modified.seconds);
  to.u32(entry.storedCrc);
  if (origin !== null) {
    const changed = splitNs(origin.changedNs);
    to.big(origin.inode);
    to.big(origin.device);
    to.u32(origin.links);
    to.big(changed.seconds);
    to.u32(changed.rest);
  }
  if (hasNames) {
    to.u8(user.length);
    to.bytes(user);
    to.u8(group.length);
    to.bytes(group);
  }
  if (trueName !== null) {
    to.u16(trueName.length);
    to.bytes(trueName);
  }
  if (attributes.length > 0) {
    to.u16(attributes.length);
    for (const { name, value } of attributes) {
      const nameBytes = bytesOfText(name);
      to.u16(nameBytes.length);
      to.bytes(nameBytes);
      to.u32(value.length);
      to.bytes(value);
    }
  }
  return to.buffer;
}

/** The entry's record in the central directory. */
export function centralRecord(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name);
  const own = ownField(entry);
  const zip64 = (isLarge(entry) ? 16 : 0) + (isFar(entry) ? 8 : 0);
  const extra = (zip64 > 0 ? 4 + zip64 : 0) + sharedExtraBytes(entry) + 4 + own.length;
  const to = new Bytes(CENTRAL_BYTES + name.length + extra);
  to.u32(CENTRAL_SIGNATURE);
  to.u16(MADE_BY);
  sharedHead(to, entry);
  to.u16(name.length);
  to.u16(extra);
  to.u16(0); // comment
  to.u16(0); // disk
  to.u16(0); // internal attributes
  const mode = (TYPE_BITS[shownKind(entry)] | entry.mode) * 65_536;
  to.u32(mode + (entry.kind === "directory" ? DOS_DIRECTORY : 0));
  to.u32(isFar(entry) ? MAX_32 : entry.offset);
  to.bytes(name);
  if (zip64 > 0) {
    to.u16(ZIP64_FIELD);
    to.u16(zip64);
    if (isLarge(entry)) {
      to.u64(entry.sizeBytes);
      to.u64(entry.storedBytes);
    }
    if (isFar(entry)) to.u64(entry.offset);
  }
  sharedExtra(to, entry);
  to.u16(OWN_FIELD);
  to.u16(own.length);
  to.bytes(own);
  return to.buffer;
}

/** Length of the central record at `at`, `null` when none lies there whole. */
export function centralRecordLength(bytes: Buffer, at: number): number | null {
  if (at + CENTRAL_BYTES > bytes.length || bytes.readUInt32LE(at) !== CENTRAL_SIGNATURE)
    return null;
  const length =
    CENTRAL_BYTES +
    bytes.readUInt16LE(at + 28) +
    bytes.readUInt16LE(at + 30) +
    bytes.readUInt16LE(at + 32);
  return at + length > bytes.length ? null : length;
}

/** Finds the extra field with this id, `null` when there is none or the fields are no sequence of fields. */
export function extraField(extra: Buffer, id: number): Buffer | null {
  for (let at = 0; at + 4 <= extra.length;) {
    const length = extra.readUInt16LE(at + 2);
    if (at + 4 + length > extra.length) return null;
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return null;
}

/** Whether the central record at `at` has our own field: what any other program's zip lacks. */
export function hasOwnField(bytes: Buffer, at: number): boolean {
  const length = centralRecordLength(bytes, at);
  if (length === null) return false;
  return extraField(extraOf(bytes, at), OWN_FIELD) !== null;
}

function extraOf(bytes: Buffer, at: number): Buffer {
  const extraAt = at + CENTRAL_BYTES + bytes.readUInt16LE(at + 28);
  return bytes.subarray(extraAt, extraAt + bytes.readUInt16LE(at + 30));
}

/** The name in the central record at `at`, which must be whole; bytes that are not UTF-8 become escapes. */
export function centralName(bytes: Buffer, at: number): string {
  const nameAt = at + CENTRAL_BYTES;
  return textOfBytes(bytes.subarray(nameAt, nameAt + bytes.readUInt16LE(at + 28)));
}

const ZERO_OWNER = { user: "", group: "" };

/**
 * Reads the central record at `at`, `null` when it cannot be one of ours. What it gives is to be believed only when
 * `centralRecord` makes exactly the same bytes of it.
 */
export function readCentralRecord(bytes: Buffer, at: number): ZipEntry | null {
  if (centralRecordLength(bytes, at) === null) return null;
  const extra = extraOf(bytes, at);
  const own = extraField(extra, OWN_FIELD);
  if (own === null || own.length < 18 || own[0] !== OWN_VERSION) return null;
  const name = centralName(bytes, at);
  const attributes32 = bytes.readUInt32LE(at + 38);
  const kind = kindOf((attributes32 >>> 16) & TYPE_MASK);
  const sizes = sizesOf(bytes, at, extra);
  const ownerField = extraField(extra, OWNER_FIELD);
  const aes = extraField(extra, AES_FIELD);
  const rawMethod = bytes.readUInt16LE(at + 10);
  if (ownerField !== null && ownerField.length !== 11) return null;
  if ((rawMethod === AES) !== (aes !== null) || (aes !== null && aes.length !== 7)) return null;
  const method = aes === null ? rawMethod : aes.readUInt16LE(5);
  if (method !== STORED && method !== DEFLATED && method !== ZSTANDARD) return null;
  if (kind === null || sizes === null) return null;
  try {
    const rest = readOwnField(own);
    if (rest === null) return null;
    const { user, group } = rest.names ?? ZERO_OWNER;
    const owner =
      ownerField === null
        ? null
        : { uid: ownerField.readUInt32LE(2), gid: ownerField.readUInt32LE(7), user, group };
    return {
      name,
      trueName: rest.trueName,
      kind: rest.isLink ? "link" : kind,
      mode: (attributes32 >>> 16) & 0o7777,
      modifiedNs: rest.modifiedNs,
      owner,
      origin: rest.origin,
      attributes: rest.attributes,
      method,
      isEncrypted: aes !== null,
      crc32: bytes.readUInt32LE(at + 16),
      ...sizes,
      storedCrc: own.readUInt32LE(14),
    };
  } catch (thrown) {
    if (thrown instanceof RangeError) return null; // a length in the field leads out of it
    throw thrown;
  }
}

function kindOf(bits: number): Entry["kind"] | null {
  if (bits === TYPE_BITS.file) return "file";
  if (bits === TYPE_BITS.directory) return "directory";
  return bits === TYPE_BITS.link ? "link" : null;
}

function sizesOf(
  bytes: Buffer,
  at: number,
  extra: Buffer,
): { sizeBytes: number; storedBytes: number; offset: number } | null {
  let storedBytes = bytes.readUInt32LE(at + 20);
  let sizeBytes = bytes.readUInt32LE(at + 24);
  let offset = bytes.readUInt32LE(at + 42);
  const field = extraField(extra, ZIP64_FIELD);
  let fieldAt = 0;
  const next = (): number => {
    if (field === null || fieldAt + 8 > field.length) return Number.NaN;
    fieldAt += 8;
    return Number(field.readBigUInt64LE(fieldAt - 8));
  };
  if (sizeBytes === MAX_32) sizeBytes = next();
  if (storedBytes === MAX_32) storedBytes = next();
  if (offset === MAX_32) offset = next();
  const isSafe = [sizeBytes, storedBytes, offset].every((value) => Number.isSafeInteger(value));
  if (!isSafe || (sizeBytes < ZIP64_SIZE && storedBytes > MAX_32)) return null;
  return { sizeBytes, storedBytes, offset };
}

interface OwnField {
  readonly modifiedNs: bigint;
  readonly origin: Origin | null;
  readonly names: { readonly user: string; readonly group: string } | null;
  readonly trueName: string | null;
  readonly attributes: readonly Attribute[];
  readonly isLink: boolean;
}

/** @throws RangeError when a length leads out of the field */
function readOwnField(field: Buffer): OwnField | null {
  let at = 18;
  const take = (length: number): Buffer => {
    if (at + length > field.length) throw new RangeError("out of the field");
    at += length;
    return field.subarray(at - length, at);
  };
  const time = (seconds: bigint, rest: number): bigint => seconds * SECOND_NS + BigInt(rest);
  const flags = field[1] ?? 0;
  let origin: Origin | null = null;
  if (flags & HAS_ORIGIN) {
    const part = take(32);
    origin = {
      inode: part.readBigUInt64LE(0),
      device: part.readBigUInt64LE(8),
      links: part.readUInt32LE(16),
      changedNs: time(part.readBigInt64LE(20), part.readUInt32LE(28)),
    };
  }
  let names: OwnField["names"] = null;
  if (flags & HAS_NAMES) {
    const user = textOfBytes(take(take(1).readUInt8(0)));
    const group = textOfBytes(take(take(1).readUInt8(0)));
    names = { user, group };
  }
  const trueName = flags & HAS_TRUE_NAME ? textOfBytes(take(take(2).readUInt16LE(0))) : null;
  const attributes: Attribute[] = [];
  if (flags & HAS_ATTRIBUTES) {
    const count = take(2).readUInt16LE(0);
    for (let number = 0; number < count; number++) {
      const name = textOfBytes(take(take(2).readUInt16LE(0)));
      attributes.push({ name, value: Uint8Array.from(take(take(4).readUInt32LE(0))) });
    }
  }
  if (at !== field.length) return null;
  const modifiedNs = time(field.readBigInt64LE(6), field.readUInt32LE(2));
  return { modifiedNs, origin, names, trueName, attributes, isLink: (flags & IS_LINK) !== 0 };
}

/** Where the central directory lies. */
export interface Directory {
  readonly entryCount: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

const isZip64 = (directory: Directory): boolean =>
  directory.entryCount >= MAX_16 || directory.offset >= MAX_32 || directory.sizeBytes >= MAX_32;

/** What stands behind the central directory: Zip64 end record and locator where they are needed, the end record. */
export function endRecords(directory: Directory): Buffer {
  const { entryCount, offset, sizeBytes } = directory;
  const isLong = isZip64(directory);
  const to = new Bytes((isLong ? END64_BYTES + LOCATOR_BYTES : 0) + END_BYTES);
  if (isLong) {
    to.u32(END64_SIGNATURE);
    to.u64(END64_BYTES - 12);
    to.u16(MADE_BY);
    to.u16(45);
    to.u32(0); // this disk
    to.u32(0); // the directory's disk
    to.u64(entryCount);
    to.u64(entryCount);
    to.u64(sizeBytes);
    to.u64(offset);
    to.u32(LOCATOR_SIGNATURE);
    to.u32(0); // disk of the record above
    to.u64(offset + sizeBytes);
    to.u32(1); // disks
  }
  to.u32(END_SIGNATURE);
  to.u16(0);
  to.u16(0);
  to.u16(Math.min(entryCount, MAX_16));
  to.u16(Math.min(entryCount, MAX_16));
  to.u32(Math.min(sizeBytes, MAX_32));
  to.u32(Math.min(offset, MAX_32));
  to.u16(0); // comment
  return to.buffer;
}

/**
 * Reads the end records from the last bytes of a file (at least the 98 that they can have), `null` when they are none.
 * As with entries: to be believed only when `endRecords` makes the same bytes of it and they end the file.
 */
export function readEndRecords(tail: Buffer): Directory | null {
  const end = tail.length - END_BYTES;
  if (end < 0 || tail.readUInt32LE(end) !== END_SIGNATURE) return null;
  const short = {
    entryCount: tail.readUInt16LE(end + 10),
    sizeBytes: tail.readUInt32LE(end + 12),
    offset: tail.readUInt32LE(end + 16),
  };
  if (!isZip64(short)) return short;
  const long = end - LOCATOR_BYTES - END64_BYTES;
  if (long < 0 || tail.readUInt32LE(long) !== END64_SIGNATURE) return null;
  const directory = {
    entryCount: Number(tail.readBigUInt64LE(long + 32)),
    sizeBytes: Number(tail.readBigUInt64LE(long + 40)),
    offset: Number(tail.readBigUInt64LE(long + 48)),
  };
  return Object.values(directory).every((value) => Number.isSafeInteger(value)) ? directory : null;
}

/** What a part's manifest record says of names, modes, times, owners, links and origins: one hash over its entries in directory order. */
export class MetadataHash {
  static readonly #HEAD = 76;
  static readonly #CHUNK = 64 << 10;
  readonly #hash: Hash = createHash("sha256");
  #chunk = Buffer.alloc(MetadataHash.#CHUNK);
  #used = 0;

  /** `target` is what a link leads to, "" for what is none. */
  add(entry: ZipEntry, target: string): void {
    const { owner, origin, attributes } = entry;
    const texts = [
      Buffer.from(entry.name),
      bytesOfText(entry.trueName ?? ""),
      bytesOfText(target),
      bytesOfText(owner?.user ?? ""),
      bytesOfText(owner?.group ?? ""),
    ];
    let length = MetadataHash.#HEAD + 2 + attributeBytes(attributes);
    for (const text of texts) length += text.length;
    const at = this.#reserve(length);
    const bytes = this.#chunk;
    const modified = splitNs(entry.modifiedNs);
    bytes.writeUInt16LE(TYPE_BITS[entry.kind] | entry.mode, at);
    const has = (owner === null ? 0 : 1) | (entry.trueName === null ? 0 : 2);
    bytes.writeUInt16LE(has | (origin === null ? 0 : 4), at + 2);
    bytes.writeUInt32LE(modified.rest, at + 4);
    bytes.writeBigInt64LE(BigInt.asIntN(64, modified.seconds), at + 8);
    bytes.writeUInt32LE(owner?.uid ?? 0, at + 16);
    bytes.writeUInt32LE(owner?.gid ?? 0, at + 20);
    if (origin !== null) {
      const changed = splitNs(origin.changedNs);
      bytes.writeBigUInt64LE(BigInt.asUintN(64, origin.inode), at + 44);
      bytes.writeBigUInt64LE(BigInt.asUintN(64, origin.device), at + 52);
      bytes.writeUInt32LE(origin.links, at + 60);
      bytes.writeBigInt64LE(BigInt.asIntN(64, changed.seconds), at + 64);
      bytes.writeUInt32LE(changed.rest, at + 72);
    }
    let end = at + MetadataHash.#HEAD;
    for (const [number, text] of texts.entries()) {
      bytes.writeUInt32LE(text.length, at + 24 + number * 4);
      bytes.set(text, end);
      end += text.length;
    }
    end = bytes.writeUInt32LE(attributes.length, end);
    for (const { name, value } of attributes) {
      const nameBytes = bytesOfText(name);
      end = bytes.writeUInt16LE(nameBytes.length, end);
      bytes.set(nameBytes, end);
      end = bytes.writeUInt32LE(value.length, end + nameBytes.length);
      bytes.set(value, end);
      end += value.length;
    }
  }

  /** 64 hex digits; nothing can be added afterwards. */
  digest(): string {
    this.#flush();
    return this.#hash.digest("hex");
  }

  /** Gives where so many zeros begin: entries are hashed many at a time. */
  #reserve(length: number): number {
    if (this.#used + length > this.#chunk.length) this.#flush();
    if (length > this.#chunk.length) this.#chunk = Buffer.alloc(length);
    const at = this.#used;
    this.#used += length;
    this.#chunk.fill(0, at, this.#used);
    return at;
  }

  #flush(): void {
    this.#hash.update(this.#chunk.subarray(0, this.#used));
    this.#used = 0;
  }
}
