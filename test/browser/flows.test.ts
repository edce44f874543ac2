/**
 * Goal: what people do with the page ends on the disk as the page says. Method: the flows of the manuals, one a language,
 * by real clicks in a real browser on a real server; what came of it is looked at without the page.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import test, { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { differences } from "../../examples/invoicing/state.ts";
import { freshPage } from "../../scripts/page.ts";
import { Office, ended, entriesOf, openBrowser, show, walkTo } from "./office.ts";

let browser: Browser;
before(async () => {
  await freshPage();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

test("en: everything is backed up, a company is damaged and brought back, and the restore is undone", async () => {
  await using office = await Office.open(browser);
  const page = await office.page("en");
  assert.doesNotMatch(page.url(), /secret/);

  await page.getByRole("button", { name: "Set up backups" }).click();
  assert.equal(await ended(page), "The backup is made");
  await page.getByRole("button", { name: "Finish" }).click();
  await page.getByRole("heading", { name: /Backed up/ }).waitFor();

  const healthy = office.state();
  const [first] = office.kontor.tenants;
  assert.ok(first);
  const files = path.join(office.tenantFolder(first.id), "files");
  rmSync(files, { recursive: true });
  mkdirSync(files);
  writeFileSync(path.join(files, "pay.txt"), "pay\n");
  const damaged = office.state();
  assert.notDeepEqual(differences(healthy, damaged), []);

  await page.getByRole("button", { name: "Restore …" }).click();
  await page.getByRole("button", { name: /newest/ }).click();
  await page.getByText("Only certain companies").click();
  await page.getByLabel(first.title).check();
  await page.getByRole("button", { name: "Show what will change" }).click();
  await page.getByRole("heading", { name: "This will change" }).waitFor();
  await page.getByText(/files come back/).waitFor();
  await page.getByText("1 file goes, it is not in the backup").waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("This is replaced:").waitFor();
  assert.deepEqual(await page.locator(".big-list li").allInnerTexts(), [first.title]);
  assert.deepEqual(differences(damaged, office.state()), []);
  await page.getByRole("button", { name: "Restore now" }).click();
  assert.equal(await ended(page), "Your data is back");
  assert.deepEqual(differences(healthy, office.state()), []);

  await page.getByRole("button", { name: "Undo the restore" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo the restore" }).click();
  await page.getByRole("heading", { name: /The restore is undone/ }).waitFor();
  assert.deepEqual(differences(damaged, office.state()), []);
});

test("fa: operation, file, items, finish: chosen items in one file that is downloaded", async () => {
  await using office = await Office.open(browser);
  const page = await office.page("fa");
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  await show(page, "backup");

  await page.getByText("بخش‌های تکی").click();
  await page.getByLabel("تنظیمات", { exact: true }).check();
  await page.getByRole("button", { name: "ادامه" }).click();
  await page.getByText("دریافت با همین مرورگر").click();
  for (const box of await page.locator(".places").first().getByRole("checkbox").all())
    await box.uncheck();
  await page.getByLabel("نام فایل").fill("تنظیمات ۱۴۰۵");
  await page.getByRole("button", { name: "پشتیبان بگیر" }).click();
  assert.equal(await ended(page), "نسخهٔ پشتیبان ساخته شد");
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: "دریافت" }).click();
  const file = office.folder.at("arrived.zip");
  const arrived = await arriving;
  await arrived.saveAs(file);
  assert.equal(arrived.suggestedFilename(), "تنظیمات ۱۴۰۵.zip");
  const names = entriesOf(file);
  assert.ok(names.some((name) => name.startsWith("settings/")));
  assert.ok(!names.some((name) => name.startsWith("tenants/")));
  await page.getByRole("button", { name: "پایان" }).click();
});

test("pt: create, progress, finish; restore from a file in a folder", async () => {
  await using office = await Office.open(browser);
  const folder = office.folder.at("pendrive");
  mkdirSync(folder);
  const page = await office.page("pt");
  await show(page, "backup");
  await page.getByRole("button", { name: "Continuar" }).click();
  for (const box of await page.locator(".places").first().getByRole("checkbox").all())
    await box.uncheck();
  await page.getByLabel("Gravar em uma pasta").check();
  await walkTo(page.getByRole("dialog"), folder);
  await page.getByRole("button", { name: "Usar esta pasta" }).click();
  await page.getByRole("button", { name: "Fazer backup agora" }).click();
  assert.equal(await ended(page), "O backup está feito");
  await page.getByRole("button", { name: "Concluir" }).click();
  const [file = ""] = filesBelow(folder).filter((name) => name.endsWith(".zip"));
  assert.ok(entriesOf(file).includes("manifest.json"));

  const healthy = office.state();
  writeFileSync(path.join(office.app, "data/settings/kontor.json"), "{}");
  await show(page, "restore");
  await page.getByRole("button", { name: "Procurar nos discos do servidor …" }).click();
  await walkTo(page.getByRole("dialog"), path.dirname(file));
  await page.getByRole("dialog").getByText(path.basename(file)).click();
  await page.getByRole("button", { name: "Mostrar o que vai mudar" }).click();
  await page.getByRole("heading", { name: "Isto vai mudar" }).waitFor();
  await page.getByRole("button", { name: "Continuar" }).click();
  await page.getByRole("button", { name: "Restaurar agora" }).click();
  assert.match(await ended(page), /^Os seus dados estão de volta/);
  // A file that is not locked holds the credentials in a locked ZIP of their own, without the time of their folder.
  const left = differences(healthy, office.state()).filter(
    (each) => !each.startsWith("data/credentials: "),
  );
  assert.deepEqual(left, []);
});

test("de: Voll-Backup, Teil-Backup, Export", async () => {
  await using office = await Office.open(browser);
  const page = await office.page("de");
  const [first, second] = office.kontor.tenants;
  assert.ok(first && second);

  await show(page, "backup");
  await page.getByRole("button", { name: "Weiter" }).click();
  await page.getByRole("button", { name: "Jetzt sichern" }).click();
  assert.equal(await ended(page), "Die Sicherung ist fertig");
  await page.getByRole("button", { name: "Fertig" }).click();

  await show(page, "backup");
  await page.getByText("Nur bestimmte Mandanten (Teil-Backup)").click();
  await page.getByLabel(first.title).check();
  await page.getByRole("button", { name: "Weiter" }).click();
  await page.getByRole("button", { name: "Jetzt sichern" }).click();
  assert.equal(await ended(page), "Die Sicherung ist fertig");
  await page.getByText(first.title).waitFor();
  await page.getByRole("button", { name: "Fertig" }).click();

  await show(page, "backup");
  await page.getByText("Zum Mitnehmen: ein Mandant (Export)").click();
  await page.getByLabel(second.title).check();
  await page.getByRole("button", { name: "Weiter" }).click();
  await page.getByLabel("Mit diesem Browser herunterladen").check();
  await page.getByText("Verschlossen, mit einem neuen Passwort").click();
  await page.getByRole("button", { name: "Jetzt sichern" }).click();
  assert.match(await ended(page), /ist fertig$/);
  const password = (await page.locator(".secret").innerText()).trim();
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Herunterladen" }).click();
  const file = office.folder.at("export.zip");
  await (await arriving).saveAs(file);
  execFileSync("7zz", ["t", `-p${password}`, file], { stdio: "pipe" });
  const tenants = new Set(
    entriesOf(file)
      .filter((name) => name.startsWith("tenants/"))
      .map((name) => name.split("/")[1]),
  );
  assert.deepEqual([...tenants], [second.id]);
});

const QUESTION = `
hooks:
  before-backup:
    - ask: { en: Is the phone synchronised?, fr: Le téléphone est-il synchronisé ? }
`;

test("fr: to an external folder, with the question about the phone", async () => {
  await using office = await Office.open(browser, QUESTION);
  const folder = office.folder.at("cle-usb");
  mkdirSync(folder);
  const page = await office.page("fr");
  await show(page, "backup");
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("button", { name: "Un autre disque ou dossier …" }).click();
  await walkTo(page.getByRole("dialog"), folder);
  await page.getByRole("button", { name: "Prendre ce dossier" }).click();
  // The first place that is chosen becomes the usual one, and is ticked.
  await page.getByLabel(/cle-usb/).waitFor();
  assert.equal(await page.getByLabel(/cle-usb/).isChecked(), true);
  await page.getByRole("button", { name: "Faire la sauvegarde" }).click();
  await page.getByText("Le téléphone est-il synchronisé ?").waitFor();
  await page.getByRole("button", { name: "C’est fait" }).click();
  assert.equal(await ended(page), "La sauvegarde est faite");
  assert.ok(readdirSync(folder).includes("config"));
  assert.equal(readdirSync(path.join(folder, "snapshots")).length, 1);
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));
}
