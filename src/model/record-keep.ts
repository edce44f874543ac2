/**
 * Which records of runs stay: a job that runs every five minutes leaves a hundred thousand a year, and nobody reads them.
 *
 * Pure. What tells something is kept for a year: what went wrong, what people did. Of a job's plain successes the last of each
 * day stays, after a year the last of each month. What replaced data stays for good.
 */

import type { RunRecord, Verb } from "./run.ts";

const DAY_MS = 86_400_000;
/** Everything of the last days stays. */
const FRESH_MS = 7 * DAY_MS;
const YEAR_MS = 366 * DAY_MS;
/** So many of the newest stay whatever the clock says. */
const ALWAYS = 1000;

const REPLACING: ReadonlySet<Verb> = new Set(["restore", "undo", "close", "settle"]);

export type KeptFacts = Pick<
  RunRecord,
  "run" | "verb" | "job" | "startedAt" | "outcome" | "findings"
>;

/** The runs whose records may go. `records`: in the order of their start; `nowMs`: milliseconds since 1970 UTC. */
export function recordsToDrop(records: readonly KeptFacts[], nowMs: number): readonly string[] {
  const dropped: string[] = [];
  const seen = new Set<string>();
  // The newest first: of each span the last is met first, and stays.
  for (const [at, record] of records.toReversed().entries()) {
    const { run, verb, job, startedAt, outcome, findings } = record;
    const ageMs = nowMs - Date.parse(startedAt);
    const isOld = ageMs > YEAR_MS;
    const isPlain = job !== null && outcome === "done" && findings.length === 0;
    const span = startedAt.slice(0, isOld ? "2026-11".length : "2026-11-28".length);
    const key = JSON.stringify([job, verb, span]);
    const isFirst = isPlain && !seen.has(key);
    if (isPlain) seen.add(key);
    const stays =
      at < ALWAYS ||
      ageMs <= FRESH_MS ||
      REPLACING.has(verb) ||
      (isPlain ? isFirst : !isOld) ||
      Number.isNaN(ageMs);
    if (!stays) dropped.push(run);
  }
  return dropped;
}
