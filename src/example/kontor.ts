/**
 * Makes Kontor, a plausible invoicing app with several tenants: real SQLite databases, documents, settings, credentials.
 *
 * The same seed and size give the same data. The layout is what `fivefold.yaml` beside this file describes. Every
 * tenant's database keeps one rule at every committed moment, see `ledger.ts`.
 */

import { createCipheriv, createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { LEDGER_INDEXES, LEDGER_TABLES, prepareLedger } from "./ledger.ts";

export interface Tenant {
  readonly id: string;
  readonly title: string;
}

/** What was made, and where. */
export interface Kontor {
  readonly folder: string;
  /** Open tenants, in the order of their ids. */
  readonly tenants: readonly Tenant[];
  /** Still on the disk, but its row says that it is closed: nothing of it belongs into a backup. */
  readonly closedTenant: Tenant;
}

const TENANTS = [
  { id: "aurelia", title: "Aurelia Spirituosen GmbH", share: 0.35 },
  { id: "behzad", title: "بازرگانی بهزاد", share: 0.2 },
  { id: "costa", title: "Costa & Irmãos, Lda.", share: 0.2 },
  { id: "dupont", title: "Éts. Dupont et Fils", share: 0.15 },
  { id: "müller-söhne", title: "Müller & Söhne", share: 0.1 },
] as const;
type TenantPlan = (typeof TENANTS)[number];
const CLOSED_TENANT = { id: "zimmermann", title: "Zimmermann (abgewickelt)" } as const;

const PEOPLE =
  "Ahmadi Silva Schmidt Dupont Karimi Ferreira Müller Martin Hosseini Costa Weber Bernard Rahimi Santos Fischer Petit".split(
    " ",
  );
const PLACES =
  "Tehran Lisboa Hamburg Paris Shiraz Porto Berlin Lyon Esfahan Coimbra Bremen Nantes".split(" ");
const WORDS =
  "invoice delivery tractor field harvest ledger contract hearing fee expense receipt wheat barley irrigation transfer reference reminder copy original repair pump filter cable licence training journey hour pallet crate bottle glass label carton".split(
    " ",
  );

/** Document names as people in four countries write them; {} takes a number. */
const DOCUMENT_NAMES = [
  "Rechnung {} Größe XL.pdf",
  "Mahnung {} – Straße.pdf",
  "صورتحساب شماره {}.pdf",
  "قرارداد {}.docx",
  "Devis n° {} (été).pdf",
  "Reçu {} signé à la main.jpg",
  "Fatura {} São João.pdf",
  "Orçamento {} revisão.xlsx",
  "scan{}.jpg",
  "e-invoice {}.xml",
] as const;
const FOLDER_NAMES = ["Eingang", "قراردادها", "Reçus", "Orçamentos", "Ausgang"] as const;

const FIRST_DAY_MS = Date.UTC(2024, 0, 2, 8);
const DAY_MS = 86_400_000;

/** A small seeded generator of numbers; the same seed gives the same app on every machine. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) | 1;
  }

  /** A whole number from 0 to `end` - 1. */
  below(end: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % end;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  /** From `least` to `most`, small ones as likely as large ones. */
  size(least: number, most: number): number {
    return Math.floor(least * (most / least) ** (this.below(1 << 20) / (1 << 20)));
  }
}

/** Incompressible bytes as fast as the machine encrypts. */
function noiseOf(seed: string): (sizeBytes: number) => Buffer {
  const key = createHash("sha256").update(seed).digest();
  const cipher = createCipheriv("aes-256-ctr", key, Buffer.alloc(16));
  return (sizeBytes) => cipher.update(Buffer.alloc(sizeBytes));
}

/**
 * Makes the app in `folder`, which must be absent or empty. `sizeBytes` is what databases and documents of all five
 * tenants come to together, within a few per cent; below 2 MB the fixed pieces dominate. `tenantCount`: only the first so many.
 */
export function makeKontor(folder: string, sizeBytes: number, seed = 1, tenantCount = 5): Kontor {
  const tenants = TENANTS.slice(0, tenantCount);
  const dice = new Dice(seed);
  const noise = noiseOf(`kontor ${seed}`);
  fs.mkdirSync(folder, { recursive: true });
  if (fs.readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);
  fs.copyFileSync(new URL("fivefold.yaml", import.meta.url), path.join(folder, "fivefold.yaml"));
  write(path.join(folder, "VERSION"), "12.4.1\n", dice);
  const data = path.join(folder, "data");
  makeLogin(path.join(data, "login.db"), tenants, dice);
  makeSettings(path.join(data, "settings"), dice);
  makeCredentials(path.join(data, "credentials"), noise, dice);
  makeWorkspaces(path.join(data, "workspaces"), noise, dice);
  for (const { id, share } of tenants) {
    const tenant = path.join(data, "tenants", id);
    makeTenantDatabase(path.join(tenant, "tenant.db"), sizeBytes * share * 0.5, dice);
    makeDocuments(path.join(tenant, "files"), sizeBytes * share * 0.5, noise, dice);
  }
  const closed = path.join(data, "tenants", CLOSED_TENANT.id);
  makeTenantDatabase(path.join(closed, "tenant.db"), 100_000, dice);
  makeDocuments(path.join(closed, "files"), 100_000, noise, dice);
  return {
    folder,
    tenants: tenants.map(({ id, title }) => ({ id, title })),
    closedTenant: CLOSED_TENANT,
  };
}

function write(file: string, content: string | Buffer, dice: Dice, mode = 0o644): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content, { mode });
  const modified = new Date(FIRST_DAY_MS + dice.below(900 * DAY_MS));
  fs.utimesSync(file, modified, modified);
}

