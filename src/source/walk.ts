/**
 * Reads a tree of files as entries: depth first, parents first, siblings in the order of their bytes.
 *
 * The walk is synchronous inside a batch (one `readdir` a folder, one `lstat` an entry) and gives way to other work once
 * a batch. What cannot be read is a finding and the walk goes on. A folder named `.fivefold` is never entered.
 */

import type { BigIntStats } from "node:fs";
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  readdirSync,
  readlinkSync,
} from "node:fs";
import { setImmediate } from "node:timers/promises";
import type {
  Attribute,
  Bytes,
  DirectoryEntry,
  Entries,
  Entry,
  FileEntry,
  LinkEntry,
  Origin,
  Owner,
} from "../model/entry.ts";
import { bytesOfText, compareNames, textOfBytes } from "../model/entry.ts";
import type { ErrorCode, Facts } from "../model/error.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import type { Exclusion } from "./exclude.ts";
import type { Libc, Stat } from "./libc.ts";
import type { OwnerNames } from "./owner.ts";

/** The folder of the aside area, never read or moved. */
export const ASIDE_NAME = ".fivefold";

/** Entries in one batch, at most. */
export const BATCH_ENTRIES = 1024;

const PIECE_BYTES = 1024 * 1024;
/** So many names pay for opening their folder, so many folders are held open at once. */
const LARGE_FOLDER = 16;
const OPEN_FOLDERS = 32;
const FOLDER_FLAGS = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** In a bare chroot there is no /proc. */
const HAS_DESCRIPTORS = existsSync("/proc/self/fd");
const KIND_MASK = 0o170000;
const DIRECTORY = 0o040000;
const REGULAR = 0o100000;
const LINK = 0o120000;
const SPECIAL: ReadonlyMap<number, string> = new Map([
  [0o010000, "fifo"],
  [0o140000, "socket"],
  [0o020000, "device"],
  [0o060000, "device"],
]);

export interface Tree {
  /** Absolute, resolved; bytes that are not UTF-8 as in `Entry.path`. */
  readonly root: string;
  readonly exclusion: Exclusion | null;
  /** Paths that belong to other parts: left out without a word. */
  readonly inner: ReadonlySet<string>;
  readonly owners: OwnerNames;
  readonly libc: Libc | null;
}

/** A path as the system takes it: text, or bytes when the text stands for bytes that are not UTF-8. */
export function systemPath(text: string): string | Buffer {
  return text.isWellFormed() ? text : Buffer.from(bytesOfText(text));
}

/** Names in a folder in the order of their bytes. */
export function readNames(folder: string | Buffer): string[] {
  const names = readdirSync(folder);
  for (const name of names) {
    // U+FFFD may stand for bytes that were not UTF-8; above U+D7FF the order of code units is not that of bytes.
    if (HIGH.test(name)) {
      if (names.some((each) => each.includes("\uFFFD"))) {
        return readdirSync(folder, { encoding: "buffer" }).map(textOfBytes).toSorted(compareNames);
      }
      return names.toSorted(compareNames);
    }
  }
  return names.toSorted();
}

const HIGH = /[\ud800-\uffff]/;

/** What is done with what a walk meets. `local`: its path as the system takes it. `stat` holds until the next entry is met. */
export interface Visitor {
  directory(path: string, stat: Stat, local: string | Buffer): void;
  file(path: string, stat: Stat, local: string | Buffer): void;
  link(path: string, stat: Stat, local: string | Buffer, target: string): void;
}

class Walk {
  readonly tree: Tree;
  readonly part: Part;
  readonly context: RunContext;
  readonly #visitor: Visitor;
  readonly #reported = new Set<string>();
  readonly #open: Folder[] = [];
  #met = 0;

  constructor(tree: Tree, part: Part, context: RunContext, visitor: Visitor) {
    this.tree = tree;
    this.part = part;
    this.context = context;
    this.#visitor = visitor;
  }

  finding(code: ErrorCode, path: string, facts: Facts): void {
    report(this.part, this.context, code, path, facts);
  }

  /** Meets the root; everything below follows by `goOn`. */
  start(stat: BigIntStats): void {
    const { root } = this.tree;
    this.#visitor.directory("", stat, systemPath(root));
    this.#met++;
    this.#enter("", root === "/" ? "" : root, !root.isWellFormed(), stat);
  }

