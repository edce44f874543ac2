/**
 * What the description means on this computer at this moment: the app with its located parts.
 *
 * `discover` asks the app who its tenants are, for a backup. `locate` takes them from a snapshot's manifest, for a restore:
 * it works when the login database is broken or gone. Both leave the app's data as it is.
 */

import type { BigIntStats } from "node:fs";
import { lstat, readFile, readlink, realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { App, LocatedPart } from "../model/app.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import { isFromFailingDisk } from "../model/failing-disk.ts";
import type { Part, PartId, TenantId } from "../model/part.ts";
import { idKey } from "../model/part.ts";
import type { Finding, NotIncluded, RunContext } from "../model/run.ts";
import type { TenantRecord } from "../model/snapshot.ts";
import type { SourceConfig } from "../model/source.ts";
import { ask, lineOf } from "./command.ts";
import type { Description, PartTemplate } from "./description.ts";
import { requireCredentials, sameRoots } from "./description.ts";
import type { Mistake, Position } from "./document.ts";
import { mistake, mistaken } from "./document.ts";
import type { Lying } from "./locate.ts";
import { filesOfDatabase, innerPaths, pathKey, wayInside, withId } from "./locate.ts";
import type { FoundTenants } from "./tenants.ts";
import { findTenants, idsOnDisk } from "./tenants.ts";

const VERSION_TIMEOUT_MS = 10_000;
const AT_ONCE = 32;
const DEEPEST_LINK = 40;

/** Folders of ours that the parts' sources need to know. */
export interface Surroundings {
  /** The home, which no part may swallow. */
  readonly home: string;
  /** A folder in it for this run's temporary copies. */
  readonly scratch: string;
}

/** A part that is described, whether its data is there or not. */
interface Described {
  readonly part: Part;
  readonly template: PartTemplate;
  /** With links resolved as far as it exists. */
  readonly path: string;
  readonly state: State;
}

type State =
  | { readonly kind: "there"; readonly stats: BigIntStats }
  | { readonly kind: "missing" }
  | { readonly kind: "unreachable"; readonly reason: string };

/**
 * Finds the app's parts and tenants as they are now. Missing or unreachable parts are findings (missing databases of
 * fixed parts are refused); optional ones that are missing and offline tenants are not included.
 *
 * @throws CREDENTIALS_UNDECLARED, DESCRIPTION_WRONG, TENANTS_UNREADABLE, TENANT_UNSAFE
 */
export async function discover(
  description: Description,
  surroundings: Surroundings,
  context: RunContext,
): Promise<App> {
  requireCredentials(description);
  const fixed = await describeAll(fixedParts(description));
  refuse(description, missingDatabases(fixed));
  const found = await tenantsOrThoseOnDisk(description, surroundings.scratch, context);
  const ofTenants = await describeAll(partsOfTenants(description, found.tenants));
  const all = [...fixed, ...ofTenants];
  refuse(description, [...twice(all, description), ...overHome(all, description, surroundings)]);
  context.signal.throwIfAborted();
  const offline = new Set(found.tenants.filter((each) => each.isOffline).map((each) => each.id));
  const away = (each: Described): boolean =>
    each.part.tenant !== null && offline.has(each.part.tenant);
  const wanted = new Set(
    all.filter((each) => each.state.kind === "there" && !away(each)).map((each) => each.part.id),
  );
  const loginPart = loginPartOf(fixed, await loginPath(description), description);
  return {
    ...(await identity(description, context)),
    parts: inOrder(place(all, wanted, description, surroundings), loginPart),
    tenants: found.tenants
      .filter((each) => !each.isOffline)
      .map(({ id, title }) => ({ id, title })),
    loginPart,
    findings: [...found.findings, ...all.filter((each) => !away(each)).flatMap(findingOf)],
    notIncluded: notIncluded(all, found, offline),
  };
}

/** What a snapshot's manifest says of its tenants and parts; a `Manifest` is one. */
export interface Remembered {
  readonly tenants: readonly TenantRecord[];
  readonly parts: readonly Part[];
}

export interface Relocated {
  /** The parts of the snapshot that this description has, whether their data is there or not. */
  readonly app: App;
  /** Parts of the snapshot that this description does not know. */
  readonly unplaced: readonly PartId[];
  /** Tenants of the app now, those that are away too; by what lies on the disk where they could not be asked for. */
  readonly live: readonly TenantRecord[];
  /** The login part where it lies here, whether the snapshot has it or not. */
  readonly login: LocatedPart | null;
  /** Parts of the snapshot whose data is here. */
  readonly present: ReadonlySet<PartId>;
  /** Tenants here that the snapshot does not know: they are left alone, and named. */
  readonly liveOnly: readonly TenantId[];
  /** Why the live tenants could not be asked for; they are then known by what lies on the disk. */
  readonly trouble: FivefoldError | null;
}

/**
 * Says where the parts of a snapshot lie here, without needing the login database or any part to be there. Data of
 * tenants that the snapshot does not know is kept out of the parts around it, so that a swap leaves it alone.
 *
 * @throws DESCRIPTION_WRONG when two parts have the same root
 */
export async function locate(
  description: Description,
  remembered: Remembered,
  surroundings: Surroundings,
  context: RunContext,
): Promise<Relocated> {
  const { live, trouble } = await liveTenants(description, surroundings, context);
  const known = new Set(remembered.tenants.map((each) => idKey(each.id)));
  const named = remembered.parts.flatMap((part) => part.tenant ?? []);
  for (const id of named) known.add(idKey(id));
  const tenants = new Map<string, TenantRecord>();
  for (const each of remembered.tenants) tenants.set(each.id, each);
  for (const id of named) if (!tenants.has(id)) tenants.set(id, { id, title: id });
  const liveOnly = live.filter((each) => !known.has(idKey(each.id)));
  const fixed = await describeAll(fixedParts(description));
  const ofTenants = await describeAll(
    partsOfTenants(description, [...tenants.values(), ...liveOnly]),
  );
  const all = [...fixed, ...ofTenants];
  refuse(description, [...twice(all, description), ...overHome(all, description, surroundings)]);
  const here = new Set(all.map((each) => each.part.id));
  const wanted = new Set(remembered.parts.map((each) => each.id));
  const loginPart = loginPartOf(fixed, await loginPath(description), description);
  const placed = place(
    all,
    loginPart === null ? wanted : new Set([...wanted, loginPart]),
    description,
    surroundings,
  );
  const app: App = {
    ...(await identity(description, context)),
    parts: inOrder(
      placed.filter(({ part }) => wanted.has(part.id)),
      loginPart,
    ),
    tenants: [...tenants.values()],
    loginPart,
    findings: [],
    notIncluded: [],
  };
  return {
    app,
    unplaced: remembered.parts.map((each) => each.id).filter((id) => !here.has(id)),
    present: new Set(
      all
        .filter(({ part, state }) => wanted.has(part.id) && state.kind !== "missing")
        .map(({ part }) => part.id),
    ),
    live: live.map(({ id, title }) => ({ id, title })),
    login: placed.find(({ part }) => part.id === loginPart) ?? null,
    liveOnly: liveOnly.map((each) => each.id),
    trouble,
  };
}

/**
 * When the disk fails under the database that lists the tenants, whatever can still be read of them is to be saved: they
 * are known by what lies on the disk then, which is a finding.
 */
async function tenantsOrThoseOnDisk(
  description: Description,
  scratch: string,
  context: RunContext,
): Promise<FoundTenants & { readonly findings: readonly Finding[] }> {
  try {
    return { ...(await findTenants(description, scratch, context)), findings: [] };
  } catch (cause) {
    if (!(cause instanceof FivefoldError) || !isFromFailingDisk(cause)) throw cause;
    const { code, facts } = cause;
    const tenants = (await tenantsOnDisk(description)).map((each) => ({
      ...each,
      isOffline: false,
    }));
    return { tenants, hidden: [], findings: [{ code, part: null, path: null, facts }] };
  }
}

async function tenantsOnDisk(description: Description): Promise<readonly TenantRecord[]> {
  const ids = new Set<TenantId>();
  for (const template of description.tenants?.parts ?? [])
    for (const id of await idsOnDisk(template.source.path, description)) ids.add(id);
  return [...ids].map((id) => ({ id, title: id }));
}

async function liveTenants(
  description: Description,
  { scratch }: Surroundings,
  context: RunContext,
): Promise<{ readonly live: readonly TenantRecord[]; readonly trouble: FivefoldError | null }> {
  try {
    return { live: (await findTenants(description, scratch, context)).tenants, trouble: null };
  } catch (cause) {
    if (!(cause instanceof FivefoldError)) throw cause;
    return { live: await tenantsOnDisk(description), trouble: cause };
  }
}

function fixedParts(description: Description): readonly (readonly [Part, PartTemplate, string])[] {
  return description.parts.map((template) => {
    const { id, kind, title } = template;
    return [{ id: id as PartId, kind, tenant: null, title }, template, template.source.path];
  });
}

function partsOfTenants(
  description: Description,
  tenants: readonly { readonly id: TenantId }[],
): readonly (readonly [Part, PartTemplate, string])[] {
  return tenants.flatMap((tenant) =>
    (description.tenants?.parts ?? []).map((template): readonly [Part, PartTemplate, string] => {
      const { kind, title } = template;
      const id = `tenants/${tenant.id}/${template.id}` as PartId;
      return [
        { id, kind, tenant: tenant.id, title },
        template,
        withId(template.source.path, tenant.id),
      ];
    }),
  );
}

async function describeAll(
  parts: readonly (readonly [Part, PartTemplate, string])[],
): Promise<readonly Described[]> {
  const described: Described[] = [];
  for (let at = 0; at < parts.length; at += AT_ONCE) {
    const some = parts.slice(at, at + AT_ONCE).map(async ([part, template, lexical]) => {
      const resolved = await resolvedPath(lexical, 0);
      return { part, template, path: resolved, state: await stateOf(resolved, template) };
    });
    described.push(...(await Promise.all(some)));
  }
  return described;
}

async function stateOf(file: string, template: PartTemplate): Promise<State> {
  try {
    const stats = await stat(file, { bigint: true });
    // A folder where a database should be is no database that could be read.
    if (template.source.kind === "sqlite" && !stats.isFile())
      return { kind: "unreachable", reason: "notFile" };
    return { kind: "there", stats };
  } catch (cause) {
    const code = systemCode(cause);
    if (code === null) throw cause;
    return code === "ENOENT" ? { kind: "missing" } : { kind: "unreachable", reason: code };
  }
}

/** Resolves links as far as the path exists; what cannot be looked at stays as it is. */
async function resolvedPath(file: string, depth: number): Promise<string> {
  try {
    return await realpath(file);
  } catch (cause) {
    if (systemCode(cause) !== "ENOENT" || depth > DEEPEST_LINK) return file;
  }
  const folder = path.dirname(file);
  if (folder === file) return file;
  const parent = await resolvedPath(folder, depth + 1);
  const inParent = path.join(parent, path.basename(file));
  try {
    const isLink = (await lstat(inParent)).isSymbolicLink();
    if (!isLink) return inParent;
    const target = await readlink(inParent);
    return await resolvedPath(path.resolve(parent, target), depth + 1);
  } catch (cause) {
    if (systemCode(cause) === null) throw cause;
    return inParent;
  }
}

function refuse(description: Description, mistakes: readonly Mistake[]): void {
  if (mistakes.length > 0) throw mistaken("DESCRIPTION_WRONG", description.file, mistakes);
}

function missingDatabases(fixed: readonly Described[]): readonly Mistake[] {
  return fixed.flatMap(({ template, path: file, state }) => {
    if (template.source.kind !== "sqlite") return [];
    const facts = { at: template.id, found: file };
    if (state.kind === "missing" && !template.isOptional)
      return [mistake("databaseMissing", template.pathPosition, facts)];
    if (state.kind === "unreachable" && state.reason === "notFile")
      return [mistake("databaseIsFolder", template.pathPosition, facts)];
    return [];
  });
}

/** Two parts over the same root, by path once links are resolved, or by what the system says is the same file. */
function twice(all: readonly Described[], description: Description): readonly Mistake[] {
  const things = all.map((each) => ({
    id: each.part.id,
    path: each.path,
    position: each.template.pathPosition,
    state: each.state,
  }));
  const byPath = sameRoots(things, (file) => pathKey(file, description.rules));
  if (byPath.length > 0) return byPath;
  return sameRoots(things, (file, { state }) =>
    state.kind === "there" && state.stats.ino !== 0n
      ? `${state.stats.dev} ${state.stats.ino}`
      : pathKey(file, description.rules),
  );
}

function overHome(
  all: readonly Described[],
  { rules }: Description,
  { home }: Surroundings,
): readonly Mistake[] {
  return all.flatMap(({ part, template, path: file }) => {
    if (wayInside(home, file, rules) === null) return [];
    return [
      mistake("rootIsHome", template.pathPosition, { at: part.id, found: file, other: home }),
    ];
  });
}

function findingOf({ part, template, path: file, state }: Described): readonly Finding[] {
  const facts = { part: part.id, path: file, tenant: part.tenant };
  if (state.kind === "missing" && !template.isOptional)
    return [{ code: "SOURCE_MISSING", part: part.id, path: null, facts }];
  if (state.kind === "unreachable") {
    const { reason } = state;
    return [{ code: "SOURCE_UNREADABLE", part: part.id, path: null, facts: { ...facts, reason } }];
  }
  return [];
}

function notIncluded(
  all: readonly Described[],
  found: FoundTenants,
  offline: ReadonlySet<TenantId>,
): readonly NotIncluded[] {
  const tenants = [...offline].map((id): NotIncluded => ({
    what: "tenant",
    name: id,
    reason: "offline",
    part: null,
  }));
  const hidden = found.hidden.map((name): NotIncluded => ({
    what: "tenant",
    name,
    reason: "excluded",
    part: null,
  }));
  const absent = all
    .filter(({ part, template, state }) => {
      const isAway = part.tenant !== null && offline.has(part.tenant);
      return template.isOptional && state.kind === "missing" && !isAway;
    })
    .map(({ part }): NotIncluded => ({
      what: "part",
      name: part.id,
      reason: "noPart",
      part: part.id,
    }));
  return [...tenants, ...hidden, ...absent];
}

/** Makes sources of the wanted parts; all the others count where they lie inside one of them. */
function place(
  all: readonly Described[],
  wanted: ReadonlySet<PartId>,
  description: Description,
  { home, scratch }: Surroundings,
): readonly LocatedPart[] {
  const lying = all.map(({ template, path: file }): Lying =>
    template.source.kind === "sqlite"
      ? { paths: filesOfDatabase(file), isFolder: false }
      : { paths: [file], isFolder: true },
  );
  const ours: Lying = { paths: [home], isFolder: false };
  const inner = innerPaths([...lying, ours], description.rules);
  return all.flatMap(({ part, template, path: file }, index) => {
    if (!wanted.has(part.id)) return [];
    const common = { description: description.folder, scratch };
    const source: SourceConfig =
      template.source.kind === "sqlite"
        ? { kind: "sqlite", path: file, ...common }
        : {
            kind: "files",
            root: file,
            exclude: template.source.exclude,
            inner: inner[index] ?? [],
            ...common,
          };
    const { newest } = template;
    return [{ part, source, ...(newest !== null && { newest }) }];
  });
}

/** Where the database of `tenants.from` lies, links resolved; `null` when the tenants come from elsewhere. */
async function loginPath(description: Description): Promise<string | null> {
  const from = description.tenants?.from;
  return from?.kind === "query" ? await resolvedPath(from.path, 0) : null;
}

function loginPartOf(
  fixed: readonly Described[],
  login: string | null,
  { rules }: Description,
): PartId | null {
  if (login === null) return null;
  const found = fixed.find(
    ({ template, path: file }) =>
      template.source.kind === "sqlite" && pathKey(file, rules) === pathKey(login, rules),
  );
  return found?.part.id ?? null;
}

/** Puts databases first, the login part before all, then files, settings and credentials; else as described. */
function inOrder(parts: readonly LocatedPart[], loginPart: PartId | null): readonly LocatedPart[] {
  const rank = ({ part, source }: LocatedPart): number => {
    if (part.id === loginPart) return 0;
    if (source.kind === "sqlite") return 1;
    if (part.kind === "settings") return 3;
    return part.kind === "credentials" ? 4 : 2;
  };
  return parts.toSorted((a, b) => rank(a) - rank(b)); // a stable sort: fixed parts stay before the tenants'
}

type Identity = Pick<
  App,
  | "id"
  | "name"
  | "version"
  | "folder"
  | "description"
  | "restores"
  | "hooks"
  | "tenantWord"
  | "parcelExtension"
>;

async function identity(description: Description, context: RunContext): Promise<Identity> {
  return {
    id: description.appId,
    name: description.appName,
    version: (await appVersion(description, context)).version,
    folder: description.folder,
    description: description.text,
    restores: description.restores,
    hooks: description.hooks,
    tenantWord: description.tenants?.word ?? {},
    parcelExtension: description.parcelExtension,
  };
}

/** The app's version, "" with the reason when it cannot be found: that keeps nobody from a backup. */
export async function appVersion(
  description: Description,
  context: RunContext,
): Promise<{ readonly version: string; readonly trouble: string | null }> {
  const config = description.version;
  switch (config?.kind) {
    case undefined:
      return { version: "", trouble: null };
    case "text":
      return { version: lineOf(config.text), trouble: null };
    case "file":
      try {
        const version = lineOf(await readFile(config.file, "utf8"));
        return { version, trouble: version === "" ? "empty" : null };
      } catch (cause) {
        const code = systemCode(cause);
        if (code === null) throw cause;
        return { version: "", trouble: code };
      }
    case "command": {
      const answer = await ask(config.command, description.folder, VERSION_TIMEOUT_MS, context);
      return { version: answer.trouble === null ? answer.firstLine : "", trouble: answer.trouble };
    }
    default:
      return config satisfies never;
  }
}

/** What a part's data should be and where, for those who look at what is described and not there. */
export interface DescribedPart {
  readonly part: Part;
  readonly path: string;
  readonly position: Position;
  readonly template: PartTemplate;
  readonly isThere: boolean;
}

/** Lists the fixed parts with where they should be, whether they are there or not. */
export async function describedParts(description: Description): Promise<readonly DescribedPart[]> {
  const all = await describeAll(fixedParts(description));
  return all.map(({ part, path: file, template, state }) => ({
    part,
    path: file,
    position: template.pathPosition,
    template,
    isThere: state.kind === "there",
  }));
}
