/**
 * Sees places come back that runs found missing: a drive that is connected again, a share that answers again.
 *
 * Only what was seen away counts as having come, so that a place that is there and still fails is not tried without end.
 */

import { idKey } from "../model/part.ts";

export class Arrivals {
  readonly #away = new Set<string>();
  readonly #arrived = new Map<string, number>();

  /** `isThere`: which of the places that are waited for are there now. */
  look(isThere: ReadonlyMap<string, boolean>, nowMs: number): void {
    for (const [place, isHere] of isThere) {
      const key = idKey(place);
      if (!isHere) {
        this.#away.add(key);
        this.#arrived.delete(key);
      } else if (this.#away.delete(key)) this.#arrived.set(key, nowMs);
    }
  }

  /** When it came; `null`: it is not there, or nobody saw it come. */
  of(place: string): number | null {
    return this.#arrived.get(idKey(place)) ?? null;
  }
}
