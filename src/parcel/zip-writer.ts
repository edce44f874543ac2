/**
 * Writes a zip as `zip-format.ts` describes it: entries in, one file out, by several threads.
 *
 * The calling thread gives names, compares with an older zip and keeps the records; threads read, compress, encrypt and
 * write. Small entries are written in runs in whatever order they are ready; large ones one after another, each by all
 * threads, when the part's small ones are done. So the entries tile the file, also when some fail: a run holds only what
 * succeeded, and a large entry that fails gives its place back before the next one begins.
 */

import { hash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { setImmediate } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { bytesOfText } from "../model/entry.ts";
import type { Attribute, Entries, Entry, FileEntry } from "../model/entry.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import { sumsLine } from "../model/layout.ts";
import type { PartId } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import type { Secret } from "../model/secret.ts";
import { KeyDeriver, SALT_BYTES, beginMac, endMac } from "./zip-aes.ts";
import { joinCrc, openZstd } from "./zip-codec.ts";
import {
  AES_BYTES,
  AES_HEAD_BYTES,
  AES_MAC_BYTES,
  DEFLATED,
  LONGEST_NAME,
  MOST_ATTRIBUTE_BYTES,
  STORED,
  ZIP64_SIZE,
  ZSTANDARD,
  attributeBytes,
  centralRecord,
  endRecords,
  localHeader,
  localHeaderBytes,
} from "./zip-format.ts";
import type { Method, ZipEntry } from "./zip-format.ts";
import { LargeRun, Slots } from "./zip-large.ts";
import type { Large, LargeFrom, Shape } from "./zip-large.ts";
import { Siblings, isComponent } from "./zip-name.ts";
import { Records, summary } from "./zip-records.ts";
import type { AddedEntries } from "./zip-records.ts";
import { ZipThreads } from "./zip-threads.ts";
import { factsOf, freshOf, zipEntryOf } from "./zip-waiting.ts";
import type { PreviousEntry, Waiting } from "./zip-waiting.ts";
import {
  ENTRY_CHANGING,
  ENTRY_GROWN,
  ENTRY_REFRESHED,
  ENTRY_STALE,
  ENTRY_UNREADABLE,
  ENTRY_VANISHED,
  FACTS,
  HAS_BYTES,
  HAS_OWNER,
  IS_COPIED,
  IS_DIRECTORY,
  IS_LINK,
  IS_PLAIN,
  IS_STORED,
  KEEPS_FACTS,
  LARGE_BYTES,
  PIECE_BYTES,
  Places,
  isAtPath,
  isUnchanged,
  isWorthwhile,
  noteFacts,
  openSource,
} from "./zip-work.ts";
import type { Compression, CopyFrom, EntriesReply, PieceJob, Slot, WorkSetup } from "./zip-work.ts";

/** An older zip whose unchanged entries are copied as they are stored. Its entries must be under the same password. */
export interface PreviousZip {
  readonly path: string;
  /** Where the zip begins in that file: 0, or inside another. */
  readonly start: number;
  /** A file changed later than this may have changed again without a trace. */
  readonly trustedBeforeNs: bigint;
  /** What it has of attributes is all that there were: an unchanged entry's need not be asked for again. */
  readonly hasAllAttributes: boolean;
  /** Finds an entry by its whole name in the zip. */
  find(name: string): PreviousEntry | null;
}

export interface ZipWriterOptions {
  /** The file to make; it must not exist. */
  readonly path: string;
  /** Worker threads; 0: everything is done in the calling thread. */
  readonly threads: number;
  readonly compression: Compression;
  readonly level: number;
  /** `null`: nothing is encrypted. */
  readonly password: Secret | null;
  readonly previous: PreviousZip | null;
  readonly context: Pick<RunContext, "signal" | "report" | "modesty">;
}

export interface AddOptions {
  /** To whom findings are put down. */
  readonly part: PartId | null;
  /** Files that have this version (`FileEntry.version`) are as in the older zip. */
  readonly knownVersion: string | null;
}

export interface BytesOptions {
  /** Encrypted when the zip has a password. */
  readonly isEncrypted: boolean;
  readonly isCompressed: boolean;
  readonly modifiedNs: bigint;
}

/** What was stored of one document or file. */
export interface AddedFile {
  readonly sha256: Uint8Array;
  readonly sizeBytes: number;
  /** Its line for `SHA256SUMS`. */
  readonly line: Uint8Array;
}

const BATCH_BYTES = 4 << 20;
const BATCH_ENTRIES = 512;
/** What opening and closing a file costs, in bytes read. */
const FILE_COST = 16 << 10;
const MOST_TRIES = 3;
/** Beside which attributes still have room in an entry's own field. */
const LONGEST_TRUE_NAME = 16 << 10;
const HASH_BYTES = 32;
const NO_BYTES = Buffer.alloc(0);
/** The disk is told to begin whenever so much is new: little is left for the end, and nobody waits for it before. */
const SYNC_BYTES = 64 << 20;
const ROOT_MODE = 0o644;

interface WaitingSmall extends Waiting {
  readonly content: string | Uint8Array;
  readonly flags: number;
}

interface OpenDirectory {
  readonly path: string;
  /** In the zip, with "/" at the end; "" at the top. */
  readonly zipPath: string;
  readonly siblings: Siblings;
  readonly parent: OpenDirectory | null;
}

export class ZipWriter implements AsyncDisposable {
  readonly #options: ZipWriterOptions;
  readonly #places: Places;
  readonly #threads: ZipThreads;
  readonly #target: number;
  readonly #records: Records[] = [];
  readonly #documents = new Map<string, { readonly records: Records; readonly entry: ZipEntry }>();
  readonly #slots: Slots = new Slots();
  #previousFile = -1;
  #deriver: KeyDeriver | null = null;
  #probe: ReturnType<typeof openZstd> | null = null;
  #ticket = 0;
  #isClosed = false;
  #syncedTo = 0;
  #syncing: Promise<void> | null = null;
  // what belongs to the `add` that is under way
  #part: PartId | null = null;
  /** The name, when it is a document of our own. */
  #document: string | null = null;
  #current = new Records();
  #batch: WaitingSmall[] = [];
  #batchBytes = 0;
  #larges: Large[] = [];
  #open = new Set<Promise<void>>();
  #failure: unknown = null;
  #saidAttributes = false;

  private constructor(options: ZipWriterOptions) {
    const { path, compression, level, password, previous } = options;
    const { modesty } = options.context;
    const threads = Math.min(options.threads, modesty?.threads ?? options.threads);
    this.#options = options;
    const create = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
    this.#target = openSync(path, create, 0o600);
    const memory = new SharedArrayBuffer(Places.BYTES);
    this.#places = new Places(memory);
    const setup: WorkSetup = {
      isLow: modesty?.isLow ?? false,
      path,
      previousPath: previous?.path ?? null,
      compression,
      level,
      password: password?.reveal() ?? null,
      zstdWorkers: threads,
      places: memory,
    };
    this.#threads = new ZipThreads(setup, threads, modesty?.pace ?? null, (sizeBytes) =>
      options.context.report({ kind: "advance", entryCount: 0, sizeBytes }),
    );
  }

  /** Makes the file. @throws PLACE_FULL, PLACE_READ_ONLY, PLACE_UNREACHABLE */
  static create(options: ZipWriterOptions): ZipWriter {
    try {
      return new ZipWriter(options);
    } catch (thrown) {
      throw placeTrouble(thrown, options.path);
    }
  }

  /**
   * Stores a stream of entries under `prefix` ("" or ending in "/"); the root is the entry `prefix` itself, and has none when
   * that is "". What `entries` throws is thrown on; nothing of them is then in the zip, and the next may be added.
   *
   * @throws PLACE_FULL, PLACE_READ_ONLY, PLACE_UNREACHABLE
   */
  async add(prefix: string, entries: Entries, options: AddOptions): Promise<AddedEntries> {
    const start = this.#places.end;
    this.#part = options.part;
    this.#current = new Records();
    this.#document = null;
    this.#forget();
    this.#saidAttributes = false;
    try {
      await this.#takeAll(prefix, entries, options);
      await this.#finishSmall();
      await this.#finishLarge();
    } catch (thrown) {
      // what is under way belongs to this part, and its place goes to the next
      await Promise.allSettled(this.#open);
      this.#forget();
      if (this.#options.context.signal.aborted) this.#failure ??= thrown;
      this.#throwFailure();
      this.#places.end = start;
      throw thrown;
    }
    this.#records.push(this.#current);
    return summary(this.#current);
  }

  /** Drops what is not begun. */
  #forget(): void {
    this.#batch = [];
    this.#batchBytes = 0;
    this.#larges = [];
    this.#again = [];
    this.#streams = [];
    for (const path of this.#spooled.splice(0)) unlinkSync(path);
  }

  /** Stores a document of our own. */
  async addBytes(name: string, bytes: Uint8Array, options: BytesOptions): Promise<AddedFile> {
    const entry = madeEntry(name, options.modifiedNs, bytes.length);
    const isPlain = !options.isEncrypted;
    const flags = HAS_BYTES | (isPlain ? IS_PLAIN : 0) | (options.isCompressed ? 0 : IS_STORED);
    this.#current = new Records();
    this.#part = null;
    this.#document = name;
    const waiting = { slot: 0, entry, name, trueName: null, attributes: [], copy: null };
    this.#batch.push({ ...waiting, content: bytes, flags });
    await this.#finishSmall();
    return this.#closeOne(name);
  }

  /** Stores a finished file as one entry, uncompressed: a zip within the zip. */
  async addFile(
    name: string,
    path: string,
    options: Pick<BytesOptions, "isEncrypted" | "modifiedNs">,
  ): Promise<AddedFile> {
    this.#current = new Records();
    this.#part = null;
    this.#document = name;
    const entry = madeEntry(name, options.modifiedNs, 0);
    const waiting = { slot: 0, entry, name, trueName: null, attributes: [], copy: null };
    const isPlain = !options.isEncrypted;
    this.#larges = [{ waiting, from: { kind: "file", path }, isStored: true, isPlain, attempt: 1 }];
    await this.#finishLarge();
    return this.#closeOne(name);
  }

  /** Writes a stored, unencrypted document of ours anew, in the same length. */
  patch(name: string, bytes: Uint8Array): void {
    const document = this.#documents.get(name);
    const { entry } = document ?? {};
    if (
      document === undefined ||
      entry === undefined ||
      entry.isEncrypted ||
      entry.method !== STORED ||
      entry.sizeBytes !== bytes.length
    ) {
      throw new FivefoldError("INTERNAL", { message: `${name} cannot be patched` });
    }
    const crc = crc32(bytes);
    const patched: ZipEntry = { ...entry, crc32: crc, storedCrc: crc };
    this.#write(Buffer.concat([localHeader(patched), bytes]), entry.offset);
    document.records.replace(0, centralRecord(patched), hash("sha256", bytes, "buffer"));
    this.#documents.set(name, { records: document.records, entry: patched });
  }

  /** Writes the central directory and the end; all is on the disk when it resolves. Gives the file's size. */
  async finish(): Promise<number> {
    this.#throwFailure();
    await this.#threads.end();
    const offset = this.#places.end;
    let at = offset;
    let entryCount = 0;
    try {
      for (const records of this.#records) {
        for (const piece of records.pieces()) {
          this.#write(piece, at);
          at += piece.length;
        }
        entryCount += records.count;
      }
      const end = endRecords({ entryCount, offset, sizeBytes: at - offset });
      this.#write(end, at);
      at += end.length;
      ftruncateSync(this.#target, at);
      await this.#syncing;
      this.#throwFailure();
      fsyncSync(this.#target);
    } catch (thrown) {
      throw placeTrouble(thrown, this.#options.path);
    }
    this.#close();
    return at;
  }

  /** Without `finish` before, the file is removed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#threads[Symbol.asyncDispose]();
    await Promise.allSettled(this.#open);
    await this.#syncing;
    if (this.#isClosed) return;
    this.#close();
    try {
      unlinkSync(this.#options.path);
    } catch (thrown) {
      if (systemCode(thrown) !== "ENOENT") throw placeTrouble(thrown, this.#options.path);
    }
  }

  // ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────

  async #takeAll(prefix: string, entries: Entries, options: AddOptions): Promise<void> {
    let directory: OpenDirectory | null = null;
    for await (const batch of entries) {
      this.#options.context.signal.throwIfAborted();
      for (const entry of batch) {
        if (directory === null) directory = this.#takeRoot(prefix, entry);
        else directory = this.#take(entry, directory, options);
      }
      const { report } = this.#options.context;
      report({ kind: "advance", entryCount: batch.length, sizeBytes: 0 });
      await this.#gathered();
      await this.#threads.room();
      this.#syncAhead();
      this.#throwFailure();
    }
    if (directory === null) throw new FivefoldError("INTERNAL", { message: "no root entry" });
  }

  #takeRoot(prefix: string, entry: Entry): OpenDirectory {
    if (entry.kind !== "directory" || entry.path !== "") {
      throw new FivefoldError("INTERNAL", { message: "entries do not begin at their root" });
    }
    if (prefix !== "") this.#takeDirectory(entry, prefix, null);
    return { path: "", zipPath: prefix, siblings: new Siblings(), parent: null };
  }

  /** Takes one entry; gives the directory in which the next one is expected. */
  #take(entry: Entry, current: OpenDirectory, options: AddOptions): OpenDirectory {
    const cut = entry.path.lastIndexOf("/");
    let directory = current;
    while (!isIn(directory.path, entry.path, cut)) {
      if (directory.parent === null) throw misplaced(entry);
      directory = directory.parent;
    }
    const trueName = cut < 0 ? entry.path : entry.path.slice(cut + 1);
    if (!isComponent(trueName)) throw misplaced(entry);
    const safe = directory.siblings.add(trueName);
    const name = directory.zipPath + safe;
    const differing = safe === trueName ? null : trueName;
    const child = { path: entry.path, zipPath: `${name}/`, siblings: new Siblings() };
    const next = entry.kind === "directory" ? { ...child, parent: directory } : directory;
    const isTooLong = differing !== null && bytesOfText(differing).length > LONGEST_TRUE_NAME;
    if (isTooLong || Buffer.byteLength(name) + 1 > LONGEST_NAME) {
      // what lies below such a directory is too long as well, and each is told of
      this.#find("ENTRY_UNSUPPORTED", entry.path, "ENAMETOOLONG");
      return next;
    }
    if (entry.kind === "directory") this.#takeDirectory(entry, child.zipPath, differing);
    else if (entry.kind === "link") {
      const content = bytesOfText(entry.target);
      this.#gather(entry, name, differing, content, HAS_BYTES | IS_LINK, null);
    } else this.#takeFile(entry, name, differing, options);
    return next;
  }

  #takeDirectory(entry: Entry, name: string, trueName: string | null): void {
    this.#gather(entry, name, trueName, NO_BYTES, HAS_BYTES | IS_DIRECTORY, null);
  }

  #takeFile(entry: FileEntry, name: string, trueName: string | null, options: AddOptions): void {
    const copy = this.#unchanged(entry, name, trueName, options);
    if (copy !== null) {
      if (copy.entry.storedBytes > LARGE_BYTES) {
        this.#postpone(entry, name, trueName, { kind: "copy", previous: copy });
      } else this.#gather(entry, name, trueName, "", IS_COPIED, copy);
      return;
    }
    this.#takeContent(entry, name, trueName);
  }

  #takeContent(entry: FileEntry, name: string, trueName: string | null): void {
    const size = entry.sizeBytes ?? Number.POSITIVE_INFINITY;
    const path = entry.localPath;
    if (path !== null) {
      const local = typeof path === "string" ? path : Uint8Array.from(path);
      if (size > LARGE_BYTES) {
        this.#postpone(entry, name, trueName, { kind: "file", path: local });
      } else this.#gather(entry, name, trueName, local, 0, null);
      return;
    }
    this.#streams.push({ entry, name, trueName, slot: this.#current.reserve() });
  }

  /** Contents that come from the caller piece by piece; they are asked for between two batches. */
  #streams: {
    readonly entry: FileEntry;
    readonly name: string;
    readonly trueName: string | null;
    readonly slot: number;
  }[] = [];

  /** What the older zip has of a file that is surely unchanged, else `null`. */
  #unchanged(
    entry: FileEntry,
    name: string,
    trueName: string | null,
    options: AddOptions,
  ): PreviousEntry | null {
    const { previous } = this.#options;
    if (previous === null) return null;
    if (entry.version === null) {
      // only what `lstat` tells now decides; an entry that comes from another store tells what once was
      const { origin, modifiedNs } = entry;
      if (origin === null || entry.localPath === null) return null;
      const { trustedBeforeNs } = previous;
      if (modifiedNs >= trustedBeforeNs || origin.changedNs >= trustedBeforeNs) return null;
    } else if (entry.version !== options.knownVersion) return null;
    const found = previous.find(name);
    if (found === null || !this.#isReusable(found.entry, trueName)) return null;
    if (entry.version !== null) return found;
    const { entry: former } = found;
    const isSame =
      former.sizeBytes === entry.sizeBytes &&
      former.modifiedNs === entry.modifiedNs &&
      former.origin !== null &&
      former.origin.changedNs === entry.origin?.changedNs &&
      former.origin.inode === entry.origin.inode &&
      former.origin.device === entry.origin.device;
    return isSame ? found : null;
  }

  #isReusable(former: ZipEntry, trueName: string | null): boolean {
    const { compression, password } = this.#options;
    return (
      former.kind === "file" &&
      former.trueName === trueName &&
      former.isEncrypted === (password !== null) &&
      (former.method === STORED || former.method === methodOf(compression))
    );
  }

  #gather(
    entry: Entry,
    name: string,
    trueName: string | null,
    content: string | Uint8Array,
    flags: number,
    copy: PreviousEntry | null,
  ): void {
    const slot = this.#current.reserve();
    const attributes = this.#attributesOf(entry, copy);
    this.#gatherAt({ slot, entry, name, trueName, attributes, copy, content, flags });
  }

  #gatherAt(waiting: WaitingSmall): void {
    this.#batch.push(waiting);
    const { entry, content } = waiting;
    this.#batchBytes +=
      entry.kind === "file" && !(waiting.flags & HAS_BYTES)
        ? (entry.sizeBytes ?? 0)
        : content.length;
    if (this.#batchBytes >= BATCH_BYTES || this.#batch.length >= BATCH_ENTRIES) this.#sendBatch();
  }

  #postpone(entry: FileEntry, name: string, trueName: string | null, from: LargeFrom): void {
    const slot = this.#current.reserve();
    const copy = from.kind === "copy" ? from.previous : null;
    const attributes = this.#attributesOf(entry, copy);
    const waiting = { slot, entry, name, trueName, attributes, copy };
    this.#larges.push({ waiting, from, isStored: false, isPlain: false, attempt: 1 });
  }

  /** The attributes that the entry can keep here; what it cannot is told. */
  #attributesOf(entry: Entry, copy: PreviousEntry | null): readonly Attribute[] {
    if (this.#options.password !== null && this.#saidAttributes) return [];
    // whoever changes attributes changes the time that says that the entry is unchanged
    if (copy !== null && entry.kind === "file" && entry.version === null)
      if (this.#options.previous?.hasAllAttributes === true) return copy.entry.attributes;
    const attributes = entry.attributes();
    if (attributes.length === 0) return attributes;
    const isEncrypted = this.#options.password !== null;
    if (!isEncrypted && attributeBytes(attributes) <= MOST_ATTRIBUTE_BYTES) return attributes;
    // the directory of an encrypted zip can be read by anybody: once for the part is said enough
    this.#saidAttributes = isEncrypted;
    const part = this.#part;
    const name = isEncrypted ? (part ?? "") : entry.path;
    const notIncluded = { what: "attributes", name, reason: "unsupported", part } as const;
    this.#options.context.report({ kind: "notIncluded", notIncluded });
    return [];
  }

  // ── small entries ────────────────────────────────────────────────────────────────────────────────────────────────

  #sendBatch(): void {
    const batch = this.#batch;
    if (batch.length === 0) return;
    const cost = this.#batchBytes + batch.length * FILE_COST;
    this.#batch = [];
    this.#batchBytes = 0;
    const names: string[] = [];
    const contents: (string | Uint8Array)[] = [];
    const copies: (CopyFrom | null)[] = [];
    const flags = new Uint8Array(batch.length);
    const sizes = new Float64Array(batch.length);
    const facts: bigint[] = [];
    for (const [number, waiting] of batch.entries()) {
      const { entry } = waiting;
      const keepsFacts = entry.kind === "file" && entry.version !== null;
      names.push(waiting.name);
      contents.push(waiting.content);
      copies.push(waiting.copy === null ? null : this.#copyFrom(waiting.copy));
      flags[number] =
        waiting.flags | (entry.owner === null ? 0 : HAS_OWNER) | (keepsFacts ? KEEPS_FACTS : 0);
      sizes[number] = sizeOf(waiting);
      facts.push(...factsOf(entry));
    }
    const job = { kind: "entries", names, contents, copies, flags, sizes, facts } as const;
    const records = this.#current;
    // two threads that write fast wait for each other at the file: copying is one thread's work
    const copied = batch.filter(({ copy }) => copy !== null).length;
    const isPinned = copied > batch.length / 2;
    const written = this.#threads.run(job, cost, null, isPinned);
    this.#watch(written.then((reply) => this.#took(batch, reply, records)));
  }

  #copyFrom({ entry }: PreviousEntry): CopyFrom {
    const start = this.#options.previous?.start ?? 0;
    return {
      position: start + entry.offset + localHeaderBytes(entry),
      storedBytes: entry.storedBytes,
      storedCrc: entry.storedCrc,
      crc32: entry.crc32,
      method: entry.method,
      isEncrypted: entry.isEncrypted,
    };
  }

  #took(batch: readonly WaitingSmall[], reply: EntriesReply, records: Records): void {
    for (const [number, waiting] of batch.entries()) {
      const state = reply.states[number] ?? ENTRY_UNREADABLE;
      const { entry, copy } = waiting;
      if (state === ENTRY_STALE && entry.kind === "file") {
        // not as it was stored: read anew, as if there were no older zip
        this.#again.push(waiting);
        continue;
      }
      if (state === ENTRY_GROWN && entry.kind === "file") {
        const from = { kind: "file", path: waiting.content } as const;
        this.#larges.push({ waiting, from, isStored: false, isPlain: false, attempt: 1 });
        continue;
      }
      if (state === ENTRY_VANISHED || state === ENTRY_UNREADABLE) {
        const code = state === ENTRY_VANISHED ? "ENTRY_VANISHED" : "ENTRY_UNREADABLE";
        this.#find(code, entry.path, reply.codes[number] ?? "");
        continue;
      }
      if (state === ENTRY_CHANGING) this.#find("ENTRY_CHANGED", entry.path, "");
      const isFresh = state === ENTRY_REFRESHED || state === ENTRY_CHANGING;
      const keepsFacts = entry.kind === "file" && entry.version !== null;
      const fresh = isFresh && !keepsFacts ? freshOf(reply.facts, number * FACTS) : null;
      const isDirectory = entry.kind === "directory";
      const isPlain = isDirectory || (waiting.flags & IS_PLAIN) !== 0;
      const zipEntry = zipEntryOf(waiting, fresh, {
        method: methodFrom(reply.methods[number] ?? STORED),
        isEncrypted: this.#options.password !== null && !isPlain,
        crc32: reply.crcs[number] ?? 0,
        sizeBytes: reply.sizes[number] ?? 0,
        storedBytes: reply.storedSizes[number] ?? 0,
        storedCrc: reply.storedCrcs[number] ?? 0,
        offset: reply.offsets[number] ?? 0,
      });
      const sha256 =
        copy === null
          ? reply.hashes.subarray(number * HASH_BYTES, (number + 1) * HASH_BYTES)
          : copy.sha256;
      this.#record(waiting, zipEntry, sha256, records);
    }
  }

  #again: WaitingSmall[] = [];

  #record(waiting: Waiting, entry: ZipEntry, sha256: Uint8Array, records: Records): void {
    const target = waiting.entry.kind === "link" ? waiting.entry.target : "";
    records.put(waiting.slot, centralRecord(entry), sha256, target);
    if (this.#document !== null) this.#documents.set(this.#document, { records, entry });
  }

  /** Sends what is gathered and waits until all small entries are written. */
  async #finishSmall(): Promise<void> {
    await this.#gathered();
    this.#sendBatch();
    await this.#settled();
    for (const waiting of this.#again.splice(0)) {
      if (waiting.entry.kind !== "file") continue;
      this.#takeAnew(waiting, waiting.entry);
    }
    await this.#gathered();
    this.#sendBatch();
    await this.#settled();
  }

  /** What could not be copied from the older zip is read from its source. */
  #takeAnew(waiting: Waiting, entry: FileEntry): void {
    const { slot, name, trueName, attributes } = waiting;
    const plain = { slot, entry, name, trueName, attributes, copy: null };
    const path = entry.localPath;
    if (path === null) this.#streams.push({ entry, name, trueName, slot });
    else {
      const local = typeof path === "string" ? path : Uint8Array.from(path);
      if ((entry.sizeBytes ?? 0) > LARGE_BYTES) {
        const from = { kind: "file", path: local } as const;
        this.#larges.push({ waiting: plain, from, isStored: false, isPlain: false, attempt: 1 });
      } else this.#gatherAt({ ...plain, content: local, flags: 0 });
    }
  }

  /** Asks for the contents that come piece by piece; small ones join the batch, large ones are put off. */
  async #gathered(): Promise<void> {
    for (const { entry, name, trueName, slot } of this.#streams.splice(0)) {
      const attributes = this.#attributesOf(entry, null);
      const waiting = { slot, entry, name, trueName, attributes, copy: null };
      const size = entry.sizeBytes;
      if (size !== null && size > LARGE_BYTES) {
        const from = { kind: "bytes", bytes: () => entry.bytes(), sizeBytes: size } as const;
        this.#larges.push({ waiting, from, isStored: false, isPlain: false, attempt: 1 });
        continue;
      }
      const content = await this.#contentOf(entry, waiting);
      if (content === null) continue;
      this.#gatherAt({ ...waiting, content, flags: HAS_BYTES });
      await this.#threads.room();
    }
  }

  /** All of a content that is expected to be small; `null`: it was not, or could not be read, and is dealt with. */
  async #contentOf(entry: FileEntry, waiting: Waiting): Promise<Uint8Array | null> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    try {
      const bytes = entry.bytes()[Symbol.asyncIterator]();
      for (;;) {
        const next = await bytes.next();
        if (next.done === true) break;
        // a piece may be the giver's own memory, used again for the next
        pieces.push(Uint8Array.from(next.value));
        length += next.value.length;
        if (length > LARGE_BYTES) {
          await this.#spool(waiting, pieces, bytes);
          return null;
        }
      }
    } catch (thrown) {
      this.#acceptUnreadable(thrown, entry);
      return null;
    }
    return Buffer.concat(pieces, length);
  }

  /** A content of unknown length that turns out large is put into a file first: its header must know how large. */
  async #spool(
    waiting: Waiting,
    begun: readonly Uint8Array[],
    rest: AsyncIterator<Uint8Array>,
  ): Promise<void> {
    const path = `${this.#options.path}.${waiting.slot}.part`;
    const create = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
    const descriptor = openSync(path, create, 0o600);
    this.#spooled.push(path);
    try {
      for (const piece of begun) writeSync(descriptor, piece);
      for (;;) {
        const next = await rest.next();
        if (next.done === true) break;
        writeSync(descriptor, next.value);
        this.#options.context.signal.throwIfAborted();
      }
    } finally {
      closeSync(descriptor);
    }
    const from = { kind: "file", path } as const;
    this.#larges.push({ waiting, from, isStored: false, isPlain: false, attempt: 1 });
  }

  readonly #spooled: string[] = [];

  /** Takes a source's trouble with one file as a finding; everything else is thrown on. */
  #acceptUnreadable(thrown: unknown, entry: Entry): void {
    this.#options.context.signal.throwIfAborted();
    const error = asFivefoldError(thrown);
    if (error.code !== "ENTRY_UNREADABLE" && error.code !== "ENTRY_VANISHED") throw thrown;
    const code = error.facts["code"] ?? error.facts["reason"] ?? "";
    this.#find(error.code, entry.path, String(code));
  }

  // ── large entries ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes the large entries one after another; while one is being finished, the next is already read. */
  async #finishLarge(): Promise<void> {
    try {
      for (let large = this.#larges.shift(); large !== undefined; large = this.#larges.shift()) {
        this.#options.context.signal.throwIfAborted();
        const begun = await this.#writeLarge(large);
        if (begun !== null) this.#watch(begun.ended);
        // in the calling thread, the next would wait for itself; and what failed may come again
        if (!this.#threads.hasHands || this.#larges.length === 0) await this.#settled();
        this.#throwFailure();
      }
    } finally {
      await Promise.allSettled(this.#open);
      for (const path of this.#spooled.splice(0)) unlinkSync(path);
    }
  }

  /** Posts all pieces of one entry; `null` when nothing was begun. */
  async #writeLarge(large: Large): Promise<Begun | null> {
    const { from } = large;
    if (from.kind === "file") return await this.#writeLargeFile(large, from.path);
    const { waiting } = large;
    const { entry } = waiting;
    if (from.kind === "copy") {
      const { entry: former } = from.previous;
      const { position, storedBytes } = this.#copyFrom(from.previous);
      const source = { descriptor: this.#previousDescriptor(), position };
      const shape = {
        sizeBytes: former.sizeBytes,
        method: former.method,
        copy: from.previous,
        key: null,
        isEncrypted: former.isEncrypted,
      };
      const run = new LargeRun(large, shape, null);
      await this.#postFile(run, source, storedBytes);
      return { ended: run.ended().then(() => this.#closeLarge(run, () => true)) };
    }
    const shape = this.#shapeOf(large, from.sizeBytes, true);
    const run = new LargeRun(large, shape, null);
    try {
      await this.#postBytes(run, from.bytes());
    } catch (thrown) {
      run.trouble = thrown;
    }
    await this.#postPiece(run, { from: null, length: 0, isLast: true }, null);
    const ended = run.ended().then(() => {
      this.#closeLarge(run, () => true);
      if (run.trouble !== null) this.#acceptUnreadable(run.trouble, entry);
    });
    return { ended };
  }

  async #writeLargeFile(large: Large, path: string | Uint8Array): Promise<Begun | null> {
    const { waiting } = large;
    const { entry } = waiting;
    let descriptor = -1;
    let run: LargeRun;
    let sizeBytes = 0;
    try {
      descriptor = openSource(path);
      const now = fstatSync(descriptor, { bigint: true });
      const facts: bigint[] = [];
      noteFacts(now, facts, 0);
      const keepsFacts = this.#keepsFacts(large);
      const listed = keepsFacts ? 0n : (entry.origin?.inode ?? 0n);
      if (!now.isFile() || (listed !== 0n && now.ino !== listed && !isAtPath(descriptor, path))) {
        throw Object.assign(new Error("not where it was listed"), { code: "ENOENT" });
      }
      sizeBytes = Number(now.size);
      const isWorth = !large.isStored && this.#isWorthwhile(descriptor, sizeBytes);
      const isAsListed = isUnchanged(now, entryBytes(entry), factsOf(entry), 0);
      const fresh = keepsFacts || listed === 0n || isAsListed ? null : freshOf(facts, 0);
      run = new LargeRun(large, this.#shapeOf(large, sizeBytes, isWorth), fresh);
      run.facts = facts;
    } catch (thrown) {
      if (descriptor >= 0) closeSync(descriptor);
      const code = systemCode(thrown);
      if (code === null) throw thrown;
      const isGone = code === "ENOENT" || code === "ENOTDIR";
      this.#find(isGone ? "ENTRY_VANISHED" : "ENTRY_UNREADABLE", entry.path, code);
      return null;
    }
    try {
      await this.#postFile(run, { descriptor, position: 0 }, sizeBytes);
    } catch (thrown) {
      closeSync(descriptor);
      throw thrown;
    }
    const ended = run
      .ended()
      .then(() =>
        this.#closeLarge(run, () => {
          const now = fstatSync(descriptor, { bigint: true });
          return isUnchanged(now, run.sizeBytes, run.facts, 0);
        }),
      )
      .finally(() => closeSync(descriptor));
    return { ended };
  }

  /** Whether the entry's facts hold, whatever the file that is read says of itself. */
  #keepsFacts({ waiting: { entry }, from }: Large): boolean {
    if (entry.kind !== "file" || entry.version !== null) return true;
    return entry.localPath === null || from.kind !== "file";
  }

  #shapeOf(large: Large, sizeBytes: number, isWorth: boolean): Shape {
    const isEncrypted = this.#options.password !== null && !large.isPlain;
    const method = isWorth ? methodOf(this.#options.compression) : STORED;
    let key: Shape["key"] = null;
    if (isEncrypted) {
      const salt = randomBytes(SALT_BYTES);
      this.#deriver ??= new KeyDeriver(this.#options.password?.reveal() ?? "");
      key = { salt, keys: this.#deriver.derive(salt) };
    }
    return { sizeBytes, method, key, copy: null, isEncrypted };
  }

  #isWorthwhile(descriptor: number, sizeBytes: number): boolean {
    if (this.#options.compression === "none") return false;
    this.#probe ??= openZstd(1);
    const sample = Buffer.alloc(32 << 10);
    for (const position of [0, Math.floor(sizeBytes / 2)]) {
      const read = readSync(descriptor, sample, 0, sample.length, position);
      if (isWorthwhile(sample.subarray(0, read), this.#probe)) return true;
    }
    return false;
  }

  async #postFile(
    run: LargeRun,
    source: { readonly descriptor: number; readonly position: number },
    length: number,
  ): Promise<void> {
    let at = 0;
    do {
      const pieceLength = Math.min(PIECE_BYTES, length - at);
      const from = { descriptor: source.descriptor, position: source.position + at };
      at += pieceLength;
      await this.#postPiece(run, { from, length: pieceLength, isLast: at >= length }, null);
    } while (at < length);
  }

  async #postBytes(run: LargeRun, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    let slot: Slot | null = null;
    let filled = 0;
    try {
      for await (const piece of bytes) {
        this.#options.context.signal.throwIfAborted();
        for (let done = 0; done < piece.length;) {
          slot ??= await this.#slots.take();
          const length = Math.min(PIECE_BYTES - filled, piece.length - done);
          copyInto(slot.plain, filled, piece.subarray(done, done + length));
          filled += length;
          done += length;
          if (filled < PIECE_BYTES) continue;
          await this.#postPiece(run, { from: null, length: filled, isLast: false }, slot);
          slot = null;
          filled = 0;
        }
      }
      if (slot !== null && filled > 0) {
        await this.#postPiece(run, { from: null, length: filled, isLast: false }, slot);
        slot = null;
      }
    } finally {
      if (slot !== null) this.#slots.give(slot);
    }
  }

  async #postPiece(
    run: LargeRun,
    piece: Pick<PieceJob, "from" | "length" | "isLast">,
    filled: Slot | null,
  ): Promise<void> {
    const slot = filled ?? (await this.#slots.take());
    this.#options.context.signal.throwIfAborted();
    this.#throwFailure();
    const { shape } = run;
    const number = run.posted++;
    const job: PieceJob = {
      kind: "piece",
      ticket: this.#ticket++,
      slot,
      ...piece,
      method: shape.copy === null ? shape.method : STORED,
      keys: shape.key?.keys ?? null,
      isFirst: number === 0,
      headBytes: run.headBytes + (shape.key === null ? 0 : AES_HEAD_BYTES),
      tailBytes: shape.key === null ? 0 : AES_MAC_BYTES,
    };
    const read = (length: number): void => run.hashPlain(number, slot.plain.subarray(0, length));
    const isPinned = job.method === ZSTANDARD || shape.copy !== null;
    if (isPinned) this.#threads.start();
    this.#syncAhead();
    const ended = this.#threads.run(job, PIECE_BYTES, read, isPinned).then((reply) => {
      const stored = isAsIs(job) ? slot.plain : slot.stored;
      run.take(number, reply, stored.subarray(0, reply.storedBytes), () => this.#slots.give(slot));
    });
    run.pieces.push(ended);
    ended.catch(() => undefined);
  }

  /**
   * Ends a large entry whose pieces are all written, or gives its place back; then the next one may take its.
   * `stoodStill` is asked whether the file is as it was when it was begun.
   */
  #closeLarge(run: LargeRun, stoodStill: () => boolean): void {
    const { large, shape } = run;
    const start = this.#places.dataStart;
    const headerAt = start - run.headBytes - (shape.key === null ? 0 : AES_HEAD_BYTES);
    const giveBack = (): void => {
      this.#places.end = headerAt;
      this.#places.passTurn();
    };
    const { waiting } = large;
    if (run.code !== null || run.trouble !== null) {
      giveBack();
      if (shape.copy !== null) this.#readInstead(large);
      else if (run.code !== null) this.#find("ENTRY_UNREADABLE", waiting.entry.path, run.code);
      return;
    }
    if (shape.copy !== null && !run.isWholeCopy()) {
      giveBack();
      this.#readInstead(large);
      return;
    }
    const isStill = stoodStill();
    const isShifted = run.sizeBytes >= ZIP64_SIZE !== shape.sizeBytes >= ZIP64_SIZE;
    if ((!isStill && large.attempt < MOST_TRIES) || isShifted) {
      giveBack();
      if (large.attempt < MOST_TRIES) this.#larges.push({ ...large, attempt: large.attempt + 1 });
      else this.#find("ENTRY_UNREADABLE", waiting.entry.path, "EBUSY");
      return;
    }
    if (!isStill) this.#find("ENTRY_CHANGED", waiting.entry.path, "");
    const { entry, sha256 } = this.#endLarge(run, headerAt);
    this.#places.passTurn();
    this.#record(waiting, entry, sha256, this.#current);
  }

  /** Writes what stands before and behind the pieces. */
  #endLarge(run: LargeRun, offset: number): { entry: ZipEntry; sha256: Uint8Array } {
    const { shape, large } = run;
    const { key, copy } = shape;
    let { storedBytes, storedCrc } = run;
    const isEmpty = run.sizeBytes === 0 && copy === null;
    if (isEmpty) {
      // an empty stream of a compressor is no empty content to everybody
      storedBytes = 0;
      storedCrc = 0;
      this.#places.end = this.#places.dataStart + (key === null ? 0 : AES_MAC_BYTES);
    }
    let salted = NO_BYTES;
    if (key !== null) {
      salted = Buffer.concat([key.salt, key.keys.verifier]);
      const mac = isEmpty ? endMac(beginMac(key.keys)) : run.mac();
      this.#write(mac, this.#places.dataStart + storedBytes);
      storedCrc = joinCrc(crc32(salted), storedCrc, storedBytes);
      storedCrc = joinCrc(storedCrc, crc32(mac), mac.length);
      storedBytes += AES_BYTES;
    }
    const entry = zipEntryOf(large.waiting, run.fresh, {
      method: isEmpty ? STORED : shape.method,
      isEncrypted: shape.isEncrypted,
      crc32: shape.isEncrypted ? 0 : (copy?.entry.crc32 ?? run.crc),
      sizeBytes: copy?.entry.sizeBytes ?? run.sizeBytes,
      storedBytes,
      storedCrc,
      offset,
    });
    this.#write(Buffer.concat([localHeader(entry), salted]), offset);
    return { entry, sha256: copy?.sha256 ?? run.sha256() };
  }

  #readInstead(large: Large): void {
    if (large.waiting.entry.kind === "file")
      this.#takeAnewLarge(large.waiting, large.waiting.entry);
  }

  #takeAnewLarge(waiting: Waiting, entry: FileEntry): void {
    const plain = { ...waiting, copy: null };
    const path = entry.localPath;
    const sizeBytes = entry.sizeBytes ?? 0;
    const from: LargeFrom =
      path === null
        ? { kind: "bytes", bytes: () => entry.bytes(), sizeBytes }
        : { kind: "file", path: typeof path === "string" ? path : Uint8Array.from(path) };
    this.#larges.push({ waiting: plain, from, isStored: false, isPlain: false, attempt: 1 });
  }

  #previousDescriptor(): number {
    if (this.#previousFile < 0) {
      this.#previousFile = openSync(this.#options.previous?.path ?? "", constants.O_RDONLY);
    }
    return this.#previousFile;
  }

  // ── ends ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  #closeOne(name: string): AddedFile {
    const document = this.#documents.get(name);
    if (document === undefined) {
      throw new FivefoldError("INTERNAL", { message: `${name} was not stored` });
    }
    this.#records.push(document.records);
    const sha256 = document.records.hashAt(0);
    const line = sumsLine(sha256, name);
    return { sha256, sizeBytes: document.entry.sizeBytes, line };
  }

  #find(
    code: "ENTRY_VANISHED" | "ENTRY_UNREADABLE" | "ENTRY_CHANGED" | "ENTRY_UNSUPPORTED",
    path: string,
    system: string,
  ): void {
    const finding = { code, part: this.#part, path, facts: { path, code: system } };
    this.#options.context.report({ kind: "finding", finding });
  }

  #write(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.#target, bytes, done, bytes.length - done, position + done);
    }
  }

  /** Has what is written by now put on the disk while more is being made. */
  #syncAhead(): void {
    const { end } = this.#places;
    if (this.#syncing !== null || end - this.#syncedTo < SYNC_BYTES) return;
    this.#syncing = new Promise((resolve) => {
      fdatasync(this.#target, (error) => {
        // the system tells of a failed write once: here or never
        if (error !== null) this.#failure ??= placeTrouble(error, this.#options.path);
        this.#syncedTo = end;
        this.#syncing = null;
        resolve();
      });
    });
  }

  /** Keeps a promise until it is settled; what it is rejected with ends the zip. */
  #watch(work: Promise<void>): void {
    const watched = work.catch((thrown: unknown) => {
      this.#failure ??= placeTrouble(thrown, this.#options.path);
      this.#slots.fail(this.#failure);
    });
    this.#open.add(watched);
    void watched.finally(() => this.#open.delete(watched));
  }

  /** Resolves when nothing is under way. */
  async #settled(): Promise<void> {
    while (this.#open.size > 0) {
      await Promise.all(this.#open);
      await setImmediate();
    }
    this.#options.context.signal.throwIfAborted();
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#target);
    if (this.#previousFile >= 0) closeSync(this.#previousFile);
  }
}

