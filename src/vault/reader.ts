/**
 * Reads one snapshot: trees as entries, contents as bytes, or straight into files by the worker threads.
 *
 * Files that are asked for at the same time are sorted by where their blobs lie, so that a pack is read once from front to back.
 * Large files are cut into pieces that several threads write.
 */

import { chmodSync, closeSync, openSync } from "node:fs";
import type {
  Bytes,
  DirectoryEntry,
  Entries,
  Entry,
  FileEntry,
  LinkEntry,
  WritableContent,
} from "../model/entry.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import { HEAD_NAME, MANIFEST_NAME, readHead, readManifest } from "../model/layout.ts";
import type { Manifest } from "../model/layout.ts";
import type { PartId } from "../model/part.ts";
import type { IsWanted } from "../model/path.ts";
import type { Finding, RunContext } from "../model/run.ts";
import type { PartRecord, Snapshot } from "../model/snapshot.ts";
import type { ChangeReader, EntryChange, SnapshotReader } from "../model/store.ts";
import { DATA_BLOB } from "./blob-index.ts";
import type { BlobIndex } from "./blob-index.ts";
import type { Blobs } from "./blobs.ts";
import type { FileJob, Reply } from "./thread-work.ts";
import type { Threads } from "./threads.ts";
import { treeChanges } from "./tree-changes.ts";
import { readTree } from "./tree.ts";
import type { Node } from "./tree.ts";

const BATCH_ENTRIES = 1024;
const JOB_BYTES = 4 << 20;
const JOB_FILES = 256;
/** Files above this are written by several threads at once. */
const PIECE_BYTES = 64 << 20;
/** What making a file costs, in bytes written. */
const FILE_COST = 32 << 10;

export interface ReaderParts {
  readonly index: BlobIndex;
  readonly blobs: Blobs;
  /** Starts the threads, at the first content that must be read; packs of far places are fetched before. */
  startThreads(advance: (sizeBytes: number) => void): Threads;
  /** Makes sure that threads can read these packs (by number in the index). */
  prepare(packs: ReadonlySet<number>): Promise<void>;
  release(): Promise<void>;
}

