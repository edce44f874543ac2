/**
 * Where a part is staged and its old data kept: the aside area (contracts.md section 5).
 *
 * Everything in it is put live by renames, so it must lie on the same volume as what it replaces. The `.fivefold` beside
 * fivefold.yaml is preferred; else one inside the part's root (whose children are then renamed) or beside its file.
 */

import { createHash } from "node:crypto";
import { W_OK } from "node:constants";
import { accessSync, lstatSync, readFileSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { textOfBytes } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { PartId } from "../model/part.ts";
import type { RunId } from "../model/run.ts";
import type { PartRecord } from "../model/snapshot.ts";
import type { Room } from "../model/source.ts";
import { resolveRoot } from "./root.ts";
import { ASIDE_NAME, systemPath } from "./walk.ts";

/**
 * Refuses an aside area that somebody else may have planted: a link, no folder, or (as root) one that belongs neither to
 * root nor to the owner of fivefold.yaml's folder. One that is not there is fine.
 *
 * @throws ASIDE_IMPOSSIBLE with what it is
 */
export function requireTrusted(aside: string, description: string): void {
  const what = distrust(aside, description);
  if (what !== null) throw new FivefoldError("ASIDE_IMPOSSIBLE", { path: aside, what });
}

/** What is wrong with an aside area; `null`: nothing. */
export function distrust(
  aside: string,
  description: string,
  user: number | null = process.geteuid?.() ?? null,
): "link" | "notFolder" | "owner" | null {
  const stat = lstatSync(systemPath(aside), { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (stat.isSymbolicLink()) return "link";
  if (!stat.isDirectory()) return "notFolder";
  if (user !== 0 || stat.uid === 0) return null;
  const folder = statSync(systemPath(resolveRoot(description)), { throwIfNoEntry: false });
  return folder?.uid === stat.uid ? null : "owner";
}

/** What a part's coming back replaces: all in a root, names in a folder, or paths below a root. */
export type Target =
  | { readonly kind: "tree"; readonly root: string }
  | { readonly kind: "paths"; readonly root: string; readonly paths: readonly string[] }
  | { readonly kind: "names"; readonly folder: string; readonly names: readonly string[] };

/** What is renamed where. All paths are absolute and resolved. */
export interface Site {
  /** The folder `.fivefold`. */
  readonly aside: string;
  /** The folder whose members are replaced. */
  readonly live: string;
  /** Which members, in the order in which they are taken away; `null`: all that are the part's. */
  readonly members: readonly string[] | null;
  /** The members are paths below the part's root, `live`, and none lies below another; else they are names. */
  readonly isNarrow?: boolean;
}

/** The folder of one part and run inside the aside area. */
export function areaFolder(aside: string, run: RunId, part: PartId): string {
  return join(aside, run, safeName(part));
}

/** A part's id as one file name; different ids give different names. */
function safeName(id: PartId): string {
  const name = id.replaceAll("%", "%25").replaceAll("/", "%2F");
  if (Buffer.byteLength(name) <= 150) return name;
  return `%${createHash("sha256").update(id).digest("hex")}`;
}

/** The aside areas that may hold what a run staged for a target, the preferred one first. */
export function asideCandidates(target: Target, description: string): string[] {
  const preferred = join(resolveRoot(description), ASIDE_NAME);
  return target.kind === "names"
    ? [preferred, join(target.folder, ASIDE_NAME)]
    : [preferred, join(target.root, ASIDE_NAME), join(dirname(target.root), ASIDE_NAME)];
}

/**
 * Chooses where to stage.
 *
 * @throws ASIDE_IMPOSSIBLE when no folder on the target's volume can be written.
 */
export function chooseSite(
  target: Target,
  description: string,
  mounts: readonly string[] = mountPoints(),
): Site {
  const preferred = join(resolveRoot(description), ASIDE_NAME);
  if (target.kind === "names") {
    const { folder, names } = target;
    if (names.some((name) => mounts.includes(join(folder, name)))) throw impossible(folder);
    if (!isWritable(folder)) throw impossible(folder);
    const site = { live: folder, members: names };
    if (isWritable(preferred) && isSameVolume(preferred, folder, mounts)) {
      return { ...site, aside: preferred };
    }
    return { ...site, aside: join(folder, ASIDE_NAME) };
  }
  if (target.kind === "paths") return chooseNarrowSite(target, preferred, mounts);
  const { root } = target;
  const parent = dirname(root);
  if (
    root !== parent &&
    !mounts.includes(root) &&
    !isInside(preferred, root) &&
    isWritable(parent) &&
    isWritable(preferred) &&
    isSameVolume(preferred, parent, mounts)
  ) {
    return { aside: preferred, live: parent, members: [basename(root)] };
  }
  const hasMountedChild = mounts.some((mount) => mount !== root && dirname(mount) === root);
  if (hasMountedChild || !isWritable(root)) throw impossible(root);
  return { aside: join(root, ASIDE_NAME), live: root, members: null };
}

/** Every folder in which something is exchanged must take renames from the area, which must not lie in what is exchanged. */
function chooseNarrowSite(
  { root, paths }: Extract<Target, { kind: "paths" }>,
  preferred: string,
  mounts: readonly string[],
): Site {
  const folders = new Set(paths.map((path) => nearestExisting(dirname(join(root, path)))));
  for (const path of paths)
    if (mounts.includes(join(root, path))) throw impossible(join(root, path));
  for (const folder of folders) if (!isWritable(folder)) throw impossible(folder);
  const site = { live: root, members: paths, isNarrow: true };
  const reaches = (aside: string): boolean =>
    isWritable(aside) &&
    !paths.some((path) => isInside(aside, join(root, path))) &&
    [...folders].every((folder) => isSameVolume(aside, folder, mounts));
  const aside = [preferred, join(root, ASIDE_NAME)].find(reaches);
  if (aside === undefined) throw impossible(root);
  return { ...site, aside };
}

/** Bytes that a file system spends on an entry beside its content, on average. */
const ENTRY_BYTES = 1024;

/** What staging a part at a site takes and what is there. */
export async function roomAt(site: Site, record: PartRecord): Promise<Room> {
  const folder = nearestExisting(site.aside);
  const { bavail, bsize } = await statfs(systemPath(folder));
  return {
    device: String(deviceOf(folder)),
    folder,
    neededBytes: record.sizeBytes + record.entryCount * ENTRY_BYTES,
    freeBytes: bavail * bsize,
    swaps: site.members === null ? "children" : "root",
  };
}

function impossible(path: string): FivefoldError {
  return new FivefoldError("ASIDE_IMPOSSIBLE", { path });
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Tells whether a folder, or the nearest that exists above it, takes new names. */
function isWritable(folder: string): boolean {
  try {
    const existing = nearestExisting(folder);
    accessSync(systemPath(existing), W_OK);
    return statSync(systemPath(existing)).isDirectory();
  } catch {
    return false; // not there to be written
  }
}

function nearestExisting(path: string): string {
  const stat = lstatSync(systemPath(path), { throwIfNoEntry: false });
  const parent = dirname(path);
  return stat !== undefined || parent === path ? path : nearestExisting(parent);
}

/** Renames work inside one mount only, even where two mounts show the same device. */
function isSameVolume(a: string, b: string, mounts: readonly string[]): boolean {
  const left = nearestExisting(a);
  const right = nearestExisting(b);
  return deviceOf(left) === deviceOf(right) && mountOf(left, mounts) === mountOf(right, mounts);
}

/** Tells whether renames can lead from one to the other; the nearest folders that exist decide. */
export function isOneDevice(a: string, b: string): boolean {
  return deviceOf(nearestExisting(a)) === deviceOf(nearestExisting(b));
}

/** The device of a path that exists. */
export function deviceOf(path: string): bigint {
  return statSync(systemPath(path), { bigint: true }).dev;
}

function mountOf(path: string, mounts: readonly string[]): string {
  let found = "";
  for (const mount of mounts) {
    if (mount.length > found.length && isInside(path, mount)) found = mount;
  }
  return found;
}

/** Every mount point of this process; empty where the system has no list. */
export function mountPoints(): string[] {
  let list: Buffer;
  try {
    list = readFileSync("/proc/self/mountinfo");
  } catch {
    return []; // devices alone must tell volumes apart
  }
  const lines = textOfBytes(list).split("\n");
  return lines.flatMap((line) => {
    const escaped = line.split(" ")[4];
    if (escaped === undefined) return [];
    return escaped.replaceAll(/\\([0-7]{3})/g, (_whole, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 8)),
    );
  });
}
