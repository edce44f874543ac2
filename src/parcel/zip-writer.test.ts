// Goal: what is written is what was given, to foreign programs and to the byte; whatever fails leaves no gap. Method: real
// files and zips in temporary folders; a reader of a few lines that walks from header to header and accepts no gap;
// 7zz, unzip, bsdtar and Python as judges; files that change, vanish and fail while they are read.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { crc32, inflateRawSync } from "node:zlib";
import * as fc from "fast-check";
import { UTF8 } from "../../test/fixtures/utf8.ts";
import type {
  Attribute,
  DirectoryEntry,
  Entries,
  Entry,
  FileEntry,
  LinkEntry,
} from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { PartId } from "../model/part.ts";
import type { Finding, Progress } from "../model/run.ts";
import { Secret } from "../model/secret.ts";
import { CounterMode, KeyDeriver, beginMac, endMac } from "./zip-aes.ts";
import {
  MetadataHash,
  centralRecord,
  centralRecordLength,
  endRecords,
  localHeader,
  readCentralRecord,
  readEndRecords,
} from "./zip-format.ts";
import type { ZipEntry } from "./zip-format.ts";
import type { AddedEntries } from "./zip-records.ts";
import { ZipWriter } from "./zip-writer.ts";
import type { PreviousZip, ZipWriterOptions } from "./zip-writer.ts";

const IS_LONG = process.env["FIVEFOLD_TEST_LONG"] === "1";
const MIB = 1 << 20;
const PASSWORD = "correct horse";
const TIME = 1_763_775_300_123_456_789n;
const PART = "files" as PartId;

