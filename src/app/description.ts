/**
 * The vendor's description of the app, fivefold.yaml, as values; every mistake in it with line and column.
 *
 * Reading it touches nothing but the file itself: what it says against what is there on the disk is for discover.ts.
 */

import { constants } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import type { TenantWord } from "../model/app.ts";
import type { Brand } from "../model/brand.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { EscrowOffer } from "../model/escrow.ts";
import type { AppHooks } from "../model/hook.ts";
import { ZIP_EXTENSION } from "../model/parcel.ts";
import type { PartKind } from "../model/part.ts";
import { RESERVED_NAMES, idKey, unsafeName } from "../model/part.ts";
import type { NewestQuery } from "../model/source.ts";
import { parseRange } from "../model/version-rule.ts";
import { wrongInRecipient } from "./age.ts";
import type { Mistake, Position, Way } from "./document.ts";
import {
  LARGEST_DOCUMENT_BYTES,
  checkDocument,
  mistake,
  mistaken,
  parseDocument,
  wayText,
} from "./document.ts";
import type { Document } from "./document.ts";
import { readHooks } from "./hooks.ts";
import type { PathRules } from "./locate.ts";
import { ID_PLACE, unusablePath } from "./locate.ts";
import { wrongInRegister } from "./register.ts";
import type { BrandShape, DescriptionShape, EscrowShape, PartShape } from "./schema.ts";
import { DESCRIPTION_SCHEMA } from "./schema.ts";

export const DESCRIPTION_NAME = "fivefold.yaml";

/** A text, or how it is found. */
export type VersionConfig =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "command"; readonly command: readonly string[] };

/** A part as described: with "{id}" in its path when it belongs to every tenant. */
export interface PartTemplate {
  readonly id: string;
  readonly kind: PartKind;
  /** As in `Part.title`. */
  readonly title: Readonly<Record<string, string>>;
  readonly source:
    | { readonly kind: "sqlite"; readonly path: string }
    | { readonly kind: "files"; readonly path: string; readonly exclude: readonly string[] };
  /** Of databases only. */
  readonly newest: NewestQuery | null;
  /** It may be absent without that being a finding. */
  readonly isOptional: boolean;
  readonly position: Position;
  /** Where its path stands. */
  readonly pathPosition: Position;
  /** Where each exclude stands. */
  readonly excludePositions: readonly Position[];
}

export interface ListedTenant {
  readonly id: string;
  readonly title: string;
  readonly isOffline: boolean;
  readonly position: Position;
}

export type TenantsFrom = { readonly position: Position } & (
  | {
      readonly kind: "query";
      readonly path: string;
      readonly query: string;
      readonly queryPosition: Position;
    }
  | { readonly kind: "list"; readonly list: readonly ListedTenant[] }
  | { readonly kind: "folders"; readonly path: string }
  | { readonly kind: "files"; readonly pattern: string }
);

export const SEATS = ["server", "single", "workstation"] as const;
export type Seat = (typeof SEATS)[number];

export type SeatConfig =
  | { readonly kind: "command"; readonly command: readonly string[] }
  /** `pattern` has the word as its first group; `patterns` are one per word. */
  | { readonly kind: "file"; readonly file: string; readonly pattern: RegExp }
  | {
      readonly kind: "file";
      readonly file: string;
      readonly patterns: Readonly<Partial<Record<Seat, RegExp>>>;
    };

export interface Description {
  /** The file, absolute; where it came from a snapshot, the name it would have. */
  readonly file: string;
  readonly folder: string;
  /** Word for word. */
  readonly text: string;
  readonly appId: string;
  readonly appName: string;
  readonly version: VersionConfig | null;
  /** The versions whose backups this one can take, `null`: all. */
  readonly restores: string | null;
  readonly brand: Brand;
  /** Who may be given a key to the backups; `null`: nobody. */
  readonly escrow: EscrowOffer | null;
  readonly hooks: AppHooks;
  readonly parts: readonly PartTemplate[];
  readonly tenants: {
    readonly from: TenantsFrom;
    readonly parts: readonly PartTemplate[];
    /** The statement that enters a tenant in the database of `from`, with the parameters :id and :title. */
    readonly register: string | null;
    readonly word: TenantWord;
    readonly position: Position;
  } | null;
  /** "undeclared": neither a credentials part nor `credentials: none`; no backup is made then. */
  readonly credentials: "part" | "none" | "undeclared";
  readonly seat: SeatConfig | null;
  /** What parcels' names end with, the dot included. */
  readonly parcelExtension: string;
  /** Where these stand, or would. */
  readonly positions: {
    readonly version: Position;
    readonly parts: Position;
    readonly seat: Position;
  };
  readonly rules: PathRules;
}

