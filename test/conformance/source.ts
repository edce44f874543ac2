/**
 * What every source must pass: `sourceConformance` runs it for one kind of live data.
 *
 * Each step of coming back is done by a source opened anew, as another process would, and done twice.
 */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { PartDifference } from "../../src/model/difference.ts";
import { verdictOf } from "../../src/model/difference.ts";
import type { Bytes, Entries, Entry } from "../../src/model/entry.ts";
import { compareNames } from "../../src/model/entry.ts";
import type { ErrorCode } from "../../src/model/error.ts";
import { FivefoldError } from "../../src/model/error.ts";
import type { Part, PartId } from "../../src/model/part.ts";
import { Narrowing } from "../../src/model/path.ts";
import type { IsWanted } from "../../src/model/path.ts";
import type { Progress, RunContext, RunId } from "../../src/model/run.ts";
import type { PartFacts, PartRecord } from "../../src/model/snapshot.ts";
import type { Source, SourceConfig } from "../../src/model/source.ts";
import type { Disk } from "../../src/source/disk.ts";
import { realDisk } from "../../src/source/disk.ts";
import { loadLibc } from "../../src/source/libc.ts";
import { openSource } from "../../src/source/open.ts";

/** Live data of one kind, in a folder of its own. */
export interface LiveExample {
  /** Makes the data; the same each time. `description` and `scratch` lie outside the part. */
  make(folder: string, description: string, scratch: string): SourceConfig;
  /** Changes, adds and removes something. */
  change(folder: string): void;
  /** Takes the data away altogether. */
  destroy(folder: string): void;
  /** Everything that an unswap must bring back, as text. */
  state(folder: string): string;
  /** What a restore must bring back, as text. */
  content(folder: string): string;
  /** What of the part a restore is given, where its source takes only chosen paths. */
  readonly isWanted?: IsWanted;
}

export interface TestContext extends RunContext {
  readonly reports: Progress[];
}

export const PART: Part = { id: "some/part" as PartId, kind: "files", tenant: null, title: {} };

/** A context with the real clock that keeps what is reported. */
export function testContext(run = "20261122-013500-1a2b3c", signal?: AbortSignal): TestContext {
  const reports: Progress[] = [];
  return {
    run: run as RunId,
    signal: signal ?? new AbortController().signal,
    clock: {
      nowMs: () => Date.now(),
      sleep: (ms, stop) => setTimeout(ms, undefined, { signal: stop }),
    },
    reports,
    report: (progress) => void reports.push(progress),
  };
}

/** The codes of the findings, each once. */
export function findingCodes(context: TestContext): ErrorCode[] {
  const codes = context.reports.flatMap((each) =>
    each.kind === "finding" ? [each.finding.code] : [],
  );
  return [...new Set(codes)].toSorted();
}

/** A part as a store would keep it: entries with their contents in memory. */
export interface Kept {
  readonly entries: readonly Entry[];
  readonly batches: readonly number[];
  readonly facts: PartFacts;
  readonly record: PartRecord;
}

/** Reads a part to its end and keeps everything that is wanted. */
export async function keep(
  source: Source,
  context: RunContext,
  known: PartRecord | null = null,
  isWanted: IsWanted = () => true,
): Promise<Kept> {
  await using reading = source.read(PART, known, context);
  const entries: Entry[] = [];
  const batches: number[] = [];
  const narrowing = new Narrowing(isWanted);
  let sizeBytes = 0;
  for await (const batch of reading.entries) {
    batches.push(batch.length);
    for (const entry of batch) {
      if (!narrowing.takes(entry.path)) continue;
      const common = {
        path: entry.path,
        modifiedNs: entry.modifiedNs,
        mode: entry.mode,
        owner: entry.owner,
        origin: entry.origin,
      };
      const attributes = entry.attributes();
      if (entry.kind === "file") {
        const bytes = await collect(entry.bytes());
        assert.equal(bytes.length, entry.sizeBytes);
        sizeBytes += bytes.length;
        entries.push({
          ...common,
          kind: "file",
          sizeBytes: bytes.length,
          localPath: null,
          version: entry.version,
          attributes: () => attributes,
          bytes: () => pieces(bytes),
        });
      } else if (entry.kind === "link") {
        entries.push({
          ...common,
          kind: "link",
          target: entry.target,
          attributes: () => attributes,
        });
      } else entries.push({ ...common, kind: "directory", attributes: () => attributes });
    }
  }
  const facts = await reading.facts();
  const { id, kind, tenant, title } = PART;
  const stored = { entryCount: entries.length, sizeBytes, fingerprint: "" };
  return { entries, batches, facts, record: { id, kind, tenant, title, ...stored, ...facts } };
}

