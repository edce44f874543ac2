// Goal: the state of a tree changes with everything that a backup would store, and with nothing else. Method: a real tree, in
// folders with many names and with few; one thing is changed at a time.

import assert from "node:assert/strict";
import { chmodSync, linkSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { PART, testContext } from "../../test/conformance/source.ts";
import type { Disk } from "./disk.ts";
import { realDisk } from "./disk.ts";
import { FilesSource } from "./files.ts";
import { loadLibc } from "./libc.ts";

const EXCLUDED = ["**/*.tmp", "cache/**"];
const YEAR_MS = 365 * 86_400_000;

/** Asked a year later, so that nothing that a test does is too young. */
async function stateOf(root: string, laterMs = YEAR_MS, disk?: Disk): Promise<string | null> {
  const context = testContext();
  const clock = { ...context.clock, nowMs: () => Date.now() + laterMs };
  const config = {
    kind: "files",
    root,
    exclude: EXCLUDED,
    inner: ["inner.db"],
    description: root,
    scratch: join(root, "..", "scratch"),
  } as const;
  const source = new FilesSource(config, disk ?? realDisk(loadLibc()));
  return await source.state(PART, { ...context, clock });
}

function makeTree(root: string): void {
  mkdirSync(join(root, "many"), { recursive: true });
  mkdirSync(join(root, "few", "deeper"), { recursive: true });
  mkdirSync(join(root, "cache"));
  for (let each = 0; each < 40; each++) writeFileSync(join(root, "many", `file ${each}`), "1234");
  writeFileSync(join(root, "few", "one.txt"), "1234");
  symlinkSync("one.txt", join(root, "few", "link"));
}

const CHANGES: readonly (readonly [what: string, change: (root: string) => void])[] = [
  ["a new file", (root) => writeFileSync(join(root, "many", "new"), "")],
  ["a new folder", (root) => mkdirSync(join(root, "few", "new"))],
  ["a file less", (root) => rmSync(join(root, "many", "file 7"))],
  ["another name", (root) => renameSync(join(root, "many", "file 7"), join(root, "many", "7"))],
  [
    "another folder",
    (root) => renameSync(join(root, "few", "one.txt"), join(root, "few", "deeper", "one.txt")),
  ],
  ["a size among many", (root) => truncateSync(join(root, "many", "file 39"), 3)],
  ["a size among few", (root) => truncateSync(join(root, "few", "one.txt"), 3)],
  ["a time", (root) => utimesSync(join(root, "many", "file 0"), 1, 981_173_107.25)],
  ["the rights of a file", (root) => chmodSync(join(root, "few", "one.txt"), 0o600)],
  ["the rights of a folder", (root) => chmodSync(join(root, "many"), 0o700)],
  [
    "content under the old time and size",
    (root) => {
      const file = join(root, "few", "one.txt");
      utimesSync(file, 5, 5);
      writeFileSync(file, "4321");
      utimesSync(file, 5, 5);
    },
  ],
  [
    "what a link leads to",
    (root) => {
      rmSync(join(root, "few", "link"));
      symlinkSync("two.txt", join(root, "few", "link"));
    },
  ],
];

for (const disk of [realDisk(loadLibc()), realDisk(null)]) {
  const how = disk.libc === null ? "without the C library" : "as usual";
  test(`treeState: changes with all that a backup would store (${how})`, async (t) => {
    const ground = mkdtempSync(join(tmpdir(), "tree-state-"));
    t.after(() => rmSync(ground, { recursive: true }));
    for (const [at, [what, change]] of CHANGES.entries()) {
      const root = join(ground, String(at));
      makeTree(root);
      const before = await stateOf(root, YEAR_MS, disk);
      assert.match(before ?? "", /^[0-9a-f]{64}$/);
      assert.equal(await stateOf(root, YEAR_MS, disk), before, "nothing changed");
      change(root);
      assert.notEqual(await stateOf(root, YEAR_MS, disk), before, what);
    }
  });
}

test("treeState: what is left out changes nothing", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "tree-state-"));
  t.after(() => rmSync(root, { recursive: true }));
  makeTree(root);
  const before = await stateOf(root);
  writeFileSync(join(root, "many", "half.tmp"), "");
  writeFileSync(join(root, "cache", "page"), "");
  writeFileSync(join(root, "inner.db"), "");
  writeFileSync(join(root, "inner.db-wal"), "");
  mkdirSync(join(root, ".fivefold"));
  assert.equal(await stateOf(root), before);
});

test("treeState: is not told where a file is too young, or something is no file", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "tree-state-"));
  t.after(() => rmSync(root, { recursive: true }));
  makeTree(root);
  assert.equal(await stateOf(root, 0), null, "made just now");
  linkSync(join(root, "few", "one.txt"), join(root, "few", "same"));
  assert.equal(await stateOf(root, 1000), null, "its ctime is young");
  assert.notEqual(await stateOf(root, 5000), null);
});

test("treeState: names of any length and form are told apart, and a root may be one file", async (t) => {
  const ground = mkdtempSync(join(tmpdir(), "tree-state-"));
  t.after(() => rmSync(ground, { recursive: true }));
  const file = (name: Buffer): Buffer => Buffer.concat([Buffer.from(join(ground, "names/")), name]);
  mkdirSync(join(ground, "names"));
  const states = new Set<string | null>();
  for (const name of [Buffer.from([0xff]), Buffer.from([0xfe]), Buffer.from("ü".repeat(127))]) {
    writeFileSync(file(name), "");
    states.add(await stateOf(join(ground, "names")));
    rmSync(file(name));
  }
  assert.equal(states.size, 3);
  assert.ok(!states.has(null));
  const single = join(ground, "one.txt");
  writeFileSync(single, "1");
  const before = await stateOf(single);
  assert.match(before ?? "", /^[0-9a-f]{64}$/);
  writeFileSync(single, "2");
  assert.notEqual(await stateOf(single), before);
});
