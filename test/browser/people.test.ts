/**
 * Goal: a second person is added, signs in, and may do what the role says; whoever guesses has to wait; and on a computer that
 * has nothing, everything comes back from a place and the key, or from one file. Method: in the long tests, by clicks on the
 * page; the data is looked at on the disk.
 */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import test, { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { differences, stateOf } from "../../examples/invoicing/state.ts";
import { freshPage } from "../../scripts/page.ts";
import { ServedApp } from "../fixtures/served-app.ts";
import { Office, ended, openBrowser, show, walkTo } from "./office.ts";

let browser: Browser;

if (process.env["FIVEFOLD_TEST_LONG"] === "1") {
  before(async () => {
    await freshPage();
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
  });

  test("people: the first is the administrator, the second may less, and both sign in with their names", async () => {
    await using office = await Office.open(browser);
    office.forgive(/status of 4\d\d/);
    const owner = await office.page("en");
    const add = async (name: string, role: string | null): Promise<void> => {
      await owner.getByRole("button", { name: "Add somebody …" }).click();
      const dialog = owner.getByRole("dialog");
      await dialog.getByLabel("Name").fill(name);
      await dialog.getByLabel("Password", { exact: true }).fill(office.password);
      if (role !== null) await dialog.getByRole("combobox").selectOption(role);
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.waitFor({ state: "hidden" });
      await owner.locator("li", { hasText: name }).first().waitFor();
    };
    await show(owner, "settings");
    await owner.getByRole("button", { name: "Add somebody …" }).click();
    await owner.getByLabel("Name").fill("Anna");
    await owner.getByLabel("Password", { exact: true }).fill("short");
    await owner.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await owner.getByRole("dialog").getByRole("alert").waitFor();
    await owner.keyboard.press("Escape");
    await add("Anna", null);
    await add("Bob", "viewer");

    const bob = await office.blankPage("en");
    await bob.goto(office.server.url);
    await office.signIn(bob, "Bob");
    await bob.getByRole("heading", { name: /Let us make/ }).waitFor();
    assert.equal(await bob.getByRole("button", { name: "Set up backups" }).count(), 0);
    await show(bob, "settings");
    await bob.getByRole("button", { name: "Sign out" }).click();
    await bob.getByRole("heading", { name: "Please open the backup from your program" }).waitFor();

    await office.signIn(bob, "Anna");
    await bob.getByRole("heading", { name: "People" }).waitFor();
    await bob.getByRole("button", { name: "Remove Bob" }).click();
    await bob.getByRole("dialog").getByText("cannot sign in any more").waitFor();
    await bob.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await bob.getByRole("button", { name: "Remove Bob" }).waitFor({ state: "hidden" });
    await bob.locator("li", { hasText: "Bob" }).first().waitFor();
    const gone = await office.blankPage("en");
    await gone.goto(office.server.url);
    await office.signIn(gone, "Bob");
    await gone.getByText("Name and password do not belong together.").waitFor();
  });

  test("people: whoever guesses a password has to wait, and is told so; others need not", async () => {
    await using office = await Office.open(browser);
    office.forgive(/status of 4\d\d/);
    await (await office.visitor()).addPeople();
    const page = await office.blankPage("en");
    await page.goto(office.server.url);
    for (let at = 0; at < 5; at++) {
      await office.signIn(page, "Anna", `guess ${at}`);
      await page.getByText("Name and password do not belong together.").waitFor();
      await page.getByLabel("Password", { exact: true }).fill("");
    }
    await office.signIn(page, "Anna");
    await page.getByText("Too many wrong attempts").waitFor();
    await office.signIn(page, "Otto");
    await page.getByRole("heading", { name: /Let us make/ }).waitFor();
  });

  test("recovery: on a computer that has nothing, from a place and its key, and from one locked file", async () => {
    await using office = await Office.open(browser);
    const owner = await office.visitor();
    const everything = { choice: {}, to: null, file: null };
    const { place } = await owner.run("POST /api/backups", everything);
    const { key } = await owner.call("GET /api/sheet");
    const password = "4738-vazirmatn-2915-Zagros";
    const folder = office.folder.at("stick");
    mkdirSync(folder);
    const file = { name: "all", isEncrypted: true, password };
    await owner.run("POST /api/backups", { ...everything, to: folder, file });
    const healthy = office.state();
    const tenants = office.kontor.tenants.map(({ id }) => id);

    for (const [from, secret, into] of [
      [place ?? "", key, office.folder.at("from place")],
      [path.join(folder, readdirSync(folder)[0] ?? ""), password, office.folder.at("from file")],
    ] as const) {
      mkdirSync(into);
      const home = office.folder.at(`home ${path.basename(into)}`);
      await using served = await ServedApp.start(null, home);
      const context = await browser.newContext({ locale: "en-US" });
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      await page.goto(served.link);
      await page.getByRole("button", { name: /I have a backup/ }).click();
      await page.getByRole("textbox").first().fill(secret);
      if (from.endsWith(".zip")) await page.getByLabel("Choose a file …").setInputFiles(from);
      else {
        await page.getByRole("button", { name: "Choose the disk with the backups …" }).click();
        await walkTo(page.getByRole("dialog"), from);
        await page.getByRole("button", { name: "Use the backups in here" }).click();
      }
      await page.getByRole("heading", { name: /^(?:Where shall it go|Which backup)/ }).waitFor();
      if (!from.endsWith(".zip") && (await page.locator("button.row").count()) > 0)
        await page.locator("button.row").first().click();
      await page.getByLabel("Folder").fill(into);
      await page.getByRole("button", { name: "Bring it back" }).click();
      assert.equal(await ended(page), "Everything is back");
      const left = differences(healthy, stateOf(into, tenants));
      assert.deepEqual(left, []);
      const keep = page.getByRole("button", { name: "Keep it as a place" });
      if (from.endsWith(".zip")) assert.equal(await keep.count(), 0, "a file is no place");
      else {
        await keep.click();
        await keep.waitFor({ state: "detached" });
        const settings = readFileSync(path.join(home, "settings.yaml"), "utf8");
        assert.ok(settings.includes(`path: ${from}`), settings);
      }
      await page.getByRole("button", { name: "Finish" }).click();
      await page.getByText("Kontor").first().waitFor();
      await context.close();
    }
    assert.ok(
      readFileSync(office.folder.at("from file", "fivefold.yaml"), "utf8").includes("kontor"),
    );
  });
}
