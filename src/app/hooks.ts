/** The hooks of a description as values, with their own time limits, and every mistake in how they are combined. */

import type { MistakeKind } from "../model/app.ts";
import type { AppHooks, BackupHook, Hook, HookName } from "../model/hook.ts";
import type { Mistake, Way } from "./document.ts";
import type { HooksShape } from "./schema.ts";

type Wrong = (
  what: MistakeKind,
  way: Way,
  rest?: Partial<Omit<Mistake, "what" | "line" | "column">>,
) => void;

/** Without `seconds`. A migration goes through all the data; what comes before a backup may wait for other computers. */
const LIMITS_SECONDS: Readonly<Record<HookName, number>> = {
  "before-backup": 600,
  "after-backup": 600,
  stop: 60,
  migrate: 3600,
  start: 60,
  probe: 60,
};

type Command = readonly string[];

interface Mapping {
  readonly command?: Command | undefined;
  readonly seconds?: string | undefined;
  readonly required?: "true" | "false" | undefined;
  readonly when?: "always" | "manual" | "scheduled" | undefined;
  readonly ask?: string | Readonly<Record<string, string>> | undefined;
}

export function readHooks(shape: HooksShape, folder: string, wrong: Wrong): AppHooks {
  const life = (name: "stop" | "migrate" | "start" | "probe"): Hook | null => {
    const given = shape[name];
    if (given === undefined) return null;
    const { command, seconds } =
      "command" in given ? given : { command: given, seconds: undefined };
    return hookOf(name, command, seconds, folder);
  };
  const around = (name: "before-backup" | "after-backup"): readonly BackupHook[] =>
    listOf(shape[name]).flatMap(([mapping, steps]) =>
      backupHook(name, mapping, ["hooks", name, ...steps], folder, wrong),
    );
  const hooks = {
    stop: life("stop"),
    migrate: life("migrate"),
    start: life("start"),
    probe: life("probe"),
    beforeBackup: around("before-backup"),
    afterBackup: around("after-backup"),
  };
  // Whoever stops the app has to start it again, also when a restore is turned back; and the other way round.
  for (const [one, other] of [
    ["stop", "start"],
    ["start", "stop"],
  ] as const)
    if (hooks[one] !== null && hooks[other] === null)
      wrong("keyNeedsOther", ["hooks", one], { at: "hooks", found: one, expected: other });
  return hooks;
}

function hookOf(
  hook: HookName,
  command: Command,
  seconds: string | undefined,
  folder: string,
): Hook {
  const limitMs = (seconds === undefined ? LIMITS_SECONDS[hook] : Number(seconds)) * 1000;
  return { hook, command, folder, limitMs };
}

/** One hook, or several, each with its way below the name: a list of texts is one command. */
function listOf(
  given: Mapping | readonly (string | Command | Mapping)[] | undefined,
): readonly (readonly [Mapping, Way])[] {
  if (given === undefined) return [];
  if (!isList(given)) return [[given, []]];
  const list: readonly (string | Command | Mapping)[] = given;
  if (isCommand(list)) return [[{ command: list }, []]];
  return list.flatMap((each, index) => {
    if (typeof each === "string") return []; // among hooks it is none, as the schema has said
    return [[isList(each) ? { command: each } : each, [index]] as const];
  });
}

/** As `Array.isArray`, which does not know lists that are readonly. */
function isList<Listed>(given: Mapping | readonly Listed[]): given is readonly Listed[] {
  return Array.isArray(given);
}

function isCommand(list: readonly (string | Command | Mapping)[]): list is Command {
  return list.every((each) => typeof each === "string");
}

function backupHook(
  name: "before-backup" | "after-backup",
  { command, seconds, required, when, ask }: Mapping,
  way: Way,
  folder: string,
  wrong: Wrong,
): readonly BackupHook[] {
  if ((command === undefined) === (ask === undefined)) {
    const both = command !== undefined;
    wrong(both ? "keysExclusive" : "keyMissing", way, {
      found: both ? "command, ask" : "",
      expected: name === "before-backup" ? "command, ask" : "command",
    });
    return [];
  }
  if (command !== undefined) {
    const hook = hookOf(name, command, seconds, folder);
    const isRequired = required === "true";
    return [{ kind: "command", hook, isRequired, when: when ?? "always" }];
  }
  // A question has no time limit and cannot fail, and on a schedule there is nobody to answer it.
  for (const [key, value] of Object.entries({ seconds, required }))
    if (value !== undefined)
      wrong("keyNeedsOther", [...way, key], { found: key, expected: "command" });
  if (when !== undefined && when !== "manual")
    wrong("choiceWrong", [...way, "when"], { found: when, expected: "manual" });
  const question = typeof ask === "string" ? { "": ask } : (ask ?? {});
  return [{ kind: "question", question, when: "manual" }];
}
