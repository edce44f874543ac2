/*
 * Goal: a tenant exported here comes into another installation, and is on its list; nothing of the others is touched;
 * one that is away comes home over what was left alone, and over nothing else. Method: two small apps and the command
 * line as whole processes; rows and bytes compared.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { SmallApp } from "./small-app.ts";

async function makeApp(enrols = true): Promise<SmallApp> {
  const app = await SmallApp.make();
  const text = await readFile(app.path("fivefold.yaml"), "utf8");
  if (!enrols) await app.write("fivefold.yaml", text.replace(/^ {2}register: .*\n/m, ""));
  await app.init();
  return app;
}

/** Takes a tenant's row and data away, as an app does that removes it. */
async function without(app: SmallApp, id: string): Promise<void> {
  using login = app.database("data/login.db");
  login.prepare("delete from tenant where id = ?").run(id);
  await rm(app.path(`data/tenants/${id}`), { recursive: true });
}

async function exported(app: SmallApp, id: string, ...more: readonly string[]): Promise<string> {
  const file = join(app.folder, `${id} ${Math.random()}.zip`);
  const ended = await app.run(["export", "--tenant", id, "--to", file, ...more]);
  assert.equal(ended.exit, 0, ended.err + ended.out);
  return file;
}

function rowsOf(app: SmallApp): readonly unknown[] {
  using login = app.database("data/login.db");
  return login.prepare("select id, name from tenant order by rowid").all().map(Object.values);
}

/** Every file below a folder with its hash. */
function look(app: SmallApp, folder: string): ReadonlyMap<string, string> {
  const root = app.path(folder);
  const names = readdirSync(root, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile())
      .map((entry): [string, string] => {
        const file = join(entry.parentPath, entry.name);
        return [
          file.slice(root.length),
          createHash("sha256").update(readFileSync(file)).digest("hex"),
        ];
      })
      .toSorted(([a], [b]) => a.localeCompare(b)),
  );
}

test("import: a tenant comes into another installation and onto its list; undo takes both back", async () => {
  await using here = await makeApp();
  await using there = await makeApp();
  const file = await exported(here, "acme");
  await without(there, "acme");
  const before = look(there, "data");
  const ended = await there.run(["import", file, "--yes", "--json"]);
  assert.equal(ended.exit, 0, ended.err);
  assert.partialDeepStrictEqual(ended.result(), {
    outcome: "done",
    tenant: { id: "acme", title: "Company acme" },
    enrolled: [{ id: "acme", title: "Company acme" }],
  });
  assert.deepEqual(rowsOf(there), [
    ["beta", "Company beta"],
    ["acme", "Company acme"],
  ]);
  assert.deepEqual(look(there, "data/tenants/acme/files"), look(here, "data/tenants/acme/files"));
  assert.equal(there.count("data/tenants/acme/tenant.db", "invoice"), 2);
  const after = look(there, "data");
  for (const [name, hash] of before)
    if (name !== "/login.db") assert.equal(after.get(name), hash, name);
  assert.match((await there.run(["parts"])).out, /tenants\/acme\/database/);
  assert.equal((await there.run(["undo", "--yes"])).exit, 0);
  assert.deepEqual(look(there, "data"), before);
  assert.equal(existsSync(there.path("data/tenants/acme")), false);
});

test("import: an id that is taken is refused; --replace takes its place, --as comes beside it", async () => {
  await using here = await makeApp();
  await using there = await makeApp();
  await here.write("data/tenants/acme/files/letter.txt", "Dear all\n");
  const file = await exported(here, "acme");
  const before = look(there, "data/tenants");
  const taken = await there.run(["import", file, "--yes"]);
  assert.equal(taken.exit, 1);
  assert.match(taken.err, /There is a company with the id acme here already/);
  assert.match(taken.err, /`--replace`.*`--as`/);
  {
    using login = there.database("data/login.db");
    login.exec("delete from tenant where id = 'acme'");
  }
  const data = await there.run(["import", file, "--yes"]);
  assert.match(data.err, /Data of a company with the id acme lies here already/);
  assert.deepEqual(look(there, "data/tenants"), before);
  const again = await there.run([
    "import",
    file,
    "--as",
    "ACME-2",
    "--title",
    "Acme (test)",
    "--yes",
  ]);
  assert.equal(again.exit, 0, again.err);
  assert.match(again.out, /Acme \(test\) is in Kontor/);
  assert.match(again.out, /names the old id/);
  assert.deepEqual(rowsOf(there), [
    ["beta", "Company beta"],
    ["ACME-2", "Acme (test)"],
  ]);
  const beside = look(there, "data/tenants");
  for (const [name, hash] of before) assert.equal(beside.get(name), hash, name);
  assert.deepEqual(look(there, "data/tenants/ACME-2/files"), look(here, "data/tenants/acme/files"));
  assert.equal(there.count("data/tenants/ACME-2/tenant.db", "invoice"), 2);
  const replaced = await there.run(["import", file, "--replace", "--yes"]);
  assert.equal(replaced.exit, 0, replaced.err);
  assert.equal(
    await readFile(there.path("data/tenants/acme/files/letter.txt"), "utf8"),
    "Dear all\n",
  );
  assert.equal(rowsOf(there).length, 3);
  const folded = await there.run(["import", file, "--as", "Beta", "--yes"]);
  assert.match(folded.err, /There is a company with the id beta here already/);
  for (const id of ["a/b", "CON", "..", "a."]) {
    const unsafe = await there.run(["import", file, "--as", id, "--yes"]);
    assert.equal(unsafe.exit, 2, id);
    assert.match(unsafe.err, /cannot be used as the id of a company/);
  }
  const both = await there.run(["import", file, "--as", "x", "--replace", "--yes"]);
  assert.equal(both.exit, 2);
});

