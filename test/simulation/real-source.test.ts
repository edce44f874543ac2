/**
 * Goal: with real folders and real databases, too, an app is exactly old or exactly new wherever a restore or an undo
 * dies. Method: an app in a temporary folder, with a write-ahead log left behind, excluded files, a folder and a database
 * inside another part's folder, and data that is missing, all of it and some files and folders of it; every change of the file system by the sources' steps, every
 * read of the store and every write of the journal is a touch, and the process dies at one after the other.
 * FIVEFOLD_TEST_LONG=1 takes every touch, otherwise every twenty-third.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import type { SourceOf } from "../../src/engine/backup.ts";
import { backup } from "../../src/engine/backup.ts";
import type { Choice } from "../../src/engine/choice.ts";
import { EVERYTHING, selectParts } from "../../src/engine/choice.ts";
import { Journal } from "../../src/engine/journal.ts";
import { planRestore } from "../../src/engine/restore-plan.ts";
import { restore, settle, undo } from "../../src/engine/restore.ts";
import type { App, LocatedPart } from "../../src/model/app.ts";
import { FivefoldError } from "../../src/model/error.ts";
import type { Part, PartId } from "../../src/model/part.ts";
import type { RunContext, RunId } from "../../src/model/run.ts";
import type { SourceConfig } from "../../src/model/source.ts";
import { openSource } from "../../src/source/open.ts";
import { Dice, Fate } from "./fate.ts";
import { KONTOR } from "./kontor.ts";
import { MemoryJournal } from "./memory-journal.ts";
import { MemoryStore } from "./memory-store.ts";
import { touching } from "./touching-disk.ts";
import { UNHOOKED } from "./world.ts";

const STEP = process.env["FIVEFOLD_TEST_LONG"] === "1" ? 1 : 23;
let folder = "";

before(() => {
  folder = mkdtempSync(join(tmpdir(), "fivefold-real-"));
  mkdirSync(join(folder, "scratch"));
});
after(() => rmSync(folder, { recursive: true }));

/** The app's folder is filled twice in the same way, but for the time that passes: its paths are the same each time. */
const appFolder = (): string => join(folder, "app");

function makeDatabase(path: string, rows: number, leavesLog: boolean): void {
  const made = leavesLog ? `${path}.making` : path;
  const database = new DatabaseSync(made);
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE invoice (id INTEGER PRIMARY KEY, text)");
  const insert = database.prepare("INSERT INTO invoice (text) VALUES (?)");
  for (let row = 0; row < rows; row++) insert.run(`invoice ${row}`);
  if (leavesLog) {
    for (const ending of ["", "-wal"]) copyFileSync(made + ending, path + ending);
    database.close();
    rmSync(made);
  } else database.close();
}

function makeApp(): void {
  const app = appFolder();
  rmSync(app, { recursive: true, force: true });
  for (const path of ["work/deep", "work/sub", "work/cache", "work/gone/for", "settings"].map(
    (each) => `data/${each}`,
  ))
    mkdirSync(join(app, path), { recursive: true });
  makeDatabase(join(app, "data/login.db"), 20, false);
  makeDatabase(join(app, "data/work/deep/inner.db"), 5, true);
  writeFileSync(join(app, "data/work/letter"), "letter", { mode: 0o640 });
  linkSync(join(app, "data/work/letter"), join(app, "data/work/second-name"));
  symlinkSync("letter", join(app, "data/work/link"));
  writeFileSync(join(app, "data/work/cache/kept"), "kept");
  writeFileSync(join(app, "data/work/deep/draft.tmp"), "kept too");
  writeFileSync(join(app, "data/work/deep/note"), "note");
  writeFileSync(join(app, "data/work/gone/for/good"), "gone");
  writeFileSync(join(app, "data/work/gone/for/ever"), "and not chosen");
  writeFileSync(join(app, "data/work/sub/own"), "own");
  writeFileSync(join(app, "data/settings/colour"), "blue");
  utimesSync(join(app, "data/settings/colour"), 1_700_000_000, 1_700_000_000);
}

