/**
 * Reads a zip of ours that may have come from a stranger: entries, contents, contents straight into files, and the proof of them.
 *
 * Opening believes nothing that the directory alone can tell (`zip-directory.ts`). An entry's own header is compared, and its bytes
 * are proved, whenever the entry is read; `check` reads them all.
 */

import type { Bytes } from "../model/entry.ts";
import { textOfBytes } from "../model/entry.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import { readWhole } from "../model/place.ts";
import { ContentFile } from "./content-file.ts";
import { EntryProof } from "./entry-proof.ts";
import type { RecordFacts } from "./plain-record.ts";
import { sliceOf, unveiled } from "./random-bytes.ts";
import type { RandomBytes } from "./random-bytes.ts";
import { Unsealing, unveilWith } from "./unsealing.ts";
import { KeyDeriver } from "./zip-aes.ts";
import { readDirectory } from "./zip-directory.ts";
import type { ZipDirectory, ZipShape } from "./zip-directory.ts";
import { AES_HEAD_BYTES, AES_MAC_BYTES, STORED, localHeader } from "./zip-format.ts";
import type { ZipEntry } from "./zip-format.ts";
import { ReadThreads } from "./zip-read-threads.ts";
import { SUM_BYTES, disagreement } from "./zip-read-work.ts";
import type { EntryTrouble, TargetFile } from "./zip-read-work.ts";

export interface ZipReading {
  readonly shape: ZipShape;
  readonly password: string | null;
  /** 0: everything is done in the calling thread. */
  readonly threads: number;
}

/** What is wrong with one entry. */
export interface EntryFault {
  readonly index: number;
  readonly error: FivefoldError;
}

/** The SHA-256 that an entry's content should have, 32 bytes, `null` when nothing is known of it. */
export type SumOf = (index: number) => Uint8Array | null;

const PIECE_BYTES = 256 << 10;
const JOB_BYTES = 4 << 20;
const JOB_ENTRIES = 256;
/** What an entry costs beside its bytes, in bytes: opening, and deriving a key. */
const ENTRY_COST = 4 << 10;
const KEY_COST = 256 << 10;

interface Wanted {
  readonly index: number;
  readonly sum: Uint8Array | null;
  readonly file: TargetFile;
  readonly resolve: (hasMode: boolean) => void;
  readonly reject: (error: unknown) => void;
}

export class ZipReader implements AsyncDisposable {
  readonly #bytes: RandomBytes;
  readonly #directory: ZipDirectory;
  readonly #reading: ZipReading;
  readonly #deriver: KeyDeriver | null;
  /** Told of bytes of contents that were proved or written. */
  #advance: (sizeBytes: number) => void = () => undefined;
  #threads: ReadThreads | null = null;
  #wanted: Wanted[] = [];

  private constructor(bytes: RandomBytes, directory: ZipDirectory, reading: ZipReading) {
    this.#bytes = bytes;
    this.#directory = directory;
    this.#reading = reading;
    this.#deriver = reading.password === null ? null : new KeyDeriver(reading.password);
  }

  /** @throws PARCEL_NOT_ZIP, PARCEL_FOREIGN, PARCEL_CUT_OFF, PARCEL_DAMAGED, PARCEL_CHANGED, PARCEL_HOSTILE */
  static async open(bytes: RandomBytes, reading: ZipReading): Promise<ZipReader> {
    return new ZipReader(bytes, await readDirectory(bytes, reading.shape), reading);
  }

