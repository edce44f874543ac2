/** The keys of a vault, and the emergency sheet of the one that the home keeps. */

import path from "node:path";
import { recallVault } from "../app/recall.ts";
import { keptKeys } from "../app/secret-store.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { Secret } from "../model/secret.ts";
import type { KeyRecord } from "../vault/key.ts";
import type { Made, Watch } from "./given.ts";
import { contextOf, newRun, systemClock } from "./given.ts";
import type { Installation } from "./installation.ts";
import type { At } from "./vaults.ts";
import { newKey } from "./vaults.ts";

/** Prepares a place for backups. @throws VAULT_EXISTS, PLACE_FOREIGN */
export async function init(installation: Installation, at: At, watch: Watch): Promise<Made> {
  const context = contextOf(watch, newRun(systemClock));
  const spot = installation.vaults.spot(at);
  const made = await installation.vaults.make(spot, watch, context);
  if (installation.settings.escrow !== null) {
    const { keepEscrow } = await import("./escrow.ts");
    const { vault } = await installation.vaults.open(at, installation.options.passwords, context);
    await keepEscrow(installation, { vault, spot }, context, null);
  }
  return made;
}

/** The keys of a vault, told apart by their ids. */
export interface VaultKeys {
  readonly keys: readonly KeyRecord[];
  /** The one that opened it. */
  readonly current: string;
  /** The one that whom the vendor names holds, `null` when he has none. */
  readonly escrow: string | null;
}

export async function keys(installation: Installation, at: At, watch: Watch): Promise<VaultKeys> {
  const context = contextOf(watch, newRun(systemClock));
  const { passwords } = installation.options;
  const { vault, spot } = await installation.vaults.open(at, passwords, context);
  const { laidEscrows } = await import("../app/escrow.ts");
  const laid = (await laidEscrows(installation.home)).get(spot.config.path);
  return {
    keys: await vault.keys(context),
    current: vault.keyId,
    escrow: laid?.vault === vault.id ? laid.key : null,
  };
}

/**
 * What is on the emergency sheet, from the key that the home keeps.
 *
 * @throws KEY_UNKEPT when it keeps none, KEY_WRONG when the kept one does not open the vault
 */
export async function sheet(installation: Installation, at: At, watch: Watch): Promise<Made> {
  const context = contextOf(watch, newRun(systemClock));
  const secrets = await import("../app/secret-store.ts");
  const spot = installation.vaults.spot(at);
  const unkept = (cause?: unknown): FivefoldError =>
    new FivefoldError("KEY_UNKEPT", { place: spot.name }, { cause });
  // Nobody is asked: what would be typed is what is to be shown.
  const passwords = { ...installation.options.passwords, ask: null };
  const { vault } = await installation.vaults
    .open(at, passwords, context)
    .catch((thrown: unknown) => {
      throw asFivefoldError(thrown).code === "PASSWORD_NEEDED" ? unkept(thrown) : thrown;
    });
  const kept = await secrets.keptKey(installation.home, vault.id);
  if (kept === null) throw unkept();
  await using proved = await installation.vaults.tryKey(spot, kept, null, context);
  const all = await proved.keys(context);
  return {
    place: spot.name,
    folder: spot.config.path,
    vault: vault.id,
    madeAt: all.find(({ id }) => id === proved.keyId)?.createdAt ?? "",
    origin: "made",
    secret: kept.secret,
    keptIn: path.join(installation.home.keys, vault.id),
  };
}

/** Adds a key: the given one, else one that is made. */
export async function addKey(
  installation: Installation,
  at: At,
  given: Secret | null,
  watch: Watch,
): Promise<{ readonly id: string; readonly made: Secret | null }> {
  const context = contextOf(watch, newRun(systemClock));
  const { vault } = await installation.vaults.open(at, installation.options.passwords, context);
  const secret = given ?? (await newKey());
  return { id: await vault.addKey(secret, context), made: given === null ? secret : null };
}

/** Removes a key, named by its id or the beginning of it; gives its whole id. */
export async function removeKey(
  installation: Installation,
  at: At,
  id: string,
  watch: Watch,
): Promise<string> {
  const context = contextOf(watch, newRun(systemClock));
  const { passwords } = installation.options;
  const { vault, spot } = await installation.vaults.open(at, passwords, context);
  const removed = (await vault.removeKey(id, context)).id;
  const { laidEscrows, rememberEscrow } = await import("../app/escrow.ts");
  const folder = spot.config.path;
  const laid = (await laidEscrows(installation.home)).get(folder);
  // It is not there any more; as long as it is allowed, the next backup brings another one.
  if (laid?.key === removed)
    await rememberEscrow(installation.home, folder, { ...laid, recipient: null });
  return removed;
}

/** Whether the home keeps a key of its own for the vault there; `null` where there is none. */
export async function isKeyKept(installation: Installation, at: At): Promise<boolean | null> {
  const hint = await recallVault(installation.home, installation.vaults.spot(at).config.path);
  return hint === null ? null : (await keptKeys(installation.home)).includes(hint.vault);
}

/** When somebody last typed or scanned the sheet of the vault there; a vault that nobody opened yet has none. */
export async function sheetConfirmedAt(installation: Installation, at: At): Promise<string | null> {
  const { confirmedSheets } = await import("../app/sheets.ts");
  const { home } = installation;
  const hint = await recallVault(home, installation.vaults.spot(at).config.path);
  return hint === null ? null : ((await confirmedSheets(home)).get(hint.vault) ?? null);
}

/** What came of a sheet that was typed or scanned. */
export interface TypedSheet {
  readonly isRight: boolean;
  /** From 0, where the check digits tell it. */
  readonly wrongGroup: number | null;
}

/**
 * Compares what was typed or scanned with the key that the home keeps, and remembers a right one.
 *
 * @throws KEY_UNKEPT, KEY_WRONG
 */
export async function confirmSheet(
  installation: Installation,
  at: At,
  typed: string,
  watch: Watch,
): Promise<TypedSheet> {
  const { readKey } = await import("../app/digit-key.ts");
  const { confirmSheet: remember } = await import("../app/sheets.ts");
  const { vault, secret } = await sheet(installation, at, watch);
  const read = readKey(typed);
  const isRight =
    read.kind === "key"
      ? read.secret.reveal() === secret.reveal()
      : typed.trim() === secret.reveal();
  if (isRight)
    await remember(installation.home, vault, new Date(systemClock.nowMs()).toISOString());
  const [wrong] = read.kind === "mistyped" ? read.groups : [];
  return { isRight, wrongGroup: wrong === undefined || isRight ? null : wrong - 1 };
}
