/**
 * Goal: a tenant and its row on the list come back together or not at all, wherever the process dies; what others write
 * into the login database meanwhile is never lost. Method: real databases in a temporary folder; the process dies at
 * one touch of disk, store and journal after the other; the login database changes between the copy and the swap.
 * FIVEFOLD_TEST_LONG=1 takes every touch, otherwise every seventeenth.
 */

import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import type { SourceOf } from "../../src/engine/backup.ts";
import { backup } from "../../src/engine/backup.ts";
import { EVERYTHING, selectParts } from "../../src/engine/choice.ts";
import type { Login } from "../../src/engine/enrol.ts";
import { planEnrolment } from "../../src/engine/enrol.ts";
import { Journal } from "../../src/engine/journal.ts";
import { planRestore } from "../../src/engine/restore-plan.ts";
import type { RestoreResult } from "../../src/engine/restore.ts";
import { restore, settle, undo } from "../../src/engine/restore.ts";
import type { App, LocatedPart } from "../../src/model/app.ts";
import { FivefoldError } from "../../src/model/error.ts";
import type { Part, PartId, TenantId } from "../../src/model/part.ts";
import type { RunContext, RunId } from "../../src/model/run.ts";
import type { Source, SourceConfig } from "../../src/model/source.ts";
import { openSource } from "../../src/source/open.ts";
import { Dice, Fate } from "./fate.ts";
import { KONTOR } from "./kontor.ts";
import { MemoryJournal } from "./memory-journal.ts";
import { MemoryStore } from "./memory-store.ts";
import { touching } from "./touching-disk.ts";
import { UNHOOKED } from "./world.ts";

const STEP = process.env["FIVEFOLD_TEST_LONG"] === "1" ? 1 : 17;
const ACME = { id: "acme" as TenantId, title: "Acme" };
const QUERY = "select id, name as title from tenant order by id";
const REGISTER = {
  query: QUERY,
  statement: "insert into tenant (id, name) values (:id, :title)",
};

let folder = "";
let runs = 0;
const store = new MemoryStore();

const at = (...names: readonly string[]): string => join(folder, "app", ...names);

function partOf(id: string, path: string, tenant: string | null): LocatedPart {
  const where = { description: at(), scratch: join(folder, "scratch") };
  const part: Part = {
    id: id as PartId,
    kind: "database",
    tenant: tenant as TenantId | null,
    title: {},
  };
  return { part, source: { kind: "sqlite", path: at(path), ...where } };
}

const app = (): App => ({
  ...KONTOR,
  folder: at(),
  description: "",
  parts: [partOf("login", "login.db", null), partOf("tenants/acme/database", "acme.db", "acme")],
  tenants: [ACME],
});

function execute(path: string, sql: string): void {
  using database = new DatabaseSync(at(path));
  database.exec(sql);
}

/** Makes the app, saves it, and takes the tenant away; kept as a template to begin from each time. */
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "fivefold-enrol-"));
  mkdirSync(at(), { recursive: true });
  execute(
    "login.db",
    `create table tenant(id text primary key, name text not null);
     create table user(name text); insert into user values ('ann');
     insert into tenant values ('acme', 'Acme'), ('beta', 'Beta')`,
  );
  execute("acme.db", "create table invoice(number integer); insert into invoice values (1), (2)");
  const selection = selectParts(app(), EVERYTHING, "backup");
  const request = { app: app(), selection, reason: "manual", settings: "", program: "" } as const;
  await backup(request, store.as(new Fate()), openSource, contextOf(new Fate()));
  execute("login.db", "delete from tenant where id = 'acme'; insert into user values ('bob')");
  rmSync(at("acme.db"));
  cpSync(at(), join(folder, "template"), { recursive: true });
});
after(() => rmSync(folder, { recursive: true }));

function begin(): MemoryJournal {
  rmSync(at(), { recursive: true });
  cpSync(join(folder, "template"), at(), { recursive: true });
  return new MemoryJournal();
}

function contextOf({ signal }: Fate): RunContext {
  runs++;
  const clock = { nowMs: () => Date.now() + 10_000, sleep: async () => {} };
  return { run: `run-${runs}` as RunId, signal, clock, report: () => {} };
}

