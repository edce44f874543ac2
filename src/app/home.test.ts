/**
 * Goal: a home is found by the rules of each system, belongs to one app, keeps secrets to its owner, and loses nothing when
 * processes die. Method: pure questions for the paths; real folders, modes, and processes that are killed.
 */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { refusal } from "../../test/fixtures/refusal.ts";
import type { RunId, RunRecord } from "../model/run.ts";
import { Secret } from "../model/secret.ts";
import { makeKey } from "./digit-key.ts";
import type { HomeChoice } from "./home.ts";
import {
  homeAt,
  homeFolder,
  openHome,
  openScratch,
  readRuns,
  recordRun,
  sweepHome,
} from "./home.ts";
import { ownMark, startInStat, stateOfMark } from "./process-mark.ts";
import {
  dropKey,
  findKey,
  givenKey,
  keepKey,
  keptKey,
  keptKeys,
  permissionCommand,
} from "./secret-store.ts";
import { writeOnce, writeWhole } from "./whole-file.ts";

async function folder(t: TestContext): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), "fivefold-home-"));
  t.after(async () => await rm(made, { recursive: true, force: true }));
  return made;
}

async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8);
}

const LINUX: HomeChoice = {
  home: null,
  environment: {},
  platform: "linux",
  userFolder: "/home/ada",
  currentFolder: "/srv",
};

test("homeFolder: the choice, the variable, then the system's own way", () => {
  const of = (change: Partial<HomeChoice>) => homeFolder("kontor", { ...LINUX, ...change });
  assert.equal(of({}), "/home/ada/.local/state/fivefold/kontor");
  assert.equal(of({ environment: { XDG_STATE_HOME: "/state" } }), "/state/fivefold/kontor");
  assert.equal(
    of({ environment: { XDG_STATE_HOME: "state" } }),
    "/home/ada/.local/state/fivefold/kontor",
  );
  assert.equal(of({ environment: { FIVEFOLD_HOME: "/h", XDG_STATE_HOME: "/state" } }), "/h");
  assert.equal(of({ home: "here", environment: { FIVEFOLD_HOME: "/h" } }), "/srv/here");
  assert.equal(
    of({ platform: "darwin", userFolder: "/Users/ada" }),
    "/Users/ada/Library/Application Support/fivefold/kontor",
  );
  const windows: Partial<HomeChoice> = {
    platform: "win32",
    userFolder: String.raw`C:\Users\ada`,
    currentFolder: "D:\\",
  };
  assert.equal(
    of({ ...windows, environment: { ProgramData: String.raw`E:\PD` } }),
    String.raw`E:\PD\kontor\fivefold`,
  );
  assert.equal(of(windows), String.raw`C:\ProgramData\kontor\fivefold`);
  assert.equal(of({ ...windows, home: "h" }), String.raw`D:\h`);
});

test("openHome: it is made for its owner alone, and opened again", async (t) => {
  const at = path.join(await folder(t), "deep", "home");
  const home = await openHome(at, "kontor");
  assert.deepEqual(
    [await modeOf(at), await modeOf(home.keys), await modeOf(home.runs)],
    ["700", "700", "700"],
  );
  await chmod(home.keys, 0o755);
  await openHome(at, "kontor");
  assert.equal(await modeOf(home.keys), "700");
});

test("openHome: another app's home and a folder with other things are refused", async (t) => {
  const at = await folder(t);
  await openHome(at, "kontor");
  const foreign = await refusal(openHome(at, "ceres"));
  assert.deepEqual(
    [foreign.code, foreign.facts],
    ["HOME_FOREIGN", { path: at, app: "ceres", what: "app", found: "kontor" }],
  );
  const full = await folder(t);
  await writeFile(path.join(full, "letter.txt"), "");
  const content = await refusal(openHome(full, "kontor"));
  assert.deepEqual(
    [content.code, content.facts["what"], content.facts["found"]],
    ["HOME_FOREIGN", "content", "letter.txt"],
  );
  assert.deepEqual(await readdir(full), ["letter.txt"]);
  const rescued = await folder(t);
  await mkdir(path.join(rescued, "keys"));
  await writeFile(path.join(rescued, "keys", "abc"), "key\n");
  const home = await openHome(rescued, "kontor");
  assert.deepEqual(await keptKeys(home), ["abc"]);
  const file = path.join(await folder(t), "file");
  await writeFile(file, "");
  assert.equal(
    (await refusal(openHome(path.join(file, "home"), "kontor"))).code,
    "HOME_UNWRITABLE",
  );
});

