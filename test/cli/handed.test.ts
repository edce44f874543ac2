/**
 * Commands while the app's server runs: one program works on the app, and each command ends as its own run would have.
 *
 * Goal: a run is given to the server, watched, waited for and stopped; what is said and how it ends is the same as without
 * a server; the server itself ends within ten seconds and leaves nothing behind. Method: whole processes on a small app,
 * whose own command holds a backup until the test lets it go on.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Started } from "./small-app.ts";
import { SmallApp } from "./small-app.ts";

const HOOKS = `
hooks:
  before-backup: [[sh, -c, 'while [ -e hold ]; do sleep 0.05; done']]
`;

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let count = 0; !(await isTrue()); count++) {
    assert.ok(count < 1500, "it did not come");
    await sleep(20);
  }
}

async function isThere(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}

async function withHooks(): Promise<SmallApp> {
  const app = await SmallApp.make();
  const description = await readFile(app.path("fivefold.yaml"), "utf8");
  await app.write("fivefold.yaml", description + HOOKS);
  await app.init();
  return app;
}

async function serve(app: SmallApp): Promise<Started> {
  const server = app.start(["serve", "--port", "0", "--no-link"]);
  await until(async () => await isThere(join(app.home, "server.json")));
  return server;
}

async function auditOf(app: SmallApp): Promise<string> {
  return await readFile(join(app.home, "runs", "audit.jsonl"), "utf8");
}

/** Waits until a command tells that its run has begun. */
async function begun(command: Started): Promise<void> {
  await until(() => command.said.out.includes('"event":"start"'));
}

test("handed over: commands give their runs to the server and end as without it", async () => {
  await using app = await withHooks();
  const alone = await app.run(["backup", "--json"]);
  const server = await serve(app);
  try {
    const handed = await app.run(["backup", "--tenant", "acme", "--json"]);
    assert.equal(handed.exit, 0, handed.out);
    const [own, given] = [alone.result(), handed.result()];
    assert.deepEqual(Object.keys(given).toSorted(), Object.keys(own).toSorted());
    assert.match(String(given["snapshot"]), /^[0-9a-f]{64}$/);
    assert.equal(given["place"], own["place"]);
    assert.ok((given["parts"] as unknown[]).length > 0);
    assert.ok((await auditOf(app)).includes(`"backup","facts":{"run":"${String(given["run"])}"`));
    const record = join(app.home, "runs", `${String(given["run"])}.json`);
    assert.equal(await isThere(record), true);

    const said = await app.run(["backup"]);
    assert.match(said.out, /^Backup [0-9a-f]{8} of Kontor is complete/m);
    const check = await app.run(["check", "--json"]);
    assert.equal(check.exit, 0, check.out);
    assert.equal(check.result()["snapshotCount"], 3);
    // One that is not due now: the server would be faster.
    const job = await app.run(["job", "add", "nightly", "--name", "w", "--json"]);
    assert.equal(job.exit, 0, job.out);
    const ran = await app.run(["run", "w", "--json"]);
    assert.equal(ran.exit, 0, ran.out);
    assert.equal(ran.result()["kind"], "made");
    const forget = await app.run(["forget", "--keep-last", "1", "--json"]);
    assert.equal(forget.exit, 0, forget.out);
    const prune = await app.run(["prune", "--json"]);
    assert.equal(prune.exit, 0, prune.out);
    for (const action of ["backup", "check", "runJob", "forget"])
      assert.ok((await auditOf(app)).includes(`"${action}"`), action);

    // What fails there fails here, with the same status.
    const wrong = await app.run(["backup", "--tenant", "nobody", "--json"]);
    const code = wrong.result()["code"];
    assert.notEqual(wrong.exit, 0);
    await endServer(server);
    const without = await app.run(["backup", "--tenant", "nobody", "--json"]);
    assert.deepEqual([without.exit, without.result()["code"]], [wrong.exit, code]);
  } finally {
    server.child.kill("SIGTERM");
    await server.ended;
  }
});

