/*
 * Goal: somebody else's key comes into every place after a yes, goes after a no, is replaced for a new public key, and what
 * cannot be done at once is done by the next backup. Method: the library on a small app, age and restic as they are
 * installed; a place is taken away by renaming its folder.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { EscrowState, Fivefold } from "../src/fivefold.ts";
import { TemporaryFolder } from "./fixtures/command.ts";
import { NO_PASSWORDS, asFivefoldError, openEscrow } from "../src/fivefold.ts";
import { openLibrary, quietWatch } from "./fixtures/library.ts";
import { makeSmallApp } from "./fixtures/small-app.ts";
import { restic } from "./interop/restic.ts";

const EVERYTHING = { tenants: [], parts: [] };

interface Vendor {
  readonly name: string;
  readonly secretFile: string;
  readonly recipient: string;
}

/** A small app with a home, and vendors who are named in its description. */
class Ground extends TemporaryFolder {
  constructor() {
    super();
    makeSmallApp(this.at("app"));
  }

  vendor(name: string): Vendor {
    const secretFile = this.at(`${name}.txt`);
    execFileSync("age-keygen", ["-o", secretFile], { stdio: "ignore" });
    const recipient = execFileSync("age-keygen", ["-y", secretFile], { encoding: "utf8" });
    return { name, secretFile, recipient: recipient.trim() };
  }

  /** `null`: nobody any more. */
  name(vendor: Vendor | null): void {
    const file = this.at("app/fivefold.yaml");
    const text = readFileSync(file, "utf8").replace(/^escrow:.*\n/m, "");
    const line =
      vendor === null ? "" : `escrow: { name: ${vendor.name}, recipient: ${vendor.recipient} }\n`;
    writeFileSync(file, text + line);
  }

  async open(): Promise<Fivefold> {
    return await openLibrary(this.at("app"), this.at("home"), { keyCost: { N: 2, r: 1, p: 1 } });
  }

  async allow(): Promise<EscrowState> {
    await using fivefold = await this.open();
    return await fivefold.allowEscrow("Anna", quietWatch());
  }

  async refuse(): Promise<EscrowState> {
    await using fivefold = await this.open();
    return await fivefold.refuseEscrow("Otto", quietWatch());
  }

  async state(): Promise<EscrowState> {
    await using fivefold = await this.open();
    return await fivefold.escrow();
  }

  /** Into a place that is there; a folder is made a place and a vault first. */
  async backup(place: string): Promise<void> {
    await using fivefold = await this.open();
    const folder = this.at(place);
    if (!fivefold.settings.places.some(({ name }) => name === place)) {
      mkdirSync(folder);
      await fivefold.addPlace(place, folder);
      await fivefold.init(place, quietWatch());
    }
    const { record } = await fivefold.backup(EVERYTHING, place, quietWatch());
    assert.equal(record.outcome, "done", JSON.stringify(record.findings));
  }

  sealed(place: string): readonly string[] {
    try {
      return readdirSync(this.at(place, "escrow"));
    } catch {
      return []; // never made
    }
  }

  /** The one file that is sealed there, as age opens it. */
  opened(place: string, { secretFile }: Vendor): Readonly<Record<string, unknown>> {
    const [file = "", ...others] = this.sealed(place);
    assert.deepEqual(others, []);
    const sealed = this.at(place, "escrow", file);
    const words = ["-d", "-i", secretFile, sealed];
    return JSON.parse(execFileSync("age", words, { encoding: "utf8" })) as Record<string, unknown>;
  }

  password(place: string, vendor: Vendor): string {
    return String(this.opened(place, vendor)["password"]);
  }

  async opens(place: string, password: string): Promise<boolean> {
    const environment = { FIVEFOLD_PASSWORD: password };
    await using fivefold = await openLibrary(this.at("app"), this.at("home"), { environment });
    try {
      return (await fivefold.list(this.at(place), quietWatch())).length > 0;
    } catch (thrown) {
      assert.equal(asFivefoldError(thrown).code, "KEY_WRONG");
      return false;
    }
  }

