// Goal: the vault is a store, and keeps its own promises: nothing is read or written twice, damage is found, prune loses
// nothing, death leaves what can be gone on from. Method: real folders, the objects in the place counted and damaged by hand;
// restic itself judges in test/interop.
import assert from "node:assert/strict";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { TestContext as Running } from "node:test";
import { PART, findingCodes, testContext } from "../../test/conformance/source.ts";
import {
  draftOf,
  fillFolder,
  largeBytes,
  listed,
  sourceOf,
  liveText,
  store,
  storeConformance,
  temporaryFolder,
  textOf,
} from "../../test/conformance/store.ts";
import type { PartId } from "../model/part.ts";
import type { Place } from "../model/place.ts";
import { Secret } from "../model/secret.ts";
import { FolderPlace } from "../place/folder.ts";
import { PRUNE_OPTIONS } from "./prune.ts";
import { createVault, openVault } from "./vault.ts";
import type { Vault, VaultOptions } from "./vault.ts";

const password = new Secret("test");

function optionsOf(folder: string, more: Partial<VaultOptions> = {}): VaultOptions {
  const keyCost = { N: 1024, r: 8, p: 1 };
  return {
    place: new FolderPlace(folder),
    reopen: null,
    cache: null,
    locks: null,
    keyCost,
    ...more,
  };
}

async function vaultIn(folder: string, more: Partial<VaultOptions> = {}): Promise<Vault> {
  const options = optionsOf(folder, more);
  return readdirSync(folder).includes("config")
    ? await openVault(options, password, testContext())
    : await createVault(options, password, testContext());
}

const packs = (folder: string): string[] =>
  readdirSync(join(folder, "data"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.includes("/"))
    .toSorted();

storeConformance("vault", (t) => {
  const folder = temporaryFolder(t);
  return () => vaultIn(folder);
});

async function twoFolders(t: Running): Promise<{ vault: Vault; place: string; folder: string }> {
  const place = temporaryFolder(t);
  const folder = temporaryFolder(t);
  fillFolder(folder);
  age(folder);
  return { vault: await vaultIn(place), place, folder };
}

/** Makes times old enough to be trusted; the change time cannot be set, so drafts are dated into the future instead. */
function age(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, name);
    if (statSync(path).isFile()) utimesSync(path, 1_600_000_000, 1_600_000_000);
  }
}

const later = (seconds: number): number => Date.now() + seconds * 1000;

test("vault: an unchanged folder is not read again and adds no tree of its own", async (t) => {
  const { vault, place, folder } = await twoFolders(t);
  const first = await store(vault, folder, draftOf(null, later(60)));
  // Unreadable contents, for anybody but root: and root would find other bytes.
  const before = packs(place);
  const second = await store(vault, folder, draftOf(first.snapshot.id, later(120)));
  assert.equal(second.record.fingerprint, first.record.fingerprint);
  const added = packs(place).filter((name) => !before.includes(name));
  const bytes = added.reduce((sum, name) => sum + statSync(join(place, "data", name)).size, 0);
  assert.ok(bytes < 4000, `${bytes} bytes for a snapshot of nothing new`);
});

test("vault: a file younger than two seconds at its listing is read again next time", async (t) => {
  // Same size and times, other bytes: only distrust of the young finds it.
  const { vault, folder } = await twoFolders(t);
  const file = join(folder, "small.txt");
  const first = await store(vault, folder, draftOf(null));
  writeFileSync(file, "SMALL\n");
  utimesSync(file, 1_600_000_000, 1_600_000_000);
  const second = await store(vault, folder, draftOf(first.snapshot.id));
  await using reader = await vault.open(second.snapshot.id, testContext());
  assert.deepEqual(await textOf(reader.read(PART.id)), await liveText(folder));
});

