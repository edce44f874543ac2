// Drives and folders as a person chooses them. Method: a mountinfo as Linux writes it, and real folders and links.

import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { TemporaryFolder } from "../../test/fixtures/command.ts";
import { drivesAmong, lookInto } from "./chooser.ts";
import { mountsIn } from "./drive.ts";

const MOUNTS = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:21 / /proc rw,nosuid - proc proc rw
24 22 0:5 / /dev rw - devtmpfs udev rw
25 22 8:2 / /boot/efi rw - vfat /dev/sda2 rw
26 22 8:17 / /media/anna/My\\040Stick rw shared:9 - vfat /dev/sdb1 rw
27 22 0:40 / /mnt/nas rw - nfs4 10.0.0.5:/backup rw
28 22 0:41 / /run/user/1000 rw - tmpfs tmpfs rw
29 22 8:33 / /mnt/nas rw - ext4 /dev/sdc1 rw
30 22 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro
`;

test("chooser: drives are what people know as such, the system's own first", () => {
  assert.deepEqual(drivesAmong(mountsIn(MOUNTS)), [
    { at: "/", source: "/dev/sda1", type: "ext4" },
    { at: "/media/anna/My Stick", source: "/dev/sdb1", type: "vfat" },
    { at: "/mnt/nas", source: "/dev/sdc1", type: "ext4" },
  ]);
});

test("chooser: a drive has its label", { skip: process.platform === "win32" }, async () => {
  await using root = new TemporaryFolder();
  await mkdir(root.at("proc/self"), { recursive: true });
  await mkdir(root.at("dev/disk/by-label"), { recursive: true });
  await mkdir(root.at("media/anna/My Stick"), { recursive: true });
  await mkdir(root.at("mnt/nas"), { recursive: true });
  await writeFile(root.at("proc/self/mountinfo"), MOUNTS);
  await symlink("../../sdb1", root.at("dev/disk/by-label/Anna\\x20\\xc3\\xa9"));
  const { folders } = await lookInto(null, ".zip", root.path);
  const stick = folders.find(({ path: at }) => at === "/media/anna/My Stick");
  assert.equal(stick?.label, "Anna é");
  assert.ok((stick.freeBytes ?? 0) > 0);
});

test("chooser: folders, links to folders and backup files are shown, nothing else", async () => {
  await using folder = new TemporaryFolder();
  for (const name of ["b", "a", ".hidden"]) await mkdir(folder.at(name));
  await symlink(folder.at("b"), folder.at("link"));
  await symlink(folder.at("nowhere"), folder.at("broken"));
  await writeFile(folder.at("one.zip"), "1");
  await writeFile(folder.at("two.KONTOR"), "22");
  await writeFile(folder.at("letter.txt"), "3");
  const sight = await lookInto(folder.path, ".kontor");
  assert.deepEqual(
    sight.folders.map(({ name }) => name),
    ["a", "b", "link"],
  );
  assert.equal(sight.folders[2]?.label, `→ ${folder.at("b")}`);
  assert.deepEqual(sight.files.map(({ name }) => name).toSorted(), ["one.zip", "two.KONTOR"]);
  assert.equal(sight.parent, path.dirname(folder.path));
  assert.equal(sight.isVault, false);
  await assert.rejects(lookInto(folder.at("none"), ".zip"), { code: "PLACE_MISSING" });
});
