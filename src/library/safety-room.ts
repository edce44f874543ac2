/** The room that the copy of the state before a restore may take, where it will be kept. */

import { stat, statfs } from "node:fs/promises";
import path from "node:path";
import type { RestorePlan } from "../engine/restore-plan.ts";
import { systemCode } from "../model/error.ts";
import type { Spot } from "./vaults.ts";

export interface SafetyRoom {
  /** By name or folder. */
  readonly place: string;
  readonly device: string;
  /** A folder on that device, for messages. */
  readonly folder: string;
  /** An upper estimate: what is stored already, or can be packed, takes less. */
  readonly neededBytes: number;
  /** What is free there once everything is staged. */
  readonly freeBytes: number;
}

/**
 * Estimates it. `isSameStore`: the snapshot lies there, so that what has not changed since is stored already.
 *
 * `null`: the place is not there, and nothing can be said.
 */
export async function safetyRoomOf(
  { parts, rooms }: RestorePlan,
  spot: Spot,
  isSameStore: boolean,
): Promise<SafetyRoom | null> {
  const folder = await nearestExisting(spot.config.path);
  if (folder === null || (folder !== spot.config.path && !spot.mayCreate)) return null;
  const device = String((await stat(folder, { bigint: true })).dev);
  const { bavail, bsize } = await statfs(folder);
  const needed = parts.map(({ record, difference }) => {
    if (difference === null) return record.sizeBytes;
    return isSameStore ? difference.unsavedBytes : difference.liveBytes;
  });
  const staged = rooms.find((room) => room.device === device)?.neededBytes ?? 0;
  return {
    place: spot.name,
    device,
    folder,
    neededBytes: needed.reduce((sum, bytes) => sum + bytes, 0),
    freeBytes: Math.max(0, bavail * bsize - staged),
  };
}

async function nearestExisting(folder: string): Promise<string | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      await stat(at);
      return at;
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
      if (at === path.dirname(at)) return null;
    }
  }
}
