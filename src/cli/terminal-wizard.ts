/**
 * `fivefold` without words, at a terminal: the wizards of the page, as questions in the person's language.
 *
 * The state machines of `wizard/` decide what is asked, what may go on and what is done; here stand only the questions, and
 * the library does the errands. Ctrl-C leaves at any question, and nothing is done then.
 */

import type { Fivefold, FivefoldError, Passwords, PlaceSight, Snapshot } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import type { TerminalKey } from "../language/terminal-en.ts";
import type { TerminalSentences } from "../language/terminal.ts";
import type { Secret } from "../model/secret.ts";
import type { Sum } from "../wizard/chosen.ts";
import type { Refusal, RunNews } from "../wizard/running.ts";
import type { Option } from "./ask.ts";
import { askOne, askSeveral, tell } from "./ask.ts";
import type { Desk, Ending } from "./frame.ts";
import { DONE } from "./frame.ts";
import { cut } from "./table.ts";

/** What every question needs. */
export interface Seat {
  readonly desk: Desk;
  readonly fivefold: Fivefold;
  readonly language: Language;
  readonly words: TerminalSentences;
  /** Columns for what stands behind the sign of a choice. */
  readonly room: number;
  /** What was typed to open places and files, until it turns out to be wrong: nobody types it twice. */
  readonly typed: Map<string, Secret>;
}

/** A place of backups with what is in it. */
export interface Stock {
  readonly sight: PlaceSight;
  /** Of this app, newest first. */
  readonly snapshots: readonly Snapshot[];
}

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

/** One of several, in lines that are not broken. */
export async function ask<Value extends string>(
  { desk, words, room }: Seat,
  question: TerminalKey | { readonly said: string },
  choices: readonly Option<Value>[],
  usual?: Value,
): Promise<Value> {
  desk.output.pause();
  const said = typeof question === "string" ? words.text(question) : question.said;
  const shown = choices.map((each) => ({ ...each, label: cut(each.label, room) }));
  return await askOne(said, shown, usual);
}

/** Any of several. */
export async function askMany(
  { desk, words, room }: Seat,
  question: string,
  choices: readonly Option[],
  ticked: readonly string[],
): Promise<readonly string[]> {
  desk.output.pause();
  const said = words.text("pick.many", { question: { said: question } });
  const shown = choices.map((each) => ({ ...each, label: cut(each.label, room) }));
  return await askSeveral(said, shown, ticked);
}

/** Why it does not go on. */
export function sayBlockers(blockers: readonly string[], { words }: Pick<Seat, "words">): void {
  for (const each of blockers) {
    const key = `blocker.${each}`;
    if (words.has(key)) tell(words.text(key), "warn");
  }
}

/** Says an error with its advice and whom people ask, and gives it as the wizards take it. */
export function sayRefusal(error: FivefoldError, { language, fivefold, typed }: Seat): Refusal {
  if (/^(?:KEY|PARCEL_PASSWORD)_/.test(error.code)) typed.clear();
  const { sentence, advice } = language.error(error);
  const support = language.supportLine(fivefold.brand.support);
  tell([sentence, advice, ...(support === null ? [] : [support])].join("\n"), "error");
  return { code: error.code, facts: error.facts };
}

/** The app's own words for its tenants. */
export function tenantWords({ fivefold, language, words }: Seat) {
  const own = fivefold.tenantWord[language.code];
  return {
    word: { said: own?.one ?? words.text("word.tenant") },
    words: { said: own?.other ?? words.text("word.tenants") },
  };
}

export function sumText({ itemCount, sizeBytes, isAtLeast }: Sum, { words }: Seat): string {
  if (isAtLeast && sizeBytes === 0) return words.text("ready.sumUnknown", { itemCount });
  return words.text(isAtLeast ? "ready.sumAtLeast" : "ready.sum", { itemCount, sizeBytes });
}

/** What a run was that the library has ended; wizards know it by a name that is given here. */
export function newsOf(run: string, some: Partial<RunNews>): RunNews {
  const nothing = { problem: null, question: null, snapshot: null, place: null, result: null };
  return { run, outcome: null, ...nothing, ...some };
}
