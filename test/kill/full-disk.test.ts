/** A full disk stops a backup or a prune with one clear error and loses nothing. */

// Goal: what was listed before the disk was full comes back afterwards, and making room is enough to go on. Method: a
// vault on a small memory disk that is really full (only root can mount one); restic is the judge.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { TemporaryFolder, describe, must } from "../fixtures/command.ts";
import { noise } from "../fixtures/odd-files.ts";
import { Ground, SEED } from "./ground.ts";

const withoutRoot =
  process.getuid?.() === 0 ? false : "only root can mount the small disk that this test fills";

class SmallDisk implements AsyncDisposable {
  readonly path: string;

  private constructor(folder: string) {
    this.path = folder;
  }

  static async mount(folder: string, sizeMegabytes: number): Promise<SmallDisk> {
    fs.mkdirSync(folder);
    await must(["mount", "-t", "tmpfs", "-o", `size=${sizeMegabytes}m`, "fivefold-test", folder]);
    return new SmallDisk(folder);
  }

  freeBytes(): number {
    const { bavail, bsize } = fs.statfsSync(this.path);
    return bavail * bsize;
  }

  /** Leaves so many bytes free. */
  fill(file: string, leaveBytes: number): void {
    fs.writeFileSync(file, Buffer.alloc(Math.max(0, this.freeBytes() - leaveBytes), 1));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await must(["umount", this.path]);
  }
}

test(
  "full disk: a backup stops with PLACE_FULL, what was listed stays, room is all it needs",
  { skip: withoutRoot },
  async () => {
    await using folder = new TemporaryFolder();
    const ground = await Ground.make(folder.at("ground"), 12_000_000);
    await using disk = await SmallDisk.mount(folder.at("disk"), 64);
    const vault = path.join(disk.path, "vault");
    fs.cpSync(ground.restic.repository, vault, { recursive: true });
    fs.rmSync(ground.restic.repository, { recursive: true });
    fs.symlinkSync(vault, ground.restic.repository);
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
    const second = await ground.backup();
    await ground.requireSound([first, second], "after the room was made");
  },
);

test(
  "full disk: a prune without room for its work loses nothing",
  { skip: withoutRoot },
  async () => {
    await using folder = new TemporaryFolder();
    const ground = await Ground.make(folder.at("ground"), 12_000_000);
    await using disk = await SmallDisk.mount(folder.at("disk"), 64);
    const vault = path.join(disk.path, "vault");
    fs.cpSync(ground.restic.repository, vault, { recursive: true });
    fs.rmSync(ground.restic.repository, { recursive: true });
    fs.symlinkSync(vault, ground.restic.repository);
    for (let day = 0; day < 3; day++) {
      await ground.backup();
      ground.work(SEED + day);
    }
    await ground.program.must(["forget", "--keep-last", "1"]);
    const [kept = ""] = await ground.listed();
    const filler = path.join(disk.path, "filler");
    disk.fill(filler, 40_000);
    const pruned = await ground.program.run("prune", "--json");
    assert.ok(pruned.status === 0 || pruned.result?.["code"] === "PLACE_FULL", describe(pruned));
    fs.rmSync(filler);
    await ground.requireSound([kept], "after a prune on a full disk");
    await ground.program.must(["prune"]);
    await ground.requireSound([kept], "after a prune with room");
  },
);
