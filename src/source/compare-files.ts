/**
 * Compares a tree of files as it is now with one in a snapshot: both streams are walked in step, in their common order.
 *
 * Nothing is read but metadata, and however many files there are, only a batch of each stream and a few names are held.
 */

import type { FileChanges, FilesDifference } from "../model/difference.ts";
import { MOST_PATHS } from "../model/difference.ts";
import type { Entries, Entry } from "../model/entry.ts";
import { compareNames } from "../model/entry.ts";

/** `then` is what the snapshot has of what a restore would write; what is left out on both sides is in neither. */
export async function compareFiles(
  now: Entries,
  then: Entries,
): Promise<Omit<FilesDifference, "findings">> {
  const [added, changed, removed] = [new Changes(), new Changes(), new Changes()];
  let unchangedCount = 0;
  let liveBytes = 0;
  let unsavedBytes = 0;
  await using live = new Cursor(now);
  await using kept = new Cursor(then);
  for (;;) {
    if (live.isSpent) await live.fill();
    if (kept.isSpent) await kept.fill();
    const { entry: here } = live;
    const { entry: there } = kept;
    if (here === null && there === null) break;
    const order = here === null ? 1 : there === null ? -1 : comparePaths(here.path, there.path);
    if (here !== null && order <= 0) liveBytes += bytesOf(here);
    if (here !== null && there !== null && order === 0 && here.kind === there.kind) {
      if (here.kind !== "directory" && !isSame(here, there)) {
        changed.add(there);
        unsavedBytes += bytesOf(here);
      } else if (here.kind !== "directory") unchangedCount++;
    } else {
      if (here !== null && order <= 0) {
        removed.add(here);
        unsavedBytes += bytesOf(here);
      }
      if (there !== null && order >= 0) added.add(there);
    }
    if (order <= 0) live.take();
    if (order >= 0) kept.take();
  }
  const changes = { added: added.all(), changed: changed.all(), removed: removed.all() };
  return { kind: "files", ...changes, unchangedCount, liveBytes, unsavedBytes };
}

class Changes {
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

/** Waits once a batch, not once an entry. */
class Cursor implements AsyncDisposable {
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

function bytesOf(entry: Entry): number {
  return entry.kind === "file" ? (entry.sizeBytes ?? 0) : 0;
}

function isSame(here: Entry, there: Entry): boolean {
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
