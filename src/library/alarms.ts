/**
 * Tells people what is wrong with their backups: by e-mail, by a signed web hook, by silence towards a monitor.
 *
 * What was told is remembered in `alarms.json` in the home, and only once it was sent: what could not be sent is tried again. A
 * message carries no secret and no path of the app's data.
 */

import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { MAIL_KEY, WEB_HOOK_KEY, keepText, keptText } from "../app/secret-store.ts";
import { writeWhole } from "../app/whole-file.ts";
import type {
  AlarmReport,
  AlarmSettings,
  AlarmText,
  AlarmWords,
  MailSettings,
  Told,
  Trouble,
} from "../model/alarm.ts";
import { NOTHING_TOLD, newsOf, nextBytes, troublesOf } from "../model/alarm.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import { idKey } from "../model/part.ts";
import type { Watch } from "./given.ts";
import type { Installation } from "./installation.ts";
import type { JobStatus } from "./job-book.ts";
import { jobStatuses } from "./job-book.ts";
import { placeSights } from "./standing.ts";

const TROUBLE = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("jobLate"), job: z.string(), sinceMs: z.number().nullable() }),
  z.object({ kind: z.literal("placeAway"), place: z.string(), sinceMs: z.number() }),
  z.object({ kind: z.literal("unchecked"), job: z.string(), sinceMs: z.number().nullable() }),
  z.object({
    kind: z.literal("spaceShort"),
    place: z.string(),
    freeBytes: z.number(),
    neededBytes: z.number(),
  }),
  z.object({ kind: z.literal("undoEnding"), untilMs: z.number() }),
]);

const MEMORY = z.object({
  troubles: z.array(TROUBLE),
  summaryMs: z.number().nullable(),
  seenMs: z.record(z.string(), z.number()),
  /** A message that could not be sent. */
  unsent: z
    .object({ atMs: z.number(), way: z.string(), answer: z.string() })
    .nullable()
    .default(null),
});

const LIMIT_MS = 30_000;

/** What is wrong now; `unsent`: a message of it could not be sent. */
export interface AlarmState {
  readonly troubles: readonly Trouble[];
  readonly unsent: Memory["unsent"];
}

export async function alarmState(installation: Installation, watch: Watch): Promise<AlarmState> {
  const memory = await recall(installation);
  const { troubles } = await look(installation, memory, watch);
  return { troubles, unsent: memory.unsent };
}

async function look(
  installation: Installation,
  memory: Memory,
  watch: Watch,
): Promise<{
  readonly troubles: readonly Trouble[];
  readonly jobs: readonly JobStatus[];
  readonly seenMs: Memory["seenMs"];
}> {
  const jobs = await jobStatuses(installation);
  const { clock, settings } = installation;
  const nowMs = clock.nowMs();
  const places = await placeSights(installation);
  const seenMs = { ...memory.seenMs };
  for (const { name, kind } of places) if (kind !== "away") seenMs[name] = nowMs;
  const undo = await installation.undoable(watch);
  const sizes = sizesOf(jobs);
  const troubles = troublesOf({
    nowMs,
    jobs: jobs.map(({ job, isLate, wholeMs, memory: { check } }) => ({
      name: job.name,
      isLate,
      wholeMs,
      isVault: job.into.kind === "vault",
      isEnabled: job.isEnabled,
      checkedMs: Math.max(check.atMs ?? 0, check.share?.atMs ?? 0) || null,
      sinceMs: job.since === null ? null : Date.parse(job.since),
    })),
    places: places.map(({ name, kind, freeBytes }) => ({
      name,
      isAway: kind === "away",
      freeBytes,
      lastBytes: sizes.get(idKey(name)) ?? null,
    })),
    seenMs,
    undoUntilMs: undo === null ? null : Date.parse(undo.untilAt),
    limits: settings.alarms,
  });
  return { troubles, jobs, seenMs };
}

/** Looks what is wrong, tells what is new, and gives all troubles. @throws ALARM_UNSENT, after everything was tried */
export async function watchAlarms(
  installation: Installation,
  words: AlarmWords,
  watch: Watch,
): Promise<readonly Trouble[]> {
  const memory = await recall(installation);
  const { troubles, jobs, seenMs } = await look(installation, memory, watch);
  const { clock, settings, appName: app } = installation;
  const nowMs = clock.nowMs();
  const { news, told } = newsOf(memory, troubles, nowMs);
  const isNews = news.began.length > 0 || news.ended.length > 0 || news.isWeekly;
  const { alarms } = settings;
  if (isNews && (alarms.mail !== null || alarms.webHook !== null)) {
    const report = {
      app,
      news,
      troubles,
      jobs: jobs.map(({ job, wholeMs }) => ({ name: job.name, wholeMs })),
    };
    const isOnlyWeekly = news.began.length === 0 && news.ended.length === 0;
    if (!isOnlyWeekly || alarms.weekly) {
      const failures = await send(installation, alarms, words, report, watch);
      const [first] = failures;
      if (first !== undefined) {
        const [way, answer] = [String(first.facts["way"]), String(first.facts["answer"])];
        await remember(installation, { ...memory, seenMs, unsent: { atMs: nowMs, way, answer } });
        throw first;
      }
    }
  }
  await remember(installation, { ...told, seenMs, unsent: null });
  return troubles;
}

