/**
 * The app that the server serves, opened anew for each piece of work, as the command line does: what another program wrote
 * meanwhile is seen. What only looks shares one opening for a while, because to try a key takes its time.
 */

import { stat } from "node:fs/promises";
import path from "node:path";
import type { Brand, Fivefold, FivefoldOptions, Snapshot, Watch } from "../fivefold.ts";
import { NO_PASSWORDS, findDescription, openFivefold } from "../fivefold.ts";
import { asFivefoldError, systemCode } from "../model/error.ts";

export type AppOptions = Omit<FivefoldOptions, "passwords" | "questions">;

/** What is known of the app also when it cannot be opened any more. */
export interface KnownApp {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly home: string;
  readonly ownPlaces: readonly string[];
  readonly brand: Brand;
}

/** One opening serves whoever looks for so long. */
const KEPT_MS = 60_000;

interface Kept {
  readonly fivefold: Fivefold;
  readonly stamp: string;
  readonly openedMs: number;
  users: number;
  isOver: boolean;
}

export class OpenApp implements AsyncDisposable {
  #options: AppOptions;
  #known: KnownApp | null = null;
  #kept: Promise<Kept> | null = null;

  constructor(options: AppOptions) {
    const seen = new Map<string, Map<string, Snapshot>>();
    const listed = (vault: string): Map<string, Snapshot> => {
      const ofVault = seen.get(vault) ?? new Map<string, Snapshot>();
      seen.set(vault, ofVault);
      return ofVault;
    };
    this.#options = { ...options, listed };
  }

  /** As it was when it was opened last; `null`: it never was. */
  get known(): KnownApp | null {
    return this.#known;
  }

  get options(): AppOptions {
    return this.#options;
  }

  /** From now on another app is served. */
  turnTo(description: string, home: string): void {
    this.#options = { ...this.#options, description, home };
    this.renew();
  }

  /** Opens the app for one piece of work; the caller disposes of it. @throws as `openFivefold` */
  async take(more: Partial<FivefoldOptions> = {}): Promise<Fivefold> {
    const fivefold = await openFivefold({
      passwords: NO_PASSWORDS,
      ...this.#options,
      ...more,
    });
    const { appId: id, appName: name, folder, home, ownPlaces, brand } = fivefold;
    this.#known = { id, name, folder, home, ownPlaces, brand };
    return fivefold;
  }

  /** Works with an opening that others who look may share. @throws as `openFivefold` */
  async look<Value>(work: (fivefold: Fivefold) => Promise<Value>): Promise<Value> {
    const kept = await this.#shared();
    kept.users++;
    try {
      return await work(kept.fivefold);
    } finally {
      kept.users--;
      await letGo(kept);
    }
  }

  /** What was opened is not used by anybody who comes from now on: something was written. */
  renew(): void {
    const kept = this.#kept;
    this.#kept = null;
    void kept?.then(
      async (each) => {
        each.isOver = true;
        await letGo(each);
      },
      () => undefined,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const kept = await this.#kept?.catch(() => null);
    this.#kept = null;
    if (kept === undefined || kept === null) return;
    kept.isOver = true;
    await letGo(kept);
  }

  async #shared(): Promise<Kept> {
    const stamp = await this.#stamp();
    const before = await this.#kept?.catch(() => null);
    const isGood =
      before !== undefined &&
      before !== null &&
      before.stamp === stamp &&
      performance.now() - before.openedMs < KEPT_MS;
    if (isGood) return before;
    if (before !== null) this.renew();
    // Of several who come together one opens.
    this.#kept ??= this.take().then((fivefold) => ({
      fivefold,
      stamp,
      openedMs: performance.now(),
      users: 0,
      isOver: false,
    }));
    try {
      return await this.#kept;
    } catch (thrown) {
      this.#kept = null;
      throw thrown;
    }
  }

  /** Different as soon as description or settings are. */
  async #stamp(): Promise<string> {
    try {
      const description = await findDescription(this.#options.description, this.#options);
      const home = this.#known?.home;
      const files = [
        description,
        ...(home === undefined ? [] : [path.join(home, "settings.yaml")]),
      ];
      const stamps = await Promise.all(files.map(async (file) => await stampOf(file)));
      return stamps.join(" ");
    } catch (thrown) {
      return asFivefoldError(thrown).code;
    }
  }
}

async function letGo(kept: Kept): Promise<void> {
  if (!kept.isOver || kept.users > 0) return;
  await kept.fivefold[Symbol.asyncDispose]();
}

async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs}:${size}:${ino}`;
  } catch (thrown) {
    return systemCode(thrown) ?? "";
  }
}

/** Somebody who only looks on. */
export function lookingOn(signal: AbortSignal): Watch {
  return {
    signal,
    started: () => undefined,
    report: () => undefined,
    settled: () => undefined,
    made: () => undefined,
  };
}
