/**
 * Restore and its ways back. The old state stands until "done" is on disk, and again from "undoing" on.
 *
 * Order: stage, validate, safety snapshot, ready, swap, done. Every fact is in the journal before the world is touched;
 * every step may be repeated by a new process. What lies aside is cleared only after the journal says that it is no
 * longer needed. An earlier restore can be undone until a later one is done. The caller holds the app lock.
 */

import { isDeepStrictEqual } from "node:util";
import type { App } from "../model/app.ts";
import type { ErrorCode } from "../model/error.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import type { PartId } from "../model/part.ts";
import type { Finding, NotIncluded, RunContext, RunId } from "../model/run.ts";
import type { PartRecord, Scope, TenantRecord } from "../model/snapshot.ts";
import type { Holder } from "../model/source.ts";
import type { SnapshotReader, Store } from "../model/store.ts";
import type { SourceOf } from "./backup.ts";
import { backup, findingOf, identityOf, incompleteness, requireCounts } from "./backup.ts";
import type {
  Journal,
  JournalPart,
  JournalState,
  PartAside,
  RestoreRecord,
  SnapshotName,
} from "./journal.ts";
import { isHalfway } from "./journal.ts";
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

export interface RestoreRequest {
  readonly plan: RestorePlan;
  readonly reader: SnapshotReader;
  /** The place's name or folder that the reader came from, for the journal. */
  readonly place: string;
  /** `null`: none is taken; the old data itself still lies aside until the restore is closed. */
  readonly safety: Safety | null;
}

export interface RestoreResult {
  readonly outcome: "done" | "incomplete";
  readonly parts: readonly PartRecord[];
  readonly safety: SnapshotName | null;
  /** The earlier restore whose undo ended when this one was done. */
  readonly closed: RunId | null;
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
}

/**
 * Brings the planned parts back.
 *
 * @throws before anything is begun: RESTORE_OPEN, SPACE_SHORT, APP_BUSY, ASIDE_IMPOSSIBLE. Afterwards, everything being
 *   as before: RESTORE_TURNED_BACK with the cause, or CANCELLED. RESTORE_STUCK when turning back failed, too, or the
 *   journal could not be written; `settle` then decides.
 */
