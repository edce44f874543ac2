/**
 * The rules that the tree keeps about itself, as functions from a tree to sentences; no sentence, no complaint.
 *
 * `docs/architecture.md` and `CONTRIBUTING.md` say the same to people. What a compiler or linter already refuses
 * (types, floating promises, `any`) is left to it.
 */

import { existsSync, lstatSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { type Reference, type Scan, lineAt, references, scan } from "./tidy-scan.ts";

export interface TreeFile {
  /** Relative to the tree's root, "/" between names. */
  readonly path: string;
  readonly sizeBytes: number;
  /** "" for what is no text. */
  readonly text: string;
}

/** A TypeScript file, read once for all rules. */
export interface Module extends TreeFile {
  readonly scan: Scan;
  readonly references: readonly Reference[];
  readonly isTest: boolean;
}

export interface Tree {
  readonly files: readonly TreeFile[];
  readonly modules: readonly Module[];
}

export type Rule = (tree: Tree) => readonly string[];

/** The wheel: which room of `src` may enter which. "fivefold.ts" and "http/contract.ts" are single files. */
const MAY_ENTER: Readonly<Record<string, readonly string[]>> = {
  model: [],
  app: ["model"],
  source: ["model"],
  place: ["model"],
  vault: ["model"],
  parcel: ["model"],
  catalog: ["model"],
  wizard: ["model"],
  language: ["model"],
  example: [],
  engine: ["model"],
  job: ["model", "engine"],
  library: [
    "model",
    "app",
    "source",
    "place",
    "vault",
    "parcel",
    "catalog",
    "engine",
    "job",
    "example",
  ],
  "fivefold.ts": [
    "library",
    "model",
    "app",
    "source",
    "place",
    "vault",
    "parcel",
    "catalog",
    "engine",
    "job",
  ],
  http: ["model", "language", "fivefold.ts"],
  cli: ["model", "wizard", "language", "fivefold.ts", "http"],
  web: ["model", "wizard", "language", "http/contract.ts"],
};

/** Tests may also lay objects into a real place: whoever arranges bytes proves it on bytes that lie somewhere. */
const TESTS_MAY_ENTER = ["place"];

/** AssemblyScript, a language of its own that borrows the ending of TypeScript. */
const OTHER_LANGUAGE = /\.as\.ts$/;

const ENTRY_POINTS = ["src/fivefold.ts", "src/cli/main.ts"];

/** Where the bundler of the page begins; it needs no compiled file of them. */
const PAGE = ["src/web/main.tsx", "src/web/index.html", "src/web/tsconfig.json"];

const LARGEST_BYTES = 1024 * 1024;

export function treeOf(files: readonly TreeFile[]): Tree {
  const modules = files
    .filter((file) => /\.tsx?$/.test(file.path) && !OTHER_LANGUAGE.test(file.path))
    .map((file): Module => {
      const scanned = scan(file.text);
      return {
        ...file,
        scan: scanned,
        // What a test names as text it may feed to something, as the tidy test itself does.
        references: references(file.text, scanned).filter(
          ({ isUrl }) => !isUrl || !file.path.endsWith(".test.ts"),
        ),
        isTest: file.path.endsWith(".test.ts"),
      };
    });
  return { files, modules };
}

/** Reads a folder but for what its `.gitignore` leaves out. */
export function readTree(root: string): Tree {
  const isIgnored = ignoring(readFileSync(join(root, ".gitignore"), "utf8"));
  const files: TreeFile[] = [];
  const walk = (folder: string): void => {
    for (const name of readdirSync(join(root, folder)).toSorted()) {
      const path = posix.join(folder, name);
      if (name === ".git" || isIgnored(path)) continue;
      const stats = lstatSync(join(root, path));
      if (stats.isDirectory()) walk(path);
      else if (stats.isFile()) files.push(readTreeFile(root, path, stats.size));
    }
  };
  walk("");
  return treeOf(files);
}

function readTreeFile(root: string, path: string, sizeBytes: number): TreeFile {
  if (sizeBytes > LARGEST_BYTES) return { path, sizeBytes, text: "" };
  const bytes = readFileSync(join(root, path));
  return { path, sizeBytes, text: bytes.includes(0) ? "" : bytes.toString() };
}

/** Knows of `.gitignore` what stands in ours: names, `/` in front for the top, `*` within a name. */
function ignoring(rules: string): (path: string) => boolean {
  const patterns = rules
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const name = line
        .replace(/^\/|\/$/g, "")
        .replaceAll(".", "\\.")
        .replaceAll("*", "[^/]*");
      return new RegExp(line.startsWith("/") ? `^${name}$` : `(?:^|/)${name}$`);
    });
  return (path) => patterns.some((pattern) => pattern.test(path));
}

