/**
 * Goal: an alarm arrives in a real mailbox, encrypted and signed in, in each reader's language. Method: Debian's exim takes it and
 * delivers it into a file; Python's email module, which is nothing of ours, reads it there.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import test from "node:test";
import tls from "node:tls";
import { setTimeout } from "node:timers/promises";
import { alarmText, trialText } from "../src/language/alarm-text.ts";
import { openLanguage } from "../src/language/language.ts";
import { weekdaysJob } from "../src/model/job.ts";
import type { MailSettings } from "../src/model/alarm.ts";
import { LANGUAGES } from "../src/model/settings.ts";
import { TemporaryFolder, must } from "./fixtures/command.ts";
import { openLibrary, quietWatch } from "./fixtures/library.ts";
import { refusal } from "./fixtures/refusal.ts";
import { makeSmallApp } from "./fixtures/small-app.ts";

const DAY = 86_400_000;
const WEEK = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"] as const;
const NOBODY = { uid: 65_534, gid: 65_534, user: "nobody", group: "nogroup" } as const;

function configuration(folder: string, port: number): string {
  return `primary_hostname = test.local
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/exim.pid
exim_user = ${NOBODY.user}
exim_group = ${NOBODY.group}
never_users =
daemon_smtp_ports = ${port}
local_interfaces = 127.0.0.1
domainlist local_domains = test.local
acl_smtp_rcpt = acl_rcpt
tls_advertise_hosts = *
tls_certificate = ${folder}/cert.pem
tls_privatekey = ${folder}/key.pem
begin acl
acl_rcpt:
  deny message = encryption required
       !encrypted = *
  accept authenticated = *
  deny message = authentication required
begin routers
all:
  driver = accept
  domains = +local_domains
  transport = mailbox
begin transports
mailbox:
  driver = appendfile
  file = ${folder}/mail/\${if eq{$local_part}{reza}{reza}{anna}}
  user = ${NOBODY.user}
  group = ${NOBODY.group}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{backup}}{eq{$auth3}{pässword 1}}}}
  server_set_id = $auth2
  server_advertise_condition = \${if def:tls_in_cipher}
`;
}

/** A mail server with a certificate of its own; its mailboxes are files. */
class MailServer implements AsyncDisposable {
  readonly port: number;
  readonly mailboxes: string;
  readonly certificate: string;
  readonly #process: ReturnType<typeof spawn>;

  private constructor(folder: string, port: number, child: ReturnType<typeof spawn>) {
    this.port = port;
    this.mailboxes = path.join(folder, "mail");
    this.certificate = readFileSync(path.join(folder, "cert.pem"), "utf8");
    this.#process = child;
  }

