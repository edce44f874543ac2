/**
 * Goal: what a person types finds what they mean, in the parts they mean, and nothing else; and no more of a snapshot is
 * looked at than that needs. Method: a snapshot that is a list of paths and notes which of them are given; names in every
 * Unicode form, of any bytes, as globs and misspelt.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entries, Entry } from "../model/entry.ts";
import { FivefoldError } from "../model/error.ts";
import type { Manifest } from "../model/layout.ts";
import type { PartId, PartKind, TenantId } from "../model/part.ts";
import { Narrowing } from "../model/path.ts";
import type { IsWanted } from "../model/path.ts";
import type { PartRecord, SnapshotId } from "../model/snapshot.ts";
import type { SnapshotReader } from "../model/store.ts";
import type { Choice } from "./choice.ts";
import { narrowed, selectEntries, wantedOf } from "./paths.ts";

const FILES: Readonly<Record<string, readonly string[]>> = {
  "tenants/acme/files": [
    "2024/",
    "2024/Rechnung 7.pdf",
    "2024/Rechnung 71.pdf",
    "2024/Rechnung*.pdf",
    "2025/",
    "2025/قراردادها/",
    "2025/قراردادها/فاکتور ۷.pdf",
    "2025/\udce9t\udce9.txt",
    "2025/e\u0301te\u0301.txt",
    "logo.png",
  ],
  "tenants/acme/database": ["tenant.db"],
  "tenants/beta/files": ["logo.png", "both/", "both/\u00e9", "both/e\u0301"],
  settings: ["a.conf", "templates/", "templates/letter.html"],
  login: ["login.db"],
};

function entryOf(path: string): Entry {
  const isFolder = path.endsWith("/");
  const common = {
    path: isFolder ? path.slice(0, -1) : path,
    modifiedNs: 0n,
    mode: 0o644,
    owner: null,
    origin: null,
    attributes: () => [],
  };
  if (isFolder || path === "") return { kind: "directory", ...common };
  const content = { sizeBytes: path.length, localPath: null, version: null };
  return { kind: "file", ...common, ...content, bytes: async function* () {} };
}

function recordOf(id: string): PartRecord {
  const kind: PartKind = /database|login/.test(id)
    ? "database"
    : id === "settings"
      ? "settings"
      : "files";
  const tenant = /^tenants\/(\w+)/.exec(id)?.[1] ?? null;
  const entries = (FILES[id] ?? []).map(entryOf);
  return {
    id: id as PartId,
    kind,
    tenant: tenant as TenantId | null,
    title: {},
    entryCount: entries.length + 1,
    sizeBytes: 0,
    fingerprint: "",
    version: null,
    tables: null,
  };
}

class ListedReader implements SnapshotReader {
  readonly given: string[] = [];
  readonly snapshot = { id: "ab".repeat(32) as SnapshotId } as SnapshotReader["snapshot"];
  readonly manifest = {
    scope: "full",
    notIncluded: [],
    tenants: ["acme", "beta"].map((id) => ({ id: id as TenantId, title: id })),
    parts: Object.keys(FILES).map(recordOf),
  } as unknown as Manifest;

  async *read(part: PartId, isWanted: IsWanted = () => true): Entries {
    const narrowing = new Narrowing(isWanted);
    const entries = ["", ...(FILES[part] ?? [])].map(entryOf);
    const given = entries.filter(({ path }) => narrowing.takes(path));
    this.given.push(...given.map(({ path }) => `${part}/${path}`));
    yield given;
  }

  check = async (): Promise<readonly []> => [];
  [Symbol.asyncDispose] = async (): Promise<void> => {};
}

const { signal } = new AbortController();

/** Everything that a choice means, with the part in front. */
async function found(
  paths: readonly string[],
  choice: Partial<Choice> = {},
  purpose: "restore" | "target" | "look" = "restore",
): Promise<readonly string[]> {
  const whole = { tenants: [], parts: [], ...choice, paths };
  const reader = new ListedReader();
  const login = "login" as PartId;
  const { only, records } = await selectEntries(reader, login, whole, purpose, signal);
  assert.deepEqual(
    records.map(({ id }) => id),
    [...only.keys()],
  );
  for (const record of records) {
    // the counts are those of what a reader gives for it
    const wanted = wantedOf(only.get(record.id));
    const entries: Entry[] = [];
    for await (const batch of reader.read(record.id, wanted)) entries.push(...batch);
    assert.equal(record.entryCount, entries.length, record.id);
    const bytes = entries.map((entry) => (entry.kind === "file" ? (entry.sizeBytes ?? 0) : 0));
    assert.equal(
      record.sizeBytes,
      bytes.reduce((sum, each) => sum + each, 0),
    );
  }
  return [...only].flatMap(([part, chosen]) => chosen.map(({ path }) => `${part}/${path}`));
}

