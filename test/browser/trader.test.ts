/**
 * Goal: a trader brings one layout back and undoes it in under thirty seconds, and nothing beside it is touched. Method: his clicks,
 * in a real browser on a real server; the disk is looked at without the page.
 */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import test, { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { differences, stateOf } from "../../examples/invoicing/state.ts";
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

test("trader: one layout comes back and goes again, in under thirty seconds", async () => {
  await using office = await Office.open(browser);
  const state = () =>
    stateOf(
      office.app,
      office.kontor.tenants.map(({ id }) => id),
    );
  const page = await office.page("en");
  await page.getByRole("button", { name: "Set up backups" }).click();
  await ended(page);
  await page.getByRole("button", { name: "Finish" }).click();
  const layout = path.join(office.app, "data/workspaces/Ahmadi/layout.json");
  const good = readFileSync(layout, "utf8");
  writeFileSync(layout, '{"panels":[]}\n');
  writeFileSync(path.join(office.app, "data/workspaces/Silva/layout.json"), "mine, of today\n");
  const spoiled = state();

  const beganMs = performance.now();
  await page.getByRole("button", { name: "Restore …" }).click();
  await page.getByRole("button", { name: /newest/ }).click();
  await page.getByText("Single items").click();
  await page.getByRole("button", { name: "Workspace: Only some of it …" }).click();
  await page.getByRole("button", { name: "Ahmadi" }).click();
  await page.getByLabel("layout.json").check();
  await page.getByRole("button", { name: "Show what will change" }).click();
  await page.getByText("1 file becomes as it was").waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("This is replaced:").waitFor();
  assert.deepEqual(await page.locator(".big-list li").allInnerTexts(), [
    "Workspace: Ahmadi/layout.json",
  ]);
  await page.getByRole("button", { name: "Restore now" }).click();
  assert.equal(await ended(page), "Your data is back");
  assert.equal(readFileSync(layout, "utf8"), good);
  assert.deepEqual(
    differences(spoiled, state()).map((each) => each.split(":")[0]),
    ["data/workspaces/Ahmadi/layout.json"],
  );
  await page.getByRole("button", { name: "Undo the restore" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo the restore" }).click();
  await page.getByRole("heading", { name: /The restore is undone/ }).waitFor();
  const tookMs = performance.now() - beganMs;

  assert.deepEqual(differences(spoiled, state()), []);
  assert.ok(tookMs < 30_000, `took ${Math.round(tookMs)} ms`);
});
