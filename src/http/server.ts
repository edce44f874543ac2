/**
 * The server: built from the app at hand, listening, ended cleanly.
 *
 * On loopback and without accounts the one person at this computer is its only user, and is signed in by a secret that
 * only he can read.
 */

import { randomBytes, createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir, userInfo, hostname } from "node:os";
import path from "node:path";
import fastifyCookie from "@fastify/cookie";
import fastifyHelmet from "@fastify/helmet";
import fastifyRateLimit from "@fastify/rate-limit";
import Fastify from "fastify";
import type { FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { VERSION, newRun, systemClock } from "../fivefold.ts";
import type { LanguageCode } from "../language/choose.ts";
import type { Language } from "../language/language.ts";
import { openLanguage } from "../language/language.ts";
import { FivefoldError, asFivefoldError, systemCode } from "../model/error.ts";
import type { Clock } from "../model/run.ts";
import { registerApi, sendProblem } from "./api.ts";
import type { Door } from "./api.ts";
import { registerOpenApi } from "./api-docs.ts";
import { Audit } from "./audit.ts";
import { backupRoutes } from "./backup-routes.ts";
import { Downloads } from "./downloads.ts";
import type { RunView } from "./contract.ts";
import type { Address } from "./guard.ts";
import { isLoopback, requireOwnPage, urlOf } from "./guard.ts";
import { handedRoutes } from "./handed-routes.ts";
import { Elsewhere } from "./elsewhere.ts";
import { Example } from "./example.ts";
import { homeRoutes } from "./home-routes.ts";
import { alarmRoutes } from "./alarm-routes.ts";
import { jobRoutes, startJobs } from "./job-routes.ts";
import { Listing } from "./listing.ts";
import type { Log, LogLevel } from "./log.ts";
import type { Responders, Office } from "./office.ts";
import type { AppOptions } from "./open-app.ts";
import { OpenApp } from "./open-app.ts";
import { PAGE_FOLDER, policyOf, registerLogo, registerPages } from "./pages.ts";
import { confirmPerson, personRoutes } from "./person-routes.ts";
import { placeRoutes } from "./place-routes.ts";
import { Plans } from "./plans.ts";
import { problemOf } from "./problem.ts";
import { recoveryRoutes } from "./recovery-routes.ts";
import { restoreRoutes } from "./restore-routes.ts";
import { runRoutes } from "./run-routes.ts";
import { Runs } from "./runs.ts";
import type { Person, Session } from "./session.ts";
import { Sessions, Throttle } from "./session.ts";
import { sheetRoutes } from "./sheet-routes.ts";
import { escrowRoutes } from "./escrow-routes.ts";
import { streamRoutes } from "./streams.ts";
import { Tickets } from "./tickets.ts";
import { Uploads } from "./uploads.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks, where the route needs to know. */
    person: Session | null;
  }
}

export interface ServerOptions {
  readonly app: AppOptions;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** PEM texts. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Of people of whom nothing else is known. */
  readonly language: LanguageCode;
  /** A mistake of ours, for whoever sits there. */
  readonly tellMistake: (error: Error) => void;
  /** `null` or left out: nothing is logged. `file`: `null` for the one in the home. */
  readonly log?: { readonly level: LogLevel; readonly file: string | null } | null;
  /** The app is the example; `backPort`: of the server from which people come. */
  readonly backPort?: number;
  /** The built page; where it usually lies, without. */
  readonly pages?: string;
  /** What sessions and waits go by; without, this computer's clock. */
  readonly clock?: Pick<Clock, "nowMs">;
}

export interface RunningServer extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** No app is described: the first steps are shown. */
  readonly isBare: boolean;
  readonly appName: string | null;
  readonly home: string | null;
  /** Opens the server to whoever can read it where it lies. */
  readonly key: string;
  /** Signs this computer's user in, once. */
  secret(): string;
  /** A link with such a secret. */
  link(): string;
}

const NO_LOG: Log = { note: () => undefined };
/** So long a run may take to end when the server does. */
const END_MS = 10_000;

