/**
 * Writes a part's entries as a tree of files: the mirror of `walk.ts`.
 *
 * Contents of a batch are written together, then each entry gets its metadata; folders get theirs last, deepest first.
 * Everything is on disk on return. Nothing outside the given folder is ever written: links are not followed.
 */

import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  statSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { DirectoryEntry, Entries, Entry, FileEntry, LinkEntry } from "../model/entry.ts";
import { isWritable } from "../model/entry.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import type { StagedRecord } from "../model/source.ts";
import type { Exclusion } from "./exclude.ts";
import type { Libc } from "./libc.ts";
import { loadLibc } from "./libc.ts";
import type { Lost, Metadata } from "./metadata.ts";
import { applyMetadata, metadataOf } from "./metadata.ts";
import { OwnerNames } from "./owner.ts";
import { ASIDE_NAME, systemPath } from "./walk.ts";

export interface Planting {
  /** Leaves paths out that the live data keeps instead. */
  readonly exclusion: Exclusion | null;
  readonly inner: ReadonlySet<string>;
  readonly owners: OwnerNames;
  readonly libc: Libc | null;
}

export interface Planted {
  /** As the entries came. */
  readonly entryCount: number;
  readonly sizeBytes: number;
  /** Without what was left out. */
  readonly writtenCount: number;
  readonly writtenBytes: number;
  readonly root: Metadata;
  /** The file's name when the entries are one file that came as a part of its own (see `madeUpRoot`). */
  readonly single: string | null;
}

/** Contents that do not write themselves are written by so many at once. */
const STREAMS = 8;
/** Says that this name or kind of entry is impossible here; anything else stops the stage. */
const OF_ONE_ENTRY = new Set([
  "ENAMETOOLONG",
  "EACCES",
  "EINVAL",
  "EILSEQ",
  "EEXIST",
  "EPERM",
  "ENOTSUP",
  "EFBIG",
]);
/** After so many files the system is told to begin putting them on disk. */
const SYNC_FILES = 8192;
/** Runs of zero bytes of at least a block become holes. */
const BLOCK_BYTES = 4096;

/**
 * Writes the entries below `folder`, which must not exist; the root's metadata is not put on it but given back, so that
 * it stays writable until it has its final place.
 *
 * @throws SNAPSHOT_DAMAGED from the contents, SNAPSHOT_FOREIGN for paths that lead out of the tree
 */
export async function writeTree(
  folder: string,
  planting: Planting,
  part: Part,
  entries: Entries,
  context: RunContext,
): Promise<Planted> {
  const writer = new TreeWriter(folder, planting, part, context);
  try {
    for await (const batch of entries) {
      context.signal.throwIfAborted();
      await writer.write(batch);
    }
    return await writer.end();
  } finally {
    // nothing is written any more when the caller clears away what there is
    await writer.settled();
  }
}

/** Writes a part to `<folder>/<part id>` for whoever wants to look at it; nothing live is touched. */
export async function writePart(
  folder: string,
  part: Part,
  entries: Entries,
  context: RunContext,
): Promise<StagedRecord> {
  const libc = loadLibc();
  const target = join(folder, part.id);
  mkdirSync(systemPath(dirname(target)), { recursive: true });
  const planting = { exclusion: null, inner: new Set<string>(), owners: new OwnerNames(), libc };
  const planted = await writeTree(target, planting, part, entries, context);
  // A made-up root says nothing about a folder: the one made here is the person's own.
  if (planted.single === null) applyMetadata(target, planted.root, libc);
  syncFile(systemPath(dirname(target)));
  return { entryCount: planted.entryCount, sizeBytes: planted.sizeBytes };
}

/** A file whose content is there, and its permissions where they are known. */
interface Written {
  readonly file: FileEntry;
  readonly mode: number | null;
}

class TreeWriter {
  readonly #folder: string;
  readonly #planting: Planting;
  readonly #part: Part;
  readonly #context: RunContext;
  readonly #folders: { readonly path: string; readonly metadata: Metadata }[] = [];
  /** Folders that this writer made: nothing is written through a link. */
  readonly #made = new Set<string>();
  readonly #links = new Map<string, string>();
  /** The first name of a file, by each other name that waits to be linked to it. */
  readonly #firstNames = new Map<string, string>();
  readonly #lost = new Map<Lost, number>();
  readonly #leftOut = new Set<string>();
  /** Top of what is being left out: everything below goes with it. */
  #skipped: string | null = null;
  #root: DirectoryEntry | null = null;
  /** Whom everything made below the root belongs to at first. */
  #maker: { readonly uid: number; readonly gid: number } | null = null;
  #second: Entry | null = null;
  /** The last batch, and all before it. */
  #underWay: Promise<void> = Promise.resolve();
  /** All batches but the last two: contents of two are being written while the next one is looked at. */
  #earlier: Promise<void> = Promise.resolve();
  /** Syncs of what is written so far, so that little is left for the one at the end; rejected when one of them failed. */
  #synced: Promise<void> = Promise.resolve();
  #isSyncing = false;
  #unsyncedCount = 0;
  #entryCount = 0;
  #sizeBytes = 0;
  #writtenCount = 0;
  #writtenBytes = 0;

