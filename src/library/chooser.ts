/**
 * Folders of this computer, for whoever chooses one in a page: drives first, then what lies in a folder. Names and sizes of
 * backup files are told, contents never.
 */

import { constants } from "node:fs";
import { access, lstat, mkdir, readFile, readdir, readlink, stat, statfs } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { FivefoldError, systemCode } from "../model/error.ts";
import { unsafeName } from "../model/part.ts";
import type { Drives, Mount } from "./drive.ts";
import { drivesOf, mountsIn } from "./drive.ts";

export interface SeenFolder {
  readonly name: string;
  readonly path: string;
  /** Of drives: the name that people gave it; `null` without one. */
  readonly label: string | null;
  readonly freeBytes: number | null;
  /** Of drives: what they stand on; `null` of other folders, and where it cannot be told. */
  readonly drives: Drives;
}

export interface FolderSight {
  /** Absolute; `null`: the list of drives. */
  readonly path: string | null;
  readonly parent: string | null;
  readonly isWritable: boolean;
  readonly folders: readonly SeenFolder[];
  /** Newest first. */
  readonly files: readonly {
    readonly name: string;
    readonly path: string;
    readonly sizeBytes: number;
  }[];
  readonly isVault: boolean;
}

const MOST_FOLDERS = 2000;
const MOST_FILES = 200;

/** File systems that hold files of people's. */
const REAL = new Set(
  (
    "ext2 ext3 ext4 xfs btrfs zfs f2fs jfs reiserfs bcachefs vfat exfat ntfs ntfs3 fuseblk hfsplus apfs " +
    "nfs nfs4 cifs smb3 smbfs fuse.sshfs fuse.rclone fuse.mergerfs davfs 9p virtiofs overlay"
  ).split(" "),
);
/** Where the system keeps itself. */
const SYSTEM =
  /^\/(?:boot|proc|sys|dev|run(?!\/media\/)|snap|var\/lib\/(?:docker|containers)|etc)(?:\/|$)/;

/** The mounts that people know as drives, the system's own first; of several at one place the last, which hides the others. */
export function drivesAmong(mounts: readonly Mount[]): readonly Mount[] {
  const byPlace = new Map<string, Mount>();
  for (const mount of mounts) byPlace.set(mount.at, mount);
  return [...byPlace.values()]
    .filter(({ at, type }) => (at === "/" || REAL.has(type)) && !SYSTEM.test(at))
    .toSorted((a, b) => Number(a.at !== "/") - Number(b.at !== "/") || (a.at < b.at ? -1 : 1));
}

/**
 * What lies in a folder; `null`: the drives.
 *
 * @param root what the system's own files are read under; "/" but in tests
 * @throws PLACE_MISSING when it is not there, no folder, or closed to us
 */
export async function lookInto(
  folder: string | null,
  extension: string,
  root = "/",
): Promise<FolderSight> {
  if (folder === null) return await drives(root);
  const place = path.resolve(folder);
  let names: readonly {
    readonly name: string;
    isDirectory(): boolean;
    isSymbolicLink(): boolean;
    isFile(): boolean;
  }[];
  try {
    names = await readdir(place, { withFileTypes: true });
  } catch (thrown) {
    const reason = systemCode(thrown);
    if (reason === null) throw thrown;
    throw new FivefoldError("PLACE_MISSING", { place, reason }, { cause: thrown });
  }
  const folders: SeenFolder[] = [];
  const files: { name: string; path: string; sizeBytes: number; ms: number }[] = [];
  const endings = [".zip", extension.toLowerCase()];
  for (const each of names) {
    const at = path.join(place, each.name);
    if (each.name.startsWith(".")) continue;
    const isFolder = each.isDirectory() || (each.isSymbolicLink() && (await leadsToFolder(at)));
    if (isFolder && folders.length < MOST_FOLDERS) {
      const label = each.isSymbolicLink() ? `→ ${await readlink(at)}` : null;
      folders.push({ name: each.name, path: at, label, freeBytes: null, drives: null });
    } else if (
      each.isFile() &&
      endings.some((ending) => each.name.toLowerCase().endsWith(ending))
    ) {
      const { size, mtimeMs } = await lstat(at);
      files.push({ name: each.name, path: at, sizeBytes: size, ms: mtimeMs });
    }
  }
  const all = new Set(names.map(({ name }) => name));
  const parent = path.dirname(place);
  return {
    path: place,
    parent: parent === place ? null : parent,
    isWritable: await isWritable(place),
    folders: folders.toSorted((a, b) => a.name.localeCompare(b.name)),
    files: files
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, MOST_FILES)
      .map(({ name, path: at, sizeBytes }) => ({ name, path: at, sizeBytes })),
    isVault: all.has("config") && all.has("keys") && all.has("snapshots"),
  };
}

