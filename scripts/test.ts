/**
 * `npm test` and, with `--long`, `npm run test:long`: provides the foreign judges, then checks, then runs every test.
 *
 * Ends with the counts that Node's own test runner prints. Files named after the options are run instead of all.
 */

import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { pass, staticChecks } from "./check.ts";
import { type Need, provide } from "./provide.ts";
import { ROOT, show } from "./run.ts";

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

async function run(args: readonly string[]): Promise<number> {
  const isLong = args.includes("--long");
  const named = args.filter((each) => each !== "--long");
  if (!(await provide(NEEDS))) return 1;
  if (!(await pass(staticChecks()))) return 1;
  const files = named.length > 0 ? named : globSync(TESTS, { cwd: ROOT }).toSorted();
  const options = [
    "--test",
    "--test-reporter=spec",
    `--test-concurrency=${availableParallelism()}`,
  ];
  const { status } = await show({
    program: process.execPath,
    args: [...options, ...files],
    environment: isLong ? { FIVEFOLD_TEST_LONG: "1" } : {},
  });
  return status;
}

process.exitCode = await run(process.argv.slice(2));
