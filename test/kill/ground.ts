/**
 * An app with a history of backups, made once and copied for every killing, and the questions asked after each.
 *
 * What each snapshot holds is known from a restore by restic, made before anything was killed.
 */

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Kontor } from "../../src/example/kontor.ts";
import { makeKontor } from "../../src/example/kontor.ts";
import { prepareLedger } from "../../src/example/ledger.ts";
import { differences, stateOf } from "../../examples/invoicing/state.ts";
import { Program, describe, must } from "../fixtures/command.ts";
import type { Look } from "../fixtures/look.ts";
import { lookAt, lookDifferences } from "../fixtures/look.ts";
import { noise } from "../fixtures/odd-files.ts";
import { Restic } from "../fixtures/restic.ts";
import { makeTestVault } from "../fixtures/vault.ts";
import { seeded } from "./moments.ts";

export const SEED = Number(process.env["FIVEFOLD_TEST_SEED"] ?? 20_261_122);
export const IS_LONG = process.env["FIVEFOLD_TEST_LONG"] === "1";

const LOCK_NAMES: readonly string[] = ["lock", "lock-journal", "lock.holder"];

/** What restic's restore of a snapshot looks like; the root is the target folder itself and not restored. */
async function lookAtRestored(folder: string): Promise<Look> {
  const look = new Map(await lookAt(folder));
  look.delete(".");
  return look;
}

export class Ground {
  readonly folder: string;
  readonly kontor: Kontor;
  readonly program: Program;
  readonly restic: Restic;
  /** By snapshot id, oldest first. */
  readonly looks: Map<string, Look>;

  private constructor(
    folder: string,
    kontor: Kontor,
    looks: Map<string, Look>,
    keyHint: string | null,
  ) {
    this.folder = folder;
    this.kontor = { ...kontor, folder: path.join(folder, "app") };
    this.program = new Program(path.join(folder, "app"), path.join(folder, "home"));
    this.restic = new Restic(
      "restic",
      path.join(folder, "home", "vault"),
      path.join(folder, "password"),
      keyHint,
    );
    this.looks = looks;
  }

  /** Makes the app in an absent folder, without any backup. */
  static async make(folder: string, sizeBytes: number): Promise<Ground> {
    const kontor = makeKontor(path.join(folder, "app"), sizeBytes, 1);
    const { program } = new Ground(folder, kontor, new Map(), null);
    const { keyHint } = await makeTestVault(program, folder);
    return new Ground(folder, kontor, new Map(), keyHint);
  }

  /** Copies all to an absent folder. */
  async copy(folder: string): Promise<Ground> {
    await must(["cp", "-a", this.folder, folder]);
    return new Ground(folder, this.kontor, new Map(this.looks), this.restic.keyHint);
  }

  async remove(): Promise<void> {
    await fs.promises.rm(this.folder, { recursive: true });
  }

  get app(): string {
    return this.kontor.folder;
  }

  get tenantIds(): readonly string[] {
    return this.kontor.tenants.map(({ id }) => id);
  }

  /** A day's work: some documents are new, some are different, some are gone; invoices are written. */
  work(seed: number): void {
    const random = seeded(seed);
    for (const id of this.tenantIds) {
      const tenant = path.join(this.app, "data", "tenants", id);
      for (const entry of fs.readdirSync(path.join(tenant, "files"), {
        recursive: true,
        withFileTypes: true,
      })) {
        if (!entry.isFile() || entry.name.startsWith("README")) continue;
        const file = path.join(entry.parentPath, entry.name);
        const chance = random.next().value;
        if (chance < 0.05) fs.rmSync(file);
        else if (chance < 0.3)
          fs.writeFileSync(file, noise(seed + Math.floor(chance * 1e6), 9_000));
      }
      fs.writeFileSync(path.join(tenant, "files", `neu ${seed}.pdf`), noise(seed, 30_000));
      const database = new DatabaseSync(path.join(tenant, "tenant.db"));
      const ledger = prepareLedger(database);
      const first = Number(database.prepare("select invoices from total").get()?.["invoices"]);
      database.exec("begin");
      for (let at = 0; at < 50; at++)
        ledger.addInvoice({
          number: `N-${first + at}`,
          customer: 1 + (at % 20),
          issued: "2026-11-22",
          note: noise(seed + at, 60).toString("base64"),
          lines: [{ article: "work", quantity: 1 + at, priceCents: 4_200 }],
        });
      database.exec("commit");
      database.close();
    }
  }

  /** Backs up and learns from restic what the new snapshot holds. */
  async backup(): Promise<string> {
    const before = new Set(await this.listed());
    await this.program.must(["backup"]);
    const added = (await this.listed()).filter((id) => !before.has(id));
    assert.equal(added.length, 1, "one backup, one snapshot");
    const [id = ""] = added;
    await this.learn(id);
    return id;
  }

