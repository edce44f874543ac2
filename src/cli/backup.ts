/** `fivefold backup`: makes a backup of everything, or of what is chosen. */

import { Command } from "@commander-js/extra-typings";
import type { BackupValue, Ended, Fivefold, ParcelNaming } from "../fivefold.ts";
import { FivefoldError } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import type { Desk, Frame } from "./frame.ts";
import { endingOf } from "./frame.ts";
import { handedChoice, handedOver, handedPlace } from "./hand-over.ts";
import { choiceOf, speedOf, withChoice, withKey } from "./options.ts";
import { parcelJson, sayParcel, wishOf, withParcel } from "./parcel.ts";
import type { Output } from "./print.ts";

export function backupCommand(frame: Frame) {
  const command = withChoice(new Command("backup").description(frame.help("help.backup")), frame)
    .option("--to <place>", frame.help("option.to"))
    .option("--as <kind>", frame.help("option.as"))
    .option("--name <name>", frame.help("option.name"))
    .option("--name-by <what>", frame.help("option.nameBy"))
    .option("--limit <speed>", frame.help("option.limit"));
  return withParcel(withKey(command, frame), frame).action(async (options) => {
    await frame.run("backup", async (desk) => {
      const speed = options.limit === undefined ? null : speedOf(options.limit);
      const own = speed === null ? {} : { bytesPerSecond: speed };
      const fivefold = await desk.fivefold(options, own);
      if (isParcelAsked(options)) {
        const wish = await wishOf(options, await namingOf(options, desk), false, fivefold, desk);
        const to = options.to ?? null;
        const packed = await fivefold.pack(choiceOf(options), to, wish, "backup", desk.watch);
        const ending = endingOf(packed.record, fivefold.home);
        if (desk.output.isJson) return { ...ending, more: parcelJson(packed.value) };
        await sayParcel(packed.value, fivefold.appName, await desk.language(), desk.output);
        return ending;
      }
      const choice = choiceOf(options);
      const to = handedPlace(options.to, desk);
      const what = { choice: handedChoice(choice), to, bytesPerSecond: speed };
      const order = { verb: "backup", ...what } as const;
      const { record, value } =
        (await handedOver<Ended<BackupValue>>(order, fivefold, options, desk)) ??
        (await fivefold.backup(choice, options.to ?? null, desk.watch));
      const { output } = desk;
      const ending = endingOf(record, fivefold.home);
      if (output.isJson) {
        const { snapshot, parts, made, place } = value;
        const { madeJson } = await import("./init.ts");
        const key = made === null ? null : madeJson(made);
        return { ...ending, more: { place, takenAt: snapshot.takenAt, parts, made: key } };
      }
      await sayBackedUp({ record, value }, fivefold, await desk.language(), output);
      return ending;
    });
  });
}

/** Says what was saved; the sheet of a vault that was made on the way is shown once. */
export async function sayBackedUp(
  { record, value }: Pick<Ended<BackupValue>, "record" | "value">,
  fivefold: Fivefold,
  language: Language,
  output: Output,
): Promise<void> {
  const name = fivefold.appName;
  const snapshot = shortId(value.snapshot.id);
  // What a hook left to say makes the run incomplete, and not what was backed up.
  const isWhole = value.snapshot.isComplete;
  output.say(language.text(isWhole ? "backup.done" : "backup.incomplete", { snapshot, name }));
  const elapsedMs = Date.parse(record.endedAt) - Date.parse(record.startedAt);
  output.say(`${sums(value, language)} ${language.text("result.elapsed", { elapsedMs })}`);
  if (value.made === null) return;
  const { keyLines } = await import("./init.ts");
  for (const line of keyLines(value.made, fivefold, language)) output.line(line);
}

/** @throws USAGE_WRONG for another kind, and for what only parcels have */
export function isParcelAsked(options: {
  readonly as?: string | undefined;
  readonly name?: string | undefined;
  readonly nameBy?: string | undefined;
  readonly encrypt?: boolean | undefined;
  readonly hideNames?: boolean | undefined;
  readonly compress?: string | undefined;
}): boolean {
  const { as } = options;
  if (as !== undefined && as !== "parcel" && as !== "vault")
    throw new FivefoldError("USAGE_WRONG", { what: "valueWrong", value: as, option: "--as" });
  if (as === "parcel") return true;
  const alone = (["name", "nameBy", "encrypt", "hideNames", "compress"] as const).find(
    (each) => options[each] !== undefined,
  );
  if (alone === undefined) return false;
  const option = `--${alone.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new FivefoldError("USAGE_WRONG", { what: "needsParcel", option });
}

export interface NameOptions {
  readonly name?: string | undefined;
  readonly nameBy?: string | undefined;
}

/** Weekdays are called as in the language of this very command. @throws USAGE_WRONG */
export async function namingOf({ name, nameBy }: NameOptions, desk: Desk): Promise<ParcelNaming> {
  if (name !== undefined && nameBy !== undefined) {
    const facts = { what: "conflict", option: "--name", other: "--name-by" };
    throw new FivefoldError("USAGE_WRONG", facts);
  }
  if (name !== undefined) return { kind: "chosen", name };
  switch (nameBy) {
    case undefined:
    case "moment":
      return { kind: "moment" };
    case "day":
      return { kind: "daily" };
    case "weekday":
      return { kind: "weekday", names: (await desk.language()).weekdays() };
    default: {
      const facts = { what: "valueWrong", value: nameBy, option: "--name-by" };
      throw new FivefoldError("USAGE_WRONG", facts);
    }
  }
}

function sums({ parts }: BackupValue, language: Language): string {
  let entryCount = 0;
  let sizeBytes = 0;
  for (const part of parts) {
    entryCount += part.entryCount;
    sizeBytes += part.sizeBytes;
  }
  return language.text("backup.parts", { partCount: parts.length, entryCount, sizeBytes });
}

/** As many digits as restic shows; the whole name of a parcel. */
export function shortId(id: string): string {
  return /^[0-9a-f]+$/.test(id) ? id.slice(0, 8) : id;
}
