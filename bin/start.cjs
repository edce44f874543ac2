// Starts the built command line; only read by a Node that is new enough for it.
"use strict";

import("../dist/cli/main.js").catch(function (error) {
  process.stderr.write("fivefold cannot start: " + (error && error.stack ? error.stack : error) + "\n");
  process.exitCode = 1;
});
