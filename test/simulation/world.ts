/**
 * The simulated world: an app with tenants on a disk in memory, a store, a journal; and processes that work on it,
 * each with its own fate. What a process leaves behind when it dies is all that the next one finds.
 */

import type { BackupRequest, SourceOf } from "../../src/engine/backup.ts";
import type { Choice } from "../../src/engine/choice.ts";
import type { Hooks } from "../../src/engine/hook.ts";
import { Journal } from "../../src/engine/journal.ts";
import type { App, LocatedPart } from "../../src/model/app.ts";
import { NO_LIFE_HOOKS } from "../../src/model/hook.ts";
import type { Part, PartId, TenantId } from "../../src/model/part.ts";
import type { Clock, Progress, RunContext, RunId } from "../../src/model/run.ts";
import type { SourceConfig } from "../../src/model/source.ts";
import type { Store } from "../../src/model/store.ts";
import type { Tree } from "./disk.ts";
import { Disk, split } from "./disk.ts";
import type { Plot } from "./fate.ts";
import { Dice, Fate } from "./fate.ts";
import { KONTOR } from "./kontor.ts";
import { MemoryApp } from "./memory-app.ts";
import { MemoryJournal } from "./memory-journal.ts";
import { BROKEN, MemorySource } from "./memory-source.ts";
import { MemoryStore } from "./memory-store.ts";

export const APP_FOLDER = "app";

export interface Process {
  readonly fate: Fate;
  readonly sourceOf: SourceOf;
  readonly hooks: Hooks;
  readonly store: Store;
  readonly journal: Journal;
  readonly context: RunContext;
  readonly reported: readonly Progress[];
}

/** How a process ended: with a result, with an error, or by death, after which neither counts. */
export type Ending<Result> =
  | { readonly kind: "result"; readonly result: Result; readonly touches: number }
  | { readonly kind: "error"; readonly error: unknown; readonly touches: number }
  | { readonly kind: "death"; readonly touches: number };

/** An app of which only its data is known. */
export const UNHOOKED: Hooks = {
  live: NO_LIFE_HOOKS,
  ask: async () => "unasked",
  wasClosed: async () => false,
  async run() {
    throw new Error("there is no hook");
  },
};

export class World {
  readonly dice: Dice;
  readonly disk = new Disk();
  readonly journal = new MemoryJournal();
  readonly store = new MemoryStore();
  readonly app: App;
  /** The app's process, `null`: nothing is known of it, and it has no hooks. */
  life: MemoryApp | null = null;
  #nowMs = 1_795_000_000_000;
  #runs = 0;

