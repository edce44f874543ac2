/**
 * Goal: an alarm arrives in a real mailbox, signed where it is posted, once. Method: a real SMTP server and a real web server in
 * this process, the small app, and a clock that the test turns.
 */

import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import test from "node:test";
import type { Fivefold, Trouble } from "../src/fivefold.ts";
import { alarmText } from "../src/language/alarm-text.ts";
import { openLanguage } from "../src/language/language.ts";
import { nightlyJob, weekdaysJob } from "../src/model/job.ts";
import { LANGUAGES } from "../src/model/settings.ts";
import { TemporaryFolder } from "./fixtures/command.ts";
import { openLibrary, quietWatch } from "./fixtures/library.ts";
import type { MailServer } from "./fixtures/mail.ts";
import { mailServer, readMail } from "./fixtures/mail.ts";
import { refusal } from "./fixtures/refusal.ts";
import { makeSmallApp } from "./fixtures/small-app.ts";

const DAY = 86_400_000;
const WEEK = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"] as const;

interface Mail {
  readonly to: readonly string[];
  readonly text: string;
}

class Mailbox implements AsyncDisposable {
  readonly mails: Mail[] = [];
  readonly #server: MailServer;

  private constructor() {
    this.#server = mailServer({
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        if (username === "backup" && password === "pässword 1") done(null, { user: username });
        else done(new Error("no"));
      },
      onData: (stream, { envelope }, done) => {
        const pieces: Buffer[] = [];
        stream.on("data", (piece: Buffer) => pieces.push(piece));
        stream.on("end", () => {
          const to = envelope.rcptTo.map(({ address }) => address);
          this.mails.push({ to, text: Buffer.concat(pieces).toString() });
          done();
        });
      },
    });
    this.#server.on("error", () => undefined);
  }

  static async open(): Promise<Mailbox> {
    const box = new Mailbox();
    const { promise, resolve } = Promise.withResolvers<void>();
    box.#server.listen(0, "127.0.0.1", resolve);
    await promise;
    return box;
  }

  get port(): number {
    return this.#server.server.address().port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(resolve);
    await promise;
  }
}

interface Post {
  readonly address: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

class Listener implements AsyncDisposable {
  readonly posts: Post[] = [];
  readonly #server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      this.posts.push({ address: request.url ?? "", headers: request.headers, body });
      response.end();
    });
  });

  static async open(): Promise<Listener> {
    const listener = new Listener();
    const { promise, resolve } = Promise.withResolvers<void>();
    listener.#server.listen(0, "127.0.0.1", resolve);
    await promise;
    return listener;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.closeAllConnections();
    this.#server.close(() => resolve());
    await promise;
  }
}

const WORDS = {
  alarm: async (code: string | null, report: Parameters<typeof alarmText>[1]) =>
    alarmText(await openLanguage(LANGUAGES.find((each) => each === code) ?? "en"), report),
};

