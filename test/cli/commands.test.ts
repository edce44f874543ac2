/*
 * Goal: what a person or a script meets: outcomes, exit statuses, JSON lines, keys in their order, wrong usage. Method:
 * the command line as whole processes on a small app in a temporary folder; restic judges what was written.
 */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { z } from "zod";
import { VERSION } from "../../src/fivefold.ts";
import type { Ended } from "./small-app.ts";
import { ROOT, SmallApp } from "./small-app.ts";

const schema = z.fromJSONSchema(
  JSON.parse(await readFile(join(ROOT, "docs/schema/events.schema.json"), "utf8")) as Parameters<
    typeof z.fromJSONSchema
  >[0],
);

/** Every line follows the schema, the last and only the last is the result. */
function assertEvents(ended: Ended): void {
  const events = ended.events();
  for (const event of events) schema.parse(event);
  assert.deepEqual(
    events.map(({ event }) => event === "result"),
    events.map((_, at) => at === events.length - 1),
  );
  assert.equal(ended.result()["exit"], ended.exit);
}

test("events schema: refuses what is no event", () => {
  const wrong = [
    {},
    { v: 1, event: "done" },
    { v: 2, event: "stage", stage: "store", part: null },
    { v: 1, event: "stage", stage: "baking", part: null },
    { v: 1, event: "start", command: "backup", app: null },
  ];
  for (const each of wrong)
    assert.equal(schema.safeParse(each).success, false, JSON.stringify(each));
});

test("backup, list, show, restore, undo, close: the whole way, with JSON lines by the schema", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const backup = await app.run(["backup", "--json"]);
  assert.equal(backup.exit, 0, backup.err + backup.out);
  assertEvents(backup);
  const { snapshot, outcome, notIncluded } = backup.result();
  assert.equal(outcome, "done");
  assert.deepEqual(notIncluded, [
    { what: "path", name: "*.tmp", reason: "excluded", part: "settings" },
  ]);

  const list = await app.run(["list", "--json"]);
  assertEvents(list);
  const snapshots = list.result()["snapshots"] as readonly { readonly id: string }[];
  assert.deepEqual(
    snapshots.map(({ id }) => id),
    [snapshot],
  );
  const show = await app.run(["show", String(snapshot).slice(0, 8)]);
  assert.equal(show.exit, 0);
  assert.match(show.out, /tenants\/acme\/database/);
  assert.match(show.out, /Files \*\.tmp \(settings\): excluded/);

  await rm(app.path("data/tenants/acme"), { recursive: true });
  using beta = app.database("data/tenants/beta/tenant.db");
  beta.exec("delete from invoice");
  beta.close();
  const unasked = await app.run(["restore", "latest"]);
  assert.equal(unasked.exit, 2);
  assert.match(unasked.err, /--yes/);
  assert.equal(app.count("data/tenants/beta/tenant.db", "invoice"), 0);

  const restore = await app.run(["restore", "latest", "--yes", "--json"]);
  assertEvents(restore);
  assert.equal(restore.exit, 0, restore.out);
  assert.equal(app.count("data/tenants/acme/tenant.db", "invoice"), 2);
  assert.equal(app.count("data/tenants/beta/tenant.db", "invoice"), 2);
  assert.equal(await readFile(app.path("data/settings/half.tmp"), "utf8"), "not wanted");

  const undo = await app.run(["undo", "--json"]);
  assertEvents(undo);
  assert.equal(undo.exit, 0, undo.out);
  assert.equal(app.count("data/tenants/beta/tenant.db", "invoice"), 0);
  assert.deepEqual(await readdir(app.path("data/tenants")), ["beta"]);

  assert.equal((await app.run(["restore", "latest", "--yes"])).exit, 0);
  assert.equal((await app.run(["close"])).exit, 0);
  const closed = await app.run(["close", "--json"]);
  assertEvents(closed);
  assert.equal(closed.exit, 1);
  assert.equal(closed.result()["code"], "UNDO_MISSING");
});

test("restic: checks what the command line wrote, and restores it", async () => {
  await using app = await SmallApp.make();
  const { keptIn } = await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  const restic = promisify(execFile);
  const repository = ["-r", join(app.home, "vault"), "--password-file", keptIn ?? "", "--no-cache"];
  await restic("restic", [...repository, "check", "--read-data"]);
  await restic("restic", [...repository, "restore", "latest", "--target", app.path("out")]);
  const letter = await readFile(app.path("out/tenants/acme/files/letter.txt"), "utf8");
  assert.equal(letter, "Dear acme\n");
});

