/** `kill -9` at any moment of restore and undo leaves the app exactly old or exactly new, and nothing to do by hand. */

// Goal: whatever a restore or an undo dies of, the next command finds one state or the other, to the byte and to the row,
// and nothing is left over. Method: real processes in groups of their own are killed at seeded moments: half of them spread
// over the whole work, half within milliseconds after a fact came into the journal, because what can do harm is short. What
// the next command does first (it settles, and sweeps the home) is asked of the library; then the undo that is left must give the old state back.
// Everything lies in memory, where there is room for many deaths. FIVEFOLD_TEST_SEED repeats a failed run;
// FIVEFOLD_TEST_LONG=1 kills 300 times.

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { TestContext } from "node:test";
import type { State } from "../../examples/invoicing/state.ts";
import { differences } from "../../examples/invoicing/state.ts";
import { Journal, journalFile } from "../../src/engine/journal.ts";
import type { JournalState } from "../../src/engine/journal.ts";
import { settle, undo } from "../../src/engine/restore.ts";
import { NO_LIFE_HOOKS } from "../../src/model/hook.ts";
import { openHooks } from "../../src/library/hooks.ts";
import { openSource } from "../../src/source/open.ts";
import { testContext } from "../conformance/source.ts";
import { TemporaryFolder, describe, must } from "../fixtures/command.ts";
import { openLibrary, quietWatch } from "../fixtures/library.ts";
import { Ground, IS_LONG, SEED } from "./ground.ts";
import { killAfter, killWhen, seeded } from "./moments.ts";

const KILLS = IS_LONG ? 300 : 20;
/** Every so many rounds all that costs more is asked, too. */
const THOROUGH = 10;
const MEMORY = "/dev/shm";

/** What is killed, and the facts that it writes on its way. */
const WORKS = {
  restore: {
    words: ["restore", "latest", "--yes"],
    facts: ["begun", "ready", "swapping", "swapped", "done"],
  },
  undo: { words: ["undo", "--yes"], facts: ["undoing", "turnedBack"] },
} as const;
type Work = keyof typeof WORKS;

const folder = new TemporaryFolder(fs.existsSync(MEMORY) ? MEMORY : os.tmpdir());
/** Always at the same path: journals name the paths of what they put aside. */
let ground: Ground;
let backedUp: string;
/** Worked on and broken since the backup. */
let old: State;
/** As the restore makes it. */
let restored: State;

before(async () => {
  ground = await Ground.make(folder.at("ground"), 600_000);
  backedUp = await ground.backup();
  ground.work(SEED);
  ground.damage(SEED);
  old = ground.state();
  await keep("restore");
  await ground.restore("in peace");
  restored = ground.state();
  assert.notDeepEqual(differences(old, restored), []);
  await keep("undo");
});
after(async () => folder[Symbol.asyncDispose]());

/** Keeps the ground as it is, for the rounds in which this work is killed. */
async function keep(work: Work): Promise<void> {
  await must(["cp", "-a", ground.folder, folder.at(work)]);
}

async function bring(work: Work): Promise<void> {
  await ground.remove();
  await must(["cp", "-a", folder.at(work), ground.folder]);
}

function home(): string {
  return path.join(ground.folder, "home");
}

function journalText(): string {
  const file = path.join(home(), "journal");
  return fs.existsSync(file) ? fs.readFileSync(file, "latin1") : "";
}

/** The last restore's state; "nothing" when none was begun. */
async function journalState(): Promise<JournalState | "nothing"> {
  const journal = await Journal.open(journalFile(path.join(home(), "journal")));
  return journal.restores.at(-1)?.state ?? "nothing";
}

async function elapsedOf(words: readonly string[]): Promise<number> {
  const begun = performance.now();
  const ended = await ground.program.run(...words);
  assert.ok(ended.status === 0 || ended.status === 3, describe(ended));
  return performance.now() - begun;
}

