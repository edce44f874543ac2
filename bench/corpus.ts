/**
 * The data on which programs are compared: what a business application keeps, made from a seed.
 *
 * Four SQLite databases, many small texts, and documents that cannot be compressed, a tenth of them with a block that
 * others have too. The same seed makes the same bytes, but for the databases' own bookkeeping.
 */

import { createCipheriv } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface CorpusSize {
  /** Invoice lines in each of the databases. */
  readonly databaseRows: Readonly<Record<string, number>>;
  readonly textFolders: number;
  readonly textsPerFolder: number;
  readonly documentBytes: number;
}

/** About 1.7 GB. */
export const FULL: CorpusSize = {
  databaseRows: { login: 20_000, north: 2_200_000, south: 1_600_000, west: 900_000 },
  textFolders: 250,
  textsPerFolder: 200,
  documentBytes: 800_000_000,
};

/** About 5 GB: 1 GB in databases, some 53,000 files. */
export const OFFICE: CorpusSize = { ...FULL, documentBytes: 3_600_000_000 };

/** A few MB, to see that everything runs. */
export const SMALL: CorpusSize = {
  databaseRows: { login: 300, north: 6000 },
  textFolders: 8,
  textsPerFolder: 25,
  documentBytes: 3_000_000,
};

const WORDS = (
  "account acre advance agreement balance barley bill branch broker cargo chart client contract copy credit crop " +
  "customer date debit deed delivery discount draft due estate expense fee field fine freight grain harvest hearing " +
  "invoice journal lease ledger letter licence margin matter meadow note notice offer order owner parcel payment pledge " +
  "price quantity quota rate receipt refund rent report reserve seed share stock summons tax tenant tillage total tractor " +
  "transfer trust value verdict voucher wage warehouse wheat yield Bremen Coimbra Isfahan Lille Munich Nancy Tabriz Évora"
).split(" ");
const NAMES =
  "Almeida Azizi Becker Carvalho Dubois Ebrahimi Garnier Hoffmann Jafari Krüger Lopes Moradi Neumann Petit Ribeiro Vogt".split(
    " ",
  );

/** Numbers that look random and follow from the seed (mulberry32). */
class Dice {
  #state: number;
  readonly #keystream;

