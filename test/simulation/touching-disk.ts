/** The real disk, on which a process dies or fails where its fate says. */

import type { Disk } from "../../src/source/disk.ts";
import { realDisk } from "../../src/source/disk.ts";
import { loadLibc } from "../../src/source/libc.ts";
import type { Fate } from "./fate.ts";

const LIBC = loadLibc();

/** Every change of the file system is a touch. */
export function touching(fate: Fate): Disk {
  const disk = realDisk(LIBC);
  return {
    libc: disk.libc,
    rename: async (from, to) => (fate.touch(`rename ${from}`), await disk.rename(from, to)),
    makeFolder: async (path) => (fate.touch(`mkdir ${path}`), await disk.makeFolder(path)),
    removeFolder: async (path) => (fate.touch(`rmdir ${path}`), await disk.removeFolder(path)),
    removeFile: async (path) => (fate.touch(`unlink ${path}`), await disk.removeFile(path)),
    removeTree: async (path) => (fate.touch(`rm ${path}`), await disk.removeTree(path)),
    writeFile: async (path, text) => (fate.touch(`w ${path}`), await disk.writeFile(path, text)),
    syncFolder: async (path) => (fate.touch(`sync ${path}`), await disk.syncFolder(path)),
    setMetadata: async (path, metadata) => (
      fate.touch(`metadata ${path}`),
      await disk.setMetadata(path, metadata)
    ),
  };
}
