/*
 * Goal: a folder of parcels keeps what it was given, loses nothing that it replaces, and touches nothing of anybody else.
 * Method: what every store must pass; then each naming and form on real folders; unzip, 7zz, bsdtar, Python and sha256sum
 * judge whole files.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { TestContext as Running } from "node:test";
import type { Entries } from "../model/entry.ts";
import type { FivefoldError } from "../model/error.ts";
import type { ParcelNaming } from "../model/parcel.ts";
import type { Part } from "../model/part.ts";
import type { Progress } from "../model/run.ts";
import { Secret } from "../model/secret.ts";
import type { SnapshotId } from "../model/snapshot.ts";
import { FolderPlace } from "../place/folder.ts";
import { PART, testContext } from "../../test/conformance/source.ts";
import {
  draftOf,
  fillFolder,
  listed,
  liveText,
  sourceOf,
  store,
  storeConformance,
  temporaryFolder,
  textOf,
} from "../../test/conformance/store.ts";
import { UTF8 } from "../../test/fixtures/utf8.ts";
import { Shelf } from "./shelf.ts";
import type { ShelfOptions } from "./shelf.ts";

const APP = { id: "kontor", name: "Kontor" };
const KEY = new Secret("385049-483501-626315-651731");
const PASSWORD = new Secret("174999-366579-838539-669599");

const MAKING: NonNullable<ShelfOptions["making"]> = {
  naming: { kind: "moment" },
  timeZone: "UTC",
  calendar: "gregorian",
  extension: ".zip",
  form: "plain",
  password: null,
  key: KEY,
  fingerprint: null,
  credentials: "leftOut",
  compression: "deflate",
  level: 1,
  readme: ({ appName, form }) => new TextEncoder().encode(`A backup of ${appName}: ${form}\n`),
  threads: 0,
};

interface Ground {
  readonly folder: string;
  readonly scratch: string;
  shelf(
    making?: Partial<NonNullable<ShelfOptions["making"]>>,
    more?: Partial<Omit<ShelfOptions, "making">>,
  ): Shelf;
}

function groundOf(t: Running): Ground {
  const folder = temporaryFolder(t);
  const scratch = temporaryFolder(t);
  return {
    folder,
    scratch,
    shelf: (making = {}, more = {}) =>
      new Shelf({
        place: new FolderPlace(folder),
        scratch,
        app: APP,
        passwords: [],
        keys: [KEY],
        threads: 0,
        ...more,
        making: { ...MAKING, ...making },
      }),
  };
}

function filled(t: Running): string {
  const folder = temporaryFolder(t);
  fillFolder(folder);
  return folder;
}

/** What a part holds is compared with the folder that it was read from. */
async function holds(shelf: Shelf, id: SnapshotId, folder: string): Promise<void> {
  await using reader = await shelf.open(id, testContext());
  assert.deepEqual(await textOf(reader.read(PART.id)), await liveText(folder));
  assert.deepEqual(await reader.check(PART.id), []);
}

async function storeIncomplete(shelf: Shelf, folder: string): Promise<SnapshotId> {
  await using writer = await shelf.begin(draftOf(null), testContext());
  await using reading = sourceOf(folder).read(PART, null, testContext());
  const stored = await writer.add(PART, reading.entries);
  const finding = { code: "ENTRY_VANISHED", part: PART.id, path: "x", facts: {} } as const;
  const parts = [{ ...PART, ...stored, ...(await reading.facts()) }];
  return (await writer.commit({ parts, notIncluded: [], findings: [finding] })).id;
}

const DAILY: ParcelNaming = { kind: "daily" };
const NOON = Date.UTC(2026, 10, 22, 12);

storeConformance("shelf", (t) => {
  const ground = groundOf(t);
  return async () => ground.shelf();
});

for (const form of ["encrypted", "hidden"] as const) {
  test(`shelf: a parcel that is ${form} is listed by anybody and opened with its password only`, async (t) => {
    const ground = groundOf(t);
    const folder = filled(t);
    const making = { form, password: PASSWORD, fingerprint: "0123456789abcdef" };
    const { snapshot } = await store(ground.shelf(making), folder, draftOf(null));
    assert.deepEqual(await listed(ground.shelf()), [snapshot]);
    const open = async (...passwords: readonly Secret[]): Promise<void> =>
      await holds(ground.shelf({}, { passwords }), snapshot.id, folder);
    await open(new Secret("another"), PASSWORD);
    await assert.rejects(open(), { code: "PARCEL_PASSWORD_NEEDED" });
    await assert.rejects(open(new Secret("another")), { code: "PARCEL_PASSWORD_WRONG" });
    const bytes = readFileSync(join(ground.folder, snapshot.id));
    assert.equal(bytes.includes("small.txt"), form === "encrypted");
    assert.deepEqual(readdirSync(ground.scratch), []);
  });
}

