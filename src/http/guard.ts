/**
 * Who comes in: by which name the server was called, from whose page, with which session, and whether that suffices.
 *
 * A page of somebody else's that a browser has open beside ours can send requests here. It cannot know our secrets, it
 * shows itself by `Origin`, and a name that it makes point to this computer (DNS rebinding) is none of ours.
 */

import { networkInterfaces } from "node:os";
import type { FastifyRequest } from "fastify";
import type { LanguageCode } from "../language/choose.ts";
import { languageOf } from "../language/choose.ts";
import { FivefoldError } from "../model/error.ts";
import type { Role } from "./contract.ts";
import type { Office } from "./office.ts";
import type { Session } from "./session.ts";
import { isSame, mayActAs } from "./session.ts";

export interface Address {
  readonly isTls: boolean;
  readonly host: string;
  /** Known once it listens. */
  readonly port: number;
}

export const CSRF_HEADER = "x-fivefold-csrf";

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "::1"]);

export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** The name that a `Host` header calls, without brackets and port; `null`: it is none. */
export function nameIn(header: string | undefined): string | null {
  const [, bracketed, plain, port] =
    /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]/@]+))(?::(\d{1,5}))?$/i.exec(header ?? "") ?? [];
  if (port !== undefined && Number(port) > 65_535) return null;
  return (bracketed ?? plain)?.toLowerCase() ?? null;
}

/** Names by which this server may be called. `names`: of the settings, and this computer's own. */
export function isOurName(name: string, host: string, names: readonly string[]): boolean {
  if (LOOPBACK.has(name)) return true;
  if (isLoopback(host)) return name === host;
  if (name === host.toLowerCase()) return true;
  if (names.some((each) => each.toLowerCase() === name)) return true;
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address.toLowerCase() === name),
  );
}

/** @throws REQUEST_FOREIGN */
export function requireOwnPage(
  request: Pick<FastifyRequest, "headers">,
  address: Address,
  names: readonly string[],
): void {
  const { host, origin } = request.headers;
  const url = urlOf(address);
  const foreign = (): FivefoldError => new FivefoldError("REQUEST_FOREIGN", { url });
  const name = nameIn(host);
  if (name === null || !isOurName(name, address.host, names)) throw foreign();
  // Whoever names an origin is a page: it has to be ours, under the very name that was called.
  if (origin !== undefined && origin !== `${address.isTls ? "https" : "http"}://${host}`)
    throw foreign();
  const site = request.headers["sec-fetch-site"];
  const mode = request.headers["sec-fetch-mode"];
  // A link from elsewhere may open the page; it may not ask anything of the server.
  if (
    origin === undefined &&
    (site === "cross-site" || site === "same-site") &&
    mode !== "navigate"
  )
    throw foreign();
}

export function urlOf({ isTls, host, port }: Address): string {
  const named = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  const shown = named.includes(":") ? `[${named}]` : named;
  return `${isTls ? "https" : "http"}://${shown}:${port}`;
}

/**
 * The session of a request: of its cookie, or of the key that only this computer's user can read.
 *
 * @throws SESSION_NEEDED
 */
export function requireSession(
  cookie: string | null,
  authorization: string | undefined,
  { sessions, own }: Pick<Office, "sessions" | "own">,
): Session {
  const bearer = /^Bearer ([\w-]{20,200})$/.exec(authorization ?? "")?.[1];
  if (bearer !== undefined) {
    if (!isSame(bearer, own.key)) throw new FivefoldError("SESSION_NEEDED");
    return { ...own.person, csrf: "", expiresMs: Infinity, isByKey: true };
  }
  const session = cookie === null ? null : sessions.find(cookie);
  if (session === null) throw new FivefoldError("SESSION_NEEDED");
  return session;
}

/** Whoever has the token for the metrics may see these; `null`: it was not sent. */
export async function monitorIn(
  { headers }: Pick<FastifyRequest, "headers">,
  { app }: Pick<Office, "app">,
): Promise<Session | null> {
  const bearer = /^Bearer ([\w-]{20,200})$/.exec(headers.authorization ?? "")?.[1];
  if (bearer === undefined || app.known === null) return null;
  const token = await app.look(async (fivefold) => await fivefold.metricsToken());
  if (token === null || !isSame(bearer, token)) return null;
  const monitor = { user: "metrics", role: "viewer", language: null, tenants: [] } as const;
  const unlike = { isAccount: false, isHosted: false, csrf: "", expiresMs: Infinity };
  return { ...monitor, ...unlike, isByKey: true };
}

/** @throws ROLE_NEEDED */
export function requireRole({ user, role }: Session, needed: Role): void {
  if (!mayActAs(role, needed)) throw new FivefoldError("ROLE_NEEDED", { name: user, role: needed });
}

/** A change that only a page of ours can have sent. @throws REQUEST_FOREIGN */
export function requireCsrf(
  request: Pick<FastifyRequest, "headers" | "method">,
  session: Session,
  address: Address,
): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const sent = request.headers[CSRF_HEADER];
  if (typeof sent !== "string" || !isSame(sent, session.csrf))
    throw new FivefoldError("REQUEST_FOREIGN", { url: urlOf(address) });
}

/** The first language of ours that a browser asks for. */
export function languageIn(header: string | undefined): LanguageCode | null {
  const wishes = (header ?? "").split(",").map((wish) => {
    const [tag = "", ...rest] = wish.trim().split(";");
    const weight = /q=([\d.]+)/.exec(rest.join(";"))?.[1];
    return { tag, weight: weight === undefined ? 1 : Number(weight) };
  });
  for (const { tag } of wishes.toSorted((a, b) => b.weight - a.weight)) {
    const code = languageOf(tag);
    if (code !== null) return code;
  }
  return null;
}