/** A large entry whose pieces are all posted. */
interface Begun {
  readonly ended: Promise<void>;
}

const entryBytes = (entry: Entry): number => (entry.kind === "file" ? (entry.sizeBytes ?? -1) : -1);

function sizeOf({ entry, copy, content, flags }: WaitingSmall): number {
  if (copy !== null) return copy.entry.sizeBytes;
  if (flags & HAS_BYTES) return content.length;
  return entry.kind === "file" ? (entry.sizeBytes ?? 0) : 0;
}

function methodOf(compression: Compression): Method {
  if (compression === "none") return STORED;
  return compression === "zstd" ? ZSTANDARD : DEFLATED;
}

function methodFrom(number: number): Method {
  return number === DEFLATED || number === ZSTANDARD ? number : STORED;
}

/** Whether a piece is stored as it is, in the memory into which it was read. */
const isAsIs = (job: PieceJob): boolean => job.method === STORED && job.keys === null;

/** A buffer's copy is one move of memory; `set` goes word by word where one side is shared. */
function copyInto(target: Uint8Array, at: number, bytes: Uint8Array): void {
  const from = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  from.copy(Buffer.from(target.buffer, target.byteOffset, target.length), at);
}

function isIn(directory: string, path: string, cut: number): boolean {
  if (cut < 0) return directory === "";
  return directory.length === cut && path.startsWith(directory);
}

function misplaced(entry: Entry): FivefoldError {
  return new FivefoldError("INTERNAL", { message: `an entry is out of place: ${entry.path}` });
}

/** An entry for a document of our own. */
function madeEntry(name: string, modifiedNs: bigint, sizeBytes: number): FileEntry {
  return {
    kind: "file",
    path: name,
    modifiedNs,
    mode: ROOT_MODE,
    owner: null,
    origin: null,
    attributes: () => [],
    sizeBytes,
    localPath: null,
    version: null,
    bytes: () => NOTHING,
  };
}

const NOTHING: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {
    // a document's bytes come with it
  },
};

/** The zip's own file made trouble: said as places say it. */
function placeTrouble(thrown: unknown, path: string): unknown {
  if (thrown instanceof FivefoldError) return thrown;
  const code = systemCode(thrown);
  if (code === null) return thrown;
  const options = { cause: thrown };
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new FivefoldError("PLACE_FULL", { place: path }, options);
  }
  if (code === "EROFS" || code === "EACCES" || code === "EPERM") {
    return new FivefoldError("PLACE_READ_ONLY", { place: path }, options);
  }
  return new FivefoldError("PLACE_UNREACHABLE", { place: path, what: code }, options);
}
