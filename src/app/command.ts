/** A program of the vendor's, run without a shell and with a time limit: for its first line, or as a hook. */

import { spawn } from "node:child_process";
import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open, rm } from "node:fs/promises";
import path from "node:path";
import { systemCode } from "../model/error.ts";
import type { Hook, HookEnd, HookVariables } from "../model/hook.ts";
import type { RunContext } from "../model/run.ts";

const LONGEST_OUTPUT_BYTES = 64 * 1024;
/** Of what a hook printed, the last so many go into the run's record. */
const KEPT_OUTPUT_BYTES = 4 * 1024;

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
  const printed = collectHead();
  const complained = collectHead();
  const order = { command, folder, limitMs: timeoutMs, variables: {} };
  const end = await perform(order, { out: printed.take, err: complained.take }, context);
  const firstLine = lineOf(printed.text());
  const detail = lineOf(complained.text());
  if (end.trouble === "missing") return { trouble: "missing", firstLine: "", detail: end.detail };
  if (end.trouble === "timeLimit") return { trouble: "timeLimit", firstLine, detail };
  if (end.trouble === "failed")
    return { trouble: "failed", firstLine, detail: detail || end.detail };
  return { trouble: firstLine === "" ? "silent" : null, firstLine, detail };
}

/**
 * Runs a hook. What `start` leaves running keeps what it prints to: a file that is already removed, because a pipe that
 * nobody reads any more would end the app at its next word. `scratch` is where that file is made.
 */
export async function runHook(
  { hook, command, folder, limitMs }: Hook,
  variables: HookVariables,
  scratch: string,
  context: RunContext,
): Promise<HookEnd> {
  const tail = collectTail();
  const complained = collectHead();
  const begunMs = context.clock.nowMs();
  const order = { command, folder, limitMs, variables };
  const takes = {
    out: tail.take,
    err: (piece: Buffer) => {
      tail.take(piece);
      complained.take(piece);
    },
  };
  const leavesRunning = hook === "start" && process.platform !== "win32";
  await using file = leavesRunning
    ? await openRemoved(path.join(scratch, `${context.run}.start-output`))
    : null;
  const end = await perform(order, file ?? takes, context);
  if (file !== null) {
    const { size } = await file.stat();
    const length = Math.min(size, LONGEST_OUTPUT_BYTES);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    tail.take(buffer);
  }
  const output = tail.text();
  const message =
    end.trouble === null ? "" : lineOf(complained.text()) || lineOf(output) || end.detail;
  return { trouble: end.trouble, message, output, elapsedMs: context.clock.nowMs() - begunMs };
}

/** A file that nobody else can open, and that is gone when the last who has it open ends. */
async function openRemoved(file: string): Promise<FileHandle> {
  const handle = await open(file, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
  await rm(file);
  return handle;
}

interface Order {
  readonly command: readonly string[];
  readonly folder: string;
  readonly limitMs: number;
  /** More for the environment. */
  readonly variables: HookVariables;
}

type Take = (piece: Buffer) => void;

interface End {
  readonly trouble: "missing" | "timeLimit" | "failed" | null;
  /** The system's code, or the status; "" when all is well. */
  readonly detail: string;
}

/** Runs a program to its end or to its limit. @throws the signal's reason when it was aborted */
async function perform(
  { command, folder, limitMs, variables }: Order,
  output: { readonly out: Take; readonly err: Take } | FileHandle,
  context: RunContext,
): Promise<End> {
  const [name = "", ...given] = command;
  const isPath = name.includes("/") || (path.sep === "\\" && name.includes("\\"));
  const program = isPath ? path.resolve(folder, name) : name;
  const isPosix = process.platform !== "win32";
  const stream = "out" in output ? ("pipe" as const) : output.fd;
  const child = spawn(program, given, {
    cwd: folder,
    env: { ...withoutPasswords(process.env), ...variables },
    stdio: ["ignore", stream, stream],
    windowsHide: true,
    detached: isPosix, // a group of its own, so that a time limit ends all of it
  });
  if ("out" in output) {
    child.stdout?.on("data", output.out);
    child.stderr?.on("data", output.err);
  }
  const ended = new Promise<{ readonly status: number | null; readonly code: string | null }>(
    (resolve) => {
      child.once("error", (error) => resolve({ status: null, code: systemCode(error) ?? "error" }));
      // Not "close": a grandchild that keeps the pipes open must not keep us waiting.
      child.once("exit", (status) => setImmediate(() => resolve({ status, code: null })));
    },
  );
  const waiting = new AbortController();
  const limit = context.clock
    .sleep(limitMs, AbortSignal.any([waiting.signal, context.signal]))
    .then(
      () => "timeLimit" as const,
      () => "aborted" as const,
    );
  const first = await Promise.race([ended, limit]);
  waiting.abort();
  if (typeof first === "string") {
    endAll(child.pid, isPosix);
    await ended;
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
  context.signal.throwIfAborted();
  if (typeof first === "string") return { trouble: "timeLimit", detail: "" };
  if (first.code !== null) return { trouble: "missing", detail: first.code };
  if (first.status !== 0) return { trouble: "failed", detail: String(first.status) };
  return { trouble: null, detail: "" };
}

const IS_PASSWORD = /^(?:FIVEFOLD_.*PASSWORD|RESTIC_PASSWORD)/i;

/** The environment for other people's programs: the keys of vaults and parcels are not theirs. */
export function withoutPasswords(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !IS_PASSWORD.test(name)),
  );
}

interface Collected {
  readonly take: Take;
  text(): string;
}

function collectHead(): Collected {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  return {
    take(piece) {
      if (sizeBytes < LONGEST_OUTPUT_BYTES) pieces.push(piece);
      sizeBytes += piece.length;
    },
    text: () => Buffer.concat(pieces).toString("utf8"),
  };
}

/** Keeps the end, fit to be shown: a letter that was cut at its beginning is left out. */
function collectTail(): Collected {
  let kept = Buffer.alloc(0);
  let isCut = false;
  return {
    take(piece) {
      const all = Buffer.concat([kept, piece]);
      isCut ||= all.length > KEPT_OUTPUT_BYTES;
      kept = all.subarray(Math.max(0, all.length - KEPT_OUTPUT_BYTES));
    },
    text() {
      const text = kept.toString("utf8").replaceAll(/\r\n?/g, "\n");
      const whole = isCut ? text.replace(/^\uFFFD{1,3}/u, "") : text;
      return whole.replaceAll(/(?!\n)[\p{Cc}\p{Bidi_Control}\uFEFF]/gu, "").trim();
    },
  };
}

function endAll(pid: number | undefined, isGroup: boolean): void {
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
