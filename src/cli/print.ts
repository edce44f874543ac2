/**
 * Everything that the command line writes: results, tables, progress, JSON events.
 *
 * Results go to standard output, progress and errors to standard error; with `--json` everything is one JSON object a
 * line on standard output (docs/schema/events.schema.json). The only file that writes to the console.
 */

import type { Language } from "../language/language.ts";
import type { Facts } from "../model/error.ts";
import type { Finding, NotIncluded, Outcome, Progress, RunId, Stage } from "../model/run.ts";
import type { ProgressView } from "./progress.ts";
import { newTally, plainProgress, terminalProgress } from "./progress.ts";
import type { Column, Row } from "./table.ts";
import { table, wrapped } from "./table.ts";

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
  /** A result as a line on standard output, as it is; `--json` leaves it out. */
  line(text?: string): void;
  /** A sentence of the result; on a terminal it is broken between words. */
  say(text: string): void;
  /** Rows under headings, as wide as the terminal at most; `--json` leaves them out. */
  table(columns: readonly Column[], rows: readonly Row[], indent?: string): void;
  /** A run or a command begins. */
  start(command: string, run: RunId | null, app: string | null): void;
  hear(progress: Progress): void;
  /** Something that a watching program is told; a line for people has its name and what it is about. */
  event(name: string, facts: Readonly<Record<string, unknown>>): void;
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
    say: () => undefined,
    table: () => undefined,
    note: () => undefined,
    pause: () => undefined,
    event: emit,
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

function humanOutput({ out, err }: Streams, progress: ProgressView): Output {
  const line = (text = ""): void => {
    progress.pause();
    out.write(`${text}\n`);
  };
  return {
    isJson: false,
    line,
    say: (text) => line(wrapped(text, roomOn(out))),
    table(columns, rows, indent = "") {
      for (const each of table(columns, rows, roomOn(out) - indent.length)) line(indent + each);
    },
    note(text) {
      progress.pause();
      err.write(`${wrapped(text, roomOn(err))}\n`);
    },
    pause: () => progress.pause(),
    event: (name, facts) => line(`${name} ${JSON.stringify(facts)}`),
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

/** What goes into a file or another program is not for the eye alone: nothing in it is broken. */
function roomOn(stream: NodeJS.WriteStream): number {
  return stream.isTTY ? stream.columns || 80 : Infinity;
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
