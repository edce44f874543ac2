/**
 * Restore and its ways back. The old state stands until "done" is on disk, and again from "undoing" on.
 *
 * Order: stage, validate, safety snapshot, ready, stop, swap, migrate, start, probe, done. Every fact is in the journal
 * before the world is touched; every step may be repeated by a new process. What lies aside is cleared only after the
 * journal says that it is no longer needed. An earlier restore can be undone until a later one is done. The caller holds
 * the app lock.
 */

import { isDeepStrictEqual } from "node:util";
import type { App } from "../model/app.ts";
import type { Entries } from "../model/entry.ts";
import type { ErrorCode } from "../model/error.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import { failingDisk, isFromFailingDisk } from "../model/failing-disk.ts";
import type { PartId } from "../model/part.ts";
import type { Finding, NotIncluded, RunContext, RunId } from "../model/run.ts";
import type { PartRecord, Scope, TenantRecord } from "../model/snapshot.ts";
import type { SnapshotReader, Store } from "../model/store.ts";
import type { Fitness, VersionRule } from "../model/version-rule.ts";
import { fitnessOf } from "../model/version-rule.ts";
import type { SourceOf } from "./backup.ts";
import { backup, findingOf, identityOf, incompleteness, requireCounts } from "./backup.ts";
import type { Enrolling, EnrolmentPlan } from "./enrol.ts";
import { NO_ENROLMENT, beginEnrolling, renewEnrolled, withEnrolling } from "./enrol.ts";
import type { Hooks } from "./hook.ts";
import type {
  Journal,
  JournalPart,
  JournalState,
  PartAside,
  RestoreRecord,
  SnapshotName,
} from "./journal.ts";
import { isHalfway } from "./journal.ts";
import type { Life } from "./life.ts";
import { liveOn, quietApp, requireIdle, startAgain, stopApp } from "./life.ts";
import type { Meter } from "./meter.ts";
import { cancelled, startMeter, throwIfCancelled } from "./meter.ts";
import { wantedBy } from "./paths.ts";
import type { RestorePlan } from "./restore-plan.ts";
import { requireRoom } from "./restore-plan.ts";

/** Where the present state is kept before it is replaced, and what the snapshot says of itself. */
export interface Safety {
  readonly store: Store;
  /** The store's place by name or folder, for the journal. */
  readonly place: string;
  readonly app: App;
  /** The settings without secrets, word for word. */
  readonly settings: string;
  readonly program: string;
}

/** What people may decide about a restore besides what comes back. */
export interface RestoreWish {
  /** Ends with everything ready: the app's launcher has it put in place by `settle`. */
  readonly waits?: boolean;
  /** A probe that fails is a finding and turns nothing back. */
  readonly acceptsProbe?: boolean;
}

export interface RestoreRequest extends RestoreWish {
  readonly plan: RestorePlan;
  readonly reader: SnapshotReader;
  /** The place's name or folder that the reader came from, for the journal. */
  readonly place: string;
  /** Who is entered in the login database; without it, nobody. */
  readonly enrolment?: EnrolmentPlan;
  /** `null`: none is taken; the old data itself still lies aside until the restore is closed. */
  readonly safety: Safety | null;
}

export interface RestoreResult {
  readonly outcome: "done" | "incomplete";
  /** "ready": nothing is replaced yet. */
  readonly state: "done" | "ready";
  /** We started the app; otherwise people have to. */
  readonly isStarted: boolean;
  readonly parts: readonly PartRecord[];
  /** Tenants that the app's login database did not know, and does now. */
  readonly enrolled: readonly TenantRecord[];
  readonly safety: SnapshotName | null;
  /** The earlier restore whose undo ended when this one was done. */
  readonly closed: RunId | null;
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
}

/**
 * Brings the planned parts back.
 *
 * @throws before anything is begun: RESTORE_OPEN, PLAN_OUTDATED, SPACE_SHORT, APP_BUSY, ASIDE_IMPOSSIBLE. Afterwards, everything being
 *   as before: RESTORE_TURNED_BACK with the cause, or CANCELLED. RESTORE_STUCK when turning back failed, too, or the
 *   journal could not be written; `settle` then decides.
 */
