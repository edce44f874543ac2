/** Who is signed in, and who did what. */

import type { Responders, Office } from "./office.ts";
import { VERSION } from "../fivefold.ts";
import type { SessionView } from "./contract.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { Settings } from "../fivefold.ts";
import { suspectsOf } from "./session.ts";
import type { Person, Session } from "./session.ts";

type Names =
  | "POST /api/session"
  | "GET /api/session"
  | "DELETE /api/session"
  | "POST /api/secrets"
  | "GET /api/accounts"
  | "POST /api/accounts"
  | "DELETE /api/accounts/:name"
  | "GET /api/audit"
  | "POST /api/tokens";

export function personRoutes(office: Office): Responders<Names> {
  const { sessions, throttle, audit } = office;
  return {
    "POST /api/session": async ({ body, address, cookie }) => {
      // Nobody guesses a secret, and a used one must not keep others from their names.
      const suspects = "secret" in body ? [] : suspectsOf(body.name, address);
      throttle.pass(suspects);
      let opened: ReturnType<typeof sessions.redeem>;
      try {
        opened =
          "secret" in body
            ? sessions.redeem(body.secret)
            : sessions.open(await personOf(office, body.name, body.password));
      } catch (thrown) {
        if (asFivefoldError(thrown).code === "SIGN_IN_WRONG") {
          throttle.failed(suspects);
          await audit.note("name" in body ? body.name : "", "signInRefused", { address });
        }
        throw thrown;
      }
      throttle.passed(suspects);
      if (cookie.id !== null) sessions.close(cookie.id);
      cookie.set(opened.id, opened.session);
      await audit.note(opened.session.user, "signIn");
      return await sessionView(opened.session, office);
    },
    "GET /api/session": async ({ session }) => await sessionView(session, office),
    "DELETE /api/session": async ({ cookie, session }) => {
      if (cookie.id !== null) sessions.close(cookie.id);
      cookie.clear();
      await office.audit.note(session.user, "signOut", {});
      return {};
    },
    "GET /api/accounts": async () => ({
      accounts: (await accountsOf(office)).map(({ name, role }) => ({
        name,
        role,
        lastSeenAt: isoOrNull(sessions.lastSeenMs(name)),
      })),
    }),
    "POST /api/accounts": async ({ body, session }) => {
      const { name, role, password } = body;
      await office.app.look(
        async (fivefold) => await fivefold.addAccount({ name, role }, password),
      );
      office.app.renew();
      await audit.note(session.user, "addAccount", { name, role });
      return { name, role, lastSeenAt: null };
    },
    "DELETE /api/accounts/:name": async ({ params, session }) => {
      await office.app.look(async (fivefold) => await fivefold.removeAccount(params.name));
      office.app.renew();
      sessions.closeAll(({ user, isAccount }) => isAccount && user === params.name);
      await audit.note(session.user, "removeAccount", { name: params.name });
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
      const person = { user, role, language, tenants, isAccount: false, isHosted: true };
      const { secret, untilMs } = sessions.secretFor(person, minutes);
      await audit.note(session.user, "token", { name: user, role, minutes });
      return { token: secret, expiresAt: new Date(untilMs).toISOString() };
    },
  };
}

/** @throws SIGN_IN_WRONG */
async function personOf({ app }: Office, name: string, password: string): Promise<Person> {
  const account = await app.look(
    async (fivefold) => await fivefold.accountOf(name.trim(), password),
  );
  if (account === null) throw new FivefoldError("SIGN_IN_WRONG", { what: "password" });
  const { name: user, role } = account;
  return { user, role, language: null, tenants: [], isAccount: true, isHosted: false };
}

/**
 * Asks the person again before something is replaced, where there are accounts. A host program's user has answered to it,
 * and this computer's own user has no password here.
 *
 * @throws SIGN_IN_WRONG, SIGN_IN_LATER
 */
export async function confirmPerson(
  office: Pick<Office, "app" | "throttle">,
  session: Session,
  password: string | null,
): Promise<void> {
  if (!session.isAccount) return;
  const suspects = suspectsOf(session.user, null);
  office.throttle.pass(suspects);
  const account = await office.app.look(
    async (fivefold) => await fivefold.accountOf(session.user, password ?? ""),
  );
  if (account === null) {
    office.throttle.failed(suspects);
    throw new FivefoldError("SIGN_IN_WRONG", { what: "password" });
  }
  office.throttle.passed(suspects);
}

async function accountsOf({ app }: Office): Promise<Settings["accounts"]> {
  try {
    return await app.look(async (fivefold) => await Promise.resolve(fivefold.settings.accounts));
  } catch (thrown) {
    if (asFivefoldError(thrown).code === "INTERNAL") throw thrown;
    return [];
  }
}

async function sessionView(session: Session, office: Office): Promise<SessionView> {
  const { user, role, csrf, language, expiresMs, isAccount, isHosted } = session;
  const latest = Number.isFinite(expiresMs) ? expiresMs : LAST_MOMENT_MS;
  const expiresAt = new Date(latest).toISOString();
  const isSingleSeat = !isAccount && !isHosted && (await accountsOf(office)).length === 0;
  return { user, role, isSingleSeat, csrf, language, expiresAt, version: VERSION };
}

/** The last moment that a date can name. */
const LAST_MOMENT_MS = 8.64e15;

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
