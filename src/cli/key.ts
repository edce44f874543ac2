/** `fivefold key add|list|show|remove|escrow`: the keys that open the backups. */

import { Command } from "@commander-js/extra-typings";
import { FivefoldError, asFivefoldError } from "../fivefold.ts";
import type { Fivefold, Made, SavedSheet } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import type { Secret } from "../model/secret.ts";
import { shortId } from "./backup.ts";
import { escrowCommand } from "./escrow.ts";
import type { Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { withKey } from "./options.ts";

export function keyCommand(frame: Frame) {
  return new Command("key")
    .description(frame.help("help.key"))
    .addCommand(addCommand(frame))
    .addCommand(listCommand(frame))
    .addCommand(showCommand(frame))
    .addCommand(removeCommand(frame))
    .addCommand(escrowCommand(frame));
}

function addCommand(frame: Frame) {
  const command = new Command("add")
    .description(frame.help("help.keyAdd"))
    .option("--new-password-file <file>", frame.help("option.newPasswordFile"))
    .option("--from <place>", frame.help("option.from"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("key add", async (desk) => {
      const { readGivenKey } = await import("../fivefold.ts");
      const { newPasswordFile: file } = options;
      const inFile = file === undefined ? null : await readGivenKey(file);
      const from = options.from ?? null;
      const fivefold = await desk.fivefold(options);
      // Whoever cannot open the backups is not asked for more.
      await fivefold.keys(from, desk.watch);
      const given = inFile ?? (await desk.newPassword(fivefold.placeName(from)));
      const { id, made } = await fivefold.addKey(from, given, desk.watch);
      const language = await desk.language();
      const { output } = desk;
      output.say(language.text("key.added", { id: shortId(id) }));
      if (made === null) output.say(language.text("init.keyGiven"));
      else {
        output.say(language.text("key.made"));
        output.line(`  ${language.foreign(made.reveal())}`);
        output.say(language.text("init.print"));
      }
      return { ...DONE, more: { id, key: made?.reveal() ?? null } };
    });
  });
}

function listCommand(frame: Frame) {
  const command = new Command("list")
    .description(frame.help("help.keyList"))
    .option("--from <place>", frame.help("option.from"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("key list", async (desk) => {
      const fivefold = await desk.fivefold(options);
      const { keys, current, escrow } = await fivefold.keys(options.from ?? null, desk.watch);
      const holder = escrow === null ? null : (await fivefold.escrow()).answered;
      const language = await desk.language();
      const columns = [
        { title: language.text("column.id") },
        { title: language.text("column.takenAt") },
        { title: language.text("column.host"), wraps: true },
        { title: language.text("column.user") },
        { title: language.text("column.state") },
      ];
      const rows = keys.map((key) => [
        language.foreign(shortId(key.id)),
        language.moment(key.createdAt),
        language.foreign(key.host),
        language.foreign(key.user),
        [
          ...(key.id === current ? [language.text("state.current")] : []),
          ...(key.id === escrow ? [language.foreign(holder?.name ?? "", "people")] : []),
        ].join(" · "),
      ]);
      desk.output.table(columns, rows);
      return { ...DONE, more: { keys, current, escrow } };
    });
  });
}

function showCommand(frame: Frame) {
  const command = new Command("show")
    .description(frame.help("help.keyShow"))
    .option("--pdf <file>", frame.help("option.sheetPdf"))
    .option("--from <place>", frame.help("option.from"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("key show", async (desk) => {
      const fivefold = await desk.fivefold(options);
      const ofParcels = await fivefold.parcelKey();
      const from = options.from ?? null;
      const made = await fivefold.sheet(from, desk.watch).catch((thrown: unknown) => {
        // whoever keeps backups in files only has no other key
        const isNone = asFivefoldError(thrown).code === "VAULT_MISSING" && from === null;
        if (isNone && ofParcels !== null) return null;
        throw thrown;
      });
      const language = await desk.language();
      const { madeJson, sheetLines } = await import("./init.ts");
      const { parcelKeyLine } = await import("../language/parcel-result.ts");
      const { output } = desk;
      if (options.pdf !== undefined) {
        if (made === null)
          throw new FivefoldError("VAULT_MISSING", { place: fivefold.placeName(from) });
        const pdf = await savePdf(options.pdf, made, ofParcels, fivefold, language);
        output.say(language.text("sheet.saved", { path: pdf.path }));
        if (pdf.isSameDevice) output.say(language.text("sheet.sameDevice"));
        return { ...DONE, more: { pdf } };
      }
      if (made === null) output.line(language.text("sheet.title", { name: fivefold.appName }));
      else for (const line of sheetLines(made, fivefold, language)) output.line(line);
      if (ofParcels !== null) output.line(parcelKeyLine(language, ofParcels));
      output.say(language.text("init.print"));
      const parcelKey = ofParcels?.reveal() ?? null;
      return { ...DONE, more: { made: made === null ? null : madeJson(made), parcelKey } };
    });
  });
}

async function savePdf(
  file: string,
  made: Made,
  ofParcels: Secret | null,
  fivefold: Fivefold,
  { code }: Language,
): Promise<SavedSheet> {
  const { paperOf } = await import("../http/sheet-paper.ts");
  const { sheetFileName, sheetPdf } = await import("../http/sheet-pdf.ts");
  const pdf = await sheetPdf(paperOf(made, ofParcels, fivefold), code);
  return await fivefold.saveSheetAs(file, await sheetFileName(fivefold.appName, code), pdf);
}

function removeCommand(frame: Frame) {
  const command = new Command("remove")
    .description(frame.help("help.keyRemove"))
    .argument("<key>", frame.help("argument.key"))
    .option("--from <place>", frame.help("option.from"));
  return withKey(command, frame).action(async (id, options) => {
    await frame.run("key remove", async (desk) => {
      const fivefold = await desk.fivefold(options);
      const removed = await fivefold.removeKey(options.from ?? null, id, desk.watch);
      const language = await desk.language();
      desk.output.say(language.text("key.removed", { id: shortId(removed) }));
      return { ...DONE, more: { id: removed } };
    });
  });
}
