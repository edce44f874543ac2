/**
 * The page's server as commands start, find and ask it.
 *
 * Goal: a host program needs nothing but `fivefold open` and `fivefold token`; one server runs for one home, and ends
 * cleanly. Method: whole processes as users start them; what they print is used as a browser would.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerFacts } from "../../src/fivefold.ts";
import { Visitor } from "../http/small-server.ts";
import { MAIN, ROOT, SmallApp } from "./small-app.ts";

async function factsOf(app: SmallApp): Promise<ServerFacts> {
  return JSON.parse(await readFile(join(app.home, "server.json"), "utf8")) as ServerFacts;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Ends the server of an app, and waits until it has gone. */
async function endServer(app: SmallApp): Promise<void> {
  const { pid } = await factsOf(app);
  process.kill(pid, "SIGTERM");
  while (isAlive(pid)) await sleep(20);
}

async function signIn(link: string): Promise<{ readonly status: number; readonly user: string }> {
  const { origin, hash } = new URL(link);
  const secret = new URLSearchParams(hash.slice(1)).get("secret");
  const response = await fetch(`${origin}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ secret }),
  });
  const { user = "" } = (await response.json()) as { readonly user?: string };
  return { status: response.status, user };
}

test("open and token: the server is started once, found again, and signs in once by each link", async () => {
  await using app = await SmallApp.make();
  const first = await app.run(["open", "--print"]);
  assert.equal(first.exit, 0, first.err);
  try {
    const link = first.out.trim();
    assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/#secret=[\w-]{43}$/);
    assert.equal((await signIn(link)).status, 200);
    assert.equal((await signIn(link)).status, 401);
    const facts = await factsOf(app);
    assert.equal((await stat(join(app.home, "server.json"))).mode & 0o077, 0);
    assert.equal((await stat(join(app.home, "server.log"))).mode & 0o077, 0);
    const said = await readFile(join(app.home, "server.log"), "utf8");
    // The address of the route may be named, a secret not.
    const { searchParams } = new URL(link.replace("#", "?"));
    assert.ok(!said.includes("secret=") && !said.includes(searchParams.get("secret") ?? "?"), said);

    const again = await app.run(["open", "restore", "--print", "--json"]);
    const url = String(again.result()["url"]);
    assert.equal(new URL(url).origin, facts.url);
    assert.equal(new URLSearchParams(new URL(url).hash.slice(1)).get("to"), "/restore");
    const missing = await app.run(["open", "no such file.zip", "--print", "--json"]);
    assert.equal(missing.result()["code"], "PARCEL_MISSING");

    const words = ["token", "--user", "Anna Kraus", "--role", "operator", "--minutes", "5"];
    const token = await app.run([...words, "--language", "de", "--json"]);
    assert.equal(token.exit, 0, token.out);
    const hosted = await signIn(`${facts.url}/#secret=${String(token.result()["token"])}`);
    assert.deepEqual(hosted, { status: 200, user: "Anna Kraus" });
    const unknown = await app.run(["token", "--user", "A", "--role", "owner", "--json"]);
    assert.equal(unknown.result()["code"], "USAGE_WRONG");

    const second = await app.run(["serve", "--port", "0", "--json"]);
    assert.equal(second.result()["code"], "SERVER_RUNNING");
    assert.equal((second.result()["facts"] as { pid: number }).pid, facts.pid);
  } finally {
    await endServer(app);
  }
  await assert.rejects(stat(join(app.home, "server.json")), { code: "ENOENT" });
});

test("serve: elsewhere than on this computer a certificate is demanded; a port that is taken is named", async () => {
  await using app = await SmallApp.make();
  const open = await app.run(["serve", "--host", "0.0.0.0", "--json"]);
  assert.equal(open.result()["code"], "TLS_NEEDED");
  assert.equal(open.exit, 2);
  const wrong = await app.run(["serve", "--port", "70000", "--json"]);
  assert.equal(wrong.result()["code"], "USAGE_WRONG");
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const taken = await app.run(["serve", "--port", String(port), "--json"]);
  other.close();
  assert.equal(taken.result()["code"], "ADDRESS_TAKEN");
});

