/**
 * A folder of parcels as a store.
 *
 * A parcel's id is its file's name. A list reads each file's first kilobytes and its end, nothing else; files that are no
 * parcels of this app are passed over, broken ones are named. A new parcel is made under a temporary name and takes its own
 * in one step; it replaces only a parcel of the same app whose name says so (a weekday's, a day's), and an incomplete one never a
 * complete one.
 */

import { createReadStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Content } from "../model/entry.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { ParcelHead } from "../model/layout.ts";
import { jobTag } from "../model/job.ts";
import type { Calendar, ParcelNaming } from "../model/parcel.ts";
import { ZIP_EXTENSION } from "../model/parcel.ts";
import { idKey } from "../model/part.ts";
import type { ObjectInfo, Place } from "../model/place.ts";
import { isLocal } from "../model/place.ts";
import type { RunContext } from "../model/run.ts";
import type { Secret } from "../model/secret.ts";
import type { AppIdentity, Draft, Snapshot, SnapshotId } from "../model/snapshot.ts";
import type { SnapshotReader, SnapshotWriter, Store } from "../model/store.ts";
import { freeName, incompleteName, parcelName } from "./name.ts";
import { readHeadOf } from "./parcel-head.ts";
import { ParcelReader } from "./parcel-reader.ts";
import { ParcelWriter } from "./parcel-writer.ts";
import type { Former, ParcelForming, ParcelTarget } from "./parcel-writer.ts";
import { FileBytes, placeBytes } from "./random-bytes.ts";
import type { RandomBytes } from "./random-bytes.ts";

/** How new parcels are named. */
export interface ShelfNaming {
  readonly naming: ParcelNaming;
  /** IANA. */
  readonly timeZone: string;
  readonly calendar: Calendar;
  /** With its dot. */
  readonly extension: string;
}

export interface ShelfOptions {
  readonly place: Place;
  /** Where parcels for a place that is no folder are made. */
  readonly scratch: string;
  /** Whose parcels these are; `null`: anybody's, for looking only. */
  readonly app: Pick<AppIdentity, "id" | "name"> | null;
  /** Tried one after another. */
  readonly passwords: readonly Secret[];
  /** Keys of installations, for credentials. */
  readonly keys: readonly Secret[];
  readonly threads: number;
  /** `null`: nothing is made here. */
  readonly making: (ParcelForming & ShelfNaming) | null;
}

/** What became of the last parcel that was made. */
export interface ParcelOutcome {
  readonly name: string;
  readonly sizeBytes: number;
  /** When the parcel was taken that it replaced. */
  readonly replacedAt: string | null;
  /** The complete parcel of the same name that stays. */
  readonly kept: string | null;
}

/** A file changed less than this before the older parcel began may have changed again without a trace. */
const TRUST_NS = 2_000_000_000n;
/** Not worth a word in a list: whoever keeps photographs beside backups knows. */
const STRANGERS: ReadonlySet<string> = new Set(["PARCEL_NOT_ZIP", "PARCEL_FOREIGN"]);

/** What lies under a name. */
type Occupant =
  | { readonly kind: "none" }
  | { readonly kind: "ours"; readonly head: ParcelHead }
  | { readonly kind: "app" | "foreign" | "broken" };

export class Shelf implements Store {
  readonly kind = "shelf";
  readonly #options: ShelfOptions;
  #outcome: ParcelOutcome | null = null;

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  /** What became of the last parcel that was made here. */
  get outcome(): ParcelOutcome | null {
    return this.#outcome;
  }

  async *list(context: RunContext): AsyncIterable<Snapshot> {
    const { place, app } = this.#options;
    for await (const object of place.list("", context, "here")) {
      let head: ParcelHead;
      try {
        head = await this.#headOf(object, context);
      } catch (thrown) {
        if (!(thrown instanceof FivefoldError) || isOfPlace(thrown)) throw thrown;
        const isParcel = this.#hasParcelName(object.key);
        if (isParcel && !STRANGERS.has(thrown.code) && thrown.code !== "OBJECT_MISSING") {
          const { code, facts } = thrown;
          context.report({ kind: "finding", finding: { code, part: null, path: null, facts } });
        }
        continue;
      }
      if (app === null || head.app.id === app.id) yield snapshotOf(object, head);
    }
  }

  async open(id: SnapshotId, context: RunContext): Promise<SnapshotReader> {
    const object = await this.#find(id, context);
    const { app, passwords, keys, threads } = this.#options;
    const bytes = this.#bytesOf(object, context);
    const release = (): void => close(bytes);
    const reading = { id, app, passwords, keys, threads, release };
    return await ParcelReader.open(bytes, reading, context).catch(failing(release));
  }

