/**
 * Restic's key files: each holds the vault's one master key, sealed under a key derived from a password by scrypt.
 *
 * A file's name is the SHA-256 of its bytes. What does not match its name, or cannot be read, is damaged; it is still
 * tried, after all others, because a seal that a password opens proves the master key in it.
 *
 * The numbers that a key file gives to scrypt are bounded before use: a stranger's file must not make us take all memory.
 *
 * @see restic design.rst, "Keys, Encryption and MAC"
 */

import { hash, randomBytes, scrypt } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { FivefoldError } from "../model/error.ts";
import { contentOf } from "../model/place.ts";
import type { Place } from "../model/place.ts";
import type { RunContext } from "../model/run.ts";
import type { Secret } from "../model/secret.ts";
import { Cipher } from "./crypto.ts";
import type { MasterKey } from "./crypto.ts";
import { Kernel } from "./kernel.ts";
import { readObject } from "./repository.ts";

/** What deriving costs: 128 · N · r bytes of memory, p times over. */
export interface KeyCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/**
 * 32 MiB and about a quarter of a second: restic calibrates to at most 60 MiB and half a second, with these N and r on
 * today's computers; three rounds make up for people's passwords.
 */
export const KEY_COST: KeyCost = { N: 32_768, r: 8, p: 3 };

/** A key file as it describes itself; nothing of it is proved before a password opens it. */
export interface KeyRecord {
  /** 64 hex digits. */
  readonly id: string;
  /** ISO 8601; "" when the file does not say. */
  readonly createdAt: string;
  readonly user: string;
  readonly host: string;
  readonly isDamaged: boolean;
}

export interface OpenedKey {
  /** Which key file the password opened. */
  readonly id: string;
  readonly master: MasterKey;
}

interface KeyFile {
  readonly record: KeyRecord;
  /** `null`: cannot be used at all. */
  readonly lock: { readonly cost: KeyCost; readonly salt: Buffer; readonly data: Buffer } | null;
}

const SALT_BYTES = 64;
const LARGEST_MEMORY = 256 * 1024 * 1024;
/** N · r · p; about ten seconds. Restic's and rustic's own keys stay below a tenth of it. */
const LARGEST_WORK = 2 ** 25;
const LARGEST_FILE = 64 * 1024;
/** Restic stops at 20; a vault with more than this was made to keep us busy. */
const MOST_TRIED = 100;
const HEX_ID = /^[0-9a-f]{64}$/;

/**
 * Tries the vault's keys, the one named by `hint` first (the one that opened it last time).
 *
 * @throws KEY_WRONG; KEY_MISSING when the vault has no key; VAULT_MISSING; VAULT_DAMAGED when the password opens none and
 *   one of them is damaged
 */
export async function openKey(
  place: Place,
  password: Secret,
  hint: string | null,
  context: RunContext,
): Promise<OpenedKey> {
  const kernel = new Kernel(LARGEST_FILE);
  if (hint !== null && HEX_ID.test(hint)) {
    const file = await readKeyFile(place, hint, context);
    const master = file === null ? null : await tryKey(file, password, kernel);
    if (master !== null) return { id: hint, master };
  }
  const files = await readKeyFiles(place, context);
  if (files.length === 0) {
    const hasConfig = (await readObject(place, "config", context)) !== null;
    throw new FivefoldError(hasConfig ? "KEY_MISSING" : "VAULT_MISSING", { place: place.label });
  }
  const sound = files.filter(({ record }) => !record.isDamaged);
  const damaged = files.filter(({ record }) => record.isDamaged);
  for (const file of [...sound, ...damaged].slice(0, MOST_TRIED)) {
    context.signal.throwIfAborted();
    if (file.record.id === hint) continue;
    const master = await tryKey(file, password, kernel);
    if (master !== null) return { id: file.record.id, master };
  }
  const [first] = damaged;
  if (first !== undefined) {
    const facts = { place: place.label, file: `keys/${first.record.id}`, what: "key" };
    throw new FivefoldError("VAULT_DAMAGED", facts);
  }
  throw new FivefoldError("KEY_WRONG", { place: place.label });
}

/** All key files, damaged ones too, the oldest first. Needs no password. */
export async function listKeys(place: Place, context: RunContext): Promise<readonly KeyRecord[]> {
  const files = await readKeyFiles(place, context);
  return files
    .map(({ record }) => record)
    .toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}

/** Adds a key file for the password. The first one, with a new master key, begins a vault. */
export async function addKey(
  place: Place,
  password: Secret,
  master: MasterKey,
  cost: KeyCost,
  context: RunContext,
): Promise<OpenedKey> {
  const salt = randomBytes(SALT_BYTES);
  const cipher = new Cipher(await derive(password, salt, cost), new Kernel(LARGEST_FILE));
  const text = JSON.stringify({
    mac: { k: base64(master.macK), r: base64(master.macR) },
    encrypt: base64(master.encrypt),
  });
  const file = Buffer.from(
    JSON.stringify({
      created: new Date(context.clock.nowMs()).toISOString(),
      username: userName(),
      hostname: hostname(),
      kdf: "scrypt",
      N: cost.N,
      r: cost.r,
      p: cost.p,
      salt: base64(salt),
      data: base64(cipher.seal(Buffer.from(text))),
    }),
  );
  const id = hash("sha256", file, "hex");
  await place.put(`keys/${id}`, contentOf(file), context);
  return { id, master };
}

