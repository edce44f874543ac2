/**
 * What Prometheus is told, as it is at the moment of the scrape: above all how old each job's last good backup is.
 *
 * Nothing is counted between scrapes: all of it can be read from the home again. What is not known has no sample, so that an
 * alarm on absence works.
 *
 * @see prometheus.io/docs/instrumenting/exposition_formats
 */

import { Gauge, Registry } from "prom-client";
import type { JobStatus, OpenUndo } from "../fivefold.ts";
import { VERSION } from "../fivefold.ts";
import type { ListedPlace } from "./listing.ts";

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

export interface MetricsFacts {
  readonly nowMs: number;
  readonly app: string;
  readonly jobs: readonly JobStatus[];
  readonly places: readonly ListedPlace[];
  readonly undo: OpenUndo | null;
  readonly isRunning: boolean;
}

const OUTCOMES = ["done", "incomplete", "failed"] as const;
const DAY_MS = 86_400_000;

type Labels = Readonly<Record<string, string>>;

export async function metricsText(facts: MetricsFacts): Promise<string> {
  const { nowMs, app, jobs, places, undo, isRunning } = facts;
  const registry = new Registry();
  const tell = (
    name: string,
    help: string,
    samples: readonly (readonly [labels: Labels, value: number | null])[],
  ): void => {
    const labelNames = Object.keys(samples[0]?.[0] ?? {});
    const gauge = new Gauge({ name: `fivefold_${name}`, help, labelNames, registers: [registry] });
    // One without labels begins with a sample of its own.
    if (labelNames.length === 0) gauge.remove();
    for (const [labels, value] of samples) if (value !== null) gauge.set({ ...labels }, value);
  };
  const ofJobs = (value: (job: JobStatus) => number | null) =>
    jobs.map((each) => [{ job: each.job.name }, value(each)] as const);
  const ofPlaces = (value: (place: ListedPlace) => number | null) =>
    places.map((each) => [{ place: each.sight.name }, value(each)] as const);

  tell("info", "The program and the app that it backs up.", [[{ version: VERSION, app }, 1]]);
  tell("running", "Whether a run works now.", [[{}, Number(isRunning)]]);
  tell(
    "job_last_good_age_seconds",
    "Age of the job's last whole backup, or of finding that nothing had changed since one.",
    ofJobs(({ wholeMs }) => (wholeMs === null ? null : Math.max(0, nowMs - wholeMs) / 1000)),
  );
  tell(
    "job_last_good_timestamp_seconds",
    "When that was.",
    ofJobs(({ wholeMs }) => (wholeMs === null ? null : wholeMs / 1000)),
  );
  tell(
    "job_late",
    "Whether the job has been without a good backup for longer than its time limit.",
    ofJobs(({ isLate }) => Number(isLate)),
  );
  tell(
    "job_enabled",
    "Whether the job is not paused.",
    ofJobs(({ job }) => Number(job.isEnabled)),
  );
  const ended = jobs.map((job) => [job, lastOf(job)] as const);
  tell(
    "job_last_run_outcome",
    "How the job's last run ended: 1 at its outcome.",
    ended.flatMap(([{ job }, last]) =>
      OUTCOMES.map((outcome) => {
        const value = last === null ? null : Number(last.outcome === outcome);
        return [{ job: job.name, outcome }, value] as const;
      }),
    ),
  );
  tell(
    "job_last_run_duration_seconds",
    "How long the job's last run took.",
    ended.map(([{ job }, last]) => [
      { job: job.name },
      last === null ? null : (last.endedMs - last.startedMs) / 1000,
    ]),
  );
  tell(
    "job_last_run_timestamp_seconds",
    "When the job's last run ended.",
    ended.map(([{ job }, last]) => [{ job: job.name }, last === null ? null : last.endedMs / 1000]),
  );
  tell(
    "job_last_backup_size_bytes",
    "Size of the job's last backup.",
    ofJobs(({ memory }) => memory.sizeBytes),
  );
  tell(
    "job_owed_copies",
    "Copies of the job's last backup that are still to be made.",
    ofJobs(({ owed }) => owed.length),
  );
  tell(
    "job_unchecked_days",
    "Days since the job's backups were checked last.",
    ofJobs(({ memory: { check } }) => {
      const atMs = Math.max(check.atMs ?? 0, check.share?.atMs ?? 0);
      return atMs === 0 ? null : Math.max(0, nowMs - atMs) / DAY_MS;
    }),
  );
  tell(
    "place_available",
    "Whether the place is there.",
    ofPlaces(({ sight, trouble }) => Number(sight.kind !== "away" && trouble === null)),
  );
  tell(
    "place_free_bytes",
    "Room left in the place.",
    ofPlaces(({ sight }) => sight.freeBytes),
  );
  tell(
    "place_backups",
    "Backups in the place.",
    ofPlaces(({ snapshots, trouble }) => (trouble === null ? snapshots.length : null)),
  );
  tell("undo_open", "Whether a restore can be undone.", [[{}, Number(undo !== null)]]);
  tell("undo_end_timestamp_seconds", "Until when it can.", [
    [{}, undo === null ? null : Date.parse(undo.untilAt) / 1000],
  ]);
  return await registry.metrics();
}

/** The later of its last success and its last failure. */
function lastOf({ memory: { success, whole, failure } }: JobStatus): {
  readonly outcome: (typeof OUTCOMES)[number];
  readonly startedMs: number;
  readonly endedMs: number;
} | null {
  if (failure !== null && failure.endedMs >= (success?.endedMs ?? -Infinity))
    return { ...failure, outcome: "failed" };
  if (success === null) return null;
  const isWhole = whole !== null && whole.endedMs >= success.endedMs;
  return { ...success, outcome: isWhole ? "done" : "incomplete" };
}
