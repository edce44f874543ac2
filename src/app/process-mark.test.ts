// Goal: helpers of the system see no secret of ours. Method: a program that prints its environment is run as they are.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tellOf } from "./process-mark.ts";

test("tellOf: the program is given PATH and LANG, and nothing else of our environment", async (t) => {
  const { PATH = "", SystemRoot, FIVEFOLD_PASSWORD: before } = process.env;
  t.after(() => {
    if (before === undefined) delete process.env["FIVEFOLD_PASSWORD"];
    else process.env["FIVEFOLD_PASSWORD"] = before;
  });
  process.env["FIVEFOLD_PASSWORD"] = "a secret";
  const printing = "process.stdout.write(JSON.stringify(process.env))";
  const seen: unknown = JSON.parse(await tellOf(process.execPath, ["-e", printing]));
  const root = SystemRoot === undefined ? {} : { SystemRoot };
  assert.deepEqual(seen, { LANG: "C", PATH, ...root });
});
