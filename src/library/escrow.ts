/**
 * A key of its own for whom the vendor names: asked for, laid beside the backups in a sealed file, taken back.
 *
 * Nothing is made before somebody said yes, and nothing is sent anywhere. One password opens all vaults of this
 * installation, each as one more of restic's keys. What cannot be reached now is done by the next run that writes there.
 */

import { open } from "node:fs/promises";
import path from "node:path";
import type { EscrowContent, EscrowName, LaidEscrow } from "../app/escrow.ts";
import {
  escrowFile,
  escrowName,
  isFor,
  laidEscrows,
  openSealed,
  rememberEscrow,
  sealEscrow,
} from "../app/escrow.ts";
import { recallVault, rememberVault } from "../app/recall.ts";
import { ESCROW_KEY, dropKey, keepKey, keptKey } from "../app/secret-store.ts";
import { confirmSheet } from "../app/sheets.ts";
import type { ErrorCode } from "../model/error.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import type { EscrowAnswer, EscrowOffer, EscrowStanding } from "../model/escrow.ts";
import { escrowStanding } from "../model/escrow.ts";
import type { Place } from "../model/place.ts";
import { contentOf } from "../model/place.ts";
import type { RunContext } from "../model/run.ts";
import type { Secret } from "../model/secret.ts";
import { openPlace } from "../place/open.ts";
import type { Vault } from "../vault/vault.ts";
import type { Made, Watch } from "./given.ts";
import { contextOf, newRun, systemClock } from "./given.ts";
import type { Installation } from "./installation.ts";
import type { Noted } from "./noted.ts";
import { isThere, placeSights } from "./standing.ts";
import type { Opened, Spot } from "./vaults.ts";
import { ESCROW_FOLDER, newKey } from "./vaults.ts";

export type { EscrowContent };

/** A place, and whether the key is there. */
export interface EscrowPlace {
  /** As people know it; a place that is on no list any more is known by its folder. */
  readonly place: string;
  readonly folder: string;
  /**
   * "laid": there. "waits": the next backup into it brings the key. "left": it is to go and is still there, until the next
   * backup into it.
   */
  readonly state: "laid" | "waits" | "left";
  /** What was in the way just now, `null` when nothing was tried or nothing was. */
  readonly code: ErrorCode | null;
}

/** How it stands with somebody else's key. */
export interface EscrowState {
  readonly standing: EscrowStanding;
  readonly offer: EscrowOffer | null;
  readonly answered: EscrowAnswer | null;
  readonly places: readonly EscrowPlace[];
  /** The file to give to whom it is for: an armoured age file, which only he can open. `null` without a yes. */
  readonly sealed: { readonly name: string; readonly text: string } | null;
  /**
   * Places that this computer opened with the very key that was taken back just now: they have a new one of their own, and
   * their emergency sheets are to be printed again.
   */
  readonly renewedIn: readonly string[];
}

export async function escrowState(
  installation: Installation,
  troubles: ReadonlyMap<string, ErrorCode> = new Map(),
): Promise<EscrowState> {
  const { offer, answered, standing } = standingOf(installation);
  const isHeld = answered?.answer === "allowed";
  const laid = await laidEscrows(installation.home);
  const places: EscrowPlace[] = [];
  for (const { place, folder, hasAny } of await targets(installation, laid)) {
    const isLaid = isHeld && laid.get(folder)?.recipient === answered.recipient;
    const code = troubles.get(folder) ?? null;
    if (isLaid) places.push({ place, folder, state: "laid", code });
    else if (standing === "allowed") places.push({ place, folder, state: "waits", code });
    else if (hasAny && !isHeld) places.push({ place, folder, state: "left", code });
  }
  const sealed = await sealedFor(installation, laid);
  return { standing, offer, answered, places, sealed, renewedIn: [] };
}

/**
 * Takes a yes: from now on the one who is named holds a key to all vaults of this installation.
 *
 * @throws ESCROW_MISSING when the description names nobody, SETTINGS_WRONG, HOME_UNWRITABLE
 */
