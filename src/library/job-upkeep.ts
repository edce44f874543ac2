/**
 * What follows the backup of a job: old ones go as its keep rule says, the room that they took comes back when that pays, and
 * what is kept is checked. Nothing here undoes that the backup was made: what it meets is in the records of its own runs.
 */

import type { JobMemory } from "../app/job-memory.ts";
import { keptFacts } from "../app/job-memory.ts";
import { holdingsOf } from "../engine/holdings.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { Facts } from "../model/error.ts";
import type { Job } from "../model/job.ts";
import { jobOf } from "../model/job.ts";
import type { ForgetPlan, KeepRule } from "../model/keep.ts";
import { planForget } from "../model/keep.ts";
import { idKey } from "../model/part.ts";
import type { RunContext, Verb } from "../model/run.ts";
import type { PartRecord, Snapshot } from "../model/snapshot.ts";
import type { Store } from "../model/store.ts";
import { check } from "./checks.ts";
import type { Watch } from "./given.ts";
import { contextOf, newRun } from "./given.ts";
import type { Installation } from "./installation.ts";
import type { At } from "./vaults.ts";

/** A backup that was just made, for what follows it. */
export interface MadeBackup {
  /** Where it lies: a place's name or a folder. */
  readonly at: At;
  readonly snapshot: Snapshot;
  readonly parts: readonly PartRecord[];
  readonly isWhole: boolean;
}

type Kept = Pick<JobMemory, "reference" | "stopped" | "check">;
type Judged = Pick<Kept, "reference" | "stopped">;
type Reference = NonNullable<JobMemory["reference"]>;

/** Moving needed bytes only to free few is not worth it: this share of what is used, and so much. */
const PAYS_SHARE = 0.05;
const PAYS_BYTES = 16 * 1024 * 1024;
/** A job of minutes checks the structure once an hour. */
const STRUCTURE_MS = 3_600_000;
/** All data is read within a month though some days are missed. */
const SHARES = 25;
const SHARE_MS = 20 * 3_600_000;

export async function keepUp(
  installation: Installation,
  job: Job,
  made: MadeBackup,
  memory: JobMemory,
  watch: Watch,
): Promise<Kept> {
  const { keep } = job;
  const { reference, stopped, check: before } = memory;
  const kept: Kept = { reference, stopped, check: before };
  const judged =
    keep !== null && made.isWhole
      ? await recorded(installation, "forget", job, watch, { reference, stopped }, async (own) =>
          keepLess(installation, job, keep, made, kept, own),
        )
      : { reference, stopped: keep === null ? null : stopped };
  const checked =
    job.into.kind === "vault"
      ? await recorded(installation, "check", job, watch, kept.check, async (own) =>
          look(installation, job, made, kept.check, own),
        )
      : kept.check;
  return { ...judged, check: checked };
}

/**
 * Does one piece of upkeep. That it fails takes nothing from the backup, nor from the next piece, but it stands in the
 * records: in that of the run that it ended, else in one of its own. `before`: what holds then.
 */
async function recorded<Value>(
  installation: Installation,
  verb: Verb,
  job: Job,
  watch: Watch,
  before: Value,
  work: (watch: Watch) => Promise<Value>,
): Promise<Value> {
  let hasRun = false;
  const own: Watch = {
    ...watch,
    started: (run) => {
      hasRun = true;
      watch.started(run);
    },
  };
  try {
    return await work(own);
  } catch (thrown) {
    const { code } = asFivefoldError(thrown);
    if (code === "INTERNAL") throw thrown;
    if (!hasRun)
      await installation
        .run(verb, watch, async () => await Promise.reject(thrown), job.name)
        .catch((again: unknown) => {
          if (asFivefoldError(again).code !== code) throw again;
        });
    return before;
  }
}

