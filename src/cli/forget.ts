/** `fivefold forget`: takes old backups off the list by restic's keep rules, counted per app, job and scope. */

import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import type { Ended, KeepRule } from "../fivefold.ts";
import { FivefoldError } from "../model/error.ts";
import type { KeepCount, KeepSpan } from "../model/keep.ts";
import { isEmptyRule, readKeepSpan } from "../model/keep.ts";
import type { Frame } from "./frame.ts";
import { DONE, endingOf } from "./frame.ts";
import { handedOver, handedPlace } from "./hand-over.ts";
import { sayList } from "./list.ts";
import { withKey } from "./options.ts";

export function forgetCommand(frame: Frame) {
  const command = withKeep(new Command("forget").description(frame.help("help.forget")), frame)
    .option("--keep-tag <tags>", frame.help("option.keepTag"), tags)
    .option("--dry-run", frame.help("option.dryRun"))
    .option("--from <place>", frame.help("option.from"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("forget", async (desk) => {
      const rule = ruleOf(options);
      if (isEmptyRule(rule)) throw new FivefoldError("USAGE_WRONG", { what: "keepMissing" });
      const fivefold = await desk.fivefold(options);
      const from = options.from ?? null;
      const { snapshots, plan } = await fivefold.planForget(from, rule, desk.watch);
      const tenants = await fivefold.tenantsIn(from, snapshots, desk.watch);
      const language = await desk.language();
      const { output } = desk;
      const kept = new Set<string>(plan.keep.map(({ id }) => id));
      const removed = new Set<string>(plan.forget);
      const more = { keep: plan.keep, forget: plan.forget };
      if (!output.isJson && snapshots.length > 0) {
        for (const [key, ids] of [
          ["forget.keep", kept],
          ["forget.remove", removed],
        ] as const) {
          if (ids.size === 0) continue;
          output.say(language.text(key));
          const chosen = snapshots.filter(({ id }) => ids.has(id));
          sayList(chosen, tenants, language, output, "  ");
        }
      }
      if (removed.size === 0) {
        output.say(language.text("forget.none"));
        return { ...DONE, more };
      }
      const removedCount = removed.size;
      if (options.dryRun) {
        output.say(language.text("forget.plan", { keptCount: kept.size, removedCount }));
        output.say(language.text("dryRun"));
        return { ...DONE, more: { ...more, dryRun: true } };
      }
      const place = handedPlace(options.from, desk);
      const backups: string[] = [...plan.forget];
      const order = { verb: "forget", from: place, backups } as const;
      const { record, value } =
        (await handedOver<Ended<"vault" | "shelf">>(order, fivefold, options, desk)) ??
        (await fivefold.forget(from, plan.forget, desk.watch));
      output.say(
        language.text(value === "shelf" ? "forget.doneFiles" : "forget.done", { removedCount }),
      );
      return { ...endingOf(record, fivefold.home), more };
    });
  });
}

/**
 * How much is kept, as restic's options say it. They stand in `KeepOptions` and not in the command's type: a dozen more
 * would be more than the compiler writes into a declaration.
 */
export function withKeep<Arguments extends unknown[], Options extends Record<string, unknown>>(
  command: Command<Arguments, Options>,
  frame: Frame,
): Command<Arguments, Options> {
  const each = "option.keepWithinEach";
  const add = (
    name: string,
    text: Parameters<Frame["help"]>[0],
    read: (text: string) => unknown,
  ): void => void command.addOption(new Option(name, frame.help(text)).argParser(read));
  add("--keep-last <n>", "option.keepLast", count);
  add("--keep-hourly <n>", "option.keepHourly", count);
  add("--keep-daily <n>", "option.keepDaily", count);
  add("--keep-weekly <n>", "option.keepWeekly", count);
  add("--keep-monthly <n>", "option.keepMonthly", count);
  add("--keep-yearly <n>", "option.keepYearly", count);
  add("--keep-within <duration>", "option.keepWithin", span);
  add("--keep-within-hourly <duration>", each, span);
  add("--keep-within-daily <duration>", each, span);
  add("--keep-within-weekly <duration>", each, span);
  add("--keep-within-monthly <duration>", each, span);
  add("--keep-within-yearly <duration>", each, span);
  return command;
}

export interface KeepOptions {
  readonly keepLast?: KeepCount;
  readonly keepHourly?: KeepCount;
  readonly keepDaily?: KeepCount;
  readonly keepWeekly?: KeepCount;
  readonly keepMonthly?: KeepCount;
  readonly keepYearly?: KeepCount;
  readonly keepWithin?: KeepSpan;
  readonly keepWithinHourly?: KeepSpan;
  readonly keepWithinDaily?: KeepSpan;
  readonly keepWithinWeekly?: KeepSpan;
  readonly keepWithinMonthly?: KeepSpan;
  readonly keepWithinYearly?: KeepSpan;
  readonly keepTag?: readonly (readonly string[])[];
}

export function ruleOf(options: KeepOptions): KeepRule {
  return {
    last: options.keepLast ?? 0,
    hourly: options.keepHourly ?? 0,
    daily: options.keepDaily ?? 0,
    weekly: options.keepWeekly ?? 0,
    monthly: options.keepMonthly ?? 0,
    yearly: options.keepYearly ?? 0,
    ...(options.keepWithin && { within: options.keepWithin }),
    ...(options.keepWithinHourly && { withinHourly: options.keepWithinHourly }),
    ...(options.keepWithinDaily && { withinDaily: options.keepWithinDaily }),
    ...(options.keepWithinWeekly && { withinWeekly: options.keepWithinWeekly }),
    ...(options.keepWithinMonthly && { withinMonthly: options.keepWithinMonthly }),
    ...(options.keepWithinYearly && { withinYearly: options.keepWithinYearly }),
    ...(options.keepTag && { tags: options.keepTag }),
  };
}

function count(text: string): KeepCount {
  if (text === "unlimited" || text === "-1") return "unlimited";
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("");
  return Number(text);
}

function span(text: string): KeepSpan {
  const read = readKeepSpan(text);
  if (read === null) throw new InvalidArgumentError("");
  return read;
}

function tags(
  text: string,
  before: readonly (readonly string[])[] | undefined,
): readonly (readonly string[])[] {
  return [...(before ?? []), text.split(",")];
}
