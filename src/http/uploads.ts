/**
 * Backup files that are sent in pieces: each says from which byte on, so that a cut line goes on where it was cut. At the
 * end the hash of the whole is compared.
 */

import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, readdir, rm, stat, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { z } from "zod";
import { FivefoldError, systemCode } from "../model/error.ts";
import { unsafeName } from "../model/part.ts";

const UPLOAD = z.object({ name: z.string(), sizeBytes: z.number() });

export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** How much has arrived. */
  readonly offset: number;
}

/** Room that stays free for everything else. */
const RESERVE_BYTES = 256 * 1024 * 1024;
const KEPT_MS = 24 * 60 * 60_000;
const ID = /^[0-9a-f]{32}$/;

export class Uploads {
  readonly #folder: () => string;
  readonly #nowMs: () => number;
  /** Pieces that are being written, one of each upload. */
  readonly #writing = new Map<string, { readonly piece: Readable; readonly over: Promise<void> }>();

  /** `folder`: where they lie; each in a folder of its own. */
  constructor(folder: () => string, nowMs: () => number) {
    this.#folder = folder;
    this.#nowMs = nowMs;
  }

  /** @throws SPACE_SHORT, PARCEL_NAME_WRONG */
  async announce(name: string, sizeBytes: number): Promise<Upload> {
    const reason = unsafeName(name);
    if (reason !== null) throw new FivefoldError("PARCEL_NAME_WRONG", { name, what: reason });
    const folder = this.#folder();
    await this.sweep();
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(folder);
    const freeBytes = Math.max(0, bavail * bsize - RESERVE_BYTES);
    if (sizeBytes > freeBytes)
      throw new FivefoldError("SPACE_SHORT", { path: folder, neededBytes: sizeBytes, freeBytes });
    const id = randomBytes(16).toString("hex");
    const own = path.join(folder, id);
    await mkdir(own, { mode: 0o700 });
    await writeFile(path.join(own, "upload.json"), JSON.stringify({ name, sizeBytes }), {
      mode: 0o600,
    });
    await writeFile(path.join(own, name), "", { mode: 0o600 });
    return { id, name, sizeBytes, offset: 0 };
  }

  /** @throws UPLOAD_UNKNOWN */
  async find(id: string): Promise<Upload> {
    const { name, sizeBytes } = await this.#announced(id);
    try {
      const { size } = await stat(this.#file(id, name));
      return { id, name, sizeBytes, offset: size };
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
      throw unknownUpload(id, thrown);
    }
  }

  /**
   * Puts a piece behind what has arrived; what came of a piece that is cut stays. A piece that begins earlier is taken from
   * where it says something new. One that is still being written is given up: whoever sends again has lost its line.
   *
   * @throws UPLOAD_UNKNOWN, REQUEST_WRONG when it begins behind what has arrived or ends behind the announced size;
   *   SPACE_SHORT, CANCELLED
   */
  async write(id: string, offset: number, piece: Readable): Promise<Upload> {
    const earlier = this.#writing.get(id);
    const { promise: over, resolve } = Promise.withResolvers<void>();
    this.#writing.set(id, { piece, over });
    try {
      earlier?.piece.destroy();
      await earlier?.over;
      return await this.#append(await this.find(id), offset, piece);
    } finally {
      resolve();
      if (this.#writing.get(id)?.piece === piece) this.#writing.delete(id);
    }
  }

  async #append(before: Upload, offset: number, piece: Readable): Promise<Upload> {
    if (offset > before.offset || offset < 0)
      throw new FivefoldError("REQUEST_WRONG", { at: "offset", message: String(before.offset) });
    let skip = before.offset - offset;
    let at = before.offset;
    await using handle = await open(this.#file(before.id, before.name), "r+");
    try {
      for await (const bytes of piece as AsyncIterable<Buffer>) {
        const fresh = bytes.subarray(Math.min(skip, bytes.length));
        skip -= bytes.length - fresh.length;
        if (at + fresh.length > before.sizeBytes)
          throw new FivefoldError("REQUEST_WRONG", {
            at: "size",
            message: String(before.sizeBytes),
          });
        for (let done = 0; done < fresh.length;) {
          const { bytesWritten } = await handle.write(fresh, done, fresh.length - done, at);
          done += bytesWritten;
          at += bytesWritten;
        }
      }
    } catch (thrown) {
      if (thrown instanceof FivefoldError) throw thrown;
      const code = systemCode(thrown);
      if (code === "ENOSPC" || code === "EDQUOT")
        throw new FivefoldError("SPACE_SHORT", { path: this.#folder() }, { cause: thrown });
      // The line was cut: what had come stays.
      if (piece.destroyed) throw new FivefoldError("CANCELLED", {}, { cause: thrown });
      throw thrown;
    }
    return { ...before, offset: at };
  }

  /** Compares what arrived; what is not what was sent is removed. @throws UPLOAD_UNKNOWN, UPLOAD_DIFFERENT, REQUEST_WRONG */
  async finish(id: string, sha256: string): Promise<string> {
    const { name, sizeBytes, offset } = await this.find(id);
    if (offset < sizeBytes)
      throw new FivefoldError("REQUEST_WRONG", { at: "offset", message: String(offset) });
    const file = this.#file(id, name);
    const hash = createHash("sha256");
    for await (const bytes of createReadStream(file) as AsyncIterable<Buffer>) hash.update(bytes);
    if (hash.digest("hex") === sha256) return file;
    await this.remove(id);
    throw new FivefoldError("UPLOAD_DIFFERENT", { file: name });
  }

  /** The file of an upload that has arrived whole. @throws UPLOAD_UNKNOWN */
  async fileOf(id: string): Promise<string> {
    const { name, sizeBytes, offset } = await this.find(id);
    if (offset < sizeBytes) throw unknownUpload(id);
    return this.#file(id, name);
  }

  /** That there is none is no error. */
  async remove(id: string): Promise<void> {
    if (!ID.test(id)) return;
    await rm(path.join(this.#folder(), id), { recursive: true, force: true });
  }

  /** Removes what nobody went on with for a day. */
  async sweep(): Promise<void> {
    const folder = this.#folder();
    let names: readonly string[];
    try {
      names = await readdir(folder);
    } catch (thrown) {
      if (systemCode(thrown) !== "ENOENT") throw thrown;
      return;
    }
    for (const id of names.filter((each) => ID.test(each))) {
      const { mtimeMs } = await stat(path.join(folder, id));
      const upload = await this.find(id).catch(() => null);
      const touched = upload === null ? null : await stat(this.#file(id, upload.name));
      if (Math.max(mtimeMs, touched?.mtimeMs ?? 0) + KEPT_MS < this.#nowMs()) await this.remove(id);
    }
  }

  async #announced(id: string): Promise<z.output<typeof UPLOAD>> {
    if (!ID.test(id)) throw unknownUpload(id);
    try {
      const text = await readFile(path.join(this.#folder(), id, "upload.json"), "utf8");
      return UPLOAD.parse(JSON.parse(text));
    } catch (thrown) {
      throw unknownUpload(id, thrown);
    }
  }

  #file(id: string, name: string): string {
    return path.join(this.#folder(), id, name);
  }
}

function unknownUpload(id: string, cause?: unknown): FivefoldError {
  return new FivefoldError("UPLOAD_UNKNOWN", { file: id }, { cause });
}
