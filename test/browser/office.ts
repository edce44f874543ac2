/**
 * An office to test in: Kontor, the invoicing app, with a real server on it, and Debian's Chromium in front.
 *
 * Whatever a page writes to its console as a warning or an error, and
 * whatever it asks of another host, fails the test.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { stateOf } from "../../examples/invoicing/state.ts";
import type { State } from "../../examples/invoicing/state.ts";
import type { Kontor } from "../../src/example/kontor.ts";
import { makeKontor } from "../../src/example/kontor.ts";
import type { LanguageCode } from "../../src/language/choose.ts";
import type { RunningServer, ServerOptions } from "../../src/http/server.ts";
import { startServer } from "../../src/http/server.ts";
import { TemporaryFolder } from "../fixtures/command.ts";
import { Visitor } from "../http/small-server.ts";

const SIZE_BYTES = 3_000_000;

const LOCALES = { en: "en-US", fa: "fa-IR", pt: "pt-BR", de: "de-DE", fr: "fr-FR" } as const;

export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const args = ["--no-sandbox", ...more];
  return await chromium.launch({ executablePath: "/usr/bin/chromium", args });
}

/** Of everybody whom a test adds. */
const PASSWORD = "correct horse battery";

class Owner extends Visitor {
  /** Anna, administrator; Otto, operator; Bob, viewer. */
  async addPeople(): Promise<void> {
    for (const [name, role] of PEOPLE)
      await this.call("POST /api/accounts", { name, role, password: PASSWORD });
  }
}

const PEOPLE = [
  ["Anna", "administrator"],
  ["Otto", "operator"],
  ["Bob", "viewer"],
] as const;

export class Office implements AsyncDisposable {
  readonly folder: TemporaryFolder;
  readonly kontor: Kontor;
  readonly server: RunningServer;
  readonly #browser: Browser;
  readonly #mistakes: Error[];
  readonly #complaints: string[] = [];
  readonly #forgiven: RegExp[] = [];

  private constructor(
    folder: TemporaryFolder,
    kontor: Kontor,
    server: RunningServer,
    browser: Browser,
    mistakes: Error[],
  ) {
    this.folder = folder;
    this.kontor = kontor;
    this.server = server;
    this.#browser = browser;
    this.#mistakes = mistakes;
  }

  /** `addition`: lines that are added to the description. */
  static async open(
    browser: Browser,
    addition = "",
    more: Partial<ServerOptions> = {},
  ): Promise<Office> {
    const folder = new TemporaryFolder();
    const kontor = makeKontor(folder.at("kontor"), SIZE_BYTES);
    const description = folder.at("kontor/fivefold.yaml");
    if (addition !== "") appendFileSync(description, addition);
    const mistakes: Error[] = [];
    const server = await startServer({
      app: {
        environment: { HOME: folder.path },
        currentFolder: folder.path,
        description,
        home: folder.at("home"),
        keyCost: { N: 2, r: 1, p: 1 },
        threads: 1,
      },
      host: "127.0.0.1",
      port: 0,
      tls: null,
      language: "en",
      tellMistake: (error) => mistakes.push(error),
      ...more,
    });
    return new Office(folder, kontor, server, browser, mistakes);
  }

  /** Of everybody whom `addPeople` adds. */
  get password(): string {
    return PASSWORD;
  }

  get app(): string {
    return this.folder.at("kontor");
  }

  /** What a browser writes to its console by itself when a request is refused or gets lost, where a test is about that. */
  forgive(complaint: RegExp): void {
    this.#forgiven.push(complaint);
  }

  tenantFolder(id: string): string {
    return path.join(this.app, "data/tenants", id);
  }

  /** All that the app holds, to be compared. */
  state(): State {
    return stateOf(
      this.app,
      this.kontor.tenants.map(({ id }) => id),
    );
  }

  /** A page of somebody who speaks the language and was let in by the program's menu. */
  async page(language: LanguageCode, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.blankPage(language, options);
    await page.goto(this.server.link());
    await page.locator("h1").first().waitFor();
    return page;
  }

  /** A page to which nobody has come yet. */
  async blankPage(language: LanguageCode, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      locale: LOCALES[language],
      viewport: { width: 1280, height: 900 },
      acceptDownloads: true,
      ...options,
    });
    return this.#watched(await context.newPage());
  }

  #watched(page: Page): Page {
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => this.#complaints.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()))
        this.#complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^https?:$/.test(protocol) && origin !== this.server.url)
        this.#complaints.push(`asks ${request.url()}`);
    });
    return page;
  }

  /** Another tab of the same person's browser. */
  async tabOf(page: Page): Promise<Page> {
    return this.#watched(await page.context().newPage());
  }

  /** This computer's user, who asks without a page. */
  async visitor(): Promise<Owner> {
    const owner = new Owner(this.server.url);
    const secret = new URLSearchParams(new URL(this.server.link()).hash.slice(1)).get("secret");
    await owner.signIn({ secret: secret ?? "" });
    return owner;
  }

  /** Signs in with name and password, in an English page. */
  async signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()));
    await this.server[Symbol.asyncDispose]();
    // What a run has begun to write last may still come while the folder is being removed.
    await rm(this.folder.path, { recursive: true, force: true, maxRetries: 5 });
    await this.folder[Symbol.asyncDispose]();
    const isForgiven = (each: string): boolean => this.#forgiven.some((one) => one.test(each));
    assert.deepEqual(
      this.#complaints.filter((each) => !isForgiven(each)),
      [],
    );
    const [first] = this.#mistakes;
    if (first !== undefined) throw first;
  }
}

/** Goes to a screen as its link does. */
export async function show(page: Page, screen: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(`/${screen}`)}`);
  await page.locator("h1").first().waitFor();
}

/** Waits for the large sentence of a run's end. */
export async function ended(page: Page): Promise<string> {
  await page.locator(".hero:not(.busy) h1").first().waitFor();
  return await page.locator(".hero:not(.busy) h1").first().innerText();
}

/** The names in a ZIP file, as another program sees them. */
export function entriesOf(zip: string): readonly string[] {
  return execFileSync("unzip", ["-Z1", zip], { encoding: "utf8" }).split("\n").filter(Boolean);
}

/** Opens folder after folder in the chooser, from the disk on. */
export async function walkTo(dialog: Locator, folder: string): Promise<void> {
  await dialog
    .getByRole("button", { name: /^\/(?!\S)/ })
    .first()
    .click();
  // By their text: to ask thousands of buttons for their names takes a browser long.
  for (const name of folder.split("/").filter(Boolean))
    await dialog
      .locator("button.folder", { hasText: new RegExp(`^${RegExp.escape(name)}(?:\\s|$)`) })
      .first()
      .click();
}
