/** What every handler shares: the app, its runs, who is signed in; and what a handler is. */

import type { z } from "zod";
import type { JobMemory } from "../fivefold.ts";
import type { LanguageCode } from "../language/choose.ts";
import type { Language } from "../language/language.ts";
import type { FivefoldError } from "../model/error.ts";
import type { Answer, ROUTES, RouteName } from "./contract.ts";
import type { Audit } from "./audit.ts";
import type { Downloads } from "./downloads.ts";
import type { Elsewhere } from "./elsewhere.ts";
import type { Example } from "./example.ts";
import type { Listing } from "./listing.ts";
import type { OpenApp } from "./open-app.ts";
import type { Plans } from "./plans.ts";
import type { Runs } from "./runs.ts";
import type { Person, Session, Sessions, Throttle } from "./session.ts";
import type { Tickets } from "./tickets.ts";
import type { Uploads } from "./uploads.ts";

export interface Office {
  readonly app: OpenApp;
  readonly runs: Runs;
  readonly plans: Plans;
  /** What runs of the command line gave, by run: told to whoever waits for it. */
  readonly handed: Map<string, { given: unknown }>;
  readonly listing: Listing;
  readonly elsewhere: Elsewhere;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly audit: Audit;
  readonly uploads: Uploads;
  readonly downloads: Downloads;
  readonly tickets: Tickets;
  /** What is known of jobs and was not worth writing down, by their `idKey`. */
  readonly remembered: Map<string, JobMemory>;
  /** Whoever can read the key that lies in the home is this computer's user. */
  readonly own: { readonly key: string; readonly person: Person };
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: () => number;
  /** Aborted when the server ends. */
  readonly signal: AbortSignal;
  /** Others can reach the server. */
  readonly isOpenToOthers: boolean;
  /** Accounts: the person's own password is asked for again. @throws SIGN_IN_WRONG, SIGN_IN_LATER */
  confirm(session: Session, password: string | null): Promise<void>;
  /** `null`: this server is the example's own. */
  readonly example: Example | null;
  /** Of the server from which people come to the example; `null`: this is not the example. */
  readonly backPort: number | null;
  /** From now on another app is served, or the same one from another place. */
  turnTo(description: string, home: string): Promise<void>;
  /** The home page has to be read anew. */
  changed(): void;
  language(code: LanguageCode): Promise<Language>;
  /** Of the settings, else of the system. */
  ownLanguage(): Promise<Language>;
}

type Taken<Name extends RouteName, Key extends string> = (typeof ROUTES)[Name] extends {
  readonly [Each in Key]: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : undefined;

/** The cookie of a session. */
export interface SessionCookie {
  readonly id: string | null;
  set(id: string, session: Session): void;
  clear(): void;
}

/** What was asked, by whom. */
export interface Asked<Name extends RouteName> {
  readonly params: Taken<Name, "params">;
  readonly query: Taken<Name, "query">;
  readonly body: Taken<Name, "body">;
  readonly session: (typeof ROUTES)[Name]["role"] extends "anybody" ? null : Session;
  /** The caller's. */
  readonly language: Language;
  /** Where the request comes from, for the count of wrong attempts. */
  readonly address: string;
  readonly cookie: SessionCookie;
  /** What went wrong, in the caller's language. */
  readonly problem: (error: FivefoldError) => Answer<"GET /api/runs/:run">["problem"] & object;
}

export type Responder<Name extends RouteName> = (
  asked: Asked<Name>,
) => Promise<Answer<Name>> | Answer<Name>;

export type Responders<Names extends RouteName = RouteName> = {
  readonly [Name in Names]: Responder<Name>;
};
