import assert from "node:assert/strict";
import { test } from "node:test";
import { FivefoldError } from "../../src/model/error.ts";
import { contentOf, readWhole } from "../../src/model/place.ts";
import { listed, placeContext, testPlace } from "../conformance/place.ts";
import type { FaultKind } from "./faulty-place.ts";
import { Death, FaultyPlace, faultsOf, randomOf } from "./faulty-place.ts";
import { MemoryPlace } from "./memory-place.ts";

const context = placeContext();
const content = (text: string): ReturnType<typeof contentOf> => contentOf(Buffer.from(text));

testPlace("memory", async () => new MemoryPlace());
testPlace("faulty without faults", async () => new FaultyPlace(new MemoryPlace(), []));

/** Puts two objects, replaces one, removes the other, with the fault at the given operation. */
async function work(
  kind: FaultKind,
  operation: number,
): Promise<{
  inner: MemoryPlace;
  place: FaultyPlace;
  thrown: unknown;
}> {
  const inner = new MemoryPlace();
  const place = new FaultyPlace(inner, [{ operation, kind }], randomOf(operation));
  let thrown: unknown = null;
  try {
    await place.put("a", content("old"), context);
    await place.put("b", content("b"), context);
    await place.put("a", content("new"), context);
    await place.remove("b", context);
  } catch (error) {
    thrown = error;
  }
  return { inner, place, thrown };
}

test("faulty place: a fault at every operation leaves whole objects of some moment of the work", async () => {
  // The fault moves one operation further each time until it strikes no more.
  const moments = [{}, { a: "old" }, { a: "old", b: "b" }, { a: "new", b: "b" }, { a: "new" }];
  const allowed = new Set(moments.map((moment) => JSON.stringify(moment)));
  for (const kind of [
    "error",
    "errorAfter",
    "full",
    "tear",
    "die",
    "dieAfter",
    "powerCut",
  ] as const) {
    let operation = 1;
    for (; ; operation++) {
      const { inner, place, thrown } = await work(kind, operation);
      const left = [...inner.objects].map(([key, bytes]) => [key, Buffer.from(bytes).toString()]);
      assert.ok(allowed.has(JSON.stringify(Object.fromEntries(left))), `${kind} ${operation}`);
      if (place.struck.length === 0) {
        assert.equal(thrown, null);
        break;
      }
      const isDeadly = ["die", "dieAfter", "powerCut"].includes(kind);
      assert.equal(place.isDead, isDeadly, `${kind} ${operation}`);
      if (isDeadly) {
        assert.ok(thrown instanceof Death);
        await assert.rejects(place.remove("a", context), Death);
        await assert.rejects(listed(place), Death);
      } else if (thrown !== null) {
        assert.ok(thrown instanceof FivefoldError);
        assert.equal(thrown.code, kind === "full" ? "PLACE_FULL" : "PLACE_UNREACHABLE");
      } else assert.equal(kind, "full");
    }
    // Three puts of two operations and one removal.
    assert.equal(operation, 8);
  }
});

test("faulty place: a power cut takes only what had not returned", async () => {
  // Four puts are under way when the power goes; over many seeds each of them sometimes stays and sometimes goes.
  const seen = new Set<number>();
  for (let seed = 1; seed <= 60; seed++) {
    const inner = new MemoryPlace();
    const place = new FaultyPlace(inner, [{ operation: 9, kind: "powerCut" }], randomOf(seed));
    await place.put("safe", content("safe"), context);
    const puts = ["a", "b", "c", "d"].map((key) => place.put(key, content(key), context));
    const ends = await Promise.allSettled(puts);
    assert.equal(Buffer.from(inner.objects.get("safe") ?? []).toString(), "safe");
    ends.forEach((end, at) => {
      const key = "abcd".charAt(at);
      if (end.status === "fulfilled") assert.ok(inner.objects.has(key), `${seed}: ${key} was safe`);
    });
    seen.add(inner.objects.size);
  }
  assert.ok(seen.size >= 3, [...seen].join());
});

test("faulty place: a torn reading gives a part and then fails", async () => {
  const inner = new MemoryPlace(
    new Map([
      ["a", Buffer.from("abcdef")],
      ["b", Buffer.from("b")],
    ]),
  );
  const place = new FaultyPlace(inner, [
    { operation: 1, kind: "tear" },
    { operation: 2, kind: "tear" },
  ]);
  const got: string[] = [];
  await assert.rejects(async () => {
    for await (const piece of place.get("a", null, context))
      got.push(Buffer.from(piece).toString());
  }, FivefoldError);
  assert.deepEqual(got, ["abc"]);
  const keys: string[] = [];
  await assert.rejects(async () => {
    for await (const { key } of place.list("", context)) keys.push(key);
  }, FivefoldError);
  assert.deepEqual(keys, ["a"]);
  assert.equal(Buffer.from(await readWhole(place.get("a", null, context))).toString(), "abcdef");
});

test("faulty place: equal seeds give equal faults, and a delay takes the clock's time", async () => {
  assert.deepEqual(faultsOf(7, 1000, 10), faultsOf(7, 1000, 10));
  assert.notDeepEqual(faultsOf(7, 1000, 10), faultsOf(8, 1000, 10));
  const count = faultsOf(7, 1000, 10).length;
  assert.ok(count > 50 && count < 200, String(count));
  let sleptMs = 0;
  const clock = { nowMs: () => 0, sleep: async (ms: number) => void (sleptMs += ms) };
  const place = new FaultyPlace(new MemoryPlace(), [{ operation: 1, kind: "delay" }]);
  await place.put("a", content("a"), { ...context, clock });
  assert.equal(sleptMs, 1000);
  assert.deepEqual(await listed(place), { a: 1 });
});
