// Goal: what is wanted of a part is exactly the chosen paths, what lies below them, and the way to them. Method: any trees, compared
// with the definitions written out; streams that are narrowed.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { Narrowing, folderOf, isBelow, onlyThese, topmost, waysTo } from "./path.ts";

const name = fc.constantFrom("a", "ab", "b", "a b", "é", "\udcff");
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
const paths = fc.array(path, { maxLength: 6 });

const above = (each: string): readonly string[] => {
  const names = each.split("/");
  return names.map((_, at) => names.slice(0, at).join("/"));
};

test("path: the ways to paths are all folders above them, outer ones first", () => {
  assert.deepEqual(waysTo([]), []);
  assert.deepEqual(waysTo(["a"]), [""]);
  assert.deepEqual(waysTo(["a/b/c", "a/d"]), ["", "a", "a/b"]);
  fc.assert(
    fc.property(paths, (chosen) => {
      const ways = waysTo(chosen);
      assert.deepEqual(new Set(ways), new Set(chosen.flatMap(above)));
      for (const [at, way] of ways.entries())
        assert.ok(way === "" || ways.indexOf(folderOf(way)) < at, way);
    }),
  );
});

test("path: wanted is what is chosen, below it, or on the way to it", () => {
  fc.assert(
    fc.property(paths, paths, (chosen, others) => {
      const isWanted = onlyThese(chosen);
      for (const each of [...chosen, ...others]) {
        const expected = chosen.some(
          (one) => one === each || isBelow(each, one) || isBelow(one, each),
        );
        assert.equal(isWanted(each), expected, each);
      }
    }),
  );
});

test("path: of paths that lie below each other the topmost stay", () => {
  fc.assert(
    fc.property(paths, (chosen) => {
      const expected = new Set(chosen.filter((each) => !chosen.some((one) => isBelow(each, one))));
      assert.deepEqual(new Set(topmost(chosen)), expected);
    }),
  );
  assert.deepEqual(topmost(["a b", "a", "a/b", "a"]), ["a b", "a"]);
});

test("path: what lies below an entry that is not wanted is not asked for", () => {
  const asked: string[] = [];
  const narrowing = new Narrowing((each) => {
    asked.push(each);
    return !each.startsWith("cache");
  });
  const stream = ["", "a", "cache", "cache/deep", "cache/deep/x", "cache b", "d", "d/e"];
  assert.deepEqual(
    stream.filter((each) => narrowing.takes(each)),
    ["", "a", "d", "d/e"],
  );
  assert.deepEqual(asked, ["a", "cache", "cache b", "d", "d/e"]);
});
