/**
 * A job that is told a speed stays under it.
 *
 * Goal: what a job reads and writes takes at least as long as its speed allows, into a vault and into a file, for many small
 * files and for one that all threads share; people's own backups are as fast as ever unless they say so; whoever stops a
 * slow run does not wait. Method: real runs over real files and the system's clock.
 */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { Fivefold, Job } from "../src/fivefold.ts";
import { nightlyJob, workingJob } from "../src/model/job.ts";
import { TemporaryFolder } from "./fixtures/command.ts";
import { WORDS } from "./fixtures/job-world.ts";
import { openLibrary, quietWatch } from "./fixtures/library.ts";
import { refusal } from "./fixtures/refusal.ts";
import { makeSmallApp } from "./fixtures/small-app.ts";

const MEGABYTE = 1_000_000;
const EVERYTHING = { tenants: [], parts: [] };
const KEY_COST = { N: 2, r: 1, p: 1 };

class World extends TemporaryFolder {
  readonly app = this.at("app");
  readonly home = this.at("home");

  constructor() {
    super();
    makeSmallApp(this.app);
  }

  /** Files of so many bytes each; what was there is gone. */
  renew(sizes: readonly number[]): void {
    const folder = path.join(this.app, "settings", "large");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [at, size] of sizes.entries())
      writeFileSync(path.join(folder, `${at}.bin`), randomBytes(size));
  }

  async open(threads: number, bytesPerSecond?: number): Promise<Fivefold> {
    const speed = bytesPerSecond === undefined ? {} : { bytesPerSecond };
    return await openLibrary(this.app, this.home, { keyCost: KEY_COST, threads, ...speed });
  }
}

function limited(job: Job, bytesPerSecond: number | null): Job {
  return { ...job, bytesPerSecond, onlyWhenChanged: false };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begunMs = performance.now();
  await work();
  return (performance.now() - begunMs) / 1000;
}

const SINCE = "2026-11-28T08:00:00.000Z";

test("limit: 40 MB at 10 MB/s take three seconds and more into a vault, and are whole; by hand they do not", async () => {
  await using world = new World();
  await using fivefold = await world.open(2);
  await fivefold.init(null, quietWatch());
  world.renew([...Array.from({ length: 12 }, () => 2 * MEGABYTE), 16 * MEGABYTE]);
  await fivefold.addJob(limited(nightlyJob("slow", SINCE), 10 * MEGABYTE));
  const slow = await secondsOf(async () => await fivefold.runJob("slow", WORDS, quietWatch()));
  assert.ok(slow >= 3, `${slow} s`);
  assert.ok(slow < 12, `${slow} s`);
  const { record } = await fivefold.check(null, true, quietWatch());
  assert.equal(record.outcome, "done");
  world.renew([40 * MEGABYTE]);
  const byHand = await secondsOf(async () => await fivefold.backup(EVERYTHING, null, quietWatch()));
  assert.ok(byHand < 3, `${byHand} s`);
});

if (process.env["FIVEFOLD_TEST_LONG"] === "1")
  test("limit: a file that all threads share, and work that one thread does alone, stay under it, too", async () => {
    await using world = new World();
    await using fivefold = await world.open(2, 32 * MEGABYTE);
    await fivefold.init(null, quietWatch());
    world.renew([72 * MEGABYTE]);
    const shared = await secondsOf(
      async () => await fivefold.backup(EVERYTHING, null, quietWatch()),
    );
    assert.ok(shared >= 1.8, `${shared} s`);
    await using alone = await world.open(0, 8 * MEGABYTE);
    world.renew([6 * MEGABYTE, 6 * MEGABYTE, 6 * MEGABYTE]);
    const single = await secondsOf(async () => await alone.backup(EVERYTHING, null, quietWatch()));
    assert.ok(single >= 1.3, `${single} s`);
    const { record } = await fivefold.check(null, true, quietWatch());
    assert.equal(record.outcome, "done");
  });

if (process.env["FIVEFOLD_TEST_LONG"] === "1")
  test("limit: a job that writes files, and its copies elsewhere, stay under it", async () => {
    await using world = new World();
    await using fivefold = await world.open(2);
    for (const place of ["other", "first"]) {
      // a place that is not there is a drive that is not connected: a job makes no folder for it
      mkdirSync(world.at(place));
      await fivefold.addPlace(place, world.at(place));
    }
    world.renew([...Array.from({ length: 6 }, () => 2 * MEGABYTE), 12 * MEGABYTE]);
    const job = limited(workingJob("file", SINCE), 12 * MEGABYTE);
    await fivefold.addJob({ ...job, into: { ...job.into, place: "first" } });
    const once = await secondsOf(async () => await fivefold.runJob("file", WORDS, quietWatch()));
    assert.ok(once >= 1.5, `${once} s`);
    world.renew([...Array.from({ length: 6 }, () => 2 * MEGABYTE), 12 * MEGABYTE]);
    await fivefold.changeJob("file", { copies: ["other"] });
    const twice = await secondsOf(async () => await fivefold.runJob("file", WORDS, quietWatch()));
    assert.ok(twice >= 3, `${twice} s`);
    await fivefold.changeJob("file", { bytesPerSecond: null });
    world.renew([24 * MEGABYTE]);
    const fast = await secondsOf(async () => await fivefold.runJob("file", WORDS, quietWatch()));
    assert.ok(fast < twice / 2, `${fast} s`);
  });

test("limit: a run that waits for its turn is stopped at once", async () => {
  await using world = new World();
  await using fivefold = await world.open(1, 200_000);
  await fivefold.init(null, quietWatch());
  world.renew([20 * MEGABYTE]);
  const abort = new AbortController();
  const run = refusal(fivefold.backup(EVERYTHING, null, quietWatch(abort.signal)));
  const stopped = await secondsOf(async () => {
    const timer = setTimeout(() => abort.abort(), 700);
    assert.equal((await run).code, "CANCELLED");
    clearTimeout(timer);
  });
  assert.ok(stopped < 4, `${stopped} s`);
});
