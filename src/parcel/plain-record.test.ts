// Goal: what the quick way takes for canonical is so by the long way, and says the same. Method: entries of every kind, as they are
// and with each of their record's bits turned.

import assert from "node:assert/strict";
import { test } from "node:test";
import { storedEntry } from "../../test/fixtures/sick-parcels.ts";
import type { Item } from "../../test/fixtures/sick-parcels.ts";
import { PlainRecords } from "./plain-record.ts";
import { ZSTANDARD, centralRecord, localHeader, readCentralRecord } from "./zip-format.ts";

const owner = { uid: 1000, gid: 100, user: "", group: "" };
const origin = {
  device: 7n,
  inode: 2n ** 63n + 5n,
  links: 1,
  changedNs: 1_795_000_000_000_000_001n,
};

const USUAL: readonly Item[] = [
  { name: "a/" },
  { name: "a/b.txt", content: "b".repeat(100), owner, origin },
  { name: "a/نسخه", content: "c", owner: { ...owner, user: "mina", group: "users" }, origin },
  { name: "a/d", kind: "link", content: "b.txt", owner: { ...owner, group: "x" } },
  { name: "a/e", content: "e".repeat(100), password: "secret", origin },
  { name: "a/f", content: "f".repeat(1000), method: ZSTANDARD },
  { name: "a/g", content: "g", modifiedNs: 2_147_483_647_999_999_999n },
  { name: "a/h", content: "h", modifiedNs: 315_532_800_000_000_000n },
];

const UNUSUAL: readonly Item[] = [
  { name: "a/con_", trueName: "con", content: "1" },
  { name: "a/link", kind: "link", content: "b", password: "secret" },
  { name: "a/old", content: "1", modifiedNs: -1n },
  { name: "a/far", content: "1", modifiedNs: 2n ** 62n },
  { name: "a/large", content: "1", claim: { sizeBytes: 2 ** 33, storedBytes: 2 ** 32 } },
  { name: "a/behind", content: "1", claim: { offset: 2 ** 33 } },
];

const recordOf = (item: Item): Buffer =>
  centralRecord({ ...storedEntry(item, 12_345).entry, ...item.claim });

/** Whether the quick way reads the record; if so, the long way must say the same. */
function isRead(record: Buffer): boolean {
  const plain = new PlainRecords(record);
  if (!plain.read(0, record.length)) return false;
  const entry = readCentralRecord(record, 0);
  assert.ok(entry !== null);
  assert.ok(centralRecord(entry).equals(record));
  const { facts } = plain;
  for (const [key, value] of Object.entries(facts))
    assert.equal(entry[key as keyof typeof facts], value, key);
  const header = localHeader(entry);
  assert.equal(plain.headerBytes, header.length);
  assert.ok(plain.isLocalHeader(header, 0));
  for (let at = 0; at < header.length; at++) {
    header[at] = (header[at] ?? 0) ^ 1;
    assert.ok(!plain.isLocalHeader(header, 0), `byte ${at}`);
    header[at] = (header[at] ?? 0) ^ 1;
  }
  return true;
}

test("plain-record: usual entries are read the quick way, unusual ones are not", () => {
  for (const item of USUAL) assert.ok(isRead(recordOf(item)), item.name);
  for (const item of UNUSUAL) assert.ok(!isRead(recordOf(item)), item.name);
});

test("plain-record: with any bit turned, what is read is still canonical", () => {
  let count = 0;
  for (const item of [...USUAL, ...UNUSUAL]) {
    const record = recordOf(item);
    for (let bit = 0; bit < record.length * 8; bit++) {
      const turned = Buffer.from(record);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (turned.readUInt32LE(0) === 0x0201_4b50 && lengthOf(turned) === turned.length) {
        isRead(turned);
        count++;
      }
    }
  }
  assert.ok(count > 5000, `${count} records`);
});

function lengthOf(record: Buffer): number {
  return 46 + record.readUInt16LE(28) + record.readUInt16LE(30) + record.readUInt16LE(32);
}
