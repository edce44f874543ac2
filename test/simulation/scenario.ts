/**
 * One life of an app, decided by a seed: backup, harm, restore, undo or close, with processes that die, fail or are
 * cancelled on the way. After every step the app must be exactly old or exactly new.
 */

import assert from "node:assert/strict";
import { backup } from "../../src/engine/backup.ts";
import { EVERYTHING, selectParts } from "../../src/engine/choice.ts";
import type { RestoreRecord } from "../../src/engine/journal.ts";
import { Journal, isHalfway } from "../../src/engine/journal.ts";
import type { RestorePlan } from "../../src/engine/restore-plan.ts";
import { planRestore } from "../../src/engine/restore-plan.ts";
import type { RestoreResult, Safety, SettleChoice } from "../../src/engine/restore.ts";
import { close, restore, settle, undo } from "../../src/engine/restore.ts";
import type { LocatedPart } from "../../src/model/app.ts";
import { FivefoldError } from "../../src/model/error.ts";
import { NO_HOOKS } from "../../src/model/hook.ts";
import type { Finding, Progress } from "../../src/model/run.ts";
import type { SnapshotId } from "../../src/model/snapshot.ts";
import type { Tree } from "./disk.ts";
import { partIn, withParts } from "./expected.ts";
import type { Plot } from "./fate.ts";
import { Fate } from "./fate.ts";
import { MIGRATED, MemoryApp } from "./memory-app.ts";
import { listTree } from "./memory-entry.ts";
import type { Ending, Process } from "./world.ts";
import { APP_FOLDER, World, rootOf } from "./world.ts";

/** What a seed came to, so that a test can see that every kind of end was met. */
export interface Life {
  readonly restoreEnding: string;
  readonly state: string;
  readonly afterwards: string;
}

export async function live(seed: number): Promise<Life> {
  const world = new World(seed);
  const { dice } = world;
  if (dice.chance(60)) world.life = new MemoryApp(dice);

  // A backup that dies leaves the app and the list as they were; the next one goes through.
  const atBackup = world.live;
  if (dice.chance(30)) {
    const first = await takeBackup(world, { dieAt: 1 + dice.below(60) });
    if (first.kind === "death") assert.ok(world.store.snapshots.length <= 1);
    assert.deepEqual(world.live, atBackup, "a dying backup changes nothing");
  }
  const taken = await takeBackup(world, {});
  assert.equal(taken.kind, "result", `the backup ends well: ${describe(taken)}`);
  const id = world.store.snapshots.at(-1)?.snapshot.id ?? ("" as SnapshotId);
  assert.equal(world.aside, null);

  const isHarmed = dice.chance(70);
  world.change({ lossPercent: isHarmed ? 25 : 0, breakPercent: isHarmed ? 15 : 0 });
  const old = world.live;

  // The app is newer than its backup, so that its data has to be migrated.
  if (world.life !== null && dice.chance(50)) {
    const hooks = { ...NO_HOOKS, ...world.life.hooks };
    Object.assign(world, { app: { ...world.app, version: "2", hooks } });
  }
  const choice = world.choice();
  const planning = await world.process({}, (process) => planRun(world, id, choice, process));
  if (planning.kind !== "result") {
    assert.ok(
      planning.kind === "error" && isCode(planning.error, "CHOICE_EMPTY"),
      describe(planning),
    );
    return { restoreEnding: "CHOICE_EMPTY", state: "none", afterwards: "none" };
  }
  const located = planning.result.parts.map(({ part }) => locatedOf(world, part.id));
  const fresh = withParts(
    old,
    located.map((each) => ({
      located: each,
      node: migrated(world, planning.result, each, atBackup),
    })),
  );

  if (dice.chance(5)) world.store.damaged.add(`${id}/${dice.pick(located).part.id}`);
  const ready = dice.pick(["apply", "turnBack", "leave"] as const);
  const plot = restorePlot(world);
  if (plot.cancelAt === undefined) failHooks(world);
  const ending = await restoreOnce(world, id, planning.result, plot, dice.chance(70));
  spareHooks(world);
  if (plot.cancelAt !== undefined)
    assert.notEqual(nameOf(ending), "RESTORE_STUCK", "cancelling leaves nothing half done");
  world.disk.capacity = Number.POSITIVE_INFINITY;
  world.store.damaged.clear();
  await checkAtEnd(world, ending, old, fresh);
  const loss = await surviveLoss(world, id, old);
  if (loss === "accepted")
    return { restoreEnding: nameOf(ending), state: "turnedBack", afterwards: loss };
  await settleAll(world, { ready, undoDays: null, acceptsLoss: false });
  if (ready === "leave")
    await settleAll(world, {
      ready: dice.pick(["apply", "turnBack"]),
      undoDays: null,
      acceptsLoss: false,
    });
  const record = (await journalOf(world)).restores.at(-1);
  checkSettled(world, record, old, fresh);
  checkLife(world, record, ending, ready);
  if (ending.kind === "result" && ending.result.safety !== null)
    checkKept(world, ending.result.safety.snapshot, old, readable(ending, located));

  const restoreEnding = nameOf(ending);
  if (record?.state !== "done")
    return { restoreEnding, state: record?.state ?? "none", afterwards: loss };
  const afterwards = await goOn(world, id, old, located);
  checkLife(world, undefined, ending, ready);
  return { restoreEnding, state: "done", afterwards };
}

