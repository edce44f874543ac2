/**
 * Goal: what the engine says and in which order it works, where nobody dies. Method: one app in memory, looked at from
 * outside: what the store holds, what was reported, what lies on the disk.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { CopyResult, SnapshotResult } from "../../src/engine/backup.ts";
import { backup, copy } from "../../src/engine/backup.ts";
import type { Choice } from "../../src/engine/choice.ts";
import { EVERYTHING, selectParts, selectRecords } from "../../src/engine/choice.ts";
import { findSnapshot, listSnapshots } from "../../src/engine/find-snapshot.ts";
import { holdingsOf } from "../../src/engine/holdings.ts";
import { Journal } from "../../src/engine/journal.ts";
import type { Comparing, RestorePlan } from "../../src/engine/restore-plan.ts";
import { compareParts } from "../../src/engine/restore-plan.ts";
import { restoreTo } from "../../src/engine/restore-to.ts";
import { close, restore, settle, undo } from "../../src/engine/restore.ts";
import { verdictOf } from "../../src/model/difference.ts";
import type { Entries } from "../../src/model/entry.ts";
import type { ErrorCode } from "../../src/model/error.ts";
import { FivefoldError } from "../../src/model/error.ts";
import type { PartId } from "../../src/model/part.ts";
import type { Progress } from "../../src/model/run.ts";
import type { SnapshotId } from "../../src/model/snapshot.ts";
import type { Store } from "../../src/model/store.ts";
import { Fate } from "./fate.ts";
import { textOf } from "./memory-entry.ts";
import { BROKEN } from "./memory-source.ts";
import { MemoryStore } from "./memory-store.ts";
import { describe, journalOf, planRun, restoreOnce, safetyOf, takeBackup } from "./scenario.ts";
import type { Ending, Process } from "./world.ts";
import { World } from "./world.ts";

/** One tenant, and a folder that holds another folder and a database of their own. */
function nestedWorld(): World {
  for (let seed = 0; ; seed++) {
    const world = new World(seed);
    if (world.app.parts.length === 7 && world.app.tenants.length === 1) return world;
  }
}

async function good<Result>(ending: Promise<Ending<Result>>): Promise<Result> {
  const { kind, ...rest } = await ending;
  assert.ok(kind === "result" && "result" in rest, describe(await ending));
  return rest.result;
}

async function refused(ending: Promise<Ending<unknown>>, code: ErrorCode): Promise<FivefoldError> {
  const ended = await ending;
  assert.ok(ended.kind === "error" && ended.error instanceof FivefoldError, describe(ended));
  assert.equal(ended.error.code, code);
  return ended.error;
}

async function backUp(world: World, choice: Choice = EVERYTHING): Promise<SnapshotResult> {
  return await good(
    world.process({}, async ({ store, sourceOf, context }) => {
      const request = world.backupRequest(selectParts(world.app, choice, "backup"));
      return await backup(request, store, sourceOf, context);
    }),
  );
}

const write = (world: World, path: string, text: string): void =>
  world.disk.as(new Fate()).write(path, text);
const remove = (world: World, path: string): void => world.disk.as(new Fate()).remove(path);

test("backup: takes databases first and credentials last, and says done", async () => {
  const world = nestedWorld();
  const result = await backUp(world);
  assert.equal(result.outcome, "done");
  assert.deepEqual(
    result.parts.map(({ kind }) => kind),
    ["database", "database", "database", "files", "files", "settings", "workspace"],
  );
  assert.equal(world.store.snapshots[0]?.manifest.isComplete, true);
});

test("backup: a part that cannot be read is a finding, and all others are stored", async () => {
  const world = nestedWorld();
  write(world, "app/data/login.db", BROKEN);
  remove(world, "app/data/settings");
  const result = await backUp(world);
  assert.equal(result.outcome, "incomplete");
  assert.deepEqual(
    result.findings.map(({ code, part }) => [code, part]),
    [
      ["SOURCE_DAMAGED", "login"],
      ["SOURCE_MISSING", "settings"],
    ],
  );
  assert.equal(result.parts.length, world.app.parts.length - 2);
  const [kept] = world.store.snapshots;
  assert.equal(kept?.manifest.isComplete, false);
  assert.equal(kept?.manifest.findingCount, 2);
});

test("backup: when not one part can be read it fails with the first part's reason", async () => {
  const world = nestedWorld();
  remove(world, "app/data");
  await refused(takeBackup(world, {}), "SOURCE_MISSING");
  assert.equal(world.store.snapshots.length, 0);
});

