/**
 * A tenant that is away: what it was like when it left, and whether it was changed here since.
 *
 * The same hash is reckoned over the entries of the file that left and over the app's own data when it comes back, so
 * that neither times nor places of files matter, and nothing but content does.
 */

import { createHash } from "node:crypto";
import type { Absence, AbsentPart } from "../model/absence.ts";
import type { LocatedPart } from "../model/app.ts";
import type { Entries } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { PartId, TenantId } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import type { TableRows } from "../model/snapshot.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { SourceOf } from "./backup.ts";
import { identityOf } from "./backup.ts";
import type { RestoreRecord } from "./journal.ts";
import { throwIfCancelled } from "./meter.ts";

/** Whether it has not come back: a restore that brought it back and was undone took it away again. */
export function isAway({ returnedBy }: Absence, restores: readonly RestoreRecord[]): boolean {
  const record = restores.find(({ run }) => run === returnedBy);
  return record?.state !== "done" && record?.state !== "closed";
}

/** The absence of a tenant, `null` when it is here. */
export function absenceOf(
  tenant: TenantId,
  absences: readonly Absence[],
  restores: readonly RestoreRecord[],
): Absence | null {
  const found = absences.findLast((each) => each.tenant === tenant && isAway(each, restores));
  return found ?? null;
}

/** What every part of a snapshot holds, to be compared when it comes back. Reads every byte. */
export async function partsThatLeave(
  reader: SnapshotReader,
  context: RunContext,
): Promise<readonly AbsentPart[]> {
  const parts: AbsentPart[] = [];
  for (const { id, tables } of reader.manifest.parts)
    parts.push({ id, contentSha256: await hashOf(reader.read(id), context.signal), tables });
  return parts;
}

/** A part of a tenant that was away, as it is here now. */
export interface PartHere {
  readonly id: PartId;
  /** It is not what it was when its tenant left. */
  readonly isChanged: boolean;
  /** Rows here now; `null` for what is no database, or is not there. */
  readonly tables: readonly TableRows[] | null;
}

/**
 * Looks what became of the parts here while their tenant was away. `located`: where they lie now; one that is not there
 * counts as changed.
 */
export async function partsHere(
  absence: Absence,
  located: readonly LocatedPart[],
  sourceOf: SourceOf,
  context: RunContext,
): Promise<readonly PartHere[]> {
  const parts: PartHere[] = [];
  for (const { id, contentSha256 } of absence.parts) {
    throwIfCancelled(context.signal);
    const here = located.find(({ part }) => part.id === id);
    const now = here === undefined ? null : await lookAt(here, sourceOf, context);
    const isChanged = now?.contentSha256 !== contentSha256;
    parts.push({ id, isChanged, tables: now?.tables ?? null });
  }
  return parts;
}

async function lookAt(
  { part, source }: LocatedPart,
  sourceOf: SourceOf,
  context: RunContext,
): Promise<Omit<AbsentPart, "id"> | null> {
  try {
    await using reading = sourceOf(source).read(identityOf(part), null, context);
    const contentSha256 = await hashOf(reading.entries, context.signal);
    return { contentSha256, tables: (await reading.facts()).tables };
  } catch (thrown) {
    throwIfCancelled(context.signal);
    // What cannot be read is not what left, whatever keeps it from being read.
    if (thrown instanceof FivefoldError && thrown.code.startsWith("SOURCE_")) return null;
    throw thrown;
  }
}

async function hashOf(entries: Entries, signal: AbortSignal): Promise<string> {
  const whole = createHash("sha256");
  for await (const batch of entries)
    for (const entry of batch) {
      throwIfCancelled(signal);
      let detail = entry.kind === "link" ? entry.target : "";
      if (entry.kind === "file") {
        const content = createHash("sha256");
        for await (const piece of entry.bytes()) content.update(piece);
        detail = content.digest("hex");
      }
      whole.update(`${JSON.stringify([entry.path, entry.kind, detail])}\n`);
    }
  return whole.digest("hex");
}
