/**
 * The vault: a store in restic's repository format. Any restic repository can be opened; what we write, restic reads.
 *
 * Keys, locks, index, snapshots and blobs have their own files; here they are tied together. Opening reads only config and
 * one key; the index is loaded by what needs it, and kept.
 */

import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Bytes, DirectoryEntry, Entries } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import { isLocal, readWhole } from "../model/place.ts";
import type { Place, PlaceConfig } from "../model/place.ts";
import type { Finding, Modesty, RunContext } from "../model/run.ts";
import type { Secret } from "../model/secret.ts";
import type { Draft, Snapshot, SnapshotId } from "../model/snapshot.ts";
import type { SnapshotReader, SnapshotWriter, Store } from "../model/store.ts";
import { BlobIndex } from "./blob-index.ts";
import { Blobs } from "./blobs.ts";
import { checkVault } from "./check.ts";
import type { CheckResult, CheckWish } from "./check.ts";
import { newPolynomial } from "./chunker.ts";
import { newMasterKey } from "./crypto.ts";
import { readIndexFile } from "./index-file.ts";
import { IndexWriter } from "./index-writer.ts";
import { KEY_COST, addKey, keyFingerprint, listKeys, openKey, removeKey } from "./key.ts";
import type { KeyCost, KeyRecord, OpenedKey } from "./key.ts";
import { planPrune, prune } from "./prune.ts";
import type { PruneOptions, PruneParts, PrunePlan } from "./prune.ts";
import { takeLock } from "./lock.ts";
import type { Lock } from "./lock.ts";
import { headerRange } from "./pack.ts";
import { TreeReader, VaultSnapshotReader, readManifestOf } from "./reader.ts";
import type { ReaderParts } from "./reader.ts";
import { Repository, packKey, readObject } from "./repository.ts";
import { readSnapshotFile, snapshotOf } from "./snapshot-file.ts";
import type { SnapshotFile } from "./snapshot-file.ts";
import { Threads } from "./threads.ts";
import type { FinishedPack } from "./threads.ts";
import type { Node } from "./tree.ts";
import { VaultSnapshotWriter } from "./writer.ts";
import type { Parent } from "./writer.ts";

export interface VaultOptions {
  readonly place: Place;
  /** How another thread opens the place again: a module that exports `openPlace(config)`. `null`: it cannot. */
  readonly reopen: { readonly module: string; readonly config: PlaceConfig } | null;
  /** A folder for packs of far places; `null`: a temporary one. */
  readonly cache: string | null;
  /** A folder for evidence of whose locks are whose; `null`: none is kept. */
  readonly locks: string | null;
  /** What a new key costs to try. */
  readonly keyCost?: KeyCost;
  /** Worker threads; the machine's cores, at most 4, without; 0: the calling thread does everything. */
  readonly threads?: number;
  /** Zstandard level for new blobs; 3 is restic's. */
  readonly level?: number;
  /** The key file to try first. */
  readonly keyHint?: string;
  /** How long to wait for others' locks; 0, not at all, without. */
  readonly lockWaitMs?: number;
  /** Remembers for a vault, named by its id, what was listed: in a program that lives long, old files are read once. */
  readonly listed?: (vault: string) => Map<string, Snapshot>;
}

/** Snapshot files that are read beside each other: each is small, and its way the longest part of it. */
const LISTED_TOGETHER = 32;

/** What is wrong with one snapshot file, and not with the place. */
const UNLISTED: ReadonlySet<string> = new Set([
  "VAULT_DAMAGED",
  "SNAPSHOT_DAMAGED",
  "OBJECT_MISSING",
]);

/** A file changed less than this before the parent snapshot began may have changed again without a trace. */
const TRUST_NS = 2_000_000_000n;

