// Goal: folders are read and brought back whatever is in them. Method: real trees in temporary folders, compared by a
// listing of everything that `lstat` and the contents say; the shared suite, then what only folders have.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  cpSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  PART,
  assertInOrder,
  findingCodes,
  keep,
  replay,
  sourceConformance,
  testContext,
} from "../../test/conformance/source.ts";
import type { Kept, TestContext } from "../../test/conformance/source.ts";
import type { Entries, Entry } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import { onlyThese } from "../model/path.ts";
import type { PartRecord } from "../model/snapshot.ts";
import type { Source } from "../model/source.ts";
import { realDisk } from "./disk.ts";
import type { FilesConfig } from "./files.ts";
import { loadLibc } from "./libc.ts";
import { openSource } from "./open.ts";
import { OwnerNames } from "./owner.ts";
import { readNames, systemPath, walk } from "./walk.ts";

/** Every fact about a tree that matters, one line an entry; without those of what `skip` names. */
function listing(root: string, skip: readonly string[] = []): string {
  const lines: string[] = [];
  const inodes = new Map<bigint, number>();
  const look = (path: string): void => {
    const local = systemPath(join(root, path));
    const stat = lstatSync(local, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) return void lines.push(`${path} missing`);
    if (!inodes.has(stat.ino)) inodes.set(stat.ino, inodes.size);
    const what = stat.isDirectory()
      ? "folder"
      : stat.isSymbolicLink()
        ? `-> ${readlinkSync(local, { encoding: "hex" })}`
        : `${stat.size} ${createHash("sha256").update(readFileSync(local)).digest("hex")} of ${inodes.get(stat.ino)} x${stat.nlink}`;
    const { mode, uid, gid, mtimeNs } = stat;
    lines.push(`${JSON.stringify(path)} ${mode.toString(8)} ${uid}:${gid} ${mtimeNs} ${what}`);
    if (!stat.isDirectory()) return;
    for (const name of readNames(local)) {
      const child = path === "" ? name : `${path}/${name}`;
      if (name !== ".fivefold" && !skip.includes(child)) look(child);
    }
  };
  look("");
  return lines.join("\n");
}

function makeTree(root: string): void {
  mkdirSync(join(root, "folder", "deeper"), { recursive: true });
  mkdirSync(join(root, "empty"));
  writeFileSync(join(root, "a.txt"), "first");
  writeFileSync(join(root, "folder", "b"), "second");
  writeFileSync(join(root, "folder-b"), "sorts between folder and folder's contents by bytes");
  writeFileSync(join(root, "folder", "deeper", "read only"), "third", { mode: 0o444 });
  writeFileSync(join(root, "empty file"), "");
  linkSync(join(root, "a.txt"), join(root, "folder", "same as a.txt"));
  symlinkSync("../nowhere", join(root, "folder", "dangling"));
  symlinkSync("deeper", join(root, "folder", "to deeper"));
  writeFileSync(systemPath(join(root, "bytes \udcff\udc80")), "not UTF-8");
  writeFileSync(join(root, "سلام 👋 e\u0301"), "any script");
  writeFileSync(join(root, "line\nbreak"), "x");
  chmodSync(join(root, "folder"), 0o2751);
  chmodSync(join(root, "empty"), 0o700);
  utimesSync(join(root, "a.txt"), 1, 981173106.5);
  utimesSync(join(root, "folder"), 1, 981173107.25);
  loadLibc()?.setTimes(join(root, "empty"), 0n, -1_500_000_001n);
}

const config = (root: string, description: string): FilesConfig => ({
  kind: "files",
  root,
  exclude: [],
  inner: [],
  description,
  scratch: join(root, "..", "scratch"),
});

sourceConformance("files", {
  make(folder, description) {
    const root = join(folder, "root");
    mkdirSync(root);
    makeTree(root);
    return config(root, description);
  },
  change(folder) {
    const root = join(folder, "root");
    writeFileSync(join(root, "a.txt"), "changed");
    rmSync(join(root, "folder", "deeper"), { recursive: true });
    mkdirSync(join(root, "added"));
    writeFileSync(join(root, "added", "one"), "1");
    chmodSync(root, 0o750);
  },
  destroy: (folder) => rmSync(join(folder, "root"), { recursive: true }),
  // Making the aside area inside the root touches the root's time, which a failure at that moment leaves.
  state: (folder) => withoutRootTime(listing(join(folder, "root"))),
  content: (folder) => listing(join(folder, "root")),
});

const withoutRootTime = (text: string): string => text.replace(/^("" \d+ \d+:\d+) \d+/, "$1");
const withoutFolderTimes = (text: string): string => text.replaceAll(/ -?\d+ folder/g, " folder");

sourceConformance("files, one file", {
  make(folder, description) {
    writeFileSync(join(folder, "app.ini"), "[app]\nlanguage = fa\n", { mode: 0o640 });
    return config(join(folder, "app.ini"), description);
  },
  change: (folder) => writeFileSync(join(folder, "app.ini"), "changed"),
  destroy: (folder) => rmSync(join(folder, "app.ini")),
  state: (folder) => listing(join(folder, "app.ini")),
  content: (folder) => listing(join(folder, "app.ini")),
});

const KEPT_PATHS = ["cache/hit", "work/a.tmp", "work/only/b.tmp", "db/inner.db", "db/inner.db-wal"];

