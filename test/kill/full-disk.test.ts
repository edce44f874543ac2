/** A full disk stops a backup, a prune or a restore with one clear error and loses nothing; an undo is always possible. */

// Goal: what was listed before the disk was full comes back afterwards, and making room is enough to go on; the app is
// exactly old or exactly new. Method: the vault, the app, the home, or all of them on a small memory disk that is really
// full; restic is the judge of the vault. Only root can mount one: anybody else runs this
// file once more as the root of a namespace of their own.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { State } from "../../examples/invoicing/state.ts";
import { differences } from "../../examples/invoicing/state.ts";
import { systemCode } from "../../src/model/error.ts";
import type { Ended } from "../fixtures/command.ts";
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
    try {
      fs.writeFileSync(filler, Buffer.alloc(Math.max(0, this.freeBytes() - leaveBytes), 1));
    } catch (thrown) {
      if (systemCode(thrown) !== "ENOSPC") throw thrown; // others took it meanwhile
    }
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

/** An app that was worked on and broken since its backup. */
async function makeBroken(folder: string): Promise<Ground> {
  const ground = await Ground.make(folder, 3_000_000);
  await ground.backup();
  ground.work(SEED);
  ground.damage(SEED);
  return ground;
}

function assertState(ground: Ground, expected: State, message: string): void {
  assert.deepEqual(differences(expected, ground.state()).slice(0, 20), [], message);
}

async function restoreWithoutRoom(): Promise<void> {
  await using folder = new TemporaryFolder();
  const ground = await makeBroken(folder.at("ground"));
  await using disk = await SmallDisk.mount(ground.app, 64);
  const old = ground.state();
  const restore = ["restore", "latest", "--yes"] as const;
  const filler = disk.fill(1_000_000);
  const short = await ground.program.run(...restore);
  assert.equal(short.status, 1, describe(short));
  assert.match(short.stderr, /Too little room: needs \d.* MB, \d.* free on .*app/);
  assertState(ground, old, "nothing was touched");
  assert.deepEqual(ground.aside(), []);
  fs.rmSync(filler);

  // It fits when it is begun, and others fill the disk while it is prepared.
  const journal = path.join(ground.program.home, "journal");
  const filled = (): boolean => {
    if (!fs.existsSync(journal) || !fs.readFileSync(journal, "latin1").includes('"begun"'))
      return false;
    disk.fill(0);
    return true;
  };
  const group = ground.program.startGroup(...restore, "--json");
  let ended: Ended | null = null;
  const waiting = group.ended.then((end) => (ended = end));
  while (ended === null && !filled()) await setImmediate();
  const turnedBack = await waiting;
  assert.equal(turnedBack.status, 4, describe(turnedBack));
  assert.match(turnedBack.stdout.toString(), /"code":"RESTORE_TURNED_BACK".*"cause":"SPACE_SHORT"/);
  assertState(ground, old, "turned back");
  assert.deepEqual(ground.aside(), []);

  // The undo of an earlier restore is room that the person can give up, and is told of.
  fs.rmSync(filler);
  await ground.restore("with room");
  disk.fill(1_000_000);
  const advised = await ground.program.run(...restore);
  assert.equal(advised.status, 1, describe(advised));
  assert.match(advised.stderr, /`fivefold close` frees \d.* MB/);
}

async function undoOnFullVault(): Promise<void> {
  await using folder = new TemporaryFolder();
  const ground = await makeBroken(folder.at("ground"));
  const old = ground.state();
  await using disk = await SmallDisk.mount(ground.restic.repository, 64);
  const [backedUp = ""] = await ground.listed();
  const filler = disk.fill(0);
  const restore = await ground.program.run("restore", "latest", "--yes", "--json");
  assert.equal(restore.status, 3, describe(restore));
  assert.ok(restore.findings.some(({ code }) => code === "SAFETY_DEGRADED"));
  const restored = ground.state();
  assert.notDeepEqual(differences(old, restored), []);

  const settings = path.join(ground.app, "data", "settings", "kontor.json");
  fs.writeFileSync(settings, "worked since");
  const undo = await ground.program.run("undo", "--yes", "--json");
  assert.equal(undo.status, 3, describe(undo));
  assertState(ground, old, "undone");
  const kept = ground.aside().filter((name) => name.endsWith("kontor.json"));
  const texts = kept.map((name) =>
    fs.readFileSync(path.join(ground.app, ".fivefold", name), "utf8"),
  );
  assert.ok(texts.includes("worked since"), "what was worked since is kept aside");
  const facts = undo.findings.flatMap((finding) =>
    "facts" in finding ? [JSON.stringify(finding.facts)] : [],
  );
  assert.ok(facts.join().includes(path.join(ground.app, ".fivefold")), "and said");
  fs.rmSync(filler); // restic cannot even look without room for its lock
  await ground.requireSound([backedUp], "after an undo with a full vault");
}

/** App, home and vault on one disk: what fills one fills all. */
async function allOnFullDisk(): Promise<void> {
  await using folder = new TemporaryFolder();
  const ground = await makeBroken(folder.at("ground"));
  await using disk = await SmallDisk.mount(ground.folder, 64);
  const old = ground.state();
  disk.fill(0);
  const refused = await ground.program.run("restore", "latest", "--yes", "--json");
  assert.equal(refused.status, 1, describe(refused));
  assert.equal(refused.result?.["code"], "SPACE_SHORT");
  assertState(ground, old, "nothing was touched");
  fs.rmSync(path.join(disk.path, "filler"));

  await ground.restore("with room");
  disk.fill(0);
  const undo = await ground.program.run("undo", "--yes", "--json");
  assert.ok(undo.status === 0 || undo.status === 3, describe(undo));
  assertState(ground, old, "undone on a disk without a free byte");
}

if (process.getuid?.() === 0) {
  test("full disk: a backup stops with PLACE_FULL, what was listed stays, room is all it needs", async () => {
    await backupOntoFullDisk();
  });
  test("full disk: a prune without room for its work loses nothing", async () => {
    await pruneOnFullDisk();
  });
  test("full disk: a restore says what it needs, or is turned back; nothing is touched", async () => {
    await restoreWithoutRoom();
  });
  test("full disk: a full vault keeps nobody from a restore, nor from its undo", async () => {
    await undoOnFullVault();
  });
  test("full disk: an undo needs no free byte, though home, vault and app share the disk", async () => {
    await allOnFullDisk();
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
