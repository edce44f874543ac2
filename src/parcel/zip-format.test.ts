// Goal: headers and end records say what they are given, in one way only, and other programs read them. Method: properties
// over arbitrary entries (read back, built again, any byte changed), borders one by one, Python's zipfile as the judge.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import * as fc from "fast-check";
import {
  MetadataHash,
  ZIP64_SIZE,
  centralRecord,
  centralRecordLength,
  dosTime,
  endRecords,
  hasOwnField,
  localHeader,
  localHeaderBytes,
  localHeaderLength,
  readCentralRecord,
  readEndRecords,
} from "./zip-format.ts";
import type { Directory, ZipEntry } from "./zip-format.ts";

const plain: ZipEntry = {
  name: "files/a.txt",
  trueName: null,
  kind: "file",
  mode: 0o644,
  modifiedNs: 1_763_775_300_123_456_789n,
  owner: null,
  origin: null,
  attributes: [],
  method: 0,
  isEncrypted: false,
  crc32: crc32("hello\n"),
  sizeBytes: 6,
  storedBytes: 6,
  storedCrc: crc32("hello\n"),
  offset: 0,
};

/** Records with a prototype, so that they equal what is read. */
const recordOf = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true }) as fc.Arbitrary<T>;

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const bigSize = fc.oneof(
  u32,
  fc.constantFrom(0, ZIP64_SIZE - 1, ZIP64_SIZE, 0xffff_ffff, 0x1_0000_0000, 2 ** 50),
);
const text = fc.string({ unit: "binary", maxLength: 40 });

const entries: fc.Arbitrary<ZipEntry> = recordOf({
  name: text,
  trueName: fc.option(fc.constantFrom("CON", "a:b", "\udcff\udc80x", "پرونده?"), { nil: null }),
  kind: fc.constantFrom("file", "directory", "link"),
  mode: fc.integer({ min: 0, max: 0o7777 }),
  modifiedNs: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 68n }),
  owner: fc.option(recordOf({ uid: u32, gid: u32, user: text, group: text }), { nil: null }),
  origin: fc.option(
    recordOf({
      device: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      inode: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      links: u32,
      changedNs: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 68n }),
    }),
    { nil: null },
  ),
  attributes: fc.array(
    recordOf({ name: text, value: fc.uint8Array({ minLength: 0, maxLength: 300 }) }),
    { maxLength: 4 },
  ),
  method: fc.constantFrom(0, 8, 93),
  isEncrypted: fc.boolean(),
  crc32: u32,
  sizeBytes: bigSize,
  // the largest number of 32 bits means that Zip64 has the size, which no content below its border comes near to
  storedBytes: fc.integer({ min: 0, max: 0xffff_fffe }),
  storedCrc: u32,
  offset: bigSize,
});

const asRead = (entry: ZipEntry): ZipEntry => ({
  ...entry,
  crc32: entry.isEncrypted ? 0 : entry.crc32,
});

test("zip-format: a central record is read back as it was, and built again to the same bytes", () => {
  fc.assert(
    fc.property(entries, (entry) => {
      const bytes = centralRecord(entry);
      const around = Buffer.concat([Buffer.alloc(7, 1), bytes, Buffer.alloc(50, 2)]);
      assert.equal(centralRecordLength(around, 7), bytes.length);
      assert.ok(hasOwnField(around, 7));
      const read = readCentralRecord(around, 7);
      assert.deepEqual(read, asRead(entry));
      assert.ok(read !== null && centralRecord(read).equals(bytes));
      const header = localHeader(entry);
      assert.equal(header.length, localHeaderBytes(entry));
      assert.equal(localHeaderLength(header), header.length);
      assert.ok(localHeader(read).equals(header));
    }),
  );
});

test("zip-format: a changed byte never throws, and either is refused or gives another entry", () => {
  const at = fc.nat();
  fc.assert(
    fc.property(entries, at, fc.integer({ min: 1, max: 255 }), (entry, place, flip) => {
      const bytes = centralRecord(entry);
      const changed = Buffer.from(bytes);
      const index = place % bytes.length;
      changed[index] = (changed[index] ?? 0) ^ flip;
      const read = readCentralRecord(changed, 0);
      if (read === null) return;
      const isTaken = centralRecord(read).equals(changed);
      if (isTaken) assert.notDeepEqual(read, asRead(entry));
    }),
    { numRuns: 2000 },
  );
});

test("zip-format: a record cut off anywhere is refused", () => {
  const bytes = centralRecord({
    ...plain,
    trueName: "a?",
    attributes: [{ name: "user.a", value: new Uint8Array(9) }],
  });
  for (let length = 0; length < bytes.length; length++) {
    assert.equal(readCentralRecord(bytes.subarray(0, length), 0), null);
  }
});

test("zip-format: DOS time is UTC, two seconds fine, and stays within 1980 to 2107", () => {
  const ns = (iso: string): bigint => BigInt(Date.parse(iso)) * 1_000_000n;
  const pack = (y: number, mo: number, d: number, h: number, mi: number, s: number): number =>
    ((((y - 1980) << 9) | (mo << 5) | d) * 65_536 + ((h << 11) | (mi << 5) | (s >> 1))) >>> 0;
  assert.equal(dosTime(ns("2026-11-22T01:35:59.999Z")), pack(2026, 11, 22, 1, 35, 58));
  assert.equal(dosTime(ns("1979-12-31T23:59:59Z")), pack(1980, 1, 1, 0, 0, 0));
  assert.equal(dosTime(-(2n ** 62n)), pack(1980, 1, 1, 0, 0, 0));
  assert.equal(dosTime(ns("2107-12-31T23:59:59Z")), pack(2107, 12, 31, 23, 59, 58));
  assert.equal(dosTime(ns("2108-01-01T00:00:00Z")), pack(2107, 12, 31, 23, 59, 58));
  assert.equal(dosTime(2n ** 80n), pack(2107, 12, 31, 23, 59, 58));
});

