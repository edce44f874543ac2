/**
 * Goal: jobs are added, shown, changed and run through the server, and run by themselves as long as it runs. Method: the real
 * server on a small app; what is due at once needs no clock.
 */

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import type { RunView } from "../../src/http/contract.ts";
import { mailServer } from "../fixtures/mail.ts";
import { SmallServer } from "./small-server.ts";

test("jobs: a file of the day is made by itself, shown like any run, and changed while the server runs", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  assert.deepEqual((await owner.call("GET /api/jobs")).jobs, []);
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

test("jobs: the three usual ones are one call each, whatever there is, and are known again after a change", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const fa = { "accept-language": "fa" };
  // nobody has made the vault yet: it is made, and its sheet waits to be confirmed
  const night = await owner.ask("POST", "/api/jobs", { kind: "nightly", name: "هر شب" }, fa);
  assert.equal(night.status, 201);
  assert.equal((await owner.call("GET /api/home")).sheet.isThere, true);
  const again = await owner.ask("POST", "/api/jobs", { kind: "nightly", name: "هر شب" }, fa);
  assert.equal(again.json()["name"], "هر شب 2");
  await owner.ask("POST", "/api/jobs", { kind: "weekdays" }, fa);
  await owner.ask("POST", "/api/jobs", { kind: "working", name: "A" });
  const { jobs } = await owner.call("GET /api/jobs");
  assert.deepEqual(
    jobs.map(({ usual }) => usual),
    ["nightly", "nightly", "weekdays", "working"],
  );
  const week = jobs[2]?.into.weekdays;
  assert.deepEqual([week?.[0], week?.[5], week?.length], ["دوشنبه", "شنبه", 7]);
  // the names stay as they were written, whoever changes the job, until somebody types others
  const into = { kind: "parcel", place: null, naming: "weekday", name: null } as const;
  const own = ["1", "2", "3", "4", "5", "6", "7"];
  const called = await owner.call(
    "PATCH /api/jobs/:name",
    { into: { ...into, weekdays: own } },
    "/api/jobs/weekdays",
  );
  assert.deepEqual([called.into.weekdays, called.usual], [own, "weekdays"]);
  const { next } = await owner.call("GET /api/home");
  assert.ok(next !== null);
});

test("jobs: one's own kind is checked like the settings file, kept by its rule, and removed only when nobody follows it", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const into = { kind: "parcel", naming: "moment" } as const;
  const every = { kind: "every", minutes: 43_200, whileInUse: false } as const;
  const wish = { kind: "own", name: "own", into, when: every } as const;
  const made = await owner.call("POST /api/jobs", { ...wish, keep: { last: 2, within: "1d" } });
  assert.deepEqual([made.usual, made.keep], [null, { last: 2, within: "1d" }]);
  const codeOf = async (body: unknown): Promise<unknown> =>
    (await owner.ask("POST", "/api/jobs", body)).json()["code"];
  assert.equal(await codeOf(wish), "JOB_EXISTS");
  assert.equal(await codeOf({ ...wish, name: "a,b" }), "SETTINGS_WRONG");
  assert.equal(await codeOf({ ...wish, name: "x", copies: ["nowhere"] }), "PLACE_UNKNOWN");
  assert.equal(
    await codeOf({ ...wish, name: "x", when: { kind: "after", job: "y" } }),
    "SETTINGS_WRONG",
  );
  assert.equal(await codeOf({ ...wish, name: "x", keep: { within: "soon" } }), "REQUEST_WRONG");
  const chosen = { kind: "parcel", naming: "chosen", name: "con" };
  assert.equal(await codeOf({ ...wish, name: "x", into: chosen }), "PARCEL_NAME_WRONG");
  await owner.call("POST /api/jobs", {
    ...wish,
    name: "later",
    when: { kind: "after", job: "own" },
  });
  assert.equal((await owner.ask("DELETE", "/api/jobs/own")).json()["code"], "JOB_FOLLOWED");
  for (let count = 0; count < 3; count++) {
    const { run } = (await owner.ask("POST", "/api/jobs/own/run", {})).json<{ run: string }>();
    assert.equal((await seen(small, run)).outcome, "done");
  }
  const look = await owner.call(
    "POST /api/jobs/:name/preview",
    { keep: { last: 1 } },
    "/api/jobs/own/preview",
  );
  assert.equal(look.stayCount, 1);
  assert.ok(look.go.length >= 1);
  const [job] = (await owner.call("GET /api/jobs")).jobs;
  assert.equal(job?.last?.outcome, "done");
  // what was looked at is still there
  const again = await owner.call(
    "POST /api/jobs/:name/preview",
    { keep: { last: 1 } },
    "/api/jobs/own/preview",
  );
  assert.deepEqual(again, look);
  const audit = await owner.call("GET /api/audit");
  const actions = audit.lines.map(({ action, facts }) => [action, facts["job"]]);
  assert.ok(actions.some(([action, name]) => action === "addJob" && name === "later"));
});

test("alarms: are changed by administrators, their secrets come back from nowhere, and a test says what was answered", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const nothing = await owner.call("GET /api/alarms");
  assert.deepEqual([nothing.mail, nothing.hasPassword, nothing.awayDays], [null, false, 4]);
  const server = mailServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) => {
      if (password === "right") done(null, { user: "u" });
      else done(new Error("Not with this password"));
    },
    onData: (stream, _session, done) => {
      stream.resume();
      stream.on("end", () => done());
    },
  });
  server.on("error", () => undefined);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  try {
    const mail = {
      host: "127.0.0.1",
      port: server.server.address().port,
      security: "none",
      user: "u",
      from: "b@example.org",
      to: [{ address: "Reza <reza@example.org>", language: "fa" }],
    } as const;
    const wrong = await owner.call("POST /api/alarms/test", { way: "mail", mail, password: "no" });
    assert.equal(wrong.isSent, false);
    assert.match(wrong.answer, /^535 Not with this password/);
    const { mail: _mail, hasPassword: _has, hasSecret: _secret, ...rest } = nothing;
    const body = { alarms: { ...rest, mail }, password: "right" };
    const saved = await owner.call("PUT /api/alarms", body);
    assert.deepEqual([saved.mail, saved.hasPassword], [mail, true]);
    assert.ok(!JSON.stringify(saved).includes("right"));
    const { readFile } = await import("node:fs/promises");
    const settings = await readFile(path.join(small.home, "settings.yaml"), "utf8");
    assert.ok(!settings.includes("right") && settings.includes("language: fa"));
    const right = await owner.call("POST /api/alarms/test", { way: "mail", mail, password: null });
    assert.equal(right.isSent, true, right.answer);
    assert.match(right.answer, /^250 /);
    const nobody = { way: "ping", address: "http://127.0.0.1:9/" } as const;
    const unsent = await owner.call("POST /api/alarms/test", nobody);
    assert.equal(unsent.isSent, false);
    assert.notEqual(unsent.answer, "");
    const bad = await owner.ask("PUT", "/api/alarms", {
      alarms: { ...rest, mail: { ...mail, from: "nobody" } },
    });
    assert.equal(bad.json()["code"], "SETTINGS_WRONG");
  } finally {
    server.close(() => undefined);
  }
});

async function seen(small: SmallServer, run: string): Promise<RunView> {
  const owner = await small.owner();
  for (;;) {
    const view = await owner.call("GET /api/runs/:run", undefined, `/api/runs/${run}`);
    if (view.outcome !== null) return view;
  }
}