sourceConformance("files with excluded and inner paths", {
  make(folder, description) {
    const root = join(folder, "root");
    for (const path of ["cache", "work/only", "db", "other"]) {
      mkdirSync(join(root, path), { recursive: true });
    }
    for (const path of KEPT_PATHS) writeFileSync(join(root, path), `kept ${path}`);
    writeFileSync(join(root, "work", "kept.txt"), "1");
    writeFileSync(join(root, "other", "x"), "1");
    return {
      ...config(root, description),
      exclude: ["**/*.tmp", "cache/**"],
      inner: ["db/inner.db"],
    };
  },
  change(folder) {
    writeFileSync(join(folder, "root", "work", "kept.txt"), "2");
    rmSync(join(folder, "root", "other"), { recursive: true });
    mkdirSync(join(folder, "root", "new"));
    for (const path of KEPT_PATHS) writeFileSync(join(folder, "root", path), "newer");
  },
  destroy(folder) {
    rmSync(join(folder, "root"), { recursive: true });
  },
  state: (folder) => withoutFolderTimes(listing(join(folder, "root"))),
  content: (folder) => withoutFolderTimes(listing(join(folder, "root"), KEPT_PATHS)),
});

const CHOSEN_PATHS = ["2024/a.pdf", "2025/deep", "top", "whole", "bytes \udcff/\u202e.txt"];
const KEPT_IN_CHOSEN = ["whole/draft.tmp", "whole/db/inner.db", "whole/db/inner.db-wal"];

sourceConformance("files, of which only some come back", {
  isWanted: onlyThese(CHOSEN_PATHS),
  make(folder, description) {
    const root = join(folder, "root");
    for (const path of ["2024", "2025/deep/deeper", "whole/db", "whole/two", "other"])
      mkdirSync(join(root, path), { recursive: true });
    mkdirSync(systemPath(join(root, "bytes \udcff")));
    for (const path of ["2024/a.pdf", "2024/b.pdf", "2025/deep/deeper/x", "2025/y", "top"])
      writeFileSync(join(root, path), path);
    writeFileSync(systemPath(join(root, CHOSEN_PATHS[4] ?? "")), "odd");
    for (const path of ["whole/one", "whole/two/2", "other/z"])
      writeFileSync(join(root, path), path);
    for (const path of KEPT_IN_CHOSEN) writeFileSync(join(root, path), `kept ${path}`);
    symlinkSync("../other", join(root, "whole", "link"));
    chmodSync(join(root, "2025"), 0o2751);
    return {
      ...config(root, description),
      exclude: ["**/*.tmp"],
      inner: ["whole/db/inner.db"],
      only: CHOSEN_PATHS,
    };
  },
  change(folder) {
    const root = join(folder, "root");
    writeFileSync(join(root, "2024", "a.pdf"), "changed");
    writeFileSync(join(root, "2024", "b.pdf"), "changed, and not chosen");
    rmSync(join(root, "2025"), { recursive: true });
    rmSync(join(root, "top"));
    mkdirSync(join(root, "top", "is now a folder"), { recursive: true });
    rmSync(join(root, "whole", "two"), { recursive: true });
    writeFileSync(join(root, "whole", "new"), "made since");
    for (const path of KEPT_IN_CHOSEN) writeFileSync(join(root, path), "newer");
    chmodSync(join(root, "2024"), 0o750);
  },
  destroy: (folder) => rmSync(join(folder, "root"), { recursive: true }),
  // A folder out of which kept paths are carried has the time of that, where a failure comes at that moment.
  state: (folder) =>
    withoutRootTime(listing(join(folder, "root"))).replaceAll(
      /^("whole.*) -?\d+ folder$/gm,
      "$1 folder",
    ),
  content(folder) {
    const root = join(folder, "root");
    return CHOSEN_PATHS.map((path) => {
      const kept = KEPT_IN_CHOSEN.map((each) => each.slice("whole/".length));
      return withoutFolderTimes(listing(join(root, path), path === "whole" ? kept : []));
    }).join("\n");
  },
});

const byText = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : 1);

