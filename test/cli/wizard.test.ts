/*
 * Goal: whoever types `fivefold` alone at a terminal backs up, brings one company back and undoes it, in their language,
 * without knowing a command. Method: a pseudo-terminal; what is asked is answered with arrow keys, and the data is looked at.
 */

import assert from "node:assert/strict";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { IntlMessageFormat } from "intl-messageformat";
import { widthOf } from "../../src/cli/table.ts";
import type { LanguageCode } from "../../src/language/choose.ts";
import { LANGUAGES } from "../../src/language/choose.ts";
import { placeholdersOf } from "../../src/language/language.ts";
import { openTerminal } from "../../src/language/terminal.ts";
import { terminalEn } from "../../src/language/terminal-en.ts";
import { BACKUP_BLOCKERS, BACKUP_KINDS, BACKUP_WARNINGS } from "../../src/wizard/backup-wizard.ts";
import { RESTORE_BLOCKERS, RESTORE_WARNINGS } from "../../src/wizard/restore-wizard.ts";
import type { Answer } from "./pseudo-terminal.ts";
import { atTerminal } from "./pseudo-terminal.ts";
import { ROOT, SmallApp } from "./small-app.ts";

const DOWN = "\u001b[B";
const ENTER = "\r";
const SPACE = " ";

test("wizard: a first backup of everything needs nothing but Enter", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const { exit, screen } = await atTerminal(
    app,
    [],
    [
      { after: /There is no backup yet[^]*What would you like to do\?[^]*Leave/, keys: ENTER },
      { after: /What goes into the backup\?[^]*Back/, keys: ENTER },
      { after: /Where to\?[^]*One file in a folder/, keys: ENTER },
      { after: /Start the backup\?[^]*Back/, keys: ENTER },
    ],
  );
  assert.equal(exit, 0, screen);
  assert.match(screen, /Backup [0-9a-f]{8} of Kontor is complete\./);
  const list = (await app.run(["list", "--json"])).result()["snapshots"];
  assert.equal((list as readonly unknown[]).length, 1);
});

test("wizard: one company comes back and the restore is undone, in German", async () => {
  await using app = await SmallApp.make();
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  using database = app.database("data/tenants/acme/tenant.db");
  database.exec("delete from invoice");
  database.close();
  let rows = -1;
  const { exit, screen } = await atTerminal(
    app,
    ["--language", "de"],
    [
      { after: /Was möchten Sie tun\?[^]*Beenden/, keys: DOWN },
      { after: /Wiederherstellen/, keys: ENTER },
      { after: /Welche Sicherung\?[^]*Zurück/, keys: ENTER },
      { after: /Ist das die richtige Sicherung\?[^]*Zurück/, keys: ENTER },
      { after: /Was soll zurückkommen\?[^]*Zurück/, keys: DOWN },
      { after: /Mandanten/, keys: ENTER },
      { after: /Welche Mandanten\?[^]*Company beta/, keys: SPACE },
      { after: /Company acme/, keys: ENTER },
      { after: /Weiter zur Bestätigung\?[^]*Zurück/, keys: ENTER },
      { after: /Das oben Genannte ersetzen\?[^]*Ja, ersetzen/, keys: DOWN },
      { after: /Ja, ersetzen/, keys: ENTER },
      { after: /Und jetzt\?[^]*rückgängig machen/, keys: DOWN },
      { after: /rückgängig/, keys: ENTER },
      { after: /Zum Stand vor der Wiederherstellung[^]*Ja, zurückkehren/, keys: DOWN },
      { after: /Ja, zurückkehren/, keys: ENTER },
    ],
    80,
    () => (rows = Math.max(rows, app.count("data/tenants/acme/tenant.db", "invoice"))),
  );
  assert.equal(exit, 0, screen);
  assert.equal(rows, 2, "it was back in between");
  assert.match(screen, /Company acme/);
  assert.match(screen, /Kontor ist wie vor der Wiederherstellung\./);
  assert.equal(app.count("data/tenants/acme/tenant.db", "invoice"), 0);
});