/** What one more backup takes in each place, copies included, where a job knows; of several jobs the most. */
function sizesOf(jobs: readonly JobStatus[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { place, job, memory } of jobs) {
    const isFile = job.into.kind === "parcel";
    const size = isFile ? memory.sizeBytes : nextBytes(memory.tookBytes);
    if (size === null) continue;
    for (const each of [place, ...job.copies].map(idKey))
      sizes.set(each, Math.max(size, sizes.get(each) ?? 0));
  }
  return sizes;
}

/** Sends to everybody in his language; gives what failed. */
async function send(
  installation: Installation,
  alarms: AlarmSettings,
  words: AlarmWords,
  report: AlarmReport,
  watch: Watch,
): Promise<readonly FivefoldError[]> {
  const failures: FivefoldError[] = [];
  const attempt = async (way: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      watch.signal.throwIfAborted();
      failures.push(unsent(way, thrown));
    }
  };
  const { mail, webHook } = alarms;
  if (mail !== null) {
    const byLanguage = Map.groupBy(mail.to, ({ language }) => language ?? alarms.language);
    for (const [language, to] of byLanguage)
      await attempt(mail.host, async () => {
        const message = await words.alarm(language, report);
        await sendMail(installation, { ...mail, to }, message, null);
      });
  }
  if (webHook !== null)
    await attempt(webHook, async () => {
      const message = await words.alarm(alarms.language, report);
      await post(installation, webHook, { ...message, ...report }, null, watch);
    });
  return failures;
}

/** What the other side answered, in its own words where it said something. */
function unsent(way: string, thrown: unknown): FivefoldError {
  const said =
    thrown instanceof Error && "response" in thrown && typeof thrown.response === "string"
      ? thrown.response
      : null;
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const reason = cause instanceof Error ? cause.message : "";
  const answer = said ?? (reason === "" ? (systemCode(thrown) ?? "") : reason);
  return new FivefoldError("ALARM_UNSENT", { way, answer }, { cause: thrown });
}

/** A message on trial, with what is typed and not saved yet. `password`, `secret`: `null` is the kept one. */
export type AlarmTrial =
  | { readonly way: "mail"; readonly mail: MailSettings; readonly password: string | null }
  | { readonly way: "webHook"; readonly address: string; readonly secret: string | null }
  | { readonly way: "ping"; readonly address: string };

/** Gives what the other side answered. @throws ALARM_UNSENT */
export async function tryAlarm(
  installation: Installation,
  trial: AlarmTrial,
  message: AlarmText,
  watch: Watch,
): Promise<string> {
  const way = trial.way === "mail" ? trial.mail.host : trial.address;
  try {
    switch (trial.way) {
      case "mail":
        return await sendMail(installation, trial.mail, message, trial.password);
      case "webHook": {
        const body = { ...message, app: installation.appName, isTrial: true };
        return await post(installation, trial.address, body, trial.secret, watch);
      }
      case "ping":
        return await call(trial.address, { method: "POST" }, watch);
      default:
        return trial satisfies never;
    }
  } catch (thrown) {
    watch.signal.throwIfAborted();
    throw unsent(way, thrown);
  }
}

/** Sends to all recipients at once, and gives what the server answered. `password`: `null` is the kept one. */
async function sendMail(
  { home, options }: Installation,
  mail: MailSettings,
  { subject, text, language }: AlarmText,
  password: string | null,
): Promise<string> {
  const { createTransport } = await import("nodemailer");
  const kept = async (): Promise<string> =>
    options.environment["FIVEFOLD_MAIL_PASSWORD"] ?? (await keptText(home, MAIL_KEY)) ?? "";
  const { host, port, security, user, from, to } = mail;
  const transport = createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    connectionTimeout: LIMIT_MS,
    greetingTimeout: LIMIT_MS,
    socketTimeout: LIMIT_MS,
    ...(user !== null && { auth: { user, pass: password ?? (await kept()) } }),
  });
  try {
    const { response } = await transport.sendMail({
      from,
      to: to.map(({ address }) => address),
      subject,
      text,
      headers: { "content-language": language },
    });
    return response;
  } finally {
    transport.close();
  }
}

