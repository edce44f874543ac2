/**
 * The whole round through the server: the first backup, what is in it, a restore, its undo, and what is told meanwhile.
 *
 * Goal: what a page does works from the first request to bytes on the disk. Method: the real server on a real port, with
 * the small app; the files of the app are looked at themselves.
 */

import assert from "node:assert/strict";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import type { RunView } from "../../src/http/contract.ts";
import { SmallServer } from "./small-server.ts";

const EVERYTHING = { choice: {}, to: null, file: null };

test("server: the first backup needs one request; a tenant comes back from it, and that is taken back", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const before = await owner.call("GET /api/home");
  assert.equal(before.level, "red");
  assert.deepEqual(
    before.concerns.map(({ what }) => what),
    ["never"],
  );

  const made = await owner.run("POST /api/backups", EVERYTHING);
  assert.equal(made.outcome, "done");
  assert.equal(made.result?.["madeVault"], true);
  const after = await owner.call("GET /api/home");
  assert.deepEqual(
    after.concerns.map(({ what }) => what),
    ["sameDevice", "sheetUnconfirmed"],
  );
  assert.notEqual(after.lastBackup?.checkedAt, null);

  const { backups } = await owner.call("GET /api/backups");
  const [backup] = backups;
  assert.ok(backup);
  const letter = path.join(small.app, "tenants/t1/files/a.txt");
  await writeFile(letter, "worked on since");
  const preview = await owner.run("POST /api/plans", {
    place: backup.place,
    backup: backup.id,
    choice: { tenants: ["t1"] },
  });
  const plan = String(preview.result?.["plan"]);
  const shown = await owner.call("GET /api/plans/:plan", undefined, `/api/plans/${plan}`);
  const changed = shown.parts.find(({ id }) => id === "tenants/t1/files");
  assert.equal(changed?.verdict, "different");
  assert.deepEqual(changed.difference?.kind === "files" && changed.difference.changed.paths, [
    "a.txt",
  ]);
  const restored = await owner.run("POST /api/restores", { plan, isConfirmed: true });
  assert.equal(restored.outcome, "done");
  assert.equal(await readFile(letter, "utf8"), "first of t1\n");
  assert.equal((await owner.ask("GET", `/api/plans/${plan}`)).status, 404);

  const home = await owner.call("GET /api/home");
  assert.equal(home.undo?.run, restored.run);
  const undone = await owner.run("POST /api/undo");
  assert.equal(undone.outcome, "done");
  assert.equal(await readFile(letter, "utf8"), "worked on since");

  const { runs } = await owner.call("GET /api/runs");
  const verbs = runs.filter(({ verb }) => verb !== "check").map(({ verb }) => verb);
  assert.deepEqual(verbs, ["undo", "restore", "preview", "backup"]);
  const report = await owner.ask("GET", `/api/runs/${restored.run}/report`);
  assert.match(report.json<{ text: string }>().text, /Restore of Small/);
  const { lines } = await owner.call("GET /api/audit");
  assert.deepEqual(
    lines.map(({ action }) => action),
    ["undo", "restore", "backup", "signIn"],
  );
});

