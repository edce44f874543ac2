/**
 * What follows the backup of a job: old ones go as its keep rule says, the room that they took comes back when that pays, and
 * what is kept is checked. Nothing here undoes that the backup was made: what it meets is in the records of its own runs.
 */

import type { JobMemory } from "../app/job-memory.ts";
import { holdingsOf } from "../engine/holdings.ts";
import { asFivefoldError } from "../model/error.ts";
import type { Facts } from "../model/error.ts";
import type { Job } from "../model/job.ts";
import { jobOf } from "../model/job.ts";
import type { KeepRule } from "../model/keep.ts";
import { planForget } from "../model/keep.ts";
import { idKey } from "../model/part.ts";
import type { RunContext, Verb } from "../model/run.ts";
import type { PartRecord, Snapshot } from "../model/snapshot.ts";
import type { Store } from "../model/store.ts";
import { check } from "./checks.ts";
import type { Watch } from "./given.ts";
import { contextOf, newRun } from "./given.ts";
import type { Installation } from "./installation.ts";
import type { MadeBackup } from "./jobs.ts";

type Kept = Pick<JobMemory, "reference" | "check">;
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
  const kept: Kept = { reference: memory.reference, check: memory.check };
  const reference =
    keep !== null && made.isWhole
      ? await recorded(installation, "forget", job, watch, kept.reference, async (own) =>
          keepLess(installation, job, keep, made, kept, own),
        )
      : kept.reference;
  const checked =
    job.into.kind === "vault"
      ? await recorded(installation, "check", job, watch, kept.check, async (own) =>
          look(installation, job, made, kept.check, own),
        )
      : kept.check;
  return { reference, check: checked };
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
): Promise<Reference | null> {
  const { appId, clock } = installation;
  const quiet = { ...contextOf(watch, newRun(clock)), clock };
  const { store, vault } = await installation.store(made.at, quiet);
  const own: Snapshot[] = [];
  for await (const each of store.list(quiet))
    if (each.appId === appId && idKey(jobOf(each.tags) ?? "") === idKey(job.name)) own.push(each);
  const now = referenceOf(made.snapshot, made.parts);
  const then = await referenceIn(own, kept.reference, made.snapshot, store, quiet);
  const strange = then === null ? null : suspicion(then, now, made.snapshot);
  const holdings = await holdingsOf(own, appId, store, quiet);
  const pinned = new Set(installation.settings.pins.map(({ backup }) => backup));
  const rules = { appId, rule, safetyRule: {}, pinned, holdings };
  const { forget } = planForget(own, rules, clock.nowMs());
  if (forget.length === 0) return strange === null ? now : then;
  await installation.run(
    "forget",
    watch,
    async (context, noted) => {
      if (strange !== null) {
        const facts = { ...strange, job: job.name };
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
  if (strange !== null) return then;
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
  return now;
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
