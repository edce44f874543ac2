/*
 * Goal: a parcel does what people want of it: it is written, looked at, proved, brought back, given away, taken elsewhere; and
 * a file that is none says what it is. Method: the command line as whole processes on a small app in a temporary folder,
 * with a second home for the other computer; restic and zip judge or make what is foreign.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { SMALL, makeParcel } from "../fixtures/sick-parcels.ts";
import { SmallApp } from "./small-app.ts";

/** Another computer: its home knows no key of this one. */
function elsewhere(app: SmallApp): { readonly environment: Readonly<Record<string, string>> } {
  return { environment: { FIVEFOLD_HOME: app.path("../other-home") } };
}

test("parcel: is written, shown, proved, listed and brought back, in place and beside", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const backup = await app.run(["backup", "--as", "parcel", "--to", "./shelf/", "--json"]);
  assert.equal(backup.exit, 0, backup.err + backup.out);
  const { path: file, credentials, form } = backup.result() as Record<string, string>;
  assert.deepEqual([credentials, form], ["inner", "plain"]);
  assert.match(String(file), /shelf\/\d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.zip$/);
  const parcel = String(file);
  const show = await app.run(["show", parcel]);
  assert.equal(show.exit, 0, show.err);
  assert.match(show.out, /tenants\/acme\/database/);
  const check = await app.run(["check", parcel]);
  assert.equal(check.exit, 0, check.err);
  assert.match(check.out, /No mistakes were found[^]*Every byte was read/);
  const list = await app.run(["list", "--from", "./shelf/"]);
  assert.match(list.out, /^\d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.zip /m);

  await rm(app.path("data/tenants/acme"), { recursive: true });
  await app.write("data/settings/a.conf", "colour: none\n");
  const restore = await app.run(["restore", parcel, "--yes"]);
  assert.equal(restore.exit, 0, restore.err);
  assert.match(restore.out, /Kontor is back as it was at/);
  assert.equal(app.count("data/tenants/acme/tenant.db", "invoice"), 2);
  assert.equal(await readFile(app.path("data/settings/a.conf"), "utf8"), "colour: blue\n");
  assert.equal((await app.run(["undo"])).exit, 0);
  assert.deepEqual(await readdir(app.path("data/tenants")), ["beta"]);

  const beside = await app.run(["restore", "latest", "--from", "./shelf/", "--target", "./out"]);
  assert.equal(beside.exit, 0, beside.err);
  const smtp = await readFile(app.path("out/credentials/smtp.conf"), "utf8");
  assert.equal(smtp, "password: secret\n");
});

test("parcel: a rescue of an app that is gone can be undone, though nothing was left to keep", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const words = ["backup", "--as", "parcel", "--to", "./shelf/", "--name", "all"];
  assert.equal((await app.run(words)).exit, 0);
  await rm(app.path("data"), { recursive: true });
  const restore = await app.run(["restore", "./shelf/all.zip", "--yes", "--json"]);
  assert.ok(restore.exit === 0 || restore.exit === 3, restore.err + restore.out);
  assert.equal(restore.result()["safety"], null);
  assert.equal(app.count("data/tenants/acme/tenant.db", "invoice"), 2);
  const undo = await app.run(["undo", "--json"]);
  assert.ok(undo.exit === 0 || undo.exit === 3, undo.err + undo.out);
});

test("parcel: a file that happens to be called like a snapshot is not taken for one", async () => {
  await using app = await SmallApp.make();
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  await app.write("latest", "no backup\n");
  const show = await app.run(["show", "latest"]);
  assert.equal(show.exit, 0, show.err);
});

test("parcel: its credentials open here without a question, elsewhere with the key on the sheet", async () => {
  await using app = await SmallApp.make();
  const backup = await app.run(["backup", "--as", "parcel", "--to", "./shelf/", "--name", "all"]);
  assert.equal(backup.exit, 0, backup.err);
  const key = /Key for backup files: ([\d-]{55})/.exec(backup.out)?.[1];
  assert.ok(key, backup.out);
  const again = await app.run(["backup", "--as", "parcel", "--to", "./shelf/"]);
  assert.doesNotMatch(again.out, new RegExp(key), "shown once");
  assert.ok((await app.run(["key", "show"])).out.includes(key), "and when it is asked for");
  const words = ["restore", "./shelf/all.zip", "--target"];
  const refused = await app.run([...words, "./without", "--json"], elsewhere(app));
  assert.equal(refused.exit, 12);
  assert.equal(refused.result()["code"], "PARCEL_KEY_OTHER");
  await app.write("key", `${key.replaceAll("-", " ")}\n`);
  const given = ["--parcel-password-file", "key"];
  const opened = await app.run([...words, "./with", ...given], elsewhere(app));
  assert.equal(opened.exit, 0, opened.err);
  const smtp = await readFile(app.path("with/credentials/smtp.conf"), "utf8");
  assert.equal(smtp, "password: secret\n");
});

