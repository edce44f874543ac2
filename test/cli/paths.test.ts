/*
 * Goal: a person finds a file in a backup and gets it back alone, and back again. Method: the command line as whole processes
 * on a small app whose files have names of all kinds; from a vault and from one file, into place and beside; every byte and
 * every time of the app is compared before and after.
 */

import assert from "node:assert/strict";
import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Ended } from "./small-app.ts";
import { SmallApp } from "./small-app.ts";

const FOLDER = "data/tenants/acme/files";
const PERSIAN = "قراردادها/فاکتور ۷.pdf";

async function makeApp(): Promise<SmallApp> {
  const app = await SmallApp.make();
  for (const folder of ["2024/Eingang", "قراردادها"])
    mkdirSync(app.path(`${FOLDER}/${folder}`), { recursive: true });
  for (const name of ["2024/Rechnung 7.pdf", "2024/Eingang/Brief e\u0301te\u0301.txt", PERSIAN])
    await app.write(`${FOLDER}/${name}`, `${name}\n`);
  return app;
}

/** Everything about the app's data, one line an entry. */
function state(app: SmallApp): readonly string[] {
  const lines: string[] = [];
  const look = (path: string): void => {
    const stat = lstatSync(app.path(path), { bigint: true });
    const content = stat.isSymbolicLink()
      ? readlinkSync(app.path(path))
      : stat.isFile()
        ? readFileSync(app.path(path), "base64")
        : "";
    lines.push(`${path} ${stat.mode} ${stat.mtimeNs} ${content}`);
    if (!stat.isDirectory()) return;
    for (const name of readdirSync(app.path(path)).toSorted()) look(`${path}/${name}`);
  };
  look("data");
  return lines;
}

function ok(ended: Ended): Ended {
  assert.equal(ended.exit, 0, ended.err + ended.out);
  return ended;
}

async function backUp(app: SmallApp, kind: "vault" | "parcel"): Promise<readonly string[]> {
  if (kind === "vault") {
    await app.init();
    ok(await app.run(["backup"]));
    return ["latest"];
  }
  await app.init();
  ok(await app.run(["backup", "--as", "parcel", "--to", "./shelf/", "--name", "all"]));
  return ["./shelf/all.zip"];
}

for (const kind of ["vault", "parcel"] as const) {
  test(`--path, ${kind}: one file comes back, all else stays, and undo is exact`, async () => {
    await using app = await makeApp();
    const backup = await backUp(app, kind);
    rmSync(app.path(`${FOLDER}/قراردادها`), { recursive: true });
    await app.write(`${FOLDER}/2024/Rechnung 7.pdf`, "written over\n");
    await app.write(`${FOLDER}/letter.txt`, "newer\n");
    await app.write("data/settings/a.conf", "colour: newer\n");
    const before = state(app);
    const words = ["restore", ...backup, "--tenant", "acme", "--path", PERSIAN];
    const done = ok(await app.run([...words, "--path", "2024/Rechnung 7.pdf", "--yes"]));
    assert.match(done.out, /Back in Kontor[^]*files\/قراردادها\/فاکتور ۷\.pdf.*left alone\./);
    assert.equal(readFileSync(app.path(`${FOLDER}/${PERSIAN}`), "utf8"), `${PERSIAN}\n`);
    const changed = state(app).filter((line) => !before.includes(line));
    assert.deepEqual(
      changed.map((line) => line.split(/ \d{5}/)[0]),
      [`${FOLDER}/2024/Rechnung 7.pdf`, `${FOLDER}/قراردادها`, `${FOLDER}/${PERSIAN}`],
    );
    assert.match(ok(await app.run(["undo"])).out, /as it was before/);
    assert.deepEqual(state(app), before);
    ok(await app.run([...words, "--yes"]));
    ok(await app.run(["close"]));
    assert.equal(readFileSync(app.path(`${FOLDER}/${PERSIAN}`), "utf8"), `${PERSIAN}\n`);
  });

  test(`--path, ${kind}: a folder is replaced as a tree, and into a folder only it is written`, async () => {
    await using app = await makeApp();
    const backup = await backUp(app, kind);
    await app.write(`${FOLDER}/2024/since.txt`, "made since\n");
    rmSync(app.path(`${FOLDER}/2024/Eingang`), { recursive: true });
    const before = state(app);
    const words = ["restore", ...backup, "--path", "tenants/acme/files/2024/"];
    ok(await app.run([...words, "--target", "./beside"]));
    assert.deepEqual(state(app), before);
    const beside = readdirSync(app.path("beside"), { recursive: true, encoding: "utf8" });
    const own = "tenants/acme/files";
    assert.deepEqual(beside.toSorted(), [
      "tenants",
      "tenants/acme",
      own,
      `${own}/2024`,
      `${own}/2024/Eingang`,
      `${own}/2024/Eingang/Brief e\u0301te\u0301.txt`,
      `${own}/2024/Rechnung 7.pdf`,
    ]);
    ok(await app.run([...words, "--yes"]));
    const inside = readdirSync(app.path(`${FOLDER}/2024`));
    assert.deepEqual(inside.toSorted(), ["Eingang", "Rechnung 7.pdf"]);
    ok(await app.run(["undo"]));
    assert.deepEqual(state(app), before);
  });

  test(`show, ${kind}: lists files, named so that they can be restored`, async () => {
    await using app = await makeApp();
    const backup = await backUp(app, kind);
    const all = ok(await app.run(["show", ...backup, "--part", "tenants/acme/files"])).out;
    for (const line of [
      /^Changed +Size +Name$/m,
      /^\w.+ tenants\/acme\/files\/2024\/$/m,
      /^\w.+ +20 bytes {2}tenants\/acme\/files\/2024\/Rechnung 7\.pdf$/m,
    ])
      assert.match(all, line);
    const found = await app.run(["show", ...backup, "--path", "**/*\u00e9t\u00e9*", "--json"]);
    const { entries } = ok(found).result() as { entries: readonly Record<string, unknown>[] };
    assert.equal(entries.length, 1);
    const { modifiedAt, ...entry } = entries[0] ?? {};
    assert.deepEqual(entry, {
      part: "tenants/acme/files",
      kind: "file",
      path: "2024/Eingang/Brief e\u0301te\u0301.txt",
      sizeBytes: 31,
    });
    assert.match(String(modifiedAt), /^\d{4}-.*Z$/);
    const named = `${entry["part"]}/${entry["path"]}`;
    ok(await app.run(["restore", ...backup, "--path", named.normalize("NFC"), "--yes"]));
  });
}

