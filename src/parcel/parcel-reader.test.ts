// FIVEFOLD_TEST_SEED repeats a failed run; FIVEFOLD_TEST_LONG=1 turns a bit in each byte of the encrypted forms, too.
// Goal: a parcel of each form is read as it was made, and nothing in it can change unseen. Method: parcels put together by hand,
// read, then turned bit by bit and cut byte by byte.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { noise } from "../../test/fixtures/odd-files.ts";
import { checkParcel, openParcel, readParcel } from "../../test/fixtures/open-parcel.ts";
import { refusal } from "../../test/fixtures/refusal.ts";
import { SMALL, makeParcel } from "../../test/fixtures/sick-parcels.ts";
import { isWritable } from "../model/entry.ts";
import type { Entries, FileEntry } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import {
  HEAD_NAME,
  MANIFEST_NAME,
  README_NAME,
  SUMS_NAME,
  parcelHeadBytes,
  parcelManifestBytes,
  sumsLine,
} from "../model/layout.ts";
import type { ParcelForm, ParcelHead, ParcelManifest } from "../model/layout.ts";
import type { PartId } from "../model/part.ts";
import { Secret } from "../model/secret.ts";
import { readHeadOf } from "./parcel-head.ts";
import { FileBytes, memoryBytes } from "./random-bytes.ts";
import type { Compression } from "./zip-work.ts";
import { ZipWriter } from "./zip-writer.ts";

const folder = mkdtempSync(join(tmpdir(), "parcel-reader-"));
after(() => rmSync(folder, { recursive: true }));

const PASSWORD = "seven herons cross";
const IS_LONG = process.env["FIVEFOLD_TEST_LONG"] === "1";
const SEED = Number(process.env["FIVEFOLD_TEST_SEED"] ?? Math.trunc(Math.random() * 1000));
const FORMS = ["plain", "encrypted", "hidden"] as const;
const passwords = [PASSWORD];

const EXPECTED = [
  ["login", "directory", null],
  ["login/secret.txt", "file", "the secret"],
  ["tenants/acme/files", "directory", null],
  ["tenants/acme/files/a.txt", "file", "content ".repeat(20)],
  ["tenants/acme/files/con.txt", "file", "a device's name"],
  ["tenants/acme/files/deep", "directory", null],
  ["tenants/acme/files/deep/link", "link", "../a.txt"],
  ["tenants/acme/files/deep/twin", "file", "one of two"],
];

for (const form of FORMS) {
  test(`parcel-reader: a parcel of the form ${form} is read as it was made`, async () => {
    const bytes = memoryBytes(makeParcel({ ...SMALL, form, password: PASSWORD }), "a.zip");
    const read = await readParcel(bytes, { passwords });
    assert.deepEqual(
      read.map(({ path, kind, content }) => [path, kind, content]),
      EXPECTED,
    );
    assert.deepEqual(await checkParcel(bytes, { passwords }), []);
    const head = await readHeadOf(bytes);
    assert.deepEqual([head.form, head.isComplete, head.app.id], [form, true, "kontor"]);
  });

  test(`parcel-reader: every turned bit of the form ${form} is found`, async () => {
    const whole = makeParcel({ ...SMALL, form, password: PASSWORD });
    // deriving keys for each try costs: of encrypted ones the short run turns some
    const step = IS_LONG || form === "plain" ? 1 : 23;
    for (let at = SEED % step; at < whole.length; at += step) {
      const turned = Buffer.from(whole);
      turned[at] = (turned[at] ?? 0) ^ (1 << ((at * 5 + SEED) % 8));
      const found = await troubles(turned);
      assert.notDeepEqual(found, [], `byte ${at} of ${whole.length}, seed ${SEED}`);
    }
  });
}

test("parcel-reader: cut off at any byte, a parcel is cut off or no zip, and nothing else", async () => {
  const whole = makeParcel(SMALL);
  for (let length = 0; length < whole.length; length++) {
    const cut = whole.subarray(0, length);
    const [code, ...others] = await troubles(cut);
    assert.deepEqual(others, []);
    const expected = length < 4 ? "PARCEL_NOT_ZIP" : "PARCEL_CUT_OFF";
    assert.equal(code, expected, `${length} of ${whole.length} bytes`);
  }
});