interface Wanted {
  readonly path: string | Buffer;
  readonly mode: number;
  readonly name: string;
  readonly records: Uint32Array;
  readonly sizeBytes: number;
  readonly resolve: (hasMode: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads trees and contents of any snapshot, whoever made it. */
export class TreeReader implements AsyncDisposable {
  readonly #use: ReaderParts;
  readonly #context: RunContext;
  #threads: Threads | null = null;
  #wanted: Wanted[] = [];

  constructor(use: ReaderParts, context: RunContext) {
    this.#use = use;
    this.#context = context;
  }

  async nodes(tree: string): Promise<readonly Node[]> {
    return readTree(await this.#use.blobs.tree(tree, this.#context));
  }

  /** Everything wanted below a tree, depth first; `root` is given first when it is not `null`. Other trees are not read. */
  async *entries(
    tree: string,
    root: DirectoryEntry | null,
    unsupported: (path: string, type: string) => void,
    isWanted: IsWanted = () => true,
  ): Entries {
    let batch: Entry[] = root === null ? [] : [root];
    const stack = [{ path: "", nodes: await this.nodes(tree), at: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const node = top.nodes[top.at++];
      if (node === undefined) {
        stack.pop();
        continue;
      }
      const path = top.path === "" ? node.name : `${top.path}/${node.name}`;
      if (!isWanted(path)) continue;
      const entry = this.entryOf(node, path);
      if (entry === null) {
        unsupported(path, node.type);
        continue;
      }
      batch.push(entry);
      if (batch.length === BATCH_ENTRIES) {
        this.#context.signal.throwIfAborted();
        yield batch;
        batch = [];
      }
      if (node.subtree !== null) stack.push({ path, nodes: await this.nodes(node.subtree), at: 0 });
    }
    if (batch.length > 0) yield batch;
  }

  directory(node: Node, path: string): DirectoryEntry {
    return { kind: "directory", ...commonOf(node, path) };
  }

  /** A file's content blob by blob. @throws SNAPSHOT_DAMAGED */
  async *bytes(node: Node, path: string): Bytes {
    for (const id of node.content ?? []) {
      this.#context.signal.throwIfAborted();
      let content: Buffer;
      try {
        content = await this.#use.blobs.get(id, DATA_BLOB, this.#context);
      } catch (cause) {
        if (!(cause instanceof FivefoldError) || !cause.code.startsWith("BLOB_")) throw cause;
        throw new FivefoldError("SNAPSHOT_DAMAGED", { path, what: cause.code }, { cause });
      }
      yield content;
    }
  }

  /** Records of a file's blobs in the index. @throws SNAPSHOT_DAMAGED when one is missing */
  records(node: Node, path: string): Uint32Array {
    const content = node.content ?? [];
    const records = new Uint32Array(content.length);
    for (const [at, id] of content.entries()) {
      const record = this.#use.index.find(id, DATA_BLOB);
      if (record < 0) {
        throw new FivefoldError("SNAPSHOT_DAMAGED", { path, what: "BLOB_MISSING" });
      }
      records[at] = record;
    }
    return records;
  }

  /** Reads blobs and compares them with their ids; gives the positions of those that are wrong. */
  async verify(records: Uint32Array, sizeBytes: number): Promise<readonly number[]> {
    await this.#use.prepare(this.#packsOf([records]));
    const reply = await this.#running().run({ kind: "verify", records }, sizeBytes);
    return reply.kind === "trouble" ? reply.troubles.map(({ at }) => at) : [];
  }

  /** Resolves when another `verify` should be begun. */
  async room(): Promise<void> {
    await this.#running().room();
  }

  /** Writes a file that does not exist yet; see `WritableContent.writeTo`. */
  writeTo(node: Node, name: string, path: string | Buffer, mode: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const records = this.records(node, name);
      if (this.#wanted.length === 0) setImmediate(() => this.#writeWanted());
      const { sizeBytes } = node;
      this.#wanted.push({ path, mode, name, records, sizeBytes, resolve, reject });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (this.#threads !== null) await this.#threads[Symbol.asyncDispose]();
      this.#use.blobs[Symbol.dispose]();
    } finally {
      await this.#use.release();
    }
  }

  /** `null` for what no entry can be. */
  entryOf(node: Node, path: string): Entry | null {
    const common = commonOf(node, path);
    switch (node.type) {
      case "dir":
        return node.subtree === null ? null : { kind: "directory", ...common };
      case "symlink": {
        const link: LinkEntry = { kind: "link", ...common, target: node.linkTarget };
        return link;
      }
      case "file":
        return new VaultFile(this, node, path, common);
      default:
        return null;
    }
  }

  #writeWanted(): void {
    const wanted = this.#wanted;
    this.#wanted = [];
    const packs = this.#packsOf(wanted.map(({ records }) => records));
    this.#use
      .prepare(packs)
      .then(() => this.#dispatch(wanted))
      .catch((error: unknown) => {
        for (const each of wanted) each.reject(error);
      });
  }

  #packsOf(all: readonly Uint32Array[]): Set<number> {
    const packs = new Set<number>();
    for (const records of all) {
      for (const record of records) packs.add(this.#use.index.packNumberOf(record));
    }
    return packs;
  }

  #dispatch(wanted: readonly Wanted[]): void {
    const { index } = this.#use;
    const keyed = wanted.map((each) => {
      const first = each.records[0] ?? 0;
      return { each, pack: index.packNumberOf(first), offset: index.offsetOf(first) };
    });
    keyed.sort((a, b) => a.pack - b.pack || a.offset - b.offset);
    let job: Wanted[] = [];
    let bytes = 0;
    for (const { each } of keyed) {
      if (each.sizeBytes > PIECE_BYTES) {
        void this.#writeLarge(each);
        continue;
      }
      job.push(each);
      bytes += each.sizeBytes;
      if (bytes < JOB_BYTES && job.length < JOB_FILES) continue;
      this.#writeJob(job, bytes);
      job = [];
      bytes = 0;
    }
    if (job.length > 0) this.#writeJob(job, bytes);
  }

  #writeJob(job: readonly Wanted[], bytes: number): void {
    const files = job.map(({ path, mode, records, sizeBytes }): FileJob => ({
      path,
      mode,
      at: 0,
      blobs: records,
      isLast: true,
      sizeBytes,
    }));
    this.#running()
      .run({ kind: "write", files }, bytes + files.length * FILE_COST)
      .then((reply) => {
        const troubles = troublesOf(reply);
        for (const [at, each] of job.entries()) {
          const trouble = troubles.get(at);
          if (trouble === undefined) each.resolve(true);
          else if (trouble.what === "mode") each.resolve(false);
          else each.reject(errorOf(trouble, each.name));
        }
      })
      .catch((error: unknown) => {
        for (const each of job) each.reject(error);
      });
  }

  async #writeLarge(wanted: Wanted): Promise<void> {
    try {
      closeSync(openSync(wanted.path, "wx", 0o600));
      const pieces: Promise<Reply>[] = [];
      let start = 0;
      let at = 0;
      let bytes = 0;
      for (let blob = 0; blob < wanted.records.length; blob++) {
        bytes += this.#use.index.sizeOf(wanted.records[blob] ?? 0);
        const isLast = blob === wanted.records.length - 1;
        if (bytes < PIECE_BYTES && !isLast) continue;
        const blobs = wanted.records.slice(start, blob + 1);
        const { path, sizeBytes } = wanted;
        const file: FileJob = { path, mode: null, at, blobs, isLast, sizeBytes };
        pieces.push(this.#running().run({ kind: "write", files: [file] }, bytes));
        start = blob + 1;
        at += bytes;
        bytes = 0;
      }
      for (const reply of await Promise.all(pieces)) {
        const trouble = troublesOf(reply).get(0);
        if (trouble !== undefined) throw errorOf(trouble, wanted.name);
      }
      wanted.resolve(setMode(wanted.path, wanted.mode));
    } catch (thrown) {
      const code = systemCode(thrown);
      const trouble = code === null ? null : { what: "unwritable", code };
      wanted.reject(trouble === null ? thrown : errorOf(trouble, wanted.name));
    }
  }

  #running(): Threads {
    this.#threads ??= this.#use.startThreads((sizeBytes) =>
      this.#context.report({ kind: "advance", entryCount: 0, sizeBytes }),
    );
    return this.#threads;
  }
}

