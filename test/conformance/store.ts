/**
 * What every store must pass: `storeConformance` runs it for one kind of store.
 *
 * Parts are real folders, read by the files source; what comes out of the store is compared with what went in.
 */

import assert from "node:assert/strict";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { TestContext as Running } from "node:test";
import type { Entries, Entry } from "../../src/model/entry.ts";
import { isWritable } from "../../src/model/entry.ts";
import type { PartId } from "../../src/model/part.ts";
import { onlyThese } from "../../src/model/path.ts";
import type { RunContext } from "../../src/model/run.ts";
import type { Draft, PartRecord, Snapshot, SnapshotId } from "../../src/model/snapshot.ts";
import type { Source } from "../../src/model/source.ts";
import type { Store } from "../../src/model/store.ts";
import { openSource } from "../../src/source/open.ts";
import { PART, testContext } from "./source.ts";

export const draftOf = (parent: SnapshotId | null, takenAtMs = Date.now()): Draft => ({
  app: { id: "kontor", name: "Kontor", version: "12.4" },
  takenAtMs,
  scope: "full",
  reason: "manual",
  tenants: [],
  parent,
  description: "app: kontor\n",
  settings: "version: 1\n",
  program: "fivefold test",
});

export function temporaryFolder(t: Running): string {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-store-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with one of everything that a part may hold; its files are older than a store's distrust of young ones. */
export function fillFolder(folder: string): void {
  mkdirSync(join(folder, "deep", "er", "empty"), { recursive: true });
  writeFileSync(join(folder, "empty"), "");
  writeFileSync(join(folder, "small.txt"), "small\n");
  writeFileSync(join(folder, "deep", "نامه ü 😀.txt"), "unicode");
  writeFileSync(join(folder, "deep", "er", 'quo"te\\\n'), "odd name");
  writeFileSync(join(folder, "deep", "large.bin"), largeBytes(3_000_000));
  writeFileSync(join(folder, "deep.txt"), "sorts before deep/ in no order but bytes");
  linkSync(join(folder, "small.txt"), join(folder, "deep", "hard"));
  symlinkSync("../small.txt", join(folder, "deep", "soft"));
  chmodSync(join(folder, "deep.txt"), 0o750);
  utimesSync(join(folder, "small.txt"), 1_600_000_000, 1_600_000_000.25);
}

/** Bytes that do not compress and are the same each time. */
export function largeBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at + 4 <= length; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes.writeInt32LE(state, at);
  }
  return bytes;
}

export interface Stored {
  readonly snapshot: Snapshot;
  readonly record: PartRecord;
}

/** The source of a folder, with nothing left out. */
export function sourceOf(folder: string): Source {
  const config = { root: folder, exclude: [], inner: [], description: tmpdir(), scratch: tmpdir() };
  return openSource({ kind: "files", ...config });
}

/** Reads a folder into a new snapshot of one part. */
export async function store(
  into: Store,
  folder: string,
  draft: Draft,
  context: RunContext = testContext(),
): Promise<Stored> {
  await using writer = await into.begin(draft, context);
  await using reading = sourceOf(folder).read(PART, writer.known(PART.id), context);
  const stored = await writer.add(PART, reading.entries);
  const record = { ...PART, ...stored, ...(await reading.facts()) };
  const snapshot = await writer.commit({ parts: [record], notIncluded: [], findings: [] });
  return { snapshot, record };
}

/** Everything of a part as text, contents through `bytes()`. */
export async function textOf(entries: Entries): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of entries) {
    for (const entry of batch) lines.push(await lineOf(entry));
  }
  return lines;
}

async function lineOf(entry: Entry): Promise<string> {
  const facts: unknown[] = [entry.path, entry.kind, entry.mode, entry.modifiedNs, entry.owner?.uid];
  if (entry.kind === "link") facts.push(entry.target);
  if (entry.kind === "file") {
    const pieces: Uint8Array[] = [];
    for await (const piece of entry.bytes()) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    assert.equal(bytes.length, entry.sizeBytes);
    facts.push(entry.sizeBytes, entry.origin?.links, bytes.toString("base64").slice(0, 60));
  }
  return facts.join(" | ");
}

/** The live folder in the same words. */
export async function liveText(folder: string): Promise<string[]> {
  await using reading = sourceOf(folder).read(PART, null, testContext());
  return await textOf(reading.entries);
}

export async function listed(from: Store): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  for await (const snapshot of from.list(testContext())) snapshots.push(snapshot);
  return snapshots;
}

