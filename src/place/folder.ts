/**
 * A folder on this machine (a disk, a plugged-in drive, a mounted share) as a place.
 *
 * An object is written under a temporary name in its own folder, synced, renamed, and the folder is synced; so every
 * name that a list shows is a whole object that survives a power cut. Temporary names end like restic's own
 * ("-tmp-" and a token), which restic ignores, and tell by whom they were made, so that the remains of dead writers are
 * swept: a place that writes looks for them in the folders it enters or lists.
 *
 * As restic does, objects cannot be written again (mode 0400), and folders are private (0700); in a folder below the
 * place's own that its group may read, new objects and folders can be read by the group too.
 *
 * The folder itself is never created here: an unplugged drive must not become a folder on the system's disk
 * (`createPlace` in `open.ts` is the one way).
 */

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import type { Dirent, Stats } from "node:fs";
import { constants, lstatSync, readFileSync, readdirSync, readlinkSync, statSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { link, lstat, mkdir, open, rename, stat, statfs, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Bytes, Content } from "../model/entry.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { ByteRange, LocalPlace, ObjectDraft, ObjectInfo } from "../model/place.ts";
import type { RunContext } from "../model/run.ts";
import { DirectMemory, ObjectWriter } from "./object-writer.ts";

/** What changes the disk, and what a simulation replaces. */
export interface Disk {
  readonly isWindows: boolean;
  /** Opens a new file for writing; fails with EEXIST when there is one. */
  create(path: string, mode: number): Promise<FileHandle>;
  /** The same for writing past the system's cache; `null`, and no file, where that cannot be. */
  createDirect(path: string, mode: number): Promise<FileHandle | null>;
  createFolder(path: string, mode: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  syncFile(file: FileHandle): Promise<void>;
  syncFolder(path: string): Promise<void>;
}

/** The system's own calls. */
export const systemDisk: Disk = {
  isWindows: process.platform === "win32",
  create: (path, mode) => open(path, "wx", mode),
  async createDirect(path, mode) {
    if (constants.O_DIRECT === undefined) return null;
    const { O_WRONLY, O_CREAT, O_EXCL, O_DIRECT } = constants;
    try {
      return await open(path, O_WRONLY | O_CREAT | O_EXCL | O_DIRECT, mode);
    } catch (thrown) {
      if (systemCode(thrown) !== "EINVAL") throw thrown;
      // the file is made before the file system says that it cannot write it so
      await unlink(path).catch(() => undefined);
      return null;
    }
  },
  createFolder: (path, mode) => mkdir(path, { mode }),
  rename,
  unlink,
  syncFile: (file) => file.sync(),
  async syncFolder(path) {
    await using folder = await open(path, "r");
    await folder.sync();
  },
};

/** What new objects and folders inside a folder are created with. */
interface Modes {
  readonly file: number;
  readonly folder: number;
}

const PRIVATE: Modes = { file: 0o400, folder: 0o700 };
const GROUP_READS: Modes = { file: 0o440, folder: 0o750 };

const MIB = 1024 * 1024;
/** What is no longer than this comes as one piece; longer objects come in pieces of `PIECE_BYTES`. */
const WHOLE_BYTES = 32 * MIB;
const PIECE_BYTES = 4 * MIB;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Virus scanners and indexers hold a new file for moments; 2.5 seconds in all. */
const BUSY_WAITS_MS = [10, 20, 40, 80, 150, 300, 600, 1300];

/** Restic's temporary names have digits after "-tmp-"; ours have machine, process and a random number. */
const TEMPORARY = /-tmp-(?:\d+|([0-9a-f]{8})-(\d+)-[0-9a-f]{8})$/;

export class FolderPlace implements LocalPlace {
  readonly label: string;
  readonly #disk: Disk;
  readonly #machine = machineToken();
  /** Folders that this place has written to, with the modes for what is new there. */
  readonly #entered = new Map<string, Promise<Modes>>();
  /** Syncs of folders: under way, and asked for but not begun; whoever comes before the beginning shares it. */
  readonly #syncing = new Map<string, Promise<void>>();
  readonly #syncNext = new Map<string, Promise<void>>();
  readonly #memory = new DirectMemory();
  #hasWritten = false;

  constructor(path: string, disk: Disk = systemDisk) {
    this.label = resolve(path);
    this.#disk = disk;
  }

  localPath(key: string): string {
    const names = key.split("/");
    assert.ok(names.every(isSafeName), `no key of a place: ${JSON.stringify(key)}`);
    return join(this.label, ...names);
  }

  async put(key: string, content: Content, context: RunContext): Promise<void> {
    const path = this.localPath(key);
    const folder = dirname(path);
    const name = basename(path);
    assert.ok(!TEMPORARY.test(name), `a temporary name is no key: ${key}`);
    const modes = await this.#enter(folder, context);
    // Cut, because some file systems allow no name longer than 255 bytes, and this one shall never be the reason.
    const maker = `${this.#machine}-${process.pid}-${randomBytes(4).toString("hex")}`;
    const temporary = join(folder, `${name.slice(0, 64)}-tmp-${maker}`);
    let writtenBytes = 0;
    const explain = async (thrown: unknown): Promise<never> => {
      throw await this.#explain(thrown, content.sizeBytes ?? writtenBytes);
    };
    const target = {
      open: () => this.#create((file) => this.#disk.create(file, modes.file), temporary, context),
      openDirect: () =>
        this.#create((file) => this.#disk.createDirect(file, modes.file), temporary, context),
      discard: () => this.#disk.unlink(temporary),
    };
    try {
      const writer = await ObjectWriter.open(target, content.sizeBytes, this.#memory).catch(
        explain,
      );
      try {
        for await (const piece of content.bytes()) {
          context.signal.throwIfAborted();
          await writer.write(piece).catch(explain);
          writtenBytes += piece.length;
        }
        assert.equal(writtenBytes, content.sizeBytes ?? writtenBytes, `length of ${key}`);
        await writer.end().catch(explain);
        await whereSupported(this.#disk.syncFile(writer.file)).catch(explain);
      } finally {
        await writer[Symbol.asyncDispose]().catch(explain);
      }
      await this.#patiently(() => this.#disk.rename(temporary, path), context).catch(explain);
      await this.#sync(folder).catch(explain);
    } catch (thrown) {
      // The first error is the one to tell; what cannot be removed now is swept later.
      await this.#disk.unlink(temporary).catch(() => undefined);
      throw thrown;
    }
  }

  /** Beside the objects at the top: a rename never crosses file systems. */
  async draft(context: RunContext): Promise<ObjectDraft> {
    await this.#enter(this.label, context);
    const maker = `${this.#machine}-${process.pid}-${randomBytes(4).toString("hex")}`;
    const path = join(this.label, `draft-tmp-${maker}`);
    let isThere = true;
    const commit = async (key: string, mayReplace: boolean): Promise<void> => {
      const target = this.localPath(key);
      try {
        if (mayReplace || !(await this.#linkNew(path, target))) {
          await this.#patiently(() => this.#disk.rename(path, target), context);
        }
        isThere = false;
        await this.#sync(this.label);
      } catch (thrown) {
        if (systemCode(thrown) === "EEXIST") {
          throw new FivefoldError("OBJECT_EXISTS", { place: this.label, key }, { cause: thrown });
        }
        throw await this.#explain(thrown, 0);
      }
    };
    const dispose = async (): Promise<void> => {
      if (!isThere) return;
      isThere = false;
      await this.#disk.unlink(path).catch((thrown: unknown) => {
        if (!isAbsent(thrown)) throw thrown;
      });
    };
    return { path, commit, [Symbol.asyncDispose]: dispose };
  }

  /**
   * Gives a file a name that nobody has, and takes its old one away; `false`, and nothing done, where a file can have but one
   * name and `target` is free at this moment. @throws EEXIST
   */
  async #linkNew(path: string, target: string): Promise<boolean> {
    try {
      await link(path, target);
    } catch (thrown) {
      if (systemCode(thrown) === "EEXIST") throw thrown;
      if (lstatSync(target, { throwIfNoEntry: false }) === undefined) return false;
      throw Object.assign(new Error("there already"), { code: "EEXIST" });
    }
    await this.#disk.unlink(path);
    return true;
  }

  async *get(key: string, range: ByteRange | null, context: RunContext): Bytes {
    const path = this.localPath(key);
    const explain = async (thrown: unknown): Promise<never> => {
      throw await this.#explainReading(thrown, key);
    };
    const file = await open(path, "r").catch(explain);
    try {
      let start = range?.start ?? 0;
      const end = range?.end ?? (await file.stat().catch(explain)).size;
      const pieceBytes = end - start <= WHOLE_BYTES ? end - start : PIECE_BYTES;
      while (start < end) {
        context.signal.throwIfAborted();
        const piece = Buffer.allocUnsafeSlow(Math.min(pieceBytes, end - start));
        const gotBytes = await readFull(file, piece, start).catch(explain);
        if (gotBytes < piece.length) {
          const facts = { place: this.label, key, sizeBytes: start + gotBytes, neededBytes: end };
          throw new FivefoldError("OBJECT_SHORT", facts);
        }
        yield piece;
        start += piece.length;
      }
    } finally {
      await file.close();
    }
  }

  /** A file system that does not tell "a" from "A" finds here what it would also replace. */
  async find(key: string, context: RunContext): Promise<ObjectInfo | null> {
    context.signal.throwIfAborted();
    const path = this.localPath(key);
    if (TEMPORARY.test(basename(path))) return null;
    let found: Stats;
    try {
      found = await stat(path);
    } catch (thrown) {
      if (!isNowhere(thrown)) throw await this.#explainReading(thrown, key);
      await this.#mustExist();
      return null;
    }
    return found.isFile() ? { key, sizeBytes: found.size } : null;
  }

  /**
   * Looks at sizes folder by folder with synchronous calls: for the tens of thousands of packs of a large vault that
   * takes a fraction of the time that as many promises take.
   */
  async *list(
    prefix: string,
    context: RunContext,
    depth: "all" | "here" = "all",
  ): AsyncIterable<ObjectInfo> {
    assert.ok(prefix === "" || prefix.endsWith("/"), `a prefix ends in "/": ${prefix}`);
    if (prefix !== "") this.localPath(prefix.slice(0, -1));
    await this.#mustExist();
    const followed = new Set<string>();
    const folders = [prefix];
    for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
      context.signal.throwIfAborted();
      const folder = join(this.label, at);
      for (const entry of this.#read(folder)) {
        if (TEMPORARY.test(entry.name)) {
          if (this.#hasWritten) await this.#sweep(folder, entry.name, context);
          continue;
        }
        const key = at + entry.name;
        if (entry.isDirectory()) {
          if (depth === "all") folders.push(`${key}/`);
        } else if (entry.isFile()) {
          const found = lstatSync(join(folder, entry.name), { throwIfNoEntry: false });
          if (found !== undefined) yield { key, sizeBytes: found.size };
        } else if (entry.isSymbolicLink()) {
          // People move data/ to a larger disk and leave a link; each target is entered once, so a ring of links ends.
          const found = targetOf(join(folder, entry.name));
          if (found?.isFile()) yield { key, sizeBytes: found.size };
          if (
            depth === "all" &&
            found?.isDirectory() &&
            !followed.has(`${found.dev}:${found.ino}`)
          ) {
            followed.add(`${found.dev}:${found.ino}`);
            folders.push(`${key}/`);
          }
        }
      }
    }
  }

  /** Survives a power cut on return, like a put: an index that comes back to life would name packs that are gone. */
  async remove(key: string, context: RunContext): Promise<void> {
    const path = this.localPath(key);
    this.#hasWritten = true;
    try {
      await this.#patiently(() => this.#disk.unlink(path), context);
    } catch (thrown) {
      if (!isAbsent(thrown)) throw await this.#explain(thrown, 0);
      await this.#mustExist();
      return;
    }
    await this.#sync(dirname(path)).catch(async (thrown: unknown) => {
      throw await this.#explain(thrown, 0);
    });
  }

  /** Makes sure that the folder exists, once, and gives the modes for what is new in it. */
  async #enter(folder: string, context: RunContext): Promise<Modes> {
    this.#hasWritten = true;
    let modes = this.#entered.get(folder);
    if (modes === undefined) {
      modes = this.#arrange(folder, context);
      this.#entered.set(folder, modes);
      modes.catch(() => this.#entered.delete(folder));
    }
    return modes;
  }

  async #arrange(folder: string, context: RunContext): Promise<Modes> {
    if (folder === this.label) {
      await this.#mustExist();
      await this.#sweepAll(folder, context);
      return this.#disk.isWindows ? { ...PRIVATE, file: 0o600 } : PRIVATE;
    }
    const found = await stat(folder).catch((thrown: unknown) => {
      if (systemCode(thrown) === "ENOENT") return null;
      throw thrown;
    });
    if (found === null) {
      const parent = dirname(folder);
      const modes = await this.#enter(parent, context);
      try {
        await this.#disk.createFolder(folder, modes.folder);
        await this.#sync(parent);
      } catch (thrown) {
        if (systemCode(thrown) !== "EEXIST") throw await this.#explain(thrown, 0);
      }
      return modes;
    }
    await this.#sweepAll(folder, context);
    // On Windows the mode only makes a file read-only, and such a file can be neither replaced nor removed.
    if (this.#disk.isWindows) return { ...PRIVATE, file: 0o600 };
    return (found.mode & 0o040) === 0 ? PRIVATE : GROUP_READS;
  }

  async #create<File>(
    create: (path: string) => Promise<File>,
    path: string,
    context: RunContext,
  ): Promise<File> {
    try {
      return await create(path);
    } catch (thrown) {
      if (systemCode(thrown) !== "ENOENT") throw thrown;
      // Somebody removed the folder since it was entered.
      this.#entered.clear();
      await this.#enter(dirname(path), context);
      return create(path);
    }
  }

  #read(folder: string): readonly Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (thrown) {
      if (isAbsent(thrown)) return [];
      const facts = { place: this.label, what: systemCode(thrown) };
      throw new FivefoldError("PLACE_UNREACHABLE", facts, { cause: thrown });
    }
  }

  async #sweepAll(folder: string, context: RunContext): Promise<void> {
    for (const entry of this.#read(folder)) {
      if (TEMPORARY.test(entry.name)) await this.#sweep(folder, entry.name, context);
    }
  }

  /** Removes a temporary file when nobody can be writing it any more; that this fails is no harm. */
  async #sweep(folder: string, name: string, context: RunContext): Promise<void> {
    const path = join(folder, name);
    const [, machine, pid] = TEMPORARY.exec(name) ?? [];
    try {
      const isOrphan = machine === this.#machine && !isRunning(Number(pid));
      if (isOrphan || context.clock.nowMs() - (await lstat(path)).mtimeMs > DAY_MS)
        await this.#disk.unlink(path);
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
    }
  }

  /** Syncs a folder; calls that come before a sync begins share it. */
  #sync(folder: string): Promise<void> {
    if (this.#disk.isWindows) return Promise.resolve();
    const next = this.#syncNext.get(folder);
    if (next !== undefined) return next;
    const sync = async (): Promise<void> => {
      // The one before reports its own failure to those who asked for it.
      await this.#syncing.get(folder)?.catch(() => undefined);
      this.#syncNext.delete(folder);
      this.#syncing.set(folder, asked);
      try {
        await whereSupported(this.#disk.syncFolder(folder));
      } finally {
        if (this.#syncing.get(folder) === asked) this.#syncing.delete(folder);
      }
    };
    const asked = Promise.resolve().then(sync);
    this.#syncNext.set(folder, asked);
    return asked;
  }

  /** On Windows a file that somebody has open for a moment can be neither replaced nor removed: tries again. */
  async #patiently(deed: () => Promise<void>, context: RunContext): Promise<void> {
    for (const waitMs of this.#disk.isWindows ? BUSY_WAITS_MS : []) {
      try {
        return await deed();
      } catch (thrown) {
        if (!["EPERM", "EBUSY", "EACCES"].includes(systemCode(thrown) ?? "")) throw thrown;
        await context.clock.sleep(waitMs, context.signal);
      }
    }
    return deed();
  }

  /** @throws PLACE_MISSING */
  async #mustExist(): Promise<void> {
    const found = await stat(this.label).catch((thrown: unknown) => {
      if (isAbsent(thrown)) return null;
      const facts = { place: this.label, what: systemCode(thrown) };
      throw new FivefoldError("PLACE_UNREACHABLE", facts, { cause: thrown });
    });
    if (!found?.isDirectory()) throw new FivefoldError("PLACE_MISSING", { place: this.label });
  }

  /** Says what a failed change means. */
  async #explain(thrown: unknown, neededBytes: number): Promise<unknown> {
    const code = systemCode(thrown);
    if (thrown instanceof FivefoldError || code === null || code.startsWith("ERR_")) return thrown;
    const options = { cause: thrown };
    if (code === "ENOSPC" || code === "EDQUOT") {
      const free = await statfs(this.label).catch(() => null);
      const freeBytes = free === null ? null : free.bavail * free.bsize;
      const facts = { place: this.label, neededBytes, freeBytes };
      return new FivefoldError("PLACE_FULL", facts, options);
    }
    if (code === "EROFS" || code === "EACCES" || code === "EPERM")
      return new FivefoldError("PLACE_READ_ONLY", { place: this.label }, options);
    return (
      (await this.#missing()) ??
      new FivefoldError("PLACE_UNREACHABLE", { place: this.label, what: code }, options)
    );
  }

  /** Says what a failed reading means. */
  async #explainReading(thrown: unknown, key: string): Promise<unknown> {
    const code = systemCode(thrown);
    if (code === null || code.startsWith("ERR_")) return thrown;
    const missing = await this.#missing();
    if (missing !== null) return missing;
    const options = { cause: thrown };
    if (isAbsent(thrown) || code === "EISDIR")
      return new FivefoldError("OBJECT_MISSING", { place: this.label, key }, options);
    const facts = { place: this.label, key, what: code };
    return new FivefoldError("OBJECT_UNREADABLE", facts, options);
  }

  async #missing(): Promise<unknown> {
    return this.#mustExist().then(
      () => null,
      (thrown: unknown) => thrown,
    );
  }
}

