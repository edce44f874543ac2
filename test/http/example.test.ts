/**
 * Goal: whoever has no data of his own can try everything, and nothing of it reaches the app that is served. Method: a real
 * server opens the example beside itself; what is done there is looked for in both apps' folders.
 */

import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { Answer } from "../../src/http/contract.ts";
import { SmallServer, Visitor } from "./small-server.ts";

type WayIn = Answer<"POST /api/example">;

async function entered({ port, secret }: WayIn): Promise<Visitor> {
  const guest = new Visitor(`http://127.0.0.1:${port}`);
  assert.equal((await guest.signIn({ secret })).status, 200);
  return guest;
}

test("example: it is an app of its own beside this one, is backed up there, and found again", async () => {
  await using office = await SmallServer.start();
  const owner = await office.owner();
  const before = readdirSync(office.app, { recursive: true });
  const way = await owner.call("POST /api/example", {});
  const guest = await entered(way);
  const home = await guest.call("GET /api/home");
  assert.equal(home.app?.name, "Kontor");
  assert.deepEqual(home.example, { port: office.server.port });
  assert.ok(home.app.folder.startsWith(path.join(office.home, "example")));
  assert.equal((await guest.call("GET /api/items")).tenants.length, 3);
  const { place } = await guest.run("POST /api/backups", { choice: {}, to: null, file: null });
  assert.ok(place?.startsWith(path.join(office.home, "example")));

  assert.deepEqual(readdirSync(office.app, { recursive: true }), before);
  const own = await owner.call("GET /api/home");
  assert.equal(own.example, null);
  assert.equal(own.lastBackup, null);
  const again = await owner.call("POST /api/example", {});
  assert.equal(again.port, way.port);
  assert.notEqual(again.secret, way.secret);
  assert.notEqual((await (await entered(again)).call("GET /api/home")).lastBackup, null);
  const nested = await guest.ask("POST", "/api/example", {});
  assert.equal(nested.json()["code"], "ROUTE_UNKNOWN");
});

test("example: without an app, and where the home takes nothing, it lies in a temporary folder that goes", async () => {
  const folders: string[] = [];
  for (const isBare of [true, false]) {
    await using office = await SmallServer.start(isBare ? null : undefined);
    const owner = await office.owner();
    await owner.call("GET /api/home");
    if (!isBare) writeFileSync(path.join(office.home, "example"), "in the way\n");
    const guest = await entered(await owner.call("POST /api/example", {}));
    const folder = (await guest.call("GET /api/home")).app?.folder ?? "";
    assert.ok(existsSync(folder) && !folder.startsWith(office.home), folder);
    folders.push(folder);
  }
  assert.deepEqual(folders.filter(existsSync), []);
});
