/** Makes runs of records, as people say them: "1042 to 1057"; and keeps only the first and last few of many. */

import type { RecordList, RecordRun } from "../model/difference.ts";

const FIRST_RUNS = 6;
const LAST_RUNS = 3;
/** A longer value names nothing that people know by heart. */
const LONGEST_VALUE = 120;

/** Takes records one by one, in the order of their query; what it holds does not grow with their number. */
export class RecordRuns {
  #recordCount = 0;
  #run: { readonly first: string; readonly last: string; readonly step: 1 | -1 | 0 } | null = null;
  readonly #runs: RecordRun[] = [];
  readonly #lastRuns: RecordRun[] = [];
  #hasGap = false;

  /** The same record twice in a row counts once. */
  add(value: string): void {
    const name = value.slice(0, LONGEST_VALUE);
    const run = this.#run;
    if (run !== null && run.last === name) return;
    this.#recordCount++;
    if (run !== null && run.step >= 0 && follows(run.last, name))
      this.#run = { first: run.first, last: name, step: 1 };
    else if (run !== null && run.step <= 0 && follows(name, run.last))
      this.#run = { first: run.first, last: name, step: -1 };
    else {
      this.#close();
      this.#run = { first: name, last: name, step: 0 };
    }
  }

  list(): RecordList {
    this.#close();
    this.#run = null;
    const runs = this.#hasGap ? this.#runs : [...this.#runs, ...this.#lastRuns];
    const lastRuns = this.#hasGap ? this.#lastRuns : [];
    return { recordCount: this.#recordCount, runs, lastRuns };
  }

  #close(): void {
    if (this.#run === null) return;
    const { first, last, step } = this.#run;
    const run = step === -1 ? { first: last, last: first } : { first, last };
    if (this.#runs.length < FIRST_RUNS) {
      this.#runs.push(run);
      return;
    }
    this.#lastRuns.push(run);
    if (this.#lastRuns.length <= LAST_RUNS) return;
    this.#lastRuns.shift();
    this.#hasGap = true;
  }
}

/** A number at the end of a name, short enough to be counted on exactly. */
const NUMBERED = /^(.*?)(\d{1,15})$/s;

/** "R-0009" is followed by "R-0010", "9" by "10". */
function follows(one: string, next: string): boolean {
  const found = NUMBERED.exec(one);
  if (found === null) return false;
  const [, prefix = "", digits = ""] = found;
  return next === prefix + String(Number(digits) + 1).padStart(digits.length, "0");
}
