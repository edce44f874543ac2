/**
 * Somebody else's key: the sealed file with it, and what a home remembers of where such files were laid.
 *
 * What lies in a place is the truth: a file's name says which app's it is, for which public key, and which key of the
 * vault is in it. The memory spares opening each vault, and knows of places that are away.
 */

import { readFile } from "node:fs/promises";
import { z } from "zod";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { EscrowOffer } from "../model/escrow.ts";
import { Secret } from "../model/secret.ts";
import { seal, unseal } from "./age.ts";
import type { Home } from "./home.ts";
import { inTurn } from "./turn.ts";
import { writeWhole } from "./whole-file.ts";

/** What is sealed; everything that whoever opens it needs besides the backups. */
export interface EscrowContent {
  readonly app: { readonly id: string; readonly name: string };
  /** For whom it was sealed. */
  readonly for: string;
  /** ISO 8601. */
  readonly madeAt: string;
  /** Opens the vaults, as `restic --password-file` takes it; `null` where there is none. */
  readonly password: Secret | null;
  /** Opens the passwords and keys that are locked in parcels; `null`: no parcel has any yet. */
  readonly parcelPassword: Secret | null;
  /** Where the vaults were that it opens. */
  readonly vaults: readonly { readonly id: string; readonly folder: string }[];
}

const CONTENT = z.object({
  app: z.object({ id: z.string(), name: z.string() }),
  for: z.string(),
  madeAt: z.string(),
  password: z.string().nullable(),
  parcelPassword: z.string().nullable(),
  vaults: z.array(z.object({ id: z.string(), folder: z.string() })),
});

/** Seals it for the one who is named; gives an armoured age file. */
export async function sealEscrow(
  content: Omit<EscrowContent, "for">,
  { name, recipient }: EscrowOffer,
): Promise<string> {
  const { app, madeAt, password, parcelPassword, vaults } = content;
  const plain = {
    what: "A key to backups made by Fivefold. Keep it as you keep your own keys.",
    app,
    for: name,
    madeAt,
    password: password?.reveal() ?? null,
    parcelPassword: parcelPassword?.reveal() ?? null,
    vaults,
  };
  return await seal(`${JSON.stringify(plain, null, 2)}\n`, recipient);
}

/**
 * Opens a sealed file with the secret keys in `identity`. `file` and `identityFile` are their names, for messages.
 *
 * @throws ESCROW_UNREADABLE
 */
export async function openSealed(
  sealed: Uint8Array,
  file: string,
  identity: string,
  identityFile: string,
): Promise<EscrowContent> {
  const opened = await unseal(sealed, identity);
  if (opened === "identityWrong")
    throw new FivefoldError("ESCROW_UNREADABLE", { path: identityFile, what: opened });
  if (typeof opened === "string")
    throw new FivefoldError("ESCROW_UNREADABLE", { path: file, what: opened });
  const read = CONTENT.safeParse(parsed(opened.text));
  if (!read.success) throw new FivefoldError("ESCROW_UNREADABLE", { path: file, what: "notOurs" });
  const { password, parcelPassword } = read.data;
  return {
    ...read.data,
    password: password === null ? null : new Secret(password),
    parcelPassword: parcelPassword === null ? null : new Secret(parcelPassword),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return null;
  }
}

/** Of a key's id and of a public key's end; enough to tell them apart. */
const KEY_LETTERS = 16;
const RECIPIENT_LETTERS = 8;
/** Stands in the name for a vault's key where there is no vault. */
const OF_PARCELS = "parcels";

/** What a sealed file's name says. */
export interface EscrowName {
  /** The end of the public key. */
  readonly recipient: string;
  /** The beginning of the key's id; `null`: it is for parcels. */
  readonly key: string | null;
}

/** Names a sealed file. `key`: the vault's key, `null` in a folder of parcels. */
export function escrowFile(appId: string, recipient: string, key: string | null): string {
  return `${appId}.${endOf(recipient)}.${key?.slice(0, KEY_LETTERS) ?? OF_PARCELS}.age`;
}

/** Reads a name; `null`: it is none of this app's. */
export function escrowName(appId: string, file: string): EscrowName | null {
  if (!file.startsWith(`${appId}.`)) return null;
  const found = /^([a-z0-9]{8})\.([0-9a-f]{16}|parcels)\.age$/.exec(file.slice(appId.length + 1));
  if (found === null) return null;
  const [, recipient = "", key = ""] = found;
  return { recipient, key: key === OF_PARCELS ? null : key };
}

export function isFor({ recipient }: EscrowName, whole: string): boolean {
  return recipient === endOf(whole);
}

function endOf(recipient: string): string {
  return recipient.slice(-RECIPIENT_LETTERS);
}

const LAID = z.object({
  vault: z.string().nullable(),
  key: z.string().nullable(),
  recipient: z.string().nullable(),
  hasParcelPassword: z.boolean(),
});

/** A sealed file that was laid in a place. */
export interface LaidEscrow {
  /** The vault there; `null`: it is a folder of parcels. */
  readonly vault: string | null;
  /** The vault's key in it, a whole id; `null`: it is for parcels. */
  readonly key: string | null;
  /** The public key that it is sealed for; `null`: the key is there, and is not to be counted on. */
  readonly recipient: string | null;
  readonly hasParcelPassword: boolean;
}

/** By the folder of the place. A memory that cannot be read knows of none: they are laid once more. */
export async function laidEscrows(home: Home): Promise<ReadonlyMap<string, LaidEscrow>> {
  let text: string;
  try {
    text = await readFile(home.escrow, "utf8");
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return new Map();
  }
  const read = z.record(z.string(), LAID).safeParse(parsed(text));
  return new Map(read.success ? Object.entries(read.data) : []);
}

/** Remembers what was laid in a folder, or with `null` that nothing is left there. */
export async function rememberEscrow(
  home: Home,
  folder: string,
  laid: LaidEscrow | null,
): Promise<void> {
  await inTurn(home, async () => {
    const all = new Map(await laidEscrows(home));
    if (laid === null) all.delete(folder);
    else all.set(folder, laid);
    await writeWhole(home.escrow, `${JSON.stringify(Object.fromEntries(all))}\n`, 0o600);
  });
}
