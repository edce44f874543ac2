/** `fivefold show`: what one backup holds, or the files of chosen items in it. */

import { Command } from "@commander-js/extra-typings";
import type { Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { stateOf } from "./list.ts";
import { choiceOf, collect, withKey } from "./options.ts";
import { shortId } from "./backup.ts";
import { partRows } from "./part-rows.ts";

export function showCommand(frame: Frame) {
  const command = new Command("show")
    .description(frame.help("help.show"))
    .argument("<snapshot>", frame.help("argument.snapshot"))
    .option("--part <id>", frame.help("option.partOfShow"), collect)
    .option("--path <path>", frame.help("option.pathOfShow"), collect)
    .option("--from <place>", frame.help("option.from"))
    .option("--parcel-password-file <file>", frame.help("option.parcelPasswordFile"));
  return withKey(command, frame).action(async (word, options) => {
    await frame.run("show", async (desk) => {
      const fivefold = await desk.fivefold(options);
      desk.whenCancelled("dryRun");
      if (options.part !== undefined || options.path !== undefined) {
        const { listEntries } = await import("./entries.ts");
        return await listEntries(fivefold, options.from ?? null, word, choiceOf(options), desk);
      }
      const { snapshot, manifest } = await fivefold.show(options.from ?? null, word, desk.watch);
      const language = await desk.language();
      const { output } = desk;
      output.say(
        language.text("show.heading", {
          snapshot: shortId(snapshot.id),
          name: manifest.app.name,
          version: manifest.app.version,
        }),
      );
      output.say(
        language.text("show.taken", {
          takenAt: manifest.takenAt,
          scope: { said: language.text(`scope.${manifest.scope}`) },
          reason: { said: language.text(`reason.${manifest.reason}`) },
          state: { said: stateOf(manifest, language) },
        }),
      );
      const cells = manifest.parts.map((part) => ({
        tenant: part.tenant,
        cells: [
          language.foreign(part.id),
          language.title(part),
          language.number(part.entryCount),
          language.bytes(part.sizeBytes),
          part.tables === null
            ? ""
            : language.number(part.tables.reduce((sum, { rows }) => sum + rows, 0)),
        ],
      }));
      const columns = [
        { title: language.text("column.id") },
        { title: language.text("column.title"), wraps: true },
        { title: language.text("column.entries"), side: "end" },
        { title: language.text("column.size"), side: "end" },
        { title: language.text("column.rows"), side: "end" },
      ] as const;
      output.table(columns, partRows(cells, manifest.tenants, fivefold.tenantWord, language));
      const { description: _, settings: __, ...said } = manifest;
      return {
        ...DONE,
        snapshot: snapshot.id,
        notIncluded: manifest.notIncluded,
        more: { manifest: said },
      };
    });
  });
}
