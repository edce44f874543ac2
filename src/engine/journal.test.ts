/**
 * Goal: what the journal was told is there after any death, and what it cannot have been told is refused. Method: a
 * real file, cut at every byte as a death would leave it; facts in every order.
 */

import assert from "node:assert/strict";
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { FivefoldError } from "../model/error.ts";
import type { Hook, LifeHooks } from "../model/hook.ts";
import { NO_LIFE_HOOKS } from "../model/hook.ts";
import type { PartId, TenantId } from "../model/part.ts";
import type { RunId } from "../model/run.ts";
import type { SnapshotId } from "../model/snapshot.ts";
import type { JournalFact, JournalFile } from "./journal.ts";
import { Journal, journalFile } from "./journal.ts";

const RUN = "20261122-013500-1a2b3c" as RunId;
const NAME = { place: "D:", snapshot: "ab".repeat(32) as SnapshotId };
const BEGUN: JournalFact = {
  kind: "begun",
  from: NAME,
  takenAt: "2026-11-22T01:35:00Z",
  parts: [
    {
      part: { id: "login" as PartId, kind: "database", tenant: null, title: { fa: "ورود" } },
      source: { kind: "sqlite", path: "/app/login.db", description: "/app", scratch: "/s" },
      record: {
        id: "login" as PartId,
        kind: "database",
        tenant: null,
        title: {},
        entryCount: 2,
        sizeBytes: 4096,
        fingerprint: "",
        version: null,
        tables: [],
      },
    },
  ],
};
const WHOLE: readonly JournalFact[] = [
  BEGUN,
  { kind: "ready", safety: NAME },
  { kind: "swapping" },
  { kind: "swapped" },
  { kind: "done" },
  { kind: "undoing", safety: null },
  { kind: "turnedBack", code: null },
  { kind: "cleared" },
];

/** Without side facts. */
const TO_SWAPPED = WHOLE.filter(({ kind }) =>
  ["begun", "ready", "swapping", "swapped"].includes(kind),
);

async function pathIn(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fivefold-journal-"));
  t.after(async () => await rm(folder, { recursive: true }));
  return join(folder, "journal");
}

test("Journal: facts survive being opened again", async (t) => {
  const path = await pathIn(t);
  for (const [atMs, fact] of WHOLE.entries()) {
    const journal = await Journal.open(journalFile(path));
    const record = await journal.write(RUN, atMs, fact);
    const again = (await Journal.open(journalFile(path))).restores;
    assert.deepEqual(again, [record]);
    assert.deepEqual(record.parts, BEGUN.parts);
  }
  const [last] = (await Journal.open(journalFile(path))).restores;
  assert.deepEqual([last?.state, last?.isCleared, last?.safety], ["turnedBack", true, NAME]);
});

test("Journal: what somebody failed to sync is synced before it is believed", async () => {
  // The bytes are there for every reader, and gone after a power cut.
  let cached = new Uint8Array();
  let durable = new Uint8Array();
  let isBroken = true;
  const file = {
    path: "journal",
    read: async () => cached,
    append: async (bytes: Uint8Array) => {
      cached = Buffer.concat([cached, bytes]);
    },
    sync: async () => {
      if (isBroken) throw Object.assign(new Error("EIO"), { code: "EIO" });
      durable = cached;
    },
    reserve: async () => {},
    release: async () => false,
  };
  const journal = await Journal.open(file);
  await assert.rejects(journal.write(RUN, 0, BEGUN), { code: "HOME_UNWRITABLE" });
  assert.ok(cached.length > 0);
  await assert.rejects(Journal.open(file), { code: "HOME_UNWRITABLE" });
  isBroken = false;
  const [record] = (await Journal.open(file)).restores;
  assert.equal(record?.state, "begun");
  assert.deepEqual(durable, cached);
});

test("Journal: keeps scope and tenants, and reads records that lack them", async (t) => {
  const path = await pathIn(t);
  const journal = await Journal.open(journalFile(path));
  assert.ok(BEGUN.kind === "begun" && BEGUN.parts[0] !== undefined);
  const [login] = BEGUN.parts;
  const acme = "acme" as TenantId;
  const part = { ...login.part, id: "tenants/acme/database" as PartId, tenant: acme };
  const old: JournalFact = { ...BEGUN, parts: [login, { ...login, part }] };
  const tenants = [{ id: acme, title: "Acme GmbH" }];
  await journal.write(RUN, 0, old);
  await journal.write("later" as RunId, 1, { ...old, scope: "partial", tenants });
  const [before, after] = (await Journal.open(journalFile(path))).restores;
  assert.deepEqual([before?.scope, before?.tenants], ["parts", [{ id: acme, title: acme }]]);
  assert.deepEqual([after?.scope, after?.tenants], ["partial", tenants]);
});