function makeLogin(file: string, tenants: readonly TenantPlan[], dice: Dice): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(`pragma page_size = 4096; pragma application_id = 1263488082; pragma user_version = 124;
    create table tenant(id text primary key, name text not null, closed integer not null default 0, since text not null);
    create table user(id integer primary key, login text unique not null, name text not null, password text not null);
    create table membership(user integer references user, tenant text references tenant, role text not null, primary key(user, tenant)) without rowid;
    begin`);
  const tenant = database.prepare("insert into tenant values(?, ?, ?, ?)");
  for (const { id, title } of tenants) tenant.run(id, title, 0, "2019-04-01");
  tenant.run(CLOSED_TENANT.id, CLOSED_TENANT.title, 1, "2011-10-15");
  const user = database.prepare("insert into user(login, name, password) values(?, ?, ?)");
  const membership = database.prepare("insert or ignore into membership values(?, ?, ?)");
  for (let at = 1; at <= 240; at++) {
    const name = `${dice.pick(PEOPLE)} ${dice.pick(PLACES)}`;
    const hash = createHash("sha256").update(`${name} ${at}`).digest("hex");
    user.run(`user${at}`, name, `scrypt$${hash}`);
    for (let times = 1 + dice.below(3); times > 0; times--)
      membership.run(at, dice.pick(tenants).id, dice.pick(["owner", "clerk", "auditor"]));
  }
  database.exec("commit");
  database.close();
}

function makeSettings(folder: string, dice: Dice): void {
  const settings = { language: "de", currency: "EUR", vat: [0, 7, 19], numbering: "R-{year}-{n}" };
  write(path.join(folder, "kontor.json"), `${JSON.stringify(settings, null, 2)}\n`, dice);
  write(path.join(folder, "print.ini"), "[printer]\nname=Empfang\nduplex=yes\n", dice);
  write(path.join(folder, "templates", "Rechnung.html"), "<h1>{{title}}</h1>\n".repeat(40), dice);
  write(path.join(folder, "templates", "فاکتور.html"), "<h1 dir=rtl>{{title}}</h1>\n", dice);
  fs.symlinkSync("templates/Rechnung.html", path.join(folder, "default-template"));
  write(path.join(folder, "nightly.sh"), "#!/bin/sh\nexec kontor --close-day\n", dice, 0o755);
  fs.mkdirSync(path.join(folder, "plugins"));
}

function makeCredentials(folder: string, noise: (size: number) => Buffer, dice: Dice): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mail = { host: "mail.example.org", user: "kontor", password: noise(12).toString("hex") };
  write(path.join(folder, "mail.json"), `${JSON.stringify(mail)}\n`, dice, 0o600);
  write(path.join(folder, "bank.key"), noise(64), dice, 0o600);
}

function makeWorkspaces(folder: string, noise: (size: number) => Buffer, dice: Dice): void {
  for (const person of PEOPLE.slice(0, 8)) {
    const layout = {
      panels: ["invoices", "customers"],
      widths: [dice.below(900), dice.below(900)],
    };
    write(path.join(folder, person, "layout.json"), `${JSON.stringify(layout)}\n`, dice);
    write(path.join(folder, person, "unsaved.tmp"), noise(2000), dice);
  }
  // The description leaves these out; a restore must leave them alone.
  write(path.join(folder, "cache", "thumbnails.bin"), noise(40_000), dice);
  write(path.join(folder, "cache", "search", "terms.bin"), noise(20_000), dice);
}