async function collect(bytes: Bytes): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(bytes));
}

async function* pieces(bytes: Buffer): Bytes {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
}

/** Gives kept entries out again in small batches. */
export async function* replay(entries: readonly Entry[], size = 7): Entries {
  for (let at = 0; at < entries.length; at += size) yield entries.slice(at, at + size);
}

/** A disk whose n-th change fails, before or after it was made. */
export function failingDisk(failAt: number, when: "before" | "after"): Disk & { count(): number } {
  const real = realDisk(loadLibc());
  let count = 0;
  const strike = async (deed: () => Promise<void>): Promise<void> => {
    count++;
    if (count === failAt && when === "before") throw ioError();
    await deed();
    if (count === failAt) throw ioError();
  };
  return {
    libc: real.libc,
    count: () => count,
    rename: (from, to) => strike(() => real.rename(from, to)),
    makeFolder: (path) => strike(() => real.makeFolder(path)),
    removeFolder: (path) => strike(() => real.removeFolder(path)),
    removeFile: (path) => strike(() => real.removeFile(path)),
    removeTree: (path) => strike(() => real.removeTree(path)),
    writeFile: (path, text) => strike(() => real.writeFile(path, text)),
    syncFolder: (path) => strike(() => real.syncFolder(path)),
    setMetadata: (path, metadata) => strike(() => real.setMetadata(path, metadata)),
  };
}

function ioError(): Error {
  return Object.assign(new Error("EIO: the test's own"), { code: "EIO" });
}

/** Where the aside area must be: beside fivefold.yaml, or inside or beside the part itself. */
const DESCRIPTIONS = { "aside by the description": "", "aside by the part": "/proc" };

