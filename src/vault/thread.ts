/** The entry of a worker thread: takes messages from its port, lets `ThreadWork` do the work, sends back what comes of it. */

import { parentPort, workerData } from "node:worker_threads";
import { ThreadWork } from "./thread-work.ts";
import type { ThreadSetup, ToThread } from "./thread-work.ts";

const port = parentPort;
if (port !== null) {
  const work = new ThreadWork(workerData as ThreadSetup, (message, transfer) =>
    port.postMessage(message, [...transfer]),
  );
  port.on("message", (message: ToThread) => work.receive(message));
}
