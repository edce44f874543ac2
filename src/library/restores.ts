/** A restore from its plan to its end, its undo, and what ends one that a dead process left open. */

import { statSync } from "node:fs";
import path from "node:path";
import type { ArrivalWish } from "../engine/arrival.ts";
import type { Choice } from "../engine/choice.ts";
import type { EnrolmentPlan } from "../engine/enrol.ts";
import type { Journal, RestoreRecord, SnapshotName } from "../engine/journal.ts";
import type { ChosenPath } from "../engine/paths.ts";
import type { Comparing, RestorePlan } from "../engine/restore-plan.ts";
import type { RestoreWish, Settled } from "../engine/restore.ts";
import type { Absence } from "../model/absence.ts";
import type { App, LocatedPart } from "../model/app.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import type { OpenUndo } from "../model/run-report.ts";
import type { RunContext, RunId } from "../model/run.ts";
import type { PartRecord, Snapshot, TenantRecord } from "../model/snapshot.ts";
import type { Source, SourceConfig, TakenRoom } from "../model/source.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { VersionRule } from "../model/version-rule.ts";
import type { Watch } from "./given.ts";
import { MADE_BY, contextOf, newRun, systemClock } from "./given.ts";
import type { Installation } from "./installation.ts";
import { openSources } from "./installation.ts";
import type { Ended } from "./noted.ts";
import type { SafetyRoom } from "./safety-room.ts";
import { targetAt } from "./target.ts";
import { comesHome, welcome } from "./tenants.ts";
import type { At } from "./vaults.ts";

/** A restore that waits for a person's yes. Disposing it gives it up. */
export interface PlannedRestore extends AsyncDisposable {
  /** Where the backup lies. */
  readonly place: string;
  /** Where the state before the restore will be kept; `null`: the default place. */
  readonly safetyPlace: At;
  /** The room that this takes there at most; `null`: the place is not there now. */
  readonly safetyRoom: SafetyRoom | null;
  readonly plan: RestorePlan;
  /** Who is entered in the login database so that the app knows them. */
  readonly enrolment: EnrolmentPlan;
  /** What ends when this is done: the tenant comes home. */
  readonly absence: Absence | null;
  readonly undoDays: number;
  readonly reader: SnapshotReader;
  /** The parts' places now; what the safety snapshot is taken of. */
  readonly app: App;
  /** Nothing lies where the parts go: there is no state to keep before. */
  readonly replacesNothing: boolean;
}

export interface RestoreValue {
  readonly state: "done" | "ready";
  /** We started the app; otherwise people have to. */
  readonly isStarted: boolean;
  readonly parts: readonly PartRecord[];
  /** Tenants that the app did not know, and does now. */
  readonly enrolled: readonly TenantRecord[];
  readonly safety: SnapshotName | null;
  /** How it can be taken back; `null` while it waits for the app's launcher. */
  readonly undo: OpenUndo | null;
}

export interface SettledValue {
  readonly settled: readonly Settled[];
  /** The restore that was put in place, `null` when none was. */
  readonly applied: RestoreRecord | null;
}

export interface UndoValue {
  readonly safety: SnapshotName | null;
  readonly isStarted: boolean;
}

export interface ClosedValue {
  readonly run: RunId;
  /** What it gave back, by device. */
  readonly freed: readonly TakenRoom[];
  /** It was interrupted and had nothing to keep. */
  readonly isTurnedBack: boolean;
}

/**
 * Says what a restore would replace, and with `comparing` what it would change; nothing is touched, and a backup that
 * is running meanwhile goes on. `arrival`: the backup's one tenant comes in as one that was brought along; the description
 * here says where its parts go.
 *
 * @throws what the engine's `planRestore` throws; with `arrival` TENANT_EXISTS, TENANT_CHANGED, TENANT_UNSAFE,
 *   USAGE_WRONG
 */
