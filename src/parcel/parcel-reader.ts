/**
 * Reads a parcel as a snapshot: head, manifest, parts; and proves what it gives.
 *
 * One chain of proof: the manifest, last in the file, names the hash of the head, of `SHA256SUMS` and, for each part, of its lines and of
 * its names, modes, times and links. Nothing is taken for true because a zip says so.
 *
 * A credentials part of a plain parcel is one entry, a zip of its own under the installation's key, read in place. Its root has no entry;
 * it is a folder for its owner only. A parcel that hides its names is one entry of an outer zip, read in place as well.
 */

import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type {
  Bytes,
  DirectoryEntry,
  Entries,
  Entry,
  FileEntry,
  LinkEntry,
  WritableContent,
} from "../model/entry.ts";
import { leadsOut } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { Facts } from "../model/error.ts";
import { HEAD_NAME, MANIFEST_NAME, README_NAME, SUMS_NAME } from "../model/layout.ts";
import { readParcelManifest } from "../model/layout.ts";
import type { ParcelHead, ParcelManifest } from "../model/layout.ts";
import type { PartId } from "../model/part.ts";
import { Narrowing } from "../model/path.ts";
import type { IsWanted } from "../model/path.ts";
import type { Finding, RunContext } from "../model/run.ts";
import type { Secret } from "../model/secret.ts";
import type { PartRecord, Snapshot, SnapshotId } from "../model/snapshot.ts";
import type { SnapshotReader } from "../model/store.ts";
import { readHeadOf } from "./parcel-head.ts";
import type { RandomBytes } from "./random-bytes.ts";
import { SUM_BYTES, SumsReader } from "./sums.ts";
import type { ListedFile } from "./sums.ts";
import { MetadataHash } from "./zip-format.ts";
import type { ZipEntry } from "./zip-format.ts";
import { ZipReader } from "./zip-reader.ts";
import type { SumOf } from "./zip-reader.ts";
import type { PreviousEntry } from "./zip-waiting.ts";
import type { PreviousZip } from "./zip-writer.ts";

export const CONTENT_NAME = "content.zip";

export interface ParcelReading {
  readonly id: SnapshotId;
  /** Whose parcel it must be; `null`: anybody's. */
  readonly app: { readonly id: string; readonly name: string } | null;
  /** Tried one after another where the parcel is encrypted. */
  readonly passwords: readonly Secret[];
  /** Keys of installations, tried for credentials in a plain parcel. */
  readonly keys: readonly Secret[];
  readonly threads: number;
  /** Called when the reader is closed. */
  readonly release?: () => void;
}

const BATCH_ENTRIES = 1024;
/** Documents of ours are small; what claims to be larger gets no memory. */
const LARGEST_HEAD = 4096;
const LARGEST_README = 1 << 20;
/** A manifest grows with the parts and their tables, and each part has an entry at least. */
const LARGEST_MANIFEST = 64 << 20;
const MANIFEST_BYTES = 1 << 20;
const MANIFEST_BYTES_PER_ENTRY = 16 << 10;
const DOCUMENT_MODE = 0o644;
const ROOT_MODE = 0o700;

/** A link as its part has it. */
export type LinkOut = Pick<LinkEntry, "path" | "target">;

/** Where a part lies among the entries. */
interface PartRange {
  readonly record: PartRecord;
  readonly first: number;
  readonly count: number;
  /** The part is one entry: a zip of its own. */
  readonly isInner: boolean;
}

/** A part's entries, wherever they lie. */
interface PartEntries {
  readonly zip: ZipReader;
  readonly first: number;
  readonly count: number;
  /** Prefix of all names: "" in a zip of its own. */
  readonly prefix: string;
  readonly sumOf: SumOf;
  readonly isEncrypted: boolean;
}

