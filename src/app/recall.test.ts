/*
 * Goal: what the home remembers comes back, and whatever else stands in its files is no harm. Method: a home in a
 * temporary folder; its files are replaced by rubbish of several kinds.
 */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { SnapshotId, TenantRecord } from "../model/snapshot.ts";
import type { Home } from "./home.ts";
import { homeAt } from "./home.ts";
import { recallTenants, recallVault, rememberTenants, rememberVault } from "./recall.ts";

const ACME = { id: "acme", title: "Acme, Ltd." } as TenantRecord;
const FIRST = "a".repeat(64) as SnapshotId;

async function homeFor(t: TestContext): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), "fivefold-recall-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const home = homeAt(folder, "kontor");
  await mkdir(home.cache);
  return home;
}

test("recall: gives back what was remembered, each vault's own, and forgets what is gone", async (t) => {
  const home = await homeFor(t);
  assert.equal(await recallVault(home, "/one"), null);
  await rememberVault(home, "/one", { vault: "v1", key: "k1" });
  await rememberVault(home, "/two", { vault: "v2", key: "k2" });
  await rememberVault(home, "/one", { vault: "v1", key: "k3" });
  assert.deepEqual(await recallVault(home, "/one"), { vault: "v1", key: "k3" });
  assert.deepEqual(await recallVault(home, "/two"), { vault: "v2", key: "k2" });
  await rememberTenants(home, "v1", new Map([[FIRST, [ACME]]]));
  await rememberTenants(home, "v2", new Map());
  assert.deepEqual([...(await recallTenants(home, "v1"))], [[FIRST, [ACME]]]);
  await rememberTenants(home, "v1", new Map());
  assert.deepEqual([...(await recallTenants(home, "v1"))], []);
});

test("recall: a file with something else in it is as good as none", async (t) => {
  const home = await homeFor(t);
  const rubbish = ["", "{", "null", "7", "[]", '{"/one":1,"v1":1}', '{"/one":{"vault":7}}'];
  for (const text of [...rubbish, `{"v1":{"${FIRST}":[{"id":1}]}}`]) {
    for (const name of ["vaults.json", "tenants.json"])
      await writeFile(join(home.cache, name), text);
    assert.equal(await recallVault(home, "/one"), null, text);
    assert.equal((await recallTenants(home, "v1")).size, 0, text);
    await rememberVault(home, "/one", { vault: "v1", key: "k1" });
    assert.deepEqual(await recallVault(home, "/one"), { vault: "v1", key: "k1" }, text);
  }
});
