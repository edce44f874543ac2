/** The entry of a worker thread that writes a zip: takes messages from its port, lets `ZipWork` do the work, sends back what comes of it. */

import { parentPort, workerData } from "node:worker_threads";
import { ZipWork } from "./zip-work.ts";
import type { ToThread, WorkSetup } from "./zip-work.ts";

const port = parentPort;
if (port !== null) {
  const work = new ZipWork(workerData as WorkSetup, true, (message) => port.postMessage(message));
  port.on("message", (message: ToThread | null) => {
    if (message !== null) {
      work.receive(message);
      return;
    }
    work.close();
    port.close();
  });
}