/** `open` gives a store on the same ground each time within one test. */
export function storeConformance(name: string, open: (t: Running) => () => Promise<Store>): void {
  test(`${name}: what was stored is listed and comes back entry by entry`, async (t) => {
    const again = open(t);
    const folder = temporaryFolder(t);
    fillFolder(folder);
    const { snapshot, record } = await store(await again(), folder, draftOf(null));
    assert.match(record.fingerprint, /^[0-9a-f]{64}$/);
    const other = await again();
    const [only] = await listed(other);
    assert.deepEqual(only, snapshot);
    assert.ok(only.isComplete && only.appId === "kontor" && only.scope === "full");
    await using reader = await other.open(only.id, testContext());
    assert.deepEqual(reader.manifest.parts, [record]);
    assert.equal(reader.manifest.description, "app: kontor\n");
    assert.deepEqual(await textOf(reader.read(PART.id)), await liveText(folder));
    assert.deepEqual(await reader.check(PART.id), []);
    assert.equal(record.entryCount, (await liveText(folder)).length);
  });

  test(`${name}: what is wanted of a part comes as in the whole, and nothing else`, async (t) => {
    const again = open(t);
    const folder = temporaryFolder(t);
    fillFolder(folder);
    const opened = await again();
    const { snapshot } = await store(opened, folder, draftOf(null));
    await using reader = await opened.open(snapshot.id, testContext());
    const whole = await textOf(reader.read(PART.id));
    for (const paths of [["deep/er"], ["deep/hard", "small.txt"], ["deep.txt"], ["deep"], []]) {
      const isWanted = onlyThese(paths);
      const wanted = whole.filter((line) => {
        const path = line.slice(0, line.indexOf(" | "));
        return path === "" || isWanted(path);
      });
      assert.ok(paths.length === 0 || wanted.length > paths.length);
      assert.deepEqual(await textOf(reader.read(PART.id, isWanted)), wanted);
    }
  });

  test(`${name}: files write themselves where they can, many at once`, async (t) => {
    const again = open(t);
    const folder = temporaryFolder(t);
    fillFolder(folder);
    for (let count = 0; count < 300; count++) writeFileSync(join(folder, `n${count}`), `${count}`);
    const opened = await again();
    const { snapshot } = await store(opened, folder, draftOf(null));
    await using reader = await opened.open(snapshot.id, testContext());
    const target = temporaryFolder(t);
    let count = 0;
    for await (const batch of reader.read(PART.id)) {
      const writing = batch.map(async (entry, at) => {
        if (entry.kind !== "file" || !isWritable(entry)) return;
        assert.equal(await entry.writeTo(join(target, String(at)), 0o640), true);
        assert.equal(statSync(join(target, String(at))).mode & 0o777, 0o640);
        assert.ok(
          readFileSync(join(target, String(at))).equals(readFileSync(join(folder, entry.path))),
        );
        await assert.rejects(entry.writeTo(join(target, String(at)), 0o640), {
          code: "ENTRY_UNRESTORABLE",
        });
        count++;
      });
      await Promise.all(writing);
    }
    assert.ok(count === 0 || count > 300, `${count} files`);
  });

  test(`${name}: a file whose name is not UTF-8 has its own content, small or large`, async (t) => {
    const again = open(t);
    const folder = temporaryFolder(t);
    for (const [file, length] of Object.entries({ small: 100, large: 3_000_000 }))
      writeFileSync(Buffer.from(`${folder}/${file} \u00fc`, "latin1"), largeBytes(length));
    const opened = await again();
    const { snapshot } = await store(opened, folder, draftOf(null));
    await using reader = await opened.open(snapshot.id, testContext());
    assert.deepEqual(await textOf(reader.read(PART.id)), await liveText(folder));
  });

  test(`${name}: without a commit nothing is listed`, async (t) => {
    const again = open(t);
    const folder = temporaryFolder(t);
    fillFolder(folder);
    const abandoned = await again();
    {
      await using writer = await abandoned.begin(draftOf(null), testContext());
      await using reading = sourceOf(folder).read(PART, null, testContext());
      await writer.add(PART, reading.entries);
    }
    assert.deepEqual(await listed(await again()), []);
  });

  test(`${name}: a run with findings gives a snapshot that is not complete`, async (t) => {
    const again = open(t);
    const opened = await again();
    await using writer = await opened.begin(draftOf(null), testContext());
    const finding = { code: "ENTRY_VANISHED", part: null, path: "x", facts: {} } as const;
    const snapshot = await writer.commit({ parts: [], notIncluded: [], findings: [finding] });
    assert.equal(snapshot.isComplete, false);
    assert.equal((await listed(await again()))[0]?.isComplete, false);
  });

  test(`${name}: what is forgotten is gone, the others stay whole`, async (t) => {
    const again = open(t);
    const folder = temporaryFolder(t);
    fillFolder(folder);
    const opened = await again();
    const first = await store(opened, folder, draftOf(null));
    writeFileSync(join(folder, "small.txt"), "changed");
    const second = await store(opened, folder, draftOf(first.snapshot.id));
    await opened.forget([first.snapshot.id], testContext());
    const other = await again();
    assert.deepEqual(
      (await listed(other)).map(({ id }) => id),
      [second.snapshot.id],
    );
    await assert.rejects(other.open(first.snapshot.id, testContext()), {
      code: "SNAPSHOT_MISSING",
    });
    await using reader = await other.open(second.snapshot.id, testContext());
    assert.deepEqual(await textOf(reader.read(PART.id)), await liveText(folder));
  });

  test(`${name}: an unknown part is told as such, and a cancel as a cancel`, async (t) => {
    const again = open(t);
    const folder = temporaryFolder(t);
    fillFolder(folder);
    const opened = await again();
    const { snapshot } = await store(opened, folder, draftOf(null));
    await using reader = await opened.open(snapshot.id, testContext());
    await assert.rejects(textOf(reader.read("other" as PartId)), { code: "PART_UNKNOWN" });
    const stop = new AbortController();
    const context = testContext("20261122-013500-1a2b3c", stop.signal);
    stop.abort();
    await assert.rejects(store(opened, folder, draftOf(null), context));
    assert.equal((await listed(await again())).length, 1);
  });
}
