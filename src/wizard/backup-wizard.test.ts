// Goal: whoever goes through the backup wizard asks for what the screen said, and loses no answer on the way.
// Method: events by hand for the ways that people take, and by fast-check for those that nobody thought of.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type { BackupErrand, BackupEvent, BackupFacts, BackupState } from "./backup-wizard.ts";
import {
  BACKUP_KINDS,
  ENCRYPTIONS,
  backupBlockers,
  backupItems,
  backupKinds,
  backupOutcome,
  backupSum,
  backupWarnings,
  beginBackup,
  canGoBack,
  nextBackup,
  resumeBackup,
} from "./backup-wizard.ts";
import type { RunNews } from "./running.ts";

const GB = 1_000_000_000;

const FACTS: BackupFacts = {
  tenants: [
    { id: "north", title: "North Traders" },
    { id: "south", title: "South Traders" },
  ],
  items: [
    { id: "login", kind: "database", tenant: null, title: {}, sizeBytes: 1000 },
    { id: "settings", kind: "settings", tenant: null, title: {}, sizeBytes: 200 },
    { id: "tenants/north/db", kind: "database", tenant: "north", title: {}, sizeBytes: 3 * GB },
    { id: "tenants/north/keys", kind: "credentials", tenant: "north", title: {}, sizeBytes: 10 },
    { id: "tenants/south/db", kind: "database", tenant: "south", title: {}, sizeBytes: null },
  ],
  loginPart: "login",
  places: [
    place({ name: "home", isDefault: true, isSameDevice: true }),
    place({ name: "stick", kind: "empty", freeBytes: GB }),
    place({ name: "drawer", kind: "away" }),
  ],
  isAdministrator: true,
  canDownload: true,
};

function place(some: Partial<BackupFacts["places"][number]> & { readonly name: string }) {
  const usual = { isDefault: false, kind: "vault", freeBytes: null, isSameDevice: false } as const;
  return { folder: `/${some.name}`, ...usual, ...some };
}

function after(state: BackupState, ...events: readonly BackupEvent[]): BackupState {
  return events.reduce(nextBackup, state);
}

const GO: BackupEvent = { kind: "go" };
const BACK: BackupEvent = { kind: "back" };

/** What the run of the last errand tells. */
function news(run: string, some: Partial<RunNews> = {}): BackupEvent {
  const nothing = { outcome: null, problem: null, question: null, place: null, result: null };
  return { kind: "news", news: { run, snapshot: null, ...nothing, ...some } };
}

function started(state: BackupState, run: string): BackupState {
  const { ticket } = lastErrand(state);
  return after(state, { kind: "sent", ticket }, { kind: "started", ticket, run });
}

function lastErrand({ errands }: BackupState): BackupErrand {
  const last = errands.at(-1);
  assert.ok(last !== undefined, "there is an errand");
  return last;
}

test("backup wizard: who only goes on backs everything up in the usual place", () => {
  const asking = after(beginBackup(FACTS), GO, GO);
  assert.equal(asking.step, "progress");
  assert.deepEqual(asking.errands, [
    {
      ticket: 1,
      route: "POST /api/backups",
      body: { choice: { tenants: [], parts: [], paths: [] }, to: "home", file: null },
    },
  ]);
  const done = after(
    started(asking, "r1"),
    news("r1"),
    news("r1", { outcome: "done", snapshot: "a1" }),
  );
  assert.equal(done.step, "result");
  assert.equal(backupOutcome(done), "done");
  assert.deepEqual(done.errands, []);
  assert.equal(canGoBack(done), false);
});