  /** Learns from restic what a snapshot holds that has just been made: the app as it is now, no more and no less. */
  async learn(id: string): Promise<void> {
    const look = await this.lookAtSnapshot(id);
    for (const tenant of this.tenantIds) {
      const prefix = Buffer.from(`./tenants/${tenant}/files/`).toString("latin1");
      const held = new Map(
        [...look]
          .filter(([at]) => at.startsWith(prefix))
          .map(([at, line]) => [`./${at.slice(prefix.length)}`, line.replaceAll(prefix, "./")]),
      );
      const live = await lookAtRestored(path.join(this.app, "data", "tenants", tenant, "files"));
      assert.deepEqual(lookDifferences(live, held), [], `what the backup of ${tenant} holds`);
    }
    this.looks.set(id, look);
  }

  async lookAtSnapshot(id: string): Promise<Look> {
    const target = path.join(this.folder, "looking");
    await this.restic.restore(id, target);
    const look = await lookAtRestored(target);
    fs.rmSync(target, { recursive: true });
    return look;
  }

  /** Ids of all snapshots, oldest first, as restic lists them. */
  async listed(): Promise<readonly string[]> {
    return (await this.restic.snapshots()).map(({ id }) => id);
  }

  /**
   * Asks what must be so after any death: restic finds nothing wrong in any byte, what was listed is listed, and comes
   * back as it was: all of `ids` in the long test, the oldest and the newest of them in the short one. Takes away a dead
   * process's lock first, as its user would.
   */
  async requireSound(ids: readonly string[], message: string): Promise<void> {
    await this.restic.must(["unlock"]);
    await this.restic.check();
    const listed = await this.listed();
    for (const id of ids)
      assert.ok(listed.includes(id), `${message}: snapshot ${id} is still listed`);
    const restored = IS_LONG ? ids : [...new Set([...ids.slice(0, 1), ...ids.slice(-1)])];
    for (const id of restored) {
      const look = this.looks.get(id);
      if (look === undefined) continue;
      const lost = lookDifferences(look, await this.lookAtSnapshot(id));
      assert.deepEqual(lost, [], `${message}: snapshot ${id} is as it was`);
    }
  }

  state(): ReadonlyMap<string, string> {
    return stateOf(this.app, this.tenantIds);
  }

  /** Which of two states the app is in, to the byte; an error with the differences when in neither. */
  stateAmong(
    before: ReadonlyMap<string, string>,
    after: ReadonlyMap<string, string>,
    message: string,
  ): "before" | "after" {
    const now = this.state();
    const fromBefore = differences(before, now);
    if (fromBefore.length === 0) return "before";
    const fromAfter = differences(after, now);
    assert.deepEqual(
      fromAfter.slice(0, 20),
      [],
      `${message}: neither as before, which would be without\n${fromBefore.slice(0, 20).join("\n")}\nnor restored`,
    );
    return "after";
  }

  /**
   * Brings the newest backup back. A safety snapshot of an app that is broken lacks what is broken, which is a finding
   * and the only one there may be.
   */
  async restore(message: string): Promise<void> {
    const ended = await this.program.run("restore", "latest", "--yes", "--json");
    assert.ok(ended.status === 0 || ended.status === 3, `${message}\n${describe(ended)}`);
    for (const { code } of ended.findings)
      assert.equal(code, "SAFETY_DEGRADED", `${message}\n${describe(ended)}`);
  }

  /** What lies in the aside area, by path, but for the app's lock, which stays. */
  aside(): readonly string[] {
    const folder = path.join(this.app, ".fivefold");
    if (!fs.existsSync(folder)) return [];
    const names = fs.readdirSync(folder, { recursive: true }).map(String);
    return names.filter((name) => !LOCK_NAMES.includes(name));
  }

  /** Damages the app in a way of its own for each seed. */
  damage(seed: number): void {
    const random = seeded(seed);
    for (const id of this.tenantIds) {
      const tenant = path.join(this.app, "data", "tenants", id);
      if (random.next().value < 0.3) fs.rmSync(path.join(tenant, "tenant.db"));
      if (random.next().value < 0.3) fs.rmSync(path.join(tenant, "files"), { recursive: true });
      else fs.writeFileSync(path.join(tenant, "files", "PAY.txt"), `pay ${seed}\n`);
    }
    fs.writeFileSync(path.join(this.app, "data", "settings", "kontor.json"), `${seed}`);
    fs.rmSync(path.join(this.app, "data", "credentials", "bank.key"));
  }

  /** Bytes of all objects in the vault. */
  async vaultBytes(): Promise<number> {
    // A killed writer's temporary file goes as soon as its process is gone for good, which a busy disk may delay.
    const names = ["-type", "f", "!", "-name", "*-tmp-*", "-printf", "%s\\n"];
    const said = await must(["find", this.restic.repository, ...names]);
    return said
      .toString()
      .trim()
      .split("\n")
      .reduce((sum, size) => sum + Number(size), 0);
  }
}