test("import: a preview changes nothing; what waits for the next start is entered in the list as it is then", async () => {
  await using here = await makeApp();
  await using there = await makeApp();
  const file = await exported(here, "acme");
  await without(there, "acme");
  const before = look(there, "data");
  const preview = await there.run(["import", file, "--preview"]);
  assert.equal(preview.exit, 0, preview.err);
  assert.match(preview.out, /The app does not know Company acme; it is entered in its list/);
  const waits = await there.run(["import", file, "--at-next-start", "--yes", "--json"]);
  assert.equal(waits.exit, 0, waits.err);
  assert.equal(waits.result()["state"], "ready");
  assert.deepEqual(look(there, "data"), before);
  {
    using login = there.database("data/login.db");
    login.exec("insert into tenant values ('new', 'New')");
  }
  const settled = await there.run(["settle", "--apply"]);
  assert.equal(settled.exit, 0, settled.err);
  assert.deepEqual(rowsOf(there), [
    ["beta", "Company beta"],
    ["new", "New"],
    ["acme", "Company acme"],
  ]);
  assert.equal(there.count("data/tenants/acme/tenant.db", "invoice"), 2);
});

test("import: a file of several companies, and none, are refused", async () => {
  await using app = await makeApp();
  const whole = await app.run(["backup", "--as", "parcel", "--to", "./parcels/", "--name", "all"]);
  assert.equal(whole.exit, 0, whole.err);
  const several = await app.run(["import", "./parcels/all.zip", "--yes"]);
  assert.equal(several.exit, 2);
  assert.match(several.err, /exactly one company/);
});

test("import: without tenants.register the data comes, and the result says who has to be added", async () => {
  await using here = await makeApp();
  await using there = await makeApp(false);
  const file = await exported(here, "acme");
  await without(there, "acme");
  const ended = await there.run(["import", file, "--yes"]);
  assert.equal(ended.exit, 3);
  assert.match(ended.out, /Company acme is back, but the app does not know the company: acme/);
  assert.deepEqual(rowsOf(there), [["beta", "Company beta"]]);
  assert.equal(there.count("data/tenants/acme/tenant.db", "invoice"), 2);
});

test("import: a statement that does not enrol leaves everything as it is", async () => {
  await using here = await makeApp();
  await using there = await makeApp();
  const file = await exported(here, "acme");
  await without(there, "acme");
  {
    using login = there.database("data/login.db");
    login.exec(
      "create unique index one on tenant(name); insert into tenant values ('x', 'Company acme')",
    );
  }
  const before = look(there, "data");
  const ended = await there.run(["import", file, "--yes", "--json"]);
  assert.equal(ended.exit, 1);
  assert.equal(ended.result()["code"], "TENANT_UNREGISTRABLE");
  assert.match(String(ended.result()["message"]), /UNIQUE constraint failed: tenant\.name/);
  assert.deepEqual(look(there, "data"), before);
  assert.deepEqual(readdirSync(there.path(".fivefold")), ["lock"]);
});

test("restore: one tenant of a full backup comes back with its row, and nothing of the others is touched", async () => {
  await using app = await makeApp();
  assert.equal((await app.run(["backup"])).exit, 0);
  await without(app, "acme");
  {
    using login = app.database("data/login.db");
    login.exec(
      "update tenant set name = 'New name' where id = 'beta'; insert into tenant values ('new', 'New')",
    );
    using beta = app.database("data/tenants/beta/tenant.db");
    beta.exec("insert into invoice values (3, 'three')");
  }
  await app.write("data/settings/a.conf", "colour: red\n");
  const others = ["data/tenants/beta", "data/settings", "data/credentials"];
  const before = others.map((each) => look(app, each));
  const ended = await app.run(["restore", "latest", "--tenant", "acme", "--yes"]);
  assert.equal(ended.exit, 0, ended.err);
  assert.match(ended.out, /did not know Company acme; it is on its list/);
  assert.deepEqual(rowsOf(app), [
    ["beta", "New name"],
    ["new", "New"],
    ["acme", "Company acme"],
  ]);
  assert.deepEqual(
    others.map((each) => look(app, each)),
    before,
  );
  const again = await app.run(["restore", "latest", "--tenant", "acme", "--yes", "--json"]);
  assert.deepEqual(again.result()["enrolled"], [], "it is known now");
});

