/**
 * Passwords of the people who may sign in, as hashes, in one file of the home's keys that is its owner's alone. Who they are
 * and what they may stands in the settings.
 */

import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { systemCode } from "../model/error.ts";
import type { Home } from "./home.ts";
import { writeWhole } from "./whole-file.ts";

/** Among the keys; no vault's id begins like it. */
export const ACCOUNTS_FILE = ".accounts.json";

/** RFC 9106, second choice: 64 MiB, three passes, four lanes. */
const COST = { memory: 64 * 1024, passes: 3, parallelism: 4, tagLength: 32 } as const;

const HASHES = z.record(
  z.string(),
  z.object({
    salt: z.string(),
    hash: z.string(),
    memory: z.number().int(),
    passes: z.number().int(),
    parallelism: z.number().int(),
  }),
);

export type Hash = z.output<typeof HASHES>[string];

const derive = promisify(argon2);

/** Keeps a password's hash; `null` forgets it. Whoever calls has the turn, see `inTurn`. */
export async function keepHash(home: Home, name: string, hash: Hash | null): Promise<void> {
  const { [name]: _old, ...others } = await hashesIn(home);
  const hashes = hash === null ? others : { ...others, [name]: hash };
  await writeWhole(fileIn(home), `${JSON.stringify(hashes)}\n`, 0o600);
}

/** Whether it is the password of that name; for a name that is not known it takes as long. */
export async function isPassword(home: Home, name: string, password: string): Promise<boolean> {
  const hashes = await hashesIn(home);
  const known = Object.hasOwn(hashes, name) ? hashes[name] : undefined;
  const kept = known ?? { salt: "", hash: "", ...COST };
  const found = await derived(password, Buffer.from(kept.salt || "0".repeat(32), "hex"), kept);
  const wanted = Buffer.from(kept.hash, "hex");
  return known !== undefined && wanted.length === found.length && timingSafeEqual(wanted, found);
}

export async function hashOf(password: string): Promise<Hash> {
  const salt = randomBytes(16);
  const { memory, passes, parallelism } = COST;
  const hash = await derived(password, salt, COST);
  return { salt: salt.toString("hex"), hash: hash.toString("hex"), memory, passes, parallelism };
}

async function derived(
  password: string,
  nonce: Buffer,
  { memory, passes, parallelism }: Pick<Hash, "memory" | "passes" | "parallelism">,
): Promise<Buffer> {
  return await derive("argon2id", {
    // The same characters, however a keyboard makes them.
    message: password.normalize("NFKC"),
    nonce,
    memory,
    passes,
    parallelism,
    tagLength: COST.tagLength,
  });
}

/** A file that cannot be understood lets nobody in, and is no reason to forget those in it. */
async function hashesIn(home: Home): Promise<z.output<typeof HASHES>> {
  try {
    return HASHES.parse(JSON.parse(await readFile(fileIn(home), "utf8")));
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") return {};
    throw thrown;
  }
}

function fileIn(home: Home): string {
  return path.join(home.keys, ACCOUNTS_FILE);
}
