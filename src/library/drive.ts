/**
 * On which drives a folder lies. Two partitions of one disk fail together, and so do the disks of one array: they are told as
 * what they stand on. Drives of another computer are told by its name.
 */

import { readFile, readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { systemCode } from "../model/error.ts";

/** Names of drives, in order; `null` where they cannot be told. */
export type Drives = readonly string[] | null;

/** A mounted file system. */
export interface Mount {
  readonly at: string;
  readonly source: string;
  readonly type: string;
}

/** What stands in a set for drives that cannot be told apart. */
const UNKNOWN = "?";
/** File systems whose source begins with the name of the computer that keeps them. */
const OF_HOST = /^(?:nfs4?|cifs|smb3|smbfs|fuse\.sshfs|davfs)$/;

/**
 * @param folder absolute, and there; otherwise nothing can be told
 * @param root what Linux's own files are read under; "/" but in tests
 */
export async function drivesOf(folder: string, root = "/"): Promise<Drives> {
  try {
    const { dev } = await stat(folder, { bigint: true });
    // Elsewhere the number of the file system has to do.
    if (process.platform !== "linux") return [String(dev)];
    return (await blockDrives(numberOf(dev), root)) ?? (await mountedDrives(folder, root));
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
}

/** All drives of several folders; those that cannot be told are one. */
export async function allDrives(folders: readonly string[]): Promise<ReadonlySet<string>> {
  const all = await Promise.all(folders.map(async (each) => (await drivesOf(each)) ?? [UNKNOWN]));
  return new Set(all.flat());
}

/** Whether what lies on `drives` may fail together with what lies on `others`. */
export function sharesDrive(drives: Drives, others: ReadonlySet<string>): boolean {
  return (drives ?? [UNKNOWN]).some((each) => others.has(each));
}

/** As the kernel names devices, "8:17": the two halves of the number as the C library's `makedev` puts them together. */
function numberOf(dev: bigint): string {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn);
  return `${major}:${minor}`;
}

/** `null`: no block device of this system. */
async function blockDrives(number: string, root: string): Promise<Drives> {
  let at: string;
  try {
    at = await realpath(path.join(root, "sys/dev/block", number));
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
  return await drivesUnder(at, root);
}

/** `at`: the folder in /sys of a disk, a partition, or of what stands on others (LVM, RAID, an encrypted disk, a file). */
async function drivesUnder(at: string, root: string): Promise<readonly string[]> {
  if ((await textIn(path.join(at, "partition"))) !== null)
    return await drivesUnder(path.dirname(at), root);
  const below = await namesIn(path.join(at, "slaves"));
  if (below.length > 0) {
    const folders = below.map(async (each) => await realpath(path.join(at, "slaves", each)));
    const all = await Promise.all(
      (await Promise.all(folders)).map(async (each) => await drivesUnder(each, root)),
    );
    return [...new Set(all.flat())].toSorted();
  }
  const file = (await textIn(path.join(at, "loop/backing_file")))?.trimEnd();
  const beneath = file === undefined ? null : await drivesOf(file, root);
  return beneath ?? [path.basename(at)];
}

/** Of file systems that have no block device of their own: what they were mounted from. */
async function mountedDrives(folder: string, root: string): Promise<Drives> {
  const mounts = mountsIn((await textIn(path.join(root, "proc/self/mountinfo"))) ?? "");
  const place = await realpath(folder);
  const [mount] = mounts
    .filter(({ at }) => at === "/" || place === at || place.startsWith(`${at}/`))
    // of several at one place the last one hides the others
    .toReversed()
    .toSorted((one, other) => other.at.length - one.at.length);
  return mount === undefined ? null : await sourceDrives(mount, root);
}

/** The drives of a mount's source. */
export async function sourceDrives(
  { source, type }: { readonly source: string; readonly type: string },
  root: string,
): Promise<Drives> {
  if (source.startsWith("/dev/")) {
    const { rdev } = await stat(path.join(root, source), { bigint: true });
    return await blockDrives(numberOf(rdev), root);
  }
  if (!OF_HOST.test(type)) return null;
  const [, host] =
    /^(?:https?:)?\/\/([^/\\:]+)/.exec(source) ?? /^(?:[^@/]*@)?([^:/]+):/.exec(source) ?? [];
  return host === undefined ? null : [`//${host.toLowerCase()}`];
}

/** The mounts of /proc/self/mountinfo; octal escapes are undone. */
export function mountsIn(text: string): readonly Mount[] {
  return text.split("\n").flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ", 2);
    const at = before.split(" ")[4];
    const [type, source] = after.split(" ");
    if (at === undefined || type === undefined || source === undefined) return [];
    return [{ at: unescaped(at), source: unescaped(source), type }];
  });
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

async function textIn(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return [];
  }
}
