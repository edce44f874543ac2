/** Chosen parts at one moment, unchangeable; and what its manifest says of them. */

import type { PartId, PartKind, TenantId } from "./part.ts";
import type { Finding, NotIncluded } from "./run.ts";

/** 64 hex digits in a vault; a shelf's own id there. */
export type SnapshotId = string & { readonly brand: "SnapshotId" };

export type Scope = "full" | "partial" | "tenant" | "parts";
export type Reason = "manual" | "scheduled" | "safety" | "export";

export const SCOPES = ["full", "partial", "tenant", "parts"] as const satisfies readonly Scope[];
export const REASONS = [
  "manual",
  "scheduled",
  "safety",
  "export",
] as const satisfies readonly Reason[];

export interface AppIdentity {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

/** What a list shows, known without opening the snapshot. */
export interface Snapshot {
  readonly id: SnapshotId;
  /** `null`: made by somebody else (restic itself, another program). */
  readonly appId: string | null;
  /** ISO 8601 with offset or Z. */
  readonly takenAt: string;
  readonly scope: Scope;
  readonly reason: Reason;
  /** Only complete ones count for keep rules, checks and the copies meter. */
  readonly isComplete: boolean;
  readonly host: string;
  readonly paths: readonly string[];
  readonly tags: readonly string[];
  /** Sum over all files as they were, `null` when the store does not know it without opening. */
  readonly sizeBytes: number | null;
  /** What was new when it was made, and what it took in the vault; left out where that is not known. */
  readonly added?: { readonly sizeBytes: number; readonly packedBytes: number };
}

export interface TableRows {
  readonly name: string;
  readonly rows: number;
}

/** What a store found out while it stored a part. */
export interface StoredPart {
  readonly entryCount: number;
  readonly sizeBytes: number;
  /** Restic's tree id in a vault, the SHA-256 of the part's SHA256SUMS lines in a parcel: 64 hex digits. */
  readonly fingerprint: string;
}

/** What a source found out while it was read. */
export interface PartFacts {
  /** As in `FileEntry.version`; `null` where files' own metadata decide. */
  readonly version: string | null;
  /** Every table with its row count, in the order of the names; `null` for parts that are no database. */
  readonly tables: readonly TableRows[] | null;
}

/** What the manifest says of a part. */
export interface PartRecord extends StoredPart, PartFacts {
  readonly id: PartId;
  readonly kind: PartKind;
  readonly tenant: TenantId | null;
  readonly title: Readonly<Record<string, string>>;
}

export interface TenantRecord {
  readonly id: TenantId;
  readonly title: string;
}

/** What is known before anything is read. */
export interface Draft {
  readonly app: AppIdentity;
  /** Milliseconds since 1970 UTC. */
  readonly takenAtMs: number;
  readonly scope: Scope;
  readonly reason: Reason;
  /** Which job made it; left out: none. */
  readonly job?: string | null;
  readonly tenants: readonly TenantRecord[];
  /** Whose unchanged contents need not be read again. */
  readonly parent: SnapshotId | null;
  /** The description, word for word. */
  readonly description: string;
  /** The settings without secrets, word for word. */
  readonly settings: string;
  readonly program: string;
}

/** What is known at the end; with the draft it makes the manifest. */
export interface Closing {
  readonly parts: readonly PartRecord[];
  readonly notIncluded: readonly NotIncluded[];
  readonly findings: readonly Finding[];
}