test("away: is shown, comes home over what was left alone, and an undo makes it away again", async () => {
  await using here = await makeApp();
  await using there = await makeApp();
  await without(there, "acme");
  const file = await exported(here, "acme", "--away", "--note", "with the auditor");
  for (const command of ["parts", "list"])
    assert.match((await here.run([command])).out, /acme\) is away since .*: with the auditor/);
  const twice = await here.run(["export", "--tenant", "acme", "--to", "./x.zip", "--away"]);
  assert.equal(twice.exit, 1);
  assert.match(twice.err, /acme is away already, since .*: with the auditor/);
  assert.equal((await there.run(["import", file, "--yes"])).exit, 0);
  {
    using tenant = there.database("data/tenants/acme/tenant.db");
    tenant.exec("insert into invoice values (3, 'three')");
  }
  await there.write("data/tenants/acme/files/more.txt", "more\n");
  const back = await exported(there, "acme");
  // looked at and backed up, as every night, but not changed
  assert.equal((await here.run(["backup"])).exit, 0);
  const home = await here.run(["import", back, "--yes"]);
  assert.equal(home.exit, 0, home.err);
  assert.match(home.out, /Company acme is no longer away/);
  assert.equal(here.count("data/tenants/acme/tenant.db", "invoice"), 3);
  assert.match((await here.run(["away", "list"])).out, /No company is away/);
  assert.equal((await here.run(["undo", "--yes"])).exit, 0);
  assert.match((await here.run(["away", "list"])).out, /acme\) is away since/);
  assert.equal((await here.run(["import", back, "--yes"])).exit, 0);
  assert.equal((await here.run(["import", back, "--yes"])).exit, 1, "it is at home now");
});

test("away: what was changed here meanwhile is not replaced unasked, and both sides are told", async () => {
  await using here = await makeApp();
  await using there = await makeApp();
  await without(there, "acme");
  const old = await exported(here, "acme");
  const file = await exported(here, "acme", "--away");
  assert.equal((await there.run(["import", file, "--yes"])).exit, 0);
  {
    using tenant = there.database("data/tenants/acme/tenant.db");
    tenant.exec("insert into invoice values (3, 'three'), (4, 'four')");
  }
  const back = await exported(there, "acme");
  const older = await here.run(["import", old, "--yes"]);
  assert.match(older.err, /There is a company with the id acme here already/, "it left later");
  {
    using tenant = here.database("data/tenants/acme/tenant.db");
    tenant.exec("insert into invoice values (9, 'here')");
  }
  const before = look(here, "data");
  const refused = await here.run(["import", back, "--yes", "--json"]);
  assert.equal(refused.exit, 1);
  assert.equal(refused.result()["code"], "TENANT_CHANGED");
  assert.partialDeepStrictEqual(refused.result()["facts"], {
    tenant: "acme",
    parts: ["tenants/acme/database"],
    left: ["invoice: 2"],
    here: ["invoice: 3"],
    there: ["invoice: 4"],
  });
  assert.match(String(refused.result()["message"]), /Here now: invoice: 3/);
  assert.deepEqual(look(here, "data"), before);
  assert.equal((await here.run(["import", back, "--replace", "--yes"])).exit, 0);
  assert.equal(here.count("data/tenants/acme/tenant.db", "invoice"), 4);
  assert.match((await here.run(["away", "list"])).out, /No company is away/);
});

test("away end: one that never left is at home again; who is not away is not known there", async () => {
  await using app = await makeApp();
  await exported(app, "acme", "--away");
  const unknown = await app.run(["away", "end", "beta"]);
  assert.equal(unknown.exit, 2);
  assert.match(unknown.err, /No company is away with the id beta/);
  assert.match((await app.run(["away", "end", "acme"])).out, /Company acme is no longer away/);
  assert.match((await app.run(["away", "list"])).out, /No company is away/);
  const note = await app.run(["export", "--tenant", "acme", "--to", "./y.zip", "--note", "x"]);
  assert.equal(note.exit, 2);
});

test("export: whoever is given one company does not learn who the others are", async () => {
  await using app = await makeApp();
  const ended = await app.run(["export", "--tenant", "acme", "--to", "./one.zip", "--json"]);
  assert.equal(ended.exit, 0, ended.err);
  const shown = await app.run(["show", "./one.zip", "--json"]);
  assert.equal(shown.exit, 0, shown.err);
  assert.doesNotMatch(shown.out, /beta/);
});