export function sourceConformance(name: string, live: LiveExample): void {
  const keepWanted = async (source: Source, context: RunContext): Promise<Kept> =>
    await keep(source, context, null, live.isWanted);
  for (const [where, description] of Object.entries(DESCRIPTIONS)) {
    test(`${name}, ${where}: comes back, and the old state after it, each step twice`, async () => {
      // Read, change, stage, swap: the content is that of the reading. Unswap: every byte is that of before.
      using world = makeWorld(live, description);
      const kept = await keepWanted(world.open(), testContext());
      const content = live.content(world.live);
      live.change(world.live);
      const changed = live.state(world.live);
      assert.notEqual(live.content(world.live), content);

      const context = testContext();
      await assert.rejects(world.open().unswap(PART, context), isLost);
      await world.open().clear(PART, context);
      assert.equal(live.state(world.live), changed, "without a stage nothing changes");
      const room = await world.open().need(PART, kept.record);
      assert.ok(room.neededBytes >= kept.record.sizeBytes && room.freeBytes > 0);
      for (let time = 0; time < 2; time++) {
        const staged = await world.open().stage(PART, replay(kept.entries), context);
        assert.deepEqual(staged, {
          entryCount: kept.record.entryCount,
          sizeBytes: kept.record.sizeBytes,
        });
      }
      assert.equal(live.state(world.live), changed, "staging changes nothing live");
      assert.deepEqual(await world.open().validate(PART, kept.record, context), []);
      await world.open().unswap(PART, context);
      assert.equal(live.state(world.live), changed, "unswap before a swap does nothing");
      for (let round = 0; round < 2; round++) {
        for (let time = 0; time < 2; time++) await world.open().swap(PART, context);
        assert.equal(live.content(world.live), content);
        for (let time = 0; time < 2; time++) await world.open().unswap(PART, context);
        assert.equal(live.state(world.live), changed);
      }
      await world.open().swap(PART, context);
      for (let time = 0; time < 2; time++) await world.open().clear(PART, context);
      assert.equal(live.content(world.live), content);
      await assert.rejects(world.open().unswap(PART, context), isLost);
      assert.equal(live.content(world.live), content, "cleared is final");
      assert.deepEqual(world.leftovers(), []);
      assert.deepEqual(findingCodes(context), []);
    });

    test(`${name}, ${where}: destroyed data comes back, and unswap takes it away again`, async () => {
      // The live data is removed before the stage: reading says so, coming back works.
      using world = makeWorld(live, description);
      const kept = await keepWanted(world.open(), testContext());
      const content = live.content(world.live);
      live.destroy(world.live);
      const gone = live.state(world.live);
      await assert.rejects(
        keep(world.open(), testContext()),
        (error) => error instanceof FivefoldError && error.code === "SOURCE_MISSING",
      );
      const context = testContext();
      await world.open().stage(PART, replay(kept.entries), context);
      assert.deepEqual(await world.open().validate(PART, kept.record, context), []);
      await world.open().swap(PART, context);
      assert.equal(live.content(world.live), content);
      await world.open().unswap(PART, context);
      assert.equal(live.state(world.live), gone);
      await world.open().swap(PART, context);
      await world.open().clear(PART, context);
      assert.equal(live.content(world.live), content);
      assert.deepEqual(world.leftovers(), []);
    });

    for (const when of ["before", "after"] as const) {
      test(`${name}, ${where}: a failure ${when} any change of a swap leads to old or new`, async () => {
        // The first, second, third … change fails until a swap and unswap pass untouched by it. After every failure
        // unswap gives exactly the old state, and repeated swap exactly the new one.
        using world = makeWorld(live, description);
        const kept = await keepWanted(world.open(), testContext());
        const content = live.content(world.live);
        live.change(world.live);
        const before = live.state(world.live);
        let failed = true;
        let steps = 0;
        for (let failAt = 1; failed; failAt++) {
          const context = testContext(`20261122-013500-${failAt}`);
          await world.open().stage(PART, replay(kept.entries), context);
          const disk = failingDisk(failAt, when);
          failed = await fails(() => world.open(disk).swap(PART, context));
          if (failed) {
            await world.open().unswap(PART, context);
            assert.equal(live.state(world.live), before, `unswap after failure ${failAt}`);
            await fails(() => world.open(failingDisk(failAt, when)).swap(PART, context));
          }
          await world.open().swap(PART, context);
          assert.equal(live.content(world.live), content, `swap after failure ${failAt}`);
          const back = failingDisk(failAt, when);
          if (await fails(() => world.open(back).unswap(PART, context))) failed = true;
          if (failAt % 2 === 0) {
            await world.open().swap(PART, context);
            assert.equal(live.content(world.live), content, `swap after failed unswap ${failAt}`);
          }
          await world.open().unswap(PART, context);
          assert.equal(live.state(world.live), before, `unswap repeated after failure ${failAt}`);
          if (await fails(() => world.open(failingDisk(failAt, when)).clear(PART, context))) {
            failed = true;
          }
          await world.open().clear(PART, context);
          assert.equal(live.state(world.live), before, `cleared after failure ${failAt}`);
          steps = failAt;
        }
        assert.ok(steps > 8, "changes did fail");
        assert.deepEqual(world.leftovers(), []);
      });
    }
  }

  test(`${name}: the stream begins with the root, is in order and in batches`, async () => {
    // The order is checked by its definition: each entry follows its folder, siblings by their bytes.
    using world = makeWorld(live, "");
    const { entries, batches } = await keepWanted(world.open(), testContext());
    assert.ok(batches.every((size) => size >= 1 && size <= 1024));
    assertInOrder(entries);
  });

  test(`${name}: a cancelled reading ends with the abort and leaves nothing`, async () => {
    using world = makeWorld(live, "");
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(keep(world.open(), testContext("20261122-013500-9", controller.signal)), {
      name: "AbortError",
    });
    assert.deepEqual(world.leftovers(), []);
  });

  test(`${name}: a stage that was cut short cannot be swapped`, async () => {
    // The entries end with an error after the first batch; the live data must not be touched by any later step.
    using world = makeWorld(live, "");
    const kept = await keepWanted(world.open(), testContext());
    const before = live.state(world.live);
    const context = testContext();
    const broken = async function* (): Entries {
      yield kept.entries.slice(0, 1);
      throw new FivefoldError("SNAPSHOT_DAMAGED");
    };
    await assert.rejects(world.open().stage(PART, broken(), context));
    await assert.rejects(world.open().swap(PART, context));
    await assert.rejects(world.open().unswap(PART, context), isLost);
    assert.equal(live.state(world.live), before);
    await world.open().clear(PART, context);
    assert.deepEqual(world.leftovers(), []);
  });

  test(`${name}: compare says what would change, and changes nothing`, async () => {
    // Compared as it was read, changed, and gone; live data and the folders around it are looked at each time.
    using world = makeWorld(live, "");
    const kept = await keepWanted(world.open(), testContext());
    const compare = async (): Promise<PartDifference> => {
      const before = live.state(world.live);
      const context = testContext();
      const entries = replay(kept.entries);
      const then = { record: kept.record, entries, newest: null };
      const difference = await world.open().compare(PART, then, context);
      assert.equal(live.state(world.live), before);
      assert.deepEqual(world.leftovers(), []);
      assert.deepEqual(context.reports, [], "what is found is in the difference");
      return difference;
    };
    const same = await compare();
    assert.notEqual(verdictOf(same), "different");
    assert.deepEqual(same.findings, []);
    assert.ok(same.liveBytes > 0);
    live.change(world.live);
    const other = await compare();
    assert.notEqual(verdictOf(other), "same");
    assert.ok(other.unsavedBytes > 0 && other.unsavedBytes <= other.liveBytes);
    live.destroy(world.live);
    const gone = await compare();
    assert.deepEqual(
      gone.findings.map(({ code, part }) => ({ code, part })),
      [{ code: "SOURCE_MISSING", part: PART.id }],
    );
    assert.notEqual(verdictOf(gone), "same");
    assert.equal(gone.liveBytes, 0);
  });

  test(`${name}: a cancelled comparison ends with the abort and leaves nothing`, async () => {
    using world = makeWorld(live, "");
    const kept = await keepWanted(world.open(), testContext());
    live.change(world.live);
    const controller = new AbortController();
    controller.abort();
    const then = { record: kept.record, entries: replay(kept.entries), newest: null };
    const context = testContext("20261122-013500-9", controller.signal);
    await assert.rejects(world.open().compare(PART, then, context), { name: "AbortError" });
    assert.deepEqual(world.leftovers(), []);
  });

  const losses: Readonly<Record<string, (area: string) => void>> = {
    "the whole area": (area) => rmSync(area, { recursive: true }),
    "staged.json": (area) => rmSync(join(area, "staged.json")),
    "what is in staged.json": (area) => writeFileSync(join(area, "staged.json"), '{"live":'),
    old: (area) => rmSync(join(area, "old"), { recursive: true }),
    "what is in old": (area) => {
      const old = Buffer.from(`${join(area, "old")}/`);
      for (const each of readdirSync(join(area, "old"), { encoding: "buffer" }))
        rmSync(Buffer.concat([old, each]), { recursive: true });
    },
  };
  for (const [lost, lose] of Object.entries(losses)) {
    test(`${name}: unswap says that ${lost} is lost and changes nothing`, async () => {
      // Somebody removes what was put aside: that nothing comes back must never look like success.
      using world = makeWorld(live, "");
      const kept = await keepWanted(world.open(), testContext());
      const context = testContext();
      await world.open().stage(PART, replay(kept.entries), context);
      assert.equal((await world.open().putAside(PART, context)).isLost, false);
      await world.open().swap(PART, context);
      assert.equal((await world.open().putAside(PART, context)).isLost, false);
      const after = live.state(world.live);
      const [staged = ""] = world.leftovers().filter((path) => path.endsWith("staged.json"));
      const area = join(world.live, "..", dirname(staged));
      lose(area);
      for (let time = 0; time < 2; time++) {
        await assert.rejects(world.open().unswap(PART, context), isLost);
        assert.deepEqual(await world.open().putAside(PART, context), { path: area, isLost: true });
      }
      assert.equal(live.state(world.live), after);
    });
  }

  test(`${name}: validate tells when less came than the record says`, async () => {
    using world = makeWorld(live, "");
    const kept = await keepWanted(world.open(), testContext());
    const context = testContext();
    await world.open().stage(PART, replay(kept.entries), context);
    const more = { ...kept.record, sizeBytes: kept.record.sizeBytes + 1 };
    const findings = await world.open().validate(PART, more, context);
    assert.deepEqual([...new Set(findings.map(({ code }) => code))], ["STAGED_DAMAGED"]);
    await world.open().clear(PART, context);
  });
}

