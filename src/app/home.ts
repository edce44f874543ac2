/**
 * Fivefold's home for one app: where its settings, keys, records and default stores lie (docs/help/settings.md).
 *
 * `app.json` in it names the app, so that a home never serves two. Records of runs are one file each and never changed.
 */

import type { PlatformPath } from "node:path";
import { chmod, mkdir, readFile, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Catalog } from "../model/catalog.ts";
import type { ErrorCode } from "../model/error.ts";
import { ERRORS, FivefoldError, systemCode } from "../model/error.ts";
import { HOOKS } from "../model/hook.ts";
import type { PartId } from "../model/part.ts";
import type { RunId, RunRecord } from "../model/run.ts";
import { LEFT_OUT, LEFT_OUT_REASONS } from "../model/run.ts";
import { ownMark, stateOfMark } from "./process-mark.ts";
import { sweepHalfWritten, syncFolder, writeOnce } from "./whole-file.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the way to a home depends on. */
export interface HomeChoice {
  /** `--home`, `null` without it. */
  readonly home: string | null;
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
  /** The user's own folder, as the system tells it. */
  readonly userFolder: string;
  /** What a relative `--home` is relative to. */
  readonly currentFolder: string;
}

/** Gives the home of an app. Its id has been found safe before. */
export function homeFolder(appId: string, choice: HomeChoice): string {
  const { home, environment, platform, userFolder, currentFolder } = choice;
  const rules: PlatformPath = platform === "win32" ? path.win32 : path.posix;
  const chosen = home ?? environment["FIVEFOLD_HOME"];
  if (chosen !== undefined && chosen !== "") return rules.resolve(currentFolder, chosen);
  if (platform === "win32") {
    const shared = environment["ProgramData"] ?? environment["PROGRAMDATA"];
    return rules.join(
      shared === undefined || shared === "" ? "C:\\ProgramData" : shared,
      appId,
      "fivefold",
    );
  }
  if (platform === "darwin")
    return rules.join(userFolder, "Library", "Application Support", "fivefold", appId);
  const state = environment["XDG_STATE_HOME"] ?? "";
  // The XDG specification: a relative path in it is invalid and ignored.
  const folder = rules.isAbsolute(state) ? state : rules.join(userFolder, ".local", "state");
  return rules.join(folder, "fivefold", appId);
}

/** Where everything in a home lies. */
export interface Home {
  readonly folder: string;
  readonly appId: string;
  readonly settings: string;
  readonly goodSettings: string;
  readonly keys: string;
  readonly journal: string;
  /** Tenants that were taken elsewhere. */
  readonly away: string;
  /** Emergency sheets that people have proved to hold. */
  readonly sheets: string;
  /** Where somebody else's key was laid. */
  readonly escrow: string;
  /** Where the server listens, while it runs. */
  readonly server: string;
  /** What the server says that nobody watches. */
  readonly serverLog: string;
  readonly lock: string;
  /** Held while a file of the home is changed, see `inTurn`. */
  readonly turn: string;
  readonly runs: string;
  /** What is remembered of jobs between their runs. */
  readonly jobs: string;
  readonly cache: string;
  readonly catalog: string;
  readonly vault: string;
  readonly parcels: string;
  readonly scratch: string;
}

/** Names what lies in a home; touches nothing. */
export function homeAt(folder: string, appId: string): Home {
  const at = (name: string): string => path.join(folder, name);
  return {
    folder,
    appId,
    settings: at("settings.yaml"),
    goodSettings: at("settings.good.yaml"),
    keys: at("keys"),
    journal: at("journal"),
    away: at("away.json"),
    sheets: at("sheets.json"),
    escrow: at("escrow.json"),
    server: at("server.json"),
    serverLog: at("server.log"),
    lock: at("lock"),
    turn: at("turn"),
    runs: at("runs"),
    jobs: at("jobs"),
    cache: at("cache"),
    catalog: at("catalog.sqlite"),
    vault: at("vault"),
    parcels: at("parcels"),
    scratch: at("scratch"),
  };
}

const MARKER = "app.json";

/**
 * Opens the home, making it when it is not there: readable by its owner alone, as are the keys in it.
 *
 * @throws HOME_FOREIGN when it is another app's, or a folder with things that are not ours; HOME_UNWRITABLE
 */
export async function openHome(folder: string, appId: string): Promise<Home> {
  const home = homeAt(folder, appId);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await claim(home);
    for (const inside of [home.runs, home.scratch, home.cache])
      await mkdir(inside, { recursive: true, mode: 0o700 });
    await mkdir(home.keys, { recursive: true, mode: 0o700 });
    if (process.platform !== "win32" && ((await stat(home.keys)).mode & 0o077) !== 0)
      await chmod(home.keys, 0o700);
    await syncFolder(folder);
  } catch (cause) {
    if (cause instanceof FivefoldError || systemCode(cause) === null) throw cause;
    throw new FivefoldError(
      "HOME_UNWRITABLE",
      { path: folder, reason: systemCode(cause) },
      { cause },
    );
  }
  return home;
}

async function claim(home: Home): Promise<void> {
  const marker = path.join(home.folder, MARKER);
  const owner = await ownerOf(marker);
  if (owner === null) {
    const known = new Set(Object.values(home).map((each: string) => path.basename(each)));
    const stranger = (await readdir(home.folder)).find(
      (name) => !known.has(name) && !name.startsWith("."),
    );
    if (stranger !== undefined)
      throw new FivefoldError("HOME_FOREIGN", {
        path: home.folder,
        app: home.appId,
        what: "content",
        found: stranger,
      });
    // Of two processes that begin together one writes; both read what is written.
    await writeOnce(marker, `${JSON.stringify({ app: home.appId })}\n`, 0o600);
  }
  const now = owner ?? (await ownerOf(marker));
  if (now !== home.appId)
    throw new FivefoldError("HOME_FOREIGN", {
      path: home.folder,
      app: home.appId,
      what: "app",
      found: now,
    });
}

