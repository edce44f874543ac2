/**
 * Who is signed in: one-time secrets, tokens of host programs, sessions, and wrong attempts.
 *
 * Nothing here outlives the server. Secrets and sessions are 256 random bits, kept as their hashes, so that no dump of
 * this memory signs anybody in.
 */

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Settings } from "../fivefold.ts";
import { FivefoldError } from "../model/error.ts";
import type { Role } from "./contract.ts";
import { ROLES } from "./contract.ts";

/** Who somebody is and what that allows. */
export interface Person {
  readonly user: string;
  readonly role: Role;
  readonly language: Settings["language"];
  /** Only these tenants; empty: all. */
  readonly tenants: readonly string[];
  /** Signed in with name and password; else by what only this computer's user can read. */
  readonly isAccount: boolean;
  /** A host program vouches for this person, inside its own window. */
  readonly isHosted: boolean;
}

export interface Session extends Person {
  /** Sent back with every change. */
  readonly csrf: string;
  /** When it ends unless something is asked before, in milliseconds since 1970 UTC. */
  readonly expiresMs: number;
  /** By the key that only this computer's user can read, and not by signing in. */
  readonly isByKey: boolean;
}

const MINUTE_MS = 60_000;
/** So long may pass between two requests of an account's session. */
const IDLE_MS = 30 * MINUTE_MS;
/** The one seat is a person's own computer. */
const SEAT_IDLE_MS = 12 * 60 * MINUTE_MS;
const SECRET_MS = 5 * MINUTE_MS;
const MOST_SESSIONS = 1000;
const MOST_SECRETS = 1000;

interface Kept {
  readonly person: Person;
  readonly csrf: string;
  readonly idleMs: number;
  /** It ends then, whatever is asked. */
  readonly untilMs: number;
  seenMs: number;
}