/** Takes this job's own old backups off the list, unless the app looks as if something had happened to it. */
async function keepLess(
  installation: Installation,
  job: Job,
  rule: KeepRule,
  made: MadeBackup,
  kept: Kept,
  watch: Watch,
): Promise<Judged> {
  const { clock } = installation;
  const quiet = { ...contextOf(watch, newRun(clock)), clock };
  const { store, vault } = await installation.store(made.at, quiet);
  const own = await ownOf(installation, job, store, quiet);
  const now = referenceOf(made.snapshot, made.parts);
  const then = await referenceIn(own, kept.reference, made.snapshot, store, quiet);
  const strange = then === null ? null : suspicion(then, now, made.snapshot);
  const forget = await goingOf(installation, own, rule, store, quiet);
  const facts = { ...strange, job: job.name };
  const judged: Judged =
    strange === null
      ? { reference: now, stopped: null }
      : { reference: then, stopped: { atMs: clock.nowMs(), facts: keptFacts(facts) } };
  if (forget.length === 0) return judged;
  await installation.run(
    "forget",
    watch,
    async (context, noted) => {
      if (strange !== null) {
        context.report({
          kind: "finding",
          finding: { code: "KEEPING_STOPPED", part: null, path: null, facts },
        });
        noted.outcome = "incomplete";
        return;
      }
      await store.forget(forget, context);
    },
    job.name,
  );
  if (strange !== null) return judged;
  if (vault !== null) {
    const { PRUNE_OPTIONS } = await import("../vault/prune.ts");
    const plan = await vault.planPrune(PRUNE_OPTIONS, quiet);
    if (plan.freedBytes >= Math.max(PAYS_BYTES, plan.usedBytes * PAYS_SHARE))
      await installation.run(
        "prune",
        watch,
        async (context) => await vault.prune(plan, context),
        job.name,
      );
  }
  return judged;
}

/** The backups of this app that a job made, in the order of the store. */
async function ownOf(
  { appId }: Installation,
  job: Pick<Job, "name">,
  store: Store,
  context: RunContext,
): Promise<readonly Snapshot[]> {
  const own: Snapshot[] = [];
  for await (const each of store.list(context))
    if (each.appId === appId && idKey(jobOf(each.tags) ?? "") === idKey(job.name)) own.push(each);
  return own;
}

/** Which of a job's backups a rule lets go now. */
async function goingOf(
  { appId, clock, settings }: Installation,
  own: readonly Snapshot[],
  rule: KeepRule,
  store: Store,
  context: RunContext,
): Promise<ForgetPlan["forget"]> {
  const holdings = await holdingsOf(own, appId, store, context);
  const pinned = new Set(settings.pins.map(({ backup }) => backup));
  const rules = { appId, rule, safetyRule: {}, pinned, holdings };
  return planForget(own, rules, clock.nowMs()).forget;
}

/** What a rule would do to a job's backups: nothing is touched. @throws VAULT_MISSING, PLACE_MISSING, KEY_WRONG */
export async function previewKeep(
  installation: Installation,
  job: Pick<Job, "name" | "into">,
  rule: KeepRule,
  watch: Watch,
): Promise<{ readonly stay: readonly Snapshot[]; readonly go: readonly Snapshot[] }> {
  const context = { ...contextOf(watch, newRun(installation.clock)), clock: installation.clock };
  const { store } = await installation.store(whereOf(installation, job), context);
  const own = await ownOf(installation, job, store, context);
  const going = new Set(await goingOf(installation, own, rule, store, context));
  return {
    stay: own.filter(({ id }) => !going.has(id)),
    go: own.filter(({ id }) => going.has(id)),
  };
}

/**
 * People say that the app is as it should be, though it shrank or lost something: from now on it is measured by its newest
 * whole backup, and old ones go again.
 *
 * @throws JOB_UNKNOWN, SNAPSHOT_MISSING when the job has no whole backup; what opening its place throws
 */
export async function acceptApp(
  installation: Installation,
  name: string,
  watch: Watch,
): Promise<void> {
  const { requireJob } = await import("../app/settings.ts");
  const { rememberJob } = await import("../app/job-memory.ts");
  const { home, clock } = installation;
  const job = requireJob(installation.settings, name);
  const context = { ...contextOf(watch, newRun(clock)), clock };
  const { store } = await installation.store(whereOf(installation, job), context);
  const [newest] = (await ownOf(installation, job, store, context))
    .filter(({ isComplete }) => isComplete)
    .toSorted((a, b) => Date.parse(b.takenAt) - Date.parse(a.takenAt));
  if (newest === undefined) throw new FivefoldError("SNAPSHOT_MISSING", { snapshot: job.name });
  await using reader = await store.open(newest.id, context);
  const reference = referenceOf(newest, reader.manifest.parts);
  await rememberJob(home, job.name, (now) => ({ ...now, reference, stopped: null }));
}

