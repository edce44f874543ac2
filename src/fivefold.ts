/**
 * The library: an app and its backups, opened. The command line, the HTTP server and an embedding vendor call this and
 * nothing else.
 *
 * With `library/`, the only place that knows every room. It opens and ties together; what is decided is decided in the
 * rooms. Rooms are loaded when they are first needed, because a command should begin at once.
 */

import { randomInt } from "node:crypto";
import { homedir } from "node:os";
import path from "node:path";
import type { PasswordForm, TypedPassword } from "./app/parcel-password.ts";
import type { KnownTenants } from "./app/recall.ts";
import type { FoundSeat } from "./app/seat.ts";
import type { ArrivalWish } from "./engine/arrival.ts";
import type { OtherRun } from "./engine/app-lock.ts";
import type { Choice } from "./engine/choice.ts";
import type { RestoreRecord } from "./engine/journal.ts";
import type { Comparing, PlannedPart, RestorePlan } from "./engine/restore-plan.ts";
import type { RestoreWish, Settled } from "./engine/restore.ts";
import type { AnyVault } from "./library/any-vault.ts";
import type { BackupValue, CopyValue, PackedValue } from "./library/backups.ts";
import type { FolderSight } from "./library/chooser.ts";
import type { BackupChanges, MeantBackup } from "./library/changes.ts";
import type { SeenContent, SeenEntries } from "./library/contents.ts";
import type { EscrowContent, EscrowPlace, EscrowState } from "./library/escrow.ts";
import type { ExampleApp } from "./library/example.ts";
import type { AlarmChange, AlarmState, AlarmTrial, KeptAlarms } from "./library/alarms.ts";
import type { AlarmReport, AlarmText, AlarmWords, Trouble } from "./model/alarm.ts";
import type { JobStatus, JobWorkerOptions } from "./library/job-book.ts";
import type { JobEnd, JobWords } from "./library/jobs.ts";
import type { JobMemory } from "./app/job-memory.ts";
import type { Worker as JobWorker } from "./job/worker.ts";
import type { Job } from "./model/job.ts";
import type { FivefoldOptions, Made, Passwords, Surroundings, Watch } from "./library/given.ts";
import { contextOf, namesIn, newRun, systemClock } from "./library/given.ts";
import type { Questions } from "./library/hooks.ts";
import { Installation } from "./library/installation.ts";
import type { TypedSheet, VaultKeys } from "./library/keys.ts";
import type { SavedSheet } from "./library/sheet-file.ts";
import type { Ended } from "./library/noted.ts";
import type { ParcelSecret, ParcelWish } from "./library/parcels.ts";
import type { ChosenBackup, FoundBackups, Ground } from "./library/recover.ts";
import type {
  ClosedValue,
  PlannedRestore,
  RestoreValue,
  SettledValue,
  UndoValue,
} from "./library/restores.ts";
import type { SafetyRoom } from "./library/safety-room.ts";
import type { ServerFacts } from "./library/server-file.ts";
import type { KnownBackups, RebuiltCatalog } from "./library/memory.ts";
import type { PlaceSight } from "./library/standing.ts";
import type { At } from "./library/vaults.ts";
import type { Absence } from "./model/absence.ts";
import type { App, TenantWord } from "./model/app.ts";
import type { Brand } from "./model/brand.ts";
import type {
  PartChange,
  PartDifference,
  RecordList,
  TableDifference,
} from "./model/difference.ts";
import { FivefoldError, asFivefoldError } from "./model/error.ts";
import type { HookRecord } from "./model/hook.ts";
import type { ForgetPlan, KeepRule } from "./model/keep.ts";
import type { Manifest, ParcelForm } from "./model/layout.ts";
import type { ParcelNaming } from "./model/parcel.ts";
import type { Part } from "./model/part.ts";
import type { OpenUndo, RunReport } from "./model/run-report.ts";
import type {
  Finding,
  NotIncluded,
  Outcome,
  Progress,
  RunId,
  RunRecord,
  Verb,
} from "./model/run.ts";
import type { Secret } from "./model/secret.ts";
import type { AccountSetting, PlaceSetting, Settings } from "./model/settings.ts";
import type { PartRecord, Snapshot, SnapshotId } from "./model/snapshot.ts";
import type { TakenRoom } from "./model/source.ts";
import type { SnapshotReader, Store } from "./model/store.ts";
import type { CheckResult } from "./vault/check.ts";
import type { KeyRecord } from "./vault/key.ts";
import type { PrunePlan } from "./vault/prune.ts";

