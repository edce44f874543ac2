/**
 * Finds the files and folders that a person named in a snapshot, and narrows a restore to them.
 *
 * Only names are read, of the folders that can hold what was named. A name counts as typed also in another Unicode form
 * (people type é as one character, some systems keep two), and where it is not UTF-8, as it is shown or comes from a
 * terminal. What is literally there goes before what a glob matches, and the very same bytes before what looks alike.
 */

import type { Entry } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import { nearest } from "../model/nearest.ts";
import type { PartId } from "../model/part.ts";
import { folderOf, isBelow, onlyThese, topmost, waysTo } from "../model/path.ts";
import type { IsWanted } from "../model/path.ts";
import type { NotIncluded } from "../model/run.ts";
import type { PartRecord } from "../model/snapshot.ts";
import type { SourceConfig } from "../model/source.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { Choice, RecordSelection } from "./choice.ts";
import { globOf, selectRecords } from "./choice.ts";
import { throwIfCancelled } from "./meter.ts";

/** A file or folder as the snapshot has it. */
export interface ChosenPath {
  readonly path: string;
  readonly kind: Entry["kind"];
}

export interface PathSelection extends RecordSelection {
  /** By part: what of it is meant, none below another; parts that are not here are meant as a whole. */
  readonly only: ReadonlyMap<PartId, readonly ChosenPath[]>;
}

/**
 * As `selectRecords`, with the chosen paths found. The records' counts and sizes are those of what is meant: of the chosen
 * entries, and the folders that lead to them.
 *
 * @throws as `selectRecords`; PATH_UNKNOWN with names that are near; SNAPSHOT_FOREIGN, SNAPSHOT_DAMAGED
 */
export async function selectEntries(
  reader: SnapshotReader,
  loginPart: PartId | null,
  choice: Choice,
  purpose: "restore" | "target" | "look",
  signal: AbortSignal,
): Promise<PathSelection> {
  const selection = selectRecords(reader.manifest, loginPart, choice, purpose);
  const only = new Map<PartId, readonly ChosenPath[]>();
  if (selection.paths.length === 0) return { ...selection, only };
  const records: PartRecord[] = [];
  const unseen = new Set(selection.paths);
  for (const record of selection.records) {
    const matches = new Map<string, Match>();
    const patterns = selection.paths.flatMap((wish) => wish.patterns.get(record.id) ?? []);
    const found = await findAll(reader, record.id, new Set(patterns), signal);
    for (const wish of selection.paths) {
      const own = wish.patterns.get(record.id) ?? [];
      const first = own.map((pattern) => found.get(pattern) ?? []).find((each) => each.length > 0);
      if (first === undefined) continue;
      unseen.delete(wish);
      for (const match of first) matches.set(match.path, match);
    }
    if (matches.size === 0) continue;
    const chosen = topmost(matches.keys()).flatMap((path) => matches.get(path) ?? []);
    records.push({ ...record, ...countsOf(chosen) });
    only.set(
      record.id,
      chosen.map(({ path, kind }) => ({ path, kind })),
    );
  }
  const [unknown] = unseen;
  if (unknown !== undefined) {
    const part = [...unknown.patterns.keys()];
    const near = await nearNames(reader, unknown.patterns, signal);
    const snapshot = reader.snapshot.id.replace(/^([0-9a-f]{8})[0-9a-f]{56}$/, "$1");
    throw new FivefoldError("PATH_UNKNOWN", { path: unknown.text, snapshot, part, near });
  }
  const tenants = selection.tenants.filter(({ id }) => records.some(({ tenant }) => tenant === id));
  const dropped = selection.records
    .filter(({ id }) => !only.has(id))
    .map(({ id }): NotIncluded => ({ what: "part", name: id, reason: "notChosen", part: id }));
  const notIncluded = [...selection.notIncluded, ...dropped];
  return { ...selection, records, tenants, notIncluded, only };
}

/** What of a part a reader has to give for these; `undefined`: all of it. */
export function wantedOf(only: readonly ChosenPath[] | undefined): IsWanted | undefined {
  return only === undefined ? undefined : onlyThese(only.map(({ path }) => path));
}

