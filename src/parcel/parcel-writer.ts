/**
 * Writes a snapshot as a parcel: head, explanation, parts, sums, manifest; one file, made under a temporary name.
 *
 * The head says "incomplete" until the last moment. `SHA256SUMS` and the manifest, which names its hash, come last: a file
 * without a manifest is cut off, whoever made it. Credentials in a plain parcel are a zip of their own under the
 * installation's key; a parcel that hides its names is made whole first and then put, as one entry, into another.
 */

import { hash } from "node:crypto";
import { rmSync } from "node:fs";
import type { Entries } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import {
  HEAD_NAME,
  MANIFEST_NAME,
  README_NAME,
  SUMS_NAME,
  headOf,
  manifestOf,
  parcelHeadBytes,
  parcelManifestBytes,
} from "../model/layout.ts";
import type { ParcelForm, ParcelHead } from "../model/layout.ts";
import type { Part, PartId } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import type { Secret } from "../model/secret.ts";
import type { Closing, Draft, PartRecord, Snapshot, StoredPart } from "../model/snapshot.ts";
import type { SnapshotWriter } from "../model/store.ts";
import { CONTENT_NAME } from "./parcel-reader.ts";
import { ZipWriter } from "./zip-writer.ts";
import type { PreviousZip, ZipWriterOptions } from "./zip-writer.ts";

/** What README.txt says depends on these; the words come from whoever knows languages. */
export interface ReadmeFacts {
  readonly appName: string;
  readonly appVersion: string;
  readonly takenAt: string;
  readonly form: ParcelForm;
  readonly credentials: "inner" | "included" | "leftOut";
}

/** How a parcel is made. */
export interface ParcelForming {
  readonly form: ParcelForm;
  /** Of an encrypted or hidden parcel. */
  readonly password: Secret | null;
  /** The installation's own, for credentials in a plain parcel; `null`: there are none to be kept. */
  readonly key: Secret | null;
  /** Names the key or password without telling anything about it; `null` when nothing is encrypted. */
  readonly fingerprint: string | null;
  /** What the explanation says of credentials. */
  readonly credentials: ReadmeFacts["credentials"];
  readonly compression: ZipWriterOptions["compression"];
  readonly level: number;
  readonly readme: (facts: ReadmeFacts) => Uint8Array;
  readonly threads: number;
}

/** Where the parcel is written, and what happens when it is whole. */
export interface ParcelTarget {
  /** None of them exists. The second and third are for what is put into the first. */
  readonly path: string;
  readonly innerPath: string;
  readonly hiddenPath: string;
  /** Takes the finished file; gives the snapshot as it is listed from now on. */
  finish(head: ParcelHead): Promise<Snapshot>;
  release(): Promise<void>;
}

export interface Former {
  readonly parts: readonly PartRecord[];
  /** `null`: nothing of it can be copied as it is stored. */
  readonly zip: PreviousZip | null;
  release(): Promise<void>;
}

export class ParcelWriter implements SnapshotWriter {
  readonly #forming: ParcelForming;
  readonly #target: ParcelTarget;
  readonly #former: Former | null;
  readonly #draft: Draft;
  readonly #context: RunContext;
  readonly #head: ParcelHead;
  readonly #madeNs: bigint;
  readonly #zip: ZipWriter;
  readonly #metadata = new Map<PartId, string>();
  /** Lines of `SHA256SUMS` by part; those of head and explanation come first and are known last. */
  readonly #lines: Uint8Array[] = [];
  #readmeLine: Uint8Array = new Uint8Array(0);

