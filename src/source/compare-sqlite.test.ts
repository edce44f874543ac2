// Goal: what a preview says of a database is true, and the database, its folder and its application do not notice. Method:
// real databases in all modes, broken, left by a killed writer, held by one; every byte of the folder is compared after.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { renameSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Kept } from "../../test/conformance/source.ts";
import { PART, keep, replay, testContext } from "../../test/conformance/source.ts";
import type { DatabaseDifference } from "../model/difference.ts";
import { verdictOf } from "../model/difference.ts";
import type { RunContext } from "../model/run.ts";
import type { NewestQuery } from "../model/source.ts";
import { realDisk } from "./disk.ts";
import { SqliteSource } from "./sqlite.ts";

const INVOICES: NewestQuery = {
  query: "select number from invoice order by number",
  title: { en: "invoices" },
};

class Ledger implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "fivefold-compare-"));
  readonly data = join(this.#folder, "data");
  readonly path = join(this.data, "ledger.db");
  readonly #scratch = join(this.#folder, "scratch");

  constructor(mode: "wal" | "delete") {
    mkdirSync(this.data);
    this.do(`pragma journal_mode = ${mode}; create table invoice(number integer primary key, text);
      create table customer(name text);
      with recursive n(i) as (select 1001 union all select i + 1 from n where i < 1041)
        insert into invoice select i, 'first ' || i from n`);
  }

  do(sql: string): void {
    using database = new DatabaseSync(this.path);
    database.exec(sql);
  }

  source(): SqliteSource {
    const config = { path: this.path, description: this.#folder, scratch: this.#scratch };
    return new SqliteSource({ kind: "sqlite", ...config }, realDisk(null));
  }

  async keep(): Promise<Kept> {
    return await keep(this.source(), testContext());
  }

  /** Compares, and looks whether anything in the folder or the scratch folder is another one after. */
  async compare(
    { record, entries }: Kept,
    newest: NewestQuery | null = INVOICES,
    context: RunContext = testContext(),
  ): Promise<DatabaseDifference> {
    const before = this.#state();
    const kept = { record, entries: replay(entries), newest };
    const difference = await this.source().compare(PART, kept, context);
    assert.deepEqual(this.#state(), before);
    assert.deepEqual(readdirSync(this.#scratch), []);
    return difference;
  }

  #state(): readonly string[] {
    return readdirSync(this.data).map((name) => {
      // The index of a WAL is where readers mark what they read.
      if (name.endsWith("-shm")) return name;
      const hash = createHash("sha256").update(readFileSync(join(this.data, name)));
      return `${name} ${hash.digest("hex")}`;
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const rowsOf = ({ tables }: DatabaseDifference): Record<string, readonly (number | null)[]> =>
  Object.fromEntries(tables.map(({ name, rowsThen, rowsNow }) => [name, [rowsThen, rowsNow]]));

const codesOf = ({ findings }: DatabaseDifference): readonly string[] =>
  findings.map(({ code }) => code);

for (const mode of ["wal", "delete"] as const) {
  test(`compare, ${mode}: rows then and now, the records made since and those that are gone`, async () => {
    using ledger = new Ledger(mode);
    const kept = await ledger.keep();
    ledger.do(`with recursive n(i) as (select 1042 union all select i + 1 from n where i < 1057)
        insert into invoice select i, 'later' from n;
      delete from invoice where number in (1003, 1010, 1011);
      create table added(a)`);
    const difference = await ledger.compare(kept);
    assert.deepEqual(codesOf(difference), []);
    assert.deepEqual(rowsOf(difference), {
      added: [null, 0],
      customer: [0, 0],
      invoice: [41, 54],
    });
    assert.deepEqual(difference.newest, {
      title: { en: "invoices" },
      onlyNow: { recordCount: 16, runs: [{ first: "1042", last: "1057" }], lastRuns: [] },
      onlyThen: {
        recordCount: 3,
        runs: [
          { first: "1003", last: "1003" },
          { first: "1010", last: "1011" },
        ],
        lastRuns: [],
      },
    });
    assert.equal(verdictOf(difference), "different");
    const quick = await ledger.compare(kept, null);
    assert.deepEqual(rowsOf(quick), rowsOf(difference));
    assert.equal(quick.newest, null);
  });

  test(`compare, ${mode}: an application that writes is not seen half-way, and not kept from writing`, async () => {
    // A transaction is open and not committed while the database is compared, and committed after.
    using ledger = new Ledger(mode);
    const kept = await ledger.keep();
    using app = new DatabaseSync(ledger.path);
    app.exec("insert into customer values ('committed'); begin immediate");
    app.exec("insert into customer values ('not yet')");
    const difference = await ledger.compare(kept);
    app.exec("commit");
    assert.deepEqual(codesOf(difference), []);
    assert.deepEqual(rowsOf(difference), { customer: [0, 1], invoice: [41, 41] });
    assert.equal(difference.newest?.onlyNow.recordCount, 0);
  });
}

test("compare: a database that came back with its time is as it was, and nothing is asked", async () => {
  using ledger = new Ledger("delete");
  const kept = await ledger.keep();
  const copy = join(ledger.data, "back.db");
  copyFileSync(ledger.path, copy);
  const { atimeMs, mtimeMs } = statSync(ledger.path);
  rmSync(ledger.path);
  renameSync(copy, ledger.path);
  utimesSync(ledger.path, atimeMs / 1000, mtimeMs / 1000);
  const difference = await ledger.compare(kept, { ...INVOICES, query: "this would fail" });
  assert.equal(difference.isUnchanged, true);
  assert.deepEqual(codesOf(difference), []);
  assert.deepEqual(rowsOf(difference), { customer: [0, 0], invoice: [41, 41] });
});

test("compare: rows are the same, and what is in them may not be", async () => {
  using ledger = new Ledger("delete");
  const kept = await ledger.keep();
  ledger.do("update invoice set text = 'another' where number = 1005");
  const difference = await ledger.compare(kept);
  assert.equal(verdictOf(difference), "unknown");
  assert.equal(difference.isUnchanged, false);
});

test("compare: a broken live database is said and is no error", async () => {
  using ledger = new Ledger("delete");
  const kept = await ledger.keep();
  const whole = readFileSync(ledger.path);
  const broken = {
    SOURCE_DAMAGED: Buffer.concat([whole.subarray(0, 100), randomBytes(whole.length - 100)]),
    SOURCE_ENCRYPTED: randomBytes(whole.length),
  };
  for (const [code, bytes] of Object.entries(broken)) {
    writeFileSync(ledger.path, bytes);
    const difference = await ledger.compare(kept);
    assert.equal(codesOf(difference)[0], code);
    assert.deepEqual(rowsOf(difference), { customer: [0, null], invoice: [41, null] });
    assert.equal(difference.newest, null);
  }
  truncateSync(ledger.path, 0);
  assert.deepEqual(rowsOf(await ledger.compare(kept)), {
    customer: [0, null],
    invoice: [41, null],
  });
});

test("compare: what a killed writer left in a journal is left to the application", async () => {
  // The files are copied in the middle of a transaction that has reached the disk: only its journal can undo it.
  using ledger = new Ledger("delete");
  ledger.do("insert into customer select hex(randomblob(500)) from invoice, invoice");
  const kept = await ledger.keep();
  const [then] = kept.record.tables ?? [];
  const beside = join(ledger.data, "killed");
  {
    using app = new DatabaseSync(ledger.path);
    app.exec("pragma cache_size = 2; begin; delete from customer");
    for (const ending of ["", "-journal"]) copyFileSync(ledger.path + ending, `${beside}${ending}`);
    app.exec("rollback");
  }
  for (const ending of ["", "-journal"]) {
    copyFileSync(`${beside}${ending}`, ledger.path + ending);
    rmSync(`${beside}${ending}`);
  }
  const difference = await ledger.compare(kept);
  assert.deepEqual(codesOf(difference), []);
  assert.deepEqual(rowsOf(difference)["customer"], [then?.rows, then?.rows]);
});

test("compare: a WAL whose index is gone is read, and no index is left there", async () => {
  using ledger = new Ledger("wal");
  const kept = await ledger.keep();
  const beside = join(ledger.data, "killed");
  {
    using app = new DatabaseSync(ledger.path);
    app.exec("pragma wal_autocheckpoint = 0; insert into customer values ('in the WAL alone')");
    for (const ending of ["", "-wal"]) copyFileSync(ledger.path + ending, beside + ending);
  }
  for (const ending of ["", "-wal"]) {
    copyFileSync(beside + ending, ledger.path + ending);
    rmSync(beside + ending);
  }
  const difference = await ledger.compare(kept);
  assert.deepEqual(rowsOf(difference)["customer"], [0, 1]);
  assert.deepEqual(readdirSync(ledger.data), ["ledger.db", "ledger.db-wal"]);
});

test("compare: a query that never ends is stopped, and the tables are counted all the same", async () => {
  using ledger = new Ledger("wal");
  const kept = await ledger.keep();
  ledger.do("insert into customer values ('new')");
  const endless = {
    query: "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n",
    title: {},
  };
  // A query that ends for the snapshot and not for the live database is as endless.
  const context = testContext();
  let limits = 0;
  const impatient: RunContext = {
    ...context,
    clock: {
      nowMs: () => context.clock.nowMs(),
      sleep: async (ms, signal) => {
        limits += ms >= 1000 ? 1 : 0;
        await setTimeout(Math.min(ms, 3000), undefined, { signal });
      },
    },
  };
  const difference = await ledger.compare(kept, endless, impatient);
  assert.equal(limits, 1);
  assert.deepEqual(difference.findings, [
    { code: "PART_UNCOMPARED", part: PART.id, path: null, facts: { what: "slow" } },
  ]);
  assert.deepEqual(rowsOf(difference)["customer"], [0, 1]);
});

test("compare: a query that is wrong, or would write, is named and does nothing", async () => {
  using ledger = new Ledger("delete");
  const kept = await ledger.keep();
  ledger.do("insert into customer values ('new')");
  for (const query of ["select none from invoice", "delete from invoice returning number", ""]) {
    const difference = await ledger.compare(kept, { query, title: {} });
    assert.deepEqual(codesOf(difference), ["PART_UNCOMPARED"], query);
    assert.equal(difference.findings[0]?.facts["what"], "newest");
    assert.deepEqual(rowsOf(difference), { customer: [0, 1], invoice: [41, 41] });
  }
});