test("backup: an error of the store ends it, whatever could be read", async () => {
  const world = nestedWorld();
  const failing = (store: Store): Store => ({
    ...store,
    begin: async (draft, context) => {
      const writer = await store.begin(draft, context);
      const add: typeof writer.add = async (part, entries) => {
        for await (const batch of entries)
          if (part.kind === "files")
            throw new FivefoldError("PLACE_FULL", { place: "D:", batch: batch.length });
        return { entryCount: 0, sizeBytes: 0, fingerprint: "" };
      };
      return Object.assign(writer, { add });
    },
  });
  await refused(
    world.process({}, async ({ store, sourceOf, context }) => {
      const request = world.backupRequest(selectParts(world.app, EVERYTHING, "backup"));
      return await backup(request, failing(store), sourceOf, context);
    }),
    "PLACE_FULL",
  );
  assert.equal(world.store.snapshots.length, 0);
});

test("backup: takes an unchanged database from the newest full snapshot, also from one by parts", async () => {
  const world = nestedWorld();
  await backUp(world, { tenants: [], parts: ["login"] });
  assert.equal(world.store.filesRead, 1);
  await backUp(world, { tenants: [], parts: ["login", "settings"] });
  await backUp(world);
  await backUp(world, { tenants: [], parts: ["settings"] });
  write(world, "app/data/login.db", "changed");
  world.store.filesRead = 0;
  await backUp(world, { tenants: [], parts: ["login", "inner", "tenants/t1/database"] });
  assert.equal(world.store.filesRead, 1, "only the changed one is read");
  const [first] = world.store.snapshots;
  assert.equal(first?.snapshot.scope, "parts");
});

test("backup: reports what it expects and how far it is", async () => {
  const world = nestedWorld();
  await backUp(world);
  let reported: readonly Progress[] = [];
  await good(
    world.process({}, async (process) => {
      reported = process.reported;
      const request = world.backupRequest(selectParts(world.app, EVERYTHING, "backup"));
      return await backup(request, process.store, process.sourceOf, process.context);
    }),
  );
  const sum = (kind: "total" | "advance", field: "entryCount" | "sizeBytes"): number =>
    reported.reduce((total, each) => total + (each.kind === kind ? each[field] : 0), 0);
  assert.ok(sum("total", "sizeBytes") > 0);
  assert.equal(sum("advance", "sizeBytes"), sum("total", "sizeBytes"));
  assert.equal(sum("advance", "entryCount"), sum("total", "entryCount"));
});

async function copyAll(world: World, to: Store, choice: Choice): Promise<CopyResult> {
  return await good(copying(world, to, choice));
}

async function copying(world: World, to: Store, choice: Choice): Promise<Ending<CopyResult>> {
  return await world.process({}, async ({ store, context }) => {
    const id = world.store.snapshots[0]?.snapshot.id ?? ("" as SnapshotId);
    const reader = await store.open(id, context);
    const selection = selectRecords(reader.manifest, world.app.loginPart, choice, "copy");
    return await copy({ reader, from: store.kind, selection, reason: null }, to, context);
  });
}

test("copy: the copy holds the same, was taken at the same time, and says what is missing", async () => {
  const world = nestedWorld();
  await backUp(world);
  const other = new MemoryStore();
  await copyAll(world, other.as(new Fate()), EVERYTHING);
  const [from] = world.store.snapshots;
  const [to] = other.snapshots;
  assert.deepEqual(to?.parts, from?.parts);
  assert.deepEqual(to?.manifest, from?.manifest);
  const partial = await copyAll(world, other.as(new Fate()), { tenants: ["t1"], parts: [] });
  assert.equal(partial.snapshot.scope, "partial");
  assert.equal(partial.outcome, "done");
  assert.deepEqual(
    partial.parts.map(({ id }) => id),
    ["login", "tenants/t1/database", "tenants/t1/files"],
  );
  assert.ok(partial.notIncluded.some(({ name }) => name === "settings"));
});

test("copy: given again makes no second snapshot, and says which one is there", async () => {
  const world = nestedWorld();
  await backUp(world);
  const other = new MemoryStore();
  const part: Choice = { tenants: [], parts: ["settings"] };
  for (const choice of [EVERYTHING, part]) {
    const first = await good(copying(world, other.as(new Fate()), choice));
    const again = await good(copying(world, other.as(new Fate()), choice));
    assert.deepEqual([first.wasThere, again.wasThere], [false, true]);
    assert.deepEqual(again.snapshot, first.snapshot);
    assert.deepEqual(again.parts, first.parts);
    assert.equal(again.outcome, "done");
  }
  assert.equal(other.snapshots.length, 2);
  const own = await good(copying(world, world.store.as(new Fate()), EVERYTHING));
  assert.equal(own.wasThere, true, "a store holds what it was copied from");
});