const folder = mkdtempSync(join(tmpdir(), "fivefold-zip-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;
const newPath = (ending = "zip"): string => join(folder, `${made++}.${ending}`);

// ── what is given ──────────────────────────────────────────────────────────────────────────────────────────────────

const common = (path: string) => ({
  path,
  modifiedNs: TIME,
  mode: 0o640,
  owner: { uid: 1000, gid: 100, user: "anna", group: "users" },
  origin: null,
  attributes: () => [],
});

const root: DirectoryEntry = { ...common(""), kind: "directory", mode: 0o755 };
const directory = (path: string): DirectoryEntry => ({ ...root, path });
const link = (path: string, target: string): LinkEntry => ({
  ...common(path),
  kind: "link",
  mode: 0o777,
  target,
});

/** A file whose bytes come from the caller. */
function given(
  path: string,
  bytes: Uint8Array,
  sizeBytes: number | null = bytes.length,
): FileEntry {
  return {
    ...common(path),
    kind: "file",
    sizeBytes,
    localPath: null,
    version: null,
    async *bytes() {
      // pieces of odd lengths in one memory that is used again
      const memory = new Uint8Array(Math.min(700_001, bytes.length));
      for (let at = 0; at < bytes.length; at += memory.length) {
        const piece = bytes.subarray(at, at + memory.length);
        memory.set(piece);
        yield memory.subarray(0, piece.length);
      }
    },
  };
}

/** A file on this machine, as `lstat` has it. */
function local(path: string, localPath: string): FileEntry {
  const stat = lstatSync(localPath, { bigint: true });
  return {
    ...common(path),
    kind: "file",
    modifiedNs: stat.mtimeNs,
    mode: Number(stat.mode & 0o7777n),
    owner: { uid: Number(stat.uid), gid: Number(stat.gid), user: "", group: "" },
    origin: { device: stat.dev, inode: stat.ino, links: 1, changedNs: stat.ctimeNs },
    sizeBytes: Number(stat.size),
    localPath,
    version: null,
    bytes: () => {
      throw new Error("a local file's bytes are not asked for");
    },
  };
}

function localFile(path: string, bytes: Uint8Array): FileEntry {
  const localPath = newPath("file");
  writeFileSync(localPath, bytes);
  return local(path, localPath);
}

async function* stream(entries: readonly Entry[]): Entries {
  yield [root];
  for (let at = 0; at < entries.length; at += 100) yield entries.slice(at, at + 100);
}

// ── what is made ───────────────────────────────────────────────────────────────────────────────────────────────────

interface Made {
  readonly path: string;
  readonly findings: readonly Finding[];
  readonly progress: readonly Progress[];
  readonly added: AddedEntries;
}

interface Options extends Partial<Omit<ZipWriterOptions, "password">> {
  readonly password?: string | null;
  readonly knownVersion?: string | null;
  readonly onProgress?: (progress: Progress) => void;
}

async function make(entries: Entries | readonly Entry[], options: Options = {}): Promise<Made> {
  const path = newPath();
  const progress: Progress[] = [];
  const { password = null, knownVersion = null, onProgress } = options;
  const context = {
    signal: new AbortController().signal,
    report: (each: Progress) => {
      progress.push(each);
      onProgress?.(each);
    },
  };
  await using writer = ZipWriter.create({
    path,
    threads: 2,
    compression: "deflate",
    level: 1,
    previous: null,
    context,
    ...options,
    password: password === null ? null : new Secret(password),
  });
  const source = Symbol.asyncIterator in entries ? entries : stream(entries);
  const added = await writer.add("files/", source, { part: PART, knownVersion });
  const size = await writer.finish();
  assert.equal(size, lstatSync(path).size);
  const findings = progress.flatMap((each) => (each.kind === "finding" ? [each.finding] : []));
  return { path, findings, progress, added };
}

interface Read {
  readonly entry: ZipEntry;
  readonly content: Buffer;
}

/** Reads a zip strictly: every byte belongs to a header that we would write, or to data that its header speaks of. */
function read(path: string, password: string | null = null): Map<string, Read> {
  const bytes = readFileSync(path);
  const end = readEndRecords(bytes.subarray(-98));
  assert.ok(end !== null);
  const central = bytes.subarray(end.offset, end.offset + end.sizeBytes);
  const found = new Map<string, Read>();
  const entries: ZipEntry[] = [];
  for (let at = 0; at < central.length;) {
    const length = centralRecordLength(central, at);
    const entry = readCentralRecord(central, at);
    assert.ok(length !== null && entry !== null);
    assert.ok(centralRecord(entry).equals(central.subarray(at, at + length)));
    entries.push(entry);
    at += length;
  }
  assert.equal(entries.length, end.entryCount);
  assert.ok(endRecords(end).equals(bytes.subarray(end.offset + end.sizeBytes)));
  let position = 0;
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    const header = localHeader(entry);
    assert.equal(entry.offset, position, entry.name);
    assert.ok(header.equals(bytes.subarray(position, position + header.length)), entry.name);
    const start = position + header.length;
    position = start + entry.storedBytes;
    const content = open(bytes.subarray(start, position), entry, password);
    found.set(entry.name, { entry, content });
  }
  assert.equal(position, end.offset);
  return new Map(entries.map(({ name }) => [name, found.get(name) ?? assert.fail(name)]));
}

function open(stored: Buffer, entry: ZipEntry, password: string | null): Buffer {
  assert.equal(crc32(stored), entry.storedCrc, entry.name);
  let packed = stored;
  if (entry.isEncrypted) {
    const keys = new KeyDeriver(password ?? "").derive(stored.subarray(0, 16));
    assert.ok(stored.subarray(16, 18).equals(keys.verifier));
    packed = Buffer.from(stored.subarray(18, -10));
    const mac = beginMac(keys);
    mac.update(packed);
    assert.ok(endMac(mac).equals(stored.subarray(-10)), entry.name);
    new CounterMode(keys.encrypt).apply(packed, 0);
  }
  const content = entry.method === 8 ? inflateRawSync(packed) : packed;
  if (entry.method === 93) return Buffer.alloc(0);
  assert.equal(content.length, entry.sizeBytes, entry.name);
  if (!entry.isEncrypted) assert.equal(crc32(content), entry.crc32, entry.name);
  return content;
}

const sums = (added: AddedEntries): string => Buffer.concat([...added.lines]).toString();
const sha = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Proves that the contents are these, by our reading and by the lines. */
function proveContents(
  zip: Made,
  expected: ReadonlyMap<string, Uint8Array>,
  password: string | null = null,
): Map<string, Read> {
  const found = read(zip.path, password);
  for (const [name, bytes] of expected) {
    const entry = found.get(`files/${name}`);
    assert.ok(entry?.content.equals(bytes), name);
  }
  const files = [...found.values()].filter(({ entry }) => entry.kind === "file");
  assert.equal(files.length, expected.size);
  const lines = files.map(({ entry, content }) => `${sha(content)}  ${entry.name}\n`).join("");
  assert.equal(sums(zip.added), lines);
  assert.equal(zip.added.fingerprint, sha(Buffer.from(lines)));
  assert.equal(zip.added.entryCount, found.size);
  let size = 0;
  for (const { entry } of files) size += entry.sizeBytes;
  assert.equal(zip.added.sizeBytes, size);
  return found;
}

const text = Buffer.from(
  "row 17; invoice open; paid on the last day of the month\n".repeat(400_000),
);
const noise = randomBytes(17 * MIB);

/** Entries of every kind and size, in order; contents by name. */
function mixture(): { entries: Entry[]; contents: Map<string, Uint8Array> } {
  const contents = new Map<string, Uint8Array>([
    ["a empty", Buffer.alloc(0)],
    ["b one", Buffer.from("x")],
    ["c text", text.subarray(0, 5000)],
    ["c text, 128 KiB", text.subarray(0, 128 << 10)],
    ["d noise", noise.subarray(0, 5000)],
    ["e piece - 1", text.subarray(0, 4 * MIB - 1)],
    ["e piece", noise.subarray(0, 4 * MIB)],
    ["f two pieces", text.subarray(0, 8 * MIB)],
    ["f two pieces + 1", text.subarray(0, 8 * MIB + 1)],
    ["g noise", noise.subarray(0, 8 * MIB + 1)],
    ["h three pieces", text.subarray(0, 12 * MIB)],
    ["i noise, whole", noise],
    ["j text, whole", text],
    ["k half", Buffer.concat([noise.subarray(0, 6 * MIB), text.subarray(0, 6 * MIB)])],
    ["می‌روم.txt", Buffer.from("سلام")],
  ]);
  const entries: Entry[] = [...contents].map(([name, bytes]) => localFile(name, bytes));
  entries.push(directory("sub"), link("sub/link", "../b one"));
  contents.set("sub/deep.txt", text.subarray(0, 100_000));
  entries.push(localFile("sub/deep.txt", text.subarray(0, 100_000)));
  return { entries, contents };
}

// ── judges ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function judge(program: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env: UTF8 });
  assert.equal(status, 0, `${program} ${args.join(" ")}: ${stdout.slice(-2000)}${stderr}`);
}

