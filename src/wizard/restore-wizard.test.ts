// Goal: nothing is replaced that a person did not see named and agree to, whatever else they do; and no answer is lost.
// Method: events by hand for the ways that people take, and by fast-check for those that nobody thought of.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type {
  ListedBackup,
  RestoreErrand,
  RestoreEvent,
  RestoreFacts,
  RestoreSource,
  RestoreState,
  SeenBackup,
  ShownPlan,
} from "./restore-wizard.ts";
import {
  RESTORE_KINDS,
  arrives,
  beginRestore,
  canGoBackFrom,
  canUndo,
  isArrivalKnown,
  nextRestore,
  restoreBlockers,
  restoreKinds,
  restoreSum,
  restoreWarnings,
  resumeRestore,
  shownBackups,
  waitsForStart,
} from "./restore-wizard.ts";
import type { RunNews } from "./running.ts";

const NORTH = { id: "north", title: "North Traders" };
const SOUTH = { id: "south", title: "South Traders" };

const FACTS: RestoreFacts = {
  backups: [
    backup({ id: "a1", takenAt: "2026-11-22T13:05:00Z", tenants: [NORTH, SOUTH] }),
    backup({ id: "b2", takenAt: "2026-11-21T13:05:00Z", isComplete: false }),
    backup({ id: "c3", takenAt: "2026-11-20T13:05:00Z", reason: "safety" }),
    backup({ id: "d4", takenAt: "2026-11-19T13:05:00Z", place: "stick", tenants: [SOUTH] }),
  ],
  tenants: [NORTH, SOUTH],
  isAdministrator: true,
  asksPassword: false,
  atNextStart: false,
};

function backup(some: Partial<ListedBackup> & { readonly id: string; readonly takenAt: string }) {
  const usual = { place: "home", scope: "full", reason: "manual", isComplete: true } as const;
  return { name: null, host: "pc", sizeBytes: null, tenants: null, ...usual, ...some };
}

const FROM_HOME: RestoreSource = { place: "home", backup: "a1", name: null };
const FROM_FILE: RestoreSource = { place: null, backup: "/media/stick/n.zip", name: "n.zip" };

const DETAIL: SeenBackup = {
  takenAt: "2026-11-22T13:05:00Z",
  scope: "full",
  isComplete: true,
  isOwnApp: true,
  app: { id: "app", name: "App", version: "1.0" },
  tenants: [NORTH, SOUTH],
  parts: [
    { id: "login", kind: "database", tenant: null, title: {}, sizeBytes: 10 },
    { id: "tenants/north/db", kind: "database", tenant: "north", title: {}, sizeBytes: 30 },
    { id: "tenants/south/db", kind: "database", tenant: "south", title: {}, sizeBytes: 50 },
  ],
};

const BROUGHT: SeenBackup = {
  ...DETAIL,
  scope: "tenant",
  tenants: [NORTH],
  parts: DETAIL.parts.slice(1, 2),
};

const PLAN: ShownPlan = {
  plan: "p1",
  parts: [{ id: "tenants/north/db", verdict: "different", holders: [] }],
  rooms: [{ folder: "/srv/app", neededBytes: 30, freeBytes: 1000 }],
  stopsApp: false,
  endsUndo: null,
};

const GO: RestoreEvent = { kind: "go" };
const BACK: RestoreEvent = { kind: "back" };

function after(state: RestoreState, ...events: readonly RestoreEvent[]): RestoreState {
  return events.reduce(nextRestore, state);
}

function newsOf(run: string, some: Partial<RunNews> = {}): RestoreEvent {
  const nothing = { outcome: null, problem: null, question: null, place: null, result: null };
  return { kind: "news", news: { run, snapshot: null, ...nothing, ...some } };
}

function lastErrand({ errands }: RestoreState): RestoreErrand {
  const last = errands.at(-1);
  assert.ok(last !== undefined, "there is an errand");
  return last;
}

function taken(state: RestoreState): RestoreState {
  return after(state, { kind: "sent", ticket: lastErrand(state).ticket });
}

function seen(facts: RestoreFacts, source: RestoreSource, detail: SeenBackup): RestoreState {
  const asking = after(beginRestore(facts), { kind: "choose", source }, GO);
  const { ticket } = lastErrand(asking);
  return after(taken(asking), { kind: "looked", ticket, detail });
}

