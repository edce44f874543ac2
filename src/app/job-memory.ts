/**
 * What is remembered of each job between its runs: `jobs/<name>.json` in the home.
 *
 * It only saves time and is never truth: lost, it is made anew from the records of runs. A run notes its beginning here, so
 * that one that died with its program is known to have failed.
 */

import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { ErrorCode, Facts } from "../model/error.ts";
import { ERRORS, systemCode } from "../model/error.ts";
import { idKey } from "../model/part.ts";
import type { RunRecord } from "../model/run.ts";
import type { Home } from "./home.ts";
import { readRuns } from "./home.ts";
import { inTurn } from "./turn.ts";
import { writeWhole } from "./whole-file.ts";

const CODE = z
  .string()
  .transform((code): ErrorCode => (Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : "INTERNAL"));

const STAMP = z.object({ startedMs: z.number(), endedMs: z.number() });

const FACT = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

const FAILURE = STAMP.extend({
  code: CODE.nullable(),
  count: z.number(),
  /** What the sentence of its code needs. */
  facts: z.record(z.string(), FACT).default({}),
});

const MEMORY = z.object({
  /** The last run that gave a backup, or found that nothing had changed. */
  success: STAMP.nullable(),
  /** The last one that gave a whole one, or found so: what alarms go by. */
  whole: STAMP.nullable(),
  failure: FAILURE.nullable(),
  /** The last success made no backup, because nothing had changed. */
  isUnchanged: z.boolean().default(false),
  /** A run that began; `null` once it has ended. */
  begunMs: z.number().nullable(),
  /** Of the app when the last whole backup was made, see `stateOf`; with where that lies. */
  state: z
    .object({ digest: z.string(), folder: z.string(), snapshot: z.string(), atMs: z.number() })
    .nullable(),
  /** Copies that are still to be made of the last backup. */
  owed: z.array(FAILURE.extend({ place: z.string(), snapshot: z.string() })),
  /** Of the last backup. */
  sizeBytes: z.number().nullable(),
  /** What the last backups into a vault took there, the newest last; the very first, which takes everything, is left out. */
  tookBytes: z.array(z.number()).default([]),
  /** What the app was like when old backups were last taken off the list. */
  reference: z
    .object({ snapshot: z.string(), sizeBytes: z.number(), tenants: z.array(z.string()) })
    .nullable(),
  /** Why old backups stay, as the facts of KEEPING_STOPPED have it; `null`: they go as the rule says. */
  stopped: z
    .object({ atMs: z.number(), facts: z.record(z.string(), FACT) })
    .nullable()
    .default(null),
  /** When the structure was checked last; which share of all data was read last, and when. */
  check: z.object({
    atMs: z.number().nullable(),
    share: z.object({ index: z.number(), atMs: z.number() }).nullable(),
  }),
});

export type JobMemory = z.output<typeof MEMORY>;

export const NO_MEMORY: JobMemory = {
  success: null,
  whole: null,
  failure: null,
  isUnchanged: false,
  begunMs: null,
  state: null,
  owed: [],
  sizeBytes: null,
  tookBytes: [],
  reference: null,
  stopped: null,
  check: { atMs: null, share: null },
};

/** So many records are looked through where the memory is lost. */
const MOST_RECORDS = 5000;

/** What is remembered of a job, made anew from the records where it is lost. */
export async function recallJob(home: Home, job: string): Promise<JobMemory> {
  const known = await readMemory(fileOf(home, job));
  if (known !== null) return known;
  const { records } = await readRuns(home, MOST_RECORDS);
  return rememberedIn(records, job);
}

/** What the records of runs, oldest first, tell of a job. */
export function rememberedIn(records: readonly RunRecord[], job: string): JobMemory {
  let memory = NO_MEMORY;
  for (const record of records) {
    if (record.verb !== "backup" || record.job === null || idKey(record.job) !== idKey(job))
      continue;
    memory = { ...memory, ...afterRun(memory, record) };
  }
  return memory;
}

/** What a run's record changes in what is remembered. */
export function afterRun(
  memory: JobMemory,
  record: Pick<RunRecord, "startedAt" | "endedAt" | "outcome" | "code" | "snapshot"> & {
    /** Of the code. */
    readonly facts?: Facts;
  },
): Pick<JobMemory, "success" | "whole" | "failure" | "isUnchanged" | "begunMs"> {
  const startedMs = Date.parse(record.startedAt);
  const endedMs = Date.parse(record.endedAt);
  const stamp = { startedMs, endedMs };
  const made = record.snapshot !== null;
  if (record.outcome === "done" || (record.outcome === "incomplete" && made))
    return {
      success: stamp,
      whole: record.outcome === "done" ? stamp : memory.whole,
      failure: null,
      isUnchanged: false,
      begunMs: null,
    };
  const count = (memory.failure?.count ?? 0) + 1;
  const { success, whole, isUnchanged } = memory;
  const failure = { ...stamp, code: record.code, count, facts: keptFacts(record.facts ?? {}) };
  return { success, whole, failure, isUnchanged, begunMs: null };
}

/** Facts as a memory keeps them. */
export function keptFacts(facts: Facts): JobMemory["owed"][number]["facts"] {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      typeof fact === "object" && fact !== null ? [...fact] : fact,
    ]),
  );
}

/** A run that began and never ended has failed, as far as anybody can tell now. */
export function afterDeath(memory: JobMemory, nowMs: number): JobMemory {
  const { begunMs } = memory;
  if (begunMs === null) return memory;
  const startedMs = Math.min(begunMs, nowMs);
  const count = (memory.failure?.count ?? 0) + 1;
  return {
    ...memory,
    begunMs: null,
    failure: { startedMs, endedMs: startedMs, code: null, count, facts: {} },
  };
}

/**
 * Changes what is remembered of a job, and gives it: a run changes what it found out, while people may change the rest.
 *
 * @throws HOME_BUSY, HOME_UNWRITABLE
 */
export async function rememberJob(
  home: Home,
  job: string,
  change: (now: JobMemory) => JobMemory,
): Promise<JobMemory> {
  return await inTurn(home, async () => {
    const memory = change(await recallJob(home, job));
    await mkdir(home.jobs, { recursive: true, mode: 0o700 });
    await writeWhole(fileOf(home, job), `${JSON.stringify(memory)}\n`, 0o600);
    return memory;
  });
}

/** A job of the same name that is added later begins anew. */
export async function forgetJob(home: Home, job: string): Promise<void> {
  await rm(fileOf(home, job), { force: true });
}

function fileOf(home: Home, job: string): string {
  return path.join(home.jobs, `${idKey(job)}.json`);
}

async function readMemory(file: string): Promise<JobMemory | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return null;
    throw cause;
  }
  try {
    return MEMORY.parse(JSON.parse(text));
  } catch (cause) {
    if (!(cause instanceof SyntaxError) && !(cause instanceof z.ZodError)) throw cause;
    return null;
  }
}
