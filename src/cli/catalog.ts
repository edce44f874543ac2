/** `fivefold catalog rebuild`: reads records and places anew; lists come from what is remembered of them. */

import { Command } from "@commander-js/extra-typings";
import type { Finding } from "../model/run.ts";
import type { Frame } from "./frame.ts";
import { withKey } from "./options.ts";

export function catalogCommand(frame: Frame) {
  return new Command("catalog")
    .description(frame.help("help.catalog"))
    .addCommand(rebuildCommand(frame));
}

function rebuildCommand(frame: Frame) {
  const command = new Command("rebuild").description(frame.help("help.catalogRebuild"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("catalog rebuild", async (desk) => {
      const fivefold = await desk.fivefold(options);
      const { runCount, places } = await fivefold.rebuildCatalog(desk.watch);
      const language = await desk.language();
      desk.output.say(language.text("catalog.runs", { runCount }));
      const findings: Finding[] = [];
      for (const { name, backupCount, trouble } of places) {
        if (backupCount !== null)
          desk.output.say(language.text("catalog.place", { place: name, backupCount }));
        // One that cannot be listed keeps the others from nothing.
        if (trouble !== null)
          findings.push({ code: trouble.code, part: null, path: null, facts: trouble.facts });
      }
      const outcome = findings.length === 0 ? "done" : "incomplete";
      const listed = places.map(({ name, backupCount }) => ({ name, backupCount }));
      return { outcome, findings, more: { runCount, places: listed } };
    });
  });
}
