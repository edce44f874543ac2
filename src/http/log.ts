/**
 * The server's log: one JSON object a line, by pino, in a file of its owner's alone that never grows beyond a bound.
 *
 * No body of a request is ever logged. What is logged goes through one sieve, which knows secrets by their names and by
 * their looks; and a log that cannot be written keeps nobody from a restore.
 */

import { chmodSync, mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pino } from "pino";
import { FivefoldError, systemCode } from "../model/error.ts";
import { Secret } from "../model/secret.ts";

export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Log {
  /** `what`: a few fixed words. */
  note(level: LogLevel, what: string, facts?: Readonly<Record<string, unknown>>): void;
}

/** So large a file becomes; then it is put aside, and the one before it goes. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_DEPTH = 5;

/** Only lines of `level` and graver ones are written. @throws LOG_UNWRITABLE */
export function openLog(file: string, level: LogLevel, mostBytes = MOST_BYTES): Log {
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (facts) => sieved(facts) as Record<string, unknown>,
      },
    },
    new BoundedFile(file, mostBytes),
  );
  return { note: (each, what, facts = {}) => logger[each](facts, what) };
}

class BoundedFile {
  readonly #file: string;
  readonly #mostBytes: number;
  #sizeBytes = 0;

  constructor(file: string, mostBytes: number) {
    this.#file = file;
    this.#mostBytes = mostBytes;
    try {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, "", { flag: "a", mode: 0o600 });
      chmodSync(file, 0o600);
      this.#sizeBytes = statSync(file).size;
    } catch (cause) {
      const reason = systemCode(cause);
      if (reason === null) throw cause;
      throw new FivefoldError("LOG_UNWRITABLE", { path: file, reason }, { cause });
    }
  }

  write(line: string): void {
    try {
      if (this.#sizeBytes > this.#mostBytes) {
        renameSync(this.#file, `${this.#file}.1`);
        this.#sizeBytes = 0;
      }
      writeFileSync(this.#file, line, { flag: "a", mode: 0o600 });
      this.#sizeBytes += Buffer.byteLength(line);
    } catch (thrown) {
      // Of a full disk whoever needs room tells.
      if (systemCode(thrown) === null) throw thrown;
    }
  }
}

const HIDDEN = "[secret]";
const SECRET_NAME = /pass(?:word|phrase)?$|secret|token|cookie|authorization|csrf|(?:^|[a-z])key$/i;
const SECRET_LOOKS: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w+/=.-]+/gi, `$1 ${HIDDEN}`],
  // Of an address only where it leads: web hooks carry their secret in the path, others in front of the name.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, "$1"],
  [/\b(https?:\/\/[^\s/"'?#]+)[/?#][^\s"']*/gi, "$1/…"],
  [/((?:secret|token|password|pass|key|csrf)["']?\s*[=:]\s*)["']?[^\s"'&,;}]+/gi, `$1${HIDDEN}`],
  // The digits of an emergency sheet, and whatever is as long and as random as what we make.
  [/\b\d{4,6}(?:[- ]\d{4,6}){5,}\b/g, HIDDEN],
  [/(?<![\w/-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{43}(?![\w/-])/g, HIDDEN],
];

/** The same without secrets. */
export function sieved(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return sievedText(value);
  if (value instanceof Secret) return HIDDEN;
  if (value instanceof Error)
    return sieved({ name: value.name, message: value.message, stack: value.stack }, depth);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MOST_DEPTH) return "…";
  if (Array.isArray(value)) return value.map((each) => sieved(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      SECRET_NAME.test(name) ? HIDDEN : sieved(each, depth + 1),
    ]),
  );
}

function sievedText(text: string): string {
  return SECRET_LOOKS.reduce((now, [looks, instead]) => now.replaceAll(looks, instead), text);
}
