/**
 * Desk, a small program that shows Fivefold inside its own window: all that a vendor has to write.
 *
 * Its window is a page of its own server; a real program has a web view there and passes the same messages on. It keeps its
 * database open while it lives, so that a restore has to wait until it is closed: it ends itself, and the last thing it does
 * is to ask Fivefold to swap the data and to start it again.
 *
 * usage: node examples/embedding/host.ts FOLDER PORT [restored]
 */

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { json } from "node:stream/consumers";

const FIVEFOLD = path.resolve(import.meta.dirname, "../../bin/checkout.cjs");

const [folder = "desk", port = "8181", restored] = process.argv.slice(2);
const root = path.resolve(folder);
const origin = `http://127.0.0.1:${port}`;
const environment = { ...process.env, FIVEFOLD_HOME: path.join(root, "home") };

const DESCRIPTION = `app: { id: desk, name: Desk, version: "1.0" }
brand: { title: Desk Backup, support: { name: Desk Support, phone: "+49 30 123456" } }
credentials: none
parts:
  - { id: notes, kind: database, title: { en: Notes }, sqlite: data/notes.db }
`;

/** What an installer does once: the description, the data, and leave for the page to be shown in this window. */
function install(): void {
  fs.mkdirSync(path.join(root, "data"), { recursive: true });
  fs.mkdirSync(environment.FIVEFOLD_HOME, { recursive: true, mode: 0o700 });
  fs.writeFileSync(path.join(root, "fivefold.yaml"), DESCRIPTION);
  const settings = path.join(environment.FIVEFOLD_HOME, "settings.yaml");
  if (!fs.existsSync(settings))
    fs.writeFileSync(settings, `version: 1\nembedding: { origins: ["${origin}"] }\n`, {
      mode: 0o600,
    });
}

function fivefold(...words: readonly string[]): Readonly<Record<string, unknown>> {
  const { stdout } = spawnSync(process.execPath, [FIVEFOLD, ...words, "--json"], {
    cwd: root,
    env: environment,
    encoding: "utf8",
  });
  const result = stdout.trimEnd().split("\n").at(-1) ?? "{}";
  return JSON.parse(result) as Readonly<Record<string, unknown>>;
}

let database: DatabaseSync | null = null;
let isUnsaved = false;

function opened(): DatabaseSync {
  database ??= new DatabaseSync(path.join(root, "data/notes.db"));
  database.exec("create table if not exists note(text text)");
  return database;
}

/** The database is down while nobody may write. */
function close(): void {
  database?.close();
  database = null;
}

/** The page that the window shows, signed in for the person who sits here. */
function pageOf(screen: string): { readonly url: string } {
  const person = ["--user", "Anna Kraus", "--role", "administrator", "--minutes", "10"];
  const { url, token } = fivefold("token", ...person);
  const secret = new URLSearchParams({ secret: String(token) });
  return { url: `${String(url)}/embed/${screen}#${secret.toString()}` };
}

/** What the page said; the answer goes back to it. */
function told(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  switch (event["event"]) {
    case "close-please":
      if (isUnsaved) return { answer: "not-now", sentence: "Please save your letter first." };
      // Before an undo that is all; before a restore "restart-needed" comes next.
      close();
      return { answer: "closing" };
    case "restart-needed":
      if (isUnsaved) return {};
      end();
      return { answer: "closing" };
    case "finished":
      opened();
      return {};
    default:
      return {};
  }
}

/** Ends this process; Fivefold waits for that, swaps the data, shows how far it is, and starts it again. */
function end(): void {
  const words = ["settle", "--apply", "--after", String(process.pid), "--progress", "--then"];
  const again = [process.execPath, import.meta.filename, root, port, "restored"];
  spawn(process.execPath, [FIVEFOLD, ...words, ...again], {
    cwd: root,
    env: environment,
    detached: true,
    stdio: "ignore",
  }).unref();
  close();
  server.close(() => process.exit(0));
  server.closeIdleConnections();
}

async function answer(request: IncomingMessage): Promise<unknown> {
  switch (`${request.method} ${request.url}`) {
    case "GET /notes": {
      const rows = opened().prepare("select text from note order by rowid").all();
      return { notes: rows.map(({ text }) => text), restored: restored !== undefined };
    }
    case "POST /notes":
      opened()
        .prepare("insert into note values (?)")
        .run(((await json(request)) as { text: string }).text);
      return {};
    case "POST /unsaved":
      isUnsaved = ((await json(request)) as { is: boolean }).is;
      return {};
    case "POST /fivefold":
      return pageOf(((await json(request)) as { screen: string }).screen);
    case "POST /told":
      return told((await json(request)) as Readonly<Record<string, unknown>>);
    default:
      return null;
  }
}

const FILES: Readonly<Record<string, readonly [string, string]>> = {
  "/": ["window.html", "text/html; charset=utf-8"],
  "/window.js": ["window.js", "text/javascript; charset=utf-8"],
};

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = request.method === "GET" ? FILES[request.url ?? ""] : undefined;
  if (file !== undefined) {
    response.setHeader("content-type", file[1]);
    response.end(fs.readFileSync(path.join(import.meta.dirname, file[0])));
    return;
  }
  // Another site in the same browser may not speak for this window.
  const from = request.headers.origin;
  const isOwn = from === undefined || from === origin;
  const value = isOwn ? await answer(request) : null;
  response.statusCode = value === null ? 404 : 200;
  response.setHeader("content-type", "application/json");
  response.setHeader("connection", "close");
  response.end(JSON.stringify(value ?? {}));
}

install();
// A restore may have been prepared and never been put in place: the launcher's place for it is here.
if (restored === undefined) fivefold("settle", "--apply");
opened();
const server = createServer((request, response) => {
  respond(request, response).catch((thrown: unknown) => {
    response.statusCode = 500;
    response.end(String(thrown));
  });
});
server.listen(Number(port), "127.0.0.1", () => {
  fs.writeFileSync(path.join(root, "lives"), String(process.pid));
  process.stdout.write(`Desk is open at ${origin}\n`);
});
