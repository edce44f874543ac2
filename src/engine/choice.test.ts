/**
 * Goal: what is chosen, and what is said to be left out, follows one set of rules. Method: one app with
 * two tenants, every kind of choice; and for any choice at all, that every part is either taken or named as left out.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type { App, LocatedPart } from "../model/app.ts";
import type { ErrorCode } from "../model/error.ts";
import { FivefoldError } from "../model/error.ts";
import { NO_HOOKS } from "../model/hook.ts";
import type { Manifest } from "../model/layout.ts";
import type { PartId, PartKind, TenantId } from "../model/part.ts";
import type { NotIncluded } from "../model/run.ts";
import type { PartRecord, Scope } from "../model/snapshot.ts";
import type { Choice } from "./choice.ts";
import { EVERYTHING, condensed, selectParts, selectRecords } from "./choice.ts";

const LOGIN = "login" as PartId;
const TENANTS = ["acme", "b+c"].map((id) => ({ id: id as TenantId, title: id }));
const PARTS = [
  part("credentials", "credentials", null),
  part("settings", "settings", null),
  part("work", "workspace", null),
  part("login", "database", null),
  ...TENANTS.flatMap(({ id }) => [
    part(`tenants/${id}/files`, "files", id),
    part(`tenants/${id}/database`, "database", id),
  ]),
];

function part(id: string, kind: PartKind, tenant: TenantId | null): LocatedPart {
  const source = {
    kind: "sqlite",
    path: `/app/${id}`,
    description: "/app",
    scratch: "/s",
  } as const;
  return { part: { id: id as PartId, kind, tenant, title: {} }, source };
}

const APP: App = {
  id: "kontor",
  name: "Kontor",
  version: "1",
  folder: "/app",
  description: "",
  parts: PARTS,
  tenants: TENANTS,
  tenantWord: {},
  parcelExtension: ".zip",
  restores: null,
  hooks: NO_HOOKS,
  loginPart: LOGIN,
  findings: [
    { code: "SOURCE_MISSING", part: "tenants/gone/database" as PartId, path: null, facts: {} },
  ],
  notIncluded: [{ what: "tenant", name: "away", reason: "offline", part: null }],
};

function manifest(scope: Scope, ids: readonly string[]): Manifest {
  const parts = PARTS.filter((each) => ids.includes(each.part.id)).map((each): PartRecord => ({
    ...each.part,
    entryCount: 1,
    sizeBytes: 1,
    fingerprint: "",
    version: null,
    tables: null,
  }));
  return {
    layout: 1,
    minimumReader: 1,
    app: APP,
    scope,
    takenAt: "2026-11-22T00:00:00Z",
    keyFingerprint: null,
    reason: "manual",
    isComplete: true,
    tenants: TENANTS,
    parts,
    notIncluded: [],
    findingCount: 0,
    description: "",
    settings: "",
    program: "",
    headSha256: "",
  };
}

const FULL = manifest(
  "full",
  PARTS.map((each) => each.part.id),
);
const choose = (tenants: readonly string[], parts: readonly string[]): Choice => ({
  tenants,
  parts,
});
const ids = (choice: Choice, purpose: "backup" | "export" = "backup"): readonly string[] =>
  selectParts(APP, choice, purpose).parts.map((each) => each.part.id);
const refused = (work: () => unknown, code: ErrorCode): void =>
  assert.throws(work, (thrown) => thrown instanceof FivefoldError && thrown.code === code);

test("selectParts: everything comes in the order of capture", () => {
  const selection = selectParts(APP, EVERYTHING, "backup");
  assert.equal(selection.scope, "full");
  assert.deepEqual(
    selection.parts.map((each) => each.part.id),
    [
      "login",
      "tenants/acme/database",
      "tenants/b+c/database",
      "tenants/acme/files",
      "tenants/b+c/files",
      "settings",
      "work",
      "credentials",
    ],
  );
  assert.deepEqual(selection.notIncluded, APP.notIncluded);
  assert.deepEqual(selection.findings, APP.findings);
});

test("selectParts: chosen tenants bring the login part, chosen parts do not", () => {
  const partial = selectParts(APP, choose(["acme"], []), "backup");
  assert.equal(partial.scope, "partial");
  assert.deepEqual(
    partial.parts.map((each) => each.part.id),
    ["login", "tenants/acme/database", "tenants/acme/files"],
  );
  assert.deepEqual(
    partial.tenants.map(({ id }) => id),
    ["acme"],
  );
  assert.deepEqual(
    partial.notIncluded.map(({ what, name, reason }) => `${what} ${name} ${reason}`),
    [
      "part credentials notChosen",
      "part settings notChosen",
      "part work notChosen",
      "tenant b+c notChosen",
      "tenant away notChosen",
    ],
  );
  assert.deepEqual(partial.findings, []);
  const parts = selectParts(APP, choose([], ["tenants/*/database"]), "backup");
  assert.equal(parts.scope, "parts");
  assert.deepEqual(
    parts.parts.map((each) => each.part.id),
    ["tenants/acme/database", "tenants/b+c/database"],
  );
});

test("selectParts: globs are unions, and every other character means itself", () => {
  assert.deepEqual(ids(choose([], ["s*", "w?rk"])), ["settings", "work"]);
  assert.deepEqual(ids(choose([], ["tenants/**"])).length, 4);
  assert.deepEqual(ids(choose(["b+c"], ["settings"])), [
    "login",
    "tenants/b+c/database",
    "tenants/b+c/files",
    "settings",
  ]);
  refused(() => ids(choose([], ["tenants*"])), "PART_UNKNOWN");
  refused(() => ids(choose([], ["sett.ngs"])), "PART_UNKNOWN");
  refused(() => ids(choose(["nobody"], [])), "TENANT_UNKNOWN");
});

