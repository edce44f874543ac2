/** How places and records stand, for whoever looks: quick, without a key, whatever is gone. */

import { readFile, stat, statfs } from "node:fs/promises";
import path from "node:path";
import type { FoundSeat } from "../app/seat.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { RunRecord } from "../model/run.ts";
import { allDrives, drivesOf, sharesDrive } from "./drive.ts";
import type { Watch } from "./given.ts";
import { contextOf, namesIn, newRun, systemClock } from "./given.ts";
import type { Installation } from "./installation.ts";

/** What can be seen of a place without opening it. */
export interface PlaceSight {
  /** The name in the settings, else the folder: both name it elsewhere. */
  readonly name: string;
  readonly folder: string;
  readonly isDefault: boolean;
  /** "away": a drive that is not connected. */
  readonly kind: "vault" | "shelf" | "empty" | "away";
  readonly freeBytes: number | null;
  /** The drives that it lies on; `null` while it is away, and where they cannot be told. */
  readonly device: string | null;
  /** On a drive that also holds data of the app. */
  readonly isSameDevice: boolean;
  /** Changes whenever the list of its backups does. */
  readonly stamp: string | null;
}

/** The default place first; the home's own folders where they hold backups or nothing else does. */
export async function placeSights(installation: Installation): Promise<readonly PlaceSight[]> {
  const { home, settings } = installation;
  const known = settings.places.map(({ name, config }) => ({ name, folder: config.path }));
  const isKnown = (folder: string): boolean => known.some((each) => each.folder === folder);
  const hasSnapshots = (await namesIn(path.join(home.vault, "snapshots"))).length > 0;
  if (known.length === 0 || (hasSnapshots && !isKnown(home.vault)))
    known.push({ name: home.vault, folder: home.vault });
  if (!isKnown(home.parcels) && (await namesIn(home.parcels)).length > 0)
    known.push({ name: home.parcels, folder: home.parcels });
  const live = await liveDrives(installation);
  const sights: PlaceSight[] = [];
  for (const [at, { name, folder }] of known.entries()) {
    const isOwn = folder === home.vault;
    const kind = await kindOf(installation, folder, isOwn);
    const standing = isOwn ? await nearestFolder(folder) : folder;
    const drives = kind === "away" ? null : await drivesOf(standing);
    sights.push({
      name,
      folder,
      isDefault: at === 0,
      kind,
      freeBytes: kind === "away" ? null : await freeBytesAt(standing),
      device: drives?.join(" ") ?? null,
      isSameDevice: kind !== "away" && sharesDrive(drives, live),
      stamp: kind === "away" ? null : await stampOf(folder, kind),
    });
  }
  return sights;
}

/** The drives that hold data of the app. */
export async function liveDrives({ description }: Installation): Promise<ReadonlySet<string>> {
  const paths = description.parts.map(({ source }) => source.path);
  return await allDrives([description.folder, ...paths]);
}

/** Folders that are written to: those that hold the app's data, and our own. */
export function writtenFolders({ description, home, settings }: Installation): {
  readonly dataFolders: readonly string[];
  readonly ownFolders: readonly string[];
} {
  const parts = [...description.parts, ...(description.tenants?.parts ?? [])];
  const roots = parts.map(({ source }) => {
    // of a tenant's, as far as its path is the same for all
    const [fixed = ""] = source.path.split("{", 1);
    const whole = path.resolve(description.folder, fixed);
    return fixed.endsWith("/") ? whole : path.dirname(whole);
  });
  // what lies in the app's own folder is moved there
  const isInside = (folder: string): boolean =>
    folder === path.dirname(description.folder) ||
    `${folder}/`.startsWith(`${description.folder}/`);
  return {
    dataFolders: [description.folder, ...new Set(roots.filter((each) => !isInside(each)))],
    ownFolders: [home.folder, ...settings.places.map(({ config }) => config.path)],
  };
}

async function kindOf(
  installation: Installation,
  folder: string,
  isOwn: boolean,
): Promise<PlaceSight["kind"]> {
  const names = await namesIn(folder);
  if (names.includes("config") && names.includes("keys")) return "vault";
  const { parcelExtension } = installation.description;
  if (await installation.parcels.isShelf(folder, parcelExtension)) return "shelf";
  return isOwn || (await isThere(folder)) ? "empty" : "away";
}

/** Which of these places are there now; one that is on no list any more is not. */
export async function placesThere(
  { vaults }: Installation,
  places: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
  const there = new Map<string, boolean>();
  for (const place of places) {
    try {
      there.set(place, await isThere(vaults.spot(place).config.path));
    } catch (thrown) {
      if (!(thrown instanceof FivefoldError) || thrown.code !== "PLACE_UNKNOWN") throw thrown;
      there.set(place, false);
    }
  }
  return there;
}

async function stampOf(folder: string, kind: PlaceSight["kind"]): Promise<string | null> {
  const listed = kind === "vault" ? path.join(folder, "snapshots") : folder;
  try {
    const { mtimeMs, ctimeMs, ino } = await stat(listed);
    return `${mtimeMs}:${ctimeMs}:${ino}`;
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
}

/** Whether it is a folder, and one that can be asked for. */
export async function isThere(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return false;
  }
}

/** Of a folder that is still to be made, the one that it will lie in. */
async function nearestFolder(folder: string): Promise<string> {
  for (let at = folder; ; at = path.dirname(at))
    if ((await isThere(at)) || at === path.dirname(at)) return at;
}

async function freeBytesAt(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
}

/** The newest `atMost` records, newest first. */
export async function runRecords(
  { home, catalog }: Installation,
  atMost: number,
): Promise<readonly { readonly record: RunRecord; readonly hasReport: boolean }[]> {
  const { readRuns } = await import("../app/home.ts");
  const { records } = await readRuns(home, atMost, catalog);
  const names = new Set(await namesIn(home.runs));
  return records
    .map((record) => ({ record, hasReport: names.has(`${record.run}.txt`) }))
    .toReversed();
}

/** One run's record, `null` when there is none. */
export async function runRecord(
  { home }: Installation,
  run: string,
): Promise<{ readonly record: RunRecord; readonly hasReport: boolean } | null> {
  const { readRecord } = await import("../app/home.ts");
  const record = await readRecord(home, run);
  if (record === null) return null;
  return { record, hasReport: await isThere(path.join(home.runs, `${run}.txt`)) };
}

/** What people read of a run, `null` without a report. */
export async function reportOf({ home }: Installation, run: string): Promise<string | null> {
  if (!/^[\w-]+$/.test(run)) return null;
  try {
    return await readFile(path.join(home.runs, `${run}.txt`), "utf8");
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
}

/** @throws SEAT_UNREADABLE */
export async function seatOf({ description }: Installation, watch: Watch): Promise<FoundSeat> {
  const { readSeat } = await import("../app/seat.ts");
  return await readSeat(description, contextOf(watch, newRun(systemClock)));
}

/** Whether a restore or an undo was broken off and has not been ended since. */
export async function hasUnfinishedRestore(installation: Installation): Promise<boolean> {
  const { isSettled } = await import("../engine/journal.ts");
  const { restores } = await installation.journal();
  return restores.some((record) => record.state !== "ready" && !isSettled(record));
}
