import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { listed, placeContext, testPlace } from "../../test/conformance/place.ts";
import { FivefoldError } from "../model/error.ts";
import { contentOf, isLocal, readWhole } from "../model/place.ts";
import type { Disk } from "./folder.ts";
import { FolderPlace, systemDisk } from "./folder.ts";
import { createPlace, openPlace } from "./open.ts";

const context = placeContext();
const content = contentOf(Buffer.from("content"));

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-place-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

async function codeOf(deed: Promise<unknown>): Promise<string> {
  const thrown: unknown = await deed.then(
    () => "nothing thrown",
    (error: unknown) => error,
  );
  return thrown instanceof FivefoldError ? thrown.code : String(thrown);
}

testPlace("folder", async (t) => new FolderPlace(folderOf(t)));

test("folder: an object is synced before it gets its name, and the name before put returns", async (t) => {
  // Records the calls that change the disk.
  const calls: string[] = [];
  const folder = folderOf(t);
  const short = (path: string): string =>
    path.slice(folder.length).replace(/-tmp-.*$/, "-tmp") || "/";
  const disk: Disk = {
    isWindows: false,
    async create(path, mode) {
      calls.push(`create ${short(path)} ${mode.toString(8)}`);
      return systemDisk.create(path, mode);
    },
    createDirect: (path, mode) => systemDisk.createDirect(path, mode),
    async createFolder(path, mode) {
      calls.push(`createFolder ${short(path)} ${mode.toString(8)}`);
      return systemDisk.createFolder(path, mode);
    },
    async rename(from, to) {
      calls.push(`rename ${short(from)} ${short(to)}`);
      return systemDisk.rename(from, to);
    },
    async unlink(path) {
      calls.push(`unlink ${short(path)}`);
      return systemDisk.unlink(path);
    },
    async syncFile(file) {
      calls.push(`syncFile ${(await file.stat()).size}`);
      return systemDisk.syncFile(file);
    },
    async syncFolder(path) {
      calls.push(`syncFolder ${short(path)}`);
      return systemDisk.syncFolder(path);
    },
  };
  const place = new FolderPlace(folder, disk);
  await place.put("data/3f/3f9a", content, context);
  assert.deepEqual(calls.splice(0), [
    "createFolder /data 700",
    "syncFolder /",
    "createFolder /data/3f 700",
    "syncFolder /data",
    "create /data/3f/3f9a-tmp 400",
    "syncFile 7",
    "rename /data/3f/3f9a-tmp /data/3f/3f9a",
    "syncFolder /data/3f",
  ]);
  await place.put("data/3f/3f9b", content, context);
  assert.equal(calls.splice(0).length, 4);
  await place.remove("data/3f/3f9a", context);
  assert.deepEqual(calls.splice(0), ["unlink /data/3f/3f9a", "syncFolder /data/3f"]);
});

test("folder: many removals at once share the syncs of their folder", async (t) => {
  let syncCount = 0;
  const place = new FolderPlace(folderOf(t), {
    ...systemDisk,
    async syncFolder(path) {
      syncCount++;
      return systemDisk.syncFolder(path);
    },
  });
  const keys = Array.from({ length: 50 }, (_, at) => `index/${at}`);
  for (const key of keys) await place.put(key, content, context);
  syncCount = 0;
  await Promise.all(keys.map((key) => place.remove(key, context)));
  assert.ok(syncCount >= 1 && syncCount < 50, String(syncCount));
  assert.deepEqual(await listed(place), {});
});

test("folder: a failing call leaves the old object, no remains, and says what happened", async (t) => {
  // Every call that changes the disk fails in turn with every error that a disk knows.
  const codes = { ENOSPC: "PLACE_FULL", EDQUOT: "PLACE_FULL", EROFS: "PLACE_READ_ONLY" };
  const more = { EACCES: "PLACE_READ_ONLY", EIO: "PLACE_UNREACHABLE", ESTALE: "PLACE_UNREACHABLE" };
  for (const call of ["create", "rename", "syncFile"] as const) {
    for (const [error, code] of Object.entries({ ...codes, ...more })) {
      const folder = folderOf(t);
      await new FolderPlace(folder).put("config", contentOf(Buffer.from("old")), context);
      const fails = (): Promise<never> => Promise.reject(systemError(error));
      const place = new FolderPlace(folder, { ...systemDisk, isWindows: false, [call]: fails });
      assert.equal(await codeOf(place.put("config", content, context)), code, `${call} ${error}`);
      assert.deepEqual(readdirSync(folder), ["config"], `${call} ${error}`);
      assert.deepEqual(await listed(place), { config: 3 });
    }
  }
});

