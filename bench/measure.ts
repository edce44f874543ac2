/** Runs whole processes and says what they took: time on the wall, processor time of all their children, peak memory. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, capture } from "../scripts/run.ts";

export interface Measure {
  readonly wallSeconds: number;
  /** User and system time of the whole process tree. */
  readonly cpuSeconds: number;
  /** The largest resident set of any one process of the tree. */
  readonly peakMegabytes: number;
}

/** Runs a command to its end without measuring it; what it wrote is returned. */
export async function complete(command: Command): Promise<string> {
  const { status, output } = await capture(command);
  if (status === 0) return output;
  const line = [command.program, ...command.args].join(" ");
  throw new Error(`${line}\nended with status ${status}:\n${output}`);
}

export async function measure(command: Command): Promise<Measure> {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-bench-"));
  try {
    const report = join(folder, "time");
    const options = ["-f", "%e %U %S %M", "-o", report];
    const args = [...options, command.program, ...command.args];
    // What others wrote before must not be waited for by the one who is measured.
    await complete({ program: "sync", args: [] });
    const begun = performance.now();
    await complete({ ...command, program: "/usr/bin/time", args });
    const wallSeconds = (performance.now() - begun) / 1000;
    const [, user = 0, system = 0, kibibytes = 0] = readFileSync(report, "utf8")
      .trim()
      .split(" ")
      .map(Number);
    return { wallSeconds, cpuSeconds: user + system, peakMegabytes: (kibibytes * 1024) / 1e6 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
