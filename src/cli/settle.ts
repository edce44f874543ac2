/**
 * `fivefold settle`: ends what a dead process left open; with `--apply`, puts a prepared restore in place.
 *
 * An app that shows the page inside itself gives it its last command: it ends, the data is swapped, and the app is started
 * again, whatever came of it. Only a restore that is stuck halfway leaves it closed.
 */

import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "@commander-js/extra-typings";
import type { Fivefold, FivefoldError, Watch } from "../fivefold.ts";
import { asFivefoldError, systemCode } from "../model/error.ts";
import type { Desk, Ending, Frame } from "./frame.ts";
import { DONE, endingOf } from "./frame.ts";
import { openInBrowser } from "./open.ts";
import type { ProgressPage } from "./progress-page.ts";

/** So often it is looked whether the app has closed. */
const LOOK_MS = 200;

export function settleCommand(frame: Frame) {
  return new Command("settle")
    .description(frame.help("help.settle"))
    .option("--apply", frame.help("option.apply"))
    .option("--after <pid>", frame.help("option.after"))
    .option("--progress", frame.help("option.progress"))
    .option("--then <program...>", frame.help("option.then"))
    .action(async ({ apply = false, after, progress = false, then = [] }) => {
      await frame.run("settle", async (desk) => {
        const fivefold = await desk.fivefold();
        await using page = progress ? await pageFor(fivefold, desk) : null;
        try {
          if (after !== undefined) await hasEnded(Number(after), page, fivefold, desk);
          const ending = await settle(apply, then.length > 0, page, fivefold, desk);
          await start(then, fivefold, desk);
          return ending;
        } catch (thrown) {
          const error = asFivefoldError(thrown);
          await sayOn(page, error, fivefold, desk);
          // What is in place is whole; an app whose data is halfway must stay closed.
          if (error.code !== "RESTORE_STUCK" && error.code !== "APP_BUSY")
            await start(then, fivefold, desk);
          throw error;
        }
      });
    });
}

async function settle(
  applies: boolean,
  isStarted: boolean,
  page: ProgressPage | null,
  fivefold: Fivefold,
  desk: Desk,
): Promise<Ending> {
  const { output } = desk;
  const name = fivefold.appName;
  const ended = await fivefold.settle(applies, watchWith(page, desk));
  const waiting = await fivefold.waiting();
  const more = {
    settled: typeof ended === "string" ? [] : ended.value.settled,
    waiting: waiting?.run ?? null,
  };
  const language = await desk.language();
  if (waiting !== null)
    output.say(language.text("restore.waits", { name, takenAt: waiting.takenAt }));
  else if (ended === "nothing") output.say(language.text("settle.none"));
  if (ended === "starting") output.say(language.text("settle.starting", { name }));
  if (typeof ended === "string") return { ...DONE, more };
  const { applied } = ended.value;
  if (applied !== null) {
    const done = language.text("restore.done", { name, takenAt: applied.takenAt });
    output.say(done);
    const next = isStarted ? [language.text("settle.starts", { name })] : [];
    page?.end([done, ...next, language.text("settle.window")]);
  }
  return { ...endingOf(ended.record, fivefold.home), more };
}

/** A person at a terminal has the lines there; else a page is opened, when there is anything to be seen. */
async function pageFor(fivefold: Fivefold, desk: Desk): Promise<ProgressPage | null> {
  if (desk.canAsk || (await fivefold.waiting()) === null) return null;
  const { openProgressPage } = await import("./progress-page.ts");
  const page = await openProgressPage(fivefold.appName, fivefold.brand, await desk.language());
  openInBrowser(page.url, desk.surroundings.environment);
  return page;
}

function watchWith(page: ProgressPage | null, { watch }: Desk): Watch {
  if (page === null) return watch;
  return {
    ...watch,
    report(progress) {
      page.hear(progress);
      watch.report(progress);
    },
  };
}

async function hasEnded(
  pid: number,
  page: ProgressPage | null,
  fivefold: Fivefold,
  desk: Desk,
): Promise<void> {
  const language = await desk.language();
  const sentence = language.text("settle.closing", { name: fivefold.appName });
  page?.say(sentence);
  if (isAlive(pid)) desk.output.note(sentence);
  const { signal } = desk.watch;
  while (isAlive(pid)) await sleep(LOOK_MS, undefined, { signal });
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return systemCode(thrown) === "EPERM";
  }
}

async function sayOn(
  page: ProgressPage | null,
  error: FivefoldError,
  { brand }: Fivefold,
  desk: Desk,
): Promise<void> {
  const language = await desk.language();
  const { sentence, advice } = language.error(error);
  const support = language.supportLine(brand.support);
  page?.end([sentence, advice, ...(support === null ? [] : [support])]);
}

/** It goes on without us; that it cannot be started is told, and spoils nothing that was done. */
async function start(
  words: readonly string[],
  { appName: name }: Fivefold,
  { surroundings, output, ...desk }: Desk,
): Promise<void> {
  const [program, ...rest] = words;
  if (program === undefined) return;
  const language = await desk.language();
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const child = spawn(program, rest, {
    cwd: surroundings.currentFolder,
    env: { ...surroundings.environment },
    detached: true,
    stdio: "ignore",
  });
  child.once("spawn", () => resolve(null));
  child.once("error", (thrown) => resolve(systemCode(thrown) ?? thrown.message));
  const trouble = await promise;
  child.unref();
  if (trouble === null) output.say(language.text("settle.starts", { name }));
  else output.note(language.text("restore.startAgain", { name }));
}