test("folder: a full disk is told with what was needed and what is free", () => {
  // A real file system of 1 MiB, in its own space of mounts; the child prints what it saw.
  const folder = mkdtempSync(join(tmpdir(), "fivefold-full-"));
  const script = `
    import { FolderPlace } from ${JSON.stringify(new URL("folder.ts", import.meta.url).href)};
    import { contentOf } from ${JSON.stringify(new URL("../model/place.ts", import.meta.url).href)};
    import { readdirSync } from "node:fs";
    const context = { signal: new AbortController().signal, clock: { nowMs: () => Date.now() } };
    const place = new FolderPlace(process.argv[1]);
    await place.put("fits", contentOf(Buffer.alloc(300_000)), context);
    const thrown = await place.put("data/00/big", contentOf(Buffer.alloc(3_000_000)), context).catch((error) => error);
    await place.put("data/00/small", contentOf(Buffer.alloc(300_000)), context);
    console.log(JSON.stringify([thrown.code, thrown.facts, readdirSync(process.argv[1] + "/data/00")]));`;
  const mounted = `mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" --input-type=module -e "$3" "$1"`;
  const ran = spawnSync(
    "unshare",
    ["--map-root-user", "--mount", "sh", "-c", mounted, "sh", folder, process.execPath, script],
    { encoding: "utf8" },
  );
  rmSync(folder, { recursive: true, force: true });
  assert.equal(ran.status, 0, ran.stderr);
  const [code, facts, left] = JSON.parse(ran.stdout) as [
    string,
    { place: string; neededBytes: number; freeBytes: number },
    string[],
  ];
  assert.equal(code, "PLACE_FULL");
  assert.equal(facts.place, folder);
  assert.equal(facts.neededBytes, 3_000_000);
  assert.ok(facts.freeBytes < 1_048_576, String(facts.freeBytes));
  assert.deepEqual(left, ["small"]);
});

test("folder: a missing folder is told and never created", async (t) => {
  const folder = join(folderOf(t), "drive");
  const place = new FolderPlace(folder);
  assert.equal(await codeOf(place.put("config", content, context)), "PLACE_MISSING");
  assert.equal(await codeOf(place.put("data/00/x", content, context)), "PLACE_MISSING");
  assert.equal(await codeOf(readWhole(place.get("config", null, context))), "PLACE_MISSING");
  assert.equal(await codeOf(listed(place)), "PLACE_MISSING");
  assert.equal(await codeOf(place.remove("config", context)), "PLACE_MISSING");
  assert.ok(!existsSync(folder));
  // The same for a drive that goes away after it was written to.
  mkdirSync(folder);
  await place.put("data/00/x", content, context);
  renameSync(folder, `${folder}-away`);
  assert.equal(await codeOf(place.put("data/00/y", content, context)), "PLACE_MISSING");
  assert.equal(await codeOf(readWhole(place.get("data/00/x", null, context))), "PLACE_MISSING");
  renameSync(`${folder}-away`, folder);
  rmSync(join(folder, "data"), { recursive: true });
  await place.put("data/00/y", content, context);
  assert.deepEqual(await listed(place), { "data/00/y": 7 });
});

test("folder: half-written objects of anybody are never listed", async (t) => {
  const folder = folderOf(t);
  mkdirSync(join(folder, "index"));
  writeFileSync(join(folder, "index", "ab-tmp-123456789"), "restic's");
  writeFileSync(join(folder, "index", "ab-tmp-00000000-1-0a0b0c0d"), "ours");
  writeFileSync(join(folder, "index", "ab-tmp-notes.txt"), "a person's");
  assert.deepEqual(await listed(new FolderPlace(folder)), { "index/ab-tmp-notes.txt": 10 });
  assert.equal(readdirSync(join(folder, "index")).length, 3);
});

test("folder: what a killed writer left is swept by the next one, what a living one writes is not", async (t) => {
  // A child process is killed in the middle of a put, another stays alive in the middle of its own.
  const folder = folderOf(t);
  const script = `
    import { FolderPlace } from ${JSON.stringify(new URL("folder.ts", import.meta.url).href)};
    const context = { signal: new AbortController().signal, clock: { nowMs: () => Date.now() } };
    const content = { sizeBytes: null, async *bytes() {
      yield Buffer.alloc(2_000_000);
      process.stdout.write("writing");
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    } };
    await new FolderPlace(process.argv[1]).put("data/00/" + process.argv[2], content, context);`;
  const writers = ["dead", "alive"].map((name) =>
    spawn(process.execPath, ["--input-type=module", "-e", script, folder, name]),
  );
  t.after(() => writers.forEach((writer) => writer.kill("SIGKILL")));
  await Promise.all(writers.map((writer) => once(writer.stdout, "data")));
  const dead = writers[0];
  assert.ok(dead);
  dead.kill("SIGKILL");
  await once(dead, "exit");
  const data = join(folder, "data", "00");
  writeFileSync(join(data, "old-tmp-4711"), "restic's, of yesterday");
  utimesSync(join(data, "old-tmp-4711"), 0, Date.now() / 1000 - 25 * 3600);
  writeFileSync(join(data, "new-tmp-4712"), "restic's, being written");
  // A reader changes nothing.
  assert.deepEqual(await listed(new FolderPlace(folder)), {});
  assert.equal(readdirSync(data).length, 4);
  const place = new FolderPlace(folder);
  await place.put("data/00/next", content, context);
  const left = readdirSync(data).toSorted((one, other) => (one < other ? -1 : 1));
  assert.equal(left.length, 3, left.join());
  assert.match(left[0] ?? "", /^alive-tmp-/);
  assert.deepEqual(left.slice(1), ["new-tmp-4712", "next"]);
  // A place that has written sweeps what its lists meet, too.
  mkdirSync(join(folder, "index"));
  writeFileSync(join(folder, "index", "old-tmp-4713"), "");
  utimesSync(join(folder, "index", "old-tmp-4713"), 0, 0);
  assert.deepEqual(await listed(place), { "data/00/next": 7 });
  assert.deepEqual(readdirSync(join(folder, "index")), []);
});

