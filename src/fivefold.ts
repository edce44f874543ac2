/**
 * The library: an app and its backups, opened. The command line, the HTTP server and an embedding vendor call this and
 * nothing else.
 *
 * The only file that knows every room. It opens and ties together; what is decided is decided in the rooms. Rooms are
 * loaded when they are first needed, because a command should begin at once.
 */

import { randomBytes, randomInt } from "node:crypto";
import { readFile, readdir, statfs, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Description } from "./app/description.ts";
import type { Home, Scratch } from "./app/home.ts";
import type { FoundKey } from "./app/secret-store.ts";
import type { ReadSettings } from "./app/settings.ts";
import type { Choice } from "./engine/choice.ts";
import type { Journal, RestoreRecord, SnapshotName } from "./engine/journal.ts";
import type { PlannedPart, RestorePlan } from "./engine/restore-plan.ts";
import type { Target } from "./engine/restore-to.ts";
import type { Settled } from "./engine/restore.ts";
import type { App, LocatedPart } from "./model/app.ts";
import type { Bytes, Entries } from "./model/entry.ts";
import { FivefoldError, asFivefoldError, systemCode } from "./model/error.ts";
import type { ForgetPlan, KeepRule } from "./model/keep.ts";
import type { Manifest } from "./model/layout.ts";
import type { Part } from "./model/part.ts";
import type { PlaceConfig } from "./model/place.ts";
import type {
  Clock,
  Finding,
  NotIncluded,
  Outcome,
  Progress,
  RunContext,
  RunId,
  RunRecord,
  Verb,
} from "./model/run.ts";
import type { Secret } from "./model/secret.ts";
import type { PlaceSetting, Settings } from "./model/settings.ts";
import type { PartRecord, Snapshot, SnapshotId } from "./model/snapshot.ts";
import type { Source, SourceConfig } from "./model/source.ts";
import type { SnapshotReader } from "./model/store.ts";
import type { KeyCost, KeyRecord } from "./vault/key.ts";
import type { CheckResult } from "./vault/check.ts";
import type { PrunePlan } from "./vault/prune.ts";
import type { Vault, VaultOptions } from "./vault/vault.ts";

export type { App, Choice, Finding, ForgetPlan, KeepRule, KeyRecord, Manifest, NotIncluded };
export type { CheckResult, Outcome, Part, PartRecord, PlannedPart, Progress, PrunePlan };
export type { RestorePlan, RestoreRecord, RunId, RunRecord, Settings, Settled, Snapshot, Verb };
export { nearest } from "./app/nearest.ts";
export { FivefoldError, asFivefoldError } from "./model/error.ts";

export const PROGRAM = "fivefold";
export const VERSION = "0.1.0";

/** Where keys come from; the first that exists. */
export interface Passwords {
  /** `--password-file`. */
  readonly file: string | null;
  /** Keeps a copy of a given password in the home. */
  readonly remember: boolean;
  /** Asks the person; `null` where nobody can be asked. */
  readonly ask: ((place: string) => Promise<Secret | null>) | null;
}

export const NO_PASSWORDS: Passwords = { file: null, remember: false, ask: null };

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to. */
  readonly currentFolder: string;
  /** What a new key costs to try; tests make it cheap. */
  readonly keyCost?: KeyCost;
  /** Worker threads of a vault. */
  readonly threads?: number;
}

export interface FivefoldOptions extends Surroundings {
  /** The description's file; `null`: FIVEFOLD_APP, else fivefold.yaml in the current folder or above. */
  readonly description: string | null;
  /** `null`: FIVEFOLD_HOME, else the system's place for it. */
  readonly home: string | null;
  readonly passwords: Passwords;
}

/** How a run is followed and stopped. */
export interface Watch {
  readonly signal: AbortSignal;
  started(run: RunId): void;
  report(progress: Progress): void;
  /** What a dead process had left open was ended first. */
  settled(settled: readonly Settled[]): void;
  /** A vault was made: whatever happens to the run from here on, its key has to be shown. */
  made(made: Made): void;
}

/** A run that came to an end without an error: what it gave, and its record. */
export interface Ended<Value> {
  readonly record: RunRecord;
  readonly value: Value;
}

/** A vault that was made. */
export interface Made {
  /** As people know it: the place's name or the folder. */
  readonly place: string;
  /** Where it is, for whoever does not know the name. */
  readonly folder: string;
  readonly vault: string;
  /** ISO 8601. */
  readonly madeAt: string;
  /** Given by the person, or made by us: then it is to be shown once. */
  readonly origin: "given" | "made";
  readonly secret: Secret;
  /** The file that keeps a copy, `null` when none does. */
  readonly keptIn: string | null;
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
  readonly place: string;
  readonly plan: RestorePlan;
  readonly undoDays: number;
  readonly reader: SnapshotReader;
  /** The parts' places now; what the safety snapshot is taken of. */
  readonly app: App;
}