/** From the items to a plan that is shown. */
function planned(items: RestoreState, plan: ShownPlan = PLAN): RestoreState {
  const asking = after(items, GO);
  const { ticket } = lastErrand(asking);
  const made = after(
    taken(asking),
    { kind: "started", ticket, run: "r1" },
    newsOf("r1", { outcome: "done", result: { plan: plan.plan } }),
  );
  const get = lastErrand(made);
  assert.equal(get.route, "GET /api/plans/:plan");
  return after(taken(made), { kind: "planned", ticket: get.ticket, plan });
}

function confirmed(state: RestoreState): RestoreState {
  return after(state, GO, { kind: "confirm", plan: PLAN.plan });
}

function ended(state: RestoreState, some: Partial<RunNews>): RestoreState {
  const { ticket } = lastErrand(state);
  return after(taken(state), { kind: "started", ticket, run: "r2" }, newsOf("r2", some));
}

test("restore wizard: one tenant comes back after a look, a plan and a yes", () => {
  const inside = seen(FACTS, FROM_HOME, DETAIL);
  assert.equal(inside.step, "inside");
  const items = after(
    inside,
    GO,
    { kind: "what", what: "tenants" },
    { kind: "tenant", tenant: "north", isTicked: true },
  );
  assert.deepEqual(restoreSum(items), { itemCount: 1, sizeBytes: 30, isAtLeast: false });
  const asking = after(items, GO);
  const plan = lastErrand(asking);
  assert.ok(plan.route === "POST /api/plans");
  assert.deepEqual(plan.body, {
    place: "home",
    backup: "a1",
    choice: { tenants: ["north"], parts: [], paths: [] },
    password: null,
    arrival: null,
  });
  assert.deepEqual(restoreBlockers(asking), ["planning"]);
  const shown = planned(items);
  assert.equal(shown.step, "preview");
  const asked = after(shown, GO);
  assert.equal(asked.step, "confirm");
  assert.deepEqual(asked.errands, [], "nothing is asked for before the yes");
  const working = after(asked, { kind: "confirm", plan: "p1" });
  assert.equal(working.step, "progress");
  assert.deepEqual(working.errands, [
    {
      ticket: lastErrand(working).ticket,
      route: "POST /api/restores",
      body: { plan: "p1", isConfirmed: true, atNextStart: false, password: null },
    },
  ]);
  const end = ended(working, { outcome: "done", result: { state: "done", canUndo: true } });
  assert.equal(end.step, "result");
  assert.equal(canUndo(end), true);
  assert.equal(canGoBackFrom(end), false);
});

test("restore wizard: undo asks, too, and is over once it is done", () => {
  const done = ended(confirmed(planned(after(seen(FACTS, FROM_HOME, DETAIL), GO))), {
    outcome: "done",
    result: { state: "done", canUndo: true },
  });
  const asked = after(done, { kind: "undo" });
  assert.equal(asked.step, "confirmUndo");
  assert.deepEqual(asked.errands, []);
  assert.equal(after(asked, BACK).step, "result");
  const working = after(asked, { kind: "confirmUndo" });
  assert.equal(lastErrand(working).route, "POST /api/undo");
  const end = ended(working, { outcome: "done" });
  assert.equal(end.step, "result");
  assert.equal(canUndo(end), false);
});

test("restore wizard: a wrong, foreign or damaged file says so, and only back is possible", () => {
  const asking = after(beginRestore(FACTS), { kind: "choose", source: FROM_FILE }, GO);
  const { ticket } = lastErrand(asking);
  const refusal = { code: "PARCEL_NOT_ZIP", facts: { path: "/media/stick/n.zip" } };
  const bad = after(asking, { kind: "refused", ticket, refusal });
  assert.deepEqual(bad.inside, { kind: "bad", refusal });
  assert.deepEqual(restoreBlockers(bad), ["unreadable"]);
  assert.equal(after(bad, GO), bad);
  assert.equal(after(bad, BACK).step, "from");
  const foreign = seen(FACTS, FROM_FILE, { ...DETAIL, isOwnApp: false });
  assert.deepEqual(restoreBlockers(foreign), ["foreign"]);
  assert.equal(after(foreign, GO), foreign);
});

