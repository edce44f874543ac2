/**
 * Two streams of entries walked in step, in their common order, and what is told of files on the way.
 *
 * Nothing is held but a batch of each stream and a few names, however many files there are.
 */

import type { FileChanges } from "./difference.ts";
import { MOST_PATHS } from "./difference.ts";
import type { Entries, Entry } from "./entry.ts";
import { compareNames } from "./entry.ts";

/** Counts files and links of one kind of change, and keeps the first names. */
export class ChangeCount {
  #fileCount = 0;
  #sizeBytes = 0;
  readonly #paths: string[] = [];

  add(entry: Entry): void {
    if (entry.kind === "directory") return;
    this.#fileCount++;
    this.#sizeBytes += bytesOf(entry);
    if (this.#paths.length < MOST_PATHS) this.#paths.push(entry.path);
  }

  all(): FileChanges {
    return { fileCount: this.#fileCount, sizeBytes: this.#sizeBytes, paths: this.#paths };
  }
}

/** Where one of the streams stands. Waits once a batch, not once an entry. */
export class Cursor implements AsyncDisposable {
  readonly #batches: AsyncIterator<readonly Entry[]>;
  #batch: readonly Entry[] = [];
  #at = 0;
  #isAtEnd = false;

  constructor(entries: Entries) {
    this.#batches = entries[Symbol.asyncIterator]();
  }

  get isSpent(): boolean {
    return this.#at >= this.#batch.length && !this.#isAtEnd;
  }

  /** `null`: there is no more. */
  get entry(): Entry | null {
    return this.#batch[this.#at] ?? null;
  }

  take(): void {
    this.#at++;
  }

  async fill(): Promise<void> {
    while (this.isSpent) {
      const next = await this.#batches.next();
      this.#isAtEnd = next.done === true;
      this.#batch = next.done === true ? [] : next.value;
      this.#at = 0;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#batches.return?.();
  }
}

export function bytesOf(entry: Entry): number {
  return entry.kind === "file" ? (entry.sizeBytes ?? 0) : 0;
}

/** As far as metadata tell: no content is read. */
export function isSameEntry(here: Entry, there: Entry): boolean {
  // Links have no mode of their own, and not every system can set their time.
  if (here.kind === "link") return there.kind === "link" && here.target === there.target;
  return (
    here.mode === there.mode &&
    bytesOf(here) === bytesOf(there) &&
    isSameTime(here.modifiedNs, there.modifiedNs)
  );
}

const MICROSECOND_NS = 1000n;
/** FAT keeps every second second, older file systems and network disks every one. */
const COARSE_NS = [1_000_000_000n, 2_000_000_000n];

/** Whether two times may be one that a file system, or the way of setting it, has kept less exactly. */
export function isSameTime(a: bigint, b: bigint): boolean {
  const apartNs = a > b ? a - b : b - a;
  if (apartNs < MICROSECOND_NS) return true;
  return COARSE_NS.some(
    (tickNs) => (a % tickNs === 0n || b % tickNs === 0n) && a / tickNs === b / tickNs,
  );
}

const SLASH = 0x2f;

/** Orders paths as the streams do: depth first, parents first, siblings by their bytes. */
export function comparePaths(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === shorter) return a.length - b.length;
  if (a.charCodeAt(at) === SLASH) return -1;
  if (b.charCodeAt(at) === SLASH) return 1;
  const start = a.lastIndexOf("/", at) + 1;
  return compareNames(nameAt(a, start), nameAt(b, start));
}

function nameAt(path: string, start: number): string {
  const end = path.indexOf("/", start);
  return end < 0 ? path.slice(start) : path.slice(start, end);
}
