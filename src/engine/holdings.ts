/**
 * What snapshots hold that do not hold the whole app, so that keep rules count like with like: a tenant's only backup is
 * never taken for an older one of another tenant.
 */

import { FivefoldError } from "../model/error.ts";
import type { Holdings } from "../model/keep.ts";
import type { Manifest } from "../model/layout.ts";
import type { RunContext } from "../model/run.ts";
import type { Snapshot, SnapshotId } from "../model/snapshot.ts";
import type { Store } from "../model/store.ts";
import { throwIfCancelled } from "./meter.ts";

/**
 * Asks the manifests of the app's snapshots. One whose manifest cannot be read is not in the result.
 *
 * @throws CANCELLED, and what may go away by itself: VAULT_LOCKED, PLACE_UNREACHABLE
 */
export async function holdingsOf(
  snapshots: readonly Snapshot[],
  appId: string,
  store: Store,
  context: RunContext,
): Promise<Holdings> {
  const holdings = new Map<SnapshotId, readonly string[]>();
  for (const { id, scope, reason, appId: its } of snapshots) {
    if (its !== appId || scope === "full" || reason === "safety") continue;
    throwIfCancelled(context.signal);
    try {
      await using reader = await store.open(id, context);
      holdings.set(id, heldBy(reader.manifest));
    } catch (thrown) {
      throwIfCancelled(context.signal);
      if (!(thrown instanceof FivefoldError) || thrown.retry === "later") throw thrown;
    }
  }
  return holdings;
}

/** Of chosen tenants their ids, because their parts may become more with time; all else part by part. */
function heldBy({ scope, tenants, parts }: Manifest): readonly string[] {
  const isByTenant = scope === "tenant" || scope === "partial";
  return [
    ...(isByTenant ? tenants.map(({ id }) => `tenant ${id}`) : []),
    ...parts.flatMap(({ id, tenant }) => (isByTenant && tenant !== null ? [] : [`part ${id}`])),
  ].toSorted();
}