  static async start(folder: string): Promise<MailServer> {
    for (const name of ["spool", "log", "mail"])
      mkdirSync(path.join(folder, name), { recursive: true });
    const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
    const names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
    const request = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext ${names}`;
    await must(["openssl", ...request.split(" "), "-keyout", key, "-out", cert]);
    const port = await freePort();
    const file = path.join(folder, "exim.conf");
    writeFileSync(file, configuration(folder, port));
    chmodSync(folder, 0o755);
    for (const name of ["spool", "log", "mail", "key.pem", "cert.pem"])
      chownSync(path.join(folder, name), NOBODY.uid, NOBODY.gid);
    const child = spawn("/usr/sbin/exim4", ["-bdf", "-q1m", "-C", file], { stdio: "ignore" });
    const server = new MailServer(folder, port, child);
    await server.#answers();
    return server;
  }

  async #answers(): Promise<void> {
    for (let attempts = 0; attempts < 100; attempts++) {
      const socket = net.connect(this.port, "127.0.0.1");
      const { promise, resolve } = Promise.withResolvers<boolean>();
      socket.once("data", () => resolve(true));
      socket.once("error", () => resolve(false));
      const isThere = await promise;
      socket.destroy();
      if (isThere) return;
      await setTimeout(100);
    }
    assert.fail("the mail server does not answer");
  }

  /** What is in a mailbox, once so many messages are. */
  async read(name: string, count: number): Promise<readonly Read[]> {
    const file = path.join(this.mailboxes, name);
    for (let attempts = 0; attempts < 600; attempts++) {
      const messages = existsSync(file) ? await readBox(file) : [];
      if (messages.length >= count) return messages;
      await setTimeout(100);
    }
    return assert.fail(`no message came for ${name}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#process.once("exit", () => resolve());
    this.#process.kill();
    await promise;
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  const { promise, resolve } = Promise.withResolvers<number>();
  server.listen(0, "127.0.0.1", () => resolve((server.address() as net.AddressInfo).port));
  const port = await promise;
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  await closed.promise;
  return port;
}

interface Read {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly language: string;
  readonly type: string;
  readonly charset: string;
  readonly text: string;
  readonly defects: readonly string[];
  readonly received: string;
}

/** Python reads the mailbox; what it finds wrong with a message is among the defects. */
const READER = `
import email.policy, json, mailbox, sys
box = mailbox.mbox(sys.argv[1], factory=lambda f: email.message_from_binary_file(f, policy=email.policy.default))
said = []
for m in box:
    body = m.get_body(("plain",))
    said.append(dict(subject=m["subject"], to=m["to"], language=m["content-language"], type=m.get_content_type(),
        charset=body.get_content_charset(), text=body.get_content(), received=" ".join(m.get_all("received")),
        defects=[repr(d) for d in [*m.defects, *body.defects, *m["subject"].defects]], **{"from": m["from"]}))
print(json.dumps(said))
`;

async function readBox(file: string): Promise<readonly Read[]> {
  return JSON.parse((await must(["python3", "-c", READER, file])).toString()) as readonly Read[];
}

const skip = process.getuid?.() === 0 ? false : "exim insists on root";

test(
  "mailbox: an alarm comes through TLS and a login into each reader's mailbox, in his language",
  { skip },
  async () => {
    await using folder = new TemporaryFolder();
    chmodSync(folder.path, 0o755);
    await using server = await MailServer.start(folder.at("exim"));
    const [app, home] = [folder.at("app"), folder.at("home")];
    makeSmallApp(app);
    let nowMs = Date.UTC(2030, 0, 1);
    const clock = { nowMs: () => nowMs, sleep: async () => await Promise.resolve() };
    await using fivefold = await openLibrary(app, home, { clock });
    const name = "هر هفته 2026-11-22 01-35";
    await fivefold.addJob(weekdaysJob(name, new Date(nowMs).toISOString(), WEEK));
    const mail: MailSettings = {
      host: "127.0.0.1",
      port: server.port,
      security: "starttls",
      user: "backup",
      from: "Sicherung <backup@test.local>",
      to: [
        { address: "Reza <reza@test.local>", language: "fa" },
        { address: "anna@test.local", language: "de" },
      ],
    };
    const watchNow = quietWatch();
    const trial = (password: string) => ({ way: "mail", mail, password }) as const;
    const english = await openLanguage("en");
    const stranger = await refusal(
      fivefold.tryAlarm(trial("pässword 1"), trialText(english, "Small"), watchNow),
    );
    assert.match(String(stranger.facts["answer"]), /certificate/, "nobody vouches for it yet");
    tls.setDefaultCACertificates([...tls.getCACertificates(), server.certificate]);
    const refused = await refusal(
      fivefold.tryAlarm(trial("wrong"), trialText(english, "Small"), watchNow),
    );
    assert.equal(refused.code, "ALARM_UNSENT");
    assert.match(String(refused.facts["answer"]), /^535 Incorrect authentication data/);
    const unsafe = { ...mail, security: "none", user: null } as const;
    const open = await refusal(
      fivefold.tryAlarm(
        { way: "mail", mail: unsafe, password: null },
        trialText(english, "Small"),
        watchNow,
      ),
    );
    assert.match(String(open.facts["answer"]), /encryption required/);
    const { alarms } = fivefold.settings;
    await fivefold.changeAlarms({ alarms: { ...alarms, mail }, password: "pässword 1" });
    nowMs += 3 * DAY;
    const words = {
      alarm: async (code: string | null, report: Parameters<typeof alarmText>[1]) =>
        alarmText(await openLanguage(LANGUAGES.find((each) => each === code) ?? "en"), report),
    };
    assert.equal((await fivefold.watchAlarms(words, watchNow)).length, 1);
    const [persian] = await server.read("reza", 1);
    const [german] = await server.read("anna", 1);
    assert.ok(persian !== undefined && german !== undefined);
    for (const each of [persian, german]) {
      assert.deepEqual(each.defects, []);
      assert.deepEqual([each.type, each.charset], ["text/plain", "utf-8"]);
      assert.match(each.received, /TLS1\.[23]/);
      assert.match(each.received, /esmtpsa/);
    }
    assert.deepEqual([persian.language, german.language], ["fa", "de"]);
    assert.match(persian.subject, /نسخه‌های پشتیبان/);
    assert.match(german.subject, /^Small: Die Sicherungen brauchen Aufmerksamkeit$/);
    // a name with digits and dashes stays as it is inside a sentence from right to left
    assert.ok(persian.text.includes(`\u2066${name}\u2069`), persian.text);
    assert.match(persian.subject, /\u2068Small\u2069/);
    assert.match(german.text, /Der Auftrag .* hat bisher keine gute Sicherung gemacht/);
    assert.equal(german.to, "anna@test.local");
    // told once, and once that it is over
    await fivefold.watchAlarms(words, watchNow);
    await fivefold.runJob(
      name,
      { readme: () => new Uint8Array(), calendar: "gregorian" },
      watchNow,
    );
    await fivefold.watchAlarms(words, watchNow);
    const all = await server.read("reza", 2);
    assert.equal(all.length, 2);
    assert.match(all[1]?.subject ?? "", /برطرف شد/);
  },
);
