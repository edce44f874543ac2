/**
 * Follows one run: collects what is reported, counts what flows, and tells how far the work is.
 *
 * Sources and stores are given `meter.context`. Of what they report, findings and what was left out are kept, once
 * each; their advances count for the part that is flowing. Where they report none, the entries that were fetched count.
 */

import type { Entries } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { PartId } from "../model/part.ts";
import type { Finding, NotIncluded, Progress, RunContext, Stage } from "../model/run.ts";

/** Entries with the root and links, and the sum of the files' sizes. */
export interface Count {
  readonly entryCount: number;
  readonly sizeBytes: number;
}

export interface Flow {
  /** The same entries, counted as they are fetched. */
  readonly entries: Entries;
  /** What has been fetched so far. */
  count(): Count;
  /** What the stream itself threw, `undefined` when it did not: so that a source's error is told from a store's. */
  failure(): unknown;
  /** To be called when all is stored: brings the reported progress to what has flowed. */
  end(): void;
}

export interface Meter {
  readonly context: RunContext;
  readonly findings: readonly Finding[];
  readonly notIncluded: readonly NotIncluded[];
  stage(stage: Stage, part: PartId | null, total: Count | null): void;
  flow(entries: Entries): Flow;
}

export function startMeter(context: RunContext): Meter {
  const findings = new Map<string, Finding>();
  const notIncluded = new Map<string, NotIncluded>();
  let running: FlowProgress | null = null;

  function report(progress: Progress): void {
    if (progress.kind === "finding")
      keepOnce(findings, progress.finding, () => context.report(progress));
    else if (progress.kind === "notIncluded")
      keepOnce(notIncluded, progress.notIncluded, () => context.report(progress));
    else if (progress.kind === "advance" && running !== null) running.advanceByWorker(progress);
    // While a part flows, its stage and total are the engine's to say.
    else if (running === null || (progress.kind !== "stage" && progress.kind !== "total"))
      context.report(progress);
  }

  return {
    context: { ...context, report },
    get findings() {
      return [...findings.values()];
    },
    get notIncluded() {
      return [...notIncluded.values()];
    },
    stage(stage, part, total) {
      running = null;
      context.report({ kind: "stage", stage, part });
      if (total !== null)
        context.report({
          kind: "total",
          entryCount: total.entryCount,
          sizeBytes: total.sizeBytes,
        });
    },
    flow(entries) {
      const progress = new FlowProgress((advance) => context.report(advance));
      running = progress;
      return watch(entries, progress, context.signal, () => (running = null));
    },
  };
}

function keepOnce<Kept>(kept: Map<string, Kept>, one: Kept, isNew: () => void): void {
  const key = JSON.stringify(one);
  if (kept.has(key)) return;
  kept.set(key, one);
  isNew();
}

function watch(
  entries: Entries,
  progress: FlowProgress,
  signal: AbortSignal,
  atEnd: () => void,
): Flow {
  let failure: unknown;
  async function* counted(): Entries {
    try {
      for await (const batch of entries) {
        if (signal.aborted) throw cancelled(signal);
        yield batch;
        let sizeBytes = 0;
        for (const entry of batch) if (entry.kind === "file") sizeBytes += entry.sizeBytes ?? 0;
        progress.advanceByFlow(batch.length, sizeBytes);
      }
    } catch (thrown) {
      failure = thrown;
      throw thrown;
    }
  }
  return {
    entries: counted(),
    count: () => progress.flowed,
    failure: () => failure,
    end: () => {
      progress.end();
      atEnd();
    },
  };
}

/** Turns two counts, the engine's and the worker's, into one that only grows. */
class FlowProgress {
  readonly #emit: (progress: Progress) => void;
  #flowed: Count = { entryCount: 0, sizeBytes: 0 };
  #worked: Count = { entryCount: 0, sizeBytes: 0 };
  #emitted: Count = { entryCount: 0, sizeBytes: 0 };

  constructor(emit: (progress: Progress) => void) {
    this.#emit = emit;
  }

  get flowed(): Count {
    return this.#flowed;
  }

  advanceByFlow(entryCount: number, sizeBytes: number): void {
    this.#flowed = add(this.#flowed, { entryCount, sizeBytes });
    this.#show();
  }

  advanceByWorker(by: Count): void {
    this.#worked = add(this.#worked, by);
    this.#show();
  }

  end(): void {
    this.#advanceTo(this.#flowed);
  }

  #show(): void {
    this.#advanceTo({
      entryCount: this.#worked.entryCount > 0 ? this.#worked.entryCount : this.#flowed.entryCount,
      sizeBytes: this.#worked.sizeBytes > 0 ? this.#worked.sizeBytes : this.#flowed.sizeBytes,
    });
  }

  #advanceTo(count: Count): void {
    const entryCount = Math.max(0, count.entryCount - this.#emitted.entryCount);
    const sizeBytes = Math.max(0, count.sizeBytes - this.#emitted.sizeBytes);
    if (entryCount === 0 && sizeBytes === 0) return;
    this.#emitted = add(this.#emitted, { entryCount, sizeBytes });
    this.#emit({ kind: "advance", entryCount, sizeBytes });
  }
}

function add(a: Count, b: Count): Count {
  return { entryCount: a.entryCount + b.entryCount, sizeBytes: a.sizeBytes + b.sizeBytes };
}

export function cancelled(signal: AbortSignal): FivefoldError {
  return new FivefoldError("CANCELLED", {}, { cause: signal.reason });
}

/** @throws CANCELLED */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled(signal);
}
