/**
 * `fivefold recover`: brings an app back on a computer that has nothing but its backups and the key.
 *
 * Whoever gives this command has lost a computer. It says what it found, asks for what it cannot know, and ends with what
 * is still to be done.
 */

import path from "node:path";
import { Command } from "@commander-js/extra-typings";
import type {
  FoundBackups,
  PlannedRecovery,
  RecoveryValue,
  RunRecord,
  Snapshot,
} from "../fivefold.ts";
import { FivefoldError } from "../model/error.ts";
import { appMeant, appsOf, inOrderOfUse, isWhole } from "../model/recovery.ts";
import type { Language } from "../language/language.ts";
import { shortId } from "./backup.ts";
import type { Desk, Ending, Frame } from "./frame.ts";
import { DONE, endingOf } from "./frame.ts";
import { contentOf, sayList } from "./list.ts";
import { withKey } from "./options.ts";
import type { Output } from "./print.ts";
import { QUICK_MS, agreedTo } from "./restore.ts";

interface Options {
  readonly from: string;
  readonly into?: string | undefined;
  readonly appId?: string | undefined;
  readonly list?: true | undefined;
  readonly yes?: true | undefined;
  readonly passwordFile?: string | undefined;
  readonly parcelPasswordFile?: string | undefined;
  readonly allowLinksOut?: true | undefined;
  readonly remember?: true | undefined;
}

export function recoverCommand(frame: Frame) {
  const command = new Command("recover")
    .description(frame.help("help.recover"))
    .argument("[snapshot]", frame.help("argument.snapshot"))
    .requiredOption("--from <folder>", frame.help("option.recoverFrom"))
    .option("--into <folder>", frame.help("option.into"))
    .option("--app-id <id>", frame.help("option.appId"))
    .option("--list", frame.help("option.recoverList"))
    .option("--parcel-password-file <file>", frame.help("option.parcelPasswordFile"))
    .option("--allow-links-out", frame.help("option.allowLinksOut"))
    .option("--yes", frame.help("option.yes"));
  return withKey(command, frame).action(async (word, options: Options) => {
    await frame.run("recover", async (desk) => {
      desk.whenCancelled("cancelled.recover");
      const { askingOnce, findBackups } = await import("../fivefold.ts");
      const passwords = askingOnce(desk.passwords(options));
      await using found = await findBackups(options.from, passwords, desk.surroundings, desk.watch);
      if (options.list === true) return await list(found, options.appId ?? null, desk);
      return await recoverFrom(found, word ?? null, options, passwords, desk);
    });
  });
}

/** Says which backups there are, by app. */
async function list(found: FoundBackups, appId: string | null, desk: Desk): Promise<Ending> {
  const language = await desk.language();
  const { place, snapshots, findings } = found;
  const all = appsOf(snapshots);
  const apps = appId === null ? all : [appMeant(snapshots, appId)];
  const shown = snapshots.filter((each) => apps.includes(each.appId ?? ""));
  sayApps(apps, place, shown, language, desk.output);
  return { ...DONE, findings, more: { place, apps, snapshots: shown } };
}

function sayApps(
  apps: readonly string[],
  place: string,
  snapshots: readonly Snapshot[],
  language: Language,
  output: Output,
): void {
  for (const app of apps) {
    output.say(language.text("recover.found", { app, place }));
    const own = snapshots.filter(({ appId }) => appId === app);
    sayList(own, new Map(), language, output, "  ");
  }
}