export class ParcelReader implements SnapshotReader {
  readonly snapshot: Snapshot;
  readonly manifest: ParcelManifest;
  readonly head: ParcelHead;
  readonly #zip: ZipReader;
  /** The outer zip of a parcel that hides its names, and others to close. */
  readonly #others: ZipReader[];
  readonly #isHidden: boolean;
  readonly #ranges: ReadonlyMap<PartId, PartRange>;
  readonly #reading: ParcelReading;
  readonly #context: RunContext;
  readonly #entries = new Map<PartId, Promise<PartEntries>>();
  #sums: Promise<Uint8Array> | null = null;

  private constructor(
    opened: Opened,
    manifest: ParcelManifest,
    ranges: ReadonlyMap<PartId, PartRange>,
    reading: ParcelReading,
    context: RunContext,
  ) {
    this.manifest = manifest;
    this.head = opened.head;
    this.#zip = opened.zip;
    this.#others = [...opened.others];
    this.#isHidden = opened.others.length > 0;
    this.#ranges = ranges;
    this.#reading = reading;
    this.#context = context;
    this.snapshot = snapshotOf(reading.id, manifest);
  }

  /**
   * Reads head and manifest, and whatever is needed for believing them.
   *
   * @throws PARCEL_NOT_ZIP, PARCEL_FOREIGN, PARCEL_CUT_OFF, PARCEL_DAMAGED, PARCEL_CHANGED, PARCEL_HOSTILE, APP_FOREIGN, LAYOUT_NEWER,
   * PARCEL_PASSWORD_NEEDED, PARCEL_PASSWORD_WRONG
   */
  static async open(
    bytes: RandomBytes,
    reading: ParcelReading,
    context: RunContext,
  ): Promise<ParcelReader> {
    const head = await readHeadOf(bytes);
    const { app } = reading;
    if (app !== null && head.app.id !== app.id) {
      // Two apps of one name, a test installation of another id for instance, are told apart by their ids.
      const called = ({ id, name }: ParcelReading["app"] & object): string =>
        head.app.name === app.name ? `${name} (${id})` : name;
      const facts = { path: bytes.label, app: called(head.app), expected: called(app) };
      throw new FivefoldError("APP_FOREIGN", facts);
    }
    const opened = await openZip(bytes, head, reading);
    try {
      const manifest = await readManifestOf(opened);
      const ranges = rangesOf(opened.zip, manifest);
      return new ParcelReader(opened, manifest, ranges, reading, context);
    } catch (thrown) {
      await close([opened.zip, ...opened.others]);
      throw thrown;
    }
  }

