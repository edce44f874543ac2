// Goal: each kind of hostile or broken file is refused with its own code, and nothing is written outside the folder that was given.
// Method: parcels that are wrong in exactly one thing, and zips of other programs; each is opened, proved and unpacked as far as
// it goes into a folder, and what lies beside that folder is compared before and after. FIVEFOLD_TEST_LONG=1 takes a million entries.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { checkParcel, openParcel, readParcel } from "../../test/fixtures/open-parcel.ts";
import { UTF8 } from "../../test/fixtures/utf8.ts";
import { writeManyEntries } from "../../test/fixtures/many-entries.ts";
import { refusal } from "../../test/fixtures/refusal.ts";
import {
  SMALL,
  makeParcel,
  makeParcelZip,
  makeZip,
  storedEntry,
  withDirectory,
} from "../../test/fixtures/sick-parcels.ts";
import type { Item, ParcelSpec } from "../../test/fixtures/sick-parcels.ts";
import { FivefoldError } from "../model/error.ts";
import type { PartId } from "../model/part.ts";
import { onlyThese } from "../model/path.ts";
import { FileBytes, memoryBytes } from "./random-bytes.ts";
import { StrangerReader } from "./stranger.ts";
import { DEFLATED, STORED, ZSTANDARD, centralRecord, localHeader } from "./zip-format.ts";

const IS_LONG = process.env["FIVEFOLD_TEST_LONG"] === "1";
const ground = mkdtempSync(join(tmpdir(), "sick-parcels-"));
after(() => rmSync(ground, { recursive: true }));
const scratch = join(ground, "scratch");

/** Opens, proves and unpacks the file into the scratch folder; gives what it was refused with. */
async function refused(bytes: Buffer): Promise<FivefoldError> {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch);
  const path = join(ground, "parcel.zip");
  writeFileSync(path, bytes);
  const before = readdirSync(ground, { recursive: true });
  let error: FivefoldError | null = null;
  let count = 0;
  try {
    using file = new FileBytes(path);
    const [finding] = await checkParcel(file);
    if (finding !== undefined) error = new FivefoldError(finding.code, finding.facts);
    await readParcel(file, {}, () => join(scratch, String(count++)));
    assert.ok(finding === undefined, "checking finds fault with what is read without any");
  } catch (thrown) {
    assert.ok(thrown instanceof FivefoldError, String(thrown));
    error ??= thrown;
  }
  rmSync(scratch, { recursive: true });
  mkdirSync(scratch);
  assert.deepEqual(readdirSync(ground, { recursive: true }), before, "nothing lies outside");
  assert.ok(error !== null, "was not refused");
  return error;
}

async function hostility(bytes: Buffer): Promise<unknown> {
  const error = await refused(bytes);
  assert.equal(error.code, "PARCEL_HOSTILE", error.message);
  return error.facts["what"];
}

/** A parcel with one more entry in the part "files". */
function withItem(item: Item, ...more: readonly Item[]): Buffer {
  return makeParcel({ parts: [{ id: "files", items: [{ name: "" }, item, ...more] }] });
}

const FILES: ParcelSpec = {
  parts: [{ id: "files", items: [{ name: "" }, { name: "a.txt", content: "a".repeat(100) }] }],
};

for (const [name, what] of [
  ["../evil", "name.parent"],
  ["a/../../evil", "name.parent"],
  ["C:/evil", "name.drive"],
  ["c:evil", "name.drive"],
  ["evil:stream", "name.drive"],
  ["a\\..\\..\\evil", "name.backslash"],
  ["com1.txt", "name.device"],
  ["NUL", "name.device"],
  ["lpt² .txt", "name.device"],
  ["evil.", "name.trailing"],
  ["evil ", "name.trailing"],
  ["ev\u0000il", "name.control"],
  ["ev\u001bil", "name.control"],
] as const) {
  test(`sick parcels: the name ${JSON.stringify(name)} is refused as ${what}`, async () => {
    assert.equal(await hostility(withItem({ name, content: "evil" })), what);
  });
}