test("copy: a copy that cannot be opened, or holds another state, counts for nothing", async () => {
  const world = nestedWorld();
  await backUp(world);
  const other = new MemoryStore();
  await copyAll(world, other.as(new Fate()), EVERYTHING);
  const opened = other.as(new Fate());
  let isFirst = true;
  const failing: Store = {
    ...opened,
    open: async (id, context) => {
      if (!isFirst) return await opened.open(id, context);
      isFirst = false;
      throw new FivefoldError("SNAPSHOT_DAMAGED", { snapshot: id });
    },
  };
  const again = await good(copying(world, failing, EVERYTHING));
  assert.equal(again.wasThere, false);
  assert.equal(other.snapshots.length, 2);

  const changed = nestedWorld();
  write(changed, "app/data/login.db", "another text");
  const taken = await backUp(changed);
  assert.equal(taken.snapshot.takenAt, world.store.snapshots[0]?.snapshot.takenAt);
  assert.equal((await good(copying(changed, opened, EVERYTHING))).wasThere, false);
});

test("copy: the copy of an incomplete snapshot is incomplete", async () => {
  const world = nestedWorld();
  write(world, "app/data/login.db", BROKEN);
  await backUp(world);
  const other = new MemoryStore();
  const result = await copyAll(world, other.as(new Fate()), EVERYTHING);
  assert.equal(result.outcome, "incomplete");
  assert.equal(other.snapshots[0]?.snapshot.isComplete, false);
  const again = await good(copying(world, other.as(new Fate()), EVERYTHING));
  assert.deepEqual([again.wasThere, again.outcome], [true, "incomplete"]);
});

test("restore, restoreTo: an incomplete snapshot is a finding, and says how much was missing", async () => {
  const world = nestedWorld();
  write(world, "app/data/login.db", BROKEN);
  remove(world, "app/data/settings");
  const { snapshot } = await backUp(world);
  const expected = [
    {
      code: "SNAPSHOT_INCOMPLETE",
      part: null,
      path: null,
      facts: { snapshot: snapshot.id, count: 2 },
    },
  ];
  const written = await good(
    world.process({}, async ({ store, context }) => {
      const reader = await store.open(snapshot.id, context);
      const selection = selectRecords(reader.manifest, null, EVERYTHING, "target");
      const target = {
        folder: "target",
        isEmpty: async () => true,
        freeBytes: async () => 1e9,
        write: async (_part: unknown, entries: Entries) => {
          let entryCount = 0;
          for await (const batch of entries) entryCount += batch.length;
          return { entryCount, sizeBytes: 0 };
        },
      };
      return await restoreTo(reader, selection, target, context);
    }),
  );
  assert.deepEqual([written.outcome, written.findings], ["incomplete", expected]);
  const plan = await good(
    world.process({}, async (process) => await planRun(world, snapshot.id, EVERYTHING, process)),
  );
  const restored = await good(restoreOnce(world, snapshot.id, plan, {}, true));
  assert.deepEqual([restored.outcome, restored.findings], ["incomplete", expected]);
});

test("findSnapshot: latest says what no backup holds, and not that there is none", async () => {
  const world = nestedWorld();
  const find = (choice: Choice): Promise<Ending<unknown>> =>
    world.process({}, async ({ store, context }) => {
      return await findSnapshot("latest", world.app.id, choice, store, context);
    });
  const nope: Choice = { tenants: [], parts: ["nope"] };
  await refused(find(nope), "SNAPSHOT_MISSING");
  await backUp(world);
  await backUp(world, { tenants: [], parts: ["settings"] });
  const part = await refused(find(nope), "PART_UNKNOWN");
  assert.deepEqual([part.facts["part"], part.facts["where"]], ["nope", "backup"]);
  const parts = part.facts["parts"];
  assert.ok(Array.isArray(parts) && parts.includes("login"), "the ids of the full one");
  const tenant = await refused(find({ tenants: ["t9"], parts: [] }), "TENANT_UNKNOWN");
  assert.deepEqual([tenant.facts["tenant"], tenant.facts["where"]], ["t9", "backup"]);
  await refused(find({ tenants: ["t9"], parts: ["login"] }), "TENANT_UNKNOWN");
});