export async function allowEscrow(
  installation: Installation,
  by: string,
  watch: Watch,
): Promise<EscrowState> {
  const { offer, standing } = standingOf(installation);
  if (offer === null) throw missing(installation);
  // Whoever held a key before must not hold this one by it.
  if (standing !== "allowed") await dropKey(installation.home, ESCROW_KEY);
  await answer(installation, "allowed", offer, by);
  return await everywhere(installation, watch);
}

/**
 * Takes a no, and takes back what an earlier yes gave, wherever it can be reached.
 *
 * @throws ESCROW_MISSING when nobody was ever named, SETTINGS_WRONG, HOME_UNWRITABLE
 */
export async function refuseEscrow(
  installation: Installation,
  by: string,
  watch: Watch,
): Promise<EscrowState> {
  const { offer, answered } = standingOf(installation);
  const who = offer ?? answered;
  if (who === null) throw missing(installation);
  const { home } = installation;
  await answer(installation, "refused", who, by);
  await dropKey(home, ESCROW_KEY);
  for (const [folder, each] of await laidEscrows(home))
    await rememberEscrow(home, folder, { ...each, recipient: null });
  return await everywhere(installation, watch);
}

/** Opens the file of somebody who said yes; needs no app and no home. @throws ESCROW_UNREADABLE */
export async function openEscrow(
  file: string,
  identityFile: string,
  currentFolder: string,
): Promise<EscrowContent> {
  const sealed = await smallFile(path.resolve(currentFolder, file));
  const identity = await smallFile(path.resolve(currentFolder, identityFile));
  const text = Buffer.from(identity).toString("utf8");
  return await openSealed(sealed, file, text, identityFile);
}

/**
 * Brings a place into step with what was answered, in a run that has just written there. Trouble is a finding; what is to go
 * and cannot go now stays to be done.
 */
export async function keepEscrow(
  installation: Installation,
  { vault, spot }: { readonly vault: Vault | null; readonly spot: Spot },
  context: RunContext,
  noted: Pick<Noted, "outcome"> | null,
): Promise<void> {
  try {
    if (vault === null) await inStepShelf(installation, spot.config.path, context);
    else await inStepVault(installation, { vault, spot }, context);
  } catch (thrown) {
    const { code } = asFivefoldError(thrown);
    if (!(thrown instanceof FivefoldError) || code === "CANCELLED") throw thrown;
    const { offer, standing } = standingOf(installation);
    if (standing !== "allowed") return;
    const facts = { place: spot.name, name: offer?.name ?? "", cause: code };
    context.report({
      kind: "finding",
      finding: { code: "ESCROW_UNPLACED", part: null, path: null, facts },
    });
    if (noted !== null && noted.outcome === "done") noted.outcome = "incomplete";
  }
}

function standingOf({ description, settings }: Installation): {
  readonly offer: EscrowOffer | null;
  readonly answered: EscrowAnswer | null;
  readonly standing: EscrowStanding;
} {
  const { escrow: offer } = description;
  const { escrow: answered } = settings;
  return { offer, answered, standing: escrowStanding(offer, answered) };
}

function missing({ appName }: Installation): FivefoldError {
  return new FivefoldError("ESCROW_MISSING", { app: appName });
}

async function answer(
  installation: Installation,
  given: EscrowAnswer["answer"],
  { name, recipient }: EscrowOffer,
  answeredBy: string,
): Promise<void> {
  const answeredAt = new Date(installation.clock.nowMs()).toISOString();
  const escrow: EscrowAnswer = { answer: given, name, recipient, answeredAt, answeredBy };
  await installation.changeSettings((settings) => ({ ...settings, escrow }));
}

interface Target {
  readonly place: string;
  readonly folder: string;
  readonly kind: "vault" | "shelf" | "away";
  /** Whether a sealed file, or a key that was in one, is known to be there. */
  readonly hasAny: boolean;
}

