/**
 * What a place held that is not connected.
 *
 * Goal: the page tells what a place that is away held and when it was seen, apart from what can be used now; when it is back it
 * is like any other. Method: the real server; the place's folder is moved away and back.
 */

import assert from "node:assert/strict";
import { mkdir, rename } from "node:fs/promises";
import { test } from "node:test";
import { SmallServer } from "./small-server.ts";

test("away: a place's backups are told apart as long as it is away, with when it was seen", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const folder = small.folder.at("usb");
  await mkdir(folder);
  await owner.call("POST /api/places", { name: "usb", folder });
  const made = await owner.run("POST /api/backups", { choice: {}, to: "usb", file: null });
  assert.equal(made.outcome, "done");
  const there = await owner.call("GET /api/backups");
  assert.deepEqual([there.backups.length, there.away, there.troubles], [1, [], []]);

  await rename(folder, `${folder}.away`);
  const { backups, away, troubles } = await owner.call("GET /api/backups");
  assert.deepEqual([backups, troubles], [[], []]);
  const [usb, other] = away;
  assert.ok(usb !== undefined && other === undefined);
  assert.equal(usb.place, "usb");
  assert.ok(Math.abs(Date.parse(usb.seenAt) - Date.now()) < 600_000);
  assert.deepEqual(
    usb.backups.map(({ id, place, takenAt }) => ({ id, place, takenAt })),
    there.backups.map(({ id, place, takenAt }) => ({ id, place, takenAt })),
  );
  // It counts for nothing: no backup is safe where nobody can reach it.
  const home = await owner.call("GET /api/home");
  assert.equal(home.lastBackup, null);
  assert.ok(home.concerns.some(({ what }) => what === "placeAway" || what === "never"));

  await rename(`${folder}.away`, folder);
  const back = await owner.call("GET /api/backups");
  assert.deepEqual([back.backups.length, back.away], [1, []]);
});
