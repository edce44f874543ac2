// Goal: trees are written as restic writes them and read back to the same nodes. Method: Go's known forms, round trips of
// hostile names, and the walk beside a parent's text. Equality with restic's own trees is in test/interop.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { textOfBytes } from "../model/entry.ts";
import type { DirectoryEntry, FileEntry, LinkEntry } from "../model/entry.ts";
import {
  FormerTree,
  LINK_TAIL,
  TimeWriter,
  attributesText,
  contentTail,
  goMode,
  goString,
  nodeHead,
  quoteName,
  readTree,
  subtreeTail,
  timeNs,
  treeBytes,
  unixMode,
  unquoteName,
} from "./tree.ts";

const common = {
  path: "x",
  modifiedNs: 1_700_000_000_123_456_000n,
  mode: 0o644,
  owner: { uid: 1000, gid: 100, user: "anna", group: "users" },
  origin: { device: 2049n, inode: 7n, links: 1, changedNs: 1_700_000_001_000_000_000n },
  attributes: () => [],
};
const file: FileEntry = {
  ...common,
  kind: "file",
  sizeBytes: 12,
  localPath: null,
  version: null,
  async *bytes() {
    yield Buffer.from("twelve bytes");
  },
};
const directory: DirectoryEntry = { ...common, kind: "directory", mode: 0o2755 };
const link: LinkEntry = { ...common, kind: "link", mode: 0o777, target: "../a<b" };
const times = new TimeWriter();
const id = (byte: number): Buffer => Buffer.alloc(32, byte);

const anyName = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => textOfBytes(bytes.map((byte) => (byte === 0 || byte === 47 ? 65 : byte))))
  .filter((name) => name !== "." && name !== "..");

test("tree: strings and names have Go's escapes", () => {
  assert.equal(
    goString('a<b>&"\\\u2028\n\u0001'),
    '"a\\u003cb\\u003e\\u0026\\"\\\\\\u2028\\n\\u0001"',
  );
  assert.equal(goString("a\udcffb\ufffd"), '"a\\ufffdb\ufffd"');
  assert.equal(quoteName('a"b\\c\n\u0007\u007f'), 'a\\"b\\\\c\\n\\a\\x7f');
  assert.equal(quoteName("می‌خواهم ü 😀"), "می\\u200cخواهم ü 😀");
  assert.equal(quoteName("\u00a0\udcff\u{e0001}"), "\\u00a0\\xff\\U000e0001");
});

test("tree: any name of any bytes comes back", () => {
  fc.assert(
    fc.property(anyName, (name) => {
      assert.equal(unquoteName(quoteName(name)), name);
      const text =
        nodeHead({ ...file, path: name }, name, 12, times, null) + contentTail(id(1), 0, 1);
      assert.equal(readTree(treeBytes([text]))[0]?.name, name);
    }),
    { numRuns: 500 },
  );
});

test("tree: times keep every nanosecond in any zone", () => {
  for (const ns of [
    0n,
    -1n,
    -1_500_000_000n,
    1_700_000_000_100_000_000n,
    4_102_444_800_999_999_999n,
  ]) {
    assert.equal(timeNs(times.write(ns)), ns);
  }
  assert.equal(timeNs("2023-11-14T22:13:20.5+03:30"), timeNs("2023-11-14T18:43:20.500000000Z"));
  assert.throws(() => timeNs("yesterday"), { code: "TREE_DAMAGED" });
});

test("tree: mode bits are Go's", () => {
  assert.equal(goMode("directory", 0o755), 2_147_484_141);
  assert.equal(goMode("link", 0o777), 134_218_239);
  for (const mode of [0, 0o644, 0o4755, 0o2755, 0o1777, 0o7777]) {
    assert.equal(unixMode(goMode("file", mode)), mode);
  }
});

test("tree: a node has restic's fields in restic's order", () => {
  const text =
    nodeHead(file, "x", 12, times, null) + contentTail(Buffer.concat([id(1), id(2)]), 0, 2);
  const modified = times.write(common.modifiedNs);
  assert.equal(
    text,
    `{"name":"x","type":"file","mode":420,"mtime":"${modified}","atime":"${modified}",` +
      `"ctime":"${times.write(common.origin.changedNs)}","uid":1000,"gid":100,"user":"anna","group":"users",` +
      `"inode":7,"device_id":2049,"size":12,"links":1,` +
      `"content":["${"01".repeat(32)}","${"02".repeat(32)}"]}`,
  );
  assert.match(
    nodeHead(link, "l", 0, times, null) + LINK_TAIL,
    /"links":1,"linktarget":"..\/a\\u003cb","content":null\}$/,
  );
  assert.match(nodeHead(directory, "d", 0, times, null), /"mode":2151678445,.*"device_id":2049$/);
});

