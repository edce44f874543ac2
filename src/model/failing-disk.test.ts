import assert from "node:assert/strict";
import { test } from "node:test";
import { FivefoldError } from "./error.ts";
import { failingDisk, isFromFailingDisk } from "./failing-disk.ts";

// Goal: only the app's own disk, and only errors of the device, count. Method: what rooms throw and report.

const thrownBySystem = (code: string): Error => Object.assign(new Error(code), { code });
const thrownBySqlite = (errcode: number): Error =>
  Object.assign(new Error("disk I/O error"), { code: "ERR_SQLITE_ERROR", errcode });

test("failing disk: EIO of the system and SQLite's errors of the device are one thing, a full disk is another", () => {
  // SQLITE_IOERR_CORRUPTFS is what SQLite makes of a read that gives EIO, SQLITE_IOERR_READ of one that gives another.
  for (const thrown of [thrownBySystem("EIO"), thrownBySqlite(8458), thrownBySqlite(266)]) {
    const error = failingDisk(thrown, "/app");
    assert.equal(error?.code, "DISK_FAILING");
    assert.equal(error.facts["path"], "/app");
    assert.equal(error.cause, thrown);
  }
  // SQLITE_IOERR_SHORT_READ is a file cut off, SQLITE_FULL a full disk.
  for (const thrown of [thrownBySystem("ENOSPC"), thrownBySqlite(522), thrownBySqlite(13), null])
    assert.equal(failingDisk(thrown, "/app"), null);
});

test("failing disk: the place of the backups is another disk", () => {
  const facts = { reason: "EIO" };
  for (const code of ["ENTRY_UNREADABLE", "SOURCE_UNREADABLE", "TENANTS_UNREADABLE"] as const)
    assert.ok(isFromFailingDisk(new FivefoldError(code, facts)), code);
  for (const code of ["PLACE_UNREACHABLE", "OBJECT_UNREADABLE"] as const)
    assert.equal(failingDisk(new FivefoldError(code, facts), "/app"), null, code);
  assert.equal(
    isFromFailingDisk(new FivefoldError("ENTRY_UNREADABLE", { reason: "EACCES" })),
    false,
  );
});