async function withFolder(deed: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-files-"));
  try {
    await deed(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function roundTrip(from: FilesConfig, to: FilesConfig): Promise<void> {
  const kept = await keep(openSource(from), testContext());
  const context = testContext();
  const source = openSource(to);
  await source.stage(PART, replay(kept.entries), context);
  assert.deepEqual(await source.validate(PART, kept.record, context), []);
  await source.swap(PART, context);
  await source.clear(PART, context);
  assert.deepEqual(findingCodes(context), []);
}

test("files: excluded and inner paths survive a swap and come back with the old state", async () => {
  await withFolder(async (folder) => {
    // Made after the snapshot: they must be there after the swap, in folders that the snapshot lacks, too.
    const root = join(folder, "root");
    mkdirSync(join(root, "work"), { recursive: true });
    writeFileSync(join(root, "work", "doc"), "old");
    const its = {
      ...config(root, folder),
      exclude: ["**/*.tmp", "cache"],
      inner: ["inner/data.db", "sub"],
    };
    const kept = await keep(openSource(its), testContext());
    for (const path of ["inner", "sub", "cache", "made/later"]) {
      mkdirSync(join(root, path), { recursive: true });
    }
    const survivors = [
      "inner/data.db",
      "inner/data.db-wal",
      "sub/s",
      "cache/c",
      "made/later/x.tmp",
    ];
    for (const path of survivors) writeFileSync(join(root, path), path);
    writeFileSync(join(root, "work", "doc"), "new");
    const before = listing(root);
    const context = testContext();
    await openSource(its).stage(PART, replay(kept.entries), context);
    await openSource(its).swap(PART, context);
    assert.equal(readFileSync(join(root, "work", "doc"), "utf8"), "old");
    for (const path of survivors) assert.equal(readFileSync(join(root, path), "utf8"), path);
    writeFileSync(join(root, "cache", "since"), "made while the new state was live");
    await openSource(its).unswap(PART, context);
    assert.equal(
      readFileSync(join(root, "cache", "since"), "utf8"),
      "made while the new state was live",
    );
    rmSync(join(root, "cache", "since"));
    assert.equal(withoutFolderTimes(listing(root)), withoutFolderTimes(before));
  });
});

test("files: what is excluded is said once a pattern, inner parts not at all", async () => {
  await withFolder(async (folder) => {
    for (const path of ["cache/a", "cache/b", "x.tmp", "y.tmp", "inner/db", "inner/db-wal"]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), "");
    }
    mkdirSync(join(folder, ".fivefold"));
    const context = testContext();
    const its = {
      ...config(folder, folder),
      exclude: ["**/*.tmp", "cache/**", "none"],
      inner: ["inner/db"],
    };
    const { entries } = await keep(openSource(its), context);
    assert.deepEqual(
      entries.map(({ path }) => path),
      ["", "cache", "inner"],
    );
    const said = context.reports.flatMap((each) =>
      each.kind === "notIncluded" ? [each.notIncluded] : [],
    );
    assert.deepEqual(said.map(({ name, reason }) => [name, reason]).toSorted(byText), [
      ["**/*.tmp", "excluded"],
      ["cache/**", "excluded"],
    ]);
  });
});

test("files: fifos, sockets and devices are findings and the rest is read", async () => {
  await withFolder(async (folder) => {
    execFileSync("mkfifo", [join(folder, "fifo")]);
    writeFileSync(join(folder, "file"), "1");
    const context = testContext();
    const { entries } = await keep(openSource(config(folder, folder)), context);
    assert.deepEqual(
      entries.map(({ path }) => path),
      ["", "file"],
    );
    assert.deepEqual(findingCodes(context), ["ENTRY_UNSUPPORTED"]);
  });
});

test("files: a path too long for the system is a finding, not a crash", async () => {
  await withFolder(async (folder) => {
    // The tree is made by changing into it, as an app may; no absolute path reaches its end.
    const script = `cd "$1"; for i in $(seq 25); do mkdir ${"d".repeat(200)} && cd ${"d".repeat(200)}; done; echo x > f`;
    execFileSync("bash", ["-c", script, "bash", folder]);
    const context = testContext();
    const { entries } = await keep(openSource(config(folder, folder)), context);
    assert.ok(entries.length > 15);
    assert.deepEqual(findingCodes(context), ["ENTRY_UNREADABLE"]);
    execFileSync("rm", ["-rf", folder]);
  });
});

test("files: files that vanish or change while they are read are said", async () => {
  await withFolder(async (folder) => {
    writeFileSync(join(folder, "changes"), "1".repeat(10));
    writeFileSync(join(folder, "vanishes"), "1");
    const context = testContext();
    await using reading = openSource(config(folder, folder)).read(PART, null, context);
    for await (const batch of reading.entries) {
      writeFileSync(join(folder, "changes"), "2".repeat(20));
      rmSync(join(folder, "vanishes"), { force: true });
      for (const entry of batch) {
        if (entry.kind !== "file") continue;
        if (entry.path === "changes") {
          assert.equal(Buffer.concat(await Array.fromAsync(entry.bytes())).length, 10);
        } else {
          await assert.rejects(Array.fromAsync(entry.bytes()), { code: "ENTRY_VANISHED" });
        }
      }
    }
    assert.deepEqual(findingCodes(context), ["ENTRY_CHANGED"]);
  });
});

test("files: a folder that may not be read keeps its entry and is a finding", async () => {
  await withFolder(async (folder) => {
    // As root nothing is unreadable, so a child with nobody's rights reads.
    mkdirSync(join(folder, "closed"), { mode: 0 });
    writeFileSync(join(folder, "open"), "1");
    chmodSync(folder, 0o755);
    const script = `
      import { walk } from ${JSON.stringify(join(import.meta.dirname, "walk.ts"))};
      import { OwnerNames } from ${JSON.stringify(join(import.meta.dirname, "owner.ts"))};
      if (process.getuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
      const context = { signal: new AbortController().signal, report: (p) => console.log(p.finding?.code ?? "", p.finding?.path ?? "") };
      const tree = { root: process.argv[1], exclusion: null, inner: new Set(), owners: new OwnerNames(), libc: null };
      for await (const batch of walk(tree, { id: "p" }, context)) for (const e of batch) console.log(e.path);
    `;
    const text = execFileSync(process.execPath, ["--input-type=module", "-e", script, folder], {
      encoding: "utf8",
    });
    assert.deepEqual(
      text
        .trim()
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean)
        .toSorted(),
      ["ENTRY_UNREADABLE closed", "closed", "open"],
    );
    chmodSync(join(folder, "closed"), 0o700);
  });
});

