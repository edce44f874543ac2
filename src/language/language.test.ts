/*
 * Goal: five languages that are whole, used, and safe to print. Method: the catalogues are compared with each other and
 * with the source, and every message is formatted with marked values that are looked for in the result.
 */

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { IntlMessageFormat } from "intl-messageformat";
import { assert as holds, property, string } from "fast-check";
import { DOUBTS, MISTAKES } from "../model/app.ts";
import type { ErrorCode } from "../model/error.ts";
import { ERRORS, FivefoldError } from "../model/error.ts";
import { HOSTILITIES, NAME_MISTAKES, WEAKNESSES } from "../model/parcel.ts";
import { PART_KINDS, idKey, unsafeName } from "../model/part.ts";
import { LEFT_OUT, LEFT_OUT_REASONS } from "../model/run.ts";
import { Secret } from "../model/secret.ts";
import { REASONS, SCOPES } from "../model/snapshot.ts";
import { de } from "./de.ts";
import type { Catalogue, MessageKey } from "./en.ts";
import { en } from "./en.ts";
import { fa } from "./fa.ts";
import { fr } from "./fr.ts";
import { LANGUAGES } from "./choose.ts";
import type { LanguageCode } from "./choose.ts";
import { chooseLanguage } from "./choose.ts";
import { openLanguage, placeholdersOf, visible } from "./language.ts";
import type { ParcelReadmeFacts } from "./parcel-readme.ts";
import { parcelReadme } from "./parcel-readme.ts";
import type { WrittenParcel } from "./parcel-result.ts";
import { parcelKeyLine, parcelSentences } from "./parcel-result.ts";
import { pt } from "./pt.ts";

const CATALOGUES: Readonly<Record<LanguageCode, Catalogue>> = { en, fa, pt, de, fr };
const KEYS = Object.keys(en) as MessageKey[];
const source = new URL("../", import.meta.url);

test("languages: each has the keys of English, and none is empty", () => {
  for (const [code, catalogue] of Object.entries(CATALOGUES)) {
    assert.deepEqual(Object.keys(catalogue).toSorted(), KEYS.toSorted(), code);
    for (const [key, text] of Object.entries(catalogue))
      assert.notEqual(text.trim(), "", `${code} ${key}`);
  }
});

test("languages: every message asks for the same values in each", () => {
  for (const key of KEYS) {
    const wanted = [...placeholdersOf(new IntlMessageFormat(en[key], "en"))].toSorted();
    for (const [code, catalogue] of Object.entries(CATALOGUES)) {
      const found = [...placeholdersOf(new IntlMessageFormat(catalogue[key], code))].toSorted();
      assert.deepEqual(found, wanted, `${code} ${key}`);
    }
  }
});

test("languages: what stands in backticks is the same in each, but for words that only Persian has to mark", () => {
  const literals = (text: string): string[] => (text.match(/`[^`]*`/g) ?? []).toSorted();
  for (const key of KEYS) {
    for (const code of ["pt", "de", "fr"] as const)
      assert.deepEqual(literals(CATALOGUES[code][key]), literals(en[key]), `${code} ${key}`);
    const inPersian = literals(fa[key]);
    for (const literal of literals(en[key]))
      assert.ok(inPersian.includes(literal), `fa ${key} lacks ${literal}`);
  }
});

test("languages: no quote of ICU, no tag, no word of the workshop", () => {
  for (const [code, catalogue] of Object.entries(CATALOGUES))
    for (const [key, text] of Object.entries(catalogue)) {
      assert.doesNotMatch(text, /['<>]/, `${code} ${key}`);
      if (key.startsWith("help.vault")) continue;
      const words = text.replaceAll(/`[^`]*`|\{\w+/g, "");
      assert.doesNotMatch(words, /\b(vault|parcel|blob|tenant)\b/i, `${code} ${key}`);
    }
});

test("languages: one word for one thing, whoever wrote the sentence", async () => {
  // What the page says and what an error under it says, people read together.
  const other = { fa: /پرونده/, de: /Kennw[oö]rt/ } as const;
  for (const file of await readdir(new URL("language/", source))) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const text = await readFile(new URL(`language/${file}`, source), "utf8");
    for (const [code, word] of Object.entries(other))
      assert.doesNotMatch(text, word, `${file}: the other word is the usual one in ${code}`);
  }
});

