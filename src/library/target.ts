/** A folder that parts are written into, for the engine. */

import { statfs } from "node:fs/promises";
import path from "node:path";
import type { Target } from "../engine/restore-to.ts";
import { systemCode } from "../model/error.ts";
import { namesIn } from "./given.ts";

export function targetAt(folder: string): Target {
  return {
    folder,
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