  constructor(seed: number) {
    this.#state = seed >>> 0;
    const key = Buffer.alloc(32);
    key.writeUInt32BE(this.#state);
    this.#keystream = createCipheriv("aes-256-ctr", key, Buffer.alloc(16));
  }

  /** 0 up to, not including, 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** 0 up to, not including, `end`. */
  below(end: number): number {
    return Math.floor(this.fraction() * end);
  }

  /** Between two sizes, small ones as likely as large ones on a logarithmic scale. */
  size(least: number, most: number): number {
    return Math.floor(least * (most / least) ** this.fraction());
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError("nothing to pick from");
    return value;
  }

  words(count: number): string {
    return Array.from({ length: count }, () => this.pick(WORDS)).join(" ");
  }

  date(): string {
    return new Date(1.5e12 + this.below(2e9) * 100).toISOString();
  }

  /** Bytes without any pattern. */
  bytes(length: number): Buffer {
    return this.#keystream.update(Buffer.alloc(length));
  }
}

/** Makes a corpus in an absent or empty folder. */
export function makeCorpus(folder: string, size: CorpusSize, seed: number): void {
  const dice = new Dice(seed);
  mkdirSync(join(folder, "databases"), { recursive: true });
  for (const [name, rows] of Object.entries(size.databaseRows))
    makeDatabase(join(folder, "databases", `${name}.db`), rows, dice);
  for (let number = 0; number < size.textFolders; number++)
    makeTexts(textFolder(folder, number), size.textsPerFolder, dice);
  makeDocuments(join(folder, "documents"), size.documentBytes, dice);
}

function textFolder(folder: string, number: number): string {
  return join(folder, "texts", `area-${Math.floor(number / 25)}`, `folder-${number}`);
}

const SCHEMA = `
  pragma journal_mode = off;
  pragma synchronous = off;
  create table customer (id integer primary key, name text, address text, email text);
  create table invoice (id integer primary key, number text unique, customer integer, issued text, status text,
    net integer, gross integer, note text);
  create table line (id integer primary key, invoice integer, article text, quantity real, price integer);
  create index invoice_by_customer on invoice (customer, issued);
  create index line_by_invoice on line (invoice);`;

function makeDatabase(path: string, rows: number, dice: Dice): void {
  const database = new DatabaseSync(path);
  try {
    database.exec(`${SCHEMA} begin;`);
    const customer = database.prepare("insert into customer values (?, ?, ?, ?)");
    const invoice = database.prepare("insert into invoice values (?, ?, ?, ?, ?, ?, ?, ?)");
    const line = database.prepare("insert into line values (?, ?, ?, ?, ?)");
    const customers = Math.ceil(rows / 50);
    for (let id = 1; id <= customers; id++) {
      const name = `${dice.pick(NAMES)} ${dice.pick(WORDS)}`;
      const address = `${dice.words(3)} ${dice.below(200)}`;
      customer.run(id, name, address, `${dice.pick(WORDS)}${dice.below(9999)}@example.org`);
    }
    for (let id = 1; id <= rows / 3; id++) {
      const net = dice.below(1_000_000);
      const issued = new Date(1.5e12 + id * 200_000).toISOString().slice(0, 19);
      const status = dice.pick(["open", "paid", "draft", "late"]);
      const number = `R-${String(id).padStart(8, "0")}`;
      const note = dice.words(dice.below(14));
      const gross = Math.round(net * 1.19);
      invoice.run(id, number, 1 + dice.below(customers), issued, status, net, gross, note);
      for (let each = 0; each < 3; each++) {
        const article = `${dice.words(2)} ${dice.below(999)}`;
        line.run(id * 3 + each, id, article, dice.below(100) / 4, dice.below(50_000));
      }
    }
    database.exec("commit");
  } finally {
    database.close();
  }
}

function makeTexts(folder: string, count: number, dice: Dice): void {
  mkdirSync(folder, { recursive: true });
  for (let number = 0; number < count; number++) {
    const length = dice.size(1024, 20 * 1024);
    const ending = dice.pick(["txt", "json", "xml"]);
    let text = ending === "xml" ? "<list>\n" : "";
    while (text.length < length) text += textLine(ending, dice);
    if (ending === "xml") text += "</list>\n";
    writeFileSync(join(folder, `${dice.pick(WORDS)}-${number}.${ending}`), text);
  }
}

function textLine(ending: string, dice: Dice): string {
  const party = dice.pick(NAMES);
  const amount = dice.below(1_000_000) / 100;
  const note = dice.words(dice.below(10));
  if (ending === "json") return `${JSON.stringify({ party, amount, at: dice.date(), note })}\n`;
  if (ending === "xml") return `<entry party="${party}" amount="${amount}">${note}</entry>\n`;
  return `${dice.words(12)}.\n`;
}

function makeDocuments(folder: string, bytes: number, dice: Dice): void {
  const shared = dice.bytes(Math.min(24 * 1024 * 1024, bytes));
  for (let made = 0, number = 0; made < bytes; number++) {
    const matter = documentFolder(folder, number);
    mkdirSync(matter, { recursive: true });
    const pieces = [Buffer.from(`%PDF-1.7 ${dice.words(40)}\n`), dice.bytes(documentLength(dice))];
    if (dice.below(12) === 0) {
      const start = dice.below(4) * 4 * 1024 * 1024;
      pieces.push(shared.subarray(start, start + documentLength(dice) + 2_000_000));
    }
    pieces.push(Buffer.from(`\n${"0000000000 65535 f \n".repeat(dice.below(300))}%%EOF\n`));
    const document = Buffer.concat(pieces);
    const ending = ["pdf", "jpg", "docx"][number % 3] ?? "pdf";
    writeFileSync(join(matter, `scan-${number}.${ending}`), document);
    made += document.length;
  }
}

function documentFolder(folder: string, number: number): string {
  return join(folder, `matter-${Math.floor(number / 20)}`);
}

function documentLength(dice: Dice): number {
  return dice.size(60_000, 4_800_000);
}

/**
 * Changes about one percent: texts grow by a line, documents are replaced, rows of the largest database are updated in
 * place. Each round, numbered from 1, changes other things.
 */
export function changeCorpus(folder: string, size: CorpusSize, round: number): void {
  const dice = new Dice(0x5eed + round);
  const texts = Math.ceil((size.textFolders * size.textsPerFolder) / 100);
  for (let changed = 0; changed < texts; changed++) {
    const each = textFolder(folder, dice.below(size.textFolders));
    appendFileSync(join(each, dice.pick(readdirSync(each))), `changed in round ${round}\n`);
  }
  const matters = readdirSync(join(folder, "documents"));
  const documents = Math.ceil(size.documentBytes / 1_300_000 / 100);
  for (let changed = 0; changed < documents; changed++) {
    const matter = join(folder, "documents", dice.pick(matters));
    writeFileSync(join(matter, dice.pick(readdirSync(matter))), dice.bytes(1_300_000));
  }
  const database = new DatabaseSync(join(folder, "databases/north.db"));
  try {
    const changing = database.prepare(
      "update invoice set status = 'paid', note = ? where id % 100 = ?",
    );
    changing.run(`round ${round}`, round % 100);
  } finally {
    database.close();
  }
}

/** Makes many tiny files, 500 in a folder. */
export function makeTinyFiles(folder: string, count: number): void {
  for (let number = 0; number < count; number++) {
    const group = Math.floor(number / 500);
    const home = join(folder, `group-${Math.floor(group / 100)}`, `folder-${group}`);
    if (number % 500 === 0) mkdirSync(home, { recursive: true });
    writeFileSync(join(home, `record-${number}.json`), `{"id":${number},"value":"x"}`);
  }
}

/** Makes one file of zeros that takes no room on the disk. */
export function makeSparseFile(folder: string, sizeBytes: number): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "disk.img");
  writeFileSync(path, "");
  truncateSync(path, sizeBytes);
}
