/** What the wizards at a terminal share: who sits there, what lies in the places, and how questions and troubles are said. */

import type { Fivefold, FivefoldError, PlaceSight, Snapshot } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import type { TerminalKey } from "../language/terminal-en.ts";
import type { TerminalSentences } from "../language/terminal.ts";
import type { Secret } from "../model/secret.ts";
import type { Sum } from "../wizard/chosen.ts";
import type { Refusal, RunNews } from "../wizard/running.ts";
import type { Option } from "./ask.ts";
import { askOne, askSeveral, tell } from "./ask.ts";
import type { Desk } from "./frame.ts";
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
