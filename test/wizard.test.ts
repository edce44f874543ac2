// Goal: what a wizard asks for is what the server takes. Method: each errand goes through the schema of its route; the
// rooms may not know each other, so this stands outside both.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ROUTES } from "../src/http/contract.ts";
import type { RouteName } from "../src/http/contract.ts";
import type { BackupErrand } from "../src/wizard/backup-wizard.ts";
import { beginBackup, nextBackup } from "../src/wizard/backup-wizard.ts";
import type { RestoreErrand } from "../src/wizard/restore-wizard.ts";
import { beginRestore, nextRestore } from "../src/wizard/restore-wizard.ts";

type Errand = BackupErrand | RestoreErrand;

/** Compiles only while every route of an errand is one of the table. */
function routeOf(errand: Errand): RouteName {
  return errand.route;
}

function requireFitting(errand: Errand): void {
  const shape = ROUTES[routeOf(errand)];
  const body = "body" in errand ? errand.body : undefined;
  if ("body" in shape) {
    // Whatever the schema does not know would be dropped without a word; what nobody said has its default.
    const understood = shape.body.parse(body);
    assert.deepEqual({ ...understood, ...body }, understood);
  } else assert.equal(body, undefined);
}

test("wizard: a backup's errands fit their routes", () => {
  const facts = {
    tenants: [],
    items: [],
    loginPart: null,
    places: [
      {
        name: "home",
        folder: "/home",
        isDefault: true,
        kind: "vault",
        freeBytes: null,
        isSameDevice: false,
      },
    ],
    isAdministrator: true,
    canDownload: true,
  } as const;
  let state = nextBackup(beginBackup(facts), { kind: "go" });
  state = nextBackup(state, {
    kind: "where",
    change: { isDownload: true, encryption: "own", password: "x", again: "x", name: "Name" },
  });
  state = nextBackup(state, { kind: "go" });
  state = nextBackup(state, { kind: "started", ticket: 1, run: "r1" });
  const question = { id: "q", text: { en: "Ready?" } };
  const news = { run: "r1", problem: null, place: "home", result: null } as const;
  state = nextBackup(state, {
    kind: "news",
    news: { ...news, outcome: null, question, snapshot: null },
  });
  state = nextBackup(state, { kind: "answer", answer: "done" });
  state = nextBackup(state, { kind: "stop" });
  state = nextBackup(state, {
    kind: "news",
    news: { ...news, outcome: "done", question: null, snapshot: "a1" },
  });
  const routes = state.errands.map(({ route }) => route);
  assert.deepEqual(routes, [
    "POST /api/backups",
    "POST /api/runs/:run/answers",
    "POST /api/runs/:run/stop",
    "POST /api/backups/copy",
  ]);
  for (const errand of state.errands) requireFitting(errand);
});

test("wizard: a restore's errands fit their routes", () => {
  const tenant = { id: "north", title: "North" };
  const part = {
    id: "tenants/north/db",
    kind: "database",
    tenant: "north",
    title: {},
    sizeBytes: 1,
  } as const;
  let state = beginRestore({
    backups: [],
    tenants: [tenant],
    isAdministrator: true,
    asksPassword: true,
    atNextStart: true,
  });
  state = nextRestore(state, {
    kind: "choose",
    source: { place: null, backup: "/n.zip", name: "n.zip" },
  });
  state = nextRestore(state, { kind: "go" });
  state = nextRestore(state, {
    kind: "looked",
    ticket: 1,
    detail: {
      takenAt: "2026-11-22T13:05:00Z",
      scope: "tenant",
      isComplete: true,
      isOwnApp: true,
      app: { id: "a", name: "A", version: "1" },
      tenants: [tenant],
      parts: [part],
    },
  });
  state = nextRestore(state, { kind: "go" });
  state = nextRestore(state, { kind: "arrival", change: { way: "replace" } });
  state = nextRestore(state, { kind: "go" });
  state = nextRestore(state, { kind: "started", ticket: 2, run: "r1" });
  const news = { problem: null, question: null, snapshot: null, place: null } as const;
  state = nextRestore(state, {
    kind: "news",
    news: { ...news, run: "r1", outcome: "done", result: { plan: "p1" } },
  });
  const plan = {
    plan: "p1",
    parts: [],
    rooms: [],
    stopsApp: true,
    endsUndo: null,
  } as const;
  state = nextRestore(state, { kind: "planned", ticket: 3, plan });
  state = nextRestore(state, { kind: "go" });
  state = nextRestore(state, { kind: "password", password: "secret" });
  state = nextRestore(state, { kind: "confirm", plan: "p1" });
  state = nextRestore(state, { kind: "started", ticket: 4, run: "r2" });
  state = nextRestore(state, {
    kind: "news",
    news: { ...news, run: "r2", outcome: "done", result: { state: "done", canUndo: true } },
  });
  state = nextRestore(state, { kind: "undo" });
  state = nextRestore(state, { kind: "password", password: "secret" });
  state = nextRestore(state, { kind: "confirmUndo" });
  const routes = state.errands.map(({ route }) => route);
  assert.deepEqual(routes, [
    "POST /api/backups/look",
    "POST /api/plans",
    "GET /api/plans/:plan",
    "POST /api/restores",
    "POST /api/undo",
  ]);
  for (const errand of state.errands) requireFitting(errand);
});
