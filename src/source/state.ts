/**
 * The state of a part's data in a few bytes, from the tokens that tell unchanged data (contracts.md section 4): nothing is
 * read but names, and nothing is written. The ctime of a database's WAL, which changes whenever root opens it, is left out.
 */

import { createHash } from "node:crypto";
import type { Part } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import type { SourceConfig } from "../model/source.ts";
import { realDisk } from "./disk.ts";
import { FilesSource } from "./files.ts";
import { loadLibc } from "./libc.ts";
import { resolveRoot } from "./root.ts";
import { takeVersion } from "./sqlite-version.ts";

/**
 * Gives 64 hex digits that are the same as long as nothing changes; `null` where that cannot be told: something is too
 * young, or could not be read.
 *
 * @throws what the source throws when it is not there
 */
export async function stateOf(
  part: Part,
  config: SourceConfig,
  context: RunContext,
): Promise<string | null> {
  if (config.kind === "files")
    return await new FilesSource(config, realDisk(loadLibc())).state(part, context);
  const { settled, isTrusted } = takeVersion(resolveRoot(config.path), context);
  return isTrusted ? createHash("sha256").update(settled).digest("hex") : null;
}