function isLost(error: unknown): boolean {
  if (!(error instanceof FivefoldError) || error.code !== "ASIDE_LOST") return false;
  return error.facts["part"] === PART.id && typeof error.facts["path"] === "string";
}

/** Depth first, parents first, siblings in the order of their bytes, nothing twice. */
export function assertInOrder(entries: readonly Entry[]): void {
  const folders: string[] = [];
  const last = new Map<string, string>();
  for (const [index, entry] of entries.entries()) {
    if (index === 0) {
      assert.equal(entry.path, "");
      assert.equal(entry.kind, "directory");
      folders.push("");
      continue;
    }
    const slash = entry.path.lastIndexOf("/");
    const parent = slash < 0 ? "" : entry.path.slice(0, slash);
    const name = entry.path.slice(slash + 1);
    while (folders.at(-1) !== parent) {
      assert.ok(folders.length > 0, `${entry.path} does not follow its folder`);
      folders.pop();
    }
    const before = last.get(parent);
    assert.ok(
      before === undefined || compareNames(before, name) < 0,
      `${entry.path} is out of order`,
    );
    last.set(parent, name);
    if (entry.kind === "directory") folders.push(entry.path);
  }
}

async function fails(deed: () => Promise<void>): Promise<boolean> {
  try {
    await deed();
    return false;
  } catch (error) {
    assert.match(String(error), /the test's own/);
    return true;
  }
}

interface World extends Disposable {
  readonly live: string;
  open(disk?: Disk): Source;
  /** Names in the aside areas and the scratch folder. */
  leftovers(): string[];
}

function makeWorld(live: LiveExample, description: string): World {
  // Hundreds of stages are put on disk here: in memory that costs nothing.
  const base = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const folder = mkdtempSync(join(base, "fivefold-source-"));
  const data = join(folder, "data");
  const scratch = join(folder, "scratch");
  mkdirSync(data);
  const config = live.make(data, description === "" ? folder : description, scratch);
  return {
    live: data,
    open: (disk) => openSource(config, disk),
    leftovers: () =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
        (path) => path.includes(".fivefold") || path.startsWith("scratch/"),
      ),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
