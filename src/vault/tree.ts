/**
 * Trees and nodes: restic's JSON for a directory, written to the letter as restic writes it.
 *
 * Equal metadata must give equal bytes, because a tree is named by their hash: field order, Go's escapes in names and
 * strings, times in the local zone with trimmed fractions, mode bits of Go's os.FileMode. A node is written in two pieces: the
 * head (all that `lstat` tells, up to the link target), then attributes and content. So an unchanged file is recognised by
 * comparing its head with the parent tree's text, without parsing it.
 *
 * @see restic internal/data/node.go for the fields, design.rst "Trees and Data"
 */

import { bytesOfText, compareNames, textOfBytes } from "../model/entry.ts";
import type { Attribute, Entry, Owner } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";

/** A node as a reader needs it. */
export interface Node {
  readonly name: string;
  readonly type: string;
  /** Permission bits with setuid, setgid and sticky as Unix has them. */
  readonly mode: number;
  readonly modifiedNs: bigint;
  readonly changedNs: bigint;
  readonly owner: Owner;
  readonly inode: bigint;
  readonly device: bigint;
  readonly sizeBytes: number;
  readonly links: number;
  readonly linkTarget: string;
  readonly attributes: readonly Attribute[];
  /** `null` for all but files. */
  readonly content: readonly string[] | null;
  /** The tree's id, `null` for all but directories. */
  readonly subtree: string | null;
}

const DIRECTORY_BIT = 2 ** 31;
const LINK_BIT = 2 ** 27;
const SETUID_BIT = 2 ** 23;
const SETGID_BIT = 2 ** 22;
const STICKY_BIT = 2 ** 20;

const typeOf = { file: "file", directory: "dir", link: "symlink" } as const;

/** Unix permission bits and kind as Go's os.FileMode. */
export function goMode(kind: Entry["kind"], mode: number): number {
  let bits = mode & 0o777;
  if ((mode & 0o4000) !== 0) bits += SETUID_BIT;
  if ((mode & 0o2000) !== 0) bits += SETGID_BIT;
  if ((mode & 0o1000) !== 0) bits += STICKY_BIT;
  if (kind === "directory") bits += DIRECTORY_BIT;
  if (kind === "link") bits += LINK_BIT;
  return bits;
}

/** The inverse of `goMode`, without the kind. */
export function unixMode(goBits: number): number {
  const has = (bit: number): boolean => Math.floor(goBits / bit) % 2 === 1;
  return (
    (goBits & 0o777) |
    (has(SETUID_BIT) ? 0o4000 : 0) |
    (has(SETGID_BIT) ? 0o2000 : 0) |
    (has(STICKY_BIT) ? 0o1000 : 0)
  );
}

const PLAIN = /^[ !#-%'-;=?-[\]-~]*$/;

/** A JSON string as Go's encoding/json writes it. */
export function goString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) {
    const pieces = text.split(/[\ud800-\udfff]/u).map((piece) => goString(piece).slice(1, -1));
    return `"${pieces.join("\\ufffd")}"`;
  }
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};

