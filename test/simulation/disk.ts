/**
 * A disk in memory: a tree of folders and small text files, with rename as one step and removal of a tree as many.
 * What a call has changed stays through a process's death; every change asks the process's fate first.
 */

import type { Holder } from "../../src/model/source.ts";
import type { Fate } from "./fate.ts";

export type Tree = { readonly [name: string]: string | Tree };
type Folder = Map<string, Folder | string>;

export class Disk {
  readonly #root: Folder = new Map();
  capacity = Number.POSITIVE_INFINITY;
  /** Other programs that have the app's data open. */
  holders: readonly Holder[] = [];

  /** The same disk, seen by one process. */
  as(fate: Fate): DiskCalls {
    return new DiskCalls(this.#root, fate, this);
  }

  /** All under a path, for comparing; `null` when there is nothing. */
  tree(path: string): Tree | string | null {
    const node = lookUp(this.#root, path);
    return node === undefined ? null : plain(node);
  }

  get used(): number {
    return sizeOf(this.#root);
  }
}

export class DiskCalls {
  readonly #root: Folder;
  readonly #fate: Fate;
  readonly #disk: Disk;

  constructor(root: Folder, fate: Fate, disk: Disk) {
    this.#root = root;
    this.#fate = fate;
    this.#disk = disk;
  }

  get holders(): readonly Holder[] {
    return this.#disk.holders;
  }

  get free(): number {
    return this.#disk.capacity - this.#disk.used;
  }

  has(path: string): boolean {
    return lookUp(this.#root, path) !== undefined;
  }

  read(path: string): Tree | string | null {
    return this.#disk.tree(path);
  }

  makeFolder(path: string): void {
    const names = split(path);
    for (let depth = 1; depth <= names.length; depth++) {
      const each = names.slice(0, depth).join("/");
      const node = lookUp(this.#root, each);
      if (typeof node === "string") throw systemError("ENOTDIR", each);
      if (node !== undefined) continue;
      this.#fate.touch(`mkdir ${each}`);
      this.#parent(each).set(lastOf(each), new Map());
    }
  }

  write(path: string, text: string): void {
    this.#fate.touch(`write ${path}`);
    if (this.free < text.length) throw systemError("ENOSPC", path);
    this.#parent(path).set(lastOf(path), text);
  }

  rename(from: string, to: string): void {
    this.#fate.touch(`rename ${from} ${to}`);
    const node = lookUp(this.#root, from);
    if (node === undefined) throw systemError("ENOENT", from);
    if (this.has(to)) throw systemError("EEXIST", to);
    const target = this.#parent(to);
    this.#parent(from).delete(lastOf(from));
    target.set(lastOf(to), node);
  }

  /** Leaves first; what is not there is no error. */
  remove(path: string): void {
    const node = lookUp(this.#root, path);
    if (node === undefined) return;
    if (typeof node !== "string") for (const name of node.keys()) this.remove(`${path}/${name}`);
    this.#fate.touch(`remove ${path}`);
    this.#parent(path).delete(lastOf(path));
  }

  removeFolderIfEmpty(path: string): void {
    const node = lookUp(this.#root, path);
    if (node === undefined || typeof node === "string" || node.size > 0) return;
    this.remove(path);
  }

  #parent(path: string): Folder {
    const parent = lookUp(this.#root, split(path).slice(0, -1).join("/"));
    if (parent === undefined || typeof parent === "string") throw systemError("ENOENT", path);
    return parent;
  }
}

export function split(path: string): readonly string[] {
  return path.split("/").filter((name) => name !== "");
}

function lastOf(path: string): string {
  return split(path).at(-1) ?? "";
}

function lookUp(root: Folder, path: string): Folder | string | undefined {
  let node: Folder | string | undefined = root;
  for (const name of split(path)) {
    if (node === undefined || typeof node === "string") return undefined;
    node = node.get(name);
  }
  return node;
}

function plain(node: Folder | string): Tree | string {
  if (typeof node === "string") return node;
  const names = [...node.keys()].toSorted();
  return Object.fromEntries(names.map((name) => [name, plain(node.get(name) ?? "")]));
}

function sizeOf(node: Folder | string): number {
  if (typeof node === "string") return node.length;
  let sum = 0;
  for (const child of node.values()) sum += sizeOf(child);
  return sum;
}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
