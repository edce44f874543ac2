/**
 * How many guesses a password is worth, in bits: the cheapest way in which somebody who knows people would compose it.
 *
 * The password is cut into pieces (well-known passwords, names, words, dates, neighbours on a keyboard, repetitions, single
 * characters), each with the bits that choosing it takes; the cut with the fewest bits counts. Where it has to guess
 * it guesses low: a random password may be judged a quarter too weak, a word is never judged as random letters.
 */

import type { Weakness } from "../model/parcel.ts";
import { WORDS } from "./word-list.ts";

/**
 * What a parcel's password must be worth. One graphics card tries some ten million a second (1,000 rounds of SHA-1 each);
 * 2^60 keeps a thousand of them busy for about two years on average.
 */
export const REQUIRED_BITS = 60;
/** 7-Zip takes no longer ones for zip files. */
export const LONGEST_PASSWORD = 99;
const SHORT = 12;

export interface Judgement {
  readonly bits: number;
  /** `null`: good enough for a parcel. */
  readonly weakness: Weakness | null;
}

/**
 * Judges a password as it will stand in the zip.
 *
 * @param names what an attacker reads on the file or knows of its owner: the app, companies, the user, the computer
 */
export function judgePassword(password: string, names: readonly string[]): Judgement {
  if (!/^[\x20-\x7e]*$/.test(password)) return { bits: 0, weakness: "letters" };
  if (password.length > LONGEST_PASSWORD) return { bits: 0, weakness: "long" };
  const { bits, pieces } = new Cutting(known(names)).cheapest(password);
  if (bits >= REQUIRED_BITS) return { bits, weakness: null };
  return { bits, weakness: weaknessOf(password, pieces) };
}

/** What most of the password consists of. */
function weaknessOf(password: string, pieces: readonly Piece[]): Weakness {
  const covered = new Map<Weakness, number>();
  for (const { kind, from, to } of pieces)
    if (kind !== null) covered.set(kind, (covered.get(kind) ?? 0) + to - from);
  const [most] = [...covered].toSorted(([, a], [, b]) => b - a);
  if (most && most[1] * 2 >= password.length) return most[0];
  return password.length < SHORT ? "short" : "guessable";
}

/** From `from` up to `to`; `kind` is what would be wrong with a password of nothing else. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly bits: number;
  readonly kind: Weakness | null;
}

interface Cut {
  readonly bits: number;
  readonly pieces: readonly Piece[];
}

/** What may stand as a whole in a password, with the bits of choosing it. */
type Known = ReadonlyMap<string, { readonly bits: number; readonly kind: Weakness | null }>;

/** The most used first; parts of passwords as well as whole ones. */
const COMMON = (
  "123456 password 12345678 qwerty 111111 abc123 letmein admin welcome monkey dragon iloveyou master login princess " +
  "sunshine football baseball superman batman shadow michael jordan charlie hunter ranger buster soccer harley thomas " +
  "robert daniel andrew joshua matthew jessica jennifer michelle ashley nicole amanda starwars pokemon freedom whatever " +
  "trustno1 secret passw0rd access flower killer pepper ginger summer winter spring autumn computer internet samsung google " +
  "facebook microsoft windows office server router changeme default temp test tester testing guest root user demo sample " +
  "backup backups restore fivefold parcel archive zip sevenzip file files data database company business accounting office " +
  "private confidential safe safety security pass word code pin key keys lock love lover baby angel hello hallo bonjour salam " +
  "passwort kennwort geheim schatz sommer winter herbst fruehling hallo123 willkommen motdepasse azerty soleil bonjour " +
  "jetaime doudou loulou chouchou marseille senha mudar123 brasil flamengo corinthians palmeiras amor familia deus jesus " +
  "ramz ramzobur salam123 iran tehran esfahan mohammad hossein reza fatemeh maryam zahra mahdi hasan khoda eshgh azizam " +
  "delphi golestan parsian january february march april june july august september october november december monday tuesday " +
  "wednesday thursday friday saturday sunday januar februar maerz juni juli oktober dezember montag dienstag mittwoch " +
  "donnerstag freitag samstag sonntag janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre lundi " +
  "mardi mercredi jeudi vendredi samedi dimanche janeiro fevereiro marco abril maio junho julho agosto setembro outubro " +
  "novembro dezembro segunda terca quarta quinta sexta sabado domingo farvardin ordibehesht khordad tir mordad shahrivar mehr " +
  "aban azar dey bahman esfand shanbe yekshanbe doshanbe seshanbe chaharshanbe panjshanbe jome"
).split(" ");

const NAME_BITS = 3;
const WORD_BITS = Math.log2(WORDS.length);