test("backup wizard: chosen tenants bring the login item along, and sizes that nobody knows are said", () => {
  const state = after(
    beginBackup(FACTS),
    { kind: "what", what: "tenants" },
    { kind: "tenant", tenant: "north", isTicked: true },
  );
  const ids = backupItems(state).map(({ id }) => id);
  assert.deepEqual(ids, ["login", "tenants/north/db", "tenants/north/keys"]);
  assert.deepEqual(backupSum(state), { itemCount: 3, sizeBytes: 3 * GB + 1010, isAtLeast: false });
  const both = after(state, { kind: "allTenants", isTicked: true });
  assert.equal(backupSum(both).isAtLeast, true);
});

test("backup wizard: one tenant to take along is one file without passwords, and goes into no place", () => {
  const state = after(
    beginBackup(FACTS),
    { kind: "what", what: "export" },
    { kind: "takeAlong", tenant: "north" },
    GO,
  );
  assert.deepEqual(
    backupItems(state).map(({ id }) => id),
    ["tenants/north/db"],
  );
  assert.deepEqual(backupBlockers(state), ["targetMissing"]);
  const asking = after(
    state,
    { kind: "where", change: { isFile: true, folder: "/media/stick", name: " North " } },
    GO,
  );
  const errand = lastErrand(asking);
  assert.ok(errand.route === "POST /api/backups");
  assert.deepEqual(errand.body, {
    choice: { tenants: ["north"], parts: [], paths: [] },
    to: "/media/stick",
    file: { name: "North", isEncrypted: false, password: null, hidesNames: false, isExport: true },
  });
});

test("backup wizard: every further target is a copy of the first, so that the app is read once", () => {
  const asking = after(
    beginBackup(FACTS),
    GO,
    { kind: "place", place: "stick", isTicked: true },
    {
      kind: "where",
      change: { isDownload: true, encryption: "own", password: "x y", again: "x y" },
    },
    GO,
  );
  const second = after(
    started(asking, "r1"),
    news("r1", { outcome: "incomplete", snapshot: "a1", place: "home" }),
  );
  assert.equal(second.step, "progress");
  const copy = lastErrand(second);
  assert.deepEqual(copy, {
    ticket: 2,
    route: "POST /api/backups/copy",
    body: { place: "home", backup: "a1", to: "stick", file: null },
  });
  const third = after(started(second, "r2"), news("r2", { outcome: "failed" }));
  const download = lastErrand(third);
  assert.ok(download.route === "POST /api/backups/copy");
  assert.equal(download.body.to, null);
  assert.equal(download.body.file?.password, "x y");
  const end = after(started(third, "r3"), news("r3", { outcome: "done" }));
  assert.equal(end.step, "result");
  assert.equal(backupOutcome(end), "incomplete");
  assert.equal(end.ends.length, 3);
});

test("backup wizard: after a first target that failed the next is a backup of its own", () => {
  const asking = after(
    beginBackup(FACTS),
    GO,
    { kind: "place", place: "stick", isTicked: true },
    GO,
  );
  const second = after(started(asking, "r1"), news("r1", { outcome: "failed" }));
  const errand = lastErrand(second);
  assert.ok(errand.route === "POST /api/backups");
  assert.equal(errand.body.to, "stick");
});

test("backup wizard: who stops means all targets", () => {
  const asking = after(
    beginBackup(FACTS),
    GO,
    { kind: "place", place: "stick", isTicked: true },
    GO,
  );
  const stopping = after(started(asking, "r1"), { kind: "stop" });
  assert.equal(lastErrand(stopping).route, "POST /api/runs/:run/stop");
  assert.equal(after(stopping, { kind: "stop" }), stopping, "once is enough");
  const end = after(stopping, news("r1", { outcome: "cancelled" }));
  assert.equal(end.step, "result");
  assert.equal(backupOutcome(end), "cancelled");
  const again = after(end, BACK);
  assert.equal(again.step, "where");
  assert.deepEqual(again.where.places, ["home", "stick"]);
});

