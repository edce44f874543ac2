/** The OpenAPI document of the table of routes, and a page on which people read it. */

import fastifySwagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { VERSION } from "../fivefold.ts";
import { CSRF_HEADER } from "./guard.ts";

const ABOUT = `Fivefold's server: backups and restores of one application. Sign in with \`POST /api/session\`; the
session is a cookie. Every change carries the header \`${CSRF_HEADER}\` with the session's \`csrf\`. Whoever can read
\`server.json\` in Fivefold's home may send its \`key\` as \`Authorization: Bearer …\` instead. Long work is a run: its
route answers at once with the run's id, and \`GET /api/runs/{run}/events\` tells how it goes on. A refusal is a problem
(RFC 9457) with the code and the facts of docs/errors.md.`;

/** To be called before any route is registered. */
export async function registerOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Fivefold", version: VERSION, description: ABOUT.replaceAll("\n", " ") },
      components: {
        securitySchemes: {
          session: { type: "apiKey", in: "cookie", name: "fivefold" },
          key: { type: "http", scheme: "bearer" },
        },
      },
      security: [{ session: [] }, { key: [] }],
    },
    transform: jsonSchemaTransform,
    hideUntagged: true,
  });
  app.get(
    "/openapi.json",
    { schema: { hide: true } },
    async () => await Promise.resolve(app.swagger()),
  );
  app.get("/api-docs", { schema: { hide: true } }, async (_request, reply) => {
    const html = pageOf(app.swagger() as unknown as Document);
    return await reply.type("text/html; charset=utf-8").send(html);
  });
}

/** Of the document, what the page shows. */
interface Document {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: unknown;
  }[];
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
  };
  readonly responses?: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> }>
  >;
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
:root{color-scheme:light dark}code,pre{font-family:ui-monospace,monospace;font-size:.875em}
details{border-top:1px solid #8886;padding:.5rem 0}summary{cursor:pointer}summary code{font-weight:600}
pre{overflow:auto;background:#8881;padding:.75rem;border-radius:.25rem}h2{margin-top:2rem}`;

function pageOf({ info, paths }: Document): string {
  const byTag = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(paths))
    for (const [method, operation] of Object.entries(operations)) {
      const tag = path.split("/")[2] ?? "";
      byTag.set(tag, [...(byTag.get(tag) ?? []), detailsOf(method, path, operation)]);
    }
  const sections = [...byTag].map(([tag, all]) => `<h2>${escaped(tag)}</h2>${all.join("")}`);
  const about = escaped(info.description ?? "").replaceAll(/`([^`]*)`/g, "<code>$1</code>");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(info.title)} API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head>
<body><h1>${escaped(info.title)} ${escaped(info.version)}</h1><p>${about}</p>
<p><a href="/openapi.json">openapi.json</a></p>${sections.join("\n")}</body></html>
`;
}

function detailsOf(method: string, path: string, operation: Operation): string {
  const {
    summary = "",
    description = "",
    parameters = [],
    requestBody,
    responses = {},
  } = operation;
  const pieces = [`<p>${escaped(description)}</p>`];
  for (const each of parameters)
    pieces.push(
      schemaOf(`${each.in} ${each.name}${each.required === true ? "" : "?"}`, each.schema),
    );
  const body = requestBody?.content?.["application/json"]?.schema;
  if (body !== undefined) pieces.push(schemaOf("body", body));
  for (const [status, { content }] of Object.entries(responses)) {
    const schema = content?.["application/json"]?.schema;
    if (schema !== undefined) pieces.push(schemaOf(`answer ${status}`, schema));
  }
  const name = `${method.toUpperCase()} ${path}`;
  return `<details><summary><code>${escaped(name)}</code> ${escaped(summary)}</summary>${pieces.join("")}</details>`;
}

function schemaOf(title: string, schema: unknown): string {
  return `<p>${escaped(title)}</p><pre>${escaped(JSON.stringify(schema, null, 2) ?? "")}</pre>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
