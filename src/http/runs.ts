/**
 * Runs that live on the server: each is started once, watched by whoever looks, stopped, asked and remembered.
 *
 * A watcher is told the last that is known, never all that happened: who reads slowly misses steps between and no memory
 * grows. What is done to the app or to a place is done by one run at a time.
 */

import { randomBytes } from "node:crypto";
import type { Progress, Questions, RunId, RunRecord, Watch } from "../fivefold.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { Finding, NotIncluded } from "../model/run.ts";
import type { ProblemView, RunView } from "./contract.ts";
import { plain } from "./problem.ts";

/** What a run is asked to do. */
export interface Order {
  readonly verb: RunView["verb"];
  readonly user: string;
  /** The job that it is a run of. */
  readonly job?: string;
  /** It changes the app or what a place holds. */
  readonly writes: boolean;
  work(watch: Watch, questions: Questions): Promise<Yield>;
}

/** What came of it. */
export interface Yield {
  /** `null` for what leaves no record: a preview. */
  readonly record: Pick<
    RunRecord,
    "outcome" | "findings" | "notIncluded" | "snapshot" | "endedAt"
  > | null;
  readonly place?: string | null;
  readonly result?: Readonly<Record<string, unknown>> | null;
}

export interface RunsOptions {
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: () => number;
  readonly newRun: () => RunId;
  /** An error in the words of the server's language. */
  readonly problem: (error: FivefoldError) => Promise<ProblemView>;
  /** The app's name, for the sentence that refuses a second run. */
  readonly appName: () => string;
}

export type Listener = (run: RunView) => void;

/** Ended runs that are remembered with all that they gave; the others are read from the home. */
const MOST_ENDED = 100;
const MOST_FINDINGS = 500;
/** Watchers are told of progress this often at most. */
const TELL_MS = 200;
/** The rate is that of so long. */
const RATE_MS = 5000;
const STEADY_MS = 1000;

