/**
 * Backup and copy: from sources, or from another snapshot, into a store.
 *
 * Databases are captured first, then files, then settings and workspaces, then credentials; the manifest is last. What
 * a source cannot read becomes a finding while other parts go on; an error of the store ends the run.
 */

import type { App, LocatedPart } from "../model/app.ts";
import type { Entries, Entry } from "../model/entry.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Part, PartId } from "../model/part.ts";
import type { Finding, NotIncluded, RunContext } from "../model/run.ts";
import type {
  Draft,
  PartFacts,
  PartRecord,
  Reason,
  Snapshot,
  SnapshotId,
  StoredPart,
} from "../model/snapshot.ts";
import type { Reading, Source, SourceConfig } from "../model/source.ts";
import { jobOf } from "../model/job.ts";
import type { SnapshotReader, SnapshotWriter, Store } from "../model/store.ts";
import type { RecordSelection, Selection } from "./choice.ts";
import { condensed } from "./choice.ts";
import type { Count, Flow, Meter } from "./meter.ts";
import { startMeter, throwIfCancelled } from "./meter.ts";

/** Opens a source; the engine never knows which kinds there are. */
export type SourceOf = (config: SourceConfig) => Source;

export interface BackupRequest {
  readonly app: App;
  readonly selection: Selection;
  readonly reason: Reason;
  /** Which job it is made for; left out: none. */
  readonly job?: string | null;
  /** The settings without secrets, word for word. */
  readonly settings: string;
  /** Name and version of this program. */
  readonly program: string;
}

/** How backup and copy end when they end with a snapshot. */
export interface SnapshotResult {
  readonly outcome: "done" | "incomplete";
  readonly snapshot: Snapshot;
  readonly parts: readonly PartRecord[];
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
}

/**
 * Takes a snapshot of the chosen parts.
 *
 * @throws what the store throws; the first part's own error when not one part could be read; CANCELLED
 */
export async function backup(
  request: BackupRequest,
  store: Store,
  sourceOf: SourceOf,
  context: RunContext,
): Promise<SnapshotResult> {
  const { app, selection } = request;
  const meter = startMeter(context);
  say(meter, selection.findings, selection.notIncluded);
  meter.stage("open", null, null);
  const wanted = selection.parts.map(({ part }) => part.id);
  const draft: Draft = {
    app: { id: app.id, name: app.name, version: app.version },
    takenAtMs: context.clock.nowMs(),
    scope: selection.scope,
    reason: request.reason,
    job: request.job ?? null,
    tenants: selection.tenants,
    parent: await chooseParent(store, app.id, wanted, meter.context),
    description: app.description,
    settings: request.settings,
    program: request.program,
  };
  await using writer = await store.begin(draft, meter.context);
  const parts: PartRecord[] = [];
  const failures: FivefoldError[] = [];
  for (const located of selection.parts) {
    throwIfCancelled(context.signal);
    const captured = await capture(located, writer, sourceOf, meter);
    if (captured instanceof FivefoldError) {
      failures.push(captured);
      say(meter, [findingOf(captured, located.part.id)], []);
    } else {
      parts.push(captured);
    }
  }
  if (parts.length === 0) throw failures[0] ?? new FivefoldError("CHOICE_EMPTY");
  return await commit(writer, parts, meter);
}

/** Reads one part into the store; gives the source's error back where the part could not be read, throws all others. */
async function capture(
  { part, source: config }: LocatedPart,
  writer: SnapshotWriter,
  sourceOf: SourceOf,
  meter: Meter,
): Promise<PartRecord | FivefoldError> {
  const known = writer.known(part.id);
  meter.stage("store", part.id, known);
  let flow: Flow | null = null;
  try {
    await using reading = sourceOf(config).read(part, known, meter.context);
    flow = meter.flow(reading.entries);
    const stored = await writer.add(part, flow.entries);
    flow.end();
    const facts = await factsOf(reading, part.id, meter);
    return { ...identityOf(part), ...countsOf(stored), ...facts };
  } catch (thrown) {
    throwIfCancelled(meter.context.signal);
    const failure = flow?.failure();
    const error = sourceError(failure ?? thrown, failure !== undefined);
    if (error === null) throw thrown;
    return error;
  } finally {
    flow?.end();
  }
}

