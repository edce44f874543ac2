/**
 * Goal: jobs are added, shown, changed and run through the server, and run by themselves as long as it runs. Method: the real
 * server on a small app; what is due at once needs no clock.
 */

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import type { RunView } from "../../src/http/contract.ts";
import { SmallServer } from "./small-server.ts";

test("jobs: a file of the day is made by itself, shown like any run, and changed while the server runs", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  assert.deepEqual((await owner.call("GET /api/jobs")).jobs, []);
  const early = await owner.ask("POST", "/api/jobs", { kind: "nightly" });
  assert.equal(early.json()["code"], "VAULT_MISSING");
  const added = await owner.call("POST /api/jobs", { kind: "working", name: "A" });
  assert.deepEqual([added.into.naming, added.lastGoodAt, added.isLate], ["daily", null, false]);
  // asked for at once, so that the test need not wait for the next look
  const { run } = (await owner.ask("POST", "/api/jobs/A/run", {})).json<{ run: string }>();
  const ended = await seen(small, run);
  assert.deepEqual([ended.outcome, ended.job], ["done", "A"]);
  assert.equal((await readdir(path.join(small.home, "parcels"))).length, 1);
  const [shown] = (await owner.call("GET /api/jobs")).jobs;
  assert.ok(shown?.lastGoodAt !== null && shown?.failure === null);
  const { runs } = await owner.call("GET /api/runs");
  assert.ok(runs.some((each) => each.run === run && each.job === "A"));
  const paused = await owner.call("PATCH /api/jobs/:name", { isEnabled: false }, "/api/jobs/A");
  assert.equal(paused.nextAt, null);
  const wrong = await owner.ask("PATCH", "/api/jobs/A", {
    when: { kind: "cron", expression: "x", timeZone: null },
  });
  assert.equal(wrong.json()["code"], "SETTINGS_WRONG");
  await owner.call("DELETE /api/jobs/:name", undefined, "/api/jobs/a");
  assert.equal((await owner.ask("DELETE", "/api/jobs/a")).json()["code"], "JOB_UNKNOWN");
});

test("jobs: what was owed when the server starts is made up for by itself", async () => {
  const text =
    "version: 1\njobs:\n  - { name: by hand, into: { kind: parcel, naming: daily }, when: { cron: 0 3 * * * } }\n";
  await using small = await SmallServer.start(async (app) => {
    const { mkdir, writeFile } = await import("node:fs/promises");
    const home = path.join(path.dirname(app), "home");
    await mkdir(home);
    await writeFile(path.join(home, "app.json"), '{"app":"small"}\n');
    await writeFile(path.join(home, "settings.yaml"), text);
  });
  const owner = await small.owner();
  for (let asked = 0; asked < 2000; asked++) {
    const { runs } = await owner.call("GET /api/runs");
    const made = runs.find(({ job, verb }) => job === "by hand" && verb === "backup");
    if (made === undefined || made.outcome === null) continue;
    assert.equal(made.outcome, "done");
    const [job] = (await owner.call("GET /api/jobs")).jobs;
    assert.notEqual(job?.lastGoodAt, null);
    return;
  }
  assert.fail("it was not made");
});

async function seen(small: SmallServer, run: string): Promise<RunView> {
  const owner = await small.owner();
  for (;;) {
    const view = await owner.call("GET /api/runs/:run", undefined, `/api/runs/${run}`);
    if (view.outcome !== null) return view;
  }
}
