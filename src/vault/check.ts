/**
 * Checks a vault: index against packs, snapshots and trees against the index, and, when asked, every byte of every pack.
 *
 * Nothing stops the check but a lost place or a cancel: each thing wrong is a finding, and the next is looked at. Packs that no index
 * lists are what a killed backup leaves; they harm nothing and are counted, not found fault with.
 */

import { FivefoldError } from "../model/error.ts";
import type { ErrorCode, Facts } from "../model/error.ts";
import type { Finding, RunContext } from "../model/run.ts";
import { DATA_BLOB, TREE_BLOB } from "./blob-index.ts";
import type { BlobIndex } from "./blob-index.ts";
import type { Blobs } from "./blobs.ts";
import { headerBytes } from "./pack.ts";
import type { Repository } from "./repository.ts";
import { readSnapshotFile } from "./snapshot-file.ts";
import type { Trouble } from "./thread-work.ts";
import type { Threads } from "./threads.ts";
import { readTree } from "./tree.ts";

export interface CheckParts {
  readonly repository: Repository;
  readonly index: BlobIndex;
  readonly blobs: Blobs;
  /** Index files that could not be read, found while loading. */
  readonly indexFindings: readonly Finding[];
  /** Ids of the snapshots to check, listed before the index was loaded. */
  readonly snapshots: readonly string[];
  startThreads(advance: (sizeBytes: number) => void): Threads;
  prepare(packs: ReadonlySet<number>): Promise<void>;
}

/** What is to be read. */
export interface CheckWish {
  readonly readData: boolean;
  /** With `readData`: only the packs of one share out of so many, from 0; all shares together are everything. */
  readonly share?: { readonly index: number; readonly count: number };
}

export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly snapshotCount: number;
  readonly packCount: number;
  /** Packs in the place that no index lists: what a killed backup left, for `prune` to remove. */
  readonly unusedPackCount: number;
  /** Bytes of packs that were read; 0 without `readData`. */
  readonly readBytes: number;
}

/** After so many trees the threads' replies are heard. */
const TREES_AT_ONCE = 20;

export async function checkVault(
  use: CheckParts,
  options: CheckWish,
  context: RunContext,
): Promise<CheckResult> {
  const check = new Check(use, context);
  context.report({ kind: "stage", stage: "check", part: null });
  const packs = await check.packs();
  // the threads read packs while the trees are walked here
  const reading = options.readData
    ? check.everyByte(packs.present, options.share ?? null)
    : Promise.resolve(0);
  const walking = check.snapshots();
  // whichever fails, nothing is under way any more when that is told
  await Promise.allSettled([reading, walking]);
  await walking;
  const readBytes = await reading;
  return {
    findings: check.findings,
    snapshotCount: use.snapshots.length,
    packCount: use.index.packs.length,
    unusedPackCount: packs.unusedCount,
    readBytes,
  };
}

/** Records of the index by pack, in order of their offsets. */
export function recordsByPack(index: BlobIndex): readonly Uint32Array[] {
  const counts = new Uint32Array(index.packs.length);
  for (let record = 0; record < index.count; record++) {
    const pack = index.packNumberOf(record);
    counts[pack] = (counts[pack] ?? 0) + 1;
  }
  const lists = index.packs.map((_, pack) => new Uint32Array(counts[pack] ?? 0));
  counts.fill(0);
  for (let record = 0; record < index.count; record++) {
    const pack = index.packNumberOf(record);
    const list = lists[pack];
    const at = counts[pack] ?? 0;
    if (list === undefined) continue;
    list[at] = record;
    counts[pack] = at + 1;
  }
  for (const list of lists) list.sort((a, b) => index.offsetOf(a) - index.offsetOf(b));
  return lists;
}

/** The size that a pack file with these records must have. */
export function packSize(index: BlobIndex, records: Uint32Array): number {
  let bytes = 0;
  let compressed = 0;
  for (const record of records) {
    bytes += index.lengthOf(record);
    if (index.rawLengthOf(record) > 0) compressed++;
  }
  return bytes + headerBytes(records.length - compressed, compressed);
}

class Check {
  readonly findings: Finding[] = [];
  readonly #told = new Set<string>();
  readonly #use: CheckParts;
  readonly #context: RunContext;
  readonly #records: readonly Uint32Array[];

  constructor(use: CheckParts, context: RunContext) {
    this.#use = use;
    this.#context = context;
    this.#records = recordsByPack(use.index);
    this.findings.push(...use.indexFindings);
  }