test("vault: one changed file adds its own blobs and the trees above it", async (t) => {
  const { vault, place, folder } = await twoFolders(t);
  const first = await store(vault, folder, draftOf(null, later(60)));
  const before = packs(place);
  writeFileSync(join(folder, "deep", "er", "new"), largeBytes(100_000, 7));
  const second = await store(vault, folder, draftOf(first.snapshot.id, later(120)));
  const added = packs(place).filter((name) => !before.includes(name));
  const bytes = added.reduce((sum, name) => sum + statSync(join(place, "data", name)).size, 0);
  assert.ok(bytes > 100_000 && bytes < 110_000, `${bytes}`);
  await using reader = await vault.open(second.snapshot.id, testContext());
  assert.deepEqual(await textOf(reader.read(PART.id)), await liveText(folder));
});

test("vault: equal contents are stored once, in one run and over runs", async (t) => {
  const place = temporaryFolder(t);
  const folder = temporaryFolder(t);
  const bytes = largeBytes(2_000_000);
  for (const name of ["a", "b", "c", "d"]) writeFileSync(join(folder, name), bytes);
  const vault = await vaultIn(place);
  await store(vault, folder, draftOf(null));
  const size = packs(place).reduce(
    (sum, name) => sum + statSync(join(place, "data", name)).size,
    0,
  );
  assert.ok(size < 2_100_000, `${size}`);
  await store(vault, folder, draftOf(null));
  const after = packs(place).reduce(
    (sum, name) => sum + statSync(join(place, "data", name)).size,
    0,
  );
  assert.ok(after - size < 4000, `${after - size}`);
});

/** Bytes of all packs of a place. */
function packBytes(place: string): number {
  return packs(place).reduce((sum, name) => sum + statSync(join(place, "data", name)).size, 0);
}

test("vault: a large file that all threads store is cut as one thread cuts it", async (t) => {
  const place = temporaryFolder(t);
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "one"), largeBytes(70_000_001, 8));
  writeFileSync(join(folder, "two"), largeBytes(75_000_000, 9));
  const together = await store(await vaultIn(place, { threads: 3 }), folder, draftOf(null));
  assert.equal(together.record.sizeBytes, 145_000_001);
  const before = packBytes(place);
  const alone = await store(await vaultIn(place, { threads: 0 }), folder, draftOf(null));
  assert.equal(alone.record.fingerprint, together.record.fingerprint);
  assert.ok(packBytes(place) - before < 4000, "no data twice");
});

test("vault: large files and batches of small ones wait for the threads side by side", async (t) => {
  const folder = temporaryFolder(t);
  for (const name of ["a", "b"]) {
    writeFileSync(join(folder, name), largeBytes(70_000_000, name.charCodeAt(0)));
  }
  const small = largeBytes(40_000, 5);
  for (let count = 0; count < 3000; count++) {
    small.writeInt32LE(count, 0);
    writeFileSync(join(folder, `f${count}`), small);
  }
  const vault = await vaultIn(temporaryFolder(t), { threads: 2 });
  const { record } = await store(vault, folder, draftOf(null));
  assert.equal(record.sizeBytes, 140_000_000 + 3000 * 40_000);
});

test("vault: a large file that was written to since it was listed is stored as it is then", async (t) => {
  const place = temporaryFolder(t);
  const folder = temporaryFolder(t);
  const file = join(folder, "large");
  writeFileSync(file, largeBytes(70_000_000, 3));
  const vault = await vaultIn(place, { threads: 2 });
  const context = testContext();
  await using writer = await vault.begin(draftOf(null), context);
  await using reading = sourceOf(folder).read(PART, null, context);
  const listedFirst = (async function* late() {
    for await (const batch of reading.entries) {
      appendFileSync(file, "later");
      yield batch;
    }
  })();
  const stored = await writer.add(PART, listedFirst);
  const facts = await reading.facts();
  assert.deepEqual(findingCodes(context), []);
  assert.equal(stored.sizeBytes, statSync(file).size);
  const snapshot = await writer.commit({
    parts: [{ ...PART, ...stored, ...facts }],
    notIncluded: [],
    findings: [],
  });
  await using reader = await vault.open(snapshot.id, testContext());
  assert.deepEqual(await textOf(reader.read(PART.id)), await liveText(folder));
});

