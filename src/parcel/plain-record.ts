/**
 * Reads the central records that nearly all entries have without making anything of them but numbers, and only where they are
 * certainly canonical; whatever is unusual is left to `readCentralRecord` and `centralRecord`, which take several times as long.
 *
 * Yes here means yes there; a test holds the two together.
 */

import {
  AES_BYTES,
  CENTRAL_BYTES,
  DEFLATED,
  STORED,
  ZIP64_SIZE,
  ZSTANDARD,
  dosTime,
  localHeader,
  readCentralRecord,
} from "./zip-format.ts";
import type { Method, ZipEntry } from "./zip-format.ts";

/** What judging an entry's place and sizes needs to know of it; `ZipEntry` has all of it. */
export type RecordFacts = Pick<
  ZipEntry,
  | "name"
  | "trueName"
  | "kind"
  | "method"
  | "isEncrypted"
  | "crc32"
  | "sizeBytes"
  | "storedBytes"
  | "storedCrc"
  | "offset"
>;

type Writable = { -readonly [Key in keyof RecordFacts]: RecordFacts[Key] };

const MADE_BY = 0x033f;
const UTF8_FLAG = 0x0800;
const AES = 99;
const AES_FIELD = 0x9901;
const TIME_FIELD = 0x5455;
const OWNER_FIELD = 0x7875;
const OWN_FIELD = 0x3546;
const HAS_ORIGIN = 1;
const HAS_NAMES = 2;
const LOCAL_BYTES = 30;
const LOCAL_SIGNATURE = 0x0403_4b50;
const SECOND_NS = 1_000_000_000;
const DAY_SECONDS = 86_400;
/** 1980-01-01: DOS time knows nothing earlier. */
const FIRST_SECOND = 315_532_800;

export class PlainRecords {
  readonly #records: Buffer;
  /** DOS dates by day: the one costly thing about a time. */
  readonly #dates = new Map<number, number>();
  readonly facts: Writable = {
    name: "",
    trueName: null,
    kind: "file",
    method: STORED,
    isEncrypted: false,
    crc32: 0,
    sizeBytes: 0,
    storedBytes: 0,
    storedCrc: 0,
    offset: 0,
  };
  /** How long the entry's local header is. */
  headerBytes = 0;

  constructor(records: Buffer) {
    this.#records = records;
  }

