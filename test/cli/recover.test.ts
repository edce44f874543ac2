/*
 * Goal: somebody who has lost the computer gets the app back with the backups and the key alone, and whoever names the
 * wrong thing is told so and nothing is written. Method: the command line as a process with an empty home, in an empty
 * folder, far from the app; what comes back is compared by the system's own tools and row by row.
 */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { must } from "../fixtures/command.ts";
import { lookAt, lookDifferences } from "../fixtures/look.ts";
import type { Look } from "../fixtures/look.ts";
import { SMALL, makeParcel } from "../fixtures/sick-parcels.ts";
import type { Ended } from "./small-app.ts";
import { SmallApp } from "./small-app.ts";

/** A computer on which there is nothing of the app: another home, another folder. */
class NewComputer implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<NewComputer> {
    const computer = new NewComputer(await mkdtemp(join(tmpdir(), "fivefold-new-")));
    for (const name of ["user", "desk"]) await mkdir(computer.path(name));
    return computer;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Fivefold's own folder for the app, as the system has it. */
  get home(): string {
    return this.path("user/.local/state/fivefold/kontor");
  }

  async run(words: readonly string[], app: SmallApp): Promise<Ended> {
    const environment = { HOME: this.path("user"), FIVEFOLD_HOME: "", XDG_STATE_HOME: "" };
    return await app.run(words, { environment, folder: this.path("desk") });
  }

