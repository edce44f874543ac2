/** What every long piece of work is given, and what it reports. */

import type { ErrorCode, Facts } from "./error.ts";
import type { HookRecord } from "./hook.ts";
import type { PartId } from "./part.ts";

/** Names one execution; sorts by start: "20261122-013500-1a2b3c". */
export type RunId = string & { readonly brand: "RunId" };

export interface Clock {
  /** Milliseconds since 1970 UTC. */
  nowMs(): number;
  /** Resolves after `ms`, rejects with the signal's reason when it is aborted before. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** One thing wrong or worth knowing that did not stop the work; makes the run *incomplete*. */
export interface Finding {
  readonly code: ErrorCode;
  readonly part: PartId | null;
  /** Inside the part, as in `Entry.path`; `null` for the part as a whole. */
  readonly path: string | null;
  readonly facts: Facts;
}

export const LEFT_OUT = ["part", "tenant", "path", "attributes"] as const;
export const LEFT_OUT_REASONS = [
  "excluded",
  "notChosen",
  "offline",
  "loginPart",
  "exportLogin",
  "unsupported",
  "noPart",
  "credentials",
] as const;

/** Left out by rule or choice: said in every result, no reason for alarm. */
export interface NotIncluded {
  readonly what: (typeof LEFT_OUT)[number];
  /** The part id, tenant id or pattern. */
  readonly name: string;
  readonly reason: (typeof LEFT_OUT_REASONS)[number];
  readonly part: PartId | null;
}

export type Stage =
  /** Another run works on the app. */
  | "wait"
  | "open"
  | "read"
  | "store"
  | "index"
  | "check"
  | "compare"
  | "stage"
  | "validate"
  | "safety"
  | "beforeBackup"
  | "afterBackup"
  | "stop"
  | "swap"
  | "unswap"
  | "migrate"
  | "start"
  | "probe"
  | "clear"
  | "forget"
  | "prune";

export type Progress =
  /** A new stage began; bytes and entries reported from now on belong to it. */
  | { readonly kind: "stage"; readonly stage: Stage; readonly part: PartId | null }
  /** What the current stage expects in total; may be corrected by a later report. */
  | { readonly kind: "total"; readonly entryCount: number; readonly sizeBytes: number }
  /** More done since the last report. */
  | { readonly kind: "advance"; readonly entryCount: number; readonly sizeBytes: number }
  /** The app could not write to the part for so long: a database with a rollback journal while it was copied. */
  | { readonly kind: "held"; readonly part: PartId; readonly ms: number }
  /** A command of the vendor's has ended. */
  | { readonly kind: "hook"; readonly hook: HookRecord }
  | { readonly kind: "finding"; readonly finding: Finding }
  | { readonly kind: "notIncluded"; readonly notIncluded: NotIncluded };

/** What a run leaves to others: its threads have low priority, and are `threads` at most; `null`: as many as usual. */
export interface Modesty {
  readonly isLow: boolean;
  readonly threads: number | null;
  /** `null`: as fast as it can. */
  readonly pace: Pace | null;
}

/** Holds a run to a speed, whoever does a piece of its work. */
export interface Pace {
  /** Resolves when a piece of so many bytes may begin; in the order of the calls. @throws what the run was stopped with */
  turn(sizeBytes: number): Promise<void>;
  /** So many bytes were read or written at once, because it could not wait: what follows waits instead. */
  owe(sizeBytes: number): void;
}

export interface RunContext {
  readonly run: RunId;
  /** Of runs by themselves; without it, a run takes what it can use. */
  readonly modesty?: Modesty;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  report(progress: Progress): void;
}

/** The four ends of every run. Exit statuses 0, 3, 4, 1. */
export type Outcome = "done" | "incomplete" | "turnedBack" | "failed";

export type Verb =
  | "backup"
  | "copy"
  | "restore"
  | "undo"
  | "close"
  | "settle"
  | "check"
  | "forget"
  | "prune";

/** What the records under `runs/` remember of one run. */
export interface RunRecord {
  readonly run: RunId;
  readonly verb: Verb;
  readonly job: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly outcome: Outcome;
  readonly code: ErrorCode | null;
  readonly snapshot: string | null;
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
  /** The vendor's commands, in the order in which they ended. */
  readonly hooks: readonly HookRecord[];
}