export async function restore(
  request: RestoreRequest,
  sourceOf: SourceOf,
  hooks: Hooks,
  journal: Journal,
  context: RunContext,
): Promise<RestoreResult> {
  const { plan, reader, waits = false, acceptsProbe = false } = request;
  const { fitness } = plan;
  const meter = startMeter(context);
  for (const finding of incompleteness(reader)) meter.context.report({ kind: "finding", finding });
  if (fitness.verdict === "unknown")
    meter.context.report({ kind: "finding", finding: unknownFitness(fitness) });
  for (const notIncluded of plan.notIncluded)
    meter.context.report({ kind: "notIncluded", notIncluded });
  const work = { sourceOf, journal, meter, hooks, isLauncher: false };
  const migrate = fitness.needsMigration ? hooks.live.migrate : null;
  const ownHooks = { ...hooks.live, migrate };
  const versions = { snapshot: fitness.backup, app: fitness.app };
  // Who stops the app himself, or replaces nothing yet, need not find it closed now.
  const mustBeIdle = ownHooks.stop === null && !waits;
  requireNoneUnfinished(journal);
  requireSaidUndo(plan, journal);
  const { enrolment = NO_ENROLMENT } = request;
  for (const finding of enrolment.findings) meter.context.report({ kind: "finding", finding });
  await using enrolling = await beginEnrolling(enrolment, sourceOf, meter);
  const brought = plan.parts.map(({ part, source, record }) => ({ part, source, record }));
  const parts = withEnrolling(brought, enrolling);
  await requireFreeRoom(parts, sourceOf);
  if (mustBeIdle) await requireIdle(parts, ownHooks, work, meter.context);
  throwIfCancelled(context.signal);

  const older = journal.undoable;
  const from = { place: request.place, snapshot: plan.snapshot.id };
  const { takenAt } = plan.snapshot;
  // what is put aside then holds the login part, which only a partial snapshot does
  const scope = enrolling.part === null ? scopeOf(plan, request.safety) : "partial";
  const { tenants } = plan;
  const begun = await note(work, context.run, {
    kind: "begun",
    from,
    takenAt,
    parts,
    scope,
    tenants,
    hooks: ownHooks,
    versions,
    acceptsProbe,
  });
  try {
    await stageAndValidate(parts, reader, enrolling, work);
    const { name: safety, findings } = await takeSafety(request.safety, begun, work, false);
    for (const finding of findings) meter.context.report({ kind: "finding", finding });
    throwIfCancelled(context.signal);
    if (mustBeIdle) await requireIdle(parts, ownHooks, work, meter.context);
    const ready = await note(work, context.run, { kind: "ready", safety });
    if (waits) return resultOf(ready, older, work);
    await stopApp(ready, ready.hooks, work, meter.context);
    if (!mustBeIdle) await requireIdle(parts, ownHooks, work, meter.context);
    throwIfCancelled(context.signal);
    await swapAll(journal.record(context.run), work);
  } catch (thrown) {
    throw await turnedBackBy(thrown, context.run, work);
  }
  await closeOlder(context.run, work);
  return resultOf(journal.record(context.run), older, work);
}

/** The vendor made a rule, and it could not be applied: worth knowing, and no reason to keep people from their data. */
function unknownFitness({ backup: made, app, restores }: Fitness): Finding {
  const facts = { backup: made, version: app, restores };
  return { code: "VERSION_UNKNOWN", part: null, path: null, facts };
}

/** `older`: what could be undone before. */
function resultOf(
  { state, parts, safety, hooks }: RestoreRecord,
  older: RestoreRecord | null,
  { meter: { findings, notIncluded } }: Work,
): RestoreResult {
  const isDone = state === "done";
  return {
    outcome: findings.length === 0 ? "done" : "incomplete",
    state: isDone ? "done" : "ready",
    isStarted: isDone && hooks.start !== null,
    parts: parts.filter(({ enrols }) => enrols === undefined).map(({ record }) => record),
    enrolled: isDone ? parts.flatMap(({ enrols }) => enrols?.tenants ?? []) : [],
    safety,
    closed: isDone ? (older?.run ?? null) : null,
    findings,
    notIncluded,
  };
}

/** What the planned parts are of the live app: "full" only when they are all of it. */
function scopeOf({ scope, parts, untouchedTenants }: RestorePlan, safety: Safety | null): Scope {
  if (scope !== "full") return scope;
  const ids = new Set(parts.map(({ part }) => part.id));
  const isWhole =
    untouchedTenants.length === 0 &&
    (safety === null || safety.app.parts.every(({ part }) => ids.has(part.id)));
  return isWhole ? "full" : "parts";
}

/** What every step needs. */
interface Work {
  readonly sourceOf: SourceOf;
  readonly journal: Journal;
  readonly meter: Meter;
}

/** And those between which the app is stopped and started. */
interface LiveWork extends Work, Life {}

async function note(
  { journal, meter }: Work,
  run: RunId,
  fact: Parameters<Journal["write"]>[2],
): Promise<RestoreRecord> {
  return await journal.write(run, meter.context.clock.nowMs(), fact);
}

/**
 * The context in which the sources know what a run put aside. It cannot be cancelled: renames are quick, half of them
 * is nothing to stop at, and what was cancelled still has to be cleared.
 */
