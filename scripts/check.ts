/**
 * `npm run check`: types, lint, format and the tidy test, in seconds.
 *
 * A tool that is content gives one line; one that is not gives all it has to say, and the script exits with 1.
 */

import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type Command, ROOT, capture } from "./run.ts";

const FOLDERS = ["src", "test", "bench", "examples", "scripts", "kernel", "bin"] as const;

interface Check {
  readonly name: string;
  readonly command: Command;
}

function tool(name: string): string {
  return `${ROOT}node_modules/.bin/${name}`;
}

/** What is checked without running any of our code. */
export function staticChecks(): readonly Check[] {
  const folders = FOLDERS.filter((folder) => existsSync(ROOT + folder));
  const code = folders.map((folder) => `${folder}/**/*.{ts,tsx,cjs,css,html}`);
  return [
    { name: "types", command: { program: tool("tsc"), args: ["-p", "."] } },
    { name: "types of the page", command: { program: tool("tsc"), args: ["-p", "src/web"] } },
    {
      name: "lint",
      command: { program: tool("oxlint"), args: ["--type-aware", "--deny-warnings", ...folders] },
    },
    {
      name: "format",
      command: {
        program: tool("oxfmt"),
        args: ["--check", "--no-error-on-unmatched-pattern", ...code],
      },
    },
  ];
}

const TIDY: Check = {
  name: "tidy",
  command: {
    program: process.execPath,
    args: ["--test", "--test-reporter=spec", "test/tidy.test.ts"],
  },
};

/** Runs the checks beside each other and prints what they say; true when all are content. */
export async function pass(checks: readonly Check[]): Promise<boolean> {
  const waiting = [...checks];
  let isClean = true;
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const begun = performance.now();
      const { status, output } = await capture(check.command);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      if (status === 0) process.stdout.write(`${check.name}: clean (${seconds} s)\n`);
      else process.stdout.write(`${check.name}: not clean\n${output}\n`);
      isClean &&= status === 0;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return isClean;
}

if (import.meta.main) {
  process.exitCode = (await pass([...staticChecks(), TIDY])) ? 0 : 1;
}
