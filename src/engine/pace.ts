/**
 * Holds a run to a speed: pieces of work are begun one after another, each when what was begun before has had its time.
 *
 * So the sum stays under the speed at every moment but for one piece. A clock that jumps shortens a wait or none.
 */

import type { Clock, Pace } from "../model/run.ts";

export function startPace(bytesPerSecond: number, clock: Clock, signal: AbortSignal): Pace {
  /** What was begun takes so long, counted from `sinceMs` on. */
  let owedMs = 0;
  let sinceMs = clock.nowMs();
  let last: Promise<void> = Promise.resolve();

  const owe = (sizeBytes: number): void => {
    const nowMs = clock.nowMs();
    owedMs = Math.max(0, owedMs - Math.max(0, nowMs - sinceMs));
    sinceMs = nowMs;
    owedMs += (sizeBytes * 1000) / bytesPerSecond;
  };
  const begin = async (sizeBytes: number): Promise<void> => {
    signal.throwIfAborted();
    owe(0);
    if (owedMs >= 1) {
      await clock.sleep(owedMs, signal);
      // it has slept for that long, whatever the clock says
      owedMs = 0;
      sinceMs = clock.nowMs();
    }
    owe(sizeBytes);
  };
  return {
    turn: (sizeBytes) => {
      const turn = last.then(async () => await begin(sizeBytes));
      last = turn.catch(() => undefined); // told to whoever waits for it
      return turn;
    },
    owe,
  };
}