export interface RestoreValue {
  readonly parts: readonly PartRecord[];
  readonly safety: SnapshotName | null;
}

export interface ClosedValue {
  readonly run: RunId;
  /** It was interrupted and had nothing to keep. */
  readonly isTurnedBack: boolean;
}

export interface CopyValue {
  readonly place: string;
  readonly from: SnapshotId;
  readonly snapshot: Snapshot;
  /** The place had it already, and nothing was written. */
  readonly wasThere: boolean;
  readonly made: Made | null;
}

/** What a word of the command line names: a place of the settings, a folder, or, as `null`, the default place. */
export type At = string | null;

/** A place that is opened, or about to be. */
interface Spot {
  /** As people know it: the place's name or the folder. */
  readonly name: string;
  readonly config: PlaceConfig;
  /** A folder that was named may be created; a place of the settings may be a drive that is not connected. */
  readonly mayCreate: boolean;
}

const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
};

const PLACE_MODULE = new URL(
  import.meta.url.endsWith(".ts") ? "./place/open.ts" : "./place/open.js",
  import.meta.url,
).href;

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

/** What a folder holds; nothing when it is absent or cannot be read. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return [];
  }
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

/** Gives a run its name, which sorts by the time of its start. */
function newRun(clock: Clock): RunId {
  const [day = "", time = ""] = new Date(clock.nowMs()).toISOString().split(/[T.]/);
  const stamp = `${day.replaceAll("-", "")}-${time.replaceAll(":", "")}`;
  return `${stamp}-${randomBytes(3).toString("hex")}` as RunId;
}

function contextOf(watch: Watch, run: RunId): RunContext {
  return { run, signal: watch.signal, clock: systemClock, report: (each) => watch.report(each) };
}

/** A restore was, that a person can mean; one that died before it was prepared is none. */
function wasTurnedBack({ was, is }: Settled): boolean {
  return was !== "begun" && was !== is && is === "turnedBack";
}

function vaultOptions(
  config: PlaceConfig,
  place: VaultOptions["place"],
  home: Home | null,
  { keyCost, threads }: Surroundings,
  keyHint: string | null,
): VaultOptions {
  return {
    place,
    reopen: { module: PLACE_MODULE, config },
    cache: home === null ? null : path.join(home.cache, "packs"),
    locks: home === null ? null : path.join(home.cache, "locks"),
    ...(keyCost !== undefined && { keyCost }),
    ...(threads !== undefined && { threads }),
    ...(keyHint !== null && { keyHint }),
  };
}