/** "without": as it was before, "with": the tenant with its row; anything else fails. */
function stateOf(): "without" | "with" {
  using login = new DatabaseSync(at("login.db"), { readOnly: true });
  const ids = login
    .prepare(QUERY)
    .all()
    .map((row) => row["id"]);
  const users = login.prepare("select name from user where name in ('ann', 'bob')").all();
  assert.equal(users.length, 2, "rows of others");
  const hasData = existsSync(at("acme.db"));
  assert.deepEqual(ids, hasData ? ["acme", "beta"] : ["beta"], "the row and the data go together");
  if (!hasData) return "without";
  using acme = new DatabaseSync(at("acme.db"), { readOnly: true });
  assert.equal(acme.prepare("select count(*) as n from invoice").get()?.["n"], 2);
  return "with";
}

const LOGIN: Login = {
  part: partOf("login", "login.db", null),
  register: REGISTER,
  trouble: null,
  knowsByData: false,
};

async function bringBack(journal: Journal, fate: Fate, sourceOf: SourceOf): Promise<RestoreResult> {
  const context = contextOf(fate);
  const id = store.snapshots[0]?.snapshot.id;
  assert.ok(id);
  await using reader = await store.as(fate).open(id, context);
  const now = { ...app(), tenants: [{ id: "beta" as TenantId, title: "Beta" }] };
  const find = (record: { readonly id: string }): LocatedPart | null =>
    now.parts.find((each) => each.part.id === record.id) ?? null;
  const choice = { tenants: ["acme"], parts: [] };
  const plan = await planRestore(reader, now, choice, find, journal.undoable, sourceOf, context);
  const enrolment = planEnrolment(plan, LOGIN);
  const safety = { store: store.as(fate), place: "memory", app: now, settings: "", program: "" };
  const request = { plan, reader, place: "memory", safety, enrolment };
  return await restore(request, sourceOf, UNHOOKED, journal, context);
}

const TURN_BACK = { ready: "turnBack", undoDays: null, acceptsLoss: false } as const;

test("enrol: death at any step of a restore and of its undo leaves row and data together", async () => {
  const states = new Set<string>();
  for (const isUndo of [false, true])
    for (let dieAt = 1; ; dieAt += STEP) {
      const memory = begin();
      const peace = new Fate();
      if (isUndo) await bringBack(await Journal.open(memory.as(peace)), peace, openSource);
      const fate = new Fate({ dieAt });
      const disk = touching(fate);
      const mine: SourceOf = (config) => openSource(config, disk);
      try {
        const journal = await Journal.open(memory.as(fate));
        if (isUndo) await undo(null, mine, UNHOOKED, journal, contextOf(fate));
        else await bringBack(journal, fate, mine);
      } catch (thrown) {
        if (!fate.isDead) throw thrown;
      }
      if (fate.isDead) memory.crash(new Dice(dieAt));
      const later = await Journal.open(memory.as(new Fate()));
      await settle(TURN_BACK, openSource, UNHOOKED, later, contextOf(new Fate()));
      states.add(`${isUndo ? "undo" : "restore"} ${stateOf()}`);
      if (!fate.isDead) break;
    }
  assert.deepEqual([...states].toSorted(), [
    "restore with",
    "restore without",
    "undo with",
    "undo without",
  ]);
  assert.deepEqual(readdirSync(at()).toSorted(), ["login.db"], "nothing is left over");
});

/** Sources among which somebody writes into the live login database whenever what is staged of it is looked at. */
function disturbed(deed: () => void): SourceOf {
  return (config: SourceConfig): Source => {
    const source = openSource(config);
    const validate = source.validate.bind(source);
    source.validate = async (part, record, context) => {
      const findings = await validate(part, record, context);
      if (part.id === "login") deed();
      return findings;
    };
    return source;
  };
}