interface Common {
  readonly path: string;
  readonly modifiedNs: bigint;
  readonly mode: number;
  readonly owner: Node["owner"];
  readonly origin: { device: bigint; inode: bigint; links: number; changedNs: bigint };
  attributes(): Node["attributes"];
}

function commonOf(node: Node, path: string): Common {
  return {
    path,
    modifiedNs: node.modifiedNs,
    mode: node.mode,
    owner: node.owner,
    origin: {
      device: node.device,
      inode: node.inode,
      links: node.links,
      changedNs: node.changedNs,
    },
    attributes: () => node.attributes,
  };
}

class VaultFile implements FileEntry, WritableContent {
  readonly kind = "file";
  readonly path: string;
  readonly modifiedNs: bigint;
  readonly mode: number;
  readonly owner: Node["owner"];
  readonly origin: Common["origin"];
  readonly sizeBytes: number;
  readonly localPath = null;
  readonly version = null;
  readonly #reader: TreeReader;
  readonly #node: Node;

  constructor(reader: TreeReader, node: Node, path: string, common: Common) {
    this.#reader = reader;
    this.#node = node;
    this.path = path;
    this.modifiedNs = common.modifiedNs;
    this.mode = common.mode;
    this.owner = common.owner;
    this.origin = common.origin;
    this.sizeBytes = node.sizeBytes;
  }