  private constructor(
    forming: ParcelForming,
    target: ParcelTarget,
    former: Former | null,
    draft: Draft,
    context: RunContext,
  ) {
    this.#forming = forming;
    this.#target = target;
    this.#former = former;
    this.#draft = draft;
    this.#context = context;
    this.#madeNs = BigInt(draft.takenAtMs) * 1_000_000n;
    this.#head = {
      ...headOf(draft, forming.fingerprint),
      reason: draft.reason,
      isComplete: false,
      form: forming.form === "hidden" ? "plain" : forming.form,
      ...(typeof draft.job === "string" && { job: draft.job }),
    };
    this.#zip = ZipWriter.create({
      path: forming.form === "hidden" ? target.hiddenPath : target.path,
      threads: forming.threads,
      compression: forming.compression,
      level: forming.level,
      password: forming.form === "encrypted" ? forming.password : null,
      previous: former?.zip ?? null,
      context,
    });
  }

  /** @throws what the disk says */
  static async begin(
    forming: ParcelForming,
    target: ParcelTarget,
    former: Former | null,
    draft: Draft,
    context: RunContext,
  ): Promise<ParcelWriter> {
    const writer = new ParcelWriter(forming, target, former, draft, context);
    try {
      await writer.#writeHead();
    } catch (thrown) {
      await writer.#zip[Symbol.asyncDispose]();
      throw thrown;
    }
    return writer;
  }

  known(part: PartId): PartRecord | null {
    return this.#former?.parts.find(({ id }) => id === part) ?? null;
  }

  async add(part: Part, entries: Entries): Promise<StoredPart> {
    if (part.kind === "credentials" && this.#forming.form === "plain")
      return await this.#addSealed(part, entries);
    const knownVersion = this.known(part.id)?.version ?? null;
    const added = await this.#zip.add(`${part.id}/`, entries, { part: part.id, knownVersion });
    this.#metadata.set(part.id, added.metadataSha256);
    this.#lines.push(...added.lines);
    const { entryCount, sizeBytes, fingerprint } = added;
    return { entryCount, sizeBytes, fingerprint };
  }

  async commit(closing: Closing): Promise<Snapshot> {
    this.#context.report({ kind: "stage", stage: "index", part: null });
    const head: ParcelHead = { ...this.#head, isComplete: closing.findings.length === 0 };
    const headBytes = parcelHeadBytes(head);
    this.#zip.patch(HEAD_NAME, headBytes);
    const headSha256 = hash("sha256", headBytes, "hex");
    const headLine = Buffer.from(`${headSha256}  ${HEAD_NAME}\n`);
    const sums = Buffer.concat([headLine, this.#readmeLine, ...this.#lines]);
    const document = this.#document(true);
    await this.#zip.addBytes(SUMS_NAME, sums, document);
    const manifest = {
      ...manifestOf(head, headSha256, this.#draft, closing),
      sumsSha256: hash("sha256", sums, "hex"),
      metadataSha256: this.#metadata,
    };
    await this.#zip.addBytes(MANIFEST_NAME, parcelManifestBytes(manifest), document);
    this.#context.signal.throwIfAborted();
    await this.#zip.finish();
    if (this.#forming.form === "hidden") await this.#hide(head);
    this.#context.signal.throwIfAborted();
    return await this.#target.finish({ ...head, form: this.#forming.form });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#zip[Symbol.asyncDispose]();
      for (const path of [this.#target.innerPath, this.#target.hiddenPath])
        rmSync(path, { force: true });
    } finally {
      await this.#former?.release();
      await this.#target.release();
    }
  }

  async #writeHead(): Promise<void> {
    const bytes = parcelHeadBytes(this.#head);
    await this.#zip.addBytes(HEAD_NAME, bytes, { ...this.#document(false), isEncrypted: false });
    const { line } = await this.#zip.addBytes(
      README_NAME,
      this.#readme(this.#head.form),
      this.#document(true),
    );
    this.#readmeLine = line;
  }

  #document(isCompressed: boolean): {
    readonly isEncrypted: boolean;
    readonly isCompressed: boolean;
    readonly modifiedNs: bigint;
  } {
    const isEncrypted = this.#forming.form === "encrypted";
    return { isEncrypted, isCompressed, modifiedNs: this.#madeNs };
  }

  #readme(form: ParcelForm): Uint8Array {
    const { name, version } = this.#draft.app;
    const { credentials, readme } = this.#forming;
    const { takenAt } = this.#head;
    return readme({ appName: name, appVersion: version, takenAt, form, credentials });
  }

  /** Credentials never lie open: a zip of their own under the installation's key. */
  async #addSealed(part: Part, entries: Entries): Promise<StoredPart> {
    const { key, threads, level } = this.#forming;
    if (key === null) throw new FivefoldError("INTERNAL", { message: "no key for credentials" });
    const { innerPath } = this.#target;
    rmSync(innerPath, { force: true });
    await using inner = ZipWriter.create({
      path: innerPath,
      threads: Math.min(threads, 1),
      compression: "deflate",
      level,
      password: key,
      previous: null,
      context: this.#context,
    });
    const added = await inner.add("", entries, { part: part.id, knownVersion: null });
    await inner.finish();
    const { line } = await this.#zip.addFile(`${part.id}.zip`, innerPath, {
      isEncrypted: false,
      modifiedNs: this.#madeNs,
    });
    rmSync(innerPath, { force: true });
    this.#metadata.set(part.id, added.metadataSha256);
    this.#lines.push(line);
    // the root has no entry in a zip of its own
    const entryCount = added.entryCount + 1;
    return { entryCount, sizeBytes: added.sizeBytes, fingerprint: hash("sha256", line, "hex") };
  }

  /** Puts the finished parcel as one encrypted entry into another. */
  async #hide(head: ParcelHead): Promise<void> {
    const { password, threads } = this.#forming;
    const { path, hiddenPath } = this.#target;
    await using outer = ZipWriter.create({
      path,
      threads,
      compression: "none",
      level: 1,
      password,
      previous: null,
      context: this.#context,
    });
    const plain = { isEncrypted: false, modifiedNs: this.#madeNs };
    const outerHead = parcelHeadBytes({ ...head, form: "hidden" });
    await outer.addBytes(HEAD_NAME, outerHead, { ...plain, isCompressed: false });
    await outer.addBytes(README_NAME, this.#readme("hidden"), { ...plain, isCompressed: true });
    await outer.addFile(CONTENT_NAME, hiddenPath, { isEncrypted: true, modifiedNs: this.#madeNs });
    await outer.finish();
    rmSync(hiddenPath, { force: true });
  }
}