test("vault: with many threads and large files everything comes back", async (t) => {
  const place = temporaryFolder(t);
  const folder = temporaryFolder(t);
  for (let count = 0; count < 12; count++) {
    writeFileSync(join(folder, `f${count}`), largeBytes(3_000_000 + count * 100_001, count + 1));
  }
  writeFileSync(join(folder, "sparse"), "");
  truncateSync(join(folder, "sparse"), 150_000_000);
  const vault = await vaultIn(place, { threads: 3 });
  const { snapshot } = await store(vault, folder, draftOf(null));
  await using reader = await vault.open(snapshot.id, testContext());
  assert.deepEqual(await reader.check(PART.id), []);
  const target = temporaryFolder(t);
  for await (const batch of reader.read(PART.id)) {
    const files = batch.filter((entry) => entry.kind === "file");
    await Promise.all(
      files.map(async (file) => {
        assert.ok("writeTo" in file);
        await (
          file as unknown as { writeTo(path: string, mode: number): Promise<boolean> }
        ).writeTo(join(target, file.path), 0o600);
        assert.ok(
          readFileSync(join(target, file.path)).equals(readFileSync(join(folder, file.path))),
        );
      }),
    );
  }
  const { blocks, size } = statSync(join(target, "sparse"));
  assert.equal(size, 150_000_000);
  assert.ok(blocks * 512 < 1_000_000, "zeros come back as a hole");
});

test("vault: files that vanish, cannot be read or keep changing are findings, and the rest is stored", async (t) => {
  const { vault, folder } = await twoFolders(t);
  const context = testContext();
  await using writer = await vault.begin(draftOf(null), context);
  async function* entries() {
    const names = ["gone", "small.txt"];
    const common = { modifiedNs: 0n, mode: 0o644, owner: null, attributes: () => [] };
    yield [{ ...common, kind: "directory", path: "", origin: null } as const];
    for (const name of names) {
      const localPath = join(folder, name);
      const origin = { device: 1n, inode: 1n, links: 1, changedNs: 0n };
      const bytes = (): never => assert.fail("the threads read it");
      yield [
        {
          ...common,
          kind: "file",
          path: name,
          origin,
          localPath,
          sizeBytes: 6,
          version: null,
          bytes,
        } as const,
      ];
    }
  }
  const stored = await writer.add(PART, entries());
  assert.equal(stored.entryCount, 2);
  assert.deepEqual(findingCodes(context), ["ENTRY_VANISHED"]);
});

test("vault: a part that fails midway is not counted into the next one", async (t) => {
  const { vault, folder } = await twoFolders(t);
  const source = sourceOf(folder);
  const context = testContext();
  await using writer = await vault.begin(draftOf(null), context);
  async function* failing() {
    await using reading = source.read(PART, null, context);
    yield* reading.entries;
    throw new Error("the source went away");
  }
  const other = { ...PART, id: "other" as PartId };
  await assert.rejects(writer.add(other, failing()), /went away/);
  await using reading = source.read(PART, null, context);
  const stored = await writer.add(PART, reading.entries);
  const record = { ...PART, ...stored, ...(await reading.facts()) };
  const { id } = await writer.commit({ parts: [record], notIncluded: [], findings: [] });
  await using reader = await vault.open(id, context);
  assert.deepEqual(await reader.check(PART.id), []);
  assert.deepEqual(
    (await reader.check(other.id)).map(({ code }) => code),
    ["PART_UNKNOWN"],
  );
});