for (const [name, what] of [
  ["/etc/evil", "name.absolute"],
  ["\\\\server\\share\\evil", "name.unc"],
  ["//server/share/evil", "name.unc"],
] as const) {
  test(`sick parcels: the name ${JSON.stringify(name)} at the top is refused as ${what}`, async () => {
    const items = (all: readonly Item[]): readonly Item[] => [
      ...all.slice(0, 2),
      { name, content: "evil" },
      ...all.slice(2),
    ];
    assert.equal(await hostility(makeParcel({ ...FILES, items })), what);
  });
}

test("sick parcels: a true name that leads elsewhere is refused", async () => {
  for (const trueName of ["..", "a/b", "../evil", "", "."])
    assert.equal(await hostility(withItem({ name: "a", trueName, content: "a" })), "name.parent");
});

test("sick parcels: two entries of one name, or of names that differ in case or form only", async () => {
  const a = { name: "a", content: "one" };
  assert.equal(await hostility(withItem(a, a)), "name.twice");
  assert.equal(await hostility(withItem({ name: "A", content: "1" }, a)), "name.case");
  const composed = { name: "\u00e9", content: "1" };
  assert.equal(await hostility(withItem({ name: "e\u0301", content: "1" }, composed)), "name.case");
  const folder = { name: "A/" };
  assert.equal(await hostility(withItem(folder, { name: "a", content: "1" })), "name.case");
});

test("sick parcels: nothing lies below a link or a file", async () => {
  const link: Item = { name: "l", kind: "link", content: "/tmp" };
  assert.equal(await hostility(withItem(link, { name: "l/evil", content: "1" })), "link.through");
  const folder = withItem(link, { name: "l/" });
  assert.equal(await hostility(folder), "name.twice");
  const file = withItem({ name: "f", content: "1" }, { name: "f/evil", content: "1" });
  assert.equal(await hostility(file), "name.twice");
});

test("sick parcels: a part's folder that is reached through a link is refused", async () => {
  const items = (all: readonly Item[]): readonly Item[] => [
    ...all.slice(0, 2),
    { name: "tenants", kind: "link", content: "/tmp" },
    ...all.slice(2),
  ];
  assert.equal(await hostility(makeParcel({ ...SMALL, items })), "link.through");
});

test("sick parcels: overlapping entries, a quoted overlap too", async () => {
  const b: Item = { name: "files/b", content: "b".repeat(10) };
  const { entry, stored } = storedEntry(b, 0);
  const quoting = Buffer.concat([localHeader(entry), stored]);
  const zip = makeParcelZip({
    parts: [
      {
        id: "files",
        items: [{ name: "" }, { name: "a", content: quoting, method: STORED }, { ...b, name: "b" }],
      },
    ],
  });
  const data = zip.bytes.subarray(0, zip.directoryAt);
  const a = zip.entries.find(({ name }) => name === "files/a");
  assert.ok(a !== undefined);
  const within = a.offset + localHeader(a).length;
  for (const offset of [a.offset, within]) {
    const moved = zip.entries.map((each) => (each.name === "files/b" ? { ...each, offset } : each));
    assert.equal(await hostility(withDirectory(data, moved).bytes), "overlap");
  }
});

test("sick parcels: a local header that says something else", async () => {
  const claims: readonly Item["localClaim"][] = [
    { name: "b.exe" },
    { sizeBytes: 7, storedBytes: 1000 },
    { crc32: 0x1234_5678 },
  ];
  for (const localClaim of claims) {
    const items = (all: readonly Item[]): readonly Item[] =>
      all.map((item) =>
        item.name === "files/a.txt"
          ? { ...item, localClaim: { ...localClaim, ...nameOf(localClaim) } }
          : item,
      );
    assert.equal(await hostility(makeParcel({ ...FILES, items })), "header.disagrees");
  }
});

function nameOf(claim: Item["localClaim"]): { readonly name?: string } {
  return claim?.name === undefined ? {} : { name: `files/${claim.name}` };
}

