/** `fivefold serve`: shows the page until it is stopped. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { Command, Option } from "@commander-js/extra-typings";
import type { LogLevel } from "../http/log.ts";
import type { ServerOptions } from "../http/server.ts";
import { chooseLanguage } from "../language/choose.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { collect } from "./options.ts";

const USUAL_PORT = "7755";

export function serveCommand(frame: Frame) {
  return (
    new Command("serve")
      .description(frame.help("help.serve"))
      .option("--port <number>", frame.help("option.port"), USUAL_PORT)
      .option("--host <address>", frame.help("option.host"))
      .option("--tls-cert <file>", frame.help("option.tlsCert"))
      .option("--tls-key <file>", frame.help("option.tlsKey"))
      .option("--log <what>", frame.help("option.log"), collect)
      // For a server that nobody watches: its log is no place for secrets.
      .addOption(new Option("--no-link").hideHelp())
      .action(async (options) => {
        await frame.run("serve", async (desk) => {
          const { startServer } = await import("../http/server.ts");
          const { surroundings, globals, output } = desk;
          const { tlsCert: cert, tlsKey: key } = options;
          await using server = await startServer({
            app: {
              ...surroundings,
              description: globals.app ?? null,
              home: globals.home ?? null,
            },
            host: options.host ?? "127.0.0.1",
            port: portIn(options.port),
            tls:
              cert === undefined || key === undefined
                ? null
                : { cert: await pemIn(cert), key: await pemIn(key) },
            language: chooseLanguage({
              option: globals.language ?? null,
              setting: null,
              environment: surroundings.environment,
            }),
            log: logIn(options.log ?? [], surroundings.currentFolder),
            tellMistake: (error) => output.note(error.stack ?? error.message),
          });
          const language = await desk.language();
          if (server.isBare) output.say(language.text("serve.noApp"));
          const url = options.link ? server.link() : server.url;
          output.line(language.text("serve.ready", { url }));
          await stopped(desk.watch.signal);
          return { ...DONE, more: { url: server.url } };
        });
      })
  );
}

/** A level, a file, or both; the last of each. `null`: nothing is to be logged. */
export function logIn(
  words: readonly string[],
  currentFolder: string,
): NonNullable<ServerOptions["log"]> | null {
  if (words.includes("off")) return null;
  const levelOf = (word: string): LogLevel | undefined => LEVELS.find((each) => each === word);
  const file = words.findLast((word) => levelOf(word) === undefined);
  return {
    level: words.map(levelOf).findLast((each) => each !== undefined) ?? "info",
    file: file === undefined ? null : path.resolve(currentFolder, file),
  };
}

/** As `LOG_LEVELS`; known here without what writes a log. */
const LEVELS: readonly LogLevel[] = ["error", "warn", "info", "debug"];

async function stopped(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) return;
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
}

/** @throws USAGE_WRONG */
export function portIn(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port >= 0 && port <= 65_535) return port;
  throw new FivefoldError("USAGE_WRONG", { what: "valueWrong", value: text, option: "--port" });
}

/** @throws PASSWORD_UNREADABLE */
async function pemIn(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (thrown) {
    const reason = systemCode(thrown);
    if (reason === null) throw thrown;
    throw new FivefoldError("PASSWORD_UNREADABLE", { path: file, reason }, { cause: thrown });
  }
}
