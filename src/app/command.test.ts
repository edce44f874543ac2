// Goal: a hook is held to its limit with all that it started, and what it prints is kept within bounds. Method: real programs of the system's shell.

import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { HookEnd, HookName } from "../model/hook.ts";
import type { RunContext, RunId } from "../model/run.ts";
import { runHook } from "./command.ts";

let folder = "";
before(async () => (folder = await mkdtemp(path.join(tmpdir(), "fivefold-hook-"))));
after(async () => await rm(folder, { recursive: true }));

function contextOf(signal: AbortSignal): RunContext {
  return {
    run: "run" as RunId,
    signal,
    clock: {
      nowMs: () => Date.now(),
      sleep: async (ms, aborted) => await sleep(ms, undefined, { signal: aborted }),
    },
    report: () => undefined,
  };
}

async function shell(script: string, limitMs = 20_000, hook: HookName = "stop"): Promise<HookEnd> {
  const { signal } = new AbortController();
  const command = ["sh", "-c", script];
  const variables = { FIVEFOLD_HOOK: hook };
  return await runHook({ hook, command, folder, limitMs }, variables, folder, contextOf(signal));
}

test("runHook: keeps the last of what was printed, without what cannot be seen", async () => {
  const { trouble, output } = await shell(
    `i=0; while [ $i -lt 9000 ]; do echo "line $i"; i=$((i+1)); done; printf 'é\\033[31m\\tend\\r\\n'`,
  );
  assert.equal(trouble, null);
  assert.ok(Buffer.byteLength(output) <= 4096);
  assert.ok(output.endsWith("line 8999\né[31mend"), JSON.stringify(output.slice(-40)));
  assert.doesNotMatch(output, /line 10\n/);
});

test("runHook: says why with the first line of complaints, else of what was printed, else the status", async () => {
  const failed = await shell("echo fine; echo; echo 'no phone' >&2; exit 3");
  assert.deepEqual([failed.trouble, failed.message], ["failed", "no phone"]);
  assert.equal((await shell("echo said; exit 3")).message, "said");
  assert.equal((await shell("exit 3")).message, "3");
});

test("runHook: at its limit everything that it started is ended", { timeout: 30_000 }, async () => {
  const file = path.join(folder, "pid");
  const pid = async (): Promise<string> => await readFile(file, "utf8").catch(() => "");
  const { signal } = new AbortController();
  const impatient: RunContext = {
    ...contextOf(signal),
    clock: {
      nowMs: () => 0,
      // The limit is over as soon as the program has begun to hang.
      sleep: async () => {
        while (!(await pid()).includes("\n")) await sleep(5);
      },
    },
  };
  const command = ["sh", "-c", "sleep 600 & echo $! > pid; wait"];
  const hook = { hook: "stop", command, folder, limitMs: 1 } as const;
  assert.equal((await runHook(hook, {}, folder, impatient)).trouble, "timeLimit");
  const child = (await pid()).trim();
  // A process that was killed is gone as soon as the system gets to it; the test's own limit ends the waiting.
  const isGone = async (): Promise<boolean> =>
    /^$|\) Z /.test(await readFile(`/proc/${child}/stat`, "utf8").catch(() => ""));
  while (!(await isGone())) await sleep(5);
});

test("runHook: one that is stopped is ended, and says so", async () => {
  const abort = new AbortController();
  const hook = { hook: "stop", command: ["sleep", "60"], folder, limitMs: 60_000 } as const;
  const running = runHook(hook, {}, folder, contextOf(abort.signal));
  abort.abort(new Error("stopped"));
  await assert.rejects(running, /stopped/);
});

test("runHook: what start leaves running can go on printing", { timeout: 30_000 }, async () => {
  const { output } = await shell(
    "(while ! [ -e go ]; do sleep 0.01; done; echo still here; echo $? > said) & echo started",
    20_000,
    "start",
  );
  assert.equal(output, "started");
  await writeFile(path.join(folder, "go"), "");
  const said = async (): Promise<string> =>
    await readFile(path.join(folder, "said"), "utf8").catch(() => "");
  while (!(await said()).includes("\n")) await sleep(5);
  assert.equal(await said(), "0\n");
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.includes("output")),
    [],
  );
});