function harmApp(): void {
  const app = appFolder();
  makeDatabase(join(app, "data/login2.db"), 3, true);
  for (const ending of ["", "-wal"])
    cpSync(join(app, `data/login2.db${ending}`), join(app, `data/login.db${ending}`));
  rmSync(join(app, "data/login2.db"));
  rmSync(join(app, "data/login2.db-wal"));
  rmSync(join(app, "data/work/letter"));
  rmSync(join(app, "data/work/gone"), { recursive: true });
  writeFileSync(join(app, "data/work/deep/note"), "written over");
  writeFileSync(join(app, "data/work/deep/later"), "made since");
  rmSync(join(app, "data/settings"), { recursive: true });
  writeFileSync(join(app, "data/work/cache/kept"), "kept, newer");
  writeFileSync(join(app, "data/work/sub/own"), "worked on");
  mkdirSync(join(app, "data/work/new"));
  writeFileSync(join(app, "data/work/new/file"), "new");
}

function part(id: string, kind: Part["kind"], source: (where: Where) => SourceConfig): LocatedPart {
  const where = { description: appFolder(), scratch: join(folder, "scratch") };
  return { part: { id: id as PartId, kind, tenant: null, title: {} }, source: source(where) };
}

type Where = { readonly description: string; readonly scratch: string };

function describeApp(): App {
  const at = (path: string): string => join(appFolder(), "data", path);
  const sqlite = (path: string) => (where: Where) =>
    ({ kind: "sqlite", path: at(path), ...where }) as const;
  const files =
    (root: string, exclude: readonly string[] = [], inner: readonly string[] = []) =>
    (where: Where) =>
      ({ kind: "files", root: at(root), exclude, inner, ...where }) as const;
  return {
    ...KONTOR,
    folder: appFolder(),
    description: "",
    parts: [
      part("inner", "database", sqlite("work/deep/inner.db")),
      part("login", "database", sqlite("login.db")),
      part("sub", "files", files("work/sub")),
      part("work", "workspace", files("work", ["cache/**", "**/*.tmp"], ["deep/inner.db", "sub"])),
      part("settings", "settings", files("settings")),
    ],
    tenants: [],
  };
}

/**
 * Every path with what it is and the sum of its content. Without SQLite's `-shm`, which holds nothing of its own and is
 * made by whoever opens a database that has a log.
 */
function listing(root: string): readonly string[] {
  const lines: string[] = [];
  const walk = (path: string): void => {
    for (const name of readdirSync(join(root, path)).toSorted()) {
      if (name.endsWith("-shm")) continue;
      const relative = join(path, name);
      const stat = lstatSync(join(root, relative));
      const mode = (stat.mode & 0o7777).toString(8);
      if (stat.isSymbolicLink()) lines.push(`${relative} -> ${readlinkSync(join(root, relative))}`);
      else if (stat.isDirectory()) {
        lines.push(`${relative}/ ${mode}`);
        walk(relative);
      } else {
        const bytes = readFileSync(join(root, relative));
        const sum = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
        lines.push(`${relative} ${mode} ${bytes.length} ${sum} links ${stat.nlink}`);
      }
    }
  };
  walk("");
  return lines;
}

interface Computer {
  readonly store: MemoryStore;
  readonly journal: MemoryJournal;
}

let runs = 0;

function contextOf({ signal }: Fate): RunContext {
  runs++;
  const clock = { nowMs: () => Date.now(), sleep: async () => {} };
  return { run: `run-${runs}` as RunId, signal, clock, report: () => {} };
}

/** Runs one process until it ends or dies; gives whether it died. */
async function live(
  { store, journal }: Computer,
  dieAt: number | null,
  work: (own: {
    readonly app: App;
    readonly store: ReturnType<MemoryStore["as"]>;
    readonly journal: Journal;
    readonly sourceOf: SourceOf;
    readonly context: RunContext;
  }) => Promise<unknown>,
): Promise<boolean> {
  const fate = new Fate(dieAt === null ? {} : { dieAt });
  const disk = touching(fate);
  const context = contextOf(fate);
  try {
    await work({
      app: describeApp(),
      store: store.as(fate),
      journal: await Journal.open(journal.as(fate)),
      sourceOf: (config) => openSource(config, disk),
      context,
    });
  } catch (thrown) {
    if (!fate.isDead) throw thrown;
  }
  if (fate.isDead) journal.crash(new Dice(dieAt ?? 0));
  return fate.isDead;
}

interface Stage extends Computer {
  readonly old: readonly string[];
}

