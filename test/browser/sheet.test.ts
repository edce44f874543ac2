/**
 * Goal: the emergency sheet is taken away as a PDF, and scanned back by camera or photo; what is wrong is said, and the camera is
 * off when nobody looks through it. Method: real Chromium, whose camera shows a film that the test writes.
 */

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import test, { after, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import QRCode from "qrcode";
import { freshPage } from "../../scripts/page.ts";
import { makeKey } from "../../src/app/digit-key.ts";
import { TemporaryFolder } from "../fixtures/command.ts";
import { Office, openBrowser, show, walkTo } from "./office.ts";

const EVERYTHING = { choice: {}, to: null, file: null };

const films = new TemporaryFolder();
/** What the camera sees from the next time that it is switched on. */
const FILM = films.at("camera.y4m");

let browser: Browser;
/** One for all tests; the last confirms its sheet. */
let office: Office;
let key = "";
before(async () => {
  await freshPage();
  film(null);
  browser = await openBrowser([
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${FILM}`,
  ]);
  office = await Office.open(browser);
  const owner = await office.visitor();
  await owner.run("POST /api/backups", EVERYTHING);
  ({ key } = await owner.call("GET /api/sheet"));
});
after(async () => {
  await office[Symbol.asyncDispose]();
  await browser.close();
  await films[Symbol.asyncDispose]();
});

/** Two still pictures of a code on a grey table, in the format of uncompressed films; `null`: the bare table. */
function film(text: string | null): void {
  const [width, height, unit] = [640, 480, 8];
  const luma = Buffer.alloc(width * height, 160);
  if (text !== null) {
    const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" });
    const quiet = 4;
    const side = modules.size + 2 * quiet;
    const [left, top] = [(width - side * unit) / 2, (height - side * unit) / 2];
    for (let y = 0; y < side * unit; y++)
      for (let x = 0; x < side * unit; x++) {
        const [column, row] = [Math.floor(x / unit) - quiet, Math.floor(y / unit) - quiet];
        const isIn = [column, row].every((each) => each >= 0 && each < modules.size);
        const isDark = isIn && modules.get(row, column) === 1;
        luma[Math.floor(top + y) * width + Math.floor(left + x)] = isDark ? 25 : 225;
      }
  }
  const frame = [Buffer.from("FRAME\n"), luma, Buffer.alloc((width * height) / 2, 128)];
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(FILM, Buffer.concat([head, ...frame, ...frame]));
}

/** Keeps at hand what the camera gives to the page. */
const REMEMBER_TRACKS = `
  globalThis.seen = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await ask(wish);
    seen.push(...stream.getTracks());
    return stream;
  };`;

const WHEN_SEEING = `new Promise((resolve) => {
  const video = document.querySelector("video.camera");
  if (video.readyState >= 2) resolve();
  else video.addEventListener("loadeddata", resolve, { once: true });
}).then(() => undefined)`;

async function photo(page: Page, name: string, bytes: Buffer): Promise<void> {
  const input = page.locator("input[type=file][capture]");
  await input.setInputFiles({ name, mimeType: "image/png", buffer: bytes });
}

async function codeOf(text: string): Promise<Buffer> {
  return await QRCode.toBuffer(text, { type: "png", errorCorrectionLevel: "M", scale: 5 });
}

test("sheet: is saved as a PDF through the chooser, and downloaded, in the language of the page", async () => {
  const stick = office.folder.at("stick");
  mkdirSync(stick);
  const page = await office.page("en");
  await show(page, "sheet");
  await page.getByRole("button", { name: "Save as PDF …" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/On the same disk as your data the PDF does not help/).waitFor();
  await walkTo(dialog, stick);
  await dialog.getByRole("button", { name: "Use this folder" }).click();
  // where a test may write is where the app lies, too
  await page.getByText(/The PDF lies on the same disk as your data: .*stick/).waitFor();
  const file = path.join(stick, "Kontor emergency sheet.pdf");
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(readFileSync(file).subarray(0, 5).toString(), "%PDF-");

  const persian = await office.page("fa");
  await show(persian, "sheet");
  const arriving = persian.waitForEvent("download");
  await persian.getByRole("link", { name: "دریافت فایل PDF" }).click();
  const arrived = await arriving;
  assert.equal(arrived.suggestedFilename(), "برگهٔ اضطراری Kontor.pdf");
  assert.equal(
    readFileSync(await arrived.path())
      .subarray(0, 5)
      .toString(),
    "%PDF-",
  );
  assert.deepEqual(readdirSync(stick), ["Kontor emergency sheet.pdf"]);
});

test("sheet: a browser that refuses the camera, and a computer without one, are told apart", async () => {
  const refusing = await office.page("en", { permissions: [] });
  await show(refusing, "sheet");
  await refusing.getByRole("button", { name: "Scan with the camera" }).click();
  await refusing.getByText(/does not let this page use the camera/).waitFor();

  const bare = await openBrowser();
  try {
    const page = await (
      await bare.newContext({ locale: "en-US", permissions: ["camera"] })
    ).newPage();
    await page.goto(office.server.link());
    await page.locator("h1").first().waitFor();
    await show(page, "sheet");
    await page.getByRole("button", { name: "Scan with the camera" }).click();
    await page.getByText("There is no camera that this page may use.", { exact: false }).waitFor();
    // the paper can still be typed
    await page.keyboard.press("Escape");
    await page.getByLabel("Key on the sheet").waitFor();
  } finally {
    await bare.close();
  }
});

test("sheet: a photo is read, on a new computer too; one without a code, and what is no photo, are named", async () => {
  const page = await office.page("en");
  await show(page, "sheet");
  await photo(page, "title.png", await page.locator("h1").screenshot());
  await page.getByText(/There is no code to be found in this photo/).waitFor();
  await photo(page, "letter.png", Buffer.from("Dear Anna"));
  await page.getByText(/cannot show this file as a picture/).waitFor();
  await photo(page, "wifi.png", await codeOf("WIFI:S:office;T:WPA;P:secret;;"));
  await page.getByText("This code is not the key of an emergency sheet.").waitFor();
  await photo(page, "other.png", await codeOf(makeKey(randomInt).reveal()));
  await page.getByText("This is not the key of these backups. Look again.").waitFor();

  // on a new computer a photo fills in the key
  await show(page, "recover");
  await photo(page, "sheet.png", await codeOf(key));
  const field = page.getByLabel("Key on the emergency sheet");
  let filled = "";
  while (filled === "") filled = await field.inputValue();
  assert.equal(filled, key);
});

test("sheet: the camera scans it back, knows what is no key, and is off behind a closed dialogue", async () => {
  const page = await office.page("en", { permissions: ["camera"] });
  await show(page, "sheet");
  const scan = page.getByRole("button", { name: "Scan with the camera" });
  const dialog = page.getByRole("dialog");
  await page.evaluate(REMEMBER_TRACKS);
  const isOff = async (): Promise<void> => {
    await dialog.waitFor({ state: "hidden" });
    const states = await page.evaluate<readonly string[]>("seen.map((each) => each.readyState)");
    assert.ok(states.length > 0);
    assert.deepEqual(new Set(states), new Set(["ended"]));
  };

  film(null);
  await scan.click();
  await page.evaluate(WHEN_SEEING);
  assert.equal(await page.evaluate("seen[0].readyState"), "live");
  await page.keyboard.press("Escape");
  await isOff();

  film("https://shop.example/umbrella");
  await scan.click();
  await dialog.getByText("This code is not the key of an emergency sheet.").waitFor();
  await dialog.getByRole("button", { name: "Back" }).click();
  await isOff();

  film(makeKey(randomInt).reveal());
  await scan.click();
  await isOff();
  await page.getByText("This is not the key of these backups. Look again.").waitFor();

  film(key);
  await scan.click();
  await isOff();
  await page.getByText("The sheet is confirmed. Keep it safe.").waitFor();
  const { sheet } = await (await office.visitor()).call("GET /api/home");
  assert.equal(sheet.isConfirmed, true);
});
