/** The fonts of the PDF: Vazirmatn, which has Persian and Latin letters, from the same files as the page. */

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { unpackFont } from "./font-file.ts";
import type { Face } from "./written-line.ts";

const FOLDER = new URL(
  import.meta.url.endsWith(".ts")
    ? "../../node_modules/@fontsource-variable/vazirmatn/files/"
    : "fonts/",
  import.meta.url,
);

/** In the order in which they are asked for a letter. */
const PARTS = ["latin", "latin-ext", "arabic"] as const;

/** Their files: where npm puts the package, or beside the built program. */
export const FONT_FILES = PARTS.map((name) => ({
  name,
  file: fileURLToPath(new URL(`vazirmatn-${name}-wght-normal.woff2`, FOLDER)),
}));

export interface Font extends Face {
  readonly trueType: Buffer;
}

export async function sheetFonts(): Promise<readonly Font[]> {
  return await Promise.all(
    FONT_FILES.map(async ({ name, file }) => {
      const { trueType, covered } = unpackFont(await readFile(file));
      return { name, trueType, has: (character) => covered.has(character) };
    }),
  );
}
