/**
 * Gives back the room of what no snapshot needs: first a plan that can be shown, then the deed.
 *
 * Order of the deed, so that a death anywhere loses nothing: new packs with what is still needed from half-empty ones; new index
 * files for all that stays; the old index files go; last, the packs that no index lists any more.
 * It needs the exclusive lock: a backup beside it might count on a blob that is about to go.
 */

import { hash } from "node:crypto";
import { FivefoldError } from "../model/error.ts";
import { contentOf, readWhole } from "../model/place.ts";
import type { RunContext } from "../model/run.ts";
import { DATA_BLOB, TREE_BLOB } from "./blob-index.ts";
import type { BlobIndex, BlobKind } from "./blob-index.ts";
import type { Blobs } from "./blobs.ts";
import { packSize, recordsByPack } from "./check.ts";
import { Cipher } from "./crypto.ts";
import { indexBytes, knownPackText, packText } from "./index-file.ts";
import { Kernel } from "./kernel.ts";
import { PackBuilder } from "./pack.ts";
import { packKey } from "./repository.ts";
import type { Repository } from "./repository.ts";
import { readSnapshotFile } from "./snapshot-file.ts";
import { readTree } from "./tree.ts";
import { openDecompressor } from "./zstd.ts";
import type { Decompress } from "./zstd.ts";

export interface PruneParts {
  readonly repository: Repository;
  readonly index: BlobIndex;
  readonly blobs: Blobs;
}

export interface PruneOptions {
  /** Unneeded bytes that may stay, in percent of the needed ones: rewriting packs costs time. */
  readonly unusedPercent: number;
}

export const PRUNE_OPTIONS: PruneOptions = { unusedPercent: 5 };

/** What a prune will do; plain data, to be shown before it is done. */
export interface PrunePlan {
  /** Packs of which nothing is needed, or that no index lists. */
  readonly removed: readonly string[];
  /** Packs of which something is needed: it is moved to new packs, and they go. */
  readonly repacked: readonly string[];
  readonly keptPackCount: number;
  readonly usedBlobCount: number;
  readonly usedBytes: number;
  /** Bytes that the place gets back. */
  readonly freedBytes: number;
  /** Bytes that have to be read and written again. */
  readonly repackedBytes: number;
  /** Unneeded bytes that stay. */
  readonly unusedBytes: number;
  /** The index files that the plan was made from: it holds only as long as there are no others. */
  readonly indexFiles: readonly string[];
}

/** Which records are needed, one of each blob. */
class Needed {
  readonly #index: BlobIndex;
  readonly #isUsed: Uint8Array;

  constructor(index: BlobIndex) {
    this.#index = index;
    this.#isUsed = new Uint8Array(index.count);
  }

