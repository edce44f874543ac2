/** `fivefold copy`: copies a backup, or chosen items of it, to another place. */

import { Command } from "@commander-js/extra-typings";
import type { CopyValue, Ended } from "../fivefold.ts";
import { isParcelAsked, namingOf, shortId } from "./backup.ts";
import type { Frame } from "./frame.ts";
import { endingOf } from "./frame.ts";
import { handedChoice, handedOver, handedPlace } from "./hand-over.ts";
import { choiceOf, withChoice, withKey } from "./options.ts";
import { parcelJson, sayParcel, wishOf, withParcel } from "./parcel.ts";

export function copyCommand(frame: Frame) {
  const command = withChoice(
    new Command("copy")
      .description(frame.help("help.copy"))
      .argument("<snapshot>", frame.help("argument.snapshot")),
    frame,
  )
    .requiredOption("--to <place>", frame.help("option.to"))
    .option("--from <place>", frame.help("option.from"))
    .option("--from-password-file <file>", frame.help("option.fromPasswordFile"))
    .option("--as <kind>", frame.help("option.as"))
    .option("--name <name>", frame.help("option.name"))
    .option("--allow-links-out", frame.help("option.allowLinksOut"));
  return withParcel(withKey(command, frame), frame).action(async (word, options) => {
    await frame.run("copy", async (desk) => {
      const fivefold = await desk.fivefold(options);
      const fromPasswords = desk.passwords({ passwordFile: options.fromPasswordFile });
      if (isParcelAsked(options)) {
        const naming = await namingOf(options, desk);
        const { record, value } = await fivefold.copyToParcel(
          options.from ?? null,
          word,
          choiceOf(options),
          options.to,
          await wishOf(options, naming, false, fivefold, desk),
          fromPasswords,
          desk.watch,
        );
        const ending = endingOf(record, fivefold.home);
        const { from, wasThere } = value;
        if (desk.output.isJson)
          return { ...ending, more: { from, wasThere, ...parcelJson(value) } };
        const language = await desk.language();
        if (wasThere) {
          const facts = { snapshot: shortId(from), place: value.folder, copied: value.name };
          desk.output.say(language.text("copy.wasThere", facts));
        } else await sayParcel(value, fivefold.appName, language, desk.output);
        return ending;
      }
      const choice = choiceOf(options);
      const order = {
        verb: "copy",
        from: handedPlace(options.from, desk),
        word,
        choice: handedChoice(choice),
        to: handedPlace(options.to, desk) ?? options.to,
      } as const;
      // What a key beside the usual ones opens, only this command can open.
      const given =
        options.fromPasswordFile === undefined
          ? await handedOver<Ended<CopyValue>>(order, fivefold, options, desk)
          : null;
      const { record, value } =
        given ??
        (await fivefold.copy(
          options.from ?? null,
          word,
          choice,
          options.to,
          fromPasswords,
          desk.watch,
        ));
      const language = await desk.language();
      const { output } = desk;
      const { place, made, wasThere } = value;
      const isDone = record.outcome === "done";
      const key = wasThere ? "copy.wasThere" : isDone ? "copy.done" : "copy.incomplete";
      const snapshot = shortId(value.from);
      output.say(language.text(key, { snapshot, place, copied: shortId(value.snapshot.id) }));
      if (made !== null) output.say(language.text("copy.newPlace", { place }));
      const { keyLines, madeJson } = await import("./init.ts");
      if (made !== null) for (const line of keyLines(made, fivefold, language)) output.line(line);
      return {
        ...endingOf(record, fivefold.home),
        more: { place, from: value.from, wasThere, made: made === null ? null : madeJson(made) },
      };
    });
  });
}
