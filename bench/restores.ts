/**
 * What safety costs: the full restore in place (staging, validation, safety snapshot, swap) against the same backup written
 * into a folder, by whole processes of ours in turn.
 *
 * The app is the corpus described as an app's vendor would: four databases and the files around them. Before each round
 * it is backed up, and one percent of it is changed, which is what the safety snapshot has to store; afterwards the
 * restore is undone. None of that is measured.
 */

import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../scripts/run.ts";
import { type Measure, complete, measure, median } from "./measure.ts";

/** Where restores are tried. */
export interface RestoreStage {
  /** Holds `corpus/` and `password`. */
  readonly data: string;
  /** `fivefold`'s path. */
  readonly command: string;
  /** Changes about one percent of the corpus. */
  change(): void;
  /** An absent folder. */
  freshTarget(): string;
  clearTargets(): void;
}

export const RESTORE_ROWS = [
  { id: "restore-safe", title: "restore in place, with all safety", atMost: 2.2 },
] as const;

export type RestoreRowId = (typeof RESTORE_ROWS)[number]["id"];

export interface RestoreResult {
  readonly day: string;
  /** Into a folder. */
  readonly plain: readonly Measure[];
  readonly inPlace: readonly Measure[];
}

export async function runRestoreRow(
  id: RestoreRowId,
  stage: RestoreStage,
  rounds: number,
  said: (line: string) => void,
): Promise<RestoreResult> {
  const { data } = stage;
  const home = join(data, "kept", "safe");
  const description = join(data, "safe.yaml");
  rmSync(home, { recursive: true, force: true });
  writeFileSync(description, describe(join(data, "corpus", "databases")));
  const ours = (...args: readonly string[]): Command => ({
    program: stage.command,
    args: ["--app", description, "--home", home, ...args],
    environment: { FIVEFOLD_PASSWORD_FILE: join(data, "password") },
    folder: data,
  });
  const tell = (name: string, round: number, { wallSeconds, cpuSeconds }: Measure): void =>
    said(
      `${id} ${round + 1}/${rounds} ${name}: ${wallSeconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s`,
    );
  await complete(ours("init"));
  const runs: { plain: Measure[]; inPlace: Measure[] } = { plain: [], inPlace: [] };
  for (let round = 0; round < rounds; round++) {
    await complete(ours("backup"));
    stage.change();
    const works = [
      async () => {
        const target = stage.freshTarget();
        const taken = await measure(ours("restore", "latest", "--target", target));
        runs.plain.push(taken);
        tell("plain", round, taken);
      },
      async () => {
        const taken = await measure(ours("restore", "latest", "--yes"));
        runs.inPlace.push(taken);
        tell("in place", round, taken);
        await complete(ours("undo", "--yes"));
      },
    ];
    for (const work of round % 2 === 0 ? works : works.toReversed()) await work();
  }
  stage.clearTargets();
  return { day: new Date().toISOString().slice(0, 10), ...runs };
}

/** The description of an app: the databases that are there, and all else as files. */
export function describe(folder: string): string {
  if (!existsSync(folder)) throw new Error(`${folder} is missing.`);
  const names = readdirSync(folder).filter((name) => name.endsWith(".db"));
  const parts = names.toSorted().map((name) => {
    const id = name.replace(/\.db$/, "");
    return `  - { id: ${id}, kind: database, sqlite: corpus/databases/${name} }`;
  });
  return [
    'app: { id: bench, name: Bench, version: "1" }',
    "credentials: none",
    "parts:",
    ...parts,
    "  - { id: corpus, kind: files, files: corpus }",
    "",
  ].join("\n");
}

/** The table of all rows that were measured. */
export function restoreTable(
  results: Readonly<Partial<Record<RestoreRowId, RestoreResult>>>,
): string {
  const lines = RESTORE_ROWS.flatMap(({ id, title, atMost }) => {
    const result = results[id];
    if (result === undefined) return [];
    const { plain, inPlace, day } = result;
    const peak = Math.max(...inPlace.map(({ peakMegabytes }) => peakMegabytes));
    const ratio = wallOf(inPlace) / wallOf(plain);
    const cells = [
      title,
      timesOf(plain),
      timesOf(inPlace),
      ratio.toFixed(2),
      `at most ${atMost}`,
      peak.toFixed(0),
      `${day}, ${inPlace.length}`,
    ];
    return [`| ${cells.join(" | ")} |`];
  });
  if (lines.length === 0) return "";
  const head = ["s wall / s CPU", "into a folder", "in place", "ratio", "aim", "MB", "day, runs"];
  return [`| ${head.join(" | ")} |`, `| ${head.map(() => "---").join(" | ")} |`, ...lines].join(
    "\n",
  );
}

function wallOf(runs: readonly Measure[]): number {
  return median(runs.map(({ wallSeconds }) => wallSeconds));
}

/** The medians of wall and processor time. */
export function timesOf(runs: readonly Measure[]): string {
  const cpu = median(runs.map(({ cpuSeconds }) => cpuSeconds));
  return `${wallOf(runs).toFixed(2)} / ${cpu.toFixed(2)}`;
}
