/** Our vault is a restic repository, and any restic repository is ours to read and to go on with. */

// Goal: nobody needs Fivefold to get at a backup that Fivefold made, and it can be trusted with what restic made.
// Method: Debian's restic and the newest one do to our vaults what users do, and we do to theirs; a walk by find,
// sha256sum and getfattr compares what comes back with what was there, to the nanosecond.

import assert from "node:assert/strict";
import { hash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { makeKontor } from "../../src/example/kontor.ts";
import { databaseHash } from "../../examples/invoicing/state.ts";
import { Program, TemporaryFolder, describe, must } from "../fixtures/command.ts";
import type { Look } from "../fixtures/look.ts";
import { lookAt, lookDifferences } from "../fixtures/look.ts";
import { makeSmallApp } from "../fixtures/small-app.ts";
import { addSpecialFiles, makeOddFiles, noise } from "../fixtures/odd-files.ts";
import { Restic, resticBinaries } from "../fixtures/restic.ts";
import { makeResticRepository, makeTestVault } from "../fixtures/vault.ts";

/** Restic before 0.16 stores and gives back link targets that are no UTF-8 with other bytes. */
const LINK_OF_BYTES = "./links/to bytes";

/** What is compared: all but the root itself, which restic does not restore, and what the description excludes. */
async function lookInside(folder: string, without: readonly string[] = []): Promise<Look> {
  const look = new Map(await lookAt(folder, { without }));
  look.delete(".");
  return look;
}

function butLinkOfBytes(look: Look): Look {
  const rest = new Map(look);
  rest.delete(LINK_OF_BYTES);
  return rest;
}

function withBinary(binary: string, { repository, passwordFile, keyHint }: Restic): Restic {
  return new Restic(binary, repository, passwordFile, keyHint);
}

interface OurVault {
  readonly app: string;
  readonly tenants: readonly string[];
  readonly program: Program;
  readonly restic: Restic;
}

const template = new TemporaryFolder();
after(async () => await template[Symbol.asyncDispose]());
let templateOurs: Promise<OurVault> | null = null;

async function makeTemplate(): Promise<OurVault> {
  const app = template.at("app");
  const { tenants } = makeKontor(app, 3_000_000);
  await makeOddFiles(path.join(app, "data", "settings", "odd"));
  const program = new Program(app, template.at("home"));
  const restic = await makeTestVault(program, template.path);
  return { app, tenants: tenants.map(({ id }) => id), program, restic };
}

/** An app with odd files in a part, and an empty vault for it: made once, and copied. */
async function makeOurs(folder: TemporaryFolder): Promise<OurVault> {
  const { tenants, restic } = await (templateOurs ??= makeTemplate());
  await must(["cp", "-a", `${template.path}/.`, folder.path]);
  const program = new Program(folder.at("app"), folder.at("home"));
  const vault = folder.at("home", "vault");
  const copied = new Restic("restic", vault, folder.at("password"), restic.keyHint);
  return { app: folder.at("app"), tenants, program, restic: copied };
}

/** The parts with files: where each lies in the app and in a snapshot. */
function filesOf(tenants: readonly string[]): readonly { part: string; root: string }[] {
  return [
    { part: "settings", root: "data/settings" },
    { part: "credentials", root: "data/credentials" },
    ...tenants.map((id) => ({ part: `tenants/${id}/files`, root: `data/tenants/${id}/files` })),
  ];
}

function databasesOf(tenants: readonly string[]): readonly { restored: string; live: string }[] {
  return [
    { restored: "login/login.db", live: "data/login.db" },
    ...tenants.map((id) => ({
      restored: `tenants/${id}/database/tenant.db`,
      live: `data/tenants/${id}/tenant.db`,
    })),
  ];
}

const BINARIES = await resticBinaries();

for (const binary of BINARIES) {
  const isNewest = binary !== "restic";
  const name = isNewest ? "newest restic" : "Debian's restic";

  // one vault with one backup of ours for the three: what restic adds to it comes after ours
  const folder = new TemporaryFolder();
  after(async () => await folder[Symbol.asyncDispose]());
  let made: Promise<OurVault> | null = null;
  const backedUp = async (): Promise<OurVault> => {
    const ours = await makeOurs(folder);
    const backup = await ours.program.run("backup", "--json");
    assert.equal(backup.status, 0, describe(backup));
    return ours;
  };

  test(`${name}: checks our vault, lists it and restores it equal to the source`, async () => {
    const ours = await (made ??= backedUp());
    const restic = withBinary(binary, ours.restic);
    await restic.check();

    const [snapshot] = await restic.snapshots();
    assert.ok(snapshot);
    assert.deepEqual(snapshot.paths, ["/"]);
    assert.deepEqual([...(snapshot.tags ?? [])].toSorted(), [
      "app:kontor",
      "complete",
      "fivefold",
      "reason:manual",
      "scope:full",
    ]);

    const target = folder.at("restored");
    await restic.restore("latest", target);
    const compared = isNewest ? (look: Look): Look => look : butLinkOfBytes;
    for (const { part, root } of filesOf(ours.tenants)) {
      const was = compared(prefixed(await lookInside(path.join(ours.app, root))));
      const is = compared(prefixed(await lookInside(path.join(target, part))));
      assert.deepEqual(lookDifferences(was, is), [], part);
    }
    for (const { restored, live } of databasesOf(ours.tenants)) {
      const file = path.join(target, restored);
      assert.equal((await must(["sqlite3", file, "pragma integrity_check"])).toString(), "ok\n");
      assert.equal(databaseHash(file), databaseHash(path.join(ours.app, live)), restored);
    }
    const manifest = JSON.parse(fs.readFileSync(path.join(target, "manifest.json"), "utf8")) as {
      readonly headSha256: string;
    };
    const head = fs.readFileSync(path.join(target, "fivefold.json"));
    assert.equal(manifest.headSha256, hash("sha256", head));
    assert.ok(!fs.existsSync(path.join(target, "tenants", "zimmermann")), "the closed tenant");
    assert.ok(!fs.existsSync(path.join(target, "workspaces", "cache", "thumbnails.bin")));

    const listed = await restic.must(["ls", "latest"]);
    const found = await must(["find", ".", "-mindepth", "1", "-printf", "x"], { cwd: target });
    const names = listed.split("\n").filter((line) => line.startsWith("/"));
    assert.equal(names.length, found.length, "ls names everything that restore gives");
  });

  test(`${name}: a backup on top of our snapshot adds no data`, async () => {
    const ours = await (made ??= backedUp());
    const restic = withBinary(binary, ours.restic);
    const [our] = await restic.snapshots();
    assert.ok(our);
    const target = folder.at("restored for another backup");
    await restic.restore(our.id, target);
    const again = await restic.backup(target);
    assert.equal(again.data_blobs, 0, JSON.stringify(again));
    const live = await restic.backup(path.join(ours.app, "data", "settings"));
    assert.equal(live.data_blobs, 0, JSON.stringify(live));
    await restic.check();
  });

  test(`${name}: where the metadata is equal, so is the tree, to the byte`, async () => {
    const ours = await (made ??= backedUp());
    const restic = withBinary(binary, ours.restic);
    const [our] = await restic.snapshots();
    assert.ok(our);
    // The folder that holds the part's folder is not the same in the two; the part's own content is.
    const { snapshot_id: theirs } = await restic.backup(path.join(ours.app, "data", "settings"));
    const inOurs = await restic.treeAt(our.id, ["settings"]);
    const inTheirs = await restic.treeAt(theirs, []);
    if (inOurs !== inTheirs && !isNewest) {
      // Debian's restic writes links of bytes that are no UTF-8 in its own, lossy way: compare all other folders.
      const ourNodes = await restic.tree(await restic.treeAt(our.id, ["settings", "odd"]));
      const theirNodes = await restic.tree(await restic.treeAt(theirs, ["odd"]));
      const but = (nodes: typeof ourNodes): typeof ourNodes =>
        nodes.filter((node) => node.name !== "links");
      assert.deepEqual(but(ourNodes), but(theirNodes));
      return;
    }
    assert.equal(inOurs, inTheirs);
  });
}

/** Paths in one part, so that the same exception can be named in all. */
function prefixed(look: Look): Look {
  return new Map(
    [...look].map(([at, line]) => [at.replace("./odd/", "./"), line.replaceAll("./odd/", "./")]),
  );
}

test("vault: what was removed, renamed or replaced is so in the next backup", async () => {
  await using folder = new TemporaryFolder();
  makeSmallApp(folder.at("app"));
  const program = new Program(folder.at("app"), folder.at("home"));
  const restic = await makeTestVault(program, folder.path);
  const root = folder.at("app", "settings", "many");
  const names = Array.from({ length: 12 }, (_, at) => `file ${String(at).padStart(2, "0")}`);
  fs.mkdirSync(path.join(root, "inner"), { recursive: true });
  for (const each of names) fs.writeFileSync(path.join(root, each), `${each}\n`);
  for (const each of names) fs.writeFileSync(path.join(root, "inner", each), `${each}\n`);
  const changes: readonly (() => void)[] = [
    () => {},
    () => fs.rmSync(path.join(root, "file 05")),
    () => fs.rmSync(path.join(root, "file 00")),
    () => fs.rmSync(path.join(root, "file 11")),
    () => fs.rmSync(path.join(root, "inner", "file 03")),
    () => fs.renameSync(path.join(root, "file 07"), path.join(root, "inner", "file 07b")),
    () => fs.rmSync(path.join(root, "inner"), { recursive: true }),
    () => fs.writeFileSync(path.join(root, "inner"), "a file where a folder was\n"),
    () => {
      for (const each of fs.readdirSync(root)) fs.rmSync(path.join(root, each));
    },
  ];
  for (const [at, change] of changes.entries()) {
    change();
    await program.must(["backup"]);
    const target = folder.at(`restored ${at}`);
    await restic.restore("latest", target);
    const was = await lookInside(root);
    const is = await lookInside(path.join(target, "settings", "many"));
    assert.deepEqual(lookDifferences(was, is), [], `change ${at}`);
    fs.rmSync(target, { recursive: true });
  }
  await restic.check();
});

test("vault: a backup of what has not changed adds no content and no folder", async () => {
  await using folder = new TemporaryFolder();
  const ours = await makeOurs(folder);
  await ours.program.must(["backup"]);
  // Younger than two seconds is never trusted; what is read again must still add nothing.
  const before = await ours.restic.blobs();
  await ours.program.must(["backup"]);
  const added = [...(await ours.restic.blobs())].filter((blob) => !before.has(blob));
  const data = added.filter((blob) => blob.startsWith("data"));
  const trees = added.filter((blob) => blob.startsWith("tree"));
  assert.ok(data.length <= 2, `only fivefold.json and manifest.json are new, not ${data.length}`);
  assert.ok(trees.length <= 1, `only the root is new, not ${trees.length} folders`);
  await ours.restic.check();
});

/** One way in which restic repositories differ. */
interface Kind {
  readonly name: string;
  readonly init: readonly string[];
  readonly backup: readonly string[];
}

const KINDS: readonly Kind[] = [
  { name: "version 1", init: ["--repository-version", "1"], backup: [] },
  { name: "version 2", init: ["--repository-version", "2"], backup: [] },
  {
    name: "version 2, compression off",
    init: ["--repository-version", "2"],
    backup: ["--compression", "off"],
  },
  {
    name: "version 2, compression max",
    init: ["--repository-version", "2"],
    backup: ["--compression", "max"],
  },
];

/** Restic takes seconds to find out what a new key may cost: empty repositories are made once and copied. */
const emptyRepositories = new TemporaryFolder();
const firstKeys = new Map<string, Restic>();
after(async () => emptyRepositories[Symbol.asyncDispose]());

async function copyEmptyRepository(
  folder: TemporaryFolder,
  binary: string,
  options: readonly string[],
): Promise<{ readonly restic: Restic; readonly secondPassword: string }> {
  const made = emptyRepositories.at(hash("sha256", [binary, ...options].join(" ")).slice(0, 8));
  const secondPassword = `${made}.second`;
  let first = firstKeys.get(made);
  if (first === undefined) {
    fs.writeFileSync(secondPassword, "another password\n");
    first = await makeResticRepository(binary, made, options);
    await first.must(["key", "add", "--new-password-file", secondPassword]);
    firstKeys.set(made, first);
  }
  const repository = folder.at("repository");
  await must(["cp", "-a", made, repository]);
  const { passwordFile, keyHint } = first;
  return { restic: new Restic(binary, repository, passwordFile, keyHint), secondPassword };
}

interface Theirs {
  readonly restic: Restic;
  readonly source: string;
  /** Each snapshot's folder as it was, oldest first. */
  readonly looks: Map<string, Look>;
  readonly program: Program;
}

/** A repository with a history: several keys, three backups of a changing folder, one forgotten and pruned. */
async function makeTheirs(folder: TemporaryFolder, binary: string, kind: Kind): Promise<Theirs> {
  const source = folder.at("source");
  await makeOddFiles(source);
  await addSpecialFiles(source);
  const { restic, secondPassword } = await copyEmptyRepository(folder, binary, kind.init);
  const looks = new Map<string, Look>();
  for (let day = 0; day < 3; day++) {
    const { snapshot_id } = await restic.backup(source, ...kind.backup);
    looks.set(snapshot_id, await lookInside(source));
    fs.writeFileSync(path.join(source, "contents", `day ${day}`), noise(100 + day, 2_000_000));
    fs.rmSync(path.join(source, "contents", `noise ${[524_287, 524_288, 524_289][day]}`));
  }
  const [first = ""] = looks.keys();
  await restic.must(["forget", "--prune", "--max-unused", "0", first]);
  looks.delete(first);
  const program = new Program(null, folder.at("home"), {
    FIVEFOLD_PASSWORD_FILE: secondPassword,
  });
  return { restic, source, looks, program };
}

/** All that a user does to a repository in which we had no part; `restores`: of how many snapshots, the newest first. */
async function requireReadable(
  theirs: Theirs,
  folder: TemporaryFolder,
  restores = Infinity,
): Promise<void> {
  const { restic, program, looks } = theirs;
  const repo = ["--repo", restic.repository] as const;
  const listed = (await program.must(["vault", "snapshots", ...repo])).stdout.toString();
  for (const id of looks.keys()) assert.ok(listed.includes(id.slice(0, 8)), listed);

  await program.must(["vault", "check", "--read-data", ...repo]);
  for (const [id, look] of [...looks].toReversed().slice(0, restores)) {
    const target = folder.at(`restored ${id}`);
    const restored = await program.must(["vault", "restore", id, "--target", target, ...repo], 3);
    assert.match(restored.stdout.toString(), /fifo/, "what holds no data is named");
    const compared = (each: Look): Look =>
      restic.binary === "restic" ? butLinkOfBytes(withoutSpecial(each)) : withoutSpecial(each);
    const lost = lookDifferences(compared(look), compared(await lookInside(target)));
    assert.deepEqual(lost, [], `snapshot ${id}`);
    await must(["chmod", "-R", "u+rwX", target]);
    fs.rmSync(target, { recursive: true });
  }

  const [newest = ""] = [...looks.keys()].slice(-1);
  const file = "/contents/same as noise 9000001";
  const dumped = await program.must(["vault", "dump", newest, file, ...repo]);
  assert.equal(hash("sha256", dumped.stdout), hash("sha256", noise(9_000_001, 9_000_001)));
  const names = (await program.must(["vault", "ls", newest, ...repo])).stdout.toString();
  assert.ok(names.includes("contents/same as noise 9000001"), names);
  assert.ok(names.includes("پشتیبان"), names);
}

/** Fifos and devices are named as findings and not restored. */
function withoutSpecial(look: Look): Look {
  return new Map([...look].filter(([at]) => at !== "./fifo" && at !== "./device"));
}

for (const [at, binary] of BINARIES.entries()) {
  const name = at === 0 ? "Debian's restic" : "newest restic";
  for (const kind of KINDS) {
    test(`vault: reads what ${name} made (${kind.name})`, async () => {
      await using folder = new TemporaryFolder();
      const theirs = await makeTheirs(folder, binary, kind);
      // how blobs are packed is the kind's; how a history hangs together is not
      await requireReadable(theirs, folder, kind === KINDS[0] ? Infinity : 1);
    });
  }
}

test("vault: reads a repository with the same contents in two packs, and one without some old parents", async () => {
  await using folder = new TemporaryFolder();
  const [kind] = KINDS.slice(1, 2);
  assert.ok(kind);
  const theirs = await makeTheirs(folder, "restic", kind);
  const { restic, source, looks } = theirs;
  // Restic that sees no index stores everything once more; with the index back, each blob lies in two packs.
  const index = path.join(restic.repository, "index");
  fs.renameSync(index, `${index}.away`);
  fs.mkdirSync(index);
  const { snapshot_id } = await restic.backup(source, "--force");
  looks.set(snapshot_id, await lookInside(source));
  for (const file of fs.readdirSync(`${index}.away`))
    fs.renameSync(path.join(`${index}.away`, file), path.join(index, file));
  fs.rmSync(`${index}.away`, { recursive: true });
  // Older programs left snapshots whose parent was forgotten long ago.
  const parents = (await restic.snapshots()).map(({ parent }) => parent);
  const ids = new Set((await restic.snapshots()).map(({ id }) => id));
  assert.ok(
    parents.some((parent) => parent !== undefined && !ids.has(parent)),
    "an old parent",
  );
  await requireReadable(theirs, folder);
});

test("vault: a backup on top of what restic made shares its contents, and restic goes on", async () => {
  await using folder = new TemporaryFolder();
  const ours = await makeOurs(folder);
  for (const version of ["1", "2"]) {
    const repository = folder.at(`repository ${version}`);
    const restic = await makeResticRepository("restic", repository, [
      "--repository-version",
      version,
    ]);
    await restic.backup(path.join(ours.app, "data"));
    const before = await restic.blobs();
    const program = new Program(ours.app, folder.at(`home ${version}`), {
      FIVEFOLD_PASSWORD_FILE: restic.passwordFile,
    });
    await program.must(["backup", "--to", repository]);
    const added = [...(await restic.blobs())].filter(
      (blob) => blob.startsWith("data") && !before.has(blob),
    );
    // SQLite moves two counters on the first page of a copied database: one chunk each; and our two documents.
    const most = databasesOf(ours.tenants).length + 2;
    assert.ok(added.length <= most, `${added.length} data blobs are new, ${most} may be`);
    await restic.check();
    const again = await restic.backup(path.join(ours.app, "data", "settings"));
    assert.equal(again.data_blobs, 0);
    const target = folder.at(`restored ${version}`);
    await program.must(["restore", "latest", "--from", repository, "--target", target]);
    for (const { part, root } of filesOf(ours.tenants)) {
      const was = await lookInside(path.join(ours.app, root));
      assert.deepEqual(lookDifferences(was, await lookInside(path.join(target, part))), [], part);
    }
  }
});

test("restore: what comes back live is equal to what was there, root and attributes too", async () => {
  await using folder = new TemporaryFolder();
  const ours = await makeOurs(folder);
  await must(["setfattr", "-n", "user.root", "-v", "1", path.join(ours.app, "data", "settings")]);
  await ours.program.must(["backup"]);
  const before = await Promise.all(
    filesOf(ours.tenants).map(async ({ root }) => lookAt(path.join(ours.app, root))),
  );
  for (const { root } of filesOf(ours.tenants))
    fs.rmSync(path.join(ours.app, root), { recursive: true });
  await ours.program.must(["restore", "latest", "--yes"]);
  for (const [at, { root }] of filesOf(ours.tenants).entries()) {
    const was = before[at];
    assert.ok(was);
    assert.deepEqual(lookDifferences(was, await lookAt(path.join(ours.app, root))), [], root);
  }
});
