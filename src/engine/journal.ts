/**
 * The memory of restores: one append-only file in the home, one fact a line, on disk before the world is touched.
 *
 * States: begun, ready, swapping, swapped, done, closed; undoing; turnedBack. Side facts change no state. `cleared`:
 * nothing of the run lies aside any more; a fact of its own, because clearing must never begin before the journal says
 * that the run's old data is no longer needed. `stuck`: turning back could not be finished; from then on the parts that
 * are back are left alone, whatever becomes of what lies aside. `stopped` and `starting` are written before the app is
 * stopped or started, `started` after it: until then somebody owes it a start. `measured` says what the old state takes,
 * so that nobody has to walk through it again. A torn line, left by a death, is no fact; a lost one is noticed by the
 * order of the others.
 */

import { randomBytes } from "node:crypto";
import { open, readFile, rm, stat, statfs, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ErrorCode } from "../model/error.ts";
import { FivefoldError, systemCode } from "../model/error.ts";
import type { LifeHooks } from "../model/hook.ts";
import { NO_LIFE_HOOKS } from "../model/hook.ts";
import type { Part, PartId } from "../model/part.ts";
import type { RunId } from "../model/run.ts";
import type { PartRecord, Scope, SnapshotId, TenantRecord } from "../model/snapshot.ts";
import type { Enrolment, SourceConfig, TakenRoom } from "../model/source.ts";

/** A part with the source it was resolved to then, so that an edited description cannot misdirect an unswap. */
export interface JournalPart {
  readonly part: Part;
  readonly source: SourceConfig;
  readonly record: PartRecord;
  /** The part is the live login database with these tenants entered, and nothing of the snapshot. */
  readonly enrols?: Enrolment;
}

/** Names a snapshot for people and for opening it again. */
export interface SnapshotName {
  /** The place's name or folder, as the faces know it. */
  readonly place: string;
  readonly snapshot: SnapshotId;
}

/** Where what was put aside of a part lies, or should lie. */
export interface PartAside {
  readonly part: PartId;
  readonly path: string;
}

/** Versions of the app, "" where they are not known. */
export interface Versions {
  /** Of the app that made the snapshot. */
  readonly snapshot: string;
  /** Of the app here, when the restore began. */
  readonly app: string;
}

export type JournalFact =
  | {
      readonly kind: "begun";
      readonly from: SnapshotName;
      /** Of the snapshot, ISO 8601. */
      readonly takenAt: string;
      /** In the order of swapping: outer parts first. */
      readonly parts: readonly JournalPart[];
      /** What the parts are of the live app; older journals lack this and the tenants. */
      readonly scope?: Scope;
      /** Those that have a part among them. */
      readonly tenants?: readonly TenantRecord[];
      /** As they were resolved then; older journals lack these and what follows. */
      readonly hooks?: LifeHooks;
      readonly versions?: Versions;
      /** A probe that fails is a finding and turns nothing back. */
      readonly acceptsProbe?: boolean;
    }
  | { readonly kind: "ready"; readonly safety: SnapshotName | null }
  | { readonly kind: "swapping" }
  | { readonly kind: "swapped" }
  | { readonly kind: "done" }
  | {
      readonly kind: "undoing";
      readonly safety: SnapshotName | null;
      /** Parts of which the safety snapshot lacks something: what is swapped out of these stays. */
      readonly unsaved?: readonly PartId[];
    }
  /** With the hooks of an act that did not begin the restore: an undo's. */
  | { readonly kind: "stopped"; readonly hooks?: LifeHooks }
  | { readonly kind: "starting" }
  | { readonly kind: "started" }
  | {
      readonly kind: "stuck";
      readonly back: readonly PartId[];
      readonly lost: readonly PartAside[];
    }
  | {
      readonly kind: "turnedBack";
      readonly code: ErrorCode | null;
      /** Left as they were, because somebody accepted it. */
      readonly lost?: readonly PartAside[];
    }
  | { readonly kind: "measured"; readonly rooms: readonly TakenRoom[] }
  | { readonly kind: "closed" }
  | { readonly kind: "cleared" };

type SideFact = "cleared" | "measured" | "stuck" | "stopped" | "starting" | "started";
export type JournalState = Exclude<JournalFact["kind"], SideFact>;

