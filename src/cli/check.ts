/** `fivefold check`: tests whether the backups are whole. */

import { Command } from "@commander-js/extra-typings";
import type { CheckResult, Ended } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import type { Frame } from "./frame.ts";
import { endingOf } from "./frame.ts";
import { handedOver, handedPlace } from "./hand-over.ts";
import { withKey } from "./options.ts";

export function checkCommand(frame: Frame) {
  const command = new Command("check")
    .description(frame.help("help.check"))
    .argument("[file]", frame.help("argument.parcel"))
    .option("--read-data", frame.help("option.readData"))
    .option("--from <place>", frame.help("option.from"));
  const whole = withKey(command, frame).option(
    "--parcel-password-file <file>",
    frame.help("option.parcelPasswordFile"),
  );
  return whole.action(async (file, options) => {
    await frame.run("check", async (desk) => {
      const fivefold = await desk.fivefold(options);
      desk.whenCancelled("dryRun");
      if (file !== undefined) {
        const { record, value } = await fivefold.checkParcel(file, desk.watch);
        const language = await desk.language();
        const isWhole = record.outcome === "done";
        desk.output.say(
          language.text(isWhole ? "check.clean" : "check.bad", { place: value.file }),
        );
        desk.output.say(language.text("check.read"));
        return { ...endingOf(record, fivefold.home), more: { file: value.file } };
      }
      const from = options.from ?? null;
      const readData = options.readData ?? false;
      const order = { verb: "check", from: handedPlace(options.from, desk), readData } as const;
      const { record, value } =
        (await handedOver<Ended<CheckResult>>(order, fivefold, options, desk)) ??
        (await fivefold.check(from, readData, desk.watch));
      const language = await desk.language();
      const { output } = desk;
      const place = fivefold.placeName(from);
      const isClean = record.outcome === "done";
      output.say(language.text(isClean ? "check.clean" : "check.bad", { place }));
      output.say(language.text(readData ? "check.read" : "check.notRead"));
      for (const line of hintLines(value, language)) output.say(line);
      return { ...endingOf(record, fivefold.home), more: { place, readData, ...countsOf(value) } };
    });
  });
}

/** What packs without an entry in an index mean: leftovers in a clean vault, a lost index in another one. */
export function hintLines(
  { findings, unusedPackCount }: CheckResult,
  language: Language,
): readonly string[] {
  if (findings.length === 0)
    return unusedPackCount === 0
      ? []
      : [language.text("check.unused", { packCount: unusedPackCount })];
  const isIndexBad = findings.some(({ code }) => code === "INDEX_DAMAGED");
  return isIndexBad || unusedPackCount > 0 ? [language.text("check.index")] : [];
}

export function countsOf({ snapshotCount, packCount, unusedPackCount, readBytes }: CheckResult) {
  return { snapshotCount, packCount, unusedPackCount, readBytes };
}
