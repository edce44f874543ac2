/**
 * Goal: somebody removed what a restore put aside, and the person is told what is lost, gets all the rest back, and is
 * locked out by nothing; what changed around a restore does not keep its undo. Method: the command line as whole
 * processes; what died is made by the line that it had written into the journal.
 */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { appendFile, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Ended } from "./small-app.ts";
import { SmallApp } from "./small-app.ts";

async function settingsOf(app: SmallApp): Promise<string> {
  return await readFile(app.path("data/settings/a.conf"), "utf8");
}

/** A restore that is done, over an app that had been changed; gives its run. */
async function restored(app: SmallApp): Promise<string> {
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  await app.write("data/settings/a.conf", "colour: red\n");
  {
    using login = app.database("data/login.db");
    login.exec("insert into tenant values ('gone', 'Gone')");
  }
  const ended = await app.run(["restore", "latest", "--yes", "--json"]);
  assert.equal(ended.exit, 0, ended.err);
  return String(ended.result()["run"]);
}

test("undo: is not begun when a part's old state is gone, and says where it was", async () => {
  await using app = await SmallApp.make();
  const run = await restored(app);
  const area = app.path(`.fivefold/${run}/login`);
  await rename(area, app.path("moved"));
  const undo = await app.run(["undo"]);
  assert.equal(undo.exit, 1);
  assert.match(undo.err, /What login was before the restore is not where it was put aside/);
  assert.ok(undo.err.includes(area), undo.err);
  assert.equal(await settingsOf(app), "colour: blue\n");
  await rename(app.path("moved"), area);
  assert.equal((await app.run(["undo"])).exit, 0);
  assert.equal(await settingsOf(app), "colour: red\n");
  assert.equal(app.count("data/login.db", "tenant"), 3);
});

test("close --accept-loss: ends what cannot be turned back whole; all else is back", async () => {
  await using app = await SmallApp.make();
  const run = await restored(app);
  const area = app.path(`.fivefold/${run}/login`);
  await rm(area, { recursive: true });
  const undoing = { run, atMs: 1_800_000_000_000, kind: "undoing", safety: null };
  await appendFile(join(app.home, "journal"), `${JSON.stringify(undoing)}\n`);

  const stuck = (ended: Ended): void => {
    assert.equal(ended.exit, 1);
    assert.match(ended.err, /could not be put back yet: login\. What was put aside/);
    assert.ok(ended.err.includes(area), ended.err);
    assert.match(ended.err, /`fivefold close --accept-loss`.*the backup [0-9a-f]{64}/);
  };
  stuck(await app.run(["backup"]));
  assert.equal(await settingsOf(app), "colour: red\n", "what can come back has come back");
  stuck(await app.run(["close"]));
  const json = (await app.run(["undo", "--json"])).result();
  assert.equal(json["code"], "RESTORE_STUCK");
  assert.partialDeepStrictEqual(json["facts"], {
    run,
    state: "undoing",
    part: ["login"],
    path: [area],
    lost: ["login"],
    cause: "ASIDE_LOST",
  });

  const closed = await app.run(["close", "--accept-loss"]);
  assert.equal(closed.exit, 3, closed.err);
  assert.match(closed.out, /The restore is ended\. All parts but those named here/);
  assert.match(closed.out, /What login was before the restore is not where it was put aside/);
  assert.doesNotMatch(closed.out + closed.err, /Kontor is as it was before/);
  assert.equal(app.count("data/login.db", "tenant"), 2, "left as the restore had made it");
  assert.equal(existsSync(app.path(`.fivefold/${run}`)), false);
  assert.equal((await app.run(["backup"])).exit, 0);
  const nothing = await app.run(["close", "--accept-loss", "--json"]);
  assert.equal(nothing.result()["code"], "UNDO_MISSING");
});

test("undo: a restore that died before it was prepared is not the one that is undone", async () => {
  await using app = await SmallApp.make();
  await restored(app);
  const journal = join(app.home, "journal");
  const [begun = ""] = (await readFile(journal, "utf8")).split("\n");
  const dead = { ...(JSON.parse(begun) as object), run: "20991122-013500-1a2b3c" };
  await appendFile(journal, `${JSON.stringify(dead)}\n`);
  const undo = await app.run(["undo"]);
  assert.equal(undo.exit, 0, undo.err);
  assert.equal(await settingsOf(app), "colour: red\n");
  assert.equal(app.count("data/login.db", "tenant"), 3);
});

test("undo: brings a tenant back whose folder was removed since the restore", async () => {
  await using app = await SmallApp.make();
  await restored(app);
  {
    using login = app.database("data/login.db");
    login.exec("delete from tenant where id = 'acme'");
  }
  await rm(app.path("data/tenants/acme"), { recursive: true });
  const undo = await app.run(["undo"]);
  assert.equal(undo.exit, 0, undo.err);
  assert.equal(app.count("data/login.db", "tenant"), 3);
  const letter = await readFile(app.path("data/tenants/acme/files/letter.txt"), "utf8");
  assert.equal(letter, "Dear acme\n");
});

test("close: an interrupted undo is gone through with, and nothing is kept for good", async () => {
  await using app = await SmallApp.make();
  const run = await restored(app);
  const undoing = { run, atMs: 1_800_000_000_000, kind: "undoing", safety: null };
  await appendFile(join(app.home, "journal"), `${JSON.stringify(undoing)}\n`);
  const close = await app.run(["close"]);
  assert.equal(close.exit, 4, close.err);
  assert.match(close.err, /Kontor is as it was before it/);
  assert.doesNotMatch(close.out, /kept for good/);
  assert.equal(await settingsOf(app), "colour: red\n");
});

test("brand: an error ends with whom people ask, in the terminal, for programs and in the report", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const support = "brand: { support: { name: Kontor Support, phone: '030 1234' } }\n";
  await app.write(
    "fivefold.yaml",
    `${await readFile(app.path("fivefold.yaml"), "utf8")}${support}`,
  );
  const line = "Help: Kontor Support · 030 1234";
  const told = await app.run(["undo", "--yes"]);
  assert.ok(told.err.includes(line), told.err);
  const json = (await app.run(["undo", "--yes", "--json"])).result();
  assert.ok(String(json["advice"]).endsWith(line));
  const report = await readFile(String(json["report"]), "utf8");
  assert.ok(report.includes(`\n${line}\n`), report);
  const german = await app.run(["undo", "--yes", "--language", "de"]);
  assert.match(german.err, /Hilfe: Kontor Support · 030 1234/);
});