test("wizard: in Persian a company goes into a file, and the file comes in as another one beside it", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const folder = app.path("../out");
  await mkdir(folder);
  const out = await atTerminal(
    app,
    ["--language", "fa"],
    [
      { after: /چه کاری[^]*خروج/, keys: ENTER },
      { after: /چه چیزی در نسخهٔ پشتیبان[^]*بازگشت/, keys: DOWN + DOWN + ENTER },
      { after: /کدام شرکت‌ها[^]*Company beta/, keys: DOWN + ENTER },
      { after: /پوشهٔ فایل/, keys: `${folder}${ENTER}` },
      { after: /نام فایل/, keys: `beta${ENTER}` },
      { after: /قفل شود[^]*خودم/, keys: ENTER },
      { after: /شروع شود[^]*بازگشت/, keys: ENTER },
    ],
  );
  assert.equal(out.exit, 0, out.screen);
  assert.deepEqual(await readdir(folder), ["beta.zip"]);
  const back = await atTerminal(
    app,
    ["--language", "fa"],
    [
      { after: /چه کاری[^]*خروج/, keys: DOWN + ENTER },
      { after: /کدام نسخهٔ پشتیبان[^]*بازگشت/, keys: ENTER },
      { after: /فایل کجاست/, keys: `${folder}/beta.zip${ENTER}` },
      { after: /همان نسخهٔ پشتیبانِ درست است[^]*بازگشت/, keys: ENTER },
      { after: /از قبل اینجا هست[^]*بازگشت/, keys: DOWN + ENTER },
      { after: /شناسهٔ کوتاه/, keys: `gamma${ENTER}` },
      { after: /نام کامل/, keys: `گاما${ENTER}` },
      { after: /به تأیید برویم[^]*بازگشت/, keys: ENTER },
      { after: /جایگزین شود\?|جایگزین شود؟[^]*بله/, keys: DOWN + ENTER },
      { after: /و حالا[^]*برگشت/, keys: ENTER },
    ],
  );
  assert.equal(back.exit, 0, back.screen);
  assert.equal(app.count("data/tenants/gamma/tenant.db", "invoice"), 2);
  using login = app.database("data/login.db");
  const row = login.prepare("select name from tenant where id = 'gamma'").get();
  assert.equal(row?.["name"], "گاما");
});

test("wizard: a file that is no backup says so, and only the way back is open", async () => {
  await using app = await SmallApp.make();
  await writeFile(app.path("letter.zip"), "Dear reader");
  const { exit, screen } = await atTerminal(
    app,
    [],
    [
      { after: /What would you like to do\?[^]*Leave/, keys: DOWN + ENTER },
      { after: /No backup matches[^]*Which backup\?[^]*Back/, keys: ENTER },
      { after: /Where is the file\?/, keys: `letter.zip${ENTER}` },
      {
        after: /The present data was not touched[^]*And now\?[^]*Back/,
        keys: ENTER,
      },
      { after: /Which backup\?[^]*Back/, keys: "\u0003" },
    ],
  );
  assert.equal(exit, 130, screen);
  assert.doesNotMatch(screen, /Go on/);
  assert.match(screen, /Nothing was done\./);
});

