/**
 * `npm run bench`: whole processes of ours and of others do the same work in turn; prints and keeps what they took.
 *
 * Every round lets each program run once, in an order that rotates, and the middle of all rounds counts. Making data,
 * making repositories and clearing targets is never measured; key derivation and process start always are.
 */

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { provide } from "../scripts/provide.ts";
import { ROOT, capture } from "../scripts/run.ts";
import {
  type CorpusSize,
  FULL,
  OFFICE,
  SMALL,
  changeCorpus,
  makeCorpus,
  makeSparseFile,
  makeTinyFiles,
} from "./corpus.ts";
import { JOB_ROWS, type JobRowId, type JobStage, runJobRow, sizeOf } from "./jobs.ts";
import { type Measure, complete, measure } from "./measure.ts";
import { PARCEL_ROWS, type ParcelRowId, type ParcelStage, runParcelRow } from "./parcels.ts";
import { newestRestic } from "./peers.ts";
import {
  DESCRIPTION,
  type Program,
  type Workshop,
  borg,
  fivefold,
  restic,
  tarAndZstd,
} from "./programs.ts";
import { RESTORE_ROWS, type RestoreRowId, type RestoreStage, runRestoreRow } from "./restores.ts";
import { type Results, type RowResult, type Series, insert, report } from "./report.ts";
import { type DataId, ROWS, type RowId } from "./rows.ts";

const USAGE = `npm run bench -- [options]
  --only ROW         only this row (may be repeated): ${[...ROWS, ...PARCEL_ROWS, ...RESTORE_ROWS, ...JOB_ROWS].map((row) => row.id).join(", ")}
  --programs LIST    fivefold,restic,borg,tar (all of them)
  --runs N           rounds a row (5)
  --dir DIR          where data and repositories lie (.bench)
  --small            tiny data, one round, nothing is kept: shows that everything runs
  --fivefold PATH    our command (the package, built first)
  --restic PATH      restic (the newest, fetched into .peers)
`;
const DOCUMENT = join(ROOT, "docs/performance.md");
/** In the repository: a row is measured alone, on any day and in any clone, and the others stay in the document. */
const RESULTS = join(ROOT, "bench/results.json");
const SEED = 5;

interface Options {
  readonly rows: readonly RowId[];
  readonly parcels: readonly ParcelRowId[];
  readonly restores: readonly RestoreRowId[];
  readonly jobs: readonly JobRowId[];
  /** Ours. */
  readonly command: string;
  readonly programs: readonly Program[];
  readonly runs: number;
  readonly folder: string;
  readonly isSmall: boolean;
}

async function optionsOf(args: readonly string[]): Promise<Options> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true },
      programs: { type: "string", default: "fivefold,restic,borg,tar" },
      runs: { type: "string" },
      dir: { type: "string", default: join(ROOT, ".bench") },
      small: { type: "boolean", default: false },
      fivefold: { type: "string" },
      restic: { type: "string" },
    },
  });
  const known = ROWS.map((row) => row.id);
  const parcels = PARCEL_ROWS.map((row) => row.id);
  const restores = RESTORE_ROWS.map((row) => row.id);
  const jobs = JOB_ROWS.map((row) => row.id);
  const isWanted = (id: string): boolean => values.only?.includes(id) ?? true;
  for (const row of values.only ?? [])
    if (![...known, ...parcels, ...restores, ...jobs].some((id) => id === row))
      throw new RangeError(`There is no row "${row}".`);
  const runs = Number(values.runs ?? (values.small ? 1 : 5));
  if (!Number.isInteger(runs) || runs < 1) throw new RangeError("--runs takes a number from 1.");
  const programs: Program[] = [];
  for (const name of values.programs.split(",")) programs.push(await programOf(name, values));
  return {
    rows: known.filter(isWanted),
    parcels: parcels.filter(isWanted),
    restores: restores.filter(isWanted),
    jobs: jobs.filter(isWanted),
    command: resolve(values.fivefold ?? join(ROOT, "bin/fivefold.cjs")),
    programs,
    runs,
    folder: join(resolve(values.dir), values.small ? "small" : "full"),
    isSmall: values.small,
  };
}

async function programOf(
  name: string,
  paths: { readonly fivefold?: string | undefined; readonly restic?: string | undefined },
): Promise<Program> {
  switch (name) {
    case "fivefold": {
      if (paths.fivefold !== undefined) return fivefold(resolve(paths.fivefold));
      await complete({ program: process.execPath, args: ["scripts/build.ts"] });
      return fivefold(join(ROOT, "bin/fivefold.cjs"));
    }
    case "restic":
      return restic(paths.restic ?? (await newestRestic()));
    case "borg":
      await need("borg", "borgbackup");
      return borg("borg");
    case "tar":
      await need("zstd", "zstd");
      return tarAndZstd();
    default:
      throw new RangeError(`There is no program "${name}".`);
  }
}

const PARCEL_NEEDS = [
  () => need("zip", "zip"),
  () => need("7zz", "7zip"),
  () => need("zstd", "zstd"),
] as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function need(probe: string, name: string): Promise<void> {
  if (!(await provide([{ probe, package: name }]))) throw new Error(`${probe} is missing.`);
}

