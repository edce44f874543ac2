/*
 * Goal: before anything is replaced, people see what a restore would change: files, rows, the newest records; and nothing
 * is touched by looking. Method: the command line as whole processes on a small app that was worked with since its backup.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { lstat, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { roomLacking } from "../../src/cli/preview.ts";
import { lockApp } from "../../src/engine/app-lock.ts";
import { testContext } from "../conformance/source.ts";
import type { Ended } from "./small-app.ts";
import { SmallApp } from "./small-app.ts";

const NEWEST = `
      newest: { query: "select number from invoice order by number", title: { en: invoices, de: Rechnungen } }`;

/** A backup, and some work after it. */
async function workedOn(): Promise<SmallApp> {
  const app = await SmallApp.make();
  const description = await readFile(app.path("fivefold.yaml"), "utf8");
  const database = `    - { id: database, kind: database, sqlite: "data/tenants/{id}/tenant.db" }`;
  assert.ok(description.includes(database));
  const open = `    - id: database
      kind: database
      sqlite: "data/tenants/{id}/tenant.db"${NEWEST}`;
  await app.write("fivefold.yaml", description.replace(database, open));
  for (let at = 0; at < 8; at++) await app.write(`data/tenants/acme/files/old ${at}.txt`, "old");
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  await rm(app.path("data/tenants/acme/files/letter.txt"));
  for (let at = 0; at < 7; at++) await app.write(`data/tenants/acme/files/old ${at}.txt`, "newer");
  await app.write("data/tenants/acme/files/added.txt", "added");
  await app.write("data/settings/other.tmp", "excluded");
  using acme = app.database("data/tenants/acme/tenant.db");
  acme.exec("insert into invoice values (3, 'three'), (4, 'four'), (7, 'seven')");
  return app;
}

/** Everything in a folder with its times. */
async function stateOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const lines = names.map(async (name) => {
    const stat = await lstat(join(folder, name), { bigint: true });
    const hash = stat.isFile()
      ? createHash("sha256")
          .update(await readFile(join(folder, name)))
          .digest("hex")
      : "";
    return `${name} ${stat.mtimeNs} ${hash}`;
  });
  return (await Promise.all(lines)).toSorted();
}

interface Preview {
  readonly parts: readonly {
    readonly id: string;
    readonly difference: Readonly<Record<string, unknown>>;
  }[];
  readonly rooms: readonly { readonly neededBytes: number; readonly freeBytes: number }[];
  readonly safetyRoom: { readonly neededBytes: number };
}

function previewIn(ended: Ended): Preview {
  assert.equal(ended.exit, 0, ended.err);
  return ended.result()["preview"] as Preview;
}

const partOf = ({ parts }: Preview, id: string): Readonly<Record<string, unknown>> =>
  parts.find((each) => each.id === id)?.difference ?? {};

test("restore --preview: names files, rows and the newest records, and changes nothing", async () => {
  await using app = await workedOn();
  const before = await stateOf(app.folder);
  const { exit, out, err } = await app.run(["restore", "latest", "--preview"]);
  assert.equal(exit, 0, err);
  assert.deepEqual(await stateOf(app.folder), before);
  assert.match(out, /^Restoring backup [0-9a-f]{8} of .* would change this in Kontor/);
  assert.match(out, /^ {2}invoices 3 to 4 and 7 were made after this backup\.$/m);
  assert.match(out, /^ {2}invoice +5 +2$/m);
  assert.match(out, /^ {2}1 file comes back \(10 bytes\):\n {4}letter\.txt$/m);
  assert.match(
    out,
    /^ {2}7 files become as they were .*\n {4}old 0\.txt\n[^]* {4}… and 2 more\.$/m,
  );
  assert.match(out, /^ {2}1 file goes: it is not in the backup \(5 bytes\):\n {4}added\.txt$/m);
  assert.match(out, /^As in the backup: login, settings, credentials, and Company beta$/m);
  assert.match(out, /^Needs .* free on /m);
  assert.match(out, /^ {2}Files \*\.tmp \(settings\): excluded/m);
  const german = await app.run(["restore", "latest", "--preview", "--language", "de"]);
  assert.match(german.out, /Rechnungen 3 bis 4 und 7: 3 wurden nach dieser Sicherung angelegt\./);
  const persian = await app.run(["restore", "latest", "--preview", "--language", "fa"]);
  assert.match(persian.out, /\u2066tenants\/acme\/files\u2069/);
  assert.match(persian.out, /\u20663\u2069 تا \u20664\u2069/);
});

