/*
 * Goal: the vendor's hooks are run in their order, an app that was stopped runs again, and what cannot go on is turned
 * back and said. Method: a small app with a real process that holds its database open, the command line as whole
 * processes, and deaths by kill -9 given by a hook itself, so that they come at one exact moment.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { MAIN, SmallApp } from "./small-app.ts";
import type { Ended } from "./small-app.ts";

/** What the app's own program does: a process that has the login database open, and a log of what it was told. */
const PROGRAM = `#!/bin/sh
echo "$1 $FIVEFOLD_SNAPSHOT_VERSION>$FIVEFOLD_APP_VERSION" >> hooks.log
runs() { [ -f pid ] && kill -0 "$(cat pid)" 2>/dev/null; }
[ -f "fail-$1" ] && { echo "no $1 today" >&2; exit 1; }
[ -f "die-$1" ] && { rm "die-$1"; kill -9 $PPID; exit 1; }
case "$1" in
  serve) exec 3<> data/login.db; echo $$ > pid; while :; do echo alive; sleep 0.1; done ;;
  start) runs || { rm -f pid; ./kontor serve & while ! [ -f pid ]; do sleep 0.01; done; } ;;
  stop) runs && { kill "$(cat pid)"; rm pid; }; exit 0 ;;
  probe) runs ;;
  migrate) echo "$FIVEFOLD_TENANTS" > data/settings/migrated ;;
  launch) '${process.execPath}' '${MAIN}' settle --apply && ./kontor start ;;
esac
`;

class LivingApp implements AsyncDisposable {
  readonly app: SmallApp;

  private constructor(app: SmallApp) {
    this.app = app;
  }

  static async make(
    hooks = `
  stop: [./kontor, stop]
  start: { command: [./kontor, start], seconds: 20 }
  probe: { command: [./kontor, probe], seconds: 1 }`,
  ): Promise<LivingApp> {
    const app = await SmallApp.make();
    const living = new LivingApp(app);
    await app.write("kontor", PROGRAM);
    await chmod(app.path("kontor"), 0o755);
    await living.describe(hooks);
    await app.init();
    return living;
  }