function contextOf(run: RunId, { context }: Meter): RunContext {
  const { signal } = new AbortController();
  return { run, signal, clock: context.clock, report: (progress) => context.report(progress) };
}

/** Whatever is found in what is staged keeps it from going live. Databases come first: validating them takes longest. */
async function stageAndValidate(
  parts: readonly JournalPart[],
  reader: SnapshotReader,
  enrolling: Enrolling,
  work: Work,
): Promise<void> {
  const { sourceOf, meter } = work;
  const validation = new Validation(meter.context, work);
  try {
    const isFirst = ({ part }: JournalPart): boolean => part.kind === "database";
    for (const each of [...parts.filter(isFirst), ...parts.filter((one) => !isFirst(one))]) {
      const { part, source, record, enrols } = each;
      throwIfCancelled(meter.context.signal);
      validation.throwIfFailed();
      meter.stage("stage", part.id, record);
      const read = (): Entries => reader.read(part.id, wantedBy(source));
      const flow = meter.flow(enrols === undefined ? read() : enrolling.entries);
      try {
        await onDisk(source, sourceOf(source).stage(part, flow.entries, meter.context));
        requireCounts(record, flow.count(), reader);
      } finally {
        flow.end();
      }
      validation.begin(each);
    }
  } catch (thrown) {
    // nothing may still read what is cleared now
    await validation.stop();
    throw thrown;
  }
  await validation.end();
}

/** @throws DISK_FAILING where the system cannot write there, or read what was written */
async function onDisk<Value>(source: JournalPart["source"], work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (thrown) {
    throw failingDisk(thrown, pathOf(source)) ?? thrown;
  }
}

/** A database is tested by one thread: several at a time, but not all that an app of a thousand tenants has. */
const VALIDATED_AT_ONCE = 4;

/**
 * Looks at what is staged. Databases are begun at once, one at a time, while other parts are still being staged, which
 * mostly wait for the disk; the rest follows at the end. What is found first is kept, and nothing is begun behind it.
 */
class Validation {
  readonly #context: RunContext;
  readonly #work: Work;
  readonly #databases: JournalPart[] = [];
  readonly #others: JournalPart[] = [];
  #early: Promise<void> | null = null;
  #failure: { readonly thrown: unknown } | null = null;
  #isStopped = false;

  /** `context`: whether it can be cancelled, and who hears of findings. */
  constructor(context: RunContext, work: Work) {
    this.#context = context;
    this.#work = work;
  }

  begin(staged: JournalPart): void {
    if (staged.part.kind !== "database") this.#others.push(staged);
    else {
      this.#databases.push(staged);
      this.#early ??= this.#beginDatabases();
    }
  }

  /** @throws what has been found so far */
  throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure.thrown;
  }

  /** Begins nothing more and waits for what runs. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#early;
  }

  /**
   * Looks at what is left, several at a time.
   *
   * @throws what was found first, CANCELLED; nothing runs any more then
   */
  async end(): Promise<void> {
    const one = async (): Promise<void> => {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        this.#work.meter.stage("validate", next.part.id, null);
        await this.#validate(next);
      }
    };
    await Promise.all([this.#early, ...Array.from({ length: VALIDATED_AT_ONCE }, one)]);
    throwIfCancelled(this.#context.signal);
    this.throwIfFailed();
  }

  async #beginDatabases(): Promise<void> {
    while (this.#mayGoOn) {
      const next = this.#databases.shift();
      if (next === undefined) break;
      await this.#validate(next);
    }
    this.#early = null;
  }

  #next(): JournalPart | undefined {
    return this.#mayGoOn ? (this.#databases.shift() ?? this.#others.shift()) : undefined;
  }

  get #mayGoOn(): boolean {
    return !this.#isStopped && this.#failure === null && !this.#context.signal.aborted;
  }

  async #validate({ part, source, record }: JournalPart): Promise<void> {
    const { sourceOf } = this.#work;
    const context = this.#context;
    try {
      const findings = await onDisk(source, sourceOf(source).validate(part, record, context));
      const [first] = findings;
      if (first === undefined) return;
      for (const finding of findings) context.report({ kind: "finding", finding });
      throw new FivefoldError(first.code, { ...first.facts, part: part.id });
    } catch (thrown) {
      this.#failure ??= { thrown };
    }
  }
}

interface TakenSafety {
  readonly name: SnapshotName | null;
  /** One for each part that it lacks something of. */
  readonly findings: readonly Finding[];
  /** Parts whose data it lacks. */
  readonly unsaved: readonly PartId[];
}

