/**
 * The swap by renames, shared by folders and databases, and its way back.
 *
 * An area holds `new/` (what is to go live), `old/` (what was), `staged.json` (the stage is whole), `before.json` (how the
 * live folder itself was) and two marks. The names that exist tell how far a dead process came, so that every step may be
 * repeated and a way back may begin anywhere:
 *
 *     staged ─► live members to old/ ─► mark "out" ─► new/ to live ─► kept paths from old to new ─► mark "in"
 *
 * and back: kept paths to old, live members to new/, mark "out" off, old/ to live. What somebody put into the way in
 * between is never overwritten but moved to `stray/`.
 *
 * Where only paths below the root are exchanged, `old/` and `new/` are trees like the root's, of those paths and the folders
 * that lead to them. Such a folder stays where it is; one that is missing is made, and remembered in `made.json`.
 */

import assert from "node:assert/strict";
import { lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compareNames } from "../model/entry.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import { waysTo } from "../model/path.ts";
import type { RunContext } from "../model/run.ts";
import type { Site } from "./area.ts";
import type { Disk } from "./disk.ts";
import type { Metadata } from "./metadata.ts";
import { readMetadata } from "./metadata.ts";
import { ASIDE_NAME, readNames, systemPath } from "./walk.ts";

/** What a whole stage says of itself, kept in `staged.json`. */
export interface Staged extends Site {
  /** Entries and bytes as the snapshot gave them, and as they were written: what the description leaves out is not. */
  readonly entryCount: number;
  readonly sizeBytes: number;
  readonly writtenCount: number;
  readonly writtenBytes: number;
  /** The root's metadata where the root itself stays and only its children are renamed. */
  readonly root: Metadata | null;
  /** Of the folders that lead to the members of a narrow site, outer ones first, as the snapshot has them. */
  readonly ways?: readonly (readonly [way: string, metadata: Metadata])[];
}

/**
 * Paths that belong to the live data alone and survive every swap, topmost ones only: in a tree like the part's, those below
 * a path in it ("" for all).
 */
export type FindKept = (root: string, below: string) => readonly string[];

const STAGED = "staged.json";
const BEFORE = "before.json";
const MADE = "made.json";
const OUT = "out";
const IN = "in";
/** Rights without which the owner cannot take something out of a folder. */
export const OWN_USE = 0o700;
const RETRIES = 5;
const RETRY_MS = 40;
/** What a virus scanner or an indexer causes on Windows for moments. */
const PASSING = new Set(["EPERM", "EBUSY", "EACCES"]);

/** One part's area of one run. */
export class Aside {
  readonly folder: string;
  readonly #disk: Disk;
  readonly #context: RunContext;

  constructor(folder: string, disk: Disk, context: RunContext) {
    this.folder = folder;
    this.#disk = disk;
    this.#context = context;
  }

  get fresh(): string {
    return join(this.folder, "new");
  }

  get old(): string {
    return join(this.folder, "old");
  }

  get exists(): boolean {
    return exists(this.folder);
  }

  /** Removes an older stage; one that was swapped holds the old state and may not be staged over. */
  async discard(): Promise<void> {
    assert(!exists(this.old), "a stage may not be replaced after its swap");
    await this.clear();
  }

  /** Makes an empty area. */
  async begin(): Promise<void> {
    await this.#makeFolders(this.folder);
  }

  /** Says that everything in `new/` is there and on disk. */
  async finish(staged: Staged): Promise<void> {
    await this.#disk.writeFile(join(this.folder, STAGED), JSON.stringify(staged));
    for (const folder of [this.folder, dirname(this.folder), dirname(dirname(this.folder))]) {
      await this.#disk.syncFolder(folder);
    }
    await this.#disk.syncFolder(dirname(dirname(dirname(this.folder))));
  }

  /** `null`: nothing is staged here, or not to its end, or what says so was damaged since. */
  staged(): Staged | null {
    const value = readJson(join(this.folder, STAGED));
    return isSite(value) ? (value as Staged) : null;
  }

  /** Where the new root lies before the swap, for looking at it. */
  stagedRoot({ members, isNarrow }: Staged): string {
    return members === null || isNarrow === true ? this.fresh : join(this.fresh, members[0] ?? "");
  }