/** One kind of data, and what each program keeps of it. */
class Stage {
  readonly #folder: string;
  readonly #isSmall: boolean;
  /** Programs whose repository holds a backup of this data. */
  readonly #ready = new Set<Program>();
  #round: number;
  readonly data: DataId;

  constructor(options: Options, data: DataId) {
    this.#folder = join(options.folder, data);
    this.#isSmall = options.isSmall;
    this.data = data;
    this.#round = this.#lastRound();
  }

  /** Makes the data unless an earlier bench left it, and reads it once, so that all find it in memory. */
  async open(): Promise<void> {
    const corpus = join(this.#folder, "corpus");
    if (this.#round < 0) {
      process.stdout.write(`making ${this.data}\n`);
      rmSync(this.#folder, { recursive: true, force: true });
      mkdirSync(corpus, { recursive: true });
      this.#make(corpus);
      this.#keepRound(0);
    }
    writeFileSync(join(this.#folder, "password"), "correct horse battery staple\n");
    if (this.data.startsWith("sparse")) return;
    const line = "find corpus -type f -print0 | xargs -0 cat > /dev/null";
    await complete({ program: "sh", args: ["-c", line], folder: this.#folder });
  }

  #make(corpus: string): void {
    switch (this.data) {
      case "corpus":
      case "office":
        return makeCorpus(corpus, this.#size, SEED);
      case "million":
        return makeTinyFiles(corpus, this.#isSmall ? 2000 : 1_000_000);
      case "sparse-1":
        return makeSparseFile(corpus, this.#isSmall ? 8e6 : 1e9);
      case "sparse-20":
        return makeSparseFile(corpus, this.#isSmall ? 160e6 : 20e9);
    }
  }

  /** Rounds of change survive this process: no round may change the same things in the same way twice. */
  #lastRound(): number {
    const file = join(this.#folder, "round");
    return existsSync(file) ? Number(readFileSync(file, "utf8")) : -1;
  }

  #keepRound(round: number): void {
    this.#round = round;
    writeFileSync(join(this.#folder, "round"), String(round));
  }

  change(): void {
    this.#keepRound(this.#round + 1);
    changeCorpus(join(this.#folder, "corpus"), this.#size, this.#round);
  }

  get #size(): CorpusSize {
    if (this.#isSmall) return SMALL;
    return this.data === "office" ? OFFICE : FULL;
  }

  workshop(program: Program): Workshop {
    const kept = join(this.#folder, "kept", program.name);
    const passwordFile = join(this.#folder, "password");
    return { data: this.#folder, kept, target: this.#targets, passwordFile };
  }

  /**
   * An absent folder, another one each time: some file systems do not give out the places of files that were removed a
   * moment ago, and looking for others would be measured.
   */
  freshTarget(): string {
    mkdirSync(this.#targets, { recursive: true });
    return join(this.#targets, String(readdirSync(this.#targets).length + 1));
  }

  clearTargets(): void {
    rmSync(this.#targets, { recursive: true, force: true });
  }

  get #targets(): string {
    return join(this.#folder, "restored");
  }

  /** What parcels are made of. */
  forParcels(command: string): ParcelStage {
    writeFileSync(join(this.#folder, "fivefold.yaml"), DESCRIPTION);
    const listed = this.#isSmall ? 10 : 1000;
    return { data: this.#folder, command, listed, change: () => this.change() };
  }

  /** What restores in place are tried on. */
  forRestores(command: string): RestoreStage {
    return {
      data: this.#folder,
      command,
      change: () => this.change(),
      freshTarget: () => this.freshTarget(),
      clearTargets: () => this.clearTargets(),
    };
  }

  /** What jobs are tried on. */
  forJobs(command: string): JobStage {
    return { data: this.#folder, command, change: () => this.change() };
  }

  /** An empty repository. */
  async renew(program: Program): Promise<void> {
    const command = program.init(this.workshop(program));
    if (command !== null) await complete(command);
    this.#ready.add(program);
  }

  /** A repository with a backup. */
  async fill(program: Program): Promise<void> {
    if (this.#ready.has(program)) return;
    await this.renew(program);
    await complete(program.backup(this.workshop(program)));
  }
}

/** Runs one program once; `null` when it has no answer to the row. */
async function once(row: RowId, program: Program, stage: Stage): Promise<Measure | null> {
  const workshop = stage.workshop(program);
  switch (row) {
    case "first":
    case "sparse-1":
    case "sparse-20":
      await stage.renew(program);
      return measure(program.backup(workshop));
    case "unchanged":
    case "change":
    case "million":
      return program.isIncremental ? measure(program.backup(workshop)) : null;
    case "restore":
      return measure(program.restore({ ...workshop, target: stage.freshTarget() }));
    case "check": {
      const command = program.check(workshop);
      return command === null ? null : measure(command);
    }
  }
}

async function runRow(row: RowId, options: Options, stage: Stage): Promise<RowResult> {
  const startsEmpty = row === "first" || stage.data.startsWith("sparse");
  if (!startsEmpty)
    for (const program of options.programs.filter(
      (each) => each.isIncremental || row === "restore",
    ))
      await stage.fill(program);
  stage.clearTargets();
  const runs = new Map<Program, Measure[]>();
  // Memory does not vary from run to run as time does: one run tells it.
  const rounds = stage.data.startsWith("sparse") ? 1 : options.runs;
  for (let round = 0; round < rounds; round++) {
    if (row === "change") stage.change();
    const shift = round % options.programs.length;
    const order = [...options.programs.slice(shift), ...options.programs.slice(0, shift)];
    for (const program of order) {
      const taken = await once(row, program, stage);
      if (taken === null) continue;
      runs.set(program, [...(runs.get(program) ?? []), taken]);
      process.stdout.write(`${row} ${round + 1}/${rounds} ${program.name}: ${told(taken)}\n`);
    }
  }
  stage.clearTargets();
  const series: Record<string, Series> = {};
  for (const [program, taken] of runs) {
    // a cache that lies beside the repository is not in it
    const repositoryBytes = sizeOf(program.repository(stage.workshop(program)));
    series[program.name] = { runs: taken, repositoryBytes };
  }
  return { day: new Date().toISOString().slice(0, 10), series };
}

function told({ wallSeconds, cpuSeconds, peakMegabytes }: Measure): string {
  const time = `${wallSeconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s`;
  return `${time}, ${peakMegabytes.toFixed(0)} MB`;
}

/** `before`: what a bench over other programs found; their rows are kept, and so are their versions. */
async function machineOf(options: Options, before: readonly string[]): Promise<readonly string[]> {
  const model = cpus()[0]?.model ?? "unknown processor";
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const disk = await capture({
    program: "df",
    args: ["--output=fstype", options.folder],
  });
  const versions: string[] = [`Node ${process.versions.node}`];
  for (const { name, version } of options.programs) {
    const line = (await complete(version)).trim().split("\n")[0] ?? "";
    versions.push(line.toLowerCase().includes(name.toLowerCase()) ? line : `${name}: ${line}`);
  }
  return [
    `${availableParallelism()} cores of ${model}, ${memory}, ${disk.output.split("\n")[1]}, Linux ${release()}`,
    withFormer(versions, before[1] ?? "").join("; "),
  ];
}

/** Versions of programs that were not run this time stand behind those that were. */
function withFormer(versions: readonly string[], before: string): readonly string[] {
  const named = (line: string): string => line.split(/[\s:]/, 1)[0] ?? "";
  const run = new Set(versions.map(named));
  const former = before.split("; ").filter((line) => line !== "" && !run.has(named(line)));
  return [...versions, ...former];
}

async function bench(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (!(await provide([{ probe: "/usr/bin/time", package: "time" }]))) return 1;
  const options = await optionsOf(args);
  mkdirSync(options.folder, { recursive: true });
  const file = options.isSmall ? join(options.folder, "results.json") : RESULTS;
  let results: Results = { machine: [], rows: {} };
  if (existsSync(file)) results = JSON.parse(readFileSync(file, "utf8")) as Results;
  results = { ...results, machine: await machineOf(options, results.machine) };
  const keep = (all: Results): void =>
    writeFileSync(file, `${JSON.stringify(all, undefined, 1)}\n`);
  let stage: Stage | null = null;
  for (const row of ROWS.filter(({ id }) => options.rows.includes(id))) {
    if (stage?.data !== row.data) {
      stage = new Stage(options, row.data);
      await stage.open();
    }
    const { day, series } = await runRow(row.id, options, stage);
    // figures of programs that were not run this time stay
    const all = { ...results.rows[row.id]?.series, ...series };
    results = { ...results, rows: { ...results.rows, [row.id]: { day, series: all } } };
    keep(results);
  }
  if (options.parcels.length > 0) {
    for (const provided of PARCEL_NEEDS) await provided();
    const corpus = stage?.data === "corpus" ? stage : new Stage(options, "corpus");
    await corpus.open();
    for (const id of options.parcels) {
      const result = await runParcelRow(id, corpus.forParcels(options.command), options.runs, say);
      results = { ...results, parcels: { ...results.parcels, [id]: result } };
      keep(results);
    }
  }
  for (const id of options.restores) {
    if (stage?.data !== "corpus") {
      stage = new Stage(options, "corpus");
      await stage.open();
    }
    const result = await runRestoreRow(id, stage.forRestores(options.command), options.runs, say);
    results = { ...results, restores: { ...results.restores, [id]: result } };
    keep(results);
  }
  if (options.jobs.length > 0) {
    const office = new Stage(options, "office");
    await office.open();
    for (const id of options.jobs) {
      const result = await runJobRow(id, office.forJobs(options.command), options.runs, say);
      results = { ...results, jobs: { ...results.jobs, [id]: result } };
      keep(results);
    }
  }
  process.stdout.write(`\n${report(results)}\n`);
  if (!options.isSmall)
    writeFileSync(DOCUMENT, insert(readFileSync(DOCUMENT, "utf8"), report(results)));
  return 0;
}

try {
  process.exitCode = await bench(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
