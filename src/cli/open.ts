/** `fivefold open`: opens the page in the browser, signed in; its server is started when it does not run. */

import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import path from "node:path";
import { Command } from "@commander-js/extra-typings";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { askServer, reachServer } from "./reach.ts";

const SCREENS = ["home", "backup", "restore"] as const;

export function openCommand(frame: Frame) {
  return new Command("open")
    .description(frame.help("help.open"))
    .argument("[what]", frame.help("argument.open"))
    .option("--print", frame.help("option.print"))
    .action(async (what, options) => {
      await frame.run("open", async (desk) => {
        const to = await wayTo(what ?? "home", desk.surroundings.currentFolder);
        const fivefold = await desk.fivefold();
        const server = await reachServer(fivefold, desk);
        const { secret } = await askServer(server, "POST", "/api/secrets");
        const fragment = new URLSearchParams({ secret: String(secret) });
        if (to !== "/") fragment.set("to", to);
        const url = `${server.url}/#${fragment.toString()}`;
        if (options.print === true) desk.output.line(url);
        else openInBrowser(url, desk.surroundings.environment);
        return { ...DONE, more: { url } };
      });
    });
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