const PYTHON = "import sys,zipfile; assert zipfile.ZipFile(sys.argv[1]).testzip() is None";

for (const threads of [0, 2]) {
  test(`zip-writer: everybody reads a plain zip made by ${threads} threads`, async () => {
    const { entries, contents } = mixture();
    const zip = await make(entries, { threads });
    assert.deepEqual(zip.findings, []);
    const found = proveContents(zip, contents);
    assert.equal(found.get("files/g noise")?.entry.method, 0);
    assert.equal(found.get("files/j text, whole")?.entry.method, 8);
    assert.equal(found.get("files/k half")?.entry.method, 8);
    assert.equal(found.get("files/sub/link")?.content.toString(), "../b one");
    assert.equal(found.get("files/sub/link")?.entry.kind, "link");
    judge("unzip", "-tq", zip.path);
    judge("7zz", "t", zip.path);
    judge("bsdtar", "-tf", zip.path);
    judge("python3", "-c", PYTHON, zip.path);
    const target = newPath("folder");
    mkdirSync(target);
    judge("bsdtar", "-xf", zip.path, "-C", target);
    assert.ok(readFileSync(join(target, "files/می‌روم.txt")).equals(Buffer.from("سلام")));
    assert.equal(readlinkSync(join(target, "files/sub/link")), "../b one");
    writeFileSync(join(target, "SHA256SUMS"), sums(zip.added));
    execFileSync("sha256sum", ["--check", "--quiet", "--strict", "SHA256SUMS"], { cwd: target });
    const sum = zip.progress.reduce(
      (all, each) => all + (each.kind === "advance" ? each.sizeBytes : 0),
      0,
    );
    assert.equal(sum, zip.added.sizeBytes + "../b one".length);
  });

  test(`zip-writer: 7zz and bsdtar read an encrypted zip made by ${threads} threads`, async () => {
    const { entries, contents } = mixture();
    const zip = await make(entries, { threads, password: PASSWORD });
    const found = proveContents(zip, contents, PASSWORD);
    for (const { entry } of found.values()) {
      assert.equal(entry.isEncrypted, entry.kind !== "directory", entry.name);
    }
    assert.equal(found.get("files/sub/link")?.content.toString(), "../b one");
    judge("7zz", "t", `-p${PASSWORD}`, zip.path);
    judge("bsdtar", "--passphrase", PASSWORD, "-tf", zip.path);
    const target = newPath("folder");
    mkdirSync(target);
    judge("bsdtar", "--passphrase", PASSWORD, "-xf", zip.path, "-C", target);
    writeFileSync(join(target, "SHA256SUMS"), sums(zip.added));
    execFileSync("sha256sum", ["--check", "--quiet", "--strict", "SHA256SUMS"], { cwd: target });
    assert.notEqual(spawnSync("7zz", ["t", "-pwrong", zip.path]).status, 0);
  });

  test(`zip-writer: 7zz and bsdtar read a zstd zip made by ${threads} threads`, async () => {
    // 7zz unpacks no link that leads upwards
    const entries = mixture().entries.filter(({ kind }) => kind !== "link");
    const options = { threads, compression: "zstd", level: 3 } as const;
    for (const password of [null, PASSWORD]) {
      const zip = await make(entries, { ...options, password });
      const found = read(zip.path, password);
      assert.equal(found.get("files/j text, whole")?.entry.method, 93);
      assert.equal(found.get("files/g noise")?.entry.method, 0);
      judge("7zz", "t", `-p${PASSWORD}`, zip.path);
      const target = newPath("folder");
      judge("7zz", "x", `-p${PASSWORD}`, `-o${target}`, zip.path);
      writeFileSync(join(target, "SHA256SUMS"), sums(zip.added));
      execFileSync("sha256sum", ["--check", "--quiet", "--strict", "SHA256SUMS"], { cwd: target });
    }
    // libarchive 3.6 gives up at any zstd content that fills its memory of 128 KiB exactly, once or several times
    const others = entries.filter(
      (entry) => entry.kind !== "file" || (entry.sizeBytes ?? 0) % (128 << 10) !== 0,
    );
    const zip = await make(others, options);
    const target = newPath("folder");
    mkdirSync(target);
    judge("bsdtar", "-xf", zip.path, "-C", target);
    writeFileSync(join(target, "SHA256SUMS"), sums(zip.added));
    execFileSync("sha256sum", ["--check", "--quiet", "--strict", "SHA256SUMS"], { cwd: target });
  });

  test(`zip-writer: bytes from the caller are stored with any size, known or not (${threads} threads)`, async () => {
    const { contents } = mixture();
    const entries = [...contents].flatMap(([name, bytes]) =>
      name.startsWith("sub/") ? [] : [given(name, bytes), given(`${name} unknown`, bytes, null)],
    );
    contents.delete("sub/deep.txt");
    for (const [name, bytes] of Array.from(contents)) contents.set(`${name} unknown`, bytes);
    for (const password of [null, PASSWORD]) {
      const zip = await make(entries, { threads, password });
      proveContents(zip, contents, password);
      assert.deepEqual(zip.findings, []);
      assert.ok(!existsSync(`${zip.path}.part`));
    }
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".part")),
      [],
    );
  });
}