/** One restore as the journal knows it. */
export interface RestoreRecord {
  readonly run: RunId;
  readonly state: JournalState;
  /** When it reached that state, in milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly from: SnapshotName;
  readonly takenAt: string;
  readonly parts: readonly JournalPart[];
  readonly scope: Scope;
  readonly tenants: readonly TenantRecord[];
  readonly hooks: LifeHooks;
  readonly versions: Versions;
  readonly acceptsProbe: boolean;
  /** What has been done with the app; "untouched": it was neither stopped nor started, or runs again. */
  readonly app: "untouched" | "stopped" | "starting";
  /** Of the state before the restore. */
  readonly safety: SnapshotName | null;
  /** Of the state before the undo. */
  readonly undoSafety: SnapshotName | null;
  /** Why it turned back, `null` when it did not or was told to. */
  readonly code: ErrorCode | null;
  /** Parts whose state before the undo lies aside for good, because it could not be saved. */
  readonly unsaved: readonly PartId[];
  /** Parts that are back, while others are not yet. */
  readonly back: readonly PartId[];
  /** Parts whose old state was not found at the last attempt, or, turned back, is lost for good. */
  readonly lost: readonly PartAside[];
  /** What lies aside for the undo, by device; `null`: nobody has measured it. */
  readonly rooms: readonly TakenRoom[] | null;
  /** Nothing of this run lies aside any more. */
  readonly isCleared: boolean;
}

/** The file system calls that the journal makes; the simulation gives its own. */
export interface JournalFile {
  /** For messages. */
  readonly path: string;
  /** Everything in the file; no bytes when there is none. */
  read(): Promise<Uint8Array>;
  /** Puts bytes at the end; a death before `sync` returns may lose them, or keep a part of them. */
  append(bytes: Uint8Array): Promise<void>;
  /** On return everything appended, and the file's name, survive a power cut. */
  sync(): Promise<void>;
  /**
   * Keeps some room on the disk for the facts to come, so that whoever has begun can also end, on a disk that others filled
   * meanwhile. What is kept already stays.
   *
   * @throws SPACE_SHORT
   */
  reserve(): Promise<void>;
  /** Gives a piece of the reserved room back to the disk; false when there is none left. */
  release(): Promise<boolean>;
}

/** Enough for the longest facts, of some thousand parts, and a few names besides. */
const RESERVE_BYTES = 64 * 1024;
/** Given back piece by piece: others on the disk that are short of room take what they find. */
const PIECE_BYTES = 16 * 1024;

/** The journal's file in a home folder that exists. */
export function journalFile(path: string): JournalFile {
  const reserved = join(dirname(path), ".journal-reserve");
  return {
    path,
    async read() {
      try {
        return await readFile(path);
      } catch (thrown) {
        if (systemCode(thrown) === "ENOENT") return new Uint8Array();
        throw thrown;
      }
    },
    async append(bytes) {
      const file = await open(path, "a", 0o600);
      try {
        await file.writeFile(bytes);
      } finally {
        await file.close();
      }
    },
    async sync() {
      await syncPath(path);
      // Windows cannot open a folder for this, and needs no sync of a new name.
      if (process.platform !== "win32") await syncPath(dirname(path));
    },
    async reserve() {
      if ((await sizeOf(reserved)) === RESERVE_BYTES) return;
      try {
        // Not zeros: some file systems store those in no room at all.
        await writeFile(reserved, randomBytes(RESERVE_BYTES), { mode: 0o600, flush: true });
      } catch (thrown) {
        await rm(reserved, { force: true });
        if (!isFull(thrown)) throw thrown;
        const { bavail, bsize } = await statfs(dirname(path));
        const room = { neededBytes: RESERVE_BYTES, freeBytes: bavail * bsize };
        throw new FivefoldError("SPACE_SHORT", { path: dirname(path), ...room }, { cause: thrown });
      }
    },
    async release() {
      const sizeBytes = await sizeOf(reserved);
      if (sizeBytes === null) return false;
      if (sizeBytes > PIECE_BYTES) await truncate(reserved, sizeBytes - PIECE_BYTES);
      else await rm(reserved, { force: true });
      return true;
    },
  };
}

