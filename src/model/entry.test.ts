// Goal: links that lead out of their part are known by their words. Method: each kind of target, from the top and from below.

import assert from "node:assert/strict";
import { test } from "node:test";
import { leadsOut } from "./entry.ts";

test("entry: a link that stays in its part does not lead out", () => {
  for (const [path, target] of [
    ["l", "a.txt"],
    ["l", "./a/b/..."],
    ["a/l", "../b"],
    ["a/b/l", "../../c/d"],
    ["l", ""],
  ] as const)
    assert.equal(leadsOut({ path, target }), false, target);
});

test("entry: a link leads out by going up, by starting elsewhere, or through a name that may be a link", () => {
  for (const [path, target] of [
    ["l", ".."],
    ["l", "../x"],
    ["a/l", "../../x"],
    ["a/l", ".././../x"],
    ["l", "/etc/passwd"],
    ["l", "C:\\Windows"],
    ["l", "\\\\server\\share"],
    ["l", "..\\x"],
    ["l", "a/../b"],
  ] as const)
    assert.equal(leadsOut({ path, target }), true, target);
});
