/** The fonts of the PDF: Vazirmatn, which has Persian and Latin letters, as the page has it. */

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Face } from "./written-line.ts";

export const FONT_PACKAGE = "@fontsource/vazirmatn";

const FOLDER = new URL(
  import.meta.url.endsWith(".ts") ? `../../node_modules/${FONT_PACKAGE}/files/` : "fonts/",
  import.meta.url,
);

/** In the order in which they are asked for a letter. */
const PARTS = ["latin", "latin-ext", "arabic"] as const;

/** Their files: where npm puts the package, or beside the built program. Of WOFF 2.0 the PDF's library can embed nothing. */
export const FONT_FILES = PARTS.map((name) => ({
  name,
  file: fileURLToPath(new URL(`vazirmatn-${name}-400-normal.woff`, FOLDER)),
}));

export interface Font extends Face {
  readonly bytes: Buffer;
}

export async function sheetFonts(): Promise<readonly Font[]> {
  const { create } = await import("fontkit");
  return await Promise.all(
    FONT_FILES.map(async ({ name, file }) => {
      const bytes = await readFile(file);
      const font = create(bytes);
      const covered = new Set("characterSet" in font ? font.characterSet : []);
      return { name, bytes, has: (character) => covered.has(character) };
    }),
  );
}