test("sick parcels: sizes that are false, in both directions, and bombs", async () => {
  const content = Buffer.alloc(100_000, "abc");
  const packed = deflateRawSync(content);
  const claim = (sizeBytes: number, storedBytes?: number): Item => ({
    name: "a",
    content,
    method: DEFLATED,
    claim: { sizeBytes, ...(storedBytes === undefined ? {} : { storedBytes }) },
    localClaim: { sizeBytes, ...(storedBytes === undefined ? {} : { storedBytes }) },
  });
  assert.equal(await hostility(zipOf(claim(99_999))), "bomb");
  assert.equal(await hostility(zipOf(claim(100_001))), "size.false");
  // more than so little could ever hold
  assert.equal(await hostility(zipOf(claim(packed.length * 2000))), "size.false");
  const link: Item = { name: "a", kind: "link", content: "a".repeat(70_000) };
  assert.equal(await hostility(zipOf(link)), "size.false");
  // far more than the manifest says, and true: nothing of it is unpacked
  const flat = deflateRawSync(Buffer.alloc(64 << 20));
  const bomb: Item = { name: "files/a.txt", content: Buffer.alloc(64 << 20), packed: flat };
  const items = (all: readonly Item[]): readonly Item[] =>
    all.map((item) => (item.name === bomb.name ? { ...bomb, method: DEFLATED } : item));
  assert.equal((await refused(makeParcel({ ...FILES, items }))).code, "PARCEL_DAMAGED");
});

/** A parcel that holds the item where the manifest says that it is. */
function zipOf(item: Item): Buffer {
  return withItem(item);
}

test("sick parcels: a bomb that the manifest does not speak of is told before it is unpacked", async () => {
  const manifest: ParcelSpec["manifest"] = (all) => ({
    ...all,
    parts: all.parts.map((part) => ({ ...part, sizeBytes: 99 })),
  });
  const bytes = memoryBytes(makeParcel({ ...FILES, manifest }), "a.zip");
  const { code, facts } = await refusal(readParcel(bytes));
  assert.deepEqual([code, facts["what"]], ["PARCEL_HOSTILE", "bomb"]);
});

/** Refuses the file without the work that it wants to be done: seconds of this processor. */
async function quickly(bytes: Buffer): Promise<string> {
  const before = process.cpuUsage();
  const { code } = await refused(bytes);
  const { user, system } = process.cpuUsage(before);
  assert.ok(user + system < 2e6, `${code} took ${Math.round((user + system) / 1e3)} ms of CPU`);
  return code;
}

/** The parcel with other bytes in one of its documents, in whichever form they are packed. */
function withDocument(name: string, content: Buffer, method: Item["method"] = DEFLATED): Buffer {
  const items = (all: readonly Item[]): readonly Item[] =>
    all.map((item) => (item.name === name ? { ...item, content, method } : item));
  return makeParcel({ ...SMALL, items });
}

const BOMB_BYTES = 64 << 20;

test("sick parcels: bombs in the documents are told at their first wrong byte", async () => {
  const endless = Buffer.alloc(BOMB_BYTES, "0");
  for (const method of [DEFLATED, ZSTANDARD] as const) {
    assert.equal(await quickly(withDocument("SHA256SUMS", endless, method)), "PARCEL_DAMAGED");
    assert.equal(await quickly(withDocument("README.txt", endless, method)), "PARCEL_HOSTILE");
    assert.equal(await quickly(withDocument("manifest.json", endless, method)), "PARCEL_HOSTILE");
  }
  const lines = Buffer.alloc(BOMB_BYTES, `${"0".repeat(64)}  fivefold.json\n`);
  assert.equal(await quickly(withDocument("SHA256SUMS", lines)), "PARCEL_DAMAGED");
  // small enough to be read, and work without end for a parser
  const deep = Buffer.alloc(1 << 20, "[");
  assert.equal(await quickly(withDocument("manifest.json", deep)), "PARCEL_DAMAGED");
});

test("sick parcels: bombs in the zip of a credentials part", async () => {
  const inner = (items: readonly Item[]): Buffer => {
    const { bytes } = makeZip(items);
    const change = (all: readonly Item[]): readonly Item[] =>
      all.map((item) => (item.name === "login.zip" ? { ...item, content: bytes } : item));
    return makeParcel({ ...SMALL, items: change });
  };
  const password = "the key";
  const bomb: Item = { name: "secret.txt", content: Buffer.alloc(BOMB_BYTES), password };
  // its sum is not the one that the parcel names: not a byte of it is unpacked
  assert.equal(await quickly(inner([bomb])), "PARCEL_DAMAGED");
  // and where the parcel does name it: more than the manifest says
  const named = makeParcel({
    parts: [{ id: "login", kind: "credentials", items: [{ name: "" }, bomb] }],
    manifest: (all) => ({ ...all, parts: all.parts.map((part) => ({ ...part, sizeBytes: 99 })) }),
  });
  assert.equal(await quickly(named), "PARCEL_HOSTILE");
});