test("parcel-reader: no password, a wrong one, another key: three sentences", async () => {
  for (const form of ["encrypted", "hidden"] as const) {
    const bytes = memoryBytes(makeParcel({ ...SMALL, form, password: PASSWORD }), "a.zip");
    assert.equal((await refusal(openParcel(bytes))).code, "PARCEL_PASSWORD_NEEDED");
    const wrong = await refusal(openParcel(bytes, { passwords: ["no", "not this"] }));
    assert.equal(wrong.code, "PARCEL_PASSWORD_WRONG");
    assert.equal(wrong.exit, 12);
    await using second = await openParcel(bytes, { passwords: ["no", PASSWORD] });
    assert.equal(second.manifest.parts.length, 2);
  }
  const plain = memoryBytes(makeParcel(SMALL), "a.zip");
  const other = await refusal(readParcel(plain, { keys: ["another"] }));
  assert.equal(other.code, "PARCEL_KEY_OTHER");
  assert.equal(other.exit, 12);
  // the other parts need no key
  await using reader = await openParcel(plain, { keys: [] });
  assert.deepEqual(await reader.check("tenants/acme/files" as PartId), []);
});

test("parcel-reader: another app's parcel and a newer layout are told before anything else", async () => {
  const app = { id: "kontor", name: "Kontor" };
  const other = memoryBytes(makeParcel({ ...SMALL, appId: "other" }), "a.zip");
  const foreign = await refusal(openParcel(other, { app }));
  assert.equal(foreign.code, "APP_FOREIGN");
  // its name is the same
  assert.deepEqual(
    [foreign.facts["app"], foreign.facts["expected"]],
    ["Kontor (other)", "Kontor (kontor)"],
  );
  const newer = memoryBytes(makeParcel({ ...SMALL, minimumReader: 2 }), "a.zip");
  assert.equal((await refusal(openParcel(newer))).code, "LAYOUT_NEWER");
  const ours = memoryBytes(makeParcel(SMALL), "a.zip");
  await using reader = await openParcel(ours, { app });
  assert.equal(reader.snapshot.appId, "kontor");
});

/** Codes of all that opening and checking say. */
async function troubles(bytes: Buffer): Promise<readonly string[]> {
  try {
    const findings = await checkParcel(memoryBytes(bytes, "a.zip"), { passwords });
    return findings.map(({ code }) => code);
  } catch (thrown) {
    assert.ok(thrown instanceof FivefoldError, String(thrown));
    assert.notEqual(thrown.code, "INTERNAL");
    return [thrown.code];
  }
}

for (const [form, compression] of [
  ["plain", "deflate"],
  ["encrypted", "deflate"],
  ["plain", "zstd"],
  ["encrypted", "none"],
] as const) {
  test(`parcel-reader: what the writer made (${form}, ${compression}) is read back, every byte`, async () => {
    const path = join(folder, `${form} ${compression}.zip`);
    const files = new Map<string, Buffer>([
      ["a.txt", Buffer.from("a".repeat(5000))],
      ["con", Buffer.from("a device's name")],
      ["deep/large", Buffer.concat([Buffer.alloc(9 << 20, noise(1, 90_001)), noise(2, 3 << 20)])],
      ["empty", Buffer.alloc(0)],
    ]);
    await writeParcel(path, form, compression, entriesOf(files));
    using bytes = new FileBytes(path);
    await using reader = await openParcel(bytes, { passwords, threads: 2 });
    assert.deepEqual(await reader.check(FILES), []);
    const targets = new Map<string, string>();
    const writing: Promise<boolean>[] = [];
    const seen: string[] = [];
    for await (const batch of reader.read(FILES)) {
      for (const entry of batch) {
        seen.push(entry.kind === "link" ? `${entry.path} -> ${entry.target}` : entry.path);
        if (entry.kind !== "file" || !isWritable(entry)) continue;
        const target = join(folder, `${form} ${compression} ${seen.length}`);
        targets.set(entry.path, target);
        writing.push(entry.writeTo(target, 0o640));
      }
    }
    assert.deepEqual(await Promise.all(writing), [true, true, true, true]);
    assert.deepEqual(seen, [
      "",
      "a.txt",
      "con",
      "deep",
      "deep/large",
      "empty",
      "link -> deep/large",
    ]);
    for (const [name, content] of files)
      assert.ok(readFileSync(targets.get(name) ?? "").equals(content), name);
  });
}

