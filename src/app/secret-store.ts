/**
 * Where a vault's key comes from and where it is kept: a file that was named, the environment, the home.
 *
 * A kept key is never replaced by another one unless that is asked for: whoever loses the key loses the vault. Key files
 * are their owner's alone; what is in them is what `restic --password-file` takes.
 */

import { execFile } from "node:child_process";
import type { FileHandle } from "node:fs/promises";
import { constants } from "node:fs";
import { open, readdir, rm } from "node:fs/promises";
import { userInfo } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { compareNames } from "../model/entry.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import { unsafeName } from "../model/part.ts";
import type { Finding } from "../model/run.ts";
import { Secret } from "../model/secret.ts";
import { withoutPasswords } from "./command.ts";
import { readKey } from "./digit-key.ts";
import type { Environment, Home } from "./home.ts";
import { syncFolder, writeOnce, writeWhole } from "./whole-file.ts";

const LARGEST_PASSWORD_BYTES = 64 * 1024;

/** Where a key was found; the order is the order of the search. */
export const KEY_ORIGINS = [
  "passwordFile",
  "FIVEFOLD_PASSWORD_FILE",
  "FIVEFOLD_PASSWORD",
  "home",
  "prompt",
] as const;

export interface FoundKey {
  readonly secret: Secret;
  readonly origin: (typeof KEY_ORIGINS)[number];
  /** Groups of digits, from 1, whose check digit is wrong: what to say when the key does not open the vault. */
  readonly mistyped: readonly number[];
  /** KEY_EXPOSED when others could read the kept key; it has been mended. */
  readonly findings: readonly Finding[];
}

export interface KeySearch {
  /** `--password-file`, `null` without it. */
  readonly passwordFile: string | null;
  readonly environment: Environment;
}

/**
 * Finds the key that was given for this call; `null` when none was. A variable that is empty counts as not set.
 *
 * @throws PASSWORD_UNREADABLE when a file that was named cannot be read or is empty
 */
export async function givenKey({ passwordFile, environment }: KeySearch): Promise<FoundKey | null> {
  if (passwordFile !== null)
    return understood(await readPasswordFile(passwordFile), "passwordFile", []);
  const named = environment["FIVEFOLD_PASSWORD_FILE"] ?? "";
  if (named !== "") return understood(await readPasswordFile(named), "FIVEFOLD_PASSWORD_FILE", []);
  const password = environment["FIVEFOLD_PASSWORD"] ?? "";
  return password === "" ? null : understood(password, "FIVEFOLD_PASSWORD", []);
}

/**
 * Finds the password of a parcel that was given for this call; `null` when none was.
 *
 * @throws PASSWORD_UNREADABLE
 */
export async function givenParcelPassword({
  passwordFile,
  environment,
}: KeySearch): Promise<Secret | null> {
  const named = passwordFile ?? environment["FIVEFOLD_PARCEL_PASSWORD_FILE"] ?? "";
  if (named !== "") return new Secret(await readPasswordFile(named));
  const password = environment["FIVEFOLD_PARCEL_PASSWORD"] ?? "";
  return password === "" ? null : new Secret(password);
}

/**
 * Finds the key of a vault: the given one, else the one that the home keeps; `null` when there is none and the people
 * have to be asked.
 *
 * @throws PASSWORD_UNREADABLE, KEY_EXPOSED
 */
export async function findKey(
  home: Home,
  vaultId: string,
  search: KeySearch,
): Promise<FoundKey | null> {
  return (await givenKey(search)) ?? (await keptKey(home, vaultId));
}

/** Understands what people typed: one of our keys however it is spaced, or a password of their own. */
export function understood(
  text: string,
  origin: FoundKey["origin"],
  findings: readonly Finding[],
): FoundKey {
  const typed = readKey(text);
  const secret = typed.kind === "key" ? typed.secret : new Secret(text);
  return { secret, origin, mistyped: typed.kind === "mistyped" ? typed.groups : [], findings };
}

/** Reads a password as restic does: the whole file, without white space around it. */
async function readPasswordFile(file: string): Promise<string> {
  const refuse = (reason: string, cause?: unknown): FivefoldError =>
    new FivefoldError("PASSWORD_UNREADABLE", { path: file, reason }, { cause });
  let text: string;
  try {
    // Not O_NONBLOCK: the shell's <(…) is a pipe, and its writer may be slower than we are.
    await using handle = await open(file, "r");
    text = await readText(handle, refuse);
  } catch (cause) {
    if (cause instanceof FivefoldError) throw cause;
    throw refuse(systemCode(cause) ?? "unreadable", cause);
  }
  if (text === "") throw refuse("empty");
  return text;
}

async function readText(
  handle: FileHandle,
  refuse: (reason: string, cause?: unknown) => FivefoldError,
): Promise<string> {
  const buffer = Buffer.alloc(LARGEST_PASSWORD_BYTES + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
    length += bytesRead;
    if (bytesRead === 0) break;
    if (length === buffer.length) throw refuse("tooLarge");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(buffer.subarray(0, length)).trim();
  } catch (cause) {
    throw refuse("notUtf8", cause);
  }
}

