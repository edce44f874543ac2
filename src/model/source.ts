/** Where a part's data lives, how it is read, and the steps of its coming back. */

import type { PartDifference } from "./difference.ts";
import type { Entries } from "./entry.ts";
import type { Part } from "./part.ts";
import type { Finding, RunContext } from "./run.ts";
import type { PartFacts, PartRecord, TenantRecord } from "./snapshot.ts";

/** One reading of a part, at one moment. Disposing it removes temporary copies. */
export interface Reading extends AsyncDisposable {
  readonly entries: Entries;
  /** What is known once the entries have been read to their end; may wait for checks that run beside. */
  facts(): Promise<PartFacts>;
}

export interface StagedRecord {
  readonly entryCount: number;
  readonly sizeBytes: number;
}

/** Room that a restore of one part takes, on the device where it is staged. */
export interface Room {
  readonly device: string;
  /** A folder on that device, for messages. */
  readonly folder: string;
  readonly neededBytes: number;
  readonly freeBytes: number;
  /** Says how the part is replaced: the root itself is renamed, or its children are (a mount point cannot be). */
  readonly swaps: "root" | "children";
}

/** Where what a run staged or swapped out lies. */
export interface PutAside {
  readonly path: string;
  /** It, or a piece of it, is not there. */
  readonly isLost: boolean;
}

/** Room that is taken on a device, and given back when what lies there is removed. */
export interface TakenRoom {
  /** As in `Room`. */
  readonly device: string;
  /** A folder on that device, for messages. */
  readonly folder: string;
  readonly sizeBytes: number;
}

/** One SELECT whose first column names the records that people know a database's newest entries by. */
export interface NewestQuery {
  readonly query: string;
  /** What they are called, by language as in `Part.title`; empty: records. */
  readonly title: Readonly<Record<string, string>>;
}

/** What a snapshot has of a part, to be compared with what lives. */
export interface KeptPart {
  readonly record: PartRecord;
  readonly entries: Entries;
  /** Asked of the live database and of the snapshot's, which is written into the scratch folder; `null`: not asked. */
  readonly newest: NewestQuery | null;
}

/** A process that has a part's data open. */
export interface Holder {
  readonly pid: number | null;
  readonly name: string;
}

/**
 * Every step of coming back may be repeated and may be called by another process than the one that staged: all names
 * follow from the part and `context.run`. Nothing but `swap` and `unswap` changes live data.
 */
export interface Source {
  /**
   * Reads the part as it is at one moment. `known` is what the parent snapshot says of it: a source that can prove that
   * nothing changed yields the same version and does not produce the content unless it is asked for.
   *
   * @throws SOURCE_MISSING when the part's data is not there, SOURCE_DAMAGED, SOURCE_UNREADABLE
   */
  read(part: Part, known: PartRecord | null, context: RunContext): Reading;
  /**
   * Says what a restore would change, while the app works, and changes nothing. Live data that is missing or broken is a
   * finding of the difference. Contents of files are not read; those of the snapshot only for `newest`.
   *
   * @throws what the entries throw; the signal's reason when it is aborted
   */
  compare(part: Part, kept: KeptPart, context: RunContext): Promise<PartDifference>;
  /** @throws ASIDE_IMPOSSIBLE when nothing on the part's device can hold the stage. */
  need(part: Part, record: PartRecord): Promise<Room>;
  busy(part: Part): Promise<readonly Holder[]>;
  /** Writes the entries beside the live data; on disk on return. An older stage of the same part and run is replaced. */
  stage(part: Part, entries: Entries, context: RunContext): Promise<StagedRecord>;
  /** Looks at what is staged, before any swap; no finding means that it may go live. */
  validate(part: Part, record: PartRecord, context: RunContext): Promise<readonly Finding[]>;
  /** Puts what is staged live and keeps what was live; twice is once. */
  swap(part: Part, context: RunContext): Promise<void>;
  /**
   * Puts what was live before back; twice is once; with a stage that was not swapped it does nothing. To be called only
   * between `stage` and `clear`: an area that is not there means that the old state is lost.
   *
   * @throws ASIDE_LOST with the part and the path when what was put aside is not there, ASIDE_IMPOSSIBLE when the part was
   *   moved to where no rename leads; nothing is changed then
   */
  unswap(part: Part, context: RunContext): Promise<void>;
  /** Looks whether `unswap` would find all that it needs, and changes nothing. @throws ASIDE_IMPOSSIBLE as `unswap` */
  putAside(part: Part, context: RunContext): Promise<PutAside>;
  /** Measures what this run staged or kept, entry by entry; `null` when there is nothing. */
  taken(part: Part, context: RunContext): Promise<TakenRoom | null>;
  /** Removes what this run staged or kept; twice is once. */
  clear(part: Part, context: RunContext): Promise<void>;
}

/**
 * How a source is opened: plain data with absolute paths, so that the journal can keep it.
 * `description` is the folder of fivefold.yaml, whose `.fivefold` is the preferred aside area.
 * `scratch` is a folder in the home for temporary copies.
 */
export type SourceConfig =
  | {
      readonly kind: "files";
      readonly root: string;
      /** Globs relative to the root ("**" crosses folders). */
      readonly exclude: readonly string[];
      /** Paths, relative to the root, of other parts that lie inside: excluded, and kept by a swap. */
      readonly inner: readonly string[];
      /**
       * Only these paths, as in `Entry.path`, come back: none lies below another, and everything else in the root stays as
       * it is. Reading takes the whole part all the same. Absent: the part is replaced as a whole.
       */
      readonly only?: readonly string[];
      readonly description: string;
      readonly scratch: string;
    }
  | {
      readonly kind: "sqlite";
      /** The database file. */
      readonly path: string;
      readonly description: string;
      readonly scratch: string;
      /** What is read is a copy in which these tenants are entered; the live database stays as it is. */
      readonly enrols?: Enrolment;
    };

/** How an app lists its tenants in its login database, and how one more is entered. */
export interface Register {
  /** One statement with the parameter `:id`, and `:title` when it wants the title. */
  readonly statement: string;
  /** The SELECT of `tenants.from`, with the column `id`. */
  readonly query: string;
}

/** Tenants that are to be entered in a login database. */
export interface Enrolment extends Register {
  readonly tenants: readonly TenantRecord[];
}