test("wizard: a wrong password of a file is told, and the right one opens it", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const secret = "lantern gravel mustard orbit violin thicket";
  const folder = app.path("../out");
  await mkdir(folder);
  const out = await atTerminal(
    app,
    [],
    [
      { after: /What would you like to do\?[^]*Leave/, keys: ENTER },
      { after: /What goes into the backup\?[^]*Back/, keys: ENTER },
      { after: /Where to\?[^]*One file in a folder/, keys: SPACE + DOWN + SPACE + ENTER },
      { after: /Folder for the file/, keys: `${folder}${ENTER}` },
      { after: /Name of the file/, keys: `all${ENTER}` },
      { after: /Lock the file[^]*my own/, keys: DOWN + DOWN + ENTER },
      { after: /Password of the file/, keys: `${secret}${ENTER}` },
      { after: /once more/, keys: `${secret}${ENTER}` },
      { after: /Start the backup\?[^]*Back/, keys: ENTER },
    ],
  );
  assert.equal(out.exit, 0, out.screen);
  assert.ok(!out.screen.includes(secret));
  assert.deepEqual(await readdir(folder), ["all.zip"], out.screen);
  const answers: readonly Answer[] = [
    { after: /What would you like to do\?[^]*Leave/, keys: DOWN + ENTER },
    { after: /Which backup\?[^]*Back/, keys: ENTER },
    { after: /Where is the file\?/, keys: `${folder}/all.zip${ENTER}` },
    { after: /Key of the backups in all\.zip/, keys: `wrong horse${ENTER}` },
    { after: /And now\?[^]*Once more[^]*Back/, keys: ENTER },
    { after: /Key of the backups in all\.zip/, keys: `${secret}${ENTER}` },
    { after: /Kontor 12\.4[^]*Is this the right backup\?[^]*Go on/, keys: "\u0003" },
  ];
  const back = await atTerminal(app, [], answers);
  assert.equal(back.exit, 130, back.screen);
});

test("wizard: without a terminal, for a program, and without an app it is the help", async () => {
  await using app = await SmallApp.make();
  assert.match((await app.run([])).out, /Usage: fivefold/);
  await rm(app.path("fivefold.yaml"));
  const { exit, screen } = await atTerminal(app, [], []);
  assert.equal(exit, 0);
  assert.match(screen, /Usage: fivefold/);
});

test("wizard: every question fits into 80 columns, in every language", async () => {
  for (const code of LANGUAGES) {
    const words = await openTerminal(code);
    for (const key of Object.keys(terminalEn) as (keyof typeof terminalEn)[]) {
      // These are broken between words.
      if (/^(?:warning|blocker|inside|menu\.help)/.test(key)) continue;
      const text = words.text(key, { ...valuesFor(key, code) });
      assert.ok(widthOf(text) <= 76, `${code} ${key}: ${text}`);
    }
  }
});

test("wizard: in Persian every name in a sentence is isolated", async () => {
  const words = await openTerminal("fa");
  for (const key of Object.keys(terminalEn) as (keyof typeof terminalEn)[]) {
    const text = words.text(key, valuesFor(key, "fa"));
    const outside = text.replaceAll(/[\u2066\u2068][^\u2069]*\u2069/g, "");
    assert.doesNotMatch(outside.replaceAll("Enter", ""), /[A-Za-z0-9]/, `${key}: ${text}`);
  }
});

function valuesFor(key: keyof typeof terminalEn, code: LanguageCode) {
  const names = placeholdersOf(new IntlMessageFormat(terminalEn[key], code));
  const values: Record<string, string | number | { said: string }> = {};
  for (const name of names) {
    if (name.endsWith("At")) values[name] = 0;
    else if (/(?:Bytes|Count)$/.test(name)) values[name] = 1_234_567;
    else if (["word", "words", "question"].includes(name)) values[name] = { said: "شرکت" };
    else values[name] = "a";
  }
  return values;
}

test("wizard: no sentence is left over, and none is missing for a reason not to go on", async () => {
  const files = ["terminal-wizard", "terminal-seat", "terminal-backup", "terminal-restore"].map(
    (name) => join(ROOT, `src/cli/${name}.ts`),
  );
  const code = (await Promise.all(files.map(async (file) => await readFile(file, "utf8")))).join();
  const made = [
    ...[...BACKUP_BLOCKERS, ...RESTORE_BLOCKERS].map((each) => `blocker.${each}`),
    ...[...BACKUP_WARNINGS, ...RESTORE_WARNINGS].map((each) => `warning.${each}`),
    ...BACKUP_KINDS.map((each) => `what.${each}`),
    ...["backup", "restore", "undo", "leave"].map((each) => `menu.${each}`),
  ];
  const keys = Object.keys(terminalEn);
  for (const key of made) assert.ok(keys.includes(key), `${key} is missing`);
  const unused = keys.filter((key) => !made.includes(key) && !code.includes(`"${key}"`));
  assert.deepEqual(unused, []);
});
