/** Opens what the wizard in the terminal says, in one language. */

import type { LanguageCode } from "./choose.ts";
import { Sentences } from "./language.ts";
import type { TerminalCatalogue, TerminalKey } from "./terminal-en.ts";

export type TerminalSentences = Sentences<TerminalKey>;

export async function openTerminal(code: LanguageCode): Promise<TerminalSentences> {
  return new Sentences(code, await catalogueOf(code));
}

async function catalogueOf(code: LanguageCode): Promise<TerminalCatalogue> {
  switch (code) {
    case "en":
      return (await import("./terminal-en.ts")).terminalEn;
    case "fa":
      return (await import("./terminal-fa.ts")).terminalFa;
    case "pt":
      return (await import("./terminal-pt.ts")).terminalPt;
    case "de":
      return (await import("./terminal-de.ts")).terminalDe;
    case "fr":
      return (await import("./terminal-fr.ts")).terminalFr;
  }
}
