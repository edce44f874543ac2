// Goal: a healthy zip is read whole, by every way of reading. Method: zips put together from the format's functions, in memory and as
// files, plain and sealed, with every method.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { noise } from "../../test/fixtures/odd-files.ts";
import { refusal } from "../../test/fixtures/refusal.ts";
import { makeZip, sha256 } from "../../test/fixtures/sick-parcels.ts";
import type { Item } from "../../test/fixtures/sick-parcels.ts";
import { readWhole } from "../model/place.ts";
import { FileBytes, memoryBytes } from "./random-bytes.ts";
import type { RandomBytes } from "./random-bytes.ts";
import { DEFLATED, STORED, ZSTANDARD } from "./zip-format.ts";
import { ZipReader } from "./zip-reader.ts";

const folder = mkdtempSync(join(tmpdir(), "zip-reader-"));
after(() => rmSync(folder, { recursive: true }));

const PASSWORD = "seven herons cross";
const large = Buffer.concat([noise(1, 3 << 20), Buffer.alloc(2 << 20), noise(2, 100_000)]);

const ITEMS: readonly Item[] = [
  { name: "fivefold.json", content: "{}" },
  { name: "files/" },
  { name: "files/a.txt", content: "a".repeat(1000) },
  { name: "files/b", kind: "link", content: "a.txt" },
  { name: "files/c/" },
  { name: "files/c/empty" },
  { name: "files/c/large", content: large, method: DEFLATED },
  { name: "files/c/noise", content: noise(3, 50_000), method: STORED },
  { name: "files/c/zstd", content: large, method: ZSTANDARD },
  { name: "files/con_", content: "device", trueName: "con" },
  { name: "manifest.json", content: "{}" },
];

function sealed(items: readonly Item[]): readonly Item[] {
  return items.map((item, at) => (at === 0 ? item : { ...item, password: PASSWORD }));
}

function open(bytes: RandomBytes, password: string | null = null, threads = 0): Promise<ZipReader> {
  return ZipReader.open(bytes, { shape: "parcel", password, threads });
}

async function isRight(reader: ZipReader, items: readonly Item[]): Promise<void> {
  assert.equal(reader.entryCount, items.length);
  for (const [index, { name, content = "" }] of items.entries()) {
    assert.equal(reader.name(index), name);
    assert.equal(reader.find(name), index);
    const read = Buffer.from(await readWhole(reader.content(index)));
    assert.ok(read.equals(Buffer.from(content)), name);
  }
}

for (const [kind, items, password] of [
  ["plain", ITEMS, null],
  ["sealed", sealed(ITEMS), PASSWORD],
] as const) {
  test(`zip-reader: every content of a ${kind} zip comes as it was`, async () => {
    const { bytes } = makeZip(items);
    await using reader = await open(memoryBytes(bytes, "a.zip"), password);
    await isRight(reader, items);
    assert.deepEqual(await reader.prove(reader.inFileOrder(), () => null), []);
  });

  test(`zip-reader: threads write the files of a ${kind} zip, and prove them`, async () => {
    const path = join(folder, `${kind}.zip`);
    writeFileSync(path, makeZip(items).bytes);
    using bytes = new FileBytes(path);
    await using reader = await open(bytes, password, 2);
    const sum = Buffer.from(sha256(large), "hex");
    const written = ["files/c/large", "files/c/zstd", "files/c/empty", "files/a.txt"];
    const target = (name: string): string => join(folder, `${kind} ${name.replaceAll("/", " ")}`);
    await Promise.all(
      written.map((name) => {
        const isLarge = name === "files/c/large" || name === "files/c/zstd";
        return reader.writeTo(reader.find(name), isLarge ? sum : null, target(name), 0o640);
      }),
    );
    for (const name of written) {
      const { content = "" } = items.find((item) => item.name === name) ?? {};
      assert.ok(readFileSync(target(name)).equals(Buffer.from(content)), name);
      assert.equal(statSync(target(name)).mode & 0o777, 0o640);
    }
    assert.deepEqual(await reader.prove(reader.inFileOrder(), () => null), []);
  });
}

