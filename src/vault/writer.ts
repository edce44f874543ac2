/**
 * Writes one snapshot: entries in, trees and packs out.
 *
 * The main thread compares and builds trees; worker threads read, cut, compress and seal. A directory's tree can be made when
 * all its files have their contents and all its subdirectories their trees: that is counted, not awaited, so that no promise is made
 * for a file. What is equal to the parent snapshot is recognised by its text and not looked at further.
 *
 * Order of writing: packs, then the index that lists them, then the snapshot. A death in between leaves packs that nothing
 * refers to, which the next backup finds again by its index and `prune` removes.
 */

import { hash } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { compareNames } from "../model/entry.ts";
import type { DirectoryEntry, Entries, Entry, FileEntry, Owner } from "../model/entry.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import { HEAD_NAME, MANIFEST_NAME, documentBytes, headOf, manifestOf } from "../model/layout.ts";
import type { Head, Manifest } from "../model/layout.ts";
import type { Part, PartId } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import type { Closing, Draft, PartRecord, Snapshot, StoredPart } from "../model/snapshot.ts";
import type { SnapshotWriter } from "../model/store.ts";
import { DATA_BLOB, ID_BYTES, TREE_BLOB } from "./blob-index.ts";
import type { BlobIndex, Lookup } from "./blob-index.ts";
import type { Blobs } from "./blobs.ts";
import { FACTS } from "./file-facts.ts";
import { IndexWriter } from "./index-writer.ts";
import { LARGE_FILE, storeLarge } from "./large-file.ts";
import { packKey } from "./repository.ts";
import type { Repository } from "./repository.ts";
import { snapshotOf, tagsOf } from "./snapshot-file.ts";
import type { SnapshotFile, Summary } from "./snapshot-file.ts";
import { FILE_CHANGING, FILE_REFRESHED, FILE_UNREADABLE, FILE_VANISHED } from "./thread-work.ts";
import type { FilesReply } from "./thread-work.ts";
import type { FinishedPack, Threads } from "./threads.ts";
import {
  FormerTree,
  LINK_TAIL,
  TimeWriter,
  attributesText,
  contentTail,
  nodeHead,
  readNode,
  readTree,
  subtreeTail,
  treeBytes,
} from "./tree.ts";
import type { Former, Fresh, Node } from "./tree.ts";

/** What the parent snapshot offers for reuse. */
export interface Parent {
  readonly id: string;
  readonly tree: string;
  readonly manifest: Manifest | null;
  /** A file changed later than this may have changed again without a trace (contracts.md section 4). */
  readonly trustedBeforeNs: bigint;
}

export interface WriterParts {
  readonly repository: Repository;
  readonly index: BlobIndex;
  readonly blobs: Blobs;
  readonly parent: Parent | null;
  readonly keyFingerprint: string;
  /** Starts the threads, at the first content that must be stored. */
  startThreads(
    store: (pack: FinishedPack) => Promise<void>,
    advance: (sizeBytes: number) => void,
  ): Threads;
  /** Called when the vault's index files have changed. */
  written(): void;
  /** Gives the lock back. */
  release(): Promise<void>;
}

/** A directory whose tree is not made yet. */
interface OpenDirectory {
  readonly path: string;
  readonly parent: OpenDirectory | null;
  /** Where its own node stands among its parent's. */
  readonly slot: number;
  readonly head: string;
  readonly entry: DirectoryEntry | null;
  readonly former: Former | null;
  readonly formerTree: FormerTree | null;
  readonly formerTreeId: string | null;
  /** `null`: still being made; "": left out. */
  readonly nodes: (string | null)[];
  pending: number;
  isClosed: boolean;
  /** Whether all so far is as in the parent, to the letter. */
  isSame: boolean;
  lastName: string;
}

/** A file that waits for its batch. */
interface WaitingFile {
  readonly directory: OpenDirectory;
  readonly slot: number;
  readonly entry: FileEntry;
  readonly name: string;
  readonly head: string;
}

const BATCH_BYTES = 4 << 20;
const BATCH_FILES = 256;
/** What opening and closing a file costs, in bytes read. */
const FILE_COST = 16 << 10;

