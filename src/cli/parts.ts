/** `fivefold parts`: what the app consists of, and with `--lint` what its description lacks. */

import { Command } from "@commander-js/extra-typings";
import { awayJson, sayAway } from "./away.ts";
import type { Frame } from "./frame.ts";
import { partRows, shownPath } from "./part-rows.ts";

export function partsCommand(frame: Frame) {
  return new Command("parts")
    .description(frame.help("help.parts"))
    .option("--lint", frame.help("option.lint"))
    .action(async (options) => {
      await frame.run("parts", async (desk) => {
        const fivefold = await desk.fivefold();
        const language = await desk.language();
        desk.whenCancelled("dryRun");
        const { output, watch } = desk;
        if (options.lint) {
          const findings = await fivefold.lint(watch);
          if (findings.length === 0) output.say(language.text("parts.clean"));
          return { outcome: findings.length === 0 ? "done" : "incomplete", findings };
        }
        const app = await fivefold.app(watch);
        const { findings, notIncluded, parts, tenants, folder } = app;
        if (parts.length === 0) output.say(language.text("parts.none"));
        else {
          const { name, version } = app;
          output.say(language.text("parts.heading", { name, version, path: folder }));
          const columns = [
            { title: language.text("column.id") },
            { title: language.text("column.title"), wraps: true },
            { title: language.text("column.address"), wraps: true },
          ];
          const cells = parts.map(({ part, source }) => ({
            tenant: part.tenant,
            cells: [
              language.foreign(part.id),
              language.title(part),
              language.foreign(shownPath(source, folder)),
            ],
          }));
          output.table(columns, partRows(cells, tenants, app.tenantWord, language));
        }
        const away = await fivefold.absences();
        sayAway(away, language, output);
        return {
          outcome: findings.length === 0 ? "done" : "incomplete",
          findings,
          notIncluded,
          more: {
            app: { id: app.id, name: app.name, version: app.version },
            parts: parts.map(({ part, source }) => ({ ...part, source: source.kind })),
            tenants,
            away: awayJson(away),
          },
        };
      });
    });
}
