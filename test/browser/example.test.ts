/**
 * Goal: the third door leads into an example that really works, says all the time that it is one, and lets people out again.
 * Method: by clicks, in Persian, on a real server; beside it the served app stays as it was.
 */

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { freshPage } from "../../scripts/page.ts";
import { Office, ended, openBrowser } from "./office.ts";

let browser: Browser;
before(async () => {
  await freshPage();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

test("example: the third door leads there and back, and the first backup is made there", async () => {
  await using office = await Office.open(browser);
  // Two servers are visited, of which the office knows one.
  const context = await browser.newContext({ locale: "fa-IR" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(office.server.link());
  await page.getByRole("button", { name: "امتحان با داده‌های نمونه" }).click();
  const banner = page.getByRole("complementary", { name: "این داده‌های نمونه است." });
  await banner.waitFor();
  assert.notEqual(new URL(page.url()).origin, office.server.url);
  assert.doesNotMatch(page.url(), /secret/);
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  assert.equal(await page.locator(".door").count(), 2, "no example inside the example");
  await page.locator(".door.first").click();
  assert.equal(await ended(page), "نسخهٔ پشتیبان ساخته شد");
  await banner.waitFor();

  await banner.getByRole("link").click();
  await page.getByRole("heading", { name: /Kontor/ }).waitFor();
  assert.equal(new URL(page.url()).origin, office.server.url);
  assert.equal(await banner.count(), 0);
  assert.equal(await page.locator(".door").count(), 3, "nothing was backed up here");
});