/** Nothing of these could have been saved. */
const DATALESS: ReadonlySet<ErrorCode> = new Set(["ENTRY_UNSUPPORTED", "ENTRY_VANISHED"]);

/** What a safety snapshot holds. */
interface Kept {
  readonly parts: readonly JournalPart[];
  readonly scope: Scope;
  readonly tenants: readonly TenantRecord[];
}

/**
 * Takes a snapshot of the live parts before they are replaced. That it cannot be taken never blocks a rescue: what
 * cannot be read, or stored, is said as SAFETY_DEGRADED, and the old data itself still lies aside. A live part that is
 * not there at all holds nothing to keep and is passed over in silence.
 *
 * `isStoreNeeded`: errors of the store are thrown, but that it is full: one that is away or locked may be there tomorrow.
 */
async function takeSafety(
  safety: Safety | null,
  { parts, scope, tenants }: Kept,
  { sourceOf, meter }: Work,
  isStoreNeeded: boolean,
): Promise<TakenSafety> {
  if (safety === null) return { name: null, findings: [], unsaved: [] };
  throwIfCancelled(meter.context.signal);
  meter.stage("safety", null, null);
  const degraded = new Map<PartId | null, Finding>();
  let failing: FivefoldError | null = null;
  const unsaved = new Set<PartId>();
  const degrade = (part: PartId | null, cause: ErrorCode): void => {
    if (cause === "SOURCE_MISSING") return;
    if (!DATALESS.has(cause))
      for (const each of parts)
        if (part === null || each.part.id === part) unsaved.add(each.part.id);
    if (degraded.has(part)) return;
    const facts = { part: part ?? namesOf(parts), cause };
    degraded.set(part, { code: "SAFETY_DEGRADED", part, path: null, facts });
  };
  const { context } = meter;
  const quiet: RunContext = {
    run: context.run,
    signal: context.signal,
    clock: context.clock,
    report(progress) {
      if (progress.kind === "finding") {
        const { part, code } = progress.finding;
        const at = parts.find((each) => each.part.id === part);
        if (isFromFailingDisk(progress.finding) && at !== undefined)
          failing ??= new FivefoldError("DISK_FAILING", { path: pathOf(at.source), part });
        degrade(part, code);
      } else if (progress.kind !== "notIncluded") context.report(progress);
    },
  };
  const { app, settings, program } = safety;
  const selection = {
    scope,
    parts: parts.map(({ part, source }) => ({ part: identityOf(part), source })),
    tenants,
    findings: [],
    notIncluded: [],
  };
  const request = { app, selection, reason: "safety" as const, settings, program };
  let name: SnapshotName | null = null;
  try {
    const { snapshot } = await backup(request, safety.store, sourceOf, quiet);
    name = { place: safety.place, snapshot: snapshot.id };
  } catch (thrown) {
    throwIfCancelled(context.signal);
    const error = asFivefoldError(thrown);
    // A full one keeps nothing from its undo: what it could not take stays aside.
    const isExcused = error.code.startsWith("SOURCE_") || error.code === "PLACE_FULL";
    if (isStoreNeeded && !isExcused) throw thrown;
    // When not one part could be read, its own reason has been said with the part.
    const isSaid = [...degraded.values()].some(({ facts }) => facts["cause"] === error.code);
    if (!isSaid) degrade(null, error.code);
  }
  // Whoever writes on such a disk loses what a data recovery centre could still read. An undo only renames.
  if (failing !== null && !isStoreNeeded) throw failing;
  return { name, findings: [...degraded.values()], unsaved: [...unsaved] };
}

/** From ready to done; cancelling has no effect any more. */
async function swapAll(record: RestoreRecord, work: LiveWork): Promise<void> {
  const { run, parts } = record;
  const context = contextOf(run, work.meter);
  await renewEnrolled(parts, work.sourceOf, context);
  await note(work, run, { kind: "swapping" });
  for (const { part, source } of parts) {
    work.meter.stage("swap", part.id, null);
    await work.sourceOf(source).swap(part, context);
  }
  await liveOn(await note(work, run, { kind: "swapped" }), work, context);
  try {
    await note(work, run, { kind: "done" });
  } catch (thrown) {
    // "done" may be on disk: nothing may be turned back before the journal was read anew.
    throw stuck(work, run, thrown);
  }
}

