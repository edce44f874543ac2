/** `fivefold undo`: goes back to before the last restore. What was done since is saved first. */

import { Command } from "@commander-js/extra-typings";
import { openUndoLines } from "../language/run-report.ts";
import { shortId } from "./backup.ts";
import type { Frame } from "./frame.ts";
import { agreed, endingOf } from "./frame.ts";
import { withKey } from "./options.ts";

export function undoCommand(frame: Frame) {
  const command = new Command("undo")
    .description(frame.help("help.undo"))
    .option("--yes", frame.help("option.yes"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("undo", async (desk) => {
      const fivefold = await desk.fivefold(options);
      if (desk.canAsk && options.yes !== true) {
        const undo = await fivefold.undoable(desk.watch);
        if (undo !== null)
          for (const line of openUndoLines(await desk.language(), undo)) desk.output.say(line);
      }
      if (!(await agreed(options.yes ?? false, "undo.ask", desk))) return { outcome: "failed" };
      desk.whenCancelled("cancelled.undo");
      const { record, value } = await fivefold.undo(desk.watch);
      const language = await desk.language();
      const { output } = desk;
      output.say(language.text("undo.done", { name: fivefold.appName }));
      if (value.safety !== null)
        output.say(language.text("undo.safety", { snapshot: shortId(value.safety.snapshot) }));
      if (!value.isStarted)
        output.say(language.text("restore.startAgain", { name: fivefold.appName }));
      return { ...endingOf(record, fivefold.home), more: { safety: value.safety } };
    });
  });
}