test("openHome: of two apps that begin together in one folder exactly one gets it", async (t) => {
  for (let round = 0; round < 10; round++) {
    const at = path.join(await folder(t), "home");
    const results = await Promise.allSettled([
      openHome(at, "a"),
      openHome(at, "b"),
      openHome(at, "a"),
    ]);
    const won = results
      .filter((each) => each.status === "fulfilled")
      .map((each) => each.value.appId);
    assert.equal(new Set(won).size, 1);
  }
});

function record(run: string): RunRecord {
  return {
    run: run as RunId,
    verb: "backup",
    job: null,
    startedAt: "2026-11-22T01:35:00.000Z",
    endedAt: "2026-11-22T01:36:00.000Z",
    outcome: "incomplete",
    code: null,
    snapshot: "ab".repeat(32),
    findings: [
      {
        code: "ENTRY_VANISHED",
        part: null,
        path: "a/\udcff",
        facts: { path: "a", list: ["x"], size: 1 },
      },
    ],
    notIncluded: [{ what: "tenant", name: "away", reason: "offline", part: null }],
    hooks: [{ hook: "stop", outcome: "failed", seconds: 1.5, output: "no\nway" }],
  };
}

test("recordRun: records are kept as they are, in their order, and never written over", async (t) => {
  const home = await openHome(await folder(t), "kontor");
  const [first, second] = [record("20261122-013500-aaaaaa"), record("20261122-013600-bbbbbb")];
  assert.equal(await recordRun(home, second), true);
  assert.equal(await recordRun(home, first), true);
  assert.equal(await recordRun(home, { ...first, outcome: "done" }), false);
  assert.deepEqual(await readRuns(home, 10), { records: [first, second], damaged: [] });
  assert.deepEqual((await readRuns(home, 1)).records, [second]);
  await writeFile(path.join(home.runs, "20261122-013700-cccccc.json"), '{"run":');
  await writeFile(
    path.join(home.runs, "20261122-013800-dddddd.json"),
    JSON.stringify({ ...first, code: "FROM_LATER", extra: 1 }),
  );
  const { records, damaged } = await readRuns(home, 10);
  assert.deepEqual(damaged, ["20261122-013700-cccccc.json"]);
  assert.equal(records.at(-1)?.code, "INTERNAL");
});

test("writeOnce and writeWhole: one of many writers wins, whole, and nothing half-written stays", async (t) => {
  const at = await folder(t);
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
  const once20 = await Promise.all(
    texts.map(async (text) => await writeOnce(path.join(at, "one"), text, 0o600)),
  );
  assert.equal(once20.filter(Boolean).length, 1);
  assert.equal(await readFile(path.join(at, "one"), "utf8"), texts[once20.indexOf(true)]);
  await Promise.all(texts.map(async (text) => await writeWhole(path.join(at, "two"), text, 0o640)));
  assert.ok(texts.includes(await readFile(path.join(at, "two"), "utf8")));
  assert.deepEqual(
    [await modeOf(path.join(at, "one")), await modeOf(path.join(at, "two"))],
    ["600", "640"],
  );
  assert.deepEqual((await readdir(at)).toSorted(), ["one", "two"]);
});

