/**
 * What a person chose, as parts: for a backup from the live app, for a restore or a copy from a snapshot's manifest.
 *
 * Tenants and parts are ids or globs ("*" within one name, "**" across names) and form a union. Pure
 * functions.
 */

import type { App, LocatedPart } from "../model/app.ts";
import { FivefoldError } from "../model/error.ts";
import type { Manifest } from "../model/layout.ts";
import type { Part, PartId, PartKind } from "../model/part.ts";
import type { Finding, NotIncluded } from "../model/run.ts";
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
  /** What discovery found wrong with what was chosen. */
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
}

/** What is given away: passwords and keys of the app stay here, and that is said. */
export function withoutCredentials(selection: Selection): Selection {
  const isKept = ({ part }: LocatedPart): boolean => part.kind !== "credentials";
  const parts = selection.parts.filter(isKept);
  if (parts.length === 0) throw new FivefoldError("CHOICE_EMPTY");
  const leftAway = selection.parts
    .filter((each) => !isKept(each))
    .map(({ part }) => leftOut("part", part.id, "credentials"));
  return { ...selection, parts, notIncluded: [...selection.notIncluded, ...leftAway] };
}

/** Whoever is given one tenant learns that there are others, and not who they are. */
function withoutOthers(notIncluded: readonly NotIncluded[]): readonly NotIncluded[] {
  const isOther = ({ what, reason }: NotIncluded): boolean =>
    what === "tenant" && reason === "notChosen";
  const others = notIncluded.some(isOther) ? [leftOut("tenant", "*", "notChosen")] : [];
  return [...notIncluded.filter((each) => !isOther(each)), ...others];
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
export function selectParts(app: App, choice: Choice, purpose: "backup" | "export"): Selection {
  const away = app.notIncluded.filter((each) => each.what === "tenant").map((each) => each.name);
  const chosen = choose(
    app.parts.map((located) => located.part),
    [...app.tenants.map((tenant) => tenant.id), ...away],
    choice,
    "app",
  );
  if (purpose === "export") requireOneTenant(choice, chosen.tenants);
  const isLogin = (part: Part): boolean => part.id === app.loginPart;
  const isWanted = (part: Part): boolean =>
    purpose === "export"
      ? chosen.has(part) && !isLogin(part)
      : chosen.has(part) || (choice.tenants.length > 0 && isLogin(part));
  const parts = app.parts.filter(({ part }) => isWanted(part));
  const findings = app.findings.filter(
    (finding) => finding.part === null || chosen.matches(finding.part),
  );
  if (parts.length === 0 && findings.length === 0) throw new FivefoldError("CHOICE_EMPTY");
  const ids = new Set(parts.map(({ part }) => part.id));
  const notIncluded = [
    ...app.notIncluded.filter((each) => each.what !== "tenant" || chosen.tenants.has(each.name)),
    ...notChosen(
      app.parts.map(({ part }) => part),
      ids,
      (part) => (purpose === "export" && isLogin(part) ? "exportLogin" : "notChosen"),
    ),
    ...away
      .filter((name) => !chosen.tenants.has(name))
      .map((name) => leftOut("tenant", name, "notChosen")),
  ];
  return {
    scope: purpose === "export" ? "tenant" : scopeOf(choice),
    parts: inCaptureOrder(parts),
    tenants: tenantsOf(
      app.tenants,
      parts.map(({ part }) => part),
    ),
    findings,
    notIncluded: purpose === "export" ? withoutOthers(notIncluded) : notIncluded,
  };
}

/**
 * Says which parts of a snapshot are meant.
 *
 * "restore" leaves the login part out unless the snapshot is full and nothing was chosen, or the part was chosen by its
 * id or a glob (`notIncluded` then says so); "target", where nothing is swapped, and "copy" take it like every other,
 * and "copy" takes it along with chosen tenants. "export" is one tenant without the login part.
 *
 * @throws TENANT_UNKNOWN, PART_UNKNOWN when a pattern matches nothing; CHOICE_EMPTY when nothing is left; USAGE_WRONG
 *   when an export is not one tenant
 */
export function selectRecords(
  manifest: Manifest,
  loginPart: PartId | null,
  choice: Choice,
  purpose: "restore" | "target" | "copy" | "export",
): RecordSelection {
  const chosen = choose(
    manifest.parts,
    manifest.tenants.map((tenant) => tenant.id),
    choice,
    "backup",
  );
  if (purpose === "export") requireOneTenant(choice, chosen.tenants);
  const isLogin = (part: PartRecord): boolean => part.id === loginPart;
  const isAll = choice.tenants.length === 0 && choice.parts.length === 0;
  const isLoginWanted = (part: PartRecord): boolean => {
    if (purpose === "export") return false;
    if (purpose === "copy") return chosen.has(part) || choice.tenants.length > 0;
    if (purpose === "target") return chosen.has(part);
    return isAll ? manifest.scope === "full" : chosen.matchesPattern(part.id);
  };
  const isWanted = (part: PartRecord): boolean =>
    isLogin(part) ? isLoginWanted(part) : chosen.has(part);
  const records = manifest.parts.filter(isWanted);
  if (records.length === 0) throw new FivefoldError("CHOICE_EMPTY");
  const byRule =
    purpose === "export" || (purpose === "restore" && (isAll || choice.tenants.length > 0));
  return {
    scope: purpose === "export" ? "tenant" : isAll ? manifest.scope : scopeOf(choice),
    records,
    tenants: tenantsOf(manifest.tenants, records),
    notIncluded: [
      ...manifest.notIncluded,
      ...notChosen(manifest.parts, new Set(records.map((record) => record.id)), (part) => {
        if (part.id !== loginPart || !byRule) return "notChosen";
        return purpose === "export" ? "exportLogin" : "loginPart";
      }),
    ],
  };
}

/** Shortens a long list for a manifest, which has little room: what repeats becomes the pattern "*". */
export function condensed(notIncluded: readonly NotIncluded[]): readonly NotIncluded[] {
  if (notIncluded.length <= 100) return notIncluded;
  const seen = new Map<string, NotIncluded[]>();
  for (const each of notIncluded) {
    const key = `${each.what} ${each.reason}`;
    seen.set(key, [...(seen.get(key) ?? []), each]);
  }
  return [...seen.values()].flatMap((group) => {
    const first = group[0];
    return group.length <= 25 || first === undefined
      ? group
      : [{ ...first, name: "*", part: null }];
  });
}

type Chosen = {
  readonly tenants: ReadonlySet<string>;
  has(part: Identified): boolean;
  matches(id: string): boolean;
  matchesPattern(id: string): boolean;
};

/** What parts and their records have in common. */
type Identified = Pick<Part, "id" | "tenant">;

/** `where` says, in the errors' facts, what was searched. */
function choose(
  parts: readonly Identified[],
  tenants: readonly string[],
  choice: Choice,
  where: "app" | "backup",
): Chosen {
  const chosenTenants = new Set<string>();
  for (const pattern of choice.tenants) {
    const matches = globOf(pattern);
    const found = tenants.filter((id) => matches(id));
    if (found.length === 0)
      throw new FivefoldError("TENANT_UNKNOWN", {
        tenant: pattern,
        tenants: tenants.slice(0, 20),
        where,
      });
    for (const id of found) chosenTenants.add(id);
  }
  const partGlobs = choice.parts.map((pattern) => {
    const matches = globOf(pattern);
    if (!parts.some((part) => matches(part.id)))
      throw new FivefoldError("PART_UNKNOWN", {
        part: pattern,
        parts: parts.slice(0, 20).map((part) => part.id),
        where,
      });
    return matches;
  });
  const isAll = choice.tenants.length === 0 && choice.parts.length === 0;
  if (isAll) for (const id of tenants) chosenTenants.add(id);
  const matchesPattern = (id: string): boolean => partGlobs.some((matches) => matches(id));
  return {
    tenants: chosenTenants,
    matchesPattern,
    has: (part) =>
      isAll || (part.tenant !== null && chosenTenants.has(part.tenant)) || matchesPattern(part.id),
    matches: (id) =>
      isAll ||
      matchesPattern(id) ||
      [...chosenTenants].some((tenant) => id.startsWith(`tenants/${tenant}/`)),
  };
}

function scopeOf(choice: Choice): Scope {
  if (choice.tenants.length > 0) return "partial";
  return choice.parts.length > 0 ? "parts" : "full";
}

function requireOneTenant(choice: Choice, tenants: ReadonlySet<string>): void {
  if (choice.tenants.length > 0 && choice.parts.length === 0 && tenants.size === 1) return;
  throw new FivefoldError("USAGE_WRONG", { what: "oneTenant" });
}

/** Turns "*" (within one name), "**" (across names) and "?" into a test; every other character means itself. */
function globOf(pattern: string): (id: string) => boolean {
  const source = pattern.replaceAll(/\*\*|[*?]|[\\^$.+()[\]{}|]/g, (found) => {
    if (found === "**") return ".*";
    if (found === "*") return "[^/]*";
    if (found === "?") return "[^/]";
    return `\\${found}`;
  });
  const expression = new RegExp(`^${source}$`, "su");
  return (id) => expression.test(id);
}

const CAPTURE_ORDER: Readonly<Record<PartKind, number>> = {
  database: 0,
  files: 1,
  settings: 2,
  workspace: 2,
  credentials: 3,
};

function inCaptureOrder(parts: readonly LocatedPart[]): readonly LocatedPart[] {
  return parts.toSorted((a, b) => CAPTURE_ORDER[a.part.kind] - CAPTURE_ORDER[b.part.kind]);
}

function tenantsOf(
  tenants: readonly TenantRecord[],
  parts: readonly Identified[],
): readonly TenantRecord[] {
  const present = new Set(parts.map((part) => part.tenant));
  return tenants.filter((tenant) => present.has(tenant.id));
}

/** Names a tenant of which nothing was taken once, and every other part that was not. */
function notChosen<One extends Identified>(
  parts: readonly One[],
  taken: ReadonlySet<PartId>,
  reasonOf: (part: One) => NotIncluded["reason"],
): readonly NotIncluded[] {
  const touched = new Set(parts.filter((part) => taken.has(part.id)).map((part) => part.tenant));
  const said = new Set<string>();
  const result: NotIncluded[] = [];
  for (const part of parts) {
    if (taken.has(part.id)) continue;
    if (part.tenant !== null && !touched.has(part.tenant)) {
      if (!said.has(part.tenant)) result.push(leftOut("tenant", part.tenant, reasonOf(part)));
      said.add(part.tenant);
    } else {
      result.push({ what: "part", name: part.id, reason: reasonOf(part), part: part.id });
    }
  }
  return result;
}

function leftOut(
  what: NotIncluded["what"],
  name: string,
  reason: NotIncluded["reason"],
): NotIncluded {
  return { what, name, reason, part: null };
}
