/**
 * The entry point of the command line, as small as it can be: compiled code is cached from here on, so that the next
 * command begins sooner. Whatever stands in the environment enters here.
 */

import module from "node:module";
import { isatty } from "node:tty";

module.enableCompileCache();

const { main } = await import("./program.ts");
await main({
  words: process.argv.slice(2),
  environment: process.env,
  currentFolder: process.cwd(),
  streams: { out: process.stdout, err: process.stderr },
  isAttended: isatty(0) && isatty(2),
});
