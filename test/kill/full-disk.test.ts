/** A full disk stops a backup or a prune with one clear error and loses nothing. */

// Goal: what was listed before the disk was full comes back afterwards, and making room is enough to go on. Method: a
// vault on a small memory disk that is really full; restic is the judge. Only root can mount one: anybody else runs this
// file once more as the root of a namespace of their own.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { TemporaryFolder, describe, must, run } from "../fixtures/command.ts";
import { noise } from "../fixtures/odd-files.ts";
import { Ground, SEED } from "./ground.ts";

/** A memory disk in place of the vault's folder, with what the folder had. */
class SmallDisk implements AsyncDisposable {
  readonly path: string;

  private constructor(folder: string) {
    this.path = folder;
  }

  static async mount(folder: string, sizeMegabytes: number): Promise<SmallDisk> {
    const away = `${folder}.away`;
    fs.renameSync(folder, away);
    fs.mkdirSync(folder);
    await must(["mount", "-t", "tmpfs", "-o", `size=${sizeMegabytes}m`, "fivefold-test", folder]);
    await must(["cp", "-a", `${away}/.`, folder]);
    return new SmallDisk(folder);
  }

  freeBytes(): number {
    const { bavail, bsize } = fs.statfsSync(this.path);
    return bavail * bsize;
  }

  /** Leaves so many bytes free; gives what takes the rest. */
  fill(leaveBytes: number): string {
    const filler = path.join(this.path, "filler");
    fs.writeFileSync(filler, Buffer.alloc(Math.max(0, this.freeBytes() - leaveBytes), 1));
    return filler;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await must(["umount", this.path]);
  }
}

async function backupOntoFullDisk(): Promise<void> {
  await using folder = new TemporaryFolder();
  const ground = await Ground.make(folder.at("ground"), 12_000_000);
  await using disk = await SmallDisk.mount(ground.restic.repository, 64);
  const first = await ground.backup();

  const large = path.join(ground.app, "data", "settings", "large.bin");
  fs.writeFileSync(large, noise(SEED, 90_000_000));
  const full = await ground.program.run("backup", "--json");
  assert.equal(full.status, 1, describe(full));
  assert.equal(full.result?.["outcome"], "failed");
  assert.equal(full.result?.["code"], "PLACE_FULL");
  await ground.requireSound([first], "after a backup onto a full disk");
  assert.deepEqual(await ground.listed(), [first]);

  fs.rmSync(large);
  await ground.program.must(["prune"]);
  assert.ok(disk.freeBytes() > 32_000_000, "prune gave the room of the dead backup back");
  const second = await ground.backup();
  await ground.requireSound([first, second], "after the room was made");
}

async function pruneOnFullDisk(): Promise<void> {
  await using folder = new TemporaryFolder();
  const ground = await Ground.make(folder.at("ground"), 12_000_000);
  await using disk = await SmallDisk.mount(ground.restic.repository, 64);
  for (let day = 0; day < 3; day++) {
    await ground.backup();
    ground.work(SEED + day);
  }
  await ground.program.must(["forget", "--keep-last", "1"]);
  const [kept = ""] = await ground.listed();
  for (const leaveBytes of [0, 40_000, 1_000_000]) {
    const filler = disk.fill(leaveBytes);
    const pruned = await ground.program.run("prune", "--json");
    assert.ok(pruned.status === 0 || pruned.result?.["code"] === "PLACE_FULL", describe(pruned));
    fs.rmSync(filler);
    await ground.requireSound([kept], `after a prune with ${leaveBytes} bytes free`);
  }
  await ground.program.must(["prune"]);
  await ground.requireSound([kept], "after a prune with room");
}

if (process.getuid?.() === 0) {
  test("full disk: a backup stops with PLACE_FULL, what was listed stays, room is all it needs", async () => {
    await backupOntoFullDisk();
  });
  test("full disk: a prune without room for its work loses nothing", async () => {
    await pruneOnFullDisk();
  });
} else {
  test("full disk: nothing is lost (in a namespace of its own)", async () => {
    const env = { ...process.env };
    delete env["NODE_TEST_CONTEXT"]; // else the inner runner would speak to a runner that is not there
    const own = [process.execPath, import.meta.filename];
    const ended = await run(["unshare", "--user", "--map-root-user", "--mount", ...own], { env });
    assert.equal(ended.status, 0, describe(ended));
  });
}