export async function planRestore(
  installation: Installation,
  from: At,
  word: string,
  choice: Choice,
  watch: Watch,
  comparing: Comparing | null = null,
  arrival: ArrivalWish | null = null,
): Promise<PlannedRestore> {
  const context = contextOf(watch, newRun(systemClock));
  await installation.requireSeat(context);
  const planning = await import("../engine/restore-plan.ts");
  const { planEnrolment } = await import("../engine/enrol.ts");
  const { nothingAt } = await import("./recover.ts");
  const stack = new AsyncDisposableStack();
  try {
    const { reader: found, spot, kind } = await installation.reader(from, word, choice, context);
    stack.use(found);
    const { arriving } = await import("../engine/arrival.ts");
    const { reader, tenant } =
      arrival === null ? { reader: found, tenant: null } : arriving(found, arrival);
    const scratch = stack.use(await installation.scratch(context.run));
    const { locate } = await import("../app/discover.ts");
    const surroundings = installation.surroundings(scratch);
    const where = await locate(installation.description, reader.manifest, surroundings, context);
    const absence =
      arrival === null || tenant === null
        ? null
        : await welcome(installation, reader, tenant, arrival, where, context);
    const byId = new Map(where.app.parts.map((each) => [each.part.id, each]));
    const sourceOf = await openSources();
    const outline = await planning.planRestore(
      reader,
      { ...where.app, tenants: where.live },
      choice,
      (record): LocatedPart | null => byId.get(record.id) ?? null,
      (await installation.journal()).undoable,
      sourceOf,
      context,
    );
    const { wantedBy } = await import("../engine/paths.ts");
    // What comes in under another id is asked for by its own.
    const wanted =
      reader === found
        ? outline.parts.map(({ part, source }) => [part.id, wantedBy(source)] as const)
        : found.manifest.parts.map(({ id }) => [id, undefined] as const);
    await installation.parcels.requireLinksInside(found, new Map(wanted));
    const plan =
      comparing === null
        ? outline
        : await planning.compareParts(outline, reader, comparing, sourceOf, context);
    const safetyPlace = kind === "vault" ? spot.name : null;
    const { safetyRoomOf } = await import("./safety-room.ts");
    const safetySpot = installation.vaults.spot(safetyPlace);
    const safetyRoom = await safetyRoomOf(plan, safetySpot, kind === "vault");
    const enrolment = planEnrolment(plan, installation.login(where));
    // An enrolment replaces the login database, whatever else there is.
    const replacesNothing =
      enrolment.login === null && (await nothingAt(plan.parts.map(({ source }) => source)));
    const rest = stack.move();
    return {
      place: spot.name,
      safetyPlace,
      safetyRoom,
      plan,
      enrolment,
      absence,
      undoDays: installation.settings.undoDays,
      reader,
      app: where.app,
      replacesNothing,
      [Symbol.asyncDispose]: async () => {
        await rest[Symbol.asyncDispose]();
      },
    };
  } catch (thrown) {
    await stack[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** Does what was planned. @throws RESTORE_TURNED_BACK, RESTORE_STUCK, APP_BUSY, SPACE_SHORT, CANCELLED */
export async function restore(
  installation: Installation,
  planned: PlannedRestore,
  watch: Watch,
  wish: RestoreWish = {},
): Promise<Ended<RestoreValue>> {
  return await installation.run("restore", watch, async (context, noted) => {
    const { plan, place, app, replacesNothing } = planned;
    noted.snapshot = plan.snapshot.id;
    const only = plan.parts.map(({ part, only: chosen }) => [part.id, chosen] as const);
    noted.learn({ place, takenAt: plan.snapshot.takenAt, only: pathsOf(only) });
    await using held = new AsyncDisposableStack();
    held.use(await installation.lock(context));
    await installation.settle(context, watch);
    const journal = await installation.journal();
    const sourceOf = await openSources();
    const engine = await import("../engine/restore.ts");
    if (planned.absence !== null) await comesHome(installation, planned.absence, context);
    const opened = replacesNothing
      ? null
      : await installation.safetyVault(planned.safetyPlace, watch, context);
    const program = MADE_BY;
    const settings = installation.read.text;
    const safety =
      opened === null
        ? null
        : { store: opened.vault, place: opened.spot.name, app, settings, program };
    const result = await engine
      .restore(
        { plan, reader: planned.reader, place, enrolment: planned.enrolment, safety, ...wish },
        sourceOf,
        await installation.hooks(),
        journal,
        context,
      )
      .catch((thrown: unknown) => {
        throw namingHome(thrown, installation.home.folder, app.folder);
      });
    noted.outcome = result.outcome;
    const { state, isStarted, parts, enrolled, safety: kept } = result;
    const open = state === "done" ? await installation.measured(journal, context) : null;
    noted.learn({ parts, safety: kept, ...(open !== null && { undo: open }) });
    return { state, isStarted, parts, enrolled, safety: kept, undo: open };
  });
}

/** Writes a snapshot's parts into an empty folder; replaces nothing. */
export async function restoreTo(
  installation: Installation,
  from: At,
  word: string,
  choice: Choice,
  folder: string,
  watch: Watch,
): Promise<Ended<{ readonly snapshot: Snapshot; readonly folder: string }>> {
  return await installation.run("restore", watch, async (context, noted) => {
    const engine = await import("../engine/restore-to.ts");
    const { selectEntries } = await import("../engine/paths.ts");
    const target = targetAt(path.resolve(installation.options.currentFolder, folder));
    const { reader: opened, spot } = await installation.reader(from, word, choice, context);
    await using reader = opened;
    const { takenAt } = reader.snapshot;
    noted.learn({ place: spot.name, takenAt, target: target.folder });
    const selection = await selectEntries(reader, null, choice, "target", context.signal);
    try {
      const { outcome, parts } = await engine.restoreTo(reader, selection, target, context);
      noted.outcome = outcome;
      noted.learn({ parts, only: pathsOf(selection.only) });
    } catch (thrown) {
      // of a stranger's file that proves wrong nothing stays, as its sentence says
      if (asFivefoldError(thrown).code.startsWith("PARCEL_"))
        await target.undo(selection.records.map(({ id }) => id));
      throw thrown;
    }
    noted.snapshot = reader.snapshot.id;
    return { snapshot: reader.snapshot, folder: target.folder };
  });
}

/** Goes back to before the last restore. @throws UNDO_MISSING, APP_BUSY, RESTORE_STUCK */
export async function undo(installation: Installation, watch: Watch): Promise<Ended<UndoValue>> {
  return await installation.run("undo", watch, async (context, noted) => {
    await using held = new AsyncDisposableStack();
    held.use(await installation.lock(context));
    const journal = await installation.journal();
    const sourceOf = await openSources();
    const engine = await import("../engine/restore.ts");
    // A restore that is prepared and was not done is given up: that is what "undo" means then.
    const choice = { ready: "turnBack", undoDays: null, acceptsLoss: false } as const;
    const hooks = await installation.hooks();
    const settled = await engine.settle(choice, sourceOf, hooks, journal, context);
    const hasTurnedBack = settled.some(wasTurnedBack);
    if (hasTurnedBack) return { safety: null, isStarted: true };
    const record = journal.undoable;
    if (record === null) throw new FivefoldError("UNDO_MISSING");
    const at = await installation.vaults.placeOfSafety(record, context);
    const { vault, spot } = await installation.safetyVault(at, watch, context);
    await using scratch = await installation.scratch(context.run);
    const { locate } = await import("../app/discover.ts");
    const remembered = {
      tenants: record.tenants,
      parts: record.parts.map(({ part }) => part),
    };
    const surroundings = installation.surroundings(scratch);
    const { app } = await locate(installation.description, remembered, surroundings, context);
    const safety = {
      store: vault,
      place: spot.name,
      app,
      settings: installation.read.text,
      program: MADE_BY,
    };
    // The journal's sources name the restore's scratch folder, which is long gone.
    const ownScratch = (config: SourceConfig): Source =>
      sourceOf({ ...config, scratch: scratch.folder });
    const result = await engine.undo(safety, ownScratch, hooks, journal, context);
    noted.outcome = result.outcome;
    noted.snapshot = result.safety?.snapshot ?? null;
    noted.learn({ safety: result.safety });
    return { safety: result.safety, isStarted: result.isStarted };
  });
}

/**
 * Gives up the undo of the last restore and frees its room; an interrupted one is turned back instead. `acceptsLoss`:
 * where its old state is lost in part, too, those parts staying as they are.
 *
 * @throws UNDO_MISSING, RESTORE_STUCK
 */
export async function close(
  installation: Installation,
  acceptsLoss: boolean,
  watch: Watch,
): Promise<Ended<ClosedValue>> {
  return await installation.run("close", watch, async (context, noted) => {
    await using held = new AsyncDisposableStack();
    held.use(await installation.lock(context));
    for (const { run, was, is, lost } of await installation.settle(context, watch, acceptsLoss)) {
      if (!wasTurnedBack({ run, was, is, lost })) continue;
      noted.outcome = lost.length > 0 ? "incomplete" : "turnedBack";
      return { run, isTurnedBack: true, freed: [] };
    }
    const engine = await import("../engine/restore.ts");
    const freed = (await installation.undoable(watch))?.rooms ?? [];
    const run = await engine.close(await openSources(), await installation.journal(), context);
    return { run, isTurnedBack: false, freed };
  });
}

/** The restore that is ready and waits for the app's launcher, `null` when there is none. */
export async function waiting(installation: Installation): Promise<RestoreRecord | null> {
  const { unfinished } = await installation.journal();
  return unfinished?.state === "ready" ? unfinished : null;
}

/**
 * Ends what a dead process left open; where there is nothing to do it says so at once, and takes no lock. `applies`: for
 * the app's launcher, which calls before it starts the app. A restore that is ready is put in place then, and the app
 * is neither stopped nor started by us.
 *
 * "starting": a living run holds the lock and is just starting the app, whose launcher asks us: it is to go on.
 *
 * @throws APP_BUSY, APP_LOCKED, RESTORE_STUCK, RESTORE_TURNED_BACK
 */
export async function settle(
  installation: Installation,
  applies: boolean,
  watch: Watch,
): Promise<Ended<SettledValue> | "nothing" | "starting"> {
  const ready = applies ? "apply" : "leave";
  const { isSettled } = await import("../engine/journal.ts");
  const before = await installation.journal();
  const isLeft = (record: RestoreRecord): boolean => {
    const isReady = record.state === "ready";
    return isReady ? !applies && record.app === "untouched" : isSettled(record);
  };
  if (before.restores.every(isLeft)) return "nothing";
  const lock = await lockToSettle(installation, before, watch);
  if (lock === null) return "starting";
  await using held = new AsyncDisposableStack();
  held.use(lock);
  return await installation.run("settle", watch, async (context, noted) => {
    const engine = await import("../engine/restore.ts");
    const { undoDays } = installation.settings;
    const journal = await installation.journal();
    const hooks = await installation.hooks();
    const live = applies ? { live: await versionNow(installation, context) } : {};
    const choice = { ready, undoDays, acceptsLoss: false, ...live } as const;
    const settled = await engine.settle(choice, await openSources(), hooks, journal, context);
    if (settled.length > 0) watch.settled(settled);
    if (noted.findings.length > 0) noted.outcome = "incomplete";
    const done = settled.find(({ was, is }) => was === "ready" && is === "done");
    const { sweepHome } = await import("../app/home.ts");
    await sweepHome(installation.home);
    return { settled, applied: done === undefined ? null : journal.record(done.run) };
  });
}

async function versionNow(
  { description, appName: name }: Installation,
  context: RunContext,
): Promise<VersionRule & { readonly name: string }> {
  const { appVersion } = await import("../app/discover.ts");
  const { version } = await appVersion(description, context);
  return {
    name,
    version,
    restores: description.restores,
    canMigrate: description.hooks.migrate !== null,
  };
}

async function lockToSettle(
  installation: Installation,
  before: Journal,
  watch: Watch,
): Promise<AsyncDisposable | null> {
  try {
    return await installation.lock(contextOf(watch, newRun(systemClock)));
  } catch (thrown) {
    const isStarting = before.restores.some(({ app }) => app === "starting");
    if (isStarting && asFivefoldError(thrown).code === "APP_LOCKED") return null;
    throw thrown;
  }
}

/** A restore was, that a person can mean; one that died before it was prepared is none. */
function wasTurnedBack({ was, is }: Settled): boolean {
  return was !== "begun" && was !== is && is === "turnedBack";
}

/** Chosen paths by part, for the report; parts that are meant as a whole have none. */
function pathsOf(
  only: Iterable<readonly [PartRecord["id"], readonly ChosenPath[] | null]>,
): ReadonlyMap<PartRecord["id"], readonly string[]> {
  return new Map(
    [...only].map(([part, chosen]) => [part, (chosen ?? []).map(({ path: each }) => each)]),
  );
}

/** Says whether Fivefold's own folder, which the journal has to be written to, is on the failing disk as well. */
function namingHome(thrown: unknown, home: string, appFolder: string): unknown {
  if (!(thrown instanceof FivefoldError) || thrown.facts["cause"] !== "DISK_FAILING") return thrown;
  const isBoth = deviceOf(home) !== null && deviceOf(home) === deviceOf(appFolder);
  if (!isBoth) return thrown;
  return new FivefoldError(thrown.code, { ...thrown.facts, home }, { cause: thrown.cause });
}

function deviceOf(folder: string): number | null {
  try {
    return statSync(folder).dev;
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
}
