/**
 * A source over the disk in memory, for trees ("files") and single files ("sqlite"): the steps of coming back by
 * rename, as the real sources do them, so that the engine's order of steps is what is on trial.
 */

import type { FileChanges, PartDifference } from "../../src/model/difference.ts";
import type { Entries, Entry } from "../../src/model/entry.ts";
import { FivefoldError, systemCode } from "../../src/model/error.ts";
import type { Part } from "../../src/model/part.ts";
import type { Finding, RunContext } from "../../src/model/run.ts";
import type { PartRecord } from "../../src/model/snapshot.ts";
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
} from "../../src/model/source.ts";
import type { DiskCalls, Tree } from "./disk.ts";
import { split } from "./disk.ts";
import type { Fate } from "./fate.ts";
import type { MemoryApp } from "./memory-app.ts";
import { entryOf, inBatches, listTree, textOf } from "./memory-entry.ts";

/** Marks, in a live file's text, data that its source cannot read. */
export const BROKEN = "#broken#";

export class MemorySource implements Source {
  readonly #config: SourceConfig;
  readonly #disk: DiskCalls;
  readonly #fate: Fate;
  readonly #app: MemoryApp | null;

  constructor(config: SourceConfig, disk: DiskCalls, fate: Fate, app: MemoryApp | null) {
    this.#app = app;
    this.#config = config;
    this.#disk = disk;
    this.#fate = fate;
  }

  read(part: Part, known: PartRecord | null): Reading {
    const tree = this.#disk.read(this.#root);
    const version = this.#config.kind === "sqlite" ? `v:${JSON.stringify(tree)}` : null;
    return {
      entries: this.#entries(part, tree, known, version),
      facts: async () => ({ version, tables: null }),
      [Symbol.asyncDispose]: async () => {},
    };
  }

