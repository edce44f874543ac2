/** `fivefold job add|list|show|change|pause|resume|remove`: what is backed up by itself. */

import { Command } from "@commander-js/extra-typings";
import type { Fivefold, Job, JobStatus, Made } from "../fivefold.ts";
import { FivefoldError } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import { USUAL_JOBS, minutesOf, usualJob } from "../model/job.ts";
import { speedText } from "../model/speed.ts";
import type { Desk, Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { keyLines, madeJson } from "./init.ts";
import type { JobOptions } from "./job-options.ts";
import { withJob, withOptions } from "./job-options.ts";

export function jobCommand(frame: Frame) {
  return new Command("job")
    .description(frame.help("help.job"))
    .addCommand(addCommand(frame))
    .addCommand(listCommand(frame))
    .addCommand(showCommand(frame))
    .addCommand(editCommand(frame))
    .addCommand(changeCommand(frame, "pause"))
    .addCommand(changeCommand(frame, "resume"))
    .addCommand(acceptCommand(frame))
    .addCommand(removeCommand(frame));
}

function addCommand(frame: Frame) {
  const command = new Command("add")
    .description(frame.help("help.jobAdd"))
    .argument("<kind>", frame.help("argument.jobKind"))
    .option("--name <name>", frame.help("option.jobName"));
  type Options = JobOptions & { readonly name?: string | undefined };
  return withJob(command, frame).action(async (kind, options: Options) => {
    await frame.run("job add", async (desk) => {
      const known = [...USUAL_JOBS, "own" as const].find((each) => each === kind);
      if (known === undefined)
        throw new FivefoldError("USAGE_WRONG", { what: "valueWrong", value: kind, option: "KIND" });
      const { at } = options;
      if (at !== undefined && (minutesOf(at) === null || known === "working"))
        throw new FivefoldError("USAGE_WRONG", { what: "valueWrong", value: at, option: "--at" });
      const fivefold = await desk.fivefold();
      const language = await desk.language();
      const name = options.name ?? known;
      const base = known === "own" ? "nightly" : known;
      const usual = usualJob(base, name, fivefold.now(), language.weekdays());
      const wish = await withOptions(usual, options, desk);
      const { output } = desk;
      const made =
        wish.into.kind === "vault" && wish.into.place === null
          ? await firstVault(fivefold, desk)
          : null;
      const job = await fivefold.addJob(
        wish.into.kind === "parcel" && known === "own" ? withoutUsualRule(wish, usual) : wish,
      );
      output.say(language.text("job.added", { job: job.name }));
      const status = (await fivefold.jobs()).find((each) => each.job.name === job.name);
      if (status !== undefined) output.say(nextText(status, language));
      output.say(language.text("job.needsServe"));
      if (made !== null) for (const line of keyLines(made, fivefold, language)) output.line(line);
      return { ...DONE, more: { job, made: made === null ? null : madeJson(made) } };
    });
  });
}

/** Files that replace one another have no rule but one that was asked for. */
function withoutUsualRule(wish: Job, usual: Job): Job {
  return wish.keep === usual.keep ? { ...wish, keep: null } : wish;
}

/** Makes the usual vault where nobody has made it yet: a job by itself has nobody to ask. */
async function firstVault(fivefold: Fivefold, desk: Desk): Promise<Made | null> {
  try {
    return await fivefold.init(null, desk.watch);
  } catch (thrown) {
    if (thrown instanceof FivefoldError && thrown.code === "VAULT_EXISTS") return null;
    throw thrown;
  }
}

function listCommand(frame: Frame) {
  return new Command("list").description(frame.help("help.jobList")).action(async () => {
    await frame.run("job list", async (desk) => {
      const jobs = await (await desk.fivefold()).jobs();
      const language = await desk.language();
      if (jobs.length === 0) desk.output.say(language.text("job.none"));
      else sayJobs(jobs, language, desk.output);
      return { ...DONE, more: { jobs: jobs.map(jobJson) } };
    });
  });
}

function showCommand(frame: Frame) {
  return new Command("show")
    .description(frame.help("help.jobShow"))
    .argument("<job>", frame.help("argument.job"))
    .action(async (name) => {
      await frame.run("job show", async (desk) => {
        const status = await (await desk.fivefold()).job(name);
        const language = await desk.language();
        const { output } = desk;
        sayJobs([status], language, output);
        if (!output.isJson) {
          output.say(whenText(status.job, language));
          output.say(nextText(status, language));
          const { bytesPerSecond } = status.job;
          if (bytesPerSecond !== null)
            output.say(language.text("job.limited", { speed: speedText(bytesPerSecond) }));
          const { failure } = status.past;
          if (failure?.code !== undefined && failure.code !== null) {
            const { sentence, advice } = language.error(
              new FivefoldError(failure.code, failure.facts),
            );
            output.say(language.text("job.failed", { failedAt: failure.endedMs }));
            output.say(`  ${sentence}`);
            output.say(`  ${advice}`);
          }
        }
        return { ...DONE, more: { job: jobJson(status) } };
      });
    });
}

function changeCommand(frame: Frame, verb: "pause" | "resume") {
  return new Command(verb)
    .description(frame.help(verb === "pause" ? "help.jobPause" : "help.jobResume"))
    .argument("<job>", frame.help("argument.job"))
    .action(async (name) => {
      await frame.run(`job ${verb}`, async (desk) => {
        const fivefold = await desk.fivefold();
        const job = await fivefold.changeJob(name, { isEnabled: verb === "resume" });
        const language = await desk.language();
        const key = verb === "pause" ? "job.paused" : "job.resumed";
        desk.output.say(language.text(key, { job: job.name }));
        return { ...DONE, more: { job } };
      });
    });
}

function acceptCommand(frame: Frame) {
  return new Command("accept")
    .description(frame.help("help.jobAccept"))
    .argument("<job>", frame.help("argument.job"))
    .action(async (name) => {
      await frame.run("job accept", async (desk) => {
        const fivefold = await desk.fivefold();
        await fivefold.acceptApp(name, desk.watch);
        const { job } = await fivefold.job(name);
        const language = await desk.language();
        desk.output.say(language.text("job.accepted", { job: job.name }));
        return { ...DONE, more: { job } };
      });
    });
}

function editCommand(frame: Frame) {
  const command = new Command("change")
    .description(frame.help("help.jobChange"))
    .argument("<job>", frame.help("argument.job"));
  return withJob(command, frame).action(async (name, options: JobOptions) => {
    await frame.run("job change", async (desk) => {
      const fivefold = await desk.fivefold();
      const before = (await fivefold.job(name)).job;
      const { name: _, ...change } = await withOptions(before, options, desk);
      const job = await fivefold.changeJob(before.name, change);
      const status = await fivefold.job(job.name);
      const language = await desk.language();
      desk.output.say(language.text("job.changed", { job: job.name }));
      desk.output.say(whenText(job, language));
      desk.output.say(nextText(status, language));
      return { ...DONE, more: { job } };
    });
  });
}

function removeCommand(frame: Frame) {
  return new Command("remove")
    .description(frame.help("help.jobRemove"))
    .argument("<job>", frame.help("argument.job"))
    .action(async (name) => {
      await frame.run("job remove", async (desk) => {
        const job = await (await desk.fivefold()).removeJob(name);
        desk.output.say((await desk.language()).text("job.removed", { job: job.name }));
        return { ...DONE, more: { job } };
      });
    });
}

interface Lines {
  table(
    columns: readonly { readonly title: string; readonly wraps?: boolean }[],
    rows: readonly (readonly string[])[],
  ): void;
}

/** A row for each job: when it last gave a whole backup, when it runs next, how it stands. */
export function sayJobs(jobs: readonly JobStatus[], language: Language, output: Lines): void {
  const columns = [
    { title: language.text("column.name") },
    { title: language.text("column.lastGood") },
    { title: language.text("column.next") },
    { title: language.text("column.address"), wraps: true },
    { title: language.text("column.state") },
  ];
  const rows = jobs.map((status) => [
    language.foreign(status.job.name),
    status.wholeMs === null ? "–" : language.moment(status.wholeMs),
    status.nextMs === null ? "–" : language.moment(Math.max(status.nextMs, 0)),
    language.foreign(status.place),
    language.text(stateOf(status)),
  ]);
  output.table(columns, rows);
}

function stateOf({ job, isLate, past, owed, wholeMs }: JobStatus) {
  if (!job.isEnabled) return "state.paused";
  if (isLate) return "state.late";
  if (past.failure !== null) return "state.failed";
  if (owed.length > 0) return "state.owing";
  return wholeMs === null ? "state.new" : "state.well";
}

function nextText({ nextMs, timeZone, job, memory }: JobStatus, language: Language): string {
  if (!job.isEnabled) return language.text("job.rests");
  if (nextMs === null) return language.text("job.waits");
  const isAtOnce = nextMs <= (memory.success?.endedMs ?? 0) || nextMs === 0;
  if (isAtOnce) return language.text("job.atOnce");
  return language.text("job.next", { nextAt: nextMs, zone: timeZone });
}

function whenText({ when }: Job, language: Language): string {
  switch (when.kind) {
    case "clock": {
      const days = when.days.map((day) => language.text(`weekday.${day}`)).join(", ");
      return days === ""
        ? language.text("job.whenDaily", { time: when.at })
        : language.text("job.whenDays", { time: when.at, days: { said: days } });
    }
    case "every": {
      const key = when.whileInUse ? "job.whenEveryInUse" : "job.whenEvery";
      return language.text(key, { minuteCount: when.minutes });
    }
    case "cron":
      return language.text("job.whenCron", { expression: when.expression });
    case "after":
      return language.text("job.whenAfter", { other: when.job });
    case "drive":
      return language.text("job.whenDrive", { place: when.place });
    default:
      return when satisfies never;
  }
}

/** How a script is told of a job; moments are ISO 8601. */
export function jobJson(status: JobStatus): Readonly<Record<string, unknown>> {
  const { job, place, nextMs, timeZone, wholeMs, isLate, past, owed } = status;
  const iso = (ms: number | null): string | null =>
    ms === null ? null : new Date(ms).toISOString();
  return {
    ...job,
    place,
    nextAt: iso(nextMs),
    timeZone,
    lastGoodAt: iso(wholeMs),
    isLate,
    failure:
      past.failure === null
        ? null
        : {
            at: iso(past.failure.endedMs),
            code: past.failure.code,
            count: past.failure.count,
          },
    owedCopies: owed.length,
  };
}
