/** What a job can be told on the command line, when it is added and later. */

import type { Command } from "@commander-js/extra-typings";
import type { Job } from "../fivefold.ts";
import { FivefoldError } from "../fivefold.ts";
import type { JobStore, JobWhen, Weekday } from "../model/job.ts";
import { WEEKDAYS } from "../model/job.ts";
import type { KeepRule } from "../model/keep.ts";
import { isEmptyRule } from "../model/keep.ts";
import { namingOf } from "./backup.ts";
import type { KeepOptions } from "./forget.ts";
import { ruleOf, withKeep } from "./forget.ts";
import type { Desk, Frame } from "./frame.ts";
import { choiceOf, collect, speedOf, withChoice } from "./options.ts";

/** What is typed stands in `JobOptions`: a command's type of so many options is more than the compiler writes down. */
export function withJob<Arguments extends unknown[], Options extends Record<string, unknown>>(
  command: Command<Arguments, Options>,
  frame: Frame,
): Command<Arguments, Options> {
  command
    .option("--to <place>", frame.help("option.to"))
    .option("--as <kind>", frame.help("option.as"))
    .option("--name-by <what>", frame.help("option.nameBy"))
    .option("--copy <place>", frame.help("option.copyTo"), collect)
    .option("--at <time>", frame.help("option.at"))
    .option("--day <day>", frame.help("option.day"), collect)
    .option("--every <minutes>", frame.help("option.every"))
    .option("--while-in-use", frame.help("option.whileInUse"))
    .option("--cron <expression>", frame.help("option.cron"))
    .option("--after <job>", frame.help("option.afterJob"))
    .option("--time-zone <zone>", frame.help("option.timeZone"))
    .option("--only-when-changed", frame.help("option.onlyWhenChanged"))
    .option("--alarm-after <hours>", frame.help("option.alarmAfter"))
    .option("--limit <speed>", frame.help("option.limit"));
  withChoice(command, frame);
  return withKeep(command, frame);
}

export interface JobOptions extends KeepOptions {
  readonly to?: string | undefined;
  readonly as?: string | undefined;
  readonly nameBy?: string | undefined;
  readonly copy?: readonly string[] | undefined;
  readonly at?: string | undefined;
  readonly day?: readonly string[] | undefined;
  readonly every?: string | undefined;
  readonly whileInUse?: true | undefined;
  readonly cron?: string | undefined;
  readonly after?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly onlyWhenChanged?: true | undefined;
  readonly alarmAfter?: string | undefined;
  readonly limit?: string | undefined;
  readonly tenant?: readonly string[] | undefined;
  readonly part?: readonly string[] | undefined;
}

/** The job with all that was said; what was not stays. What cannot be is told by the settings. @throws USAGE_WRONG */
export async function withOptions(job: Job, options: JobOptions, desk: Desk): Promise<Job> {
  const { copy, onlyWhenChanged, alarmAfter, limit } = options;
  const what = choiceOf(options);
  const isChosen = what.tenants.length > 0 || what.parts.length > 0;
  const rule = keptOf(ruleOf(options));
  return {
    ...job,
    ...(isChosen && { what: { tenants: what.tenants, parts: what.parts } }),
    into: await intoOf(job.into, options, desk),
    ...(copy !== undefined && { copies: copy }),
    when: whenOf(job.when, options),
    ...(!isEmptyRule(rule) && { keep: rule }),
    ...(onlyWhenChanged === true && { onlyWhenChanged }),
    ...(alarmAfter !== undefined && { alarmAfterHours: numberOf(alarmAfter, "--alarm-after") }),
    ...(limit !== undefined && { bytesPerSecond: speedOf(limit) }),
  };
}

/** Without the zeros that stand for what was not said. */
function keptOf(rule: KeepRule): KeepRule {
  return Object.fromEntries(Object.entries(rule).filter(([, count]) => count !== 0));
}

async function intoOf(before: JobStore, options: JobOptions, desk: Desk): Promise<JobStore> {
  const { as: kind, nameBy } = options;
  const place = options.to ?? before.place;
  if (kind !== undefined && kind !== "vault" && kind !== "parcel") throw wrong(kind, "--as");
  const isParcel =
    kind === undefined ? before.kind === "parcel" || nameBy !== undefined : kind === "parcel";
  if (!isParcel) return { kind: "vault", place };
  const isNew = before.kind === "vault" || nameBy !== undefined;
  const naming = isNew ? await namingOf({ name: undefined, nameBy }, desk) : before.naming;
  return { kind: "parcel", place, naming };
}

const KINDS = ["at", "every", "cron", "after"] as const;

function whenOf(before: JobWhen, options: JobOptions): JobWhen {
  const [kind, other] = KINDS.filter((each) => options[each] !== undefined);
  if (kind !== undefined && other !== undefined)
    throw new FivefoldError("USAGE_WRONG", {
      what: "conflict",
      option: `--${kind}`,
      other: `--${other}`,
    });
  const { at, every, cron, after, whileInUse = false } = options;
  const timeZone = options.timeZone ?? ("timeZone" in before ? before.timeZone : null);
  if (every !== undefined)
    return { kind: "every", minutes: numberOf(every, "--every"), whileInUse };
  if (cron !== undefined) return { kind: "cron", expression: cron, timeZone };
  if (after !== undefined) return { kind: "after", job: after };
  const days = options.day?.map((day) => dayOf(day));
  if (at !== undefined || before.kind === "clock")
    return {
      kind: "clock",
      at: at ?? (before.kind === "clock" ? before.at : ""),
      days: days ?? (before.kind === "clock" ? before.days : []),
      timeZone,
    };
  if (before.kind === "every") return { ...before, whileInUse: whileInUse || before.whileInUse };
  return before.kind === "cron" ? { ...before, timeZone } : before;
}

/** "monday", "mon". */
function dayOf(text: string): Weekday {
  const wanted = text.toLowerCase();
  const found = WEEKDAYS.find((day) => wanted.length >= 2 && day.startsWith(wanted));
  if (found === undefined) throw wrong(text, "--day");
  return found;
}

function numberOf(text: string, option: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw wrong(text, option);
  return Number(text);
}

function wrong(value: string, option: string): FivefoldError {
  return new FivefoldError("USAGE_WRONG", { what: "valueWrong", value, option });
}
