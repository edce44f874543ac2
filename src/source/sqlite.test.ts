// Goal: a live database is taken at one moment, recognised when unchanged, and brought back page for page. Method: real
// databases, writers in processes of their own, and Debian's sqlite3 as the judge of every copy; then the shared suite.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import {
  PART,
  findingCodes,
  keep,
  replay,
  sourceConformance,
  testContext,
} from "../../test/conformance/source.ts";
import type { TestContext } from "../../test/conformance/source.ts";
import type { PartFacts, PartRecord } from "../model/snapshot.ts";
import { openSource } from "./open.ts";
import type { SqliteConfig } from "./sqlite.ts";

type Mode = "wal" | "delete";

function makeDatabase(path: string, mode: Mode, rows = 200): void {
  using database = new DatabaseSync(path);
  database.exec(`
    pragma page_size = 1024;
    pragma journal_mode = ${mode};
    pragma application_id = 4711;
    pragma user_version = 12;
    create table dropped(a);
    drop table dropped;
    create table "odd ""name"""(id integer primary key, text);
    create table counter(n integer) strict;
    create view seen as select * from counter;
    create virtual table words using fts5(body);
    insert into words values ('to be counted by its shadow tables only');
    insert into counter values (1), (2), (3);
  `);
  const insert = database.prepare(`insert into "odd ""name""" (text) values (?)`);
  database.exec("begin");
  for (let row = 0; row < rows; row++) insert.run(`row ${row} `.repeat(10));
  database.exec("commit");
}

/** Makes a database as a killed process leaves it: with commits that are in the WAL alone. */
function makeWithWal(path: string): void {
  const live = `${path}.making`;
  makeDatabase(live, "wal");
  {
    using database = new DatabaseSync(live);
    database.exec("pragma wal_autocheckpoint = 0; insert into counter values (77)");
    copyFileSync(live, path);
    copyFileSync(`${live}-wal`, `${path}-wal`);
  }
  for (const name of readdirSync(join(path, ".."))) {
    if (name.includes(".making")) rmSync(join(path, "..", name));
  }
}

const config = (path: string, description: string, scratch: string): SqliteConfig => ({
  kind: "sqlite",
  path,
  description,
  scratch,
});

