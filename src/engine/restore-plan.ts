/**
 * A restore as a value, shown before it is done. Making it reads the manifest and asks the sources; nothing is touched.
 *
 * Contents are not read here: everything is read, and proved, when it is staged, before any live data is touched.
 */

import type { App, LocatedPart } from "../model/app.ts";
import type { PartDifference } from "../model/difference.ts";
import { FivefoldError } from "../model/error.ts";
import type { PartId } from "../model/part.ts";
import type { NotIncluded, RunContext, RunId } from "../model/run.ts";
import type { PartRecord, Scope, Snapshot, TenantRecord } from "../model/snapshot.ts";
import type { Holder, Room, SourceConfig } from "../model/source.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { Fitness } from "../model/version-rule.ts";
import { fitnessOf } from "../model/version-rule.ts";
import type { SourceOf } from "./backup.ts";
import { identityOf } from "./backup.ts";
import type { Choice } from "./choice.ts";
import { isEverything } from "./choice.ts";
import type { RestoreRecord } from "./journal.ts";
import { startMeter, throwIfCancelled } from "./meter.ts";
import type { ChosenPath } from "./paths.ts";
import { narrowed, selectEntries, wantedBy } from "./paths.ts";

export interface PlannedPart extends LocatedPart {
  /** Of what comes back: where `only` is given, of that alone. */
  readonly record: PartRecord;
  /** What of the part comes back, as its source says, too; `null`: all of it. */
  readonly only: readonly ChosenPath[] | null;
  readonly room: Room;
  readonly holders: readonly Holder[];
  /** What the restore would change; `null`: it was not compared. */
  readonly difference: PartDifference | null;
}

/** Sums over all parts that are staged on one device. */
export interface DeviceRoom {
  readonly device: string;
  readonly folder: string;
  readonly neededBytes: number;
  readonly freeBytes: number;
}

/** An earlier restore that can be undone until this one is done. */
export interface EndedUndo {
  readonly run: RunId;
  /** Of the snapshot that it brought back, ISO 8601. */
  readonly takenAt: string;
  /** When it was done, in milliseconds since 1970 UTC. */
  readonly doneAtMs: number;
}

export interface RestorePlan {
  readonly snapshot: Snapshot;
  /** How the version that made the snapshot fits the live one; never "unfit". */
  readonly fitness: Fitness;
  readonly scope: Scope;
  /** In the order of swapping: outer parts first. */
  readonly parts: readonly PlannedPart[];
  readonly rooms: readonly DeviceRoom[];
  /** The tenants that have a part among them. */
  readonly tenants: readonly TenantRecord[];
  /** Live tenants that the snapshot does not know: left alone. Empty when only some parts come back. */
  readonly untouchedTenants: readonly TenantRecord[];
  /** Tenants that come back but are not in the live login database. */
  readonly unregisteredTenants: readonly TenantRecord[];
  readonly notIncluded: readonly NotIncluded[];
  /** `null`: there is no earlier restore whose undo this one ends. */
  readonly endsUndo: EndedUndo | null;
}

/** Finds where a part of a snapshot lives today, `null` when the description has no such part. */
export type Locate = (record: PartRecord) => LocatedPart | null;

/**
 * Plans the return of chosen parts to where the description says that they live.
 *
 * `app.tenants` may be empty when the login database is broken; `locate` must work without it. `undoable`: the
 * journal's.
 *
 * @throws SNAPSHOT_FOREIGN when it is another app's; VERSION_UNFIT; TENANT_UNKNOWN, PART_UNKNOWN, PATH_UNKNOWN,
 *   PATH_IN_DATABASE, CHOICE_EMPTY; ASIDE_IMPOSSIBLE, PATH_BLOCKED
 */
export async function planRestore(
  reader: SnapshotReader,
  app: Pick<App, "id" | "name" | "version" | "restores" | "hooks" | "tenants" | "loginPart">,
  choice: Choice,
  locate: Locate,
  undoable: RestoreRecord | null,
  sourceOf: SourceOf,
  context: RunContext,
): Promise<RestorePlan> {
  const { manifest, snapshot } = reader;
  if (manifest.app.id !== app.id)
    throw new FivefoldError("SNAPSHOT_FOREIGN", {
      snapshot: snapshot.id,
      app: manifest.app.id,
      expected: app.id,
    });
  const fitness = requireFitness(manifest.app.version, app);
  context.report({ kind: "stage", stage: "open", part: null });
  const selection = await selectEntries(reader, app.loginPart, choice, "restore", context.signal);
  const homeless: NotIncluded[] = [];
  const planned: PlannedPart[] = [];
  for (const record of selection.records) {
    throwIfCancelled(context.signal);
    const located = locate(record);
    if (located === null) {
      homeless.push({ what: "part", name: record.id, reason: "noPart", part: record.id });
      continue;
    }
    const part = identityOf(located.part);
    const only = selection.only.get(record.id);
    const config = narrowed(located.source, record.id, only);
    const source = sourceOf(config);
    const room = await source.need(part, record);
    const holders = await source.busy(part);
    planned.push({
      ...located,
      part,
      source: config,
      record,
      only: only ?? null,
      room,
      holders,
      difference: null,
    });
  }
  if (planned.length === 0) throw new FivefoldError("CHOICE_EMPTY");
  const parts = planned.toSorted((a, b) => depthOf(a.source) - depthOf(b.source));
  const isAll = isEverything(choice);
  const bringsLogin = parts.some(({ part }) => part.id === app.loginPart);
  return {
    snapshot,
    fitness,
    scope: selection.scope,
    parts,
    rooms: roomsOf(parts.map(({ room }) => room)),
    tenants: selection.tenants.filter(({ id }) => parts.some(({ part }) => part.tenant === id)),
    untouchedTenants: isAll ? without(app.tenants, manifest.tenants) : [],
    // A file of a tenant brings no tenant back.
    unregisteredTenants:
      bringsLogin || selection.only.size > 0 ? [] : without(selection.tenants, app.tenants),
    notIncluded: [...selection.notIncluded, ...homeless],
    endsUndo:
      undoable === null
        ? null
        : { run: undoable.run, takenAt: undoable.takenAt, doneAtMs: undoable.atMs },
  };
}