/** @throws ADDRESS_TAKEN, TLS_NEEDED, HOME_FOREIGN, HOME_UNWRITABLE, SETTINGS_NEWER */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, tls } = options;
  if (!isLoopback(host) && tls === null) throw new FivefoldError("TLS_NEEDED", { host });
  const opened = new OpenApp(options.app);
  const isBare = !(await isDescribed(opened));
  const abort = new AbortController();
  const { clock = systemClock } = options;
  const nowMs = (): number => clock.nowMs();
  const sessions = new Sessions(nowMs);
  const throttle = new Throttle(nowMs);
  const address = { isTls: tls !== null, host, port: options.port };
  const languages = new Map<LanguageCode, Promise<Language>>();
  const language = async (code: LanguageCode): Promise<Language> => {
    const known = languages.get(code) ?? openLanguage(code);
    languages.set(code, known);
    return await known;
  };
  const ownLanguage = async (): Promise<Language> => {
    try {
      const chosen = await opened.look(
        async (fivefold) => await Promise.resolve(fivefold.settings.language),
      );
      return await language(chosen ?? options.language);
    } catch (thrown) {
      if (asFivefoldError(thrown).code === "INTERNAL") throw thrown;
      return await language(options.language);
    }
  };
  const homeOf = (): string | null => opened.known?.home ?? null;
  // What is sent to a server without a home lies there as long as it runs.
  const bareFolder = isBare ? mkdtempSync(path.join(tmpdir(), "fivefold-")) : null;
  const cacheFolder = (): string => path.join(homeOf() ?? bareFolder ?? tmpdir(), "cache");
  const person: Person = {
    user: userInfo().username,
    role: "administrator",
    language: null,
    tenants: [],
    isAccount: false,
    isHosted: false,
  };
  const log = await logOf(options, opened, isBare);
  const tellMistake = (error: Error): void => {
    log.note("error", "mistake", { error });
    options.tellMistake(error);
  };
  const readers = new Set<() => void>();
  const announced = new AsyncDisposableStack();
  let announcedIn: string | null = null;
  /** Says in the home where this server listens, so that commands find it. */
  const announce = async (): Promise<void> => {
    const { key } = office.own;
    const facts = { url: urlOf(address), pid: process.pid, key, cert: tls?.cert ?? null };
    await opened.look(async (fivefold) => {
      if (announcedIn === fivefold.home) return;
      announced.use(await fivefold.announceServer(facts));
      announcedIn = fivefold.home;
    });
  };
  const office: Office = {
    app: opened,
    runs: new Runs({
      nowMs,
      newRun: () => newRun(systemClock),
      problem: async (error) => problemOf(error, await ownLanguage()),
      appName: () => opened.known?.name ?? "",
    }),
    plans: new Plans(nowMs),
    tickets: new Tickets(nowMs),
    handed: new Map(),
    listing: new Listing(opened, abort.signal),
    elsewhere: new Elsewhere(
      opened,
      () => readers.size > 0,
      () => office.changed(),
    ),
    sessions,
    throttle,
    audit: new Audit(homeOf, nowMs),
    uploads: new Uploads(() => path.join(cacheFolder(), "uploads"), nowMs),
    remembered: new Map(),
    downloads: new Downloads(() => path.join(homeOf() ?? bareFolder ?? tmpdir()), nowMs),
    own: { key: randomBytes(32).toString("base64url"), person },
    nowMs,
    signal: abort.signal,
    isOpenToOthers: !isLoopback(host),
    confirm: async (session, password) =>
      await confirmPerson({ app: opened, throttle }, session, password),
    example: options.backPort === undefined ? exampleOf(options, address, homeOf) : null,
    backPort: options.backPort ?? null,
    async turnTo(description, home) {
      opened.turnTo(description, home);
      await announce();
    },
    changed() {
      for (const tell of readers) tell();
    },
    language,
    ownLanguage,
  };
  // What a run changed, the home page shows once it has ended.
  office.runs.watch((run) => {
    if (run.endedAt !== null) office.changed();
  });
  office.runs.watch(runLog(log));
  const app = await build({ ...options, tellMistake }, office, address, readers);
  app.addHook("onResponse", async (request, reply) => {
    await Promise.resolve();
    const { method, routeOptions } = request;
    const isGrave = reply.statusCode >= 500;
    log.note(isGrave ? "error" : method === "GET" ? "debug" : "info", "request", {
      method,
      // The pattern, without what was filled in.
      route: routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      user: request.person?.user ?? null,
    });
  });
  // Told before a port is taken, which may be that one's.
  const other = isBare ? null : await opened.look(async (fivefold) => await fivefold.findServer());
  if (other !== null) {
    const { url, pid } = other;
    throw new FivefoldError("SERVER_RUNNING", { name: opened.known?.name ?? "", url, pid });
  }
  try {
    await app.listen({ host, port: options.port });
  } catch (thrown) {
    await app.close();
    const reason = systemCode(thrown);
    if (reason === null) throw thrown;
    throw new FivefoldError(
      "ADDRESS_TAKEN",
      { host, port: options.port, reason },
      { cause: thrown },
    );
  }
  const [listening] = app.addresses();
  if (typeof listening === "object") address.port = listening.port;
  const url = urlOf(address);
  if (!isBare) {
    try {
      await announce();
    } catch (thrown) {
      await app.close();
      throw thrown;
    }
  }
  log.note("info", "started", { url, version: VERSION, app: opened.known?.id ?? null });
  const jobs = await startJobs(office, (error, job) => {
    if (error.code === "INTERNAL") tellMistake(error);
    else log.note("warn", "job", { job, code: error.code, facts: error.facts });
  });
  // The first page finds long lists read already; what is wrong with them is told to whoever asks.
  if (!isBare) void office.listing.places().catch(() => undefined);
  const secret = (): string => sessions.secretFor(person).secret;
  return {
    url,
    port: address.port,
    isBare,
    appName: opened.known?.name ?? null,
    home: homeOf(),
    key: office.own.key,
    secret,
    link: () => `${url}/#secret=${secret()}`,
    async [Symbol.asyncDispose]() {
      await announced[Symbol.asyncDispose]();
      await office.example?.[Symbol.asyncDispose]();
      office.elsewhere[Symbol.dispose]();
      const resting = jobs[Symbol.asyncDispose]();
      await office.runs.close(END_MS);
      await resting;
      abort.abort();
      app.server.closeAllConnections();
      await app.close();
      await office.plans[Symbol.asyncDispose]();
      await opened[Symbol.asyncDispose]();
      if (bareFolder !== null) rmSync(bareFolder, { recursive: true, force: true });
      log.note("info", "ended");
    },
  };
}

