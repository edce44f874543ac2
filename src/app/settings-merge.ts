/**
 * Changes in a settings file what a face changed, and leaves the rest as people wrote it: comments, order, quotes, what stands
 * there though it is as by default.
 *
 * What changed is found between two plain texts, before and after, and done to the file. Items of a list are the same when their
 * name is, of pins when place and backup are.
 */

import type { Node, Pair, YAMLMap, YAMLSeq } from "yaml";
import { isMap, isScalar, isSeq, parseDocument } from "yaml";

/** `file`: as it stands; `before` and `after`: the settings, written plainly. */
export function mergedText(file: string, before: string, after: string): string {
  const document = parsed(file);
  const [root, was, is] = [document.contents, parsed(before).contents, parsed(after).contents];
  if (!isMap(root) || !isMap(was) || !isMap(is)) return after;
  mergeMap(root, was, is);
  return document.toString({ lineWidth: 0 });
}

function parsed(text: string) {
  return parseDocument<Node>(text, { schema: "failsafe" });
}

function mergeMap(root: YAMLMap, was: YAMLMap | null, is: YAMLMap): void {
  for (const { key } of was?.items ?? []) if (!is.has(key)) root.delete(nameOf(key));
  let last = -1;
  for (const pair of is.items as Pair<Node, Node>[]) {
    const name = nameOf(pair.key);
    const at = root.items.findIndex(({ key }) => nameOf(key) === name);
    if (at >= 0) last = at;
    const old = nodeAt(was, name);
    const mine = nodeAt(root, name);
    if (old !== null && textOf(old) === textOf(pair.value)) continue;
    // What is new stands behind what it stands behind in a file of ours.
    if (mine === null) root.items.splice(++last, 0, pair);
    else root.set(name, merged(mine, old, pair.value));
  }
}

function merged(mine: Node, was: Node | null, is: Node | null): Node | null {
  if (isMap(mine) && isMap(is)) {
    mergeMap(mine, isMap(was) ? was : null, is);
    return mine;
  }
  if (isSeq(mine) && isSeq(is)) {
    mine.items = mergedItems(mine, isSeq(was) ? was : null, is);
    return mine;
  }
  if (isScalar(mine) && isScalar(is)) {
    mine.value = is.value;
    return mine;
  }
  return is;
}

function mergedItems(mine: YAMLSeq, was: YAMLSeq | null, is: YAMLSeq): unknown[] {
  return (is.items as Node[]).map((item) => {
    const same = itemLike(mine, item);
    const old = was === null ? null : itemLike(was, item);
    if (same === null) return item;
    return old !== null && textOf(old) === textOf(item) ? same : merged(same, old, item);
  });
}

function itemLike(list: YAMLSeq, item: Node): Node | null {
  const wanted = identityOf(item);
  return (list.items as Node[]).find((each) => identityOf(each) === wanted) ?? null;
}

/** What an item is called: accounts, jobs and places by name, pins by place and backup, all else by itself. */
function identityOf(node: Node): string {
  if (!isMap(node)) return textOf(node);
  const names = ["name", "place", "backup", "address"].map((key) => textOf(nodeAt(node, key)));
  const [name = ""] = names;
  return name === "" ? names.join("\n") : name;
}

function nodeAt(map: YAMLMap | null, key: string): Node | null {
  return (map?.get(key, true) as Node | undefined) ?? null;
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** The value alone, without how it is written. */
function textOf(node: Node | null): string {
  return node === null ? "" : JSON.stringify(node.toJSON());
}
