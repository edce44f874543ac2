/** The emergency sheet: what is printed, whether somebody holds it, and who else may hold a key. */

import type { EscrowState } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import { FivefoldError } from "../model/error.ts";
import type { EscrowView } from "./contract.ts";
import { qrSvg } from "./qr.ts";
import type { Office, Responders } from "./office.ts";
import { lookingOn } from "./open-app.ts";
import { problemOf } from "./problem.ts";

type Names =
  | "GET /api/sheet"
  | "POST /api/sheet/confirmations"
  | "GET /api/escrow"
  | "POST /api/escrow";

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
    "GET /api/escrow": async ({ language }) =>
      escrowView(await app.look(async (fivefold) => await fivefold.escrow()), language),
    "POST /api/escrow": async ({ body, session, language }) => {
      const isYes = body.answer === "allowed";
      const state = await app.look(async (fivefold) =>
        isYes
          ? await fivefold.allowEscrow(session.user, lookingOn(signal))
          : await fivefold.refuseEscrow(session.user, lookingOn(signal)),
      );
      app.renew();
      await audit.note(session.user, isYes ? "escrowAllowed" : "escrowRefused", {
        name: state.answered?.name ?? "",
      });
      return escrowView(state, language);
    },
  };
}

function escrowView(
  { standing, offer, answered, places, sealed }: EscrowState,
  language: Language,
): EscrowView {
  return {
    standing,
    name: (offer ?? answered)?.name ?? null,
    answeredAt: answered?.answeredAt ?? null,
    answeredBy: answered?.answeredBy ?? null,
    places: places.map(({ place, state, code }) => ({
      place,
      state,
      problem: code === null ? null : problemOf(new FivefoldError(code, { place }), language),
    })),
    sealed: sealed === null ? null : { ...sealed },
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
