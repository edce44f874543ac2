/**
 * Server-sent events: what changed, as it is now.
 *
 * Of each run only the last state waits for a reader that does not read; what is written is made once for all who read.
 */

import type { ServerResponse } from "node:http";
import type { RunView } from "./contract.ts";

const HEARTBEAT_MS = 15_000;

/** What several readers are told is put into words once. */
const told = new WeakMap<RunView, string>();

function wordsOf(run: RunView): string {
  const known = told.get(run);
  if (known !== undefined) return known;
  const words = `event: run\ndata: ${JSON.stringify(run)}\n\n`;
  told.set(run, words);
  return words;
}

/** One reader's stream; it ends when the reader goes or `end` is called. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #waiting = new Map<string, string>();
  #isFull = false;
  #hasEnded = false;
  #shallEnd = false;
  readonly #mayRead: () => boolean;
  readonly #closed: () => void;

  /** `mayRead`: asked before anything is told; once it says no, the stream ends. `closed` is called once, when nobody reads any more. */
  constructor(
    response: ServerResponse,
    headers: Readonly<Record<string, string>>,
    mayRead: () => boolean,
    closed: () => void,
  ) {
    this.#response = response;
    this.#mayRead = mayRead;
    this.#closed = closed;
    response.writeHead(200, {
      ...headers,
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      connection: "keep-alive",
      "x-accel-buffering": "no",
    });
    response.on("drain", () => this.#drained());
    response.on("close", () => this.#gone());
    response.on("error", () => this.#gone());
    this.#heartbeat = setInterval(() => {
      if (!this.#mayRead()) this.#finish();
      else if (!this.#isFull) this.#write("event: here\ndata: {}\n\n");
    }, HEARTBEAT_MS);
    this.#write("retry: 2000\n\n");
  }

  tell(run: RunView): void {
    this.#put(`run ${run.run}`, wordsOf(run));
  }

  /** What a run gave, for the command that handed it over. */
  tellGiven(given: unknown): void {
    this.#put("given", `event: given\ndata: ${JSON.stringify(given)}\n\n`);
  }

  /** The home page has to be read anew. */
  tellChanged(): void {
    this.#put("changed", "event: changed\ndata: {}\n\n");
  }

  /** Ends the stream once all that was told has been written. */
  end(): void {
    this.#shallEnd = true;
    if (!this.#isFull) this.#finish();
  }

  #put(key: string, words: string): void {
    if (this.#hasEnded || this.#shallEnd) return;
    if (!this.#mayRead()) this.#finish();
    else if (this.#isFull) this.#waiting.set(key, words);
    else this.#write(words);
  }

  #write(words: string): void {
    if (this.#hasEnded) return;
    this.#isFull = !this.#response.write(words);
  }

  #drained(): void {
    this.#isFull = false;
    for (const [key, words] of this.#waiting) {
      if (this.#isFull) return;
      this.#waiting.delete(key);
      this.#write(words);
    }
    if (this.#shallEnd && !this.#isFull) this.#finish();
  }

  #finish(): void {
    this.#response.end();
    this.#gone();
  }

  #gone(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearInterval(this.#heartbeat);
    this.#waiting.clear();
    this.#closed();
  }
}
