/**
 * Text as people type it, made comparable: digits of every keyboard, letters that look the same, and what nobody sees.
 *
 * For searching and for fields with numbers; never for what is stored or shown.
 */

/** Turns the digits ۰-۹ (Persian) and ٠-٩ (Arabic) into 0-9, and leaves all else. */
export function latinDigits(text: string): string {
  return text.replaceAll(/[۰-۹٠-٩]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/** Letters that one keyboard has and another has not; after decomposition, so hamza and madda are gone. */
const SAME: Readonly<Record<string, string>> = {
  ي: "ی",
  ى: "ی",
  ك: "ک",
  ة: "ه",
  ە: "ه",
  ہ: "ه",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ı: "i",
};

/** Marks over letters, joiners, the stretch of Arabic letters, and what turns a line's direction. */
const UNSEEN = /[\p{M}\u200b-\u200f\u2060\u0640\ufeff\p{Bidi_Control}]/gu;

/**
 * Two texts with the same key are the same to somebody who searches: "كتاب‌ها" and "کتابها", "Müller" and "muller", "۱۲" and
 * "12". Spaces are single.
 */
export function searchKey(text: string): string {
  return latinDigits(text)
    .normalize("NFKD")
    .replaceAll(UNSEEN, "")
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(UNSEEN, "")
    .replaceAll(/[يىكةەہßæœøı]/g, (letter) => SAME[letter] ?? letter)
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** Whether every word of `wanted` is somewhere in the text; none wanted is everywhere. */
export function hasWords(text: string, wanted: string): boolean {
  return keyHasWords(searchKey(text), wanted);
}

/** As `hasWords`, of a text whose key is known already. */
export function keyHasWords(key: string, wanted: string): boolean {
  // In Persian a plural is written with a joiner, a space or nothing; words are looked for each for itself.
  return searchKey(wanted)
    .split(" ")
    .every((word) => key.includes(word));
}
