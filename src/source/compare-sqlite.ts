/**
 * Compares a live SQLite database with what a snapshot has of it: the rows of its tables, and its newest records.
 *
 * Nothing live is written. A database is asked where it lies wherever that leaves nothing beside it; one with a journal
 * that would have to be played back first is copied into the scratch folder and asked there.
 */

import { fork } from "node:child_process";
import { constants, existsSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { copyFile, mkdir, mkdtemp, open, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseDifference, NewestDifference, TableDifference } from "../model/difference.ts";
import type { Entries, FileEntry } from "../model/entry.ts";
import { compareNames, isWritable } from "../model/entry.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Part } from "../model/part.ts";
import type { Finding, RunContext } from "../model/run.ts";
import type { PartRecord, TableRows } from "../model/snapshot.ts";
import type { KeptPart } from "../model/source.ts";
import { isSameTime } from "../model/in-step.ts";
import { resolveRoot } from "./root.ts";
import { explain } from "./sqlite-copy.ts";
import type { SqliteAnswer, SqliteQuestion } from "./sqlite-question.ts";
import { statOf } from "./sqlite-reading.ts";
import type { SqliteVersion } from "./sqlite-version.ts";
import { isUnchanged, takeVersion } from "./sqlite-version.ts";

/** So long a database may be asked. */
const LIMIT_MS = 30_000;
/** With a rollback journal no writer can commit meanwhile, and applications wait for some seconds only. */
const HELD_LIMIT_MS = 3000;
/** Where somebody wrote while it was read as immutable, it is asked again. */
const ATTEMPTS = 2;

export interface ComparedDatabase {
  /** As the description says. */
  readonly path: string;
  readonly scratch: string;
}

export async function compareDatabase(
  { path, scratch }: ComparedDatabase,
  part: Part,
  kept: KeptPart,
  context: RunContext,
): Promise<DatabaseDifference> {
  context.signal.throwIfAborted();
  const findings: Finding[] = [];
  const found = (error: FivefoldError): void => {
    findings.push({ code: error.code, part: part.id, path: null, facts: error.facts });
  };
  const { record } = kept;
  const live = resolveRoot(path);
  const seen = look(live, path, context, found);
  if (seen === null) return { ...differenceOf(record, null), findings };
  const liveBytes = seen.version.sizeBytes;
  const file = isUnchanged(record.version, seen.version) ? null : await fileIn(kept.entries);
  if (file === null || isSameFile(seen, file)) {
    const same = { ...differenceOf(record, record.tables), isUnchanged: true };
    return { ...same, liveBytes, unsavedBytes: 0, findings };
  }
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(scratch, "compare-"));
  try {
    const copy = join(folder, "then.sqlite");
    const hasCopy = kept.newest !== null && (await extract(file, copy, scratch, context, found));
    const newest =
      kept.newest !== null && hasCopy
        ? { query: kept.newest.query, copy, found: join(folder, "found.sqlite") }
        : null;
    const answers = await ask(live, seen.version, newest, folder, context);
    for (const each of answers) if (each.kind === "failed") found(failureOf(each, path));
    const tables = answers.find((each) => each.kind === "tables")?.tables ?? null;
    const difference = differenceOf(record, tables);
    const records = answers.find((each) => each.kind === "newest");
    return {
      ...difference,
      newest: records === undefined ? null : newestOf(records, kept),
      liveBytes,
      unsavedBytes: liveBytes,
      findings,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Seen {
  readonly stat: BigIntStats;
  readonly version: SqliteVersion;
}

/** `null`, and a finding, when it is not there or cannot be looked at. */
function look(
  live: string,
  path: string,
  context: RunContext,
  found: (error: FivefoldError) => void,
): Seen | null {
  try {
    return { stat: statOf(live, path), version: takeVersion(live, context) };
  } catch (thrown) {
    const code = systemCode(thrown);
    if (thrown instanceof FivefoldError) found(thrown);
    else if (code !== null) found(new FivefoldError("SOURCE_UNREADABLE", { path, reason: code }));
    else throw thrown;
    return null;
  }
}

/** A database that came back with its time is known by the same facts as a file. */
function isSameFile({ stat, version }: Seen, file: FileEntry): boolean {
  const isWhole = !version.hasWal && !version.hasJournal && Number(stat.size) === file.sizeBytes;
  return isWhole && isSameTime(stat.mtimeNs, file.modifiedNs);
}

/** @throws SNAPSHOT_FOREIGN when no database is there */
async function fileIn(entries: Entries): Promise<FileEntry> {
  let found: FileEntry | null = null;
  // To the end: what a parcel gives is proved then.
  for await (const batch of entries) {
    for (const entry of batch) if (entry.kind === "file") found ??= entry;
  }
  if (found === null) throw new FivefoldError("SNAPSHOT_FOREIGN");
  return found;
}

/** Writes the snapshot's database where it can be asked; `false`, and a finding, without the room for it. */
async function extract(
  file: FileEntry,
  target: string,
  scratch: string,
  { signal }: RunContext,
  found: (error: FivefoldError) => void,
): Promise<boolean> {
  const { bavail, bsize } = await statfs(scratch);
  const freeBytes = bavail * bsize;
  const neededBytes = file.sizeBytes ?? 0;
  if (freeBytes < neededBytes) {
    found(new FivefoldError("SPACE_SHORT", { path: scratch, neededBytes, freeBytes }));
    return false;
  }
  if (isWritable(file)) {
    await file.writeTo(target, 0o600);
    return true;
  }
  await using handle = await open(target, "wx", 0o600);
  for await (const bytes of file.bytes()) {
    signal.throwIfAborted();
    await handle.write(bytes);
  }
  return true;
}

async function ask(
  live: string,
  seen: SqliteVersion,
  newest: SqliteQuestion["newest"],
  folder: string,
  context: RunContext,
): Promise<readonly SqliteAnswer[]> {
  const limitMs = seen.isWalMode ? LIMIT_MS : HELD_LIMIT_MS;
  let before = seen;
  for (let attempt = 1; attempt <= ATTEMPTS && isResting(live, before); attempt++) {
    const access = "immutable" as const;
    const question = { path: live, access, newest: again(newest, attempt) };
    const answers = await run(question, LIMIT_MS, context);
    const after = takeVersion(live, context);
    if (after.settled === before.settled && isResting(live, after)) return answers;
    before = after;
  }
  // A WAL without its index was left by somebody who died: a reader would make the index, and leave it.
  if (!(before.hasWal && !existsSync(`${live}-shm`))) {
    const question = { path: live, access: "reader" as const, newest: again(newest, 0) };
    const answers = await run(question, limitMs, context);
    if (!answers.some(needsCopy)) return answers;
  }
  const path = join(folder, "now.sqlite");
  for (const ending of ["", "-wal", "-journal"]) {
    if (!existsSync(live + ending)) continue;
    await copyFile(live + ending, path + ending, constants.COPYFILE_FICLONE);
  }
  const question = { path, access: "copy" as const, newest: again(newest, ATTEMPTS + 1) };
  return await run(question, LIMIT_MS, context);
}

function again(newest: SqliteQuestion["newest"], attempt: number): SqliteQuestion["newest"] {
  return newest === null ? null : { ...newest, found: `${newest.found}.${attempt}` };
}

/** In WAL mode and open nowhere: an ordinary reader would make files beside it. */
function isResting(live: string, { isWalMode, hasWal, hasJournal }: SqliteVersion): boolean {
  return isWalMode && !hasWal && !hasJournal && !existsSync(`${live}-wal`);
}

const SQLITE_READONLY = 8;
const SQLITE_CANTOPEN = 14;

/** A journal that is to be rolled back first, or an index of a WAL that cannot be made. */
function needsCopy(answer: SqliteAnswer): boolean {
  const code = answer.kind === "failed" ? (answer.errcode ?? 0) & 0xff : 0;
  return code === SQLITE_READONLY || code === SQLITE_CANTOPEN;
}

/** Asks in a process of its own, which ends when it has answered, with the time, or when the run is cancelled. */
async function run(
  question: SqliteQuestion,
  limitMs: number,
  { signal, clock }: RunContext,
): Promise<readonly SqliteAnswer[]> {
  // Compiled, this file and the process's end in .js.
  const name = import.meta.url.endsWith(".ts") ? "./sqlite-question.ts" : "./sqlite-question.js";
  const child = fork(new URL(name, import.meta.url), { execArgv: [], stdio: "ignore" });
  const answers: SqliteAnswer[] = [];
  const ended = Promise.withResolvers<void>();
  child.on("message", (answer: SqliteAnswer) => void answers.push(answer));
  child.on("error", ended.reject);
  child.on("close", () => ended.resolve());
  child.send(question);
  const done = new AbortController();
  const stop = AbortSignal.any([signal, done.signal]);
  const time = clock.sleep(limitMs, stop).then(
    () => "over" as const,
    () => "stopped" as const,
  );
  try {
    const first = await Promise.race([ended.promise, time]);
    signal.throwIfAborted();
    const isWhole = question.newest === null ? answers.length > 0 : answers.length > 1;
    if (first === "over" || !isWhole) {
      const hasTables = answers.some(({ kind }) => kind === "tables");
      const what = hasTables ? ("newest" as const) : ("tables" as const);
      if (first === "over" || !answers.some(({ kind }) => kind === "failed"))
        answers.push({ kind: "failed", what, errcode: null, message: "" });
    }
    return answers;
  } finally {
    done.abort();
    child.kill("SIGKILL");
    await ended.promise.catch(() => undefined);
  }
}

/** @throws what is no fault of the database */
function failureOf(
  { what, errcode, message }: Extract<SqliteAnswer, { kind: "failed" }>,
  path: string,
): FivefoldError {
  if (message === "") return new FivefoldError("PART_UNCOMPARED", { what: "slow" });
  if (errcode === null) return new FivefoldError("PART_UNCOMPARED", { what, message });
  const error = explain(Object.assign(new Error(message), { errcode }), path);
  if (!(error instanceof FivefoldError)) throw error;
  const isDamage = error.code === "SOURCE_DAMAGED" || error.code === "SOURCE_ENCRYPTED";
  if (what === "tables" || isDamage) return error;
  return new FivefoldError("PART_UNCOMPARED", { what, message });
}

/** `now`: `null` where nothing could be counted. */
function differenceOf(
  record: PartRecord,
  now: readonly TableRows[] | null,
): Omit<DatabaseDifference, "findings"> {
  const then = new Map((record.tables ?? []).map(({ name, rows }) => [name, rows]));
  const here = new Map((now ?? []).map(({ name, rows }) => [name, rows]));
  const names = [...new Set([...then.keys(), ...here.keys()])].toSorted(compareNames);
  const tables = names.map((name): TableDifference => ({
    name,
    rowsThen: then.get(name) ?? null,
    rowsNow: here.get(name) ?? null,
  }));
  const nothing = { liveBytes: 0, unsavedBytes: 0 };
  return { kind: "database", isUnchanged: false, tables, newest: null, ...nothing };
}

function newestOf(
  { onlyNow, onlyThen }: Extract<SqliteAnswer, { kind: "newest" }>,
  { newest }: KeptPart,
): NewestDifference {
  return { title: newest?.title ?? {}, onlyNow, onlyThen };
}