test("languages: every key is used somewhere", async () => {
  const names = await readdir(source, { recursive: true });
  const files = names.filter(
    (name) => /\.tsx?$/.test(name) && !/\.test\.ts$|language[\\/](en|fa|pt|de|fr)\.ts$/.test(name),
  );
  const text = (
    await Promise.all(files.map((name) => readFile(new URL(name, source), "utf8")))
  ).join("\n");
  const families = [...text.matchAll(/["`]([a-zA-Z]+(?:\.[A-Z_]+)?\.)(?:\$\{|")/g)].map(
    (match) => match[1],
  );
  const unused = KEYS.filter(
    (key) =>
      !text.includes(`"${key}"`) && !families.some((family) => key.startsWith(family ?? "?")),
  );
  assert.deepEqual(unused, []);
});

test("languages: closed sets of the model are said, all of them", () => {
  const wanted = [
    ...MISTAKES.map((each) => `mistake.${each}`),
    ...DOUBTS.map((each) => `doubt.${each}`),
    ...PART_KINDS.map((each) => `kind.${each}`),
    ...SCOPES.map((each) => `scope.${each}`),
    ...REASONS.map((each) => `reason.${each}`),
    ...LEFT_OUT.map((each) => `left.${each}`),
    ...LEFT_OUT_REASONS.map((each) => `leftReason.${each}`),
    ...HOSTILITIES.map((each) => `hostile.${each}`),
    ...NAME_MISTAKES.map((each) => `unsafe.${each}`),
    ...WEAKNESSES.map((each) => `weak.${each}`),
  ];
  for (const key of wanted) assert.ok(Object.hasOwn(en, key), key);
});

test("sentences: an aside area that is refused says what it is, in every language", async () => {
  const others = "Nothing is prepared";
  for (const code of ["en", "fa", "pt", "de", "fr"] as const) {
    const language = await openLanguage(code);
    const said = new Set<string>();
    for (const what of ["link", "notFolder", "owner", "notFile", "damaged", null]) {
      const facts = { path: "/srv/app/.fivefold", ...(what !== null && { what }) };
      const { sentence } = language.error(new FivefoldError("ASIDE_IMPOSSIBLE", facts));
      assert.ok(sentence.includes("/srv/app/.fivefold"), sentence);
      assert.equal(code === "en" && sentence.startsWith(others), code === "en" && what !== null);
      said.add(sentence);
    }
    assert.equal(said.size, 6, code);
  }
});

test("sentences: each thing that a file, a name or a password may have wrong is said, in every language", async () => {
  for (const code of ["en", "fa", "pt", "de", "fr"] as const) {
    const language = await openLanguage(code);
    for (const [error, whats] of [
      ["PARCEL_HOSTILE", HOSTILITIES],
      ["PARCEL_NAME_WRONG", NAME_MISTAKES],
      ["PASSWORD_WEAK", WEAKNESSES],
      [
        "PARCEL_DAMAGED",
        ["content", "seal", "header", "directory", "manifest", "metadata", "missing"],
      ],
      ["PARCEL_EXISTS", ["foreign", "app", "complete", "taken"]],
    ] as const) {
      const said = whats.map((what) => {
        const facts = { path: "/usb/a.zip", name: "a", entry: "b", what, suggestion: null };
        return language.error(new FivefoldError(error, facts)).sentence;
      });
      assert.equal(new Set(said).size, whats.length, `${code} ${error}`);
    }
  }
});

test("parcelSentences: each thing that a person has to know of a parcel is one sentence, in every language", async () => {
  const plain = {
    path: "/usb/a.zip",
    sizeBytes: 1_234_567,
    replacedAt: null,
    keptComplete: null,
    form: "plain",
    password: null,
    credentials: "none",
  } as const;
  for (const code of ["en", "fa", "pt", "de", "fr"] as const) {
    const language = await openLanguage(code);
    const said = (change: Partial<WrittenParcel>): readonly string[] =>
      parcelSentences(language, { ...plain, ...change });
    assert.equal(said({}).length, 1);
    assert.ok(said({})[0]?.includes("/usb/a.zip"));
    const alone = [
      said({ replacedAt: "2026-11-15T01:35:00Z" }),
      said({ keptComplete: "/usb/b.zip" }),
      said({ form: "hidden", password: "given" }),
      said({ form: "hidden", password: "installation" }),
      said({ form: "encrypted" }),
      said({ credentials: "inner", password: "installation" }),
      said({ credentials: "leftOut" }),
      said({ credentials: "included" }),
    ].map((lines) => {
      assert.equal(lines.length, 2, lines.join("\n"));
      return lines[1];
    });
    assert.equal(new Set(alone).size, alone.length);
    assert.equal(said({ form: "hidden", password: "made" }).length, 3);
    assert.ok(parcelKeyLine(language, new Secret("123-456")).includes("123-456"));
  }
});