/** From now on the vendor's commands may fail. */
function failHooks({ life, dice }: World): void {
  if (life !== null) life.failPercent = dice.pick([0, 0, 20, 50]);
}

function spareHooks({ life }: World): void {
  if (life !== null) life.failPercent = 0;
}

/** What a part is once it is back: as in the backup, and with the mark of a migration where there is one. */
function migrated(
  { life }: World,
  { fitness }: RestorePlan,
  located: LocatedPart,
  atBackup: Tree,
): Tree | string | undefined {
  const node = partIn(atBackup, located);
  if (life === null || !fitness.needsMigration || located.part.id !== "settings") return node;
  life.migrates = rootOf(located);
  return typeof node === "object" ? { ...node, [MIGRATED]: "" } : node;
}

/** What holds of the app's process when everything is settled. `record`: `undefined` when only it is looked at. */
function checkLife(
  { life }: World,
  record: RestoreRecord | undefined,
  ending: Ending<unknown>,
  ready: SettleChoice["ready"],
): void {
  if (life === null) return;
  assert.deepEqual(life.violations, []);
  if (life.owesStart) assert.ok(life.isRunning, "an app that was stopped runs again");
  if (record === undefined) return;
  assert.equal(record.app, "untouched");
  if (record.state !== "done" || life.hooks.probe === null) return;
  // Where the app's launcher had it put in place, it was not running yet.
  const byLauncher = ending.kind !== "result" && ready !== "turnBack" && life.hooks.start !== null;
  if (!byLauncher) assert.ok(life.probed.has(record.run), "done is probed");
}

