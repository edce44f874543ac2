// Names, pages, languages, names of downloads and ranges, as headers say them. Method: tables of headers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isLoopback, isOurName, languageIn, nameIn, requireOwnPage, urlOf } from "./guard.ts";
import { dispositionOf, rangeIn } from "./streams.ts";

test("guard: the name in a Host header", () => {
  const names: readonly (readonly [string | undefined, string | null])[] = [
    ["127.0.0.1:80", "127.0.0.1"],
    ["LocalHost", "localhost"],
    ["[::1]:7755", "::1"],
    ["a.example:99999", null],
    ["a b", null],
    ["user@localhost", null],
    ["", null],
    [undefined, null],
  ];
  for (const [header, name] of names) assert.equal(nameIn(header), name, String(header));
});

test("guard: on loopback only loopback's names are ours", () => {
  assert.ok(isLoopback("127.8.9.1"));
  assert.ok(!isLoopback("0.0.0.0"));
  assert.ok(isOurName("localhost", "127.0.0.1", ["office"]));
  assert.ok(!isOurName("office", "127.0.0.1", ["office"]));
  assert.ok(isOurName("office", "0.0.0.0", ["Office"]));
  assert.ok(!isOurName("evil.example", "0.0.0.0", ["office"]));
});

test("guard: over TLS the plain page of the same name is foreign", () => {
  const address = { isTls: true, host: "office", port: 443 };
  const host = "office:443";
  requireOwnPage({ headers: { host, origin: "https://office:443" } }, address, []);
  const plain = { headers: { host, origin: "http://office:443" } };
  assert.throws(() => requireOwnPage(plain, address, []), { code: "REQUEST_FOREIGN" });
  assert.equal(urlOf({ isTls: false, host: "::1", port: 1 }), "http://[::1]:1");
});

test("guard: the browser's first language of ours", () => {
  assert.equal(languageIn("pt-BR,pt;q=0.9,en;q=0.8"), "pt");
  assert.equal(languageIn("nl,en;q=0.3,fa;q=0.7"), "fa");
  assert.equal(languageIn("nl"), null);
  assert.equal(languageIn(undefined), null);
});

test("downloads: a name is plain for old programs and whole for the others", () => {
  assert.equal(
    dispositionOf('a "b"\r\nx: é.zip'),
    `attachment; filename="a _b___x: _.zip"; filename*=UTF-8''a%20%22b%22%0D%0Ax%3A%20%C3%A9.zip`,
  );
});

test("downloads: one range, as RFC 9110 has it", () => {
  assert.deepEqual(rangeIn("bytes=2-4", 10), { start: 2, end: 4 });
  assert.deepEqual(rangeIn("bytes=2-", 10), { start: 2, end: 9 });
  assert.deepEqual(rangeIn("bytes=-3", 10), { start: 7, end: 9 });
  assert.deepEqual(rangeIn("bytes=-30", 10), { start: 0, end: 9 });
  assert.deepEqual(rangeIn("bytes=2-99", 10), { start: 2, end: 9 });
  assert.equal(rangeIn("bytes=10-", 10), "unsatisfiable");
  assert.equal(rangeIn("bytes=-0", 10), "unsatisfiable");
  for (const whole of ["bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=-", undefined])
    assert.equal(rangeIn(whole, 10), null, String(whole));
});
