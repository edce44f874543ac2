/**
 * The vault's worker threads: jobs go to the thread with the least to do, packs come back and are stored.
 *
 * Threads are started when there is enough to do; what little comes before is done at once in the calling thread.
 * A thread that fails takes its run with it: every open and later job is rejected with the cause.
 */

import { Worker } from "node:worker_threads";
import { FivefoldError } from "../model/error.ts";
import type { Pace } from "../model/run.ts";
import type { SharedIndex, SharedKnown } from "./blob-index.ts";
import { KnownBlobs } from "./blob-index.ts";
import type { MasterKey } from "./crypto.ts";
import { ThreadWork } from "./thread-work.ts";
import type { FromThread, Job, Reply, ThreadSetup, ToThread } from "./thread-work.ts";

export interface ThreadsOptions {
  /** 0: everything is done in the calling thread. */
  readonly count: number;
  /** Others on this computer go first. */
  readonly isLow: boolean;
  /** What is stored or checked is begun at this pace; `null`: at once. */
  readonly pace: Pace | null;
  readonly key: MasterKey;
  readonly polynomial: bigint;
  readonly level: number;
  readonly index: SharedIndex;
  readonly packPaths: readonly string[];
  /** Starts the threads at once: there will be much to do. */
  readonly isMuch: boolean;
}

/** A pack that is finished and has to be stored. */
export type FinishedPack = Extract<FromThread, { kind: "pack" }>;

interface Hand {
  readonly worker: Worker;
  readonly unstored: Int32Array;
  load: number;
}

interface Waiting {
  readonly hand: Hand;
  readonly cost: number;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/** Work that may be posted ahead to each thread, in units of `cost`: enough that none runs dry. */
const MOST_AHEAD = 20 << 20;
/** Work up to this, in the same units, is done before starting a thread pays. */
const LITTLE = 12 << 20;

export class Threads implements AsyncDisposable {
  readonly #hands: Hand[] = [];
  readonly #waiting = new Map<number, Waiting>();
  readonly #known = new KnownBlobs();
  readonly #store: (pack: FinishedPack) => Promise<void>;
  readonly #advance: (sizeBytes: number) => void;
  #storing = new Set<Promise<void>>();
  readonly #options: ThreadsOptions;
  #here: ThreadWork | null = null;
  #hereReply: Reply | null = null;
  #hereCost = 0;
  #segments: SharedKnown[] = [];
  #streams = new Map<number, boolean>();
  #next = 1;
  #failure: unknown = null;
  #roomWanted: (() => void)[] = [];
  /** What waits for its turn, in the units of `cost`. */
  #queued = 0;
  #turns: Promise<void> = Promise.resolve();

  /** `store` is called for each finished pack, several at once; `advance` for each report of bytes. */
  constructor(
    options: ThreadsOptions,
    store: (pack: FinishedPack) => Promise<void>,
    advance: (sizeBytes: number) => void,
  ) {
    this.#store = store;
    this.#advance = advance;
    this.#options = options;
    this.#addSegment();
    if (options.isMuch) this.#startAll();
  }

  /** Gives work to the thread with the least to do; `cost` is about its bytes. Buffers in `transfer` are given away. */
  run(work: Job, cost: number, transfer: readonly ArrayBuffer[] = []): Promise<Reply> {
    const { pace } = this.#options;
    if (pace === null) return this.#runNow(work, cost, transfer);
    return this.#runLater(pace, cost, () => this.#runNow(work, cost, transfer));
  }

  #runLater(pace: Pace, cost: number, begin: () => Promise<Reply>): Promise<Reply> {
    this.#queued += cost;
    const turn = pace.turn(cost).finally(() => {
      this.#queued -= cost;
      this.#wake();
    });
    const reply = turn.then(begin);
    this.#turns = turn.catch(() => undefined); // told to whoever waits for the reply
    return reply;
  }

  #runNow(work: Job, cost: number, transfer: readonly ArrayBuffer[]): Promise<Reply> {
    if (this.#isLittle(cost)) return this.#runHere(work);
    let best = this.#hands[0];
    for (const hand of this.#hands) if (best === undefined || hand.load < best.load) best = hand;
    if (best === undefined) throw new FivefoldError("INTERNAL", { message: "no thread" });
    return this.#post(best, work, cost, transfer);
  }

  /** Whether several threads can work on one thing. */
  get isParallel(): boolean {
    return this.#options.count > 1;
  }

  /** Gives work to the thread that has had all of this stream. */
  runOn(stream: number, work: Job, cost: number): Promise<Reply> {
    if (this.#hands.length === 0) this.#startAll();
    const hand = this.#hands[stream % this.#hands.length];
    if (hand === undefined) throw new FivefoldError("INTERNAL", { message: "no thread" });
    return this.#post(hand, work, cost, []);
  }

  /** Gives the next piece of a stream to the thread that has had the pieces before; `isSmall`: there are few to come. */
  runPiece(stream: number, bytes: Uint8Array | null, isSmall: boolean): Promise<Reply> {
    const { pace } = this.#options;
    if (pace === null) return this.#runPieceNow(stream, bytes, isSmall);
    return this.#runLater(pace, bytes?.length ?? 0, () =>
      this.#runPieceNow(stream, bytes, isSmall),
    );
  }

  #runPieceNow(stream: number, bytes: Uint8Array | null, isSmall: boolean): Promise<Reply> {
    const work: Job = { kind: "piece", stream, bytes };
    const cost = bytes?.length ?? 0;
    const isHere = this.#streams.get(stream) ?? this.#isLittle(isSmall ? cost : LITTLE + 1);
    this.#streams.set(stream, isHere);
    if (bytes === null) this.#streams.delete(stream);
    if (isHere) return this.#runHere(work);
    const hand = this.#hands[stream % this.#hands.length];
    if (hand === undefined) throw new FivefoldError("INTERNAL", { message: "no thread" });
    return this.#post(hand, work, cost, []);
  }

