/**
 * What a person chose, as parts: for a backup from the live app, for a restore or a copy from a snapshot's manifest.
 *
 * Tenants and parts are ids or globs ("*" within one name, "**" across names) and form a union; paths narrow a restore to
 * files and folders inside parts. Pure functions.
 */

import type { App, LocatedPart } from "../model/app.ts";
import { FivefoldError } from "../model/error.ts";
import type { Manifest } from "../model/layout.ts";
import type { Part, PartId, PartKind } from "../model/part.ts";
import type { Finding, NotIncluded } from "../model/run.ts";
import type { PartRecord, Scope, TenantRecord } from "../model/snapshot.ts";

/** Ids or globs; all lists empty: everything. */
export interface Choice {
  readonly tenants: readonly string[];
  readonly parts: readonly string[];
  /** Files and folders, as people name them: inside the chosen parts, or with a part's id in front. For restores alone. */
  readonly paths?: readonly string[];
}

export const EVERYTHING: Choice = { tenants: [], parts: [] };

export function isEverything({ tenants, parts, paths = [] }: Choice): boolean {
  return tenants.length === 0 && parts.length === 0 && paths.length === 0;
}

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
  /** Empty: each part is meant as a whole. */
  readonly paths: readonly PathWish[];
}

/** One path as a person named it. */
export interface PathWish {
  readonly text: string;
  /** Where it may be meant, by part: patterns inside the part, of which the first that matches anything counts. */
  readonly patterns: ReadonlyMap<PartId, readonly string[]>;
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
  requireNoPaths(choice);
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
 * and "copy" takes it along with chosen tenants. "export" is one tenant without the login part. "look" is like "target",
 * and a path is looked for in all chosen parts.
 *
 * @throws TENANT_UNKNOWN, PART_UNKNOWN when a pattern matches nothing; CHOICE_EMPTY when nothing is left; USAGE_WRONG
 *   when an export is not one tenant, or it is not clear in which part a path is meant; PATH_IN_DATABASE
 */
export function selectRecords(
  manifest: Manifest,
  loginPart: PartId | null,
  choice: Choice,
  purpose: "restore" | "target" | "look" | "copy" | "export",
): RecordSelection {
  const chosen = choose(
    manifest.parts,
    manifest.tenants.map((tenant) => tenant.id),
    choice,
    "backup",
  );
  if (purpose === "export") requireOneTenant(choice, chosen.tenants);
  const isLogin = (part: PartRecord): boolean => part.id === loginPart;
  const isAll = isEverything(choice);
  const isLoginWanted = (part: PartRecord): boolean => {
    if (purpose === "export") return false;
    if (purpose === "copy") return chosen.has(part) || choice.tenants.length > 0;
    if (purpose === "target" || purpose === "look") return chosen.has(part);
    return isAll ? manifest.scope === "full" : chosen.matchesPattern(part.id);
  };
  const isWanted = (part: PartRecord): boolean =>
    isLogin(part) ? isLoginWanted(part) : chosen.has(part);
  const among = manifest.parts.filter(isWanted);
  const paths = wishesOf(choice, manifest.parts, among, purpose);
  const isOfPath = ({ id }: PartRecord): boolean => paths.some(({ patterns }) => patterns.has(id));
  const records = paths.length === 0 ? among : manifest.parts.filter(isOfPath);
  if (records.length === 0) throw new FivefoldError("CHOICE_EMPTY");
  const byRule =
    purpose === "export" || (purpose === "restore" && (isAll || choice.tenants.length > 0));
  return {
    scope: purpose === "export" ? "tenant" : isAll ? manifest.scope : scopeOf(choice),
    records,
    paths,
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
  const isAll = choice.tenants.length === 0 && choice.parts.length === 0; // a path's part may stand in the path itself
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

function scopeOf({ tenants, parts, paths = [] }: Choice): Scope {
  if (paths.length > 0) return "parts";
  if (tenants.length > 0) return "partial";
  return parts.length > 0 ? "parts" : "full";
}

/** A part is kept, copied and given away as a whole. @throws USAGE_WRONG */
function requireNoPaths({ paths = [] }: Choice): void {
  if (paths.length > 0) throw new FivefoldError("USAGE_WRONG", { what: "pathsForRestore" });
}

/** `among`: the parts that were chosen, all of them when none was. */
function wishesOf(
  choice: Choice,
  all: readonly PartRecord[],
  among: readonly PartRecord[],
  purpose: string,
): readonly PathWish[] {
  const { tenants, parts, paths = [] } = choice;
  if (purpose === "copy" || purpose === "export") requireNoPaths(choice);
  if (paths.length === 0) return [];
  const isChosen = tenants.length > 0 || parts.length > 0;
  const named = among.find((record) => isDatabase(record) && parts.includes(record.id));
  if (named !== undefined) throw new FivefoldError("PATH_IN_DATABASE", { part: named.id });
  return paths.map((text) => {
    const path = normalPath(text);
    const patterns = new Map<PartId, string[]>();
    const add = ({ id }: PartRecord, pattern: string): void =>
      void patterns.set(id, [...(patterns.get(id) ?? []), pattern]);
    const whole = (isChosen ? among : all).flatMap((record) => {
      const inside = insideOf(record.id, path, isChosen);
      return inside === null ? [] : [{ record, inside }];
    });
    const withFiles = whole.filter(({ record }) => !isDatabase(record));
    const [database] = whole;
    if (database !== undefined && withFiles.length === 0)
      throw new FivefoldError("PATH_IN_DATABASE", { part: database.record.id });
    if (isChosen || whole.length === 0)
      for (const record of meantOf(text, among, parts.length > 0 || purpose === "look"))
        add(record, path);
    for (const { record, inside } of withFiles) add(record, inside);
    return { text, patterns };
  });
}

/** The parts in which a path without an id is meant. @throws USAGE_WRONG when that is not clear, PATH_IN_DATABASE */
function meantOf(
  text: string,
  among: readonly PartRecord[],
  inAll: boolean,
): readonly PartRecord[] {
  const records = among.filter((record) => !isDatabase(record));
  const [first] = among;
  if (records.length === 0 && first !== undefined)
    throw new FivefoldError("PATH_IN_DATABASE", { part: first.id });
  if (inAll || records.length === 1) return records;
  const files = records.filter(({ kind }) => kind === "files");
  if (files.length === 1) return files;
  const ids = records.map(({ id }) => id).slice(0, 20);
  throw new FivefoldError("USAGE_WRONG", { what: "pathPart", value: text, parts: ids });
}

function isDatabase({ kind, tables }: PartRecord): boolean {
  return kind === "database" || tables !== null;
}

/**
 * The rest of a path that begins with a part's id, `null` when it does not. `isLiteral`: the id stands there as it is, not
 * as a glob.
 */
function insideOf(id: PartId, path: string, isLiteral: boolean): string | null {
  const names = path.split("/");
  const count = id.split("/").length;
  const begin = names.slice(0, count).join("/");
  if (names.length <= count || begin.includes("**")) return null;
  const isMeant = isLiteral ? begin === id : globOf(begin)(id);
  return isMeant ? names.slice(count).join("/") : null;
}

/**
 * A path as typed, in the form of `Entry.path`. What stands in front or at the end for "this folder" has no meaning.
 *
 * @throws USAGE_WRONG for one that goes up, or says nothing
 */
function normalPath(text: string): string {
  const names = text.split("/").filter((name) => name !== "" && name !== ".");
  if (names.length === 0 || names.includes("..") || text.includes("\0")) {
    const facts = { what: "valueWrong", value: text, option: "--path" };
    throw new FivefoldError("USAGE_WRONG", facts);
  }
  return names.join("/");
}

function requireOneTenant(choice: Choice, tenants: ReadonlySet<string>): void {
  if (choice.tenants.length > 0 && choice.parts.length === 0 && tenants.size === 1) return;
  throw new FivefoldError("USAGE_WRONG", { what: "oneTenant" });
}

/**
 * Turns "*" (within one name), "**" (across names; with a slash after it, also across none) and "?" into a test; every other
 * character means itself.
 */
export function globOf(pattern: string): (id: string) => boolean {
  const source = pattern.replaceAll(/(?<=^|\/)\*\*\/|\*\*|[*?]|[\\^$.+()[\]{}|]/g, (found) => {
    if (found === "**/") return "(?:.*/)?";
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
