/**
 * Goal: on paper a line with names of another direction stands as people read it. Method: two fonts that know letters by their
 * script; a piece is as wide as it has characters.
 */

import assert from "node:assert/strict";
import test from "node:test";
import { linesOf } from "./written-line.ts";
import type { Face } from "./written-line.ts";

const latin: Face = { name: "latin", has: (point) => point >= 0x20 && point < 0x7f };
const persian: Face = {
  name: "persian",
  has: (point) => point === 0x20 || (point >= 0x600 && point < 0x700) || point === 0x200c,
};

function drawn(
  text: string,
  direction: "ltr" | "rtl",
  width = 100,
): readonly (readonly (readonly [string, string])[])[] {
  const faces = [latin, persian];
  const widthOf = ({ text: piece }: { text: string }): number => piece.length;
  return linesOf(text, width, { direction, faces, widthOf }).map(({ pieces }) =>
    pieces.map(({ face, text: piece }) => [face, piece] as const),
  );
}

test("line: a file's name in a Persian sentence does not turn round", () => {
  const [line] = drawn("فایل \u20662026-11-22 01-35-00.zip\u2069 است", "rtl");
  assert.deepEqual(line, [
    // the drawing turns round what is Arabic
    ["persian", "است"],
    ["latin", " "],
    ["latin", "2026-11-22 01-35-00.zip"],
    ["persian", "فایل "],
  ]);
});

test("line: Persian digits run from left to right, and the drawing is told so", () => {
  const [line] = drawn("سال ۱۴۰۵", "rtl");
  assert.deepEqual(line, [
    ["persian", "۵۰۴۱"],
    ["persian", "سال "],
  ]);
});

test("line: brackets look the way the text runs", () => {
  const [line] = drawn("الف (ب)", "rtl");
  assert.deepEqual(
    line?.map(([, text]) => text),
    // each by its font; the bracket that closes stands on the left
    ["(", "ب", ")", "الف "],
  );
});

test("line: two names that are kept apart stay apart, in either direction of writing", () => {
  const [line] = drawn("\u2068کنتور\u2069 - \u20660123ab\u2069", "ltr");
  assert.equal(line?.map(([, text]) => text).join(""), "کنتور - 0123ab");
  const [other] = drawn("\u2066a\u2069\u2066b\u2069", "rtl");
  assert.deepEqual(
    other?.map(([, text]) => text),
    ["b", "a"],
  );
});

test("line: it ends between words, a word that is too wide is cut, and nothing is lost", () => {
  const lines = drawn("one two three incomprehensible", "ltr", 8);
  assert.deepEqual(
    lines.map((line) => line.map(([, text]) => text).join("")),
    ["one two", "three", "incompre", "hensible"],
  );
});

test("line: what no font has is told by its number", () => {
  assert.deepEqual(drawn("a\u0448", "ltr"), [[["latin", "a\\u0448"]]]);
});
