/** A disk that answers EIO: a restore turns back and leaves it alone, a backup elsewhere saves what can still be read. */

// Goal: nothing more is written to a failing disk, and people are told to stop using it. Method: a real file system on a
// loop device whose end is really missing, so that the kernel gives EIO for a file that lies there; everything but that
// file's room and a free stretch before it is filled, so that nothing new lands on the missing end. Only root has loop
// devices.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { Program, TemporaryFolder, describe, must, run } from "../fixtures/command.ts";
import { lookAt, lookDifferences } from "../fixtures/look.ts";
import type { Look } from "../fixtures/look.ts";
import { compareNames } from "../../src/model/entry.ts";
import { noise } from "../fixtures/odd-files.ts";
import { makeSmallApp } from "../fixtures/small-app.ts";

const MIB = 1 << 20;
const BLOCK_BYTES = 4096;
const DISK_BYTES = 48 * MIB;
/** Room for what a restore stages. */
const FREE_BYTES = 24 * MIB;
const MOST_TRIES = 24;
const withoutLoop =
  process.getuid?.() === 0 && fs.existsSync("/dev/loop-control") ? false : "no root";

/** An app on a disk of its own, of which the end can be lost. */
class DyingDisk implements AsyncDisposable {
  readonly app: string;
  readonly #image: string;
  readonly #mounted: string;
  #device = "";

