/**
 * Goal: whoever finds a parcel in twenty years can read in their language how to get the data back. Method: every form in
 * every language, looked at as bytes as an old Notepad would, and names that try to disturb it.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type { ParcelReadmeFacts } from "./parcel-readme.ts";
import { LARGEST_README_BYTES, parcelReadme } from "./parcel-readme.ts";

const FACTS: ParcelReadmeFacts = {
  appName: "Kontor",
  appVersion: "12.4",
  takenAt: "2026-11-22T01:35:00.123Z",
  form: "plain",
  credentials: "inner",
};
const FORMS = ["plain", "encrypted", "hidden"] as const;
const CREDENTIALS = ["inner", "included", "leftOut"] as const;

/** One language's lines, without the marks of direction. */
function section(text: string, heading: string): string {
  const from = text.indexOf(`== ${heading} ==`);
  assert.ok(from >= 0, heading);
  return text.slice(from, text.indexOf("\r\n\r\n", from)).replaceAll(/[\u202b\u202c]/g, "");
}

const HEADINGS = ["English", "فارسی", "Português", "Deutsch", "Français"];

test("parcelReadme: opens right in an old Notepad, and is small, in every form", () => {
  for (const form of FORMS)
    for (const credentials of CREDENTIALS) {
      const bytes = Buffer.from(parcelReadme({ ...FACTS, form, credentials }));
      assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
      assert.ok(bytes.length <= LARGEST_README_BYTES, `${form} ${credentials} ${bytes.length}`);
      const text = bytes.toString("utf8");
      assert.equal(text.replaceAll("\r\n", "").search(/[\r\n]/), -1);
      assert.ok(text.endsWith("\r\n"));
      for (const line of text.split("\r\n"))
        assert.ok(line.replaceAll(/[\uFEFF\u202b\u202c]/g, "").length <= 78, line);
    }
});

test("parcelReadme: each language names the app, and says the same about form and credentials", () => {
  for (const form of FORMS)
    for (const credentials of CREDENTIALS) {
      const text = parcelReadme({ ...FACTS, form, credentials });
      assert.ok(text.startsWith("\uFEFFKontor  |  12.4  |  2026-11-22 01:35:00 UTC\r\n"));
      const counts = HEADINGS.map((heading) => {
        const own = section(text, heading);
        assert.ok(own.includes("Kontor") && own.includes("Fivefold") && own.includes("SQLite"));
        assert.equal(own.includes("7-Zip"), form !== "plain", `${heading} ${form}`);
        assert.equal(own.includes("content.zip"), form === "hidden", `${heading} ${form}`);
        for (const number of ["1", "2"]) assert.match(own, new RegExp(`\\b${number}\\b`));
        return (own.match(/\(\d\)/g) ?? []).toSorted().join();
      });
      assert.deepEqual(new Set(counts).size, 1, counts.join(" / "));
    }
});

test("parcelReadme: every number that is named is a command, and every command is named", () => {
  for (const form of FORMS)
    for (const credentials of CREDENTIALS) {
      const text = parcelReadme({ ...FACTS, form, credentials });
      const commands = [...text.matchAll(/^(\d) {2}\S/gm)].map((match) => match[1] ?? "");
      const english = section(text, "English").replace(/12\.4|AES-256|7-Zip/g, "");
      const named = new Set([...english.matchAll(/\b(\d)\b/g)].map((match) => match[1] ?? ""));
      assert.deepEqual(commands, [...named].toSorted(), `${form} ${credentials}`);
    }
});

test("parcelReadme: Persian lines run from right to left and hold no digits of their own", () => {
  const text = parcelReadme(FACTS);
  const lines = text.split("\r\n").filter((line) => /[\u0600-\u06ff]/.test(line));
  assert.ok(lines.length >= 6);
  for (const line of lines) assert.match(line, /^\u202b[^\u202b\u202c]*\u202c$/);
});

test("parcelReadme: no name makes it large, turns it round or adds a line", () => {
  const plain = parcelReadme(FACTS).split("\r\n").length;
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (appName, appVersion) => {
      const text = parcelReadme({ ...FACTS, appName, appVersion });
      assert.ok(Buffer.byteLength(text) <= LARGEST_README_BYTES + 6 * 5 * 60);
      assert.ok(text.split("\r\n").length <= plain + 15);
      assert.equal(
        text.replaceAll("\r\n", "").search(/\p{Cc}|[\u202a\u202d\u202e\u2066-\u2069]/u),
        -1,
      );
      assert.ok(text.isWellFormed());
    }),
  );
  const long = parcelReadme({ ...FACTS, appName: "شرکت ".repeat(500), credentials: "leftOut" });
  assert.ok(Buffer.byteLength(long) <= LARGEST_README_BYTES, String(Buffer.byteLength(long)));
});
