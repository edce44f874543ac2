/** `fivefold close`: keeps the last restore for good and removes the state before it. */

import { Command } from "@commander-js/extra-typings";
import type { Frame } from "./frame.ts";
import { agreed, endingOf } from "./frame.ts";

export function closeCommand(frame: Frame) {
  return new Command("close")
    .description(frame.help("help.close"))
    .option("--accept-loss", frame.help("option.acceptLoss"))
    .option("--yes", frame.help("option.yes"))
    .action(async (options) => {
      await frame.run("close", async (desk) => {
        const fivefold = await desk.fivefold();
        const acceptsLoss = options.acceptLoss ?? false;
        const question = acceptsLoss ? "close.askLoss" : "close.ask";
        if (!(await agreed(options.yes ?? false, question, desk))) return { outcome: "failed" };
        const { record, value } = await fivefold.close(acceptsLoss, desk.watch);
        const { run, isTurnedBack, freed } = value;
        const language = await desk.language();
        if (!isTurnedBack) {
          desk.output.say(language.text("close.done"));
          for (const { folder: path, sizeBytes: freedBytes } of freed)
            desk.output.say(language.text("close.freed", { freedBytes, path }));
        }
        if (isTurnedBack && record.outcome === "incomplete")
          desk.output.say(language.text("close.lost"));
        const more = { closed: isTurnedBack ? null : run, freed };
        return { ...endingOf(record, fivefold.home), more };
      });
    });
}
