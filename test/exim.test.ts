/**
 * Goal: an alarm arrives in a mailbox as Debian's mail server writes it, over an encrypted line and after signing in, and reads
 * there as it should. Method: exim on a port of its own with a certificate of its own; Python's mail library reads the mailbox.
 */

import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  watch,
  writeFileSync,
} from "node:fs";
import { createServer, connect } from "node:net";
import type { AddressInfo } from "node:net";
import path from "node:path";
import test from "node:test";
import tls from "node:tls";
import { setTimeout as pause } from "node:timers/promises";
import type { Fivefold, Trouble } from "../src/fivefold.ts";
import { alarmText } from "../src/language/alarm-text.ts";
import { openLanguage } from "../src/language/language.ts";
import { weekdaysJob } from "../src/model/job.ts";
import { LANGUAGES } from "../src/model/settings.ts";
import { TemporaryFolder } from "./fixtures/command.ts";
import { openLibrary, quietWatch } from "./fixtures/library.ts";
import { refusal } from "./fixtures/refusal.ts";
import { makeSmallApp } from "./fixtures/small-app.ts";

const DAY = 86_400_000;
const EXIM = "/usr/sbin/exim4";
const PASSWORD = "geheim mit ü und ۱۲";
/** Exim insists that root owns its configuration. */
const skip = process.getuid?.() === 0 ? false : "needs root";

/** Takes mail for anybody at test.local from whoever signs in over an encrypted line, and for nobody else. */
function configuration(
  folder: string,
  port: number,
  owner: { name: string; group: string },
): string {
  const { name, group } = owner;
  return `primary_hostname = test.local
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
exim_user = ${name}
exim_group = ${group}
never_users =
daemon_smtp_ports = ${port}
local_interfaces = 127.0.0.1
domainlist here = test.local
acl_smtp_rcpt = check_recipient
tls_advertise_hosts = *
tls_certificate = ${folder}/certificate.pem
tls_privatekey = ${folder}/key.pem
auth_advertise_hosts = \${if def:tls_in_cipher {*}{}}
begin acl
check_recipient:
  accept authenticated = *
  deny message = sign in first
begin routers
everybody:
  driver = accept
  domains = +here
  transport = mailbox
begin transports
mailbox:
  driver = appendfile
  directory = ${folder}/mailbox
  maildir_format
  create_directory
  user = ${name}
  group = ${group}
  envelope_to_add
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{backup}}{eq{$auth3}{${PASSWORD}}}}}
  server_set_id = $auth2
`;
}

class Exim implements AsyncDisposable {
  readonly port: number;
  readonly certificate: string;
  readonly #mailbox: string;
  readonly #process: ChildProcess;

  private constructor(folder: string, port: number, running: ChildProcess) {
    this.port = port;
    this.certificate = readFileSync(path.join(folder, "certificate.pem"), "utf8");
    this.#mailbox = path.join(folder, "mailbox/new");
    this.#process = running;
  }

