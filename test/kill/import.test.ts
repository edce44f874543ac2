/** `kill -9` in the middle of an import, or of its undo, leaves the tenant and its row both there or both not. */

// Goal: a tenant that comes into another installation is there as a whole, with its row on the list, or not at all. Method:
// real processes are killed at seeded moments of the whole work, and right after the swap began; the next command settles
// what is left. FIVEFOLD_TEST_SEED repeats a failed run; FIVEFOLD_TEST_LONG=1 kills ten times as often.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { Program, TemporaryFolder, describe, must } from "../fixtures/command.ts";
import type { Ended, Group } from "../fixtures/command.ts";
import { addSmallTenant, makeSmallApp } from "../fixtures/small-app.ts";
import { makeTestVault } from "../fixtures/vault.ts";
import { IS_LONG, SEED } from "./ground.ts";
import { killAfter, killWhen, momentsBetween } from "./moments.ts";

const TIMES = IS_LONG ? 10 : 1;
const REGISTER = `  register: "insert into tenant (id, name) values (:id, :title)"\n`;
const folder = new TemporaryFolder();
const parcel = folder.at("guest.zip");
const words = ["import", parcel, "--yes", "--json"];

before(async () => {
  const from = folder.at("from");
  makeSmallApp(from, 1);
  addSmallTenant(from, "guest");
  const there = new Program(from, folder.at("from home"));
  await there.must(["export", "--tenant", "guest", "--to", parcel]);
  const app = folder.at("template", "app");
  makeSmallApp(app, 2);
  fs.appendFileSync(path.join(app, "fivefold.yaml"), REGISTER);
  await makeTestVault(new Program(app, folder.at("template", "home")), folder.at("template"));
});
after(async () => folder[Symbol.asyncDispose]());

async function copyTemplate(): Promise<Program> {
  await must(["cp", "-a", folder.at("template"), folder.at("copy")]);
  return new Program(folder.at("copy", "app"), folder.at("copy", "home"));
}

/** "without" or "with" the guest; an error when it is half there or anything of the others is not as it was. */
function stateOf(message: string): "without" | "with" {
  const at = (name: string): string => folder.at("copy", "app", name);
  using login = new DatabaseSync(at("login.db"), { readOnly: true });
  const rows = login.prepare("select id, name from tenant order by id").all();
  const others = [
    ["t1", "Tenant t1"],
    ["t2", "Tenant t2"],
  ];
  const hasData = fs.existsSync(at("tenants/guest"));
  assert.deepEqual(
    rows.map(Object.values),
    hasData ? [["guest", "Tenant guest"], ...others] : others,
    message,
  );
  assert.equal(fs.readFileSync(at("tenants/t1/files/a.txt"), "utf8"), "first of t1\n");
  if (!hasData) return "without";
  assert.equal(
    fs.readFileSync(at("tenants/guest/files/deeper/ب.txt"), "utf8"),
    "second of guest\n",
  );
  using guest = new DatabaseSync(at("tenants/guest/tenant.db"), { readOnly: true });
  assert.equal(guest.prepare("select count(*) as n from item").get()?.["n"], 100, message);
  return "with";
}

/** What the next command finds and ends. */
async function judge(program: Program, message: string): Promise<"without" | "with"> {
  const close = await program.run("close", "--json");
  const aside = (): readonly string[] =>
    fs
      .readdirSync(folder.at("copy", "app", ".fivefold"))
      .filter((name) => !name.startsWith("lock"));
  let state = stateOf(message);
  if (fs.existsSync(folder.at("copy", "app", ".fivefold")) && aside().length > 0) {
    // prepared and not begun to be swapped: it waits, and is given up by an undo
    assert.equal(state, "without", `${message}\n${describe(close)}`);
    await program.must(["undo", "--yes"]);
    state = stateOf(message);
    assert.deepEqual(aside(), [], message);
  }
  return state;
}

async function killed(
  kill: (group: Group) => Promise<Ended>,
  message: string,
  isUndo: boolean,
): Promise<"without" | "with"> {
  const program = await copyTemplate();
  if (isUndo) await program.must(words);
  await kill(program.startGroup(...(isUndo ? ["undo", "--yes"] : words)));
  const state = await judge(program, message);
  if (state === "without") await program.must(words);
  assert.equal(stateOf(`${message}, and then imported`), "with");
  fs.rmSync(folder.at("copy"), { recursive: true });
  return state;
}

test("kill: an import that dies at any moment has brought all of the tenant or nothing", async () => {
  const program = await copyTemplate();
  const begun = performance.now();
  await program.must(words);
  const wholeMs = performance.now() - begun;
  assert.equal(stateOf("in peace"), "with");
  fs.rmSync(folder.at("copy"), { recursive: true });
  for (const ms of momentsBetween(wholeMs * 0.3, wholeMs, 3 * TIMES, SEED))
    await killed(
      async (group) => await killAfter(group, ms),
      `import, killed after ${ms.toFixed(0)} of ${wholeMs.toFixed(0)} ms, seed ${SEED}`,
      false,
    );
});

test("kill: an import, and its undo, that die while they exchange leave both or neither", async () => {
  const journal = folder.at("copy", "home", "journal");
  const isAt = (fact: string) => (): boolean => {
    try {
      return fs.readFileSync(journal, "latin1").includes(`"${fact}"`);
    } catch {
      return false; // not there yet
    }
  };
  for (const [isUndo, fact] of [
    [false, "swapping"],
    [true, "undoing"],
  ] as const)
    for (const ms of momentsBetween(0, 15, 2 * TIMES, SEED))
      await killed(
        async (group) => await killWhen(group, isAt(fact), ms),
        `killed ${ms.toFixed(1)} ms after "${fact}", seed ${SEED}`,
        isUndo,
      );
});
