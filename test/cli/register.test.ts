// Goal: a double click on a backup file finds the restore. Method: the files that are laid are asked for by the desktop's own
// tools, each where it is installed; without them, they are read.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { SmallApp } from "./small-app.ts";

function hasTool(name: string): boolean {
  return ["/usr/bin", "/usr/local/bin"].some((folder) => existsSync(join(folder, name)));
}

test("register-files: ties the app's own extension to the restore, and takes it back", async () => {
  await using app = await SmallApp.make();
  const own = "parcel: { extension: .kontor-backup }\n";
  await app.write("fivefold.yaml", `${await readFile(app.path("fivefold.yaml"), "utf8")}${own}`);
  const data = app.path("share");
  const environment = { XDG_DATA_HOME: data };
  const printed = await app.run(["register-files", "--print"], { environment });
  assert.match(printed.out, /^\[Desktop Entry\]$/m);
  assert.equal(existsSync(data), false, "nothing is written");
  const done = await app.run(["register-files"], { environment });
  assert.equal(done.exit, 0, done.err);
  assert.match(done.out, /\.kontor-backup/);
  const desktop = join(data, "applications/fivefold-kontor.desktop");
  assert.match(await readFile(desktop, "utf8"), /"open" %f$/m);
  if (hasTool("desktop-file-validate")) execFileSync("desktop-file-validate", [desktop]);
  if (hasTool("update-mime-database")) {
    // What every desktop looks names up in, made by its own tool from what was laid.
    const globs = await readFile(join(data, "mime/globs2"), "utf8");
    assert.match(globs, /^\d+:application\/vnd\.fivefold\.kontor\+zip:\*\.kontor-backup$/m);
  }
  const gone = await app.run(["register-files", "--remove"], { environment });
  assert.equal(gone.exit, 0, gone.err);
  assert.equal(existsSync(desktop), false);
});

test("register-files: zip belongs to everybody, and is left alone", async () => {
  await using app = await SmallApp.make();
  const { exit, out } = await app.run(["register-files"]);
  assert.equal(exit, 1);
  assert.match(out, /no extension of its own/);
});
