/*
 * Goal: what goes wrong in the first hour ends well: a key that is never shown, settings with a mistake, a vault that was
 * half made, a lost index, a mistyped path. Method: the command line as whole processes on a small app; restic runs the
 * commands that we tell people to give.
 */

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdir, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { MAIN, SmallApp } from "./small-app.ts";

const run = promisify(execFile);
const KEY = /(?:\d{6}-){7}\d{6}/;

/** Runs a command and stops it as soon as `when` is on one of its streams. */
async function stopped(
  app: SmallApp,
  words: readonly string[],
  when: RegExp,
): Promise<{ readonly exit: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd: app.folder,
    env: app.environment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let all = "";
  const hear = (text: string): void => {
    const wasThere = when.test(all);
    all += text;
    if (!wasThere && when.test(all)) child.kill("SIGTERM");
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    hear(text);
  });
  child.stderr.setEncoding("utf8").on("data", hear);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on("close", resolve);
  return { exit: await promise, out };
}

test("key sheet: is shown when the first backup is stopped, and again by `key show`", async () => {
  await using app = await SmallApp.make();
  const piece = Buffer.alloc(300_000_000);
  for (let at = 0; at + 4 <= piece.length; at += 4096) piece.writeUInt32LE((at * 7) >>> 0, at);
  await writeFile(app.path("data/tenants/acme/files/large.bin"), piece);
  const person = await stopped(app, ["backup", "--to", "./first"], /Saving: tenants\/acme\/files/);
  assert.equal(person.exit, 130);
  const [key = ""] = KEY.exec(person.out) ?? [];
  assert.notEqual(key, "", person.out);
  assert.match(person.out, /Emergency sheet/);
  const script = await stopped(
    app,
    ["backup", "--to", "./second", "--json"],
    /"part":"tenants\/acme\/files"/,
  );
  assert.equal(script.exit, 130);
  const last = JSON.parse(script.out.trimEnd().split("\n").at(-1) ?? "") as {
    readonly code: string;
    readonly made: { readonly key: string; readonly folder: string };
  };
  assert.equal(last.code, "CANCELLED");
  assert.match(last.made.key, KEY);
  assert.equal(last.made.folder, app.path("second"));

  const again = await app.run(["key", "show", "--from", "./first"]);
  assert.equal(again.exit, 0, again.err);
  assert.equal(KEY.exec(again.out)?.[0], key);
  const json = await app.run(["key", "show", "--from", "./second", "--json"]);
  assert.deepEqual((json.result()["made"] as { readonly key: string }).key, last.made.key);
  for (const name of await readdir(join(app.home, "keys"))) await rm(join(app.home, "keys", name));
  const unkept = await app.run(["key", "show", "--from", "./first", "--json"]);
  assert.equal(unkept.result()["code"], "KEY_UNKEPT");
});

test("key sheet: its restic command brings all of the app back, and names a place by its path", async () => {
  await using app = await SmallApp.make();
  await mkdir(app.path("drive"));
  assert.equal((await app.run(["place", "add", "usb", "./drive"])).exit, 0);
  const init = await app.run(["init"]);
  assert.match(init.out, new RegExp(`Place: {2}${app.path("drive")} \\(usb\\)`));
  assert.equal((await app.run(["backup"])).exit, 0);
  assert.equal((await app.run(["backup", "--tenant", "beta"])).exit, 0);
  assert.equal((await app.run(["restore", "latest", "--tenant", "beta", "--yes"])).exit, 0);
  const command = /^ {2}(restic .*)$/m.exec(init.out)?.[1] ?? "";
  await mkdir(app.path("out"));
  const env = app.environment({ RESTIC_PASSWORD: KEY.exec(init.out)?.[0] ?? "" });
  await run("sh", ["-c", `${command} --no-cache`], { cwd: app.path("out"), env });
  const letter = await readFile(app.path("out/tenants/acme/files/letter.txt"), "utf8");
  assert.equal(letter, "Dear acme\n");
  const manifest = JSON.parse(await readFile(app.path("out/manifest.json"), "utf8")) as {
    readonly scope: string;
    readonly reason: string;
  };
  assert.deepEqual([manifest.scope, manifest.reason], ["full", "manual"]);
});

test("settings: a mistake is told with line and column by every command, and the last good ones hold", async () => {
  await using app = await SmallApp.make();
  await mkdir(app.path("drive"));
  assert.equal((await app.run(["place", "add", "usb", "./drive"])).exit, 0);
  const file = join(app.home, "settings.yaml");
  const good = await readFile(file, "utf8");
  await writeFile(file, `${good}langage: fa\n`);
  const line = good.split("\n").length;
  for (const words of [["parts"], ["place", "list"], ["list"]]) {
    const { err } = await app.run(words);
    assert.match(err, new RegExp(`settings\\.yaml, line ${line}, column \\d+: langage`));
    const json = (await app.run([...words, "--json"])).result();
    const told = json["settingsMistake"] as { readonly code: string; readonly facts: object };
    assert.equal(told.code, "SETTINGS_WRONG");
    assert.partialDeepStrictEqual(told.facts, { line, at: "langage" });
  }
  assert.match((await app.run(["place", "list"])).out, /usb/);
  await writeFile(file, good);
  const clean = await app.run(["parts", "--json"]);
  assert.equal(clean.result()["settingsMistake"], undefined);
});

