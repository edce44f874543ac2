/** Which seat this computer is: the server, the only one, or a workstation where nothing is started. */

import { readFile } from "node:fs/promises";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { RunContext } from "../model/run.ts";
import { ask, lineOf } from "./command.ts";
import type { Description, Seat } from "./description.ts";
import { SEATS } from "./description.ts";

const SEAT_TIMEOUT_MS = 10_000;

export interface FoundSeat {
  readonly seat: Seat;
  /** Where backups run, in the app's own words: the server's name; `null` when the app does not say. */
  readonly where: string | null;
}

/**
 * Asks the app for the seat; an app that describes none has a single one.
 *
 * @throws SEAT_UNREADABLE
 */
export async function readSeat(description: Description, context: RunContext): Promise<FoundSeat> {
  const config = description.seat;
  if (config === null) return { seat: "single", where: null };
  const unreadable = (reason: string, found: string, cause?: unknown): FivefoldError => {
    const source = config.kind === "file" ? config.file : config.command.join(" ");
    return new FivefoldError(
      "SEAT_UNREADABLE",
      { app: description.appName, source, reason, found },
      { cause },
    );
  };
  if (config.kind === "command") {
    const answer = await ask(config.command, description.folder, SEAT_TIMEOUT_MS, context);
    if (answer.trouble !== null) throw unreadable(answer.trouble, answer.detail);
    const [word = "", ...rest] = answer.firstLine.split(/\s+/);
    const seat = seatOf(word);
    if (seat === null) throw unreadable("noSeat", answer.firstLine);
    return { seat, where: rest.join(" ") || null };
  }
  let text: string;
  try {
    text = await readFile(config.file, "utf8");
  } catch (cause) {
    const code = systemCode(cause);
    if (code !== "ENOENT") throw unreadable(code ?? "unreadable", "", cause);
    text = ""; // a file that only workstations have, for instance
  }
  if ("pattern" in config) {
    const match = config.pattern.exec(text);
    const seat = seatOf(match?.[1] ?? match?.[0] ?? "");
    if (seat === null) throw unreadable("noSeat", match?.[0] ?? "");
    return { seat, where: lineOf(match?.[2] ?? "") || null };
  }
  for (const seat of SEATS) {
    const match = config.patterns[seat]?.exec(text);
    if (match) return { seat, where: lineOf(match[1] ?? "") || null };
  }
  // What has no pattern of its own is what remains when nothing matches.
  const remaining = (["single", "server", "workstation"] as const).find(
    (seat) => !config.patterns[seat],
  );
  if (remaining === undefined) throw unreadable("noSeat", lineOf(text));
  return { seat: remaining, where: null };
}

function seatOf(word: string): Seat | null {
  return SEATS.find((seat) => seat === word.trim().toLowerCase()) ?? null;
}

/**
 * Lets pass only where something may be started.
 *
 * @throws SEAT_IS_WORKSTATION with where backups run, SEAT_UNREADABLE
 */
export async function requireSeat(
  description: Description,
  context: RunContext,
): Promise<FoundSeat> {
  const found = await readSeat(description, context);
  if (found.seat === "workstation")
    throw new FivefoldError("SEAT_IS_WORKSTATION", {
      app: description.appName,
      where: found.where,
    });
  return found;
}
