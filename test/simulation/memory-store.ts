/**
 * A store in memory: what is committed stays, everything else is gone with the process that wrote it. It takes contents
 * of unchanged versions from the parent without reading them, as the vault does.
 */

import { createHash } from "node:crypto";
import type { Entries, Entry } from "../../src/model/entry.ts";
import { FivefoldError } from "../../src/model/error.ts";
import type { Manifest } from "../../src/model/layout.ts";
import { documentBytes, headOf, manifestOf } from "../../src/model/layout.ts";
import type { Part, PartId } from "../../src/model/part.ts";
import { Narrowing } from "../../src/model/path.ts";
import type {
  Closing,
  Draft,
  PartRecord,
  Snapshot,
  SnapshotId,
  StoredPart,
} from "../../src/model/snapshot.ts";
import type { SnapshotReader, SnapshotWriter, Store } from "../../src/model/store.ts";
import type { Fate } from "./fate.ts";
import type { KeptEntry } from "./memory-entry.ts";
import { inBatches, textOf, withContent } from "./memory-entry.ts";

interface Kept {
  readonly snapshot: Snapshot;
  readonly manifest: Manifest;
  readonly parts: ReadonlyMap<PartId, readonly KeptEntry[]>;
  /** The entries as they came, for what is not content. */
  readonly entries: ReadonlyMap<PartId, readonly Entry[]>;
}

export class MemoryStore {
  readonly #kept = new Map<SnapshotId, Kept>();
  /** How many files were read, rather than taken from the parent. */
  filesRead = 0;
  /** Parts of which one byte was turned since they were stored. */
  readonly damaged = new Set<string>();

  get snapshots(): readonly Kept[] {
    return [...this.#kept.values()];
  }

  as(fate: Fate): Store {
    const kept = this.#kept;
    const open = (id: SnapshotId): Kept => {
      fate.touch(`open ${id}`);
      const found = kept.get(id);
      if (found === undefined) throw new FivefoldError("SNAPSHOT_MISSING", { snapshot: id });
      return found;
    };
    return {
      kind: "vault",
      async *list() {
        fate.touch("list");
        for (const { snapshot } of kept.values()) yield snapshot;
      },
      begin: async (draft) => {
        fate.touch("begin");
        const parent = draft.parent === null ? null : open(draft.parent);
        return this.#writer(draft, parent, fate);
      },
      open: async (id) => this.#reader(open(id), fate),
      forget: async (ids) => {
        fate.touch("forget");
        for (const id of ids) kept.delete(id);
      },
    };
  }

  #writer(draft: Draft, parent: Kept | null, fate: Fate): SnapshotWriter {
    const parts = new Map<PartId, readonly KeptEntry[]>();
    const originals = new Map<PartId, readonly Entry[]>();
    const known = (part: PartId): PartRecord | null =>
      parent?.manifest.parts.find((record) => record.id === part) ?? null;
    return {
      known,
      add: async (part, entries) => {
        fate.touch(`add ${part.id}`);
        const record = known(part.id);
        const before = parent?.parts.get(part.id) ?? [];
        const came: Entry[] = [];
        originals.set(part.id, came);
        const stored = await this.#take(part, remembering(entries, came), record, before, fate);
        parts.set(part.id, stored);
        return storedOf(stored);
      },
      commit: async (closing) => {
        const whole = keptOf(draft, closing, parts, originals, this.#kept.size);
        fate.touch("commit");
        this.#kept.set(whole.snapshot.id, whole);
        return whole.snapshot;
      },
      [Symbol.asyncDispose]: async () => {},
    };
  }

  async #take(
    part: Part,
    entries: Entries,
    record: PartRecord | null,
    before: readonly KeptEntry[],
    fate: Fate,
  ): Promise<readonly KeptEntry[]> {
    const taken: KeptEntry[] = [];
    for await (const batch of entries) {
      for (const entry of batch) {
        fate.touch(`store ${part.id}/${entry.path}`);
        const isKnown =
          entry.kind === "file" && entry.version !== null && entry.version === record?.version;
        const same = isKnown ? before.find((each) => each.path === entry.path) : undefined;
        if (same === undefined && entry.kind === "file") this.filesRead++;
        const text = entry.kind === "file" ? (same?.text ?? (await textOf(entry))) : null;
        taken.push({ path: entry.path, text });
      }
    }
    return taken;
  }

  #reader({ snapshot, manifest, parts, entries }: Kept, fate: Fate): SnapshotReader {
    const isDamaged = (part: PartId): boolean => this.damaged.has(`${snapshot.id}/${part}`);
    return {
      snapshot,
      manifest,
      async *read(part, isWanted = () => true) {
        fate.touch(`read ${snapshot.id}/${part}`);
        const texts = parts.get(part)?.map(({ text }) => text) ?? [];
        const narrowing = new Narrowing(isWanted);
        const held = (entries.get(part) ?? [])
          .map((entry, index) => withContent(entry, texts[index] ?? null))
          .filter(({ path }) => narrowing.takes(path));
        if (held.length === 0) throw new FivefoldError("SNAPSHOT_DAMAGED", { path: part });
        yield* inBatches(held.slice(0, 1));
        if (isDamaged(part)) throw new FivefoldError("SNAPSHOT_DAMAGED", { path: part });
        yield* inBatches(held.slice(1));
      },
      check: async () => [],
      [Symbol.asyncDispose]: async () => {},
    };
  }
}

async function* remembering(entries: Entries, came: Entry[]): Entries {
  for await (const batch of entries) {
    came.push(...batch);
    yield batch;
  }
}

function storedOf(kept: readonly KeptEntry[]): StoredPart {
  let sizeBytes = 0;
  for (const { text } of kept) sizeBytes += text === null ? 0 : text.length;
  const fingerprint = createHash("sha256").update(JSON.stringify(kept)).digest("hex");
  return { entryCount: kept.length, sizeBytes, fingerprint };
}

function keptOf(
  draft: Draft,
  closing: Closing,
  parts: ReadonlyMap<PartId, readonly KeptEntry[]>,
  entries: ReadonlyMap<PartId, readonly Entry[]>,
  count: number,
): Kept {
  const head = headOf(draft, null);
  const headSha256 = createHash("sha256").update(documentBytes(head)).digest("hex");
  const manifest = manifestOf(head, headSha256, draft, closing);
  const id = createHash("sha256").update(`${count} ${draft.takenAtMs}`).digest("hex") as SnapshotId;
  const snapshot: Snapshot = {
    id,
    appId: draft.app.id,
    takenAt: manifest.takenAt,
    scope: draft.scope,
    reason: draft.reason,
    isComplete: manifest.isComplete,
    host: "memory",
    paths: ["/"],
    tags: [],
    sizeBytes: null,
  };
  return { snapshot, manifest, parts: new Map(parts), entries };
}