export type { Absence, ArrivalWish, Brand };
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
export type { EscrowContent, EscrowPlace, EscrowState };
export type { AnyVault, At, Made, PasswordForm, Passwords, Surroundings, TypedPassword, Watch };
export type { KnownBackups, RebuiltCatalog };
export type { OpenUndo, OtherRun, RunReport, TakenRoom };
export type {
  AlarmChange,
  AlarmReport,
  AlarmState,
  AlarmText,
  AlarmTrial,
  AlarmWords,
  KeptAlarms,
  Trouble,
};
export type { Job, JobEnd, JobMemory, JobStatus, JobWords, JobWorker, JobWorkerOptions };
export type { HookRecord, Questions, RestoreWish };
export type { ParcelForm, ParcelNaming, ParcelSecret, ParcelWish };
export type { Comparing, PartChange, PartDifference, RecordList, SafetyRoom, TableDifference };
export { verdictOf } from "./model/difference.ts";
export { calendarOf } from "./model/parcel.ts";
export { nearest } from "./model/nearest.ts";
export { NO_PASSWORDS, askingOnce, newRun, systemClock } from "./library/given.ts";
export type { FolderSight, FoundSeat, PlaceSight, SavedSheet, ServerFacts, TypedSheet };
export { FivefoldError, asFivefoldError } from "./model/error.ts";

export { PROGRAM, VERSION } from "./library/given.ts";
export type { FivefoldOptions } from "./library/given.ts";
export type { Ended } from "./library/noted.ts";
export type { BackupValue, CopyValue, PackedValue } from "./library/backups.ts";
export type { BackupChanges, MeantBackup } from "./library/changes.ts";
export type { SeenContent, SeenEntries } from "./library/contents.ts";
export type { ExampleApp } from "./library/example.ts";
export type {
  ClosedValue,
  PlannedRestore,
  RestoreValue,
  SettledValue,
  UndoValue,
} from "./library/restores.ts";

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
  /** Where it comes from. */
  readonly found: FoundBackups;
  /** What cannot come back. */
  readonly findings: readonly Finding[];
}

export interface RecoveryValue extends RestoreValue {
  /** Places of the settings that are not there on this computer. */
  readonly absentPlaces: readonly string[];
  /** Where the backups came from, if that could become a place of this installation. */
  readonly offeredPlace: string | null;
  /** Whether this computer keeps the key of the backups; `null` for parcels, which have none. */
  readonly isKeyKept: boolean | null;
}

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
  return new Fivefold(new Installation(options, description, home, await readSettings(home)));
}

export class Fivefold implements AsyncDisposable {
  readonly #installation: Installation;

  constructor(installation: Installation) {
    this.#installation = installation;
  }

  get appId(): string {
    return this.#installation.appId;
  }

  get appName(): string {
    return this.#installation.appName;
  }

  /** The app's own word for a tenant, by language. */
  get tenantWord(): TenantWord {
    return this.#installation.description.tenants?.word ?? {};
  }

  /** Under whose name the faces appear, and whom people ask. */
  get brand(): Brand {
    return this.#installation.description.brand;
  }

  /** Fivefold's own folder for this app. */
  get home(): string {
    return this.#installation.home.folder;
  }

  /** Its folders for backups; as a place each is called by its path. */
  get ownPlaces(): readonly string[] {
    const { vault, parcels } = this.#installation.home;
    return [vault, parcels];
  }

  get settings(): Settings {
    return this.#installation.settings;
  }

  /** What is wrong with settings.yaml; the last good ones are in force then. */
  get settingsMistake(): FivefoldError | null {
    return this.#installation.read.mistake;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#installation[Symbol.asyncDispose]();
  }

  /** The app as it is now, its tenants discovered. */
  async app(watch: Watch): Promise<App> {
    const context = contextOf(watch, newRun(systemClock));
    await using scratch = await this.#installation.scratch(context.run);
    return await this.#installation.discover(scratch, context);
  }

  /** What is missing or doubtful in the description. */
  async lint(watch: Watch): Promise<readonly Finding[]> {
    const context = contextOf(watch, newRun(systemClock));
    await using scratch = await this.#installation.scratch(context.run);
    const { lint } = await import("./app/lint.ts");
    return await lint(
      this.#installation.description,
      this.#installation.surroundings(scratch),
      context,
    );
  }

