/**
 * Goal: an office of 200 people who all look on costs the server next to nothing. Method: in the long tests, 200 streams of
 * events on a server that is a process of its own; its memory and its work are what the system counts.
 */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { RunView } from "../../src/http/contract.ts";
import { TemporaryFolder } from "../fixtures/command.ts";
import { ServedApp } from "../fixtures/served-app.ts";
import { makeSmallApp } from "../fixtures/small-app.ts";
import { Visitor } from "./small-server.ts";

const COUNT = 200;
const MIB = 1024 ** 2;

/** Follows all that happens from now on, until a run has ended. */
async function endSeenBy(visitor: Visitor, opened: () => void): Promise<RunView["outcome"]> {
  let isOpen = false;
  for await (const { event, data } of visitor.events("/api/events")) {
    if (!isOpen) opened();
    isOpen = true;
    if (event === "run" && (data as RunView).endedAt !== null) return (data as RunView).outcome;
  }
  throw new Error("the stream ended before the run");
}

if (process.env["FIVEFOLD_TEST_LONG"] === "1")
  test("watchers: 200 people see one run to its end, in little memory and with little work", async (t) => {
    await using folder = new TemporaryFolder();
    const app = folder.at("app");
    makeSmallApp(app);
    writeFileSync(
      path.join(app, "fivefold.yaml"),
      `app: { id: small, name: Small, version: "1.0" }
credentials: none
hooks:
  before-backup: { ask: { en: Go on? } }
parts:
  - { id: settings, kind: settings, files: settings }
`,
    );
    await using served = await ServedApp.start(app, folder.at("home"));
    const owner = new Visitor(served.url);
    const { hash } = new URL(served.link);
    await owner.signIn({ secret: new URLSearchParams(hash.slice(1)).get("secret") });
    const { run } = await owner.call("POST /api/backups", { choice: {}, to: null, file: null });
    let question: string | undefined;
    while (question === undefined) {
      const now = await owner.call("GET /api/runs/:run", undefined, `/api/runs/${run}`);
      question = now.question?.id;
    }
    const atRest = served.memory().bytes;
    const workMs = served.workMs();
    let openCount = 0;
    const all = Promise.withResolvers<void>();
    const seen = Array.from(
      { length: COUNT },
      async () =>
        await endSeenBy(owner, () => {
          openCount++;
          if (openCount === COUNT) all.resolve();
        }),
    );
    await all.promise;
    const answer = { question, answer: "done" };
    await owner.call("POST /api/runs/:run/answers", answer, `/api/runs/${run}/answers`);
    assert.deepEqual([...new Set(await Promise.all(seen))], ["done"]);
    const figures = {
      moreMiB: Math.round((served.memory().mostBytes - atRest) / MIB),
      workMs: served.workMs() - workMs,
    };
    t.diagnostic(JSON.stringify(figures));
    assert.ok(figures.moreMiB < 100 && figures.workMs < 10_000, JSON.stringify(figures));
  });
