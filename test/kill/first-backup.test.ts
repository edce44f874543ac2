/** A first backup that is killed goes on where it was. */

// Goal: the first backup of a large app over a slow line is never begun anew. Method: kill it when about a half is in the
// place, and measure what the second one writes.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { TemporaryFolder } from "../fixtures/command.ts";
import { noise } from "../fixtures/odd-files.ts";
import { Ground } from "./ground.ts";
import { killWhen } from "./moments.ts";

const FILES = 6_000;
const FILE_BYTES = 20_000;
const ALL_BYTES = FILES * FILE_BYTES;

/** Files of their own content each. */
function addManyFiles(folder: string): void {
  const bytes = noise(5, ALL_BYTES);
  for (let at = 0; at < FILES; at++) {
    const parent = path.join(folder, `${Math.floor(at / 1000)}`);
    if (at % 1000 === 0) fs.mkdirSync(parent, { recursive: true });
    const content = bytes.subarray(at * FILE_BYTES, (at + 1) * FILE_BYTES);
    fs.writeFileSync(path.join(parent, `${at}`), content);
  }
}

/** Bytes of whole packs. */
function packBytes(vault: string): number {
  const data = path.join(vault, "data");
  if (!fs.existsSync(data)) return 0;
  let sum = 0;
  for (const entry of fs.readdirSync(data, { recursive: true, withFileTypes: true })) {
    if (!/^[0-9a-f]{64}$/.test(entry.name)) continue;
    sum += fs.statSync(path.join(entry.parentPath, entry.name)).size;
  }
  return sum;
}

test("kill: a first backup that dies is gone on with, not begun anew", async () => {
  await using folder = new TemporaryFolder();
  const ground = await Ground.make(folder.at("ground"), 1_000_000);
  addManyFiles(path.join(ground.app, "data", "settings", "many"));
  const vault = ground.restic.repository;
  const isHalf = (): boolean => packBytes(vault) > ALL_BYTES / 2;
  const ended = await killWhen(ground.program.startGroup("backup"), isHalf, 0);
  assert.equal(ended.status, null, "it was killed before it was done");
  assert.deepEqual(await ground.listed(), []);

  const kept = packBytes(vault);
  const id = await ground.backup();
  const written = packBytes(vault) - kept;
  assert.ok(
    written < ALL_BYTES - kept + 5_000_000,
    `${written} bytes were written the second time; ${kept} of ${ALL_BYTES} were there`,
  );
  assert.ok(written < ALL_BYTES * 0.6, `${written} bytes were written the second time`);
  await ground.requireSound([id], "after the second backup");
});
