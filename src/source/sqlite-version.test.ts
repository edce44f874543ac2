// Goal: every piece that the version must hold makes it different. Method: files of the right shape, changed byte by
// byte; times are kept, so that nothing but the bytes can tell.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { testContext } from "../../test/conformance/source.ts";
import { isUnchanged, takeVersion, untrusted } from "./sqlite-version.ts";

test("version: each byte of the counters in -shm counts, and no other", () => {
  // The database and its WAL are not touched: their sizes, times and bytes stay. A commit into a restarted WAL within one
  // tick of the clock looks like this.
  const folder = mkdtempSync(join(tmpdir(), "fivefold-version-"));
  try {
    const path = join(folder, "app.db");
    writeFileSync(path, Buffer.alloc(4096, 2));
    writeFileSync(`${path}-wal`, Buffer.alloc(5000, 3));
    writeFileSync(`${path}-shm`, Buffer.alloc(32768, 4));
    const context = testContext();
    const later = { ...context, clock: { ...context.clock, nowMs: () => Date.now() + 10_000 } };
    const known = takeVersion(path, later).version;
    assert.ok(isUnchanged(known, takeVersion(path, later)));
    for (let at = 0; at < 60; at++) {
      const shared = readFileSync(`${path}-shm`);
      shared[at] = 5;
      writeFileSync(`${path}-shm`, shared);
      const counts = at >= 8 && at < 48;
      assert.equal(isUnchanged(known, takeVersion(path, later)), !counts, `byte ${at}`);
      shared[at] = 4;
      writeFileSync(`${path}-shm`, shared);
    }
    for (const size of [0, 47]) {
      writeFileSync(`${path}-shm`, Buffer.alloc(size, 4));
      assert.equal(takeVersion(path, later).isTrusted, false, "a short -shm says nothing");
    }
    writeFileSync(`${path}-wal`, "");
    assert.equal(takeVersion(path, later).isTrusted, true, "an empty WAL needs no -shm");
    writeFileSync(`${path}-journal`, "left by a dead writer");
    assert.equal(takeVersion(path, later).isTrusted, false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("version: an untrusted one equals none, not even itself", () => {
  const context = testContext("run-1");
  const marked = untrusted("sqlite 1", context);
  assert.equal(untrusted(marked, testContext("run-2")), marked);
  const now = { version: marked, isTrusted: false, settled: "", sizeBytes: 0 };
  const rest = { hasWal: false, isWalMode: false, hasJournal: false };
  assert.equal(isUnchanged(marked, { ...now, ...rest }), false);
});
