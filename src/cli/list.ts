/** `fivefold list`: the backups in a place, oldest first. */

import { Command } from "@commander-js/extra-typings";
import type { Snapshot } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import { shortId } from "./backup.ts";
import type { Frame } from "./frame.ts";
import { DONE } from "./frame.ts";
import { withKey } from "./options.ts";
import { table } from "./print.ts";

export function listCommand(frame: Frame) {
  const command = new Command("list")
    .description(frame.help("help.list"))
    .option("--from <place>", frame.help("option.from"));
  return withKey(command, frame).action(async (options) => {
    await frame.run("list", async (desk) => {
      const fivefold = await desk.fivefold(options);
      desk.whenCancelled("dryRun");
      const from = options.from ?? null;
      const all = await fivefold.list(from, desk.watch);
      const snapshots = all.filter((snapshot) => snapshot.appId === fivefold.appId);
      const language = await desk.language();
      const { output } = desk;
      if (snapshots.length === 0)
        output.line(language.text("list.none", { place: fivefold.placeName(from) }));
      else for (const line of snapshotTable(snapshots, language)) output.line(line);
      return { ...DONE, more: { snapshots } };
    });
  });
}

export function snapshotTable(
  snapshots: readonly Snapshot[],
  language: Language,
): readonly string[] {
  // Several in one minute are told apart by their seconds.
  const minutes = snapshots.map(({ takenAt }) => language.moment(takenAt));
  const isTight = new Set(minutes).size < minutes.length;
  return table(
    [
      { title: language.text("column.id") },
      { title: language.text("column.takenAt") },
      { title: language.text("column.scope") },
      { title: language.text("column.reason") },
      { title: language.text("column.state") },
      { title: language.text("column.size"), side: "end" },
    ],
    snapshots.map((snapshot) => [
      language.foreign(shortId(snapshot.id)),
      language.moment(snapshot.takenAt, isTight),
      language.text(`scope.${snapshot.scope}`),
      language.text(`reason.${snapshot.reason}`),
      stateOf(snapshot, language),
      snapshot.sizeBytes === null ? "" : language.bytes(snapshot.sizeBytes),
    ]),
  );
}

export function stateOf(
  { isComplete }: { readonly isComplete: boolean },
  language: Language,
): string {
  return language.text(isComplete ? "state.complete" : "state.incomplete");
}
