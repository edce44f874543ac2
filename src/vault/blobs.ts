/**
 * Reading blobs in the main thread: trees and small contents.
 *
 * Where the place is on this machine, packs are read synchronously through descriptors that stay open; else the blob's range is
 * asked for. Every blob is verified against its id before it is given out.
 */

import { hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { FivefoldError, systemCode } from "../model/error.ts";
import { isLocal, readWhole } from "../model/place.ts";
import type { LocalPlace } from "../model/place.ts";
import type { RunContext } from "../model/run.ts";
import { TREE_BLOB } from "./blob-index.ts";
import type { BlobIndex, BlobKind } from "./blob-index.ts";
import { packKey } from "./repository.ts";
import type { Repository } from "./repository.ts";
import { openDecompressor } from "./zstd.ts";

const MOST_OPEN = 16;

export class Blobs implements Disposable {
  readonly #repository: Repository;
  readonly #index: BlobIndex;
  readonly #local: LocalPlace | null;
  readonly #decompress = openDecompressor();
  readonly #open = new Map<number, number>();

  constructor(repository: Repository, index: BlobIndex) {
    this.#repository = repository;
    this.#index = index;
    this.#local = isLocal(repository.place) ? repository.place : null;
  }

  /** A tree's bytes. @throws TREE_DAMAGED when it is missing or wrong */
  async tree(id: string, context: RunContext): Promise<Buffer> {
    return await this.get(id, TREE_BLOB, context);
  }

  /** A blob's content in memory of its own; at once where the place is local. @throws BLOB_MISSING, BLOB_DAMAGED */
  get(id: string, kind: BlobKind, context: RunContext): Buffer | Promise<Buffer> {
    const record = this.#index.find(id, kind);
    if (record < 0) throw new FivefoldError("BLOB_MISSING", { blob: id });
    if (this.#local === null) return this.#getFar(record, context);
    const sealed = this.#readLocal(this.#local, record);
    if (sealed !== null) {
      const content = this.#content(record, sealed);
      if (content !== null) return content;
    }
    return this.#getElsewhere(record, context);
  }

  [Symbol.dispose](): void {
    for (const descriptor of this.#open.values()) closeSync(descriptor);
    this.#open.clear();
  }

  /** A damaged blob may have been stored twice: try the others before giving up. */
  #getElsewhere(record: number, context: RunContext): Buffer | Promise<Buffer> {
    const id = this.#index.idOf(record);
    for (const other of this.#index.findAll(id, this.#index.kindOf(record))) {
      if (other === record || this.#local === null) continue;
      const sealed = this.#readLocal(this.#local, other);
      const content = sealed === null ? null : this.#content(other, sealed);
      if (content !== null) return content;
    }
    context.signal.throwIfAborted();
    throw new FivefoldError("BLOB_DAMAGED", { blob: id, pack: this.#index.packOf(record) });
  }

  async #getFar(record: number, context: RunContext): Promise<Buffer> {
    const start = this.#index.offsetOf(record);
    const range = { start, end: start + this.#index.lengthOf(record) };
    const key = packKey(this.#index.packOf(record));
    const sealed = await readWhole(this.#repository.place.get(key, range, context));
    const content = this.#content(record, sealed);
    if (content === null) {
      const facts = { blob: this.#index.idOf(record), pack: this.#index.packOf(record) };
      throw new FivefoldError("BLOB_DAMAGED", facts);
    }
    return content;
  }

  #content(record: number, sealed: Uint8Array): Buffer | null {
    const opened = this.#repository.cipher.open(sealed);
    if (opened === null) return null;
    const rawLength = this.#index.rawLengthOf(record);
    const view = rawLength === 0 ? opened : this.#decompress(opened, rawLength);
    if (view === null) return null;
    if (hash("sha256", view, "hex") !== this.#index.idOf(record)) return null;
    return rawLength === 0 ? opened : Buffer.from(view);
  }

  /** `null`: the pack is missing, short or unreadable. */
  #readLocal(place: LocalPlace, record: number): Buffer | null {
    const pack = this.#index.packNumberOf(record);
    try {
      let descriptor = this.#open.get(pack);
      if (descriptor === undefined) {
        this.#closeOldest();
        descriptor = openSync(place.localPath(packKey(this.#index.packOf(record))), "r");
        this.#open.set(pack, descriptor);
      }
      const sealed = Buffer.allocUnsafe(this.#index.lengthOf(record));
      const offset = this.#index.offsetOf(record);
      return readSync(descriptor, sealed, 0, sealed.length, offset) === sealed.length
        ? sealed
        : null;
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
      return null; // the caller looks for another copy, or says that the blob is damaged
    }
  }

  #closeOldest(): void {
    if (this.#open.size < MOST_OPEN) return;
    for (const [pack, descriptor] of this.#open) {
      closeSync(descriptor);
      this.#open.delete(pack);
      return;
    }
  }
}
