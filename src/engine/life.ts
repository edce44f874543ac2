/**
 * The app's life during a restore: it is stopped before data is replaced, and started again whatever came of it.
 *
 * The journal hears of it first: `stopped` before the app is stopped, so that a start is owed from then on; `starting`
 * before it is started, so that its own launcher, which asks `settle` first, is let through while we still hold the
 * lock; `started` when it runs. Each hook may so be given twice.
 */

import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { HookVariables, LifeHooks } from "../model/hook.ts";
import type { RunContext } from "../model/run.ts";
import type { Holder } from "../model/source.ts";
import type { SourceOf } from "./backup.ts";
import { findingOf } from "./backup.ts";
import type { Hooks } from "./hook.ts";
import { namesFor, runHook, runHookUntilWell } from "./hook.ts";
import type { Journal, JournalPart, RestoreRecord } from "./journal.ts";

export interface Life {
  readonly sourceOf: SourceOf;
  readonly journal: Journal;
  readonly hooks: Hooks;
  /** Our caller starts the app as soon as we are done: it is down, and none of its hooks is run. */
  readonly isLauncher: boolean;
}

/** Stops the app, when its description says how. @throws HOOK_FAILED, CANCELLED */
export async function stopApp(
  record: RestoreRecord,
  hooks: LifeHooks,
  life: Life,
  context: RunContext,
): Promise<void> {
  const { stop } = hooks;
  if (stop === null || life.isLauncher) return;
  const isOwn = hooks === record.hooks;
  const fact = { kind: "stopped", ...(!isOwn && { hooks }) } as const;
  const stopped = await life.journal.write(record.run, context.clock.nowMs(), fact);
  await runHook(stop, variablesOf(stopped), life.hooks, context);
}

/** Starts the app that was stopped. @throws HOOK_FAILED, CANCELLED */
export async function startApp(
  record: RestoreRecord,
  { journal, hooks, isLauncher }: Life,
  context: RunContext,
): Promise<RestoreRecord> {
  const { run, app } = record;
  const { start } = record.hooks;
  if (app === "untouched") return record;
  const { clock } = context;
  if (start !== null && !isLauncher) {
    await journal.write(run, clock.nowMs(), { kind: "starting" });
    await runHook(start, variablesOf(record), hooks, context);
  }
  return await journal.write(run, clock.nowMs(), { kind: "started" });
}

/**
 * Starts the app that was stopped, whatever it was stopped for. Where that fails it is said, and the next `settle` tries
 * again.
 */
export async function startAgain(
  record: RestoreRecord,
  life: Life,
  context: RunContext,
): Promise<RestoreRecord> {
  try {
    return await startApp(record, life, context);
  } catch (thrown) {
    context.report({ kind: "finding", finding: findingOf(asFivefoldError(thrown), null) });
    return life.journal.record(record.run);
  }
}

/**
 * Before data is put back over which the app may be running: stops it, and waits until nobody has the parts open. A stop
 * that fails is said; whether something is still open decides.
 *
 * @throws APP_BUSY
 */
export async function quietApp(
  record: RestoreRecord,
  parts: readonly JournalPart[],
  life: Life,
  context: RunContext,
): Promise<void> {
  try {
    await stopApp(record, record.hooks, life, context);
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError) || thrown.code !== "HOOK_FAILED") throw thrown;
    context.report({ kind: "finding", finding: findingOf(thrown, null) });
  }
  await requireIdle(parts, record.hooks, life, context);
}

/** Brings what was swapped in to this version of the app, starts it, and asks it whether it works. @throws HOOK_FAILED */
export async function liveOn(
  record: RestoreRecord,
  life: Life,
  context: RunContext,
): Promise<void> {
  const { migrate, start, probe } = record.hooks;
  const variables = variablesOf(record);
  if (migrate !== null) await runHook(migrate, variables, life.hooks, context);
  await startApp(record, life, context);
  // Where our caller starts the app it does not run yet, and a probe of it would fail.
  if (probe === null || (life.isLauncher && start !== null)) return;
  try {
    await runHookUntilWell(probe, variables, life.hooks, context);
  } catch (thrown) {
    if (!record.acceptsProbe || !(thrown instanceof FivefoldError)) throw thrown;
    context.report({ kind: "finding", finding: findingOf(thrown, null) });
  }
}

const LOOK_AGAIN_MS = 200;

/**
 * Lets pass only when nobody has the parts open. After a stop there may be something left to close: that is waited for, as
 * long as the stop may take; then people are asked.
 *
 * @throws APP_BUSY
 */
export async function requireIdle(
  parts: readonly JournalPart[],
  { stop }: LifeHooks,
  { sourceOf, hooks, isLauncher }: Life,
  context: RunContext,
): Promise<void> {
  const { clock, signal } = context;
  const untilMs = clock.nowMs() + (isLauncher ? 0 : (stop?.limitMs ?? 0));
  for (;;) {
    const busy = await firstBusy(parts, sourceOf);
    if (busy === null) return;
    if (clock.nowMs() < untilMs) await clock.sleep(LOOK_AGAIN_MS, signal);
    else if (!(await hooks.wasClosed(busy))) throw busy;
  }
}

async function firstBusy(
  parts: readonly JournalPart[],
  sourceOf: SourceOf,
): Promise<FivefoldError | null> {
  for (const { part, source } of parts) {
    const holders = await sourceOf(source).busy(part);
    if (holders.length === 0) continue;
    const holder = holders.map(nameOf).join(", ");
    return new FivefoldError("APP_BUSY", { part: part.id, holder });
  }
  return null;
}

function nameOf({ pid, name }: Holder): string {
  return pid === null ? name : `${name} (${pid})`;
}

function variablesOf({ run, from, versions, tenants, scope }: RestoreRecord): HookVariables {
  return {
    FIVEFOLD_RUN: run,
    FIVEFOLD_SCOPE: scope,
    FIVEFOLD_SNAPSHOT: from.snapshot,
    FIVEFOLD_SNAPSHOT_VERSION: versions.snapshot,
    FIVEFOLD_APP_VERSION: versions.app,
    ...namesFor(
      "FIVEFOLD_TENANTS",
      tenants.map(({ id }) => id),
    ),
  };
}