  async swap(kept: FindKept): Promise<void> {
    const staged = this.staged();
    if (staged === null) throw new FivefoldError("STAGED_DAMAGED", { path: this.folder });
    if (this.#isMarked(IN)) return;
    await this.#takeOut(staged, kept);
    await this.#putIn(staged);
    await this.#carry(staged, kept, "in");
    if (staged.isNarrow === true) await this.#finishWays(staged);
    else if (staged.root !== null) await this.#disk.setMetadata(staged.live, staged.root);
    await this.#mark(IN);
  }

  /**
   * Whether a swap may have been here whose old state is gone. The stage is made before every swap and removed only by
   * `clear`; `old/` is there with all that was taken out as long as the mark "out" is.
   */
  get isLost(): boolean {
    if (this.staged() === null) return true;
    if (!this.#isMarked(OUT)) return false;
    const taken = namesIn(readJson(join(this.folder, OUT)));
    return [this.old, ...taken.map((name) => join(this.old, name))].some((path) => !exists(path));
  }

  /** The folder in which old data is to go live again; `null`: nothing was swapped. */
  get replaced(): string | null {
    return exists(this.old) ? (this.staged()?.live ?? null) : null;
  }

  /** To be called where nothing is lost; without a swap it does nothing. */
  async unswap(kept: FindKept): Promise<void> {
    const staged = this.staged();
    assert(staged !== null && !this.isLost, "there is a way back");
    if (!exists(this.old)) return;
    await this.#unmark(IN);
    if (this.#isMarked(OUT)) {
      await this.#openMadeFolders();
      await this.#carry(staged, kept, "back");
      for (const name of this.#liveNames(staged, kept)) {
        await this.#moveOut(join(staged.live, name), join(this.fresh, name));
      }
      await this.#sync(staged, this.fresh, staged.live);
      await this.#unmark(OUT);
    }
    const names = this.#keptNames(staged);
    // Somebody may have removed the folders around it since; those inside have their own way of coming back.
    const around = staged.isNarrow === true ? dirname(staged.live) : staged.live;
    if (names.length > 0) await this.#makeFoldersAlike(missingFolders(around));
    for (const name of names.toReversed()) {
      await this.#clearWay(staged, name);
      await this.#moveIn(join(this.old, name), join(staged.live, name));
    }
    await this.#removeMadeFolders();
    await this.#putBefore(staged);
    await this.#sync(staged, this.old, staged.live);
    for (const way of waysOf(staged).toReversed())
      if (way !== "") await this.#removeIfEmpty(join(this.old, way));
    await this.#disk.removeFolder(this.old);
    await this.#disk.syncFolder(this.folder);
  }

  async clear(): Promise<void> {
    const gone = `${this.folder}.gone`;
    if (exists(this.folder)) {
      if (exists(gone)) await this.#disk.removeTree(gone);
      // In one step no longer an area: half removed it must not be taken for one that can be unswapped.
      await this.#rename(this.folder, gone);
      await this.#disk.syncFolder(dirname(this.folder));
    }
    if (exists(gone)) await this.#disk.removeTree(gone);
    const run = dirname(this.folder);
    await this.#removeIfEmpty(run);
    await this.#keepingTimes(dirname(dirname(run)), () => this.#removeIfEmpty(dirname(run)));
  }

  async #takeOut(staged: Staged, kept: FindKept): Promise<void> {
    if (this.#isMarked(OUT)) return;
    if (staged.isNarrow === true) requireOpenWay(staged.live, staged.members ?? []);
    await this.#noteBefore(staged);
    if (!exists(this.old)) await this.#disk.makeFolder(this.old);
    await this.#disk.syncFolder(this.folder);
    for (const name of this.#liveNames(staged, kept)) {
      await this.#makeWay(this.old, name);
      await this.#moveOut(join(staged.live, name), join(this.old, name));
    }
    await this.#sync(staged, this.old, staged.live);
    await this.#mark(OUT, this.#keptNames(staged));
  }

  async #putIn(staged: Staged): Promise<void> {
    const names = this.#freshNames(staged);
    const missing = missingFolders(staged.live);
    const ways = staged.isNarrow === true ? missingWays(staged.live, names) : [];
    if (missing.length + ways.length > 0) await this.#makeLive(missing, ways);
    for (const name of names) {
      await this.#moveIn(join(this.fresh, name), join(staged.live, name));
    }
    await this.#sync(staged, staged.live, this.fresh);
  }

  /** Remembers how the folders are that stay while something in them is exchanged. */
  async #noteBefore(staged: Staged): Promise<void> {
    const file = join(this.folder, BEFORE);
    if (exists(file) || !exists(staged.live)) return;
    const { libc } = this.#disk;
    if (staged.isNarrow === true) {
      const ways = waysOf(staged).filter((way) => isFolder(join(staged.live, way)));
      const before = ways.map((way) => [way, readMetadata(join(staged.live, way), libc)]);
      await this.#disk.writeFile(file, JSON.stringify(before));
    } else if (staged.members === null) {
      await this.#disk.writeFile(file, JSON.stringify(readMetadata(staged.live, libc)));
    }
  }

