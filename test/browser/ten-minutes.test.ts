/**
 * Goal: what is switched on on the page happens by itself, in real time. Method: the switches are pressed in a real Chromium, in
 * five languages; then a real `fivefold serve` runs for ten real minutes while somebody works, and the disk is watched
 * meanwhile. Only in the long tests.
 */

import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { TestContext } from "node:test";
import test, { after, before } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { parse } from "yaml";
import { freshPage } from "../../scripts/page.ts";
import { LANGUAGES } from "../../src/language/choose.ts";
import { openLanguage } from "../../src/language/language.ts";
import { SmallApp } from "../cli/small-app.ts";
import { Office, openBrowser, show } from "./office.ts";

const MINUTE = 60_000;

let browser: Browser;
/** Switches all three on, and waits until each is on the list. */
async function switchOn(page: Page): Promise<void> {
  await show(page, "automatic");
  for (const at of [0, 1, 2]) {
    await page.locator(".switch").nth(at).click();
    await page.locator(".job").nth(at).waitFor();
  }
}

/** Gives a usual job another time, by the form. */
async function changeTime(page: Page, name: string, time: string): Promise<void> {
  await page.getByRole("button", { name: `Change ${name}` }).click();
  await page.locator("dialog").getByRole("textbox", { name: "Time of day" }).fill(time);
  await page.locator("dialog").getByRole("button", { name: "Save" }).click();
  await page.locator("dialog").waitFor({ state: "hidden" });
}

/** The first full minute that is at least so far away, as this computer's clock shows it. */
function soon(minutes: number): string {
  const at = new Date(Date.now() + (minutes + 1) * MINUTE);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

interface Listed {
  readonly jobs: readonly {
    readonly name: string;
    readonly lastGoodAt: string | null;
    readonly isLate: boolean;
    readonly failure: unknown;
  }[];
}

/** What was seen of the file of the day. */
interface Seen {
  readonly afterMs: number;
  readonly sizeBytes: number;
}

async function tenMinutes(t: TestContext): Promise<void> {
  await using app = await SmallApp.make();
  const { child, said, ended } = app.start(["serve", "--port", "0"]);
  try {
    let link: string | undefined;
    for (let waits = 0; link === undefined && waits < 300; waits++) {
      link = /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(said.out)?.[0];
      if (link === undefined) await setTimeout(100);
    }
    assert.ok(link !== undefined, said.err);
    const context = await browser.newContext({ locale: "en-US" });
    const page = await context.newPage();
    await page.goto(link);
    await page.locator("h1").first().waitFor();
    await switchOn(page);
    const [nightly, weekly] = [soon(2), soon(3)];
    await changeTime(page, "every night", nightly);
    await changeTime(page, "weekdays", weekly);
    const parcels = path.join(app.home, "parcels");
    const names = (): readonly string[] => (existsSync(parcels) ? readdirSync(parcels) : []);
    const ofToday = (): string | undefined => names().find((name) => name.endsWith(" A.zip"));
    for (let waits = 0; ofToday() === undefined && waits < 600; waits++) await setTimeout(100);
    const file = ofToday();
    assert.ok(file !== undefined, "the file of the day is made at once");
    const startMs = Date.now();
    const made: Seen[] = [{ afterMs: 0, sizeBytes: statSync(path.join(parcels, file)).size }];
    let inode = statSync(path.join(parcels, file)).ino;
    let [looks, missed] = [0, 0];
    // Somebody works in the first five minutes, and drinks coffee in the second.
    const works = [30_000, 2 * MINUTE, 4 * MINUTE].map((afterMs) => ({ afterMs, isDone: false }));
    for (;;) {
      const afterMs = Date.now() - startMs;
      if (afterMs > 10 * MINUTE + 45_000) break;
      for (const work of works)
        if (!work.isDone && afterMs >= work.afterMs) {
          work.isDone = true;
          appendFileSync(app.path("data/tenants/acme/files/letter.txt"), `${afterMs}\n`);
        }
      looks++;
      try {
        const now = statSync(path.join(parcels, file));
        if (now.ino !== inode) made.push({ afterMs, sizeBytes: now.size });
        inode = now.ino;
      } catch {
        missed++;
      }
      await setTimeout(50);
    }
    const { jobs } = (await app.run(["job", "list", "--json"])).result() as unknown as Listed;
    const listed = (await app.run(["list", "--json"])).out;
    const weekday = new Date(startMs).toLocaleDateString("en", { weekday: "long" });
    await show(page, "automatic");
    await page.reload();
    await page.locator(".job").nth(2).waitFor();
    const rows = await page.locator(".job .dim").allInnerTexts();
    t.diagnostic(
      [
        `nightly at ${nightly}, weekdays at ${weekly}`,
        `the file of the day was looked at ${looks} times, missing ${missed} times`,
        `made after ${made.map(({ afterMs }) => `${Math.round(afterMs / 1000)} s`).join(", ")}`,
        `in the folder: ${names().join(", ")}`,
        ...rows,
      ].join("\n"),
    );
    assert.equal(missed, 0);
    // renewed once, five minutes after the first, because of the work; not after ten
    assert.equal(made.length, 2);
    const renewedMs = made[1]?.afterMs ?? 0;
    assert.ok(renewedMs > 4.5 * MINUTE && renewedMs < 6 * MINUTE, `${renewedMs}`);
    assert.match(rows[2] ?? "", /nothing had changed/);
    assert.ok(names().includes(`${weekday}.zip`), names().join(", "));
    assert.match(listed, /job:every night|scheduled/);
    for (const { name, lastGoodAt, isLate, failure } of jobs) {
      assert.notEqual(lastGoodAt, null, name);
      assert.deepEqual([isLate, failure], [false, null], name);
    }
    await context.close();
  } finally {
    child.kill("SIGTERM");
    const { exit } = await ended;
    t.diagnostic(`the server ended with ${exit}`);
  }
}

if (process.env["FIVEFOLD_TEST_LONG"] === "1") {
  before(async () => {
    await freshPage();
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
  });
  for (const language of LANGUAGES)
    test(`automatic: the three switches in ${language}`, async () => {
      await using office = await Office.open(browser);
      const page = await office.page(language);
      await switchOn(page);
      const file = office.folder.at("home/settings.yaml");
      const { jobs } = parse(await readFile(file, "utf8")) as {
        readonly jobs: readonly { readonly into: { readonly weekdays?: readonly string[] } }[];
      };
      const weekdays = (await openLanguage(language)).weekdays();
      assert.deepEqual(jobs[1]?.into.weekdays, [...weekdays]);
      assert.equal(jobs.length, 3);
    });
  test("automatic: ten real minutes of a real server, while somebody works", async (t) => {
    await tenMinutes(t);
  });
}
