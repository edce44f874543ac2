/**
 * Collects stored packs and writes index files: at the end, and every two minutes or 40,000 blobs, so that a backup that is
 * killed goes on where it was instead of beginning again.
 */

import type { RunContext } from "../model/run.ts";
import { indexBytes, packText } from "./index-file.ts";
import type { Repository } from "./repository.ts";

const MOST_BLOBS = 40_000;
const LONGEST_MS = 120_000;

export class IndexWriter {
  readonly #repository: Repository;
  readonly #context: RunContext;
  #packs: string[] = [];
  #blobs = 0;
  #since: number;
  /** Index files written by this run. */
  readonly written: string[] = [];

  constructor(repository: Repository, context: RunContext) {
    this.#repository = repository;
    this.#context = context;
    this.#since = context.clock.nowMs();
  }

  /** Takes note of a pack that is stored and will survive a power cut. */
  async add(pack: string, header: Uint8Array): Promise<void> {
    const { text, count } = packText(pack, header);
    this.#packs.push(text);
    this.#blobs += count;
    const isDue = this.#context.clock.nowMs() - this.#since >= LONGEST_MS;
    if (this.#blobs >= MOST_BLOBS || isDue) await this.flush();
  }

  async flush(): Promise<void> {
    const packs = this.#packs;
    this.#packs = [];
    this.#blobs = 0;
    this.#since = this.#context.clock.nowMs();
    if (packs.length === 0) return;
    this.written.push(await this.#repository.write("index", indexBytes(packs), this.#context));
  }
}
