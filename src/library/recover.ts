/**
 * An app from nothing but its backups: what lies in a place, and what a computer needs before the ordinary restore can
 * bring the app back.
 *
 * Neither description nor home nor settings are there yet: the first two come out of the backup. Looking and planning
 * write nothing but an empty home. A description that is there already is the vendor's and stays; one that comes out of
 * a backup may be a stranger's: while it brings an app to where nothing is, no command in it is run.
 */

import { lstat, mkdir, readFile, readdir, rm, rmdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import type { Description } from "../app/description.ts";
import type { Home } from "../app/home.ts";
import type { ReadSettings } from "../app/settings.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import { inOrderOfUse } from "../model/recovery.ts";
import { NO_HOOKS } from "../model/hook.ts";
import type { Manifest } from "../model/layout.ts";
import type { Finding, RunContext } from "../model/run.ts";
import type { PartRecord, Snapshot, SnapshotId } from "../model/snapshot.ts";
import type { SourceConfig } from "../model/source.ts";
import type { SnapshotReader, Store } from "../model/store.ts";
import { openHomeless } from "./any-vault.ts";
import type { Passwords, Surroundings, Watch } from "./given.ts";
import { contextOf, namesIn, newRun, systemClock } from "./given.ts";
import { Parcels } from "./parcels.ts";
import { holdsVault } from "./vaults.ts";

/** The backups of one place, opened by somebody who has nothing but it and the key. */
export interface FoundBackups extends AsyncDisposable {
  /** The folder, or the parcel's file. */
  readonly place: string;
  /** "parcel": one file was named. */
  readonly kind: Store["kind"] | "parcel";
  /** Those made by Fivefold, of whatever app, oldest first. */
  readonly snapshots: readonly Snapshot[];
  /** Files that are backups no more. */
  readonly findings: readonly Finding[];
  /** @throws SNAPSHOT_DAMAGED and what else a store's `open` throws */
  open(id: SnapshotId): Promise<SnapshotReader>;
}

/** Looked into where a folder itself holds none. */
const MOST_FOLDERS = 200;
const NAMED = 5;

/**
 * Finds the backups in a folder, a vault or parcels, or in one parcel's file.
 *
 * @throws PLACE_MISSING, PARCEL_MISSING, BACKUPS_MISSING with the folders below that hold some, SNAPSHOT_FOREIGN for a
 *   repository of others, CONFIG_MISSING, PASSWORD_NEEDED, KEY_WRONG; PARCEL_… when the only file is broken
 */
export async function findBackups(
  from: string,
  passwords: Passwords,
  surroundings: Surroundings,
  watch: Watch,
): Promise<FoundBackups> {
  const place = path.resolve(surroundings.currentFolder, from);
  const context = contextOf(watch, newRun(systemClock));
  const isFolder = await isFolderAt(place);
  if (!isFolder) return await findParcel(place, passwords, surroundings, context);
  const config = { kind: "folder", path: place } as const;
  const { listSnapshots } = await import("../engine/find-snapshot.ts");
  if (await holdsVault({ name: place, config, mayCreate: false }, context)) {
    const vault = await openHomeless(config, passwords, surroundings, context);
    const all = await listSnapshots(vault, context);
    const snapshots = all.filter(({ appId }) => appId !== null);
    const found: FoundBackups = {
      place,
      kind: "vault",
      snapshots,
      findings: [],
      open: async (id) => await vault.open(id, context),
      [Symbol.asyncDispose]: async () => await vault[Symbol.asyncDispose](),
    };
    if (snapshots.length > 0) return found;
    await found[Symbol.asyncDispose]();
    if (all.length > 0) throw new FivefoldError("SNAPSHOT_FOREIGN", { place });
    throw await noneIn(place, context);
  }
  const found = await findParcels(place, null, passwords, surroundings, context);
  if (found.snapshots.length > 0) return found;
  const [broken] = found.findings;
  throw broken === undefined
    ? await noneIn(place, context)
    : new FivefoldError(broken.code, broken.facts);
}

async function findParcel(
  file: string,
  passwords: Passwords,
  surroundings: Surroundings,
  context: RunContext,
): Promise<FoundBackups> {
  const name = path.basename(file);
  const found = await findParcels(path.dirname(file), name, passwords, surroundings, context);
  // What is no backup says why when it is opened.
  if (found.snapshots.length === 0)
    await (await found.open(name as SnapshotId))[Symbol.asyncDispose]();
  return found;
}

/** `only`: the one file that is meant; `null`: all in the folder. */
async function findParcels(
  folder: string,
  only: string | null,
  passwords: Passwords,
  surroundings: Surroundings,
  context: RunContext,
): Promise<FoundBackups> {
  const parcels = new Parcels({ ...surroundings, passwords }, null);
  const findings: Finding[] = [];
  const hearing: RunContext = {
    ...context,
    report: (progress) => {
      if (progress.kind === "finding") findings.push(progress.finding);
      else context.report(progress);
    },
  };
  const { listSnapshots } = await import("../engine/find-snapshot.ts");
  const all = await listSnapshots(await parcels.shelf(folder, null), hearing);
  return {
    place: only === null ? folder : path.join(folder, only),
    kind: only === null ? "shelf" : "parcel",
    snapshots: all.filter(({ id }) => only === null || id === only),
    findings: only === null ? findings : [],
    open: async (name) => await parcels.open({ folder, name }, null, context, false),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** @throws PLACE_MISSING, PARCEL_MISSING */
async function isFolderAt(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory();
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    const isFile = path.extname(place) !== "";
    throw isFile
      ? new FivefoldError("PARCEL_MISSING", { path: place }, { cause: thrown })
      : new FivefoldError("PLACE_MISSING", { place, reason: code }, { cause: thrown });
  }
}

/** Who names a drive often means a folder on it. */
async function noneIn(place: string, context: RunContext): Promise<FivefoldError> {
  const below: string[] = [];
  for (const name of (await namesIn(place)).slice(0, MOST_FOLDERS)) {
    const folder = path.join(place, name);
    const names = await namesIn(folder);
    const isVault = names.includes("config") && names.includes("keys");
    if (isVault || (await holdsParcels(folder, names, context))) below.push(folder);
  }
  const found = below.length > NAMED ? [...below.slice(0, NAMED), "…"] : below;
  return new FivefoldError("BACKUPS_MISSING", { place, found });
}

async function holdsParcels(
  folder: string,
  names: readonly string[],
  context: RunContext,
): Promise<boolean> {
  if (!names.some((name) => name.toLowerCase().endsWith(".zip"))) return false;
  const passwords = { file: null, parcelFile: null, remember: false, ask: null };
  const nowhere = { environment: {}, currentFolder: folder };
  const found = await findParcels(folder, null, passwords, nowhere, context);
  return found.snapshots.length > 0;
}

/** A backup that is opened for recovery. */
export interface ChosenBackup extends AsyncDisposable {
  readonly reader: SnapshotReader;
  /** Newer or better ones that could not be opened. */
  readonly findings: readonly Finding[];
}

/**
 * Opens the backup that is meant. "latest", and `null`, take the best that can be opened and say which could not.
 *
 * @throws SNAPSHOT_MISSING, SNAPSHOT_AMBIGUOUS; what opening the one that was named, or the only one, throws
 */
export async function openChosen(
  found: FoundBackups,
  appId: string,
  word: string | null,
): Promise<ChosenBackup> {
  const { LATEST, snapshotNamed } = await import("../engine/find-snapshot.ts");
  const candidates = inOrderOfUse(found.snapshots, appId);
  const chosen = word === null || word === LATEST ? candidates : [snapshotNamed(word, candidates)];
  const findings: Finding[] = [];
  for (const { id } of chosen) {
    try {
      const reader = await found.open(id);
      return {
        reader,
        findings,
        [Symbol.asyncDispose]: async () => await reader[Symbol.asyncDispose](),
      };
    } catch (thrown) {
      const { code, facts } = asFivefoldError(thrown);
      if (chosen.length === 1 || !(thrown instanceof FivefoldError) || !isOfOne(code)) throw thrown;
      findings.push({ code, part: null, path: null, facts: { ...facts, snapshot: id } });
    }
  }
  const [first] = findings;
  throw first === undefined
    ? new FivefoldError("SNAPSHOT_MISSING", { snapshot: word ?? LATEST })
    : new FivefoldError(first.code, first.facts);
}

/** Trouble with one backup, which another may be spared. A missing password is no such trouble. */
function isOfOne(code: string): boolean {
  if (code.includes("PASSWORD") || code.startsWith("PLACE_") || code === "CANCELLED") return false;
  return true;
}

/** Where an app is to be brought. */
export interface RecoverTo {
  /** The app's folder, as it was typed. */
  readonly into: string;
  /** `--home`. */
  readonly home: string | null;
}

/** What has to be there before an app can be restored, and what is. */
export interface Ground {
  /** What the restore goes by. */
  readonly description: Description;
  readonly home: Home;
  readonly settings: ReadSettings;
  /** The description was there already, and stays. */
  readonly keepsDescription: boolean;
  /** "written": there were none; "unusable": those in the backup cannot be understood here. */
  readonly settingsAre: "written" | "kept" | "unusable";
  /** Nothing lies where the app's parts go. */
  readonly isBare: boolean;
  /** Commands of the description, which ran on the old computer and will on this one. */
  readonly commands: readonly string[];
  /** Items of the app that the backup does not hold. */
  readonly lacking: readonly string[];
  /** Writes description and settings where there are none. @throws SPACE_SHORT, TARGET_UNWRITABLE, HOME_UNWRITABLE */
  lay(): Promise<void>;
  /** Takes back what `lay` wrote. */
  lift(): Promise<void>;
}

/**
 * Looks whether an app can be brought into a folder, and opens its home.
 *
 * @throws SNAPSHOT_UNDESCRIBED, TARGET_FOREIGN when the folder is another app's, TARGET_NOT_EMPTY when data lies where the
 *   app's goes and no description says that it is the same app's, DESCRIPTION_WRONG, HOME_FOREIGN, HOME_UNWRITABLE
 */
export async function prepareGround(
  { manifest, snapshot }: Pick<SnapshotReader, "manifest" | "snapshot">,
  { into, home: named }: RecoverTo,
  { environment, currentFolder }: Surroundings,
): Promise<Ground> {
  const descriptions = await import("../app/description.ts");
  const homes = await import("../app/home.ts");
  const settingsRoom = await import("../app/settings.ts");
  const folder = path.resolve(currentFolder, into);
  const file = path.join(folder, descriptions.DESCRIPTION_NAME);
  const rules = descriptions.pathRules(process.platform);
  const there = await existing(file, folder);
  const text = manifest.description;
  const own = there === null ? null : await descriptions.readDescription(file, rules);
  if (own !== null && own.appId !== manifest.app.id)
    throw new FivefoldError("TARGET_FOREIGN", {
      path: folder,
      app: own.appName,
      expected: manifest.app.name,
    });
  const described = own ?? parsed(text, file, rules, snapshot, descriptions.parseDescription);
  const [taken] = await occupied(described, manifest, folder);
  const isBare = taken === undefined;
  if (own === null && taken !== undefined)
    throw new FivefoldError("TARGET_NOT_EMPTY", { path: taken });
  const isOurs = there === null || there === text;
  // The app is not there yet: what its description would ask or stop cannot answer, and may be a stranger's.
  const runsNone = isBare && isOurs;
  const none = { version: null, restores: null, hooks: NO_HOOKS, seat: null } as const;
  const description = runsNone ? { ...described, ...none } : described;
  const homeFolder = homes.homeFolder(manifest.app.id, {
    home: named,
    environment,
    platform: process.platform,
    userFolder: homedir(),
    currentFolder,
  });
  const home = await homes.openHome(homeFolder, manifest.app.id);
  const hasOwn = await settingsRoom.hasSettings(home);
  const brought = settingsRoom.settingsOfSnapshot(manifest.settings, home);
  const held = new Set<string>(manifest.parts.map(({ id }) => id));
  const laid = { folder: false, description: false, settings: false };
  const lift = async (): Promise<void> => {
    if (laid.settings)
      for (const each of [home.settings, home.goodSettings]) await rm(each, { force: true });
    if (laid.description) await rm(file, { force: true });
    if (laid.folder) await removeIfEmpty(folder);
  };
  const lay = async (): Promise<void> => {
    const { writeOnce } = await import("../app/whole-file.ts");
    try {
      laid.folder = (await mkdir(folder, { recursive: true })) !== undefined;
      if (there === null) laid.description = await writeOnce(file, text, 0o644);
      if (!hasOwn && brought.isUsable)
        laid.settings = await settingsRoom.bringSettings(home, brought.text);
    } catch (thrown) {
      await lift();
      throw unwritable(thrown, folder);
    }
  };
  return {
    description,
    home,
    settings: hasOwn ? await settingsRoom.readSettings(home) : brought,
    keepsDescription: there !== null,
    settingsAre: hasOwn ? "kept" : brought.isUsable ? "written" : "unusable",
    isBare,
    commands: runsNone ? commandsOf(described) : [],
    lacking: described.parts
      .filter(({ id, isOptional }) => !held.has(id) && !isOptional)
      .map(({ id }) => id),
    lay,
    lift,
  };
}

/** The text of a description that is there, `null` without one. @throws TARGET_UNWRITABLE when `folder` is a file */
async function existing(file: string, folder: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (thrown) {
    const reason = systemCode(thrown);
    if (reason === null) throw thrown;
    if (reason === "ENOENT") return null;
    throw new FivefoldError("TARGET_UNWRITABLE", { path: folder, reason }, { cause: thrown });
  }
}

/** @throws SNAPSHOT_UNDESCRIBED */
function parsed(
  text: string,
  file: string,
  rules: Description["rules"],
  { id }: Snapshot,
  parse: typeof import("../app/description.ts").parseDescription,
): Description {
  try {
    if (text.trim() !== "") return parse(text, file, rules);
  } catch (cause) {
    if (!(cause instanceof FivefoldError)) throw cause;
    throw new FivefoldError("SNAPSHOT_UNDESCRIBED", { snapshot: id }, { cause });
  }
  throw new FivefoldError("SNAPSHOT_UNDESCRIBED", { snapshot: id });
}

/** Folders, or files outside the app's folder, that hold something where the backup's parts go. */
async function occupied(
  description: Description,
  manifest: Manifest,
  folder: string,
): Promise<readonly string[]> {
  const { withId } = await import("../app/locate.ts");
  const held = new Set<string>(manifest.parts.map(({ id }) => id));
  const fixed = description.parts.filter(({ id }) => held.has(id)).map(({ source }) => source.path);
  const ofTenants = (description.tenants?.parts ?? []).flatMap(({ source }) =>
    manifest.tenants.map(({ id }) => withId(source.path, id)),
  );
  const taken: string[] = [];
  for (const each of [...fixed, ...ofTenants])
    if (await holdsAnything(each, folder)) {
      const way = path.relative(folder, each);
      const isBelow = !way.startsWith("..") && !path.isAbsolute(way);
      taken.push(isBelow ? folder : each);
    }
  return taken;
}

/** Names that are no data of the app's in its own folder. */
const OURS: ReadonlySet<string> = new Set([".fivefold", "fivefold.yaml"]);

async function holdsAnything(at: string, folder: string): Promise<boolean> {
  try {
    if (!(await lstat(at)).isDirectory()) return true;
    const names = await readdir(at);
    return names.some((name) => at !== folder || !OURS.has(name));
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    return code !== "ENOENT" && code !== "ENOTDIR";
  }
}

/** Whether nothing lies where these parts go, so that nothing has to be kept before they come. */
export async function nothingAt(sources: readonly SourceConfig[]): Promise<boolean> {
  for (const source of sources)
    if (
      await holdsAnything(source.kind === "files" ? source.root : source.path, source.description)
    )
      return false;
  return true;
}

/** Each command once, as a shell would be given it. */
function commandsOf({ version, seat, hooks }: Description): readonly string[] {
  const asked = [version, seat].flatMap((each) => (each?.kind === "command" ? [each.command] : []));
  const around = [...hooks.beforeBackup, ...hooks.afterBackup].flatMap((each) =>
    each.kind === "command" ? [each.hook.command] : [],
  );
  const life = [hooks.stop, hooks.migrate, hooks.start, hooks.probe];
  const ofLife = life.flatMap((each) => (each === null ? [] : [each.command]));
  return [...new Set([...asked, ...around, ...ofLife].map((command) => command.join(" ")))];
}

function unwritable(thrown: unknown, folder: string): unknown {
  const reason = systemCode(thrown);
  if (reason === null) return thrown;
  return reason === "ENOSPC" || reason === "EDQUOT"
    ? new FivefoldError("SPACE_SHORT", { path: folder }, { cause: thrown })
    : new FivefoldError("TARGET_UNWRITABLE", { path: folder, reason }, { cause: thrown });
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    // something else lies in it by now
  }
}

/** What is chosen where there is no app yet: all that the backup holds, the login database included. */
export function everythingIn({ scope, parts }: Manifest): readonly PartRecord["id"][] {
  return scope === "full" ? [] : parts.map(({ id }) => id);
}

/** Whether all that is locked in a backup can be opened. */
export async function hasKeys(reader: SnapshotReader): Promise<boolean> {
  const { ParcelReader } = await import("../parcel/parcel-reader.ts");
  const { StrangerReader } = await import("../parcel/stranger.ts");
  const isParcel = reader instanceof ParcelReader || reader instanceof StrangerReader;
  return !isParcel || (await reader.hasKeys());
}

/**
 * The folder that the backups came from, where it is no place of the settings yet, and not Fivefold's own; `null` else, and
 * for a single file.
 */
export function offeredPlace(
  { settings }: ReadSettings,
  home: string,
  found: FoundBackups,
): string | null {
  if (found.kind === "parcel") return null;
  const folder = path.resolve(found.place);
  const isOwn = folder === home || folder.startsWith(home + path.sep);
  const isPlace = settings.places.some(({ config }) => path.resolve(config.path) === folder);
  return isOwn || isPlace ? null : folder;
}

/** The places of the settings that are not there on this computer. */
export async function absentPlaces({ settings }: ReadSettings): Promise<readonly string[]> {
  const absent: string[] = [];
  for (const { name, config } of settings.places) {
    try {
      await stat(config.path);
    } catch (thrown) {
      if (systemCode(thrown) === null) throw thrown;
      absent.push(`${name} (${config.path})`);
    }
  }
  return absent;
}
