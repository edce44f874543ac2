/**
 * Tickets for one file of a locked backup: whoever gave the password may fetch it once, by an address that holds no password.
 * What it opens with stays in memory, and only for a moment.
 */

import { randomBytes } from "node:crypto";
import { FivefoldError } from "../model/error.ts";

export interface TicketFile {
  /** Who may fetch it. */
  readonly user: string;
  /** As `meant` gave them. */
  readonly at: string | null;
  readonly word: string;
  readonly part: string;
  readonly path: string;
  readonly password: string;
}

const LIFE_MS = 60_000;
const MOST = 100;

export class Tickets {
  readonly #nowMs: () => number;
  readonly #files = new Map<string, { readonly file: TicketFile; readonly untilMs: number }>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  give(file: TicketFile): string {
    const nowMs = this.#nowMs();
    for (const [ticket, { untilMs }] of this.#files)
      if (untilMs < nowMs || this.#files.size >= MOST) this.#files.delete(ticket);
    const ticket = randomBytes(24).toString("base64url");
    this.#files.set(ticket, { file, untilMs: nowMs + LIFE_MS });
    return ticket;
  }

  /** It is used up by that. @throws UPLOAD_UNKNOWN */
  take(ticket: string, user: string): TicketFile {
    const found = this.#files.get(ticket);
    this.#files.delete(ticket);
    if (found === undefined || found.untilMs < this.#nowMs() || found.file.user !== user)
      throw new FivefoldError("UPLOAD_UNKNOWN", { file: ticket });
    return found.file;
  }
}
