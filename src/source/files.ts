/** A source that is a folder of files, or one file: read by `walk.ts`, written by `write-tree.ts`, swapped by renames. */

import { lstatSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import type { FilesDifference } from "../model/difference.ts";
import type { Entries, Entry } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import { Narrowing, isBelow, onlyThese, waysTo } from "../model/path.ts";
import type { Finding, RunContext } from "../model/run.ts";
import type { PartRecord } from "../model/snapshot.ts";
import type {
  Holder,
  KeptPart,
  PutAside,
  Reading,
  Room,
  Source,
  SourceConfig,
  StagedRecord,
  TakenRoom,
} from "../model/source.ts";
import type { Site, Target } from "./area.ts";
import { roomAt } from "./area.ts";
import { OWN_USE, requireOpenWay } from "./aside.ts";
import type { Aside, Staged } from "./aside.ts";
import { findHolders, liesIn } from "./busy.ts";
import { compareFiles } from "./compare-files.ts";
import type { Disk } from "./disk.ts";
import type { Exclusion } from "./exclude.ts";
import { compileExclusion } from "./exclude.ts";
import type { Libc } from "./libc.ts";
import { readMetadata } from "./metadata.ts";
import type { Metadata } from "./metadata.ts";
import { OwnerNames } from "./owner.ts";
import { Returning } from "./returning.ts";
import { resolveRoot } from "./root.ts";
import { treeState } from "./tree-state.ts";
import type { Planted, Planting } from "./write-tree.ts";
import { writeTree } from "./write-tree.ts";
import type { Tree } from "./walk.ts";
import { ASIDE_NAME, readNames, systemPath, walk, walkFile } from "./walk.ts";

export type FilesConfig = Extract<SourceConfig, { kind: "files" }>;

export class FilesSource implements Source {
  readonly #config: FilesConfig;
  readonly #disk: Disk;
  readonly #libc: Libc | null;
  readonly #exclusion: Exclusion | null;
  #owners: OwnerNames | null = null;

  constructor(config: FilesConfig, disk: Disk) {
    this.#config = config;
    this.#disk = disk;
    this.#libc = disk.libc;
    this.#exclusion = compileExclusion(config.exclude);
  }

  read(part: Part, _known: PartRecord | null, context: RunContext): Reading {
    return {
      entries: this.#entries(part, context),
      facts: async () => ({ version: null, tables: null }),
      [Symbol.asyncDispose]: async () => undefined,
    };
  }

  /** As `treeState` gives it. */
  async state(part: Part, context: RunContext): Promise<string | null> {
    const root = resolveRoot(this.#config.root);
    return await treeState({ root, ...this.#planting(root) }, part, context);
  }

  async compare(part: Part, kept: KeptPart, context: RunContext): Promise<FilesDifference> {
    const findings: Finding[] = [];
    const whole = this.#entries(part, lookingOnly(context, findings));
    const { only } = this.#config;
    const live = only === undefined ? whole : narrowedTo(whole, only);
    const { exclusion, inner } = this.#planting(resolveRoot(this.#config.root));
    const then = written(kept.entries, exclusion, inner, context.signal);
    return { ...(await compareFiles(orNothing(live, part, findings), then)), findings };
  }

  async need(part: Part, record: PartRecord): Promise<Room> {
    this.#requireOwn(part);
    return roomAt(this.#returning().site(), record);
  }

  async busy(): Promise<readonly Holder[]> {
    const root = resolveRoot(this.#config.root);
    const inner = innerPaths(root, this.#config.inner);
    const { only } = this.#config;
    return findHolders((path) => {
      if (!liesIn(path, root, ASIDE_NAME)) return false;
      const below = path.slice(root.length + 1);
      if (only?.every((each) => below !== each && !isBelow(below, each)) === true) return false;
      return ![...inner].some((other) => below === other || below.startsWith(`${other}/`));
    });
  }

  async stage(part: Part, entries: Entries, context: RunContext): Promise<StagedRecord> {
    this.#requireOwn(part);
    const returning = this.#returning();
    const site = returning.site();
    const aside = await returning.begin(part, site, context);
    const tree = join(aside.folder, "tree");
    const planting = this.#planting(resolveRoot(this.#config.root));
    const planted = await writeTree(tree, planting, part, entries, context);
    await this.#settle(aside, tree, planted, site);
    return { entryCount: planted.entryCount, sizeBytes: planted.sizeBytes };
  }

  async validate(part: Part, record: PartRecord, context: RunContext): Promise<readonly Finding[]> {
    const aside = this.#returning().staged(part, context);
    const staged = aside.staged();
    if (staged === null) return [];
    const found = await countTree(aside.stagedRoot(staged), part, context);
    const pairs: readonly (readonly [what: string, expected: number, found: number])[] = [
      ["entryCount", record.entryCount, staged.entryCount],
      ["sizeBytes", record.sizeBytes, staged.sizeBytes],
      ["entryCount", staged.writtenCount, found.entryCount],
      ["sizeBytes", staged.writtenBytes, found.sizeBytes],
    ];
    return pairs
      .filter(([, expected, actual]) => expected !== actual)
      .map(([what, expected, actual]) => ({
        code: "STAGED_DAMAGED",
        part: part.id,
        path: null,
        facts: { what, expected, found: actual },
      }));
  }

  async swap(part: Part, context: RunContext): Promise<void> {
    await this.#returning().swap(part, context);
  }

  async unswap(part: Part, context: RunContext): Promise<void> {
    await this.#returning().unswap(part, context);
  }

  async putAside(part: Part, context: RunContext): Promise<PutAside> {
    return this.#returning().putAside(part, context);
  }

  async taken(part: Part, context: RunContext): Promise<TakenRoom | null> {
    return await this.#returning().taken(part, context);
  }

  async clear(part: Part, context: RunContext): Promise<void> {
    await this.#returning().clear(part, context);
  }

  #entries(part: Part, context: RunContext): Entries {
    const root = resolveRoot(this.#config.root);
    const stat = lstatSync(systemPath(root), { throwIfNoEntry: false });
    const tree: Tree = { root, ...this.#planting(root) };
    // The entry is named as the description names it, whatever a link there leads to.
    if (stat?.isFile() === true) return walkFile(tree, basename(this.#config.root), part, context);
    return walk(tree, part, context);
  }

  #planting(root: string): Planting {
    this.#owners ??= new OwnerNames();
    return {
      exclusion: this.#exclusion,
      inner: innerPaths(root, this.#config.inner),
      owners: this.#owners,
      libc: this.#libc,
    };
  }

  #returning(): Returning {
    const { root, only, description } = this.#config;
    return new Returning(
      () => targetOf(resolveRoot(root), only),
      description,
      this.#disk,
      (where, below) => this.#kept(where, below),
    );
  }

  /**
   * Only what belongs to the part can be chosen in it, and what leads there must be folders.
   *
   * @throws PATH_BLOCKED
   */
  #requireOwn(part: Part): void {
    const { root: given, only } = this.#config;
    if (only === undefined) return;
    const root = resolveRoot(given);
    const inner = innerPaths(root, this.#config.inner);
    for (const path of only)
      for (const each of [...waysTo([path]), path]) {
        const name = each.slice(each.lastIndexOf("/") + 1);
        const what = inner.has(each)
          ? "inner"
          : name === ASIDE_NAME || (each !== "" && this.#exclusion?.(each, name) != null)
            ? "excluded"
            : null;
        if (what !== null) throw new FivefoldError("PATH_BLOCKED", { part: part.id, path, what });
      }
    const stat = lstatSync(systemPath(root), { throwIfNoEntry: false });
    const isOwnFile = stat?.isFile() === true && only.length === 1 && only[0] === basename(given);
    if (!isOwnFile) requireOpenWay(root, only);
  }

  /** Gives the staged tree its place in the area and its root's metadata, and says that it is whole. */
  async #settle(aside: Aside, tree: string, planted: Planted, site: Site): Promise<void> {
    const { entryCount, sizeBytes, writtenCount, writtenBytes } = planted;
    let root: Metadata | null = null;
    if (site.isNarrow === true) {
      await this.#finishNarrow(aside, tree, planted, site);
      return;
    }
    if (site.members === null) {
      root = planted.root;
      await this.#disk.rename(tree, aside.fresh);
    } else {
      const target = join(aside.fresh, site.members[0] ?? "");
      await this.#disk.makeFolder(aside.fresh);
      if (this.#comesAsFile(planted.single)) {
        await this.#disk.rename(join(tree, planted.single ?? ""), target);
        await this.#disk.removeFolder(tree);
      } else {
        await this.#disk.rename(tree, target);
        await this.#disk.setMetadata(target, planted.root);
        await this.#disk.syncFolder(target);
      }
    }
    await this.#disk.syncFolder(aside.fresh);
    const staged: Staged = {
      ...site,
      entryCount,
      sizeBytes,
      writtenCount,
      writtenBytes,
      root,
    };
    await aside.finish(staged);
  }

  /** What could not be written leaves what is live where it is. */
  async #finishNarrow(aside: Aside, tree: string, planted: Planted, site: Site): Promise<void> {
    const { entryCount, sizeBytes, writtenCount, writtenBytes } = planted;
    const members = (site.members ?? []).filter((path) => exists(join(tree, path)));
    const ways: [string, Metadata][] = [["", planted.root]];
    for (const way of waysTo(members)) {
      if (way === "") continue;
      const metadata = readMetadata(join(tree, way), this.#libc);
      ways.push([way, metadata]);
      // Nothing could be taken out of a folder that forbids it, too.
      const opened = { ...metadata, mode: metadata.mode | OWN_USE };
      await this.#disk.setMetadata(join(tree, way), opened);
    }
    await this.#disk.rename(tree, aside.fresh);
    await this.#disk.syncFolder(aside.fresh);
    const counts = { entryCount, sizeBytes, writtenCount, writtenBytes };
    await aside.finish({ ...site, members, ...counts, root: null, ways });
  }

  /** A part that was one file comes back as one, where it lived as one or nothing tells otherwise. */
  #comesAsFile(single: string | null): boolean {
    if (single === null) return false;
    const stat = lstatSync(systemPath(resolveRoot(this.#config.root)), { throwIfNoEntry: false });
    return stat === undefined ? single === basename(this.#config.root) : stat.isFile();
  }

  /** Topmost paths below a path in a root that are left out of the part and so survive its swap. */
  #kept(root: string, below: string): string[] {
    const inner = innerPaths(root, this.#config.inner);
    if (this.#exclusion !== null) return findKept(root, below, this.#exclusion, inner);
    const asides = asidesInside(resolveRoot(this.#config.root), this.#config);
    return [...inner, ...asides].filter((path) => isBelow(path, below) && exists(join(root, path)));
  }
}

/**
 * A live root that is a folder is replaced as a tree, or chosen paths in it are; a file, or nothing yet, as a name in its
 * folder: where there is nothing, what was chosen comes back with nothing around it.
 */
function targetOf(root: string, only: readonly string[] | undefined): Target {
  const stat = lstatSync(systemPath(root), { throwIfNoEntry: false });
  if (stat?.isDirectory() === true)
    return only === undefined ? { kind: "tree", root } : { kind: "paths", root, paths: only };
  return { kind: "names", folder: dirname(root), names: [basename(root)] };
}

const SQLITE_ENDINGS = ["-wal", "-shm", "-journal"];

/** Paths of other parts below a root; a database is more than its one file. */
function innerPaths(root: string, inner: readonly string[]): Set<string> {
  const paths = new Set<string>();
  // A root that is a file has nothing below it, and asking for that would fail.
  if (inner.length > 0 && exists(root) && !isFolder(root)) return paths;
  for (const given of inner) {
    const path = given.split(sep).join("/");
    paths.add(path);
    const stat = lstatSync(systemPath(join(root, path)), { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) continue;
    for (const ending of SQLITE_ENDINGS) paths.add(path + ending);
  }
  return paths;
}

/** Aside areas that may lie below a part's root: the description's, and those beside inner databases. */
function asidesInside(root: string, config: FilesConfig): string[] {
  const folders = new Set(
    config.inner.map((path) => join(dirname(path.split(sep).join("/")), ASIDE_NAME)),
  );
  const description = relative(root, resolveRoot(config.description)).split(sep).join("/");
  if (description !== ".." && !description.startsWith("../") && !isAbsolute(description)) {
    folders.add(join(description, ASIDE_NAME));
  }
  return [...folders];
}

function findKept(
  root: string,
  below: string,
  exclusion: Exclusion,
  inner: ReadonlySet<string>,
): string[] {
  const kept: string[] = [];
  const look = (folder: string): void => {
    for (const name of readNames(systemPath(join(root, folder)))) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (name === ASIDE_NAME || inner.has(path) || exclusion(path, name) !== null) kept.push(path);
      else if (isFolder(join(root, path))) look(path);
    }
  };
  if (isFolder(join(root, below))) look(below);
  return kept;
}

function exists(path: string): boolean {
  return lstatSync(systemPath(path), { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  return lstatSync(systemPath(path), { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Of what a walk reports, only that something could not be looked at matters to who only looks. */
function lookingOnly({ run, signal, clock }: RunContext, findings: Finding[]): RunContext {
  return {
    run,
    signal,
    clock,
    report(progress) {
      if (progress.kind !== "finding" || progress.finding.code !== "ENTRY_UNREADABLE") return;
      if (findings.length < MOST_FINDINGS) findings.push(progress.finding);
    },
  };
}

const MOST_FINDINGS = 20;

/** What lives; nothing, and a finding, where the root itself cannot be read. */
async function* orNothing(live: Entries, part: Part, findings: Finding[]): Entries {
  try {
    yield* live;
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError) || !thrown.code.startsWith("SOURCE_")) throw thrown;
    findings.push({ code: thrown.code, part: part.id, path: null, facts: thrown.facts });
  }
}

/** Of the live entries those that a restore of chosen paths would exchange, and the folders that lead there. */
async function* narrowedTo(entries: Entries, only: readonly string[]): Entries {
  const narrowing = new Narrowing(onlyThese(only));
  for await (const batch of entries) yield batch.filter(({ path }) => narrowing.takes(path));
}

/** Of a snapshot's entries those that a restore would write: the live data keeps what is left out. */
async function* written(
  entries: Entries,
  exclusion: Exclusion | null,
  inner: ReadonlySet<string>,
  signal: AbortSignal,
): Entries {
  let skipped: string | null = null;
  const isWritten = ({ path }: Entry): boolean => {
    if (path === "") return true;
    if (skipped !== null && path.startsWith(skipped)) return false;
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (name !== ASIDE_NAME && !inner.has(path) && (exclusion?.(path, name) ?? null) === null)
      return true;
    skipped = `${path}/`;
    return false;
  };
  for await (const batch of entries) {
    signal.throwIfAborted();
    yield batch.filter(isWritten);
  }
}

/** Counts what was written; a root that is one file counts as its made-up folder and itself. */
async function countTree(root: string, part: Part, context: RunContext): Promise<StagedRecord> {
  const stat = lstatSync(systemPath(root), { throwIfNoEntry: false });
  if (stat === undefined) return { entryCount: 0, sizeBytes: 0 };
  if (stat.isFile()) return { entryCount: 2, sizeBytes: stat.size };
  const tree: Tree = {
    root,
    exclusion: null,
    inner: new Set(),
    owners: new OwnerNames(),
    libc: null,
  };
  const { run, signal, clock } = context;
  let entryCount = 0;
  let sizeBytes = 0;
  // What the app's own rights forbid to look into was written all the same: no findings here.
  for await (const batch of walk(tree, part, { run, signal, clock, report: () => undefined })) {
    entryCount += batch.length;
    for (const entry of batch) if (entry.kind === "file") sizeBytes += entry.sizeBytes ?? 0;
  }
  return { entryCount, sizeBytes };
}
