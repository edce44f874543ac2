/**
 * Goal: the flows of the manuals to their ends, in the words of each language. Method: in the long tests, by real clicks in
 * a real browser on a real server; what came of it is looked at on the disk, without the page. Pictures of the Persian and
 * the French flow are kept.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import test, { after, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import { differences } from "../../examples/invoicing/state.ts";
import { freshPage } from "../../scripts/page.ts";
import { Office, ended, entriesOf, openBrowser, show, walkTo } from "./office.ts";

const PICTURES = path.resolve(import.meta.dirname, "../../.artefacts/flows");

let browser: Browser;

/** Keeps a picture of each step that it is called at, numbered. */
function pictures(page: Page, language: string): () => Promise<void> {
  const folder = path.join(PICTURES, language);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let count = 0;
  return async () => {
    count++;
    const name = `${String(count).padStart(2, "0")}.png`;
    await page.screenshot({ path: path.join(folder, name), fullPage: true });
  };
}

async function uncheckPlaces(page: Page): Promise<void> {
  for (const box of await page.locator(".places").first().getByRole("checkbox").all())
    await box.uncheck();
}

const isLong = process.env["FIVEFOLD_TEST_LONG"] === "1";
if (isLong) {
  before(async () => {
    await freshPage();
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
  });

  test("fa: chosen items go into a locked file and come back from it, and nothing else does", async () => {
    await using office = await Office.open(browser);
    const page = await office.page("fa");
    office.forgive(/status of 4(?:01|22)/);
    const keep = pictures(page, "fa");
    await keep();
    // Operation: back up. Items, file, finish.
    await show(page, "backup");
    await page.getByText("بخش‌های تکی").click();
    await page.getByLabel("تنظیمات", { exact: true }).check();
    await keep();
    await page.getByRole("button", { name: "ادامه" }).click();
    await page.getByText("دریافت با همین مرورگر").click();
    await uncheckPlaces(page);
    await page.getByLabel("نام فایل").fill("تنظیمات ۱۴۰۵");
    await page.getByText("قفل با گذرواژهٔ خودم").click();
    const lock = async (password: string): Promise<void> => {
      await page.getByLabel("گذرواژه", { exact: true }).fill(password);
      await page.getByLabel("همان گذرواژه یک بار دیگر").fill(password);
      await page.getByRole("button", { name: "پشتیبان بگیر" }).click();
    };
    // Other programs could not open a lock of Persian letters: that is said before anything begins, and nothing is lost.
    await lock("قفل محکم ۱۲۳۴۵");
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByLabel("نام فایل").inputValue(), "تنظیمات ۱۴۰۵");
    await keep();
    await lock("۴۷۳۸-vazirmatn-۲۹۱۵-Zagros");
    assert.equal(await ended(page), "نسخهٔ پشتیبان ساخته شد");
    await keep();
    const arriving = page.waitForEvent("download");
    await page.getByRole("link", { name: "دریافت" }).click();
    const file = office.folder.at("تنظیمات ۱۴۰۵.zip");
    await (await arriving).saveAs(file);
    await page.getByRole("button", { name: "پایان" }).click();
    await keep();

    const [first] = office.kontor.tenants;
    assert.ok(first);
    // Work that was done since, of which the file knows nothing.
    writeFileSync(path.join(office.tenantFolder(first.id), "files", "تازه.txt"), "کار امروز\n");
    const healthy = office.state();
    writeFileSync(path.join(office.app, "data/settings/kontor.json"), "{}");

    // Operation: restore. File, items, finish.
    await show(page, "restore");
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("heading", { name: "این فایل پشتیبان قفل است" }).waitFor();
    await page.getByLabel("گذرواژهٔ فایل").fill("نادرست");
    await page.getByRole("button", { name: "ادامه" }).click();
    await page.getByText("گذرواژه درست نیست. دوباره بنویسید.").waitFor();
    await keep();
    await page.getByLabel("گذرواژهٔ فایل").fill("4738-vazirmatn-2915-Zagros");
    await page.getByRole("button", { name: "ادامه" }).click();
    await page.getByRole("heading", { name: "چه چیزی را برمی‌گردانید؟" }).waitFor();
    await page.getByText("بخش‌های تکی").click();
    await page.getByLabel("تنظیمات", { exact: true }).check();
    await keep();
    await page.getByRole("button", { name: "نمایش تغییرها" }).click();
    await page.getByRole("heading", { name: "این‌ها تغییر می‌کند" }).waitFor();
    await keep();
    await page.getByRole("button", { name: "ادامه" }).click();
    await page.getByText("این‌ها جایگزین می‌شود:").waitFor();
    await keep();
    await page.getByRole("button", { name: "بازگردان", exact: true }).click();
    assert.equal(await ended(page), "داده‌های شما برگشت");
    await keep();
    await page.getByRole("button", { name: "پایان" }).click();
    await page.getByRole("heading", { name: /برگردید/ }).waitFor();
    await keep();
    assert.deepEqual(differences(healthy, office.state()), []);
  });

  const APP_LIFE = `
hooks:
  stop: [sh, -c, "echo stopped >> life"]
  start: [sh, -c, "echo started >> life"]
`;

  test("pt: back from the usual folder, from a folder on a stick and from a custom file, and the program starts again", async () => {
    await using office = await Office.open(browser, APP_LIFE);
    const life = path.join(office.app, "life");
    const page = await office.page("pt");
    await page.getByRole("button", { name: "Configurar backups" }).click();
    assert.equal(await ended(page), "O backup está feito");
    const stick = office.folder.at("pendrive");
    cpSync(office.folder.at("home/vault"), path.join(stick, "backups"), { recursive: true });
    await show(page, "backup");
    await page.getByRole("button", { name: "Continuar" }).click();
    await uncheckPlaces(page);
    await page.getByLabel("Gravar em uma pasta").check();
    await walkTo(page.getByRole("dialog"), stick);
    await page.getByRole("dialog").getByRole("button", { name: "Nova pasta" }).click();
    await page.getByRole("dialog").getByLabel("Nome da nova pasta").fill("Cópias de março");
    await page.getByRole("dialog").getByRole("button", { name: "Criar" }).click();
    await page.getByRole("dialog").getByText("Cópias de março").waitFor();
    await page.getByRole("button", { name: "Usar esta pasta" }).click();
    await page.getByLabel("Nome do arquivo").fill("antes da mudança");
    await page.getByRole("button", { name: "Fazer backup agora" }).click();
    assert.equal(await ended(page), "O backup está feito");
    assert.ok(
      entriesOf(path.join(stick, "Cópias de março", "antes da mudança.zip")).includes(
        "manifest.json",
      ),
    );
    const healthy = office.state();
    const settings = path.join(office.app, "data/settings/kontor.json");

    const takeBack = async (): Promise<void> => {
      await page.getByRole("button", { name: "Mostrar o que vai mudar" }).click();
      await page.getByRole("heading", { name: "Isto vai mudar" }).waitFor();
      await page.getByRole("button", { name: "Continuar" }).click();
      await page.getByRole("button", { name: "Restaurar agora" }).click();
      assert.match(await ended(page), /^Os seus dados estão de volta/);
      assert.equal(readFileSync(life, "utf8"), "stopped\nstarted\n");
      rmSync(life);
      // A file that is not locked holds the credentials in a locked ZIP of their own, without the time of their folder.
      const left = differences(healthy, office.state()).filter(
        (each) => !each.startsWith("data/credentials: "),
      );
      assert.deepEqual(left, []);
      await page.getByRole("button", { name: "Concluir" }).click();
    };

    writeFileSync(settings, "{}");
    await show(page, "restore");
    await page.locator("button.row").first().click();
    await takeBack();

    writeFileSync(settings, "[]");
    await show(page, "restore");
    await page.getByRole("button", { name: "Procurar nos discos do servidor …" }).click();
    await walkTo(page.getByRole("dialog"), path.join(stick, "backups"));
    await page.getByRole("button", { name: "Usar os backups daqui" }).click();
    await page.getByText(path.join(stick, "backups")).first().waitFor();
    await page.locator("button.row").first().click();
    await takeBack();

    writeFileSync(settings, "0");
    await show(page, "restore");
    await page.getByRole("button", { name: "Procurar nos discos do servidor …" }).click();
    await walkTo(page.getByRole("dialog"), path.join(stick, "Cópias de março"));
    await page.getByRole("dialog").getByText("antes da mudança.zip").click();
    await takeBack();
  });

  test("de: ein Operator sichert und nimmt nichts mit; ein Betrachter sieht nur; der Administrator wird noch einmal gefragt", async () => {
    await using office = await Office.open(browser);
    const owner = await office.visitor();
    await owner.addPeople();
    const [first, second] = office.kontor.tenants;
    assert.ok(first && second);
    const german = async (name: string): Promise<Page> => {
      const page = await office.blankPage("de");
      await page.goto(office.server.url);
      await page.getByLabel("Name", { exact: true }).fill(name);
      await page.getByLabel("Passwort", { exact: true }).fill(office.password);
      await page.getByRole("button", { name: "Anmelden" }).click();
      await page.locator("nav").waitFor();
      return page;
    };
    office.forgive(/status of 401/);

    const otto = await german("Otto");
    assert.equal(await otto.getByRole("button", { name: /zurückholen/ }).count(), 0);
    await otto.getByRole("button", { name: "Sicherungen einrichten" }).click();
    assert.equal(await ended(otto), "Die Sicherung ist fertig");
    await show(otto, "backup");
    assert.equal(await otto.getByLabel(/^Zum Mitnehmen/).isDisabled(), true);
    await otto.getByText("Das darf nur ein Administrator.").waitFor();
    await otto.getByText("Nur bestimmte Mandanten (Teil-Backup)").click();
    await otto.getByLabel(first.title).check();
    await otto.getByRole("button", { name: "Weiter" }).click();
    assert.equal(await otto.getByRole("button", { name: /Andere Festplatte/ }).count(), 0);
    await otto.getByRole("button", { name: "Jetzt sichern" }).click();
    assert.equal(await ended(otto), "Die Sicherung ist fertig");
    await otto.getByRole("button", { name: "Fertig" }).click();
    assert.equal(await otto.getByRole("button", { name: "Wiederherstellen …" }).count(), 0);
    await show(otto, "restore");
    await otto.getByText("Das darf nur ein Administrator.").first().waitFor();

    const bob = await german("Bob");
    await bob.getByText(first.title).first().waitFor();
    for (const name of ["Jetzt sichern", "Wiederherstellen …", "Ändern …"])
      assert.equal(await bob.getByRole("button", { name }).count(), 0, name);
    await show(bob, "settings");
    assert.equal(await bob.getByRole("heading", { name: "Personen" }).count(), 0);

    const anna = await german("Anna");
    await show(anna, "backup");
    await anna.getByText("Zum Mitnehmen: ein Mandant (Export)").click();
    await anna.getByLabel(second.title).check();
    await anna.getByRole("button", { name: "Weiter" }).click();
    await anna.getByLabel("Mit diesem Browser herunterladen").check();
    await anna.getByRole("button", { name: "Jetzt sichern" }).click();
    assert.match(await ended(anna), /ist fertig$/);
    const arriving = anna.waitForEvent("download");
    await anna.getByRole("link", { name: "Herunterladen" }).click();
    const file = office.folder.at("export.zip");
    await (await arriving).saveAs(file);
    execFileSync("7zz", ["t", file], { stdio: "pipe" });
    const tenants = entriesOf(file).flatMap((name) => /^tenants\/([^/]+)/.exec(name)?.[1] ?? []);
    assert.deepEqual([...new Set(tenants)], [second.id]);

    const healthy = office.state();
    writeFileSync(path.join(office.app, "data/settings/kontor.json"), "{}");
    await show(anna, "restore");
    await anna.locator("button.row", { hasText: "Alles" }).first().click();
    await anna.getByRole("button", { name: "Zeigen, was sich ändert" }).click();
    await anna.getByRole("heading", { name: "Das wird sich ändern" }).waitFor();
    await anna.getByRole("button", { name: "Weiter" }).click();
    await anna.getByLabel("Noch einmal Ihr Passwort").fill("geraten");
    await anna.getByRole("button", { name: "Jetzt wiederherstellen" }).click();
    await anna.getByText("Name und Passwort passen nicht zusammen.").waitFor();
    assert.notDeepEqual(differences(healthy, office.state()), []);
    await anna.getByLabel("Noch einmal Ihr Passwort").fill(office.password);
    await anna.getByRole("button", { name: "Jetzt wiederherstellen" }).click();
    assert.match(await ended(anna), /^Ihre Daten sind wieder da/);
    assert.deepEqual(differences(healthy, office.state()), []);
  });

  const QUESTION = `
hooks:
  before-backup:
    - ask: { en: Is the phone synchronised?, fr: Le téléphone est-il synchronisé ? }
`;

  test("fr: to an external folder; the question about the phone is answered once with done, once with skip", async () => {
    await using office = await Office.open(browser, QUESTION);
    const folder = office.folder.at("Clé USB d’été");
    mkdirSync(folder);
    const page = await office.page("fr");
    const keep = pictures(page, "fr");
    await keep();
    await show(page, "backup");
    await keep();
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByRole("button", { name: "Un autre disque ou dossier …" }).click();
    await page.getByRole("dialog").locator(".folder").first().waitFor();
    await keep();
    await walkTo(page.getByRole("dialog"), folder);
    await keep();
    await page.getByRole("button", { name: "Prendre ce dossier" }).click();
    await page.getByLabel(/Clé-USB-d-été/).waitFor();
    await keep();
    await page.getByRole("button", { name: "Faire la sauvegarde" }).click();
    await page.getByText("Le téléphone est-il synchronisé ?").waitFor();
    await keep();
    await page.getByRole("button", { name: "C’est fait" }).click();
    assert.equal(await ended(page), "La sauvegarde est faite");
    await keep();
    await page.getByRole("button", { name: "Terminer" }).click();
    await page
      .getByRole("heading", { name: /sauvegard/i })
      .first()
      .waitFor();
    await keep();
    await page.getByRole("button", { name: "Faire une sauvegarde" }).click();
    await page.getByText("Le téléphone est-il synchronisé ?").waitFor();
    await page.getByRole("button", { name: "Passer" }).click();
    await page.getByText("Le téléphone est-il synchronisé ?").waitFor({ state: "hidden" });
    await page.getByRole("heading", { name: /une question posée avant a été passée$/ }).waitFor();
    await keep();
    assert.equal(readdirSync(path.join(folder, "snapshots")).length, 2);
    const healthy = office.state();
    writeFileSync(path.join(office.app, "data/settings/kontor.json"), "{}");
    await show(page, "restore");
    await keep();
    await page.locator("button.row").first().click();
    await page.getByRole("button", { name: "Montrer ce qui va changer" }).click();
    await page.getByRole("heading", { name: "Voici ce qui va changer" }).waitFor();
    await keep();
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByRole("button", { name: "Restaurer maintenant" }).click();
    assert.match(await ended(page), /^Vos données sont de retour/);
    await keep();
    assert.deepEqual(differences(healthy, office.state()), []);
  });
}