test("zip-writer: any tree comes back with its names, times, modes and contents", async () => {
  const name = fc.constantFrom(
    "a",
    "B",
    "b",
    "é",
    "e\u0301",
    "CON",
    "x:y",
    "\udcff",
    "t.txt",
    "T.TXT",
    "z.",
  );
  const bytes = fc.uint8Array({ maxLength: 300 });
  const files = fc.dictionary(name, bytes, { maxKeys: 8 });
  const time = fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n });
  const mode = fc.integer({ min: 0, max: 0o7777 });
  const password = fc.constantFrom(null, PASSWORD);
  await fc.assert(
    fc.asyncProperty(files, time, mode, password, async (tree, modifiedNs, bits, secret) => {
      const entries = Object.entries(tree).map(([path, content]) => ({
        ...given(path, content),
        modifiedNs,
        mode: bits,
      }));
      const zip = await make(entries, { threads: 0, password: secret });
      const found = [...read(zip.path, secret).values()].slice(1);
      assert.equal(found.length, entries.length);
      for (const [at, { entry, content }] of found.entries()) {
        const expected = entries[at];
        assert.ok(expected !== undefined);
        const last = entry.name.slice("files/".length);
        assert.equal(entry.trueName ?? last, expected.path);
        assert.equal(entry.modifiedNs, modifiedNs);
        assert.equal(entry.mode, bits);
        assert.deepEqual(entry.owner, expected.owner);
        assert.deepEqual(content, Buffer.from(tree[expected.path] ?? []));
      }
    }),
    { numRuns: 30 },
  );
});

test("zip-writer: directory order is the order of giving, whatever is written first", async () => {
  const { entries } = mixture();
  const zip = await make(entries);
  const names = [...read(zip.path).keys()];
  assert.deepEqual(names, [
    "files/",
    ...entries.map((entry) => `files/${entry.path}${entry.kind === "directory" ? "/" : ""}`),
  ]);
});

test("zip-writer: the metadata hash is over what the directory says", async () => {
  const attributes = () => [{ name: "user.note", value: Buffer.from("x") }];
  const entries = [{ ...given("a:b", text.subarray(0, 9)), attributes }, link("l", "to\udcff")];
  const zip = await make(entries);
  const metadata = new MetadataHash();
  for (const { entry } of read(zip.path).values()) {
    metadata.add(entry, entry.kind === "link" ? "to\udcff" : "");
  }
  assert.equal(zip.added.metadataSha256, metadata.digest());
  assert.deepEqual(read(zip.path).get("files/a_b")?.entry.attributes[0]?.name, "user.note");
});

// ── trouble ────────────────────────────────────────────────────────────────────────────────────────────────────────

const codesOf = (zip: Made): readonly string[] =>
  zip.findings.map(({ code, path }) => `${code} ${path}`).toSorted();

