/**
 * A computer that has nothing but the server, a place with backups, and the key.
 *
 * Goal: the app comes back through the page's requests, and the same server serves it then. Method: a server with an app
 * makes the backups; another one, without a description, brings them into an empty folder.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { SmallServer, fileOf } from "./small-server.ts";

test("recovery: without an app the server shows first steps, and brings one back from a place and its key", async () => {
  await using old = await SmallServer.start();
  const before = await old.owner();
  const { place } = await before.run("POST /api/backups", { choice: {}, to: null, file: null });
  const { key } = await before.call("GET /api/sheet");

  await using bare = await SmallServer.start(null);
  assert.equal(bare.server.isBare, true);
  const owner = await bare.owner();
  const home = await owner.call("GET /api/home");
  assert.equal(home.app, null);
  assert.equal(home.trouble, null);
  const closed = await owner.ask("POST", "/api/recovery", { from: place, key: null });
  assert.equal(closed.json()["code"], "PASSWORD_NEEDED");
  const wrong = await owner.ask("POST", "/api/recovery", { from: place, key: "no key" });
  assert.equal(wrong.json()["code"], "KEY_WRONG");
  const found = await owner.call("POST /api/recovery", {
    from: place,
    key: key.replaceAll("-", " "),
  });
  assert.deepEqual(found.apps, ["small"]);
  const into = bare.folder.at("brought back");
  const run = await owner.run("POST /api/recovery/run", {
    from: place,
    key,
    app: null,
    backup: found.backups[0]?.id,
    into,
    isConfirmed: true,
  });
  assert.equal(run.outcome, "done", run.problem?.title);
  const letter = await readFile(path.join(into, "tenants/t2/files/a.txt"), "utf8");
  assert.equal(letter, "first of t2\n");
  const after = await owner.call("GET /api/home");
  assert.equal(after.app?.folder, into);
  assert.equal((await owner.call("GET /api/items")).tenants.length, 2);
  assert.equal(
    (await owner.run("POST /api/backups", { choice: {}, to: null, file: null })).outcome,
    "done",
  );

  // Where they came from is offered as a place; once it is one, new backups go there.
  assert.equal(run.result?.["offeredPlace"], place);
  assert.deepEqual(after.ownPlaces, [
    path.join(bare.home, "vault"),
    path.join(bare.home, "parcels"),
  ]);
  await owner.call("POST /api/places", { name: "old", folder: place });
  const next = await owner.run("POST /api/backups", { choice: {}, to: null, file: null });
  assert.equal(next.outcome, "done", next.problem?.title);
  assert.equal(next.place, "old");
});

test("recovery: a file that was sent brings the app back, too", async () => {
  await using old = await SmallServer.start();
  const before = await old.owner();
  const made = await before.run("POST /api/backups", {
    choice: {},
    to: null,
    file: { name: null, isEncrypted: true, password: null },
  });
  const file = fileOf(made).path;
  const bytes = await readFile(file);
  await using bare = await SmallServer.start(null);
  const owner = await bare.owner();
  const { id } = await owner.call("POST /api/uploads", {
    name: path.basename(file),
    sizeBytes: bytes.length,
  });
  await owner.ask("PUT", `/api/uploads/${id}?offset=0`, bytes);
  const from = `upload:${id}`;
  const key = String(made.result?.["password"]);
  const found = await owner.call("POST /api/recovery", { from, key });
  const run = await owner.run("POST /api/recovery/run", {
    from,
    key,
    app: "small",
    backup: found.backups[0]?.id,
    into: bare.folder.at("app"),
    isConfirmed: true,
  });
  assert.equal(run.outcome, "done", run.problem?.title);
  assert.equal(await readFile(bare.folder.at("app", "credentials", "mail"), "utf8"), "secret\n");
});