test("vault: what a killed first backup stored is not stored again", async (t) => {
  // The kill: its packs stay, index and snapshot were never written, its lock stays.
  const { vault, place, folder } = await twoFolders(t);
  await store(vault, folder, draftOf(null));
  for (const kind of ["index", "snapshots"]) {
    for (const name of readdirSync(join(place, kind))) rmSync(join(place, kind, name));
  }
  const sizeNow = (): number =>
    packs(place).reduce((sum, name) => sum + statSync(join(place, "data", name)).size, 0);
  const before = sizeNow();
  const again = await vaultIn(place);
  const { snapshot } = await store(again, folder, draftOf(null));
  assert.ok(sizeNow() - before < 4000, `${sizeNow() - before} bytes stored again`);
  assert.deepEqual((await again.check({ readData: true }, testContext())).findings, []);
  await using reader = await again.open(snapshot.id, testContext());
  assert.deepEqual(await textOf(reader.read(PART.id)), await liveText(folder));
});

test("vault: a place that is not on this machine is read through its packs", async (t) => {
  const { vault, place, folder } = await twoFolders(t);
  const { snapshot } = await store(vault, folder, draftOf(null));
  const local = new FolderPlace(place);
  const far: Place = {
    label: "far",
    put: (key, content, context) => local.put(key, content, context),
    get: (key, range, context) => local.get(key, range, context),
    find: (key, context) => local.find(key, context),
    list: (prefix, context) => local.list(prefix, context),
    remove: (key, context) => local.remove(key, context),
  };
  const cache = temporaryFolder(t);
  {
    await using distant = await vaultIn(place, { place: far, cache });
    await using reader = await distant.open(snapshot.id, testContext());
    assert.deepEqual(await reader.check(PART.id), []);
    assert.deepEqual(await textOf(reader.read(PART.id)), await liveText(folder));
    assert.deepEqual((await distant.check({ readData: true }, testContext())).findings, []);
    const second = await store(distant, folder, draftOf(snapshot.id));
    assert.equal((await listed(distant)).length, 2);
    assert.ok(second.snapshot.isComplete);
  }
  assert.deepEqual(readdirSync(cache), []);
});

test("vault: contents from another store are read, however much they look like the parent's", async (t) => {
  // A database's copy may have another content under the very same facts: those were true once, somewhere.
  const { vault, folder } = await twoFolders(t);
  const first = await store(vault, folder, draftOf(null, later(60)));
  const context = testContext();
  await using writer = await vault.begin(draftOf(first.snapshot.id, later(120)), context);
  await using reading = sourceOf(folder).read(PART, null, context);
  async function* fromElsewhere() {
    for await (const batch of reading.entries) {
      yield batch.map((entry) => {
        if (entry.kind !== "file") return entry;
        const { path, modifiedNs, mode, owner, origin, sizeBytes } = entry;
        const facts = { path, modifiedNs, mode, owner, origin, sizeBytes, localPath: null };
        async function* bytes() {
          yield Buffer.alloc(sizeBytes ?? 0, "other");
        }
        return { ...facts, kind: "file", version: null, attributes: () => [], bytes } as const;
      });
    }
  }
  const stored = await writer.add(PART, fromElsewhere());
  const record = { ...PART, ...stored, ...(await reading.facts()) };
  const { id } = await writer.commit({ parts: [record], notIncluded: [], findings: [] });
  await using reader = await vault.open(id, context);
  for await (const batch of reader.read(PART.id)) {
    for (const entry of batch) {
      if (entry.kind !== "file") continue;
      for await (const piece of entry.bytes())
        assert.equal(Buffer.from(piece).toString("utf8", 0, 1), "o");
    }
  }
});

test("vault: a file behind a folder that was exchanged for a link is not stored", async (t) => {
  const { vault, folder } = await twoFolders(t);
  const outside = temporaryFolder(t);
  writeFileSync(join(outside, "large.bin"), "secret");
  const context = testContext();
  await using writer = await vault.begin(draftOf(null), context);
  await using reading = sourceOf(folder).read(PART, null, context);
  async function* exchanged() {
    for await (const batch of reading.entries) {
      renameSync(join(folder, "deep"), join(folder, "was deep"));
      symlinkSync(outside, join(folder, "deep"));
      yield batch;
    }
  }
  await writer.add(PART, exchanged());
  const vanished = context.reports.flatMap((each) =>
    each.kind === "finding" && each.finding.code === "ENTRY_VANISHED" ? [each.finding.path] : [],
  );
  assert.ok(vanished.includes("deep/large.bin"), vanished.join());
});

