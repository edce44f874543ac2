/**
 * Marks what a process is working on with who it is, so that others can tell whether it still lives.
 *
 * A number alone is not enough: numbers are used again. The mark has the host, its boot and the process's start as well,
 * and is short enough to be part of a file's name: "<pid>.<start>.<boot>.<host>".
 */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { promisify } from "node:util";
import { systemCode } from "../model/error.ts";

export type ProcessMark = string & { readonly brand: "ProcessMark" };

const UNKNOWN = "0";
const MARK = /^(\d{1,10})\.(\d{1,20})\.([0-9a-f]{8}|0)\.([0-9a-f]{8})$/;
const run = promisify(execFile);

/**
 * Gives what one of the system's own programs prints. It sees nothing of our environment but what it needs to start: the
 * keys of vaults are not its business, and its dates are to be in one language.
 */
export async function tellOf(program: string, given: readonly string[]): Promise<string> {
  const { PATH, SystemRoot } = process.env;
  const env = {
    LANG: "C",
    ...(PATH !== undefined && { PATH }),
    ...(SystemRoot !== undefined && { SystemRoot }),
  };
  const { stdout } = await run(program, [...given], { env, windowsHide: true });
  return stdout.trim();
}

/** Gives the mark of this process. */
export async function ownMark(): Promise<ProcessMark> {
  const start = (await startOf(process.pid)) ?? UNKNOWN;
  return `${process.pid}.${start}.${await bootMark()}.${hostMark()}` as ProcessMark;
}

/**
 * Tells about the process behind a mark. "elsewhere": it ran on another machine, or the text is no mark; nothing can be
 * known then. Where the system does not tell when a process began, its number decides.
 */
export async function stateOfMark(mark: string): Promise<"alive" | "dead" | "elsewhere"> {
  const [, pid, start, boot = UNKNOWN, host] = MARK.exec(mark) ?? [];
  if (pid === undefined || host !== hostMark()) return "elsewhere";
  if (!isThere(Number(pid))) return "dead";
  const boots = [await bootMark(), await bootMark(Number(pid))];
  const isKnown = boot !== undefined && boot !== UNKNOWN && !boots.includes(UNKNOWN);
  if (isKnown && !boots.includes(boot)) return "dead";
  const startNow = await startOf(Number(pid));
  if (start === UNKNOWN || startNow === null) return "alive";
  return start === startNow ? "alive" : "dead";
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return systemCode(cause) === "EPERM"; // it lives and belongs to somebody else
  }
}

function hostMark(): string {
  return short(hostname());
}

function short(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/**
 * Gives what is different after every start of the machine, "0" where that is not known. On Linux a process may see it in
 * its own way: containers are told a number of their own, and a fenced service in one of them the machine's.
 */
async function bootMark(pid: number | "self" = "self"): Promise<string> {
  try {
    if (process.platform === "linux") {
      const file = `/proc/${pid}/root/proc/sys/kernel/random/boot_id`;
      return short((await readFile(file, "utf8")).trim());
    }
    if (process.platform === "darwin")
      return short(await tellOf("/usr/sbin/sysctl", ["-n", "kern.bootsessionuuid"]));
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
  }
  return UNKNOWN; // Windows: the start of a process is a point in time there and suffices
}

/** Gives when a process began, in the system's own unit, `null` where that is not known. */
async function startOf(pid: number): Promise<string | null> {
  try {
    if (process.platform === "linux")
      return startInStat(await readFile(`/proc/${pid}/stat`, "utf8"));
    if (process.platform === "win32") {
      const script = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
      return digits(await tellOf("powershell.exe", ["-NoProfile", "-Command", script]));
    }
    const told = await tellOf("/bin/ps", ["-o", "lstart=", "-p", String(pid)]);
    return digits(String(Date.parse(told)));
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return null;
  }
}

/** Reads field 22 of /proc/<pid>/stat; the name before it may hold spaces and brackets. */
export function startInStat(text: string): string | null {
  return digits(
    text
      .slice(text.lastIndexOf(")") + 1)
      .trim()
      .split(" ")[19] ?? "",
  );
}

function digits(text: string): string | null {
  return /^\d{1,20}$/.exec(text.trim())?.[0] ?? null;
}
