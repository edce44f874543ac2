/**
 * Everything that the command line writes: results, tables, progress, JSON events.
 *
 * Results go to standard output, progress and errors to standard error; with `--json` everything is one JSON object a
 * line on standard output (docs/schema/events.schema.json). The only file that writes to the console.
 */

import type { Language } from "../language/language.ts";
import type { Facts } from "../model/error.ts";
import type { Finding, NotIncluded, Outcome, Progress, RunId, Stage } from "../model/run.ts";

/** The last line of every run. */
export interface Result {
  readonly command: string;
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly exit: number;
  readonly run: RunId | null;
  readonly snapshot: string | null;
  readonly notIncluded: readonly NotIncluded[];
  readonly findings: readonly Finding[];
  /** Of an error, in the chosen language. */
  readonly message?: string;
  readonly advice?: string;
  readonly facts?: Facts;
  /** What the command gives besides: snapshots, parts, a plan. */
  readonly [more: string]: unknown;
}

export interface Output {
  /** Results as lines on standard output; `--json` leaves them out. */
  line(text?: string): void;
  /** A run or a command begins. */
  start(command: string, run: RunId | null, app: string | null): void;
  hear(progress: Progress): void;
  /** Ends the progress line, so that something else may be written. */
  pause(): void;
  /** Something for the person on standard error. */
  note(text: string): void;
  result(result: Result): void;
  /** Raw bytes on standard output; resolves when they are on their way. */
  bytes(bytes: Uint8Array): Promise<void>;
  /** Resolves when everything is written. */
  close(): Promise<void>;
  readonly isJson: boolean;
}

/** Where bytes go; the process's streams in the program, files in tests. */
export interface Streams {
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

const EVENT_VERSION = 1;
const JSON_PROGRESS_MS = 500;
const LINE_PROGRESS_MS = 100;
const PLAIN_PROGRESS_MS = 30_000;

export function openOutput(
  isJson: boolean,
  streams: Streams,
  nowMs: () => number,
  language: Promise<Language>,
): Output {
  // Whoever reads us may leave early (`fivefold list | head`): that is no error of ours.
  streams.out.on("error", () => undefined);
  streams.err.on("error", () => undefined);
  if (isJson) return jsonOutput(streams, nowMs);
  const isTerminal = streams.err.isTTY && process.platform !== "win32";
  return humanOutput(
    streams,
    isTerminal
      ? terminalProgress(streams.err, nowMs, language)
      : plainProgress(streams.err, nowMs, language),
  );
}

function jsonOutput({ out, err }: Streams, nowMs: () => number): Output {
  const tally = newTally();
  let lastMs = -Infinity;
  let stageOf: { readonly stage: Stage; readonly part: string | null } | null = null;
  const emit = (event: string, rest: Readonly<Record<string, unknown>>): void => {
    out.write(`${JSON.stringify({ v: EVENT_VERSION, event, ...rest })}\n`);
  };
  const progress = (): void => {
    emit("progress", {
      stage: stageOf?.stage ?? null,
      part: stageOf?.part ?? null,
      ...tally.counts(),
    });
  };
  return {
    isJson: true,
    line: () => undefined,
    note: () => undefined,
    pause: () => undefined,
    start: (command, run, app) => emit("start", { command, run, app }),
    hear(each) {
      tally.hear(each);
      if (each.kind === "stage") {
        if (stageOf?.stage === each.stage && stageOf.part === each.part) return;
        stageOf = { stage: each.stage, part: each.part };
        emit("stage", stageOf);
      } else if (each.kind === "finding") emit("finding", { finding: each.finding });
      else if (each.kind === "advance" && nowMs() - lastMs >= JSON_PROGRESS_MS) {
        lastMs = nowMs();
        progress();
      }
    },
    result(result) {
      emit("result", result);
    },
    bytes: async (bytes) => await writeAll(out, bytes),
    async close() {
      await Promise.all([flushed(out), flushed(err)]);
    },
  };
}

interface ProgressView {
  hear(progress: Progress): void;
  pause(): void;
}

function humanOutput({ out, err }: Streams, progress: ProgressView): Output {
  return {
    isJson: false,
    line(text = "") {
      progress.pause();
      out.write(`${text}\n`);
    },
    note(text) {
      progress.pause();
      err.write(`${text}\n`);
    },
    pause: () => progress.pause(),
    start: () => undefined,
    hear: (each) => progress.hear(each),
    result: () => progress.pause(),
    bytes: async (bytes) => await writeAll(out, bytes),
    async close() {
      progress.pause();
      await Promise.all([flushed(out), flushed(err)]);
    },
  };
}

async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.destroyed || stream.writableEnded) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.write("", () => resolve());
  await promise;
}