export class Sessions {
  readonly #nowMs: () => number;
  readonly #sessions = new Map<string, Kept>();
  readonly #hashes = new WeakMap<Session, string>();
  readonly #secrets = new Map<
    string,
    { readonly person: Person; readonly untilMs: number; readonly sessionMs: number }
  >();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Makes a secret that signs its person in once. `minutes`: how long it, and the session that it opens, live. */
  secretFor(
    person: Person,
    minutes: number | null = null,
  ): { readonly secret: string; readonly untilMs: number } {
    const lifeMs = minutes === null ? SECRET_MS : minutes * MINUTE_MS;
    const untilMs = this.#nowMs() + lifeMs;
    const sessionMs = minutes === null ? Infinity : lifeMs;
    const secret = randomBytes(32).toString("base64url");
    this.#secrets.set(hashOf(secret), { person, untilMs, sessionMs });
    dropOldest(this.#secrets, MOST_SECRETS);
    return { secret, untilMs };
  }

  /** Opens a session with a secret, which is used up by that. @throws SIGN_IN_WRONG */
  redeem(secret: string): { readonly id: string; readonly session: Session } {
    const hash = hashOf(secret);
    const found = this.#secrets.get(hash);
    this.#secrets.delete(hash);
    if (found === undefined || found.untilMs < this.#nowMs())
      throw new FivefoldError("SIGN_IN_WRONG", { what: "secret" });
    return this.open(found.person, found.sessionMs);
  }

  open(person: Person, lifeMs = Infinity): { readonly id: string; readonly session: Session } {
    const id = randomBytes(32).toString("base64url");
    const kept: Kept = {
      person,
      csrf: randomBytes(32).toString("base64url"),
      idleMs: person.isAccount || person.isHosted ? IDLE_MS : SEAT_IDLE_MS,
      untilMs: this.#nowMs() + lifeMs,
      seenMs: this.#nowMs(),
    };
    const hash = hashOf(id);
    this.#sessions.set(hash, kept);
    dropOldest(this.#sessions, MOST_SESSIONS);
    return { id, session: this.#seen(hash, kept) };
  }

  /** The session of a cookie, `null` when there is none or it has ended; asking keeps it alive. */
  find(id: string): Session | null {
    const hash = hashOf(id);
    const kept = this.#sessions.get(hash);
    if (kept === undefined) return null;
    if (!this.#isAlive(kept)) {
      this.#sessions.delete(hash);
      return null;
    }
    kept.seenMs = this.#nowMs();
    return this.#seen(hash, kept);
  }

  /** Whether a session that was opened or found here goes on; unlike a request, asking does not keep it alive. */
  goesOn(session: Session): boolean {
    if (session.isByKey) return true;
    const kept = this.#sessions.get(this.#hashes.get(session) ?? "");
    return kept !== undefined && this.#isAlive(kept);
  }

  /** When an account was last heard of since the server began; `null`: it was not. */
  lastSeenMs(user: string): number | null {
    const seen = [...this.#sessions.values()].flatMap(({ person, seenMs }) =>
      person.isAccount && person.user === user ? [seenMs] : [],
    );
    return seen.length === 0 ? null : Math.max(...seen);
  }

  close(id: string): void {
    this.#sessions.delete(hashOf(id));
  }

  /** Ends all sessions of an account, or of the single seat once there are accounts. */
  closeAll(isMeant: (person: Person) => boolean): void {
    for (const [hash, { person }] of this.#sessions)
      if (isMeant(person)) this.#sessions.delete(hash);
    for (const [hash, { person }] of this.#secrets) if (isMeant(person)) this.#secrets.delete(hash);
  }

  #isAlive({ seenMs, idleMs, untilMs }: Kept): boolean {
    const nowMs = this.#nowMs();
    return seenMs + idleMs >= nowMs && untilMs >= nowMs;
  }

  #seen(hash: string, { person, csrf, idleMs, untilMs, seenMs }: Kept): Session {
    const expiresMs = Math.min(seenMs + idleMs, untilMs);
    const session = { ...person, csrf, expiresMs, isByKey: false };
    this.#hashes.set(session, hash);
    return session;
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
export function isSame(one: string, other: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

/** Whether a role is enough where another is asked for. */
export function mayActAs(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Whose wrong attempts are counted: a name, or an address, behind which a whole office may sit. */
export interface Suspect {
  readonly key: string;
  /** Attempts before one has to wait; from then on the wait doubles. */
  readonly freeCount: number;
}

export function suspectsOf(name: string, address: string | null): readonly Suspect[] {
  const named = { key: `as ${name.trim().toLowerCase()}`, freeCount: 5 };
  return address === null ? [named] : [named, { key: `from ${address}`, freeCount: 20 }];
}

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 15 * MINUTE_MS;
const MOST_REMEMBERED = 10_000;

/** Slows down whoever guesses: counted by name and by address, each for itself. */
export class Throttle {
  readonly #nowMs: () => number;
  readonly #failed = new Map<string, { count: number; untilMs: number }>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** @throws SIGN_IN_LATER with how long to wait */
  pass(suspects: readonly Suspect[]): void {
    const nowMs = this.#nowMs();
    for (const { key } of suspects) {
      const waitMs = (this.#failed.get(key)?.untilMs ?? 0) - nowMs;
      if (waitMs > 0)
        throw new FivefoldError("SIGN_IN_LATER", { waitMs: Math.ceil(waitMs / 1000) * 1000 });
    }
  }

  failed(suspects: readonly Suspect[]): void {
    const nowMs = this.#nowMs();
    for (const { key, freeCount } of suspects) {
      const count = (this.#failed.get(key)?.count ?? 0) + 1;
      const over = count - freeCount;
      const waitMs = over < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** over);
      this.#failed.delete(key);
      this.#failed.set(key, { count, untilMs: nowMs + waitMs });
    }
    dropOldest(this.#failed, MOST_REMEMBERED);
  }

  /** A right attempt makes the wrong ones forgotten. */
  passed(suspects: readonly Suspect[]): void {
    for (const { key } of suspects) this.#failed.delete(key);
  }
}
