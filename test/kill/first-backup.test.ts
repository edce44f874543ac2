/** A first backup that is killed goes on where it was. */

// Goal: the first backup of a large app over a slow line is never begun anew. Method: kill it as soon as a part of it is
// in an index, and measure what the second one writes.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { TemporaryFolder, must } from "../fixtures/command.ts";
import { noise } from "../fixtures/odd-files.ts";
import { Ground } from "./ground.ts";
import { killWhen } from "./moments.ts";

const FILES = 70_000;
const FILE_BYTES = 600;

/** Files of their own content each, many enough for an index before the end: one is written every 40,000 blobs. */
function addManyFiles(folder: string): void {
  const bytes = noise(5, FILES * FILE_BYTES);
  for (let at = 0; at < FILES; at++) {
    const parent = path.join(folder, `${Math.floor(at / 1000)}`);
    if (at % 1000 === 0) fs.mkdirSync(parent, { recursive: true });
    fs.writeFileSync(
      path.join(parent, `${at}`),
      bytes.subarray(at * FILE_BYTES, (at + 1) * FILE_BYTES),
    );
  }
}

async function packBytes(vault: string): Promise<number> {
  const said = await must(["du", "-sb", path.join(vault, "data")]);
  return Number(said.toString().split("\t")[0]);
}

test("kill: a first backup that dies is gone on with, not begun anew", async () => {
  await using folder = new TemporaryFolder();
  const ground = await Ground.make(folder.at("ground"), 1_000_000);
  addManyFiles(path.join(ground.app, "data", "settings", "many"));
  const vault = ground.restic.repository;
  const hasIndex = (): boolean => fs.readdirSync(path.join(vault, "index")).length > 0;
  const ended = await killWhen(ground.program.startGroup("backup"), hasIndex, 50);
  assert.equal(ended.status, null, "it was killed before it was done");
  assert.deepEqual(await ground.listed(), []);
  await ground.restic.must(["unlock"]);
  const indexed = (await ground.restic.blobs()).size;
  assert.ok(indexed > FILES / 3, `${indexed} blobs are in an index`);

  const before = await packBytes(vault);
  const id = await ground.backup();
  const written = (await packBytes(vault)) - before;
  const all = FILES * FILE_BYTES;
  const left = all - indexed * FILE_BYTES;
  assert.ok(
    written < left * 1.3 + 5_000_000,
    `${written} bytes were written the second time, ${left} of ${all} were left`,
  );
  await ground.requireSound([id], "after the second backup");
});
