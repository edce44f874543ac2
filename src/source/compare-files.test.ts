// Goal: two trees walked in step give each difference once, whatever the names are. Method: trees from fast-check compared
// with what sets say; times as coarse file systems keep them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assert as holds, asyncProperty, constantFrom, integer, property, tuple } from "fast-check";
import { array, dictionary } from "fast-check";
import type { Entries, Entry } from "../model/entry.ts";
import { bytesOfText, compareNames } from "../model/entry.ts";
import { comparePaths, isSameTime } from "../model/in-step.ts";
import { compareFiles } from "./compare-files.ts";

const NAMES = ["a", "a.b", "ab", "b", "ä", "\u{1F600}", "\uFB01", "\udc80", "a b"];
const path = array(constantFrom(...NAMES), { minLength: 1, maxLength: 3 }).map((names) =>
  names.join("/"),
);

/** Folders where a path leads through, files of that size at its end; in the order of the streams. */
function entriesOf(files: Readonly<Record<string, number>>): readonly Entry[] {
  const folders = new Set([""]);
  for (const each of Object.keys(files))
    for (let at = each.indexOf("/"); at >= 0; at = each.indexOf("/", at + 1))
      folders.add(each.slice(0, at));
  const common = { modifiedNs: 7n, mode: 0o644, owner: null, origin: null, attributes: () => [] };
  const list = (folder: string): readonly Entry[] => {
    const start = folder === "" ? "" : `${folder}/`;
    const all = [...folders, ...Object.keys(files)].filter((each) => each !== "");
    const names = all
      .filter((each) => each.startsWith(start) && !each.slice(start.length).includes("/"))
      .map((each) => each.slice(start.length));
    return [...new Set(names)].toSorted(compareNames).flatMap((name): readonly Entry[] => {
      const whole = start + name;
      if (folders.has(whole))
        return [{ ...common, kind: "directory", path: whole }, ...list(whole)];
      const file = { sizeBytes: files[whole] ?? 0, localPath: null, version: null };
      return [{ ...common, ...file, kind: "file", path: whole, bytes: none }];
    });
  };
  return [{ ...common, kind: "directory", path: "" }, ...list("")];
}

async function* none(): AsyncIterable<Uint8Array> {}

async function* batches(entries: readonly Entry[], size: number): Entries {
  for (let at = 0; at < entries.length; at += size) yield entries.slice(at, at + size);
}

const filesIn = (entries: readonly Entry[]): ReadonlyMap<string, number> =>
  new Map(
    entries.flatMap((each) => (each.kind === "file" ? [[each.path, each.sizeBytes ?? 0]] : [])),
  );

test("compare: every file is added, changed, removed or unchanged, as sets say", async () => {
  const tree = dictionary(path, integer({ min: 0, max: 2 }), { maxKeys: 12 });
  await holds(
    asyncProperty(tree, tree, integer({ min: 1, max: 4 }), async (now, then, size) => {
      const [here, there] = [entriesOf(now), entriesOf(then)];
      const found = await compareFiles(batches(here, size), batches(there, size + 1));
      const [live, kept] = [filesIn(here), filesIn(there)];
      const both = [...live.keys()].filter((each) => kept.has(each));
      const changed = both.filter((each) => live.get(each) !== kept.get(each));
      const set = (paths: readonly string[]): ReadonlySet<string> => new Set(paths);
      assert.deepEqual(set(found.added.paths), set([...kept.keys()].filter((p) => !live.has(p))));
      assert.deepEqual(set(found.removed.paths), set([...live.keys()].filter((p) => !kept.has(p))));
      assert.deepEqual(set(found.changed.paths), set(changed));
      assert.equal(found.unchangedCount, both.length - changed.length);
      assert.equal(
        found.liveBytes,
        [...live.values()].reduce((sum, each) => sum + each, 0),
      );
    }),
  );
});

test("compare: paths are in the order of the streams", () => {
  holds(
    property(tuple(path, path), ([a, b]) => {
      const names = (each: string): readonly string[] => each.split("/");
      let expected = 0;
      for (let at = 0; expected === 0; at++) {
        const [left, right] = [names(a)[at], names(b)[at]];
        if (left === undefined || right === undefined) {
          expected = names(a).length - names(b).length;
          break;
        }
        expected = Buffer.compare(bytesOfText(left), bytesOfText(right));
      }
      assert.equal(Math.sign(comparePaths(a, b)), Math.sign(expected), `${a} and ${b}`);
    }),
  );
});

test("compare: a time that a coarse file system keeps is the same time", () => {
  const ns = 1_800_000_001_234_567_890n;
  assert.ok(isSameTime(ns, ns));
  assert.ok(isSameTime(ns, 1_800_000_001_234_567_800n), "100 ns");
  assert.ok(isSameTime(ns, 1_800_000_001_000_000_000n), "a second");
  assert.ok(isSameTime(ns, 1_800_000_000_000_000_000n), "two seconds");
  assert.ok(!isSameTime(ns, ns + 2000n));
  assert.ok(!isSameTime(ns, 1_800_000_002_000_000_000n));
});