test("server: the sheet is asked back, digit for digit in whatever script", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  await owner.run("POST /api/backups", EVERYTHING);
  const sheet = await owner.call("GET /api/sheet");
  assert.equal(sheet.groups.length, 8);
  assert.match(sheet.qr ?? "", /^<svg /);
  const persian = sheet.key.replaceAll(/\d/g, (digit) => "۰۱۲۳۴۵۶۷۸۹".charAt(Number(digit)));
  const wrong = sheet.groups.map((group, at) =>
    at === 2 ? `${group.slice(0, 5)}${(Number(group.at(5)) + 1) % 10}` : group,
  );
  const typed = async (text: string) =>
    await owner.call("POST /api/sheet/confirmations", { place: null, typed: text });
  assert.deepEqual(await typed(wrong.join(" ")), { isRight: false, wrongGroup: 2 });
  assert.equal((await owner.call("GET /api/home")).sheet.isConfirmed, false);
  assert.deepEqual(await typed(persian.replaceAll("-", " ")), { isRight: true, wrongGroup: null });
  const { sheet: held } = await owner.call("GET /api/home");
  assert.equal(held.isConfirmed, true);
  assert.equal(held.isDue, false);

  // A year later it is asked back once more.
  const file = path.join(small.home, "sheets.json");
  const [vault = ""] = Object.keys(JSON.parse(await readFile(file, "utf8")) as object);
  const confirmedAt = new Date(Date.now() - 366 * 86_400_000).toISOString();
  await writeFile(file, JSON.stringify({ [vault]: { confirmedAt } }));
  const { sheet: due } = await owner.call("GET /api/home");
  assert.deepEqual(due, { isThere: true, isConfirmed: true, confirmedAt, isDue: true });
  await typed(sheet.key);
  assert.equal((await owner.call("GET /api/home")).sheet.isDue, false);
});

test("server: who signs out stands in the list of who did what", async () => {
  await using small = await SmallServer.start();
  const first = await small.owner();
  await first.call("DELETE /api/session");
  assert.equal((await first.ask("GET", "/api/home")).status, 401);
  const { lines } = await (await small.owner()).call("GET /api/audit");
  assert.deepEqual(
    lines.map(({ action }) => action),
    ["signIn", "signOut", "signIn"],
  );
});

const ASKING = `app: { id: small, name: Small, version: "1.0" }
credentials: none
hooks:
  before-backup: { ask: { en: "Synchronise the phone", de: "Telefon abgleichen" } }
parts:
  - { id: settings, kind: settings, files: settings }
`;

async function asks(app: string): Promise<void> {
  await writeFile(path.join(app, "fivefold.yaml"), ASKING);
}

/** The run's question, as soon as it is told. */
async function questionOf(
  owner: Awaited<ReturnType<SmallServer["owner"]>>,
  run: string,
): Promise<NonNullable<RunView["question"]>> {
  for await (const { data } of owner.events(`/api/runs/${run}/events`)) {
    const { question } = data as RunView;
    if (question !== null) return question;
  }
  throw new Error("it ended without asking");
}

test("server: a vendor's question waits for its answer, also over a lost connection; meanwhile nothing else writes", async () => {
  await using small = await SmallServer.start(asks);
  const owner = await small.owner();
  const { run } = await owner.call("POST /api/backups", EVERYTHING);
  const question = await questionOf(owner, run);
  assert.deepEqual(question.text, { en: "Synchronise the phone", de: "Telefon abgleichen" });
  const second = await owner.ask("POST", "/api/backups", EVERYTHING);
  assert.equal(second.status, 409);
  assert.equal(second.json()["code"], "APP_LOCKED");
  // The first reader has gone; whoever comes now sees the run as it is.
  assert.equal((await questionOf(owner, run)).id, question.id);
  const answers = `/api/runs/${run}/answers`;
  const wrong = await owner.ask("POST", answers, { question: "other", answer: "done" });
  assert.equal(wrong.status, 404);
  await owner.call(
    "POST /api/runs/:run/answers",
    { question: question.id, answer: "done" },
    answers,
  );
  assert.equal((await owner.ended(run)).outcome, "done");
});

test("server: a run that is stopped ends, and the next one may begin", async () => {
  await using small = await SmallServer.start(asks);
  const owner = await small.owner();
  const { run } = await owner.call("POST /api/backups", EVERYTHING);
  await questionOf(owner, run);
  await owner.call("POST /api/runs/:run/stop", {}, `/api/runs/${run}/stop`);
  assert.equal((await owner.ended(run)).outcome, "cancelled");
  const next = await owner.call("POST /api/backups", EVERYTHING);
  const { id } = await questionOf(owner, next.run);
  const answers = `/api/runs/${next.run}/answers`;
  await owner.call("POST /api/runs/:run/answers", { question: id, answer: "skipped" }, answers);
  assert.equal((await owner.ended(next.run)).outcome, "incomplete");
});

