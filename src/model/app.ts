/** The business application under protection, as its description says and discovery found it. */

import type { Facts, FivefoldError } from "./error.ts";
import type { AppHooks } from "./hook.ts";
import type { Finding, NotIncluded } from "./run.ts";
import type { Part, PartId } from "./part.ts";
import type { AppIdentity, TenantRecord } from "./snapshot.ts";
import type { NewestQuery, SourceConfig } from "./source.ts";

/** A part together with where its data lives. */
export interface LocatedPart {
  readonly part: Part;
  readonly source: SourceConfig;
  /** How a preview asks a database for the newest records; without it, it does not. */
  readonly newest?: NewestQuery;
}

/** The description's own word for a tenant, by language. */
export type TenantWord = Readonly<Record<string, { readonly one: string; readonly other: string }>>;

/** What one run knows of the app: tenants are discovered anew for each. */
export interface App extends AppIdentity {
  /** The folder of fivefold.yaml, absolute. */
  readonly folder: string;
  /** fivefold.yaml word for word. */
  readonly description: string;
  /** The versions whose backups this one can take, `null`: all. */
  readonly restores: string | null;
  readonly hooks: AppHooks;
  readonly parts: readonly LocatedPart[];
  readonly tenants: readonly TenantRecord[];
  readonly tenantWord: TenantWord;
  /** With its dot; ".zip", or the one that the vendor owns. */
  readonly parcelExtension: string;
  /** The part whose database `tenants.from` reads. */
  readonly loginPart: PartId | null;
  /** Tenants whose database is missing or unreachable: named, all others are backed up. */
  readonly findings: readonly Finding[];
  /** Tenants that are away on purpose. */
  readonly notIncluded: readonly NotIncluded[];
}

/** What can be wrong in fivefold.yaml or settings.yaml: the fact `what` of DESCRIPTION_WRONG and SETTINGS_WRONG. */
export const MISTAKES = [
  // the text
  "unreadable",
  "tooLarge",
  "notUtf8",
  "yaml",
  "tab",
  "alias",
  "severalDocuments",
  "empty",
  // keys and values
  "keyTwice",
  "keyUnknown",
  "keyMissing",
  "keysExclusive",
  "keyNeedsOther",
  "keyLater",
  "typeWrong",
  "choiceWrong",
  "valueEmpty",
  "listEmpty",
  "numberWrong",
  "languageWrong",
  "patternWrong",
  "pathWrong",
  "extensionWrong",
  "rangeWrong",
  "recipientWrong",
  "recipientSecret",
  // ids and names
  "idUnsafe",
  "idReserved",
  "idTwice",
  "idPlaceMissing",
  "idPlaceUnexpected",
  // what the description says against what is there
  "rootTwice",
  "rootIsHome",
  "databaseMissing",
  "databaseIsFolder",
  "queryWithoutId",
  "registerWrong",
  "credentialsContradict",
] as const;

export type MistakeKind = (typeof MISTAKES)[number];

/** What `fivefold parts --lint` doubts: the fact `what` of DESCRIPTION_DOUBTFUL. */
export const DOUBTS = [
  "credentialsUndeclared",
  "tenantsWithoutDatabase",
  "tenantsEmpty",
  "tenantWordMissing",
  "loginNotPart",
  "rootMissing",
  "excludeUnmatched",
  "databaseInFiles",
  "homeInside",
  "titleMissing",
  "titleNeeded",
  "versionMissing",
  "versionUnreadable",
  "seatUnreadable",
] as const;

export type Doubt = (typeof DOUBTS)[number];

/**
 * All mistakes that an error of a description or of settings tells, the first one first; each has the facts `path`,
 * `line`, `column`, `what`, `at`, `found`, `expected`, `suggestion` and `other`, and the sentence of the same code.
 */
export function mistakesOf(error: FivefoldError): readonly Facts[] {
  const { others, ...first } = error.facts;
  if (!Array.isArray(others)) return [first];
  return [first, ...others.map((each: string) => JSON.parse(each) as Facts)];
}
