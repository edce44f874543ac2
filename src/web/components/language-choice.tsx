/** Chooses the language of the page, each named in itself. */

import type { ReactNode } from "react";
import { LANGUAGES, languageOf } from "../../language/choose.ts";
import { useSpeech } from "../words.tsx";

/** Each in itself. */
export const LANGUAGE_NAMES = {
  en: "English",
  fa: "فارسی",
  pt: "Português",
  de: "Deutsch",
  fr: "Français",
} as const;

export function LanguageChoice(): ReactNode {
  const { words, setLanguage } = useSpeech();
  return (
    <select
      className="language"
      aria-label={words.text("language.label")}
      value={words.code}
      onChange={(event) => {
        const code = languageOf(event.currentTarget.value);
        if (code !== null) setLanguage(code);
      }}
    >
      {LANGUAGES.map((code) => (
        <option key={code} value={code} lang={code}>
          {LANGUAGE_NAMES[code]}
        </option>
      ))}
    </select>
  );
}
