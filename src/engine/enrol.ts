/**
 * A tenant that comes back into an app that does not know it: entered in a copy of the live login database, which is
 * staged and swapped with the tenant's parts in the same run (contracts.md section 7).
 *
 * The login part is then one more part of the run, whose content is the live database's and not the snapshot's. When the
 * live one changed after it was copied, it is copied and staged again before the swap.
 */

import type { LocatedPart } from "../model/app.ts";
import { FivefoldError } from "../model/error.ts";
import type { Entries } from "../model/entry.ts";
import type { Part } from "../model/part.ts";
import type { Finding, RunContext, RunId } from "../model/run.ts";
import type { PartRecord, TenantRecord } from "../model/snapshot.ts";
import type { Enrolment, Reading, Register } from "../model/source.ts";
import type { SourceOf } from "./backup.ts";
import { findingOf, identityOf } from "./backup.ts";
import type { JournalPart } from "./journal.ts";
import type { Meter } from "./meter.ts";
import type { RestorePlan } from "./restore-plan.ts";
import { depthOf } from "./restore-plan.ts";

/** What is known of the app's list of tenants. */
export interface Login {
  /** The login part where it lies now; `null`: the tenants do not come from a database that is a part. */
  readonly part: LocatedPart | null;
  /** How a tenant is entered; `null`: the description does not say. */
  readonly register: Register | null;
  /** Why the list could not be read. */
  readonly trouble: FivefoldError | null;
  /** Tenants become known by lying there: nobody has to enter them. */
  readonly knowsByData: boolean;
}

/** What a restore does beside bringing parts back, and what it leaves to people. */
export interface EnrolmentPlan {
  /** The login part and who is entered in it; `null`: nobody is. */
  readonly login: { readonly located: LocatedPart; readonly enrols: Enrolment } | null;
  readonly findings: readonly Finding[];
}

export const NO_ENROLMENT: EnrolmentPlan = { login: null, findings: [] };

/**
 * Says who has to be entered so that the app knows all tenants that come back. Whoever chooses single parts, or brings
 * the login database itself back, decides that alone.
 */
export function planEnrolment(
  plan: Pick<RestorePlan, "scope" | "parts" | "tenants" | "unregisteredTenants">,
  { part, register, trouble, knowsByData }: Login,
): EnrolmentPlan {
  const bringsLogin = part !== null && plan.parts.some((each) => each.part.id === part.part.id);
  if (plan.scope === "parts" || bringsLogin || knowsByData || plan.tenants.length === 0)
    return NO_ENROLMENT;
  if (trouble !== null) return { login: null, findings: [findingOf(trouble, null)] };
  const tenants = plan.unregisteredTenants;
  if (tenants.length === 0) return NO_ENROLMENT;
  if (part === null || register === null)
    return { login: null, findings: tenants.map(unregistered) };
  return { login: { located: part, enrols: { ...register, tenants } }, findings: [] };
}

function unregistered({ id, title }: TenantRecord): Finding {
  return {
    code: "TENANT_UNREGISTERED",
    part: null,
    path: null,
    facts: { tenant: id, name: title },
  };
}

/** The login part of a run, with the copy that is to be staged; disposing removes the copy. */
export interface Enrolling extends AsyncDisposable {
  /** As the journal has it; `null`: nobody is entered. */
  readonly part: JournalPart | null;
  /** To be staged instead of anything from the snapshot. */
  readonly entries: Entries;
}

/**
 * Copies the live login database and enters the tenants in the copy. Nothing live is touched.
 *
 * @throws TENANT_UNREGISTRABLE, SOURCE_MISSING, SOURCE_DAMAGED, SOURCE_UNREADABLE, SOURCE_BUSY
 */
