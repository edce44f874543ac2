/**
 * The vaults of an app's places: found by what people call them, opened with the first key that there is, made anew. Each
 * is opened once.
 */

import { randomInt } from "node:crypto";
import path from "node:path";
import type { Home } from "../app/home.ts";
import type { VaultHint } from "../app/recall.ts";
import type { FoundKey } from "../app/secret-store.ts";
import type { SnapshotName } from "../engine/journal.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { PlaceConfig } from "../model/place.ts";
import type { RunContext } from "../model/run.ts";
import type { Secret } from "../model/secret.ts";
import type { Settings } from "../model/settings.ts";
import type { Vault, VaultOptions } from "../vault/vault.ts";
import type { Made, Passwords, Surroundings, Watch } from "./given.ts";
import { namesIn, systemClock } from "./given.ts";

/** What a word of the command line names: a place of the settings, a folder, or, as `null`, the default place. */
export type At = string | null;

/** A place that is opened, or about to be. */
export interface Spot {
  /** As people know it: the place's name or the folder. */
  readonly name: string;
  readonly config: PlaceConfig;
  /** A folder that was named may be created; a place of the settings may be a drive that is not connected. */
  readonly mayCreate: boolean;
}

/** A vault that is open, and where. */
export interface Opened {
  readonly vault: Vault;
  readonly spot: Spot;
}

export class Vaults implements AsyncDisposable {
  readonly #options: Surroundings & { readonly passwords: Passwords };
  readonly #home: Home;
  /** As they are now: a command may change them. */
  readonly #settings: () => Settings;
  readonly #opened = new Map<string, Vault>();

  constructor(
    options: Surroundings & { readonly passwords: Passwords },
    home: Home,
    settings: () => Settings,
  ) {
    this.#options = options;
    this.#home = home;
    this.#settings = settings;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const vault of this.#opened.values()) await vault[Symbol.asyncDispose]();
    this.#opened.clear();
  }

  /** Where backups lie that were made before the settings had a place; `null` when there are none. */
  async earlier(): Promise<string | null> {
    const { vault } = this.#home;
    const { places } = this.#settings();
    if (places.length === 0 || places.some(({ config }) => config.path === vault)) return null;
    return (await namesIn(path.join(vault, "snapshots"))).length > 0 ? vault : null;
  }

