/**
 * Fonts as the web has them (WOFF 2.0), for a PDF: unpacked to TrueType, which is what a PDF embeds.
 *
 * The library that makes our PDFs reads WOFF 2.0 but embeds glyphs from where they would lie in a TrueType file, and in WOFF 2.0
 * they are taken apart (W3C "WOFF File Format 2.0", section 5). Of a variable font the default weight is kept.
 */

import { brotliDecompressSync } from "node:zlib";

export interface FontFile {
  readonly trueType: Buffer;
  /** Characters for which there is a glyph. */
  readonly covered: ReadonlySet<number>;
}

const SIGNATURE = 0x774f4632;
/** Tags that are written as a number, in the order of the standard; the rest of its 63 are in none of our fonts. */
const KNOWN_TAGS =
  "cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill";
const TAG_LENGTH = 4;
const SPELLED_OUT = 63;
/** They say how other weights differ from the default. */
const VARIATIONS = new Set(["fvar", "gvar", "avar", "cvar", "HVAR", "MVAR", "VVAR", "STAT"]);

/** Reads numbers one behind the other, the largest byte first. */
class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#at++);
  }

  short(): number {
    this.#at += 2;
    return this.#bytes.readUInt16BE(this.#at - 2);
  }

  long(): number {
    this.#at += 4;
    return this.#bytes.readUInt32BE(this.#at - 4);
  }

  take(length: number): Buffer {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  cut(length: number): Cursor {
    return new Cursor(this.take(length));
  }

  /** UIntBase128 of the standard. */
  long128(): number {
    let value = 0;
    for (let count = 0; count < 5; count++) {
      const byte = this.byte();
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    throw new RangeError("a number in the font is too long");
  }

  /** 255UInt16 of the standard. */
  short255(): number {
    const code = this.byte();
    if (code === 253) return this.short();
    if (code === 254) return this.byte() + 506;
    return code === 255 ? this.byte() + 253 : code;
  }
}

/** @throws RangeError for what is no such font, or one whose outlines are not TrueType's */
export function unpackFont(woff2: Buffer): FontFile {
  const packed = tablesOf(woff2);
  const tables = new Map<string, Buffer>();
  for (const [tag, { bytes, isTransformed }] of packed) {
    if (VARIATIONS.has(tag) || tag === "glyf" || tag === "loca") continue;
    if (isTransformed) throw new RangeError(`the font's ${tag} is taken apart`);
    tables.set(tag, bytes);
  }
  const [glyf, head, cmap] = [packed.get("glyf"), tables.get("head"), tables.get("cmap")];
  if (glyf?.isTransformed !== true || head === undefined || cmap === undefined)
    throw new RangeError("the font has no outlines that can be put together");
  const outlines = outlinesOf(glyf.bytes);
  tables.set("glyf", Buffer.concat(outlines));
  tables.set("loca", offsetsOf(outlines));
  const ownHead = Buffer.from(head);
  ownHead.writeUInt16BE(1, LONG_OFFSETS_AT);
  tables.set("head", ownHead);
  return { trueType: trueTypeOf(tables), covered: charactersIn(cmap) };
}

/** Where `head` says that offsets have four bytes. */
const LONG_OFFSETS_AT = 50;

interface PackedTable {
  readonly bytes: Buffer;
  readonly isTransformed: boolean;
}

function tablesOf(woff2: Buffer): ReadonlyMap<string, PackedTable> {
  const file = new Cursor(woff2);
  if (file.long() !== SIGNATURE) throw new RangeError("no WOFF 2.0 font");
  file.take(8); // kind and length
  const count = file.short();
  file.take(6); // length when unpacked
  const packedBytes = file.long();
  file.take(24); // version, metadata and the like
  const entries = Array.from({ length: count }, () => {
    const flags = file.byte();
    const index = flags & 0x3f;
    const known = index * (TAG_LENGTH + 1);
    const tag =
      index === SPELLED_OUT
        ? file.take(TAG_LENGTH).toString("latin1")
        : KNOWN_TAGS.slice(known, known + TAG_LENGTH);
    const version = flags >> 6;
    const isTransformed = tag === "glyf" || tag === "loca" ? version === 0 : version !== 0;
    const ownBytes = file.long128();
    return { tag, isTransformed, sizeBytes: isTransformed ? file.long128() : ownBytes };
  });
  const content = new Cursor(brotliDecompressSync(file.take(packedBytes)));
  return new Map(
    entries.map(({ tag, isTransformed, sizeBytes }) => [
      tag,
      { bytes: content.take(sizeBytes), isTransformed },
    ]),
  );
}

// ---- outlines

const COMPOSED = 0xffff;

/** The streams into which the outlines of all glyphs are taken apart. */
interface Streams {
  readonly contours: Cursor;
  readonly points: Cursor;
  readonly flags: Cursor;
  readonly glyphs: Cursor;
  readonly components: Cursor;
  readonly boxes: Cursor;
  readonly instructions: Cursor;
}

/** One piece of TrueType's `glyf` for each glyph. */
function outlinesOf(transformed: Buffer): readonly Buffer[] {
  const table = new Cursor(transformed);
  table.take(4); // reserved, and whether overlaps are marked, which nothing here needs
  const count = table.short();
  table.short(); // how long offsets were
  const sizes = Array.from({ length: 7 }, () => table.long());
  const cut = (at: number): Cursor => table.cut(sizes[at] ?? 0);
  const [contours, points, flags] = [cut(0), cut(1), cut(2)];
  const [glyphs, components, boxes, instructions] = [cut(3), cut(4), cut(5), cut(6)];
  const streams = { contours, points, flags, glyphs, components, boxes, instructions };
  const hasBox = boxes.take(Math.floor((count + 31) / 32) * 4);
  return Array.from({ length: count }, (_, glyph) => {
    const isBoxed = ((hasBox[glyph >> 3] ?? 0) & (0x80 >> (glyph & 7))) !== 0;
    const contourCount = contours.short();
    if (contourCount === 0) return Buffer.alloc(0);
    const outline =
      contourCount === COMPOSED ? composed(streams) : drawn(streams, contourCount, isBoxed);
    return Buffer.concat([outline, Buffer.alloc(-outline.length & 3)]);
  });
}

const MORE_COMPONENTS = 0x20;
const HAS_INSTRUCTIONS = 0x100;

/** A glyph that is put together from others. */
function composed({ components, boxes, glyphs, instructions }: Streams): Buffer {
  const pieces: Buffer[] = [Buffer.from([0xff, 0xff]), boxes.take(8)];
  let flags = MORE_COMPONENTS;
  let isInstructed = false;
  while ((flags & MORE_COMPONENTS) !== 0) {
    const head = components.take(4);
    flags = head.readUInt16BE(0);
    isInstructed ||= (flags & HAS_INSTRUCTIONS) !== 0;
    const offsetBytes = (flags & 0x1) === 0 ? 2 : 4;
    const scaleBytes = (flags & 0x8) !== 0 ? 2 : (flags & 0x40) !== 0 ? 4 : flags & 0x80 ? 8 : 0;
    pieces.push(head, components.take(offsetBytes + scaleBytes));
  }
  if (isInstructed) {
    const length = glyphs.short255();
    pieces.push(shorts([length]), instructions.take(length));
  }
  return Buffer.concat(pieces);
}

function drawn(streams: Streams, contourCount: number, isBoxed: boolean): Buffer {
  const { points, flags, glyphs, boxes, instructions } = streams;
  const ends: number[] = [];
  let pointCount = 0;
  for (let contour = 0; contour < contourCount; contour++) {
    pointCount += points.short255();
    ends.push(pointCount - 1);
  }
  const onCurve: number[] = [];
  const steps: (readonly [number, number])[] = [];
  for (let point = 0; point < pointCount; point++) {
    const flag = flags.byte();
    onCurve.push(flag >> 7 === 0 ? 1 : 0);
    steps.push(stepOf(flag & 0x7f, glyphs));
  }
  const length = glyphs.short255();
  const box = isBoxed ? boxes.take(8) : boxAround(steps);
  return Buffer.concat([
    shorts([contourCount]),
    box,
    shorts([...ends, length]),
    instructions.take(length),
    Buffer.from(onCurve),
    shorts(steps.map(([x]) => x)),
    shorts(steps.map(([, y]) => y)),
  ]);
}

/** From one point to the next: the table of triplets in section 5.2 of the standard. */
function stepOf(flag: number, bytes: Cursor): readonly [number, number] {
  const signed = (sign: number, value: number): number => ((sign & 1) === 0 ? -value : value);
  const first = bytes.byte();
  if (flag < 10) return [0, signed(flag, ((flag & 14) << 7) + first)];
  if (flag < 20) return [signed(flag, (((flag - 10) & 14) << 7) + first), 0];
  if (flag < 84) {
    const rest = flag - 20;
    const x = 1 + (rest & 0x30) + (first >> 4);
    const y = 1 + ((rest & 0x0c) << 2) + (first & 0x0f);
    return [signed(flag, x), signed(flag >> 1, y)];
  }
  const second = bytes.byte();
  if (flag < 120) {
    const rest = flag - 84;
    const x = 1 + (Math.floor(rest / 12) << 8) + first;
    const y = 1 + (((rest % 12) >> 2) << 8) + second;
    return [signed(flag, x), signed(flag >> 1, y)];
  }
  const third = bytes.byte();
  if (flag < 124) {
    const x = (first << 4) + (second >> 4);
    const y = ((second & 0x0f) << 8) + third;
    return [signed(flag, x), signed(flag >> 1, y)];
  }
  const fourth = bytes.byte();
  return [signed(flag, (first << 8) + second), signed(flag >> 1, (third << 8) + fourth)];
}

function boxAround(steps: readonly (readonly [number, number])[]): Buffer {
  const xs: number[] = [];
  const ys: number[] = [];
  let [x, y] = [0, 0];
  for (const [right, up] of steps) {
    xs.push((x += right));
    ys.push((y += up));
  }
  return shorts([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]);
}

function shorts(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [at, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, at * 2);
  return bytes;
}

function offsetsOf(outlines: readonly Buffer[]): Buffer {
  const bytes = Buffer.alloc((outlines.length + 1) * 4);
  let offset = 0;
  for (const [at, { length }] of outlines.entries())
    bytes.writeUInt32BE((offset += length), (at + 1) * 4);
  return bytes;
}

// ---- the file

/** Sums are left out: whoever embeds the font makes a file of its own from it. */
function trueTypeOf(tables: ReadonlyMap<string, Buffer>): Buffer {
  const sorted = [...tables].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const head = Buffer.alloc(12 + sorted.length * 16);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(sorted.length, 4);
  const pieces = [head];
  let offset = head.length;
  for (const [at, [tag, bytes]] of sorted.entries()) {
    const entry = 12 + at * 16;
    head.write(tag, entry, "latin1");
    head.writeUInt32BE(offset, entry + 8);
    head.writeUInt32BE(bytes.length, entry + 12);
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
    pieces.push(padded);
    offset += padded.length;
  }
  return Buffer.concat(pieces);
}

const SEGMENTS = 4;

/** Of `cmap`, the segments of the basic plane, which every font has. */
function charactersIn(cmap: Buffer): ReadonlySet<number> {
  const covered = new Set<number>();
  const count = cmap.readUInt16BE(2);
  for (let at = 0; at < count; at++) {
    const table = cmap.subarray(cmap.readUInt32BE(8 + at * 8));
    if (table.readUInt16BE(0) !== SEGMENTS) continue;
    const segments = table.readUInt16BE(6) / 2;
    for (let segment = 0; segment < segments; segment++) {
      const last = table.readUInt16BE(14 + segment * 2);
      const first = table.readUInt16BE(16 + (segments + segment) * 2);
      for (let character = first; character <= last && character < 0xffff; character++)
        covered.add(character);
    }
  }
  return covered;
}
