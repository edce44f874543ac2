/**
 * The published package and the two commands that start Fivefold.
 *
 * Goal: what npm would publish installs into an empty folder and runs there, and says in one sentence why it does not on
 * an older Node. Method: pack, install and run for real; an older Node is the system's when it has one, and a pretended
 * one in any case.
 */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { isPermissive, notices, productionPackages } from "../scripts/licences.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  version: string;
};

let folder = "";
let packed: { readonly filename: string; readonly files: readonly { readonly path: string }[] };

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs and gives all that was written to either stream. */
function run(program: string, args: readonly string[], path = process.env["PATH"]) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: path },
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), "fivefold-package-"));
  const answer: unknown = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], ROOT));
  // npm 12 answers with an object by package name, older ones with a list.
  const first: unknown = Object.values(answer as object)[0];
  packed = first as typeof packed;
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  npm(["install", "--prefer-offline", "--no-audit", "--no-fund", packed.filename], folder);
});

after(() => rmSync(folder, { recursive: true, force: true }));

test("package: holds the program, its licences and no tests", () => {
  const paths = packed.files.map(({ path }) => path);
  const made = ["dist/cli/main.js", "dist/web/index.html"];
  for (const needed of ["LICENSE", "THIRD-PARTY-NOTICES", "README.md", ...made])
    assert.ok(paths.includes(needed), `${needed} is not in the package`);
  // The page is bundled; nothing of it lies there as it was written.
  const others = { cwd: join(ROOT, "src"), exclude: ["web/**"] };
  for (const other of globSync("**/*.{wasm,json,sql,yaml}", others))
    assert.ok(paths.includes(`dist/${other}`), `src/${other} is not in the package`);
  const strange = paths.filter((path) => !/^(?:dist\/|bin\/\w+\.cjs$|[^/]+$)/.test(path));
  assert.deepEqual(strange, []);
  const tests = paths.filter((path) => /\.test\.|(?<!\.d)\.ts$/.test(path));
  assert.deepEqual(tests, []);
});

test("package: installed into an empty folder, its command runs", () => {
  const { status, stdout, stderr } = run(join(folder, "node_modules/.bin/fivefold"), ["--version"]);
  assert.deepEqual(
    { status, stdout: stdout.trim(), stderr },
    { status: 0, stdout: `fivefold ${version}`, stderr: "" },
  );
});

test("package: threads are started by the names that the build gave them", () => {
  const dist = join(folder, "node_modules/fivefold/dist");
  for (const path of globSync("**/*.js", { cwd: dist })) {
    const text = readFileSync(join(dist, path), "utf8");
    assert.doesNotMatch(text, /new URL\("[^"]*\.ts"/, path);
  }
});

test("package: exports the library, the model and the vault, and nothing else", () => {
  const importing = (name: string) =>
    run(process.execPath, ["--input-type=module", "-e", `await import(${JSON.stringify(name)})`]);
  for (const name of ["fivefold", "fivefold/model/entry", "fivefold/vault"]) {
    const { status, stderr } = importing(name);
    assert.equal(status, 0, `${name}: ${stderr}`);
  }
  assert.match(importing("fivefold/engine/backup").stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
});

test("package: it makes the example that the page lets people try", () => {
  const code = `import { prepareExample } from "fivefold";
    const made = await prepareExample("example");
    console.log(made.description);`;
  const { status, stdout, stderr } = run(process.execPath, ["--input-type=module", "-e", code]);
  assert.equal(status, 0, stderr);
  const app = join(folder, dirname(stdout.trim()));
  assert.ok(existsSync(join(app, "data/login.db")), app);
});

test("package: it writes the emergency sheet as a PDF, with the fonts that came with it", () => {
  const code = `import { sheetPdf } from "./node_modules/fivefold/dist/http/sheet-pdf.js";
    const paper = { app: "Kontor", place: "/b", folder: "/b", vault: "0123", madeAt: "2026-11-22T01:35:00Z",
      key: "1", groups: ["1"], parcelKey: null, commands: [] };
    console.log((await sheetPdf(paper, "fa")).subarray(0, 5).toString());`;
  const { status, stdout, stderr } = run(process.execPath, ["--input-type=module", "-e", code]);
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "%PDF-\n", stderr: "" });
});

test("package: its declarations serve a program that is checked strictly", () => {
  const code = `import { FivefoldError } from "fivefold/model/error";
    import type { Place } from "fivefold/model/place";
    export const label = (place: Place): string => place.label;
    export const exit: number = new FivefoldError("PLACE_FULL").exit;
    // @ts-expect-error -- no such code: the types arrive as types, not as any
    new FivefoldError("PLACE_EMPTY");`;
  writeFileSync(join(folder, "program.ts"), code);
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "esnext"];
  const types = ["--types", "node", "--typeRoots", join(ROOT, "node_modules/@types")];
  const { status, stdout } = run(join(ROOT, "node_modules/.bin/tsc"), [
    ...options,
    ...types,
    "program.ts",
  ]);
  assert.equal(status, 0, stdout);
});