test("shelf: credentials in a plain parcel are sealed, and open with the installation's key only", async (t) => {
  const ground = groundOf(t);
  const folder = filled(t);
  writeFileSync(join(folder, "smtp.conf"), "password: swordfish\n");
  const part: Part = { ...PART, kind: "credentials" };
  const shelf = ground.shelf({ credentials: "inner", compression: "none" });
  const writer = await shelf.begin(draftOf(null), testContext());
  await using reading = sourceOf(folder).read(part, null, testContext());
  const stored = await writer.add(part, reading.entries);
  const parts = [{ ...part, ...stored, ...(await reading.facts()) }];
  const { id } = await writer.commit({ parts, notIncluded: [], findings: [] });
  await writer[Symbol.asyncDispose]();
  const bytes = readFileSync(join(ground.folder, id));
  assert.ok(bytes.includes(`${PART.id}.zip`) && !bytes.includes("swordfish"));
  await using own = await ground.shelf().open(id, testContext());
  const rootless = (lines: readonly string[]): readonly string[] =>
    // the root has no entry in a zip of its own
    lines.slice(1);
  assert.deepEqual(rootless(await textOf(own.read(PART.id))), rootless(await liveText(folder)));
  assert.deepEqual(await own.check(PART.id), []);
  const elsewhere = ground.shelf({}, { keys: [new Secret("of another computer")] });
  await using other = await elsewhere.open(id, testContext());
  await assert.rejects(textOf(other.read(PART.id)), { code: "PARCEL_KEY_OTHER" });
});

