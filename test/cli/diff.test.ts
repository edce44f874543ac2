/*
 * Goal: two backups can be compared, wherever they lie, and what is said of files and rows is so. Method: the library and the
 * command line on a small app that was worked with between two backups and a backup file.
 */

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { test } from "node:test";
import type { ParcelWish } from "../../src/fivefold.ts";
import { openLibrary, quietWatch } from "../fixtures/library.ts";
import { SmallApp } from "./small-app.ts";

const EVERYTHING = { tenants: [], parts: [] };
const WISH: ParcelWish = {
  naming: { kind: "chosen", name: "half" },
  form: "plain",
  compression: "deflate",
  level: 1,
  leavesCredentialsOut: false,
  calendar: "gregorian",
  timeZone: "UTC",
  readme: () => new Uint8Array(0),
};

test("diff: files and rows of two backups, of a vault and of a file", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const watch = quietWatch();
  await using fivefold = await openLibrary(app.folder, app.home);
  const backUp = async (): Promise<string> =>
    (await fivefold.backup(EVERYTHING, null, watch)).value.snapshot.id;
  const first = { at: null, word: await backUp() };
  await rm(app.path("data/tenants/acme/files/letter.txt"));
  await app.write("data/tenants/acme/files/added.txt", "added");
  await app.write("data/settings/a.conf", "colour: red\n");
  {
    using acme = app.database("data/tenants/acme/tenant.db");
    acme.exec("insert into invoice values (3, 'three')");
  }
  const second = { at: null, word: await backUp() };

  const { parts } = await fivefold.changes(first, second, EVERYTHING, watch);
  const by = new Map<string, (typeof parts)[number]>(parts.map((each) => [each.part.id, each]));
  assert.deepEqual(Object.fromEntries(parts.map(({ part, verdict }) => [part.id, verdict])), {
    login: "same",
    "tenants/acme/database": "different",
    "tenants/beta/database": "same",
    "tenants/acme/files": "different",
    "tenants/beta/files": "same",
    settings: "different",
    credentials: "same",
  });
  const files = by.get("tenants/acme/files")?.files;
  assert.deepEqual(files?.added.paths, ["added.txt"]);
  assert.deepEqual(files.removed.paths, ["letter.txt"]);
  assert.deepEqual(by.get("settings")?.files?.changed.paths, ["a.conf"]);
  assert.deepEqual(by.get("tenants/acme/database")?.tables, [
    { name: "invoice", rowsThen: 2, rowsNow: 3 },
  ]);

  // A backup file that holds less, and was made by other means.
  const chosen = { tenants: [], parts: ["settings", "login"] };
  const { value: made } = await fivefold.pack(chosen, null, WISH, "backup", watch);
  const file = { at: made.folder, word: made.name };
  const other = await fivefold.changes(first, file, EVERYTHING, watch);
  assert.deepEqual(
    other.parts.map(({ part, isIn }) => `${part.id} ${isIn}`),
    [
      "login both",
      "settings both",
      "tenants/acme/database before",
      "tenants/beta/database before",
      "tenants/acme/files before",
      "tenants/beta/files before",
      "credentials before",
    ],
  );
  // As many rows; whether the bytes are the same is known when the database was not touched for a while.
  assert.notEqual(other.parts[0]?.verdict, "different");
  assert.deepEqual(other.parts[1]?.files?.changed.paths, ["a.conf"]);
  const nothing = { tenants: [], parts: ["nothing"] };
  await assert.rejects(fivefold.changes(first, second, nothing, watch), { code: "PART_UNKNOWN" });

  const said = await app.run(["diff", first.word, "latest", "--tenant", "acme"]);
  assert.equal(said.exit, 0, said.err);
  assert.match(said.out, /From backup [0-9a-f]{8} of .* to [0-9a-f]{8} of .* changed in Kontor:/);
  assert.match(said.out, /1 new file \(5 bytes\):\n\s+added\.txt/);
  assert.match(said.out, /invoice\s+3\s+2/);
});