export async function beginEnrolling(
  { login }: EnrolmentPlan,
  sourceOf: SourceOf,
  meter: Meter,
): Promise<Enrolling> {
  if (login === null)
    return { part: null, entries: none(), [Symbol.asyncDispose]: async () => undefined };
  const { located, enrols } = login;
  const part = identityOf(located.part);
  meter.stage("read", part.id, null);
  const reading = readEnrolled({ ...located, enrols }, null, sourceOf, meter.context);
  try {
    const record = await recordOf(part, reading, meter.context);
    return {
      part: { part, source: located.source, record, enrols },
      entries: reading.entries,
      [Symbol.asyncDispose]: async () => {
        await reading[Symbol.asyncDispose]();
      },
    };
  } catch (thrown) {
    await reading[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** All parts of the run in the order of swapping. */
export function withEnrolling(
  parts: readonly JournalPart[],
  { part }: Enrolling,
): readonly JournalPart[] {
  if (part === null) return parts;
  return [...parts, part].toSorted((a, b) => depthOf(a.source) - depthOf(b.source));
}

async function* none(): Entries {
  // nobody asks for them
}

function readEnrolled(
  { part, source, enrols }: LocatedPart & { readonly enrols: Enrolment },
  known: PartRecord | null,
  sourceOf: SourceOf,
  context: RunContext,
): Reading {
  const config = source.kind === "sqlite" ? { ...source, enrols } : source;
  return sourceOf(config).read(part, known, context);
}

/** What a manifest would say of the copy. No store has seen it: it has no fingerprint. */
async function recordOf(part: Part, reading: Reading, { signal }: RunContext): Promise<PartRecord> {
  let [entryCount, sizeBytes] = [0, 0];
  for await (const batch of reading.entries) {
    signal.throwIfAborted();
    entryCount += batch.length;
    for (const entry of batch) if (entry.kind === "file") sizeBytes += entry.sizeBytes ?? 0;
  }
  const facts = await reading.facts();
  return { ...part, entryCount, sizeBytes, fingerprint: "", ...facts };
}

const MOST_TRIES = 4;
/** A version younger than this is never trusted (contracts.md section 4). */
const SETTLE_MS = 2_100;

/**
 * Makes sure, once the app is idle and before anything is swapped, that what is staged is the live login database of
 * this moment with the tenants in it: proves that the live one is as it was copied, else stages it again.
 *
 * @throws APP_BUSY when it changes again and again, TENANT_UNREGISTRABLE, what the source throws
 */
export async function renewEnrolled(
  parts: readonly JournalPart[],
  sourceOf: SourceOf,
  context: RunContext,
): Promise<void> {
  for (const each of parts) {
    if (each.enrols === undefined) continue;
    await renew({ ...each, enrols: each.enrols }, sourceOf, context);
  }
}

async function renew(
  login: JournalPart & { readonly enrols: Enrolment },
  sourceOf: SourceOf,
  context: RunContext,
): Promise<void> {
  const { part, source } = login;
  const live = sourceOf(source);
  let { record } = login;
  for (let attempt = 1; ; attempt++) {
    if ((await isCurrent(login, record, sourceOf, context)) && (await isSound(login, record)))
      return;
    if (attempt > MOST_TRIES) {
      const holder = (await live.busy(part)).map(({ name }) => name).join(", ");
      throw new FivefoldError("APP_BUSY", { part: part.id, holder });
    }
    // The first time at once: most often it changed when the app was stopped, seconds ago.
    if (attempt > 1) await context.clock.sleep(SETTLE_MS, context.signal);
    await using reading = readEnrolled(login, null, sourceOf, context);
    record = await recordOf(part, reading, context);
    await live.stage(part, reading.entries, context);
  }

  /** What is staged may come from a process that died, or be of an older copy. */
  async function isSound({ part: staged }: JournalPart, of: PartRecord): Promise<boolean> {
    try {
      return (await live.validate(staged, of, context)).length === 0;
    } catch (thrown) {
      if (thrown instanceof FivefoldError && thrown.code === "STAGED_DAMAGED") return false;
      throw thrown;
    }
  }
}

/** Whether the live database is still what was copied. */
async function isCurrent(
  { part, source }: JournalPart,
  record: PartRecord,
  sourceOf: SourceOf,
  context: RunContext,
): Promise<boolean> {
  // What cannot be trusted carries the run that looked at it: in the name of another one it equals nothing.
  const look = { ...context, run: `${context.run}.look` as RunId };
  await using reading = sourceOf(source).read(part, record, look);
  for await (const batch of reading.entries)
    for (const entry of batch) if (entry.kind === "file") return entry.version === record.version;
  return false;
}
