/** What places hold: the list of backups, the companies and files in them. */

import type { KnownTenants } from "../app/recall.ts";
import { recallTenants, rememberTenants } from "../app/recall.ts";
import type { Choice } from "../engine/choice.ts";
import { listSnapshots } from "../engine/find-snapshot.ts";
import { selectEntries, wantedOf } from "../engine/paths.ts";
import type { Bytes, Entry } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { Manifest } from "../model/layout.ts";
import { waysTo } from "../model/path.ts";
import type { PartRecord, Snapshot } from "../model/snapshot.ts";
import type { Watch } from "./given.ts";
import { contextOf, newRun, systemClock } from "./given.ts";
import type { Installation } from "./installation.ts";
import type { At } from "./vaults.ts";

/** Entries of one part of a backup, as many as are known at once. */
export interface SeenEntries {
  readonly snapshot: Snapshot;
  readonly part: PartRecord;
  readonly entries: readonly Entry[];
}

/** Manifests that a list reads at most: the others are read by later ones. */
const MOST_READ = 50;

/** Oldest first; what was found is remembered for when the place is away. */
export async function list(
  installation: Installation,
  at: At,
  watch: Watch,
): Promise<readonly Snapshot[]> {
  const context = contextOf(watch, newRun(systemClock));
  const { store, spot, vault } = await installation.store(at, context);
  const { recallSnapshots, rememberSnapshots } = await import("./memory.ts");
  const owner = vault?.id ?? spot.config.path;
  if (vault === null) {
    const snapshots = await listSnapshots(store, context);
    rememberSnapshots(installation, spot, owner, new Set(), snapshots);
    return snapshots;
  }
  const known = installation.options.listed?.(vault.id) ?? new Map<string, Snapshot>();
  const before = recallSnapshots(installation, owner);
  for (const [id, snapshot] of before) if (!known.has(id)) known.set(id, snapshot);
  const snapshots = await listSnapshots({ list: () => vault.list(context, known) }, context);
  rememberSnapshots(installation, spot, owner, new Set(before.keys()), snapshots);
  return snapshots;
}

/**
 * Says which companies backups of chosen companies hold: from their manifests, which are read once and remembered. Of
 * a backup that cannot be read, or of more than `MOST_READ` that were not, nothing is said.
 */
export async function tenantsIn(
  installation: Installation,
  at: At,
  snapshots: readonly Snapshot[],
  watch: Watch,
): Promise<KnownTenants> {
  const chosen = snapshots.filter(({ scope }) => scope === "partial" || scope === "tenant");
  if (chosen.length === 0) return new Map();
  const context = contextOf(watch, newRun(systemClock));
  const { store, vault } = await installation.store(at, context);
  // parcels are few and quickly read, and a name may stand for another one tomorrow
  const memory = vault?.id ?? null;
  const known: KnownTenants =
    memory === null ? new Map() : await recallTenants(installation.home, memory);
  const found = new Map(
    chosen.flatMap(({ id }) => {
      const tenants = known.get(id);
      return tenants === undefined ? [] : [[id, tenants] as const];
    }),
  );
  const unread = chosen.filter(({ id }) => !found.has(id)).slice(-MOST_READ);
  for (const { id } of unread) {
    try {
      await using reader = await store.open(id, context);
      found.set(id, reader.manifest.tenants);
    } catch (thrown) {
      watch.signal.throwIfAborted();
      if (!(thrown instanceof FivefoldError)) throw thrown;
    }
  }
  if (memory !== null && (unread.length > 0 || found.size < known.size))
    await rememberTenants(installation.home, memory, found);
  return found;
}

export async function show(
  installation: Installation,
  at: At,
  word: string,
  watch: Watch,
): Promise<{ readonly snapshot: Snapshot; readonly manifest: Manifest }> {
  const context = contextOf(watch, newRun(systemClock));
  const everything = { tenants: [], parts: [] };
  const { passwords } = installation.options;
  await using reader = (await installation.reader(at, word, everything, context, passwords, false))
    .reader;
  return { snapshot: reader.snapshot, manifest: reader.manifest };
}

/**
 * Lists the files, folders and links of chosen parts, in the backup's order, without reading contents. A part's root and
 * the folders that only lead to a chosen path are not given.
 *
 * @throws as `selectEntries`
 */
export async function* entries(
  installation: Installation,
  at: At,
  word: string,
  choice: Choice,
  watch: Watch,
): AsyncIterable<SeenEntries> {
  const context = contextOf(watch, newRun(systemClock));
  const { passwords } = installation.options;
  await using reader = (await installation.reader(at, word, choice, context, passwords, false))
    .reader;
  const { snapshot } = reader;
  const selection = await selectEntries(reader, null, choice, "look", context.signal);
  for (const part of selection.records) {
    const only = selection.only.get(part.id);
    const ways = new Set(["", ...waysTo(only?.map((each) => each.path) ?? [])]);
    for await (const batch of reader.read(part.id, wantedOf(only)))
      yield { snapshot, part, entries: batch.filter((entry) => !ways.has(entry.path)) };
  }
}

/** One file of a backup. Its bytes can be read until the next one is asked for: there is none. */
export interface SeenContent {
  readonly sizeBytes: number | null;
  readonly bytes: Bytes;
}

/** The content of one file of a part; nothing when there is no such file. @throws as `selectEntries` */
export async function* content(
  installation: Installation,
  at: At,
  word: string,
  part: string,
  inside: string,
  watch: Watch,
): AsyncIterable<SeenContent> {
  const context = contextOf(watch, newRun(systemClock));
  const choice = { tenants: [], parts: [part], paths: [inside] };
  const { passwords } = installation.options;
  await using reader = (await installation.reader(at, word, choice, context, passwords)).reader;
  const selection = await selectEntries(reader, null, choice, "look", context.signal);
  for (const { id } of selection.records)
    for await (const batch of reader.read(id, wantedOf(selection.only.get(id))))
      for (const entry of batch)
        if (entry.kind === "file" && entry.path === inside)
          yield { sizeBytes: entry.sizeBytes, bytes: entry.bytes() };
}
