/** Two commands on one app at once: one waits or is refused with a clear sentence, and nothing is mixed. */

// Goal: whoever starts a restore while another command works learns so, and the app is in one state afterwards. Method: real
// processes. The first is stopped (SIGSTOP) as soon as it holds what it works with, so that both are surely there at once; the
// second must end by itself; the first goes on, must succeed, and the app must be exactly what it makes.

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { State } from "../../examples/invoicing/state.ts";
import { differences } from "../../examples/invoicing/state.ts";
import type { Ended, ProgramEnded } from "../fixtures/command.ts";
import { TemporaryFolder, describe, must } from "../fixtures/command.ts";
import { openLibrary, quietWatch } from "../fixtures/library.ts";
import { Ground, SEED } from "./ground.ts";

const MEMORY = "/dev/shm";
const folder = new TemporaryFolder(fs.existsSync(MEMORY) ? MEMORY : os.tmpdir());
/** Worked on and broken since its backup; always at the same path. */
let ground: Ground;
let old: State;
let restored: State;

before(async () => {
  ground = await Ground.make(folder.at("ground"), 600_000);
  await ground.backup();
  ground.work(SEED);
  await ground.backup();
  ground.work(SEED + 1);
  ground.damage(SEED);
  old = ground.state();
  await must(["cp", "-a", ground.folder, folder.at("kept")]);
  await ground.restore("in peace");
  restored = ground.state();
});
beforeEach(async () => {
  await ground.remove();
  await must(["cp", "-a", folder.at("kept"), ground.folder]);
});
after(async () => folder[Symbol.asyncDispose]());

function assertState(expected: State, message: string): void {
  assert.deepEqual(differences(expected, ground.state()).slice(0, 20), [], message);
}

function hasAppLock(): boolean {
  return fs.existsSync(path.join(ground.app, ".fivefold", "lock.holder"));
}

/** What is brought back is read from beginning to end under a lock; what only finds it gives its lock back at once. */
function isReading(): boolean {
  return hasAppLock() && fs.readdirSync(path.join(ground.restic.repository, "locks")).length > 0;
}

/** Does something else while a command stands still in the middle of its work; then lets it go on to its end. */
async function during(
  words: readonly string[],
  isThere: () => boolean,
  deed: () => Promise<void>,
): Promise<Ended> {
  const group = ground.program.startGroup(...words);
  let hasEnded = false;
  const ended = group.ended.finally(() => (hasEnded = true));
  try {
    while (!hasEnded && !isThere()) await setTimeout(1);
    group.signal("SIGSTOP");
    assert.equal(hasEnded, false, `${words[0]} was too quick to be met`);
    await deed();
  } finally {
    group.signal("SIGCONT");
    await ended;
  }
  return await ended;
}

function assertRefused(ended: ProgramEnded): void {
  assert.equal(ended.status, 1, describe(ended));
  const { result } = ended;
  assert.equal(result?.["code"], "APP_LOCKED");
  assert.match(
    String(result?.["message"]),
    /^Another backup or restore of Kontor is running \(process \d+\)\.$/,
  );
  assert.match(String(result?.["advice"]), /^Wait until it is finished/);
}

const RESTORE = ["restore", "latest", "--yes"] as const;

test("together: of two restores one is refused, and the other is done", async () => {
  const first = await during(RESTORE, hasAppLock, async () => {
    assertRefused(await ground.program.run(...RESTORE, "--json"));
  });
  assert.ok(first.status === 0 || first.status === 3, describe(first));
  assertState(restored, "as the one restore makes it");
});

test("together: a backup, an undo and a close are refused while a restore works", async () => {
  const first = await during(RESTORE, hasAppLock, async () => {
    for (const words of [["backup"], ["undo", "--yes"], ["close", "--yes"]])
      assertRefused(await ground.program.run(...words, "--json"));
  });
  assert.ok(first.status === 0 || first.status === 3, describe(first));
  assertState(restored, "as the restore makes it");
  assert.equal((await ground.listed()).length, 3, "two backups and the state before the restore");
});

test("together: a restore and an undo are refused while a backup works", async () => {
  const first = await during(["backup"], hasAppLock, async () => {
    for (const words of [RESTORE, ["undo", "--yes"]])
      assertRefused(await ground.program.run(...words, "--json"));
    assertState(old, "nothing was touched");
  });
  assert.ok(first.status === 0 || first.status === 3, describe(first));
  assertState(old, "nothing was touched");
});

test("together: a restore is refused while an undo works, and the undo is done", async () => {
  await ground.restore("before the undo");
  const first = await during(["undo", "--yes"], hasAppLock, async () => {
    assertRefused(await ground.program.run(...RESTORE, "--json"));
  });
  assert.ok(first.status === 0 || first.status === 3, describe(first));
  assertState(old, "as the undo makes it");
});

test("together: a check reads beside a restore, and a list too", async () => {
  const first = await during(RESTORE, hasAppLock, async () => {
    const check = await ground.program.run("check", "--read-data", "--json");
    assert.equal(check.status, 0, describe(check));
    assert.equal((await ground.program.run("list")).status, 0);
  });
  assert.ok(first.status === 0 || first.status === 3, describe(first));
  assertState(restored, "as the restore makes it");
});

test("together: backups that a restore reads are not removed, and that they are in use is said", async () => {
  const first = await during(RESTORE, isReading, async () => {
    const forget = await ground.program.run("forget", "--keep-last", "1", "--json");
    assert.equal(forget.status, 11, describe(forget));
    assert.equal(forget.result?.["code"], "VAULT_LOCKED");
  });
  assert.ok(first.status === 0 || first.status === 3, describe(first));
  assertState(restored, "as the restore makes it");
});

test("together: a restore planned before another was done ends no undo that nobody was told of", async () => {
  // Two people look at their plans at once; whoever agrees second has read of no undo that would end.
  await using fivefold = await openLibrary(ground.app, ground.program.home);
  const everything = { tenants: [], parts: [] };
  {
    await using planned = await fivefold.planRestore(null, "latest", everything, quietWatch());
    assert.equal(planned.plan.endsUndo, null);
    await ground.restore("somebody else's");
    await assert.rejects(fivefold.restore(planned, quietWatch()), { code: "PLAN_OUTDATED" });
  }
  const undo = await fivefold.undoable(quietWatch());
  assert.ok(undo !== null && undo.rooms.every(({ sizeBytes }) => sizeBytes > 0));
  await fivefold.undo(quietWatch());
  assertState(old, "the other restore could still be undone");
});