function whereOf({ vaults, home }: Installation, { into }: Pick<Job, "into">): At {
  return into.kind === "vault" ? into.place : vaults.spot(into.place ?? home.parcels).config.path;
}

function referenceOf(
  snapshot: Pick<Snapshot, "id">,
  parts: readonly Pick<PartRecord, "sizeBytes" | "tenant">[],
): Reference {
  const tenants = new Set(parts.flatMap(({ tenant }) => (tenant === null ? [] : [String(tenant)])));
  return {
    snapshot: snapshot.id,
    sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    tenants: [...tenants].toSorted(),
  };
}

/**
 * What the app is measured by: as it was when backups last went, as long as that backup is there; else the newest whole
 * one before this. People who forget it by hand say that all is well.
 */
async function referenceIn(
  own: readonly Snapshot[],
  known: Reference | null,
  now: Snapshot,
  store: Store,
  context: RunContext,
): Promise<Reference | null> {
  if (known !== null) return own.some(({ id }) => id === known.snapshot) ? known : null;
  const before = own
    .filter(({ id, isComplete }) => id !== now.id && isComplete)
    .toSorted((a, b) => Date.parse(b.takenAt) - Date.parse(a.takenAt))[0];
  if (before === undefined) return null;
  await using reader = await store.open(before.id, context);
  return referenceOf(before, reader.manifest.parts);
}

/** What looks as if something had happened to the app, as the facts of KEEPING_STOPPED; `null`: nothing. */
export function suspicion(
  then: Reference,
  now: Reference,
  snapshot: Pick<Snapshot, "added">,
): Facts | null {
  if (now.sizeBytes === 0 && then.sizeBytes > 0) return { what: "emptied" };
  const lost = then.tenants.filter((each) => !now.tenants.includes(each));
  if (lost.length > 0 && now.tenants.length === 0) return { what: "emptied" };
  if (lost.length > 0) return { what: "tenantsLost", tenants: lost };
  if (now.sizeBytes < then.sizeBytes / 2)
    return { what: "shrank", nowBytes: now.sizeBytes, thenBytes: then.sizeBytes };
  const { added } = snapshot;
  // Photographs do not compress either, but nobody changes half of all that there is in a night.
  if (
    added !== undefined &&
    added.sizeBytes >= MUCH_BYTES &&
    added.sizeBytes > then.sizeBytes / 2 &&
    added.packedBytes > added.sizeBytes * 0.97
  )
    return { what: "incompressible" };
  return null;
}

/** Of less, nothing can be said by its compression. */
const MUCH_BYTES = 1024 * 1024;

/** The structure after each backup, and each day a share of all bytes. */
async function look(
  installation: Installation,
  job: Job,
  made: MadeBackup,
  before: JobMemory["check"],
  watch: Watch,
): Promise<JobMemory["check"]> {
  const nowMs = installation.clock.nowMs();
  const { share } = before;
  const isPast = (atMs: number | null, pauseMs: number): boolean =>
    atMs === null || atMs > nowMs || nowMs - atMs >= pauseMs;
  if (isPast(share?.atMs ?? null, SHARE_MS)) {
    const index = ((share?.index ?? -1) + 1) % SHARES;
    const wish = { readData: true, share: { index, count: SHARES } };
    await check(installation, made.at, wish, watch, job.name);
    return { atMs: nowMs, share: { index, atMs: nowMs } };
  }
  if (!isPast(before.atMs, job.when.kind === "every" ? STRUCTURE_MS : 0)) return before;
  await check(installation, made.at, { readData: false }, watch, job.name);
  return { ...before, atMs: nowMs };
}
