/** What may go: backups that no rule keeps, and the room that forgotten ones take. */

import { holdingsOf } from "../engine/holdings.ts";
import { list } from "./contents.ts";
import { FivefoldError } from "../model/error.ts";
import type { ForgetPlan, KeepRule } from "../model/keep.ts";
import { planForget as planKept } from "../model/keep.ts";
import type { Snapshot, SnapshotId } from "../model/snapshot.ts";
import type { Store } from "../model/store.ts";
import type { PrunePlan } from "../vault/prune.ts";
import type { Watch } from "./given.ts";
import { contextOf, newRun, systemClock } from "./given.ts";
import type { Installation } from "./installation.ts";
import type { Ended } from "./noted.ts";
import type { At } from "./vaults.ts";

export async function planForget(
  installation: Installation,
  at: At,
  rule: KeepRule,
  watch: Watch,
): Promise<{ readonly snapshots: readonly Snapshot[]; readonly plan: ForgetPlan }> {
  const snapshots = await list(installation, at, watch);
  const context = contextOf(watch, newRun(systemClock));
  const { store } = await installation.store(at, context);
  const { appId } = installation;
  const holdings = await holdingsOf(snapshots, appId, store, context);
  const rules = { appId, rule, safetyRule: {}, pinned: pinnedIn(installation, at), holdings };
  return { snapshots, plan: planKept(snapshots, rules, systemClock.nowMs()) };
}

/** The ids of backups in a place that people keep for ever, whether it is called by its name or its folder. */
function pinnedIn({ settings, vaults }: Installation, at: At): ReadonlySet<string> {
  const { name, config } = vaults.spot(at);
  const isHere = (place: string): boolean => place === name || place === config.path;
  return new Set(settings.pins.filter(({ place }) => isHere(place)).map(({ backup }) => backup));
}

/**
 * Gives what kind of store they were in: of a folder of parcels, nothing is left to prune.
 *
 * @throws SNAPSHOT_PINNED when one of them is to be kept; nothing is deleted then
 */
export async function forget(
  installation: Installation,
  at: At,
  ids: readonly SnapshotId[],
  watch: Watch,
): Promise<Ended<Store["kind"]>> {
  return await installation.run("forget", watch, async (context) => {
    const pinned = pinnedIn(installation, at);
    const kept = ids.find((id) => pinned.has(id));
    if (kept !== undefined) {
      const { name: place } = installation.vaults.spot(at);
      throw new FivefoldError("SNAPSHOT_PINNED", { snapshot: kept.slice(0, 8), place });
    }
    const { store } = await installation.store(at, context);
    await store.forget(ids, context);
    return store.kind;
  });
}

export async function planPrune(
  installation: Installation,
  at: At,
  watch: Watch,
): Promise<PrunePlan> {
  const context = contextOf(watch, newRun(systemClock));
  const { vault } = await installation.vaults.open(at, installation.options.passwords, context);
  const { PRUNE_OPTIONS } = await import("../vault/prune.ts");
  return await vault.planPrune(PRUNE_OPTIONS, context);
}

export async function prune(
  installation: Installation,
  at: At,
  plan: PrunePlan,
  watch: Watch,
): Promise<Ended<void>> {
  return await installation.run("prune", watch, async (context) => {
    const { vault } = await installation.vaults.open(at, installation.options.passwords, context);
    await vault.prune(plan, context);
  });
}
