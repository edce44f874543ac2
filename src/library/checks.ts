/** Proofs that backups can be read, in a vault, in a folder of parcels, of one parcel. */

import { listSnapshots } from "../engine/find-snapshot.ts";
import { FivefoldError } from "../model/error.ts";
import type { RunContext } from "../model/run.ts";
import type { Store } from "../model/store.ts";
import type { CheckResult, CheckWish } from "../vault/check.ts";
import type { Watch } from "./given.ts";
import type { Installation } from "./installation.ts";
import type { Ended, Noted } from "./noted.ts";
import type { At } from "./vaults.ts";

/** Proves every byte of a parcel. */
export async function checkParcel(
  installation: Installation,
  file: string,
  watch: Watch,
): Promise<Ended<{ readonly file: string }>> {
  return await installation.run("check", watch, async (context, noted) => {
    const everything = { tenants: [], parts: [] };
    const { reader, spot } = await installation.reader(null, file, everything, context);
    await using opened = reader;
    context.report({ kind: "stage", stage: "check", part: null });
    for (const { id } of opened.manifest.parts) noted.add(await opened.check(id));
    noted.snapshot = opened.snapshot.id;
    if (noted.findings.length > 0) noted.outcome = "incomplete";
    noted.learn({ place: spot.name, isEveryByteRead: true });
    return { file: spot.name };
  });
}

export async function check(
  installation: Installation,
  at: At,
  wish: CheckWish,
  watch: Watch,
  job: string | null = null,
): Promise<Ended<CheckResult>> {
  const { readData } = wish;
  const work = async (context: RunContext, noted: Noted): Promise<CheckResult> => {
    const { store, vault, spot } = await installation.store(at, context);
    noted.learn({ place: spot.name, isEveryByteRead: readData && wish.share === undefined });
    const result =
      vault === null
        ? await checkShelf(installation, store, readData, context, noted)
        : await vault.check(wish, context);
    noted.add(result.findings);
    if (result.findings.length > 0) noted.outcome = "incomplete";
    return result;
  };
  return await installation.run("check", watch, work, job);
}

/** Opens each parcel of a folder; `readData`: and proves every byte of it. Broken ones are findings. */
async function checkShelf(
  installation: Installation,
  store: Store,
  readData: boolean,
  context: RunContext,
  noted: Noted,
): Promise<CheckResult> {
  context.report({ kind: "stage", stage: "check", part: null });
  let snapshotCount = 0;
  let readBytes = 0;
  for (const { id } of await listSnapshots(store, context)) {
    snapshotCount++;
    try {
      await using reader = await store.open(id, context);
      for (const part of readData ? reader.manifest.parts : []) {
        noted.add(await reader.check(part.id));
        readBytes += part.sizeBytes;
      }
    } catch (thrown) {
      context.signal.throwIfAborted();
      if (!(thrown instanceof FivefoldError) || thrown.code.startsWith("PLACE_")) throw thrown;
      noted.add([{ code: thrown.code, part: null, path: null, facts: thrown.facts }]);
    }
  }
  return { findings: noted.findings, snapshotCount, packCount: 0, unusedPackCount: 0, readBytes };
}
