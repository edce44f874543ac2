/**
 * Index files: which pack holds which blobs, as restic's JSON.
 *
 * Writing and the common way of reading go over bytes directly, since an index of a million blobs is 140 MB of JSON. What
 * does not look exactly as restic writes it today goes through JSON.parse.
 *
 * @see restic design.rst, "Indexing"
 */

import { FivefoldError } from "../model/error.ts";
import { BlobIndex, DATA_BLOB, ID_BYTES, TREE_BLOB } from "./blob-index.ts";
import type { BlobKind } from "./blob-index.ts";
import { readHeader } from "./pack.ts";

const NAMES = ["data", "tree"] as const;

/** What an index file says of one pack, built from the pack's header. */
export function packText(pack: string, header: Uint8Array): { text: string; count: number } {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.length);
  const blobs: string[] = [];
  for (const { kind, offset, length, rawLength, idAt } of readHeader(header)) {
    const id = bytes.toString("hex", idAt, idAt + ID_BYTES);
    const raw = rawLength > 0 ? `,"uncompressed_length":${rawLength}` : "";
    const where = `"offset":${offset},"length":${length}${raw}`;
    blobs.push(blobText(id, kind, where));
  }
  return { text: `{"id":"${pack}","blobs":[${blobs.join(",")}]}`, count: blobs.length };
}

export function indexBytes(packs: readonly string[]): Buffer {
  return Buffer.from(`{"packs":[${packs.join(",")}]}`, "latin1");
}

/** Adds all that an index file says. @throws INDEX_DAMAGED, having added nothing */
export function readIndexFile(bytes: Buffer, into: BlobIndex): void {
  const packs = into.packs.length;
  const count = into.count;
  try {
    new Scanner(bytes, into).read();
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError)) throw thrown;
    into.rewind(packs, count);
    readAnyIndex(bytes, into);
  }
}

/** The text of packs that an index already knows, for an index file of their own. */
export function knownPackText(index: BlobIndex, pack: number, records: Uint32Array): string {
  const blobs: string[] = [];
  for (const record of records) {
    const raw = index.rawLengthOf(record);
    const more = raw > 0 ? `,"uncompressed_length":${raw}` : "";
    blobs.push(
      blobText(
        index.idOf(record),
        index.kindOf(record),
        `"offset":${index.offsetOf(record)},"length":${index.lengthOf(record)}${more}`,
      ),
    );
  }
  return `{"id":"${index.packs[pack] ?? ""}","blobs":[${blobs.join(",")}]}`;
}

const blobText = (id: string, kind: BlobKind, where: string): string =>
  `{"id":"${id}","type":"${NAMES[kind]}",${where}}`;

const NIBBLE = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) NIBBLE[digit.toString(16).charCodeAt(0)] = digit;

const literal = (text: string): Buffer => Buffer.from(text, "latin1");
const START = literal('{"packs":[');
const PACK = literal('{"id":"');
const BLOBS = literal('","blobs":[');
const TYPE = literal('","type":"');
const OFFSET = literal('","offset":');
const LENGTH = literal(',"length":');
const RAW = literal(',"uncompressed_length":');
const COMMA = 44;
const BRACE = 125;
const BRACKET = 93;

/** Reads the form that restic writes today in one pass over the bytes. */
class Scanner {
  readonly #bytes: Buffer;
  readonly #into: BlobIndex;
  readonly #id = Buffer.alloc(ID_BYTES);
  #at = 0;

  constructor(bytes: Buffer, into: BlobIndex) {
    this.#bytes = bytes;
    this.#into = into;
  }

