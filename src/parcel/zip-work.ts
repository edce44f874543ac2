/**
 * The work of one thread that writes a zip: reads, hashes, compresses, encrypts and writes entries.
 *
 * Everything in here is synchronous. Small entries are made whole in memory, and a run of them gets its place in the file
 * and is written in one go, so that whatever fails before leaves nothing behind. Large ones come in pieces that all
 * threads make at once; the pieces take their places in the order of their tickets. Small jobs are done in the
 * calling thread by the same class.
 */

import { hash, randomBytes } from "node:crypto";
import type { Hmac } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  readlinkSync,
  writeSync,
} from "node:fs";
import type { BigIntStats } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { crc32 } from "node:zlib";
import { systemCode } from "../model/error.ts";
import { CounterMode, KeyDeriver, SALT_BYTES, beginMac, endMac } from "./zip-aes.ts";
import type { EntryKeys } from "./zip-aes.ts";
import { joinCrc, openDeflate, openZstd, openZstdStream } from "./zip-codec.ts";
import type { Compress, CompressStream } from "./zip-codec.ts";
import {
  AES_BYTES,
  AES_HEAD_BYTES,
  AES_MAC_BYTES,
  DEFLATED,
  STORED,
  ZSTANDARD,
  localHeader,
  localHeaderBytes,
} from "./zip-format.ts";
import type { Method, ZipEntry } from "./zip-format.ts";

export type Compression = "deflate" | "zstd" | "none";

/** What a thread is started with. */
export interface WorkSetup {
  /** The thread lets others on this computer go first. */
  readonly isLow: boolean;
  readonly path: string;
  readonly previousPath: string | null;
  readonly compression: Compression;
  readonly level: number;
  /** `null`: nothing is encrypted. */
  readonly password: string | null;
  /** What zstd may use of its own threads for a large file. */
  readonly zstdWorkers: number;
  readonly places: SharedArrayBuffer;
}