/** A part that was stored and then proved damaged is kept, with a finding: a damaged copy is better than none. */
async function factsOf(reading: Reading, part: PartId, meter: Meter): Promise<PartFacts> {
  try {
    const { version, tables } = await reading.facts();
    return { version, tables };
  } catch (thrown) {
    throwIfCancelled(meter.context.signal);
    const error = sourceError(thrown, true);
    if (error === null) throw thrown;
    say(meter, [findingOf(error, part)], []);
    return { version: null, tables: null };
  }
}

/** Gives what a source threw as its error, `null` for what is not the source's or is a mistake of ours. */
function sourceError(thrown: unknown, isFromSource: boolean): FivefoldError | null {
  if (thrown instanceof FivefoldError) {
    if (thrown.code.startsWith("SOURCE_")) return thrown;
    return isFromSource && thrown.code !== "INTERNAL" ? thrown : null;
  }
  const code = systemCode(thrown);
  if (!isFromSource || code === null) return null;
  return new FivefoldError("SOURCE_UNREADABLE", { system: code }, { cause: thrown });
}

/**
 * Finds the newest snapshot of this app that holds the parts; full ones come first and are taken at their word, of the
 * others the newest few are opened. Whether it is complete does not matter: what it holds was read.
 */
async function chooseParent(
  store: Store,
  appId: string,
  wanted: readonly PartId[],
  context: RunContext,
): Promise<SnapshotId | null> {
  const own: Snapshot[] = [];
  for await (const snapshot of store.list(aboutNeighbours(store, context))) {
    throwIfCancelled(context.signal);
    if (snapshot.appId === appId) own.push(snapshot);
  }
  const newest = own.toSorted((a, b) => Date.parse(b.takenAt) - Date.parse(a.takenAt));
  const full = newest.find((snapshot) => snapshot.scope === "full");
  if (full !== undefined) return full.id;
  let best: { readonly id: SnapshotId; readonly held: number } | null = null;
  for (const { id } of newest.slice(0, 8)) {
    const held = await countHeld(store, id, wanted, context);
    if (held === wanted.length) return id;
    if (held > (best?.held ?? 0)) best = { id, held };
  }
  return best?.id ?? null;
}

/** A broken file in the same folder is no reason to call a parcel incomplete that has nothing of it. */
function aboutNeighbours(store: Store, context: RunContext): RunContext {
  if (store.kind === "vault") return context;
  const report: RunContext["report"] = (progress) => {
    if (progress.kind !== "finding") context.report(progress);
  };
  return { ...context, report };
}

async function countHeld(
  store: Store,
  id: SnapshotId,
  wanted: readonly PartId[],
  context: RunContext,
): Promise<number> {
  try {
    await using reader = await store.open(id, context);
    const held = new Set(reader.manifest.parts.map((record) => record.id));
    return wanted.filter((part) => held.has(part)).length;
  } catch (thrown) {
    // A parent only saves time: one that cannot be opened is passed over.
    throwIfCancelled(context.signal);
    if (thrown instanceof FivefoldError) return 0;
    throw thrown;
  }
}

export interface CopyRequest {
  readonly reader: SnapshotReader;
  /** Of the store that the reader came from. */
  readonly from: Store["kind"];
  /** Chosen by `selectRecords(reader.manifest, …)`. */
  readonly selection: RecordSelection;
  /** `null`: the snapshot's own. */
  readonly reason: Reason | null;
  /** One is made even where the store has the same: of another form, or under a name that people chose. */
  readonly makesAnother?: boolean;
}

export interface CopyResult extends SnapshotResult {
  /** The store had it already: `snapshot` is that one, and nothing was written. */
  readonly wasThere: boolean;
}

/**
 * Copies chosen parts of a snapshot into another store; the moment it was taken at stays.
 *
 * Counts and sizes are compared on both ends. Between stores of one kind equal fingerprints prove the rest; where they
 * differ (two vaults cut contents at different borders), names, kinds, sizes, modes, times and link targets are
 * compared entry by entry. Where the store has the same already, taken at the same moment, no other is made.
 *
 * @throws SNAPSHOT_DAMAGED when one end is not what the manifest says; what the store throws; CANCELLED
 */