test("vault: one damaged snapshot file is told and hides no other", async (t) => {
  const { vault, place, folder } = await twoFolders(t);
  const first = await store(vault, folder, draftOf(null));
  const second = await store(vault, folder, draftOf(first.snapshot.id));
  const path = join(place, "snapshots", first.snapshot.id);
  chmodSync(path, 0o600);
  truncateSync(path, 10);
  const context = testContext();
  const ids: string[] = [];
  for await (const { id } of vault.list(context)) ids.push(id);
  assert.deepEqual(ids, [second.snapshot.id]);
  assert.deepEqual(findingCodes(context), ["SNAPSHOT_DAMAGED"]);
  await assert.rejects(vault.planPrune(PRUNE_OPTIONS, testContext()), { code: "VAULT_DAMAGED" });
});

test("vault: check finds a lost pack, a cut pack, a flipped bit anywhere in a pack, a lost index and a lost tree", async (t) => {
  const { vault, place, folder } = await twoFolders(t);
  await store(vault, folder, draftOf(null));
  const codes = async (readData: boolean): Promise<string[]> => {
    const { findings } = await (await vaultIn(place)).check({ readData }, testContext());
    return [...new Set(findings.map(({ code }) => code))].toSorted();
  };
  assert.deepEqual(await codes(true), []);
  const all = packs(place);
  assert.ok(all.length >= 2);
  for (const name of all) {
    const path = join(place, "data", name);
    const good = readFileSync(path);
    chmodSync(path, 0o600);
    for (let step = 0; step < 40; step++) {
      const bad = Buffer.from(good);
      const at = Math.floor((step / 40) * good.length);
      bad[at] = (bad[at] ?? 0) ^ 1;
      writeFileSync(path, bad);
      assert.ok((await codes(true)).includes("PACK_DAMAGED"), `byte ${at} of ${good.length}`);
    }
    writeFileSync(path, good.subarray(0, good.length - 1));
    assert.ok((await codes(false)).includes("PACK_DAMAGED"));
    rmSync(path);
    assert.ok((await codes(false)).includes("PACK_MISSING"));
    writeFileSync(path, good);
    assert.deepEqual(await codes(true), []);
  }
  const [index = ""] = readdirSync(join(place, "index"));
  const path = join(place, "index", index);
  const good = readFileSync(path);
  chmodSync(path, 0o600);
  writeFileSync(path, good.subarray(1));
  assert.ok((await codes(false)).includes("INDEX_DAMAGED"));
  rmSync(path);
  assert.ok((await codes(false)).includes("TREE_DAMAGED"));
});

test("vault: a damaged content is told by name when it is restored, and the others come back", async (t) => {
  const { vault, place, folder } = await twoFolders(t);
  const { snapshot } = await store(vault, folder, draftOf(null));
  const largest = packs(place)
    .map((name) => join(place, "data", name))
    .toSorted((a, b) => statSync(b).size - statSync(a).size)[0];
  const bytes = readFileSync(largest ?? "");
  // the middle of the large file's content
  bytes[1_500_000] = (bytes[1_500_000] ?? 0) ^ 1;
  chmodSync(largest ?? "", 0o600);
  writeFileSync(largest ?? "", bytes);
  await using reader = await vault.open(snapshot.id, testContext());
  const findings = await reader.check(PART.id);
  assert.deepEqual(
    findings.map(({ code, path }) => [code, path]),
    [["SNAPSHOT_DAMAGED", "deep/large.bin"]],
  );
  const target = temporaryFolder(t);
  let failed = 0;
  for await (const batch of reader.read(PART.id)) {
    for (const [at, entry] of batch.entries()) {
      if (!("writeTo" in entry)) continue;
      const writable = entry as unknown as {
        path: string;
        writeTo(path: string, mode: number): Promise<boolean>;
      };
      const writing = writable.writeTo(join(target, String(at)), 0o600);
      if (writable.path !== "deep/large.bin") await writing;
      else await assert.rejects(writing, { code: "SNAPSHOT_DAMAGED" }).then(() => failed++);
    }
  }
  assert.equal(failed, 1);
});

