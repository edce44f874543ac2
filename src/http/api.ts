/** Puts the table of routes on a server: each is guarded, validated and answered as the table says. */

import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import { asFivefoldError, FivefoldError } from "../model/error.ts";
import type { RouteName, StreamName } from "./contract.ts";
import { Problem, ROUTES, STREAMS } from "./contract.ts";
import type { Address } from "./guard.ts";
import { languageIn, monitorIn, requireCsrf, requireRole, requireSession } from "./guard.ts";
import type { Asked, Responders, Office, SessionCookie } from "./office.ts";
import { PROBLEM_TYPE, problemOf } from "./problem.ts";
import type { Session } from "./session.ts";
import { requireOpen } from "./some-tenants.ts";

/** What answers with something else than JSON. */
export type Stream = (
  request: FastifyRequest,
  reply: FastifyReply,
  session: Session,
) => Promise<unknown>;

/** What all routes need to know of the server. */
export interface Door {
  readonly office: Office;
  readonly address: Address;
  readonly cookieName: string;
}

export async function registerApi(
  app: FastifyInstance,
  door: Door,
  responders: Responders,
  streams: Readonly<Record<StreamName, Stream>>,
): Promise<void> {
  for (const name of Object.keys(ROUTES) as RouteName[]) registerRoute(app, name, door, responders);
  for (const name of Object.keys(STREAMS) as StreamName[]) {
    const { summary } = STREAMS[name];
    const { method, url } = pathOf(name);
    app.route({
      method,
      url,
      schema: { summary, tags: [tagOf(url)], operationId: operationOf(name) },
      onRequest: async (request) => {
        const monitor = name === "GET /metrics" ? await monitorIn(request, door.office) : null;
        request.person = monitor ?? guarded(request, name, door);
      },
      handler: async (request, reply) => {
        if (request.person === null) throw new FivefoldError("SESSION_NEEDED");
        return await streams[name](request, reply, request.person);
      },
    });
  }
  await Promise.resolve();
}

/** Lets in who may. @throws SESSION_NEEDED, ROLE_NEEDED, REQUEST_FOREIGN */
function guarded(request: FastifyRequest, name: RouteName | StreamName, door: Door): Session {
  const cookie = request.cookies[door.cookieName] ?? null;
  const session = requireSession(cookie, request.headers.authorization, door.office);
  if (!session.isByKey) requireCsrf(request, session, door.address);
  const { role } = { ...ROUTES, ...STREAMS }[name];
  if (role !== "anybody") requireRole(session, role);
  requireOpen(session, name);
  return session;
}

function registerRoute(
  app: FastifyInstance,
  name: RouteName,
  door: Door,
  responders: Responders,
): void {
  const shape = ROUTES[name];
  const { method, url } = pathOf(name);
  const status = "status" in shape ? shape.status : 200;
  const { role } = shape;
  const problem = { description: "A problem", content: { [PROBLEM_TYPE]: { schema: Problem } } };
  app.route({
    method,
    url,
    schema: {
      summary: shape.summary,
      description: role === "anybody" ? "Needs no session." : `Needs the role ${role}.`,
      tags: [tagOf(url)],
      operationId: operationOf(name),
      ...(role === "anybody" && { security: [] }),
      ...("params" in shape && { params: shape.params }),
      ...("query" in shape && { querystring: shape.query }),
      ...("body" in shape && { body: shape.body }),
      response: { [status]: shape.answer, "4xx": problem, "5xx": problem },
    },
    // Before anything of the request is looked at: nobody learns what would be understood.
    onRequest: async (request) => {
      await Promise.resolve();
      if (role !== "anybody") request.person = guarded(request, name, door);
    },
    ...(name === "POST /api/session" && {
      config: { rateLimit: { max: 60, timeWindow: 60_000 } },
    }),
    handler: async (request, reply) => {
      const asked: Asked<never> = {
        params: request.params,
        query: request.query,
        body: request.body,
        session: request.person as never,
        language: await languageOfCaller(request, request.person, door.office),
        address: request.ip,
        cookie: cookieOf(request, reply, door),
        problem: (error) => problemOf(error, asked.language),
      };
      const handle = responders[name] as (asked: Asked<never>) => Promise<unknown>;
      const answer = await handle(asked);
      return await reply.code(status).send(answer);
    },
  });
}

/** The caller's language: of the session, else of the browser, else of the settings. */
export async function languageOfCaller(
  request: Pick<FastifyRequest, "headers">,
  session: Session | null,
  office: Office,
): ReturnType<Office["ownLanguage"]> {
  const code = session?.language ?? languageIn(request.headers["accept-language"]);
  return code === null ? await office.ownLanguage() : await office.language(code);
}

function cookieOf(request: FastifyRequest, reply: FastifyReply, door: Door): SessionCookie {
  const { cookieName, address } = door;
  const usual = { path: "/", httpOnly: true } as const;
  return {
    id: request.cookies[cookieName] ?? null,
    set(id, { isHosted }) {
      // In the frame of another program's page a strict cookie would never come back. This one is that page's alone
      // (CHIPS), and nothing changes without the header that no other page knows.
      const site = isHosted
        ? ({ sameSite: "none", secure: true, partitioned: true } as const)
        : ({ sameSite: "strict", secure: address.isTls } as const);
      reply.setCookie(cookieName, id, { ...usual, ...site });
    },
    clear: () => void reply.clearCookie(cookieName, usual),
  };
}

/** Says what went wrong as a problem, in the caller's language. */
export async function sendProblem(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  office: Office,
): Promise<FastifyReply> {
  const error = understood(thrown);
  const language = await languageOfCaller(request, request.person ?? null, office);
  const problem = problemOf(error, language);
  if (error.code === "SIGN_IN_LATER")
    reply.header("retry-after", Math.ceil(Number(error.facts["waitMs"] ?? 1000) / 1000));
  return await reply
    .code(problem.status)
    .type(PROBLEM_TYPE)
    .serializer((value: unknown) => JSON.stringify(value))
    .send(problem);
}

/** What the framework refuses is a request that is wrong. */
function understood(thrown: unknown): FivefoldError {
  if (thrown instanceof FivefoldError || !(thrown instanceof Error)) return asFivefoldError(thrown);
  if ("validation" in thrown && Array.isArray(thrown.validation)) {
    const [first] = thrown.validation as readonly {
      readonly instancePath?: string;
      readonly message?: string;
    }[];
    const where = "validationContext" in thrown ? String(thrown.validationContext) : "";
    return new FivefoldError("REQUEST_WRONG", {
      at: `${where}${first?.instancePath ?? ""}`,
      message: first?.message ?? thrown.message,
    });
  }
  const status = "statusCode" in thrown ? Number(thrown.statusCode) : 500;
  if (status >= 400 && status < 500)
    return new FivefoldError("REQUEST_WRONG", { at: null, message: thrown.message });
  return asFivefoldError(thrown);
}

function pathOf(name: string): { readonly method: HTTPMethods; readonly url: string } {
  const [method = "GET", url = "/"] = name.split(" ");
  return { method, url };
}

function tagOf(url: string): string {
  return url.split("/")[2] ?? "api";
}

/** "POST /api/runs/:run/stop" is "postRunsRunStop". */
function operationOf(name: string): string {
  const [method = "", url = ""] = name.split(" ");
  const words = url
    .split(/[/:]/)
    .filter((word) => word !== "" && word !== "api")
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${method.toLowerCase()}${words.join("")}`;
}
