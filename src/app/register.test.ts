/*
 * Goal: a mistake in `tenants.register` is found when the description is read, at its place. Method: statements that
 * vendors may write, and descriptions with each of them.
 */

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { mistakesOf } from "../model/app.ts";
import { FivefoldError } from "../model/error.ts";
import { parseDescription } from "./description.ts";
import { wrongInRegister } from "./register.ts";

const INSERT = "insert into tenant (id, name) values (:id, :title)";

test("register: one statement that writes a row with :id is right", () => {
  for (const statement of [
    INSERT,
    `${INSERT};`,
    `${INSERT} ; -- said; twice`,
    `/* :other; */ ${INSERT}`,
    "INSERT INTO tenant (id, name) VALUES (:id, 'a;b :x ?')",
    `update "te;nant?" set [a:b] = 0 where id = :id`,
    "replace into tenant values (:id, 'it''s; $here')",
    "with n as (select :id as id) insert into tenant select id, :title from n",
  ])
    assert.equal(wrongInRegister(statement), null, statement);
});

test("register: two statements, other verbs and other parameters are refused", () => {
  for (const [statement, expected] of [
    [`${INSERT}; delete from tenant`, "statement"],
    ["delete from tenant where id <> :id", "verb"],
    ["select :id", "verb"],
    ["attach database :id as x", "verb"],
    ["", "verb"],
    ["insert into tenant values (:id, :name)", ":id, :title"],
    ["insert into tenant values (:id, ?)", ":id, :title"],
    ["insert into tenant values (:id, $title)", ":id, :title"],
    ["insert into tenant (name) values (:title)", ":id"],
    ["insert into tenant (id) values (':id')", ":id"],
  ] as const)
    assert.equal(wrongInRegister(statement), expected, statement);
});

const rules = { path: path.posix, foldsCase: false };

function describe(from: string, register: string) {
  const text = [
    "app: { id: kontor }",
    "parts: [{ id: login, kind: database, sqlite: login.db }]",
    "credentials: none",
    "tenants:",
    `  from: ${from}`,
    `  register: ${JSON.stringify(register)}`,
    '  parts: [{ id: database, kind: database, sqlite: "{id}.db" }]',
  ].join("\n");
  return parseDescription(text, "/app/fivefold.yaml", rules);
}

const QUERY = '{ sqlite: login.db, query: "select id from tenant" }';

test("register: is read with the description", () => {
  assert.equal(describe(QUERY, INSERT).tenants?.register, INSERT);
});

test("register: a mistake says its line and column; without a query it has no place", () => {
  const mistakeIn = (from: string, register: string): unknown => {
    try {
      describe(from, register);
    } catch (thrown) {
      assert.ok(thrown instanceof FivefoldError);
      return mistakesOf(thrown)[0];
    }
    return null;
  };
  assert.partialDeepStrictEqual(mistakeIn(QUERY, "drop table tenant"), {
    what: "registerWrong",
    at: "tenants.register",
    line: 6,
    column: 13,
  });
  assert.partialDeepStrictEqual(mistakeIn("{ folders: tenants }", INSERT), {
    what: "keyNeedsOther",
    at: "tenants.register",
    line: 6,
  });
});
