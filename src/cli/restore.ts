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
import {
  changeOf,
  previewOf,
  roomLacking,
  sayNeeds,
  sayPaths,
  sayPreview,
  theFirst,
} from "./preview.ts";

/** So long people wait for the plan of a restore to say what it would change. */
const QUICK_MS = 2000;

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
    .option("--preview", frame.help("option.preview"))
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
      if (options.preview === true) {
        for (const other of ["target", "yes"] as const)
          if (options[other] !== undefined)
            throw new FivefoldError("USAGE_WRONG", {
              what: "conflict",
              option: "--preview",
              other: `--${other}`,
            });
        return await preview(fivefold, from, word, choice, desk);
      }
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
      // Nobody sees a plan that is agreed to already.
      const isSeen = options.yes !== true && desk.canAsk;
      const comparing = isSeen ? ({ kind: "quick", limitMs: QUICK_MS } as const) : null;
      await using planned = await fivefold.planRestore(from, word, choice, desk.watch, comparing);
      const wish = {
        waits: options.atNextStart ?? false,
        acceptsProbe: options.keepIfProbeFails ?? false,
      };
      return await replace(planned, choice, wish, fivefold, options.yes ?? false, desk);
    });
  });
}

/** Only says what a restore would change. */
async function preview(
  fivefold: Fivefold,
  from: string | null,
  word: string,
  choice: Choice,
  desk: Desk,
): Promise<Ending> {
  const whole = { kind: "whole" } as const;
  desk.whenCancelled("dryRun");
  await using planned = await fivefold.planRestore(from, word, choice, desk.watch, whole);
  const { snapshot, notIncluded } = planned.plan;
  const language = await desk.language();
  const { output } = desk;
  sayPreview(planned, fivefold, language, output);
  for (const line of undoEnded(planned, language)) output.say(line);
  const lacking = roomLacking(planned);
  if (lacking !== null) {
    const { sentence, advice } = language.error(lacking);
    output.say(`${sentence} ${advice}`);
  }
  output.say(language.text("dryRun"));
  return { ...DONE, snapshot: snapshot.id, notIncluded, more: { preview: previewOf(planned) } };
}

function undoEnded({ plan }: PlannedRestore, language: Language): readonly string[] {
  const ends = plan.endsUndo;
  if (ends === null) return [];
  const facts = { takenAt: ends.takenAt, doneAt: ends.doneAtMs };
  return [language.text("restore.endsUndo", facts)];
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
  const warning = undoEnded(planned, language);
  if (isAgreed) {
    for (const line of warning) output.say(line);
  } else {
    if (!desk.canAsk) throw new FivefoldError("CONFIRMATION_NEEDED");
    sayPlan(planned, fivefold, language, output);
    for (const line of warning) output.say(line);
    sayRest({ ...DONE, notIncluded: plan.notIncluded }, language, (text) => output.say(text));
    const lacking = roomLacking(planned);
    if (lacking !== null) throw lacking;
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

function sayPlan(
  planned: PlannedRestore,
  { appName: name, tenantWord }: Fivefold,
  language: Language,
  output: Output,
): void {
  const { plan, app, reader } = planned;
  const { takenAt, id, isComplete } = plan.snapshot;
  const snapshot = shortId(id);
  if (!isComplete) output.say(language.text("backup.incomplete", { snapshot, name }));
  output.say(language.text("restore.plan", { snapshot, takenAt, name, path: app.folder }));
  const columns = [
    { title: language.text("column.id") },
    { title: language.text("column.title"), wraps: true },
    { title: language.text("column.size"), side: "end" },
    { title: language.text("column.change"), wraps: true },
    { title: language.text("column.address"), wraps: true },
  ] as const;
  const cells = plan.parts.map(({ part, source, record, difference }) => ({
    tenant: part.tenant,
    cells: [
      language.foreign(part.id),
      language.title(part),
      language.bytes(record.sizeBytes),
      changeOf(difference, language),
      // What lies in the app's folder, as the sentence above says, needs no way to it.
      isInside(source, app.folder) ? "" : language.foreign(shownPath(source, app.folder)),
    ],
  }));
  output.table(columns, partRows(cells, reader.manifest.tenants, tenantWord, language));
  sayPaths(planned.plan, language, output);
  sayNeeds(planned, language, output);
  output.say(language.text("restore.hint"));
}
