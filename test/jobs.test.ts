/**
 * Goal: jobs do on a real app and real places what the schedule says, and no more. Method: the small app, a real home, real vaults
 * and folders, and a clock that the test turns: days pass in seconds.
 */

import assert from "node:assert/strict";
import { appendFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { readdirSync, renameSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import test from "node:test";
import { Worker as Thread } from "node:worker_threads";
import { must } from "./fixtures/command.ts";
import { WORDS, world } from "./fixtures/job-world.ts";
import { quietWatch } from "./fixtures/library.ts";
import { refusal } from "./fixtures/refusal.ts";
import { readDescription, pathRules } from "../src/app/description.ts";
import { openHome } from "../src/app/home.ts";
import { NO_MEMORY } from "../src/app/job-memory.ts";
import { readSettings } from "../src/app/settings.ts";
import type { Job } from "../src/fivefold.ts";
import { NO_PASSWORDS } from "../src/fivefold.ts";
import { nightlyJob, weekdaysJob, workingJob } from "../src/model/job.ts";
import { Installation } from "../src/library/installation.ts";
import { keepUp, suspicion } from "../src/library/job-upkeep.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MINUTE = 60_000;
const WEEK = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"] as const;

function utc(job: Job, at: string): Job {
  return { ...job, when: { kind: "clock", at, days: [], timeZone: "UTC" } };
}

function insert(app: string): void {
  const database = new DatabaseSync(path.join(app, "tenants/t2/tenant.db"));
  database.exec("insert into item(text) values('new')");
  database.close();
}

test("jobs: every night a backup of the job's own, kept by its rule, while the computer is sometimes off", async (t) => {
  const start = Date.UTC(2030, 0, 1, 12);
  const job = {
    ...utc(nightlyJob("night", new Date(start).toISOString()), "01:00"),
    keep: { daily: 3 },
  };
  const w = await world(t, [job], start);
  await using fivefold = await w.open();
  const byHand = await fivefold.backup({ tenants: [], parts: [] }, null, quietWatch());
  for (const hours of [6, 8, 24, 24, 24, 24 * 9, 3, 24]) {
    w.clock.turn(hours * HOUR);
    // each time a service that was started anew
    await using worker = await w.worker();
    await worker.look();
  }
  assert.deepEqual(w.errors, []);
  assert.equal(w.ends.length, 6);
  const snapshots = await fivefold.list(null, quietWatch());
  const own = snapshots.filter(({ tags }) => tags.includes("job:night"));
  assert.equal(own.length, 3);
  assert.ok(own.every(({ reason, isComplete }) => reason === "scheduled" && isComplete));
  assert.ok(
    snapshots.some(({ id }) => id === byHand.value.snapshot.id),
    "what people made stays",
  );
  const records = await w.records();
  const verbs = (verb: string): number =>
    records.filter((each) => each.verb === verb && each.job === "night").length;
  assert.deepEqual([verbs("backup"), verbs("forget"), verbs("check")], [6, 3, 6]);
  assert.ok(records.every(({ outcome }) => outcome === "done"));
  const [status] = await fivefold.jobs();
  assert.equal(status?.isLate, false);
  assert.equal(new Date(status?.nextMs ?? 0).getUTCHours(), 1);
  w.clock.turn(60 * HOUR);
  assert.equal((await fivefold.jobs())[0]?.isLate, true);
});

test("jobs: a folder of weekdays has seven files, the right ones, also after a Monday that failed and another language", async (t) => {
  const start = Date.UTC(2030, 0, 6, 12); // a Sunday
  const job = utc(weekdaysJob("week", new Date(start).toISOString(), WEEK), "20:00");
  const w = await world(t, [job], start);
  await using fivefold = await w.open();
  const marked = path.join(w.app, "tenants/t1/files/today.txt");
  let worker = await w.worker(fivefold);
  for (let day = 0; day < 22; day++) {
    w.clock.turn(8 * HOUR + MINUTE);
    const login = path.join(w.app, "login.db");
    const isBroken = day === 15; // the last Monday but one is the third of all
    await writeFile(marked, new Date(w.clock.nowMs()).toISOString());
    if (day === 11) {
      // People speak Persian from now on; the service was started anew.
      await fivefold.changeSettings((settings) => ({ ...settings, language: "fa" }));
      await worker[Symbol.asyncDispose]();
      worker = await w.worker(fivefold);
    }
    if (isBroken) await rename(login, `${login}.away`);
    await worker.look();
    if (isBroken) await rename(`${login}.away`, login);
    w.clock.turn(16 * HOUR - MINUTE);
  }
  await worker[Symbol.asyncDispose]();
  const folder = path.join(w.home, "parcels");
  assert.deepEqual(
    (await readdir(folder)).toSorted(),
    WEEK.map((name) => `${name}.zip`).toSorted(),
  );
  const listed = await fivefold.list(folder, quietWatch());
  const ages = new Map<string, number>();
  for (const { id, takenAt, tags } of listed) {
    const weekday = WEEK[(new Date(takenAt).getUTCDay() + 6) % 7];
    assert.equal(id, `${weekday}.zip`);
    assert.deepEqual(tags, ["job:week"]);
    // what is in it is of that day
    const file = path.join(folder, id);
    const said = await must(["unzip", "-p", file, "tenants/t1/files/today.txt"]);
    assert.equal(said.toString().slice(0, 10), takenAt.slice(0, 10));
    ages.set(id, Math.round((w.clock.nowMs() - Date.parse(takenAt)) / DAY));
  }
  // of the Monday that failed there is the one of the week before, and nothing else is older than a week
  assert.deepEqual(
    [...ages.values()].toSorted((a, b) => a - b),
    [1, 2, 3, 4, 5, 6, 14],
  );
  assert.equal(w.errors.length, 1);
});

test("jobs: while people work one file a day is renewed when something changed, else nothing is written", async (t) => {
  const start = Date.UTC(2030, 0, 7, 8);
  const job = workingJob("work", new Date(start).toISOString());
  const w = await world(t, [job], start);
  await using worker = await w.worker();
  const folder = path.join(w.home, "parcels");
  const look = async (): Promise<readonly string[]> => {
    w.ends.length = 0;
    w.clock.turn(5 * MINUTE + 1000);
    await worker.look();
    assert.deepEqual(w.errors, []);
    return w.ends.map(([, kind]) => kind);
  };
  assert.deepEqual(await look(), ["made"]);
  const before = await w.records();
  assert.deepEqual([await look(), await look()], [["unchanged"], ["unchanged"]]);
  assert.equal((await w.records()).length, before.length);
  await appendFile(path.join(w.app, "tenants/t1/files/a.txt"), "more\n");
  assert.deepEqual([await look(), await look()], [["made"], ["unchanged"]]);
  insert(w.app);
  assert.deepEqual(await look(), ["made"]);
  assert.deepEqual(await look(), ["unchanged"]);
  insert(w.app);
  assert.deepEqual(await look(), ["made"]);
  assert.deepEqual((await readdir(folder)).length, 1);
  w.clock.turn(DAY);
  assert.deepEqual(await look(), ["unchanged"]);
  // whoever removes the file gets a new one
  for (const name of await readdir(folder)) await rm(path.join(folder, name));
  assert.deepEqual(await look(), ["made"]);
});

test("jobs: after a clock that was days ahead nothing is looked at over and over, and nobody waits for it", async (t) => {
  const start = Date.UTC(2030, 0, 7, 8);
  const since = new Date(start).toISOString();
  const w = await world(
    t,
    [workingJob("work", since), utc(nightlyJob("night", since), "01:00")],
    start,
  );
  await using fivefold = await w.open();
  await using worker = await w.worker(fivefold);
  const look = async (ms: number): Promise<readonly string[]> => {
    w.clock.turn(ms);
    w.ends.length = 0;
    await worker.look();
    return w.ends.map((end) => end.join(" ")).toSorted();
  };
  await look(DAY);
  assert.deepEqual(await look(5 * DAY), ["night made", "work unchanged"]);
  assert.deepEqual(await look(10 * MINUTE), ["work unchanged"]);
  assert.deepEqual(await look(-5 * DAY), ["night made", "work unchanged"]);
  assert.deepEqual(await look(10 * MINUTE), ["work unchanged"]);
  assert.deepEqual(await look(DAY), ["night made", "work unchanged"]);
});

test("jobs: the file of the day is there and whole at every moment while it is replaced", async (t) => {
  const start = Date.UTC(2030, 0, 7, 8);
  const w = await world(t, [workingJob("work", new Date(start).toISOString())], start);
  await using fivefold = await w.open();
  await using worker = await w.worker(fivefold);
  w.clock.turn(5 * MINUTE + 1000);
  await worker.look();
  const folder = path.join(w.home, "parcels");
  const [name = ""] = await readdir(folder);
  // Somebody else looks without a pause: a second thread, as the parcel is written by others, too.
  const looks = new SharedArrayBuffer(8);
  const thread = new Thread(WATCHER, {
    eval: true,
    workerData: { file: path.join(folder, name), looks },
  });
  const done = Promise.withResolvers<readonly string[]>();
  thread.on("message", done.resolve);
  thread.on("error", done.reject);
  const seen = new Int32Array(looks);
  for (let time = 0; time < 6; time++) {
    await appendFile(path.join(w.app, "tenants/t1/files/a.txt"), `${time}\n`);
    w.clock.turn(5 * MINUTE + 1000);
    await worker.look();
  }
  Atomics.store(seen, 1, 1);
  assert.deepEqual(await done.promise, []);
  await thread.terminate();
  assert.ok(Atomics.load(seen, 0) > 50, `${Atomics.load(seen, 0)} looks`);
  assert.deepEqual(
    w.ends.map(([, kind]) => kind),
    Array.from({ length: 7 }, () => "made"),
  );
  assert.deepEqual(await readdir(folder), [name]);
});

/** Opens the file again and again until it is told to end; a file that is gone or has no end of a zip is a complaint. */
const WATCHER = `
const { workerData, parentPort } = require("node:worker_threads");
const { readFileSync } = require("node:fs");
const { file, looks } = workerData;
const seen = new Int32Array(looks);
const complaints = [];
while (Atomics.load(seen, 1) === 0) {
  try {
    const bytes = readFileSync(file);
    if (bytes.lastIndexOf("PK\\x05\\x06") < bytes.length - 65557 || bytes.indexOf("PK") !== 0)
      complaints.push("not whole: " + bytes.length);
  } catch (thrown) {
    complaints.push(String(thrown.code));
  }
  Atomics.add(seen, 0, 1);
}
parentPort.postMessage(complaints);
`;

test("jobs: a copy that fails is owed, made up for alone, and makes the run incomplete until then", async (t) => {
  const start = Date.UTC(2030, 0, 1, 12);
  const night = utc(nightlyJob("night", new Date(start).toISOString()), "13:00");
  const w = await world(t, [], start);
  await using fivefold = await w.open();
  await mkdir(w.elsewhere);
  await fivefold.addPlace("own", path.join(w.home, "vault"));
  await fivefold.addPlace("usb", w.elsewhere);
  await fivefold.addJob({ ...night, into: { kind: "vault", place: "own" }, copies: ["usb"] });
  await rm(w.elsewhere, { recursive: true });
  await using worker = await w.worker();
  w.clock.turn(2 * HOUR);
  await worker.look();
  assert.deepEqual(w.ends, [["night", "made"]]);
  const record = (await w.records()).find(({ verb }) => verb === "backup");
  assert.equal(record?.outcome, "incomplete");
  assert.deepEqual(
    record?.findings.map(({ code, facts }) => [code, facts["place"]]),
    [["PLACE_MISSING", "usb"]],
  );
  const [owing] = await fivefold.jobs();
  assert.deepEqual([owing?.wholeMs, owing?.owed.length], [null, 1]);
  assert.equal(owing?.owed[0]?.facts?.["place"], "usb");
  w.clock.turn(2 * MINUTE);
  await worker.look();
  await mkdir(w.elsewhere);
  w.clock.turn(5 * MINUTE);
  await worker.look();
  assert.deepEqual(
    w.ends.map(([, kind]) => kind),
    ["made", "copied", "copied"],
  );
  const copied = await fivefold.list(w.elsewhere, quietWatch());
  assert.deepEqual(
    copied.map(({ tags }) => tags.includes("job:night")),
    [true],
  );
  const [paid] = await fivefold.jobs();
  assert.deepEqual([paid?.owed.length, paid?.wholeMs !== null], [0, true]);
  assert.deepEqual(w.errors, []);
});

test("jobs: a copy that finds a hole in the backup makes the run incomplete, and is retried alone once it is mended", async (t) => {
  const start = Date.UTC(2030, 0, 1, 12);
  const w = await world(t, [], start);
  await using fivefold = await w.open();
  const own = path.join(w.folder, "own");
  await mkdir(own);
  await mkdir(w.elsewhere);
  await fivefold.addPlace("own", own);
  await fivefold.addPlace("usb", w.elsewhere);
  await fivefold.init("own", quietWatch());
  const night = utc(nightlyJob("night", new Date(start).toISOString()), "13:00");
  await fivefold.addJob({ ...night, into: { kind: "vault", place: "own" }, copies: ["usb"] });
  await using worker = await w.worker();
  w.clock.turn(2 * HOUR);
  await worker.look();
  const first = await fivefold.list(w.elsewhere, quietWatch());
  assert.equal(first.length, 1);
  // What the second backup writes is gone from the disk before it is copied: when "open" is said for the second time.
  const away = path.join(w.folder, "away");
  await mkdir(away);
  const before = new Set(packsIn(own));
  let opened = 0;
  w.onReport((progress) => {
    if (progress.kind !== "stage" || progress.stage !== "open" || ++opened !== 2) return;
    for (const pack of packsIn(own))
      if (!before.has(pack))
        renameSync(path.join(own, "data", pack), path.join(away, path.basename(pack)));
  });
  // more than one pack, so that not all of it was read to open it
  await writeFile(path.join(w.app, "tenants/t1/files/large"), randomBytes(40 * 1024 * 1024));
  w.clock.turn(DAY);
  await worker.look();
  w.onReport(() => undefined);
  const backups = (await w.records()).filter(({ verb }) => verb === "backup");
  assert.equal(backups.at(-1)?.outcome, "incomplete");
  const [finding] = backups.at(-1)?.findings ?? [];
  assert.match(finding?.code ?? "", /MISSING|DAMAGED/);
  assert.equal(finding?.facts["place"], "usb");
  assert.equal((await fivefold.list(w.elsewhere, quietWatch())).length, 1, "no half a copy");
  // the look at what is kept found the hole, too, and that is recorded
  const checks = (await w.records()).filter(({ verb }) => verb === "check");
  assert.notEqual(checks.at(-1)?.outcome, "done");
  w.clock.turn(10 * MINUTE);
  assert.equal(await worker.look(), 0, "that does not pass by itself: it is tried each hour");
  assert.ok((await readdir(away)).length > 0);
  for (const name of await readdir(away))
    await rename(path.join(away, name), path.join(own, "data", name.slice(0, 2), name));
  w.clock.turn(HOUR);
  await worker.look();
  assert.deepEqual(
    w.ends.map(([, kind]) => kind),
    ["made", "made", "copied"],
  );
  assert.equal((await fivefold.list(w.elsewhere, quietWatch())).length, 2);
  const [status] = await fivefold.jobs();
  assert.deepEqual(
    [status?.owed.length, status?.wholeMs === status?.past.success?.endedMs],
    [0, true],
  );
});

/** Of a vault, below its `data`. */
function packsIn(vault: string): readonly string[] {
  const names = readdirSync(path.join(vault, "data"), { recursive: true, encoding: "utf8" });
  return names.filter((name) => path.basename(name).length === 64);
}

test("jobs: nothing goes when companies are lost, until people say that it is right", async (t) => {
  const start = Date.UTC(2030, 0, 1, 12);
  const job = {
    ...utc(nightlyJob("night", new Date(start).toISOString()), "13:00"),
    keep: { last: 2 },
  };
  const w = await world(t, [job], start);
  await using worker = await w.worker();
  await using fivefold = await w.open();
  const nights = async (count: number): Promise<number> => {
    for (let night = 0; night < count; night++) {
      w.clock.turn(DAY);
      await worker.look();
    }
    return (await fivefold.list(null, quietWatch())).length;
  };
  assert.equal(await nights(3), 2);
  const login = new DatabaseSync(path.join(w.app, "login.db"));
  login.exec("delete from tenant where id = 't2'");
  login.close();
  assert.equal(await nights(3), 5);
  const stopped = (await w.records()).filter(({ verb }) => verb === "forget").at(-1);
  assert.deepEqual(
    [stopped?.outcome, stopped?.findings[0]?.code, stopped?.findings[0]?.facts["tenants"]],
    ["incomplete", "KEEPING_STOPPED", ["t2"]],
  );
  const { plan } = await fivefold.planForget(null, { last: 1 }, quietWatch());
  await fivefold.forget(null, plan.forget, quietWatch());
  assert.equal(await nights(3), 2);
});

test("jobs: what keeps old backups from being looked through is recorded, and the check is tried even so", async (t) => {
  const job = nightlyJob("night", new Date(Date.UTC(2030, 0, 1)).toISOString());
  const w = await world(t, [job]);
  await using fivefold = await w.open();
  const { value } = await fivefold.backup({ tenants: [], parts: [] }, null, quietWatch());
  // The disk was taken out right after the backup.
  await rename(path.join(w.home, "vault"), path.join(w.home, "taken"));
  const description = await readDescription(
    path.join(w.app, "fivefold.yaml"),
    pathRules(process.platform),
  );
  const home = await openHome(w.home, description.appId);
  const options = {
    environment: {},
    currentFolder: w.app,
    description: null,
    home: w.home,
    passwords: NO_PASSWORDS,
  };
  await using installation = new Installation(options, description, home, await readSettings(home));
  const made = { at: null, snapshot: value.snapshot, parts: value.parts, isWhole: true };
  const kept = await keepUp(installation, job, made, NO_MEMORY, quietWatch());
  const { reference, stopped, check } = NO_MEMORY;
  assert.deepEqual(kept, { reference, stopped, check });
  const records = (await w.records()).filter((each) => each.job === "night");
  assert.deepEqual(records.map(({ verb }) => verb).toSorted(), ["check", "forget"]);
  assert.ok(records.every(({ outcome }) => outcome === "failed"));
  assert.ok(records.every(({ code }) => code === "VAULT_MISSING"));
});

test("jobs: a service that dies in the middle has failed, and the next one makes up for it", async (t) => {
  const start = Date.UTC(2030, 0, 1, 12);
  const w = await world(
    t,
    [utc(nightlyJob("night", new Date(start).toISOString()), "13:00")],
    start,
  );
  w.clock.turn(2 * HOUR);
  const memory = path.join(w.home, "jobs", "night.json");
  await mkdir(path.dirname(memory), { recursive: true });
  const dead = { success: null, whole: null, failure: null, begunMs: w.clock.nowMs(), state: null };
  const nothing = {
    owed: [],
    sizeBytes: null,
    reference: null,
    check: { atMs: null, share: null },
  };
  await writeFile(memory, JSON.stringify({ ...dead, ...nothing }));
  await using worker = await w.worker();
  assert.equal(await worker.look(), 0);
  w.clock.turn(2 * MINUTE);
  assert.equal(await worker.look(), 1);
  // and what is remembered is made anew when it is lost
  await rm(memory);
  await using fivefold = await w.open();
  const [status] = await fivefold.jobs();
  assert.ok(status?.wholeMs !== null && status?.past.failure === null);
  await writeFile(memory, "{");
  assert.ok((await fivefold.jobs())[0]?.wholeMs !== null);
});

test("jobs: a name, a place and a file's name that cannot be are told when they are given", async (t) => {
  const w = await world(t, [nightlyJob("night", "2030-01-01T00:00:00Z")]);
  await using fivefold = await w.open();
  const refused = async (job: Job): Promise<string> => (await refusal(fivefold.addJob(job))).code;
  const night = nightlyJob("NIGHT", "2030-01-01T00:00:00Z");
  assert.equal(await refused(night), "JOB_EXISTS");
  assert.equal(await refused({ ...night, name: "x", copies: ["nowhere"] }), "PLACE_UNKNOWN");
  assert.equal(await refused({ ...night, name: "a,b" }), "SETTINGS_WRONG");
  const naming = { kind: "chosen", name: "con" } as const;
  assert.equal(
    await refused({ ...night, name: "x", into: { kind: "parcel", place: null, naming } }),
    "PARCEL_NAME_WRONG",
  );
  assert.equal((await refusal(fivefold.runJob("nigth", WORDS, quietWatch()))).code, "JOB_UNKNOWN");
  const paused = await fivefold.changeJob("night", { isEnabled: false });
  assert.equal(paused.isEnabled, false);
  assert.equal((await fivefold.jobs())[0]?.nextMs, null);
  await fivefold.removeJob("night");
  assert.deepEqual(await fivefold.jobs(), []);
});

test("jobs: what looks as if something had happened to an app", () => {
  const then = { snapshot: "a", sizeBytes: 10e6, tenants: ["x", "y"] };
  const now = { ...then, snapshot: "b" };
  const what = (
    more: Partial<typeof then>,
    added?: { sizeBytes: number; packedBytes: number },
  ): unknown =>
    suspicion(then, { ...now, ...more }, added === undefined ? {} : { added })?.["what"] ?? null;
  assert.equal(what({}), null);
  assert.equal(what({ sizeBytes: 0 }), "emptied");
  assert.equal(what({ tenants: [] }), "emptied");
  assert.equal(what({ tenants: ["x"] }), "tenantsLost");
  assert.equal(what({ sizeBytes: 4.9e6 }), "shrank");
  assert.equal(what({}, { sizeBytes: 9e6, packedBytes: 8.9e6 }), "incompressible");
  assert.equal(what({}, { sizeBytes: 9e6, packedBytes: 3e6 }), null);
  assert.equal(what({}, { sizeBytes: 2e6, packedBytes: 2e6 }), null);
});

test("jobs: a place that was away is used as soon as it is there again, and so is one for copies", async (t) => {
  const start = Date.UTC(2030, 0, 1, 12);
  const w = await world(t, [], start);
  await using fivefold = await w.open();
  const [usb, nas] = [path.join(w.folder, "usb"), path.join(w.folder, "nas")];
  for (const folder of [usb, nas]) await mkdir(folder);
  await fivefold.addPlace("usb", usb);
  await fivefold.addPlace("nas", nas);
  const since = new Date(start).toISOString();
  const job = utc(weekdaysJob("files", since, WEEK), "13:00");
  await fivefold.addJob({ ...job, into: { ...job.into, place: "usb" }, copies: ["nas"] });
  for (const folder of [usb, nas]) await rename(folder, `${folder}.away`);
  await using worker = await w.worker(fivefold);
  w.clock.turn(HOUR + MINUTE);
  await worker.look();
  // six more times in vain: the next pause is of an hour
  for (let minutes = 1; minutes < 64; minutes *= 2) {
    w.clock.turn((minutes + 1) * MINUTE);
    await worker.look();
  }
  assert.deepEqual([w.errors.length, w.ends.length], [7, 0]);
  assert.ok(w.errors.every(({ code }) => code === "PLACE_MISSING"));
  w.clock.turn(15_000);
  assert.equal(await worker.look(), 0);
  await rename(`${usb}.away`, usb);
  w.clock.turn(15_000);
  assert.equal(await worker.look(), 1);
  assert.deepEqual(w.ends, [["files", "made"]]);
  w.clock.turn(MINUTE + 1000);
  await worker.look();
  w.clock.turn(15_000);
  await worker.look();
  await rename(`${nas}.away`, nas);
  w.clock.turn(15_000);
  await worker.look();
  assert.deepEqual(w.ends.at(-1), ["files", "copied"]);
  assert.deepEqual(await readdir(nas), await readdir(usb));
});