test("enrol: a row that somebody writes between the copy and the swap is not lost", async () => {
  const memory = begin();
  let times = 0;
  const sourceOf = disturbed(() => {
    if (times++ > 0) return;
    execute("login.db", "insert into user values ('late')");
  });
  const fate = new Fate();
  const journal = await Journal.open(memory.as(fate));
  const { enrolled, outcome } = await bringBack(journal, fate, sourceOf);
  assert.equal(outcome, "done");
  assert.deepEqual(enrolled, [ACME]);
  assert.equal(stateOf(), "with");
  {
    using login = new DatabaseSync(at("login.db"));
    assert.equal(login.prepare("select count(*) as n from user").get()?.["n"], 3);
  }
  await undo(null, openSource, UNHOOKED, journal, contextOf(fate));
  assert.equal(stateOf(), "without");
});

test("enrol: a login database that does not come to rest turns the restore back", async () => {
  const memory = begin();
  let times = 0;
  const busy: SourceOf = (config) => {
    const source = openSource(config);
    const stage = source.stage.bind(source);
    source.stage = async (part, entries, context) => {
      const staged = await stage(part, entries, context);
      if (part.id === "login") execute("login.db", `insert into user values ('${times++}')`);
      return staged;
    };
    return source;
  };
  const fate = new Fate();
  await assert.rejects(bringBack(await Journal.open(memory.as(fate)), fate, busy), (thrown) => {
    assert.ok(thrown instanceof FivefoldError);
    assert.equal(thrown.code, "RESTORE_TURNED_BACK");
    assert.equal(thrown.facts["cause"], "APP_BUSY");
    return true;
  });
  assert.ok(times > 2, "it was tried again");
  assert.equal(stateOf(), "without");
  using login = new DatabaseSync(at("login.db"));
  assert.equal(login.prepare("select count(*) as n from user").get()?.["n"], 2 + times);
});

test("enrol: what was prepared yesterday is swapped with the login database of today", async () => {
  const memory = begin();
  const peace = new Fate();
  let isReady = false;
  const sourceOf: SourceOf = (config) => {
    const source = openSource(config);
    source.swap = async () => {
      isReady = true;
      throw new Error("the process ends here");
    };
    source.unswap = async () => {
      throw new Error("and does nothing more");
    };
    return source;
  };
  await assert.rejects(bringBack(await Journal.open(memory.as(peace)), peace, sourceOf));
  assert.ok(isReady);
  // as if the process had died when all was prepared
  memory.forget(/"swapping"/);
  execute("login.db", "insert into tenant values ('new', 'New')");
  const journal = await Journal.open(memory.as(peace));
  await settle({ ...TURN_BACK, ready: "apply" }, openSource, UNHOOKED, journal, contextOf(peace));
  using login = new DatabaseSync(at("login.db"), { readOnly: true });
  const ids = login
    .prepare(QUERY)
    .all()
    .map((row) => row["id"]);
  assert.deepEqual(ids, ["acme", "beta", "new"]);
  assert.ok(existsSync(at("acme.db")));
});

test("planEnrolment: who chooses parts, or brings the login database back, decides alone", () => {
  const plan = {
    scope: "partial",
    parts: [],
    tenants: [ACME],
    unregisteredTenants: [ACME],
  } as const;
  const codes = (
    login: Partial<Login>,
    more: Partial<Parameters<typeof planEnrolment>[0]> = {},
  ) => {
    const planned = planEnrolment({ ...plan, ...more }, { ...LOGIN, ...login });
    const names = planned.login?.enrols.tenants.map(({ id }) => id) ?? [];
    return [...names, ...planned.findings.map(({ code }) => code)];
  };
  assert.deepEqual(codes({}), ["acme"]);
  assert.deepEqual(codes({}, { scope: "parts" }), []);
  assert.deepEqual(codes({}, { unregisteredTenants: [] }), []);
  assert.deepEqual(codes({ knowsByData: true }), []);
  assert.deepEqual(codes({ register: null }), ["TENANT_UNREGISTERED"]);
  assert.deepEqual(codes({ part: null }), ["TENANT_UNREGISTERED"]);
  const trouble = new FivefoldError("TENANTS_UNREADABLE", { path: "login.db" });
  assert.deepEqual(codes({ trouble }), ["TENANTS_UNREADABLE"]);
});