const LONGEST_EXTENSION = 24;
const EXTENSION = /^\.[a-z0-9](?:[a-z0-9-]{0,22}[a-z0-9])?$/;

/** A double click on these starts something else, or a program that would not know what to do with a zip. */
const FOREIGN_EXTENSIONS = new Set(
  (
    "app apk bat cmd com cpl dll dmg exe hta jar js lnk msc msi ps1 py reg scr sh sys url vbs wsf " +
    "bak csv db doc docx gif htm html jpeg jpg json mp3 mp4 odt pdf png ppt pptx rtf sqlite svg txt xls xlsx xml " +
    "yaml yml 7z gz iso rar tar tmp xz zst"
  ).split(" "),
);

/** How paths work on this computer. */
export function pathRules(platform: NodeJS.Platform): PathRules {
  return {
    path: platform === "win32" ? path.win32 : path.posix,
    foldsCase: platform === "win32" || platform === "darwin",
  };
}

/** @throws DESCRIPTION_MISSING, DESCRIPTION_WRONG */
export async function readDescription(file: string, rules: PathRules): Promise<Description> {
  const absolute = path.resolve(file);
  let bytes: Buffer;
  try {
    await using handle = await open(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = await handle.stat();
    if (!stat.isFile())
      throw new FivefoldError("DESCRIPTION_MISSING", { path: absolute, reason: "notFile" });
    // One byte too many is enough to know that it is too large, however large it is.
    const buffer = Buffer.alloc(Math.min(stat.size, LARGEST_DOCUMENT_BYTES) + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) break;
    }
    bytes = buffer.subarray(0, length);
  } catch (cause) {
    if (cause instanceof FivefoldError) throw cause;
    const reason = systemCode(cause) ?? "unreadable";
    throw new FivefoldError("DESCRIPTION_MISSING", { path: absolute, reason }, { cause });
  }
  return parseDescription(bytes, absolute, rules);
}

/**
 * Reads a description from its bytes, as it stands in a file or in a snapshot's manifest. `file` is absolute and says
 * which folder its paths are relative to.
 *
 * @throws DESCRIPTION_WRONG
 */
export function parseDescription(
  bytes: Uint8Array | string,
  file: string,
  rules: PathRules,
): Description {
  const encoded = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  const document = parseDocument(encoded);
  if (!("value" in document)) throw mistaken("DESCRIPTION_WRONG", file, document);
  const checked = checkDocument(document, DESCRIPTION_SCHEMA);
  if ("mistakes" in checked) throw mistaken("DESCRIPTION_WRONG", file, checked.mistakes);
  const reading = new Reading(document, rules);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(encoded);
  const description = reading.description(checked.output, file, text);
  if (reading.mistakes.length > 0) throw mistaken("DESCRIPTION_WRONG", file, reading.mistakes);
  return description;
}

/** @throws CREDENTIALS_UNDECLARED when the description says neither what its credentials are nor that it has none. */
export function requireCredentials(description: Description): void {
  if (description.credentials === "undeclared")
    throw new FivefoldError("CREDENTIALS_UNDECLARED", {
      path: description.file,
      app: description.appName,
    });
}

/** Goes through a document of the right shape and collects what is wrong with its values. */
class Reading {
  readonly mistakes: Mistake[] = [];
  readonly #document: Document;
  readonly #rules: PathRules;

  constructor(document: Document, rules: PathRules) {
    this.#document = document;
    this.#rules = rules;
  }

