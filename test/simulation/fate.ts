/**
 * What happens to a simulated process: every touch of the world asks its fate first, which may end the process there,
 * make that one touch fail, or cancel the run. After its death nothing that the process does has any effect.
 */

/** Thrown where a process died; whatever catches it acts without effect. */
export class Death extends Error {
  override readonly name = "Death";
}

export interface Plot {
  /** The touch, counted from 1, before which the process dies. */
  readonly dieAt?: number;
  readonly failAt?: number;
  /** What the system says at `failAt`. */
  readonly failure?: "ENOSPC" | "EIO" | "EBUSY";
  readonly cancelAt?: number;
}

export class Fate {
  readonly #plot: Plot;
  readonly #abort = new AbortController();
  #touches = 0;
  #isDead = false;

  constructor(plot: Plot = {}) {
    this.#plot = plot;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get touches(): number {
    return this.#touches;
  }

  /** To be called before every touch of the world, with its name. */
  touch(what: string): void {
    if (this.#isDead) throw new Death(what);
    this.#touches++;
    if (this.#touches === this.#plot.cancelAt) this.#abort.abort(new Error("cancelled"));
    if (this.#touches === this.#plot.dieAt) {
      this.#isDead = true;
      throw new Death(`at ${what}, touch ${this.#touches}`);
    }
    if (this.#touches === this.#plot.failAt) {
      const code = this.#plot.failure ?? "EIO";
      throw Object.assign(new Error(`${code}: ${what}`), { code });
    }
  }
}

/** Numbers from a seed, always the same: mulberry32. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  }

  /** From 0 to below `count`. */
  below(count: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  }
}
