/**
 * One writer per app, across homes and users: a SQLite file held in BEGIN EXCLUSIVE, which the system frees at death.
 *
 * The file lies in the aside area of the app's folder. Who may only read it there holds it shared: two such can only be
 * readers of the app. Where none can be made, the home's own lock is all there is.
 */

import type { RunContext } from "../model/run.ts";

export interface AppLockOptions {
  /** The folder of fivefold.yaml. */
  readonly appFolder: string;
  /** Used where nothing can be made in the app's folder. */
  readonly home: string;
  /** How long to wait for another holder; 0: not at all. */
  readonly waitMs: number;
}

/**
 * Takes the lock; disposing the result frees it.
 *
 * @throws APP_LOCKED with the holder's pid and run, CANCELLED
 */
export declare function lockApp(
  options: AppLockOptions,
  context: RunContext,
): Promise<AsyncDisposable>;
