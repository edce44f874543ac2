/**
 * One run of a job, from the question whether anything changed to the copies; and what is remembered of it. What follows
 * a backup stands in `job-upkeep.ts`.
 */

import { createHash } from "node:crypto";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { JobMemory } from "../app/job-memory.ts";
import type { App } from "../model/app.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import { LOOKED_BACK } from "../model/alarm.ts";
import type { Job } from "../model/job.ts";
import type { Calendar } from "../model/parcel.ts";
import type { Finding, RunContext, RunRecord } from "../model/run.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { BackupValue, Origin, PackedValue } from "./backups.ts";
import { backup, copyOnce, pack, packCopy } from "./backups.ts";
import type { Watch } from "./given.ts";
import { contextOf, newRun } from "./given.ts";
import type { Installation } from "./installation.ts";
import type { Ended, Noted } from "./noted.ts";
import type { ParcelWish } from "./parcels.ts";
import type { MadeBackup } from "./job-upkeep.ts";
import type { At } from "./vaults.ts";

/** What a job that writes files needs from whoever knows languages. */
export interface JobWords {
  readonly readme: ParcelWish["readme"];
  /** Of names, where the settings choose none. */
  readonly calendar: Calendar;
}

/** How a run of a job ended. */
export interface JobEnd {
  /** "unchanged": no backup was needed; "copied": copies that were owed were made up for. */
  readonly kind: "made" | "unchanged" | "copied";
  /** Of the backup that holds the app as it is, where nothing changed; milliseconds since 1970 UTC. */
  readonly sinceMs: number | null;
  /** `null` where nothing changed: that leaves no record. */
  readonly record: RunRecord | null;
  readonly place: string | null;
  /** What is known of the job from now on. */
  readonly memory: JobMemory;
}

/** So long a run by itself waits for one that people started. */
const LOCK_WAIT_MS = 10 * 60_000;
/** A success without a backup is written down this often: it is on the disk for other programs only. */
const NOTED_MS = 3_600_000;
const EVERYTHING = { tenants: [], parts: [] };

/**
 * Runs a job now. What a copy meets is a finding of its run, and is owed from then on; everything else that ends the run is
 * thrown, and remembered before.
 *
 * @throws JOB_UNKNOWN; what `backup` and `pack` throw
 */
export async function runJob(
  installation: Installation,
  name: string,
  words: JobWords,
  watch: Watch,
): Promise<JobEnd> {
  const { requireJob } = await import("../app/settings.ts");
  const memories = await import("../app/job-memory.ts");
  const { home, clock } = installation;
  const job = requireJob(installation.settings, name);
  const begunMs = clock.nowMs();
  const before = memories.afterDeath(await memories.recallJob(home, job.name), begunMs);
  const looked = job.onlyWhenChanged ? await look(installation, job, watch) : null;
  const at: At = job.into.place;
  if (looked !== null && (await holds(installation, before, looked, watch))) {
    const stamp = { startedMs: begunMs, endedMs: clock.nowMs() };
    const known = { success: stamp, whole: stamp, failure: null, isUnchanged: true };
    const memory: JobMemory = { ...before, ...known };
    const agoMs = begunMs - (before.success?.endedMs ?? 0);
    // One in the future was written by a clock that was wrong: left there, nobody would believe this one.
    if (agoMs >= NOTED_MS || agoMs < 0 || before.failure !== null)
      await memories.rememberJob(home, job.name, (now) => ({ ...now, ...known }));
    const sinceMs = before.state?.atMs ?? null;
    return { kind: "unchanged", sinceMs, record: null, place: at, memory };
  }
  await memories.rememberJob(home, job.name, (now) => ({
    ...memories.afterDeath(now, begunMs),
    begunMs,
  }));
  const owed: JobMemory["owed"] = [];
  let made: MadeBackup | null = null;
  let folder: string | null = null;
  const origin: Origin = {
    reason: "scheduled",
    job: job.name,
    waitMs: LOCK_WAIT_MS,
    made: async (snapshot, context, noted) => {
      for (const place of job.copies) {
        const order = { job, from: folder ?? at, snapshot: snapshot.id, place };
        const failure = await copyTo(installation, order, words, watch, context, noted);
        if (failure !== null) owed.push({ ...failure, place, snapshot: snapshot.id });
      }
    },
  };
  let ended: Ended<BackupValue | PackedValue>;
  try {
    if (job.into.kind === "vault") ended = await backup(installation, job.what, at, watch, origin);
    else {
      folder = installation.vaults.spot(at ?? home.parcels).config.path;
      const wish = wishOf(installation, job, words);
      // By its name: a place that is not connected must not become a folder on the system's disk.
      ended = await pack(installation, job.what, at, wish, "backup", watch, origin);
    }
  } catch (thrown) {
    const { code, facts } = asFivefoldError(thrown);
    const [startedAt, endedAt] = [begunMs, clock.nowMs()].map((ms) => new Date(ms).toISOString());
    const failed = {
      startedAt: startedAt ?? "",
      endedAt: endedAt ?? "",
      snapshot: null,
      code,
      facts,
    };
    await memories.rememberJob(home, job.name, (now) => ({
      ...now,
      ...memories.afterRun(now, { ...failed, outcome: "failed" }),
    }));
    throw thrown;
  }
  const { record, value } = ended;
  const isWhole = value.snapshot.isComplete;
  made = { at: folder ?? at, snapshot: value.snapshot, parts: value.parts, isWhole };
  const where = folder ?? installation.vaults.spot(at).config.path;
  const known = await memories.rememberJob(home, job.name, (now) => ({
    ...now,
    ...memories.afterRun(now, { ...record, snapshot: value.snapshot.id }),
    state:
      looked === null || !isWhole
        ? null
        : { digest: looked, folder: where, snapshot: value.snapshot.id, atMs: begunMs },
    owed,
    sizeBytes: "sizeBytes" in value ? value.sizeBytes : value.snapshot.sizeBytes,
    tookBytes: tookOf(now, value.snapshot),
  }));
  const { keepUp } = await import("./job-upkeep.ts");
  const kept = await keepUp(installation, job, made, known, watch);
  const memory = await memories.rememberJob(home, job.name, (now) => {
    // Who accepted the app meanwhile has judged it by more than this run knows.
    const { reference, stopped } = now;
    const isAccepted = !isDeepStrictEqual(reference, known.reference);
    return { ...now, ...kept, ...(isAccepted && { reference, stopped }) };
  });
  if (dayOf(before.success?.endedMs ?? 0) !== dayOf(begunMs)) await thinned(installation);
  return { kind: "made", sinceMs: null, record, place: folder ?? at, memory };
}

