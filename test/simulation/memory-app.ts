/**
 * The app itself as a process: it runs or does not, has its data open while it does, and is stopped, started, migrated
 * and asked by hooks that can fail. What must never be is noted while it happens: that it runs over data of which only a
 * part was swapped.
 */

import type { Hooks } from "../../src/engine/hook.ts";
import type { Hook, HookEnd, HookName, LifeHooks } from "../../src/model/hook.ts";
import { NO_LIFE_HOOKS } from "../../src/model/hook.ts";
import type { DiskCalls } from "./disk.ts";
import type { Dice, Fate } from "./fate.ts";

/** In the root of a part that is swapped: what a migration leaves. */
export const MIGRATED = "migrated";

export class MemoryApp {
  readonly hooks: LifeHooks;
  isRunning: boolean;
  /** In percent, how often a hook fails; it has done its work half the time even so. */
  failPercent = 0;
  /** It ran at the beginning, or was stopped: then somebody has to start it. */
  owesStart: boolean;
  /** Runs whose probe ended well. */
  readonly probed = new Set<string>();
  /** Where `migrate` leaves its mark: a folder that is swapped; `null` where there is none. */
  migrates: string | null = null;
  readonly violations: string[] = [];
  /** Parts that are swapped now and those of the same restore that are not. */
  readonly #swapped = new Map<string, Set<string>>();
  readonly #parts = new Map<string, Set<string>>();
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
    this.hooks = someHooks(dice);
    this.isRunning = this.hooks.stop !== null && dice.chance(80);
    this.owesStart = this.isRunning;
  }

  staged(run: string, part: string): void {
    (this.#parts.get(run) ?? this.#new(this.#parts, run)).add(part);
  }

  swapped(run: string, part: string): void {
    this.mustBeDown(`swap of ${part}`);
    (this.#swapped.get(run) ?? this.#new(this.#swapped, run)).add(part);
  }

  unswapped(run: string, part: string): void {
    this.#swapped.get(run)?.delete(part);
  }

  cleared(run: string, part: string): void {
    this.#swapped.get(run)?.delete(part);
    this.#parts.get(run)?.delete(part);
  }

  #new(sets: Map<string, Set<string>>, run: string): Set<string> {
    const set = new Set<string>();
    sets.set(run, set);
    return set;
  }

  mustBeDown(what: string): void {
    if (this.isRunning) this.violations.push(`${what} while the app runs`);
  }

  /** The same app, as one process of ours reaches it. */
  as(fate: Fate, disk: DiskCalls): Hooks {
    return {
      live: this.hooks,
      ask: async () => "unasked",
      wasClosed: async () => false,
      run: async (hook, variables) => {
        fate.touch(`hook ${hook.hook}`);
        const fails = this.#dice.chance(this.failPercent);
        if (!fails || this.#dice.chance(50)) this.#act(hook.hook, variables, disk);
        fate.touch(`hook ${hook.hook} ended`);
        if (!fails && hook.hook === "probe") this.probed.add(variables["FIVEFOLD_RUN"] ?? "");
        return end(fails);
      },
    };
  }

  #act(hook: HookName, variables: Readonly<Record<string, string>>, disk: DiskCalls): void {
    if (hook === "stop") {
      this.isRunning = false;
      this.owesStart = true;
    }
    if (hook === "migrate") {
      this.mustBeDown("migration");
      if (this.migrates !== null) disk.write(`${this.migrates}/${MIGRATED}`, "");
    }
    if (hook !== "start") return;
    for (const [run, swapped] of this.#swapped)
      if (swapped.size > 0 && swapped.size < (this.#parts.get(run)?.size ?? 0))
        this.violations.push(
          `started by ${variables["FIVEFOLD_RUN"]} while ${run} is half swapped`,
        );
    this.isRunning = true;
  }
}

function end(fails: boolean): HookEnd {
  const trouble = fails ? "failed" : null;
  return { trouble, message: fails ? "no" : "", output: "", elapsedMs: 10 };
}

/** An app that is stopped and started, one that is not, and with all or nothing besides. */
function someHooks(dice: Dice): LifeHooks {
  const hook = (name: HookName): Hook => ({
    hook: name,
    command: [name],
    folder: "app",
    limitMs: 5000,
  });
  if (dice.chance(25)) return NO_LIFE_HOOKS;
  const isStopped = dice.chance(80);
  return {
    stop: isStopped ? hook("stop") : null,
    start: isStopped ? hook("start") : null,
    migrate: dice.chance(50) ? hook("migrate") : null,
    probe: dice.chance(60) ? hook("probe") : null,
  };
}