test("service: starts and stops the server without systemd, and lets a run end first when it is told to", async () => {
  await using app = await withHooks();
  const off = await app.run(["service", "status", "--json"]);
  assert.deepEqual([off.exit, off.result()["pid"], off.result()["unit"]], [1, null, null]);
  const on = await app.run(["service", "start", "--json"]);
  assert.equal(on.exit, 0, on.out);
  const status = await app.run(["service", "status", "--json"]);
  assert.deepEqual([status.exit, status.result()["pid"]], [0, on.result()["pid"]]);
  await app.write("hold", "");
  const backup = app.start(["backup", "--json"]);
  await begun(backup);
  const stopping = app.start(["service", "stop", "--wait", "--json"]);
  assert.equal((await app.run(["service", "status"])).exit, 0);
  await rm(app.path("hold"));
  assert.equal((await backup.ended).exit, 0, backup.said.out);
  assert.equal((await stopping.ended).exit, 0, stopping.said.out);
  assert.equal((await app.run(["service", "status"])).exit, 1);
  assert.equal((await app.run(["service", "stop"])).exit, 0);

  const printed = await app.run(["service", "install", "--print", "--port", "0"]);
  assert.equal(printed.exit, 0, printed.err);
  assert.match(printed.out, /^ExecStart=.* serve --no-link --port 0$/m);
  const system = await app.run(["service", "install", "--print", "--system", "--user", "kontor"]);
  assert.match(system.out, /^User=kontor$/m);
  assert.ok(system.out.includes(`ReadWritePaths=${app.folder} ${app.home}`));
  const half = await app.run(["service", "install", "--print", "--system", "--json"]);
  assert.equal(half.result()["code"], "USAGE_WRONG");
});

test("service: settings that a newer program wrote are refused with a sentence, and nothing is served", async () => {
  await using app = await SmallApp.make();
  await app.init();
  await writeFile(join(app.home, "settings.yaml"), "version: 999\nplaces: []\n");
  const { exit, err } = await app.run(["serve", "--port", "0"]);
  assert.equal(exit, 2, err);
  assert.match(err, /were written by a newer Fivefold/);
  assert.equal(await isThere(join(app.home, "server.json")), false);
});

async function endServer(server: Started): Promise<void> {
  server.child.kill("SIGTERM");
  await server.ended;
}

test("handed over: a command waits for the run that works, is stopped with its run, and outlives no server", async () => {
  await using app = await withHooks();
  const server = await serve(app);
  try {
    await app.write("hold", "");
    const first = app.start(["backup", "--json"]);
    await begun(first);
    const second = app.start(["backup", "--json"]);
    const third = app.start(["backup", "--language", "en"]);
    await until(() => second.said.out.includes('"stage":"wait"'));
    await until(() => /has had a run at work since/.test(third.said.err));
    // One that is not handed over waits for the app's lock.
    const key = join(app.home, "keys", (await readdir(join(app.home, "keys")))[0] ?? "");
    const alone = app.start(["backup", "--json", "--password-file", key]);
    await until(() => alone.said.out.includes('"stage":"wait"'));
    await rm(app.path("hold"));
    for (const each of [first, second, third, alone])
      assert.equal((await each.ended).exit, 0, each.said.out + each.said.err);

    await app.write("hold", "");
    const stopped = app.start(["backup", "--json"]);
    await begun(stopped);
    stopped.child.kill("SIGINT");
    assert.equal((await stopped.ended).exit, 130, stopped.said.out);
    assert.match(stopped.said.out, /"code":"CANCELLED"/);

    const left = app.start(["backup", "--json"]);
    await begun(left);
    const beganMs = performance.now();
    server.child.kill("SIGTERM");
    const { exit } = await server.ended;
    assert.ok(performance.now() - beganMs < 10_000, "it ends within ten seconds");
    assert.equal(exit, 0, server.said.out + server.said.err);
    assert.equal((await left.ended).exit, 130, left.said.out);
    assert.equal(await isThere(join(app.home, "server.json")), false);
    assert.deepEqual(await readdir(join(app.home, "vault", "locks")), []);
    await rm(app.path("hold"));
    const check = await app.run(["check", "--read-data", "--json"]);
    assert.equal(check.exit, 0, check.out);
    assert.equal(check.result()["snapshotCount"], 4);
  } finally {
    await endServer(server);
  }
});

test("handed over: a server that is ending is waited for, and the command then does its run itself", async () => {
  await using app = await withHooks();
  // It lives, listens no more, and is gone a little later: what a server looks like between its last answer and its end.
  const module = new URL("../../src/app/process-mark.ts", import.meta.url).href;
  const ending = `
    const { ownMark } = await import(${JSON.stringify(module)});
    const facts = { url: "http://127.0.0.1:1", pid: process.pid, key: "k", cert: null, mark: await ownMark() };
    (await import("node:fs")).writeFileSync(${JSON.stringify(join(app.home, "server.json"))}, JSON.stringify(facts));
    setTimeout(() => undefined, 2500);`;
  const server = spawn(process.execPath, ["--input-type=module", "-e", ending]);
  await until(async () => await isThere(join(app.home, "server.json")));
  const backup = await app.run(["backup", "--json"]);
  assert.equal(backup.exit, 0, backup.out);
  assert.notEqual(server.exitCode, null, "the command began its run after the server's end");
});