test("init: makes a key, shows it once, keeps it for its owner alone; a second init is refused", async () => {
  await using app = await SmallApp.make();
  const init = await app.run(["init"]);
  assert.equal(init.exit, 0, init.err);
  const key = /(?:\d{6}-){7}\d{6}/.exec(init.out)?.[0];
  assert.ok(key, init.out);
  const [name = ""] = await readdir(join(app.home, "keys"));
  const kept = join(app.home, "keys", name);
  assert.equal((await readFile(kept, "utf8")).trim(), key);
  assert.equal((await stat(kept)).mode & 0o777, 0o600);
  const again = await app.run(["init", "--json"]);
  assertEvents(again);
  assert.equal(again.result()["code"], "VAULT_EXISTS");
  const list = await app.run(["list"]);
  assert.doesNotMatch(list.out + list.err, new RegExp(key));
});

test("keys: the file that is named is stronger than the variables, these than the kept copy", async () => {
  await using app = await SmallApp.make();
  const { secret, keptIn } = await app.init();
  await app.write("right", `${secret.reveal()}\n`);
  await app.write("wrong", "wrong\n");
  const exitOf = async (
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<number | null> => (await app.run(["list", ...words], { environment })).exit;
  assert.equal(await exitOf([]), 0, "the kept copy");
  assert.equal(await exitOf([], { FIVEFOLD_PASSWORD: "wrong" }), 12);
  const file = { FIVEFOLD_PASSWORD_FILE: "right", FIVEFOLD_PASSWORD: "wrong" };
  assert.equal(await exitOf([], file), 0);
  assert.equal(await exitOf(["--password-file", "wrong"], file), 12);
  assert.equal(await exitOf(["--password-file", "absent"], file), 2);
  await rm(keptIn ?? "");
  const none = await app.run(["list"]);
  assert.equal(none.exit, 2);
  assert.match(none.err, /no key was given/);
  assert.equal(await exitOf(["--password-file", "right"]), 0);
  assert.equal(await exitOf([]), 2, "a given key is not kept");
  assert.equal(await exitOf(["--password-file", "right", "--remember"]), 0);
  assert.equal(await exitOf([]), 0, "--remember keeps it");
});

test("keys: a mistyped group of digits is named", async () => {
  await using app = await SmallApp.make();
  const { secret } = await app.init();
  const groups = secret.reveal().split("-");
  const third = groups[2] ?? "";
  groups[2] = third.slice(0, 5) + ((Number(third[5]) + 1) % 10);
  await app.write("typed", groups.join(" "));
  const ended = await app.run(["list", "--password-file", "typed"]);
  assert.equal(ended.exit, 12);
  assert.match(ended.err, /Mistyped groups: 3\./);
});

test("usage: what is wrong is said, with exit status 2", async () => {
  await using app = await SmallApp.make();
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [["bakup"], /There is no command bakup\./],
    [["backup", "--foo"], /There is no option --foo\./],
    [["backup", "--part"], /option --part needs a value/],
    [["list", "extra"], /a word too many/],
    [["show"], /Something is missing: snapshot/],
    [["copy", "latest"], /Something is missing: --to/],
    [["forget"], /how many backups to keep/],
    [["forget", "--keep-last", "x"], /x is not possible for --keep-last/],
    [["list", "--language", "xx"], /xx is not possible for --language/],
    [["list", "--from", "usb"], /There is no place named usb/],
    [["backup", "--tenant", "nobody", "--to", "./new"], /no company with the id nobody/],
    [["key"], /^$/],
  ];
  for (const [words, sentence] of wrong) {
    const ended = await app.run(words);
    assert.equal(ended.exit, 2, `${words.join(" ")}: ${ended.err}`);
    assert.match(ended.err, words[0] === "key" ? /Usage/ : sentence);
    const json = await app.run([...words, "--json"]);
    if (words[0] !== "key") assertEvents(json);
  }
  assert.equal((await app.run(["list"])).exit, 10, "no backups yet");
  const left = (await readdir(app.folder)).filter((name) => name !== ".fivefold");
  assert.deepEqual(left, ["data", "fivefold.yaml"], "no place was made by a wrong command");
});

test("languages: sentences and help in five, by option and by system", async () => {
  await using app = await SmallApp.make();
  const german = await app.run(["list"], { environment: { LC_ALL: "de_DE.UTF-8" } });
  assert.match(german.err, /liegen keine Sicherungen/);
  const persian = await app.run(["list", "--language", "fa"], { environment: { LANG: "de" } });
  assert.match(persian.err, /\u2066.*vault\u2069/);
  const french = await app.run(["help", "--language=fr"]);
  assert.equal(french.exit, 0);
  assert.match(french.out, /Utilisation/);
  assert.match(french.out, /fait une sauvegarde/);
  const one = await app.run(["backup", "--help", "--language", "pt"]);
  assert.match(one.out, /faz um backup/);
  assert.match(one.out, /--password-file/);
});

