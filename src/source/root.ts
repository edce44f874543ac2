/** Finds what a part's path really is: the path itself may be a link and is followed, whether or not its end exists. */

import { readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { textOfBytes } from "../model/entry.ts";
import { systemCode } from "../model/error.ts";
import { systemPath } from "./walk.ts";

/** As many as Linux follows. */
const LINK_LIMIT = 40;

/** Gives the absolute path without links; names that do not exist stay as they are. */
export function resolveRoot(path: string): string {
  let current = resolve(path);
  for (let count = 0; count < LINK_LIMIT; count++) {
    const real = tryRealpath(current);
    if (real !== null) return real;
    const parent = dirname(current);
    if (parent === current) return current;
    const settled = join(resolveRoot(parent), basename(current));
    const target = tryReadlink(settled);
    if (target === null) return settled;
    current = resolve(dirname(settled), target);
  }
  return current;
}

function tryRealpath(path: string): string | null {
  try {
    return textOfBytes(realpathSync.native(systemPath(path), { encoding: "buffer" }));
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null; // something on the way is missing
  }
}

function tryReadlink(path: string): string | null {
  try {
    return textOfBytes(readlinkSync(systemPath(path), { encoding: "buffer" }));
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null; // no link
  }
}
