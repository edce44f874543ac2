/** Opens places by their config; a worker thread opens the same place again from the same plain data. */

import { mkdir } from "node:fs/promises";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Place, PlaceConfig } from "../model/place.ts";
import { FolderPlace } from "./folder.ts";

/** Touches nothing: that a place is missing is told by its first use. */
export function openPlace(config: PlaceConfig): Place {
  return new FolderPlace(config.path);
}

/**
 * Opens a place that may not exist yet, and creates it. Never for a place from the settings: an unplugged drive would
 * become a folder on the system's disk.
 *
 * @throws PLACE_READ_ONLY, PLACE_UNREACHABLE
 */
export async function createPlace(config: PlaceConfig): Promise<Place> {
  try {
    await mkdir(config.path, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    const code = systemCode(thrown);
    const facts = { place: config.path, what: code };
    const isRefused = code === "EROFS" || code === "EACCES" || code === "EPERM";
    throw new FivefoldError(isRefused ? "PLACE_READ_ONLY" : "PLACE_UNREACHABLE", facts, {
      cause: thrown,
    });
  }
  return openPlace(config);
}