/** @throws LOG_UNWRITABLE */
async function logOf({ log }: ServerOptions, app: OpenApp, isBare: boolean): Promise<Log> {
  if (log === undefined || log === null) return NO_LOG;
  const own =
    isBare || log.file !== null
      ? null
      : await app.look(async (fivefold) => await Promise.resolve(fivefold.serverLog));
  const file = log.file ?? own;
  if (file === null) return NO_LOG;
  const { openLog } = await import("./log.ts");
  return openLog(file, log.level);
}

/** Notes when runs begin and how they end. */
function runLog(log: Log): (run: RunView) => void {
  const begun = new Set<string>();
  return ({ run, verb, user, job, outcome, problem }) => {
    const facts = { run, verb, user, job };
    if (outcome === null) {
      if (!begun.has(run)) log.note("info", "run began", facts);
      begun.add(run);
      return;
    }
    begun.delete(run);
    const isBad = outcome === "failed" || outcome === "turnedBack";
    const why = problem === null ? {} : { code: problem.code, facts: problem.facts };
    log.note(isBad ? "warn" : "info", "run ended", { ...facts, outcome, ...why });
  };
}

/** The example beside this server: an app and a home of its own, and nothing of this app's surroundings. */
function exampleOf(options: ServerOptions, address: Address, home: () => string | null): Example {
  return new Example({
    folder() {
      const own = home();
      return own === null ? null : path.join(own, "example");
    },
    start: async ({ description, home: exampleHome }) => {
      const environment = Object.fromEntries(
        Object.entries(options.app.environment).filter(([name]) => !name.startsWith("FIVEFOLD_")),
      );
      const app = { ...options.app, environment, description, home: exampleHome };
      return await startServer({ ...options, app, port: 0, backPort: address.port });
    },
  });
}

