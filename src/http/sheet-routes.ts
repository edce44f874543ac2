/** The emergency sheet: what is printed, and whether somebody holds it. */

import { qrSvg } from "./qr.ts";
import type { Office, Responders } from "./office.ts";
import { lookingOn } from "./open-app.ts";

type Names = "GET /api/sheet" | "POST /api/sheet/confirmations";

export function sheetRoutes(office: Office): Responders<Names> {
  const { app, audit, signal } = office;
  return {
    "GET /api/sheet": async ({ query, session }) => {
      const { sheet, appId } = await app.look(async (fivefold) => ({
        sheet: await fivefold.sheet(query.place ?? null, lookingOn(signal)),
        appId: fivefold.appId,
      }));
      await audit.note(session.user, "sheet", { place: sheet.place });
      const { place, folder, vault, madeAt, secret } = sheet;
      const key = secret.reveal();
      return {
        place,
        folder,
        vault,
        madeAt,
        groups: groupsOf(key),
        key,
        qr: await qrSvg(key),
        commands: commandsFor(folder, appId),
      };
    },
    "POST /api/sheet/confirmations": async ({ body, session }) => {
      const { isRight, wrongGroup } = await app.look(
        async (fivefold) => await fivefold.confirmSheet(body.place, body.typed, lookingOn(signal)),
      );
      await audit.note(session.user, isRight ? "sheetConfirmed" : "sheetMistyped", {
        place: body.place,
      });
      if (isRight) office.changed();
      return { isRight, wrongGroup };
    },
  };
}

/** Our keys are groups of digits; a password of the people's own is one. */
function groupsOf(key: string): string[] {
  return /^\d{6}(?:-\d{6})+$/.test(key) ? key.split("-") : [key];
}

/** What a technician types who has neither us nor this computer. */
function commandsFor(
  folder: string,
  appId: string,
): { what: "list" | "restore" | "unpack"; command: string }[] {
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