function tookOf({ success, tookBytes }: JobMemory, { added }: Snapshot): number[] {
  if (success === null || added === undefined) return tookBytes;
  return [...tookBytes, added.packedBytes].slice(-LOOKED_BACK);
}

function dayOf(ms: number): number {
  return Math.floor(ms / 86_400_000);
}

/** Once a day. What a home does not let go stays until tomorrow: the backup is made. */
async function thinned(installation: Installation): Promise<void> {
  const { thinRecords } = await import("./records.ts");
  try {
    await thinRecords(installation);
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
  }
}

/** Makes up for copies that failed, each alone; what fails again is owed again. */
export async function copyOwed(
  installation: Installation,
  name: string,
  words: JobWords,
  watch: Watch,
): Promise<JobEnd> {
  const { requireJob } = await import("../app/settings.ts");
  const memories = await import("../app/job-memory.ts");
  const { home } = installation;
  const job = requireJob(installation.settings, name);
  const before = await memories.recallJob(home, job.name);
  const owed: JobMemory["owed"] = [];
  const at = job.into.kind === "vault" ? job.into.place : (job.into.place ?? home.parcels);
  const { record } = await installation.run(
    "copy",
    watch,
    async (context, noted) => {
      for (const each of before.owed) {
        const { place, snapshot } = each;
        if (!job.copies.includes(place)) continue;
        const from = job.into.kind === "vault" ? at : installation.vaults.spot(at).config.path;
        const order = { job, from, snapshot, place };
        const failure = await copyTo(installation, order, words, watch, context, noted);
        // a backup that is gone from where it was made cannot be copied any more
        if (failure === null || failure.code === "SNAPSHOT_MISSING") continue;
        owed.push({ ...failure, count: each.count + 1, place, snapshot });
      }
    },
    job.name,
  );
  // whole is what is everywhere where it should be
  const whole = owed.length === 0 ? (before.success ?? before.whole) : before.whole;
  const memory = await memories.rememberJob(home, job.name, (now) => ({ ...now, owed, whole }));
  return { kind: "copied", sinceMs: null, record, place: at, memory };
}

