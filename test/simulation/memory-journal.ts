/** The journal's file in memory: what was appended but not synced may be lost, or kept in part, when the process dies. */

import type { JournalFile } from "../../src/engine/journal.ts";
import type { Dice, Fate } from "./fate.ts";

export class MemoryJournal {
  #durable = "";
  #volatile = "";

  as(fate: Fate): JournalFile {
    return {
      path: "journal",
      read: async () => new TextEncoder().encode(this.#durable + this.#volatile),
      append: async (bytes) => {
        fate.touch("append journal");
        this.#volatile += new TextDecoder().decode(bytes);
      },
      sync: async () => {
        fate.touch("sync journal");
        this.#durable += this.#volatile;
        this.#volatile = "";
      },
      reserve: async () => {},
      release: async () => false,
    };
  }

  /** The process died: some beginning of what was not synced reached the disk. */
  crash(dice: Dice): void {
    this.#durable += this.#volatile.slice(0, dice.below(this.#volatile.length + 1));
    this.#volatile = "";
  }

  /** The disk had said that it was written, and had not: the last line of a kind and all after it are gone. */
  forget(kind: RegExp): void {
    const lines = this.#durable.split("\n");
    const at = lines.findLastIndex((line) => kind.test(line));
    this.#durable = `${lines.slice(0, at).join("\n")}\n`;
  }
}
