/**
 * One app on this computer with its home, opened: runs and their records, the lock, the journal, scratch folders, and the
 * way to what places hold. What is made of it stands in the files beside.
 */

import path from "node:path";
import type { Description } from "../app/description.ts";
import type { Relocated } from "../app/discover.ts";
import type { Home, Scratch } from "../app/home.ts";
import type { ReadSettings } from "../app/settings.ts";
import type { OtherRun } from "../engine/app-lock.ts";
import type { Choice } from "../engine/choice.ts";
import type { Login } from "../engine/enrol.ts";
import type { Hooks } from "../engine/hook.ts";
import { startPace } from "../engine/pace.ts";
import type { Journal } from "../engine/journal.ts";
import type { Settled } from "../engine/restore.ts";
import { SqliteCatalog } from "../catalog/sqlite.ts";
import type { App } from "../model/app.ts";
import type { Catalog } from "../model/catalog.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import { jobNamed } from "../model/job.ts";
import type { Manifest } from "../model/layout.ts";
import type { OpenUndo } from "../model/run-report.ts";
import type {
  Clock,
  Finding,
  Modesty,
  Outcome,
  RunContext,
  RunId,
  RunRecord,
  Verb,
} from "../model/run.ts";
import type { Settings } from "../model/settings.ts";
import type { PartRecord } from "../model/snapshot.ts";
import type { Source, SourceConfig } from "../model/source.ts";
import type { SnapshotReader, Store } from "../model/store.ts";
import type { FivefoldOptions, Passwords, Watch } from "./given.ts";
import { MADE_BY, contextOf, newRun, systemClock } from "./given.ts";
import type { Ended } from "./noted.ts";
import { Noted, abortOf } from "./noted.ts";
import { Parcels } from "./parcels.ts";
import { openUndo, shortFolders, withUndoBytes } from "./undo.ts";
import type { At, Opened, Spot } from "./vaults.ts";
import { Vaults } from "./vaults.ts";

/** So long a command waits for a run of the server. */
const SERVER_WAIT_MS = 6 * 3_600_000;

/** An app's description, its home and what is opened through them: what everything else here works with. */
export class Installation implements AsyncDisposable {
  readonly options: FivefoldOptions;
  readonly description: Description;
  readonly home: Home;
  readonly vaults: Vaults;
  readonly parcels: Parcels;
  readonly catalog: Catalog;
  #read: ReadSettings;

  constructor(
    options: FivefoldOptions,
    description: Description,
    home: Home,
    settings: ReadSettings,
  ) {
    this.options = options;
    this.description = description;
    this.home = home;
    this.#read = settings;
    this.vaults = new Vaults(options, home, () => this.settings);
    this.parcels = new Parcels(options, home);
    this.catalog = new SqliteCatalog(home.catalog, MADE_BY);
  }

  get clock(): Clock {
    return this.options.clock ?? systemClock;
  }

  get appId(): string {
    return this.description.appId;
  }

  get appName(): string {
    return this.description.appName;
  }

  get settings(): Settings {
    return this.#read.settings;
  }

  /** The settings with their text and what is wrong with the file. */
  get read(): ReadSettings {
    return this.#read;
  }

  /** Changes what people choose, see `changeSettings` of the settings. @throws SETTINGS_WRONG, HOME_UNWRITABLE, HOME_BUSY */
  async changeSettings(
    change: (settings: Settings) => Settings,
    along?: () => Promise<void>,
  ): Promise<void> {
    const { changeSettings, readSettings } = await import("../app/settings.ts");
    await changeSettings(this.home, change, along);
    this.#read = await readSettings(this.home);
  }

  /** Reads the settings again: people change them while we run. @throws SETTINGS_WRONG, SETTINGS_NEWER */
  async readSettings(): Promise<Settings> {
    const { readSettings } = await import("../app/settings.ts");
    this.#read = await readSettings(this.home);
    return this.settings;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.catalog[Symbol.dispose]();
    await this.vaults[Symbol.asyncDispose]();
  }

