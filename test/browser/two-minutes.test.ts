/**
 * Goal: whoever opens the printed link has a full backup, and one company back from it, in far less than two minutes, without
 * an account and without reading anything. Method: in the long tests, on the example at its usual size, by clicks without a
 * pause, in English and in Persian; the seconds are printed.
 */

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import test, { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { differences, stateOf } from "../../examples/invoicing/state.ts";
import { freshPage } from "../../scripts/page.ts";
import { makeKontor } from "../../src/example/kontor.ts";
import { TemporaryFolder } from "../fixtures/command.ts";
import { ServedApp } from "../fixtures/served-app.ts";
import { ended, openBrowser } from "./office.ts";

/** As `npm start` makes it. */
const USUAL_BYTES = 30_000_000;
const MOST_SECONDS = 60;

const WORDS = {
  "en-US": {
    setUp: "Set up backups",
    made: "The backup is made",
    finish: "Finish",
    restore: "Restore …",
    newest: /newest/,
    certain: "Only certain companies",
    look: "Show what will change",
    next: "Continue",
    now: "Restore now",
    back: "Your data is back",
  },
  "fa-IR": {
    setUp: "راه‌اندازی پشتیبان‌گیری",
    made: "نسخهٔ پشتیبان ساخته شد",
    finish: "پایان",
    restore: "بازگرداندن …",
    newest: /تازه‌ترین/,
    certain: "فقط شرکت‌های انتخابی",
    look: "نمایش تغییرها",
    next: "ادامه",
    now: "بازگردان",
    back: "داده‌های شما برگشت",
  },
} as const;

let browser: Browser;

if (process.env["FIVEFOLD_TEST_LONG"] === "1") {
  before(async () => {
    await freshPage();
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
  });

  for (const [locale, words] of Object.entries(WORDS))
    test(`two minutes: from the printed link to a full backup and one company back, ${locale}`, async (t) => {
      await using folder = new TemporaryFolder();
      const { tenants } = makeKontor(folder.at("kontor"), USUAL_BYTES);
      const ids = tenants.map(({ id }) => id);
      const [first] = tenants;
      assert.ok(first);
      await using served = await ServedApp.start(folder.at("kontor"), folder.at("home"));
      const context = await browser.newContext({ locale });
      const page = await context.newPage();
      const button = (name: string) => page.getByRole("button", { name, exact: true });

      const beganMs = performance.now();
      await page.goto(served.link);
      await page.getByRole("button", { name: words.setUp }).click();
      assert.equal(await ended(page), words.made);
      const backedUpMs = performance.now();
      await button(words.finish).click();
      const healthy = stateOf(folder.at("kontor"), ids);
      rmSync(path.join(folder.at("kontor"), "data/tenants", first.id, "files"), {
        recursive: true,
      });
      const damagedMs = performance.now();
      await button(words.restore).click();
      await page.getByRole("button", { name: words.newest }).click();
      await page.getByText(words.certain).click();
      await page.getByLabel(first.title).check();
      await button(words.look).click();
      await button(words.next).click();
      await button(words.now).click();
      assert.equal(await ended(page), words.back);
      const seconds = (backedUpMs - beganMs + performance.now() - damagedMs) / 1000;
      t.diagnostic(
        `${seconds.toFixed(1)} s, of them ${((backedUpMs - beganMs) / 1000).toFixed(1)} s for the backup`,
      );
      assert.deepEqual(differences(healthy, stateOf(folder.at("kontor"), ids)), []);
      assert.ok(seconds < MOST_SECONDS, `${seconds} s`);
      await context.close();
    });
}