  constructor(seed: number) {
    this.dice = new Dice(seed);
    this.app = makeApp(this.dice);
    const calls = this.disk.as(new Fate());
    calls.makeFolder(APP_FOLDER);
    for (const located of this.app.parts) {
      const root = rootOf(located);
      calls.makeFolder(split(root).slice(0, -1).join("/"));
      if (located.source.kind === "sqlite") calls.write(root, this.#text());
      else calls.makeFolder(root);
    }
    for (const located of this.app.parts) this.#fill(located);
  }

  /** Runs one process to its end. */
  async process<Result>(
    plot: Plot,
    work: (process: Process) => Promise<Result>,
  ): Promise<Ending<Result>> {
    const fate = new Fate(plot);
    const reported: Progress[] = [];
    const calls = this.disk.as(fate);
    this.#runs++;
    const clock: Clock = { nowMs: () => (this.#nowMs += 1000), sleep: async () => {} };
    const context: RunContext = {
      run: `run-${String(this.#runs).padStart(4, "0")}` as RunId,
      signal: fate.signal,
      clock,
      report: (progress) => reported.push(progress),
    };
    let ending: Ending<Result>;
    try {
      const journal = await Journal.open(this.journal.as(fate));
      const { life } = this;
      const sourceOf: SourceOf = (config) => new MemorySource(config, calls, fate, life);
      const hooks = life === null ? UNHOOKED : life.as(fate, calls);
      const store = this.store.as(fate);
      const result = await work({ fate, sourceOf, hooks, store, journal, context, reported });
      ending = { kind: "result", result, touches: fate.touches };
    } catch (error) {
      ending = { kind: "error", error, touches: fate.touches };
    }
    if (!fate.isDead) return ending;
    this.journal.crash(this.dice);
    return { kind: "death", touches: fate.touches };
  }

  /** Everything of the app but what restores put aside. */
  get live(): Tree {
    const { ".fivefold": _aside, ...live } = this.#appTree();
    return live;
  }

  /** What restores put aside, by run; `null` when nothing is left. */
  get aside(): Tree | string | null {
    return this.#appTree()[".fivefold"] ?? null;
  }

  #appTree(): Tree {
    const tree = this.disk.tree(APP_FOLDER);
    if (tree === null || typeof tree === "string") throw new Error("the app's folder is gone");
    return tree;
  }

  /** Works on the app, or harms it: every part may be changed, broken or lost. */
  change(harm: { readonly lossPercent: number; readonly breakPercent: number }): void {
    const calls = this.disk.as(new Fate());
    for (const located of this.app.parts) {
      const root = rootOf(located);
      if (this.dice.chance(harm.lossPercent)) calls.remove(root);
      else if (this.dice.chance(harm.breakPercent) && calls.has(root))
        calls.write(located.source.kind === "sqlite" ? root : `${root}/broken`, BROKEN);
      else if (this.dice.chance(60)) this.#fill(located);
    }
  }

  #fill({ source }: LocatedPart): void {
    const calls = this.disk.as(new Fate());
    const root = rootOf({ source });
    if (!calls.has(root)) return;
    if (source.kind === "sqlite") {
      calls.write(root, this.#text());
      return;
    }
    for (let count = this.dice.below(4); count > 0; count--) {
      const folder = `${root}/${this.dice.pick(["a", "b", "b/c"])}`;
      calls.makeFolder(folder);
      calls.write(`${folder}/file${this.dice.below(3)}`, this.#text());
    }
    if (this.dice.chance(30)) calls.remove(`${root}/b`);
    for (const excluded of source.exclude) {
      if (calls.has(`${root}/${excluded}`)) continue;
      calls.makeFolder(`${root}/${excluded}`);
      calls.write(`${root}/${excluded}/kept`, this.#text());
    }
  }

  #text(): string {
    return `text ${this.dice.below(1_000_000)}`;
  }

  backupRequest(selection: BackupRequest["selection"]): BackupRequest {
    return { app: this.app, selection, reason: "manual", settings: "", program: "simulation" };
  }

  /** Everything, some tenants, some parts, or both. */
  choice(): Choice {
    const tenants = this.app.tenants.map(({ id }) => id).filter(() => this.dice.chance(50));
    const parts = this.app.parts.map(({ part }) => part.id).filter(() => this.dice.chance(30));
    const isNarrow = this.dice.chance(40);
    return {
      tenants: isNarrow ? tenants : [],
      parts: isNarrow && this.dice.chance(50) ? parts : [],
    };
  }
}

export function rootOf({ source }: Pick<LocatedPart, "source">): string {
  return source.kind === "files" ? source.root : source.path;
}

function makeApp(dice: Dice): App {
  const parts: LocatedPart[] = [
    place("login", "database", null, sqlite("data/login.db")),
    place("settings", "settings", null, files("data/settings", [], [])),
  ];
  const hasInner = dice.chance(50);
  if (dice.chance(80)) {
    const inner = hasInner ? ["deep/inner.db", "sub"] : [];
    const exclude = dice.chance(50) ? ["cache"] : [];
    const outer = place("workspaces", "workspace", null, files("data/work", exclude, inner));
    const insides = [
      place("inner", "database", null, sqlite("data/work/deep/inner.db")),
      place("sub", "files", null, files("data/work/sub", dice.chance(50) ? ["tmp"] : [], [])),
    ];
    // Inner parts come first in the description half the time: the order of swapping must not depend on it.
    const all = hasInner ? [outer, ...insides] : [outer];
    parts.push(...(dice.chance(50) ? all : all.toReversed()));
  }
  const tenants = [];
  for (let number = dice.below(4); number > 0; number--) {
    const id = `t${number}` as TenantId;
    tenants.push({ id, title: id });
    parts.push(place(`tenants/${id}/database`, "database", id, sqlite(`data/tenants/${id}/db`)));
    parts.push(
      place(`tenants/${id}/files`, "files", id, files(`data/tenants/${id}/files`, [], [])),
    );
  }
  return {
    ...KONTOR,
    folder: APP_FOLDER,
    description: "app: { id: kontor }",
    parts,
    tenants,
  };
}

function place(
  id: string,
  kind: Part["kind"],
  tenant: TenantId | null,
  source: SourceConfig,
): LocatedPart {
  return { part: { id: id as PartId, kind, tenant, title: {} }, source };
}

function sqlite(path: string): SourceConfig {
  const where = { description: APP_FOLDER, scratch: "scratch" };
  return { kind: "sqlite", path: `${APP_FOLDER}/${path}`, ...where };
}

function files(root: string, exclude: readonly string[], inner: readonly string[]): SourceConfig {
  const where = { description: APP_FOLDER, scratch: "scratch" };
  return { kind: "files", root: `${APP_FOLDER}/${root}`, exclude, inner, ...where };
}