function known(names: readonly string[]): Known {
  const all = new Map<string, { bits: number; kind: Weakness | null }>();
  for (const word of WORDS) all.set(word, { bits: WORD_BITS, kind: null });
  for (const [rank, word] of COMMON.entries()) {
    const bits = Math.log2(rank + 2);
    if (bits < (all.get(word)?.bits ?? Infinity)) all.set(word, { bits, kind: "common" });
  }
  for (const name of names) {
    const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
    const words = plain.split(/[^a-z0-9]+/);
    for (const word of [...words, words.join("")])
      if (word.length >= 3 && (all.get(word)?.bits ?? Infinity) > NAME_BITS)
        all.set(word, { bits: NAME_BITS, kind: "name" });
  }
  return all;
}

const LONGEST_KNOWN = 24;

/** Rows of keys of the usual keyboards and of the number pad, along and across. */
const KEY_ROWS = (
  "`1234567890-= qwertyuiop[] asdfghjkl;' zxcvbnm,./ qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn 789 456 123 147 " +
  "258 369 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 1qay 1aqw 2zsx !@#$%^&*()_+"
).split(" ");

/** Both ways: "qw", "wq". */
const NEIGHBOURS = new Set(
  KEY_ROWS.flatMap((row) =>
    Array.from(row.slice(1), (key, index) => [`${row[index]}${key}`, `${key}${row[index]}`]).flat(),
  ),
);

/** Signs and digits that stand for letters. */
const DISGUISES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

class Cutting {
  readonly #known: Known;
  readonly #units = new Map<string, number>();

  constructor(words: Known) {
    this.#known = words;
  }

  cheapest(text: string): Cut {
    const pieces = this.#pieces(text);
    const best: Cut[] = [{ bits: 0, pieces: [] }];
    for (let to = 1; to <= text.length; to++) {
      let cheapest: Cut | null = null;
      for (const piece of pieces) {
        const before = piece.to === to ? best[piece.from] : undefined;
        if (before && before.bits + piece.bits < (cheapest?.bits ?? Infinity))
          cheapest = { bits: before.bits + piece.bits, pieces: [...before.pieces, piece] };
      }
      // There is always the piece of one character.
      if (cheapest) best.push(cheapest);
    }
    return best.at(-1) ?? { bits: 0, pieces: [] };
  }

  #pieces(text: string): readonly Piece[] {
    return [
      ...singles(text),
      ...this.#words(text),
      ...wordLike(text),
      ...dates(text),
      ...walks(text),
      ...counts(text),
      ...this.#repetitions(text),
    ];
  }

  #words(text: string): readonly Piece[] {
    const small = text.toLowerCase();
    const undisguised = Array.from(small, (sign) => DISGUISES[sign] ?? sign).join("");
    const found: Piece[] = [];
    for (let from = 0; from < text.length; from++) {
      const end = Math.min(text.length, from + LONGEST_KNOWN);
      for (let to = from + 3; to <= end; to++) {
        const ways = [
          [small.slice(from, to), 0],
          [undisguised.slice(from, to), 2],
          [small.slice(from, to).split("").toReversed().join(""), 1],
        ] as const;
        for (const [word, extra] of ways) {
          const entry = this.#known.get(word);
          if (!entry) continue;
          const bits = entry.bits + extra + caseBits(text.slice(from, to));
          found.push({ from, to, bits, kind: entry.kind });
        }
      }
    }
    return found;
  }

  #repetitions(text: string): readonly Piece[] {
    const found: Piece[] = [];
    for (let from = 0; from < text.length; from++) {
      for (let size = 1; from + 2 * size <= text.length; size++) {
        const unit = text.slice(from, from + size);
        let times = 1;
        while (text.startsWith(unit, from + times * size)) times++;
        if (times < 2 || times * size < 3) continue;
        const bits = this.#unit(unit) + Math.log2(times);
        found.push({ from, to: from + times * size, bits, kind: "repeat" });
      }
    }
    return found;
  }

  #unit(text: string): number {
    const before = this.#units.get(text);
    if (before !== undefined) return before;
    const { bits } = this.cheapest(text);
    this.#units.set(text, bits);
    return bits;
  }
}

const CLASSES = [
  [/[0-9]/, Math.log2(10)],
  [/[a-z]/, 4.3],
  [/[A-Z]/, 4.7],
  [/[^0-9a-zA-Z]/, 4.5],
] as const;
const SWITCH_BITS = 2;
/** Between words; the same one again tells nothing new. */
const SEPARATORS = " -_.,+";
const SEPARATOR_BITS = 2;

