/**
 * Goal: a password that we make is strong and opens however it is typed; a weak one is refused with the reason; the bytes in
 * the zip are what every program makes of the same keys. Method: people's passwords by kind, random ones of known strength
 * counted, and slips of typing put into made ones.
 */

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import test from "node:test";
import * as fc from "fast-check";
import { FivefoldError } from "../model/error.ts";
import { WEAKNESSES } from "../model/parcel.ts";
import { makeParcelPassword, ownPassword, readPassword } from "./parcel-password.ts";
import { REQUIRED_BITS, judgePassword } from "./password-strength.ts";
import { WORDS } from "./word-list.ts";

const NAMES = ["Kontor GmbH", "acme", "José Müller"];
const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";

/** Made from fast-check's numbers, so that a failing one is shown again. */
const MADE = fc
  .uniqueArray(fc.nat(WORDS.length - 1), { minLength: 6, maxLength: 6 })
  .map((numbers) => {
    const left = [...numbers];
    return makeParcelPassword("words", () => left.shift() ?? 0).reveal();
  });

function opened(typed: string): readonly string[] {
  return readPassword(typed).secrets.map((secret) => secret.reveal());
}

function refused(typed: string): readonly [string, string] {
  try {
    ownPassword(typed, NAMES);
  } catch (thrown) {
    assert.ok(thrown instanceof FivefoldError && thrown.code === "PASSWORD_WEAK");
    // An error is printed and logged: nothing of the password may be in it.
    assert.deepEqual(Object.keys(thrown.facts), ["what", "suggestion"]);
    return [String(thrown.facts["what"]), String(thrown.facts["suggestion"])];
  }
  return assert.fail("it was accepted");
}

test("words: short, small, plain, in order, each once, and enough of them for six to be 66 bits", () => {
  for (const word of WORDS) assert.match(word, /^[a-z]{3,8}$/);
  assert.deepEqual(WORDS, [...new Set(WORDS)].toSorted());
  assert.ok(Math.log2(WORDS.length) * 6 > 66, String(WORDS.length));
});

test("makeParcelPassword: both forms are judged strong, fit into a zip, and come from all their numbers", () => {
  for (const form of ["digits", "words"] as const) {
    const limits: number[] = [];
    const made = makeParcelPassword(form, (limit) => {
      limits.push(limit);
      return randomInt(limit);
    });
    assert.equal(String(made), "[secret]");
    assert.match(made.reveal(), form === "digits" ? /^\d{6}(-\d{6}){7}$/ : /^[a-z]+(-[a-z]+){5}$/);
    assert.ok(limits.reduce((bits, limit) => bits + Math.log2(limit), 0) >= 66);
    assert.equal(ownPassword(made.reveal(), NAMES).reveal(), made.reveal());
  }
  assert.equal(makeParcelPassword("words", () => 0).reveal(), Array(6).fill("able").join("-"));
  assert.ok(
    WORDS.toSorted((a, b) => b.length - a.length)
      .slice(0, 6)
      .join("-").length <= 99,
  );
});

for (const [typed, what, suggestion] of [
  ["", "short", "made"],
  ["Xk7#", "short", "made"],
  ["Tr0ub4dor&3", "short", "longer"],
  ["password", "common", "made"],
  ["Passw0rd!", "common", "made"],
  ["P@SSW0RD123", "common", "made"],
  ["drowssap", "common", "made"],
  ["Sommer-Herbst", "common", "made"],
  ["Kontor2026!", "name", "made"],
  ["acme-acme.KONTOR", "name", "made"],
  ["jose.muller", "name", "made"],
  ["22.11.2026", "date", "made"],
  ["1405-09-01 1405/09/02", "date", "made"],
  ["19850412 12.04.85", "date", "made"],
  ["qwertyuiopasdfghjkl", "keyboard", "made"],
  ["1qaz2wsx3edc", "keyboard", "made"],
  ["aaaaaaaaaaaaaaaaaaaaaaaa", "repeat", "made"],
  ["abcdefghijklmnop", "repeat", "made"],
  ["12345678901234567890", "repeat", "made"],
  ["x7Kx7Kx7Kx7Kx7K", "repeat", "made"],
  ["correct horse battery", "guessable", "made"],
  ["correcthorsebatterystaple", "guessable", "longer"],
  ["able able able able able able", "repeat", "made"],
  ["ghormesabzi ba khoresht", "guessable", "longer"],
  ["Xk7#".repeat(25), "long", "made"],
  ["pässwörter-sind-schön-und-lang-1234", "letters", "made"],
  ["گذرواژهٔ من خیلی طولانی است", "letters", "made"],
  ["seven of 77 brown dogs £", "letters", "made"],
  ["six\twords\nwith other spaces between them", "letters", "made"],
] as const)
  test(`ownPassword: ${JSON.stringify(typed.slice(0, 30))} is refused as ${what}`, () => {
    assert.deepEqual(refused(typed), [what, suggestion]);
  });

