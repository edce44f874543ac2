/** The built page and its assets, from the package; every address that is no file and no API is the page. */

import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { FivefoldError, systemCode } from "../model/error.ts";

/** Where the page lies: beside the built program, or in the checkout's `dist`. */
export const PAGE_FOLDER = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../../dist/web/" : "../web/", import.meta.url),
);

const NOT_BUILT = "The page has not been built: `npm run build` does that.\n";
/** index.html may have this where a nonce goes. */
const NONCE = "{{nonce}}";

export const LOGO_ADDRESS = "/brand/logo";
/** A picture of the vendor's: larger ones are none. */
const LARGEST_LOGO_BYTES = 1024 * 1024;
const PICTURES: Readonly<Record<string, string>> = {
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
};

/** Shows the vendor's picture; `logo` names its file. */
export function registerLogo(app: FastifyInstance, logo: () => string | null): void {
  app.get(LOGO_ADDRESS, { schema: { hide: true } }, async (request, reply) => {
    const file = logo();
    const type = file === null ? undefined : PICTURES[path.extname(file).toLowerCase()];
    const bytes = file === null || type === undefined ? null : await pictureIn(file);
    if (bytes === null || type === undefined)
      throw new FivefoldError("ROUTE_UNKNOWN", { path: request.url });
    // A picture may hold a script; shown by itself, it must not run.
    reply.header(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
    return await reply.header("cache-control", "no-cache").type(type).send(bytes);
  });
}

async function pictureIn(file: string): Promise<Buffer | null> {
  try {
    const bytes = await readFile(file);
    return bytes.length > LARGEST_LOGO_BYTES ? null : bytes;
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return null;
  }
}

/** `ancestors`: the pages that may show ours in a frame, for what is made for frames. */
export async function registerPages(
  app: FastifyInstance,
  folder: string,
  ancestors: () => Promise<readonly string[]>,
): Promise<void> {
  await app.register(fastifyStatic, { root: folder, serve: false });
  app.setNotFoundHandler(async (request, reply) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const isPage = request.method === "GET" || request.method === "HEAD";
    if (!isPage || pathname === "/api" || pathname.startsWith("/api/"))
      throw new FivefoldError("ROUTE_UNKNOWN", { path: pathname });
    if (path.posix.extname(pathname) !== "" && !pathname.endsWith("/index.html"))
      return await sendAsset(pathname, reply);
    return await sendPage(request, reply, folder, pathname, ancestors);
  });
}

async function sendAsset(pathname: string, reply: FastifyReply): Promise<FastifyReply> {
  // Names of what was built have a hash in them and never change.
  const isHashed = pathname.startsWith("/assets/");
  reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
  return await reply.sendFile(pathname.slice(1), { cacheControl: false });
}

async function sendPage(
  _request: FastifyRequest,
  reply: FastifyReply,
  folder: string,
  pathname: string,
  ancestors: () => Promise<readonly string[]>,
): Promise<FastifyReply> {
  reply.header("cache-control", "no-store");
  let html: string;
  try {
    html = await readFile(path.join(folder, "index.html"), "utf8");
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return await reply.code(503).type("text/plain; charset=utf-8").send(NOT_BUILT);
  }
  const isFramed = pathname.startsWith("/embed/");
  const frames = isFramed ? ["'self'", ...(await ancestors())] : ["'none'"];
  const nonce = html.includes(NONCE) ? randomBytes(16).toString("base64") : null;
  reply.header("content-security-policy", policyOf(frames, nonce));
  reply.header("permissions-policy", PERMISSIONS);
  if (isFramed) reply.removeHeader("x-frame-options");
  return await reply.type("text/html; charset=utf-8").send(html.replaceAll(NONCE, nonce ?? ""));
}

/** The camera reads the code of an emergency sheet; of the rest of a computer the page needs nothing. */
const PERMISSIONS = [
  "camera=(self)",
  ...[
    "microphone",
    "geolocation",
    "display-capture",
    "usb",
    "serial",
    "hid",
    "midi",
    "payment",
  ].map((each) => `${each}=()`),
].join(", ");

/** Nothing from elsewhere, nothing that stands in the page itself but styles. */
export function policyOf(ancestors: readonly string[], nonce: string | null): string {
  const styles = nonce === null ? "'unsafe-inline'" : `'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${styles}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors.join(" ")}`,
  ].join("; ");
}