test("vault: prune frees what was forgotten, keeps all else, and tells before what it will do", async (t) => {
  const { vault, place, folder } = await twoFolders(t);
  const big = join(folder, "big");
  writeFileSync(big, largeBytes(5_000_000, 3));
  const first = await store(vault, folder, draftOf(null));
  rmSync(big);
  writeFileSync(join(folder, "other"), largeBytes(400_000, 9));
  const second = await store(vault, folder, draftOf(null));
  await vault.forget([first.snapshot.id], testContext());
  const sizeNow = (): number =>
    packs(place).reduce((sum, name) => sum + statSync(join(place, "data", name)).size, 0);
  const before = sizeNow();
  const plan = await vault.planPrune(PRUNE_OPTIONS, testContext());
  assert.ok(plan.freedBytes >= 5_000_000, `${plan.freedBytes}`);
  assert.equal(sizeNow(), before);
  await vault.prune(plan, testContext());
  const freed = before - sizeNow();
  assert.ok(Math.abs(freed - plan.freedBytes) < 10_000, `${freed} of ${plan.freedBytes}`);
  const again = await vaultIn(place);
  assert.deepEqual((await again.check({ readData: true }, testContext())).findings, []);
  await using reader = await again.open(second.snapshot.id, testContext());
  assert.deepEqual(await textOf(reader.read(PART.id)), await liveText(folder));
  const nothing = await again.planPrune(PRUNE_OPTIONS, testContext());
  assert.deepEqual([nothing.removed, nothing.repacked], [[], []]);
});

test("vault: a prune of an older plan is refused, and one with something missing is not planned", async (t) => {
  const { vault, place, folder } = await twoFolders(t);
  const first = await store(vault, folder, draftOf(null));
  const plan = await vault.planPrune(PRUNE_OPTIONS, testContext());
  writeFileSync(join(folder, "more"), "more");
  await store(vault, folder, draftOf(first.snapshot.id));
  await assert.rejects(vault.prune(plan, testContext()), { code: "VAULT_LOCKED" });
  const [largest = ""] = packs(place).toSorted(
    (a, b) => statSync(join(place, "data", b)).size - statSync(join(place, "data", a)).size,
  );
  rmSync(join(place, "data", largest));
  await assert.rejects(vault.planPrune(PRUNE_OPTIONS, testContext()), { code: "PACK_DAMAGED" });
});

test("vault: a snapshot whose parent cannot be read is made all the same", async (t) => {
  const { vault, place, folder } = await twoFolders(t);
  const first = await store(vault, folder, draftOf(null));
  for (const name of packs(place)) rmSync(join(place, "data", name));
  const again = await vaultIn(place);
  const second = await store(again, folder, draftOf(first.snapshot.id));
  assert.equal((await listed(again)).length, 2);
  assert.equal(second.record.fingerprint, first.record.fingerprint);
});

test("vault: making one where one is, opening none, and the wrong key are told apart", async (t) => {
  const folder = temporaryFolder(t);
  const options = optionsOf(folder);
  await assert.rejects(openVault(options, password, testContext()), { code: "VAULT_MISSING" });
  await vaultIn(folder);
  await assert.rejects(createVault(options, password, testContext()), { code: "VAULT_EXISTS" });
  await assert.rejects(openVault(options, new Secret("no"), testContext()), { code: "KEY_WRONG" });
  chmodSync(join(folder, "config"), 0o600);
  writeFileSync(join(folder, "config"), "garbage");
  await assert.rejects(openVault(options, password, testContext()), { code: "VAULT_DAMAGED" });
  mkdirSync(join(folder, "x"));
});
