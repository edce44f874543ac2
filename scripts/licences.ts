/**
 * Under which licences the packages stand that ours brings along, and their texts for `THIRD-PARTY-NOTICES`.
 *
 * The lock file says which packages these are, also those for other systems that are not installed here.
 */

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, "" when the package names none. */
  readonly licence: string;
  /** Absolute; may not exist when the package is for another system. */
  readonly folder: string;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

/** Licences that ask for no more than to be named. Another may be added once somebody has read it. */
const PERMISSIVE = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

/** Of versions that name none in their manifest, what stands in their LICENSE, read by somebody. */
const AS_READ: Readonly<Record<string, string>> = { "png-js 2.0.0": "MIT" };

/** Every production dependency, direct or not, in the order of the names. */
export function productionPackages(root: string): readonly LicensedPackage[] {
  return deliveredPackages(root, []);
}

/** The production dependencies, and the packages with these names, of which a bundle holds something. */
export function deliveredPackages(
  root: string,
  bundled: readonly string[],
): readonly LicensedPackage[] {
  const isBundled = new Set(bundled.map((name) => `node_modules/${name}`));
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(lock.packages)
    .filter(
      ([path, locked]) =>
        (path !== "" && locked.dev !== true && locked.devOptional !== true) || isBundled.has(path),
    )
    .map(([path, { version = "", license }]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      const licence = license ?? AS_READ[`${name} ${version}`] ?? "";
      return { name, version, licence, folder: join(root, path) };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Tells whether an SPDX expression leaves a permissive choice: of "OR" one side must be, of "AND" both. */
export function isPermissive(expression: string): boolean {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  const isAllowed = either(tokens);
  return isAllowed && tokens.length === 0;
}

function either(tokens: string[]): boolean {
  let isAllowed = both(tokens);
  while (tokens[0] === "OR") {
    tokens.shift();
    const other = both(tokens);
    isAllowed ||= other;
  }
  return isAllowed;
}

function both(tokens: string[]): boolean {
  let isAllowed = one(tokens);
  while (tokens[0] === "AND") {
    tokens.shift();
    const other = one(tokens);
    isAllowed &&= other;
  }
  return isAllowed;
}

function one(tokens: string[]): boolean {
  const token = tokens.shift();
  if (token !== "(") return token !== undefined && PERMISSIVE.has(token);
  const isAllowed = either(tokens);
  return tokens.shift() === ")" && isAllowed;
}

/** What must travel with the package: who made what we bring along, and under which terms. */
export function notices(packages: readonly LicensedPackage[]): string {
  const rule = "=".repeat(80);
  const sections = packages.map(({ name, version, licence, folder }) =>
    [rule, `${name} ${version} (${licence})`, ...licenceTexts(folder)].join("\n\n"),
  );
  const head = "Fivefold brings these packages along. Each stands under its own licence.";
  return `${[head, ...sections].join("\n\n")}\n`;
}

/** The texts of a package's own licence and of those whose code it carries inside. */
function licenceTexts(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /^(?:licen[cs]e|copying|notice)/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.slice(folder.length).includes("node_modules"))
    .filter((path) => !/\.[cm]?[jt]s$/.test(path))
    .toSorted()
    .map((path) => readFileSync(path, "utf8").trim());
}