test("half-made vault: what a kill leaves is taken over, and the rest of a vault is never", async () => {
  await using app = await SmallApp.make();
  const old = "a".repeat(64);
  for (const name of ["data/00", "data/ff", "index", "snapshots", "locks", "keys"])
    await mkdir(app.path(`half/${name}`), { recursive: true });
  await app.write(`half/keys/${old}`, "{}");
  await app.write(`half/keys/${"b".repeat(64)}-tmp-0123abcd-17-0123abcd`, "{");
  await app.write("half/config-tmp-0123abcd-17-0123abcd", "");
  const backup = await app.run(["backup", "--to", "./half"]);
  assert.equal(backup.exit, 0, backup.err);
  assert.ok(!(await readdir(app.path("half/keys"))).includes(old));
  const [, kept = ""] = /A copy of the key lies in (\S+),/.exec(backup.out) ?? [];
  await run("restic", ["-r", app.path("half"), "--password-file", kept, "--no-cache", "check"]);

  await rm(app.path("half/config"));
  for (const words of [
    ["backup", "--to", "./half"],
    ["init", "--to", "./half"],
    ["list", "--from", "./half"],
  ]) {
    const ended = await app.run(words);
    assert.equal(ended.exit, 1);
    assert.match(ended.err, /the file `config` is missing/);
  }
  await mkdir(app.path("other/keys"), { recursive: true });
  await app.write("other/keys/house.txt", "mine");
  const other = await app.run(["init", "--to", "./other", "--json"]);
  assert.equal(other.result()["code"], "PLACE_FOREIGN");
});

test("check: tells each trouble once, and how a lost index is made anew", async () => {
  await using app = await SmallApp.make();
  const { keptIn } = await app.init();
  const vault = join(app.home, "vault");
  assert.equal((await app.run(["backup"])).exit, 0);
  assert.equal((await app.run(["backup"])).exit, 0);
  for (const name of await readdir(join(vault, "index"))) await rm(join(vault, "index", name));
  const bad = await app.run(["check"]);
  assert.equal(bad.exit, 3, bad.err);
  assert.match(bad.out, /restic repair index/);
  assert.doesNotMatch(bad.out, /belongs? to no backup/);
  const { findings } = (await app.run(["check", "--json"])).result() as {
    readonly findings: readonly { readonly code: string; readonly facts: object }[];
  };
  const told = findings.map(({ code, facts }) => JSON.stringify([code, { ...facts, snapshot: 0 }]));
  assert.equal(new Set(told).size, told.length);
  // The command's older name, which every restic knows.
  await run("restic", ["-r", vault, "--password-file", keptIn ?? "", "rebuild-index"]);
  assert.equal((await app.run(["check"])).exit, 0);

  for (const folder of ["index", "snapshots"])
    for (const name of await readdir(join(vault, folder))) await rm(join(vault, folder, name));
  const left = await app.run(["check"]);
  assert.equal(left.exit, 0, left.err);
  assert.match(left.out, /to no backup; `fivefold prune` gives the room back/);
});

test("vault ls, vault dump: a path that is not there is said to be that; paths are whole", async () => {
  await using app = await SmallApp.make();
  const { keptIn } = await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  const from = ["--repo", join(app.home, "vault"), "--password-file", keptIn ?? ""];
  for (const words of [
    ["ls", "latest", "/nowhere"],
    ["ls", "latest", "/manifest.json/below"],
    ["dump", "latest", "settings/nothing.conf"],
    ["dump", "latest", "/tenants"],
  ]) {
    const ended = await app.run(["vault", ...words, ...from]);
    assert.equal(ended.exit, 1);
    assert.match(ended.err, /^There is no (?:file )?\S+ in backup [0-9a-f]{8}\.\n/);
  }
  const list = await app.run(["vault", "ls", "latest", "tenants/acme/", ...from]);
  assert.match(list.out, / \/tenants\/acme\/files\/letter\.txt$/m);
  const json = await app.run(["vault", "ls", "latest", "/tenants/acme", ...from, "--json"]);
  const entries = json.result()["entries"] as readonly { readonly path: string }[];
  assert.ok(entries.some(({ path }) => path === "/tenants/acme/files/letter.txt"));
});

test("results: say what came back, what a backup lacks, what a query's mistake is, and that a key is needed", async () => {
  await using app = await SmallApp.make();
  const { keptIn } = await app.init();
  assert.equal((await app.run(["backup", "--tenant", "beta"])).exit, 0);
  const [id = ""] = (
    (await app.run(["list", "--json"])).result()["snapshots"] as { id: string }[]
  ).map((each) => each.id);
  const lacks = await app.run(["restore", id, "--tenant", "acme", "--yes"]);
  assert.equal(lacks.exit, 2);
  assert.match(lacks.err, /^The backup holds no company with the id acme\.$/m);
  const back = await app.run(["restore", id, "--tenant", "beta", "--yes"]);
  assert.match(
    back.out,
    /^Back in Kontor as it was at .*: Company beta\. All else was left alone/m,
  );
  const text = await readFile(app.path("fivefold.yaml"), "utf8");
  await app.write("fivefold.yaml", text.replace("from tenant order", "from tenants order"));
  const query = await app.run(["parts"]);
  assert.match(query.err, /no such table: tenants \(description, line \d+, column \d+\)/);
  await app.write("fivefold.yaml", text);
  await writeFile(keptIn ?? "", "another password");
  assert.equal((await app.run(["list", "--json"])).result()["code"], "PASSWORD_NEEDED");
});

