/**
 * `npm test` and, with `--long`, `npm run test:long`: provides the foreign judges, then checks, then runs every test.
 *
 * Ends with the counts that Node's own test runner prints. Files named after the options are run instead of all. All processes
 * share one cache of compiled code: the tests start our command some thousand times.
 */

import { globSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { run as runTests } from "node:test";
import { spec } from "node:test/reporters";
import { pass, staticChecks } from "./check.ts";
import { freshPage } from "./page.ts";
import { type Need, provide } from "./provide.ts";
import { ROOT } from "./run.ts";

const NEEDS: readonly Need[] = [
  { probe: "restic", package: "restic" },
  { probe: "7zz", package: "7zip" },
  { probe: "unzip", package: "unzip" },
  { probe: "zip", package: "zip" },
  { probe: "sqlite3", package: "sqlite3" },
  { probe: "getfattr", package: "attr" },
  { probe: "bsdtar", package: "libarchive-tools" },
  { probe: "python3", package: "python3" },
  { probe: "tar", package: "tar" },
  { probe: "zstd", package: "zstd" },
  { probe: "/usr/bin/time", package: "time" },
  { probe: "/usr/bin/chromium", package: "chromium" },
  { probe: "exim4", package: "exim4-daemon-light", service: "exim4" },
  { probe: "openssl", package: "openssl" },
  { probe: "age", package: "age" },
  { probe: "pdftotext", package: "poppler-utils" },
  { probe: "trytond", package: "tryton-server" },
  {
    probe: "/usr/lib/python3/dist-packages/trytond/modules/party",
    package: "tryton-modules-party",
  },
  {
    probe: "/usr/lib/python3/dist-packages/trytond/modules/company",
    package: "tryton-modules-company",
  },
];

const TESTS = ["src", "test", "examples", "kernel"].map((folder) => `${folder}/**/*.test.ts`);

/** Begun first, so that none of them is still running when all else has ended; the longest first. */
const LONG_ONES: readonly string[] = [
  "test/interop/restic.test.ts",
  "test/kill/kill.test.ts",
  "test/cli/terminal.test.ts",
  "test/cli/parcel.test.ts",
  "test/cli/trouble.test.ts",
  "test/cli/help.test.ts",
  "src/parcel/zip-writer.test.ts",
  "test/browser/flows.test.ts",
  "test/browser/screens.test.ts",
  "test/bench.test.ts",
  "test/cli/commands.test.ts",
  "src/vault/vault.test.ts",
  "src/source/sqlite.test.ts",
  "examples/invoicing/invoicing.test.ts",
];

/** So many files are named with their time: where to look when a run takes long. */
const SLOWEST = 20;

async function run(args: readonly string[]): Promise<number> {
  const isLong = args.includes("--long");
  const named = args.filter((each) => each !== "--long");
  if (!(await provide(NEEDS))) return 1;
  if (!(await pass(staticChecks()))) return 1;
  if (isLong) process.env["FIVEFOLD_TEST_LONG"] = "1";
  process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "node-compile-cache");
  const all = globSync(TESTS, { cwd: ROOT }).toSorted();
  const files = named.length > 0 ? named : [...new Set([...LONG_ONES, ...all])];
  // Node's command sorts what it is given by name
  // Once, and not by each of the tests that open it.
  await freshPage();
  const tests = runTests({ cwd: ROOT, files, concurrency: availableParallelism() });
  let isWell = false;
  const took: { readonly file: string; readonly seconds: number }[] = [];
  tests.on("test:summary", ({ file, success, duration_ms: durationMs }) => {
    if (file === undefined) isWell = success;
    else took.push({ file: relative(ROOT, file), seconds: durationMs / 1000 });
  });
  for await (const text of tests.compose<NodeJS.ReadableStream>(new spec()))
    process.stdout.write(text);
  const slowest = took.toSorted((one, other) => other.seconds - one.seconds).slice(0, SLOWEST);
  if (files.length > SLOWEST)
    for (const { file, seconds } of slowest)
      process.stdout.write(`${seconds.toFixed(0).padStart(5)} s ${file}\n`);
  return isWell ? 0 : 1;
}

process.exitCode = await run(process.argv.slice(2));