test("Journal: cut at any byte it knows the facts before, and goes on", async (t) => {
  const path = await pathIn(t);
  const journal = await Journal.open(journalFile(path));
  for (const [atMs, fact] of TO_SWAPPED.entries()) await journal.write(RUN, atMs, fact);
  const bytes = await readFile(path);
  const text = bytes.toString("utf8");
  const firstEnd = bytes.indexOf("\n");
  for (let cut = 0; cut <= bytes.length; cut++) {
    await writeFile(path, bytes.subarray(0, cut));
    const torn = await Journal.open(journalFile(path));
    const lines = bytes.subarray(0, cut).toString("utf8").split("\n");
    // The line that lacks only its end is a whole fact.
    const known = lines.filter((line) => line !== "" && text.split("\n").includes(line)).length;
    assert.equal(torn.restores[0]?.state, known === 0 ? undefined : TO_SWAPPED[known - 1]?.kind);
    if (cut < firstEnd) continue;
    const next: JournalFact = known === 4 ? { kind: "done" } : { kind: "turnedBack", code: null };
    await torn.write(RUN, 9, next);
    const after = (await Journal.open(journalFile(path))).restores[0];
    assert.equal(after?.state, known === 4 ? "done" : "turnedBack", `cut at ${cut}`);
  }
});

test("Journal: facts that cannot follow are refused, written or read", async (t) => {
  const path = await pathIn(t);
  const journal = await Journal.open(journalFile(path));
  await assert.rejects(journal.write(RUN, 0, { kind: "ready", safety: null }), /INTERNAL/);
  await journal.write(RUN, 0, BEGUN);
  await assert.rejects(journal.write(RUN, 0, BEGUN), /INTERNAL/);
  await assert.rejects(journal.write(RUN, 0, { kind: "done" }), /INTERNAL/);
  await assert.rejects(journal.write(RUN, 0, { kind: "cleared" }), /INTERNAL/);
  await appendFile(path, `${JSON.stringify({ run: RUN, atMs: 1, kind: "swapped" })}\n`);
  await assert.rejects(
    Journal.open(journalFile(path)),
    (thrown) =>
      thrown instanceof FivefoldError &&
      thrown.code === "JOURNAL_DAMAGED" &&
      thrown.facts["line"] === 2,
  );
});

const named = ({ unfinished, undoable }: Journal): unknown => [unfinished?.run, undoable?.run];

test("Journal: names what is unfinished and what can be undone", async (t) => {
  const journal = await Journal.open(journalFile(await pathIn(t)));
  const other = "20261123-013500-1a2b3c" as RunId;
  assert.deepEqual(named(journal), [undefined, undefined]);
  for (const fact of [...TO_SWAPPED, { kind: "stopped" } as const]) {
    await journal.write(RUN, 0, fact);
    assert.deepEqual(named(journal), [RUN, undefined]);
  }
  await journal.write(RUN, 0, { kind: "done" });
  assert.deepEqual(named(journal), [undefined, RUN]);
  await journal.write(other, 0, BEGUN);
  assert.deepEqual(named(journal), [other, RUN]);
  await journal.write(RUN, 0, { kind: "closed" });
  assert.deepEqual(named(journal), [other, undefined]);
});

test("Journal: a fact of a kind that we do not know is a newer program's, and refused", async (t) => {
  const path = await pathIn(t);
  const journal = await Journal.open(journalFile(path));
  await journal.write(RUN, 0, BEGUN);
  await appendFile(path, `${JSON.stringify({ run: RUN, atMs: 1, kind: "parked" })}\n`);
  await assert.rejects(Journal.open(journalFile(path)), { code: "JOURNAL_NEWER" });
});

test("Journal: a file that cannot be written or read says so with the system's reason", async (t) => {
  // The disk is full in the middle of a line: what follows when there is room again is understood.
  const path = await pathIn(t);
  const real = journalFile(path);
  await (await Journal.open(real)).write(RUN, 0, BEGUN);
  const full: JournalFile = {
    ...real,
    async append(bytes) {
      await real.append(bytes.subarray(0, 20));
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    },
  };
  const isTold = (reason: string) => (thrown: unknown) =>
    thrown instanceof FivefoldError &&
    thrown.code === "HOME_UNWRITABLE" &&
    thrown.facts["path"] === path &&
    thrown.facts["reason"] === reason;
  const ready: JournalFact = { kind: "ready", safety: null };
  await assert.rejects((await Journal.open(full)).write(RUN, 1, ready), isTold("ENOSPC"));
  const again = await Journal.open(real);
  assert.equal(again.record(RUN).state, "begun");
  await again.write(RUN, 2, ready);
  assert.equal((await Journal.open(real)).record(RUN).state, "ready");
  await rm(path);
  await mkdir(path);
  await assert.rejects(Journal.open(real), isTold("EISDIR"));
});

