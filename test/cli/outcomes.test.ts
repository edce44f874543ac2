/**
 * Goal: how a restore ended is one word, one code and one exit status, whoever asks: the person at the command line, a
 * script, a program that embeds the library, and whoever reads the record or the report later. Method: each end is brought
 * about on a real app three times, once by each face; the app's own hooks make it fail, or wait to be stopped.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { appendFile, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { EXIT } from "../../src/cli/frame.ts";
import { FivefoldError } from "../../src/fivefold.ts";
import { openLanguage } from "../../src/language/language.ts";
import { runReport } from "../../src/language/run-report.ts";
import type { Outcome, RunRecord } from "../../src/model/run.ts";
import { openLibrary, quietWatch } from "../fixtures/library.ts";
import { SmallApp } from "./small-app.ts";

const HOOKS = "hooks: { stop: [sh, stop.sh], start: [sh, start.sh] }\n";
const RESTORE = ["restore", "latest", "--yes"];

/** How a run ended, as one face says it. */
interface End {
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly exit: number | null;
}

interface Scenario {
  readonly end: End;
  /** Brings the app into the state in which a restore ends so. */
  readonly prepare: (app: SmallApp) => Promise<void | Disposable>;
  /** The run is stopped as soon as the app's stop hook says that it works. */
  readonly isStopped?: boolean;
  /** People close the app themselves: then it is refused before anything is begun. */
  readonly hasHooks?: boolean;
}

const nothing = async (): Promise<void> => {};

const HOLD = `const { DatabaseSync } = require("node:sqlite");
new DatabaseSync(process.argv[1]).exec("begin immediate");
console.log("held");
setInterval(() => undefined, 1000);`;

