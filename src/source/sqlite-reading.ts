/**
 * One reading of a live SQLite database: unchanged and not copied, or copied and checked while it is being stored.
 *
 * The copy lies in a folder of its own in the scratch folder, named after the run, until the reading is disposed.
 */

import type { BigIntStats } from "node:fs";
import { createReadStream, lstatSync, statSync } from "node:fs";
import { mkdir, mkdtemp, rm, statfs } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Attribute, Bytes, Entries, FileEntry, Origin } from "../model/entry.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import type { RunContext } from "../model/run.ts";
import type { PartFacts, PartRecord } from "../model/snapshot.ts";
import type { Enrolment, Reading } from "../model/source.ts";
import type { Libc } from "./libc.ts";
import type { OwnerNames } from "./owner.ts";
import { resolveRoot } from "./root.ts";
import type { SqliteCheck } from "./sqlite-copy.ts";
import { copyDatabase, startCheck } from "./sqlite-copy.ts";
import { enrolTenants } from "./sqlite-enrol.ts";
import type { SqliteVersion } from "./sqlite-version.ts";
import { isUnchanged, takeVersion, untrusted, versionOf } from "./sqlite-version.ts";
import { madeUpRoot, reportWithoutAttributes } from "./walk.ts";

/** What a reading needs to know of its database. */
export interface LiveDatabase {
  /** As the description says; its last name is the entry's. */
  readonly path: string;
  readonly scratch: string;
  readonly owners: OwnerNames;
  readonly libc: Libc | null;
  /** What is entered in the copy before it is read; `null`: nothing. */
  readonly enrols: Enrolment | null;
}

/** A finished copy and the check that looks through it. */
interface Copy {
  readonly path: string;
  readonly sizeBytes: number;
  readonly check: SqliteCheck;
}

export class SqliteReading implements Reading {
  readonly #database: LiveDatabase;
  readonly #part: Part;
  readonly #known: PartRecord | null;
  readonly #context: RunContext;
  #version: string | null = null;
  #copying: Promise<Copy> | null = null;
  #folder: string | null = null;

  constructor(database: LiveDatabase, part: Part, known: PartRecord | null, context: RunContext) {
    this.#database = database;
    this.#part = part;
    this.#known = known;
    this.#context = context;
  }

  get entries(): Entries {
    return this.#read();
  }