  description(shape: DescriptionShape, file: string, text: string): Description {
    const folder = this.#rules.path.dirname(file);
    this.#appId(shape.app.id);
    const parts = shape.parts.map((each, index) =>
      this.#part(each, ["parts", index], folder, false),
    );
    this.#unique(parts, ["parts"]);
    this.#roots(parts);
    const tenants = shape.tenants ? this.#tenants(shape.tenants, folder) : null;
    const all = [...parts, ...(tenants?.parts ?? [])];
    const declared = all.find((each) => each.kind === "credentials");
    if (declared && shape.credentials === "none")
      this.#wrong("credentialsContradict", ["credentials"], { found: "none", other: declared.id });
    return {
      file,
      folder,
      text,
      appId: shape.app.id,
      appName: shape.app.name ?? shape.app.id,
      version: this.#version(shape.app.version, folder),
      restores: this.#restores(shape.app.restores),
      brand: this.#brand(shape.brand ?? {}, folder),
      escrow: shape.escrow ? this.#escrow(shape.escrow) : null,
      hooks: readHooks(shape.hooks ?? {}, folder, (what, way, rest) =>
        this.#wrong(what, way, rest),
      ),
      parts,
      tenants,
      credentials: declared ? "part" : (shape.credentials ?? "undeclared"),
      seat: shape.seat ? this.#seat(shape.seat, folder) : null,
      parcelExtension: this.#parcelExtension(shape.parcel?.extension),
      positions: {
        version: this.#document.position(["app", "version"]),
        parts: this.#document.keyPosition(["parts"]),
        seat: this.#document.position(["seat"]),
      },
      rules: this.#rules,
    };
  }

