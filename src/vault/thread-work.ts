/**
 * The work of one thread of the vault: reads, cuts, hashes, compresses and seals files into packs; opens packs and writes files.
 *
 * Everything in here is synchronous: a thread does one thing at a time, and on two cores that is what costs least. Bytes of
 * files never cross threads; only finished packs do, in two memories that are used in turn. Small jobs are done in
 * the main thread by the same class, since starting a thread costs more than they do.
 */

import { hash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  readlinkSync,
} from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { systemCode } from "../model/error.ts";
import { DATA_BLOB, ID_BYTES, KnownBlobs, Lookup, TREE_BLOB } from "./blob-index.ts";
import type { BlobKind, SharedIndex, SharedKnown } from "./blob-index.ts";
import { Chunker, SHORTEST_CHUNK } from "./chunker.ts";
import { CONTENT_AT, Cipher, SEAL_BYTES, scratchBytes } from "./crypto.ts";
import type { MasterKey } from "./crypto.ts";
import { FileCutter } from "./file-cutter.ts";
import { FACTS, isUnchanged, noteFacts, openListed } from "./file-facts.ts";
import { FileWriter } from "./file-writer.ts";
import { DATA, Kernel } from "./kernel.ts";
import { PackBuilder, headerRange, readHeader } from "./pack.ts";
import type { PackedBlob } from "./pack.ts";
import { openCompressor, openDecompressor } from "./zstd.ts";

/** What a thread is started with. */
export interface ThreadSetup {
  /** The thread lets others on this computer go first. */
  readonly isLow: boolean;
  readonly key: MasterKey;
  readonly polynomial: bigint;
  /** Zstandard level, 0: the vault's format knows no compression. */
  readonly level: number;
  readonly index: SharedIndex;
  /** Where each of the index's packs can be read, by number. */
  readonly packPaths: readonly string[];
  /** One counter: packs that this thread has sent and that are not stored yet. `null` in the main thread, which must not wait for itself. */
  readonly unstored: SharedArrayBuffer | null;
}

/** How reading one file went. */
export const FILE_STORED = 0;
/** It had changed since it was listed; the fresh facts are in the reply. */
export const FILE_REFRESHED = 1;
/** It kept changing while it was read. */
export const FILE_CHANGING = 2;
export const FILE_VANISHED = 3;
export const FILE_UNREADABLE = 4;

export type Job =
  | {
      readonly kind: "files";
      readonly paths: readonly (string | Uint8Array)[];
      readonly sizes: Float64Array;
      /** `FACTS` for each file; an inode 0 means that they are not known. The reply carries them back, refreshed. */
      readonly facts: BigInt64Array;
    }
  /** The next step of cutting a large file; no path: it is not wanted any more. The reply carries the facts back, noted when they were not known. */
  | {
      readonly kind: "cut";
      readonly stream: number;
      readonly path: string | Uint8Array | null;
      readonly facts: BigInt64Array;
    }
  /** Chunks of a large file that was cut elsewhere: where the first begins, and their lengths. */
  | {
      readonly kind: "chunks";
      readonly path: string | Uint8Array;
      readonly at: number;
      readonly lengths: Uint32Array;
      readonly facts: BigInt64Array;
    }
  /** The next piece of a stream; `null` ends it, and only then there are ids in the reply. */
  | { readonly kind: "piece"; readonly stream: number; readonly bytes: Uint8Array | null }
  | { readonly kind: "tree"; readonly bytes: Uint8Array }
  | { readonly kind: "finish" }
  | { readonly kind: "write"; readonly files: readonly FileJob[] }
  | { readonly kind: "verify"; readonly records: Uint32Array }
  | {
      readonly kind: "pack";
      readonly pack: number;
      readonly id: string;
      readonly records: Uint32Array;
    };

