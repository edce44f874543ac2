/*
 * Goal: what an earlier release stored comes back for ever, from each version of the layout: a vault, and a parcel of every
 * form. Method: golden files, made once and committed, are listed, checked and restored by the command line on a computer that
 * knows nothing of them but their passwords; find and sha256sum compare what came back with what was written down when they
 * were made, restic, 7zz, unzip and sha256sum judge the files themselves.
 */

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { Program, TemporaryFolder, must, run } from "../fixtures/command.ts";
import {
  APP,
  COMPANY,
  INSTALLATION_KEY,
  PARCEL_PASSWORD,
  VAULT_PASSWORD,
} from "../fixtures/golden/facts.ts";
import type { Golden } from "../fixtures/golden/facts.ts";
import { lookAt } from "../fixtures/look.ts";
import { Restic } from "../fixtures/restic.ts";
import { UTF8 } from "../fixtures/utf8.ts";

const GOLDEN = path.join(import.meta.dirname, "..", "fixtures", "golden");
const LAYOUTS = fs.readdirSync(GOLDEN).filter((name) => name.startsWith("layout-"));

/** Of folders above the parts nothing is stored. */
const ABOVE = new Set([".", "./login", "./tenants"]);
const isAbove = (at: string): boolean =>
  ABOVE.has(at) || /^\.\/tenants\/[^/]+(?:\/database)?$/.test(at);

const PARCELS = {
  plain: INSTALLATION_KEY,
  zstd: INSTALLATION_KEY,
  encrypted: PARCEL_PASSWORD,
  hidden: PARCEL_PASSWORD,
  tenant: null,
} as const;

const ground = new TemporaryFolder();
after(async () => await ground[Symbol.asyncDispose]());
const secretFile = (name: string, secret: string): string => {
  const file = ground.at(name);
  fs.writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return file;
};
const vaultPassword = secretFile("vault password", VAULT_PASSWORD);
fs.writeFileSync(
  ground.at("fivefold.yaml"),
  `app: { id: ${APP.id}, name: ${APP.name}, version: "99" }
parts: [{ id: settings, kind: settings, files: nothing here }]
`,
);
const program = new Program(ground.path, ground.at("home"));

/** What was restored is what was written down; `without`: these entries are not compared, `parts`: only ids that begin so. */
async function isAsExpected(
  folder: string,
  golden: Golden,
  { without = "", parts = "" } = {},
): Promise<void> {
  const look = await lookAt(folder, { owners: false, attributes: false });
  const wanted = ([at]: readonly [string, unknown]): boolean =>
    !isAbove(at) && at !== without && at.startsWith(`./${parts}`);
  assert.deepEqual(
    Object.fromEntries([...look].filter(wanted)),
    Object.fromEntries(Object.entries(golden.look).filter(wanted)),
  );
  using database = new DatabaseSync(path.join(folder, "tenants", COMPANY, "database", "tenant.db"));
  const rows = database.prepare("select number, text from invoice order by number").all();
  assert.deepEqual(
    rows.map(({ number, text }) => [number, text]),
    [
      [1042, "paper"],
      [1043, "چای"],
      [1044, null],
    ],
  );
}

const snapshotsOf = (result: unknown): readonly Readonly<Record<string, unknown>>[] =>
  (result as { readonly snapshots: readonly Readonly<Record<string, unknown>>[] }).snapshots;

test("golden: there are files of each layout from the first on", () => {
  assert.ok(LAYOUTS.includes("layout-1"));
});