/** Where keys belong, lie, or lay when the place was last seen. */
async function targets(
  installation: Installation,
  laid: ReadonlyMap<string, LaidEscrow>,
): Promise<readonly Target[]> {
  const { home, appId } = installation;
  const found: Target[] = [];
  const seen = new Set<string>();
  const add = async (
    place: string,
    folder: string,
    kind: "vault" | "shelf" | "empty" | "away",
  ): Promise<void> => {
    seen.add(folder);
    const isKnown = laid.has(folder);
    // The folder on which a drive is mounted is there, and empty, while the drive is not.
    if (kind === "away" || kind === "empty") {
      const heldVault = (await recallVault(home, folder)) !== null;
      if (heldVault || isKnown) found.push({ place, folder, kind: "away", hasAny: isKnown });
      return;
    }
    // Without parcels that have something locked in them there is nothing to be opened.
    if (kind === "shelf" && !isKnown && (await installation.parcels.kept()) === null) return;
    const hasAny = isKnown || (await sealedIn(openPlace(folderConfig(folder)), appId)).length > 0;
    found.push({ place, folder, kind, hasAny });
  };
  for (const { name, folder, kind } of await placeSights(installation))
    await add(name, folder, kind);
  for (const [folder, { vault }] of laid)
    if (!seen.has(folder)) {
      const kind = vault === null ? "shelf" : "vault";
      await add(folder, folder, (await isThere(folder)) ? kind : "away");
    }
  return found;
}

function folderConfig(folder: string): Spot["config"] {
  return { kind: "folder", path: folder };
}

/** Brings all places that can be reached into step with what was answered. */
async function everywhere(installation: Installation, watch: Watch): Promise<EscrowState> {
  const context = contextOf(watch, newRun(systemClock));
  const troubles = new Map<string, ErrorCode>();
  const renewedIn: string[] = [];
  const laid = await laidEscrows(installation.home);
  const isHeld = standingOf(installation).standing === "allowed";
  for (const { place, folder, kind, hasAny } of await targets(installation, laid)) {
    if (!isHeld && !hasAny) continue;
    if (kind === "away") {
      troubles.set(folder, "PLACE_MISSING");
      continue;
    }
    try {
      if (kind === "shelf") await inStepShelf(installation, folder, context);
      else {
        const { passwords } = installation.options;
        const opened = await installation.vaults.open(place, passwords, context);
        const made = await inStepVault(installation, opened, context);
        if (made !== null) {
          renewedIn.push(place);
          watch.made(made);
        }
      }
    } catch (thrown) {
      const { code } = asFivefoldError(thrown);
      if (!(thrown instanceof FivefoldError) || code === "CANCELLED") throw thrown;
      troubles.set(folder, code);
    }
  }
  return { ...(await escrowState(installation, troubles)), renewedIn };
}

async function inStepVault(
  installation: Installation,
  opened: Opened,
  context: RunContext,
): Promise<Made | null> {
  const { offer, answered, standing } = standingOf(installation);
  const { vault, spot } = opened;
  const { home, appId } = installation;
  const folder = spot.config.path;
  const remembered = (await laidEscrows(home)).get(folder);
  const known = remembered?.vault === vault.id ? remembered : undefined;
  const place = openPlace(spot.config);
  const there = await sealedIn(place, appId, context);
  if (standing === "allowed" && offer !== null) {
    const parcelPassword = await installation.parcels.kept();
    const file = known === undefined ? "" : keyOf(appId, offer, known.key);
    const isInStep =
      known?.recipient === offer.recipient &&
      known.hasParcelPassword === (parcelPassword !== null) &&
      there.some(({ object }) => object === file);
    if (isInStep) return null;
    const password = await ownPassword(installation);
    const key = await keyWith(installation, opened, password, context);
    const id = key ?? (await vault.addKey(password, context));
    const laid = { vault: vault.id, key: id, hasParcelPassword: parcelPassword !== null };
    // Should the next step fail, it is known that there is one.
    await rememberEscrow(home, folder, { ...laid, recipient: null });
    const vaults = [{ id: vault.id, folder }];
    const text = await sealNow(installation, offer, { password, parcelPassword, vaults });
    const object = keyOf(appId, offer, id);
    await place.put(object, contentOf(Buffer.from(text)), context);
    await rememberEscrow(home, folder, { ...laid, recipient: offer.recipient });
    const gone = there.filter(({ name }) => !isFor(name, offer.recipient));
    if (known !== undefined && known.key !== null && known.key !== id)
      gone.push({ object: keyOf(appId, answered ?? offer, known.key), name: nameOf(known) });
    return await take(installation, opened, gone, context);
  }
  if (answered?.answer !== "refused") return null;
  const gone = [...there];
  if (known?.key !== null && known !== undefined)
    gone.push({ object: keyOf(appId, answered, known.key), name: nameOf(known) });
  const made = await take(installation, opened, gone, context);
  if (remembered !== undefined) await rememberEscrow(home, folder, null);
  return made;
}

