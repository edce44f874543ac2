/**
 * What the page asks of the server: the routes of `http/contract.ts`, typed, and nothing else.
 *
 * A refusal is thrown as the one error of the project, so that `Language` can say it. The secret against foreign pages
 * goes along with every change; it lives in memory only.
 */

import type {
  Answer,
  Body,
  Params,
  ProblemView,
  Query,
  RouteName,
  SessionView,
} from "../http/contract.ts";
import { ERRORS, FivefoldError } from "../model/error.ts";
import type { ErrorCode } from "../model/error.ts";

type Given<Name extends RouteName> = ([Params<Name>] extends [never]
  ? { readonly params?: undefined }
  : { readonly params: Params<Name> }) &
  ([Query<Name>] extends [never]
    ? { readonly query?: undefined }
    : { readonly query?: Query<Name> }) &
  ([Body<Name>] extends [never] ? { readonly body?: undefined } : { readonly body: Body<Name> });

type Rest<Name extends RouteName> =
  Record<string, never> extends Given<Name> ? [given?: Given<Name>] : [given: Given<Name>];

/** The server did not answer at all: asking again helps. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** Nobody is signed in (any more). */
export class SignedOut extends Error {
  override readonly name = "SignedOut";
}

let own: SessionView | null = null;
let tellSignedOut = (): void => undefined;

/** Calls whenever the server knows nobody any more who was signed in a moment ago; gives what ends that. */
export function whenSignedOut(tell: () => void): () => void {
  tellSignedOut = tell;
  return () => {
    tellSignedOut = () => undefined;
  };
}

/** Whose page this is from now on; the server wants the session's secret with every change. */
export function keepSession(session: SessionView): void {
  own = session;
}

/** Who somebody is, to tell whether another one is it, too. */
export function personOf({ user, role }: SessionView): string {
  return JSON.stringify([user, role]);
}

/** @throws FivefoldError with the server's code; SignedOut; Unreachable. */
export async function call<Name extends RouteName>(
  name: Name,
  ...[given]: Rest<Name>
): Promise<Answer<Name>> {
  const [method = "GET", pattern = ""] = name.split(" ");
  const { params, query, body } = (given ?? {}) as {
    params?: Readonly<Record<string, string>>;
    query?: Readonly<Record<string, string | number | undefined>>;
    body?: unknown;
  };
  const path = pattern.replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(params?.[key] ?? ""),
  );
  return (await send(method, path + questionOf(query), body)) as Answer<Name>;
}

export function questionOf(
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const known = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return known.length === 0 ? "" : `?${new URLSearchParams(known).toString()}`;
}

async function send(method: string, path: string, body: unknown): Promise<unknown> {
  const isChange = method !== "GET";
  const csrf = own?.csrf ?? "";
  const response = await ask(path, {
    method,
    headers: {
      ...(isChange ? { "x-fivefold-csrf": csrf } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const failure = failureOf(response.status, answer);
  if (isChange && (await isSignedInElsewhere(failure, csrf))) return await send(method, path, body);
  if (failure instanceof SignedOut && path !== "/api/session") tellSignedOut();
  throw failure;
}

/**
 * Whether the same person signed in anew in another tab, so that this page's secret is too old; the new one is kept.
 *
 * @throws SignedOut when somebody else did
 */
async function isSignedInElsewhere(failure: Error, csrf: string): Promise<boolean> {
  if (!(failure instanceof FivefoldError) || failure.code !== "REQUEST_FOREIGN") return false;
  const before = own;
  const now = await call("GET /api/session");
  if (before === null || now.csrf === csrf) return false;
  if (personOf(now) === personOf(before)) {
    own = now;
    return true;
  }
  tellSignedOut();
  throw new SignedOut();
}

async function ask(path: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
  } catch (cause) {
    throw new Unreachable(path, { cause });
  }
}

function failureOf(status: number, answer: unknown): Error {
  if (isProblem(answer)) {
    if (status === 401 && answer.code.startsWith("SESSION_")) return new SignedOut(answer.code);
    return errorOf(answer);
  }
  if (status === 401) return new SignedOut();
  if (status >= 502) return new Unreachable(String(status));
  return new FivefoldError("INTERNAL", { message: `HTTP ${status}` });
}

function isProblem(answer: unknown): answer is ProblemView {
  return typeof answer === "object" && answer !== null && "code" in answer && "facts" in answer;
}

/** The error that a problem tells of. */
export function errorOf({ code, facts, cause, detail }: ProblemView): FivefoldError {
  const inner = cause === null || !isCode(cause.code) ? undefined : cause;
  const options =
    inner === undefined
      ? undefined
      : { cause: new FivefoldError(inner.code as ErrorCode, inner.facts) };
  if (isCode(code)) return new FivefoldError(code, facts, options);
  return new FivefoldError("INTERNAL", { message: detail });
}

export function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}

/** Sends bytes as they are: a piece of an upload. */
export async function sendPiece(path: string, piece: Blob, signal: AbortSignal): Promise<void> {
  const csrf = own?.csrf ?? "";
  const response = await ask(path, {
    method: "PUT",
    headers: {
      "x-fivefold-csrf": csrf,
      "content-type": "application/octet-stream",
    },
    body: piece,
    signal,
  });
  if (response.ok) return;
  const failure = failureOf(response.status, await response.json().catch(() => null));
  // What is in the middle of being sent is asked for once more, from where the server has it.
  if (await isSignedInElsewhere(failure, csrf)) throw new Unreachable(path);
  if (failure instanceof SignedOut) tellSignedOut();
  throw failure;
}

/** The address of one file of a backup, to be opened by the browser. */
export function contentAddress(
  place: string | null,
  backup: string,
  part: string,
  path: string,
): string {
  return `/api/contents${questionOf({ place: place ?? undefined, backup, part, path })}`;
}

/** The address of the emergency sheet as a PDF. */
export function sheetPdfAddress(place: string, language: string): string {
  return `/api/sheet/pdf${questionOf({ place, language })}`;
}

/** The address of one file of a locked backup, which works once. */
export function ticketAddress(ticket: string): string {
  return `/api/contents${questionOf({ ticket })}`;
}

export function downloadAddress(id: string): string {
  return `/api/downloads/${encodeURIComponent(id)}`;
}
