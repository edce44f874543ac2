/**
 * Goal: the app is found as it is at this moment, whatever state it is in, and nothing of it is changed by looking.
 * Method: real folders, links and SQLite databases, also while another process writes, after it was killed, and broken.
 */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { TestContext } from "node:test";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { refusal } from "../../test/fixtures/refusal.ts";
import type { Part } from "../model/part.ts";
import type { RunContext, RunId } from "../model/run.ts";
import type { TenantRecord } from "../model/snapshot.ts";
import type { Description } from "./description.ts";
import { parseDescription, pathRules } from "./description.ts";
import type { Surroundings } from "./discover.ts";
import { ask } from "./command.ts";
import { discover, locate } from "./discover.ts";
import { lint } from "./lint.ts";
import { readSeat, requireSeat } from "./seat.ts";

const HELP = path.join(import.meta.dirname, "../../docs/help/description.md");
const KONTOR = /```yaml\n([^`]+)```/.exec(await readFile(HELP, "utf8"))?.[1] ?? "";

function context(signal = new AbortController().signal): RunContext {
  return {
    run: "20261122-013500-1a2b3c" as RunId,
    signal,
    clock: {
      nowMs: () => 0,
      sleep: async (ms, until) => void (await delay(ms, null, { signal: until })),
    },
    report: () => assert.fail("nothing is reported"),
  };
}

interface World extends Surroundings {
  readonly folder: string;
  at(...names: readonly string[]): string;
  describe(text: string): Description;
}

async function world(t: TestContext): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), "fivefold-discover-"));
  t.after(async () => await rm(folder, { recursive: true, force: true }));
  const app = path.join(folder, "app");
  const scratch = path.join(folder, "home", "scratch");
  await mkdir(scratch, { recursive: true });
  await mkdir(app);
  return {
    folder: app,
    home: path.join(folder, "home"),
    scratch,
    at: (...names) => path.join(app, ...names),
    describe: (text) =>
      parseDescription(text, path.join(app, "fivefold.yaml"), pathRules(process.platform)),
  };
}

function database(file: string, sql: string): void {
  const opened = new DatabaseSync(file);
  opened.exec(sql);
  opened.close();
}

/** The example's app with the tenants acme and zeta, and beta that is closed. */
async function kontor(t: TestContext): Promise<World> {
  const made = await world(t);
  for (const name of ["settings", "credentials", "workspaces"])
    await mkdir(made.at("data", name), { recursive: true });
  await writeFile(made.at("VERSION"), "12.4\nbuilt on a Friday\n");
  database(
    made.at("data/login.db"),
    `pragma journal_mode = wal;
     create table tenant (id text, name text, closed integer);
     insert into tenant values ('zeta', 'Zeta & Söhne', 0), ('acme', 'Acme', 0), ('beta', 'Beta', 1);`,
  );
  for (const tenant of ["acme", "zeta"]) await addTenant(made, tenant);
  return made;
}

async function addTenant(made: World, tenant: string): Promise<void> {
  await mkdir(made.at("data/tenants", tenant, "files"), { recursive: true });
  database(
    made.at("data/tenants", tenant, "tenant.db"),
    "create table invoice (id integer primary key)",
  );
}

const CREDENTIALS = "credentials: none\n";

function ids(parts: readonly { readonly part: Part }[]): readonly string[] {
  return parts.map(({ part }) => part.id);
}

test("discover: the example's app is found, databases first and the login part before all", async (t) => {
  const made = await kontor(t);
  const app = await discover(made.describe(KONTOR), made, context());
  assert.deepEqual(ids(app.parts), [
    "login",
    "tenants/acme/database",
    "tenants/zeta/database",
    "workspaces",
    "tenants/acme/files",
    "tenants/zeta/files",
    "settings",
    "credentials",
  ]);
  assert.equal(app.loginPart, "login");
  assert.equal(app.version, "12.4");
  assert.deepEqual(app.tenants, [
    { id: "acme", title: "Acme" },
    { id: "zeta", title: "Zeta & Söhne" },
  ]);
  assert.deepEqual([app.findings, app.notIncluded], [[], []]);
  assert.deepEqual(app.parts[1]?.source, {
    kind: "sqlite",
    path: made.at("data/tenants/acme/tenant.db"),
    description: made.folder,
    scratch: made.scratch,
  });
});

test("discover: a tenant that was added is there at the next run", async (t) => {
  const made = await kontor(t);
  const description = made.describe(KONTOR);
  await discover(description, made, context());
  database(made.at("data/login.db"), "insert into tenant values ('new', 'New', 0)");
  await addTenant(made, "new");
  const app = await discover(description, made, context());
  assert.ok(ids(app.parts).includes("tenants/new/database"));
});

test("discover: an idle WAL database is read without leaving anything beside it", async (t) => {
  const made = await kontor(t);
  assert.deepEqual(
    (await readdir(made.at("data"))).filter((name) => name.startsWith("login")),
    ["login.db"],
  );
  await discover(made.describe(KONTOR), made, context());
  assert.deepEqual(
    (await readdir(made.at("data"))).filter((name) => name.startsWith("login")),
    ["login.db"],
  );
  assert.deepEqual(await readdir(made.scratch), []);
});

test("discover: what a living writer has committed into its WAL is seen, and it is not hindered", async (t) => {
  const made = await kontor(t);
  const writer = new DatabaseSync(made.at("data/login.db"));
  t.after(() => writer.close());
  await addTenant(made, "late");
  writer.exec(
    "pragma wal_autocheckpoint = 0; insert into tenant values ('late', 'Late', 0); begin immediate;",
  );
  writer.exec("delete from tenant");
  const app = await discover(made.describe(KONTOR), made, context());
  assert.deepEqual(
    app.tenants.map((each) => each.id),
    ["acme", "late", "zeta"],
  );
  writer.exec("commit");
});

test("discover: tenants are read while another process writes without pause", async (t) => {
  const made = await kontor(t);
  const script = `
    const { DatabaseSync } = require("node:sqlite");
    const database = new DatabaseSync(process.argv[1], { timeout: 5000 });
    database.exec("pragma journal_mode = delete; create table busy (x)");
    process.stdout.write("ready\\n");
    for (;;) database.exec("begin immediate; insert into busy values (1); commit");`;
  const child = spawn(process.execPath, ["-e", script, made.at("data/login.db")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await once(child.stdout, "data");
    for (let round = 0; round < 5; round++) {
      const app = await discover(made.describe(KONTOR), made, context());
      assert.equal(app.tenants.length, 2);
    }
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

/** Makes a database as a process leaves it that was killed within a transaction that had spilled to the disk. */
function killWithin(file: string, journal: "delete" | "wal"): void {
  const script = `
    const { DatabaseSync } = require("node:sqlite");
    const database = new DatabaseSync(process.argv[1]);
    database.exec("pragma journal_mode = ${journal}; pragma cache_size = 1; create table big (x)");
    database.exec("insert into tenant values ('late', 'Late', 0)");
    database.exec("begin; delete from tenant; insert into big select randomblob(4000) from (with recursive n(i) as (select 1 union all select i + 1 from n where i < 200) select i from n)");
    process.kill(process.pid, "SIGKILL");`;
  assert.throws(() => execFileSync(process.execPath, ["-e", script, file], { stdio: "pipe" }));
}

for (const journal of ["delete", "wal"] as const)
  test(`discover: after the app was killed (${journal}) its committed tenants are read and its files stay as they are`, async (t) => {
    const made = await kontor(t);
    await addTenant(made, "late");
    killWithin(made.at("data/login.db"), journal);
    if (journal === "wal") await rm(made.at("data/login.db-shm"));
    const before = await contents(made.at("data"), "login");
    assert.equal(before.length, 2);
    const app = await discover(made.describe(KONTOR), made, context());
    assert.deepEqual(
      app.tenants.map((each) => each.id),
      ["acme", "late", "zeta"],
    );
    const after = await contents(made.at("data"), "login");
    assert.deepEqual(after.slice(0, 2), before);
    assert.deepEqual(await readdir(made.scratch), []);
  });

async function contents(
  folder: string,
  start: string,
): Promise<readonly (readonly [string, string])[]> {
  const names = (await readdir(folder)).filter(
    (name) => name.startsWith(start) && !name.endsWith("-shm"),
  );
  return await Promise.all(
    names
      .toSorted()
      .map(async (name) => [name, await readFile(path.join(folder, name), "base64")] as const),
  );
}

test("discover: a missing or unreachable part of a tenant is a finding, all others are found", async (t) => {
  const made = await kontor(t);
  await rm(made.at("data/tenants/acme/tenant.db"));
  await rm(made.at("data/tenants/zeta"), { recursive: true });
  await symlink("zeta", made.at("data/tenants/zeta"));
  const app = await discover(made.describe(KONTOR), made, context());
  assert.deepEqual(ids(app.parts), [
    "login",
    "workspaces",
    "tenants/acme/files",
    "settings",
    "credentials",
  ]);
  assert.deepEqual(
    app.findings.map(({ code, part, facts }) => [code, part, facts["reason"]]),
    [
      ["SOURCE_MISSING", "tenants/acme/database", undefined],
      ["SOURCE_UNREADABLE", "tenants/zeta/database", "ELOOP"],
      ["SOURCE_UNREADABLE", "tenants/zeta/files", "ELOOP"],
    ],
  );
  assert.equal(app.tenants.length, 2);
});

test("discover: a missing database of a fixed part is refused where it is described", async (t) => {
  const made = await kontor(t);
  await rm(made.at("data/login.db"));
  const error = await refusal(discover(made.describe(KONTOR), made, context()));
  const { code, facts } = error;
  assert.equal(code, "DESCRIPTION_WRONG");
  assert.deepEqual(
    [facts["what"], facts["line"], facts["column"], facts["at"], facts["found"]],
    ["databaseMissing", 3, 95, "login", made.at("data/login.db")],
  );
  await mkdir(made.at("data/login.db"));
  const other = await refusal(discover(made.describe(KONTOR), made, context()));
  assert.equal(other.facts["what"], "databaseIsFolder");
});

test("discover: an offline tenant and an optional part that is absent are not included, without alarm", async (t) => {
  const made = await world(t);
  await mkdir(made.at("t/here"), { recursive: true });
  const description = made.describe(`app: { id: a }