test("files: names of any bytes come back, and the order is that of the bytes", async () => {
  // Names from bytes without "/" and NUL, long ones, other scripts; the judge of the order is Buffer.compare.
  const name = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).map((text) => Buffer.from(text)),
    fc.constantFrom(
      ...[
        "n".repeat(255),
        "line\nbreak",
        "گزارش",
        "👩‍👩‍👧",
        "e\u0301",
        "é",
        "\uFFFD",
        "\uE000",
        "\u{10000}",
      ].map((text) => Buffer.from(text)),
    ),
  );
  const isUsable = (bytes: Buffer): boolean =>
    !bytes.includes(0) &&
    !bytes.includes(0x2f) &&
    bytes.length <= 255 &&
    ![".", "..", ".fivefold"].includes(bytes.toString("latin1"));
  await fc.assert(
    fc.asyncProperty(fc.array(name.filter(isUsable), { maxLength: 12 }), async (names) => {
      await withFolder(async (folder) => {
        const unique = [
          ...new Map(names.map((bytes) => [bytes.toString("latin1"), bytes])).values(),
        ];
        const root = join(folder, "root");
        mkdirSync(root);
        for (const [index, bytes] of unique.entries()) {
          const path = Buffer.concat([Buffer.from(`${root}/`), bytes]);
          if (index % 3 === 0) mkdirSync(path);
          else if (index % 3 === 1) writeFileSync(path, bytes);
          else symlinkSync(bytes, path);
        }
        const { entries } = await keep(openSource(config(root, folder)), testContext());
        assertInOrder(entries);
        const sorted = unique
          .toSorted((a, b) => a.compare(b))
          .map((bytes) => bytes.toString("hex"));
        assert.deepEqual(
          entries.slice(1).map(({ path }) => Buffer.from(systemPath(path)).toString("hex")),
          sorted,
        );
        const target = join(folder, "target");
        await roundTrip(config(root, folder), config(target, folder));
        assert.equal(listing(target), listing(root));
      });
    }),
    { numRuns: 30 },
  );
});

test("files: the faster way to look at a large folder says what lstat says", async () => {
  await withFolder(async (folder) => {
    // Entries of all kinds and times, read with the C library and without.
    makeTree(folder);
    for (let index = 0; index < 40; index++)
      writeFileSync(join(folder, `${index}`), "x".repeat(index));
    truncateSync(join(folder, "1"), 5 * 1024 ** 3);
    loadLibc()?.setTimes(join(folder, "2"), 0n, -1n);
    const facts = async (libc: ReturnType<typeof loadLibc>): Promise<unknown[]> => {
      const context = testContext();
      await using reading = openSource(config(folder, folder), realDisk(libc)).read(
        PART,
        null,
        context,
      );
      const entries = (await Array.fromAsync(reading.entries)).flat();
      return entries.map(({ path, kind, modifiedNs, mode, owner, origin, ...entry }) => {
        const sizeBytes = "sizeBytes" in entry ? entry.sizeBytes : null;
        return { path, kind, modifiedNs, mode, owner, origin, sizeBytes };
      });
    };
    assert.deepEqual(await facts(loadLibc()), await facts(null));
  });
});

test("files: a walk that is left early closes its folders", async () => {
  await withFolder(async (folder) => {
    for (let index = 0; index < 1100; index++) writeFileSync(join(folder, `${index}`), "");
    const before = readNames("/proc/self/fd").length;
    await using reading = openSource(config(folder, folder)).read(PART, null, testContext());
    for await (const batch of reading.entries) {
      assert.equal(batch.length, 1024);
      break;
    }
    assert.equal(readNames("/proc/self/fd").length, before);
  });
});

test("files: more entries than one batch come in order, and folders may be crossed", async () => {
  await withFolder(async (folder) => {
    for (let index = 0; index < 30; index++) {
      mkdirSync(join(folder, `f${index}`));
      for (let file = 0; file < 100; file++)
        writeFileSync(join(folder, `f${index}`, `${file}`), "");
    }
    const { entries, batches } = await keep(openSource(config(folder, folder)), testContext());
    assert.equal(entries.length, 3031);
    assert.deepEqual(batches, [1024, 1024, 983]);
    assertInOrder(entries);
  });
});

test("files: a sparse file stays sparse and a huge one needs no memory", async () => {
  await withFolder(async (folder) => {
    const root = join(folder, "root");
    mkdirSync(root);
    writeFileSync(join(root, "sparse"), "start");
    truncateSync(join(root, "sparse"), 64 * 1024 * 1024);
    const source = openSource(config(root, folder));
    const target = openSource(config(join(folder, "target"), folder));
    const context = testContext();
    await using reading = source.read(PART, null, context);
    await target.stage(PART, reading.entries, context);
    await target.swap(PART, context);
    const stat = lstatSync(join(folder, "target", "sparse"));
    assert.equal(stat.size, 64 * 1024 * 1024);
    assert.ok(stat.blocks * 512 < 1024 * 1024, "the zeros became holes");
    await target.clear(PART, context);
  });
});

test("files: a root that is a link is followed once and stays a link", async () => {
  await withFolder(async (folder) => {
    mkdirSync(join(folder, "real"));
    makeTree(join(folder, "real"));
    symlinkSync("real", join(folder, "root"));
    const its = config(join(folder, "root"), folder);
    const before = listing(join(folder, "real"));
    const kept = await keep(openSource(its), testContext());
    writeFileSync(join(folder, "real", "a.txt"), "changed");
    const context = testContext();
    await openSource(its).stage(PART, replay(kept.entries), context);
    await openSource(its).swap(PART, context);
    assert.equal(readlinkSync(join(folder, "root")), "real");
    assert.equal(listing(join(folder, "real")), before);
    await openSource(its).clear(PART, context);
  });
});

