/** Backup files that runs made for somebody to take: offered under a name that nobody guesses, for a day. */

import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { FivefoldError, systemCode } from "../model/error.ts";

export interface Download {
  readonly file: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

const KEPT_MS = 24 * 60 * 60_000;

export class Downloads {
  /** Where those lie that were made for a download alone; `null` without a home. */
  readonly #folder: () => string | null;
  readonly #nowMs: () => number;
  readonly #offered = new Map<string, { readonly file: string; readonly untilMs: number }>();

  constructor(home: () => string | null, nowMs: () => number) {
    this.#folder = () => {
      const folder = home();
      return folder === null ? null : path.join(folder, "cache", "downloads");
    };
    this.#nowMs = nowMs;
  }

  /** Makes a folder of its own for a file that is only to be downloaded; older ones go. */
  async newFolder(): Promise<string> {
    const folder = this.#folder();
    if (folder === null) throw new FivefoldError("HOME_UNWRITABLE", { path: "", reason: "ENOENT" });
    await this.sweep();
    const made = path.join(folder, randomBytes(8).toString("hex"));
    await mkdir(made, { recursive: true, mode: 0o700 });
    return made;
  }

  /** Gives the id under which a file can be fetched for a day. */
  async offer(file: string): Promise<string> {
    const id = randomBytes(16).toString("hex");
    this.#offered.set(id, { file, untilMs: this.#nowMs() + KEPT_MS });
    return await Promise.resolve(id);
  }

  /** @throws UPLOAD_UNKNOWN */
  async find(id: string): Promise<Download> {
    const offered = this.#offered.get(id);
    const unknown = (cause?: unknown): FivefoldError =>
      new FivefoldError("UPLOAD_UNKNOWN", { file: id }, { cause });
    if (offered === undefined || offered.untilMs < this.#nowMs()) throw unknown();
    try {
      const { size, mtimeMs } = await stat(offered.file);
      const { file } = offered;
      return { file, name: path.basename(file), sizeBytes: size, modifiedMs: mtimeMs };
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
      throw unknown(thrown);
    }
  }

  /** Removes files that were made for downloads and are a day old. */
  async sweep(): Promise<void> {
    const folder = this.#folder();
    if (folder === null) return;
    let names: readonly string[];
    try {
      names = await readdir(folder);
    } catch (thrown) {
      if (systemCode(thrown) !== "ENOENT") throw thrown;
      return;
    }
    for (const name of names) {
      const each = path.join(folder, name);
      const { mtimeMs } = await stat(each);
      if (mtimeMs + KEPT_MS < this.#nowMs()) await rm(each, { recursive: true, force: true });
    }
  }
}