test("restore wizard: a locked file asks for its password until it is right", () => {
  const asking = after(beginRestore(FACTS), { kind: "choose", source: FROM_FILE }, GO);
  const locked = after(asking, {
    kind: "refused",
    ticket: lastErrand(asking).ticket,
    refusal: { code: "PARCEL_PASSWORD_NEEDED", facts: {} },
  });
  assert.deepEqual(restoreBlockers(locked), ["filePasswordMissing"]);
  const again = after(locked, { kind: "filePassword", password: "secret" }, GO);
  const errand = lastErrand(again);
  assert.ok(errand.route === "POST /api/backups/look");
  assert.equal(errand.body.password, "secret");
  const wrong = after(again, {
    kind: "refused",
    ticket: errand.ticket,
    refusal: { code: "PARCEL_PASSWORD_WRONG", facts: {} },
  });
  assert.deepEqual(wrong.inside, { kind: "locked", isWrong: true });
});

test("restore wizard: the answer to an earlier look is not taken for the present one", () => {
  const first = after(beginRestore(FACTS), { kind: "choose", source: FROM_HOME }, GO);
  const { ticket } = lastErrand(first);
  const second = after(first, BACK, { kind: "choose", source: FROM_FILE }, GO);
  const late = after(second, { kind: "looked", ticket, detail: DETAIL });
  assert.deepEqual(late.inside, { kind: "waiting" });
});

test("restore wizard: a tenant that was brought along says how it comes in when it is here already", () => {
  const items = after(seen(FACTS, FROM_FILE, BROUGHT), GO);
  assert.equal(arrives(items), true);
  assert.equal(isArrivalKnown(items), true);
  assert.deepEqual(restoreKinds(items), ["everything"]);
  assert.deepEqual(restoreBlockers(items), ["arrivalUndecided"]);
  const beside = after(items, { kind: "arrival", change: { way: "beside", as: "south" } });
  assert.deepEqual(restoreBlockers(beside), ["arrivalNameTaken"]);
  const west = after(beside, { kind: "arrival", change: { as: " west ", title: "West" } }, GO);
  const errand = lastErrand(west);
  assert.ok(errand.route === "POST /api/plans");
  assert.deepEqual(errand.body.arrival, { replaces: false, as: "west", title: "West" });
  const replacing = after(items, { kind: "arrival", change: { way: "replace" } }, GO);
  const other = lastErrand(replacing);
  assert.ok(other.route === "POST /api/plans");
  assert.deepEqual(other.body.arrival, { replaces: true, as: null, title: null });
  const unknown = after(seen({ ...FACTS, tenants: [SOUTH] }, FROM_FILE, BROUGHT), GO);
  assert.deepEqual(restoreBlockers(unknown), []);
});

test("restore wizard: too little room, or an application that is open, holds it up before the yes", () => {
  const items = after(seen(FACTS, FROM_HOME, DETAIL), GO);
  const [part] = PLAN.parts;
  assert.ok(part !== undefined);
  const open = { ...PLAN, parts: [{ ...part, holders: [{ name: "App" }] }] };
  const held = planned(items, open);
  assert.deepEqual(restoreBlockers(held), ["appOpen"]);
  assert.deepEqual(restoreBlockers(planned(items, { ...open, stopsApp: true })), []);
  const waiting = after(seen({ ...FACTS, atNextStart: true }, FROM_HOME, DETAIL), GO);
  assert.deepEqual(restoreBlockers(planned(waiting, open)), [], "it is closed before the swap");
  const full = planned(items, {
    ...PLAN,
    rooms: [{ folder: "/", neededBytes: 30, freeBytes: 29 }],
  });
  assert.deepEqual(restoreBlockers(full), ["roomShort"]);
  const again = after(full, { kind: "again" });
  assert.deepEqual(
    again.errands.map(({ route }) => route),
    ["DELETE /api/plans/:plan", "POST /api/plans"],
  );
});

test("restore wizard: a plan that nobody wants any more is given up", () => {
  const shown = planned(after(seen(FACTS, FROM_HOME, DETAIL), GO));
  const back = after(shown, BACK);
  assert.equal(back.step, "items");
  assert.equal(lastErrand(back).route, "DELETE /api/plans/:plan");
  const asking = after(seen(FACTS, FROM_HOME, DETAIL), GO, GO);
  const { ticket } = lastErrand(asking);
  const early = after(asking, BACK, { kind: "started", ticket, run: "r1" });
  assert.equal(lastErrand(early).route, "POST /api/runs/:run/stop", "it began late");
  const made = after(
    asking,
    { kind: "started", ticket, run: "r1" },
    newsOf("r1", { outcome: "done", result: { plan: "p9" } }),
    BACK,
  );
  const errand = lastErrand(made);
  assert.ok(errand.route === "DELETE /api/plans/:plan");
  assert.deepEqual(errand.params, { plan: "p9" });
});