test("restore --preview --json: has all counts, and what a safety snapshot may take", async () => {
  await using app = await workedOn();
  const preview = previewIn(await app.run(["restore", "latest", "--preview", "--json"]));
  assert.partialDeepStrictEqual(partOf(preview, "tenants/acme/files"), {
    kind: "files",
    added: { fileCount: 1, paths: ["letter.txt"] },
    changed: { fileCount: 7 },
    removed: { fileCount: 1, paths: ["added.txt"] },
    unchangedCount: 1,
  });
  assert.partialDeepStrictEqual(partOf(preview, "tenants/acme/database"), {
    kind: "database",
    tables: [{ name: "invoice", rowsThen: 2, rowsNow: 5 }],
    newest: { onlyNow: { recordCount: 3 }, onlyThen: { recordCount: 0 } },
  });
  assert.partialDeepStrictEqual(partOf(preview, "tenants/beta/database"), { isUnchanged: true });
  // What the vault has already need not be stored again: the files that changed or go, and one database.
  const database = (await lstat(app.path("data/tenants/acme/tenant.db"))).size;
  assert.equal(preview.safetyRoom.neededBytes, database + 7 * 5 + 5);
  assert.ok(preview.rooms.every(({ neededBytes, freeBytes }) => neededBytes < freeBytes));
});

test("restore --preview: one company shows nothing of the others; a backup may be running", async () => {
  await using app = await workedOn();
  using beta = app.database("data/tenants/beta/tenant.db");
  beta.exec("delete from invoice");
  const context = testContext();
  const lock = { app: "Kontor", appFolder: app.folder, home: app.home, waitMs: 0 };
  await using backup = await lockApp(lock, context);
  assert.ok(backup);
  const ended = await app.run(["restore", "latest", "--preview", "--tenant", "acme", "--json"]);
  const ids = previewIn(ended).parts.map(({ id }) => id);
  assert.deepEqual(ids, ["tenants/acme/database", "tenants/acme/files"]);
  const left = JSON.stringify(ended.result()["notIncluded"]);
  assert.match(left, /"beta"/);
  assert.match(left, /"loginPart"/);
});

test("restore --preview: a broken database and a missing folder are said", async () => {
  await using app = await workedOn();
  const database = app.path("data/tenants/acme/tenant.db");
  const bytes = await readFile(database);
  await writeFile(database, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(5000, 0xaa)]));
  await rm(app.path("data/tenants/beta/files"), { recursive: true });
  await rm(app.path("data/tenants/beta/tenant.db"));
  const { exit, out, err } = await app.run(["restore", "latest", "--preview"]);
  assert.equal(exit, 0, err);
  assert.match(out, /The database of tenants\/acme\/database is damaged/);
  assert.match(out, /The data of tenants\/beta\/files is not there/);
  assert.match(out, /The data of tenants\/beta\/database is not there/);
  assert.match(out, /^ {2}invoice +– +2$/m);
});

test("restore --preview: tells of a parcel the same as of the vault", async () => {
  await using app = await workedOn();
  const written = await app.run([
    "copy",
    "latest",
    "--as",
    "parcel",
    "--to",
    "./parcels/",
    "--json",
  ]);
  assert.equal(written.exit, 0, written.err);
  const [name = ""] = await readdir(app.path("parcels"));
  const file = previewIn(await app.run(["restore", `./parcels/${name}`, "--preview", "--json"]));
  const vault = previewIn(await app.run(["restore", "latest", "--preview", "--json"]));
  const told = ({ parts }: Preview): unknown =>
    parts.map(({ id, difference }) => ({ id, difference }));
  assert.deepEqual(told(file), told(vault));
});

test("restore --preview: excludes what would do something", async () => {
  await using app = await SmallApp.make();
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  for (const other of [["--yes"], ["--target", "./there"]]) {
    const { exit, err } = await app.run(["restore", "latest", "--preview", ...other]);
    assert.equal(exit, 2);
    assert.match(err, /--preview and --(yes|target) exclude each other/);
  }
  const same = await app.run(["restore", "latest", "--preview"]);
  assert.match(same.out, /would change nothing in Kontor/);
});

test("restore: what does not fit is told with the room that is there, and where", () => {
  const room = { device: "1", folder: "/srv/kontor/.fivefold", neededBytes: 5, freeBytes: 5 };
  assert.equal(roomLacking([room]), null);
  const lacking = roomLacking([room, { ...room, device: "2", freeBytes: 4 }]);
  assert.equal(lacking?.code, "SPACE_SHORT");
  assert.deepEqual(lacking.facts, { path: "/srv/kontor", neededBytes: 5, freeBytes: 4 });
});

test("fivefold.yaml: newest is for databases", async () => {
  await using app = await SmallApp.make();
  const description = await readFile(app.path("fivefold.yaml"), "utf8");
  const wrong = `files: "data/tenants/{id}/files", newest: { query: "select 1" } }`;
  await app.write(
    "fivefold.yaml",
    description.replace(`files: "data/tenants/{id}/files" }`, wrong),
  );
  const { exit, err } = await app.run(["parts"]);
  assert.equal(exit, 2);
  assert.match(err, /newest/);
});
