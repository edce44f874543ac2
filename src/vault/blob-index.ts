/**
 * Which blob lies where: restic's index in columns of shared memory, so that worker threads look it up without a copy.
 *
 * A blob is named by its kind and the SHA-256 of its content. `BlobIndex` holds what the vault's index files say and is
 * not changed once threads see it; `KnownBlobs` collects what the present run adds, from all threads at once.
 */

import { FivefoldError } from "../model/error.ts";

export const ID_BYTES = 32;
/** Restic's two kinds of blob, and the bit that tells them apart in pack headers. */
export const DATA_BLOB = 0;
export const TREE_BLOB = 1;
export type BlobKind = typeof DATA_BLOB | typeof TREE_BLOB;

/** Where one blob lies. */
export interface Blob {
  readonly id: string;
  readonly kind: BlobKind;
  /** 64 hex digits. */
  readonly pack: string;
  readonly offset: number;
  /** Sealed length in the pack. */
  readonly length: number;
  /** Length of the content when it is compressed, else 0. */
  readonly rawLength: number;
}

/** The memory of a `BlobIndex`, to be sent to another thread. */
export interface SharedIndex {
  readonly slots: SharedArrayBuffer;
  readonly ids: SharedArrayBuffer;
  readonly kinds: SharedArrayBuffer;
  readonly packs: SharedArrayBuffer;
  readonly offsets: SharedArrayBuffer;
  readonly lengths: SharedArrayBuffer;
  readonly rawLengths: SharedArrayBuffer;
}

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

function widened(old: SharedArrayBuffer, bytes: number): SharedArrayBuffer {
  const wide = shared(bytes);
  new Uint8Array(wide).set(new Uint8Array(old));
  return wide;
}

export class BlobIndex {
  /** Pack ids, 64 hex digits; records name them by position. */
  readonly packs: string[] = [];
  #count = 0;
  #capacity: number;
  #ids: Int32Array;
  #kinds: Uint8Array;
  #pack: Uint32Array;
  #offset: Uint32Array;
  #length: Uint32Array;
  #rawLength: Uint32Array;
  #slots: Int32Array;
  #idBytes: Buffer;
  /** For `find`; made again when the columns have been widened. */
  #lookup: Lookup | null = null;

  constructor(capacity = 1024) {
    this.#capacity = capacity;
    this.#ids = new Int32Array(shared(capacity * ID_BYTES));
    this.#kinds = new Uint8Array(shared(capacity));
    this.#pack = new Uint32Array(shared(capacity * 4));
    this.#offset = new Uint32Array(shared(capacity * 4));
    this.#length = new Uint32Array(shared(capacity * 4));
    this.#rawLength = new Uint32Array(shared(capacity * 4));
    this.#slots = new Int32Array(shared(slotCount(capacity) * 4));
    this.#idBytes = Buffer.from(this.#ids.buffer);
  }

  get count(): number {
    return this.#count;
  }

  /** What `Lookup` needs in another thread. */
  share(): SharedIndex {
    return {
      slots: this.#slots.buffer as SharedArrayBuffer,
      ids: this.#ids.buffer as SharedArrayBuffer,
      kinds: this.#kinds.buffer as SharedArrayBuffer,
      packs: this.#pack.buffer as SharedArrayBuffer,
      offsets: this.#offset.buffer as SharedArrayBuffer,
      lengths: this.#length.buffer as SharedArrayBuffer,
      rawLengths: this.#rawLength.buffer as SharedArrayBuffer,
    };
  }

  lookup(): Lookup {
    return new Lookup(this.share());
  }

  /** Takes back everything that was added since there were so many packs and records. */
  rewind(packCount: number, count: number): void {
    this.packs.length = packCount;
    this.#count = count;
    this.#slots.fill(0);
    for (let record = 0; record < count; record++) this.#insert(record);
  }

  addPack(id: string): number {
    return this.packs.push(id) - 1;
  }