// ---- rooms and imports

/** The room of a path under `src`: its folder, or the file itself at the top; `null` outside `src`. */
function roomOf(path: string): string | null {
  const [top, room] = path.split("/");
  return top === "src" && room !== undefined ? room : null;
}

function resolve(from: string, target: string): string {
  return posix.join(dirname(from), target);
}

export const importsFollowTheWheel: Rule = ({ modules }) =>
  modules.flatMap((module) => {
    const room = roomOf(module.path);
    if (room === null) return [];
    const outside = MAY_ENTER[room];
    if (outside === undefined)
      return [`${module.path} lies in src/${room}, which is no room of the wheel.`];
    const allowed = module.isTest ? [...outside, ...TESTS_MAY_ENTER] : outside;
    return module.references.flatMap(({ target, line }) => {
      const where = `${module.path}:${line}`;
      if (!target.startsWith(".")) {
        const isPure = room === "model" && !module.isTest;
        return isPure ? [`${where} imports ${target}; model knows no Node and no package.`] : [];
      }
      const path = resolve(module.path, target);
      if (module.isTest && /^(?:test|kernel)\//.test(path)) return [];
      const entered = roomOf(path);
      if (entered === null) return [`${where} leaves src for ${path}.`];
      if (entered === room || allowed.includes(entered)) return [];
      if (allowed.includes(path.slice("src/".length))) return [];
      return [`${where} enters ${entered}; from ${room} one may enter ${listed(allowed)}.`];
    });
  });

function listed(rooms: readonly string[]): string {
  return rooms.length === 0 ? "no other room" : rooms.join(", ");
}

export const importsNameFiles: Rule = ({ files, modules }) => {
  const paths = new Set(files.map((file) => file.path));
  return modules.flatMap((module) =>
    module.references
      .filter(({ target }) => target.startsWith("."))
      .filter(({ target }) => !target.endsWith("/") && !paths.has(resolve(module.path, target)))
      .filter(({ target, isUrl }) => !isUrl || target.endsWith(".ts"))
      .map(
        ({ target, line }) => `${module.path}:${line} names ${target}, and no such file exists.`,
      ),
  );
};

export const nothingIsUnreached: Rule = ({ files, modules }) => {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const missing = ENTRY_POINTS.filter((path) => !byPath.has(path));
  if (missing.length > 0) return missing.map((path) => `The entry point ${path} is missing.`);
  const page = files.filter(({ path }) => PAGE.includes(path));
  const reached = new Set<string>([...ENTRY_POINTS, ...page.map(({ path }) => path)]);
  for (const { path, text } of page)
    for (const [, target = ""] of text.matchAll(/\b(?:src|href)="(\.\/[^"]+)"/g))
      reached.add(resolve(path, target));
  for (const path of reached) {
    for (const { target } of byPath.get(path)?.references ?? []) {
      if (target.startsWith(".")) reached.add(resolve(path, target));
    }
  }
  return files
    .map((file) => file.path)
    .filter((path) => path.startsWith("src/") && !path.endsWith(".test.ts"))
    .filter((path) => !reached.has(path))
    .map((path) => `${path} is reached from no entry point (${ENTRY_POINTS.join(", ")}).`);
};

/** What a package promises to bring must be used, and what is used must be promised. */
export const dependenciesAreUsed: Rule = ({ files, modules }) => {
  const manifest = files.find((file) => file.path === "package.json");
  if (manifest === undefined) return ["package.json is missing."];
  const { dependencies = {}, devDependencies = {} } = JSON.parse(manifest.text) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  const used = new Map<string, string>();
  for (const module of modules.filter((each) => each.path.startsWith("src/") && !each.isTest)) {
    for (const { target, line, isUrl } of module.references) {
      if (isUrl || target.startsWith(".") || target.startsWith("node:")) continue;
      const name = target.split("/").slice(0, target.startsWith("@") ? 2 : 1);
      // The page is one bundle: what is in it need not be installed with us.
      if (roomOf(module.path) === "web" && name.join("/") in devDependencies) continue;
      used.set(name.join("/"), `${module.path}:${line}`);
    }
  }
  const isPeer = (name: string) => name === "commander" && used.has("@commander-js/extra-typings");
  return [
    ...[...used]
      .filter(([name]) => !(name in dependencies))
      .map(([name, where]) => `${where} imports ${name}, which is not among the dependencies.`),
    ...Object.keys(dependencies)
      .filter((name) => !used.has(name) && !isPeer(name))
      .map((name) => `package.json depends on ${name}, which nothing under src imports.`),
  ];
};

// ---- names and forms

/** A test may have its goal and method below the imports. */
export const everyModuleHasAHeader: Rule = ({ modules }) => [
  ...modules
    .filter(
      (module) => !module.isTest && !/^(?:#![^\n]*\n)?\/\*\*\s+(?:\* )?[^\s*]/.test(module.text),
    )
    .map(({ path }) => `${path} does not open with a header that says what lives here.`),
  ...modules
    .filter((module) => module.isTest && !/^\s*(?:\/\/|\/?\*+)\s*[^\s*/]/m.test(module.text))
    .map(({ path }) => `${path} has no comment that says its goal and method.`),
];

const ROOMS_THAT_ATTRACT =
  /^(?:utils?|helpers?|common|shared|lib|core|misc|types|interfaces|constants|services|managers)$/;
const NAMES_THAT_SAY_NOTHING =
  /(?:Manager|Service|Helper|Util|Utils|Handler|Processor|Impl|Base|Abstract|Data|Info)$/;

export const namesSaySomething: Rule = ({ files, modules }) => [
  ...files.flatMap(({ path }) =>
    dirname(path)
      .split("/")
      .concat(basename(path).split(".")[0] ?? "")
      .filter((name) => ROOMS_THAT_ATTRACT.test(name))
      .map((name) => `${path}: "${name}" is no name for a thing; find the noun that is missing.`),
  ),
  ...modules.flatMap(({ path, scan: { code }, text }) =>
    [...code.matchAll(/\b(?:class|interface|type|enum)\s+([A-Za-z]\w*)/g)].flatMap((match) => {
      const name = match[1] ?? "";
      const where = `${path}:${lineAt(text, match.index)}`;
      if (name !== "ObjectInfo" && NAMES_THAT_SAY_NOTHING.test(name))
        return [`${where}: the ending of ${name} says nothing; name the thing.`];
      if (/^I[A-Z][a-z]/.test(name)) return [`${where}: ${name} begins with an I for interface.`];
      return [];
    }),
  ),
  ...modules
    .filter(
      ({ path }) => !/^(?:[a-z0-9]+-?)+$/.test(basename(path).replace(/(?:\.test)?\.tsx?$/, "")),
    )
    .map(({ path }) => `${path}: file names are kebab-case.`),
  ...modules
    .filter(({ path }) => NAMES_THAT_SAY_NOTHING.test(pascal(basename(path).split(".")[0] ?? "")))
    .map(({ path }) => `${path}: the ending of the name says nothing; name the thing.`),
];

function pascal(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

export const nothingIsABarrel: Rule = ({ modules }) =>
  modules.flatMap((module) => {
    const found: string[] = [];
    if (module.path.endsWith("/index.ts")) found.push(`${module.path} is a barrel by its name.`);
    found.push(...places(module, /\bexport\s*\*/g, "exports everything of another file"));
    if (module.path !== "src/fivefold.ts")
      found.push(
        ...places(
          module,
          /\bexport\s+(?:type\s+)?\{[^}]*\}\s*from\b/g,
          "passes on what another file exports; only src/fivefold.ts may",
        ),
      );
    return found;
  });

/** What Node's type stripping cannot run, and what has two names for one thing. */
export const formsAreErasable: Rule = ({ modules }) =>
  modules.flatMap((module) => [
    ...places(module, /\bexport\s+default\b|\bas\s+default\b/g, "has a default export"),
    ...places(module, /^[ \t]*(?:export\s+|declare\s+|const\s+)*enum\s+\w/gm, "declares an enum"),
    ...places(
      module,
      /^[ \t]*(?:export\s+|declare\s+)*(?:namespace|module)\s+[\w.]+\s*\{/gm,
      "declares a namespace",
    ),
    ...places(
      module,
      /\bconstructor\s*\((?:[^(){}]*,)?\s*(?:private|public|protected|readonly|override)\s/g,
      "has a parameter property",
    ),
    ...places(module, /^[ \t]*@\w/gm, "has a decorator"),
  ]);

function places(
  module: Module,
  pattern: RegExp,
  what: string,
  text: string = module.scan.code,
): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => {
    const offset = match.index + (match[0].length - match[0].trimStart().length);
    return `${module.path}:${lineAt(module.text, offset)} ${what}.`;
  });
}

// ---- what only a few may touch

export const worldEntersByParameter: Rule = ({ modules }) =>
  modules
    .filter((module) => roomOf(module.path) !== null && !module.isTest)
    .flatMap((module) => [
      ...(module.path === "src/library/given.ts"
        ? []
        : places(
            module,
            /\bDate\.now\b|\bnew\s+Date(?:\s*\(\s*\)|(?!\s*\(|\w))/g,
            "asks the machine for the time; the clock is in RunContext",
          )),
      ...(roomOf(module.path) === "app" || module.path === "src/cli/main.ts"
        ? []
        : places(
            module,
            /\bprocess\s*\.\s*env\b|\bimport\s*\{[^}]*\benv\b[^}]*\}\s*from\s*"node:process"/g,
            "reads the environment; only src/app and src/cli/main.ts may",
            module.scan.uncommented,
          )),
      ...(module.path === "src/cli/print.ts"
        ? []
        : places(module, /\bconsole\s*[.[]/g, "writes to the console; only src/cli/print.ts may")),
    ]);

// ---- no loose ends

export const nothingIsUnfinished: Rule = ({ files, modules }) => [
  ...files.flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK)\b/g)].map(
      (match) => `${path}:${lineAt(text, match.index)} says "${match[0]}"; finish it.`,
    ),
  ),
  // A skip for a named reason of the machine ("no root") is told by the runner; one for ever is not allowed.
  ...modules.flatMap((module) => [
    ...places(
      module,
      /\b(?:test|it|describe|suite|t|context)\s*\.\s*(?:skip|only|todo)\b/g,
      "skips or singles out a test",
    ),
    ...(module.isTest
      ? places(
          module,
          /[{,]\s*(?:skip|only|todo)\s*:\s*(?:true\b|["'`])/g,
          "skips or singles out a test",
        )
      : []),
    ...swallowed(module),
    ...[
      ...module.text.matchAll(
        /(?:ox|es)lint-disable[^\n]*|@ts-(?:ignore|nocheck|expect-error)[^\n]*/g,
      ),
    ]
      .filter((match) => module.scan.uncommented.slice(match.index, match.index + 5).trim() === "")
      .filter((match) => !/ -- \S/.test(match[0]))
      .map(
        (match) =>
          `${module.path}:${lineAt(module.text, match.index)} switches a check off without a reason (" -- why").`,
      ),
  ]),
];

/** An empty catch is allowed only with a comment that says why nothing is to be done. */
function swallowed(module: Module): readonly string[] {
  const empty = /\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}|\.catch\(\s*\(?\w*\)?\s*=>\s*\{\s*\}\s*\)/g;
  return [...module.scan.code.matchAll(empty)]
    .filter(({ index, 0: found }) => module.text.slice(index, index + found.length) === found)
    .map(({ index }) => `${module.path}:${lineAt(module.text, index)} swallows an error.`);
}

export const nothingIsLarge: Rule = ({ files }) =>
  files
    .filter((file) => file.sizeBytes > LARGEST_BYTES)
    .map(({ path, sizeBytes }) => `${path} has ${sizeBytes} bytes; no file here is over 1 MiB.`);

/** Every Markdown file that is named anywhere can be read here. */
export const documentsExist: Rule = ({ files }) => {
  const names = new Set(files.flatMap(({ path }) => [path, basename(path)]));
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/(?<![\w*])[\w./-]*\w\.md\b/g)]
      .filter((match) => !names.has(posix.join(dirname(path), match[0])))
      .filter((match) => !names.has(match[0].replace(/^(?:\.\/)+/, "")))
      .map((match) => `${path}:${lineAt(text, match.index)} names ${match[0]}, which is not here.`),
  );
};

