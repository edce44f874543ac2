/**
 * Goal: a key that was printed opens the vault however it is typed, and a slip is told with its group. Method: properties
 * over random keys, with every kind of slip that people make.
 */

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import test from "node:test";
import * as fc from "fast-check";
import { latinDigits, makeKey, readKey } from "./digit-key.ts";

/** Keys from fast-check's numbers, so that a failing one is shown again. */
const KEY = fc
  .array(fc.integer({ min: 0, max: 99_999 }), { minLength: 8, maxLength: 8 })
  .map((groups) => {
    const left = [...groups];
    return makeKey(() => left.shift() ?? 0).reveal();
  });

function revealed(text: string): string | null {
  const typed = readKey(text);
  return typed.kind === "key" ? typed.secret.reveal() : null;
}

function wrongGroups(text: string): readonly number[] | null {
  const typed = readKey(text);
  return typed.kind === "mistyped" ? typed.groups : null;
}

const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";
const ARABIC = "٠١٢٣٤٥٦٧٨٩";

test("makeKey: eight groups of six digits, from 10^40 equally likely keys", () => {
  const limits: number[] = [];
  const key = makeKey((limit) => {
    limits.push(limit);
    return randomInt(limit);
  });
  assert.match(key.reveal(), /^\d{6}(-\d{6}){7}$/);
  assert.deepEqual(
    limits,
    Array.from({ length: 8 }, () => 100_000),
  );
  assert.ok(Math.log2(100_000) * limits.length >= 128);
  assert.equal(String(key), "[secret]");
});

test("makeKey: groups keep their leading zeros", () => {
  const key = makeKey(() => 7).reveal();
  assert.ok(key.split("-").every((group) => group.startsWith("00007")));
  assert.equal(revealed(key), key);
});

test("readKey: spaces, dashes, dots, none of them, and digits of other scripts do not matter", () => {
  const between = fc.constantFrom(
    "",
    " ",
    "-",
    " - ",
    "–",
    "\u00a0",
    "\u200e",
    "\u200f ",
    "\n",
    ".",
    "،",
    "\t",
  );
  fc.assert(
    fc.property(
      KEY,
      between,
      fc.constantFrom("0123456789", PERSIAN, ARABIC, "０１２３４５６７８９"),
      (key, mark, digits) => {
        const typed = key
          .replaceAll("-", mark)
          .replaceAll(/\d/g, (digit) => digits.charAt(Number(digit)));
        assert.equal(revealed(` ${typed}\r\n`), key);
      },
    ),
  );
  fc.assert(
    fc.property(KEY, fc.integer({ min: 1, max: 11 }), (key, size) => {
      const typed = (key.replaceAll("-", "").match(new RegExp(`.{1,${size}}`, "g")) ?? []).join(
        " ",
      );
      assert.equal(revealed(typed), key);
    }),
  );
});

test("readKey: every wrong digit is told with its group, and only that", () => {
  fc.assert(
    fc.property(KEY, fc.nat(47), fc.integer({ min: 1, max: 9 }), (key, at, more) => {
      const digits = key.replaceAll("-", "");
      const other = (Number(digits[at]) + more) % 10;
      assert.deepEqual(wrongGroups(`${digits.slice(0, at)}${other}${digits.slice(at + 1)}`), [
        Math.floor(at / 6) + 1,
      ]);
    }),
  );
});

test("readKey: every swap of neighbours within a group and of two groups is told", () => {
  fc.assert(
    fc.property(KEY, fc.nat(7), fc.nat(4), (key, group, at) => {
      const groups = key.split("-");
      const from = groups[group] ?? "";
      groups[group] =
        from.slice(0, at) + from.charAt(at + 1) + from.charAt(at) + from.slice(at + 2);
      if (groups[group] !== from) assert.deepEqual(wrongGroups(groups.join("-")), [group + 1]);
    }),
  );
  fc.assert(
    fc.property(KEY, fc.nat(7), fc.nat(7), (key, a, b) => {
      const groups = key.split("-");
      const [first = "", second = ""] = [groups[a], groups[b]];
      if (a === b) return;
      groups[a] = second;
      groups[b] = first;
      assert.deepEqual(wrongGroups(groups.join("-")), [Math.min(a, b) + 1, Math.max(a, b) + 1]);
    }),
  );
});

test("readKey: a digit too few or too many is told with its group when groups were typed", () => {
  fc.assert(
    fc.property(KEY, fc.nat(7), fc.boolean(), (key, at, isLess) => {
      const groups = key.split("-");
      groups[at] = isLess ? (groups[at] ?? "").slice(1) : `${groups[at]}3`;
      assert.deepEqual(wrongGroups(groups.join(" ")), [at + 1]);
    }),
  );
  assert.ok((wrongGroups("1".repeat(47)) ?? []).length > 0);
});

test("readKey: people's own passwords are theirs, whatever they are", () => {
  for (const text of [
    "correct horse battery staple",
    "",
    "12345678",
    "1 2 3 4 5 6 7 8",
    "a".repeat(48),
    "١٢٣",
    "2026-11-22",
  ])
    assert.deepEqual(readKey(text), { kind: "other" }, text);
});

test("latinDigits: only digits change", () => {
  assert.equal(latinDigits(`a${PERSIAN}b${ARABIC}c`), "a0123456789b0123456789c");
  fc.assert(fc.property(fc.string(), (text) => assert.equal(latinDigits(text), text)));
});
