/** What a restore would change, in words: part by part, with the first names of each kind of change. */

import path from "node:path";
import type {
  Fivefold,
  PartDifference,
  PlannedPart,
  PlannedRestore,
  RecordList,
  TableDifference,
} from "../fivefold.ts";
import { FivefoldError, verdictOf } from "../fivefold.ts";
import { visible } from "../language/language.ts";
import type { MessageKey } from "../language/en.ts";
import type { Language } from "../language/language.ts";
import { shortId } from "./backup.ts";
import type { Output } from "./print.ts";

/** Names that are printed of each kind of change; `--json` has more. */
const SHOWN_PATHS = 5;
const SHOWN_TABLES = 8;

/** Says everything; ends with what a restore needs and what stands in its way. */
export function sayPreview(
  planned: PlannedRestore,
  fivefold: Fivefold,
  language: Language,
  output: Output,
): void {
  const { plan, app } = planned;
  const { takenAt, id, isComplete } = plan.snapshot;
  const facts = { snapshot: shortId(id), takenAt, name: fivefold.appName, path: app.folder };
  if (!isComplete) output.say(language.text("backup.incomplete", facts));
  const same = plan.parts.filter(({ difference }) => isSame(difference));
  const others = plan.parts.filter(({ difference }) => !isSame(difference));
  const heading = others.length === 0 ? "preview.nothing" : "preview.heading";
  output.say(language.text(heading, facts));
  for (const { heading: title, parts } of groups(others, planned, fivefold, language)) {
    if (title !== null) output.say(title);
    for (const part of parts) sayPart(part, language, output);
  }
  if (same.length > 0 && others.length > 0)
    output.say(language.text("preview.same", { parts: sameNames(planned) }));
  const { untouchedTenants, unregisteredTenants } = plan;
  const titles = (tenants: typeof untouchedTenants): readonly string[] =>
    tenants.map(({ title }) => title);
  if (untouchedTenants.length > 0)
    output.say(language.text("preview.untouched", { tenants: titles(untouchedTenants) }));
  const enrols = planned.enrolment.login?.enrols.tenants ?? [];
  if (enrols.length > 0)
    output.say(
      language.text("restore.enrols", { tenants: titles(enrols), tenantCount: enrols.length }),
    );
  else if (unregisteredTenants.length > 0)
    output.say(language.text("preview.unregistered", { tenants: titles(unregisteredTenants) }));
  sayPaths(plan, language, output);
  sayNeeds(planned, language, output);
}

const MOST_NAMED = 10;

/** A pattern may mean thousands. */
export function theFirst(names: readonly string[]): readonly string[] {
  return names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), "…"] : names;
}

/** What of parts is replaced, where it is not all; and that a folder is replaced as a tree. */
export function sayPaths(
  { parts }: PlannedRestore["plan"],
  language: Language,
  output: Output,
): void {
  for (const { part, only } of parts) {
    if (only === null) continue;
    const names = only.map((each) => (each.kind === "directory" ? `${each.path}/` : each.path));
    output.say(language.text("restore.paths", { part: part.id, paths: theFirst(names) }));
  }
  const hasFolders = parts.some(({ only }) => only?.some(({ kind }) => kind === "directory"));
  if (hasFolders) output.say(language.text("restore.folders"));
}

/** What stands in a preview for programs; names and records are cut like those of the library. */
export function previewOf(planned: PlannedRestore): Readonly<Record<string, unknown>> {
  const { place, safetyRoom, undoDays, plan, enrolment } = planned;
  const { snapshot, scope, fitness, rooms, endsUndo } = plan;
  const { tenants, untouchedTenants, unregisteredTenants } = plan;
  const parts = plan.parts.map(({ part, source, record, only, room, holders, difference }) => ({
    id: part.id,
    kind: part.kind,
    tenant: part.tenant,
    path: source.kind === "files" ? source.root : source.path,
    sizeBytes: record.sizeBytes,
    only: only?.map((each) => ({ ...each, path: visible(each.path) })) ?? null,
    room,
    holders,
    difference,
  }));
  const { takenAt } = snapshot;
  const enrols = enrolment.login?.enrols.tenants ?? [];
  const named = { tenants, untouchedTenants, unregisteredTenants, enrols };
  return { place, takenAt, scope, fitness, parts, rooms, safetyRoom, ...named, endsUndo, undoDays };
}

