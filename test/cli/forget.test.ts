/**
 * Goal: a keep rule never takes a tenant's only backup for an older one of another tenant. Method: the command line as
 * whole processes on a small app; what the list still shows is looked at.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { SmallApp } from "./small-app.ts";

test("forget: counts each tenant's and each part's backups apart", async () => {
  await using app = await SmallApp.make();
  await app.init();
  const backup = async (...words: readonly string[]): Promise<string> => {
    const ended = await app.run(["backup", ...words, "--json"]);
    assert.equal(ended.exit, 0, ended.err);
    return String(ended.result()["snapshot"]);
  };
  const old = await backup("--tenant", "acme");
  const beta = await backup("--tenant", "beta");
  const login = await backup("--part", "login");
  const acme = await backup("--tenant", "acme");
  const settings = await backup("--part", "settings");
  const forget = await app.run(["forget", "--keep-last", "1", "--json"]);
  assert.deepEqual(forget.result()["forget"], [old], forget.err);
  const list = (await app.run(["list", "--json"])).result()["snapshots"] as readonly {
    readonly id: string;
  }[];
  assert.deepEqual(
    list.map(({ id }) => id),
    [beta, login, acme, settings],
  );
});
