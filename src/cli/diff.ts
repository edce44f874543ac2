/** `fivefold diff`: what became otherwise from one backup to another. */

import { Command } from "@commander-js/extra-typings";
import type { BackupChanges, Fivefold, PartChange } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import { shortId } from "./backup.ts";
import type { Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { choiceOf, withChoice, withKey } from "./options.ts";
import { sayFileChanges, sayTables } from "./preview.ts";
import type { Output } from "./print.ts";

export function diffCommand(frame: Frame) {
  const command = withChoice(
    new Command("diff")
      .description(frame.help("help.diff"))
      .argument("<before>", frame.help("argument.before"))
      .argument("<after>", frame.help("argument.after")),
    frame,
  )
    .option("--from <place>", frame.help("option.from"))
    .option("--with <place>", frame.help("option.with"))
    .option("--parcel-password-file <file>", frame.help("option.parcelPasswordFile"));
  return withKey(command, frame).action(async (before, after, options) => {
    await frame.run("diff", async (desk) => {
      const fivefold = await desk.fivefold(options);
      desk.whenCancelled("dryRun");
      const { from = null } = options;
      const changes = await fivefold.changes(
        { at: from, word: before },
        { at: options.with ?? from, word: after },
        choiceOf(options),
        desk.watch,
      );
      sayChanges(changes, fivefold, await desk.language(), desk.output);
      const { id: earlier, takenAt } = changes.before;
      const more = { before: { id: earlier, takenAt }, parts: changes.parts };
      return { ...DONE, snapshot: changes.after.id, more };
    });
  });
}

function sayChanges(
  { before, after, tenants, parts }: BackupChanges,
  { appName, tenantWord }: Fivefold,
  language: Language,
  output: Output,
): void {
  const same = parts.filter(({ verdict }) => verdict === "same");
  const others = parts.filter(({ verdict }) => verdict !== "same");
  output.say(
    language.text(others.length === 0 ? "diff.nothing" : "diff.heading", {
      snapshot: shortId(before.id),
      takenAt: before.takenAt,
      id: shortId(after.id),
      untilAt: after.takenAt,
      name: appName,
    }),
  );
  const word = { said: tenantWord[language.code]?.one ?? language.text("column.tenant") };
  const byTenant = [...Map.groupBy(others, ({ part }) => part.tenant)].toSorted(
    ([a], [b]) => Number(a !== null) - Number(b !== null),
  );
  for (const [tenant, group] of byTenant) {
    const tenantTitle = tenants.find(({ id }) => id === tenant)?.title ?? tenant ?? "";
    if (tenant !== null) output.say(language.text("parts.of", { word, tenantTitle }));
    for (const each of group) sayChange(each, language, output);
  }
  if (same.length > 0 && others.length > 0)
    output.say(language.text("diff.same", { parts: same.map(({ part }) => part.id) }));
}

const INDENT = "  ";

function sayChange(
  { part, isIn, verdict, sizeBefore, sizeAfter, files, tables }: PartChange,
  language: Language,
  output: Output,
): void {
  output.line(`${language.foreign(part.id)}${INDENT}${language.title(part)}`);
  if (isIn !== "both") {
    const sizeBytes = isIn === "after" ? sizeAfter : sizeBefore;
    output.say(INDENT + language.text(isIn === "after" ? "diff.new" : "diff.gone", { sizeBytes }));
    return;
  }
  if (files !== null) sayFileChanges(files, "diff", language, output);
  if (tables === null) return;
  const other = tables.filter(({ rowsThen, rowsNow }) => rowsThen !== rowsNow);
  if (other.length > 0)
    sayTables(other, ["column.rowsAfter", "column.rowsBefore"], language, output);
  else if (verdict === "unknown") output.say(INDENT + language.text("diff.maybe"));
}
