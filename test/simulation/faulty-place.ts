/**
 * A place around a place that fails, dies, tears and loses what was not yet safe, at chosen operations.
 *
 * Operations count from 1: each get, find, list and remove is one, each put is two (before the object is there, and when it
 * is there but not yet safe). A simulation lets the fault strike at operation 1, 2, 3 … until `struck` stays empty.
 * After death every operation fails with `Death`, as nothing of a killed process reaches the disk.
 */

import type { Bytes, Content } from "../../src/model/entry.ts";
import { FivefoldError } from "../../src/model/error.ts";
import type { ByteRange, ObjectInfo, Place } from "../../src/model/place.ts";
import { contentOf, readWhole } from "../../src/model/place.ts";
import type { RunContext } from "../../src/model/run.ts";
import { copyOf } from "./memory-place.ts";

export const FAULTS = [
  /** The operation fails with PLACE_UNREACHABLE and did nothing. */
  "error",
  /** The deed is done, and then the operation fails all the same. */
  "errorAfter",
  /** A put fails with PLACE_FULL; other operations pass. */
  "full",
  /** Reading and listing break off half-way; a put does nothing, since torn objects are never visible. */
  "tear",
  /** The process is killed before the deed. */
  "die",
  /** The process is killed after the deed. */
  "dieAfter",
  /** Killed, and every put and remove that has not returned may be undone, each by the toss of a coin. */
  "powerCut",
  /** Takes a second of the context's clock. */
  "delay",
] as const;

export type FaultKind = (typeof FAULTS)[number];

export interface Fault {
  readonly operation: number;
  readonly kind: FaultKind;
}

/** What a killed process meets; no code may take it for an error that it can handle. */
export class Death extends Error {
  override readonly name = "Death";
}

export class FaultyPlace implements Place {
  readonly label: string;
  readonly struck: Fault[] = [];
  readonly #inner: Place;
  readonly #faults: ReadonlyMap<number, Fault>;
  readonly #random: () => number;
  readonly #unsafe = new Set<() => Promise<void>>();
  #operationCount = 0;
  #isDead = false;

  constructor(inner: Place, faults: readonly Fault[], random: () => number = randomOf(1)) {
    this.label = inner.label;
    this.#inner = inner;
    this.#faults = new Map(faults.map((fault) => [fault.operation, fault]));
    this.#random = random;
  }

  get operationCount(): number {
    return this.#operationCount;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  async put(key: string, content: Content, context: RunContext): Promise<void> {
    await this.#meet(async () => undefined, "put", context);
    const bytes = await copyOf(content, context.signal);
    this.#mustLive();
    const undo = await this.#undoOf(key, context);
    await this.#inner.put(key, contentOf(bytes), context);
    await this.#whileUnsafe(undo, () => this.#meet(async () => undefined, "put", context));
  }

  async *get(key: string, range: ByteRange | null, context: RunContext): Bytes {
    let pieces: Uint8Array[] = [];
    const fault = await this.#meet(
      async () => {
        for await (const piece of this.#inner.get(key, range, context)) pieces.push(piece);
      },
      "get",
      context,
    );
    if (fault === "tear") pieces = pieces.map((piece) => piece.subarray(0, piece.length >> 1));
    yield* pieces;
    if (fault === "tear") throw this.#unreachable("tear");
  }

  async find(key: string, context: RunContext): Promise<ObjectInfo | null> {
    let found: ObjectInfo | null = null;
    const deed = async (): Promise<void> => {
      found = await this.#inner.find(key, context);
    };
    await this.#meet(deed, "find", context);
    return found;
  }

  async *list(
    prefix: string,
    context: RunContext,
    depth: "all" | "here" = "all",
  ): AsyncIterable<ObjectInfo> {
    let found: ObjectInfo[] = [];
    const fault = await this.#meet(
      async () => {
        for await (const info of this.#inner.list(prefix, context, depth)) found.push(info);
      },
      "list",
      context,
    );
    if (fault === "tear") found = found.slice(0, found.length >> 1);
    yield* found;
    if (fault === "tear") throw this.#unreachable("tear");
  }

  async remove(key: string, context: RunContext): Promise<void> {
    const undo = await this.#undoOf(key, context);
    await this.#whileUnsafe(undo, () =>
      this.#meet(() => this.#inner.remove(key, context), "remove", context),
    );
  }

  /** Kills the process and tosses a coin for everything that was not safe yet. */
  async powerCut(): Promise<void> {
    this.#isDead = true;
    const undone = [...this.#unsafe].filter(() => this.#random() < 0.5);
    // The newest first, so that of two writers of one object the older can be what is left.
    for (const undo of undone.toReversed()) await undo();
  }

  #mustLive(): void {
    if (this.#isDead) throw new Death("the process is dead");
  }

  #unreachable(what: string): FivefoldError {
    return new FivefoldError("PLACE_UNREACHABLE", { place: this.label, what });
  }

  async #meet(
    deed: () => Promise<void>,
    verb: "put" | "get" | "find" | "list" | "remove",
    context: RunContext,
  ): Promise<FaultKind | null> {
    this.#mustLive();
    this.#operationCount++;
    const fault = this.#faults.get(this.#operationCount);
    if (fault !== undefined) this.struck.push(fault);
    // Operations that are under way together overtake each other.
    for (let turns = Math.floor(this.#random() * 4); turns > 0; turns--) await Promise.resolve();
    this.#mustLive();
    switch (fault?.kind) {
      case "error":
        throw this.#unreachable("error");
      case "full":
        if (verb === "put")
          throw new FivefoldError("PLACE_FULL", {
            place: this.label,
            neededBytes: 1,
            freeBytes: 0,
          });
        break;
      case "tear":
        // of what is no stream there is no half
        if (verb !== "get" && verb !== "list") throw this.#unreachable("tear");
        break;
      case "die":
        this.#isDead = true;
        throw new Death("killed before the deed");
      case "delay":
        await context.clock.sleep(1000, context.signal);
        this.#mustLive();
        break;
      case "errorAfter":
      case "dieAfter":
      case "powerCut":
      case undefined:
    }
    await deed();
    this.#mustLive();
    if (fault?.kind === "errorAfter") throw this.#unreachable("errorAfter");
    if (fault?.kind === "dieAfter") {
      this.#isDead = true;
      throw new Death("killed after the deed");
    }
    if (fault?.kind === "powerCut") {
      await this.powerCut();
      throw new Death("the power went");
    }
    return fault?.kind ?? null;
  }

  async #whileUnsafe(undo: () => Promise<void>, wait: () => Promise<unknown>): Promise<void> {
    this.#unsafe.add(undo);
    try {
      await wait();
      this.#mustLive();
    } finally {
      this.#unsafe.delete(undo);
    }
  }

  /** Remembers an object as it is now. */
  async #undoOf(key: string, context: RunContext): Promise<() => Promise<void>> {
    const before = await readWhole(this.#inner.get(key, null, context)).catch(() => null);
    return before === null
      ? () => this.#inner.remove(key, context)
      : () => this.#inner.put(key, contentOf(before), context);
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Faults among the first operations, about one in `every`, the same for the same seed. */
export function faultsOf(seed: number, operationCount: number, every: number): readonly Fault[] {
  const random = randomOf(seed);
  const faults: Fault[] = [];
  for (let operation = 1; operation <= operationCount; operation++) {
    const kind = FAULTS[Math.floor(random() * FAULTS.length)];
    if (kind !== undefined && random() < 1 / every) faults.push({ operation, kind });
  }
  return faults;
}
