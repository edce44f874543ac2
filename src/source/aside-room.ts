/** The room that a tree beside the live data takes on its disk. */

import type { Stats } from "node:fs";
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { readNames, systemPath } from "./walk.ts";

/** What `lstat` counts in, on every system. */
const BLOCK_BYTES = 512;
/** Then other work gets its turn. */
const ENTRIES_AT_ONCE = 1024;

/**
 * Sums what the disk would get back if a tree were removed: whole blocks, each hard-linked file once, and not one that
 * has a name outside, too. Links are not followed; what may not be looked into counts as nothing.
 */
export async function bytesOnDisk(root: string): Promise<number> {
  const linked = new Map<string, { readonly sizeBytes: number; missing: number }>();
  let sizeBytes = 0;
  let seen = 0;
  const waiting = [root];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const stat = look(path);
    if (stat === null) continue;
    const its = stat.blocks * BLOCK_BYTES;
    if (stat.isDirectory()) for (const name of namesIn(path)) waiting.push(join(path, name));
    if (stat.isDirectory() || stat.nlink === 1) sizeBytes += its;
    else {
      const id = `${stat.dev} ${stat.ino}`;
      const file = linked.get(id) ?? { sizeBytes: its, missing: stat.nlink };
      file.missing--;
      linked.set(id, file);
    }
    if (++seen % ENTRIES_AT_ONCE === 0) await setImmediate();
  }
  for (const file of linked.values()) if (file.missing === 0) sizeBytes += file.sizeBytes;
  return sizeBytes;
}

function look(path: string): Stats | null {
  try {
    return lstatSync(systemPath(path));
  } catch {
    return null; // gone, or forbidden by the app's own rights
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readNames(systemPath(folder));
  } catch {
    return []; // the app's own rights forbid it
  }
}
