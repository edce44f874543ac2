/** Who is signed in, and who did what. */

import type { Responders, Office } from "./office.ts";
import { VERSION } from "../fivefold.ts";
import type { SessionView } from "./contract.ts";
import { FivefoldError } from "../model/error.ts";
import type { Session } from "./session.ts";

type Names =
  | "POST /api/session"
  | "GET /api/session"
  | "DELETE /api/session"
  | "POST /api/secrets"
  | "GET /api/audit"
  | "POST /api/tokens";

export function personRoutes(office: Office): Responders<Names> {
  const { sessions, throttle, audit } = office;
  return {
    "POST /api/session": async ({ body, address, cookie }) => {
      if (!("secret" in body)) throw new FivefoldError("SIGN_IN_WRONG", { what: "password" });
      const keys = [`from ${address}`];
      throttle.pass(keys);
      let opened: ReturnType<typeof sessions.redeem>;
      try {
        opened = sessions.redeem(body.secret);
      } catch (thrown) {
        throttle.failed(keys);
        throw thrown;
      }
      if (cookie.id !== null) sessions.close(cookie.id);
      cookie.set(opened.id, opened.session);
      await audit.note(opened.session.user, "signIn");
      return sessionView(opened.session);
    },
    "GET /api/session": ({ session }) => sessionView(session),
    "DELETE /api/session": ({ cookie }) => {
      if (cookie.id !== null) sessions.close(cookie.id);
      cookie.clear();
      return {};
    },
    "POST /api/secrets": ({ session }) => {
      // Nobody but himself signs in under the name of this computer's user.
      if (!session.isByKey) throw new FivefoldError("SESSION_NEEDED");
      return { secret: sessions.secretFor(office.own.person).secret };
    },
    "GET /api/audit": async ({ query }) => ({ lines: [...(await audit.read(query.limit))] }),
    "POST /api/tokens": async ({ body, session }) => {
      const { user, role, minutes, language, tenants } = body;
      const person = { user, role, isSingleSeat: false, language, tenants, isHosted: true };
      const { secret, untilMs } = sessions.secretFor(person, minutes);
      await audit.note(session.user, "token", { name: user, role, minutes });
      return { token: secret, expiresAt: new Date(untilMs).toISOString() };
    },
  };
}

function sessionView({
  user,
  role,
  isSingleSeat,
  csrf,
  language,
  expiresMs,
}: Session): SessionView {
  const latest = Number.isFinite(expiresMs) ? expiresMs : 8.64e15;
  const expiresAt = new Date(latest).toISOString();
  return { user, role, isSingleSeat, csrf, language, expiresAt, version: VERSION };
}
