/** Two backups compared: what became otherwise from one to the other. */

import { changesBetween } from "../engine/changes.ts";
import type { Choice, RecordSelection } from "../engine/choice.ts";
import { selectRecords } from "../engine/choice.ts";
import type { PartChange } from "../model/difference.ts";
import { FivefoldError } from "../model/error.ts";
import type { Snapshot, TenantRecord } from "../model/snapshot.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { Watch } from "./given.ts";
import { contextOf, newRun, systemClock } from "./given.ts";
import type { Installation } from "./installation.ts";
import type { At } from "./vaults.ts";

/** A backup as it is asked for: where it lies, and its id, its beginning, "latest", or a file's name. */
export interface MeantBackup {
  readonly at: At;
  readonly word: string;
}

export interface BackupChanges {
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Of both, as the later one names them. */
  readonly tenants: readonly TenantRecord[];
  readonly parts: readonly PartChange[];
}

/**
 * Says part by part what the later backup has otherwise. Nothing of the app is touched; contents are not read.
 *
 * @throws what opening a backup throws; SNAPSHOT_FOREIGN when the two are not of one app; TENANT_UNKNOWN, PART_UNKNOWN for
 *   what is in neither
 */
export async function changes(
  installation: Installation,
  earlier: MeantBackup,
  later: MeantBackup,
  choice: Choice,
  watch: Watch,
): Promise<BackupChanges> {
  const context = contextOf(watch, newRun(systemClock));
  const { passwords } = installation.options;
  const open = async ({ at, word }: MeantBackup): Promise<SnapshotReader> =>
    (await installation.reader(at, word, choice, context, passwords, false)).reader;
  await using before = await open(earlier);
  await using after = await open(later);
  if (before.manifest.app.id !== after.manifest.app.id)
    throw new FivefoldError("SNAPSHOT_FOREIGN", { snapshot: after.snapshot.id });
  const meant = new Set(
    chosenOf(before, after, choice).flatMap(({ records }) => records.map(({ id }) => id)),
  );
  const parts = await changesBetween(before, after, (id) => meant.has(id), context.signal);
  const tenants = new Map(
    [...before.manifest.tenants, ...after.manifest.tenants].map((each) => [each.id, each]),
  );
  return {
    before: before.snapshot,
    after: after.snapshot,
    tenants: [...tenants.values()],
    parts,
  };
}

/** What is chosen of each; what only one of them holds is no mistake. */
function chosenOf(
  before: SnapshotReader,
  after: SnapshotReader,
  choice: Choice,
): readonly RecordSelection[] {
  const errors: unknown[] = [];
  const chosen = [before, after].flatMap(({ manifest }) => {
    try {
      return [selectRecords(manifest, null, choice, "target")];
    } catch (thrown) {
      if (!(thrown instanceof FivefoldError) || thrown.code === "CHOICE_EMPTY") throw thrown;
      errors.push(thrown);
      return [];
    }
  });
  if (chosen.length === 0) throw errors[0];
  return chosen;
}
