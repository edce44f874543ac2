// Goal: a restore that is asked for inside a program's window outlives that window: the program is really closed, the data is
// swapped behind it, and it starts again with what the backup holds; then it is undone.
// Method: the example host as a process of its own with its database open; what its window passes on is said here, and what
// the page asks for is asked of the real server with the host's token.

import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { readFile, watch } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import path from "node:path";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { CHECKOUT, TemporaryFolder, must } from "../../test/fixtures/command.ts";
import type { RunView } from "../../src/http/contract.ts";
import { Visitor } from "../../test/http/small-server.ts";

const HOST = path.join(import.meta.dirname, "host.ts");

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

class Desk implements AsyncDisposable {
  readonly folder = new TemporaryFolder();
  readonly root: string;
  readonly #port: number;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(port: number) {
    this.#port = port;
    this.root = this.folder.at("desk");
    const bin = this.folder.at("bin");
    fs.mkdirSync(this.root);
    fs.mkdirSync(bin);
    // What opens the person's browser: it looks at the page once, as a browser would.
    const opener = `#!/bin/sh\ncurl -s "$1" > '${this.folder.at("page.html")}'\n`;
    fs.writeFileSync(path.join(bin, "xdg-open"), opener, { mode: 0o755 });
    this.#environment = {
      PATH: `${bin}:${process.env["PATH"]}`,
      HOME: this.root,
      LANG: "C.UTF-8",
      FIVEFOLD_HOME: path.join(this.root, "home"),
    };
  }

  start(): ChildProcess {
    return spawn(process.execPath, [HOST, this.root, String(this.#port)], {
      env: this.#environment,
      stdio: ["ignore", "inherit", "inherit"],
    });
  }

  /** Until a host has opened its window anew; gives its process. */
  async opened(isOther: (pid: number) => boolean): Promise<number> {
    const { signal } = new AbortController();
    const changes = watch(this.root, { signal });
    const now = (): number => {
      const file = path.join(this.root, "lives");
      return fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : 0;
    };
    if (isOther(now())) return now();
    for await (const _ of changes) if (isOther(now())) break;
    return now();
  }

  async fivefold(...words: readonly string[]): Promise<string> {
    const command = [process.execPath, path.join(CHECKOUT, "bin/checkout.cjs"), ...words];
    return (await must(command, { cwd: this.root, env: this.#environment })).toString();
  }

  async ask(route: string, body?: unknown): Promise<Record<string, unknown>> {
    const [method = "GET", where = "/"] = route.split(" ");
    const response = await fetch(`http://127.0.0.1:${this.#port}${where}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  async notes(): Promise<unknown> {
    return (await this.ask("GET /notes"))["notes"];
  }

  /** Signed in with the host's token, as its frame is. */
  async visitor(screen: string): Promise<Visitor> {
    const { url } = await this.ask("POST /fivefold", { screen });
    const { origin, hash, pathname } = new URL(String(url));
    assert.equal(pathname, `/embed/${screen}`);
    const visitor = new Visitor(origin);
    await visitor.signIn({ secret: new URLSearchParams(hash.slice(1)).get("secret") ?? "" });
    return visitor;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const pids = [path.join(this.root, "lives"), path.join(this.root, "home/server.json")]
      .filter((file) => fs.existsSync(file))
      .map((file) => JSON.parse(fs.readFileSync(file, "utf8")) as number | { readonly pid: number })
      .map((read) => (typeof read === "number" ? read : read.pid));
    for (const pid of pids) await ended(pid);
    await this.folder[Symbol.asyncDispose]();
  }
}

async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, "SIGTERM");
    } catch {
      // It is gone, as it should be.
      return;
    }
    await turn();
  }
}

test("embedding: the host is closed during a restore, started again after it, and can undo it", async () => {
  await using desk = new Desk(await freePort());
  const host = desk.start();
  const first = await desk.opened((pid) => pid !== 0);
  await desk.ask("POST /notes", { text: "kept" });
  await desk.fivefold("init");
  await desk.fivefold("backup");
  await desk.ask("POST /notes", { text: "written since" });

  const page = await desk.visitor("restore");
  const { backups } = await page.call("GET /api/backups");
  const [backup] = backups;
  assert.ok(backup !== undefined);
  const source = { place: backup.place, backup: backup.id };
  const planned = await page.run("POST /api/plans", { ...source, choice: {} });
  const ready = await page.run("POST /api/restores", {
    plan: String(planned.result?.["plan"]),
    isConfirmed: true,
    atNextStart: true,
  });
  assert.equal(ready.result?.["state"], "ready");
  assert.deepEqual(await desk.notes(), ["kept", "written since"], "the host still works");

  await desk.ask("POST /unsaved", { is: true });
  assert.deepEqual(await desk.ask("POST /told", { event: "close-please" }), {
    answer: "not-now",
    sentence: "Please save your letter first.",
  });
  assert.deepEqual(await desk.ask("POST /told", { event: "restart-needed" }), {});
  await desk.ask("POST /unsaved", { is: false });
  assert.deepEqual(await desk.ask("POST /told", { event: "close-please" }), { answer: "closing" });
  const closed = once(host, "close");
  await desk.ask("POST /told", { event: "restart-needed" });
  assert.deepEqual(await closed, [0, null], "the process is gone");

  await desk.opened((pid) => pid !== first && pid !== 0);
  const { notes, restored } = await desk.ask("GET /notes");
  assert.deepEqual(notes, ["kept"]);
  assert.equal(restored, true, "it shows the result");
  const shown = await readFile(desk.folder.at("page.html"), "utf8");
  assert.match(shown, /<title>Desk Backup<\/title>/);

  const result = await desk.visitor("result");
  const home = await result.call("GET /api/home");
  assert.ok(home.undo !== null, "it can be undone");
  // The host has its data open: it is asked to close it, and the undo goes on only then.
  const { run } = await result.call("POST /api/undo", {});
  let undone: RunView | null = null;
  let askedCount = 0;
  for await (const { event, data } of result.events(`/api/runs/${run}/events`)) {
    if (event !== "run") continue;
    undone = data as RunView;
    const { question } = undone;
    if (question?.isClose !== true) continue;
    askedCount++;
    assert.deepEqual(await desk.ask("POST /told", { event: "close-please", run }), {
      answer: "closing",
    });
    const answer = { question: question.id, answer: "done" };
    await result.call("POST /api/runs/:run/answers", answer, `/api/runs/${run}/answers`);
  }
  assert.equal(askedCount, 1);
  assert.equal(undone?.outcome, "done", JSON.stringify(undone?.problem));
  await desk.ask("POST /told", { event: "finished" });
  assert.deepEqual(await desk.notes(), ["kept", "written since"]);
});