for (const option of ["--encrypt", "--hide-names"]) {
  test(`parcel: with ${option} a password is made, shown once, and needed`, async () => {
    await using app = await SmallApp.make();
    const words = ["backup", "--as", "parcel", "--to", "./shelf/", "--name", "safe", option];
    const backup = await app.run([...words, "--json"]);
    assert.equal(backup.exit, 0, backup.err);
    const { origin, secret } = backup.result()["password"] as Record<string, string>;
    assert.equal(origin, "made");
    const file = "./shelf/safe.zip";
    const none = await app.run(["show", file, "--json"]);
    assert.deepEqual([none.exit, none.result()["code"]], [2, "PARCEL_PASSWORD_NEEDED"]);
    await app.write("wrong", "112233-445566\n");
    await app.write("right", `${secret ?? ""}\n`);
    const opening = (name: string): readonly string[] => [file, "--parcel-password-file", name];
    const wrong = await app.run(["check", ...opening("wrong"), "--json"]);
    assert.deepEqual([wrong.exit, wrong.result()["code"]], [12, "PARCEL_PASSWORD_WRONG"]);
    const check = await app.run(["check", ...opening("right")]);
    assert.equal(check.exit, 0, check.err);
    const restore = await app.run(["restore", ...opening("right"), "--target", "./out"]);
    assert.equal(restore.exit, 0, restore.err);
    const letter = await readFile(app.path("out/tenants/acme/files/letter.txt"), "utf8");
    assert.equal(letter, "Dear acme\n");
    assert.equal((await app.run(["list", "--from", "./shelf/"])).exit, 0, "a list asks nothing");
  });
}

test("export: one company in one file comes back on another computer, byte for byte", async () => {
  await using app = await SmallApp.make();
  const words = ["export", "--tenant", "acme", "--to", "./acme.zip"];
  const made = await app.run(words);
  assert.equal(made.exit, 0, made.err);
  assert.match(made.out, /Passwords and keys were left out/);
  assert.match(made.out, /Not included:[^]*credentials/);
  assert.doesNotMatch(made.out, /--part/, "nobody can bring the login database along");
  const before = await readFile(app.path("acme.zip"));
  const again = await app.run([...words, "--json"]);
  assert.deepEqual([again.exit, again.result()["code"]], [1, "PARCEL_EXISTS"]);
  assert.ok((await readFile(app.path("acme.zip"))).equals(before));
  const out = await app.run(["restore", "./acme.zip", "--target", "./out"], elsewhere(app));
  assert.equal(out.exit, 0, out.err);
  const names = await readdir(app.path("out"), { recursive: true });
  assert.ok(
    !names.some((name) => name.startsWith("login") || name.includes("beta")),
    names.join(" "),
  );
  const file = "tenants/acme/files/letter.txt";
  const [there, here] = await Promise.all(
    [`out/${file}`, `data/${file}`].map((name) => readFile(app.path(name))),
  );
  assert.ok(there?.equals(here ?? Buffer.of()));
  const database = names.find((name) => name.endsWith("tenant.db"));
  assert.equal(app.count(`out/${database ?? ""}`, "invoice"), 2);
  const two = await app.run(["export", "--tenant", "*", "--to", "./two.zip"]);
  assert.equal(two.exit, 2, two.err);
});

