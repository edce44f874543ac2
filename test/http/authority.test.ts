/**
 * Nobody does through the server what he may not.
 *
 * Goal: every route refuses without a session, with a lower role, from a foreign page, under a foreign name, and without
 * the header that only our page knows. Method: the table of routes itself is walked, on the real server; a route that is
 * added to it is tested without being named here.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import type { Role } from "../../src/http/contract.ts";
import { ROLES, ROUTES, STREAMS } from "../../src/http/contract.ts";
import { changeSettings } from "../../src/app/settings.ts";
import { openHome } from "../../src/app/home.ts";
import { SmallServer, rawRequest } from "./small-server.ts";
import type { Visitor } from "./small-server.ts";

interface Route {
  readonly method: string;
  readonly address: string;
  readonly role: Role;
}

const GUARDED: readonly Route[] = Object.entries({ ...ROUTES, ...STREAMS }).flatMap(
  ([name, { role }]) => {
    if (role === "anybody") return [];
    const [method = "", pattern = ""] = name.split(" ");
    return [{ method, address: pattern.replaceAll(/:\w+/g, "x"), role }];
  },
);

async function hosted(owner: Visitor, small: SmallServer, role: Role): Promise<Visitor> {
  const wish = { user: `a ${role}`, role, minutes: 5 };
  const { token } = await owner.call("POST /api/tokens", wish);
  const visitor = small.visitor();
  assert.equal((await visitor.signIn({ secret: token })).status, 200);
  return visitor;
}

test("authority: the table guards nearly all", () => {
  assert.ok(GUARDED.length > 45);
  const open = Object.entries(ROUTES).filter(([, { role }]) => role === "anybody");
  assert.deepEqual(
    open.map(([name]) => name),
    ["POST /api/session"],
  );
});

test("authority: every route refuses without a session, with a lower role, without the header", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const nobody = small.visitor();
  for (const { method, address, role } of GUARDED) {
    const said = `${method} ${address}`;
    const refused = await nobody.ask(method, address, method === "GET" ? undefined : {});
    assert.equal(refused.status, 401, said);
    assert.equal(refused.json()["code"], "SESSION_NEEDED", said);
    assert.match(refused.headers.get("content-type") ?? "", /^application\/problem\+json/);
    // A made-up cookie is none.
    const forged = { cookie: `${owner.cookie.split("=", 1)[0]}=${"a".repeat(43)}` };
    const body = method === "GET" ? undefined : {};
    assert.equal((await nobody.ask(method, address, body, forged)).status, 401, said);
    const key = { authorization: `Bearer ${"a".repeat(43)}` };
    assert.equal((await nobody.ask(method, address, body, key)).status, 401, said);
    if (method !== "GET") {
      const bare = await nobody.ask(method, address, {}, { cookie: owner.cookie });
      assert.equal(bare.status, 403, said);
      assert.equal(bare.json()["code"], "REQUEST_FOREIGN", said);
    }
    assert.ok(ROLES.includes(role));
  }
  for (const lower of ["viewer", "operator"] as const) {
    const visitor = await hosted(owner, small, lower);
    for (const { method, address, role } of GUARDED) {
      if (ROLES.indexOf(role) <= ROLES.indexOf(lower)) continue;
      const said = `${lower}: ${method} ${address}`;
      const refused = await visitor.ask(method, address, method === "GET" ? undefined : {});
      assert.equal(refused.status, 403, said);
      assert.equal(refused.json()["code"], "ROLE_NEEDED", said);
    }
  }
});

test("authority: an operator writes into the places that there are, takes no tenant along, and looks nowhere else", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const operator = await hosted(owner, small, "operator");
  const elsewhere = small.folder.at("elsewhere");
  const file = { name: null, isEncrypted: false, password: null };
  const plain = { choice: {}, to: null, file: null };
  const tenant = { choice: { tenants: ["t1"] }, to: null, file: { ...file, isExport: true } };
  const made = await operator.run("POST /api/backups", plain);
  assert.equal(made.outcome, "done");
  const source = { place: made.place, backup: made.snapshot };
  const refusals: readonly (readonly [string, unknown])[] = [
    ["POST /api/backups", tenant],
    ["POST /api/backups", { ...plain, to: elsewhere }],
    ["POST /api/backups", { ...plain, to: "../elsewhere" }],
    ["POST /api/backups", { ...plain, to: elsewhere, file }],
    ["POST /api/backups/copy", { ...source, to: elsewhere }],
    ["POST /api/backups/copy", { ...source, to: null, file: { ...file, isExport: true } }],
    ["POST /api/backups/check", { place: elsewhere, readData: false }],
    ["POST /api/backups/look", { place: elsewhere, backup: "latest" }],
    ["POST /api/backups/look", { place: null, backup: "/etc/hostname" }],
  ];
  for (const [name, body] of refusals) {
    const [method = "", address = ""] = name.split(" ");
    const refused = await operator.ask(method, address, body);
    assert.equal(refused.json()["code"], "ROLE_NEEDED", `${name} ${JSON.stringify(body)}`);
  }
  const listed = await operator.ask("GET", `/api/backups?place=${encodeURIComponent(elsewhere)}`);
  assert.equal(listed.json()["code"], "ROLE_NEEDED");
  assert.equal((await operator.run("POST /api/backups", { ...plain, file })).outcome, "done");
  assert.equal((await owner.run("POST /api/backups", tenant)).outcome, "done");
});

test("authority: a foreign page and a foreign name get nothing, not even the page or the health", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const { url } = small.server;
  const { host } = new URL(url);
  const own = { host, cookie: owner.cookie, "x-fivefold-csrf": owner.csrf };
  for (const { method, address } of [...GUARDED, { method: "GET", address: "/health" }]) {
    const said = `${method} ${address}`;
    const foreign = { ...own, origin: "https://evil.example" };
    const refused = await rawRequest(url, method, address, foreign);
    assert.equal(refused.status, 403, said);
    const rebound = { ...own, host: `evil.example:${new URL(url).port}` };
    assert.equal((await rawRequest(url, method, address, rebound)).status, 403, said);
  }
  // Another port of this computer is another origin, and "null" is a page without one.
  for (const origin of ["http://127.0.0.1:1", "null", `https://${host}`]) {
    const refused = await rawRequest(url, "GET", "/api/home", { ...own, origin });
    assert.equal(refused.status, 403, origin);
  }
  const silent = { ...own, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
  assert.equal((await rawRequest(url, "GET", "/api/home", silent)).status, 403);
  const clicked = { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  assert.notEqual((await rawRequest(url, "GET", "/", clicked)).status, 403);
  assert.equal((await rawRequest(url, "GET", "/api/home", { ...own, origin: url })).status, 200);
});

test("authority: a secret and a token work once; a session ends when it is closed", async () => {
  await using small = await SmallServer.start();
  const secret = new URLSearchParams(new URL(small.server.link()).hash.slice(1)).get("secret");
  const first = small.visitor();
  assert.equal((await first.signIn({ secret })).status, 200);
  const again = await small.visitor().signIn({ secret });
  assert.equal(again.status, 401);
  assert.equal(again.json()["code"], "SIGN_IN_WRONG");
  assert.equal((await first.ask("GET", "/api/home")).status, 200);
  const { cookie } = first;
  assert.equal((await first.ask("DELETE", "/api/session")).status, 200);
  first.cookie = cookie;
  assert.equal((await first.ask("GET", "/api/home")).status, 401);
});

test("authority: with accounts, name and password are asked for, and the password again before a restore", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const anna = { name: "Anna", role: "administrator", password: "correct horse" };
  const first = await owner.ask("POST", "/api/accounts", { ...anna, role: "operator" });
  assert.equal(first.json()["code"], "ACCOUNT_LAST");
  assert.equal(
    (await owner.ask("POST", "/api/accounts", { ...anna, password: "short" })).status,
    422,
  );
  await owner.call("POST /api/accounts", anna);
  await owner.call("POST /api/accounts", {
    name: "Bob",
    role: "viewer",
    password: "battery staple",
  });
  const bob = small.visitor();
  assert.equal((await bob.signIn({ name: "bob", password: "correct horse" })).status, 401);
  assert.equal((await bob.signIn({ name: "bob", password: "battery staple" })).status, 200);
  assert.equal((await bob.ask("GET", "/api/audit")).status, 403);
  const visitor = small.visitor();
  await visitor.signIn({ name: "Anna", password: anna.password });
  const unasked = await visitor.ask("POST", "/api/undo", {});
  assert.equal(unasked.json()["code"], "SIGN_IN_WRONG");
  const undo = await visitor.run("POST /api/undo", { password: anna.password });
  assert.equal(undo.problem?.code, "UNDO_MISSING");
  const kept = await readFile(path.join(small.home, "keys", ".accounts.json"), "utf8");
  assert.ok(!kept.includes(anna.password));
  assert.ok(!(await readFile(path.join(small.home, "settings.yaml"), "utf8")).includes("horse"));
  await owner.call("DELETE /api/accounts/:name", undefined, "/api/accounts/Bob");
  assert.equal((await bob.ask("GET", "/api/home")).status, 401);
  const last = await owner.ask("DELETE", "/api/accounts/Anna");
  assert.equal(last.status, 200, "the last account may go: then there are none");
});

test("authority: whoever guesses has to wait, and others need not", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  await owner.call("POST /api/accounts", {
    name: "Anna",
    role: "administrator",
    password: "correct horse",
  });
  const guesser = small.visitor();
  const statuses: number[] = [];
  for (let at = 0; at < 6; at++)
    statuses.push((await guesser.signIn({ name: "Zed", password: String(at) })).status);
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429]);
  assert.equal((await guesser.signIn({ name: "Anna", password: "correct horse" })).status, 200);
});

test("authority: a token for one tenant gives nothing of others", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  await owner.run("POST /api/backups", { choice: {}, to: null, file: null });
  const wish = { user: "Host", role: "administrator", minutes: 5, tenants: ["t1"] };
  const { token } = await owner.call("POST /api/tokens", wish);
  const host = small.visitor();
  await host.signIn({ secret: token });
  const items = await host.call("GET /api/items");
  assert.deepEqual(
    items.tenants.map(({ id }) => id),
    ["t1"],
  );
  assert.ok(items.items.every(({ tenant }) => tenant === "t1"));
  const everything = { choice: {}, to: null, file: null };
  assert.equal((await host.ask("POST", "/api/backups", everything)).status, 403);
  const other = { ...everything, choice: { tenants: ["t2"] } };
  assert.equal((await host.ask("POST", "/api/backups", other)).status, 403);
  const parts = { ...everything, choice: { tenants: ["t1"], parts: ["login"] } };
  assert.equal((await host.ask("POST", "/api/backups", parts)).status, 403);
  const own = { ...everything, choice: { tenants: ["t1"] } };
  assert.equal((await host.run("POST /api/backups", own)).outcome, "done");
  for (const [method, address, body] of [
    ["GET", "/api/sheet", undefined],
    ["GET", "/api/sheet/pdf", undefined],
    ["POST", "/api/sheet/files", { place: null, folder: "/", language: null }],
    ["GET", "/api/audit", undefined],
    ["GET", "/api/folders", undefined],
    ["POST", "/api/undo", {}],
    ["POST", "/api/tokens", { user: "Me", role: "administrator", minutes: 1 }],
    ["POST", "/api/accounts", { name: "Me", role: "administrator", password: "correct horse" }],
  ] as const)
    assert.equal((await host.ask(method, address, body)).status, 403, address);
  const { lines } = await owner.call("GET /api/audit");
  assert.ok(lines.some(({ user, action }) => user === "Host" && action === "backup"));
});

test("authority: only allowed pages may show ours inside themselves, and only what is made for that", async () => {
  const pages = path.join(import.meta.dirname, "..", "fixtures", "page");
  await using small = await SmallServer.start(undefined, { pages });
  const policyOf = async (address: string): Promise<string> =>
    (await small.visitor().ask("GET", address)).headers.get("content-security-policy") ?? "";
  assert.match(await policyOf("/"), /frame-ancestors 'none'/);
  const { headers } = await small.visitor().ask("GET", "/");
  assert.match(headers.get("permissions-policy") ?? "", /^camera=\(self\), microphone=\(\)/);
  assert.match(await policyOf("/embed/home"), /frame-ancestors 'self'$/);
  const home = await openHome(small.home, "small");
  const embedding = { origins: ["https://app.example"] };
  await changeSettings(home, (settings) => ({ ...settings, embedding }));
  assert.match(await policyOf("/embed/home"), /frame-ancestors 'self' https:\/\/app\.example$/);
  assert.match(await policyOf("/"), /frame-ancestors 'none'/);
});
