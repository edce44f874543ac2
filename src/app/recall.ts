/**
 * What a home remembers of its places and backups, to spare work: which vault a place held, which tenants a backup holds.
 *
 * Never truth: each file may be lost, old or unreadable at any time, and is then written anew.
 */

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { systemCode } from "../model/error.ts";
import type { SnapshotId, TenantRecord } from "../model/snapshot.ts";
import type { Home } from "./home.ts";

/** Which vault, and which key of it, a place had when it was opened last. */
export interface VaultHint {
  readonly vault: string;
  readonly key: string;
}

export async function recallVault(home: Home, folder: string): Promise<VaultHint | null> {
  const hint = (await readObject(vaultsFile(home)))[folder];
  return isObject(hint) && typeof hint["vault"] === "string" && typeof hint["key"] === "string"
    ? { vault: hint["vault"], key: hint["key"] }
    : null;
}

export async function rememberVault(home: Home, folder: string, hint: VaultHint): Promise<void> {
  const before = await recallVault(home, folder);
  if (before?.vault === hint.vault && before.key === hint.key) return;
  const all = await readObject(vaultsFile(home));
  await writeObject(vaultsFile(home), { ...all, [folder]: hint });
}

export type KnownTenants = ReadonlyMap<SnapshotId, readonly TenantRecord[]>;

export async function recallTenants(home: Home, vault: string): Promise<KnownTenants> {
  const ofVault = (await readObject(tenantsFile(home)))[vault];
  const known = new Map<SnapshotId, readonly TenantRecord[]>();
  for (const [id, tenants] of isObject(ofVault) ? Object.entries(ofVault) : [])
    if (Array.isArray(tenants) && tenants.every(isTenant)) known.set(id as SnapshotId, tenants);
  return known;
}

/** `known` replaces what was known of the vault before: snapshots that are gone need not be remembered. */
export async function rememberTenants(
  home: Home,
  vault: string,
  known: KnownTenants,
): Promise<void> {
  const all = await readObject(tenantsFile(home));
  await writeObject(tenantsFile(home), { ...all, [vault]: Object.fromEntries(known) });
}

function isTenant(value: unknown): value is TenantRecord {
  return isObject(value) && typeof value["id"] === "string" && typeof value["title"] === "string";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function vaultsFile(home: Home): string {
  return path.join(home.cache, "vaults.json");
}

function tenantsFile(home: Home): string {
  return path.join(home.cache, "tenants.json");
}

async function readObject(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    return isObject(value) ? value : {};
  } catch (thrown) {
    if (systemCode(thrown) === null && !(thrown instanceof SyntaxError)) throw thrown;
    return {};
  }
}

/** On a full disk nothing is remembered, which costs only time. */
async function writeObject(file: string, value: Readonly<Record<string, unknown>>): Promise<void> {
  try {
    await writeFile(file, JSON.stringify(value), { mode: 0o600 });
  } catch (thrown) {
    if (systemCode(thrown) !== "ENOSPC") throw thrown;
  }
}