export class Runs {
  readonly #options: RunsOptions;
  /** In the order of their start. */
  readonly #live = new Map<string, LiveRun>();
  readonly #listeners = new Set<Listener>();
  #isClosing = false;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /**
   * Starts a run and gives it as it is once it has its name.
   *
   * @throws APP_LOCKED while another one writes; what kept it from beginning
   */
  async start(order: Order): Promise<RunView> {
    if (this.#isClosing) throw new FivefoldError("CANCELLED");
    const other = order.writes ? this.writing : null;
    if (other !== null)
      throw new FivefoldError("APP_LOCKED", {
        app: this.#options.appName(),
        pid: process.pid,
        run: other.run,
      });
    const live = new LiveRun(order, this.#options, () => this.#tell(live));
    // Held from now on, so that a second one asked for meanwhile is refused.
    this.#live.set(live.key, live);
    const begun = await live.begin();
    this.#forgetOldest();
    if (begun !== null) {
      this.#live.delete(live.key);
      throw begun;
    }
    return live.view();
  }

  /** The run that writes now. */
  get writing(): RunView | null {
    for (const live of this.#live.values())
      if (live.isWriting && !live.hasEnded) return live.view();
    return null;
  }

  /** What works now, the oldest first. */
  get working(): readonly RunView[] {
    return [...this.#live.values()].filter((live) => !live.hasEnded).map((live) => live.view());
  }

  /** All that are remembered, newest first. */
  list(): readonly RunView[] {
    return [...this.#live.values()]
      .filter((live) => live.hasName)
      .map((live) => live.view())
      .toReversed();
  }

  find(run: string): RunView | null {
    return this.#find(run)?.view() ?? null;
  }

  /** Names that the records in the home have for what is remembered here. */
  names(): ReadonlySet<string> {
    return new Set([...this.#live.values()].flatMap((live) => live.names));
  }

  /** Asks a run to stop; that it has ended already is no error. @throws RUN_UNKNOWN */
  stop(run: string): RunView {
    const live = this.#require(run);
    live.stop();
    return live.view();
  }

  /** @throws RUN_UNKNOWN when it does not wait for that answer */
  answer(run: string, question: string, isDone: boolean): RunView {
    const live = this.#require(run);
    if (!live.answer(question, isDone)) throw new FivefoldError("RUN_UNKNOWN", { run });
    return live.view();
  }

  /** Calls back with each change of any run, until the result is called. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** How many look on; for tests of what is left behind. */
  get watcherCount(): number {
    return this.#listeners.size;
  }

  /** Stops all that works and waits for its end, `limitMs` at most. */
  async close(limitMs: number): Promise<void> {
    this.#isClosing = true;
    const working = [...this.#live.values()].filter((live) => !live.hasEnded);
    for (const live of working) live.stop();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, limitMs);
    await Promise.race([Promise.all(working.map((live) => live.ended)), late]);
    clearTimeout(timer);
  }

  #tell(live: LiveRun): void {
    if (!live.hasName || this.#listeners.size === 0) return;
    const view = live.view();
    for (const listener of this.#listeners) listener(view);
  }

  #find(run: string): LiveRun | undefined {
    return [...this.#live.values()].find((live) => live.names.includes(run));
  }

  #require(run: string): LiveRun {
    const live = this.#find(run);
    if (live === undefined) throw new FivefoldError("RUN_UNKNOWN", { run });
    return live;
  }

  #forgetOldest(): void {
    const ended = [...this.#live].filter(([, live]) => live.hasEnded);
    for (const [key] of ended.slice(0, Math.max(0, ended.length - MOST_ENDED)))
      this.#live.delete(key);
  }
}

class LiveRun {
  readonly key = randomBytes(8).toString("hex");
  readonly #order: Order;
  readonly #options: RunsOptions;
  readonly #changed: () => void;
  readonly #abort = new AbortController();
  readonly #named = Promise.withResolvers<FivefoldError | null>();
  readonly #over = Promise.withResolvers<void>();
  /** The names that the library gave; the first is the run's. */
  readonly #names: string[] = [];
  #startedAt: string;
  #endedAt: string | null = null;
  #outcome: RunView["outcome"] = null;
  #problem: ProblemView | null = null;
  readonly #meter: Meter;
  #question: { id: string; text: Record<string, string>; isClose: boolean } | null = null;
  #waiting: ((isDone: boolean) => void) | null = null;
  readonly #findings = new Map<string, Finding>();
  readonly #notIncluded = new Map<string, NotIncluded>();
  #snapshot: string | null = null;
  #place: string | null = null;
  #result: Record<string, unknown> | null = null;
  #hasReport = false;
  #timer: NodeJS.Timeout | null = null;
  #toldMs = -Infinity;

  constructor(order: Order, options: RunsOptions, changed: () => void) {
    this.#order = order;
    this.#options = options;
    this.#changed = changed;
    this.#startedAt = isoOf(options.nowMs());
    this.#meter = new Meter(() => performance.now());
  }

  get isWriting(): boolean {
    return this.#order.writes;
  }

  get hasEnded(): boolean {
    return this.#endedAt !== null;
  }

  get hasName(): boolean {
    return this.#names.length > 0;
  }

  get names(): readonly string[] {
    return this.#names;
  }

  get ended(): Promise<void> {
    return this.#over.promise;
  }

  /** Gives `null` once it has begun, else what kept it from that. */
  async begin(): Promise<FivefoldError | null> {
    void this.#work();
    return await this.#named.promise;
  }

  stop(): void {
    this.#abort.abort();
  }

  answer(question: string, isDone: boolean): boolean {
    if (this.#question?.id !== question || this.#waiting === null) return false;
    this.#waiting(isDone);
    return true;
  }

  view(): RunView {
    return {
      run: this.#names[0] ?? "",
      verb: this.#order.verb,
      user: this.#order.user,
      job: this.#order.job ?? null,
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      outcome: this.#outcome,
      problem: this.#problem,
      progress: this.#meter.view(),
      question: this.#question,
      findings: [...this.#findings.values()].map(findingView),
      notIncluded: [...this.#notIncluded.values()],
      snapshot: this.#snapshot,
      place: this.#place,
      result: this.#result,
      hasReport: this.#hasReport,
    };
  }

  async #work(): Promise<void> {
    const watch: Watch = {
      signal: this.#abort.signal,
      started: (run) => this.#begun(run),
      report: (progress) => this.#hear(progress),
      settled: () => undefined,
      made: () => undefined,
      reported: () => {
        this.#hasReport = true;
      },
    };
    const questions: Questions = {
      isDone: async (text) => await this.#ask(text, false),
      wasClosed: async (busy) => await this.#ask(await this.#busyText(busy), true),
    };
    let failure: FivefoldError | null = null;
    try {
      const { record, place = null, result = null } = await this.#order.work(watch, questions);
      this.#place = place;
      this.#result = result;
      this.#snapshot = record?.snapshot ?? null;
      this.#outcome = record?.outcome ?? "done";
      for (const each of record?.findings ?? []) this.#find(each);
      for (const each of record?.notIncluded ?? []) this.#leaveOut(each);
    } catch (thrown) {
      failure = asFivefoldError(thrown);
      if (!this.hasName) {
        // It never began: whoever asked is told, and there is no run.
        this.#endedAt = isoOf(this.#options.nowMs());
        this.#over.resolve();
        this.#named.resolve(failure);
        return;
      }
      this.#problem = await this.#options.problem(failure);
      this.#outcome =
        failure.code === "CANCELLED"
          ? "cancelled"
          : failure.code === "RESTORE_TURNED_BACK"
            ? "turnedBack"
            : "failed";
    }
    this.#begun(this.#names[0] === undefined ? this.#options.newRun() : null);
    this.#question = null;
    this.#endedAt = isoOf(this.#options.nowMs());
    this.#over.resolve();
    this.#tellNow();
  }

  #begun(run: string | null): void {
    if (run !== null) this.#names.push(run);
    this.#named.resolve(null);
    this.#tellSoon();
  }

  #hear(progress: Progress): void {
    if (progress.kind === "finding") this.#find(progress.finding);
    else if (progress.kind === "notIncluded") this.#leaveOut(progress.notIncluded);
    else this.#meter.hear(progress);
    this.#tellSoon();
  }

  #find(finding: Finding): void {
    if (this.#findings.size < MOST_FINDINGS) this.#findings.set(JSON.stringify(finding), finding);
  }

  #leaveOut(notIncluded: NotIncluded): void {
    if (this.#notIncluded.size < MOST_FINDINGS)
      this.#notIncluded.set(JSON.stringify(notIncluded), notIncluded);
  }

  async #ask(text: Readonly<Record<string, string>>, isClose: boolean): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const { signal } = this.#abort;
    signal.throwIfAborted();
    const onAbort = (): void => reject(new FivefoldError("CANCELLED"));
    signal.addEventListener("abort", onAbort, { once: true });
    this.#question = { id: randomBytes(8).toString("hex"), text: { ...text }, isClose };
    this.#waiting = resolve;
    this.#tellNow();
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", onAbort);
      this.#question = null;
      this.#waiting = null;
      this.#tellNow();
    }
  }

  /** What the app's open files mean, in the server's language. */
  async #busyText(busy: FivefoldError): Promise<Record<string, string>> {
    const { title, detail } = await this.#options.problem(busy);
    return { "": `${title} ${detail}` };
  }

  #tellSoon(): void {
    if (this.#timer !== null) return;
    const waitMs = Math.max(0, this.#toldMs + TELL_MS - performance.now());
    this.#timer = setTimeout(() => this.#tellNow(), waitMs);
  }

  #tellNow(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#toldMs = performance.now();
    this.#changed();
  }
}

/** Sums over the present stage, with the rate of the last seconds. */
class Meter {
  readonly #nowMs: () => number;
  #stage: string | null = null;
  #part: string | null = null;
  #beganMs = 0;
  #doneBytes = 0;
  #doneCount = 0;
  #total: { readonly entryCount: number; readonly sizeBytes: number } | null = null;
  /** Moments and what was done by then, of the last seconds. */
  #past: { readonly ms: number; readonly doneBytes: number }[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  hear(progress: Progress): void {
    if (progress.kind === "stage") {
      this.#stage = progress.stage;
      this.#part = progress.part;
      this.#beganMs = this.#nowMs();
      this.#doneBytes = 0;
      this.#doneCount = 0;
      this.#total = null;
      this.#past = [];
    } else if (progress.kind === "total") this.#total = progress;
    else if (progress.kind === "advance") {
      this.#doneBytes += progress.sizeBytes;
      this.#doneCount += progress.entryCount;
      this.#note();
    }
  }

  #note(): void {
    const ms = this.#nowMs();
    const last = this.#past.at(-1);
    if (last !== undefined && ms - last.ms < 100) return;
    this.#past.push({ ms, doneBytes: this.#doneBytes });
    while ((this.#past[0]?.ms ?? ms) < ms - RATE_MS) this.#past.shift();
  }

  view(): RunView["progress"] {
    const rate = this.#rate();
    const totalBytes = this.#total?.sizeBytes ?? null;
    const left = totalBytes === null ? null : Math.max(0, totalBytes - this.#doneBytes);
    return {
      stage: this.#stage,
      part: this.#part,
      doneBytes: this.#doneBytes,
      totalBytes,
      doneCount: this.#doneCount,
      totalCount: this.#total?.entryCount ?? null,
      bytesPerSecond: rate === null ? null : Math.round(rate),
      secondsLeft: rate === null || rate === 0 || left === null ? null : Math.ceil(left / rate),
    };
  }

  #rate(): number | null {
    const [first] = this.#past;
    const ms = this.#nowMs();
    if (first === undefined || ms - this.#beganMs < STEADY_MS) return null;
    const elapsedMs = ms - first.ms;
    return elapsedMs <= 0 ? null : ((this.#doneBytes - first.doneBytes) * 1000) / elapsedMs;
  }
}

export function findingView({ code, part, path, facts }: Finding): RunView["findings"][number] {
  return { code, part, path, facts: plain(facts) };
}

/** A run that another process did, or an earlier life of this server. */
export function runOfRecord(
  record: RunRecord,
  user: string,
  problem: ProblemView | null,
  hasReport: boolean,
): RunView {
  const { run, verb, startedAt, endedAt, outcome, code, snapshot } = record;
  return {
    run,
    verb,
    user,
    job: record.job,
    startedAt,
    endedAt,
    outcome: code === "CANCELLED" ? "cancelled" : outcome,
    problem,
    progress: {
      stage: null,
      part: null,
      doneBytes: 0,
      totalBytes: null,
      doneCount: 0,
      totalCount: null,
      bytesPerSecond: null,
      secondsLeft: null,
    },
    question: null,
    findings: record.findings.slice(0, MOST_FINDINGS).map(findingView),
    notIncluded: record.notIncluded.slice(0, MOST_FINDINGS).map((each) => ({ ...each })),
    snapshot,
    place: null,
    result: null,
    hasReport,
  };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
