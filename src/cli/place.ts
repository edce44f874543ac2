/** `fivefold place add|list|remove`: the places where backups are kept, in the settings. */

import { Command } from "@commander-js/extra-typings";
import { FivefoldError } from "../model/error.ts";
import { unsafeName } from "../model/part.ts";
import type { Frame } from "./frame.ts";
import { DONE } from "./frame.ts";

export function placeCommand(frame: Frame) {
  return new Command("place")
    .description(frame.help("help.place"))
    .addCommand(addCommand(frame))
    .addCommand(listCommand(frame))
    .addCommand(removeCommand(frame));
}

function addCommand(frame: Frame) {
  return new Command("add")
    .description(frame.help("help.placeAdd"))
    .argument("<name>", frame.help("argument.name"))
    .argument("<folder>", frame.help("argument.folder"))
    .action(async (name, folder) => {
      await frame.run("place add", async (desk) => {
        if (unsafeName(name) !== null)
          throw new FivefoldError("USAGE_WRONG", { what: "placeName", value: name });
        const fivefold = await desk.fivefold();
        const { places } = fivefold.places();
        if (places.some((place) => place.name.toLowerCase() === name.toLowerCase()))
          throw new FivefoldError("USAGE_WRONG", { what: "placeTaken", value: name });
        const { config } = await fivefold.addPlace(name, folder);
        const language = await desk.language();
        desk.output.say(language.text("place.added", { name, place: config.path }));
        if (places.length === 0) {
          desk.output.say(language.text("place.nowDefault"));
          const earlier = await fivefold.earlierBackups();
          if (earlier !== null) desk.output.say(language.text("place.earlier", { place: earlier }));
        }
        return { ...DONE, more: { name, config } };
      });
    });
}

function listCommand(frame: Frame) {
  return new Command("list").description(frame.help("help.placeList")).action(async () => {
    await frame.run("place list", async (desk) => {
      const fivefold = await desk.fivefold();
      const { places, ownVault } = fivefold.places();
      const language = await desk.language();
      const { output } = desk;
      const columns = [
        { title: language.text("column.name") },
        { title: language.text("column.address"), wraps: true },
        { title: language.text("column.state") },
      ];
      const rows = places.map(({ name, config }, at) => [
        language.foreign(name),
        language.foreign(config.path),
        at === 0 ? language.text("state.default") : "",
      ]);
      if (places.length === 0) output.say(language.text("place.none", { place: ownVault }));
      else output.table(columns, rows);
      const earlier = await fivefold.earlierBackups();
      if (earlier !== null) output.say(language.text("place.earlier", { place: earlier }));
      return { ...DONE, more: { places, ownVault, earlier } };
    });
  });
}

function removeCommand(frame: Frame) {
  return new Command("remove")
    .description(frame.help("help.placeRemove"))
    .argument("<name>", frame.help("argument.name"))
    .option("--yes", frame.help("option.yes"))
    .action(async (name, { yes = false }) => {
      await frame.run("place remove", async (desk) => {
        const fivefold = await desk.fivefold();
        const resting = (await fivefold.removePlace(name, yes)).map((job) => job.name);
        const language = await desk.language();
        desk.output.say(language.text("place.removed", { name }));
        if (resting.length > 0) desk.output.say(language.text("place.resting", { jobs: resting }));
        return { ...DONE, more: { name, resting } };
      });
    });
}
