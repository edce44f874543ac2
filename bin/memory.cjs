// Settings of the JavaScript engine that keep memory low; they must be made before the program is loaded.
"use strict";

const { setFlagsFromString } = require("node:v8");

// A backup makes little that lives long: small spaces that are cleared often cost hardly any time.
exports.keepMemoryLow = () => {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=30");
};
