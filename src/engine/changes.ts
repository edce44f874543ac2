/** What became otherwise from one snapshot to a later one, part by part, as far as it is known without reading contents. */

import type { PartChange, TableDifference } from "../model/difference.ts";
import type { Entry } from "../model/entry.ts";
import { ChangeCount, Cursor, comparePaths, isSameEntry } from "../model/in-step.ts";
import type { PartId } from "../model/part.ts";
import type { PartRecord } from "../model/snapshot.ts";
import type { SnapshotReader } from "../model/store.ts";
import { isChangeReader } from "../model/store.ts";
import { throwIfCancelled } from "./meter.ts";

/** `isMeant`: which parts are looked at. In the later one's order; what is in it no more comes last. @throws as `read` */
export async function changesBetween(
  before: SnapshotReader,
  after: SnapshotReader,
  isMeant: (part: PartId) => boolean,
  signal: AbortSignal,
): Promise<readonly PartChange[]> {
  const was = new Map(before.manifest.parts.map((each) => [each.id, each]));
  const is = new Map(after.manifest.parts.map((each) => [each.id, each]));
  const changes: PartChange[] = [];
  for (const id of [...is.keys(), ...[...was.keys()].filter((each) => !is.has(each))]) {
    if (!isMeant(id)) continue;
    throwIfCancelled(signal);
    const [old, late] = [was.get(id) ?? null, is.get(id) ?? null];
    if (old !== null && late !== null)
      changes.push(await changeOf(before, after, old, late, signal));
    else changes.push(oneSided(old, late));
  }
  return changes;
}

function oneSided(old: PartRecord | null, late: PartRecord | null): PartChange {
  const { id, kind, tenant, title } = (late ?? old) as PartRecord;
  return {
    part: { id, kind, tenant, title },
    isIn: late === null ? "before" : "after",
    verdict: "different",
    sizeBefore: old?.sizeBytes ?? null,
    sizeAfter: late?.sizeBytes ?? null,
    files: null,
    tables: null,
  };
}

async function changeOf(
  before: SnapshotReader,
  after: SnapshotReader,
  old: PartRecord,
  late: PartRecord,
  signal: AbortSignal,
): Promise<PartChange> {
  const { id, kind, tenant, title } = late;
  const common = {
    part: { id, kind, tenant, title },
    isIn: "both",
    sizeBefore: old.sizeBytes,
    sizeAfter: late.sizeBytes,
  } as const;
  const isEqual =
    old.fingerprint === late.fingerprint || (old.version !== null && old.version === late.version);
  if (old.tables !== null || late.tables !== null) {
    const tables = tablesOf(old, late);
    const isOther = tables.some(({ rowsThen, rowsNow }) => rowsThen !== rowsNow);
    const isSame = isEqual || (!isOther && (await isAlike(before, after, id)));
    const verdict = isSame ? "same" : isOther ? "different" : "unknown";
    return { ...common, verdict, files: null, tables };
  }
  const [added, changed, removed] = [new ChangeCount(), new ChangeCount(), new ChangeCount()];
  if (!isEqual)
    await eachChange(before, after, id, signal, (was, is) => {
      if (was !== null && is !== null && was.kind === is.kind) changed.add(is);
      else {
        if (was !== null) removed.add(was);
        if (is !== null) added.add(is);
      }
    });
  const files = { added: added.all(), changed: changed.all(), removed: removed.all() };
  const count = Object.values(files).reduce((sum, { fileCount }) => sum + fileCount, 0);
  return { ...common, verdict: count > 0 ? "different" : "same", files, tables: null };
}

/** All tables of both, in the order of their names. */
function tablesOf(old: PartRecord, late: PartRecord): readonly TableDifference[] {
  const then = new Map(old.tables?.map(({ name, rows }) => [name, rows]));
  const now = new Map(late.tables?.map(({ name, rows }) => [name, rows]));
  return [...new Set([...then.keys(), ...now.keys()])].toSorted().map((name) => ({
    name,
    rowsThen: then.get(name) ?? null,
    rowsNow: now.get(name) ?? null,
  }));
}

/** Whether a store knows that nothing at all is otherwise; one that would have to guess does not. */
async function isAlike(
  before: SnapshotReader,
  after: SnapshotReader,
  part: PartId,
): Promise<boolean> {
  const changes = isChangeReader(before) ? before.changesUntil(part, after) : null;
  if (changes === null) return false;
  for await (const batch of changes) if (batch.length > 0) return false;
  return true;
}

async function eachChange(
  before: SnapshotReader,
  after: SnapshotReader,
  part: PartId,
  signal: AbortSignal,
  tell: (was: Entry | null, is: Entry | null) => void,
): Promise<void> {
  const changes = isChangeReader(before) ? before.changesUntil(part, after) : null;
  if (changes !== null) {
    for await (const batch of changes)
      for (const { before: was, after: is } of batch) tell(was, is);
    return;
  }
  await using old = new Cursor(before.read(part));
  await using late = new Cursor(after.read(part));
  for (;;) {
    throwIfCancelled(signal);
    if (old.isSpent) await old.fill();
    if (late.isSpent) await late.fill();
    const { entry: was } = old;
    const { entry: is } = late;
    if (was === null && is === null) return;
    const order = was === null ? 1 : is === null ? -1 : comparePaths(was.path, is.path);
    const isPair = was !== null && is !== null && order === 0;
    const isAlikePair =
      isPair && was.kind === is.kind && (was.kind === "directory" || isSameEntry(was, is));
    if (!isAlikePair) tell(order <= 0 ? was : null, order >= 0 ? is : null);
    if (order <= 0) old.take();
    if (order >= 0) late.take();
  }
}