  static async start(folder: string): Promise<Exim> {
    const port = await freePort();
    mkdirSync(path.join(folder, "mailbox/new"), { recursive: true });
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    const files = [
      "-keyout",
      path.join(folder, "key.pem"),
      "-out",
      path.join(folder, "certificate.pem"),
    ];
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        ...subject,
        ...files,
      ],
      { stdio: "pipe" },
    );
    for (const each of ["mailbox/cur", "mailbox/tmp", "spool", "log"])
      mkdirSync(path.join(folder, each), { recursive: true });
    const [uid, gid] = ["-u", "-g"].map((which) =>
      Number(execFileSync("id", [which, "nobody"], { encoding: "utf8" })),
    );
    for (const each of [
      "",
      "mailbox",
      "mailbox/new",
      "mailbox/cur",
      "mailbox/tmp",
      "spool",
      "log",
      "key.pem",
    ])
      chownSync(path.join(folder, each), uid ?? 0, gid ?? 0);
    const config = path.join(folder, "exim.conf");
    writeFileSync(config, configuration(folder, port, { name: "nobody", group: "nogroup" }));
    chmodSync(config, 0o644);
    const running = spawn(EXIM, ["-C", config, "-bdf", "-q30m"], { stdio: "ignore" });
    const exim = new Exim(folder, port, running);
    await exim.#answers();
    return exim;
  }

  /** Waits until somebody listens; a server tells nobody when it begins to. */
  async #answers(): Promise<void> {
    for (let attempt = 0; ; attempt++)
      try {
        const socket = connect(this.port, "127.0.0.1");
        await once(socket, "data");
        socket.destroy();
        return;
      } catch (thrown) {
        if (attempt === 100 || this.#process.exitCode !== null) throw thrown;
        await pause(50);
      }
  }

  /** The messages, as soon as there are so many. */
  async mails(count: number): Promise<readonly ReadMail[]> {
    const changes = watch(this.#mailbox);
    try {
      while (readdirSync(this.#mailbox).length < count) await once(changes, "change");
    } finally {
      changes.close();
    }
    return readdirSync(this.#mailbox)
      .toSorted()
      .map((name) => byPython(path.join(this.#mailbox, name)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    if (this.#process.exitCode === null) await once(this.#process, "close");
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

interface ReadMail {
  readonly subject: string;
  readonly to: string;
  readonly envelope: string;
  readonly type: string;
  readonly charset: string;
  readonly text: string;
  readonly received: string;
  readonly defects: number;
}

function byPython(file: string): ReadMail {
  const program = `
import email, email.policy, json, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(json.dumps({
  "subject": mail["subject"], "to": mail["to"], "envelope": mail["envelope-to"], "type": mail.get_content_type(),
  "charset": mail.get_content_charset(), "text": mail.get_content(), "received": mail["received"],
  "defects": len(mail.defects)}))`;
  const told = execFileSync("python3", ["-c", program, file], { encoding: "utf8" });
  return JSON.parse(told) as ReadMail;
}

const WORDS = {
  alarm: async (code: string | null, report: Parameters<typeof alarmText>[1]) =>
    alarmText(await openLanguage(LANGUAGES.find((each) => each === code) ?? "en"), report),
};

test(
  "alarms: arrive at Debian's mail server, encrypted and signed in, and read in Persian as written",
  { skip },
  async () => {
    await using folder = new TemporaryFolder();
    const post = folder.at("post");
    mkdirSync(post);
    // nobody's processes have to get to their folders
    chmodSync(folder.path, 0o755);
    await using exim = await Exim.start(post);
    const [app, home] = [folder.at("app"), folder.at("home")];
    makeSmallApp(app);
    let nowMs = Date.UTC(2030, 0, 1);
    const clock = { nowMs: () => nowMs, sleep: async () => await Promise.resolve() };
    const open = async (): Promise<Fivefold> => await openLibrary(app, home, { clock });
    await using first = await open();
    const days = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"] as const;
    await first.addJob(weekdaysJob("هر روز", new Date(nowMs).toISOString(), days));
    const settings = path.join(home, "settings.yaml");
    writeFileSync(
      settings,
      `${readFileSync(settings, "utf8")}alarms:
  language: fa
  mail: { host: 127.0.0.1, port: ${exim.port}, user: backup, from: Kontor <b@test.local>, to: [anna@test.local] }
`,
    );
    mkdirSync(path.join(home, "keys"), { recursive: true });
    const keep = (password: string): void =>
      writeFileSync(path.join(home, "keys/mail-password"), password, { mode: 0o600 });
    await using fivefold = await open();
    const look = async (): Promise<readonly Trouble[]> =>
      await fivefold.watchAlarms(WORDS, quietWatch());
    nowMs += 3 * DAY;
    keep(PASSWORD);
    const stranger = await refusal(look());
    assert.equal(stranger.code, "ALARM_UNSENT");
    assert.match(String(stranger.facts["answer"]), /certificate/i, "nobody vouches for it yet");
    const trusted = tls.getCACertificates("default");
    tls.setDefaultCACertificates([...trusted, exim.certificate]);
    try {
      keep("wrong");
      const refused = await refusal(look());
      assert.equal(refused.code, "ALARM_UNSENT");
      assert.doesNotMatch(JSON.stringify(refused.facts), /wrong|geheim/);
      keep(PASSWORD);
      await look();
      await look();
      const [began] = await exim.mails(1);
      assert.ok(began);
      assert.match(began.subject, /نسخه‌های پشتیبان/);
      assert.deepEqual(
        [began.to, began.envelope, began.type, began.charset, began.defects],
        ["anna@test.local", "anna@test.local", "text/plain", "utf-8", 0],
      );
      assert.match(began.received, /with esmtpsa/i, "encrypted, and signed in");
      assert.match(began.text, /\u2066هر روز\u2069/, "a name stays together");
      const words = { readme: () => new Uint8Array(), calendar: "gregorian" } as const;
      await fivefold.runJob("هر روز", words, quietWatch());
      await look();
      const mails = await exim.mails(2);
      assert.equal(mails.length, 2, "once when it began, once when it is over");
      assert.notEqual(mails[1]?.subject, began.subject);
    } finally {
      tls.setDefaultCACertificates(trusted);
    }
  },
);
