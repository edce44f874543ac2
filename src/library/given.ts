/**
 * What a caller gives to the library and what every run of it has: passwords, surroundings, somebody who watches, a clock.
 */

import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Settled } from "../engine/restore.ts";
import { systemCode } from "../model/error.ts";
import type { Clock, Progress, RunContext, RunId } from "../model/run.ts";
import type { RunReport } from "../model/run-report.ts";
import type { Secret } from "../model/secret.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Questions } from "./hooks.ts";
import type { KeyCost } from "../vault/key.ts";

/** Where keys come from; the first that exists. */
export interface Passwords {
  /** `--password-file`. */
  readonly file: string | null;
  /** `--parcel-password-file`. */
  readonly parcelFile: string | null;
  /** Keeps a copy of a given password in the home. */
  readonly remember: boolean;
  /** Asks the person; `null` where nobody can be asked. */
  readonly ask: ((place: string) => Promise<Secret | null>) | null;
}

/** Asks a person once for what is needed twice: the same backups are opened before and after their app is known. */
export function askingOnce(passwords: Passwords): Passwords {
  const { ask } = passwords;
  if (ask === null) return passwords;
  let answer: Promise<Secret | null> | null = null;
  return { ...passwords, ask: async (place) => await (answer ??= ask(place)) };
}

export const NO_PASSWORDS: Passwords = { file: null, parcelFile: null, remember: false, ask: null };

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to. */
  readonly currentFolder: string;
  /** What a new key costs to try; tests make it cheap. */
  readonly keyCost?: KeyCost;
  /** The system's, without; tests give one that they turn themselves. */
  readonly clock?: Clock;
  /** Worker threads of a vault. */
  readonly threads?: number;
  /** As `VaultOptions.listed`. */
  readonly listed?: (vault: string) => Map<string, Snapshot>;
}

/** How a run is followed and stopped. */
export interface Watch {
  readonly signal: AbortSignal;
  started(run: RunId): void;
  report(progress: Progress): void;
  /** What a dead process had left open was ended first. */
  settled(settled: readonly Settled[]): void;
  /** A report for people was written about the run, whatever its end. */
  reported?(file: string): void;
  /** A vault was made: whatever happens to the run from here on, its key has to be shown. */
  made(made: Made): void;
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

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
};

/** Gives a run its name, which sorts by the time of its start. */
export function newRun(clock: Clock): RunId {
  const [day = "", time = ""] = new Date(clock.nowMs()).toISOString().split(/[T.]/);
  const stamp = `${day.replaceAll("-", "")}-${time.replaceAll(":", "")}`;
  return `${stamp}-${randomBytes(3).toString("hex")}` as RunId;
}

export function contextOf(watch: Watch, run: RunId): RunContext {
  return { run, signal: watch.signal, clock: systemClock, report: (each) => watch.report(each) };
}

/** What a folder holds; nothing when it is absent or cannot be read. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return [];
  }
}

export const PROGRAM = "fivefold";
export const VERSION = "0.1.0";

/** What a snapshot says it was made by. */
export const MADE_BY = `${PROGRAM} ${VERSION}`;

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
  /** So long its runs wait for another program's run of the app; not at all, without. */
  readonly lockWaitMs?: number;
  /** Its runs read and write so many bytes a second at most, whatever a job says; as fast as they can, without. */
  readonly bytesPerSecond?: number;
  /** Left out where nobody can be asked. */
  readonly questions?: Questions;
}
