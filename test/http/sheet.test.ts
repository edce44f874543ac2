/**
 * Goal: the emergency sheet as a PDF holds what the page prints, in five languages, and lies where it was wished, for its
 * owner alone, in place of nothing. Method: a real server and command on a small app; poppler reads the PDFs.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import jsqr from "jsqr";
import { LANGUAGES } from "../../src/language/choose.ts";
import type { LanguageCode } from "../../src/language/choose.ts";
import { paperOf } from "../../src/http/sheet-paper.ts";
import { sheetPdf } from "../../src/http/sheet-pdf.ts";
import { Secret } from "../../src/model/secret.ts";
import { Program, TemporaryFolder } from "../fixtures/command.ts";
import { SmallServer } from "./small-server.ts";

/** A key for backup files. */
const OTHER = new Secret("012345-012345-012345-012345-012345-012345-012345-012345");
const EVERYTHING = { choice: {}, to: null, file: null };

/** What another program reads in it: pages, lines without what only directs writing, and its fonts. */
function readPdf(file: string): { readonly pages: readonly string[]; readonly fonts: string } {
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  const plain = text.replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
  const fonts = execFileSync("pdffonts", [file], { encoding: "utf8" });
  return { pages: plain.split("\f").filter((page) => page.trim() !== ""), fonts };
}

/** What a camera reads that is held in front of the first page. */
function codeIn(file: string): string | null {
  const words = ["-gray", "-r", "100", "-f", "1", "-l", "1", file];
  const picture = execFileSync("pdftoppm", words, { maxBuffer: 1 << 24 });
  const [head = "", width = "", height = ""] =
    /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(picture.toString("latin1")) ?? [];
  const grey = picture.subarray(head.length);
  const colours = new Uint8ClampedArray(grey.length * 4).fill(255);
  for (const [at, value] of grey.entries()) colours.fill(value, at * 4, at * 4 + 3);
  // The types speak of a module with a default; what is loaded is the function itself.
  const read = jsqr as unknown as typeof jsqr.default;
  return read(colours, Number(width), Number(height))?.data ?? null;
}

/** As a shell reads it that is told to go on. */
function joined(text: string): string {
  return text.replaceAll(/\\\n\s*/g, "").replaceAll(/\s+/g, " ");
}

test("sheet: is written as a PDF, for its owner alone, and replaces nothing", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  await owner.run("POST /api/backups", EVERYTHING);
  const { groups, commands, parcelKey } = await owner.call("GET /api/sheet");
  assert.equal(parcelKey, null);
  const stick = small.folder.at("stick");
  mkdirSync(stick);
  const save = async (language: LanguageCode | null) =>
    await owner.call("POST /api/sheet/files", { place: null, folder: stick, language });

  const first = await save("en");
  assert.deepEqual(first, {
    path: path.join(stick, "Small emergency sheet.pdf"),
    isSameDevice: true,
  });
  assert.equal(statSync(first.path).mode & 0o777, 0o600);
  const before = readFileSync(first.path);
  assert.equal((await save(null)).path, path.join(stick, "Small emergency sheet (2).pdf"));
  assert.deepEqual(readFileSync(first.path), before);
  await save("fa");
  assert.deepEqual(readdirSync(stick).toSorted(), [
    "Small emergency sheet (2).pdf",
    "Small emergency sheet.pdf",
    "برگهٔ اضطراری Small.pdf",
  ]);

  const { pages, fonts } = readPdf(first.path);
  const [one = "", two = ""] = pages;
  assert.equal(pages.length, 2);
  for (const group of groups) assert.ok(one.includes(group), group);
  for (const { command } of commands) assert.ok(joined(two).includes(command), command);
  assert.match(fonts, /Vazirmatn-Regular\s+CID TrueType\s+Identity-H\s+yes yes yes/);

  const loaded = await owner.ask("GET", "/api/sheet/pdf?language=de");
  assert.equal(loaded.headers.get("content-type"), "application/pdf");
  assert.equal(loaded.headers.get("cache-control"), "no-store");
  assert.match(loaded.headers.get("content-disposition") ?? "", /"Small Notfallblatt\.pdf"/);
  assert.ok(loaded.text.startsWith("%PDF-"));

  const { lines } = await owner.call("GET /api/audit");
  const saved = lines.filter(({ action }) => action === "sheetSaved");
  assert.deepEqual(
    saved.map(({ facts }) => facts["file"]).at(-1),
    path.join(stick, "Small emergency sheet.pdf"),
  );
  assert.equal(saved.length, 4);
  // no copy lies anywhere else
  const elsewhere = readdirSync(small.home, { recursive: true }).map(String);
  assert.deepEqual(
    elsewhere.filter((each) => each.endsWith(".pdf")),
    [],
  );
});

