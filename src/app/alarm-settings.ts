/** How people are told of trouble, in settings.yaml: the schema, what is wrong with it, and how it is written. */

import { z } from "zod";
import type { AlarmSettings } from "../model/alarm.ts";
import { LONGEST_ALARM_DAYS, MAIL_SECURITIES, NO_ALARMS } from "../model/alarm.ts";
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
      to: z
        .array(
          z.union([
            text,
            z.strictObject({ address: text, language: z.enum(LANGUAGES).optional() }),
          ]),
        )
        .min(1),
    })
    .optional(),
  webHook: text.optional(),
  ping: z
    .union([text, z.array(z.strictObject({ address: text, job: text.optional() })).min(1)])
    .optional(),
  weekly: yesOrNo.optional(),
  awayDays: text.optional(),
  uncheckedDays: text.optional(),
});

type Written = z.output<typeof ALARM_SCHEMA>;

const USUAL_PORTS = { tls: 465, starttls: 587, none: 25 } as const;

export function readAlarms(written: Written | undefined, wrong: Wrong): AlarmSettings {
  if (written === undefined) return NO_ALARMS;
  const { language = null, mail, webHook = null, ping = [], weekly } = written;
  const pings =
    typeof ping === "string"
      ? [{ address: ping, job: null }]
      : ping.map(({ address, job = null }) => ({ address, job }));
  const addresses = pings.map(({ address }): readonly [string, string] => ["ping", address]);
  if (webHook !== null) addresses.push(["webHook", webHook]);
  for (const [key, found] of addresses)
    if (!isAddress(found)) wrong("numberWrong", ["alarms", key], { found, expected: "https://…" });
  const days = (key: "awayDays" | "uncheckedDays"): number => {
    const found = written[key];
    if (found === undefined) return NO_ALARMS[key];
    return readNumber(found, LONGEST_ALARM_DAYS, ["alarms", key], wrong);
  };
  return {
    language,
    mail: mail === undefined ? null : readMail(mail, wrong),
    webHook,
    pings,
    weekly: weekly === undefined || isYes(weekly),
    awayDays: days("awayDays"),
    uncheckedDays: days("uncheckedDays"),
  };
}

function readMail(mail: NonNullable<Written["mail"]>, wrong: Wrong): AlarmSettings["mail"] {
  const way: Way = ["alarms", "mail"];
  const { security = "starttls", host, port, user = null, from } = mail;
  const to = mail.to.map((each) =>
    typeof each === "string"
      ? { address: each, language: null }
      : { address: each.address, language: each.language ?? null },
  );
  const all = [["from", from] as const, ...to.map(({ address }) => ["to", address] as const)];
  for (const [key, found] of all)
    if (!isMailAddress(found))
      wrong("numberWrong", [...way, key], { found, expected: "name@example.org" });
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

/** "a@example.org", or with a name: "Anna <a@example.org>". */
function isMailAddress(found: string): boolean {
  return /^[^@\s<>]+@[^@\s<>]+$/.test(found) || /^[^<>]*<[^@\s<>]+@[^@\s<>]+>$/.test(found);
}

function isAddress(found: string): boolean {
  return /^https?:$/.test(URL.parse(found)?.protocol ?? "");
}

/** What is as by default is left out; nothing when everything is. */
export function writtenAlarms(alarms: AlarmSettings): Readonly<Record<string, unknown>> {
  const { language, mail, webHook, pings, weekly, awayDays, uncheckedDays } = alarms;
  const [first] = pings;
  const isForAll = pings.length === 1 && first?.job === null;
  const written = {
    ...(language !== null && { language }),
    ...(mail !== null && {
      mail: {
        host: mail.host,
        port: mail.port,
        security: mail.security,
        ...(mail.user !== null && { user: mail.user }),
        from: mail.from,
        to: mail.to.map((each) => (each.language === null ? each.address : each)),
      },
    }),
    ...(webHook !== null && { webHook }),
    ...(pings.length > 0 && {
      ping: isForAll
        ? first.address
        : pings.map(({ address, job }) => (job === null ? { address } : { address, job })),
    }),
    ...(!weekly && { weekly: "no" }),
    ...(awayDays !== NO_ALARMS.awayDays && { awayDays }),
    ...(uncheckedDays !== NO_ALARMS.uncheckedDays && { uncheckedDays }),
  };
  return Object.keys(written).length === 0 ? {} : { alarms: written };
}