/** The rows as sqlite3 prints them, from a copy, so that looking changes nothing. */
function dump(path: string): string {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-dump-"));
  try {
    for (const ending of ["", "-wal", "-journal"]) {
      if (existsSync(path + ending)) copyFileSync(path + ending, join(folder, `d${ending}`));
    }
    if (!existsSync(join(folder, "d"))) return "missing";
    return execFileSync("sqlite3", [join(folder, "d"), ".dump"], { encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fileState(path: string): string {
  const lines = ["", "-wal", "-journal"].map((ending) => {
    if (!existsSync(path + ending)) return `${ending} missing`;
    const { mode, uid, mtimeMs } = lstatSync(path + ending);
    const hash = createHash("sha256").update(readFileSync(path + ending));
    return `${ending} ${mode} ${uid} ${mtimeMs} ${hash.digest("hex")}`;
  });
  return lines.join("\n");
}

for (const [name, make] of [
  ["with a WAL", makeWithWal],
  ["with a rollback journal", (path: string) => makeDatabase(path, "delete")],
] as const) {
  sourceConformance(`sqlite ${name}`, {
    make(folder, description, scratch) {
      make(join(folder, "app.db"));
      return config(join(folder, "app.db"), description, scratch);
    },
    change(folder) {
      const path = join(folder, "app.db");
      const other = join(folder, "other.db");
      make(other);
      using database = new DatabaseSync(other);
      database.exec("delete from counter; insert into counter values (5)");
      for (const ending of ["", "-wal"]) {
        if (existsSync(other + ending)) copyFileSync(other + ending, path + ending);
      }
    },
    destroy(folder) {
      for (const file of readdirSync(folder)) {
        if (file !== ".fivefold") rmSync(join(folder, file));
      }
    },
    state: (folder) => fileState(join(folder, "app.db")),
    content: (folder) => dump(join(folder, "app.db")),
  });
}

async function withFolder(deed: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-sqlite-"));
  try {
    await deed(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sourceAt(folder: string, name = "app.db"): ReturnType<typeof openSource> {
  return openSource(config(join(folder, name), folder, join(folder, "scratch")));
}

/** A context whose clock runs ahead, so that files made just now are old enough to be trusted. */
function laterContext(run: string, aheadMs = 5000): TestContext {
  const context = testContext(run);
  return { ...context, clock: { ...context.clock, nowMs: () => Date.now() + aheadMs } };
}

interface Look {
  readonly isCopied: boolean;
  readonly facts: PartFacts;
  readonly record: PartRecord;
}

/** Reads as a store does that has the part already: the content is opened only when it was copied. */
async function look(folder: string, known: PartRecord | null, context: TestContext): Promise<Look> {
  await using reading = sourceAt(folder).read(PART, known, context);
  let isCopied = false;
  let sizeBytes = 0;
  let version: string | null = null;
  for await (const batch of reading.entries) {
    for (const entry of batch) {
      if (entry.kind !== "file") continue;
      isCopied = entry.localPath !== null;
      sizeBytes = entry.sizeBytes ?? 0;
      version = entry.version;
    }
  }
  const facts = await reading.facts();
  assert.equal(facts.version, version);
  const { id, kind, tenant, title } = PART;
  const stored = { entryCount: 2, sizeBytes, fingerprint: "" };
  return { isCopied, facts, record: { id, kind, tenant, title, ...stored, ...facts } };
}

const HAMMER = `
  import { DatabaseSync } from "node:sqlite";
  const [path, mode] = process.argv.slice(1);
  const database = new DatabaseSync(path, { timeout: 10000 });
  database.exec("pragma journal_mode = " + mode + "; pragma synchronous = off");
  database.exec("create table if not exists account(id integer primary key, sum integer, note text)");
  if (database.prepare("select count(*) as n from account").get().n === 0) {
    database.exec("begin");
    for (let id = 1; id <= 500; id++) database.prepare("insert into account values (?, 1000, ?)").run(id, "n".repeat(200));
    database.exec("commit");
  }
  console.log("ready");
  const take = database.prepare("update account set sum = sum - ?, note = ? where id = ?");
  const give = database.prepare("update account set sum = sum + ? where id = ?");
  for (let n = 0; ; n++) {
    database.exec("begin immediate");
    for (let k = 0; k < 5; k++) {
      take.run(n % 7, String(n).padEnd(200, "x"), 1 + (n * 31 + k) % 500);
      give.run(n % 7, 1 + (n * 17 + k * 3) % 500);
    }
    database.exec("commit");
  }
`;

for (const mode of ["wal", "delete"] as const) {
  test(`sqlite: every copy taken while another process writes is whole (${mode})`, async () => {
    // A writer moves money between accounts without pause; 20 copies each pass sqlite3's integrity_check and have the
    // same sum. With a rollback journal the time that the writer had to wait is said, in WAL mode there is none.
    await withFolder(async (folder) => {
      const path = join(folder, "app.db");
      const writer = spawn(process.execPath, ["--input-type=module", "-e", HAMMER, path, mode], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      try {
        for await (const chunk of writer.stdout) if (String(chunk).includes("ready")) break;
        const copies = new Set<string>();
        for (let time = 0; time < 20; time++) {
          const context = testContext();
          await using reading = sourceAt(folder).read(PART, null, context);
          for await (const batch of reading.entries) {
            const file = batch.find(({ kind }) => kind === "file");
            assert.ok(file?.kind === "file" && typeof file.localPath === "string");
            const copy = file.localPath;
            const judge = execFileSync(
              "sqlite3",
              [`file:${copy}?immutable=1`, "pragma integrity_check; select sum(sum) from account"],
              { encoding: "utf8" },
            );
            assert.equal(judge, "ok\n500000\n");
            copies.add(createHash("sha256").update(readFileSync(copy)).digest("hex"));
          }
          const facts = await reading.facts();
          assert.deepEqual(facts.tables, [{ name: "account", rows: 500 }]);
          assert.deepEqual(findingCodes(context), []);
          const held = context.reports.filter(({ kind }) => kind === "held");
          assert.equal(held.length, mode === "wal" ? 0 : 1);
        }
        assert.ok(copies.size > 10, "the writer did write");
      } finally {
        writer.kill("SIGKILL");
      }
      assert.deepEqual(readdirSync(join(folder, "scratch")), []);
    });
  });
}

for (const mode of ["wal", "delete"] as const) {
  test(`sqlite: the copy has the pages of the original (${mode})`, async () => {
    // After a checkpoint the file itself is the original; only the two counters of SQLite's own may differ.
    await withFolder(async (folder) => {
      const path = join(folder, "app.db");
      makeDatabase(path, mode);
      chmodSync(path, 0o640);
      const { entries, facts } = await keep(sourceAt(folder), testContext());
      const file = entries[1];
      assert.ok(file?.kind === "file");
      assert.equal(file.mode, 0o640);
      const copy = Buffer.concat(await Array.fromAsync(file.bytes()));
      const original = readFileSync(path);
      assert.equal(copy.length, original.length);
      const different = [...original.keys()].filter((at) => original[at] !== copy[at]);
      assert.deepEqual(
        different.filter((at) => at !== 27 && at !== 95),
        [],
      );
      assert.deepEqual(
        facts.tables?.map(({ name, rows }) => [name, rows]),
        [
          ["counter", 3],
          ['odd "name"', 200],
          ["words_config", 1],
          ["words_content", 1],
          ["words_data", 3],
          ["words_docsize", 1],
          ["words_idx", 1],
        ],
      );
      assert.deepEqual(
        readdirSync(folder).filter((name) => name !== "scratch"),
        ["app.db"],
        "reading leaves no files beside a resting database",
      );
    });
  });
}

test("sqlite: an unchanged database is recognised, and any commit is seen", async () => {
  // Every change is made by a process of its own while the database stays in WAL mode with its WAL growing, restarted
  // and truncated; after each the database must be copied once and then be known.
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    makeDatabase(path, "wal");
    // Keeps the WAL there, as a running app does, in another process: its locks are its own.
    const app = spawn("sqlite3", [path], { stdio: ["pipe", "pipe", "inherit"] });
    const lines: AsyncIterator<Buffer> = app.stdout[Symbol.asyncIterator]();
    const sql = async (text: string): Promise<void> => {
      app.stdin.write(`${text}\nselect 'done';\n`);
      for (let seen = ""; !seen.includes("done");) {
        const next = await lines.next();
        assert.ok(next.done !== true, "sqlite3 ended");
        seen += String(next.value);
      }
    };
    try {
      await sql("pragma wal_autocheckpoint = 0; insert into counter values (9);");
      let run = 0;
      let known = (await look(folder, null, laterContext(`run-${run++}`))).record;
      const expectUnchanged = async (): Promise<void> => {
        const again = await look(folder, known, laterContext(`run-${run++}`));
        assert.equal(again.isCopied, false);
        assert.deepEqual(again.facts.tables, known.tables);
        assert.equal(again.record.sizeBytes, known.sizeBytes);
      };
      const changes = [
        "insert into counter values (10);",
        "update counter set n = n + 1;",
        "pragma wal_checkpoint(restart); update counter set n = n + 1;",
        "update counter set n = n + 1;",
        "pragma wal_checkpoint(restart); update counter set n = n + 1;",
        "pragma wal_checkpoint(truncate); update counter set n = n + 1;",
        "create table later(x);",
      ];
      await expectUnchanged();
      for (const change of changes) {
        await sql(change);
        const after = await look(folder, known, laterContext(`run-${run++}`));
        assert.equal(after.isCopied, true, change);
        assert.notEqual(after.facts.version, known.version);
        known = after.record;
        await expectUnchanged();
        await expectUnchanged();
      }
    } finally {
      app.kill();
    }
  });
});

test("sqlite: a commit into a restarted WAL that keeps sizes and times is not missed", async () => {
  // The times of database and WAL are set back after the commit, so that only the counters in -shm can tell.
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    makeDatabase(path, "wal");
    const script = `
      import { DatabaseSync } from "node:sqlite";
      const database = new DatabaseSync(process.argv[1]);
      database.exec("pragma wal_autocheckpoint = 0; update counter set n = 50; pragma wal_checkpoint(restart); update counter set n = 51");
      process.stdin.once("data", () => { database.exec("update counter set n = 52"); console.log("done"); });
      console.log("ready");
    `;
    const app = spawn(process.execPath, ["--input-type=module", "-e", script, path], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    try {
      const output: AsyncIterator<Buffer> = app.stdout[Symbol.asyncIterator]();
      await output.next();
      const wal = lstatSync(`${path}-wal`);
      const first = await look(folder, null, laterContext("run-1"));
      app.stdin.write("go\n");
      await output.next();
      utimesSync(`${path}-wal`, wal.atime, wal.mtime);
      const second = await look(folder, first.record, laterContext("run-2"));
      assert.equal(second.isCopied, true);
    } finally {
      app.kill();
    }
  });
});

test("sqlite: what was changed within two seconds is never trusted", async () => {
  await withFolder(async (folder) => {
    makeDatabase(join(folder, "app.db"), "delete");
    const first = await look(folder, null, testContext("run-1"));
    const second = await look(folder, first.record, laterContext("run-2"));
    assert.equal(second.isCopied, true, "the first version was taken too soon");
    const third = await look(folder, second.record, laterContext("run-3"));
    assert.equal(third.isCopied, false);
    const fourth = await look(folder, third.record, testContext("run-4", undefined));
    assert.equal(fourth.isCopied, true, "too young now");
    assert.notEqual(
      fourth.facts.version,
      first.facts.version,
      "untrusted versions are never equal",
    );
  });
});

test("sqlite: a non-empty WAL without its -shm means changed", async () => {
  await withFolder(async (folder) => {
    makeWithWal(join(folder, "app.db"));
    const context = laterContext("run-1");
    const first = await look(folder, null, context);
    rmSync(join(folder, "app.db-shm"), { force: true });
    const second = await look(folder, first.record, laterContext("run-2"));
    assert.equal(second.isCopied, true);
  });
});

test("sqlite: an unchanged database of 200 MB is recognised without being read", async () => {
  // Blobs of zeros make it quickly. /proc/self/io counts what this process reads while it is looked at again.
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    {
      using database = new DatabaseSync(path);
      database.exec("pragma synchronous = off; create table blob(b); begin");
      for (let index = 0; index < 200; index++) {
        database.exec("insert into blob values (zeroblob(1048576))");
      }
      database.exec("commit");
    }
    const { record } = await look(folder, null, laterContext("run-1"));
    assert.ok(record.sizeBytes > 200 * 1024 * 1024);
    const readBytes = (): number =>
      Number(/rchar: (\d+)/.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
    const before = readBytes();
    const again = await look(folder, record, laterContext("run-2"));
    assert.equal(again.isCopied, false);
    assert.ok(readBytes() - before < 1_000_000);
    assert.deepEqual(again.facts.tables, [{ name: "blob", rows: 200 }]);
  });
});

test("sqlite: a store that insists gets the content of an unchanged database", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    makeDatabase(path, "delete");
    const first = await look(folder, null, laterContext("run-1"));
    const kept = await keep(sourceAt(folder), laterContext("run-2"), first.record);
    const file = kept.entries[1];
    assert.ok(file?.kind === "file");
    assert.equal(file.version, first.facts.version);
    assert.equal((await Array.fromAsync(file.bytes()))[0]?.length, first.record.sizeBytes);
    assert.deepEqual(kept.facts, first.facts);
  });
});

test("sqlite: damage, encryption and foreign files are told apart", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    const codeOf = async (): Promise<string> => {
      try {
        const context = testContext();
        const { facts } = await keep(sourceAt(folder), context);
        assert.match(facts.version ?? "", /untrusted/);
        return `finding ${findingCodes(context).join()}`;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    writeFileSync(path, "just text ".repeat(1000));
    assert.equal(await codeOf(), "SOURCE_DAMAGED");
    writeFileSync(path, randomBytes(8192));
    assert.equal(await codeOf(), "SOURCE_ENCRYPTED");
    rmSync(path);
    assert.equal(await codeOf(), "SOURCE_MISSING");
    mkdirSync(path);
    assert.equal(await codeOf(), "SOURCE_DAMAGED");
    rmSync(path, { recursive: true });
    makeDatabase(path, "delete");
    const bytes = readFileSync(path);
    bytes.fill(0x5a, bytes.length - 4096);
    writeFileSync(path, bytes);
    assert.equal(await codeOf(), "finding SOURCE_DAMAGED");
  });
});

