/**
 * Goal: every screen can be used by everybody: with a screen reader, on a narrow phone, by keyboard, after a reload and after a
 * lost connection. Method: axe-core on each screen, Persian and English, light and dark; the rest by doing it. In the long
 * tests a picture of every screen in every language is kept.
 */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import test, { after, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import { LANGUAGES } from "../../src/language/choose.ts";
import { freshPage } from "../../scripts/page.ts";
import { Office, ended, openBrowser, show } from "./office.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PICTURES = path.resolve(import.meta.dirname, "../../.artefacts/screens");
const IS_LONG = process.env["FIVEFOLD_TEST_LONG"] === "1";

let browser: Browser;
before(async () => {
  await freshPage();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe finds and calls serious or critical. */
async function serious(page: Page, screen: string): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<{ violations: readonly Violation[] }>(
    "axe.run(document, { resultTypes: ['violations'], selectors: false, preload: false })",
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${screen}: ${id}: ${nodes[0]?.html ?? ""} ${nodes[0]?.failureSummary ?? ""}`,
    );
}

/** Nothing sticks out at the side. */
async function isWithin(page: Page): Promise<boolean> {
  return await page.evaluate<boolean>(
    "document.documentElement.scrollWidth <= document.documentElement.clientWidth",
  );
}

async function backUp(page: Page): Promise<void> {
  await page.locator(".door.first").click();
  await ended(page);
}

const SCREENS = [
  "",
  "backup",
  "restore",
  "backups",
  "automatic",
  "alarms",
  "sheet",
  "settings",
  "about",
  "no-backup",
  "recover",
] as const;

/** Goes through every screen that can be reached without changing anything; calls on each. */
async function walk(page: Page, seen: (screen: string) => Promise<void>): Promise<void> {
  for (const screen of SCREENS) {
    await show(page, screen);
    await page.locator("[class*=Loader-root]").first().waitFor({ state: "hidden" });
    await seen(screen || "home");
  }
  await show(page, "backups");
  await page.locator("button.row").first().click();
  await page.locator("details.group").first().waitFor();
  await seen("backup-contents");
  const [, place = "", id = ""] = new URL(page.url()).hash.slice(2).split("/");
  await show(page, ["compare", place, id, place, id].join("/"));
  await page.locator(".changes").waitFor({ state: "attached" });
  await seen("compare");
  await show(page, "backup");
  await page.locator(".ways button").last().click();
  await page.locator(".places").first().waitFor();
  await seen("backup-where");
  await page.locator(".places button").first().click();
  await page.locator("dialog .folder").first().waitFor();
  await seen("folder-chooser");
  await page.keyboard.press("Escape");
  await show(page, "restore");
  await page.locator("button.row").first().click();
  await page.locator(".cards").waitFor();
  await page.locator(".choice").nth(1).locator("input").first().check();
  await page.locator(".tick input").first().check();
  await seen("restore-items");
  await page.locator(".choice").nth(3).locator("input").first().check();
  await page.locator(".browser .folder").first().click();
  await page.locator(".browser .entry input").first().waitFor();
  await seen("restore-files");
  await page.locator(".choice").nth(1).locator("input").first().check();
  await page.locator(".ways button").last().click();
  await page.locator(".changes").waitFor();
  await seen("restore-preview");
  await page.locator(".ways button").last().click();
  await page.locator(".big-list").waitFor();
  await seen("restore-confirm");
  await show(page, "backups");
}

test("screens: axe finds nothing serious, and nothing sticks out on a phone", async () => {
  await using office = await Office.open(browser);
  const page = await office.page("en");
  const found: string[] = [...(await serious(page, "doors"))];
  await backUp(page);
  found.push(...(await serious(page, "result")));
  await walk(page, async (screen) => {
    found.push(...(await serious(page, screen)));
  });
  const state = await page.context().storageState();
  const phone = await office.blankPage("fa", {
    viewport: { width: 360, height: 740 },
    colorScheme: "dark",
    storageState: state,
  });
  await phone.goto(office.server.url);
  await phone.locator("h1").first().waitFor();
  await walk(phone, async (screen) => {
    found.push(...(await serious(phone, `${screen} in Persian, dark`)));
    if (!(await isWithin(phone))) found.push(`${screen} sticks out at 360 px`);
  });
  assert.deepEqual(found, []);
});

test("screens: a run is found again after the page was loaded anew and after the connection was lost", async () => {
  const question = "\nhooks:\n  before-backup:\n    - ask: { en: Go on? }\n";
  await using office = await Office.open(browser, question);
  const page = await office.page("en");
  await page.getByRole("button", { name: "Set up backups" }).click();
  await page.getByText("Go on?").waitFor();
  await page.reload();
  await page.getByText("Go on?").waitFor();

  const second = await office.blankPage("en", {
    storageState: await page.context().storageState(),
  });
  await second.goto(office.server.url);
  await second.getByText("Go on?").waitFor();
  await second.getByRole("button", { name: "Done" }).click();
  assert.equal(await ended(page), "The backup is made");
});

test("screens: by keyboard alone, and the focus is on the new heading at each step", async () => {
  await using office = await Office.open(browser);
  const page = await office.page("en");
  const focused = async (): Promise<unknown> =>
    await page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.innerText");
  await show(page, "backup");
  assert.equal(await focused(), "H1 What shall be backed up?");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Where shall the backup go?" }).waitFor();
  assert.equal(await focused(), "H1 Where shall the backup go?");
});

test("screens: without a session there is a way in, and the secret works once", async () => {
  await using office = await Office.open(browser);
  const link = office.server.link();
  const page = await office.blankPage("en");
  await page.goto(link);
  await page.getByRole("heading", { name: "Let us make Kontor safe" }).waitFor();
  assert.equal(new URL(page.url()).hash, "");
});

if (IS_LONG)
  for (const language of LANGUAGES)
    test(`screens: a picture of each in ${language}`, async () => {
      await using office = await Office.open(browser);
      const folder = path.join(PICTURES, language);
      mkdirSync(folder, { recursive: true });
      const page = await office.page(language);
      const keep = async (screen: string): Promise<void> => {
        await page.screenshot({ path: path.join(folder, `${screen}.png`), fullPage: true });
      };
      await keep("doors");
      await backUp(page);
      await keep("result");
      await walk(page, keep);
    });