parts: [{ id: cache, kind: files, files: cache, optional: true }]
tenants:
  from: { list: [here, { id: away, offline: true }] }
  parts: [{ id: files, kind: files, files: "t/{id}" }, { id: more, kind: files, files: "more/{id}", optional: true }]
${CREDENTIALS}`);
  const app = await discover(description, made, context());
  assert.deepEqual(ids(app.parts), ["tenants/here/files"]);
  assert.deepEqual(app.findings, []);
  assert.deepEqual(app.notIncluded, [
    { what: "tenant", name: "away", reason: "offline", part: null },
    { what: "part", name: "cache", reason: "noPart", part: "cache" },
    { what: "part", name: "tenants/here/more", reason: "noPart", part: "tenants/here/more" },
  ]);
  assert.deepEqual(app.tenants, [{ id: "here", title: "here" }]);
});

test("discover: offline is told by the query, in whatever way the app keeps it", async (t) => {
  const made = await kontor(t);
  database(
    made.at("data/login.db"),
    `delete from tenant; alter table tenant add column away;
     insert into tenant values (1, 'a', 0, null), (2, 'b', 0, 1), (3, 'c', 0, 'yes'), (4, null, 0, 'no'), (5, '', 0, 0)`,
  );
  const text = KONTOR.replace(
    /query: "[^"]*"/,
    'query: "select id as ID, name as Title, away as Offline from tenant order by id"',
  );
  const app = await discover(made.describe(text), made, context());
  assert.deepEqual(app.tenants, [
    { id: "1", title: "a" },
    { id: "4", title: "4" },
    { id: "5", title: "5" },
  ]);
  assert.deepEqual(
    app.notIncluded.map(({ name, reason }) => [name, reason]),
    [
      ["2", "offline"],
      ["3", "offline"],
    ],
  );
});

test("discover: folders and files are tenants too, but for .fivefold, hidden ones and what lies beside databases", async (t) => {
  const made = await world(t);
  for (const name of ["acme", "Zeta", ".fivefold", ".Trash"])
    await mkdir(made.at("t", name), { recursive: true });
  await symlink("acme", made.at("t/nowhere-else"));
  await symlink("missing", made.at("t/dangling"));
  await writeFile(made.at("t/note.txt"), "");
  const folders = made.describe(`app: { id: a }