  read(): void {
    this.#expect(START);
    if (this.#bytes[this.#at] === BRACKET) return;
    do {
      this.#expect(PACK);
      this.#readId();
      const pack = this.#into.addPack(this.#id.toString("hex"));
      this.#expect(BLOBS);
      if (this.#bytes[this.#at] !== BRACKET) this.#readBlobs(pack);
      this.#expectByte(BRACKET);
      this.#expectByte(BRACE);
    } while (this.#isNext(COMMA));
    this.#expectByte(BRACKET);
  }

  #readBlobs(pack: number): void {
    do {
      this.#expect(PACK);
      this.#readId();
      this.#expect(TYPE);
      const kind = this.#readKind();
      this.#expect(OFFSET);
      const offset = this.#readNumber();
      this.#expect(LENGTH);
      const length = this.#readNumber();
      let rawLength = 0;
      if (this.#bytes[this.#at] === COMMA) {
        this.#expect(RAW);
        rawLength = this.#readNumber();
      }
      this.#expectByte(BRACE);
      this.#into.add(this.#id, 0, kind, pack, offset, length, rawLength);
    } while (this.#isNext(COMMA));
  }

  #readId(): void {
    for (let byte = 0; byte < ID_BYTES; byte++) {
      const high = NIBBLE[this.#bytes[this.#at] ?? 0] ?? -1;
      const low = NIBBLE[this.#bytes[this.#at + 1] ?? 0] ?? -1;
      if (high < 0 || low < 0) throw new FivefoldError("INDEX_DAMAGED", { what: "id" });
      this.#id[byte] = (high << 4) | low;
      this.#at += 2;
    }
  }

  #readKind(): BlobKind {
    const kind = this.#bytes[this.#at] === 100 ? DATA_BLOB : TREE_BLOB;
    this.#expect(literal(NAMES[kind]));
    return kind;
  }

  #readNumber(): number {
    let value = 0;
    const start = this.#at;
    for (;;) {
      const digit = (this.#bytes[this.#at] ?? 0) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      this.#at++;
    }
    if (this.#at === start || value > 0xffffffff) {
      throw new FivefoldError("INDEX_DAMAGED", { what: "number" });
    }
    return value;
  }

  #expect(text: Buffer): void {
    for (let i = 0; i < text.length; i++) {
      if (this.#bytes[this.#at + i] !== text[i]) {
        throw new FivefoldError("INDEX_DAMAGED", { what: `byte ${this.#at + i}` });
      }
    }
    this.#at += text.length;
  }

  #expectByte(byte: number): void {
    if (!this.#isNext(byte)) throw new FivefoldError("INDEX_DAMAGED", { what: `byte ${this.#at}` });
  }

  #isNext(byte: number): boolean {
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }
}

interface IndexJson {
  readonly packs?: readonly PackJson[];
}

interface PackJson {
  readonly id: string;
  readonly blobs: readonly {
    readonly id: string;
    readonly type: string;
    readonly offset: number;
    readonly length: number;
    readonly uncompressed_length?: number;
  }[];
}

/** Any form that restic has ever written: with "supersedes", fields in another order, or the bare list of the oldest. */
function readAnyIndex(bytes: Buffer, into: BlobIndex): void {
  let json: IndexJson | readonly PackJson[];
  try {
    json = JSON.parse(bytes.toString("utf8")) as IndexJson | readonly PackJson[];
  } catch (cause) {
    throw new FivefoldError("INDEX_DAMAGED", { what: "json" }, { cause });
  }
  const packs = listed(json);
  if (packs === null) throw new FivefoldError("INDEX_DAMAGED", { what: "packs" });
  const packCount = into.packs.length;
  const count = into.count;
  try {
    addPacks(packs, into);
  } catch (thrown) {
    into.rewind(packCount, count);
    throw thrown;
  }
}

function listed(json: IndexJson | readonly PackJson[]): readonly PackJson[] | null {
  const packs: unknown = Array.isArray(json) ? json : (json as IndexJson | null)?.packs;
  return Array.isArray(packs) ? (packs as readonly PackJson[]) : null;
}

function addPacks(packs: readonly PackJson[], into: BlobIndex): void {
  const isId = (id: unknown): id is string => typeof id === "string" && /^[0-9a-f]{64}$/.test(id);
  const isSize = (size: unknown): boolean =>
    Number.isInteger(size) && Number(size) >= 0 && Number(size) <= 0xffffffff;
  for (const { id, blobs } of packs) {
    if (!isId(id)) throw new FivefoldError("INDEX_DAMAGED", { what: "pack" });
    const pack = into.addPack(id);
    for (const blob of blobs) {
      const kind = blob.type === "data" ? DATA_BLOB : blob.type === "tree" ? TREE_BLOB : null;
      const rawLength = blob.uncompressed_length ?? 0;
      const isRight = isId(blob.id) && [blob.offset, blob.length, rawLength].every(isSize);
      if (kind === null || !isRight) throw new FivefoldError("INDEX_DAMAGED", { what: "blob" });
      const blobId = Buffer.from(blob.id, "hex");
      into.add(blobId, 0, kind, pack, blob.offset, blob.length, rawLength);
    }
  }
}