async function refusal(
  paths: readonly string[],
  choice: Partial<Choice> = {},
): Promise<FivefoldError> {
  try {
    await found(paths, choice);
  } catch (thrown) {
    assert.ok(thrown instanceof FivefoldError, String(thrown));
    return thrown;
  }
  assert.fail(`found ${paths.join()}`);
}

const acme = { parts: ["tenants/acme/files"] };

test("paths: a file, a folder, a pattern; the part's id may stand in front", async () => {
  const seven = "tenants/acme/files/2024/Rechnung 7.pdf";
  assert.deepEqual(await found(["2024/Rechnung 7.pdf"], acme), [seven]);
  assert.deepEqual(await found([seven]), [seven]);
  assert.deepEqual(await found([seven], acme), [seven]);
  for (const same of ["./2024//Rechnung 7.pdf/", "/2024/Rechnung 7.pdf"])
    assert.deepEqual(await found([same], acme), [seven]);
  assert.deepEqual(await found(["2024"], acme), ["tenants/acme/files/2024"]);
  assert.deepEqual(await found(["2024/Rechnung ?.pdf"], acme), [seven]);
  assert.equal((await found(["**/*.pdf"], acme)).length, 4);
  assert.deepEqual(await found(["**/logo.png"], acme), ["tenants/acme/files/logo.png"]);
  assert.deepEqual(await found(["2024", "2024/Rechnung 7.pdf", "2*"], acme), [
    "tenants/acme/files/2024",
    "tenants/acme/files/2025",
  ]);
});

test("paths: which part is meant", async () => {
  const logos = ["tenants/acme/files/logo.png", "tenants/beta/files/logo.png"];
  assert.deepEqual(await found(["logo.png"], { tenants: ["acme"] }), [logos[0]]);
  assert.deepEqual(await found(["logo.png"], { parts: ["tenants/*/files"] }), logos);
  assert.deepEqual(await found(["tenants/*/files/logo.png"]), logos);
  assert.deepEqual(await found(["logo.png"], {}, "look"), logos);
  assert.deepEqual(await found(["a.conf"], { parts: ["settings", "tenants/*/*"] }), [
    "settings/a.conf",
  ]);
  const unclear = await refusal(["logo.png"]);
  assert.equal(unclear.code, "USAGE_WRONG");
  assert.deepEqual(unclear.facts["what"], "pathPart");
  assert.equal((await refusal(["logo.png"], { tenants: ["*"] })).facts["what"], "pathPart");
  assert.equal((await refusal(["x"], { parts: ["nothing"] })).code, "PART_UNKNOWN");
});

test("paths: a database comes back as a whole", async () => {
  for (const choice of [
    { parts: ["tenants/acme/database"] },
    { parts: ["tenants/acme/database", "tenants/acme/files"] },
    { parts: ["login"] },
  ]) {
    const { code, facts } = await refusal(["logo.png"], choice);
    assert.deepEqual([code, facts["part"]], ["PATH_IN_DATABASE", choice.parts[0]]);
  }
  const { code, facts } = await refusal(["tenants/acme/database/tenant.db"]);
  assert.deepEqual([code, facts["part"]], ["PATH_IN_DATABASE", "tenants/acme/database"]);
  const source = { kind: "sqlite", path: "/x", description: "/", scratch: "/s" } as const;
  assert.equal(narrowed(source, "login" as PartId, undefined), source);
  assert.throws(() => narrowed(source, "login" as PartId, []), { code: "PATH_IN_DATABASE" });
});