export async function copy(
  request: CopyRequest,
  store: Store,
  context: RunContext,
): Promise<CopyResult> {
  const { reader, selection } = request;
  const { manifest } = reader;
  const meter = startMeter(context);
  say(meter, incompleteness(reader), selection.notIncluded);
  meter.stage("open", null, null);
  const there =
    request.makesAnother === true ? null : await findCopy(request, store, meter.context);
  if (there !== null) {
    const { findings, notIncluded } = meter;
    const outcome = findings.length === 0 ? "done" : "incomplete";
    return { outcome, ...there, findings, notIncluded, wasThere: true };
  }
  const wanted = selection.records.map((record) => record.id);
  const draft: Draft = {
    app: manifest.app,
    takenAtMs: Date.parse(manifest.takenAt),
    scope: selection.scope,
    reason: request.reason ?? manifest.reason,
    job: jobOf(reader.snapshot.tags),
    tenants: selection.tenants,
    parent: await chooseParent(store, manifest.app.id, wanted, meter.context),
    description: manifest.description,
    settings: manifest.settings,
    program: manifest.program,
  };
  const parts: PartRecord[] = [];
  let result: SnapshotResult;
  {
    await using writer = await store.begin(draft, meter.context);
    for (const record of selection.records) {
      throwIfCancelled(context.signal);
      parts.push(await copyPart(record, reader, writer, meter));
    }
    result = await commit(writer, parts, meter);
  }
  await compareEnds(request, result, store, meter.context);
  return { ...result, wasThere: false };
}

/** Finds the snapshot that a copy would make once more, `null` when the store has none. */
async function findCopy(
  { reader, from, selection, reason }: CopyRequest,
  store: Store,
  context: RunContext,
): Promise<{ readonly snapshot: Snapshot; readonly parts: readonly PartRecord[] } | null> {
  const { manifest } = reader;
  const takenAtMs = Date.parse(manifest.takenAt);
  const alike: Snapshot[] = [];
  for await (const snapshot of store.list(aboutNeighbours(store, context))) {
    throwIfCancelled(context.signal);
    if (
      snapshot.appId === manifest.app.id &&
      Date.parse(snapshot.takenAt) === takenAtMs &&
      snapshot.scope === selection.scope &&
      snapshot.reason === (reason ?? manifest.reason) &&
      snapshot.isComplete === manifest.isComplete
    )
      alike.push(snapshot);
  }
  const isOneKind = from === store.kind;
  for (const { id } of alike) {
    try {
      await using other = await store.open(id, context);
      if (await holdsSame(reader, selection.records, other, isOneKind, context.signal))
        return { snapshot: other.snapshot, parts: other.manifest.parts };
    } catch (thrown) {
      // What cannot be read is no copy: another one is made.
      throwIfCancelled(context.signal);
      if (!(thrown instanceof FivefoldError)) throw thrown;
    }
  }
  return null;
}

/** Tells whether `other` holds these parts and no others. */
async function holdsSame(
  reader: SnapshotReader,
  records: readonly PartRecord[],
  other: SnapshotReader,
  isOneKind: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const held = new Map(other.manifest.parts.map((record) => [record.id, record]));
  if (held.size !== records.length) return false;
  const facts = (record: PartRecord): string =>
    JSON.stringify([record.entryCount, record.sizeBytes, record.version, record.tables]);
  for (const record of records) {
    const same = held.get(record.id);
    if (same === undefined || facts(same) !== facts(record)) return false;
    if (isOneKind && same.fingerprint === record.fingerprint) continue;
    const different = await firstDifference(
      reader.read(record.id),
      other.read(record.id),
      isOneKind,
      signal,
    );
    if (different !== null) return false;
  }
  return true;
}

async function copyPart(
  record: PartRecord,
  reader: SnapshotReader,
  writer: SnapshotWriter,
  meter: Meter,
): Promise<PartRecord> {
  meter.stage("store", record.id, record);
  const flow = meter.flow(reader.read(record.id));
  try {
    const stored = await writer.add(identityOf(record), flow.entries);
    requireCounts(record, flow.count(), reader);
    requireCounts(record, stored, reader);
    return { ...record, ...countsOf(stored) };
  } catch (thrown) {
    throwIfCancelled(meter.context.signal);
    throw thrown;
  } finally {
    flow.end();
  }
}

