/** `fivefold restore`: brings the app back, after saying what that replaces; or writes a backup into a folder. */

import { Command } from "@commander-js/extra-typings";
import type { Choice, Fivefold, PlannedRestore, RestoreWish } from "../fivefold.ts";
import { FivefoldError } from "../model/error.ts";
import { visible } from "../language/language.ts";
import type { Language } from "../language/language.ts";
import { undoLines } from "../language/run-report.ts";
import { shortId } from "./backup.ts";
import type { Desk, Ending, Frame } from "./frame.ts";
import { DONE, endingOf, sayRest } from "./frame.ts";
import { choiceOf, collect, withChoice, withKey } from "./options.ts";
import type { Output } from "./print.ts";
import { isInside, partRows, shownPath } from "./part-rows.ts";

export function restoreCommand(frame: Frame) {
  const command = withChoice(
    new Command("restore")
      .description(frame.help("help.restore"))
      .argument("<snapshot>", frame.help("argument.snapshot")),
    frame,
  )
    .option("--path <path>", frame.help("option.path"), collect)
    .option("--from <place>", frame.help("option.from"))
    .option("--parcel-password-file <file>", frame.help("option.parcelPasswordFile"))
    .option("--target <folder>", frame.help("option.target"))
    .option("--allow-links-out", frame.help("option.allowLinksOut"))
    .option("--at-next-start", frame.help("option.atNextStart"))
    .option("--keep-if-probe-fails", frame.help("option.keepIfProbeFails"))
    .option("--yes", frame.help("option.yes"));
  return withKey(command, frame).action(async (word, options) => {
    await frame.run("restore", async (desk) => {
      const fivefold = await desk.fivefold(options);
      const from = options.from ?? null;
      const choice = choiceOf(options);
      if (options.target !== undefined) {
        desk.whenCancelled("cancelled.target");
        const { record, value } = await fivefold.restoreTo(
          from,
          word,
          choice,
          options.target,
          desk.watch,
        );
        const language = await desk.language();
        const snapshot = shortId(value.snapshot.id);
        desk.output.say(language.text("restore.target", { snapshot, path: value.folder }));
        return { ...endingOf(record, fivefold.home), more: { folder: value.folder } };
      }
      desk.whenCancelled("cancelled.restore");
      await using planned = await fivefold.planRestore(from, word, choice, desk.watch);
      const wish = {
        waits: options.atNextStart ?? false,
        acceptsProbe: options.keepIfProbeFails ?? false,
      };
      return await replace(planned, choice, wish, fivefold, options.yes ?? false, desk);
    });
  });
}

/** Asks, unless that was done before, and does it. */
async function replace(
  planned: PlannedRestore,
  choice: Choice,
  wish: RestoreWish,
  fivefold: Fivefold,
  isAgreed: boolean,
  desk: Desk,
): Promise<Ending> {
  const { plan } = planned;
  const { output } = desk;
  const language = await desk.language();
  const ends = plan.endsUndo;
  const warning =
    ends === null
      ? []
      : [language.text("restore.endsUndo", { takenAt: ends.takenAt, doneAt: ends.doneAtMs })];
  if (isAgreed) {
    for (const line of warning) output.say(line);
  } else {
    if (!desk.canAsk) throw new FivefoldError("CONFIRMATION_NEEDED");
    sayPlan(planned, fivefold, language, output);
    for (const line of warning) output.say(line);
    sayRest({ ...DONE, notIncluded: plan.notIncluded }, language, (text) => output.say(text));
    if (!(await desk.confirm(language.text("restore.ask")))) {
      output.say(language.text("restore.declined"));
      return { outcome: "failed", snapshot: plan.snapshot.id };
    }
  }
  const { record, value } = await fivefold.restore(planned, desk.watch, wish);
  const { appName: name } = fivefold;
  const { state, isStarted, safety } = value;
  const paths = namedPaths(plan).map((each) => visible(each));
  if (state === "ready") {
    output.say(language.text("restore.ready", { name }));
    const more = { state, parts: value.parts, paths, safety, endedUndo: null };
    return { ...endingOf(record, fivefold.home), more };
  }
  const what = chosenNames(planned, choice);
  const { takenAt } = plan.snapshot;
  const done =
    what.length === 0
      ? language.text("restore.done", { name, takenAt })
      : language.text("restore.doneChosen", { name, takenAt, what });
  const isOnlySafety = record.findings.every(({ code }) => code === "SAFETY_DEGRADED");
  const rest = isOnlySafety ? "restore.safetyDegraded" : "restore.incomplete";
  output.say(record.outcome === "done" ? done : `${done} ${language.text(rest)}`);
  if (!isStarted) output.say(language.text("restore.startAgain", { name }));
  const { parts, undo } = value;
  if (undo !== null) for (const line of undoLines(language, undo)) output.say(line);
  return {
    ...endingOf(record, fivefold.home),
    more: { state, isStarted, parts, paths, safety, undo, endedUndo: ends?.run ?? null },
  };
}

