/**
 * Goal: no touch of the world is one too early or too late to die at. Method: one fixed app with nested parts; the same
 * backup, restore, undo and close die at touch 1, 2, 3 … until a run ends, and the settling that follows dies at every
 * touch as well. FIVEFOLD_TEST_LONG=1 takes every pair of touches, otherwise the second steps are spread.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { EVERYTHING } from "../../src/engine/choice.ts";
import { close, settle, undo } from "../../src/engine/restore.ts";
import type { SnapshotId } from "../../src/model/snapshot.ts";
import type { Tree } from "./disk.ts";
import { partIn, withParts } from "./expected.ts";
import type { Plot } from "./fate.ts";
import {
  checkSettled,
  describe,
  journalOf,
  locatedOf,
  planRun,
  restoreOnce,
  safetyOf,
  takeBackup,
} from "./scenario.ts";
import type { Ending, Process } from "./world.ts";
import { World } from "./world.ts";

const isLong = process.env["FIVEFOLD_TEST_LONG"] === "1";
/** An app with a tenant and with a folder that holds another folder and a database of their own. */
const SEED = seedOfNestedApp();

function seedOfNestedApp(): number {
  for (let seed = 0; ; seed++) {
    const { app } = new World(seed);
    if (app.parts.length === 7 && app.tenants.length === 1) return seed;
  }
}

interface Stage {
  readonly world: World;
  readonly id: SnapshotId;
  readonly old: Tree;
  readonly fresh: Tree;
}

/** Always the same world, up to the moment before the restore. */
async function prepare(): Promise<Stage> {
  const world = new World(SEED);
  const atBackup = world.live;
  assert.equal((await takeBackup(world, {})).kind, "result");
  world.change({ lossPercent: 20, breakPercent: 20 });
  const old = world.live;
  const id = world.store.snapshots[0]?.snapshot.id ?? ("" as SnapshotId);
  const parts = (await planAll(world, id)).parts.map(({ part }) => locatedOf(world, part.id));
  const fresh = withParts(
    old,
    parts.map((located) => ({ located, node: partIn(atBackup, located) })),
  );
  assert.notDeepEqual(fresh, old);
  return { world, id, old, fresh };
}

async function planAll(world: World, id: SnapshotId) {
  const ending = await world.process({}, (process) => planRun(world, id, EVERYTHING, process));
  assert.ok(ending.kind === "result", describe(ending));
  return ending.result;
}

async function restoreAll({ world, id }: Stage, plot: Plot): Promise<Ending<unknown>> {
  return await restoreOnce(world, id, await planAll(world, id), plot, true);
}

const settling =
  (ready: "leave" | "apply" | "turnBack") =>
  async ({ sourceOf, hooks, journal, context }: Process): Promise<unknown> =>
    await settle({ ready, undoDays: null, acceptsLoss: false }, sourceOf, hooks, journal, context);

/** 1, 2, 3 … in the long run, otherwise ever wider apart. */
function* spread(start: number): Generator<number> {
  for (let at = 1 + (start % 3); ; at += isLong ? 1 : at) yield at;
}

/** Runs `work` with a death at each touch, in a new world each time, until it ends; gives how many deaths it took. */
async function dieEverywhere(
  touches: Iterable<number>,
  work: (dieAt: number) => Promise<Ending<unknown>>,
): Promise<number> {
  let deaths = 0;
  for (const dieAt of touches) {
    const ending = await work(dieAt);
    if (ending.kind !== "death") {
      assert.equal(ending.kind, "result", `${dieAt}: ${describe(ending)}`);
      break;
    }
    deaths++;
  }
  return deaths;
}

function* everyTouch(): Generator<number> {
  for (let at = 1; ; at++) yield at;
}

test("backup: death at any step changes nothing and lists nothing unfinished", async () => {
  const deaths = await dieEverywhere(everyTouch(), async (dieAt) => {
    const world = new World(SEED);
    const before = world.live;
    const ending = await takeBackup(world, { dieAt });
    assert.deepEqual(world.live, before);
    const complete = ending.kind === "result" ? 1 : 0;
    assert.equal(world.store.snapshots.length, complete);
    return ending;
  });
  assert.ok(deaths > 10, `${deaths} deaths`);
});

