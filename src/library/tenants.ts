/** Tenants that come in from another installation, go away on purpose, and come home. */

import { readAbsences, writeAbsences } from "../app/absences.ts";
import type { Relocated } from "../app/discover.ts";
import type { ArrivalWish } from "../engine/arrival.ts";
import { requireFree, requireUnchanged } from "../engine/arrival.ts";
import { absenceOf, isAway, partsHere, partsThatLeave } from "../engine/away.ts";
import type { Absence } from "../model/absence.ts";
import { FivefoldError } from "../model/error.ts";
import type { RunContext } from "../model/run.ts";
import type { TenantRecord } from "../model/snapshot.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { PackedValue } from "./backups.ts";
import type { Watch } from "./given.ts";
import { contextOf, newRun, systemClock } from "./given.ts";
import type { Installation } from "./installation.ts";
import { openSources } from "./installation.ts";

/** Whether a tenant may come in; gives the absence that this ends. */
export async function welcome(
  installation: Installation,
  reader: SnapshotReader,
  tenant: TenantRecord,
  { replaces }: ArrivalWish,
  { app, live, present }: Relocated,
  context: RunContext,
): Promise<Absence | null> {
  const { restores } = await installation.journal();
  const absence = absenceOf(tenant.id, await readAbsences(installation.home), restores);
  if (replaces) return absence;
  if (absence === null) {
    const hasData = app.parts.some(({ part }) => part.tenant === tenant.id && present.has(part.id));
    requireFree(tenant, { live, hasData });
    return null;
  }
  const parts = app.parts.filter(({ part }) => part.tenant === tenant.id);
  const here = await partsHere(absence, parts, await openSources(), context);
  requireUnchanged(absence, here, reader);
  return absence;
}

/** Tenants that are away, oldest first. */
export async function absences(installation: Installation): Promise<readonly Absence[]> {
  const all = await readAbsences(installation.home);
  if (all.length === 0) return [];
  const { restores } = await installation.journal();
  return all.filter((each) => isAway(each, restores));
}

/** @throws TENANT_AWAY when it is away already */
export async function requireHere(installation: Installation, tenant: string): Promise<void> {
  const away = (await absences(installation)).find((each) => each.tenant === tenant);
  if (away === undefined) return;
  const { awayAt, note } = away;
  throw new FivefoldError("TENANT_AWAY", { tenant, awayAt, note });
}

/**
 * Remembers that a tenant was taken away in a parcel that has just been written, and what it was like. Its data stays,
 * and is backed up as before.
 */
export async function takeAway(
  installation: Installation,
  packed: PackedValue,
  note: string | null,
  watch: Watch,
): Promise<Absence> {
  const context = contextOf(watch, newRun(systemClock));
  await using held = new AsyncDisposableStack();
  held.use(await installation.lock(context));
  const secrets = packed.secret === null ? null : [packed.secret.secret];
  const app = { id: installation.appId, name: installation.appName };
  const shelf = await installation.parcels.shelf(packed.folder, app, secrets);
  await using reader = await shelf.open(packed.snapshot.id, context);
  const [tenant] = reader.manifest.tenants;
  if (tenant === undefined) throw new FivefoldError("INTERNAL", { message: "no tenant" });
  const absence: Absence = {
    tenant: tenant.id,
    title: tenant.title,
    awayAt: new Date(systemClock.nowMs()).toISOString(),
    note,
    takenAt: reader.manifest.takenAt,
    parcel: packed.name,
    parts: await partsThatLeave(reader, context),
    returnedBy: null,
  };
  const others = (await readAbsences(installation.home)).filter(
    (each) => each.tenant !== tenant.id,
  );
  await writeAbsences(installation.home, [...others, absence]);
  return absence;
}

/** Forgets that a tenant is away. @throws TENANT_UNKNOWN when it is not */
export async function endAbsence(
  installation: Installation,
  tenant: string,
  watch: Watch,
): Promise<Absence> {
  const context = contextOf(watch, newRun(systemClock));
  await using held = new AsyncDisposableStack();
  held.use(await installation.lock(context));
  const away = await absences(installation);
  const found = away.find((each) => each.tenant === tenant);
  if (found === undefined) {
    const tenants = away.map((each) => each.tenant);
    throw new FivefoldError("TENANT_UNKNOWN", { tenant, tenants, where: "away" });
  }
  const others = (await readAbsences(installation.home)).filter((each) => each.tenant !== tenant);
  await writeAbsences(installation.home, others);
  return found;
}

/** Notes which run brings a tenant home; the journal says whether it did. */
export async function comesHome(
  installation: Installation,
  { tenant }: Absence,
  { run }: RunContext,
): Promise<void> {
  const all = await readAbsences(installation.home);
  const noted = all.map((each) => (each.tenant === tenant ? { ...each, returnedBy: run } : each));
  await writeAbsences(installation.home, noted);
}