async function inStepShelf(
  installation: Installation,
  folder: string,
  context: RunContext,
): Promise<void> {
  const { offer, answered, standing } = standingOf(installation);
  const { home, appId } = installation;
  const known = (await laidEscrows(home)).get(folder);
  const place = openPlace(folderConfig(folder));
  const there = await sealedIn(place, appId, context);
  if (standing === "allowed" && offer !== null) {
    const parcelPassword = await installation.parcels.kept();
    if (parcelPassword === null) return;
    const object = keyOf(appId, offer, null);
    const isInStep =
      known?.recipient === offer.recipient && there.some((each) => each.object === object);
    if (isInStep) return;
    const plain = { password: null, parcelPassword, vaults: [] };
    const text = await sealNow(installation, offer, plain);
    await place.put(object, contentOf(Buffer.from(text)), context);
    const { recipient } = offer;
    await rememberEscrow(home, folder, {
      vault: null,
      key: null,
      recipient,
      hasParcelPassword: true,
    });
    for (const each of there)
      if (!isFor(each.name, recipient)) await place.remove(each.object, context);
    return;
  }
  if (answered?.answer !== "refused") return;
  for (const { object } of there) await place.remove(object, context);
  if (known !== undefined) await rememberEscrow(home, folder, null);
}

interface Sealed {
  /** The place's name for it. */
  readonly object: string;
  readonly name: EscrowName;
}

/** The sealed files of an app in a place. */
async function sealedIn(
  place: Place,
  appId: string,
  context: RunContext = contextOf(SILENT, newRun(systemClock)),
): Promise<Sealed[]> {
  const found: Sealed[] = [];
  for await (const { key: object } of place.list(`${ESCROW_FOLDER}/`, context, "here")) {
    const name = escrowName(appId, object.slice(ESCROW_FOLDER.length + 1));
    if (name !== null) found.push({ object, name });
  }
  return found;
}

const SILENT: Watch = {
  signal: new AbortController().signal,
  started: () => undefined,
  report: () => undefined,
  settled: () => undefined,
  made: () => undefined,
};

function keyOf(appId: string, { recipient }: EscrowOffer, key: string | null): string {
  return `${ESCROW_FOLDER}/${escrowFile(appId, recipient, key)}`;
}

function nameOf({ key }: LaidEscrow): EscrowName {
  return { recipient: "", key };
}

/**
 * Takes keys out of a vault, and then the files that hold them. Where this computer itself opens the vault with one of
 * them, as after a recovery with it, it gets a key of its own first, which is given.
 */
async function take(
  installation: Installation,
  { vault: opened, spot }: Opened,
  gone: readonly Sealed[],
  context: RunContext,
): Promise<Made | null> {
  const place = openPlace(spot.config);
  const isInUse = gone.some(({ name }) => name.key !== null && opened.keyId.startsWith(name.key));
  const made = isInUse ? await renewed(installation, { vault: opened, spot }, context) : null;
  await using own = made === null ? null : await tried(installation, spot, made.secret, context);
  const vault = own ?? opened;
  for (const { object, name } of gone) {
    if (name.key !== null)
      try {
        await vault.removeKey(name.key, context);
      } catch (thrown) {
        // It was removed by hand, or stood in two files.
        if (asFivefoldError(thrown).code !== "KEY_MISSING") throw thrown;
      }
    await place.remove(object, context);
  }
  return made;
}