test("restore wizard: a yes to another plan is none", () => {
  const asked = after(planned(after(seen(FACTS, FROM_HOME, DETAIL), GO)), GO);
  assert.equal(after(asked, { kind: "confirm", plan: "p0" }), asked);
});

test("restore wizard: who has an account gives the password again, and a wrong one is told there", () => {
  const facts = { ...FACTS, asksPassword: true };
  const asked = after(planned(after(seen(facts, FROM_HOME, DETAIL), GO)), GO);
  assert.deepEqual(restoreBlockers(asked), ["passwordMissing"]);
  assert.equal(after(asked, { kind: "confirm", plan: "p1" }), asked);
  const working = after(
    asked,
    { kind: "password", password: "secret" },
    { kind: "confirm", plan: "p1" },
  );
  const errand = lastErrand(working);
  assert.ok(errand.route === "POST /api/restores");
  assert.equal(errand.body.password, "secret");
  assert.equal(working.password, "", "it is not kept");
  const wrong = { code: "SIGN_IN_WRONG", facts: {} };
  const refused = after(working, { kind: "refused", ticket: errand.ticket, refusal: wrong });
  assert.equal(refused.step, "confirm");
  const outdated = { code: "PLAN_OUTDATED", facts: {} };
  const old = after(working, { kind: "refused", ticket: errand.ticket, refusal: outdated });
  assert.equal(old.step, "items");
  assert.equal(old.plan, null);
});

test("restore wizard: what was turned back can be tried anew with the same answers", () => {
  const items = after(
    seen(FACTS, FROM_HOME, DETAIL),
    GO,
    { kind: "what", what: "items" },
    { kind: "item", item: "tenants/north/db", isTicked: true },
  );
  const end = ended(confirmed(planned(items)), { outcome: "turnedBack" });
  assert.equal(canUndo(end), false);
  const again = after(end, BACK);
  assert.equal(again.step, "items");
  assert.deepEqual(again.what, items.what);
});

test("restore wizard: a host's restore is prepared and waits for its next start", () => {
  const facts = { ...FACTS, atNextStart: true };
  const working = confirmed(planned(after(seen(facts, FROM_HOME, DETAIL), GO)));
  const errand = lastErrand(working);
  assert.ok(errand.route === "POST /api/restores");
  assert.equal(errand.body.atNextStart, true);
  const end = ended(working, { outcome: "done", result: { state: "ready", canUndo: false } });
  assert.equal(waitsForStart(end), true);
});

test("restore wizard: another backup has other items, the same one keeps its ticks", () => {
  const items = after(
    seen(FACTS, FROM_HOME, DETAIL),
    GO,
    { kind: "what", what: "paths" },
    { kind: "path", path: "login/layouts/a.json", isTicked: true },
  );
  assert.equal(restoreSum(items), null);
  const same = after(items, BACK, BACK, { kind: "choose", source: FROM_HOME }, GO, GO);
  assert.deepEqual(same, items);
  const other = after(items, BACK, BACK, { kind: "choose", source: FROM_FILE });
  assert.deepEqual(other.what, beginRestore(FACTS).what);
});

test("restore wizard: only some of an item leads to its files, and a single one comes back", () => {
  const items = after(
    seen(FACTS, FROM_HOME, DETAIL),
    GO,
    { kind: "what", what: "items" },
    { kind: "open", item: "login" },
  );
  assert.equal(items.what.kind, "paths");
  assert.equal(items.what.opened, "login");
  assert.deepEqual(restoreBlockers(items), ["pathsMissing"]);
  assert.equal(after(items, { kind: "open", item: "nowhere" }), items);
  const asking = after(
    items,
    { kind: "path", path: "login/layouts/a.json", isTicked: true },
    { kind: "open", item: null },
    GO,
  );
  const plan = lastErrand(asking);
  assert.ok(plan.route === "POST /api/plans");
  assert.deepEqual(plan.body.choice, { tenants: [], parts: [], paths: ["login/layouts/a.json"] });
});