/** Gives the app that the home belongs to, "" when its marker cannot be understood, `null` without one. */
async function ownerOf(marker: string): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(marker, "utf8");
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return null;
    throw cause;
  }
  try {
    const { app } = z.object({ app: z.string() }).parse(JSON.parse(text));
    return app;
  } catch {
    return "";
  }
}

const FACT = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const CODE = z
  .string()
  .transform((code): ErrorCode => (Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : "INTERNAL"));
const PART = z
  .string()
  .transform((id) => id as PartId)
  .nullable();

/** Unknown fields are ignored; a code of a newer program reads as INTERNAL. */
const RUN_RECORD = z.object({
  run: z.string().transform((run) => run as RunId),
  verb: z.enum([
    "backup",
    "copy",
    "restore",
    "undo",
    "close",
    "settle",
    "check",
    "forget",
    "prune",
  ]),
  job: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string(),
  outcome: z.enum(["done", "incomplete", "turnedBack", "failed"]),
  code: CODE.nullable(),
  snapshot: z.string().nullable(),
  findings: z.array(
    z.object({
      code: CODE,
      part: PART,
      path: z.string().nullable(),
      facts: z.record(z.string(), FACT),
    }),
  ),
  notIncluded: z.array(
    z.object({
      what: z.enum(LEFT_OUT),
      name: z.string(),
      reason: z.enum(LEFT_OUT_REASONS),
      part: PART,
    }),
  ),
  // Records from before there were hooks have none.
  hooks: z
    .array(
      z.object({
        hook: z.enum(HOOKS),
        outcome: z.enum(["done", "missing", "timeLimit", "failed"]),
        seconds: z.number(),
        output: z.string(),
      }),
    )
    .default([]),
});

/** Writes down how a run ended. False when that has been written before: a record is never changed. */
export async function recordRun(home: Home, record: RunRecord): Promise<boolean> {
  return await writeOnce(
    path.join(home.runs, `${record.run}.json`),
    `${JSON.stringify(record)}\n`,
    0o600,
  );
}

/** Writes what people can read of a run beside its record; gives the file. */
export async function writeReport(home: Home, run: RunId, text: string): Promise<string> {
  const file = path.join(home.runs, `${run}.txt`);
  await writeOnce(file, text, 0o600);
  return file;
}

export interface RunRecords {
  /** Oldest first. */
  readonly records: readonly RunRecord[];
  /** Files that are no record any more. */
  readonly damaged: readonly string[];
}

/** Reads the newest `atMost` records; those that `catalog` knows are not opened: a record never changes. */
export async function readRuns(
  home: Home,
  atMost: number,
  catalog: Catalog | null = null,
): Promise<RunRecords> {
  const names = (await readdir(home.runs)).filter(
    (name) => name.endsWith(".json") && !name.startsWith("."),
  );
  const records: RunRecord[] = [];
  const damaged: string[] = [];
  const wanted = names.toSorted().slice(-atMost);
  const known = catalog?.find("run", "", wanted) ?? new Map<string, string>();
  const fresh = new Map<string, string>();
  for (const name of wanted) {
    const text = known.get(name);
    // Written below, and proved by the catalog.
    const before = text === undefined ? null : (JSON.parse(text) as RunRecord);
    const record = before ?? (await readRun(path.join(home.runs, name)));
    if (record === null) damaged.push(name);
    else records.push(record);
    if (before === null && record !== null) fresh.set(name, JSON.stringify(record));
  }
  catalog?.write("run", "", fresh);
  return { records, damaged };
}

/** Takes records and reports of runs away. */
export async function dropRuns(
  home: Home,
  runs: readonly string[],
  catalog: Catalog | null = null,
): Promise<void> {
  // Each report before its record: what is left of a death in between is found again.
  for (const run of runs)
    for (const end of ["txt", "json"])
      await rm(path.join(home.runs, `${run}.${end}`), { force: true });
  catalog?.forget(
    "run",
    "",
    runs.map((run) => `${run}.json`),
  );
}

/** One record, `null` when there is none, or none that can be understood. */
export async function readRecord(home: Home, run: string): Promise<RunRecord | null> {
  return /^[\w-]+$/.test(run) ? await readRun(path.join(home.runs, `${run}.json`)) : null;
}

async function readRun(file: string): Promise<RunRecord | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (thrown) {
    // Taken away since the folder was read.
    if (systemCode(thrown) !== "ENOENT") throw thrown;
    return null;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return null;
  }
  const result = RUN_RECORD.safeParse(value);
  return result.success ? result.data : null;
}

/** A folder in the home for one run's temporary copies; disposing removes it, death leaves it to be swept. */
export interface Scratch extends AsyncDisposable {
  readonly folder: string;
}

export async function openScratch(home: Home, run: RunId): Promise<Scratch> {
  const folder = path.join(home.scratch, `${run}.${await ownMark()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    folder,
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/**
 * Removes what dead runs of this machine left: temporary copies and half-written files. What belongs to a living run, or
 * to another machine, stays. Gives what was removed.
 */
export async function sweepHome(home: Home): Promise<readonly string[]> {
  const swept: string[] = [];
  for (const folder of [home.folder, home.keys, home.runs])
    swept.push(...(await sweepHalfWritten(folder)));
  for (const name of await readdir(home.scratch)) {
    const mark = name.slice(name.indexOf(".") + 1);
    if ((await stateOfMark(mark)) !== "dead") continue;
    await rm(path.join(home.scratch, name), { recursive: true, force: true, maxRetries: 3 });
    swept.push(name);
  }
  return swept;
}
