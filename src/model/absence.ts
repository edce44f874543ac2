/** A tenant that was taken elsewhere to be worked on there, and is to come back. */

import type { PartId, TenantId } from "./part.ts";
import type { RunId } from "./run.ts";
import type { TableRows } from "./snapshot.ts";

/** A part as it was when it was taken away. */
export interface AbsentPart {
  readonly id: PartId;
  /** Names, sizes and contents of all entries as one hash, 64 hex digits. */
  readonly contentSha256: string;
  readonly tables: readonly TableRows[] | null;
}

export interface Absence {
  readonly tenant: TenantId;
  readonly title: string;
  /** ISO 8601, UTC, like the next one. */
  readonly awayAt: string;
  readonly note: string | null;
  /** When the snapshot that was taken away was made. */
  readonly takenAt: string;
  /** The file it was taken away in. */
  readonly parcel: string;
  readonly parts: readonly AbsentPart[];
  /** The restore that brought it back, or tried to: the journal says how that ended. `null`: it is away. */
  readonly returnedBy: RunId | null;
}