test("--path: what cannot be meant is refused with what could be, and nothing is touched", async () => {
  await using app = await makeApp();
  await backUp(app, "vault");
  symlinkSync(app.path("elsewhere"), app.path("data/link"));
  const before = state(app);
  const refused = async (words: readonly string[]): Promise<Ended> => {
    const ended = await app.run(["restore", "latest", "--yes", ...words]);
    assert.deepEqual(state(app), before);
    return ended;
  };
  const near = await refused(["--tenant", "acme", "--path", "2024/Rechnug 7.pdf"]);
  assert.equal(near.exit, 1);
  assert.match(near.err, /no 2024\/Rechnug 7\.pdf in backup [0-9a-f]{8} \(tenants\/acme\/files\)/);
  assert.match(near.err, /Was this meant: tenants\/acme\/files\/2024\/Rechnung 7\.pdf\?/);
  const database = await refused(["--part", "tenants/acme/database", "--path", "x"]);
  assert.equal(database.exit, 2);
  assert.match(database.err, /tenants\/acme\/database is a database/);
  const up = await refused(["--tenant", "acme", "--path", "../../login.db"]);
  assert.equal(up.exit, 2);
  const unclear = await refused(["--path", "letter.txt"]);
  assert.match(unclear.err, /not clear in which item letter\.txt lies[^]*tenants\/beta\/files/);
});

test("--path: what is in the way is not followed", async () => {
  await using app = await makeApp();
  await backUp(app, "vault");
  mkdirSync(app.path("elsewhere"));
  renameSync(app.path(`${FOLDER}/2024`), app.path("elsewhere/2024"));
  symlinkSync(app.path("elsewhere/2024"), app.path(`${FOLDER}/2024`));
  const words = ["restore", "latest", "--yes", "--tenant", "acme", "--path"];
  const blocked = await app.run([...words, "2024/Rechnung 7.pdf"]);
  assert.equal(blocked.exit, 1);
  assert.match(blocked.err, /files\/2024 is no folder.*a link is not followed/);
  ok(await app.run([...words, "2024"]));
  assert.ok(lstatSync(app.path(`${FOLDER}/2024`)).isDirectory());
  ok(await app.run(["undo"]));
  assert.ok(lstatSync(app.path(`${FOLDER}/2024`)).isSymbolicLink());
});

test("--path: latest is the newest backup that has the file", async () => {
  await using app = await makeApp();
  await backUp(app, "vault");
  rmSync(app.path(`${FOLDER}/${PERSIAN}`));
  ok(await app.run(["backup"]));
  ok(await app.run(["restore", "latest", "--tenant", "acme", "--path", PERSIAN, "--yes"]));
  assert.equal(readFileSync(app.path(`${FOLDER}/${PERSIAN}`), "utf8"), `${PERSIAN}\n`);
});

