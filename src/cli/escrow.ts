/** `fivefold key escrow status|allow|withdraw|save|open`: a key of its own for whom the vendor names. */

import { userInfo } from "node:os";
import path from "node:path";
import { writeFile } from "node:fs/promises";
import { Command } from "@commander-js/extra-typings";
import type { EscrowPlace, EscrowState, Fivefold } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Desk, Ending, Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { withKey } from "./options.ts";

export function escrowCommand(frame: Frame) {
  return new Command("escrow")
    .description(frame.help("help.keyEscrow"))
    .addCommand(statusCommand(frame))
    .addCommand(allowCommand(frame))
    .addCommand(withdrawCommand(frame))
    .addCommand(saveCommand(frame))
    .addCommand(openCommand(frame));
}

function statusCommand(frame: Frame) {
  return new Command("status").description(frame.help("help.keyEscrowStatus")).action(async () => {
    await frame.run("key escrow status", async (desk) => {
      const fivefold = await desk.fivefold();
      return await say(await fivefold.escrow(), fivefold, desk);
    });
  });
}

function allowCommand(frame: Frame) {
  const command = new Command("allow")
    .description(frame.help("help.keyEscrowAllow"))
    .option("--yes", frame.help("option.yes"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("key escrow allow", async (desk) => {
      const fivefold = await desk.fivefold(options);
      const { offer, standing } = await fivefold.escrow();
      if (offer === null) throw new FivefoldError("ESCROW_MISSING", { app: fivefold.appName });
      if (standing !== "allowed" && !(await agreedTo(offer.name, options.yes ?? false, desk)))
        return { outcome: "failed" };
      const state = await fivefold.allowEscrow(userInfo().username, desk.watch);
      await note("escrowAllowed", state, fivefold);
      return await say(state, fivefold, desk);
    });
  });
}

/** The whole consequence stands before the question; "no" is what Enter alone says. */
async function agreedTo(name: string, isAgreed: boolean, desk: Desk): Promise<boolean> {
  const language = await desk.language();
  desk.output.say(language.text("escrow.what", { name }));
  if (isAgreed || (await desk.confirm(language.text("escrow.ask", { name })))) return true;
  desk.output.say(language.text("restore.declined"));
  return false;
}

function withdrawCommand(frame: Frame) {
  const command = new Command("withdraw").description(frame.help("help.keyEscrowWithdraw"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("key escrow withdraw", async (desk) => {
      const fivefold = await desk.fivefold(options);
      const before = await fivefold.escrow();
      const state = await fivefold.refuseEscrow(userInfo().username, desk.watch);
      await note("escrowRefused", state, fivefold);
      const ending = await say(state, fivefold, desk);
      const language = await desk.language();
      if (before.answered?.answer === "allowed") desk.output.say(language.text("escrow.copies"));
      return state.places.length === 0 ? ending : { ...ending, outcome: "incomplete" };
    });
  });
}

/** In the list of who did what, as when the page is asked. */
async function note(
  action: "escrowAllowed" | "escrowRefused",
  { answered }: EscrowState,
  fivefold: Fivefold,
): Promise<void> {
  const { Audit } = await import("../http/audit.ts");
  const audit = new Audit(
    () => fivefold.home,
    () => Date.parse(fivefold.now()),
  );
  await audit.note(userInfo().username, action, { name: answered?.name ?? "" });
}

async function say(state: EscrowState, fivefold: Fivefold, desk: Desk): Promise<Ending> {
  const { standing, offer, answered, places } = state;
  const language = await desk.language();
  const { output } = desk;
  const values = {
    app: fivefold.appName,
    name: (standing === "ended" || standing === "refused" ? answered : offer)?.name,
    answeredAt: answered?.answeredAt,
    holder: answered?.answeredBy,
  };
  const isStillThere = standing === "refused" && places.length > 0;
  output.say(language.text(isStillThere ? "escrow.stillThere" : `escrow.${standing}`, values));
  if (standing === "open" || standing === "changed" || standing === "ended")
    output.say(language.text("escrow.how"));
  if (places.length > 0) sayPlaces(places, language, desk);
  for (const place of state.renewedIn) output.say(language.text("escrow.renewed", { place }));
  if (state.sealed !== null) output.say(language.text("escrow.toSend", values));
  const more = { standing, offer, answered, places };
  return { ...DONE, more };
}