  /** Meets a batch of entries, or those until the tree ends; tells whether there is more. */
  goOn(): boolean {
    while (this.#met < BATCH_ENTRIES) {
      const folder = this.#open.at(-1);
      if (folder === undefined) return false;
      const name = folder.names[folder.next++];
      if (name === undefined) {
        this.#open.pop();
        closeFolder(folder);
      } else this.#look(folder, name);
    }
    this.#met = 0;
    return true;
  }

  #look(folder: Folder, name: string): void {
    const path = folder.path === "" ? name : `${folder.path}/${name}`;
    if (name === ASIDE_NAME || this.#leavesOut(path, name)) return;
    const text = `${folder.local}/${name}`;
    const isRaw = folder.isRaw || (HIGH.test(name) && !name.isWellFormed());
    const local = isRaw ? Buffer.from(bytesOfText(text)) : text;
    let stat: Stat | null;
    try {
      stat = this.#stat(folder, name, local);
    } catch (error) {
      return this.finding(...trouble(error), path, reason(error));
    }
    if (stat === null) return this.finding("ENTRY_VANISHED", path, {});
    const kind = Number(stat.mode) & KIND_MASK;
    this.#met++;
    if (kind === REGULAR) this.#visitor.file(path, stat, local);
    else if (kind === DIRECTORY) {
      this.#visitor.directory(path, stat, local);
      this.#enter(path, text, isRaw, stat);
    } else if (kind === LINK) this.#follow(path, stat, local);
    else {
      this.finding("ENTRY_UNSUPPORTED", path, { type: SPECIAL.get(kind) ?? "unknown" });
    }
  }

  #stat(folder: Folder, name: string, local: string | Buffer): Stat | null {
    if (folder.descriptor !== null && typeof local === "string") {
      return this.tree.libc?.statAt(folder.descriptor, name) ?? null;
    }
    return lstatSync(local, { bigint: true, throwIfNoEntry: false }) ?? null;
  }

  /** Closes what is still open when the walk is left before its end. */
  close(): void {
    for (const folder of this.#open.splice(0)) closeFolder(folder);
  }

  #follow(path: string, stat: Stat, local: string | Buffer): void {
    try {
      this.#visitor.link(path, stat, local, readTarget(local));
    } catch (error) {
      this.finding(...trouble(error), path, reason(error));
    }
  }

  /** Reads the names of the folder that was seen; one put into its place since, or a link, is not entered. */
  #enter(path: string, local: string, isRaw: boolean, seen: Stat): void {
    const folder = local === "" ? "/" : isRaw ? Buffer.from(bytesOfText(local)) : local;
    let descriptor: number | null = null;
    try {
      let names: string[];
      if (this.tree.libc !== null && HAS_DESCRIPTORS) {
        descriptor = openSync(folder, FOLDER_FLAGS);
        requireSame(seen, fstatSync(descriptor, { bigint: true }));
        names = readNames(`/proc/self/fd/${descriptor}`);
        if (names.length < LARGE_FOLDER || this.#open.length >= OPEN_FOLDERS) {
          closeSync(descriptor);
          descriptor = null;
        }
      } else {
        names = readNames(folder);
        requireSame(seen, lstatSync(folder, { bigint: true }));
      }
      this.#open.push({ path, local, isRaw, names, next: 0, descriptor });
    } catch (error) {
      if (descriptor !== null) closeSync(descriptor);
      if (error === EXCHANGED || EXCHANGED_CODES.has(systemCode(error) ?? "")) {
        this.finding("ENTRY_CHANGED", path, {});
      } else this.finding(...trouble(error), path, reason(error));
    }
  }

  #leavesOut(path: string, name: string): boolean {
    const { inner, exclusion } = this.tree;
    if (inner.size > 0 && inner.has(path)) return true;
    if (exclusion === null) return false;
    const pattern = exclusion(path, name);
    if (pattern === null) return false;
    if (!this.#reported.has(pattern)) {
      this.#reported.add(pattern);
      this.context.report({
        kind: "notIncluded",
        notIncluded: { what: "path", name: pattern, reason: "excluded", part: this.part.id },
      });
    }
    return true;
  }
}