  /** `false`: it had been marked before. */
  mark(record: number): boolean {
    if (this.#isUsed[record] === 1) return false;
    this.#isUsed[record] = 1;
    return true;
  }

  isUsed(record: number): boolean {
    return this.#isUsed[record] === 1;
  }

  bytesOf(records: Uint32Array): { used: number; unused: number; count: number } {
    let used = 0;
    let unused = 0;
    let count = 0;
    for (const record of records) {
      const length = this.#index.lengthOf(record);
      if (this.isUsed(record)) {
        used += length;
        count++;
      } else unused += length;
    }
    return { used, unused, count };
  }
}

/** @throws BLOB_MISSING, TREE_DAMAGED: a vault with damage must be mended, not pruned */
export async function planPrune(
  use: PruneParts,
  options: PruneOptions,
  context: RunContext,
): Promise<PrunePlan> {
  const { index, repository } = use;
  const needed = await findNeeded(use, context);
  const records = recordsByPack(index);
  const present = new Map<string, number>();
  for await (const { key, sizeBytes } of repository.place.list("data/", context)) {
    const id = key.slice(key.lastIndexOf("/") + 1);
    if (/^[0-9a-f]{64}$/.test(id)) present.set(id, sizeBytes);
  }
  const indexFiles: string[] = [];
  for await (const { id } of repository.list("index", context)) indexFiles.push(id);

  const removed = new Set<string>();
  const partly: { id: string; used: number; unused: number; size: number }[] = [];
  let usedBytes = 0;
  let usedBlobCount = 0;
  let freedBytes = 0;
  let keptPackCount = 0;
  for (const [pack, id] of index.packs.entries()) {
    const list = records[pack] ?? new Uint32Array(0);
    const { used, unused, count } = needed.bytesOf(list);
    const size = present.get(id);
    usedBytes += used;
    usedBlobCount += count;
    if (count > 0 && size !== packSize(index, list)) {
      const what = size === undefined ? "missing" : "size";
      throw new FivefoldError("PACK_DAMAGED", { pack: id, what, sizeBytes: size ?? null });
    }
    if (count > 0 && unused > 0) partly.push({ id, used, unused, size: size ?? 0 });
    if (count > 0) keptPackCount++;
    else removed.add(id);
  }
  // The same pack may stand in two index files; needed in one, it stays.
  for (const [pack, id] of index.packs.entries()) {
    if (needed.bytesOf(records[pack] ?? new Uint32Array(0)).count > 0) removed.delete(id);
  }
  const listed = new Set(index.packs);
  for (const id of present.keys()) if (!listed.has(id)) removed.add(id);
  for (const id of removed) freedBytes += present.get(id) ?? 0;

  partly.sort((a, b) => b.unused / b.size - a.unused / a.size);
  const repacked: string[] = [];
  let repackedBytes = 0;
  let unusedBytes = partly.reduce((sum, pack) => sum + pack.unused, 0);
  for (const pack of partly) {
    if (unusedBytes <= (usedBytes * options.unusedPercent) / 100) break;
    repacked.push(pack.id);
    repackedBytes += pack.used;
    freedBytes += pack.size - pack.used;
    unusedBytes -= pack.unused;
  }
  return {
    removed: [...removed].filter((id) => present.has(id)),
    repacked,
    keptPackCount: keptPackCount - repacked.length,
    usedBlobCount,
    usedBytes,
    freedBytes,
    repackedBytes,
    unusedBytes,
    indexFiles,
  };
}

/** Does what the plan says. @throws VAULT_LOCKED when something was written since the plan was made */
export async function prune(use: PruneParts, plan: PrunePlan, context: RunContext): Promise<void> {
  const { index, repository } = use;
  const indexFiles: string[] = [];
  for await (const { id } of repository.list("index", context)) indexFiles.push(id);
  if (indexFiles.toSorted().join() !== plan.indexFiles.toSorted().join()) {
    throw new FivefoldError("VAULT_LOCKED", { place: repository.place.label, what: "changed" });
  }
  const gone = new Set([...plan.removed, ...plan.repacked]);
  const touched = plan.repacked.length > 0 || index.packs.some((id) => gone.has(id));
  if (touched) {
    const needed = await findNeeded(use, context);
    refuseLoss(index, needed, plan);
    const texts = await repack(use, new Set(plan.repacked), needed, context);
    await writeIndex(use, texts, gone, context);
    // From here on nothing may stop between the old index files: half of them would list packs twice, which is harmless.
    for (const id of indexFiles) await repository.remove("index", id, context);
  }
  let removed = 0;
  context.report({ kind: "total", entryCount: gone.size, sizeBytes: 0 });
  for (const id of gone) {
    await repository.place.remove(packKey(id), context);
    removed++;
    context.report({ kind: "advance", entryCount: 1, sizeBytes: 0 });
    if (removed % 64 === 0) context.signal.throwIfAborted();
  }
}

/** The last guard before anything is changed: nothing that is needed lies in a pack that goes without being repacked. */
function refuseLoss(index: BlobIndex, needed: Needed, plan: PrunePlan): void {
  const removed = new Set(plan.removed);
  for (let record = 0; record < index.count; record++) {
    if (needed.isUsed(record) && removed.has(index.packOf(record))) {
      const message = `a plan would remove ${index.idOf(record)}, which is needed`;
      throw new FivefoldError("INTERNAL", { message });
    }
  }
}

/** Marks what the snapshots need; of a blob that was stored twice, the copy that the index finds. */
async function findNeeded(use: PruneParts, context: RunContext): Promise<Needed> {
  const { index, repository, blobs } = use;
  const needed = new Needed(index);
  const find = (id: string, kind: BlobKind, path: string): number => {
    const record = index.find(id, kind);
    if (record < 0) throw new FivefoldError("BLOB_MISSING", { blob: id, path });
    return record;
  };
  for await (const { id } of repository.list("snapshots", context)) {
    const file = readSnapshotFile(await repository.read("snapshots", id, context), id);
    const waiting = [file.tree];
    for (let tree = waiting.pop(); tree !== undefined; tree = waiting.pop()) {
      if (!needed.mark(find(tree, TREE_BLOB, id))) continue;
      context.signal.throwIfAborted();
      const got = blobs.get(tree, TREE_BLOB, context);
      for (const node of readTree(got instanceof Promise ? await got : got)) {
        if (node.subtree !== null) waiting.push(node.subtree);
        for (const blob of node.content ?? []) needed.mark(find(blob, DATA_BLOB, node.name));
      }
    }
  }
  return needed;
}

/** Moves needed blobs to new packs; gives the new packs' index texts. */
async function repack(
  use: PruneParts,
  packs: ReadonlySet<string>,
  needed: Needed,
  context: RunContext,
): Promise<string[]> {
  const { index, repository } = use;
  const cipher = new Cipher(repository.key, new Kernel(0));
  const builders = [DATA_BLOB, TREE_BLOB].map(() => new PackBuilder(cipher));
  const texts: string[] = [];
  const store = async (builder: PackBuilder): Promise<void> => {
    if (builder.isEmpty) return;
    const { id, bytes, header } = builder.finish();
    await repository.place.put(packKey(id), contentOf(bytes), context);
    texts.push(packText(id, header).text);
  };
  const records = recordsByPack(index);
  const decompress = openDecompressor();
  for (const [pack, id] of index.packs.entries()) {
    const list = (records[pack] ?? new Uint32Array(0)).filter((record) => needed.isUsed(record));
    if (!packs.has(id) || list.length === 0) continue;
    context.signal.throwIfAborted();
    const bytes = await readWhole(repository.place.get(packKey(id), null, context));
    for (const record of list) {
      const offset = index.offsetOf(record);
      const sealed = bytes.subarray(offset, offset + index.lengthOf(record));
      verify(use, record, sealed, decompress);
      const kind = index.kindOf(record);
      const builder = builders[kind];
      if (builder === undefined) throw new FivefoldError("INTERNAL", { message: "no builder" });
      if (builder.isTooSmallFor(sealed.length)) await store(builder);
      const blobId = Buffer.from(index.idOf(record), "hex");
      builder.addSealed(sealed, kind, blobId, index.rawLengthOf(record));
      if (builder.isFull) await store(builder);
    }
    const moved = list.reduce((sum, record) => sum + index.lengthOf(record), 0);
    context.report({ kind: "advance", entryCount: 0, sizeBytes: moved });
  }
  for (const builder of builders) await store(builder);
  return texts;
}

/** A damaged blob must not be carried on as if it were whole. */
function verify(use: PruneParts, record: number, sealed: Uint8Array, decompress: Decompress): void {
  const { index, repository } = use;
  const opened = repository.cipher.open(sealed);
  const rawLength = index.rawLengthOf(record);
  const content = opened === null || rawLength === 0 ? opened : decompress(opened, rawLength);
  if (content === null || hash("sha256", content, "hex") !== index.idOf(record)) {
    const facts = { blob: index.idOf(record), pack: index.packOf(record) };
    throw new FivefoldError("BLOB_DAMAGED", facts);
  }
}

const MOST_BLOBS = 40_000;

/** Writes index files for the new packs and for all old ones that stay. */
async function writeIndex(
  use: PruneParts,
  texts: readonly string[],
  gone: ReadonlySet<string>,
  context: RunContext,
): Promise<void> {
  const { index, repository } = use;
  const records = recordsByPack(index);
  const seen = new Set<string>();
  let packs = [...texts];
  let blobs = 0;
  const flush = async (): Promise<void> => {
    if (packs.length > 0) await repository.write("index", indexBytes(packs), context);
    packs = [];
    blobs = 0;
  };
  for (const [pack, id] of index.packs.entries()) {
    if (gone.has(id) || seen.has(id)) continue;
    seen.add(id);
    const list = records[pack] ?? new Uint32Array(0);
    packs.push(knownPackText(index, pack, list));
    blobs += list.length;
    if (blobs >= MOST_BLOBS) await flush();
  }
  await flush();
}
