/** A program of the vendor's, run without a shell and with a time limit, for the first line it prints. */

import { spawn } from "node:child_process";
import path from "node:path";
import { systemCode } from "../model/error.ts";
import type { RunContext } from "../model/run.ts";

const LONGEST_OUTPUT_BYTES = 64 * 1024;

export interface Answer {
  /** `null` when the program ended well and printed something. */
  readonly trouble: "missing" | "timeLimit" | "failed" | "silent" | null;
  /** The first line of what it printed, without control characters. */
  readonly firstLine: string;
  /** The first line of its complaints, or the system's code. */
  readonly detail: string;
}

/**
 * Runs the program in `folder`. A program named by a path is relative to the folder, any other is searched in PATH.
 * What it started is ended with it when the time limit is over.
 */
export async function ask(
  command: readonly string[],
  folder: string,
  timeoutMs: number,
  context: RunContext,
): Promise<Answer> {
  const [name = "", ...given] = command;
  const isPath = name.includes("/") || (path.sep === "\\" && name.includes("\\"));
  const program = isPath ? path.resolve(folder, name) : name;
  const isPosix = process.platform !== "win32";
  const child = spawn(program, given, {
    cwd: folder,
    env: withoutPasswords(process.env),
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
    detached: isPosix, // a group of its own, so that a time limit ends all of it
  });
  const output = collect(child.stdout);
  const complaint = collect(child.stderr);
  const ended = new Promise<{ readonly status: number | null; readonly code: string | null }>(
    (resolve) => {
      child.once("error", (error) => resolve({ status: null, code: systemCode(error) ?? "error" }));
      // Not "close": a grandchild that keeps the pipes open must not keep us waiting.
      child.once("exit", (status) => setImmediate(() => resolve({ status, code: null })));
    },
  );
  const waiting = new AbortController();
  const limit = context.clock
    .sleep(timeoutMs, AbortSignal.any([waiting.signal, context.signal]))
    .then(
      () => "timeLimit" as const,
      () => "aborted" as const,
    );
  const first = await Promise.race([ended, limit]);
  waiting.abort();
  if (typeof first === "string") {
    end(child.pid, isPosix);
    await ended;
  }
  child.stdout.destroy();
  child.stderr.destroy();
  context.signal.throwIfAborted();
  const firstLine = lineOf(output.text());
  const detail = lineOf(complaint.text());
  if (typeof first === "string") return { trouble: "timeLimit", firstLine, detail };
  if (first.code !== null) return { trouble: "missing", firstLine: "", detail: first.code };
  if (first.status !== 0)
    return { trouble: "failed", firstLine, detail: detail || String(first.status) };
  return { trouble: firstLine === "" ? "silent" : null, firstLine, detail };
}

const IS_PASSWORD = /^(?:FIVEFOLD_.*PASSWORD|RESTIC_PASSWORD)/i;

/** The environment for other people's programs: the keys of vaults and parcels are not theirs. */
export function withoutPasswords(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !IS_PASSWORD.test(name)),
  );
}

function collect(stream: NodeJS.ReadableStream): { text(): string } {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  stream.on("data", (piece: Buffer) => {
    if (sizeBytes < LONGEST_OUTPUT_BYTES) pieces.push(piece);
    sizeBytes += piece.length;
  });
  return { text: () => Buffer.concat(pieces).toString("utf8") };
}

function end(pid: number | undefined, isGroup: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(isGroup ? -pid : pid, "SIGKILL");
  } catch (cause) {
    if (systemCode(cause) !== "ESRCH") throw cause; // it has ended by itself meanwhile
  }
}

/** Gives the first line that says something, fit to be shown. */
export function lineOf(text: string): string {
  for (const line of text.split(/\r?\n/)) {
    const shown = line.replaceAll(/[\p{Cc}\p{Bidi_Control}\uFEFF]/gu, "").trim();
    if (shown !== "") return shown.slice(0, 200);
  }
  return "";
}
