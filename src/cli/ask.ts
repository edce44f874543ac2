/** Questions to a person at a terminal. Loaded only when there is one to ask. */

import { confirm, isCancel, log, password, select, text } from "@clack/prompts";
import type { Language } from "../language/language.ts";
import { FivefoldError } from "../model/error.ts";
import { Secret } from "../model/secret.ts";

/** `null` when nothing was typed. @throws CANCELLED */
export async function askSecret(question: string): Promise<Secret | null> {
  const answer = await password({ message: question, output: process.stderr });
  if (isCancel(answer)) throw new FivefoldError("CANCELLED");
  return answer ? new Secret(answer) : null;
}

/** Asks twice, until both are the same; `null` when nothing was typed. @throws CANCELLED */
export async function askNewSecret(place: string, language: Language): Promise<Secret | null> {
  for (;;) {
    const first = await askSecret(language.text("ask.newPassword", { place }));
    if (first === null) return null;
    const second = await askSecret(language.text("ask.again"));
    if (second?.reveal() === first.reveal()) return first;
    log.warn(language.text("ask.different"), { output: process.stderr });
  }
}

/** "No" is what Enter alone says. @throws CANCELLED */
export async function askYesNo(question: string, language: Language): Promise<boolean> {
  return await askEither(question, language.text("ask.yes"), language.text("ask.no"));
}

/** As `askYesNo`, with other words for yes and no. @throws CANCELLED */
export async function askEither(question: string, yes: string, no: string): Promise<boolean> {
  const answer = await confirm({
    message: question,
    active: yes,
    inactive: no,
    initialValue: false,
    output: process.stderr,
  });
  if (isCancel(answer)) throw new FivefoldError("CANCELLED");
  return answer;
}

/** One of several; the first is what Enter alone says. @throws CANCELLED */
export async function askOne(
  question: string,
  choices: readonly { readonly value: string; readonly label: string }[],
): Promise<string> {
  const options = choices.map(({ value, label }) => ({ value, label }));
  // The library's own instructions are in English only.
  const looks = { maxItems: 12, showInstructions: false, output: process.stderr } as const;
  const answer = await select({ message: question, options, ...looks });
  if (isCancel(answer)) throw new FivefoldError("CANCELLED");
  return answer;
}

/** A line of text; `usual` is what Enter alone says. @throws CANCELLED */
export async function askText(question: string, usual: string): Promise<string> {
  const answer = await text({
    message: question,
    placeholder: usual,
    defaultValue: usual,
    output: process.stderr,
  });
  if (isCancel(answer)) throw new FivefoldError("CANCELLED");
  return answer.trim() === "" ? usual : answer.trim();
}
