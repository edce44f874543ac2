/**
 * Goal: what lies inside what is right on every system, on whichever this runs. Method: the same questions with the rules
 * of POSIX, macOS and Windows, and properties against a plain model of a path as a list of names.
 */

import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import * as fc from "fast-check";
import { pathRules } from "./description.ts";
import type { PathRules } from "./locate.ts";
import {
  filesOfDatabase,
  idPattern,
  innerPaths,
  pathKey,
  unusablePath,
  wayInside,
  withId,
} from "./locate.ts";
import { differences, nearest } from "../model/nearest.ts";

const LINUX = pathRules("linux");
const MACOS = pathRules("darwin");
const WINDOWS = pathRules("win32");

test("wayInside: POSIX", () => {
  assert.equal(wayInside("/a", "/a/b/c", LINUX), "b/c");
  assert.equal(wayInside("/a/", "/a", LINUX), "");
  assert.equal(wayInside("/", "/a", LINUX), "a");
  assert.equal(wayInside("/a", "/ab", LINUX), null);
  assert.equal(wayInside("/a/b", "/a", LINUX), null);
  assert.equal(wayInside("/a", "/a/..b/c", LINUX), "..b/c");
  assert.equal(wayInside("/a", "/A/b", LINUX), null);
  assert.equal(wayInside("/a", "/A/b", MACOS), "b");
  assert.equal(wayInside("/Caf\u00e9", "/cafe\u0301/x", MACOS), "x");
  assert.equal(wayInside("/a", String.raw`/a/b\c`, LINUX), String.raw`b\c`);
});

test("wayInside: Windows, with drives and shares", () => {
  assert.equal(wayInside(String.raw`D:\Kontor`, String.raw`d:\kontor\Data\x`, WINDOWS), "Data/x");
  assert.equal(wayInside("D:\\", String.raw`D:\x`, WINDOWS), "x");
  assert.equal(wayInside("D:\\", "d:/", WINDOWS), "");
  assert.equal(wayInside(String.raw`C:\Kontor`, String.raw`D:\Kontor\Data`, WINDOWS), null);
  assert.equal(wayInside(String.raw`\\srv\share\a`, String.raw`\\SRV\Share\A\b`, WINDOWS), "b");
  assert.equal(wayInside(String.raw`\\srv\share`, String.raw`\\srv\other\a`, WINDOWS), null);
});

test("pathKey: two spellings of one file have one key", () => {
  assert.equal(pathKey("/a/./b/../c/", LINUX), "/a/c");
  assert.equal(pathKey("/", LINUX), "/");
  assert.equal(pathKey("D:/Kontor/Data/", WINDOWS), pathKey(String.raw`d:\KONTOR\data`, WINDOWS));
  assert.notEqual(pathKey("/A", LINUX), pathKey("/a", LINUX));
});

test("unusablePath: what is no path anywhere, and what means another folder at every call", () => {
  assert.equal(unusablePath("data/x", LINUX), null);
  assert.equal(unusablePath("a\0b", LINUX), "control");
  assert.equal(unusablePath("\ud800", LINUX), "control");
  assert.equal(unusablePath("D:data", WINDOWS), "drive");
  assert.equal(unusablePath(String.raw`D:\data`, WINDOWS), null);
  assert.equal(unusablePath("D:data", LINUX), null);
});

test("innerPaths: a database counts with all that SQLite keeps beside it, and only the outermost is named", () => {
  const folder = (at: string) => ({ paths: [at], isFolder: true });
  const things = [
    folder("/data"),
    { paths: filesOfDatabase("/data/t/x.db"), isFolder: false },
    folder("/data/t/files"),
    folder("/data/t/files/deep"),
    folder("/other"),
  ];
  assert.deepEqual(innerPaths(things, LINUX), [
    ["t/files", "t/x.db", "t/x.db-journal", "t/x.db-shm", "t/x.db-wal"],
    [],
    ["deep"],
    [],
    [],
  ]);
  const windows = [folder("D:\\"), folder(String.raw`d:\Data`), folder(String.raw`D:\DATA\Deep`)];
  assert.deepEqual(innerPaths(windows, WINDOWS), [["Data"], ["Deep"], []]);
});

test("innerPaths: agrees with asking for every pair, on every system", () => {
  const name = fc.constantFrom("a", "b", "A", "c.d");
  for (const rules of [LINUX, MACOS, WINDOWS]) {
    const root = rules === WINDOWS ? "D:\\" : "/";
    const place = fc
      .array(name, { minLength: 1, maxLength: 4 })
      .map((names) => root + names.join(rules.path.sep));
    const places = fc.uniqueArray(place, {
      maxLength: 8,
      selector: (each) => pathKey(each, rules),
    });
    fc.assert(
      fc.property(places, (all) => {
        const found = innerPaths(
          all.map((each) => ({ paths: [each], isFolder: true })),
          rules,
        );
        for (const [index, outer] of all.entries()) {
          const inside = all.filter((each) => (wayInside(outer, each, rules) ?? "") !== "");
          const outermost = inside.filter(
            (each) => !inside.some((other) => (wayInside(other, each, rules) ?? "") !== ""),
          );
          assert.deepEqual(
            [...(found[index] ?? [])].toSorted(),
            outermost.map((each) => wayInside(outer, each, rules) ?? "").toSorted(),
          );
        }
      }),
    );
  }
});

test("idPattern: the id is found again in the names that the pattern makes", () => {
  const at = (pattern: string, rules: PathRules) => idPattern(pattern, rules);
  assert.equal(at("/db/{id}.sqlite", LINUX).folder, "/db");
  assert.equal(at("/{id}.sqlite", LINUX).folder, "/");
  assert.equal(at(String.raw`D:\{id}.fdb`, WINDOWS).folder, "D:\\");
  assert.equal(at("/db/{id}.sqlite", LINUX).idIn("acme.sqlite"), "acme");
  assert.equal(at("/db/{id}.sqlite", LINUX).idIn("acmeXsqlite"), null);
  assert.equal(at("/db/{id}.sqlite", LINUX).idIn(".sqlite"), null);
  assert.equal(at(String.raw`D:\db\{id}.FDB`, WINDOWS).idIn("acme.fdb"), "acme");
  assert.equal(at("/db/{id}-{id}.db", LINUX).idIn("a-a.db"), "a");
  assert.equal(at("/db/{id}-{id}.db", LINUX).idIn("a-b.db"), null);
  assert.equal(at("/db/{id}/{id}.db", LINUX).pathFor("$&"), "/db/$&/$&.db");
  const id = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => !text.includes("/"));
  const piece = fc.string({ maxLength: 4 }).filter((text) => !/[/{}]/.test(text));
  fc.assert(
    fc.property(id, piece, piece, (text, before, after) => {
      const pattern = `/db/${before}{id}${after}`;
      const { name } = { name: path.posix.basename(withId(pattern, text)) };
      if (withId(pattern, text) === `/db/${name}`)
        assert.equal(at(pattern, LINUX).idIn(name), text);
    }),
  );
});

test("nearest: what was probably meant, and nothing when nothing is near", () => {
  assert.equal(nearest("tittle", ["id", "kind", "title"]), "title");
  assert.equal(nearest("flies", ["files", "sqlite"]), "files");
  assert.equal(nearest("App", ["app"]), "app");
  assert.equal(nearest("xyz", ["id", "kind"]), null);
  assert.equal(nearest("anything", []), null);
  assert.equal(differences("abcd", "acbd"), 1);
  assert.equal(differences("kitten", "sitting"), 3);
  assert.equal(differences("", "abc"), 3);
});