  /** Reads the record at `at`, of so many bytes, into `facts`; false: it may be right or wrong, and is not read. */
  read(at: number, length: number): boolean {
    const b = this.#records;
    const { facts } = this;
    const raw = b.readUInt16LE(at + 10);
    const isEncrypted = raw === AES;
    const nameBytes = b.readUInt16LE(at + 28);
    const sizeBytes = b.readUInt32LE(at + 24);
    const storedBytes = b.readUInt32LE(at + 20);
    const offset = b.readUInt32LE(at + 42);
    const crc32 = b.readUInt32LE(at + 16);
    if (
      b.readUInt16LE(at + 4) !== MADE_BY ||
      b.readUInt16LE(at + 8) !== (UTF8_FLAG | (isEncrypted ? 1 : 0)) ||
      b.readUInt32LE(at + 32) !== 0 || // comment, disk
      b.readUInt16LE(at + 36) !== 0 ||
      sizeBytes >= ZIP64_SIZE ||
      storedBytes >= ZIP64_SIZE ||
      offset === 0xffff_ffff ||
      (isEncrypted && crc32 !== 0)
    )
      return false;
    const kind = kindOf(b.readUInt32LE(at + 38));
    // an encrypted link is shown as a file, and its own field says what it is
    if (kind === null || (kind === "link" && isEncrypted)) return false;
    let field = at + CENTRAL_BYTES + nameBytes;
    const end = at + length;
    let method = raw;
    this.headerBytes = LOCAL_BYTES + nameBytes;
    if (isEncrypted) {
      // AE-2, "AE", 256 bits, in one look each
      if (field + 11 > end || b.readUInt32LE(field) !== ((7 << 16) | AES_FIELD) >>> 0) return false;
      if (b.readUInt32LE(field + 4) !== 0x4541_0002 || b[field + 8] !== 3) return false;
      method = b.readUInt16LE(field + 9);
      field += 11;
      this.headerBytes += 11;
    }
    if (!isMethod(method)) return false;
    if (b.readUInt16LE(at + 6) !== versionOf(method, isEncrypted)) return false;
    if (field + 9 > end || b.readUInt32LE(field) !== (5 << 16) + TIME_FIELD) return false;
    if (b[field + 4] !== 1) return false;
    const seconds = b.readInt32LE(field + 5);
    field += 9;
    this.headerBytes += 9;
    if (seconds < FIRST_SECOND || b.readUInt32LE(at + 12) !== this.#dosTime(seconds)) return false;
    let hasOwner = false;
    if (field + 15 <= end && b.readUInt16LE(field) === OWNER_FIELD) {
      // 11 bytes, version 1, four bytes each
      if (b.readUInt32LE(field + 2) !== 0x0401_000b || b[field + 10] !== 4) return false;
      hasOwner = true;
      field += 15;
      this.headerBytes += 15;
    }
    if (!this.#isOwnField(field, end, seconds, hasOwner)) return false;
    facts.storedCrc = b.readUInt32LE(field + 18);
    const name = b.toString("utf8", at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes);
    // what was no UTF-8 became this sign, and so did the sign itself
    if (name.includes("\ufffd")) return false;
    facts.name = name;
    facts.kind = kind;
    facts.method = method;
    facts.isEncrypted = isEncrypted;
    facts.crc32 = crc32;
    facts.sizeBytes = sizeBytes;
    facts.storedBytes = storedBytes;
    facts.offset = offset;
    return true;
  }

  /** The local header of the record at `at`, which was read before. */
  localHeader(at: number): Buffer {
    const entry = readCentralRecord(this.#records, at);
    if (entry === null) throw new Error("a record that was read before");
    return localHeader(entry);
  }

  /** Whether `found` is the local header of the record at `at`, which was read before: the same bytes, but for our own field. */
  isLocalHeader(found: Buffer, at: number): boolean {
    const b = this.#records;
    const nameBytes = b.readUInt16LE(at + 28);
    const extraBytes = found.length - LOCAL_BYTES - nameBytes;
    const nameAt = at + CENTRAL_BYTES;
    return (
      found.readUInt32LE(0) === LOCAL_SIGNATURE &&
      found.readUInt16LE(28) === extraBytes &&
      // from the version needed to the name's length
      found.compare(b, at + 6, at + 30, 4, 28) === 0 &&
      // name and extra fields
      found.compare(b, nameAt, nameAt + nameBytes + extraBytes, LOCAL_BYTES) === 0
    );
  }

  #isOwnField(field: number, end: number, seconds: number, hasOwner: boolean): boolean {
    const b = this.#records;
    if (field + 22 > end || b.readUInt16LE(field) !== OWN_FIELD) return false;
    if (field + 4 + b.readUInt16LE(field + 2) !== end) return false;
    let at = field + 4;
    const flags = b[at + 1] ?? 0;
    if (b[at] !== 1 || flags > (HAS_ORIGIN | HAS_NAMES)) return false;
    if (b.readUInt32LE(at + 2) >= SECOND_NS) return false;
    if (b.readUInt32LE(at + 6) !== seconds || b.readUInt32LE(at + 10) !== 0) return false;
    at += 18;
    if (flags & HAS_ORIGIN) {
      if (at + 32 > end || b.readUInt32LE(at + 28) >= SECOND_NS) return false;
      at += 32;
    }
    if (flags & HAS_NAMES) {
      if (!hasOwner || at >= end) return false;
      const userBytes = b[at] ?? 0;
      const groupAt = at + 1 + userBytes;
      if (groupAt >= end) return false;
      const groupBytes = b[groupAt] ?? 0;
      if (userBytes + groupBytes === 0 || groupAt + 1 + groupBytes !== end) return false;
      for (let each = at + 1; each < end; each++) {
        if (each !== groupAt && (b[each] ?? 0) > 0x7e) return false;
      }
      at = end;
    }
    return at === end;
  }

  #dosTime(seconds: number): number {
    const day = Math.floor(seconds / DAY_SECONDS);
    let date = this.#dates.get(day);
    if (date === undefined) {
      date = dosTime(BigInt(day * DAY_SECONDS) * BigInt(SECOND_NS)) >>> 16;
      this.#dates.set(day, date);
    }
    const rest = seconds - day * DAY_SECONDS;
    const hours = Math.floor(rest / 3600);
    const minutes = Math.floor((rest % 3600) / 60);
    const clock = (hours << 11) | (minutes << 5) | ((rest % 60) >> 1);
    return ((date << 16) | clock) >>> 0;
  }
}

/** The type of the entry from its external attributes, `null` when they have bits that ours never have. */
function kindOf(attributes: number): ZipEntry["kind"] | null {
  const type = attributes >>> 28;
  const low = attributes & 0xffff;
  if (type === 0o10 && low === 0) return "file";
  if (type === 0o04 && low === 0x10) return "directory";
  return type === 0o12 && low === 0 ? "link" : null;
}

function isMethod(method: number): method is Method {
  return method === STORED || method === DEFLATED || method === ZSTANDARD;
}

function versionOf(method: Method, isEncrypted: boolean): number {
  if (method === ZSTANDARD) return 63;
  return isEncrypted ? 51 : 20;
}

/** Bytes of the packed content alone. */
export function packedBytes({ isEncrypted, storedBytes }: RecordFacts): number {
  return storedBytes - (isEncrypted ? AES_BYTES : 0);
}