test("restore wizard: the list is filtered, and states from before a restore are shown on demand", () => {
  const ids = (...events: readonly RestoreEvent[]): readonly string[] =>
    shownBackups(after(beginRestore(FACTS), ...events), ({ host }, text) => host === text).map(
      ({ id }) => id,
    );
  const filter = (change: Extract<RestoreEvent, { kind: "filter" }>["change"]): RestoreEvent => ({
    kind: "filter",
    change,
  });
  assert.deepEqual(ids(), ["a1", "b2", "d4"]);
  assert.deepEqual(ids(filter({ showsSafety: true })), ["a1", "b2", "c3", "d4"]);
  assert.deepEqual(ids(filter({ showsIncomplete: false })), ["a1", "d4"]);
  assert.deepEqual(ids(filter({ place: "stick" })), ["d4"]);
  assert.deepEqual(ids(filter({ tenant: "north" })), ["a1", "b2"], "b2 was not read yet");
  assert.deepEqual(
    ids(filter({ fromAt: "2026-11-21T00:00:00Z", beforeAt: "2026-11-22T00:00:00Z" })),
    ["b2"],
  );
  assert.deepEqual(ids(filter({ text: " mars " })), []);
});

test("restore wizard: it warns of an incomplete backup, of the end of an undo, and of no change", () => {
  const items = after(seen(FACTS, FROM_HOME, { ...DETAIL, isComplete: false }), GO);
  assert.deepEqual(restoreWarnings(items), ["incomplete"]);
  const same = planned(items, {
    ...PLAN,
    parts: [{ id: "login", verdict: "same", holders: [] }],
    endsUndo: { takenAt: "2026-11-20T13:05:00Z" },
  });
  assert.deepEqual(restoreWarnings(same), ["incomplete", "endsUndo", "nothingChanges"]);
});

test("restore wizard: only an administrator restores", () => {
  const state = after(beginRestore({ ...FACTS, isAdministrator: false }), {
    kind: "choose",
    source: FROM_HOME,
  });
  assert.deepEqual(restoreBlockers(state), ["needsAdministrator"]);
});

test("restore wizard: a page that is loaded anew goes on with its run", () => {
  const end = after(
    resumeRestore(FACTS, "r7", "restore"),
    newsOf("r7", { outcome: "done", result: { state: "done", canUndo: true } }),
  );
  assert.equal(end.step, "result");
  assert.equal(canUndo(end), true);
});

const ticket = fc.integer({ min: 0, max: 14 });
const run = fc.constantFrom("r1", "r2");
const isTicked = fc.boolean();
const refusal = fc.constantFrom(
  { code: "PARCEL_PASSWORD_NEEDED", facts: {} },
  { code: "PLAN_OUTDATED", facts: {} },
  { code: "INTERNAL", facts: {} },
);
const plan = fc
  .record({
    plan: fc.constantFrom("p1", "p2"),
    neededBytes: fc.constantFrom(1, 2000),
    isHeld: fc.boolean(),
  })
  .map(({ plan: name, neededBytes, isHeld }) => ({
    ...PLAN,
    plan: name,
    rooms: [{ folder: "/", neededBytes, freeBytes: 1000 }],
    parts: [
      {
        id: "login",
        verdict: "different" as const,
        holders: isHeld ? [{ name: "App" }] : [],
      },
    ],
  }));
