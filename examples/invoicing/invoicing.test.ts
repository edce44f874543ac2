/** The invoicing example does what its README says, also while it is written to. */

// Goal: what a new user tries first works, and a database that is written to without a pause is caught at one moment.
// Method: the generator, the writer and the demo as processes of their own; sqlite3 and the ledger's own rule judge
// what restic restores from the vault.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import {
  CHECKOUT,
  Program,
  TemporaryFolder,
  describe,
  must,
  run,
} from "../../test/fixtures/command.ts";
import { lookAt, lookDifferences } from "../../test/fixtures/look.ts";
import { Restic } from "../../test/fixtures/restic.ts";
import { makeKontor } from "../../src/example/kontor.ts";
import { sizeOfText } from "./generate.ts";
import { brokenRules } from "./rules.ts";
import { differences, stateOf } from "./state.ts";
import type { Written } from "./writer.ts";

const isLong = process.env["FIVEFOLD_TEST_LONG"] === "1";

test("generator: the same seed and size give the same app", async () => {
  await using folder = new TemporaryFolder();
  for (const [name, seed] of [
    ["one", 7],
    ["two", 7],
    ["other", 8],
  ] as const)
    makeKontor(folder.at(name), sizeOfText("1 MB"), seed);
  const [one, two, other] = await Promise.all(
    ["one", "two", "other"].map(async (name) => lookAt(folder.at(name), { times: false })),
  );
  assert.ok(one && two && other);
  assert.deepEqual(lookDifferences(one, two), []);
  assert.ok(lookDifferences(one, other).length > 20);
});

test("generator: the size is what was asked for", async () => {
  await using folder = new TemporaryFolder();
  makeKontor(folder.at("app"), 20_000_000);
  const said = await must(["du", "-sb", folder.at("app")]);
  const size = Number(said.toString().split("\t")[0]);
  assert.ok(size > 19_000_000 && size < 22_000_000, `${size} bytes`);
});

test("ledger: a database that mixes two moments is told from a whole one", async () => {
  await using folder = new TemporaryFolder();
  const { tenants } = makeKontor(folder.at("app"), 500_000);
  for (const { id } of tenants) {
    const database = new DatabaseSync(folder.at("app", "data", "tenants", id, "tenant.db"));
    assert.deepEqual(brokenRules(database), []);
    database.exec("delete from line where id = 5");
    assert.equal(brokenRules(database).length, 1);
    database.exec("update total set invoices = invoices + 1, net = net - 1");
    assert.equal(brokenRules(database).length, 3);
    database.close();
  }
});

test("state: a change of anything that is protected is seen", async () => {
  await using folder = new TemporaryFolder();
  const { tenants } = makeKontor(folder.at("app"), 500_000);
  const ids = tenants.map(({ id }) => id);
  const before = stateOf(folder.at("app"), ids);
  const settings = folder.at("app", "data", "settings", "kontor.json");
  fs.appendFileSync(settings, " ");
  fs.chmodSync(folder.at("app", "data", "credentials", "bank.key"), 0o640);
  const login = new DatabaseSync(folder.at("app", "data", "login.db"));
  login.exec("update user set name = 'X' where id = 3");
  login.close();
  fs.rmSync(folder.at("app", "data", "workspaces", "cache"), { recursive: true });
  assert.equal(differences(before, stateOf(folder.at("app"), ids)).length, 3);
});

/** Runs `during` while the writer writes, and gives what the writer says at its end. */
async function whileWriting(app: string, during: () => Promise<void>): Promise<Written> {
  const program = path.join(import.meta.dirname, "writer.ts");
  const child = spawn(process.execPath, [program, app], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  try {
    assert.equal((await lines.next()).value, "writing");
    await during();
  } finally {
    child.stdin.end();
  }
  const last = await lines.next();
  assert.deepEqual((await ended)[0], 0);
  return JSON.parse(String(last.value)) as Written;
}

test("invoicing: a backup under constant writing holds one moment of every database", async () => {
  await using folder = new TemporaryFolder();
  const app = folder.at("app");
  const { tenants } = makeKontor(app, sizeOfText(isLong ? "60MB" : "8MB"));
  const program = new Program(app, folder.at("home"));
  await program.must(["init"]);
  const [key = ""] = fs.readdirSync(folder.at("home", "keys"));
  const restic = new Restic("restic", folder.at("home", "vault"), folder.at("home", "keys", key));
  for (let round = 0; round < (isLong ? 20 : 3); round++) {
    const written = await whileWriting(app, async () => {
      const backup = await program.run("backup", "--json");
      assert.equal(backup.status, 0, describe(backup));
    });
    assert.ok(written.slowestCommitMs < 5_000, `a clerk waited ${written.slowestCommitMs} ms`);
    const target = folder.at(`restored ${round}`);
    await restic.restore("latest", target);
    for (const { id } of tenants) {
      const file = path.join(target, "tenants", id, "database", "tenant.db");
      const said = await must(["sqlite3", file, "pragma integrity_check; pragma journal_mode"]);
      assert.equal(said.toString(), "ok\nwal\n");
      const database = new DatabaseSync(file);
      assert.deepEqual(brokenRules(database), [], `round ${round}, ${id}`);
      database.close();
    }
    fs.rmSync(target, { recursive: true });
  }
  await restic.check();
});

test("invoicing: npm run demo brings everything back", async () => {
  await using folder = new TemporaryFolder();
  const demo = path.join(CHECKOUT, "examples", "invoicing", "demo.ts");
  const ended = await run([process.execPath, demo, "8MB", folder.at("demo")]);
  assert.equal(ended.status, 0, describe(ended));
  assert.match(ended.stdout.toString(), /All is back as it was/);
});