  /** Folders in which nothing but what was exchanged changed keep their times; those that were made get all they had. */
  async #finishWays(staged: Staged): Promise<void> {
    const made = new Set(this.#madeFolders());
    const before = this.#waysBefore();
    for (const [way, metadata] of (staged.ways ?? []).toReversed()) {
      const folder = join(staged.live, way);
      if (!made.has(folder)) await this.#keepTime(folder, before.get(way));
      else if (isFolder(folder)) await this.#disk.setMetadata(folder, metadata);
    }
  }

  async #putBefore(staged: Staged): Promise<void> {
    if (staged.isNarrow === true) {
      for (const [way, metadata] of [...this.#waysBefore()].toReversed())
        await this.#keepTime(join(staged.live, way), metadata);
      return;
    }
    const before = readJson(join(this.folder, BEFORE)) as Metadata | null;
    if (before !== null && staged.members === null && exists(staged.live)) {
      await this.#disk.setMetadata(staged.live, before);
    }
  }

  #waysBefore(): ReadonlyMap<string, Metadata> {
    const before = readJson(join(this.folder, BEFORE));
    return new Map((before ?? []) as readonly (readonly [string, Metadata])[]);
  }

  /** Rights and owner stay as somebody may have changed them since. */
  async #keepTime(folder: string, before: Metadata | undefined): Promise<void> {
    if (before === undefined || !isFolder(folder)) return;
    const now = readMetadata(folder, this.#disk.libc);
    if (now.modifiedNs === before.modifiedNs) return;
    await this.#disk.setMetadata(folder, { ...now, modifiedNs: before.modifiedNs });
  }

