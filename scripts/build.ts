/**
 * `npm run build`: makes what the published package holds, `dist/` and `THIRD-PARTY-NOTICES`.
 *
 * `dist/` mirrors `src/` without tests: JavaScript and declarations from the compiler, everything else copied. Threads
 * are started by URLs that the compiler leaves alone, so their endings are changed here.
 */

import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { FONT_FILES, FONT_PACKAGE } from "../src/http/sheet-fonts.ts";
import { buildWeb } from "./build-web.ts";
import { notices, deliveredPackages } from "./licences.ts";
import { ROOT, show } from "./run.ts";

const OTHER_FILES = { exclude: (path: string) => path.endsWith(".ts") || path === "web" };
const THREAD_URL = /(\bnew URL\("\.{1,2}\/[^"]*)\.ts("\s*,\s*import\.meta\.url\))/g;

async function build(): Promise<number> {
  const dist = join(ROOT, "dist");
  rmSync(dist, { recursive: true, force: true });
  const compiler = join(ROOT, "node_modules/.bin/tsc");
  const { status } = await show({ program: compiler, args: ["-p", "tsconfig.build.json"] });
  if (status !== 0) return status;
  for (const path of globSync("**/*.js", { cwd: dist })) {
    const file = join(dist, path);
    const text = readFileSync(file, "utf8");
    const changed = text.replace(THREAD_URL, "$1.js$2");
    if (changed !== text) writeFileSync(file, changed);
  }
  for (const path of globSync("**/*.*", { cwd: join(ROOT, "src"), ...OTHER_FILES }))
    cpSync(join(ROOT, "src", path), join(dist, path));
  // They come with the page's packages, which nobody installs with us.
  for (const { file } of FONT_FILES) cpSync(file, join(dist, "http/fonts", basename(file)));
  const { packages } = await buildWeb(join(dist, "web"));
  writeFileSync(
    join(ROOT, "THIRD-PARTY-NOTICES"),
    notices(deliveredPackages(ROOT, [...packages, FONT_PACKAGE])),
  );
  return 0;
}

process.exitCode = await build();
