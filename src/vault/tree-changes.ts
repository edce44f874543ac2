/**
 * What is otherwise in one tree than in another. A folder whose two trees have the same id is the same, to its last byte, and is
 * not looked into: ids are hashes, in whichever vault.
 */

import { compareNames } from "../model/entry.ts";
import type { Entry } from "../model/entry.ts";
import { isSameTime } from "../model/in-step.ts";
import type { EntryChange } from "../model/store.ts";
import type { TreeReader } from "./reader.ts";
import type { Node } from "./tree.ts";

type Trees = Pick<TreeReader, "nodes" | "entryOf">;

export interface TreeSide {
  readonly reader: Trees;
  readonly tree: string;
}

const BATCH = 256;

/**
 * In the order of the streams: depth first, siblings by their bytes. `isOneVault`: both cut contents at the same borders, so
 * that other blobs are another content; between two vaults a file of the same size and time counts as the same.
 */
export async function* treeChanges(
  before: TreeSide,
  after: TreeSide,
  isOneVault: boolean,
  signal: AbortSignal,
): AsyncIterable<readonly EntryChange[]> {
  let batch: EntryChange[] = [];
  for await (const change of changesIn(before, after, "", isOneVault, signal)) {
    batch.push(change);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* changesIn(
  before: TreeSide,
  after: TreeSide,
  folder: string,
  isOneVault: boolean,
  signal: AbortSignal,
): AsyncGenerator<EntryChange> {
  if (before.tree === after.tree) return;
  signal.throwIfAborted();
  const olds = await before.reader.nodes(before.tree);
  const news = await after.reader.nodes(after.tree);
  let [old, late] = [0, 0];
  for (;;) {
    const was = olds[old];
    const is = news[late];
    if (was === undefined && is === undefined) return;
    const order = was === undefined ? 1 : is === undefined ? -1 : compareNames(was.name, is.name);
    if (order <= 0) old++;
    if (order >= 0) late++;
    const path = pathOf(folder, (order <= 0 ? was : is)?.name ?? "");
    const isSibling = was !== undefined && is !== undefined && order === 0 && was.type === is.type;
    if (isSibling && was.subtree !== null && is.subtree !== null) {
      const [inOld, inLate] = [
        { ...before, tree: was.subtree },
        { ...after, tree: is.subtree },
      ];
      yield* changesIn(inOld, inLate, path, isOneVault, signal);
      continue;
    }
    if (isSibling) {
      if (isSame(was, is, isOneVault)) continue;
      const pair = {
        before: before.reader.entryOf(was, path),
        after: after.reader.entryOf(is, path),
      };
      if (pair.before !== null || pair.after !== null) yield pair;
      continue;
    }
    if (was !== undefined && order <= 0)
      for await (const entry of below(before.reader, was, path))
        yield { before: entry, after: null };
    if (is !== undefined && order >= 0)
      for await (const entry of below(after.reader, is, path)) yield { before: null, after: entry };
  }
}

/** An entry with everything in it. */
async function* below(reader: Trees, node: Node, path: string): AsyncGenerator<Entry> {
  const entry = reader.entryOf(node, path);
  if (entry !== null) yield entry;
  if (node.subtree === null) return;
  for (const each of await reader.nodes(node.subtree))
    yield* below(reader, each, pathOf(path, each.name));
}

function pathOf(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function isSame(was: Node, is: Node, isOneVault: boolean): boolean {
  if (was.type === "symlink") return was.linkTarget === is.linkTarget;
  if (was.mode !== is.mode || was.sizeBytes !== is.sizeBytes) return false;
  const [old, late] = [was.content ?? [], is.content ?? []];
  if (old.length === late.length && old.every((id, at) => id === late[at])) return true;
  return !isOneVault && isSameTime(was.modifiedNs, is.modifiedNs);
}