  /** Makes the folders that lead to a name in the area. */
  async #makeWay(root: string, name: string): Promise<void> {
    for (const folder of missingWays(root, [name])) await this.#disk.makeFolder(folder);
  }

  /** Makes the live folders that lead to a name; what somebody put in their place is moved out of the way. */
  async #clearWay(staged: Staged, name: string): Promise<void> {
    if (staged.isNarrow !== true) return;
    const before = this.#waysBefore();
    for (const way of waysTo([name])) {
      const folder = join(staged.live, way);
      if (isFolder(folder)) continue;
      if (exists(folder)) await this.#rename(folder, await this.#strayPath());
      await this.#makeFoldersAlike([folder]);
      const metadata = before.get(way);
      if (metadata !== undefined) await this.#disk.setMetadata(folder, metadata);
    }
  }

  /** Moves what both sides keep; a path whose folder is missing on the other side gets it made only on the way in. */
  async #carry(staged: Staged, kept: FindKept, direction: "in" | "back"): Promise<void> {
    const { oldRoot, newRoot } = this.#roots(staged);
    const [from, to] = direction === "in" ? [oldRoot, newRoot] : [newRoot, oldRoot];
    const tops = staged.isNarrow === true ? (staged.members ?? []) : [""];
    for (const top of tops) {
      const isTree = isReached(from, top) && isReached(to, top);
      if (!isTree || !isFolder(join(from, top)) || !isFolder(join(to, top))) continue;
      await this.#carryBelow(top, from, to, staged, kept, direction === "in");
    }
  }

  async #carryBelow(
    top: string,
    from: string,
    to: string,
    staged: Staged,
    kept: FindKept,
    makesFolders: boolean,
  ): Promise<void> {
    for (const path of kept(from, top)) {
      if (staged.members === null && !path.includes("/")) continue; // never left the live folder
      const source = join(from, path);
      const target = join(to, path);
      if (exists(target) || !(await this.#prepareFolder(from, to, dirname(path), makesFolders))) {
        continue;
      }
      const folders = [dirname(source), dirname(target)];
      const before = folders.map((folder) => readMetadata(folder, this.#disk.libc));
      await this.#rename(source, target);
      for (const [index, folder] of folders.entries()) {
        const metadata = before[index];
        if (metadata !== undefined) await this.#disk.setMetadata(folder, metadata);
      }
      for (const folder of [dirname(target), dirname(source)]) await this.#disk.syncFolder(folder);
    }
  }

  /** Tells whether a folder is there to carry into, links on the way not followed. */
  async #prepareFolder(
    from: string,
    to: string,
    path: string,
    makesFolders: boolean,
  ): Promise<boolean> {
    if (path === ".") return true;
    if (!(await this.#prepareFolder(from, to, dirname(path), makesFolders))) return false;
    const folder = join(to, path);
    if (isFolder(folder)) return true;
    if (!makesFolders || exists(folder)) return false;
    await this.#disk.makeFolder(folder);
    await this.#disk.setMetadata(folder, readMetadata(join(from, path), this.#disk.libc));
    return true;
  }

  /** The part's own names in the live folder, in the order in which they are taken away. */
  #liveNames(staged: Staged, kept: FindKept): string[] {
    if (!exists(staged.live)) return [];
    if (staged.members !== null) {
      return staged.members.filter((name) => isReached(staged.live, name));
    }
    const staying = new Set(kept(staged.live, ""));
    return listNames(staged.live).filter((name) => name !== ASIDE_NAME && !staying.has(name));
  }

  /** What lies in new/ and is to go live. */
  #freshNames(staged: Staged): readonly string[] {
    if (staged.isNarrow !== true) return listNames(this.fresh);
    return (staged.members ?? []).filter((name) => exists(join(this.fresh, name)));
  }

  /** What lies in old/, in the order in which it was taken away. */
  #keptNames(staged: Staged): readonly string[] {
    if (staged.isNarrow === true)
      return (staged.members ?? []).filter((name) => exists(join(this.old, name)));
    const order = staged.members ?? [];
    const rank = (name: string): number => order.indexOf(name);
    return listNames(this.old).toSorted((a, b) => rank(a) - rank(b) || compareNames(a, b));
  }

  #roots(staged: Staged): { readonly oldRoot: string; readonly newRoot: string } {
    if (staged.members === null || staged.isNarrow === true)
      return { oldRoot: this.old, newRoot: staged.live };
    const name = staged.members[0] ?? "";
    return { oldRoot: join(this.old, name), newRoot: join(staged.live, name) };
  }

  /** Takes a live name into the area; one that is there twice was made by somebody since the first time. */
  async #moveOut(live: string, kept: string): Promise<void> {
    await this.#rename(live, exists(kept) ? await this.#strayPath() : kept);
  }

  /** Puts a name from the area live; what somebody put there in between is moved out of the way. */
  async #moveIn(kept: string, live: string): Promise<void> {
    if (exists(live)) await this.#rename(live, await this.#strayPath());
    await this.#rename(kept, live);
  }

  async #strayPath(): Promise<string> {
    const stray = join(this.folder, "stray");
    if (!exists(stray)) await this.#disk.makeFolder(stray);
    let number = 1;
    while (exists(join(stray, String(number)))) number++;
    return join(stray, String(number));
  }

  async #rename(from: string, to: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#disk.rename(from, to);
      } catch (error) {
        if (attempt > RETRIES || !PASSING.has(systemCode(error) ?? "")) throw error;
        // Not to be cut short by a cancellation: a swap goes to one of its ends.
        await this.#context.clock.sleep(RETRY_MS * 2 ** attempt, new AbortController().signal);
      }
    }
  }

  /** Makes folders that lead to what goes live, and remembers which, so that unswap can take them away. */
  async #makeLive(missing: readonly string[], ways: readonly string[]): Promise<void> {
    const list = join(this.folder, MADE);
    if (!exists(list)) await this.#disk.writeFile(list, JSON.stringify([...missing, ...ways]));
    await this.#disk.syncFolder(this.folder);
    await this.#makeFoldersAlike([...missing, ...ways]);
  }

  /** Nothing is known of these folders; the app that uses the one above can use them, too. */
  async #makeFoldersAlike(missing: readonly string[]): Promise<void> {
    for (const folder of missing) {
      await this.#disk.makeFolder(folder);
      const { owner, mode } = readMetadata(dirname(folder), null);
      const made = readMetadata(folder, this.#disk.libc);
      await this.#disk.setMetadata(folder, { ...made, owner, mode: mode & ~0o1000 });
    }
    for (const folder of missing) await this.#disk.syncFolder(dirname(folder));
  }

  #madeFolders(): readonly string[] {
    return namesIn(readJson(join(this.folder, MADE)));
  }

  /** The snapshot may have made them such that nothing can be taken out of them. */
  async #openMadeFolders(): Promise<void> {
    for (const folder of this.#madeFolders()) {
      if (!isFolder(folder)) continue;
      const now = readMetadata(folder, this.#disk.libc);
      if ((now.mode & OWN_USE) === OWN_USE) continue;
      await this.#disk.setMetadata(folder, { ...now, mode: now.mode | OWN_USE });
    }
  }

  async #removeMadeFolders(): Promise<void> {
    for (const folder of this.#madeFolders().toReversed()) await this.#removeIfEmpty(folder);
  }

  async #removeIfEmpty(folder: string): Promise<void> {
    if (!isFolder(folder) || listNames(folder).length > 0) return;
    await this.#disk.removeFolder(folder);
  }

  async #makeFolders(folder: string): Promise<void> {
    if (exists(folder)) return;
    const parent = dirname(folder);
    await this.#makeFolders(parent);
    await this.#keepingTimes(parent, () => this.#disk.makeFolder(folder));
  }

  /** An aside area that comes and goes inside a part's root leaves no trace in the root's time. */
  async #keepingTimes(folder: string, deed: () => Promise<void>): Promise<void> {
    if (!isFolder(folder)) return await deed();
    const before = readMetadata(folder, this.#disk.libc);
    await deed();
    const after = readMetadata(folder, null);
    if (after.modifiedNs !== before.modifiedNs) await this.#disk.setMetadata(folder, before);
  }

  #isMarked(name: string): boolean {
    return exists(join(this.folder, name));
  }

  async #mark(name: string, names: readonly string[] = []): Promise<void> {
    await this.#disk.writeFile(join(this.folder, name), JSON.stringify(names));
    await this.#disk.syncFolder(this.folder);
  }

  async #unmark(name: string): Promise<void> {
    if (!this.#isMarked(name)) return;
    await this.#disk.removeFile(join(this.folder, name));
    await this.#disk.syncFolder(this.folder);
  }

  /** Puts on disk what was renamed in these trees. */
  async #sync(staged: Staged, ...roots: readonly string[]): Promise<void> {
    for (const root of roots)
      for (const way of waysOf(staged)) {
        const folder = join(root, way);
        if (isFolder(folder)) await this.#disk.syncFolder(folder);
      }
  }
}

