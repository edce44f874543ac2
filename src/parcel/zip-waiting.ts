/** Entries on their way into a zip: what is known of them before and what their files say when they are read. */

import { bytesOfText } from "../model/entry.ts";
import type { Attribute, Entry, Origin, Owner } from "../model/entry.ts";
import type { ZipEntry } from "./zip-format.ts";

/** An entry of an older zip, and what its list of sums says of it. */
export interface PreviousEntry {
  readonly entry: ZipEntry;
  /** SHA-256 of the content, 32 bytes. */
  readonly sha256: Uint8Array;
}

/** An entry whose content is being stored. */
export interface Waiting {
  readonly slot: number;
  readonly entry: Entry;
  readonly name: string;
  readonly trueName: string | null;
  readonly attributes: readonly Attribute[];
  readonly copy: PreviousEntry | null;
}

/** Facts of a file that was read after it had been listed. */
export interface Fresh {
  readonly modifiedNs: bigint;
  readonly changedNs: bigint;
  readonly inode: bigint;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** What is known when the content is stored. */
export type Stored = Pick<
  ZipEntry,
  "method" | "isEncrypted" | "crc32" | "sizeBytes" | "storedBytes" | "storedCrc" | "offset"
>;

/** The central record's entry. */
export function zipEntryOf(waiting: Waiting, fresh: Fresh | null, stored: Stored): ZipEntry {
  const { entry, name, trueName, attributes } = waiting;
  return {
    name,
    trueName,
    kind: entry.kind,
    mode: fresh?.mode ?? entry.mode,
    modifiedNs: fresh?.modifiedNs ?? entry.modifiedNs,
    owner: ownerOf(entry.owner, fresh),
    origin: originOf(entry.origin, fresh),
    attributes,
    ...stored,
  };
}

/** Names of owners are known only as long as the numbers are the same, and only short ones have room. */
function ownerOf(owner: Owner | null, fresh: Fresh | null): Owner | null {
  if (owner === null) return null;
  if (fresh !== null && (fresh.uid !== owner.uid || fresh.gid !== owner.gid)) {
    return { uid: fresh.uid, gid: fresh.gid, user: "", group: "" };
  }
  return isShort(owner.user) && isShort(owner.group)
    ? owner
    : { uid: owner.uid, gid: owner.gid, user: "", group: "" };
}

/** At most 255 bytes; a UTF-16 unit makes three at the most. */
function isShort(name: string): boolean {
  return name.length <= 85 || bytesOfText(name).length < 256;
}

function originOf(origin: Origin | null, fresh: Fresh | null): Origin | null {
  if (origin === null || fresh === null) return origin;
  return { ...origin, inode: fresh.inode, changedNs: fresh.changedNs };
}

/** Facts from columns, from `at` on. */
export function freshOf(facts: readonly bigint[], at: number): Fresh {
  return {
    modifiedNs: facts[at] ?? 0n,
    changedNs: facts[at + 1] ?? 0n,
    inode: facts[at + 2] ?? 0n,
    mode: Number(facts[at + 3] ?? 0n),
    uid: Number(facts[at + 4] ?? 0n),
    gid: Number(facts[at + 5] ?? 0n),
  };
}

/** An entry's own facts as a row of columns: see `FACTS`. */
export function factsOf(entry: Entry): readonly bigint[] {
  const { owner, origin, modifiedNs } = entry;
  return [
    modifiedNs,
    origin?.changedNs ?? modifiedNs,
    origin?.inode ?? 0n,
    BigInt(entry.mode),
    BigInt(owner?.uid ?? 0),
    BigInt(owner?.gid ?? 0),
  ];
}
