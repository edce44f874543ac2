// Goal: what is otherwise in two trees is found, each once and in order, and nothing is read that is the same in both. Method:
// trees from fast-check, kept in memory by their hashes; sets say what has to come out, and every tree that is read is counted.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { assert as holds, asyncProperty, constantFrom, dictionary, integer } from "fast-check";
import { compareNames } from "../model/entry.ts";
import { comparePaths } from "../model/in-step.ts";
import { treeChanges } from "./tree-changes.ts";
import type { TreeSide } from "./tree-changes.ts";
import type { Node } from "./tree.ts";

const NAMES = [
  "a",
  "a.b",
  "ab",
  "ä",
  "\u{1F600}",
  "folder/a",
  "folder/b",
  "folder/in/c",
  "other/a",
];

type Files = Readonly<Record<string, number>>;

/** Trees by their ids, and which of them were read. */
class Forest {
  readonly #trees = new Map<string, readonly Node[]>();
  readonly read: string[] = [];

  plant(files: Files, folder = ""): string {
    const start = folder === "" ? "" : `${folder}/`;
    const inside = Object.keys(files).filter((each) => each.startsWith(start));
    const names = new Set(inside.map((each) => each.slice(start.length).split("/")[0] ?? ""));
    const nodes = [...names].toSorted(compareNames).map((name): Node => {
      const path = start + name;
      const content = files[path];
      return {
        name,
        type: content === undefined ? "dir" : "file",
        mode: 0o644,
        modifiedNs: 7n,
        changedNs: 7n,
        owner: { uid: 0, gid: 0, user: "", group: "" },
        inode: 0n,
        device: 0n,
        sizeBytes: content === undefined ? 0 : 3,
        links: 1,
        linkTarget: "",
        attributes: [],
        content: content === undefined ? null : [`blob ${content}`],
        subtree: content === undefined ? this.plant(files, path) : null,
      };
    });
    const text = JSON.stringify(nodes, (_key, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    );
    const id = createHash("sha256").update(text).digest("hex");
    this.#trees.set(id, nodes);
    return id;
  }

  side(tree: string): TreeSide {
    const reader: TreeSide["reader"] = {
      nodes: async (id) => {
        this.read.push(id);
        return await Promise.resolve(this.#trees.get(id) ?? []);
      },
      entryOf: ({ type, modifiedNs, mode, sizeBytes }, path) => {
        const common = { path, modifiedNs, mode, owner: null, origin: null, attributes: () => [] };
        if (type === "dir") return { ...common, kind: "directory" };
        const file = { sizeBytes, localPath: null, version: null };
        // oxlint-disable-next-line require-yield -- a content that is never read
        return { ...common, ...file, kind: "file", bytes: async function* () {} };
      },
    };
    return { reader, tree };
  }
}

/** A file and a folder cannot have one name. */
function planted(files: Files): Files {
  const all = Object.keys(files);
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => !all.some((each) => each.startsWith(`${path}/`))),
  );
}

async function changed(before: Files, after: Files, isOneVault = true) {
  const forest = new Forest();
  const [was, is] = [forest.plant(before), forest.plant(after)];
  const found: string[] = [];
  const order: string[] = [];
  const { signal } = new AbortController();
  for await (const batch of treeChanges(forest.side(was), forest.side(is), isOneVault, signal))
    for (const { before: old, after: late } of batch) {
      const entry = old ?? late;
      if (entry === null || entry.kind === "directory") continue;
      order.push(entry.path);
      found.push(`${old === null ? "+" : late === null ? "-" : "~"} ${entry.path}`);
    }
  return { found: found.toSorted(), order, read: forest.read };
}

const someFiles = dictionary(constantFrom(...NAMES), integer({ min: 1, max: 3 })).map(planted);

test("tree changes: each is found once and in order, and what is the same is not read", async () => {
  await holds(
    asyncProperty(someFiles, someFiles, async (before, after) => {
      const { found, order, read } = await changed(before, after);
      const expected = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(
        (path) => {
          if (before[path] === after[path]) return [];
          return `${before[path] === undefined ? "+" : after[path] === undefined ? "-" : "~"} ${path}`;
        },
      );
      assert.deepEqual(found, expected.toSorted());
      assert.deepEqual(order, order.toSorted(comparePaths));
      if (expected.length === 0) assert.deepEqual(read, []);
    }),
  );
});

test("tree changes: of ten folders the one with a change is read, and none of the others", async () => {
  const before = Object.fromEntries(
    Array.from({ length: 100 }, (_, at) => [`f${at % 10}/${at}.txt`, 1]),
  );
  const { found, read } = await changed(before, { ...before, "f3/13.txt": 2 });
  assert.deepEqual(found, ["~ f3/13.txt"]);
  assert.equal(read.length, 4, "both roots, and both states of one folder");
});

test("tree changes: between two vaults size and time tell, where blobs are cut otherwise", async () => {
  assert.deepEqual((await changed({ a: 1 }, { a: 2 }, false)).found, []);
  assert.deepEqual((await changed({ a: 1 }, { a: 2 }, true)).found, ["~ a"]);
});
