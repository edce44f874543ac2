/**
 * Turns healthy parcels into files that nobody made on purpose: bits, bytes, numbers, pieces cut out, doubled, swapped.
 *
 * One number decides a whole file, so that a failure can be repeated.
 */

import { DEFLATED, STORED, ZSTANDARD, localHeader } from "../../src/parcel/zip-format.ts";
import type { ZipEntry } from "../../src/parcel/zip-format.ts";
import { SMALL, makeParcel, makeParcelZip, withDirectory } from "../fixtures/sick-parcels.ts";

export const FUZZ_PASSWORD = "seven herons cross";

const HEALTHY: readonly Buffer[] = [
  makeParcel(SMALL),
  makeParcel({ ...SMALL, form: "encrypted", password: FUZZ_PASSWORD }),
  makeParcel({ ...SMALL, form: "hidden", password: FUZZ_PASSWORD }),
  makeParcel({ parts: SMALL.parts.slice(1) }),
];

/** Numbers that lengths and offsets trip over. */
const NUMBERS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_fffe, 0xffff_ffff] as const;
const SIGNATURES = [
  "PK\u0001\u0002",
  "PK\u0003\u0004",
  "PK\u0005\u0006",
  "PK\u0006\u0006",
] as const;

const ZIPS = [
  makeParcelZip(SMALL),
  makeParcelZip({ ...SMALL, form: "encrypted", password: FUZZ_PASSWORD }),
] as const;
const NAMES = [
  "../x",
  "/x",
  "a\\b",
  "CON",
  "x.",
  "manifest.json",
  "login.zip/x",
  "tenants",
  "Login",
];

/** The same numbers for the same seed, each at least 0 and below `below`. */
export function dice(seed: number): (below: number) => number {
  let state = (seed * 0x9e37_79b1 + 0x6d2b_79f5) >>> 0;
  return (below) => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A parcel to which something happened once to five times. */
export function mutated(seed: number): Buffer {
  const roll = dice(seed);
  if (roll(2) === 0) return misstated(roll);
  let bytes: Buffer = Buffer.from(HEALTHY[roll(8)] ?? HEALTHY[3] ?? "");
  for (let times = 1 + roll(5); times > 0 && bytes.length > 8; times--) bytes = change(bytes, roll);
  return bytes;
}

/** A zip whose records are well formed, and say of one to three entries what is not so. */
function misstated(roll: (below: number) => number): Buffer {
  const zip = ZIPS[roll(4)] ?? ZIPS[0];
  let data: Buffer = Buffer.from(zip.bytes.subarray(0, zip.directoryAt));
  const entries = [...zip.entries];
  for (let times = 1 + roll(3); times > 0; times--) {
    const at = roll(entries.length);
    const before = entries[at];
    const other = entries[roll(entries.length)];
    if (before === undefined || other === undefined) continue;
    const after = restated(before, other, roll);
    // mostly, the local header lies in the same way
    const header = localHeader(after);
    if (roll(4) > 0 && before.offset + header.length <= data.length)
      data.set(header, before.offset);
    entries[at] = after;
    if (roll(4) === 0) entries.splice(roll(entries.length), 1);
    else if (roll(8) === 0) entries.push(other);
  }
  if (roll(3) === 0) data = change(data, roll);
  return withDirectory(data, entries).bytes;
}

function restated(entry: ZipEntry, other: ZipEntry, roll: (below: number) => number): ZipEntry {
  const number = NUMBERS[roll(NUMBERS.length)] ?? 0;
  const near = (value: number): number => Math.min(Math.max(0, value + roll(5) - 2), 0xffff_ffff);
  switch (roll(12)) {
    case 0:
      return { ...entry, offset: roll(2) === 0 ? other.offset : near(entry.offset) };
    case 1:
      return { ...entry, sizeBytes: roll(2) === 0 ? number : near(entry.sizeBytes) };
    case 2:
      return { ...entry, storedBytes: roll(2) === 0 ? number : near(entry.storedBytes) };
    case 3:
      return { ...entry, name: roll(2) === 0 ? other.name : (NAMES[roll(NAMES.length)] ?? "") };
    case 4:
      return { ...entry, kind: other.kind };
    case 5:
      return { ...entry, method: ([STORED, DEFLATED, ZSTANDARD] as const)[roll(3)] ?? STORED };
    case 6:
      return { ...entry, isEncrypted: !entry.isEncrypted, crc32: entry.isEncrypted ? number : 0 };
    case 7:
      return { ...entry, crc32: number };
    case 8:
      return { ...entry, storedCrc: number };
    case 9:
      return { ...entry, trueName: roll(2) === 0 ? "a/b" : "other" };
    case 10:
      return { ...entry, mode: roll(0o10000), modifiedNs: BigInt(number) * 1_000_000_007n };
    default:
      return { ...other, offset: entry.offset };
  }
}

function change(bytes: Buffer, roll: (below: number) => number): Buffer {
  const at = roll(2) === 0 ? roll(bytes.length) : fieldAt(bytes, roll);
  const length = 1 + roll(roll(2) === 0 ? 16 : bytes.length);
  const end = Math.min(bytes.length, at + length);
  switch (roll(9)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << roll(8));
      return bytes;
    case 1:
      bytes[at] = roll(256);
      return bytes;
    case 2:
      if (at + 2 <= bytes.length) bytes.writeUInt16LE((NUMBERS[roll(6)] ?? 0) & 0xffff, at);
      return bytes;
    case 3:
      if (at + 4 <= bytes.length) bytes.writeUInt32LE(NUMBERS[roll(9)] ?? 0, at);
      return bytes;
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    case 5:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    case 6:
      bytes.fill(roll(2) === 0 ? 0 : 0xff, at, end);
      return bytes;
    case 7:
      bytes.copyWithin(roll(bytes.length), at, end);
      return bytes;
    default:
      return bytes.subarray(0, at);
  }
}

/** A place within some header, where the numbers are. */
function fieldAt(bytes: Buffer, roll: (below: number) => number): number {
  const signature = SIGNATURES[roll(SIGNATURES.length)] ?? "";
  const found = bytes.indexOf(signature, roll(bytes.length), "latin1");
  const start = found < 0 ? bytes.lastIndexOf(signature, undefined, "latin1") : found;
  return Math.min(Math.max(start, 0) + 4 + roll(60), bytes.length - 1);
}
