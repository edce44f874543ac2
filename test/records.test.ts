/**
 * Records of runs do not grow without end.
 *
 * Goal: the first run of a job in a day takes away what nobody needs any more, reports too. Method: a real home with more records of
 * one old day than ever stay, and one real run.
 */

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { workingJob } from "../src/model/job.ts";
import { TemporaryFolder } from "./fixtures/command.ts";
import { openLibrary, quietWatch } from "./fixtures/library.ts";
import { makeSmallApp } from "./fixtures/small-app.ts";

test("records: a job's first run of the day leaves the last plain success of an old day, and every failure", async () => {
  await using folder = new TemporaryFolder();
  const [app, home] = [folder.at("app"), folder.at("home")];
  makeSmallApp(app);
  await using fivefold = await openLibrary(app, home, { keyCost: { N: 2, r: 1, p: 1 } });
  const { name } = await fivefold.addJob(workingJob("w", fivefold.now()));
  const runs = path.join(home, "runs");
  const oldDay = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10);
  const put = (count: number, more: object): string => {
    const clock = new Date(count * 60_000).toISOString().slice(11, 19);
    const run = `${oldDay.replaceAll("-", "")}-${clock.replaceAll(":", "")}-000000`;
    const at = `${oldDay}T${clock}.000Z`;
    const usual = { run, verb: "backup", job: name, startedAt: at, endedAt: at, outcome: "done" };
    const rest = { code: null, snapshot: null, findings: [], notIncluded: [], hooks: [] };
    writeFileSync(path.join(runs, `${run}.json`), JSON.stringify({ ...usual, ...rest, ...more }));
    writeFileSync(path.join(runs, `${run}.txt`), "a report");
    return run;
  };
  const failed = put(0, { outcome: "failed", code: "PLACE_FULL" });
  for (let count = 1; count < 1300; count++) put(count, {});
  const words = { readme: () => new Uint8Array(), calendar: "gregorian" } as const;
  assert.equal((await fivefold.runJob(name, words, quietWatch())).kind, "made");
  const left = readdirSync(runs).filter((each) => each.endsWith(".json"));
  assert.equal(left.length, 1001, "the newest thousand, and the failure");
  assert.ok(left.includes(`${failed}.json`));
  assert.equal(readdirSync(runs).filter((each) => each.endsWith(".txt")).length, 1000);
  const shown = await fivefold.runRecords(2000);
  assert.equal(shown.length, 1001);
  assert.equal(shown.at(-1)?.record.code, "PLACE_FULL");
  assert.match(readFileSync(path.join(runs, `${failed}.txt`), "utf8"), /report/);
});
