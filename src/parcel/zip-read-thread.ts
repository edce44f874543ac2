/** The entry of a reading thread: takes jobs from its port, lets `ReadWork` do them, sends back what comes of them. */

import { parentPort, workerData } from "node:worker_threads";
import { ReadWork } from "./zip-read-work.ts";
import type { ReadJob, ReadSetup } from "./zip-read-work.ts";

const port = parentPort;
if (port !== null) {
  const work = new ReadWork(workerData as ReadSetup, (message) => port.postMessage(message));
  port.on("message", (job: ReadJob) => work.receive(job));
}