  /** Compares the packs in the place with the index. */
  async packs(): Promise<{ present: ReadonlyMap<string, number>; unusedCount: number }> {
    const { index, repository } = this.#use;
    const present = new Map<string, number>();
    for await (const { key, sizeBytes } of repository.place.list("data/", this.#context)) {
      const id = key.slice(key.lastIndexOf("/") + 1);
      if (/^[0-9a-f]{64}$/.test(id)) present.set(id, sizeBytes);
    }
    const seen = new Set<string>();
    for (const [pack, id] of index.packs.entries()) {
      const records = this.#records[pack] ?? new Uint32Array(0);
      const size = present.get(id);
      // A pack may stand in two index files; then each lists all of it.
      if (size === undefined) {
        if (!seen.has(id)) this.#find("PACK_MISSING", { pack: id, blobCount: records.length });
      } else if (size !== packSize(index, records)) {
        this.#find("PACK_DAMAGED", { pack: id, what: "size", sizeBytes: size });
      }
      seen.add(id);
    }
    const unusedCount = [...present.keys()].filter((id) => !seen.has(id)).length;
    return { present, unusedCount };
  }

  /** Reads every snapshot and every tree, and looks up every blob they name. */
  async snapshots(): Promise<void> {
    const { repository } = this.#use;
    const seen = new Set<string>();
    for (const id of this.#use.snapshots) {
      try {
        const bytes = await repository.read("snapshots", id, this.#context);
        await this.#tree(readSnapshotFile(bytes, id).tree, id, seen);
      } catch (thrown) {
        this.#take(thrown, "SNAPSHOT_DAMAGED", { snapshot: id });
      }
    }
  }

  async #tree(root: string, snapshot: string, seen: Set<string>): Promise<void> {
    const waiting = [{ id: root, path: "/" }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next.id)) continue;
      seen.add(next.id);
      this.#context.signal.throwIfAborted();
      const facts = { snapshot, path: next.path, tree: next.id };
      // lets go from time to time, so that the threads are given work
      if (seen.size % TREES_AT_ONCE === 0) await new Promise(setImmediate);
      try {
        const got = this.#use.blobs.get(next.id, TREE_BLOB, this.#context);
        const nodes = readTree(got instanceof Promise ? await got : got);
        for (const node of nodes) {
          const path = `${next.path}${node.name}`;
          if (node.subtree !== null) waiting.push({ id: node.subtree, path: `${path}/` });
          if (node.content !== null) this.#contents(node.content, node.sizeBytes, snapshot, path);
        }
      } catch (thrown) {
        this.#take(thrown, "TREE_DAMAGED", facts);
      }
    }
  }

  #contents(content: readonly string[], size: number, snapshot: string, path: string): void {
    const { index } = this.#use;
    let bytes = 0;
    for (const id of content) {
      const record = index.find(id, DATA_BLOB);
      if (record < 0) {
        this.#find("BLOB_MISSING", { blob: id, snapshot, path });
        return;
      }
      bytes += index.sizeOf(record);
    }
    if (bytes !== size) this.#find("TREE_DAMAGED", { snapshot, path, what: "size" });
  }

  /** Has the threads read all packs that are there. */
  async everyByte(
    present: ReadonlyMap<string, number>,
    share: NonNullable<CheckWish["share"]> | null,
  ): Promise<number> {
    const { index } = this.#use;
    const wanted: number[] = [];
    let total = 0;
    for (const [pack, id] of index.packs.entries()) {
      const size = present.get(id);
      if (size === undefined) continue;
      // a pack's name is the hash of its bytes: shares are even, and a pack stays in its own
      if (share !== null && Number.parseInt(id.slice(0, 8), 16) % share.count !== share.index)
        continue;
      wanted.push(pack);
      total += size;
    }
    this.#context.report({ kind: "total", entryCount: wanted.length, sizeBytes: total });
    await using threads = this.#use.startThreads((sizeBytes) =>
      this.#context.report({ kind: "advance", entryCount: 0, sizeBytes }),
    );
    const running = new Set<Promise<void>>();
    for (const pack of wanted) {
      this.#context.signal.throwIfAborted();
      await this.#use.prepare(new Set([pack]));
      const id = index.packs[pack] ?? "";
      const records = this.#records[pack] ?? new Uint32Array(0);
      const done = threads
        .run({ kind: "pack", pack, id, records }, present.get(id) ?? 0)
        .then((reply) => {
          this.#context.report({ kind: "advance", entryCount: 1, sizeBytes: 0 });
          for (const trouble of reply.kind === "trouble" ? reply.troubles : []) {
            this.#trouble(trouble, id, records);
          }
        });
      running.add(done);
      void done.finally(() => running.delete(done)).catch(() => undefined);
      await threads.room();
    }
    await Promise.all(running);
    return total;
  }

  #trouble(trouble: Trouble, pack: string, records: Uint32Array): void {
    if (trouble.what === "damaged") {
      const blob = this.#use.index.idOf(records[trouble.at] ?? 0);
      this.#find("BLOB_DAMAGED", { blob, pack });
    } else {
      this.#find("PACK_DAMAGED", { pack, what: trouble.what, sizeBytes: null });
    }
  }

  #take(thrown: unknown, code: ErrorCode, facts: Facts): void {
    if (!(thrown instanceof FivefoldError) || thrown.retry === "later") throw thrown;
    if (thrown.code === "CANCELLED") throw thrown;
    this.#find(code, { what: thrown.code, ...thrown.facts, ...facts });
  }

  #find(code: ErrorCode, facts: Facts): void {
    // The same trouble is met again in every snapshot that holds the file; it is told once, with the first one.
    const told = JSON.stringify([code, { ...facts, snapshot: null }]);
    if (this.#told.has(told)) return;
    this.#told.add(told);
    const finding: Finding = { code, part: null, path: null, facts };
    this.findings.push(finding);
    this.#context.report({ kind: "finding", finding });
  }
}