  /** Prepares a place for backups. @throws VAULT_EXISTS, PLACE_FOREIGN */
  async init(at: At, watch: Watch): Promise<Made> {
    const { init } = await import("./library/keys.ts");
    return await init(this.#installation, at, watch);
  }

  async backup(choice: Choice, to: At, watch: Watch): Promise<Ended<BackupValue>> {
    const { backup } = await import("./library/backups.ts");
    return await backup(this.#installation, choice, to, watch);
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
    const { pack } = await import("./library/backups.ts");
    return await pack(this.#installation, choice, to, wish, purpose, watch);
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
    const { copy } = await import("./library/backups.ts");
    return await copy(this.#installation, from, word, choice, to, fromPasswords, watch);
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
    const { copyToParcel } = await import("./library/backups.ts");
    return await copyToParcel(
      this.#installation,
      from,
      word,
      choice,
      to,
      wish,
      fromPasswords,
      watch,
    );
  }

  /** Oldest first. */
  async list(at: At, watch: Watch): Promise<readonly Snapshot[]> {
    const { list } = await import("./library/contents.ts");
    return await list(this.#installation, at, watch);
  }

  /**
   * Says which companies backups of chosen companies hold: from their manifests, which are read once and remembered. Of
   * a backup that cannot be read, or of more than `MOST_READ` that were not, nothing is said.
   */
  async tenantsIn(at: At, snapshots: readonly Snapshot[], watch: Watch): Promise<KnownTenants> {
    const { tenantsIn } = await import("./library/contents.ts");
    return await tenantsIn(this.#installation, at, snapshots, watch);
  }

  async show(
    at: At,
    word: string,
    watch: Watch,
  ): Promise<{ readonly snapshot: Snapshot; readonly manifest: Manifest }> {
    const { show } = await import("./library/contents.ts");
    return await show(this.#installation, at, word, watch);
  }

  /**
   * Lists the files, folders and links of chosen parts, in the backup's order, without reading contents. A part's root and
   * the folders that only lead to a chosen path are not given.
   *
   * @throws as `selectEntries`
   */
  async *entries(at: At, word: string, choice: Choice, watch: Watch): AsyncIterable<SeenEntries> {
    const { entries } = await import("./library/contents.ts");
    yield* entries(this.#installation, at, word, choice, watch);
  }

  /**
   * Says part by part what the later backup has otherwise. Nothing of the app is touched; contents are not read, and of a
   * vault no folder that is the same in both.
   *
   * @throws what opening a backup throws; SNAPSHOT_FOREIGN when the two are not of one app; TENANT_UNKNOWN, PART_UNKNOWN for
   *   what is in neither
   */
  async changes(
    earlier: MeantBackup,
    later: MeantBackup,
    choice: Choice,
    watch: Watch,
  ): Promise<BackupChanges> {
    const { changes } = await import("./library/changes.ts");
    return await changes(this.#installation, earlier, later, choice, watch);
  }

  /** Proves every byte of a parcel. */
  async checkParcel(file: string, watch: Watch): Promise<Ended<{ readonly file: string }>> {
    const { checkParcel } = await import("./library/checks.ts");
    return await checkParcel(this.#installation, file, watch);
  }

  async check(at: At, readData: boolean, watch: Watch): Promise<Ended<CheckResult>> {
    const { check } = await import("./library/checks.ts");
    return await check(this.#installation, at, { readData }, watch);
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
    const { planRestore } = await import("./library/restores.ts");
    return await planRestore(this.#installation, from, word, choice, watch, comparing, arrival);
  }

  /** Does what was planned. @throws RESTORE_TURNED_BACK, RESTORE_STUCK, APP_BUSY, SPACE_SHORT, CANCELLED */
  async restore(
    planned: PlannedRestore,
    watch: Watch,
    wish: RestoreWish = {},
  ): Promise<Ended<RestoreValue>> {
    const { restore } = await import("./library/restores.ts");
    return await restore(this.#installation, planned, watch, wish);
  }

  /** Writes a snapshot's parts into an empty folder; replaces nothing. */
  async restoreTo(
    from: At,
    word: string,
    choice: Choice,
    folder: string,
    watch: Watch,
  ): Promise<Ended<{ readonly snapshot: Snapshot; readonly folder: string }>> {
    const { restoreTo } = await import("./library/restores.ts");
    return await restoreTo(this.#installation, from, word, choice, folder, watch);
  }

  /** Goes back to before the last restore. @throws UNDO_MISSING, APP_BUSY, RESTORE_STUCK */
  async undo(watch: Watch): Promise<Ended<UndoValue>> {
    const { undo } = await import("./library/restores.ts");
    return await undo(this.#installation, watch);
  }

  /**
   * Gives up the undo of the last restore and frees its room; an interrupted one is turned back instead. `acceptsLoss`:
   * where its old state is lost in part, too, those parts staying as they are.
   *
   * @throws UNDO_MISSING, RESTORE_STUCK
   */
  async close(acceptsLoss: boolean, watch: Watch): Promise<Ended<ClosedValue>> {
    const { close } = await import("./library/restores.ts");
    return await close(this.#installation, acceptsLoss, watch);
  }

  /** The restore that is ready and waits for the app's launcher, `null` when there is none. */
  async waiting(): Promise<RestoreRecord | null> {
    const { waiting } = await import("./library/restores.ts");
    return await waiting(this.#installation);
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
    const { settle } = await import("./library/restores.ts");
    return await settle(this.#installation, applies, watch);
  }

  /** Tenants that are away, oldest first. */
  async absences(): Promise<readonly Absence[]> {
    const { absences } = await import("./library/tenants.ts");
    return await absences(this.#installation);
  }

  /** @throws TENANT_AWAY when it is away already */
  async requireHere(tenant: string): Promise<void> {
    const { requireHere } = await import("./library/tenants.ts");
    return await requireHere(this.#installation, tenant);
  }

  /**
   * Remembers that a tenant was taken away in a parcel that has just been written, and what it was like. Its data stays,
   * and is backed up as before.
   */
  async takeAway(packed: PackedValue, note: string | null, watch: Watch): Promise<Absence> {
    const { takeAway } = await import("./library/tenants.ts");
    return await takeAway(this.#installation, packed, note, watch);
  }

  /** Forgets that a tenant is away. @throws TENANT_UNKNOWN when it is not */
  async endAbsence(tenant: string, watch: Watch): Promise<Absence> {
    const { endAbsence } = await import("./library/tenants.ts");
    return await endAbsence(this.#installation, tenant, watch);
  }

  async planForget(
    at: At,
    rule: KeepRule,
    watch: Watch,
  ): Promise<{ readonly snapshots: readonly Snapshot[]; readonly plan: ForgetPlan }> {
    const { planForget } = await import("./library/forgetting.ts");
    return await planForget(this.#installation, at, rule, watch);
  }

  /** Gives what kind of store they were in: of a folder of parcels, nothing is left to prune. */
  async forget(at: At, ids: readonly SnapshotId[], watch: Watch): Promise<Ended<Store["kind"]>> {
    const { forget } = await import("./library/forgetting.ts");
    return await forget(this.#installation, at, ids, watch);
  }

  async planPrune(at: At, watch: Watch): Promise<PrunePlan> {
    const { planPrune } = await import("./library/forgetting.ts");
    return await planPrune(this.#installation, at, watch);
  }

  async prune(at: At, plan: PrunePlan, watch: Watch): Promise<Ended<void>> {
    const { prune } = await import("./library/forgetting.ts");
    return await prune(this.#installation, at, plan, watch);
  }

  async keys(at: At, watch: Watch): Promise<VaultKeys> {
    const { keys } = await import("./library/keys.ts");
    return await keys(this.#installation, at, watch);
  }

  /**
   * What is on the emergency sheet, from the key that the home keeps.
   *
   * @throws KEY_UNKEPT when it keeps none, KEY_WRONG when the kept one does not open the vault
   */
  async sheet(at: At, watch: Watch): Promise<Made> {
    const { sheet } = await import("./library/keys.ts");
    return await sheet(this.#installation, at, watch);
  }

  /**
   * Writes the sheet, made as a PDF, into a folder; nothing that lies there is replaced.
   *
   * @param name without its ending
   * @throws TARGET_UNWRITABLE
   */
  async saveSheet(folder: string, name: string, pdf: Uint8Array): Promise<SavedSheet> {
    const { saveSheet } = await import("./library/sheet-file.ts");
    return await saveSheet(this.#installation, folder, name, pdf);
  }

  /**
   * Writes the sheet, made as a PDF, as this file; into this folder under `name`, where it is one.
   *
   * @throws OBJECT_EXISTS, TARGET_UNWRITABLE
   */
  async saveSheetAs(file: string, name: string, pdf: Uint8Array): Promise<SavedSheet> {
    const { saveSheetAs } = await import("./library/sheet-file.ts");
    return await saveSheetAs(this.#installation, file, name, pdf);
  }

  /** Adds a key: the given one, else one that is made. */
  async addKey(
    at: At,
    given: Secret | null,
    watch: Watch,
  ): Promise<{ readonly id: string; readonly made: Secret | null }> {
    const { addKey } = await import("./library/keys.ts");
    return await addKey(this.#installation, at, given, watch);
  }

  /** Removes a key, named by its id or the beginning of it; gives its whole id. */
  async removeKey(at: At, id: string, watch: Watch): Promise<string> {
    const { removeKey } = await import("./library/keys.ts");
    return await removeKey(this.#installation, at, id, watch);
  }

  /** How it stands with a key for whom the description names. */
  async escrow(): Promise<EscrowState> {
    const { escrowState } = await import("./library/escrow.ts");
    return await escrowState(this.#installation);
  }

  /** Says yes to it, `by` somebody. @throws ESCROW_MISSING, SETTINGS_WRONG, HOME_UNWRITABLE */
  async allowEscrow(by: string, watch: Watch): Promise<EscrowState> {
    const { allowEscrow } = await import("./library/escrow.ts");
    return await allowEscrow(this.#installation, by, watch);
  }

  /** Says no, and takes back what an earlier yes gave. @throws ESCROW_MISSING, SETTINGS_WRONG, HOME_UNWRITABLE */
  async refuseEscrow(by: string, watch: Watch): Promise<EscrowState> {
    const { refuseEscrow } = await import("./library/escrow.ts");
    return await refuseEscrow(this.#installation, by, watch);
  }

  /** Whether the home keeps a key of its own for the vault there; `null` where there is none. */
  async isKeyKept(at: At): Promise<boolean | null> {
    const { isKeyKept } = await import("./library/keys.ts");
    return await isKeyKept(this.#installation, at);
  }

  /** The restore that can be undone, `null` when there is none. */
  async undoable(watch: Watch): Promise<OpenUndo | null> {
    return await this.#installation.undoable(watch);
  }

  /** The place's name, for messages. */
  placeName(at: At): string {
    return this.#installation.vaults.spot(at).name;
  }

  /** The installation's own key for credentials in parcels, `null` when none was needed yet. */
  async parcelKey(): Promise<Secret | null> {
    return await this.#installation.parcels.kept();
  }

  /** All jobs and how they stand. `remembered`: what is newer than what is written down. */
  async jobs(remembered?: ReadonlyMap<string, JobMemory>): Promise<readonly JobStatus[]> {
    const { jobStatuses } = await import("./library/job-book.ts");
    return await jobStatuses(this.#installation, remembered);
  }

  /** How one job stands. @throws JOB_UNKNOWN */
  async job(name: string, remembered?: ReadonlyMap<string, JobMemory>): Promise<JobStatus> {
    const { jobStatus } = await import("./library/job-book.ts");
    return await jobStatus(this.#installation, name, remembered);
  }

  /** What a keep rule would do to a job's backups; nothing is touched. @throws VAULT_MISSING, PLACE_MISSING */
  async previewKeep(
    job: Pick<Job, "name" | "into">,
    rule: KeepRule,
    watch: Watch,
  ): Promise<{ readonly stay: readonly Snapshot[]; readonly go: readonly Snapshot[] }> {
    const { previewKeep } = await import("./library/job-upkeep.ts");
    return await previewKeep(this.#installation, job, rule, watch);
  }

  /** The app is as it should be, though a job found it suspicious. @throws JOB_UNKNOWN, SNAPSHOT_MISSING */
  async acceptApp(job: string, watch: Watch): Promise<void> {
    const { acceptApp } = await import("./library/job-upkeep.ts");
    await acceptApp(this.#installation, job, watch);
  }

  /** The moment as records have it: ISO 8601, UTC. */
  now(): string {
    return new Date(this.#installation.clock.nowMs()).toISOString();
  }

  /** @throws JOB_EXISTS, VAULT_MISSING, PLACE_UNKNOWN, PARCEL_NAME_WRONG, SETTINGS_WRONG, HOME_UNWRITABLE */
  async addJob(job: Job): Promise<Job> {
    const { addJob } = await import("./library/job-book.ts");
    return await addJob(this.#installation, job);
  }

  /** @throws JOB_UNKNOWN, SETTINGS_WRONG, HOME_UNWRITABLE */
  async removeJob(name: string): Promise<Job> {
    const { removeJob } = await import("./library/job-book.ts");
    return await removeJob(this.#installation, name);
  }

  /** @throws JOB_UNKNOWN, SETTINGS_WRONG, HOME_UNWRITABLE */
  async changeJob(name: string, change: Partial<Omit<Job, "name">>): Promise<Job> {
    const { changeJob } = await import("./library/job-book.ts");
    return await changeJob(this.#installation, name, change);
  }

  /** Runs a job now. @throws JOB_UNKNOWN, and what its backup throws */
  async runJob(name: string, words: JobWords, watch: Watch): Promise<JobEnd> {
    const { runJob } = await import("./library/jobs.ts");
    return await runJob(this.#installation, name, words, watch);
  }

  /** Makes up for a job's copies that failed. @throws JOB_UNKNOWN */
  async copyOwed(name: string, words: JobWords, watch: Watch): Promise<JobEnd> {
    const { copyOwed } = await import("./library/jobs.ts");
    return await copyOwed(this.#installation, name, words, watch);
  }

  /** Looks what is wrong with the backups, tells people what is new, gives all troubles. @throws ALARM_UNSENT */
  async watchAlarms(words: AlarmWords, watch: Watch): Promise<readonly Trouble[]> {
    const { watchAlarms } = await import("./library/alarms.ts");
    return await watchAlarms(this.#installation, words, watch);
  }

  /** Tells a monitor of a job's run, where the settings name one. */
  async ping(what: "start" | "success" | "fail", job: string, watch: Watch): Promise<void> {
    const { ping } = await import("./library/alarms.ts");
    await ping(this.#installation, what, job, watch);
  }

  /** What is wrong with the backups now, and what people could not be told of. */
  async alarmState(watch: Watch): Promise<AlarmState> {
    const { alarmState } = await import("./library/alarms.ts");
    return await alarmState(this.#installation, watch);
  }

  /** Sends a message on trial, as `alarms` would; gives what the other side answered. @throws ALARM_UNSENT */
  async tryAlarm(trial: AlarmTrial, message: AlarmText, watch: Watch): Promise<string> {
    const { tryAlarm } = await import("./library/alarms.ts");
    return await tryAlarm(this.#installation, trial, message, watch);
  }

  /** How people are told, and which secrets are kept for it. */
  async alarms(): Promise<KeptAlarms> {
    const { keptAlarms } = await import("./library/alarms.ts");
    return await keptAlarms(this.#installation);
  }

  /** @throws SETTINGS_WRONG, HOME_UNWRITABLE */
  async changeAlarms(change: AlarmChange): Promise<void> {
    const { changeAlarms } = await import("./library/alarms.ts");
    await changeAlarms(this.#installation, change);
  }

  /** Whether somebody has the app's data open. */
  async isInUse(watch: Watch): Promise<boolean> {
    const { isInUse } = await import("./library/job-book.ts");
    return await isInUse(this.#installation, watch);
  }

  /** The places of the settings; without any, backups lie in the home. */
  places(): { readonly places: readonly PlaceSetting[]; readonly ownVault: string } {
    return { places: this.settings.places, ownVault: this.#installation.home.vault };
  }

  /** Where backups lie that were made before the settings had a place; `null` when there are none. */
  async earlierBackups(): Promise<string | null> {
    return await this.#installation.vaults.earlier();
  }

  /** @throws SETTINGS_WRONG, HOME_UNWRITABLE */
  async addPlace(name: string, folder: string): Promise<PlaceSetting> {
    const { withPlace } = await import("./app/settings.ts");
    const { currentFolder } = this.#installation.options;
    const config = { kind: "folder", path: path.resolve(currentFolder, folder) } as const;
    await this.#installation.changeSettings((settings) => withPlace(settings, { name, config }));
    return { name, config };
  }

  /** Gives the jobs that rest for it. @throws PLACE_UNKNOWN, PLACE_USED, SETTINGS_WRONG, HOME_UNWRITABLE */
  async removePlace(name: string, isSure: boolean): Promise<readonly Job[]> {
    const { removePlace } = await import("./library/job-book.ts");
    return await removePlace(this.#installation, name, isSure);
  }

  /** The app's folder. */
  get folder(): string {
    return this.#installation.description.folder;
  }

  /** The app's description, absolute. */
  get descriptionFile(): string {
    return this.#installation.description.file;
  }

  /** What parcels' names end with, the dot included. */
  get parcelExtension(): string {
    return this.#installation.description.parcelExtension;
  }

  /** What can be seen of the places without opening them; the default one first. */
  async placeSights(): Promise<readonly PlaceSight[]> {
    const { placeSights } = await import("./library/standing.ts");
    return await placeSights(this.#installation);
  }

  /** The run of another program that works on the app now; `null`: none does, or nobody can tell. */
  async otherRun(): Promise<OtherRun | null> {
    return await this.#installation.otherRun();
  }

  /** Which of these places are there now. */
  async placesThere(places: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
    const { placesThere } = await import("./library/standing.ts");
    return await placesThere(this.#installation, places);
  }

  /** The drives that hold data of the app, as `FolderSight` names them. */
  async liveDrives(): Promise<ReadonlySet<string>> {
    const { liveDrives } = await import("./library/standing.ts");
    return await liveDrives(this.#installation);
  }

  /** Folders that are written to: those that hold the app's data, and our own. */
  async writtenFolders(): Promise<{
    readonly dataFolders: readonly string[];
    readonly ownFolders: readonly string[];
  }> {
    const { writtenFolders } = await import("./library/standing.ts");
    return writtenFolders(this.#installation);
  }

  /** The newest `atMost` records of runs, newest first. */
  async runRecords(
    atMost: number,
  ): Promise<readonly { readonly record: RunRecord; readonly hasReport: boolean }[]> {
    const { runRecords } = await import("./library/standing.ts");
    return await runRecords(this.#installation, atMost);
  }

  /** One run's record, `null` when there is none. */
  async runRecord(
    run: string,
  ): Promise<{ readonly record: RunRecord; readonly hasReport: boolean } | null> {
    const { runRecord } = await import("./library/standing.ts");
    return await runRecord(this.#installation, run);
  }

  /** What a place held when it was seen last; `null`: nobody remembers. @throws PLACE_UNKNOWN */
  async knownBackups(at: At): Promise<KnownBackups | null> {
    const { knownBackups } = await import("./library/memory.ts");
    return knownBackups(this.#installation, at);
  }

  /** Throws away what is remembered of runs and backups, and reads them anew. */
  async rebuildCatalog(watch: Watch): Promise<RebuiltCatalog> {
    const { rebuildCatalog } = await import("./library/memory.ts");
    return await rebuildCatalog(this.#installation, watch);
  }

  /** What people read of a run, `null` without a report. */
  async report(run: string): Promise<string | null> {
    const { reportOf } = await import("./library/standing.ts");
    return await reportOf(this.#installation, run);
  }

  /** Which seat this computer is. @throws SEAT_UNREADABLE */
  async seat(watch: Watch): Promise<FoundSeat> {
    const { seatOf } = await import("./library/standing.ts");
    return await seatOf(this.#installation, watch);
  }

  /** Whether a restore or an undo was broken off and has not been ended since. @throws JOURNAL_DAMAGED, JOURNAL_NEWER */
  async hasUnfinishedRestore(): Promise<boolean> {
    const { hasUnfinishedRestore } = await import("./library/standing.ts");
    return await hasUnfinishedRestore(this.#installation);
  }

  /** When somebody last proved to hold the emergency sheet of the vault there, ISO 8601; `null`: nobody has. */
  async sheetConfirmedAt(at: At): Promise<string | null> {
    const { sheetConfirmedAt } = await import("./library/keys.ts");
    return await sheetConfirmedAt(this.#installation, at);
  }

  /** Compares what was typed or scanned with the kept key; a right one is remembered. @throws KEY_UNKEPT, KEY_WRONG */
  async confirmSheet(at: At, typed: string, watch: Watch): Promise<TypedSheet> {
    const { confirmSheet } = await import("./library/keys.ts");
    return await confirmSheet(this.#installation, at, typed, watch);
  }

  /** The content of one file of a backup, to be read before the next is asked for; nothing when there is no such file. */
  async *content(
    at: At,
    word: string,
    part: string,
    inside: string,
    watch: Watch,
  ): AsyncIterable<SeenContent> {
    const { content } = await import("./library/contents.ts");
    yield* content(this.#installation, at, word, part, inside, watch);
  }

  /** The server that lives for this app and home; `null`: none does. */
  async findServer(): Promise<ServerFacts | null> {
    const { findServer } = await import("./library/server-file.ts");
    return await findServer(this.#installation.home);
  }

  /** Says where this process listens; disposing takes it back. @throws SERVER_RUNNING, HOME_UNWRITABLE */
  async announceServer(facts: ServerFacts): Promise<AsyncDisposable> {
    const { announceServer } = await import("./library/server-file.ts");
    return await announceServer(this.#installation.home, this.appName, facts);
  }

  /** With which a monitor reads the metrics, and nothing else; `null`: nobody asked for one. */
  async metricsToken(): Promise<string | null> {
    const { metricsToken } = await import("./library/metrics.ts");
    return await metricsToken(this.#installation);
  }

  /** Makes that token when there is none, or when another one is wanted. @throws HOME_UNWRITABLE */
  async makeMetricsToken(
    isRenewed: boolean,
  ): Promise<{ readonly token: string; readonly file: string }> {
    const { makeMetricsToken } = await import("./library/metrics.ts");
    return await makeMetricsToken(this.#installation, isRenewed);
  }

  /** Where a server that nobody watches writes what it has to say. */
  get serverLog(): string {
    return this.#installation.home.serverLog;
  }

  /** @throws ACCOUNT_EXISTS, ACCOUNT_LAST, PASSWORD_WEAK, SETTINGS_WRONG, HOME_UNWRITABLE */
  async addAccount(account: AccountSetting, password: string): Promise<void> {
    const { addAccount } = await import("./library/accounts.ts");
    await addAccount(this.#installation, account, password);
  }

  /** @throws ACCOUNT_UNKNOWN, ACCOUNT_LAST, SETTINGS_WRONG, HOME_UNWRITABLE */
  async removeAccount(name: string): Promise<void> {
    const { removeAccount } = await import("./library/accounts.ts");
    await removeAccount(this.#installation, name);
  }

  /** The account of a name and its password, `null` when they do not belong together. */
  async accountOf(name: string, password: string): Promise<AccountSetting | null> {
    const { accountOf } = await import("./library/accounts.ts");
    return await accountOf(this.#installation, name, password);
  }

  /** Changes what people choose. @throws SETTINGS_WRONG, HOME_UNWRITABLE */
  async changeSettings(change: (settings: Settings) => Settings): Promise<void> {
    await this.#installation.changeSettings(change);
  }
}

/** Opens the file with somebody else's key, for him; needs no app and no home. @throws ESCROW_UNREADABLE */
export async function openEscrow(
  file: string,
  identityFile: string,
  currentFolder: string,
): Promise<EscrowContent> {
  const escrow = await import("./library/escrow.ts");
  return await escrow.openEscrow(file, identityFile, currentFolder);
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
  const { description, home, settings } = ground;
  const fivefold = new Fivefold(new Installation(request, description, home, settings));
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
      found,
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
  { fivefold, planned, ground, found }: PlannedRecovery,
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
  const { absentPlaces, offeredPlace } = await import("./library/recover.ts");
  const isVault = planned.safetyPlace !== null;
  return {
    ...ended,
    value: {
      ...ended.value,
      absentPlaces: await absentPlaces(ground.settings),
      offeredPlace: offeredPlace(ground.settings, fivefold.home, found),
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

/** What lies in a folder of this computer; `null`: its drives. `extension`: of backup files. @throws PLACE_MISSING */
export async function lookInto(folder: string | null, extension: string): Promise<FolderSight> {
  const chooser = await import("./library/chooser.ts");
  return await chooser.lookInto(folder, extension);
}

/** @throws TARGET_UNWRITABLE, PARCEL_NAME_WRONG */
export async function makeFolder(
  parent: string,
  name: string,
  extension: string,
): Promise<FolderSight> {
  const chooser = await import("./library/chooser.ts");
  return await chooser.makeFolder(parent, name, extension);
}

/** Makes an invented app to try everything with, or finds the one that is there. @throws TARGET_UNWRITABLE */
export async function prepareExample(folder: string): Promise<ExampleApp> {
  const example = await import("./library/example.ts");
  return await example.prepareExample(folder);
}

/** Runs an app's jobs by themselves until it is disposed of; begins with `start`. */
export async function jobWorker(options: JobWorkerOptions): Promise<JobWorker> {
  const book = await import("./library/job-book.ts");
  return book.jobWorker(options);
}