/** Whether an app is described, however wrong: a description with a mistake is told on the page. */
async function isDescribed(app: OpenApp): Promise<boolean> {
  try {
    await app.look(async () => await Promise.resolve());
    return true;
  } catch (thrown) {
    const error = asFivefoldError(thrown);
    if (error.code === "DESCRIPTION_MISSING" || error.code === "DESCRIPTION_WRONG") return false;
    throw error;
  }
}

async function build(
  options: ServerOptions,
  office: Office,
  address: Address,
  readers: Set<() => void>,
): Promise<FastifyInstance> {
  const { tls } = options;
  const settings = {
    logger: false,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  } as const;
  const app = (tls === null
    ? Fastify(settings)
    : Fastify({
        ...settings,
        https: { cert: tls.cert, key: tls.key },
      })) as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest("person", null);
  const names = [hostname()];
  // First of all: nothing is answered to a name or a page that is not ours.
  app.addHook("onRequest", async (request) => {
    await Promise.resolve();
    requireOwnPage(request, address, names);
  });
  app.setErrorHandler(async (thrown, request, reply) => {
    const error = asFivefoldError(thrown);
    if (error.code === "INTERNAL" && thrown instanceof Error && !("statusCode" in thrown))
      options.tellMistake(thrown);
    return await sendProblem(thrown, request, reply, office);
  });
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: tls !== null,
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
  app.addHook("onSend", async (_request, reply, payload) => {
    await Promise.resolve();
    if (reply.getHeader("content-security-policy") === undefined)
      reply.header("content-security-policy", policyOf(["'none'"], null));
    if (reply.getHeader("cache-control") === undefined) reply.header("cache-control", "no-store");
    return payload;
  });
  // Pieces of uploads are written as they come.
  app.addContentTypeParser("application/octet-stream", (_request, payload, done) => {
    done(null, payload);
  });
  await app.register(fastifyCookie);
  await app.register(fastifyRateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) =>
      new FivefoldError("SIGN_IN_LATER", { waitMs: Math.ceil(ttl / 1000) * 1000 }),
  });
  await registerOpenApi(app);
  const folder = office.app.known?.home ?? "";
  // Several of us may run on one computer, and browsers keep cookies by host, not by port.
  const mark = createHash("sha256").update(folder).digest("hex").slice(0, 12);
  const door: Door = { office, address, cookieName: `fivefold-${mark}` };
  const responders: Responders = {
    ...personRoutes(office),
    ...homeRoutes(office),
    ...runRoutes(office),
    ...backupRoutes(office),
    ...restoreRoutes(office),
    ...placeRoutes(office),
    ...jobRoutes(office),
    ...handedRoutes(office),
    ...alarmRoutes(office),
    ...sheetRoutes(office),
    ...escrowRoutes(office),
    ...recoveryRoutes(office),
  };
  app.get(
    "/health",
    { schema: { hide: true } },
    async () => await Promise.resolve({ status: "ok" }),
  );
  await registerApi(app, door, responders, streamRoutes(office, readers));
  registerLogo(app, () => office.app.known?.brand.logo ?? null);
  await registerPages(app, options.pages ?? PAGE_FOLDER, async () => await originsOf(office));
  return app;
}

/** The pages that may show ours inside themselves. */
async function originsOf({ app }: Office): Promise<readonly string[]> {
  try {
    return await app.look(
      async (fivefold) => await Promise.resolve(fivefold.settings.embedding.origins),
    );
  } catch (thrown) {
    if (asFivefoldError(thrown).code === "INTERNAL") throw thrown;
    return [];
  }
}
