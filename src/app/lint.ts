/** What a vendor should know about a description that is not wrong: `fivefold parts --lint`. */

import type { Stats } from "node:fs";
import { open, opendir, stat } from "node:fs/promises";
import path from "node:path";
import type { App, Doubt } from "../model/app.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { Facts } from "../model/error.ts";
import type { Finding, RunContext } from "../model/run.ts";
import { LANGUAGES } from "../model/settings.ts";
import type { Description, PartTemplate } from "./description.ts";
import type { DescribedPart, Surroundings } from "./discover.ts";
import { appVersion, describedParts, discover } from "./discover.ts";
import type { Position } from "./document.ts";
import { wayInside } from "./locate.ts";
import { readSeat } from "./seat.ts";

const MOST_ENTRIES = 100_000;
const SQLITE_MAGIC = "SQLite format 3\0";

/**
 * Names what is missing or doubtful. Findings of discovery come as they are, everything else is DESCRIPTION_DOUBTFUL with
 * the facts `path`, `line`, `column`, `what`, `at`, `found` and `expected`. No finding: the description is good.
 *
 * @throws DESCRIPTION_WRONG, TENANTS_UNREADABLE, TENANT_UNSAFE as a backup would
 */
export async function lint(
  description: Description,
  surroundings: Surroundings,
  context: RunContext,
): Promise<readonly Finding[]> {
  const doubts = new Doubts(description.file);
  // Whoever has not declared credentials is to hear the rest as well.
  const declared: Description =
    description.credentials === "undeclared"
      ? { ...description, credentials: "none" }
      : description;
  if (declared !== description) doubts.add("credentialsUndeclared", description.positions.parts);
  const app = await discover(declared, surroundings, context);
  const fixed = await describedParts(description);
  ofTitles(description, doubts);
  await ofVersion(description, doubts, context);
  await ofSeat(description, doubts, context);
  ofTenants(description, app, doubts);
  for (const each of fixed) await ofPart(each, app, surroundings, description, doubts, context);
  const missing = new Set(fixed.filter((each) => !each.isThere).map((each) => each.part.id));
  const findings = app.findings.filter(({ part }) => part === null || !missing.has(part));
  return [...doubts.inOrder(), ...findings];
}

class Doubts {
  readonly #file: string;
  readonly #all: { readonly position: Position; readonly finding: Finding }[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  add(what: Doubt, position: Position, facts: Facts = {}, part: Finding["part"] = null): void {
    const { line, column } = position;
    const all: Facts = {
      path: this.#file,
      line,
      column,
      what,
      at: "",
      found: "",
      expected: "",
      ...facts,
    };
    this.#all.push({
      position,
      finding: { code: "DESCRIPTION_DOUBTFUL", part, path: null, facts: all },
    });
  }

  inOrder(): readonly Finding[] {
    return this.#all
      .toSorted(
        (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
      )
      .map(({ finding }) => finding);
  }
}

function ofTitles(description: Description, doubts: Doubts): void {
  for (const parts of [description.parts, description.tenants?.parts ?? []]) {
    for (const part of parts) {
      const languages = missingLanguages(part.title);
      if (languages.length > 0)
        doubts.add("titleMissing", part.position, { at: part.id, expected: languages.join(", ") });
      const twin = parts.find(
        (other) => other !== part && other.kind === part.kind && !hasTitle(other),
      );
      if (!hasTitle(part) && twin)
        doubts.add("titleNeeded", part.position, { at: part.id, found: twin.id });
    }
  }
  const tenants = description.tenants;
  if (!tenants || Object.keys(tenants.word).length === 0) return;
  const languages = missingLanguages(tenants.word);
  if (languages.length > 0)
    doubts.add("tenantWordMissing", tenants.position, {
      at: "tenants.word",
      expected: languages.join(", "),
    });
}

function hasTitle(part: PartTemplate): boolean {
  return Object.keys(part.title).length > 0;
}

/** One text for all languages, or none at all, lacks nothing. */
function missingLanguages(words: Readonly<Record<string, unknown>>): readonly string[] {
  const given = Object.keys(words);
  if (given.length === 0 || given.includes("")) return [];
  return LANGUAGES.filter(
    (each) => !given.some((key) => key === each || key.startsWith(`${each}-`)),
  );
}