export interface FileJob {
  readonly path: string | Uint8Array;
  /** The file is to be made, and to have these permissions in the end; `null`: it is there. */
  readonly mode: number | null;
  /** Where the first blob begins in the file. */
  readonly at: number;
  /** Records of the index, in order. */
  readonly blobs: Uint32Array;
  /** Whether this is the file's last piece, which sets its length. */
  readonly isLast: boolean;
  /** The whole file's size, as its node has it. */
  readonly sizeBytes: number;
}

export interface Trouble {
  /** Position of the file, or of the record, in the job. */
  readonly at: number;
  readonly what: "damaged" | "short" | "unreadable" | "unwritable" | "mode" | "header" | "hash";
  readonly code: string | null;
}

export interface FilesReply {
  readonly kind: "files";
  readonly ids: Uint8Array;
  readonly counts: Uint32Array;
  readonly sizes: Float64Array;
  readonly states: Uint8Array;
  readonly facts: BigInt64Array;
  readonly codes: readonly string[];
}

export type Reply =
  | FilesReply
  | { readonly kind: "piece"; readonly ids: Uint8Array; readonly sizeBytes: number }
  /** Not the same: the file is another than the facts say, or cannot be read; then it is the end, too. */
  | {
      readonly kind: "cut";
      readonly lengths: Uint32Array;
      readonly isEnd: boolean;
      readonly isSame: boolean;
      readonly facts: BigInt64Array;
    }
  | { readonly kind: "chunks"; readonly ids: Uint8Array; readonly isSame: boolean }
  | { readonly kind: "done" }
  | { readonly kind: "trouble"; readonly troubles: readonly Trouble[] };

/** What comes from a thread. */
export type FromThread =
  | { readonly kind: "reply"; readonly job: number; readonly reply: Reply }
  | {
      readonly kind: "pack";
      readonly id: string;
      readonly bytes: Uint8Array<SharedArrayBuffer>;
      readonly header: Uint8Array<ArrayBuffer>;
      readonly rawBytes: number;
    }
  /** Bytes read, written or verified since the last word. */
  | { readonly kind: "advance"; readonly sizeBytes: number };

/** What goes to a thread. */
export type ToThread =
  | { readonly kind: "job"; readonly job: number; readonly work: Job }
  | { readonly kind: "segment"; readonly memory: SharedKnown };

const MOST_TRIES = 3;
/** Restic's largest packs have 128 MiB, and one large tree more. */
const LARGEST_PACK = 1 << 30;
/** Packs that a thread keeps open for reading. */
const MOST_OPEN = 32;
/** How often a thread tells of its progress. */
const ADVANCE_BYTES = 16 << 20;
/** Freed memory is taken back at least every so many bytes of what ciphers have left behind. */
const GARBAGE_BYTES = 4 << 20;
/** Blobs up to this are opened many at once when a whole pack is checked, with so much memory for their key stream. */
const SMALL_BLOB = 64 << 10;
const SCRATCH_BYTES = 256 << 10;
/** How far reading runs ahead where blobs are read one after another. */
const AHEAD_BYTES = 1 << 20;

type Send = (message: FromThread, transfer: readonly ArrayBuffer[]) => void;

export class ThreadWork {
  readonly #setup: ThreadSetup;
  readonly #index: Lookup;
  readonly #known = new KnownBlobs();
  readonly #send: Send;
  readonly #unstored: Int32Array | null;
  readonly #collect: (() => void) | null;
  #advanced = 0;
  #packs: [PackBuilder, PackBuilder] | null = null;
  #rawBytes: [number, number] = [0, 0];
  /** Memory of the pack that was sent last. */
  #sent: SharedArrayBuffer | null = null;
  #chunker: { kernel: Kernel; chunker: Chunker } | null = null;
  #cutting: Chunker | null = null;
  readonly #cutters = new Map<number, FileCutter>();
  #streams = new Map<number, { chunker: Chunker; ids: Buffer[]; sizeBytes: number }>();
  #compress: ((plain: Uint8Array) => Uint8Array) | null = null;
  readonly #decompress = openDecompressor();
  #reading: Cipher | null = null;
  #open: { pack: number; descriptor: number; sizeBytes: number }[] = [];
  #ids = Buffer.allocUnsafeSlow(ID_BYTES * 1024);
  #idCount = 0;
  #garbage = 0;
  readonly #writer = new FileWriter();
  /** What of a pack lies in the reading kernel's memory, and where the last blob read from it ended. */
  readonly #ahead = { pack: -1, start: 0, end: 0, next: -1 };

