/** The hooks of the app at hand: run as processes, asked on a terminal where there is one. */

import type { Hooks } from "../engine/hook.ts";
import type { FivefoldError } from "../model/error.ts";
import type { LifeHooks } from "../model/hook.ts";

/** What only a person can tell. */
export interface Questions {
  /** A vendor's question before a backup, by language; false: it was passed over. */
  isDone(question: Readonly<Record<string, string>>): Promise<boolean>;
  /** The app has its data open, as the error says; true: it was closed, look again. */
  wasClosed(busy: FivefoldError): Promise<boolean>;
}

/** `questions`: `null` where nobody can be asked. `scratch` is a folder of ours for short-lived files. */
export async function openHooks(
  live: LifeHooks,
  questions: Questions | null,
  scratch: string,
): Promise<Hooks> {
  const { runHook } = await import("../app/command.ts");
  // No more than these: the journal keeps them.
  const { stop, migrate, start, probe } = live;
  return {
    live: { stop, migrate, start, probe },
    run: async (hook, variables, context) => await runHook(hook, variables, scratch, context),
    async ask(question) {
      if (questions === null) return "unasked";
      return (await questions.isDone(question)) ? "done" : "skipped";
    },
    wasClosed: async (busy) => questions !== null && (await questions.wasClosed(busy)),
  };
}