async function writeAll(stream: NodeJS.WriteStream, bytes: Uint8Array): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  await promise;
}

interface Counts {
  readonly entryCount: number;
  readonly sizeBytes: number;
  readonly totalEntryCount: number | null;
  readonly totalSizeBytes: number | null;
}

interface Tally {
  hear(progress: Progress): void;
  counts(): Counts;
}

/** Counts what the present stage has done. */
function newTally(): Tally {
  let entryCount = 0;
  let sizeBytes = 0;
  let total: { readonly entryCount: number; readonly sizeBytes: number } | null = null;
  return {
    hear(progress) {
      if (progress.kind === "stage") {
        entryCount = 0;
        sizeBytes = 0;
        total = null;
      } else if (progress.kind === "total") total = progress;
      else if (progress.kind === "advance") {
        entryCount += progress.entryCount;
        sizeBytes += progress.sizeBytes;
      }
    },
    counts: () => ({
      entryCount,
      sizeBytes,
      totalEntryCount: total?.entryCount ?? null,
      totalSizeBytes: total?.sizeBytes ?? null,
    }),
  };
}

/** Lines for logs: one a stage, and one now and then while a stage lasts. */
function plainProgress(
  err: NodeJS.WriteStream,
  nowMs: () => number,
  opening: Promise<Language>,
): ProgressView {
  const tally = newTally();
  let language: Language | null = null;
  const waiting: ((language: Language) => void)[] = [];
  void opening.then((opened) => {
    language = opened;
    for (const write of waiting.splice(0)) write(opened);
  });
  let lastMs = nowMs();
  let label = "";
  let said = "";
  const say = (write: (language: Language) => void): void => {
    if (language === null) waiting.push(write);
    else write(language);
  };
  return {
    hear(progress) {
      tally.hear(progress);
      if (progress.kind === "stage") {
        const { stage, part } = progress;
        say((opened) => {
          label = labelOf(opened, stage, part);
          if (label !== said) err.write(`${label}\n`);
          said = label;
        });
        lastMs = nowMs();
      } else if (progress.kind === "advance" && nowMs() - lastMs >= PLAIN_PROGRESS_MS) {
        lastMs = nowMs();
        const counts = tally.counts();
        say((opened) => err.write(`${label}: ${amount(opened, counts)}\n`));
      }
    },
    pause() {
      if (language !== null) for (const write of waiting.splice(0)) write(language);
    },
  };
}

/** One line that is drawn anew, at most ten times a second and in one write, so that nothing flickers. */
function terminalProgress(
  err: NodeJS.WriteStream,
  nowMs: () => number,
  opening: Promise<Language>,
): ProgressView {
  const tally = newTally();
  let language: Language | null = null;
  void opening.then((opened) => (language = opened));
  let stageAt: { readonly stage: Stage; readonly part: string | null; readonly ms: number } | null =
    null;
  let timer: NodeJS.Timeout | null = null;
  let isDrawn = false;
  let isDirty = false;
  const draw = (): void => {
    if (!isDirty || language === null || stageAt === null) return;
    isDirty = false;
    const counts = tally.counts();
    const line = progressLine(language, stageAt, counts, nowMs() - stageAt.ms, err.columns);
    // The cursor is hidden while the line lives: a blinking block at its end is restless.
    err.write(`${isDrawn ? "" : "\u001b[?25l"}\r${line}\u001b[K`);
    isDrawn = true;
  };
  const onResize = (): void => {
    isDirty = true;
    draw();
  };
  return {
    hear(progress) {
      tally.hear(progress);
      if (progress.kind === "stage")
        stageAt = { stage: progress.stage, part: progress.part, ms: nowMs() };
      isDirty = true;
      if (timer !== null) return;
      timer = setInterval(draw, LINE_PROGRESS_MS);
      timer.unref();
      err.on("resize", onResize);
    },
    pause() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      err.off("resize", onResize);
      if (isDrawn) err.write("\r\u001b[K\u001b[?25h");
      isDrawn = false;
    },
  };
}

