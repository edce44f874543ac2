/** What was measured, as tables for people; the newest figures of each row stand in `docs/performance.md`. */

import { type JobResult, type JobRowId, jobTable } from "./jobs.ts";
import { type Measure, median } from "./measure.ts";
import { type ParcelResult, type ParcelRowId, parcelTable } from "./parcels.ts";
import { type RestoreResult, type RestoreRowId, restoreTable } from "./restores.ts";
import { type DataId, MEMORY_AIMS, ROWS, type RowId } from "./rows.ts";

export interface Series {
  readonly runs: readonly Measure[];
  /** All files of the repository after the row's last run. */
  readonly repositoryBytes: number;
}

export interface RowResult {
  /** The day on which it was measured: "2026-11-22". */
  readonly day: string;
  /** By program. */
  readonly series: Readonly<Record<string, Series>>;
}

export interface Results {
  /** Lines about machine and programs. */
  readonly machine: readonly string[];
  readonly rows: Readonly<Partial<Record<RowId, RowResult>>>;
  readonly parcels?: Readonly<Partial<Record<ParcelRowId, ParcelResult>>>;
  readonly restores?: Readonly<Partial<Record<RestoreRowId, RestoreResult>>>;
  readonly jobs?: Readonly<Partial<Record<JobRowId, JobResult>>>;
}

const OURS = "Fivefold";
const THEIRS = "restic";
const BEGIN = "<!-- bench: begin -->";
const END = "<!-- bench: end -->";

/** The whole report in Markdown. */
export function report(results: Results): string {
  const machine = results.machine.map((line) => `- ${line}`).join("\n");
  const tables = [
    speedTable(results),
    memoryTable(results),
    parcelTable(results.parcels ?? {}),
    restoreTable(results.restores ?? {}),
    jobTable(results.jobs ?? {}),
  ];
  return [machine, ...tables].filter(Boolean).join("\n\n");
}

/** Puts the report between the markers of a document. */
export function insert(document: string, text: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`The document has no ${BEGIN} … ${END}.`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${document.slice(end)}`;
}

function speedTable(results: Results): string {
  const rows = ROWS.filter((row) => row.aim !== null && results.rows[row.id] !== undefined);
  if (rows.length === 0) return "";
  const names = programs(results);
  const body = rows.map((row) => {
    const { series, day } = results.rows[row.id] ?? { series: {}, day: "" };
    const ours = series[OURS];
    const theirs = series[THEIRS];
    return [
      row.title,
      ...names.map((name) => speed(series[name])),
      ratio(theirs, ours, (each) => each.wallSeconds),
      ratio(theirs, ours, (each) => each.cpuSeconds),
      String(row.aim),
      `${day}, ${Math.max(0, ...Object.values(series).map(({ runs }) => runs.length))}`,
    ];
  });
  const ratios = [`${THEIRS} / ${OURS}, wall`, "CPU", "aim"];
  return table(["s wall / s CPU (least–most wall)", ...names, ...ratios, "day, runs"], body);
}

function speed(series: Series | undefined): string {
  if (series === undefined) return "–";
  const walls = series.runs.map(({ wallSeconds }) => wallSeconds);
  const cpus = series.runs.map(({ cpuSeconds }) => cpuSeconds);
  const spread = `${seconds(Math.min(...walls))}–${seconds(Math.max(...walls))}`;
  return `${seconds(median(walls))} / ${seconds(median(cpus))} (${spread})`;
}

function seconds(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}

function ratio(
  theirs: Series | undefined,
  ours: Series | undefined,
  of: (run: Measure) => number,
): string {
  if (theirs === undefined || ours === undefined) return "–";
  return (median(theirs.runs.map(of)) / median(ours.runs.map(of))).toFixed(2);
}

function memoryTable(results: Results): string {
  const names = programs(results);
  const body: string[][] = [];
  const first = results.rows.first?.series;
  if (first !== undefined)
    body.push([
      "repository after the first backup, MB",
      ...names.map((name) => megabytes(first[name]?.repositoryBytes)),
      `within 1 % of ${THEIRS}`,
    ]);
  for (const data of Object.keys(MEMORY_AIMS) as DataId[]) {
    const rows = ROWS.filter((row) => row.data === data && results.rows[row.id] !== undefined);
    if (rows.length === 0) continue;
    const title = rows.length === 1 ? rows[0]?.title : `all rows over the ${data}`;
    const peaks = names.map((name) => {
      const runs = rows.flatMap((row) => results.rows[row.id]?.series[name]?.runs ?? []);
      return runs.length === 0 ? "–" : Math.max(...runs.map(megabytesOf)).toFixed(0);
    });
    body.push([`peak memory, MB: ${title}`, ...peaks, `${OURS} at most ${MEMORY_AIMS[data]}`]);
  }
  return body.length === 0 ? "" : table(["", ...names, "aim"], body);
}

function megabytesOf(run: Measure): number {
  return run.peakMegabytes;
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? "–" : (bytes / 1e6).toFixed(1);
}

/** Ours first, then restic, then the others. */
function programs(results: Results): readonly string[] {
  const names = new Set(Object.values(results.rows).flatMap((row) => Object.keys(row.series)));
  const known = [OURS, THEIRS].filter((name) => names.has(name));
  return [...known, ...[...names].filter((name) => !known.includes(name)).toSorted()];
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  return [tableLine(head), tableLine(head.map(() => "---")), ...body.map(tableLine)].join("\n");
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
