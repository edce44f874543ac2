/**
 * `npm run demo`: makes the Kontor app, backs it up while it is written to, breaks it, brings it back, and proves it.
 *
 * Everything lies in `.demo/demo/`, which is made anew each time, or in another folder that must be absent. What the program
 * under `bin/` does is looked at from outside, by `state.ts`. Ends with status 1 when anything is not as it was.
 *
 * usage: node examples/invoicing/demo.ts [SIZE [FOLDER]]
 */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { styleText } from "node:util";
import type { Kontor } from "../../src/example/kontor.ts";
import { makeKontor } from "../../src/example/kontor.ts";
import { sizeOfText } from "./generate.ts";
import { brokenRules } from "./rules.ts";
import { differences, rowCounts, stateOf } from "./state.ts";
import type { Written } from "./writer.ts";

const checkout = path.resolve(import.meta.dirname, "..", "..");
const usual = path.join(checkout, ".demo", "demo");
const demo = path.resolve(process.argv[3] ?? usual);
const app = path.join(demo, "kontor");
const home = path.join(demo, "home");

/** Each wrong thing that was found; empty at the end when all is well. */
const wrong: string[] = [];

function say(text = ""): void {
  process.stdout.write(`${text}\n`);
}

let step = 0;
function heading(text: string): void {
  say(`\n${styleText("bold", `${++step}. ${text}`)}\n`);
}

function proved(isSo: boolean, text: string): void {
  say(isSo ? `${styleText("green", "✓")} ${text}` : `${styleText("red", "✗ NOT TRUE:")} ${text}`);
  if (!isSo) wrong.push(text);
}

const environment: NodeJS.ProcessEnv = {
  ...process.env,
  FIVEFOLD_HOME: home,
  LC_ALL: "en_US.UTF-8",
  LANGUAGE: "en",
};
for (const name of ["FIVEFOLD_PASSWORD", "FIVEFOLD_PASSWORD_FILE"]) delete environment[name];

/**
 * Runs our program as a person would, in the app's folder; its words go straight to the screen. Where there is no
 * terminal, the lines that tell how far it is are kept back unless something goes wrong.
 */
async function fivefold(...words: readonly string[]): Promise<number | null> {
  say(styleText("cyan", `$ fivefold ${words.join(" ")}`));
  const started = performance.now();
  const child = spawn(path.join(checkout, "bin", "fivefold"), words, {
    cwd: app,
    env: environment,
    stdio: ["ignore", "inherit", process.stderr.isTTY ? "inherit" : "pipe"],
  });
  const progress: Buffer[] = [];
  child.stderr?.on("data", (piece: Buffer) => progress.push(piece));
  const [status] = (await once(child, "close")) as [number | null];
  if (status !== 0 && status !== 3) process.stdout.write(Buffer.concat(progress));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(styleText("dim", `  (${seconds} s, exit status ${status ?? "by a signal"})`));
  return status;
}

/** As `fivefold`, for what must end as done. */
async function must(...words: readonly string[]): Promise<void> {
  const status = await fivefold(...words);
  if (status !== 0) wrong.push(`fivefold ${words.join(" ")} ended with status ${status}`);
}

/** Starts the second process; the result is asked for when it shall stop. */
async function startWriter(): Promise<() => Promise<Written>> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "writer.ts"), app], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  if ((await lines.next()).value !== "writing") throw new Error("the writer did not start");
  return async () => {
    child.stdin.end();
    const last = await lines.next();
    await ended;
    return JSON.parse(String(last.value)) as Written;
  };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function folderSize(folder: string): number {
  let sum = 0;
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sum += fs.statSync(path.join(entry.parentPath, entry.name)).size;
  }
  return sum;
}

function invoiceCounts(kontor: Kontor, folderOf: (id: string) => string): Map<string, number> {
  return new Map(
    kontor.tenants.map(({ id }) => [
      id,
      rowCounts(path.join(folderOf(id), "tenant.db"))["invoice"] ?? 0,
    ]),
  );
}

const liveFolder = (id: string): string => path.join(app, "data", "tenants", id);

