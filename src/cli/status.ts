/** `fivefold status`: whether all jobs do their work; exit status 3 tells a monitor that one does not. */

import { Command } from "@commander-js/extra-typings";
import type { Frame } from "./frame.ts";
import { jobJson, sayJobs } from "./job.ts";

export function statusCommand(frame: Frame) {
  return new Command("status").description(frame.help("help.status")).action(async () => {
    await frame.run("status", async (desk) => {
      const jobs = await (await desk.fivefold()).jobs();
      const language = await desk.language();
      const { output } = desk;
      const late = jobs.filter(({ isLate }) => isLate);
      if (jobs.length === 0) output.say(language.text("job.none"));
      else sayJobs(jobs, language, output);
      if (jobs.length > 0)
        output.say(
          late.length === 0
            ? language.text("status.well")
            : language.text("status.late", { jobs: late.map(({ job }) => job.name) }),
        );
      const outcome = late.length === 0 ? "done" : "incomplete";
      return { outcome, more: { jobs: jobs.map(jobJson) } };
    });
  });
}
