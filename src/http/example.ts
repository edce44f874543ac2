/**
 * The example that people try everything with: an app and a home of its own, behind a server of its own, so that nothing that
 * is done there reaches the app that is served here.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { prepareExample } from "../fivefold.ts";
import type { ExampleApp } from "../fivefold.ts";
import { FivefoldError } from "../model/error.ts";

/** How somebody comes in: the port on this very host, and a secret that works once. */
export interface WayIn {
  readonly port: number;
  readonly secret: string;
}

interface Served extends AsyncDisposable {
  readonly port: number;
  secret(): string;
}

export interface ExampleWish {
  /** Where it is kept for the next time, `null`: nowhere. */
  folder(): string | null;
  start(app: ExampleApp): Promise<Served>;
}

export class Example implements AsyncDisposable {
  readonly #wish: ExampleWish;
  readonly #rest = new AsyncDisposableStack();
  #served: Promise<Served> | null = null;

  constructor(wish: ExampleWish) {
    this.#wish = wish;
  }

  /** Makes and serves it the first time. @throws TARGET_UNWRITABLE; as `startServer` */
  async open(): Promise<WayIn> {
    this.#served ??= this.#serve();
    try {
      const served = await this.#served;
      return { port: served.port, secret: served.secret() };
    } catch (thrown) {
      this.#served = null;
      throw thrown;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#served?.catch(() => null);
    await this.#rest[Symbol.asyncDispose]();
  }

  async #serve(): Promise<Served> {
    const served = await this.#wish.start(await this.#prepare());
    this.#rest.use(served);
    return served;
  }

  async #prepare(): Promise<ExampleApp> {
    const folder = this.#wish.folder();
    try {
      if (folder !== null) return await prepareExample(folder);
    } catch (thrown) {
      // A home that cannot be written, or is full, keeps nobody from trying.
      const isOurs = thrown instanceof FivefoldError && thrown.code === "TARGET_UNWRITABLE";
      if (!isOurs) throw thrown;
    }
    const temporary = await mkdtemp(path.join(tmpdir(), "fivefold-example-"));
    this.#rest.defer(async () => await rm(temporary, { recursive: true, force: true }));
    return await prepareExample(temporary);
  }
}