test("files: extended attributes come back where the system has them", async () => {
  await withFolder(async (folder) => {
    const libc = loadLibc();
    assert.ok(libc !== null, "koffi loads on Linux");
    const root = join(folder, "root");
    mkdirSync(root);
    writeFileSync(join(root, "file"), "1", { mode: 0o444 });
    libc.setAttribute(join(root, "file"), { name: "user.b", value: Buffer.from([0, 255]) });
    libc.setAttribute(join(root, "file"), { name: "user.a", value: new Uint8Array() });
    libc.setAttribute(root, { name: "user.root", value: Buffer.from("r") });
    await roundTrip(config(root, folder), config(join(folder, "target"), folder));
    assert.deepEqual(
      libc.attributes(join(folder, "target", "file")),
      libc.attributes(join(root, "file")),
    );
    assert.equal(libc.attributes(join(folder, "target", "file")).length, 2);
    assert.equal(libc.attributes(join(folder, "target"))[0]?.name, "user.root");
  });
});

test("files: without the C library the rest works and what is missing is said", async () => {
  await withFolder(async (folder) => {
    const root = join(folder, "root");
    mkdirSync(root);
    writeFileSync(join(root, "file"), "1");
    const disk = realDisk(null);
    const context = testContext();
    const kept = await keep(openSource(config(root, folder), disk), context);
    const target = openSource(config(join(folder, "target"), folder), disk);
    const withAttribute: Entry[] = kept.entries.map((entry) => ({
      ...entry,
      attributes: () => [{ name: "user.a", value: new Uint8Array(1) }],
    }));
    await target.stage(PART, replay(withAttribute), context);
    await target.swap(PART, context);
    assert.equal(readFileSync(join(folder, "target", "file"), "utf8"), "1");
    const stat = lstatSync(join(folder, "target", "file"));
    assert.ok(Math.abs(stat.mtimeMs - lstatSync(join(root, "file")).mtimeMs) < 1);
    assert.deepEqual(findingCodes(context), ["METADATA_UNRESTORABLE"]);
    const names = context.reports.flatMap((each) =>
      each.kind === "notIncluded" ? [each.notIncluded.name] : [],
    );
    assert.deepEqual(names, ["extended attributes", "nanoseconds"]);
    await target.clear(PART, context);
  });
});

test("files: a snapshot cannot write outside its folder", async () => {
  await withFolder(async (folder) => {
    // Hostile streams: names that lead out, and a file below a link to somewhere else.
    const root = join(folder, "root");
    mkdirSync(root);
    mkdirSync(join(folder, "victim"));
    writeFileSync(join(root, "x"), "1");
    symlinkSync(join(folder, "victim"), join(root, "link"));
    const { entries } = await keep(openSource(config(root, folder)), testContext());
    const file = entries.find(({ kind }) => kind === "file");
    assert.ok(file !== undefined);
    for (const path of ["../x", "link/x", "/x", "a//b", ".", "..", "missing/x", ""]) {
      const hostile = async function* (): Entries {
        yield entries;
        yield [{ ...file, path }];
      };
      const target = openSource(config(join(folder, "target"), folder));
      const context = testContext();
      await assert.rejects(target.stage(PART, hostile(), context), { code: "SNAPSHOT_FOREIGN" });
      await target.clear(PART, context);
    }
    assert.deepEqual(readNames(join(folder, "victim")), []);
  });
});

/** A part with "a/one" and "a/two", staged with only "a/one" chosen, and both written over since. */
async function withChosen(
  deed: (its: {
    readonly root: string;
    readonly open: () => Source;
    readonly context: TestContext;
    readonly kept: Kept;
  }) => Promise<void>,
  only: readonly string[] = ["a/one"],
): Promise<void> {
  await withFolder(async (folder) => {
    const root = join(folder, "root");
    mkdirSync(join(root, "a"), { recursive: true });
    for (const name of ["one", "two"]) writeFileSync(join(root, "a", name), name);
    const whole = config(root, folder);
    const kept = await keep(openSource(whole), testContext(), null, onlyThese(only));
    for (const name of ["one", "two"]) writeFileSync(join(root, "a", name), "newer");
    const open = (): Source => openSource({ ...whole, only });
    await deed({ root, open, context: testContext(), kept });
  });
}

test("files: a chosen path that is not the part's own, or is led elsewhere, is refused before anything is staged", async () => {
  await withFolder(async (folder) => {
    const root = join(folder, "root");
    mkdirSync(join(root, "real"), { recursive: true });
    mkdirSync(join(folder, "victim"));
    symlinkSync(join(folder, "victim"), join(root, "link"));
    writeFileSync(join(root, "file"), "1");
    const whole = { ...config(root, folder), exclude: ["cache", "**/*.tmp"], inner: ["in/ner.db"] };
    for (const [path, what] of [
      ["cache", "excluded"],
      ["cache/hit", "excluded"],
      ["real/a.tmp", "excluded"],
      ["real/.fivefold/x", "excluded"],
      ["in/ner.db", "inner"],
      ["in/ner.db-wal", "inner"],
      ["link/x", "way"],
      ["file/x", "way"],
    ] as const) {
      const source = openSource({ ...whole, only: [path] });
      const refused = (error: unknown): boolean =>
        error instanceof FivefoldError &&
        error.code === "PATH_BLOCKED" &&
        error.facts["what"] === what;
      const record = { entryCount: 1, sizeBytes: 0 } as PartRecord;
      await assert.rejects(source.need(PART, record), refused, path);
      await assert.rejects(source.stage(PART, replay([]), testContext()), refused, path);
    }
    assert.deepEqual(readNames(folder), ["root", "victim"]);
    assert.deepEqual(readNames(join(folder, "victim")), []);
  });
});