  attributes(): Node["attributes"] {
    return this.#node.attributes;
  }

  bytes(): Bytes {
    return this.#reader.bytes(this.#node, this.path);
  }

  /** @throws SNAPSHOT_DAMAGED when a blob is missing */
  records(): Uint32Array {
    return this.#reader.records(this.#node, this.path);
  }

  writeTo(path: string | Buffer, mode: number): Promise<boolean> {
    return this.#reader.writeTo(this.#node, this.path, path, mode);
  }
}

/** Tells whether the file system took it. */
function setMode(path: string | Buffer, mode: number): boolean {
  try {
    chmodSync(path, mode);
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return false;
  }
}

interface Why {
  readonly what: string;
  readonly code: string | null;
}

function troublesOf(reply: Reply): ReadonlyMap<number, Why> {
  if (reply.kind !== "trouble") return new Map();
  return new Map(reply.troubles.map((trouble) => [trouble.at, trouble]));
}

function errorOf(trouble: Why, path: string): FivefoldError {
  if (trouble.what !== "unwritable") {
    return new FivefoldError("SNAPSHOT_DAMAGED", { path, what: trouble.what });
  }
  const code = trouble.code ?? "";
  if (code === "ENOSPC" || code === "EDQUOT") return new FivefoldError("SPACE_SHORT", { path });
  return new FivefoldError("ENTRY_UNRESTORABLE", { path, code });
}

/** One of our own snapshots. */
export class VaultSnapshotReader implements ChangeReader {
  readonly snapshot: Snapshot;
  readonly manifest: Manifest;
  readonly #vault: string;
  readonly #reader: TreeReader;
  readonly #top: readonly Node[];
  readonly #context: RunContext;

  private constructor(
    snapshot: Snapshot,
    manifest: Manifest,
    vault: string,
    reader: TreeReader,
    top: readonly Node[],
    context: RunContext,
  ) {
    this.snapshot = snapshot;
    this.manifest = manifest;
    this.#vault = vault;
    this.#reader = reader;
    this.#top = top;
    this.#context = context;
  }

  /** @throws SNAPSHOT_FOREIGN, SNAPSHOT_DAMAGED, LAYOUT_NEWER */
  static async open(
    snapshot: Snapshot,
    tree: string,
    vault: string,
    reader: TreeReader,
    context: RunContext,
  ): Promise<VaultSnapshotReader> {
    const top = await reader.nodes(tree);
    const manifest = await readManifestOf(top, reader, snapshot.id);
    return new VaultSnapshotReader(snapshot, manifest, vault, reader, top, context);
  }

