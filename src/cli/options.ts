/** Options that several commands have, each with one meaning. */

import type { Command } from "@commander-js/extra-typings";
import type { Choice } from "../fivefold.ts";
import { FivefoldError } from "../fivefold.ts";
import { readSpeed } from "../model/speed.ts";
import type { Frame } from "./frame.ts";

/** For options that may be repeated. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** The key of the backups. */
export function withKey<Arguments extends unknown[], Options extends Record<string, unknown>>(
  command: Command<Arguments, Options>,
  frame: Frame,
) {
  return command
    .option("--password-file <file>", frame.help("option.passwordFile"))
    .option("--remember", frame.help("option.remember"));
}

/** Which items are meant. */
export function withChoice<Arguments extends unknown[], Options extends Record<string, unknown>>(
  command: Command<Arguments, Options>,
  frame: Frame,
) {
  return command
    .option("--tenant <id>", frame.help("option.tenant"), collect)
    .option("--part <id>", frame.help("option.part"), collect);
}

export function choiceOf(options: {
  readonly tenant?: readonly string[] | undefined;
  readonly part?: readonly string[] | undefined;
  readonly path?: readonly string[] | undefined;
}): Choice {
  const { tenant = [], part = [], path = [] } = options;
  return { tenants: tenant, parts: part, paths: path.map((each) => typedPath(each)) };
}

/** A path inside a backup as this system's people write it: on Windows a backslash stands between names, too. */
export function typedPath(text: string, platform: NodeJS.Platform = process.platform): string {
  return platform === "win32" ? text.replaceAll("\\", "/") : text;
}

/** Bytes per second; `null`: as fast as it can. @throws USAGE_WRONG */
export function speedOf(limit: string): number | null {
  if (limit === "none") return null;
  const speed = readSpeed(limit);
  if (speed === null)
    throw new FivefoldError("USAGE_WRONG", {
      what: "valueWrong",
      value: limit,
      option: "--limit",
    });
  return speed;
}
