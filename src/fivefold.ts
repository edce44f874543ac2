/**
 * The library: an app and its backups, opened. The command line, the HTTP server and an embedding vendor call this and
 * nothing else.
 *
 * With `library/`, the only place that knows every room. It opens and ties together; what is decided is decided in the
 * rooms. Rooms are loaded when they are first needed, because a command should begin at once.
 */

import { randomInt } from "node:crypto";
import { statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { Description } from "./app/description.ts";
import type { Relocated } from "./app/discover.ts";
import type { Home, Scratch } from "./app/home.ts";
import type { PasswordForm, TypedPassword } from "./app/parcel-password.ts";
import type { KnownTenants } from "./app/recall.ts";
import type { ReadSettings } from "./app/settings.ts";
import type { SnapshotResult } from "./engine/backup.ts";
import type { Choice } from "./engine/choice.ts";
import type { ArrivalWish } from "./engine/arrival.ts";
import type { EnrolmentPlan, Login } from "./engine/enrol.ts";
import type { Journal, RestoreRecord, SnapshotName } from "./engine/journal.ts";
import type { ChosenPath } from "./engine/paths.ts";
import type { Comparing, PlannedPart, RestorePlan } from "./engine/restore-plan.ts";
import type { RestoreWish, Settled } from "./engine/restore.ts";
import type { AnyVault } from "./library/any-vault.ts";
import type { Hooks } from "./engine/hook.ts";
import type { Made, Passwords, Surroundings, Watch } from "./library/given.ts";
import { contextOf, namesIn, newRun, systemClock } from "./library/given.ts";
import type { Questions } from "./library/hooks.ts";
import { Parcels } from "./library/parcels.ts";
import type { ParcelSecret, ParcelWish } from "./library/parcels.ts";
import type { ChosenBackup, FoundBackups, Ground } from "./library/recover.ts";
import type { SafetyRoom } from "./library/safety-room.ts";
import { targetAt } from "./library/target.ts";
import { openUndo, shortFolders, withUndoBytes } from "./library/undo.ts";
import type { At, Opened, Spot } from "./library/vaults.ts";
import { Vaults, newKey } from "./library/vaults.ts";
import type { Absence } from "./model/absence.ts";
import type { App, LocatedPart, TenantWord } from "./model/app.ts";
import type { PartDifference, RecordList, TableDifference } from "./model/difference.ts";
import type { Entry } from "./model/entry.ts";
import { FivefoldError, asFivefoldError, systemCode } from "./model/error.ts";
import type { HookRecord } from "./model/hook.ts";
import type { ForgetPlan, KeepRule } from "./model/keep.ts";
import type { Manifest, ParcelForm } from "./model/layout.ts";
import type { ParcelNaming } from "./model/parcel.ts";
import type { Part } from "./model/part.ts";
import type {
  Finding,
  NotIncluded,
  Outcome,
  Progress,
  RunContext,
  RunId,
  RunRecord,
  Verb,
} from "./model/run.ts";
import type { OpenUndo, RunFacts, RunReport } from "./model/run-report.ts";
import type { Secret } from "./model/secret.ts";
import type { PlaceSetting, Settings } from "./model/settings.ts";
import type { PartRecord, Reason, Snapshot, SnapshotId, TenantRecord } from "./model/snapshot.ts";
import type { Source, SourceConfig, TakenRoom } from "./model/source.ts";
import type { SnapshotReader, Store } from "./model/store.ts";
import type { ReadmeFacts } from "./parcel/parcel-writer.ts";
import type { ParcelOutcome } from "./parcel/shelf.ts";
import type { KeyRecord } from "./vault/key.ts";
import type { CheckResult } from "./vault/check.ts";
import type { PrunePlan } from "./vault/prune.ts";

export type { Absence, ArrivalWish };
export type { App, Choice, Finding, ForgetPlan, KeepRule, KeyRecord, KnownTenants, Manifest };
export type {
  CheckResult,
  NotIncluded,
  Outcome,
  Part,
  PartRecord,
  PlannedPart,
  Progress,
  PrunePlan,
};
export type { RestorePlan, RestoreRecord, RunId, RunRecord, Settings, Settled, Snapshot, Verb };
export type { ChosenBackup, FoundBackups, Ground };
export type { AnyVault, At, Made, PasswordForm, Passwords, Surroundings, TypedPassword, Watch };
export type { OpenUndo, RunReport, TakenRoom };
export type { HookRecord, Questions, RestoreWish };
export type { ParcelForm, ParcelNaming, ParcelSecret, ParcelWish };
export type { Comparing, PartDifference, RecordList, SafetyRoom, TableDifference };
export { verdictOf } from "./model/difference.ts";
export { calendarOf } from "./model/parcel.ts";
export { nearest } from "./model/nearest.ts";
export { NO_PASSWORDS, askingOnce } from "./library/given.ts";
export { FivefoldError, asFivefoldError } from "./model/error.ts";

export const PROGRAM = "fivefold";
export const VERSION = "0.1.0";

export interface FivefoldOptions extends Surroundings {
  /** The description's file; `null`: FIVEFOLD_APP, else fivefold.yaml in the current folder or above. */
  readonly description: string | null;
  /** `null`: FIVEFOLD_HOME, else the system's place for it. */
  readonly home: string | null;
  readonly passwords: Passwords;
  /** Takes links from parcels that lead out of their part; else a parcel with such a link is neither restored nor copied. */
  readonly allowsLinksOut?: boolean;
  /** Writes what people read of a run, in the words of whoever knows languages; without it no report is written. */
  readonly runReport?: (run: RunReport) => Promise<string>;
  /** Left out where nobody can be asked. */
  readonly questions?: Questions;
}

/** A run that came to an end without an error: what it gave, and its record. */
export interface Ended<Value> {
  readonly record: RunRecord;
  /** The file for people that says the same, `null` without one. */
  readonly report: string | null;
  readonly value: Value;
}

export interface BackupValue {
  readonly place: string;
  readonly snapshot: Snapshot;
  readonly parts: readonly PartRecord[];
  /** When the backup made the place's vault. */
  readonly made: Made | null;
}

/** A restore that waits for a person's yes. Disposing it gives it up. */
export interface PlannedRestore extends AsyncDisposable {
  /** Where the backup lies. */
  readonly place: string;
  /** Where the state before the restore will be kept; `null`: the default place. */
  readonly safetyPlace: At;
  /** The room that this takes there at most; `null`: the place is not there now. */
  readonly safetyRoom: SafetyRoom | null;
  readonly plan: RestorePlan;
  /** Who is entered in the login database so that the app knows them. */
  readonly enrolment: EnrolmentPlan;
  /** What ends when this is done: the tenant comes home. */
  readonly absence: Absence | null;
  readonly undoDays: number;
  readonly reader: SnapshotReader;
  /** The parts' places now; what the safety snapshot is taken of. */
  readonly app: App;
  /** Nothing lies where the parts go: there is no state to keep before. */
  readonly replacesNothing: boolean;
}

/** What is asked for on a computer that has only the backups. */
export interface RecoveryRequest extends FivefoldOptions {
  readonly found: FoundBackups;
  /** Opened by `openChosen`. */
  readonly reader: SnapshotReader;
  /** The app's folder: absent, empty, or with this app's own description. */
  readonly into: string;
  /** What there is is compared with the backup, where there is anything. */
  readonly comparing: Comparing | null;
}

/** A recovery that waits for a person's yes. Disposing it gives it up. */
export interface PlannedRecovery extends AsyncDisposable {
  readonly fivefold: Fivefold;
  readonly planned: PlannedRestore;
  readonly ground: Ground;
  /** What cannot come back. */
  readonly findings: readonly Finding[];
}

export interface RecoveryValue extends RestoreValue {
  /** Places of the settings that are not there on this computer. */
  readonly absentPlaces: readonly string[];
  /** Whether this computer keeps the key of the backups; `null` for parcels, which have none. */
  readonly isKeyKept: boolean | null;
}

/** Entries of one part of a backup, as many as are known at once. */
export interface SeenEntries {
  readonly snapshot: Snapshot;
  readonly part: PartRecord;
  readonly entries: readonly Entry[];
}

export interface RestoreValue {
  readonly state: "done" | "ready";
  /** We started the app; otherwise people have to. */
  readonly isStarted: boolean;
  readonly parts: readonly PartRecord[];
  /** Tenants that the app did not know, and does now. */
  readonly enrolled: readonly TenantRecord[];
  readonly safety: SnapshotName | null;
  /** How it can be taken back; `null` while it waits for the app's launcher. */
  readonly undo: OpenUndo | null;
}

export interface SettledValue {
  readonly settled: readonly Settled[];
  /** The restore that was put in place, `null` when none was. */
  readonly applied: RestoreRecord | null;
}

export interface UndoValue {
  readonly safety: SnapshotName | null;
  readonly isStarted: boolean;
}

export interface ClosedValue {
  readonly run: RunId;
  /** What it gave back, by device. */
  readonly freed: readonly TakenRoom[];
  /** It was interrupted and had nothing to keep. */
  readonly isTurnedBack: boolean;
}

/** A parcel that was written. */
export interface PackedValue extends ParcelOutcome {
  readonly folder: string;
  readonly snapshot: Snapshot;
  readonly parts: readonly PartRecord[];
  readonly form: ParcelForm;
  readonly credentials: ReadmeFacts["credentials"] | "none";
  /** What locks it or the credentials in it; `null`: nothing is locked. */
  readonly secret: ParcelSecret | null;
}

export interface CopyValue {
  readonly place: string;
  readonly from: SnapshotId;
  readonly snapshot: Snapshot;
  /** The place had it already, and nothing was written. */
  readonly wasThere: boolean;
  readonly made: Made | null;
}

/** Manifests that a list reads at most: the others are read by later ones. */
const MOST_READ = 50;

const DESCRIPTION_NAME = "fivefold.yaml";

/**
 * Finds the description's file: as named, else FIVEFOLD_APP, else fivefold.yaml in the current folder or above.
 *
 * @throws DESCRIPTION_MISSING
 */
export async function findDescription(
  named: string | null,
  { environment, currentFolder }: Surroundings,
): Promise<string> {
  const chosen = named ?? environment["FIVEFOLD_APP"] ?? "";
  if (chosen !== "") return path.resolve(currentFolder, chosen);
  for (let folder = path.resolve(currentFolder); ; folder = path.dirname(folder)) {
    if ((await namesIn(folder)).includes(DESCRIPTION_NAME))
      return path.join(folder, DESCRIPTION_NAME);
    if (folder === path.dirname(folder)) break;
  }
  const file = path.resolve(currentFolder, DESCRIPTION_NAME);
  throw new FivefoldError("DESCRIPTION_MISSING", { file, reason: "ENOENT" });
}

/** @throws DESCRIPTION_MISSING, DESCRIPTION_WRONG, HOME_FOREIGN, HOME_UNWRITABLE, SETTINGS_WRONG, SETTINGS_NEWER */
export async function openFivefold(options: FivefoldOptions): Promise<Fivefold> {
  const [{ readDescription, pathRules }, homes, { readSettings }] = await Promise.all([
    import("./app/description.ts"),
    import("./app/home.ts"),
    import("./app/settings.ts"),
  ]);
  const file = await findDescription(options.description, options);
  const description = await readDescription(file, pathRules(process.platform));
  const folder = homes.homeFolder(description.appId, {
    home: options.home,
    environment: options.environment,
    platform: process.platform,
    userFolder: homedir(),
    currentFolder: options.currentFolder,
  });
  const home = await homes.openHome(folder, description.appId);
  return new Fivefold(options, description, home, await readSettings(home));
}

/** A restore was, that a person can mean; one that died before it was prepared is none. */
function wasTurnedBack({ was, is }: Settled): boolean {
  return was !== "begun" && was !== is && is === "turnedBack";
}

export class Fivefold implements AsyncDisposable {
  readonly #options: FivefoldOptions;
  readonly #description: Description;
  readonly #home: Home;
  readonly #vaults: Vaults;
  readonly #parcels: Parcels;
  #settings: ReadSettings;

  constructor(
    options: FivefoldOptions,
    description: Description,
    home: Home,
    settings: ReadSettings,
  ) {
    this.#options = options;
    this.#description = description;
    this.#home = home;
    this.#settings = settings;
    this.#vaults = new Vaults(options, home, () => this.settings);
    this.#parcels = new Parcels(options, home);
  }

  get appId(): string {
    return this.#description.appId;
  }

  get appName(): string {
    return this.#description.appName;
  }

  /** The app's own word for a tenant, by language. */
  get tenantWord(): TenantWord {
    return this.#description.tenants?.word ?? {};
  }

  /** Fivefold's own folder for this app. */
  get home(): string {
    return this.#home.folder;
  }

  get settings(): Settings {
    return this.#settings.settings;
  }

  /** What is wrong with settings.yaml; the last good ones are in force then. */
  get settingsMistake(): FivefoldError | null {
    return this.#settings.mistake;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#vaults[Symbol.asyncDispose]();
  }

  /** The app as it is now, its tenants discovered. */
  async app(watch: Watch): Promise<App> {
    const context = contextOf(watch, newRun(systemClock));
    await using scratch = await this.#scratch(context.run);
    return await this.#discover(scratch, context);
  }

  /** What is missing or doubtful in the description. */
  async lint(watch: Watch): Promise<readonly Finding[]> {
    const context = contextOf(watch, newRun(systemClock));
    await using scratch = await this.#scratch(context.run);
    const { lint } = await import("./app/lint.ts");
    return await lint(this.#description, this.#surroundings(scratch), context);
  }

  /** Prepares a place for backups. @throws VAULT_EXISTS, PLACE_FOREIGN */
  async init(at: At, watch: Watch): Promise<Made> {
    const context = contextOf(watch, newRun(systemClock));
    return await this.#vaults.make(this.#vaults.spot(at), watch, context);
  }

  async backup(choice: Choice, to: At, watch: Watch): Promise<Ended<BackupValue>> {
    const { passwords } = this.#options;
    return await this.#run("backup", watch, async (context, noted) => {
      const engine = import("./engine/backup.ts");
      const choices = import("./engine/choice.ts");
      await this.#requireSeat(context);
      await using held = new AsyncDisposableStack();
      held.use(await this.#lock(context));
      await this.#settle(context, watch, false, true);
      return await this.#surrounded(choice, "manual", context, noted, async () => {
        await using scratch = await this.#scratch(context.run);
        // Trying the key takes a while, in which the app can be asked what it consists of.
        const [app, open] = await both(
          this.#discover(scratch, context),
          this.#vaults.openIfThere(to, passwords, context),
        );
        const selection = (await choices).selectParts(app, choice, "backup");
        const made =
          open === null ? await this.#vaults.make(this.#vaults.spot(to), watch, context) : null;
        const { vault, spot } = open ?? (await this.#vaults.open(to, passwords, context));
        noted.learn({ place: spot.name });
        const { backup } = await engine;
        const result = await backup(
          {
            app,
            selection,
            reason: "manual",
            settings: this.#settings.text,
            program: `${PROGRAM} ${VERSION}`,
          },
          vault,
          await openSources(),
          context,
        );
        noted.learn({ takenAt: result.snapshot.takenAt, parts: result.parts });
        return { ...result, place: spot.name, made };
      });
    });
  }

  /** Makes a backup between the description's hooks, and notes what came of both. */
  async #surrounded<Value extends Pick<SnapshotResult, "outcome" | "snapshot">>(
    { tenants, parts }: Choice,
    reason: Reason,
    context: RunContext,
    noted: Noted,
    work: () => Promise<Value>,
  ): Promise<Value> {
    const { surroundBackup, namesFor } = await import("./engine/hook.ts");
    const { beforeBackup: before, afterBackup: after } = this.#description.hooks;
    const variables = {
      FIVEFOLD_RUN: context.run,
      FIVEFOLD_REASON: reason,
      ...namesFor("FIVEFOLD_TENANTS", tenants),
      ...namesFor("FIVEFOLD_PARTS", parts),
    };
    const around = { before, after, isScheduled: reason === "scheduled", variables };
    const hooks = await this.#hooks();
    const { value, findings } = await surroundBackup(around, hooks, context, work);
    noted.outcome = findings.length === 0 ? value.outcome : "incomplete";
    noted.snapshot = value.snapshot.id;
    return value;
  }

  /**
   * Writes chosen parts into one parcel. `to`: a folder or a place; `null`: the home's own. Credentials are sealed in a
   * plain parcel, lie in a locked one like everything else, and stay out of one that is given away.
   *
   * @throws PARCEL_EXISTS, PARCEL_NAME_WRONG, PASSWORD_WEAK, PLACE_FOREIGN
   */
  async pack(
    choice: Choice,
    to: At,
    wish: ParcelWish,
    purpose: "backup" | "export",
    watch: Watch,
  ): Promise<Ended<PackedValue>> {
    return await this.#run("backup", watch, async (context, noted) => {
      const { selectParts, withoutCredentials } = await import("./engine/choice.ts");
      const { backup } = await import("./engine/backup.ts");
      await this.#requireSeat(context);
      await using held = new AsyncDisposableStack();
      held.use(await this.#lock(context));
      await this.#settle(context, watch, false, true);
      const reason = purpose === "export" ? "export" : "manual";
      const packed = await this.#surrounded(choice, reason, context, noted, async () => {
        await using scratch = await this.#scratch(context.run);
        const folder = await this.#parcelFolder(to, context);
        const app = await this.#discover(scratch, context);
        const chosen = selectParts(app, choice, purpose);
        const selection = wish.leavesCredentialsOut ? withoutCredentials(chosen) : chosen;
        const hasCredentials = selection.parts.some(({ part }) => part.kind === "credentials");
        const { parcelExtension } = app;
        const {
          shelf,
          secret,
          credentials: kept,
        } = await this.#parcels.making(
          folder,
          { id: app.id, name: app.name, version: app.version, parcelExtension },
          wish,
          hasCredentials,
          scratch.folder,
        );
        const program = `${PROGRAM} ${VERSION}`;
        const request = { app, selection, reason, settings: this.#settings.text, program } as const;
        const result = await backup(request, shelf, await openSources(), context);
        const hasAny = app.parts.some(({ part }) => part.kind === "credentials");
        const credentials = hasAny ? kept : "none";
        return { ...result, written: shelf.outcome, folder, credentials, secret } as const;
      });
      const { written, folder, snapshot, parts, credentials, secret } = packed;
      if (written === null) throw new FivefoldError("INTERNAL", { message: "no parcel" });
      noted.learn({ place: folder, takenAt: snapshot.takenAt, parts });
      return { folder, snapshot, parts, form: wish.form, credentials, secret, ...written };
    });
  }

  /** Where the state before a restore is kept: a vault, made when there is none yet. */
  async #safetyVault(at: At, watch: Watch, context: RunContext): Promise<Opened> {
    const { passwords } = this.#options;
    const spot = this.#vaults.spot(at);
    const { holdsVault } = await import("./library/vaults.ts");
    if (at === null && spot.mayCreate && !(await holdsVault(spot, context)))
      await this.#vaults.make(spot, watch, context);
    return await this.#vaults.open(at, passwords, context);
  }

  /** Where a parcel goes: a folder that is there or may be made, and holds no vault. */
  async #parcelFolder(to: At, context: RunContext): Promise<string> {
    const { createPlace } = await import("./place/open.ts");
    const spot =
      to === null
        ? {
            name: this.#home.parcels,
            config: { kind: "folder", path: this.#home.parcels } as const,
            mayCreate: true,
          }
        : this.#vaults.spot(to);
    const { holdsVault } = await import("./library/vaults.ts");
    if (await holdsVault(spot, context))
      throw new FivefoldError("PLACE_FOREIGN", { place: spot.name });
    if (spot.mayCreate) await createPlace(spot.config);
    return spot.config.path;
  }

  /** Proves every byte of a parcel. */
  async checkParcel(file: string, watch: Watch): Promise<Ended<{ readonly file: string }>> {
    return await this.#run("check", watch, async (context, noted) => {
      const everything = { tenants: [], parts: [] };
      const { reader, spot } = await this.#reader(null, file, everything, context);
      await using opened = reader;
      context.report({ kind: "stage", stage: "check", part: null });
      for (const { id } of opened.manifest.parts) noted.add(await opened.check(id));
      noted.snapshot = opened.snapshot.id;
      if (noted.findings.length > 0) noted.outcome = "incomplete";
      noted.learn({ place: spot.name, isEveryByteRead: true });
      return { file: spot.name };
    });
  }

  get #extension(): string {
    return this.#description.parcelExtension;
  }

  /** Oldest first. */
  async list(at: At, watch: Watch): Promise<readonly Snapshot[]> {
    const context = contextOf(watch, newRun(systemClock));
    const { listSnapshots } = await import("./engine/find-snapshot.ts");
    return await listSnapshots((await this.#store(at, context)).store, context);
  }

  /**
   * Says which companies backups of chosen companies hold: from their manifests, which are read once and remembered. Of
   * a backup that cannot be read, or of more than `MOST_READ` that were not, nothing is said.
   */
  async tenantsIn(at: At, snapshots: readonly Snapshot[], watch: Watch): Promise<KnownTenants> {
    const chosen = snapshots.filter(({ scope }) => scope === "partial" || scope === "tenant");
    if (chosen.length === 0) return new Map();
    const context = contextOf(watch, newRun(systemClock));
    const { recallTenants, rememberTenants } = await import("./app/recall.ts");
    const { store, vault } = await this.#store(at, context);
    // parcels are few and quickly read, and a name may stand for another one tomorrow
    const memory = vault?.id ?? null;
    const known: KnownTenants =
      memory === null ? new Map() : await recallTenants(this.#home, memory);
    const found = new Map(
      chosen.flatMap(({ id }) => {
        const tenants = known.get(id);
        return tenants === undefined ? [] : [[id, tenants] as const];
      }),
    );
    const unread = chosen.filter(({ id }) => !found.has(id)).slice(-MOST_READ);
    for (const { id } of unread) {
      try {
        await using reader = await store.open(id, context);
        found.set(id, reader.manifest.tenants);
      } catch (thrown) {
        watch.signal.throwIfAborted();
        if (!(thrown instanceof FivefoldError)) throw thrown;
      }
    }
    if (memory !== null && (unread.length > 0 || found.size < known.size))
      await rememberTenants(this.#home, memory, found);
    return found;
  }

  async show(
    at: At,
    word: string,
    watch: Watch,
  ): Promise<{ readonly snapshot: Snapshot; readonly manifest: Manifest }> {
    const context = contextOf(watch, newRun(systemClock));
    const everything = { tenants: [], parts: [] };
    const { passwords } = this.#options;
    await using reader = (await this.#reader(at, word, everything, context, passwords, false))
      .reader;
    return { snapshot: reader.snapshot, manifest: reader.manifest };
  }

  /**
   * Lists the files, folders and links of chosen parts, in the backup's order, without reading contents. A part's root and
   * the folders that only lead to a chosen path are not given.
   *
   * @throws as `selectEntries`
   */
  async *entries(at: At, word: string, choice: Choice, watch: Watch): AsyncIterable<SeenEntries> {
    const context = contextOf(watch, newRun(systemClock));
    const { passwords } = this.#options;
    const { selectEntries, wantedOf } = await import("./engine/paths.ts");
    const { waysTo } = await import("./model/path.ts");
    await using reader = (await this.#reader(at, word, choice, context, passwords, false)).reader;
    const { snapshot } = reader;
    const selection = await selectEntries(reader, null, choice, "look", context.signal);
    for (const part of selection.records) {
      const only = selection.only.get(part.id);
      const ways = new Set(["", ...waysTo(only?.map((each) => each.path) ?? [])]);
      for await (const batch of reader.read(part.id, wantedOf(only)))
        yield { snapshot, part, entries: batch.filter((entry) => !ways.has(entry.path)) };
    }
  }

  /** The place's name, for messages. */
  placeName(at: At): string {
    return this.#vaults.spot(at).name;
  }

  async check(at: At, readData: boolean, watch: Watch): Promise<Ended<CheckResult>> {
    return await this.#run("check", watch, async (context, noted) => {
      const { store, vault, spot } = await this.#store(at, context);
      noted.learn({ place: spot.name, isEveryByteRead: readData });
      const result =
        vault === null
          ? await this.#checkShelf(store, readData, context, noted)
          : await vault.check({ readData }, context);
      noted.add(result.findings);
      if (result.findings.length > 0) noted.outcome = "incomplete";
      return result;
    });
  }

  /** Opens each parcel of a folder; `readData`: and proves every byte of it. Broken ones are findings. */
  async #checkShelf(
    store: Store,
    readData: boolean,
    context: RunContext,
    noted: Noted,
  ): Promise<CheckResult> {
    const { listSnapshots } = await import("./engine/find-snapshot.ts");
    context.report({ kind: "stage", stage: "check", part: null });
    let snapshotCount = 0;
    let readBytes = 0;
    for (const { id } of await listSnapshots(store, context)) {
      snapshotCount++;
      try {
        await using reader = await store.open(id, context);
        for (const part of readData ? reader.manifest.parts : []) {
          noted.add(await reader.check(part.id));
          readBytes += part.sizeBytes;
        }
      } catch (thrown) {
        context.signal.throwIfAborted();
        if (!(thrown instanceof FivefoldError) || thrown.code.startsWith("PLACE_")) throw thrown;
        noted.add([{ code: thrown.code, part: null, path: null, facts: thrown.facts }]);
      }
    }
    return { findings: noted.findings, snapshotCount, packCount: 0, unusedPackCount: 0, readBytes };
  }

  /**
   * Says what a restore would replace, and with `comparing` what it would change; nothing is touched, and a backup that
   * is running meanwhile goes on. `arrival`: the backup's one tenant comes in as one that was brought along; the description
   * here says where its parts go.
   *
   * @throws what the engine's `planRestore` throws; with `arrival` TENANT_EXISTS, TENANT_CHANGED, TENANT_UNSAFE,
   *   USAGE_WRONG
   */
  async planRestore(
    from: At,
    word: string,
    choice: Choice,
    watch: Watch,
    comparing: Comparing | null = null,
    arrival: ArrivalWish | null = null,
  ): Promise<PlannedRestore> {
    const context = contextOf(watch, newRun(systemClock));
    await this.#requireSeat(context);
    const { compareParts, planRestore } = await import("./engine/restore-plan.ts");
    const { planEnrolment } = await import("./engine/enrol.ts");
    const { nothingAt } = await import("./library/recover.ts");
    const stack = new AsyncDisposableStack();
    try {
      const { reader: found, spot, kind } = await this.#reader(from, word, choice, context);
      stack.use(found);
      const { arriving } = await import("./engine/arrival.ts");
      const { reader, tenant } =
        arrival === null ? { reader: found, tenant: null } : arriving(found, arrival);
      const scratch = stack.use(await this.#scratch(context.run));
      const { locate } = await import("./app/discover.ts");
      const surroundings = this.#surroundings(scratch);
      const where = await locate(this.#description, reader.manifest, surroundings, context);
      const absence =
        arrival === null || tenant === null
          ? null
          : await this.#welcome(reader, tenant, arrival, where, context);
      const byId = new Map(where.app.parts.map((each) => [each.part.id, each]));
      const sourceOf = await openSources();
      const outline = await planRestore(
        reader,
        { ...where.app, tenants: where.live },
        choice,
        (record): LocatedPart | null => byId.get(record.id) ?? null,
        (await this.#journal()).undoable,
        sourceOf,
        context,
      );
      const { wantedBy } = await import("./engine/paths.ts");
      // What comes in under another id is asked for by its own.
      const wanted =
        reader === found
          ? outline.parts.map(({ part, source }) => [part.id, wantedBy(source)] as const)
          : found.manifest.parts.map(({ id }) => [id, undefined] as const);
      await this.#parcels.requireLinksInside(found, new Map(wanted));
      const plan =
        comparing === null
          ? outline
          : await compareParts(outline, reader, comparing, sourceOf, context);
      const safetyPlace = kind === "vault" ? spot.name : null;
      const { safetyRoomOf } = await import("./library/safety-room.ts");
      const safetySpot = this.#vaults.spot(safetyPlace);
      const safetyRoom = await safetyRoomOf(plan, safetySpot, kind === "vault");
      const enrolment = planEnrolment(plan, this.#login(where));
      // An enrolment replaces the login database, whatever else there is.
      const replacesNothing =
        enrolment.login === null && (await nothingAt(plan.parts.map(({ source }) => source)));
      const rest = stack.move();
      return {
        place: spot.name,
        safetyPlace,
        safetyRoom,
        plan,
        enrolment,
        absence,
        undoDays: this.settings.undoDays,
        reader,
        app: where.app,
        replacesNothing,
        [Symbol.asyncDispose]: async () => {
          await rest[Symbol.asyncDispose]();
        },
      };
    } catch (thrown) {
      await stack[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  /** Whether a tenant may come in; gives the absence that this ends. */
  async #welcome(
    reader: SnapshotReader,
    tenant: TenantRecord,
    { replaces }: ArrivalWish,
    { app, live, present }: Relocated,
    context: RunContext,
  ): Promise<Absence | null> {
    const { requireFree, requireUnchanged } = await import("./engine/arrival.ts");
    const { absenceOf, partsHere } = await import("./engine/away.ts");
    const { readAbsences } = await import("./app/absences.ts");
    const { restores } = await this.#journal();
    const absence = absenceOf(tenant.id, await readAbsences(this.#home), restores);
    if (replaces) return absence;
    if (absence === null) {
      const hasData = app.parts.some(
        ({ part }) => part.tenant === tenant.id && present.has(part.id),
      );
      requireFree(tenant, { live, hasData });
      return null;
    }
    const parts = app.parts.filter(({ part }) => part.tenant === tenant.id);
    const here = await partsHere(absence, parts, await openSources(), context);
    requireUnchanged(absence, here, reader);
    return absence;
  }

  /** Tenants that are away, oldest first. */
  async absences(): Promise<readonly Absence[]> {
    const { readAbsences } = await import("./app/absences.ts");
    const { isAway } = await import("./engine/away.ts");
    const all = await readAbsences(this.#home);
    if (all.length === 0) return [];
    const { restores } = await this.#journal();
    return all.filter((each) => isAway(each, restores));
  }

  /** @throws TENANT_AWAY when it is away already */
  async requireHere(tenant: string): Promise<void> {
    const away = (await this.absences()).find((each) => each.tenant === tenant);
    if (away === undefined) return;
    const { awayAt, note } = away;
    throw new FivefoldError("TENANT_AWAY", { tenant, awayAt, note });
  }

  /**
   * Remembers that a tenant was taken away in a parcel that has just been written, and what it was like. Its data stays,
   * and is backed up as before.
   */
  async takeAway(packed: PackedValue, note: string | null, watch: Watch): Promise<Absence> {
    const context = contextOf(watch, newRun(systemClock));
    const { partsThatLeave } = await import("./engine/away.ts");
    const { readAbsences, writeAbsences } = await import("./app/absences.ts");
    await using held = new AsyncDisposableStack();
    held.use(await this.#lock(context));
    const secrets = packed.secret === null ? null : [packed.secret.secret];
    const app = { id: this.appId, name: this.appName };
    const shelf = await this.#parcels.shelf(packed.folder, app, secrets);
    await using reader = await shelf.open(packed.snapshot.id, context);
    const [tenant] = reader.manifest.tenants;
    if (tenant === undefined) throw new FivefoldError("INTERNAL", { message: "no tenant" });
    const absence: Absence = {
      tenant: tenant.id,
      title: tenant.title,
      awayAt: new Date(systemClock.nowMs()).toISOString(),
      note,
      takenAt: reader.manifest.takenAt,
      parcel: packed.name,
      parts: await partsThatLeave(reader, context),
      returnedBy: null,
    };
    const others = (await readAbsences(this.#home)).filter((each) => each.tenant !== tenant.id);
    await writeAbsences(this.#home, [...others, absence]);
    return absence;
  }

  /** Forgets that a tenant is away. @throws TENANT_UNKNOWN when it is not */
  async endAbsence(tenant: string, watch: Watch): Promise<Absence> {
    const context = contextOf(watch, newRun(systemClock));
    await using held = new AsyncDisposableStack();
    held.use(await this.#lock(context));
    const { readAbsences, writeAbsences } = await import("./app/absences.ts");
    const away = await this.absences();
    const found = away.find((each) => each.tenant === tenant);
    if (found === undefined) {
      const tenants = away.map((each) => each.tenant);
      throw new FivefoldError("TENANT_UNKNOWN", { tenant, tenants, where: "away" });
    }
    const others = (await readAbsences(this.#home)).filter((each) => each.tenant !== tenant);
    await writeAbsences(this.#home, others);
    return found;
  }

  /** Notes which run brings a tenant home; the journal says whether it did. */
  async #comesHome({ tenant }: Absence, { run }: RunContext): Promise<void> {
    const { readAbsences, writeAbsences } = await import("./app/absences.ts");
    const all = await readAbsences(this.#home);
    const noted = all.map((each) => (each.tenant === tenant ? { ...each, returnedBy: run } : each));
    await writeAbsences(this.#home, noted);
  }

  /** Does what was planned. @throws RESTORE_TURNED_BACK, RESTORE_STUCK, APP_BUSY, SPACE_SHORT, CANCELLED */
  async restore(
    planned: PlannedRestore,
    watch: Watch,
    wish: RestoreWish = {},
  ): Promise<Ended<RestoreValue>> {
    return await this.#run("restore", watch, async (context, noted) => {
      const { plan, place, app, replacesNothing } = planned;
      noted.snapshot = plan.snapshot.id;
      const only = plan.parts.map(({ part, only: chosen }) => [part.id, chosen] as const);
      noted.learn({ place, takenAt: plan.snapshot.takenAt, only: pathsOf(only) });
      await using held = new AsyncDisposableStack();
      held.use(await this.#lock(context));
      await this.#settle(context, watch);
      const journal = await this.#journal();
      const sourceOf = await openSources();
      const { restore } = await import("./engine/restore.ts");
      if (planned.absence !== null) await this.#comesHome(planned.absence, context);
      const opened = replacesNothing
        ? null
        : await this.#safetyVault(planned.safetyPlace, watch, context);
      const program = `${PROGRAM} ${VERSION}`;
      const settings = this.#settings.text;
      const safety =
        opened === null
          ? null
          : { store: opened.vault, place: opened.spot.name, app, settings, program };
      const result = await restore(
        { plan, reader: planned.reader, place, enrolment: planned.enrolment, safety, ...wish },
        sourceOf,
        await this.#hooks(),
        journal,
        context,
      ).catch((thrown: unknown) => {
        throw namingHome(thrown, this.#home.folder, app.folder);
      });
      noted.outcome = result.outcome;
      const { state, isStarted, parts, enrolled, safety: kept } = result;
      const undo = state === "done" ? await this.#measured(journal, context) : null;
      noted.learn({ parts, safety: kept, ...(undo !== null && { undo }) });
      return { state, isStarted, parts, enrolled, safety: kept, undo };
    });
  }

  /** Writes a snapshot's parts into an empty folder; replaces nothing. */
  async restoreTo(
    from: At,
    word: string,
    choice: Choice,
    folder: string,
    watch: Watch,
  ): Promise<Ended<{ readonly snapshot: Snapshot; readonly folder: string }>> {
    return await this.#run("restore", watch, async (context, noted) => {
      const { restoreTo } = await import("./engine/restore-to.ts");
      const { selectEntries } = await import("./engine/paths.ts");
      const target = targetAt(path.resolve(this.#options.currentFolder, folder));
      const { reader: opened, spot } = await this.#reader(from, word, choice, context);
      await using reader = opened;
      const { takenAt } = reader.snapshot;
      noted.learn({ place: spot.name, takenAt, target: target.folder });
      const selection = await selectEntries(reader, null, choice, "target", context.signal);
      try {
        const { outcome, parts } = await restoreTo(reader, selection, target, context);
        noted.outcome = outcome;
        noted.learn({ parts, only: pathsOf(selection.only) });
      } catch (thrown) {
        // of a stranger's file that proves wrong nothing stays, as its sentence says
        if (asFivefoldError(thrown).code.startsWith("PARCEL_"))
          await target.undo(selection.records.map(({ id }) => id));
        throw thrown;
      }
      noted.snapshot = reader.snapshot.id;
      return { snapshot: reader.snapshot, folder: target.folder };
    });
  }

  /** The restore that can be undone, `null` when there is none. */
  async undoable(watch: Watch): Promise<OpenUndo | null> {
    const record = (await this.#journal()).undoable;
    if (record === null) return null;
    const { undoRooms } = await import("./engine/undo-room.ts");
    const context = contextOf(watch, record.run);
    const rooms = await undoRooms(record, await openSources(), context);
    return openUndo(record, rooms, this.settings.undoDays);
  }

  /** Goes back to before the last restore. @throws UNDO_MISSING, APP_BUSY, RESTORE_STUCK */
  async undo(watch: Watch): Promise<Ended<UndoValue>> {
    return await this.#run("undo", watch, async (context, noted) => {
      await using held = new AsyncDisposableStack();
      held.use(await this.#lock(context));
      const journal = await this.#journal();
      const sourceOf = await openSources();
      const engine = await import("./engine/restore.ts");
      // A restore that is prepared and was not done is given up: that is what "undo" means then.
      const choice = { ready: "turnBack", undoDays: null, acceptsLoss: false } as const;
      const hooks = await this.#hooks();
      const settled = await engine.settle(choice, sourceOf, hooks, journal, context);
      const hasTurnedBack = settled.some(wasTurnedBack);
      if (hasTurnedBack) return { safety: null, isStarted: true };
      const record = journal.undoable;
      if (record === null) throw new FivefoldError("UNDO_MISSING");
      const at = await this.#vaults.placeOfSafety(record, context);
      const { vault, spot } = await this.#safetyVault(at, watch, context);
      await using scratch = await this.#scratch(context.run);
      const { locate } = await import("./app/discover.ts");
      const remembered = {
        tenants: record.tenants,
        parts: record.parts.map(({ part }) => part),
      };
      const surroundings = this.#surroundings(scratch);
      const { app } = await locate(this.#description, remembered, surroundings, context);
      const safety = {
        store: vault,
        place: spot.name,
        app,
        settings: this.#settings.text,
        program: `${PROGRAM} ${VERSION}`,
      };
      // The journal's sources name the restore's scratch folder, which is long gone.
      const ownScratch = (config: SourceConfig): Source =>
        sourceOf({ ...config, scratch: scratch.folder });
      const result = await engine.undo(safety, ownScratch, hooks, journal, context);
      noted.outcome = result.outcome;
      noted.snapshot = result.safety?.snapshot ?? null;
      noted.learn({ safety: result.safety });
      return { safety: result.safety, isStarted: result.isStarted };
    });
  }

  /**
   * Gives up the undo of the last restore and frees its room; an interrupted one is turned back instead. `acceptsLoss`:
   * where its old state is lost in part, too, those parts staying as they are.
   *
   * @throws UNDO_MISSING, RESTORE_STUCK
   */
  async close(acceptsLoss: boolean, watch: Watch): Promise<Ended<ClosedValue>> {
    return await this.#run("close", watch, async (context, noted) => {
      await using held = new AsyncDisposableStack();
      held.use(await this.#lock(context));
      for (const { run, was, is, lost } of await this.#settle(context, watch, acceptsLoss)) {
        if (!wasTurnedBack({ run, was, is, lost })) continue;
        noted.outcome = lost.length > 0 ? "incomplete" : "turnedBack";
        return { run, isTurnedBack: true, freed: [] };
      }
      const { close } = await import("./engine/restore.ts");
      const freed = (await this.undoable(watch))?.rooms ?? [];
      const run = await close(await openSources(), await this.#journal(), context);
      return { run, isTurnedBack: false, freed };
    });
  }

  /** The restore that is ready and waits for the app's launcher, `null` when there is none. */
  async waiting(): Promise<RestoreRecord | null> {
    const { unfinished } = await this.#journal();
    return unfinished?.state === "ready" ? unfinished : null;
  }

  /**
   * Ends what a dead process left open; where there is nothing to do it says so at once, and takes no lock. `applies`: for
   * the app's launcher, which calls before it starts the app. A restore that is ready is put in place then, and the app
   * is neither stopped nor started by us.
   *
   * "starting": a living run holds the lock and is just starting the app, whose launcher asks us: it is to go on.
   *
   * @throws APP_BUSY, APP_LOCKED, RESTORE_STUCK, RESTORE_TURNED_BACK
   */
  async settle(
    applies: boolean,
    watch: Watch,
  ): Promise<Ended<SettledValue> | "nothing" | "starting"> {
    const ready = applies ? "apply" : "leave";
    const { isSettled } = await import("./engine/journal.ts");
    const before = await this.#journal();
    const isLeft = (record: RestoreRecord): boolean => {
      const isReady = record.state === "ready";
      return isReady ? !applies && record.app === "untouched" : isSettled(record);
    };
    if (before.restores.every(isLeft)) return "nothing";
    const lock = await this.#lockToSettle(before, watch);
    if (lock === null) return "starting";
    await using held = new AsyncDisposableStack();
    held.use(lock);
    return await this.#run("settle", watch, async (context, noted) => {
      const { settle } = await import("./engine/restore.ts");
      const { undoDays } = this.settings;
      const journal = await this.#journal();
      const choice = { ready, undoDays, acceptsLoss: false } as const;
      const hooks = await this.#hooks();
      const settled = await settle(choice, await openSources(), hooks, journal, context);
      if (settled.length > 0) watch.settled(settled);
      if (noted.findings.length > 0) noted.outcome = "incomplete";
      const done = settled.find(({ was, is }) => was === "ready" && is === "done");
      const { sweepHome } = await import("./app/home.ts");
      await sweepHome(this.#home);
      return { settled, applied: done === undefined ? null : journal.record(done.run) };
    });
  }

  async #lockToSettle(before: Journal, watch: Watch): Promise<AsyncDisposable | null> {
    try {
      return await this.#lock(contextOf(watch, newRun(systemClock)));
    } catch (thrown) {
      const isStarting = before.restores.some(({ app }) => app === "starting");
      if (isStarting && asFivefoldError(thrown).code === "APP_LOCKED") return null;
      throw thrown;
    }
  }

  async planForget(
    at: At,
    rule: KeepRule,
    watch: Watch,
  ): Promise<{ readonly snapshots: readonly Snapshot[]; readonly plan: ForgetPlan }> {
    const { planForget } = await import("./model/keep.ts");
    const { holdingsOf } = await import("./engine/holdings.ts");
    const snapshots = await this.list(at, watch);
    const context = contextOf(watch, newRun(systemClock));
    const { store } = await this.#store(at, context);
    const { appId } = this;
    const holdings = await holdingsOf(snapshots, appId, store, context);
    const rules = { appId, rule, safetyRule: {}, pinned: new Set<string>(), holdings };
    return { snapshots, plan: planForget(snapshots, rules, systemClock.nowMs()) };
  }

  /** Gives what kind of store they were in: of a folder of parcels, nothing is left to prune. */
  async forget(at: At, ids: readonly SnapshotId[], watch: Watch): Promise<Ended<Store["kind"]>> {
    return await this.#run("forget", watch, async (context) => {
      const { store } = await this.#store(at, context);
      await store.forget(ids, context);
      return store.kind;
    });
  }

  async planPrune(at: At, watch: Watch): Promise<PrunePlan> {
    const context = contextOf(watch, newRun(systemClock));
    const { vault } = await this.#vaults.open(at, this.#options.passwords, context);
    const { PRUNE_OPTIONS } = await import("./vault/prune.ts");
    return await vault.planPrune(PRUNE_OPTIONS, context);
  }

  async prune(at: At, plan: PrunePlan, watch: Watch): Promise<Ended<void>> {
    return await this.#run("prune", watch, async (context) => {
      const { vault } = await this.#vaults.open(at, this.#options.passwords, context);
      await vault.prune(plan, context);
    });
  }

  async keys(
    at: At,
    watch: Watch,
  ): Promise<{ readonly keys: readonly KeyRecord[]; readonly current: string }> {
    const context = contextOf(watch, newRun(systemClock));
    const { vault } = await this.#vaults.open(at, this.#options.passwords, context);
    return { keys: await vault.keys(context), current: vault.keyId };
  }

  /**
   * What is on the emergency sheet, from the key that the home keeps.
   *
   * @throws KEY_UNKEPT when it keeps none, KEY_WRONG when the kept one does not open the vault
   */
  async sheet(at: At, watch: Watch): Promise<Made> {
    const context = contextOf(watch, newRun(systemClock));
    const secrets = await import("./app/secret-store.ts");
    const spot = this.#vaults.spot(at);
    const unkept = (cause?: unknown): FivefoldError =>
      new FivefoldError("KEY_UNKEPT", { place: spot.name }, { cause });
    // Nobody is asked: what would be typed is what is to be shown.
    const passwords = { ...this.#options.passwords, ask: null };
    const { vault } = await this.#vaults.open(at, passwords, context).catch((thrown: unknown) => {
      throw asFivefoldError(thrown).code === "PASSWORD_NEEDED" ? unkept(thrown) : thrown;
    });
    const kept = await secrets.keptKey(this.#home, vault.id);
    if (kept === null) throw unkept();
    await using proved = await this.#vaults.tryKey(spot, kept, null, context);
    const keys = await proved.keys(context);
    return {
      place: spot.name,
      folder: spot.config.path,
      vault: vault.id,
      madeAt: keys.find(({ id }) => id === proved.keyId)?.createdAt ?? "",
      origin: "made",
      secret: kept.secret,
      keptIn: path.join(this.#home.keys, vault.id),
    };
  }

  /** The installation's own key for credentials in parcels, `null` when none was needed yet. */
  async parcelKey(): Promise<Secret | null> {
    return await this.#parcels.kept();
  }

  /** Adds a key: the given one, else one that is made. */
  async addKey(
    at: At,
    given: Secret | null,
    watch: Watch,
  ): Promise<{ readonly id: string; readonly made: Secret | null }> {
    const context = contextOf(watch, newRun(systemClock));
    const { vault } = await this.#vaults.open(at, this.#options.passwords, context);
    const secret = given ?? (await newKey());
    return { id: await vault.addKey(secret, context), made: given === null ? secret : null };
  }

  /** Removes a key, named by its id or the beginning of it; gives its whole id. */
  async removeKey(at: At, id: string, watch: Watch): Promise<string> {
    const context = contextOf(watch, newRun(systemClock));
    const { vault } = await this.#vaults.open(at, this.#options.passwords, context);
    return (await vault.removeKey(id, context)).id;
  }

  /** Copies chosen parts of a snapshot to another place. `fromPasswords` open the place that is copied from. */
  async copy(
    from: At,
    word: string,
    choice: Choice,
    to: At,
    fromPasswords: Passwords,
    watch: Watch,
  ): Promise<Ended<CopyValue>> {
    return await this.#run("copy", watch, async (context, noted) => {
      const { copy } = await import("./engine/backup.ts");
      const { selectRecords } = await import("./engine/choice.ts");
      const source = await this.#reader(from, word, choice, context, fromPasswords);
      await using reader = source.reader;
      const isLogin = this.#loginPartOf(reader.manifest);
      const selection = selectRecords(reader.manifest, isLogin, choice, "copy");
      const { passwords } = this.#options;
      const open = await this.#vaults.openIfThere(to, passwords, context);
      const made =
        open === null ? await this.#vaults.make(this.#vaults.spot(to), watch, context) : null;
      const { vault, spot } = open ?? (await this.#vaults.open(to, passwords, context));
      const request = { reader, from: source.kind, selection, reason: null };
      const result = await copy(request, vault, context);
      noted.outcome = result.outcome;
      noted.snapshot = result.snapshot.id;
      const { snapshot, wasThere } = result;
      return { place: spot.name, from: reader.snapshot.id, snapshot, wasThere, made };
    });
  }

  /** Copies chosen parts of a snapshot into a parcel. The password of a locked one is in the result. */
  async copyToParcel(
    from: At,
    word: string,
    choice: Choice,
    to: At,
    wish: ParcelWish,
    fromPasswords: Passwords,
    watch: Watch,
  ): Promise<Ended<PackedValue & { readonly from: SnapshotId; readonly wasThere: boolean }>> {
    return await this.#run("copy", watch, async (context, noted) => {
      const { copy } = await import("./engine/backup.ts");
      const { selectRecords } = await import("./engine/choice.ts");
      const source = await this.#reader(from, word, choice, context, fromPasswords);
      await using reader = source.reader;
      const isLogin = this.#loginPartOf(reader.manifest);
      const selection = selectRecords(reader.manifest, isLogin, choice, "copy");
      await using scratch = await this.#scratch(context.run);
      const folder = await this.#parcelFolder(to, context);
      const { parcelExtension } = this.#description;
      const { shelf, secret, credentials } = await this.#parcels.making(
        folder,
        { ...reader.manifest.app, parcelExtension },
        wish,
        selection.records.some(({ kind }) => kind === "credentials"),
        scratch.folder,
      );
      const makesAnother = wish.form !== "plain" || wish.naming.kind === "chosen";
      const request = { reader, from: source.kind, selection, reason: null, makesAnother };
      const { outcome, snapshot, parts, wasThere } = await copy(request, shelf, context);
      noted.outcome = outcome;
      noted.snapshot = snapshot.id;
      const hasAny = reader.manifest.parts.some(({ kind }) => kind === "credentials");
      const packed = shelf.outcome ?? {
        name: snapshot.id,
        sizeBytes: statSync(path.join(folder, snapshot.id)).size,
        replacedAt: null,
        kept: null,
      };
      return {
        folder,
        snapshot,
        parts,
        form: wish.form,
        credentials: hasAny ? credentials : "none",
        secret: wasThere ? null : secret,
        from: reader.snapshot.id,
        wasThere,
        ...packed,
      };
    });
  }

  /** Whether the home keeps a key of its own for the vault there; `null` where there is none. */
  async isKeyKept(at: At): Promise<boolean | null> {
    const { recallVault } = await import("./app/recall.ts");
    const { keptKeys } = await import("./app/secret-store.ts");
    const hint = await recallVault(this.#home, this.#vaults.spot(at).config.path);
    return hint === null ? null : (await keptKeys(this.#home)).includes(hint.vault);
  }

  /** The places of the settings; without any, backups lie in the home. */
  places(): { readonly places: readonly PlaceSetting[]; readonly ownVault: string } {
    return { places: this.settings.places, ownVault: this.#home.vault };
  }

  /** Where backups lie that were made before the settings had a place; `null` when there are none. */
  async earlierBackups(): Promise<string | null> {
    return await this.#vaults.earlier();
  }

  /** @throws SETTINGS_WRONG, HOME_UNWRITABLE */
  async addPlace(name: string, folder: string): Promise<PlaceSetting> {
    const { changeSettings, withPlace, readSettings } = await import("./app/settings.ts");
    const config = {
      kind: "folder",
      path: path.resolve(this.#options.currentFolder, folder),
    } as const;
    await changeSettings(this.#home, (settings) => withPlace(settings, { name, config }));
    this.#settings = await readSettings(this.#home);
    return { name, config };
  }

  /** @throws PLACE_UNKNOWN, SETTINGS_WRONG, HOME_UNWRITABLE */
  async removePlace(name: string): Promise<void> {
    const { changeSettings, withoutPlace, readSettings } = await import("./app/settings.ts");
    await changeSettings(this.#home, (settings) => withoutPlace(settings, name));
    this.#settings = await readSettings(this.#home);
  }

  // Opening and tying.

  async #run<Value>(
    verb: Verb,
    watch: Watch,
    work: (context: RunContext, noted: Noted) => Promise<Value>,
  ): Promise<Ended<Value>> {
    const run = newRun(systemClock);
    const startedAt = new Date(systemClock.nowMs()).toISOString();
    const noted = new Noted();
    watch.started(run);
    const context: RunContext = {
      run,
      signal: watch.signal,
      clock: systemClock,
      report: (progress) => {
        noted.hear(progress);
        watch.report(progress);
      },
    };
    const record = (outcome: Outcome, code: RunRecord["code"]): RunRecord => ({
      run,
      verb,
      job: null,
      startedAt,
      endedAt: new Date(systemClock.nowMs()).toISOString(),
      outcome,
      code,
      snapshot: noted.snapshot,
      findings: noted.findings,
      notIncluded: noted.notIncluded,
      hooks: noted.hooks,
    });
    let value: Value;
    try {
      value = await work(context, noted);
    } catch (thrown) {
      const ended = asFivefoldError(watch.signal.aborted ? abortOf(thrown) : thrown);
      const error = await this.#withUndoBytes(ended, watch);
      const outcome = error.code === "RESTORE_TURNED_BACK" ? "turnedBack" : "failed";
      await this.#keep(() => record(outcome, error.code), noted, error, context, watch);
      throw error;
    }
    return {
      ...(await this.#keep(() => record(noted.outcome, null), noted, null, context, watch)),
      value,
    };
  }

  /**
   * Writes a run's record and its report. That the home takes neither changes nothing of what was done: it is a finding,
   * so that a full disk never makes a done restore look like a failed one, nor hides why another one failed.
   */
  async #keep(
    ended: () => RunRecord,
    noted: Noted,
    error: FivefoldError | null,
    context: RunContext,
    watch: Watch,
  ): Promise<Omit<Ended<unknown>, "value">> {
    const { recordRun, writeReport } = await import("./app/home.ts");
    try {
      const record = ended();
      await recordRun(this.#home, record);
      const told = { ...noted.facts, app: this.appName, record, error };
      const text = await this.#options.runReport?.(told);
      if (text === undefined) return { record, report: null };
      const report = await writeReport(this.#home, context.run, text);
      watch.reported?.(report);
      return { record, report };
    } catch (thrown) {
      const reason = systemCode(thrown);
      if (reason === null) throw thrown;
      const facts = { path: this.#home.runs, reason };
      const isFull = reason === "ENOSPC" || reason === "EDQUOT";
      const code = isFull ? "SPACE_SHORT" : "HOME_UNWRITABLE";
      const finding: Finding = { code, part: null, path: null, facts };
      context.report({ kind: "finding", finding });
      if (noted.outcome === "done") noted.outcome = "incomplete";
      return { record: ended(), report: null };
    }
  }

  /** What the restore that is done keeps for its undo. The caller holds the app lock. */
  async #measured(journal: Journal, context: RunContext): Promise<OpenUndo> {
    const { measureUndo } = await import("./engine/undo-room.ts");
    const record = journal.record(context.run);
    const rooms = await measureUndo(record, await openSources(), journal, context);
    return openUndo(record, rooms, this.settings.undoDays);
  }

  /** Where too little room ended a run: says how much giving up the undo would free there. */
  async #withUndoBytes(error: FivefoldError, watch: Watch): Promise<FivefoldError> {
    if (shortFolders(error).length === 0) return error;
    try {
      return withUndoBytes(error, (await this.undoable(watch))?.rooms ?? []);
    } catch (thrown) {
      if (!(thrown instanceof FivefoldError)) throw thrown;
      return error; // says more than why nobody can look
    }
  }

  async #hooks(): Promise<Hooks> {
    const { openHooks } = await import("./library/hooks.ts");
    const { hooks } = this.#description;
    return await openHooks(hooks, this.#options.questions ?? null, this.#home.scratch);
  }

  async #scratch(run: RunId): Promise<Scratch> {
    const { openScratch, sweepHome } = await import("./app/home.ts");
    await sweepHome(this.#home);
    try {
      return await openScratch(this.#home, run);
    } catch (thrown) {
      if (systemCode(thrown) !== "ENOSPC") throw thrown;
      // A restore keeps room for its undo, which a folder is a part of.
      const { journalFile } = await import("./engine/journal.ts");
      if (!(await journalFile(this.#home.journal).release())) throw thrown;
      return await openScratch(this.#home, run);
    }
  }

  #surroundings(scratch: Scratch): { readonly home: string; readonly scratch: string } {
    return { home: this.#home.folder, scratch: scratch.folder };
  }

  async #discover(scratch: Scratch, context: RunContext): Promise<App> {
    const { discover } = await import("./app/discover.ts");
    return await discover(this.#description, this.#surroundings(scratch), context);
  }

  async #requireSeat(context: RunContext): Promise<void> {
    if (this.#description.seat === null) return;
    const { requireSeat } = await import("./app/seat.ts");
    await requireSeat(this.#description, context);
  }

  async #lock(context: RunContext): Promise<AsyncDisposable> {
    const { lockApp } = await import("./engine/app-lock.ts");
    return await lockApp(
      {
        app: this.appName,
        appFolder: this.#description.folder,
        home: this.#home.folder,
        waitMs: 0,
      },
      context,
    );
  }

  async #journal(): Promise<Journal> {
    const { Journal, journalFile } = await import("./engine/journal.ts");
    return await Journal.open(journalFile(this.#home.journal));
  }

  /** Ends what a dead process left open, before anything else is written. */
  async #settle(
    context: RunContext,
    watch: Watch,
    acceptsLoss = false,
    sparesFailing = false,
  ): Promise<readonly Settled[]> {
    const journal = await this.#journal();
    if (journal.restores.every((each) => each.isCleared && each.app === "untouched")) return [];
    const { settle } = await import("./engine/restore.ts");
    const choice = {
      ready: "leave",
      undoDays: this.settings.undoDays,
      acceptsLoss,
      sparesFailing,
    } as const;
    const settled = await settle(
      choice,
      await openSources(),
      await this.#hooks(),
      journal,
      context,
    );
    if (settled.length > 0) watch.settled(settled);
    return settled;
  }

  async #reader(
    at: At,
    word: string,
    choice: Choice,
    context: RunContext,
    passwords: Passwords = this.#options.passwords,
    readsContents = true,
  ): Promise<{
    readonly reader: SnapshotReader;
    readonly spot: Spot;
    readonly kind: Store["kind"];
  }> {
    const { findSnapshot } = await import("./engine/find-snapshot.ts");
    const file = at === null ? this.#parcels.fileOf(word, this.#extension) : null;
    if (file !== null) {
      const config = { kind: "folder", path: file.folder } as const;
      const spot = { name: path.join(file.folder, file.name), config, mayCreate: false };
      const app = { id: this.appId, name: this.appName };
      return {
        reader: await this.#parcels.open(file, app, context, readsContents),
        spot,
        kind: "shelf",
      };
    }
    const { store, spot } = await this.#store(at, context, passwords);
    const purpose = readsContents ? "target" : "look";
    const snapshot = await findSnapshot(word, this.appId, choice, store, context, purpose);
    if (store.kind === "shelf") {
      const name: string = snapshot.id;
      const app = { id: this.appId, name: this.appName };
      const found = { folder: spot.config.path, name };
      return {
        reader: await this.#parcels.open(found, app, context, readsContents),
        spot,
        kind: store.kind,
      };
    }
    return { reader: await store.open(snapshot.id, context), spot, kind: store.kind };
  }

  /** What keeps backups in a place: a vault, or a folder of parcels. */
  async #store(
    at: At,
    context: RunContext,
    passwords: Passwords = this.#options.passwords,
  ): Promise<{
    readonly store: Store;
    readonly spot: Spot;
    /** `null`: it is a folder of parcels. */
    readonly vault: Opened["vault"] | null;
  }> {
    const spot = this.#vaults.spot(at);
    if (await this.#parcels.isShelf(spot.config.path, this.#extension)) {
      const app = { id: this.appId, name: this.appName };
      return { store: await this.#parcels.shelf(spot.config.path, app), spot, vault: null };
    }
    const { vault } = await this.#vaults.open(at, passwords, context);
    return { store: vault, spot, vault };
  }

  /** What the description, and this computer, know of the list of tenants. */
  #login({ login, trouble }: Relocated): Login {
    const { from, register = null } = this.#description.tenants ?? {};
    return {
      part: login,
      register:
        from?.kind === "query" && register !== null
          ? { statement: register, query: from.query }
          : null,
      trouble,
      knowsByData: from?.kind === "folders" || from?.kind === "files",
    };
  }

  /** The part of a snapshot whose database lists the tenants, as the live description has it. */
  #loginPartOf(manifest: Manifest): PartRecord["id"] | null {
    const from = this.#description.tenants?.from;
    if (from?.kind !== "query") return null;
    const login = this.#description.parts.find(
      (part) => part.source.kind === "sqlite" && part.source.path === from.path,
    );
    return manifest.parts.find((record) => record.id === login?.id)?.id ?? null;
  }
}

/** Chosen paths by part, for the report; parts that are meant as a whole have none. */
function pathsOf(
  only: Iterable<readonly [PartRecord["id"], readonly ChosenPath[] | null]>,
): ReadonlyMap<PartRecord["id"], readonly string[]> {
  return new Map(
    [...only].map(([part, chosen]) => [part, (chosen ?? []).map(({ path: each }) => each)]),
  );
}

/** What a run says of itself while it works. */
class Noted {
  outcome: Outcome = "done";
  snapshot: string | null = null;
  facts: RunFacts = {};
  readonly #findings = new Map<string, Finding>();
  readonly #notIncluded = new Map<string, NotIncluded>();
  readonly hooks: HookRecord[] = [];

  get findings(): readonly Finding[] {
    return [...this.#findings.values()];
  }

  get notIncluded(): readonly NotIncluded[] {
    return [...this.#notIncluded.values()];
  }

  learn(more: RunFacts): void {
    this.facts = { ...this.facts, ...more };
  }

  add(findings: readonly Finding[]): void {
    for (const finding of findings) this.#findings.set(JSON.stringify(finding), finding);
  }

  hear(progress: Progress): void {
    if (progress.kind === "finding") this.add([progress.finding]);
    else if (progress.kind === "notIncluded")
      this.#notIncluded.set(JSON.stringify(progress.notIncluded), progress.notIncluded);
    else if (progress.kind === "hook") this.hooks.push(progress.hook);
  }
}

/** Waits for both, also when one fails, so that nothing goes on behind an error. */
async function both<One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<readonly [One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

/** Says whether Fivefold's own folder, which the journal has to be written to, is on the failing disk as well. */
function namingHome(thrown: unknown, home: string, appFolder: string): unknown {
  if (!(thrown instanceof FivefoldError) || thrown.facts["cause"] !== "DISK_FAILING") return thrown;
  const isBoth = deviceOf(home) !== null && deviceOf(home) === deviceOf(appFolder);
  if (!isBoth) return thrown;
  return new FivefoldError(thrown.code, { ...thrown.facts, home }, { cause: thrown.cause });
}

function deviceOf(folder: string): number | null {
  try {
    return statSync(folder).dev;
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
}

function abortOf(thrown: unknown): unknown {
  const error = asFivefoldError(thrown);
  // A turned back or stuck restore says more than that it was stopped.
  const saysMore = error.code.startsWith("RESTORE_") || error.code === "CANCELLED";
  return saysMore ? error : new FivefoldError("CANCELLED", {}, { cause: thrown });
}

async function openSources(): Promise<(config: SourceConfig) => Source> {
  const { openSource } = await import("./source/open.ts");
  return openSource;
}

/** The backups in a folder or a parcel, for whoever has neither description nor home. @throws as `findBackups` there */
export async function findBackups(
  from: string,
  passwords: Passwords,
  surroundings: Surroundings,
  watch: Watch,
): Promise<FoundBackups> {
  const recovery = await import("./library/recover.ts");
  return await recovery.findBackups(from, passwords, surroundings, watch);
}

/** Opens the backup of an app that is meant. @throws as `openChosen` there */
export async function openChosen(
  found: FoundBackups,
  appId: string,
  word: string | null,
): Promise<ChosenBackup> {
  const recovery = await import("./library/recover.ts");
  return await recovery.openChosen(found, appId, word);
}

/** Says what a recovery would bring where; nothing but an empty home is written. @throws as `prepareGround`, `planRestore` */
export async function planRecovery(
  request: RecoveryRequest,
  watch: Watch,
): Promise<PlannedRecovery> {
  const { prepareGround, everythingIn, hasKeys } = await import("./library/recover.ts");
  const { found, reader } = request;
  const ground = await prepareGround(reader, request, request);
  const fivefold = new Fivefold(request, ground.description, ground.home, ground.settings);
  try {
    const isFile = found.kind === "parcel";
    const plan = async (parts: readonly string[]): Promise<PlannedRestore> =>
      await fivefold.planRestore(
        isFile ? null : found.place,
        isFile ? found.place : reader.snapshot.id,
        { tenants: [], parts },
        watch,
        ground.isBare ? null : request.comparing,
      );
    let planned = await plan(ground.isBare ? everythingIn(reader.manifest) : []);
    const findings: Finding[] = [];
    if (!(await hasKeys(planned.reader))) {
      // Whoever has no sheet at hand gets everything else.
      const others = planned.plan.parts.filter(({ part }) => part.kind !== "credentials");
      await planned[Symbol.asyncDispose]();
      const facts = { path: planned.place };
      findings.push({ code: "PARCEL_KEY_OTHER", part: null, path: null, facts });
      planned = await plan(others.map(({ part }) => part.id));
    }
    return {
      fivefold,
      planned,
      ground,
      findings,
      async [Symbol.asyncDispose]() {
        await planned[Symbol.asyncDispose]();
        await fivefold[Symbol.asyncDispose]();
      },
    };
  } catch (thrown) {
    await fivefold[Symbol.asyncDispose]();
    throw thrown;
  }
}

/**
 * Does what was planned: description and settings first, then the restore. Where that turns back, what was written
 * before it goes, too.
 *
 * @throws as `Fivefold.restore`; SPACE_SHORT, TARGET_UNWRITABLE, HOME_UNWRITABLE
 */
export async function recover(
  { fivefold, planned, ground }: PlannedRecovery,
  watch: Watch,
): Promise<Ended<RecoveryValue>> {
  await ground.lay();
  let ended: Ended<RestoreValue>;
  try {
    ended = await fivefold.restore(planned, watch);
  } catch (thrown) {
    // Halfway, the description is what leads the next command back.
    if (asFivefoldError(thrown).code !== "RESTORE_STUCK") await ground.lift();
    throw thrown;
  }
  const { absentPlaces } = await import("./library/recover.ts");
  const isVault = planned.safetyPlace !== null;
  return {
    ...ended,
    value: {
      ...ended.value,
      absentPlaces: await absentPlaces(ground.settings),
      isKeyKept: isVault ? await fivefold.isKeyKept(planned.place) : null,
    },
  };
}

/** @throws VAULT_MISSING, PASSWORD_NEEDED, PASSWORD_UNREADABLE, KEY_WRONG */
export async function openAnyVault(
  folder: string,
  passwords: Passwords,
  surroundings: Surroundings,
  watch: Watch,
): Promise<AnyVault> {
  const anyVault = await import("./library/any-vault.ts");
  return await anyVault.openAnyVault(folder, passwords, surroundings, watch);
}

/** Reads a password file, for a key that is to be added. @throws PASSWORD_UNREADABLE */
export async function readGivenKey(file: string): Promise<Secret | null> {
  const { givenKey } = await import("./app/secret-store.ts");
  return (await givenKey({ passwordFile: file, environment: {} }))?.secret ?? null;
}

/** Makes a password for a parcel, to be shown once as it stands. */
export async function newParcelPassword(form: PasswordForm): Promise<Secret> {
  const { makeParcelPassword } = await import("./app/parcel-password.ts");
  return makeParcelPassword(form, (limit) => randomInt(limit));
}

/**
 * Takes a password of the people's own for a new parcel.
 *
 * @param names what stands on the file or is known of its owner: the app, companies, the user, the computer
 * @throws PASSWORD_WEAK
 */
export async function ownParcelPassword(typed: string, names: readonly string[]): Promise<Secret> {
  const { ownPassword } = await import("./app/parcel-password.ts");
  return ownPassword(typed, names);
}

/** Reads what people typed to open a parcel. */
export async function typedParcelPassword(typed: string): Promise<TypedPassword> {
  const { readPassword } = await import("./app/parcel-password.ts");
  return readPassword(typed);
}

/**
 * Gives a name that people chose for a parcel as the file's name.
 *
 * @throws PARCEL_NAME_WRONG
 */
export async function chosenParcelName(name: string, app: App): Promise<string> {
  const { chosenName } = await import("./parcel/name.ts");
  return chosenName(name, app.parcelExtension);
}