/** Folders in which something is exchanged, as paths below the root, outer ones first. */
function waysOf({ members, isNarrow }: Site): readonly string[] {
  return isNarrow === true ? waysTo(members ?? []) : [""];
}

/** Folders that are missing on the way to names below a root, outer ones first. */
function missingWays(root: string, names: readonly string[]): readonly string[] {
  return waysTo(names)
    .filter((way) => way !== "")
    .map((way) => join(root, way))
    .filter((folder) => !exists(folder));
}

/** Whether a name is there, and only folders lead to it: links are not followed. */
function isReached(root: string, name: string): boolean {
  const ways = waysTo([name]).filter((way) => way !== "");
  return exists(join(root, name)) && ways.every((way) => isFolder(join(root, way)));
}

/**
 * Sees to it that what comes back to these paths is not led elsewhere.
 *
 * @throws PATH_BLOCKED when something that is no folder, a link for instance, lies on the way
 */
export function requireOpenWay(root: string, paths: readonly string[]): void {
  for (const way of waysTo(paths)) {
    const folder = join(root, way);
    if (exists(folder) && !isFolder(folder))
      throw new FivefoldError("PATH_BLOCKED", { path: folder, what: "way" });
  }
}

function exists(path: string): boolean {
  return lstatSync(systemPath(path), { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  return lstatSync(systemPath(path), { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The outermost first. */
function missingFolders(folder: string): readonly string[] {
  const missing: string[] = [];
  for (let path = folder; !exists(path); path = dirname(path)) missing.unshift(path);
  return missing;
}

function listNames(folder: string): string[] {
  return exists(folder) ? readNames(systemPath(folder)) : [];
}

/** What this program itself wrote, whole or not at all; `null` when it is not there or was damaged since. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(systemPath(path), "utf8"));
  } catch (error) {
    if (systemCode(error) === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
}

function isSite(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { live, members } = value as Readonly<Record<string, unknown>>;
  return typeof live === "string" && (members === null || Array.isArray(members));
}