test("server: it ends with a run in it, which is broken off cleanly", async () => {
  await using small = await SmallServer.start(asks);
  const owner = await small.owner();
  const { run } = await owner.call("POST /api/backups", EVERYTHING);
  await questionOf(owner, run);
  await small.server[Symbol.asyncDispose]();
  const record = await readFile(path.join(small.home, "runs", `${run}.json`), "utf8");
  assert.equal((JSON.parse(record) as { code: string }).code, "CANCELLED");
});

test("server: 200 people watch one run, and all see its end", async () => {
  await using small = await SmallServer.start(asks);
  const owner = await small.owner();
  const { run } = await owner.call("POST /api/backups", EVERYTHING);
  const { id } = await questionOf(owner, run);
  const readers = Array.from({ length: 200 }, async () => await owner.ended(run));
  const answers = `/api/runs/${run}/answers`;
  await owner.call("POST /api/runs/:run/answers", { question: id, answer: "done" }, answers);
  const seen = await Promise.all(readers);
  assert.deepEqual([...new Set(seen.map(({ outcome }) => outcome))], ["done"]);
});

test("server: pinned backups are not deleted, others are", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const first = await owner.run("POST /api/backups", EVERYTHING);
  const second = await owner.run("POST /api/backups", EVERYTHING);
  const place = first.place ?? "";
  const pinned = { place, backup: first.snapshot ?? "", note: "year end" };
  await owner.call("POST /api/backups/pin", pinned);
  const { backups } = await owner.call("GET /api/backups");
  assert.deepEqual(
    backups.map(({ pin }) => pin),
    [null, "year end"],
  );
  const all = { place, backups: [first.snapshot, second.snapshot] };
  const refused = await owner.run("POST /api/backups/forget", all);
  assert.equal(refused.problem?.code, "SNAPSHOT_PINNED");
  // A preview that somebody left open keeps nobody from it.
  await owner.run("POST /api/plans", { place, backup: second.snapshot, choice: {} });
  const forgotten = await owner.run("POST /api/backups/forget", {
    place,
    backups: [second.snapshot],
  });
  assert.equal(forgotten.outcome, "done");
  assert.equal((await owner.call("GET /api/backups")).backups.length, 1);
});

test("server: a tenant whose database is gone is red until it is back", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  await owner.run("POST /api/backups", EVERYTHING);
  const database = path.join(small.app, "tenants", "t1", "tenant.db");
  const aside = `${database}.aside`;
  await rename(database, aside);
  const [concern] = (await owner.call("GET /api/home")).concerns;
  assert.equal(concern?.what, "tenantMissing");
  assert.equal(concern.level, "red");
  await rename(aside, database);
  const { concerns } = await owner.call("GET /api/home");
  assert.ok(concerns.every(({ what }) => what !== "tenantMissing"));
});

test("server: an app whose login database is gone is shown with what its backups know, and can be brought back", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const { place, snapshot } = await owner.run("POST /api/backups", EVERYTHING);
  await writeFile(path.join(small.app, "login.db"), "no database any more, but for its name");
  const home = await owner.call("GET /api/home");
  assert.equal(home.level, "red");
  assert.equal(home.concerns[0]?.what, "appUnreadable");
  assert.notEqual(home.trouble, null);
  const items = await owner.call("GET /api/items");
  assert.deepEqual(
    items.tenants.map(({ id }) => id),
    ["t1", "t2"],
  );
  const preview = await owner.run("POST /api/plans", { place, backup: snapshot, choice: {} });
  const plan = preview.result?.["plan"];
  const restored = await owner.run("POST /api/restores", { plan, isConfirmed: true });
  assert.equal(restored.problem, null);
  assert.equal((await owner.call("GET /api/home")).trouble, null);
});