test("sick parcels: what stands before, between and behind the entries", async () => {
  const whole = makeParcel(FILES);
  assert.equal(await hostility(Buffer.concat([Buffer.from("#!/bin/sh\n"), whole])), "prepended");
  assert.equal(await hostility(Buffer.concat([whole, Buffer.from("more")])), "comment");
  const items = (all: readonly Item[]): readonly Item[] =>
    all.map((item) => (item.name === "files/a.txt" ? { ...item, gap: 100 } : item));
  assert.equal((await refused(makeParcel({ ...FILES, items }))).code, "PARCEL_CHANGED");
});

test("sick parcels: comments of the zip and of an entry, of any length", async () => {
  for (const length of [1, 500, 0xffff]) {
    const whole = Buffer.from(makeParcel(FILES));
    whole.writeUInt16LE(length, whole.length - 2);
    assert.equal(await hostility(Buffer.concat([whole, Buffer.alloc(length, "c")])), "comment");
  }
  assert.equal(
    await hostility(
      withRecords((record) => {
        const commented = Buffer.concat([record, Buffer.from("comment")]);
        commented.writeUInt16LE(7, 32);
        return commented;
      }),
    ),
    "comment",
  );
});

test("sick parcels: extra fields that are not ours, of any length", async () => {
  for (const length of [0, 10, 60_000]) {
    const bytes = withRecords((record) => {
      const field = Buffer.alloc(4 + length);
      field.writeUInt16LE(0xcafe, 0);
      field.writeUInt16LE(length, 2);
      const longer = Buffer.concat([record, field]);
      longer.writeUInt16LE(record.readUInt16LE(30) + field.length, 30);
      return longer;
    });
    assert.equal((await refused(bytes)).code, "PARCEL_DAMAGED");
  }
});

test("sick parcels: the old cipher is refused by its name", async () => {
  const bytes = withRecords((record) => {
    const flagged = Buffer.from(record);
    flagged.writeUInt16LE(flagged.readUInt16LE(8) | 1, 8);
    return flagged;
  });
  assert.equal(await hostility(bytes), "zipcrypto");
});

/** A parcel whose record of `files/a.txt` is changed. */
function withRecords(change: (record: Buffer) => Buffer): Buffer {
  const zip = makeParcelZip(FILES);
  const records = zip.entries.map((entry) => {
    const record = centralRecord(entry);
    return entry.name === "files/a.txt" ? change(record) : record;
  });
  return withDirectory(zip.bytes.subarray(0, zip.directoryAt), zip.entries, records).bytes;
}

test("sick parcels: more entries than the directory can hold", async () => {
  const whole = Buffer.from(makeParcel(FILES));
  whole.writeUInt16LE(60_000, whole.length - 14);
  whole.writeUInt16LE(60_000, whole.length - 12);
  assert.equal(await hostility(whole), "entries.many");
});

test("sick parcels: what is no zip, an empty file, a folder", async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from("no zip"), Buffer.alloc(100_000, "PK")])
    assert.equal((await refused(bytes)).code, "PARCEL_NOT_ZIP");
  assert.throws(() => new FileBytes(ground), { code: "PARCEL_NOT_ZIP" });
});

