/** How a file of the app is opened, and what tells whether it is still the one that was listed. */

import { constants, openSync } from "node:fs";
import type { BigIntStats } from "node:fs";

/** What is told of each file: modified, changed, inode, mode, user, group; only the first three are told to the thread. */
export const FACTS = 6;

/** Windows has no O_NOFOLLOW; there, listing by lstat keeps links out. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** Opens a file for reading; a link is not followed, and a fifo does not hold us up. @throws what the system says */
export function openListed(path: string | Buffer): number {
  return openSync(path, constants.O_RDONLY | NO_FOLLOW | constants.O_NONBLOCK);
}

export function isUnchanged(
  now: BigIntStats,
  size: number,
  number: number,
  facts: BigInt64Array,
): boolean {
  return (
    now.mtimeNs === facts[number * FACTS] &&
    now.ctimeNs === facts[number * FACTS + 1] &&
    now.ino === facts[number * FACTS + 2] &&
    now.size === BigInt(size)
  );
}

export function noteFacts(now: BigIntStats, number: number, facts: BigInt64Array): void {
  facts.set(
    [now.mtimeNs, now.ctimeNs, now.ino, now.mode & 0o7777n, now.uid, now.gid],
    number * FACTS,
  );
}
