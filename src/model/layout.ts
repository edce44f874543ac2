/**
 * The tree inside every snapshot, the same in vault and parcel (contracts.md section 3, docs/layout.md).
 *
 * First `fivefold.json`, the head, at most 4 KiB and never encrypted by a parcel; then `<part id>/…`; last
 * `manifest.json`. Unknown fields are ignored by readers; a minimum reader above `LAYOUT` is refused.
 */

import { FivefoldError } from "./error.ts";
import type { PartId, PartKind, TenantId } from "./part.ts";
import { PART_KINDS, idKey, unsafeName } from "./part.ts";
import type { NotIncluded } from "./run.ts";
import { LEFT_OUT, LEFT_OUT_REASONS } from "./run.ts";
import type {
  AppIdentity,
  Closing,
  Draft,
  PartRecord,
  Reason,
  Scope,
  TableRows,
  TenantRecord,
} from "./snapshot.ts";
import { REASONS, SCOPES } from "./snapshot.ts";

export const LAYOUT = 1;
export const HEAD_NAME = "fivefold.json";
export const MANIFEST_NAME = "manifest.json";
/** In parcels only: what proves the files after any unpacking, and what explains the parcel. */
export const SUMS_NAME = "SHA256SUMS";
export const README_NAME = "README.txt";

/** What can be asked without a password: which app, which key, when. */
export interface Head {
  readonly layout: number;
  readonly minimumReader: number;
  readonly app: AppIdentity;
  readonly scope: Scope;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** Names the key that opens the rest, without telling anything about it; `null` when nothing is encrypted. */
  readonly keyFingerprint: string | null;
}

export interface Manifest extends Head {
  readonly reason: Reason;
  readonly isComplete: boolean;
  readonly tenants: readonly TenantRecord[];
  readonly parts: readonly PartRecord[];
  readonly notIncluded: readonly NotIncluded[];
  /** How many findings the run had; they themselves stay in the run's record. */
  readonly findingCount: number;
  readonly description: string;
  readonly settings: string;
  readonly program: string;
  /** SHA-256 of `fivefold.json`, 64 hex digits. */
  readonly headSha256: string;
}

/** How a parcel protects what is in it: not at all, each content, or names too. */
export const PARCEL_FORMS = ["plain", "encrypted", "hidden"] as const;
export type ParcelForm = (typeof PARCEL_FORMS)[number];

/** A parcel's head says at once what a list shows. */
export interface ParcelHead extends Head {
  readonly reason: Reason;
  /** False until the last moment: a file whose writer died says so. */
  readonly isComplete: boolean;
  readonly form: ParcelForm;
  /** The job that made it, where one did. */
  readonly job?: string;
}

/** A parcel's manifest holds the proof of all that lies before it. */
export interface ParcelManifest extends Manifest {
  /** SHA-256 of `SHA256SUMS`, 64 hex digits. */
  readonly sumsSha256: string;
  /** By part: SHA-256 over names, modes, times, owners and link targets. */
  readonly metadataSha256: ReadonlyMap<PartId, string>;
}

export function headOf(draft: Draft, keyFingerprint: string | null): Head {
  return {
    layout: LAYOUT,
    minimumReader: LAYOUT,
    app: draft.app,
    scope: draft.scope,
    takenAt: new Date(draft.takenAtMs).toISOString(),
    keyFingerprint,
  };
}

export function manifestOf(
  head: Head,
  headSha256: string,
  draft: Draft,
  closing: Closing,
): Manifest {
  return {
    ...head,
    reason: draft.reason,
    isComplete: closing.findings.length === 0,
    tenants: draft.tenants,
    parts: closing.parts,
    notIncluded: closing.notIncluded,
    findingCount: closing.findings.length,
    description: draft.description,
    settings: draft.settings,
    program: draft.program,
    headSha256,
  };
}

/** The bytes of a parcel's manifest: each part's record has its `metadataSha256` beside the rest. */
export function parcelManifestBytes(manifest: ParcelManifest): Uint8Array {
  const parts = manifest.parts.map((part) => ({
    ...part,
    metadataSha256: manifest.metadataSha256.get(part.id) ?? "",
  }));
  return new TextEncoder().encode(`${JSON.stringify({ ...manifest, parts })}\n`);
}

