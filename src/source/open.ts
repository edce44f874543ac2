/** Opens a part's source by its kind. */

import type { Source, SourceConfig } from "../model/source.ts";
import { realDisk } from "./disk.ts";
import type { Disk } from "./disk.ts";
import { FilesSource } from "./files.ts";
import { loadLibc } from "./libc.ts";
import { SqliteSource } from "./sqlite.ts";

/** `disk` makes every change of the file system during a swap; simulations give one that fails. */
export function openSource(config: SourceConfig, disk: Disk = realDisk(loadLibc())): Source {
  return config.kind === "files" ? new FilesSource(config, disk) : new SqliteSource(config, disk);
}
