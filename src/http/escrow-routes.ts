/** A key of its own for whom the vendor names: what was answered, and the answer. */

import type { EscrowState } from "../fivefold.ts";
import type { Language } from "../language/language.ts";
import { FivefoldError } from "../model/error.ts";
import type { EscrowView } from "./contract.ts";
import type { Office, Responders } from "./office.ts";
import { lookingOn } from "./open-app.ts";
import { problemOf } from "./problem.ts";

type Names = "GET /api/escrow" | "POST /api/escrow";

export function escrowRoutes(office: Office): Responders<Names> {
  const { app, audit, signal } = office;
  return {
    "GET /api/escrow": async ({ language }) =>
      viewOf(await app.look(async (fivefold) => await fivefold.escrow()), language),
    "POST /api/escrow": async ({ body, session, language }) => {
      const isYes = body.answer === "allowed";
      const state = await app.look(async (fivefold) =>
        isYes
          ? await fivefold.allowEscrow(session.user, lookingOn(signal))
          : await fivefold.refuseEscrow(session.user, lookingOn(signal)),
      );
      app.renew();
      if (state.renewedIn.length > 0) office.changed();
      await audit.note(session.user, isYes ? "escrowAllowed" : "escrowRefused", {
        name: state.answered?.name ?? "",
      });
      return viewOf(state, language);
    },
  };
}

function viewOf(
  { standing, offer, answered, places, sealed, renewedIn }: EscrowState,
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
    isRenewed: renewedIn.length > 0,
  };
}
