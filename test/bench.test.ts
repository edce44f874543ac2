/**
 * The benchmark runs, and its tables say what was measured.
 *
 * Goal: `npm run bench` does not rot between the rare times when somebody waits for it. Method: tiny data, every row, the
 * programs that the tests have anyway; the tables are proved on figures made by hand.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { changeCorpus, makeCorpus } from "../bench/corpus.ts";
import { median } from "../bench/measure.ts";
import { insert, report } from "../bench/report.ts";
import { JOB_ROWS } from "../bench/jobs.ts";
import { ROWS } from "../bench/rows.ts";

const BENCH = fileURLToPath(new URL("../bench/bench.ts", import.meta.url));
const OURS = fileURLToPath(new URL("../bin/fivefold", import.meta.url));

function temporary(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "fivefold-bench-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

test("bench: every row runs on small data with ours, restic and tar", () => {
  using folder = temporary();
  const programs = ["--fivefold", OURS, "--restic", "restic", "--programs", "fivefold,restic,tar"];
  const output = execFileSync(
    process.execPath,
    [BENCH, "--small", "--dir", folder.path, ...programs],
    { encoding: "utf8" },
  );
  for (const { id } of ROWS) {
    for (const name of ["Fivefold", "restic"])
      assert.match(output, new RegExp(`^${id} 1/1 ${name}: \\d+\\.\\d+ s, CPU .* MB$`, "m"));
  }
  for (const name of ["plain", "in place"])
    assert.match(output, new RegExp(`^restore-safe 1/1 ${name}: \\d+\\.\\d+ s, CPU `, "m"));
  assert.match(output, /^\| restore in place, with all safety \| .* \| at most 2\.2 \|/m);
  for (const { id, title } of JOB_ROWS) {
    for (const name of ["in the service", "whole process"])
      assert.match(output, new RegExp(`^${id} 1/1 ${name}: \\d+\\.\\d+ s, CPU `, "m"));
    assert.match(output, new RegExp(`^\\| ${title} \\| \\d`, "m"));
  }
  assert.match(output, /^first 1\/1 tar\+zstd: /m);
  assert.match(output, /^\| first backup \| \d.* \| \d+\.\d\d \| \d+\.\d\d \| 1\.7 \|/m);
});

test("bench: a row that does not exist is refused", () => {
  assert.throws(
    () => execFileSync(process.execPath, [BENCH, "--small", "--only", "second"], { stdio: "pipe" }),
    /There is no row "second"/,
  );
});

test("corpus: the same seed makes the same files, and each round changes others", () => {
  const size = {
    databaseRows: { login: 30, north: 300 },
    textFolders: 2,
    textsPerFolder: 50,
    documentBytes: 200_000,
  };
  using one = temporary();
  using two = temporary();
  makeCorpus(one.path, size, 1);
  makeCorpus(two.path, size, 1);
  const before = hashes(one.path);
  assert.deepEqual(hashes(two.path), before);
  changeCorpus(one.path, size, 1);
  const first = hashes(one.path);
  assert.equal(changes(before, first), 3, "one text, one document, one database");
  changeCorpus(one.path, size, 2);
  assert.equal(changes(first, hashes(one.path)), 3);
});

function hashes(folder: string): ReadonlyMap<string, string> {
  const entries = globSync("**", { cwd: folder, withFileTypes: true }).filter((e) => e.isFile());
  return new Map(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => [
        path.slice(folder.length),
        createHash("sha256").update(readFileSync(path)).digest("hex"),
      ]),
  );
}

function changes(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): number {
  assert.deepEqual([...a.keys()], [...b.keys()]);
  return [...a].filter(([path, hash]) => b.get(path) !== hash).length;
}

test("report: ratios are of medians, and the document keeps what stands around the markers", () => {
  const runs = (...walls: readonly number[]) =>
    walls.map((wallSeconds) => ({ wallSeconds, cpuSeconds: wallSeconds * 2, peakMegabytes: 99.6 }));
  const text = report({
    machine: ["2 cores"],
    rows: {
      first: {
        day: "2026-11-22",
        series: {
          restic: { runs: runs(9, 30, 6), repositoryBytes: 1_100_000 },
          Fivefold: { runs: runs(5, 4, 6), repositoryBytes: 1_000_000 },
        },
      },
    },
  });
  assert.match(text, /^- 2 cores$/m);
  assert.ok(
    text.includes(
      "| first backup | 5.00 / 10.0 (4.00–6.00) | 9.00 / 18.0 (6.00–30.0) | 1.80 | 1.80 | 1.7 | 2026-11-22, 3 |",
    ),
    text,
  );
  assert.match(text, /\| repository after the first backup, MB \| 1\.0 \| 1\.1 \|/);
  assert.match(text, /\| peak memory, MB: first backup \| 100 \| 100 \| Fivefold at most 350 \|/);
  const document = "a\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nb\n";
  const changed = insert(document, "new");
  assert.equal(changed, "a\n<!-- bench: begin -->\n\nnew\n\n<!-- bench: end -->\nb\n");
  assert.equal(insert(changed, "new"), changed);
  assert.throws(() => insert("a", "new"), /has no/);
});

test("median: the middle of an odd number, the mean of the two middles of an even one", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([7]), 7);
});
