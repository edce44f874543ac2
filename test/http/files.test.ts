/**
 * Files that come and go through the server, whatever cuts the line.
 *
 * Goal: an upload goes on where it was cut and is proved by its hash; a download can be fetched in pieces; one file of a
 * backup has its name. Method: real sockets, one of them cut in the middle; a real backup file as the content.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { test } from "node:test";
import { SmallServer, fileOf } from "./small-server.ts";
import type { Visitor } from "./small-server.ts";

async function madeFile(
  owner: Visitor,
  file: unknown = { name: null, isEncrypted: false, password: null },
) {
  const run = await owner.run("POST /api/backups", { choice: {}, to: null, file });
  assert.equal(run.outcome, "done", run.problem?.title);
  return { made: fileOf(run), run };
}

/** As it lies on the disk. */
async function bytesOf(owner: Visitor, id: string, range?: string): Promise<Response> {
  return await fetch(`${owner.url}/api/downloads/${id}`, {
    headers: { ...owner.headers(), ...(range !== undefined && { range }) },
  });
}

/** Sends the beginning of a piece, and cuts the line once the server has it. */
async function cutPiece(owner: Visitor, address: string, beginning: Uint8Array): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const request = http.request(`${owner.url}${address}?offset=0`, {
    method: "PUT",
    headers: {
      ...owner.headers(),
      "content-type": "application/octet-stream",
      "content-length": beginning.length * 2,
    },
  });
  request.on("error", () => resolve());
  request.write(beginning);
  for (;;) {
    const there = await owner.call("GET /api/uploads/:id", undefined, address);
    if (there.offset === beginning.length) break;
  }
  request.destroy();
  await promise;
}

test("files: a backup file is fetched whole, in pieces, and by its own name", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const { made } = await madeFile(owner, { name: "Jahr é ب", isEncrypted: false, password: null });
  const whole = await bytesOf(owner, made.id);
  assert.equal(whole.status, 200);
  assert.equal(whole.headers.get("accept-ranges"), "bytes");
  const disposition = whole.headers.get("content-disposition") ?? "";
  assert.match(
    disposition,
    /^attachment; filename="Jahr _ _.zip"; filename\*=UTF-8''Jahr%20%C3%A9%20%D8%A8.zip$/,
  );
  const bytes = Buffer.from(await whole.arrayBuffer());
  assert.equal(bytes.length, made.sizeBytes);
  assert.equal(bytes.subarray(0, 2).toString(), "PK");
  const pieces: Buffer[] = [];
  const half = Math.floor(made.sizeBytes / 2);
  for (const range of [`bytes=0-${half - 1}`, `bytes=${half}-`]) {
    const piece = await bytesOf(owner, made.id, range);
    assert.equal(piece.status, 206);
    pieces.push(Buffer.from(await piece.arrayBuffer()));
  }
  assert.deepEqual(Buffer.concat(pieces), bytes);
  const last = await bytesOf(owner, made.id, "bytes=-4");
  assert.deepEqual(Buffer.from(await last.arrayBuffer()), bytes.subarray(-4));
  assert.equal((await bytesOf(owner, made.id, `bytes=${made.sizeBytes}-`)).status, 416);
  assert.equal((await bytesOf(owner, "0".repeat(32))).status, 404);
});

test("files: an upload that was cut goes on, is proved, and is looked into", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const { made } = await madeFile(owner);
  const bytes = Buffer.from(await (await bytesOf(owner, made.id)).arrayBuffer());
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const announced = await owner.call("POST /api/uploads", {
    name: "brought.zip",
    sizeBytes: bytes.length,
  });
  const address = `/api/uploads/${announced.id}`;
  const third = Math.floor(bytes.length / 3);
  await cutPiece(owner, address, bytes.subarray(0, third));
  const early = await owner.ask("POST", `${address}/done`, { sha256 });
  assert.equal(early.status, 400);
  const gap = await owner.ask("PUT", `${address}?offset=${third + 1}`, bytes.subarray(third + 1));
  assert.equal(gap.status, 400);
  // A piece that says some of it again is taken from where it is new.
  const rest = await owner.ask(
    "PUT",
    `${address}?offset=${third - 10}`,
    bytes.subarray(third - 10),
  );
  assert.equal(rest.json<{ offset: number }>().offset, bytes.length);
  await owner.call("POST /api/uploads/:id/done", { sha256 }, `${address}/done`);
  const looked = await owner.call("POST /api/backups/look", {
    place: null,
    backup: `upload:${announced.id}`,
  });
  assert.equal(looked.isOwnApp, true);
  assert.equal(looked.parts.length, 7);
  await owner.call("DELETE /api/uploads/:id", undefined, address);
  assert.equal((await owner.ask("GET", address)).status, 404);
});

test("files: what arrived and is not what was sent is removed; what is no backup says so", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const bytes = Buffer.from("no zip at all, but some words");
  const send = async (sha256: string) => {
    const { id } = await owner.call("POST /api/uploads", {
      name: "x.zip",
      sizeBytes: bytes.length,
    });
    await owner.ask("PUT", `/api/uploads/${id}?offset=0`, bytes);
    return { id, reply: await owner.ask("POST", `/api/uploads/${id}/done`, { sha256 }) };
  };
  const wrong = await send("0".repeat(64));
  assert.equal(wrong.reply.json()["code"], "UPLOAD_DIFFERENT");
  assert.equal((await owner.ask("GET", `/api/uploads/${wrong.id}`)).status, 404);
  const right = await send(createHash("sha256").update(bytes).digest("hex"));
  assert.equal(right.reply.status, 200);
  const look = { place: null, backup: `upload:${right.id}` };
  const looked = await owner.ask("POST", "/api/backups/look", look);
  assert.equal(looked.json()["code"], "PARCEL_NOT_ZIP");
  const unsafe = await owner.ask("POST", "/api/uploads", { name: "../x.zip", sizeBytes: 1 });
  assert.equal(unsafe.status, 422);
  const large = await owner.ask("POST", "/api/uploads", { name: "x.zip", sizeBytes: 2 ** 53 - 1 });
  assert.equal(large.json()["code"], "SPACE_SHORT");
});