async function prepare(): Promise<Stage> {
  const computer: Computer = { store: new MemoryStore(), journal: new MemoryJournal() };
  makeApp();
  await live(computer, null, async ({ app, store, sourceOf, context }) => {
    const selection = selectParts(app, EVERYTHING, "backup");
    const request = { app, selection, reason: "manual", settings: "", program: "" } as const;
    assert.deepEqual((await backup(request, store, sourceOf, context)).findings, []);
  });
  harmApp();
  return { ...computer, old: listing(appFolder()) };
}

/** What comes back: everything, or paths in several parts, of which one lies inside another, and one is missing. */
const CHOICES: Readonly<Record<string, Choice>> = {
  "real data": EVERYTHING,
  "chosen paths": {
    tenants: [],
    parts: [],
    paths: ["work/letter", "work/deep", "work/gone/for/good", "settings/colour", "sub/own"],
  },
};

async function restoreAll(
  stage: Stage,
  dieAt: number | null,
  choice: Choice = EVERYTHING,
): Promise<boolean> {
  return await live(stage, dieAt, async ({ app, store, journal, sourceOf, context }) => {
    const id = stage.store.snapshots[0]?.snapshot.id;
    assert.ok(id);
    const reader = await store.open(id, context);
    const find = (record: { readonly id: string }): LocatedPart | null =>
      app.parts.find((each) => each.part.id === record.id) ?? null;
    const { undoable } = journal;
    const plan = await planRestore(reader, app, choice, find, undoable, sourceOf, context);
    const safety = { store, place: "memory", app, settings: "", program: "" };
    const request = { plan, reader, place: "memory", safety };
    await restore(request, sourceOf, UNHOOKED, journal, context);
  });
}

async function settleAll(computer: Computer, dieAt: number | null): Promise<boolean> {
  return await live(computer, dieAt, async ({ journal, sourceOf, context }) => {
    await settle(
      { ready: "turnBack", undoDays: null, acceptsLoss: false },
      sourceOf,
      UNHOOKED,
      journal,
      context,
    );
  });
}

/** A settling in which one change of the file system, or of the journal, fails: the others go on all the same. */
async function settleFailing({ journal, store }: Computer, failAt: number): Promise<void> {
  const fate = new Fate({ failAt });
  try {
    await settle(
      { ready: "turnBack", undoDays: null, acceptsLoss: false },
      (config) => openSource(config, touching(fate)),
      UNHOOKED,
      await Journal.open(journal.as(fate)),
      contextOf(fate),
    );
  } catch (thrown) {
    assert.ok(thrown instanceof FivefoldError, String(thrown));
    assert.ok(["RESTORE_STUCK", "HOME_UNWRITABLE"].includes(thrown.code), thrown.message);
  }
  assert.ok(store.snapshots.length > 0);
}

async function stateOf({ journal }: Computer): Promise<string> {
  const { restores } = await Journal.open(journal.as(new Fate()));
  return restores.at(-1)?.state ?? "none";
}

const withoutAside = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => !line.startsWith(".fivefold"));

/** The log of a database that is made anew, and is not chosen, has other random numbers in it each time. */
const withoutLogSums = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/(-wal \d+ \d+) \w+/, "$1"));

/** What a restore that nothing disturbs makes of the app. */
async function freshListing(): Promise<readonly string[]> {
  const stage = await prepare();
  assert.equal(await restoreAll(stage, null), false);
  const fresh = withoutAside(listing(appFolder()));
  for (const expected of [
    /^data\/settings\/colour 644 4 /,
    /^data\/work\/cache\/kept 644 11 /,
    /^data\/work\/deep\/draft\.tmp 644 8 /,
    /^data\/work\/letter 640 6 .* links 2$/,
    /^data\/work\/link -> letter$/,
  ])
    assert.ok(
      fresh.some((line) => expected.test(line)),
      `${expected} in\n${fresh.join("\n")}`,
    );
  assert.ok(!fresh.some((line) => line.startsWith("data/work/new")));
  assert.ok(!fresh.some((line) => line.includes("-wal")), "no foreign log beside a database");
  const database = new DatabaseSync(join(appFolder(), "data/login.db"), { readOnly: true });
  assert.equal(database.prepare("SELECT count(*) AS rows FROM invoice").get()?.["rows"], 20);
  database.close();
  return fresh;
}