function sayPlaces(places: readonly EscrowPlace[], language: Language, { output }: Desk): void {
  const columns = [
    { title: language.text("column.address"), wraps: true },
    { title: language.text("column.state"), wraps: true },
  ];
  const rows = places.map(({ place, state, code }) => {
    const said = language.text(`escrowPlace.${state}`);
    if (code === null) return [language.foreign(place), said];
    const { sentence } = language.error(new FivefoldError(code, { place }));
    return [language.foreign(place), `${said} · ${sentence}`];
  });
  output.table(columns, rows);
}

function saveCommand(frame: Frame) {
  return new Command("save")
    .description(frame.help("help.keyEscrowSave"))
    .argument("<file>", frame.help("argument.escrowNew"))
    .action(async (file) => {
      await frame.run("key escrow save", async (desk) => {
        const fivefold = await desk.fivefold();
        const { sealed, offer } = await fivefold.escrow();
        if (offer === null) throw new FivefoldError("ESCROW_MISSING", { app: fivefold.appName });
        const language = await desk.language();
        const { name } = offer;
        if (sealed === null) {
          desk.output.say(language.text("escrow.notYet", { name }));
          return { outcome: "failed" };
        }
        const written = await writeNew(file, sealed.text, 0o644, desk);
        desk.output.say(language.text("escrow.saved", { path: written, name }));
        return { ...DONE, more: { file: written } };
      });
    });
}

function openCommand(frame: Frame) {
  return new Command("open")
    .description(frame.help("help.keyEscrowOpen"))
    .argument("<file>", frame.help("argument.escrowFile"))
    .requiredOption("--identity <file>", frame.help("option.identity"))
    .option("--key-file <file>", frame.help("option.keyFile"))
    .action(async (file, { identity, keyFile }) => {
      await frame.run("key escrow open", async (desk) => {
        const { openEscrow } = await import("../fivefold.ts");
        const { parcelKeyLine } = await import("../language/parcel-result.ts");
        const { currentFolder } = desk.surroundings;
        const content = await openEscrow(file, identity, currentFolder);
        const { app, madeAt, password, parcelPassword, vaults } = content;
        const language = await desk.language();
        const { output } = desk;
        const about = { app: app.name, name: content.for, madeAt };
        output.say(language.text("escrow.opened", about));
        const folders = vaults.map(({ folder }) => folder);
        if (folders.length > 0) output.say(language.text("escrow.wasIn", { path: folders }));
        const key = password ?? parcelPassword;
        if (keyFile !== undefined && key !== null) {
          const written = await writeNew(keyFile, `${key.reveal()}\n`, 0o600, desk);
          const option = password === null ? "--parcel-password-file" : "--password-file";
          const from = folders[0] ?? "DIR";
          const command = `fivefold recover --from ${from} ${option} ${written}`;
          output.say(language.text("escrow.keyFile", { path: written, command }));
        } else {
          if (password !== null)
            output.line(language.text("escrow.key", { key: password.reveal() }));
          if (parcelPassword !== null) output.line(parcelKeyLine(language, parcelPassword));
        }
        const isShown = keyFile === undefined;
        const shown = {
          key: isShown ? (password?.reveal() ?? null) : null,
          parcelKey: isShown ? (parcelPassword?.reveal() ?? null) : null,
        };
        return { ...DONE, more: { app, for: content.for, madeAt, vaults, ...shown } };
      });
    });
}

/** Writes a file that is not there yet. @throws TARGET_NOT_EMPTY, TARGET_UNWRITABLE */
async function writeNew(file: string, text: string, mode: number, desk: Desk): Promise<string> {
  const whole = path.resolve(desk.surroundings.currentFolder, file);
  try {
    await writeFile(whole, text, { mode, flag: "wx" });
  } catch (cause) {
    const reason = systemCode(cause);
    if (reason === null) throw cause;
    if (reason === "EEXIST") throw new FivefoldError("TARGET_NOT_EMPTY", { path: whole });
    throw new FivefoldError("TARGET_UNWRITABLE", { path: whole, reason }, { cause });
  }
  return whole;
}