function isSafeName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[\\\0]/.test(name);
}

function isAbsent(thrown: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes(systemCode(thrown) ?? "");
}

/** No file can have this name: also one that is too long, and a link that leads to itself. */
function isNowhere(thrown: unknown): boolean {
  return isAbsent(thrown) || ["ENAMETOOLONG", "ELOOP"].includes(systemCode(thrown) ?? "");
}

/** Where a link leads, `null` when nowhere. */
function targetOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (thrown) {
    if (isNowhere(thrown)) return null;
    throw thrown;
  }
}

/**
 * Names this machine since its start and, in containers that share a host name, the space of process numbers: only
 * within it does a process number mean something.
 */
function machineToken(): string {
  return createHash("sha256")
    .update([hostname(), linuxOnly(bootId), linuxOnly(pidSpace)].join("\0"))
    .digest("hex")
    .slice(0, 8);
}

const bootId = (): string => readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
const pidSpace = (): string => readlinkSync("/proc/self/ns/pid");

function linuxOnly(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return systemCode(thrown) !== "ESRCH";
  }
}

/** Some network and removable file systems cannot sync; nothing better can be done there. */
async function whereSupported(sync: Promise<void>): Promise<void> {
  try {
    await sync;
  } catch (thrown) {
    const unsupported = ["ENOTSUP", "EOPNOTSUPP", "EINVAL", "ENOSYS", "ENOTTY"];
    if (!unsupported.includes(systemCode(thrown) ?? "")) throw thrown;
  }
}

async function readFull(file: FileHandle, piece: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < piece.length) {
    const { bytesRead } = await file.read(piece, done, piece.length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
