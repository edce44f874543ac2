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
import { MAIL_KEY, WEB_HOOK_KEY, keptText } from "../app/secret-store.ts";
import { writeWhole } from "../app/whole-file.ts";
import type { AlarmNews, AlarmSettings, MailSettings, Told, Trouble } from "../model/alarm.ts";
import { NOTHING_TOLD, newsOf, troublesOf } from "../model/alarm.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Watch } from "./given.ts";
import type { Installation } from "./installation.ts";
import type { JobStatus } from "./job-book.ts";
import { jobStatuses } from "./job-book.ts";
import { placeSights } from "./standing.ts";

/** A message as people read it. */
export interface AlarmText {
  readonly subject: string;
  readonly text: string;
}

/** What is told, for whoever writes it. */
export interface AlarmReport {
  readonly app: string;
  readonly news: AlarmNews;
  /** All that is wrong now. */
  readonly troubles: readonly Trouble[];
  readonly jobs: readonly { readonly name: string; readonly wholeMs: number | null }[];
}

export interface AlarmWords {
  /** Writes a message in a language, `null`: the settings' own. */
  readonly alarm: (language: AlarmSettings["language"], report: AlarmReport) => Promise<AlarmText>;
}

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
});

const LIMIT_MS = 30_000;

/** Looks what is wrong, tells what is new, and gives all troubles. @throws ALARM_UNSENT, after everything was tried */
export async function watchAlarms(
  installation: Installation,
  words: AlarmWords,
  watch: Watch,
): Promise<readonly Trouble[]> {
  const jobs = await jobStatuses(installation);
  const { clock, settings, appName: app } = installation;
  const nowMs = clock.nowMs();
  const memory = await recall(installation);
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
      lastBytes: sizes.get(name) ?? null,
    })),
    seenMs,
    undoUntilMs: undo === null ? null : Date.parse(undo.untilAt),
  });
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
    if (!isOnlyWeekly || alarms.weekly)
      await send(installation, alarms, await words.alarm(alarms.language, report), report, watch);
  }
  await remember(installation, { ...told, seenMs });
  return troubles;
}

/** How large the last backup of each place was, where a job knows. */
function sizesOf(jobs: readonly JobStatus[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { place, job, memory } of jobs)
    if (job.into.kind === "parcel" && memory.sizeBytes !== null) sizes.set(place, memory.sizeBytes);
  return sizes;
}

async function send(
  installation: Installation,
  alarms: AlarmSettings,
  message: AlarmText,
  report: AlarmReport,
  watch: Watch,
): Promise<void> {
  const failures: FivefoldError[] = [];
  const attempt = async (way: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      watch.signal.throwIfAborted();
      const answer = answerIn(thrown);
      failures.push(new FivefoldError("ALARM_UNSENT", { way, answer }, { cause: thrown }));
    }
  };
  const { mail, webHook } = alarms;
  if (mail !== null)
    await attempt(mail.host, async () => await sendMail(installation, mail, message));
  if (webHook !== null)
    await attempt(
      webHook,
      async () => await post(installation, webHook, { ...message, ...report }, watch),
    );
  const [first] = failures;
  if (first !== undefined) throw first;
}

/** What the other side, or the way to it, said: a mail server's own answer, or why there was none. */
function answerIn(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "";
  // what `fetch` throws itself says nothing
  const { cause } = thrown;
  return cause instanceof Error ? (systemCode(cause) ?? cause.message) : thrown.message;
}

/** Sends to all recipients at once. */
export async function sendMail(
  { home, options }: Installation,
  mail: MailSettings,
  { subject, text }: AlarmText,
): Promise<void> {
  const { createTransport } = await import("nodemailer");
  const password =
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
    ...(user !== null && { auth: { user, pass: password } }),
  });
  try {
    await transport.sendMail({ from, to: [...to], subject, text });
  } finally {
    transport.close();
  }
}

/**
 * Posts JSON. `x-fivefold-signature` is "sha256=" and the HMAC-SHA256, in hex, of the moment in `x-fivefold-timestamp`, a
 * dot and the body, so that nobody sends an old message once more.
 */
async function post(
  { home, options, clock }: Installation,
  address: string,
  body: unknown,
  watch: Watch,
): Promise<void> {
  const secret =
    options.environment["FIVEFOLD_WEB_HOOK_SECRET"] ?? (await keptText(home, WEB_HOOK_KEY));
  const text = JSON.stringify(body);
  const stamp = String(Math.floor(clock.nowMs() / 1000));
  const signature = createHmac("sha256", secret ?? "")
    .update(`${stamp}.${text}`)
    .digest("hex");
  const response = await fetch(address, {
    method: "POST",
    body: text,
    redirect: "error",
    signal: AbortSignal.any([watch.signal, AbortSignal.timeout(LIMIT_MS)]),
    headers: {
      "content-type": "application/json",
      "x-fivefold-timestamp": stamp,
      ...(secret !== null && { "x-fivefold-signature": `sha256=${signature}` }),
    },
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
}

/** Tells a monitor that a job began, succeeded or failed; a monitor that does not answer changes nothing. */
export async function ping(
  installation: Installation,
  what: "start" | "success" | "fail",
  watch: Watch,
): Promise<void> {
  const address = installation.settings.alarms.ping;
  if (address === null) return;
  const whole = what === "success" ? address : `${address.replace(/\/$/, "")}/${what}`;
  try {
    const signal = AbortSignal.any([watch.signal, AbortSignal.timeout(LIMIT_MS)]);
    await fetch(whole, { method: "POST", signal });
  } catch (thrown) {
    // The monitor alarms by itself when it hears nothing.
    if (!(thrown instanceof TypeError) && !(thrown instanceof DOMException)) throw thrown;
  }
}

type Memory = Told & { readonly seenMs: Readonly<Record<string, number>> };

function fileOf({ home }: Installation): string {
  return path.join(home.jobs, "alarms");
}

async function recall(installation: Installation): Promise<Memory> {
  try {
    return MEMORY.parse(JSON.parse(await readFile(fileOf(installation), "utf8")));
  } catch (thrown) {
    const isKnown = thrown instanceof SyntaxError || thrown instanceof z.ZodError;
    if (!isKnown && systemCode(thrown) !== "ENOENT") throw thrown;
    return { ...NOTHING_TOLD, seenMs: {} };
  }
}

async function remember(installation: Installation, memory: Memory): Promise<void> {
  const { mkdir } = await import("node:fs/promises");
  await mkdir(installation.home.jobs, { recursive: true, mode: 0o700 });
  await writeWhole(fileOf(installation), `${JSON.stringify(memory)}\n`, 0o600);
}
