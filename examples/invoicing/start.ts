/**
 * `npm start`: opens Fivefold's page on the Kontor app, which is made in `.demo/` the first time; Ctrl-C ends it.
 *
 * The page is built when it is older than its sources. Everything that is done stays in `.demo/` until that is removed.
 *
 * usage: node examples/invoicing/start.ts [--port N] [SIZE [FOLDER]]
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { freshPage } from "../../scripts/page.ts";
import { makeKontor } from "../../src/example/kontor.ts";
import { sizeOfText } from "./generate.ts";

const checkout = path.resolve(import.meta.dirname, "..", "..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: "string", default: "0" } },
});
const [size = "30MB", folder = path.join(checkout, ".demo")] = positionals;
const app = path.join(folder, "kontor");

if (!fs.existsSync(app)) {
  process.stdout.write("An invoicing app with five companies is made …\n");
  // Made aside, so that one that was broken off is not taken for a whole one.
  const half = `${app}.new`;
  fs.rmSync(half, { recursive: true, force: true });
  makeKontor(half, sizeOfText(size));
  fs.renameSync(half, app);
}
await freshPage(() => void process.stdout.write("The page is built …\n"));

const words = ["--app", path.join(app, "fivefold.yaml"), "--home", path.join(folder, "home")];
const server = spawn(
  process.execPath,
  [path.join(checkout, "bin", "checkout.cjs"), ...words, "serve", "--port", values.port],
  { stdio: "inherit" },
);
// The terminal sends Ctrl-C to both of us: the server ends what it does, and we wait for that.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => server.kill("SIGTERM"));
const [status] = (await once(server, "exit")) as [number | null];
process.exitCode = status ?? 1;