  constructor(folder: string, planting: Planting, part: Part, context: RunContext) {
    this.#folder = folder;
    this.#planting = planting;
    this.#part = part;
    this.#context = context;
  }

  /**
   * Takes a batch and begins to write its contents; the metadata of the batches before is put on meanwhile, so that neither
   * waits for the other. What goes wrong with a batch is thrown with one of the next two, or at the end.
   */
  async write(batch: readonly Entry[]): Promise<void> {
    const files: FileEntry[] = [];
    const again: FileEntry[] = [];
    const links: LinkEntry[] = [];
    for (const entry of batch) {
      this.#entryCount++;
      this.#second ??= this.#entryCount === 2 ? entry : null;
      if (entry.kind === "file") this.#sizeBytes += entry.sizeBytes ?? 0;
      this.#refuseEscape(entry);
      if (this.#leavesOut(entry.path)) continue;
      if (entry.kind === "directory") this.#makeFolder(entry);
      else if (entry.kind === "link") links.push(entry);
      else (this.#isLinkedAgain(entry) ? again : files).push(entry);
    }
    const before = this.#underWay;
    const written = this.#writeContents(files);
    const all = async (): Promise<void> => {
      await Promise.allSettled([written, before]);
      await before;
      this.#finishAll(await written);
      const alone = again.filter((file) => !this.#linkAgain(file));
      this.#finishAll(await this.#writeContents(alone)); // where the file system has no hard links
      for (const link of links) {
        const make = (): void => symlinkSync(systemPath(link.target), this.#system(link.path));
        if (this.#attempt(link, make)) this.#finish(link);
      }
    };
    this.#underWay = all();
    // thrown where it is waited for; until then it is not unhandled
    this.#underWay.catch(() => undefined);
    const earlier = this.#earlier;
    this.#earlier = before;
    await earlier;
  }

  async settled(): Promise<void> {
    await this.#underWay.catch(() => undefined);
    await this.#synced.catch(() => undefined);
  }

  async end(): Promise<Planted> {
    await this.#underWay;
    const root = this.#root;
    if (root === null) throw new FivefoldError("SNAPSHOT_FOREIGN", { part: this.#part.id });
    for (const { path, metadata } of this.#folders.toReversed()) this.#apply(path, metadata);
    await this.#sync();
    if (this.#planting.libc === null) this.#reportWithoutNanoseconds();
    for (const [what, count] of this.#lost) {
      this.#context.report({
        kind: "finding",
        finding: {
          code: "METADATA_UNRESTORABLE",
          part: this.#part.id,
          path: null,
          facts: { what, count },
        },
      });
    }
    return {
      entryCount: this.#entryCount,
      sizeBytes: this.#sizeBytes,
      writtenCount: this.#writtenCount,
      writtenBytes: this.#writtenBytes,
      root: metadataOf(root, this.#planting.owners),
      single: this.#single(root),
    };
  }

  #reportWithoutNanoseconds(): void {
    this.#context.report({
      kind: "notIncluded",
      notIncluded: {
        what: "attributes",
        name: "nanoseconds",
        reason: "unsupported",
        part: this.#part.id,
      },
    });
  }

  #single(root: DirectoryEntry): string | null {
    const only = this.#second;
    if (this.#entryCount !== 2 || only?.kind !== "file") return null;
    // A folder that was there had a number; the made-up one has none, in a vault 0.
    if (root.origin !== null && root.origin.inode !== 0n) return null;
    return only.modifiedNs === root.modifiedNs && root.mode === 0o700 ? only.path : null;
  }

  #makeFolder(entry: DirectoryEntry): void {
    const make = (): void => {
      mkdirSync(this.#system(entry.path), { mode: 0o700 });
    };
    if (!this.#attempt(entry, make)) {
      this.#skipped = entry.path; // what is in it cannot be written either
      return;
    }
    this.#made.add(entry.path);
    this.#writtenCount++;
    if (entry.path === "") {
      this.#root = entry;
      const { uid, gid } = lstatSync(this.#system(""));
      this.#maker = { uid, gid };
    } else {
      const metadata = metadataOf(entry, this.#planting.owners);
      this.#folders.push({ path: entry.path, metadata });
    }
  }

  /** Contents that bring their own way into a file get all of a batch at once: they may lie together where they are. */
  async #writeContents(files: readonly FileEntry[]): Promise<readonly Written[]> {
    const written: Written[] = [];
    const write = async (file: FileEntry): Promise<void> => {
      try {
        let mode: number | null = null;
        if (isWritable(file)) {
          const wanted = modeWhenMade(file);
          if (await file.writeTo(this.#system(file.path), wanted)) mode = wanted;
        } else await this.#stream(file);
        written.push({ file, mode });
      } catch (error) {
        this.#judge(file, error);
      }
    };
    const streams = files.filter((file) => !isWritable(file));
    let next = 0;
    const writers = Array.from({ length: Math.min(STREAMS, streams.length) }, async () => {
      for (let file = streams[next++]; file !== undefined; file = streams[next++]) {
        await write(file);
      }
    });
    const results = await Promise.allSettled([...files.filter(isWritable).map(write), ...writers]);
    for (const result of results) if (result.status === "rejected") throw result.reason;
    return written;
  }

  #finishAll(written: readonly Written[]): void {
    const { libc } = this.#planting;
    for (const { file, mode } of written) {
      if (libc === null) syncFile(this.#system(file.path));
      this.#finish(file, mode);
    }
    this.#unsyncedCount += written.length;
    if (libc === null || this.#unsyncedCount < SYNC_FILES || this.#isSyncing) return;
    this.#unsyncedCount = 0;
    this.#isSyncing = true;
    this.#synced = this.#synced
      .then(() => this.#syncAll(libc))
      .finally(() => (this.#isSyncing = false));
    // the system tells of a failed write only once: it is thrown at the end
    this.#synced.catch(() => undefined);
  }

  /** Written synchronously: a piece goes into the system's cache sooner than a promise comes back. */
  async #stream(file: FileEntry): Promise<void> {
    const target = openSync(this.#system(file.path), "wx", 0o600);
    try {
      let at = 0;
      let solidEnd = 0;
      for await (const piece of file.bytes()) {
        this.#context.signal.throwIfAborted();
        for (const [from, to] of solidRuns(piece)) {
          for (let done = from; done < to;) {
            done += writeSync(target, piece, done, to - done, at + done);
          }
          solidEnd = at + to;
        }
        at += piece.length;
      }
      if (solidEnd < at) ftruncateSync(target, at); // a hole at the end
      if (file.sizeBytes === null) {
        this.#sizeBytes += at;
        this.#writtenBytes += at;
      }
    } finally {
      closeSync(target);
    }
  }

  #finish(entry: FileEntry | LinkEntry, modeNow: number | null = null): void {
    this.#writtenCount++;
    if (entry.kind === "file") this.#writtenBytes += entry.sizeBytes ?? 0;
    this.#apply(entry.path, metadataOf(entry, this.#planting.owners), modeNow);
  }

  /** Tells whether another name of the same file came before; the first one is remembered. */
  #isLinkedAgain(file: FileEntry): boolean {
    const { origin } = file;
    if (origin === null || origin.links < 2) return false;
    const key = `${origin.device}:${origin.inode}`;
    const first = this.#links.get(key);
    if (first === undefined) this.#links.set(key, file.path);
    else this.#firstNames.set(file.path, first);
    return first !== undefined;
  }

  #linkAgain(file: FileEntry): boolean {
    const first = this.#firstNames.get(file.path);
    if (first === undefined) return false;
    this.#firstNames.delete(file.path);
    try {
      linkSync(this.#system(first), this.#system(file.path));
    } catch (error) {
      if (systemCode(error) === null) throw error;
      return false; // too many names, no such thing here, or the first could not be written
    }
    this.#writtenCount++;
    this.#writtenBytes += file.sizeBytes ?? 0;
    return true;
  }

  /** Makes one entry; trouble with that entry alone is a finding, and the others go on. */
  #attempt(entry: Entry, make: () => void): boolean {
    try {
      make();
      return true;
    } catch (error) {
      this.#judge(entry, error);
      return false;
    }
  }

  #judge(entry: Entry, error: unknown): void {
    const code = reasonOf(error);
    if (code === "ENOSPC" || code === "EDQUOT") {
      throw new FivefoldError("SPACE_SHORT", { folder: this.#folder }, { cause: error });
    }
    // Without its root there is no tree.
    if (code === null || !OF_ONE_ENTRY.has(code) || entry.path === "") throw error;
    this.#context.report({
      kind: "finding",
      finding: {
        code: "ENTRY_UNRESTORABLE",
        part: this.#part.id,
        path: entry.path,
        facts: { reason: code },
      },
    });
  }

  #apply(path: string, metadata: Metadata, modeNow: number | null = null): void {
    const local = path === "" ? this.#folder : `${this.#folder}/${path}`;
    const { libc } = this.#planting;
    for (const what of applyMetadata(local, metadata, libc, this.#maker, modeNow)) {
      this.#lost.set(what, (this.#lost.get(what) ?? 0) + 1);
    }
  }

  #leavesOut(path: string): boolean {
    if (path === "") return false;
    if (this.#isSkipped(path)) return true;
    const { inner, exclusion } = this.#planting;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const pattern = exclusion?.(path, name) ?? null;
    if (name !== ASIDE_NAME && !inner.has(path) && pattern === null) return false;
    this.#skipped = path;
    if (pattern !== null && !this.#leftOut.has(pattern)) {
      this.#leftOut.add(pattern);
      this.#context.report({
        kind: "notIncluded",
        notIncluded: { what: "path", name: pattern, reason: "excluded", part: this.#part.id },
      });
    }
    return true;
  }

  #isSkipped(path: string): boolean {
    return this.#skipped !== null && path.startsWith(`${this.#skipped}/`);
  }

  /** A snapshot made by somebody else must not write beside its folder. */
  #refuseEscape({ path }: Entry): void {
    if (path === "" && this.#entryCount === 1) return;
    const names = path.split("/");
    const isSafe = names.every((name) => name !== "" && name !== "." && name !== "..");
    const slash = path.lastIndexOf("/");
    const parent = slash < 0 ? "" : path.slice(0, slash);
    const isBelow = this.#made.has(parent) || this.#isSkipped(path);
    if (!isSafe || path.includes("\0") || !isBelow) {
      throw new FivefoldError("SNAPSHOT_FOREIGN", { part: this.#part.id, path });
    }
  }

  async #sync(): Promise<void> {
    const { libc } = this.#planting;
    if (libc === null) {
      for (const path of this.#made) syncFile(this.#system(path));
    } else {
      await this.#synced;
      await this.#syncAll(libc);
    }
    syncFile(systemPath(dirname(this.#folder)));
  }

  async #syncAll(libc: Libc): Promise<void> {
    const descriptor = openSync(systemPath(this.#folder), "r");
    try {
      await libc.syncFileSystem(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  #system(path: string): string | Buffer {
    return systemPath(path === "" ? this.#folder : `${this.#folder}/${path}`);
  }
}

/** The permissions that a file gets with its content; set-id bits wait for the owner, and what only may be read for attributes. */
function modeWhenMade(file: FileEntry): number {
  return file.attributes().length > 0 ? 0o600 : file.mode & 0o777;
}

/** The system's code, also where contents that write themselves have put it into their own error. */
function reasonOf(error: unknown): string | null {
  if (!(error instanceof FivefoldError)) return systemCode(error);
  const code = error.code === "ENTRY_UNRESTORABLE" ? error.facts["code"] : null;
  return typeof code === "string" ? code : null;
}

/** Puts one file or folder on disk: the slow way, file by file, where a whole file system cannot be. */
function syncFile(path: string | Buffer): void {
  if (process.platform === "win32" && statSync(path).isDirectory()) return;
  const descriptor = openSync(path, process.platform === "win32" ? "r+" : "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The stretches of a piece that are not whole blocks of zeros. */
function* solidRuns(piece: Uint8Array): Generator<readonly [number, number]> {
  let start: number | null = null;
  for (let at = 0; at < piece.length; at += BLOCK_BYTES) {
    const end = Math.min(at + BLOCK_BYTES, piece.length);
    if (isZero(piece, at, end)) {
      if (start !== null) yield [start, at];
      start = null;
    } else start ??= at;
  }
  if (start !== null) yield [start, piece.length];
}

const ZEROS = Buffer.alloc(BLOCK_BYTES);

function isZero(piece: Uint8Array, from: number, to: number): boolean {
  return ZEROS.compare(piece, from, to, 0, to - from) === 0;
}
