/** Every step that changes the file system during a swap, so that a test can let each of them fail. */

import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Libc } from "./libc.ts";
import type { Metadata } from "./metadata.ts";
import { applyMetadata } from "./metadata.ts";
import { readNames, systemPath } from "./walk.ts";

/** Then other work gets its turn. */
const ENTRIES_AT_ONCE = 1024;

/** Paths are text, with bytes that are not UTF-8 as in `Entry.path`. */
export interface Disk {
  readonly libc: Libc | null;
  rename(from: string, to: string): Promise<void>;
  /** Mode 0700; the parent exists. */
  makeFolder(path: string): Promise<void>;
  /** Of an empty folder. */
  removeFolder(path: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  /** With everything in it, folders that forbid it included; links are not followed. */
  removeTree(path: string): Promise<void>;
  /** Whole or not at all, and on disk. */
  writeFile(path: string, text: string): Promise<void>;
  /** Puts a folder's names on disk. */
  syncFolder(path: string): Promise<void>;
  /** What cannot be set stays as it is. */
  setMetadata(path: string, metadata: Metadata): Promise<void>;
}

/** The real file system. */
export function realDisk(libc: Libc | null): Disk {
  return {
    libc,
    async rename(from, to) {
      try {
        renameSync(systemPath(from), systemPath(to));
      } catch (error) {
        if (systemCode(error) === "EACCES" && renameReadOnlyFolder(from, to)) return;
        throw explained(error, to);
      }
    },
    async makeFolder(path) {
      try {
        mkdirSync(systemPath(path), { mode: 0o700 });
      } catch (error) {
        throw explained(error, path);
      }
    },
    async removeFolder(path) {
      rmdirSync(systemPath(path));
    },
    async removeFile(path) {
      unlinkSync(systemPath(path));
    },
    async removeTree(path) {
      let removed = 0;
      for (const entry of deepestFirst(path)) {
        removeEntry(entry);
        if (++removed % ENTRIES_AT_ONCE === 0) await setImmediate();
      }
    },
    async writeFile(path, text) {
      const temporary = systemPath(`${path}.part`);
      try {
        writeFileSync(temporary, text, { mode: 0o600, flush: true });
        renameSync(temporary, systemPath(path));
      } catch (error) {
        throw explained(error, path);
      }
    },
    async syncFolder(path) {
      syncFolder(path);
    },
    async setMetadata(path, metadata) {
      applyMetadata(path, metadata, libc);
    },
  };
}

/** Too little room is something that people can mend; all else is as the system says it. */
function explained(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code !== "ENOSPC" && code !== "EDQUOT") return error;
  return new FivefoldError("SPACE_SHORT", { path: dirname(path) }, { cause: error });
}

/** A folder that its owner may not write cannot get a new parent: the right is given for that moment. */
function renameReadOnlyFolder(from: string, to: string): boolean {
  const stat = lstatSync(systemPath(from), { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true || (stat.mode & 0o200) !== 0) return false;
  chmodSync(systemPath(from), (stat.mode & 0o7777) | 0o700);
  let place = from;
  try {
    renameSync(systemPath(from), systemPath(to));
    place = to;
  } finally {
    chmodSync(systemPath(place), stat.mode & 0o7777);
  }
  return true;
}

interface Present {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Everything in a tree, folders after what is in them; a folder that forbids it is opened for its owner. */
function* deepestFirst(path: string): Generator<Present> {
  const stat = lstatSync(systemPath(path), { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (stat.isDirectory()) {
    if ((stat.mode & 0o700) !== 0o700) chmodSync(systemPath(path), 0o700);
    for (const name of readNames(systemPath(path))) yield* deepestFirst(join(path, name));
  }
  yield { path, isFolder: stat.isDirectory() };
}

function removeEntry({ path, isFolder }: Present): void {
  try {
    if (isFolder) rmdirSync(systemPath(path));
    else unlinkSync(systemPath(path));
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}

function syncFolder(path: string): void {
  if (process.platform === "win32") return; // folders cannot be opened there
  const descriptor = openSync(systemPath(path), "r");
  try {
    fsyncSync(descriptor);
  } catch (error) {
    // Some network file systems know no fsync of folders.
    if (systemCode(error) !== "EINVAL") throw error;
  } finally {
    closeSync(descriptor);
  }
}