/** Restores into an empty folder and puts each tenant's database to the question: one moment, or a mixture? */
async function proveOneMoment(
  kontor: Kontor,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Promise<void> {
  const target = path.join(demo, "restored-beside");
  await must("restore", "latest", "--target", "../restored-beside");
  for (const { id, title } of kontor.tenants) {
    const file = findDatabase(path.join(target, "tenants", id, "database"));
    if (file === null) {
      proved(false, `${title}: the database is in the backup`);
      continue;
    }
    const database = new DatabaseSync(file);
    const broken = brokenRules(database);
    const count = Number(database.prepare("select count(*) as n from invoice").get()?.["n"]);
    database.close();
    const isBetween = count >= (before.get(id) ?? 0) && count <= (after.get(id) ?? 0);
    proved(
      broken.length === 0 && isBetween,
      `${title}: whole, sums agree, ${count} invoices (${before.get(id)} before, ${after.get(id)} after)${broken.map((each) => `; ${each}`).join("")}`,
    );
  }
  fs.rmSync(target, { recursive: true, force: true });
}

function findDatabase(folder: string): string | null {
  if (!fs.existsSync(folder)) return null;
  const name = fs.readdirSync(folder).find((each) => each.endsWith(".db"));
  return name === undefined ? null : path.join(folder, name);
}

/** What a bad day does to an app. */
function breakApp(kontor: Kontor): void {
  const [first, second, third] = kontor.tenants;
  if (!first || !second || !third) throw new Error("too few tenants");
  for (const end of ["", "-wal", "-shm"])
    fs.rmSync(path.join(liveFolder(second.id), `tenant.db${end}`), { force: true });
  say(`  deleted      ${second.title}: tenant.db`);

  const files = path.join(liveFolder(first.id), "files");
  const documents = fs
    .readdirSync(files, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".pdf"))
    .slice(0, 20);
  for (const { parentPath, name } of documents)
    fs.writeFileSync(path.join(parentPath, name), "PAY 5 BITCOIN\n".repeat(300));
  fs.writeFileSync(path.join(files, "HOW TO GET YOUR FILES BACK.txt"), "pay\n");
  say(
    `  overwritten  ${first.title}: ${documents.length} documents, and a letter that asks for money`,
  );

  fs.rmSync(path.join(liveFolder(third.id), "files"), { recursive: true });
  say(`  deleted      ${third.title}: all documents`);

  const login = fs.openSync(path.join(app, "data", "login.db"), "r+");
  fs.writeSync(login, Buffer.alloc(20_000, 0xa5), 0, 20_000, 100);
  fs.closeSync(login);
  say("  damaged      login.db, in the middle");

  fs.truncateSync(path.join(app, "data", "settings", "kontor.json"));
  fs.rmSync(path.join(app, "data", "credentials", "bank.key"));
  say("  emptied      settings/kontor.json");
  say("  deleted      credentials/bank.key");
}