  /** Writes the description with these hooks. */
  async describe(hooks: string, version = "12.4", restores = ""): Promise<void> {
    const text = await readFile(this.app.path("fivefold.yaml"), "utf8");
    const [rest = ""] = text.split("hooks:", 1);
    const rule = restores === "" ? "" : `, restores: "${restores}"`;
    const identity = `app: { id: kontor, name: Kontor, version: "${version}"${rule} }`;
    const described = rest.replace(/^app: .*$/m, identity);
    await this.app.write("fivefold.yaml", `${described}hooks:${hooks}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.tell("stop");
    await this.app[Symbol.asyncDispose]();
  }

  /** Tells the app's own program something, as its people would. */
  async tell(word: string): Promise<void> {
    const env = this.app.environment();
    // What it leaves running would keep pipes open.
    spawnSync(this.app.path("kontor"), [word], { cwd: this.app.folder, env, stdio: "ignore" });
    await rm(this.app.path("hooks.log"), { force: true });
  }

  get isRunning(): boolean {
    return existsSync(this.app.path("pid"));
  }

  /** What the program was told since, without `serve`; forgotten then. */
  async told(): Promise<readonly string[]> {
    const log = this.app.path("hooks.log");
    const text = await readFile(log, "utf8").catch(() => "");
    await rm(log, { force: true });
    return text.split("\n").flatMap((line) => {
      const [word = ""] = line.split(" ");
      return word === "" || word === "serve" ? [] : [word];
    });
  }

  /** A word is marked: it fails, or kills the process of ours that gave it. */
  async mark(how: "fail" | "die", word: string): Promise<void> {
    await writeFile(this.app.path(`${how}-${word}`), "");
  }

  async unmark(word: string): Promise<void> {
    await rm(this.app.path(`fail-${word}`));
  }

  async colour(): Promise<string> {
    return (await readFile(this.app.path("data/settings/a.conf"), "utf8")).trim();
  }

  async paint(colour: string): Promise<void> {
    await this.app.write("data/settings/a.conf", `colour: ${colour}\n`);
  }

  async run(...words: readonly string[]): Promise<Ended> {
    return await this.app.run(words);
  }

  async must(exit: number, ...words: readonly string[]): Promise<Ended> {
    const ended = await this.app.run(words);
    assert.equal(ended.exit, exit, `${words.join(" ")}\n${ended.out}\n${ended.err}`);
    return ended;
  }

  /** The hooks in the record of the last run: name, outcome and output. */
  async recorded(): Promise<readonly (readonly [string, string, string])[]> {
    const runs = join(this.app.home, "runs");
    const records = (await readdir(runs)).filter((name) => name.endsWith(".json"));
    const last = records.toSorted().at(-1) ?? "";
    const record = JSON.parse(await readFile(join(runs, last), "utf8")) as {
      readonly hooks: readonly {
        readonly hook: string;
        readonly outcome: string;
        readonly output: string;
      }[];
    };
    return record.hooks.map(({ hook, outcome, output }) => [hook, outcome, output]);
  }
}

const RESTORE = ["restore", "latest", "--part", "settings", "--part", "login", "--yes"] as const;

/** A backup is made of the blue app, which is then painted red and runs. */
async function paintedRed(living: LivingApp): Promise<void> {
  await living.must(0, "backup");
  await living.paint("red");
  await living.tell("start");
  assert.ok(living.isRunning);
}

test("restore, undo: stop the app, start it again and ask it, and say so in their records", async () => {
  await using living = await LivingApp.make();
  await paintedRed(living);
  const restored = await living.must(0, ...RESTORE, "--json");
  assert.equal(restored.result()["isStarted"], true);
  assert.deepEqual(await living.told(), ["stop", "start", "probe"]);
  assert.equal(await living.colour(), "colour: blue");
  assert.ok(living.isRunning, "the app outlives us, and what it prints ends it not");
  assert.deepEqual(
    (await living.recorded()).map(([hook, outcome]) => [hook, outcome]),
    [
      ["stop", "done"],
      ["start", "done"],
      ["probe", "done"],
    ],
  );
  const stages = restored
    .events()
    .flatMap((each) => (each["event"] === "stage" ? [each["stage"]] : []));
  const order = ["safety", "stop", "swap", "start", "probe"];
  const at = order.map((stage) => stages.indexOf(stage));
  assert.deepEqual(
    at,
    at.toSorted((a, b) => a - b),
  );
  assert.ok(!at.includes(-1), String(stages));

  const undone = await living.must(0, "undo");
  assert.doesNotMatch(undone.out, /Start Kontor again/);
  assert.deepEqual(await living.told(), ["stop", "start"]);
  assert.equal(await living.colour(), "colour: red");
  assert.ok(living.isRunning);
});

test("restore: without hooks an app that is open is refused by name, and people are told to start it", async () => {
  await using living = await LivingApp.make();
  await paintedRed(living);
  await living.describe(" {}");
  const refused = await living.must(1, ...RESTORE);
  assert.match(refused.err, /login is in use by kontor \(\d+\).* and cannot be replaced now/);
  await living.tell("stop");
  const restored = await living.must(0, ...RESTORE);
  assert.match(restored.out, /^Start Kontor again\.$/m);
});

test("restore: a stop that fails changes nothing, and the app is started", async () => {
  await using living = await LivingApp.make();
  await paintedRed(living);
  await living.mark("fail", "stop");
  const { err } = await living.must(4, ...RESTORE);
  assert.match(
    err,
    /did not succeed, and the app is as it was before: .* for stop .*: no stop today\./,
  );
  assert.deepEqual(await living.told(), ["stop", "start"]);
  assert.equal(await living.colour(), "colour: red");
  await living.unmark("stop");
});

test("restore: a probe that fails until its limit turns back, unless that is accepted", async () => {
  await using living = await LivingApp.make();
  await paintedRed(living);
  await living.mark("fail", "probe");
  const { err } = await living.must(4, ...RESTORE);
  assert.match(err, /for probe did not succeed: no probe today/);
  const told = await living.told();
  assert.ok(told.filter((each) => each === "probe").length > 1, "it is asked more than once");
  assert.deepEqual(
    told.filter((each) => each !== "probe"),
    ["stop", "start", "stop", "start"],
  );
  assert.equal(await living.colour(), "colour: red");
  assert.ok(living.isRunning);
  const kept = await living.must(3, ...RESTORE, "--keep-if-probe-fails");
  assert.match(kept.out, /for probe did not succeed/);
  assert.equal(await living.colour(), "colour: blue");
  assert.ok(living.isRunning);
});

test("restore: a start that fails turns back, and what cannot be started then is said and tried again", async () => {
  await using living = await LivingApp.make();
  await paintedRed(living);
  await living.mark("fail", "start");
  const { err } = await living.must(4, ...RESTORE);
  assert.match(err, /for start did not succeed: no start today/);
  assert.match(err, /Look whether the app runs, and start it if it does not\./);
  assert.equal(await living.colour(), "colour: red");
  assert.ok(!living.isRunning);
  await living.unmark("start");
  await living.must(0, "settle");
  assert.ok(living.isRunning);
  assert.match((await living.must(0, "settle")).out, /There is nothing to settle/);
});

for (const word of ["stop", "migrate", "start", "probe"])
  test(`settle: after a death at ${word} everything is as before, and the app runs`, async () => {
    const migrating = `
  stop: [./kontor, stop]
  migrate: [./kontor, migrate]
  start: [./kontor, start]
  probe: { command: [./kontor, probe], seconds: 1 }`;
    await using living = await LivingApp.make(migrating);
    await living.must(0, "backup");
    await living.describe(migrating, "12.5");
    await living.paint("red");
    await living.tell("start");
    await living.mark("die", word);
    await living.must(0, "list");
    assert.equal((await living.run(...RESTORE)).exit, null, "it was killed");
    await living.told();
    const settled = await living.must(0, "settle", "--json");
    const told = await living.told();
    assert.equal(told.at(-1), "start");
    assert.equal(await living.colour(), "colour: red");
    assert.ok(living.isRunning);
    assert.ok(!existsSync(living.app.path("data/settings/migrated")));
    if (word === "stop") {
      // Nothing was swapped: what is ready stays ready, and the app is started all the same.
      assert.notEqual(settled.result()["waiting"], null);
      assert.equal((await living.must(0, "undo")).exit, 0);
    }
    assert.deepEqual(await readdir(living.app.path(".fivefold")), ["lock"]);
    assert.equal(await living.colour(), "colour: red");
  });

test("restore: data of an older version is migrated where the vendor can, and refused before anything else where not", async () => {
  const hooks = `
  stop: [./kontor, stop]
  start: [./kontor, start]`;
  const migrating = `${hooks}
  migrate: [./kontor, migrate]`;
  await using living = await LivingApp.make(hooks);
  await paintedRed(living);
  await living.describe(hooks, "13.0", ">=13 <14");
  const older = await living.must(1, ...RESTORE);
  assert.match(
    older.err,
    /made by Kontor 12\.4\. The version here, 13\.0, takes only backups of >=13 <14\./,
  );
  assert.match(older.err, /Install Kontor 12\.4 here, restore/);
  assert.deepEqual(await living.told(), []);
  await living.describe(migrating, "11.9", "<12");
  const newer = await living.must(1, ...RESTORE, "--json");
  assert.equal(newer.result()["code"], "VERSION_UNFIT");
  assert.match(String(newer.result()["advice"]), /Install Kontor 12\.4 or a newer version here/);
  assert.deepEqual(
    newer.events().filter((each) => each["event"] === "stage"),
    [],
    "nothing was prepared",
  );
  await living.describe(migrating, "13.0", ">=13 <14");
  await living.must(0, ...RESTORE);
  const log = (await living.recorded()).map(([hook]) => hook);
  assert.deepEqual(log, ["stop", "migrate", "start"]);
  assert.ok(existsSync(living.app.path("data/settings/migrated")));
  await living.must(0, "undo");
  assert.ok(!existsSync(living.app.path("data/settings/migrated")));
  await living.describe(migrating, "next", ">=13");
  const unknown = await living.must(1, ...RESTORE, "--json");
  assert.equal(unknown.result()["code"], "VERSION_UNFIT", "a version that can be compared is");
});

test("restore: a version that is no number cannot be compared, which is said and keeps nobody from his data", async () => {
  await using living = await LivingApp.make(" {}");
  await living.describe(" {}", "winter");
  await living.must(0, "backup");
  await living.describe(" {}", "12.4", ">=12");
  const { out } = await living.must(3, ...RESTORE);
  assert.match(out, /its version is winter, which is not numbers with dots/);
});

test("restore --at-next-start: is put in place by the launcher alone, and undo gives it up", async () => {
  await using living = await LivingApp.make();
  await paintedRed(living);
  const ready = await living.must(0, ...RESTORE, "--at-next-start");
  assert.match(ready.out, /It is put in place when Kontor is started the next time/);
  assert.equal(await living.colour(), "colour: red");
  assert.deepEqual(await living.told(), []);
  for (const words of [["list"], ["settle"]])
    assert.match((await living.must(0, ...words)).out, /is ready and not done yet/);
  await living.must(1, ...RESTORE);
  await living.must(0, "undo");
  assert.deepEqual(await readdir(living.app.path(".fivefold")), ["lock"]);
  await living.must(0, ...RESTORE, "--at-next-start");
  // The app still runs: nothing is pulled away from under it.
  assert.match((await living.must(1, "settle", "--apply")).err, /is in use by/);
  await living.tell("stop");
  await living.tell("launch");
  assert.equal(await living.colour(), "colour: blue");
  assert.ok(living.isRunning);
  await living.must(0, "undo");
  assert.equal(await living.colour(), "colour: red");
});

test("settle --apply: an app that was updated since takes what still fits, and is left alone with what does not", async () => {
  const hooks = " {}";
  await using living = await LivingApp.make(hooks);
  await paintedRed(living);
  await living.tell("stop");
  await living.must(0, ...RESTORE, "--at-next-start");
  await living.describe(hooks, "13.0", ">=13");
  const { err } = await living.must(4, "settle", "--apply");
  assert.match(err, /Kontor was 12\.4 when the restore was prepared, and is 13\.0 now/);
  assert.equal(await living.colour(), "colour: red");
  assert.deepEqual(await readdir(living.app.path(".fivefold")), ["lock"]);
  await living.describe(hooks);
  await living.must(0, ...RESTORE, "--at-next-start");
  await living.describe(hooks, "12.5", ">=12");
  await living.must(0, "settle", "--apply");
  assert.equal(await living.colour(), "colour: blue");
});

test("settle --apply: the app's launcher, called by our own start, is let through", async () => {
  await using living = await LivingApp.make(`
  stop: [./kontor, stop]
  start: [./kontor, launch]
  probe: { command: [./kontor, probe], seconds: 5 }`);
  await paintedRed(living);
  await living.must(0, ...RESTORE);
  assert.deepEqual(await living.told(), ["stop", "launch", "start", "probe"]);
  const launched = (await living.recorded()).find(([hook]) => hook === "start");
  assert.match(launched?.[2] ?? "", /Another run is just starting Kontor/);
  assert.equal(await living.colour(), "colour: blue");
});

test("backup, export: what comes before and after is run, and no password is told", async () => {
  const hooks = `
  before-backup: [[sh, -c, 'env > before.txt; echo synchronised']]
  after-backup: { command: [sh, -c, 'echo "$FIVEFOLD_OUTCOME $FIVEFOLD_REASON $FIVEFOLD_SNAPSHOT" >> after.txt'] }`;
  await using living = await LivingApp.make(hooks);
  const { app } = living;
  const environment = {
    FIVEFOLD_PARCEL_PASSWORD: "correct horse battery 8 staple",
    RESTIC_PASSWORD: "x",
  };
  const backup = await app.run(["backup", "--tenant", "acme", "--json"], { environment });
  assert.equal(backup.exit, 0, backup.out);
  const told = await readFile(app.path("before.txt"), "utf8");
  assert.doesNotMatch(told, /PASSWORD/);
  for (const line of [
    "FIVEFOLD_HOOK=before-backup",
    "FIVEFOLD_TENANTS=acme",
    "FIVEFOLD_REASON=manual",
  ])
    assert.ok(told.split("\n").includes(line), told);
  assert.deepEqual(await living.recorded(), [
    ["before-backup", "done", "synchronised"],
    ["after-backup", "done", ""],
  ]);
  await living.must(0, "backup", "--as", "parcel", "--to", "./parcels/", "--name", "all");
  await living.must(0, "export", "--tenant", "acme", "--to", "./acme.zip");
  assert.equal((await app.run(["backup", "--part", "nothing"])).exit, 2);
  const after = (await readFile(app.path("after.txt"), "utf8")).trim().split("\n");
  assert.deepEqual(
    after.map((line) => line.split(" ").slice(0, 2)),
    [
      ["done", "manual"],
      ["done", "manual"],
      ["done", "export"],
      ["failed", "manual"],
    ],
  );
  assert.equal(after[0]?.split(" ")[2], backup.result()["snapshot"]);
});

test("backup: one that is required stops it with its message, any other is only named", async () => {
  await using living = await LivingApp.make(`
  before-backup: { command: [sh, -c, 'echo "the phone does not answer" >&2; exit 3'], required: true }
  after-backup: [sh, -c, 'echo "$FIVEFOLD_OUTCOME"']`);
  const stopped = await living.must(1, "backup");
  assert.match(stopped.err, /for before-backup did not succeed: the phone does not answer/);
  assert.deepEqual(await living.recorded(), [
    ["before-backup", "failed", "the phone does not answer"],
    ["after-backup", "done", "failed"],
  ]);
  await living.describe(`
  before-backup: { command: [./is-not-there] }
  after-backup: { command: [sleep, "60"], seconds: 1 }`);
  const { out } = await living.must(3, "backup");
  assert.match(out, /^Backup [0-9a-f]{8} of Kontor is complete\.$/m, "what was backed up is whole");
  assert.match(out, /\.\/is-not-there is not there or may not be run/);
  assert.match(out, /had not finished after 1 sec and was ended/);
  const list = await living.must(0, "list", "--json");
  const [snapshot] = list.result()["snapshots"] as readonly { readonly isComplete: boolean }[];
  assert.equal(snapshot?.isComplete, true);
});

test("backup: a question that nobody can be asked is a finding in the person's language", async () => {
  await using living = await LivingApp.make(`
  before-backup: { ask: { en: Were the phones synchronised?, fr: Avez-vous synchronisé le Pocket ? } }`);
  const { out } = await living.must(3, "backup", "--language", "fr");
  assert.match(out, /personne n’a confirmé : Avez-vous synchronisé le Pocket \?/);
  const { out: german } = await living.must(3, "backup", "--language", "de");
  assert.match(german, /nicht bestätigt: Were the phones synchronised\?/);
});
