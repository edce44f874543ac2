import assert from "node:assert/strict";
import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { contentOf } from "../../src/model/place.ts";
import { FolderPlace } from "../../src/place/folder.ts";
import { listed, placeContext } from "../conformance/place.ts";
import { resticOk } from "./restic.ts";

test("folder and restic: see the same objects with the same modes, and neither minds temporary files", async (t) => {
  // Restic makes a repository; what dead writers of both kinds leave is put into each of its folders.
  const base = mkdtempSync(join(tmpdir(), "fivefold-place-"));
  t.after(() => rmSync(base, { recursive: true, force: true }));
  const folder = join(base, "repository");
  resticOk(folder, "x", ["init"]);
  writeFileSync(join(base, "file"), "to back up");
  resticOk(folder, "x", ["backup", "--quiet", join(base, "file")]);
  const place = new FolderPlace(folder);
  const objects = await listed(place);
  const packs = resticOk(folder, "x", ["list", "packs"]).trim().split("\n");
  assert.ok(packs.length > 0);
  for (const id of packs) assert.ok((objects[`data/${id.slice(0, 2)}/${id}`] ?? 0) > 32, id);
  const kinds = Object.keys(objects).map((key) => key.split("/")[0]);
  assert.deepEqual(new Set(kinds), new Set(["config", "data", "index", "keys", "snapshots"]));

  const [key = ""] = Object.keys(objects).filter((each) => each.startsWith("data/"));
  const id = "ab".repeat(32);
  await place.put(`data/ab/${id}`, contentOf(Buffer.from("x")), placeContext());
  const modeOf = (name: string): number => lstatSync(join(folder, name)).mode & 0o777;
  assert.equal(modeOf(`data/ab/${id}`), modeOf(key));
  await place.remove(`data/ab/${id}`, placeContext());

  for (const name of ["", "data", "data/00", "index", "keys", "snapshots", "locks"]) {
    writeFileSync(join(folder, name, `${id}-tmp-00000000-1-0a0b0c0d`), "ours");
    writeFileSync(join(folder, name, `${id}-tmp-123456789`), "restic's");
  }
  assert.deepEqual(await listed(place), objects);
  resticOk(folder, "x", ["check", "--read-data"]);
  assert.match(resticOk(folder, "x", ["snapshots"]), /1 snapshots/);
  resticOk(folder, "x", ["prune"]);
  assert.ok(readdirSync(join(folder, "data", "00")).length >= 2);
});
