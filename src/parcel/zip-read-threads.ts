/**
 * The threads that prove entries and write restored files: jobs go to the one with the least to do.
 *
 * Threads are started when there is enough to do; what little comes before is done at once in the calling thread.
 * A thread that fails takes its run with it: every open and later job is rejected with the cause.
 */

import { Worker } from "node:worker_threads";
import { FivefoldError } from "../model/error.ts";
import { ReadWork } from "./zip-read-work.ts";
import type { EntryTrouble, FromReadThread, ReadJob, ReadSetup } from "./zip-read-work.ts";

interface Hand {
  readonly worker: Worker;
  load: number;
}

interface Waiting {
  readonly hand: Hand;
  readonly cost: number;
  readonly resolve: (troubles: readonly EntryTrouble[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Work that may be posted ahead to each thread, in units of `cost`: enough that none runs dry. */
const MOST_AHEAD = 16 << 20;
/** Work up to this, in the same units, is done before starting a thread pays. */
const LITTLE = 12 << 20;

export class ReadThreads implements AsyncDisposable {
  readonly #setup: ReadSetup;
  readonly #count: number;
  readonly #advance: (sizeBytes: number) => void;
  readonly #hands: Hand[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #here: ReadWork | null = null;
  #hereTroubles: readonly EntryTrouble[] | null = null;
  #hereCost = 0;
  #next = 1;
  #failure: unknown = null;
  #roomWanted: (() => void)[] = [];

  /** `count` 0: everything is done in the calling thread. `advance` is called for each report of bytes. */
  constructor(setup: ReadSetup, count: number, advance: (sizeBytes: number) => void) {
    this.#setup = setup;
    this.#count = count;
    this.#advance = advance;
  }

  /** Has the entries proved or written; `cost` is about their bytes. */
  run(job: Omit<ReadJob, "job">, cost: number): Promise<readonly EntryTrouble[]> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#isLittle(cost)) return this.#runHere(job);
    const [first, ...others] = this.#hands;
    if (first === undefined) throw new FivefoldError("INTERNAL", { message: "no thread" });
    let best = first;
    for (const hand of others) if (hand.load < best.load) best = hand;
    const number = this.#next++;
    return new Promise((resolve, reject) => {
      best.load += cost;
      this.#waiting.set(number, { hand: best, cost, resolve, reject });
      best.worker.postMessage({ ...job, job: number });
    });
  }

  /** Resolves as soon as some thread has little to do. */
  async room(): Promise<void> {
    while (this.#failure === null && this.#hands.length > 0) {
      if (this.#hands.some((hand) => hand.load < MOST_AHEAD)) break;
      // oxlint-disable-next-line no-loop-func -- every waiter is woken, and looks again
      await new Promise<void>((resolve) => this.#roomWanted.push(resolve));
    }
    if (this.#failure !== null) throw this.#failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#fail(new FivefoldError("CANCELLED"));
    await Promise.all(this.#hands.map(({ worker }) => worker.terminate()));
  }

  #isLittle(cost: number): boolean {
    if (this.#count === 0) return true;
    if (this.#hands.length > 0) return false;
    this.#hereCost += cost;
    if (this.#hereCost <= LITTLE) return true;
    for (let number = 0; number < this.#count; number++) this.#hands.push(this.#start());
    return false;
  }

  async #runHere(job: Omit<ReadJob, "job">): Promise<readonly EntryTrouble[]> {
    this.#here ??= new ReadWork(this.#setup, (message) => {
      if (message.kind === "advance") this.#advance(message.sizeBytes);
      else this.#hereTroubles = message.troubles;
    });
    this.#hereTroubles = null;
    this.#here.receive({ ...job, job: 0 });
    return this.#hereTroubles ?? [];
  }

  #start(): Hand {
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const worker = new Worker(new URL(`./zip-read-thread.${extension}`, import.meta.url), {
      workerData: this.#setup,
      // flags meant for the program's own start may keep a thread from starting
      execArgv: [],
      // short-lived objects are few: a small young space keeps memory low
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    const hand: Hand = { worker, load: 0 };
    worker.on("message", (message: FromReadThread) => this.#receive(message));
    worker.on("error", (error) => this.#fail(error));
    worker.on("exit", (code) => {
      this.#fail(new FivefoldError("INTERNAL", { message: `a thread ended with status ${code}` }));
    });
    return hand;
  }

  #receive(message: FromReadThread): void {
    if (message.kind === "advance") {
      this.#advance(message.sizeBytes);
      return;
    }
    const waiting = this.#waiting.get(message.job);
    if (waiting === undefined) return;
    this.#waiting.delete(message.job);
    waiting.hand.load -= waiting.cost;
    waiting.resolve(message.troubles);
    this.#wake();
  }

  #wake(): void {
    const wanted = this.#roomWanted;
    this.#roomWanted = [];
    for (const wake of wanted) wake();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure);
    this.#waiting.clear();
    this.#wake();
  }
}