parts: [{ id: c, kind: files, files: c, optional: true }]
tenants: { from: { folders: t }, parts: [{ id: files, kind: files, files: "u/{id}", optional: true }] }
${CREDENTIALS}`);
  const found = await discover(folders, made, context());
  assert.deepEqual(
    found.tenants.map((each) => each.id),
    ["Zeta", "acme", "nowhere-else"],
  );
  assert.deepEqual(found.notIncluded[0], {
    what: "tenant",
    name: ".Trash",
    reason: "excluded",
    part: null,
  });

  await mkdir(made.at("db"));
  const living = new DatabaseSync(made.at("db/tx"));
  t.after(() => living.close());
  living.exec("pragma journal_mode = wal; create table a (b)");
  database(made.at("db/ty"), "create table a (b)");
  await mkdir(made.at("db/tfolder"));
  assert.ok((await readdir(made.at("db"))).includes("tx-wal"));
  const files = made.describe(`app: { id: a }
parts: [{ id: c, kind: files, files: c, optional: true }]
tenants: { from: { files: "db/t{id}" }, parts: [{ id: base, kind: database, sqlite: "db/t{id}" }] }
${CREDENTIALS}`);
  const app = await discover(files, made, context());
  assert.deepEqual(ids(app.parts), ["tenants/x/base", "tenants/y/base"]);
});

test("discover: a folder of tenants that is gone is no app without tenants", async (t) => {
  const made = await world(t);
  const description = made.describe(`app: { id: a }