test("sqlite: an empty file is an empty database and comes back", async () => {
  await withFolder(async (folder) => {
    writeFileSync(join(folder, "app.db"), "");
    const kept = await keep(sourceAt(folder), testContext());
    assert.deepEqual(kept.facts.tables, []);
    const context = testContext();
    await sourceAt(folder, "new.db").stage(PART, replay(kept.entries), context);
    assert.deepEqual(await sourceAt(folder, "new.db").validate(PART, kept.record, context), []);
    await sourceAt(folder, "new.db").swap(PART, context);
    assert.equal(lstatSync(join(folder, "new.db")).size, 0);
  });
});

test("sqlite: a collation that only the application has is no damage", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    const script = `
import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
c.create_collation("PERSIAN", lambda a, b: (a > b) - (a < b))
c.executescript("create table name(n text collate PERSIAN); create index i on name(n); create table plain(x)")
c.executemany("insert into name values (?)", [("a",), ("b",)])
c.commit()`;
    execFileSync("python3", ["-c", script, path]);
    const context = testContext();
    const kept = await keep(sourceAt(folder), context);
    assert.deepEqual(findingCodes(context), []);
    assert.deepEqual(kept.facts.tables, [
      { name: "name", rows: 2 },
      { name: "plain", rows: 0 },
    ]);
    await sourceAt(folder).stage(PART, replay(kept.entries), context);
    assert.deepEqual(await sourceAt(folder).validate(PART, kept.record, context), []);
  });
});

