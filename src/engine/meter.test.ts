/**
 * Goal: progress only grows and ends where the flow ends, whoever reports it; findings are kept once. Method: streams
 * of known size with workers that report too little, too much or nothing.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type { Entries, Entry } from "../model/entry.ts";
import type { Progress, RunContext, RunId } from "../model/run.ts";
import { startMeter } from "./meter.ts";

function recording(): { context: RunContext; reported: Progress[] } {
  const reported: Progress[] = [];
  const context: RunContext = {
    run: "run" as RunId,
    signal: new AbortController().signal,
    clock: { nowMs: () => 0, sleep: async () => {} },
    report: (progress) => reported.push(progress),
  };
  return { context, reported };
}

function fileOf(sizeBytes: number): Entry {
  return {
    kind: "file",
    path: "file",
    modifiedNs: 0n,
    mode: 0o644,
    owner: null,
    origin: null,
    localPath: null,
    version: null,
    sizeBytes,
    attributes: () => [],
    async *bytes() {},
  };
}

async function* streamOf(sizes: readonly number[]): Entries {
  for (const size of sizes) yield [fileOf(size)];
}

test("Meter: progress only grows and ends at what flowed, whatever the workers report", async () => {
  const sizes = fc.array(fc.nat(1000), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.array(fc.nat(1500)), async (files, workers) => {
      const { context, reported } = recording();
      const meter = startMeter(context);
      meter.stage("store", null, null);
      const flow = meter.flow(streamOf(files));
      const left = [...workers];
      for await (const batch of flow.entries) {
        assert.equal(batch.length, 1);
        const sizeBytes = left.pop();
        if (sizeBytes !== undefined)
          meter.context.report({ kind: "advance", entryCount: 0, sizeBytes });
      }
      flow.end();
      const sum = files.reduce((total, size) => total + size, 0);
      assert.deepEqual(flow.count(), { entryCount: files.length, sizeBytes: sum });
      const advances = reported.filter((each) => each.kind === "advance");
      assert.ok(advances.every((each) => each.sizeBytes >= 0 && each.entryCount >= 0));
      const shown = advances.reduce((total, each) => total + each.sizeBytes, 0);
      assert.ok(shown >= sum);
      if (workers.length === 0) assert.equal(shown, sum);
      assert.equal(
        advances.reduce((total, each) => total + each.entryCount, 0),
        files.length,
      );
    }),
  );
});

test("Meter: a finding is kept and passed on once; other rooms do not rename the stage of a flow", () => {
  const { context, reported } = recording();
  const meter = startMeter(context);
  const finding = { code: "ENTRY_VANISHED", part: null, path: "a", facts: {} } as const;
  for (let time = 0; time < 2; time++) meter.context.report({ kind: "finding", finding });
  assert.deepEqual(meter.findings, [finding]);
  const flow = meter.flow(streamOf([]));
  meter.context.report({ kind: "stage", stage: "index", part: null });
  flow.end();
  assert.deepEqual(reported, [{ kind: "finding", finding }]);
  meter.context.report({ kind: "stage", stage: "index", part: null });
  assert.equal(reported.length, 2);
});

test("Meter: a stream's own error is told from its reader's", async () => {
  const { context } = recording();
  const own = new Error("own");
  async function* failing(): Entries {
    yield [fileOf(1)];
    throw own;
  }
  const meter = startMeter(context);
  const flow = meter.flow(failing());
  await assert.rejects(async () => {
    for await (const batch of flow.entries) assert.equal(batch.length, 1);
  }, own);
  assert.equal(flow.failure(), own);
  const read = meter.flow(streamOf([1, 2]));
  await assert.rejects(async () => {
    for await (const batch of read.entries) throw new Error(`reader ${batch.length}`);
  }, /reader/);
  assert.equal(read.failure(), undefined);
});
