/**
 * Goal: the page says everything in five languages, and nothing stands in a catalogue that no screen says. Method: the
 * catalogues are read; the keys that screens ask for are found in their source, `…${x}` standing for any ending; every
 * message is formatted in every language with values of all kinds.
 */

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { Sentences, placeholdersOf } from "../src/language/language.ts";
import { LANGUAGES } from "../src/language/choose.ts";
import type { LanguageCode } from "../src/language/choose.ts";
import { ACTIONS } from "../src/http/contract.ts";
import type { PageCatalogue } from "../src/language/page-en.ts";
import { en } from "../src/language/page-en.ts";
import { fa } from "../src/language/page-fa.ts";
import { pt } from "../src/language/page-pt.ts";
import { de } from "../src/language/page-de.ts";
import { fr } from "../src/language/page-fr.ts";
import { IntlMessageFormat } from "intl-messageformat";

const CATALOGUES: Readonly<Record<LanguageCode, PageCatalogue>> = { en, fa, pt, de, fr };
const WEB = path.resolve(import.meta.dirname, "../src/web");

/** The sheet as a PDF says what the page prints. */
const PDF = path.resolve(import.meta.dirname, "../src/http/sheet-pdf.ts");

function sources(): string {
  return globSync("**/*.{ts,tsx}", { cwd: WEB })
    .map((file) => path.join(WEB, file))
    .concat(PDF)
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

test("page: every text is said by some screen", () => {
  const text = sources();
  const patterns = [...text.matchAll(/`([a-zA-Z]+\.[^`\s]*\$\{[^`]*)`/g)].map(
    ([, pattern = ""]) => {
      const pieces = pattern.split(/\$\{(?:[^{}]|\{[^}]*\})*\}/);
      return new RegExp(`^${pieces.map((piece) => RegExp.escape(piece)).join("\\w+")}$`);
    },
  );
  const unused = Object.keys(en).filter(
    (key) =>
      !new RegExp(`["\`]${RegExp.escape(key)}["\`]|\\btext\\("${RegExp.escape(key)}"`).test(text) &&
      !patterns.some((pattern) => pattern.test(key)),
  );
  assert.deepEqual(unused, []);
});

test("page: everything that the list of who did what names has words", () => {
  const words = Object.keys(en).filter((key) => key.startsWith("action."));
  assert.deepEqual(words.toSorted(), ACTIONS.map((action) => `action.${action}`).toSorted());
});

test("page: every key that a screen names is there", () => {
  const named = [...sources().matchAll(/\.text\(\s*"([\w.]+)"/g)].map(([, key = ""]) => key);
  assert.ok(named.length > 100);
  assert.deepEqual(
    named.filter((key) => !Object.hasOwn(en, key)),
    [],
  );
});

test("page: each language says the same things with the same facts, in its own words", () => {
  for (const code of LANGUAGES) {
    const catalogue = CATALOGUES[code];
    assert.deepEqual(Object.keys(catalogue).toSorted(), Object.keys(en).toSorted(), code);
    for (const [key, text] of Object.entries(catalogue)) {
      assert.notEqual(text.trim(), "", `${code} ${key}`);
      const names = [...placeholdersOf(new IntlMessageFormat(text, code))].toSorted();
      const expected = en[key as keyof typeof en];
      assert.deepEqual(
        names,
        [...placeholdersOf(new IntlMessageFormat(expected, "en"))].toSorted(),
        `${code} ${key}`,
      );
    }
    if (code === "en") continue;
    const same = Object.entries(catalogue).filter(
      ([key, text]) => text === en[key as keyof typeof en] && / \w+ /.test(text),
    );
    assert.deepEqual(same, [], `${code} says these in English`);
  }
});

test("page: nothing that people read uses the words of those who made it", () => {
  const jargon = /\b(?:vault|parcel|snapshot|repository|tenant|blob|deduplicat\w*)\b/i;
  const found = LANGUAGES.flatMap((code) =>
    Object.entries(CATALOGUES[code])
      .filter(([, text]) => jargon.test(text.replaceAll(/\{[^}]*\}/g, "")))
      .map(([key, text]) => `${code} ${key}: ${text}`),
  );
  assert.deepEqual(found, []);
});

test("page: in Persian a name in a sentence is isolated, so that it does not turn round", () => {
  const sentences = new Sentences("fa", fa);
  const isolated = /[\u2066\u2068]2026-11-22 01-35-00\.zip\u2069/;
  for (const [key, text] of Object.entries(fa)) {
    const names = [...placeholdersOf(new IntlMessageFormat(text, "fa"))];
    const free = names.filter((name) => !/(?:Bytes|Ms|At|Count)$/.test(name));
    if (free.length === 0) continue;
    const values: Record<string, string | number> = {};
    for (const name of names) values[name] = free.includes(name) ? "2026-11-22 01-35-00.zip" : 3;
    assert.match(sentences.text(key as keyof typeof en, values), isolated, key);
  }
});