test("backup wizard: a question of the vendor's waits for its answer and is asked once", () => {
  const question = { id: "q1", text: { en: "Is the phone synchronised?" } };
  const asked = after(started(after(beginBackup(FACTS), GO, GO), "r1"), news("r1", { question }));
  assert.equal(asked.step, "question");
  const answered = after(asked, { kind: "answer", answer: "skipped" });
  const errand = lastErrand(answered);
  assert.ok(errand.route === "POST /api/runs/:run/answers");
  assert.deepEqual(errand.body, { question: "q1", answer: "skipped" });
  assert.equal(answered.step, "progress");
  assert.equal(after(answered, news("r1", { question })).step, "progress", "late news");
  const lost = after(answered, {
    kind: "refused",
    ticket: errand.ticket,
    refusal: { code: "INTERNAL", facts: {} },
  });
  assert.equal(after(lost, news("r1", { question })).step, "question", "it did not arrive");
});

test("backup wizard: a refusal leads back to the answers and is told there", () => {
  const asking = after(
    beginBackup(FACTS),
    GO,
    { kind: "where", change: { isDownload: true, encryption: "own", password: "a", again: "a" } },
    { kind: "place", place: "home", isTicked: false },
    GO,
  );
  const refusal = { code: "PASSWORD_WEAK", facts: { what: "short" } };
  const refused = after(asking, { kind: "refused", ticket: lastErrand(asking).ticket, refusal });
  assert.equal(refused.step, "where");
  assert.deepEqual(refused.refusal, refusal);
  const typing = after(refused, { kind: "where", change: { password: "longer" } });
  assert.equal(typing.refusal, null);
  assert.deepEqual(backupBlockers(typing), ["passwordsDiffer"]);
});

test("backup wizard: what cannot go on says why", () => {
  const begun = beginBackup(FACTS);
  const items = after(begun, { kind: "what", what: "items" });
  assert.deepEqual(backupBlockers(items), ["itemsMissing"]);
  assert.equal(after(items, GO), items);
  const where = after(begun, GO);
  assert.deepEqual(
    backupBlockers(after(where, { kind: "place", place: "drawer", isTicked: true })),
    ["placeAway"],
  );
  const file = after(where, {
    kind: "where",
    change: { isFile: true, name: "a/b", encryption: "own" },
  });
  assert.deepEqual(backupBlockers(file), ["folderMissing", "nameUnsafe", "passwordMissing"]);
});

test("backup wizard: an operator gives no tenant away and chooses no folder", () => {
  const begun = beginBackup({ ...FACTS, isAdministrator: false });
  assert.equal(after(begun, { kind: "what", what: "export" }), begun);
  const blocked = backupKinds(begun).filter(({ blocker }) => blocker !== null);
  assert.deepEqual(blocked, [{ kind: "export", blocker: "needsAdministrator" }]);
  const file = after(begun, GO, { kind: "where", change: { isFile: true, folder: "/etc" } });
  assert.deepEqual(backupBlockers(file), ["needsAdministrator"]);
});

test("backup wizard: an app without tenants is not asked about any", () => {
  const kinds = backupKinds(beginBackup({ ...FACTS, tenants: [] })).map(({ kind }) => kind);
  assert.deepEqual(kinds, ["everything", "items"]);
});

test("backup wizard: it warns of the same disk, of little room and of an open file", () => {
  const state = after(
    beginBackup(FACTS),
    GO,
    { kind: "place", place: "stick", isTicked: true },
    { kind: "where", change: { isDownload: true } },
  );
  assert.deepEqual(backupWarnings(state), [
    { warning: "sameDevice", place: "home" },
    { warning: "roomShort", place: "stick" },
    { warning: "unlocked", place: null },
  ]);
});

test("backup wizard: the usual place is ticked when it becomes known", () => {
  const early = beginBackup({ ...FACTS, places: [], items: [], tenants: [] });
  assert.deepEqual(after(early, { kind: "facts", facts: FACTS }).where.places, ["home"]);
});

