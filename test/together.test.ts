/**
 * What several programs change at the same moment.
 *
 * Goal: of changes to one home made by the page, a command and a person's editor at once, none is lost, and what people
 * wrote by hand stays. Method: real processes that begin together, each through the library.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openHome } from "../src/app/home.ts";
import { recallJob, rememberJob } from "../src/app/job-memory.ts";
import { changeSettings, readSettings } from "../src/app/settings.ts";
import { announceServer, findServer } from "../src/library/server-file.ts";
import { FivefoldError } from "../src/model/error.ts";
import { nightlyJob } from "../src/model/job.ts";
import { openLibrary } from "./fixtures/library.ts";
import { makeSmallApp } from "./fixtures/small-app.ts";

const CHANGER = join(import.meta.dirname, "fixtures", "settings-changer.ts");
const PROCESSES = 8;
const EACH = 2;

test("settings: of what eight programs change at once nothing is lost, and comments stay", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "fivefold-together-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const [app, home] = [join(folder, "app"), join(folder, "home")];
  makeSmallApp(app);
  await using fivefold = await openLibrary(app, home);
  await fivefold.addPlace("first", "/srv/first");
  const shared = nightlyJob("shared", "2026-11-28T08:00:00.000Z");
  await fivefold.addJob({ ...shared, into: { kind: "vault", place: "first" } });
  const file = join(home, "settings.yaml");
  await writeFile(file, `# by hand\n${await readFile(file, "utf8")}`);

  const names = Array.from({ length: PROCESSES }, (_, at) => `p${at}`);
  const children = names.map((name) => {
    const child = spawn(process.execPath, [CHANGER, app, home, name, String(EACH)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    return { child, ended: once(child, "exit"), ready: once(child.stdout, "data") };
  });
  await Promise.all(children.map(async ({ ready }) => await ready));
  for (const { child } of children) child.stdin.write("go\n");
  for (const { ended } of children) assert.deepEqual(await ended, [0, null]);

  await using after = await openLibrary(app, home);
  const { places, jobs } = after.settings;
  const stay = names.map((name) => `${name}-0`);
  assert.deepEqual(places.map((each) => each.name).toSorted(), ["first", ...stay].toSorted());
  assert.deepEqual(jobs.map((each) => each.name).toSorted(), ["shared", ...stay].toSorted());
  const both = jobs.find((each) => each.name === "shared");
  assert.deepEqual([both?.isEnabled, both?.alarmAfterHours], [false, 77]);
  assert.match(await readFile(file, "utf8"), /^# by hand\n/);
});

test("settings: a program that was killed while it changed them is waited for by nobody", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "fivefold-together-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const home = await openHome(folder, "app");
  const turn = join(import.meta.dirname, "..", "src", "app", "turn.ts");
  const code = `
    const { inTurn } = await import(${JSON.stringify(turn)});
    await inTurn({ turn: ${JSON.stringify(home.turn)} }, async () => {
      process.stdout.write("taken");
      await new Promise((resolve) => setTimeout(resolve, 1e9));
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code]);
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  const changing = changeSettings(home, (settings) => ({ ...settings, undoDays: 3 }));
  child.kill("SIGKILL");
  await ended;
  assert.equal((await changing).undoDays, 3);
});

test("settings: what somebody writes by hand in the middle of a change stays, and so does the change", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "fivefold-together-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const home = await openHome(folder, "app");
  let asked = 0;
  const change = () =>
    changeSettings(home, (settings) => {
      asked += 1;
      if (asked === 1) writeFileSync(home.settings, "# mine\nversion: 1\nlanguage: fa\n");
      return { ...settings, undoDays: 3 };
    });
  await change();
  assert.equal(asked, 2);
  const { settings, text } = await readSettings(home);
  assert.deepEqual([settings.undoDays, settings.language], [3, "fa"]);
  assert.match(text, /^# mine/);
});

test("job memory: what a run and people change at once is all remembered", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "fivefold-together-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const home = await openHome(folder, "app");
  const numbers = Array.from({ length: 20 }, (_, at) => at);
  await Promise.all(
    numbers.map((at) =>
      rememberJob(home, "nightly", (now) => ({ ...now, tookBytes: [...now.tookBytes, at] })),
    ),
  );
  const { tookBytes } = await recallJob(home, "nightly");
  assert.deepEqual(
    tookBytes.toSorted((a, b) => a - b),
    numbers,
  );
});

test("server: of several that begin at once after a dead one, one serves and the others are told so", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "fivefold-together-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const home = await openHome(folder, "app");
  const dead = { url: "http://dead", pid: 1, mark: "1.1.00000000.00000000", key: "k", cert: null };
  await writeFile(home.server, JSON.stringify(dead));
  const tries = await Promise.allSettled(
    Array.from({ length: 6 }, async (_, at) => {
      const facts = { url: `http://own/${at}`, pid: process.pid, key: String(at), cert: null };
      return await announceServer(home, "App", facts);
    }),
  );
  const [first, ...more] = tries.filter((each) => each.status === "fulfilled");
  assert.deepEqual(more, []);
  const refused = tries.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  assert.deepEqual(
    refused.map((each: unknown) => (each instanceof FivefoldError ? each.code : each)),
    Array.from({ length: 5 }, () => "SERVER_RUNNING"),
  );
  await first?.value[Symbol.asyncDispose]();
  assert.equal(await findServer(home), null);
});