export class Fivefold implements AsyncDisposable {
  readonly #options: FivefoldOptions;
  readonly #description: Description;
  readonly #home: Home;
  readonly #vaults = new Map<string, Vault>();
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
  }

  get appId(): string {
    return this.#description.appId;
  }

  get appName(): string {
    return this.#description.appName;
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
    for (const vault of this.#vaults.values()) await vault[Symbol.asyncDispose]();
    this.#vaults.clear();
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
    return await this.#make(this.#spot(at), watch, context);
  }

  async backup(choice: Choice, to: At, watch: Watch): Promise<Ended<BackupValue>> {
    const { passwords } = this.#options;
    return await this.#run("backup", watch, async (context, noted) => {
      const engine = import("./engine/backup.ts");
      const choices = import("./engine/choice.ts");
      await this.#requireSeat(context);
      await using held = new AsyncDisposableStack();
      held.use(await this.#lock(context));
      await this.#settle(context, watch);
      await using scratch = await this.#scratch(context.run);
      // Trying the key takes a while, in which the app can be asked what it consists of.
      const [app, open] = await both(
        this.#discover(scratch, context),
        this.#vaultThere(to, passwords, context),
      );
      const selection = (await choices).selectParts(app, choice, "backup");
      const made = open === null ? await this.#make(this.#spot(to), watch, context) : null;
      const { vault, spot } = open ?? (await this.#vaultAt(to, passwords, context));
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
      noted.outcome = result.outcome;
      noted.snapshot = result.snapshot.id;
      return { place: spot.name, snapshot: result.snapshot, parts: result.parts, made };
    });
  }

  /** Oldest first. */
  async list(at: At, watch: Watch): Promise<readonly Snapshot[]> {
    const context = contextOf(watch, newRun(systemClock));
    const { listSnapshots } = await import("./engine/find-snapshot.ts");
    const { vault } = await this.#vaultAt(at, this.#options.passwords, context);
    return await listSnapshots(vault, context);
  }

  async show(
    at: At,
    word: string,
    watch: Watch,
  ): Promise<{ readonly snapshot: Snapshot; readonly manifest: Manifest }> {
    const context = contextOf(watch, newRun(systemClock));
    const everything = { tenants: [], parts: [] };
    await using reader = (await this.#reader(at, word, everything, context)).reader;
    return { snapshot: reader.snapshot, manifest: reader.manifest };
  }

  /** The place's name, for messages. */
  placeName(at: At): string {
    return this.#spot(at).name;
  }

  async check(at: At, readData: boolean, watch: Watch): Promise<Ended<CheckResult>> {
    return await this.#run("check", watch, async (context, noted) => {
      const { vault } = await this.#vaultAt(at, this.#options.passwords, context);
      const result = await vault.check({ readData }, context);
      noted.add(result.findings);
      if (result.findings.length > 0) noted.outcome = "incomplete";
      return result;
    });
  }

  /** Says what a restore would replace; nothing is touched. */
  async planRestore(from: At, word: string, choice: Choice, watch: Watch): Promise<PlannedRestore> {
    const context = contextOf(watch, newRun(systemClock));
    await this.#requireSeat(context);
    const { planRestore } = await import("./engine/restore-plan.ts");
    const stack = new AsyncDisposableStack();
    try {
      const { reader, spot } = await this.#reader(from, word, choice, context);
      stack.use(reader);
      const scratch = stack.use(await this.#scratch(context.run));
      const { locate } = await import("./app/discover.ts");
      const surroundings = this.#surroundings(scratch);
      const where = await locate(this.#description, reader.manifest, surroundings, context);
      const byId = new Map(where.app.parts.map((each) => [each.part.id, each]));
      const liveOnly = where.liveOnly.map((id) => ({ id, title: id }));
      requireTenants(choice, reader);
      const plan = await planRestore(
        reader,
        {
          id: this.appId,
          tenants: [...where.app.tenants, ...liveOnly],
          loginPart: where.app.loginPart,
        },
        choice,
        (record): LocatedPart | null => byId.get(record.id) ?? null,
        (await this.#journal()).undoable,
        await openSources(),
        context,
      );
      const rest = stack.move();
      return {
        place: spot.name,
        plan,
        undoDays: this.settings.undoDays,
        reader,
        app: where.app,
        [Symbol.asyncDispose]: async () => {
          await rest[Symbol.asyncDispose]();
        },
      };
    } catch (thrown) {
      await stack[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  /** Does what was planned. @throws RESTORE_TURNED_BACK, RESTORE_STUCK, APP_BUSY, SPACE_SHORT, CANCELLED */
  async restore(planned: PlannedRestore, watch: Watch): Promise<Ended<RestoreValue>> {
    return await this.#run("restore", watch, async (context, noted) => {
      await using held = new AsyncDisposableStack();
      held.use(await this.#lock(context));
      await this.#settle(context, watch);
      const { restore } = await import("./engine/restore.ts");
      const { vault, spot } = await this.#vaultAt(planned.place, this.#options.passwords, context);
      const safety = {
        store: vault,
        place: spot.name,
        app: planned.app,
        settings: this.#settings.text,
        program: `${PROGRAM} ${VERSION}`,
      };
      const { plan, place } = planned;
      const result = await restore(
        { plan, reader: planned.reader, place, safety },
        await openSources(),
        await this.#journal(),
        context,
      );
      noted.outcome = result.outcome;
      noted.snapshot = plan.snapshot.id;
      return { parts: result.parts, safety: result.safety };
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
      const { selectRecords } = await import("./engine/choice.ts");
      const target = path.resolve(this.#options.currentFolder, folder);
      await using reader = (await this.#reader(from, word, choice, context)).reader;
      requireTenants(choice, reader);
      const selection = selectRecords(reader.manifest, null, choice, "target");
      const result = await restoreTo(reader, selection, targetAt(target), context);
      noted.outcome = result.outcome;
      noted.snapshot = reader.snapshot.id;
      return { snapshot: reader.snapshot, folder: target };
    });
  }

  /** The restore that can be undone, `null` when there is none. */
  async undoable(): Promise<RestoreRecord | null> {
    return (await this.#journal()).undoable;
  }

  /** Goes back to before the last restore. @throws UNDO_MISSING, APP_BUSY, RESTORE_STUCK */
  async undo(watch: Watch): Promise<Ended<{ readonly safety: SnapshotName | null }>> {
    return await this.#run("undo", watch, async (context, noted) => {
      await using held = new AsyncDisposableStack();
      held.use(await this.#lock(context));
      const journal = await this.#journal();
      const sourceOf = await openSources();
      const engine = await import("./engine/restore.ts");
      // A restore that is prepared and was not done is given up: that is what "undo" means then.
      const choice = { ready: "turnBack", undoDays: null, acceptsLoss: false } as const;
      const settled = await engine.settle(choice, sourceOf, journal, context);
      const hasTurnedBack = settled.some(wasTurnedBack);
      if (hasTurnedBack) return { safety: null };
      const record = journal.undoable;
      if (record === null) throw new FivefoldError("UNDO_MISSING");
      const { vault, spot } = await this.#vaultAt(
        this.#placeOf(record.safety ?? record.from),
        this.#options.passwords,
        context,
      );
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
      const result = await engine.undo(safety, sourceOf, journal, context);
      noted.outcome = result.outcome;
      noted.snapshot = result.safety?.snapshot ?? null;
      return { safety: result.safety };
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
        return { run, isTurnedBack: true };
      }
      const { close } = await import("./engine/restore.ts");
      const run = await close(await openSources(), await this.#journal(), context);
      return { run, isTurnedBack: false };
    });
  }

  /** Ends what a dead process left open. */
  async settle(watch: Watch): Promise<void> {
    const context = contextOf(watch, newRun(systemClock));
    await using held = new AsyncDisposableStack();
    held.use(await this.#lock(context));
    await this.#settle(context, watch);
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
    const { vault } = await this.#vaultAt(at, this.#options.passwords, context);
    const { appId } = this;
    const holdings = await holdingsOf(snapshots, appId, vault, context);
    const rules = { appId, rule, safetyRule: {}, pinned: new Set<string>(), holdings };
    return { snapshots, plan: planForget(snapshots, rules, systemClock.nowMs()) };
  }

  async forget(at: At, ids: readonly SnapshotId[], watch: Watch): Promise<Ended<number>> {
    return await this.#run("forget", watch, async (context) => {
      const { vault } = await this.#vaultAt(at, this.#options.passwords, context);
      await vault.forget(ids, context);
      return ids.length;
    });
  }

  async planPrune(at: At, watch: Watch): Promise<PrunePlan> {
    const context = contextOf(watch, newRun(systemClock));
    const { vault } = await this.#vaultAt(at, this.#options.passwords, context);
    const { PRUNE_OPTIONS } = await import("./vault/prune.ts");
    return await vault.planPrune(PRUNE_OPTIONS, context);
  }

  async prune(at: At, plan: PrunePlan, watch: Watch): Promise<Ended<void>> {
    return await this.#run("prune", watch, async (context) => {
      const { vault } = await this.#vaultAt(at, this.#options.passwords, context);
      await vault.prune(plan, context);
    });
  }

  async keys(
    at: At,
    watch: Watch,
  ): Promise<{ readonly keys: readonly KeyRecord[]; readonly current: string }> {
    const context = contextOf(watch, newRun(systemClock));
    const { vault } = await this.#vaultAt(at, this.#options.passwords, context);
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
    const spot = this.#spot(at);
    const unkept = (cause?: unknown): FivefoldError =>
      new FivefoldError("KEY_UNKEPT", { place: spot.name }, { cause });
    // Nobody is asked: what would be typed is what is to be shown.
    const passwords = { ...this.#options.passwords, ask: null };
    const { vault } = await this.#vaultAt(at, passwords, context).catch((thrown: unknown) => {
      throw asFivefoldError(thrown).code === "PASSWORD_NEEDED" ? unkept(thrown) : thrown;
    });
    const kept = await secrets.keptKey(this.#home, vault.id);
    if (kept === null) throw unkept();
    await using proved = await this.#tryKey(spot, kept, null, context);
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

  /** Adds a key: the given one, else one that is made. */
  async addKey(
    at: At,
    given: Secret | null,
    watch: Watch,
  ): Promise<{ readonly id: string; readonly made: Secret | null }> {
    const context = contextOf(watch, newRun(systemClock));
    const { vault } = await this.#vaultAt(at, this.#options.passwords, context);
    const secret = given ?? (await newKey());
    return { id: await vault.addKey(secret, context), made: given === null ? secret : null };
  }

  /** Removes a key, named by its id or the beginning of it; gives its whole id. */
  async removeKey(at: At, id: string, watch: Watch): Promise<string> {
    const context = contextOf(watch, newRun(systemClock));
    const { vault } = await this.#vaultAt(at, this.#options.passwords, context);
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
      requireTenants(choice, reader);
      const selection = selectRecords(reader.manifest, isLogin, choice, "copy");
      const { passwords } = this.#options;
      const open = await this.#vaultThere(to, passwords, context);
      const made = open === null ? await this.#make(this.#spot(to), watch, context) : null;
      const { vault, spot } = open ?? (await this.#vaultAt(to, passwords, context));
      const result = await copy({ reader, from: "vault", selection, reason: null }, vault, context);
      noted.outcome = result.outcome;
      noted.snapshot = result.snapshot.id;
      const { snapshot, wasThere } = result;
      return { place: spot.name, from: reader.snapshot.id, snapshot, wasThere, made };
    });
  }

  /** The places of the settings; without any, backups lie in the home. */
  places(): { readonly places: readonly PlaceSetting[]; readonly ownVault: string } {
    return { places: this.settings.places, ownVault: this.#home.vault };
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
    });
    const { recordRun } = await import("./app/home.ts");
    try {
      const value = await work(context, noted);
      const ended = record(noted.outcome, null);
      await recordRun(this.#home, ended);
      return { record: ended, value };
    } catch (thrown) {
      const error = asFivefoldError(watch.signal.aborted ? abortOf(thrown) : thrown);
      const outcome = error.code === "RESTORE_TURNED_BACK" ? "turnedBack" : "failed";
      await recordRun(this.#home, record(outcome, error.code));
      throw error;
    }
  }

  async #scratch(run: RunId): Promise<Scratch> {
    const { openScratch, sweepHome } = await import("./app/home.ts");
    await sweepHome(this.#home);
    return await openScratch(this.#home, run);
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
  ): Promise<readonly Settled[]> {
    const journal = await this.#journal();
    if (journal.restores.every((each) => each.isCleared)) return [];
    const { settle } = await import("./engine/restore.ts");
    const choice = { ready: "leave", undoDays: this.settings.undoDays, acceptsLoss } as const;
    const settled = await settle(choice, await openSources(), journal, context);
    if (settled.length > 0) watch.settled(settled);
    return settled;
  }

  /** Finds what a word of the command line names. @throws PLACE_UNKNOWN */
  #spot(at: At): Spot {
    const { places } = this.settings;
    const [first] = places;
    if (at === null) {
      if (first !== undefined) return { ...first, mayCreate: false };
      const config = { kind: "folder", path: this.#home.vault } as const;
      return { name: this.#home.vault, config, mayCreate: true };
    }
    if (at === "." || at === ".." || /[/\\]/.test(at)) {
      const folder = path.resolve(this.#options.currentFolder, at);
      return { name: folder, config: { kind: "folder", path: folder }, mayCreate: true };
    }
    const named = places.find((place) => place.name.toLowerCase() === at.toLowerCase());
    if (named !== undefined) return { ...named, mayCreate: false };
    throw new FivefoldError("PLACE_UNKNOWN", {
      place: at,
      places: places.map((place) => place.name),
    });
  }

  /** Where a snapshot was; the default place when that place has been taken off the list since. */
  #placeOf({ place }: SnapshotName): At {
    try {
      return this.#spot(place).name;
    } catch (thrown) {
      if (asFivefoldError(thrown).code !== "PLACE_UNKNOWN") throw thrown;
      return null;
    }
  }

  /** Opens the vault in a place. @throws VAULT_MISSING, KEY_WRONG, PASSWORD_NEEDED */
  async #vaultAt(
    at: At,
    passwords: Passwords,
    context: RunContext,
  ): Promise<{ readonly vault: Vault; readonly spot: Spot }> {
    const spot = this.#spot(at);
    const opened = this.#vaults.get(spot.config.path);
    if (opened !== undefined) return { vault: opened, spot };
    if (!(await holdsVault(spot, context)))
      throw new FivefoldError("VAULT_MISSING", { place: spot.name });
    const vault = await this.#openVault(spot, passwords, context);
    this.#vaults.set(spot.config.path, vault);
    return { vault, spot };
  }

  /** Opens the vault in a place; `null` where a place was named that holds none yet, so that one may be made. */
  async #vaultThere(
    to: At,
    passwords: Passwords,
    context: RunContext,
  ): Promise<{ readonly vault: Vault; readonly spot: Spot } | null> {
    const spot = this.#spot(to);
    const isOpen = this.#vaults.has(spot.config.path);
    if (!isOpen && to !== null && !(await holdsVault(spot, context))) return null;
    return await this.#vaultAt(to, passwords, context);
  }

  /** @throws VAULT_EXISTS, PLACE_FOREIGN when the folder holds other things, PLACE_MISSING, CONFIG_MISSING */
  async #make(spot: Spot, watch: Watch, context: RunContext): Promise<Made> {
    const { passwords } = this.#options;
    const secrets = await import("./app/secret-store.ts");
    const { createVault } = await import("./vault/vault.ts");
    const { createPlace, openPlace } = await import("./place/open.ts");
    if (await holdsVault(spot, context))
      throw new FivefoldError("VAULT_EXISTS", { place: spot.name });
    const rest = await restIn(spot.config.path);
    if (rest === "other") throw new FivefoldError("PLACE_FOREIGN", { place: spot.name });
    const given = await secrets.givenKey(this.#search(passwords));
    const place = spot.mayCreate ? await createPlace(spot.config) : openPlace(spot.config);
    // Keys of a vault that was never finished open nothing; one with the same password would be taken for ours.
    if (rest === "halfMade")
      for await (const { key } of place.list("keys/", context)) await place.remove(key, context);
    const secret = given?.secret ?? (await newKey());
    const options = vaultOptions(spot.config, place, this.#home, this.#options, null);
    const vault = await createVault(options, secret, context);
    this.#vaults.set(spot.config.path, vault);
    let made: Made = {
      place: spot.name,
      folder: spot.config.path,
      vault: vault.id,
      madeAt: new Date(systemClock.nowMs()).toISOString(),
      origin: given === null ? "made" : "given",
      secret,
      keptIn: null,
    };
    try {
      if (given === null || passwords.remember) {
        await secrets.keepKey(this.#home, vault.id, secret, false);
        made = { ...made, keptIn: path.join(this.#home.keys, vault.id) };
      }
    } finally {
      watch.made(made);
    }
    await this.#remember(spot, vault);
    return made;
  }

  #search({ file }: Passwords): {
    readonly passwordFile: string | null;
    readonly environment: Surroundings["environment"];
  } {
    return { passwordFile: file, environment: this.#options.environment };
  }

  /** Opens with the key that was given, else with those that the home keeps, else with what the person types. */
  async #openVault(spot: Spot, passwords: Passwords, context: RunContext): Promise<Vault> {
    const secrets = await import("./app/secret-store.ts");
    const hint = (await this.#remembered())[spot.config.path] ?? null;
    const given = await secrets.givenKey(this.#search(passwords));
    if (given !== null) {
      const vault = await this.#tryKey(spot, given, hint, context);
      if (passwords.remember) await secrets.keepKey(this.#home, vault.id, given.secret, true);
      await this.#remember(spot, vault);
      return vault;
    }
    // The vault's own id can be read with its key only: the hint names it, else each kept key is tried.
    const kept = await secrets.keptKeys(this.#home);
    const ids = hint !== null && kept.includes(hint.vault) ? [hint.vault] : kept;
    for (const id of ids) {
      const key = await secrets.keptKey(this.#home, id);
      if (key === null) continue;
      for (const finding of key.findings) context.report({ kind: "finding", finding });
      try {
        const vault = await this.#tryKey(spot, key, hint, context);
        await this.#remember(spot, vault);
        return vault;
      } catch (thrown) {
        if (asFivefoldError(thrown).code !== "KEY_WRONG") throw thrown;
      }
    }
    const typed = (await passwords.ask?.(spot.name)) ?? null;
    if (typed === null) throw new FivefoldError("PASSWORD_NEEDED", { place: spot.name });
    const vault = await this.#tryKey(
      spot,
      secrets.understood(typed.reveal(), "prompt", []),
      hint,
      context,
    );
    if (passwords.remember) await secrets.keepKey(this.#home, vault.id, typed, true);
    await this.#remember(spot, vault);
    return vault;
  }

  async #tryKey(spot: Spot, key: FoundKey, hint: Hint | null, context: RunContext): Promise<Vault> {
    const { openVault } = await import("./vault/vault.ts");
    const { openPlace } = await import("./place/open.ts");
    const place = openPlace(spot.config);
    const options = vaultOptions(spot.config, place, this.#home, this.#options, hint?.key ?? null);
    return await namingGroups(key, spot.name, openVault(options, key.secret, context));
  }

  /** Which vault and key a place had when it was opened last: a hint that may be lost at any time. */
  async #remembered(): Promise<Readonly<Record<string, Hint>>> {
    try {
      return JSON.parse(await readFile(this.#hints(), "utf8")) as Record<string, Hint>;
    } catch (thrown) {
      if (systemCode(thrown) === null && !(thrown instanceof SyntaxError)) throw thrown;
      return {};
    }
  }

  async #remember(spot: Spot, vault: Vault): Promise<void> {
    const before = await this.#remembered();
    const hint = { vault: vault.id, key: vault.keyId };
    const known = before[spot.config.path];
    if (known?.vault === hint.vault && known.key === hint.key) return;
    const text = JSON.stringify({ ...before, [spot.config.path]: hint });
    await writeFile(this.#hints(), text, { mode: 0o600 });
  }

  #hints(): string {
    return path.join(this.#home.cache, "vaults.json");
  }

  async #reader(
    at: At,
    word: string,
    choice: Choice,
    context: RunContext,
    passwords: Passwords = this.#options.passwords,
  ): Promise<{ readonly reader: SnapshotReader; readonly spot: Spot }> {
    const { findSnapshot } = await import("./engine/find-snapshot.ts");
    const { vault, spot } = await this.#vaultAt(at, passwords, context);
    const snapshot = await findSnapshot(word, this.appId, choice, vault, context);
    return { reader: await vault.open(snapshot.id, context), spot };
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

/** A folder that was named and is absent holds no vault; a place of the settings that is absent is missing. */
async function holdsVault({ config, mayCreate }: Spot, context: RunContext): Promise<boolean> {
  const [{ isVault }, { openPlace }] = await Promise.all([
    import("./vault/vault.ts"),
    import("./place/open.ts"),
  ]);
  try {
    if (await isVault(openPlace(config), context)) return true;
    if ((await restIn(config.path)) === "headless")
      throw new FivefoldError("CONFIG_MISSING", { place: config.path });
    return false;
  } catch (thrown) {
    if (!mayCreate || asFivefoldError(thrown).code !== "PLACE_MISSING") throw thrown;
    return false;
  }
}

/** Folders of a vault that hold what was backed up, or the way to it. */
const STORED = new Set(["data", "index", "snapshots"]);
const OBJECT_ID = /^[0-9a-f]{64}$/;

/**
 * What a folder without a config holds. "halfMade": only what the making of a vault leaves when it is killed, that is
 * keys, empty folders and temporary files; "headless": the rest of a vault; "other": files of somebody else.
 */
async function restIn(folder: string): Promise<"nothing" | "halfMade" | "headless" | "other"> {
  const top = (await namesIn(folder)).filter((name) => !name.startsWith("."));
  const isOurs = (name: string): boolean => STORED.has(name) || name === "keys" || name === "locks";
  const isTemporary = (name: string): boolean =>
    /^(?:config|[0-9a-f]{64})-tmp-[0-9a-f-]+$/.test(name);
  if (top.some((name) => !isOurs(name) && !isTemporary(name))) return "other";
  let isHeadless = false;
  for (const name of top.filter(isOurs)) {
    const inside = await namesIn(path.join(folder, name));
    const below = name === "data" ? inside.filter((each) => /^[0-9a-f]{2}$/.test(each)) : [];
    const files = inside.filter((each) => !below.includes(each));
    for (const each of below) files.push(...(await namesIn(path.join(folder, name, each))));
    const objects = files.filter((each) => !isTemporary(each));
    if (!objects.every((each) => OBJECT_ID.test(each))) return "other";
    isHeadless ||= STORED.has(name) && objects.length > 0;
  }
  if (isHeadless) return "headless";
  return top.length === 0 ? "nothing" : "halfMade";
}

/** What a place's vault was when it was opened last. */
interface Hint {
  readonly vault: string;
  readonly key: string;
}

/** What a run says of itself while it works. */
class Noted {
  outcome: Outcome = "done";
  snapshot: string | null = null;
  readonly #findings = new Map<string, Finding>();
  readonly #notIncluded = new Map<string, NotIncluded>();

  get findings(): readonly Finding[] {
    return [...this.#findings.values()];
  }

  get notIncluded(): readonly NotIncluded[] {
    return [...this.#notIncluded.values()];
  }

  add(findings: readonly Finding[]): void {
    for (const finding of findings) this.#findings.set(JSON.stringify(finding), finding);
  }

  hear(progress: Progress): void {
    if (progress.kind === "finding") this.add([progress.finding]);
    else if (progress.kind === "notIncluded")
      this.#notIncluded.set(JSON.stringify(progress.notIncluded), progress.notIncluded);
  }
}

/** @throws TENANT_UNKNOWN when a company that was named by its id is not in the backup, though the app may have it */
function requireTenants({ tenants }: Choice, { manifest, snapshot }: SnapshotReader): void {
  const lacking = tenants.find(
    (each) => /^[\w.-]+$/.test(each) && !manifest.tenants.some(({ id }) => id === each),
  );
  if (lacking !== undefined)
    throw new FivefoldError("TENANT_UNKNOWN", {
      tenant: lacking,
      snapshot: snapshot.id.slice(0, 8),
    });
}

/** Waits for both, also when one fails, so that nothing goes on behind an error. */
async function both<One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<readonly [One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
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

async function newKey(): Promise<Secret> {
  const { makeKey } = await import("./app/digit-key.ts");
  return makeKey((limit) => randomInt(limit));
}

/** Adds to KEY_WRONG which groups of digits were mistyped, and the name that people know the place by. */
async function namingGroups(key: FoundKey, place: string, opening: Promise<Vault>): Promise<Vault> {
  try {
    return await opening;
  } catch (thrown) {
    const error = asFivefoldError(thrown);
    if (error.code !== "KEY_WRONG") throw thrown;
    const groups = key.mistyped.map(String);
    throw new FivefoldError("KEY_WRONG", { ...error.facts, place, groups }, { cause: thrown });
  }
}

/** Any restic repository, whoever made it. */
export interface AnyVault extends AsyncDisposable {
  readonly place: string;
  list(watch: Watch): Promise<readonly Snapshot[]>;
  /** `word`: an id, the beginning of one, or "latest". */
  find(word: string, watch: Watch): Promise<Snapshot>;
  ls(id: SnapshotId, path: string, watch: Watch): Entries;
  check(readData: boolean, watch: Watch): Promise<CheckResult>;
  restore(
    id: SnapshotId,
    folder: string,
    watch: Watch,
  ): Promise<{ readonly entryCount: number; readonly findings: readonly Finding[] }>;
  dump(id: SnapshotId, path: string, watch: Watch): Bytes;
}

/** @throws VAULT_MISSING, PASSWORD_NEEDED, PASSWORD_UNREADABLE, KEY_WRONG */
export async function openAnyVault(
  folder: string,
  passwords: Passwords,
  surroundings: Surroundings,
  watch: Watch,
): Promise<AnyVault> {
  const [{ openVault }, { openPlace }, secrets] = await Promise.all([
    import("./vault/vault.ts"),
    import("./place/open.ts"),
    import("./app/secret-store.ts"),
  ]);
  const { environment } = surroundings;
  const config = {
    kind: "folder",
    path: path.resolve(surroundings.currentFolder, folder),
  } as const;
  const place = openPlace(config);
  const context = contextOf(watch, newRun(systemClock));
  if (!(await holdsVault({ name: place.label, config, mayCreate: true }, context)))
    throw new FivefoldError("VAULT_MISSING", { place: place.label });
  let key = await secrets.givenKey({ passwordFile: passwords.file, environment });
  if (key === null) {
    const typed = (await passwords.ask?.(place.label)) ?? null;
    if (typed === null) throw new FivefoldError("PASSWORD_NEEDED", { place: place.label });
    key = secrets.understood(typed.reveal(), "prompt", []);
  }
  const options = vaultOptions(config, place, null, surroundings, null);
  const vault = await namingGroups(key, place.label, openVault(options, key.secret, context));
  const inWatch = (following: Watch): RunContext => contextOf(following, context.run);
  const { listSnapshots, snapshotNamed, LATEST } = await import("./engine/find-snapshot.ts");
  return {
    place: place.label,
    list: async (following) => await listSnapshots(vault, inWatch(following)),
    async find(word, following) {
      const snapshots = await listSnapshots(vault, inWatch(following));
      const newest = snapshots.at(-1);
      return word === LATEST && newest !== undefined ? newest : snapshotNamed(word, snapshots);
    },
    ls: (id, inside, following) => vault.ls(id, inside, inWatch(following)),
    check: async (readData, following) => await vault.check({ readData }, inWatch(following)),
    async restore(id, target, following) {
      const findings: Finding[] = [];
      const into = targetAt(path.resolve(surroundings.currentFolder, target));
      if (!(await into.isEmpty()))
        throw new FivefoldError("TARGET_NOT_EMPTY", { folder: into.folder });
      const hearing = inWatch({
        ...following,
        started: () => undefined,
        report: (progress) => {
          if (progress.kind !== "finding") return following.report(progress);
          // The whole snapshot is no part that anybody knows.
          const finding = { ...progress.finding, part: null };
          findings.push(finding);
          following.report({ kind: "finding", finding });
        },
      });
      const { entryCount } = await into.write(WHOLE, vault.tree(id, "", hearing), hearing);
      return { entryCount, findings };
    },
    dump: (id, inside, following) => vault.dump(id, inside, inWatch(following)),
    async [Symbol.asyncDispose]() {
      await vault[Symbol.asyncDispose]();
    },
  };
}

/** A snapshot's whole tree, for the source room a part like any other: it is written into the folder itself. */
const WHOLE: Part = { id: "." as Part["id"], kind: "files", tenant: null, title: {} };

/** A folder that parts are written into. */
function targetAt(folder: string): Target {
  return {
    folder,
    isEmpty: async () => (await namesIn(folder)).length === 0,
    freeBytes: async () => {
      for (let at = folder; ; at = path.dirname(at)) {
        try {
          const { bavail, bsize } = await statfs(at);
          return bavail * bsize;
        } catch (thrown) {
          if (systemCode(thrown) !== "ENOENT" || at === path.dirname(at)) throw thrown;
        }
      }
    },
    async write(part, entries, context) {
      const { writePart } = await import("./source/write-tree.ts");
      return await writePart(folder, part, entries, context);
    },
  };
}

/** Reads a password file, for a key that is to be added. @throws PASSWORD_UNREADABLE */
export async function readGivenKey(file: string): Promise<Secret | null> {
  const { givenKey } = await import("./app/secret-store.ts");
  return (await givenKey({ passwordFile: file, environment: {} }))?.secret ?? null;
}