  /** As a drive that is taken off; `leaves`: the empty folder on which it was mounted. */
  async away<Value>(place: string, work: () => Promise<Value>, leaves = false): Promise<Value> {
    renameSync(this.at(place), this.at(`${place} away`));
    if (leaves) mkdirSync(this.at(place));
    const value = await work();
    if (leaves) rmdirSync(this.at(place));
    renameSync(this.at(`${place} away`), this.at(place));
    return value;
  }
}

function statesOf({ places }: EscrowState): Readonly<Record<string, string>> {
  return Object.fromEntries(places.map(({ place, state }) => [place, state]));
}

test("escrow: nothing is made before a yes, and a no to the first question makes nothing", async () => {
  await using ground = new Ground();
  const kontor = ground.vendor("Kontor GmbH");
  await ground.backup("near");
  assert.deepEqual(await ground.state(), {
    standing: "none",
    offer: null,
    answered: null,
    places: [],
    sealed: null,
    renewedIn: [],
  });
  await assert.rejects(async () => await ground.allow(), { code: "ESCROW_MISSING" });
  ground.name(kontor);
  assert.equal((await ground.state()).standing, "open");
  await ground.backup("near");
  const refused = await ground.refuse();
  assert.equal(refused.standing, "refused");
  assert.equal(refused.answered?.answeredBy, "Otto");
  await ground.backup("near");
  assert.deepEqual(ground.sealed("near"), []);
  assert.equal(readdirSync(ground.at("near/keys")).length, 1);
  assert.equal(readdirSync(ground.at("home/keys")).includes("escrow"), false);
});

test("escrow: a place that is away, or added later, gets the key with its next backup, and loses it so", async () => {
  await using ground = new Ground();
  const kontor = ground.vendor("Kontor GmbH");
  ground.name(kontor);
  await ground.backup("near");
  await ground.backup("far");
  const allowed = await ground.away("far", async () => await ground.allow());
  assert.deepEqual(statesOf(allowed), { near: "laid", far: "waits" });
  assert.deepEqual(ground.sealed("far"), []);
  await ground.backup("far");
  await ground.backup("later");
  assert.deepEqual(statesOf(await ground.state()), { near: "laid", far: "laid", later: "laid" });
  const password = ground.password("near", kontor);
  for (const place of ["near", "far", "later"]) {
    assert.equal(ground.password(place, kontor), password, "one file opens all");
    assert.ok(await ground.opens(place, password));
  }
  assert.equal(restic(ground.at("far"), password, ["check"]).status, 0);

  const keys = readdirSync(ground.at("near/keys"));
  await ground.backup("near");
  assert.deepEqual(readdirSync(ground.at("near/keys")), keys, "once is enough");

  const refused = await ground.away("far", async () => await ground.refuse());
  assert.deepEqual(statesOf(refused), { far: "left" });
  assert.deepEqual(refused.places[0]?.code, "PLACE_MISSING");
  assert.ok(!(await ground.opens("near", password)));
  assert.ok(await ground.opens("far", password));
  await ground.backup("far");
  assert.ok(!(await ground.opens("far", password)));
  assert.deepEqual(statesOf(await ground.state()), {});
  for (const place of ["near", "far", "later"]) assert.deepEqual(ground.sealed(place), []);
});

test("escrow: a yes after a no makes another password, and what was left of the old one goes", async () => {
  await using ground = new Ground();
  const kontor = ground.vendor("Kontor GmbH");
  ground.name(kontor);
  await ground.backup("near");
  await ground.allow();
  const old = ground.password("near", kontor);
  const refused = await ground.away("near", async () => await ground.refuse(), true);
  assert.deepEqual(statesOf(refused), { near: "left" });
  await ground.away("near", async () => await ground.allow(), true);
  assert.deepEqual(statesOf(await ground.state()), { near: "waits" });
  await ground.backup("near");
  assert.ok(!(await ground.opens("near", old)));
  assert.ok(await ground.opens("near", ground.password("near", kontor)));
});