for (const threads of [0, 2]) {
  for (const password of [null, PASSWORD]) {
    test(`zip-writer: what vanishes or cannot be read is told and leaves no gap (${threads} threads, ${password ?? "plain"})`, async () => {
      const gone = localFile("b", text.subarray(0, 100));
      const largeGone = localFile("e", noise);
      rmSync(String(gone.localPath));
      rmSync(String(largeGone.localPath));
      const turned = localFile("c", text.subarray(0, 100));
      rmSync(String(turned.localPath));
      symlinkSync("/etc/passwd", String(turned.localPath));
      const mine = local("self", "/proc/self/mem");
      const entries = [
        localFile("a", text.subarray(0, 100)),
        gone,
        turned,
        localFile("d", noise.subarray(0, 9 * MIB)),
        largeGone,
        { ...largeGone, path: "f", localPath: folder },
        localFile("g", text),
        { ...mine, modifiedNs: TIME },
      ];
      const zip = await make(entries, { threads, password });
      const contents = new Map<string, Uint8Array>([
        ["a", text.subarray(0, 100)],
        ["d", noise.subarray(0, 9 * MIB)],
        ["g", text],
      ]);
      proveContents(zip, contents, password);
      assert.deepEqual(codesOf(zip), [
        "ENTRY_UNREADABLE c",
        "ENTRY_UNREADABLE self",
        "ENTRY_VANISHED b",
        "ENTRY_VANISHED e",
        "ENTRY_VANISHED f",
      ]);
      assert.ok(zip.findings.every(({ part }) => part === PART));
    });
  }
}

test("zip-writer: a file that changed since it was listed is stored as it is now, with its facts of now", async () => {
  for (const size of [100, 10 * MIB]) {
    const entry = localFile("a", text.subarray(0, size));
    appendFileSync(String(entry.localPath), "more");
    utimesSync(String(entry.localPath), 2_000_000_000, 2_000_000_000.5);
    const zip = await make([entry]);
    const now = Buffer.concat([text.subarray(0, size), Buffer.from("more")]);
    const found = proveContents(zip, new Map([["a", now]]));
    const stat = lstatSync(String(entry.localPath), { bigint: true });
    assert.equal(found.get("files/a")?.entry.modifiedNs, stat.mtimeNs);
    assert.equal(found.get("files/a")?.entry.origin?.changedNs, stat.ctimeNs);
    assert.deepEqual(zip.findings, []);
  }
});

test("zip-writer: a small file that has grown very large is stored all the same", async () => {
  const entry = localFile("a", text.subarray(0, 100));
  writeFileSync(String(entry.localPath), noise);
  const zip = await make([entry, localFile("b", text.subarray(0, 10))]);
  proveContents(
    zip,
    new Map<string, Uint8Array>([
      ["a", noise],
      ["b", text.subarray(0, 10)],
    ]),
  );
});

test("zip-writer: a file that never stands still is stored and told", async () => {
  // its size is always 0, whatever it holds
  const entry = { ...local("a", "/proc/version"), modifiedNs: TIME };
  const zip = await make([entry]);
  proveContents(zip, new Map([["a", Buffer.alloc(0)]]));
  assert.deepEqual(codesOf(zip), ["ENTRY_CHANGED a"]);
});

for (const password of [null, PASSWORD]) {
  test(`zip-writer: a large file that changes while it is read is read again (${password ?? "plain"})`, async () => {
    const entry = localFile("a", text);
    let changes = 1;
    const onProgress = (progress: Progress): void => {
      // called in the middle of the file, since all is done in this thread
      if (progress.kind !== "advance" || progress.sizeBytes < MIB || changes-- <= 0) return;
      appendFileSync(String(entry.localPath), "more");
    };
    const zip = await make([entry], { threads: 0, onProgress, password });
    const now = Buffer.concat([text, Buffer.from("more")]);
    proveContents(zip, new Map([["a", now]]), password);
    assert.deepEqual(zip.findings, []);
    changes = 100;
    const restless = await make([entry, localFile("b", noise)], {
      threads: 0,
      onProgress,
      password,
    });
    assert.deepEqual(codesOf(restless), ["ENTRY_CHANGED a"]);
    read(restless.path, password);
  });

  test(`zip-writer: a large file that is cut off again and again is stored as far as it was read (${password ?? "plain"})`, async () => {
    const entry = localFile("a", text);
    const path = String(entry.localPath);
    const onProgress = (progress: Progress): void => {
      if (progress.kind !== "advance" || progress.sizeBytes < MIB) return;
      truncateSync(path, Math.max(0, lstatSync(path).size - MIB));
    };
    const zip = await make([entry, localFile("b", text)], { threads: 0, onProgress, password });
    const found = read(zip.path, password);
    const content = found.get("files/a")?.content ?? Buffer.alloc(0);
    assert.ok(content.equals(text.subarray(0, content.length)));
    assert.ok(codesOf(zip).includes("ENTRY_CHANGED a"));
    assert.ok(found.get("files/b")?.content.equals(text));
  });
}

