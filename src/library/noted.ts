/** How a run of the library ended, and what it says of itself while it works. */

import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { HookRecord } from "../model/hook.ts";
import type { RunFacts } from "../model/run-report.ts";
import type { Finding, NotIncluded, Outcome, Progress, RunRecord } from "../model/run.ts";

/** A run that came to an end without an error: what it gave, and its record. */
export interface Ended<Value> {
  readonly record: RunRecord;
  /** The file for people that says the same, `null` without one. */
  readonly report: string | null;
  readonly value: Value;
}

/** What a run says of itself while it works. */
export class Noted {
  outcome: Outcome = "done";
  snapshot: string | null = null;
  facts: RunFacts = {};
  readonly #findings = new Map<string, Finding>();
  readonly #notIncluded = new Map<string, NotIncluded>();
  readonly hooks: HookRecord[] = [];

  get findings(): readonly Finding[] {
    return [...this.#findings.values()];
  }

  get notIncluded(): readonly NotIncluded[] {
    return [...this.#notIncluded.values()];
  }

  learn(more: RunFacts): void {
    this.facts = { ...this.facts, ...more };
  }

  add(findings: readonly Finding[]): void {
    for (const finding of findings) this.#findings.set(JSON.stringify(finding), finding);
  }

  hear(progress: Progress): void {
    if (progress.kind === "finding") this.add([progress.finding]);
    else if (progress.kind === "notIncluded")
      this.#notIncluded.set(JSON.stringify(progress.notIncluded), progress.notIncluded);
    else if (progress.kind === "hook") this.hooks.push(progress.hook);
  }
}

/** What a stopped run ends with, whatever stopping it broke. */
export function abortOf(thrown: unknown): unknown {
  const error = asFivefoldError(thrown);
  // A turned back or stuck restore says more than that it was stopped.
  const saysMore = error.code.startsWith("RESTORE_") || error.code === "CANCELLED";
  return saysMore ? error : new FivefoldError("CANCELLED", {}, { cause: thrown });
}
