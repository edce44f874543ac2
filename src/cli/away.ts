/** `fivefold away list|end`: tenants that were taken elsewhere and are to come back. */

import { Command } from "@commander-js/extra-typings";
import type { Absence } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import type { Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import type { Output } from "./print.ts";

export function awayCommand(frame: Frame) {
  return new Command("away")
    .description(frame.help("help.away"))
    .addCommand(listCommand(frame))
    .addCommand(endCommand(frame));
}

function listCommand(frame: Frame) {
  return new Command("list").description(frame.help("help.awayList")).action(async () => {
    await frame.run("away list", async (desk) => {
      const fivefold = await desk.fivefold();
      const away = await fivefold.absences();
      const language = await desk.language();
      if (away.length === 0) desk.output.say(language.text("away.none"));
      sayAway(away, language, desk.output);
      return { ...DONE, more: { away: awayJson(away) } };
    });
  });
}

function endCommand(frame: Frame) {
  return new Command("end")
    .description(frame.help("help.awayEnd"))
    .argument("<id>", frame.help("argument.tenant"))
    .action(async (tenant) => {
      await frame.run("away end", async (desk) => {
        const fivefold = await desk.fivefold();
        const ended = await fivefold.endAbsence(tenant, desk.watch);
        const language = await desk.language();
        desk.output.say(language.text("away.ended", { tenantTitle: ended.title }));
        return { ...DONE, more: { tenant } };
      });
    });
}

/** One sentence for each: since when, and why. */
export function sayAway(away: readonly Absence[], language: Language, output: Output): void {
  for (const { tenant, title, awayAt, note } of away)
    output.say(language.text("away.since", { tenantTitle: title, tenant, awayAt, note }));
}

export function awayJson(away: readonly Absence[]) {
  return away.map(({ tenant, title, awayAt, note, parcel, takenAt }) => ({
    tenant,
    title,
    awayAt,
    note,
    parcel,
    takenAt,
  }));
}
