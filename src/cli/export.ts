/** `fivefold export`: one tenant in one file, to be taken elsewhere. */

import path from "node:path";
import { Command } from "@commander-js/extra-typings";
import { FivefoldError } from "../fivefold.ts";
import { awayJson } from "./away.ts";
import type { Frame } from "./frame.ts";
import { endingOf } from "./frame.ts";
import { collect } from "./options.ts";
import { parcelJson, sayParcel, wishOf, withParcel } from "./parcel.ts";

export function exportCommand(frame: Frame) {
  const command = withParcel(
    new Command("export")
      .description(frame.help("help.export"))
      .requiredOption("--tenant <id>", frame.help("option.tenant"), collect)
      .requiredOption("--to <file>", frame.help("option.toFile"))
      .option("--with-credentials", frame.help("option.withCredentials"))
      .option("--away", frame.help("option.away"))
      .option("--note <text>", frame.help("option.note")),
    frame,
  );
  return command.action(async (options) => {
    await frame.run("export", async (desk) => {
      const fivefold = await desk.fivefold(options);
      const file = path.resolve(desk.surroundings.currentFolder, options.to);
      const isIncluded = options.withCredentials === true;
      // what is given away with passwords in it is never given away open
      const form =
        isIncluded && options.hideNames !== true ? { ...options, encrypt: true } : options;
      const naming = { kind: "chosen", name: path.basename(file) } as const;
      const wish = await wishOf(form, naming, !isIncluded, fivefold, desk);
      const choice = { tenants: options.tenant, parts: [] };
      const folder = `${path.dirname(file)}${path.sep}`;
      const isAway = options.away === true;
      if (options.note !== undefined && !isAway)
        throw new FivefoldError("USAGE_WRONG", { what: "noteNeedsAway" });
      if (isAway) for (const tenant of options.tenant) await fivefold.requireHere(tenant);
      const { record, value } = await fivefold.pack(choice, folder, wish, "export", desk.watch);
      const ending = endingOf(record, fivefold.home);
      // who takes away less than there is has not taken the company away
      const away =
        isAway && record.outcome === "done"
          ? await fivefold.takeAway(value, options.note ?? null, desk.watch)
          : null;
      if (desk.output.isJson)
        return {
          ...ending,
          more: { ...parcelJson(value), away: away === null ? null : awayJson([away])[0] },
        };
      const language = await desk.language();
      await sayParcel(value, fivefold.appName, language, desk.output);
      if (away !== null) desk.output.say(language.text("away.begun", { tenantTitle: away.title }));
      else if (isAway) desk.output.say(language.text("away.notBegun"));
      return ending;
    });
  });
}
