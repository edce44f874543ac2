/**
 * What other programs do to the app: commands that do their work themselves, a launcher that puts a restore in place.
 *
 * While somebody has a page open it is looked at every two seconds, so that the page shows them at work, and their runs and
 * what these changed once they have ended.
 */

import { stat } from "node:fs/promises";
import path from "node:path";
import type { OtherRun } from "../fivefold.ts";
import { asFivefoldError, systemCode } from "../model/error.ts";
import type { OpenApp } from "./open-app.ts";

const LOOK_MS = 2000;

export class Elsewhere implements Disposable {
  readonly #app: OpenApp;
  readonly #hasReaders: () => boolean;
  readonly #changed: () => void;
  readonly #timer: NodeJS.Timeout;
  #seen: string | null = null;
  #isLooking = false;

  constructor(app: OpenApp, hasReaders: () => boolean, changed: () => void) {
    this.#app = app;
    this.#hasReaders = hasReaders;
    this.#changed = changed;
    this.#timer = setInterval(() => {
      if (!this.#isLooking && hasReaders()) void this.#look();
    }, LOOK_MS);
    this.#timer.unref();
  }

  /** The run of another program that works on the app now; `null`: none does, or nobody can tell. */
  async run(): Promise<OtherRun | null> {
    if (this.#app.known === null) return null;
    try {
      return await this.#app.look(async (fivefold) => await fivefold.otherRun());
    } catch (thrown) {
      if (asFivefoldError(thrown).code === "INTERNAL") throw thrown;
      return null;
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    try {
      const now = `${(await this.run())?.run ?? ""} ${await this.#stamp()}`;
      const isNews = this.#seen !== null && this.#seen !== now && this.#hasReaders();
      this.#seen = now;
      if (!isNews) return;
      this.#app.renew();
      this.#changed();
    } finally {
      this.#isLooking = false;
    }
  }

  /** Different as soon as a run has left its record. */
  async #stamp(): Promise<string> {
    const home = this.#app.known?.home;
    if (home === undefined) return "";
    try {
      return String((await stat(path.join(home, "runs"))).mtimeMs);
    } catch (thrown) {
      return systemCode(thrown) ?? "";
    }
  }
}