/** Turns back because of what was thrown, and gives the error that says so. */
async function turnedBackBy(thrown: unknown, run: RunId, work: LiveWork): Promise<FivefoldError> {
  if (thrown instanceof FivefoldError && thrown.code === "RESTORE_STUCK") return thrown;
  const { signal } = work.meter.context;
  const record = work.journal.record(run);
  const isCancelled = signal.aborted && (record.state === "begun" || record.state === "ready");
  const cause = isCancelled ? cancelled(signal) : asFivefoldError(thrown);
  try {
    // It may be running already over what was swapped in. When it is stopped, we did that.
    if (isHalfway(record.state) && record.app !== "stopped")
      await quietApp(record, notBack(record), work, contextOf(run, work.meter));
    await turnBack(work.journal.record(run), work, cause.code);
  } catch (failure) {
    const error = failureOf(work, run, failure);
    if (error.code === "RESTORE_STUCK") return error;
    // The app is as it was; the journal could not say so, and the next run sees to that.
  }
  if (cause.code === "CANCELLED") return cause;
  // The cause's own facts go along, so that a record without the error object can still say its sentence.
  const facts = { ...cause.facts, run, cause: cause.code };
  return new FivefoldError("RESTORE_TURNED_BACK", facts, { cause });
}

function stuck({ journal }: Work, run: RunId, thrown: unknown): FivefoldError {
  if (thrown instanceof FivefoldError && thrown.code === "RESTORE_STUCK") return thrown;
  const record = journal.record(run);
  return stuckWith(record, notBack(record), [], thrown);
}

/** `parts` are not back. */
function stuckWith(
  { run, state, safety }: RestoreRecord,
  parts: readonly JournalPart[],
  lost: readonly PartAside[],
  thrown: unknown,
): FivefoldError {
  const cause = asFivefoldError(thrown);
  const facts = {
    run,
    state,
    part: theFirst(parts.map(({ part }) => part.id)),
    path: theFirst(lost.map(({ path }) => path)),
    lost: lost.map(({ part }) => part),
    cause: cause.code,
    system: thrown instanceof FivefoldError ? null : systemCode(thrown),
    safety: safety?.snapshot ?? null,
  };
  return new FivefoldError("RESTORE_STUCK", facts, { cause });
}

/** RESTORE_STUCK where live data may be half old and half new, else what was thrown. */
function failureOf(work: Work, run: RunId, thrown: unknown): FivefoldError {
  const { state } = work.journal.record(run);
  // After "done" an undo may have written its first fact, which then counts.
  const mayBeMixed = isHalfway(state) || state === "done";
  return mayBeMixed ? stuck(work, run, thrown) : asFivefoldError(thrown);
}

function notBack({ parts, back }: RestoreRecord): readonly JournalPart[] {
  return parts.filter(({ part }) => !back.includes(part.id));
}

/**
 * Puts the old state back, says so in the journal, starts the app that was stopped, and only then clears.
 *
 * One part that cannot be put back keeps no other from it; then the journal says which are back, and nothing is cleared.
 * Where somebody accepts that old states are lost, those parts are left as they are, with whatever still lies aside.
 */
async function turnBack(
  record: RestoreRecord,
  work: LiveWork,
  code: ErrorCode | null,
  acceptsLoss = false,
): Promise<RestoreRecord> {
  const { run, state } = record;
  if (state === "begun") {
    const turned = await note(work, run, { kind: "turnedBack", code });
    return code === "DISK_FAILING" ? turned : await clear(turned, work);
  }
  const restart = async (after: RestoreRecord): Promise<RestoreRecord> =>
    await startAgain(after, work, contextOf(run, work.meter));
  const { failed, lost, failure } = await unswapAll(record, work);
  if (state === "ready" && failed.length === lost.length)
    // Nothing was swapped; a disk that lost the last facts in a power cut has been made up for just now.
    return await clear(await restart(await note(work, run, { kind: "turnedBack", code })), work);
  if (failed.length > lost.length || (lost.length > 0 && !acceptsLoss)) {
    await noteStuck(record, failed, lost, work);
    throw stuckWith(record, failed, lost, failure);
  }
  for (const { part, path } of lost) {
    const finding: Finding = { code: "ASIDE_LOST", part, path: null, facts: { part, path } };
    work.meter.context.report({ kind: "finding", finding });
  }
  return await clear(
    await restart(await note(work, run, { kind: "turnedBack", code, lost })),
    work,
  );
}

interface Unswapped {
  /** In the order of swapping. */
  readonly failed: readonly JournalPart[];
  readonly lost: readonly PartAside[];
  /** Why the first of them failed that is not lost, else the first that is. */
  readonly failure: unknown;
}

async function unswapAll(record: RestoreRecord, work: Work): Promise<Unswapped> {
  const context = contextOf(record.run, work.meter);
  const failed: JournalPart[] = [];
  const lost: PartAside[] = [];
  let failure: unknown = null;
  for (const each of notBack(record).toReversed()) {
    const { part, source } = each;
    work.meter.stage("unswap", part.id, null);
    try {
      await work.sourceOf(source).unswap(part, context);
    } catch (thrown) {
      if (failed.length === lost.length) failure = thrown;
      failed.unshift(each);
      const path = lostPath(thrown);
      if (path !== null) lost.unshift({ part: part.id, path });
    }
  }
  return { failed, lost, failure };
}

