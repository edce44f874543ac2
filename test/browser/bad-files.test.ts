/**
 * Goal: whatever somebody drops on the page, it says what that is, and the present data stays untouched. Method: in the long
 * tests, real files, each wrong in its own way, dropped as from a desktop; the app is compared before and after.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import test, { after, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import { differences } from "../../examples/invoicing/state.ts";
import { freshPage } from "../../scripts/page.ts";
import { Program, TemporaryFolder } from "../fixtures/command.ts";
import { makeSmallApp } from "../fixtures/small-app.ts";
import { Office, ended, openBrowser, show } from "./office.ts";

let browser: Browser;

/** As the desktop does it: the file lies in what is dragged. */
async function drop(page: Page, file: string): Promise<void> {
  await show(page, "restore");
  const drag = await page.evaluateHandle(
    `(() => {
      const drag = new DataTransfer();
      const bytes = Uint8Array.from(atob(${JSON.stringify(readFileSync(file).toString("base64"))}), (each) => each.codePointAt(0));
      drag.items.add(new File([bytes], ${JSON.stringify(path.basename(file))}, { type: "application/zip" }));
      return drag;
    })()`,
  );
  await page.dispatchEvent(".drop", "drop", { dataTransfer: drag });
}

/** Makes one backup file with the command line. */
async function parcelOf(
  app: string,
  folder: TemporaryFolder,
  name: string,
  home = folder.at(`home of ${name}`),
): Promise<Buffer> {
  const program = new Program(app, home);
  await program.must(["backup", "--to", `${folder.at(name)}/`, "--as", "parcel"]);
  const [file = ""] = readdirSync(folder.at(name));
  return readFileSync(folder.at(name, file));
}

if (process.env["FIVEFOLD_TEST_LONG"] === "1") {
  before(async () => {
    await freshPage();
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
  });

  test("bad files: each is named as what it is, and the data stays as it is", async () => {
    await using office = await Office.open(browser);
    office.forgive(/status of 4\d\d/);
    await using folder = new TemporaryFolder();
    const write = (name: string, bytes: string | Uint8Array): string => {
      writeFileSync(folder.at(name), bytes);
      return folder.at(name);
    };
    const good = await parcelOf(office.app, folder, "good");
    makeSmallApp(folder.at("small"));
    const foreign = await parcelOf(folder.at("small"), folder, "foreign");
    mkdirSync(folder.at("holiday"));
    writeFileSync(folder.at("holiday/letter.txt"), "Dear all\n");
    execFileSync("zip", ["-q", folder.at("holiday.zip"), "letter.txt"], {
      cwd: folder.at("holiday"),
    });
    const listless = Buffer.from(good);
    listless.fill(0x55, good.length - 400, good.length - 30);
    const healthy = office.state();
    const page = await office.page("en");
    for (const [file, heading, sentence] of [
      [write("letter.zip", "Dear all,\n"), /cannot be used/, /it is no zip file at all/],
      [write("empty.zip", ""), /cannot be used/, /empty|no zip file/],
      [folder.at("holiday.zip"), /cannot be used/, /no backup made by/],
      [
        write("cut.zip", good.subarray(0, good.length / 2)),
        /cannot be used/,
        /is not whole|cut|no zip file/,
      ],
      [write("listless.zip", listless), /cannot be used/, /is damaged|packed anew/],
      [write("other app.zip", foreign), /cannot be used|belongs to another program/, /[Ss]mall/],
    ] as const) {
      const name = path.basename(file);
      await drop(page, file);
      await page.getByRole("heading", { name: heading }).waitFor();
      await page.getByText(sentence).first().waitFor();
      const said = await page.locator("main").innerText();
      // Where the server keeps what was sent is nobody's business.
      assert.doesNotMatch(said, /uploads/, name);
      assert.match(said, sentence, name);
      assert.match(said, /present data (?:is|was) (?:not touched|untouched)/, name);
      await page.getByRole("button", { name: "Choose another backup" }).click();
      assert.deepEqual(differences(healthy, office.state()), [], name);
    }
  });

  test("bad files: one that is damaged inside is looked through before anything is replaced", async () => {
    await using office = await Office.open(browser);
    office.forgive(/status of 4\d\d/);
    await using folder = new TemporaryFolder();
    const bytes = await parcelOf(office.app, folder, "good", office.folder.at("home"));
    // In the middle lies what the companies wrote; the list of names at the end is whole.
    bytes.fill(0x55, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 64);
    writeFileSync(folder.at("scratched.zip"), bytes);
    writeFileSync(path.join(office.app, "data/settings/kontor.json"), "{}");
    const present = office.state();
    const page = await office.page("en");
    await drop(page, folder.at("scratched.zip"));
    await page.getByRole("heading", { name: "What do you want back?" }).waitFor();
    await page.getByRole("button", { name: "Show what will change" }).click();
    // What is only compared is not read to its end; what is to replace something is.
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("button", { name: "Restore now" }).click();
    assert.match(await ended(page), /your present data is untouched|exactly as it was before/);
    await page
      .getByText(/damaged/)
      .first()
      .waitFor();
    assert.deepEqual(differences(present, office.state()), []);
  });

  test("bad files: one that another computer made asks for its key where something in it is sealed", async () => {
    await using office = await Office.open(browser);
    office.forgive(/status of 4\d\d/);
    await using folder = new TemporaryFolder();
    const bytes = await parcelOf(office.app, folder, "other");
    writeFileSync(folder.at("from the old computer.zip"), bytes);
    const healthy = office.state();
    writeFileSync(path.join(office.app, "data/settings/kontor.json"), "{}");
    const page = await office.page("en");
    await drop(page, folder.at("from the old computer.zip"));
    await page.getByRole("heading", { name: "What do you want back?" }).waitFor();
    await page.getByRole("button", { name: "Show what will change" }).click();
    const key = page.getByLabel("Key for backup files");
    await key.fill("000000-000000");
    await page.getByRole("button", { name: "Show what will change" }).click();
    await key.waitFor();
    await key.fill(readFileSync(folder.at("home of other/keys/parcel"), "utf8").trim());
    await page.getByRole("button", { name: "Show what will change" }).click();
    await page.getByRole("heading", { name: "This will change" }).waitFor();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("button", { name: "Restore now" }).click();
    assert.match(await ended(page), /^Your data is back/);
    const left = differences(healthy, office.state()).filter(
      (each) => !each.startsWith("data/credentials: "),
    );
    assert.deepEqual(left, []);
  });
}