/** Copies a job's backup to a place; gives how that failed, `null` when it did not. */
async function copyTo(
  installation: Installation,
  order: {
    readonly job: Job;
    readonly from: At;
    readonly snapshot: string;
    readonly place: string;
  },
  words: JobWords,
  watch: Watch,
  context: RunContext,
  noted: Noted,
): Promise<Omit<JobMemory["owed"][number], "place" | "snapshot"> | null> {
  const { job, from, snapshot, place } = order;
  const startedMs = context.clock.nowMs();
  try {
    const { passwords } = installation.options;
    const copying = {
      from,
      word: snapshot,
      choice: EVERYTHING,
      to: place,
      fromPasswords: passwords,
    };
    // what the copy says of itself is not what the backup is
    const own = { outcome: noted.outcome, snapshot: noted.snapshot };
    if (job.into.kind === "vault") await copyOnce(installation, copying, watch, context, own);
    else await packCopy(installation, copying, wishOf(installation, job, words), context, own);
    // A copy that lacks something is there and is not whole: nothing to make up for, and no good end either.
    if (own.outcome !== "done") noted.outcome = own.outcome;
    return null;
  } catch (thrown) {
    context.signal.throwIfAborted();
    const error = asFivefoldError(thrown);
    if (error.code === "INTERNAL") throw thrown;
    const memories = await import("../app/job-memory.ts");
    const finding: Finding = {
      code: error.code,
      part: null,
      path: null,
      facts: { ...error.facts, place },
    };
    context.report({ kind: "finding", finding });
    noted.outcome = "incomplete";
    const facts = memories.keptFacts(finding.facts);
    return { startedMs, endedMs: context.clock.nowMs(), code: error.code, count: 1, facts };
  }
}

function wishOf(installation: Installation, { into, when }: Job, words: JobWords): ParcelWish {
  if (into.kind !== "parcel") throw new FivefoldError("INTERNAL", { message: "no parcel" });
  const own = when.kind === "clock" || when.kind === "cron" ? when.timeZone : null;
  return {
    naming: into.naming,
    form: "plain",
    compression: "deflate",
    level: 1,
    leavesCredentialsOut: false,
    readme: words.readme,
    calendar: installation.settings.names.calendar ?? words.calendar,
    timeZone: own ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** The state of what a job backs up, in a few bytes; `null` where it cannot be told. */
async function look(installation: Installation, job: Job, watch: Watch): Promise<string | null> {
  const { selectParts } = await import("../engine/choice.ts");
  const { stateOf } = await import("../source/state.ts");
  const context = contextOf(watch, newRun(installation.clock));
  const quiet: RunContext = { ...context, clock: installation.clock, report: () => undefined };
  try {
    await using scratch = await installation.scratch(context.run);
    const app: App = await installation.discover(scratch, quiet);
    const { parts, findings } = selectParts(app, job.what, "backup");
    if (findings.length > 0) return null;
    const hash = createHash("sha256").update(JSON.stringify([app.description, job.what, job.into]));
    for (const { part, source } of parts) {
      const state = await stateOf(part, source, quiet);
      if (state === null) return null;
      hash.update(`${part.id}\0${state}\n`);
    }
    return hash.digest("hex");
  } catch (thrown) {
    watch.signal.throwIfAborted();
    // What keeps us from looking keeps a backup from being made, too: that says so.
    if (asFivefoldError(thrown).code === "INTERNAL") throw thrown;
    return null;
  }
}

/** Whether the backup of that very state is still where it was made. */
async function holds(
  installation: Installation,
  { state, owed }: JobMemory,
  looked: string,
  watch: Watch,
): Promise<boolean> {
  if (state === null || state.digest !== looked || owed.length > 0) return false;
  const { openPlace } = await import("../place/open.ts");
  const place = openPlace({ kind: "folder", path: state.folder });
  const context = contextOf(watch, newRun(installation.clock));
  const isVault = /^[0-9a-f]{64}$/.test(state.snapshot);
  const wanted = isVault ? `snapshots/${state.snapshot}` : state.snapshot;
  try {
    for await (const { key } of place.list(isVault ? "snapshots/" : "", context, "here"))
      if (key === wanted) return true;
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError)) throw thrown;
  }
  return false;
}

/** Where a job's backups go, as people know it; a place that is not on the list any more by its name. */
export function folderOf({ home, vaults }: Installation, { into }: Job): string {
  if (into.place === null)
    return into.kind === "parcel" ? path.normalize(home.parcels) : vaults.spot(null).name;
  try {
    return vaults.spot(into.place).name;
  } catch (thrown) {
    // One job that has lost its place keeps nobody from seeing, and running, the others.
    if (!(thrown instanceof FivefoldError) || thrown.code !== "PLACE_UNKNOWN") throw thrown;
    return into.place;
  }
}