  /** The same zip, read with a password; the directory is shared. */
  withPassword(password: string): ZipReader {
    return new ZipReader(this.#bytes, this.#directory, { ...this.#reading, password });
  }

  get path(): string {
    return this.#bytes.label;
  }

  get entryCount(): number {
    return this.#directory.entryCount;
  }

  entry(index: number): ZipEntry {
    return this.#directory.entry(index);
  }

  /** What of an entry is read quickly; the object is used again by the next call. */
  facts(index: number): RecordFacts {
    return this.#directory.facts(index);
  }

  name(index: number): string {
    return this.#directory.name(index);
  }

  /** Position of the entry with exactly this name, -1 when there is none. */
  find(name: string): number {
    return this.#directory.find(name);
  }

  /** Where the directory begins, and the last entry ends. */
  get directoryOffset(): number {
    return this.#directory.offset;
  }

  /** Positions of entries in the order in which their data lies in the file. */
  inFileOrder(first = 0, count = this.entryCount - first): Uint32Array {
    return this.#directory.inFileOrder(first, count);
  }

  /** Whoever wants to know how far reading has come. */
  onAdvance(advance: (sizeBytes: number) => void): void {
    this.#advance = advance;
  }

  /** Where the entry's stored bytes lie, its header proved; for taking them over raw. @throws PARCEL_DAMAGED, PARCEL_HOSTILE */
  async storedRange(index: number): Promise<{ readonly start: number; readonly end: number }> {
    const entry = this.entry(index);
    const header = await this.#provedHeader(entry);
    const start = entry.offset + header;
    return { start, end: start + entry.storedBytes };
  }

  /**
   * Content in pieces. What was given is proved only when the end is reached without an error.
   *
   * @throws PARCEL_DAMAGED, PARCEL_HOSTILE, PARCEL_PASSWORD_WRONG, PARCEL_CUT_OFF
   */
  async *content(index: number, sum: Uint8Array | null = null): Bytes {
    const entry = this.entry(index);
    const { start, end } = await this.storedRange(index);
    const proof = new EntryProof(this.#deriver);
    proof.begin(entry, sum);
    for (let at = start; ;) {
      const length = Math.min(end - at, PIECE_BYTES);
      const stored = await this.#bytes.read(at, length);
      at += length;
      const pieces: Uint8Array[] = [];
      proof.push(stored, (piece) => pieces.push(Uint8Array.from(piece)));
      yield* pieces;
      if (at >= end) break;
    }
    const what = proof.end();
    if (what !== null) throw this.#errorOf({ at: 0, what, code: null }, entry.name);
  }

  /** All of a small content in one piece. @throws as `content`, PARCEL_HOSTILE when it is larger than `most` */
  async whole(index: number, most: number, sum: Uint8Array | null = null): Promise<Uint8Array> {
    const { name, sizeBytes } = this.entry(index);
    if (sizeBytes > most) throw this.#errorOf({ at: 0, what: "bomb", code: null }, name);
    return readWhole(this.content(index, sum));
  }

  /** What a link leads to. @throws as `content` */
  async target(index: number): Promise<string> {
    return textOfBytes(await readWhole(this.content(index)));
  }

  /**
   * The content of a stored entry as bytes that can be read at any place. An encrypted one is proved first, whole: after
   * that its text can be deciphered anywhere.
   *
   * @throws as `content`
   */
  async inPlace(index: number): Promise<RandomBytes> {
    const entry = this.entry(index);
    const { start, end } = await this.storedRange(index);
    const label = `${this.path}/${entry.name}`;
    if (entry.method !== STORED || entry.kind !== "file") {
      throw this.#errorOf({ at: 0, what: "header", code: null }, entry.name);
    }
    if (!entry.isEncrypted) return sliceOf(this.#bytes, start, end - start, label);
    const faults = await this.prove([index], () => null);
    if (faults[0] !== undefined) throw faults[0].error;
    if (this.#deriver === null) throw this.#wrongPassword();
    const unsealing = new Unsealing(this.#deriver, entry.storedBytes);
    unsealing.open(await this.#bytes.read(start, AES_HEAD_BYTES));
    const key = unsealing.textKey;
    if (key === null) throw this.#wrongPassword();
    const textBytes = entry.storedBytes - AES_HEAD_BYTES - AES_MAC_BYTES;
    const text = sliceOf(this.#bytes, start + AES_HEAD_BYTES, textBytes, label);
    return unveiled(text, { key }, unveilWith({ key }));
  }

  /** Whether the password is the entry's, told by reading its first bytes: one wrong one in 65,536 passes. */
  async accepts(index: number): Promise<boolean> {
    const entry = this.entry(index);
    if (!entry.isEncrypted) return true;
    if (this.#deriver === null) return false;
    const { start } = await this.storedRange(index);
    const head = await this.#bytes.read(start, AES_HEAD_BYTES);
    return new Unsealing(this.#deriver, entry.storedBytes).open(head) !== null;
  }

  /**
   * Writes the content into a file that does not exist; see `WritableContent.writeTo`. Calls made at once are done in the
   * order in which the contents lie in the file.
   *
   * @throws as `content`; SPACE_SHORT, ENTRY_UNRESTORABLE
   */
  writeTo(
    index: number,
    sum: Uint8Array | null,
    path: string | Uint8Array,
    mode: number,
  ): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (this.#wanted.length === 0) {
        setImmediate(() => {
          const wanted = this.#wanted;
          this.#wanted = [];
          this.#write(wanted).catch((error: unknown) => {
            for (const each of wanted) each.reject(error);
          });
        });
      }
      this.#wanted.push({ index, sum, file: { path, mode }, resolve, reject });
    });
  }

  /** Reads every byte of the given entries, headers too, and tells what is wrong with which. */
  async prove(
    indices: Iterable<number>,
    sumOf: SumOf,
    signal: AbortSignal | null = null,
  ): Promise<readonly EntryFault[]> {
    const faults: EntryFault[] = [];
    const running = new Set<Promise<void>>();
    for (const job of this.#jobs(indices)) {
      signal?.throwIfAborted();
      const done = this.#prove(job, sumOf, faults);
      running.add(done);
      void done.finally(() => running.delete(done)).catch(() => undefined);
      await this.#running()?.room();
    }
    await Promise.all(running);
    return faults.toSorted((a, b) => a.index - b.index);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#threads?.[Symbol.asyncDispose]();
  }

  async #provedHeader(entry: ZipEntry): Promise<number> {
    const header = localHeader(entry);
    const found = await this.#bytes.read(entry.offset, header.length);
    if (found.equals(header)) return header.length;
    const what = disagreement(found, header);
    throw this.#errorOf({ at: 0, what, code: null }, entry.name);
  }

  *#jobs(indices: Iterable<number>): Iterable<Job> {
    let job: number[] = [];
    let bytes = 0;
    for (const index of indices) {
      const { sizeBytes, storedBytes, isEncrypted } = this.facts(index);
      bytes += Math.max(sizeBytes, storedBytes) + (isEncrypted ? KEY_COST : ENTRY_COST);
      job.push(index);
      if (bytes < JOB_BYTES && job.length < JOB_ENTRIES) continue;
      yield { indices: job, cost: bytes };
      job = [];
      bytes = 0;
    }
    if (job.length > 0) yield { indices: job, cost: bytes };
  }

  async #prove(job: Job, sumOf: SumOf, faults: EntryFault[]): Promise<void> {
    const sums = new Uint8Array(job.indices.length * SUM_BYTES);
    for (const [at, index] of job.indices.entries()) {
      const sum = sumOf(index);
      if (sum !== null) sums.set(sum, at * SUM_BYTES);
    }
    const troubles = await this.#run(job, sums, null);
    for (const trouble of troubles) {
      const index = job.indices[trouble.at] ?? 0;
      faults.push({ index, error: this.#errorOf(trouble, this.name(index)) });
    }
  }

  async #write(wanted: readonly Wanted[]): Promise<void> {
    const sorted = wanted
      .map((each) => ({ each, offset: this.facts(each.index).offset }))
      .toSorted((a, b) => a.offset - b.offset)
      .map(({ each }) => each);
    let from = 0;
    const running: Promise<void>[] = [];
    for (const job of this.#jobs(sorted.map(({ index }) => index))) {
      const files = sorted.slice(from, from + job.indices.length);
      from += job.indices.length;
      running.push(this.#writeJob(job, files));
    }
    await Promise.all(running);
  }

  async #writeJob(job: Job, files: readonly Wanted[]): Promise<void> {
    const targets = files.map(({ file }) => file);
    const sums = new Uint8Array(files.length * SUM_BYTES);
    for (const [at, { sum }] of files.entries()) if (sum !== null) sums.set(sum, at * SUM_BYTES);
    const troubles = new Map<number, EntryTrouble>();
    for (const trouble of await this.#run(job, sums, targets)) troubles.set(trouble.at, trouble);
    for (const [at, file] of files.entries()) {
      const trouble = troubles.get(at);
      if (trouble === undefined || trouble.what === "mode") file.resolve(trouble === undefined);
      else file.reject(this.#errorOf(trouble, this.name(file.index)));
    }
  }

  async #run(
    job: Job,
    sums: Uint8Array,
    files: readonly TargetFile[] | null,
  ): Promise<readonly EntryTrouble[]> {
    const threads = this.#running();
    if (threads === null) return this.#runFar(job, sums, files);
    const records = this.#directory.recordsOf(job.indices);
    return threads.run({ records, sums, files }, job.cost);
  }

  /** What only this thread can read is read piece by piece here. */
  async #runFar(
    job: Job,
    sums: Uint8Array,
    files: readonly TargetFile[] | null,
  ): Promise<readonly EntryTrouble[]> {
    const troubles: EntryTrouble[] = [];
    const file = new ContentFile();
    for (const [at, index] of job.indices.entries()) {
      const target = files?.[at] ?? null;
      const sum = sums.subarray(at * SUM_BYTES, (at + 1) * SUM_BYTES);
      const entry = this.entry(index);
      const { start, end } = await this.storedRange(index);
      const proof = new EntryProof(this.#deriver);
      proof.begin(entry, sum.some((byte) => byte !== 0) ? sum : null);
      try {
        if (target !== null) file.open(target.path);
        for (let from = start; ;) {
          const stored = await this.#bytes.read(from, Math.min(end - from, PIECE_BYTES));
          from += stored.length;
          proof.push(stored, (piece) => {
            if (target !== null) file.write(piece);
          });
          if (from >= end) break;
        }
        const what = proof.end();
        if (what !== null) troubles.push({ at, what, code: null });
        else if (target !== null && !file.end(target.mode))
          troubles.push({ at, what: "mode", code: null });
      } catch (thrown) {
        const code = systemCode(thrown);
        if (thrown instanceof FivefoldError || code === null) throw thrown;
        troubles.push({ at, what: "unwritable", code });
      } finally {
        file.close();
      }
      this.#advance(entry.sizeBytes);
    }
    return troubles;
  }

  #running(): ReadThreads | null {
    const { config } = this.#bytes;
    if (config === null) return null;
    this.#threads ??= new ReadThreads(
      { config, password: this.#reading.password },
      this.#reading.threads,
      (sizeBytes) => this.#advance(sizeBytes),
    );
    return this.#threads;
  }

  #errorOf({ what, code }: EntryTrouble, entry: string): FivefoldError {
    const { path } = this;
    switch (what) {
      case "password":
        return this.#wrongPassword();
      case "short":
        return new FivefoldError("PARCEL_CUT_OFF", { path, sizeBytes: this.#bytes.sizeBytes });
      case "bomb":
      case "size.false":
      case "header.disagrees":
        return new FivefoldError("PARCEL_HOSTILE", { path, entry, what });
      case "unreadable":
        return new FivefoldError("OBJECT_UNREADABLE", { place: path, key: entry, system: code });
      case "unwritable":
        if (code === "ENOSPC" || code === "EDQUOT")
          return new FivefoldError("SPACE_SHORT", { path });
        return new FivefoldError("ENTRY_UNRESTORABLE", { path: entry, code });
      case "mode":
        return new FivefoldError("METADATA_UNRESTORABLE", { path: entry });
      case "header":
      case "seal":
        return new FivefoldError("PARCEL_DAMAGED", { path, entry, what });
      case "stored":
      case "content":
      case "sum":
        return new FivefoldError("PARCEL_DAMAGED", { path, entry, what: "content" });
    }
  }

  #wrongPassword(): FivefoldError {
    return new FivefoldError("PARCEL_PASSWORD_WRONG", { path: this.path });
  }
}

interface Job {
  readonly indices: readonly number[];
  readonly cost: number;
}
