/**
 * What a person chose, as parts: for a backup from the live app, for a restore or a copy from a snapshot's manifest.
 *
 * Tenants and parts are ids or globs ("*" within one name, "**" across names) and form a union (contracts.md sections 2
 * and 7). Pure functions.
 */

import type { App, LocatedPart } from "../model/app.ts";
import { FivefoldError } from "../model/error.ts";
import type { Manifest } from "../model/layout.ts";
import type { PartId, PartKind } from "../model/part.ts";
import type { NotIncluded } from "../model/run.ts";
import type { PartRecord, Scope, TenantRecord } from "../model/snapshot.ts";

/** Ids or globs; both lists empty: everything. */
export interface Choice {
  readonly tenants: readonly string[];
  readonly parts: readonly string[];
}

export const EVERYTHING: Choice = { tenants: [], parts: [] };

/** Parts of the live app, in the order of their capture. */
export interface Selection {
  readonly scope: Scope;
  readonly parts: readonly LocatedPart[];
  /** The tenants that have a part among them. */
  readonly tenants: readonly TenantRecord[];
  readonly notIncluded: readonly NotIncluded[];
}

/** Parts that a snapshot holds, in the manifest's order. */
export interface RecordSelection {
  readonly scope: Scope;
  readonly records: readonly PartRecord[];
  readonly tenants: readonly TenantRecord[];
  readonly notIncluded: readonly NotIncluded[];
}

/**
 * Says which parts of the live app a backup or an export reads.
 *
 * Chosen tenants bring the login part along ("partial"), parts alone do not ("parts"). An export is one tenant without
 * the login part ("tenant").
 *
 * @throws TENANT_UNKNOWN, PART_UNKNOWN when a pattern matches nothing; USAGE_WRONG when an export is not one tenant
 */
export declare function selectParts(
  app: App,
  choice: Choice,
  purpose: "backup" | "export",
): Selection;

/**
 * Says which parts of a snapshot are meant.
 *
 * "restore" leaves the login part out unless the snapshot is full and nothing was chosen, or the part was chosen by name
 * (`notIncluded` then says so); "target", where nothing is swapped, and "copy" take it like every other. "export" is one
 * tenant without the login part.
 *
 * @throws TENANT_UNKNOWN, PART_UNKNOWN when a pattern matches nothing; CHOICE_EMPTY when nothing is left
 */
export declare function selectRecords(
  manifest: Manifest,
  loginPart: PartId | null,
  choice: Choice,
  purpose: "restore" | "target" | "copy" | "export",
): RecordSelection;