test("copy: damage on either end is noticed, and a damaged source leaves no snapshot", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  const other = new MemoryStore();
  world.store.damaged.add(`${snapshot.id}/settings`);
  await refused(copying(world, other.as(new Fate()), EVERYTHING), "SNAPSHOT_DAMAGED");
  assert.equal(other.snapshots.length, 0);
  world.store.damaged.clear();

  const renaming = (store: Store): Store => ({
    ...store,
    begin: async (draft, context) => {
      const writer = await store.begin(draft, context);
      const add: typeof writer.add = async (part, entries) =>
        await writer.add(
          part,
          (async function* renamed() {
            for await (const batch of entries)
              yield batch.map((entry) => ({ ...entry, path: entry.path.replace(/.$/, "~") }));
          })(),
        );
      return { ...writer, add, [Symbol.asyncDispose]: async () => {} };
    },
  });
  await refused(copying(world, renaming(other.as(new Fate())), EVERYTHING), "SNAPSHOT_DAMAGED");
});

test("holdingsOf: tells what is in snapshots that are not of the whole app, and not of damaged ones", async () => {
  const world = nestedWorld();
  await backUp(world);
  await backUp(world, { tenants: ["t1"], parts: [] });
  await backUp(world, { tenants: ["t1"], parts: ["settings"] });
  await backUp(world, { tenants: [], parts: ["settings", "tenants/t1/files"] });
  await backUp(world, { tenants: [], parts: ["login"] });
  const store = world.store.as(new Fate());
  const refusing: Store = {
    ...store,
    open: async (id, context) => {
      const reader = await store.open(id, context);
      if (reader.manifest.parts.length > 1) return reader;
      throw new FivefoldError("SNAPSHOT_DAMAGED");
    },
  };
  const held = await good(
    world.process({}, async ({ context }) => {
      const snapshots = await listSnapshots(store, context);
      const holdings = await holdingsOf(snapshots, world.app.id, refusing, context);
      return snapshots.map(({ id }) => holdings.get(id) ?? null);
    }),
  );
  assert.deepEqual(held, [
    null,
    ["part login", "tenant t1"],
    ["part login", "part settings", "tenant t1"],
    ["part settings", "part tenants/t1/files"],
    null,
  ]);
  const busy = { ...store, open: async () => Promise.reject(new FivefoldError("VAULT_LOCKED")) };
  await refused(
    world.process({}, async ({ context }) => {
      const snapshots = await listSnapshots(store, context);
      return await holdingsOf(snapshots, world.app.id, busy, context);
    }),
    "VAULT_LOCKED",
  );
});

test("planRestore: names the tenants that stay, and those that are not registered", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  const other = { ...world.app.tenants[0], id: "t9", title: "t9" } as (typeof world.app.tenants)[0];
  const grown = Object.assign(nestedWorld(), { app: { ...world.app, tenants: [other] } });
  Object.assign(grown, { store: world.store });
  const plan = await good(
    grown.process({}, async (process) => await planRun(grown, snapshot.id, EVERYTHING, process)),
  );
  assert.deepEqual(plan.untouchedTenants, [other]);
  assert.deepEqual(plan.unregisteredTenants, [], "the login part comes back, and they with it");
  const one = await good(
    grown.process({}, async (process) =>
      planRun(grown, snapshot.id, { tenants: ["t1"], parts: [] }, process),
    ),
  );
  assert.deepEqual(
    one.unregisteredTenants.map(({ id }) => id),
    ["t1"],
  );
  assert.ok(one.notIncluded.some(({ name, reason }) => name === "login" && reason === "loginPart"));
  assert.equal(one.rooms.length, 1, "one device");
  const sizes = one.parts.reduce((sum, { record }) => sum + record.sizeBytes, 0);
  assert.equal(one.rooms[0]?.neededBytes, sizes, "summed over its parts");
});

test("planRestore: refuses the snapshot of another app", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  Object.assign(world, { app: { ...world.app, id: "another" } });
  await refused(
    world.process({}, async (process) => await planRun(world, snapshot.id, EVERYTHING, process)),
    "SNAPSHOT_FOREIGN",
  );
});

