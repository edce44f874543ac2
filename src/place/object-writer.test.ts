/**
 * Goal: every byte arrives, whichever way it is written. Method: objects of lengths around blocks and buffers, in odd
 * pieces, on a real disk; then disks that refuse direct writing when the file is opened, and when it is written.
 */

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { placeContext } from "../../test/conformance/place.ts";
import { FivefoldError } from "../model/error.ts";
import type { Disk } from "./folder.ts";
import { FolderPlace, systemDisk } from "./folder.ts";
import { DIRECT_BYTES } from "./object-writer.ts";

const context = placeContext();
const MIB = 1 << 20;
const LENGTHS = [
  DIRECT_BYTES - 1,
  DIRECT_BYTES,
  DIRECT_BYTES + 1,
  4 * MIB - 1,
  4 * MIB,
  4 * MIB + 4096,
  9 * MIB + 4095,
];

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fivefold-object-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function* piecesOf(bytes: Uint8Array, length: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Puts objects of all lengths and compares them. */
async function putAll(folder: string, disk: Disk): Promise<void> {
  const place = new FolderPlace(folder, disk);
  const source = randomBytes(10 * MIB);
  for (const [number, sizeBytes] of LENGTHS.entries()) {
    const whole = source.subarray(number, number + sizeBytes);
    for (const pieceBytes of [sizeBytes, 777_777, 4 * MIB]) {
      const content = {
        sizeBytes,
        async *bytes() {
          yield* piecesOf(whole, pieceBytes);
        },
      };
      await place.put("object", content, context);
      const found = readFileSync(join(folder, "object"));
      assert.equal(found.length, sizeBytes);
      assert.equal(hashOf(found), hashOf(whole), `${sizeBytes} in pieces of ${pieceBytes}`);
    }
  }
}

/** A disk that opens for direct writing, and a word on each such file. */
function diskWith(onDirect: (file: FileHandle) => void, isRefusing: boolean): Disk {
  return {
    ...systemDisk,
    async createDirect(path, mode) {
      if (isRefusing) return null;
      const file = await systemDisk.createDirect(path, mode);
      if (file !== null) onDirect(file);
      return file;
    },
  };
}

test("object writer: large objects go past the cache, byte for byte", async (t) => {
  let directCount = 0;
  await putAll(
    folderOf(t),
    diskWith(() => directCount++, false),
  );
  // one length is below the threshold; elsewhere than on Linux nothing is written directly
  const isLinux = process.platform === "linux";
  assert.equal(directCount, isLinux ? (LENGTHS.length - 1) * 3 : 0);
});

test("object writer: a disk that opens no file for direct writing gets all through the cache", async (t) => {
  await putAll(
    folderOf(t),
    diskWith(() => assert.fail("opened"), true),
  );
});

test("object writer: a disk that refuses the first direct write is not asked again", async (t) => {
  let directCount = 0;
  const refuse = (file: FileHandle): void => {
    directCount++;
    file.write = () => Promise.reject(Object.assign(new Error("EINVAL"), { code: "EINVAL" }));
  };
  await putAll(folderOf(t), diskWith(refuse, false));
  assert.equal(directCount, process.platform === "linux" ? 1 : 0);
});

test("object writer: a disk that is full in the middle leaves no remains", async (t) => {
  const folder = folderOf(t);
  let writeCount = 0;
  const fail = (file: FileHandle): void => {
    const write = file.write.bind(file);
    file.write = ((...args: Parameters<typeof write>) => {
      if (writeCount++ < 1) return write(...args);
      return Promise.reject(Object.assign(new Error("ENOSPC"), { code: "ENOSPC" }));
    }) as typeof file.write;
  };
  const place = new FolderPlace(folder, diskWith(fail, false));
  const bytes = randomBytes(9 * MIB);
  const content = {
    sizeBytes: bytes.length,
    async *bytes() {
      yield bytes;
    },
  };
  const isFull = (thrown: unknown): boolean =>
    thrown instanceof FivefoldError && thrown.code === "PLACE_FULL";
  if (process.platform === "linux") {
    await assert.rejects(place.put("object", content, context), isFull);
    assert.deepEqual(readdirSync(folder), []);
  }
});
