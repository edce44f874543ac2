/**
 * What a job costs that comes up every five minutes: on an app of 5 GB of which nothing changed, and of which one percent did.
 *
 * Measured is the whole process of `fivefold run`, start of Node and all, and the same run in `fivefold serve`, from the
 * question until it is told that the run has ended. The first backups, and the change, are not measured.
 */

import { globSync, lstatSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../scripts/run.ts";
import { type Measure, complete, measure, median } from "./measure.ts";
import { describe, timesOf } from "./restores.ts";
import { RunningServer } from "./running-server.ts";

/** Where jobs are tried. */
export interface JobStage {
  /** Holds `corpus/` and `password`. */
  readonly data: string;
  /** `fivefold`'s path. */
  readonly command: string;
  /** Changes about one percent of the corpus. */
  change(): void;
}

export const JOB_ROWS = [
  {
    id: "job-file",
    title: "one file a day, nothing changed",
    job: "file",
    isChanged: false,
    atMost: { wallSeconds: 0.7, cpuSeconds: 0.5 },
  },
  {
    id: "job-vault",
    title: "into the vault, nothing changed",
    job: "vault",
    isChanged: false,
    atMost: { wallSeconds: 0.7, cpuSeconds: 0.5 },
  },
  {
    id: "job-change",
    title: "into the vault, 1 % changed",
    job: "vault",
    isChanged: true,
    atMost: null,
  },
] as const;

export type JobRowId = (typeof JOB_ROWS)[number]["id"];

export interface JobResult {
  readonly day: string;
  readonly runs: readonly Measure[];
  readonly inService: readonly Measure[];
  /** By how much all that Fivefold keeps grew in one run, of each run. */
  readonly addedBytes: readonly number[];
}

/** Two jobs that make a backup only when something changed; nobody but us runs them. */
const SETTINGS = `version: 1
jobs:
  - name: file
    into: { kind: parcel, naming: daily }
    when: { everyMinutes: 5 }
    enabled: no
    onlyWhenChanged: yes
    since: 2026-01-01T00:00:00.000Z
  - name: vault
    when: { everyMinutes: 5 }
    enabled: no
    onlyWhenChanged: yes
    since: 2026-01-01T00:00:00.000Z
`;

export async function runJobRow(
  id: JobRowId,
  stage: JobStage,
  rounds: number,
  said: (line: string) => void,
): Promise<JobResult> {
  const { data } = stage;
  const row = JOB_ROWS.find((each) => each.id === id);
  if (row === undefined) throw new RangeError(`There is no row "${id}".`);
  const home = join(data, "kept", "jobs");
  const description = join(data, "jobs.yaml");
  rmSync(home, { recursive: true, force: true });
  writeFileSync(description, describe(join(data, "corpus", "databases")));
  const ours = (...args: readonly string[]): Command => ({
    program: stage.command,
    args: ["--app", description, "--home", home, ...args],
    environment: { FIVEFOLD_PASSWORD_FILE: join(data, "password") },
    folder: data,
  });
  await complete(ours("init"));
  writeFileSync(join(home, "settings.yaml"), SETTINGS);
  const run = ours("run", row.job);
  await complete(run);
  // What was written a moment ago is not yet believed to be unchanged: the next run makes its backup once more.
  await complete(run);
  const runs: Measure[] = [];
  const inService: Measure[] = [];
  const addedBytes: number[] = [];
  const tell = (name: string, round: number, { wallSeconds, cpuSeconds }: Measure): void =>
    said(
      `${id} ${round + 1}/${rounds} ${name}: ${wallSeconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s`,
    );
  {
    await using server = await RunningServer.start(ours());
    // until a run has been made, the code is not yet loaded
    await server.run(row.job);
    for (let round = 0; round < rounds; round++) {
      if (row.isChanged) stage.change();
      const taken = await server.measure(row.job);
      inService.push(taken);
      tell("in the service", round, taken);
    }
  }
  for (let round = 0; round < rounds; round++) {
    if (row.isChanged) stage.change();
    const before = sizeOf(home);
    const taken = await measure(run);
    runs.push(taken);
    addedBytes.push(sizeOf(home) - before);
    tell("whole process", round, taken);
  }
  rmSync(home, { recursive: true, force: true });
  return { day: new Date().toISOString().slice(0, 10), runs, inService, addedBytes };
}

/** What the files of a folder hold. */
export function sizeOf(folder: string): number {
  return globSync("**", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath, entry.name)).size, 0);
}

/** The table of all rows that were measured. */
export function jobTable(results: Readonly<Partial<Record<JobRowId, JobResult>>>): string {
  const lines = JOB_ROWS.flatMap(({ id, title, atMost }) => {
    const result = results[id];
    if (result === undefined) return [];
    const { runs, inService, addedBytes, day } = result;
    const peak = Math.max(...inService.map(({ peakMegabytes }) => peakMegabytes));
    const cells = [
      title,
      timesOf(runs),
      timesOf(inService),
      atMost === null ? "–" : `at most ${atMost.wallSeconds} / ${atMost.cpuSeconds}`,
      (median(addedBytes) / 1e6).toFixed(1),
      peak.toFixed(0),
      `${day}, ${runs.length}`,
    ];
    return [`| ${cells.join(" | ")} |`];
  });
  if (lines.length === 0) return "";
  const head = [
    "a job every five minutes, 5 GB: s wall / s CPU",
    "whole process",
    "in the service",
    "aim, in the service",
    "MB added",
    "peak MB of the service",
    "day, runs",
  ];
  return [`| ${head.join(" | ")} |`, `| ${head.map(() => "---").join(" | ")} |`, ...lines].join(
    "\n",
  );
}
