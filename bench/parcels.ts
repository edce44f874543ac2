/**
 * Parcels against zip, 7-Zip and tar with zstd: whole processes in turn, as the other rows.
 *
 * Every file goes into a folder of its own and is removed before the next one; the corpus is in the page cache.
 */

import { globSync, linkSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../scripts/run.ts";
import { type Measure, complete, measure, median } from "./measure.ts";

/** Where parcels are tried. */
export interface ParcelStage {
  /** Holds `corpus/` and `fivefold.yaml`. */
  readonly data: string;
  /** `fivefold`'s path. */
  readonly command: string;
  /** Parcels that a list is made of. */
  readonly listed: number;
  /** Changes about one percent of the corpus. */
  change(): void;
}

interface Aim {
  /** A contestant; "seconds": nobody, the aim is a time. */
  readonly against: string;
  /** Their time over ours, at least; our own seconds, at most. */
  readonly ratio: number;
}

interface Contestant {
  readonly name: string;
  /** What is made before, and not measured. */
  prepare?(): Promise<void>;
  command(): Command;
}

export const PARCEL_ROWS = [
  {
    id: "parcel",
    title: "parcel of everything",
    aims: [
      { against: "zip -1", ratio: 4 },
      { against: "7zz -mx1", ratio: 2.5 },
    ],
  },
  {
    id: "parcel-encrypted",
    title: "the same, encrypted",
    aims: [{ against: "plain", ratio: 0.77 }],
  },
  {
    id: "parcel-hidden",
    title: "the same, names hidden, too",
    aims: [{ against: "plain", ratio: 0.77 }],
  },
  {
    id: "parcel-replaced",
    title: "one more, 1 % changed",
    aims: [{ against: "plain", ratio: 3 }],
  },
  {
    id: "parcel-zstd",
    title: "parcel, zstd",
    aims: [{ against: "tar, zstd -3 -T0", ratio: 1 }],
  },
  {
    id: "parcel-check",
    title: "check of a parcel",
    aims: [{ against: "7zz t", ratio: 1 }],
  },
  { id: "parcel-list", title: "list of 1,000 parcels", aims: [{ against: "seconds", ratio: 1 }] },
] as const satisfies readonly {
  readonly id: string;
  readonly title: string;
  readonly aims: readonly Aim[];
}[];

export type ParcelRowId = (typeof PARCEL_ROWS)[number]["id"];

export interface ParcelResult {
  readonly day: string;
  readonly series: Readonly<Record<string, { runs: readonly Measure[]; sizeBytes: number }>>;
}

const OURS = "Fivefold";
/** 132 bits; whoever finds it here finds only the corpus. */
const PASSWORD = "482913-750264-139580-660217-904435-217760-385512-094473";

export async function runParcelRow(
  id: ParcelRowId,
  stage: ParcelStage,
  rounds: number,
  said: (line: string) => void,
): Promise<ParcelResult> {
  const all = contestants(id, stage);
  const series: Record<string, { runs: Measure[]; sizeBytes: number }> = {};
  for (let round = 0; round < rounds; round++) {
    const shift = round % all.length;
    for (const contestant of [...all.slice(shift), ...all.slice(0, shift)]) {
      await contestant.prepare?.();
      const taken = await measure(contestant.command());
      const { name } = contestant;
      const so = series[name] ?? { runs: [], sizeBytes: 0 };
      so.runs.push(taken);
      so.sizeBytes = largestIn(outputOf(stage));
      series[name] = so;
      said(
        `${id} ${round + 1}/${rounds} ${name}: ${taken.wallSeconds.toFixed(2)} s, CPU ${taken.cpuSeconds.toFixed(2)} s, ${taken.peakMegabytes.toFixed(0)} MB`,
      );
    }
  }
  rmSync(outputOf(stage), { recursive: true, force: true });
  return { day: new Date().toISOString().slice(0, 10), series };
}

function outputOf({ data }: ParcelStage): string {
  return join(data, "parcels");
}

function contestants(id: ParcelRowId, stage: ParcelStage): readonly Contestant[] {
  const output = outputOf(stage);
  const empty = async (): Promise<void> => {
    rmSync(output, { recursive: true, force: true });
    mkdirSync(output, { recursive: true });
  };
  const ours = (...args: readonly string[]): Command => ({
    program: stage.command,
    args: [
      "--app",
      join(stage.data, "fivefold.yaml"),
      "--home",
      join(stage.data, "kept", "parcels"),
      ...args,
    ],
    environment: { FIVEFOLD_PARCEL_PASSWORD: PASSWORD },
    folder: stage.data,
  });
  const pack = (...args: readonly string[]): Command =>
    ours("backup", "--as", "parcel", "--to", `${output}/`, ...args);
  const shell = (line: string): Command => ({
    program: "sh",
    args: ["-c", line],
    folder: stage.data,
  });
  const there = async (): Promise<void> => {
    await empty();
    await complete(pack("--name", "first"));
  };
  const plain: Contestant = { name: "plain", prepare: empty, command: () => pack() };
  switch (id) {
    case "parcel":
      return [
        { name: OURS, prepare: empty, command: () => pack() },
        {
          name: "zip -1",
          prepare: empty,
          command: () => shell(`zip -1 -q -r '${join(output, "x.zip")}' corpus`),
        },
        {
          name: "7zz -mx1",
          prepare: empty,
          command: () => shell(`7zz a -tzip -mx1 '${join(output, "x.zip")}' corpus`),
        },
      ];
    case "parcel-encrypted":
      return [{ name: OURS, prepare: empty, command: () => pack("--encrypt") }, plain];
    case "parcel-hidden":
      return [
        { name: OURS, prepare: empty, command: () => pack("--encrypt", "--hide-names") },
        plain,
      ];
    case "parcel-replaced":
      return [
        {
          name: OURS,
          prepare: async () => {
            await there();
            stage.change();
          },
          command: () => pack("--name", "second"),
        },
        plain,
      ];
    case "parcel-zstd":
      return [
        { name: OURS, prepare: empty, command: () => pack("--compress", "zstd") },
        {
          name: "tar, zstd -3 -T0",
          prepare: empty,
          command: () => shell(`tar -cf - corpus | zstd -q -3 -T0 -o '${join(output, "x")}'`),
        },
      ];
    case "parcel-check":
      return [
        { name: OURS, prepare: there, command: () => ours("check", join(output, "first.zip")) },
        {
          name: "7zz t",
          prepare: there,
          command: () => shell(`7zz t '${join(output, "first.zip")}'`),
        },
      ];
    case "parcel-list":
      return [
        {
          name: OURS,
          prepare: async () => {
            await there();
            // a list reads heads and ends: a thousand names of one file are as good as a thousand files
            for (let number = 1; number < stage.listed; number++) {
              const name = `${String(number).padStart(4, "0")}.zip`;
              linkSync(join(output, "first.zip"), join(output, name));
            }
          },
          command: () => ours("list", "--from", `${output}/`),
        },
      ];
  }
}

function largestIn(folder: string): number {
  const sizes = globSync("*", { cwd: folder }).map((name) => statSync(join(folder, name)).size);
  return Math.max(0, ...sizes);
}

/** The table of all rows that were measured. */
export function parcelTable(results: Readonly<Partial<Record<ParcelRowId, ParcelResult>>>): string {
  const lines: string[] = [];
  for (const { id, title, aims } of PARCEL_ROWS) {
    const result = results[id];
    const ours = result?.series[OURS];
    if (result === undefined || ours === undefined) continue;
    const others = Object.entries(result.series).filter(([name]) => name !== OURS);
    const ratios = aims.map(({ against, ratio }) => {
      const theirs = result.series[against];
      const mine = median(ours.runs.map(({ wallSeconds }) => wallSeconds));
      if (theirs === undefined) return `${mine.toFixed(2)} s (at most ${ratio})`;
      const wall = median(theirs.runs.map(({ wallSeconds }) => wallSeconds)) / mine;
      return `${against}: ${wall.toFixed(2)} (${ratio})`;
    });
    const peak = Math.max(...ours.runs.map(({ peakMegabytes }) => peakMegabytes));
    const cells = [
      title,
      timesOf(ours.runs),
      others.map(([name, { runs }]) => `${name}: ${timesOf(runs)}`).join("; ") || "–",
      ratios.join("; "),
      peak.toFixed(0),
      `${result.day}, ${ours.runs.length}`,
    ];
    lines.push(`| ${cells.join(" | ")} |`);
  }
  if (lines.length === 0) return "";
  const head = ["s wall / s CPU", "Fivefold", "others", "theirs / ours (aim)", "MB", "day, runs"];
  return [`| ${head.join(" | ")} |`, `| ${head.map(() => "---").join(" | ")} |`, ...lines].join(
    "\n",
  );
}

function timesOf(runs: readonly Measure[]): string {
  const wall = median(runs.map(({ wallSeconds }) => wallSeconds));
  const cpu = median(runs.map(({ cpuSeconds }) => cpuSeconds));
  return `${wall.toFixed(2)} / ${cpu.toFixed(2)}`;
}
