/** The entry of a worker thread: takes messages from its port, lets `ThreadWork` do the work, sends back what comes of it. */

import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { ThreadWork } from "./thread-work.ts";
import type { ThreadSetup, ToThread } from "./thread-work.ts";

const port = parentPort;
if (port !== null) {
  const setup = workerData as ThreadSetup;
  // On Linux that is this thread's alone, and its reads and writes go after others', too; elsewhere it is the program's.
  if (setup.isLow && process.platform === "linux") setPriority(constants.priority.PRIORITY_LOW);
  const work = new ThreadWork(setup, (message, transfer) =>
    port.postMessage(message, [...transfer]),
  );
  port.on("message", (message: ToThread) => work.receive(message));
}
