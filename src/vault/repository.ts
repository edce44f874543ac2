/**
 * A vault's files as such: config, and the small sealed files (index, snapshots, locks) under their hash's name.
 *
 * Nothing in here knows what a blob or a tree is. Sealed files of format v2 are compressed: a byte 2, then a zstd frame;
 * files that begin with "{" or "[" are plain JSON, as all are in format v1. Config is never compressed.
 *
 * @see restic design.rst, "Repository Layout", "Unpacked Data Format"
 */

import { createHash, hash } from "node:crypto";
import { zstdDecompressSync } from "node:zlib";
import { FivefoldError } from "../model/error.ts";
import { contentOf, readWhole } from "../model/place.ts";
import type { ObjectInfo, Place } from "../model/place.ts";
import type { RunContext } from "../model/run.ts";
import { degreeOf } from "./chunker.ts";
import { Cipher } from "./crypto.ts";
import type { MasterKey } from "./crypto.ts";
import { Kernel, testKernel } from "./kernel.ts";
import { openCompressor } from "./zstd.ts";
import type { Compress } from "./zstd.ts";

export type FileKind = "snapshots" | "index" | "locks" | "keys";

export interface Config {
  readonly version: 1 | 2;
  /** 64 hex digits. */
  readonly id: string;
  readonly polynomial: bigint;
}

const COMPRESSED = 2;
const HEX_ID = /^[0-9a-f]{64}$/;
/** A sealed file larger than this is no index of this world: refuse before decompressing a bomb. */
const LARGEST_FILE = 1 << 30;

export const packKey = (id: string): string => `data/${id.slice(0, 2)}/${id}`;

export class Repository {
  readonly place: Place;
  readonly key: MasterKey;
  readonly config: Config;
  readonly cipher: Cipher;
  #compress: Compress | null = null;

  private constructor(place: Place, key: MasterKey, config: Config, cipher: Cipher) {
    this.place = place;
    this.key = key;
    this.config = config;
    this.cipher = cipher;
  }

  /** Reads the config with a key that has been opened. @throws VAULT_DAMAGED, VAULT_NEWER, VAULT_MISSING */
  static async open(place: Place, key: MasterKey, context: RunContext): Promise<Repository> {
    const kernel = new Kernel(1 << 16);
    testKernel(kernel);
    const cipher = new Cipher(key, kernel);
    const sealed = await readObject(place, "config", context);
    if (sealed === null) throw new FivefoldError("VAULT_MISSING", { place: place.label });
    const plain = cipher.open(sealed);
    if (plain === null) throw damaged(place, "config", "seal");
    return new Repository(place, key, readConfig(plain, place), cipher);
  }

  /** Writes a new vault's config; keys must be there already, so that a half-made vault is never one without a key. */
  static async create(
    place: Place,
    key: MasterKey,
    config: Config,
    context: RunContext,
  ): Promise<Repository> {
    const kernel = new Kernel(1 << 16);
    testKernel(kernel);
    const cipher = new Cipher(key, kernel);
    const text = JSON.stringify({
      version: config.version,
      id: config.id,
      chunker_polynomial: config.polynomial.toString(16),
    });
    await place.put("config", contentOf(cipher.seal(Buffer.from(text))), context);
    return new Repository(place, key, config, cipher);
  }

  /** All files of a kind whose names are what they should be; others are not restic's. */
  async *list(kind: FileKind, context: RunContext): AsyncIterable<ObjectInfo & { id: string }> {
    for await (const object of this.place.list(`${kind}/`, context)) {
      const id = object.key.slice(kind.length + 1);
      if (HEX_ID.test(id)) yield { ...object, id };
    }
  }

  /** Reads, verifies and opens a sealed file. @throws VAULT_DAMAGED; OBJECT_MISSING when it is gone. */
  async read(kind: FileKind, id: string, context: RunContext): Promise<Buffer> {
    const sealed = await readWhole(this.place.get(`${kind}/${id}`, null, context));
    const name = `${kind}/${id}`;
    if (hash("sha256", sealed, "hex") !== id) throw damaged(this.place, name, "hash");
    const plain = this.cipher.open(sealed);
    if (plain === null) throw damaged(this.place, name, "seal");
    if (plain[0] !== COMPRESSED) return plain;
    try {
      return zstdDecompressSync(plain.subarray(1), { maxOutputLength: LARGEST_FILE });
    } catch (cause) {
      throw damaged(this.place, name, "frame", cause);
    }
  }

  /** Seals and stores a file; gives its id. */
  async write(kind: FileKind, plain: Uint8Array, context: RunContext): Promise<string> {
    let content = plain;
    if (this.config.version === 2) {
      this.#compress ??= openCompressor(3);
      content = Buffer.concat([Buffer.from([COMPRESSED]), this.#compress(plain)]);
    }
    const sealed = this.cipher.seal(content);
    const id = createHash("sha256").update(sealed).digest("hex");
    await this.place.put(`${kind}/${id}`, contentOf(sealed), context);
    return id;
  }

  async remove(kind: FileKind, id: string, context: RunContext): Promise<void> {
    await this.place.remove(`${kind}/${id}`, context);
  }

  damaged(what: string, detail: string, cause?: unknown): FivefoldError {
    return damaged(this.place, what, detail, cause);
  }
}

function damaged(place: Place, file: string, what: string, cause?: unknown): FivefoldError {
  return new FivefoldError("VAULT_DAMAGED", { place: place.label, file, what }, { cause });
}

/** A whole object, `null` when there is none. */
export async function readObject(
  place: Place,
  key: string,
  context: RunContext,
): Promise<Uint8Array | null> {
  try {
    return await readWhole(place.get(key, null, context));
  } catch (thrown) {
    if (thrown instanceof FivefoldError && thrown.code === "OBJECT_MISSING") return null;
    throw thrown;
  }
}

function readConfig(plain: Uint8Array, place: Place): Config {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(plain).toString("utf8"));
  } catch (cause) {
    throw damaged(place, "config", "json", cause);
  }
  const { version, id, chunker_polynomial: text } = json as Readonly<Record<string, unknown>>;
  if (typeof version !== "number") throw damaged(place, "config", "version");
  if (version !== 1 && version !== 2) {
    throw new FivefoldError("VAULT_NEWER", { place: place.label, version });
  }
  if (typeof id !== "string" || typeof text !== "string" || !/^[0-9a-f]{1,16}$/i.test(text)) {
    throw damaged(place, "config", "fields");
  }
  const polynomial = BigInt(`0x${text}`);
  if (degreeOf(polynomial) !== 53) throw damaged(place, "config", "polynomial");
  return { version, id, polynomial };
}