const loose: fc.Arbitrary<RestoreEvent> = fc.oneof(
  fc.constant(GO),
  fc.constant(BACK),
  fc.constant<RestoreEvent>({ kind: "again" }),
  fc.constant<RestoreEvent>({ kind: "undo" }),
  fc.constant<RestoreEvent>({ kind: "stop" }),
  fc.record({
    kind: fc.constant("choose" as const),
    source: fc.constantFrom(FROM_HOME, FROM_FILE),
  }),
  fc.record({ kind: fc.constant("filePassword" as const), password: fc.constantFrom("", "x") }),
  fc.record({ kind: fc.constant("what" as const), what: fc.constantFrom(...RESTORE_KINDS) }),
  fc.record({
    kind: fc.constant("tenant" as const),
    tenant: fc.constantFrom("north", "west"),
    isTicked,
  }),
  fc.record({
    kind: fc.constant("item" as const),
    item: fc.constantFrom("login", "no/such"),
    isTicked,
  }),
  fc.record({
    kind: fc.constant("path" as const),
    path: fc.constantFrom("login/a", "../b"),
    isTicked,
  }),
  fc.record({
    kind: fc.constant("open" as const),
    item: fc.constantFrom(null, "login", "nowhere"),
  }),
  fc.record({
    kind: fc.constant("arrival" as const),
    change: fc.record(
      {
        way: fc.constantFrom("in", "replace", "beside"),
        as: fc.constantFrom("", "west", "a/b"),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    kind: fc.constant("looked" as const),
    ticket,
    detail: fc.constantFrom(DETAIL, BROUGHT, { ...DETAIL, isOwnApp: false }),
  }),
  fc.record({ kind: fc.constant("planned" as const), ticket, plan }),
  fc.record({ kind: fc.constant("started" as const), ticket, run }),
  fc.record({ kind: fc.constant("sent" as const), ticket }),
  fc.record({ kind: fc.constant("refused" as const), ticket, refusal }),
  fc
    .tuple(
      run,
      fc.constantFrom(null, "done", "incomplete", "turnedBack", "failed", "cancelled"),
      fc.constantFrom({}, { plan: "p1" }, { canUndo: true }),
    )
    .map(([name, outcome, result]): RestoreEvent => newsOf(name, { outcome, result })),
);
const agreeing: fc.Arbitrary<RestoreEvent> = fc.oneof(
  fc.constantFrom("p1", "p2", "p3").map((each): RestoreEvent => ({ kind: "confirm", plan: each })),
  fc.constant<RestoreEvent>({ kind: "confirmUndo" }),
);
/** Deep states, which events in no order would rarely reach. */
const starts = [
  beginRestore(FACTS),
  seen(FACTS, FROM_HOME, DETAIL),
  after(seen(FACTS, FROM_FILE, BROUGHT), GO),
  planned(after(seen(FACTS, FROM_HOME, DETAIL), GO)),
  after(planned(after(seen(FACTS, FROM_HOME, DETAIL), GO)), GO),
  ended(confirmed(planned(after(seen(FACTS, FROM_HOME, DETAIL), GO))), {
    outcome: "done",
    result: { canUndo: true },
  }),
];
const DEEDS: readonly string[] = ["POST /api/restores", "POST /api/undo"];

test("restore wizard: nothing but a yes at the question replaces anything, whatever happens around it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...starts),
      fc.array(loose, { maxLength: 50, size: "max" }),
      (start, many) => {
        const state = many.reduce(nextRestore, start);
        assert.deepEqual(
          state.errands.filter(({ route }) => DEEDS.includes(route)),
          [],
        );
      },
    ),
  );
});

test("restore wizard: what a yes sets going is what was shown, and could be done", () => {
  let agreedCount = 0;
  const any = fc.oneof({ weight: 3, arbitrary: loose }, { weight: 1, arbitrary: agreeing });
  fc.assert(
    fc.property(
      fc.constantFrom(...starts),
      fc.array(any, { maxLength: 50, size: "max" }),
      (start, many) => {
        let state = start;
        for (const event of many) {
          const before = state;
          state = nextRestore(state, event);
          const fresh = state.errands.filter(({ ticket: each }) => each >= before.ticket);
          for (const errand of fresh) {
            if (errand.route === "POST /api/restores") {
              agreedCount++;
              assert.deepEqual(event, { kind: "confirm", plan: before.plan?.plan });
              assert.equal(before.step, "confirm");
              assert.equal(errand.body.plan, before.plan?.plan);
              assert.deepEqual(restoreBlockers(before), []);
            }
            if (errand.route === "POST /api/undo") {
              assert.equal(event.kind, "confirmUndo");
              assert.equal(before.step, "confirmUndo");
            }
          }
          const isWorking = state.step === "progress" || state.step === "question";
          assert.equal(isWorking && state.running === null, false);
          if (state.step === "confirm") assert.notEqual(state.plan, null);
          if (state.step === "items") assert.equal(state.inside?.kind, "seen");
        }
        assert.deepEqual(JSON.parse(JSON.stringify(state)), state);
      },
    ),
  );
  assert.ok(agreedCount > 0, "some did agree");
});

test("restore wizard: back and forth keeps every answer", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...starts),
      fc.array(loose, { maxLength: 40, size: "max" }),
      (start, many) => {
        const state = many.reduce(nextRestore, start);
        if (!canGoBackFrom(state) || state.step === "result") return;
        const gone = after(state, BACK);
        for (const key of ["source", "what", "arrival", "filters", "filePassword"] as const)
          assert.deepEqual(gone[key], state[key]);
        if (state.step !== "items" || state.refusal !== null) return;
        assert.deepEqual(after(gone, GO), state);
      },
    ),
  );
});