/**
 * Gives the key that the home keeps for a vault, `null` when it keeps none. A file that others can read is mended, with
 * a finding.
 *
 * @throws KEY_EXPOSED when it is somebody else's and cannot be mended, PASSWORD_UNREADABLE
 */
export async function keptKey(home: Home, vaultId: string): Promise<FoundKey | null> {
  const file = keyFile(home, vaultId);
  const refuse = (reason: string, cause?: unknown): FivefoldError =>
    new FivefoldError("PASSWORD_UNREADABLE", { path: file, reason }, { cause });
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return null;
    throw refuse(systemCode(cause) ?? "unreadable", cause);
  }
  await using opened = handle;
  const stats = await opened.stat();
  if (!stats.isFile()) throw refuse("notFile");
  const findings: Finding[] = [];
  const others = stats.mode & 0o077;
  if (process.platform !== "win32" && others !== 0) {
    const facts = { path: file, vault: vaultId, mode: (stats.mode & 0o777).toString(8) };
    try {
      await opened.chmod(0o600);
    } catch (cause) {
      throw new FivefoldError("KEY_EXPOSED", { ...facts, mended: false }, { cause });
    }
    findings.push({
      code: "KEY_EXPOSED",
      part: null,
      path: null,
      facts: { ...facts, mended: true },
    });
  }
  const text = await readText(opened, refuse);
  if (text === "") throw refuse("empty");
  return understood(text, "home", findings);
}

/** Under this name the home keeps the installation's own key for parcels; no vault's id is so short. */
export const PARCEL_KEY = "parcel";
/** The password of the mail server, and what web hooks are signed with. */
export const MAIL_KEY = "mail-password";
export const WEB_HOOK_KEY = "web-hook-secret";
/** What the key is that somebody else may hold. */
export const ESCROW_KEY = "escrow";
/** With which a monitor reads the metrics. */
export const METRICS_KEY = "metrics-token";

/** What else than a vault's key lies in `keys/`. */
const OTHER_KEYS: ReadonlySet<string> = new Set([
  PARCEL_KEY,
  MAIL_KEY,
  WEB_HOOK_KEY,
  METRICS_KEY,
  ESCROW_KEY,
]);

/** A secret that is no vault's, `null` when it is not kept. @throws as `keptKey` */
export async function keptText(home: Home, name: string): Promise<string | null> {
  return (await keptKey(home, name))?.secret.reveal() ?? null;
}

/** Keeps such a secret, or drops it. */
export async function keepText(home: Home, name: string, text: string | null): Promise<void> {
  if (text === null) await dropKey(home, name);
  else await keepKey(home, name, new Secret(text), true);
}

/** Names the vaults whose keys the home keeps. */
export async function keptKeys(home: Home): Promise<readonly string[]> {
  return (await readdir(home.keys))
    .filter((name) => !name.startsWith(".") && unsafeName(name) === null)
    .filter((name) => !OTHER_KEYS.has(name))
    .toSorted(compareNames);
}

/**
 * Keeps a vault's key in the home. With `replaces` another one gives way; without, it stays and the call fails.
 *
 * @throws KEY_KEPT
 */
export async function keepKey(
  home: Home,
  vaultId: string,
  secret: Secret,
  replaces: boolean,
): Promise<void> {
  const file = keyFile(home, vaultId);
  const text = `${secret.reveal()}\n`;
  await keepFromOthers(home.keys);
  if (replaces) return await writeWhole(file, text, 0o600);
  if (await writeOnce(file, text, 0o600)) return;
  const kept = await keptKey(home, vaultId);
  if (kept?.secret.reveal() !== secret.reveal())
    throw new FivefoldError("KEY_KEPT", { vault: vaultId, path: file });
}

/** Forgets a vault's key; that none is kept is no error. */
export async function dropKey(home: Home, vaultId: string): Promise<void> {
  await rm(keyFile(home, vaultId), { force: true });
  await syncFolder(home.keys);
}

function keyFile(home: Home, vaultId: string): string {
  // A vault's id comes from the vault, that is from somebody else: it must not lead out of the folder.
  if (unsafeName(vaultId) !== null || vaultId.startsWith("."))
    throw new FivefoldError("KEY_MISSING", { vault: vaultId });
  return path.join(home.keys, vaultId);
}

/** On Windows a folder in ProgramData is everybody's to read until its list of permissions says otherwise. */
async function keepFromOthers(folder: string): Promise<void> {
  const command = permissionCommand(process.platform, folder, userInfo().username);
  if (command)
    await promisify(execFile)(command[0], command.slice(1), {
      windowsHide: true,
      env: withoutPasswords(process.env),
    });
}

/** Gives the command that leaves a folder to its user, the system and administrators; `null` where modes do that. */
export function permissionCommand(
  platform: NodeJS.Platform,
  folder: string,
  user: string,
): readonly [string, ...string[]] | null {
  if (platform !== "win32") return null;
  const full = "(OI)(CI)F";
  // By number, because the names of the groups are translated: SYSTEM and Administrators.
  const grants = [`${user}:${full}`, `*S-1-5-18:${full}`, `*S-1-5-32-544:${full}`];
  return ["icacls", folder, "/inheritance:r", "/grant:r", ...grants, "/q"];
}