/** Where the old state should be; `null` when what was thrown does not say that it is lost. */
function lostPath(thrown: unknown): string | null {
  if (!(thrown instanceof FivefoldError) || thrown.code !== "ASIDE_LOST") return null;
  return String(thrown.facts["path"] ?? "");
}

/** Where the journal cannot be written the next attempt only does more: what is thrown then says more than this. */
async function noteStuck(
  record: RestoreRecord,
  failed: readonly JournalPart[],
  lost: readonly PartAside[],
  work: Work,
): Promise<void> {
  const ids = new Set(failed.map(({ part }) => part.id));
  const back = record.parts.map(({ part }) => part.id).filter((id) => !ids.has(id));
  if (!isHalfway(record.state)) return;
  if (isDeepStrictEqual({ back, lost }, { back: record.back, lost: record.lost })) return;
  try {
    await note(work, record.run, { kind: "stuck", back, lost });
  } catch (thrown) {
    const finding = findingOf(asFivefoldError(thrown), null);
    work.meter.context.report({ kind: "finding", finding });
  }
}

/** Removes what the run put aside. Where that fails it is said, and the next `settle` tries again. */
async function clear(record: RestoreRecord, work: Work): Promise<RestoreRecord> {
  const { run, parts } = record;
  const context = contextOf(run, work.meter);
  let isClear = true;
  for (const { part, source } of parts) {
    if (staysAside(record, part.id)) continue;
    work.meter.stage("clear", part.id, null);
    try {
      await work.sourceOf(source).clear(part, context);
    } catch (thrown) {
      isClear = false;
      const finding = findingOf(asFivefoldError(thrown), part.id);
      work.meter.context.report({ kind: "finding", finding });
    }
  }
  return isClear ? await note(work, run, { kind: "cleared" }) : record;
}

/** What is left of a lost old state, and what no snapshot has, may be of use to a person. */
function staysAside({ lost, unsaved }: RestoreRecord, id: PartId): boolean {
  return unsaved.includes(id) || lost.some(({ part }) => part === id);
}

async function closeRecord(record: RestoreRecord, work: Work): Promise<RestoreRecord> {
  return await clear(await note(work, record.run, { kind: "closed" }), work);
}

/**
 * Gives up the undo of every restore but the one that was just done. Only now: had this one turned back, the earlier
 * one could still be undone. Where that fails it is said, and the next `settle` tries again.
 */
async function closeOlder(run: RunId, work: Work): Promise<void> {
  for (const record of work.journal.restores) {
    if (record.state !== "done" || record.run === run) continue;
    try {
      await closeRecord(record, work);
    } catch (thrown) {
      const finding = findingOf(asFivefoldError(thrown), null);
      work.meter.context.report({ kind: "finding", finding });
    }
  }
}

/** @throws RESTORE_OPEN */
function requireNoneUnfinished(journal: Journal): void {
  const open = journal.unfinished;
  if (open !== null) throw new FivefoldError("RESTORE_OPEN", { run: open.run, state: open.state });
}

/**
 * Nobody agreed to end the undo of a restore that was done since the plan was made.
 *
 * @throws PLAN_OUTDATED
 */
function requireSaidUndo({ endsUndo }: RestorePlan, { undoable }: Journal): void {
  if (undoable === null || undoable.run === endsUndo?.run) return;
  const { run, takenAt, atMs } = undoable;
  throw new FivefoldError("PLAN_OUTDATED", { run, takenAt, doneAt: atMs });
}

/** @throws SPACE_SHORT, ASIDE_IMPOSSIBLE */
async function requireFreeRoom(parts: readonly JournalPart[], sourceOf: SourceOf): Promise<void> {
  const rooms = [];
  for (const { part, source, record } of parts)
    rooms.push(await sourceOf(source).need(part, record));
  requireRoom(rooms);
}

/**
 * An undo that cannot be whole is not begun: the app stays as it is, in one piece. Gives where each part's old state lies.
 *
 * @throws ASIDE_LOST
 */
async function requireNoneLost(
  { run, parts }: RestoreRecord,
  work: Work,
): Promise<readonly PartAside[]> {
  const context = contextOf(run, work.meter);
  const places: PartAside[] = [];
  const lost: PartAside[] = [];
  for (const { part, source } of parts) {
    const { path, isLost } = await work.sourceOf(source).putAside(part, context);
    places.push({ part: part.id, path });
    if (isLost) lost.push({ part: part.id, path });
  }
  if (lost.length === 0) return places;
  throw new FivefoldError("ASIDE_LOST", {
    part: theFirst(lost.map(({ part }) => part)),
    path: theFirst(lost.map(({ path }) => path)),
    lost: lost.map(({ part }) => part),
  });
}

