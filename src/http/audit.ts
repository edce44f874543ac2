/** Who did what: one line of JSON each, appended to a file in the home and never changed. */

import { appendFile, mkdir, open } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Facts } from "../model/error.ts";
import { systemCode } from "../model/error.ts";
import { AuditLine } from "./contract.ts";
import type { Action } from "./contract.ts";

type Line = z.output<typeof AuditLine>;

/** Older lines stay in the file and are shown no more. */
const MOST_READ_BYTES = 2 * 1024 * 1024;

export class Audit {
  readonly #file: () => string | null;
  readonly #nowMs: () => number;
  #last: Promise<void> = Promise.resolve();

  /** `home`: `null` as long as there is none; nothing is written then. */
  constructor(home: () => string | null, nowMs: () => number) {
    this.#file = () => {
      const folder = home();
      return folder === null ? null : path.join(folder, "runs", "audit.jsonl");
    };
    this.#nowMs = nowMs;
  }

  /** A home that takes no line keeps nobody from a restore: what was done stands in the records of runs, too. */
  async note(user: string, action: Action, facts: Facts = {}): Promise<void> {
    const at = new Date(this.#nowMs()).toISOString();
    const line = `${JSON.stringify({ at, user, action, facts })}\n`;
    const writing = this.#last.then(async () => {
      const file = this.#file();
      if (file === null) return;
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await appendFile(file, line, { mode: 0o600 });
    });
    this.#last = writing.catch((thrown: unknown) => {
      if (systemCode(thrown) === null) throw thrown;
    });
    await this.#last;
  }

  /** Newest first. */
  async read(limit: number): Promise<readonly Line[]> {
    const file = this.#file();
    const text = file === null ? "" : await tailOf(file);
    const lines: Line[] = [];
    for (const each of text.split("\n").toReversed()) {
      if (lines.length >= limit) break;
      const line = lineIn(each);
      if (line !== null) lines.push(line);
    }
    return lines;
  }

  /** Who started the runs that records in the home tell of. */
  async users(): Promise<ReadonlyMap<string, string>> {
    const users = new Map<string, string>();
    for (const { user, facts } of await this.read(Infinity)) {
      const { run } = facts;
      if (typeof run === "string" && !users.has(run)) users.set(run, user);
    }
    return users;
  }
}

/** A line that a death cut is none. */
function lineIn(text: string): Line | null {
  if (text.trim() === "") return null;
  try {
    const read = AuditLine.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return null;
  }
}

async function tailOf(file: string): Promise<string> {
  try {
    await using handle = await open(file, "r");
    const { size } = await handle.stat();
    const start = Math.max(0, size - MOST_READ_BYTES);
    const buffer = Buffer.alloc(size - start);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    return buffer.toString("utf8", 0, bytesRead);
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return "";
  }
}