function singles(text: string): readonly Piece[] {
  const classOf = (sign: string): number => CLASSES.findIndex(([pattern]) => pattern.test(sign));
  return Array.from(text, (sign, from): Piece => {
    const piece = { from, to: from + 1, kind: null };
    if (SEPARATORS.includes(sign))
      return { ...piece, bits: text.indexOf(sign) < from ? 0 : SEPARATOR_BITS };
    const own = classOf(sign);
    const isOther = from > 0 && classOf(text[from - 1] ?? "") !== own;
    return { ...piece, bits: (CLASSES[own]?.[1] ?? 0) + (isOther ? SWITCH_BITS : 0) };
  });
}

/** What it takes to guess which letters are capitals. */
function caseBits(text: string): number {
  if (text === text.toLowerCase()) return 0;
  if (text === text.toUpperCase() || text.slice(1) === text.slice(1).toLowerCase()) return 1;
  return text.replaceAll(/[^A-Za-z]/g, "").length;
}

/** How many words of a length people choose from, in all their languages together. */
const WORD_LENGTHS = [
  { upTo: 3, bits: Math.log2(500) },
  { upTo: 5, bits: Math.log2(2000) },
  { upTo: 9, bits: Math.log2(20_000) },
] as const;
const LONGEST_WORD = 9;

/** Letters that can be spoken are a word of some language, however long: nobody remembers anything else. */
function wordLike(text: string): readonly Piece[] {
  const found: Piece[] = [];
  for (const match of text.matchAll(/[A-Z]?[a-z]+|[A-Z]+/g)) {
    const word = match[0].toLowerCase();
    const vowels = word.replaceAll(/[^aeiouy]/g, "").length / word.length;
    if (word.length < 3 || vowels < 0.25 || vowels > 0.75 || /[^aeiouy]{5}/.test(word)) continue;
    const one = WORD_LENGTHS.find(({ upTo }) => word.length <= upTo)?.bits;
    const bits = one ?? (Math.log2(20_000) * word.length) / LONGEST_WORD;
    const to = match.index + word.length;
    found.push({ from: match.index, to, bits: bits + caseBits(match[0]), kind: null });
  }
  return found;
}

/** Days of a hundred years, in one of a few ways of writing. */
const DATE_BITS = Math.log2(365 * 100) + 2;
const YEAR_BITS = Math.log2(150);
const DATES = [
  [/(?=((?:19|20|13|14)\d\d))/g, YEAR_BITS],
  [/(?=((?:19|20|13|14)\d\d[-./ ]?(?:0?[1-9]|1[0-2])[-./ ]?(?:0?[1-9]|[12]\d|3[01])))/g, DATE_BITS],
  [
    /(?=((?:0?[1-9]|[12]\d|3[01])[-./ ]?(?:0?[1-9]|1[0-2])[-./ ]?(?:(?:19|20|13|14)\d\d|\d\d)))/g,
    DATE_BITS,
  ],
  [/(?=((?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])[-./ ](?:19|20)?\d\d))/g, DATE_BITS],
] as const;

function dates(text: string): readonly Piece[] {
  return DATES.flatMap(([pattern, bits]) =>
    Array.from(text.matchAll(pattern), (match): Piece => {
      const length = match[1]?.length ?? 0;
      return { from: match.index, to: match.index + length, bits, kind: "date" };
    }),
  );
}

/** "qwert", "asdfgh", "1qaz": from any key, along a row. */
function walks(text: string): readonly Piece[] {
  const small = text.toLowerCase();
  return runs(small, (a, b) => (NEIGHBOURS.has(a + b) ? "row" : null)).map(({ from, to }) => ({
    from,
    to,
    bits: Math.log2(47) + Math.log2(to - from) + 1 + caseBits(text.slice(from, to)),
    kind: "keyboard",
  }));
}

/** "abcd", "9876", "acegi". */
function counts(text: string): readonly Piece[] {
  const step = (a: string, b: string): string | null => {
    const by = b.charCodeAt(0) - a.charCodeAt(0);
    return Math.abs(by) <= 2 && /[a-z0-9]/i.test(a) && /[a-z0-9]/i.test(b) ? String(by) : null;
  };
  return runs(text, step).map(({ from, to }) => ({
    from,
    to,
    bits: 5 + Math.log2(to - from),
    kind: "repeat",
  }));
}

/** All stretches of at least three characters that go on in the same way. */
function runs(
  text: string,
  way: (a: string, b: string) => string | null,
): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let from = 0; from + 3 <= text.length; from++) {
    const first = way(text[from] ?? "", text[from + 1] ?? "");
    if (first === null) continue;
    for (let to = from + 2; to <= text.length; to++) {
      if (to - from >= 3) found.push({ from, to });
      if (to === text.length || way(text[to - 1] ?? "", text[to] ?? "") !== first) break;
    }
  }
  return found;
}
