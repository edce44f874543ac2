/**
 * Foreign programs that tests and benchmarks need: installs by apt what is missing when this is root on Debian, and
 * says by name what is missing elsewhere.
 */

import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Command, capture } from "./run.ts";

export interface Need {
  /** A command in PATH, or an absolute path that must exist. */
  readonly probe: string;
  /** The Debian package that brings it. */
  readonly package: string;
  /** What an installation starts as a service, where that is not called as its package. */
  readonly service?: string;
}

/** What is not there, of all that is needed. */
export function missing(needs: readonly Need[]): readonly Need[] {
  return needs.filter((need) => !isThere(need.probe));
}

function isThere(probe: string): boolean {
  if (probe.startsWith("/")) return existsSync(probe);
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, probe), constants.X_OK);
      return true;
    } catch {
      return false; // not in this folder
    }
  });
}

/** Makes everything there, or says what to do; true when all is there. */
export async function provide(needs: readonly Need[]): Promise<boolean> {
  const lacking = missing(needs);
  if (lacking.length === 0) return true;
  const packages = [...new Set(lacking.map((need) => need.package))].toSorted();
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    process.stdout.write(
      `Missing: ${lacking.map((need) => need.probe).join(", ")}.\n` +
        `Install the packages (names as in Debian): ${packages.join(" ")}\n`,
    );
    return false;
  }
  process.stdout.write(`Installing by apt: ${packages.join(" ")}\n`);
  const output = await install(packages);
  await keepStopped(lacking);
  const stillLacking = missing(needs);
  if (stillLacking.length === 0) return true;
  process.stdout.write(
    `${output}\nStill missing after apt: ${stillLacking.map((need) => need.probe).join(", ")}.\n`,
  );
  return false;
}

/** Installs from the package lists at hand; where these are absent or too old, from new ones. */
async function install(packages: readonly string[]): Promise<string> {
  const wanted = apt("install", "--yes", "--no-install-recommends", ...packages);
  const first = await capture(wanted);
  if (first.status === 0) return first.output;
  // One unreachable list among many makes the update fail though the others are new: the second install decides.
  const update = await capture(apt("update"));
  const second = await capture(wanted);
  return first.output + update.output + second.output;
}

function apt(verb: string, ...args: readonly string[]): Command {
  const options = ["-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"];
  const environment = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" };
  return { program: "apt-get", args: [...options, verb, ...args], environment };
}

/** The tests start servers of their own; one that an installation started as a service is stopped again. */
async function keepStopped(needs: readonly Need[]): Promise<void> {
  if (!existsSync("/run/systemd/system")) return;
  const services = needs.flatMap(({ package: name, service }) =>
    service === undefined ? (name.endsWith("-server") ? [name] : []) : [service],
  );
  for (const service of services)
    await capture({ program: "systemctl", args: ["disable", "--now", service] });
}
