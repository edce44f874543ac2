/** `fivefold run JOB`: runs a job now, for people who have a scheduler of their own. */

import os from "node:os";
import { Command } from "@commander-js/extra-typings";
import type { JobEnd } from "../fivefold.ts";
import { calendarOf } from "../fivefold.ts";
import type { Frame } from "./frame.ts";
import { DONE, endingOf } from "./frame.ts";
import { handedOver } from "./hand-over.ts";

export function runCommand(frame: Frame) {
  return new Command("run")
    .description(frame.help("help.run"))
    .argument("<job>", frame.help("argument.job"))
    .action(async (name) => {
      await frame.run("run", async (desk) => {
        const fivefold = await desk.fivefold();
        // threads that begin from now on are as modest as we are
        if (fivefold.settings.priority === "low")
          os.setPriority(os.constants.priority.PRIORITY_LOW);
        const language = await desk.language();
        const { parcelReadme } = await import("../language/parcel-readme.ts");
        const encoder = new TextEncoder();
        const words = {
          readme: (facts: Parameters<typeof parcelReadme>[0]) =>
            encoder.encode(parcelReadme(facts)),
          calendar: calendarOf(language.code),
        };
        const { job, owed } = await fivefold.job(name);
        const order = { verb: "run", job: job.name } as const;
        const end =
          (await handedOver<JobEnd>(order, fivefold, {}, desk)) ??
          (await fivefold.runJob(job.name, words, desk.watch));
        const { output } = desk;
        if (end.kind === "unchanged") {
          const sinceAt = end.sinceMs ?? 0;
          output.say(language.text("run.unchanged", { sinceAt }));
        } else output.say(language.text("run.made", { job: job.name }));
        const ending = end.record === null ? DONE : endingOf(end.record, fivefold.home);
        return { ...ending, more: { job: job.name, kind: end.kind, owedBefore: owed.length } };
      });
    });
}
