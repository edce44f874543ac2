/**
 * What a monitor is told.
 *
 * Goal: one scrape of a real server is read by the rules of the format, says how old each job's last good backup is, and is
 * given to nobody without authority. Method: a server with a job whose name needs escaping, scraped with the token.
 */

import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { test } from "node:test";
import { metricsText } from "../../src/http/metrics.ts";
import { openLibrary } from "../fixtures/library.ts";
import { readExposition } from "./exposition.ts";
import type { Sample } from "./exposition.ts";
import { SmallServer } from "./small-server.ts";

const NAME = "night's Büro";

test("metrics: a scrape is in form, tells how jobs and places stand, and opens nothing else", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  await using library = await openLibrary(small.app, small.home);
  const { token, file } = await library.makeMetricsToken(false);
  assert.equal((await stat(file)).mode & 0o077, 0);
  assert.equal((await library.makeMetricsToken(false)).token, token);
  const monitor = { authorization: `Bearer ${token}` };
  const nobody = small.visitor();
  const scrape = async (headers = monitor): Promise<readonly Sample[]> => {
    const reply = await nobody.ask("GET", "/metrics", undefined, headers);
    assert.equal(reply.status, 200, reply.text);
    assert.match(reply.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
    return readExposition(reply.text);
  };
  const valueOf = (samples: readonly Sample[], name: string, labels = {}): number | null =>
    samples.find(
      (each) =>
        each.name === `fivefold_${name}` &&
        Object.entries(labels).every(([key, value]) => each.labels[key] === value),
    )?.value ?? null;

  const empty = await scrape();
  assert.equal(valueOf(empty, "info"), 1);
  assert.equal(valueOf(empty, "undo_open"), 0);
  assert.equal(valueOf(empty, "undo_end_timestamp_seconds"), null);
  assert.equal(valueOf(empty, "job_late"), null);

  const kind = { kind: "working", name: NAME, what: {}, place: null, copies: [] };
  await owner.call("POST /api/jobs", { ...kind, at: null });
  const job = { job: NAME };
  const before = await scrape();
  assert.equal(valueOf(before, "job_last_good_age_seconds", job), null);
  assert.equal(valueOf(before, "job_last_run_outcome", job), null);
  await owner.run("POST /api/jobs/:name/run", {}, `/api/jobs/${encodeURIComponent(NAME)}/run`);
  const after = await scrape();
  const age = valueOf(after, "job_last_good_age_seconds", job) ?? -1;
  assert.ok(age >= 0 && age < 60, String(age));
  assert.equal(valueOf(after, "job_last_run_outcome", { ...job, outcome: "done" }), 1);
  assert.equal(valueOf(after, "job_last_run_outcome", { ...job, outcome: "failed" }), 0);
  assert.ok((valueOf(after, "job_last_run_duration_seconds", job) ?? -1) >= 0);
  assert.ok((valueOf(after, "job_last_backup_size_bytes", job) ?? 0) > 0);
  assert.equal(valueOf(after, "job_owed_copies", job), 0);
  assert.ok((valueOf(after, "place_free_bytes") ?? 0) > 0);

  // The token is for this alone, and another one takes its place.
  for (const address of ["/api/home", "/api/runs", "/api/jobs"])
    assert.equal((await nobody.ask("GET", address, undefined, monitor)).status, 401, address);
  assert.equal((await nobody.ask("GET", "/metrics")).status, 401);
  assert.equal((await owner.ask("GET", "/metrics")).status, 200);
  await library.makeMetricsToken(true);
  assert.equal((await nobody.ask("GET", "/metrics", undefined, monitor)).status, 401);
});

test("metrics: names are told as they are, whatever stands in them", async () => {
  const name = 'a "b" \\ c\nd {e="f"}';
  const sight = {
    name,
    folder: "/x",
    isDefault: true,
    kind: "away",
    freeBytes: null,
    device: null,
    isSameDevice: false,
    stamp: null,
  } as const;
  const place = { sight, snapshots: [], tenants: new Map(), trouble: null, remembered: null };
  const facts = { nowMs: 0, app: name, jobs: [], places: [place], undo: null, isRunning: false };
  const samples = readExposition(await metricsText(facts));
  const told = samples.find((each) => each.name === "fivefold_place_available");
  assert.deepEqual(told, { name: "fivefold_place_available", labels: { place: name }, value: 0 });
  assert.equal(
    samples.some((each) => each.name === "fivefold_place_free_bytes"),
    false,
  );
});