/** After a restore that was done: people work on, then undo it, close it, or restore again. */
async function goOn(
  world: World,
  id: SnapshotId,
  old: Tree,
  located: readonly LocatedPart[],
): Promise<string> {
  const { dice } = world;
  const ways = ["undo", "close", "again", "expire"] as const;
  const way = dice.pick(ways);
  if (way === "close" || way === "expire") {
    const now = world.live;
    failHooks(world);
    if (way === "close")
      await world.process(somePlot(world, 40), ({ sourceOf, journal, context }) =>
        close(sourceOf, journal, context),
      );
    await settleAll(world, { ready: "leave", undoDays: 0, acceptsLoss: false });
    spareHooks(world);
    assert.deepEqual(world.live, now, "closing changes nothing that is live");
    assert.equal(world.aside, null, "closing leaves nothing aside");
    return way;
  }
  if (way === "again") {
    const now = world.live;
    const first = (await journalOf(world)).undoable?.run;
    failHooks(world);
    const again = await world.process(somePlot(world, 300), async (process) => {
      const reader = await process.store.open(id, process.context);
      const next = await planOf(world, reader, EVERYTHING, process);
      const safety = safetyOf(world, process);
      const { sourceOf, hooks, journal, context } = process;
      return await restore(
        { plan: next, reader, place: "memory", safety },
        sourceOf,
        hooks,
        journal,
        context,
      );
    });
    spareHooks(world);
    if (again.kind === "result")
      assert.equal(again.result.closed, first, "that an older undo ends is said");
    await settleAll(world, {
      ready: dice.pick(["apply", "turnBack"]),
      undoDays: null,
      acceptsLoss: false,
    });
    const { restores, undoable } = await journalOf(world);
    const before = restores.find(({ run }) => run === first);
    if (undoable?.run !== first) {
      assert.equal(before?.state, "closed", "an older undo is given up");
      return way;
    }
    assert.notEqual(again.kind, "result");
    assert.deepEqual(world.live, now, "what was not done changes nothing");
    const undone = await world.process({}, ({ sourceOf, hooks, journal, context }) =>
      undo(null, sourceOf, hooks, journal, context),
    );
    assert.equal(undone.kind, "result", describe(undone));
    assert.deepEqual(world.live, old, "and the older restore can still be undone");
    assert.equal(world.aside, null);
    return "againTurnedBack";
  }
  const worked = workOn(world, located, old);
  if (dice.chance(20)) {
    const done = (await journalOf(world)).undoable;
    assert.ok(done);
    const { lost, bringBack } = loseAside(world, done);
    const ending = await world.process({}, (process) =>
      undo(
        safetyOf(world, process),
        process.sourceOf,
        process.hooks,
        process.journal,
        process.context,
      ),
    );
    assert.ok(ending.kind === "error" && isCode(ending.error, "ASIDE_LOST"), describe(ending));
    assert.ok(ending.error instanceof FivefoldError);
    assert.deepEqual(ending.error.facts["lost"], lost);
    assert.deepEqual(world.live, worked, "an undo that cannot be whole is not begun");
    assert.equal((await journalOf(world)).undoable?.run, done.run);
    bringBack();
  }
  for (let attempt = 0; ; attempt++) {
    const hasSafety = dice.chance(80);
    if (attempt === 0) failHooks(world);
    const ending = await world.process(attempt === 0 ? somePlot(world, 60) : {}, (process) =>
      undo(
        hasSafety ? safetyOf(world, process) : null,
        process.sourceOf,
        process.hooks,
        process.journal,
        process.context,
      ),
    );
    spareHooks(world);
    if ((await surviveLoss(world, id, old)) === "accepted") return "undoWithLoss";
    await settleAll(world, { ready: "leave", undoDays: null, acceptsLoss: false });
    const record = (await journalOf(world)).restores.at(-1);
    if (record?.state === "done") {
      assert.deepEqual(world.live, worked, "an undo that did not begin changes nothing");
      assert.ok(attempt === 0, describe(ending));
      continue;
    }
    assert.equal(record?.state, "turnedBack");
    if (ending.kind === "result" && ending.result.outcome === "done")
      assert.equal(ending.result.safety !== null, hasSafety, "what was worked since is kept");
    assert.deepEqual(world.live, old, "undo brings the exact old state back");
    const run = world.aside === null ? {} : ((world.aside as Tree)[record.run] as Tree);
    assert.deepEqual(
      Object.keys(run).toSorted(),
      record.unsaved.map((each) => each.replaceAll("/", "%")).toSorted(),
      "undo leaves nothing aside but what could not be saved",
    );
    if (record.undoSafety !== null)
      checkKept(world, record.undoSafety.snapshot, worked, readable(ending, located));
    return way;
  }
}

/** Somebody moves what some parts put aside; gives which parts, and the way to bring it back. */
function loseAside(
  world: World,
  { run, parts, back }: RestoreRecord,
): { readonly lost: readonly string[]; readonly bringBack: () => void } {
  const calls = world.disk.as(new Fate());
  const { dice } = world;
  // An earlier attempt may have brought some back: their areas are not needed any more.
  const ids = parts.map(({ part }) => part.id).filter((each) => !back.includes(each));
  const always = dice.below(ids.length);
  const lost = ids.filter((_, at) => at === always || dice.chance(20));
  const name = (id: string): string => id.replaceAll("/", "%");
  const aside = `${APP_FOLDER}/.fivefold/${run}`;
  calls.makeFolder("attic");
  for (const id of lost) calls.rename(`${aside}/${name(id)}`, `attic/${name(id)}`);
  const bringBack = (): void => {
    calls.makeFolder(aside);
    for (const id of lost) calls.rename(`attic/${name(id)}`, `${aside}/${name(id)}`);
  };
  return { lost, bringBack };
}

