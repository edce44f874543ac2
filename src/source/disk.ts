/** Every step that changes the file system during a swap, so that a test can let each of them fail. */

import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../model/error.ts";
import type { Libc } from "./libc.ts";
import type { Metadata } from "./metadata.ts";
import { applyMetadata } from "./metadata.ts";
import { readNames, systemPath } from "./walk.ts";

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
        if (systemCode(error) !== "EACCES" || !renameReadOnlyFolder(from, to)) throw error;
      }
    },
    async makeFolder(path) {
      mkdirSync(systemPath(path), { mode: 0o700 });
    },
    async removeFolder(path) {
      rmdirSync(systemPath(path));
    },
    async removeFile(path) {
      unlinkSync(systemPath(path));
    },
    async removeTree(path) {
      try {
        await rm(systemPath(path), { recursive: true, force: true });
      } catch (error) {
        if (systemCode(error) !== "EACCES" && systemCode(error) !== "EPERM") throw error;
        openFolders(path);
        rmSync(systemPath(path), { recursive: true, force: true });
      }
    },
    async writeFile(path, text) {
      const temporary = systemPath(`${path}.part`);
      writeFileSync(temporary, text, { mode: 0o600, flush: true });
      renameSync(temporary, systemPath(path));
    },
    async syncFolder(path) {
      syncFolder(path);
    },
    async setMetadata(path, metadata) {
      applyMetadata(path, metadata, libc);
    },
  };
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

/** A folder without the right to write keeps its names: the owner gives that right first. */
function openFolders(path: string): void {
  const stat = lstatSync(systemPath(path), { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) return;
  chmodSync(systemPath(path), 0o700);
  for (const name of readNames(systemPath(path))) openFolders(join(path, name));
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