/** Where the next byte of the file goes, shared by all threads. */
export class Places {
  static readonly BYTES = 24;
  readonly #positions: BigInt64Array;
  readonly #turn: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#positions = new BigInt64Array(memory, 0, 2);
    this.#turn = new Int32Array(memory, 16, 1);
  }

  get end(): number {
    return Number(Atomics.load(this.#positions, 0));
  }

  /** Only while no thread is at work. */
  set end(position: number) {
    Atomics.store(this.#positions, 0, BigInt(position));
  }

  /** Where the data of the large entry begins whose pieces are being written. */
  get dataStart(): number {
    return Number(Atomics.load(this.#positions, 1));
  }

  /** Takes so many bytes; gives where they begin. */
  take(length: number): number {
    return Number(Atomics.add(this.#positions, 0, BigInt(length)));
  }

  /** Waits until all tickets before this one are done. */
  awaitTurn(ticket: number): void {
    for (;;) {
      const turn = Atomics.load(this.#turn, 0);
      if (turn === ticket) return;
      Atomics.wait(this.#turn, 0, turn);
    }
  }

  /** Leaves room for what stands before the data, which begins here. */
  beginData(headBytes: number): void {
    this.take(headBytes);
    Atomics.store(this.#positions, 1, BigInt(this.end));
  }

  passTurn(): void {
    Atomics.add(this.#turn, 0, 1);
    Atomics.notify(this.#turn, 0);
  }
}

/** What is told of each file: modified, changed, inode, mode, user, group; times may go beyond 64 bits. */
export const FACTS = 6;

export const ENTRY_STORED = 0;
/** The file had changed since it was listed; the fresh facts are in the reply. */
export const ENTRY_REFRESHED = 1;
/** It kept changing while it was read. */
export const ENTRY_CHANGING = 2;
export const ENTRY_VANISHED = 3;
export const ENTRY_UNREADABLE = 4;
/** It has grown too large for this way. */
export const ENTRY_GROWN = 5;
/** What the older zip has of it is not what it was: it has to be read anew. */
export const ENTRY_STALE = 6;

export const HAS_OWNER = 1;
/** Its facts are the entry's, not the read file's: a database speaks for itself, not for its copy. */
export const KEEPS_FACTS = 2;
export const IS_DIRECTORY = 4;
export const IS_LINK = 8;
/** Never compressed. */
export const IS_STORED = 16;
/** Not encrypted, even where all else is. */
export const IS_PLAIN = 32;
/** Its bytes come with the job. */
export const HAS_BYTES = 64;
/** It is copied as it is stored in the older zip. */
export const IS_COPIED = 128;

/** Entries to be written whole, as columns: they cross threads faster than objects. */
export interface EntriesJob {
  readonly kind: "entries";
  readonly names: readonly string[];
  readonly flags: Uint8Array;
  /** Content as bytes where the flags say so, else the path where it is to be read; "" for what is copied. */
  readonly contents: readonly (string | Uint8Array)[];
  readonly sizes: Float64Array;
  /** `FACTS` for each; an inode 0 means that the file's own are not known. The reply carries them back, refreshed. */
  readonly facts: bigint[];
  /** For what is copied: as in the older zip. */
  readonly copies: readonly (CopyFrom | null)[];
}

export interface CopyFrom {
  /** Of the stored bytes in the older zip's file. */
  readonly position: number;
  readonly storedBytes: number;
  readonly storedCrc: number;
  readonly crc32: number;
  readonly method: Method;
  readonly isEncrypted: boolean;
}

export interface EntriesReply {
  readonly kind: "entries";
  readonly states: Uint8Array;
  readonly facts: bigint[];
  readonly codes: readonly string[];
  readonly methods: Uint8Array;
  readonly crcs: Uint32Array;
  readonly storedCrcs: Uint32Array;
  readonly sizes: Float64Array;
  readonly storedSizes: Float64Array;
  readonly offsets: Float64Array;
  /** SHA-256 of each content, 32 bytes each; of what is copied, zeros. */
  readonly hashes: Uint8Array;
}

/** One piece of a large entry. */
export interface PieceJob {
  readonly kind: "piece";
  readonly ticket: number;
  readonly slot: Slot;
  /** `null`: the bytes are in the slot already. */
  readonly from: { readonly descriptor: number; readonly position: number } | null;
  readonly length: number;
  readonly method: Method;
  /** Keys of the entry, `null`: not encrypted. */
  readonly keys: EntryKeys | null;
  readonly isFirst: boolean;
  /** The caller passes the turn on behind the last piece: only then may the next entry begin. */
  readonly isLast: boolean;
  /** Room before the first piece and behind the last. */
  readonly headBytes: number;
  readonly tailBytes: number;
}

/** Shared memory for one piece: as it is, and as it is stored. */
export interface Slot {
  readonly number: number;
  readonly plain: Uint8Array<SharedArrayBuffer>;
  readonly stored: Uint8Array<SharedArrayBuffer>;
}

export const PIECE_BYTES = 4 << 20;
/** What no compressor goes beyond for one piece. */
export const STORED_PIECE_BYTES = PIECE_BYTES + (PIECE_BYTES >> 7) + 1024;

export interface PieceReply {
  readonly kind: "piece";
  /** Fewer than asked for: the file has become shorter. */
  readonly read: number;
  readonly storedBytes: number;
  readonly crc: number;
  readonly storedCrc: number;
  /** Why it could not be read. */
  readonly code: string | null;
  /** The whole entry's, where one thread has made all pieces: behind the last. */
  readonly mac: Uint8Array | null;
}

export type Job = EntriesJob | PieceJob;
export type Reply = EntriesReply | PieceReply;
export type ReplyOf<Work extends Job> = Work extends EntriesJob ? EntriesReply : PieceReply;

export type FromThread =
  | { readonly kind: "reply"; readonly job: number; readonly reply: Reply }
  /** The piece's bytes are in its slot and may be hashed. */
  | { readonly kind: "read"; readonly job: number; readonly length: number }
  /** Bytes of contents done since the last word. */
  | { readonly kind: "advance"; readonly sizeBytes: number };

export interface ToThread {
  readonly job: number;
  readonly work: Job;
}

/** Larger files are cut into pieces. */
export const LARGE_BYTES = 8 << 20;
const MOST_TRIES = 3;
const RUN_BYTES = 4 << 20;
/** Room for one entry in a run besides its content. */
const SLACK_BYTES = 512 << 10;
const PROBE_BYTES = 32 << 10;
/** Smaller contents are compressed without asking. */
const PROBED_BYTES = 16 << 10;
const ADVANCE_BYTES = 16 << 20;
/** Freed memory is taken back at least every so many bytes of what ciphers have left behind. */
const GARBAGE_BYTES = 4 << 20;

/** Windows has no O_NOFOLLOW; there, listing by lstat keeps links out. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

export class ZipWork {
  readonly #setup: WorkSetup;
  readonly #send: (message: FromThread) => void;
  readonly #places: Places;
  readonly #collect: (() => void) | null;
  readonly #target: number;
  #previous = -1;
  /** Entries in the making: whole local headers and data, one behind the other. */
  #run = Buffer.allocUnsafeSlow(RUN_BYTES + LARGE_BYTES + SLACK_BYTES);
  #runBytes = 0;
  #runEntries: { readonly number: number; readonly entry: ZipEntry; readonly at: number }[] = [];
  #compress: Compress | null = null;
  #probe: Compress | null = null;
  #stream: CompressStream | null = null;
  #mac: Hmac | null = null;
  #deriver: KeyDeriver | null = null;
  #advanced = 0;
  #garbage = 0;

  constructor(setup: WorkSetup, isThread: boolean, send: (message: FromThread) => void) {
    this.#setup = setup;
    this.#send = send;
    this.#places = new Places(setup.places);
    this.#collect = isThread ? youngCollector() : null;
    this.#target = openSync(setup.path, constants.O_WRONLY | NO_FOLLOW);
  }

  receive(message: ToThread): void {
    const { job, work } = message;
    const reply = work.kind === "piece" ? this.#piece(job, work) : this.#entries(work);
    this.#advance(0, true);
    this.#send({ kind: "reply", job, reply });
  }

  /** Closes the files. */
  close(): void {
    closeSync(this.#target);
    if (this.#previous >= 0) closeSync(this.#previous);
  }

  // ── whole entries ────────────────────────────────────────────────────────────────────────────────────────────────

  #entries(job: EntriesJob): EntriesReply {
    const count = job.names.length;
    const reply = {
      kind: "entries" as const,
      states: new Uint8Array(count),
      facts: job.facts,
      codes: [] as string[],
      methods: new Uint8Array(count),
      crcs: new Uint32Array(count),
      storedCrcs: new Uint32Array(count),
      sizes: job.sizes,
      storedSizes: new Float64Array(count),
      offsets: new Float64Array(count),
      hashes: new Uint8Array(count * 32),
    };
    this.#runBytes = 0;
    this.#runEntries = [];
    for (let number = 0; number < count; number++) {
      try {
        const copy = job.copies[number] ?? null;
        reply.states[number] =
          copy === null ? this.#entry(job, reply, number) : this.#copy(job, reply, number, copy);
      } catch (thrown) {
        const code = systemCode(thrown);
        if (code === null || thrown instanceof WriteTrouble) throw thrown;
        const isGone = code === "ENOENT" || code === "ENOTDIR";
        reply.states[number] = isGone ? ENTRY_VANISHED : ENTRY_UNREADABLE;
        reply.codes[number] = code;
      }
      if (this.#runBytes >= RUN_BYTES) this.#flush(reply);
    }
    this.#flush(reply);
    return reply;
  }

  #entry(job: EntriesJob, reply: EntriesReply, number: number): number {
    const flags = job.flags[number] ?? 0;
    const content = job.contents[number] ?? "";
    const isEncrypted = this.#isEncrypted(flags);
    const before = draftOf(job, number, isEncrypted);
    const headBytes = localHeaderBytes(before) + (isEncrypted ? AES_HEAD_BYTES : 0);
    let state = ENTRY_STORED;
    let size: number;
    // a path that is not UTF-8 comes as bytes, too
    if (!(flags & HAS_BYTES)) {
      const read = this.#readFile(content, job, number, headBytes);
      state = read.state;
      size = read.size;
      if (state === ENTRY_GROWN) return state;
    } else {
      const bytes = content as Uint8Array;
      size = bytes.length;
      this.#reserve(headBytes + size);
      this.#run.set(bytes, this.#runBytes + headBytes);
    }
    this.#advance(size, false);
    job.sizes[number] = size;
    const dataAt = this.#runBytes + headBytes;
    const plain = this.#run.subarray(dataAt, dataAt + size);
    if (!(flags & IS_DIRECTORY)) {
      reply.hashes.set(hash("sha256", plain, "buffer"), number * 32);
    }
    const crc = crc32(plain);
    const packed = flags & (IS_STORED | IS_LINK | IS_DIRECTORY) ? null : this.#packed(plain);
    if (packed !== null) this.#run.set(packed, dataAt);
    const length = packed === null ? size : packed.length;
    let entry: ZipEntry = {
      // fresh facts, if there were any
      ...(state === ENTRY_STORED ? before : draftOf(job, number, isEncrypted)),
      method: packed === null ? STORED : this.#method(),
      crc32: isEncrypted ? 0 : crc,
      sizeBytes: size,
    };
    const headerBytes = localHeaderBytes(entry);
    const startAt = this.#runBytes + headerBytes;
    const dataNow = startAt + (isEncrypted ? AES_HEAD_BYTES : 0);
    // a fresh time may have made the header longer or shorter
    if (dataNow !== dataAt) this.#run.copyWithin(dataNow, dataAt, dataAt + length);
    if (isEncrypted) this.#encrypt(dataNow, length);
    const storedBytes = length + (isEncrypted ? AES_BYTES : 0);
    const isAsIs = packed === null && !isEncrypted;
    const storedCrc = isAsIs ? crc : crc32(this.#run.subarray(startAt, startAt + storedBytes));
    entry = { ...entry, storedBytes, storedCrc };
    this.#finishEntry(number, entry, startAt);
    return state;
  }

  #copy(job: EntriesJob, reply: EntriesReply, number: number, copy: CopyFrom): number {
    const { storedBytes, storedCrc, method, isEncrypted } = copy;
    const entry: ZipEntry = {
      ...draftOf(job, number, isEncrypted),
      method,
      crc32: isEncrypted ? 0 : copy.crc32,
      sizeBytes: job.sizes[number] ?? 0,
      storedBytes,
      storedCrc,
    };
    const headerBytes = localHeaderBytes(entry);
    this.#reserve(headerBytes + storedBytes);
    const startAt = this.#runBytes + headerBytes;
    if (!this.#readPrevious(startAt, storedBytes, copy.position)) return ENTRY_STALE;
    const stored = this.#run.subarray(startAt, startAt + storedBytes);
    if (crc32(stored) !== storedCrc) return ENTRY_STALE;
    this.#advance(entry.sizeBytes, false);
    this.#finishEntry(number, entry, startAt);
    return ENTRY_STORED;
  }

  #readPrevious(at: number, length: number, position: number): boolean {
    try {
      if (this.#previous < 0) {
        this.#previous = openSync(this.#setup.previousPath ?? "", constants.O_RDONLY);
      }
      for (let have = 0; have < length;) {
        const read = readSync(this.#previous, this.#run, at + have, length - have, position + have);
        if (read === 0) return false;
        have += read;
      }
      return true;
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
      return false; // an older zip only saves work
    }
  }

  #finishEntry(number: number, entry: ZipEntry, startAt: number): void {
    this.#run.set(localHeader(entry), this.#runBytes);
    this.#runEntries.push({ number, entry, at: this.#runBytes });
    this.#runBytes = startAt + entry.storedBytes;
  }

  /** Gives the run its place in the file and writes it. */
  #flush(reply: EntriesReply): void {
    if (this.#runBytes === 0) return;
    const start = this.#places.take(this.#runBytes);
    for (const { number, entry, at } of this.#runEntries) {
      const offset = start + at;
      // only an entry beyond 4 GiB says in its header where it lies
      if (offset > 0xffff_0000) this.#run.set(localHeader({ ...entry, offset }), at);
      reply.methods[number] = entry.method;
      reply.crcs[number] = entry.crc32;
      reply.storedCrcs[number] = entry.storedCrc;
      reply.storedSizes[number] = entry.storedBytes;
      reply.offsets[number] = offset;
    }
    this.#write(this.#run.subarray(0, this.#runBytes), start);
    this.#runBytes = 0;
    this.#runEntries = [];
  }

  #isEncrypted(flags: number): boolean {
    return this.#setup.password !== null && !(flags & (IS_DIRECTORY | IS_PLAIN));
  }

  /** Makes sure that the run has room for so many more bytes and what stands behind them. */
  #reserve(length: number): void {
    const wanted = this.#runBytes + length + AES_MAC_BYTES;
    if (wanted <= this.#run.length) return;
    const larger = Buffer.allocUnsafeSlow(wanted + SLACK_BYTES);
    larger.set(this.#run.subarray(0, this.#runBytes));
    this.#run = larger;
  }

  #encrypt(at: number, length: number): void {
    const salt = randomBytes(SALT_BYTES);
    this.#deriver ??= new KeyDeriver(this.#setup.password ?? "");
    const keys = this.#deriver.derive(salt);
    const run = this.#run;
    run.set(salt, at - AES_HEAD_BYTES);
    run.set(keys.verifier, at - AES_HEAD_BYTES + SALT_BYTES);
    const bytes = run.subarray(at, at + length);
    new CounterMode(keys.encrypt).apply(bytes, 0);
    const mac = beginMac(keys);
    mac.update(bytes);
    run.set(endMac(mac), at + length);
    this.#leave(length);
  }

  // ── compressing ──────────────────────────────────────────────────────────────────────────────────────────────────

  #method(): Method {
    const { compression } = this.#setup;
    if (compression === "none") return STORED;
    return compression === "zstd" ? ZSTANDARD : DEFLATED;
  }

  /** The content compressed, a view valid until the next call; `null` when it is better stored. */
  #packed(plain: Uint8Array): Uint8Array | null {
    if (plain.length === 0 || this.#method() === STORED) return null;
    if (plain.length >= PROBED_BYTES && !this.#isWorthwhile(plain)) return null;
    const packed = this.#compressor()(plain, true);
    return packed.length < plain.length ? packed : null;
  }

  #compressor(): Compress {
    const { compression, level } = this.#setup;
    this.#compress ??= compression === "zstd" ? openZstd(level) : openDeflate(level);
    return this.#compress;
  }

  #isWorthwhile(plain: Uint8Array): boolean {
    this.#probe ??= openZstd(1);
    return isWorthwhile(plain, this.#probe);
  }

  // ── pieces ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #piece(job: number, piece: PieceJob): PieceReply {
    const { slot, method, keys } = piece;
    const { read, code } = readPiece(piece);
    const plain = slot.plain.subarray(0, read);
    this.#send({ kind: "read", job, length: read });
    this.#advance(read, false);
    const crc = crc32(plain);
    if (method === ZSTANDARD) return { read, code, crc, ...this.#streamPiece(piece, plain) };
    const isPacked = method === DEFLATED;
    const packed = isPacked ? this.#compressor()(plain, piece.isLast) : plain;
    const length = packed.length;
    const isMoved = isPacked || keys !== null;
    if (isMoved) copyInto(slot.stored, packed);
    this.#beginPiece(piece);
    const position = this.#places.take(length + (piece.isLast ? piece.tailBytes : 0));
    const start = this.#places.dataStart;
    if (!piece.isLast) this.#places.passTurn();
    const stored = isMoved ? slot.stored.subarray(0, length) : plain;
    if (keys !== null) {
      new CounterMode(keys.encrypt).apply(stored, position - start);
      this.#leave(length);
    }
    this.#write(stored, position);
    const storedCrc = isMoved ? crc32(stored) : crc;
    return { kind: "piece", read, storedBytes: length, crc, storedCrc, code, mac: null };
  }

  /** Waits for the piece's turn to take its place in the file. */
  #beginPiece(piece: PieceJob): void {
    this.#places.awaitTurn(piece.ticket);
    if (piece.isFirst) this.#places.beginData(piece.headBytes);
  }

  /** One thread makes all pieces of such an entry in order, and what is ready has its place at once. */
  #streamPiece(
    piece: PieceJob,
    plain: Uint8Array,
  ): Pick<PieceReply, "kind" | "storedBytes" | "storedCrc" | "mac"> {
    const { keys } = piece;
    this.#beginPiece(piece);
    const mode = keys === null ? null : new CounterMode(keys.encrypt);
    if (piece.isFirst) this.#mac = keys === null ? null : beginMac(keys);
    const { level, zstdWorkers } = this.#setup;
    this.#stream ??= openZstdStream(level, zstdWorkers);
    let storedBytes = 0;
    let storedCrc = 0;
    for (const ready of this.#stream(plain, piece.isLast)) {
      const position = this.#places.take(ready.length);
      mode?.apply(ready, position - this.#places.dataStart);
      this.#mac?.update(ready);
      this.#write(ready, position);
      storedCrc = joinCrc(storedCrc, crc32(ready), ready.length);
      storedBytes += ready.length;
      this.#leave(ready.length);
    }
    if (piece.isLast) this.#places.take(piece.tailBytes);
    else this.#places.passTurn();
    const mac = piece.isLast && this.#mac !== null ? endMac(this.#mac) : null;
    return { kind: "piece", storedBytes, storedCrc, mac };
  }

  // ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Reads a file behind the run until a try saw it stand still from the listing, or from the try's own beginning, to its end. */
  #readFile(
    path: string | Uint8Array,
    job: EntriesJob,
    number: number,
    headBytes: number,
  ): { state: number; size: number } {
    const descriptor = openSource(path);
    try {
      const listed = job.facts[number * FACTS + 2] ?? 0n;
      const keepsFacts = ((job.flags[number] ?? 0) & KEEPS_FACTS) !== 0;
      const facts = keepsFacts ? [] : job.facts;
      const at = keepsFacts ? 0 : number * FACTS;
      let size = job.sizes[number] ?? 0;
      let isFresh = false;
      if (keepsFacts || listed === 0n) {
        const now = fstatSync(descriptor, { bigint: true });
        noteFacts(now, facts, at);
        size = Number(now.size);
      }
      for (let attempt = 1; ; attempt++) {
        if (size > 2 * LARGE_BYTES) return { state: ENTRY_GROWN, size };
        this.#reserve(headBytes + size + 1);
        // one byte more than expected tells whether it has grown
        const read = this.#readSome(descriptor, this.#runBytes + headBytes, size + 1);
        const now = fstatSync(descriptor, { bigint: true });
        if (!now.isFile()) throw Object.assign(new Error("no regular file"), { code: "ENOENT" });
        if (!keepsFacts && listed !== 0n && now.ino !== listed && !isAtPath(descriptor, path)) {
          // a folder on the way was exchanged for a link: this is no file of the part
          throw Object.assign(new Error("not where it was listed"), { code: "ENOENT" });
        }
        const isSame = read === size && isUnchanged(now, size, facts, at);
        noteFacts(now, facts, at);
        if (isSame) return { state: isFresh ? ENTRY_REFRESHED : ENTRY_STORED, size };
        if (attempt === MOST_TRIES) return { state: ENTRY_CHANGING, size: Math.min(read, size) };
        isFresh = true;
        size = Number(now.size);
      }
    } finally {
      closeSync(descriptor);
    }
  }

  #readSome(descriptor: number, at: number, wanted: number): number {
    let have = 0;
    while (have < wanted) {
      const read = readSync(descriptor, this.#run, at + have, wanted - have, have);
      if (read === 0) break;
      have += read;
      if (have === wanted - 1) {
        // all that was expected: usually there is no more
        const more = readSync(descriptor, this.#run, at + have, 1, have);
        return have + more;
      }
    }
    return have;
  }

  #write(bytes: Uint8Array, position: number): void {
    try {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.#target, bytes, done, bytes.length - done, position + done);
      }
    } catch (thrown) {
      throw new WriteTrouble(systemCode(thrown), { cause: thrown });
    }
  }

  #advance(bytes: number, isEnd: boolean): void {
    this.#advanced += bytes;
    if (this.#advanced < ADVANCE_BYTES && !(isEnd && this.#advanced > 0)) return;
    this.#send({ kind: "advance", sizeBytes: this.#advanced });
    this.#advanced = 0;
  }

  /** Counts what a cipher has made and nobody needs any more, and has it freed in time. */
  #leave(bytes: number): void {
    this.#garbage += bytes;
    if (this.#garbage < GARBAGE_BYTES) return;
    this.#garbage = 0;
    this.#collect?.();
  }
}

/** The zip itself could not be written: not an entry's trouble, the run's. */
export class WriteTrouble extends Error {
  override readonly name = "WriteTrouble";
  readonly code: string;

  constructor(code: string | null, options: { readonly cause: unknown }) {
    super("the zip cannot be written", options);
    this.code = code ?? "";
  }
}

/** Opens a source's file as the vault does: links are not followed, and a fifo does not make us wait. @throws what the system says */
export function openSource(path: string | Uint8Array): number {
  const named = typeof path === "string" ? path : Buffer.from(path);
  return openSync(named, constants.O_RDONLY | NO_FOLLOW | constants.O_NONBLOCK);
}

/** Whether compressing saves something, judged by a probe from the head, and from the middle of what is longer. */
export function isWorthwhile(plain: Uint8Array, probe: Compress): boolean {
  const head = plain.subarray(0, PROBE_BYTES);
  if (saves(head, probe)) return true;
  if (plain.length <= 2 * PROBE_BYTES) return false;
  const middle = plain.length >> 1;
  return saves(plain.subarray(middle, middle + PROBE_BYTES), probe);
}

const saves = (sample: Uint8Array, probe: Compress): boolean =>
  probe(sample, true).length < sample.length * 0.97;

function readPiece(piece: PieceJob): { read: number; code: string | null } {
  if (piece.from === null) return { read: piece.length, code: null };
  const { descriptor, position } = piece.from;
  let read = 0;
  try {
    while (read < piece.length) {
      const more = readSync(
        descriptor,
        piece.slot.plain,
        read,
        piece.length - read,
        position + read,
      );
      if (more === 0) break;
      read += more;
    }
    return { read, code: null };
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    return { read, code };
  }
}

/** What the local header needs of an entry in a job; sizes, checksums and method are still to come. */
function draftOf(job: EntriesJob, number: number, isEncrypted: boolean): ZipEntry {
  const flags = job.flags[number] ?? 0;
  const at = number * FACTS;
  const uid = Number(job.facts[at + 4] ?? 0n);
  const gid = Number(job.facts[at + 5] ?? 0n);
  return {
    name: job.names[number] ?? "",
    trueName: null,
    kind: flags & IS_DIRECTORY ? "directory" : flags & IS_LINK ? "link" : "file",
    mode: Number(job.facts[at + 3] ?? 0n),
    modifiedNs: job.facts[at] ?? 0n,
    owner: flags & HAS_OWNER ? { uid, gid, user: "", group: "" } : null,
    origin: null,
    attributes: [],
    method: STORED,
    isEncrypted,
    crc32: 0,
    sizeBytes: 0,
    storedBytes: 0,
    storedCrc: 0,
    offset: 0,
  };
}

/** Whether a file is as the facts from `at` on have it. */
export function isUnchanged(
  now: BigIntStats,
  size: number,
  facts: readonly bigint[],
  at: number,
): boolean {
  return (
    now.mtimeNs === facts[at] &&
    now.ctimeNs === facts[at + 1] &&
    now.ino === facts[at + 2] &&
    now.size === BigInt(size)
  );
}

export function noteFacts(now: BigIntStats, facts: bigint[], at: number): void {
  facts[at] = now.mtimeNs;
  facts[at + 1] = now.ctimeNs;
  facts[at + 2] = now.ino;
  facts[at + 3] = now.mode & 0o7777n;
  facts[at + 4] = now.uid;
  facts[at + 5] = now.gid;
}

/** Whether an open file lies at the very path by which it was opened; where the system does not tell, it is believed. */
export function isAtPath(descriptor: number, path: string | Uint8Array): boolean {
  try {
    const at = readlinkSync(`/proc/self/fd/${descriptor}`, { encoding: "buffer" });
    return at.equals(Buffer.from(path));
  } catch {
    return true; // no Linux
  }
}

/** A buffer's copy is one move of memory; `set` goes word by word where one side is shared. */
function copyInto(target: Uint8Array, bytes: Uint8Array): void {
  const from = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  from.copy(Buffer.from(target.buffer, target.byteOffset, target.length));
}

/** A way to free the buffers that ciphers leave behind, `null` where the engine does not offer it. */
function youngCollector(): (() => void) | null {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  return typeof collect === "function" ? () => void collect({ type: "minor" }) : null;
}
