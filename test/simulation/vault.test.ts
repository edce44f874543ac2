// Goal: a vault survives a fault at any operation of its place: what was listed before stays whole, the next run works, and
// a prune that broke off is ended by the next one. Method: one scenario on a place in memory; the fault moves one operation
// further each time until it strikes no more; after each, a new process looks and goes on.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Secret } from "../../src/model/secret.ts";
import type { Place } from "../../src/model/place.ts";
import { PRUNE_OPTIONS } from "../../src/vault/prune.ts";
import { createVault, openVault } from "../../src/vault/vault.ts";
import type { Vault } from "../../src/vault/vault.ts";
import { PART, testContext } from "../conformance/source.ts";
import { draftOf, largeBytes, listed, store, textOf } from "../conformance/store.ts";
import { Death, FaultyPlace } from "./faulty-place.ts";
import type { FaultKind } from "./faulty-place.ts";
import { MemoryPlace } from "./memory-place.ts";

const password = new Secret("test");
const KINDS: readonly FaultKind[] = ["error", "errorAfter", "full", "die", "dieAfter"];
const isLong = process.env["FIVEFOLD_TEST_LONG"] === "1";

/** The real clock, but for the short waits of locks: nobody else is there. */
function quickContext(): ReturnType<typeof testContext> {
  const context = testContext();
  const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    ms <= 500 ? Promise.resolve() : context.clock.sleep(ms, signal);
  return { ...context, clock: { ...context.clock, sleep } };
}

let folder = "";
/** Of dead processes, which clear nothing. */
let caches = "";
/** A vault with two snapshots that share little, and what they hold. */
let ground: ReadonlyMap<string, Uint8Array> = new Map();
let looks: ReadonlyMap<string, readonly string[]> = new Map();

const open = (place: Place): Promise<Vault> =>
  openVault(
    { place, reopen: null, cache: caches, locks: null, threads: 0, keyCost: { N: 16, r: 8, p: 1 } },
    password,
    quickContext(),
  );

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "fivefold-vault-faults-"));
  caches = mkdtempSync(join(tmpdir(), "fivefold-vault-caches-"));
  const place = new MemoryPlace();
  const options = { place, reopen: null, cache: caches, locks: null, threads: 0 };
  const vault = await createVault(
    { ...options, keyCost: { N: 16, r: 8, p: 1 } },
    password,
    quickContext(),
  );
  const found = new Map<string, readonly string[]>();
  writeFileSync(join(folder, "kept"), largeBytes(50_000, 5));
  for (const seed of [1, 2]) {
    writeFileSync(join(folder, "big"), largeBytes(400_000, seed));
    const { snapshot } = await store(
      vault,
      folder,
      draftOf(null, Date.now() + seed * 1000),
      quickContext(),
    );
    await using reader = await vault.open(snapshot.id, quickContext());
    found.set(snapshot.id, await textOf(reader.read(PART.id)));
  }
  ground = new Map(place.objects);
  looks = found;
});

after(() => {
  for (const each of [folder, caches]) rmSync(each, { recursive: true, force: true });
});

const bytesIn = (place: MemoryPlace): number =>
  [...place.objects].reduce(
    (sum, [key, bytes]) => sum + (key.startsWith("data/") ? bytes.length : 0),
    0,
  );

/** Every snapshot that is listed reads as it was stored, and the check finds nothing. */
async function requireWhole(
  place: MemoryPlace,
  message: string,
  ids: readonly string[],
): Promise<void> {
  for (const key of place.objects.keys()) if (key.startsWith("locks/")) place.objects.delete(key);
  const vault = await open(place);
  const now = (await listed(vault)).map(({ id }) => String(id));
  for (const id of ids) assert.ok(now.includes(id), `${message}: ${id} is listed`);
  assert.deepEqual((await vault.check({ readData: true }, quickContext())).findings, [], message);
  for (const snapshot of await listed(vault)) {
    const look = looks.get(snapshot.id);
    if (look === undefined) continue;
    await using reader = await vault.open(snapshot.id, quickContext());
    assert.deepEqual(await textOf(reader.read(PART.id)), look, message);
  }
}

/** Runs a deed with the fault at operation 1, 2, 3 … until it strikes no more; gives how often it struck. */
async function strikeEverywhere(
  start: ReadonlyMap<string, Uint8Array>,
  deed: (place: Place) => Promise<unknown>,
  judge: (place: MemoryPlace, message: string) => Promise<void>,
): Promise<number> {
  let strikes = 0;
  for (const kind of KINDS) {
    for (let operation = 1; ; operation += isLong ? 1 : strikes % 2 === 0 ? 1 : 2) {
      const place = new MemoryPlace(start);
      const faulty = new FaultyPlace(place, [{ operation, kind }]);
      const message = `${kind} at operation ${operation}`;
      const failed = await deed(faulty).then(
        () => null,
        (error: unknown) => error,
      );
      const isOver = faulty.struck.length === 0;
      if (isOver) assert.equal(failed, null, message);
      await judge(place, message);
      if (isOver) break;
      assert.ok(failed === null || failed instanceof Death || failed instanceof Error, message);
      strikes++;
    }
  }
  return strikes;
}

test("vault: a fault anywhere in a backup leaves what was listed, and the next backup works", async () => {
  writeFileSync(join(folder, "big"), largeBytes(300_000, 3));
  const strikes = await strikeEverywhere(
    ground,
    async (place) => await store(await open(place), folder, draftOf(null), quickContext()),
    async (place, message) => {
      await requireWhole(place, message, [...looks.keys()]);
      await store(await open(place), folder, draftOf(null), quickContext());
      await requireWhole(place, message, [...looks.keys()]);
    },
  );
  assert.ok(strikes > 20, `${strikes} faults struck`);
});

test("vault: a fault anywhere in forget and prune loses nothing, and the next prune frees the same", async () => {
  const [first = "", second = ""] = looks.keys();
  const peace = new MemoryPlace(ground);
  const forgetAndPrune = async (place: Place): Promise<void> => {
    const vault = await open(place);
    const ids = (await listed(vault)).map(({ id }) => id).filter((id) => id === first);
    await vault.forget(ids, quickContext());
    await vault.prune(await vault.planPrune(PRUNE_OPTIONS, quickContext()), quickContext());
  };
  await forgetAndPrune(peace);
  const smallest = bytesIn(peace);
  assert.ok(smallest < bytesIn(new MemoryPlace(ground)) - 300_000, "there is something to prune");
  const strikes = await strikeEverywhere(ground, forgetAndPrune, async (place, message) => {
    await requireWhole(place, message, [second]);
    await forgetAndPrune(place);
    await requireWhole(place, message, [second]);
    assert.ok(bytesIn(place) <= smallest + 1000, `${message}: ${bytesIn(place)}, not ${smallest}`);
  });
  assert.ok(strikes > 30, `${strikes} faults struck`);
});
