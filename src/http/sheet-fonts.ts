/** The fonts of the PDF: Vazirmatn, which has Persian and Latin letters, from the same files as the page. */

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { unpackFont } from "./font-file.ts";
import type { Face } from "./written-line.ts";

/** Where they lie: beside the built program, or where npm puts the package. */
const FOLDER = new URL(
  import.meta.url.endsWith(".ts")
    ? "../../node_modules/@fontsource-variable/vazirmatn/files/"
    : "fonts/",
  import.meta.url,
);

/** In the order in which they are asked for a letter. */
export const FONT_PARTS = ["latin", "latin-ext", "arabic"] as const;

export interface Font extends Face {
  readonly trueType: Buffer;
}

export async function sheetFonts(): Promise<readonly Font[]> {
  return await Promise.all(
    FONT_PARTS.map(async (name) => {
      const file = fileURLToPath(new URL(`vazirmatn-${name}-wght-normal.woff2`, FOLDER));
      const { trueType, covered } = unpackFont(await readFile(file));
      return { name, trueType, has: (character) => covered.has(character) };
    }),
  );
}