test("sqlite: validate finds missing rows, missing tables and damage", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    makeDatabase(path, "delete");
    const kept = await keep(sourceAt(folder), testContext());
    const context = testContext();
    await sourceAt(folder).stage(PART, replay(kept.entries), context);
    const tables = [
      { name: "counter", rows: 4 },
      { name: "gone", rows: 0 },
    ];
    const findings = await sourceAt(folder).validate(PART, { ...kept.record, tables }, context);
    assert.deepEqual(
      findings.map(({ code, facts }) => [code, facts["table"], facts["expected"], facts["found"]]),
      [
        ["ROWS_DIFFER", "counter", 4, 3],
        ["ROWS_DIFFER", "gone", 0, null],
      ],
    );
    const area = join(folder, ".fivefold", context.run, "some%2Fpart", "new", "app.db");
    const bytes = readFileSync(area);
    bytes.fill(0x5a, bytes.length - 4096);
    writeFileSync(area, bytes);
    const damaged = await sourceAt(folder).validate(PART, kept.record, context);
    assert.ok(damaged.some(({ code }) => code === "STAGED_DAMAGED"));
    assert.equal(readdirSync(join(area, "..")).length, 1, "validating leaves nothing beside");
  });
});

test("sqlite: room for the copy is checked first", async () => {
  await withFolder(async (folder) => {
    // A hole larger than the disk behind a small database.
    const path = join(folder, "app.db");
    makeDatabase(path, "delete");
    truncateSync(path, 8 * 1024 ** 4);
    await assert.rejects(keep(sourceAt(folder), testContext()), { code: "SPACE_SHORT" });
    assert.deepEqual(readdirSync(join(folder, "scratch")), []);
  });
});

