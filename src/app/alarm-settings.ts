/** How people are told of trouble, in settings.yaml: the schema, what is wrong with it, and how it is written. */

import { z } from "zod";
import type { AlarmSettings } from "../model/alarm.ts";
import { MAIL_SECURITIES, NO_ALARMS } from "../model/alarm.ts";
import { LANGUAGES } from "../model/settings.ts";
import type { Way } from "./document.ts";
import type { Wrong } from "./job-settings.ts";
import { isYes, readNumber, yesOrNo } from "./job-settings.ts";

const text = z.string().min(1);

export const ALARM_SCHEMA = z.strictObject({
  language: z.enum(LANGUAGES).optional(),
  mail: z
    .strictObject({
      host: text,
      port: text.optional(),
      security: z.enum(MAIL_SECURITIES).optional(),
      user: text.optional(),
      from: text,
      to: z.array(text).min(1),
    })
    .optional(),
  webHook: text.optional(),
  ping: text.optional(),
  weekly: yesOrNo.optional(),
});

type Written = z.output<typeof ALARM_SCHEMA>;

const USUAL_PORTS = { tls: 465, starttls: 587, none: 25 } as const;

export function readAlarms(written: Written | undefined, wrong: Wrong): AlarmSettings {
  if (written === undefined) return NO_ALARMS;
  const { language = null, mail, webHook = null, ping = null, weekly } = written;
  for (const key of ["webHook", "ping"] as const)
    if (written[key] !== undefined && !isAddress(written[key]))
      wrong("numberWrong", ["alarms", key], { found: written[key], expected: "https://…" });
  return {
    language,
    mail: mail === undefined ? null : readMail(mail, wrong),
    webHook,
    ping,
    weekly: weekly === undefined || isYes(weekly),
  };
}

function readMail(mail: NonNullable<Written["mail"]>, wrong: Wrong): AlarmSettings["mail"] {
  const way: Way = ["alarms", "mail"];
  const { security = "starttls", host, port, user = null, from, to } = mail;
  for (const [key, each] of [["from", from], ...to.map((one) => ["to", one] as const)] as const)
    if (!/^[^@\s]+@[^@\s]+$/.test(each) && !/<[^@\s<>]+@[^@\s<>]+>$/.test(each))
      wrong("numberWrong", [...way, key], { found: each, expected: "name@example.org" });
  return {
    host,
    port:
      port === undefined
        ? USUAL_PORTS[security]
        : readNumber(port, 65_535, [...way, "port"], wrong),
    security,
    user,
    from,
    to,
  };
}

function isAddress(found: string): boolean {
  return /^https?:$/.test(URL.parse(found)?.protocol ?? "");
}

/** What is as by default is left out; nothing when everything is. */
export function writtenAlarms(alarms: AlarmSettings): Readonly<Record<string, unknown>> {
  const { language, mail, webHook, ping, weekly } = alarms;
  const written = {
    ...(language !== null && { language }),
    ...(mail !== null && {
      mail: {
        host: mail.host,
        port: mail.port,
        security: mail.security,
        ...(mail.user !== null && { user: mail.user }),
        from: mail.from,
        to: mail.to,
      },
    }),
    ...(webHook !== null && { webHook }),
    ...(ping !== null && { ping }),
    ...(!weekly && { weekly: "no" }),
  };
  return Object.keys(written).length === 0 ? {} : { alarms: written };
}