test("incomplete: a company whose database is gone is a finding, and everything else is saved", async () => {
  await using app = await SmallApp.make();
  await app.init();
  await rm(app.path("data/tenants/beta/tenant.db"));
  const backup = await app.run(["backup", "--json"]);
  assertEvents(backup);
  assert.equal(backup.exit, 3);
  const { findings, outcome } = backup.result();
  assert.equal(outcome, "incomplete");
  const [finding] = findings as readonly { readonly code: string; readonly part: string }[];
  assert.equal(finding?.code, "SOURCE_MISSING");
  assert.equal(finding.part, "tenants/beta/database");
  const said = await app.run(["backup"]);
  assert.match(said.out, /is incomplete/);
  assert.match(said.out, /The data of tenants\/beta\/database is not there/);
  const latest = await app.run(["show", "latest"]);
  assert.equal(latest.exit, 1, "an incomplete backup is never the latest");
});

test("description: mistakes are told with file, line and column; a missing one too", async () => {
  await using app = await SmallApp.make();
  const text = await readFile(app.path("fivefold.yaml"), "utf8");
  await app.write("fivefold.yaml", text.replace("kind: settings", "knd: settings"));
  const wrong = await app.run(["parts"]);
  assert.equal(wrong.exit, 2);
  assert.match(wrong.err, /fivefold\.yaml, line 5, column \d+: parts\[1\]\.knd is not known/);
  await mkdir(app.path("below"));
  const missing = await app.run(["--app", "below/fivefold.yaml", "parts"]);
  assert.equal(missing.exit, 2);
  assert.match(missing.err, /description was not found/);
});

test("places: a folder that holds other things is refused, an absent one is made, a drive that is away is missed", async () => {
  await using app = await SmallApp.make();
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  await writeFile(app.path("data/thesis.txt"), "mine");
  const foreign = await app.run(["backup", "--to", "./data", "--json"]);
  assertEvents(foreign);
  assert.equal(foreign.result()["code"], "PLACE_FOREIGN");
  await app.write("key", "a password of my own\n");
  const made = await app.run([
    "copy",
    "latest",
    "--to",
    "./second",
    "--password-file",
    "key",
    "--json",
  ]);
  assertEvents(made);
  assert.equal(made.exit, 0, made.out);
  assert.equal((await app.run(["list", "--from", "./second", "--password-file", "key"])).exit, 0);
  assert.equal((await app.run(["place", "add", "usb", "./usb"])).exit, 0);
  const away = await app.run(["backup", "--json"]);
  assert.equal(away.result()["code"], "PLACE_MISSING");
  assert.ok(!(await readdir(app.folder)).includes("usb"), "no folder is made for it");
});

test("places: the first one does not hide the backups made before it", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const vault = join(app.home, "vault");
  const added = await app.run(["place", "add", "empty", "./empty"]);
  assert.doesNotMatch(added.out, /from before/, "there are none yet");
  assert.equal((await app.run(["place", "remove", "empty"])).exit, 0);
  assert.equal((await app.run(["backup"])).exit, 0);
  const says = (text: string): void => assert.ok(text.includes(`lie in ${vault}`), text);
  says((await app.run(["place", "add", "usb", "./usb"])).out);
  await mkdir(app.path("usb"));
  says((await app.run(["place", "list"])).out);
  const none = await app.run(["list"]);
  assert.equal(none.exit, 10);
  says(none.err);
  says((await app.run(["restore", "latest", "--yes"])).err);
  await app.write("key", "a password of my own\n");
  const key = ["--password-file", "key"];
  assert.equal((await app.run(["init", ...key])).exit, 0);
  says((await app.run(["list", ...key])).out);
  const { earlier } = (await app.run(["list", "--json", ...key])).result();
  assert.equal(earlier, vault);
  const there = await app.run(["list", "--from", vault]);
  assert.match(there.out, / everything /);
  assert.doesNotMatch(there.out, /from before/);
});

test("version: is the package's", async () => {
  const text = await readFile(join(ROOT, "package.json"), "utf8");
  assert.equal((JSON.parse(text) as { readonly version: string }).version, VERSION);
  await using app = await SmallApp.make();
  for (const words of [["version"], ["--version"]]) {
    const ended = await app.run(words);
    assert.equal(ended.out, `fivefold ${VERSION}\n`);
    assert.equal(ended.exit, 0);
  }
});
