/** Which processes have a part's data open, as far as this system and our rights let us see. Nothing is changed. */

import { closeSync, openSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";
import type { Holder } from "../model/source.ts";
import { textOfBytes } from "../model/entry.ts";
import { systemCode } from "../model/error.ts";
import type { Libc } from "./libc.ts";
import { isOpenHere } from "./sqlite-version.ts";
import { systemPath } from "./walk.ts";

/** Finds processes other than this one with an open file for which `isOurs` holds; empty where there is no /proc. */
export function findHolders(isOurs: (path: string) => boolean): Holder[] {
  const holders: Holder[] = [];
  for (const name of tryList("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const open = tryList(`/proc/${name}/fd`);
    if (open.some((descriptor) => isOurs(tryReadlink(`/proc/${name}/fd/${descriptor}`)))) {
      holders.push({ pid: Number(name), name: processName(Number(name)) });
    }
  }
  return holders;
}

/** Bytes on which SQLite's locks lie: of a database from its pending byte, of a `-shm` file from its first lock. */
const DATABASE_LOCKS = { start: 0x4000_0000, length: 512 };
const SHARED_LOCKS = { start: 120, length: 9 };

/** Finds who holds a lock of SQLite on a database: also a process whose open files we may not list. */
export function findLockOwners(path: string, libc: Libc | null): Holder[] {
  if (libc === null || isOpenHere([path, `${path}-shm`])) return [];
  const owners = [
    lockOwner(path, DATABASE_LOCKS, libc),
    lockOwner(`${path}-shm`, SHARED_LOCKS, libc),
  ];
  return owners.flatMap((pid) => {
    if (pid === null || pid === process.pid) return [];
    return [pid === 0 ? { pid: null, name: "" } : { pid, name: processName(pid) }];
  });
}

/** Each process once. */
export function uniqueHolders(holders: readonly Holder[]): Holder[] {
  const byPid = new Map(holders.map((holder) => [holder.pid, holder]));
  return [...byPid.values()];
}

function lockOwner(
  path: string,
  range: { readonly start: number; readonly length: number },
  libc: Libc,
): number | null {
  let descriptor: number;
  try {
    descriptor = openSync(systemPath(path), "r+");
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null; // missing, or not ours to ask
  }
  try {
    return libc.lockOwner(descriptor, range.start, range.length);
  } finally {
    closeSync(descriptor);
  }
}

function tryList(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // ended meanwhile, somebody else's, or no /proc at all
  }
}

function tryReadlink(path: string): string {
  try {
    return textOfBytes(readlinkSync(path, { encoding: "buffer" }));
  } catch {
    return ""; // closed meanwhile
  }
}

function processName(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return ""; // ended meanwhile
  }
}

/** Tells whether a path lies in a folder but not in an aside area there. */
export function liesIn(path: string, folder: string, asideName: string): boolean {
  if (!path.startsWith(folder.endsWith("/") ? folder : `${folder}/`)) return path === folder;
  for (let at = path; at !== folder && at !== dirname(at); at = dirname(at)) {
    if (at.endsWith(`/${asideName}`)) return false;
  }
  return true;
}