/**
 * How a plan's parts are compared with what lives. "whole" asks for the newest records, too; "quick" takes what can be
 * had in `limitMs` without a look into contents.
 */
export type Comparing =
  | { readonly kind: "whole" }
  | { readonly kind: "quick"; readonly limitMs: number };

/** Adds to each planned part what its coming back would change, while the app works; nothing live is touched. */
export async function compareParts(
  plan: RestorePlan,
  reader: SnapshotReader,
  comparing: Comparing,
  sourceOf: SourceOf,
  context: RunContext,
): Promise<RestorePlan> {
  const { run, clock } = context;
  const report: RunContext["report"] = (progress) => context.report(progress);
  const ended = new AbortController();
  const late = new AbortController();
  if (comparing.kind === "quick")
    void clock
      .sleep(comparing.limitMs, AbortSignal.any([context.signal, ended.signal]))
      .then(() => late.abort())
      .catch(() => undefined); // all was compared in time
  const signal = AbortSignal.any([context.signal, late.signal]);
  const meter = startMeter({ run, clock, report, signal });
  const differences = new Map<PartId, PartDifference>();
  // Counting rows may take long, looking at files does not: what is quick is had in any case.
  const isFiles = ({ source }: PlannedPart): boolean => source.kind === "files";
  const [files, databases] = [
    plan.parts.filter(isFiles),
    plan.parts.filter((each) => !isFiles(each)),
  ];
  try {
    for (const planned of [...files, ...databases]) {
      throwIfCancelled(context.signal);
      const { part, source, record } = planned;
      const newest = comparing.kind === "whole" ? (planned.newest ?? null) : null;
      meter.stage("compare", part.id, record);
      const flow = meter.flow(reader.read(part.id, wantedBy(source)));
      try {
        const kept = { record, entries: flow.entries, newest };
        if (!signal.aborted)
          differences.set(part.id, await sourceOf(source).compare(part, kept, meter.context));
      } catch (thrown) {
        throwIfCancelled(context.signal);
        if (!signal.aborted) throw thrown;
      } finally {
        flow.end();
      }
    }
  } finally {
    ended.abort();
  }
  const parts = plan.parts.map((each) => ({
    ...each,
    difference: differences.get(each.part.id) ?? null,
  }));
  return { ...plan, parts };
}

/** @throws VERSION_UNFIT */
function requireFitness(
  backup: string,
  { name, version, restores, hooks }: Pick<App, "name" | "version" | "restores" | "hooks">,
): Fitness {
  const canMigrate = hooks.migrate !== null;
  const fitness = fitnessOf(backup, { version, restores, canMigrate });
  if (fitness.verdict !== "unfit") return fitness;
  const { age } = fitness;
  throw new FivefoldError("VERSION_UNFIT", { app: name, backup, version, restores, age });
}

function without(
  tenants: readonly TenantRecord[],
  others: readonly TenantRecord[],
): readonly TenantRecord[] {
  const ids = new Set(others.map((tenant) => tenant.id));
  return tenants.filter((tenant) => !ids.has(tenant.id));
}

/** How many names lead to the part's data; an outer part always has fewer than one inside it. */
export function depthOf(config: SourceConfig): number {
  const path = config.kind === "files" ? config.root : config.path;
  return path.split(/[\\/]/).filter((name) => name !== "").length;
}

/** Sums what is needed per device; what is free there counts once. */
export function roomsOf(rooms: readonly Room[]): readonly DeviceRoom[] {
  const devices = new Map<string, DeviceRoom>();
  for (const { device, folder, neededBytes, freeBytes } of rooms) {
    const before = devices.get(device);
    devices.set(device, {
      device,
      folder: before?.folder ?? folder,
      neededBytes: (before?.neededBytes ?? 0) + neededBytes,
      freeBytes: Math.min(before?.freeBytes ?? freeBytes, freeBytes),
    });
  }
  return [...devices.values()];
}

/** @throws SPACE_SHORT for the first device that has too little */
export function requireRoom(rooms: readonly Room[]): void {
  for (const { folder, neededBytes, freeBytes } of roomsOf(rooms)) {
    if (neededBytes > freeBytes)
      throw new FivefoldError("SPACE_SHORT", { path: folder, neededBytes, freeBytes });
  }
}