export async function restore(
  request: RestoreRequest,
  sourceOf: SourceOf,
  journal: Journal,
  context: RunContext,
): Promise<RestoreResult> {
  const { plan, reader } = request;
  const meter = startMeter(context);
  for (const finding of incompleteness(reader)) meter.context.report({ kind: "finding", finding });
  for (const notIncluded of plan.notIncluded)
    meter.context.report({ kind: "notIncluded", notIncluded });
  const work = { sourceOf, journal, meter };
  const parts = plan.parts.map(({ part, source, record }) => ({ part, source, record }));
  requireNoneUnfinished(journal);
  await requireFreeRoom(parts, sourceOf);
  await requireIdle(parts, sourceOf);
  throwIfCancelled(context.signal);

  const older = journal.undoable;
  const from = { place: request.place, snapshot: plan.snapshot.id };
  const { takenAt } = plan.snapshot;
  const scope = scopeOf(plan, request.safety);
  const { tenants } = plan;
  const begun = await note(work, context.run, {
    kind: "begun",
    from,
    takenAt,
    parts,
    scope,
    tenants,
  });
  try {
    await stageAll(parts, reader, work);
    await validateAll(parts, meter.context, work);
    const { name: safety, findings } = await takeSafety(request.safety, begun, work, false);
    for (const finding of findings) meter.context.report({ kind: "finding", finding });
    throwIfCancelled(context.signal);
    await requireIdle(parts, sourceOf);
    await note(work, context.run, { kind: "ready", safety });
    await swapAll(journal.record(context.run), work);
  } catch (thrown) {
    throw await turnedBackBy(thrown, context.run, work);
  }
  await closeOlder(context.run, work);
  const { findings, notIncluded } = meter;
  return {
    outcome: findings.length === 0 ? "done" : "incomplete",
    parts: parts.map(({ record }) => record),
    safety: journal.record(context.run).safety,
    closed: older?.run ?? null,
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

async function stageAll(
  parts: readonly JournalPart[],
  reader: SnapshotReader,
  { sourceOf, meter }: Work,
): Promise<void> {
  for (const { part, source, record } of parts) {
    throwIfCancelled(meter.context.signal);
    meter.stage("stage", part.id, record);
    const flow = meter.flow(reader.read(part.id, wantedBy(source)));
    try {
      await sourceOf(source).stage(part, flow.entries, meter.context);
      requireCounts(record, flow.count(), reader);
    } finally {
      flow.end();
    }
  }
}

/** Whatever is found in what is staged keeps it from going live. */
async function validateAll(
  parts: readonly JournalPart[],
  context: RunContext,
  { sourceOf, meter }: Work,
): Promise<void> {
  for (const { part, source, record } of parts) {
    throwIfCancelled(meter.context.signal);
    meter.stage("validate", part.id, null);
    const findings = await sourceOf(source).validate(part, record, context);
    const [first] = findings;
    if (first === undefined) continue;
    for (const finding of findings) context.report({ kind: "finding", finding });
    throw new FivefoldError(first.code, { ...first.facts, part: part.id });
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
 * `isStoreNeeded`: errors of the store are thrown, because nothing else will keep the data.
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
      if (progress.kind === "finding") degrade(progress.finding.part, progress.finding.code);
      else if (progress.kind !== "notIncluded") context.report(progress);
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
    if (isStoreNeeded && !error.code.startsWith("SOURCE_")) throw thrown;
    // When not one part could be read, its own reason has been said with the part.
    const isSaid = [...degraded.values()].some(({ facts }) => facts["cause"] === error.code);
    if (!isSaid) degrade(null, error.code);
  }
  return { name, findings: [...degraded.values()], unsaved: [...unsaved] };
}

/** From ready to done; cancelling has no effect any more. */
async function swapAll(record: RestoreRecord, work: Work): Promise<void> {
  const { run, parts } = record;
  const context = contextOf(run, work.meter);
  await note(work, run, { kind: "swapping" });
  for (const { part, source } of parts) {
    work.meter.stage("swap", part.id, null);
    await work.sourceOf(source).swap(part, context);
  }
  await note(work, run, { kind: "swapped" });
  try {
    await note(work, run, { kind: "done" });
  } catch (thrown) {
    // "done" may be on disk: nothing may be turned back before the journal was read anew.
    throw stuck(work, run, thrown);
  }
}

/** Turns back because of what was thrown, and gives the error that says so. */
async function turnedBackBy(thrown: unknown, run: RunId, work: Work): Promise<FivefoldError> {
  if (thrown instanceof FivefoldError && thrown.code === "RESTORE_STUCK") return thrown;
  const { signal } = work.meter.context;
  const record = work.journal.record(run);
  const isCancelled = signal.aborted && (record.state === "begun" || record.state === "ready");
  const cause = isCancelled ? cancelled(signal) : asFivefoldError(thrown);
  try {
    await turnBack(record, work, cause.code);
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
 * Puts the old state back, says so in the journal, and only then clears.
 *
 * One part that cannot be put back keeps no other from it; then the journal says which are back, and nothing is cleared.
 * Where somebody accepts that old states are lost, those parts are left as they are, with whatever still lies aside.
 */
async function turnBack(
  record: RestoreRecord,
  work: Work,
  code: ErrorCode | null,
  acceptsLoss = false,
): Promise<RestoreRecord> {
  const { run, state } = record;
  if (state === "begun")
    return await clear(await note(work, run, { kind: "turnedBack", code }), work);
  const { failed, lost, failure } = await unswapAll(record, work);
  if (state === "ready" && failed.length === lost.length)
    // Nothing was swapped; a disk that lost the last facts in a power cut has been made up for just now.
    return await clear(await note(work, run, { kind: "turnedBack", code }), work);
  if (failed.length > lost.length || (lost.length > 0 && !acceptsLoss)) {
    await noteStuck(record, failed, lost, work);
    throw stuckWith(record, failed, lost, failure);
  }
  for (const { part, path } of lost) {
    const finding: Finding = { code: "ASIDE_LOST", part, path: null, facts: { part, path } };
    work.meter.context.report({ kind: "finding", finding });
  }
  return await clear(await note(work, run, { kind: "turnedBack", code, lost }), work);
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

/** @throws SPACE_SHORT, ASIDE_IMPOSSIBLE */
async function requireFreeRoom(parts: readonly JournalPart[], sourceOf: SourceOf): Promise<void> {
  const rooms = [];
  for (const { part, source, record } of parts)
    rooms.push(await sourceOf(source).need(part, record));
  requireRoom(rooms);
}

/** @throws APP_BUSY */
async function requireIdle(parts: readonly JournalPart[], sourceOf: SourceOf): Promise<void> {
  for (const { part, source } of parts) {
    const holders = await sourceOf(source).busy(part);
    if (holders.length > 0)
      throw new FivefoldError("APP_BUSY", {
        part: part.id,
        holder: holders.map(nameOf).join(", "),
      });
  }
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

function nameOf({ pid, name }: Holder): string {
  return pid === null ? name : `${name} (${pid})`;
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
  /** What becomes of a restore that is staged and validated but was not swapped. */
  readonly ready: "leave" | "apply" | "turnBack";
  /** Restores done longer ago are closed; `null`: none is. */
  readonly undoDays: number | null;
  /** Ends a restore whose old state is lost in part: those parts are left as they are, which is a finding for each. */
  readonly acceptsLoss: boolean;
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
  journal: Journal,
  context: RunContext,
): Promise<readonly Settled[]> {
  const work = { sourceOf, journal, meter: startMeter(context) };
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
  work: Work,
): Promise<RestoreRecord> {
  const { state } = record;
  if (state === "ready" && choice.ready === "leave") return record;
  if (state === "ready" && choice.ready === "apply") return await applyReady(record, work);
  if (state === "begun" || state === "ready") return await turnBackOrStick(record, work, false);
  if (isHalfway(state)) {
    await requireIdle(notBack(record), work.sourceOf);
    return await turnBackOrStick(record, work, choice.acceptsLoss);
  }
  if (state === "done")
    return work.journal.undoable?.run !== record.run ||
      isOver(record, choice.undoDays, work.meter.context)
      ? await closeRecord(record, work)
      : record;
  return record.isCleared ? record : await clear(record, work);
}

/** What is staged is looked at again: its disk may have changed since. */
async function applyReady(record: RestoreRecord, work: Work): Promise<RestoreRecord> {
  const { run, parts } = record;
  await requireIdle(parts, work.sourceOf);
  try {
    await validateAll(parts, contextOf(run, work.meter), work);
    await swapAll(record, work);
  } catch (thrown) {
    throw await turnedBackBy(thrown, run, work);
  }
  return work.journal.record(run);
}

async function turnBackOrStick(
  record: RestoreRecord,
  work: Work,
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
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
}

/**
 * Goes back to before the last restore, after a safety snapshot of what has been worked since.
 *
 * @throws UNDO_MISSING, RESTORE_OPEN, APP_BUSY, CANCELLED; ASIDE_LOST with all parts that could not be put back; what
 *   the safety snapshot's store throws (nothing is changed then); RESTORE_STUCK when a step back failed, `settle` tries
 *   again
 */
export async function undo(
  safety: Safety | null,
  sourceOf: SourceOf,
  journal: Journal,
  context: RunContext,
): Promise<UndoResult> {
  const meter = startMeter(context);
  const work = { sourceOf, journal, meter };
  requireNoneUnfinished(journal);
  const record = journal.undoable;
  if (record === null) throw new FivefoldError("UNDO_MISSING");
  const { run, parts } = record;
  await requireIdle(parts, sourceOf);
  await requireNoneLost(record, work);
  const { name, findings: degraded, unsaved } = await takeSafety(safety, record, work, true);
  throwIfCancelled(context.signal);
  await requireIdle(parts, sourceOf);
  const places = await requireNoneLost(record, work);
  for (const { part, facts, ...finding } of degraded) {
    const path = theFirst(
      places
        .filter((each) => unsaved.includes(each.part) && (part === null || each.part === part))
        .map((each) => each.path),
    );
    const more = { ...finding, part, facts: { ...facts, path } };
    meter.context.report({ kind: "finding", finding: more });
  }
  try {
    const undoing = { kind: "undoing", safety: name, unsaved } as const;
    await turnBack(await note(work, run, undoing), work, null);
  } catch (thrown) {
    throw failureOf(work, run, thrown);
  }
  const { findings, notIncluded } = meter;
  const outcome = findings.length === 0 ? "done" : "incomplete";
  return { outcome, run, safety: name, findings, notIncluded };
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