/** What Go's strconv.Quote puts between its quotes: restic's form of a name, so that any bytes survive JSON. */
export function quoteName(name: string): string {
  if (PLAIN.test(name)) return name;
  let quoted = "";
  for (const character of name) {
    const point = character.codePointAt(0) ?? 0;
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) quoted += short;
    else if (point >= 0xdc80 && point <= 0xdcff) quoted += `\\x${hex(point - 0xdc00, 2)}`;
    else if (point < 0x20 || point === 0x7f) quoted += `\\x${hex(point, 2)}`;
    else if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) quoted += character;
    else quoted += point > 0xffff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`;
  }
  return quoted;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

const LONG_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '"': 34,
  "'": 39,
  "\\": 92,
};

/** The inverse of `quoteName`. @throws TREE_DAMAGED */
export function unquoteName(quoted: string): string {
  if (!quoted.includes("\\")) return quoted;
  const bytes: number[] = [];
  const wrong = (): FivefoldError => new FivefoldError("TREE_DAMAGED", { what: `name ${quoted}` });
  for (let at = 0; at < quoted.length;) {
    const point = quoted.codePointAt(at) ?? 0;
    const character = String.fromCodePoint(point);
    at += character.length;
    if (character !== "\\") {
      bytes.push(...bytesOfText(character));
      continue;
    }
    const escape = quoted[at++] ?? "";
    const single = LONG_ESCAPES[escape];
    if (single !== undefined) bytes.push(single);
    else if (escape === "x" || escape === "u" || escape === "U") {
      const digits = escape === "x" ? 2 : escape === "u" ? 4 : 8;
      const value = quoted.slice(at, at + digits);
      if (!new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(value)) throw wrong();
      const code = Number.parseInt(value, 16);
      if (code > 0x10ffff) throw wrong();
      bytes.push(...(escape === "x" ? [code] : bytesOfText(String.fromCodePoint(code))));
      at += digits;
    } else if (/^[0-7]$/.test(escape)) {
      const value = quoted.slice(at - 1, at + 2);
      if (!/^[0-3][0-7]{2}$/.test(value)) throw wrong();
      bytes.push(Number.parseInt(value, 8));
      at += 2;
    } else throw wrong();
  }
  return textOfBytes(Uint8Array.from(bytes));
}

/** Writes times as Go's RFC3339Nano in the local zone; keeps what it computed last, since neighbours share seconds. */
export class TimeWriter {
  #seconds = new Map<number, { date: string; zone: string }>();

  write(ns: bigint): string {
    let seconds = Number(ns / 1_000_000_000n);
    let fraction = Number(ns % 1_000_000_000n);
    if (fraction < 0) {
      fraction += 1_000_000_000;
      seconds -= 1;
    }
    let known = this.#seconds.get(seconds);
    if (known === undefined) {
      known = dateAndZone(seconds);
      if (this.#seconds.size > 20_000) this.#seconds.clear();
      this.#seconds.set(seconds, known);
    }
    if (fraction === 0) return known.date + known.zone;
    let digits = String(fraction).padStart(9, "0");
    let length = 9;
    while (digits.charCodeAt(length - 1) === 48) length--;
    if (length < 9) digits = digits.slice(0, length);
    return `${known.date}.${digits}${known.zone}`;
  }
}

function dateAndZone(seconds: number): { date: string; zone: string } {
  // Go's years for JSON lie between 0 and 9999; restic clamps times outside.
  const clamped = Math.min(Math.max(seconds, -62_167_219_200), 253_402_300_799);
  const minutes = -new Date(clamped * 1000).getTimezoneOffset();
  const date = new Date((clamped + minutes * 60) * 1000).toISOString().slice(0, 19);
  if (minutes === 0) return { date, zone: "Z" };
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, "0");
  return {
    date,
    zone: `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`,
  };
}

const TIME = /^(-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Reads RFC 3339 with any fraction and zone. @throws TREE_DAMAGED */
export function timeNs(text: string): bigint {
  const match = TIME.exec(text);
  const ms = match === null ? Number.NaN : Date.parse(`${match[1]}${match[3]}`);
  if (match === null || Number.isNaN(ms)) throw new FivefoldError("TREE_DAMAGED", { what: text });
  return BigInt(ms) * 1_000_000n + BigInt((match[2] ?? "").padEnd(9, "0"));
}

/** What had changed of a file between its listing and its reading. */
export interface Fresh {
  readonly modifiedNs: bigint;
  readonly changedNs: bigint;
  readonly inode: bigint;
  readonly mode: number;
  readonly owner: Owner | null;
}

/** The first piece of a node: everything up to the link target. Mode 0, size 0, inode 0 and links 0 are left out, as Go does. */
export function nodeHead(
  entry: Entry,
  name: string,
  sizeBytes: number,
  times: TimeWriter,
  fresh: Fresh | null,
): string {
  const modified = times.write(fresh?.modifiedNs ?? entry.modifiedNs);
  const origin =
    entry.origin === null || fresh === null ? entry.origin : { ...entry.origin, ...fresh };
  const owner = fresh === null ? entry.owner : fresh.owner;
  const mode = goMode(entry.kind, fresh?.mode ?? entry.mode);
  let head = `{"name":${goString(quoteName(name))},"type":"${typeOf[entry.kind]}"`;
  if (mode > 0) head += `,"mode":${mode}`;
  head += `,"mtime":"${modified}","atime":"${modified}","ctime":"${origin === null ? modified : times.write(origin.changedNs)}"`;
  head += owner === null ? `,"uid":0,"gid":0` : ownerText(owner);
  if (origin !== null) {
    if (origin.inode > 0n) head += `,"inode":${origin.inode}`;
    if (origin.device > 0n) head += `,"device_id":${origin.device}`;
  }
  if (sizeBytes > 0) head += `,"size":${sizeBytes}`;
  if (origin !== null && entry.kind !== "directory" && origin.links > 0)
    head += `,"links":${origin.links}`;
  if (entry.kind === "link" && entry.target !== "") {
    head += `,"linktarget":${goString(entry.target)}`;
    if (!entry.target.isWellFormed()) {
      const raw = Buffer.from(bytesOfText(entry.target)).toString("base64");
      head += `,"linktarget_raw":"${raw}"`;
    }
  }
  return head;
}

const ownerTexts = new WeakMap<Owner, string>();

function ownerText(owner: Owner): string {
  const known = ownerTexts.get(owner);
  if (known !== undefined) return known;
  let text = `,"uid":${owner.uid},"gid":${owner.gid}`;
  if (owner.user !== "") text += `,"user":${goString(owner.user)}`;
  if (owner.group !== "") text += `,"group":${goString(owner.group)}`;
  ownerTexts.set(owner, text);
  return text;
}

/** Extended attributes as they follow the head; "" without any. */
export function attributesText(attributes: readonly Attribute[]): string {
  if (attributes.length === 0) return "";
  const each = attributes.map(({ name, value }) => {
    const encoded = Buffer.from(value).toString("base64");
    return `{"name":${goString(name)},"value":"${encoded}"}`;
  });
  return `,"extended_attributes":[${each.join(",")}]`;
}

/** A file's last piece; `ids` are the blobs' ids one after another. */
export function contentTail(ids: Buffer, at: number, count: number): string {
  if (count === 0) return `,"content":[]}`;
  let tail = `,"content":["${ids.toString("hex", at, at + 32)}"`;
  for (let blob = 1; blob < count; blob++) {
    tail += `,"${ids.toString("hex", at + blob * 32, at + blob * 32 + 32)}"`;
  }
  return `${tail}]}`;
}

export const subtreeTail = (tree: string): string => `,"content":null,"subtree":"${tree}"}`;
export const LINK_TAIL = `,"content":null}`;

const TREE_START = '{"nodes":[';
const TREE_END = "]}\n";

export function treeBytes(nodes: readonly string[]): Buffer {
  return Buffer.from(`${TREE_START}${nodes.join(",")}${TREE_END}`, "utf8");
}

interface NodeJson {
  readonly name: string;
  readonly type: string;
  readonly mode?: number;
  readonly mtime: string;
  readonly ctime: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly user?: string;
  readonly group?: string;
  readonly inode?: number | bigint;
  readonly device_id?: number | bigint;
  readonly size?: number;
  readonly links?: number;
  readonly linktarget?: string;
  readonly linktarget_raw?: string;
  readonly extended_attributes?: readonly {
    readonly name: string;
    readonly value: string | null;
  }[];
  readonly content?: readonly string[] | null;
  readonly subtree?: string;
}

type Reviver = (this: unknown, key: string, value: unknown) => unknown;

/** Inodes and devices may be wider than a double: those are taken from the text. */
const wide = ((key: string, value: unknown, context: { readonly source?: string }): unknown =>
  (key === "inode" || key === "device_id") && context.source !== undefined
    ? BigInt(context.source)
    : value) as Reviver;

const HAS_WIDE = /"(?:inode|device_id)":\d{16}/;

/** Parses JSON; calling back for every value costs, so only where a number is too wide. */
function parse(text: string): unknown {
  return HAS_WIDE.test(text) ? JSON.parse(text, wide) : JSON.parse(text);
}

/** @throws TREE_DAMAGED */
export function readNode(text: string): Node {
  try {
    return nodeOf(parse(text) as NodeJson);
  } catch (cause) {
    throw cause instanceof FivefoldError
      ? cause
      : new FivefoldError("TREE_DAMAGED", { what: "json" }, { cause });
  }
}

/** @throws TREE_DAMAGED when it is no tree, names repeat or are out of order, or a name is no name. */
export function readTree(bytes: Uint8Array): readonly Node[] {
  let nodes: readonly Node[];
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const parsed = parse(text);
    const list = (parsed as { nodes?: unknown }).nodes ?? [];
    if (!Array.isArray(list)) throw new FivefoldError("TREE_DAMAGED", { what: "nodes" });
    nodes = list.map((node) => nodeOf(node as NodeJson));
  } catch (cause) {
    throw cause instanceof FivefoldError
      ? cause
      : new FivefoldError("TREE_DAMAGED", { what: "json" }, { cause });
  }
  for (let i = 1; i < nodes.length; i++) {
    if (compareNames(nodes[i - 1]?.name ?? "", nodes[i]?.name ?? "") >= 0) {
      throw new FivefoldError("TREE_DAMAGED", { what: "order", path: nodes[i]?.name ?? "" });
    }
  }
  return nodes;
}

function nodeOf(json: NodeJson): Node {
  const name = unquoteName(json.name);
  if (name === "" || name === "." || name === ".." || name.includes("/") || name.includes("\0")) {
    throw new FivefoldError("TREE_DAMAGED", { what: "name", path: name });
  }
  for (const time of [json.mtime, json.ctime]) {
    if (!TIME.test(time)) throw new FivefoldError("TREE_DAMAGED", { what: time });
  }
  return new JsonNode(name, json);
}

/** A node over its JSON: what only a restore asks for is computed when it does. */
class JsonNode implements Node {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly content: readonly string[] | null;
  readonly subtree: string | null;
  readonly #json: NodeJson;

  constructor(name: string, json: NodeJson) {
    this.name = name;
    this.type = json.type;
    this.sizeBytes = json.size ?? 0;
    this.content = json.type === "file" ? idsOf(json.content ?? []) : null;
    this.subtree = json.type === "dir" ? (idsOf([json.subtree ?? ""])[0] ?? null) : null;
    this.#json = json;
  }

  get mode(): number {
    return unixMode(this.#json.mode ?? 0);
  }

  get modifiedNs(): bigint {
    return timeNs(this.#json.mtime);
  }

  get changedNs(): bigint {
    return timeNs(this.#json.ctime);
  }

  get owner(): Owner {
    const { uid = 0, gid = 0, user = "", group = "" } = this.#json;
    return { uid, gid, user, group };
  }

  get inode(): bigint {
    return BigInt(this.#json.inode ?? 0);
  }

  get device(): bigint {
    return BigInt(this.#json.device_id ?? 0);
  }

  get links(): number {
    return this.#json.links ?? 0;
  }

  get linkTarget(): string {
    const { linktarget_raw: raw, linktarget = "" } = this.#json;
    return raw === undefined ? linktarget : textOfBytes(Buffer.from(raw, "base64"));
  }

  get attributes(): readonly Attribute[] {
    return (this.#json.extended_attributes ?? []).map(({ name, value }) => ({
      name,
      value: Buffer.from(value ?? "", "base64"),
    }));
  }
}

const ID = /^[0-9a-f]{64}$/;

function idsOf(ids: readonly string[]): readonly string[] {
  for (const id of ids) {
    if (typeof id !== "string" || !ID.test(id)) {
      throw new FivefoldError("TREE_DAMAGED", { what: "content" });
    }
  }
  return ids;
}

/** What a parent tree says of a name. */
export interface Former {
  /** The node's text from its attributes on, to be used again word for word. */
  readonly tail: string;
  /** Whether the head is the same to the letter. */
  readonly isSameHead: boolean;
  /** The node's whole text. */
  readonly text: string;
}

/**
 * Walks through a parent tree's text beside a new directory, both in order of names, each text looked at once.
 */
export class FormerTree {
  readonly #text: string;
  #at: number;
  #hasPassedOver = false;

  /** @throws TREE_DAMAGED when it does not begin as a tree. */
  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith(TREE_START) ? TREE_START.length : text.length;
  }

  /** Finds the node of this name, passing over all before it; `head` is the new node's. */
  find(name: string, head: string): Former | null {
    for (;;) {
      const tailAt = this.#at + head.length;
      // the comma after it makes sure that the head is whole
      if (this.#text.startsWith(head, this.#at) && this.#text.charCodeAt(tailAt) === 44) {
        return this.#take(tailAt, true);
      }
      if (this.#text.charCodeAt(this.#at) !== 123) return null; // no "{": the end
      const order = compareNames(this.#nameHere(), name);
      if (order > 0) return null;
      if (order === 0) return this.#take(this.#at, false);
      this.#at = this.#after(this.#endOfNode(this.#at));
      this.#hasPassedOver = true;
    }
  }

  /** Whether some node had a name that nobody asked for: it is gone now. */
  get hasPassedOver(): boolean {
    return this.#hasPassedOver;
  }

  /** Whether all nodes have been passed. */
  get isAtEnd(): boolean {
    return this.#text.charCodeAt(this.#at) !== 123;
  }

  #take(tailAt: number, isSameHead: boolean): Former {
    const end = this.#endOfNode(this.#at, isSameHead ? tailAt : this.#at);
    const former: Former = {
      tail: this.#text.slice(tailAt, end),
      isSameHead,
      text: isSameHead ? "" : this.#text.slice(this.#at, end),
    };
    this.#at = this.#after(end);
    return former;
  }

  #after(end: number): number {
    return this.#text.charCodeAt(end) === 44 ? end + 1 : end;
  }

  #nameHere(): string {
    const start = this.#text.indexOf('"name":"', this.#at);
    if (start !== this.#at + 1) {
      return readNode(this.#text.slice(this.#at, this.#endOfNode(this.#at))).name;
    }
    let end = start + 8;
    for (; this.#text.charCodeAt(end) !== 34; end++) {
      if (this.#text.charCodeAt(end) === 92) end++;
      if (end >= this.#text.length) throw new FivefoldError("TREE_DAMAGED", { what: "json" });
    }
    return unquoteName(JSON.parse(this.#text.slice(start + 7, end + 1)) as string);
  }

  /** The position after the node's last brace; `from` may be any place inside the node outside of strings and objects. */
  #endOfNode(start: number, from = start): number {
    if (from !== start) {
      // most common: `,"content":["…"]}` with nothing between that could hold a brace
      const isPlain = this.#text.startsWith(',"content":', from);
      const close = isPlain ? this.#text.indexOf("}", from) : -1;
      if (close >= 0) return close + 1;
    }
    let depth = from === start ? 0 : 1;
    for (let at = from; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 34) {
        for (at++; this.#text.charCodeAt(at) !== 34; at++) {
          if (this.#text.charCodeAt(at) === 92) at++;
          if (at >= this.#text.length) throw new FivefoldError("TREE_DAMAGED", { what: "json" });
        }
      } else if (code === 123) depth++;
      else if (code === 125 && --depth === 0) return at + 1;
    }
    throw new FivefoldError("TREE_DAMAGED", { what: "json" });
  }
}