  /**
   * Names, times and links of all entries are proved, wanted or not.
   *
   * @throws PARCEL_KEY_OTHER, and what reading a stranger's file can throw
   */
  async *read(part: PartId, isWanted: IsWanted = () => true): Entries {
    const range = this.#range(part);
    const entries = await this.#entriesOf(range);
    const hash = new MetadataHash();
    let held: Entry[] = entries.prefix === "" ? [rootOf(this.#zip.entry(range.first))] : [];
    let sizeBytes = 0;
    const paths = new TruePaths(entries.prefix);
    const narrowing = new Narrowing(isWanted);
    for (let index = entries.first; index < entries.first + entries.count; index++) {
      if (held.length === BATCH_ENTRIES) {
        this.#context.signal.throwIfAborted();
        yield held;
        held = [];
      }
      const entry = entries.zip.entry(index);
      this.#requireOfPart(entry, entries);
      if (entry.kind === "directory") await entries.zip.storedRange(index);
      const target = entry.kind === "link" ? await entries.zip.target(index) : "";
      hash.add(entry, target);
      if (entry.kind === "file") sizeBytes += entry.sizeBytes;
      if (sizeBytes > range.record.sizeBytes) throw this.#hostile(entry.name, "bomb");
      const path = paths.of(entry);
      if (narrowing.takes(path)) held.push(entryOf(entries, entry, index, path, target));
    }
    // the last of them are given only when all were proved
    if (
      hash.digest() !== this.manifest.metadataSha256.get(part) ||
      sizeBytes !== range.record.sizeBytes
    )
      throw this.#damaged(part, "metadata");
    if (held.length > 0) yield held;
  }

  /** The first wanted link that leads out of its part, `null` when there is none. @throws as `read` */
  async linkOut(part: PartId, isWanted: IsWanted = () => true): Promise<LinkOut | null> {
    const { zip, first, count, prefix } = await this.#entriesOf(this.#range(part));
    const isLink = (index: number): boolean => zip.facts(index).kind === "link";
    let next = first;
    while (next < first + count && !isLink(next)) next++;
    if (next === first + count) return null;
    const paths = new TruePaths(prefix);
    const narrowing = new Narrowing(isWanted);
    for (let index = first; index < first + count; index++) {
      const entry = zip.entry(index);
      const path = paths.of(entry);
      if (!narrowing.takes(path) || entry.kind !== "link") continue;
      const target = await zip.target(index);
      if (leadsOut({ path, target })) return { path, target };
    }
    return null;
  }

  async check(part: PartId): Promise<readonly Finding[]> {
    const findings: Finding[] = [];
    const find = (error: FivefoldError): void => {
      const { code, facts } = error;
      // told once: what stops the walk is found by the proof as well
      const told = findings.some(
        (each) => each.code === code && each.facts["entry"] === facts["entry"],
      );
      if (told) return;
      const finding: Finding = { code, part, path: null, facts };
      findings.push(finding);
      this.#context.report({ kind: "finding", finding });
    };
    const range = this.#range(part);
    const take = (thrown: unknown): void => {
      if (!(thrown instanceof FivefoldError) || thrown.code === "CANCELLED") throw thrown;
      find(thrown);
    };
    try {
      const entries = await this.#entriesOf(range);
      const { entryCount, sizeBytes } = range.record;
      this.#context.report({ kind: "total", entryCount, sizeBytes });
      // the threads read contents while names, times and links are compared here
      const results = await Promise.allSettled([this.#prove(entries, find), this.#walk(part)]);
      for (const result of results) if (result.status === "rejected") take(result.reason);
    } catch (thrown) {
      take(thrown);
    }
    return findings;
  }

  /** Tells whether no key of an installation is missing; what else is wrong shows when it is read. */
  async hasKeys(): Promise<boolean> {
    for (const range of this.#ranges.values()) {
      if (!range.isInner) continue;
      try {
        await this.#entriesOf(range);
      } catch (thrown) {
        if (!(thrown instanceof FivefoldError)) throw thrown;
        if (thrown.code === "PARCEL_KEY_OTHER") return false;
      }
    }
    return true;
  }

  /**
   * For a writer that takes unchanged entries over as they are stored. `path` is where this parcel lies; `null` where its
   * entries are hidden, or not under this password.
   */
  async previous(
    path: string,
    trustedBeforeNs: bigint,
    password: Secret | null,
  ): Promise<PreviousZip | null> {
    if (this.#isHidden) return null;
    const zip = this.#zip;
    if (this.head.form === "encrypted") {
      if (password === null) return null;
      if (!(await zip.withPassword(password.reveal()).accepts(zip.entryCount - 1))) return null;
    }
    const sums = await this.#sumsOf();
    const find = (name: string): PreviousEntry | null => {
      const index = zip.find(name);
      return index < 0 ? null : { entry: zip.entry(index), sha256: sumAt(sums, index) };
    };
    const hasAllAttributes = !this.manifest.notIncluded.some(({ what }) => what === "attributes");
    return { path, start: 0, trustedBeforeNs, hasAllAttributes, find };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await close([this.#zip, ...this.#others]);
    } finally {
      this.#reading.release?.();
    }
  }

  async #prove(
    { zip, first, count, sumOf }: PartEntries,
    find: (error: FivefoldError) => void,
  ): Promise<void> {
    zip.onAdvance((sizeBytes) =>
      this.#context.report({ kind: "advance", entryCount: 0, sizeBytes }),
    );
    const faults = await zip.prove(zip.inFileOrder(first, count), sumOf, this.#context.signal);
    for (const { error } of faults) find(error);
  }

  async #walk(part: PartId): Promise<void> {
    for await (const batch of this.read(part)) {
      this.#context.signal.throwIfAborted();
      this.#context.report({ kind: "advance", entryCount: batch.length, sizeBytes: 0 });
      // lets go, so that the threads are given work
      await setImmediate();
    }
  }

  #range(part: PartId): PartRange {
    const range = this.#ranges.get(part);
    if (range === undefined) throw new FivefoldError("PART_UNKNOWN", { part });
    return range;
  }

  #entriesOf(range: PartRange): Promise<PartEntries> {
    const { id } = range.record;
    const known = this.#entries.get(id);
    if (known !== undefined) return known;
    const opened = this.#openEntries(range);
    this.#entries.set(id, opened);
    // a key that was missing may be found, a file be read again
    opened.catch(() => this.#entries.delete(id));
    return opened;
  }

  async #openEntries(range: PartRange): Promise<PartEntries> {
    const sums = await this.#sumsOf();
    if (!range.isInner) {
      return {
        zip: this.#zip,
        first: range.first,
        count: range.count,
        prefix: `${range.record.id}/`,
        sumOf: (index) => sumAt(sums, index),
        isEncrypted: this.head.form === "encrypted",
      };
    }
    await requireDocument(this.#zip, range.first, `${range.record.id}.zip`, this.head, false);
    // its own lines name no contents: the sum over all of it speaks for them
    const [fault] = await this.#zip.prove([range.first], (index) => sumAt(sums, index));
    if (fault !== undefined) throw fault.error;
    const zip = await this.#openInner(range);
    this.#others.push(zip);
    const { entryCount } = zip;
    // the root has no entry
    if (entryCount + 1 !== range.record.entryCount) throw this.#damaged(range.record.id, "missing");
    return { zip, first: 0, count: entryCount, prefix: "", sumOf: () => null, isEncrypted: true };
  }

  async #openInner(range: PartRange): Promise<ZipReader> {
    const { threads, keys } = this.#reading;
    const bytes = await this.#zip.inPlace(range.first);
    const zip = await ZipReader.open(bytes, { shape: "part", password: null, threads });
    let first = 0;
    while (first < zip.entryCount && !zip.entry(first).isEncrypted) first++;
    if (first === zip.entryCount) return zip;
    for (const key of keys) {
      const opened = zip.withPassword(key.reveal());
      if (await opened.accepts(first)) return opened;
    }
    const facts = { path: this.#zip.path, fingerprint: this.head.keyFingerprint };
    throw new FivefoldError("PARCEL_KEY_OTHER", facts);
  }

  #requireOfPart(entry: ZipEntry, { prefix, isEncrypted }: PartEntries): void {
    if (!entry.name.startsWith(prefix)) throw this.#damaged(entry.name, "missing");
    if (entry.isEncrypted !== (isEncrypted && entry.kind !== "directory"))
      throw this.#damaged(entry.name, "metadata");
  }

  /** The hash of every file's content, 32 bytes for each entry; read once, when it is first needed. */
  #sumsOf(): Promise<Uint8Array> {
    this.#sums ??= this.#readSums();
    return this.#sums;
  }

  async #readSums(): Promise<Uint8Array> {
    const zip = this.#zip;
    const sums = new Uint8Array(zip.entryCount * SUM_BYTES);
    const ranges = [...this.#ranges.values()];
    let at = 0;
    let hash = createHash("sha256");
    const fingerprints = new Map<PartId, string>();
    const endBefore = (index: number): void => {
      for (let range = ranges[at]; range !== undefined; range = ranges[at]) {
        if (range.first + range.count > index) break;
        fingerprints.set(range.record.id, hash.digest("hex"));
        hash = createHash("sha256");
        at++;
      }
    };
    const reader = new SumsReader(filesOf(zip, sums), (line, { sum }) => {
      const index = sum.byteOffset / SUM_BYTES;
      endBefore(index);
      if (index >= (ranges[at]?.first ?? Infinity)) hash.update(line);
    });
    for await (const piece of zip.content(zip.entryCount - 2)) {
      if (!reader.push(piece)) throw this.#damaged(SUMS_NAME, "content");
    }
    endBefore(zip.entryCount);
    const { sha256, isRight } = reader.end();
    if (!isRight || sha256 !== this.manifest.sumsSha256) throw this.#damaged(SUMS_NAME, "content");
    for (const { record } of ranges) {
      if (fingerprints.get(record.id) !== record.fingerprint)
        throw this.#damaged(record.id, "manifest");
    }
    if (!isSum(sumAt(sums, 0), this.manifest.headSha256)) throw this.#damaged(HEAD_NAME, "content");
    return sums;
  }

  #damaged(entry: string, what: string): FivefoldError {
    return damaged(this.#zip.path, entry, what);
  }

  #hostile(entry: string, what: string): FivefoldError {
    return new FivefoldError("PARCEL_HOSTILE", { path: this.#zip.path, entry, what });
  }
}

interface Opened {
  readonly head: ParcelHead;
  readonly zip: ZipReader;
  readonly others: readonly ZipReader[];
}

/** Opens the zip in which the parts lie: the file, or the one hidden in it. */
async function openZip(
  bytes: RandomBytes,
  head: ParcelHead,
  reading: ParcelReading,
): Promise<Opened> {
  const { threads } = reading;
  const outer = await ZipReader.open(bytes, { shape: "parcel", password: null, threads });
  const path = bytes.label;
  await requireDocument(outer, 0, HEAD_NAME, head, false);
  if (head.form === "plain") return { head, zip: outer, others: [] };
  const sealed = head.form === "hidden" ? outer.find(CONTENT_NAME) : outer.find(MANIFEST_NAME);
  if (sealed !== outer.entryCount - 1 || sealed < 2)
    throw damaged(path, head.form === "hidden" ? CONTENT_NAME : MANIFEST_NAME, "missing");
  const open = await withPassword(outer, sealed, reading.passwords);
  if (head.form === "encrypted") return { head, zip: open, others: [] };
  if (outer.entryCount !== 3) throw damaged(path, outer.name(2), "manifest");
  await requireDocument(outer, 1, README_NAME, head, false);
  await outer.whole(0, LARGEST_HEAD);
  await outer.whole(1, LARGEST_README);
  await requireDocument(open, sealed, CONTENT_NAME, head, true);
  const inner = await open.inPlace(sealed);
  const zip = await ZipReader.open(inner, { shape: "content", password: null, threads });
  return { head: { ...head, form: "plain" }, zip, others: [open] };
}

async function withPassword(
  zip: ZipReader,
  sealed: number,
  passwords: readonly Secret[],
): Promise<ZipReader> {
  const { path } = zip;
  if (!zip.entry(sealed).isEncrypted) throw damaged(path, zip.name(sealed), "header");
  for (const password of passwords) {
    const opened = zip.withPassword(password.reveal());
    if (await opened.accepts(sealed)) return opened;
  }
  if (passwords.length === 0) throw new FivefoldError("PARCEL_PASSWORD_NEEDED", { path });
  throw new FivefoldError("PARCEL_PASSWORD_WRONG", { path });
}

/** Reads the manifest and whatever else is no part, and compares them with each other. */
async function readManifestOf({ head, zip }: Opened): Promise<ParcelManifest> {
  const { path, entryCount } = zip;
  const last = entryCount - 1;
  const isEncrypted = head.form === "encrypted";
  if (entryCount < 4 || zip.name(last) !== MANIFEST_NAME)
    throw damaged(path, MANIFEST_NAME, "missing");
  if ((await zip.storedRange(last)).end !== zip.directoryOffset)
    throw damaged(path, MANIFEST_NAME, "manifest");
  await requireDocument(zip, 0, HEAD_NAME, head, false);
  await requireDocument(zip, 1, README_NAME, head, isEncrypted);
  await requireDocument(zip, last - 1, SUMS_NAME, head, isEncrypted);
  await requireDocument(zip, last, MANIFEST_NAME, head, isEncrypted);
  const headBytes = await zip.whole(0, LARGEST_HEAD);
  await zip.whole(1, LARGEST_README);
  const most = Math.min(LARGEST_MANIFEST, MANIFEST_BYTES + entryCount * MANIFEST_BYTES_PER_ENTRY);
  const manifest = ours(path, await zip.whole(last, most));
  const sha256 = createHash("sha256").update(headBytes).digest("hex");
  if (sha256 !== manifest.headSha256) throw damaged(path, HEAD_NAME, "content");
  const isSame =
    manifest.app.id === head.app.id &&
    manifest.takenAt === head.takenAt &&
    manifest.scope === head.scope &&
    manifest.reason === head.reason;
  if (!isSame) throw damaged(path, HEAD_NAME, "manifest");
  return manifest;
}

/** A document that cannot be read is damage of the parcel that holds it. */
function ours(path: string, bytes: Uint8Array): ParcelManifest {
  try {
    return readParcelManifest(bytes);
  } catch (cause) {
    if (!(cause instanceof FivefoldError) || cause.code === "LAYOUT_NEWER") throw cause;
    const facts: Facts = { path, entry: MANIFEST_NAME, what: "manifest" };
    throw new FivefoldError("PARCEL_DAMAGED", facts, { cause });
  }
}

/** Documents of ours have one form: whose they are and when they were made is told by the head alone. */
async function requireDocument(
  zip: ZipReader,
  index: number,
  name: string,
  head: ParcelHead,
  isEncrypted: boolean,
): Promise<void> {
  const { path } = zip;
  if (zip.name(index) !== name) throw damaged(path, name, "missing");
  const entry = zip.entry(index);
  const isRight =
    entry.kind === "file" &&
    entry.mode === DOCUMENT_MODE &&
    entry.modifiedNs === BigInt(Date.parse(head.takenAt)) * 1_000_000n &&
    entry.owner === null &&
    entry.origin === null &&
    entry.trueName === null &&
    entry.attributes.length === 0 &&
    entry.isEncrypted === isEncrypted;
  if (!isRight) throw damaged(path, name, "header");
  await zip.storedRange(index);
}

/** Parts lie one behind the other, in the manifest's order, and nothing lies between them. */
function rangesOf(zip: ZipReader, manifest: ParcelManifest): ReadonlyMap<PartId, PartRange> {
  const ranges = new Map<PartId, PartRange>();
  const { path } = zip;
  let at = 2;
  for (const record of manifest.parts) {
    if (ranges.has(record.id)) throw damaged(path, MANIFEST_NAME, "manifest");
    const name = at < zip.entryCount ? zip.name(at) : "";
    const isInner = name === `${record.id}.zip` && record.kind === "credentials";
    if (!isInner && name !== `${record.id}/`) throw damaged(path, record.id, "missing");
    const count = isInner ? 1 : record.entryCount;
    ranges.set(record.id, { record, first: at, count, isInner });
    at += count;
  }
  if (at !== zip.entryCount - 2) throw damaged(path, MANIFEST_NAME, "manifest");
  return ranges;
}

/** The files that `SHA256SUMS` names, in the directory's order. */
function* filesOf(zip: ZipReader, sums: Uint8Array): Iterable<ListedFile> {
  for (let index = 0; index < zip.entryCount - 2; index++) {
    const { kind, name } = zip.facts(index);
    if (kind === "file") yield { name, sum: sumAt(sums, index) };
  }
}

function sumAt(sums: Uint8Array, index: number): Uint8Array {
  return sums.subarray(index * SUM_BYTES, (index + 1) * SUM_BYTES);
}

function isSum(sum: Uint8Array, hex: string): boolean {
  return Buffer.from(sum.buffer, sum.byteOffset, sum.length).toString("hex") === hex;
}

/** Names as the source had them, for entries that come depth first. */
class TruePaths {
  readonly #prefix: string;
  /** The open folders' names in the zip, and their true paths. */
  readonly #open: { readonly name: string; readonly path: string }[] = [];

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  of(entry: ZipEntry): string {
    if (entry.name === this.#prefix) return "";
    let parent = this.#open.at(-1);
    while (parent !== undefined && !entry.name.startsWith(parent.name)) {
      this.#open.pop();
      parent = this.#open.at(-1);
    }
    const start = parent?.name.length ?? this.#prefix.length;
    const last = entry.kind === "directory" ? entry.name.slice(start, -1) : entry.name.slice(start);
    const name = entry.trueName ?? last;
    const path = parent === undefined ? name : `${parent.path}/${name}`;
    if (entry.kind === "directory") this.#open.push({ name: entry.name, path });
    return path;
  }
}

function rootOf(entry: ZipEntry): DirectoryEntry {
  return {
    kind: "directory",
    path: "",
    modifiedNs: entry.modifiedNs,
    mode: ROOT_MODE,
    owner: null,
    origin: null,
    attributes: () => [],
  };
}

function entryOf(
  { zip, sumOf }: PartEntries,
  entry: ZipEntry,
  index: number,
  path: string,
  target: string,
): Entry {
  const { modifiedNs, mode, owner, origin, attributes } = entry;
  const common = { path, modifiedNs, mode, owner, origin, attributes: () => attributes };
  if (entry.kind === "directory") return { kind: "directory", ...common };
  if (entry.kind === "link") {
    const link: LinkEntry = { kind: "link", ...common, target };
    return link;
  }
  return new ParcelFile(zip, index, sumOf(index), entry.sizeBytes, common);
}

class ParcelFile implements FileEntry, WritableContent {
  readonly kind = "file";
  readonly path: string;
  readonly modifiedNs: bigint;
  readonly mode: number;
  readonly owner: FileEntry["owner"];
  readonly origin: FileEntry["origin"];
  readonly sizeBytes: number;
  readonly localPath = null;
  readonly version = null;
  readonly attributes: FileEntry["attributes"];
  readonly #zip: ZipReader;
  readonly #index: number;
  readonly #sum: Uint8Array | null;

  constructor(
    zip: ZipReader,
    index: number,
    sum: Uint8Array | null,
    sizeBytes: number,
    common: Omit<DirectoryEntry, "kind">,
  ) {
    this.path = common.path;
    this.modifiedNs = common.modifiedNs;
    this.mode = common.mode;
    this.owner = common.owner;
    this.origin = common.origin;
    this.attributes = common.attributes;
    this.sizeBytes = sizeBytes;
    this.#zip = zip;
    this.#index = index;
    this.#sum = sum;
  }

  bytes(): Bytes {
    return this.#zip.content(this.#index, this.#sum);
  }

  writeTo(path: string | Buffer, mode: number): Promise<boolean> {
    return this.#zip.writeTo(this.#index, this.#sum, path, mode);
  }
}

function snapshotOf(id: SnapshotId, manifest: ParcelManifest): Snapshot {
  return {
    id,
    appId: manifest.app.id,
    takenAt: manifest.takenAt,
    scope: manifest.scope,
    reason: manifest.reason,
    isComplete: manifest.isComplete,
    host: "",
    paths: ["/"],
    tags: [],
    sizeBytes: manifest.parts.reduce((sum, part) => sum + part.sizeBytes, 0),
  };
}

async function close(zips: readonly ZipReader[]): Promise<void> {
  await Promise.all(zips.map((zip) => zip[Symbol.asyncDispose]()));
}

function damaged(path: string, entry: string, what: string): FivefoldError {
  return new FivefoldError("PARCEL_DAMAGED", { path, entry, what });
}