test("zip-writer: a large content whose giver fails is told and leaves no gap", async () => {
  for (const threads of [0, 2]) {
    const broken: FileEntry = {
      ...given("b", noise),
      async *bytes() {
        yield noise.subarray(0, 5 * MIB);
        throw new FivefoldError("ENTRY_UNREADABLE", { path: "b", reason: "EIO" });
      },
    };
    const small: FileEntry = { ...broken, path: "c", sizeBytes: 100 };
    const entries = [localFile("a", text), broken, small, given("d", noise)];
    const zip = await make(entries, { threads });
    proveContents(
      zip,
      new Map<string, Uint8Array>([
        ["a", text],
        ["d", noise],
      ]),
    );
    assert.deepEqual(codesOf(zip), ["ENTRY_UNREADABLE b", "ENTRY_UNREADABLE c"]);
  }
});

test("zip-writer: a part that fails leaves nothing, and the next one is whole", async () => {
  for (const threads of [0, 2]) {
    const path = newPath();
    const context = { signal: new AbortController().signal, report: () => undefined };
    await using writer = ZipWriter.create({
      path,
      threads,
      compression: "deflate",
      level: 1,
      password: null,
      previous: null,
      context,
    });
    const failing = async function* (): Entries {
      yield [root, localFile("a", text.subarray(0, 1000)), localFile("b", noise)];
      throw new FivefoldError("SOURCE_DAMAGED", {});
    };
    const options = { part: PART, knownVersion: null };
    const isDamaged = (thrown: unknown): boolean =>
      thrown instanceof FivefoldError && thrown.code === "SOURCE_DAMAGED";
    await assert.rejects(writer.add("one/", failing(), options), isDamaged);
    await writer.add("two/", stream([localFile("c", text)]), options);
    await writer.finish();
    assert.deepEqual([...read(path).keys()], ["two/", "two/c"]);
  }
});

test("zip-writer: an abort ends it, and what was begun is removed", async () => {
  const path = newPath();
  const abort = new AbortController();
  const context = { signal: abort.signal, report: () => abort.abort() };
  const work = async (): Promise<void> => {
    await using writer = ZipWriter.create({
      path,
      threads: 2,
      compression: "deflate",
      level: 1,
      password: null,
      previous: null,
      context,
    });
    const { entries } = mixture();
    await writer.add("files/", stream(entries), { part: PART, knownVersion: null });
  };
  await assert.rejects(work(), { name: "AbortError" });
  assert.ok(!existsSync(path));
});

test("zip-writer: a file that is there already is not written over", () => {
  const path = newPath();
  writeFileSync(path, "mine");
  const context = { signal: new AbortController().signal, report: () => undefined };
  const create = (): unknown =>
    ZipWriter.create({
      path,
      threads: 0,
      compression: "deflate",
      level: 1,
      password: null,
      previous: null,
      context,
    });
  assert.throws(create, FivefoldError);
  assert.equal(readFileSync(path, "utf8"), "mine");
});

test("zip-writer: a device that is full is said so, and nothing hangs", async () => {
  const place = newPath("mount");
  mkdirSync(place);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "none", place]).status !== 0) return; // not root
  try {
    for (const threads of [0, 2]) {
      const context = { signal: new AbortController().signal, report: () => undefined };
      const work = async (): Promise<void> => {
        await using writer = ZipWriter.create({
          path: join(place, "a.zip"),
          threads,
          compression: "deflate",
          level: 1,
          password: null,
          previous: null,
          context,
        });
        const entries = [given("a", noise.subarray(0, 5 * MIB)), localFile("b", noise)];
        await writer.add("files/", stream(entries), { part: PART, knownVersion: null });
      };
      await assert.rejects(
        work(),
        (thrown) => thrown instanceof FivefoldError && thrown.code === "PLACE_FULL",
      );
      assert.deepEqual(readdirSync(place), []);
    }
  } finally {
    spawnSync("umount", [place]);
  }
});

test("zip-writer: attributes that a zip cannot keep are told", async () => {
  const attributes = () => [{ name: "user.large", value: Buffer.alloc(40_000) }];
  const small = () => [{ name: "user.small", value: Buffer.alloc(4) }];
  const entries = [
    { ...given("a", text.subarray(0, 9)), attributes },
    { ...given("b", text.subarray(0, 9)), attributes: small },
    { ...given("c", text.subarray(0, 9)), attributes: small },
  ];
  const said = (zip: Made): readonly string[] =>
    zip.progress.flatMap((each) => (each.kind === "notIncluded" ? [each.notIncluded.name] : []));
  assert.deepEqual(said(await make(entries)), ["a"]);
  const encrypted = await make(entries, { password: PASSWORD });
  assert.deepEqual(said(encrypted), ["files"]);
  for (const { entry } of read(encrypted.path, PASSWORD).values()) {
    assert.deepEqual(entry.attributes, []);
  }
});

