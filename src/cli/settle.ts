/** `fivefold settle`: ends what a dead process left open; with `--apply`, puts a prepared restore in place. */

import { Command } from "@commander-js/extra-typings";
import { DONE, endingOf } from "./frame.ts";
import type { Frame } from "./frame.ts";

export function settleCommand(frame: Frame) {
  return new Command("settle")
    .description(frame.help("help.settle"))
    .option("--apply", frame.help("option.apply"))
    .action(async (options) => {
      await frame.run("settle", async (desk) => {
        const fivefold = await desk.fivefold();
        const { output } = desk;
        const name = fivefold.appName;
        const ended = await fivefold.settle(options.apply ?? false, desk.watch);
        const waiting = await fivefold.waiting();
        const more = {
          settled: typeof ended === "string" ? [] : ended.value.settled,
          waiting: waiting?.run ?? null,
        };
        const language = await desk.language();
        if (waiting !== null)
          output.say(language.text("restore.waits", { name, takenAt: waiting.takenAt }));
        else if (ended === "nothing") output.say(language.text("settle.none"));
        if (ended === "starting") output.say(language.text("settle.starting", { name }));
        if (typeof ended === "string") return { ...DONE, more };
        const { applied } = ended.value;
        if (applied !== null)
          output.say(language.text("restore.done", { name, takenAt: applied.takenAt }));
        return { ...endingOf(ended.record, fivefold.home), more };
      });
    });
}
