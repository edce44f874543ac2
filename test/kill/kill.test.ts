/** `kill -9` at any moment of backup, forget and prune loses nothing and leaves nothing to do by hand. */

// Goal: a dead process costs its own work and nothing else. Method: real processes in groups of their own are killed at
// seeded moments spread over the measured length of the same work done in peace; restic checks every byte afterwards,
// restores every snapshot that was listed, and our own next command must work without being told anything.
// FIVEFOLD_TEST_SEED repeats a failed run; FIVEFOLD_TEST_LONG=1 kills ten times as often.

import assert from "node:assert/strict";
import { before, test, after } from "node:test";
import { TemporaryFolder, describe } from "../fixtures/command.ts";
import { Ground, IS_LONG, SEED } from "./ground.ts";
import { killAfter, momentsBetween } from "./moments.ts";

const TIMES = IS_LONG ? 10 : 1;
const FORGET = ["forget", "--keep-last", "2"] as const;
const folder = new TemporaryFolder();
/** Four snapshots of an app that was worked with between them. */
let ground: Ground;

before(async () => {
  ground = await Ground.make(folder.at("template"), 5_000_000);
  for (let day = 1; day <= 4; day++) {
    await ground.backup();
    ground.work(SEED + day);
  }
});
after(async () => folder[Symbol.asyncDispose]());

/** How long the work takes in peace, and from when on it can do harm. */
async function span(
  peace: Ground,
  words: readonly string[],
): Promise<{ from: number; to: number }> {
  const timeOf = async (each: readonly string[]): Promise<number> => {
    const begun = performance.now();
    const ended = await peace.program.run(...each);
    assert.ok(ended.status === 0 || ended.status === 3, describe(ended));
    return performance.now() - begun;
  };
  const from = await timeOf(["list"]);
  return { from: from * 0.6, to: await timeOf(words) };
}

async function span1(words: readonly string[], prepare: (copy: Ground) => void) {
  const peace = await ground.copy(folder.at("peace"));
  prepare(peace);
  try {
    return await span(peace, words);
  } finally {
    await peace.remove();
  }
}

/** Kills the same work again and again, each time on a fresh copy of the template. */
async function killAtMoments(
  count: number,
  words: readonly string[],
  prepare: (copy: Ground, seed: number) => void,
  judge: (copy: Ground, message: string, round: number) => Promise<void>,
): Promise<void> {
  const { from, to } = await span1(words, (copy) => prepare(copy, SEED));
  // A machine that has become quicker since then, because others do less, must not be late with every kill.
  let shortest = to;
  let killed = 0;
  for (const [round, moment] of momentsBetween(0, 1, count, SEED).entries()) {
    const ms = Math.min(from, shortest) + moment * Math.max(0, shortest - from);
    const message = `${words[0]}, killed after ${ms.toFixed(0)} of ${shortest.toFixed(0)} ms, seed ${SEED + round}`;
    const copy = await ground.copy(folder.at("copy"));
    prepare(copy, SEED + round);
    const begun = performance.now();
    const ended = await killAfter(copy.program.startGroup(...words), ms);
    if (ended.status === null) killed++;
    else {
      assert.ok(ended.status === 0 || ended.status === 3, describe(ended));
      shortest = Math.min(shortest, performance.now() - begun);
    }
    await judge(copy, message, round);
    await copy.remove();
  }
  assert.ok(killed * 2 >= count, `${killed} of ${count} were killed before they were done`);
}

test("kill: a backup that dies loses nothing, and the next one works", async () => {
  await killAtMoments(
    6 * TIMES,
    ["backup"],
    (copy, seed) => copy.work(seed),
    async (copy, message, round) => {
      const known = [...copy.looks.keys()];
      if (round % 2 === 0) await copy.requireSound(known, message);
      const next = await copy.program.run("backup", "--json");
      assert.equal(next.status, 0, `${message}\n${describe(next)}`);
      const id = String(next.result?.["snapshot"]);
      await copy.learn(id);
      await copy.requireSound(known, message);
    },
  );
});

test("kill: a forget that dies has forgotten nothing that it should keep", async () => {
  await killAtMoments(
    2 * TIMES,
    FORGET,
    () => {},
    async (copy, message, round) => {
      const kept = [...copy.looks.keys()].slice(-2);
      const listed = (await copy.listed()).filter((id) => !kept.includes(id));
      if (round % 2 === 0) await copy.requireSound([...kept, ...listed], message);
      await copy.program.must(FORGET);
      assert.deepEqual(await copy.listed(), kept, message);
      await copy.requireSound(kept, message);
    },
  );
});

test("kill: a prune that dies loses nothing, and the next one ends its work", async () => {
  const whole = ground;
  const forgotten = await ground.copy(folder.at("forgotten"));
  const ids = [...forgotten.looks.keys()];
  await forgotten.program.must(FORGET);
  for (const id of ids.slice(0, -2)) forgotten.looks.delete(id);
  const pruned = await forgotten.copy(folder.at("pruned"));
  await pruned.program.must(["prune"]);
  const smallest = await pruned.vaultBytes();
  assert.ok(smallest < (await forgotten.vaultBytes()) * 0.95, "there is something to prune");
  ground = forgotten;
  try {
    await killAtMoments(
      5 * TIMES,
      ["prune"],
      () => {},
      async (copy, message, round) => {
        const kept = [...copy.looks.keys()];
        if (round % 2 === 0) await copy.requireSound(kept, message);
        await copy.program.must(["prune"]);
        await copy.requireSound(kept, message);
        const bytes = await copy.vaultBytes();
        assert.ok(bytes < smallest * 1.1, `${message}: ${bytes} bytes left, ${smallest} in peace`);
      },
    );
  } finally {
    ground = whole;
  }
});
