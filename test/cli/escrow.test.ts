/*
 * Goal: whom the vendor names gets a key after a yes and not before, it opens what was lost, a no takes it back wherever it
 * can, and what is beside the backups disturbs no other program. Method: the command line as a process, age and restic as
 * they are installed; a place is taken away by renaming its folder.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { resticOk } from "../interop/restic.ts";
import { SmallApp } from "./small-app.ts";

/** A vendor with a pair of keys, as age makes them. */
interface Vendor {
  readonly secretFile: string;
  readonly recipient: string;
}

async function vendor(app: SmallApp, name: string): Promise<Vendor> {
  const secretFile = join(app.folder, "..", name);
  execFileSync("age-keygen", ["-o", secretFile], { stdio: "ignore" });
  const recipient = execFileSync("age-keygen", ["-y", secretFile], { encoding: "utf8" }).trim();
  return { secretFile, recipient };
}

async function names(app: SmallApp, { recipient }: Vendor, name = "Kontor GmbH"): Promise<void> {
  const text = await readFile(app.path("fivefold.yaml"), "utf8");
  const others = text.replace(/^escrow:.*\n/m, "");
  await writeFile(
    app.path("fivefold.yaml"),
    `${others}escrow: { name: ${name}, recipient: ${recipient} }\n`,
  );
}

async function sealedIn(folder: string): Promise<readonly string[]> {
  return await readdir(join(folder, "escrow")).catch(() => []);
}

/** What age finds in a file: another program than ours. */
function opened(file: string, { secretFile }: Vendor): Readonly<Record<string, unknown>> {
  const text = execFileSync("age", ["-d", "-i", secretFile, file], { encoding: "utf8" });
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

function onlyOne(files: readonly string[]): string {
  assert.equal(files.length, 1, files.join(" "));
  return files[0] ?? "";
}

test("key escrow: nothing before a yes; then age opens the file, restic the vault, and everything comes back", async () => {
  await using app = await SmallApp.make();
  const kontor = await vendor(app, "kontor.txt");
  assert.equal((await app.run(["key", "escrow", "allow", "--yes"])).exit, 1, "nobody is named");
  await names(app, kontor);
  const vault = app.path("../vault");
  await mkdir(vault);
  assert.equal((await app.run(["place", "add", "stick", vault])).exit, 0);
  assert.equal((await app.run(["backup", "--to", vault])).exit, 0);
  assert.deepEqual(await sealedIn(vault), []);
  assert.equal((await readdir(join(vault, "keys"))).length, 1);
  assert.equal((await app.run(["key", "escrow", "allow"])).exit, 2, "nobody was asked");
  assert.deepEqual(await sealedIn(vault), []);

  const allowed = await app.run(["key", "escrow", "allow", "--yes"]);
  assert.equal(allowed.exit, 0, allowed.err);
  const file = join(vault, "escrow", onlyOne(await sealedIn(vault)));
  const content = opened(file, kontor);
  assert.deepEqual(content["app"], { id: "kontor", name: "Kontor" });
  assert.equal(content["for"], "Kontor GmbH");
  const password = String(content["password"]);
  assert.match(resticOk(vault, password, ["check"]), /no errors were found/);
  assert.match(resticOk(vault, password, ["snapshots"]), /app:kontor/);
  const listed = await app.run(["key", "list"]);
  assert.match(listed.out, /Kontor GmbH/);
  const audit = await readFile(join(app.home, "runs/audit.jsonl"), "utf8");
  assert.match(audit, /"action":"escrowAllowed"/);
  const own = { file: join(app.home, "keys"), names: await readdir(join(app.home, "keys")) };
  for (const name of own.names)
    assert.equal((await readFile(join(own.file, name), "utf8")).includes("AGE-SECRET"), false);

  // Another computer, which has the file that came by mail, and the stick.
  const mailed = app.path("../mailed.age");
  assert.equal((await app.run(["key", "escrow", "save", mailed])).exit, 0);
  assert.equal((await app.run(["key", "escrow", "save", mailed])).exit, 2, "no file is replaced");
  const far = { folder: app.path(".."), environment: { FIVEFOLD_HOME: app.path("../far home") } };
  const key = app.path("../key");
  const open = ["key", "escrow", "open", mailed, "--identity", kontor.secretFile];
  const shown = await app.run(open, far);
  assert.equal(shown.exit, 0, shown.err);
  assert.ok(shown.out.includes(password), shown.out);
  const other = await vendor(app, "other.txt");
  const refused = await app.run([...open.slice(0, -1), other.secretFile], far);
  assert.equal(refused.exit, 12);
  assert.match(refused.err, /sealed for another key/);
  assert.equal((await app.run([...open, "--key-file", key], far)).exit, 0);
  const into = app.path("../back");
  const recovered = await app.run(
    ["recover", "--from", vault, "--password-file", key, "--into", into, "--yes"],
    far,
  );
  assert.equal(recovered.exit, 0, recovered.err);
  assert.equal(
    await readFile(join(into, "data/credentials/smtp.conf"), "utf8"),
    "password: secret\n",
  );
  const settings = await readFile(app.path("../far home/settings.yaml"), "utf8");
  assert.doesNotMatch(settings, /escrow/, "a yes is for one computer");

  const withdrawn = await app.run(["key", "escrow", "withdraw"]);
  assert.equal(withdrawn.exit, 0);
  assert.match(withdrawn.out, /can still open that copy/);
  assert.deepEqual(await sealedIn(vault), []);
});
