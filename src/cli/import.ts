/** `fivefold import`: brings in a tenant that was exported elsewhere, or one that was away. */

import { Command } from "@commander-js/extra-typings";
import { FivefoldError } from "../fivefold.ts";
import type { Frame } from "./frame.ts";
import { withKey } from "./options.ts";
import { WHOLE, comparingFor, preview, replace } from "./restore.ts";

export function importCommand(frame: Frame) {
  const command = new Command("import")
    .description(frame.help("help.import"))
    .argument("<file>", frame.help("argument.exported"))
    .option("--replace", frame.help("option.replace"))
    .option("--as <id>", frame.help("option.asTenant"))
    .option("--title <text>", frame.help("option.title"))
    .option("--parcel-password-file <file>", frame.help("option.parcelPasswordFile"))
    .option("--allow-links-out", frame.help("option.allowLinksOut"))
    .option("--preview", frame.help("option.preview"))
    .option("--at-next-start", frame.help("option.atNextStart"))
    .option("--keep-if-probe-fails", frame.help("option.keepIfProbeFails"))
    .option("--yes", frame.help("option.yes"));
  return withKey(command, frame).action(async (file, options) => {
    await frame.run("import", async (desk) => {
      const { replace: replaces = false, as = null, title = null } = options;
      if (replaces && as !== null)
        throw new FivefoldError("USAGE_WRONG", {
          what: "conflict",
          option: "--replace",
          other: "--as",
        });
      const fivefold = await desk.fivefold(options);
      desk.whenCancelled("cancelled.restore");
      const choice = { tenants: [], parts: [] };
      const arrival = { replaces, as, title };
      const isAgreed = options.yes ?? false;
      const isPreview = options.preview ?? false;
      if (isPreview && isAgreed)
        throw new FivefoldError("USAGE_WRONG", {
          what: "conflict",
          option: "--preview",
          other: "--yes",
        });
      const comparing = isPreview ? WHOLE : comparingFor(isAgreed, desk);
      await using planned = await fivefold.planRestore(
        null,
        file,
        choice,
        desk.watch,
        comparing,
        arrival,
      );
      if (isPreview) return await preview(planned, fivefold, desk);
      const [tenant = null] = planned.reader.manifest.tenants;
      const wish = {
        waits: options.atNextStart ?? false,
        acceptsProbe: options.keepIfProbeFails ?? false,
      };
      const ending = await replace(planned, choice, wish, fivefold, isAgreed, desk, tenant);
      if (as !== null && ending.outcome !== "failed") {
        const language = await desk.language();
        desk.output.say(language.text("import.inside"));
      }
      return { ...ending, more: { ...ending.more, tenant } };
    });
  });
}