/** Nothing in the tree depends on the machine on which it was written. */
export function namesNoWorkplace(hosts: readonly string[], folders: readonly string[]): Rule {
  return ({ files }) =>
    files.flatMap(({ path, text }) => [
      ...hosts
        .filter((host) => text.includes(host))
        .map((host) => `${path} names the package host ${host}.`),
      ...folders
        .filter((folder) =>
          `${text}\n`.match(new RegExp(`(?<![\\w.])${RegExp.escape(folder)}(?![\\w-])`)),
        )
        .map((folder) => `${path} names ${folder}, a folder of this machine.`),
    ]);
}

/** This checkout and what lies beside it: a path to one of them works on this machine only. */
export function workplace(root: string): readonly string[] {
  const parent = dirname(root);
  if (parent === dirname(parent)) return [root];
  return readdirSync(parent)
    .map((name) => join(parent, name))
    .filter((path) => existsSync(path));
}

// ---- documents with a form

export const changelogHasItsForm: Rule = ({ files }) => {
  const file = files.find(({ path }) => path === "CHANGELOG.md");
  if (file === undefined) return ["CHANGELOG.md is missing."];
  const complaints: string[] = [];
  let last = "";
  let previous: readonly number[] | null = null;
  for (const [index, line] of file.text.split("\n").entries()) {
    const complain = (what: string) => complaints.push(`CHANGELOG.md:${index + 1} ${what}`);
    const release = /^## (\d+)\.(\d+)\.(\d+) - \d{4}-\d{2}-\d{2}$/.exec(line);
    if (index === 0 && line !== "# Changelog") complain('must begin with "# Changelog".');
    if (line.startsWith("## ")) {
      if (last === "" && line !== "## Unreleased") complain('must have "## Unreleased" first.');
      if (last !== "" && release === null)
        complain('must have a release as "## 1.2.3 - 2026-11-22".');
      const version = release?.slice(1, 4).map(Number) ?? null;
      if (previous !== null && version !== null && compareVersions(previous, version) <= 0)
        complain("must have the newest release first.");
      previous = version ?? previous;
      last = line;
    } else if (line.startsWith("#") && index > 0) {
      if (!/^### (?:Added|Changed|Fixed)$/.test(line))
        complain("knows only the headings Added, Changed and Fixed.");
    } else if (last !== "" && line !== "" && !/^(?:- \S|  \S)/.test(line)) {
      complain('must have each change as "- …".');
    }
  }
  if (last === "") complaints.push('CHANGELOG.md must have "## Unreleased".');
  return complaints;
};

function compareVersions(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((each, index) => each !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Every language has the same texts, and each error has its sentence, its advice and its row in the docs. */
export function languagesAreComplete(
  codes: readonly string[],
  languages: ReadonlyMap<string, Readonly<Record<string, string>>>,
  errorsDocument: string,
): readonly string[] {
  const complaints: string[] = [];
  const all = new Set([...languages.values()].flatMap((texts) => Object.keys(texts)));
  for (const [language, texts] of languages) {
    for (const key of all) {
      if ((texts[key] ?? "").trim() === "") complaints.push(`${language} has no text for ${key}.`);
    }
    for (const code of codes) {
      for (const key of [`error.${code}`, `advice.${code}`])
        if (!all.has(key)) complaints.push(`${language} has no text for ${key}.`);
    }
  }
  for (const key of all) {
    const code = /^(?:error|advice)\.(.*)$/.exec(key)?.[1];
    if (code !== undefined && !codes.includes(code))
      complaints.push(`${key} is translated, and no error has the code ${code}.`);
  }
  const documented = new Set(
    [...errorsDocument.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b|\b[A-Z]{6,}\b/g)].map((match) => match[0]),
  );
  for (const code of codes) {
    if (!documented.has(code)) complaints.push(`docs/errors.md has no row for ${code}.`);
  }
  return complaints;
}