test("files: what leads to a chosen path stays a folder, whatever somebody puts in its place", async () => {
  await withChosen(async ({ root, open, context, kept }) => {
    await open().stage(PART, replay(kept.entries), context);
    const victim = join(root, "..", "victim");
    mkdirSync(victim);
    const replace = (): void => {
      renameSync(join(root, "a"), join(root, "moved"));
      symlinkSync(victim, join(root, "a"));
    };
    replace();
    await assert.rejects(open().swap(PART, context), { code: "PATH_BLOCKED" });
    rmSync(join(root, "a"));
    renameSync(join(root, "moved"), join(root, "a"));
    await open().swap(PART, context);
    assert.equal(readFileSync(join(root, "a", "one"), "utf8"), "one");
    replace();
    await open().unswap(PART, context);
    assert.deepEqual(readNames(victim), []);
    assert.equal(readFileSync(join(root, "a", "one"), "utf8"), "newer");
    assert.equal(readFileSync(join(root, "moved", "two"), "utf8"), "newer");
    await open().clear(PART, context);
  });
});

test("files: a chosen path that did not come leaves what is live", async () => {
  await withChosen(
    async ({ root, open, context, kept }) => {
      const came = kept.entries.filter(({ path }) => path !== "a/two");
      await open().stage(PART, replay(came), context);
      assert.notDeepEqual(await open().validate(PART, kept.record, context), []);
      await open().swap(PART, context);
      const text = (name: string): string => readFileSync(join(root, "a", name), "utf8");
      assert.deepEqual([text("one"), text("two")], ["one", "newer"]);
      await open().unswap(PART, context);
      assert.deepEqual([text("one"), text("two")], ["newer", "newer"]);
      await open().clear(PART, context);
    },
    ["a/one", "a/two"],
  );
});

test("files: only who has a chosen path open keeps it from coming back", async () => {
  await withChosen(async ({ root, open }) => {
    for (const [name, count] of [
      ["two", 0],
      ["one", 1],
    ] as const) {
      const child = spawn("sh", ["-c", 'exec 3<"$1"; echo; exec cat', "sh", join(root, "a", name)]);
      await once(child.stdout, "data");
      assert.equal((await open().busy(PART)).length, count, name);
      child.stdin.end();
      await once(child, "close");
    }
  });
});

test("files: a folder that had to be made is as the backup has it, and goes again, read-only or not", async () => {
  await withFolder(async (folder) => {
    const root = join(folder, "root");
    mkdirSync(join(root, "a", "b"), { recursive: true });
    writeFileSync(join(root, "a", "b", "one"), "one");
    writeFileSync(join(root, "a", "b", "two"), "two");
    chmodSync(join(root, "a", "b"), 0o555);
    utimesSync(join(root, "a"), 1, 981173107.25);
    const whole = config(root, folder);
    const only = ["a/b/one"];
    const kept = await keep(openSource(whole), testContext(), null, onlyThese(only));
    const wanted = listing(root, ["a/b/two"]);
    chmodSync(join(root, "a", "b"), 0o755);
    rmSync(join(root, "a"), { recursive: true });
    const before = listing(root);
    const context = testContext();
    const source = openSource({ ...whole, only });
    await source.stage(PART, replay(kept.entries), context);
    assert.deepEqual(await source.validate(PART, kept.record, context), []);
    for (let round = 0; round < 2; round++) {
      await source.swap(PART, context);
      const folders = (text: string): readonly string[] => text.split("\n").slice(1);
      assert.deepEqual(folders(listing(root)), folders(wanted));
      await source.unswap(PART, context);
      assert.equal(listing(root), before);
    }
    await source.clear(PART, context);
  });
});

test("files: a name that this system cannot have is a finding and the others are written", async () => {
  await withFolder(async (folder) => {
    const root = join(folder, "root");
    mkdirSync(root);
    writeFileSync(join(root, "x"), "1");
    const { entries, record } = await keep(openSource(config(root, folder)), testContext());
    const long: Entry[] = entries.map((entry) =>
      entry.kind === "file" ? { ...entry, path: "n".repeat(300) } : entry,
    );
    const target = openSource(config(join(folder, "target"), folder));
    const context = testContext();
    await target.stage(PART, replay([...long, ...entries.slice(1)]), context);
    assert.deepEqual(findingCodes(context), ["ENTRY_UNRESTORABLE"]);
    assert.notDeepEqual(await target.validate(PART, record, context), []);
    await target.clear(PART, context);
  });
});

test("files: what somebody puts into the way between two steps is never overwritten", async () => {
  await withFolder(async (folder) => {
    // The old root is away and the new one not yet there, when the app makes a root of its own.
    const root = join(folder, "root");
    mkdirSync(root);
    makeTree(root);
    const its = config(root, folder);
    const before = listing(root);
    const kept = await keep(openSource(its), testContext());
    const context = testContext();
    await openSource(its).stage(PART, replay(kept.entries), context);
    const area = join(folder, ".fivefold", context.run, "some%2Fpart");
    mkdirSync(join(area, "old"));
    renameSync(root, join(area, "old", "root"));
    mkdirSync(root);
    writeFileSync(join(root, "made meanwhile"), "1");
    await openSource(its).unswap(PART, context);
    assert.equal(listing(root), before);
    assert.equal(readFileSync(join(area, "stray", "1", "made meanwhile"), "utf8"), "1");
    await openSource(its).clear(PART, context);
  });
});