async function main(): Promise<void> {
  const started = performance.now();
  say(
    styleText(
      "bold",
      "Fivefold: an app is backed up while people work in it, broken, and brought back.",
    ),
  );

  heading("The app");
  if (demo === usual) fs.rmSync(demo, { recursive: true, force: true });
  const kontor = makeKontor(app, sizeOfText(process.argv[2] ?? "60MB"));
  say(
    `Kontor, an invoicing app in ${path.relative(process.cwd(), app) || "."}: ${megabytes(folderSize(app))}.`,
  );
  for (const { id, title } of kontor.tenants) {
    const rows = Object.values(rowCounts(path.join(liveFolder(id), "tenant.db")));
    const total = rows.reduce((sum, each) => sum + each, 0);
    say(`  ${title.padEnd(26)} ${total.toLocaleString("en").padStart(9)} rows`);
  }
  say("Its vendor wrote one small file, fivefold.yaml, that says what belongs to it:\n");
  await must("parts");

  heading("A backup, while a second process writes invoices without a pause");
  await must("init");
  say();
  const countsBefore = invoiceCounts(kontor, liveFolder);
  const stopWriter = await startWriter();
  await must("backup");
  const written = await stopWriter();
  const countsAfter = invoiceCounts(kontor, liveFolder);
  say(
    `\nMeanwhile ${written.invoices.toLocaleString("en")} invoices were written; the slowest took ${written.slowestCommitMs} ms.`,
  );
  say("Did the backup catch one moment of each database? We restore it beside the app and look:\n");
  await proveOneMoment(kontor, countsBefore, countsAfter);

  heading("The evening's backup: only what changed is read and stored");
  const ids = kontor.tenants.map(({ id }) => id);
  await must("backup");
  const healthy = stateOf(app, ids);
  const healthyRows = allRows(kontor);

  heading("What the backups hold");
  await must("list");
  say();
  await must("show", "latest");

  heading("A bad day");
  const cached = fs.readFileSync(path.join(app, "data", "workspaces", "cache", "thumbnails.bin"));
  breakApp(kontor);
  const damage = differences(healthy, stateOf(app, ids));
  say();
  proved(
    damage.length > 20,
    `the app is broken: ${damage.length} entries are gone, new or different`,
  );

  heading("Bring it back");
  const status = await fivefold("restore", "latest", "--yes");
  if (status === 3)
    say("  Status 3 is: done, with a remark. A damaged database cannot be kept whole for an undo.");
  else if (status !== 0) wrong.push(`fivefold restore ended with status ${status}`);
  say();
  const left = differences(healthy, stateOf(app, ids));
  proved(
    left.length === 0,
    `all ${healthy.size} entries are back: names, bytes (SHA-256), times, modes, links; databases page for page`,
  );
  for (const line of left.slice(0, 20)) say(`    ${line}`);
  proved(
    JSON.stringify(allRows(kontor)) === JSON.stringify(healthyRows),
    `all rows are back: ${countRows(healthyRows).toLocaleString("en")} in ${Object.keys(healthyRows).length} databases`,
  );
  proved(
    fs.readFileSync(path.join(app, "data", "workspaces", "cache", "thumbnails.bin")).equals(cached),
    "the cache, which the description leaves out, was left alone",
  );

  heading("Is every byte of the backups sound?");
  await must("check", "--read-data");

  say();
  if (wrong.length > 0) {
    say(styleText(["bold", "red"], `${wrong.length} things are not as they should be:`));
    for (const each of wrong) say(`  ${each}`);
    process.exitCode = 1;
    return;
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  say(styleText(["bold", "green"], `All is back as it was. (${seconds} s)`));
  sayWhatNext();
}

function allRows(kontor: Kontor): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const files = ["login.db", ...kontor.tenants.map(({ id }) => `tenants/${id}/tenant.db`)];
  return Object.fromEntries(files.map((file) => [file, rowCounts(path.join(app, "data", file))]));
}

function countRows(rows: Readonly<Record<string, Readonly<Record<string, number>>>>): number {
  return Object.values(rows)
    .flatMap((tables) => Object.values(tables))
    .reduce((sum, each) => sum + each, 0);
}

function sayWhatNext(): void {
  const here = path.relative(process.cwd(), demo) || ".";
  say(`
Where things lie
  ${here}/kontor        the app, with its fivefold.yaml
  ${here}/home/vault    the backups: a restic repository, so restic can read it, too
  ${here}/home/keys     its key

What to try next
  cd ${here}/kontor
  export FIVEFOLD_HOME=${home}
  ${path.relative(app, checkout)}/bin/fivefold undo                              go back to the broken app, and see that this works, too
  ${path.relative(app, checkout)}/bin/fivefold restore latest                    bring all of it back again
  ${path.relative(app, checkout)}/bin/fivefold restore latest --tenant behzad    bring one company back, leave the others alone
  ${path.relative(app, checkout)}/bin/fivefold backup --to ../second-place       a second copy elsewhere`);
  const hasRestic = spawnSync("restic", ["version"], { stdio: "ignore" }).status === 0;
  const [key = ""] = fs.readdirSync(path.join(home, "keys"));
  if (hasRestic)
    say(`  restic -r ../home/vault --password-file ../home/keys/${key.slice(0, 8)}* snapshots`);
}

await main();
