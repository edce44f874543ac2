/** `fivefold restore`: brings the app back, after saying what that replaces; or writes a backup into a folder. */

import { Command } from "@commander-js/extra-typings";
import type {
  Choice,
  Comparing,
  Ended,
  Fivefold,
  PlannedRestore,
  RestoreValue,
  RestoreWish,
} from "../fivefold.ts";
import { FivefoldError } from "../model/error.ts";
import type { TenantRecord } from "../model/snapshot.ts";
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
export const QUICK_MS = 2000;
export const WHOLE: Comparing = { kind: "whole" };

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
        desk.whenCancelled("dryRun");
        await using planned = await fivefold.planRestore(from, word, choice, desk.watch, WHOLE);
        return await preview(planned, fivefold, desk);
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
      const comparing = comparingFor(options.yes ?? false, desk);
      await using planned = await fivefold.planRestore(from, word, choice, desk.watch, comparing);
      const wish = {
        waits: options.atNextStart ?? false,
        acceptsProbe: options.keepIfProbeFails ?? false,
      };
      return await replace(planned, choice, wish, fivefold, options.yes ?? false, desk);
    });
  });
}

/** Nobody sees a plan that is agreed to already. */
export function comparingFor(isAgreed: boolean, { canAsk }: Desk): Comparing | null {
  return !isAgreed && canAsk ? { kind: "quick", limitMs: QUICK_MS } : null;
}

/** Only says what a restore would change. */
export async function preview(
  planned: PlannedRestore,
  fivefold: Fivefold,
  desk: Desk,
): Promise<Ending> {
  const { plan } = planned;
  const { snapshot, notIncluded } = plan;
  const language = await desk.language();
  const { output } = desk;
  sayPreview(planned, fivefold, language, output);
  for (const line of undoEnded(planned, language)) output.say(line);
  const lacking = roomLacking(plan.rooms);
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

/** Asks, unless that was done before, and does it. `arrival`: the one tenant that comes in, when that is what it is. */
export async function replace(
  planned: PlannedRestore,
  choice: Choice,
  wish: RestoreWish,
  fivefold: Fivefold,
  isAgreed: boolean,
  desk: Desk,
  arrival: TenantRecord | null = null,
): Promise<Ending> {
  const { plan } = planned;
  const { output } = desk;
  const language = await desk.language();
  const ends = plan.endsUndo;
  if (!(await agreedTo(planned, fivefold, isAgreed, null, desk)))
    return { outcome: "failed", snapshot: plan.snapshot.id };
  const { record, value } = await fivefold.restore(planned, desk.watch, wish);
  const { appName: name } = fivefold;
  const { state, isStarted, safety } = value;
  const paths = namedPaths(plan).map((each) => visible(each));
  if (state === "ready") {
    output.say(language.text("restore.ready", { name }));
    const more = { state, parts: value.parts, paths, safety, endedUndo: null };
    return { ...endingOf(record, fivefold.home), more };
  }
  sayRestored({ record, value }, planned, choice, arrival, fivefold, language, output);
  const { parts, undo } = value;
  return {
    ...endingOf(record, fivefold.home),
    more: {
      state,
      isStarted,
      parts,
      paths,
      enrolled: value.enrolled,
      endedAbsence: planned.absence?.tenant ?? null,
      safety,
      undo,
      endedUndo: ends?.run ?? null,
    },
  };
}

/** Says what came back, what is to be done now, and how it can be taken back. */
export function sayRestored(
  { record, value }: Pick<Ended<RestoreValue>, "record" | "value">,
  planned: PlannedRestore,
  choice: Choice,
  arrival: TenantRecord | null,
  { appName: name }: Fivefold,
  language: Language,
  output: Output,
): void {
  const what = chosenNames(planned, choice);
  const { takenAt } = planned.plan.snapshot;
  const done =
    arrival !== null
      ? language.text("import.done", { name, takenAt, tenantTitle: arrival.title })
      : what.length === 0
        ? language.text("restore.done", { name, takenAt })
        : language.text("restore.doneChosen", { name, takenAt, what });
  // What the app's own commands and its version left to say is no doubt about what came back.
  const doubts = record.findings.filter(
    ({ code }) => code !== "HOOK_FAILED" && code !== "VERSION_UNKNOWN",
  );
  const isOnlySafety = doubts.every(({ code }) => code === "SAFETY_DEGRADED");
  const rest = isOnlySafety ? "restore.safetyDegraded" : "restore.incomplete";
  output.say(doubts.length === 0 ? done : `${done} ${language.text(rest)}`);
  if (value.enrolled.length > 0)
    output.say(language.text("restore.enrolled", namesOf(value.enrolled)));
  if (planned.absence !== null)
    output.say(language.text("away.ended", { tenantTitle: planned.absence.title }));
  if (!value.isStarted) output.say(language.text("restore.startAgain", { name }));
  const { undo } = value;
  if (undo !== null) for (const line of undoLines(language, undo)) output.say(line);
}

function namesOf(tenants: readonly TenantRecord[]) {
  return { tenants: tenants.map(({ title }) => title), tenantCount: tenants.length };
}

/**
 * Says what would be replaced, unless that was agreed to before, and asks. `warnings` are said in any case; `null`: there
 * are none, and the command has a preview.
 *
 * @throws CONFIRMATION_NEEDED where nobody can be asked, SPACE_SHORT
 */
export async function agreedTo(
  planned: PlannedRestore,
  fivefold: Fivefold,
  isAgreed: boolean,
  warnings: readonly string[] | null,
  desk: Desk,
): Promise<boolean> {
  const { plan, enrolment, replacesNothing } = planned;
  const enrols = enrolment.login?.enrols.tenants ?? [];
  const { output } = desk;
  const language = await desk.language();
  const all = [...(warnings ?? []), ...undoEnded(planned, language)];
  if (isAgreed) {
    for (const line of all) output.say(line);
    return true;
  }
  if (!desk.canAsk) throw new FivefoldError("CONFIRMATION_NEEDED");
  sayPlan(planned, fivefold, language, output);
  if (warnings === null && !replacesNothing) output.say(language.text("restore.hint"));
  if (enrols.length > 0) output.say(language.text("restore.enrols", namesOf(enrols)));
  for (const line of all) output.say(line);
  sayRest({ ...DONE, notIncluded: plan.notIncluded }, language, (text) => output.say(text));
  const lacking = roomLacking(plan.rooms);
  if (lacking !== null) throw lacking;
  const question = replacesNothing ? "recover.ask" : "restore.ask";
  if (await desk.confirm(language.text(question))) return true;
  output.say(language.text("restore.declined"));
  return false;
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
  const { plan, app, reader, replacesNothing } = planned;
  const { takenAt, id, isComplete } = plan.snapshot;
  const snapshot = shortId(id);
  if (!isComplete) output.say(language.text("backup.incomplete", { snapshot, name }));
  const heading = replacesNothing ? "recover.plan" : "restore.plan";
  output.say(language.text(heading, { snapshot, takenAt, name, path: app.folder }));
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
      replacesNothing ? "" : changeOf(difference, language),
      // What lies in the app's folder, as the sentence above says, needs no way to it.
      isInside(source, app.folder) ? "" : language.foreign(shownPath(source, app.folder)),
    ],
  }));
  output.table(columns, partRows(cells, reader.manifest.tenants, tenantWord, language));
  sayPaths(planned.plan, language, output);
  sayNeeds(planned, language, output);
}
