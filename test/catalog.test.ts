/**
 * The catalog is never truth.
 *
 * Goal: deleted, cut off, overwritten, of another program's, locked, or with any byte of any page flipped, it changes no answer
 * and keeps nobody from anything; what it remembers of a place that is away is right or not there. Method: a real home with
 * runs and backups; the file is spoiled in each way, and every list is asked for again.
 */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { SqliteCatalog } from "../src/catalog/sqlite.ts";
import type { Fivefold } from "../src/fivefold.ts";
import { TemporaryFolder } from "./fixtures/command.ts";
import { openLibrary, quietWatch } from "./fixtures/library.ts";
import { makeSmallApp } from "./fixtures/small-app.ts";

const isLong = process.env["FIVEFOLD_TEST_LONG"] === "1";

interface Ground {
  readonly file: string;
  /** Everything that could come from the catalog, asked anew. */
  readonly answers: () => Promise<string>;
  readonly open: () => Promise<Fivefold>;
}

async function withBackups(folder: TemporaryFolder): Promise<Ground> {
  const [app, home] = [folder.at("app"), folder.at("home")];
  makeSmallApp(app);
  const open = async (): Promise<Fivefold> =>
    await openLibrary(app, home, { keyCost: { N: 2, r: 1, p: 1 } });
  await using fivefold = await open();
  await fivefold.init(null, quietWatch());
  for (let count = 0; count < 6; count++)
    await fivefold.backup({ tenants: [], parts: [] }, null, quietWatch());
  const answers = async (): Promise<string> => {
    await using each = await open();
    const runs = await each.runRecords(100);
    const snapshots = await each.list(null, quietWatch());
    assert.deepEqual([runs.length, snapshots.length], [6, 6]);
    return JSON.stringify([runs, snapshots]);
  };
  return { file: `${home}/catalog.sqlite`, answers, open };
}

test("catalog: with any byte of it flipped the answers are the same, and it is whole again", async () => {
  await using folder = new TemporaryFolder();
  const { file, answers } = await withBackups(folder);
  const right = await answers();
  assert.equal(await answers(), right);
  const whole = readFileSync(file);
  assert.equal(statSync(file).mode & 0o077, 0);
  assert.ok(whole.length >= 2 * 4096);
  const spoil = async (bytes: Uint8Array): Promise<void> => {
    writeFileSync(file, bytes);
    assert.equal(await answers(), right);
    assert.equal(await answers(), right);
  };
  // Of each page its head, and bytes all over it.
  for (let page = 0; page < whole.length; page += 4096)
    for (const at of isLong ? [0, 3, 5, 8, 12, 100, 700, 1500, 2500, 4000] : [0, 4000]) {
      const bad = Buffer.from(whole);
      bad.writeUInt8(bad.readUInt8(page + at) ^ 0xff, page + at);
      await spoil(bad);
    }
  for (let page = 0; page < whole.length; page += 4096) {
    const bad = Buffer.from(whole);
    bad.fill(0, page, page + 4096);
    await spoil(bad);
    await spoil(whole.subarray(0, page));
    await spoil(whole.subarray(0, page + 1000));
  }
  await spoil(Buffer.from("no database at all, only words ".repeat(1000)));
  rmSync(file);
  assert.equal(await answers(), right);
});

test("catalog: another program's, a locked one, and a folder in its place change no answer", async () => {
  await using folder = new TemporaryFolder();
  const { file, answers } = await withBackups(folder);
  const right = await answers();
  const change = (statement: string): void => {
    using database = new DatabaseSync(file);
    database.exec(statement);
  };
  change("update about set program = 'fivefold 99'");
  assert.equal(await answers(), right);
  change("drop table item");
  assert.equal(await answers(), right);
  // Of a right form, and not what we wrote.
  change("update item set text = replace(text, 'backup', 'beckup')");
  assert.equal(await answers(), right);
  {
    using holder = new DatabaseSync(file);
    holder.exec("begin exclusive");
    assert.equal(await answers(), right);
  }
  rmSync(file);
  mkdirSync(file);
  assert.equal(await answers(), right);
  rmSync(file, { recursive: true });
  assert.equal(await answers(), right);
});

test("catalog: what a place held is known while it is away, and rebuilt when it is back", async () => {
  await using folder = new TemporaryFolder();
  const { file, open } = await withBackups(folder);
  const [stick, away] = [folder.at("stick"), folder.at("away")];
  await using fivefold = await open();
  await fivefold.addPlace("stick", stick);
  mkdirSync(stick);
  await fivefold.init("stick", quietWatch());
  await fivefold.backup({ tenants: [], parts: [] }, "stick", quietWatch());
  const there = await fivefold.list("stick", quietWatch());
  renameSync(stick, away);
  const known = await fivefold.knownBackups("stick");
  assert.deepEqual(known?.snapshots, there);
  assert.ok(Math.abs((known?.seenMs ?? 0) - Date.now()) < 60_000);
  rmSync(file);
  const rebuilt = await fivefold.rebuildCatalog(quietWatch());
  assert.equal(rebuilt.runCount, 7);
  const trouble = rebuilt.places.find(({ name }) => name === "stick")?.trouble;
  assert.equal(trouble?.code, "PLACE_MISSING");
  assert.equal(await fivefold.knownBackups("stick"), null);
  renameSync(away, stick);
  const places = (await fivefold.rebuildCatalog(quietWatch())).places;
  assert.equal(places.find(({ name }) => name === "stick")?.backupCount, 1);
  assert.deepEqual((await fivefold.knownBackups("stick"))?.snapshots, there);
});

test("catalog: rows stand under their kind and owner, and a lost one is noticed", async () => {
  await using folder = new TemporaryFolder();
  const file = folder.at("catalog.sqlite");
  {
    using catalog = new SqliteCatalog(file, "a 1");
    catalog.write(
      "snapshot",
      "one",
      new Map([
        ["x", "1"],
        ["y", "2"],
      ]),
    );
    catalog.write("snapshot", "two", new Map([["x", "3"]]));
    catalog.write("snapshot", "one", new Map([["y", "4"]]));
    catalog.forget("snapshot", "two", ["x", "unknown"]);
  }
  {
    using catalog = new SqliteCatalog(file, "a 1");
    assert.deepEqual(
      [...catalog.read("snapshot", "one")],
      [
        ["x", "1"],
        ["y", "4"],
      ],
    );
    assert.equal(catalog.read("snapshot", "two").size, 0);
    assert.equal(catalog.read("run", "one").size, 0);
    assert.deepEqual([...catalog.find("snapshot", "one", ["y", "z"])], [["y", "4"]]);
  }
  using newer = new SqliteCatalog(file, "a 2");
  assert.equal(newer.read("snapshot", "one").size, 0);
});
