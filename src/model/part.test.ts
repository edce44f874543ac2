/**
 * Goal: an id that passes is one file name on Windows, macOS and Linux. Method: a table of names that are none somewhere,
 * and real files with names that pass.
 */

import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import * as fc from "fast-check";
import { RESERVED_NAMES, idKey, unsafeName } from "./part.ts";

for (const [name, reason] of [
  ["", "empty"],
  [".", "dots"],
  ["..", "dots"],
  [".fivefold", "dots"],
  ["a/b", "separator"],
  ["a\\b", "separator"],
  ["a\nb", "control"],
  ["a\u0085b", "control"],
  ["a\u2028b", "control"],
  ["a\u202eb", "control"],
  ["a\ud800", "control"],
  ["a:b", "character"],
  ["what?", "character"],
  ["con", "device"],
  ["Com1.txt", "device"],
  ["lpt²", "device"],
  ["dot.", "ending"],
  ["space ", "ending"],
  ["ü".repeat(101), "long"],
] as const)
  test(`unsafeName: ${JSON.stringify(name).slice(0, 30)} is refused (${reason})`, () => {
    assert.equal(unsafeName(name), reason);
  });

test("unsafeName: ordinary names of all scripts pass", () => {
  for (const name of [
    "acme",
    "007",
    "Müller & Söhne",
    "شرکت",
    "株式会社",
    "..x",
    "console",
    "com10",
    "a,b",
    "-x",
    "ü".repeat(100),
  ])
    assert.equal(unsafeName(name), null, name);
});

test("unsafeName: what passes is one file name here", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fivefold-part-"));
  try {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1, maxLength: 30 }), async (name) => {
        fc.pre(unsafeName(name) === null);
        const file = path.join(folder, name);
        assert.equal(path.dirname(file), folder);
        await writeFile(file, "");
        assert.deepEqual(await readdir(folder), [name]);
        await rm(file);
      }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("idKey: case and the way an accent is written do not make another id", () => {
  assert.equal(idKey("Caf\u00e9"), idKey("CAFE\u0301"));
  assert.notEqual(idKey("a"), idKey("b"));
  assert.equal(new Set(RESERVED_NAMES.map(idKey)).size, RESERVED_NAMES.length);
});