test("Journal: knows which parts are back and which are lost, and what was accepted", async (t) => {
  const journal = await Journal.open(journalFile(await pathIn(t)));
  const login = "login" as PartId;
  const lost = [{ part: login, path: "/app/.fivefold/x/login" }];
  for (const fact of WHOLE.slice(0, 2)) await journal.write(RUN, 0, fact);
  const stuck: JournalFact = { kind: "stuck", back: [], lost };
  await assert.rejects(journal.write(RUN, 0, stuck), /INTERNAL/, "nothing was swapped yet");
  await journal.write(RUN, 0, { kind: "swapping" });
  const record = await journal.write(RUN, 9, stuck);
  assert.deepEqual(
    [record.state, record.atMs, record.back, record.lost],
    ["swapping", 0, [], lost],
  );
  await journal.write(RUN, 10, { kind: "stuck", back: [login], lost: [] });
  assert.deepEqual(journal.unfinished?.back, [login]);
  const whole = await journal.write(RUN, 11, { kind: "turnedBack", code: null });
  assert.deepEqual(whole.lost, []);
});

test("Journal: knows whether somebody owes the app a start, and by which hooks", async (t) => {
  const path = await pathIn(t);
  const journal = await Journal.open(journalFile(path));
  const hook = (name: "stop" | "start", program: string): Hook => ({
    hook: name,
    command: [program],
    folder: "/app",
    limitMs: 1000,
  });
  const hooks = { ...NO_LIFE_HOOKS, stop: hook("stop", "halt"), start: hook("start", "run") };
  const later = { ...hooks, start: hook("start", "run-newer") };
  const steps: readonly (readonly [JournalFact, string, LifeHooks])[] = [
    [{ ...BEGUN, hooks }, "untouched", hooks],
    [{ kind: "ready", safety: null }, "untouched", hooks],
    [{ kind: "stopped" }, "stopped", hooks],
    [{ kind: "swapping" }, "stopped", hooks],
    [{ kind: "swapped" }, "stopped", hooks],
    [{ kind: "starting" }, "starting", hooks],
    [{ kind: "started" }, "untouched", hooks],
    [{ kind: "done" }, "untouched", hooks],
    [{ kind: "stopped", hooks: later }, "stopped", later],
  ];
  for (const [fact, app, expected] of steps) {
    await journal.write(RUN, 0, fact);
    const read = (await Journal.open(journalFile(path))).record(RUN);
    assert.deepEqual([read.app, read.hooks], [app, expected], fact.kind);
    assert.deepEqual(read, journal.record(RUN));
  }
});

test("Journal: remembers what an undo takes, and only of a restore that is done", async (t) => {
  const path = await pathIn(t);
  const journal = await Journal.open(journalFile(path));
  const rooms = [{ device: "1", folder: "/app/.fivefold", sizeBytes: 1_200_000_000 }];
  const measured: JournalFact = { kind: "measured", rooms };
  for (const fact of WHOLE.slice(
    0,
    WHOLE.findIndex(({ kind }) => kind === "undoing"),
  )) {
    await assert.rejects(journal.write(RUN, 0, measured), /INTERNAL/);
    await journal.write(RUN, 0, fact);
  }
  assert.equal(journal.undoable?.rooms, null);
  await journal.write(RUN, 0, measured);
  assert.deepEqual((await Journal.open(journalFile(path))).undoable?.rooms, rooms);
});

test("Journal: on a disk that is full it goes on in the room that it reserved, piece by piece", async (t) => {
  // Each piece that is given back lets one more fact through; a fact that was written before the disk said so is there once.
  const path = await pathIn(t);
  const real = journalFile(path);
  const full = (): unknown => Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
  let isFull = false;
  const file: JournalFile = {
    ...real,
    async append(bytes) {
      const isTold = isFull;
      await real.append(isTold ? bytes.subarray(0, 30) : bytes);
      if (isTold) throw full();
    },
    async release() {
      isFull = false;
      return await real.release();
    },
  };
  const journal = await Journal.open(file);
  let written = 0;
  for (const fact of [...TO_SWAPPED, { kind: "stopped" } as const]) {
    await journal.write(RUN, written++, fact);
    isFull = true;
  }
  const again = (await Journal.open(real)).record(RUN);
  assert.equal(again.state, "swapped");
  await assert.rejects(journal.write(RUN, 9, { kind: "starting" }), { code: "HOME_UNWRITABLE" });

  const late: JournalFile = {
    ...real,
    async append(bytes) {
      await real.append(bytes);
      if (isFull) throw full();
    },
  };
  await real.reserve();
  await (await Journal.open(late)).write(RUN, 10, { kind: "starting" });
  assert.equal((await Journal.open(real)).record(RUN).app, "starting");
});
