/** What a restore of one part would change, found out without touching anything live. */

import type { Part } from "./part.ts";
import type { Finding } from "./run.ts";

/** Names that a difference gives of a kind of change, at most. */
export const MOST_PATHS = 200;

/** Files and links; folders are not counted. */
export interface FileChanges {
  readonly fileCount: number;
  /** Of the files that come, for those that are removed of the ones that go. */
  readonly sizeBytes: number;
  /** The first of them in the order of the part, at most `MOST_PATHS`; as in `Entry.path`. */
  readonly paths: readonly string[];
}

/** A table as it is in the snapshot and as it is now; `null`: it is not there, or could not be counted. */
export interface TableDifference {
  readonly name: string;
  readonly rowsThen: number | null;
  readonly rowsNow: number | null;
}

/** Records that run on without a gap: "1042" to "1057". */
export interface RecordRun {
  readonly first: string;
  readonly last: string;
}

/** Records in the order of their query. */
export interface RecordList {
  readonly recordCount: number;
  /** All runs when they are few, else the first of them. */
  readonly runs: readonly RecordRun[];
  /** The last runs, where some between were left out. */
  readonly lastRuns: readonly RecordRun[];
}

export interface NewestDifference {
  /** By language, as `Part.title`. */
  readonly title: Readonly<Record<string, string>>;
  /** Made after the snapshot: a restore takes them away. */
  readonly onlyNow: RecordList;
  /** Gone since the snapshot: a restore brings them back. */
  readonly onlyThen: RecordList;
}

interface Common {
  /**
   * Why the live data could not be looked at, whole or in part: SOURCE_MISSING, SOURCE_DAMAGED, ENTRY_UNREADABLE … A restore
   * may be just what it needs.
   */
  readonly findings: readonly Finding[];
  /** All that lives now. */
  readonly liveBytes: number;
  /** What lives now and is not so in the snapshot: a safety snapshot in the same store takes no more. */
  readonly unsavedBytes: number;
}

export interface FilesDifference extends Common {
  readonly kind: "files";
  readonly added: FileChanges;
  readonly changed: FileChanges;
  readonly removed: FileChanges;
  readonly unchangedCount: number;
}

export interface DatabaseDifference extends Common {
  readonly kind: "database";
  /** It is what the snapshot holds; nothing had to be counted for that. */
  readonly isUnchanged: boolean;
  /** All tables of both, in the order of their names. */
  readonly tables: readonly TableDifference[];
  /** `null`: the description asks for none, or it was not asked. */
  readonly newest: NewestDifference | null;
}

/** "Added", "changed" and "removed" are what a restore would do. */
export type PartDifference = FilesDifference | DatabaseDifference;

/** "unknown": as much as was looked at is the same, and something was not looked at. */
export function verdictOf(difference: PartDifference): "same" | "different" | "unknown" {
  if (difference.kind === "files") {
    const { added, changed, removed, findings } = difference;
    if (added.fileCount + changed.fileCount + removed.fileCount > 0) return "different";
    return findings.length > 0 ? "unknown" : "same";
  }
  if (difference.isUnchanged) return "same";
  const { tables, newest } = difference;
  const isOther = tables.some(({ rowsThen, rowsNow }) => rowsThen !== rowsNow);
  const hasOther = newest !== null && newest.onlyNow.recordCount + newest.onlyThen.recordCount > 0;
  return isOther || hasOther ? "different" : "unknown";
}

/** What became otherwise in one part from one snapshot to a later one. */
export interface PartChange {
  readonly part: Part;
  /** Where it is at all. */
  readonly isIn: "both" | "before" | "after";
  /** "unknown": as much as could be compared is the same. */
  readonly verdict: "same" | "different" | "unknown";
  /** As they were; `null`: it is not in that snapshot. */
  readonly sizeBefore: number | null;
  readonly sizeAfter: number | null;
  /** `null`: a database, or a part that is not in both. "Added" is what the later one has besides. */
  readonly files: Pick<FilesDifference, "added" | "changed" | "removed"> | null;
  /** `null`: no database, or a part that is not in both. "Then" is before, "now" after. */
  readonly tables: readonly TableDifference[] | null;
}
