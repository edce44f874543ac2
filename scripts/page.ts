/** The built page in a checkout: where it lies, and that it is made anew when its sources are newer. */

import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./run.ts";

export const PAGE = join(ROOT, "dist/web");

const SOURCES = ["src/web/**/*.*", "src/language/*.ts", "src/wizard/*.ts", "src/model/*.ts"];

/** `began` is told when there is something to build, which takes some seconds. */
export async function freshPage(began: () => void = () => undefined): Promise<void> {
  const built = join(PAGE, "index.html");
  const builtMs = existsSync(built) ? statSync(built).mtimeMs : 0;
  const newestMs = globSync(SOURCES, { cwd: ROOT }).reduce(
    (most, file) => Math.max(most, statSync(join(ROOT, file)).mtimeMs),
    0,
  );
  if (newestMs <= builtMs) return;
  began();
  // The bundler is large, and mostly not needed.
  const { buildWeb } = await import("./build-web.ts");
  await buildWeb(PAGE);
}
