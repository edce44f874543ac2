/** What a person can tick: one database, one folder tree, the settings. */

/** "login", "tenants/acme/database": names separated by "/", each legal as a file name on every system. */
export type PartId = string & { readonly brand: "PartId" };

/** One name, no "/": legal as a file name on every system. */
export type TenantId = string & { readonly brand: "TenantId" };

export type PartKind = "database" | "files" | "settings" | "credentials" | "workspace";

export const PART_KINDS = [
  "database",
  "files",
  "settings",
  "credentials",
  "workspace",
] as const satisfies readonly PartKind[];

export interface Part {
  readonly id: PartId;
  readonly kind: PartKind;
  readonly tenant: TenantId | null;
  /** By language ("en", "de"); "" as the key holds for every language; empty: the word for the kind. */
  readonly title: Readonly<Record<string, string>>;
}

/** Names that the layout keeps for itself at the top of a snapshot; no part id may begin with one. */
export const RESERVED_NAMES = [
  "fivefold.json",
  "manifest.json",
  "SHA256SUMS",
  "README.txt",
  "content.zip",
  "tenants",
  ".fivefold",
] as const;

const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/**
 * Says why a name cannot be used as one name of a part or tenant id, or `null` when it can.
 * The reasons are keys; the faces put them into words. Rules: one file name on Windows, macOS and Linux.
 */
export function unsafeName(
  name: string,
): "empty" | "dots" | "separator" | "control" | "character" | "device" | "ending" | "long" | null {
  if (name === "") return "empty";
  if (name === "." || name === ".." || name === ".fivefold") return "dots";
  if (name.includes("/") || name.includes("\\")) return "separator";
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(name) || !name.isWellFormed()) return "control";
  if (/[<>:"|?*]/.test(name)) return "character";
  if (WINDOWS_DEVICE.test(name)) return "device";
  if (name.endsWith(".") || name.endsWith(" ")) return "ending";
  if (new TextEncoder().encode(name).length > 200) return "long";
  return null;
}

/** Two ids with the same key are the same id on some system: Unicode NFC, case folded. */
export function idKey(id: string): string {
  return id.normalize("NFC").toLowerCase();
}
