/**
 * Goal: a locked backup file in a place is looked into with its password, down to a single file, and the password is in no address.
 * Method: the file is made through the server; the rest by clicks in a real browser, whose requests are listened to.
 */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import test, { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { freshPage } from "../../scripts/page.ts";
import { Visitor } from "../http/small-server.ts";
import { Office, openBrowser, show } from "./office.ts";

const PASSWORD = "violet tractor under 47 bridges";

let browser: Browser;
before(async () => {
  await freshPage();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

test("locked: a file of a place opens with its password, and single files are fetched from it", async () => {
  await using office = await Office.open(browser);
  const folder = office.folder.at("stick");
  mkdirSync(folder);
  const owner = new Visitor(office.server.url);
  const secret = new URL(office.server.link()).hash.replace("#secret=", "");
  await owner.signIn({ secret });
  const file = { name: "locked", isEncrypted: true, password: PASSWORD };
  const run = await owner.run("POST /api/backups", { choice: {}, to: folder, file });
  assert.equal(run.outcome, "done", run.problem?.title);
  await owner.call("POST /api/places", { name: "stick", folder });

  // A browser writes each refusal into its console, which the office's own pages must keep clean.
  const page = await (await browser.newContext({ locale: "en-US" })).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(office.server.link());
  await page.locator("h1").first().waitFor();
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  await show(page, "backups");
  await page.getByRole("button", { name: /locked/ }).click();
  await page.getByLabel("Password of the file").fill("not it");
  await page.getByRole("button", { name: "Look inside" }).click();
  await page.getByText(/This is not the right password/).waitFor();
  await page.getByLabel("Password of the file").fill(PASSWORD);
  await page.getByRole("button", { name: "Look inside" }).click();
  await page.locator("details.group").first().waitFor();
  await page.locator("details.group").first().locator("summary").click();
  const workspaces = page.locator(".part").filter({ hasText: "Workspace" });
  await workspaces.getByRole("button", { name: "Show files" }).click();
  await workspaces.getByRole("button", { name: "Ahmadi" }).click();
  const arriving = page.waitForEvent("download");
  await workspaces.getByRole("button", { name: "Download layout.json" }).click();
  const arrived = await arriving;
  assert.equal(arrived.suggestedFilename(), "layout.json");
  await arrived.saveAs(office.folder.at("layout.json"));
  assert.equal(
    readFileSync(office.folder.at("layout.json"), "utf8"),
    readFileSync(path.join(office.app, "data/workspaces/Ahmadi/layout.json"), "utf8"),
  );
  assert.deepEqual(
    addresses.filter((each) => /violet|tractor/.test(each)),
    [],
  );
});