function report(
  part: Part,
  context: RunContext,
  code: ErrorCode,
  path: string,
  facts: Facts,
): void {
  context.report({ kind: "finding", finding: { code, part: part.id, path, facts } });
}

const EXCHANGED = new Error("another folder lies there now");
/** What opening without following says of a link or a file. */
const EXCHANGED_CODES = new Set(["ENOTDIR", "ELOOP"]);

function requireSame(seen: Stat, now: BigIntStats): void {
  if (seen.ino !== now.ino || seen.dev !== now.dev || !now.isDirectory()) throw EXCHANGED;
}

interface Folder {
  readonly path: string;
  /** The absolute path as text; "" for the file system's root. */
  readonly local: string;
  readonly isRaw: boolean;
  readonly names: readonly string[];
  next: number;
  /** Open where that makes looking at its many names faster. */
  readonly descriptor: number | null;
}

function closeFolder({ descriptor }: Folder): void {
  if (descriptor !== null) closeSync(descriptor);
}

function trouble(error: unknown): [ErrorCode] {
  const code = systemCode(error);
  if (code === null) throw error;
  return [code === "ENOENT" || code === "ENOTDIR" ? "ENTRY_VANISHED" : "ENTRY_UNREADABLE"];
}

function reason(error: unknown): Facts {
  return { reason: systemCode(error) ?? "unknown" };
}

function readTarget(local: string | Buffer): string {
  const target = readlinkSync(local);
  if (!target.includes("\uFFFD")) return target;
  return textOfBytes(readlinkSync(local, { encoding: "buffer" }));
}

/** What the entries of one walk have in common. */
interface Looking {
  readonly tree: Tree;
  finding(code: ErrorCode, path: string, facts: Facts): void;
}

abstract class Local {
  readonly path: string;
  readonly modifiedNs: bigint;
  readonly mode: number;
  readonly owner: Owner | null;
  readonly origin: Origin;
  readonly #walk: Looking;
  readonly #local: string | Buffer;

  constructor(state: Looking, path: string, stat: Stat, local: string | Buffer) {
    this.path = path;
    this.modifiedNs = stat.mtimeNs;
    this.mode = Number(stat.mode) & 0o7777;
    this.owner = state.tree.owners.of(Number(stat.uid), Number(stat.gid));
    this.origin = {
      device: stat.dev,
      inode: stat.ino,
      links: Number(stat.nlink),
      changedNs: stat.ctimeNs,
    };
    this.#walk = state;
    this.#local = local;
  }

  /** Says that the content was not the same from its first byte to its last. */
  protected changed(): void {
    this.#walk.finding("ENTRY_CHANGED", this.path, {});
  }

  attributes(): readonly Attribute[] {
    const { libc } = this.#walk.tree;
    if (libc === null) return [];
    try {
      return libc.attributes(this.#local);
    } catch (error) {
      this.#walk.finding("ATTRIBUTES_UNREADABLE", this.path, reason(error));
      return [];
    }
  }
}

class LocalDirectory extends Local implements DirectoryEntry {
  readonly kind = "directory";
}

class LocalLink extends Local implements LinkEntry {
  readonly kind = "link";
  readonly target: string;

  constructor(state: Looking, path: string, stat: Stat, local: string | Buffer, target: string) {
    super(state, path, stat, local);
    this.target = target;
  }
}

class LocalFile extends Local implements FileEntry {
  readonly kind = "file";
  readonly sizeBytes: number;
  readonly localPath: string | Buffer;
  readonly version = null;

  constructor(state: Looking, path: string, stat: Stat, local: string | Buffer) {
    super(state, path, stat, local);
    this.sizeBytes = Number(stat.size);
    this.localPath = local;
  }

