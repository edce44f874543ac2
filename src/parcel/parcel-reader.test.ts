// FIVEFOLD_TEST_SEED repeats a failed run; FIVEFOLD_TEST_LONG=1 turns a bit in each byte of the encrypted forms, too.
// Goal: a parcel of each form is read as it was made, and nothing in it can change unseen. Method: parcels put together by hand,
// read, then turned bit by bit and cut byte by byte.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkParcel, openParcel, readParcel } from "../../test/fixtures/open-parcel.ts";
import { refusal } from "../../test/fixtures/refusal.ts";
import { SMALL, makeParcel } from "../../test/fixtures/sick-parcels.ts";
import { FivefoldError } from "../model/error.ts";
import type { PartId } from "../model/part.ts";
import { readHeadOf } from "./parcel-head.ts";
import { memoryBytes } from "./random-bytes.ts";

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
    assert.equal((await refusal(openParcel(bytes))).code, "PASSWORD_NEEDED");
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
  assert.equal((await refusal(openParcel(other, { app }))).code, "APP_FOREIGN");
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
