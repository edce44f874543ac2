/** Plans of restores that wait for a person's yes, kept for an hour that nobody asks for them. */

import { randomBytes } from "node:crypto";
import type { Fivefold, PlannedRestore } from "../fivefold.ts";
import { FivefoldError } from "../model/error.ts";

/** A plan with the opening that made it. */
export interface HeldPlan {
  readonly plan: string;
  readonly fivefold: Fivefold;
  readonly planned: PlannedRestore;
  /** The tenant comes in as one that was brought along. */
  readonly isArrival: boolean;
}

interface Held extends HeldPlan {
  touchedMs: number;
}

const KEPT_MS = 60 * 60_000;
const LOOK_MS = 60_000;
const MOST_PLANS = 20;

export class Plans implements AsyncDisposable {
  readonly #nowMs: () => number;
  readonly #held = new Map<string, Held>();
  readonly #timer: NodeJS.Timeout;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#timer = setInterval(() => void this.#sweep(), LOOK_MS);
    this.#timer.unref();
  }

  /** Keeps a plan; the oldest gives way where there are too many. */
  async keep(fivefold: Fivefold, planned: PlannedRestore, isArrival: boolean): Promise<string> {
    const plan = randomBytes(16).toString("hex");
    this.#held.set(plan, { plan, fivefold, planned, isArrival, touchedMs: this.#nowMs() });
    const [oldest] = this.#held.keys();
    if (this.#held.size > MOST_PLANS && oldest !== undefined) await this.drop(oldest);
    return plan;
  }

  /** @throws PLAN_UNKNOWN */
  find(plan: string): HeldPlan {
    const held = this.#held.get(plan);
    if (held === undefined) throw new FivefoldError("PLAN_UNKNOWN", { plan });
    held.touchedMs = this.#nowMs();
    return held;
  }

  /** Gives a plan to whoever does it, and disposes of it then. @throws PLAN_UNKNOWN */
  take(plan: string): HeldPlan {
    const held = this.find(plan);
    this.#held.delete(plan);
    return held;
  }

  /** Keeps on keeping what could not be done. */
  giveBack(held: HeldPlan): void {
    this.#held.set(held.plan, { ...held, touchedMs: this.#nowMs() });
  }

  /** Gives a plan up; that there is none is no error. */
  async drop(plan: string): Promise<void> {
    const held = this.#held.get(plan);
    this.#held.delete(plan);
    if (held !== undefined) await disposeOf(held);
  }

  /** Gives all up: each holds a place open, in which nothing can be deleted meanwhile. */
  async clear(): Promise<void> {
    for (const plan of this.#held.keys()) await this.drop(plan);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.clear();
  }

  async #sweep(): Promise<void> {
    const nowMs = this.#nowMs();
    for (const [plan, { touchedMs }] of this.#held)
      if (touchedMs + KEPT_MS < nowMs) await this.drop(plan);
  }
}

export async function disposeOf({ fivefold, planned }: HeldPlan): Promise<void> {
  await planned[Symbol.asyncDispose]();
  await fivefold[Symbol.asyncDispose]();
}
