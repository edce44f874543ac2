import assert from "node:assert/strict";
import { hash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { placeContext } from "../../test/conformance/place.ts";
import { restic, resticOk } from "../../test/interop/restic.ts";
import { MemoryPlace } from "../../test/simulation/memory-place.ts";
import { FivefoldError } from "../model/error.ts";
import { Secret } from "../model/secret.ts";
import { FolderPlace } from "../place/folder.ts";
import { newMasterKey } from "./crypto.ts";
import { KEY_COST, addKey, keyFingerprint, listKeys, openKey, removeKey } from "./key.ts";
import { Repository } from "./repository.ts";

const context = placeContext();
const CHEAP = { N: 256, r: 8, p: 1 };
const ID = "5f".repeat(32);
/** An irreducible polynomial of degree 53, from restic's own tests. */
const POLYNOMIAL = 0x3da3358b4dc173n;

async function codeOf(deed: Promise<unknown>): Promise<string> {
  const thrown: unknown = await deed.then(
    () => "nothing thrown",
    (error: unknown) => error,
  );
  return thrown instanceof FivefoldError ? thrown.code : String(thrown);
}

/** A place with a config and keys for the passwords, whose ids are given in the same order. */
async function vaultOf(...passwords: readonly string[]): Promise<{
  place: MemoryPlace;
  ids: readonly string[];
}> {
  const place = new MemoryPlace(new Map([["config", randomBytes(100)]]));
  const master = newMasterKey();
  const ids: string[] = [];
  for (const password of passwords)
    ids.push((await addKey(place, new Secret(password), master, CHEAP, context)).id);
  return { place, ids };
}

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-key-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("key: any of several passwords opens the same master key, and a wrong one none", async () => {
  const { place, ids } = await vaultOf("one", "two", "پاسوُرد ü");
  const opened = await Promise.all(
    ["one", "two", "پاسوُرد ü"].map((each) => openKey(place, new Secret(each), null, context)),
  );
  assert.deepEqual(
    opened.map(({ id }) => id),
    ids,
  );
  for (const { master } of opened) assert.deepEqual(master, opened[0]?.master);
  assert.equal(await codeOf(openKey(place, new Secret("three"), null, context)), "KEY_WRONG");
  assert.equal(await codeOf(openKey(place, new Secret(""), ids[0] ?? "", context)), "KEY_WRONG");
});

test("key: the one that opened the vault last time is tried first", async () => {
  // With the right hint only one of many files is read; a hint that is wrong or gone costs nothing but time.
  const { place, ids } = await vaultOf("a", "b", "c", "d");
  const read: string[] = [];
  const watched = new MemoryPlace(place.objects);
  const get = watched.get.bind(watched);
  watched.get = (key, range, each) => {
    read.push(key);
    return get(key, range, each);
  };
  const hint = ids[2] ?? "";
  assert.equal((await openKey(watched, new Secret("c"), hint, context)).id, hint);
  assert.deepEqual(read, [`keys/${hint}`]);
  assert.equal((await openKey(watched, new Secret("d"), hint, context)).id, ids[3]);
  for (const other of ["00".repeat(32), "../config", ""])
    assert.equal((await openKey(watched, new Secret("a"), other, context)).id, ids[0]);
});

test("key: wrong key, damaged key file, no key and missing vault are four errors", async () => {
  const secret = new Secret("one");
  assert.equal(await codeOf(openKey(new MemoryPlace(), secret, null, context)), "VAULT_MISSING");
  const bare = new MemoryPlace(new Map([["config", randomBytes(100)]]));
  assert.equal(await codeOf(openKey(bare, secret, null, context)), "KEY_MISSING");
  const { place, ids } = await vaultOf("one");
  assert.equal(await codeOf(openKey(place, new Secret("two"), null, context)), "KEY_WRONG");
  // Any bit anywhere in the file: either it still opens, since only a name or date is hit, or the file is named.
  const name = `keys/${ids[0]}`;
  const sound = Buffer.from(place.objects.get(name) ?? []);
  let named = 0;
  for (let at = 0; at < sound.length; at += 3) {
    const sick = Buffer.from(sound);
    sick.writeUInt8(sick.readUInt8(at) ^ 1, at);
    place.objects.set(name, sick);
    const thrown: unknown = await openKey(place, secret, ids[0] ?? "", context).catch(
      (error: unknown) => error,
    );
    if (!(thrown instanceof Error)) continue;
    assert.ok(thrown instanceof FivefoldError, String(thrown));
    assert.equal(thrown.code, "VAULT_DAMAGED");
    assert.equal(thrown.facts["file"], name);
    named++;
  }
  assert.ok(named > 50, String(named));
  for (const cut of [0, 1, 100, sound.length - 1]) {
    place.objects.set(name, sound.subarray(0, cut));
    assert.equal(await codeOf(openKey(place, secret, null, context)), "VAULT_DAMAGED");
  }
});

test("key: a damaged key file does not keep another key from opening", async () => {
  const { place, ids } = await vaultOf("one", "two");
  place.objects.set(`keys/${ids[0]}`, Buffer.from("{"));
  assert.equal((await openKey(place, new Secret("two"), null, context)).id, ids[1]);
  assert.equal(await codeOf(openKey(place, new Secret("one"), null, context)), "VAULT_DAMAGED");
  const listed = await listKeys(place, context);
  assert.deepEqual(Object.fromEntries(listed.map(({ id, isDamaged }) => [id, isDamaged])), {
    [ids[0] ?? ""]: true,
    [ids[1] ?? ""]: false,
  });
});

test("key: a stranger's file cannot ask for more memory or time than there is", async () => {
  // Each file is well-formed and its name is its hash; opening must fail at once and without allocating.
  const { place, ids } = await vaultOf("one");
  const sound = Buffer.from(place.objects.get(`keys/${ids[0]}`) ?? []).toString();
  const costs: readonly Record<string, unknown>[] = [
    { N: 2 ** 40 },
    { N: 2 ** 31 },
    { N: 2 ** 20, r: 1024 },
    { p: 2 ** 30 },
    { N: 2 ** 15, r: 8, p: 1000 },
    { N: 3 },
    { N: 0 },
    { N: 1 },
    { N: -2 },
    { N: 2.5 },
    { r: 0 },
    { p: "1" },
    { kdf: "argon2" },
    { salt: "" },
    { data: 7 },
  ];
  for (const cost of costs) {
    const file = Buffer.from(JSON.stringify({ ...(JSON.parse(sound) as object), ...cost }));
    const hostile = new MemoryPlace(new Map([[`keys/${hash("sha256", file, "hex")}`, file]]));
    const before = process.memoryUsage().rss;
    const code = await codeOf(openKey(hostile, new Secret("one"), null, context));
    assert.equal(code, "VAULT_DAMAGED", JSON.stringify(cost));
    assert.ok(process.memoryUsage().rss - before < 200e6);
  }
  const big = Buffer.alloc(10_000_000, "[");
  const hostile = new MemoryPlace(new Map([[`keys/${hash("sha256", big, "hex")}`, big]]));
  assert.equal(await codeOf(openKey(hostile, new Secret("one"), null, context)), "VAULT_DAMAGED");
});

test("key: one can be removed by the beginning of its id, but not the last or the one in use", async () => {
  const { place, ids } = await vaultOf("one", "two");
  const opened = await openKey(place, new Secret("one"), null, context);
  assert.equal(await codeOf(removeKey(place, ids[0] ?? "", opened, context)), "KEY_LAST");
  assert.equal(await codeOf(removeKey(place, "", opened, context)), "KEY_MISSING");
  assert.equal(await codeOf(removeKey(place, "xyz", opened, context)), "KEY_MISSING");
  const removed = await removeKey(place, ids[1]?.slice(0, 12) ?? "", opened, context);
  assert.equal(removed.id, ids[1]);
  assert.deepEqual(
    (await listKeys(place, context)).map(({ id }) => id),
    [ids[0]],
  );
  assert.equal(await codeOf(openKey(place, new Secret("two"), null, context)), "KEY_WRONG");
  // A damaged file is no other key: what is left must be able to open the vault.
  place.objects.set(`keys/${"ab".repeat(32)}`, Buffer.from("{}"));
  const stranger = { ...opened, id: "cd".repeat(32) };
  assert.equal(await codeOf(removeKey(place, ids[0] ?? "", stranger, context)), "KEY_LAST");
});

test("key: a fingerprint tells keys and vaults apart and is stable", () => {
  const one = keyFingerprint("a".repeat(64), "b".repeat(64));
  assert.match(one, /^[0-9a-f]{16}$/);
  assert.equal(one, keyFingerprint("a".repeat(64), "b".repeat(64)));
  assert.notEqual(one, keyFingerprint("a".repeat(64), "c".repeat(64)));
  assert.notEqual(one, keyFingerprint("c".repeat(64), "b".repeat(64)));
});

test("key: restic opens with our keys, lists them, and we open with restic's", async (t) => {
  // Keys are added and removed by each side and used by the other.
  const folder = folderOf(t);
  const place = new FolderPlace(folder);
  const ours = await addKey(place, new Secret("ours"), newMasterKey(), CHEAP, context);
  const config = { version: 2, id: ID, polynomial: POLYNOMIAL } as const;
  await Repository.create(place, ours.master, config, context);
  assert.match(resticOk(folder, "ours", ["cat", "config"]), new RegExp(ID));
  assert.equal(restic(folder, "other", ["cat", "config"]).stdout, "");
  const password = join(folderOf(t), "password");
  writeFileSync(password, "from restic");
  resticOk(folder, "ours", ["key", "add", "--new-password-file", password]);
  const theirs = await openKey(place, new Secret("from restic"), null, context);
  // Old versions of restic store the authentication key with the bits cleared that Poly1305 ignores.
  const { config: read } = await Repository.open(place, theirs.master, context);
  assert.deepEqual(read, config);
  const second = await addKey(place, new Secret("second"), theirs.master, KEY_COST, context);
  assert.match(resticOk(folder, "second", ["cat", "config"]), new RegExp(ID));
  const listedByRestic = JSON.parse(resticOk(folder, "second", ["key", "list", "--json"])) as {
    current: boolean;
    id: string;
    userName: string;
    hostName: string;
  }[];
  const known = await listKeys(place, context);
  assert.deepEqual(
    listedByRestic.map((each) => describe(each.id, each.userName, each.hostName)).toSorted(byText),
    known.map((each) => describe(each.id, each.user, each.host)).toSorted(byText),
  );
  assert.equal(
    listedByRestic.find(({ current }) => current)?.id.slice(0, 8),
    second.id.slice(0, 8),
  );
  await removeKey(place, theirs.id, second, context);
  assert.equal(restic(folder, "from restic", ["cat", "config"]).stdout, "");
  resticOk(folder, "second", ["key", "remove", ours.id]);
  assert.equal(await codeOf(openKey(place, new Secret("ours"), ours.id, context)), "KEY_WRONG");
  assert.deepEqual(readdirSync(join(folder, "keys")), [second.id]);
  const file: unknown = JSON.parse(readFileSync(join(folder, "keys", second.id), "utf8"));
  const fields = ["created", "username", "hostname", "kdf", "N", "r", "p", "salt", "data"];
  assert.deepEqual(Object.keys(file as object), fields);
});

function describe(id: string, user: string, host: string): string {
  return [id.slice(0, 8), user, host].join();
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}
