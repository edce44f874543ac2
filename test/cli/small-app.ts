/** A small app in a temporary folder, and the command line as whole processes on it. */

import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { Made } from "../../src/fivefold.ts";
import { NO_PASSWORDS, openFivefold } from "../../src/fivefold.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What `bin/fivefold` starts: with the cache of compiled code, as a user's commands have it. */
export const MAIN = join(ROOT, "bin/checkout.cjs");

const DESCRIPTION = `
app: { id: kontor, name: Kontor, version: "12.4" }
parts:
  - { id: login, kind: database, sqlite: data/login.db }
  - { id: settings, kind: settings, files: { root: data/settings, exclude: ["*.tmp"] } }
  - { id: credentials, kind: credentials, files: data/credentials }
tenants:
  from: { sqlite: data/login.db, query: "select id, name as title from tenant order by id" }
  register: "insert into tenant (id, name) values (:id, :title)"
  parts:
    - { id: database, kind: database, sqlite: "data/tenants/{id}/tenant.db" }
    - { id: files, kind: files, files: "data/tenants/{id}/files" }
`;

export interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
  /** Lines of standard output as JSON. */
  events(): readonly Readonly<Record<string, unknown>>[];
  /** The last of them. */
  result(): Readonly<Record<string, unknown>>;
}

/** How the program is started. */
export interface Where {
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the command is given; else in the app's folder. */
  readonly folder?: string;
}

export interface Started {
  readonly child: ChildProcess;
  /** What it has said until now. */
  readonly said: { readonly out: string; readonly err: string };
  /** `exit` is `null` when a signal ended it. */
  readonly ended: Promise<{ readonly exit: number | null; readonly signal: string | null }>;
}

export class SmallApp implements AsyncDisposable {
  readonly folder: string;
  readonly home: string;

  private constructor(folder: string) {
    this.folder = join(folder, "app");
    this.home = join(folder, "home");
  }

  static async make(): Promise<SmallApp> {
    const app = new SmallApp(await mkdtemp(join(tmpdir(), "fivefold-cli-")));
    for (const name of ["settings", "credentials", "tenants"])
      await mkdir(join(app.folder, "data", name), { recursive: true });
    await writeFile(join(app.folder, "fivefold.yaml"), DESCRIPTION);
    await app.write("data/settings/a.conf", "colour: blue\n");
    await app.write("data/settings/half.tmp", "not wanted");
    await app.write("data/credentials/smtp.conf", "password: secret\n");
    using login = app.database("data/login.db");
    login.exec("create table tenant(id text, name text)");
    for (const id of ["acme", "beta"]) {
      login.exec(`insert into tenant values ('${id}', 'Company ${id}')`);
      await mkdir(join(app.folder, "data/tenants", id, "files"), { recursive: true });
      using tenant = app.database(`data/tenants/${id}/tenant.db`);
      tenant.exec("create table invoice(number integer, text text)");
      tenant.exec("insert into invoice values (1, 'one'), (2, 'two')");
      await app.write(`data/tenants/${id}/files/letter.txt`, `Dear ${id}\n`);
    }
    return app;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(join(this.folder, ".."), { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(this.path(name), text);
  }

  database(name: string): DatabaseSync {
    return new DatabaseSync(this.path(name));
  }

  count(name: string, table: string): number {
    using database = this.database(name);
    return Number(database.prepare(`select count(*) as n from ${table}`).get()?.["n"]);
  }

  /** A vault whose key is cheap to try, or as dear as is wanted, as only the library makes one. */
  async init(keyCost = { N: 2, r: 1, p: 1 }): Promise<Made> {
    await using fivefold = await openFivefold({
      environment: {},
      currentFolder: this.folder,
      description: null,
      home: this.home,
      passwords: NO_PASSWORDS,
      keyCost,
    });
    const { signal } = new AbortController();
    return await fivefold.init(null, {
      signal,
      started: () => undefined,
      report: () => undefined,
      settled: () => undefined,
      made: () => undefined,
    });
  }

  environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    const { PATH = "", NODE_COMPILE_CACHE = "" } = process.env;
    const machine = { PATH, NODE_COMPILE_CACHE, HOME: this.folder, LANG: "C.UTF-8" };
    return { ...machine, FIVEFOLD_HOME: this.home, ...more };
  }

  /** Runs the command line as its own process, without a terminal. */
  /** Starts the program and gathers what it says. */
  start(words: readonly string[], more: Where = {}): Started {
    const child = spawn(process.execPath, [MAIN, ...words], {
      cwd: more.folder ?? this.folder,
      env: this.environment(more.environment),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.err += text));
    const { promise, resolve } = Promise.withResolvers<Awaited<Started["ended"]>>();
    child.on("close", (exit, signal) => resolve({ exit, signal }));
    return { child, said, ended: promise };
  }

  async run(words: readonly string[], more: Where = {}): Promise<Ended> {
    const { said, ended } = this.start(words, more);
    const { exit } = await ended;
    const { out, err } = said;
    const events = (): readonly Readonly<Record<string, unknown>>[] =>
      out
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    return { exit, out, err, events, result: () => events().at(-1) ?? {} };
  }
}
