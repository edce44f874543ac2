/**
 * The catalog as one SQLite file in the home.
 *
 * Each row carries a digest of itself, because the file has none of its pages. A file that is damaged, or of another
 * program's version, is thrown away and begun anew; one that cannot be used now (locked, read-only, on a full disk) is as good
 * as empty. So nothing here ever fails, and no answer is wrong: at worst it is read again where it stands.
 */

import { createHash } from "node:crypto";
import { chmodSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Catalog, CatalogKind } from "../model/catalog.ts";
import { systemCode } from "../model/error.ts";

const SCHEMA = `
create table about (program text not null);
create table item (
  kind text not null, owner text not null, name text not null, text text not null, digest text not null,
  primary key (kind, owner, name)
) without rowid;
`;
const WAIT_MS = 250;

/** SQLite's primary codes: CORRUPT, NOTADB, SCHEMA, and ERROR where a table of ours is not there. */
const DAMAGED: ReadonlySet<number> = new Set([1, 11, 17, 26]);

type Work<Value> = (database: DatabaseSync) => Value;

class Damaged extends Error {}

export class SqliteCatalog implements Catalog {
  readonly #file: string;
  readonly #program: string;
  #database: DatabaseSync | null = null;
  /** It could not be used once, and is not asked again by us. */
  #isOut = false;

  /** `program`: what wrote it; what another one wrote is not read. */
  constructor(file: string, program: string) {
    this.#file = file;
    this.#program = program;
  }

  read(kind: CatalogKind, owner: string): ReadonlyMap<string, string> {
    return this.#do(new Map(), (database) => {
      const rows = database
        .prepare("select name, text, digest from item where kind = ? and owner = ?")
        .all(kind, owner);
      return new Map(rows.map((row) => proved(kind, owner, row)));
    });
  }

  find(kind: CatalogKind, owner: string, names: readonly string[]): ReadonlyMap<string, string> {
    return this.#do(new Map(), (database) => {
      const found = new Map<string, string>();
      const select = database.prepare(
        "select name, text, digest from item where kind = ? and owner = ? and name = ?",
      );
      for (const each of names) {
        const row = select.get(kind, owner, each);
        if (row === undefined) continue;
        const [name, text] = proved(kind, owner, row);
        if (name === each) found.set(name, text);
      }
      return found;
    });
  }

  write(kind: CatalogKind, owner: string, texts: ReadonlyMap<string, string>): void {
    if (texts.size === 0) return;
    this.#do(undefined, (database) => {
      const put = database.prepare(
        "insert or replace into item (kind, owner, name, text, digest) values (?, ?, ?, ?, ?)",
      );
      together(database, () => {
        for (const [name, text] of texts)
          put.run(kind, owner, name, text, digestOf(kind, owner, name, text));
      });
    });
  }

  forget(kind: CatalogKind, owner: string, names: readonly string[]): void {
    if (names.length === 0) return;
    this.#do(undefined, (database) => {
      const remove = database.prepare("delete from item where kind = ? and owner = ? and name = ?");
      together(database, () => {
        for (const name of names) remove.run(kind, owner, name);
      });
    });
  }

  clear(): void {
    this.#close();
    this.#remove();
  }

  [Symbol.dispose](): void {
    this.#close();
  }

  /** Does it, once more on a file that was begun anew where the first was damaged; else gives `none`. */
  #do<Value>(none: Value, work: Work<Value>): Value {
    for (const isLast of [false, true]) {
      if (this.#isOut) return none;
      try {
        return work((this.#database ??= this.#open()));
      } catch (thrown) {
        this.#close();
        if (!isDamage(thrown)) {
          if (!isSystems(thrown)) throw thrown;
          this.#isOut = true;
        } else if (isLast || !this.#remove()) this.#isOut = true;
      }
    }
    return none;
  }

  #open(): DatabaseSync {
    const database = new DatabaseSync(this.#file, { timeout: WAIT_MS });
    try {
      // Lost at worst, and then made anew: it need not be on the disk before we go on.
      database.exec("pragma synchronous = off");
      const isNew = database.prepare("select count(*) as n from sqlite_schema").get()?.["n"] === 0;
      if (isNew) {
        if (process.platform !== "win32") chmodSync(this.#file, 0o600);
        together(database, () => {
          database.exec(SCHEMA);
          database.prepare("insert into about (program) values (?)").run(this.#program);
        });
      }
      const program = database.prepare("select program from about").get()?.["program"];
      if (program !== this.#program) throw new Damaged();
      return database;
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  }

  #close(): void {
    try {
      this.#database?.close();
    } catch (thrown) {
      if (!isDamage(thrown) && !isSystems(thrown)) throw thrown;
    }
    this.#database = null;
  }

  /** Says whether it could be thrown away. */
  #remove(): boolean {
    try {
      for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(this.#file + end, { force: true });
      return true;
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
      return false;
    }
  }
}

function together(database: DatabaseSync, work: () => void): void {
  database.exec("begin immediate");
  try {
    work();
    database.exec("commit");
  } catch (thrown) {
    if (database.isTransaction) database.exec("rollback");
    throw thrown;
  }
}

/** Name and text of a row whose digest is right. */
function proved(
  kind: string,
  owner: string,
  { name, text, digest }: Readonly<Record<string, unknown>>,
): readonly [string, string] {
  if (typeof name !== "string" || typeof text !== "string") throw new Damaged();
  if (digest !== digestOf(kind, owner, name, text)) throw new Damaged();
  return [name, text];
}

function digestOf(...words: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(words)).digest("hex").slice(0, 32);
}

function isDamage(thrown: unknown): boolean {
  if (thrown instanceof Damaged) return true;
  const code = sqliteCode(thrown);
  return code !== null && DAMAGED.has(code);
}

function isSystems(thrown: unknown): boolean {
  return sqliteCode(thrown) !== null || systemCode(thrown) !== null;
}

function sqliteCode(thrown: unknown): number | null {
  if (typeof thrown !== "object" || thrown === null || !("errcode" in thrown)) return null;
  return typeof thrown.errcode === "number" ? thrown.errcode & 0xff : null;
}