test("compareParts: says of each part what would change, in the plan's order, and touches nothing", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  const compared = async (comparing: Comparing): Promise<RestorePlan> =>
    await good(
      world.process({}, async (process) => {
        const plan = await planRun(world, snapshot.id, EVERYTHING, process);
        const { store, sourceOf, context } = process;
        await using reader = await store.open(snapshot.id, context);
        return await compareParts(plan, reader, comparing, sourceOf, context);
      }),
    );
  const whole = { kind: "whole" } as const;
  const same = await compared(whole);
  const verdicts = ({ parts }: RestorePlan): readonly (readonly [string, string | null])[] =>
    parts.map(({ part, difference }) => [
      part.id,
      difference === null ? null : verdictOf(difference),
    ]);
  assert.deepEqual(new Set(verdicts(same).map(([, verdict]) => verdict)), new Set(["same"]));
  world.change({ lossPercent: 0, breakPercent: 0 });
  const before = JSON.stringify(world.live);
  const other = await compared(whole);
  assert.deepEqual(
    verdicts(other).map(([id]) => id),
    verdicts(same).map(([id]) => id),
  );
  assert.ok(verdicts(other).some(([, verdict]) => verdict === "different"));
  assert.equal(JSON.stringify(world.live), before);

  // The clock of this world is at the end of any time at once: what was not compared by then is not, and that is no error.
  const quick = await compared({ kind: "quick", limitMs: 2000 });
  assert.ok(verdicts(quick).some(([, verdict]) => verdict === null));
});

async function restoreAll(world: World, id: SnapshotId): Promise<Ending<unknown>> {
  const plan = await good(
    world.process({}, async (process) => await planRun(world, id, EVERYTHING, process)),
  );
  return await restoreOnce(world, id, plan, {}, true);
}

test("restore: swaps outer parts first, and undo goes the other way round", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  const steps = { swap: [] as (PartId | null)[], unswap: [] as (PartId | null)[] };
  const watch = ({ reported }: Process): void => {
    for (const each of reported)
      if (each.kind === "stage" && (each.stage === "swap" || each.stage === "unswap"))
        steps[each.stage].push(each.part);
  };
  await good(
    world.process({}, async (process) => {
      const plan = await planRun(world, snapshot.id, EVERYTHING, process);
      const reader = await process.store.open(snapshot.id, process.context);
      const request = { plan, reader, place: "memory", safety: null };
      await restore(request, process.sourceOf, process.hooks, process.journal, process.context);
      watch(process);
    }),
  );
  await good(
    world.process({}, async (process) => {
      await undo(null, process.sourceOf, process.hooks, process.journal, process.context);
      watch(process);
    }),
  );
  assert.equal(steps.swap.length, 7);
  const at = (id: string): number => steps.swap.indexOf(id as PartId);
  assert.ok(at("workspaces") < at("inner") && at("workspaces") < at("sub"));
  assert.deepEqual(steps.unswap, steps.swap.toReversed());
});

test("restore: a database that came back damaged ends it before the rest is staged", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  const before = world.live;
  const staged: string[] = [];
  const ended = await refused(
    world.process({}, async (process) => {
      const { store, sourceOf, hooks, journal, context } = process;
      const watched: typeof sourceOf = (config) => {
        const source = sourceOf(config);
        const stage = source.stage.bind(source);
        source.stage = async (part, entries, staging) => {
          staged.push(part.kind);
          return await stage(part, entries, staging);
        };
        source.validate = async (part) =>
          part.kind === "database"
            ? [{ code: "STAGED_DAMAGED", part: part.id, path: null, facts: { what: "page 7" } }]
            : [];
        return source;
      };
      const plan = await planRun(world, snapshot.id, EVERYTHING, process);
      const reader = await store.open(snapshot.id, context);
      const request = { plan, reader, place: "memory", safety: null };
      return await restore(request, watched, hooks, journal, context);
    }),
    "RESTORE_TURNED_BACK",
  );
  assert.equal(ended.facts["cause"], "STAGED_DAMAGED");
  assert.ok(staged.length < world.app.parts.length, staged.join());
  assert.equal(staged[0], "database");
  assert.deepEqual(world.live, before);
});

test("restore: too little room and an app that is open are refused before anything is begun", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  const before = world.live;
  world.disk.capacity = world.disk.used + 5;
  const short = await refused(restoreAll(world, snapshot.id), "SPACE_SHORT");
  assert.deepEqual([short.facts["path"], short.facts["freeBytes"]], ["app", 5]);
  world.disk.capacity = Number.POSITIVE_INFINITY;
  world.disk.holders = [{ pid: 7, name: "kontor" }];
  const busy = await refused(restoreAll(world, snapshot.id), "APP_BUSY");
  assert.equal(busy.facts["holder"], "kontor (7)");
  assert.deepEqual(world.live, before);
  assert.equal(world.aside, null);
});

