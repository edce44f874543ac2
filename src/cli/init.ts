/** `fivefold init`: prepares a place for backups, makes its key and shows the emergency sheet. */

import { Command } from "@commander-js/extra-typings";
import type { Fivefold, Made } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import type { Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { withKey } from "./options.ts";

export function initCommand(frame: Frame) {
  const command = new Command("init")
    .description(frame.help("help.init"))
    .option("--to <place>", frame.help("option.to"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("init", async (desk) => {
      const fivefold = await desk.fivefold(options);
      const made = await fivefold.init(options.to ?? null, desk.watch);
      const language = await desk.language();
      const { output } = desk;
      const name = fivefold.appName;
      output.say(language.text("init.done", { name, place: made.place }));
      for (const line of keyLines(made, fivefold, language)) output.line(line);
      return { ...DONE, more: { made: madeJson(made) } };
    });
  });
}

/** What is said of a new key; a made one is shown once, on a sheet that is to be printed. */
export function keyLines(
  made: Made,
  app: Pick<Fivefold, "appId" | "appName">,
  language: Language,
): readonly string[] {
  const { origin, keptIn } = made;
  if (origin === "given")
    return keptIn === null
      ? [language.text("init.keyGiven")]
      : [language.text("init.keyRemembered", { path: keptIn })];
  return [
    "",
    ...sheetLines(made, app, language),
    "",
    language.text("init.keyMade"),
    language.text("init.print"),
    ...(keptIn === null ? [] : [language.text("init.keyKept", { path: keptIn })]),
  ];
}

/** The emergency sheet: all that somebody needs who has nothing but the place, on whatever computer. */
export function sheetLines(
  { place, folder, secret, madeAt }: Made,
  { appId, appName: name }: Pick<Fivefold, "appId" | "appName">,
  language: Language,
): readonly string[] {
  const rule = "─".repeat(64);
  const inBrackets = place === folder ? "" : ` (${language.foreign(place)})`;
  // Neither a part of the app nor the state from before a restore may come back as all of it.
  const tags = ["manual", "scheduled"].map(
    (reason) => `--tag ${quoted(`fivefold,app:${appId},scope:full,complete,reason:${reason}`)}`,
  );
  const restic = `restic -r ${quoted(folder)} restore latest ${tags.join(" ")} --target .`;
  return [
    rule,
    language.text("sheet.title", { name }),
    "",
    `${language.text("sheet.key")}:  ${language.foreign(secret.reveal())}`,
    "",
    `${language.text("sheet.place")}:  ${language.foreign(folder)}${inBrackets}`,
    `${language.text("sheet.made")}:  ${language.moment(madeAt)}`,
    "",
    `${language.text("sheet.restore")}:`,
    `  ${language.foreign(`fivefold restore latest --from ${quoted(folder)}`)}`,
    `${language.text("sheet.restic")}:`,
    `  ${language.foreign(restic)}`,
    rule,
  ];
}

/** A made key is in the JSON, because its reader is whoever has to keep it. */
export function madeJson(made: Made): Readonly<Record<string, unknown>> {
  const { place, folder, vault, origin, keptIn, secret } = made;
  return { place, folder, vault, origin, keptIn, key: origin === "made" ? secret.reveal() : null };
}

function quoted(place: string): string {
  return /^[\w./:@,-]+$/.test(place) ? place : `'${place.replaceAll("'", "'\\''")}'`;
}
