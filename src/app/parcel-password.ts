/**
 * Passwords of parcels: made, taken from people, and read again when one is opened.
 *
 * A zip stretches its password only 1,000 times and anybody who has the file can try for ever, so one is made by default:
 * digits in groups with check digits (132.9 bits) or six words (66 bits). The bytes in the zip are what a person types into
 * 7-Zip and other programs. These write letters beyond ASCII each in its own way, so a password has printable ASCII
 * only and at most 99 characters; digits of other scripts are written as 0 to 9 first, what cannot be seen is dropped.
 */

import { FivefoldError } from "../model/error.ts";
import type { Weakness } from "../model/parcel.ts";
import { Secret } from "../model/secret.ts";
import { latinDigits, makeKey, readKey } from "./digit-key.ts";
import { judgePassword } from "./password-strength.ts";
import { WORDS } from "./word-list.ts";

export const PASSWORD_FORMS = ["digits", "words"] as const;
export type PasswordForm = (typeof PASSWORD_FORMS)[number];

const WORD_COUNT = 6;
/** No quotes are needed for it on a command line, and a double click takes the whole. */
const JOINT = "-";

/**
 * Makes a new password, to be shown once as it stands and typed as it stands. `random` gives whole numbers from 0 to
 * below `limit`, all as likely: `crypto.randomInt`.
 */
export function makeParcelPassword(form: PasswordForm, random: (limit: number) => number): Secret {
  if (form === "digits") return makeKey(random);
  const words = Array.from({ length: WORD_COUNT }, () => WORDS[random(WORDS.length)] ?? "");
  return new Secret(words.join(JOINT));
}

/**
 * Takes a password of the people's own for a new parcel.
 *
 * @param names what an attacker reads on the file or knows of its owner: the app, companies, the user, the computer
 * @throws PASSWORD_WEAK with `what`, a `Weakness`, and `suggestion`: "longer" when it is on the way, else "made": let one be made
 */
export function ownPassword(typed: string, names: readonly string[]): Secret {
  const password = asTyped(typed);
  if (!isMade(password)) {
    const { bits, weakness } = judgePassword(password, names);
    if (weakness !== null) throw weak(weakness, bits);
  }
  return new Secret(password);
}

/** One of ours is as strong as it was made, whatever names its words happen to be. */
function isMade(password: string): boolean {
  const words = new Set(password.split(JOINT));
  return (words.size === WORD_COUNT && words.isSubsetOf(KNOWN)) || readKey(password).kind === "key";
}

/** From here on a word or two more are enough. */
const HALF_WAY_BITS = 36;

function weak(what: Weakness, bits: number): FivefoldError {
  const isOnTheWay = (what === "short" || what === "guessable") && bits >= HALF_WAY_BITS;
  return new FivefoldError("PASSWORD_WEAK", { what, suggestion: isOnTheWay ? "longer" : "made" });
}

/** As the bytes of the zip have it. Ends are cut: nobody sees the space behind a word, nor the mark of a pasted one. */
function asTyped(typed: string): string {
  return latinDigits(typed)
    .normalize("NFC")
    .replaceAll(/\p{Zs}/gu, " ")
    .replaceAll(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, "")
    .trim();
}

/** What people typed to open a parcel. */
export interface TypedPassword {
  /** To be tried in this order: as it was typed, and as the one of ours that it seems to be. */
  readonly secrets: readonly Secret[];
  /** Groups of digits, from 1, whose check digit is wrong: what to say when it does not open the parcel. */
  readonly groups: readonly number[];
  /** Words, from 1, that are none of ours. */
  readonly words: readonly number[];
}

/** Reads a password as people type it: for one that we made, order and number of separators and capitals do not matter. */
export function readPassword(typed: string): TypedPassword {
  const plain = asTyped(typed);
  const key = readKey(plain);
  if (key.kind === "key")
    return { secrets: both(plain, key.secret.reveal()), groups: [], words: [] };
  const groups = key.kind === "mistyped" ? key.groups : [];
  const words = plain
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
  const strange = words.flatMap((word, index) => (KNOWN.has(word) ? [] : [index + 1]));
  const isOurs =
    words.length === WORD_COUNT && strange.length <= WORD_COUNT / 2 && !/\d/.test(plain);
  return {
    secrets: isOurs ? both(plain, words.join(JOINT)) : [new Secret(plain)],
    groups,
    words: isOurs ? strange : [],
  };
}

const KNOWN = new Set(WORDS);

function both(plain: string, ours: string): readonly Secret[] {
  return plain === ours ? [new Secret(plain)] : [new Secret(plain), new Secret(ours)];
}
