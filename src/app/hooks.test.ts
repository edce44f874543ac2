// Goal: hooks are read in all their forms, and each mistake is named where it stands. Method: descriptions as text.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { mistakesOf } from "../model/app.ts";
import { FivefoldError } from "../model/error.ts";
import type { Description } from "./description.ts";
import { parseDescription } from "./description.ts";

const RULES = { path: path.posix, foldsCase: false };

function read(hooks: string, app = "id: kontor"): Description {
  const text = `app: { ${app} }
parts: [{ id: data, kind: files, files: data }]
credentials: none
hooks:
${hooks}
`;
  return parseDescription(text, "/srv/kontor/fivefold.yaml", RULES);
}

/** What is wrong, where: "what line:column at". */
function wrong(hooks: string, app?: string): readonly string[] {
  try {
    read(hooks, app);
  } catch (thrown) {
    assert.ok(thrown instanceof FivefoldError, String(thrown));
    return mistakesOf(thrown).map(
      ({ what, line, column, at }) =>
        `${String(what)} ${Number(line)}:${Number(column)} ${String(at)}`,
    );
  }
  return [];
}

test("readHooks: a command alone has its hook's own limit and runs in the description's folder", () => {
  const { hooks } = read(`  stop: [./kontor, --stop]
  start: { command: [./kontor], seconds: 5 }`);
  assert.deepEqual(hooks.stop, {
    hook: "stop",
    command: ["./kontor", "--stop"],
    folder: "/srv/kontor",
    limitMs: 60_000,
  });
  assert.equal(hooks.start?.limitMs, 5000);
  assert.equal(hooks.probe, null);
});

test("readHooks: around a backup stands one hook or a list, of commands and questions", () => {
  const { hooks } = read(`  before-backup:
    - [sync, --all]
    - { command: [dump], required: true, when: scheduled }
    - { ask: { en: Done?, fr: Fait ? } }
  after-backup: [sh, -c, "true"]`);
  assert.deepEqual(
    hooks.beforeBackup.map((each) => [
      each.kind === "command" ? each.hook.command : each.question,
      each.when,
      each.kind === "command" && each.isRequired,
    ]),
    [
      [["sync", "--all"], "always", false],
      [["dump"], "scheduled", true],
      [{ en: "Done?", fr: "Fait ?" }, "manual", false],
    ],
  );
  assert.equal(hooks.afterBackup.length, 1, "a list of texts is one command");
  const { hooks: one } = read(`  before-backup: { ask: Done? }`);
  assert.deepEqual(one.beforeBackup, [
    { kind: "question", question: { "": "Done?" }, when: "manual" },
  ]);
});

test("readHooks: mistakes are named where they stand", () => {
  assert.deepEqual(wrong(`  stop: [stop]`), ["keyNeedsOther 5:9 hooks"]);
  assert.deepEqual(wrong(`  start: [start]`), ["keyNeedsOther 5:10 hooks"]);
  assert.deepEqual(wrong(`  stp: [stop]`), ["keyUnknown 5:3 hooks.stp"]);
  assert.deepEqual(wrong(`  probe: { command: [p], seconds: 0 }`), [
    "numberWrong 5:35 hooks.probe.seconds",
  ]);
  assert.deepEqual(wrong(`  probe: { command: [p], required: true }`), [
    "keyUnknown 5:26 hooks.probe.required",
  ]);
  assert.deepEqual(wrong(`  before-backup: {}`), ["keyMissing 5:18 hooks.before-backup"]);
  assert.deepEqual(wrong(`  before-backup: { command: [a], ask: b }`), [
    "keysExclusive 5:18 hooks.before-backup",
  ]);
  assert.deepEqual(wrong(`  before-backup: { ask: b, required: true, when: always }`), [
    "keyNeedsOther 5:38 hooks.before-backup.required",
    "choiceWrong 5:50 hooks.before-backup.when",
  ]);
  assert.deepEqual(
    wrong(`  before-backup:
    - { command: [a], secnds: 3 }`),
    ["keyUnknown 6:23 hooks.before-backup[0].secnds"],
  );
  assert.deepEqual(wrong(`  after-backup: { ask: b, command: [a] }`), [
    "keyUnknown 5:19 hooks.after-backup.ask",
  ]);
});

test("parseDescription: a range that cannot be understood is a mistake with its place", () => {
  const app = `id: kontor, restores: ">=12 <13"`;
  assert.equal(read("  probe: [p]", app).restores, ">=12 <13");
  assert.deepEqual(wrong("  probe: [p]", `id: kontor, restores: ">=12 ^13"`), [
    "rangeWrong 1:30 app.restores",
  ]);
});