/** What of a part a reader has to give to its source; `undefined`: all of it. */
export function wantedBy(source: SourceConfig): IsWanted | undefined {
  return source.kind !== "files" || source.only === undefined ? undefined : onlyThese(source.only);
}

/** The source that puts only these back. @throws PATH_IN_DATABASE */
export function narrowed(
  source: SourceConfig,
  part: PartId,
  only: readonly ChosenPath[] | undefined,
): SourceConfig {
  if (only === undefined) return source;
  if (source.kind !== "files") throw new FivefoldError("PATH_IN_DATABASE", { part });
  return { ...source, only: only.map(({ path }) => path) };
}

/** An entry that was named, with all that is in it. */
interface Match extends ChosenPath {
  readonly entryCount: number;
  readonly sizeBytes: number;
}

function countsOf(chosen: readonly Match[]): Pick<PartRecord, "entryCount" | "sizeBytes"> {
  const ways = waysTo(chosen.map(({ path }) => path)).length;
  const entryCount = chosen.reduce((sum, match) => sum + match.entryCount, ways);
  return { entryCount, sizeBytes: chosen.reduce((sum, match) => sum + match.sizeBytes, 0) };
}

/** What each pattern names: what is there literally, else what it matches as a glob. */
async function findAll(
  reader: SnapshotReader,
  part: PartId,
  patterns: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Match[]>> {
  const literal = await find(reader, part, [...patterns].map(literally), signal);
  const rest = [...patterns].filter((pattern) => isGlob(pattern) && !literal.has(pattern));
  const globs = await find(reader, part, rest.map(asGlob), signal);
  return new Map([...literal, ...globs]);
}

/** One pattern, compiled. */
interface Question {
  readonly pattern: string;
  matches(path: string): boolean;
  /** Whether a match may lie below a folder. */
  leads(folder: string): boolean;
}

async function find(
  reader: SnapshotReader,
  part: PartId,
  questions: readonly Question[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Match[]>> {
  const found = new Map<string, Match[]>();
  if (questions.length === 0) return found;
  const isMatch = (path: string): boolean => questions.some((each) => each.matches(path));
  /** The outermost match that the stream is in. */
  let inside: string | null = null;
  const isWanted: IsWanted = (path) => {
    if (inside !== null && isBelow(path, inside)) return true;
    inside = isMatch(path) ? path : null;
    return inside !== null || questions.some((each) => each.leads(path));
  };
  /** Matches that the stream is in, outer ones first. */
  let open: { path: string; entryCount: number; sizeBytes: number }[] = [];
  for await (const batch of reader.read(part, isWanted)) {
    throwIfCancelled(signal);
    for (const entry of batch) {
      const { path, kind } = entry;
      if (path === "") continue;
      requireInside(path, part);
      open = open.filter((match) => isBelow(path, match.path));
      const asked = questions.filter((each) => each.matches(path));
      if (asked.length > 0) {
        const match = { path, kind, entryCount: 0, sizeBytes: 0 };
        open.push(match);
        for (const { pattern } of asked) found.set(pattern, [...(found.get(pattern) ?? []), match]);
      }
      for (const match of open) {
        match.entryCount++;
        match.sizeBytes += entry.kind === "file" ? (entry.sizeBytes ?? 0) : 0;
      }
    }
  }
  for (const [pattern, matches] of found) {
    const same = matches.filter(({ path }) => path === pattern);
    if (same.length > 0) found.set(pattern, same);
  }
  return found;
}

/** What is chosen here is renamed later, where it must not lead out of the part. */
function requireInside(path: string, part: PartId): void {
  if (path.split("/").some((name) => name === "" || name === "." || name === ".."))
    throw new FivefoldError("SNAPSHOT_FOREIGN", { part, path });
}

function isGlob(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

function literally(pattern: string): Question {
  const likeness = likenessFor(pattern);
  const meant = likeness(pattern);
  return {
    pattern,
    matches: (path) => path === pattern || likeness(path) === meant,
    leads: (folder) => isBelow(meant, likeness(folder)),
  };
}

function asGlob(pattern: string): Question {
  const likeness = likenessFor(pattern);
  const meant = likeness(pattern);
  const matches = globOf(meant);
  const names = meant.split("/").map((name) => ({ name, matches: globOf(name) }));
  return {
    pattern,
    matches: (path) => matches(likeness(path)),
    leads(folder) {
      for (const [at, name] of likeness(folder).split("/").entries()) {
        const expected = names[at];
        if (expected === undefined) return false;
        if (expected.name.includes("**")) return true;
        if (!expected.matches(name)) return false;
      }
      return true;
    },
  };
}

const WRITTEN_BYTE = /\\x([0-9a-f]{2})/gi;
/** Bytes that are not UTF-8, as entries keep them, and what a terminal's arguments have in their place. */
const ESCAPES = /[\udc80-\udcff\ufffd]+/gu;
const REPLACED = "\ufffd";

/** Gives what must be equal for a name to count as the one that was typed. */
function likenessFor(typed: string): (path: string) => string {
  const hasWrittenBytes = typed.search(WRITTEN_BYTE) >= 0;
  const isReplaced = typed.includes(REPLACED);
  return (path) => {
    let text = path.normalize("NFC");
    if (hasWrittenBytes)
      text = text.replaceAll(WRITTEN_BYTE, (_all, digits: string) => byteOf(digits));
    return isReplaced ? text.replaceAll(ESCAPES, REPLACED) : text;
  };
}

/** A byte as it is shown where it cannot be, in the form of `Entry.path`. */
function byteOf(digits: string): string {
  const byte = Number.parseInt(digits, 16);
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}

const MOST_NEAR = 5;
/** Names in one folder that are compared with what was typed. */
const MOST_COMPARED = 20_000;

/**
 * What may have been meant: entries of the same name elsewhere in the part, else the nearest name in the last folder that is
 * there. With the part's id in front, as it can be typed.
 */
async function nearNames(
  reader: SnapshotReader,
  patterns: ReadonlyMap<PartId, readonly string[]>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const near: string[] = [];
  for (const [part, [pattern = ""]] of patterns) {
    if (near.length >= MOST_NEAR) break;
    if (isGlob(pattern)) continue;
    const seen = await lookAround(reader, part, pattern, signal).catch((thrown: unknown) => {
      throwIfCancelled(signal);
      if (!(thrown instanceof FivefoldError)) throw thrown;
      return null; // a part that cannot be read whole gives no advice
    });
    if (seen === null) continue;
    const { same, missing, around } = seen;
    const alike = nearest(missing, [...around.keys()]);
    const paths = same.length > 0 ? same : alike === null ? [] : [around.get(alike) ?? alike];
    near.push(...paths.map((path) => `${part}/${path}`));
  }
  return near.slice(0, MOST_NEAR);
}

interface Around {
  /** Paths that end in the same name, whatever the letters' case. */
  readonly same: readonly string[];
  /** The first name of what was typed that is not there. */
  readonly missing: string;
  /** Names in the folder where it should be, and their paths. */
  readonly around: ReadonlyMap<string, string>;
}

async function lookAround(
  reader: SnapshotReader,
  part: PartId,
  pattern: string,
  signal: AbortSignal,
): Promise<Around> {
  const likeness = likenessFor(pattern);
  const names = likeness(pattern).split("/");
  const last = names.at(-1)?.toLowerCase();
  const same: string[] = [];
  let around = new Map<string, string>();
  let deepest = "";
  for await (const batch of reader.read(part)) {
    throwIfCancelled(signal);
    for (const { path, kind } of batch) {
      if (path === "") continue;
      const name = likeness(path.slice(path.lastIndexOf("/") + 1));
      if (name.toLowerCase() === last && same.length < MOST_NEAR) same.push(path);
      if (folderOf(path) === deepest && around.size < MOST_COMPARED) around.set(name, path);
      if (kind !== "directory" || !isBelow(names.join("/"), likeness(path))) continue;
      if (deepest !== "" && !isBelow(path, deepest)) continue;
      deepest = path;
      around = new Map();
    }
  }
  const missing = names[deepest === "" ? 0 : deepest.split("/").length] ?? "";
  return { same, missing, around };
}
