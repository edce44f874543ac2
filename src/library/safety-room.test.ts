// Goal: what the copy of the state before a restore may take is never told too small, and what staging takes of the same
// device is not told as free. Method: plans of a few parts, and a real folder.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { RestorePlan } from "../engine/restore-plan.ts";
import { safetyRoomOf } from "./safety-room.ts";
import type { Spot } from "./vaults.ts";

interface PlannedBytes {
  readonly kept: number;
  /** All that lives, and what of it the snapshot lacks; `null`: not compared. */
  readonly live: readonly [liveBytes: number, unsavedBytes: number] | null;
}

/** As much of a plan as is looked at. */
function planOf(parts: readonly PlannedBytes[], rooms: RestorePlan["rooms"] = []): RestorePlan {
  const plan: unknown = {
    rooms,
    parts: parts.map(({ kept, live }) => ({
      record: { sizeBytes: kept },
      difference: live === null ? null : { liveBytes: live[0], unsavedBytes: live[1] },
    })),
  };
  return plan as RestorePlan;
}

function spotAt(path: string, mayCreate: boolean): Spot {
  return { name: "safe", config: { kind: "folder", path }, mayCreate };
}

test("safety room: in the vault of the snapshot only what it lacks, elsewhere all that lives", async () => {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-room-"));
  try {
    const parts = [
      { kept: 100, live: [900, 50] },
      { kept: 7, live: null },
    ] as const;
    const same = await safetyRoomOf(planOf(parts), spotAt(folder, false), true);
    assert.equal(same?.neededBytes, 57);
    const other = await safetyRoomOf(planOf(parts), spotAt(folder, false), false);
    assert.equal(other?.neededBytes, 907);
    assert.ok(other.freeBytes > 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("safety room: what staging needs on the same device is taken already", async () => {
  const device = String(statSync(tmpdir(), { bigint: true }).dev);
  const room = { device, folder: tmpdir(), freeBytes: 0, neededBytes: Number.MAX_SAFE_INTEGER };
  const spot = spotAt(tmpdir(), false);
  assert.equal((await safetyRoomOf(planOf([], [room]), spot, true))?.freeBytes, 0);
  const elsewhere = { ...room, device: "another" };
  assert.ok(((await safetyRoomOf(planOf([], [elsewhere]), spot, true))?.freeBytes ?? 0) > 0);
});

test("safety room: a drive that is away says nothing, a folder that will be made does", async () => {
  const away = join(tmpdir(), "fivefold-not-there", "deeper");
  assert.equal(await safetyRoomOf(planOf([]), spotAt(away, false), true), null);
  assert.equal((await safetyRoomOf(planOf([]), spotAt(away, true), true))?.folder, tmpdir());
});