test("selectParts: an export is one tenant without the login part", () => {
  const selection = selectParts(APP, choose(["ac*"], []), "export");
  assert.equal(selection.scope, "tenant");
  assert.deepEqual(
    selection.parts.map((each) => each.part.id),
    ["tenants/acme/database", "tenants/acme/files"],
  );
  assert.ok(
    selection.notIncluded.some(({ name, reason }) => name === "login" && reason === "exportLogin"),
  );
  refused(() => ids(choose(["*"], []), "export"), "USAGE_WRONG");
  refused(() => ids(EVERYTHING, "export"), "USAGE_WRONG");
});

test("selectParts: a tenant that is away on purpose may be named, but alone is nothing", () => {
  assert.deepEqual(ids(choose(["away", "acme"], [])).length, 3);
  const away = selectParts(APP, choose(["away", "acme"], []), "backup");
  assert.ok(away.notIncluded.some(({ name, reason }) => name === "away" && reason === "offline"));
});

const restored = (of: Manifest, choice: Choice): readonly string[] =>
  selectRecords(of, LOGIN, choice, "restore").records.map((record) => record.id);

test("selectRecords: the login part comes back with everything of a full snapshot, or by its name", () => {
  assert.ok(restored(FULL, EVERYTHING).includes("login"));
  assert.deepEqual(restored(FULL, choose([], ["login"])), ["login"]);
  assert.ok(!restored(FULL, choose(["acme"], [])).includes("login"));
  const partial = manifest("partial", ["login", "tenants/acme/database"]);
  const selection = selectRecords(partial, LOGIN, EVERYTHING, "restore");
  assert.deepEqual(
    selection.records.map((record) => record.id),
    ["tenants/acme/database"],
  );
  assert.deepEqual(selection.notIncluded, [
    { what: "part", name: "login", reason: "loginPart", part: "login" },
  ]);
  refused(() => restored(manifest("parts", ["login"]), EVERYTHING), "CHOICE_EMPTY");
});

test("selectParts, selectRecords: an unknown id says where it was looked for", () => {
  const partial = manifest("parts", ["settings"]);
  const lacking = { ...partial, tenants: [] };
  for (const choice of [choose(["acme"], []), choose([], ["nope"])]) {
    const isUnknown = (where: string) => (thrown: unknown) =>
      thrown instanceof FivefoldError &&
      thrown.code.endsWith("_UNKNOWN") &&
      thrown.facts["where"] === where;
    assert.throws(() => selectRecords(lacking, LOGIN, choice, "restore"), isUnknown("backup"));
    const app = { ...APP, tenants: [] };
    assert.throws(() => selectParts(app, choice, "backup"), isUnknown("app"));
  }
});

test("selectRecords: where nothing is swapped the login part is a part like every other", () => {
  const partial = manifest("partial", ["login", "tenants/acme/database"]);
  for (const purpose of ["target", "copy"] as const)
    assert.equal(selectRecords(partial, LOGIN, EVERYTHING, purpose).records.length, 2);
  const copied = selectRecords(FULL, LOGIN, choose(["acme"], []), "copy");
  assert.equal(copied.scope, "partial");
  assert.ok(copied.records.some((record) => record.id === "login"));
  const exported = selectRecords(FULL, LOGIN, choose(["acme"], []), "export");
  assert.equal(exported.scope, "tenant");
  assert.ok(!exported.records.some((record) => record.id === "login"));
});

test("selectParts, selectRecords: every part is taken or named as left out, never both", () => {
  const someOf = (values: readonly string[]): fc.Arbitrary<string[]> => fc.subarray([...values]);
  const tenants = someOf(["acme", "b+c", "*"]);
  const parts = someOf([...PARTS.map((each) => each.part.id), "tenants/**", "*"]);
  fc.assert(
    fc.property(tenants, parts, fc.constantFrom("backup", "restore", "copy"), (t, p, purpose) => {
      const choice = choose(t, p);
      let taken: readonly string[];
      let left: readonly NotIncluded[];
      try {
        if (purpose === "backup") {
          const selection = selectParts(APP, choice, "backup");
          taken = selection.parts.map((each) => each.part.id);
          left = selection.notIncluded;
        } else {
          const selection = selectRecords(FULL, LOGIN, choice, purpose);
          taken = selection.records.map((record) => record.id);
          left = selection.notIncluded;
        }
      } catch (thrown) {
        assert.ok(thrown instanceof FivefoldError && thrown.code === "CHOICE_EMPTY");
        return;
      }
      for (const { part: each } of PARTS) {
        const isNamed = left.some(
          ({ what, name }) =>
            (what === "part" && name === each.id) || (what === "tenant" && name === each.tenant),
        );
        assert.equal(taken.includes(each.id), !isNamed, each.id);
      }
    }),
  );
});

test("condensed: a long list becomes patterns, a short one stays", () => {
  const many = Array.from({ length: 2000 }, (_, number): NotIncluded => {
    return { what: "tenant", name: `t${number}`, reason: "notChosen", part: null };
  });
  const few: NotIncluded[] = [{ what: "tenant", name: "away", reason: "offline", part: null }];
  assert.equal(condensed(few), few);
  assert.deepEqual(condensed([...many, ...few]), [
    { what: "tenant", name: "*", reason: "notChosen", part: null },
    ...few,
  ]);
});