for (const ready of ["apply", "turnBack"] as const) {
  test(`restore: death at any step leaves the app in one state (ready: ${ready})`, async () => {
    const states = new Set<string>();
    const deaths = await dieEverywhere(everyTouch(), async (dieAt) => {
      let ending: Ending<unknown> = { kind: "death", touches: 0 };
      await dieEverywhere(spread(dieAt), async (settlingDiesAt) => {
        const stage = await prepare();
        const { world, old, fresh } = stage;
        ending = await restoreAll(stage, { dieAt });
        if (ending.kind === "result") assert.deepEqual(world.live, fresh);
        const first = await world.process({ dieAt: settlingDiesAt }, settling(ready));
        const second = await world.process({}, settling(ready));
        assert.equal(second.kind, "result", describe(second));
        const record = (await journalOf(world)).restores.at(-1);
        states.add(record?.state ?? "none");
        checkSettled(world, record, old, fresh);
        return first;
      });
      return ending;
    });
    assert.ok(deaths > 50, `${deaths} deaths`);
    assert.deepEqual([...states].toSorted(), ["done", "none", "turnedBack"]);
  });
}

test("undo: death at any step leaves the app in one state, and undo can be given again", async () => {
  const deaths = await dieEverywhere(everyTouch(), async (dieAt) => {
    let ending: Ending<unknown> = { kind: "death", touches: 0 };
    await dieEverywhere(spread(dieAt), async (settlingDiesAt) => {
      const stage = await prepare();
      const { world, old, fresh } = stage;
      assert.equal((await restoreAll(stage, {})).kind, "result");
      const undoing = async (process: Process): Promise<unknown> =>
        await undo(
          safetyOf(world, process),
          process.sourceOf,
          process.hooks,
          process.journal,
          process.context,
        );
      ending = await world.process({ dieAt }, undoing);
      const first = await world.process({ dieAt: settlingDiesAt }, settling("leave"));
      const second = await world.process({}, settling("leave"));
      assert.equal(second.kind, "result", describe(second));
      checkSettled(world, (await journalOf(world)).restores.at(-1), old, fresh);
      if ((await journalOf(world)).undoable !== null) {
        const again = await world.process({}, undoing);
        assert.equal(again.kind, "result", describe(again));
      }
      assert.deepEqual(world.live, old);
      assert.equal(world.aside, null);
      return first;
    });
    return ending;
  });
  assert.ok(deaths > 30, `${deaths} deaths`);
});

test("restore again: death at any step; unless it is done, the first one can still be undone", async () => {
  const states = new Set<string>();
  const deaths = await dieEverywhere(everyTouch(), async (dieAt) => {
    const stage = await prepare();
    const { world, old, fresh } = stage;
    assert.equal((await restoreAll(stage, {})).kind, "result");
    const ending = await restoreAll(stage, { dieAt });
    await world.process({ dieAt: 1 + (dieAt % 17) }, settling(dieAt % 2 ? "apply" : "turnBack"));
    const settled = await world.process({}, settling("turnBack"));
    assert.equal(settled.kind, "result", describe(settled));
    const [first, second] = (await journalOf(world)).restores;
    const isDone = second?.state === "done";
    states.add(second?.state ?? "none");
    assert.deepEqual(world.live, fresh);
    assert.equal(first?.state, isDone ? "closed" : "done");
    const undone = await world.process({}, ({ sourceOf, hooks, journal, context }) =>
      undo(null, sourceOf, hooks, journal, context),
    );
    assert.equal(undone.kind, "result", describe(undone));
    assert.deepEqual(world.live, isDone ? fresh : old);
    assert.equal(world.aside, null);
    return ending;
  });
  assert.ok(deaths > 50, `${deaths} deaths`);
  assert.deepEqual([...states].toSorted(), ["done", "none", "turnedBack"]);
});

test("close: death at any step changes nothing live, and the next settling ends it", async () => {
  const deaths = await dieEverywhere(everyTouch(), async (dieAt) => {
    const stage = await prepare();
    const { world, fresh } = stage;
    assert.equal((await restoreAll(stage, {})).kind, "result");
    const ending = await world.process({ dieAt }, ({ sourceOf, journal, context }) =>
      close(sourceOf, journal, context),
    );
    const settled = await world.process({}, settling("leave"));
    assert.equal(settled.kind, "result", describe(settled));
    assert.deepEqual(world.live, fresh);
    const record = (await journalOf(world)).restores.at(-1);
    assert.equal(record?.state === "done", world.aside !== null);
    return ending;
  });
  assert.ok(deaths > 10, `${deaths} deaths`);
});