test("restore: a journal that cannot be written turns it back, and the next run clears", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  world.change({ lossPercent: 0, breakPercent: 0 });
  const before = world.live;
  const plan = await good(
    world.process({}, async (process) => await planRun(world, snapshot.id, EVERYTHING, process)),
  );
  const kinds = ["begun", "ready", "swapping"];
  for (const [at, kind] of kinds.entries()) {
    const ending = await world.process(
      {},
      async ({ sourceOf, hooks, context, store, ...process }) => {
        let written = 0;
        const file = world.journal.as(process.fate);
        const full = Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
        const append: typeof file.append = async (bytes) => {
          if (written++ >= at) throw full;
          await file.append(bytes);
        };
        const journal = await Journal.open({ ...file, append });
        const reader = await store.open(snapshot.id, context);
        const request = { plan, reader, place: "memory", safety: null };
        return await restore(request, sourceOf, hooks, journal, context);
      },
    );
    const code = kind === "begun" ? "HOME_UNWRITABLE" : "RESTORE_TURNED_BACK";
    const error = await refused(Promise.resolve(ending), code);
    if (kind !== "begun") assert.equal(error.facts["cause"], "HOME_UNWRITABLE");
    assert.deepEqual(world.live, before);
    await good(world.process({}, settleNow));
    assert.equal(world.aside, null, kind);
    assert.equal((await journalOf(world)).unfinished, null);
  }
});

test("settle: facts that a power cut took from the journal do not make it remove what was swapped out", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  world.change({ lossPercent: 0, breakPercent: 0 });
  const before = world.live;
  const plan = await good(
    world.process({}, async (process) => await planRun(world, snapshot.id, EVERYTHING, process)),
  );
  for (let dieAt = 1; ; dieAt++) {
    await restoreOnce(world, snapshot.id, plan, { dieAt }, false);
    const { unfinished } = await journalOf(world);
    if (unfinished?.state === "swapping" && !isDeepStrictEqual(world.live, before)) break;
    await good(world.process({}, settleNow));
  }
  world.journal.forget(/"kind":"swapping"/);
  assert.equal((await journalOf(world)).unfinished?.state, "ready");
  await good(world.process({}, settleNow));
  assert.deepEqual(world.live, before);
  assert.equal(world.aside, null);
});

test("settle: refuses to turn a half-swapped app back while it is open", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  const before = world.live;
  const plan = await good(
    world.process({}, async (process) => await planRun(world, snapshot.id, EVERYTHING, process)),
  );
  let dieAt = 1;
  for (; ; dieAt++) {
    await restoreOnce(world, snapshot.id, plan, { dieAt }, false);
    const journal = await good(world.process({}, async (process) => process.journal));
    if (journal.unfinished?.state === "swapping" && !isDeepStrictEqual(world.live, before)) break;
    await good(world.process({}, settleNow));
  }
  await refused(restoreAll(world, snapshot.id), "RESTORE_OPEN");
  world.disk.holders = [{ pid: null, name: "kontor" }];
  await refused(world.process({}, settleNow), "APP_BUSY");
  world.disk.holders = [];
  const settled = await good(world.process({}, settleNow));
  assert.deepEqual(
    settled.map(({ was, is }) => [was, is]),
    [["swapping", "turnedBack"]],
  );
  assert.deepEqual(world.live, before);
});

const settleNow = async ({ sourceOf, hooks, journal, context }: Process) =>
  await settle(
    { ready: "turnBack", undoDays: null, acceptsLoss: false },
    sourceOf,
    hooks,
    journal,
    context,
  );

test("undo, close: say so when there is nothing to go back to", async () => {
  const world = nestedWorld();
  await refused(
    world.process({}, ({ sourceOf, hooks, journal, context }) =>
      undo(null, sourceOf, hooks, journal, context),
    ),
    "UNDO_MISSING",
  );
  await refused(
    world.process({}, ({ sourceOf, journal, context }) => close(sourceOf, journal, context)),
    "UNDO_MISSING",
  );
});