  async run<Value>(
    verb: Verb,
    watch: Watch,
    work: (context: RunContext, noted: Noted) => Promise<Value>,
    job: string | null = null,
  ): Promise<Ended<Value>> {
    const { clock } = this;
    const run = newRun(clock);
    const startedAt = new Date(clock.nowMs()).toISOString();
    const noted = new Noted();
    watch.started(run);
    const modesty = this.#modesty(job, watch);
    const context: RunContext = {
      run,
      ...(modesty !== null && { modesty }),
      signal: watch.signal,
      clock,
      report: (progress) => {
        noted.hear(progress);
        watch.report(progress);
      },
    };
    const record = (outcome: Outcome, code: RunRecord["code"]): RunRecord => ({
      run,
      verb,
      job,
      startedAt,
      endedAt: new Date(clock.nowMs()).toISOString(),
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

  /** A run that people started takes what it can use, but for a speed that they told it. */
  #modesty(job: string | null, { signal }: Watch): Modesty | null {
    const { priority, threads, jobs } = this.settings;
    const ofJob = job === null ? null : (jobNamed(jobs, job)?.bytesPerSecond ?? null);
    const speed = this.options.bytesPerSecond ?? ofJob;
    const pace = speed === null ? null : startPace(speed, this.clock, signal);
    if (job !== null) return { isLow: priority === "low", threads, pace };
    return pace === null ? null : { isLow: false, threads: null, pace };
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
    const { recordRun, writeReport } = await import("../app/home.ts");
    try {
      const record = ended();
      await recordRun(this.home, record);
      const told = { ...noted.facts, app: this.appName, record, error };
      const text = await this.options.runReport?.(told);
      if (text === undefined) return { record, report: null };
      const report = await writeReport(this.home, context.run, text);
      watch.reported?.(report);
      return { record, report };
    } catch (thrown) {
      const reason = systemCode(thrown);
      if (reason === null) throw thrown;
      const facts = { path: this.home.runs, reason };
      const isFull = reason === "ENOSPC" || reason === "EDQUOT";
      const code = isFull ? "SPACE_SHORT" : "HOME_UNWRITABLE";
      const finding: Finding = { code, part: null, path: null, facts };
      context.report({ kind: "finding", finding });
      if (noted.outcome === "done") noted.outcome = "incomplete";
      return { record: ended(), report: null };
    }
  }

  /** What the restore that is done keeps for its undo. The caller holds the app lock. */
  async measured(journal: Journal, context: RunContext): Promise<OpenUndo> {
    const { measureUndo } = await import("../engine/undo-room.ts");
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

  async hooks(): Promise<Hooks> {
    const { openHooks } = await import("./hooks.ts");
    const { hooks } = this.description;
    return await openHooks(hooks, this.options.questions ?? null, this.home.scratch);
  }

  async scratch(run: RunId): Promise<Scratch> {
    const { openScratch, sweepHome } = await import("../app/home.ts");
    await sweepHome(this.home);
    try {
      return await openScratch(this.home, run);
    } catch (thrown) {
      if (systemCode(thrown) !== "ENOSPC") throw thrown;
      // A restore keeps room for its undo, which a folder is a part of.
      const { journalFile } = await import("../engine/journal.ts");
      if (!(await journalFile(this.home.journal).release())) throw thrown;
      return await openScratch(this.home, run);
    }
  }

  surroundings(scratch: Scratch): { readonly home: string; readonly scratch: string } {
    return { home: this.home.folder, scratch: scratch.folder };
  }

  async discover(scratch: Scratch, context: RunContext): Promise<App> {
    const { discover } = await import("../app/discover.ts");
    return await discover(this.description, this.surroundings(scratch), context);
  }

  async requireSeat(context: RunContext): Promise<void> {
    if (this.description.seat === null) return;
    const { requireSeat } = await import("../app/seat.ts");
    await requireSeat(this.description, context);
  }

  /**
   * Takes the app's lock. The runs of the app's own server come and end by themselves: a command waits for them.
   *
   * @throws APP_LOCKED
   */
  async lock(context: RunContext, ownWaitMs = 0): Promise<AsyncDisposable> {
    const { lockApp } = await import("../engine/app-lock.ts");
    const waitMs = Math.max(ownWaitMs, this.options.lockWaitMs ?? 0);
    const lock = {
      app: this.appName,
      appFolder: this.description.folder,
      home: this.home.folder,
    };
    try {
      return await lockApp({ ...lock, waitMs: 0 }, context);
    } catch (thrown) {
      const error = asFivefoldError(thrown);
      if (error.code !== "APP_LOCKED") throw thrown;
      const { findServer } = await import("./server-file.ts");
      const server = await findServer(this.home);
      const { pid } = error.facts;
      // Who has just taken it has not said so yet.
      const isServers =
        server !== null && server.pid !== process.pid && (pid === server.pid || pid === null);
      if (waitMs === 0 && !isServers) throw thrown;
      context.report({ kind: "stage", stage: "wait", part: null });
      const ms = isServers ? Math.max(waitMs, SERVER_WAIT_MS) : waitMs;
      return await lockApp({ ...lock, waitMs: ms }, context);
    }
  }

  /** The run of another program that has the app's lock now. */
  async otherRun(): Promise<OtherRun | null> {
    const { otherHolder } = await import("../engine/app-lock.ts");
    return await otherHolder({ appFolder: this.description.folder, home: this.home.folder });
  }

  async journal(): Promise<Journal> {
    const { Journal, journalFile } = await import("../engine/journal.ts");
    return await Journal.open(journalFile(this.home.journal));
  }

  /** Ends what a dead process left open, before anything else is written. */
  async settle(
    context: RunContext,
    watch: Watch,
    acceptsLoss = false,
    sparesFailing = false,
  ): Promise<readonly Settled[]> {
    const journal = await this.journal();
    if (journal.restores.every((each) => each.isCleared && each.app === "untouched")) return [];
    const { settle } = await import("../engine/restore.ts");
    const choice = {
      ready: "leave",
      undoDays: this.settings.undoDays,
      acceptsLoss,
      sparesFailing,
    } as const;
    const settled = await settle(choice, await openSources(), await this.hooks(), journal, context);
    if (settled.length > 0) watch.settled(settled);
    return settled;
  }

  async reader(
    at: At,
    word: string,
    choice: Choice,
    context: RunContext,
    passwords: Passwords = this.options.passwords,
    readsContents = true,
  ): Promise<{
    readonly reader: SnapshotReader;
    readonly spot: Spot;
    readonly kind: Store["kind"];
  }> {
    const { findSnapshot } = await import("../engine/find-snapshot.ts");
    const file = at === null ? this.parcels.fileOf(word, this.extension) : null;
    if (file !== null) {
      const config = { kind: "folder", path: file.folder } as const;
      const spot = { name: path.join(file.folder, file.name), config, mayCreate: false };
      const app = { id: this.appId, name: this.appName };
      return {
        reader: await this.parcels.open(file, app, context, readsContents),
        spot,
        kind: "shelf",
      };
    }
    const { store, spot } = await this.store(at, context, passwords);
    const purpose = readsContents ? "target" : "look";
    const snapshot = await findSnapshot(word, this.appId, choice, store, context, purpose);
    if (store.kind === "shelf") {
      const name: string = snapshot.id;
      const app = { id: this.appId, name: this.appName };
      const found = { folder: spot.config.path, name };
      return {
        reader: await this.parcels.open(found, app, context, readsContents),
        spot,
        kind: store.kind,
      };
    }
    return { reader: await store.open(snapshot.id, context), spot, kind: store.kind };
  }

  /** What keeps backups in a place: a vault, or a folder of parcels. */
  async store(
    at: At,
    context: RunContext,
    passwords: Passwords = this.options.passwords,
  ): Promise<{
    readonly store: Store;
    readonly spot: Spot;
    /** `null`: it is a folder of parcels. */
    readonly vault: Opened["vault"] | null;
  }> {
    const spot = this.vaults.spot(at);
    if (await this.parcels.isShelf(spot.config.path, this.extension)) {
      const app = { id: this.appId, name: this.appName };
      return { store: await this.parcels.shelf(spot.config.path, app), spot, vault: null };
    }
    const { vault } = await this.vaults.open(at, passwords, context);
    return { store: vault, spot, vault };
  }

  /** What the description, and this computer, know of the list of tenants. */
  login({ login, trouble }: Relocated): Login {
    const { from, register = null } = this.description.tenants ?? {};
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
  loginPartOf(manifest: Manifest): PartRecord["id"] | null {
    const from = this.description.tenants?.from;
    if (from?.kind !== "query") return null;
    const login = this.description.parts.find(
      (part) => part.source.kind === "sqlite" && part.source.path === from.path,
    );
    return manifest.parts.find((record) => record.id === login?.id)?.id ?? null;
  }

  /** Where the state before a restore is kept: a vault, made when there is none yet. */
  async safetyVault(at: At, watch: Watch, context: RunContext): Promise<Opened> {
    const { passwords } = this.options;
    const spot = this.vaults.spot(at);
    const { holdsVault } = await import("./vaults.ts");
    if (at === null && spot.mayCreate && !(await holdsVault(spot, context)))
      await this.vaults.make(spot, watch, context);
    return await this.vaults.open(at, passwords, context);
  }

  /** The restore that can be undone, `null` when there is none. */
  async undoable(watch: Watch): Promise<OpenUndo | null> {
    const record = (await this.journal()).undoable;
    if (record === null) return null;
    const { undoRooms } = await import("../engine/undo-room.ts");
    const context = contextOf(watch, record.run);
    const rooms = await undoRooms(record, await openSources(), context);
    return openUndo(record, rooms, this.settings.undoDays);
  }

  get extension(): string {
    return this.description.parcelExtension;
  }
}

export async function openSources(): Promise<(config: SourceConfig) => Source> {
  const { openSource } = await import("../source/open.ts");
  return openSource;
}
