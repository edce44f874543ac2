/**
 * What people read of a run that has ended, as a text file: what came back, from where, how it was checked, what did not,
 * and how it can be taken back. Everything in it stands in the run's record and result, too, under the same words.
 */

import type { Support } from "../model/brand.ts";
import { NO_BRAND } from "../model/brand.ts";
import type { Finding, Outcome, RunRecord } from "../model/run.ts";
import type { OpenUndo, RunReport } from "../model/run-report.ts";
import type { PartRecord } from "../model/snapshot.ts";
import type { MessageKey } from "./en.ts";
import type { Language } from "./language.ts";
import { visible } from "./language.ts";

const OUTCOMES: Readonly<Record<Outcome, MessageKey>> = {
  done: "outcome.done",
  incomplete: "outcome.incomplete",
  turnedBack: "outcome.turnedBack",
  failed: "outcome.failed",
};

/** More parts than these are counted, so that an app of thousands has a report that somebody reads. */
const MOST_PARTS = 200;

/** Gives the whole file as text; what went wrong ends with whom people ask. */
export function runReport(
  language: Language,
  report: RunReport,
  support: Support = NO_BRAND.support,
): string {
  const { record, app, error } = report;
  const { verb, run, startedAt, endedAt } = record;
  const elapsedMs = Date.parse(endedAt) - Date.parse(startedAt);
  const lines = [
    language.text(`report.${verb}`, { name: app }),
    language.text("report.run", { run, startedAt, elapsedMs }),
    language.text("report.outcome", { outcome: { said: outcomeOf(record, language) } }),
    ...errorLines(report, support, language),
    ...fromLines(report, language),
    ...(error === null ? partLines(report, language) : []),
    ...(error === null ? checkLines(report, language) : []),
    ...restLines(record, language),
    ...wayBack(report, language),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** A run that was stopped failed, and people call it stopped. */
function outcomeOf({ outcome, code }: RunRecord, language: Language): string {
  const word = language.text(code === "CANCELLED" ? "outcome.cancelled" : OUTCOMES[outcome]);
  return code === null ? word : `${word} (${language.foreign(code)})`;
}

function errorLines({ error }: RunReport, support: Support, language: Language): readonly string[] {
  if (error === null) return [];
  const { sentence, advice } = language.error(error);
  return [sentence, advice, language.supportLine(support) ?? []].flat();
}

function fromLines(
  { record: { verb, snapshot }, app, error, place, takenAt, target }: RunReport,
  language: Language,
): readonly string[] {
  const lines: string[] = [];
  if (place !== undefined && verb === "check") lines.push(language.text("report.place", { place }));
  else if (place !== undefined && snapshot !== null) {
    const values = { snapshot, place, takenAt };
    lines.push(language.text(verb === "backup" ? "report.made" : "report.from", values));
  }
  if (verb === "undo" && error === null) lines.push(language.text("undo.done", { name: app }));
  if (target !== undefined) lines.push(language.text("report.target", { path: target }));
  return lines.length === 0 ? [] : ["", ...lines];
}

function partLines(
  { record: { verb }, parts, only }: RunReport,
  language: Language,
): readonly string[] {
  if (parts === undefined) return [];
  const lines = parts.slice(0, MOST_PARTS).map((part) => {
    const paths = only?.get(part.id) ?? [];
    return [partLine(part, language), ...pathLines(paths, language)].join("\n");
  });
  const moreCount = parts.length - lines.length;
  if (moreCount > 0) lines.push(language.text("result.more", { moreCount }));
  const heading = language.text(verb === "backup" ? "report.saved" : "report.back");
  return ["", heading, ...lines.map((line) => `  ${line}`)];
}

/** What of a part came back, where it was not all of it. */
function pathLines(paths: readonly string[], language: Language): readonly string[] {
  const shown = paths.slice(0, MOST_PARTS).map((path) => visible(path));
  const moreCount = paths.length - shown.length;
  if (moreCount > 0) shown.push(language.text("result.more", { moreCount }));
  return shown.map((path) => `    ${path}`);
}

function partLine(part: PartRecord, language: Language): string {
  const { id, entryCount, sizeBytes } = part;
  const rowCount = part.tables?.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
  const title = { said: visible(language.title(part)) };
  return language.text("report.part", { part: id, title, entryCount, sizeBytes, rowCount });
}

function checkLines(
  { record: { verb }, target, isEveryByteRead }: RunReport,
  language: Language,
): readonly string[] {
  if (verb === "check")
    return [language.text(isEveryByteRead === true ? "check.read" : "check.notRead")];
  if (verb !== "restore") return [];
  return ["", language.text(target === undefined ? "report.checked" : "report.checkedBytes")];
}

function restLines({ notIncluded, findings }: RunRecord, language: Language): readonly string[] {
  const lines: string[] = [];
  if (notIncluded.length > 0) lines.push("", language.text("result.notIncluded"));
  for (const { what, name, part, reason } of notIncluded) {
    const values = {
      what: { said: language.text(`left.${what}`) },
      left: name,
      part: part === name ? null : part,
      why: { said: language.text(`leftReason.${reason}`) },
    };
    lines.push(`  ${language.text("result.leftOut", values)}`);
  }
  if (findings.length > 0)
    lines.push("", language.text("result.findings", { findingCount: findings.length }));
  for (const finding of findings) lines.push(...findingLines(finding, language));
  return lines;
}

function findingLines(finding: Finding, language: Language): readonly string[] {
  const { sentence, advice } = language.finding(finding);
  return [`  ${sentence}`, `    ${advice}`];
}

function wayBack(
  { record: { verb }, undo, safety }: RunReport,
  language: Language,
): readonly string[] {
  const lines: string[] = [];
  if (undo !== undefined) lines.push(...undoLines(language, undo));
  if (safety !== undefined && safety !== null)
    lines.push(language.text(verb === "undo" ? "report.since" : "report.safety", safety));
  return lines.length === 0 ? [] : ["", ...lines];
}

/** Until when a restore can be undone, and what is kept for it, a line for each device. */
export function undoLines(language: Language, { untilAt, rooms }: OpenUndo): readonly string[] {
  return [language.text("restore.undo", { untilAt }), ...roomLines(language, rooms)];
}

/** Of a restore that was done earlier: which one, until when it can be undone, and what is kept for it. */
export function openUndoLines(
  language: Language,
  { doneAt, takenAt, untilAt, rooms }: OpenUndo,
): readonly string[] {
  const until = language.text("undo.until", { doneAt, takenAt, untilAt });
  return [until, ...roomLines(language, rooms)];
}

/** What lies aside takes so much where. */
function roomLines(language: Language, rooms: OpenUndo["rooms"]): readonly string[] {
  return rooms.map(({ folder, sizeBytes }) =>
    language.text("undo.takes", { path: folder, sizeBytes }),
  );
}