/** Whether the versions fit, room on each device, processes that have data open, and how long there is a way back. */
export function sayNeeds(
  { plan, app, safetyRoom, undoDays, replacesNothing }: PlannedRestore,
  language: Language,
  output: Output,
): void {
  const { backup, app: live, age, verdict, needsMigration } = plan.fitness;
  if (age !== "same" && backup !== "" && live !== "") {
    const fits = needsMigration ? "restore.versionMigrates" : "restore.versionFits";
    const key = verdict === "unknown" ? "restore.versionUnknown" : fits;
    output.say(language.text(key, { backup, live }));
  }
  for (const { folder, neededBytes, freeBytes } of plan.rooms)
    output.say(language.text("restore.room", { path: deviceOf(folder), neededBytes, freeBytes }));
  // Where nothing is there is no state to keep, nobody has it open, and nothing to go back to.
  if (replacesNothing) return;
  if (safetyRoom === null) output.say(language.text("restore.safetyAway"));
  else {
    const { folder, neededBytes, freeBytes } = safetyRoom;
    const fits = neededBytes <= freeBytes;
    const facts = { path: deviceOf(folder), neededBytes, freeBytes };
    output.say(language.text(fits ? "restore.safetyRoom" : "restore.safetyShort", facts));
  }
  const open = plan.parts.filter(({ holders }) => holders.length > 0);
  if (open.length > 0) {
    const parts = open.map(({ part }) => part.id);
    const names = open.flatMap(({ holders }) =>
      holders.map(({ name, pid }) => (pid === null ? name : `${name} ${pid}`)),
    );
    const key = app.hooks.stop === null ? "restore.open" : "restore.openStops";
    output.say(language.text(key, { parts, holder: [...new Set(names)] }));
  }
  output.say(language.text("restore.undoable", { dayCount: undoDays }));
}

/** SPACE_SHORT for the first device on which what is to be prepared cannot fit, `null` when all does. */
export function roomLacking(rooms: PlannedRestore["plan"]["rooms"]): FivefoldError | null {
  const short = rooms.find(({ neededBytes, freeBytes }) => neededBytes > freeBytes);
  if (short === undefined) return null;
  const { folder, neededBytes, freeBytes } = short;
  return new FivefoldError("SPACE_SHORT", { path: deviceOf(folder), neededBytes, freeBytes });
}

/** What people call the device of a folder: its drive letter where there are such. */
function deviceOf(folder: string): string {
  const drive = /^[A-Za-z]:/.exec(path.parse(folder).root)?.[0];
  return drive ?? (path.basename(folder) === ".fivefold" ? path.dirname(folder) : folder);
}

/** What changes in a part, in a few words; "?" where it was not compared. */
export function changeOf(difference: PartDifference | null, language: Language): string {
  if (difference === null) return "?";
  const verdict = verdictOf(difference);
  if (verdict === "same") return language.text("change.same");
  const whole = difference.findings.find(({ path: within }) => within === null);
  if (whole?.code === "SOURCE_MISSING") return language.text("change.missing");
  if (whole?.code === "SOURCE_DAMAGED") return language.text("change.broken");
  if (whole?.code.startsWith("SOURCE_")) return language.text("change.unread");
  if (verdict === "unknown") return language.text("change.maybe");
  if (difference.kind === "files")
    return language.text("change.files", {
      addedCount: difference.added.fileCount,
      changedCount: difference.changed.fileCount,
      removedCount: difference.removed.fileCount,
    });
  const sum = (side: "rowsNow" | "rowsThen"): number =>
    difference.tables.reduce((all, table) => all + (table[side] ?? 0), 0);
  return language.text("change.rows", { rowCount: sum("rowsNow"), thenCount: sum("rowsThen") });
}

function isSame(difference: PartDifference | null): boolean {
  return difference !== null && verdictOf(difference) === "same";
}

/** A company of which nothing changes is named, not its parts. */
function sameNames({ plan, reader }: PlannedRestore): readonly string[] {
  const changing = new Set(
    plan.parts.filter(({ difference }) => !isSame(difference)).map(({ part }) => part.tenant),
  );
  const names = plan.parts.flatMap(({ part, difference }) => {
    if (!isSame(difference)) return [];
    if (part.tenant === null || changing.has(part.tenant)) return [part.id];
    return [reader.manifest.tenants.find(({ id }) => id === part.tenant)?.title ?? part.tenant];
  });
  return [...new Set(names)];
}

interface Group {
  /** `null`: parts of the whole app. */
  readonly heading: string | null;
  readonly parts: readonly PlannedPart[];
}

