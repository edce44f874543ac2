/** Questions to a person at a terminal. Loaded only when there is one to ask. */

import { confirm, isCancel, log, multiselect, password, select, text } from "@clack/prompts";
import type { Language } from "../language/language.ts";
import { FivefoldError } from "../model/error.ts";
import { Secret } from "../model/secret.ts";
import { wrapped } from "./table.ts";

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

/** Something to know before the next question. */
export function tell(said: string, kind: "info" | "warn" | "error"): void {
  const room = (process.stderr.columns || 80) - 4;
  const lines = said.split("\n").map((line) => wrapped(line, room));
  log[kind](lines.join("\n"), { output: process.stderr });
}

/** What can be chosen; `hint` stands behind it while the cursor is there. */
export interface Option<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
  readonly isDisabled?: boolean;
}

/** The library's own instructions are in English only. */
const LOOKS = { maxItems: 12, showInstructions: false, output: process.stderr } as const;

/** One of several; the first, or `usual`, is what Enter alone says. @throws CANCELLED */
export async function askOne<Value extends string>(
  question: string,
  choices: readonly Option<Value>[],
  usual?: Value,
): Promise<Value> {
  const answer = await select({
    message: question,
    options: choices.map(shown),
    ...LOOKS,
    ...(usual !== undefined && { initialValue: usual }),
  });
  const chosen = choices.find(({ value }) => value === answer);
  if (chosen === undefined) throw new FivefoldError("CANCELLED");
  return chosen.value;
}

/** Any of several, also none; `ticked` are ticked at the beginning. @throws CANCELLED */
export async function askSeveral(
  question: string,
  choices: readonly Option[],
  ticked: readonly string[],
): Promise<readonly string[]> {
  const answer = await multiselect({
    message: question,
    options: choices.map(shown),
    initialValues: [...ticked],
    required: false,
    ...LOOKS,
  });
  if (isCancel(answer)) throw new FivefoldError("CANCELLED");
  return answer;
}

function shown({ value, label, hint, isDisabled = false }: Option) {
  return {
    value,
    label,
    disabled: isDisabled,
    ...(hint !== undefined && { hint }),
  };
}

/** A line of text; `usual` is what Enter alone says. @throws CANCELLED */
export async function askText(question: string, usual: string): Promise<string> {
  const answer = await text({
    message: question,
    ...(usual !== "" && { placeholder: usual, defaultValue: usual }),
    output: process.stderr,
  });
  if (isCancel(answer)) throw new FivefoldError("CANCELLED");
  // With nothing typed and nothing usual, the library gives no text at all.
  const typed = (answer ?? "").trim();
  return typed === "" ? usual : typed;
}
