/** `fivefold close`: keeps the last restore for good and removes the state before it. */

import { Command } from "@commander-js/extra-typings";
import type { Frame } from "./frame.ts";
import { agreed, endingOf } from "./frame.ts";

export function closeCommand(frame: Frame) {
  return new Command("close")
    .description(frame.help("help.close"))
    .option("--yes", frame.help("option.yes"))
    .action(async (options) => {
      await frame.run("close", async (desk) => {
        const fivefold = await desk.fivefold();
        if (!(await agreed(options.yes ?? false, "close.ask", desk))) return { outcome: "failed" };
        const { record, value } = await fivefold.close(desk.watch);
        const language = await desk.language();
        desk.output.say(language.text("close.done"));
        return { ...endingOf(record, fivefold.home), more: { closed: value } };
      });
    });
}