export class VaultSnapshotWriter implements SnapshotWriter {
  readonly #use: WriterParts;
  readonly #draft: Draft;
  readonly #context: RunContext;
  readonly #head: Head;
  readonly #headBytes: Uint8Array;
  readonly #indexWriter: IndexWriter;
  readonly #known: Lookup;
  readonly #times = new TimeWriter();
  readonly #newTrees = new Set<string>();
  readonly #roots = new Map<string, PartRoot>();
  readonly #started: number;
  #threads: Threads | null = null;
  #batch: WaitingFile[] = [];
  #batchBytes = 0;
  #open = 0;
  #idle: (() => void) | null = null;
  #large: Promise<void> = Promise.resolve();
  /** The present part failed: nothing of it is wanted any more. */
  #isGivenUp = false;
  #failure: unknown = null;
  #part: Part | null = null;
  #partBytes = 0;
  #partEntries = 0;
  #partTree: { tree: string; head: DirectoryEntry } | null = null;
  #stream = 0;
  #counts = {
    filesNew: 0,
    filesChanged: 0,
    filesSame: 0,
    dirsNew: 0,
    dirsChanged: 0,
    dirsSame: 0,
    data: 0,
    trees: 0,
    added: 0,
    packed: 0,
    files: 0,
    bytes: 0,
  };

  constructor(use: WriterParts, draft: Draft, context: RunContext) {
    this.#use = use;
    this.#draft = draft;
    this.#context = context;
    this.#head = headOf(draft, use.keyFingerprint);
    this.#headBytes = documentBytes(this.#head);
    this.#indexWriter = new IndexWriter(use.repository, context);
    this.#known = use.index.lookup();
    this.#started = context.clock.nowMs();
  }

  known(part: PartId): PartRecord | null {
    return this.#use.parent?.manifest?.parts.find((record) => record.id === part) ?? null;
  }

  async add(part: Part, entries: Entries): Promise<StoredPart> {
    this.#part = part;
    this.#partBytes = 0;
    this.#partEntries = 0;
    this.#partTree = null;
    this.#isGivenUp = false;
    let directory: OpenDirectory | null = null;
    try {
      directory = await this.#takeAll(part, entries);
    } catch (thrown) {
      // what is under way belongs to this part, and must not be counted into the next
      this.#isGivenUp = true;
      this.#batch = [];
      this.#batchBytes = 0;
      await this.#settled().catch(() => undefined);
      throw thrown;
    }
    if (directory === null) {
      throw new FivefoldError("INTERNAL", { message: `part ${part.id} has no root entry` });
    }
    for (let each: OpenDirectory | null = directory; each !== null; each = each.parent) {
      this.#close(each);
    }
    this.#sendBatch();
    await this.#settled();
    const root = this.#partTree as { tree: string; head: DirectoryEntry } | null;
    if (root === null) throw new FivefoldError("INTERNAL", { message: "a tree is missing" });
    this.#roots.set(part.id, { tree: root.tree, entry: root.head });
    return {
      entryCount: this.#partEntries,
      sizeBytes: this.#partBytes,
      fingerprint: root.tree,
    };
  }

  /** Takes all entries; gives the directory that the last one left open. */
  async #takeAll(part: Part, entries: Entries): Promise<OpenDirectory | null> {
    let directory: OpenDirectory | null = null;
    for await (const batch of entries) {
      this.#context.signal.throwIfAborted();
      const bytesBefore = this.#partBytes;
      for (const entry of batch) {
        if (directory === null) directory = await this.#openRoot(entry, part);
        else directory = await this.#take(entry, directory, part);
      }
      const unread = this.#partBytes - bytesBefore;
      this.#context.report({ kind: "advance", entryCount: batch.length, sizeBytes: unread });
      if (this.#threads !== null && !this.#threads.hasRoom) await this.#threads.room();
      this.#throwFailure();
    }
    return directory;
  }

  async commit(closing: Closing): Promise<Snapshot> {
    const headSha256 = hash("sha256", this.#headBytes, "hex");
    const manifest = manifestOf(this.#head, headSha256, this.#draft, closing);
    const top = new Map<string, string>();
    top.set(HEAD_NAME, await this.#storeDocument(HEAD_NAME, this.#headBytes));
    top.set(MANIFEST_NAME, await this.#storeDocument(MANIFEST_NAME, documentBytes(manifest)));
    const tree = this.#storeTop(top);
    this.#context.report({ kind: "stage", stage: "index", part: null });
    if (this.#threads !== null) await this.#threads.finish();
    this.#throwFailure();
    await this.#indexWriter.flush();
    this.#use.written();
    this.#context.signal.throwIfAborted();
    const file = this.#snapshotFile(tree, closing);
    const bytes = Buffer.from(JSON.stringify(file));
    const id = await this.#use.repository.write("snapshots", bytes, this.#context);
    return snapshotOf(id, file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const threads = this.#threads;
    this.#threads = null;
    try {
      if (threads !== null) await threads[Symbol.asyncDispose]();
      this.#use.blobs[Symbol.dispose]();
    } finally {
      await this.#use.release();
    }
  }

  // ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────

  async #openRoot(entry: Entry, part: Part): Promise<OpenDirectory> {
    if (entry.kind !== "directory" || entry.path !== "") {
      throw new FivefoldError("INTERNAL", {
        message: `part ${part.id} does not begin at its root`,
      });
    }
    this.#partEntries++;
    const formerTreeId = await this.#formerTreeOf(part.id);
    return {
      path: "",
      parent: null,
      slot: 0,
      head: "",
      entry,
      former: null,
      formerTree: await this.#loadFormer(formerTreeId),
      formerTreeId,
      nodes: [],
      pending: 0,
      isClosed: false,
      isSame: formerTreeId !== null,
      lastName: "",
    };
  }

  /** Takes one entry; gives the directory in which the next one is expected. */
  async #take(entry: Entry, current: OpenDirectory, part: Part): Promise<OpenDirectory> {
    const cut = entry.path.lastIndexOf("/");
    let directory = current;
    while (!isIn(directory.path, entry.path, cut)) {
      this.#close(directory);
      if (directory.parent === null) throw outOfOrder(part, entry);
      directory = directory.parent;
    }
    const name = cut < 0 ? entry.path : entry.path.slice(cut + 1);
    if (directory.lastName !== "" && compareNames(directory.lastName, name) >= 0) {
      throw outOfOrder(part, entry);
    }
    directory.lastName = name;
    this.#partEntries++;
    switch (entry.kind) {
      case "directory":
        return await this.#takeDirectory(entry, name, directory);
      case "link":
        this.#takeLink(entry, name, directory);
        return directory;
      case "file":
        if (!this.#takeFile(entry, name, directory)) await this.#takeStream(entry, name, directory);
        return directory;
    }
  }

  async #takeDirectory(
    entry: DirectoryEntry,
    name: string,
    directory: OpenDirectory,
  ): Promise<OpenDirectory> {
    const head = nodeHead(entry, name, 0, this.#times, null);
    const former = directory.formerTree?.find(name, head) ?? null;
    const formerTreeId = former === null ? null : treeIdOf(former);
    const loaded = this.#loadFormer(formerTreeId);
    const slot = directory.nodes.push(null) - 1;
    directory.pending++;
    return {
      path: entry.path,
      parent: directory,
      slot,
      head,
      entry,
      former,
      formerTree: loaded instanceof Promise ? await loaded : loaded,
      formerTreeId,
      nodes: [],
      pending: 0,
      isClosed: false,
      isSame: formerTreeId !== null,
      lastName: "",
    };
  }

  #takeLink(entry: Entry, name: string, directory: OpenDirectory): void {
    const head = nodeHead(entry, name, 0, this.#times, null);
    const former = directory.formerTree?.find(name, head) ?? null;
    if (former?.isSameHead === true) {
      directory.nodes.push(head + former.tail);
      return;
    }
    directory.isSame = false;
    directory.nodes.push(head + attributesText(entry.attributes()) + LINK_TAIL);
  }

  /** `false`: the content has to be asked for piece by piece. */
  #takeFile(entry: FileEntry, name: string, directory: OpenDirectory): boolean {
    const size = entry.sizeBytes ?? 0;
    const head = nodeHead(entry, name, size, this.#times, null);
    const former = directory.formerTree?.find(name, head) ?? null;
    const tail = former === null ? null : this.#unchangedTail(entry, former);
    this.#counts.files++;
    if (tail !== null) {
      this.#counts.filesSame++;
      this.#counts.bytes += size;
      this.#partBytes += size;
      if (former?.isSameHead !== true) directory.isSame = false;
      directory.nodes.push(head + tail);
      return true;
    }
    directory.isSame = false;
    if (former === null) this.#counts.filesNew++;
    else this.#counts.filesChanged++;
    if (size === 0 && entry.sizeBytes === 0 && entry.version === null && entry.localPath === null) {
      directory.nodes.push(head + attributesText(entry.attributes()) + contentTail(NO_IDS, 0, 0));
      return true;
    }
    if (entry.localPath === null) return false;
    const slot = directory.nodes.push(null) - 1;
    directory.pending++;
    const waiting = { directory, slot, entry, name, head };
    if (size >= LARGE_FILE && this.#running().isParallel) {
      this.#sendLarge(waiting, entry.localPath);
      return true;
    }
    this.#batch.push(waiting);
    this.#batchBytes += size;
    if (this.#batchBytes >= BATCH_BYTES || this.#batch.length >= BATCH_FILES) this.#sendBatch();
    return true;
  }

  /** The node's text from its attributes on when the content is surely what the parent has, else `null`. */
  #unchangedTail(entry: FileEntry, former: Former): string | null {
    const parent = this.#use.parent;
    if (parent === null) return null;
    if (entry.version !== null) {
      const known = this.#part === null ? null : this.known(this.#part.id);
      if (known === null || known.version !== entry.version) return null;
      if (former.isSameHead) return this.#allStored(former.tail) ? former.tail : null;
      return this.#tailOfNode(entry, readNode(former.text));
    }
    const origin = entry.origin;
    // only what `lstat` tells now decides; an entry that comes from another store tells what once was
    if (origin === null || entry.localPath === null) return null;
    const isTrusted =
      entry.modifiedNs < parent.trustedBeforeNs && origin.changedNs < parent.trustedBeforeNs;
    if (!isTrusted) return null;
    if (former.isSameHead) return this.#allStored(former.tail) ? former.tail : null;
    const node = readNode(former.text);
    const isSame =
      node.type === "file" &&
      node.sizeBytes === entry.sizeBytes &&
      node.modifiedNs === entry.modifiedNs &&
      node.changedNs === origin.changedNs &&
      node.inode === origin.inode &&
      node.device === origin.device;
    return isSame ? this.#tailOfNode(entry, node) : null;
  }

  #tailOfNode(entry: FileEntry, node: Node): string | null {
    if (node.content === null) return null;
    const ids = Buffer.from(node.content.join(""), "hex");
    for (let blob = 0; blob < node.content.length; blob++) {
      if (this.#known.find(ids, blob * ID_BYTES, DATA_BLOB) < 0) return null;
    }
    return attributesText(entry.attributes()) + contentTail(ids, 0, node.content.length);
  }

  /** Whether the vault still has every blob that a file's tail names. */
  #allStored(tail: string): boolean {
    const start = tail.lastIndexOf(',"content":[');
    if (start < 0) return false;
    for (let at = start + 13; tail.charCodeAt(at - 1) === 34; at += 67) {
      SCRATCH.write(tail.slice(at, at + 64), 0, "hex");
      if (this.#known.find(SCRATCH, 0, DATA_BLOB) < 0) return false;
    }
    return true;
  }

  // ── contents ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #sendBatch(): void {
    const files = this.#batch;
    if (files.length === 0) return;
    const cost = this.#batchBytes + files.length * FILE_COST;
    this.#batch = [];
    this.#batchBytes = 0;
    const sizes = new Float64Array(files.length);
    const facts = new BigInt64Array(files.length * FACTS);
    const paths: (string | Buffer)[] = [];
    for (const [number, { entry }] of files.entries()) {
      paths.push(entry.localPath ?? "");
      sizes[number] = entry.sizeBytes ?? 0;
      facts.set(listedFacts(entry), number * FACTS);
    }
    this.#open++;
    const part = this.#part;
    this.#running()
      .run({ kind: "files", paths, sizes, facts }, cost)
      .then((reply) => {
        if (reply.kind === "files") this.#takeContents(files, reply, part);
      })
      .catch((error: unknown) => this.#fail(error))
      .finally(() => this.#closeOne());
  }

  /** Large files keep all threads busy, one after another; nobody waits for them but their directories. */
  #sendLarge(file: WaitingFile, path: string | Buffer): void {
    this.#open++;
    const part = this.#part;
    const isWanted = (): boolean => !this.#isGivenUp && !this.#context.signal.aborted;
    const facts = new BigInt64Array(FACTS);
    facts.set(listedFacts(file.entry));
    const store = async (): Promise<void> => {
      if (!isWanted()) return;
      const reply = await storeLarge(this.#running(), this.#stream++, path, facts, isWanted);
      if (reply !== null) this.#takeContents([file], reply, part);
      else if (isWanted()) {
        this.#batch.push(file);
        this.#sendBatch();
      }
    };
    this.#large = this.#large
      .then(store)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => this.#closeOne());
  }

  #takeContents(files: readonly WaitingFile[], reply: FilesReply, part: Part | null): void {
    const ids = Buffer.from(reply.ids.buffer, reply.ids.byteOffset, reply.ids.length);
    let at = 0;
    for (const [number, file] of files.entries()) {
      const state = reply.states[number] ?? FILE_UNREADABLE;
      const count = reply.counts[number] ?? 0;
      const size = reply.sizes[number] ?? 0;
      if (state === FILE_VANISHED || state === FILE_UNREADABLE) {
        const code = state === FILE_VANISHED ? "ENTRY_VANISHED" : "ENTRY_UNREADABLE";
        this.#find(code, part, file.entry.path, reply.codes[number] ?? "");
        file.directory.nodes[file.slot] = "";
        this.#partEntries--;
      } else {
        if (state === FILE_CHANGING) this.#find("ENTRY_CHANGED", part, file.entry.path, "");
        const fresh = freshOf(file.entry, reply.facts.subarray(number * FACTS));
        // a database's entry speaks for the database, not for the copy that was read
        const isFresh =
          (state === FILE_REFRESHED || state === FILE_CHANGING) && file.entry.version === null;
        const head =
          isFresh || size !== file.entry.sizeBytes
            ? nodeHead(file.entry, file.name, size, this.#times, isFresh ? fresh : null)
            : file.head;
        const attributes = attributesText(file.entry.attributes());
        file.directory.nodes[file.slot] = head + attributes + contentTail(ids, at, count);
        this.#counts.bytes += size;
        this.#partBytes += size;
        at += count * ID_BYTES;
      }
      file.directory.pending--;
      this.#completed(file.directory);
    }
  }

  async #takeStream(entry: FileEntry, name: string, directory: OpenDirectory): Promise<void> {
    const slot = directory.nodes.push(null) - 1;
    directory.pending++;
    const part = this.#part;
    try {
      const isSmall = entry.sizeBytes !== null && entry.sizeBytes <= SMALL_STREAM;
      const { ids, sizeBytes } = await this.#storeStream(entry.bytes(), isSmall);
      const head = nodeHead(entry, name, sizeBytes, this.#times, null);
      const tail = contentTail(ids, 0, ids.length / ID_BYTES);
      directory.nodes[slot] = head + attributesText(entry.attributes()) + tail;
      this.#counts.bytes += sizeBytes;
      this.#partBytes += sizeBytes;
    } catch (thrown) {
      const error = asFivefoldError(thrown);
      this.#context.signal.throwIfAborted();
      if (this.#failure !== null || error.code !== "ENTRY_UNREADABLE") throw thrown;
      this.#find("ENTRY_UNREADABLE", part, entry.path, String(error.facts["code"] ?? ""));
      directory.nodes[slot] = "";
      this.#partEntries--;
    }
    directory.pending--;
    this.#completed(directory);
  }

  async #storeStream(
    bytes: AsyncIterable<Uint8Array>,
    isSmall: boolean,
  ): Promise<{ ids: Buffer; sizeBytes: number }> {
    const threads = this.#running();
    const stream = this.#stream++;
    try {
      for await (const piece of bytes) {
        await threads.runPiece(stream, piece, isSmall);
        this.#context.signal.throwIfAborted();
      }
    } catch (thrown) {
      await threads.runPiece(stream, null, isSmall);
      throw thrown;
    }
    const reply = await threads.runPiece(stream, null, isSmall);
    if (reply.kind !== "piece") throw new FivefoldError("INTERNAL", { message: "no stream reply" });
    return { ids: Buffer.from(reply.ids), sizeBytes: reply.sizeBytes };
  }

  #running(): Threads {
    this.#threads ??= this.#use.startThreads(
      (pack) => this.#storePack(pack),
      (sizeBytes) => this.#context.report({ kind: "advance", entryCount: 0, sizeBytes }),
    );
    return this.#threads;
  }

  async #storePack(pack: FinishedPack): Promise<void> {
    const content = {
      sizeBytes: pack.bytes.length,
      async *bytes() {
        yield pack.bytes;
      },
    };
    await this.#use.repository.place.put(packKey(pack.id), content, this.#context);
    this.#counts.added += pack.rawBytes;
    this.#counts.packed += pack.bytes.length;
    await this.#indexWriter.add(pack.id, pack.header);
  }

  // ── trees ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #close(directory: OpenDirectory): void {
    if (directory.isClosed) return;
    directory.isClosed = true;
    this.#completed(directory);
  }

  /** Makes the tree when nothing is missing any more, and then perhaps the parent's, and so on upwards. */
  #completed(directory: OpenDirectory): void {
    let done: OpenDirectory | null = directory;
    while (done !== null && done.isClosed && done.pending === 0) {
      const tree = this.#treeOf(done);
      const parent: OpenDirectory | null = done.parent;
      if (parent === null) {
        if (done.entry !== null) this.#partTree = { tree, head: done.entry };
        return;
      }
      parent.nodes[done.slot] = this.#directoryNode(done, tree, parent);
      parent.pending--;
      done = parent;
    }
  }

  #treeOf(directory: OpenDirectory): string {
    const { formerTree, formerTreeId } = directory;
    if (
      directory.isSame &&
      formerTree !== null &&
      formerTree.isAtEnd &&
      !formerTree.hasPassedOver &&
      formerTreeId !== null
    ) {
      this.#counts.dirsSame++;
      return formerTreeId;
    }
    if (formerTreeId === null) this.#counts.dirsNew++;
    else this.#counts.dirsChanged++;
    return this.#storeTree(directory.nodes.filter((node): node is string => !!node));
  }

  #directoryNode(directory: OpenDirectory, tree: string, parent: OpenDirectory): string {
    const tail = subtreeTail(tree);
    const former = directory.former;
    const cut = (former?.tail.length ?? 0) - tail.length;
    if (former?.isSameHead === true && former.tail.startsWith(SUBTREE_START, cut)) {
      if (former.tail.endsWith(tail)) return directory.head + former.tail;
      parent.isSame = false;
      return directory.head + former.tail.slice(0, cut) + tail;
    }
    parent.isSame = false;
    return directory.head + attributesText(directory.entry?.attributes() ?? []) + tail;
  }

  #storeTree(nodes: readonly string[]): string {
    const bytes = treeBytes(nodes);
    const id = hash("sha256", bytes, "buffer");
    const hex = id.toString("hex");
    if (this.#known.find(id, 0, TREE_BLOB) >= 0 || this.#newTrees.has(hex)) return hex;
    this.#newTrees.add(hex);
    this.#counts.trees++;
    this.#open++;
    // small buffers share memory with others and must not be given away
    const isOwn = bytes.byteLength === bytes.buffer.byteLength;
    this.#running()
      .run({ kind: "tree", bytes }, bytes.length, isOwn ? [bytes.buffer as ArrayBuffer] : [])
      .catch((error: unknown) => this.#fail(error))
      .finally(() => this.#closeOne());
    return hex;
  }

  /** The directories above the parts, and the top. */
  #storeTop(documents: ReadonlyMap<string, string>): string {
    const top: Branch = { branches: new Map(), root: null };
    for (const [id, root] of this.#roots) {
      let branch = top;
      for (const name of id.split("/")) {
        const next = branch.branches.get(name) ?? { branches: new Map(), root: null };
        branch.branches.set(name, next);
        branch = next;
      }
      branch.root = root;
    }
    return this.#storeBranch(top, documents).tree;
  }

  #storeBranch(
    branch: Branch,
    documents: ReadonlyMap<string, string>,
  ): { tree: string; modifiedNs: bigint } {
    let newest = 0n;
    const nodes = new Map(documents);
    for (const [name, child] of branch.branches) {
      const { tree, entry } =
        child.root ?? this.#madeDirectory(this.#storeBranch(child, new Map()));
      if (entry.modifiedNs > newest) newest = entry.modifiedNs;
      const head = nodeHead(entry, name, 0, this.#times, null);
      nodes.set(name, head + attributesText(entry.attributes()) + subtreeTail(tree));
    }
    const sorted = [...nodes].toSorted(([a], [b]) => compareNames(a, b)).map(([, node]) => node);
    return { tree: this.#storeTree(sorted), modifiedNs: newest };
  }

  /** A directory that no source has: its time is its newest part's, so that nothing changes when nothing changed. */
  #madeDirectory(made: { tree: string; modifiedNs: bigint }): PartRoot {
    return { tree: made.tree, entry: madeEntry("directory", made.modifiedNs) };
  }

  async #storeDocument(name: string, bytes: Uint8Array): Promise<string> {
    const { ids, sizeBytes } = await this.#storeStream(
      (async function* one() {
        yield bytes;
      })(),
      true,
    );
    const takenNs = BigInt(this.#draft.takenAtMs) * 1_000_000n;
    const head = nodeHead(madeEntry("file", takenNs), name, sizeBytes, this.#times, null);
    return head + contentTail(ids, 0, ids.length / ID_BYTES);
  }

  async #formerTreeOf(part: PartId): Promise<string | null> {
    const parent = this.#use.parent;
    if (parent === null) return null;
    let tree: string | null = parent.tree;
    for (const name of part.split("/")) {
      if (tree === null) return null;
      const nodes = readTree(await this.#use.blobs.tree(tree, this.#context));
      tree = nodes.find((node) => node.name === name)?.subtree ?? null;
    }
    return tree;
  }

  /** A tree of the parent that cannot be read is no obstacle: its files are read again. */
  #loadFormer(id: string | null): FormerTree | null | Promise<FormerTree | null> {
    if (id === null) return null;
    try {
      const bytes = this.#use.blobs.get(id, TREE_BLOB, this.#context);
      if (!(bytes instanceof Promise)) return formerOf(bytes);
      return bytes.then(formerOf, (error: unknown) => this.#withoutFormer(error));
    } catch (error) {
      return this.#withoutFormer(error);
    }
  }

  #withoutFormer(error: unknown): null {
    if (error instanceof FivefoldError && /^BLOB_|^TREE_/.test(error.code)) return null;
    throw error;
  }

  // ── ends ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  #snapshotFile(tree: string, closing: Closing): SnapshotFile {
    const { app, scope, reason, job = null, takenAtMs, program } = this.#draft;
    const time = this.#times.write(BigInt(takenAtMs) * 1_000_000n);
    const counts = this.#counts;
    const summary: Summary = {
      backup_start: this.#times.write(BigInt(this.#started) * 1_000_000n),
      backup_end: this.#times.write(BigInt(this.#context.clock.nowMs()) * 1_000_000n),
      files_new: counts.filesNew,
      files_changed: counts.filesChanged,
      files_unmodified: counts.filesSame,
      dirs_new: counts.dirsNew,
      dirs_changed: counts.dirsChanged,
      dirs_unmodified: counts.dirsSame,
      data_blobs: counts.data,
      tree_blobs: counts.trees,
      data_added: counts.added,
      data_added_packed: counts.packed,
      total_files_processed: counts.files,
      total_bytes_processed: counts.bytes,
    };
    const parent = this.#use.parent?.id;
    const owner = ownOwner();
    return {
      time,
      ...(parent === undefined ? {} : { parent }),
      tree,
      paths: ["/"],
      hostname: hostname(),
      username: owner.user,
      ...(owner.uid === 0 ? {} : { uid: owner.uid }),
      ...(owner.gid === 0 ? {} : { gid: owner.gid }),
      tags: tagsOf(app.id, scope, reason, closing.findings.length === 0, job),
      program_version: program,
      summary,
    };
  }

  #find(
    code: "ENTRY_VANISHED" | "ENTRY_UNREADABLE" | "ENTRY_CHANGED",
    part: Part | null,
    path: string,
    system: string,
  ): void {
    const finding = { code, part: part?.id ?? null, path, facts: { path, code: system } };
    this.#context.report({ kind: "finding", finding });
  }

  #closeOne(): void {
    this.#open--;
    if (this.#open > 0 && this.#failure === null) return;
    const idle = this.#idle;
    this.#idle = null;
    idle?.();
  }

  /** Resolves when no content and no tree is on its way. */
  async #settled(): Promise<void> {
    while (this.#open > 0 && this.#failure === null) {
      await new Promise<void>((resolve) => (this.#idle = resolve));
    }
    this.#throwFailure();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
  }

  #throwFailure(): void {
    this.#context.signal.throwIfAborted();
    if (this.#failure !== null) throw this.#failure;
  }
}

