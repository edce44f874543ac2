/**
 * Runs by themselves let others go first.
 *
 * Goal: the threads of a job's run have low priority and are no more than the settings allow, those of a person's run are as
 * usual, and the server's own thread stays as it is. Method: real runs over more data than one thread does alone, looked at
 * through the system's own list of threads, which only Linux has.
 */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { Watch } from "../src/fivefold.ts";
import { nightlyJob, workingJob } from "../src/model/job.ts";
import { TemporaryFolder } from "./fixtures/command.ts";
import { openLibrary, quietWatch } from "./fixtures/library.ts";
import { makeSmallApp } from "./fixtures/small-app.ts";

/** The nice value of each thread of this process. */
function niceOfThreads(): readonly number[] {
  return readdirSync("/proc/self/task").map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[16]);
  });
}

/** Watches how many threads have low priority, at most. */
function watching(): { readonly watch: Watch; readonly most: () => number } {
  let most = 0;
  const watch: Watch = {
    ...quietWatch(),
    report: () => {
      most = Math.max(most, niceOfThreads().filter((nice) => nice === 19).length);
    },
  };
  return { watch, most: () => most };
}

test(
  "priority: a job's threads are low and few, a person's as usual",
  { skip: process.platform !== "linux" && "only Linux lists threads" },
  async () => {
    await using folder = new TemporaryFolder();
    const [app, home] = [folder.at("app"), folder.at("home")];
    makeSmallApp(app);
    const target = path.join(app, "settings");
    const renew = (): void => {
      for (const name of ["a", "b"])
        writeFileSync(path.join(target, `${name}.bin`), randomBytes(10 << 20));
    };
    const open = async () =>
      await openLibrary(app, home, { keyCost: { N: 2, r: 1, p: 1 }, threads: 3 });
    await using fivefold = await open();
    await fivefold.init(null, quietWatch());
    renew();
    const person = watching();
    await fivefold.backup({ tenants: [], parts: [] }, null, person.watch);
    assert.equal(person.most(), 0);

    await fivefold.addJob(nightlyJob("night", fivefold.now()));
    await fivefold.addJob(workingJob("work", fivefold.now()));
    const words = { readme: () => new Uint8Array(), calendar: "gregorian" } as const;
    renew();
    const vault = watching();
    await fivefold.runJob("night", words, vault.watch);
    assert.ok(vault.most() > 0 && vault.most() <= 3, String(vault.most()));
    const parcel = watching();
    await fivefold.runJob("work", words, parcel.watch);
    assert.ok(parcel.most() > 0, String(parcel.most()));
    assert.equal(niceOfThreads()[0], 0, "we stay as we are");

    await fivefold.changeSettings((settings) => ({ ...settings, threads: 1 }));
    renew();
    const alone = watching();
    await fivefold.runJob("night", words, alone.watch);
    assert.equal(alone.most(), 1);
    await fivefold.changeSettings((settings) => ({ ...settings, priority: "normal" }));
    renew();
    const usual = watching();
    await fivefold.runJob("night", words, usual.watch);
    assert.equal(usual.most(), 0);
  },
);
