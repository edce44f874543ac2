/**
 * Gives a command's run to the server of the app, where one runs: so that one program works on the app, with one queue.
 *
 * The command shows its progress, stops it, and ends as it ended; what it gave is what the library would have given here.
 */

import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { VERSION } from "../fivefold.ts";
import type { Choice, Fivefold, ServerFacts } from "../fivefold.ts";
import type { Body } from "../http/contract.ts";
import type { ErrorCode } from "../model/error.ts";
import { ERRORS, FivefoldError, asFivefoldError } from "../model/error.ts";
import type { Progress, RunId } from "../model/run.ts";
import type { Desk, KeyOptions } from "./frame.ts";
import type { ToldRun } from "./reach.ts";
import { askServer, eventsOf, runOf } from "./reach.ts";

type Order = Body<"POST /api/handed">["order"];

/**
 * `null`: no server runs, or only this command can do it: it was given a key, or is to show one.
 *
 * @throws what ended the run; SERVER_MISSING when the server goes away
 */
export async function handedOver<Given>(
  order: Order,
  fivefold: Fivefold,
  keys: KeyOptions,
  desk: Desk,
): Promise<Given | null> {
  if (hasOwnKey(keys, desk)) return null;
  const server = await fivefold.findServer();
  if (server === null) return null;
  const run = await startedThere(order, server, fivefold, desk);
  if (run === null) return null;
  desk.watch.started(run);
  const { last, given } = await watched(run, server, desk);
  const { problem, outcome } = last;
  if (outcome === "cancelled") throw new FivefoldError("CANCELLED");
  if (problem !== null) throw errorOf(problem);
  // The server is of this very version, and gives what its library gave.
  const value = given as Given & { readonly report?: string | null };
  if (typeof value.report === "string") desk.watch.reported?.(value.report);
  return value;
}

/** A place as the server finds it, whose own folder is another one. */
export function handedPlace(at: string | undefined, { surroundings }: Desk): string | null {
  if (at === undefined) return null;
  const isFolder = at === "." || at === ".." || /[/\\]/.test(at);
  return isFolder ? path.resolve(surroundings.currentFolder, at) : at;
}

export function handedChoice({ tenants, parts, paths = [] }: Choice): Required<Writable<Choice>> {
  return { tenants: [...tenants], parts: [...parts], paths: [...paths] };
}

type Writable<Value> = {
  -readonly [Key in keyof Value]: Value[Key] extends readonly (infer Each)[] | undefined
    ? Each[]
    : Value[Key];
};

/** A key that was given for this command is this command’s alone. */
function hasOwnKey({ passwordFile, remember }: KeyOptions, { surroundings }: Desk): boolean {
  const { environment } = surroundings;
  return (
    passwordFile !== undefined ||
    remember === true ||
    environment["FIVEFOLD_PASSWORD"] !== undefined ||
    environment["FIVEFOLD_PASSWORD_FILE"] !== undefined
  );
}

/** Starts it as soon as no other run works there; says which one is waited for. */
async function startedThere(
  order: Order,
  server: ServerFacts,
  fivefold: Fivefold,
  desk: Desk,
): Promise<RunId | null> {
  const body: Body<"POST /api/handed"> = { order, version: VERSION, canAsk: desk.canAsk };
  for (;;) {
    desk.watch.signal.throwIfAborted();
    let other: string;
    try {
      return (await askServer(server, "POST", "/api/handed", body))["run"] as RunId | null;
    } catch (thrown) {
      const { code, facts } = asFivefoldError(thrown);
      // One of another version.
      if (code === "ROUTE_UNKNOWN") return null;
      // What one that is ending may have begun ends with it.
      if (code === "SERVER_MISSING" && (await hasEnded(server, fivefold, desk))) return null;
      const { run } = facts;
      if (code !== "APP_LOCKED" || typeof run !== "string") throw thrown;
      other = run;
    }
    await waitedFor(other, server, desk);
  }
}

/** Whether a server that does not answer is ending: it is waited for as long as that may take. */
async function hasEnded(
  { pid }: ServerFacts,
  fivefold: Fivefold,
  { watch }: Desk,
): Promise<boolean> {
  for (const until = performance.now() + ENDING_MS; performance.now() < until;) {
    if ((await fivefold.findServer())?.pid !== pid) return true;
    await sleep(LOOK_MS, undefined, { signal: watch.signal });
  }
  return false;
}

const LOOK_MS = 100;
/** Above the ten seconds that a run may take to end. */
const ENDING_MS = 15_000;