  /** What there is on this computer, but for what the test itself brought. */
  async everything(): Promise<Look> {
    return await lookAt(this.folder, { times: false });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Databases are compared by their rows: SQLite counts its own copying on their first page. */
const LOOK = { without: ["./.fivefold"], folderTimes: false } as const;

async function filesOf(folder: string): Promise<Look> {
  const look = await lookAt(join(folder, "data"), LOOK);
  return new Map([...look].filter(([at]) => !/\.db(?:-wal|-shm)?$/.test(at)));
}

function rowsOf(file: string): readonly unknown[] {
  using database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare("select name, sql from sqlite_schema order by name").all();
  return tables.map((table) => [
    { ...table },
    database
      .prepare(`select rowid, * from "${String(table["name"])}" order by rowid`)
      .all()
      .map((row) => ({ ...row })),
  ]);
}

const DATABASES = ["login.db", "tenants/acme/tenant.db", "tenants/beta/tenant.db"];

/** The app's data in `there` is the app's own, byte for byte and row for row. */
async function requireSame(app: SmallApp, there: string, databases = DATABASES): Promise<void> {
  const was = await filesOf(app.folder);
  const is = await filesOf(there);
  const excluded = [...was.keys()].filter((at) => at.endsWith(".tmp"));
  assert.deepEqual(
    lookDifferences(was, is).filter((line) => !excluded.some((at) => line.startsWith(at))),
    [],
  );
  assert.ok(is.size > 5);
  for (const each of databases)
    assert.deepEqual(rowsOf(join(there, "data", each)), rowsOf(app.path(`data/${each}`)), each);
}

/** The app with a backup, made once; its vault, that is read and written, is copied to each computer. */
let template: { readonly app: SmallApp; readonly key: string } | null = null;

before(async () => {
  const app = await SmallApp.make();
  const made = await app.init();
  const ended = await app.run(["backup"]);
  assert.equal(ended.exit, 0, ended.err);
  template = { app, key: made.secret.reveal() };
});

after(async () => await template?.app[Symbol.asyncDispose]());

/** The lost app, and on the new computer the place with its backup and a file with the key. */
async function backedUp(
  computer: NewComputer,
): Promise<{ readonly app: SmallApp; readonly place: string; readonly key: readonly string[] }> {
  assert.ok(template);
  const { app, key } = template;
  const place = computer.path("place");
  await cp(join(app.home, "vault"), place, { recursive: true });
  await writeFile(computer.path("key"), key);
  return { app, place, key: ["--password-file", computer.path("key")] };
}

test("recover: from a vault and its key alone, everything is back, and the key is not kept", async () => {
  await using computer = await NewComputer.make();
  const { app, place, key } = await backedUp(computer);
  const into = computer.path("kontor");
  const words = ["recover", "--from", place, ...key, "--into", into, "--yes"];
  const ended = await computer.run(words, app);
  assert.equal(ended.exit, 0, ended.err);
  assert.match(ended.out, /^Kontor is in \S*\/kontor, as it was at /m);
  assert.match(ended.out, /The key is not kept on this computer/);
  await requireSame(app, into);
  const description = await readFile(app.path("fivefold.yaml"));
  assert.deepEqual(await readFile(join(into, "fivefold.yaml")), description);
  assert.match(await readFile(join(computer.home, "settings.yaml"), "utf8"), /^version: 1$/m);
  assert.deepEqual(await readdir(join(computer.home, "keys")), []);
  assert.equal((await readdir(join(place, "snapshots"))).length, 1, "nothing was there to be kept");

  // From here on the ordinary commands do, and Enter in the app's own folder is enough.
  const inApp = ["--app", join(into, "fivefold.yaml")];
  const backup = await computer.run([...inApp, "backup", "--to", `${place}/`, ...key], app);
  assert.equal(backup.exit, 0, backup.err);
  const undo = await computer.run([...inApp, "undo", ...key], app);
  assert.equal(undo.exit, 0, undo.err);
  assert.equal(existsSync(join(into, "data/login.db")), false);
});

test("recover --remember: keeps the key that was given", async () => {
  await using computer = await NewComputer.make();
  const { app, place, key } = await backedUp(computer);
  const into = ["--into", computer.path("kontor"), "--yes", "--remember", "--json"];
  const ended = await computer.run(["recover", "latest", "--from", place, ...key, ...into], app);
  assert.equal(ended.exit, 0, ended.out);
  assert.equal(ended.result()["isKeyKept"], true);
  assert.equal((await readdir(join(computer.home, "keys"))).length, 1);
});

test("recover: one parcel alone is enough; without its key all but what is secret comes back", async () => {
  await using computer = await NewComputer.make();
  await using app = await SmallApp.make();
  // A sealed credentials part is its owner's alone when it comes back, whatever it was.
  await chmod(app.path("data/credentials"), 0o700);
  const written = await app.run([
    "backup",
    "--as",
    "parcel",
    "--to",
    `${app.folder}/parcels/`,
    "--name",
    "all",
    "--json",
  ]);
  assert.equal(written.exit, 0, written.err);
  const password = written.result()["password"] as { readonly secret: string };
  const parcel = computer.path("all.zip");
  await rename(app.path("parcels/all.zip"), parcel);
  const key = computer.path("key");
  await writeFile(key, password.secret);
  const words = ["recover", "--from", parcel];

  const at = (name: string): readonly string[] => ["--into", computer.path(name), "--yes"];
  const without = await computer.run([...words, ...at("without")], app);
  assert.equal(without.exit, 3, without.err);
  assert.match(without.out, /locked with the key of another installation/);
  assert.match(without.out, /Nothing is lost\..*--parcel-password-file/);
  assert.match(without.out, /Item credentials: not chosen/);
  assert.equal(existsSync(computer.path("without/data/credentials")), false);
  assert.deepEqual(
    rowsOf(computer.path("without/data/login.db")),
    rowsOf(app.path("data/login.db")),
  );
  await rm(computer.path("user"), { recursive: true });

  const ended = await computer.run([...words, ...at("kontor"), "--parcel-password-file", key], app);
  assert.equal(ended.exit, 0, ended.err);
  assert.match(ended.out, /`fivefold init` prepares a place/);
  await requireSame(app, computer.path("kontor"));
  assert.equal(existsSync(join(computer.home, "vault")), false, "nothing was there to be kept");
});

test("recover: an existing description and settings stay, and what is there is kept before it is replaced", async () => {
  await using computer = await NewComputer.make();
  const { app, place, key } = await backedUp(computer);
  const into = computer.path("kontor");
  await mkdir(join(into, "data/settings"), { recursive: true });
  const moved = (await readFile(app.path("fivefold.yaml"), "utf8")).replaceAll(
    "data/tenants",
    "companies",
  );
  await writeFile(join(into, "fivefold.yaml"), moved);
  await writeFile(join(into, "data/settings/a.conf"), "colour: of the new computer\n");
  await mkdir(computer.home, { recursive: true });
  await writeFile(join(computer.home, "settings.yaml"), "version: 1\nundoDays: 3\n");
  const words = ["recover", "--from", place, ...key, "--into", into, "--yes"];
  const ended = await computer.run(words, app);
  assert.equal(ended.exit, 0, ended.err);
  assert.match(ended.out, /description is there already and stays as it is: \S*fivefold\.yaml/);
  assert.match(ended.out, /Settings are there already and stay as they are/);
  assert.equal(await readFile(join(into, "fivefold.yaml"), "utf8"), moved);
  assert.match(await readFile(join(computer.home, "settings.yaml"), "utf8"), /undoDays: 3/);
  assert.ok(existsSync(join(into, "companies/acme/tenant.db")), "paths are the description's own");
  assert.equal((await readdir(join(place, "snapshots"))).length, 2, "the state before was kept");
  const undo = await computer.run(["--app", join(into, "fivefold.yaml"), "undo", ...key], app);
  assert.equal(undo.exit, 0, undo.err);
  assert.match(await readFile(join(into, "data/settings/a.conf"), "utf8"), /of the new computer/);
});

test("recover: places of the settings that are not on this computer are named", async () => {
  await using computer = await NewComputer.make();
  const { app, place, key } = await backedUp(computer);
  const settings = `version: 1\nplaces:\n  - { name: usb, kind: folder, path: ${app.path("usb-drive")} }\n`;
  await mkdir(computer.path("old-home"));
  await writeFile(computer.path("old-home/settings.yaml"), settings);
  const old = ["--home", computer.path("old-home"), "backup", "--to", `${place}/`];
  assert.equal((await app.run([...old, ...key])).exit, 0);
  const into = ["--into", computer.path("kontor"), "--yes"];
  const ended = await computer.run(["recover", "--from", place, ...key, ...into], app);
  assert.equal(ended.exit, 0, ended.err);
  assert.match(ended.out, /not there on this computer: usb \(\S*usb-drive\)/);
});

test("recover: parts outside the folder are said before; commands of the description are named and not run", async () => {
  await using computer = await NewComputer.make();
  await using app = await SmallApp.make();
  const outside = computer.path("elsewhere/settings");
  await cp(app.path("data/settings"), outside, { recursive: true });
  const trace = computer.path("trace");
  const text = (await readFile(app.path("fivefold.yaml"), "utf8"))
    .replace("root: data/settings", `root: ${outside}`)
    .replace('version: "12.4"', `version: { command: [touch, ${trace}] }`);
  await writeFile(app.path("fivefold.yaml"), text);
  const made = await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  await writeFile(computer.path("key"), made.secret.reveal());
  await rm(computer.path("elsewhere"), { recursive: true });
  await rm(trace);
  const words = [
    "recover",
    "--from",
    join(app.home, "vault"),
    "--password-file",
    computer.path("key"),
  ];
  const ended = await computer.run([...words, "--into", computer.path("kontor"), "--yes"], app);
  assert.equal(ended.exit, 0, ended.err);
  assert.ok(ended.out.includes(`where the app’s description says: ${outside}`), ended.out);
  assert.match(ended.out, /names commands\. They are not run now[^:]*: touch /);
  assert.equal(await readFile(join(outside, "a.conf"), "utf8"), "colour: blue\n");
  assert.equal(existsSync(trace), false);
});

test("recover --list: names apps, dates and what is complete, and writes nothing", async () => {
  await using computer = await NewComputer.make();
  const { app, place, key } = await backedUp(computer);
  assert.equal(
    (await app.run(["backup", "--to", `${place}/`, "--tenant", "acme", ...key])).exit,
    0,
  );
  const was = await computer.everything();
  const ended = await computer.run(["recover", "--from", place, ...key, "--list"], app);
  assert.equal(ended.exit, 0, ended.err);
  assert.match(ended.out, /^Backups of kontor in /m);
  assert.match(ended.out, /everything +by hand/);
  assert.match(ended.out, /chosen companies +by hand/);
  const json = await computer.run(["recover", "--from", place, ...key, "--list", "--json"], app);
  assert.deepEqual(json.result()["apps"], ["kontor"]);
  const { length } = json.result()["snapshots"] as readonly unknown[];
  assert.equal(length, 2);
  assert.deepEqual(lookDifferences(was, await computer.everything()), []);
});

test("recover: of several apps one has to be named", async () => {
  await using computer = await NewComputer.make();
  const parcels = computer.path("parcels");
  await mkdir(parcels);
  await writeFile(join(parcels, "one.zip"), makeParcel(SMALL));
  await writeFile(join(parcels, "two.zip"), makeParcel({ ...SMALL, appId: "farm" }));
  await using app = await SmallApp.make();
  const was = await computer.everything();
  const words = ["recover", "--from", parcels, "--into", computer.path("new"), "--yes"];
  const which = await computer.run(words, app);
  assert.equal(which.exit, 2);
  assert.match(which.err, /backups of several apps: farm and kontor/);
  assert.match(which.err, /--app-id/);
  const wrong = await computer.run([...words, "--app-id", "shop"], app);
  assert.equal(wrong.exit, 2);
  assert.match(wrong.err, /no backups of shop, but of: farm and kontor/);
  const listed = await computer.run(
    ["recover", "--from", parcels, "--list", "--app-id", "farm"],
    app,
  );
  assert.match(listed.out, /Backups of farm/);
  assert.doesNotMatch(listed.out, /kontor/);
  assert.deepEqual(lookDifferences(was, await computer.everything()), []);
});

test("recover: without a complete backup of everything the best there is is taken, and what it lacks is said", async () => {
  await using computer = await NewComputer.make();
  await using app = await SmallApp.make();
  const made = await app.init();
  assert.equal((await app.run(["backup", "--part", "settings"])).exit, 0);
  assert.equal((await app.run(["backup", "--tenant", "acme"])).exit, 0);
  await writeFile(computer.path("key"), made.secret.reveal());
  const from = ["--from", join(app.home, "vault"), "--password-file", computer.path("key")];
  const partial = await computer.run(
    ["recover", ...from, "--into", computer.path("one"), "--yes"],
    app,
  );
  assert.equal(partial.exit, 0, partial.err);
  assert.match(
    partial.out,
    /^No backup here is complete and holds everything\. The best that there is: [0-9a-f]{8} of .* \(chosen companies\)\.$/m,
  );
  assert.match(partial.out, /^A part of Kontor is in /m);
  assert.match(partial.out, /does not hold all of the app\. Missing: settings and credentials/);
  assert.deepEqual(
    rowsOf(computer.path("one/data/login.db")),
    rowsOf(app.path("data/login.db")),
    "where there is no login database, that of the backup comes",
  );

  const exported = computer.path("acme.zip");
  assert.equal((await app.run(["export", "--tenant", "acme", "--to", exported])).exit, 0);
  const tenant = await computer.run(
    [
      "--home",
      computer.path("home2"),
      "recover",
      "--from",
      exported,
      "--into",
      computer.path("two"),
      "--yes",
    ],
    app,
  );
  assert.equal(tenant.exit, 0, tenant.err);
  assert.match(tenant.out, /Missing: login, settings, and credentials$/m);
  assert.equal(existsSync(computer.path("two/data/login.db")), false);
  assert.deepEqual(
    rowsOf(computer.path("two/data/tenants/acme/tenant.db")),
    rowsOf(app.path("data/tenants/acme/tenant.db")),
  );
});

test("recover: a broken newest backup is named, and the one before is taken", async () => {
  await using computer = await NewComputer.make();
  await using app = await SmallApp.make();
  const parcels = computer.path("parcels");
  for (const name of ["older", "newer"]) {
    const words = [
      "backup",
      "--as",
      "parcel",
      "--to",
      `${parcels}/`,
      "--name",
      name,
      "--part",
      "settings",
    ];
    assert.equal((await app.run(words)).exit, 0);
  }
  const newer = join(parcels, "newer.zip");
  const bytes = await readFile(newer);
  const manifest = bytes.lastIndexOf("manifest.json");
  bytes.fill(0, manifest - 200, manifest - 60);
  await writeFile(newer, bytes);
  const words = ["recover", "--from", parcels, "--into", computer.path("new"), "--yes"];
  const ended = await computer.run(words, app);
  assert.equal(ended.exit, 3, ended.err + ended.out);
  assert.match(ended.out, /newer\.zip was packed anew/);
  assert.equal(await readFile(computer.path("new/data/settings/a.conf"), "utf8"), "colour: blue\n");
});

interface Refusal {
  readonly title: string;
  /** Makes the wrong thing; gives what is named with `--from`, and more words. */
  readonly from: (ground: {
    readonly computer: NewComputer;
    readonly place: string;
    readonly app: SmallApp;
  }) => Promise<readonly string[]>;
  readonly exit: number;
  readonly says: RegExp;
  readonly advises: RegExp;
}

const REFUSALS: readonly Refusal[] = [
  {
    title: "a folder that is not there",
    from: async ({ computer }) => [computer.path("nowhere")],
    exit: 1,
    says: /The place \S*nowhere is not there/,
    advises: /connect it/,
  },
  {
    title: "a file that is not there",
    from: async ({ computer }) => [computer.path("nothing.zip")],
    exit: 1,
    says: /There is no file \S*nothing\.zip/,
    advises: /Look at its name/,
  },
  {
    title: "an empty folder",
    from: async ({ computer }) => [computer.path("desk")],
    exit: 10,
    says: /There are no backups in \S*desk\./,
    advises: /no-backup/,
  },
  {
    title: "the drive instead of the folder on it",
    from: async ({ computer }) => [computer.folder],
    exit: 10,
    says: /There are no backups in \S+ But there are some in \S*place\./,
    advises: /Name the folder/,
  },
  {
    title: "the folder of another program",
    from: async ({ app }) => [app.folder],
    exit: 10,
    says: /There are no backups in /,
    advises: /config/,
  },
  {
    title: "a zip of somebody else",
    from: async ({ computer }) => {
      await must(["zip", "-q", computer.path("photos.zip"), "key"], { cwd: computer.folder });
      return [computer.path("photos.zip")];
    },
    exit: 1,
    says: /photos\.zip is a zip file, but no backup made by Fivefold/,
    advises: /Nothing was written/,
  },
  {
    title: "the wrong key",
    from: async ({ computer, place }) => {
      await writeFile(computer.path("key"), "something else");
      return [place];
    },
    exit: 12,
    says: /This key does not open the backups in /,
    advises: /emergency sheet/,
  },
  {
    title: "a cut parcel",
    from: async ({ computer }) => {
      await writeFile(computer.path("cut.zip"), makeParcel(SMALL));
      await truncate(computer.path("cut.zip"), 1900);
      return [computer.path("cut.zip")];
    },
    exit: 1,
    says: /cut\.zip is cut off/,
    advises: /Copy the file again/,
  },
  {
    title: "a cut parcel in a folder",
    from: async ({ computer }) => {
      await mkdir(computer.path("parcels"));
      await writeFile(computer.path("parcels/cut.zip"), makeParcel(SMALL).subarray(0, 1900));
      return [computer.path("parcels")];
    },
    exit: 1,
    says: /cut\.zip is cut off/,
    advises: /Copy the file again/,
  },
  {
    title: "a vault without its config",
    from: async ({ place }) => {
      await rm(join(place, "config"));
      return [place];
    },
    exit: 1,
    says: /the file config is missing|`config` is missing/,
    advises: /Get the file back/,
  },
  {
    title: "a vault without its index",
    from: async ({ place }) => {
      await rm(join(place, "index"), { recursive: true });
      return [place];
    },
    exit: 1,
    says: /damaged|missing/,
    advises: /restic repair index|fivefold check|Back up again|Use another backup/,
  },
  {
    title: "a backup of a newer Fivefold",
    from: async ({ computer }) => {
      await writeFile(computer.path("newer.zip"), makeParcel({ ...SMALL, minimumReader: 7 }));
      return [computer.path("newer.zip")];
    },
    exit: 1,
    says: /made by a newer Fivefold/,
    advises: /Install the newest/,
  },
  {
    title: "a backup without a description",
    from: async ({ computer }) => {
      await writeFile(computer.path("bare.zip"), makeParcel(SMALL));
      return [computer.path("bare.zip")];
    },
    exit: 1,
    says: /bare\.zip holds no description of the app/,
    advises: /any zip program/,
  },
  {
    title: "a folder in which other data lies",
    from: async ({ computer, place }) => {
      await mkdir(computer.path("new/data/settings"), { recursive: true });
      await writeFile(computer.path("new/data/settings/mine"), "mine");
      return [place];
    },
    exit: 2,
    says: /The folder \S*new is not empty/,
    advises: /an empty or a new folder/,
  },
  {
    title: "a folder of another app",
    from: async ({ computer, place }) => {
      await mkdir(computer.path("new"));
      const text = "app: { id: farm, name: Farm }\nparts:\n  - { id: a, kind: files, files: a }\n";
      await writeFile(computer.path("new/fivefold.yaml"), text);
      return [place];
    },
    exit: 2,
    says: /new belongs to another app: Farm\. The backup is of Kontor/,
    advises: /--into/,
  },
  {
    title: "a file where the folder should be",
    from: async ({ computer, place }) => {
      await writeFile(computer.path("new"), "a file");
      return [place];
    },
    exit: 1,
    says: /Nothing can be written into \S*new\. \(ENOTDIR\)/,
    advises: /--into/,
  },
  {
    title: "a backup that is not there",
    from: async ({ place }) => [place, "0123abcd"],
    exit: 1,
    says: /There is no backup 0123abcd/,
    advises: /fivefold list/,
  },
  {
    title: "a repository of another program",
    from: async ({ computer }) => {
      const repo = computer.path("repo");
      const env = { ...process.env, RESTIC_PASSWORD: "a password" };
      await must(["restic", "init", "-r", repo], { env });
      await must(["restic", "backup", "-r", repo, "desk"], { env, cwd: computer.folder });
      await writeFile(computer.path("key"), "a password");
      return [repo];
    },
    exit: 1,
    says: /not made by Fivefold/,
    advises: /fivefold vault restore/,
  },
];

for (const { title, from, exit, says, advises } of REFUSALS)
  test(`recover: ${title} is refused with what to do, and nothing is written`, async () => {
    await using computer = await NewComputer.make();
    const { app, place, key } = await backedUp(computer);
    const [where = "", ...more] = await from({ computer, place, app });
    const was = await computer.everything();
    const words = ["recover", ...more, "--from", where, ...key, "--into", computer.path("new")];
    const ended = await computer.run([...words, "--yes"], app);
    assert.equal(ended.exit, exit, ended.err + ended.out);
    assert.match(ended.err, says);
    assert.match(ended.err, advises);
    assert.equal(ended.out, "");
    assert.deepEqual(lookDifferences(was, await computer.everything()), []);
  });

test("recover: where nobody can be asked, what is missing has to be given", async () => {
  await using computer = await NewComputer.make();
  const { app, place, key } = await backedUp(computer);
  const words = ["recover", "--from", place];
  const locked = await computer.run(words, app);
  assert.equal(locked.exit, 2);
  assert.match(locked.err, /are locked, and no key was given/);
  const nowhere = await computer.run([...words, ...key, "--yes"], app);
  assert.equal(nowhere.exit, 2);
  assert.match(nowhere.err, /Something is missing: --into/);
  const unsure = await computer.run([...words, ...key, "--into", computer.path("new")], app);
  assert.equal(unsure.exit, 2);
  assert.match(unsure.err, /--yes/);
  assert.equal(existsSync(computer.path("new")), false);
});