for (const layout of LAYOUTS) {
  // git keeps neither modes nor empty folders, and whoever opens a vault locks it
  const folder = ground.at(layout);
  fs.cpSync(path.join(GOLDEN, layout), folder, { recursive: true });
  const golden = JSON.parse(fs.readFileSync(path.join(folder, "expected.json"), "utf8")) as Golden;
  const vault = path.join(folder, "vault");

  test(`golden: the vault of ${layout} is listed, checked and restored`, async () => {
    const at = ["--from", vault, "--password-file", vaultPassword];
    const [only, ...others] = snapshotsOf((await program.must(["list", ...at, "--json"])).result);
    assert.equal(others.length, 0);
    assert.equal(Date.parse(String(only?.["takenAt"])), Date.parse(golden.takenAt["vault"] ?? ""));
    assert.deepEqual([only?.["scope"], only?.["isComplete"]], ["full", true]);
    await program.must(["check", ...at, "--read-data"]);
    const target = ground.at(layout, "vault restored");
    await program.must(["restore", "latest", ...at, "--target", target]);
    await isAsExpected(target, golden);
  });

  test(`golden: restic finds the vault of ${layout} whole, and restores the same`, async () => {
    const restic = new Restic("restic", vault, vaultPassword);
    await restic.check();
    const target = ground.at(layout, "restic restored");
    await restic.restore("latest", target);
    for (const name of ["fivefold.json", "manifest.json"]) fs.rmSync(path.join(target, name));
    await isAsExpected(target, golden);
  });

  test(`golden: the parcels of ${layout} are listed with no key, and each is restored`, async () => {
    const { result } = await program.must(["list", "--from", `${folder}/`, "--json"]);
    const listed = snapshotsOf(result).map(({ id, takenAt }) => [String(id), takenAt] as const);
    const expected = Object.keys(PARCELS).map(
      (name) => [`${name}.zip`, golden.takenAt[name]] as const,
    );
    assert.deepEqual(new Map<string, unknown>(listed), new Map<string, unknown>(expected));
    for (const [name, secret] of Object.entries(PARCELS)) {
      const given = secret === null ? [] : ["--parcel-password-file", secretFile("given", secret)];
      const parcel = path.join(folder, `${name}.zip`);
      await program.must(["check", parcel, ...given]);
      const target = ground.at(layout, `${name} restored`);
      // one of its links leads out of its part, on purpose
      const words = ["restore", parcel, ...given, "--target", target, "--allow-links-out"];
      await program.must(words);
      await isAsExpected(target, golden, {
        parts: name === "tenant" ? `tenants/${COMPANY}/` : "",
        // a zip of its own has no entry for the part's root
        without: secret === INSTALLATION_KEY ? "./credentials" : "",
      });
      assert.equal(fs.existsSync(path.join(target, "login")), name !== "tenant");
    }
  });

  test(`golden: other programs open the parcels of ${layout}, and the sums are right`, async () => {
    const unpacked = async (...words: readonly string[]): Promise<void> => {
      const target = words.at(-1) ?? "";
      await must(words.slice(0, -1), { env: UTF8 });
      await must(["sha256sum", "-c", "--quiet", "SHA256SUMS"], { cwd: target });
    };
    const zip = (name: string): string => path.join(folder, `${name}.zip`);
    const out = (name: string): string => ground.at(layout, `${name} unpacked`);
    const password = `-p${PARCEL_PASSWORD}`;
    for (const name of ["plain", "tenant"])
      await unpacked("unzip", "-q", zip(name), "-d", out(name), out(name));
    const sevenZip = async (file: string, target: string): Promise<void> =>
      await unpacked("7zz", "x", "-bso0", "-snl", password, `-o${target}`, file, target);
    await sevenZip(zip("encrypted"), out("encrypted"));
    await must(["7zz", "e", "-bso0", password, `-o${out("outer")}`, zip("hidden"), "content.zip"]);
    await unpacked(
      "unzip",
      "-q",
      path.join(out("outer"), "content.zip"),
      "-d",
      out("hidden"),
      out("hidden"),
    );
    await must(["7zz", "t", "-bso0", zip("zstd")]);
    const wrong = await run(["7zz", "t", "-pwrong", zip("encrypted")]);
    assert.notEqual(wrong.status, 0);
  });
}
