/**
 * The thread that keeps one lock fresh, whatever the main thread is busy with.
 *
 * It opens the place again by itself. Its clock is the run's, as it was last told, and from then on the system's uptime,
 * which goes on while the computer sleeps.
 */

import { uptime } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import type { Place, PlaceConfig } from "../model/place.ts";
import type { RunContext } from "../model/run.ts";
import { LockFile, RUNNING, STARTING, keepFresh } from "./lock.ts";
import type { FromLockThread, LockThreadSetup, ToLockThread } from "./lock.ts";
import { Repository } from "./repository.ts";

interface PlaceModule {
  readonly openPlace: (config: PlaceConfig) => Place | Promise<Place>;
}

async function run(setup: LockThreadSetup, port: MessagePort): Promise<void> {
  const { reopen, times } = setup;
  let told = { ms: setup.nowMs, at: uptime() };
  const control = { isStopping: false, wake: (): void => undefined };
  port.on("message", (message: ToLockThread) => {
    if (message.kind === "time") told = { ms: message.nowMs, at: uptime() };
    else {
      control.isStopping = true;
      control.wake();
    }
  });
  const tell = (message: FromLockThread): void => port.postMessage(message, []);
  const context: RunContext = {
    run: setup.run,
    signal: new AbortController().signal,
    clock: {
      nowMs: () => told.ms + Math.round((uptime() - told.at) * 1000),
      sleep: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
    },
    report: () => undefined,
  };
  const { openPlace } = (await import(reopen.module)) as PlaceModule;
  const place = await openPlace(reopen.config);
  const repository = await Repository.open(place, setup.key, context);
  const file = new LockFile(repository, setup.owner, setup.evidence);
  file.adopt(setup.id, setup.nowMs);
  if (Atomics.compareExchange(setup.state, 0, STARTING, RUNNING) !== STARTING) return;
  let isLost = false;
  let triedMs = 0;
  while (!control.isStopping) {
    await new Promise<void>((resolve) => {
      control.wake = resolve;
      setTimeout(resolve, times.poll);
    });
    const nowMs = context.clock.nowMs();
    const isDue = nowMs - file.writtenMs >= times.refresh;
    // After a failure the place gets some time.
    const isTooSoon = nowMs - triedMs < times.refresh / 10;
    if (control.isStopping || isLost || !isDue || isTooSoon) continue;
    triedMs = nowMs;
    const before = file.id;
    const failure = await keepFresh(file, times, context);
    if (file.id !== before && file.id !== null)
      tell({ kind: "refreshed", id: file.id, timeMs: file.writtenMs });
    if (failure === null) continue;
    isLost = true;
    tell({ kind: "lost", message: failure.message });
  }
  // What remains is removed by the next command, by its evidence.
  await file.tidy(context).catch(() => undefined);
  tell({ kind: "stopped", id: file.id ?? setup.id });
  port.close();
}

if (parentPort === null) throw new Error("runs only as a thread");
await run(workerData as LockThreadSetup, parentPort);