test("copy: from a vault into a parcel and back adds no data, and restores the same", async () => {
  await using app = await SmallApp.make();
  const { keptIn } = await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  const vault = join(app.home, "vault");
  const blobs = (): ReadonlySet<string> => {
    const args = ["-r", vault, "--password-file", keptIn ?? "", "--no-cache", "list", "blobs"];
    const lines = execFileSync("restic", args, { encoding: "utf8" }).split("\n");
    return new Set(lines.filter((line) => line.startsWith("data ")));
  };
  const before = blobs();
  assert.ok(before.size > 5);
  const words = ["copy", "latest", "--as", "parcel", "--to", "./shelf/"];
  const out = await app.run([...words, "--name", "mine", "--json"]);
  assert.equal(out.exit, 0, out.err + out.out);
  const twice = await app.run([...words, "--json"]);
  assert.equal(twice.result()["wasThere"], true);
  assert.deepEqual(await readdir(app.path("shelf")), ["mine.zip"]);
  const back = ["copy", "./shelf/mine.zip", "--to", vault];
  assert.match((await app.run(back)).out, /there was nothing to do/);
  // so that the vault has its data and no snapshot
  for (const name of await readdir(join(vault, "snapshots")))
    await rm(join(vault, "snapshots", name), { force: true });
  const copied = await app.run(back);
  assert.equal(copied.exit, 0, copied.err);
  assert.deepEqual(blobs(), before);
  assert.equal((await app.run(["restore", "latest", "--target", "./one"])).exit, 0);
  assert.equal((await app.run(["restore", "./shelf/mine.zip", "--target", "./other"])).exit, 0);
  execFileSync("diff", ["-r", app.path("one"), app.path("other")]);
});

test("parcel: a folder of them is proved and thinned out; what is broken or foreign stays and is said", async () => {
  await using app = await SmallApp.make();
  for (const name of ["one", "two", "three"]) {
    const words = ["backup", "--as", "parcel", "--to", "./shelf/", "--part", "settings"];
    assert.equal((await app.run([...words, "--name", name])).exit, 0);
  }
  const whole = await app.run(["check", "--from", "./shelf/", "--read-data"]);
  assert.equal(whole.exit, 0, whole.err);
  const bytes = await readFile(app.path("shelf/two.zip"));
  const at = bytes.indexOf("colour: blue");
  assert.ok(at > 0, "so little is stored as it is");
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(app.path("shelf/two.zip"), bytes);
  const sick = await app.run(["check", "--from", "./shelf/", "--read-data"]);
  assert.equal(sick.exit, 3);
  assert.match(sick.out, /two\.zip/);
  const one = await app.run(["check", "./shelf/two.zip"]);
  assert.equal(one.exit, 3);
  const out = await app.run(["restore", "./shelf/two.zip", "--target", "./out", "--json"]);
  assert.deepEqual([out.exit, out.result()["code"]], [1, "PARCEL_DAMAGED"]);
  assert.ok(!(await readdir(app.folder)).includes("out"), "nothing of it stays");
  await app.write("shelf/notes.txt", "mine");
  await writeFile(app.path("shelf/cut.zip"), bytes.subarray(0, -40));
  const list = await app.run(["list", "--from", "./shelf/"]);
  assert.equal(list.exit, 0);
  assert.match(list.out, /three\.zip[^]*cut\.zip is cut off/);
  const beside = ["backup", "--as", "parcel", "--to", "./shelf/", "--part", "settings"];
  const made = await app.run([...beside, "--name", "four"]);
  assert.equal(made.exit, 0, "a broken neighbour makes no backup incomplete");
  const forgotten = await app.run(["forget", "--from", "./shelf/", "--keep-last", "1"]);
  assert.equal(forgotten.exit, 0, forgotten.err);
  assert.deepEqual(await readdir(app.path("shelf")), ["cut.zip", "four.zip", "notes.txt"]);
});

test("parcel: a file that is none, another app's, cut off or newer says so, and nothing is written", async () => {
  await using app = await SmallApp.make();
  await mkdir(app.path("files"));
  const parcel = makeParcel({ ...SMALL, appId: "kontor" });
  const stranger = makeParcel({ ...SMALL, appId: "stranger" });
  const newer = makeParcel({ ...SMALL, appId: "kontor", minimumReader: 99 });
  await app.write("files/text.zip", "text");
  await writeFile(app.path("files/cut.zip"), parcel.subarray(0, parcel.length - 40));
  await writeFile(app.path("files/other.zip"), stranger);
  await writeFile(app.path("files/newer.zip"), newer);
  execFileSync("zip", ["-q", "foreign.zip", "text.zip"], { cwd: app.path("files") });
  const expected = [
    ["text.zip", "PARCEL_NOT_ZIP"],
    ["foreign.zip", "PARCEL_FOREIGN"],
    ["cut.zip", "PARCEL_CUT_OFF"],
    ["other.zip", "APP_FOREIGN"],
    ["newer.zip", "LAYOUT_NEWER"],
    ["absent.zip", "PARCEL_MISSING"],
  ] as const;
  for (const [name, code] of expected) {
    const words = ["restore", `./files/${name}`, "--target", "./out"];
    const json = await app.run([...words, "--json"]);
    assert.deepEqual([json.result()["code"], json.exit], [code, 1], name);
    const sentence = String(json.result()["message"]) + String(json.result()["advice"]);
    assert.match(sentence, code === "LAYOUT_NEWER" ? /newer Fivefold/ : new RegExp(name));
    assert.ok(!(await readdir(app.folder)).includes("out"), name);
  }
});