const NAMED = 10;

/** For sentences: an app may have thousands of parts. */
function theFirst(names: readonly string[]): readonly string[] {
  return names.length > NAMED ? [...names.slice(0, NAMED), "…"] : names;
}

/** The first few, for messages. */
function namesOf(parts: readonly JournalPart[]): string {
  const names = parts.slice(0, 3).map(({ part }) => part.id);
  return parts.length > names.length ? `${names.join(", ")} …` : names.join(", ");
}

function pathOf(source: JournalPart["source"]): string {
  return source.kind === "files" ? source.root : source.path;
}

/** What `settle` ended. */
export interface Settled {
  readonly run: RunId;
  readonly was: JournalState;
  readonly is: JournalState;
  /** Left as they were, because their old state is lost and somebody accepts that. */
  readonly lost: readonly PartAside[];
}

export interface SettleChoice {
  /**
   * What becomes of a restore that is staged and validated but was not swapped. "apply" is for the app's launcher, which
   * calls before it starts the app: the app is neither stopped nor started by us then.
   */
  readonly ready: "leave" | "apply" | "turnBack";
  /** Restores done longer ago are closed; `null`: none is. */
  readonly undoDays: number | null;
  /** Ends a restore whose old state is lost in part: those parts are left as they are, which is a finding for each. */
  readonly acceptsLoss: boolean;
  /** What the app says of itself now, for "apply": it may have been updated since the restore was prepared. */
  readonly live?: VersionRule & { readonly name: string };
  /** Leaves what a restore staged on a disk that is failing: while what is still readable is saved, nothing is written. */
  readonly sparesFailing?: boolean;
}

/**
 * Ends what a dead process left open. To be called before every run that writes.
 *
 * @throws APP_BUSY while somebody has a half-swapped part open; RESTORE_STUCK when a step back fails again, with the
 *   parts that are not back; RESTORE_TURNED_BACK when a ready restore was applied and failed
 */
export async function settle(
  choice: SettleChoice,
  sourceOf: SourceOf,
  hooks: Hooks,
  journal: Journal,
  context: RunContext,
): Promise<readonly Settled[]> {
  const isLauncher = choice.ready === "apply";
  const work = { sourceOf, journal, meter: startMeter(context), hooks, isLauncher };
  const settled: Settled[] = [];
  for (const record of journal.restores.toReversed()) {
    const after = await settleOne(record, choice, work);
    if (after === record) continue;
    const { run, state, lost } = after;
    settled.push({ run, was: record.state, is: state, lost });
  }
  return settled;
}

async function settleOne(
  record: RestoreRecord,
  choice: SettleChoice,
  work: LiveWork,
): Promise<RestoreRecord> {
  const { state, run } = record;
  const own = contextOf(run, work.meter);
  if (state === "ready" && choice.ready === "leave") return await startAgain(record, work, own);
  if (state === "ready" && choice.ready === "apply")
    return await applyReady(record, choice.live ?? null, work);
  if (state === "begun" || state === "ready") return await turnBackOrStick(record, work, false);
  if (isHalfway(state)) {
    await quietApp(record, notBack(record), work, own);
    return await turnBackOrStick(work.journal.record(run), work, choice.acceptsLoss);
  }
  const started = await startAgain(record, work, own);
  if (state === "done")
    return work.journal.undoable?.run !== run || isOver(record, choice.undoDays, work.meter.context)
      ? await closeRecord(started, work)
      : started;
  const isSpared = record.code === "DISK_FAILING" && choice.sparesFailing === true;
  return started.isCleared || isSpared ? started : await clear(started, work);
}

/** What is staged is looked at again: its disk may have changed since. */
async function applyReady(
  record: RestoreRecord,
  live: SettleChoice["live"] | null,
  work: LiveWork,
): Promise<RestoreRecord> {
  const { run, parts, hooks } = record;
  await requireIdle(parts, hooks, work, contextOf(run, work.meter));
  try {
    if (live !== null && live !== undefined) requireStillFit(record, live);
    const brought = parts.filter(({ enrols }) => enrols === undefined);
    const validation = new Validation(contextOf(run, work.meter), work);
    for (const each of brought) validation.begin(each);
    await validation.end();
    await swapAll(record, work);
  } catch (thrown) {
    throw await turnedBackBy(thrown, run, work);
  }
  return work.journal.record(run);
}

/**
 * An update between the preparation and now changes nothing where the backup fits without a migration, as it did then.
 *
 * @throws APP_UPDATED
 */
