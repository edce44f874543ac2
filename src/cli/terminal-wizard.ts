/**
 * `fivefold` without words, at a terminal: the wizards of the page, as questions in the person's language.
 *
 * The state machines of `wizard/` decide what is asked, what may go on and what is done; here stand only the questions, and
 * the library does the errands. Ctrl-C leaves at any question, and nothing is done then.
 */

import type { Passwords, Snapshot } from "../fivefold.ts";
import type { Secret } from "../model/secret.ts";
import type { Option } from "./ask.ts";
import type { Desk, Ending } from "./frame.ts";
import { DONE } from "./frame.ts";
import type { Seat, Stock } from "./terminal-seat.ts";
import { ask } from "./terminal-seat.ts";

const MENU = ["backup", "restore", "undo", "leave"] as const;

export async function terminalWizard(desk: Desk): Promise<Ending> {
  desk.whenCancelled("restore.declined");
  const typed = new Map<string, Secret>();
  const fivefold = await desk.fivefold({}, { passwords: remembering(desk.passwords({}), typed) });
  const language = await desk.language();
  const { openTerminal } = await import("../language/terminal.ts");
  const words = await openTerminal(language.code);
  const room = (process.stderr.columns || 80) - 6;
  const seat: Seat = { desk, fivefold, language, words, room, typed };
  desk.output.say(fivefold.brand.title ? titleOf(seat) : fivefold.appName);
  const stocks = await stocksOf(seat);
  sayLast(stocks, seat);
  for (;;) {
    const undo = await fivefold.undoable(desk.watch);
    const choices = MENU.filter((each) => each !== "undo" || undo !== null).map(
      (value): Option<(typeof MENU)[number]> => ({ value, label: words.text(`menu.${value}`) }),
    );
    const ending = await goTo(await ask(seat, "menu.ask", choices), stocks, seat);
    if (ending !== null) return ending;
  }
}

function remembering(passwords: Passwords, typed: Map<string, Secret>): Passwords {
  const { ask: asking } = passwords;
  if (asking === null) return passwords;
  const once = async (place: string): Promise<Secret | null> => {
    const secret = typed.get(place) ?? (await asking(place));
    if (secret !== null) typed.set(place, secret);
    return secret;
  };
  return { ...passwords, ask: once };
}

/** `null`: the person went back to the menu. */
async function goTo(
  where: (typeof MENU)[number],
  stocks: readonly Stock[],
  seat: Seat,
): Promise<Ending | null> {
  switch (where) {
    case "backup": {
      const { backupAtTerminal } = await import("./terminal-backup.ts");
      return await backupAtTerminal(stocks, seat);
    }
    case "restore": {
      const { restoreAtTerminal } = await import("./terminal-restore.ts");
      return await restoreAtTerminal(stocks, seat);
    }
    case "undo": {
      const { undoAtTerminal } = await import("./terminal-restore.ts");
      return await undoAtTerminal(seat);
    }
    case "leave":
      seat.desk.output.say(seat.words.text("menu.help"));
      return DONE;
  }
}

function titleOf({ fivefold, language }: Seat): string {
  return language.vendors(fivefold.brand.title) || fivefold.appName;
}

/** A place that does not answer keeps nobody from the others. */
async function stocksOf({ desk, fivefold }: Seat): Promise<readonly Stock[]> {
  const { asFivefoldError } = await import("../fivefold.ts");
  const stocks: Stock[] = [];
  for (const sight of await fivefold.placeSights()) {
    let snapshots: readonly Snapshot[] = [];
    if (sight.kind === "vault" || sight.kind === "shelf")
      try {
        const all = await fivefold.list(sight.name, desk.watch);
        snapshots = all
          .filter(({ appId }) => appId === fivefold.appId)
          .toSorted((a, b) => Date.parse(b.takenAt) - Date.parse(a.takenAt));
      } catch (thrown) {
        const error = asFivefoldError(thrown);
        if (error.code === "CANCELLED") throw error;
      }
    stocks.push({ sight, snapshots });
  }
  return stocks;
}

function sayLast(stocks: readonly Stock[], { desk, words }: Seat): void {
  const [newest] = stocks
    .flatMap(({ snapshots }) => snapshots)
    .filter(({ isComplete, reason }) => isComplete && reason !== "safety")
    .toSorted((a, b) => Date.parse(b.takenAt) - Date.parse(a.takenAt));
  const text =
    newest === undefined
      ? words.text("menu.none")
      : words.text("menu.last", { takenAt: newest.takenAt });
  desk.output.say(text);
}