test("parcel: named by the day or the weekday it replaces the older one, and nothing that is not ours", async () => {
  await using app = await SmallApp.make();
  // a zone in which it is about noon: no day ends while it is tried
  const hour = new Date().getUTCHours() - 12;
  const environment = { TZ: `Etc/GMT${hour < 0 ? "-" : "+"}${Math.abs(hour)}` };
  const words = ["backup", "--as", "parcel", "--to", "./shelf/", "--part", "settings", "--name-by"];
  const made = async (...more: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
    const ended = await app.run([...words, ...more, "--json"], { environment });
    assert.equal(ended.exit, 0, ended.err + ended.out);
    return ended.result();
  };
  const first = await made("day");
  await app.write("data/settings/a.conf", "colour: red\n");
  const second = await made("day");
  assert.equal(second["path"], first["path"]);
  assert.equal(second["replacedAt"], first["takenAt"]);
  const file = String(second["path"]);
  assert.match(file, /shelf\/\d{4}-\d\d-\d\d A\.zip$/);
  assert.equal((await app.run(["restore", file, "--target", "./out"])).exit, 0);
  assert.equal(await readFile(app.path("out/settings/a.conf"), "utf8"), "colour: red\n");
  const days = /(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)\.zip$/;
  const weekday = String((await made("weekday", "--language", "de"))["path"]);
  assert.match(weekday, days);
  const said = await app.run([...words, "weekday", "--language", "de"], { environment });
  assert.match(said.out, /trat an die Stelle/);
  assert.deepEqual((await readdir(app.path("shelf"))).length, 2);
  await writeFile(weekday, "mine\n");
  const refused = await app.run([...words, "weekday", "--language", "de", "--json"], {
    environment,
  });
  assert.deepEqual([refused.exit, refused.result()["code"]], [1, "PARCEL_EXISTS"]);
  assert.equal(await readFile(weekday, "utf8"), "mine\n");
});

test("parcel: what cannot be meant is refused before anything is written", async () => {
  await using app = await SmallApp.make();
  const wrong: readonly (readonly [readonly string[], number, RegExp])[] = [
    [["backup", "--encrypt"], 2, /--encrypt is only for a backup in one file/],
    [["backup", "--as", "pigeon"], 2, /pigeon is not possible for --as/],
    [["backup", "--as", "parcel", "--compress", "lzma"], 2, /lzma is not possible for --compress/],
    [["backup", "--as", "parcel", "--name", "a:b"], 1, /Possible: a-b\.zip/],
    [["backup", "--as", "parcel", "--name-by", "moon"], 2, /moon is not possible for --name-by/],
    [["backup", "--name-by", "day"], 2, /--name-by is only for a backup in one file/],
    [
      ["backup", "--as", "parcel", "--name-by", "day", "--name", "x"],
      2,
      /--name and --name-by exclude each other/,
    ],
    [["export", "--to", "./x.zip"], 2, /--tenant/],
  ];
  for (const [words, exit, sentence] of wrong) {
    const ended = await app.run(words);
    assert.equal(ended.exit, exit, `${words.join(" ")}: ${ended.err}`);
    assert.match(ended.err, sentence);
  }
  await app.write("weak", "kontor1\n");
  const given = ["--encrypt", "--parcel-password-file", "weak"];
  const weak = await app.run(["backup", "--as", "parcel", ...given, "--to", "./shelf/", "--json"]);
  assert.equal(weak.result()["code"], "PASSWORD_WEAK");
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  const vault = join(app.home, "vault");
  const into = await app.run(["backup", "--as", "parcel", "--to", vault, "--json"]);
  assert.equal(into.result()["code"], "PLACE_FOREIGN");
});
