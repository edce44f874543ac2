/**
 * The state of a part's data in a few bytes, from the tokens that tell unchanged data (contracts.md section 4): nothing is
 * read but names, and nothing is written.
 *
 * Times of folders are left out: what is excluded comes and goes in them. So is the ctime of a database's WAL, which
 * changes whenever root opens it.
 */

import { createHash } from "node:crypto";
import type { Entry } from "../model/entry.ts";
import type { Part } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import type { SourceConfig } from "../model/source.ts";
import { openSource } from "./open.ts";
import { resolveRoot } from "./root.ts";
import { takeVersion } from "./sqlite-version.ts";

/** File times tick coarsely: what changed just now may change again without a trace. */
const YOUNG_NS = 2_000_000_000n;

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
  const hash = createHash("sha256");
  if (config.kind === "sqlite") {
    const { settled, isTrusted } = takeVersion(resolveRoot(config.path), context);
    return isTrusted ? hash.update(settled).digest("hex") : null;
  }
  let isSure = true;
  const looking: RunContext = {
    ...context,
    report: (progress) => {
      if (progress.kind === "finding") isSure = false;
    },
  };
  const youngNs = BigInt(context.clock.nowMs()) * 1_000_000n - YOUNG_NS;
  await using reading = openSource(config).read(part, null, looking);
  for await (const batch of reading.entries) {
    let text = "";
    for (const entry of batch) {
      const { origin } = entry;
      text += `${entry.path}\0${entry.mode}\0${traitsOf(entry)}\n`;
      if (entry.kind === "directory") continue;
      if (entry.modifiedNs > youngNs || (origin?.changedNs ?? 0n) > youngNs) isSure = false;
    }
    if (!isSure) return null;
    hash.update(text);
  }
  return hash.digest("hex");
}

function traitsOf(entry: Entry): string {
  if (entry.kind === "directory") return "folder";
  if (entry.kind === "link") return `link\0${entry.target}`;
  const { sizeBytes, modifiedNs, origin } = entry;
  return `${sizeBytes}\0${modifiedNs}\0${origin?.changedNs}\0${origin?.inode}\0${origin?.device}`;
}
