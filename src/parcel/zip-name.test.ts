// Goal: no name leaves us that some system refuses, mistakes or takes for a sibling's, and no stranger's such name gets in.
// Method: tables of names at every rule's edge, and properties over arbitrary directories.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { idKey } from "../model/part.ts";
import { Siblings, isComponent, safeName, unsafeZipName } from "./zip-name.ts";

test("zip-name: safe names stay as they are", () => {
  const names = [
    "a",
    "a.txt",
    ".hidden",
    "می‌روم.txt",
    "CONSOLE",
    "com10",
    "auxiliary.c",
    "a b",
    "~",
    "e\u0301",
    "📦",
    "LPT",
    "nul_",
    "a..b",
  ];
  for (const name of names) {
    assert.equal(safeName(name), name);
    assert.equal(unsafeZipName(`x/${name}`), null);
    assert.equal(unsafeZipName(`x/${name}/`), null);
  }
});

test("zip-name: each unsafe name gets its nearest safe one", () => {
  const table: readonly (readonly [string, string])[] = [
    ["a:b", "a_b"],
    ['*?"<>|\\', "_______"],
    ["a\nb\u0085\u007f", "a_b__"],
    ["\udcff\udc80x", "__x"],
    ["a.", "a_"],
    ["a ", "a_"],
    ["a. .", "a. _"],
    ["...", ".._"],
    ["CON", "CON_"],
    ["con.txt", "con_.txt"],
    ["Aux.tar.gz", "Aux_.tar.gz"],
    ["nul .txt", "nul_ .txt"],
    ["COM¹", "COM¹_"],
    ["lpt0.x", "lpt0_.x"],
    ["CON.", "CON_"],
    ["C:", "C_"],
  ];
  for (const [name, safe] of table) {
    assert.equal(safeName(name), safe);
    assert.equal(unsafeZipName(safe), null, safe);
    assert.notEqual(unsafeZipName(name), null, name);
  }
});

test("zip-name: a stranger's name is refused with its reason", () => {
  const table: readonly (readonly [string, string])[] = [
    ["../a", "parent"],
    ["a/../b", "parent"],
    ["a/./b", "parent"],
    ["a/..", "parent"],
    ["a/../", "parent"],
    ["/etc/passwd", "absolute"],
    ["/", "absolute"],
    ["//host/share", "unc"],
    ["\\\\host\\share", "unc"],
    ["C:/a", "drive"],
    ["c:", "drive"],
    ["a/d:x", "drive"],
    ["a\\b", "backslash"],
    ["..\\a", "backslash"],
    ["a/nul", "device"],
    ["PRN.txt/a", "device"],
    ["a /b", "trailing"],
    ["a./b", "trailing"],
    ["a/b.", "trailing"],
    ["a\0b", "control"],
    ["a/\udc80", "control"],
    ["file:stream", "character"],
    ["a//b", "empty"],
    ["a//", "empty"],
    ["", "empty"],
  ];
  for (const [name, fault] of table) assert.equal(unsafeZipName(name), fault, name);
});

test("zip-name: what cannot be one component of a path is none", () => {
  for (const name of ["", ".", "..", "a/b", "a\0"]) assert.ok(!isComponent(name), name);
  for (const name of ["a", "...", "a\\b", "\udc80"]) assert.ok(isComponent(name), name);
});

test("zip-name: siblings that some system takes for one get numbers before the extension", () => {
  const siblings = new Siblings();
  const names = ["A.txt", "a.TXT", "a ~2.txt", "é", "e\u0301", "a?b", "a*b", ".x", ".X", "a.txt"];
  assert.deepEqual(
    names.map((name) => siblings.add(name)),
    [
      "A.txt",
      "a ~2.TXT",
      "a ~2 ~2.txt",
      "é",
      "e\u0301 ~2",
      "a_b",
      "a_b ~2",
      ".x",
      ".X ~2",
      "a ~3.txt",
    ],
  );
});

test("zip-name: any directory's names come out safe and unique", () => {
  const part = fc.constantFrom(
    "a",
    "A",
    ".",
    " ",
    "CON",
    "nul",
    ":",
    "?",
    "\n",
    "é",
    "e\u0301",
    "\udc80",
    "~2",
    "ß",
    "İ",
    "ﬁ",
  );
  const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.uniqueArray(name.filter(isComponent), { maxLength: 40 }), (names) => {
      const siblings = new Siblings();
      const given = names.map((each) => siblings.add(each));
      for (const each of given) assert.equal(unsafeZipName(each), null, each);
      assert.equal(new Set(given.map(idKey)).size, given.length);
    }),
  );
});

test("zip-name: very many names that fall together are numbered in reasonable time", () => {
  const siblings = new Siblings();
  const letters = "\udc80\udc81\udc82\udc83\udc84\udc85\udc86\udc87".split("");
  let names = [""];
  for (let round = 0; round < 5; round++) {
    names = names.flatMap((start) => letters.map((letter) => start + letter));
  }
  const given = names.map((each) => siblings.add(each));
  assert.equal(new Set(given).size, 8 ** 5);
  assert.equal(given.at(-1), `_____ ~${8 ** 5}`);
});