test("sick parcels: a stranger's link that leads out of its part is refused, and nothing else of the part", async () => {
  const inner = { name: "d/in", kind: "link", content: "../a" } as const;
  const parcels: readonly (readonly [target: string, items: readonly Item[]])[] = [
    ["../../x", [{ name: "l", kind: "link", content: "../../x" }]],
    ["/etc/passwd", [{ name: "d/" }, inner, { name: "d/l", kind: "link", content: "/etc/passwd" }]],
    ["C:\\Windows", [{ name: "l", kind: "link", content: "C:\\Windows" }]],
    ["d/../x", [{ name: "d/" }, { name: "l", kind: "link", content: "d/../x" }]],
  ];
  for (const [target, [first, ...more]] of parcels) {
    assert.ok(first);
    const bytes = memoryBytes(withItem({ name: "a", content: "a" }, first, ...more), "a.zip");
    // whoever knows the file gets it as it is, and it is whole
    assert.equal((await readParcel(bytes)).at(-1)?.content, target);
    assert.deepEqual(await checkParcel(bytes), []);
    await using reader = new StrangerReader(await openParcel(bytes), "a.zip");
    const id = "files" as PartId;
    const entry = `files/${[first, ...more].at(-1)?.name ?? ""}`;
    const expected = { code: "PARCEL_LINK_OUT", facts: { path: "a.zip", entry, target } };
    await assert.rejects(Array.fromAsync(reader.read(id)), expected);
    await assert.rejects(reader.requireLinksInside(id), expected);
    assert.deepEqual(await reader.check(id), []);
    const onlyA = onlyThese(["a"]);
    await reader.requireLinksInside(id, onlyA);
    const [batch = []] = await Array.fromAsync(reader.read(id, onlyA));
    assert.deepEqual(
      batch.map(({ path }) => path),
      ["", "a"],
    );
  }
  const bytes = memoryBytes(withItem({ name: "d/" }, { name: "d/a" }, inner), "a.zip");
  await using reader = new StrangerReader(await openParcel(bytes), "a.zip");
  await reader.requireLinksInside("files" as PartId);
  assert.equal((await Array.fromAsync(reader.read("files" as PartId)))[0]?.length, 4);
});

// ---- zips of other programs

const foreign = join(ground, "foreign");
mkdirSync(foreign);
for (const name of ["fivefold.json", "manifest.json", "a.txt"])
  writeFileSync(join(foreign, name), `{"name":"${name}"}\n`.repeat(10));

const PYTHON = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    for name in sys.argv[2:]: z.write(name)
`;

const PROGRAMS: readonly (readonly [
  string,
  (zip: string, names: readonly string[]) => string[],
])[] = [
  ["zip", (zip, names) => ["zip", "-q", zip, ...names]],
  ["7zz", (zip, names) => ["7zz", "a", "-tzip", "-bso0", zip, ...names]],
  ["bsdtar", (zip, names) => ["bsdtar", "-c", "--format", "zip", "-f", zip, ...names]],
  ["python3", (zip, names) => ["python3", "-c", PYTHON, zip, ...names]],
  ["zip with a password", (zip, names) => ["zip", "-q", "-P", "x", zip, ...names]],
];

for (const [program, command] of PROGRAMS) {
  test(`sick parcels: a zip made by ${program} is foreign, a parcel packed anew was changed`, async () => {
    const make = (names: readonly string[]): Buffer => {
      const path = join(foreign, "made.zip");
      rmSync(path, { force: true });
      const [name = "", ...args] = command(path, names);
      const { status, stderr } = spawnSync(name, args, {
        cwd: foreign,
        encoding: "utf8",
        env: UTF8,
      });
      assert.equal(status, 0, stderr);
      return readFileSync(path);
    };
    assert.equal((await refused(make(["a.txt"]))).code, "PARCEL_FOREIGN");
    const anew = await refused(make(["fivefold.json", "a.txt", "manifest.json"]));
    if (program === "zip with a password") assert.equal(anew.facts["what"], "zipcrypto");
    else assert.equal(anew.code, "PARCEL_CHANGED");
  });
}

const MANY = IS_LONG ? 1_000_000 : 100_000;

test(`sick parcels: ${MANY} entries are opened within 300 MB`, () => {
  const path = join(ground, "many.zip");
  writeManyEntries(path, MANY);
  const program = fileURLToPath(new URL("../../test/fixtures/open-alone.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, path], {
    encoding: "utf8",
  });
  rmSync(path);
  assert.equal(status, 0, stderr);
  const { entryCount, megabytes } = JSON.parse(stdout) as Record<string, number>;
  assert.equal(entryCount, MANY + MANY / 1000 + 2);
  assert.ok(megabytes !== undefined && megabytes < 300, stdout);
});

test("sick parcels: a parcel that is whole is not refused", async () => {
  const bytes = memoryBytes(makeParcel(SMALL), "a.zip");
  await using reader = await openParcel(bytes);
  assert.equal(reader.manifest.parts.length, 2);
  assert.deepEqual(await checkParcel(bytes), []);
});