interface PartRoot {
  readonly tree: string;
  readonly entry: DirectoryEntry;
}

interface Branch {
  readonly branches: Map<string, Branch>;
  root: PartRoot | null;
}

/** Streams up to this may be cut in the main thread. */
const SMALL_STREAM = 4 << 20;
const NO_IDS = Buffer.alloc(0);
const SCRATCH = Buffer.alloc(ID_BYTES);
const SUBTREE_START = ',"content":null,"subtree":"';

function isIn(directory: string, path: string, cut: number): boolean {
  if (cut < 0) return directory === "";
  return directory.length === cut && path.startsWith(directory);
}

/** Modified, changed and inode; zeros where they say nothing of what is read: a database's copy has facts of its own. */
function listedFacts({ version, modifiedNs, origin }: FileEntry): readonly bigint[] {
  if (version !== null) return [0n, 0n, 0n];
  return [modifiedNs, origin?.changedNs ?? modifiedNs, origin?.inode ?? 0n];
}

/** What had changed of a file since it was listed; names of owners are known only as long as the numbers are the same. */
function freshOf(entry: FileEntry, facts: BigInt64Array): Fresh {
  const [modifiedNs = 0n, changedNs = 0n, inode = 0n, mode = 0n, user = 0n, group = 0n] = facts;
  const [uid, gid] = [Number(user), Number(group)];
  const isSameOwner = entry.owner?.uid === uid && entry.owner.gid === gid;
  const owner = isSameOwner ? entry.owner : { uid, gid, user: "", group: "" };
  return { modifiedNs, changedNs, inode, mode: Number(mode), owner };
}