  async begin(draft: Draft, context: RunContext): Promise<SnapshotWriter> {
    const { making } = this.#options;
    if (making === null)
      throw new FivefoldError("INTERNAL", { message: "this shelf is read only" });
    this.#outcome = null;
    const name = parcelName(making.naming, { atMs: draft.takenAtMs, ...making });
    await this.#requireFree(name, context);
    const former = await this.#former(draft.parent, context);
    const target = await this.#target(name, context).catch(async (thrown: unknown) => {
      await former?.release();
      throw thrown;
    });
    try {
      return await ParcelWriter.begin(making, target, former, draft, context);
    } catch (thrown) {
      await former?.release();
      await target.release();
      throw thrown;
    }
  }

  async forget(ids: readonly SnapshotId[], context: RunContext): Promise<void> {
    for (const id of ids) {
      context.signal.throwIfAborted();
      const occupant = await this.#occupant(id, context);
      if (occupant.kind === "none") throw new FivefoldError("SNAPSHOT_MISSING", { snapshot: id });
      if (occupant.kind !== "ours")
        throw new FivefoldError("PARCEL_EXISTS", { path: this.#label(id), what: occupant.kind });
      await this.#options.place.remove(id, context);
    }
  }

  // ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #bytesOf({ key, sizeBytes }: ObjectInfo, context: RunContext): RandomBytes {
    const { place } = this.#options;
    if (!isLocal(place)) return placeBytes(place, key, sizeBytes, context);
    try {
      return new FileBytes(place.localPath(key));
    } catch (thrown) {
      const code = systemCode(thrown);
      if (code === null) throw thrown;
      const facts = { place: place.label, key, what: code };
      const error = code === "ENOENT" ? "OBJECT_MISSING" : "OBJECT_UNREADABLE";
      throw new FivefoldError(error, facts, { cause: thrown });
    }
  }

  async #headOf(object: ObjectInfo, context: RunContext): Promise<ParcelHead> {
    const bytes = this.#bytesOf(object, context);
    try {
      return await readHeadOf(bytes);
    } finally {
      close(bytes);
    }
  }

  async #find(id: SnapshotId, context: RunContext): Promise<ObjectInfo> {
    // whatever word was typed comes here, and only the name of a file in this very folder can be one
    const isName = id !== "" && !/^\.{1,2}$|[/\\\0]/.test(id);
    const object = isName ? await this.#options.place.find(id, context) : null;
    if (object === null) throw new FivefoldError("SNAPSHOT_MISSING", { snapshot: id });
    return object;
  }

  async #occupant(name: string, context: RunContext): Promise<Occupant> {
    try {
      const head = await this.#headOf(await this.#find(name as SnapshotId, context), context);
      const { app } = this.#options;
      return app !== null && head.app.id === app.id ? { kind: "ours", head } : { kind: "app" };
    } catch (thrown) {
      if (!(thrown instanceof FivefoldError) || isOfPlace(thrown)) throw thrown;
      if (thrown.code === "SNAPSHOT_MISSING" || thrown.code === "OBJECT_MISSING")
        return { kind: "none" };
      return { kind: STRANGERS.has(thrown.code) ? "foreign" : "broken" };
    }
  }

  #hasParcelName(key: string): boolean {
    const extension = this.#options.making?.extension ?? ZIP_EXTENSION;
    const folded = key.toLowerCase();
    return [extension, ZIP_EXTENSION].some((each) => folded.endsWith(each.toLowerCase()));
  }

  #label(name: string): string {
    const { place } = this.#options;
    return isLocal(place) ? place.localPath(name) : `${place.label}/${name}`;
  }

  // ── making ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Names that people chose are told at once when they are taken; those that may be replaced, when they are not ours. */
  async #requireFree(name: string, context: RunContext): Promise<void> {
    const kind = this.#options.making?.naming.kind;
    if (kind === "moment") return;
    const occupant = await this.#occupant(name, context);
    if (occupant.kind === "none" || occupant.kind === "broken") return;
    const what = occupant.kind === "ours" ? "taken" : occupant.kind;
    if (kind === "chosen" || occupant.kind !== "ours")
      throw new FivefoldError("PARCEL_EXISTS", { path: this.#label(name), what });
  }

  async #former(parent: SnapshotId | null, context: RunContext): Promise<Former | null> {
    const { place, making } = this.#options;
    if (parent === null || !isLocal(place) || making === null) return null;
    let reader: SnapshotReader;
    try {
      reader = await this.open(parent, context);
    } catch (thrown) {
      // an older parcel only saves time
      if (!(thrown instanceof FivefoldError) || thrown.code === "CANCELLED") throw thrown;
      return null;
    }
    const release = async (): Promise<void> => await reader[Symbol.asyncDispose]();
    const { parts, takenAt } = reader.manifest;
    const trustedBeforeNs = BigInt(Date.parse(takenAt)) * 1_000_000n - TRUST_NS;
    try {
      const zip =
        reader instanceof ParcelReader && reader.head.form === making.form
          ? await reader.previous(place.localPath(parent), trustedBeforeNs, making.password)
          : null;
      // without the bytes at hand, what is known of a part only tempts to copy them
      return zip === null ? (await release(), null) : { parts, zip, release };
    } catch (thrown) {
      await release();
      if (!(thrown instanceof FivefoldError) || thrown.code === "CANCELLED") throw thrown;
      return null;
    }
  }

  async #target(name: string, context: RunContext): Promise<ParcelTarget> {
    const { place, scratch } = this.#options;
    const folder = mkdtempSync(join(scratch, "parcel-"));
    const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
    const draft = isLocal(place) ? await place.draft(context).catch(failing(removeFolder)) : null;
    const path = draft?.path ?? join(folder, "parcel");
    const store = async (key: string, mayReplace: boolean): Promise<void> => {
      if (draft !== null) await draft.commit(key, mayReplace);
      else await place.put(key, contentOfFile(path), context);
    };
    return {
      path,
      innerPath: join(folder, "part"),
      hiddenPath: join(folder, "hidden"),
      finish: (head) => this.#finish(name, head, path, store, context),
      release: async () => {
        await draft?.[Symbol.asyncDispose]();
        removeFolder();
      },
    };
  }

  async #finish(
    wanted: string,
    head: ParcelHead,
    path: string,
    store: (key: string, mayReplace: boolean) => Promise<void>,
    context: RunContext,
  ): Promise<Snapshot> {
    const { making } = this.#options;
    const extension = making?.extension ?? ZIP_EXTENSION;
    const sizeBytes = statSync(path).size;
    const isRenewed = making?.naming.kind === "weekday" || making?.naming.kind === "daily";
    let kept: string | null = null;
    let base = wanted;
    if (!head.isComplete) {
      base = incompleteName(wanted, extension);
      const occupant = await this.#occupant(wanted, context);
      if (occupant.kind === "ours" && occupant.head.isComplete) kept = wanted;
    }
    for (;;) {
      let name = base;
      const occupant = await this.#occupant(name, context);
      const isReplaced =
        isRenewed && occupant.kind === "ours" && (head.isComplete || !occupant.head.isComplete);
      if (occupant.kind !== "none" && !isReplaced) {
        name = await this.#freeName(base, extension, context);
      }
      try {
        await store(name, isReplaced);
      } catch (thrown) {
        // somebody took the name at this very moment
        if (thrown instanceof FivefoldError && thrown.code === "OBJECT_EXISTS") continue;
        throw thrown;
      }
      if (isRenewed && head.isComplete)
        await this.#forgetOlder(incompleteName(wanted, extension), head, context);
      const replacedAt = isReplaced && occupant.kind === "ours" ? occupant.head.takenAt : null;
      this.#outcome = { name, sizeBytes, replacedAt, kept };
      return snapshotOf({ key: name, sizeBytes }, head);
    }
  }

  /**
   * Removes the incomplete parcel that lay beside, once there is a complete one of the same that is newer. The new one is
   * there and good, whatever comes of this: what cannot be removed now goes after the next.
   */
  async #forgetOlder(name: string, newer: ParcelHead, context: RunContext): Promise<void> {
    try {
      const beside = await this.#occupant(name, context);
      if (beside.kind !== "ours" || beside.head.isComplete) return;
      const { scope, takenAt } = beside.head;
      if (scope === newer.scope && takenAt <= newer.takenAt)
        await this.#options.place.remove(name, context);
    } catch (thrown) {
      if (!(thrown instanceof FivefoldError)) throw thrown;
    }
  }

  async #freeName(name: string, extension: string, context: RunContext): Promise<string> {
    const taken = new Set<string>();
    for await (const { key } of this.#options.place.list("", context, "here")) {
      taken.add(idKey(key));
    }
    return freeName(name, extension, (each) => taken.has(idKey(each)));
  }
}

/** Runs `deed` before what was thrown goes on. */
function failing(deed: () => void): (thrown: unknown) => never {
  return (thrown) => {
    deed();
    throw thrown;
  };
}

/** Trouble with the place itself, which no other file would be spared. */
function isOfPlace({ code }: FivefoldError): boolean {
  return code.startsWith("PLACE_") || code === "CANCELLED";
}

function close(bytes: RandomBytes): void {
  if (bytes instanceof FileBytes) bytes[Symbol.dispose]();
}

function contentOfFile(path: string): Content {
  return { sizeBytes: statSync(path).size, bytes: () => createReadStream(path) };
}

function snapshotOf({ key }: ObjectInfo, head: ParcelHead): Snapshot {
  return {
    id: key as SnapshotId,
    appId: head.app.id,
    takenAt: head.takenAt,
    scope: head.scope,
    reason: head.reason,
    isComplete: head.isComplete,
    host: "",
    paths: ["/"],
    tags: head.job === undefined ? [] : [jobTag(head.job)],
    sizeBytes: null,
  };
}