/** `null`: it is not there. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") return null;
    throw thrown;
  }
}

function isFull(thrown: unknown): boolean {
  const code = systemCode(thrown);
  return code === "ENOSPC" || code === "EDQUOT";
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const NEXT: Readonly<Record<JournalState, readonly JournalState[]>> = {
  begun: ["ready", "turnedBack"],
  ready: ["swapping", "turnedBack"],
  swapping: ["swapped", "turnedBack"],
  swapped: ["done", "turnedBack"],
  done: ["undoing", "closed"],
  undoing: ["turnedBack"],
  closed: [],
  turnedBack: [],
};

/** Held by one process at a time: the caller has the app lock. */
export class Journal {
  readonly #file: JournalFile;
  readonly #restores: Map<RunId, RestoreRecord>;
  /** The file may end in the middle of a line. */
  #isTorn: boolean;

  private constructor(file: JournalFile, restores: Map<RunId, RestoreRecord>, isTorn: boolean) {
    this.#file = file;
    this.#restores = restores;
    this.#isTorn = isTorn;
  }

  /**
   * @throws JOURNAL_DAMAGED when the facts stand in an impossible order; JOURNAL_NEWER when there are some that we do not
   *   know, and so cannot tell what they change; HOME_UNWRITABLE when the file cannot be read or synced
   */
  static async open(file: JournalFile): Promise<Journal> {
    const bytes = await file.read().catch((thrown: unknown) => {
      throw unusable(file, thrown);
    });
    // A fact whose writer failed to sync it can be read, and yet vanish with the next power cut: nothing is built on it before.
    if (bytes.length > 0)
      await file.sync().catch((thrown: unknown) => {
        throw unusable(file, thrown);
      });
    const text = new TextDecoder().decode(bytes);
    const restores = new Map<RunId, RestoreRecord>();
    text.split("\n").forEach((line, index) => {
      const parsed = parseLine(line);
      if (parsed === null) return;
      if (parsed === "newer")
        throw new FivefoldError("JOURNAL_NEWER", { path: file.path, line: index + 1 });
      const next = advance(restores.get(parsed.run), parsed.run, parsed.atMs, parsed.fact);
      if (next === null)
        throw new FivefoldError("JOURNAL_DAMAGED", { path: file.path, line: index + 1 });
      restores.set(parsed.run, next);
    });
    return new Journal(file, restores, text !== "" && !text.endsWith("\n"));
  }

  /** Oldest first. */
  get restores(): readonly RestoreRecord[] {
    return [...this.#restores.values()];
  }

  /** The restore that can be undone, `null` when there is none. */
  get undoable(): RestoreRecord | null {
    return this.restores.findLast((each) => each.state === "done") ?? null;
  }

  /** The restore that is in the middle, `null` when there is none; it must be settled before another begins. */
  get unfinished(): RestoreRecord | null {
    return this.restores.findLast((each) => NEXT[each.state].includes("turnedBack")) ?? null;
  }

  /** @throws UNDO_MISSING when the journal knows no such restore */
  record(run: RunId): RestoreRecord {
    const record = this.#restores.get(run);
    if (record === undefined) throw new FivefoldError("UNDO_MISSING", { run });
    return record;
  }

  /**
   * Writes a fact, which is on disk on return; when it throws, the fact may be on disk or not.
   *
   * @throws HOME_UNWRITABLE with the system's reason: no room, no right
   */
  async write(run: RunId, atMs: number, fact: JournalFact): Promise<RestoreRecord> {
    const next = advance(this.#restores.get(run), run, atMs, fact);
    if (next === null)
      throw new FivefoldError("INTERNAL", { message: `journal: no ${fact.kind} in ${run} now` });
    try {
      if (fact.kind === "begun") await this.#file.reserve();
      await this.#append(JSON.stringify({ run, atMs, ...fact }));
      await this.#inReserve(async () => await this.#file.sync());
    } catch (thrown) {
      throw unusable(this.#file, thrown);
    }
    this.#isTorn = false;
    this.#restores.set(run, next);
    return next;
  }

  async #append(text: string): Promise<void> {
    let isThere = false;
    await this.#inReserve(async () => {
      // After a torn line the next one needs a line end before it, or both would be lost.
      const line = `${this.#isTorn ? "\n" : ""}${text}\n`;
      if (isThere) return;
      this.#isTorn = true;
      try {
        await this.#file.append(new TextEncoder().encode(line));
      } catch (thrown) {
        // Some file systems say only at the end that a disk is full. The same fact twice would be an impossible order.
        isThere = new TextDecoder().decode(await this.#file.read()).endsWith(`${text}\n`);
        throw thrown;
      }
    });
  }

  /** Does it again in the room that was reserved when the disk is full. */
  async #inReserve(deed: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await deed();
      } catch (thrown) {
        if (!isFull(thrown) || !(await this.#file.release())) throw thrown;
      }
    }
  }
}