test("backup wizard: a page that is loaded anew goes on with its run", () => {
  const state = resumeBackup(FACTS, "r7", { kind: "place", place: "home" });
  assert.equal(state.step, "progress");
  const end = after(state, news("r7", { outcome: "done", snapshot: "a1" }));
  assert.equal(end.step, "result");
});

const refusal = { code: "INTERNAL", facts: {} };
const ticket = fc.integer({ min: 0, max: 12 });
const run = fc.constantFrom("r1", "r2");
const isTicked = fc.boolean();
const events: fc.Arbitrary<BackupEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(GO) },
  fc.constant(BACK),
  fc.record({ kind: fc.constant("what" as const), what: fc.constantFrom(...BACKUP_KINDS) }),
  fc.record({
    kind: fc.constant("tenant" as const),
    tenant: fc.constantFrom("north", "south", "west"),
    isTicked,
  }),
  fc.record({ kind: fc.constant("allTenants" as const), isTicked }),
  fc.record({
    kind: fc.constant("takeAlong" as const),
    tenant: fc.constantFrom("north", "south", "west"),
  }),
  fc.record({
    kind: fc.constant("item" as const),
    item: fc.constantFrom("login", "tenants/south/db", "no/such"),
    isTicked,
  }),
  fc.record({
    kind: fc.constant("place" as const),
    place: fc.constantFrom("home", "stick", "drawer", "moon"),
    isTicked,
  }),
  fc.record({
    kind: fc.constant("where" as const),
    change: fc.record(
      {
        isFile: fc.boolean(),
        folder: fc.constantFrom(null, "/media/stick"),
        isDownload: fc.boolean(),
        name: fc.constantFrom("", "mine", "a/b"),
        encryption: fc.constantFrom(...ENCRYPTIONS),
        password: fc.constantFrom("", "secret"),
        again: fc.constantFrom("", "secret"),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({ kind: fc.constant("sent" as const), ticket }),
  fc.record({ kind: fc.constant("started" as const), ticket, run }),
  fc.record({ kind: fc.constant("refused" as const), ticket, refusal: fc.constant(refusal) }),
  fc.record({ kind: fc.constant("answer" as const), answer: fc.constantFrom("done", "skipped") }),
  fc.constant<BackupEvent>({ kind: "stop" }),
  fc
    .tuple(run, fc.constantFrom(null, "done", "incomplete", "failed", "cancelled"))
    .map(([name, outcome]): BackupEvent => news(name, { outcome, snapshot: "a1", place: "home" })),
);

test("backup wizard: whatever happens, it asks only for what can be, and for one run at a time", () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 60, size: "max" }), (many) => {
      let state = beginBackup(FACTS);
      const frozen = JSON.stringify(FACTS);
      for (const event of many) {
        const before = state;
        state = nextBackup(state, event);
        const fresh = state.errands.filter((each) => each.ticket >= before.ticket);
        assert.ok(fresh.length <= 1);
        for (const errand of fresh) {
          if (errand.route !== "POST /api/backups" && errand.route !== "POST /api/backups/copy")
            continue;
          assert.equal(state.step, "progress");
          assert.deepEqual(backupBlockers({ ...state, step: "where" }), []);
          assert.ok(errand.body.file !== null || errand.body.to !== null);
          assert.notEqual(errand.body.to, "drawer");
        }
        const isWorking = state.step === "progress" || state.step === "question";
        assert.equal(state.running !== null, isWorking);
        assert.ok(state.ends.length <= state.targets.length);
      }
      assert.equal(JSON.stringify(state.facts), frozen);
      assert.deepEqual(JSON.parse(JSON.stringify(state)), state);
    }),
  );
});

test("backup wizard: back and forth keeps every answer", () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 40, size: "max" }), (many) => {
      const state = many.reduce(nextBackup, beginBackup(FACTS));
      if (state.step !== "where" || state.refusal !== null) return;
      assert.deepEqual(after(state, BACK, GO), state);
    }),
  );
});
