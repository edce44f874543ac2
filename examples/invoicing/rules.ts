/**
 * Whether a tenant's database keeps the rule of `src/example/ledger.ts`. A copy that mixes two moments breaks it, although
 * SQLite finds nothing wrong with such a copy.
 */

import type { DatabaseSync } from "node:sqlite";

/** Says what is wrong with a tenant's database; an empty list when it is whole and keeps the rule. */
export function brokenRules(database: DatabaseSync): readonly string[] {
  const broken: string[] = [];
  const integrity = database.prepare("pragma integrity_check").all();
  for (const row of integrity) {
    const said = String(row["integrity_check"]);
    if (said !== "ok") broken.push(`integrity_check: ${said}`);
  }
  const sums = database
    .prepare(
      `select (select count(*) from invoice) as invoices, (select coalesce(sum(net), 0) from invoice) as net,
         (select coalesce(sum(total), 0) from line) as lines, total.invoices as known, total.net as total from total`,
    )
    .get();
  const sum = (name: string): number => Number(sums?.[name]);
  if (sum("invoices") !== sum("known"))
    broken.push(`${sum("invoices")} invoices, but total says ${sum("known")}`);
  if (sum("net") !== sum("total"))
    broken.push(`invoices come to ${sum("net")}, but total says ${sum("total")}`);
  if (sum("net") !== sum("lines"))
    broken.push(`invoices come to ${sum("net")}, but their lines to ${sum("lines")}`);
  return broken;
}
