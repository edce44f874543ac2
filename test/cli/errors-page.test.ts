/* Goal: the page of errors is what the table and the sentences say. Method: it is made anew and compared. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ERRORS_PAGE, errorsPage } from "../../scripts/errors-page.ts";
import { ROOT } from "./small-app.ts";

test("docs/errors.md: is what the table and the sentences say now", async () => {
  const page = await readFile(join(ROOT, ERRORS_PAGE), "utf8");
  assert.equal(page, errorsPage(), "run `node scripts/errors-page.ts --write`");
});
