/**
 * Goal: whoever reads Persian sets up what runs by itself: switches, digits of his keyboard, his week; and answers what a job
 * found strange. Method: real Chromium on the real server; what is on the disk afterwards is read.
 */

import assert from "node:assert/strict";
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import test, { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { parse } from "yaml";
import { freshPage } from "../../scripts/page.ts";
import { mailServer } from "../fixtures/mail.ts";
import { Office, ended, openBrowser, show } from "./office.ts";

let browser: Browser;
before(async () => {
  await freshPage();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

interface Settings {
  readonly jobs: readonly Readonly<Record<string, unknown>>[];
  readonly alarms?: Readonly<Record<string, unknown>>;
}

async function settingsOf(office: Office): Promise<Settings> {
  return parse(await readFile(office.folder.at("home/settings.yaml"), "utf8")) as Settings;
}

test("automatic: in Persian, with its digits and its week, the three switches and a job of one's own", async () => {
  await using office = await Office.open(browser);
  const page = await office.page("fa");
  await show(page, "automatic");
  for (const at of [0, 1, 2]) {
    await page.locator(".switch").nth(at).click();
    await page.locator(".job").nth(at).waitFor();
  }
  await page.getByRole("button", { name: "کار دلخواه" }).click();
  const dialog = page.locator("dialog");
  await dialog.getByLabel("نام", { exact: true }).fill("حسابداری");
  await dialog.getByLabel("ساعت", { exact: true }).first().fill("۲۲:۳۰");
  const days = await dialog.locator(".week").first().locator("label").allInnerTexts();
  assert.deepEqual([days[0], days[6]], ["شنبه", "جمعه"]);
  await dialog.getByLabel("جمعه").uncheck();
  await dialog.getByLabel("روز", { exact: true }).fill("٣۰");
  await dialog.getByRole("button", { name: "ذخیره" }).click();
  await page.locator(".job").nth(3).waitFor();
  assert.match(await page.locator(".job").nth(3).innerText(), /۲۲:۳۰/);
  const { jobs } = await settingsOf(office);
  assert.deepEqual(
    jobs.map(({ name }) => name),
    ["هر شب", "روزهای هفته", "هنگام کار", "حسابداری"],
  );
  const into = jobs[1]?.["into"] as { readonly weekdays: readonly string[] } | undefined;
  assert.deepEqual(into?.weekdays, [
    "دوشنبه",
    "سه شنبه",
    "چهارشنبه",
    "پنجشنبه",
    "جمعه",
    "شنبه",
    "یکشنبه",
  ]);
  const { when, keep } = jobs[3] ?? {};
  const most = ["monday", "tuesday", "wednesday", "thursday", "saturday", "sunday"];
  assert.deepEqual(when, { at: "22:30", days: most });
  assert.deepEqual(keep, { daily: 30, weekly: 4, monthly: 12 });
  await page.locator(".switch").nth(1).click();
  await page.locator(".job").nth(1).getByText("متوقف", { exact: true }).waitFor();
  assert.equal((await settingsOf(office)).jobs[1]?.["enabled"], "no");
  await show(page, "");
  await page.locator(".next").waitFor();
});

interface JobMemory {
  readonly stopped: unknown;
  readonly check: { readonly share: unknown };
}

async function memoryIn(file: string): Promise<JobMemory> {
  return JSON.parse(await readFile(file, "utf8")) as JobMemory;
}

test("automatic: what a job found strange is said, and one button goes on", async () => {
  await using office = await Office.open(browser);
  const page = await office.page("en");
  await page.locator(".door.first").click();
  await ended(page);
  await show(page, "automatic");
  await page.locator(".switch").first().click();
  await page.getByRole("button", { name: "Run every night now" }).click();
  await ended(page);
  const folder = office.folder.at("home/jobs");
  const [name = ""] = (await readdir(folder)).filter((each) => each.endsWith(".json"));
  const file = path.join(folder, name);
  // The backup is told as done before the job has looked after older ones, and remembered that.
  let memory = await memoryIn(file);
  while (memory.check.share === null) {
    await pause(50);
    memory = await memoryIn(file);
  }
  const facts = { what: "tenantsLost", tenants: ["acme"], job: "every night" };
  await writeFile(file, JSON.stringify({ ...memory, stopped: { atMs: 0, facts } }));
  // nobody tells the page of what was written behind the server's back
  await page.reload();
  await show(page, "");
  await page.getByText("has something happened to your data").waitFor();
  await page.getByRole("link", { name: "Answer" }).click();
  await page.getByText("companies are gone: acme").waitFor();
  await page.getByRole("button", { name: "All is as it should be: go on" }).click();
  await page.getByText("companies are gone: acme").waitFor({ state: "hidden" });
  assert.equal((await memoryIn(file)).stopped, null);
});

test("automatic: who is told is typed in Persian digits, tried with the server's own words, and saved", async () => {
  await using office = await Office.open(browser);
  const server = mailServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    authOptional: true,
    onData: (stream, _session, done) => {
      stream.resume();
      stream.on("end", () => done(null, "Queued as 7"));
    },
  });
  server.on("error", () => undefined);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  try {
    const page = await office.page("fa");
    await show(page, "alarms");
    await page.getByLabel("نشانی ایمیل").fill("Reza <reza@example.org>");
    await page.getByLabel("زبان", { exact: true }).last().selectOption("fa");
    await page.getByLabel("کارساز ایمیل").fill("127.0.0.1");
    await page.getByLabel("ارتباط").selectOption("none");
    const port = String(server.server.address().port);
    const persian = port.replaceAll(/\d/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)] ?? "");
    await page.getByLabel("درگاه").fill(persian);
    await page.getByLabel("روزهای دیده نشدن یک محل").fill("۱۰");
    await page.getByRole("button", { name: "ارسال آزمایشی" }).first().click();
    await page.getByText("250 Queued as 7").waitFor();
    await page.getByRole("button", { name: "ذخیره" }).click();
    await page.getByText("ذخیره شد.").waitFor();
    const { alarms } = await settingsOf(office);
    assert.equal(alarms?.["awayDays"], 10);
    assert.deepEqual(alarms?.["mail"], {
      host: "127.0.0.1",
      port: Number(port),
      security: "none",
      from: "Reza <reza@example.org>",
      to: [{ address: "Reza <reza@example.org>", language: "fa" }],
    });
  } finally {
    server.close(() => undefined);
  }
});
