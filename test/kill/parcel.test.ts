/** Replacing the parcel of the day never loses the old one. */

// Goal: whoever looks at "2026-11-22 A.zip" at any moment, also after the writer was killed, finds a whole parcel. Method: a
// process replaces it without pause and is killed at seeded moments; our reader proves every byte of what lies there, unzip judges
// the last one, and the next writer sweeps what the dead ones left. FIVEFOLD_TEST_LONG=1 kills ten times as often.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PART, testContext } from "../conformance/source.ts";
import { draftOf, fillFolder, listed, store, temporaryFolder } from "../conformance/store.ts";
import { NOON, dailyShelf } from "../fixtures/daily-parcel.ts";
import { IS_LONG, SEED } from "./ground.ts";
import { seeded } from "./moments.ts";

const WRITER = fileURLToPath(new URL("../fixtures/daily-parcel.ts", import.meta.url));
const NAME = "2026-11-22 A.zip";
const KILLS = IS_LONG ? 100 : 10;

test("kill: a parcel that is being replaced is whole at every moment", async (t) => {
  const [source, folder, scratch] = [temporaryFolder(t), temporaryFolder(t), temporaryFolder(t)];
  fillFolder(source);
  const shelf = dailyShelf(folder, scratch);
  await store(shelf, source, draftOf(null, NOON));
  const random = seeded(SEED);
  let made = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const writer = spawn(process.execPath, [WRITER, source, folder, scratch], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => writer.once("exit", resolve));
    writer.stdout.on("data", (said: Buffer) => (made += said.toString().split("\n").length - 1));
    // from its first replacement on, for the time of a few
    await new Promise((resolve) => writer.stdout.once("data", resolve));
    await setTimeout(random.next().value * 120);
    writer.kill("SIGKILL");
    await ended;
    const [only, ...others] = await listed(shelf);
    assert.equal(only?.id, NAME);
    assert.equal(others.length, 0);
    await using reader = await shelf.open(only.id, testContext());
    assert.deepEqual(await reader.check(PART.id), [], `kill ${kill}, seed ${SEED}`);
  }
  assert.ok(made >= KILLS, `${made} replacements`);
  execFileSync("unzip", ["-tqq", join(folder, NAME)]);
  await store(dailyShelf(folder, scratch), source, draftOf(null, NOON));
  assert.deepEqual(readdirSync(folder), [NAME]);
});