  async *read(part: PartId, isWanted?: IsWanted): Entries {
    const node = await this.#find(part);
    const root = this.#reader.directory(node, "");
    const unsupported = (path: string, type: string): void =>
      this.#context.report({
        kind: "finding",
        finding: { code: "ENTRY_UNSUPPORTED", part, path, facts: { path, type } },
      });
    yield* this.#reader.entries(node.subtree ?? "", root, unsupported, isWanted);
  }

  changesUntil(part: PartId, later: SnapshotReader): AsyncIterable<readonly EntryChange[]> | null {
    if (!(later instanceof VaultSnapshotReader)) return null;
    return this.#changes(part, later);
  }

  async *#changes(part: PartId, later: VaultSnapshotReader): AsyncIterable<readonly EntryChange[]> {
    const [before, after] = [await this.#find(part), await later.#find(part)];
    const { signal } = this.#context;
    yield* treeChanges(
      { reader: this.#reader, tree: before.subtree ?? "" },
      { reader: later.#reader, tree: after.subtree ?? "" },
      this.#vault === later.#vault,
      signal,
    );
  }

  async check(part: PartId): Promise<readonly Finding[]> {
    const record = this.manifest.parts.find((each) => each.id === part);
    const findings: Finding[] = [];
    const damaged = (path: string | null, what: string): void => {
      findings.push({ code: "SNAPSHOT_DAMAGED", part, path, facts: { path: path ?? part, what } });
    };
    try {
      const node = await this.#find(part);
      if (record !== undefined && node.subtree !== record.fingerprint) damaged(null, "fingerprint");
      const counted = await this.#checkTree(node, damaged);
      if (record !== undefined) compareCounts(record, counted, damaged);
    } catch (thrown) {
      if (!(thrown instanceof FivefoldError) || thrown.code === "CANCELLED") throw thrown;
      findings.push({ code: thrown.code, part, path: null, facts: thrown.facts });
    }
    return findings;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#reader[Symbol.asyncDispose]();
  }

  async #checkTree(
    node: Node,
    damaged: (path: string | null, what: string) => void,
  ): Promise<{ entryCount: number; sizeBytes: number }> {
    let entryCount = 0;
    let total = 0;
    let names: string[] = [];
    let records: number[] = [];
    let bytes = 0;
    const running: Promise<void>[] = [];
    const verify = (): void => {
      const [named, sent] = [names, Uint32Array.from(records)];
      const cost = bytes;
      [names, records, bytes] = [[], [], 0];
      const verified = this.#reader.verify(sent, cost).then((wrong) => {
        for (const path of new Set(wrong.map((at) => named[at] ?? ""))) damaged(path, "content");
      });
      // awaited at the end; until then a failure is not unhandled
      verified.catch(() => undefined);
      running.push(verified);
    };
    const skip = (path: string): void => damaged(path, "kind");
    const root = this.#reader.directory(node, "");
    for await (const batch of this.#reader.entries(node.subtree ?? "", root, skip)) {
      for (const entry of batch) {
        entryCount++;
        if (entry.kind !== "file" || !(entry instanceof VaultFile)) continue;
        total += entry.sizeBytes;
        bytes += entry.sizeBytes;
        for (const record of recordsOf(entry, damaged)) {
          records.push(record);
          names.push(entry.path);
        }
        if (bytes < JOB_BYTES) continue;
        verify();
        await this.#reader.room();
      }
    }
    if (records.length > 0) verify();
    await Promise.all(running);
    return { entryCount, sizeBytes: total };
  }

  /** The part's own directory. */
  async #find(part: PartId): Promise<Node> {
    let nodes = this.#top;
    let found: Node | undefined;
    for (const name of part.split("/")) {
      found = nodes.find((node) => node.name === name);
      if (found?.subtree === undefined || found.subtree === null) {
        throw new FivefoldError("PART_UNKNOWN", { part });
      }
      nodes = await this.#reader.nodes(found.subtree);
    }
    if (found === undefined) throw new FivefoldError("PART_UNKNOWN", { part });
    return found;
  }
}

function recordsOf(
  file: VaultFile,
  damaged: (path: string | null, what: string) => void,
): Uint32Array {
  try {
    return file.records();
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError)) throw thrown;
    damaged(file.path, "missing");
    return new Uint32Array(0);
  }
}

function compareCounts(
  record: PartRecord,
  counted: { entryCount: number; sizeBytes: number },
  damaged: (path: string | null, what: string) => void,
): void {
  if (record.entryCount !== counted.entryCount) damaged(null, "entries");
  if (record.sizeBytes !== counted.sizeBytes) damaged(null, "size");
}

/** Reads head and manifest. @throws SNAPSHOT_FOREIGN when there is none, SNAPSHOT_DAMAGED, LAYOUT_NEWER */
export async function readManifestOf(
  top: readonly Node[],
  reader: TreeReader,
  snapshot: string,
): Promise<Manifest> {
  const document = async (name: string): Promise<Uint8Array> => {
    const node = top.find((each) => each.name === name && each.type === "file");
    if (node === undefined) throw new FivefoldError("SNAPSHOT_FOREIGN", { snapshot });
    const pieces: Uint8Array[] = [];
    for await (const piece of reader.bytes(node, name)) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  readHead(await document(HEAD_NAME));
  return readManifest(await document(MANIFEST_NAME));
}