async function recoverFrom(
  found: FoundBackups,
  word: string | null,
  options: Options,
  passwords: ReturnType<Desk["passwords"]>,
  desk: Desk,
): Promise<Ending> {
  const library = await import("../fivefold.ts");
  const language = await desk.language();
  const { output } = desk;
  const isAsking = desk.canAsk && options.yes !== true;
  const appId = await chosenApp(found, options.appId ?? null, isAsking, language, desk);
  const named = word ?? (isAsking ? await chosenBackup(found, appId, language, desk) : null);
  let into = options.into;
  const planned = await planFor();
  await using recovery = planned;
  const { fivefold, ground } = recovery;
  desk.about(fivefold);
  for (const finding of planned.findings) desk.watch.report({ kind: "finding", finding });
  if (!(await agreedTo(recovery.planned, fivefold, options.yes ?? false, warnings(), desk)))
    return { outcome: "failed", snapshot: recovery.planned.plan.snapshot.id };
  const { record, value } = await library.recover(recovery, desk.watch);
  sayResult(recovery, record, value, language, output);
  const { folder, file } = ground.description;
  const findings = [...planned.findings, ...record.findings];
  return {
    ...endingOf(record, fivefold.home),
    outcome: findings.length === 0 ? record.outcome : "incomplete",
    findings,
    more: {
      folder,
      description: { path: file, kept: ground.keepsDescription },
      settings: { home: fivefold.home, is: ground.settingsAre },
      lacking: ground.lacking,
      parts: value.parts,
      safety: value.safety,
      absentPlaces: value.absentPlaces,
      offeredPlace: value.offeredPlace,
      isKeyKept: value.isKeyKept,
    },
  };

  async function planFor(): Promise<PlannedRecovery> {
    await using chosen = await library.openChosen(found, appId, named);
    const { manifest, snapshot } = chosen.reader;
    if (named === null && !isWhole(snapshot)) output.say(noneWhole(snapshot, language));
    into ??=
      (await desk.line(
        language.text("ask.into", { name: manifest.app.name }),
        path.join(desk.surroundings.currentFolder, manifest.app.id),
      )) ?? undefined;
    if (into === undefined)
      throw new FivefoldError("USAGE_WRONG", { what: "argumentMissing", value: "--into" });
    const request = {
      ...desk.surroundings,
      description: null,
      home: desk.globals.home ?? null,
      passwords,
      allowsLinksOut: options.allowLinksOut ?? false,
      found,
      reader: chosen.reader,
      into,
      // Nobody sees a plan that is agreed to already.
      comparing: isAsking ? ({ kind: "quick", limitMs: QUICK_MS } as const) : null,
    };
    const plan = await library.planRecovery(request, desk.watch);
    return { ...plan, findings: [...chosen.findings, ...plan.findings] };
  }

  /** What has to be known before, with `--yes` as well. */
  function warnings(): readonly string[] {
    const { description, keepsDescription, settingsAre, commands, lacking } = ground;
    const outside = recovery.planned.plan.parts
      .map(({ source }) => (source.kind === "files" ? source.root : source.path))
      .filter((each) => path.relative(description.folder, each).startsWith(".."));
    const lines: string[] = [];
    if (keepsDescription)
      lines.push(language.text("recover.keepsDescription", { path: description.file }));
    if (settingsAre === "kept")
      lines.push(language.text("recover.keepsSettings", { path: ground.home.settings }));
    if (settingsAre === "unusable") lines.push(language.text("recover.noSettings"));
    if (outside.length > 0) lines.push(language.text("recover.outside", { path: outside }));
    if (commands.length > 0) lines.push(language.text("recover.commands", { what: commands }));
    // With `--yes`, the result says it.
    if (lacking.length > 0 && options.yes !== true)
      lines.push(language.text("recover.lacks", { part: lacking }));
    return lines;
  }
}

/** @throws APP_AMBIGUOUS, APP_UNKNOWN */
async function chosenApp(
  { snapshots, place }: FoundBackups,
  named: string | null,
  isAsking: boolean,
  language: Language,
  desk: Desk,
): Promise<string> {
  const apps = appsOf(snapshots);
  if (named !== null || apps.length === 1 || !isAsking) return appMeant(snapshots, named);
  const choices = apps.map((app) => ({ value: app, label: language.foreign(app) }));
  const answer = await desk.choose(language.text("ask.app", { place }), choices);
  return appMeant(snapshots, answer);
}

/** Lists the backups, the one to take first, and asks. */
async function chosenBackup(
  { snapshots, place }: FoundBackups,
  appId: string,
  language: Language,
  desk: Desk,
): Promise<string | null> {
  sayApps([appId], place, snapshots, language, desk.output);
  const choices = inOrderOfUse(snapshots, appId).map((snapshot) => {
    const facts = [
      language.moment(snapshot.takenAt, true),
      contentOf(snapshot, new Map(), language),
      language.text(`reason.${snapshot.reason}`),
      ...(snapshot.isComplete ? [] : [language.text("state.incomplete")]),
    ];
    return { value: snapshot.id, label: facts.join(" · ") };
  });
  const [only] = choices;
  if (only !== undefined && choices.length === 1) return only.value;
  return await desk.choose(language.text("ask.backup"), choices);
}

function noneWhole(snapshot: Snapshot, language: Language): string {
  return language.text("recover.noneWhole", {
    snapshot: shortId(snapshot.id),
    takenAt: snapshot.takenAt,
    what: language.text(`scope.${snapshot.scope}`),
  });
}

/** What came back, what did not, and what is to be done now. */
function sayResult(
  { fivefold, planned, ground }: PlannedRecovery,
  record: RunRecord,
  { absentPlaces, offeredPlace, isKeyKept }: RecoveryValue,
  language: Language,
  output: Output,
): void {
  const { appName: name } = fivefold;
  const { takenAt } = planned.plan.snapshot;
  const { folder } = ground.description;
  const isPart = ground.lacking.length > 0;
  const done = language.text(isPart ? "recover.donePart" : "recover.done", {
    name,
    takenAt,
    path: folder,
  });
  output.say(record.outcome === "done" ? done : `${done} ${language.text("restore.incomplete")}`);
  if (isPart) output.say(language.text("recover.lacks", { part: ground.lacking }));
  if (absentPlaces.length > 0)
    output.say(language.text("recover.absentPlaces", { place: absentPlaces }));
  if (offeredPlace !== null)
    output.say(language.text("recover.offeredPlace", { path: offeredPlace }));
  if (isKeyKept === false) output.say(language.text("recover.keyNotKept"));
  if (isKeyKept === null) output.say(language.text("recover.newKey"));
  if (!planned.replacesNothing) output.say(language.text("restore.undo"));
}
