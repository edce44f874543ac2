/** Which language is spoken; small, so that a wrong choice is told before any sentence is loaded. */

export const LANGUAGES = ["en", "fa", "pt", "de", "fr"] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

/** What decides which language is spoken, the strongest first. */
export interface LanguageWish {
  /** `--language`. */
  readonly option: string | null;
  /** Of settings.yaml. */
  readonly setting: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function chooseLanguage({ option, setting, environment }: LanguageWish): LanguageCode {
  const system = environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"];
  for (const wish of [option, setting, system]) {
    const code = languageOf(wish ?? "");
    if (code !== null) return code;
  }
  return "en";
}

/** Gives the language that "de", "pt_BR.UTF-8" or "fa-IR" means, `null` when it is none of ours. */
export function languageOf(text: string): LanguageCode | null {
  const first = text.toLowerCase().split(/[-_.@]/, 1)[0];
  return LANGUAGES.find((code) => code === first) ?? null;
}