  /** Adds a record; the id's bytes stand at `at` in `id`. A blob may lie in several packs: all are kept, the last is found. */
  add(
    id: Uint8Array,
    at: number,
    kind: BlobKind,
    pack: number,
    offset: number,
    length: number,
    rawLength: number,
  ): void {
    if (this.#count === this.#capacity) this.#widen();
    const record = this.#count++;
    const target = record * ID_BYTES;
    for (let byte = 0; byte < ID_BYTES; byte++) this.#idBytes[target + byte] = id[at + byte] ?? 0;
    this.#kinds[record] = kind;
    this.#pack[record] = pack;
    this.#offset[record] = offset;
    this.#length[record] = length;
    this.#rawLength[record] = rawLength;
    this.#insert(record);
  }

  /** The record of a blob, -1 when there is none. */
  find(id: string, kind: BlobKind): number {
    this.#lookup ??= this.lookup();
    return this.#lookup.find(Buffer.from(id, "hex"), 0, kind);
  }

  /** All records of a blob, best first; several when it was stored more than once. */
  findAll(id: string, kind: BlobKind): readonly number[] {
    const found: number[] = [];
    for (let record = 0; record < this.#count; record++) {
      if (this.#kinds[record] === kind && this.idOf(record) === id) found.push(record);
    }
    return found.toReversed();
  }

  idOf(record: number): string {
    return this.#idBytes.toString("hex", record * ID_BYTES, (record + 1) * ID_BYTES);
  }

  kindOf(record: number): BlobKind {
    return this.#kinds[record] === TREE_BLOB ? TREE_BLOB : DATA_BLOB;
  }

  packOf(record: number): string {
    return this.packs[this.#pack[record] ?? 0] ?? "";
  }

  packNumberOf(record: number): number {
    return this.#pack[record] ?? 0;
  }

  offsetOf(record: number): number {
    return this.#offset[record] ?? 0;
  }

  lengthOf(record: number): number {
    return this.#length[record] ?? 0;
  }

  /** 0 when the blob is not compressed. */
  rawLengthOf(record: number): number {
    return this.#rawLength[record] ?? 0;
  }

  /** Bytes of the blob's content. */
  sizeOf(record: number): number {
    return this.rawLengthOf(record) || this.lengthOf(record) - 32;
  }

  blob(record: number): Blob {
    return {
      id: this.idOf(record),
      kind: this.kindOf(record),
      pack: this.packOf(record),
      offset: this.offsetOf(record),
      length: this.lengthOf(record),
      rawLength: this.rawLengthOf(record),
    };
  }

  #insert(record: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#ids[record * 8] ?? 0) & mask;
    while (this.#slots[slot] !== 0) {
      const other = (this.#slots[slot] ?? 0) - 1;
      if (this.#isSame(other, record)) break;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = record + 1;
  }

  #isSame(a: number, b: number): boolean {
    if (this.#kinds[a] !== this.#kinds[b]) return false;
    for (let word = 0; word < 8; word++) {
      if (this.#ids[a * 8 + word] !== this.#ids[b * 8 + word]) return false;
    }
    return true;
  }

  #widen(): void {
    const capacity = this.#capacity * 2;
    const words = (old: Uint32Array): Uint32Array =>
      new Uint32Array(widened(old.buffer as SharedArrayBuffer, capacity * 4));
    this.#ids = new Int32Array(widened(this.#ids.buffer as SharedArrayBuffer, capacity * ID_BYTES));
    this.#kinds = new Uint8Array(widened(this.#kinds.buffer as SharedArrayBuffer, capacity));
    this.#pack = words(this.#pack);
    this.#offset = words(this.#offset);
    this.#length = words(this.#length);
    this.#rawLength = words(this.#rawLength);
    this.#capacity = capacity;
    this.#slots = new Int32Array(shared(slotCount(capacity) * 4));
    this.#idBytes = Buffer.from(this.#ids.buffer);
    this.#lookup = null;
    for (let record = 0; record < this.#count; record++) this.#insert(record);
  }
}

const slotCount = (capacity: number): number => 2 ** Math.ceil(Math.log2(capacity * 2));

/** Finds records in a shared index, from any thread. */
export class Lookup {
  readonly #slots: Int32Array;
  readonly #ids: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #idBytes: Buffer;
  /** By record: number of the pack, offset and sealed length there, content's length when compressed, else 0. */
  readonly packs: Uint32Array;
  readonly offsets: Uint32Array;
  readonly lengths: Uint32Array;
  readonly rawLengths: Uint32Array;

  constructor(index: SharedIndex) {
    this.#slots = new Int32Array(index.slots);
    this.#ids = new Int32Array(index.ids);
    this.#idBytes = Buffer.from(index.ids);
    this.#kinds = new Uint8Array(index.kinds);
    this.packs = new Uint32Array(index.packs);
    this.offsets = new Uint32Array(index.offsets);
    this.lengths = new Uint32Array(index.lengths);
    this.rawLengths = new Uint32Array(index.rawLengths);
  }

  /** A view of the record's id. */
  idOf(record: number): Buffer {
    return this.#idBytes.subarray(record * ID_BYTES, (record + 1) * ID_BYTES);
  }

  kindOf(record: number): number {
    return this.#kinds[record] ?? 0;
  }

  /** The record of the blob whose id stands at `at` in `id`, -1 when there is none. */
  find(id: Buffer, at: number, kind: BlobKind): number {
    const mask = this.#slots.length - 1;
    const first = id.readInt32LE(at);
    for (let slot = first & mask; ; slot = (slot + 1) & mask) {
      const record = (this.#slots[slot] ?? 0) - 1;
      if (record < 0) return -1;
      if (this.#ids[record * 8] !== first || this.#kinds[record] !== kind) continue;
      let word = 1;
      while (word < 8 && this.#ids[record * 8 + word] === id.readInt32LE(at + word * 4)) word++;
      if (word === 8) return record;
    }
  }
}

/** The memory of `KnownBlobs`: segments, the newest last. */
export type SharedKnown = SharedArrayBuffer;

const EMPTY = 0;
const WRITING = 1;
const WRITTEN = 2;
/** Beyond this share of a segment, blobs count as new without being noted: at worst one is stored twice. */
const FULL = 0.85;

/**
 * The data blobs that this run has stored or is storing, for all threads: an open-addressed set that grows by segments.
 * Layout of a segment: one counter, `capacity` states, `capacity` ids.
 */
export class KnownBlobs {
  #segments: { states: Int32Array; ids: Int32Array; counter: Int32Array; capacity: number }[] = [];

  static segment(capacity: number): SharedKnown {
    return new SharedArrayBuffer(4 + capacity * 4 + capacity * ID_BYTES);
  }

  /** Lets this thread use one more segment. */
  addSegment(memory: SharedKnown): void {
    const capacity = (memory.byteLength - 4) / (4 + ID_BYTES);
    this.#segments.push({
      counter: new Int32Array(memory, 0, 1),
      states: new Int32Array(memory, 4, capacity),
      ids: new Int32Array(memory, 4 + capacity * 4, capacity * 8),
      capacity,
    });
  }

  /** Capacity to give to the next segment when the newest one is half full, else 0. */
  wantedCapacity(): number {
    const newest = this.#segments.at(-1);
    if (newest === undefined) return 2 ** 16;
    const used = Atomics.load(newest.counter, 0);
    return used * 2 > newest.capacity ? newest.capacity * 4 : 0;
  }

  /** Notes the id at `at` in `id`; tells whether it is new, so that exactly one thread stores the blob. */
  add(id: Buffer, at: number): boolean {
    for (let segment = 0; segment < this.#segments.length; segment++) {
      const isNewest = segment === this.#segments.length - 1;
      const found = this.#probe(segment, id, at, isNewest);
      if (found !== null) return found;
    }
    return true;
  }

  /** `false`: it is there; `true`: it was put there; `null`: it is not there, and this segment takes nothing. */
  #probe(number: number, id: Buffer, at: number, isNewest: boolean): boolean | null {
    const segment = this.#segments[number];
    if (segment === undefined) throw new FivefoldError("INTERNAL", { message: "no such segment" });
    const { states, ids, counter, capacity } = segment;
    const takes = isNewest && Atomics.load(counter, 0) < capacity * FULL;
    const mask = capacity - 1;
    for (let slot = id.readUInt32LE(at + 4) & mask; ; slot = (slot + 1) & mask) {
      let state = Atomics.load(states, slot);
      if (state === EMPTY) {
        if (!takes) return null;
        if (Atomics.compareExchange(states, slot, EMPTY, WRITING) === EMPTY) {
          for (let word = 0; word < 8; word++) ids[slot * 8 + word] = id.readInt32LE(at + word * 4);
          Atomics.store(states, slot, WRITTEN);
          Atomics.add(counter, 0, 1);
          return true;
        }
      }
      while (state !== WRITTEN) state = Atomics.load(states, slot); // another thread is writing 32 bytes
      let word = 0;
      while (word < 8 && ids[slot * 8 + word] === id.readInt32LE(at + word * 4)) word++;
      if (word === 8) return false;
    }
  }
}