function labelOf(language: Language, stage: Stage, part: string | null): string {
  const word = language.text(`stage.${stage}`);
  return part === null ? word : `${word}: ${language.foreign(part)}`;
}

function amount(language: Language, { sizeBytes, totalSizeBytes }: Counts): string {
  if (totalSizeBytes === null || totalSizeBytes < sizeBytes) return language.bytes(sizeBytes);
  return language.text("progress.ofTotal", { doneBytes: sizeBytes, totalBytes: totalSizeBytes });
}

const BAR_WIDTH = 20;
const FULL = "█";
const EMPTY = "░";
/** Before that, rate and time left are guesses. */
const STEADY_MS = 2000;

/** Fits into `columns`; what matters least is left out first. */
export function progressLine(
  language: Language,
  stage: { readonly stage: Stage; readonly part: string | null },
  counts: Counts,
  elapsedMs: number,
  columns: number,
): string {
  const { sizeBytes, totalSizeBytes } = counts;
  const pieces = [labelOf(language, stage.stage, stage.part)];
  if (sizeBytes > 0 || totalSizeBytes !== null) {
    if (totalSizeBytes !== null && totalSizeBytes > 0) {
      const ratio = Math.min(1, sizeBytes / totalSizeBytes);
      const full = Math.round(ratio * BAR_WIDTH);
      const percent = language.percent(Math.floor(ratio * 100) / 100);
      pieces.push(`${FULL.repeat(full)}${EMPTY.repeat(BAR_WIDTH - full)} ${percent}`);
    }
    pieces.push(amount(language, counts));
    if (elapsedMs >= STEADY_MS && sizeBytes > 0) {
      const perMs = sizeBytes / elapsedMs;
      pieces.push(language.text("progress.rate", { rateBytes: Math.round(perMs * 1000) }));
      if (totalSizeBytes !== null && totalSizeBytes > sizeBytes)
        pieces.push(
          language.text("progress.left", { leftMs: (totalSizeBytes - sizeBytes) / perMs }),
        );
    }
  }
  const room = Math.max(10, (columns || 80) - 1);
  while (pieces.length > 1 && widthOf(pieces.join("  ")) > room) pieces.pop();
  return cut(pieces.join("  "), room);
}

/** Columns that a text takes on a terminal: marks and signs of direction take none, East Asian letters two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

function columnsOf(character: string): number {
  if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) return 0;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    character,
  )
    ? 2
    : 1;
}

function cut(text: string, room: number): string {
  if (widthOf(text) <= room) return text;
  let kept = "";
  let width = 1;
  for (const character of text) {
    width += columnsOf(character);
    if (width > room) break;
    kept += character;
  }
  return `${kept}…`;
}

export interface Column {
  readonly title: string;
  readonly side?: "start" | "end";
}

/** Rows under headings, two spaces between; the last column is not padded. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const all = [columns.map((column) => column.title), ...rows];
  const widths = columns.map((_, at) => Math.max(...all.map((row) => widthOf(row[at] ?? ""))));
  return all.map((row) =>
    columns
      .map(({ side }, at) => {
        const cell = row[at] ?? "";
        const padding = " ".repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell)));
        return side === "end" ? padding + cell : cell + padding;
      })
      .join("  ")
      .trimEnd(),
  );
}