function outOfOrder(part: Part, entry: Entry): FivefoldError {
  return new FivefoldError("INTERNAL", {
    message: `entries of part ${part.id} are out of order at ${entry.path}`,
  });
}

const formerOf = (bytes: Buffer): FormerTree => new FormerTree(bytes.toString("utf8"));

/** The tree's id from a directory's text, which ends `"subtree":"<64 hex digits>"}`; `null` when it is no directory. */
function treeIdOf(former: Former): string | null {
  const text = former.isSameHead ? former.tail : former.text;
  const match = /"subtree":"([0-9a-f]{64})"[^"]*\}$/.exec(text.slice(-120));
  return match?.[1] ?? null;
}

function ownOwner(): Owner {
  const { uid, gid, username } = userInfo();
  return { uid: Math.max(uid, 0), gid: Math.max(gid, 0), user: username, group: "" };
}

function madeEntry(kind: "directory", modifiedNs: bigint): DirectoryEntry;
function madeEntry(kind: "file", modifiedNs: bigint): FileEntry;
function madeEntry(kind: "directory" | "file", modifiedNs: bigint): DirectoryEntry | FileEntry {
  const common = {
    path: "",
    modifiedNs,
    mode: kind === "directory" ? 0o755 : 0o644,
    owner: ownOwner(),
    origin: null,
    attributes: () => [],
  };
  if (kind === "directory") return { ...common, kind };
  const content = { sizeBytes: null, localPath: null, version: null };
  return { ...common, ...content, kind, bytes: () => NOTHING };
}

const NOTHING: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {
    // a document's bytes are stored before its node is written
  },
};
