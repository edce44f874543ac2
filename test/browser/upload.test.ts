/**
 * Goal: a file of 3 GB arrives through the page and through the interface, whatever cuts the line, and the server needs no
 * memory for it; a file that is no backup is named as what it is, and nothing changes. Method: in the long tests, a real
 * parcel whose content is stored, on a server that is a process of its own.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, readdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import test, { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { freshPage } from "../../scripts/page.ts";
import { Program, TemporaryFolder } from "../fixtures/command.ts";
import { ServedApp } from "../fixtures/served-app.ts";
import { makeSmallApp } from "../fixtures/small-app.ts";
import { Visitor } from "../http/small-server.ts";
import { openBrowser, show } from "./office.ts";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const SIZE_BYTES = 3 * GIB;

let browser: Browser;

/** A real backup file of an app with one large file that was stored as it is. */
async function makeLargeParcel(folder: TemporaryFolder): Promise<string> {
  const app = folder.at("app");
  makeSmallApp(app);
  const large = path.join(app, "tenants/t1/files/video.mp4");
  writeFileSync(large, "");
  truncateSync(large, SIZE_BYTES);
  const program = new Program(app, folder.at("old home"));
  const words = ["--as", "parcel", "--compress", "none", "--name", "big"];
  await program.must(["backup", "--to", `${folder.at("parcels")}/`, ...words]);
  return folder.at("parcels", "big.zip");
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(file) as AsyncIterable<Buffer>) hash.update(bytes);
  return hash.digest("hex");
}

/** Sends a file from one byte on, and cuts the line once the server has so much of it; `null`: it goes to the end. */
async function sendFrom(
  owner: Visitor,
  address: string,
  file: string,
  offset: number,
  cutBytes: number | null,
): Promise<void> {
  const request = http.request(`${owner.url}${address}?offset=${offset}`, {
    method: "PUT",
    headers: {
      ...owner.headers(),
      "content-type": "application/octet-stream",
      "content-length": statSync(file).size - offset,
    },
  });
  const answered = once(request, "response");
  const sent = pipeline(createReadStream(file, { start: offset }), request);
  if (cutBytes === null) {
    await sent;
    const [response] = (await answered) as [http.IncomingMessage];
    assert.equal(response.statusCode, 200);
    return;
  }
  const cut = Promise.allSettled([answered, sent]);
  for (;;) {
    const there = await owner.call("GET /api/uploads/:id", undefined, address);
    if (there.offset >= cutBytes) break;
  }
  request.destroy();
  await cut;
}

if (process.env["FIVEFOLD_TEST_LONG"] === "1") {
  before(async () => {
    await freshPage();
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
  });

  test("upload: 3 GB arrive through the interface and through the page over lines that are cut, in little memory", async (t) => {
    await using folder = new TemporaryFolder();
    const file = await makeLargeParcel(folder);
    const { size } = statSync(file);
    assert.ok(size > SIZE_BYTES, String(size));
    await using served = await ServedApp.start(folder.at("app"), folder.at("home"));
    const owner = new Visitor(served.url);
    await owner.signIn({
      secret: new URLSearchParams(new URL(served.link).hash.slice(1)).get("secret"),
    });
    const { token } = await owner.call("POST /api/tokens", {
      user: "Anna",
      role: "administrator",
      minutes: 60,
    });
    await owner.call("GET /api/home");
    served.forgetMost();
    const atRest = served.memory();

    const announced = await owner.call("POST /api/uploads", { name: "big.zip", sizeBytes: size });
    const address = `/api/uploads/${announced.id}`;
    await sendFrom(owner, address, file, 0, GIB);
    const there = await owner.call("GET /api/uploads/:id", undefined, address);
    assert.ok(there.offset >= GIB && there.offset < size, String(there.offset));
    await sendFrom(owner, address, file, there.offset, null);
    const sha256 = await hashOf(file);
    const wrong = await owner.ask("POST", "/api/uploads", {
      name: "other.zip",
      sizeBytes: 2 ** 50,
    });
    assert.equal(wrong.json()["code"], "SPACE_SHORT");
    await owner.call("POST /api/uploads/:id/done", { sha256 }, `${address}/done`);
    const looked = await owner.call("POST /api/backups/look", {
      place: null,
      backup: `upload:${announced.id}`,
    });
    assert.equal(looked.isOwnApp, true);
    await owner.call("DELETE /api/uploads/:id", undefined, address);

    const context = await browser.newContext({ locale: "en-US" });
    const page = await context.newPage();
    await page.goto(`${served.url}/#secret=${token}`);
    await page.getByRole("heading", { name: /Let us make/ }).waitFor();
    await show(page, "restore");
    await page.locator("input[type=file]").setInputFiles(file);
    const bar = page.getByRole("progressbar");
    await bar.waitFor();
    const share = async (): Promise<number> => Number(await bar.getAttribute("aria-valuenow"));
    while ((await share()) < 20);
    await context.setOffline(true);
    await page.getByText("The connection is interrupted.").waitFor();
    const cutAt = await share();
    await context.setOffline(false);
    await page.getByText("The connection is interrupted.").waitFor({ state: "hidden" });
    assert.ok((await share()) >= cutAt);
    await page
      .getByRole("heading", { name: "What do you want back?" })
      .waitFor({ timeout: 10 * 60_000 });
    await page.getByText("big.zip").waitFor();
    const [id = ""] = readdirSync(folder.at("home/cache/uploads"));
    assert.equal(await hashOf(folder.at("home/cache/uploads", id, "big.zip")), sha256);
    const { mostBytes } = served.memory();
    const figures = {
      beforeMiB: Math.round(atRest.bytes / MIB),
      mostMiB: Math.round(mostBytes / MIB),
    };
    t.diagnostic(JSON.stringify(figures));
    assert.ok(mostBytes - atRest.bytes < 150 * MIB, JSON.stringify(figures));
  });
}
