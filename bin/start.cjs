// Starts the built command line; only read by a Node that is new enough for it.
"use strict";

require("./memory.cjs").keepMemoryLow();
require("node:module").enableCompileCache();

import("../dist/cli/main.js").catch((error) => {
  process.stderr.write(`fivefold cannot start: ${error?.stack ?? error}\n`);
  process.exitCode = 1;
});
