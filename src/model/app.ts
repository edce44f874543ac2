/** The business application under protection, as its description says and discovery found it. */

import type { Finding, NotIncluded } from "./run.ts";
import type { Part, PartId } from "./part.ts";
import type { AppIdentity, TenantRecord } from "./snapshot.ts";
import type { SourceConfig } from "./source.ts";

/** A part together with where its data lives. */
export interface LocatedPart {
  readonly part: Part;
  readonly source: SourceConfig;
}

/** The description's own word for a tenant, by language. */
export type TenantWord = Readonly<Record<string, { readonly one: string; readonly other: string }>>;

/** What one run knows of the app: tenants are discovered anew for each. */
export interface App extends AppIdentity {
  /** The folder of fivefold.yaml, absolute. */
  readonly folder: string;
  /** fivefold.yaml word for word. */
  readonly description: string;
  readonly parts: readonly LocatedPart[];
  readonly tenants: readonly TenantRecord[];
  readonly tenantWord: TenantWord;
  /** The part whose database `tenants.from` reads. */
  readonly loginPart: PartId | null;
  /** Tenants whose database is missing or unreachable: named, all others are backed up. */
  readonly findings: readonly Finding[];
  /** Tenants that are away on purpose. */
  readonly notIncluded: readonly NotIncluded[];
}
