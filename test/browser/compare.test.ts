/**
 * Goal: two backups are compared from the list, and what stands there is what was done between them. Method: by clicks in a real
 * browser; the work between the backups is done on the disk.
 */

import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import test, { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { freshPage } from "../../scripts/page.ts";
import { prepareLedger } from "../../src/example/ledger.ts";
import { Office, ended, openBrowser, show } from "./office.ts";

let browser: Browser;
before(async () => {
  await freshPage();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

test("compare: what changed between two backups, by items, files and rows", async () => {
  await using office = await Office.open(browser);
  const page = await office.page("en");
  await page.getByRole("button", { name: "Set up backups" }).click();
  await ended(page);
  const [first] = office.kontor.tenants;
  assert.ok(first);
  const folder = office.tenantFolder(first.id);
  rmSync(path.join(folder, "files/README locked.txt"));
  writeFileSync(path.join(folder, "files/new.pdf"), "new\n");
  {
    using database = new DatabaseSync(path.join(folder, "tenant.db"));
    prepareLedger(database).addCustomer({ name: "New", address: "Here", email: "n@example.org" });
  }
  await show(page, "");
  await page.getByRole("button", { name: "Back up now" }).click();
  await page.getByRole("heading", { name: "The backup is made" }).waitFor();

  await show(page, "backups");
  await page.getByRole("button", { name: "Compare two …" }).click();
  const button = page.getByRole("button", { name: "Show what changed" });
  const rows = page.getByRole("checkbox");
  await rows.nth(0).click();
  assert.equal(await button.isDisabled(), true);
  await rows.nth(1).click();
  await button.click();
  await page.getByRole("heading", { name: "This changed" }).waitFor();
  assert.deepEqual(await page.locator(".change h2").allInnerTexts(), [first.title]);
  await page.getByText(/^\+?1 new file, 4 bytes$/).click();
  await page.getByText("new.pdf").waitFor();
  await page.getByText(/1 file is gone/).waitFor();
  await page.locator("summary").filter({ hasText: "table" }).click();
  const [table = ""] = await page.locator("tbody tr").allInnerTexts();
  assert.match(table, /^customer\s+(\d+)\s+(\d+)$/);
  const [, after_ = "", before_ = ""] = /(\d+)\s+(\d+)$/.exec(table) ?? [];
  assert.equal(Number(after_), Number(before_) + 1);
});