/** Makes a vault in a place that holds none. @throws VAULT_EXISTS */
export async function createVault(
  options: VaultOptions,
  password: Secret,
  context: RunContext,
): Promise<Vault> {
  const { place } = options;
  if ((await readObject(place, "config", context)) !== null) {
    throw new FivefoldError("VAULT_EXISTS", { place: place.label });
  }
  const cost = options.keyCost ?? KEY_COST;
  const opened = await addKey(place, password, newMasterKey(), cost, context);
  const id = randomBytes(32).toString("hex");
  const config = { version: 2, id, polynomial: newPolynomial() } as const;
  const repository = await Repository.create(place, opened.master, config, context);
  return new Vault(repository, opened, options);
}

/** @throws VAULT_MISSING, KEY_WRONG, VAULT_DAMAGED, VAULT_NEWER */
export async function openVault(
  options: VaultOptions,
  password: Secret,
  context: RunContext,
): Promise<Vault> {
  const opened = await openKey(options.place, password, options.keyHint ?? null, context);
  const repository = await Repository.open(options.place, opened.master, context);
  return new Vault(repository, opened, options);
}

/** Tells whether the place holds a vault, without a key. */
export async function isVault(place: Place, context: RunContext): Promise<boolean> {
  return (await readObject(place, "config", context)) !== null;
}

export class Vault implements Store, AsyncDisposable {
  readonly kind = "vault";
  readonly #repository: Repository;
  readonly #key: OpenedKey;
  readonly #options: VaultOptions;
  #index: Promise<BlobIndex> | null = null;
  #cache: string | null = null;

  constructor(repository: Repository, key: OpenedKey, options: VaultOptions) {
    this.#repository = repository;
    this.#key = key;
    this.#options = options;
  }

  /** 64 hex digits. */
  get id(): string {
    return this.#repository.config.id;
  }

  get version(): 1 | 2 {
    return this.#repository.config.version;
  }

  /** The key file that the password opened: a hint for the next opening. */
  get keyId(): string {
    return this.#key.id;
  }