test("folder: on Windows a busy file is tried again, and nothing is made read-only", async (t) => {
  // A disk that refuses as Windows does while a virus scanner looks at a file.
  const folder = folderOf(t);
  let refusals = 4;
  let waitedMs = 0;
  const busy = async <Result>(deed: () => Promise<Result>): Promise<Result> => {
    if (refusals-- > 0) throw systemError(refusals % 2 === 0 ? "EPERM" : "EBUSY");
    return deed();
  };
  const windows: Disk = {
    ...systemDisk,
    isWindows: true,
    rename: (from, to) => busy(() => systemDisk.rename(from, to)),
    unlink: (path) => busy(() => systemDisk.unlink(path)),
    syncFolder: () => Promise.reject(systemError("EISDIR")),
  };
  const patient = {
    ...context,
    clock: { ...context.clock, sleep: async (ms: number) => void (waitedMs += ms) },
  };
  const place = new FolderPlace(folder, windows);
  await place.put("config", content, patient);
  assert.equal(lstatSync(join(folder, "config")).mode & 0o777, 0o600);
  assert.equal(waitedMs, 10 + 20 + 40 + 80);
  refusals = 2;
  await place.remove("config", patient);
  refusals = 1001;
  assert.equal(await codeOf(place.put("config", content, patient)), "PLACE_READ_ONLY");
  assert.ok(waitedMs < 10_000);
});

test("folder: objects are read-only and private, or readable by the group where the folder is", async (t) => {
  const folder = folderOf(t);
  const modeOf = (...names: string[]): number => lstatSync(join(folder, ...names)).mode & 0o777;
  mkdirSync(join(folder, "shared"));
  chmodSync(join(folder, "shared"), 0o750);
  const place = new FolderPlace(folder);
  await place.put("keys/one", content, context);
  await place.put("shared/data/one", content, context);
  assert.deepEqual([modeOf("keys"), modeOf("keys", "one")], [0o700, 0o400]);
  assert.equal(modeOf("shared", "data") & ~0o057, 0o700);
  assert.equal(modeOf("shared", "data", "one") & ~0o040, 0o400);
  // They can still be replaced.
  await place.put("keys/one", contentOf(Buffer.from("new")), context);
  assert.equal(
    Buffer.from(await readWhole(place.get("keys/one", null, context))).toString(),
    "new",
  );
});

test("folder: linked folders are followed once, so that a ring ends", async (t) => {
  const folder = folderOf(t);
  const elsewhere = folderOf(t);
  symlinkSync(elsewhere, join(folder, "data"));
  symlinkSync(elsewhere, join(elsewhere, "ring"));
  symlinkSync(join(elsewhere, "nowhere"), join(folder, "dangling"));
  symlinkSync("itself", join(folder, "itself"));
  const place = new FolderPlace(folder);
  await place.put("data/00/one", content, context);
  assert.deepEqual(await listed(place), { "data/00/one": 7 });
  assert.equal((await place.find("data/00/one", context))?.sizeBytes, 7);
  for (const nothing of ["dangling", "itself", "data/ring", "n".repeat(300), "x-tmp-1234"])
    assert.equal(await place.find(nothing, context), null, nothing);
});

test("folder: what cannot be read is told as such", async (t) => {
  // A folder in the place of an object cannot be read even by root.
  const folder = folderOf(t);
  mkdirSync(join(folder, "config"));
  const place = new FolderPlace(folder);
  const range = { start: 0, end: 10 };
  assert.equal(await codeOf(readWhole(place.get("config", range, context))), "OBJECT_MISSING");
  writeFileSync(join(folder, "file"), "x");
  assert.equal(await codeOf(readWhole(place.get("file/x", null, context))), "OBJECT_MISSING");
  const long = "n".repeat(300);
  assert.equal(await codeOf(readWhole(place.get(long, null, context))), "OBJECT_UNREADABLE");
});

test("openPlace: opens a folder without touching it; createPlace makes it", async (t) => {
  const path = join(folderOf(t), "a", "b");
  const place = openPlace({ kind: "folder", path });
  assert.ok(isLocal(place));
  assert.equal(place.localPath("data/00/x"), join(path, "data", "00", "x"));
  assert.ok(!existsSync(path));
  const created = await createPlace({ kind: "folder", path });
  await created.put("config", content, context);
  assert.equal(lstatSync(path).mode & 0o777, 0o700);
  assert.deepEqual(await listed(place), { config: 7 });
  const here = fileURLToPath(import.meta.url);
  const refused = createPlace({ kind: "folder", path: join(here, "x") });
  assert.equal(await codeOf(refused), "PLACE_UNREACHABLE");
});
