/** Runs the restic that is installed, as the judge of what we write. */

import { spawnSync } from "node:child_process";

export interface ResticRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs restic on a repository, without its cache and without the caller's own RESTIC_ settings. */
export function restic(
  repository: string,
  password: string,
  args: readonly string[],
  input = "",
): ResticRun {
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith("RESTIC_"));
  const { status, stdout, stderr, error } = spawnSync("restic", ["--no-cache", ...args], {
    encoding: "utf8",
    input,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...Object.fromEntries(environment),
      RESTIC_REPOSITORY: repository,
      RESTIC_PASSWORD: password,
      TZ: "UTC",
    },
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** The same, for what must go well; gives what it printed. */
export function resticOk(repository: string, password: string, args: readonly string[]): string {
  const { status, stdout, stderr } = restic(repository, password, args);
  if (status !== 0) throw new Error(`restic ${args.join(" ")}: ${status}\n${stdout}${stderr}`);
  return stdout;
}