test("sqlite: a writer that holds the database is waited for, then named busy", async () => {
  // The clock is the test's own: each wait lets a minute pass, so nothing sleeps.
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    makeDatabase(path, "delete");
    using holder = new DatabaseSync(path);
    holder.exec("begin exclusive");
    const context = testContext();
    let nowMs = Date.now();
    let waits = 0;
    const clock = {
      nowMs: () => nowMs,
      sleep: async () => {
        waits++;
        if (waits === 3) holder.exec("commit");
        nowMs += waits < 10 ? 1000 : 60_000;
      },
    };
    await keep(sourceAt(folder), { ...context, clock });
    assert.equal(waits, 3);
    holder.exec("begin exclusive");
    waits = 10;
    await assert.rejects(keep(sourceAt(folder), { ...context, clock }), { code: "SOURCE_BUSY" });
  });
});

test("sqlite: reading does not take away the locks of this process's own connection", async () => {
  // Closing any descriptor of a file drops a process's locks on it: an application that embeds us would lose its own.
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    makeDatabase(path, "delete");
    using own = new DatabaseSync(path);
    own.exec("begin immediate");
    await keep(sourceAt(folder), testContext());
    assert.throws(
      () => execFileSync("sqlite3", [path, "insert into counter values (1)"], { stdio: "pipe" }),
      /locked/,
    );
    own.exec("rollback");
  });
});