  constructor(setup: ThreadSetup, send: Send) {
    this.#setup = setup;
    this.#index = new Lookup(setup.index);
    this.#send = send;
    this.#collect = setup.unstored === null ? null : youngCollector();
    this.#unstored = setup.unstored === null ? null : new Int32Array(setup.unstored);
  }

  receive(message: ToThread): void {
    if (message.kind === "segment") this.#known.addSegment(message.memory);
    else {
      const reply = this.#work(message.work);
      this.#advance(0, true);
      this.#send({ kind: "reply", job: message.job, reply }, []);
    }
  }

  #work(job: Job): Reply {
    switch (job.kind) {
      case "files":
        return this.#storeFiles(job.paths, job.sizes, job.facts);
      case "cut":
        return this.#cut(job.stream, job.path, job.facts);
      case "chunks":
        return this.#storeChunks(job.path, job.at, job.lengths, job.facts);
      case "piece":
        return this.#storePiece(job.stream, job.bytes);
      case "tree":
        this.#pack(job.bytes, TREE_BLOB, hash("sha256", job.bytes, "buffer"));
        return { kind: "done" };
      case "finish":
        this.#finishPack(DATA_BLOB);
        this.#finishPack(TREE_BLOB);
        for (const { descriptor } of this.#open.splice(0)) closeSync(descriptor);
        return { kind: "done" };
      case "verify":
        return { kind: "trouble", troubles: this.#verify(job.records) };
      case "write":
        return { kind: "trouble", troubles: this.#writeFiles(job.files) };
      case "pack":
        return { kind: "trouble", troubles: this.#checkPack(job.pack, job.id, job.records) };
    }
  }

  // ── storing ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #storeFiles(
    paths: readonly (string | Uint8Array)[],
    sizes: Float64Array,
    facts: BigInt64Array,
  ): FilesReply {
    const counts = new Uint32Array(paths.length);
    const states = new Uint8Array(paths.length);
    const codes: string[] = [];
    this.#idCount = 0;
    for (const [number, path] of paths.entries()) {
      const before = this.#idCount;
      try {
        states[number] = this.#storeFile(path, number, sizes, facts);
      } catch (thrown) {
        this.#idCount = before;
        const code = systemCode(thrown);
        if (code === null) throw thrown;
        states[number] = code === "ENOENT" || code === "ENOTDIR" ? FILE_VANISHED : FILE_UNREADABLE;
        codes[number] = code;
      }
      counts[number] = this.#idCount - before;
    }
    const ids = new Uint8Array(this.#ids.subarray(0, this.#idCount * ID_BYTES));
    return { kind: "files", ids, counts, sizes, states, facts, codes };
  }

  /** Reads until a try saw the file stand still from the listing, or from the try's own beginning, to its end. */
  #storeFile(
    path: string | Uint8Array,
    number: number,
    sizes: Float64Array,
    facts: BigInt64Array,
  ): number {
    const before = this.#idCount;
    const named = typeof path === "string" ? path : Buffer.from(path);
    const descriptor = openListed(named);
    try {
      const listed = facts[number * FACTS + 2] ?? 0n;
      if (listed === 0n) noteFacts(fstatSync(descriptor, { bigint: true }), number, facts);
      let isFresh = false;
      for (let attempt = 1; ; attempt++) {
        const size = this.#readFile(descriptor, sizes[number] ?? 0, attempt > 1);
        const now = fstatSync(descriptor, { bigint: true });
        if (!now.isFile()) throw Object.assign(new Error("no regular file"), { code: "ENOENT" });
        if (listed !== 0n && now.ino !== listed && !isAtPath(descriptor, named)) {
          // a folder on the way was exchanged for a link: this is no file of the part
          throw Object.assign(new Error("not where it was listed"), { code: "ENOENT" });
        }
        const isSame = isUnchanged(now, size, number, facts);
        sizes[number] = size;
        noteFacts(now, number, facts);
        if (isSame) return isFresh ? FILE_REFRESHED : FILE_STORED;
        if (attempt === MOST_TRIES) return FILE_CHANGING;
        isFresh = true;
        this.#idCount = before;
      }
    } finally {
      closeSync(descriptor);
    }
  }

  #readFile(descriptor: number, expected: number, fromStart: boolean): number {
    const { kernel, chunker } = this.#input();
    let position: number | null = fromStart ? 0 : null;
    const read = (target: Buffer, at: number, length: number): number => {
      const count = readSync(descriptor, target, at, length, position);
      if (position !== null) position += count;
      return count;
    };
    if (expected >= SHORTEST_CHUNK) return chunker.cut(read, (chunk) => this.#storeChunk(chunk));
    // a small file is one chunk: one read when it has the size it was listed with
    const bytes = kernel.bytes;
    let have = read(bytes, DATA, expected + 1);
    if (have > 0 && have !== expected) {
      for (let more = -1; more !== 0 && have < SHORTEST_CHUNK; have += more) {
        more = read(bytes, DATA + have, SHORTEST_CHUNK - have);
      }
      if (have >= SHORTEST_CHUNK) {
        // it grew far beyond its listed size: from the start again, as a large one
        return this.#readFile(descriptor, SHORTEST_CHUNK, true);
      }
    }
    if (have > 0) this.#storeChunk(bytes.subarray(DATA, DATA + have));
    return have;
  }

  #cut(stream: number, path: string | Uint8Array | null, facts: BigInt64Array): Reply {
    let cutter = this.#cutters.get(stream);
    try {
      if (path !== null) {
        cutter ??= new FileCutter(path, facts, this.#cuttingChunker());
        this.#cutters.set(stream, cutter);
        const step = cutter.next();
        if (step.isEnd) this.#cutters.delete(stream);
        return { kind: "cut", ...step, facts };
      }
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
    }
    cutter?.close();
    this.#cutters.delete(stream);
    return { kind: "cut", lengths: new Uint32Array(0), isEnd: true, isSame: false, facts };
  }

  /** Its memory is used for one large file after the other. */
  #cuttingChunker(): Chunker {
    if (this.#cutters.size > 0) return new Chunker(new Kernel(0), this.#setup.polynomial);
    this.#cutting ??= new Chunker(new Kernel(0), this.#setup.polynomial);
    return this.#cutting;
  }

  #storeChunks(
    path: string | Uint8Array,
    start: number,
    lengths: Uint32Array,
    facts: BigInt64Array,
  ): Reply {
    const { bytes } = this.#input().kernel;
    const named = typeof path === "string" ? path : Buffer.from(path);
    this.#idCount = 0;
    let isSame = false;
    try {
      const descriptor = openListed(named);
      try {
        let at = start;
        let isWhole = true;
        for (const length of lengths) {
          isWhole &&= readSync(descriptor, bytes, DATA, length, at) === length;
          if (!isWhole) break;
          this.#storeChunk(bytes.subarray(DATA, DATA + length));
          at += length;
        }
        const now = fstatSync(descriptor, { bigint: true });
        isSame = isWhole && isUnchanged(now, Number(now.size), 0, facts);
      } finally {
        closeSync(descriptor);
      }
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
    }
    const ids = new Uint8Array(this.#ids.subarray(0, this.#idCount * ID_BYTES));
    return { kind: "chunks", ids, isSame };
  }

  #storePiece(stream: number, bytes: Uint8Array | null): Reply {
    let state = this.#streams.get(stream);
    if (state === undefined) {
      const chunker = new Chunker(new Kernel(0), this.#setup.polynomial);
      state = { chunker, ids: [], sizeBytes: 0 };
      this.#streams.set(stream, state);
    }
    const open = state;
    const emit = (chunk: Buffer): void => {
      this.#idCount = 0;
      this.#storeChunk(chunk);
      open.ids.push(Buffer.from(this.#ids.subarray(0, ID_BYTES)));
    };
    if (bytes !== null) {
      open.sizeBytes += bytes.length;
      open.chunker.push(bytes, emit);
      return { kind: "done" };
    }
    open.chunker.end(emit);
    this.#streams.delete(stream);
    return { kind: "piece", ids: Buffer.concat(open.ids), sizeBytes: open.sizeBytes };
  }

  #advance(bytes: number, isEnd: boolean): void {
    this.#advanced += bytes;
    if (this.#advanced < ADVANCE_BYTES && !(isEnd && this.#advanced > 0)) return;
    this.#send({ kind: "advance", sizeBytes: this.#advanced }, []);
    this.#advanced = 0;
  }

  #storeChunk(chunk: Buffer): void {
    this.#advance(chunk.length, false);
    const id = isZeroChunk(chunk) ? zeroChunkId() : hash("sha256", chunk, "buffer");
    if ((this.#idCount + 1) * ID_BYTES > this.#ids.length) {
      this.#ids = Buffer.concat([this.#ids], this.#ids.length * 2);
    }
    this.#ids.set(id, this.#idCount++ * ID_BYTES);
    if (this.#index.find(id, 0, DATA_BLOB) >= 0) return;
    if (this.#known.add(id, 0)) this.#pack(chunk, DATA_BLOB, id);
  }

  #pack(content: Uint8Array, kind: BlobKind, id: Uint8Array): void {
    let packed = content;
    if (this.#setup.level > 0) {
      this.#compress ??= openCompressor(this.#setup.level);
      const frame = this.#compress(content);
      // reading a frame costs time: it must gain something
      if (frame.length < content.length - (content.length >> 6)) packed = frame;
    }
    const builder = this.#builders()[kind];
    if (builder.isTooSmallFor(packed.length)) this.#finishPack(kind);
    this.#leave(packed.length);
    builder.add(packed, kind, id, packed === content ? 0 : content.length);
    this.#rawBytes[kind] += content.length;
    if (builder.isFull) this.#finishPack(kind);
  }

  #finishPack(kind: BlobKind): void {
    if (this.#packs === null || this.#packs[kind].isEmpty) return;
    const { id, bytes, header } = this.#packs[kind].finish();
    const rawBytes = this.#rawBytes[kind];
    this.#rawBytes[kind] = 0;
    if (this.#unstored !== null) {
      waitForRoom(this.#unstored);
      // the pack before is stored: its memory is free for the next
      if (this.#sent !== null) this.#packs[kind].reuse(this.#sent);
      this.#sent = bytes.buffer;
    }
    this.#send({ kind: "pack", id, bytes, header, rawBytes }, [header.buffer]);
  }

  /** Counts what a cipher has made and nobody needs any more, and has it freed in time. */
  #leave(bytes: number): void {
    this.#garbage += bytes;
    if (this.#garbage < GARBAGE_BYTES) return;
    this.#garbage = 0;
    this.#collect?.();
  }

  #builders(): [PackBuilder, PackBuilder] {
    if (this.#packs === null) {
      const cipher = new Cipher(this.#setup.key, new Kernel(0));
      this.#packs = [new PackBuilder(cipher), new PackBuilder(cipher)];
    }
    return this.#packs;
  }

  #input(): { kernel: Kernel; chunker: Chunker } {
    if (this.#chunker === null) {
      const kernel = new Kernel(0);
      this.#chunker = { kernel, chunker: new Chunker(kernel, this.#setup.polynomial) };
    }
    return this.#chunker;
  }

  // ── restoring and checking ───────────────────────────────────────────────────────────────────────────────────────

  #writeFiles(files: readonly FileJob[]): readonly Trouble[] {
    const troubles: Trouble[] = [];
    for (const [number, file] of files.entries()) {
      const trouble = this.#writeFile(file, number);
      if (trouble !== null) troubles.push(trouble);
    }
    return troubles;
  }

  #writeFile(file: FileJob, number: number): Trouble | null {
    const path = typeof file.path === "string" ? file.path : Buffer.from(file.path);
    const writer = this.#writer;
    try {
      writer.open(path, file.mode !== null, file.at, file.sizeBytes);
    } catch (thrown) {
      return { at: number, what: "unwritable", code: systemCode(thrown) ?? String(thrown) };
    }
    try {
      for (const record of file.blobs) {
        const content = this.#readBlob(record);
        if (typeof content === "string") return { at: number, what: content, code: null };
        writer.write(content);
        this.#advance(content.length, false);
      }
      if (file.isLast && writer.position !== file.sizeBytes) {
        return { at: number, what: "short", code: null };
      }
      writer.end(file.isLast);
      const hasMode = file.mode === null || writer.setMode(file.mode);
      return hasMode ? null : { at: number, what: "mode", code: null };
    } catch (thrown) {
      const code = systemCode(thrown);
      if (code === null) throw thrown;
      return { at: number, what: "unwritable", code };
    } finally {
      writer.close();
    }
  }

  #verify(records: Uint32Array): readonly Trouble[] {
    const troubles: Trouble[] = [];
    for (const [at, record] of records.entries()) {
      const content = this.#readBlob(record);
      if (typeof content === "string") troubles.push({ at, what: content, code: null });
      else this.#advance(content.length, false);
    }
    return troubles;
  }

  /** The blob's content, valid until the next call, or what is wrong with it. */
  #readBlob(record: number): Uint8Array | "damaged" | "short" | "unreadable" {
    const length = this.#index.lengths[record] ?? 0;
    const offset = this.#index.offsets[record] ?? 0;
    const pack = this.#index.packs[record] ?? 0;
    const ahead = this.#ahead;
    if (pack !== ahead.pack || offset < ahead.start || offset + length > ahead.end) {
      const isNext = pack === ahead.pack && offset === ahead.next;
      const wanted = isNext ? Math.max(length, AHEAD_BYTES) : length;
      ahead.pack = -1;
      try {
        const { descriptor, sizeBytes } = this.#packFile(pack);
        // what an index claims is not believed before memory is taken for it
        if (offset + length > sizeBytes) return "short";
        const { kernel } = this.#cipher();
        kernel.reserve(wanted);
        const read = readSync(descriptor, kernel.bytes, DATA, wanted, offset);
        if (read < length) return "short";
        Object.assign(ahead, { pack, start: offset, end: offset + read });
      } catch (thrown) {
        if (systemCode(thrown) === null) throw thrown;
        return "unreadable";
      }
    }
    ahead.next = offset + length;
    return this.#openBlob(record, DATA + offset - ahead.start, length) ?? "damaged";
  }

  #openBlob(record: number, at: number, length: number): Uint8Array | null {
    const opened = this.#cipher().openAt(at, length);
    if (opened === null) return null;
    this.#leave(length);
    return this.#contentOf(record, opened);
  }

  /** The record's content from what was sealed, or `null` when it is not what the id says. */
  #contentOf(record: number, opened: Uint8Array): Uint8Array | null {
    const rawLength = this.#index.rawLengths[record] ?? 0;
    const content = rawLength === 0 ? opened : this.#decompress(opened, rawLength);
    if (content === null) return null;
    const id = hash("sha256", content, "buffer");
    return id.equals(this.#index.idOf(record)) ? content : null;
  }

  #packFile(pack: number): { readonly descriptor: number; readonly sizeBytes: number } {
    const found = this.#open.find((each) => each.pack === pack);
    if (found !== undefined) return found;
    if (this.#open.length >= MOST_OPEN) {
      const oldest = this.#open.shift();
      if (oldest !== undefined) closeSync(oldest.descriptor);
    }
    const descriptor = openSync(this.#setup.packPaths[pack] ?? "", constants.O_RDONLY);
    const opened = { pack, descriptor, sizeBytes: fstatSync(descriptor).size };
    this.#open.push(opened);
    return opened;
  }

  #checkPack(pack: number, id: string, records: Uint32Array): readonly Trouble[] {
    const cipher = this.#cipher();
    this.#ahead.pack = -1;
    const path = this.#setup.packPaths[pack] ?? "";
    let size = 0;
    try {
      const descriptor = openSync(path, constants.O_RDONLY);
      try {
        size = fstatSync(descriptor).size;
        // what nobody makes is not taken into memory whole; that its size is wrong is told already
        if (size > LARGEST_PACK) return [{ at: 0, what: "header", code: null }];
        cipher.kernel.reserve(size + SCRATCH_BYTES + SMALL_BLOB);
        for (let have = 0; have < size;) {
          const read = readSync(descriptor, cipher.kernel.bytes, DATA + have, size - have, have);
          if (read === 0) return [{ at: 0, what: "short", code: null }];
          have += read;
        }
      } finally {
        closeSync(descriptor);
      }
    } catch (thrown) {
      const code = systemCode(thrown);
      if (code === null) throw thrown;
      return [{ at: 0, what: "unreadable", code }];
    }
    const troubles: Trouble[] = [];
    const listing = this.#compareHeader(size, records);
    if (listing === "wrong") troubles.push({ at: 0, what: "header", code: null });
    let small: number[] = [];
    let scratch = 0;
    for (const [at, record] of records.entries()) {
      const length = this.#index.lengths[record] ?? 0;
      const start = DATA + (this.#index.offsets[record] ?? 0);
      if (start + length > DATA + size) troubles.push({ at, what: "short", code: null });
      else if (length > SMALL_BLOB) {
        if (this.#openBlob(record, start, length) !== null) continue;
        troubles.push({ at, what: "damaged", code: null });
      } else {
        small.push(at);
        scratch += scratchBytes(length);
        if (scratch < SCRATCH_BYTES) continue;
        this.#checkSmall(small, records, size, troubles);
        small = [];
        scratch = 0;
      }
    }
    if (small.length > 0) this.#checkSmall(small, records, size, troubles);
    // Where every byte lies in a blob or a header whose seal was just proved, the hash of all could tell nothing new.
    const isProved = listing === "complete" && troubles.length === 0;
    if (!isProved && hashOfFile(path) !== id) troubles.unshift({ at: 0, what: "hash", code: null });
    this.#advance(size, false);
    return troubles;
  }

  /** Opens small blobs of the pack in the reading kernel's memory, all at once, and compares their contents with their ids. */
  #checkSmall(
    small: readonly number[],
    records: Uint32Array,
    packBytes: number,
    troubles: Trouble[],
  ): void {
    const cipher = this.#cipher();
    const pieces = small.map((at) => {
      const record = records[at] ?? 0;
      const length = this.#index.lengths[record] ?? 0;
      return { at: DATA + (this.#index.offsets[record] ?? 0), length };
    });
    const opened = cipher.openAll(pieces, DATA + packBytes);
    for (const [number, at] of small.entries()) {
      const piece = pieces[number];
      const record = records[at] ?? 0;
      if (piece !== undefined && opened[number] === true) {
        const start = piece.at + CONTENT_AT;
        const plain = cipher.kernel.bytes.subarray(
          start,
          piece.at + piece.length - SEAL_BYTES + CONTENT_AT,
        );
        if (this.#contentOf(record, plain) !== null) continue;
      }
      troubles.push({ at, what: "damaged", code: null });
    }
  }

  /**
   * Compares the pack's own header with what the index says of it: "complete" when both list the same blobs and these fill
   * the pack up to its header, "right" when the header lists at least what the index does.
   */
  #compareHeader(size: number, records: Uint32Array): "complete" | "right" | "wrong" {
    const bytes = this.#cipher().kernel.bytes;
    if (size < 4) return "wrong";
    const range = headerRange(bytes.subarray(DATA + size - 4, DATA + size), size);
    if (range === null) return "wrong";
    const header = this.#cipher().openAt(DATA + range.start, range.end - range.start);
    if (header === null) return "wrong";
    let at = 0;
    let count = 0;
    let end = 0;
    try {
      for (const blob of readHeader(header)) {
        count++;
        end = blob.offset + blob.length;
        // both are in the order of their offsets
        if (at < records.length && this.#isListed(records[at] ?? 0, blob, header)) at++;
      }
    } catch {
      return "wrong"; // readHeader says what is wrong; here it is one answer
    }
    if (at < records.length) return "wrong";
    return count === records.length && end === range.start ? "complete" : "right";
  }

  #isListed(record: number, blob: PackedBlob, header: Buffer): boolean {
    const { lengths, offsets, rawLengths } = this.#index;
    return (
      offsets[record] === blob.offset &&
      lengths[record] === blob.length &&
      rawLengths[record] === blob.rawLength &&
      this.#index.kindOf(record) === blob.kind &&
      this.#index.idOf(record).compare(header, blob.idAt, blob.idAt + ID_BYTES) === 0
    );
  }

  #cipher(): Cipher {
    this.#reading ??= new Cipher(this.#setup.key, new Kernel(0));
    return this.#reading;
  }
}

/** Holes and zeros are cut into chunks of the shortest length. */
const isZeroChunk = (chunk: Buffer): boolean =>
  chunk.length === SHORTEST_CHUNK && chunk[0] === 0 && chunk.equals(ZEROS);

/** The id of what a sparse file mostly consists of. */
const zeroChunkId = (): Buffer => (zeroId ??= hash("sha256", ZEROS, "buffer"));

/** Never written to: the system gives one page for all of it. */
const ZEROS = Buffer.alloc(SHORTEST_CHUNK);
let zeroId: Buffer | null = null;

/**
 * A way to free the buffers that ciphers leave behind: the engine counts them late, and with several threads hundreds of
 * megabytes would lie about. `null` where the engine does not offer it; then memory is higher, and nothing else differs.
 */
function youngCollector(): (() => void) | null {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  return typeof collect === "function" ? () => void collect({ type: "minor" }) : null;
}

/** Read again: what is in memory has been deciphered in place. `null` when it cannot be read any more. */
function hashOfFile(path: string): string | null {
  try {
    return hash("sha256", readFileSync(path), "hex");
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
}

/** Waits until a slow place has stored the pack that this thread sent before, and counts one more. */
function waitForRoom(unstored: Int32Array): void {
  while (Atomics.load(unstored, 0) > 0) Atomics.wait(unstored, 0, 1);
  Atomics.add(unstored, 0, 1);
}

/** Whether an open file lies at the very path by which it was opened; where the system does not tell, it is believed. */
function isAtPath(descriptor: number, path: string | Buffer): boolean {
  try {
    const at = readlinkSync(`/proc/self/fd/${descriptor}`, { encoding: "buffer" });
    return at.equals(Buffer.from(path));
  } catch {
    return true; // no Linux
  }
}