test("ownPassword: what is strong is taken as it is typed", () => {
  for (const typed of [
    "JsmWkd!84-lpQ#rz",
    "Abdruck Kessel Wolke Nagel Brot",
    "horse battery staple river lantern",
    "38.29-10x47 Qmbz/91",
    "Correct Horse! Battery? Staple 7 river",
  ])
    assert.equal(ownPassword(typed, NAMES).reveal(), typed);
});

test("ownPassword: digits of other scripts, odd spaces and what cannot be seen become what a keyboard gives", () => {
  const plain = "73-91-84-62-05 river lantern nine";
  const typed = ` \u200f${plain.replaceAll(/\d/g, (digit) => PERSIAN.charAt(Number(digit)))}\u200e\u00a0`;
  assert.equal(ownPassword(typed.replace("river ", "river\u00a0"), NAMES).reveal(), plain);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (text) => {
      let taken: string;
      try {
        taken = ownPassword(text, []).reveal();
      } catch (thrown) {
        assert.ok(thrown instanceof FivefoldError && thrown.code === "PASSWORD_WEAK");
        assert.ok(WEAKNESSES.some((each) => each === thrown.facts["what"]));
        return;
      }
      assert.match(taken, /^[\x21-\x7e](?:[\x20-\x7e]{0,97}[\x21-\x7e])?$/);
      assert.equal(opened(text)[0], taken);
    }),
  );
});

test("judgePassword: never judges a random password stronger than it is, and hardly ever a long one weak", () => {
  const all = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join("");
  for (const [signs, length, mostRefused] of [
    [all, 16, 5],
    [all.replaceAll(/[^a-zA-Z0-9]/g, ""), 20, 5],
    ["0123456789", 32, 5],
  ] as const) {
    let refusals = 0;
    for (let round = 0; round < 200; round++) {
      const password = Array.from({ length }, () => signs[randomInt(signs.length)]).join("");
      const { bits, weakness } = judgePassword(password, NAMES);
      // Signs have a little more than their share, digits a little less: over the whole it is below the truth.
      assert.ok(bits <= Math.log2(signs.length) * length * 1.02 + 2, `${password} ${bits}`);
      if (weakness !== null) refusals++;
    }
    assert.ok(refusals <= mostRefused, `${length} of ${signs.length}: ${refusals} of 200`);
  }
});

test("judgePassword: more is never weaker by much, names known make it weaker, and the bound is the bound", () => {
  const printable = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(printable, printable, (a, b) => {
      const alone = judgePassword(a, []).bits;
      const both = judgePassword(a + b, []);
      assert.ok(both.bits >= 0 && Number.isFinite(alone));
      assert.equal(both.weakness === null, both.bits >= REQUIRED_BITS);
      assert.ok(judgePassword(a, [a]).bits <= alone);
    }),
  );
  assert.ok(judgePassword("kontor", ["Kontor"]).bits < judgePassword("kontor", []).bits);
});

test("judgePassword: the worst repetitions take no time", () => {
  const begun = performance.now();
  for (const unit of ["a", "ab", "aB3", "0110", "qwe"])
    judgePassword(unit.repeat(99).slice(0, 99), NAMES);
  assert.ok(performance.now() - begun < 2000);
});

test("readPassword: a made one opens with any separators and capitals, tried first as it was typed", () => {
  const between = fc.constantFrom(" ", "-", " - ", "–", "\n", ", ", "_", "\u00a0");
  fc.assert(
    fc.property(MADE, between, fc.boolean(), (made, mark, isLoud) => {
      const typed = made.replaceAll("-", mark);
      const read = readPassword(isLoud ? ` ${typed.toUpperCase()}\r\n` : typed);
      assert.equal(read.secrets.at(-1)?.reveal(), made);
      assert.deepEqual([read.groups, read.words], [[], []]);
      assert.ok(read.secrets.length <= 2);
    }),
  );
  const digits = makeParcelPassword("digits", randomInt).reveal();
  const typed = digits
    .replaceAll("-", "")
    .replaceAll(/\d/g, (digit) => PERSIAN.charAt(Number(digit)));
  assert.deepEqual(opened(typed), [digits.replaceAll("-", ""), digits]);
  assert.deepEqual(opened(digits), [digits]);
});

test("readPassword: a slip is told with its group or word, and people's own passwords stay theirs", () => {
  const digits = makeParcelPassword("digits", () => 12_345).reveal();
  const slip = digits.replace(/\d$/, (last) => String((Number(last) + 1) % 10));
  assert.deepEqual(readPassword(slip).groups, [8]);
  const words = readPassword("amber river lantren maple ocean zebra");
  assert.deepEqual(words.words, [3]);
  assert.equal(words.secrets.length, 2);
  for (const own of [
    "my own secret words are these",
    "horse battery staple",
    "Xk7# 91",
    "a-b-c-d-e-f",
  ])
    assert.deepEqual(readPassword(own), { ...readPassword(own), groups: [], words: [] });
  assert.deepEqual(opened("Correct Horse"), ["Correct Horse"]);
});
