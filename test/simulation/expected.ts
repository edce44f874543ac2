/** What the world must look like after a restore, computed from trees alone and without the engine. */

import type { LocatedPart } from "../../src/model/app.ts";
import type { Tree } from "./disk.ts";
import { split } from "./disk.ts";
import { rootOf } from "./world.ts";

type Node = Tree | string | undefined;

/** What a part holds in a tree of the app: its own, without what is excluded or another part's. */
export function partIn(app: Tree, located: LocatedPart): Node {
  let node = at(app, inApp(located));
  for (const path of keptOf(located)) node = put(node, split(path), undefined);
  return node;
}

/** Replaces the parts' own data; excluded files and inner parts stay as they are. `parts`: outer first. */
export function withParts(
  app: Tree,
  parts: readonly { readonly located: LocatedPart; readonly node: Node }[],
): Tree {
  let result: Node = app;
  for (const { located, node } of parts) {
    let whole = node;
    for (const path of keptOf(located)) {
      const kept = at(result, [...inApp(located), ...split(path)]);
      if (kept !== undefined) whole = put(whole, split(path), kept);
    }
    result = put(result, inApp(located), whole);
  }
  if (result === undefined || typeof result === "string") throw new Error("no app");
  return result;
}

function keptOf({ source }: LocatedPart): readonly string[] {
  return source.kind === "files" ? [...source.inner, ...source.exclude] : [];
}

function inApp(located: LocatedPart): readonly string[] {
  return split(rootOf(located)).slice(1);
}

function at(node: Node, names: readonly string[]): Node {
  let found: Node = node;
  for (const name of names) {
    if (found === undefined || typeof found === "string") return undefined;
    found = found[name];
  }
  return found;
}

/** Sets, or with `undefined` removes, what lies at the names; folders on the way are made only for something. */
function put(node: Node, names: readonly string[], value: Node): Node {
  const [name, ...rest] = names;
  if (name === undefined) return value;
  if (typeof node === "string") return node;
  const child = put(node?.[name], rest, value);
  if (child === undefined && node === undefined) return undefined;
  const { [name]: _before, ...others } = node ?? {};
  const all = child === undefined ? others : { ...others, [name]: child };
  return Object.fromEntries(
    Object.keys(all)
      .toSorted()
      .map((key) => [key, all[key] ?? ""]),
  );
}
