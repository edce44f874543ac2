// Which drives a folder lies on. Method: the tree of /sys as Linux lays it out, written for a computer that does not exist;
// and this computer's own disk.

import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { statSync } from "node:fs";
import { TemporaryFolder } from "../../test/fixtures/command.ts";
import { drivesOf, sharesDrive, sourceDrives } from "./drive.ts";

const skip = process.platform === "linux" ? false : "Linux alone tells";

/** A computer on which a folder of ours lies on the given device. */
async function computer(root: TemporaryFolder, at: string): Promise<void> {
  const { dev } = statSync(root.path, { bigint: true });
  const [major, minor] = [(dev >> 8n) & 0xfffn, (dev & 0xffn) | ((dev >> 12n) & ~0xffn)];
  await mkdir(root.at("sys/dev/block"), { recursive: true });
  await symlink(path.join("../../devices", at), root.at(`sys/dev/block/${major}:${minor}`));
}

async function disk(root: TemporaryFolder, name: string, ...partitions: string[]): Promise<void> {
  await mkdir(root.at(`sys/devices/${name}/slaves`), { recursive: true });
  for (const each of partitions) {
    await mkdir(root.at(`sys/devices/${name}/${each}`));
    await writeFile(root.at(`sys/devices/${name}/${each}/partition`), "1\n");
  }
}

test("drive: a partition is its disk", { skip }, async () => {
  await using root = new TemporaryFolder();
  await disk(root, "sda", "sda1", "sda2");
  await computer(root, "sda/sda2");
  assert.deepEqual(await drivesOf(root.path, root.path), ["sda"]);
});

test(
  "drive: an array, a volume and an encrypted disk are the disks that they stand on",
  { skip },
  async () => {
    await using root = new TemporaryFolder();
    await disk(root, "sda", "sda1");
    await disk(root, "sdb", "sdb1");
    await disk(root, "md0");
    await disk(root, "dm-0");
    await symlink("../../sda/sda1", root.at("sys/devices/md0/slaves/sda1"));
    await symlink("../../sdb/sdb1", root.at("sys/devices/md0/slaves/sdb1"));
    await symlink("../../md0", root.at("sys/devices/dm-0/slaves/md0"));
    await computer(root, "dm-0");
    const drives = await drivesOf(root.path, root.path);
    assert.deepEqual(drives, ["sda", "sdb"]);
    assert.equal(sharesDrive(drives, new Set(["sdb"])), true);
    assert.equal(sharesDrive(drives, new Set(["sdc"])), false);
  },
);

test("drive: a file that serves as a disk lies where the file lies", { skip }, async () => {
  await using root = new TemporaryFolder();
  await disk(root, "loop0");
  await mkdir(root.at("sys/devices/loop0/loop"));
  await writeFile(root.at("sys/devices/loop0/loop/backing_file"), "/nowhere/disk.img\n");
  await computer(root, "loop0");
  assert.deepEqual(await drivesOf(root.path, root.path), ["loop0"]);
});

test(
  "drive: another computer's drives are told by its name, other mounts not at all",
  { skip },
  async () => {
    const of = async (type: string, source: string) => await sourceDrives({ type, source }, "/");
    assert.deepEqual(await of("nfs4", "10.0.0.5:/backup"), ["//10.0.0.5"]);
    assert.deepEqual(await of("cifs", "//NAS/office"), ["//nas"]);
    assert.deepEqual(await of("fuse.sshfs", "anna@nas:/srv"), ["//nas"]);
    assert.deepEqual(await of("davfs", "https://cloud.example.org/dav"), ["//cloud.example.org"]);
    assert.equal(await of("tmpfs", "tmpfs"), null);
    assert.equal(await of("overlay", "overlay"), null);
  },
);

test(
  "drive: memory is no drive, and what cannot be told counts as the same",
  { skip },
  async () => {
    assert.equal(await drivesOf("/dev/shm"), null);
    assert.equal(await drivesOf("/nowhere at all"), null);
    assert.equal(sharesDrive(null, new Set(["?", "sda"])), true);
    assert.equal(sharesDrive(null, new Set(["sda"])), false);
  },
);
