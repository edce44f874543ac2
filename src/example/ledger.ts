/**
 * What a tenant's database holds and the rule that every committed moment of it keeps.
 *
 * The rule: an invoice's net is the sum of its lines, and the one row of `total` has the count and the sum of all
 * invoices.
 */

import type { DatabaseSync } from "node:sqlite";

export const LEDGER_TABLES = `
  create table customer(id integer primary key, name text not null, address text, email text);
  create table invoice(id integer primary key, number text unique not null, customer integer not null references customer,
    issued text not null, status text not null, net integer not null, vat integer not null, note text);
  create table line(id integer primary key, invoice integer not null references invoice, position integer not null,
    article text not null, quantity integer not null, price integer not null, total integer not null);
  create table total(id integer primary key check(id = 1), invoices integer not null, net integer not null);
  insert into total values(1, 0, 0)`;

/** Made last by the generator: filling a table is faster without them. */
export const LEDGER_INDEXES = `
  create index line_invoice on line(invoice);
  create index invoice_customer on invoice(customer, issued)`;

export interface Customer {
  readonly name: string;
  readonly address: string;
  readonly email: string;
}

export interface Invoice {
  readonly number: string;
  readonly customer: number;
  /** YYYY-MM-DD */
  readonly issued: string;
  readonly note: string;
  readonly lines: readonly {
    readonly article: string;
    readonly quantity: number;
    readonly priceCents: number;
  }[];
}

export interface Ledger {
  addCustomer(customer: Customer): void;
  /** To be called inside a transaction, which then keeps the rule. */
  addInvoice(invoice: Invoice): void;
}

export function prepareLedger(database: DatabaseSync): Ledger {
  const customer = database.prepare("insert into customer(name, address, email) values(?, ?, ?)");
  const invoice = database.prepare(
    "insert into invoice(number, customer, issued, status, net, vat, note) values(?, ?, ?, 'open', ?, ?, ?)",
  );
  const line = database.prepare(
    "insert into line(invoice, position, article, quantity, price, total) values(?, ?, ?, ?, ?, ?)",
  );
  const total = database.prepare("update total set invoices = invoices + 1, net = net + ?");
  return {
    addCustomer({ name, address, email }) {
      customer.run(name, address, email);
    },
    addInvoice({ number, customer: buyer, issued, note, lines }) {
      const net = lines.reduce((sum, each) => sum + each.quantity * each.priceCents, 0);
      const vat = Math.round(net * 0.19);
      const id = invoice.run(number, buyer, issued, net, vat, note).lastInsertRowid;
      for (const [at, each] of lines.entries())
        line.run(
          id,
          at + 1,
          each.article,
          each.quantity,
          each.priceCents,
          each.quantity * each.priceCents,
        );
      total.run(net);
    },
  };
}