test("links that lead out: come back from one's own place, and from a file only when they are allowed", async () => {
  await using app = await makeApp();
  const link = app.path(`${FOLDER}/2024/mounted`);
  symlinkSync("/srv/documents", link);
  await backUp(app, "parcel");
  ok(await app.run(["backup"]));
  rmSync(link);
  ok(await app.run(["restore", "latest", "--tenant", "acme", "--yes"]));
  assert.equal(readlinkSync(link), "/srv/documents");
  ok(await app.run(["undo"]));
  assert.throws(() => lstatSync(link), { code: "ENOENT" });
  const before = state(app);

  const file = "./shelf/all.zip";
  ok(await app.run(["check", file]));
  ok(await app.run(["show", file, "--part", "tenants/acme/files"]));
  for (const words of [
    ["restore", file, "--yes"],
    ["restore", file, "--tenant", "acme", "--target", "./beside"],
    ["copy", file, "--to", "./another/"],
  ]) {
    const refused = await app.run(words);
    assert.equal(refused.exit, 1, refused.err + refused.out);
    assert.match(refused.err, /all\.zip is not taken: a link in it leads out of the backup/);
    assert.match(refused.err, /tenants\/acme\/files\/2024\/mounted, to \/srv\/documents/);
    assert.match(refused.err, /--allow-links-out/);
  }
  assert.deepEqual(state(app), before);
  assert.ok(!readdirSync(join(app.folder)).includes("beside"));
  // other files of it come back without the link
  const one = ["--part", "tenants/acme/files", "--path", "2024/Rechnung 7.pdf", "--yes"];
  ok(await app.run(["restore", file, ...one]));
  ok(await app.run(["restore", file, "--tenant", "acme", "--allow-links-out", "--yes"]));
  assert.equal(readlinkSync(link), "/srv/documents");
  ok(await app.run(["copy", file, "--to", "./another/", "--allow-links-out"]));

  ok(await app.run(["export", "--tenant", "acme", "--to", "./acme.zip"]));
  const bring = ["import", "./acme.zip", "--as", "delta", "--yes"];
  const refused = await app.run(bring);
  assert.equal(refused.exit, 1, refused.err + refused.out);
  assert.match(refused.err, /acme\.zip is not taken/);
  assert.ok(!readdirSync(app.path("data/tenants")).includes("delta"));
  await app.run([...bring, "--allow-links-out"]);
  assert.equal(readlinkSync(link.replace("acme", "delta")), "/srv/documents");
});

test("--preview: says of chosen paths what would change, and nothing of the rest", async () => {
  await using app = await makeApp();
  await backUp(app, "vault");
  await app.write(`${FOLDER}/2024/Rechnung 7.pdf`, "written over since\n");
  await app.write(`${FOLDER}/2024/since.txt`, "made since\n");
  await app.write(`${FOLDER}/letter.txt`, "changed, and not chosen\n");
  const before = state(app);
  const words = ["restore", "latest", "--tenant", "acme", "--path", "2024", "--preview"];
  const { out } = ok(await app.run(words));
  for (const said of [
    /Of tenants\/acme\/files, only this is replaced: 2024\//,
    /A folder is replaced as a whole/,
    /Rechnung 7\.pdf/,
    /since\.txt/,
  ])
    assert.match(out, said);
  assert.doesNotMatch(out, /letter\.txt/);
  const { preview } = ok(await app.run([...words, "--json"])).result() as {
    preview: {
      parts: readonly { only: unknown; difference: Record<string, { paths: unknown }> }[];
    };
  };
  assert.equal(preview.parts.length, 1);
  const [part] = preview.parts;
  assert.deepEqual(part?.only, [{ path: "2024", kind: "directory" }]);
  const { added, changed, removed } = part?.difference ?? {};
  assert.deepEqual(
    [added?.paths, changed?.paths, removed?.paths],
    [[], ["2024/Rechnung 7.pdf"], ["2024/since.txt"]],
  );
  assert.deepEqual(state(app), before);
});

test("--path: what was made since in a folder that had to be made stays when it is undone", async () => {
  await using app = await makeApp();
  await backUp(app, "vault");
  rmSync(app.path(`${FOLDER}/2024`), { recursive: true });
  const path = "2024/Eingang/Brief e\u0301te\u0301.txt";
  ok(await app.run(["restore", "latest", "--tenant", "acme", "--path", path, "--yes"]));
  writeFileSync(app.path(`${FOLDER}/2024/since.txt`), "work");
  ok(await app.run(["undo"]));
  assert.deepEqual(readdirSync(app.path(`${FOLDER}/2024`)), ["since.txt"]);
});