  private constructor(folder: string) {
    this.#image = path.join(folder, "disk");
    this.#mounted = path.join(folder, "mounted");
    this.app = path.join(this.#mounted, "app");
  }

  static async make(folder: string): Promise<DyingDisk> {
    const disk = new DyingDisk(folder);
    fs.mkdirSync(disk.#mounted);
    fs.writeFileSync(disk.#image, "");
    fs.truncateSync(disk.#image, DISK_BYTES);
    await must(["mkfs.ext4", "-q", "-b", String(BLOCK_BYTES), "-O", "^has_journal", disk.#image]);
    const device = await must(["losetup", "--find", "--show", disk.#image]);
    disk.#device = device.toString().trim();
    await disk.#mount();
    makeSmallApp(disk.app);
    return disk;
  }

  /**
   * Puts a file of the app behind so much that is free now, with nothing free behind it. Its old place is given up before or
   * after: which of them leads to the end is the file system's choice.
   */
  async toTheEnd(name: string, freeBytes: number, isGivenUpFirst: boolean): Promise<void> {
    const file = path.join(this.app, name);
    const bytes = fs.readFileSync(file);
    if (isGivenUpFirst) {
      fs.rmSync(file);
      await this.#sync();
    }
    const free = path.join(this.#mounted, "free");
    fs.writeFileSync(free, noise(1, freeBytes));
    await this.#sync();
    fs.writeFileSync(`${file}.new`, bytes);
    await this.#sync();
    const full = path.join(this.#mounted, "full");
    await run(["dd", "if=/dev/zero", `of=${full}`, `bs=${BLOCK_BYTES}`]);
    await this.#sync();
    fs.renameSync(`${file}.new`, file);
    fs.rmSync(free);
    await this.#sync();
  }

  async #sync(): Promise<void> {
    await must(["sync", "--file-system", this.#mounted]);
  }

  /** Whether every other file of the app can still be read. */
  async hasOthers(name: string): Promise<boolean> {
    const others = fs.globSync("**", { cwd: this.app, withFileTypes: true });
    for (const each of others) {
      const file = path.join(each.parentPath, each.name);
      if (!each.isFile() || path.relative(this.app, file) === name) continue;
      if ((await run(["cat", file], {})).status !== 0) return false;
    }
    return true;
  }

  /**
   * Loses the disk from the middle of what `mark` begins. False, when there is free room on what is lost: whoever writes there
   * would make the missing end come back as zeros, which no disk does.
   */
  async lose(mark: Buffer): Promise<boolean> {
    await must(["umount", this.#mounted]);
    // Where it lay before, its bytes may still be.
    const at = fs.readFileSync(this.#image).lastIndexOf(mark);
    assert.ok(at > 0, "the file lies on the disk in one piece");
    const end = at + 64 * 1024;
    const listed = (await must(["env", "LC_ALL=C", "dumpe2fs", this.#image])).toString();
    const ranges = [...listed.matchAll(/^ {2}Free blocks: (.*)$/gm)].flatMap(([, list = ""]) =>
      [...list.matchAll(/\d+/g)].map(Number),
    );
    fs.truncateSync(this.#image, end);
    await must(["blockdev", "--flushbufs", this.#device]);
    await this.#mount();
    return Math.max(...ranges) * BLOCK_BYTES < end;
  }

  async #mount(): Promise<void> {
    await must(["mount", this.#device, this.#mounted]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run(["umount", this.#mounted]);
    if (this.#device !== "") await must(["losetup", "--detach", this.#device]);
  }
}

interface Case {
  readonly title: string;
  readonly file: string;
  readonly part: string;
  /** Parts that can still be saved. */
  readonly savedCount: number;
  /** Makes it large enough to lie half on the missing end. */
  readonly enlarge: (file: string) => void;
}

const CASES: readonly Case[] = [
  {
    title: "a file",
    file: "settings/large.bin",
    part: "settings",
    savedCount: 7,
    enlarge: (file) => fs.writeFileSync(file, noise(2, MIB)),
  },
  {
    title: "the database of a company",
    file: "tenants/t1/tenant.db",
    part: "tenants/t1/database",
    savedCount: 6,
    enlarge: (file) => fill(file, "item"),
  },
  {
    title: "the database that lists the companies",
    file: "login.db",
    part: "login",
    savedCount: 6,
    enlarge: (file) => fill(file, "padding"),
  },
];

function fill(file: string, table: string): void {
  using database = new DatabaseSync(file);
  database.exec(`create table if not exists ${table}(id integer primary key, text text)`);
  const row = database.prepare(`insert into ${table}(text) values(?)`);
  for (let at = 0; at < 300; at++) row.run(noise(at, 2048).toString("hex"));
}

for (const { title, file, part, savedCount, enlarge } of CASES)
  test(
    `dying disk: ${title} gives EIO; a restore turns back and leaves the disk alone, the rest can be saved elsewhere`,
    { skip: withoutLoop },
    async () => {
      await using folder = new TemporaryFolder();
      await using stack = new AsyncDisposableStack();
      const key = folder.at("key");
      fs.writeFileSync(key, "a password for tests");
      const place = (name: string): readonly string[] => [
        `${folder.at(name)}/`,
        "--password-file",
        key,
      ];
      const dying = async (attempt: number): Promise<DyingDisk | null> => {
        fs.mkdirSync(folder.at(`try-${attempt}`));
        const made = stack.use(await DyingDisk.make(folder.at(`try-${attempt}`)));
        enlarge(path.join(made.app, file));
        const saving = new Program(made.app, folder.at(`home-${attempt}`));
        await saving.must(["backup", "--to", ...place(`good-${attempt}`)]);
        await made.toTheEnd(file, FREE_BYTES + (attempt >> 1) * MIB, attempt % 2 === 0);
        const mark = fs.readFileSync(path.join(made.app, file)).subarray(0, BLOCK_BYTES);
        return (await made.lose(mark)) && (await made.hasOthers(file)) ? made : null;
      };
      // Where a file system puts files is its own matter: another one may lie on the lost end as well.
      let attempt = 1;
      let disk = await dying(attempt);
      while (disk === null && attempt < MOST_TRIES) disk = await dying(++attempt);
      assert.ok(disk !== null, "a disk of which only one file is lost");
      const good = `good-${attempt}`;
      const program = new Program(disk.app, folder.at(`home-${attempt}`));
      const { status, stderr } = await run(["cat", path.join(disk.app, file)], {});
      assert.equal(status, 1);
      assert.match(stderr, /Input\/output error/);

      const look = async (): Promise<Look> =>
        await lookAt(disk.app, { without: ["./.fivefold", `./${file}`], times: false });
      const before = await look();
      const restored = await program.run("restore", "latest", "--from", ...place(good), "--yes");
      assert.equal(restored.status, 4, describe(restored));
      assert.match(restored.stderr, /The disk with \S+ is failing/);
      assert.match(restored.stderr, /Stop using this disk/);
      assert.doesNotMatch(restored.stderr, /Tidying up/);
      assert.deepEqual(lookDifferences(before, await look()), []);
      const aside = (): readonly string[] =>
        fs.globSync("**", { cwd: path.join(disk.app, ".fivefold") }).toSorted(compareNames);
      const staged = aside();

      const saved = await program.run("backup", "--to", ...place("other"), "--json");
      assert.equal(saved.status, 3, describe(saved));
      assert.equal(((saved.result?.["parts"] ?? []) as readonly unknown[]).length, savedCount);
      assert.ok(
        saved.findings.some((each) => JSON.stringify(each).includes(part)),
        describe(saved),
      );
      assert.deepEqual(aside(), staged, "nothing is tidied on a failing disk");

      const into = folder.at("other-disk");
      const recovered = await new Program(null, folder.at("home2")).run(
        "recover",
        "--from",
        ...place(good),
        "--into",
        into,
        "--yes",
      );
      assert.equal(recovered.status, 0, describe(recovered));
      assert.ok(fs.existsSync(path.join(into, file)));
    },
  );