/**
 * What some parts put aside vanishes while live data is half old and half new. All others come back; then what had
 * vanished is brought back, or its loss accepted, after which the app is nobody's hostage.
 */
async function surviveLoss(
  world: World,
  id: SnapshotId,
  old: Tree,
): Promise<"none" | "returned" | "accepted"> {
  const { dice } = world;
  const before = (await journalOf(world)).unfinished;
  if (before === null || !isHalfway(before.state) || !dice.chance(70)) return "none";
  const { lost, bringBack } = loseAside(world, before);
  const left = world.live;
  const parts = before.parts.map(({ part }) => locatedOf(world, part.id));
  const gone = parts.filter(({ part }) => lost.includes(part.id));
  const back = before.parts.map(({ part }) => part.id).filter((each) => !lost.includes(each));
  const isInside = (inner: LocatedPart): boolean =>
    gone.some((outer) => rootOf(inner).startsWith(`${rootOf(outer)}/`));
  // Where nothing was before, everything is taken back, and what lies in it, too.
  const isTakenBack = (inner: LocatedPart): boolean =>
    parts.some(
      (outer) =>
        !gone.includes(outer) &&
        rootOf(inner).startsWith(`${rootOf(outer)}/`) &&
        partIn(old, outer) === undefined,
    );
  const checkParts = (): void => {
    for (const each of parts) {
      // The data of a part inside a lost one may have been lost with it.
      if (isInside(each)) continue;
      const isLost = lost.includes(each.part.id);
      const from = isLost && !isTakenBack(each) ? left : old;
      // It may have been on its way with the part around it, and has come back with that.
      if (isLost && partIn(left, each) === undefined) continue;
      assert.deepEqual(partIn(world.live, each), partIn(from, each), each.part.id);
    }
  };

  const patient = { ready: "leave", undoDays: null, acceptsLoss: false } as const;
  const settling =
    (choice: SettleChoice) =>
    async ({ sourceOf, hooks, journal, context }: Process): Promise<unknown> =>
      await settle(choice, sourceOf, hooks, journal, context);
  for (let tries = dice.below(3); tries > 0; tries--)
    await world.process(somePlot(world, 40), settling(patient));
  const ending = await world.process({}, settling(patient));
  assert.ok(ending.kind === "error" && ending.error instanceof FivefoldError, describe(ending));
  const { run, state, safety } = before;
  assert.equal(ending.error.code, "RESTORE_STUCK");
  assert.deepEqual(ending.error.facts, {
    run,
    state,
    part: lost,
    path: lost.map((each) => `app/.fivefold/${run}/${each.replaceAll("/", "%")}`),
    lost,
    cause: "ASIDE_LOST",
    system: null,
    safety: safety?.snapshot ?? null,
  });
  checkParts();
  const stuck = (await journalOf(world)).unfinished;
  assert.deepEqual(stuck?.back, back, "the journal says what is back");
  assert.deepEqual(
    stuck?.lost.map(({ part }) => part),
    lost,
  );

  if (dice.chance(50)) {
    bringBack();
    return "returned";
  }
  if (dice.chance(50)) {
    // What had come back does not depend on its area any more.
    const calls = world.disk.as(new Fate());
    calls.remove(`app/.fivefold/${run}`);
  }
  for (const part of lost) world.life?.unswapped(run, part);
  const willing = { ...patient, acceptsLoss: true };
  for (let tries = dice.below(3); tries > 0; tries--)
    await world.process(somePlot(world, 40), settling(willing));
  let reported: readonly Progress[] = [];
  const accepted = await world.process({}, async (process) => {
    reported = process.reported;
    return await settling(willing)(process);
  });
  assert.equal(accepted.kind, "result", describe(accepted));
  checkParts();
  assert.doesNotMatch(JSON.stringify(world.aside), /:"/, "nothing else is left aside");
  const { unfinished, restores } = await journalOf(world);
  const record = restores.find((each) => each.run === run);
  assert.equal(unfinished, null);
  assert.equal(record?.state, "turnedBack");
  assert.deepEqual(
    record.lost.map(({ part }) => part),
    lost,
  );
  const said = reported.flatMap((each) => (each.kind === "finding" ? [each.finding.part] : []));
  assert.ok(said.length === 0 || said.length === lost.length);
  const planning = await world.process({}, (process) => planRun(world, id, EVERYTHING, process));
  assert.ok(planning.kind === "result", describe(planning));
  const again = await restoreOnce(world, id, planning.result, {}, true);
  assert.equal(again.kind, "result", describe(again));
  return "accepted";
}

/** Changes the restored parts' own data only: what is excluded survives everything and would blur the comparison. */
function workOn(world: World, located: readonly LocatedPart[], old: Tree): Tree {
  const calls = world.disk.as(new Fate());
  for (const each of located) {
    if (!world.dice.chance(50)) continue;
    if (each.source.kind === "sqlite") calls.write(rootOf(each), "worked");
    else calls.write(`${rootOf(each)}/worked`, "worked");
  }
  // The app takes a tenant away, with the folder around its parts, which comes back with what was in it.
  for (const { id } of world.app.tenants) {
    const its = located.filter(({ part }) => part.tenant === id);
    const wasThere = its.length === 2 && its.some((each) => partIn(old, each) !== undefined);
    if (!wasThere || located.length < 3 || !world.dice.chance(15)) continue;
    calls.remove(`${APP_FOLDER}/data/tenants/${id}`);
    break;
  }
  return world.live;
}

export async function takeBackup(world: World, plot: Plot): Promise<Ending<unknown>> {
  return await world.process(plot, async ({ store, sourceOf, context }) => {
    const selection = selectParts(world.app, EVERYTHING, "backup");
    return await backup(world.backupRequest(selection), store, sourceOf, context);
  });
}

export async function planRun(
  world: World,
  id: SnapshotId,
  choice: Parameters<typeof planRestore>[2],
  process: Process,
): Promise<RestorePlan> {
  const reader = await process.store.open(id, process.context);
  return await planOf(world, reader, choice, process);
}

async function planOf(
  world: World,
  reader: Parameters<typeof planRestore>[0],
  choice: Parameters<typeof planRestore>[2],
  { sourceOf, journal, context }: Process,
): Promise<RestorePlan> {
  const find = ({ id }: { readonly id: string }): LocatedPart | null =>
    world.app.parts.find(({ part }) => part.id === id) ?? null;
  return await planRestore(reader, world.app, choice, find, journal.undoable, sourceOf, context);
}

export async function restoreOnce(
  world: World,
  id: SnapshotId,
  restorePlan: RestorePlan,
  plot: Plot,
  hasSafety: boolean,
): Promise<Ending<RestoreResult>> {
  return await world.process(plot, async (process) => {
    const { store, sourceOf, hooks, journal, context } = process;
    const reader = await store.open(id, context);
    const safety = hasSafety ? safetyOf(world, process) : null;
    const request = { plan: restorePlan, reader, place: "memory", safety };
    return await restore(request, sourceOf, hooks, journal, context);
  });
}

export function safetyOf(world: World, { store }: Process): Safety {
  return { store, place: "memory", app: world.app, settings: "", program: "simulation" };
}

/** Processes settle one after the other, most of them with a fate of their own, until one has lived through it. */
async function settleAll(world: World, choice: SettleChoice): Promise<void> {
  const { life } = world;
  const isLauncher = choice.ready === "apply";
  for (let left = world.dice.below(3); left >= 0; left--) {
    const plot = left === 0 ? {} : somePlot(world, 30);
    if (left === 0) spareHooks(world);
    else failHooks(world);
    // The launcher asks before it starts the app.
    if (life !== null && isLauncher) life.isRunning = false;
    const ending = await world.process(plot, ({ sourceOf, hooks, journal, context }) =>
      settle(choice, sourceOf, hooks, journal, context),
    );
    if (left === 0) assert.equal(ending.kind, "result", describe(ending));
  }
  if (life !== null && isLauncher) life.isRunning = life.hooks.start !== null;
}

export async function journalOf(world: World): Promise<Journal> {
  return await Journal.open(world.journal.as(new Fate()));
}

/** What holds when a process has come to its end without dying, before anybody settles. */
async function checkAtEnd(
  world: World,
  ending: Ending<RestoreResult>,
  old: Tree,
  fresh: Tree,
): Promise<void> {
  if (ending.kind === "result") {
    assert.deepEqual(world.live, fresh, "after a restore the app is new");
    assert.equal((await journalOf(world)).undoable !== null, true, "and it can be undone");
  }
  if (ending.kind !== "error" || isCode(ending.error, "RESTORE_STUCK")) return;
  assert.ok(ending.error instanceof Error && !/touch/.test(ending.error.message), describe(ending));
  assert.deepEqual(world.live, old, `after an error the app is old: ${describe(ending)}`);
}

/** What holds when everything is settled. */
export function checkSettled(
  world: World,
  record: RestoreRecord | undefined,
  old: Tree,
  fresh: Tree,
): void {
  if (record?.state === "done") {
    assert.deepEqual(world.live, fresh, "done is new");
    return;
  }
  assert.ok(record === undefined || record.state === "turnedBack", `settled: ${record?.state}`);
  assert.deepEqual(world.live, old, "turned back is old");
  assert.equal(world.aside, null, "nothing is left aside");
  assert.ok(record === undefined || record.isCleared);
}

/** Leaves out what a failing disk kept the safety snapshot from, which must have been said. */
function readable(
  ending: Ending<{ readonly findings: readonly Finding[] }>,
  located: readonly LocatedPart[],
): readonly LocatedPart[] {
  const findings = ending.kind === "result" ? ending.result.findings : [];
  const failed = findings.filter(
    ({ code, facts }) => code === "SAFETY_DEGRADED" && facts["cause"] === "SOURCE_UNREADABLE",
  );
  return located.filter(({ part }) => !failed.some((finding) => finding.part === part.id));
}

/** A safety snapshot holds what was live, but for what was not there or could not be read. */
function checkKept(
  world: World,
  id: SnapshotId,
  before: Tree,
  located: readonly LocatedPart[],
): void {
  const kept = world.store.snapshots.find(({ snapshot }) => snapshot.id === id);
  assert.ok(kept, "the journal's safety snapshot is in the store");
  for (const each of located) {
    const node = partIn(before, each);
    const held = kept.parts.get(each.part.id);
    if (node === undefined || JSON.stringify(node).includes("#broken#"))
      assert.equal(held, undefined, `${each.part.id} could not be kept`);
    else assert.deepEqual(held, listTree(node, rootOf(each).split("/").at(-1) ?? ""));
  }
}

function restorePlot(world: World): Plot {
  const { dice } = world;
  const at = 1 + dice.below(dice.pick([20, 80, 200]));
  const lot = dice.below(100);
  if (lot < 20) return {};
  if (lot < 70) return { dieAt: at };
  if (lot < 85) return { failAt: at, failure: dice.pick(["ENOSPC", "EIO", "EBUSY"]) };
  if (lot < 95) return { cancelAt: at };
  world.disk.capacity = world.disk.used + dice.below(60);
  return {};
}

function somePlot(world: World, most: number): Plot {
  const at = 1 + world.dice.below(most);
  const lot = world.dice.below(100);
  if (lot < 60) return { dieAt: at };
  return lot < 75 ? { failAt: at } : lot < 85 ? { cancelAt: at } : {};
}

export function locatedOf(world: World, id: string): LocatedPart {
  const located = world.app.parts.find(({ part }) => part.id === id);
  assert.ok(located);
  return located;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof FivefoldError && error.code === code;
}

function nameOf(ending: Ending<unknown>): string {
  if (ending.kind !== "error") return ending.kind;
  return ending.error instanceof FivefoldError ? ending.error.code : String(ending.error);
}

export function describe(ending: Ending<unknown>): string {
  if (ending.kind !== "error") return ending.kind;
  return ending.error instanceof Error ? (ending.error.stack ?? "") : String(ending.error);
}
