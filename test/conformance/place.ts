/** What every place must do; a new place is one line: `testPlace("s3", open)`. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { TestContext } from "node:test";
import { test } from "node:test";
import * as fc from "fast-check";
import type { Content } from "../../src/model/entry.ts";
import { FivefoldError } from "../../src/model/error.ts";
import type { Place } from "../../src/model/place.ts";
import { contentOf, readWhole } from "../../src/model/place.ts";
import type { RunContext, RunId } from "../../src/model/run.ts";

/** A context on the real clock. */
export function placeContext(signal: AbortSignal = new AbortController().signal): RunContext {
  return {
    run: "20261122-013500-000000" as RunId,
    signal,
    clock: {
      nowMs: () => Date.now(),
      sleep: (ms, until) =>
        new Promise((resolve, reject) => {
          const timer = setTimeout(resolve, ms);
          until.addEventListener("abort", () => {
            clearTimeout(timer);
            reject(until.reason as Error);
          });
        }),
    },
    report: () => undefined,
  };
}

/** Every key of a place with its size, in the order of the keys. */
export async function listed(place: Place, prefix = ""): Promise<Record<string, number>> {
  const found: [string, number][] = [];
  for await (const { key, sizeBytes } of place.list(prefix, placeContext()))
    found.push([key, sizeBytes]);
  assert.equal(new Set(found.map(([key]) => key)).size, found.length, "a key is listed once");
  return Object.fromEntries(found.toSorted(byKey));
}

function byKey(one: readonly [string, number], other: readonly [string, number]): number {
  return one[0] < other[0] ? -1 : 1;
}

/** Content of unknown length that calls `then` in its midst. */
function broken(then: () => void): Content {
  return {
    sizeBytes: null,
    async *bytes() {
      yield Buffer.alloc(2_000_000, "new");
      then();
      yield Buffer.from("end");
    },
  };
}

const text = (value: string): Content => contentOf(Buffer.from(value));

async function read(place: Place, key: string, start?: number, end?: number): Promise<string> {
  const range = start === undefined || end === undefined ? null : { start, end };
  return Buffer.from(await readWhole(place.get(key, range, placeContext()))).toString("latin1");
}

function fails(code: string): (thrown: unknown) => true {
  return (thrown) => {
    assert.ok(thrown instanceof FivefoldError, String(thrown));
    assert.equal(thrown.code, code);
    return true;
  };
}