  /** Whether some thread has little to do. */
  get hasRoom(): boolean {
    if (this.#failure !== null) return true;
    if (this.#queued >= MOST_AHEAD) return false;
    if (this.#hands.length === 0) return true;
    return this.#hands.some((hand) => hand.load < MOST_AHEAD);
  }

  /** Resolves as soon as some thread has little to do. */
  async room(): Promise<void> {
    while (!this.hasRoom) {
      await new Promise<void>((resolve) => this.#roomWanted.push(resolve));
    }
    this.#throwFailure();
  }

  /** Ends the packs that are begun; all packs are stored when it resolves. */
  async finish(): Promise<void> {
    await this.#turns;
    if (this.#here !== null) await this.#runHere({ kind: "finish" });
    await Promise.all(this.#hands.map((hand) => this.#post(hand, { kind: "finish" }, 0, [])));
    while (this.#storing.size > 0) await Promise.all(this.#storing);
    this.#throwFailure();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#fail(new FivefoldError("CANCELLED"));
    await Promise.all(this.#hands.map(({ worker }) => worker.terminate()));
    await Promise.allSettled(this.#storing);
  }

  #isLittle(cost: number): boolean {
    if (this.#options.count === 0) return true;
    if (this.#hands.length > 0) return false;
    this.#hereCost += cost;
    if (this.#hereCost <= LITTLE) return true;
    this.#startAll();
    return false;
  }

  #runHere(work: Job): Promise<Reply> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    try {
      const here = this.#hereWork();
      this.#hereReply = null;
      here.receive({ kind: "job", job: 0, work });
      const reply = this.#hereReply as Reply | null;
      if (reply === null) throw new FivefoldError("INTERNAL", { message: "no reply" });
      return Promise.resolve(reply);
    } catch (thrown) {
      this.#fail(thrown);
      return Promise.reject(thrown);
    }
  }

  #hereWork(): ThreadWork {
    if (this.#here === null) {
      const here = new ThreadWork(this.#setup(null), (message) => {
        if (message.kind === "advance") this.#advance(message.sizeBytes);
        else if (message.kind === "pack") this.#receivePack(null, message);
        else this.#hereReply = message.reply;
      });
      for (const memory of this.#segments) here.receive({ kind: "segment", memory });
      this.#here = here;
    }
    return this.#here;
  }

  #setup(unstored: SharedArrayBuffer | null): ThreadSetup {
    const { isLow, key, polynomial, level, index, packPaths } = this.#options;
    return { isLow, key, polynomial, level, index, packPaths, unstored };
  }

  #startAll(): void {
    for (let number = 0; number < this.#options.count; number++) this.#hands.push(this.#start());
    for (const { worker } of this.#hands) {
      for (const memory of this.#segments) worker.postMessage({ kind: "segment", memory });
    }
  }

  #start(): Hand {
    const unstored = new SharedArrayBuffer(4);
    const setup = this.#setup(unstored);
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const worker = new Worker(new URL(`./thread.${extension}`, import.meta.url), {
      workerData: setup,
      // flags meant for the program's own start may keep a thread from starting
      execArgv: [],
      // short-lived objects are few: a small young space keeps memory low
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    });
    const hand: Hand = { worker, unstored: new Int32Array(unstored), load: 0 };
    worker.on("message", (message: FromThread) => this.#receive(hand, message));
    worker.on("error", (error) => this.#fail(error));
    worker.on("exit", (code) => {
      this.#fail(new FivefoldError("INTERNAL", { message: `a thread ended with status ${code}` }));
    });
    return hand;
  }

  #post(hand: Hand, work: Job, cost: number, transfer: readonly ArrayBuffer[]): Promise<Reply> {
    const job = this.#next++;
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      hand.load += cost;
      this.#waiting.set(job, { hand, cost, resolve, reject });
      const message: ToThread = { kind: "job", job, work };
      hand.worker.postMessage(message, transfer);
    });
  }

  #receive(hand: Hand, message: FromThread): void {
    if (message.kind === "advance") this.#advance(message.sizeBytes);
    else if (message.kind === "pack") this.#receivePack(hand, message);
    else {
      const waiting = this.#waiting.get(message.job);
      if (waiting === undefined) return;
      this.#waiting.delete(message.job);
      hand.load -= waiting.cost;
      if (this.#known.wantedCapacity() > 0) this.#addSegment();
      waiting.resolve(message.reply);
      this.#wake();
    }
  }

  #receivePack(hand: Hand | null, pack: FinishedPack): void {
    const stored = this.#store(pack).then(
      () => {
        if (hand === null) return;
        Atomics.sub(hand.unstored, 0, 1);
        Atomics.notify(hand.unstored, 0);
      },
      (error: unknown) => this.#fail(error),
    );
    this.#storing.add(stored);
    void stored.finally(() => this.#storing.delete(stored));
  }

  #addSegment(): void {
    const memory = KnownBlobs.segment(this.#known.wantedCapacity());
    this.#known.addSegment(memory);
    this.#segments.push(memory);
    const message: ToThread = { kind: "segment", memory };
    this.#here?.receive(message);
    for (const { worker } of this.#hands) worker.postMessage(message);
  }

  #wake(): void {
    for (const wanted of this.#roomWanted.splice(0)) wanted();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure);
    this.#waiting.clear();
    this.#wake();
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}
