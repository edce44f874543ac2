/**
 * The work of one reading thread: proves entries and writes their contents into files.
 *
 * A job is a run of central records, as bytes, in the order in which their data lies in the file. Everything here is synchronous: a thread does one
 * thing at a time. Neighbours are read in one go.
 */

import { systemCode } from "../model/error.ts";
import { ContentFile } from "./content-file.ts";
import { EntryProof } from "./entry-proof.ts";
import type { Wrong } from "./entry-proof.ts";
import { PlainRecords } from "./plain-record.ts";
import type { RecordFacts } from "./plain-record.ts";
import { readerOf } from "./random-bytes.ts";
import type { BytesConfig, ReadNow } from "./random-bytes.ts";
import { unveilWith } from "./unsealing.ts";
import { KeyDeriver } from "./zip-aes.ts";
import { centralRecordLength, localHeader, readCentralRecord } from "./zip-format.ts";

export interface ReadSetup {
  readonly config: BytesConfig;
  /** What the entries were sealed with. */
  readonly password: string | null;
}

export interface ReadJob {
  readonly job: number;
  /** Central records, one behind the other. */
  readonly records: Uint8Array;
  /** SHA-256 of each content, 32 bytes each; all zero: not known. */
  readonly sums: Uint8Array | null;
  /** Where each content is to be written; `null`: nowhere, it is only proved. */
  readonly files: readonly TargetFile[] | null;
}

/** The file that a content is written into. */
export interface TargetFile {
  readonly path: string | Uint8Array;
  /** Its permissions when it is whole. */
  readonly mode: number;
}

export interface EntryTrouble {
  /** Position in the job. */
  readonly at: number;
  readonly what:
    | Wrong
    | "header"
    | "header.disagrees"
    | "short"
    | "unreadable"
    | "unwritable"
    | "mode";
  /** The system's code, where it was the system that refused. */
  readonly code: string | null;
}

export type FromReadThread =
  | { readonly kind: "reply"; readonly job: number; readonly troubles: readonly EntryTrouble[] }
  /** Bytes of contents proved or written since the last word. */
  | { readonly kind: "advance"; readonly sizeBytes: number };

const AHEAD_BYTES = 1 << 20;
const PIECE_BYTES = 1 << 20;
const ADVANCE_BYTES = 4 << 20;
export const SUM_BYTES = 32;
const NO_SUM = Buffer.alloc(SUM_BYTES);

export class ReadWork {
  readonly #read: ReadNow;
  readonly #proof: EntryProof;
  readonly #file = new ContentFile();
  readonly #send: (message: FromReadThread) => void;
  readonly #buffer = Buffer.allocUnsafeSlow(AHEAD_BYTES);
  /** What of the file stands in the buffer. */
  #start = 0;
  #end = 0;
  #advanced = 0;

  constructor(setup: ReadSetup, send: (message: FromReadThread) => void) {
    this.#read = readerOf(setup.config, unveilWith);
    this.#proof = new EntryProof(setup.password === null ? null : new KeyDeriver(setup.password));
    this.#send = send;
  }

  receive(job: ReadJob): void {
    const troubles = this.#entries(job);
    this.#advance(0, true);
    this.#send({ kind: "reply", job: job.job, troubles });
  }