/**
 * Removes a key file. `name` is its id or the beginning of it; `opened` is the one in use, which is never removed, so
 * that whoever removes a key has just proved to hold another.
 *
 * @throws KEY_MISSING when no key or more than one begins so, KEY_LAST
 */
export async function removeKey(
  place: Place,
  name: string,
  opened: OpenedKey,
  context: RunContext,
): Promise<KeyRecord> {
  const records = await listKeys(place, context);
  const found = records.filter(({ id }) => name !== "" && id.startsWith(name));
  const [record] = found;
  if (record === undefined || found.length > 1) {
    const facts = { place: place.label, key: name, matchCount: found.length };
    throw new FivefoldError("KEY_MISSING", facts);
  }
  const others = records.filter(({ id, isDamaged }) => id !== record.id && !isDamaged);
  if (record.id === opened.id || others.length === 0)
    throw new FivefoldError("KEY_LAST", { place: place.label, key: record.id });
  await place.remove(`keys/${record.id}`, context);
  return record;
}

/**
 * Names a key in `fivefold.json`: 16 hex digits of a hash over the vault's id and the key file's name. Both are public
 * to whoever sees the vault's folder and random to everybody else, and neither depends on the password alone, so the
 * fingerprint helps nobody to guess it. It differs for every key, vault and change of password.
 */
export function keyFingerprint(vaultId: string, keyId: string): string {
  return hash("sha256", `fivefold key\0${vaultId}\0${keyId}`, "hex").slice(0, 16);
}

async function readKeyFiles(place: Place, context: RunContext): Promise<readonly KeyFile[]> {
  const ids: string[] = [];
  for await (const { key } of place.list("keys/", context)) {
    const id = key.slice("keys/".length);
    if (HEX_ID.test(id)) ids.push(id);
  }
  const files: KeyFile[] = [];
  for (const id of ids.toSorted((one, other) => (one < other ? -1 : 1))) {
    const file = await readKeyFile(place, id, context);
    if (file !== null) files.push(file);
  }
  return files;
}

async function readKeyFile(place: Place, id: string, context: RunContext): Promise<KeyFile | null> {
  let bytes: Uint8Array | null;
  try {
    bytes = await readObject(place, `keys/${id}`, context);
  } catch (thrown) {
    if (!(thrown instanceof FivefoldError && thrown.code === "OBJECT_UNREADABLE")) throw thrown;
    bytes = new Uint8Array(0);
  }
  if (bytes === null) return null;
  const json = bytes.length > LARGEST_FILE ? {} : parse(bytes);
  const lock = lockOf(json);
  const isDamaged = lock === null || hash("sha256", bytes, "hex") !== id;
  const { created, username, hostname: host } = json;
  const createdAt = textOf(created);
  return {
    record: {
      id,
      createdAt: Number.isNaN(Date.parse(createdAt)) ? "" : createdAt,
      user: textOf(username),
      host: textOf(host),
      isDamaged,
    },
    lock,
  };
}

type Json = Readonly<Record<string, unknown>>;

function parse(bytes: Uint8Array): Json {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    return typeof json === "object" && json !== null ? (json as Json) : {};
  } catch {
    // Not JSON: the file is damaged, which its missing fields will say.
    return {};
  }
}

/** Gives what a password is tried on, `null` when the file lacks it or asks for more than anybody needs. */
function lockOf(json: Json): KeyFile["lock"] {
  const { kdf, N, r, p } = json;
  if (kdf !== "scrypt" || !isCount(N) || !isCount(r) || !isCount(p)) return null;
  const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPowerOfTwo || 128 * N * r > LARGEST_MEMORY || N * r * p > LARGEST_WORK) return null;
  const salt = Buffer.from(textOf(json["salt"]), "base64");
  const data = Buffer.from(textOf(json["data"]), "base64");
  return salt.length === 0 || data.length === 0 ? null : { cost: { N, r, p }, salt, data };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

async function tryKey(file: KeyFile, password: Secret, kernel: Kernel): Promise<MasterKey | null> {
  if (file.lock === null) return null;
  const { cost, salt, data } = file.lock;
  const plain = new Cipher(await derive(password, salt, cost), kernel).open(data);
  return plain === null ? null : masterOf(parse(plain));
}

function masterOf(json: Json): MasterKey | null {
  const mac = typeof json["mac"] === "object" && json["mac"] !== null ? (json["mac"] as Json) : {};
  const encrypt = Buffer.from(textOf(json["encrypt"]), "base64");
  const macK = Buffer.from(textOf(mac["k"]), "base64");
  const macR = Buffer.from(textOf(mac["r"]), "base64");
  const hasLengths = encrypt.length === 32 && macK.length === 16 && macR.length === 16;
  const isSet = [encrypt, macK, macR].every((part) => part.some((byte) => byte !== 0));
  return hasLengths && isSet ? { encrypt, macK, macR } : null;
}

/** 64 bytes of scrypt: the encryption key, then the two halves of the authentication key. */
async function derive(password: Secret, salt: Uint8Array, cost: KeyCost): Promise<MasterKey> {
  const { N, r, p } = cost;
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const maxmem = 128 * r * (N + p + 2) + 1024 * 1024;
    scrypt(password.reveal(), salt, 64, { N, r, p, maxmem }, (error, derived) =>
      error === null ? resolve(derived) : reject(error),
    );
  });
  return {
    encrypt: bytes.subarray(0, 32),
    macK: bytes.subarray(32, 48),
    macR: bytes.subarray(48),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** "" in containers whose user has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
}