test("alarms: a job without a good backup reaches a real mailbox and a signed hook, once, and so does its end", async () => {
  await using folder = new TemporaryFolder();
  await using box = await Mailbox.open();
  await using listener = await Listener.open();
  const [app, home] = [folder.at("app"), folder.at("home")];
  makeSmallApp(app);
  let nowMs = Date.UTC(2030, 0, 1);
  const clock = { nowMs: () => nowMs, sleep: async () => await Promise.resolve() };
  const open = async (): Promise<Fivefold> => await openLibrary(app, home, { clock });
  await using first = await open();
  await first.addJob(weekdaysJob("week", new Date(nowMs).toISOString(), WEEK));
  const settings = path.join(home, "settings.yaml");
  const { readFile } = await import("node:fs/promises");
  await writeFile(
    settings,
    `${await readFile(settings, "utf8")}alarms:
  language: fa
  mail: { host: 127.0.0.1, port: ${box.port}, security: none, user: backup, from: b@example.org, to: [a@example.org, b@example.org] }
  webHook: ${listener.url}/hook
  ping: ${listener.url}/ping
`,
  );
  await mkdir(path.join(home, "keys"), { recursive: true });
  await writeFile(path.join(home, "keys/mail-password"), "wrong", { mode: 0o600 });
  await writeFile(path.join(home, "keys/web-hook-secret"), "signed with this", { mode: 0o600 });
  await using fivefold = await open();
  const watch = async (): Promise<readonly Trouble[]> =>
    await fivefold.watchAlarms(WORDS, quietWatch());
  assert.deepEqual(await watch(), []);
  nowMs += 3 * DAY;
  const unsent = await refusal(watch());
  assert.equal(unsent.code, "ALARM_UNSENT");
  assert.doesNotMatch(JSON.stringify(unsent.facts), /wrong/);
  await writeFile(path.join(home, "keys/mail-password"), "pässword 1", { mode: 0o600 });
  const troubles = await watch();
  assert.deepEqual(troubles, [{ kind: "jobLate", job: "week", sinceMs: null }]);
  await watch();
  assert.equal(box.mails.length, 1);
  const [mail] = box.mails;
  assert.deepEqual(mail?.to, ["a@example.org", "b@example.org"]);
  const read = readMail(mail?.text ?? "");
  assert.match(read.subject, /نسخه‌های پشتیبان/);
  assert.match(read.text, /week/);
  const hook = listener.posts.find(({ address }) => address === "/hook");
  const stamp = String(hook?.headers["x-fivefold-timestamp"]);
  const hmac = createHmac("sha256", "signed with this").update(`${stamp}.${hook?.body}`);
  assert.equal(hook?.headers["x-fivefold-signature"], `sha256=${hmac.digest("hex")}`);
  const words = { readme: () => new Uint8Array(), calendar: "gregorian" } as const;
  await fivefold.runJob("week", words, quietWatch());
  assert.deepEqual(await watch(), []);
  assert.equal(box.mails.length, 2);
  nowMs += 7 * DAY;
  await fivefold.runJob("week", words, quietWatch());
  await watch();
  assert.equal(box.mails.length, 3);
  await fivefold.ping("start", "week", quietWatch());
  await fivefold.ping("success", "week", quietWatch());
  await fivefold.ping("fail", "week", quietWatch());
  assert.deepEqual(
    listener.posts.map(({ address }) => address).filter((each) => each.startsWith("/ping")),
    ["/ping/start", "/ping", "/ping/fail"],
  );
});

test("alarms: a vault, and where its backups are copied, with room for fewer than two more is told of", async () => {
  await using folder = new TemporaryFolder();
  const [app, home] = [folder.at("app"), folder.at("home")];
  makeSmallApp(app);
  await using fivefold = await openLibrary(app, home, { keyCost: { N: 2, r: 1, p: 1 } });
  await fivefold.init(null, quietWatch());
  await mkdir(folder.at("stick"));
  await fivefold.addPlace("Stick", folder.at("stick"));
  await fivefold.init("Stick", quietWatch());
  const night = nightlyJob("night", fivefold.now());
  await fivefold.addJob({ ...night, into: { kind: "vault", place: "stick" }, copies: [] });
  const words = { readme: () => new Uint8Array(), calendar: "gregorian" } as const;
  await fivefold.runJob("night", words, quietWatch());
  await writeFile(path.join(app, "settings", "new.bin"), randomBytes(300_000));
  const { memory } = await fivefold.runJob("night", words, quietWatch());
  assert.equal(memory.tookBytes.length, 1, "the first, which takes everything, is left out");
  assert.ok((memory.tookBytes[0] ?? 0) >= 300_000, String(memory.tookBytes));
  assert.deepEqual(await fivefold.watchAlarms(WORDS, quietWatch()), []);
  const file = path.join(home, "jobs", "night.json");
  await writeFile(file, JSON.stringify({ ...memory, tookBytes: [1, 1e18, 2] }));
  const [short, ...others] = await fivefold.watchAlarms(WORDS, quietWatch());
  assert.partialDeepStrictEqual(short, { kind: "spaceShort", place: "Stick", neededBytes: 2e18 });
  assert.deepEqual(others, []);
});

test("alarms: every trouble has its sentence in every language", async () => {
  const troubles: readonly Trouble[] = [
    { kind: "jobLate", job: "night", sinceMs: 0 },
    { kind: "jobLate", job: "night", sinceMs: null },
    { kind: "placeAway", place: "usb", sinceMs: 0 },
    { kind: "unchecked", job: "night", sinceMs: null },
    { kind: "spaceShort", place: "usb", freeBytes: 1e6, neededBytes: 2e6 },
    { kind: "undoEnding", untilMs: 0 },
  ];
  const news = { began: troubles, ended: troubles, isWeekly: true };
  const jobs = [
    { name: "night", wholeMs: 0 },
    { name: "new", wholeMs: null },
  ];
  for (const code of LANGUAGES) {
    const { subject, text } = alarmText(await openLanguage(code), {
      app: "Kontor",
      news,
      troubles,
      jobs,
    });
    assert.match(subject, /Kontor/);
    assert.ok(text.split("\n").length >= 2 * troubles.length + 5, code);
    assert.doesNotMatch(text, /undefined|null|NaN/, code);
  }
});