test("sqlite: processes that have the database open are found and nothing is changed", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    makeDatabase(path, "wal");
    assert.deepEqual(await sourceAt(folder).busy(PART), []);
    const app = spawn("sqlite3", [path], { stdio: ["pipe", "pipe", "inherit"] });
    try {
      app.stdin.write("select count(*) from counter;\n");
      const output: AsyncIterator<Buffer> = app.stdout[Symbol.asyncIterator]();
      await output.next();
      assert.deepEqual(await sourceAt(folder).busy(PART), [{ pid: app.pid, name: "sqlite3" }]);
    } finally {
      app.kill();
    }
  });
});

test("sqlite: restored beside a foreign WAL, nothing of it gets into the new state", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    makeDatabase(path, "wal");
    const kept = await keep(sourceAt(folder), testContext());
    const content = dump(path);
    for (const name of readdirSync(folder))
      if (name.startsWith("app.db")) rmSync(join(folder, name));
    makeWithWal(path);
    const context = testContext();
    await sourceAt(folder).stage(PART, replay(kept.entries), context);
    await sourceAt(folder).swap(PART, context);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith("app.db")),
      [basename(path)],
    );
    assert.equal(dump(path), content);
  });
});

test("sqlite: a snapshot without an owner leaves the file as the app has it", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "app.db");
    makeDatabase(path, "delete");
    const kept = await keep(sourceAt(folder), testContext());
    chmodSync(path, 0o600);
    const plain = kept.entries.map((entry) => ({ ...entry, owner: null, mode: 0o644 }));
    const context = testContext();
    await sourceAt(folder).stage(PART, replay(plain), context);
    await sourceAt(folder).swap(PART, context);
    assert.equal(lstatSync(path).mode & 0o777, 0o600);
  });
});
