/** Entries made from trees in memory, and trees from entries: the currency between the simulated source and store. */

import type { Entries, Entry } from "../../src/model/entry.ts";
import { compareNames } from "../../src/model/entry.ts";
import type { Tree } from "./disk.ts";

/** What a store keeps of an entry. */
export interface KeptEntry {
  readonly path: string;
  /** `null`: a folder. */
  readonly text: string | null;
}

/** Depth first, parents before children, the root as "". A single text stands in the root under `name`. */
export function listTree(tree: Tree | string, name: string): readonly KeptEntry[] {
  const kept: KeptEntry[] = [];
  const walk = (node: Tree | string, path: string): void => {
    kept.push({ path, text: typeof node === "string" ? node : null });
    if (typeof node === "string") return;
    for (const child of Object.keys(node).toSorted(compareNames))
      walk(node[child] ?? "", path === "" ? child : `${path}/${child}`);
  };
  walk(typeof tree === "string" ? { [name]: tree } : tree, "");
  return kept;
}

/** An entry of a tree in memory. */
export function entryOf({ path, text }: KeptEntry, version: string | null): Entry {
  const common = { path, modifiedNs: 0n, owner: null, origin: null, attributes: () => [] };
  if (text === null) return { ...common, kind: "directory", mode: 0o755 };
  const bytes = Buffer.from(text, "latin1");
  return {
    ...common,
    kind: "file",
    mode: 0o644,
    sizeBytes: bytes.length,
    localPath: null,
    version,
    async *bytes() {
      yield bytes;
    },
  };
}

/**
 * The entry as a store gives it back: with what it kept, and not readable where it was. Taken field by field, because
 * a source's entries may be objects of a class.
 */
export function withContent(entry: Entry, text: string | null): Entry {
  const { path, modifiedNs, mode, owner, origin } = entry;
  const attributes = entry.attributes();
  const common = { path, modifiedNs, mode, owner, origin, attributes: () => attributes };
  if (entry.kind === "directory") return { ...common, kind: "directory" };
  if (entry.kind === "link") return { ...common, kind: "link", target: entry.target };
  const bytes = Buffer.from(text ?? "", "latin1");
  return {
    ...common,
    kind: "file",
    version: null,
    sizeBytes: bytes.length,
    localPath: null,
    async *bytes() {
      yield bytes;
    },
  };
}

/** Batches of two, so that every part crosses a border. */
export async function* inBatches(entries: readonly Entry[]): Entries {
  for (let at = 0; at < entries.length; at += 2) yield entries.slice(at, at + 2);
}

/** The content, a character a byte. */
export async function textOf(entry: Entry): Promise<string> {
  if (entry.kind !== "file") return "";
  let text = "";
  for await (const bytes of entry.bytes()) text += Buffer.from(bytes).toString("latin1");
  return text;
}
