/** What stands on an emergency sheet, whether it is shown, printed or written as a PDF. */

import type { Made } from "../fivefold.ts";
import type { Secret } from "../model/secret.ts";

export interface SheetPaper {
  readonly app: string;
  readonly place: string;
  readonly folder: string;
  readonly vault: string;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly key: string;
  /** The key as it is typed; one group when it is a password of the people's own. */
  readonly groups: readonly string[];
  /** Of what is locked inside backup files; `null` when none was needed yet. */
  readonly parcelKey: string | null;
  readonly commands: readonly SheetCommand[];
}

/** What a technician types who has neither us nor this computer. */
export interface SheetCommand {
  readonly what: "list" | "restore" | "unpack";
  readonly command: string;
}

export function paperOf(
  { place, folder, vault, madeAt, secret }: Made,
  ofParcels: Secret | null,
  { appId, appName: app }: { readonly appId: string; readonly appName: string },
): SheetPaper {
  const key = secret.reveal();
  const parcelKey = ofParcels?.reveal() ?? null;
  const commands = commandsFor(folder, appId);
  return { app, place, folder, vault, madeAt, key, groups: groupsOf(key), parcelKey, commands };
}

function groupsOf(key: string): string[] {
  return /^\d{6}(?:-\d{6})+$/.test(key) ? key.split("-") : [key];
}

function commandsFor(folder: string, appId: string): readonly SheetCommand[] {
  const at = quoted(folder);
  // Neither a part of the app nor the state from before a restore may come back as all of it.
  const tags = ["manual", "scheduled"].map(
    (reason) => `--tag ${quoted(`fivefold,app:${appId},scope:full,complete,reason:${reason}`)}`,
  );
  return [
    { what: "list", command: `restic -r ${at} snapshots` },
    { what: "restore", command: `restic -r ${at} restore latest ${tags.join(" ")} --target .` },
    { what: "unpack", command: "7z x -pKEY FILE.zip" },
  ];
}

function quoted(word: string): string {
  return /^[\w./:@,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