/** Makes a folder and looks into it. @throws TARGET_UNWRITABLE, PARCEL_NAME_WRONG for a name that not every system takes */
export async function makeFolder(
  parent: string,
  name: string,
  extension: string,
): Promise<FolderSight> {
  const reason = unsafeName(name);
  if (reason !== null) throw new FivefoldError("PARCEL_NAME_WRONG", { name, what: reason });
  const folder = path.join(path.resolve(parent), name);
  try {
    await mkdir(folder);
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    if (code !== "EEXIST")
      throw new FivefoldError(
        "TARGET_UNWRITABLE",
        { path: folder, reason: code },
        { cause: thrown },
      );
  }
  return await lookInto(folder, extension);
}

async function drives(root: string): Promise<FolderSight> {
  const found = process.platform === "win32" ? await lettered() : await mounted(root);
  return { path: null, parent: null, isWritable: false, folders: found, files: [], isVault: false };
}

async function mounted(root: string): Promise<readonly SeenFolder[]> {
  let text = "";
  try {
    text = await readFile(path.join(root, "proc/self/mountinfo"), "utf8");
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
  }
  const labels = await labelsUnder(root);
  const mounts = drivesAmong(mountsIn(text));
  const known = mounts.length > 0 ? mounts : [{ at: "/", source: "", type: "" }];
  const all = known.map(({ at, source }) => ({ at, label: labels.get(source) ?? null }));
  const home = homedir();
  // Where people's own folders are is where they look first.
  if (!all.some(({ at }) => at === home)) all.splice(1, 0, { at: home, label: null });
  const folders: SeenFolder[] = [];
  for (const { at, label } of all) {
    const room = await roomAt(path.join(root, at));
    if (room === null) continue;
    const name = at === "/" ? "/" : path.basename(at);
    folders.push({ name, path: at, label, ...room });
  }
  return folders;
}

/** What udev knows as labels: by the device's file. */
async function labelsUnder(root: string): Promise<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>();
  const folder = path.join(root, "dev/disk/by-label");
  try {
    for (const name of await readdir(folder)) {
      const target = path.resolve("/dev/disk/by-label", await readlink(path.join(folder, name)));
      const label = name.replaceAll(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
      labels.set(target, Buffer.from(label, "latin1").toString("utf8"));
    }
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
  }
  return labels;
}

async function lettered(): Promise<readonly SeenFolder[]> {
  const folders: SeenFolder[] = [];
  for (const letter of "CDEFGHIJKLMNOPQRSTUVWXYZAB") {
    const at = `${letter}:\\`;
    const room = await roomAt(at);
    if (room !== null) folders.push({ name: at, path: at, label: null, ...room });
  }
  return folders;
}

async function roomAt(
  at: string,
): Promise<{ readonly freeBytes: number; readonly drives: Drives } | null> {
  try {
    const { bavail, bsize } = await statfs(at);
    return { freeBytes: bavail * bsize, drives: await drivesOf(at) };
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
}

async function leadsToFolder(at: string): Promise<boolean> {
  try {
    return (await stat(at)).isDirectory();
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return false;
  }
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK);
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return false;
  }
}