test("files: one file of a backup is read without a restore, and nothing beside it", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const { place, snapshot } = await owner.run("POST /api/backups", {
    choice: {},
    to: null,
    file: null,
  });
  const of = (inside: string) =>
    `/api/contents?${new URLSearchParams({ place: place ?? "", backup: snapshot ?? "", part: "tenants/t1/files", path: inside }).toString()}`;
  const reply = await owner.ask("GET", of("deeper/ب.txt"));
  assert.equal(reply.text, "second of t1\n");
  assert.match(reply.headers.get("content-disposition") ?? "", /UTF-8''%D8%A8\.txt$/);
  assert.equal((await owner.ask("GET", of("deeper"))).status, 404);
  assert.equal((await owner.ask("GET", of("../../login.db"))).status, 400);
  const entries = await owner.call("POST /api/backups/entries", {
    place,
    backup: snapshot,
    part: "tenants/t1/files",
    folder: "deeper",
  });
  assert.deepEqual(
    entries.entries.map(({ name }) => name),
    ["ب.txt"],
  );
});

test("files: one that is locked opens with its password, and one tenant comes along without the others", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const { made, run } = await madeFile(owner, { name: null, isEncrypted: true, password: null });
  const password = String(run.result?.["password"]);
  assert.match(password, /^\d{6}(-\d{6}){7}$/);
  const file = made.path;
  assert.equal(path.basename(file), made.name);
  const closed = await owner.ask("POST", "/api/backups/look", { place: null, backup: file });
  assert.equal(closed.json()["code"], "PARCEL_PASSWORD_NEEDED");
  const opened = await owner.call("POST /api/backups/look", {
    place: null,
    backup: file,
    password,
  });
  assert.equal(opened.parts.length, 7);
  const wanted = { place: null, backup: file, part: "tenants/t1/files", path: "deeper/ب.txt" };
  const { ticket } = await owner.call("POST /api/backups/tickets", { ...wanted, password });
  const fetched = await owner.ask("GET", `/api/contents?ticket=${ticket}`);
  assert.equal(fetched.text, "second of t1\n");
  assert.equal((await owner.ask("GET", `/api/contents?ticket=${ticket}`)).status, 404, "only once");
  const wrong = await owner.call("POST /api/backups/tickets", { ...wanted, password: "wrong" });
  const refused = await owner.ask("GET", `/api/contents?ticket=${wrong.ticket}`);
  assert.equal(refused.json()["code"], "PARCEL_PASSWORD_WRONG");
  const preview = await owner.run("POST /api/plans", {
    place: null,
    backup: file,
    password,
    choice: { tenants: ["t2"] },
  });
  assert.equal(preview.outcome, "done", preview.problem?.title);
  const exported = await owner.run("POST /api/backups", {
    choice: { tenants: ["t1"] },
    to: null,
    file: { name: null, isEncrypted: false, password: null, isExport: true },
  });
  assert.equal(exported.verb, "export");
  const inside = await owner.call("POST /api/backups/look", {
    place: null,
    backup: fileOf(exported).path,
  });
  assert.deepEqual(
    inside.parts.map(({ id }) => id),
    ["tenants/t1/database", "tenants/t1/files"],
  );
});

test("files: folders are chosen by name, made, and told apart from vaults", async () => {
  await using small = await SmallServer.start();
  const owner = await small.owner();
  const drives = await owner.call("GET /api/folders");
  assert.equal(drives.path, null);
  assert.equal(drives.folders[0]?.path, path.parse(small.app).root);
  const { path: parent } = small.folder;
  const made = await owner.call("POST /api/folders", { parent, name: "Sicherungen" });
  assert.equal(made.path, path.join(parent, "Sicherungen"));
  assert.equal((await owner.ask("POST", "/api/folders", { parent, name: "a/b" })).status, 422);
  await writeFile(path.join(parent, "Sicherungen", "2026-01-01 00-00-00.zip"), "");
  const looked = await owner.ask("GET", `/api/folders?path=${encodeURIComponent(made.path ?? "")}`);
  const seen = looked.json<typeof made>();
  assert.deepEqual(
    seen.files.map(({ name }) => name),
    ["2026-01-01 00-00-00.zip"],
  );
  assert.equal((await owner.ask("GET", "/api/folders?path=/no/such/folder")).status, 404);
  const vault = small.folder.at("drive");
  await owner.call("POST /api/folders", { parent, name: "drive" });
  await owner.call("POST /api/places", { name: "USB", folder: vault });
  const run = await owner.run("POST /api/backups", { choice: {}, to: "USB", file: null });
  assert.equal(run.outcome, "done", run.problem?.title);
  const places = await owner.call("GET /api/places");
  assert.deepEqual(
    places.places.map(({ name, kind, backupCount }) => [name, kind, backupCount]),
    [["USB", "vault", 1]],
  );
  const inside = await owner.ask("GET", `/api/folders?path=${encodeURIComponent(vault)}`);
  assert.equal(inside.json<typeof made>().isVault, true);
});
