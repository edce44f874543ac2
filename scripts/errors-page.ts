/** Writes docs/errors.md from the table of errors and their English sentences: `node scripts/errors-page.ts --write`. */

import { writeFile } from "node:fs/promises";
import { ERRORS } from "../src/model/error.ts";
import type { ErrorCode } from "../src/model/error.ts";
import { en } from "../src/language/en.ts";

export const ERRORS_PAGE = "docs/errors.md";

const AGAIN = {
  never: "no",
  later: "yes, later",
  changed: "after a change",
} as const;

export function errorsPage(): string {
  const rows = (Object.keys(ERRORS) as ErrorCode[]).map((code) => {
    const { exit, http, retry } = ERRORS[code];
    const cells = [
      `\`${code}\``,
      exit,
      http,
      AGAIN[retry],
      readable(en[`error.${code}`]),
      readable(en[`advice.${code}`]),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "# Errors",
    "",
    "Every error has a code, an exit status of the command line, an HTTP status, and a sentence and a piece of advice in five",
    "languages. Findings, which do not stop a run, use the same codes; a run with findings ends with exit status 3. This page",
    "is generated from `src/model/error.ts` and `src/language/en.ts`; do not edit it.",
    "",
    "| code | exit | HTTP | try again? | what it says | what to do |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

const CHOICE =
  /\{\w+, select, \w+ \{((?:[^{}]|\{[^{}]*\})*)\} other \{((?:[^{}]|\{[^{}]*\})*)\}\}/g;

/** An ICU message as people read it in a table: facts as *name*, choices as what stands when the fact is known. */
function readable(message: string): string {
  return message
    .replaceAll(CHOICE, (_, known: string, unknown: string) =>
      unknown === "" ? known : `${known} / ${unknown}`,
    )
    .replaceAll(/\{(\w+)(?:, number)?\}/g, "*$1*")
    .replaceAll("|", "\\|");
}

if (import.meta.main && process.argv.includes("--write"))
  await writeFile(new URL(`../${ERRORS_PAGE}`, import.meta.url), errorsPage());