parts: [{ id: c, kind: files, files: c, optional: true }]
tenants: { from: { folders: t }, parts: [{ id: files, kind: files, files: "t/{id}" }] }
${CREDENTIALS}`);
  const error = await refusal(discover(description, made, context()));
  assert.equal(error.code, "TENANTS_UNREADABLE");
  assert.deepEqual(
    [error.facts["path"], error.facts["reason"], error.facts["line"]],
    [made.at("t"), "ENOENT", 3],
  );
});

test("discover: a login database that is damaged, no database or without the table is told with its cause", async (t) => {
  const made = await kontor(t);
  const description = made.describe(KONTOR);
  database(made.at("data/login.db"), "drop table tenant");
  const noTable = await refusal(discover(description, made, context()));
  assert.equal(noTable.code, "TENANTS_UNREADABLE");
  assert.match(String(noTable.facts["message"]), /no such table: tenant/);
  assert.deepEqual([noTable.facts["line"], noTable.facts["reason"]], [8, "sqlite"]);
  assert.ok(noTable.cause instanceof Error);
  await writeFile(
    made.at("data/login.db"),
    "this is no database, whatever its name says".repeat(100),
  );
  const noDatabase = await refusal(discover(description, made, context()));
  assert.equal(noDatabase.code, "TENANTS_UNREADABLE");
});

test("discover: a query that gives no id is a mistake of the description", async (t) => {
  const made = await kontor(t);
  const text = KONTOR.replace("select id, name as title", "select name, closed");
  const error = await refusal(discover(made.describe(text), made, context()));
  assert.deepEqual(
    [error.code, error.facts["what"], error.facts["found"]],
    ["DESCRIPTION_WRONG", "queryWithoutId", "name, closed"],
  );
});

test("discover: a query cannot change the login database", async (t) => {
  const made = await kontor(t);
  const text = KONTOR.replace(/query: "[^"]*"/, 'query: "delete from tenant returning id"');
  const error = await refusal(discover(made.describe(text), made, context()));
  assert.equal(error.code, "TENANTS_UNREADABLE");
  const app = await discover(made.describe(KONTOR), made, context());
  assert.equal(app.tenants.length, 2);
});

for (const [id, reason] of [
  ["..", "dots"],
  ["a/b", "separator"],
  ["a\u0007b", "control"],
  ["a\u202eb", "control"],
  ["NUL", "device"],
  [".fivefold", "dots"],
  ["x ", "ending"],
  ["", "empty"],
  [null, "type"],
  [Uint8Array.of(1), "type"],
  ["ACME", "twice"],
] as const)
  test(`discover: the tenant id ${JSON.stringify(id)} is refused (${reason})`, async (t) => {
    const made = await kontor(t);
    const opened = new DatabaseSync(made.at("data/login.db"));
    opened.prepare("insert into tenant values (?, 'x', 0)").run(id);
    opened.close();
    // In the order of rows, so that the twin comes after the one that was there.
    const text = KONTOR.replace("order by id", "order by rowid");
    const error = await refusal(
      discover(
        made.describe(text.replace("name as title", "name as title, closed")),
        made,
        context(),
      ),
    );
    assert.equal(error.code, "TENANT_UNSAFE");
    assert.deepEqual([error.facts["reason"], error.facts["line"]], [reason, 8]);
    if (reason === "twice") assert.equal(error.facts["other"], "acme");
  });

test("discover: ids that differ only in how an accent is written are one id", async (t) => {
  const made = await world(t);
  const description = made.describe(`app: { id: a }