function unusable({ path }: JournalFile, thrown: unknown): unknown {
  const reason = systemCode(thrown);
  if (thrown instanceof FivefoldError || reason === null) return thrown;
  return new FivefoldError("HOME_UNWRITABLE", { path, reason }, { cause: thrown });
}

interface Line {
  readonly run: RunId;
  readonly atMs: number;
  readonly fact: JournalFact;
}

const SIDE_FACTS: readonly SideFact[] = [
  "cleared",
  "measured",
  "stuck",
  "stopped",
  "starting",
  "started",
];
const KINDS: readonly string[] = [...Object.keys(NEXT), ...SIDE_FACTS];

/** Gives `null` for a torn line: the beginning of a JSON object is never JSON. "newer": whole, and not of our kinds. */
function parseLine(line: string): Line | "newer" | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { run, atMs, ...fact } = value as Record<string, unknown>;
  if (typeof run !== "string" || typeof atMs !== "number") return null;
  if (typeof fact["kind"] !== "string") return null;
  if (!KINDS.includes(fact["kind"])) return "newer";
  return { run: run as RunId, atMs, fact: fact as unknown as JournalFact };
}

/** The state machine; `null` when the fact cannot stand here. */
function advance(
  before: RestoreRecord | undefined,
  run: RunId,
  atMs: number,
  fact: JournalFact,
): RestoreRecord | null {
  if (fact.kind === "begun") {
    if (before !== undefined || !Array.isArray(fact.parts)) return null;
    const { from, takenAt, parts, scope = "parts", tenants = tenantsNamedIn(parts) } = fact;
    const nothing = { safety: null, undoSafety: null, code: null, rooms: null, isCleared: false };
    const noParts = { back: [], lost: [], unsaved: [] };
    const { hooks = NO_LIFE_HOOKS, versions = { snapshot: "", app: "" } } = fact;
    const { acceptsProbe = false } = fact;
    return {
      run,
      state: "begun",
      atMs,
      from,
      takenAt,
      parts,
      scope,
      tenants,
      hooks,
      versions,
      acceptsProbe,
      app: "untouched",
      ...nothing,
      ...noParts,
    };
  }
  if (before === undefined) return null;
  if (fact.kind === "cleared")
    return NEXT[before.state].length === 0 ? { ...before, isCleared: true } : null;
  if (fact.kind === "stuck") {
    const { back, lost } = fact;
    return isHalfway(before.state) ? { ...before, back, lost } : null;
  }
  if (fact.kind === "measured")
    return before.state === "done" ? { ...before, rooms: fact.rooms } : null;
  if (fact.kind === "stopped")
    return { ...before, app: "stopped", hooks: fact.hooks ?? before.hooks };
  if (fact.kind === "starting") return { ...before, app: "starting" };
  if (fact.kind === "started") return { ...before, app: "untouched" };
  if (!NEXT[before.state].includes(fact.kind)) return null;
  const next: RestoreRecord = { ...before, state: fact.kind, atMs };
  if (fact.kind === "ready") return { ...next, safety: fact.safety };
  if (fact.kind === "undoing")
    return { ...next, undoSafety: fact.safety, unsaved: fact.unsaved ?? [] };
  if (fact.kind !== "turnedBack") return next;
  return { ...next, code: fact.code, lost: fact.lost ?? [] };
}

/** Live data may be half old and half new. */
export function isHalfway(state: JournalState): boolean {
  return state === "swapping" || state === "swapped" || state === "undoing";
}

/** Nothing of it is left to do, but for giving up its undo in time. */
export function isSettled({ state, isCleared, app }: RestoreRecord): boolean {
  return app === "untouched" && (state === "done" || isCleared);
}

/** For records that do not say their tenants: the id is all that is known of them. */
function tenantsNamedIn(parts: readonly JournalPart[]): readonly TenantRecord[] {
  const ids = new Set(parts.flatMap(({ part }) => (part.tenant === null ? [] : [part.tenant])));
  return [...ids].map((id) => ({ id, title: id }));
}
