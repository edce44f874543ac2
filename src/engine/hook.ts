/**
 * The vendor's hooks around a backup, and how one hook is run. What a process or a terminal is, only who implements
 * `Hooks` knows.
 */

import type { Facts } from "../model/error.ts";
import { FivefoldError } from "../model/error.ts";
import type {
  BackupHook,
  Hook,
  HookEnd,
  HookName,
  HookVariables,
  LifeHooks,
} from "../model/hook.ts";
import { failureFacts } from "../model/hook.ts";
import type { Finding, RunContext, Stage } from "../model/run.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { cancelled, throwIfCancelled } from "./meter.ts";

/** The vendor's commands, who runs them, and who asks people. */
export interface Hooks {
  /** As the live description has them; a restore that was begun earlier takes its own from the journal. */
  readonly live: LifeHooks;
  /** Resolves also when the command fails; rejects only when the context's signal is aborted. */
  run(hook: Hook, variables: HookVariables, context: RunContext): Promise<HookEnd>;
  /** Puts a question of the vendor's, by language. "unasked": there is nobody to ask. */
  ask(question: Readonly<Record<string, string>>): Promise<"done" | "skipped" | "unasked">;
  /** Tells a person that the app is busy; true: it was closed meanwhile, look again. */
  wasClosed(busy: FivefoldError): Promise<boolean>;
}

const STAGES: Readonly<Record<HookName, Stage>> = {
  "before-backup": "beforeBackup",
  "after-backup": "afterBackup",
  stop: "stop",
  migrate: "migrate",
  start: "start",
  probe: "probe",
};