async function compareEnds(
  { reader, from }: CopyRequest,
  result: SnapshotResult,
  store: Store,
  context: RunContext,
): Promise<void> {
  await using written = await store.open(result.snapshot.id, context);
  for (const part of result.parts) {
    const before = reader.manifest.parts.find((record) => record.id === part.id);
    const after = written.manifest.parts.find((record) => record.id === part.id);
    if (before === undefined || after === undefined) throw damaged(written, part.id, "part");
    requireCounts(before, after, written);
    const isOneKind = from === store.kind;
    if (isOneKind && before.fingerprint === after.fingerprint) continue;
    const different = await firstDifference(
      reader.read(part.id),
      written.read(part.id),
      isOneKind,
      context.signal,
    );
    if (different !== null) throw damaged(written, part.id, `entry ${different}`);
  }
}

/** Gives the path of the first entry that differs but in its content, `null` when none does. */
async function firstDifference(
  left: Entries,
  right: Entries,
  isStrict: boolean,
  signal: AbortSignal,
): Promise<string | null> {
  const others = oneByOne(right);
  try {
    for await (const entry of oneByOne(left)) {
      throwIfCancelled(signal);
      const other = await others.next();
      if (other.done || traits(entry, isStrict) !== traits(other.value, isStrict))
        return entry.path;
    }
    const more = await others.next();
    return more.done ? null : more.value.path;
  } finally {
    await others.return(undefined);
  }
}

async function* oneByOne(entries: Entries): AsyncGenerator<Entry, void, undefined> {
  for await (const batch of entries) yield* batch;
}

function traits(entry: Entry, isStrict: boolean): string {
  const detail = entry.kind === "link" ? entry.target : entry.kind === "file" ? entry.sizeBytes : 0;
  const loose = [entry.path, entry.kind, detail];
  return JSON.stringify(isStrict ? [...loose, entry.mode, String(entry.modifiedNs)] : loose);
}

/** Writes the manifest: from here on it is a snapshot. */
async function commit(
  writer: SnapshotWriter,
  parts: readonly PartRecord[],
  meter: Meter,
): Promise<SnapshotResult> {
  throwIfCancelled(meter.context.signal);
  meter.stage("index", null, null);
  const snapshot = await writer.commit({
    parts,
    notIncluded: condensed(meter.notIncluded),
    findings: meter.findings,
  });
  const { findings, notIncluded } = meter;
  const outcome = findings.length === 0 ? "done" : "incomplete";
  return { outcome, snapshot, parts, findings, notIncluded };
}

/** Compares what flowed, or what was written, with what the manifest says. */
export function requireCounts(record: PartRecord, count: Count, reader: SnapshotReader): void {
  if (count.entryCount !== record.entryCount) throw damaged(reader, record.id, "entryCount");
  if (count.sizeBytes !== record.sizeBytes) throw damaged(reader, record.id, "sizeBytes");
}

function damaged(reader: SnapshotReader, part: PartId, what: string): FivefoldError {
  return new FivefoldError("SNAPSHOT_DAMAGED", { ...snapshotFacts(reader), path: part, what });
}

function snapshotFacts(reader: SnapshotReader): { readonly snapshot: string } {
  return { snapshot: reader.snapshot.id };
}

/** Says that something could not be read when the snapshot was made; which part it was, only that run knows. */
export function incompleteness(reader: SnapshotReader): readonly Finding[] {
  const { isComplete, findingCount } = reader.manifest;
  if (isComplete) return [];
  const facts = { ...snapshotFacts(reader), count: findingCount };
  return [{ code: "SNAPSHOT_INCOMPLETE", part: null, path: null, facts }];
}

export function findingOf(error: FivefoldError, part: PartId | null): Finding {
  return { code: error.code, part, path: null, facts: error.facts };
}

function say(
  meter: Meter,
  findings: readonly Finding[],
  notIncluded: readonly NotIncluded[],
): void {
  for (const finding of findings) meter.context.report({ kind: "finding", finding });
  for (const each of notIncluded) meter.context.report({ kind: "notIncluded", notIncluded: each });
}

/** Only what a part is, whatever else the object carries. */
export function identityOf(part: Part): Part {
  return { id: part.id, kind: part.kind, tenant: part.tenant, title: part.title };
}

function countsOf(stored: StoredPart): StoredPart {
  return {
    entryCount: stored.entryCount,
    sizeBytes: stored.sizeBytes,
    fingerprint: stored.fingerprint,
  };
}
