/** Who is told when backups need attention, and a message on trial. */

import type { AlarmTrial } from "../fivefold.ts";
import { trialText } from "../language/alarm-text.ts";
import { FivefoldError } from "../model/error.ts";
import type { AlarmsView } from "./contract.ts";
import type { Office, Responders } from "./office.ts";
import { lookingOn } from "./open-app.ts";

type Names = "GET /api/alarms" | "PUT /api/alarms" | "POST /api/alarms/test";

export function alarmRoutes(office: Office): Responders<Names> {
  const { app, audit, signal } = office;
  const seen = async (): Promise<AlarmsView> => {
    const { mail, pings, ...rest } = await app.look(async (fivefold) => await fivefold.alarms());
    return {
      ...rest,
      mail: mail === null ? null : { ...mail, to: mail.to.map((each) => ({ ...each })) },
      pings: pings.map((each) => ({ ...each })),
    };
  };
  return {
    "GET /api/alarms": seen,
    "PUT /api/alarms": async ({ body, session }) => {
      await app.look(async (fivefold) => await fivefold.changeAlarms(body));
      app.renew();
      office.changed();
      await audit.note(session.user, "alarms");
      return await seen();
    },
    "POST /api/alarms/test": async ({ body, session, language }) => {
      const trial: AlarmTrial = body;
      const way = trial.way === "mail" ? trial.mail.host : trial.address;
      await audit.note(session.user, "tryAlarm", { place: way });
      try {
        const answer = await app.look(
          async (fivefold) =>
            await fivefold.tryAlarm(
              trial,
              trialText(language, fivefold.appName),
              lookingOn(signal),
            ),
        );
        return { isSent: true, answer };
      } catch (thrown) {
        if (!(thrown instanceof FivefoldError) || thrown.code !== "ALARM_UNSENT") throw thrown;
        // That it was refused is what was asked for.
        return { isSent: false, answer: String(thrown.facts["answer"]) };
      }
    },
  };
}
