/**
 * What is remembered of the entries of one `add` until the zip is finished: their central records, in compact form.
 *
 * Entries are finished in any order; the records are given in the order in which they came. A million of them take
 * some 150 MB, which as objects they would several times.
 */

import { createHash } from "node:crypto";
import { bytesOfText, textOfBytes } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import { sumsLine } from "../model/layout.ts";
import { MetadataHash, readCentralRecord } from "./zip-format.ts";

const HASH_BYTES = 32;
const NO_BYTES = Buffer.alloc(0);

/** What was stored of one `add`. */
export interface AddedEntries {
  readonly entryCount: number;
  readonly sizeBytes: number;
  /** SHA-256 over the lines, 64 hex digits. */
  readonly fingerprint: string;
  /** As `MetadataHash` has it. */
  readonly metadataSha256: string;
  /** The files' lines for `SHA256SUMS`, in directory order, in pieces of any length. */
  readonly lines: readonly Uint8Array[];
}

/** The central records of one `add` in compact form, put in any order and given in that of their slots. */
export class Records {
  static readonly #CHUNK = 1 << 20;
  /** Before each record: its length, the target's, the hash. */
  static readonly #HEAD = 8 + HASH_BYTES;
  readonly #chunks: Buffer[] = [];
  #positions = new Float64Array(64).fill(-1);
  #slots = 0;
  #used = Records.#CHUNK;
  /** How many have been put. */
  count = 0;

  /** A place in the order; it may stay empty. */
  reserve(): number {
    if (this.#slots === this.#positions.length) {
      const larger = new Float64Array(this.#slots * 2).fill(-1);
      larger.set(this.#positions);
      this.#positions = larger;
    }
    return this.#slots++;
  }

  put(slot: number, record: Buffer, sha256: Uint8Array, target: string): void {
    while (this.#slots <= slot) this.reserve();
    const targetBytes = bytesOfText(target);
    const length = Records.#HEAD + record.length + targetBytes.length;
    if (this.#used + length > Records.#CHUNK) {
      this.#chunks.push(Buffer.allocUnsafeSlow(Records.#CHUNK));
      this.#used = 0;
    }
    const chunk = this.#chunks.at(-1) ?? NO_BYTES;
    chunk.writeUInt32LE(record.length, this.#used);
    chunk.writeUInt32LE(targetBytes.length, this.#used + 4);
    chunk.set(sha256, this.#used + 8);
    chunk.set(record, this.#used + Records.#HEAD);
    chunk.set(targetBytes, this.#used + Records.#HEAD + record.length);
    this.#positions[slot] = (this.#chunks.length - 1) * Records.#CHUNK + this.#used;
    this.#used += length;
    this.count++;
  }

  /** Puts a record of the same length in another's place. */
  replace(slot: number, record: Buffer, sha256: Uint8Array): void {
    const { chunk, at } = this.#find(slot);
    chunk.set(sha256, at + 8);
    chunk.set(record, at + Records.#HEAD);
  }

  hashAt(slot: number): Buffer {
    const { chunk, at } = this.#find(slot);
    return Buffer.from(chunk.subarray(at + 8, at + Records.#HEAD));
  }

  *all(): Iterable<{ record: Buffer; sha256: Buffer; target: Buffer }> {
    for (let slot = 0; slot < this.#slots; slot++) {
      if ((this.#positions[slot] ?? -1) < 0) continue;
      const { chunk, at } = this.#find(slot);
      const recordAt = at + Records.#HEAD;
      const targetAt = recordAt + chunk.readUInt32LE(at);
      yield {
        sha256: chunk.subarray(at + 8, recordAt),
        record: chunk.subarray(recordAt, targetAt),
        target: chunk.subarray(targetAt, targetAt + chunk.readUInt32LE(at + 4)),
      };
    }
  }

  /** The records alone, in order, in pieces that are worth a write. */
  *pieces(): Iterable<Buffer> {
    let pieces: Buffer[] = [];
    let length = 0;
    for (const { record } of this.all()) {
      pieces.push(record);
      length += record.length;
      if (length < Records.#CHUNK) continue;
      yield Buffer.concat(pieces, length);
      pieces = [];
      length = 0;
    }
    if (length > 0) yield Buffer.concat(pieces, length);
  }

  #find(slot: number): { chunk: Buffer; at: number } {
    const position = this.#positions[slot] ?? -1;
    const chunk = this.#chunks[Math.floor(position / Records.#CHUNK)];
    if (chunk === undefined) throw new FivefoldError("INTERNAL", { message: "no such record" });
    return { chunk, at: position % Records.#CHUNK };
  }
}

/** Reckons what is said of a part. */
export function summary(records: Records): AddedEntries {
  const metadata = new MetadataHash();
  const fingerprint = createHash("sha256");
  const lines: Uint8Array[] = [];
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  let sizeBytes = 0;
  const flush = (): void => {
    if (gatheredBytes === 0) return;
    const bytes = Buffer.concat(gathered, gatheredBytes);
    fingerprint.update(bytes);
    lines.push(bytes);
    gathered = [];
    gatheredBytes = 0;
  };
  for (const { record, sha256, target } of records.all()) {
    const entry = readCentralRecord(record, 0);
    if (entry === null) throw new FivefoldError("INTERNAL", { message: "a record is wrong" });
    metadata.add(entry, textOfBytes(target));
    if (entry.kind !== "file") continue;
    sizeBytes += entry.sizeBytes;
    const line = sumsLine(sha256, entry.name);
    gathered.push(line);
    gatheredBytes += line.length;
    if (gatheredBytes > 256 << 10) flush();
  }
  flush();
  return {
    entryCount: records.count,
    sizeBytes,
    fingerprint: fingerprint.digest("hex"),
    metadataSha256: metadata.digest(),
    lines,
  };
}
