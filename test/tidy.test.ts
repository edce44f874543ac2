/**
 * The tree keeps its own rules, and every rule can fail.
 *
 * Goal: what people agreed on for the tree stays true without anybody watching. Method: the first test puts every rule
 * to this tree; the others give each rule small trees that break it, and one that does not.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { ERRORS } from "../src/model/error.ts";
import { references, scan } from "./tidy-scan.ts";
import * as tidy from "./tidy.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** The public registry, and the one that this machine installs from. */
function packageHosts(): readonly string[] {
  const configured = execFileSync("npm", ["config", "get", "registry"], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
  const known = ["npmjs", "yarnpkg"].map((name) => ["registry", name].join("."));
  return [...new Set([...known, new URL(configured).host, ["deb", "debian", "org"].join(".")])];
}

const RULES: Readonly<Record<string, tidy.Rule>> = {
  "imports follow the wheel": tidy.importsFollowTheWheel,
  "imports name files": tidy.importsNameFiles,
  "nothing under src is unreached": tidy.nothingIsUnreached,
  "dependencies are used and declared": tidy.dependenciesAreUsed,
  "every module has a header": tidy.everyModuleHasAHeader,
  "names say something": tidy.namesSaySomething,
  "nothing is a barrel": tidy.nothingIsABarrel,
  "forms are erasable": tidy.formsAreErasable,
  "clock, environment and console enter by parameter": tidy.worldEntersByParameter,
  "nothing is unfinished": tidy.nothingIsUnfinished,
  "nothing is large": tidy.nothingIsLarge,
  "documents exist": tidy.documentsExist,
  "the changelog has its form": tidy.changelogHasItsForm,
  "nothing names the workplace": tidy.namesNoWorkplace(packageHosts(), tidy.workplace(ROOT)),
};

const TREE = tidy.readTree(ROOT);

for (const [name, rule] of Object.entries(RULES))
  test(`this tree: ${name}`, () => {
    saysNothing(rule(TREE));
  });

test("this tree: every language is complete and every error is translated and documented", async () => {
  const languages = new Map<string, Readonly<Record<string, string>>>();
  for (const file of readdirSync(join(ROOT, "src/language"))) {
    const code = basename(file, ".ts");
    if (!/^[a-z]{2}$/.test(code)) continue;
    const module: unknown = await import(`../src/language/${file}`);
    assert.ok(typeof module === "object" && module !== null && code in module, `${file}: ${code}`);
    languages.set(code, Object.entries(module).find(([name]) => name === code)?.[1]);
  }
  assert.deepEqual([...languages.keys()].toSorted(), ["de", "en", "fa", "fr", "pt"]);
  const document = readFileSync(join(ROOT, "docs/errors.md"), "utf8");
  const complaints = tidy.languagesAreComplete(Object.keys(ERRORS), languages, document);
  saysNothing(complaints);
});

function saysNothing(complaints: readonly string[]): void {
  if (complaints.length > 0) assert.fail(`\n${complaints.join("\n")}`);
}

/** A tree of the given files, each as large as its text. */
function tree(files: Readonly<Record<string, string>>): tidy.Tree {
  return tidy.treeOf(
    Object.entries(files).map(([path, text]) => ({ path, text, sizeBytes: text.length })),
  );
}

/** The rule must say exactly one thing about a tree with the files, and it must match. */
function refuses(rule: tidy.Rule, files: Readonly<Record<string, string>>, pattern: RegExp): void {
  const complaints = rule(tree(files));
  assert.equal(complaints.length, 1, `${JSON.stringify(files)}: ${complaints.join("\n")}`);
  assert.match(complaints[0] ?? "", pattern);
}

function accepts(rule: tidy.Rule, files: Readonly<Record<string, string>>): void {
  assert.deepEqual(rule(tree(files)), []);
}

test("imports follow the wheel: a spoke enters only the hub, and the hub nothing", () => {
  const rule = tidy.importsFollowTheWheel;
  const of = (path: string, target: string) => ({ [path]: `import { a } from "${target}";` });
  refuses(rule, of("src/vault/a.ts", "../place/folder.ts"), /src\/vault\/a\.ts:1 enters place/);
  refuses(rule, of("src/model/a.ts", "node:fs"), /imports node:fs/);
  refuses(rule, of("src/model/a.ts", "zod"), /imports zod/);
  refuses(rule, of("src/cli/a.ts", "../engine/backup.ts"), /enters engine/);
  refuses(rule, of("src/fivefold.ts", "./language/en.ts"), /enters language/);
  refuses(rule, of("src/engine/a.test.ts", "../source/files.ts"), /enters source/);
  refuses(rule, of("src/source/a.ts", "../../test/world.ts"), /leaves src/);
  refuses(rule, of("src/utils/a.ts", "./b.ts"), /no room of the wheel/);
  refuses(rule, { "src/app/a.ts": 'type A = typeof import("../place/open.ts");' }, /enters place/);
  refuses(rule, { "src/app/a.ts": 'export { b } from "../place/open.ts";' }, /enters place/);
  refuses(
    rule,
    { "src/app/a.ts": 'new Worker(new URL("../vault/b.ts", import.meta.url));' },
    /enters vault/,
  );
  accepts(rule, of("src/vault/a.ts", "../model/entry.ts"));
  accepts(rule, of("src/vault/a.test.ts", "../../test/world.ts"));
  accepts(rule, of("src/vault/a.test.ts", "../place/folder.ts"));
  accepts(rule, of("src/vault/a.test.ts", "../../kernel/build.ts"));
  refuses(rule, of("src/vault/a.ts", "../../kernel/build.ts"), /leaves src/);
  accepts(rule, of("src/cli/a.ts", "../fivefold.ts"));
  accepts(rule, of("src/web/a.ts", "../http/contract.ts"));
  accepts(rule, { "src/vault/a.ts": '// import { a } from "../place/folder.ts";' });
});

test("imports name files: a file that is not there is named", () => {
  refuses(tidy.importsNameFiles, { "src/app/a.ts": 'import "./b.ts";' }, /names \.\/b\.ts/);
  accepts(tidy.importsNameFiles, { "src/app/a.ts": 'import "./b.ts";', "src/app/b.ts": "" });
});

test("unreached: a file that no entry point leads to is named", () => {
  const entries = {
    "src/fivefold.ts": 'import "./vault/vault.ts";',
    "src/cli/main.ts": "",
    "src/vault/vault.ts":
      'new Worker(new URL("./worker.ts", import.meta.url)); new URL("kernel.wasm", import.meta.url);',
    "src/vault/worker.ts":
      'new URL(`./thread.${import.meta.url.endsWith("ts") ? "ts" : "js"}`); const a = b ? "./c.ts" : "./c.js";',
    "src/vault/thread.ts": "",
    "src/vault/c.ts": "",
    "src/vault/kernel.wasm": "",
    "src/vault/vault.test.ts": "",
  };
  accepts(tidy.nothingIsUnreached, entries);
  refuses(tidy.nothingIsUnreached, { ...entries, "src/vault/old.ts": "" }, /old\.ts is reached/);
  refuses(tidy.nothingIsUnreached, { "src/fivefold.ts": "" }, /entry point src\/cli\/main\.ts/);
});

test("dependencies: one that is not used or not declared is named", () => {
  const declared = { "package.json": '{"dependencies":{"zod":"1"}}' };
  const rule = tidy.dependenciesAreUsed;
  refuses(rule, declared, /depends on zod/);
  accepts(rule, {
    ...declared,
    "src/app/b.ts": 'createRequire(import.meta.url)("zod") as Zod;',
  });
  accepts(rule, { ...declared, "src/app/a.ts": 'import { z } from "zod/v4"; import "node:fs";' });
  refuses(rule, { "package.json": "{}", "src/app/a.ts": 'import "@a/b/c";' }, /imports @a\/b,/);
  refuses(rule, {}, /package\.json is missing/);
});

test("header: a module without a first sentence is named", () => {
  const rule = tidy.everyModuleHasAHeader;
  refuses(rule, { "src/app/a.ts": "const a = 1;" }, /does not open with a header/);
  refuses(rule, { "test/a.ts": "/**\n *\n */\n" }, /does not open/);
  refuses(rule, { "test/a.ts": "// Reads.\n" }, /does not open/);
  refuses(rule, { "src/app/a.test.ts": 'import a from "a";\ntest(a);' }, /goal and method/);
  accepts(rule, { "src/app/a.test.ts": 'import a from "a";\n// Goal: a. Method: b.\n' });
  accepts(rule, { "test/a.ts": "/** Reads. */\n", "test/b.ts": "/**\n * Reads.\n */\n" });
});

test("names: endings and rooms that say nothing are named", () => {
  const rule = tidy.namesSaySomething;
  refuses(rule, { "src/app/a.ts": "class VaultManager {}" }, /ending of VaultManager/);
  refuses(rule, { "src/app/a.ts": "type TenantData = 1;" }, /ending of TenantData/);
  refuses(rule, { "src/app/a.ts": "interface IPlace {}" }, /begins with an I/);
  refuses(rule, { "src/app/tenant-service.ts": "" }, /ending of the name/);
  refuses(rule, { "src/utils/a.ts": "" }, /"utils" is no name/);
  refuses(rule, { "src/app/types.ts": "" }, /"types" is no name/);
  refuses(rule, { "src/app/secretStore.ts": "" }, /kebab-case/);
  accepts(rule, { "src/place/s3.ts": "interface ObjectInfo {}\ninterface Index {}" });
});

test("barrels: passing on the exports of others is named", () => {
  const rule = tidy.nothingIsABarrel;
  refuses(rule, { "src/app/index.ts": "" }, /barrel by its name/);
  refuses(rule, { "src/app/a.ts": '\nexport * from "./b.ts";' }, /a\.ts:2 exports everything/);
  refuses(rule, { "src/app/a.ts": 'export type { B } from "./b.ts";' }, /passes on/);
  accepts(rule, {
    "src/fivefold.ts": 'export { b } from "./b.ts";',
    "src/app/a.ts": "export {a};",
  });
});

test("forms: what type stripping cannot run is named", () => {
  const rule = tidy.formsAreErasable;
  refuses(rule, { "src/app/a.ts": "export default 1;" }, /default export/);
  refuses(rule, { "src/app/a.ts": "export { a as default };" }, /default export/);
  refuses(rule, { "src/app/a.ts": "export const enum A { b }" }, /enum/);
  refuses(rule, { "src/app/a.ts": "declare namespace A.B {}" }, /namespace/);
  refuses(rule, { "src/app/a.ts": "class A { constructor(readonly b: 1) {} }" }, /parameter/);
  refuses(rule, { "src/app/a.ts": "@sealed\nclass A {}" }, /decorator/);
  accepts(rule, { "src/app/a.ts": "/** @throws A */\nconst b = `\n@c`; const module = {};" });
});

test("world: clock, environment and console are named outside their places", () => {
  const rule = tidy.worldEntersByParameter;
  refuses(rule, { "src/app/a.ts": "const a = Date.now();" }, /asks the machine for the time/);
  refuses(rule, { "src/app/a.ts": "const a = new Date();" }, /time/);
  refuses(rule, { "src/vault/a.ts": "const a = process.env.HOME;" }, /environment/);
  refuses(rule, { "src/cli/a.ts": 'import { env } from "node:process";' }, /environment/);
  refuses(rule, { "src/cli/a.ts": "console.log(1);" }, /console/);
  accepts(rule, {
    "src/library/given.ts": "Date.now()",
    "src/app/a.ts": "process.env; new Date(1); // new Date()",
    "src/app/a.test.ts": "Date.now(); console.log(1);",
    "src/cli/main.ts": "process.env",
    "src/cli/print.ts": "console.log(1)",
    "src/cli/a.ts": '"process.envoy"',
    "bench/a.ts": "process.env; console.log(Date.now());",
  });
});

test("unfinished: promises, skipped tests and swallowed errors are named", () => {
  const rule = tidy.nothingIsUnfinished;
  const later = ["TO", "DO"].join("");
  refuses(rule, { "docs/a.txt": `\n${later}: more` }, /a\.txt:2 says/);
  refuses(rule, { "src/app/a.ts": `// ${["FIX", "ME"].join("")}` }, /says/);
  refuses(rule, { "test/a.test.ts": "test.only('a', b);" }, /skips or singles out/);
  refuses(rule, { "test/a.test.ts": "t.skip();" }, /skips/);
  refuses(rule, { "test/a.test.ts": "test('a', { skip: true }, b);" }, /skips/);
  refuses(rule, { "src/app/a.ts": "try { a(); } catch {}" }, /swallows/);
  refuses(rule, { "src/app/a.ts": "a().catch(() => {});" }, /swallows/);
  const off = ["oxlint", "disable"].join("-");
  refuses(rule, { "src/app/a.ts": `// ${off}-next-line no-console` }, /without a reason/);
  refuses(rule, { "src/app/a.ts": `// ${["@ts", "ignore"].join("-")}` }, /without a reason/);
  accepts(rule, {
    "src/app/a.ts": `try { a(); } catch {\n// gone already\n}\n// ${off} no-console -- it prints`,
    "src/app/b.ts": "const choice = { only: 1 };",
    "test/b.test.ts": "test('a', { skip: withoutRoot }, b);",
    "kernel/c.as.ts": "@inline function a(): void {}",
  });
});

test("large: a file over 1 MiB is named", () => {
  const of = (sizeBytes: number) =>
    tidy.nothingIsLarge(tidy.treeOf([{ path: "a.bin", sizeBytes, text: "" }]));
  assert.match(of(1024 * 1024 + 1)[0] ?? "", /a\.bin has 1048577 bytes/);
  assert.deepEqual(of(1024 * 1024), []);
});

test("documents: one that is named and not there is named", () => {
  const rule = tidy.documentsExist;
  const name = ["layout", "md"].join(".");
  refuses(rule, { "README.md": `see docs/${name}` }, /README\.md:1 names docs/);
  refuses(rule, { "src/app/a.ts": `// ${name}` }, /which is not here/);
  accepts(rule, {
    "README.md": `[a](docs/${name}) ${name}`,
    [`docs/${name}`]: "[b](../README.md)",
  });
});

test("changelog: what leaves the form is named", () => {
  const rule = tidy.changelogHasItsForm;
  const of = (text: string) => ({ "CHANGELOG.md": text });
  const head = "# Changelog\n\n## Unreleased\n";
  accepts(rule, of(`${head}\n### Added\n\n- A thing\n  of two lines.\n\n## 0.1.0 - 2026-11-22\n`));
  refuses(rule, {}, /missing/);
  refuses(rule, of("# Changelog\n"), /must have "## Unreleased"/);
  refuses(rule, of("# Changelog\n## 0.1.0 - 2026-11-22\n"), /Unreleased" first/);
  refuses(rule, of(`${head}## 0.1.0\n`), /must have a release as/);
  refuses(rule, of(`${head}## 0.1.0 - 2026-11-22\n## 0.2.0 - 2026-11-23\n`), /newest release/);
  refuses(rule, of(`${head}### Removed\n`), /Added, Changed and Fixed/);
  refuses(rule, of(`${head}### Added\nA thing\n`), /each change as/);
  refuses(rule, of(`# History\n## Unreleased\n`), /must begin with/);
});

test("workplace: a package host and a path of this machine are named", () => {
  const rule = tidy.namesNoWorkplace(["packages.example"], ["/place/of/work"]);
  refuses(rule, { "a.json": '"https://packages.example/a.tgz"' }, /package host/);
  refuses(rule, { "docs/a.txt": "look into /place/of/work/main" }, /folder of this machine/);
  accepts(rule, { "a.ts": "/place/of/works /some/place/of/work ./place/of/work-shop" });
  assert.ok(tidy.workplace(ROOT).includes(ROOT));
});

test("languages: a missing text, a missing row and a stray code are named", () => {
  const full = { "error.PLACE_FULL": "It is full.", "advice.PLACE_FULL": "Make room." };
  const of = (en: Readonly<Record<string, string>>, document: string) =>
    tidy.languagesAreComplete(
      ["PLACE_FULL"],
      new Map([
        ["en", full],
        ["de", en],
      ]),
      document,
    );
  assert.deepEqual(of(full, "| `PLACE_FULL` |"), []);
  assert.match(of({ ...full, "advice.PLACE_FULL": " " }, "PLACE_FULL")[0] ?? "", /^de has no text/);
  assert.match(of(full, "| `PLACE_FULLER` |")[0] ?? "", /no row for PLACE_FULL\./);
  assert.match(
    of({ ...full, "error.GONE": "" }, "PLACE_FULL").join("\n"),
    /no error has the code GONE/,
  );
  assert.match(
    tidy.languagesAreComplete(["PLACE_FULL"], new Map([["en", {}]]), "PLACE_FULL")[0] ?? "",
    /no text for error\.PLACE_FULL/,
  );
});

test("scan: comments, strings, templates and regular expressions are told from code", () => {
  const blanked = (source: string) => scan(source).code.replaceAll(/ +/g, " ");
  assert.equal(blanked('a("b//c") // d\n/* e */ f'), 'a(" ") \n f');
  assert.equal(blanked("`a${b(`c${d}`)}e` f"), "` ${b(` ${d}`)} ` f");
  assert.equal(blanked("`${{ a: 1 }.a}b` c"), "`${{ a: 1 }.a} ` c");
  assert.equal(blanked('a = /["/]\\//g; "b"'), 'a = / /g; " "');
  assert.equal(blanked("a / b / c"), "a / b / c");
  assert.equal(scan('"a" // "b"').uncommented, '"a"       ');
  const source =
    'import a from "./a.ts";\n// from "./b.ts"\nconst c = await import("./c.ts"); "from \\"d\\"";';
  assert.deepEqual(
    references(source, scan(source)).map(({ target, line }) => [target, line]),
    [
      ["./a.ts", 1],
      ["./c.ts", 3],
    ],
  );
});
