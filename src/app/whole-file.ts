/**
 * Files of ours that are written whole or not at all: a temporary name, fsync, rename, fsync of the folder.
 *
 * The temporary name has the mark of its process in it, so that what a dead process left can be swept.
 */

import { randomUUID } from "node:crypto";
import { link, open, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import path from "node:path";
import { systemCode } from "../model/error.ts";
import { ownMark, stateOfMark } from "./process-mark.ts";

const TEMPORARY = /^\.(?<mark>\d[\d.a-f]+)\.(?<token>[0-9a-f]{8})\.new$/;

/** Writes the file with the given mode; whoever reads meanwhile, or dies, sees the old one or the new one. */
export async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  await writeAside(file, text, mode, async (temporary) => await rename(temporary, file));
}

/**
 * Writes the file unless it says something else by now than `before`; `null`: it was not there. False: it does, and is as it was.
 *
 * For files that people write with programs of their own, which wait for nobody: the moment between look and rename stays.
 */
export async function writeInstead(
  file: string,
  before: Uint8Array | null,
  text: string,
  mode: number,
): Promise<boolean> {
  return await writeAside(file, text, mode, async (temporary) => {
    const now = await bytesIn(file);
    if (now === null || before === null ? now !== before : !now.equals(before)) return false;
    await rename(temporary, file);
    return true;
  });
}

async function bytesIn(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return null;
    throw cause;
  }
}

/**
 * Writes a file that must not exist yet. False when it does: it is then as it was.
 */
export async function writeOnce(
  file: string,
  content: string | Uint8Array,
  mode: number,
): Promise<boolean> {
  return await writeAside(file, content, mode, async (temporary) => {
    try {
      await link(temporary, file);
    } catch (cause) {
      const code = systemCode(cause) ?? "";
      if (code === "EEXIST") return false;
      // Not every file system has hard links; without them only a look before is possible.
      if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(code)) throw cause;
      if (await exists(file)) return false;
      await rename(temporary, file);
    }
    return true;
  });
}

async function writeAside<Result>(
  file: string,
  content: string | Uint8Array,
  mode: number,
  deed: (temporary: string) => Promise<Result>,
): Promise<Result> {
  const folder = path.dirname(file);
  const name = `.${await ownMark()}.${randomUUID().slice(0, 8)}.new`;
  const temporary = path.join(folder, name);
  try {
    {
      await using handle = await open(temporary, "wx", mode);
      await setMode(handle, mode);
      await handle.writeFile(content);
      await handle.sync();
    }
    const result = await deed(temporary);
    await syncFolder(folder);
    return result;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Whatever the umask is. */
async function setMode(handle: FileHandle, mode: number): Promise<void> {
  try {
    await handle.chmod(mode);
  } catch (cause) {
    // A stick's file system (FAT) knows no owners: who has it reads it, and the file is ours, so it is no lack of rights.
    if (systemCode(cause) !== "EPERM") throw cause;
  }
}

/** Makes names in the folder survive a power cut. Windows cannot open folders and does not need it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  await using handle = await open(folder, "r");
  try {
    await handle.sync();
  } catch (cause) {
    // Some network file systems cannot; the rename is then as lasting as they make it.
    if (!["EINVAL", "ENOTSUP", "EBADF"].includes(systemCode(cause) ?? "")) throw cause;
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return false;
    throw cause;
  }
}

/** Removes what dead processes left half-written in the folder; gives the names. */
export async function sweepHalfWritten(folder: string): Promise<readonly string[]> {
  const swept: string[] = [];
  for (const name of await readdir(folder)) {
    const mark = TEMPORARY.exec(name)?.groups?.["mark"];
    if (mark === undefined || (await stateOfMark(mark)) !== "dead") continue;
    await rm(path.join(folder, name), { force: true });
    swept.push(name);
  }
  return swept;
}
