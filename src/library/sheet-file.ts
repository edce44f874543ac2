/**
 * The emergency sheet as a file: on a stick that people take away. It holds the key, so only its owner can read it where the
 * disk knows owners, and nothing that lies there is ever replaced.
 */

import { stat } from "node:fs/promises";
import path from "node:path";
import { writeOnce } from "../app/whole-file.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import { freeName, nearestName } from "../parcel/name.ts";
import { drivesOf, sharesDrive } from "./drive.ts";
import type { Installation } from "./installation.ts";
import { liveDrives } from "./standing.ts";

export interface SavedSheet {
  /** Absolute. */
  readonly path: string;
  /** It lies on a disk that holds data of the app: what destroys that destroys both. */
  readonly isSameDevice: boolean;
}

const EXTENSION = ".pdf";
/** For what no system takes as a name. */
const PLAIN_NAME = "fivefold";
const OWNER_ONLY = 0o600;

/**
 * Writes the sheet into a folder under this name, or under the next free one.
 *
 * @param name without its ending; made legal for every system
 * @throws TARGET_UNWRITABLE
 */
export async function saveSheet(
  installation: Installation,
  folder: string,
  name: string,
  pdf: Uint8Array,
): Promise<SavedSheet> {
  const place = path.resolve(folder);
  const wanted = nearestName(name, EXTENSION) ?? `${PLAIN_NAME}${EXTENSION}`;
  const taken = new Set<string>();
  for (;;) {
    const free = freeName(wanted, EXTENSION, (each) => taken.has(each));
    const file = path.join(place, free);
    if (await written(file, pdf)) return { path: file, ...(await sight(installation, place)) };
    taken.add(free);
  }
}

/**
 * Writes the sheet as this file, or into this folder.
 *
 * @throws OBJECT_EXISTS when the file is there, TARGET_UNWRITABLE
 */
export async function saveSheetAs(
  installation: Installation,
  file: string,
  name: string,
  pdf: Uint8Array,
): Promise<SavedSheet> {
  const target = path.resolve(file);
  if (await isFolder(target)) return await saveSheet(installation, target, name, pdf);
  const place = path.dirname(target);
  if (!(await written(target, pdf)))
    throw new FivefoldError("OBJECT_EXISTS", { key: path.basename(target), place });
  return { path: target, ...(await sight(installation, place)) };
}

async function written(file: string, pdf: Uint8Array): Promise<boolean> {
  try {
    return await writeOnce(file, pdf, OWNER_ONLY);
  } catch (cause) {
    const reason = systemCode(cause);
    if (reason === null) throw asFivefoldError(cause);
    throw new FivefoldError("TARGET_UNWRITABLE", { path: path.dirname(file), reason }, { cause });
  }
}

async function sight(
  installation: Installation,
  folder: string,
): Promise<Pick<SavedSheet, "isSameDevice">> {
  const live = await liveDrives(installation);
  return { isSameDevice: sharesDrive(await drivesOf(folder), live) };
}

async function isFolder(target: string): Promise<boolean> {
  try {
    return (await stat(target)).isDirectory();
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return false;
  }
}