function groups(
  parts: readonly PlannedPart[],
  { reader }: PlannedRestore,
  { tenantWord: word }: Fivefold,
  language: Language,
): readonly Group[] {
  const said = { said: word[language.code]?.one ?? language.text("column.tenant") };
  const byTenant = Map.groupBy(parts, ({ part }) => part.tenant);
  const all = byTenant.get(null) ?? [];
  byTenant.delete(null);
  const ofEach = [...byTenant].map(([id, group]): Group => {
    const tenantTitle = reader.manifest.tenants.find((each) => each.id === id)?.title ?? id ?? "";
    return { heading: language.text("parts.of", { word: said, tenantTitle }), parts: group };
  });
  return [{ heading: null, parts: all }, ...ofEach];
}

const INDENT = "  ";

function sayPart({ part, difference }: PlannedPart, language: Language, output: Output): void {
  output.line(`${language.foreign(part.id)}${INDENT}${language.title(part)}`);
  const say = (text: string): void => output.say(INDENT + text);
  if (difference === null) return;
  for (const finding of difference.findings) say(language.finding(finding).sentence);
  if (difference.kind === "files") {
    sayFileChanges(difference, "preview", language, output);
    return;
  }
  const { newest, tables } = difference;
  if (newest !== null) {
    const sayRecords = (key: "preview.newest" | "preview.returning", list: RecordList): void => {
      const { recordCount } = list;
      if (recordCount === 0) return;
      const title = titleOf(newest.title, language);
      say(language.text(key, { title, recordCount, records: { said: recordsOf(list, language) } }));
    };
    sayRecords("preview.newest", newest.onlyNow);
    sayRecords("preview.returning", newest.onlyThen);
  }
  const other = tables.filter(({ rowsNow, rowsThen }) => rowsNow !== rowsThen);
  if (other.length > 0) sayTables(other, ["column.rowsNow", "column.rowsThen"], language, output);
  else if (verdictOf(difference) === "unknown" && difference.findings.length === 0)
    say(language.text("preview.maybe"));
}

/** `words`: of what a restore would do, or of what has been done since. */
export function sayFileChanges(
  changes: Pick<Extract<PartDifference, { kind: "files" }>, "added" | "changed" | "removed">,
  words: "preview" | "diff",
  language: Language,
  output: Output,
): void {
  for (const kind of ["added", "changed", "removed"] as const) {
    const { fileCount, sizeBytes, paths } = changes[kind];
    if (fileCount === 0) continue;
    const key = words === "diff" ? (`diff.${kind}` as const) : (`preview.${kind}` as const);
    output.say(INDENT + language.text(key, { fileCount, sizeBytes }));
    for (const each of paths.slice(0, SHOWN_PATHS))
      output.say(INDENT + INDENT + language.foreign(each));
    const moreCount = fileCount - Math.min(SHOWN_PATHS, paths.length);
    if (moreCount > 0) output.say(INDENT + INDENT + language.text("result.more", { moreCount }));
  }
}

function titleOf(title: Readonly<Record<string, string>>, language: Language): string {
  const own = title[language.code] ?? title[""] ?? title["en"] ?? Object.values(title)[0];
  return own ?? language.text("preview.records");
}

function recordsOf({ runs, lastRuns, recordCount }: RecordList, language: Language): string {
  const ofRun = ({ first, last }: RecordList["runs"][number]): string =>
    first === last ? language.foreign(first) : language.text("preview.range", { first, last });
  const pieces = runs.map(ofRun);
  if (lastRuns.length === 0) return language.series(pieces);
  return `${language.series([...pieces, "…", ...lastRuns.map(ofRun)])} (${language.number(recordCount)})`;
}

/** The tables whose rows differ most, in the order of their names. `columns`: what rows now and then are called. */
export function sayTables(
  tables: readonly TableDifference[],
  [now, then]: readonly [MessageKey, MessageKey],
  language: Language,
  output: Output,
): void {
  const distance = ({ rowsNow, rowsThen }: TableDifference): number =>
    Math.abs((rowsNow ?? 0) - (rowsThen ?? 0));
  const most = new Set(tables.toSorted((a, b) => distance(b) - distance(a)).slice(0, SHOWN_TABLES));
  const cell = (rows: number | null): string => (rows === null ? "–" : language.number(rows));
  output.table(
    [
      { title: language.text("column.table"), wraps: true },
      { title: language.text(now), side: "end" },
      { title: language.text(then), side: "end" },
    ],
    tables
      .filter((each) => most.has(each))
      .map(({ name, rowsNow, rowsThen }) => [
        language.foreign(name),
        cell(rowsNow),
        cell(rowsThen),
      ]),
    INDENT,
  );
  const tableCount = tables.length - most.size;
  if (tableCount > 0) output.say(INDENT + language.text("preview.moreTables", { tableCount }));
}