test("escrow: a new public key is asked for anew; the earlier key stays until then and is replaced", async () => {
  await using ground = new Ground();
  const [before, after] = [ground.vendor("Kontor GmbH"), ground.vendor("Kontor AG")];
  ground.name(before);
  await ground.backup("near");
  await ground.allow();
  const old = ground.password("near", before);
  ground.name(after);
  assert.equal((await ground.state()).standing, "changed");
  await ground.backup("near");
  assert.ok(await ground.opens("near", old));
  assert.equal((await ground.allow()).standing, "allowed");
  assert.equal(ground.opened("near", after)["for"], "Kontor AG");
  assert.ok(!(await ground.opens("near", old)));
  assert.ok(await ground.opens("near", ground.password("near", after)));

  ground.name(null);
  const ended = await ground.state();
  assert.equal(ended.standing, "ended");
  assert.deepEqual(statesOf(ended), { near: "laid" });
  assert.equal((await ground.refuse()).standing, "none");
  assert.deepEqual(ground.sealed("near"), []);
  assert.equal(readdirSync(ground.at("near/keys")).length, 1);
});

test("escrow: a lost memory, a lost file and a place off the list leave nothing behind", async () => {
  await using ground = new Ground();
  const kontor = ground.vendor("Kontor GmbH");
  ground.name(kontor);
  await ground.backup("near");
  await ground.backup("far");
  await ground.allow();
  const password = ground.password("near", kontor);
  const keys = readdirSync(ground.at("near/keys"));
  // Forgotten, it is found again and not made twice.
  writeFileSync(ground.at("home/escrow.json"), "{");
  await ground.backup("near");
  assert.deepEqual(readdirSync(ground.at("near/keys")), keys);
  assert.deepEqual(statesOf(await ground.state()), { near: "laid", far: "waits" });
  const [file = ""] = ground.sealed("near");
  renameSync(ground.at("near/escrow", file), ground.at("gone.age"));
  await ground.backup("near");
  assert.deepEqual(ground.sealed("near"), [file]);
  await ground.backup("far");
  {
    await using fivefold = await ground.open();
    await fivefold.removePlace("far", false);
  }
  assert.deepEqual(statesOf(await ground.state()), { near: "laid", [ground.at("far")]: "laid" });
  await ground.refuse();
  for (const place of ["near", "far"]) {
    assert.ok(!(await ground.opens(place, password)), place);
    assert.deepEqual(ground.sealed(place), []);
  }
});

test("escrow: a vault without its config is still known as one, whatever lies beside it", async () => {
  await using ground = new Ground();
  const kontor = ground.vendor("Kontor GmbH");
  ground.name(kontor);
  await ground.backup("near");
  await ground.allow();
  renameSync(ground.at("near/config"), ground.at("config"));
  await using fivefold = await ground.open();
  await assert.rejects(async () => await fivefold.list(join(ground.at("near")), quietWatch()), {
    code: "CONFIG_MISSING",
  });
});

test("escrow: a computer that was brought back with that very key has one of its own when it is taken back", async () => {
  await using ground = new Ground();
  const kontor = ground.vendor("Kontor GmbH");
  ground.name(kontor);
  await ground.backup("near");
  await ground.allow();
  const password = ground.password("near", kontor);
  renameSync(ground.at("home"), ground.at("lost home"));
  {
    const environment = { FIVEFOLD_PASSWORD: password };
    const passwords = { ...NO_PASSWORDS, remember: true };
    const [app, home] = [ground.at("app"), ground.at("home")];
    await using fivefold = await openLibrary(app, home, { environment, passwords });
    await fivefold.addPlace("near", ground.at("near"));
    assert.equal((await fivefold.list("near", quietWatch())).length, 1);
    assert.equal((await fivefold.sheet("near", quietWatch())).secret.reveal(), password);
  }
  assert.deepEqual((await ground.refuse()).renewedIn, ["near"]);
  assert.ok(!(await ground.opens("near", password)));
  assert.deepEqual(ground.sealed("near"), []);
  await using fivefold = await ground.open();
  assert.notEqual((await fivefold.sheet("near", quietWatch())).secret.reveal(), password);
  assert.equal((await fivefold.list("near", quietWatch())).length, 1);
});