test("restore: a broken app is rescued all the same, and the degraded safety snapshot is said", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  const before = world.live;
  write(world, "app/data/login.db", BROKEN);
  remove(world, "app/data/settings");
  const result = await good(
    world.process({}, async (process) => {
      const plan = await planRun(world, snapshot.id, EVERYTHING, process);
      const reader = await process.store.open(snapshot.id, process.context);
      const safety = safetyOf(world, process);
      const request = { plan, reader, place: "memory", safety };
      return await restore(
        request,
        process.sourceOf,
        process.hooks,
        process.journal,
        process.context,
      );
    }),
  );
  assert.deepEqual(world.live, before);
  assert.deepEqual(
    result.findings.map(({ code, part, facts }) => [code, part, facts["cause"]]),
    [["SAFETY_DEGRADED", "login", "SOURCE_DAMAGED"]],
  );
  assert.equal(result.outcome, "incomplete");
  const safety = world.store.snapshots.find(
    ({ snapshot: { id } }) => id === result.safety?.snapshot,
  );
  assert.equal(safety?.snapshot.reason, "safety");
});

test("restore: garbage beside a sibling that is gone is said once", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  write(world, "app/data/tenants/t1/db", BROKEN);
  remove(world, "app/data/tenants/t1/files");
  const plan = await good(
    world.process({}, (process) =>
      planRun(world, snapshot.id, { tenants: ["t1"], parts: [] }, process),
    ),
  );
  const { findings } = await good(restoreOnce(world, snapshot.id, plan, {}, true));
  assert.deepEqual(
    findings.map(({ code, part }) => [code, part]),
    [["SAFETY_DEGRADED", "tenants/t1/database"]],
  );
});

test("undo: what could not be saved of the work since is not removed, and where it lies is said", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  world.change({ lossPercent: 0, breakPercent: 0 });
  const before = world.live;
  await good(restoreAll(world, snapshot.id));
  write(world, "app/data/login.db", `${BROKEN} and worked on`);
  write(world, "app/data/settings/since", "saved");
  const { run, findings, outcome } = await good(
    world.process({}, (process) =>
      undo(
        safetyOf(world, process),
        process.sourceOf,
        process.hooks,
        process.journal,
        process.context,
      ),
    ),
  );
  assert.equal(outcome, "incomplete");
  const path = [`app/.fivefold/${run}/login`];
  assert.deepEqual(findings, [
    {
      code: "SAFETY_DEGRADED",
      part: "login",
      path: null,
      facts: { part: "login", cause: "SOURCE_DAMAGED", path },
    },
  ]);
  assert.deepEqual(world.live, before);
  const left = { login: { new: `${BROKEN} and worked on`, whole: "" } };
  assert.deepEqual(world.aside, { [run]: left });
  await good(world.process({}, settleNow));
  assert.deepEqual(world.aside, { [run]: left }, "nor by anybody later");
});

test("undo: a full place keeps nobody from it: what was worked since stays aside, and is said", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  world.change({ lossPercent: 0, breakPercent: 0 });
  const before = world.live;
  await good(restoreAll(world, snapshot.id));
  write(world, "app/data/login.db", "worked on");
  const undone = (code: ErrorCode) =>
    world.process({}, (process) => {
      const safety = safetyOf(world, process);
      const begin = (): never => {
        throw new FivefoldError(code, { place: "vault" });
      };
      const { store: whole } = safety;
      const store: Store = {
        kind: whole.kind,
        list: (given) => whole.list(given),
        open: (id, given) => whole.open(id, given),
        forget: (ids, given) => whole.forget(ids, given),
        begin,
      };
      const { sourceOf, hooks, journal, context } = process;
      return undo({ ...safety, store }, sourceOf, hooks, journal, context);
    });
  await refused(undone("PLACE_MISSING"), "PLACE_MISSING");
  assert.notDeepEqual(world.live, before, "one that is away may be there tomorrow");
  const { run, outcome, safety, findings } = await good(undone("PLACE_FULL"));
  assert.deepEqual([outcome, safety], ["incomplete", null]);
  assert.deepEqual(world.live, before);
  assert.equal(findings.length, 1);
  assert.equal(findings[0]?.facts["cause"], "PLACE_FULL");
  assert.ok(String(findings[0]?.facts["path"]).includes(`app/.fivefold/${run}/login`));
  assert.match(JSON.stringify(world.aside), /worked on/);
});

