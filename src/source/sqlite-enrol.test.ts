/*
 * Goal: a tenant is entered in a copy by the vendor's statement, or nothing is. Method: real databases with the
 * constraints that vendors have, and values that would be statements if they were pasted.
 */

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { DatabaseSync } from "node:sqlite";
import { FivefoldError } from "../model/error.ts";
import type { Part, PartId, TenantId } from "../model/part.ts";
import type { Enrolment } from "../model/source.ts";
import { enrolTenants } from "./sqlite-enrol.ts";

const PART: Part = { id: "login" as PartId, kind: "database", tenant: null, title: {} };
const QUERY = "select id as ID, name as title from tenant where closed = 0";

function login(t: TestContext, more = ""): string {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-enrol-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "login.db");
  using database = new DatabaseSync(file);
  database.exec(`pragma journal_mode = wal;
    create table plan(id text primary key);
    create table tenant(id text primary key, name text not null, plan text references plan,
      closed integer not null default 0);
    insert into tenant(id, name) values ('acme', 'Acme'), ('old', 'Old');
    update tenant set closed = 1 where id = 'old';
    ${more}`);
  return file;
}

function enrolment(statement: string, id: string, title = "Title"): Enrolment {
  return { statement, query: QUERY, tenants: [{ id: id as TenantId, title }] };
}

function rows(file: string): readonly unknown[] {
  using database = new DatabaseSync(file, { readOnly: true });
  return database.prepare("select id, name from tenant order by rowid").all().map(Object.values);
}

const INSERT = "insert into tenant (id, name) values (:id, :title)";

test("sqlite-enrol: the tenant is on the list, its values bound, in one file", (t) => {
  const file = login(t);
  const nasty = "Robert'); drop table tenant; --";
  enrolTenants(file, PART, enrolment(INSERT, "beta's", nasty));
  assert.equal(existsSync(`${file}-wal`), false);
  assert.deepEqual(rows(file), [
    ["acme", "Acme"],
    ["old", "Old"],
    ["beta's", nasty],
  ]);
  enrolTenants(file, PART, enrolment("insert into tenant(id, name) values (:id, 'x')", "gamma"));
  assert.equal(rows(file).length, 4, "a statement may do without the title");
});

test("sqlite-enrol: what SQLite refuses is said in its words, and names the tenant", (t) => {
  const refused = (statement: string, id: string, what: string, message: RegExp, more = "") => {
    const file = login(t, more);
    const before = rows(file);
    assert.throws(
      () => enrolTenants(file, PART, enrolment(statement, id)),
      (thrown) => {
        assert.ok(thrown instanceof FivefoldError);
        assert.equal(thrown.code, "TENANT_UNREGISTRABLE");
        assert.equal(thrown.facts["what"], what);
        assert.match(String(thrown.facts["message"] ?? ""), message);
        return true;
      },
      statement,
    );
    if (what === "sqlite") assert.deepEqual(rows(file), before);
  };
  refused(INSERT, "old", "sqlite", /UNIQUE constraint failed: tenant\.id/);
  refused(
    "insert into tenant (id, name, plan) values (:id, :title, 'gold')",
    "beta",
    "sqlite",
    /FOREIGN KEY constraint failed/,
  );
  refused("insert into tenant (id) values (:id)", "beta", "sqlite", /NOT NULL constraint failed/);
  refused("insert into customer (id) values (:id)", "beta", "sqlite", /no such table: customer/);
  refused("insert into tenant (id, name, closed) values (:id, 'x', 1)", "beta", "notListed", /^$/);
  refused("insert into plan values (:id)", "beta", "notListed", /^$/);
  refused(
    INSERT,
    "beta",
    "removes",
    /^acme$/,
    `create trigger only after insert on tenant begin
    update tenant set closed = 1 where id <> new.id; end;`,
  );
  refused(
    INSERT,
    "beta",
    "removes",
    /^tenant$/,
    `insert into tenant(id, name, closed) values ('older', 'Older', 1);
    create trigger tidy after insert on tenant begin delete from tenant where closed = 1; end;`,
  );
});

test("sqlite-enrol: a file that is no database is refused and stays as it is", (t) => {
  const file = login(t);
  const bytes = readFileSync(import.meta.filename);
  const other = `${file}.txt`;
  writeFileSync(other, bytes);
  assert.throws(() => enrolTenants(other, PART, enrolment(INSERT, "beta")), {
    code: "TENANT_UNREGISTRABLE",
  });
  assert.deepEqual(readFileSync(other), bytes);
});