test("zip-format: Zip64 fields stand exactly where sizes or offset need them", () => {
  const local = (sizeBytes: number): number => localHeaderBytes({ ...plain, sizeBytes });
  assert.equal(local(ZIP64_SIZE) - local(ZIP64_SIZE - 1), 20);
  const central = (offset: number): number => centralRecord({ ...plain, offset }).length;
  assert.equal(central(0xffff_ffff) - central(0xffff_fffe), 12);
  assert.equal(localHeader({ ...plain, sizeBytes: ZIP64_SIZE }).readUInt16LE(4), 45);
  assert.equal(localHeader(plain).readUInt16LE(4), 20);
  assert.equal(localHeader({ ...plain, isEncrypted: true }).readUInt16LE(4), 51);
  assert.equal(localHeader({ ...plain, method: 93 }).readUInt16LE(4), 63);
});

test("zip-format: end records are read back, with Zip64 exactly where it is needed", () => {
  const counts = fc.oneof(fc.nat(70_000), fc.constantFrom(0xfffe, 0xffff, 0x1_0000));
  const directories: fc.Arbitrary<Directory> = recordOf({
    entryCount: counts,
    offset: bigSize,
    sizeBytes: bigSize,
  });
  fc.assert(
    fc.property(directories, (directory) => {
      const bytes = endRecords(directory);
      assert.deepEqual(readEndRecords(Buffer.concat([Buffer.alloc(80, 3), bytes])), directory);
      const { entryCount, offset, sizeBytes } = directory;
      const isLong = entryCount >= 0xffff || offset >= 0xffff_ffff || sizeBytes >= 0xffff_ffff;
      assert.equal(bytes.length, isLong ? 98 : 22);
    }),
  );
  assert.equal(readEndRecords(Buffer.alloc(98)), null);
  assert.equal(readEndRecords(Buffer.alloc(3)), null);
});

test("zip-format: the metadata hash changes with everything that it speaks for", () => {
  const digest = (entry: ZipEntry, target = ""): string => {
    const hash = new MetadataHash();
    hash.add(entry, target);
    return hash.digest();
  };
  const owner = { uid: 1, gid: 2, user: "u", group: "g" };
  const value = Uint8Array.of(1);
  const variants = [
    digest(plain),
    digest({ ...plain, name: "files/b.txt" }),
    digest({ ...plain, trueName: "a.txt" }),
    digest({ ...plain, trueName: "" }),
    digest({ ...plain, kind: "directory" }),
    digest({ ...plain, mode: 0o645 }),
    digest({ ...plain, modifiedNs: plain.modifiedNs + 1n }),
    digest({ ...plain, kind: "link" }, "x"),
    digest({ ...plain, owner: { uid: 0, gid: 0, user: "", group: "" } }),
    digest({ ...plain, owner }),
    digest({ ...plain, owner: { ...owner, user: "ug", group: "" } }),
    digest({ ...plain, owner: { ...owner, gid: 3 } }),
    digest({ ...plain, attributes: [{ name: "a", value }] }),
    digest({ ...plain, attributes: [{ name: "b", value }] }),
    digest({ ...plain, attributes: [{ name: "a", value: Uint8Array.of(2) }] }),
  ];
  assert.equal(new Set(variants).size, variants.length);
  assert.equal(digest({ ...plain, offset: 9, method: 8, storedCrc: 1 }), digest(plain));
});

test("zip-format: Python reads a zip that is made of these pieces", () => {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-format-"));
  try {
    const folderEntry: ZipEntry = {
      ...plain,
      name: "فایل‌ها/",
      kind: "directory",
      mode: 0o755,
      crc32: 0,
      storedCrc: 0,
      sizeBytes: 0,
      storedBytes: 0,
    };
    const first = localHeader(folderEntry);
    const entry: ZipEntry = {
      ...plain,
      name: "فایل‌ها/a.txt",
      owner: { uid: 5, gid: 6, user: "u", group: "" },
      offset: first.length,
    };
    const body = Buffer.concat([first, localHeader(entry), Buffer.from("hello\n")]);
    const directory = Buffer.concat([centralRecord(folderEntry), centralRecord(entry)]);
    const end = endRecords({ entryCount: 2, offset: body.length, sizeBytes: directory.length });
    const path = join(folder, "a.zip");
    writeFileSync(path, Buffer.concat([body, directory, end]));
    const program =
      "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;" +
      "print([(i.filename,i.date_time,oct(i.external_attr>>16)) for i in z.infolist()],z.read(z.infolist()[1]))";
    const said = execFileSync("python3", ["-X", "utf8", "-c", program, path], { encoding: "utf8" });
    assert.equal(
      said.trim(),
      "[('فایل\\u200cها/', (2025, 11, 22, 1, 35, 0), '0o40755'), ('فایل\\u200cها/a.txt', (2025, 11, 22, 1, 35, 0), '0o100644')] b'hello\\n'",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
