/**
 * Goal: a session that ends, a second tab, a lost connection take nothing from anybody: what was chosen and typed is still
 * there, or it is said clearly that nothing was done. Method: the server's clock is moved, its sessions end, the browser is
 * cut off, while a person is in the middle of something; then the person goes on.
 */

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import { systemClock } from "../../src/fivefold.ts";
import { freshPage } from "../../scripts/page.ts";
import { Office, ended, openBrowser, show } from "./office.ts";

const IS_LONG = process.env["FIVEFOLD_TEST_LONG"] === "1";
const MINUTE_MS = 60_000;
const REFUSED = /status of 40[13]/;
const OFFLINE = /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/;
const QUESTION = "\nhooks:\n  before-backup:\n    - ask: { en: Is the phone synchronised? }\n";

let browser: Browser;
before(async () => {
  await freshPage();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

/** This computer's clock, that can be put forward. */
class LateClock {
  lateMs = 0;

  nowMs(): number {
    return systemClock.nowMs() + this.lateMs;
  }
}

/** Goes to the second step of the backup wizard and types a name there. */
async function typeName(page: Page): Promise<void> {
  await show(page, "backup");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Download it with this browser").check();
  await page.getByLabel("Name of the file").fill("Annual accounts");
}

async function goOn(page: Page): Promise<void> {
  assert.equal(await page.getByLabel("Name of the file").inputValue(), "Annual accounts");
  await page.getByRole("button", { name: "Back up now" }).click();
  assert.match(await ended(page), /is made$/);
}

test("session: it ends in the middle of the wizard; signed in again, the person goes on with all that was typed", async () => {
  const clock = new LateClock();
  await using office = await Office.open(browser, "", { clock });
  const owner = await office.visitor();
  await owner.addPeople();
  const page = await office.blankPage("en");
  office.forgive(REFUSED);
  await page.goto(office.server.url);
  await office.signIn(page, "Anna");
  await page.getByRole("heading", { name: /Let us make/ }).waitFor();
  await typeName(page);
  clock.lateMs += 31 * MINUTE_MS;
  await page.getByRole("button", { name: "Back up now" }).click();
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
  assert.equal(await page.getByLabel("Name of the file").isVisible(), false);
  await office.signIn(page, "Anna");
  await page.getByText("Nothing has been done: your session had ended.").waitFor();
  assert.deepEqual((await owner.call("GET /api/runs")).runs, []);
  await goOn(page);
  await page.getByRole("button", { name: "Finish" }).click();

  // Somebody else who signs in there finds nothing of hers.
  await typeName(page);
  clock.lateMs += 31 * MINUTE_MS;
  await page.getByRole("button", { name: "Back up now" }).click();
  await office.signIn(page, "Bob");
  await page.getByRole("heading", { name: "What shall be backed up?" }).waitFor();
  assert.equal(await page.getByLabel("Name of the file").count(), 0);
});

if (IS_LONG) {
  test("session: a page that nobody used for half an hour closes by itself, and is told nothing more", async () => {
    const clock = new LateClock();
    await using office = await Office.open(browser, "", { clock });
    const owner = await office.visitor();
    await owner.addPeople();
    const page = await office.blankPage("en");
    office.forgive(REFUSED);
    await page.goto(office.server.url);
    await office.signIn(page, "Bob");
    await page.getByRole("heading", { name: /Let us make/ }).waitFor();
    clock.lateMs += 31 * MINUTE_MS;
    await owner.run("POST /api/backups", { choice: {}, to: null, file: null });
    await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
    assert.equal(await page.getByRole("progressbar").count(), 0);
  });

  test("session: the one seat opens the page again from the program, and the old tab goes on, too", async () => {
    const clock = new LateClock();
    await using office = await Office.open(browser, "", { clock });
    office.forgive(REFUSED);
    const page = await office.page("en");
    await typeName(page);
    clock.lateMs += 13 * 60 * MINUTE_MS;
    await page.getByRole("button", { name: "Back up now" }).click();
    await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
    const second = await office.tabOf(page);
    await second.goto(office.server.link());
    await second.getByRole("heading", { name: /Let us make/ }).waitFor();
    // What a browser tells a tab that comes to the front.
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
    await page.getByText("Nothing has been done: your session had ended.").waitFor();
    await goOn(page);
  });

  test("session: two tabs, each opened by its own link, see one run, and each can go on", async () => {
    await using office = await Office.open(browser, QUESTION);
    office.forgive(REFUSED);
    const first = await office.page("en");
    await typeName(first);
    const second = await office.tabOf(first);
    await second.goto(office.server.link());
    await second.getByRole("heading", { name: /Let us make/ }).waitFor();
    // The first tab's secret belongs to a session that the second one has closed.
    await first.getByRole("button", { name: "Back up now" }).click();
    await first.getByText("Is the phone synchronised?").waitFor();
    await second.getByText("Is the phone synchronised?").waitFor();
    await second.getByRole("button", { name: "Done" }).click();
    assert.match(await ended(first), /is made$/);
  });

  test("session: a lost connection is said, nothing is lost, and the run is found again", async () => {
    await using office = await Office.open(browser, QUESTION);
    office.forgive(OFFLINE);
    const page = await office.page("en");
    await page.getByRole("button", { name: "Set up backups" }).click();
    await page.getByText("Is the phone synchronised?").waitFor();
    await page.context().setOffline(true);
    await page.getByText("The connection is interrupted.").waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByText("The backup program does not answer.").waitFor();
    assert.equal(await page.getByText("Is the phone synchronised?").count(), 1);
    await page.context().setOffline(false);
    await page.getByText("The connection is interrupted.").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Done" }).click();
    assert.equal(await ended(page), "The backup is made");
  });

  test("session: what is chosen in the restore wizard outlives a lost connection", async () => {
    await using office = await Office.open(browser);
    office.forgive(OFFLINE);
    const page = await office.page("en");
    await page.getByRole("button", { name: "Set up backups" }).click();
    await ended(page);
    await show(page, "restore");
    await page.getByRole("button", { name: /newest/ }).click();
    await page.getByText("Only certain companies").click();
    const [first] = office.kontor.tenants;
    assert.ok(first);
    await page.getByLabel(first.title).check();
    await page.context().setOffline(true);
    await page.getByText("The connection is interrupted.").waitFor();
    await page.getByRole("button", { name: "Show what will change" }).click();
    await page.getByText("The backup program does not answer.").waitFor();
    await page.context().setOffline(false);
    await page.getByText("The connection is interrupted.").waitFor({ state: "hidden" });
    assert.equal(await page.getByLabel(first.title).isChecked(), true);
    await page.getByRole("button", { name: "Show what will change" }).click();
    await page.getByRole("heading", { name: "Nothing would change" }).waitFor();
  });
}
