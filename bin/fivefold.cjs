#!/usr/bin/env node
// The published command. What stands here must parse on any Node, however old: only ES5.
"use strict";

var NEEDED = 24;
var version = process.versions.node;

if (parseInt(version, 10) >= NEEDED) {
  require("./start.cjs");
} else {
  process.stderr.write(
    "fivefold needs Node.js " + NEEDED + " or newer, and this is Node.js " + version + ".\n"
  );
  process.exitCode = 1;
}