/** Asks the server as this computer's user. */
async function asked(
  app: SmallApp,
  method: "GET" | "POST",
  path: string,
  body: unknown = null,
): Promise<Record<string, unknown>> {
  const facts = JSON.parse(await readFile(join(app.home, "server.json"), "utf8")) as {
    readonly url: string;
    readonly key: string;
  };
  const response = await fetch(facts.url + path, {
    method,
    headers: {
      authorization: `Bearer ${facts.key}`,
      ...(body !== null && { "content-type": "application/json" }),
    },
    ...(body !== null && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function runsOf(app: SmallApp): Promise<readonly Record<string, unknown>[]> {
  return (await asked(app, "GET", "/api/runs"))["runs"] as Record<string, unknown>[];
}

test("elsewhere: what a command does itself waits for the server's run, and the page knows of it", async () => {
  await using app = await withHooks();
  await app.run(["backup", "--json"]);
  const server = await serve(app);
  try {
    await app.write("hold", "");
    const first = app.start(["backup", "--json"]);
    await begun(first);
    const restore = app.start(["restore", "latest", "--yes", "--json"]);
    const parcel = app.start(["backup", "--as", "parcel", "--to", app.path("out/"), "--json"]);
    for (const each of [restore, parcel])
      await until(() => each.said.out.includes('"stage":"wait"'));
    await rm(app.path("hold"));
    for (const each of [first, restore, parcel])
      assert.equal((await each.ended).exit, 0, each.said.out + each.said.err);
    assert.equal((await app.run(["undo", "--yes", "--json"])).exit, 0);
    const verbs = (await runsOf(app)).map(({ verb }) => verb);
    for (const verb of ["restore", "undo", "backup"]) assert.ok(verbs.includes(verb), verb);

    // The other way round: a command works, and the page says so; a backup begun there waits.
    await app.write("hold", "");
    const alone = app.start(["backup", "--as", "parcel", "--to", app.path("out/"), "--json"]);
    await until(() => alone.said.out.includes('"stage":"beforeBackup"'));
    const home = await asked(app, "GET", "/api/home");
    assert.ok(alone.said.out.includes((home["elsewhere"] as { run: string }).run));
    assert.equal(home["running"], null);
    const everything = { tenants: [], parts: [], paths: [] };
    const order = { choice: everything, to: null, file: null };
    const { run } = await asked(app, "POST", "/api/backups", order);
    const found = async (): Promise<{
      readonly outcome: string | null;
      readonly progress: { readonly stage: string | null };
    }> => (await asked(app, "GET", `/api/runs/${String(run)}`)) as never;
    await until(async () => (await found()).progress.stage === "wait");
    await rm(app.path("hold"));
    assert.equal((await alone.ended).exit, 0, alone.said.out);
    await until(async () => (await found()).outcome === "done");
    assert.equal((await asked(app, "GET", "/api/home"))["elsewhere"], null);
  } finally {
    await endServer(server);
  }
});

test("elsewhere: whoever looks at the page is told when a command's own run has ended", async () => {
  await using app = await withHooks();
  await app.run(["backup", "--json"]);
  const server = await serve(app);
  const abort = new AbortController();
  try {
    const facts = JSON.parse(await readFile(join(app.home, "server.json"), "utf8")) as {
      readonly url: string;
      readonly key: string;
    };
    const events = await fetch(`${facts.url}/api/events`, {
      headers: { authorization: `Bearer ${facts.key}` },
      signal: abort.signal,
    });
    let changes = 0;
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const piece of events.body ?? [])
        changes += decoder.decode(piece).split("event: changed").length - 1;
    })().catch(() => undefined);
    // One that ends before the server has looked for the first time is no news to it.
    for (let count = 0; changes === 0; count++) {
      assert.ok(count < 10, "nobody was told");
      const to = ["--to", app.path("out/"), "--name", `n${count}`];
      const packed = await app.run(["backup", "--as", "parcel", ...to, "--json"]);
      assert.equal(packed.exit, 0, packed.out);
    }
    abort.abort();
    await reading;
  } finally {
    abort.abort();
    await endServer(server);
  }
});
