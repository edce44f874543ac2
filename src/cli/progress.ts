/**
 * How far a run is: one line on a terminal that is drawn anew, plain lines elsewhere.
 */

import type { Language } from "../language/language.ts";
import type { Progress, Stage } from "../model/run.ts";
import { cut, widthOf } from "./table.ts";

export interface ProgressView {
  hear(progress: Progress): void;
  pause(): void;
}

export interface Counts {
  readonly entryCount: number;
  readonly sizeBytes: number;
  readonly totalEntryCount: number | null;
  readonly totalSizeBytes: number | null;
}

export interface Tally {
  hear(progress: Progress): void;
  counts(): Counts;
}

/** Counts what the present stage has done. */
export function newTally(): Tally {
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

const LINE_PROGRESS_MS = 100;
const PLAIN_PROGRESS_MS = 30_000;

/** Lines for logs: one a stage, and one now and then while a stage lasts. */
export function plainProgress(
  err: NodeJS.WriteStream,
  nowMs: () => number,
  opening: Promise<Language>,
): ProgressView {
  const tally = newTally();
  let language: Language | null = null;
  const waiting: ((language: Language) => void)[] = [];
  const flush = (opened: Language): void => {
    for (const write of waiting.splice(0)) write(opened);
  };
  void opening.then((opened) => flush((language = opened)));
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
        say((opened) => err.write(`${labelled(opened, label, amount(opened, counts))}\n`));
      }
    },
    pause() {
      if (language !== null) flush(language);
    },
  };
}

/** One line that is drawn anew, at most ten times a second and in one write, so that nothing flickers. */
export function terminalProgress(
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
  return part === null ? word : labelled(language, word, language.foreign(part));
}

/** In French a space stands before the colon. */
function labelled(language: Language, label: string, what: string): string {
  return `${label}${language.text("stage.colon")} ${what}`;
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