/** A new key of this computer's own, kept in the home; the sheet of the one before proves nothing any more. */
async function renewed(
  { home }: Installation,
  { vault, spot }: Opened,
  context: RunContext,
): Promise<Made> {
  const secret = await newKey();
  const key = await vault.addKey(secret, context);
  await keepKey(home, vault.id, secret, true);
  await rememberVault(home, spot.config.path, { vault: vault.id, key });
  await confirmSheet(home, vault.id, null);
  return {
    place: spot.name,
    folder: spot.config.path,
    vault: vault.id,
    madeAt: new Date(systemClock.nowMs()).toISOString(),
    origin: "made",
    secret,
    keptIn: path.join(home.keys, vault.id),
  };
}

async function tried(
  { vaults }: Installation,
  spot: Spot,
  secret: Secret,
  context: RunContext,
): Promise<Vault> {
  const found = { secret, origin: "home", mistyped: [], findings: [] } as const;
  return await vaults.tryKey(spot, found, null, context);
}

/** Which key of a vault a password opens, `null` when none. */
async function keyWith(
  installation: Installation,
  { spot }: Opened,
  secret: Secret,
  context: RunContext,
): Promise<string | null> {
  try {
    await using vault = await tried(installation, spot, secret, context);
    return vault.keyId;
  } catch (thrown) {
    if (asFivefoldError(thrown).code !== "KEY_WRONG") throw thrown;
    return null;
  }
}

/** The password that opens this installation's vaults for somebody else; made when there is none. */
async function ownPassword({ home }: Installation): Promise<Secret> {
  const kept = await keptKey(home, ESCROW_KEY);
  if (kept !== null) return kept.secret;
  const made = await newKey();
  await keepKey(home, ESCROW_KEY, made, false);
  return made;
}

async function sealNow(
  { appId, appName, clock }: Installation,
  offer: EscrowOffer,
  plain: Pick<EscrowContent, "password" | "parcelPassword" | "vaults">,
): Promise<string> {
  const madeAt = new Date(clock.nowMs()).toISOString();
  return await sealEscrow({ ...plain, app: { id: appId, name: appName }, madeAt }, offer);
}

/** One file for all places, to be given away. */
async function sealedFor(
  installation: Installation,
  laid: ReadonlyMap<string, LaidEscrow>,
): Promise<EscrowState["sealed"]> {
  const { offer, standing } = standingOf(installation);
  if (standing !== "allowed" || offer === null) return null;
  const password = (await keptKey(installation.home, ESCROW_KEY))?.secret ?? null;
  const parcelPassword = await installation.parcels.kept();
  const vaults = [...laid].flatMap(([folder, { vault, recipient }]) =>
    vault !== null && recipient === offer.recipient ? [{ id: vault, folder }] : [],
  );
  const opensAny = (password !== null && vaults.length > 0) || parcelPassword !== null;
  if (!opensAny) return null;
  const text = await sealNow(installation, offer, { password, parcelPassword, vaults });
  return { name: `${installation.appId}.escrow.age`, text };
}

const LARGEST_FILE = 64 * 1024;

/** @throws ESCROW_UNREADABLE */
async function smallFile(file: string): Promise<Uint8Array> {
  try {
    await using handle = await open(file, "r");
    const buffer = Buffer.alloc(LARGEST_FILE + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    if (bytesRead > LARGEST_FILE)
      throw new FivefoldError("ESCROW_UNREADABLE", { path: file, what: "notAge" });
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    if (cause instanceof FivefoldError) throw cause;
    const reason = systemCode(cause);
    if (reason === null) throw cause;
    throw new FivefoldError(
      "ESCROW_UNREADABLE",
      { path: file, what: "unreadable", reason },
      { cause },
    );
  }
}
