/**
 * Builds the page, `src/web` → `dist/web`: hashed files, nothing from outside, no script inside the HTML.
 *
 * What a browser must load before it shows the first screen may be 250 kB, compressed; above that the build fails.
 *
 * usage: node scripts/build-web.ts [FOLDER]
 */

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Rolldown } from "vite";
import { build } from "vite";
import { LANGUAGES } from "../src/model/settings.ts";
import { ROOT } from "./run.ts";

const LARGEST_FIRST_PAGE_BYTES = 250_000;

export interface BuiltWeb {
  /** Of what the first page needs, compressed. */
  readonly sizeBytes: number;
  /** The packages of which something is in the page. */
  readonly packages: readonly string[];
}

export async function buildWeb(folder: string): Promise<BuiltWeb> {
  const built = await build({
    root: join(ROOT, "src/web"),
    configFile: false,
    logLevel: "warn",
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      // The server forbids scripts and fonts that stand inside other files.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1000,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  });
  const output = (Array.isArray(built) ? built : [built]).flatMap((each) =>
    "output" in each ? each.output : [],
  );
  return { sizeBytes: firstPage(folder, output), packages: packagesIn(output) };
}

/** The fonts come by a stylesheet, whose sources the bundler does not tell. */
const BY_STYLES = ["@fontsource-variable/vazirmatn"];

function packagesIn(
  output: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[],
): readonly string[] {
  const modules = output.flatMap((each) => (each.type === "chunk" ? each.moduleIds : []));
  const names = modules.flatMap(
    (id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? [],
  );
  return [...new Set([...names, ...BY_STYLES])].toSorted();
}

/** Everything that the first screen needs: the script, what that imports at once, the styles, and the largest language. */
function firstPage(
  folder: string,
  output: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[],
): number {
  const byName = new Map(output.map((each) => [each.fileName, each]));
  const names = new Set(
    output
      .filter((each) => each.type === "chunk" && each.isEntry)
      .map((each) => each.fileName)
      .concat("index.html"),
  );
  for (const name of names) {
    const each = byName.get(name);
    if (each?.type === "chunk") for (const imported of each.imports) names.add(imported);
  }
  const html = readFileSync(join(folder, "index.html"), "utf8");
  for (const [, name = ""] of html.matchAll(/href="\/(assets\/[^"]+\.css)"/g)) names.add(name);
  const sizeOf = (name: string): number => gzipSync(readFileSync(join(folder, name))).length;
  const all = [...byName.keys()];
  const languages = LANGUAGES.map((code) =>
    all
      .filter(
        (name) => LANGUAGE_FILE.exec(name)?.[1] === code || (code === "fa" && isPersianFont(name)),
      )
      .reduce((sum, name) => sum + sizeOf(name), 0),
  );
  return [...names].reduce((sum, name) => sum + sizeOf(name), Math.max(...languages));
}

/** The page's sentences in a language, as the bundler calls their files; those of errors come with the first error. */
const LANGUAGE_FILE = /^assets\/page-([a-z]{2})-[\w-]+\.js$/;
const isPersianFont = (name: string): boolean => /^assets\/vazirmatn-.*\.woff2$/.test(name);

if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? join(ROOT, "dist/web"));
  const { sizeBytes } = await buildWeb(folder);
  const size = `${(sizeBytes / 1000).toFixed(1)} kB`;
  process.stdout.write(`The first page has ${size}, compressed.\n`);
  if (sizeBytes > LARGEST_FIRST_PAGE_BYTES) {
    process.stdout.write(`That is more than ${LARGEST_FIRST_PAGE_BYTES / 1000} kB.\n`);
    process.exitCode = 1;
  }
}