test("zip-reader: bytes that no thread can read are proved and written all the same", async () => {
  const { bytes } = makeZip(sealed(ITEMS));
  const far: RandomBytes = { ...memoryBytes(bytes, "far.zip"), config: null };
  await using reader = await open(far, PASSWORD, 2);
  await isRight(reader, sealed(ITEMS));
  assert.deepEqual(await reader.prove(reader.inFileOrder(), () => null), []);
  const target = join(folder, "from far");
  await reader.writeTo(
    reader.find("files/c/large"),
    Buffer.from(sha256(large), "hex"),
    target,
    0o600,
  );
  assert.ok(readFileSync(target).equals(large));
  const again = await refusal(reader.writeTo(reader.find("files/a.txt"), null, target, 0o600));
  assert.equal(again.code, "ENTRY_UNRESTORABLE");
  const wrong = await reader.prove([2], () => Buffer.alloc(32, 7));
  assert.deepEqual(
    wrong.map(({ index, error }) => [index, error.code]),
    [[2, "PARCEL_DAMAGED"]],
  );
});

test("zip-reader: a file that is there, or a link, is not written through", async () => {
  const { bytes } = makeZip(ITEMS);
  await using reader = await open(memoryBytes(bytes, "a.zip"));
  const outside = join(folder, "outside");
  symlinkSync(outside, join(folder, "link"));
  const error = await refusal(
    reader.writeTo(reader.find("files/a.txt"), null, join(folder, "link"), 0o600),
  );
  assert.equal(error.code, "ENTRY_UNRESTORABLE");
  assert.throws(() => statSync(outside));
});

test("zip-reader: a wrong sum, a wrong password and a changed byte are told apart", async () => {
  const zip = makeZip(sealed(ITEMS));
  await using reader = await open(memoryBytes(zip.bytes, "a.zip"), PASSWORD);
  const index = reader.find("files/a.txt");
  const wrongSum = await refusal(readWhole(reader.content(index, Buffer.alloc(32, 1))));
  assert.deepEqual([wrongSum.code, wrongSum.facts["what"]], ["PARCEL_DAMAGED", "content"]);
  await using other = reader.withPassword("another");
  assert.equal((await refusal(readWhole(other.content(index)))).code, "PARCEL_PASSWORD_WRONG");
  assert.equal(await other.accepts(index), false);
  assert.equal(await reader.accepts(index), true);
  const { end } = await reader.storedRange(index);
  zip.bytes[end - 20] = (zip.bytes[end - 20] ?? 0) ^ 1;
  assert.equal((await refusal(readWhole(reader.content(index)))).code, "PARCEL_DAMAGED");
});

test("zip-reader: a stored zip is read in place, a sealed one at any offset", async () => {
  const inner = makeZip([{ name: "a/" }, { name: "a/b", content: "deep".repeat(5000) }]);
  for (const password of [undefined, PASSWORD]) {
    const item = { name: "content.zip", content: inner.bytes, method: STORED } as const;
    const outer = makeZip([
      { name: "fivefold.json", content: "{}" },
      password === undefined ? item : { ...item, password },
    ]);
    await using reader = await open(memoryBytes(outer.bytes, "a.zip"), password ?? null);
    const bytes = await reader.inPlace(1);
    assert.equal(bytes.sizeBytes, inner.bytes.length);
    for (const [at, length] of [
      [0, 5],
      [17, 300],
      [1, inner.bytes.length - 1],
    ] as const) {
      const piece = Buffer.from(await bytes.read(at, length));
      assert.ok(piece.equals(inner.bytes.subarray(at, at + length)));
    }
    await using within = await ZipReader.open(bytes, {
      shape: "part",
      password: null,
      threads: 0,
    });
    const content = Buffer.from(await readWhole(within.content(1)));
    assert.equal(content.toString(), "deep".repeat(5000));
    assert.deepEqual(await within.prove([0, 1], () => null), []);
  }
});