  async *#read(): Entries {
    this.#context.signal.throwIfAborted();
    const live = resolveRoot(this.#database.path);
    const stat = statOf(live, this.#database.path);
    const seen = this.#look(live);
    const known = this.#known;
    if (known !== null && isUnchanged(known.version, seen)) {
      const file = this.#entry(live, stat, known.sizeBytes, null, known.version);
      yield [madeUpRoot(file), file];
    } else {
      const copy = await (this.#copying ??= this.#makeCopy(live, seen));
      const file = this.#entry(live, stat, copy.sizeBytes, copy.path, this.#version);
      yield [madeUpRoot(file), file];
    }
    if (this.#database.libc === null) reportWithoutAttributes(this.#part, this.#context);
  }

  async facts(): Promise<PartFacts> {
    if (this.#copying === null) {
      return { version: this.#known?.version ?? null, tables: this.#known?.tables ?? null };
    }
    const copy = await this.#copying;
    const { problems, tables } = await copy.check.answer;
    if (problems.length === 0) return { version: this.#version, tables };
    this.#context.report({
      kind: "finding",
      finding: {
        code: "SOURCE_DAMAGED",
        part: this.#part.id,
        path: null,
        facts: { path: this.#database.path, reason: problems.slice(0, 3).join("; ") },
      },
    });
    // Said again at every run until somebody mends it.
    return { version: untrusted(this.#version ?? "", this.#context), tables };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const copy = await this.#copying?.catch(() => null);
    await copy?.check[Symbol.asyncDispose]();
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  }

  #look(live: string): SqliteVersion {
    try {
      return takeVersion(live, this.#context);
    } catch (error) {
      const facts = { path: this.#database.path, reason: systemCode(error) ?? "unknown" };
      throw new FivefoldError("SOURCE_UNREADABLE", facts, { cause: error });
    }
  }

  async #makeCopy(live: string, seen: SqliteVersion): Promise<Copy> {
    const { scratch } = this.#database;
    await mkdir(scratch, { recursive: true, mode: 0o700 });
    const room = await statfs(scratch);
    const freeBytes = room.bavail * room.bsize;
    if (freeBytes < seen.sizeBytes) {
      throw new FivefoldError("SPACE_SHORT", {
        folder: scratch,
        neededBytes: seen.sizeBytes,
        freeBytes,
      });
    }
    this.#folder = await mkdtemp(join(scratch, `${this.#context.run}.`));
    const path = join(this.#folder, "copy.sqlite");
    const { heldMs } = await copyDatabase(live, path, seen, this.#context);
    // One moment of a database cannot be read slowly: what follows rests for it.
    this.#context.modesty?.pace?.owe(statSync(path).size);
    this.#version = versionOf(seen, this.#look(live));
    if (heldMs !== null) {
      this.#context.report({ kind: "held", part: this.#part.id, ms: heldMs });
    }
    const { enrols } = this.#database;
    if (enrols !== null) enrolTenants(path, this.#part, enrols);
    const check = startCheck({ path, depth: "quick" });
    return { path, sizeBytes: statSync(path).size, check };
  }

  #entry(
    live: string,
    stat: BigIntStats,
    sizeBytes: number,
    localPath: string | null,
    version: string | null,
  ): FileEntry {
    const wal = lstatSync(`${live}-wal`, { bigint: true, throwIfNoEntry: false });
    const isNewer = wal !== undefined && wal.size > 0n && wal.mtimeNs > stat.mtimeNs;
    const origin: Origin = {
      device: stat.dev,
      inode: stat.ino,
      links: 1,
      changedNs: isNewer ? wal.ctimeNs : stat.ctimeNs,
    };
    return {
      kind: "file",
      path: basename(this.#database.path),
      modifiedNs: isNewer ? wal.mtimeNs : stat.mtimeNs,
      mode: Number(stat.mode) & 0o7777,
      owner: this.#database.owners.of(Number(stat.uid), Number(stat.gid)),
      origin,
      sizeBytes,
      localPath,
      version,
      attributes: () => this.#attributes(live),
      bytes: () => this.#bytes(live),
    };
  }

  /** A store that insists on the content of an unchanged database gets it, too. */
  async *#bytes(live: string): Bytes {
    if (this.#copying === null) {
      this.#copying = this.#makeCopy(live, this.#look(live));
    }
    const copy = await this.#copying;
    yield* createReadStream(copy.path, { highWaterMark: 1024 * 1024 });
  }

  #attributes(live: string): readonly Attribute[] {
    try {
      return this.#database.libc?.attributes(live) ?? [];
    } catch (error) {
      this.#context.report({
        kind: "finding",
        finding: {
          code: "ATTRIBUTES_UNREADABLE",
          part: this.#part.id,
          path: basename(this.#database.path),
          facts: { reason: systemCode(error) ?? "unknown" },
        },
      });
      return [];
    }
  }
}

/** @throws SOURCE_MISSING, SOURCE_UNREADABLE, SOURCE_DAMAGED when it is no file */
export function statOf(live: string, path: string): BigIntStats {
  let stat: BigIntStats;
  try {
    stat = statSync(live, { bigint: true });
  } catch (error) {
    const code = systemCode(error);
    const isMissing = code === "ENOENT" || code === "ENOTDIR";
    throw isMissing
      ? new FivefoldError("SOURCE_MISSING", { path }, { cause: error })
      : new FivefoldError("SOURCE_UNREADABLE", { path, reason: code ?? "" }, { cause: error });
  }
  if (!stat.isFile()) throw new FivefoldError("SOURCE_DAMAGED", { path, reason: "not a file" });
  return stat;
}
