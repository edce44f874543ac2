/** An entry's metadata as plain JSON, read from and put onto the file system. */

import { chmodSync, lchownSync, lstatSync, lutimesSync } from "node:fs";
import type { Entry } from "../model/entry.ts";
import { systemCode } from "../model/error.ts";
import type { Libc } from "./libc.ts";
import type { OwnerNames } from "./owner.ts";
import { systemPath } from "./walk.ts";

export interface Metadata {
  readonly kind: Entry["kind"];
  readonly mode: number;
  /** Decimal digits: JSON has no numbers of that size. */
  readonly modifiedNs: string;
  /** As this machine numbers them; `null`: the snapshot does not know, whoever writes becomes the owner. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** Values in base64. */
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

/** What could not be put back. */
export type Lost = "owner" | "attributes" | "mode" | "times";

export function metadataOf(entry: Entry, owners: OwnerNames): Metadata {
  return {
    kind: entry.kind,
    mode: entry.mode,
    modifiedNs: String(entry.modifiedNs),
    owner: entry.owner === null ? null : owners.numbersOf(entry.owner),
    attributes: entry.attributes().map(({ name, value }) => ({
      name,
      value: Buffer.from(value).toString("base64"),
    })),
  };
}

/** Reads what an existing entry has. Attributes that cannot be read are left out. */
export function readMetadata(path: string, libc: Libc | null): Metadata {
  const local = systemPath(path);
  const stat = lstatSync(local, { bigint: true });
  let attributes: Metadata["attributes"] = [];
  try {
    attributes = (libc?.attributes(local) ?? []).map(({ name, value }) => ({
      name,
      value: Buffer.from(value).toString("base64"),
    }));
  } catch (error) {
    if (systemCode(error) === null) throw error;
  }
  return {
    kind: stat.isDirectory() ? "directory" : stat.isSymbolicLink() ? "link" : "file",
    mode: Number(stat.mode) & 0o7777,
    modifiedNs: String(stat.mtimeNs),
    owner: { uid: Number(stat.uid), gid: Number(stat.gid) },
    attributes,
  };
}

const SET_ID_BITS = 0o6000;
const NANO_PER_SECOND = 1e9;

/**
 * Puts metadata onto an entry, in the one order that works: a new owner takes set-id bits and capabilities away, a
 * read-only file takes no attributes, and everything touches the times. Gives what could not be put back.
 * `now` is the owner that the entry has, and `modeNow` its permissions, where the caller knows them.
 */
export function applyMetadata(
  path: string,
  metadata: Metadata,
  libc: Libc | null,
  now: Metadata["owner"] = null,
  modeNow: number | null = null,
): Lost[] {
  const local = systemPath(path);
  const lost: Lost[] = [];
  const attempt = (what: Lost, deed: () => void): void => {
    try {
      deed();
    } catch (error) {
      if (systemCode(error) === null) throw error;
      lost.push(what);
    }
  };
  const { owner, attributes } = metadata;
  if (owner !== null && process.platform !== "win32") {
    const current = now ?? lstatSync(local);
    if (current.uid !== owner.uid || current.gid !== owner.gid) {
      attempt("owner", () => lchownSync(local, owner.uid, owner.gid));
    }
  }
  if (attributes.length > 0) {
    attempt("attributes", () => {
      if (libc === null) throw Object.assign(new Error("no attributes here"), { code: "ENOSYS" });
      for (const { name, value } of attributes) {
        libc.setAttribute(local, { name, value: Buffer.from(value, "base64") });
      }
    });
  }
  if (metadata.kind !== "link") {
    // Rights that were given to one owner must not pass to another.
    const mode = lost.includes("owner") ? metadata.mode & ~SET_ID_BITS : metadata.mode;
    if (mode !== modeNow) attempt("mode", () => chmodSync(local, mode));
  }
  const modifiedNs = BigInt(metadata.modifiedNs);
  attempt("times", () => {
    if (libc !== null) return libc.setTimes(local, modifiedNs, modifiedNs);
    const seconds = Number(modifiedNs) / NANO_PER_SECOND;
    return lutimesSync(local, seconds, seconds);
  });
  return lost;
}
