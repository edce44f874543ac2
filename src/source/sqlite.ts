/**
 * A source that is one SQLite database: read by `sqlite-reading.ts`, and swapped by renames together with its `-wal`,
 * `-shm` and `-journal`, so that nothing of the old state is ever taken for part of the new one.
 */

import { lstatSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DatabaseDifference } from "../model/difference.ts";
import type { Entries } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import type { Finding, RunContext } from "../model/run.ts";
import type { PartRecord } from "../model/snapshot.ts";
import type {
  Holder,
  KeptPart,
  PutAside,
  Reading,
  Room,
  Source,
  SourceConfig,
  StagedRecord,
  TakenRoom,
} from "../model/source.ts";
import type { Target } from "./area.ts";
import { roomAt } from "./area.ts";
import { findHolders, findLockOwners, uniqueHolders } from "./busy.ts";
import { compareDatabase } from "./compare-sqlite.ts";
import type { Disk } from "./disk.ts";
import { readMetadata } from "./metadata.ts";
import { OwnerNames } from "./owner.ts";
import { Returning } from "./returning.ts";
import { resolveRoot } from "./root.ts";
import type { SqliteCheckAnswer } from "./sqlite-check.ts";
import { startCheck } from "./sqlite-copy.ts";
import { SqliteReading } from "./sqlite-reading.ts";
import { systemPath } from "./walk.ts";
import { writeTree } from "./write-tree.ts";

export type SqliteConfig = Extract<SourceConfig, { kind: "sqlite" }>;

/** The database goes first and comes back last: without it, an app started in between finds nothing to spoil. */
const ENDINGS = ["", "-journal", "-wal", "-shm"];

export class SqliteSource implements Source {
  readonly #config: SqliteConfig;
  readonly #disk: Disk;
  #owners: OwnerNames | null = null;

  constructor(config: SqliteConfig, disk: Disk) {
    this.#config = config;
    this.#disk = disk;
  }