  async *#entries(
    part: Part,
    tree: Tree | string | null,
    known: PartRecord | null,
    version: string | null,
  ): Entries {
    this.#fate.touch(`read ${part.id}`);
    if (tree === null) throw new FivefoldError("SOURCE_MISSING", { part: part.id });
    const kept = listTree(tree, nameOf(this.#root)).filter(({ path }) => !this.#isKept(path));
    if (kept.some(({ text }) => text?.includes(BROKEN)))
      throw new FivefoldError("SOURCE_DAMAGED", { part: part.id });
    const isKnown = version !== null && known?.version === version;
    yield* inBatches(
      kept.map((each) => {
        const entry = entryOf(each, version);
        return isKnown ? unreadable(entry) : entry;
      }),
    );
  }

  /** Knows the contents, and so more than times and sizes say. */
  async compare(part: Part, { record, entries }: KeptPart): Promise<PartDifference> {
    this.#fate.touch(`compare ${part.id}`);
    const tree = this.#disk.read(this.#root);
    const listed = tree === null ? [] : listTree(tree, nameOf(this.#root));
    const now = new Map(listed.map(({ path, text }) => [path, text]));
    const then = new Map<string, string | null>();
    for await (const batch of entries)
      for (const entry of batch)
        then.set(entry.path, entry.kind === "file" ? await textOf(entry) : null);
    const isOurs = (path: string): boolean => !this.#isKept(path);
    const [here, there] = [[...now.keys()].filter(isOurs), [...then.keys()].filter(isOurs)];
    const isFile = (path: string): boolean => typeof (now.get(path) ?? then.get(path)) === "string";
    const added = there.filter((path) => !now.has(path) && isFile(path));
    const removed = here.filter((path) => !then.has(path) && isFile(path));
    const both = here.filter((path) => then.has(path) && isFile(path));
    const changed = both.filter((path) => now.get(path) !== then.get(path));
    const sum = (paths: readonly string[], texts: typeof now): number =>
      paths.reduce((bytes, path) => bytes + (texts.get(path)?.length ?? 0), 0);
    const changes = (paths: readonly string[], texts: typeof now): FileChanges => ({
      fileCount: paths.length,
      sizeBytes: sum(paths, texts),
      paths,
    });
    const liveBytes = sum(here, now);
    const unsavedBytes = sum([...removed, ...changed], now);
    const facts = { part: part.id };
    const findings =
      tree === null ? [{ code: "SOURCE_MISSING" as const, part: part.id, path: null, facts }] : [];
    const common = { findings, liveBytes, unsavedBytes };
    if (this.#config.kind === "sqlite") {
      const isUnchanged = tree !== null && changed.length + added.length + removed.length === 0;
      const tables = (record.tables ?? []).map(({ name, rows }) => ({
        name,
        rowsThen: rows,
        rowsNow: isUnchanged ? rows : null,
      }));
      return { kind: "database", isUnchanged, tables, newest: null, ...common };
    }
    return {
      kind: "files",
      added: changes(added, then),
      changed: changes(changed, then),
      removed: changes(removed, now),
      unchangedCount: both.length - changed.length,
      ...common,
    };
  }

  async need(_part: Part, record: PartRecord): Promise<Room> {
    return {
      device: "disk",
      folder: this.#config.description,
      neededBytes: record.sizeBytes,
      freeBytes: this.#disk.free,
      swaps: "root",
    };
  }

  async busy(): Promise<readonly Holder[]> {
    if (this.#app?.isRunning) return [{ pid: 1, name: "the app" }, ...this.#disk.holders];
    return this.#disk.holders;
  }

  async stage(part: Part, entries: Entries, context: RunContext): Promise<StagedRecord> {
    const { run, signal } = context;
    signal.throwIfAborted();
    const aside = this.#aside(part, run);
    const staged = `${aside}/new`;
    this.#app?.staged(run, part.id);
    this.#disk.remove(staged);
    this.#disk.makeFolder(aside);
    let entryCount = 0;
    let sizeBytes = 0;
    for await (const batch of entries) {
      for (const entry of batch) {
        entryCount++;
        if (entry.kind === "file") sizeBytes += entry.sizeBytes ?? 0;
        await this.#stageOne(staged, entry);
      }
    }
    this.#disk.write(`${aside}/whole`, "");
    return { entryCount, sizeBytes };
  }

  async #stageOne(staged: string, entry: Entry): Promise<void> {
    const isSingle = this.#config.kind === "sqlite";
    try {
      if (entry.kind === "directory" && !isSingle)
        this.#disk.makeFolder(entry.path === "" ? staged : `${staged}/${entry.path}`);
      if (entry.kind === "file")
        this.#disk.write(isSingle ? staged : `${staged}/${entry.path}`, await textOf(entry));
    } catch (thrown) {
      if (systemCode(thrown) !== "ENOSPC") throw thrown;
      throw new FivefoldError("SPACE_SHORT", { path: staged }, { cause: thrown });
    }
  }

  async validate(part: Part, record: PartRecord, { run }: RunContext): Promise<readonly Finding[]> {
    const tree = this.#disk.read(`${this.#aside(part, run)}/new`);
    const found = tree === null ? 0 : listTree(tree, nameOf(this.#root)).length;
    if (found === record.entryCount) return [];
    const facts = { part: part.id, what: `${found} of ${record.entryCount}` };
    return [{ code: "STAGED_DAMAGED", part: part.id, path: null, facts }];
  }

  async swap(part: Part, { run, signal }: RunContext): Promise<void> {
    signal.throwIfAborted();
    const { staged, old, none } = this.#names(part, run);
    this.#app?.swapped(run, part.id);
    if (this.#disk.has(staged)) {
      if (this.#disk.has(this.#root) && !this.#disk.has(old) && !this.#disk.has(none))
        this.#disk.rename(this.#root, old);
      else if (!this.#disk.has(old) && !this.#disk.has(none))
        this.#disk.write(none, this.#firstMissingParent());
      this.#disk.makeFolder(parentOf(this.#root));
      this.#disk.rename(staged, this.#root);
    }
    this.#moveKept(old, this.#root);
  }

  async unswap(part: Part, { run, signal }: RunContext): Promise<void> {
    signal.throwIfAborted();
    const { path, isLost } = await this.putAside(part, { run });
    if (isLost) throw new FivefoldError("ASIDE_LOST", { part: part.id, path });
    const { staged, old, none } = this.#names(part, run);
    const wasSwapped = this.#disk.has(old) || this.#disk.has(none);
    if (wasSwapped) this.#app?.mustBeDown(`unswap of ${part.id}`);
    else this.#app?.unswapped(run, part.id);
    if (!wasSwapped) return;
    if (!this.#disk.has(staged) && this.#disk.has(this.#root)) {
      if (this.#disk.has(old)) this.#moveKept(this.#root, old);
      this.#disk.rename(this.#root, staged);
    }
    if (this.#disk.has(old)) {
      this.#disk.makeFolder(parentOf(this.#root));
      this.#disk.rename(old, this.#root);
    }
    this.#removeMadeParents(none);
    this.#disk.remove(none);
    this.#app?.unswapped(run, part.id);
  }

  async putAside(part: Part, { run }: Pick<RunContext, "run">): Promise<PutAside> {
    const path = this.#aside(part, run);
    return { path, isLost: !this.#disk.has(`${path}/whole`) };
  }

  async taken(part: Part, { run }: RunContext): Promise<TakenRoom | null> {
    const tree = this.#disk.read(this.#aside(part, run));
    if (tree === null) return null;
    const texts = listTree(tree, "").map(({ text }) => text ?? "");
    const sizeBytes = texts.reduce((sum, text) => sum + text.length, 0);
    return { device: "disk", folder: this.#config.description, sizeBytes };
  }

  /** "" when the folder that the root lies in is there. */
  #firstMissingParent(): string {
    let missing = "";
    for (let path = parentOf(this.#root); !this.#disk.has(path); path = parentOf(path))
      missing = path;
    return missing;
  }

  #removeMadeParents(none: string): void {
    const first = this.#disk.read(none);
    if (typeof first !== "string" || first === "") return;
    for (let path = parentOf(this.#root); path.startsWith(first); path = parentOf(path))
      this.#disk.removeFolderIfEmpty(path);
  }

  async clear(part: Part, { run, signal }: RunContext): Promise<void> {
    signal.throwIfAborted();
    const aside = this.#aside(part, run);
    this.#app?.cleared(run, part.id);
    this.#disk.remove(aside);
    const top = `${this.#config.description}/.fivefold`;
    for (let folder = parentOf(aside); folder.startsWith(top); folder = parentOf(folder))
      this.#disk.removeFolderIfEmpty(folder);
  }

  get #root(): string {
    return this.#config.kind === "files" ? this.#config.root : this.#config.path;
  }

  #aside(part: Part, run: string): string {
    // One name a part: no part's aside may lie inside another's.
    return `${this.#config.description}/.fivefold/${run}/${part.id.replaceAll("/", "%")}`;
  }

  #names(part: Part, run: string): { staged: string; old: string; none: string } {
    const aside = this.#aside(part, run);
    return { staged: `${aside}/new`, old: `${aside}/old`, none: `${aside}/none` };
  }

  get #keptPaths(): readonly string[] {
    return this.#config.kind === "files" ? [...this.#config.inner, ...this.#config.exclude] : [];
  }

  #isKept(path: string): boolean {
    return this.#keptPaths.some((kept) => path === kept || path.startsWith(`${kept}/`));
  }

  #moveKept(from: string, to: string): void {
    for (const path of this.#keptPaths) {
      if (!this.#disk.has(`${from}/${path}`) || this.#disk.has(`${to}/${path}`)) continue;
      this.#disk.makeFolder(parentOf(`${to}/${path}`));
      this.#disk.rename(`${from}/${path}`, `${to}/${path}`);
    }
  }
}

/** Content that nobody may ask for, because it is known to be unchanged. */
function unreadable(entry: Entry): Entry {
  if (entry.kind !== "file") return entry;
  return {
    ...entry,
    bytes() {
      throw new Error(`${entry.path} is unchanged and was read all the same`);
    },
  };
}

function nameOf(path: string): string {
  return split(path).at(-1) ?? "";
}

function parentOf(path: string): string {
  return split(path).slice(0, -1).join("/");
}