test("restore, undo: a safety snapshot says of which parts and tenants it is", async () => {
  const world = nestedWorld();
  const tenants = world.app.tenants.map((each) => ({ ...each, title: "Acme GmbH" }));
  Object.assign(world, { app: { ...world.app, tenants } });
  const { snapshot } = await backUp(world);
  const scopes = { full: EVERYTHING, partial: { tenants: ["t1"], parts: [] } };
  for (const [scope, choice] of Object.entries(scopes)) {
    const plan = await good(
      world.process({}, (process) => planRun(world, snapshot.id, choice, process)),
    );
    const restored = await good(restoreOnce(world, snapshot.id, plan, {}, true));
    const undone = await good(
      world.process({}, async (process) => {
        // All that an undo knows of the app is what the journal remembers.
        const ids = new Set(process.journal.undoable?.parts.map(({ part }) => part.id));
        const parts = world.app.parts.filter(({ part }) => ids.has(part.id));
        const app = { ...world.app, parts, tenants: [] };
        const safety = { ...safetyOf(world, process), app };
        return await undo(
          safety,
          process.sourceOf,
          process.hooks,
          process.journal,
          process.context,
        );
      }),
    );
    for (const name of [restored.safety, undone.safety]) {
      const kept = world.store.snapshots.find((each) => each.snapshot.id === name?.snapshot);
      assert.equal(kept?.snapshot.scope, scope);
      assert.deepEqual(kept?.manifest.tenants, tenants);
    }
  }
});

test("planRestore, restore: say which earlier undo ends, and end it only when done", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  const plan = (): Promise<RestorePlan> =>
    good(world.process({}, (process) => planRun(world, snapshot.id, EVERYTHING, process)));
  const before = world.live;
  write(world, "app/data/login.db", "worked");
  const old = world.live;
  const first = await plan();
  assert.equal(first.endsUndo, null);
  await good(restoreOnce(world, snapshot.id, first, {}, false));
  assert.deepEqual(world.live, before);
  const earlier = (await journalOf(world)).undoable;
  const second = await plan();
  assert.deepEqual(second.endsUndo, {
    run: earlier?.run,
    takenAt: snapshot.takenAt,
    doneAtMs: earlier?.atMs,
  });
  world.store.damaged.add(`${snapshot.id}/settings`);
  await refused(restoreOnce(world, snapshot.id, second, {}, false), "RESTORE_TURNED_BACK");
  world.store.damaged.clear();
  assert.equal((await journalOf(world)).undoable?.run, earlier?.run);
  await good(
    world.process({}, ({ sourceOf, hooks, journal, context }) =>
      undo(null, sourceOf, hooks, journal, context),
    ),
  );
  assert.deepEqual(world.live, old);
  assert.equal(world.aside, null);
});

test("restore: when done it has closed the earlier one, and only its own old data lies aside", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  const planned = (): Promise<RestorePlan> =>
    good(world.process({}, (process) => planRun(world, snapshot.id, EVERYTHING, process)));
  const plan = await planned();
  await good(restoreOnce(world, snapshot.id, plan, {}, false));
  // The same plan once more would end an undo of which it says nothing.
  await refused(restoreOnce(world, snapshot.id, plan, {}, false), "PLAN_OUTDATED");
  const result = await good(restoreOnce(world, snapshot.id, await planned(), {}, false));
  const [first, second] = (await journalOf(world)).restores;
  assert.deepEqual([first?.state, first?.isCleared, result.closed], ["closed", true, first?.run]);
  assert.deepEqual(Object.keys(world.aside ?? {}), [second?.run]);
});

test("restoreTo: writes every chosen part, and only into an empty folder with room", async () => {
  const world = nestedWorld();
  const { snapshot } = await backUp(world);
  const written = new Map<string, string[]>();
  const target = (isEmpty: boolean, freeBytes: number) => ({
    folder: "target",
    isEmpty: async () => isEmpty,
    freeBytes: async () => freeBytes,
    write: async (part: { id: string }, entries: Entries) => {
      const texts: string[] = [];
      for await (const batch of entries) for (const entry of batch) texts.push(await textOf(entry));
      written.set(part.id, texts);
      return { entryCount: texts.length, sizeBytes: 0 };
    },
  });
  const run = (isEmpty: boolean, freeBytes: number): Promise<Ending<unknown>> =>
    world.process({}, async ({ store, context }) => {
      const reader = await store.open(snapshot.id, context);
      const choice = { tenants: ["t1"], parts: ["login"] };
      const selection = selectRecords(reader.manifest, world.app.loginPart, choice, "target");
      return await restoreTo(reader, selection, target(isEmpty, freeBytes), context);
    });
  await refused(run(false, 1e9), "TARGET_NOT_EMPTY");
  await refused(run(true, 3), "SPACE_SHORT");
  assert.equal(written.size, 0);
  await good(run(true, 1e9));
  assert.deepEqual([...written.keys()].toSorted(), [
    "login",
    "tenants/t1/database",
    "tenants/t1/files",
  ]);
  assert.ok(written.get("login")?.some((text) => text.startsWith("text")));
});
