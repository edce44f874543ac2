/** Goal: what an undo is said to take is what its removal gives back. Method: real trees, and what `du` says of them. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { bytesOnDisk } from "./aside-room.ts";

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-room-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** As coreutils counts. */
function usedBytes(folder: string): number {
  return Number(execFileSync("du", ["-sB1", folder], { encoding: "utf8" }).split("\t")[0]);
}

test("bytesOnDisk: is what du says, of deep trees, sparse files, links and files with two names", async (t) => {
  const folder = temporaryFolder(t);
  for (let at = 0; at < 3000; at++) {
    const parent = join(folder, "many", String(at % 7), "deeper");
    mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, String(at)), "x".repeat(at));
  }
  writeFileSync(join(folder, "sparse"), "");
  truncateSync(join(folder, "sparse"), 50_000_000);
  writeFileSync(join(folder, "two names"), "y".repeat(100_000));
  linkSync(join(folder, "two names"), join(folder, "many", "the other"));
  symlinkSync("/usr", join(folder, "elsewhere"));
  assert.equal(await bytesOnDisk(folder), usedBytes(folder));
});

test("bytesOnDisk: what has a name outside gives nothing back, what is not there or closed is nothing", async (t) => {
  const folder = temporaryFolder(t);
  const inside = join(folder, "inside");
  mkdirSync(join(inside, "closed"), { recursive: true });
  const before = await bytesOnDisk(inside);
  writeFileSync(join(folder, "live"), "z".repeat(100_000));
  linkSync(join(folder, "live"), join(inside, "aside"));
  assert.equal(await bytesOnDisk(inside), before);
  assert.equal(await bytesOnDisk(join(folder, "nowhere")), 0);
  chmodSync(join(inside, "closed"), 0);
  assert.equal(await bytesOnDisk(inside), before);
});
