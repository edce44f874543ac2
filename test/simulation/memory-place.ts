/** A place in memory: the disk of the simulations. Each deed happens at one instant, after the microtasks before it. */

import assert from "node:assert/strict";
import type { Bytes, Content } from "../../src/model/entry.ts";
import { FivefoldError } from "../../src/model/error.ts";
import type { ByteRange, ObjectInfo, Place } from "../../src/model/place.ts";
import type { RunContext } from "../../src/model/run.ts";

export class MemoryPlace implements Place {
  readonly label = "memory";
  /** Whoever looks into it or changes it plays a stranger at the disk. */
  readonly objects: Map<string, Uint8Array>;

  constructor(objects: ReadonlyMap<string, Uint8Array> = new Map()) {
    this.objects = new Map(objects);
  }

  async put(key: string, content: Content, context: RunContext): Promise<void> {
    assertKey(key);
    const bytes = await copyOf(content, context.signal);
    assert.equal(bytes.length, content.sizeBytes ?? bytes.length, `length of ${key}`);
    this.objects.set(key, bytes);
  }

  async *get(key: string, range: ByteRange | null, context: RunContext): Bytes {
    assertKey(key);
    await Promise.resolve();
    context.signal.throwIfAborted();
    const bytes = this.objects.get(key);
    if (bytes === undefined) throw new FivefoldError("OBJECT_MISSING", { place: this.label, key });
    const { start, end } = range ?? { start: 0, end: bytes.length };
    if (end > bytes.length) {
      const facts = { place: this.label, key, sizeBytes: bytes.length, neededBytes: end };
      throw new FivefoldError("OBJECT_SHORT", facts);
    }
    yield new Uint8Array(bytes.subarray(start, end));
  }

  async find(key: string, context: RunContext): Promise<ObjectInfo | null> {
    assertKey(key);
    await Promise.resolve();
    context.signal.throwIfAborted();
    const bytes = this.objects.get(key);
    return bytes === undefined ? null : { key, sizeBytes: bytes.length };
  }

  async *list(
    prefix: string,
    context: RunContext,
    depth: "all" | "here" = "all",
  ): AsyncIterable<ObjectInfo> {
    await Promise.resolve();
    const now = new Map(this.objects);
    for (const [key, bytes] of now) {
      context.signal.throwIfAborted();
      const isDeep = depth === "here" && key.includes("/", prefix.length);
      if (key.startsWith(prefix) && !isDeep) yield { key, sizeBytes: bytes.length };
    }
  }

  async remove(key: string): Promise<void> {
    assertKey(key);
    await Promise.resolve();
    this.objects.delete(key);
  }
}

function assertKey(key: string): void {
  const isSafe = key.split("/").every((name) => !["", ".", ".."].includes(name));
  assert.ok(isSafe && !/[\\\0]/.test(key), `no key of a place: ${JSON.stringify(key)}`);
}

/** Takes the pieces over by value: their producer may use its buffer again. */
export async function copyOf(content: Content, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content.bytes()) {
    signal.throwIfAborted();
    pieces.push(new Uint8Array(piece));
  }
  return Buffer.concat(pieces);
}
