/** `fivefold export`: one tenant in one file, to be taken elsewhere. */

import path from "node:path";
import { Command } from "@commander-js/extra-typings";
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
      .option("--with-credentials", frame.help("option.withCredentials")),
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
      const { record, value } = await fivefold.pack(choice, folder, wish, "export", desk.watch);
      const ending = endingOf(record, fivefold.home);
      if (desk.output.isJson) return { ...ending, more: parcelJson(value) };
      await sayParcel(value, fivefold.appName, await desk.language(), desk.output);
      return ending;
    });
  });
}