function makeTenantDatabase(file: string, sizeBytes: number, dice: Dice): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(`pragma page_size = 4096; pragma journal_mode = off; pragma synchronous = off;
    ${LEDGER_TABLES}; begin`);
  const ledger = prepareLedger(database);
  const phrases = Array.from({ length: 1024 }, () =>
    Array.from({ length: 4 + dice.below(60) }, () => dice.pick(WORDS)).join(" "),
  );
  const pages = database.prepare("pragma page_count");
  const customerCount = Math.max(20, Math.floor(sizeBytes / 20_000));
  for (let at = 1; at <= customerCount; at++) {
    const name = `${dice.pick(PEOPLE)} ${dice.pick(WORDS)} ${at}`;
    const address = `${dice.below(300)} ${dice.pick(WORDS)} street, ${dice.pick(PLACES)}`;
    ledger.addCustomer({ name, address, email: `${dice.pick(WORDS)}${at}@example.org` });
  }
  // The indexes come last and take the rest.
  for (let at = 1; ; at++) {
    const day = FIRST_DAY_MS + Math.floor(at / 30) * DAY_MS;
    ledger.addInvoice({
      number: `R-${String(at).padStart(8, "0")}`,
      customer: 1 + dice.below(customerCount),
      issued: new Date(day).toISOString().slice(0, 10),
      note: `${dice.pick(phrases)} ${dice.below(100_000)}`,
      lines: Array.from({ length: 1 + dice.below(4) }, () => ({
        article: `${dice.pick(WORDS)} ${dice.pick(WORDS)} ${dice.below(1000)}`,
        quantity: 1 + dice.below(40),
        priceCents: 1 + dice.below(90_000),
      })),
    });
    if (at % 64 === 0 && Number(pages.get()?.["page_count"]) * 4096 >= sizeBytes * 0.86) break;
  }
  database.exec(`${LEDGER_INDEXES}; commit`);
  database.exec("pragma synchronous = full; pragma journal_mode = wal");
  database.close();
}

function makeDocuments(
  folder: string,
  sizeBytes: number,
  noise: (size: number) => Buffer,
  dice: Dice,
): void {
  const most = Math.min(4_000_000, Math.max(20_000, sizeBytes / 40));
  let left = sizeBytes;
  let last = "";
  for (let at = 0; left > 0; at++) {
    const name = dice.pick(DOCUMENT_NAMES).replace("{}", String(1000 + at));
    const year = String(2024 + dice.below(3));
    const content = documentOf(name, dice.size(4_000, most), noise, dice);
    last = path.join(folder, year, dice.pick(FOLDER_NAMES), name);
    write(last, content, dice);
    left -= content.length;
  }
  // What real folders have besides plain files: links of both kinds, an empty folder, a read-only file.
  fs.symlinkSync(path.relative(folder, last), path.join(folder, "latest"));
  fs.symlinkSync("moved/away.pdf", path.join(folder, "dangling"));
  fs.linkSync(last, path.join(folder, `hard link to the last ${path.extname(last)}`));
  fs.mkdirSync(path.join(folder, "2027 — leer"));
  write(path.join(folder, "README locked.txt"), "read only\n", dice, 0o444);
}

function documentOf(
  name: string,
  sizeBytes: number,
  noise: (size: number) => Buffer,
  dice: Dice,
): Buffer {
  const text = Array.from({ length: 40 }, () => dice.pick(WORDS)).join(" ");
  switch (path.extname(name)) {
    case ".xml": {
      const item = `<item><article>${text}</article><price>${dice.below(9_000)}</price></item>\n`;
      return Buffer.from(
        `<?xml version="1.0"?>\n<invoice>\n${item.repeat(sizeBytes / 1_000)}</invoice>\n`,
      );
    }
    case ".jpg":
      return Buffer.concat([Buffer.from("ffd8ffe000104a464946000101", "hex"), noise(sizeBytes)]);
    case ".docx":
    case ".xlsx":
      return Buffer.concat([Buffer.from("PK\u0003\u0004"), noise(sizeBytes)]);
    default: {
      const table = "0000000000 65535 f \n".repeat(dice.below(100));
      const end = `\nendstream\nxref\n${table}trailer\n%%EOF\n`;
      return Buffer.concat([
        Buffer.from(`%PDF-1.7\n${text}\nstream\n`),
        noise(sizeBytes),
        Buffer.from(end),
      ]);
    }
  }
}
