/** `fivefold open`: opens the page in the browser, signed in; its server is started when it does not run. */

import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { Command } from "@commander-js/extra-typings";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { ServerFacts } from "../fivefold.ts";
import type { RunId } from "../model/run.ts";
import type { Desk, Ending, Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { askServer, reachServer, runsOf } from "./reach.ts";

const SCREENS = ["home", "backup", "restore"] as const;

export function openCommand(frame: Frame) {
  return new Command("open")
    .description(frame.help("help.open"))
    .argument("[what]", frame.help("argument.open"))
    .option("--print", frame.help("option.print"))
    .option("--token-stdin", frame.help("option.tokenStdin"))
    .option("--wait", frame.help("option.wait"))
    .action(async (what, options) => {
      await frame.run("open", async (desk) => {
        const to = await wayTo(what ?? "home", desk.surroundings.currentFolder);
        const fivefold = await desk.fivefold();
        const server = await reachServer(fivefold, desk);
        const secret =
          options.tokenStdin === true
            ? tokenIn(await text(process.stdin))
            : String((await askServer(server, "POST", "/api/secrets"))["secret"]);
        const fragment = new URLSearchParams({ secret });

        if (to !== "/") fragment.set("to", to);
        const { language } = desk.globals;
        const spoken =
          language === undefined ? "" : `?${new URLSearchParams({ language }).toString()}`;
        const url = `${server.url}/${spoken}#${fragment.toString()}`;
        if (options.print === true && options.wait === true) desk.output.event("opened", { url });
        else if (options.print === true) desk.output.line(url);
        else openInBrowser(url, desk.surroundings.environment);
        if (options.wait !== true) return { ...DONE, more: { url } };
        const verbs = what === "backup" || what === "restore" ? OF_SCREEN[what] : ANY;
        return await waitFor(verbs, server, desk);
      });
    });
}

/** @throws USAGE_WRONG when nothing was given */
function tokenIn(given: string): string {
  const token = given.trim();
  if (token !== "") return token;
  throw new FivefoldError("USAGE_WRONG", {
    what: "valueWrong",
    value: token,
    option: "--token-stdin",
  });
}

/** The runs whose end is waited for, by the screen that was opened; a file is one to restore from. */
const OF_SCREEN = {
  backup: ["backup", "export"],
  restore: ["restore", "undo", "recover"],
} as const;
const ANY: readonly string[] = [...OF_SCREEN.backup, ...OF_SCREEN.restore];

/** Tells what happens on the page, as it tells a program that it is shown in, until the first such run has ended. */
async function waitFor(
  verbs: readonly string[],
  server: ServerFacts,
  { output, watch }: Desk,
): Promise<Ending> {
  const begun = new Set<string>();
  let last = "";
  for await (const told of runsOf(server, watch.signal)) {
    const { run, verb, outcome, problem, progress, question, snapshot, result } = told;
    if (!verbs.includes(verb)) continue;
    if (!begun.has(run)) output.event("started", { run, verb });
    begun.add(run);
    if (outcome === null) {
      const { stage, doneBytes, totalBytes } = progress;
      output.event("progress", { run, stage, doneBytes, totalBytes });
      // Its own command closes it, or it is waited for until the person has said that it is closed.
      const now = question?.isClose === true ? question.id : stage === "stop" ? stage : "";
      if (now !== "" && last !== now) output.event("close-please", { run });
      last = now;
      continue;
    }
    output.event("finished", { run, verb, outcome, code: problem?.code ?? null });
    if (result?.["state"] === "ready") output.event("restart-needed", { run });
    if (outcome === "cancelled") throw new FivefoldError("CANCELLED");
    return { outcome, run: run as RunId, snapshot };
  }
  return { outcome: "failed" };
}

/** The screen that a word means; a file is one to restore from. @throws PARCEL_MISSING */
async function wayTo(what: string, currentFolder: string): Promise<string> {
  const screen = SCREENS.find((each) => each === what);
  if (screen !== undefined) return screen === "home" ? "/" : `/${screen}`;
  const file = path.resolve(currentFolder, what);
  try {
    await stat(file);
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    throw new FivefoldError("PARCEL_MISSING", { path: file }, { cause: thrown });
  }
  return `/restore?${new URLSearchParams({ file }).toString()}`;
}

export function openInBrowser(
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const [program = "", ...words] =
    process.platform === "win32"
      ? ["rundll32.exe", "url.dll,FileProtocolHandler", url]
      : [process.platform === "darwin" ? "open" : "xdg-open", url];
  const env = { ...environment };
  const child = spawn(program, words, { env, detached: true, stdio: "ignore" });
  // Where there is no browser there is `--print`.
  child.on("error", () => undefined);
  child.unref();
}