/** Registers the tests; `open` gives an empty place and ties its end to the test. */
export function testPlace(name: string, open: (t: TestContext) => Promise<Place>): void {
  const context = placeContext();

  test(`${name}: what was put comes back, is listed with its size, and goes`, async (t) => {
    const place = await open(t);
    await place.put("config", text("one"), context);
    await place.put("data/3f/3f9a", text("three"), context);
    await place.put("data/ff/ff00", text(""), context);
    assert.deepEqual(await listed(place), { config: 3, "data/3f/3f9a": 5, "data/ff/ff00": 0 });
    assert.deepEqual(await listed(place, "data/3f/"), { "data/3f/3f9a": 5 });
    assert.deepEqual(await listed(place, "keys/"), {});
    assert.equal(await read(place, "config"), "one");
    assert.equal(await read(place, "data/ff/ff00"), "");
    await place.put("config", text("another"), context);
    assert.equal(await read(place, "config"), "another");
    await place.remove("config", context);
    await place.remove("config", context);
    await place.remove("never/was", context);
    assert.deepEqual(await listed(place), { "data/3f/3f9a": 5, "data/ff/ff00": 0 });
    assert.deepEqual(await place.find("data/3f/3f9a", context), {
      key: "data/3f/3f9a",
      sizeBytes: 5,
    });
    for (const absent of ["config", "never/was", "data/3f", "data/3f/3f9a/more"])
      assert.equal(await place.find(absent, context), null, absent);
    await assert.rejects(read(place, "config"), fails("OBJECT_MISSING"));
    await assert.rejects(read(place, "keys/absent"), fails("OBJECT_MISSING"));
    await assert.rejects(read(place, "data"), fails("OBJECT_MISSING"), "a folder is no object");
  });

  test(`${name}: a range gives exactly its bytes, or says that the object is short`, async (t) => {
    // Any cut of an object equals the same cut of the bytes that were put.
    const place = await open(t);
    const bytes = randomBytes(10_000);
    await place.put("object", contentOf(bytes), context);
    const bound = fc.integer({ min: 0, max: bytes.length });
    await fc.assert(
      fc.asyncProperty(bound, bound, async (one, other) => {
        const [start, end] = one < other ? [one, other] : [other, one];
        assert.equal(
          await read(place, "object", start, end),
          bytes.subarray(start, end).toString("latin1"),
        );
      }),
      { numRuns: 50 },
    );
    await assert.rejects(read(place, "object", 9_999, 10_001), fails("OBJECT_SHORT"));
    await assert.rejects(read(place, "object", 20_000, 20_001), fails("OBJECT_SHORT"));
    await assert.rejects(read(place, "absent", 0, 1), fails("OBJECT_MISSING"));
  });

  test(`${name}: long objects in uneven pieces of unknown length come back whole`, async (t) => {
    const place = await open(t);
    const bytes = randomBytes(3_000_000);
    const pieces: Uint8Array[] = [];
    const reused = Buffer.alloc(2_000_000);
    async function* uneven(): AsyncGenerator<Uint8Array> {
      // The producer uses one buffer again and again, which it may do once the next piece is asked for.
      for (
        let at = 0, length = 1;
        at < bytes.length;
        at += length, length = (length * 7) % 1_999_993
      ) {
        const copied = bytes.copy(reused, 0, at, Math.min(at + length, bytes.length));
        pieces.push(reused.subarray(0, copied));
        yield reused.subarray(0, copied);
      }
    }
    await place.put("long", { sizeBytes: null, bytes: uneven }, context);
    assert.ok(pieces.length > 5);
    assert.ok(bytes.equals(await readWhole(place.get("long", null, context))));
    const huge = Buffer.alloc(33 * 1024 * 1024, "fivefold");
    await place.put("huge", contentOf(huge), context);
    assert.ok(huge.equals(await readWhole(place.get("huge", null, context))));
    assert.deepEqual(await listed(place), { huge: huge.length, long: bytes.length });
  });

  test(`${name}: what breaks off or is cancelled while being put leaves the old object`, async (t) => {
    const place = await open(t);
    await place.put("object", text("old"), context);
    const trouble = new Error("the source went away");
    const breaking = broken(() => {
      throw trouble;
    });
    await assert.rejects(place.put("object", breaking, context), trouble);
    await assert.rejects(place.put("fresh", breaking, context), trouble);
    const control = new AbortController();
    const reason = new FivefoldError("CANCELLED");
    const cancelling = broken(() => control.abort(reason));
    await assert.rejects(place.put("object", cancelling, placeContext(control.signal)), reason);
    assert.equal(await read(place, "object"), "old");
    assert.deepEqual(await listed(place), { object: 3 });
    // Cleaning up after a cancelled run must still be possible.
    await place.remove("object", placeContext(control.signal));
    assert.deepEqual(await listed(place), {});
  });

  test(`${name}: bytes are taken over by value`, async (t) => {
    const place = await open(t);
    const given = Buffer.from("given");
    await place.put("object", contentOf(given), context);
    given.fill(0);
    const got = await readWhole(place.get("object", null, context));
    got.fill(0);
    assert.equal(await read(place, "object"), "given");
  });

  test(`${name}: many at once, and every reader sees one whole object`, async (t) => {
    // Writers replace one object by others, each of one letter, while readers read it.
    const place = await open(t);
    await place.put("shared", text("a".repeat(100_000)), context);
    const writers = "bcdefgh"
      .split("")
      .map((letter) => place.put("shared", text(letter.repeat(100_000)), context));
    const others = Array.from({ length: 40 }, (_, at) =>
      place.put(`data/${at % 4}/${at}`, text(String(at)), context),
    );
    const readers = Array.from({ length: 20 }, async () => {
      const seen = await read(place, "shared");
      assert.equal(seen.length, 100_000);
      assert.equal(seen, seen.charAt(0).repeat(100_000));
    });
    await Promise.all([...writers, ...others, ...readers]);
    assert.equal(Object.keys(await listed(place, "data/")).length, 40);
    for (let at = 0; at < 40; at++)
      assert.equal(await read(place, `data/${at % 4}/${at}`), String(at));
  });

  test(`${name}: any order of deeds gives what a map gives`, async (t) => {
    const place = await open(t);
    const key = fc.constantFrom("config", "index/a", "index/b", "data/00/x", "data/01/x");
    const deed = fc.oneof(
      fc.record({ kind: fc.constant("put" as const), key, value: fc.string({ maxLength: 20 }) }),
      fc.record({ kind: fc.constant("remove" as const), key }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 25 }), async (deeds) => {
        for (const each of Object.keys(await listed(place))) await place.remove(each, context);
        const expected = new Map<string, Buffer>();
        for (const each of deeds) {
          if (each.kind === "put") {
            expected.set(each.key, Buffer.from(each.value));
            await place.put(each.key, text(each.value), context);
          } else {
            expected.delete(each.key);
            await place.remove(each.key, context);
          }
        }
        const sizes = [...expected].map(([each, value]) => [each, value.length] as const);
        assert.deepEqual(await listed(place), Object.fromEntries(sizes.toSorted(byKey)));
        for (const each of ["config", "index/a", "data/01/x"])
          assert.equal((await place.find(each, context))?.sizeBytes, expected.get(each)?.length);
        for (const [each, value] of expected)
          assert.ok(value.equals(await readWhole(place.get(each, null, context))));
      }),
      { numRuns: 15 },
    );
  });

  test(`${name}: keys that lead elsewhere are refused`, async (t) => {
    const place = await open(t);
    for (const key of [
      "",
      "/etc/passwd",
      "../up",
      "a/../../up",
      "a//b",
      "a/",
      "./a",
      "a\\b",
      "a\0b",
    ]) {
      await assert.rejects(place.put(key, text("x"), context), { name: "AssertionError" }, key);
      await assert.rejects(read(place, key), { name: "AssertionError" }, key);
      await assert.rejects(place.find(key, context), { name: "AssertionError" }, key);
      await assert.rejects(place.remove(key, context), { name: "AssertionError" }, key);
    }
    assert.deepEqual(await listed(place), {});
  });
}