  #entries(job: ReadJob): readonly EntryTrouble[] {
    const records = Buffer.from(job.records.buffer, job.records.byteOffset, job.records.length);
    const entries = readingsOf(records);
    const plain = new PlainRecords(records);
    const troubles: EntryTrouble[] = [];
    this.#end = 0;
    for (const [at, entry] of entries.entries()) {
      const sum = job.sums?.subarray(at * SUM_BYTES, (at + 1) * SUM_BYTES) ?? NO_SUM;
      try {
        this.#fill(entries, at);
        const file = job.files?.[at] ?? null;
        const what = this.#entry(entry, plain, NO_SUM.equals(sum) ? null : sum, file);
        if (what !== null) troubles.push({ at, what, code: null });
      } catch (thrown) {
        const code = systemCode(thrown);
        if (code === null) throw thrown;
        const what = thrown instanceof Unwritable ? "unwritable" : "unreadable";
        troubles.push({ at, what, code });
        this.#end = 0;
      } finally {
        this.#file.close();
      }
      this.#advance(entry.facts.sizeBytes, false);
    }
    return troubles;
  }

  /** Makes sure that the entry's beginning is in the buffer, and what of it and its neighbours behind finds room. */
  #fill(entries: readonly Reading[], first: number): void {
    const entry = entries[first];
    if (entry === undefined) return;
    const { offset } = entry.facts;
    if (offset >= this.#start && entry.end <= this.#end) return;
    let until = entry.end;
    for (let next = first + 1; next < entries.length; next++) {
      const { facts, end } = entries[next] ?? entry;
      if (facts.offset !== until || end - offset > this.#buffer.length) break;
      until = end;
    }
    this.#start = offset;
    this.#end = offset;
    this.#end += this.#read(this.#buffer, offset, Math.min(until - offset, this.#buffer.length));
  }

  #entry(
    { facts, headerBytes, recordAt, header }: Reading,
    plain: PlainRecords,
    sum: Uint8Array | null,
    target: TargetFile | null,
  ): EntryTrouble["what"] | null {
    const from = facts.offset - this.#start;
    const have = this.#end - this.#start;
    if (from + headerBytes > have) return "short";
    const found = this.#buffer.subarray(from, from + headerBytes);
    const isHeader = header === null ? plain.isLocalHeader(found, recordAt) : found.equals(header);
    if (!isHeader) return disagreement(found, header ?? plain.localHeader(recordAt));
    if (target !== null) writing(() => this.#file.open(target.path));
    this.#proof.begin(facts, sum);
    const emit = (piece: Uint8Array): void => {
      if (target !== null) writing(() => this.#file.write(piece));
    };
    const dataAt = from + headerBytes;
    let left = facts.storedBytes;
    let piece = this.#buffer.subarray(dataAt, Math.min(have, dataAt + left));
    for (let at = facts.offset + headerBytes; ;) {
      this.#proof.push(piece, emit);
      left -= piece.length;
      at += piece.length;
      if (left === 0) break;
      const length = Math.min(left, PIECE_BYTES);
      // what stood in the buffer is overwritten
      this.#end = 0;
      const got = this.#read(this.#buffer, at, length);
      if (got < length) return "short";
      piece = this.#buffer.subarray(0, got);
    }
    const wrong = this.#proof.end();
    if (wrong !== null || target === null) return wrong;
    return writing(() => this.#file.end(target.mode)) ? null : "mode";
  }

  #advance(bytes: number, isEnd: boolean): void {
    this.#advanced += bytes;
    if (this.#advanced < ADVANCE_BYTES && !(isEnd && this.#advanced > 0)) return;
    this.#send({ kind: "advance", sizeBytes: this.#advanced });
    this.#advanced = 0;
  }
}

/** One entry of a job. */
interface Reading {
  readonly facts: RecordFacts;
  readonly headerBytes: number;
  /** Where its stored bytes end in the file. */
  readonly end: number;
  readonly recordAt: number;
  /** Its local header, where the record is not read the quick way. */
  readonly header: Buffer | null;
}

function readingsOf(records: Buffer): readonly Reading[] {
  const plain = new PlainRecords(records);
  const entries: Reading[] = [];
  for (let at = 0; at < records.length;) {
    const length = centralRecordLength(records, at) ?? 0;
    const isPlain = length > 0 && plain.read(at, length);
    const facts = isPlain ? { ...plain.facts } : readCentralRecord(records, at);
    if (facts === null) throw new Error("a record that was read before");
    const header = "mode" in facts ? localHeader(facts) : null;
    const headerBytes = header?.length ?? plain.headerBytes;
    const end = facts.offset + headerBytes + facts.storedBytes;
    entries.push({ facts, headerBytes, end, recordAt: at, header });
    at += length;
  }
  return entries;
}

/** A refusal to write must not be taken for one to read. */
class Unwritable extends Error {
  readonly code: string;

  constructor(code: string, cause: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

function writing<Value>(action: () => Value): Value {
  try {
    return action();
  } catch (thrown) {
    const code = systemCode(thrown);
    throw code === null ? thrown : new Unwritable(code, thrown);
  }
}

/**
 * Why a local header is not what the directory makes of the entry. Bits that turned by themselves change one byte, or
 * leave no header at all; what is a header and says something else was written so.
 */
export function disagreement(found: Buffer, expected: Buffer): "header" | "header.disagrees" {
  let different = 0;
  for (const [at, byte] of expected.entries()) if (found[at] !== byte) different++;
  const isHeader = found.subarray(0, 4).equals(expected.subarray(0, 4));
  return isHeader && different > 1 ? "header.disagrees" : "header";
}
