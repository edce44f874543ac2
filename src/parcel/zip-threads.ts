/**
 * The threads that write a zip: jobs go to the thread with the least to do.
 *
 * Threads are started when there is enough to do; what little comes before is done at once in the calling thread.
 * A thread takes its jobs in the order of posting, so pieces posted in the order of their tickets never wait for each other
 * in a circle. A thread that fails takes its zip with it: every open and later job is rejected with the cause.
 */

import { Worker } from "node:worker_threads";
import { FivefoldError } from "../model/error.ts";
import type { Pace } from "../model/run.ts";
import { ZipWork } from "./zip-work.ts";
import type { FromThread, Job, Reply, ReplyOf, ToThread, WorkSetup } from "./zip-work.ts";

interface Hand {
  readonly worker: Worker;
  readonly ended: Promise<void>;
  load: number;
}

interface Waiting {
  readonly hand: Hand | null;
  readonly cost: number;
  readonly read: ((length: number) => void) | null;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/** Work that may be posted ahead to each thread, in bytes: enough that none runs dry. */
const MOST_AHEAD = 12 << 20;
/** The same for the thread that has work which no other may do. */
const MOST_PINNED = 4 * MOST_AHEAD;
/** Work up to this is done before starting a thread pays. */
const LITTLE = 8 << 20;

export class ZipThreads implements AsyncDisposable {
  readonly #setup: WorkSetup;
  readonly #count: number;
  readonly #advance: (sizeBytes: number) => void;
  readonly #hands: Hand[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #here: ZipWork | null = null;
  #hereCost = 0;
  #next = 1;
  #failure: unknown = null;
  #isEnding = false;
  #roomWanted: (() => void) | null = null;
  readonly #pace: Pace | null;
  /** What waits for its turn, in bytes. */
  #queued = 0;

  /** `count` 0: everything is done in the calling thread. `pace`: jobs are begun at it; `null`: at once. */
  constructor(
    setup: WorkSetup,
    count: number,
    pace: Pace | null,
    advance: (sizeBytes: number) => void,
  ) {
    this.#pace = pace;
    this.#setup = setup;
    this.#count = count;
    this.#advance = advance;
  }

  /** Whether jobs are done in threads of their own, and not while `run` is called. */
  get hasHands(): boolean {
    return this.#hands.length > 0;
  }

  /** Starts the threads: there will be much to do. */
  start(): void {
    while (this.#hands.length < this.#count) this.#hands.push(this.#startHand());
  }

  /** Gives a job to the thread with the least to do; `cost` is about its bytes. `read` is called when a piece is in its slot. What is pinned goes to one thread always, when threads are started. */
  run<Work extends Job>(
    work: Work,
    cost: number,
    read: ((length: number) => void) | null = null,
    isPinned = false,
  ): Promise<ReplyOf<Work>> {
    if (this.#pace === null) return this.#runNow(work, cost, read, isPinned);
    this.#queued += cost;
    return this.#pace
      .turn(cost)
      .finally(() => {
        this.#queued -= cost;
        this.#wake();
      })
      .then(() => this.#runNow(work, cost, read, isPinned));
  }

  #runNow<Work extends Job>(
    work: Work,
    cost: number,
    read: ((length: number) => void) | null,
    isPinned: boolean,
  ): Promise<ReplyOf<Work>> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const job = this.#next++;
    const pinned = isPinned ? (this.#hands[0] ?? null) : null;
    const hand = pinned ?? (this.#isLittle(cost) ? null : this.#freest());
    return new Promise<Reply>((resolve, reject) => {
      this.#waiting.set(job, { hand, cost, read, resolve, reject });
      const message: ToThread = { job, work };
      if (hand === null) this.#runHere(message);
      else {
        hand.load += cost;
        hand.worker.postMessage(message);
      }
    }) as Promise<ReplyOf<Work>>;
  }

  /** Resolves as soon as some thread has little to do. */
  async room(): Promise<void> {
    while (this.#failure === null && !this.#hasRoom()) {
      // oxlint-disable-next-line no-loop-func -- one waiter at a time: the writer
      await new Promise<void>((resolve) => (this.#roomWanted = resolve));
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Ends the threads when their work is done. */
  async end(): Promise<void> {
    this.#isEnding = true;
    for (const { worker } of this.#hands) worker.postMessage(null);
    await Promise.all(this.#hands.map(({ ended }) => ended));
    this.#hands.length = 0;
    this.#closeHere();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnding = true;
    this.#fail(new FivefoldError("CANCELLED"));
    await Promise.all(this.#hands.map(({ worker }) => worker.terminate()));
    this.#hands.length = 0;
    this.#closeHere();
  }

  #hasRoom(): boolean {
    if (this.#queued >= MOST_AHEAD) return false;
    const [pinned] = this.#hands;
    if (pinned === undefined) return true;
    return pinned.load < MOST_PINNED && this.#hands.some(({ load }) => load < MOST_AHEAD);
  }

  #isLittle(cost: number): boolean {
    if (this.#count === 0) return true;
    if (this.#hands.length > 0) return false;
    this.#hereCost += cost;
    if (this.#hereCost <= LITTLE) return true;
    this.start();
    return false;
  }

  #freest(): Hand {
    let best = this.#hands[0];
    for (const hand of this.#hands) if (best === undefined || hand.load < best.load) best = hand;
    if (best === undefined) throw new FivefoldError("INTERNAL", { message: "no thread" });
    return best;
  }

  #runHere(message: ToThread): void {
    try {
      this.#here ??= new ZipWork(this.#setup, false, (reply) => this.#receive(reply));
      this.#here.receive(message);
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #closeHere(): void {
    this.#here?.close();
    this.#here = null;
  }

  #startHand(): Hand {
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const worker = new Worker(new URL(`./zip-thread.${extension}`, import.meta.url), {
      workerData: this.#setup,
      // flags meant for the program's own start may keep a thread from starting
      execArgv: [],
      // short-lived objects are few: a small young space keeps memory low
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    });
    worker.on("message", (message: FromThread) => this.#receive(message));
    worker.on("error", (error) => this.#fail(error));
    const ended = new Promise<void>((resolve) => {
      worker.on("exit", (code) => {
        if (!this.#isEnding) {
          const message = `a thread ended with status ${code}`;
          this.#fail(new FivefoldError("INTERNAL", { message }));
        }
        resolve();
      });
    });
    return { worker, ended, load: 0 };
  }

  #receive(message: FromThread): void {
    if (message.kind === "advance") {
      this.#advance(message.sizeBytes);
      return;
    }
    const waiting = this.#waiting.get(message.job);
    if (waiting === undefined) return;
    if (message.kind === "read") {
      waiting.read?.(message.length);
      return;
    }
    this.#waiting.delete(message.job);
    if (waiting.hand !== null) waiting.hand.load -= waiting.cost;
    waiting.resolve(message.reply);
    this.#wake();
  }

  #wake(): void {
    const wanted = this.#roomWanted;
    this.#roomWanted = null;
    wanted?.();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure);
    this.#waiting.clear();
    this.#wake();
  }
}