test("paths: a name that is there goes before what it matches as a pattern", async () => {
  assert.deepEqual(await found(["2024/Rechnung*.pdf"], acme), [
    "tenants/acme/files/2024/Rechnung*.pdf",
  ]);
  assert.equal((await found(["2024/Rechnung*7*.pdf"], acme)).length, 2);
});

test("paths: people's Unicode finds the system's, and the same bytes go first", async () => {
  const decomposed = "tenants/acme/files/2025/e\u0301te\u0301.txt";
  assert.deepEqual(await found(["2025/\u00e9t\u00e9.txt"], acme), [decomposed]);
  assert.deepEqual(await found(["2025/\u00e9*.txt"], acme), [decomposed]);
  const beta = { parts: ["tenants/beta/files"] };
  for (const form of ["\u00e9", "e\u0301"])
    assert.deepEqual(await found([`both/${form}`], beta), [`tenants/beta/files/both/${form}`]);
  const persian = "2025/قراردادها/فاکتور ۷.pdf";
  assert.deepEqual(await found([persian], acme), [`tenants/acme/files/${persian}`]);
});

test("paths: a name that is not UTF-8 is found as it is shown and as a terminal gives it", async () => {
  const odd = "tenants/acme/files/2025/\udce9t\udce9.txt";
  for (const typed of ["2025/\\xe9t\\xe9.txt", "2025/\ufffdt\ufffd.txt"])
    assert.deepEqual(await found([typed], acme), [odd]);
});

test("paths: what leads out or says nothing is refused", async () => {
  for (const wrong of ["../etc/passwd", "2024/../../x", "..", "", "/", ".", "a\0b"]) {
    const { code, facts } = await refusal([wrong], acme);
    assert.deepEqual([code, facts["value"]], ["USAGE_WRONG", wrong]);
  }
});

test("paths: what is not there is said with names that are near", async () => {
  const near = async (path: string): Promise<unknown> => {
    const { code, facts } = await refusal([path], acme);
    assert.equal(code, "PATH_UNKNOWN");
    assert.equal(facts["snapshot"], "abababab");
    return facts["near"];
  };
  const begin = "tenants/acme/files";
  assert.deepEqual(await near("2024/Rechnug 7.pdf"), [`${begin}/2024/Rechnung 7.pdf`]);
  assert.deepEqual(await near("Rechnung 7.PDF"), [`${begin}/2024/Rechnung 7.pdf`]);
  assert.deepEqual(await near("2052/قراردادها"), [`${begin}/2025/قراردادها`]);
  assert.deepEqual(await near("2025/قراردادهای/x"), [`${begin}/2025/قراردادها`]);
  assert.deepEqual(await near("quite another"), []);
  assert.deepEqual(await near("*.docx"), []);
  const { facts } = await refusal(["logo.png", "2024/none"], acme);
  assert.equal(facts["path"], "2024/none");
});

test("paths: only folders that can hold it are looked into", async () => {
  const reader = new ListedReader();
  const choice = { tenants: [], ...acme, paths: ["2025/قراردادها/*"] };
  await selectEntries(reader, null, choice, "target", signal);
  const seen = new Set(reader.given.map((each) => each.slice("tenants/acme/files/".length)));
  assert.deepEqual([...seen], ["", "2025", "2025/قراردادها", "2025/قراردادها/فاکتور ۷.pdf"]);
});

test("paths: a snapshot with names that lead out is refused", async () => {
  const reader = new ListedReader();
  reader.read = async function* () {
    yield ["", "2024/", "2024/../", "2024/../x"].map(entryOf);
  };
  const choice = { tenants: [], ...acme, paths: ["2024/**"] };
  await assert.rejects(selectEntries(reader, null, choice, "target", signal), {
    code: "SNAPSHOT_FOREIGN",
  });
});