/** Runs a hook once and reports what became of it. @throws HOOK_FAILED, CANCELLED */
export async function runHook(
  hook: Hook,
  variables: HookVariables,
  hooks: Hooks,
  context: RunContext,
): Promise<void> {
  reportBegin(hook, context);
  const end = await performed(hook, variables, hooks, context);
  reportEnd(hook, end, context);
  if (end.trouble !== null) throw new FivefoldError("HOOK_FAILED", failureFacts(hook, end));
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;

/**
 * Runs a hook until it ends well, at most until its time limit: an app that has just been started may need a while until
 * it answers. What is reported is the last attempt. @throws HOOK_FAILED, CANCELLED
 */
export async function runHookUntilWell(
  hook: Hook,
  variables: HookVariables,
  hooks: Hooks,
  context: RunContext,
): Promise<void> {
  reportBegin(hook, context);
  const { clock } = context;
  const begunMs = clock.nowMs();
  let waitMs = FIRST_WAIT_MS;
  for (;;) {
    const limitMs = Math.max(1, begunMs + hook.limitMs - clock.nowMs());
    const end = await performed({ ...hook, limitMs }, variables, hooks, context);
    const elapsedMs = clock.nowMs() - begunMs;
    const isOver = elapsedMs + waitMs >= hook.limitMs;
    // A program that is not there will not be there in a minute.
    if (end.trouble === null || end.trouble === "missing" || isOver) {
      reportEnd(hook, { ...end, elapsedMs }, context);
      if (end.trouble === null) return;
      throw new FivefoldError("HOOK_FAILED", failureFacts(hook, end));
    }
    await clock.sleep(waitMs, context.signal);
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
  }
}

async function performed(
  hook: Hook,
  variables: HookVariables,
  hooks: Hooks,
  context: RunContext,
): Promise<HookEnd> {
  try {
    return await hooks.run(hook, { FIVEFOLD_HOOK: hook.hook, ...variables }, context);
  } catch (thrown) {
    if (context.signal.aborted) throw cancelled(context.signal);
    throw thrown;
  }
}

function reportBegin({ hook }: Hook, context: RunContext): void {
  throwIfCancelled(context.signal);
  context.report({ kind: "stage", stage: STAGES[hook], part: null });
}

function reportEnd(
  { hook }: Hook,
  { trouble, output, elapsedMs }: HookEnd,
  context: RunContext,
): void {
  const seconds = Math.round(elapsedMs / 100) / 10;
  context.report({ kind: "hook", hook: { hook, outcome: trouble ?? "done", seconds, output } });
}

/** The variables of one run must fit beside all others, on Windows into 32,767 characters. */
const LONGEST_LIST = 8 * 1024;

/** Names, one a line; where they are too many, how many there are must do. */
export function namesFor(variable: string, names: readonly string[]): HookVariables {
  const list = names.join("\n");
  return {
    [`${variable}_COUNT`]: String(names.length),
    ...(list.length <= LONGEST_LIST && { [variable]: list }),
  };
}

/** What stands around one backup. */
export interface AroundBackup {
  readonly before: readonly BackupHook[];
  readonly after: readonly BackupHook[];
  readonly isScheduled: boolean;
  readonly variables: HookVariables;
}

interface Made {
  readonly outcome: string;
  readonly snapshot: Pick<Snapshot, "id">;
}

export interface Surrounded<Value> {
  readonly value: Value;
  /** What the hooks left to say; they make the run incomplete, and not the snapshot, which lacks nothing. */
  readonly findings: readonly Finding[];
}

/**
 * Makes a backup between its hooks. What comes after is run whatever became of the backup, also when what came before it
 * has failed: it may have to undo what the first of them did.
 *
 * @throws HOOK_FAILED when one that is required fails; what `work` throws; CANCELLED
 */
export async function surroundBackup<Value extends Made>(
  { before, after, isScheduled, variables }: AroundBackup,
  hooks: Hooks,
  context: RunContext,
  work: () => Promise<Value>,
): Promise<Surrounded<Value>> {
  const findings: Finding[] = [];
  const find = (finding: Finding): void => {
    findings.push(finding);
    context.report({ kind: "finding", finding });
  };
  const concerns = ({ when }: BackupHook): boolean =>
    when === "always" || (when === "scheduled") === isScheduled;
  let made: HookVariables = { FIVEFOLD_OUTCOME: "failed" };
  try {
    for (const each of before.filter(concerns))
      await runBefore(each, variables, hooks, context, find);
    const value = await work();
    made = { FIVEFOLD_OUTCOME: value.outcome, FIVEFOLD_SNAPSHOT: value.snapshot.id };
    return { value, findings };
  } finally {
    // A backup that is stopped leaves nothing behind that only this would take away.
    const unstoppable = { ...context, signal: new AbortController().signal };
    const more = { ...variables, ...made };
    for (const each of after.filter(concerns))
      if (each.kind === "command") await ended(runHook(each.hook, more, hooks, unstoppable), find);
  }
}

async function runBefore(
  each: BackupHook,
  variables: HookVariables,
  hooks: Hooks,
  context: RunContext,
  find: (finding: Finding) => void,
): Promise<void> {
  if (each.kind === "command") {
    const running = runHook(each.hook, variables, hooks, context);
    if (each.isRequired) await running;
    else await ended(running, find);
    return;
  }
  throwIfCancelled(context.signal);
  context.report({ kind: "stage", stage: "beforeBackup", part: null });
  const answer = await hooks.ask(each.question);
  if (answer === "done") return;
  find({
    code: "HOOK_SKIPPED",
    part: null,
    path: null,
    facts: { what: answer, ...textFacts("question", each.question) },
  });
}

/** A vendor's text in all his languages, for sentences: "question" and "question:fr". */
function textFacts(name: string, text: Readonly<Record<string, string>>): Facts {
  const usual = text[""] ?? text["en"] ?? Object.values(text)[0] ?? null;
  const own = Object.entries(text).map(([language, words]) => [`${name}:${language}`, words]);
  return { [name]: usual, ...Object.fromEntries(own) };
}

/** A hook whose failure is only named. */
async function ended(running: Promise<void>, find: (finding: Finding) => void): Promise<void> {
  try {
    await running;
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError) || thrown.code !== "HOOK_FAILED") throw thrown;
    find({ code: thrown.code, part: null, path: null, facts: thrown.facts });
  }
}