  #wrong(what: Mistake["what"], way: Way, rest: Parameters<typeof mistake>[2] = {}): void {
    const position = this.#document.position(way);
    this.mistakes.push(mistake(what, position, { at: wayText(way), ...rest }));
  }

  #appId(id: string): void {
    const isPlain = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id);
    const reason = unsafeName(id) ?? (isPlain ? null : id.length > 64 ? "long" : "character");
    if (reason === null) return;
    const suggestion = id
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, "-")
      .replaceAll(/^[-._]+|[-._]+$/g, "")
      .slice(0, 64);
    const usable = /^[a-z0-9]/.test(suggestion) && unsafeName(suggestion) === null;
    this.#wrong("idUnsafe", ["app", "id"], {
      found: id,
      expected: reason,
      suggestion: usable ? suggestion : null,
    });
  }

  #version(shape: DescriptionShape["app"]["version"], folder: string): VersionConfig | null {
    if (shape === undefined) return null;
    if (typeof shape === "string") return { kind: "text", text: shape };
    this.#exactlyOne(shape, ["file", "command"], ["app", "version"]);
    if (shape.command) return { kind: "command", command: shape.command };
    const file = this.#path(shape.file ?? "", ["app", "version", "file"], folder);
    return { kind: "file", file };
  }

  #restores(text: string | undefined): string | null {
    if (text === undefined) return null;
    const range = parseRange(text);
    if (typeof range === "string")
      this.#wrong("rangeWrong", ["app", "restores"], { found: range, expected: ">=12 <13" });
    return text;
  }

  #brand({ title, logo, colour, support }: BrandShape, folder: string): Brand {
    return {
      title: titleOf(title),
      logo: logo === undefined ? null : this.#path(logo, ["brand", "logo"], folder),
      colour: colour?.toLowerCase() ?? null,
      support: {
        name: support?.name ?? null,
        phone: support?.phone ?? null,
        mail: support?.mail ?? null,
      },
    };
  }

  #escrow({ name, recipient }: EscrowShape): EscrowOffer {
    const wrong = wrongInRecipient(recipient);
    const way: Way = ["escrow", "recipient"];
    // A secret key is not said again: messages are copied into mails.
    if (wrong === "secret") this.#wrong("recipientSecret", way);
    if (wrong === "form") this.#wrong("recipientWrong", way, { found: recipient });
    return { name, recipient };
  }

  #exactlyOne(shape: object, keys: readonly string[], way: Way): void {
    const present = keys.filter((key) => key in shape && Reflect.get(shape, key) !== undefined);
    if (present.length === 1) return;
    this.#wrong(present.length === 0 ? "keyMissing" : "keysExclusive", way, {
      found: present.join(", "),
      expected: keys.join(", "),
    });
  }

  #path(text: string, way: Way, folder: string): string {
    const reason = unusablePath(text, this.#rules);
    if (reason !== null) this.#wrong("pathWrong", way, { found: text, expected: reason });
    return reason === null ? this.#rules.path.resolve(folder, text) : folder;
  }

  #part(shape: PartShape, way: Way, folder: string, isOfTenant: boolean): PartTemplate {
    this.#partId(shape.id, [...way, "id"], isOfTenant);
    this.#exactlyOne(shape, ["sqlite", "files"], way);
    const files = typeof shape.files === "string" ? { root: shape.files } : shape.files;
    const pathWay: Way = [
      ...way,
      ...(shape.sqlite !== undefined
        ? ["sqlite"]
        : typeof shape.files === "string"
          ? ["files"]
          : ["files", "root"]),
    ];
    const text = shape.sqlite ?? files?.root ?? "";
    if (isOfTenant && text !== "" && !text.includes(ID_PLACE))
      this.#wrong("idPlaceMissing", pathWay, { found: text, expected: ID_PLACE });
    if (!isOfTenant && text.includes(ID_PLACE))
      this.#wrong("idPlaceUnexpected", pathWay, { found: text });
    const absolute = this.#path(text, pathWay, folder);
    const exclude = files?.exclude ?? [];
    for (const [index, pattern] of exclude.entries()) {
      const isWrong = /(^|\/)\.\.(\/|$)|\p{Cc}/u.test(pattern);
      if (isWrong)
        this.#wrong("patternWrong", [...way, "files", "exclude", index], { found: pattern });
    }
    if (shape.newest !== undefined && shape.sqlite === undefined)
      this.#wrong("keyNeedsOther", [...way, "newest"], { found: "newest", expected: "sqlite" });
    return {
      id: shape.id,
      kind: shape.kind,
      title: titleOf(shape.title),
      source:
        shape.sqlite !== undefined
          ? { kind: "sqlite", path: absolute }
          : { kind: "files", path: absolute, exclude },
      newest: shape.newest
        ? { query: shape.newest.query, title: titleOf(shape.newest.title) }
        : null,
      isOptional: shape.optional === "true",
      position: this.#document.position([...way, "id"]),
      pathPosition: this.#document.position(pathWay),
      excludePositions: exclude.map((_, index) =>
        this.#document.position([...way, "files", "exclude", index]),
      ),
    };
  }

  #partId(id: string, way: Way, isOfTenant: boolean): void {
    const reason = unsafeName(id);
    if (reason !== null) return this.#wrong("idUnsafe", way, { found: id, expected: reason });
    const isReserved = RESERVED_NAMES.some((name) => idKey(name) === idKey(id));
    if (isReserved && !isOfTenant)
      this.#wrong("idReserved", way, { found: id, expected: RESERVED_NAMES.join(", ") });
  }

  #unique(parts: readonly PartTemplate[], way: Way): void {
    const before = new Map<string, PartTemplate>();
    for (const [index, part] of parts.entries()) {
      const other = before.get(idKey(part.id));
      if (other) this.#wrong("idTwice", [...way, index, "id"], { found: part.id, other: other.id });
      else before.set(idKey(part.id), part);
    }
  }

  #roots(parts: readonly PartTemplate[]): void {
    const mistakes = sameRoots(
      parts.map((part) => ({ id: part.id, path: part.source.path, position: part.pathPosition })),
      (absolute) => (this.#rules.foldsCase ? absolute.toLowerCase() : absolute),
    );
    this.mistakes.push(...mistakes);
  }

  #tenants(
    shape: NonNullable<DescriptionShape["tenants"]>,
    folder: string,
  ): NonNullable<Description["tenants"]> {
    const parts = shape.parts.map((each, index) =>
      this.#part(each, ["tenants", "parts", index], folder, true),
    );
    this.#unique(parts, ["tenants", "parts"]);
    this.#roots(parts);
    const from = this.#tenantsFrom(shape.from, folder);
    return {
      from,
      parts,
      register: this.#register(shape.register, from.kind),
      word: shape.word ?? {},
      position: this.#document.keyPosition(["tenants"]),
    };
  }

  #tenantsFrom(
    shape: NonNullable<DescriptionShape["tenants"]>["from"],
    folder: string,
  ): TenantsFrom {
    const way: Way = ["tenants", "from"];
    const position = this.#document.position(way);
    this.#exactlyOne(shape, ["sqlite", "list", "folders", "files"], way);
    if (shape.sqlite === undefined && shape.query !== undefined)
      this.#wrong("keyNeedsOther", [...way, "query"], { found: "query", expected: "sqlite" });
    if (shape.list) return { kind: "list", position, list: this.#list(shape.list) };
    if (shape.folders !== undefined)
      return {
        kind: "folders",
        position,
        path: this.#path(shape.folders, [...way, "folders"], folder),
      };
    if (shape.files !== undefined) {
      if (!shape.files.includes(ID_PLACE))
        this.#wrong("idPlaceMissing", [...way, "files"], {
          found: shape.files,
          expected: ID_PLACE,
        });
      return {
        kind: "files",
        position,
        pattern: this.#path(shape.files, [...way, "files"], folder),
      };
    }
    if (shape.sqlite !== undefined && shape.query === undefined)
      this.#wrong("keyNeedsOther", [...way, "sqlite"], { found: "sqlite", expected: "query" });
    return {
      kind: "query",
      position,
      path: this.#path(shape.sqlite ?? "", [...way, "sqlite"], folder),
      query: shape.query ?? "",
      queryPosition: this.#document.position([...way, "query"]),
    };
  }

  #register(statement: string | undefined, kind: TenantsFrom["kind"]): string | null {
    if (statement === undefined) return null;
    const way: Way = ["tenants", "register"];
    if (kind !== "query")
      this.#wrong("keyNeedsOther", way, { found: "register", expected: "from.sqlite" });
    const expected = wrongInRegister(statement);
    if (expected !== null) this.#wrong("registerWrong", way, { found: statement, expected });
    return statement;
  }

  #list(
    shape: NonNullable<NonNullable<DescriptionShape["tenants"]>["from"]["list"]>,
  ): readonly ListedTenant[] {
    return shape.map((each, index) => {
      const way: Way = ["tenants", "from", "list", index];
      if (typeof each === "string")
        return { id: each, title: each, isOffline: false, position: this.#document.position(way) };
      return {
        id: each.id,
        title: each.title ?? each.id,
        isOffline: each.offline === "true",
        position: this.#document.position([...way, "id"]),
      };
    });
  }

  #seat(shape: NonNullable<DescriptionShape["seat"]>, folder: string): SeatConfig | null {
    const way: Way = ["seat"];
    this.#exactlyOne(shape, ["command", "file"], way);
    if (shape.file === undefined && shape.matches !== undefined)
      this.#wrong("keyNeedsOther", [...way, "matches"], { found: "matches", expected: "file" });
    if (shape.command) return { kind: "command", command: shape.command };
    if (shape.file === undefined) return null;
    const file = this.#path(shape.file, [...way, "file"], folder);
    if (shape.matches === undefined) {
      this.#wrong("keyNeedsOther", [...way, "file"], { found: "file", expected: "matches" });
      return null;
    }
    if (typeof shape.matches === "string") {
      const pattern = this.#pattern(shape.matches, [...way, "matches"]);
      return pattern ? { kind: "file", file, pattern } : null;
    }
    const patterns: Partial<Record<Seat, RegExp>> = {};
    for (const seat of SEATS) {
      const text = shape.matches[seat];
      const pattern = text === undefined ? null : this.#pattern(text, [...way, "matches", seat]);
      if (pattern) patterns[seat] = pattern;
    }
    if (Object.keys(shape.matches).length === 0)
      this.#wrong("keyMissing", [...way, "matches"], { expected: SEATS.join(", ") });
    return { kind: "file", file, patterns };
  }

  #parcelExtension(text: string | undefined): string {
    if (text === undefined) return ZIP_EXTENSION;
    const isOurs = EXTENSION.test(text) && !FOREIGN_EXTENSIONS.has(text.slice(1));
    if (isOurs) return text;
    const plain = text
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "")
      .slice(0, LONGEST_EXTENSION);
    // A vendor's name and the word for what it is can be nobody else's.
    const suggestion = FOREIGN_EXTENSIONS.has(plain) ? `.${plain}-backup` : `.${plain}`;
    this.#wrong("extensionWrong", ["parcel", "extension"], {
      found: text,
      suggestion: EXTENSION.test(suggestion) ? suggestion : null,
    });
    return ZIP_EXTENSION;
  }

  #pattern(text: string, way: Way): RegExp | null {
    try {
      return new RegExp(text, "mu");
    } catch {
      this.#wrong("patternWrong", way, { found: text });
      return null;
    }
  }
}

function titleOf(shape: PartShape["title"]): Readonly<Record<string, string>> {
  return typeof shape === "string" ? { "": shape } : (shape ?? {});
}

/** Something with a root, for the search for two over the same one. */
export interface Rooted {
  readonly id: string;
  readonly path: string;
  readonly position: Position;
}

/** Finds every thing whose root another one before it has already. */
export function sameRoots<Thing extends Rooted>(
  things: readonly Thing[],
  keyOf: (path: string, thing: Thing) => string,
): readonly Mistake[] {
  const before = new Map<string, Thing>();
  const mistakes: Mistake[] = [];
  for (const thing of things) {
    const key = keyOf(thing.path, thing);
    const other = before.get(key);
    if (other)
      mistakes.push(
        mistake("rootTwice", thing.position, { at: thing.id, found: thing.path, other: other.id }),
      );
    else before.set(key, thing);
  }
  return mistakes;
}