/** How people are told, and which secrets are kept for it. */
export interface KeptAlarms extends AlarmSettings {
  readonly hasPassword: boolean;
  readonly hasSecret: boolean;
}

export async function keptAlarms({ settings, home }: Installation): Promise<KeptAlarms> {
  return {
    ...settings.alarms,
    hasPassword: (await keptText(home, MAIL_KEY)) !== null,
    hasSecret: (await keptText(home, WEB_HOOK_KEY)) !== null,
  };
}

/** `undefined`: a secret stays as it is; `null`: it goes. */
export interface AlarmChange {
  readonly alarms: AlarmSettings;
  readonly password?: string | null | undefined;
  readonly secret?: string | null | undefined;
}

/** @throws SETTINGS_WRONG, HOME_UNWRITABLE */
export async function changeAlarms(
  installation: Installation,
  { alarms, password, secret }: AlarmChange,
): Promise<void> {
  await installation.changeSettings((settings) => ({ ...settings, alarms }));
  if (password !== undefined) await keepText(installation.home, MAIL_KEY, password);
  if (secret !== undefined) await keepText(installation.home, WEB_HOOK_KEY, secret);
}

/**
 * Posts JSON. `x-fivefold-signature` is "sha256=" and the HMAC-SHA256, in hex, of the moment in `x-fivefold-timestamp`, a
 * dot and the body, so that nobody sends an old message once more.
 */
async function post(
  { home, options, clock }: Installation,
  address: string,
  body: unknown,
  given: string | null,
  watch: Watch,
): Promise<string> {
  const secret =
    given ??
    options.environment["FIVEFOLD_WEB_HOOK_SECRET"] ??
    (await keptText(home, WEB_HOOK_KEY));
  const text = JSON.stringify(body);
  const stamp = String(Math.floor(clock.nowMs() / 1000));
  const signature = createHmac("sha256", secret ?? "")
    .update(`${stamp}.${text}`)
    .digest("hex");
  const headers = {
    "content-type": "application/json",
    "x-fivefold-timestamp": stamp,
    ...(secret !== null && { "x-fivefold-signature": `sha256=${signature}` }),
  };
  return await call(address, { method: "POST", body: text, headers }, watch);
}

/** How much of an answer is told. */
const MOST_ANSWER = 300;

async function call(address: string, request: RequestInit, watch: Watch): Promise<string> {
  const response = await fetch(address, {
    ...request,
    redirect: "error",
    signal: AbortSignal.any([watch.signal, AbortSignal.timeout(LIMIT_MS)]),
  });
  const said = (await response.text()).replaceAll(/\s+/g, " ").trim().slice(0, MOST_ANSWER);
  const answer = `HTTP ${response.status} ${said}`.trim();
  if (!response.ok) throw new Error(answer);
  return answer;
}

/** Tells monitors that a job began, succeeded or failed; a monitor that does not answer changes nothing. */
export async function ping(
  installation: Installation,
  what: "start" | "success" | "fail",
  job: string,
  watch: Watch,
): Promise<void> {
  for (const { address, job: wanted } of installation.settings.alarms.pings) {
    if (wanted !== null && idKey(wanted) !== idKey(job)) continue;
    const whole = what === "success" ? address : `${address.replace(/\/$/, "")}/${what}`;
    try {
      const signal = AbortSignal.any([watch.signal, AbortSignal.timeout(LIMIT_MS)]);
      await fetch(whole, { method: "POST", signal });
    } catch (thrown) {
      // The monitor alarms by itself when it hears nothing.
      if (!(thrown instanceof TypeError) && !(thrown instanceof DOMException)) throw thrown;
    }
  }
}

type Memory = Told & Pick<z.output<typeof MEMORY>, "seenMs" | "unsent">;

function fileOf({ home }: Installation): string {
  return path.join(home.jobs, "alarms");
}

async function recall(installation: Installation): Promise<Memory> {
  try {
    return MEMORY.parse(JSON.parse(await readFile(fileOf(installation), "utf8")));
  } catch (thrown) {
    const isKnown = thrown instanceof SyntaxError || thrown instanceof z.ZodError;
    if (!isKnown && systemCode(thrown) !== "ENOENT") throw thrown;
    return { ...NOTHING_TOLD, seenMs: {}, unsent: null };
  }
}

async function remember(installation: Installation, memory: Memory): Promise<void> {
  const { mkdir } = await import("node:fs/promises");
  await mkdir(installation.home.jobs, { recursive: true, mode: 0o700 });
  await writeWhole(fileOf(installation), `${JSON.stringify(memory)}\n`, 0o600);
}
