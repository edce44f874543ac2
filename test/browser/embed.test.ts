/**
 * Goal: a host program shows the page inside itself and hears what happens. Method: a host of a few lines on another port, with
 * its address among the allowed ones, and what it hears held against the schema; a host that is not allowed shows nothing.
 */

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import test, { after, before } from "node:test";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { freshPage } from "../../scripts/page.ts";
import { Program } from "../fixtures/command.ts";
import { Office, openBrowser } from "./office.ts";

const SCHEMA = JSON.parse(
  readFileSync(
    path.resolve(import.meta.dirname, "../../docs/schema/embed-events.schema.json"),
    "utf8",
  ),
) as {
  $defs: {
    event: {
      properties: { event: { enum: readonly string[] } };
      allOf: readonly {
        if: { properties: { event: { const: string } } };
        then: { required: readonly string[] };
      }[];
    };
  };
};

let browser: Browser;
before(async () => {
  await freshPage();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

/** A program that shows a page in a frame and keeps what it hears. */
async function startHost(): Promise<{ readonly server: http.Server; readonly url: string }> {
  const server = http.createServer((request, response) => {
    const address = new URL(request.url ?? "/", "http://host").searchParams.get("page") ?? "";
    response.setHeader("content-type", "text/html");
    response.end(
      `<script>heard = []; addEventListener("message", (event) => heard.push(event.data))</script>
       <iframe src="${address}" width="900" height="700"></iframe>`,
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

interface Heard {
  readonly source: string;
  readonly v: number;
  readonly event: string;
  readonly what?: string;
}

/** The office's page in the frame of a host that is allowed to show it. */
async function shown(
  office: Office,
  url: string,
): Promise<{ readonly page: Page; readonly frame: FrameLocator }> {
  mkdirSync(office.folder.at("home"), { recursive: true });
  writeFileSync(
    office.folder.at("home/settings.yaml"),
    `version: 1\nembedding: { origins: ["${url}"] }\n`,
  );
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const { hash } = new URL(office.server.link());
  await page.goto(`${url}/?page=${encodeURIComponent(`${office.server.url}/embed/home${hash}`)}`);
  return { page, frame: page.frameLocator("iframe") };
}

test("embed: the host hears of a backup from its beginning to its end, as the schema says", async () => {
  await using office = await Office.open(browser);
  const { server, url } = await startHost();
  try {
    const { page, frame } = await shown(office, url);
    await frame.getByRole("button", { name: "Set up backups" }).click();
    await frame.getByRole("heading", { name: "The backup is made" }).waitFor();
    assert.equal(await frame.getByRole("navigation").count(), 0);
    const heard = await page.evaluate<readonly Heard[]>("heard");
    const names = heard.map(({ event }) => event);
    for (const each of ["ready", "size", "started", "finished"])
      assert.ok(names.includes(each), `${each} in ${names.join(" ")}`);
    assert.ok(names.indexOf("started") < names.indexOf("finished"));
    const { properties, allOf } = SCHEMA.$defs.event;
    for (const message of heard) {
      assert.equal(message.source, "fivefold");
      assert.equal(message.v, 1);
      assert.ok(properties.event.enum.includes(message.event));
      const rule = allOf.find((each) => each.if.properties.event.const === message.event);
      for (const name of rule?.then.required ?? []) assert.ok(name in message, message.event);
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("embed: a restore that is ready asks the host to close, shows its sentence, and asks again", async () => {
  await using office = await Office.open(browser);
  const { server, url } = await startHost();
  try {
    const { page, frame } = await shown(office, url);
    await frame.getByRole("button", { name: "Set up backups" }).click();
    await frame.getByRole("heading", { name: "The backup is made" }).waitFor();
    writeFileSync(path.join(office.app, "data/settings/kontor.json"), "{}");
    // The host's part: what it answers to "close-please".
    await page.evaluate(`
      reply = { answer: "not-now", sentence: "Please save your letter first." };
      addEventListener("message", ({ data, source }) => {
        if (data.event === "close-please") source.postMessage({ source: "fivefold", ...reply }, "*");
      });`);
    await frame.getByRole("button", { name: "Finish" }).click();
    await frame.getByRole("button", { name: "Restore …" }).click();
    await frame.getByRole("button", { name: /newest/ }).click();
    await frame.getByRole("button", { name: "Show what will change" }).click();
    await frame.getByRole("button", { name: "Continue" }).click();
    await frame.getByRole("button", { name: "Restore now" }).click();
    await frame.getByText("Please save your letter first.").waitFor();
    const heard = async (event: string): Promise<number> =>
      (await page.evaluate<readonly Heard[]>("heard")).filter((each) => each.event === event)
        .length;
    assert.equal(await heard("close-please"), 1);
    assert.equal(await heard("restart-needed"), 0, "not before the host closes");
    await page.evaluate('reply = { answer: "closing" }');
    await frame.getByRole("button", { name: "Ask the program again" }).click();
    await frame.getByText("Please save your letter first.").waitFor({ state: "hidden" });
    await page.waitForFunction('heard.some(({ event }) => event === "restart-needed")');
    assert.equal(await heard("close-please"), 2);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("embed: before a restore and before an undo the host hears that somebody must decide", async () => {
  await using office = await Office.open(browser);
  const { server, url } = await startHost();
  try {
    const { page, frame } = await shown(office, url);
    await frame.getByRole("button", { name: "Set up backups" }).click();
    await frame.getByRole("heading", { name: "The backup is made" }).waitFor();
    const setting = path.join(office.app, "data/settings/kontor.json");
    const good = readFileSync(setting, "utf8");
    writeFileSync(setting, "{}");
    // A host that knows nothing of all this answers nothing; then nobody waits for it.
    const decisions = async (): Promise<readonly (string | undefined)[]> =>
      (await page.evaluate<readonly Heard[]>("heard"))
        .filter(({ event }) => event === "confirm-needed")
        .map(({ what }) => what);
    await frame.getByRole("button", { name: "Finish" }).click();
    await frame.getByRole("button", { name: "Restore …" }).click();
    await frame.getByRole("button", { name: /newest/ }).click();
    await frame.getByRole("button", { name: "Show what will change" }).click();
    assert.deepEqual(await decisions(), []);
    await frame.getByRole("button", { name: "Continue" }).click();
    await frame.getByRole("button", { name: "Restore now" }).waitFor();
    assert.deepEqual(await decisions(), ["restore"]);
    await frame.getByRole("button", { name: "Restore now" }).click();
    await page.waitForFunction('heard.some(({ event }) => event === "restart-needed")');
    // What the host does when it ends, and when it is there again.
    await new Program(office.app, office.folder.at("home")).must(["settle", "--apply"]);
    assert.equal(readFileSync(setting, "utf8"), good);
    // The link in the frame's address was used; whoever is signed in stays so.
    await page.reload();
    await frame.getByRole("button", { name: "Undo the restore" }).click();
    const dialog = frame.getByRole("dialog");
    await dialog.waitFor();
    assert.deepEqual((await decisions()).at(-1), "undo");
    await dialog.getByRole("button", { name: "Undo the restore" }).click();
    await frame.getByRole("heading", { name: "The restore is undone" }).waitFor();
    assert.equal(readFileSync(setting, "utf8"), "{}");
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("embed: a host that is not on the list shows nothing", async () => {
  await using office = await Office.open(browser);
  const { server, url } = await startHost();
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${url}/?page=${encodeURIComponent(`${office.server.url}/embed/home`)}`);
    assert.equal(await page.frameLocator("iframe").locator("#root").count(), 0);
    assert.deepEqual(await page.evaluate("heard"), []);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
