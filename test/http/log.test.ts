/**
 * What the server logs: enough to find out what happened, and no secret.
 *
 * Goal: of signing in, looking into a locked backup with its key, accounts and a mail's password nothing stands in the log
 * that opens anything; the log is its owner's alone and stays small. Method: a real server that logs all it ever would,
 * asked with secrets that are looked for afterwards; the sieve alone on what errors of others may say.
 */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { openLog, sieved } from "../../src/http/log.ts";
import { Secret } from "../../src/model/secret.ts";
import { TemporaryFolder } from "../fixtures/command.ts";
import { SmallServer } from "./small-server.ts";

test("log: sign-in, accounts, keys and a mail's password leave none of them in it", async () => {
  await using folder = new TemporaryFolder();
  const file = folder.at("log/server.log");
  const mail = "mail-pässword-77";
  await using small = await SmallServer.start(
    (app) => {
      const home = path.join(path.dirname(app), "home");
      mkdirSync(path.join(home, "keys"), { recursive: true, mode: 0o700 });
      mkdirSync(path.join(path.dirname(app), "here"));
      writeFileSync(path.join(home, "keys/mail-password"), mail, { mode: 0o600 });
      writeFileSync(
        path.join(home, "settings.yaml"),
        "version: 1\nalarms:\n  mail: { host: 127.0.0.1, port: 1, security: none, user: backup, from: a@example.org, to: [a@example.org] }\n" +
          "  webHook: http://hook:hook-word@127.0.0.1:1/services/T000/hook-path\n" +
          `places:\n  - { name: here, kind: folder, path: ${path.join(path.dirname(app), "here")} }\n  - { name: stick, kind: folder, path: /nowhere/stick }\n` +
          "jobs:\n  - name: late\n    into: { kind: vault, place: stick }\n    when: { everyMinutes: 60 }\n    since: 2020-01-01T00:00:00Z\n",
        { mode: 0o600 },
      );
    },
    { log: { level: "debug", file } },
  );
  const owner = await small.owner();
  const { cookie, csrf } = owner;
  const words = ["correct horse battery staple 9", "key-of-a-vault-1234", "wrong-secret-5678"];
  const [password = "", key = "", wrong = ""] = words;
  assert.equal((await small.visitor().signIn({ secret: wrong })).status, 401);
  await owner.run("POST /api/backups", { choice: {}, to: null, file: null });
  const { backups } = await owner.call("GET /api/backups");
  const [backup] = backups;
  const look = { place: backup?.place ?? null, backup: backup?.id ?? "", password: key };
  await owner.ask("POST", "/api/backups/look", look);
  await owner.ask("POST", "/api/recovery", { from: small.home, password: key });
  await owner.ask("POST", "/api/sheet/confirmations", { place: null, typed: key });
  await owner.ask("POST", `/api/runs/${wrong}/stop?secret=${wrong}`, {});
  const made = await owner.call("POST /api/tokens", { user: "a", role: "viewer", minutes: 5 });
  await owner.ask("POST", "/api/accounts", { name: "anna", role: "administrator", password });
  await small.visitor().signIn({ name: "anna", password });
  await small.visitor().ask("GET", "/api/home", undefined, {
    authorization: `Bearer ${small.server.key}x`,
  });
  const sheet = await owner.ask("GET", "/api/sheet");
  const text = await logWith(file, /ALARM_UNSENT/);
  const digits = /\d{6}(?:[- ]\d{6}){7}/.exec(sheet.text)?.[0] ?? "";
  assert.notEqual(digits, "", sheet.text);
  const secrets = [...words, mail, "hook-word", "hook-path", small.server.key, made.token, csrf];
  for (const secret of [...secrets, cookie.split("=")[1] ?? "no cookie", digits])
    assert.ok(!text.includes(secret), `${secret} stands in the log`);
  for (const what of ["started", "request", "run began", "run ended"])
    assert.ok(text.includes(`"msg":"${what}"`), what);
  for (const line of text.trimEnd().split("\n")) JSON.parse(line);
  assert.equal(statSync(file).mode & 0o077, 0);
});

/** The log as soon as something stands in it. */
async function logWith(file: string, wanted: RegExp): Promise<string> {
  for (let count = 0; count < 500; count++) {
    const text = readFileSync(file, "utf8");
    if (wanted.test(text)) return text;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`nothing like ${wanted} stands in ${readFileSync(file, "utf8")}`);
}

test("log: the sieve knows secrets by their names and by their looks, and leaves the rest", () => {
  const long = "Ab3".repeat(14) + "x";
  const said = {
    password: "a1",
    "x-fivefold-csrf": "a2",
    headers: { Authorization: "a3", Cookie: "a4", accept: "text/html" },
    list: [{ apiKey: "a5", secret: new Secret("a6") }, new Secret("a7")],
    error: new Error("GET https://me:a8@example.org/a9?token=a10 said: Bearer a11, password=a12"),
    sheet: "012345 012345 012345 012345 012345 012345 012345 012345",
    random: `it is ${long}.`,
  };
  const text = JSON.stringify(sieved(said));
  assert.doesNotMatch(text, /a\d/);
  assert.ok(!text.includes("012345") && !text.includes(long), text);
  assert.ok(text.includes("https://example.org/…") && text.includes("text/html"));
  const plain = {
    code: "PLACE_FULL",
    place: "/mnt/stick",
    run: "20261128-015500-1a2b3c",
    snapshot: "a".repeat(64),
    ms: 3,
    keyCount: 2,
  };
  assert.deepEqual(sieved(plain), plain);
});

test("log: the file is put aside when it is large, and never more than two are kept", async () => {
  await using folder = new TemporaryFolder();
  const file = folder.at("server.log");
  const log = openLog(file, "info", 10_000);
  for (let count = 0; count < 500; count++) log.note("info", "something happened", { count });
  log.note("debug", "not asked for");
  const sizes = [file, `${file}.1`].map((each) => statSync(each).size);
  assert.ok(
    sizes.every((size) => size < 10_200),
    String(sizes),
  );
  assert.ok(!readFileSync(file, "utf8").includes("not asked for"));
  assert.match(readFileSync(file, "utf8").trimEnd().split("\n").at(-1) ?? "", /"count":499/);
  assert.throws(() => openLog(path.join(file, "below"), "info"), { code: "LOG_UNWRITABLE" });
});