/** What of the app came back, as people chose it; nothing when it is all. */
function chosenNames({ plan, reader }: PlannedRestore, choice: Choice): readonly string[] {
  const { paths = [] } = choice;
  if (choice.tenants.length === 0 && choice.parts.length === 0 && paths.length === 0) return [];
  const { tenants } = reader.manifest;
  if (paths.length > 0) return theFirst(namedPaths(plan));
  const byTenant = choice.parts.length === 0;
  const names = plan.parts.map(({ part }) =>
    byTenant && part.tenant !== null
      ? (tenants.find(({ id }) => id === part.tenant)?.title ?? part.tenant)
      : part.id,
  );
  return [...new Set(names)];
}

/** As they can be given to `--path`. */
function namedPaths({ parts }: PlannedRestore["plan"]): readonly string[] {
  return parts.flatMap(({ part, only }) => (only ?? []).map(({ path }) => `${part.id}/${path}`));
}

const MOST_NAMED = 10;

/** A pattern may mean thousands. */
function theFirst(names: readonly string[]): readonly string[] {
  return names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), "…"] : names;
}

/** What of parts is replaced, where it is not all; and that a folder is replaced as a tree. */
function sayPaths({ parts }: PlannedRestore["plan"], language: Language, output: Output): void {
  for (const { part, only } of parts) {
    if (only === null) continue;
    const names = only.map(({ path, kind }) => (kind === "directory" ? `${path}/` : path));
    output.say(language.text("restore.paths", { part: part.id, paths: theFirst(names) }));
  }
  const hasFolders = parts.some(({ only }) => only?.some(({ kind }) => kind === "directory"));
  if (hasFolders) output.say(language.text("restore.folders"));
}

function sayPlan(
  { plan, undoDays, app, reader }: PlannedRestore,
  { appName: name, tenantWord }: Fivefold,
  language: Language,
  output: Output,
): void {
  const { takenAt, id, isComplete } = plan.snapshot;
  const snapshot = shortId(id);
  if (!isComplete) output.say(language.text("backup.incomplete", { snapshot, name }));
  output.say(language.text("restore.plan", { snapshot, takenAt, name, path: app.folder }));
  const columns = [
    { title: language.text("column.id") },
    { title: language.text("column.title"), wraps: true },
    { title: language.text("column.size"), side: "end" },
    { title: language.text("column.address"), wraps: true },
  ] as const;
  const cells = plan.parts.map(({ part, source, record }) => ({
    tenant: part.tenant,
    cells: [
      language.foreign(part.id),
      language.title(part),
      language.bytes(record.sizeBytes),
      // What lies in the app's folder, as the sentence above says, needs no way to it.
      isInside(source, app.folder) ? "" : language.foreign(shownPath(source, app.folder)),
    ],
  }));
  output.table(columns, partRows(cells, reader.manifest.tenants, tenantWord, language));
  sayPaths(plan, language, output);
  for (const { folder, neededBytes, freeBytes } of plan.rooms)
    output.say(language.text("restore.room", { path: folder, neededBytes, freeBytes }));
  output.say(language.text("restore.undoable", { dayCount: undoDays }));
}
