// Goal: the lanes compute what PBKDF2 is. Method: Node's own as the judge over passwords of every length around a block and
// arbitrary salts, and the committed binary built again from its source.
import assert from "node:assert/strict";
import { pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as fc from "fast-check";
import { buildStretch } from "../../kernel/build.ts";
import { openStretch } from "./zip-stretch.ts";

const expected = (password: Uint8Array, salt: Uint8Array): Buffer =>
  pbkdf2Sync(password, salt, 1000, 66, "sha1");

test("zip-stretch: equals Node's for passwords of every length around a block", () => {
  const lengths = [0, 1, 20, 55, 56, 63, 64, 65, 66, 127, 128, 129, 1000];
  const salt = Buffer.from(Array.from({ length: 16 }, (_, at) => at * 17));
  for (const length of lengths) {
    const password = Buffer.alloc(length, 0xe9);
    assert.deepEqual(openStretch(password)(salt), expected(password, salt), `${length}`);
  }
});

test("zip-stretch: equals Node's for any salts, one after another", () => {
  const password = Buffer.from("correct horse");
  const stretch = openStretch(password);
  const salt = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(salt, (bytes) => assert.deepEqual(stretch(bytes), expected(password, bytes))),
  );
});

test("zip-stretch: it is the kernel that computes, not Node", () => {
  const code = new URL("stretch.wasm", import.meta.url);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(code)), {});
  assert.deepEqual(Object.keys(exports).toSorted(), ["memory", "stretch"]);
});

test("zip-stretch: the committed kernel is what its source makes", async () => {
  const built = await buildStretch();
  assert.ok(readFileSync(new URL("stretch.wasm", import.meta.url)).equals(built));
});

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};