/** Another process has the database open, as an app that nobody closed. */
async function held(database: string): Promise<Disposable> {
  const child = spawn(process.execPath, ["-e", HOLD, database], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return { [Symbol.dispose]: () => void child.kill("SIGKILL") };
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  done: { end: { outcome: "done", code: null, exit: 0 }, prepare: nothing },
  incomplete: {
    end: { outcome: "incomplete", code: null, exit: 3 },
    prepare: async (app) => await app.write("data/tenants/acme/tenant.db", "no database at all"),
  },
  "turned back": {
    end: { outcome: "turnedBack", code: "RESTORE_TURNED_BACK", exit: 4 },
    // Once: the app that was stopped starts again when all is as it was.
    prepare: async (app) =>
      await app.write("start.sh", "test -e failed || { touch failed; exit 7; }\n"),
  },
  failed: {
    end: { outcome: "failed", code: "APP_BUSY", exit: 1 },
    hasHooks: false,
    prepare: async (app) => await held(app.path("data/login.db")),
  },
  cancelled: {
    end: { outcome: "failed", code: "CANCELLED", exit: 130 },
    prepare: async (app) => await app.write("stop.sh", "touch stopping; exec sleep 100\n"),
    isStopped: true,
  },
};

async function prepared(app: SmallApp, { prepare }: Scenario): Promise<Disposable> {
  for (const name of ["failed", "stopping"]) await rm(app.path(name), { force: true });
  for (const name of ["stop.sh", "start.sh"]) await app.write(name, "exit 0\n");
  return (await prepare(app)) ?? { [Symbol.dispose]: () => undefined };
}

async function isStopping(app: SmallApp): Promise<void> {
  while (!existsSync(app.path("stopping"))) await setTimeout(5);
}

/** The process that has the app open is another one each time. */
function withoutPid(text: string): string {
  return text.replaceAll(/\(\d+\)/g, "(…)");
}

/** The newest record and the report beside it. */
async function kept(
  app: SmallApp,
): Promise<{ readonly record: RunRecord; readonly report: string }> {
  const runs = join(app.home, "runs");
  const [newest = ""] = (await readdir(runs))
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .slice(-1);
  const record = JSON.parse(await readFile(join(runs, newest), "utf8")) as RunRecord;
  const report = await readFile(join(runs, newest.replace(/json$/, "txt")), "utf8");
  return { record, report };
}

async function spoken(app: SmallApp, words: readonly string[], isStopped: boolean) {
  const { child, said, ended } = app.start(words);
  if (isStopped) {
    await isStopping(app);
    child.kill("SIGINT");
  }
  const { exit } = await ended;
  return { exit, ...said };
}

async function byLibrary(app: SmallApp, isStopped: boolean): Promise<End> {
  const english = await openLanguage("en");
  await using fivefold = await openLibrary(app.folder, app.home, {
    runReport: async (run) => runReport(english, run),
  });
  const abort = new AbortController();
  const watch = quietWatch(abort.signal);
  try {
    const everything = { tenants: [], parts: [] };
    await using planned = await fivefold.planRestore(null, "latest", everything, watch);
    const running = fivefold.restore(planned, watch);
    if (isStopped) void isStopping(app).then(() => abort.abort());
    const { record } = await running;
    return { outcome: record.outcome, code: record.code, exit: EXIT[record.outcome] };
  } catch (thrown) {
    assert.ok(thrown instanceof FivefoldError, String(thrown));
    const { record } = await kept(app);
    return { outcome: record.outcome, code: thrown.code, exit: thrown.exit };
  }
}

for (const [name, scenario] of Object.entries(SCENARIOS))
  test(`outcomes: "${name}" is the same in text, JSON, library, record and report`, async () => {
    const { end, isStopped = false, hasHooks = true } = scenario;
    const english = await openLanguage("en");
    const word =
      end.code === "CANCELLED" ? "outcome.cancelled" : (`outcome.${end.outcome}` as const);
    const said = end.code === null ? english.text(word) : `${english.text(word)} (${end.code})`;
    await using app = await SmallApp.make();
    await app.init();
    if (hasHooks) await appendFile(app.path("fivefold.yaml"), HOOKS);
    await prepared(app, { end, prepare: nothing });
    assert.equal((await app.run(["backup"])).exit, 0);

    const checkKept = async (face: string): Promise<void> => {
      const { record, report } = await kept(app);
      assert.deepEqual([record.outcome, record.code], [end.outcome, end.code], `record: ${face}`);
      assert.match(report, /^Restore of Kontor$/m, face);
      assert.ok(report.split("\n").includes(`Outcome: ${said}`), `${face}\n${report}`);
    };
    let message: string;
    {
      using stack = new DisposableStack();
      stack.use(await prepared(app, scenario));
      const { exit, out, err } = await spoken(app, [...RESTORE, "--json"], isStopped);
      const lines = out.trimEnd().split("\n");
      const result = JSON.parse(lines.at(-1) ?? "") as Readonly<Record<string, unknown>>;
      assert.deepEqual(
        { outcome: result["outcome"], code: result["code"], exit: result["exit"] },
        end,
        `${out}\n${err}`,
      );
      assert.equal(exit, end.exit);
      assert.equal(result["report"], join(app.home, "runs", `${String(result["run"])}.txt`));
      message = typeof result["message"] === "string" ? result["message"] : "";
      await checkKept("JSON");
    }
    {
      using stack = new DisposableStack();
      stack.use(await prepared(app, scenario));
      const { exit, out, err } = await spoken(app, RESTORE, isStopped);
      assert.equal(exit, end.exit, err);
      if (end.code === null) assert.match(out, /^Kontor is back as it was at /m);
      else assert.ok(withoutPid(err).includes(withoutPid(message)), `${message}\n${err}`);
      assert.match(out + err, /^A report of this lies in .*\.txt\.$/m);
      await checkKept("text");
    }
    {
      using stack = new DisposableStack();
      stack.use(await prepared(app, scenario));
      assert.deepEqual(await byLibrary(app, isStopped), end);
      await checkKept("library");
    }
  });

test("undo: an expired one is closed by the next run that writes, and until when it was is said", async () => {
  // `undoDays: 0` is over at once; the restore itself still says so.
  await using app = await SmallApp.make();
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  const settings = join(app.home, "settings.yaml");
  await writeFile(settings, "version: 1\nundoDays: 2\n");
  const restored = (await app.run([...RESTORE, "--json"])).result();
  const undo = restored["undo"] as {
    doneAt: string;
    untilAt: string;
    rooms: { sizeBytes: number }[];
  };
  assert.equal(Date.parse(undo.untilAt) - Date.parse(undo.doneAt), 2 * 86_400_000);
  assert.ok((undo.rooms[0]?.sizeBytes ?? 0) > 4096, "what lies aside takes room");
  const listed = await app.run(["list"]);
  assert.match(listed.out, /^The restore of .* can be undone until /m);
  assert.match(listed.out, /^What lies aside for it takes .* in .*\.fivefold\.$/m);

  await writeFile(settings, "version: 1\nundoDays: 0\n");
  assert.equal((await app.run(["backup"])).exit, 0);
  assert.equal((await app.run(["list", "--json"])).result()["undo"], null);
  assert.deepEqual((await app.run(["undo", "--yes", "--json"])).result()["code"], "UNDO_MISSING");
  assert.equal(existsSync(app.path(".fivefold") + `/${String(restored["run"])}`), false);
});

test("close: says what it gave back", async () => {
  await using app = await SmallApp.make();
  await app.init();
  assert.equal((await app.run(["backup"])).exit, 0);
  assert.equal((await app.run(RESTORE)).exit, 0);
  const closed = await app.run(["close", "--yes"]);
  assert.match(closed.out, /^That gave .* back in .*\.fivefold\.$/m);
});