  /** `known`: those that need not be read, and afterwards exactly what there is. */
  async *list(
    context: RunContext,
    known: Map<string, Snapshot> = this.#options.listed?.(this.id) ?? new Map(),
  ): AsyncIterable<Snapshot> {
    // A snapshot's file never changes: its name is the hash of what is in it.
    const gone = new Set(known.keys());
    const ids: string[] = [];
    for await (const { id } of this.#repository.list("snapshots", context)) ids.push(id);
    const snapshotAt = async (id: string): Promise<Snapshot | null> => {
      gone.delete(id);
      const before = known.get(id);
      if (before !== undefined) return before;
      const file = await this.#listedFile(id, context);
      if (file === null) return null;
      const snapshot = snapshotOf(id, file);
      known.set(id, snapshot);
      return snapshot;
    };
    for (let at = 0; at < ids.length; at += LISTED_TOGETHER) {
      context.signal.throwIfAborted();
      const together = ids.slice(at, at + LISTED_TOGETHER).map(snapshotAt);
      await Promise.allSettled(together);
      for (const each of together) {
        const snapshot = await each;
        if (snapshot !== null) yield snapshot;
      }
    }
    for (const id of gone) known.delete(id);
  }

  async begin(draft: Draft, context: RunContext): Promise<SnapshotWriter> {
    const lock = await this.#lock(false, context);
    try {
      return await this.#begin(draft, lock, { ...context, signal: lock.signal });
    } catch (thrown) {
      await lock[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  async #begin(draft: Draft, lock: Lock, context: RunContext): Promise<SnapshotWriter> {
    this.#index = null;
    let index = await this.index(context);
    if (draft.parent === null && (await this.#adoptPacks(index, context)) > 0) {
      this.#index = null;
      index = await this.index(context);
    }
    const blobs = new Blobs(this.#repository, index);
    const parent = draft.parent === null ? null : await this.#parent(draft.parent, blobs, context);
    return new VaultSnapshotWriter(
      {
        repository: this.#repository,
        index,
        blobs,
        parent,
        keyFingerprint: keyFingerprint(this.id, this.#key.id),
        startThreads: (store, advance) =>
          this.#startThreads(index, parent === null, context.modesty, store, advance),
        written: () => {
          // what was written is in no index that we hold
          this.#index = null;
        },
        release: async () => {
          await lock[Symbol.asyncDispose]();
        },
      },
      draft,
      context,
    );
  }

  async open(id: SnapshotId, context: RunContext): Promise<SnapshotReader> {
    const file = await this.#snapshotFile(id, context);
    const lock = await this.#lockForReading(context);
    const reader = await this.#treeReader(context, lock);
    try {
      const { tree } = file;
      return await VaultSnapshotReader.open(snapshotOf(id, file), tree, this.id, reader, context);
    } catch (thrown) {
      await reader[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  async forget(ids: readonly SnapshotId[], context: RunContext): Promise<void> {
    if (ids.length === 0) return;
    await using lock = await this.#lock(true, context);
    context.report({ kind: "stage", stage: "forget", part: null });
    for (const id of ids) {
      lock.signal.throwIfAborted();
      await this.#repository.remove("snapshots", id, context);
      context.report({ kind: "advance", entryCount: 1, sizeBytes: 0 });
    }
  }

  async keys(context: RunContext): Promise<readonly KeyRecord[]> {
    return await listKeys(this.#options.place, context);
  }

  /** Adds a password; gives the key's id. */
  async addKey(password: Secret, context: RunContext): Promise<string> {
    await using lock = await this.#lock(false, context);
    lock.signal.throwIfAborted();
    const cost = this.#options.keyCost ?? KEY_COST;
    const { id } = await addKey(this.#options.place, password, this.#repository.key, cost, context);
    return id;
  }

  /** Removes a key by its id or the beginning of it. @throws KEY_MISSING, KEY_LAST */
  async removeKey(name: string, context: RunContext): Promise<KeyRecord> {
    await using lock = await this.#lock(true, context);
    lock.signal.throwIfAborted();
    return await removeKey(this.#options.place, name, this.#key, context);
  }

  // ── any restic snapshot, ours or not ─────────────────────────────────────────────────────────────────────────────

  /** What lies under a path of a snapshot ("" or "/" for all), depth first; the path's own entry is not among it. */
  async *ls(id: SnapshotId, path: string, context: RunContext): Entries {
    const file = await this.#snapshotFile(id, context);
    await using reader = await this.#treeReader(context, await this.#lockForReading(context));
    const node = await nodeAt(reader, file.tree, path, id);
    const unsupported = (at: string, type: string): void => report(context, at, type);
    if (node === null) yield* reader.entries(file.tree, null, unsupported);
    else if (node.subtree !== null) yield* reader.entries(node.subtree, null, unsupported);
  }

  /** A file's bytes. @throws PATH_UNKNOWN when there is no file at the path */
  async *dump(id: SnapshotId, path: string, context: RunContext): Bytes {
    const file = await this.#snapshotFile(id, context);
    await using reader = await this.#treeReader(context, await this.#lockForReading(context));
    const node = await nodeAt(reader, file.tree, path, id);
    if (node === null || node.type !== "file") {
      throw new FivefoldError("PATH_UNKNOWN", { path, snapshot: id.slice(0, 8), wanted: "file" });
    }
    yield* reader.bytes(node, path);
  }

  /** Everything under a path with a root entry first, to be written somewhere by a source. The reader lives until the end. */
  async *tree(id: SnapshotId, path: string, context: RunContext): Entries {
    const file = await this.#snapshotFile(id, context);
    await using reader = await this.#treeReader(context, await this.#lockForReading(context));
    const node = await nodeAt(reader, file.tree, path, id);
    const unsupported = (at: string, type: string): void => report(context, at, type);
    const root: DirectoryEntry =
      node === null ? madeRoot(file, context) : reader.directory(node, "");
    yield* reader.entries(node?.subtree ?? file.tree, root, unsupported);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#cache !== null) await rm(this.#cache, { recursive: true, force: true });
  }

  /** Checks structure, and with `readData` every byte; what is wrong is in the findings. */
  async check(options: CheckWish, context: RunContext): Promise<CheckResult> {
    await using lock = await this.#lockForReading(context);
    return await this.#check(options, { ...context, signal: lock?.signal ?? context.signal });
  }

  async #check(options: CheckWish, context: RunContext): Promise<CheckResult> {
    // snapshots before the index: what a backup beside this adds is then never missed in the index
    const snapshots: string[] = [];
    for await (const { id } of this.#repository.list("snapshots", context)) snapshots.push(id);
    const indexFindings: Finding[] = [];
    const index = await this.#loadIndex(context, (id, error) => {
      const facts = { ...error.facts, file: id, what: error.code };
      indexFindings.push({ code: "INDEX_DAMAGED", part: null, path: null, facts });
    });
    const blobs = new Blobs(this.#repository, index);
    const parts = this.#readerParts(index, blobs, null, context);
    const use = { ...parts, repository: this.#repository, indexFindings, snapshots };
    try {
      return await checkVault(use, options, context);
    } finally {
      blobs[Symbol.dispose]();
    }
  }

  /** What a prune would do, and changes nothing. */
  async planPrune(options: PruneOptions, context: RunContext): Promise<PrunePlan> {
    await using lock = await this.#lockForReading(context);
    const held = { ...context, signal: lock?.signal ?? context.signal };
    return await this.#pruning(held, (use) => planPrune(use, options, held));
  }

  async prune(plan: PrunePlan, context: RunContext): Promise<void> {
    await using lock = await this.#lock(true, context);
    const held = { ...context, signal: lock.signal };
    try {
      context.report({ kind: "stage", stage: "prune", part: null });
      await this.#pruning(held, (use) => prune(use, plan, held));
    } finally {
      this.#index = null;
    }
  }

  // ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The whole index, loaded once and again after a backup. */
  async index(context: RunContext): Promise<BlobIndex> {
    this.#index ??= this.#loadIndex(context);
    try {
      return await this.#index;
    } catch (thrown) {
      this.#index = null;
      throw thrown;
    }
  }

  async #loadIndex(
    context: RunContext,
    unreadable: ((id: string, error: FivefoldError) => void) | null = null,
  ): Promise<BlobIndex> {
    const files: { id: string; sizeBytes: number }[] = [];
    for await (const file of this.#repository.list("index", context)) files.push(file);
    // about 45 sealed bytes a blob: a guess that saves growing
    const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    const index = new BlobIndex(Math.max(1024, Math.ceil(bytes / 40)));
    // always the same order: of a blob that was stored twice, everybody finds the same copy
    files.sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const { id } of files) {
      context.signal.throwIfAborted();
      try {
        readIndexFile(await this.#repository.read("index", id, context), index);
      } catch (thrown) {
        if (!(thrown instanceof FivefoldError) || unreadable === null) throw thrown;
        unreadable(id, thrown);
      }
    }
    return index;
  }

  async #parent(id: SnapshotId, blobs: Blobs, context: RunContext): Promise<Parent | null> {
    const file = await this.#snapshotFile(id, context);
    const reader = new TreeReader(
      this.#readerParts(await this.index(context), blobs, null, context),
      context,
    );
    try {
      const manifest = await readManifestOf(await reader.nodes(file.tree), reader, id);
      const takenNs = BigInt(Date.parse(file.time)) * 1_000_000n;
      return { id, tree: file.tree, manifest, trustedBeforeNs: takenNs - TRUST_NS };
    } catch (thrown) {
      // a parent only saves work: one that cannot be read is none
      if (thrown instanceof FivefoldError && thrown.code !== "CANCELLED") return null;
      throw thrown;
    }
  }

  async #pruning<Result>(
    context: RunContext,
    work: (use: PruneParts) => Promise<Result>,
  ): Promise<Result> {
    const index = await this.#loadIndex(context);
    using blobs = new Blobs(this.#repository, index);
    return await work({ repository: this.#repository, index, blobs });
  }

  /** The reader gives the lock back when it is disposed of. */
  async #treeReader(context: RunContext, lock: Lock | null): Promise<TreeReader> {
    try {
      const index = await this.index(context);
      const blobs = new Blobs(this.#repository, index);
      const held = { ...context, signal: lock?.signal ?? context.signal };
      return new TreeReader(this.#readerParts(index, blobs, lock, held), held);
    } catch (thrown) {
      await lock?.[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  async #lock(isExclusive: boolean, context: RunContext): Promise<Lock> {
    const { reopen, locks: evidence, lockWaitMs: waitMs = 0 } = this.#options;
    const options = { isExclusive, reopen, evidence, waitMs };
    return await takeLock(this.#repository, options, context);
  }

  /**
   * A place that cannot be written to needs no lock: nobody can prune it. A full one must not keep anybody from a rescue:
   * whatever a prune takes away meanwhile is missed by whoever reads, and nothing wrong is taken for right.
   */
  async #lockForReading(context: RunContext): Promise<Lock | null> {
    try {
      return await this.#lock(false, context);
    } catch (thrown) {
      const code = thrown instanceof FivefoldError ? thrown.code : null;
      if (code === "PLACE_READ_ONLY" || code === "PLACE_FULL") return null;
      throw thrown;
    }
  }

  /**
   * Lists packs that a killed backup stored and did not come to list in an index; gives their number. They are complete,
   * since a pack gets its name last; so a first backup that was killed goes on instead of beginning again.
   */
  async #adoptPacks(index: BlobIndex, context: RunContext): Promise<number> {
    const { place } = this.#options;
    const listed = new Set(index.packs);
    const writer = new IndexWriter(this.#repository, context);
    let count = 0;
    for await (const { key, sizeBytes } of place.list("data/", context)) {
      const id = key.slice(key.lastIndexOf("/") + 1);
      if (!/^[0-9a-f]{64}$/.test(id) || listed.has(id)) continue;
      const header = await readPackHeader(this.#repository, key, sizeBytes, context);
      if (header === null) continue;
      await writer.add(id, header);
      count++;
    }
    await writer.flush();
    return count;
  }

  #readerParts(
    index: BlobIndex,
    blobs: Blobs,
    lock: Lock | null,
    context: RunContext,
  ): ReaderParts {
    return {
      index,
      blobs,
      startThreads: (advance) =>
        this.#startThreads(
          index,
          false,
          context.modesty,
          () => Promise.reject(new FivefoldError("INTERNAL", { message: "readers store nothing" })),
          advance,
        ),
      prepare: (packs) => this.#fetchPacks(index, packs, context),
      release: async () => await lock?.[Symbol.asyncDispose](),
    };
  }

  #startThreads(
    index: BlobIndex,
    isMuch: boolean,
    modesty: Modesty | undefined,
    store: (pack: FinishedPack) => Promise<void>,
    advance: (sizeBytes: number) => void,
  ): Threads {
    const { version, polynomial } = this.#repository.config;
    const usual = this.#options.threads ?? Math.min(4, Math.max(1, availableParallelism()));
    return new Threads(
      {
        count: Math.min(usual, modesty?.threads ?? usual),
        isLow: modesty?.isLow ?? false,
        pace: modesty?.pace ?? null,
        key: this.#repository.key,
        polynomial,
        level: version === 1 ? 0 : (this.#options.level ?? 3),
        index: index.share(),
        packPaths: index.packs.map((id) => this.#packPath(id)),
        isMuch,
      },
      store,
      advance,
    );
  }

  /** Where threads read a pack. */
  #packPath(id: string): string {
    const { place, cache } = this.#options;
    if (isLocal(place)) return place.localPath(packKey(id));
    this.#cache ??= mkdtempSync(join(cache ?? tmpdir(), "packs-"));
    return join(this.#cache, id);
  }

  /** Brings packs of a far place onto this machine, each once, under their final names only when whole. */
  async #fetchPacks(
    index: BlobIndex,
    packs: ReadonlySet<number>,
    context: RunContext,
  ): Promise<void> {
    const { place } = this.#options;
    if (isLocal(place)) return;
    for (const pack of packs) {
      const id = index.packs[pack] ?? "";
      const path = this.#packPath(id);
      if (existsSync(path)) continue;
      const part = `${path}.part`;
      await writeFile(part, place.get(packKey(id), null, context), { mode: 0o600 });
      await rename(part, path);
    }
  }

  /** `null` for one that is damaged, or was forgotten meanwhile: it must not hide the others. */
  async #listedFile(id: string, context: RunContext): Promise<SnapshotFile | null> {
    try {
      return readSnapshotFile(await this.#repository.read("snapshots", id, context), id);
    } catch (thrown) {
      if (!(thrown instanceof FivefoldError) || !UNLISTED.has(thrown.code)) throw thrown;
      if (thrown.code !== "OBJECT_MISSING") {
        const facts = { snapshot: id, path: `snapshots/${id}`, what: thrown.code };
        const finding: Finding = { code: "SNAPSHOT_DAMAGED", part: null, path: null, facts };
        context.report({ kind: "finding", finding });
      }
      return null;
    }
  }

  /** @throws SNAPSHOT_MISSING */
  async #snapshotFile(id: SnapshotId, context: RunContext): Promise<SnapshotFile> {
    try {
      return readSnapshotFile(await this.#repository.read("snapshots", id, context), id);
    } catch (thrown) {
      if (!(thrown instanceof FivefoldError) || thrown.code !== "OBJECT_MISSING") throw thrown;
      throw new FivefoldError("SNAPSHOT_MISSING", { snapshot: id }, { cause: thrown });
    }
  }
}

/** A pack's own list of its blobs, `null` when it cannot be read. */
async function readPackHeader(
  repository: Repository,
  key: string,
  sizeBytes: number,
  context: RunContext,
): Promise<Buffer | null> {
  if (sizeBytes < 4) return null;
  const tail = { start: sizeBytes - 4, end: sizeBytes };
  const range = headerRange(await readWhole(repository.place.get(key, tail, context)), sizeBytes);
  if (range === null) return null;
  return repository.cipher.open(await readWhole(repository.place.get(key, range, context)));
}

/** The node at a path, `null` for the snapshot's top. @throws PATH_UNKNOWN */
async function nodeAt(
  reader: TreeReader,
  tree: string,
  path: string,
  id: SnapshotId,
): Promise<Node | null> {
  const unknown = (): FivefoldError =>
    new FivefoldError("PATH_UNKNOWN", { path, snapshot: id.slice(0, 8) });
  let nodes = await reader.nodes(tree);
  let found: Node | null = null;
  for (const name of path.split("/").filter((each) => each !== "")) {
    if (found !== null) {
      if (found.subtree === null) throw unknown();
      nodes = await reader.nodes(found.subtree);
    }
    found = nodes.find((node) => node.name === name) ?? null;
    if (found === null) throw unknown();
  }
  return found;
}

function report(context: RunContext, path: string, type: string): void {
  const facts = { path, type };
  context.report({
    kind: "finding",
    finding: { code: "ENTRY_UNSUPPORTED", part: null, path, facts },
  });
}

/** Restic's snapshots have no entry for their top. */
function madeRoot(file: SnapshotFile, context: RunContext): DirectoryEntry {
  context.signal.throwIfAborted();
  return {
    kind: "directory",
    path: "",
    modifiedNs: BigInt(Date.parse(file.time)) * 1_000_000n,
    mode: 0o755,
    owner: null,
    origin: null,
    attributes: () => [],
  };
}
