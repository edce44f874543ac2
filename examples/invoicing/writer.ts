/**
 * Keeps writing invoices into every tenant's database of a Kontor app, without a pause, until its standard input ends.
 *
 * It stands for the people who go on working while a backup is made. It prints "writing" once the first invoices are
 * committed, and at the end one line of JSON: how many invoices it wrote and how long its slowest commit took.
 *
 * usage: node examples/invoicing/writer.ts FOLDER
 */

import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { prepareLedger } from "../../src/example/ledger.ts";

/** What a writer says at its end. */
export interface Written {
  readonly invoices: number;
  /** By tenant, in the order of their ids. */
  readonly byTenant: Readonly<Record<string, number>>;
  readonly slowestCommitMs: number;
}

/** Opens what a clerk's program would: every open tenant's database, as the login database names them. */
function openLedgers(folder: string): Map<string, DatabaseSync> {
  const login = new DatabaseSync(path.join(folder, "data", "login.db"), { readOnly: true });
  const rows = login.prepare("select id from tenant where closed = 0 order by id").all();
  login.close();
  return new Map(
    rows.map((row) => {
      const id = String(row["id"]);
      const file = path.join(folder, "data", "tenants", id, "tenant.db");
      if (!fs.existsSync(file)) throw new Error(`${file} is not there`);
      const database = new DatabaseSync(file, { timeout: 30_000 });
      database.exec("pragma foreign_keys = on");
      return [id, database];
    }),
  );
}

/** Writes in turn into each database; every invoice is a transaction of its own. */
async function writeUntil(stopped: () => boolean, folder: string): Promise<Written> {
  const ledgers = [...openLedgers(folder)].map(([id, database]) => ({
    id,
    database,
    ledger: prepareLedger(database),
    before: Number(database.prepare("select invoices from total").get()?.["invoices"]),
    written: 0,
  }));
  let slowestCommitMs = 0;
  let invoices = 0;
  for (let round = 0; !stopped(); round++) {
    for (const each of ledgers) {
      const started = performance.now();
      each.database.exec("begin immediate");
      each.ledger.addInvoice({
        number: `W-${each.before + each.written}-${round}`,
        customer: 1 + (round % 20),
        issued: "2026-11-22",
        note: `written while the backup ran, round ${round}`,
        lines: Array.from({ length: 1 + (round % 4) }, (_, at) => ({
          article: `article ${at}`,
          quantity: 1 + (round % 7),
          priceCents: 100 + ((round * 37) % 5000),
        })),
      });
      each.database.exec("commit");
      slowestCommitMs = Math.max(slowestCommitMs, performance.now() - started);
      each.written++;
      invoices++;
    }
    if (round === 0) process.stdout.write("writing\n");
    await setImmediate();
  }
  for (const { database } of ledgers) database.close();
  return {
    invoices,
    byTenant: Object.fromEntries(ledgers.map(({ id, written }) => [id, written])),
    slowestCommitMs: Math.round(slowestCommitMs),
  };
}

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write("usage: node examples/invoicing/writer.ts FOLDER\n");
  process.exitCode = 2;
} else {
  let stopped = false;
  process.stdin.on("end", () => {
    stopped = true;
  });
  process.stdin.resume();
  const written = await writeUntil(() => stopped, path.resolve(folder));
  process.stdout.write(`${JSON.stringify(written)}\n`);
}
