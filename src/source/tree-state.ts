/** The state of a tree of files in a few bytes: what tells that nothing changed, without an object for each of its entries. */

import { createHash } from "node:crypto";
import type { RunContext } from "../model/run.ts";
import type { Part } from "../model/part.ts";
import { Statx } from "./libc.ts";
import type { Stat } from "./libc.ts";
import type { Tree, Visitor } from "./walk.ts";
import { visit } from "./walk.ts";

/** File times tick coarsely: what changed in these seconds may change again without a trace. */
const YOUNG_SECONDS = 2;
const BUFFER_BYTES = 64 << 10;
const TRAITS_BYTES = 64;

/**
 * Gives 64 hex digits that are the same as long as nothing changes; `null` where that cannot be told: something is too
 * young, or could not be read. Times of folders are left out: what is excluded comes and goes in them.
 *
 * @throws SOURCE_MISSING, SOURCE_UNREADABLE
 */
export async function treeState(
  tree: Tree,
  part: Part,
  context: RunContext,
): Promise<string | null> {
  let isWhole = true;
  const looking: RunContext = {
    ...context,
    report: (progress) => {
      if (progress.kind === "finding") isWhole = false;
    },
  };
  const gathered = new Gathered(Math.floor(context.clock.nowMs() / 1000) - YOUNG_SECONDS);
  await visit(tree, part, looking, gathered);
  return isWhole ? gathered.digest() : null;
}

class Gathered implements Visitor {
  readonly #hash = createHash("sha256");
  readonly #bytes = Buffer.alloc(BUFFER_BYTES);
  readonly #youngSeconds: number;
  #length = 0;
  #isYoung = false;

  constructor(youngSeconds: number) {
    this.#youngSeconds = youngSeconds;
  }

  /** `null`: something is too young. */
  digest(): string | null {
    this.#hash.update(this.#bytes.subarray(0, this.#length));
    return this.#isYoung ? null : this.#hash.digest("hex");
  }

  directory(path: string, stat: Stat): void {
    this.#put(path);
    this.#number(Number(stat.mode));
  }

  file(path: string, stat: Stat): void {
    this.#put(path);
    this.#number(Number(stat.mode));
    this.#traits(stat);
  }

  link(path: string, stat: Stat, _local: string | Buffer, target: string): void {
    this.#put(path);
    this.#number(Number(stat.mode));
    this.#put(target);
  }

  #traits(stat: Stat): void {
    this.#makeRoom(TRAITS_BYTES);
    if (stat instanceof Statx) {
      this.#length += stat.copyTraits(this.#bytes, this.#length);
      if (stat.newestSeconds >= this.#youngSeconds) this.#isYoung = true;
      return;
    }
    for (const each of [stat.ino, BigInt(stat.size), stat.ctimeNs, stat.mtimeNs, stat.dev])
      this.#length = this.#bytes.writeBigInt64LE(BigInt.asIntN(64, each), this.#length);
    const newestNs = stat.ctimeNs > stat.mtimeNs ? stat.ctimeNs : stat.mtimeNs;
    if (newestNs >= BigInt(this.#youngSeconds) * 1_000_000_000n) this.#isYoung = true;
  }

  /** Text with its length before it: UTF-16, which tells names apart that are not UTF-8. */
  #put(text: string): void {
    this.#number(text.length);
    this.#makeRoom(2 * text.length);
    if (2 * text.length > BUFFER_BYTES) this.#hash.update(Buffer.from(text, "utf16le"));
    else this.#length += this.#bytes.write(text, this.#length, "utf16le");
  }

  #number(value: number): void {
    this.#makeRoom(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= BUFFER_BYTES) return;
    this.#hash.update(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
  }
}
