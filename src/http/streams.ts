/** What is no JSON: events, pieces of uploads, contents of files. */

import { createReadStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { FivefoldError } from "../model/error.ts";
import { languageOf } from "../language/choose.ts";
import { languageOfCaller } from "./api.ts";
import type { Stream } from "./api.ts";
import type { RunView, StreamName } from "./contract.ts";
import { EventStream } from "./events.ts";
import { lookingOn } from "./open-app.ts";
import type { Office } from "./office.ts";
import { mayActAs } from "./session.ts";
import { pdfAsked } from "./sheet-routes.ts";
import type { Session } from "./session.ts";
import { maySeeRun, requireOwnPart } from "./some-tenants.ts";
import { meant, passwordsOf } from "./source.ts";
import type { TicketFile } from "./tickets.ts";

/** `readers`: who is told that the home page has to be read anew. */
export function streamRoutes(
  office: Office,
  readers: Set<() => void>,
): Readonly<Record<StreamName, Stream>> {
  const { runs, app, uploads, downloads, audit, sessions, signal } = office;
  const mayRead = (session: Session) => (): boolean => sessions.goesOn(session);
  return {
    "GET /metrics": async (_request, reply) => {
      const { metricsText, METRICS_TYPE } = await import("./metrics.ts");
      const text = await metricsText({
        nowMs: office.nowMs(),
        app: app.known?.id ?? "",
        isRunning: runs.working.length > 0,
        places: await office.listing.places(),
        ...(await app.look(async (fivefold) => ({
          jobs: await fivefold.jobs(office.remembered),
          undo: await fivefold.undoable(lookingOn(signal)),
        }))),
      });
      return await reply.type(METRICS_TYPE).send(text);
    },
    "GET /api/events": async (_request, reply, session) => {
      const stop: (() => void)[] = [];
      const stream = openEvents(reply, mayRead(session), () => {
        for (const each of stop) each();
      });
      const changed = (): void => stream.tellChanged();
      readers.add(changed);
      stop.push(() => void readers.delete(changed));
      const tell = (run: RunView): void => {
        if (maySeeRun(session, run)) stream.tell(run);
      };
      stop.push(runs.watch(tell));
      for (const run of runs.working) tell(run);
      return await Promise.resolve(reply);
    },
    "GET /api/runs/:run/events": async (request, reply, session) => {
      const { run: wanted } = request.params as { readonly run: string };
      const now = runs.find(wanted);
      if (now === null || !maySeeRun(session, now))
        throw new FivefoldError("RUN_UNKNOWN", { run: wanted });
      const stop: (() => void)[] = [];
      const stream = openEvents(reply, mayRead(session), () => {
        for (const each of stop) each();
      });
      const tell = (run: RunView): void => {
        stream.tell(run);
        if (run.endedAt === null) return;
        const slot = office.handed.get(now.run);
        if (slot !== undefined && mayActAs(session.role, "administrator"))
          stream.tellGiven(slot.given);
        stream.end();
      };
      tell(now);
      if (now.endedAt === null)
        stop.push(
          runs.watch((run) => {
            if (run.run === now.run) tell(run);
          }),
        );
      return await Promise.resolve(reply);
    },
    "PUT /api/uploads/:id": async (request, reply) => {
      const { id } = request.params as { readonly id: string };
      const offset = Number((request.query as { readonly offset?: string }).offset ?? "");
      if (!Number.isSafeInteger(offset))
        throw new FivefoldError("REQUEST_WRONG", { at: "offset", message: "a whole number" });
      const upload = await uploads.write(id, offset, request.body as Readable);
      return await reply.send({ id, offset: upload.offset, sizeBytes: upload.sizeBytes });
    },
    "GET /api/downloads/:id": async (request, reply, session) => {
      const { id } = request.params as { readonly id: string };
      const { file, name, sizeBytes, modifiedMs } = await downloads.find(id);
      const etag = `"${sizeBytes.toString(16)}-${Math.round(modifiedMs).toString(16)}"`;
      reply
        .header("content-disposition", dispositionOf(name))
        .header("accept-ranges", "bytes")
        .header("etag", etag)
        .type("application/zip");
      const ifRange = request.headers["if-range"];
      const isMeant = ifRange === undefined || ifRange === etag;
      const range = isMeant ? rangeIn(request.headers.range, sizeBytes) : null;
      if (range === "unsatisfiable")
        return await reply.code(416).header("content-range", `bytes */${sizeBytes}`).send();
      const { start, end } = range ?? { start: 0, end: sizeBytes - 1 };
      if (start === 0) await audit.note(session.user, "download", { file: name });
      if (range !== null)
        reply.code(206).header("content-range", `bytes ${start}-${end}/${sizeBytes}`);
      reply.header("content-length", end - start + 1);
      if (sizeBytes === 0) return await reply.send("");
      return await reply.send(createReadStream(file, { start, end }));
    },
    "GET /api/sheet/pdf": async (request, reply, session) => {
      const query = request.query as Readonly<Record<string, string | undefined>>;
      const code = languageOf(query["language"] ?? "");
      const caller = await languageOfCaller(request, session, office);
      const { pdf, name, place } = await pdfAsked(
        office,
        query["place"] ?? null,
        code ?? caller.code,
      );
      await audit.note(session.user, "sheetSaved", { place, file: null });
      return await reply
        .header("content-disposition", dispositionOf(`${name}.pdf`))
        .header("cache-control", "no-store")
        .type("application/pdf")
        .send(pdf);
    },
    "GET /api/contents": async (request, reply, session) => {
      const query = request.query as Readonly<Record<string, string | undefined>>;
      const { at, word, part, path: inside, password } = await fileAsked(query, session, office);
      requireOwnPart(session, part);
      await using fivefold = await app.take({ passwords: passwordsOf(password) });
      const name = path.posix.basename(inside);
      for await (const { sizeBytes, bytes } of fivefold.content(
        at,
        word,
        part,
        inside,
        lookingOn(signal),
      )) {
        await audit.note(session.user, "look", { backup: word, path: `${part}/${inside}` });
        await sendBytes(request, reply, name, sizeBytes, bytes);
        return reply;
      }
      throw new FivefoldError("PATH_UNKNOWN", { path: inside, snapshot: word, wanted: "file" });
    },
  };
}

/** Which file of which backup: as the address says, or as its ticket does. */
async function fileAsked(
  { ticket, place = null, ...query }: Readonly<Record<string, string | null | undefined>>,
  session: Session,
  office: Office,
): Promise<Omit<TicketFile, "user" | "password"> & { readonly password: string | null }> {
  if (typeof ticket === "string") return office.tickets.take(ticket, session.user);
  const { backup, part, path: inside } = query;
  const named = { place: place === "" ? null : place, backup: backup ?? "" };
  const { at, word } = await meant(named, session, office);
  return { at, word, part: part ?? "", path: inside ?? "", password: null };
}

function openEvents(reply: FastifyReply, mayRead: () => boolean, closed: () => void): EventStream {
  reply.hijack();
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) headers[name] = String(value);
  return new EventStream(reply.raw, headers, mayRead, closed);
}

/** A content that breaks off closes the connection, so that nobody takes a piece for the whole. */
async function sendBytes(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  sizeBytes: number | null,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-disposition": dispositionOf(name),
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    ...(sizeBytes !== null && { "content-length": sizeBytes }),
  });
  try {
    await pipeline(bytes, raw);
  } catch {
    // The reader has gone, or what is stored is damaged: the length that was promised says so.
    request.raw.destroy();
  }
}

/** A name for a download, as RFC 6266 and RFC 8187 have it: plain for old programs, whole for the others. */
export function dispositionOf(name: string): string {
  const whole = name.toWellFormed();
  const plain = whole.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(whole).replaceAll(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** One range of bytes, both ends included; `null`: the whole, also where several are asked for. */
export function rangeIn(
  header: string | undefined,
  sizeBytes: number,
): { readonly start: number; readonly end: number } | "unsatisfiable" | null {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Number(last);
    if (length === 0) return "unsatisfiable";
    return { start: Math.max(0, sizeBytes - length), end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (start >= sizeBytes) return "unsatisfiable";
  return end < start ? null : { start, end };
}
