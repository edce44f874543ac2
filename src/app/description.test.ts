/**
 * Goal: every form of fivefold.yaml that is promised is understood, and every mistake is told with its place and what
 * would be right. Method: the example that vendors are given, its variants, and a table of mistakes with where they are.
 */

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import * as fc from "fast-check";
import { MISTAKES, mistakesOf } from "../model/app.ts";
import { NO_BRAND } from "../model/brand.ts";
import type { Facts } from "../model/error.ts";
import { FivefoldError } from "../model/error.ts";
import type { Description } from "./description.ts";
import { parseDescription, pathRules, readDescription, requireCredentials } from "./description.ts";

const RULES = pathRules("linux");
const HELP = path.join(import.meta.dirname, "../../docs/help/description.md");
/** The examples of the help page, the large one first. */
const [KONTOR = "", ...OTHERS] = [
  ...(await readFile(HELP, "utf8")).matchAll(/```yaml\n([^`]+)```/g),
].map((match) => match[1] ?? "");
const SEATS = OTHERS.filter((text) => text.startsWith("seat:"));
const FILE = "/app/fivefold.yaml";

function parse(text: string | Uint8Array): Description {
  return parseDescription(text, FILE, RULES);
}

/** All mistakes of a text, as facts. */
function mistakes(text: string | Uint8Array, rules = RULES): readonly Facts[] {
  try {
    parseDescription(text, FILE, rules);
  } catch (cause) {
    assert.ok(cause instanceof FivefoldError);
    assert.equal(cause.code, "DESCRIPTION_WRONG");
    return mistakesOf(cause);
  }
  return [];
}

/** A small description with one line changed. */
function small(change: {
  readonly part?: string;
  readonly rest?: string;
  readonly app?: string;
}): string {
  return [
    `app: { id: ${change.app ?? "kontor"} }`,
    "parts:",
    "  - { id: secrets, kind: credentials, files: secrets }",
    `  - ${change.part ?? "{ id: data, kind: files, files: data }"}`,
    change.rest ?? "",
    "",
  ].join("\n");
}

test("description: the example works as it stands", () => {
  const description = parse(KONTOR);
  assert.equal(description.appId, "kontor");
  assert.equal(description.appName, "Kontor");
  assert.deepEqual(description.version, { kind: "file", file: "/app/VERSION" });
  assert.deepEqual(
    description.parts.map(({ id, kind, source }) => [id, kind, source.kind, source.path]),
    [
      ["login", "database", "sqlite", "/app/data/login.db"],
      ["settings", "settings", "files", "/app/data/settings"],
      ["credentials", "credentials", "files", "/app/data/credentials"],
      ["workspaces", "workspace", "files", "/app/data/workspaces"],
    ],
  );
  assert.deepEqual(description.parts[0]?.title, { en: "Login database", de: "Anmeldedatenbank" });
  const workspaces = description.parts[3]?.source;
  assert.deepEqual(workspaces?.kind === "files" && workspaces.exclude, ["**/*.tmp", "cache/**"]);
  const from = description.tenants?.from;
  assert.equal(from?.kind === "query" && from.path, "/app/data/login.db");
  assert.deepEqual(
    description.tenants?.parts.map(({ id, source }) => [id, source.path]),
    [
      ["database", "/app/data/tenants/{id}/tenant.db"],
      ["files", "/app/data/tenants/{id}/files"],
    ],
  );
  assert.equal(description.credentials, "part");
  assert.equal(description.text, KONTOR);
  requireCredentials(description);
});

test("description: every seat of the help page is understood", () => {
  assert.equal(SEATS.length, 2);
  for (const seat of SEATS) assert.ok(parse(small({ rest: seat })).seat, seat);
});

test("description: versions, titles, words and seats in all their forms", () => {
  const version = (text: string) => parse(small({ app: `kontor, version: ${text}` })).version;
  assert.deepEqual(version('"12.4"'), { kind: "text", text: "12.4" });
  assert.deepEqual(version("12.10"), { kind: "text", text: "12.10" });
  assert.deepEqual(version("{ command: [kontor, --version] }"), {
    kind: "command",
    command: ["kontor", "--version"],
  });
  const titled = parse(small({ part: "{ id: data, kind: files, title: Daten, files: data }" }));
  assert.deepEqual(titled.parts[1]?.title, { "": "Daten" });
  const rest = [
    "tenants:",
    "  from: { list: [acme, { id: 007, title: Bond, offline: true }, { id: no, offline: false }] }",
    "  word: { de: { one: Mandant, other: Mandanten } }",
    '  parts: [{ id: files, kind: files, files: "t/{id}", optional: true }]',
    'seat: { file: seat.ini, matches: "^role=(\\\\w+)" }',
  ].join("\n");
  const description = parse(small({ rest }));
  assert.deepEqual(description.tenants?.word, { de: { one: "Mandant", other: "Mandanten" } });
  assert.equal(description.tenants?.parts[0]?.isOptional, true);
  const from = description.tenants?.from;
  assert.ok(from?.kind === "list");
  assert.deepEqual(
    from.list.map(({ id, title, isOffline }) => [id, title, isOffline]),
    [
      ["acme", "acme", false],
      ["007", "Bond", true],
      ["no", "no", false],
    ],
  );
  assert.ok(description.seat?.kind === "file" && "pattern" in description.seat);
  const command = parse(small({ rest: "seat: { command: [kontor, --seat] }" })).seat;
  assert.deepEqual(command, { kind: "command", command: ["kontor", "--seat"] });
  const none = parse(
    "app: { id: a }\nparts: [{ id: d, kind: files, files: d }]\ncredentials: none\n",
  );
  assert.equal(none.credentials, "none");
  requireCredentials(none);
});

test("description: credentials that are not spoken of are asked for", () => {
  const silent = parse("app: { id: a, name: Ada }\nparts: [{ id: d, kind: files, files: d }]\n");
  assert.equal(silent.credentials, "undeclared");
  assert.throws(
    () => requireCredentials(silent),
    (error) =>
      error instanceof FivefoldError &&
      error.code === "CREDENTIALS_UNDECLARED" &&
      error.facts["path"] === FILE,
  );
});

/** What is wrong, where, and the facts that say what would be right. */
const WRONG: readonly (readonly [string, string, number, number, Facts])[] = [
  ["app: [", "yaml", 1, 7, {}],
  ["app: {}\n\tparts: []\n", "tab", 2, 1, {}],
  ["app: &a { id: x }\nparts: *a\n", "alias", 2, 8, { at: "parts" }],
  ["app: { id: x }\napp: { id: y }\n", "keyTwice", 2, 1, {}],
  ["a: 1\n---\nb: 2\n", "severalDocuments", 2, 1, {}],
  ["", "empty", 1, 1, {}],
  ["# nothing yet\n", "empty", 1, 1, {}],
  ["app: !!binary aGFsbG8=\n", "yaml", 1, 15, {}],
  ["hello", "typeWrong", 1, 1, { found: "text", expected: "mapping" }],
  ["app: { id: x }\n", "keyMissing", 1, 1, { expected: "parts", at: "" }],
  [
    small({ rest: "credentails: none" }),
    "keyUnknown",
    5,
    1,
    { found: "credentails", suggestion: "credentials" },
  ],
  [
    small({ part: "{ id: data, kind: files, tittle: Daten, files: data }" }),
    "keyUnknown",
    4,
    30,
    {
      at: "parts[1].tittle",
      found: "tittle",
      suggestion: "title",
      expected: "id, kind, title, sqlite, files, newest, optional",
    },
  ],
  [
    small({ part: "{ id: data, kind: database, files: { rot: data } }" }),
    "keyMissing",
    4,
    40,
    { expected: "root" },
  ],
  [small({ app: "k, version: { comand: [k] }" }), "keyUnknown", 1, 26, { suggestion: "command" }],
  [
    small({ app: "k, version: { file: V, command: [k] }" }),
    "keysExclusive",
    1,
    24,
    { expected: "file, command" },
  ],
  [
    small({ part: "{ id: data, kind: databse, files: data }" }),
    "choiceWrong",
    4,
    23,
    {
      found: "databse",
      suggestion: "database",
      expected: "database, files, settings, credentials, workspace",
    },
  ],
  [
    small({ part: "{ id: data, kind: files }" }),
    "keyMissing",
    4,
    5,
    { at: "parts[1]", expected: "sqlite, files" },
  ],
  [
    small({ part: "{ id: data, kind: files, files: a, sqlite: b }" }),
    "keysExclusive",
    4,
    5,
    { found: "sqlite, files" },
  ],
  [
    small({ part: "{ id: data, kind: files, files: }" }),
    "valueEmpty",
    4,
    37,
    { at: "parts[1].files" },
  ],
  [
    small({ part: "{ id: data, kind: files, files: [a] }" }),
    "typeWrong",
    4,
    37,
    { found: "list", expected: "text, mapping" },
  ],
  [
    small({ part: "{ id: data, kind: files, files: a, title: { german: b } }" }),
    "languageWrong",
    4,
    49,
    { found: "german" },
  ],
  [
    small({ part: "{ id: ../x, kind: files, files: a }" }),
    "idUnsafe",
    4,
    11,
    { found: "../x", expected: "separator" },
  ],
  [
    small({ part: "{ id: COM1, kind: files, files: a }" }),
    "idUnsafe",
    4,
    11,
    { expected: "device" },
  ],
  [small({ part: "{ id: Manifest.JSON, kind: files, files: a }" }), "idReserved", 4, 11, {}],
  [
    small({ part: "{ id: Secrets, kind: files, files: a }" }),
    "idTwice",
    4,
    11,
    { found: "Secrets", other: "secrets" },
  ],
  [
    small({ part: "{ id: data, kind: files, files: ./x/../secrets/ }" }),
    "rootTwice",
    4,
    37,
    { other: "secrets" },
  ],
  [small({ part: '{ id: data, kind: files, files: "a/{id}" }' }), "idPlaceUnexpected", 4, 37, {}],
  [
    small({ part: '{ id: data, kind: files, files: "a\\0b" }' }),
    "pathWrong",
    4,
    37,
    { expected: "control" },
  ],
  [
    small({ part: '{ id: data, kind: files, files: { root: a, exclude: ["../b"] } }' }),
    "patternWrong",
    4,
    58,
    {},
  ],
  [small({ rest: "credentials: none" }), "credentialsContradict", 5, 14, { other: "secrets" }],
  [small({ app: '"a b"' }), "idUnsafe", 1, 12, { expected: "character", suggestion: "a-b" }],
  [small({ app: '"a,b"' }), "idUnsafe", 1, 12, { suggestion: "a-b" }],
  [
    small({ rest: "tenants: { from: { folders: t }, parts: [{ id: d, kind: files, files: t }] }" }),
    "idPlaceMissing",
    5,
    71,
    { expected: "{id}" },
  ],
  [
    small({
      rest: 'tenants: { from: { files: t }, parts: [{ id: d, kind: files, files: "t/{id}" }] }',
    }),
    "idPlaceMissing",
    5,
    27,
    {},
  ],
  [
    small({
      rest: 'tenants: { from: { sqlite: t }, parts: [{ id: d, kind: files, files: "t/{id}" }] }',
    }),
    "keyNeedsOther",
    5,
    28,
    { expected: "query" },
  ],
  [
    small({
      rest: 'tenants: { from: { list: [a], query: q }, parts: [{ id: d, kind: files, files: "t/{id}" }] }',
    }),
    "keyNeedsOther",
    5,
    38,
    { expected: "sqlite" },
  ],
  [
    small({
      rest: 'tenants: { from: { list: [] }, parts: [{ id: d, kind: files, files: "t/{id}" }] }',
    }),
    "listEmpty",
    5,
    26,
    {},
  ],
  [small({ rest: 'seat: { file: f, matches: "(" }' }), "patternWrong", 5, 27, {}],
  [small({ rest: "seat: { file: f }" }), "keyNeedsOther", 5, 15, { expected: "matches" }],
  [
    small({ rest: "parcel: { extension: kontor-backup }" }),
    "extensionWrong",
    5,
    22,
    { at: "parcel.extension", found: "kontor-backup", suggestion: ".kontor-backup" },
  ],
  [
    small({ rest: "parcel: { extension: .Kontor Backup. }" }),
    "extensionWrong",
    5,
    22,
    { suggestion: ".kontor-backup" },
  ],
  [
    small({ rest: "parcel: { extension: .exe }" }),
    "extensionWrong",
    5,
    22,
    { suggestion: ".exe-backup" },
  ],
  [small({ rest: 'parcel: { extension: "../x" }' }), "extensionWrong", 5, 22, { suggestion: ".x" }],
  [small({ rest: 'parcel: { extension: "." }' }), "extensionWrong", 5, 22, { suggestion: null }],
  [small({ rest: "parcel: { extention: .x }" }), "keyUnknown", 5, 11, { suggestion: "extension" }],
  [small({ rest: 'brand: { colour: "#12" }' }), "numberWrong", 5, 18, { at: "brand.colour" }],
  [small({ rest: "brand: { logo: logo.exe }" }), "numberWrong", 5, 16, { found: "logo.exe" }],
  [
    small({ rest: "brand: { support: { mail: nobody } }" }),
    "numberWrong",
    5,
    27,
    { at: "brand.support.mail" },
  ],
  [small({ rest: "brand: { support: { fax: 1 } }" }), "keyUnknown", 5, 21, {}],
  [
    small({ rest: "escrow: { name: Kontor GmbH, recipient: age1kontor }" }),
    "recipientWrong",
    5,
    41,
    { at: "escrow.recipient", found: "age1kontor" },
  ],
  [
    small({ rest: "escrow: { name: Kontor GmbH, recipient: AGE-SECRET-KEY-1XYZ }" }),
    "recipientSecret",
    5,
    41,
    { at: "escrow.recipient", found: "" },
  ],
  [small({ rest: "escrow: { name: Kontor }" }), "keyMissing", 5, 9, { expected: "recipient" }],
  [small({ rest: "parcel: .x" }), "typeWrong", 5, 9, { expected: "mapping" }],
  [
    small({ part: "{ id: data, kind: files, files: a, optional: maybe }" }),
    "choiceWrong",
    4,
    50,
    { expected: "true, false" },
  ],
];

for (const [text, what, line, column, facts] of WRONG)
  test(`description: ${what} is told at ${line}:${column} of ${JSON.stringify(text).slice(-70)}`, () => {
    const found = mistakes(text);
    const match = found.find((each) => each["what"] === what);
    assert.ok(match, JSON.stringify(found, null, 1));
    const { line: atLine, column: atColumn, path: file } = match;
    assert.deepEqual({ line: atLine, column: atColumn, file }, { line, column, file: FILE });
    for (const [name, value] of Object.entries(facts)) assert.deepEqual(match[name], value, name);
  });

test("description: whom it names for a key is known by name and public key", () => {
  const [example = ""] = OTHERS.filter((text) => text.startsWith("escrow:"));
  const recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
  assert.deepEqual(parse(small({ rest: example })).escrow, { name: "Kontor GmbH", recipient });
  assert.equal(parse(small({})).escrow, null);
});

test("description: parcels end with .zip, or with what the vendor owns", () => {
  const extension = (rest: string): string => parse(small({ rest })).parcelExtension;
  assert.equal(extension(""), ".zip");
  assert.equal(extension("parcel: {}"), ".zip");
  assert.equal(extension("parcel: { extension: .zip }"), ".zip");
  const [example = ""] = OTHERS.filter((text) => text.startsWith("parcel:"));
  assert.equal(extension(example), ".kontor-backup");
  const longest = `.${"k".repeat(24)}`;
  assert.equal(extension(`parcel: { extension: ${longest} }`), longest);
  const [tooLong] = mistakes(small({ rest: `parcel: { extension: ${longest}k }` }));
  assert.deepEqual([tooLong?.["what"], tooLong?.["suggestion"]], ["extensionWrong", longest]);
});

test("description: the brand is the vendor's, and nothing without one", () => {
  const [example = ""] = OTHERS.filter((text) => text.startsWith("brand:"));
  assert.deepEqual(parse(small({ rest: example })).brand, {
    title: { en: "Kontor Backup", de: "Kontor-Sicherung" },
    logo: "/app/branding/kontor.svg",
    colour: "#1a5fb4",
    support: { name: "Kontor Support", phone: "+49 30 123456", mail: "help@kontor.example" },
  });
  assert.deepEqual(parse(small({})).brand, NO_BRAND);
  assert.deepEqual(parse(small({ rest: "brand: { title: Kontor }" })).brand.title, {
    "": "Kontor",
  });
});

test("description: several mistakes are told at once, in the order of the file", () => {
  const found = mistakes(
    "parts:\n  - { id: a, kind: x, files: a }\n  - { id: b, knid: files, files: b }\napp: {}\n",
  );
  assert.deepEqual(
    found.map((each) => [each["line"], each["what"], each["suggestion"]]),
    [
      [2, "choiceWrong", null],
      [3, "keyMissing", null],
      [3, "keyUnknown", "kind"],
      [4, "keyMissing", null],
    ],
  );
});

test("description: a file that is no text, too large or wildly nested is refused at once", () => {
  const at = (bytes: Uint8Array) => mistakes(bytes).map((each) => each["what"]);
  assert.deepEqual(at(Uint8Array.of(0xff, 0xfe, 0x61, 0)), ["notUtf8"]);
  assert.deepEqual(at(new TextEncoder().encode("app: a\0b")), ["notUtf8"]);
  assert.deepEqual(at(new Uint8Array(2 * 1024 * 1024).fill(0x23)), ["tooLarge"]);
  assert.deepEqual(mistakes("[".repeat(200_000))[0]?.["what"], "yaml");
  const bomb = ["a: &a [x,x,x]", "b: &b [*a,*a]", "c: [*b,*b]", ""].join("\n");
  assert.equal(mistakes(bomb)[0]?.["what"], "alias");
});

test("description: a byte order mark and Windows line ends are no mistakes", () => {
  const marked = parse(`\uFEFF${KONTOR.replaceAll("\n", "\r\n")}`);
  assert.equal(marked.parts.length, 4);
  assert.equal(marked.parts[1]?.position.line, 4);
});

test("description: keys that mean something to the language itself are only unknown keys", () => {
  for (const key of ["__proto__", "constructor", "toString"])
    assert.deepEqual(
      mistakes(small({ rest: `${key}: { a: b }` })).map((each) => each["what"]),
      ["keyUnknown"],
      key,
    );
});

test("description: on Windows paths are Windows paths", () => {
  const rules = pathRules("win32");
  const file = String.raw`D:\Kontor\fivefold.yaml`;
  const { parts } = parseDescription(
    small({ part: "{ id: d, kind: files, files: Data/Files }" }),
    file,
    rules,
  );
  assert.equal(parts[1]?.source.path, String.raw`D:\Kontor\Data\Files`);
  const twice = small({ part: "{ id: d, kind: files, files: SECRETS }" });
  assert.equal(mistakes(twice, rules)[0]?.["what"], "rootTwice");
  const drive = small({ part: '{ id: d, kind: files, files: "D:data" }' });
  assert.equal(mistakes(drive, rules)[0]?.["what"], "pathWrong");
});

test("description: whatever is written there, the answer is a description or mistakes of the closed set", () => {
  const word = fc.constantFrom(
    "app",
    "id",
    "parts",
    "kind",
    "files",
    "{id}",
    "tenants",
    "from",
    "list",
    "x",
    "",
    "[",
    "{",
    "- ",
    ": ",
    "\n",
    "  ",
    "&a",
    "*a",
    "\t",
    "|",
    "!t",
    "'",
    '"',
    "\r\n",
    "#",
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      for (const each of mistakes(words.join(""))) {
        assert.ok(MISTAKES.some((what) => what === each["what"]));
        assert.ok(Number(each["line"]) >= 1 && Number(each["column"]) >= 1);
      }
    }),
    { numRuns: 300 },
  );
});

test("readDescription: a file that is not there, a folder and a file that is too large", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "fivefold-description-"));
  try {
    const file = path.join(folder, "fivefold.yaml");
    const missing = { code: "DESCRIPTION_MISSING", facts: { path: file, reason: "ENOENT" } };
    await assert.rejects(readDescription(file, RULES), missing);
    await assert.rejects(readDescription(folder, RULES), { code: "DESCRIPTION_MISSING" });
    await writeFile(file, "#".repeat(1024 * 1024 + 1));
    await assert.rejects(readDescription(file, RULES), { code: "DESCRIPTION_WRONG" });
    await writeFile(file, KONTOR);
    assert.equal((await readDescription(file, RULES)).folder, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
});