test("parcelReadme: names the key of the emergency sheet as the sheet does, in every language", async () => {
  const facts = { appName: "a", appVersion: "", takenAt: "", form: "plain", credentials: "inner" };
  const readme = parcelReadme(facts as ParcelReadmeFacts).replaceAll(/[\s\u202b\u202c]+/g, " ");
  for (const code of ["en", "fa", "pt", "de", "fr"] as const) {
    const line = parcelKeyLine(await openLanguage(code), new Secret("x"));
    const label = line.slice(0, line.lastIndexOf(":")).trim().slice(1);
    assert.ok(readme.includes(label), `${code}: ${label}`);
  }
});

test("weekdays: seven names in each language, plain to type and legal as names of files", async () => {
  for (const code of ["en", "fa", "pt", "de", "fr"] as const) {
    const days = (await openLanguage(code)).weekdays();
    assert.equal(new Set(days.map(idKey)).size, 7, code);
    for (const day of days) {
      assert.match(day, /^[\p{L}\p{M}]+(?:[ -]\p{L}+)?$/u, code);
      assert.equal(day.normalize("NFC"), day);
      assert.equal(unsafeName(day), null);
    }
  }
});

test("sentences: where a company was looked for is said, in every language", async () => {
  for (const code of ["en", "fa", "pt", "de", "fr"] as const) {
    const language = await openLanguage(code);
    for (const error of ["TENANT_UNKNOWN", "PART_UNKNOWN"] as const) {
      const said = ["backup", "app"].map((where) =>
        language.error(new FivefoldError(error, { tenant: "acme", part: "acme", where })),
      );
      assert.notEqual(said[0]?.sentence, said[1]?.sentence, `${code} ${error}`);
    }
  }
});

test("sentences: numbers are written the language's way, names stand as they are", async () => {
  const facts = { folder: "/srv/data", neededBytes: 1_234_567_890, freeBytes: 12 };
  const error = new FivefoldError("SPACE_SHORT", facts);
  const said = async (code: LanguageCode): Promise<string> =>
    (await openLanguage(code)).error(error).sentence;
  assert.equal(await said("en"), "Too little room: needs 1.2 GB, 12 bytes free on /srv/data.");
  assert.match(await said("de"), /1,2\sGB sind nötig, 12\sByte sind frei/);
  assert.match(await said("fr"), /1,2\sGo/);
  assert.match(await said("pt"), /1,2\sGB/);
  assert.match(await said("fa"), /۱٫۲\sگیگابایت/);
});

test("sentences: whom people ask is one line, in every language, and none when nobody is named", async () => {
  const support = { name: "Kontor Support", phone: "+49 30 123456", mail: "help@kontor.example" };
  const lines = await Promise.all(
    LANGUAGES.map(async (code) => (await openLanguage(code)).supportLine(support)),
  );
  assert.deepEqual(lines, [
    "Help: Kontor Support · +49 30 123456 · help@kontor.example",
    "برای کمک: \u2068Kontor Support\u2069 · \u2066+49 30 123456\u2069 · \u2066help@kontor.example\u2069",
    "Ajuda: Kontor Support · +49 30 123456 · help@kontor.example",
    "Hilfe: Kontor Support · +49 30 123456 · help@kontor.example",
    "Aide : Kontor Support · +49 30 123456 · help@kontor.example",
  ]);
  const english = await openLanguage("en");
  assert.equal(english.supportLine({ name: null, phone: null, mail: null }), null);
  assert.equal(english.supportLine({ name: null, phone: "1", mail: null }), "Help: 1");
});

test("Persian: a moment is composed from parts, its time is isolated and has two digits for the hour", async () => {
  const language = await openLanguage("fa");
  const at = new Date(2026, 10, 22, 1, 35, 7).getTime();
  assert.equal(language.moment(at), "۱ آذر ۱۴۰۵، \u2066۰۱:۳۵\u2069");
  assert.equal(language.moment(at, true), "۱ آذر ۱۴۰۵، \u2066۰۱:۳۵:۰۷\u2069");
});

