/** Goal: jobs are added, run, watched and removed by commands. Method: whole processes on a small app, in several languages. */

import assert from "node:assert/strict";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { SmallApp } from "./small-app.ts";

test("job: the three are added, listed, run, paused and removed; status tells a monitor", async () => {
  await using app = await SmallApp.make();
  // nobody has made a vault yet: it is made, and its sheet shown as by `init`
  const early = await app.run(["job", "add", "nightly"]);
  assert.equal(early.exit, 0, early.err);
  assert.match(early.out, /\d{6} \d{6} \d{6}|\d{6}-\d{6}/);
  for (const words of [
    ["weekdays", "--at", "22:30"],
    ["working", "--name", "A"],
  ]) {
    const added = await app.run(["job", "add", ...words]);
    assert.equal(added.exit, 0, added.err);
  }
  assert.equal((await app.run(["job", "add", "nightly"])).exit, 2);
  assert.match((await app.run(["job", "add", "nigthly"])).err, /nigthly/);
  assert.equal((await app.run(["job", "add", "working", "--at", "10:00"])).exit, 2);
  const ran = await app.run(["run", "A", "--json"]);
  assert.equal(ran.result()["kind"], "made", ran.err);
  assert.equal((await readdir(join(app.home, "parcels"))).length, 1);
  assert.equal((await app.run(["run", "nightly"])).exit, 0);
  const listed = await app.run(["job", "list", "--json"]);
  const jobs = listed.result()["jobs"] as readonly Readonly<Record<string, unknown>>[];
  assert.deepEqual(
    jobs.map(({ name, lastGoodAt }) => [name, lastGoodAt === null]),
    [
      ["nightly", false],
      ["weekdays", true],
      ["A", false],
    ],
  );
  assert.match((await app.run(["job", "show", "nightly"])).out, /Every day at 01:00/);
  assert.match((await app.run(["job", "show", "a", "--language", "de"])).out, /Alle 5 Minuten/);
  assert.equal((await app.run(["job", "pause", "weekdays"])).exit, 0);
  assert.equal((await app.run(["status"])).exit, 0);
  const settings = join(app.home, "settings.yaml");
  const text = await readFile(settings, "utf8");
  // as if it had been given a year ago and never run since
  await writeFile(settings, text.replace(/enabled: no\n +since: \d{4}/, "since: 2020"));
  const late = await app.run(["status"]);
  assert.equal(late.exit, 3);
  assert.match(late.out, /weekdays/);
  assert.equal((await app.run(["job", "remove", "weekdays"])).exit, 0);
  assert.equal((await app.run(["status"])).exit, 0);
  assert.equal((await app.run(["run", "weekdays"])).exit, 2);
});

test("job: days of the week are called as in the language of the one who added it", async () => {
  await using app = await SmallApp.make();
  const folder = join(app.folder, "elsewhere");
  await app.run(["--language", "pt", "job", "add", "weekdays", "--to", folder]);
  assert.equal((await app.run(["run", "weekdays", "--language", "fa"])).exit, 0);
  const [name = ""] = await readdir(folder);
  assert.match(name, /-feira\.zip$|^Sábado\.zip$|^Domingo\.zip$/);
});

test("job: a place that jobs use is taken off the list only by whoever is sure, and what writes there rests", async () => {
  await using app = await SmallApp.make();
  const [usb, nas] = ["usb", "nas"].map((name) => join(app.folder, name));
  await app.run(["place", "add", "own", join(app.folder, "own")]);
  await app.run(["place", "add", "usb", usb ?? ""]);
  await app.run(["place", "add", "nas", nas ?? ""]);
  await app.run(["job", "add", "working", "--name", "A", "--to", "usb"]);
  await app.run(["job", "add", "weekdays", "--to", "nas", "--copy", "usb"]);
  const refused = await app.run(["place", "remove", "usb"]);
  assert.equal(refused.exit, 1);
  assert.match(refused.err, /A and weekdays|A, weekdays/);
  const removed = await app.run(["place", "remove", "usb", "--yes", "--json"]);
  assert.deepEqual([removed.exit, removed.result()["resting"]], [0, ["A"]]);
  const jobs = (await app.run(["job", "list", "--json"])).result()["jobs"] as readonly {
    readonly name: string;
    readonly isEnabled: boolean;
    readonly copies: readonly string[];
  }[];
  assert.deepEqual(
    jobs.map(({ name, isEnabled, copies }) => [name, isEnabled, copies]),
    [
      ["A", false, []],
      ["weekdays", true, []],
    ],
  );
  assert.equal((await app.run(["place", "remove", "own"])).exit, 0);
});

test("job: one of one's own is added by its options and changed by them; what cannot be is told", async () => {
  await using app = await SmallApp.make();
  const own = [
    "job",
    "add",
    "own",
    "--name",
    "noon",
    "--at",
    "12:30",
    "--day",
    "mon",
    "--day",
    "friday",
  ];
  const made = await app.run([...own, "--name-by", "weekday", "--language", "de", "--json"]);
  assert.equal(made.exit, 0, made.out);
  const job = made.result()["job"] as Readonly<Record<string, unknown>>;
  assert.deepEqual(job["when"], {
    kind: "clock",
    at: "12:30",
    days: ["monday", "friday"],
    timeZone: null,
  });
  assert.match(JSON.stringify(job["into"]), /Montag/);
  assert.equal(job["keep"], null);
  const words = ["--every", "120", "--while-in-use", "--only-when-changed", "--keep-daily", "3"];
  const changed = await app.run(["job", "change", "noon", ...words, "--as", "vault", "--json"]);
  assert.equal(changed.exit, 10, "where nobody made a vault that is told at once");
  await app.init();
  const again = await app.run(["job", "change", "noon", ...words, "--as", "vault", "--json"]);
  assert.equal(again.exit, 0, again.out);
  const now = again.result()["job"] as Readonly<Record<string, unknown>>;
  assert.deepEqual(
    [now["when"], now["into"], now["keep"], now["onlyWhenChanged"]],
    [
      { kind: "every", minutes: 120, whileInUse: true },
      { kind: "vault", place: null },
      { daily: 3 },
      true,
    ],
  );
  const refused = async (...more: readonly string[]): Promise<number | null> =>
    (await app.run(["job", "change", "noon", ...more])).exit;
  assert.equal(await refused("--at", "10:00", "--every", "5"), 2);
  assert.equal(await refused("--day", "someday", "--at", "10:00"), 2);
  assert.equal(await refused("--cron", "whenever"), 2);
  assert.equal(await refused("--after", "noon"), 2);
  assert.equal(await refused("--time-zone", "Mars/Base", "--at", "10:00"), 2);
});
