/** Runs one command of a script: shown as it goes, or kept back until it fails. */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The folder of package.json, with a separator at the end. */
export const ROOT = fileURLToPath(new URL("../", import.meta.url));

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `ROOT` when absent. */
  readonly folder?: string;
}

export interface Ended {
  /** 127 when the program could not be started, 128 and more when a signal ended it. */
  readonly status: number;
  /** What it wrote to both streams, "" when that was shown as it came. */
  readonly output: string;
}

/** Runs the command with this terminal as its own. */
export function show(command: Command): Promise<Ended> {
  return start(command, "inherit");
}

/** Runs the command and keeps what it writes. */
export function capture(command: Command): Promise<Ended> {
  return start(command, "pipe");
}

function start(command: Command, output: "inherit" | "pipe"): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = spawn(command.program, command.args, {
    cwd: command.folder ?? ROOT,
    env: { ...process.env, ...command.environment },
    stdio: ["ignore", output, output],
  });
  const pieces: Buffer[] = [];
  child.stdout?.on("data", (piece: Buffer) => pieces.push(piece));
  child.stderr?.on("data", (piece: Buffer) => pieces.push(piece));
  child.on("error", (error) => resolve({ status: 127, output: `${error.message}\n` }));
  child.on("close", (code, signal) => {
    const status = code ?? (signal === "SIGINT" ? 130 : 128);
    resolve({ status, output: Buffer.concat(pieces).toString() });
  });
  return promise;
}