/** Kills the work once; gives what it was killed after. */
async function killOnce(
  work: Work,
  random: Iterator<number, never>,
  span: { readonly fromMs: number; readonly toMs: number },
): Promise<{ readonly moment: string; readonly isKilled: boolean }> {
  const { words, facts } = WORKS[work];
  const group = ground.program.startGroup(...words);
  const chance = random.next().value;
  if (random.next().value < 0.5) {
    const ms = span.fromMs + chance * (span.toMs - span.fromMs);
    const { status } = await killAfter(group, ms);
    return { moment: `${ms.toFixed(0)} ms`, isKilled: status === null };
  }
  const fact = facts[Math.floor(chance * facts.length)] ?? facts[0];
  const ms = random.next().value * 12;
  const begun = journalText().length;
  const isWritten = (): boolean => journalText().slice(begun).includes(`"kind":"${fact}"`);
  const { status } = await killWhen(group, isWritten, ms);
  return { moment: `${ms.toFixed(1)} ms after "${fact}"`, isKilled: status === null };
}

/** All in the home that a dead process may have left half-written. */
function temporaryNames(): readonly string[] {
  const names = fs.readdirSync(home(), { recursive: true }).map(String);
  const isOfVault = (name: string): boolean => name.startsWith(`vault${path.sep}`);
  const isTemporary = /(?:^|[\\/])(?:\.[\d.a-f]+\.new|scratch[\\/].+|.+\.part)$/;
  return names.filter((name) => !isOfVault(name) && isTemporary.test(name));
}

function assertState(expected: State, message: string): void {
  assert.deepEqual(differences(expected, ground.state()).slice(0, 20), [], message);
}

/** Without a process and without a safety snapshot, which costs more than all else; the undo itself is the same. */
async function undoQuickly(): Promise<void> {
  const journal = await Journal.open(journalFile(path.join(home(), "journal")));
  const context = testContext();
  const choice = { ready: "turnBack", undoDays: null, acceptsLoss: false } as const;
  const hooks = await openHooks(NO_LIFE_HOOKS, null, home());
  await settle(choice, openSource, hooks, journal, context);
  if (journal.undoable !== null) await undo(null, openSource, hooks, journal, context);
}

/** What is there after the next command has ended what was left open. */
async function judge(message: string, isThorough: boolean): Promise<void> {
  {
    await using fivefold = await openLibrary(ground.app, home());
    await fivefold.settle(false, quietWatch());
    await fivefold.app(quietWatch());
  }
  const is = await journalState();
  assertState(is === "done" ? restored : old, `${message}: ${is}`);
  assert.deepEqual(temporaryNames(), [], message);
  if (is === "done" || is === "ready") {
    const runs = new Set(ground.aside().map((name) => name.split(path.sep)[0]));
    assert.equal(runs.size, 1, `${message}: only what this run put aside`);
    if (isThorough) await ground.program.must(["undo", "--yes"]);
    else await undoQuickly();
    assertState(old, `${message}: ${is}, then undone`);
  }
  assert.deepEqual(ground.aside(), [], `${message}: nothing is left aside`);
  assert.deepEqual(temporaryNames(), [], message);
  if (!isThorough) return;
  await ground.requireSound([backedUp], message);
  await ground.restore(message);
  assertState(restored, `${message}: restored again`);
}

/** Says how many deaths found the journal where. */
function tell(t: TestContext, work: Work, states: readonly string[]): void {
  const counts = Map.groupBy(states, (state) => state);
  const said = [...counts].map(([state, all]) => `${state} ${all.length}`).toSorted();
  t.diagnostic(`${work}: ${states.length} kills; the journal then said: ${said.join(", ")}`);
}

for (const work of ["restore", "undo"] as const)
  test(`kill: ${work === "restore" ? "a restore" : "an undo"} that dies leaves the old state or the new, to the byte`, async (t) => {
    await bring(work);
    const bootMs = await elapsedOf(["version"]);
    let toMs = await elapsedOf(WORKS[work].words);
    const random = seeded(SEED + (work === "undo" ? 1 : 0));
    const count = KILLS / 2;
    const states: string[] = [];
    for (let round = 0; round < count; round++) {
      await bring(work);
      const begun = performance.now();
      const { moment, isKilled } = await killOnce(work, random, { fromMs: bootMs, toMs });
      // A machine that others leave alone now must not be late with every kill.
      if (isKilled) states.push(await journalState());
      else toMs = Math.min(toMs, performance.now() - begun);
      const message = `${work}, round ${round}, killed ${moment}, seed ${SEED}`;
      await judge(message, round % THOROUGH === 0);
    }
    tell(t, work, states);
    assert.ok(
      states.length * 2 > count,
      `${states.length} of ${count} were killed before they were done`,
    );
  });