/** Runs a script against the home's code in a process of its own, up to its "ready". */
async function other(
  script: string,
  ...given: readonly string[]
): Promise<{ kill(): Promise<void> }> {
  const here = (name: string) =>
    JSON.stringify(pathToFileURL(path.join(import.meta.dirname, name)).href);
  const code = `
    const home = await import(${here("home.ts")});
    const mark = await import(${here("process-mark.ts")});
    const { writeFile } = await import("node:fs/promises");
    ${script}
    console.log("ready");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code, ...given], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

test("sweepHome: what dead runs left goes, what living ones and other machines have stays", async (t) => {
  const at = await folder(t);
  const home = await openHome(at, "kontor");
  const script = `
    const opened = await home.openHome(process.argv[1], "kontor");
    const scratch = await home.openScratch(opened, "20261122-013500-dddddd");
    await writeFile(scratch.folder + "/copy.db", "half");
    await writeFile(opened.keys + "/." + (await mark.ownMark()) + ".0123abcd.new", "half");`;
  const died = await other(script, at);
  const [left = ""] = await readdir(home.scratch);
  assert.deepEqual(await sweepHome(home), []);
  await died.kill();
  await using mine = await openScratch(home, "20261122-013600-eeeeee" as RunId);
  const elsewhere = `20261122-013700-ffffff.1.1.12345678.12345678`;
  await mkdir(path.join(home.scratch, elsewhere));
  const swept = await sweepHome(home);
  assert.equal(swept.length, 2);
  assert.ok(swept.includes(left));
  assert.deepEqual(
    (await readdir(home.scratch)).toSorted(),
    [path.basename(mine.folder), elsewhere].toSorted(),
  );
  assert.deepEqual(await readdir(home.keys), []);
});

test("openScratch: disposing leaves nothing, whatever was put there", async (t) => {
  const home = await openHome(await folder(t), "kontor");
  {
    await using scratch = await openScratch(home, "20261122-013500-aaaaaa" as RunId);
    assert.equal(await modeOf(scratch.folder), "700");
    await mkdir(path.join(scratch.folder, "a"));
    await writeFile(path.join(scratch.folder, "a", "b"), "");
  }
  assert.deepEqual(await readdir(home.scratch), []);
});

test("stateOfMark: the same number after a restart, or of a younger process, is another process", async () => {
  const mark = await ownMark();
  assert.equal(await stateOfMark(mark), "alive");
  const [pid, start, boot, host] = mark.split(".");
  assert.equal(await stateOfMark([pid, Number(start) + 1, boot, host].join(".")), "dead");
  assert.equal(await stateOfMark([pid, start, "00000000", host].join(".")), "dead");
  assert.equal(await stateOfMark([pid, start, boot, "00000000"].join(".")), "elsewhere");
  assert.equal(await stateOfMark([pid, "0", "0", host].join(".")), "alive");
  assert.equal(await stateOfMark("copy.db"), "elsewhere");
  assert.equal(
    startInStat("12 (a ) b (c) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20"),
    "4711",
  );
});

const VAULT = "ab".repeat(32);

test("findKey: the first that exists, in the order that is promised", async (t) => {
  const at = await folder(t);
  const home = await openHome(path.join(at, "home"), "kontor");
  const file = async (name: string, text: string | Uint8Array): Promise<string> => {
    await writeFile(path.join(at, name), text);
    return path.join(at, name);
  };
  const [one, two] = [await file("one", "\uFEFF first \r\n"), await file("two", "second\n")];
  await keepKey(home, VAULT, new Secret("kept"), false);
  const environment = { FIVEFOLD_PASSWORD_FILE: two, FIVEFOLD_PASSWORD: " third " };
  const found = async (search: Parameters<typeof givenKey>[0]) => {
    const key = await findKey(home, VAULT, search);
    return [key?.secret.reveal(), key?.origin];
  };
  assert.deepEqual(await found({ passwordFile: one, environment }), ["first", "passwordFile"]);
  assert.deepEqual(await found({ passwordFile: null, environment }), [
    "second",
    "FIVEFOLD_PASSWORD_FILE",
  ]);
  assert.deepEqual(
    await found({
      passwordFile: null,
      environment: { ...environment, FIVEFOLD_PASSWORD_FILE: "" },
    }),
    [" third ", "FIVEFOLD_PASSWORD"],
  );
  assert.deepEqual(await found({ passwordFile: null, environment: { FIVEFOLD_PASSWORD: "" } }), [
    "kept",
    "home",
  ]);
  assert.equal(await findKey(home, "cd".repeat(32), { passwordFile: null, environment: {} }), null);
  for (const [name, content, reason] of [
    ["empty", " \n", "empty"],
    ["latin", Uint8Array.of(0xe4), "notUtf8"],
    ["large", "x".repeat(70_000), "tooLarge"],
  ] as const) {
    const error = await refusal(
      givenKey({ passwordFile: await file(name, content), environment: {} }),
    );
    assert.deepEqual([error.code, error.facts["reason"]], ["PASSWORD_UNREADABLE", reason]);
  }
  const missing = await refusal(givenKey({ passwordFile: path.join(at, "none"), environment: {} }));
  assert.equal(missing.facts["reason"], "ENOENT");
});

test("givenKey: one of our keys is understood however it is typed, and a slip is told", async () => {
  const key = makeKey(() => 12_345).reveal();
  const typed = key.replaceAll("-", " ");
  const found = await givenKey({ passwordFile: null, environment: { FIVEFOLD_PASSWORD: typed } });
  assert.deepEqual([found?.secret.reveal(), found?.mistyped], [key, []]);
  const slip = `9${typed.slice(1)}`;
  const wrong = await givenKey({ passwordFile: null, environment: { FIVEFOLD_PASSWORD: slip } });
  assert.deepEqual([wrong?.secret.reveal(), wrong?.mistyped], [slip, [1]]);
});

test("keepKey: for its owner alone, whole, and never in the place of another key unless asked for", async (t) => {
  const home = await openHome(await folder(t), "kontor");
  await keepKey(home, VAULT, new Secret("one"), false);
  await keepKey(home, VAULT, new Secret("one"), false);
  assert.equal(await modeOf(path.join(home.keys, VAULT)), "600");
  assert.equal((await refusal(keepKey(home, VAULT, new Secret("two"), false))).code, "KEY_KEPT");
  assert.equal((await keptKey(home, VAULT))?.secret.reveal(), "one");
  await keepKey(home, VAULT, new Secret("two"), true);
  assert.equal((await keptKey(home, VAULT))?.secret.reveal(), "two");
  assert.deepEqual(await keptKeys(home), [VAULT]);
  await dropKey(home, VAULT);
  await dropKey(home, VAULT);
  assert.equal(await keptKey(home, VAULT), null);
  for (const id of ["../settings.yaml", "", ".hidden", "a/b"])
    assert.equal((await refusal(keepKey(home, id, new Secret("x"), true))).code, "KEY_MISSING");
});

test("keptKey: a file that others could read is mended with a finding; a folder or nothing in it is refused", async (t) => {
  const home = await openHome(await folder(t), "kontor");
  const file = path.join(home.keys, VAULT);
  await writeFile(file, "key\n", { mode: 0o644 });
  await chmod(file, 0o644);
  const exposed = await keptKey(home, VAULT);
  assert.deepEqual(exposed?.findings, [
    {
      code: "KEY_EXPOSED",
      part: null,
      path: null,
      facts: { path: file, vault: VAULT, mode: "644", mended: true },
    },
  ]);
  assert.equal(await modeOf(file), "600");
  assert.deepEqual((await keptKey(home, VAULT))?.findings, []);
  await writeFile(file, "");
  assert.equal((await refusal(keptKey(home, VAULT))).facts["reason"], "empty");
  await rm(file);
  await mkdir(file);
  assert.equal((await refusal(keptKey(home, VAULT))).code, "PASSWORD_UNREADABLE");
  await rm(file, { recursive: true });
  await symlink("nowhere", file);
  assert.equal(await keptKey(home, VAULT), null);
});

test("permissionCommand: on Windows the keys are taken from everybody else, elsewhere modes do that", () => {
  assert.equal(permissionCommand("linux", "/k", "ada"), null);
  assert.deepEqual(permissionCommand("win32", String.raw`C:\k`, "ada"), [
    "icacls",
    String.raw`C:\k`,
    "/inheritance:r",
    "/grant:r",
    "ada:(OI)(CI)F",
    "*S-1-5-18:(OI)(CI)F",
    "*S-1-5-32-544:(OI)(CI)F",
    "/q",
  ]);
});

test("homeAt: touches nothing", async (t) => {
  const at = path.join(await folder(t), "none");
  assert.equal(homeAt(at, "kontor").settings, path.join(at, "settings.yaml"));
  assert.throws(() => execFileSync("ls", [at], { stdio: "pipe" }));
});