/** Waits until another run has ended, one that the server has forgotten meanwhile included. */
async function waitedFor(run: string, server: ServerFacts, desk: Desk): Promise<void> {
  let isSaid = false;
  try {
    for await (const { outcome, user, job, startedAt } of runOf(server, run, desk.watch.signal)) {
      if (outcome !== null) return;
      if (isSaid) continue;
      isSaid = true;
      const language = await desk.language();
      const facts = { startedAt: Date.parse(startedAt), name: user, job };
      desk.watch.report({ kind: "stage", stage: "wait", part: null });
      desk.output.note(language.text("handed.waits", facts));
    }
  } catch (thrown) {
    if (asFivefoldError(thrown).code !== "RUN_UNKNOWN") throw thrown;
  }
}

/** Shows a run until its end. Who stops the command stops the run, and waits for its clean end. */
async function watched(
  run: RunId,
  server: ServerFacts,
  desk: Desk,
): Promise<{ readonly last: ToldRun; readonly given: unknown }> {
  const { watch } = desk;
  const stop = (): void => {
    // A server that does not hear it is gone, which its silence below tells, or the run has ended.
    askServer(server, "POST", `/api/runs/${run}/stop`, {}).catch((thrown: unknown) => {
      if (asFivefoldError(thrown).code === "INTERNAL") throw thrown;
    });
  };
  watch.signal.addEventListener("abort", stop, { once: true });
  if (watch.signal.aborted) stop();
  const mirror = newMirror((progress) => watch.report(progress));
  const asked = new Set<string>();
  try {
    let last: ToldRun | null = null;
    const { signal } = new AbortController();
    for await (const { event, data } of eventsOf(`/api/runs/${run}/events`, server, signal)) {
      if (event === "given" && last !== null) return { last, given: data };
      if (event !== "run") continue;
      const told = data as ToldRun;
      last = told;
      mirror(told);
      // What the run gave comes right behind its good end, in one stream: the server may end as soon as its run has.
      if (told.outcome !== null && (told.problem !== null || told.outcome === "cancelled"))
        return { last, given: null };
      const { question } = told;
      if (question === null || asked.has(question.id)) continue;
      asked.add(question.id);
      const isDone = (await desk.questions?.isDone(question.text)) ?? false;
      const answer = isDone ? "done" : "skipped";
      await askServer(server, "POST", `/api/runs/${run}/answers`, {
        question: question.id,
        answer,
      });
    }
  } finally {
    watch.signal.removeEventListener("abort", stop);
  }
  throw new FivefoldError("SERVER_MISSING");
}

/** Tells the steps between two looks at a run as the library would have told them. */
function newMirror(report: (progress: Progress) => void): (told: ToldRun) => void {
  let stage: string | null = null;
  let part: string | null = null;
  let done = { doneBytes: 0, doneCount: 0 };
  let totals = "";
  const found = new Set<string>();
  return ({ progress, findings, notIncluded }) => {
    if (progress.stage !== null && (progress.stage !== stage || progress.part !== part)) {
      ({ stage, part } = progress);
      done = { doneBytes: 0, doneCount: 0 };
      totals = "";
      report({ kind: "stage", stage, part } as Progress);
    }
    const { totalBytes, totalCount, doneBytes, doneCount } = progress;
    const now = `${totalBytes} ${totalCount}`;
    if (totalBytes !== null && now !== totals)
      report({ kind: "total", entryCount: totalCount ?? 0, sizeBytes: totalBytes });
    totals = now;
    const entryCount = doneCount - done.doneCount;
    const sizeBytes = doneBytes - done.doneBytes;
    if (entryCount > 0 || sizeBytes > 0) report({ kind: "advance", entryCount, sizeBytes });
    done = { doneBytes, doneCount };
    for (const finding of findings) {
      const key = JSON.stringify(finding);
      if (!found.has(key)) report({ kind: "finding", finding } as Progress);
      found.add(key);
    }
    for (const each of notIncluded) {
      const key = JSON.stringify(each);
      if (!found.has(key)) report({ kind: "notIncluded", notIncluded: each } as Progress);
      found.add(key);
    }
  };
}

function errorOf({ code, facts, cause }: NonNullable<ToldRun["problem"]>): FivefoldError {
  const isKnown = Object.hasOwn(ERRORS, code);
  if (!isKnown) return new FivefoldError("INTERNAL", { message: code });
  const origin = cause === null || cause === undefined ? {} : { cause: errorOf(cause) };
  return new FivefoldError(code as ErrorCode, facts as FivefoldError["facts"], origin);
}