test("sheet: a folder that is not there is said", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  await owner.run("POST /api/backups", EVERYTHING);
  const body = { place: null, folder: small.folder.at("none"), language: null };
  const refused = await owner.ask("POST", "/api/sheet/files", body);
  assert.equal(refused.json<{ code: string }>().code, "TARGET_UNWRITABLE");
});

test("sheet: in every language the PDF has the key, the commands and the language's own words", async () => {
  await using folder = new TemporaryFolder();
  const place = "/media/anna/نسخه‌های ما/Backup stick";
  const made = {
    place: "Stick",
    folder: place,
    vault: "0123456789abcdef0123456789abcdef",
    madeAt: "2026-11-22T01:35:00Z",
    origin: "made",
    secret: new Secret("123456-234567-345678-456789-567890-678901-789012-890123"),
    keptIn: null,
  } as const;
  const paper = paperOf(made, OTHER, { appId: "kontor", appName: "Müller & Söhne" });
  const titles: Readonly<Record<LanguageCode, RegExp>> = {
    en: /Emergency sheet/,
    de: /Notfallblatt/,
    fr: /Fiche de secours/,
    pt: /Folha de emergência/,
    // the vowel sign stands beside its letter in the order of drawing
    fa: /اضطراری/,
  };
  for (const code of LANGUAGES) {
    const file = folder.at(`${code}.pdf`);
    writeFileSync(file, await sheetPdf(paper, code));
    const { pages } = readPdf(file);
    assert.equal(pages.length, 2, code);
    const [one = "", two = ""] = pages;
    assert.equal(codeIn(file), paper.key, code);
    assert.match(one, titles[code], code);
    assert.match(one, /Müller & Söhne/, code);
    assert.ok(one.includes(OTHER.reveal()), code);
    for (const group of paper.groups) assert.ok(one.includes(group), `${code} ${group}`);
    assert.match(joined(two), /restic -r '\/media\/anna\/.*\/Backup stick' snapshots/, code);
    assert.match(joined(two), /--tag fivefold,app:kontor,scope:full,complete,reason:manual /, code);
    assert.match(two, /7z x -pKEY FILE\.zip/, code);
  }
});

test("sheet: a password of the people's own stands there whole, in whatever script", async () => {
  await using folder = new TemporaryFolder();
  const made = {
    place: "/b",
    folder: "/b",
    vault: "0123456789abcdef",
    madeAt: "2026-11-22T01:35:00Z",
    origin: "made",
    secret: new Secret("correct horse battery staple, and a long way home again"),
    keptIn: null,
  } as const;
  const paper = paperOf(made, null, { appId: "a", appName: "Контора" });
  const file = folder.at("own.pdf");
  writeFileSync(file, await sheetPdf(paper, "en"));
  const [one = ""] = readPdf(file).pages;
  assert.match(
    one.replaceAll(/\s+/g, " "),
    /correct horse battery staple, and a long way home again/,
  );
  // no letter is left out in silence
  assert.match(one, /\\u041a\\u043e/);
});

test("key show --pdf: writes the sheet as a file or into a folder, and nothing over another", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  await owner.run("POST /api/backups", EVERYTHING);
  const { groups } = await owner.call("GET /api/sheet");
  // a backup file in which passwords are locked has a key of its own
  await owner.run("POST /api/backups", {
    ...EVERYTHING,
    to: small.folder.at("files"),
    file: { name: null, isEncrypted: false, password: null },
  });
  const { parcelKey } = await owner.call("GET /api/sheet");
  const program = new Program(small.app, small.home, { FIVEFOLD_LANGUAGE: "en" });
  const file = small.folder.at("sheet.pdf");
  const { stdout } = await program.must(["key", "show", "--pdf", file]);
  const said = stdout.toString().replaceAll(/\s+/g, " ");
  assert.match(said, /The emergency sheet is saved: .*sheet\.pdf/);
  assert.match(said, /the same disk as the data/);
  assert.ok(!said.includes(groups[0] ?? "?"), "the key is in the file alone");
  const [one = ""] = readPdf(file).pages;
  for (const group of groups) assert.ok(one.includes(group), group);
  assert.ok(parcelKey !== null && one.includes(parcelKey), String(parcelKey));
  const again = await program.must(["key", "show", "--pdf", file], 1);
  assert.match(again.stderr.replaceAll(/\s+/g, " "), /sheet\.pdf is in .* already/);
  const folder = await program.must(["key", "show", "--pdf", small.folder.path, "--json"]);
  const pdf = small.folder.at("Small emergency sheet.pdf");
  assert.deepEqual(folder.result?.["pdf"], { path: pdf, isSameDevice: true });
  assert.equal(statSync(pdf).mode & 0o777, 0o600);
  assert.ok(!folder.stdout.includes(groups[0] ?? "?"));
});