/** What a restore of chosen paths that nothing disturbs makes of the app: them as they were, the rest as it is. */
async function freshChosenListing(): Promise<readonly string[]> {
  const stage = await prepare();
  assert.equal(await restoreAll(stage, null, CHOICES["chosen paths"]), false);
  const fresh = withoutAside(listing(appFolder()));
  const chosen = /^data\/(work\/(letter|deep|gone)|settings|work\/sub\/own)\b/;
  const rest = (lines: readonly string[]): readonly string[] =>
    withoutAside(lines).filter((line) => !chosen.test(line));
  assert.deepEqual(rest(fresh), rest(stage.old));
  const paths = fresh.filter((line) => chosen.test(line)).map((line) => line.split(" ")[0]);
  assert.deepEqual(paths, [
    "data/settings/",
    "data/settings/colour",
    "data/work/deep/",
    "data/work/deep/draft.tmp",
    "data/work/deep/inner.db",
    "data/work/deep/inner.db-wal",
    "data/work/deep/note",
    "data/work/gone/",
    "data/work/gone/for/",
    "data/work/gone/for/good",
    "data/work/letter",
    "data/work/sub/own",
  ]);
  const text = (path: string): string => readFileSync(join(appFolder(), path), "utf8");
  assert.equal(text("data/work/deep/note"), "note");
  assert.equal(text("data/work/sub/own"), "own");
  return fresh;
}

for (const [what, choice] of Object.entries(CHOICES)) {
  test(`restore of ${what}: death at any step leaves the app in one state`, async () => {
    const fresh = await (choice === EVERYTHING ? freshListing() : freshChosenListing());
    const states = new Map<string, number>();
    for (let dieAt = 1; ; dieAt += STEP) {
      const stage = await prepare();
      const isDead = await restoreAll(stage, dieAt, choice);
      // The next process dies as well, somewhere; in one after it something fails; the last one lives.
      await settleAll(stage, 1 + ((dieAt * 7) % 40));
      await settleFailing(stage, 1 + ((dieAt * 5) % 30));
      await settleFailing(stage, 1 + ((dieAt * 3) % 13));
      await settleAll(stage, null);
      const state = await stateOf(stage);
      states.set(state, (states.get(state) ?? 0) + 1);
      if (state === "done") {
        const now = withoutAside(listing(appFolder()));
        assert.deepEqual(withoutLogSums(now), withoutLogSums(fresh), `at ${dieAt}`);
      } else assert.deepEqual(listing(appFolder()), stage.old, `at ${dieAt}`);
      if (!isDead) break;
    }
    assert.ok((states.get("turnedBack") ?? 0) > 4, JSON.stringify([...states]));
    assert.equal(states.get("done") !== undefined, true);
  });

  test(`undo of ${what}: death at any step leaves the app in one state`, async () => {
    for (let dieAt = 1; ; dieAt += STEP) {
      const stage = await prepare();
      await restoreAll(stage, null, choice);
      const restored = withoutAside(listing(appFolder()));
      const undoing = async (at: number | null): Promise<boolean> =>
        await live(stage, at, async ({ app, store, journal, sourceOf, context }) => {
          const safety = { store, place: "memory", app, settings: "", program: "" };
          await undo(safety, sourceOf, UNHOOKED, journal, context);
        });
      const isDead = await undoing(dieAt);
      await settleAll(stage, 1 + ((dieAt * 7) % 40));
      await settleAll(stage, null);
      if ((await stateOf(stage)) === "done") {
        assert.deepEqual(withoutAside(listing(appFolder())), restored, `at ${dieAt}`);
        await undoing(null);
      }
      assert.deepEqual(listing(appFolder()), stage.old, `at ${dieAt}`);
      if (!isDead) break;
    }
  });
}

test("turning back real data: one change that fails keeps no other part, and the next attempt ends it", async () => {
  let halves = 0;
  for (let failAt = 1; ; failAt += STEP) {
    const stage = await prepare();
    await restoreAll(stage, null);
    const [run] = (await Journal.open(stage.journal.as(new Fate()))).restores;
    assert.ok(run);
    await (
      await Journal.open(stage.journal.as(new Fate()))
    ).write(run.run, 0, { kind: "undoing", safety: null });
    await settleFailing(stage, failAt);
    const record = (await Journal.open(stage.journal.as(new Fate()))).record(run.run);
    if (record.back.length > 0) {
      halves++;
      assert.equal(record.back.length, record.parts.length - 1, `at ${failAt}`);
    }
    await settleAll(stage, null);
    assert.deepEqual(listing(appFolder()), stage.old, `at ${failAt}`);
    if (record.isCleared) break;
  }
  assert.ok(halves > 2, `${halves}`);
});