parts: [{ id: c, kind: files, files: c, optional: true }]
tenants:
  from:
    list:
      - "Caf\u00e9"
      - "CAFE\u0301"
  parts: [{ id: files, kind: files, files: "t/{id}" }]
${CREDENTIALS}`);
  const error = await refusal(discover(description, made, context()));
  assert.deepEqual(
    [error.code, error.facts["reason"], error.facts["line"]],
    ["TENANT_UNSAFE", "twice", 7],
  );
});

test("discover: two parts over the same root are refused, by links of both kinds and between tenants", async (t) => {
  const made = await kontor(t);
  await symlink("settings", made.at("data/other"));
  const byLink = KONTOR.replace("files: data/credentials", "files: data/other");
  const error = await refusal(discover(made.describe(byLink), made, context()));
  assert.deepEqual(
    [error.code, error.facts["what"], error.facts["at"], error.facts["other"], error.facts["line"]],
    ["DESCRIPTION_WRONG", "rootTwice", "credentials", "settings", 5],
  );
  await rm(made.at("data/tenants/zeta/files"), { recursive: true });
  await symlink("../acme/files", made.at("data/tenants/zeta/files"));
  const tenants = await refusal(discover(made.describe(KONTOR), made, context()));
  assert.deepEqual(
    [tenants.facts["at"], tenants.facts["other"]],
    ["tenants/zeta/files", "tenants/acme/files"],
  );
  await rm(made.at("data/tenants/zeta/files"));
  await rm(made.at("data/tenants/zeta/tenant.db"));
  await link(made.at("data/tenants/acme/tenant.db"), made.at("data/tenants/zeta/tenant.db"));
  const hard = await refusal(discover(made.describe(KONTOR), made, context()));
  assert.deepEqual(
    [hard.facts["at"], hard.facts["other"]],
    ["tenants/zeta/database", "tenants/acme/database"],
  );
});

test("discover: parts inside another part and the home are kept out of it; a root that is a link is resolved", async (t) => {
  const made = await kontor(t);
  await mkdir(made.at("real"));
  await symlink("real", made.at("link"));
  const text = KONTOR.replace("files: data/settings", "files: data").replace(
    "files: data/credentials",
    "files: link",
  );
  const inside = { ...made, home: made.at("data/home") };
  const app = await discover(made.describe(text), inside, context());
  const source = (id: string) => app.parts.find(({ part }) => part.id === id)?.source;
  const settings = source("settings");
  assert.ok(settings?.kind === "files");
  const beside = (file: string) =>
    ["", "-journal", "-shm", "-wal"].map((suffix) => `${file}${suffix}`);
  assert.deepEqual(settings.inner, [
    "home",
    ...beside("login.db"),
    "tenants/acme/files",
    ...beside("tenants/acme/tenant.db"),
    "tenants/zeta/files",
    ...beside("tenants/zeta/tenant.db"),
    "workspaces",
  ]);
  const credentials = source("credentials");
  assert.equal(credentials?.kind === "files" && credentials.root, made.at("real"));
  const home = await refusal(
    discover(made.describe(KONTOR), { ...made, home: made.at("data") }, context()),
  );
  assert.equal(home.facts["what"], "rootIsHome");
});

function remembered(app: {
  readonly tenants: readonly TenantRecord[];
  readonly parts: readonly { readonly part: Part }[];
}) {
  return { tenants: app.tenants, parts: app.parts.map(({ part }) => part) };
}

test("locate: everything is placed when the login database is broken and the data is gone", async (t) => {
  const made = await kontor(t);
  const description = made.describe(KONTOR);
  const app = await discover(description, made, context());
  const known = remembered(app);
  await writeFile(made.at("data/login.db"), "broken");
  await rm(made.at("data/tenants"), { recursive: true });
  const located = await locate(description, known, made, context());
  assert.deepEqual(located.app.parts, app.parts);
  assert.equal(located.app.loginPart, "login");
  assert.deepEqual([located.unplaced, located.liveOnly], [[], []]);
  assert.equal(located.trouble?.code, "TENANTS_UNREADABLE");
  await rm(made.folder, { recursive: true });
  const empty = await locate(description, known, made, context());
  assert.deepEqual(empty.app.parts, app.parts);
});

test("locate: tenants that only live here are named and kept out of parts around them, even with a broken login", async (t) => {
  const made = await kontor(t);
  const description = made.describe(
    KONTOR.replace("files: data/workspaces", "files: data/ws").replace(
      "root: data/workspaces",
      "root: data/tenants",
    ),
  );
  const app = await discover(description, made, context());
  const known = remembered(app);
  database(made.at("data/login.db"), "insert into tenant values ('mine', 'Mine', 0)");
  await addTenant(made, "mine");
  const inner = (parts: typeof app.parts): readonly string[] => {
    const { source } = parts.find(({ part }) => part.id === "workspaces") ?? {};
    return source?.kind === "files" ? source.inner.filter((way) => way.startsWith("mine/")) : [];
  };
  for (const isBroken of [false, true]) {
    if (isBroken) await writeFile(made.at("data/login.db"), "broken");
    const located = await locate(description, known, made, context());
    assert.deepEqual(located.liveOnly, ["mine"]);
    assert.equal(located.trouble !== null, isBroken);
    assert.ok(!ids(located.app.parts).some((id) => id.startsWith("tenants/mine/")));
    assert.deepEqual(
      inner(located.app.parts),
      ["files", "tenant.db", "tenant.db-journal", "tenant.db-shm", "tenant.db-wal"].map(
        (name) => `mine/${name}`,
      ),
    );
  }
});

test("locate: parts that the description does not know are named", async (t) => {
  const made = await kontor(t);
  const app = await discover(made.describe(KONTOR), made, context());
  const smaller = made.describe(
    KONTOR.replace(/.*id: workspaces.*\n/, "").replace(/.*id: files, kind.*\n/, ""),
  );
  const { unplaced } = await locate(smaller, remembered(app), made, context());
  assert.deepEqual(unplaced, ["workspaces", "tenants/acme/files", "tenants/zeta/files"]);
});

test("discover: the version comes from a text, a file or a program; none keeps nobody from a backup", async (t) => {
  const made = await kontor(t);
  const version = async (text: string): Promise<string> =>
    (await discover(made.describe(KONTOR.replace("{ file: VERSION }", text)), made, context()))
      .version;
  await writeFile(made.at("print.sh"), '#!/bin/sh\necho\necho " v9 $0 "\necho more\n');
  await chmod(made.at("print.sh"), 0o755);
  assert.equal(await version('"7.0"'), "7.0");
  assert.equal(await version("{ command: [./print.sh] }"), `v9 ${made.at("print.sh")}`);
  assert.equal(
    await version(`{ command: ['${process.execPath}', -p, '"$HOME;echo x"'] }`),
    "$HOME;echo x",
  );
  assert.equal(await version("{ command: [no-such-program-anywhere] }"), "");
  assert.equal(await version("{ command: ['false'] }"), "");
  assert.equal(await version("{ file: MISSING }"), "");
});

test(
  "discover: a version program that hangs is ended, with what it started",
  { timeout: 30_000 },
  async (t) => {
    const made = await kontor(t);
    await writeFile(
      made.at("hang.sh"),
      `#!/bin/sh\nsleep 600 &\necho $! > '${made.at("pid")}'\nwait\n`,
    );
    await chmod(made.at("hang.sh"), 0o755);
    const impatient: RunContext = {
      ...context(),
      clock: {
        nowMs: () => 0,
        // The time limit is over as soon as the program has begun to hang.
        sleep: async () => {
          while (!(await readFile(made.at("pid"), "utf8").catch(() => "")).includes("\n"))
            await delay(5);
        },
      },
    };
    const text = KONTOR.replace("{ file: VERSION }", "{ command: [./hang.sh] }");
    const app = await discover(made.describe(text), made, impatient);
    assert.equal(app.version, "");
    const pid = Number(await readFile(made.at("pid"), "utf8"));
    // A process that was killed is gone as soon as the system gets to it; the test's own limit ends the waiting.
    const isGone = async (): Promise<boolean> =>
      /^$|\) Z /.test(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""));
    while (!(await isGone())) await delay(5);
  },
);

