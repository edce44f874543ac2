/**
 * Goal: one writer per app, and none after a death. Method: two holders in this process and one in another, which is
 * killed; a folder in which nothing can be made.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { FivefoldError } from "../model/error.ts";
import type { RunContext, RunId } from "../model/run.ts";
import { lockApp } from "./app-lock.ts";

const MODULE = new URL("./app-lock.ts", import.meta.url).href;

function contextOf(run: string, sleep: () => Promise<void> = async () => {}): RunContext {
  const clock = { nowMs: () => Date.now(), sleep };
  return { run: run as RunId, signal: new AbortController().signal, clock, report: () => {} };
}

async function foldersIn(
  t: TestContext,
): Promise<{ app: string; appFolder: string; home: string }> {
  const folder = await mkdtemp(join(tmpdir(), "fivefold-lock-"));
  t.after(async () => await rm(folder, { recursive: true }));
  return { app: "kontor", appFolder: join(folder, "app"), home: join(folder, "home") };
}

const isLocked = (run: string) => (thrown: unknown) =>
  thrown instanceof FivefoldError &&
  thrown.code === "APP_LOCKED" &&
  thrown.facts["run"] === run &&
  thrown.facts["app"] === "kontor";

test("lockApp: a second holder is refused with the first one's name, and let in afterwards", async (t) => {
  const folders = await foldersIn(t);
  const first = await lockApp({ ...folders, waitMs: 0 }, contextOf("first"));
  await assert.rejects(lockApp({ ...folders, waitMs: 0 }, contextOf("second")), isLocked("first"));
  await first[Symbol.asyncDispose]();
  await using second = await lockApp({ ...folders, waitMs: 0 }, contextOf("second"));
  assert.ok(second);
});

test("lockApp: waits for a holder that goes away", async (t) => {
  const folders = await foldersIn(t);
  const first = await lockApp({ ...folders, waitMs: 0 }, contextOf("first"));
  let sleeps = 0;
  const context = contextOf("second", async () => {
    if (++sleeps === 3) await first[Symbol.asyncDispose]();
  });
  await using second = await lockApp({ ...folders, waitMs: 60_000 }, context);
  assert.ok(second);
  assert.equal(sleeps, 3);
});

test("lockApp: the lock of a killed process is free", async (t) => {
  const folders = await foldersIn(t);
  const script = `
    const { lockApp } = await import(${JSON.stringify(MODULE)});
    const context = { run: "dead", signal: new AbortController().signal, report() {},
      clock: { nowMs: () => 0, sleep: async () => {} } };
    globalThis.lock = await lockApp(${JSON.stringify({ ...folders, waitMs: 0 })}, context);
    process.stdout.write("locked");
    process.stdin.resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  await assert.rejects(
    lockApp({ ...folders, waitMs: 0 }, contextOf("next")),
    (thrown) => isLocked("dead")(thrown) && (thrown as FivefoldError).facts["pid"] === child.pid,
  );
  child.kill("SIGKILL");
  await once(child, "close");
  await using next = await lockApp({ ...folders, waitMs: 0 }, contextOf("next"));
  assert.ok(next);
});

test("lockApp: where nothing can be made in the app's folder, the home's lock holds", async (t) => {
  const folders = await foldersIn(t);
  await writeFile(folders.appFolder, "a file, so that no folder can be made in it");
  await using first = await lockApp({ ...folders, waitMs: 0 }, contextOf("first"));
  assert.ok(first);
  assert.ok(existsSync(join(folders.home, "lock")));
  await assert.rejects(lockApp({ ...folders, waitMs: 0 }, contextOf("second")), isLocked("first"));
  await assert.rejects(
    lockApp({ ...folders, home: folders.appFolder, waitMs: 0 }, contextOf("third")),
    (thrown) => thrown instanceof FivefoldError && thrown.code === "HOME_UNWRITABLE",
  );
});

test("lockApp: a planted .fivefold or lock is refused, and nothing is written through it", async (t) => {
  const folders = await foldersIn(t);
  const aside = join(folders.appFolder, ".fivefold");
  const victim = join(folders.appFolder, "..", "victim");
  await mkdir(folders.appFolder);
  await mkdir(victim);
  const refused = async (what: string): Promise<void> => {
    await assert.rejects(
      lockApp({ ...folders, waitMs: 0 }, contextOf("first")),
      (thrown) =>
        thrown instanceof FivefoldError &&
        thrown.code === "ASIDE_IMPOSSIBLE" &&
        thrown.facts["what"] === what,
    );
    assert.equal(existsSync(folders.home), false, "no other lock is taken instead");
    await rm(aside, { recursive: true });
  };
  await symlink(victim, aside);
  await refused("link");
  await writeFile(aside, "");
  await refused("notFolder");
  await mkdir(aside);
  await symlink(join(victim, "lock"), join(aside, "lock"));
  await refused("link");
  await mkdir(join(aside, "lock"), { recursive: true });
  await refused("notFile");
  await mkdir(aside);
  await writeFile(
    join(aside, "lock"),
    "this is no database at all, and longer than a header".repeat(9),
  );
  await refused("damaged");
  if (process.geteuid?.() === 0) {
    await mkdir(aside);
    await chown(aside, 65534, 65534);
    await refused("owner");
  }
  assert.deepEqual(await readdir(victim), []);
});

test("lockApp: its area has the rights of the app's folder, and the holder is written whole", async (t) => {
  const folders = await foldersIn(t);
  const aside = join(folders.appFolder, ".fivefold");
  const modeOf = async (path: string): Promise<number> => (await lstat(path)).mode & 0o7777;
  for (const [appMode, asideMode, lockMode] of [
    [0o755, 0o755, 0o644],
    [0o750, 0o751, 0o644],
    [0o700, 0o711, 0o644],
    [0o775, 0o1775, 0o664],
  ] as const) {
    await mkdir(folders.appFolder);
    await chmod(folders.appFolder, appMode);
    {
      await using lock = await lockApp({ ...folders, waitMs: 0 }, contextOf("first"));
      assert.ok(lock);
      const names = (await readdir(aside)).toSorted();
      assert.deepEqual(names, ["lock", "lock.holder"]);
    }
    assert.deepEqual(await readdir(aside), ["lock"]);
    assert.equal(await modeOf(aside), asideMode, "the area");
    assert.equal(await modeOf(join(aside, "lock")), lockMode, "the lock");
    await chmod(aside, 0o700);
    await using again = await lockApp({ ...folders, waitMs: 0 }, contextOf("second"));
    assert.ok(again);
    assert.equal(await modeOf(aside), asideMode, "whose rights were fewer gets them");
    await rm(folders.appFolder, { recursive: true });
  }
});

const NOBODY = 65534;

/** A process of another user that holds the lock, or says why it does not; it ends with its input. */
async function strangerHolds(
  folders: { readonly app: string; readonly appFolder: string; readonly home: string },
  run: string,
): Promise<{ readonly said: string; end(): Promise<void> }> {
  const script = `
    const { lockApp } = await import(${JSON.stringify(MODULE)});
    process.setgroups([]); process.setgid(${NOBODY}); process.setuid(${NOBODY});
    const context = { run: ${JSON.stringify(run)}, signal: new AbortController().signal, report() {},
      clock: { nowMs: () => 0, sleep: async () => {} } };
    const options = ${JSON.stringify({ ...folders, waitMs: 0 })};
    globalThis.lock = await lockApp(options, context).catch((thrown) => thrown);
    process.stdout.write(globalThis.lock.code ?? "locked");
    process.stdin.resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const end = async (): Promise<void> => {
    child.stdin.end();
    await once(child, "close");
  };
  return { said: String(said), end };
}

const onlyRoot = { skip: process.geteuid?.() !== 0 };

test(
  "lockApp: two users exclude each other, whoever came first made the lock",
  onlyRoot,
  async (t) => {
    for (const owner of [0, NOBODY]) {
      const folders = await foldersIn(t);
      const strangers = { ...folders, home: join(folders.home, "..", "home-of-nobody") };
      await chmod(join(folders.appFolder, ".."), 0o755);
      await mkdir(folders.appFolder);
      await chmod(folders.appFolder, 0o755);
      await chown(folders.appFolder, owner, owner);
      await mkdir(strangers.home);
      await chown(strangers.home, NOBODY, NOBODY);
      {
        await using root = await lockApp({ ...folders, waitMs: 0 }, contextOf("root"));
        assert.ok(root);
        const refused = await strangerHolds(strangers, "stranger");
        assert.equal(refused.said, "APP_LOCKED");
        await refused.end();
      }
      const stranger = await strangerHolds(strangers, "stranger");
      assert.equal(stranger.said, "locked");
      await assert.rejects(lockApp({ ...folders, waitMs: 0 }, contextOf("root")), {
        code: "APP_LOCKED",
      });
      const second = await strangerHolds(strangers, "second");
      assert.equal(second.said, "APP_LOCKED", "nor do two runs of that user meet");
      await second.end();
      await stranger.end();
      await using root = await lockApp({ ...folders, waitMs: 0 }, contextOf("root"));
      assert.ok(root);
    }
  },
);

test(
  "lockApp: an area that is closed to this user is refused, not passed over",
  onlyRoot,
  async (t) => {
    const folders = await foldersIn(t);
    await chmod(join(folders.appFolder, ".."), 0o755);
    const aside = join(folders.appFolder, ".fivefold");
    await mkdir(aside, { recursive: true });
    await writeFile(join(aside, "lock"), "");
    await chmod(aside, 0o700);
    await mkdir(folders.home);
    await chown(folders.home, NOBODY, NOBODY);
    const refused = await strangerHolds(folders, "stranger");
    assert.equal(refused.said, "ASIDE_IMPOSSIBLE");
    await refused.end();
  },
);
