/** Fivefold with an application that nobody here wrote: Debian's Tryton, an ERP server, on SQLite. */

// Goal: a company of a real application comes back from a backup that was made while its server answered requests that
// write. Method: the real server and the real command line; the server itself is the judge (a login, a record, an
// attachment over its JSON-RPC), and sqlite3's integrity_check.

import assert from "node:assert/strict";
import { hash } from "node:crypto";
import fs from "node:fs";
import { test } from "node:test";
import type { Company } from "../examples/tryton/tryton.ts";
import { TrytonServer, addCompany, installTryton } from "../examples/tryton/tryton.ts";
import { Program, TemporaryFolder, describe, must } from "./fixtures/command.ts";

/** Adds parties without a pause until it is told to stop; every name that the server confirmed is kept. */
class Clerk {
  readonly names: string[] = [];
  readonly #working: Promise<void>;
  #isStopped = false;

  constructor(company: Company, name: string) {
    this.#working = this.#work(company, name);
  }

  async #work(company: Company, name: string): Promise<void> {
    for (let at = 0; !this.#isStopped; at++) {
      const party = `${name} ${at}`;
      await company.addParty(party);
      this.names.push(party);
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#working;
  }
}

test("tryton: a company that was destroyed comes back with its records and attachments", async () => {
  await using folder = new TemporaryFolder();
  const app = folder.at("tryton");
  const letter = Buffer.from("Sehr geehrte Frau Müller,\n".repeat(5000));
  await installTryton(app);
  await Promise.all(["acme", "nordwind"].map(async (company) => addCompany(app, company)));
  const program = new Program(app, folder.at("home"));
  await program.must(["init"]);

  let party = 0;
  let attachment = 0;
  let certain: readonly string[] = [];
  let possible: readonly string[] = [];
  {
    await using server = await TrytonServer.start(app);
    const acme = await server.logIn("acme");
    const nordwind = await server.logIn("nordwind");
    party = await acme.addParty("Zoë Müller");
    attachment = await acme.attach(party, "Brief an Zoë.pdf", letter);
    await nordwind.attach(await nordwind.addParty("شرکت نمونه"), "قرارداد.pdf", letter);
    const clerks = [new Clerk(acme, "acme"), new Clerk(nordwind, "nordwind")] as const;
    while (clerks.some(({ names }) => names.length < 3))
      await new Promise((resolve) => setImmediate(resolve));
    certain = [...clerks[0].names];
    const backup = await program.run("backup", "--json");
    const written = clerks[0].names.length - certain.length;
    await Promise.all(clerks.map(async (clerk) => clerk.stop()));
    possible = clerks[0].names;
    assert.equal(backup.status, 0, describe(backup));
    assert.equal(backup.result?.["outcome"], "done");
    assert.ok(written > 0, "the server answered requests that write while the backup ran");
  }

  const other = hash("sha256", fs.readFileSync(folder.at("tryton", "db", "nordwind.sqlite")));
  fs.writeFileSync(
    folder.at("tryton", "db", "acme.sqlite"),
    "not a database any more\n".repeat(9000),
  );
  fs.rmSync(folder.at("tryton", "db", "acme"), { recursive: true });
  const restored = await program.run("restore", "latest", "--tenant", "acme", "--yes", "--json");
  // The garbage could not be kept in a safety snapshot as a database, and that is all there is to say.
  assert.equal(restored.status, 3, describe(restored));
  assert.deepEqual(
    new Set(restored.findings.map(({ code }) => code)),
    new Set(["SAFETY_DEGRADED"]),
  );

  assert.equal(
    hash("sha256", fs.readFileSync(folder.at("tryton", "db", "nordwind.sqlite"))),
    other,
    "the other company was left alone",
  );
  const integrity = await must([
    "sqlite3",
    folder.at("tryton", "db", "acme.sqlite"),
    "pragma integrity_check",
  ]);
  assert.equal(integrity.toString(), "ok\n");
  {
    await using server = await TrytonServer.start(app);
    const acme = await server.logIn("acme");
    assert.equal(await acme.partyName(party), "Zoë Müller");
    assert.deepEqual(await acme.readAttachment(attachment), letter);
    const count = await acme.countParties();
    const before = 1 + certain.length;
    const after = 1 + possible.length;
    assert.ok(count >= before && count <= after, `${before} <= ${count} <= ${after} parties`);
    // One moment: what the clerk wrote is there up to that moment and nothing after it.
    for (const [at, name] of possible.entries()) {
      if (at % 10 !== 0 && at !== count - 2 && at !== count - 1) continue;
      assert.equal((await acme.findParties(name)).length, at < count - 1 ? 1 : 0, name);
    }
    assert.equal(await acme.partyName(await acme.addParty("After")), "After");
    assert.equal((await (await server.logIn("nordwind")).findParties("شرکت نمونه")).length, 1);
  }
  assert.equal(
    (await program.must(["check", "--read-data", "--json"])).result?.["outcome"],
    "done",
  );
});

test("tryton: a new company is in the next backup without a word in the description", async () => {
  await using folder = new TemporaryFolder();
  const app = folder.at("tryton");
  await installTryton(app);
  await addCompany(app, "erste");
  const program = new Program(app, folder.at("home"));
  const before = (await program.must(["parts"])).stdout.toString();
  fs.copyFileSync(
    folder.at("tryton", "db", "erste.sqlite"),
    folder.at("tryton", "db", "zweite.sqlite"),
  );
  fs.mkdirSync(folder.at("tryton", "db", "zweite"));
  const after = (await program.must(["parts"])).stdout.toString();
  assert.ok(!before.includes("zweite"), before);
  assert.ok(after.includes("tenants/zweite/database"), after);
});