  /** Finds what a word of the command line names. @throws PLACE_UNKNOWN */
  spot(at: At): Spot {
    const { places } = this.#settings();
    const [first] = places;
    if (at === null) {
      if (first !== undefined) return { ...first, mayCreate: false };
      const config = { kind: "folder", path: this.#home.vault } as const;
      return { name: this.#home.vault, config, mayCreate: true };
    }
    if (at === "." || at === ".." || /[/\\]/.test(at)) {
      const folder = path.resolve(this.#options.currentFolder, at);
      return { name: folder, config: { kind: "folder", path: folder }, mayCreate: true };
    }
    const named = places.find((place) => place.name.toLowerCase() === at.toLowerCase());
    if (named !== undefined) return { ...named, mayCreate: false };
    throw new FivefoldError("PLACE_UNKNOWN", {
      place: at,
      places: places.map((place) => place.name),
    });
  }

  /**
   * Where a vault is in which the present state can be kept: where the safety snapshot of a restore is, else where its
   * backup was; the default place when that one has been taken off the list since, or is a parcel's.
   */
  async placeOfSafety(
    { safety, from }: { readonly safety: SnapshotName | null; readonly from: SnapshotName },
    context: RunContext,
  ): Promise<At> {
    let spot: Spot;
    try {
      spot = this.spot((safety ?? from).place);
    } catch (thrown) {
      if (asFivefoldError(thrown).code !== "PLACE_UNKNOWN") throw thrown;
      return null;
    }
    if (safety !== null) return spot.name;
    return (await holdsVault(spot, context)) ? spot.name : null;
  }

  /** Opens the vault in a place. @throws VAULT_MISSING, KEY_WRONG, PASSWORD_NEEDED */
  async open(at: At, passwords: Passwords, context: RunContext): Promise<Opened> {
    const spot = this.spot(at);
    const opened = this.#opened.get(spot.config.path);
    if (opened !== undefined) return { vault: opened, spot };
    if (!(await holdsVault(spot, context))) {
      const earlier = at === null ? await this.earlier() : null;
      throw new FivefoldError("VAULT_MISSING", { place: spot.name, earlier });
    }
    const vault = await this.#openVault(spot, passwords, context);
    this.#opened.set(spot.config.path, vault);
    return { vault, spot };
  }

  /** Opens the vault in a place; `null` where a place was named that holds none yet, so that one may be made. */
  async openIfThere(to: At, passwords: Passwords, context: RunContext): Promise<Opened | null> {
    const spot = this.spot(to);
    const isOpen = this.#opened.has(spot.config.path);
    if (!isOpen && to !== null && !(await holdsVault(spot, context))) return null;
    return await this.open(to, passwords, context);
  }

  /** @throws VAULT_EXISTS, PLACE_FOREIGN when the folder holds other things, PLACE_MISSING, CONFIG_MISSING */
  async make(spot: Spot, watch: Watch, context: RunContext): Promise<Made> {
    const { passwords } = this.#options;
    const secrets = await import("../app/secret-store.ts");
    const { createVault } = await import("../vault/vault.ts");
    const { createPlace, openPlace } = await import("../place/open.ts");
    if (await holdsVault(spot, context))
      throw new FivefoldError("VAULT_EXISTS", { place: spot.name });
    const rest = await restIn(spot.config.path);
    if (rest === "other") throw new FivefoldError("PLACE_FOREIGN", { place: spot.name });
    const given = await secrets.givenKey(this.#search(passwords));
    const place = spot.mayCreate ? await createPlace(spot.config) : openPlace(spot.config);
    // Keys of a vault that was never finished open nothing; one with the same password would be taken for ours.
    if (rest === "halfMade")
      for await (const { key } of place.list("keys/", context)) await place.remove(key, context);
    const secret = given?.secret ?? (await newKey());
    const options = vaultOptions(spot.config, place, this.#home, this.#options, null);
    const vault = await createVault(options, secret, context);
    this.#opened.set(spot.config.path, vault);
    let made: Made = {
      place: spot.name,
      folder: spot.config.path,
      vault: vault.id,
      madeAt: new Date(systemClock.nowMs()).toISOString(),
      origin: given === null ? "made" : "given",
      secret,
      keptIn: null,
    };
    try {
      if (given === null || passwords.remember) {
        await secrets.keepKey(this.#home, vault.id, secret, false);
        made = { ...made, keptIn: path.join(this.#home.keys, vault.id) };
      }
    } finally {
      watch.made(made);
    }
    await this.#remember(spot, vault);
    return made;
  }

  #search({ file }: Passwords): {
    readonly passwordFile: string | null;
    readonly environment: Surroundings["environment"];
  } {
    return { passwordFile: file, environment: this.#options.environment };
  }

  /** Opens with the key that was given, else with those that the home keeps, else with what the person types. */
  async #openVault(spot: Spot, passwords: Passwords, context: RunContext): Promise<Vault> {
    const secrets = await import("../app/secret-store.ts");
    const { recallVault } = await import("../app/recall.ts");
    const hint = await recallVault(this.#home, spot.config.path);
    const given = await secrets.givenKey(this.#search(passwords));
    if (given !== null) {
      const vault = await this.tryKey(spot, given, hint, context);
      if (passwords.remember) await secrets.keepKey(this.#home, vault.id, given.secret, true);
      await this.#remember(spot, vault);
      return vault;
    }
    // The vault's own id can be read with its key only: the hint names it, else each kept key is tried.
    const kept = await secrets.keptKeys(this.#home);
    const ids = hint !== null && kept.includes(hint.vault) ? [hint.vault] : kept;
    for (const id of ids) {
      const key = await secrets.keptKey(this.#home, id);
      if (key === null) continue;
      for (const finding of key.findings) context.report({ kind: "finding", finding });
      try {
        const vault = await this.tryKey(spot, key, hint, context);
        await this.#remember(spot, vault);
        return vault;
      } catch (thrown) {
        if (asFivefoldError(thrown).code !== "KEY_WRONG") throw thrown;
      }
    }
    const typed = (await passwords.ask?.(spot.name)) ?? null;
    if (typed === null) throw new FivefoldError("PASSWORD_NEEDED", { place: spot.name });
    const vault = await this.tryKey(
      spot,
      secrets.understood(typed.reveal(), "prompt", []),
      hint,
      context,
    );
    if (passwords.remember) await secrets.keepKey(this.#home, vault.id, typed, true);
    await this.#remember(spot, vault);
    return vault;
  }

  /** Opens with one key, without keeping the vault open. @throws KEY_WRONG with the groups that were mistyped */
  async tryKey(
    spot: Spot,
    key: FoundKey,
    hint: VaultHint | null,
    context: RunContext,
  ): Promise<Vault> {
    const { openVault } = await import("../vault/vault.ts");
    const { openPlace } = await import("../place/open.ts");
    const place = openPlace(spot.config);
    const options = vaultOptions(spot.config, place, this.#home, this.#options, hint?.key ?? null);
    return await namingGroups(key, spot.name, openVault(options, key.secret, context));
  }

  async #remember(spot: Spot, vault: Vault): Promise<void> {
    const { rememberVault } = await import("../app/recall.ts");
    await rememberVault(this.#home, spot.config.path, { vault: vault.id, key: vault.keyId });
  }
}

const PLACE_MODULE = new URL(
  import.meta.url.endsWith(".ts") ? "../place/open.ts" : "../place/open.js",
  import.meta.url,
).href;

export function vaultOptions(
  config: PlaceConfig,
  place: VaultOptions["place"],
  home: Home | null,
  { keyCost, threads, listed }: Surroundings,
  keyHint: string | null,
): VaultOptions {
  return {
    place,
    reopen: { module: PLACE_MODULE, config },
    cache: home === null ? null : path.join(home.cache, "packs"),
    locks: home === null ? null : path.join(home.cache, "locks"),
    ...(keyCost !== undefined && { keyCost }),
    ...(threads !== undefined && { threads }),
    ...(listed !== undefined && { listed }),
    ...(keyHint !== null && { keyHint }),
  };
}

/** A folder that was named and is absent holds no vault; a place of the settings that is absent is missing. */
export async function holdsVault(
  { config, mayCreate }: Spot,
  context: RunContext,
): Promise<boolean> {
  const [{ isVault }, { openPlace }] = await Promise.all([
    import("../vault/vault.ts"),
    import("../place/open.ts"),
  ]);
  try {
    if (await isVault(openPlace(config), context)) return true;
    if ((await restIn(config.path)) === "headless")
      throw new FivefoldError("CONFIG_MISSING", { place: config.path });
    return false;
  } catch (thrown) {
    if (!mayCreate || asFivefoldError(thrown).code !== "PLACE_MISSING") throw thrown;
    return false;
  }
}

/** Folders of a vault that hold what was backed up, or the way to it. */
const STORED = new Set(["data", "index", "snapshots"]);
/** Beside them, and nothing to restic: sealed keys for somebody else. */
export const ESCROW_FOLDER = "escrow";
const OBJECT_ID = /^[0-9a-f]{64}$/;

/**
 * What a folder without a config holds. "halfMade": only what the making of a vault leaves when it is killed, that is
 * keys, empty folders and temporary files; "headless": the rest of a vault; "other": files of somebody else.
 */
async function restIn(folder: string): Promise<"nothing" | "halfMade" | "headless" | "other"> {
  const top = (await namesIn(folder)).filter(
    (name) => !name.startsWith(".") && name !== ESCROW_FOLDER,
  );
  const isOurs = (name: string): boolean => STORED.has(name) || name === "keys" || name === "locks";
  const isTemporary = (name: string): boolean =>
    /^(?:config|[0-9a-f]{64})-tmp-[0-9a-f-]+$/.test(name);
  if (top.some((name) => !isOurs(name) && !isTemporary(name))) return "other";
  let isHeadless = false;
  for (const name of top.filter(isOurs)) {
    const inside = await namesIn(path.join(folder, name));
    const below = name === "data" ? inside.filter((each) => /^[0-9a-f]{2}$/.test(each)) : [];
    const files = inside.filter((each) => !below.includes(each));
    for (const each of below) files.push(...(await namesIn(path.join(folder, name, each))));
    const objects = files.filter((each) => !isTemporary(each));
    if (!objects.every((each) => OBJECT_ID.test(each))) return "other";
    isHeadless ||= STORED.has(name) && objects.length > 0;
  }
  if (isHeadless) return "headless";
  return top.length === 0 ? "nothing" : "halfMade";
}

export async function newKey(): Promise<Secret> {
  const { makeKey } = await import("../app/digit-key.ts");
  return makeKey((limit) => randomInt(limit));
}

/** Adds to KEY_WRONG which groups of digits were mistyped, and the name that people know the place by. */
export async function namingGroups(
  key: FoundKey,
  place: string,
  opening: Promise<Vault>,
): Promise<Vault> {
  try {
    return await opening;
  } catch (thrown) {
    const error = asFivefoldError(thrown);
    if (error.code !== "KEY_WRONG") throw thrown;
    const groups = key.mistyped.map(String);
    throw new FivefoldError("KEY_WRONG", { ...error.facts, place, groups }, { cause: thrown });
  }
}