test("seat: a command, a pattern or one pattern per word tell it, and where backups run", async (t) => {
  const made = await kontor(t);
  const seat = async (text: string) =>
    await readSeat(made.describe(`${KONTOR}seat: ${text}\n`), context());
  assert.deepEqual(await readSeat(made.describe(KONTOR), context()), {
    seat: "single",
    where: null,
  });
  assert.deepEqual(await seat("{ command: [echo, server] }"), { seat: "server", where: null });
  assert.deepEqual(await seat("{ command: [echo, Workstation, SRV01, below] }"), {
    seat: "workstation",
    where: "SRV01 below",
  });
  await writeFile(made.at("kontor.ini"), "Mode=client\r\nServer=SRV01\r\nRole=workstation\r\n");
  const file = (matches: string) => seat(`{ file: kontor.ini, matches: ${matches} }`);
  assert.deepEqual(await file('{ workstation: "^Server=(.+)$" }'), {
    seat: "workstation",
    where: "SRV01",
  });
  assert.deepEqual(await file('{ workstation: "^Mode=none" }'), { seat: "single", where: null });
  assert.deepEqual(await file('{ workstation: "^Mode=none", single: "^no" }'), {
    seat: "server",
    where: null,
  });
  assert.deepEqual(await file('"^Role=(\\\\w+)"'), { seat: "workstation", where: null });
  assert.deepEqual(await seat('{ file: none.ini, matches: { workstation: "Server=" } }'), {
    seat: "single",
    where: null,
  });
  for (const wrong of [
    "{ command: [echo, perhaps] }",
    "{ command: ['false'] }",
    "{ command: [no-such-program] }",
    '{ file: kontor.ini, matches: "^Mode=(.+)$" }',
  ])
    assert.equal((await refusal(seat(wrong))).code, "SEAT_UNREADABLE", wrong);
});