test("escrow: a key that is removed by hand comes again, as long as it is allowed", async () => {
  await using ground = new Ground();
  ground.name(ground.vendor("Kontor GmbH"));
  await ground.backup("near");
  await ground.allow();
  {
    await using fivefold = await ground.open();
    const { escrow, current } = await fivefold.keys("near", quietWatch());
    assert.notEqual(escrow, current);
    await fivefold.removeKey("near", escrow ?? "", quietWatch());
  }
  assert.deepEqual(statesOf(await ground.state()), { near: "waits" });
  await ground.backup("near");
  assert.deepEqual(statesOf(await ground.state()), { near: "laid" });
  assert.equal(readdirSync(ground.at("near/keys")).length, 2);
});

test("escrow: what cannot be opened says why", async () => {
  await using ground = new Ground();
  const [kontor, other] = [ground.vendor("Kontor GmbH"), ground.vendor("other")];
  ground.name(kontor);
  await ground.backup("near");
  const { sealed } = await ground.allow();
  const file = ground.at("sealed.age");
  writeFileSync(file, sealed?.text ?? "");
  const description = ground.at("app/fivefold.yaml");
  const foreign = ground.at("foreign.age");
  execFileSync("age", ["-r", kontor.recipient, "-o", foreign, description]);
  assert.equal((await openEscrow(file, kontor.secretFile, "/")).for, "Kontor GmbH");
  for (const [at, identity, what] of [
    [file, other.secretFile, "otherKey"],
    [file, file, "identityWrong"],
    [description, kontor.secretFile, "notAge"],
    [foreign, kontor.secretFile, "notOurs"],
    [ground.at("absent"), kontor.secretFile, "unreadable"],
    [file, ground.at("absent"), "unreadable"],
    [ground.at("app"), kontor.secretFile, "unreadable"],
  ] as const)
    await assert.rejects(
      async () => await openEscrow(at, identity, "/"),
      (thrown) => {
        const { code, facts } = asFivefoldError(thrown);
        assert.deepEqual([code, facts["what"]], ["ESCROW_UNREADABLE", what]);
        return true;
      },
    );
});

const WISH = {
  naming: { kind: "moment" },
  form: "plain",
  compression: "deflate",
  level: 1,
  leavesCredentialsOut: false,
  readme: () => Buffer.from("read me"),
  calendar: "gregorian",
  timeZone: "UTC",
} as const;

test("escrow: the key of what is locked in backup files is in it, too, also when it is made later", async () => {
  await using ground = new Ground();
  const kontor = ground.vendor("Kontor GmbH");
  ground.name(kontor);
  await ground.backup("near");
  await ground.allow();
  const before = ground.opened("near", kontor);
  assert.equal(before["parcelPassword"], null);
  const files = ground.at("files");
  {
    await using fivefold = await ground.open();
    await fivefold.pack(EVERYTHING, files, WISH, "backup", quietWatch());
    assert.equal((await fivefold.list(files, quietWatch())).length, 1);
  }
  const own = readFileSync(ground.at("home/keys/parcel"), "utf8").trim();
  const ofFiles = ground.opened("files", kontor);
  assert.deepEqual([ofFiles["password"], ofFiles["parcelPassword"]], [null, own]);
  await ground.backup("near");
  const after = ground.opened("near", kontor);
  assert.deepEqual([after["password"], after["parcelPassword"]], [before["password"], own]);
  await ground.refuse();
  assert.deepEqual([ground.sealed("near"), ground.sealed("files")], [[], []]);
});
