/** When to kill: moments that are seeded, so that a failure can be repeated, and spread over what is to be killed. */

import { setTimeout } from "node:timers/promises";
import type { Ended, Group } from "../fixtures/command.ts";

/** Numbers from 0 to 1 that follow from the seed. */
export function* seeded(seed: number): Generator<number, never> {
  let state = (seed ^ 0x9e3779b9) | 1;
  for (;;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield (state >>> 0) / 0x1_0000_0000;
  }
}

/** One moment in each of `count` equal slices between two moments, at a seeded place within the slice. */
export function momentsBetween(
  fromMs: number,
  toMs: number,
  count: number,
  seed: number,
): readonly number[] {
  const random = seeded(seed);
  const slice = (toMs - fromMs) / count;
  return Array.from({ length: count }, (_, at) => fromMs + slice * (at + random.next().value));
}

/** Kills the whole group after so many milliseconds. A process that was quicker has its status, a killed one `null`. */
export async function killAfter(group: Group, ms: number): Promise<Ended> {
  await Promise.race([setTimeout(ms), group.ended]);
  group.kill();
  return await group.ended;
}

/** Kills the whole group so many milliseconds after `isTime` was true for the first time. */
export async function killWhen(group: Group, isTime: () => boolean, ms: number): Promise<Ended> {
  let hasEnded = false;
  const ended = group.ended.then(() => {
    hasEnded = true;
  });
  while (!hasEnded && !isTime()) await Promise.race([setTimeout(1), ended]);
  return await killAfter(group, ms);
}