/** A parcel's head is padded, so that it can be written anew in place. */
const HEAD_BYTES = 1024;

export function parcelHeadBytes(head: ParcelHead): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(Math.ceil((json.length + 1) / HEAD_BYTES) * HEAD_BYTES).fill(0x20);
  bytes.set(json);
  bytes[bytes.length - 1] = 0x0a;
  return bytes;
}

/** @throws SNAPSHOT_DAMAGED, LAYOUT_NEWER */
export function readParcelHead(bytes: Uint8Array): ParcelHead {
  const object = readObject(bytes, HEAD_NAME);
  return {
    ...readHead(bytes),
    reason: oneOf(object, "reason", REASONS),
    isComplete: object["isComplete"] === true,
    form: oneOf(object, "form", PARCEL_FORMS),
    ...(typeof object["job"] === "string" && { job: object["job"] }),
  };
}

/** @throws SNAPSHOT_DAMAGED, LAYOUT_NEWER */
export function readParcelManifest(bytes: Uint8Array): ParcelManifest {
  const object = readObject(bytes, MANIFEST_NAME);
  const metadataSha256 = new Map<PartId, string>();
  for (const part of listOf(object, "parts")) {
    metadataSha256.set(partId(textOf(part, "id")), textOf(part, "metadataSha256"));
  }
  return { ...readManifest(bytes), sumsSha256: textOf(object, "sumsSha256"), metadataSha256 };
}