  read(part: Part, known: PartRecord | null, context: RunContext): Reading {
    const { path, scratch, enrols = null } = this.#config;
    const { libc } = this.#disk;
    return new SqliteReading(
      { path, scratch, owners: this.#ownerNames(), libc, enrols },
      part,
      known,
      context,
    );
  }

  async compare(part: Part, kept: KeptPart, context: RunContext): Promise<DatabaseDifference> {
    const { path, scratch } = this.#config;
    return await compareDatabase({ path, scratch }, part, kept, context);
  }

  async need(_part: Part, record: PartRecord): Promise<Room> {
    return { ...(await roomAt(this.#returning().site(), record)), swaps: "root" };
  }

  async busy(): Promise<readonly Holder[]> {
    const live = resolveRoot(this.#config.path);
    const files = new Set(ENDINGS.map((ending) => live + ending));
    const holders = findHolders((path) => files.has(path));
    return uniqueHolders([...holders, ...findLockOwners(live, this.#disk.libc)]);
  }

  async stage(part: Part, entries: Entries, context: RunContext): Promise<StagedRecord> {
    const returning = this.#returning();
    const site = returning.site();
    const aside = await returning.begin(part, site, context);
    const planting = {
      exclusion: null,
      inner: new Set<string>(),
      owners: this.#ownerNames(),
      libc: this.#disk.libc,
    };
    const tree = join(aside.folder, "tree");
    const names: string[] = [];
    const planted = await writeTree(tree, planting, part, watch(entries, names), context);
    const [name] = names;
    if (name === undefined || names.length > 1) {
      throw new FivefoldError("SNAPSHOT_FOREIGN", { part: part.id });
    }
    const target = join(aside.fresh, site.members?.[0] ?? "");
    await this.#disk.makeFolder(aside.fresh);
    await this.#disk.rename(join(tree, name), target);
    await this.#disk.removeFolder(tree);
    if (planted.root.owner === null) await this.#keepOwner(target);
    await this.#disk.syncFolder(aside.fresh);
    const { entryCount, sizeBytes, writtenCount, writtenBytes } = planted;
    const counts = { entryCount, sizeBytes, writtenCount, writtenBytes };
    await aside.finish({ ...site, ...counts, root: null });
    return { entryCount, sizeBytes };
  }

  async validate(part: Part, record: PartRecord, context: RunContext): Promise<readonly Finding[]> {
    const aside = this.#returning().staged(part, context);
    const staged = aside.staged();
    if (staged === null) return [];
    const path = aside.stagedRoot(staged);
    const found = lstatSync(systemPath(path), { throwIfNoEntry: false })?.size ?? 0;
    if (found !== record.sizeBytes || staged.entryCount !== record.entryCount) {
      const facts = { what: "sizeBytes", expected: record.sizeBytes, found };
      return [{ code: "STAGED_DAMAGED", part: part.id, path: null, facts }];
    }
    await using check = startCheck({ path, depth: "full" });
    using stopped = onAbort(context.signal, () => void check[Symbol.asyncDispose]());
    const answer = await check.answer;
    stopped[Symbol.dispose]();
    return judge(part, record, answer);
  }

  async swap(part: Part, context: RunContext): Promise<void> {
    await this.#returning().swap(part, context);
  }

  async unswap(part: Part, context: RunContext): Promise<void> {
    await this.#returning().unswap(part, context);
  }

  async putAside(part: Part, context: RunContext): Promise<PutAside> {
    return this.#returning().putAside(part, context);
  }

  async taken(part: Part, context: RunContext): Promise<TakenRoom | null> {
    return await this.#returning().taken(part, context);
  }

  async clear(part: Part, context: RunContext): Promise<void> {
    await this.#returning().clear(part, context);
  }

  #returning(): Returning {
    const { path, description } = this.#config;
    return new Returning(
      () => targetOf(resolveRoot(path)),
      description,
      this.#disk,
      () => [],
    );
  }

  #ownerNames(): OwnerNames {
    return (this.#owners ??= new OwnerNames());
  }

  /** A snapshot that knows no owner and no mode leaves the file as the app has it now. */
  async #keepOwner(target: string): Promise<void> {
    const live = resolveRoot(this.#config.path);
    if (lstatSync(systemPath(live), { throwIfNoEntry: false }) === undefined) return;
    const { owner, mode } = readMetadata(live, null);
    const fresh = readMetadata(target, this.#disk.libc);
    await this.#disk.setMetadata(target, { ...fresh, owner, mode });
  }
}

function targetOf(live: string): Target {
  const base = basename(live);
  return {
    kind: "names",
    folder: dirname(live),
    names: ENDINGS.map((ending) => base + ending),
  };
}

/** Notes the names of all entries but the root. */
async function* watch(entries: Entries, names: string[]): Entries {
  for await (const batch of entries) {
    for (const { path, kind } of batch) {
      if (path !== "") names.push(path);
      if (path !== "" && kind !== "file") names.push(path); // no database: refused like a second entry
    }
    yield batch;
  }
}

function judge(part: Part, record: PartRecord, answer: SqliteCheckAnswer): Finding[] {
  const findings: Finding[] = [];
  if (answer.problems.length > 0) {
    const facts = { reason: answer.problems.slice(0, 3).join("; ") };
    findings.push({ code: "STAGED_DAMAGED", part: part.id, path: null, facts });
  }
  const found = new Map(answer.tables.map(({ name, rows }) => [name, rows]));
  for (const { name, rows } of record.tables ?? []) {
    const now = found.get(name) ?? null;
    if (now === rows) continue;
    const facts = { table: name, expected: rows, found: now };
    findings.push({ code: "ROWS_DIFFER", part: part.id, path: null, facts });
  }
  return findings;
}

function onAbort(signal: AbortSignal, deed: () => void): Disposable {
  signal.addEventListener("abort", deed, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", deed) };
}
