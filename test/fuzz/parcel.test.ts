// Goal: no file, however broken, makes reading crash, hang for more than two seconds, use more than 300 MB or write outside the
// given folder; and what is read of it all the same is what was put in. Method: thousands of healthy parcels to which something
// happened, each opened, proved and read to its end. FIVEFOLD_TEST_SEED=<n> repeats one file; FIVEFOLD_TEST_LONG=1 makes 100,000.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { FivefoldError } from "../../src/model/error.ts";
import { memoryBytes } from "../../src/parcel/random-bytes.ts";
import { memoryOf } from "../fixtures/memory.ts";
import { checkParcel, readParcel } from "../fixtures/open-parcel.ts";
import { FUZZ_PASSWORD, mutated } from "./parcel.ts";

const SEED = process.env["FIVEFOLD_TEST_SEED"];
const COUNT = process.env["FIVEFOLD_TEST_LONG"] === "1" ? 100_000 : 2000;
const LONGEST_MS = 2000;
const MOST_MB = 300;

const ground = mkdtempSync(join(tmpdir(), "fuzz-parcel-"));
after(() => rmSync(ground, { recursive: true }));
const scratch = join(ground, "scratch");
mkdirSync(scratch);

const passwords = [FUZZ_PASSWORD];
const CONTENTS = new Set<string | null>([
  null,
  "the secret",
  "content ".repeat(20),
  "a device's name",
  "one of two",
  "../a.txt",
]);

/** Reads the file in every way; gives the code it was refused with, "" when it was not. */
async function fate(bytes: Buffer): Promise<string> {
  const random = memoryBytes(bytes, "fuzzed.zip");
  let code = "";
  let written = 0;
  try {
    for (const finding of await checkParcel(random, { passwords })) code ||= finding.code;
    const read = await readParcel(random, { passwords }, () => join(scratch, String(written++)));
    for (const { content, path } of read) assert.ok(CONTENTS.has(content), `${path}: ${content}`);
    assert.equal(code, "", "checking found fault with what was read");
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError)) throw thrown;
    code ||= thrown.code;
  } finally {
    if (written > 0) {
      rmSync(scratch, { recursive: true });
      mkdirSync(scratch);
    }
  }
  return code;
}

test(`fuzz: ${COUNT} broken parcels are refused in time and in words`, async (t) => {
  const first = SEED === undefined ? Math.trunc(Math.random() * 1_000_000_000) : Number(SEED);
  const last = SEED === undefined ? first + COUNT : first + 1;
  const codes = new Map<string, number>();
  for (let seed = first; seed < last; seed++) {
    const begun = performance.now();
    let code = "";
    try {
      code = await fate(mutated(seed));
    } catch (cause) {
      throw new Error(`FIVEFOLD_TEST_SEED=${seed}`, { cause });
    }
    const tookMs = performance.now() - begun;
    assert.ok(tookMs < LONGEST_MS, `FIVEFOLD_TEST_SEED=${seed} took ${tookMs} ms`);
    assert.notEqual(code, "INTERNAL", `FIVEFOLD_TEST_SEED=${seed}`);
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  const usedMb = memoryOf().mostBytes / (1 << 20);
  assert.ok(usedMb < MOST_MB, `${usedMb} MB`);
  assert.deepEqual(readdirSync(ground), ["scratch"], "nothing lies outside");
  t.diagnostic(JSON.stringify(Object.fromEntries(codes)));
});