const FILES = "files" as PartId;
const TAKEN_AT = "2026-11-22T01:35:00.000Z";

async function* entriesOf(files: ReadonlyMap<string, Buffer>): Entries {
  const common = (path: string) => ({
    path,
    modifiedNs: 1_795_000_000_123_456_789n,
    mode: 0o750,
    owner: { uid: 1000, gid: 100, user: "mina", group: "" },
    origin: null,
    attributes: () => [],
  });
  const file = (path: string): FileEntry => ({
    ...common(path),
    kind: "file",
    localPath: null,
    version: null,
    sizeBytes: files.get(path)?.length ?? 0,
    async *bytes() {
      yield files.get(path) ?? Buffer.alloc(0);
    },
  });
  yield [
    { ...common(""), kind: "directory" },
    file("a.txt"),
    file("con"),
    { ...common("deep"), kind: "directory" },
    file("deep/large"),
    file("empty"),
    { ...common("link"), kind: "link", target: "deep/large" },
  ];
}

/** Writes a parcel of one part as a shelf does. */
async function writeParcel(
  path: string,
  form: ParcelForm,
  compression: Compression,
  entries: Entries,
): Promise<void> {
  const isEncrypted = form === "encrypted";
  const modifiedNs = BigInt(Date.parse(TAKEN_AT)) * 1_000_000n;
  await using writer = ZipWriter.create({
    path,
    threads: 2,
    compression,
    level: compression === "zstd" ? 3 : 1,
    password: isEncrypted ? new Secret(PASSWORD) : null,
    previous: null,
    context: { signal: new AbortController().signal, report: () => undefined },
  });
  const head: ParcelHead = {
    layout: 1,
    minimumReader: 1,
    app: { id: "kontor", name: "Kontor", version: "1" },
    scope: "full",
    takenAt: TAKEN_AT,
    keyFingerprint: null,
    reason: "manual",
    isComplete: false,
    form,
  };
  const options = { isEncrypted, isCompressed: true, modifiedNs };
  const open = { isEncrypted: false, isCompressed: false, modifiedNs };
  await writer.addBytes(HEAD_NAME, parcelHeadBytes(head), open);
  const readme = await writer.addBytes(README_NAME, Buffer.from("Read me."), options);
  const part = { id: FILES, kind: "files", tenant: null, title: {} } as const;
  const added = await writer.add("files/", entries, { part: FILES, knownVersion: null });
  const headBytes = parcelHeadBytes({ ...head, isComplete: true });
  writer.patch(HEAD_NAME, headBytes);
  const headSum = createHash("sha256").update(headBytes).digest();
  const sums = Buffer.concat([sumsLine(headSum, HEAD_NAME), readme.line, ...added.lines]);
  const { sha256 } = await writer.addBytes(SUMS_NAME, sums, options);
  const { metadataSha256, entryCount, sizeBytes, fingerprint } = added;
  const manifest: ParcelManifest = {
    ...head,
    isComplete: true,
    tenants: [],
    parts: [{ ...part, entryCount, sizeBytes, fingerprint, version: null, tables: null }],
    notIncluded: [],
    findingCount: 0,
    description: "",
    settings: "",
    program: "fivefold",
    headSha256: headSum.toString("hex"),
    sumsSha256: Buffer.from(sha256).toString("hex"),
    metadataSha256: new Map([[FILES, metadataSha256]]),
  };
  await writer.addBytes(MANIFEST_NAME, parcelManifestBytes(manifest), options);
  await writer.finish();
}
