/** The way from a command to the app's server: found by its file in the home, started when it does not run, asked. */

import { spawn } from "node:child_process";
import { open } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Fivefold, ServerFacts } from "../fivefold.ts";
import { FivefoldError } from "../model/error.ts";
import type { Outcome } from "../model/run.ts";
import type { Desk } from "./frame.ts";

/** So long a server may take to begin. */
const BEGIN_MS = 20_000;
const LOOK_MS = 100;

/** The app's server; started in the background when there is none. @throws SERVER_MISSING */
export async function reachServer(fivefold: Fivefold, desk: Desk): Promise<ServerFacts> {
  const running = await fivefold.findServer();
  if (running !== null) return running;
  await startBehind(fivefold, desk);
  const until = performance.now() + BEGIN_MS;
  while (performance.now() < until) {
    const found = await fivefold.findServer();
    if (found !== null) return found;
    await sleep(LOOK_MS, undefined, { signal: desk.watch.signal });
  }
  throw new FivefoldError("SERVER_MISSING", { path: fivefold.serverLog });
}

/** What starts the program without a search path: the engine and its first word. */
export function programWords(): readonly string[] {
  const isSource = import.meta.url.endsWith(".ts");
  const file = isSource ? "../../bin/checkout.cjs" : "../../bin/start.cjs";
  return [process.execPath, fileURLToPath(new URL(file, import.meta.url))];
}

/** It outlives this command, and what it has to say lies in the home. */
async function startBehind(fivefold: Fivefold, { surroundings }: Desk): Promise<void> {
  const [engine = "", program = ""] = programWords();
  const words = ["--app", fivefold.descriptionFile, "--home", fivefold.home, "serve"];
  await using log = await open(fivefold.serverLog, "a", 0o600);
  const child = spawn(engine, [program, ...words, "--port", "0", "--no-link"], {
    cwd: fivefold.folder,
    env: { ...surroundings.environment },
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    windowsHide: true,
  });
  // That it could not be started is known by its not being there.
  child.on("error", () => undefined);
  child.unref();
}

function openRequest(
  server: ServerFacts,
  method: "GET" | "POST",
  path: string,
  text: string | null,
  answered: (response: http.IncomingMessage) => void,
): http.ClientRequest {
  const headers = {
    authorization: `Bearer ${server.key}`,
    ...(text !== null && {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    }),
  };
  const url = new URL(path, server.url);
  if (server.cert === null) return http.request(url, { method, headers }, answered);
  // Exactly this certificate, whatever name stands in it: the file that names it is our own.
  const trust = {
    ca: server.cert,
    allowPartialTrustChain: true,
    checkServerIdentity: () => undefined,
  };
  return https.request(url, { method, headers, ...trust }, answered);
}

interface ToldProblem {
  readonly code: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: ToldProblem | null;
}

/** What is told of a run, as a watching program needs it. */
export interface ToldRun {
  readonly run: string;
  readonly verb: string;
  readonly outcome: Outcome | "cancelled" | null;
  readonly snapshot: string | null;
  readonly user: string;
  readonly job: string | null;
  readonly startedAt: string;
  readonly problem: ToldProblem | null;
  readonly progress: {
    readonly stage: string | null;
    readonly part: string | null;
    readonly doneBytes: number;
    readonly totalBytes: number | null;
    readonly doneCount: number;
    readonly totalCount: number | null;
  };
  readonly question: {
    readonly id: string;
    readonly isClose: boolean;
    readonly text: Readonly<Record<string, string>>;
  } | null;
  readonly findings: readonly unknown[];
  readonly notIncluded: readonly unknown[];
  readonly result: Readonly<Record<string, unknown>> | null;
}

/** Every run that the server tells of from now on. @throws SERVER_MISSING when it goes away, CANCELLED */
export async function* runsOf(server: ServerFacts, signal: AbortSignal): AsyncIterable<ToldRun> {
  for await (const { event, data } of eventsOf("/api/events", server, signal))
    if (event === "run") yield data as ToldRun;
  throw new FivefoldError("SERVER_MISSING");
}

/** One run as it is now, and each change until it has ended. @throws as `runsOf`; RUN_UNKNOWN */
export async function* runOf(
  server: ServerFacts,
  run: string,
  signal: AbortSignal,
): AsyncIterable<ToldRun> {
  for await (const { event, data } of eventsOf(`/api/runs/${run}/events`, server, signal))
    if (event === "run") yield data as ToldRun;
}

/** @throws as `runOf` */
export async function* eventsOf(
  address: string,
  server: ServerFacts,
  signal: AbortSignal,
): AsyncIterable<{ readonly event: string; readonly data: unknown }> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const request = openRequest(server, "GET", address, null, resolve);
  request.on("error", reject).end();
  const stop = (): void => void request.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    let text = "";
    const answer = await promise;
    if (answer.statusCode === 404) throw new FivefoldError("RUN_UNKNOWN", { run: address });
    for await (const piece of answer.setEncoding("utf8")) {
      text += String(piece);
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const lines = text.slice(0, end).split("\n");
        text = text.slice(end + 2);
        const fieldOf = (name: string): string | undefined =>
          lines.find((line) => line.startsWith(name))?.slice(name.length);
        const data = fieldOf("data: ");
        if (data !== undefined)
          yield { event: fieldOf("event: ") ?? "", data: JSON.parse(data) as unknown };
      }
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof FivefoldError) throw cause;
    throw new FivefoldError("SERVER_MISSING", {}, { cause });
  } finally {
    signal.removeEventListener("abort", stop);
    request.destroy();
  }
  signal.throwIfAborted();
}

/** Asks the server as this computer's user. @throws SERVER_MISSING when it does not answer; what it refuses */
export async function askServer(
  server: ServerFacts,
  method: "GET" | "POST",
  path: string,
  body: unknown = null,
): Promise<Readonly<Record<string, unknown>>> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const text = body === null ? null : JSON.stringify(body);
  const answered = (response: http.IncomingMessage): void => {
    let received = "";
    response.setEncoding("utf8").on("data", (piece: string) => (received += piece));
    response.on("end", () => resolve({ status: response.statusCode ?? 0, text: received }));
  };
  const request = openRequest(server, method, path, text, answered);
  request.on("error", reject);
  request.end(text ?? undefined);
  let answer: { status: number; text: string };
  try {
    answer = await promise;
  } catch (cause) {
    throw new FivefoldError("SERVER_MISSING", {}, { cause });
  }
  const value = JSON.parse(answer.text) as Readonly<Record<string, unknown>>;
  if (answer.status < 400) return value;
  const { code, facts } = value as { readonly code?: unknown; readonly facts?: unknown };
  const { ERRORS } = await import("../model/error.ts");
  if (typeof code === "string" && Object.hasOwn(ERRORS, code))
    throw new FivefoldError(code as keyof typeof ERRORS, facts as FivefoldError["facts"]);
  throw new FivefoldError("INTERNAL", { message: answer.text });
}