test("Persian: every inserted name and every literal is isolated, in every message", async () => {
  const language = await openLanguage("fa");
  for (const key of KEYS) {
    const names = [...placeholdersOf(new IntlMessageFormat(fa[key], "fa"))];
    const values: Record<string, string | number> = {};
    for (const name of names) {
      if (/(?:Bytes|Ms|Count|layout|reads|line|column)$/.test(name)) values[name] = 1234;
      else if (!name.endsWith("At")) values[name] = `/X${name}X`;
      else values[name] = 0;
    }
    for (const name of names.filter((each) => /^has[A-Z]/.test(each)))
      values[name.slice(3, 4).toLowerCase() + name.slice(4)] ??= `/X${name}X`;
    const text = language.text(key, values);
    const outside = text.replaceAll(
      /[\u2066\u2068](?:[^\u2066\u2068\u2069]|[\u2066\u2068][^\u2069]*\u2069)*\u2069/g,
      "",
    );
    assert.doesNotMatch(outside, /[A-Za-z]/, `${key}: ${text}`);
  }
});

test("visible: nothing that comes out moves the cursor or turns a line round, and plain text stays", () => {
  holds(
    property(string({ unit: "binary" }), (text) => {
      const shown = visible(text);
      assert.doesNotMatch(shown, /[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
      if (/^[\p{L}\p{N} ./-]*$/u.test(text)) assert.equal(shown, text);
    }),
  );
  assert.equal(visible("a\udcffb\u001b[0m"), "a\\xffb\\x1b[0m");
});

test("language: the option is stronger than the setting, the setting than the system", () => {
  const environment = { LANG: "de_DE.UTF-8", LC_ALL: "" };
  const choose = (option: string | null, setting: string | null): LanguageCode =>
    chooseLanguage({ option, setting, environment });
  assert.equal(choose("fr", "fa"), "fr");
  assert.equal(choose(null, "fa"), "fa");
  assert.equal(choose(null, null), "de");
  const system = (LC_ALL: string): LanguageCode =>
    chooseLanguage({ option: null, setting: null, environment: { LC_ALL, LANG: "de" } });
  assert.equal(system("pt_BR.UTF-8"), "pt");
  assert.equal(system("C.UTF-8"), "en");
});

test("sentences: every fact that a sentence needs is given where the error is made", async () => {
  const names = await readdir(source, { recursive: true });
  const otherNames: Readonly<Record<string, readonly string[]>> = {
    path: ["file", "folder", "home"],
    id: ["pack", "blob", "tree", "key", "file"],
    holder: ["holders"],
    key: ["id"],
  };
  let seen = 0;
  const lacking: string[] = [];
  for (const name of names.filter((each) => each.endsWith(".ts") && !each.endsWith(".test.ts"))) {
    const text = await readFile(new URL(name, source), "utf8");
    for (const match of text.matchAll(/new FivefoldError\(\s*"([A-Z_]+)",\s*\{([^{}]*)\}/g)) {
      const code = match[1] as ErrorCode;
      const literal = match[2] ?? "";
      if (literal.includes("...")) continue;
      assert.ok(Object.hasOwn(ERRORS, code), `${name}: ${code}`);
      const given = new Set(
        literal
          .split(",")
          .map((each) => each.trim().split(":", 1)[0] ?? "")
          .filter(Boolean),
      );
      // The part is said by the engine, which knows it; a problem comes from `what` or `reason`.
      given.add("part").add("problem");
      // What stands in a choice may be unknown.
      const sure = en[`error.${code}`].replaceAll(
        /\{(?:has\w+|where), select, .*?\} other \{.*?\}\}/g,
        "",
      );
      for (const wanted of placeholdersOf(new IntlMessageFormat(sure, "en"))) {
        const isGiven = [wanted, ...(otherNames[wanted] ?? [])].some((each) => given.has(each));
        if (!isGiven) lacking.push(`${name}: ${code} is made without ${wanted}`);
      }
      seen++;
    }
  }
  assert.deepEqual(lacking, []);
  assert.ok(seen > 10, `only ${seen} errors were found: is the pattern still right?`);
});

test("languages: a name that ends with a full stop ends its sentence", async () => {
  const facts = { name: "Kontor", takenAt: "2026-11-22T01:35:00Z", what: ["Costa, Lda."] };
  for (const code of Object.keys(CATALOGUES) as LanguageCode[]) {
    const said = (await openLanguage(code)).text("restore.doneChosen", facts);
    assert.match(said, /Costa, Lda\.[\u2069]? /u, code);
  }
  const english = await openLanguage("en");
  assert.match(english.text("restore.doneChosen", facts), /Costa, Lda\. All else/);
});

test("errors: a backup that was not named is told otherwise than one that is not there", async () => {
  const language = await openLanguage("en");
  const said = (snapshot: string): string =>
    language.error(new FivefoldError("SNAPSHOT_MISSING", { snapshot })).sentence;
  assert.equal(said(""), "No backup was named.");
  assert.match(said("0123abcd"), /^There is no backup .?0123abcd.?\.$/);
});
