/** What `Intl` calls our languages. */

import type { LanguageCode } from "./choose.ts";

export const LOCALES: Readonly<Record<LanguageCode, string>> = {
  en: "en",
  fa: "fa",
  pt: "pt-BR",
  de: "de",
  fr: "fr",
};
