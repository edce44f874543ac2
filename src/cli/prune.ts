/** `fivefold prune`: gives the room of forgotten backups back; the plan is shown first. */

import { Command } from "@commander-js/extra-typings";
import type { Ended } from "../fivefold.ts";
import type { Frame } from "./frame.ts";
import { DONE, endingOf } from "./frame.ts";
import { handedOver, handedPlace } from "./hand-over.ts";
import { withKey } from "./options.ts";

export function pruneCommand(frame: Frame) {
  const command = new Command("prune")
    .description(frame.help("help.prune"))
    .option("--yes", frame.help("option.yes"))
    .option("--dry-run", frame.help("option.dryRun"))
    .option("--from <place>", frame.help("option.from"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("prune", async (desk) => {
      const fivefold = await desk.fivefold(options);
      const from = options.from ?? null;
      const plan = await fivefold.planPrune(from, desk.watch);
      const language = await desk.language();
      const { output } = desk;
      const { freedBytes } = plan;
      const removedCount = plan.removed.length;
      const rewrittenCount = plan.repacked.length;
      const more = { plan };
      if (removedCount + rewrittenCount === 0) {
        output.say(language.text("prune.none"));
        return { ...DONE, more };
      }
      output.say(language.text("prune.plan", { freedBytes, removedCount, rewrittenCount }));
      if (options.dryRun) {
        output.say(language.text("dryRun"));
        return { ...DONE, more: { ...more, dryRun: true } };
      }
      const order = { verb: "prune", from: handedPlace(options.from, desk) } as const;
      const { record } =
        (await handedOver<Ended<void>>(order, fivefold, options, desk)) ??
        (await fivefold.prune(from, plan, desk.watch));
      output.say(language.text("prune.done", { freedBytes }));
      return { ...endingOf(record, fivefold.home), more };
    });
  });
}
