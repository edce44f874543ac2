// Goal: the lines by which a parcel's files are proved are coreutils' own. Method: `sha256sum` as the writer and the judge,
// over names that need escaping and names that do not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sumsLine } from "./layout.ts";

test("layout: lines of sums are what sha256sum writes and checks", () => {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-layout-"));
  try {
    const names = ["a.txt", "a b", "می‌روم", "back\\slash", "line\nend", "return\rend", "\\\n\r\\"];
    const lines: Buffer[] = [];
    for (const name of names) {
      writeFileSync(join(folder, name), name);
      lines.push(sumsLine(createHash("sha256").update(name).digest(), name));
    }
    const sums = Buffer.concat(lines);
    assert.equal(sums.toString(), execFileSync("sha256sum", names, { cwd: folder }).toString());
    execFileSync("sha256sum", ["--check", "--quiet", "--strict"], { cwd: folder, input: sums });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