test("seat: on a workstation nothing is started, and the message says where backups run", async (t) => {
  const made = await kontor(t);
  const description = made.describe(`${KONTOR}seat: { command: [echo, workstation, SRV01] }\n`);
  const error = await refusal(requireSeat(description, context()));
  assert.equal(error.code, "SEAT_IS_WORKSTATION");
  assert.deepEqual(error.facts, { app: "Kontor", where: "SRV01" });
});

test("lint: a good description gives no finding, a doubtful one gives them all with their places", async (t) => {
  const made = await kontor(t);
  await writeFile(made.at("data/workspaces/a.tmp"), "");
  await mkdir(made.at("data/workspaces/cache"));
  await writeFile(made.at("data/workspaces/cache/x"), "");
  const titled = KONTOR.replace(/, title: \{[^}]*\}/, ", title: Logins");
  assert.deepEqual(await lint(made.describe(titled), made, context()), []);

  await rm(made.at("data/settings"), { recursive: true });
  database(made.at("data/workspaces/stray.db"), "create table a (b)");
  const doubtful = KONTOR.replace(/.*id: credentials.*\n/, "")
    .replace("version: { file: VERSION }", "version: { file: NONE }")
    .replace('"cache/**"', '"cahce/**"')
    .replace("sqlite: data/login.db }", "sqlite: data/logins.db }")
    .replace(/.*id: database, kind.*\n/, "")
    .replace(
      "  parts:\n    -",
      "  word: { de: { one: Mandant, other: Mandanten } }\n  parts:\n    -",
    )
    .concat("seat: { command: ['false'] }\n");
  database(made.at("data/logins.db"), "create table a (b)");
  const findings = await lint(
    made.describe(doubtful),
    { ...made, home: made.at("data/workspaces/home") },
    context(),
  );
  assert.deepEqual(
    findings.map(({ code, part, facts }) => [facts["line"], facts["what"] ?? code, part]),
    [
      [1, "versionUnreadable", null],
      [2, "credentialsUndeclared", null],
      [3, "titleMissing", null],
      [4, "rootMissing", "settings"],
      [5, "homeInside", "workspaces"],
      [5, "databaseInFiles", "workspaces"],
      [5, "excludeUnmatched", "workspaces"],
      [6, "tenantWordMissing", null],
      [6, "tenantsWithoutDatabase", null],
      [7, "loginNotPart", null],
      [12, "seatUnreadable", null],
    ],
  );
});

