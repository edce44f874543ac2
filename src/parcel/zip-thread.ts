/** The entry of a worker thread that writes a zip: takes messages from its port, lets `ZipWork` do the work, sends back what comes of it. */

import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { ZipWork } from "./zip-work.ts";
import type { ToThread, WorkSetup } from "./zip-work.ts";

const port = parentPort;
if (port !== null) {
  const setup = workerData as WorkSetup;
  // As in the vault's threads.
  if (setup.isLow && process.platform === "linux") setPriority(constants.priority.PRIORITY_LOW);
  const work = new ZipWork(setup, true, (message) => port.postMessage(message));
  port.on("message", (message: ToThread | null) => {
    if (message !== null) {
      work.receive(message);
      return;
    }
    work.close();
    port.close();
  });
}