test("files: processes that have a file open are found, also by their folder", async () => {
  await withFolder(async (folder) => {
    writeFileSync(join(folder, "held"), "1");
    const source = openSource(config(folder, folder));
    assert.deepEqual(await source.busy(PART), []);
    const descriptor = openSync(join(folder, "held"), "r");
    const held = spawn("sleep", ["60"], { stdio: [descriptor, "ignore", "ignore"] });
    closeSync(descriptor);
    try {
      const holders = await source.busy(PART);
      assert.deepEqual(
        holders.map(({ pid }) => pid),
        [held.pid],
      );
    } finally {
      held.kill();
    }
  });
});

test("files: an area that died while it was cleared is never taken for one to unswap", async () => {
  await withFolder(async (folder) => {
    // Removing the old tree stops after its first file; what is left must not come back over the new state.
    const root = join(folder, "root");
    mkdirSync(root);
    makeTree(root);
    const its = config(root, folder);
    const kept = await keep(openSource(its), testContext());
    const context = testContext();
    await openSource(its).stage(PART, replay(kept.entries), context);
    await openSource(its).swap(PART, context);
    const content = listing(root);
    const real = realDisk(loadLibc());
    const dying = {
      ...real,
      removeTree: async (path: string): Promise<void> => {
        rmSync(join(path, "old", "root", "a.txt"));
        throw new Error("died");
      },
    };
    await assert.rejects(openSource(its, dying).clear(PART, context), /died/);
    await assert.rejects(openSource(its).unswap(PART, context), { code: "ASIDE_LOST" });
    assert.equal(listing(root), content);
    await openSource(its).clear(PART, context);
    assert.deepEqual(readNames(folder), ["root"]);
  });
});

test("files: what was put aside comes back where the folders around it were removed since", async () => {
  // The app took a tenant away, with its folder, after the restore: undo brings the folder back with it.
  await withFolder(async (folder) => {
    const tenant = join(folder, "tenants", "acme");
    const root = join(tenant, "files");
    mkdirSync(root, { recursive: true });
    chmodSync(folder, 0o750);
    makeTree(root);
    const before = listing(root);
    const its = config(root, folder);
    const kept = await keep(openSource(its), testContext());
    const context = testContext();
    await openSource(its).stage(PART, replay(kept.entries), context);
    await openSource(its).swap(PART, context);
    rmSync(join(folder, "tenants"), { recursive: true });
    assert.equal((await openSource(its).putAside(PART, context)).isLost, false);
    for (let time = 0; time < 2; time++) await openSource(its).unswap(PART, context);
    assert.equal(listing(root), before);
    await openSource(its).clear(PART, context);
    assert.deepEqual(readNames(folder), ["tenants"]);
    const modes = [folder, dirname(tenant), tenant].map((path) => lstatSync(path).mode & 0o7777);
    assert.deepEqual(modes, [0o750, 0o750, 0o750], "the app can enter them as the one above");
  });
});

test(
  "files: data that was moved to another volume since is not half put back",
  { skip: process.platform !== "linux" },
  async () => {
    // Memory is the other volume; a link leads there from where the data was.
    const memory = mkdtempSync("/dev/shm/fivefold-files-");
    try {
      await withFolder(async (folder) => {
        const data = join(folder, "data");
        const root = join(data, "root");
        mkdirSync(root, { recursive: true });
        makeTree(root);
        const before = listing(root);
        const its = config(root, folder);
        const kept = await keep(openSource(its), testContext());
        const context = testContext();
        await openSource(its).stage(PART, replay(kept.entries), context);
        await openSource(its).swap(PART, context);
        const swapped = listing(data);
        cpSync(data, join(memory, "data"), { recursive: true, verbatimSymlinks: true });
        renameSync(data, join(folder, "away"));
        symlinkSync(join(memory, "data"), data);
        const moved = { code: "ASIDE_IMPOSSIBLE", facts: { path: data, what: "moved" } };
        await assert.rejects(openSource(its).putAside(PART, context), moved);
        await assert.rejects(openSource(its).unswap(PART, context), moved);
        rmSync(data);
        renameSync(join(folder, "away"), data);
        assert.equal(listing(data), swapped, "nothing was changed");
        await openSource(its).unswap(PART, context);
        assert.equal(listing(root), before);
      });
    } finally {
      rmSync(memory, { recursive: true });
    }
  },
);

test("files: the time of a root whose children are renamed is that of its state", async () => {
  await withFolder(async (folder) => {
    const root = join(folder, "root");
    mkdirSync(root);
    makeTree(root);
    utimesSync(root, 1, 981173106.5);
    const its = config(root, root); // the description lies inside: the root cannot move
    const before = listing(root);
    const kept = await keep(openSource(its), testContext());
    const context = testContext();
    assert.equal((await openSource(its).need(PART, kept.record)).swaps, "children");
    writeFileSync(join(root, "new"), "1");
    utimesSync(root, 1, 1000000000);
    const changed = listing(root);
    await openSource(its).stage(PART, replay(kept.entries), context);
    assert.equal(listing(root), changed);
    await openSource(its).swap(PART, context);
    assert.equal(listing(root), before);
    await openSource(its).unswap(PART, context);
    assert.equal(listing(root), changed);
    await openSource(its).swap(PART, context);
    await openSource(its).clear(PART, context);
    assert.equal(listing(root), before);
  });
});