  bytes(): Bytes {
    return readFile(this.localPath, this, () => this.changed());
  }
}

/**
 * Streams a file in pieces of 1 MiB.
 *
 * `changed` is called at the end when the file is no longer what `seen` says: what was given may be a mixture.
 *
 * @throws ENTRY_VANISHED, ENTRY_UNREADABLE
 */
async function* readFile(
  path: string | Buffer,
  seen: { readonly path: string; readonly modifiedNs: bigint; readonly sizeBytes: number },
  changed: () => void,
): Bytes {
  let descriptor: number | null = null;
  try {
    // A fifo put in the file's place must not make us wait for its other end.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    descriptor = openSync(path, flags);
    let total = 0;
    while (total < seen.sizeBytes) {
      const buffer = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, seen.sizeBytes - total));
      // One piece is read sooner than a promise comes back; longer files let others work in between.
      const bytesRead = readSync(descriptor, buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      total += bytesRead;
      yield buffer.subarray(0, bytesRead);
      if (total < seen.sizeBytes) await setImmediate();
    }
    const now = fstatSync(descriptor, { bigint: true });
    const isSame = total === seen.sizeBytes && Number(now.size) === total;
    if (!isSame || now.mtimeNs !== seen.modifiedNs) changed();
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    const missing = code === "ENOENT" || code === "ENOTDIR";
    throw new FivefoldError(
      missing ? "ENTRY_VANISHED" : "ENTRY_UNREADABLE",
      { path: seen.path, reason: code },
      { cause: error },
    );
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/**
 * Reads a tree whose root is a directory.
 *
 * @throws SOURCE_MISSING, SOURCE_UNREADABLE
 */
export async function* walk(tree: Tree, part: Part, context: RunContext): Entries {
  let batch: Entry[] = [];
  const state: Walk = new Walk(tree, part, context, {
    directory: (path, stat, local) => batch.push(new LocalDirectory(state, path, stat, local)),
    file: (path, stat, local) => batch.push(new LocalFile(state, path, stat, local)),
    link: (path, stat, local, target) =>
      batch.push(new LocalLink(state, path, stat, local, target)),
  });
  for await (const _ of stepsOf(state)) {
    if (batch.length > 0) yield batch;
    batch = [];
  }
  if (tree.libc === null) reportWithoutAttributes(part, context);
}

/**
 * Shows all of a tree, and makes nothing of it. A root that is a single file is shown without a name.
 *
 * @throws SOURCE_MISSING, SOURCE_UNREADABLE
 */
export async function visit(
  tree: Tree,
  part: Part,
  context: RunContext,
  visitor: Visitor,
): Promise<void> {
  const stat = rootStat(tree.root);
  if (stat.isFile()) visitor.file("", stat, systemPath(tree.root));
  else for await (const _ of stepsOf(new Walk(tree, part, context, visitor))) continue;
}

async function* stepsOf(state: Walk): AsyncGenerator<void> {
  try {
    state.start(rootStat(state.tree.root));
    for (let more = true; more;) {
      state.context.signal.throwIfAborted();
      more = state.goOn();
      yield;
      await setImmediate(); // lets the answers of worker threads in
    }
  } finally {
    state.close();
  }
}

/** Reads a root that is a single file: a made-up root directory, then the file under its own name. */
export async function* walkFile(
  tree: Tree,
  name: string,
  part: Part,
  context: RunContext,
): Entries {
  context.signal.throwIfAborted();
  const looking: Looking = {
    tree,
    finding: (code, path, facts) => report(part, context, code, path, facts),
  };
  const file = new LocalFile(looking, name, rootStat(tree.root), systemPath(tree.root));
  yield [madeUpRoot(file), file];
  if (tree.libc === null) reportWithoutAttributes(part, context);
}

/** The root directory of a part that is one file: it has no folder of its own, so the file lends what it has. */
export function madeUpRoot(file: FileEntry): DirectoryEntry {
  return {
    kind: "directory",
    path: "",
    modifiedNs: file.modifiedNs,
    mode: 0o700,
    owner: file.owner,
    origin: null,
    attributes: () => [],
  };
}

function rootStat(root: string): BigIntStats {
  try {
    return lstatSync(systemPath(root), { bigint: true });
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new FivefoldError("SOURCE_MISSING", { path: root }, { cause: error });
    }
    throw new FivefoldError(
      "SOURCE_UNREADABLE",
      { path: root, reason: code ?? "unknown" },
      { cause: error },
    );
  }
}

/** Says that extended attributes stay behind, on a system where they cannot be read. */
export function reportWithoutAttributes(part: Part, context: RunContext): void {
  context.report({
    kind: "notIncluded",
    notIncluded: {
      what: "attributes",
      name: "extended attributes",
      reason: "unsupported",
      part: part.id,
    },
  });
}