test("zip-writer: a name that no zip can hold is told", async () => {
  const deep = Array.from({ length: 300 }, (_, level) => `${level}`.padEnd(250, "x"));
  const entries = deep.map((_, level) => directory(deep.slice(0, level + 1).join("/")));
  const zip = await make(entries);
  const found = read(zip.path);
  assert.ok(found.size < 300);
  assert.equal(zip.findings.length, 301 - found.size);
  assert.ok(zip.findings.every(({ code }) => code === "ENTRY_UNSUPPORTED"));
});

// ── an older zip ───────────────────────────────────────────────────────────────────────────────────────────────────

function previousOf(zip: Made, password: string | null = null): PreviousZip {
  const found = read(zip.path, password);
  return {
    path: zip.path,
    start: 0,
    trustedBeforeNs: 2n ** 62n,
    hasAllAttributes: true,
    find: (name) => {
      const one = found.get(name);
      if (one === undefined) return null;
      return { entry: one.entry, sha256: createHash("sha256").update(one.content).digest() };
    },
  };
}

for (const password of [null, PASSWORD]) {
  test(`zip-writer: what is unchanged is copied without opening the file (${password ?? "plain"})`, async () => {
    for (const threads of password === null ? [0, 2] : [2]) {
      const { entries, contents } = mixture();
      const first = await make(entries, { threads, password });
      // were a file opened, its content would be missing
      const lost = entries.map((entry) =>
        entry.kind === "file" ? { ...entry, localPath: newPath("lost") } : entry,
      );
      const previous = previousOf(first, password);
      const second = await make(lost, { threads, password, previous });
      assert.deepEqual(second.findings, []);
      proveContents(second, contents, password);
      assert.equal(sums(second.added), sums(first.added));
      assert.equal(second.added.metadataSha256, first.added.metadataSha256);
    }
  });

  test(`zip-writer: what is damaged in the older zip is read anew (${password ?? "plain"})`, async () => {
    for (const threads of password === null ? [0] : [2]) {
      const { entries, contents } = mixture();
      const first = await make(entries, { threads, password });
      const previous = previousOf(first, password);
      const bytes = readFileSync(first.path);
      for (const name of ["c text", "d noise", "g noise", "j text, whole"]) {
        const { entry } = previous.find(`files/${name}`) ?? assert.fail(name);
        const at = entry.offset + localHeader(entry).length + entry.storedBytes - 20;
        bytes[at] = (bytes[at] ?? 0) ^ 1;
      }
      writeFileSync(first.path, bytes);
      const second = await make(entries, { threads, password, previous });
      assert.deepEqual(second.findings, []);
      proveContents(second, contents, password);
      truncateSync(first.path, 100);
      const third = await make(entries, { threads, password, previous });
      proveContents(third, contents, password);
    }
  });
}

test("zip-writer: what may have changed, or is stored otherwise, is not copied", async () => {
  const before = Buffer.from("before");
  const entry = localFile("a", before);
  const previous = previousOf(await make([entry]));
  writeFileSync(String(entry.localPath), "later!");
  const origin = entry.origin ?? assert.fail();
  const changed: readonly FileEntry[] = [
    { ...entry, modifiedNs: entry.modifiedNs + 1n },
    { ...entry, sizeBytes: 7 },
    { ...entry, origin: { ...origin, inode: origin.inode + 1n } },
    { ...entry, origin: { ...origin, device: origin.device + 1n } },
    { ...entry, origin: { ...origin, changedNs: origin.changedNs + 1n } },
    { ...entry, version: "2" },
    { ...entry, origin: null },
  ];
  const contentOf = (zip: Made, password: string | null = null): string =>
    String(read(zip.path, password).get("files/a")?.content);
  for (const each of changed) {
    assert.equal(contentOf(await make([each], { previous, knownVersion: "1" })), "later!");
  }
  assert.equal(contentOf(await make([entry], { previous })), "before");
  const untrusted = { ...previous, trustedBeforeNs: entry.modifiedNs };
  assert.equal(contentOf(await make([entry], { previous: untrusted })), "later!");
  const encrypted = await make([entry], { previous, password: PASSWORD });
  assert.equal(contentOf(encrypted, PASSWORD), "later!");
  const versioned = { ...entry, version: "1", modifiedNs: TIME, sizeBytes: 99, localPath: null };
  const copied = await make([versioned], { previous, knownVersion: "1" });
  assert.equal(contentOf(copied), "before");
  assert.equal(read(copied.path).get("files/a")?.entry.modifiedNs, TIME);
});

