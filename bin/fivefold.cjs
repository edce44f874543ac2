#!/usr/bin/env node
// The published command. What stands here must parse on any Node, however old: only ES5.
"use strict";

var NEEDED = 24;
var version = process.versions.node;

if (parseInt(version, 10) >= NEEDED) {
  // oxlint-disable-next-line import/no-unassigned-import -- to start is all that it does
  require("./start.cjs");
} else {
  var sentence = "fivefold needs Node.js " + NEEDED + " or newer; this is Node.js " + version + ".";
  process.stderr.write(sentence + "\n");
  process.exitCode = 1;
}