test("help: of groups and of commands inside them, near misses, and a result for scripts", async () => {
  await using app = await SmallApp.make();
  const group = await app.run(["key", "--language", "de"]);
  assert.equal(group.exit, 2);
  assert.match(group.err, /zeigt das Notfallblatt/);
  assert.match((await app.run(["help", "vault", "ls"])).out, /\[path\]/);
  const nope = await app.run(["help", "nope"]);
  assert.equal(nope.exit, 2);
  assert.match(nope.err, /There is no command nope\./);
  assert.match((await app.run(["bakup"])).err, /Was backup meant\?/);
  assert.match((await app.run(["key", "lst"])).err, /Was list meant\?/);
  assert.match((await app.run(["backup", "--tennant", "x"])).err, /Was --tenant meant\?/);
  for (const words of [["help"], ["key"], []]) {
    const { out, err, exit } = await app.run([...words, "--json"]);
    assert.match(err, /Usage/);
    const last = JSON.parse(out) as { event: string; exit: number };
    assert.deepEqual([last.event, last.exit], ["result", exit]);
  }
  for (const words of [["undo"], ["close"]])
    assert.equal((await app.run([...words, "--yes", "--json"])).result()["code"], "UNDO_MISSING");
});

test("restore: says that it ends the undo of an earlier one; a second copy says that it was there", async () => {
  await using app = await SmallApp.make();
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  const ends = /When this restore is done, the earlier one of .* can no longer be undone\./;
  const words = ["restore", "latest", "--part", "settings", "--yes"];
  const first = await app.run([...words, "--json"]);
  assert.equal(first.result()["endedUndo"], null);
  const second = await app.run(words);
  assert.match(second.out, ends);
  const third = await app.run([...words, "--json"]);
  assert.match(String(third.result()["endedUndo"]), /^\d{8}-\d{6}-/);
  assert.equal((await app.run(["close", "--yes"])).exit, 0);
  assert.doesNotMatch((await app.run(words)).out, ends);

  await app.write("key", "a password of my own\n");
  const copy = ["copy", "latest", "--to", "./second", "--password-file", "key"];
  const copied = await app.run(copy);
  assert.match(copied.out, /^Backup [0-9a-f]{8} was copied to /);
  assert.match(copied.out, /second is a new place for backups with a history\./);
  const again = await app.run(copy);
  assert.match(again.out, / already, as [0-9a-f]{8}; there was nothing to do\.$/m);
  const { wasThere } = (await app.run([...copy, "--json"])).result();
  assert.equal(wasThere, true);
});

test("aside area: one that is a link or whose lock is damaged is refused, and the sentence says why", async () => {
  await using app = await SmallApp.make();
  await app.init();
  await mkdir(app.path("elsewhere"));
  await rm(app.path(".fivefold"), { recursive: true, force: true });
  await symlink(app.path("elsewhere"), app.path(".fivefold"));
  const linked = await app.run(["backup"]);
  assert.equal(linked.exit, 1);
  assert.match(linked.err, /\.fivefold is a link, and what it leads to may be anybody’s/);
  assert.match(linked.err, /move it away, without deleting it/);
  await rm(app.path(".fivefold"));
  await mkdir(app.path(".fivefold"));
  await writeFile(app.path(".fivefold/lock"), Buffer.alloc(8192, 7));
  const damaged = await app.run(["backup"]);
  assert.equal(damaged.exit, 1);
  assert.match(damaged.err, /\.fivefold\/lock, which keeps two runs .* is damaged/);
});

test("restore: over a database that is broken says what of the state before could not be saved", async () => {
  await using app = await SmallApp.make();
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  await writeFile(app.path("data/tenants/acme/tenant.db"), Buffer.alloc(8192, 7));
  const back = await app.run(["restore", "latest", "--tenant", "acme", "--yes"]);
  assert.equal(back.exit, 3, back.err);
  assert.match(back.out, /Only the copy of the state before it could not be kept whole\./);
  assert.match(
    back.out,
    /The state before the restore could be saved only in part: tenants\/acme\/database\n/,
  );
  assert.match(back.out, /The old files lie beside the new ones until the restore is closed\./);
  assert.equal(app.count("data/tenants/acme/tenant.db", "invoice"), 2);
  assert.equal((await app.run(["undo", "--yes"])).exit, 0);
  const old = await readFile(app.path("data/tenants/acme/tenant.db"));
  assert.deepEqual(old, Buffer.alloc(8192, 7), "the broken file itself is back");
});