test("open --wait: tells a program what happens on the page, and ends with the outcome of its run", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const words = ["open", "backup", "--language", "fa", "--print", "--wait", "--json"];
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd: app.folder,
    env: app.environment(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const lines = createInterface({ input: child.stdout });
    const told: Record<string, unknown>[] = [];
    for await (const line of lines) {
      const event = JSON.parse(line) as Record<string, unknown>;
      told.push(event);
      if (event["event"] !== "opened") continue;
      const { origin, hash, search } = new URL(String(event["url"]));
      assert.equal(search, "?language=fa");
      const page = new Visitor(origin);
      await page.signIn({ secret: new URLSearchParams(hash.slice(1)).get("secret") });
      await page.call("POST /api/backups", { choice: {}, to: null, file: null });
    }
    const schema = JSON.parse(
      await readFile(join(ROOT, "docs/schema/embed-events.schema.json"), "utf8"),
    ) as {
      $defs: {
        event: {
          properties: { event: { enum: readonly string[] } };
          allOf: readonly {
            if: { properties: { event: { const: string } } };
            then: { required: readonly string[] };
          }[];
        };
      };
    };
    const { properties, allOf } = schema.$defs.event;
    const names = told.map(({ event }) => event);
    assert.deepEqual(
      [names[0], names[1], names.at(-2), names.at(-1)],
      ["opened", "started", "finished", "result"],
    );
    for (const event of told.slice(0, -1)) {
      const name = String(event["event"]);
      assert.ok(properties.event.enum.includes(name), name);
      const rule = allOf.find((each) => each.if.properties.event.const === name);
      for (const key of rule?.then.required ?? []) assert.ok(key in event, `${name} ${key}`);
    }
    assert.partialDeepStrictEqual(told.at(-1), { outcome: "done", exit: 0, command: "open" });
  } finally {
    await endServer(app);
  }
});

test("open --token-stdin --wait --json: a host that only starts programs opens the page as its own user", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const made = await app.run(["token", "--user", "Anna Kraus", "--role", "operator", "--json"]);
  const token = String(made.result()["token"]);
  const words = ["open", "backup", "--token-stdin", "--print", "--wait", "--json"];
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd: app.folder,
    env: app.environment(),
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    // Nobody else on the computer sees it, as it would stand among a process's arguments.
    child.stdin.end(`${token}\n`);
    const told: Record<string, unknown>[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      const event = JSON.parse(line) as Record<string, unknown>;
      told.push(event);
      if (event["event"] !== "opened") continue;
      const { origin, hash } = new URL(String(event["url"]));
      const fragment = new URLSearchParams(hash.slice(1));
      assert.deepEqual([fragment.get("secret"), fragment.get("to")], [token, "/backup"]);
      const page = new Visitor(origin);
      const reply = await page.signIn({ secret: token });
      assert.equal(reply.json<{ user: string }>().user, "Anna Kraus");
      assert.equal((await page.ask("GET", "/api/audit")).status, 403);
      await page.call("POST /api/backups", { choice: {}, to: null, file: null });
    }
    const [exit] =
      child.exitCode === null ? ((await once(child, "exit")) as [number]) : [child.exitCode];
    assert.equal(exit, 0);
    assert.equal(told.at(-1)?.["outcome"], "done");
    assert.deepEqual(
      told.filter(({ event }) => event === "finished").map(({ verb, outcome }) => [verb, outcome]),
      [["backup", "done"]],
    );
    assert.ok(!JSON.stringify(told.slice(1)).includes(token));
    const nothing = await app.run(["open", "--token-stdin", "--print", "--json"]);
    assert.notEqual(nothing.exit, 0, "without a token there is no link");
  } finally {
    await endServer(app);
  }
});
