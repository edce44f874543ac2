/** The command line in a pseudo-terminal from script(1): keys are typed when the screen shows what they answer. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { SmallApp } from "./small-app.ts";
import { MAIN } from "./small-app.ts";

const LONGEST_MS = 120_000;

export interface Answer {
  /** When this is on the screen … */
  readonly after: RegExp;
  /** … this is typed. */
  readonly keys: string;
}

/** Runs the command line in a pseudo-terminal. */
export async function atTerminal(
  app: SmallApp,
  words: readonly string[],
  answers: readonly Answer[],
  columns = 100,
  beforeAnswer: () => void = () => undefined,
): Promise<{ readonly exit: number | null; readonly screen: string }> {
  const command = [process.execPath, MAIN, ...words].map((word) => `'${word}'`).join(" ");
  const child = spawn(
    "script",
    ["-qefc", `stty cols ${columns} rows 40; exec ${command}`, "/dev/null"],
    {
      cwd: app.folder,
      env: app.environment({ TERM: "xterm" }),
      stdio: ["pipe", "pipe", "inherit"],
      // A question that nobody answers would wait for ever; what is on the screen then is told.
      timeout: LONGEST_MS,
    },
  );
  let screen = "";
  const waiting = [...answers];
  let from = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    const [next] = waiting;
    if (next === undefined || !next.after.test(screen.slice(from))) return;
    from = screen.length;
    waiting.shift();
    beforeAnswer();
    child.stdin.write(next.keys);
  });
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on("close", resolve);
  const exit = await promise;
  assert.deepEqual(waiting, [], screen);
  return { exit, screen };
}