test("zip-writer: an unchanged entry's attributes are asked for only where the older zip may lack some", async () => {
  let asked = 0;
  const attributes = (): readonly Attribute[] => {
    asked++;
    return [{ name: "user.small", value: Buffer.from("x") }];
  };
  const entries = [
    { ...localFile("a", text), attributes },
    { ...localFile("b", noise), attributes },
  ];
  const previous = previousOf(await make(entries));
  assert.equal(asked, 2);
  const attributesOf = (zip: Made): readonly (readonly string[])[] =>
    ["files/a", "files/b"].map((name) =>
      (read(zip.path).get(name)?.entry.attributes ?? []).map((each) => each.name),
    );
  const second = await make(entries, { previous });
  assert.equal(asked, 2);
  assert.deepEqual(attributesOf(second), [["user.small"], ["user.small"]]);
  const third = await make(entries, { previous: { ...previous, hasAllAttributes: false } });
  assert.equal(asked, 4);
  assert.deepEqual(attributesOf(third), [["user.small"], ["user.small"]]);
});

test("zip-writer: another compression is not copied, a stored entry is", async () => {
  const entries = [localFile("a", text), localFile("b", noise)];
  const previous = previousOf(await make(entries));
  const lost = entries.map((entry) => ({ ...entry, localPath: newPath("lost") }));
  const zip = await make(lost, { previous, compression: "none" });
  assert.deepEqual(codesOf(zip), ["ENTRY_VANISHED a"]);
  assert.deepEqual([...read(zip.path).keys()], ["files/", "files/b"]);
});

// ── documents, many, large ─────────────────────────────────────────────────────────────────────────────────────────

test("zip-writer: documents and whole zips are entries, and a head is patched in place", async () => {
  for (const password of [null, new Secret(PASSWORD)]) {
    const inner = await make([localFile("a", noise.subarray(0, 10 * MIB))]);
    const path = newPath();
    const context = { signal: new AbortController().signal, report: () => undefined };
    await using writer = ZipWriter.create({
      path,
      threads: 2,
      compression: "deflate",
      level: 1,
      password,
      previous: null,
      context,
    });
    const head = { isEncrypted: false, isCompressed: false, modifiedNs: TIME };
    await writer.addBytes("fivefold.json", Buffer.from("0000"), head);
    const document = { isEncrypted: true, isCompressed: true, modifiedNs: TIME };
    const readme = await writer.addBytes("README.txt", text.subarray(0, 9000), document);
    await writer.add("p/", stream([]), { part: PART, knownVersion: null });
    const zipped = await writer.addFile("inner.zip", inner.path, {
      isEncrypted: true,
      modifiedNs: TIME,
    });
    writer.patch("fivefold.json", Buffer.from("1111"));
    assert.throws(() => writer.patch("fivefold.json", Buffer.from("11111")), FivefoldError);
    assert.throws(() => writer.patch("README.txt", text.subarray(0, 9000)), FivefoldError);
    await writer.finish();
    const found = read(path, password?.reveal() ?? null);
    assert.deepEqual([...found.keys()], ["fivefold.json", "README.txt", "p/", "inner.zip"]);
    assert.equal(String(found.get("fivefold.json")?.content), "1111");
    assert.equal(found.get("fivefold.json")?.entry.offset, 0);
    assert.equal(found.get("README.txt")?.entry.method, 8);
    assert.equal(found.get("README.txt")?.entry.isEncrypted, password !== null);
    assert.equal(String(readme.line), `${sha(text.subarray(0, 9000))}  README.txt\n`);
    assert.ok(found.get("inner.zip")?.content.equals(readFileSync(inner.path)));
    assert.equal(found.get("inner.zip")?.entry.method, 0);
    assert.equal(Buffer.from(zipped.sha256).toString("hex"), sha(readFileSync(inner.path)));
  }
});

test("zip-writer: more entries than 16 bits can count", async () => {
  const entries = Array.from({ length: 66_000 }, (_, at) => given(`${at}`, Buffer.from(`${at}`)));
  const zip = await make(entries);
  assert.equal(zip.added.entryCount, 66_001);
  assert.equal(read(zip.path).size, 66_001);
  judge("python3", "-c", PYTHON, zip.path);
  judge("unzip", "-tq", zip.path);
  judge("7zz", "t", zip.path);
});

// gigabytes, for two minutes: in the long run only
if (IS_LONG) {
  test("zip-writer: Zip64 where an entry or its offset needs it", async () => {
    const huge = newPath("huge");
    writeFileSync(huge, "begin");
    truncateSync(huge, 4_100_000_000);
    const zeros = await make([local("a", huge), localFile("b", text.subarray(0, 100))]);
    const stored = await make([local("a", huge), localFile("b", text)], { compression: "none" });
    rmSync(huge);
    for (const { path } of [zeros, stored]) {
      judge("unzip", "-tq", path);
      judge("7zz", "t", path);
      judge("bsdtar", "-tf", path);
      judge("python3", "-c", PYTHON, path);
      rmSync(path);
    }
  });
}
