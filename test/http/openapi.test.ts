/**
 * The OpenAPI document says what the server does.
 *
 * Goal: the document holds together, and a client that is made from it alone gets answers as it promises. Method: its
 * rules are checked one by one; the client builds each request from operation, parameters and schemas; answers are judged
 * by the schemas of the document.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { ROUTES, STREAMS } from "../../src/http/contract.ts";
import { SmallServer } from "./small-server.ts";
import type { Visitor } from "./small-server.ts";

type Schema = Parameters<typeof z.fromJSONSchema>[0];

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly description: string }>>;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

async function documentOf(visitor: Visitor): Promise<Document> {
  return (await visitor.ask("GET", "/openapi.json")).json<Document>();
}

/** A client that knows nothing but the document. */
class GeneratedClient {
  readonly #operations: ReadonlyMap<
    string,
    { readonly method: string; readonly path: string; readonly operation: Operation }
  >;
  readonly #visitor: Visitor;

  constructor(document: Document, visitor: Visitor) {
    this.#visitor = visitor;
    this.#operations = new Map(
      Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(
          ([method, operation]) => [operation.operationId, { method, path, operation }] as const,
        ),
      ),
    );
  }

  async call(
    operationId: string,
    given: Readonly<Record<string, string>> = {},
    body?: unknown,
  ): Promise<unknown> {
    const found = this.#operations.get(operationId);
    assert.ok(found, operationId);
    const { method, path, operation } = found;
    let address = path;
    const query = new URLSearchParams();
    for (const { name, in: where } of operation.parameters ?? []) {
      const value = given[name];
      if (where === "path") address = address.replace(`{${name}}`, encodeURIComponent(value ?? ""));
      else if (value !== undefined) query.set(name, value);
    }
    if (query.size > 0) address += `?${query.toString()}`;
    const reply = await this.#visitor.ask(method.toUpperCase(), address, body);
    const promised =
      operation.responses[String(reply.status)]?.content?.["application/json"]?.schema;
    assert.ok(promised, `${operationId} promises no ${reply.status}: ${reply.text}`);
    const judged = z.fromJSONSchema(promised).safeParse(reply.json());
    assert.ok(judged.success, `${operationId}: ${judged.error?.message ?? ""}`);
    return reply.json();
  }
}

test("OpenAPI: the document is public, has every route, and holds together", async () => {
  await using small = await SmallServer.start();
  const document = await documentOf(small.visitor());
  assert.equal(document.openapi, "3.1.0");
  assert.equal(document.info.title, "Fivefold");
  const names = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(
      (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
    ),
  );
  assert.deepEqual(names.toSorted(), [...Object.keys(ROUTES), ...Object.keys(STREAMS)].toSorted());
  const ids = new Set<string>();
  for (const [path, methods] of Object.entries(document.paths))
    for (const operation of Object.values(methods)) {
      assert.ok(!ids.has(operation.operationId), operation.operationId);
      ids.add(operation.operationId);
      assert.ok(operation.summary.endsWith("."), operation.operationId);
      assert.equal(operation.tags.length, 1);
      const declared = (operation.parameters ?? []).filter((each) => each.in === "path");
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
      assert.deepEqual(declared.map(({ name }) => name).toSorted(), wanted.toSorted(), path);
      assert.ok(declared.every(({ required }) => required === true));
      assert.ok(Object.keys(operation.responses).length > 0, operation.operationId);
      for (const [status, response] of Object.entries(operation.responses)) {
        assert.match(status, /^(?:[1-5]\d\d|[45]XX|default)$/);
        assert.ok(response.description.length > 0);
        for (const { schema } of Object.values(response.content ?? {}))
          assert.ok(schema === undefined || z.fromJSONSchema(schema));
      }
    }
  const page = await small.visitor().ask("GET", "/api-docs");
  assert.match(page.text, /POST \/api\/backups/);
  assert.doesNotMatch(page.text, /<script|https?:\/\/(?!127)/);
});

test("OpenAPI: a client made from the document backs up and looks", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const client = new GeneratedClient(await documentOf(owner), owner);
  const everything = { choice: {}, to: null, file: null };
  const { run } = (await client.call("postBackups", {}, everything)) as { run: string };
  await owner.ended(run);
  await client.call("getRunsRun", { run });
  const { backups } = (await client.call("getBackups")) as {
    backups: readonly { id: string; place: string }[];
  };
  const [backup] = backups;
  assert.ok(backup);
  await client.call("postBackupsLook", {}, { place: backup.place, backup: backup.id });
  for (const id of ["getSession", "getHome", "getItems", "getRuns", "getPlaces", "getSettings"])
    await client.call(id);
  for (const id of ["getAccounts", "getAudit", "getFolders", "getSheet"]) await client.call(id);
  await client.call("patchSettings", {}, { language: "fr", undoDays: 3 });
});
