/** A folder that parts are written into, for the engine. */

import { existsSync } from "node:fs";
import { rm, statfs } from "node:fs/promises";
import path from "node:path";
import type { Target } from "../engine/restore-to.ts";
import { systemCode } from "../model/error.ts";
import { namesIn } from "./given.ts";

/** A target that can be emptied again. */
export interface UndoableTarget extends Target {
  /** Removes what was written of these parts, and the folder when it was made for them. */
  undo(parts: readonly string[]): Promise<void>;
}

export function targetAt(folder: string): UndoableTarget {
  const wasThere = existsSync(folder);
  return {
    folder,
    async undo(parts) {
      const tops = new Set(parts.map((part) => part.split("/", 1)[0] ?? part));
      for (const top of tops) await rm(path.join(folder, top), { recursive: true, force: true });
      if (!wasThere && (await namesIn(folder)).length === 0)
        await rm(folder, { recursive: true, force: true });
    },
    isEmpty: async () => (await namesIn(folder)).length === 0,
    freeBytes: async () => {
      for (let at = folder; ; at = path.dirname(at)) {
        try {
          const { bavail, bsize } = await statfs(at);
          return bavail * bsize;
        } catch (thrown) {
          if (systemCode(thrown) !== "ENOENT" || at === path.dirname(at)) throw thrown;
        }
      }
    },
    async write(part, entries, context) {
      const { writePart } = await import("../source/write-tree.ts");
      return await writePart(folder, part, entries, context);
    },
  };
}
