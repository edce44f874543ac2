/*
 * Goal: a public key is judged as age judges it, without the library; what is sealed opens with its secret key alone.
 * Method: keys that the library makes, slips in every letter of them, and age itself, which is installed, both ways.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import {
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from "age-encryption";
import { TemporaryFolder } from "../../test/fixtures/command.ts";
import { seal, unseal, wrongInRecipient } from "./age.ts";

async function pair(): Promise<{ readonly secret: string; readonly recipient: string }> {
  const secret = await generateX25519Identity();
  return { secret, recipient: await identityToRecipient(secret) };
}

test("age: every public key that is made is one, and no slip in any letter of it", async () => {
  const { recipient } = await pair();
  for (let at = 0; at < 20; at++) assert.equal(wrongInRecipient((await pair()).recipient), null);
  for (let at = 0; at < recipient.length; at++) {
    for (const letter of "qpz0l") {
      if (letter === recipient[at]) continue;
      const slip = recipient.slice(0, at) + letter + recipient.slice(at + 1);
      assert.equal(wrongInRecipient(slip), "form", slip);
    }
    const swapped =
      recipient.slice(0, at) + (recipient[at + 1] ?? "") + recipient[at] + recipient.slice(at + 2);
    if (swapped !== recipient) assert.equal(wrongInRecipient(swapped), "form", swapped);
  }
});

test("age: what is no public key for every age is refused, and a secret one is told apart", async () => {
  const { secret, recipient } = await pair();
  const hybrid = await identityToRecipient(await generateHybridIdentity());
  const others = ["", "age1", recipient.toUpperCase(), ` ${recipient}`, `${recipient}q`, hybrid];
  for (const each of others) assert.equal(wrongInRecipient(each), "form", each);
  assert.equal(wrongInRecipient(secret), "secret");
  assert.equal(wrongInRecipient(secret.toLowerCase()), "secret");
});

test("age: a sealed text opens with its own secret key, in ours and in age, and with no other", async () => {
  await using folder = new TemporaryFolder();
  const { secret, recipient } = await pair();
  const text = "a key — کلید\n";
  const sealed = await seal(text, recipient);
  await writeFile(folder.at("key.txt"), `# made by age-keygen\n${secret}\n`);
  await writeFile(folder.at("sealed.age"), sealed);
  const age = (...words: readonly string[]): string =>
    execFileSync("age", words, { encoding: "utf8", cwd: folder.path });
  assert.equal(age("-d", "-i", "key.txt", "sealed.age"), text);
  assert.match(sealed, /^-----BEGIN AGE ENCRYPTED FILE-----\n/);

  const bytes = Buffer.from(sealed);
  const identity = await readFile(folder.at("key.txt"), "utf8");
  assert.deepEqual(await unseal(bytes, identity), { text });
  assert.deepEqual(await unseal(Buffer.from(sealed.replaceAll("\n", "\r\n")), identity), { text });
  const { secret: other } = await pair();
  assert.equal(await unseal(bytes, other), "otherKey");
  assert.deepEqual(await unseal(bytes, `${other}\r\n${secret}\r\n`), { text });
  assert.equal(await unseal(bytes, recipient), "identityWrong");
  assert.equal(await unseal(bytes, "# nothing\n"), "identityWrong");
  assert.equal(await unseal(Buffer.from("PK\x03\x04"), identity), "notAge");
  const middle = bytes.length >> 1;
  const cut = Buffer.concat([bytes.subarray(0, middle), bytes.subarray(middle + 8)]);
  assert.equal(await unseal(cut, identity), "notAge");

  await writeFile(folder.at("plain"), text);
  age("-r", recipient, "-o", "foreign.age", "plain");
  assert.deepEqual(await unseal(await readFile(folder.at("foreign.age")), identity), { text });
});
