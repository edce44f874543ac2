/** `fivefold parts`: what the app consists of, and with `--lint` what its description lacks. */

import { Command } from "@commander-js/extra-typings";
import type { Frame } from "./frame.ts";
import { table } from "./print.ts";

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
          if (findings.length === 0) output.line(language.text("parts.clean"));
          return { outcome: findings.length === 0 ? "done" : "incomplete", findings };
        }
        const app = await fivefold.app(watch);
        const titles = new Map(app.tenants.map(({ id, title }) => [id, title]));
        const rows = app.parts.map(({ part, source }) => [
          language.foreign(part.id),
          language.title(part),
          language.text(`kind.${part.kind}`),
          part.tenant === null ? "" : language.foreign(titles.get(part.tenant) ?? part.tenant),
          language.foreign(source.kind === "files" ? source.root : source.path),
        ]);
        const word = app.tenantWord[language.code]?.one ?? language.text("column.tenant");
        const columns = [
          { title: language.text("column.id") },
          { title: language.text("column.title") },
          { title: language.text("column.kind") },
          { title: word },
          { title: language.text("column.address") },
        ];
        if (rows.length === 0) output.line(language.text("parts.none"));
        else for (const line of table(columns, rows)) output.line(line);
        const { findings, notIncluded, parts, tenants } = app;
        return {
          outcome: findings.length === 0 ? "done" : "incomplete",
          findings,
          notIncluded,
          more: {
            app: { id: app.id, name: app.name, version: app.version },
            parts: parts.map(({ part, source }) => ({ ...part, source: source.kind })),
            tenants,
          },
        };
      });
    });
}