test("tree: attributes, links of any bytes and wide inodes come back", () => {
  const attributes = [
    { name: "user.note", value: Buffer.from([0, 255, 1]) },
    { name: "user.empty", value: Buffer.alloc(0) },
  ];
  const odd: LinkEntry = {
    ...link,
    target: "a\udcff",
    origin: { ...common.origin, inode: 2n ** 63n + 1n },
  };
  const nodes = [
    nodeHead(directory, "a", 0, times, null) +
      attributesText(attributes) +
      subtreeTail("ab".repeat(32)),
    nodeHead(odd, "b", 0, times, null) + LINK_TAIL,
  ];
  const [first, second] = readTree(treeBytes(nodes));
  assert.deepEqual(first?.attributes, attributes);
  assert.equal(first?.subtree, "ab".repeat(32));
  assert.equal(first?.mode, 0o2755);
  assert.equal(second?.linkTarget, "a\udcff");
  assert.equal(second?.inode, 2n ** 63n + 1n);
});

test("tree: what leads elsewhere, repeats or is no tree is refused", () => {
  const named = (name: string): string =>
    nodeHead(file, "x", 1, times, null).replace('"x"', name) + contentTail(id(1), 0, 1);
  for (const name of [
    '""',
    '"."',
    '".."',
    '"a/b"',
    '"a\\\\x00"',
    '"\\\\q"',
    '"\\\\x4"',
    '"\\\\U99999999"',
  ]) {
    assert.throws(() => readTree(treeBytes([named(name)])), { code: "TREE_DAMAGED" }, name);
  }
  assert.throws(() => readTree(treeBytes([named('"b"'), named('"a"')])), { code: "TREE_DAMAGED" });
  assert.throws(() => readTree(treeBytes([named('"a"'), named('"a"')])), { code: "TREE_DAMAGED" });
  assert.throws(() => readTree(Buffer.from('{"nodes":[')), { code: "TREE_DAMAGED" });
  assert.throws(() => readTree(Buffer.from('{"nodes":7}')), { code: "TREE_DAMAGED" });
  assert.deepEqual(readTree(Buffer.from('{"nodes":null}\n')), []);
});

test("tree: beside a parent's text every name is found, changed or not, and nothing else", () => {
  // Method: a parent of random names; a child that keeps, changes, drops and adds; a map says what must be found.
  fc.assert(
    fc.property(
      fc.uniqueArray(anyName, { maxLength: 12 }),
      fc.array(fc.constantFrom("keep", "change", "drop", "add"), { minLength: 12, maxLength: 12 }),
      fc.boolean(),
      (names, fates, hasAttributes) => {
        const byBytes = (a: string, b: string): number => Buffer.compare(bytesOf(a), bytesOf(b));
        const sorted = names.toSorted(byBytes);
        const note = [
          { name: 'user.{"name":"', value: Buffer.from("}]") },
          { name: "b", value: id(1) },
        ];
        const tail = attributesText(hasAttributes ? note : []) + contentTail(id(3), 0, 1);
        const head = (name: string, size: number): string =>
          nodeHead(file, name, size, times, null);
        const inParent = sorted.filter((_, at) => fates[at] !== "add");
        const parent = treeBytes(inParent.map((name) => head(name, 12) + tail)).toString("utf8");
        const walk = new FormerTree(parent);
        for (const [at, name] of sorted.entries()) {
          if (fates[at] === "drop") continue;
          const former = walk.find(name, head(name, fates[at] === "change" ? 13 : 12));
          if (fates[at] === "add") assert.equal(former, null);
          else if (fates[at] === "keep")
            assert.deepEqual([former?.isSameHead, former?.tail], [true, tail]);
          else assert.deepEqual([former?.isSameHead, former?.text], [false, head(name, 12) + tail]);
        }
        if (!fates.includes("drop")) assert.ok(walk.isAtEnd);
      },
    ),
    { numRuns: 300 },
  );
});

const bytesOf = (name: string): Buffer =>
  Buffer.concat(
    Array.from(name, (character) => {
      const point = character.codePointAt(0) ?? 0;
      return point >= 0xdc80 && point <= 0xdcff
        ? Buffer.from([point - 0xdc00])
        : Buffer.from(character);
    }),
  );
