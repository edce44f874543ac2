/**
 * One program at a time reads, changes and writes a file of the home: the page's server, commands and jobs do so at once.
 *
 * The turn is a SQLite file held in BEGIN EXCLUSIVE, which the system frees at death: nothing is left to be swept, and
 * nobody waits for a dead one. A turn lasts some milliseconds; whoever has it must not ask for it again.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { FivefoldError } from "../model/error.ts";
import type { Home } from "./home.ts";

/** So long a turn is waited for: only a program that was stopped in the middle of its own has it for longer. */
const LONGEST_WAIT_MS = 30_000;
const SHORTEST_POLL_MS = 5;
const LONGEST_POLL_MS = 40;

const SQLITE_BUSY = 5;

/**
 * Does the work while nobody else has a turn.
 *
 * @throws HOME_BUSY after half a minute; HOME_UNWRITABLE where no turn can be kept; what the work throws
 */
export async function inTurn<Value>(home: Home, work: () => Promise<Value>): Promise<Value> {
  const turn = await taken(home);
  try {
    return await work();
  } finally {
    turn.close();
  }
}

async function taken(home: Home): Promise<DatabaseSync> {
  let pollMs = SHORTEST_POLL_MS;
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const turn = tryTurn(home);
    if (turn !== null) return turn;
    if (waitedMs >= LONGEST_WAIT_MS) throw new FivefoldError("HOME_BUSY", { path: home.folder });
    pollMs = Math.min(pollMs * 2, LONGEST_POLL_MS);
    await sleep(pollMs);
  }
}

function tryTurn(home: Home): DatabaseSync | null {
  let turn: DatabaseSync | null = null;
  try {
    turn = new DatabaseSync(home.turn, { timeout: 0 });
    // No journal beside it: a dead user's would be in the way of others.
    turn.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return turn;
  } catch (cause) {
    turn?.close();
    if (!(cause instanceof Error) || !("errcode" in cause)) throw cause;
    if (typeof cause.errcode === "number" && (cause.errcode & 0xff) === SQLITE_BUSY) return null;
    throw new FivefoldError("HOME_UNWRITABLE", { path: home.turn }, { cause });
  }
}
