/**
 * Goal: beside the emergency sheet the person is asked in plain words whether the vendor may keep a key; nothing is made before
 * the yes, the file for the vendor opens with age, and a no takes the key back. Method: by clicks in a real browser, English
 * and Persian; the backups are looked at on the disk, and axe looks at each state.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import test, { after, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { writeFile } from "node:fs/promises";
import { freshPage } from "../../scripts/page.ts";
import { restic } from "../interop/restic.ts";
import { Office, ended, openBrowser, show } from "./office.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PICTURES = path.resolve(import.meta.dirname, "../../.artefacts/escrow");

let browser: Browser;
before(async () => {
  await freshPage();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

async function isSound(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const found = await page.evaluate<readonly string[]>(
    "axe.run(document).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id))",
  );
  assert.deepEqual(found, []);
}

test("escrow: asked in plain words, made after the yes, saved for the vendor, taken back by a no", async () => {
  const secret = await generateX25519Identity();
  const recipient = await identityToRecipient(secret);
  const named = `\nescrow: { name: "Müller & Söhne GmbH", recipient: ${recipient} }\n`;
  await using office = await Office.open(browser, named);
  const page = await office.page("en");
  await page.getByRole("button", { name: "Set up backups" }).click();
  assert.equal(await ended(page), "The backup is made");
  const vault = office.folder.at("home/vault");
  const keys = (): number => readdirSync(path.join(vault, "keys")).length;

  await show(page, "sheet");
  await page
    .getByRole("heading", { name: "May Müller & Söhne GmbH keep a key of its own?" })
    .waitFor();
  await page.getByText("Without it nobody can.").waitFor();
  await isSound(page);
  assert.equal(keys(), 1);
  await page.getByRole("button", { name: "No, thanks" }).click();
  await page.getByRole("heading", { name: "Müller & Söhne GmbH keeps no key" }).waitFor();
  assert.equal(keys(), 1);
  await page.getByRole("button", { name: "Allow it after all …" }).click();
  await page.getByRole("button", { name: "Yes, allow it" }).click();
  await page.getByRole("heading", { name: "Müller & Söhne GmbH keeps a key" }).waitFor();
  await page.getByText("The key is there.").waitFor();
  await isSound(page);
  assert.equal(keys(), 2);

  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save the file for Müller & Söhne GmbH" }).click();
  const arrived = await arriving;
  assert.equal(arrived.suggestedFilename(), "kontor.escrow.age");
  const file = office.folder.at("kontor.escrow.age");
  await arrived.saveAs(file);
  await writeFile(office.folder.at("key.txt"), `${secret}\n`);
  const words = ["-d", "-i", office.folder.at("key.txt"), file];
  const content = JSON.parse(execFileSync("age", words, { encoding: "utf8" })) as {
    readonly password: string;
  };
  assert.equal(restic(vault, content.password, ["check"]).status, 0);

  const persian = await office.blankPage("fa", {
    storageState: await page.context().storageState(),
  });
  await persian.goto(office.server.url);
  await persian.locator("h1").first().waitFor();
  await show(persian, "sheet");
  const title = persian.getByRole("heading", { name: "Müller & Söhne GmbH" });
  await title.waitFor();
  await isSound(persian);
  mkdirSync(PICTURES, { recursive: true });
  await persian.screenshot({ path: path.join(PICTURES, "fa.png"), fullPage: true });

  await page.getByRole("button", { name: "Take the key back …" }).click();
  await page.getByRole("dialog").getByText("can still open that copy").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Take it back" }).click();
  await page.getByRole("heading", { name: "Müller & Söhne GmbH keeps no key" }).waitFor();
  assert.equal(keys(), 1);
  assert.notEqual(restic(vault, content.password, ["list", "snapshots"]).status, 0);
  await show(page, "settings");
  await page.getByText("Key for the vendor allowed").first().waitFor();
});
