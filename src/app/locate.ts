/**
 * Where parts lie, by path alone: no I/O, and the rules of each system are a parameter.
 *
 * A part's root is compared after links are resolved; that is done by who calls. Paths of the description use "/";
 * on Windows "\" is understood as well.
 */

import type { PlatformPath } from "node:path";
import { compareNames } from "../model/entry.ts";

/** Stands for the tenant's id in the patterns of `tenants`. */
export const ID_PLACE = "{id}";

/** How paths work on a system; `foldsCase` where two spellings may be one file. */
export interface PathRules {
  readonly path: PlatformPath;
  readonly foldsCase: boolean;
}

/** Says why a path of the description cannot be one, `null` when it can. */
export function unusablePath(text: string, { path }: PathRules): "control" | "drive" | null {
  if (/[\p{Cc}]/u.test(text) || !text.isWellFormed()) return "control";
  // "D:data" means the current folder of that drive, which is another one at every call.
  if (path.sep === "\\" && /^[A-Za-z]:(?![\\/])/.test(text)) return "drive";
  return null;
}

/** Puts the tenant's id into a pattern. The id has been found safe before. */
export function withId(pattern: string, id: string): string {
  return pattern.replaceAll(ID_PLACE, () => id);
}

/** Two paths with the same key are the same file. */
export function pathKey(absolute: string, { path, foldsCase }: PathRules): string {
  const plain = path.normalize(absolute);
  const bare = plain.length > path.parse(plain).root.length ? plain.replace(/[\\/]$/, "") : plain;
  const kept = path.sep === "/" ? plain.replace(/(?<=.)\/$/, "") : bare;
  return foldsCase ? kept.normalize("NFC").toLowerCase() : kept;
}

/** Gives the way from `outer` down to `inner` with "/" between names, "" for the same, `null` when it is not inside. */
export function wayInside(outer: string, inner: string, rules: PathRules): string | null {
  const { path } = rules;
  if (pathKey(outer, rules) === pathKey(inner, rules)) return "";
  const names = namesOf(inner, rules);
  const above = namesOf(outer, rules);
  if (above.length >= names.length) return null;
  const isInside = above.every((name, index) => same(name, names[index] ?? "", rules));
  if (!isInside || !path.isAbsolute(inner)) return null;
  return names.slice(above.length).join("/");
}

function namesOf(absolute: string, { path }: PathRules): readonly string[] {
  const plain = path.normalize(absolute);
  const { root } = path.parse(plain);
  return [
    root,
    ...plain
      .slice(root.length)
      .split(path.sep)
      .filter((name) => name !== ""),
  ];
}

function same(a: string, b: string, { foldsCase }: PathRules): boolean {
  return (
    a === b || (foldsCase && a.normalize("NFC").toLowerCase() === b.normalize("NFC").toLowerCase())
  );
}

/** Something that lies somewhere: all the files of a database count, `paths[0]` is the one that names it. */
export interface Lying {
  readonly paths: readonly string[];
  /** Whether other things can lie inside. */
  readonly isFolder: boolean;
}

/** Gives, for each of the things, what of the others lies inside it: outermost only, in the order of the names. */
export function innerPaths(
  things: readonly Lying[],
  rules: PathRules,
): readonly (readonly string[])[] {
  const outerByKey = new Map<string, number>();
  for (const [index, thing] of things.entries()) {
    const [root] = thing.paths;
    if (thing.isFolder && root !== undefined) outerByKey.set(pathKey(root, rules), index);
  }
  const found = things.map((): string[] => []);
  for (const thing of things) {
    for (const inner of thing.paths) {
      for (const outer of ancestors(inner, rules)) {
        const index = outerByKey.get(pathKey(outer, rules));
        const root = index === undefined ? undefined : things[index]?.paths[0];
        if (index === undefined || root === undefined) continue;
        const way = wayInside(root, inner, rules);
        if (way !== null && way !== "") found[index]?.push(way);
      }
    }
  }
  return found.map((ways) => outermost(ways, rules));
}

function ancestors(absolute: string, { path }: PathRules): readonly string[] {
  const all: string[] = [];
  for (let at = path.dirname(absolute); ; at = path.dirname(at)) {
    all.push(at);
    if (path.dirname(at) === at) return all;
  }
}

function outermost(ways: readonly string[], { foldsCase }: PathRules): readonly string[] {
  const key = (way: string): string => (foldsCase ? way.normalize("NFC").toLowerCase() : way);
  const byKey = new Map(ways.map((way) => [key(way), way]));
  const isCovered = (way: string): boolean => {
    for (let at = way.lastIndexOf("/"); at > 0; at = way.lastIndexOf("/", at - 1))
      if (byKey.has(way.slice(0, at))) return true;
    return false;
  };
  return [...byKey]
    .filter(([each]) => !isCovered(each))
    .map(([, way]) => way)
    .toSorted(compareNames);
}

/** What SQLite may keep beside a database. */
export function filesOfDatabase(file: string): readonly string[] {
  return [file, `${file}-wal`, `${file}-shm`, `${file}-journal`];
}

/** A pattern taken apart at its first "{id}": the folder to list, how names there look, and the whole for one id. */
export interface IdPattern {
  readonly folder: string;
  /** Gives the id in a name of that folder, `null` when the name is not of the pattern. */
  idIn(name: string): string | null;
  pathFor(id: string): string;
}

/** `pattern` is absolute and has at least one "{id}". */
export function idPattern(pattern: string, { path, foldsCase }: PathRules): IdPattern {
  const names = pattern.split(path.sep);
  const at = names.findIndex((name) => name.includes(ID_PLACE));
  const folder = names.slice(0, at).join(path.sep) || path.parse(pattern).root;
  const pieces = (names[at] ?? "").split(ID_PLACE).map((piece) => RegExp.escape(piece));
  const [first = "", second = "", ...others] = pieces;
  const rest = others.map((piece) => `\\1${piece}`).join("");
  const name = new RegExp(`^${first}(.+)${second}${rest}$`, foldsCase ? "isu" : "su");
  return {
    folder:
      folder.endsWith(path.sep) || folder.includes(path.sep) ? folder : `${folder}${path.sep}`,
    idIn: (text) => name.exec(text)?.[1] ?? null,
    pathFor: (id) => withId(pattern, id),
  };
}