/** The bytes of a head or manifest as they stand in the snapshot: JSON, UTF-8, a line end. */
export function documentBytes(document: Head | Manifest): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(document)}\n`);
}

/** @throws SNAPSHOT_DAMAGED, LAYOUT_NEWER */
export function readHead(bytes: Uint8Array): Head {
  const object = readObject(bytes, HEAD_NAME);
  const minimumReader = numberOf(object, "minimumReader", HEAD_NAME);
  if (minimumReader > LAYOUT)
    throw new FivefoldError("LAYOUT_NEWER", { layout: minimumReader, reads: LAYOUT });
  return {
    layout: numberOf(object, "layout", HEAD_NAME),
    minimumReader,
    app: appOf(object["app"]),
    scope: oneOf(object, "scope", SCOPES),
    takenAt: textOf(object, "takenAt"),
    keyFingerprint: typeof object["keyFingerprint"] === "string" ? object["keyFingerprint"] : null,
  };
}

/** @throws SNAPSHOT_DAMAGED, LAYOUT_NEWER */
export function readManifest(bytes: Uint8Array): Manifest {
  const object = readObject(bytes, MANIFEST_NAME);
  return {
    ...readHead(bytes),
    reason: oneOf(object, "reason", REASONS),
    isComplete: object["isComplete"] === true,
    tenants: listOf(object, "tenants").map(tenantOf),
    parts: listOf(object, "parts").map(partOf),
    notIncluded: listOf(object, "notIncluded").map(notIncludedOf),
    findingCount: numberOf(object, "findingCount", MANIFEST_NAME),
    description: textOf(object, "description"),
    settings: textOf(object, "settings"),
    program: textOf(object, "program"),
    headSha256: textOf(object, "headSha256"),
  };
}

/**
 * One line of a parcel's `SHA256SUMS` as coreutils writes it: the hash, two spaces, the name; a backslash in front says that
 * the name is escaped.
 */
export function sumsLine(sha256: Uint8Array, name: string): Buffer {
  const hex = Buffer.from(sha256.buffer, sha256.byteOffset, sha256.length).toString("hex");
  if (!/[\\\n\r]/.test(name)) return Buffer.from(`${hex}  ${name}\n`);
  const escaped = name.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return Buffer.from(`\\${hex}  ${escaped}\n`);
}

type Json = Readonly<Record<string, unknown>>;

function damaged(name: string, what: string): FivefoldError {
  return new FivefoldError("SNAPSHOT_DAMAGED", { path: name, what });
}

function readObject(bytes: Uint8Array, name: string): Json {
  let value: unknown;
  if (nestsTooDeep(bytes)) throw damaged(name, "json");
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FivefoldError("SNAPSHOT_DAMAGED", { path: name, what: "json" }, { cause });
  }
  return objectOf(value, name);
}

/** What ours nest is far less; millions of brackets keep a parser busy for minutes. */
const DEEPEST = 32;

function nestsTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < bytes.length && depth <= DEEPEST; at++) {
    const byte = bytes[at];
    if (isInText) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) isInText = false;
    } else if (byte === 0x22) isInText = true;
    else if (byte === 0x5b || byte === 0x7b) depth++;
    else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return depth > DEEPEST;
}

function objectOf(value: unknown, name: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw damaged(name, "object");
  return value as Json;
}

function textOf(object: Json, field: string): string {
  const value = object[field];
  if (typeof value !== "string") throw damaged(MANIFEST_NAME, field);
  return value;
}

function numberOf(object: Json, field: string, name: string): number {
  const value = object[field];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw damaged(name, field);
  return value;
}

function listOf(object: Json, field: string): readonly Json[] {
  const value = object[field];
  if (!Array.isArray(value)) throw damaged(MANIFEST_NAME, field);
  return value.map((each: unknown) => objectOf(each, MANIFEST_NAME));
}

function oneOf<Value extends string>(object: Json, field: string, values: readonly Value[]): Value {
  const value = values.find((each) => each === object[field]);
  if (value === undefined) throw damaged(MANIFEST_NAME, field);
  return value;
}

function appOf(value: unknown): AppIdentity {
  const object = objectOf(value, HEAD_NAME);
  return {
    id: textOf(object, "id"),
    name: textOf(object, "name"),
    version: textOf(object, "version"),
  };
}

function titleOf(value: unknown): Readonly<Record<string, string>> {
  const title: Record<string, string> = {};
  for (const [language, text] of Object.entries(objectOf(value ?? {}, MANIFEST_NAME))) {
    if (typeof text === "string") title[language] = text;
  }
  return title;
}

function tenantOf(object: Json): TenantRecord {
  return { id: tenantId(textOf(object, "id")), title: textOf(object, "title") };
}

function partOf(object: Json): PartRecord {
  const kind: PartKind = oneOf(object, "kind", PART_KINDS);
  const tenant = object["tenant"];
  const version = object["version"];
  const tables = object["tables"];
  return {
    id: partId(textOf(object, "id")),
    kind,
    tenant: typeof tenant === "string" ? tenantId(tenant) : null,
    title: titleOf(object["title"]),
    entryCount: numberOf(object, "entryCount", MANIFEST_NAME),
    sizeBytes: numberOf(object, "sizeBytes", MANIFEST_NAME),
    fingerprint: textOf(object, "fingerprint"),
    version: typeof version === "string" ? version : null,
    tables: Array.isArray(tables) ? listOf(object, "tables").map(tableOf) : null,
  };
}

function notIncludedOf(object: Json): NotIncluded {
  const part = object["part"];
  return {
    what: oneOf(object, "what", LEFT_OUT),
    name: textOf(object, "name"),
    reason: oneOf(object, "reason", LEFT_OUT_REASONS),
    part: typeof part === "string" ? partId(part) : null,
  };
}

function tableOf(object: Json): TableRows {
  return { name: textOf(object, "name"), rows: numberOf(object, "rows", MANIFEST_NAME) };
}

/** @throws SNAPSHOT_DAMAGED: an id in a stranger's manifest must never become a path that leads elsewhere. */
export function partId(text: string): PartId {
  if (text.split("/").some((name) => unsafeName(name) !== null))
    throw damaged(MANIFEST_NAME, "part id");
  return text as PartId;
}

/** @throws SNAPSHOT_DAMAGED */
export function tenantId(text: string): TenantId {
  if (unsafeName(text) !== null) throw damaged(MANIFEST_NAME, "tenant id");
  return text as TenantId;
}

/** Finds the first two ids that some file system would take for one, `null` when there are none. */
export function clashingIds(ids: readonly string[]): readonly [string, string] | null {
  const seen = new Map<string, string>();
  for (const id of ids) {
    const before = seen.get(idKey(id));
    if (before !== undefined) return [before, id];
    seen.set(idKey(id), id);
  }
  return null;
}