async function ofVersion(
  description: Description,
  doubts: Doubts,
  context: RunContext,
): Promise<void> {
  const top = description.positions.version;
  if (description.version === null) return doubts.add("versionMissing", top);
  const { trouble } = await appVersion(description, context);
  if (trouble === null) return;
  const { version } = description;
  const name =
    version.kind === "file"
      ? version.file
      : version.kind === "command"
        ? version.command.join(" ")
        : "";
  doubts.add("versionUnreadable", top, { at: "app.version", found: `${name}: ${trouble}` });
}

async function ofSeat(
  description: Description,
  doubts: Doubts,
  context: RunContext,
): Promise<void> {
  try {
    await readSeat(description, context);
  } catch (cause) {
    if (!(cause instanceof FivefoldError) || cause.code !== "SEAT_UNREADABLE") throw cause;
    const { source = "", reason = "" } = cause.facts;
    doubts.add("seatUnreadable", description.positions.seat, {
      at: "seat",
      found: `${String(source)}: ${String(reason)}`,
    });
  }
}

function ofTenants(description: Description, app: App, doubts: Doubts): void {
  const { tenants } = description;
  if (!tenants) return;
  if (!tenants.parts.some((part) => part.source.kind === "sqlite"))
    doubts.add("tenantsWithoutDatabase", tenants.position);
  const isNobody =
    app.tenants.length === 0 && !app.notIncluded.some((each) => each.what === "tenant");
  if (isNobody) doubts.add("tenantsEmpty", tenants.from.position);
  if (tenants.from.kind === "query" && app.loginPart === null)
    doubts.add("loginNotPart", tenants.from.position, {
      at: "tenants.from",
      found: tenants.from.path,
    });
}

async function ofPart(
  { part, path: root, position, template, isThere }: DescribedPart,
  app: App,
  { home }: Surroundings,
  { rules }: Description,
  doubts: Doubts,
  context: RunContext,
): Promise<void> {
  const at = part.id;
  if (!isThere) {
    if (!template.isOptional) doubts.add("rootMissing", position, { at, found: root }, part.id);
    return;
  }
  if (template.source.kind !== "files") return;
  if (wayInside(root, home, rules) !== null)
    doubts.add("homeInside", position, { at, found: home }, part.id);
  const { source } = app.parts.find((each) => each.part.id === part.id) ?? {};
  const inner = new Set(source?.kind === "files" ? source.inner : []);
  const unmatched = new Map(template.source.exclude.map((pattern, index) => [pattern, index]));
  const { exclude } = template.source;
  const databases: string[] = [];
  for await (const { way, file } of entriesOf(root, inner)) {
    context.signal.throwIfAborted();
    for (const pattern of unmatched.keys())
      if (path.posix.matchesGlob(way, pattern)) unmatched.delete(pattern);
    const isExcluded = exclude.some((pattern) => path.posix.matchesGlob(way, pattern));
    if (!isExcluded && databases.length < 3 && (await isDatabase(file))) databases.push(way);
  }
  for (const [pattern, index] of unmatched)
    doubts.add(
      "excludeUnmatched",
      template.excludePositions[index] ?? position,
      { at, found: pattern },
      part.id,
    );
  if (databases.length > 0)
    doubts.add("databaseInFiles", position, { at, found: databases.join(", ") }, part.id);
}

/** Walks a part's folder as far as is bearable for a look. */
async function* entriesOf(
  root: string,
  inner: ReadonlySet<string>,
): AsyncIterable<{ readonly way: string; readonly file: string }> {
  const folders = [""];
  let count = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    try {
      for await (const entry of await opendir(path.join(root, folder))) {
        const way = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.name === ".fivefold" || inner.has(way)) continue;
        if (++count > MOST_ENTRIES) return;
        if (entry.isDirectory()) folders.push(way);
        yield { way, file: path.join(root, way) };
      }
    } catch (cause) {
      // Unreadable folders and single files are for the backup to tell; here they are only not looked into.
      if (systemCode(cause) === null) throw cause;
    }
  }
}

/** Tells a SQLite database that an app may be writing to by its name and first bytes. */
async function isDatabase(file: string): Promise<boolean> {
  if (!/\.(db3?|sqlite3?|s3db)$/i.test(file)) return false;
  try {
    const stats: Stats = await stat(file);
    if (!stats.isFile()) return false;
    await using handle = await open(file, "r");
    const { buffer } = await handle.read(
      Buffer.alloc(SQLITE_MAGIC.length),
      0,
      SQLITE_MAGIC.length,
      0,
    );
    return buffer.toString("latin1") === SQLITE_MAGIC;
  } catch (cause) {
    if (systemCode(cause) === null) throw cause;
    return false;
  }
}
