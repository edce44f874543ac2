/**
 * Keys that we make: digits in groups with check digits, as easy to type on a Persian keyboard as on a number pad.
 *
 * Eight groups of six digits: five are random, the sixth is the group's check digit. 10^40 keys are 132.9 bits. The check
 * digit is Damm's, begun with the group's place: every wrong digit, every swap of two neighbours and every swap of two
 * groups is noticed, and in which group.
 */

import { Secret } from "../model/secret.ts";

const GROUPS = 8;
const GROUP_DIGITS = 6;
const RANDOM_DIGITS = GROUP_DIGITS - 1;

/** H. M. Damm's quasigroup of order 10, totally anti-symmetric, zeros on the diagonal. */
const DAMM = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
] as const;

/** Makes a new key. `random` gives whole numbers from 0 to below `limit`, all as likely: `crypto.randomInt`. */
export function makeKey(random: (limit: number) => number): Secret {
  const groups: string[] = [];
  for (let place = 0; place < GROUPS; place++) {
    const digits = String(random(10 ** RANDOM_DIGITS)).padStart(RANDOM_DIGITS, "0");
    groups.push(digits + checkDigit(digits, place));
  }
  return new Secret(groups.join("-"));
}

function checkDigit(digits: string, place: number): string {
  return String(interim(digits, place));
}

function interim(digits: string, place: number): number {
  let at = place;
  for (const digit of digits) at = Number(DAMM[at]?.[Number(digit)]);
  return at;
}

/** What people typed, understood. */
export type TypedKey =
  /** One of our keys, as it was printed. */
  | { readonly kind: "key"; readonly secret: Secret }
  /** Meant as one of our keys; the groups that are wrong, from 1. */
  | { readonly kind: "mistyped"; readonly groups: readonly number[] }
  /** A password of the people's own. */
  | { readonly kind: "other" };

/** Persian and Arabic digits, and the wide ones of East Asia. */
const DIGIT_ZEROS = [0x06f0, 0x0660, 0xff10] as const;
/** What may stand between digits: spaces of all kinds, dashes of all kinds, dots, signs that only direct writing. */
const BETWEEN = /[\s\p{Pd}\p{Zs}\p{Cf}\u2212._·٫٬،,]+/u;

/** Reads a key as people type it; order and number of separators do not matter when all digits are there. */
export function readKey(typed: string): TypedKey {
  const latin = latinDigits(typed);
  const words = latin.split(new RegExp(BETWEEN, "u")).filter((word) => word !== "");
  if (words.length === 0 || words.some((word) => !/^\d+$/.test(word))) return { kind: "other" };
  const digits = words.join("");
  const isWhole = digits.length === GROUPS * GROUP_DIGITS;
  const isGrouped = words.length === GROUPS;
  const amiss = Math.abs(digits.length - GROUPS * GROUP_DIGITS);
  // Far from the right number of digits it is a number of the people's own.
  if (amiss > (isGrouped ? GROUPS : 1)) return { kind: "other" };
  const groups = isGrouped && !isWhole ? words : cut(digits);
  const wrong: number[] = [];
  for (let place = 0; place < GROUPS; place++) {
    const group = groups[place] ?? "";
    if (group.length !== GROUP_DIGITS || interim(group, place) !== 0) wrong.push(place + 1);
  }
  if (wrong.length > 0) return { kind: "mistyped", groups: wrong };
  return { kind: "key", secret: new Secret(groups.join("-")) };
}

function cut(digits: string): readonly string[] {
  return Array.from({ length: GROUPS }, (_, place) =>
    digits.slice(place * GROUP_DIGITS, (place + 1) * GROUP_DIGITS),
  );
}

/** Writes Persian, Arabic and wide digits as 0 to 9. */
export function latinDigits(text: string): string {
  return Array.from(text, (character) => {
    const point = character.codePointAt(0) ?? 0;
    const zero = DIGIT_ZEROS.find((each) => point >= each && point <= each + 9);
    return zero === undefined ? character : String(point - zero);
  }).join("");
}