test("discover: two thousand tenants are found in the time that people wait", async (t) => {
  const made = await world(t);
  const names = Array.from({ length: 2_000 }, (_, index) => `t${index}`);
  await mkdir(made.at("t"));
  for (const name of names) await writeFile(made.at("t", `${name}.txt`), "");
  await utimes(made.at("t"), 0, 0);
  const description = made.describe(`app: { id: a }
parts: [{ id: all, kind: files, files: . }]
tenants: { from: { files: "t/{id}.txt" }, parts: [{ id: file, kind: files, files: "t/{id}.txt" }] }
${CREDENTIALS}`);
  const began = performance.now();
  const app = await discover(description, made, context());
  assert.equal(app.parts.length, 2_001);
  const [all] = app.parts;
  assert.equal(all?.source.kind === "files" && all.source.inner.length, 2_000);
  assert.ok(performance.now() - began < 10_000);
});

test("ask: the app's commands get the environment without the keys of vaults", async (t) => {
  const made = await world(t);
  const names = [
    "FIVEFOLD_PASSWORD",
    "FIVEFOLD_PARCEL_PASSWORD_FILE",
    "RESTIC_PASSWORD_COMMAND",
    "FIVEFOLD_SEEN",
  ];
  for (const name of names) process.env[name] = "given";
  t.after(() => names.forEach((name) => delete process.env[name]));
  const script = `console.log(Object.keys(process.env).filter((name) => /^(FIVEFOLD|RESTIC)_/.test(name)).join())`;
  const answer = await ask([process.execPath, "-e", script], made.folder, 20_000, context());
  assert.equal(answer.firstLine, "FIVEFOLD_SEEN");
});