for (const naming of [
  DAILY,
  { kind: "weekday", names: ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Sunday"] },
] as const) {
  test(`shelf: the parcel of a ${naming.kind} name is replaced, and is whole until the new one is`, async (t) => {
    const ground = groundOf(t);
    const folder = filled(t);
    const name = naming.kind === "daily" ? "2026-11-22 A.zip" : "Sunday.zip";
    const first = await store(ground.shelf({ naming }), folder, draftOf(null, NOON));
    assert.equal(first.snapshot.id, name);
    const old = readFileSync(join(ground.folder, name));
    writeFileSync(join(folder, "small.txt"), "changed since");
    const shelf = ground.shelf({ naming });
    {
      await using writer = await shelf.begin(
        draftOf(first.snapshot.id, NOON + 60_000),
        testContext(),
      );
      await using reading = sourceOf(folder).read(PART, writer.known(PART.id), testContext());
      const stored = await writer.add(PART, reading.entries);
      assert.ok(
        readFileSync(join(ground.folder, name)).equals(old),
        "whole while the other is made",
      );
      assert.deepEqual(
        (await listed(shelf)).map(({ id }) => id),
        [name],
      );
      const parts = [{ ...PART, ...stored, ...(await reading.facts()) }];
      await writer.commit({ parts, notIncluded: [], findings: [] });
    }
    assert.deepEqual(readdirSync(ground.folder), [name]);
    assert.deepEqual(shelf.outcome, {
      name,
      sizeBytes: statSync(join(ground.folder, name)).size,
      replacedAt: first.snapshot.takenAt,
      kept: null,
    });
    await holds(shelf, name as SnapshotId, folder);
  });
}

test("shelf: a chosen name that is taken is refused before anything is read", async (t) => {
  const ground = groundOf(t);
  const folder = filled(t);
  const naming = { kind: "chosen", name: "before the update" } as const;
  const { snapshot } = await store(ground.shelf({ naming }), folder, draftOf(null));
  assert.equal(snapshot.id, "before the update.zip");
  await assert.rejects(ground.shelf({ naming }).begin(draftOf(null), testContext()), {
    code: "PARCEL_EXISTS",
    facts: { path: join(ground.folder, snapshot.id), what: "taken" },
  });
  assert.deepEqual(readdirSync(ground.folder), [snapshot.id]);
  assert.deepEqual(readdirSync(ground.scratch), []);
});

test("shelf: what is not ours is neither replaced nor forgotten, whatever its name", async (t) => {
  const ground = groundOf(t);
  const folder = filled(t);
  const name = "2026-11-22 A.zip";
  const path = join(ground.folder, name);
  const other = ground.shelf({ naming: DAILY }, { app: { id: "other", name: "Other" } });
  const foreign: readonly (readonly [what: string, make: () => Promise<void> | void])[] = [
    [
      "foreign",
      () => {
        execFileSync("zip", ["-q", "-j", path, join(folder, "small.txt")]);
      },
    ],
    ["foreign", () => writeFileSync(path, "no zip at all")],
    [
      "app",
      async () => {
        const draft = { ...draftOf(null, NOON), app: { id: "other", name: "Other", version: "1" } };
        await store(other, folder, draft);
      },
    ],
  ];
  for (const [what, make] of foreign) {
    await make();
    const before = readFileSync(path);
    const shelf = ground.shelf({ naming: DAILY });
    const refused = { code: "PARCEL_EXISTS", facts: { path, what } };
    await assert.rejects(store(shelf, folder, draftOf(null, NOON)), refused);
    await assert.rejects(shelf.forget([name as SnapshotId], testContext()), refused);
    assert.ok(readFileSync(path).equals(before));
    rmSync(path);
  }
  await assert.rejects(ground.shelf().forget([name as SnapshotId], testContext()), {
    code: "SNAPSHOT_MISSING",
  });
});

test("shelf: an incomplete parcel lies beside the complete one, and only replaces its like", async (t) => {
  const ground = groundOf(t);
  const folder = filled(t);
  const weekday = ground.shelf({
    naming: { kind: "weekday", names: ["a", "b", "c", "d", "e", "f", "g"] },
  });
  const { snapshot } = await store(weekday, folder, draftOf(null));
  const complete = readFileSync(join(ground.folder, snapshot.id));
  const beside = `${snapshot.id.slice(0, 1)} (incomplete).zip`;
  for (let count = 0; count < 2; count++) {
    assert.equal(await storeIncomplete(weekday, folder), beside);
    assert.equal(weekday.outcome?.kept, snapshot.id);
    assert.ok(readFileSync(join(ground.folder, snapshot.id)).equals(complete));
    assert.deepEqual(readdirSync(ground.folder).toSorted(), [beside, snapshot.id].toSorted());
  }
  // What somebody else put under that name stays.
  const others = readFileSync(join(ground.folder, beside));
  writeFileSync(join(ground.folder, beside), "a letter");
  await store(weekday, folder, draftOf(null));
  assert.deepEqual(readdirSync(ground.folder).toSorted(), [beside, snapshot.id].toSorted());
  writeFileSync(join(ground.folder, beside), others);
  await store(weekday, folder, draftOf(null));
  assert.deepEqual(readdirSync(ground.folder), [snapshot.id], "a newer complete one is there");
  const chosen = ground.shelf({ naming: { kind: "chosen", name: "x" } });
  assert.equal(await storeIncomplete(chosen, folder), "x (incomplete).zip");
  assert.equal(await storeIncomplete(chosen, folder), "x (incomplete) (2).zip");
  assert.equal((await store(chosen, folder, draftOf(null))).snapshot.id, "x.zip");
});

test("shelf: parcels of one second get names of their own", async (t) => {
  const ground = groundOf(t);
  const folder = filled(t);
  const made = await Promise.all(
    [1, 2, 3].map(() => store(ground.shelf(), folder, draftOf(null, NOON))),
  );
  const names = ["2026-11-22 12-00-00.zip", "2026-11-22 12-00-00 (2).zip"];
  const third = "2026-11-22 12-00-00 (3).zip";
  assert.deepEqual(
    new Set(made.map(({ snapshot }) => snapshot.id as string)),
    new Set([...names, third]),
  );
  for (const { snapshot } of made) await holds(ground.shelf(), snapshot.id, folder);
});

test("shelf: a list passes over strangers and names what is broken", async (t) => {
  const ground = groundOf(t);
  const folder = filled(t);
  const { snapshot } = await store(ground.shelf(), folder, draftOf(null));
  const whole = readFileSync(join(ground.folder, snapshot.id));
  const damaged = Buffer.from(whole);
  damaged[60] = (damaged[60] ?? 0) ^ 1;
  writeFileSync(join(ground.folder, "cut.zip"), whole.subarray(0, whole.length - 100));
  writeFileSync(join(ground.folder, "damaged.zip"), damaged);
  writeFileSync(join(ground.folder, "empty.zip"), "");
  writeFileSync(join(ground.folder, "photo.jpg"), "photo");
  writeFileSync(join(ground.folder, "text.zip"), "text");
  mkdirSync(join(ground.folder, "folder.zip"));
  writeFileSync(join(ground.folder, "folder.zip", "deep.zip"), whole);
  const other = ground.shelf({}, { app: { id: "other", name: "Other" } });
  await store(other, folder, {
    ...draftOf(null, NOON),
    app: { id: "other", name: "Other", version: "1" },
  });
  const heard: string[] = [];
  const report = (progress: Progress): void => {
    if (progress.kind !== "finding") return;
    const { code, facts } = progress.finding;
    heard.push(`${code} ${String(facts["path"])}`);
  };
  const ids: string[] = [];
  for await (const { id } of ground.shelf().list({ ...testContext(), report })) ids.push(id);
  assert.deepEqual(ids, [snapshot.id]);
  assert.deepEqual(heard.toSorted(), [
    `PARCEL_CUT_OFF ${join(ground.folder, "cut.zip")}`,
    `PARCEL_DAMAGED ${join(ground.folder, "damaged.zip")}`,
  ]);
});

/** A folder that counts how often all of it was looked at. */
class CountingPlace extends FolderPlace {
  listCount = 0;

  override list(...args: Parameters<FolderPlace["list"]>): ReturnType<FolderPlace["list"]> {
    this.listCount++;
    return super.list(...args);
  }
}

test("shelf: of a thousand parcels one is opened, made and forgotten without a look at the others", async (t) => {
  const ground = groundOf(t);
  const folder = filled(t);
  const { snapshot } = await store(ground.shelf(), folder, draftOf(null, NOON));
  const numbered = (number: number): string => `${String(number).padStart(4, "0")}.zip`;
  for (let number = 0; number < 1000; number++)
    linkSync(join(ground.folder, snapshot.id), join(ground.folder, numbered(number)));
  const place = new CountingPlace(ground.folder);
  const shelf = ground.shelf({ naming: DAILY }, { place });
  const ids = (await listed(shelf)).map(({ id }) => id as string);
  assert.equal(new Set(ids).size, 1001);
  assert.equal(place.listCount, 1);
  await holds(shelf, numbered(500) as SnapshotId, folder);
  await store(shelf, folder, draftOf(null, NOON));
  const gone = [1, 2, 3].map((number) => numbered(number) as SnapshotId);
  await shelf.forget(gone, testContext());
  assert.equal(place.listCount, 1);
  assert.equal(readdirSync(ground.folder).length, 1001 + 1 - 3);
});

test("shelf: only the name of a file in the folder itself is a parcel's", async (t) => {
  const ground = groundOf(t);
  const { snapshot } = await store(ground.shelf(), filled(t), draftOf(null));
  mkdirSync(join(ground.folder, "deeper"));
  linkSync(join(ground.folder, snapshot.id), join(ground.folder, "deeper", "a.zip"));
  for (const word of ["", ".", "..", "deeper", "deeper/a.zip", `./${snapshot.id}`, "\0", "a\\b"]) {
    const missing = { code: "SNAPSHOT_MISSING" };
    await assert.rejects(ground.shelf().open(word as SnapshotId, testContext()), missing, word);
    await assert.rejects(ground.shelf().forget([word as SnapshotId], testContext()), missing, word);
  }
});

/** A folder as Windows and macOS have it: a name in capitals is the same name. */
class CaselessPlace extends FolderPlace {
  override localPath(key: string): string {
    const folded = key.toLowerCase();
    const found = readdirSync(this.label).find((name) => name.toLowerCase() === folded);
    return super.localPath(found ?? key);
  }
}

test("shelf: where capitals do not matter, a name in others is the same name", async (t) => {
  const ground = groundOf(t);
  const folder = filled(t);
  const place = new CaselessPlace(ground.folder);
  const chosen = (name: string): Shelf =>
    ground.shelf({ naming: { kind: "chosen", name } }, { place });
  await store(chosen("Before the move"), folder, draftOf(null));
  await assert.rejects(store(chosen("before the MOVE"), folder, draftOf(null)), {
    code: "PARCEL_EXISTS",
  });
  assert.deepEqual(readdirSync(ground.folder), ["Before the move.zip"]);
  for (const sunday of ["sunday", "SUNDAY"]) {
    const naming = { kind: "weekday", names: ["a", "b", "c", "d", "e", "f", sunday] } as const;
    await store(ground.shelf({ naming }, { place }), folder, draftOf(null, NOON));
  }
  assert.deepEqual(readdirSync(ground.folder).toSorted(), ["Before the move.zip", "sunday.zip"]);
});

test("shelf: what did not change is taken over from the older parcel without being read", async (t) => {
  const ground = groundOf(t);
  const folder = filled(t);
  // made long after the files, which are then trusted to be as they were
  const first = await store(ground.shelf(), folder, draftOf(null, Date.now() + 60_000));
  const shelf = ground.shelf();
  const draft = draftOf(first.snapshot.id, Date.now() + 120_000);
  async function* unread(entries: Entries): Entries {
    for await (const batch of entries) {
      yield batch.map((entry) =>
        entry.kind === "file" && entry.sizeBytes !== 0
          ? new Proxy(entry, {
              get: (target, key) => {
                if (key === "localPath") return join(folder, "nowhere");
                if (key === "bytes") return () => assert.fail(`${entry.path} was read`);
                const value: unknown = Reflect.get(target, key, target);
                return typeof value === "function" ? value.bind(target) : value;
              },
            })
          : entry,
      );
    }
  }
  await using writer = await shelf.begin(draft, testContext());
  await using reading = sourceOf(folder).read(PART, writer.known(PART.id), testContext());
  const stored = await writer.add(PART, unread(reading.entries));
  const parts = [{ ...PART, ...stored, ...(await reading.facts()) }];
  const { id } = await writer.commit({ parts, notIncluded: [], findings: [] });
  assert.equal(stored.fingerprint, first.record.fingerprint);
  await holds(ground.shelf(), id, folder);
});

test("shelf: a backup that is stopped leaves nothing", async (t) => {
  const ground = groundOf(t);
  const folder = filled(t);
  const stop = new AbortController();
  const context = testContext("20261122-013500-1a2b3c", stop.signal);
  {
    await using writer = await ground.shelf({ threads: 2 }).begin(draftOf(null), context);
    await using reading = sourceOf(folder).read(PART, null, context);
    await writer.add(PART, reading.entries);
    stop.abort();
    const closing = { parts: [], notIncluded: [], findings: [] };
    await assert.rejects(writer.commit(closing), (thrown: Error | FivefoldError) =>
      /abort|CANCELLED/i.test(`${thrown.name} ${thrown.message}`),
    );
  }
  assert.deepEqual(readdirSync(ground.folder), []);
  assert.deepEqual(readdirSync(ground.scratch), []);
});

test("shelf: other programs accept a whole parcel, and its sums are right", async (t) => {
  const ground = groundOf(t);
  const folder = filled(t);
  const { snapshot } = await store(ground.shelf({ threads: 2 }), folder, draftOf(null));
  const path = join(ground.folder, snapshot.id);
  const judge = (program: string, ...args: readonly string[]): string =>
    execFileSync(program, args, {
      encoding: "utf8",
      env: UTF8,
      stdio: ["ignore", "pipe", "pipe"],
    });
  judge("unzip", "-tq", path);
  judge("7zz", "t", path);
  judge("bsdtar", "-tf", path);
  const python = "import sys, zipfile; assert zipfile.ZipFile(sys.argv[1]).testzip() is None";
  judge("python3", "-c", python, path);
  const out = temporaryFolder(t);
  judge("unzip", "-q", path, "-d", out);
  execFileSync("sha256sum", ["-c", "--quiet", "SHA256SUMS"], { cwd: out });
  const listedCount = readFileSync(join(out, "SHA256SUMS"), "utf8").trimEnd().split("\n").length;
  const fileCount = readdirSync(out, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  ).length;
  assert.equal(listedCount, fileCount - 2, "all but the sums and the manifest");
  const locked = { form: "encrypted", password: PASSWORD, fingerprint: "00", threads: 2 } as const;
  const sealed = await store(ground.shelf(locked), folder, draftOf(null));
  const sealedPath = join(ground.folder, sealed.snapshot.id);
  judge("7zz", "t", `-p${PASSWORD.reveal()}`, sealedPath);
  const unpacked = temporaryFolder(t);
  judge("bsdtar", "--passphrase", PASSWORD.reveal(), "-xf", sealedPath, "-C", unpacked);
  execFileSync("sha256sum", ["-c", "--quiet", "SHA256SUMS"], { cwd: unpacked });
  assert.throws(() => judge("7zz", "t", "-pwrong", sealedPath));
});
