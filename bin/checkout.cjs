// Starts the command line from its sources. Not TypeScript itself, so that all of it comes from the cache of compiled code:
// Node loads the program that strips types only when a file is not in it.
"use strict";

require("./memory.cjs").keepMemoryLow();
require("node:module").enableCompileCache();

import("../src/cli/main.ts").catch((error) => {
  process.stderr.write(`fivefold cannot start: ${error?.stack ?? error}\n`);
  process.exitCode = 1;
});