test("package: an older Node is refused in one sentence", () => {
  const command = join(folder, "node_modules/fivefold/bin/fivefold.cjs");
  const pretended = join(folder, "pretend.cjs");
  const cases: { node: string; args: readonly string[]; version: string }[] = [];
  for (const old of ["0.10.48", "18.20.4", "23.11.1"]) {
    const file = `${pretended}-${old}.cjs`;
    const versions = `{ ...process.versions, node: "${old}" }`;
    writeFileSync(file, `Object.defineProperty(process, "versions", { value: ${versions} });`);
    cases.push({ node: process.execPath, args: ["--require", file], version: old });
  }
  const system = systemNode();
  if (system !== null) cases.push({ ...system, args: [] });
  for (const { node, args, version: old } of cases) {
    const { status, stdout, stderr } = run(node, [...args, command, "--version"]);
    const sentence = `fivefold needs Node.js 24 or newer; this is Node.js ${old}.\n`;
    assert.deepEqual({ status, stdout, stderr }, { status: 1, stdout: "", stderr: sentence });
  }
});

test("package: what an older Node must be able to read is ES5", () => {
  const newer = /\b(?:const|let|class|async|await|import)\b|=>|`|\?[.?]|\.\.\.|,\s*\)/;
  const text = readFileSync(join(ROOT, "bin/fivefold.cjs"), "utf8").replaceAll(/\/\/.*/g, "");
  assert.doesNotMatch(text, newer);
});

/** A Node of the system's that is too old, `null` when there is none. */
function systemNode(): { node: string; version: string } | null {
  for (const place of (process.env["PATH"] ?? "").split(delimiter)) {
    const node = join(place, "node");
    const { status, stdout } = spawnSync(node, ["-p", "process.versions.node"], {
      encoding: "utf8",
    });
    if (status === 0 && Number.parseInt(stdout, 10) < 24) return { node, version: stdout.trim() };
  }
  return null;
}

test("checkout: bin/fivefold runs from anywhere, through links, without a Node in the path", () => {
  const links = join(folder, "links");
  mkdirSync(links);
  symlinkSync(join(ROOT, "bin/fivefold"), join(links, "absolute"));
  symlinkSync("absolute", join(links, "relative"));
  for (const name of [join(ROOT, "bin/fivefold"), join(links, "relative")]) {
    const { status, stdout, stderr } = run(name, ["--version"], "/usr/bin:/bin");
    assert.deepEqual(
      { status, stdout: stdout.trim(), stderr },
      { status: 0, stdout: `fivefold ${version}`, stderr: "" },
    );
  }
});

test("checkout: bin/fivefold says what to do before the first installation", () => {
  cpSync(join(ROOT, "bin"), join(folder, "fresh/bin"), { recursive: true });
  const { status, stderr } = run(join(folder, "fresh/bin/fivefold"), ["--version"]);
  assert.equal(status, 1);
  assert.match(
    stderr,
    /^fivefold: \S+\/fresh has no Node of its own yet\. Run "npm ci" there first\.\n$/,
  );
});

test("licences: every production dependency leaves a permissive choice", () => {
  const packages = productionPackages(ROOT);
  assert.ok(packages.some(({ name }) => name === "zod"));
  assert.ok(!packages.some(({ name }) => name === "typescript"), "development stays at home");
  const refused = packages.filter(({ licence }) => !isPermissive(licence));
  assert.deepEqual(
    refused.map(({ name, licence }) => `${name}: ${licence}`),
    [],
  );
  const text = notices(packages);
  for (const { name, version: its } of packages) assert.ok(text.includes(`${name} ${its} (`));
  assert.match(text, /Permission is hereby granted/);
});

test("licences: copyleft is refused unless there is another choice", () => {
  for (const licence of ["MIT", "(MIT OR GPL-3.0-only)", "GPL-2.0 OR (ISC AND MIT)", "Apache-2.0"])
    assert.equal(isPermissive(licence), true, licence);
  const refused = [
    "GPL-3.0-only",
    "AGPL-3.0-or-later",
    "LGPL-2.1-or-later",
    "MIT AND LGPL-3.0-only",
    "(GPL-2.0-only OR AGPL-3.0-only)",
    "(MIT",
    "MIT)",
    "",
    "SEE LICENSE IN LICENSE",
    "UNLICENSED",
  ];
  for (const licence of refused) assert.equal(isPermissive(licence), false, licence);
});