test("files: a rename that a virus scanner holds up for a moment is tried again", async () => {
  await withFolder(async (folder) => {
    // EPERM and EBUSY three times, then the rename goes through; the clock is the test's own.
    const root = join(folder, "root");
    mkdirSync(root);
    makeTree(root);
    const its = config(root, folder);
    const kept = await keep(openSource(its), testContext());
    const context = testContext();
    await openSource(its).stage(PART, replay(kept.entries), context);
    writeFileSync(join(root, "a.txt"), "changed");
    const real = realDisk(loadLibc());
    let refusals = 0;
    const held = {
      ...real,
      rename: async (from: string, to: string): Promise<void> => {
        if (++refusals % 4 !== 0) {
          throw Object.assign(new Error("held"), { code: refusals % 2 === 0 ? "EPERM" : "EBUSY" });
        }
        await real.rename(from, to);
      },
    };
    const slept: number[] = [];
    const clock = { ...context.clock, sleep: async (ms: number) => void slept.push(ms) };
    await openSource(its, held).swap(PART, { ...context, clock });
    assert.equal(readFileSync(join(root, "a.txt"), "utf8"), "first");
    assert.deepEqual(slept.slice(0, 3), [80, 160, 320]);
    await openSource(its).clear(PART, context);
  });
});

test("files: nothing is staged through a planted .fivefold, and a foreign one elsewhere is left alone", async () => {
  await withFolder(async (folder) => {
    const root = join(folder, "root");
    const victim = join(folder, "victim");
    mkdirSync(root);
    mkdirSync(victim);
    writeFileSync(join(root, "a"), "1");
    const { entries, record } = await keep(openSource(config(root, folder)), testContext());
    symlinkSync(victim, join(folder, ".fivefold"));
    const source = openSource(config(root, folder));
    const context = testContext();
    const refused = {
      code: "ASIDE_IMPOSSIBLE",
      facts: { path: join(folder, ".fivefold"), what: "link" },
    };
    await assert.rejects(source.need(PART, record), refused);
    await assert.rejects(source.stage(PART, replay(entries), context), refused);
    await source.clear(PART, context);
    mkdirSync(join(victim, context.run));
    await assert.rejects(source.clear(PART, context), refused);
    assert.deepEqual(readNames(victim), [context.run]);
    rmSync(join(victim, context.run), { recursive: true });
    // The description lies inside the root: the area beside the root is not this part's.
    const inside = openSource(config(root, root));
    await inside.stage(PART, replay(entries), context);
    await inside.swap(PART, context);
    await inside.unswap(PART, context);
    await inside.clear(PART, context);
    assert.deepEqual(readNames(victim), []);
  });
});

test("files: contents that cannot write themselves here are a finding of their entry, other trouble stops", async () => {
  await withFolder(async (folder) => {
    const root = join(folder, "root");
    mkdirSync(root);
    writeFileSync(join(root, "x"), "1");
    const { entries } = await keep(openSource(config(root, folder)), testContext());
    const target = openSource(config(join(folder, "target"), folder));
    const failing = (code: string): Entry[] =>
      entries.map((entry) =>
        entry.kind === "file"
          ? Object.assign(
              { ...entry },
              {
                writeTo: async () => {
                  throw new FivefoldError("ENTRY_UNRESTORABLE", { path: entry.path, code });
                },
              },
            )
          : entry,
      );
    for (const code of ["ENAMETOOLONG", "EACCES", "EINVAL"]) {
      const context = testContext();
      await target.stage(PART, replay(failing(code)), context);
      assert.deepEqual(findingCodes(context), ["ENTRY_UNRESTORABLE"]);
      await target.clear(PART, context);
    }
    const context = testContext();
    await assert.rejects(target.stage(PART, replay(failing("EIO")), context));
    await target.clear(PART, context);
  });
});

test("files: a private folder with one file of its own name and time comes back as a folder", async () => {
  await withFolder(async (folder) => {
    const root = join(folder, "data");
    mkdirSync(root, { mode: 0o700 });
    writeFileSync(join(root, "data"), "1");
    utimesSync(join(root, "data"), 1000, 1000);
    utimesSync(root, 1000, 1000);
    const before = listing(root);
    const source = openSource(config(root, folder));
    const { entries } = await keep(source, testContext());
    rmSync(root, { recursive: true });
    const context = testContext();
    await source.stage(PART, replay(entries), context);
    await source.swap(PART, context);
    assert.equal(listing(root), before);
    await source.clear(PART, context);
  });
});

test("files: a folder exchanged for a link or another one while it is looked at is not entered", async () => {
  // The owners are asked between `lstat` and `readdir`: at that moment the folder is exchanged.
  for (const libc of [loadLibc(), null]) {
    for (const exchange of [
      (at: string, outside: string) => symlinkSync(outside, at),
      (at: string, outside: string) => renameSync(outside, at),
    ]) {
      await withFolder(async (folder) => {
        const [root, outside] = [join(folder, "root"), join(folder, "outside")];
        mkdirSync(join(root, "a"), { recursive: true });
        mkdirSync(outside);
        writeFileSync(join(outside, "secret"), "1");
        writeFileSync(join(root, "z"), "1");
        const real = new OwnerNames();
        let asked = 0;
        const owners = Object.assign(new OwnerNames(), {
          of: (uid: number, gid: number) => {
            if (++asked === 2) {
              renameSync(join(root, "a"), join(folder, "away"));
              exchange(join(root, "a"), outside);
            }
            return real.of(uid, gid);
          },
        });
        const context = testContext();
        const tree = { root, exclusion: null, inner: new Set<string>(), owners, libc };
        const batches = await Array.fromAsync(walk(tree, PART, context));
        const paths = batches.flat().map(({ path }) => path);
        assert.deepEqual(paths, ["", "a", "z"]);
        assert.deepEqual(findingCodes(context), ["ENTRY_CHANGED"]);
      });
    }
  }
});