function requireStillFit(
  { versions, hooks }: RestoreRecord,
  { name, ...live }: NonNullable<SettleChoice["live"]>,
): void {
  const { app: prepared, snapshot } = versions;
  const { version } = live;
  if (version === prepared) return;
  const { verdict, needsMigration } = fitnessOf(snapshot, live);
  if (verdict !== "unfit" && !needsMigration && hooks.migrate === null) return;
  throw new FivefoldError("APP_UPDATED", { app: name, prepared, version });
}

async function turnBackOrStick(
  record: RestoreRecord,
  work: LiveWork,
  acceptsLoss: boolean,
): Promise<RestoreRecord> {
  try {
    return await turnBack(record, work, null, acceptsLoss);
  } catch (thrown) {
    throw failureOf(work, record.run, thrown);
  }
}

const DAY_MS = 86_400_000;

function isOver({ atMs }: RestoreRecord, days: number | null, { clock }: RunContext): boolean {
  return days !== null && clock.nowMs() - atMs > days * DAY_MS;
}

export interface UndoResult {
  readonly outcome: "done" | "incomplete";
  readonly run: RunId;
  /** Work done since the restore. */
  readonly safety: SnapshotName | null;
  /** We started the app; otherwise people have to. */
  readonly isStarted: boolean;
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
}

/**
 * Goes back to before the last restore, after a safety snapshot of what has been worked since. The app is stopped
 * and started as the live description says: what the restore knew of that may be a week old.
 *
 * @throws UNDO_MISSING, RESTORE_OPEN, APP_BUSY, CANCELLED; ASIDE_LOST with all parts that could not be put back; what
 *   the safety snapshot's store throws (nothing is changed then); RESTORE_STUCK when a step back failed, `settle` tries
 *   again
 */
export async function undo(
  safety: Safety | null,
  sourceOf: SourceOf,
  hooks: Hooks,
  journal: Journal,
  context: RunContext,
): Promise<UndoResult> {
  const meter = startMeter(context);
  const work = { sourceOf, journal, meter, hooks, isLauncher: false };
  requireNoneUnfinished(journal);
  const record = journal.undoable;
  if (record === null) throw new FivefoldError("UNDO_MISSING");
  const { run, parts } = record;
  const { live: life } = hooks;
  if (life.stop === null) await requireIdle(parts, life, work, meter.context);
  await requireNoneLost(record, work);
  let name: SnapshotName | null;
  let unsaved: readonly PartId[];
  try {
    // Before anything is saved: what the app writes after that would be in no snapshot.
    await stopApp(record, life, work, meter.context);
    if (life.stop !== null) await requireIdle(parts, life, work, meter.context);
    const taken = await takeSafety(safety, record, work, true);
    ({ name, unsaved } = taken);
    throwIfCancelled(context.signal);
    await requireIdle(parts, life, work, meter.context);
    sayDegraded(taken, await requireNoneLost(record, work), meter.context);
  } catch (thrown) {
    await startAgain(journal.record(run), work, contextOf(run, meter));
    throw thrown;
  }
  try {
    const undoing = { kind: "undoing", safety: name, unsaved } as const;
    await turnBack(await note(work, run, undoing), work, null);
  } catch (thrown) {
    throw failureOf(work, run, thrown);
  }
  const { findings, notIncluded } = meter;
  const outcome = findings.length === 0 ? "done" : "incomplete";
  const isStarted = life.start !== null && journal.record(run).app === "untouched";
  return { outcome, run, safety: name, isStarted, findings, notIncluded };
}

/** What could not be saved before an undo stays aside, and is said with its place. */
function sayDegraded(
  { findings, unsaved }: TakenSafety,
  places: readonly PartAside[],
  context: RunContext,
): void {
  for (const { part, facts, ...finding } of findings) {
    const path = theFirst(
      places
        .filter((each) => unsaved.includes(each.part) && (part === null || each.part === part))
        .map((each) => each.path),
    );
    const more = { ...finding, part, facts: { ...facts, path } };
    context.report({ kind: "finding", finding: more });
  }
}

/**
 * Gives up the undo of the last restore and frees its room.
 *
 * @throws UNDO_MISSING when there is nothing to close, RESTORE_OPEN
 */
export async function close(
  sourceOf: SourceOf,
  journal: Journal,
  context: RunContext,
): Promise<RunId> {
  requireNoneUnfinished(journal);
  const record = journal.undoable;
  if (record === null) throw new FivefoldError("UNDO_MISSING");
  const work = { sourceOf, journal, meter: startMeter(context) };
  await closeOlder(record.run, work);
  await closeRecord(record, work);
  return record.run;
}
